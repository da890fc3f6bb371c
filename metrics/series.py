"""Every metric computed from its inputs: figures by metric, subject and period, with intervals and reasons."""

from collections.abc import Mapping

import polars as pl

from metrics.declaring import OUTCOME, Metric
from metrics.statistics import wilson
from metrics.subjects import PROJECT

Inputs = Mapping[str, pl.LazyFrame]

SERIES: dict[str, pl.DataType] = {
    "metric": pl.String(),
    "subject": pl.String(),
    "period": pl.Date(),
    "value": pl.Float64(),
    "hits": pl.Float64(),
    "n": pl.Float64(),
    "people": pl.Int64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "coverage": pl.Float64(),
    "reason": pl.String(),
    "definition": pl.String(),
}
WORSE_LAST = ("recorded", "switched_off", "not_granted", "not_recorded")


def compute(metrics: Mapping[str, Metric], inputs: Inputs, capabilities: pl.DataFrame, phase: str) -> pl.DataFrame:
    """The series of all metrics.

    ``capabilities``: rows of (source, name, state, since). A metric whose need no source records, or that is outside
    its phases, gets a row for the project with the reason for each week, and no value; so does a week that was over
    before a need was recorded. Empty: no row.
    """
    parts = [_one(metric, inputs, capabilities, phase) for metric in metrics.values()]
    return pl.concat(parts).sort("metric", "subject", "period") if parts else pl.DataFrame(schema=SERIES)


def _one(metric: Metric, inputs: Inputs, capabilities: pl.DataFrame, phase: str) -> pl.DataFrame:
    reason = missing(metric, capabilities, phase)
    if reason is None:
        given = {name: inputs[name] for name in metric.inputs}
        if "weeks" in given:
            given["weeks"] = _recorded(given["weeks"], metric, capabilities)
        rows = metric.compute(**given).collect()
    else:
        rows = _without_value(inputs["weeks"].collect(), reason)
    bounds = [
        wilson(hits, n) if metric.kind == "sample" and n is not None and hits is not None else None
        for hits, n in rows.select("hits", "n").iter_rows()
    ]
    return rows.with_columns(
        metric=pl.lit(metric.id),
        low=pl.Series([b[0] if b else None for b in bounds], dtype=pl.Float64),
        high=pl.Series([b[1] if b else None for b in bounds], dtype=pl.Float64),
        definition=pl.lit(metric.definition),
    ).select(*SERIES)


def missing(metric: Metric, capabilities: pl.DataFrame, phase: str) -> str | None:
    """Why a metric cannot be computed, None when it can: its phase, or the state of a need that no source meets."""
    if phase not in metric.phases:
        return "phase"
    for names in metric.wants:
        states = capabilities.filter(pl.col("name").is_in(names))["state"].to_list()
        best = min(states, key=WORSE_LAST.index, default="no_data")
        if best != "recorded":
            return str(best)
    return None


def _recorded(weeks: pl.LazyFrame, metric: Metric, capabilities: pl.DataFrame) -> pl.LazyFrame:
    """The weeks, with reason not_recorded for those over before the first day for which a need is recorded."""
    told = capabilities.filter(pl.col("state") == "recorded")
    first_days = [told.filter(pl.col("name").is_in(names))["since"] for names in metric.wants]
    dated = [days.min() for days in first_days if not days.has_nulls()]
    since = pl.Series(dated, dtype=pl.Date).max()
    if since is None:
        return weeks
    return weeks.with_columns(reason=pl.when(pl.col("end") < since).then(pl.lit("not_recorded")).otherwise("reason"))


def _without_value(weeks: pl.DataFrame, reason: str) -> pl.DataFrame:
    blank = {name: pl.lit(None, dtype=kind) for name, kind in OUTCOME.items()}
    return (
        weeks.select("period")
        .with_columns(**(blank | {"period": pl.col("period"), "subject": pl.lit(PROJECT), "reason": pl.lit(reason)}))
        .select(*OUTCOME)
    )
