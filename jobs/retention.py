"""How long things about persons are kept, and removing what is older."""

from datetime import date

import polars as pl

from collectors.cells import midnight
from jobs.workspace import Workspace
from metrics import rollups
from settings.tables import EVENTS, LANDED
from store import files, intents
from store.lock import writing

MONTHS = 12
OF_EVENTS = ("events",)
SCHEMAS = {"events": EVENTS | LANDED, **{name: rollups.TABLES[name] for name in rollups.OF_PERSONS}}


def first_kept(today: date, months: int) -> date:
    """The first day kept: the beginning of the month so many months before today's."""
    count = today.year * MONTHS + today.month - 1 - months
    return date(count // MONTHS, count % MONTHS + 1, 1)


def purge(workspace: Workspace) -> dict[str, int]:
    """Removes acts and daily sums of persons that are past their time, from the disk too; rows removed by table."""
    privacy = workspace.settings.privacy
    terms = dict.fromkeys(OF_EVENTS, privacy.retention_events_months) | dict.fromkeys(
        rollups.OF_PERSONS, privacy.retention_person_months
    )
    with writing(workspace.database, workspace.lake_path):
        removed = {table: _purge(workspace, table, months) for table, months in terms.items()}
        return removed | {"savers": _forget_savers(workspace)}


def _forget_savers(workspace: Workspace) -> int:
    """Takes off workbooks the marks of who saved them before the time that daily sums of persons are kept."""
    first = first_kept(workspace.today, workspace.settings.privacy.retention_person_months)
    with workspace.database.write() as session:
        return files.forget_savers(session, midnight(first, workspace.settings.project.zone))


def _purge(workspace: Workspace, table: str, months: int) -> int:
    """Removes whole months, but none that holds acts which are not summed yet."""
    first = f"{first_kept(workspace.today, months):%Y-%m}"
    with workspace.database.read() as session:
        waiting = intents.unmeasured(session).months
    month = min((first, *waiting))
    old = workspace.lake.scan(table, SCHEMAS[table]).filter(pl.col("month") < month).select(pl.len()).collect().item()
    unfinished = f"purging {table}"
    if old:
        # Noted first: what a purge cut off has deleted, the next one still has to take off the disk.
        workspace.database.remember(unfinished, month)
        workspace.lake.delete(table, f"month < '{month}'")
    if workspace.database.fact(unfinished):
        workspace.lake.expunge(table)
        workspace.database.remember(unfinished, "")
    return int(old)
