"""Collecting: each source pulled once, its batches landed, its run written down whatever happens."""

from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime

import polars as pl
from sqlalchemy.orm import Session

from collectors.cells import midnight
from collectors.source import Pull, Source, SourceError
from jobs.crm import crm
from jobs.kinds import kinds
from jobs.landing import Landing
from jobs.retention import first_kept
from jobs.workspace import Workspace
from settings.model import SourceOptions
from settings.tables import ACTIONS_OF
from store import files, people, sources
from store.database import StoreError
from store.intents import settle
from store.lock import writing

Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Outcome:
    """How the run of one source ended. ``error``: empty when it is complete."""

    source: str
    rows: int
    rejects: int
    error: str = ""


def collect(workspace: Workspace, names: Collection[str] = (), progress: Progress = lambda *_: None) -> list[Outcome]:
    """Pulls the named sources, or all. A source that fails leaves what it had landed before, and the others go on.

    ``progress`` is told each batch: the source's name and the rows so far. Raises StoreError when the store fails.
    """
    with writing(workspace.database, workspace.lake_path):
        return [
            _collect(workspace, name, options, progress)
            for name, options in workspace.settings.sources.items()
            if not names or name in names
        ]


def _collect(workspace: Workspace, name: str, options: SourceOptions, progress: Progress) -> Outcome:
    now = workspace.clock()
    with workspace.database.write() as session:
        run = sources.start_run(session, name, now)
    positions = settle(workspace.database, workspace.lake, name)
    with workspace.database.read() as session:
        erased = people.erased(session)
    landing = Landing(
        workspace.database,
        workspace.lake,
        name,
        run,
        now,
        workspace.settings.project.zone,
        positions,
        erased,
    )
    try:
        source = kinds()[options.kind].connect(name, options, workspace.settings)
        _pull(workspace, source, landing, progress)
    except SourceError as error:
        _end(workspace, landing, "failed", error.kind, str(error))
        return Outcome(name, landing.rows, landing.rejects, str(error))
    except StoreError as error:
        _end_if_possible(workspace, landing, str(error))
        raise
    _end(workspace, landing, "complete")
    return Outcome(name, landing.rows, landing.rejects)


def _pull(workspace: Workspace, source: Source, landing: Landing, progress: Progress) -> None:
    pull = Pull(
        now=landing.now,
        events_since=events_since(workspace, source.name),
        pseudonyms=workspace.pseudonyms,
        cursors={k: p.cursor for k, p in landing.positions.items() if p.cursor},
        bounded=workspace.bounded,
        erased=landing.erased,
        files=lambda: _kept(workspace, lambda session: files.held(session, source.name)),
        kin=lambda: _kept(workspace, files.kin),
        coverage=lambda: _kept(workspace, lambda session: files.last_coverage(session, source.name)),
        crm=lambda: crm(workspace),
    )
    capabilities = [asdict(capability) for capability in source.capabilities()]
    with workspace.database.write() as session:
        sources.keep_capabilities(session, source.name, capabilities)
    for batch in source.batches(pull):
        landing.land(batch)
        progress(source.name, landing.rows)
    _check_acts(workspace, source.name, landing)
    _date_capabilities(workspace, source.name)


def _kept(workspace: Workspace, read: Callable[[Session], pl.DataFrame]) -> pl.DataFrame:
    with workspace.database.read() as session:
        return read(session)


def _check_acts(workspace: Workspace, source: str, landing: Landing) -> None:
    """Raises SourceError where no act of a source was ever readable: its silence would pass for nobody working."""
    if landing.acts or not landing.unfit_acts:
        return
    held = workspace.lake.scan("events").filter(pl.col("source") == source).head(1).collect()
    if held.is_empty():
        raise SourceError(
            source,
            "broken",
            f"none of its {landing.unfit_acts} acts can be read; vigie sources says why. Check the columns that the "
            "events mapping names for at, user and action",
        )


def _date_capabilities(workspace: Workspace, source: str) -> None:
    """Notes since when acts are held, for sources that do not tell: the day of the first act of any kind.

    Not of each kind: that nobody exported in the first weeks is a fact, not a gap.
    """
    acts = workspace.lake.scan("events").filter(pl.col("source") == source)
    first = acts.select(pl.col("day").min()).collect().item()
    if first is None:
        return
    with workspace.database.write() as session:
        for name in ACTIONS_OF:
            sources.date_capability(session, source, name, first)


def noticed_since(workspace: Workspace) -> date:
    """The day from which acts of persons may be read: that on which they were informed, else that of the first run."""
    informed = workspace.settings.privacy.informed_on
    if informed is not None:
        return informed
    with workspace.database.read() as session:
        first = sources.first_run_at(session)
    return first.astimezone(workspace.settings.project.zone).date() if first else workspace.today


def events_since(workspace: Workspace, source: str) -> datetime:
    """From when acts of persons are read: from the notice on, and not beyond how long they are kept.

    The first pull of a source goes back as far as daily sums are kept; the acts themselves are purged once summed.
    """
    privacy = workspace.settings.privacy
    with workspace.database.read() as session:
        pulled = source in sources.last_complete(session)
    months = privacy.retention_events_months if pulled else privacy.retention_person_months
    kept = first_kept(workspace.today, months)
    return midnight(max(noticed_since(workspace), kept), workspace.settings.project.zone)


def _end(workspace: Workspace, landing: Landing, state: str, failure: str = "", error: str = "") -> None:
    with workspace.database.write() as session:
        sources.end_run(
            session, landing.run, workspace.clock(), state=state, rows=landing.rows,
            rejects=landing.rejects, failure=failure, error=error,
        )  # fmt: skip


def _end_if_possible(workspace: Workspace, landing: Landing, error: str) -> None:
    """Writes the failure down where the store still can; the error itself is raised by the caller."""
    try:
        _end(workspace, landing, "failed", "broken", error)
    except StoreError:
        return
