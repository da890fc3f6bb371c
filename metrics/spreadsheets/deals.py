"""Opportunities entered after the fact: was the CRM told of the business, or of its outcome?"""

from datetime import timedelta

import polars as pl

from metrics.deals import LOST, WON
from metrics.declaring import metric
from metrics.rates import share_of_records
from metrics.stated import by_team, in_use

AT_ONCE = timedelta(hours=24)
NEW = "new"
DEAL = ["day", "source", "record"]
FEW = 10
"""With fewer deals in a window, the amount of one of them decides."""

PARTS = 2**30
"""Into so many parts a deal is counted, so that what teams have adds up to what the project has, to the last digit."""


@metric(
    "Entered after the fact",
    unit="ratio",
    kind="sample",
    grain="window",
    amber=0.10,
    red=0.25,
    origin="deduced 002",
    cause="human",
    about="records",
    needs=("records",),
)
def born_closed(
    deal_day: pl.LazyFrame,
    pipelines: pl.LazyFrame,
    closing_stages: pl.LazyFrame,
    annotations: pl.LazyFrame,
    orders: pl.LazyFrame,
    weeks: pl.LazyFrame,
) -> pl.LazyFrame:
    """Share of the won amount that stands on opportunities entered when all was over.

    Formula: won amount of opportunities entered after the fact / won amount; of the opportunities won in the 13 weeks
        up to the week's end, as far as it is known how they began. After the fact: created at a closing stage, won
        within 24 hours of their creation, or created on a day after the order that names them. Left out: what
        pipelines declare as renewals or as transactional; and, unless they came open, opportunities from before the
        go-live, of the day of a declared migration or the next, or of a day on which so many came that they were
        loaded.
    Unit: ratio in [0, 1]; one row per project and team, and week. n: deals, each weighing its amount ÷ (sum of squared
        amounts / sum of amounts of the project): as many of one size as leave the share as uncertain.
    Empty: no_data without a deal won, or when it is known of under half of the deals; too_few under ten deals.
        Unknown is a deal of no amount, and one first seen when it was closing, more than 24 h after its creation.
    Source: deduced from document 002, which names teams that go round the CRM; the limits are ours.
    """
    deals = _of_new_business(deal_day, pipelines)
    mine = _entered(deals, annotations)
    moved = _began(deals.join(mine, on=DEAL, how="anti"), closing_stages, orders)
    counted = pl.concat([_began(mine, closing_stages, orders), moved.filter(pl.col("known") & ~pl.col("late"))])
    sums = [
        (pl.col("weight") * pl.col("late")).sum().alias("hits"),
        pl.col("weight").sum().alias("n"),
        pl.col("holder").filter("known").drop_nulls().n_unique().alias("people"),
        pl.col("known").mean().alias("coverage"),
        pl.when(pl.col("known").sum() < FEW).then(pl.lit("too_few")).alias("reason"),
    ]
    return share_of_records(by_team(_weighed(counted), sums, "day"), weeks)


def _of_new_business(deal_day: pl.LazyFrame, pipelines: pl.LazyFrame) -> pl.LazyFrame:
    others = pipelines.filter(pl.col("kind") != NEW)
    return deal_day.join(others, on="pipeline", how="anti")


def _entered(deals: pl.LazyFrame, annotations: pl.LazyFrame) -> pl.LazyFrame:
    """The deals that people entered themselves since the CRM is in use."""
    deals = deals.filter(~pl.col("loaded"))
    moved = annotations.filter(pl.col("kind") == "migration")
    days = pl.concat([moved.select("team", "happened"), moved.select("team", pl.col("happened").dt.offset_by("1d"))])
    for day in ("created_day", "first_day"):
        whole = days.filter(pl.col("team").is_null()).select(pl.col("happened").alias(day))
        own = days.filter(pl.col("team").is_not_null()).select("team", pl.col("happened").alias(day))
        deals = deals.join(whole, on=day, how="anti").join(own, on=["team", day], how="anti")
    return in_use(deals, annotations, pl.col("created_day"))


def _began(deals: pl.LazyFrame, closing_stages: pl.LazyFrame, orders: pl.LazyFrame) -> pl.LazyFrame:
    """Deals with ``known``, whether it is known how they came about, and ``late``, whether after the fact."""
    named = orders.filter(pl.col("opportunity").is_not_null())
    ordered = named.group_by(record="opportunity").agg(pl.col("ordered_on").min())
    closing = closing_stages.select(first_stage="stage", closing=pl.lit(value=True)).unique()
    at_end = pl.col("first_status").is_in([WON, LOST]) | pl.col("closing").fill_null(value=False)
    seen_at_once = pl.col("first_at") - pl.col("created_at") <= AT_ONCE
    won_at_once = pl.col("won_at") - pl.col("created_at") <= AT_ONCE
    after_order = pl.col("created_day") > pl.col("ordered_on")
    late = (at_end & seen_at_once) | won_at_once | after_order
    known = (late | ~at_end) & pl.col("created_at").is_not_null() & (pl.col("amount") > 0)
    return (
        deals.join(ordered, on="record", how="left")
        .join(closing, on="first_stage", how="left")
        .with_columns(late=late.fill_null(value=False), known=known.fill_null(value=False))
    )


def _weighed(deals: pl.LazyFrame) -> pl.LazyFrame:
    """Deals with ``weight``: their amount in deals of the size that leaves the share as uncertain; 0 if not known."""
    amounts = pl.col("amount").sort()
    size = deals.filter("known").group_by("day").agg(size=(amounts * amounts).sum() / amounts.sum())
    weight = (pl.col("amount") / pl.col("size") * PARTS).round() / PARTS
    return deals.join(size, on="day", how="left").with_columns(weight=pl.when("known").then(weight).otherwise(0.0))
