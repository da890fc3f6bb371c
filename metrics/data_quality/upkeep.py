"""Filling and upkeep: are the records complete, and kept up?"""

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
    known = _known(stage_day.join(required.select("object").unique(), on="object", how="semi"))
    return share_of_records(_by_subject(values, known, with_fields=True), weeks)


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
    values = sales.filter(pl.col("status") == "open").with_columns(
        hits=pl.col("stale"), field=pl.lit(None, dtype=pl.String)
    )
    return share_of_records(_by_subject(values, _known(sales), with_objects=False), weeks)


def _known(stage_day: pl.LazyFrame) -> pl.LazyFrame:
    """How many records of each object are in a known state on a day, and not: day, object, known, unknown."""
    return stage_day.group_by("day", "object").agg(known=pl.col("n").sum(), unknown=pl.col("unknown").max())


def _by_subject(
    values: pl.LazyFrame,
    known: pl.LazyFrame,
    *,
    with_objects: bool = True,
    with_fields: bool = False,
) -> pl.LazyFrame:
    """Sums by project, team and, where asked, object, team and object, and field.

    Rows: subject, day, hits, n, people, coverage. ``people``: owners. An owner of several objects is counted once in a
    team by taking the largest of its objects.
    ``coverage``: of the records of all objects the subject speaks of, in all teams, the share in a known state.
    """
    sums = [pl.col("hits").sum(), pl.col("n").sum(), pl.col("owners").sum()]
    in_team = [pl.col("hits").sum(), pl.col("n").sum(), pl.col("owners").max()]
    states = [pl.col("known").sum(), pl.col("unknown").sum()]
    per_object = values.group_by("day", "object", "team").agg(in_team).join(known, on=["day", "object"], how="left")
    per_team = per_object.group_by("day", "team").agg(*in_team, *states)
    whole = per_team.group_by("day").agg(sums).join(known.group_by("day").agg(states), on="day")
    parts = [
        whole.with_columns(subject=pl.lit(PROJECT)),
        per_team.filter(pl.col("team").is_not_null()).with_columns(subject=subject_of("team")),
    ]
    if with_objects:
        objects = per_object.group_by("day", "object").agg(*sums, pl.col("known").first(), pl.col("unknown").first())
        parts += [
            objects.with_columns(subject=subject_of("object")),
            per_object.filter(pl.col("team").is_not_null()).with_columns(
                subject=pl.concat_str(subject_of("team"), subject_of("object"), separator="/")
            ),
        ]
    if with_fields:
        fields = (
            values.group_by("day", "object", "field", "team")
            .agg(in_team)
            .group_by("day", "object", "field")
            .agg(sums)
            .join(known, on=["day", "object"], how="left")
            .with_columns(field=pl.format("{}.{}", "object", "field"))
        )
        parts.append(fields.with_columns(subject=subject_of("field")))
    return pl.concat(
        [
            part.select(
                "subject",
                "day",
                pl.col("hits").cast(pl.Float64),
                pl.col("n").cast(pl.Float64),
                people=pl.col("owners").cast(pl.Int64),
                coverage=pl.col("known") / (pl.col("known") + pl.col("unknown")),
            )
            for part in parts
        ]
    )
