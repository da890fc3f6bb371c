"""Superfluous fields: was anything asked for that nobody fills in?"""

import polars as pl

from metrics.declaring import metric
from metrics.rates import share_of_records
from metrics.record_cuts import by_object

HARDLY = 0.05
LEAST_RECORDS = 20
"""Records made in twelve months that have a field, from which on it can be told whether it is used."""


@metric(
    "Superfluous fields",
    unit="ratio",
    kind="census",
    grain="state",
    amber=0.20,
    red=0.40,
    origin="named 003",
    cause="approach",
    about="records",
    counts="values",
    needs=("records",),
)
def unused_fields(recent_day: pl.LazyFrame, fields: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the fields made for this project that hardly anybody fills in.

    Formula: custom fields filled in under 5 % of the records made in the last twelve months / custom fields that at
        least 20 such records have. A field left at its default counts as filled: no value is kept to tell.
    Unit: ratio in [0, 1]; one row per project, object, and week. n: custom fields.
    Empty: no_data where no field is said to be custom, or none has 20 records.
    Source: document 003 names the sign; the limits are ours.
    """
    custom = fields.filter("custom").select("object", "slug").unique()
    judged = recent_day.filter(pl.col("n") >= LEAST_RECORDS).join(custom, on=["object", "slug"], how="semi")
    values = judged.select(
        "day", "object", hits=(pl.col("filled") < HARDLY * pl.col("n")).cast(pl.Int64), n=pl.lit(1, pl.Int64)
    )
    return share_of_records(by_object(values), weeks)
