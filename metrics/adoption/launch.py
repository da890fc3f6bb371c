"""After the launch: does use last once the novelty, the training or the incentive has worn off?"""

from datetime import timedelta

import polars as pl

from metrics.adoption.use import rate
from metrics.declaring import OUTCOME, metric
from metrics.subjects import subject_of

POOLED = 4
SETTLES_FROM = timedelta(weeks=2)
SETTLED_BY = timedelta(weeks=9)
"""First and last Monday of the weeks 3 to 10, seen from the Monday of week 1."""

FULL = 0.80
"""Share of presence from which on a week is held against another: in July fewer come, and have not left the CRM."""

LEAST = 20
"""Persons acting, summed over the four weeks: fewer than five a week are no level to fall from."""

PUSHES = ("go_live", "training", "incentive")
"""What lifts use for a while: what came after the last of them is held against the level it settled at."""


@metric(
    "Fading after launch",
    unit="change",
    kind="sample",
    grain="window",
    amber=-0.15,
    red=-0.30,
    origin="named 002",
    cause="organisation",
    needs=("edits",),
)
def collapse(
    user_day: pl.LazyFrame, expected: pl.LazyFrame, annotations: pl.LazyFrame, weeks: pl.LazyFrame
) -> pl.LazyFrame:
    """How far the adoption rate has fallen from the level it had settled at after the launch.

    Formula: adoption rate of the last 4 judged weeks pooled / best 4 pooled of weeks 3 to 10 after go-live, or after
        the last training or incentive that has such weeks - 1. Weeks in which under 80 % are expected at work are left
        out.
    Unit: relative change >= -1, below 0 is a drop; one row per project, team and week. people: expected people.
    Empty: no_data without a go-live, or when its first weeks were never read; too_few before 8 judged weeks, 4 to
        settle and 4 to compare, and where fewer than 5 people a week had settled in.
    Source: document 002 names the sign; the limits are ours.
    """
    rates = rate(user_day, expected, _comparable(weeks))
    pools = _pooled(rates)
    pushed = _pushes(annotations, rates)
    compared = _against_settled(pools, _settled(pools, pushed))
    unknown = pl.when(pl.col("period") >= pl.col("ready")).then(pl.lit("too_few")).otherwise(pl.lit("no_data"))
    return (
        rates.select("subject", "period", "people", "reason")
        .join(compared, on=["subject", "period"], how="left")
        .join(_ready(pushed, rates), on="subject", how="left")
        .with_columns(
            people=pl.when(pl.col("value").is_not_null()).then("people"),
            reason=pl.when(pl.col("value").is_null()).then(pl.coalesce("reason", unknown)),
        )
        .with_columns(hits=None, n=None, coverage=None)
        .select(pl.col(name).cast(kind) for name, kind in OUTCOME.items())
    )


def _comparable(weeks: pl.LazyFrame) -> pl.LazyFrame:
    away = pl.col("reason").is_null() & (pl.col("presence") < FULL)
    return weeks.with_columns(reason=pl.when(away).then(pl.lit("held")).otherwise("reason"))


def _pooled(rates: pl.LazyFrame) -> pl.LazyFrame:
    """Four judged weeks together, for each subject and week that ends them: subject, period, begin, acting, rate."""
    judged = rates.filter(pl.col("value").is_not_null() & pl.col("reason").is_null()).sort("subject", "period")
    acting, people = (pl.col(name).rolling_sum(POOLED).over("subject") for name in ("hits", "n"))
    return judged.select(
        "subject",
        "period",
        begin=pl.col("period").shift(POOLED - 1).over("subject"),
        acting=acting,
        rate=acting / people,
    ).drop_nulls("begin")


def _pushes(annotations: pl.LazyFrame, rates: pl.LazyFrame) -> pl.LazyFrame:
    """What lifted the use of each subject from its go-live on: columns subject, week (its Monday), live (the first).

    What concerns a team is not all's; none without a go-live.
    """
    dated = annotations.filter(pl.col("kind").is_in(PUSHES)).select(
        "team", live=pl.col("kind") == "go_live", week=pl.col("happened").dt.truncate("1w")
    )
    subjects = rates.select("subject").unique()
    whole = subjects.join(dated.filter(pl.col("team").is_null()), how="cross").select("subject", "live", "week")
    own = dated.filter(pl.col("team").is_not_null()).select("live", "week", subject=subject_of("team"))
    both = pl.concat([whole, own.select("subject", "live", "week")])
    launched = pl.col("week").filter("live").min().over("subject")
    return both.with_columns(live=launched).filter(pl.col("week") >= pl.col("live")).unique()


def _settled(pools: pl.LazyFrame, pushed: pl.LazyFrame) -> pl.LazyFrame:
    """Pools within weeks 3 to 10 after each push: columns subject, week, until (the pool's last week), settled."""
    inside = (pl.col("begin") >= pl.col("week") + SETTLES_FROM) & (pl.col("period") <= pl.col("week") + SETTLED_BY)
    enough = pl.col("acting") >= LEAST
    return (
        pools.join(pushed, on="subject")
        .filter(inside & enough)
        .select("subject", "week", until="period", settled="rate")
    )


def _against_settled(pools: pl.LazyFrame, settled: pl.LazyFrame) -> pl.LazyFrame:
    """The change from the settled level of the newest push that has one which was over before: subject, period, value.

    Rounded to millionths, so that a drop on the limit is on it.
    """
    before = pools.join(settled, on="subject").filter(pl.col("until") < pl.col("begin"))
    newest = before.filter(pl.col("week") == pl.col("week").max().over("subject", "period"))
    best = newest.group_by("subject", "period").agg(pl.col("rate").first(), pl.col("settled").max())
    return best.select("subject", "period", value=(pl.col("rate") / pl.col("settled") - 1).round(6))


def _ready(pushed: pl.LazyFrame, rates: pl.LazyFrame) -> pl.LazyFrame:
    """From which week on a level settles or has: columns subject, ready; none where none can be known any more.

    A push of which no four of weeks 3 to 10 were read settles nothing.
    """
    first = rates.filter(pl.col("value").is_not_null()).group_by("subject").agg(first=pl.col("period").min())
    reach = SETTLED_BY - timedelta(weeks=POOLED - 1)
    told = pushed.join(first, on="subject").filter(pl.col("first") <= pl.col("week") + reach)
    return told.group_by("subject").agg(ready=pl.col("week").min())
