"""Commands for those who steer: diagnoses, incidents, limits changed by hand, definitions of all signals."""

from datetime import datetime
from typing import Annotated, get_args

import typer

from dashboard.definitions import definitions as all_definitions
from jobs import diagnosing
from jobs.answers import unknown_metric
from jobs.printing import print_diagnosis
from jobs.speaking import CONFIG, MISUSED, AsOf, Config, Json, answer, tell, workspace_of
from metrics.limits import Limits
from store import incidents as kept
from store import overrides
from store.incidents import Reason, State
from store.lock import writing

Author = Annotated[str, typer.Option(help="Who does it: a role, never a person's name.")]


def add_to(app: typer.Typer) -> None:
    """Adds these commands to the command line."""
    for command in (diagnosis, incidents, incident, limit, limits, definitions):
        app.command()(command)


def diagnosis(config: Config = CONFIG, as_of: AsOf = None, as_json: Json = False) -> None:
    """What the signals say together: two of four, serious warnings, families of causes, foundations, progress."""
    workspace = workspace_of(config, as_of)
    found = diagnosing.diagnosis(workspace, live=as_of is not None)
    if as_json:
        answer(found, as_json=True)
    else:
        print_diagnosis(found, workspace.settings.project.language)


def incidents(
    config: Config = CONFIG,
    everything: Annotated[bool, typer.Option("--all", help="Resolved ones too.")] = False,
    as_json: Json = False,
) -> None:
    """Warnings that somebody looks after: at most one open for a signal and subject."""
    answer(diagnosing.listed_incidents(workspace_of(config), everything=everything), as_json=as_json)


def incident(
    number: Annotated[int, typer.Argument(help="An incident's id, from `vigie incidents`.")],
    state: Annotated[str, typer.Argument(help="acknowledged, assigned, resolved or exempt.")],
    author: Author,
    role: Annotated[str | None, typer.Option(help="To whom it is assigned: a role.")] = None,
    reason: Annotated[str | None, typer.Option(help="acted, data_error, expected, limit_changed.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day of an exemption.")] = None,
    config: Config = CONFIG,
) -> None:
    """Take a step on an incident: acknowledge, assign, resolve with a reason, exempt with a reason and an end."""
    _one_of(state, get_args(State)[1:], "a state")
    if reason is not None:
        _one_of(reason, get_args(Reason), "a reason")
    workspace = workspace_of(config)
    with workspace.database.write() as session:
        kept.change(
            session,
            number,
            state,  # type: ignore[arg-type]  # checked above
            author=author,
            now=workspace.clock(),
            today=workspace.today,
            role=role,
            reason=reason,  # type: ignore[arg-type]  # checked above
            until=until.date() if until else None,
        )
    tell(f"incident {number}: {state}")


def limit(
    signal: Annotated[str, typer.Argument(help="A signal's id, such as adoption.rate.")],
    author: Author,
    reason: Annotated[str, typer.Option(help="Why; shown with the change.")],
    amber: Annotated[float | None, typer.Option(help="Left out: as without the change.")] = None,
    red: Annotated[float | None, typer.Option(help="Left out: as without the change.")] = None,
    team: Annotated[str | None, typer.Option(help="For one team only.")] = None,
    config: Config = CONFIG,
) -> None:
    """Change a signal's limits from today on: kept with author and reason, shown as a mark, rewriting nothing."""
    problem = unknown_metric(signal)
    if problem or not author.strip() or not reason.strip():
        tell(problem or "a limit is changed by somebody and for a reason; give --author and --reason")
        raise typer.Exit(MISUSED)
    workspace = workspace_of(config)
    now, today = workspace.clock(), workspace.today
    with writing(workspace.database, workspace.lake_path), workspace.database.write() as session:
        overrides.override(
            session, signal, team=team, amber=amber, red=red, author=author, reason=reason, now=now, today=today
        )
    tell(f"{signal}: {_said(Limits(amber, red))} from {today} on; `vigie measure` judges by it")


def limits(config: Config = CONFIG, as_json: Json = False) -> None:
    """Limits changed by hand, with who changed them and why."""
    answer(diagnosing.changed_limits(workspace_of(config)), as_json=as_json)


def definitions(
    language: Annotated[str, typer.Option(help="fr or en.")] = "en",
) -> None:
    """Every signal with its formula, unit, limits and origin, as a Markdown table."""
    _one_of(language, ("fr", "en"), "a language")
    typer.echo(all_definitions(language), nl=False)


def _one_of(word: str, allowed: tuple[str, ...], what: str) -> None:
    if word not in allowed:
        tell(f"{word} is not {what}; known: {', '.join(allowed)}")
        raise typer.Exit(MISUSED)


def _said(changed: Limits) -> str:
    parts = [
        f"{name} {value:g}" for name, value in (("amber", changed.amber), ("red", changed.red)) if value is not None
    ]
    return ", ".join(parts) or "back to its own limits"
