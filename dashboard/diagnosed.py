"""What the read model says beyond single signals: diagnoses, progress, and the marks of what happened."""

from collections.abc import Mapping
from datetime import date

import polars as pl
from sqlalchemy.orm import Session

from dashboard.snapshot import Mark
from metrics import rollups
from metrics.catalogue import metrics
from metrics.subjects import PROJECT
from metrics.telling import Told, tell
from settings.model import Settings
from store import declared, overrides
from store.lake import Lake


def diagnosed(
    session: Session,
    settings: Settings,
    now: pl.DataFrame,
    shown: pl.DataFrame,
    changes: pl.DataFrame,
    found: Mapping[str, pl.LazyFrame],
    today: date,
) -> Told:
    """What the levels as they stand tell, with what the project declared.

    ``now``: what ``standing`` gives. ``found``: what scans did.
    """
    path = settings.path(settings.store.lake)
    schema = rollups.TABLES["ritual_day"]
    said = {name: declared.declared(session, name, today).lazy() for name in ("meetings", "trainings")}
    happened = {**found, **said}
    happened["ritual_day"] = Lake(path).scan("ritual_day", schema) if path.is_dir() else pl.LazyFrame(schema=schema)
    return tell(now, shown, changes, happened, metrics(), today)


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
    once = {(mark.day, mark.kind, mark.metric): mark for mark in reversed(found) if mark.day < today}
    return tuple(sorted(once.values(), key=lambda mark: (mark.day, mark.kind)))
