"""What the command line answers of workbooks that track customers, and the steps it takes on the migration board."""

from typing import Any

from jobs.workspace import Workspace
from metrics.spreadsheets.families import Family, Found, Workbooks, workbooks
from store.file_plans import FilePlanError, State, plan
from store.findings import findings

Row = dict[str, Any]
LEAST = 4
"""So many letters of a pseudonym at least name a family."""


def known(workspace: Workspace) -> Workbooks:
    """All that is known of workbooks on the workspace's day."""
    settings = workspace.settings
    with workspace.database.read() as session:
        found = Found(**findings(session, settings.project.zone))
    return workbooks(found, settings.shares, workspace.today, settings.privacy.minimum_group)


def listed(workspace: Workspace) -> list[Row]:
    """Families of workbooks, those that share most with the CRM first."""
    minimum = workspace.settings.privacy.minimum_group
    return [_row(family, minimum) for family in known(workspace).families]


def _row(family: Family, minimum_group: int) -> Row:
    return {
        "family": family.family,
        "state": family.state,
        "plan": family.plan,
        "since": family.since,
        "again": family.again,
        "name": family.name,
        "folder": family.folder,
        "extension": family.extension,
        "teams": list(family.teams),
        "saved_on": family.saved_on,
        "savers": f"<{minimum_group}" if family.few_savers else family.savers,
        "copies": family.copies,
        "overlaps": [overlap.__dict__ for overlap in family.overlaps],
        "reason": family.reason,
        "author": family.author,
        "version": family.version,
    }


def step(
    workspace: Workspace, wanted: str, state: State, *, author: str, reason: str | None, version: int | None = None
) -> Family:
    """Takes a step on the board with the family of that pseudonym, of which the beginning is enough.

    Raises FilePlanError when there is none or several, or the step is refused.
    """
    family = _named(workspace, wanted)
    with workspace.database.write() as session:
        plan(
            session,
            family.family,
            state,
            author=author,
            now=workspace.clock(),
            today=workspace.today,
            reason=reason,
            version=version,
        )
    return family


def _named(workspace: Workspace, wanted: str) -> Family:
    """The one family whose pseudonym begins so, or whose name is that."""
    begin = wanted.upper() if len(wanted) >= LEAST else "-"
    found = [one for one in known(workspace).families if one.family.startswith(begin) or one.name == wanted]
    if len(found) == 1:
        return found[0]
    told = "is several workbooks; give more of it" if found else "is no workbook that tracks customers"
    raise FilePlanError(f"{wanted} {told}; `vigie workbooks` lists them")
