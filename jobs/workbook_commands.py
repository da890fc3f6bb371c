"""Commands for workbooks that track customers beside the CRM: which there are, and what becomes of each."""

from typing import Annotated, get_args

import typer

from jobs import workbooks as held
from jobs.answers import Rows
from jobs.printing import print_rows
from jobs.speaking import CONFIG, MISUSED, AsOf, Config, Json, answer, tell, workspace_of
from jobs.steering_commands import Author
from store.file_plans import State

SHOWN = ("state", "plan", "workbook", "folder", "teams", "saved_on", "in_crm", "since")


def add_to(app: typer.Typer) -> None:
    """Adds these commands to the command line."""
    for command in (workbooks, workbook):
        app.command()(command)


def workbooks(config: Config = CONFIG, as_of: AsOf = None, as_json: Json = False) -> None:
    """Families of workbooks that track customers, what they share with the CRM, and what was decided of them."""
    answer(held.listed(workspace_of(config, as_of)), as_json=as_json, printed=_printed)


def workbook(
    family: Annotated[str, typer.Argument(help="A workbook, from `vigie workbooks`: its name, or how it begins.")],
    state: Annotated[str, typer.Option(help="to_migrate, in_progress, retired or kept.")],
    author: Author,
    reason: Annotated[str | None, typer.Option(help="Why; needed for kept.")] = None,
    version: Annotated[int | None, typer.Option(help="The last step you saw, to be refused if it is not.")] = None,
    config: Config = CONFIG,
) -> None:
    """Take a step with a workbook on the migration board: kept with author and reason, rewriting nothing."""
    if state not in get_args(State):
        tell(f"{state} is not a state; known: {', '.join(get_args(State))}")
        raise typer.Exit(MISUSED)
    workspace = workspace_of(config)
    found = held.step(workspace, family, state, author=author, reason=reason, version=version)  # type: ignore[arg-type]  # checked above
    tell(f"{found.name or found.family}: {state}; `vigie measure` counts by it from the next week on")


def _printed(rows: Rows) -> None:
    print_rows([{name: row[name] for name in SHOWN} for row in map(_short, rows)])


def _short(row: dict[str, object]) -> dict[str, object]:
    """A row as a line of a table."""
    shared: list[dict[str, int]] = row["overlaps"]  # type: ignore[assignment]  # as `listed` makes it
    teams: list[str] = row["teams"]  # type: ignore[assignment]
    return row | {
        "workbook": row["name"] or row["family"],
        "teams": ", ".join(teams) or None,
        "in_crm": ", ".join(f"{one['records']} {one['object']}" for one in shared) or None,
    }
