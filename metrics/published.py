"""What may be shown: the one function every reader of figures goes through.

Figures about fewer persons than the minimum group are hidden; where hiding one group would let it be found by
subtraction, the next smallest is hidden too; the hidden ones appear together when they are enough. Rates of persons
near 0 or 100 % are blunted. Blunting comes last: levels are judged on what is published before it.
"""

from collections.abc import Mapping

import polars as pl

from metrics.breakdowns import telling
from metrics.declaring import Metric
from metrics.population import GROUPS
from metrics.statistics import wilson
from metrics.subjects import PROJECT, SMALL_TEAMS

NEAR = 0.10
KEYS = ("metric", "period")
FIGURES = ("value", "hits", "n", "people", "low", "high")
TEAMLESS = ""
"""Stands for the persons of the project who are in none of its teams; no row shows them, subtraction would."""


def published(
    series: pl.DataFrame,
    metrics: Mapping[str, Metric],
    minimum_group: int,
    groups: pl.DataFrame | None = None,
    *,
    movements: bool = True,
) -> pl.DataFrame:
    """The series with what may not be shown hidden: value, hits, n, people, low, high null and reason ``suppressed``.

    Figures about people are hidden for the project too when it is under the minimum; figures about records only for
    teams. Adds rows of ``team:*``: all that no team shows, together. An object of which too few of a team's people own
    records is left out of the team's own figure, so that whatever is shown adds up parts of enough persons each.

    ``groups``: who is expected in which groups, rows of ``metrics.population.GROUPS``. By them a wave or a role is
    hidden that would tell of too few persons beside the teams, and a team, wave or role in a week in which so few
    joined or left it that the week before would tell of them. Without them no wave or role of people is shown.
    ``movements``: false for levels, which are judged on figures whether somebody joined or left or not.
    """
    if series.is_empty():
        return series
    of_people = pl.col("metric").is_in([name for name, m in metrics.items() if m.about == "people"])
    counted = pl.col("metric").is_in([name for name, m in metrics.items() if m.unit == "per_100"])
    shown = _per_100(_enough(series, of_people, minimum_group), counted)
    known = pl.DataFrame(schema=GROUPS) if groups is None else groups
    gone = telling(shown.filter(of_people), known, minimum_group, movements=movements)
    keys = ["metric", "subject", "period"]
    return (
        shown.join(gone.with_columns(gone=pl.lit(value=True)), on=keys, how="left")
        .with_columns(*_hiding(pl.col("gone").fill_null(value=False)))
        .select(series.columns)
        .sort(keys)
    )


def _enough(series: pl.DataFrame, of_people: pl.Expr, minimum_group: int) -> pl.DataFrame:
    """The series without figures of too few, and of teams and objects by which they could be had; small teams pooled.

    ``of_people``: whether a row is about people.
    """
    marked = series.with_columns(
        team=pl.col("subject").str.extract(r"^team:([^/]+)"),
        object=pl.col("subject").str.extract(r"(?:^|/)object:([^/]+)$"),
    ).with_columns(
        small=((pl.col("people") < minimum_group) & (of_people | pl.col("team").is_not_null())).fill_null(value=False)
    )
    valued = marked.filter(pl.col("value").is_not_null())
    teams = _with_teamless(valued.filter(pl.col("object").is_null()))
    cells = _with_teamless(valued.filter(pl.col("object").is_not_null()))
    hidden = _complement(teams, minimum_group)
    out = _left_out(cells, hidden, minimum_group)
    kept = _totals(cells.join(out, on=[*KEYS, "team", "object"], how="anti"))
    partly = _totals(cells.join(out, on=[*KEYS, "team", "object"], how="semi")).join(
        hidden, on=[*KEYS, "team"], how="anti"
    )
    whole = teams.join(hidden, on=[*KEYS, "team"], how="semi")
    reduced = partly.select(*KEYS, "team").join(kept, on=[*KEYS, "team"], how="left")
    gone = pl.concat(
        [
            hidden.with_columns(object=pl.lit(None, dtype=pl.String)),
            reduced.filter(pl.col("n").is_null()).select(*KEYS, "team", object=pl.lit(None, dtype=pl.String)),
            out.select(*KEYS, "team", "object"),
        ]
    ).with_columns(gone=pl.lit(value=True))
    shown = (
        marked.join(gone, on=[*KEYS, "team", "object"], how="left", nulls_equal=True)
        .with_columns(*_hiding(pl.col("small") | pl.col("gone").fill_null(value=False)))
        .select(*series.columns, "team", "object")
    )
    pooled = _pooled(whole, partly, minimum_group, series.columns)
    return pl.concat([_reduced(shown, reduced).select(series.columns), pooled])


def _per_100(shown: pl.DataFrame, counted: pl.Expr) -> pl.DataFrame:
    """The series with small teams together counted per 100 persons where all others are."""
    pooled = counted & (pl.col("subject") == SMALL_TEAMS)
    return shown.with_columns(
        pl.when(pooled).then(100 * pl.col("value")).otherwise("value").alias("value"),
        *(pl.when(~pooled).then(name).alias(name) for name in ("low", "high")),
    )


def _hiding(unseen: pl.Expr) -> list[pl.Expr]:
    """The columns of figures without those that may not be seen, and the reason."""
    kept = [pl.when(~unseen).then(name).alias(name) for name in FIGURES]
    return [*kept, pl.when(unseen).then(pl.lit("suppressed")).otherwise("reason").alias("reason")]


def _totals(cells: pl.DataFrame) -> pl.DataFrame:
    """Cells by object added up by team: columns metric, period, team, hits, n, people."""
    return cells.group_by(*KEYS, "team").agg(pl.col("hits", "n").sum(), pl.col("people").max())


def _reduced(shown: pl.DataFrame, reduced: pl.DataFrame) -> pl.DataFrame:
    """The rows, with the figures of some teams taken from the objects they may show; their coverage says so."""
    known = reduced.filter(pl.col("n") > 0)
    bounds = [wilson(hits, n) or (None, None) for hits, n in known.select("hits", "n").iter_rows()]
    fresh = known.with_columns(
        value=pl.col("hits") / pl.col("n"),
        low=pl.Series([low for low, _ in bounds], dtype=pl.Float64),
        high=pl.Series([high for _, high in bounds], dtype=pl.Float64),
        whole=pl.lit(value=True),
    )
    joined = shown.with_columns(whole=pl.col("object").is_null()).join(
        fresh, on=[*KEYS, "team", "whole"], how="left", suffix="_kept"
    )
    part = (pl.col("coverage").fill_null(1.0) * pl.col("n_kept") / pl.col("n")).round(2)
    return joined.with_columns(
        *[pl.coalesce(f"{name}_kept", name).alias(name) for name in FIGURES],
        coverage=pl.when(pl.col("n_kept").is_not_null()).then(part).otherwise("coverage"),
    )


def _with_teamless(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of teams, and for each whole that has more people than its teams, what is left of it as one more.

    ``rows``: those of the project and its teams, or of objects and their teams.
    """
    keys = [*KEYS, "object"]
    sums = ("hits", "n", "people")
    teams = rows.filter(pl.col("team").is_not_null())
    wholes = rows.filter((pl.col("subject") == PROJECT) | pl.col("subject").str.starts_with("object:"))
    known = teams.group_by(keys).agg(pl.col(sums).sum())
    left = (
        wholes.join(known, on=keys, suffix="_known", nulls_equal=True)
        .with_columns(
            *[pl.col(name) - pl.col(f"{name}_known") for name in sums], team=pl.lit(TEAMLESS), small=pl.lit(value=True)
        )
        .filter(pl.col("people") > 0)
    )
    return pl.concat([teams, left.select(teams.columns)])


def _complement(teams: pl.DataFrame, minimum_group: int) -> pl.DataFrame:
    """All teams to hide in each metric and period: the small ones, and the next smallest while they are too few.

    Rows: metric, period, team; among them the persons without a team.
    """
    ordered = teams.sort("small", "people", "team", descending=[True, False, False])
    before = pl.col("people").cum_sum().over(*KEYS) - pl.col("people")
    needed = pl.col("small").any().over(*KEYS) & (pl.col("small") | (before < minimum_group))
    return ordered.filter(needed).select(*KEYS, "team")


def _left_out(cells: pl.DataFrame, hidden: pl.DataFrame, minimum_group: int) -> pl.DataFrame:
    """Objects of teams that are not shown: those of hidden teams, those of too few persons, and what has to cover them.

    The object's total less the teams that show it is about all the others together: where these are too few, the
    smallest other one joins them, which is of enough persons. Rows: metric, period, object, team.
    """
    keys = [*KEYS, "object"]
    forced = pl.concat(
        [
            cells.join(hidden, on=[*KEYS, "team"], how="semi").select(*keys, "team"),
            cells.filter(pl.col("small")).select(*keys, "team"),
        ]
    ).unique()
    bare = (
        cells.join(forced, on=[*keys, "team"], how="semi")
        .group_by(keys)
        .agg(pl.col("people").sum())
        .filter(pl.col("people").is_between(1, minimum_group - 1))
    )
    covering = (
        cells.join(forced, on=[*keys, "team"], how="anti")
        .join(bare.select(keys), on=keys, how="semi")
        .sort("people", "team")
        .unique(keys, keep="first", maintain_order=True)
    )
    return pl.concat([forced, covering.select(*keys, "team")])


def _pooled(whole: pl.DataFrame, partly: pl.DataFrame, minimum_group: int, columns: list[str]) -> pl.DataFrame:
    """All that no team shows together, where it is of enough persons and of some team as a whole.

    ``whole``: hidden teams, and those without one. ``partly``: what is left out of the figures of others.
    """
    parts = pl.concat([whole, partly], how="diagonal")
    pooled = (
        parts.group_by(KEYS)
        .agg(
            pl.col("hits", "n", "people").sum(),
            pl.col("coverage").min(),
            pl.col("reason").drop_nulls().first(),
            pl.col("definition").drop_nulls().first(),
            teams=((pl.col("team") != TEAMLESS) & pl.col("subject").is_not_null()).sum(),
        )
        .filter((pl.col("people") >= minimum_group) & (pl.col("n") > 0) & (pl.col("teams") > 0))
        .with_columns(subject=pl.lit(SMALL_TEAMS), value=pl.col("hits") / pl.col("n"))
    )
    bounds = [wilson(hits, n) or (None, None) for hits, n in pooled.select("hits", "n").iter_rows()]
    return pooled.with_columns(
        low=pl.Series([low for low, _ in bounds], dtype=pl.Float64),
        high=pl.Series([high for _, high in bounds], dtype=pl.Float64),
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
