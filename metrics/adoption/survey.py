"""The survey: do people trust the CRM, does it serve them, and how much of their time does it take?"""

import polars as pl

from metrics.declaring import metric
from metrics.stated import ROUND_LASTS_DAYS, answers, by_team, surveyed, unfavourable
from metrics.subjects import PROJECT

TRUST = ("purpose", "helps", "unwatched")
EASE = ("useful", "easy")
EXACT = 9
"""Decimals kept of sums of answers, so that the order in which they come makes no difference."""


@metric(
    "Trust and purpose",
    unit="ratio",
    kind="sample",
    grain="state",
    amber=0.30,
    red=0.50,
    origin="named 001 002 003",
    cause="human",
    counts="values",
)
def trust(pulse: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the answers to the survey that are unfavourable: no purpose seen, no help, fear of being watched.

    Formula: answers 1 and 2 / answers to the three items, in the better of the last two rounds, so that a limit is
        passed only by two rounds in a row.
    Unit: ratio in [0, 1]; one row per project and team, and week. n: answers. The better round is that of the project;
        its teams are shown in the same.
    Empty: no_data before the first round, too_few before a second within 26 weeks, stale 26 weeks after the last.
    Source: documents 001, 002 and 003 name the sign; the limits are ours.
    """
    rounds = unfavourable(pulse, TRUST)
    rate = pl.col("hits") / pl.col("n")
    whole = rounds.filter(pl.col("subject") == PROJECT).sort("round")
    turns = whole.select("round", rate=rate, earlier=pl.col("round").shift(1), earlier_rate=rate.shift(1))
    near = ((pl.col("round") - pl.col("earlier")).dt.total_days() <= ROUND_LASTS_DAYS).fill_null(value=False)
    better = pl.when(pl.col("rate") <= pl.col("earlier_rate")).then("round").otherwise("earlier")
    pairs = turns.filter(near).select("round", better=better)
    alone = turns.filter(~near).select("round", subject=pl.lit(PROJECT), reason=pl.lit("too_few"))
    shown = pairs.join(rounds, left_on="better", right_on="round").drop("better")
    return surveyed(pl.concat([shown, alone], how="diagonal"), weeks)


@metric(
    "Trust in the last round",
    unit="ratio",
    kind="sample",
    grain="state",
    origin="named 001 002 003",
    cause="human",
    counts="values",
)
def trust_now(pulse: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the answers to the last round of the survey that are unfavourable.

    Formula: answers 1 and 2 / answers to the items purpose, help and fear of being watched, in the last round.
    Unit: ratio in [0, 1]; one row per project and team, and week. n: answers.
    Empty: no_data before the first round, stale 26 weeks after the last.
    Source: documents 001, 002 and 003 name the sign; it has no limits: two rounds are judged together.
    """
    return surveyed(unfavourable(pulse, TRUST), weeks)


@metric(
    "User satisfaction",
    unit="index",
    kind="sample",
    grain="state",
    amber=68,
    red=50,
    origin="named 000",
    cause="symptom",
)
def satisfaction(pulse: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """How well the CRM serves those who use it, from two items of the survey (UX-Lite).

    Formula: mean over people of (useful + easy − 2) × 100 / 8.
    Unit: index from 0 to 100; one row per project and team, and week. People: those who answered both items.
    Empty: no_data before the first round, stale 26 weeks after the last.
    Source: document 000 names the sign; UX-Lite is a published scale; the limits are ours.
    """
    given = answers(pulse, EASE)
    both = given.group_by("round", "respondent", "team").agg(
        score=(pl.col("answer").sum() - 2) * 100 / 8, items=pl.col("item").n_unique()
    )
    sums = [pl.col("score").mean().round(EXACT).alias("value"), pl.len().alias("people")]
    return surveyed(by_team(both.filter(pl.col("items") == len(EASE)), sums, "round"), weeks)


@metric(
    "Time spent feeding it",
    unit="ratio",
    kind="sample",
    grain="state",
    amber=0.15,
    red=0.25,
    origin="figure 003",
    cause="tool",
)
def entry_time(pulse: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of their working time that people say they spend entering data.

    Formula: sum of the shares of working time that people declare / people who answered.
    Unit: ratio in [0, 1]; one row per project and team, and week. n: people who answered.
    Empty: no_data before the first round, stale 26 weeks after the last.
    Source: document 003 quotes an average of 17 % (CSO Insights), a reference; the limits are ours.
    """
    shares = pl.col("answer").sum().round(EXACT)
    sums = [shares.alias("hits"), pl.len().alias("n"), pl.len().alias("people")]
    return surveyed(by_team(answers(pulse, ("entry_share",)), sums, "round"), weeks)
