"""Training: who has been trained for their role, and how soon newcomers are."""

from datetime import timedelta

import polars as pl

from metrics.declaring import IN_USE, metric
from metrics.rates import share_of_people
from metrics.stated import YEAR, begun, by_team, happened, stated

SOON = timedelta(days=30)
CELL = ["period", "team", "role"]
ROUNDED = 6
"""Decimals kept of people counted in parts, so that what makes a whole number is one."""


@metric(
    "Users trained",
    unit="ratio",
    kind="census",
    grain="state",
    amber=0.80,
    red=0.60,
    before_launch=(0.95, 0.80),
    origin="named 000 002 003 004",
    cause="human",
    phases=("build", *IN_USE),
)
def trained(trainings: pl.LazyFrame, expected: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the expected users who were trained for their role in the last 12 months.

    Formula: (people trained by name, for their role or for all + people trained in sessions that are only counted, no
        more than their team and role has left) / people entitled for the whole week. A session of a team or role
        counts for its people who are not trained by name, in equal parts.
    Unit: ratio in [0, 1]; one row per project and team, and week. n: expected people.
    Empty: no_data before the first training, or when nobody is expected; a row with a reason for a week without a
        complete collection. No row before people were informed.
    Source: documents 000, 002, 003 and 004 name the sign; the limits are ours.
    """
    noticed = weeks.filter("noticed")
    recent = happened(trainings, "held", noticed, YEAR)
    counted = expected.join(begun(trainings, "held", noticed), on="period", how="semi").join(
        _named(recent, expected).with_columns(named=pl.lit(1)), on=["period", "user"], how="left"
    )
    cells = (
        counted.group_by(CELL)
        .agg(n=pl.len(), named=pl.col("named").sum())
        .with_columns(left=pl.col("n") - pl.col("named"))
    )
    sessions = _in_sessions(recent, cells)
    reached = cells.join(sessions, on=CELL, how="left", nulls_equal=True).with_columns(
        hits=pl.col("named") + pl.min_horizontal("left", pl.col("more").fill_null(0.0))
    )
    sums = [
        pl.min_horizontal(pl.col("hits").sum().round(ROUNDED), pl.col("n").sum()).alias("hits"),
        pl.col("n").sum(),
        pl.col("n").sum().alias("people"),
    ]
    return stated(by_team(reached, sums, "period"), noticed, reasons=["stale"])


def _named(recent: pl.LazyFrame, expected: pl.LazyFrame) -> pl.LazyFrame:
    """Who of those expected was trained by name, for their role or for all: columns period, user."""
    sat = recent.select("period", user="person", asked="role").drop_nulls("user")
    fits = pl.col("asked").is_null() | (pl.col("asked") == pl.col("role"))
    return expected.join(sat, on=["period", "user"]).filter(fits).select("period", "user").unique()


def _in_sessions(recent: pl.LazyFrame, cells: pl.LazyFrame) -> pl.LazyFrame:
    """How many more people of each team and role sessions reached that are only counted: columns of CELL, more."""
    group = ["period", "asked_team", "asked_role"]
    held = (
        recent.filter(pl.col("person").is_null() & (pl.col("trained") > 0))
        .group_by("period", asked_team="team", asked_role="role")
        .agg(pl.col("trained").sum())
    )
    of_group = (pl.col("asked_team").is_null() | (pl.col("asked_team") == pl.col("team"))) & (
        pl.col("asked_role").is_null() | (pl.col("asked_role") == pl.col("role"))
    )
    there = pl.col("left").sum().over(group)
    return (
        cells.join(held, on="period")
        .filter(of_group & (pl.col("left") > 0))
        .with_columns(more=pl.min_horizontal("trained", there) * pl.col("left") / there)
        .group_by(CELL)
        .agg(pl.col("more").sum())
    )


@metric(
    "Newcomers trained",
    unit="ratio",
    kind="census",
    grain="window",
    origin="named 000 002 003 004",
    cause="human",
)
def newcomers_trained(
    trainings: pl.LazyFrame,
    people: pl.LazyFrame,
    expected: pl.LazyFrame,
    annotations: pl.LazyFrame,
    weeks: pl.LazyFrame,
) -> pl.LazyFrame:
    """Share of the newcomers of the last 12 months who were trained within 30 days.

    Formula: people trained by name within 30 days of their first day of access, or in the 12 months before it / people
        whose first day of access, after the launch, was 30 days to 12 months ago.
    Unit: ratio in [0, 1]; one row per project and team, and week. n: newcomers.
    Empty: no_data without a newcomer, or before the first training by name. No row before people were informed.
    Source: documents 000, 002, 003 and 004 name the sign; it has no limits.
    """
    by_name = trainings.filter(pl.col("person").is_not_null())
    launch = annotations.filter(pl.col("kind") == "go_live").select(launch=pl.col("happened").min())
    new = (
        expected.join(begun(by_name, "held", weeks), on="period")
        .join(people.select("user", "entitled_from"), on="user")
        .join(launch, how="cross")
        .filter(
            (pl.col("entitled_from") + SOON <= pl.col("end"))
            & (pl.col("entitled_from") > pl.col("end").dt.offset_by(f"-{YEAR}"))
            & (pl.col("entitled_from") > pl.col("launch")).fill_null(value=True)
        )
    )
    sat = by_name.select("held", user="person", asked="role")
    soon = new.join(sat, on="user").filter(
        (pl.col("asked").is_null() | (pl.col("asked") == pl.col("role")))
        & (pl.col("held") <= pl.col("entitled_from") + SOON)
        & (pl.col("held") > pl.col("entitled_from").dt.offset_by(f"-{YEAR}"))
    )
    return share_of_people(new.select("period", "user", "team"), soon.select("period", "user"), weeks)
