"""Data quality: are the records complete, and kept up?"""

import polars as pl

from metrics.declaring import metric
from metrics.rates import share_of_records
from metrics.subjects import PROJECT, subject_of

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
    return share_of_records(_by_subject(values, _coverage(stage_day), with_fields=True), weeks)


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
    open_ = stage_day.filter((pl.col("object") == SALES) & (pl.col("status") == "open"))
    values = open_.with_columns(hits=pl.col("stale"), field=pl.lit(None, dtype=pl.String))
    return share_of_records(_by_subject(values, _coverage(stage_day), with_objects=False), weeks)


def _coverage(stage_day: pl.LazyFrame) -> pl.LazyFrame:
    """Share of each object's records whose state on a day is known: columns day, object, coverage."""
    return (
        stage_day.group_by("day", "object")
        .agg(known=pl.col("n").sum(), unknown=pl.col("unknown").max())
        .select("day", "object", coverage=pl.col("known") / (pl.col("known") + pl.col("unknown")))
    )


def _by_subject(
    values: pl.LazyFrame,
    coverage: pl.LazyFrame,
    *,
    with_objects: bool = True,
    with_fields: bool = False,
) -> pl.LazyFrame:
    """Sums by project, team and, where asked, object, team and object, field.

    Columns: subject, day, hits, n, people, coverage.

    ``people``: owners. An owner of several objects is counted once in a team by taking the largest of its objects.
    """
    known = values.join(coverage, on=["day", "object"], how="left")
    per_object = known.group_by("day", "object", "team").agg(
        pl.col("hits").sum(), pl.col("n").sum(), pl.col("owners").max(), pl.col("coverage").min()
    )
    per_team = per_object.group_by("day", "team").agg(
        pl.col("hits").sum(), pl.col("n").sum(), pl.col("owners").max(), pl.col("coverage").min()
    )
    sums = [
        pl.col("hits").sum(),
        pl.col("n").sum(),
        pl.col("owners").sum(),
        pl.col("coverage").min(),
    ]
    parts = [
        per_team.group_by("day").agg(sums).with_columns(subject=pl.lit(PROJECT)),
        per_team.filter(pl.col("team").is_not_null()).with_columns(subject=subject_of("team")),
    ]
    if with_objects:
        parts += [
            per_object.group_by("day", "object").agg(sums).with_columns(subject=subject_of("object")),
            per_object.filter(pl.col("team").is_not_null()).with_columns(
                subject=pl.concat_str(subject_of("team"), subject_of("object"), separator="/")
            ),
        ]
    if with_fields:
        named = pl.struct("object", "field").map_elements(
            lambda pair: f"{pair['object']}.{pair['field']}", return_dtype=pl.String
        )
        fields = known.with_columns(field=named).group_by("day", "field").agg(sums)
        parts.append(fields.with_columns(subject=subject_of("field")))
    return pl.concat(
        [
            part.select(
                "subject",
                "day",
                pl.col("hits").cast(pl.Float64),
                pl.col("n").cast(pl.Float64),
                people=pl.col("owners").cast(pl.Int64),
                coverage="coverage",
            )
            for part in parts
        ]
    )
