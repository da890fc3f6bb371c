"""Sums over records in every cut: project, team, object, team and object, field."""

import polars as pl

from metrics.subjects import PROJECT, subject_of


def known_states(stage_day: pl.LazyFrame) -> pl.LazyFrame:
    """How many records of each object are in a known state on a day, and not: day, object, known, unknown."""
    return stage_day.group_by("day", "object").agg(known=pl.col("n").sum(), unknown=pl.col("unknown").max())


def by_subject(
    values: pl.LazyFrame,
    known: pl.LazyFrame,
    *,
    with_objects: bool = True,
    with_fields: bool = False,
) -> pl.LazyFrame:
    """Sums by project, team and, where asked, object, team and object, and field.

    ``values``: rows of day, object, team, hits, n, owners, and field where asked. ``known``: of ``known_states``.
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


def by_object(values: pl.LazyFrame) -> pl.LazyFrame:
    """Sums of what is of no team and nobody's: by project and object, as ``by_subject`` gives them.

    ``values``: rows of day, object, hits, n.
    """
    sums = [pl.col(name).sum().cast(pl.Float64) for name in ("hits", "n")]
    parts = [
        values.group_by("day").agg(sums).with_columns(subject=pl.lit(PROJECT)),
        values.group_by("day", "object").agg(sums).with_columns(subject=subject_of("object")).drop("object"),
    ]
    columns = ("subject", "day", "hits", "n")
    return pl.concat([part.select(columns) for part in parts]).with_columns(
        people=pl.lit(None, pl.Int64), coverage=pl.lit(None, pl.Float64)
    )
