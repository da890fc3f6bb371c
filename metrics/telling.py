"""All that signals tell together on a day: diagnoses, what turned better since the last committee, what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from metrics.advice import NextAction, next_actions
from metrics.declaring import Metric
from metrics.diagnoses import Diagnosis, diagnose
from metrics.progress import Step, last_committee, progress
from metrics.spreadsheets.families import retirements


@dataclass(frozen=True)
class Told:
    """Diagnoses of a day, what turned better since the last committee, when that was, and the next actions."""

    diagnosis: Diagnosis
    progress: tuple[Step, ...]
    last_committee: date | None
    next_actions: tuple[NextAction, ...]


def tell(
    now: pl.DataFrame,
    shown: pl.DataFrame,
    changes: pl.DataFrame,
    happened: Mapping[str, pl.LazyFrame],
    metrics: Mapping[str, Metric],
    today: date,
) -> Told:
    """What the levels as they stand tell.

    ``now``: what ``standing`` gives. ``shown``: the figures that may be read, for how many people each speaks of.
    ``changes``: of level. ``happened``: the frames meetings, ritual_day, trainings, files and file_plans.
    Empty: unknown throughout.
    """
    committee = last_committee(happened["meetings"], today)
    retired = retirements(happened["files"], happened["file_plans"], today)
    return Told(
        diagnose(now, metrics),
        tuple(progress(changes, happened["ritual_day"], happened["trainings"], retired, committee, today)),
        committee,
        tuple(next_actions(_weighed(now, shown, metrics))),
    )


def _weighed(now: pl.DataFrame, shown: pl.DataFrame, metrics: Mapping[str, Metric]) -> pl.DataFrame:
    """The levels with their family of causes, and the people each speaks of as ``n`` where it speaks of people."""
    keys = ["metric", "subject", "period"]
    people = shown.select(*keys, "people")
    known = [(name, metric.cause) for name, metric in metrics.items()]
    causes = pl.DataFrame(known, schema={"metric": pl.String, "cause": pl.String}, orient="row")
    return (
        now.join(people, on=keys, how="left")
        .join(causes, on="metric")
        .with_columns(n=pl.col("people").cast(pl.Float64))
    )
