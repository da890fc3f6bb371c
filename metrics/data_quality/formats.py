"""Formats: does what is filled in meet the standard declared for it?"""

import polars as pl

from metrics.declaring import metric
from metrics.rates import share_of_records
from metrics.record_cuts import by_subject, known_states


@metric(
    "Format standards",
    unit="ratio",
    kind="sample",
    grain="state",
    amber=0.90,
    red=0.75,
    origin="named 003",
    cause="organisation",
    about="records",
    counts="values",
    needs=("records",),
)
def format(  # noqa: A001 - the signal's name
    field_day: pl.LazyFrame, stage_day: pl.LazyFrame, fields: pl.LazyFrame, weeks: pl.LazyFrame
) -> pl.LazyFrame:
    """Share of the values filled in that meet the format declared for their field.

    Formula: valid values / values filled with more than a placeholder, of fields with a declared format, at the end of
        the week.
    Unit: ratio in [0, 1]; one row per project, team, object, team and object, field, and week. n: values filled in.
    Empty: no_data where no field has a declared format, or when the state of under half of the records is known.
    Source: document 003 names the sign; the limits are ours.
    """
    names = fields.group_by("object", "slug").agg(pl.col("field").sort().first())
    entered = field_day.filter(pl.col("entered") > 0).join(names, on=["object", "slug"])
    values = entered.with_columns(hits=pl.col("filled"), n=pl.col("entered"))
    known = known_states(stage_day.join(entered.select("object").unique(), on="object", how="semi"))
    return share_of_records(by_subject(values, known, with_fields=True), weeks)
