"""The command ``vigie``: what scripts, schedulers and people at a terminal call."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from collectors.source import SourceError
from jobs import answers, steering_commands, steps, workbook_commands
from jobs.answers import Rows
from jobs.checking import check as check_everything
from jobs.collect import Outcome
from jobs.collect import collect as collect_sources
from jobs.erasure import UnknownPersonError
from jobs.erasure import access as held_on
from jobs.erasure import erase as remove_person
from jobs.measure import measure as measure_all
from jobs.printing import print_signals, print_sources
from jobs.retention import purge as remove_old
from jobs.scheduling import schedule as keep_schedule
from jobs.speaking import (
    CONFIG,
    FAILED,
    MISUSED,
    AsOf,
    Config,
    Json,
    User,
    answer,
    messages,
    shown_progress,
    tell,
    workspace_of,
)
from jobs.templates import TEMPLATES
from jobs.workspace import Workspace, open_workspace
from settings.reading import SettingsError
from store.database import StoreError
from store.file_plans import FilePlanError
from store.incidents import IncidentError

app = typer.Typer(
    help="Knows whether a CRM project is succeeding.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
steering_commands.add_to(app)
workbook_commands.add_to(app)


def main() -> None:
    """Runs the command line; errors that a person can mend are told in one line each, without a traceback."""
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except typer.Abort:
        sys.exit(FAILED)
    except (SettingsError, UnknownPersonError, IncidentError, FilePlanError) as error:
        tell(str(error))
        sys.exit(MISUSED)
    except (StoreError, SourceError) as error:
        tell(str(error))
        sys.exit(FAILED)
    except typer._click.exceptions.UsageError as error:  # noqa: SLF001 - typer's own parser errors
        error.show(sys.stderr)
        sys.exit(MISUSED)


@app.command()
def check(config: Config = CONFIG) -> None:
    """Read the settings and reach every source; say all that is wrong, each with what to do."""
    workspace = open_workspace(config)
    report = check_everything(workspace)
    for line in report.lines:
        messages.print(line, markup=False, soft_wrap=True)
    if report.failed:
        raise typer.Exit(FAILED)


@app.command()
def collect(
    sources: Annotated[list[str] | None, typer.Argument(help="Sources to pull; all by default.")] = None,
    config: Config = CONFIG,
    as_of: AsOf = None,
) -> None:
    """Pull what is new from the sources."""
    workspace = workspace_of(config, as_of)
    _known(workspace, sources or [])
    with shown_progress("collecting") as progress:
        outcomes = collect_sources(workspace, sources or [], progress)
    _report(outcomes)


def _known(workspace: Workspace, names: Sequence[str]) -> None:
    unknown = [name for name in names if name not in workspace.settings.sources]
    if unknown:
        known = ", ".join(sorted(workspace.settings.sources)) or "none"
        tell(f"there is no source {', '.join(unknown)}; config.toml has: {known}")
        raise typer.Exit(MISUSED)


def _report(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        if outcome.error:
            tell(outcome.error)
        else:
            aside = f", {outcome.rejects} left aside (see vigie sources)" if outcome.rejects else ""
            tell(f"{outcome.source}: {outcome.rows} new rows{aside}")
    if any(outcome.error for outcome in outcomes):
        raise typer.Exit(FAILED)


@app.command()
def measure(config: Config = CONFIG, as_of: AsOf = None, as_json: Json = False) -> None:
    """Recompute what changed; with --as-of, show the figures of that day and write nothing."""
    workspace = workspace_of(config, as_of)
    if as_of:
        answer(answers.series(workspace), as_json=as_json)
        return
    written = measure_all(workspace)
    if as_json:
        answer({"written": written}, as_json=True)
    else:
        tell(f"{written} figures new or changed")


@app.command()
def run(config: Config = CONFIG, as_of: AsOf = None) -> None:
    """Collect, measure and judge."""
    workspace = workspace_of(config, as_of)
    with shown_progress("collecting") as progress:
        outcomes = collect_sources(workspace, [], progress)
    written = measure_all(workspace)
    steps.maintain(workspace)
    tell(f"{written} figures new or changed")
    _report(outcomes)


@app.command()
def sources(config: Config = CONFIG, as_json: Json = False) -> None:
    """What each source can see, how fresh it is, and what did not fit."""
    answer(answers.sources(workspace_of(config)), as_json=as_json, printed=print_sources)


@app.command()
def series(
    metric: Annotated[str, typer.Argument(help="A metric's id, such as adoption.rate.")],
    subject: Annotated[str | None, typer.Option(help="project, team:Nord, object:contact…")] = None,
    config: Config = CONFIG,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """A metric over time."""
    workspace = workspace_of(config, as_of)
    problem = answers.unknown_metric(metric)
    if problem:
        tell(problem)
        raise typer.Exit(MISUSED)
    answer(answers.series(workspace, metric, subject, live=as_of is not None), as_json=as_json)


@app.command()
def signals(
    config: Config = CONFIG,
    as_of: AsOf = None,
    as_json: Json = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="End with 1 when a signal is red.")] = False,
) -> None:
    """The level of every signal, worst first."""
    workspace = workspace_of(config, as_of)
    rows = answers.signals(workspace, live=as_of is not None)
    answer(rows, as_json=as_json, printed=print_signals)
    if exit_code and any(row["level"] == "red" for row in rows):
        raise typer.Exit(FAILED)


@app.command()
def events(
    by: Annotated[str, typer.Option(help="Any of action, object, source, client, week, month.")] = "action,object,week",
    config: Config = CONFIG,
    as_json: Json = False,
) -> None:
    """Counts of the events collected, never by person."""
    _grouped(answers.events, config, by, answers.EVENT_KEYS, as_json=as_json)


@app.command()
def records(
    by: Annotated[str, typer.Option(help="Any of object, stage, status, team, source.")] = "object,stage,team",
    config: Config = CONFIG,
    as_json: Json = False,
) -> None:
    """Counts of the records as they stand."""
    _grouped(answers.records, config, by, answers.RECORD_KEYS, as_json=as_json)


def _grouped(
    count: Callable[[Workspace, list[str]], Any],
    config: Path,
    by: str,
    allowed: Sequence[str],
    *,
    as_json: bool,
) -> None:
    keys = [key.strip() for key in by.split(",") if key.strip()]
    wrong = [key for key in keys if key not in allowed]
    if wrong or not keys:
        tell(f"--by {by}: should name some of {', '.join(allowed)}")
        raise typer.Exit(MISUSED)
    answer(count(workspace_of(config), keys), as_json=as_json)


@app.command()
def fields(
    object_: Annotated[str | None, typer.Option("--object", help="One object, such as contact.")] = None,
    config: Config = CONFIG,
    as_json: Json = False,
) -> None:
    """How often each watched field is filled, in the records as they stand."""
    answer(answers.fields(workspace_of(config), object_), as_json=as_json)


@app.command()
def purge(config: Config = CONFIG, as_json: Json = False) -> None:
    """Remove acts and daily sums of persons that are past the time they may be kept."""
    answer(_counts(remove_old(workspace_of(config)), "removed"), as_json=as_json)


@app.command()
def access(user: User, config: Config = CONFIG) -> None:
    """Print everything held on a person, as JSON."""
    answer(held_on(workspace_of(config), user), as_json=True)


@app.command()
def erase(user: User, config: Config = CONFIG, as_json: Json = False) -> None:
    """Remove a person everywhere, for good."""
    answer(_counts(remove_person(workspace_of(config), user), "touched"), as_json=as_json)


def _counts(by_table: dict[str, int], verb: str) -> Rows:
    return [{"table": table, verb: count} for table, count in by_table.items()]


@app.command()
def template(
    kind: Annotated[str, typer.Argument(help="What to fill in: foundations or pulse.")],
    language: Annotated[Literal["fr", "en"], typer.Option(help="Of headings and instructions.")] = "fr",
    output: Annotated[Path | None, typer.Option(help="The file to write; KIND.xlsx by default.")] = None,
) -> None:
    """Write an empty workbook to fill in."""
    if kind not in TEMPLATES:
        tell(f"there is no template of {kind}; known: {', '.join(sorted(TEMPLATES))}")
        raise typer.Exit(MISUSED)
    path, content = output or Path(f"{kind}.xlsx"), TEMPLATES[kind](language)
    try:
        if path.exists() and path.read_bytes() != content:
            tell(f"{path}: is there already and may be filled in; name another file with --output")
            raise typer.Exit(MISUSED)
        path.write_bytes(content)
    except OSError as error:
        tell(f"{path}: cannot be written ({error.strerror}); name another file with --output")
        raise typer.Exit(FAILED) from None
    tell(f"{path}: fill it in, then name it as path of a source of kind {kind} in config.toml")


@app.command()
def demo(
    serve_after: Annotated[bool, typer.Option("--serve/--no-serve", help="Open the dashboard at the end.")] = True,
    config: Config = CONFIG,
) -> None:
    """Build the simulated company, collect and measure it week by week, open the dashboard."""
    with shown_progress("living") as progress:
        steps.demo(config, progress)
    workspace = open_workspace(config)
    tell(f"the demo company stands as of {workspace.today}; try: vigie signals")
    if serve_after:
        steps.serve(config)


@app.command()
def serve(
    config: Config = CONFIG,
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = 8501,
) -> None:
    """Open the dashboard on this machine."""
    open_workspace(config)
    steps.serve(config, port)


@app.command()
def schedule(config: Config = CONFIG) -> None:
    """Run each source at its times, until stopped."""
    keep_schedule(open_workspace(config))
