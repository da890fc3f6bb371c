"""Use of the CRM: are the people who should use it using it, and does it become a habit?"""

from datetime import timedelta

import polars as pl

from metrics.declaring import metric
from metrics.rates import share_of_people

HABIT_WEEKS = 12
HABIT_SHARE = 0.75
MONTH = timedelta(days=28)
GROUPED = ("team", "role", "wave")


@metric(
    "Login rate",
    unit="ratio",
    kind="sample",
    amber=0.80,
    red=0.60,
    origin="named 004",
    cause="symptom",
    needs=("logins",),
)
def login_rate(user_day: pl.LazyFrame, expected: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the expected users who were seen in the CRM during the week.

    Formula: people with >= 1 login or other event by hand / people entitled for the whole week.
    Unit: ratio in [0, 1]; one row per subject and week. n: expected people.
    Empty: a row with a reason for a week without a complete collection; no_data when nobody is expected.
    Source: document 004 names the sign; the limits are ours.
    """
    return share_of_people(expected, _active(user_day, "events"), weeks, by=GROUPED)


@metric(
    "Adoption rate",
    unit="ratio",
    kind="sample",
    amber=0.70,
    red=0.50,
    origin="named 000 003 004",
    cause="symptom",
    needs=("edits",),
)
def rate(user_day: pl.LazyFrame, expected: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the expected users who did something meaningful in the period their role is expected to act in.

    Formula: people with >= 1 meaningful act in the week (28 days for roles that act by the month) / people entitled
        for the whole week.
    Unit: ratio in [0, 1]; one row per subject and week. n: expected people.
    Empty: a row with a reason for a week without a complete collection; no_data when nobody is expected.
    Source: documents 000, 003 and 004 name the sign; the limits are ours.
    """
    acting = _active(user_day, "acts")
    lately = (
        weeks.select("period")
        .join(acting.select("user", acted="period"), how="cross")
        .filter((pl.col("acted") <= pl.col("period")) & (pl.col("acted") > pl.col("period") - MONTH))
        .select("period", "user")
        .unique()
    )
    monthly = expected.filter("monthly").select("period", "user").join(lately, on=["period", "user"], how="semi")
    return share_of_people(expected, pl.concat([acting, monthly]).unique(), weeks, by=GROUPED)


@metric(
    "Regular use",
    unit="ratio",
    kind="sample",
    grain="window",
    amber=0.50,
    red=0.30,
    origin="named 003",
    cause="symptom",
    needs=("edits",),
)
def habit_rate(user_day: pl.LazyFrame, expected: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the expected users who acted in at least three quarters of the last twelve weeks they were expected in.

    Formula: people active in >= 75 % of the last 12 judged weeks / people expected in all twelve.
    Unit: ratio in [0, 1]; one row per subject and week. n: expected people known for 12 judged weeks.
    Empty: too_few before twelve judged weeks; no_data when nobody is expected.
    Source: document 003 names the sign; the limits are ours.
    """
    judged = (
        weeks.filter(pl.col("reason").is_null() & pl.col("noticed"))
        .sort("period")
        .with_columns(number=pl.int_range(pl.len()))
        .select("period", "number")
    )
    present = (
        expected.join(judged, on="period")
        .join(
            _active(user_day, "acts").with_columns(acted=pl.lit(1)),
            on=["period", "user"],
            how="left",
        )
        .select("user", "number", acted=pl.col("acted").fill_null(0))
    )
    windows = judged.filter(pl.col("number") >= HABIT_WEEKS - 1)
    counted = (
        windows.join(present.rename({"number": "then"}), how="cross")
        .filter((pl.col("then") <= pl.col("number")) & (pl.col("then") > pl.col("number") - HABIT_WEEKS))
        .group_by("period", "user")
        .agg(weeks=pl.len(), acted=pl.col("acted").sum())
        .filter(pl.col("weeks") == HABIT_WEEKS)
    )
    regular = counted.filter(pl.col("acted") >= HABIT_SHARE * HABIT_WEEKS).select("period", "user")
    known = expected.join(counted, on=["period", "user"], how="semi")
    return share_of_people(known, regular, weeks, too_few="too_few")


def _active(user_day: pl.LazyFrame, what: str) -> pl.LazyFrame:
    """Who did at least one of something in which week: columns period, user."""
    return (
        user_day.filter(pl.col(what) > 0)
        .select("user", period=pl.col("day").dt.truncate("1w"))
        .unique()
        .select("period", "user")
    )
