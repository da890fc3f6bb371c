"""Business: do the objectives of the project come true, and what has it brought and cost so far?"""

import polars as pl

from metrics.declaring import metric
from metrics.stated import ALWAYS, happened, stated

ROUNDING = 1e-9
CENTS = 2


@metric(
    "Objectives on course",
    unit="ratio",
    kind="census",
    grain="state",
    amber=0.70,
    red=0.40,
    origin="named 003 004",
    cause="symptom",
    about="records",
    counts="items",
)
def objectives(objectives: pl.LazyFrame, measures: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the objectives with a number that are on or ahead of the straight path to their target.

    Formula: objectives whose newest measure is on its path or better / objectives measured since their start; the path
        on the day of the measure: start value + (target − start value) × time passed / time to the due date.
    Unit: ratio in [0, 1]; one row for the project and week. n: objectives measured. A target above the start value is
        met by more, one below it by less; one that equals it has no path and is left out.
    Empty: no_data before the first objective has a measure.
    Source: documents 003 and 004 ask for measured objectives; the limits are ours.
    """
    paths = objectives.filter(pl.col("target") != pl.col("start_value")).with_row_index("number")
    known = paths.join(measures.select("objective", "measured", "value"), left_on="label", right_on="objective")
    newest = happened(known.filter(pl.col("measured") >= pl.col("start")), "measured", weeks).filter(
        pl.col("measured") == pl.col("measured").max().over("period", "number")
    )
    gone, whole = ((pl.col(last) - pl.col("start")).dt.total_days().cast(pl.Float64) for last in ("measured", "due"))
    passed = pl.when(whole > 0).then((gone / whole).clip(0.0, 1.0)).otherwise(1.0)
    way = pl.col("target") - pl.col("start_value")
    made = (pl.col("value").mean() - pl.col("start_value").first()) / way.first()
    on_course = newest.group_by("period", "number").agg(hit=made >= passed.first() - ROUNDING)
    return stated(on_course.group_by("period").agg(hits=pl.col("hit").sum(), n=pl.len()), weeks)


@metric(
    "Value to date",
    unit="money",
    kind="index",
    grain="state",
    origin="named 000 003",
    cause="symptom",
    about="records",
    counts="items",
    phases=ALWAYS,
)
def value(
    benefits: pl.LazyFrame, objectives: pl.LazyFrame, measures: pl.LazyFrame, weeks: pl.LazyFrame
) -> pl.LazyFrame:
    """Benefits found so far.

    Formula: sum of the benefits booked up to the end of the week.
    Unit: money, as booked; one row for the project and week.
    Empty: no_data before the first benefit is booked or the first objective has a measure.
    Source: documents 000 and 003 ask for the value measured; it has no limits.
    """
    booked = benefits.drop_nulls("benefit").select("booked", "benefit")
    aims = objectives.select(objective="label").unique()
    measured = measures.join(aims, on="objective", how="semi").select(booked="measured", benefit=pl.lit(0.0))
    return _summed(pl.concat([booked, measured]), "benefit", weeks)


@metric(
    "Spent to date",
    unit="money",
    kind="index",
    grain="state",
    origin="named 000 003",
    cause="symptom",
    about="records",
    counts="items",
    phases=ALWAYS,
)
def spent(benefits: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """What was spent on the project so far.

    Formula: sum of what was booked as spent up to the end of the week.
    Unit: money, as booked; one row for the project and week.
    Empty: no_data before anything is booked as spent.
    Source: documents 000 and 003 ask for all costs; it has no limits.
    """
    return _summed(benefits, "spent", weeks)


@metric(
    "Committed",
    unit="money",
    kind="index",
    grain="state",
    origin="named 000 003",
    cause="symptom",
    about="records",
    counts="items",
    phases=ALWAYS,
)
def committed(benefits: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """What the project has promised to pay and not paid yet.

    Formula: sum over lines of the same name of the newest amount booked as committed.
    Unit: money, as booked; one row for the project and week.
    Empty: no_data before anything is booked as committed.
    Source: documents 000 and 003 ask for all costs; it has no limits.
    """
    return _standing(benefits, "committed", weeks)


@metric(
    "Still to come",
    unit="money",
    kind="index",
    grain="state",
    origin="named 000 003",
    cause="symptom",
    about="records",
    counts="items",
    phases=ALWAYS,
)
def to_come(benefits: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """What the project will still cost, beyond what is spent and committed.

    Formula: sum over lines of the same name of the newest amount booked as still to come.
    Unit: money, as booked; one row for the project and week.
    Empty: no_data before anything is booked as still to come.
    Source: documents 000 and 003 ask for all costs; it has no limits.
    """
    return _standing(benefits, "to_come", weeks)


def _summed(booked: pl.LazyFrame, amount: str, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Amounts that add up: what was booked up to each week."""
    past = happened(booked.drop_nulls(amount), "booked", weeks)
    return stated(past.group_by("period").agg(value=pl.col(amount).sum().round(CENTS)), weeks)


def _standing(booked: pl.LazyFrame, amount: str, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Amounts that a later line of the same name replaces, as commitments are once paid."""
    past = happened(booked.drop_nulls(amount), "booked", weeks)
    newest = past.filter(pl.col("booked") == pl.col("booked").max().over("period", "label"))
    return stated(newest.group_by("period").agg(value=pl.col(amount).sum().round(CENTS)), weeks)
