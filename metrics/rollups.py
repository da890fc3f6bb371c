"""Roll-ups: the few heavy sums over events and records, in Narwhals so that other engines can run them unchanged.

Each works on one month of events, or on the records as they stood at the end of one day.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import cast

import narwhals as nw
import polars as pl
from narwhals.typing import IntoLazyFrameT

MACHINES = ("api", "sync")
WRITES = ("create", "delete", "import")
DEFAULT_DAYS = 30
"""Days an open record may stay untouched at a stage for which the settings say nothing."""

USER_DAY: dict[str, pl.DataType] = {
    "month": pl.String(),
    "day": pl.Date(),
    "source": pl.String(),
    "user": pl.String(),
    "events": pl.Int64(),
    "acts": pl.Int64(),
    "logins": pl.Int64(),
    "exports": pl.Int64(),
}
USER_DAY_FEATURE: dict[str, pl.DataType] = {
    "month": pl.String(),
    "day": pl.Date(),
    "source": pl.String(),
    "user": pl.String(),
    "action": pl.String(),
    "object": pl.String(),
    "feature": pl.String(),
    "client": pl.String(),
    "events": pl.Int64(),
    "rows": pl.Int64(),
}
MINUTES = 24 * 60
FILLING_KEYS = ("source", "owner", "team", "stage")
STANDING_KEYS = (*FILLING_KEYS, "status")
FIELD_DAY: dict[str, pl.DataType] = {
    "month": pl.String(),
    "day": pl.Date(),
    "object": pl.String(),
    "team": pl.String(),
    "stage": pl.String(),
    "slug": pl.String(),
    "n": pl.Int64(),
    "filled": pl.Int64(),
    "entered": pl.Int64(),
    "owners": pl.Int64(),
}
"""Fields at the end of a day: ``n`` records that have the field, ``filled`` of them, with a valid value where a format
is declared; ``entered``: with any value, null without a declared format; ``owners``: persons who own records of that
object and team."""

STAGE_DAY: dict[str, pl.DataType] = {
    "month": pl.String(),
    "day": pl.Date(),
    "object": pl.String(),
    "team": pl.String(),
    "stage": pl.String(),
    "status": pl.String(),
    "n": pl.Int64(),
    "past_close": pl.Int64(),
    "untouched": pl.Int64(),
    "stale": pl.Int64(),
    "talked": pl.Int64(),
    "beyond": pl.Int64(),
    "amount": pl.Float64(),
    "owners": pl.Int64(),
    "unknown": pl.Int64(),
}
"""Records at the end of a day; ``unknown``: how many more of that object there were in a state nobody saw. ``talked``:
open ones with an interaction in 30 days, null where no interaction is known; ``beyond``: worked on last before the
retention declared for the object, null without one; ``amount``: the sum of their amounts."""

AT_END = {"month": pl.String(), "day": pl.Date(), "object": pl.String()}
OWNER_DAY: dict[str, pl.DataType] = {
    **AT_END,
    "stage": pl.String(),
    "user": pl.String(),
    "n": pl.Int64(),
    "filled": pl.Float64(),
    "squares": pl.Float64(),
}
"""How completely each person's records are filled at the end of a day: ``n`` records of an object and stage, the sum of
their completeness (required values filled ÷ required), and the sum of its squares."""

EFFORT_DAY: dict[str, pl.DataType] = {
    **AT_END,
    "team": pl.String(),
    "n": pl.Int64(),
    "bare": pl.Int64(),
    "owners": pl.Int64(),
}
"""Of the records made in the four weeks up to a day: how many hold none of the useful fields beyond the required."""

DUPLICATE_DAY: dict[str, pl.DataType] = {
    **AT_END,
    "team": pl.String(),
    "n": pl.Int64(),
    "doubled": pl.Int64(),
    "owners": pl.Int64(),
}
"""Records at the end of a day, and how many share a strong key with another one of the same object."""

RECENT_DAY: dict[str, pl.DataType] = {
    **AT_END,
    "slug": pl.String(),
    "n": pl.Int64(),
    "filled": pl.Int64(),
}
"""Of the records made in the twelve months up to a day: how many have a field, and have it filled."""

SHARED_DAY: dict[str, pl.DataType] = {
    **AT_END,
    "n": pl.Int64(),
    "shared": pl.Int64(),
}
"""Active accounts that several teams serve, and how many of them show activity of at least two in the last 90 days."""

CONFLICT_DAY: dict[str, pl.DataType] = {
    **AT_END,
    "n": pl.Int64(),
    "conflicting": pl.Int64(),
}
"""Keys that two sources share at the end of a day, and how many differ in status or in legal name."""

DECAY_DAY: dict[str, pl.DataType] = {
    **AT_END,
    "team": pl.String(),
    "n": pl.Int64(),
    "wrong": pl.Int64(),
    "unverified": pl.Int64(),
    "owners": pl.Int64(),
}
"""Contacts at the end of a week, how many were found wrong in it, and how many nobody touched for twelve months."""

RITUAL_DAY: dict[str, pl.DataType] = {
    "month": pl.String(),
    "day": pl.Date(),
    "ritual": pl.String(),
    "team": pl.String(),
    "opened": pl.Int64(),
    "seen": pl.Int64(),
}
"""Each planned occurrence of a ritual, by its day: whether its group opened a report, dashboard or list of the CRM in
the 24 hours before or during the slot (``opened``), and consulted the CRM during it (``seen``); 0 or 1, never who."""

TABLES: dict[str, dict[str, pl.DataType]] = {
    "user_day": USER_DAY,
    "user_day_feature": USER_DAY_FEATURE,
    "field_day": FIELD_DAY,
    "stage_day": STAGE_DAY,
    "owner_day": OWNER_DAY,
    "effort_day": EFFORT_DAY,
    "duplicate_day": DUPLICATE_DAY,
    "recent_day": RECENT_DAY,
    "shared_day": SHARED_DAY,
    "conflict_day": CONFLICT_DAY,
    "decay_day": DECAY_DAY,
    "ritual_day": RITUAL_DAY,
}
"""Every roll-up by the name of its table, which is the name by which metrics ask for it."""

OF_PERSONS = ("user_day", "user_day_feature", "owner_day")
"""Those with a row a person: kept only as long as daily sums of persons may be, and emptied by an erasure."""


def user_day(events: IntoLazyFrameT) -> IntoLazyFrameT:
    """What each person did on each day: all events, meaningful acts, logins, exports; none by machine clients.

    A meaningful act creates, deletes, imports, or edits with a changed field (an edit whose fields the CRM does not
    tell counts). Rows: month, day, source, user. Empty: no row.
    """
    machine = _any_of("client", MACHINES)
    by_hand = nw.from_native(events).filter(nw.col("client").is_null() | ~machine)
    edited = (nw.col("action") == "edit") & (nw.col("fields").is_null() | (nw.col("fields") != ""))
    counted = by_hand.select(
        "month",
        "day",
        "source",
        "user",
        act=(_any_of("action", WRITES) | edited).cast(nw.Int64),
        login=(nw.col("action") == "login").cast(nw.Int64),
        export=(nw.col("action") == "export").cast(nw.Int64),
    )
    return (
        counted.group_by("month", "day", "source", "user")
        .agg(
            events=nw.len(),
            acts=nw.col("act").sum(),
            logins=nw.col("login").sum(),
            exports=nw.col("export").sum(),
        )
        .with_columns(nw.col("events").cast(nw.Int64))
        .to_native()
    )


def _any_of(column: str, words: Sequence[str]) -> nw.Expr:
    """Whether a text is one of a few words: compared one by one, which is faster than looking them up in a set."""
    return nw.any_horizontal(*(nw.col(column) == word for word in words), ignore_nulls=False)


def user_day_feature(events: IntoLazyFrameT) -> IntoLazyFrameT:
    """Events and rows of each person, day, action, object, feature and client. Empty: no row."""
    keys = [name for name in USER_DAY_FEATURE if name not in ("events", "rows")]
    return (
        nw.from_native(events)
        .group_by(*keys)
        .agg(events=nw.len(), rows=nw.col("rows").sum())
        .with_columns(nw.col("events").cast(nw.Int64))
        .to_native()
    )


def changed(records: IntoLazyFrameT) -> IntoLazyFrameT:
    """Records with more than one row: columns source, record. Few, and none in a lake just filled."""
    again = nw.from_native(records).filter(nw.col("again"))
    return again.select("source", "record").unique().to_native()


def states(records: IntoLazyFrameT, several: IntoLazyFrameT | None, day: date) -> IntoLazyFrameT:
    """Each record as it stood at the end of a day: its last row up to it, without the deleted ones.

    ``records``: rows of one object with ``day``, the local day from which each holds. ``several``: those with more than
    one row (None: there are none), which alone have to be searched for their last. A row read from the record itself
    wins over its copy in a history table. Empty: no row.
    """
    until = nw.from_native(records).filter(nw.col("day") <= day)
    if several is None:
        return until.filter(~nw.col("deleted")).to_native()
    keys = ["source", "record"]
    many = nw.from_native(several)
    ranked = until.join(many, on=keys, how="semi").with_columns(
        rank=nw.when(nw.col("stream") == "history").then(nw.lit(0)).otherwise(nw.lit(1)),
        moment=nw.coalesce("modified_at", "seen_at"),
    )
    newest = ranked.unique(keys, keep="last", order_by=["moment", "rank", "seen_at"])
    alone = until.join(many, on=keys, how="anti")
    present = nw.concat([alone, newest.drop("rank", "moment")], how="vertical")
    return cast("IntoLazyFrameT", present.filter(~nw.col("deleted")).to_native())


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
    """For each field, in how many rows it did not exist: one row of columns ``filled_<slug>``."""
    nulls = [nw.col(f"filled_{slug}").null_count() for slug in slugs]
    return nw.from_native(records).select(*nulls).to_native()


def filling(
    present: IntoLazyFrameT, slugs: Sequence[str], checked: Sequence[str], gaps: Sequence[str]
) -> IntoLazyFrameT:
    """For each source, owner, team and stage: records, and for each field how many are filled.

    ``present``: what ``states`` gives. ``slugs``: the fields. ``checked``: those whose format is checked too, so that
    a filled value counts only if valid. ``gaps``: those that some rows did not have; for them ``known_<slug>`` says
    how many did. Columns ``filled_<slug>`` and ``known_<slug>``. Empty: no row.
    """
    right = [
        nw.when(nw.col(f"filled_{slug}"))
        .then(nw.col(f"valid_{slug}").fill_null(value=True))
        .otherwise(nw.col(f"filled_{slug}"))
        .alias(f"filled_{slug}")
        for slug in checked
    ]
    # Engines other than polars sum up columns only, no expressions of them.
    sums = [nw.col(f"filled_{slug}").sum() for slug in slugs]
    sums += [nw.col(f"filled_{slug}").count().alias(f"known_{slug}") for slug in gaps]
    frame = nw.from_native(present)
    rows = frame.with_columns(*right) if right else frame
    return rows.group_by(*FILLING_KEYS).agg(nw.len().alias("n"), *sums).to_native()


def standing(present: IntoLazyFrameT, allowed: IntoLazyFrameT, day: date) -> IntoLazyFrameT:
    """For each source, owner, team, stage and status: records, and how many open ones are not kept up on a day.

    ``allowed``: columns stage, days: how long a record may stay untouched there. ``past_close``: the close date is
    over. ``untouched``: neither changed nor worked on for longer than allowed. ``stale``: either. Empty: no row.
    """
    dated = nw.from_native(present).join(nw.from_native(allowed), on="stage", how="left")
    end = datetime.combine(day, time.max, UTC)
    touched = nw.max_horizontal("modified_at", "last_activity_at", "created_at")
    idle_days = (nw.lit(end) - touched).dt.total_minutes() / MINUTES
    is_open = nw.col("status") == "open"
    late = is_open & (nw.col("close_date") < day).fill_null(value=False)
    idle = is_open & (idle_days > nw.col("days").fill_null(DEFAULT_DAYS)).fill_null(value=False)
    return (
        dated.with_columns(late=late, idle=idle, kept=late | idle)
        .group_by(*STANDING_KEYS)
        .agg(
            n=nw.len(),
            past_close=nw.col("late").sum(),
            untouched=nw.col("idle").sum(),
            stale=nw.col("kept").sum(),
        )
        .to_native()
    )
