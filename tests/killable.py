"""Collecting, measuring and maintaining in a process that ends as by kill -9, at a named place or at any moment.

The program holds no hooks for this: a place is a function of it, replaced in the child process before it starts.
"""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from alembic.operations import Operations
from deltalake import DeltaTable

import store.lake
from jobs.collect import collect
from jobs.landing import Landing
from jobs.measure import measure
from jobs.steps import maintain
from jobs.workspace import open_workspace
from store import declared, figures, files, intents, people, sources
from store.database import Database
from store.lake import Lake

SECRET = "not a secret: thirty-two letters."  # noqa: S105  fixed, so that pseudonyms are the same in each run
KILLED = -signal.SIGKILL

Place = Callable[[], None]


def _always(*_: Any, **__: Any) -> bool:
    return True


def before(owner: Any, name: str, when: Callable[..., bool] = _always, nth: int = 1) -> Place:
    """Ends the process before a function does its n-th work of some kind."""
    return lambda: _replace(owner, name, when, nth, late=False)


def after(owner: Any, name: str, when: Callable[..., bool] = _always, nth: int = 1) -> Place:
    """Ends the process after a function did its n-th work of some kind."""
    return lambda: _replace(owner, name, when, nth, late=True)


def _replace(owner: Any, name: str, when: Callable[..., bool], nth: int, *, late: bool) -> None:
    original = getattr(owner, name)
    times = iter(range(1, 1_000_000))

    def deadly(*args: Any, **kwargs: Any) -> Any:
        here = when(*args, **kwargs) and next(times) == nth
        if here and not late:
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*args, **kwargs)
        if here:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, deadly)


def _batch(table: str, stream: str = "") -> Callable[..., bool]:
    """Whether the batch among a landing's arguments is for that table."""

    def right(*args: Any, **_: Any) -> bool:
        batch = next(arg for arg in args if hasattr(arg, "stream") and hasattr(arg, "frame"))
        return bool(batch.table == table and (not stream or batch.stream == stream))

    return right


def _of(table: str) -> Callable[..., bool]:
    return lambda _lake, name, *_, **__: name == table


PLACES: Mapping[str, Place] = {
    "while writing people": after(people, "land_people"),
    "while writing memberships": after(people, "_replace"),
    "between a SQL table and the lake": after(Landing, "land", _batch("fields", "fields/account")),
    "in the sweep of records": before(Landing, "_reject", _batch("records/account", "sweep")),
    "between two tables of the lake": after(Landing, "land", _batch("records/account", "sweep")),
    "between intent and commit of records": before(Landing, "_commit", _batch("records/contact")),
    "after the commit of records": after(Landing, "_commit", _batch("records/contact", "now")),
    "before the history of records": before(Landing, "land", _batch("records/opportunity", "history")),
    "after the history of records": after(Landing, "_commit", _batch("records/opportunity", "history")),
    "before the intent of events": before(Landing, "_note", _batch("events")),
    "between intent and commit of events": before(Landing, "_commit", _batch("events")),
    "after the commit of events": after(Landing, "_commit", _batch("events")),
    "between the last batch and the end of the run": before(sources, "end_run"),
    "between two roll-ups of events": before(Lake, "refresh", _of("user_day_feature")),
    "between two roll-ups of records": before(Lake, "refresh", _of("stage_day")),
    "between the first roll-ups of records": before(Lake, "refresh", _of("owner_day")),
    "before marking measured": before(intents, "mark_measured"),
    "after marking measured": after(intents, "mark_measured"),
    "in the transaction of series": before(figures, "keep_levels"),
    "before the series are committed": after(figures, "keep_changes"),
    "after the series are committed": before(Database, "remember", lambda _, name, *__: name == "measured_at"),
    "in maintenance before a checkpoint": before(DeltaTable, "create_checkpoint", nth=2),
    "in maintenance before a vacuum": before(DeltaTable, "vacuum", nth=3),
    "in maintenance before a clean-up": before(DeltaTable, "cleanup_metadata"),
    "before maintenance is noted": before(Database, "remember", lambda _, name, *__: name == "maintained_on"),
}
FIRST_PLACES: Mapping[str, Place] = {
    "while making the SQL tables": before(Operations, "create_table", nth=6),
    "in the first people": after(people, "land_people"),
    "before the first commit": before(Landing, "_commit"),
    "in the first roll-up": before(Lake, "refresh"),
}
SHEETS: Mapping[str, Place] = {
    "while writing a sheet": after(declared, "land", lambda _, __, name, *___: name == "champions"),
    "after a sheet": after(Landing, "land", _batch("champions")),
    "while writing answers": after(declared, "land_pulse"),
}
SHARES: Mapping[str, Place] = {
    "while writing files": after(files, "land"),
    "after overlaps": after(Landing, "land", _batch("overlaps")),
    "after files": after(Landing, "land", _batch("files")),
    "after coverage": after(Landing, "land", _batch("coverage")),
    "at the end": before(files, "sweep"),
}


def week(config: Path, day: date, place: str = "") -> None:
    """What a night does on a day, up to a place."""
    os.environ["VIGIE_SECRET"] = SECRET
    store.lake.FEW_FILES = 0  # a small lake is maintained too
    if place:
        {**PLACES, **FIRST_PLACES, **SHEETS, **SHARES}[place]()
    workspace = open_workspace(config, as_of=day)
    for outcome in collect(workspace):
        if outcome.error:
            raise RuntimeError(outcome.error)
    measure(workspace)
    maintain(workspace)


def run(config: Path, day: date, place: str = "", kill_after_s: float | None = None) -> int:
    """Runs a night in a process of its own; its exit code, `KILLED` when it was."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.killable"])
    process = context.Process(target=week, args=(config, day, place))
    process.start()
    if kill_after_s is not None:
        time.sleep(kill_after_s)
        with suppress(ProcessLookupError):
            os.kill(process.pid or 0, signal.SIGKILL)
    process.join(120)
    return process.exitcode if process.exitcode is not None else 1
