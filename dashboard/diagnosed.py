"""What the read model says beyond single signals: diagnoses, progress, and the marks of what happened."""

from dataclasses import dataclass
from datetime import date

import polars as pl
from sqlalchemy.orm import Session

from dashboard.snapshot import Mark
from metrics import rollups
from metrics.catalogue import metrics
from metrics.diagnoses import Diagnosis, diagnose
from metrics.progress import Step, last_committee, progress
from metrics.subjects import PROJECT
from settings.model import Settings
from store import declared, overrides
from store.lake import Lake


@dataclass(frozen=True)
class Told:
    """Diagnoses of a day, what turned better since the last committee, and when that was."""

    diagnosis: Diagnosis
    progress: tuple[Step, ...]
    last_committee: date | None


def diagnosed(session: Session, settings: Settings, levels: pl.DataFrame, changes: pl.DataFrame, today: date) -> Told:
    """Diagnoses from the levels as they stand. ``levels``: what ``standing`` gives."""
    meetings = declared.declared(session, "meetings", today).lazy()
    trainings = declared.declared(session, "trainings", today).lazy()
    committee = last_committee(meetings, today)
    path = settings.path(settings.store.lake)
    schema = rollups.TABLES["ritual_day"]
    held = Lake(path).scan("ritual_day", schema) if path.is_dir() else pl.LazyFrame(schema=schema)
    return Told(
        diagnose(levels, metrics()),
        tuple(progress(changes, held, trainings, committee, today)),
        committee,
    )


def breaks(shown: pl.DataFrame) -> tuple[Mark, ...]:
    """Where a metric's definition changed: figures before and after do not compare. ``shown``: all that may be read."""
    own = shown.filter(pl.col("subject") == PROJECT).sort("metric", "period")
    changed = own.filter((pl.col("definition") != pl.col("definition").shift(1)).over("metric"))
    return tuple(
        Mark(period, "definition", "", metric) for metric, period in changed.select("metric", "period").iter_rows()
    )


def marks(session: Session, settings: Settings, today: date) -> tuple[Mark, ...]:
    """What happened and every time chart shows: go-live, declared annotations, incentives, limits changed by hand."""
    go_live = settings.project.go_live
    found = [Mark(go_live, "go_live", "")] if go_live else []
    said = declared.declared(session, "annotations", today)
    found += [
        Mark(row["happened"], row["kind"], row["label"] or "")
        for row in said.iter_rows(named=True)
        if not (row["kind"] == "go_live" and row["happened"] == go_live)
    ]
    incentives = declared.declared(session, "incentives", today).filter(pl.col("kind") != "none")
    found += [Mark(day, "incentive", "") for day in incentives["start"]]
    changed = overrides.overrides(session, today)
    found += [
        Mark(row["made_on"], "limit", f"{row['author']}: {row['reason']}", row["metric"])
        for row in changed.iter_rows(named=True)
    ]
    return tuple(sorted((mark for mark in found if mark.day < today), key=lambda mark: (mark.day, mark.kind)))
