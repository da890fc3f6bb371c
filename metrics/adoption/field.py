"""Use in the field: does the CRM work where people are, and fast enough?"""

import polars as pl

from metrics.declaring import OUTCOME, metric
from metrics.rates import share_of_counts
from metrics.rollups import MACHINES
from metrics.subjects import PROJECT, subject_of
from metrics.windows import during, from_whole, windows

WINDOW = 4
MOBILE = "mobile"


@metric(
    "Mobile use by field teams",
    unit="ratio",
    kind="sample",
    grain="window",
    amber=0.20,
    red=0.05,
    origin="named 003",
    cause="tool",
    counts="values",
)
def mobile(
    user_day_feature: pl.LazyFrame, expected: pl.LazyFrame, roles: pl.LazyFrame, weeks: pl.LazyFrame
) -> pl.LazyFrame:
    """Share of the days on which people who work in the field used the CRM on a phone or tablet.

    Formula: days with an act by a mobile client / days with an act by hand whose client is known, of the people in
        field roles, in the last 4 judged weeks.
    Unit: ratio in [0, 1]; one row per project, team and week. n: days of persons. people: persons with such a day.
    Empty: no_data when no role is said to work in the field; not_recorded while no act tells its client; too_few before
        four judged weeks.
    Source: document 003 names the sign; the limits are ours.
    """
    told = user_day_feature.filter(pl.col("client").is_not_null() & ~pl.col("client").is_in(MACHINES))
    away = expected.join(roles.filter("field").select("role"), on="role", how="semi").select("period", "user", "team")
    theirs = told.join(away.select("user").unique(), on="user", how="semi")
    days = theirs.group_by("user", "day").agg(mobile=(pl.col("client") == MOBILE).any())
    active = during(days, windows(weeks, WINDOW)).join(away, on=["period", "user"])
    parts = (
        active.with_columns(subject=pl.lit(PROJECT)),
        active.filter(pl.col("team").is_not_null()).with_columns(subject=subject_of("team")),
    )
    counted = (
        pl.concat([part.select("subject", "period", "user", "mobile") for part in parts])
        .group_by("subject", "period")
        .agg(hits=pl.col("mobile").sum(), n=pl.len(), people=pl.col("user").n_unique())
        .with_columns(reason=pl.lit(None, dtype=pl.String))
    )
    return share_of_counts(counted, _told(from_whole(weeks, WINDOW), told))


def _told(weeks: pl.LazyFrame, told: pl.LazyFrame) -> pl.LazyFrame:
    """The weeks, with reason not_recorded for those over before any act told its client."""
    first = told.select(first=pl.col("day").min())
    silent = (pl.col("first") <= pl.col("end")).fill_null(value=False).not_()
    return (
        weeks.join(first, how="cross")
        .with_columns(reason=pl.when(silent).then(pl.lit("not_recorded")).otherwise("reason"))
        .drop("first")
    )


@metric(
    "Slow pages",
    unit="ratio",
    kind="sample",
    amber=0.10,
    red=0.25,
    origin="named 003",
    cause="tool",
    about="records",
)
def friction(weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the pages of the CRM that took longer than five seconds to load.

    Formula: page loads > 5 s / page loads.
    Unit: ratio in [0, 1]; one row for the project and week.
    Empty: not_recorded, for none of the CRMs that can be connected yet tells how long its pages take.
    Source: document 003 names the sign; the limits are ours.
    """
    blank = {name: pl.lit(None, dtype=kind) for name, kind in OUTCOME.items()}
    known = {"period": pl.col("period"), "subject": pl.lit(PROJECT), "reason": pl.lit("not_recorded")}
    return weeks.select(**(blank | known))
