"""Orders that no opportunity prepared: how much of the business does not pass through the CRM?"""

import polars as pl

from metrics.declaring import metric
from metrics.rates import share_of_records
from metrics.spreadsheets.deals import NEW
from metrics.stated import by_team, happened, in_use
from metrics.subjects import PROJECT

QUARTER = "91d"
FEW = 10
"""With fewer orders in a window, one of them decides."""


@metric(
    "Orders without an opportunity",
    unit="ratio",
    kind="sample",
    grain="window",
    amber=0.10,
    red=0.25,
    origin="deduced 002 003",
    cause="symptom",
    about="records",
    counts="items",
    needs=("orders", "records"),
)
def outside_crm(
    order_day: pl.LazyFrame, annotations: pl.LazyFrame, expected: pl.LazyFrame, weeks: pl.LazyFrame
) -> pl.LazyFrame:
    """Share of the orders of new business of which the CRM has no opportunity.

    Formula: orders declared as new business without a matching opportunity / such orders, of the 13 weeks that ended
        seven days before the week did. An order matches the opportunity that it names; else one of the same customer,
        by company number, SIREN, e-mail, telephone or name, that was entered by seven days after the order, and was
        open then, won at most 60 days before it, or lost no earlier than on its day. An opportunity may match several
        orders. Orders from before the go-live do not count.
    Unit: ratio in [0, 1]; one row per project and team, and week. n: orders. People: those expected in the CRM.
    Empty: no_data without such orders, or when under half of the orders can be held against the CRM: their kind is
        declared, and they name an opportunity or a key that three quarters of its customers have; too_few under ten
        orders; stale while a source of orders is behind.
    Source: deduced from documents 002 and 003, which name work outside the CRM; the limits are ours.
    """
    weekly = in_use(order_day, annotations, pl.col("day").dt.offset_by("-7d"))
    placed = happened(weekly, "day", weeks, QUARTER).filter(pl.col("kind").fill_null(NEW) == NEW)
    of_kind = pl.col("kind") == NEW
    told = pl.col("told").filter(of_kind).sum()
    sums = [
        (told - pl.col("matched").filter(of_kind).sum()).alias("hits"),
        told.alias("n"),
        (told / pl.col("n").sum()).alias("coverage"),
        pl.when(told < FEW).then(pl.lit("too_few")).alias("reason"),
    ]
    looked = order_day.select(end="day").unique()
    rows = by_team(placed.join(looked, on="end", how="semi"), sums, "period", "end").filter(
        pl.col("coverage").is_not_nan()
    )
    people = by_team(expected, [pl.len().alias("people")], "period")
    counted = rows.join(people, on=["period", "subject"], how="left").with_columns(pl.col("people").fill_null(0))
    behind = _behind(looked, weeks)
    return share_of_records(
        pl.concat([counted.drop("period").rename({"end": "day"}), behind], how="diagonal_relaxed"), weeks
    )


def _behind(looked: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """A row of the project for each week that no order was looked at, although earlier ones were."""
    first = looked.select(first=pl.col("end").min())
    late = weeks.select("end").join(looked, on="end", how="anti").join(first, how="cross")
    return late.filter(pl.col("end") > pl.col("first")).select(
        day="end", subject=pl.lit(PROJECT), reason=pl.lit("stale"), n=pl.lit(None, pl.Float64)
    )
