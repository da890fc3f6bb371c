"""Shares of people and of records, by project, team, role and wave, as rows that a metric gives."""

from collections.abc import Sequence

import polars as pl

from metrics.declaring import OUTCOME
from metrics.subjects import PROJECT, subject_of


def share_of_people(
    expected: pl.LazyFrame,
    active: pl.LazyFrame,
    weeks: pl.LazyFrame,
    too_few: str = "no_data",
    by: Sequence[str] = ("team",),
) -> pl.LazyFrame:
    """The share of expected people (period, user, and columns ``by``) who are among the active (period, user), by week.

    One row for the project in every week, with a reason where there is no value (``too_few`` names the one for a week
    in which nobody is counted), and one for each team that has somebody. Weeks before people were informed have none.
    ``by``: also ``role`` and ``wave`` where all who are expected are counted: only of them it is known which roles and
    waves may be shown beside the teams.
    """
    marked = expected.join(active.unique().with_columns(hit=pl.lit(1)), on=["period", "user"], how="left").select(
        "period", "user", *by, hit=pl.col("hit").fill_null(0)
    )
    sums = [
        pl.col("hit").sum().cast(pl.Float64).alias("hits"),
        pl.len().cast(pl.Float64).alias("n"),
    ]
    whole = marked.group_by("period").agg(sums).with_columns(subject=pl.lit(PROJECT))
    groups = [
        marked.filter(pl.col(name).is_not_null())
        .group_by("period", name)
        .agg(sums)
        .with_columns(subject=subject_of(name))
        for name in by
    ]
    noticed = weeks.filter("noticed").select("period", "reason")
    project = noticed.join(whole, on="period", how="left").with_columns(subject=pl.lit(PROJECT))
    columns = ("subject", "period", "hits", "n", "reason")
    rows = pl.concat([project.select(columns), *(g.join(noticed, on="period").select(columns) for g in groups)])
    return _valued(rows.with_columns(people=pl.col("n").cast(pl.Int64), coverage=None), too_few)


def share_by_object(expected: pl.LazyFrame, active: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """The share of expected people (period, user) among the active (period, user, object), by week and object."""
    counted = expected.group_by("period").agg(n=pl.len().cast(pl.Float64))
    hits = (
        active.join(expected.select("period", "user"), on=["period", "user"], how="semi")
        .group_by("period", "object")
        .agg(hits=pl.len().cast(pl.Float64))
    )
    objects = active.select(pl.col("object").unique()).drop_nulls()
    rows = (
        weeks.filter("noticed")
        .select("period", "reason")
        .join(counted, on="period")
        .join(objects, how="cross")
        .join(hits, on=["period", "object"], how="left")
        .with_columns(subject=subject_of("object"), hits=pl.col("hits").fill_null(0.0))
    )
    return _valued(rows.with_columns(people=pl.col("n").cast(pl.Int64), coverage=None), "no_data")


def _valued(rows: pl.LazyFrame, empty: str) -> pl.LazyFrame:
    """Rates for rows of hits and n: none in weeks not collected, none of nothing."""
    known = (pl.col("n") > 0).fill_null(value=False) & (pl.col("reason").is_null() | (pl.col("reason") == "held"))
    return rows.with_columns(
        value=pl.when(known).then(pl.col("hits") / pl.col("n")),
        hits=pl.when(known).then("hits"),
        n=pl.when(known).then("n"),
        people=pl.when(known).then("people"),
        reason=pl.when(known).then("reason").otherwise(pl.coalesce("reason", pl.lit(empty))),
    ).select(pl.col(name).cast(kind) for name, kind in OUTCOME.items())


LEAST_COVERAGE = 0.5
"""Under this share of records whose state is known, a figure about records is not shown."""


def share_of_records(rows: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Shares from sums over records: rows of (subject, day, hits, n, people, coverage), by the week that ends that day.

    Where rows have a ``reason`` too, those with one have no value. The project has a row in every week, no_data where
    nothing is known or under half of the records are.
    """
    known = weeks.select("period", "reason", day="end")
    said = rows.rename({"reason": "own"}) if "reason" in rows.collect_schema() else rows.with_columns(own=pl.lit(None))
    summed = said.join(known, on="day").with_columns(
        n=pl.when(pl.col("own").is_null()).then("n"), reason=pl.coalesce("reason", "own")
    )
    blank = known.select("period", "reason").join(
        summed.filter(pl.col("subject") == PROJECT).select("period"), on="period", how="anti"
    )
    missing = blank.with_columns(subject=pl.lit(PROJECT), hits=None, n=None, people=None, coverage=None)
    columns = ("subject", "period", "hits", "n", "people", "coverage", "reason")
    both = pl.concat([summed.select(columns), missing.select(columns)], how="vertical_relaxed")
    covered = both.with_columns(n=pl.when((pl.col("coverage") >= LEAST_COVERAGE).fill_null(value=True)).then("n"))
    return _valued(covered, "no_data")


def share_of_counts(rows: pl.LazyFrame, weeks: pl.LazyFrame, empty: str = "no_data") -> pl.LazyFrame:
    """Shares from counts: rows of (subject, period, hits, n, people, reason), by week.

    ``reason``: why a row has no value although the week has one, null where it has. The project has a row in every week
    after people were informed, with reason ``empty`` where nothing is counted.
    """
    columns = ("subject", "period", "hits", "n", "people", "reason")
    noticed = weeks.filter("noticed").select("period", known="reason")
    missing = noticed.join(rows.filter(pl.col("subject") == PROJECT), on="period", how="anti").select(
        "period", subject=pl.lit(PROJECT), hits=None, n=None, people=None, reason="known"
    )
    dated = rows.join(noticed, on="period").with_columns(
        n=pl.when(pl.col("reason").is_null()).then("n"), reason=pl.coalesce("known", "reason")
    )
    both = pl.concat([dated.select(columns), missing.select(columns)], how="vertical_relaxed")
    return _valued(both.with_columns(coverage=None), empty)
