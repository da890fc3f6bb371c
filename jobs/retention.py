"""How long things about persons are kept, and removing what is older."""

from datetime import date

from jobs.workspace import Workspace
from store import intents
from store.lock import writing

MONTHS = 12
OF_EVENTS = ("events",)
OF_PERSONS = ("user_day", "user_day_feature")


def first_kept(today: date, months: int) -> date:
    """The first day kept: the beginning of the month so many months before today's."""
    count = today.year * MONTHS + today.month - 1 - months
    return date(count // MONTHS, count % MONTHS + 1, 1)


def purge(workspace: Workspace) -> dict[str, int]:
    """Removes acts and daily sums of persons that are past their time, from the disk too; rows removed by table."""
    privacy = workspace.settings.privacy
    terms = dict.fromkeys(OF_EVENTS, privacy.retention_events_months) | dict.fromkeys(
        OF_PERSONS, privacy.retention_person_months
    )
    with writing(workspace.database, workspace.lake_path):
        return {table: _purge(workspace, table, months) for table, months in terms.items()}


def _purge(workspace: Workspace, table: str, months: int) -> int:
    """Removes whole months, but none that holds acts which are not summed yet."""
    first = f"{first_kept(workspace.today, months):%Y-%m}"
    with workspace.database.read() as session:
        waiting = intents.unmeasured(session).months
    removed = workspace.lake.delete(table, f"month < '{min((first, *waiting))}'")
    if removed:
        workspace.lake.expunge(table)
    return removed
