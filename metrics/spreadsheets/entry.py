"""Entry: are activities typed when they happen, or kept elsewhere until there is time for it?"""

import polars as pl

from metrics.declaring import metric
from metrics.rates import share_of_records
from metrics.stated import by_team
from metrics.subjects import PROJECT


@metric(
    "Late entry",
    unit="ratio",
    kind="sample",
    amber=0.20,
    red=0.40,
    origin="deduced 002 003",
    cause="human",
    counts="records",
    needs=("records",),
    bundle="entry",
)
def late_entry(entry_day: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the activities typed in a week that had taken place more than five working days before.

    Formula: activities typed > 5 working days after the day they took place / activities typed that had taken place,
        without those made by machines, or on days on which data were brought over.
    Apart: what was typed ahead; what synchronisations, interfaces and service accounts made; days of a declared
        migration; and, of an account, the days on which it imported activities or made more of them than the settings
        allow. Working days are those of the project's calendar.
    Unit: ratio in [0, 1]; one row per project, team and week. n: activities; people: who typed them.
    Empty: no_data when none was typed, or the time of under half of them is known; not_recorded when none has a time.
    Source: deduced from documents 002 and 003, which name work kept outside the CRM; the limits are ours.
    """
    return _share(entry_day, weeks, "late", "n")


@metric(
    "Grouped catch-up",
    unit="ratio",
    kind="sample",
    amber=0.30,
    red=0.50,
    origin="deduced 003",
    cause="human",
    counts="records",
    needs=("records",),
    bundle="entry",
)
def batch_entry(entry_day: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the week's activities that people typed in one go on a later day, outside hours kept for it.

    Formula: activities of days before in the busiest hour of the person who typed them, where it holds >= 3, outside
        hours kept for entry / activities typed that had taken place.
    Late: typed on a later working day than it took place on, so that what is kept for Friday evening shows.
    Hour: any 60 minutes of the week, and each person has their own: a team of twenty who catch up at twenty different
        times shows as one that does so together. Two in an hour are a busy morning.
    Apart: as for late entry; and what is typed at an hour that the team has agreed to keep for entry is no catch-up.
    Unit: ratio in [0, 1]; one row per project, team and week. n: activities; people: who typed them.
    Empty: no_data when none was typed, or the time of under half of them is known; not_recorded when none has a time,
        or of none the hour of typing is known.
    Source: deduced from document 003, which names entry done for those who check it; the limits are ours.
    """
    return _share(entry_day, weeks, "grouped", "timed")


def _share(entry_day: pl.LazyFrame, weeks: pl.LazyFrame, hits: str, n: str) -> pl.LazyFrame:
    """Activities that hit of those counted, by project and team; n and hits name columns of ENTRY_DAY."""
    names = ("n", "timed", "planned", "undated", "people", hits)
    sums = by_team(entry_day, [pl.col(name).sum() for name in dict.fromkeys(names)], "day")
    dated = pl.col("n") + pl.col("planned")
    rows = sums.select(
        "subject",
        "day",
        "people",
        hits=pl.col(hits),
        n=pl.col(n),
        untold=(pl.col(n) == 0) & ((pl.col("n") > 0) | ((dated == 0) & (pl.col("undated") > 0))),
        coverage=dated / (dated + pl.col("undated")),
    )
    return share_of_records(rows.drop("untold"), _told(weeks, rows))


def _told(weeks: pl.LazyFrame, rows: pl.LazyFrame) -> pl.LazyFrame:
    """The weeks after the notice, with reason not_recorded for those whose activities do not tell what is asked."""
    untold = rows.filter((pl.col("subject") == PROJECT) & pl.col("untold")).select(end="day", untold=pl.lit(value=True))
    unsaid = pl.col("untold").is_not_null() & pl.col("reason").is_null()
    return (
        weeks.filter("noticed")
        .join(untold, on="end", how="left")
        .with_columns(reason=pl.when(unsaid).then(pl.lit("not_recorded")).otherwise("reason"))
        .drop("untold")
    )
