"""The single acts of persons that are held: of which months, and from which day on all of them are."""

from datetime import date

import polars as pl

from jobs.collect import noticed_since
from jobs.retention import first_kept
from jobs.workspace import Workspace
from settings.tables import EVENTS, LANDED


def months_held(workspace: Workspace) -> list[str]:
    """The months of which single acts are held, in their order."""
    events = workspace.lake.scan("events", EVENTS | LANDED)
    return events.select(pl.col("month").unique().sort()).collect()["month"].to_list()


def begun(workspace: Workspace) -> date:
    """The first day of which acts are held: that of the notice, or the one from which on they are still kept."""
    kept = first_kept(workspace.today, workspace.settings.privacy.retention_events_months)
    oldest = min((first_day(month) for month in months_held(workspace)), default=kept)
    return max(noticed_since(workspace), min(kept, oldest))


def first_day(month: str) -> date:
    """The first day of a month."""
    return date.fromisoformat(f"{month}-01")


def day_after(month: str) -> date:
    """The first day of the month after."""
    first = first_day(month)
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
