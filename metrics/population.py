"""Who is expected in which week, and in which team they were then."""

from collections.abc import Collection

import polars as pl

from metrics.calendar import WEEK

EXPECTED: dict[str, pl.DataType] = {
    "period": pl.Date(),
    "user": pl.String(),
    "team": pl.String(),
    "role": pl.String(),
    "wave": pl.String(),
    "monthly": pl.Boolean(),
}
GROUPS: dict[str, pl.DataType] = {
    "period": pl.Date(),
    "here": pl.Boolean(),
    "team": pl.String(),
    "wave": pl.String(),
    "role": pl.String(),
    "there": pl.Boolean(),
    "team_before": pl.String(),
    "wave_before": pl.String(),
    "role_before": pl.String(),
    "people": pl.Int64(),
}
"""How many persons were in which groups in a week (``here``) and in which in the week before (``there``)."""

PLACE = ("team", "wave", "role")
WAS = ("team_before", "wave_before", "role_before")


PEOPLE: dict[str, pl.DataType] = {
    "user": pl.String(),
    "human": pl.Boolean(),
    "role": pl.String(),
    "wave": pl.String(),
    "manages": pl.Boolean(),
    "entitled_from": pl.Date(),
    "entitled_to": pl.Date(),
}
"""One person over all sources; ``manages``: is somebody's manager, or of a role that leads people."""


FACTS = ("role", "manager", "wave", "entitled_from", "entitled_to")
"""What a personnel file knows of people."""


def listed(people: pl.DataFrame, directories: Collection[str]) -> pl.DataFrame:
    """The accounts of people with what directories say of them; ``listed``: whether they may be expected.

    ``people``: a row a source and user. ``directories``: the sources that are personnel files. Their role, manager and
    wave go before those of an account; a person is entitled from when both say so until either ends; a service account
    stays one. Listed are the people of a directory who have an account elsewhere; all, where there is no directory,
    no other list, or nobody whom both know. Empty: no row.
    """
    told = people.filter(pl.col("source").is_in(list(directories)))
    accounts = people.filter(~pl.col("source").is_in(list(directories)))
    if accounts.is_empty() or accounts.join(told, on="user", how="semi").is_empty():
        return (people if accounts.is_empty() else accounts).with_columns(listed=pl.lit(value=True))
    known = told.sort("source").group_by("user").agg(pl.col(name).drop_nulls().first() for name in ("kind", *FACTS))
    both = accounts.join(
        known.with_columns(listed=pl.lit(value=True)), on="user", how="left", suffix="_told", maintain_order="left"
    )
    return both.with_columns(
        *(pl.coalesce(f"{name}_told", name).alias(name) for name in ("role", "manager", "wave")),
        kind=pl.when(pl.col("kind_told") == "service").then("kind_told").otherwise("kind"),
        entitled_from=pl.max_horizontal("entitled_from", "entitled_from_told"),
        entitled_to=pl.min_horizontal("entitled_to", "entitled_to_told"),
        listed=pl.col("listed").fill_null(value=False),
    ).select(*people.columns, "listed")


def placed(memberships: pl.DataFrame, directories: Collection[str]) -> pl.DataFrame:
    """The memberships that count: of people whom a directory puts in teams, those alone."""
    told = memberships.filter(pl.col("source").is_in(list(directories)))
    others = memberships.filter(~pl.col("source").is_in(list(directories)))
    return pl.concat([told, others.join(told, on="user", how="anti")]).sort("user", "start", "rank")


def persons(people: pl.LazyFrame, managing_roles: tuple[str, ...] = ()) -> pl.LazyFrame:
    """One row a person, of PEOPLE. ``people``: a row a source and user. Empty: no row."""
    managers = people.select(user="manager").drop_nulls().unique().with_columns(leads=pl.lit(value=True))
    waves = people.group_by("user").agg(wave=pl.col("wave").drop_nulls().sort().first())
    return (
        _persons(people)
        .join(waves, on="user", how="left")
        .join(managers, on="user", how="left")
        .with_columns(
            human=~pl.col("service"),
            manages=pl.col("leads").fill_null(value=False)
            | pl.col("role").is_in(managing_roles).fill_null(value=False),
        )
        .select(*PEOPLE)
    )


def expected(
    people: pl.LazyFrame,
    memberships: pl.LazyFrame,
    weeks: pl.LazyFrame,
    monthly_roles: tuple[str, ...] = (),
) -> pl.LazyFrame:
    """People expected to use the CRM in each week: human, and entitled for the whole of it.

    ``team``: the one at the end of the week; the first known team is carried back. ``monthly``: the role acts by the
    month. Empty: no row.
    """
    humans = _persons(people).filter(~pl.col("service"))
    present = (
        weeks.select("period", "end")
        .join(humans, how="cross")
        .filter(
            (pl.col("entitled_from").is_null() | (pl.col("entitled_from") <= pl.col("period")))
            & (pl.col("entitled_to").is_null() | (pl.col("entitled_to") > pl.col("end")))
        )
    )
    return (
        _teamed(present, memberships, "end")
        .with_columns(monthly=pl.col("role").is_in(monthly_roles).fill_null(value=False))
        .select(*EXPECTED)
    )


def groups(expected: pl.LazyFrame) -> pl.DataFrame:
    """Of each week with expected people, how many are of which team, wave and role, and were of which the week before.

    Rows of ``GROUPS``: one for each sort of persons; those who came have no groups before, those who left none now.
    Empty: no row.
    """
    now = expected.select("period", "user", *PLACE, here=pl.lit(value=True))
    before = now.select(
        pl.col("period") + WEEK,
        "user",
        *(pl.col(name).alias(was) for name, was in zip(PLACE, WAS, strict=True)),
        there="here",
    ).join(now.select(pl.col("period").unique()), on="period", how="semi")
    return (
        now.join(before, on=["period", "user"], how="full", coalesce=True)
        .with_columns(pl.col("here", "there").fill_null(value=False))
        .group_by([name for name in GROUPS if name != "people"])
        .agg(people=pl.len().cast(pl.Int64))
        .select(*GROUPS)
        .sort(*GROUPS)
        .collect()
    )


def resumed(kept: pl.DataFrame, fresh: pl.DataFrame) -> pl.DataFrame:
    """Groups of weeks as they were kept, then as computed now; who is missing since counts as having left then.

    Both: rows of ``GROUPS``. Somebody erased is no longer known to have been there the week before, but the figures of
    that week still count them.
    """
    after = fresh.join(kept, on="period", how="anti")
    known = after.filter("there").group_by("period", *WAS).agg(found=pl.col("people").sum())
    left = (
        kept.filter(pl.col("here") & (pl.col("period") == pl.col("period").max()))
        .group_by(pl.col("period") + WEEK, *(pl.col(name).alias(was) for name, was in zip(PLACE, WAS, strict=True)))
        .agg(pl.col("people").sum())
        .join(after.select("period").unique(), on="period", how="semi")
        .join(known, on=["period", *WAS], how="left", nulls_equal=True)
        .with_columns(
            *(pl.lit(None, dtype=pl.String).alias(name) for name in PLACE),
            pl.col("people") - pl.col("found").fill_null(0),
            here=pl.lit(value=False),
            there=pl.lit(value=True),
        )
        .filter(pl.col("people") > 0)
    )
    return pl.concat([kept, after, left.select(*GROUPS)]).sort(*GROUPS)


def with_account(people: pl.LazyFrame, acting: Collection[str]) -> pl.LazyFrame:
    """The rows of the people who have an account where acts are recorded, those of all sources about them.

    ``people``: a row a source and user. ``acting``: the sources that record acts. A list of the staff names people who
    have no access; where no source that records acts lists its users, whoever is listed is taken to have one.
    """
    users = people.filter(pl.col("source").is_in(list(acting))).select("user").unique()
    listed = users.select(any=pl.len() > 0)
    return (
        people.join(users.with_columns(account=pl.lit(value=True)), on="user", how="left")
        .join(listed, how="cross")
        .filter(pl.col("account").fill_null(value=False) | ~pl.col("any"))
        .drop("account", "any")
    )


def teams_of(acted: pl.LazyFrame, memberships: pl.LazyFrame, people: pl.LazyFrame) -> pl.LazyFrame:
    """The team on its day of each person who acted: rows of (user, day) as given, those of known humans alone."""
    humans = _persons(people).filter(~pl.col("service")).select("user")
    return _teamed(acted.join(humans, on="user", how="semi"), memberships, "day").select("user", "day", "team")


def teams_at(memberships: pl.LazyFrame, people: pl.LazyFrame, days: pl.LazyFrame) -> pl.LazyFrame:
    """The team of each person on each day of ``days`` (column ``day``): columns ``day user team human``.

    ``human``: false for service accounts. Empty: no row.
    """
    users = _persons(people).select("user", human=~pl.col("service"))
    return _teamed(days.join(users, how="cross"), memberships, "day").select("day", "user", "team", "human")


def _persons(people: pl.LazyFrame) -> pl.LazyFrame:
    """One row a person, over all sources: entitled while any of them says so, a service account if any says so."""
    return people.group_by("user").agg(
        entitled_from=pl.when(pl.col("entitled_from").is_null().any())
        .then(None)
        .otherwise(pl.col("entitled_from").min()),
        entitled_to=pl.when(pl.col("entitled_to").is_null().any()).then(None).otherwise(pl.col("entitled_to").max()),
        service=(pl.col("kind") == "service").any(),
        role=pl.col("role").drop_nulls().sort().first(),
        wave=pl.col("wave").drop_nulls().sort().first(),
    )


def _teamed(rows: pl.LazyFrame, memberships: pl.LazyFrame, by: str) -> pl.LazyFrame:
    """Rows of (user, day) with the primary team of that day; before the first known one, the first."""
    spans = _primary(memberships)
    first = spans.group_by("user", maintain_order=True).agg(
        first_team=pl.col("team").first(), first_start=pl.col("start").first()
    )
    dated = rows.sort(by).join_asof(
        spans, left_on=by, right_on="start", by="user", strategy="backward", check_sortedness=False
    )
    return dated.join(first, on="user", how="left").with_columns(
        team=pl.when(pl.col(by) < pl.col("first_start")).then("first_team").otherwise("team")
    )


def _primary(memberships: pl.LazyFrame) -> pl.LazyFrame:
    """From which day on a person's primary team is which: columns user, start, team, sorted by start.

    Primary is the one of the lowest rank, then the one begun last, then the first by name; null where there is none.
    """
    memberships = memberships.filter(pl.col("end").is_null() | (pl.col("end") > pl.col("start")))
    turns = pl.concat(
        [
            memberships.select("user", "start"),
            memberships.select("user", start="end").drop_nulls("start"),
        ]
    ).unique()
    holding = (
        turns.join(memberships.select("user", "team", "rank", "end", begun="start"), on="user")
        .filter((pl.col("begun") <= pl.col("start")) & (pl.col("end").is_null() | (pl.col("end") > pl.col("start"))))
        .sort("rank", "begun", "team", descending=[False, True, False])
        .unique(["user", "start"], keep="first", maintain_order=True)
        .select("user", "start", "team")
    )
    return turns.join(holding, on=["user", "start"], how="left").sort("start", "user")


def strangers(acted: pl.LazyFrame, known: Collection[str]) -> dict[str, int]:
    """By source, how many users acted (columns source, user) who are not among the known pseudonyms."""
    unknown = acted.select("source", "user").unique().filter(~pl.col("user").is_in(list(known)))
    return dict(unknown.group_by("source").len().collect().iter_rows())
