"""Use of the CRM: are the people who should use it using it, and does it become a habit?"""

from datetime import timedelta

import polars as pl

from metrics.declaring import metric
from metrics.rates import share_of_people
from metrics.windows import from_whole, too_few_but, windows, with_history

HABIT_WEEKS = 12
HABIT_SHARE = 0.75
MONTH = timedelta(days=28)
GROUPED = ("team", "role", "wave")
WINDOW = 4
DAY = timedelta(days=1)
SETTLED_IN = timedelta(days=14)
SILENCE = timedelta(days=30)
WEEKS_OF_SILENCE = 5
"""Weeks that hold thirty days."""


@metric(
    "Login rate",
    unit="ratio",
    kind="sample",
    amber=0.80,
    red=0.60,
    origin="named 004",
    cause="symptom",
    needs=("logins",),
    bundle="use",
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
    bundle="use",
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
    bundle="use",
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


@metric(
    "Active 7 d / active 28 d",
    unit="ratio",
    kind="sample",
    grain="window",
    amber=0.60,
    red=0.40,
    origin="deduced 003",
    cause="symptom",
    needs=("edits",),
    bundle="use",
)
def stickiness(user_day: pl.LazyFrame, expected: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the people active in the last four weeks who were active in the last one.

    Formula: people with >= 1 meaningful act in the week / people with one in the last 4 judged weeks; expected people
        whose role acts by the week.
    Unit: ratio in [0, 1]; one row per project, team and week. n: expected people active in the four weeks.
    Empty: too_few before four judged weeks; no_data when nobody was active in them.
    Source: deduced from document 003, which asks for regular use; the limits are ours.
    """
    acting = _active(user_day, "acts")
    lately = windows(weeks, WINDOW).join(acting.rename({"period": "within"}), on="within").select("period", "user")
    known = expected.filter(~pl.col("monthly")).join(lately.unique(), on=["period", "user"], how="semi")
    return share_of_people(known, acting, from_whole(weeks, WINDOW))


@metric(
    "Licensed, never used",
    unit="ratio",
    kind="census",
    grain="state",
    amber=0.05,
    red=0.15,
    origin="deduced 000 003",
    cause="symptom",
    needs_any=("logins", "views"),
    bundle="use",
)
def never_used(
    user_day: pl.LazyFrame, expected: pl.LazyFrame, people: pl.LazyFrame, weeks: pl.LazyFrame
) -> pl.LazyFrame:
    """Share of the expected users who have never been seen in the CRM, two weeks after they could enter it.

    Formula: people entitled for >= 14 days (from the date known, else from the first week they were expected in)
        without any event by hand up to the end of the week / people entitled for the whole week.
    Unit: ratio in [0, 1]; one row per project, team and week. n: expected people.
    Empty: too_few before four collected weeks, for what people did earlier is not known; no_data when nobody is
        expected.
    Source: deduced from documents 000 and 003; the limits are ours.
    """
    history = with_history(weeks, WINDOW)
    known = expected.join(history.select("period", "end"), on="period")
    begun = expected.group_by("user").agg(begun=pl.col("period").min())
    seen = user_day.filter(pl.col("events") > 0).group_by("user").agg(seen=pl.col("day").min())
    never = (
        known.join(people.select("user", "entitled_from"), on="user", how="left")
        .join(begun, on="user")
        .join(seen, on="user", how="left")
        .filter(pl.coalesce("entitled_from", "begun") + SETTLED_IN <= pl.col("end") + DAY)
        .filter(pl.col("seen").is_null() | (pl.col("seen") > pl.col("end")))
    )
    return share_of_people(known, never.select("period", "user"), too_few_but(weeks, history))


@metric(
    "Dormant users",
    unit="ratio",
    kind="census",
    grain="state",
    origin="deduced 000 003",
    cause="symptom",
    needs_any=("logins", "views"),
    bundle="use",
)
def dormant(user_day: pl.LazyFrame, expected: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the expected users who were seen in the CRM before, but not for thirty days.

    Formula: people with an event by hand, but none in the 30 days up to the end of the week / people entitled for the
        whole week.
    Unit: ratio in [0, 1]; one row per project, team and week. n: expected people.
    Empty: too_few before five collected weeks; no_data when nobody is expected.
    Source: deduced from documents 000 and 003; no limits, it stands beside those who never came.
    """
    history = with_history(weeks, WEEKS_OF_SILENCE)
    known = expected.join(history.select("period", "end"), on="period")
    days = user_day.filter(pl.col("events") > 0).select("user", last="day").unique().sort("last")
    silent = (
        known.sort("end")
        .join_asof(days, left_on="end", right_on="last", by="user", strategy="backward", check_sortedness=False)
        .filter(pl.col("last") + SILENCE <= pl.col("end"))
    )
    return share_of_people(known, silent.select("period", "user"), too_few_but(weeks, history))


def _active(user_day: pl.LazyFrame, what: str) -> pl.LazyFrame:
    """Who did at least one of something in which week: columns period, user."""
    return (
        user_day.filter(pl.col(what) > 0)
        .select("user", period=pl.col("day").dt.truncate("1w"))
        .unique()
        .select("period", "user")
    )
