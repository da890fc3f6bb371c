"""Refreshing the roll-ups: only the months of events and the weeks of records that something new touched."""

from datetime import date

import polars as pl

from jobs.refresh_entries import refresh_entries
from jobs.refresh_loops import refresh_loops
from jobs.refresh_orders import refresh_orders
from jobs.refresh_records import refresh_records
from jobs.refresh_rituals import months_to_redo, refresh_rituals, with_ritual_acts
from jobs.workspace import Workspace
from metrics import rollups
from settings.tables import EVENTS, LANDED
from store import intents


def refresh(workspace: Workspace, first: date) -> None:
    """Brings the roll-ups up to date with what landed. Call it under the writer lock.

    ``first``: the earliest day of records' states that is wanted. Safe to interrupt: what was refreshed is noted at
    the end, and refreshing again gives the same rows.
    """
    with workspace.database.read() as session:
        new = intents.unmeasured(session)
    months = sorted({*new.months, *months_to_redo(workspace)})
    for month in months:
        _refresh_events(workspace, month)
    refresh_rituals(workspace, months)
    refresh_loops(workspace, new.months)
    refresh_entries(workspace, new)
    refresh_records(workspace, new, first)
    refresh_orders(workspace, new, first)
    with workspace.database.write() as session:
        intents.mark_measured(session, new.intents)


def _refresh_events(workspace: Workspace, month: str) -> None:
    lake = workspace.lake
    events = lake.scan("events", EVENTS | LANDED).filter(pl.col("month") == month)
    daily = with_ritual_acts(workspace, month, rollups.user_day(events).collect(engine="streaming"))
    lake.refresh(
        "user_day",
        daily.select(*rollups.USER_DAY).sort("day", "user", "source"),
        f"month = '{month}'",
    )
    featured = rollups.user_day_feature(events).collect(engine="streaming")
    keys = [name for name in rollups.USER_DAY_FEATURE if name not in ("events", "rows")]
    lake.refresh(
        "user_day_feature",
        featured.select(*rollups.USER_DAY_FEATURE).sort(keys),
        f"month = '{month}'",
    )
