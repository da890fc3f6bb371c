"""What may be shown: the one function every reader of figures goes through.

Figures about fewer persons than the minimum group are hidden; where hiding one group would let it be found by
subtraction, the next smallest is hidden too; the hidden ones appear together when they are enough. Rates of persons
near 0 or 100 % are blunted. Blunting comes last: levels are judged on what is published before it.
"""

from collections.abc import Mapping

import polars as pl

from metrics.declaring import Metric
from metrics.statistics import wilson
from metrics.subjects import SMALL_TEAMS, team_of

NEAR = 0.10


def published(series: pl.DataFrame, metrics: Mapping[str, Metric], minimum_group: int) -> pl.DataFrame:
    """The series with what may not be shown hidden: value, hits, n, people, low, high null and reason ``suppressed``.

    Adds rows of ``team:*``, the small teams together, where they are at least the minimum group. Figures about people
    are hidden for the project too when it is under the minimum; figures about records only for teams.
    """
    if series.is_empty():
        return series
    of_people = pl.col("metric").is_in([name for name, m in metrics.items() if m.about == "people"])
    is_part = pl.col("subject").str.contains("team:", literal=True)
    small = (pl.col("people") < minimum_group) & (of_people | is_part)
    marked = series.with_columns(hidden=small.fill_null(value=False))
    teams = marked.filter(team_of(pl.col("subject")) & pl.col("value").is_not_null())
    complement = _complement(teams, minimum_group)
    # A team hidden as a whole is hidden for each of its objects too.
    marked = marked.with_columns(team=pl.col("subject").str.extract(r"^(team:[^/]+)")).join(
        complement.rename({"subject": "team"}).with_columns(also=pl.lit(value=True)),
        on=["metric", "period", "team"],
        how="left",
    )
    hidden = pl.col("hidden") | pl.col("also").fill_null(value=False)
    shown = marked.with_columns(
        *[pl.when(~hidden).then(name).alias(name) for name in ("value", "hits", "n", "people", "low", "high")],
        reason=pl.when(hidden).then(pl.lit("suppressed")).otherwise("reason"),
    ).select(series.columns)
    return pl.concat([shown, _pooled(teams, complement, minimum_group, series.columns)]).sort(
        "metric", "subject", "period"
    )


def _complement(teams: pl.DataFrame, minimum_group: int) -> pl.DataFrame:
    """All teams to hide in each metric and period: the small ones, and the next smallest while they are too few.

    Rows: metric, period, subject.
    """
    ordered = teams.sort("people", "subject")
    keys = ["metric", "period"]
    together = pl.col("people").cum_sum().over(keys, mapping_strategy="group_to_rows")
    before = together - pl.col("people")
    any_small = pl.col("hidden").any().over(keys)
    needed = any_small & (pl.col("hidden") | (before < minimum_group))
    return ordered.filter(needed).select("metric", "period", "subject")


def _pooled(teams: pl.DataFrame, hidden: pl.DataFrame, minimum_group: int, columns: list[str]) -> pl.DataFrame:
    """The hidden teams together, where they are enough persons."""
    inside = teams.join(hidden, on=["metric", "period", "subject"], how="semi")
    pooled = (
        inside.group_by("metric", "period")
        .agg(
            pl.col("hits", "n", "people").sum(),
            pl.col("coverage").min(),
            pl.col("reason").first(),
            pl.col("definition").first(),
        )
        .filter((pl.col("people") >= minimum_group) & (pl.col("n") > 0))
        .with_columns(subject=pl.lit(SMALL_TEAMS), value=pl.col("hits") / pl.col("n"))
    )
    bounds = [wilson(hits, n) for hits, n in pooled.select("hits", "n").iter_rows()]
    return pooled.with_columns(
        low=pl.Series([b[0] if b else None for b in bounds], dtype=pl.Float64),
        high=pl.Series([b[1] if b else None for b in bounds], dtype=pl.Float64),
    ).select(columns)


def blunted(series: pl.DataFrame, metrics: Mapping[str, Metric]) -> pl.DataFrame:
    """The series with rates of persons near 0 or 100 % cut to 10 or 90 %, said in ``bound`` (``<=``, ``>=``)."""
    of_people = pl.col("metric").is_in(
        [name for name, m in metrics.items() if m.about == "people" and m.unit == "ratio"]
    )
    low = (of_people & (pl.col("value") <= NEAR)).fill_null(value=False)
    high = (of_people & (pl.col("value") >= 1 - NEAR)).fill_null(value=False)
    blunt = low | high
    return series.with_columns(
        value=pl.when(low).then(NEAR).when(high).then(1 - NEAR).otherwise("value"),
        hits=pl.when(~blunt).then("hits"),
        low=pl.when(~blunt).then("low"),
        high=pl.when(~blunt).then("high"),
        bound=pl.when(low).then(pl.lit("<=")).when(high).then(pl.lit(">=")).otherwise(pl.lit("")),
    )
