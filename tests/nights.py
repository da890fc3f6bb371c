"""Nights on which a CRM of a test is collected and what is new in it summed up."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from jobs.collect import collect
from jobs.measure import first_week
from jobs.refresh import refresh
from jobs.workspace import Workspace
from settings.model import Settings
from tests.crms import Crm

INFORMED = date(2026, 3, 2)


def on_day(folder: Path, crm: Crm, today: date, **tables: Any) -> Workspace:
    """A project with that CRM alone, before dawn of a day. ``tables``: those of its settings, beside the usual ones."""
    moment = datetime(today.year, today.month, today.day, 3, tzinfo=UTC)
    usual = {"project": {"name": "Essai"}, "privacy": {"informed_on": INFORMED}, "folder": folder}
    settings = Settings.model_validate(usual | tables)
    sources = {"crm": crm.source().options}
    return Workspace(settings.model_copy(update={"sources": sources}), clock=lambda: moment, bounded=True)


def night(workspace: Workspace) -> Workspace:
    """What a night does to the roll-ups."""
    (outcome,) = collect(workspace)
    assert outcome.error == ""
    refresh(workspace, first_week(workspace))
    return workspace
