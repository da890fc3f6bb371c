"""Upkeep: are the records complete, kept up, and is what was said to customers written down?"""

import polars as pl

from metrics.declaring import metric
from metrics.rates import share_of_records
from metrics.record_cuts import by_subject, known_states
from metrics.record_rollups import OPEN

SALES = "opportunity"


@metric(
    "Field completeness",
    unit="ratio",
    kind="sample",
    grain="state",
    amber=0.85,
    red=0.70,
    origin="named 002 003 004",
    cause="symptom",
    about="records",
    counts="values",
    needs=("records",),
)
def completeness(
    field_day: pl.LazyFrame, stage_day: pl.LazyFrame, required: pl.LazyFrame, weeks: pl.LazyFrame
) -> pl.LazyFrame:
    """Share of the fields required at a record's stage that are filled with more than a placeholder.

    Formula: filled, valid and non-placeholder values / values required at the record's stage, at the end of the week.
    Unit: ratio in [0, 1]; one row per project, team, object, team and object, field, and week. n: required values.
    Empty: no_data when no field is required, or when the state of under half of the records is known.
    Source: documents 002, 003 and 004 name the sign; the limits are ours.
    """
    everywhere = required.filter(pl.col("stage") == "*").select("object", "slug", "field", "weight")
    at_stage = required.filter(pl.col("stage") != "*")
    asked = pl.concat(
        [
            field_day.join(everywhere, on=["object", "slug"]),
            field_day.join(at_stage, on=["object", "slug", "stage"]).select(
                *field_day.collect_schema().names(), "field", "weight"
            ),
        ]
    ).unique(["day", "object", "team", "stage", "slug"])
    values = asked.with_columns(hits=pl.col("filled") * pl.col("weight"), n=pl.col("n") * pl.col("weight"))
    known = known_states(stage_day.join(required.select("object").unique(), on="object", how="semi"))
    return share_of_records(by_subject(values, known, with_fields=True), weeks)


@metric(
    "Opportunities not kept up",
    unit="ratio",
    kind="sample",
    grain="state",
    amber=0.20,
    red=0.40,
    origin="named 002",
    cause="organisation",
    about="records",
    needs=("records",),
)
def stale(stage_day: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the open opportunities that nobody keeps up.

    Formula: open opportunities whose close date is past, or untouched longer than their stage allows /
        open opportunities.
    Unit: ratio in [0, 1]; one row per project and team, and week. n: open opportunities.
    Empty: no_data without open opportunities, or when the state of under half of the records is known.
    Source: document 002 (weak signal a) names the sign; the limits are ours.
    """
    sales = stage_day.filter(pl.col("object") == SALES)
    values = sales.filter(pl.col("status") == OPEN).with_columns(hits=pl.col("stale"))
    return share_of_records(by_subject(values, known_states(sales), with_objects=False), weeks)


@metric(
    "Interaction history",
    unit="ratio",
    kind="sample",
    grain="state",
    amber=0.80,
    red=0.60,
    origin="named 002 003",
    cause="symptom",
    about="records",
    needs=("records",),
)
def interactions(stage_day: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the open opportunities of which a call, visit or message of the last 30 days is written down.

    Formula: open opportunities with a logged interaction in the last 30 days / open opportunities, at the end of the
        week. An interaction is an activity filed under the opportunity, or its own date of last activity.
    Unit: ratio in [0, 1]; one row per project and team, and week. n: open opportunities.
    Empty: no_data without open opportunities, where the CRM tells of no interaction at all, or when the state of under
        half of the records is known.
    Source: documents 002 and 003 name the sign; the limits are ours.
    """
    sales = stage_day.filter(pl.col("object") == SALES)
    told = sales.filter((pl.col("status") == OPEN) & pl.col("talked").is_not_null())
    values = told.with_columns(hits=pl.col("talked"))
    return share_of_records(by_subject(values, known_states(sales), with_objects=False), weeks)
