"""Roll-ups of records: how they stood at the end of a day, how each is filled and kept up, and what changed in a week.

In Narwhals like those of ``metrics.rollups``, whose tables they fill.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import cast

import narwhals as nw
from narwhals.typing import IntoLazyFrameT

OPEN, LOST = "open", "lost"
MINUTES = 24 * 60
FILLING_KEYS = ("source", "owner", "team", "stage")
STANDING_KEYS = (*FILLING_KEYS, "status")
OWNING = ("owner", "team")
TOUCHED = ("modified_at", "last_activity_at", "created_at")
DEFAULT_DAYS = 30
"""Days an open record may stay untouched at a stage for which the settings say nothing."""

TALKED, WEEK, MADE_LATELY, YEAR = (timedelta(days) for days in (30, 7, 28, 365))
CENTS, LARGEST = 100, 1e13
"""Amounts are summed as whole cents, whose sum is the same in any order; one past the largest is none."""

Asked = Mapping[str, tuple[bool, tuple[str, ...]]]
"""Fields by slug: whether they are asked for in general, and the stages at which it is the other way round."""


def changed(records: IntoLazyFrameT) -> IntoLazyFrameT:
    """Records with more than one row: columns source, record. Few, and none in a lake just filled."""
    again = nw.from_native(records).filter(nw.col("again"))
    return again.select("source", "record").unique().to_native()


def last(records: IntoLazyFrameT, several: IntoLazyFrameT | None, day: date) -> IntoLazyFrameT:
    """The last row of each record up to the end of a day, the deleted ones too.

    ``records``: rows of one object with ``day``, the local day from which each holds. ``several``: those with more than
    one row (None: there are none), which alone have to be searched for their last. A row read from the record itself
    wins over its copy in a history table. Empty: no row.
    """
    until = nw.from_native(records).filter(nw.col("day") <= day)
    if several is None:
        return until.to_native()
    keys = ["source", "record"]
    many = nw.from_native(several)
    ranked = until.join(many, on=keys, how="semi").with_columns(
        rank=nw.when(nw.col("stream") == "history").then(nw.lit(0)).otherwise(nw.lit(1)),
        moment=nw.coalesce("modified_at", "seen_at"),
    )
    newest = ranked.unique(keys, keep="last", order_by=["moment", "rank", "seen_at"])
    alone = until.join(many, on=keys, how="anti")
    return cast("IntoLazyFrameT", nw.concat([alone, newest.drop("rank", "moment")], how="vertical").to_native())


def states(records: IntoLazyFrameT, several: IntoLazyFrameT | None, day: date) -> IntoLazyFrameT:
    """Each record as it stood at the end of a day: its last row up to it, without the deleted ones.

    ``records`` and ``several``: as ``last`` takes them. Empty: no row.
    """
    return nw.from_native(last(records, several, day)).filter(~nw.col("deleted")).to_native()


def unknown(records: IntoLazyFrameT, day: date) -> IntoLazyFrameT:
    """How many records existed on a day in a state nobody saw: created by then, first seen as they were later.

    Rows: source, with ``unknown``. Empty: no row.
    """
    keys = ["source", "record"]
    there = nw.from_native(records).filter(nw.col("created_day") <= day)
    late = there.filter(nw.col("day") > day).select(keys).unique()
    # The few records seen later are sought among all rows: grouping every row by its record is dear.
    seen = there.join(late, on=keys, how="semi").group_by(*keys).agg(first=nw.col("day").min())
    return (
        seen.filter(nw.col("first") > day)
        .group_by("source")
        .agg(unknown=nw.len())
        .with_columns(nw.col("unknown").cast(nw.Int64))
        .to_native()
    )


def partial(records: IntoLazyFrameT, slugs: Sequence[str]) -> IntoLazyFrameT:
    """For each field, in how many rows it did not exist: one row of columns ``filled_<slug>``, and ``n`` of all."""
    nulls = [nw.col(f"filled_{slug}").null_count() for slug in slugs]
    return nw.from_native(records).select(nw.len().alias("n"), *nulls).to_native()


def filling(
    present: IntoLazyFrameT, slugs: Sequence[str], checked: Sequence[str], gaps: Sequence[str]
) -> IntoLazyFrameT:
    """For each source, owner, team and stage: records, and for each field how many are filled.

    ``present``: what ``states`` gives. ``slugs``: the fields. ``checked``: those whose format is checked too, so that
    a filled value counts only if valid; for them ``entered_<slug>`` says how many are filled, valid or not. ``gaps``:
    those that some rows did not have; for them ``known_<slug>`` says how many did. Columns ``filled_<slug>``,
    ``entered_<slug>`` and ``known_<slug>``. Empty: no row.
    """
    right = [
        nw.when(nw.col(f"filled_{slug}"))
        .then(nw.col(f"valid_{slug}").fill_null(value=True))
        .otherwise(nw.col(f"filled_{slug}"))
        .alias(f"filled_{slug}")
        for slug in checked
    ]
    right += [nw.col(f"filled_{slug}").alias(f"entered_{slug}") for slug in checked]
    # Engines other than polars sum up columns only, no expressions of them.
    sums = [nw.col(f"filled_{slug}").sum() for slug in slugs]
    sums += [nw.col(f"entered_{slug}").sum() for slug in checked]
    sums += [nw.col(f"filled_{slug}").count().alias(f"known_{slug}") for slug in gaps]
    frame = nw.from_native(present)
    rows = frame.with_columns(*right) if right else frame
    return rows.group_by(*FILLING_KEYS).agg(nw.len().alias("n"), *sums).to_native()


def standing(
    present: IntoLazyFrameT, allowed: IntoLazyFrameT, day: date, kept_from: date | None = None
) -> IntoLazyFrameT:
    """For each source, owner, team, stage and status: records, their amounts, and how many are not kept up on a day.

    ``present``: what ``states`` gives, with ``spoken_at`` (``metrics.record_rollups.with_last_word``). ``allowed``:
    columns stage, days: how long an open record may stay untouched there. ``kept_from``: the day before which the last
    work on a record is too long ago to keep it. ``past_close``: the close date is over. ``untouched``: neither changed
    nor worked on for longer than allowed. ``stale``: either. ``talked``: open with an interaction in 30 days.
    ``beyond``: to be kept no longer. ``cents``: the sum of amounts. Empty: no row.
    """
    dated = nw.from_native(present).join(nw.from_native(allowed), on="stage", how="left")
    end = end_of(day)
    touched = nw.max_horizontal(*TOUCHED)
    idle_days = (nw.lit(end) - touched).dt.total_minutes() / MINUTES
    is_open = nw.col("status") == OPEN
    late = is_open & (nw.col("close_date") < day).fill_null(value=False)
    idle = is_open & (idle_days > nw.col("days").fill_null(DEFAULT_DAYS)).fill_null(value=False)
    kept = nw.lit(datetime.combine(kept_from or day, time.min, UTC))
    old = (nw.max_horizontal(touched, "spoken_at") < kept).fill_null(value=False) & nw.lit(kept_from is not None)
    amount = nw.when(nw.col("amount").abs() < LARGEST).then(nw.col("amount") * CENTS)
    return (
        dated.with_columns(
            late=late,
            idle=idle,
            kept=late | idle,
            met=is_open & (nw.col("spoken_at") > end - TALKED).fill_null(value=False),
            old=old,
            worth=amount.round(0).cast(nw.Int64),
        )
        .group_by(*STANDING_KEYS)
        .agg(
            n=nw.len(),
            past_close=nw.col("late").sum(),
            untouched=nw.col("idle").sum(),
            stale=nw.col("kept").sum(),
            talked=nw.col("met").sum(),
            beyond=nw.col("old").sum(),
            cents=nw.col("worth").sum(),
        )
        .to_native()
    )


def end_of(day: date) -> datetime:
    """The last moment of a day."""
    return datetime.combine(day, time.max, UTC)


def with_last_word(present: IntoLazyFrameT, told: Sequence[IntoLazyFrameT]) -> IntoLazyFrameT:
    """Records with ``spoken_at``, when somebody last had to do with whom or what they are about.

    ``told``: frames of columns record, spoken_at; the latest counts. Null where none tells. Empty: no row.
    """
    frame = nw.from_native(present)
    if not told:
        return frame.with_columns(spoken_at=nw.lit(None, dtype=nw.Datetime("us", "UTC"))).to_native()
    words = nw.concat([nw.from_native(one) for one in told], how="vertical")
    newest = words.group_by("record").agg(spoken_at=nw.col("spoken_at").max())
    return frame.join(newest, on="record", how="left").to_native()


def own_words(records: IntoLazyFrameT, day: date) -> IntoLazyFrameT:
    """When records say that they were last worked on, up to the end of a day: columns record, spoken_at.

    Sought in all rows up to it: a row read later may name a later time in place of the one that held then.
    """
    said = nw.col("last_activity_at")
    rows = nw.from_native(records).filter((nw.col("day") <= day) & ~said.is_null() & (said <= end_of(day)))
    return rows.group_by("record").agg(spoken_at=nw.col("last_activity_at").max()).to_native()


def filed_words(activities: IntoLazyFrameT, day: date) -> IntoLazyFrameT:
    """When the last activity up to the end of a day took place, by the record it is filed under: record, spoken_at.

    ``activities``: those present; one without a time took place when it was entered.
    """
    rows = nw.from_native(activities).filter(~nw.col("parent").is_null())
    dated = rows.select(record="parent", spoken_at=nw.coalesce("occurred_at", "created_at"))
    past = dated.filter(nw.col("spoken_at") <= end_of(day))
    return past.group_by("record").agg(nw.col("spoken_at").max()).to_native()


def asked_of(present: IntoLazyFrameT, asked: Asked, checked: Sequence[str]) -> IntoLazyFrameT:
    """Records with ``asked``, how many of the fields asked for at their stage they have, and ``held``, filled ones.

    ``checked``: fields whose format is checked too, so that a filled value counts only if valid. Without any field
    both are 0. Empty: no row.
    """
    known, right = [nw.lit(0)], [nw.lit(0)]
    for slug, (generally, stages) in asked.items():
        there = ~nw.col(f"filled_{slug}").is_null() & _wanted(generally, stages)
        full = nw.col(f"filled_{slug}").fill_null(value=False)
        if slug in checked:
            full = full & nw.col(f"valid_{slug}").fill_null(value=True)
        known.append(there.cast(nw.Int64))
        right.append((there & full).cast(nw.Int64))
    counts = {"asked": nw.sum_horizontal(*known), "held": nw.sum_horizontal(*right)}
    return nw.from_native(present).with_columns(**counts).to_native()


def _wanted(generally: bool, stages: Sequence[str]) -> nw.Expr:  # noqa: FBT001 - as Asked holds it
    if not stages:
        return nw.lit(generally)
    otherwise = nw.any_horizontal(*(nw.col("stage") == stage for stage in stages), ignore_nulls=True)
    return ~otherwise if generally else otherwise


def by_owner(records: IntoLazyFrameT) -> IntoLazyFrameT:
    """Records of each owner and stage by how many fields are asked for: n, the sum of ``held`` and of its squares.

    ``records``: what ``asked_of`` gives, with ``human``, whether the owner is a person. Whole numbers, whose sums are
    the same in any order. Rows: owner, stage, asked, n, held, squares. Empty: no row.
    """
    owned = nw.from_native(records).filter(nw.col("human") & ~nw.col("owner").is_null() & (nw.col("asked") > 0))
    return (
        owned.with_columns(square=nw.col("held") * nw.col("held"))
        .group_by("owner", "stage", "asked")
        .agg(n=nw.len(), held=nw.col("held").sum(), squares=nw.col("square").sum())
        .to_native()
    )


def efforts(records: IntoLazyFrameT, services: Sequence[str], day: date) -> IntoLazyFrameT:
    """Of the records that people made in the four weeks up to a day: how many hold none of what is asked for.

    ``records``: what ``asked_of`` gives for the useful fields, with ``human``. ``services``: accounts that are no
    person. Rows: owner, team, n, bare. Empty: no row.
    """
    by_hand = nw.col("human") & ~nw.col("created_by").is_in(services).fill_null(value=False)
    rows = nw.from_native(_made_since(records, day, MADE_LATELY)).filter(by_hand & (nw.col("asked") > 0))
    bare = (nw.col("held") == 0).cast(nw.Int64)
    return rows.with_columns(bare=bare).group_by(*OWNING).agg(n=nw.len(), bare=nw.col("bare").sum()).to_native()


def recent(present: IntoLazyFrameT, slugs: Sequence[str], day: date) -> IntoLazyFrameT:
    """Of the records made in the twelve months up to a day, for each field: how many have it, and have it filled.

    One row of columns ``known_<slug>`` and ``filled_<slug>``, and ``n`` of all.
    """
    rows = nw.from_native(_made_since(present, day, YEAR))
    known = [nw.col(f"filled_{slug}").count().alias(f"known_{slug}") for slug in slugs]
    return rows.select(nw.len().alias("n"), *known, *[nw.col(f"filled_{slug}").sum() for slug in slugs]).to_native()


def _made_since(records: IntoLazyFrameT, day: date, length: timedelta) -> IntoLazyFrameT:
    made = nw.col("created_day")
    return nw.from_native(records).filter((made > day - length) & (made <= day)).to_native()


def unverified(present: IntoLazyFrameT, day: date) -> IntoLazyFrameT:
    """Records, and how many of them nobody touched or spoke of in twelve months: owner, team, n, unverified."""
    limit, moments = end_of(day) - YEAR, (*TOUCHED, "spoken_at")
    known = nw.any_horizontal(*(~nw.col(name).is_null() for name in moments), ignore_nulls=True)
    lately = nw.any_horizontal(*(nw.col(name) > limit for name in moments), ignore_nulls=True)
    rows = nw.from_native(present).with_columns(old=(known & ~lately).cast(nw.Int64))
    return rows.group_by(*OWNING).agg(n=nw.len(), unverified=nw.col("old").sum()).to_native()


def changes(records: IntoLazyFrameT, day: date) -> IntoLazyFrameT:
    """Records that stood a week before a day and changed since, as their last row up to that day has them.

    ``wrong``: an e-mail or telephone went from one known value to another, or the record was marked lost or deleted.
    ``records``: rows of one object, with ``again``. Empty: no row.
    """
    keys = ["source", "record"]
    rows, before = nw.from_native(records), day - WEEK
    late = rows.filter(nw.col("again") & (nw.col("day") > before) & (nw.col("day") <= day)).select(keys).unique()
    mine = rows.join(late, on=keys, how="semi").to_native()
    was = nw.from_native(states(mine, late.to_native(), before)).select(
        *keys, was="status", old_email="key_email", old_phone="key_phone"
    )
    now = nw.from_native(last(mine, late.to_native(), day)).filter(nw.col("day") > before)
    left = (nw.col("status") == LOST) & ~(nw.col("was") == LOST).fill_null(value=False)
    moved = [nw.col(f"key_{name}") != nw.col(f"old_{name}") for name in ("email", "phone")]
    told = [one.fill_null(value=False) for one in (left, *moved)]
    return (
        now.join(was, on=keys, how="inner")
        .with_columns(wrong=nw.any_horizontal("deleted", *told, ignore_nulls=True))
        .to_native()
    )


def decayed(found: IntoLazyFrameT, most: float) -> IntoLazyFrameT:
    """Of changed records, how many turned out wrong, and how many of these are gone: owner, team, wrong, gone.

    ``found``: what ``changes`` gives. On a day on which more than ``most`` records changed, everything was brought
    up to date at once, which tells nothing of decay.
    """
    rows = nw.from_native(found)
    calm = rows.group_by("day").agg(changed=nw.len()).filter(nw.col("changed") <= most)
    wrong = rows.filter(nw.col("wrong")).join(calm, on="day", how="semi")
    return wrong.group_by(*OWNING).agg(wrong=nw.len(), gone=nw.col("deleted").sum()).to_native()
