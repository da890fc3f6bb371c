"""Effort: do people fill in no more than they have to?"""

import polars as pl

from metrics.declaring import metric
from metrics.indexes import indexed
from metrics.subjects import PROJECT, subject_of

SETTLING, LATELY = 8, 4
"""Judged weeks whose level later ones are held against, and those before an incentive, or up to now."""

FALLEN = 0.05
"""By so much less of the people acting, use is said to have fallen; less than that is chance."""

LEAST_RECORDS = 20
DIGITS = 9
"""Kept of a rise: its parts are added up in any order, by which the last digits differ."""


@metric(
    "Bare-minimum entry",
    unit="ratio",
    kind="sample",
    grain="window",
    amber=0.10,
    red=0.20,
    origin="named 002 003",
    cause="human",
    about="records",
    needs=("records", "edits"),
)
def minimum_effort(
    effort_day: pl.LazyFrame,
    user_day: pl.LazyFrame,
    expected: pl.LazyFrame,
    incentives: pl.LazyFrame,
    annotations: pl.LazyFrame,
    weeks: pl.LazyFrame,
) -> pl.LazyFrame:
    """By how many points more of the new records hold nothing beyond what is required, while people use the CRM.

    Formula: share of the records made in 28 days with none of the useful fields filled, less its level in the first 8
        judged weeks, or in the 4 before a declared incentive where that rise is larger; each object against its own
        level. Only while the share of people who act is at most 5 points under that of the weeks compared with.
    Unit: rise of a ratio, 0.10 for ten points; one row per project and team, and week. people: owners.
    Empty: too_few before there are weeks to compare with; no_data without useful fields, with under 20 new records, or
        while use has fallen.
    Source: documents 002 (weak signal b) and 003 name the sign; the limits are ours.
    """
    counted = _numbered(weeks)
    bases = _bases(counted, incentives, annotations)
    made = _made(effort_day, counted)
    use = _use(user_day, expected, counted)
    rises = _rises(made, bases).join(_kept_up(use, counted, bases), on=["base", "subject", "period"], how="semi")
    values = (
        rises.group_by("subject", "period")
        .agg(value=pl.col("rise").max())
        .join(_owners(effort_day, counted), on=["subject", "period"])
    )
    compared = counted.join(bases, how="cross").filter(pl.col("number") >= pl.col("since")).select("period").unique()
    early = made.select("period").unique().join(compared, on="period", how="anti")
    return indexed(values, early.with_columns(missing=pl.lit("too_few")), weeks)


def _numbered(weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Weeks that may have a value, with ``number``, that of the last judged week up to them: period, end, judged."""
    usable = weeks.filter(pl.col("noticed") & (pl.col("reason").is_null() | (pl.col("reason") == "held")))
    judged = pl.col("reason").is_null()
    return usable.sort("period").select("period", "end", judged=judged, number=judged.cast(pl.Int64).cum_sum() - 1)


def _bases(counted: pl.LazyFrame, incentives: pl.LazyFrame, annotations: pl.LazyFrame) -> pl.LazyFrame:
    """Runs of judged weeks, by number, whose level later ones are held against: base, first, last, since."""
    settled = pl.LazyFrame({"first": [0], "last": [SETTLING - 1], "since": [SETTLING]})
    days = pl.concat(
        [
            incentives.filter(pl.col("kind") != "none").select(day="start"),
            annotations.filter(pl.col("kind") == "incentive").select(day="happened"),
        ]
    ).unique()
    before = (
        counted.filter("judged")
        .join(days, how="cross")
        .filter(pl.col("end") < pl.col("day"))
        .group_by("day")
        .agg(since=pl.len().cast(pl.Int64))
        .filter(pl.col("since") >= LATELY)
        .select(first=pl.col("since") - LATELY, last=pl.col("since") - 1, since="since")
    )
    return pl.concat([settled, before]).unique().sort("since", "first").with_row_index("base")


def _made(effort_day: pl.LazyFrame, counted: pl.LazyFrame) -> pl.LazyFrame:
    """New records and the bare ones among them, by project and team, week and object."""
    dated = effort_day.join(counted.rename({"end": "day"}), on="day")
    sums = [pl.col("n").sum(), pl.col("bare").sum()]
    keys = ["period", "number", "judged", "object"]
    whole = dated.group_by(keys).agg(sums).with_columns(subject=pl.lit(PROJECT))
    teams = dated.filter(pl.col("team").is_not_null()).with_columns(subject=subject_of("team"))
    return pl.concat([part.select("subject", *keys, "n", "bare") for part in (whole, teams)])


def _rises(made: pl.LazyFrame, bases: pl.LazyFrame) -> pl.LazyFrame:
    """By how much more of the new records are bare than in the weeks of a base: base, subject, period, rise."""
    level = (
        made.filter("judged")
        .join(bases, how="cross")
        .filter(pl.col("number").is_between("first", "last"))
        .group_by("base", "subject", "object")
        .agg(level=pl.col("bare").sum() / pl.col("n").sum())
    )
    more = pl.col("bare").sum() - (pl.col("n") * pl.col("level")).sum()
    return (
        made.join(bases, how="cross")
        .filter(pl.col("number") >= pl.col("since"))
        .join(level, on=["base", "subject", "object"])
        .group_by("base", "subject", "period")
        .agg(rise=(more / pl.col("n").sum()).round(DIGITS), n=pl.col("n").sum())
        .filter(pl.col("n") >= LEAST_RECORDS)
    )


def _use(user_day: pl.LazyFrame, expected: pl.LazyFrame, counted: pl.LazyFrame) -> pl.LazyFrame:
    """Expected people and those who acted, by project and team and judged week: subject, number, acting, n."""
    acted = user_day.filter(pl.col("acts") > 0).select("user", period=pl.col("day").dt.truncate("1w")).unique()
    marked = (
        expected.join(counted.filter("judged"), on="period")
        .join(acted.with_columns(acted=pl.lit(1)), on=["period", "user"], how="left")
        .with_columns(pl.col("acted").fill_null(0))
    )
    sums = {"acting": pl.col("acted").sum(), "n": pl.len()}
    whole = marked.group_by("number").agg(**sums).with_columns(subject=pl.lit(PROJECT))
    teams = marked.filter(pl.col("team").is_not_null()).group_by("number", "team").agg(**sums)
    columns = ("subject", "number", "acting", "n")
    return pl.concat([whole.select(columns), teams.with_columns(subject=subject_of("team")).select(columns)])


def _kept_up(use: pl.LazyFrame, counted: pl.LazyFrame, bases: pl.LazyFrame) -> pl.LazyFrame:
    """Weeks in which people use the CRM as much as in the weeks of a base: base, subject, period."""
    share = pl.col("acting").sum() / pl.col("n").sum()
    then = (
        use.join(bases, how="cross")
        .filter(pl.col("number").is_between("first", "last"))
        .group_by("base", "subject")
        .agg(then=share)
    )
    now = (
        counted.select("period", upto="number")
        .join(use, how="cross")
        .filter((pl.col("number") <= pl.col("upto")) & (pl.col("number") > pl.col("upto") - LATELY))
        .group_by("subject", "period")
        .agg(now=share)
    )
    return now.join(then, on="subject").filter(pl.col("now") >= pl.col("then") - FALLEN)


def _owners(effort_day: pl.LazyFrame, counted: pl.LazyFrame) -> pl.LazyFrame:
    """How many persons own new records, by project and team, and week: subject, period, people."""
    dated = effort_day.join(counted.select("period", day="end"), on="day")
    teams = dated.group_by("period", "team").agg(people=pl.col("owners").max())
    whole = teams.group_by("period").agg(pl.col("people").sum()).with_columns(subject=pl.lit(PROJECT))
    named = teams.filter(pl.col("team").is_not_null()).with_columns(subject=subject_of("team"))
    return pl.concat([part.select("subject", "period", "people") for part in (whole, named)])
