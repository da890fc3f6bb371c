"""What is measured, each against its limit."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path

import polars as pl

from benchmarks import alone, lakes
from benchmarks.lakes import RECORDS, Lakes
from benchmarks.rounds import Row, Side, compared, cpu
from jobs.refresh import refresh
from jobs.workspace import Workspace
from metrics import rollups
from settings.tables import EVENTS, LANDED, filled

Check = Callable[[Lakes, int], list[Row]]


def event_size(made: Lakes, _rounds: int) -> list[Row]:
    """Bytes an event takes in the lake, as it stands after landing and maintenance."""
    size = lakes.bytes_of(lakes.workspace(made.company, made.long), "events")
    events = made.company.events // made.company.months * made.company.months
    each = size / events
    detail = f"{size / 1e6:.1f} MB for {events:,} events"
    return [Row("event-size", "bytes an event takes in the Delta table", each, 10, 1, each, each, detail)]


def user_day(made: Lakes, rounds: int) -> list[Row]:
    """The roll-up by user and day, a month at a time as refreshing does, against reading its columns once."""
    onto = lakes.workspace(made.company, made.long)
    columns = ["month", "day", "source", "user", "action", "fields", "client"]
    return [
        compared(
            "user-day",
            "user-day refresh / scan of the same columns",
            cpu(lambda: _by_month(onto, made, rollups.user_day)),
            cpu(lambda: _read(onto, "events", columns)),
            3,
            rounds,
            "s",
        )
    ]


def narwhals(made: Lakes, rounds: int) -> list[Row]:
    """The roll-up by user and day as it is declared, against the same written for polars."""
    onto = lakes.workspace(made.company, made.long)
    events = onto.lake.scan("events", EVENTS | LANDED)
    keys = ["day", "source", "user"]
    one, other = (roll(events).sort(keys).collect() for roll in (rollups.user_day, alone.user_day))
    if not one.equals(other):
        raise AssertionError("Narwhals and polars differ on the user-day roll-up")
    return [
        compared(
            "narwhals",
            "Narwhals / raw polars, user-day roll-up",
            cpu(lambda: _by_month(onto, made, rollups.user_day)),
            cpu(lambda: _by_month(onto, made, alone.user_day)),
            1.15,
            rounds,
            "s",
        )
    ]


def completeness(made: Lakes, rounds: int) -> list[Row]:
    """Which fields are filled by source, owner, team and stage, against reading the columns it needs."""
    keys = ["source", "owner", "team", "stage", "deleted", "day", "again"]
    columns = [*keys, *(filled(slug) for slug in made.company.slugs)]
    rows = []
    for name, folder, limit, what in (
        ("completeness", made.once, 2.5, "completeness / scan of the same columns"),
        ("completeness-changed", made.twice, None, "the same when 5 % of the records have a second row"),
    ):
        onto = lakes.workspace(made.company, folder)
        work, scan = cpu(partial(_filling, onto, made)), cpu(partial(_read, onto, RECORDS, columns))
        rows.append(compared(name, what, work, scan, limit, rounds, "s"))
    return rows


def one_more_day(made: Lakes, rounds: int) -> list[Row]:
    """Refreshing after another day of events, with a long history and with a short one, as a run does it."""
    with lakes.copied(made.long) as long, lakes.copied(made.short) as short:
        side, against = (_refreshing(lakes.workspace(made.company, folder), made) for folder in (long, short))
        what = f"refresh after a day, {made.company.months} months of history / 1 month"
        return [compared("one-more-day", what, side, against, 2.5, rounds, "s")]


def memory(made: Lakes, rounds: int) -> list[Row]:
    """The most memory a process holds that refreshes everything, with a long history and with a short one."""
    side, against = partial(_peak, made, made.long), partial(_peak, made, made.short)
    what = f"peak memory of a full refresh, {made.company.months} months / 1 month"
    return [compared("memory", what, side, against, 1.5, rounds, "MB")]


CHECKS: Mapping[str, Check] = {
    "event-size": event_size,
    "user-day": user_day,
    "completeness": completeness,
    "narwhals": narwhals,
    "one-more-day": one_more_day,
    "memory": memory,
}


def _by_month(onto: Workspace, made: Lakes, roll: Callable[[pl.LazyFrame], pl.LazyFrame]) -> None:
    for month in lakes.months_of(made.company):
        events = onto.lake.scan("events", EVENTS | LANDED).filter(pl.col("month") == month)
        roll(events).collect(engine="streaming")


def _read(onto: Workspace, table: str, columns: list[str]) -> None:
    """Decodes the columns of a whole table and drops them: what any work on them has to do at least."""
    onto.lake.scan(table).select(pl.col(columns).null_count()).collect(engine="streaming")


def _filling(onto: Workspace, made: Lakes) -> None:
    """Completeness at the end of the last day, as refreshing computes it for the end of a week."""
    slugs = made.company.slugs
    rows = onto.lake.scan(RECORDS)
    several = rollups.changed(rows).collect()
    nulls = rollups.partial(rows, slugs).collect().row(0, named=True)
    gaps = [slug for slug in slugs if nulls[filled(slug)]]
    end = made.company.first_days()[-1]
    present = rollups.states(rows, None if several.is_empty() else several.lazy(), end)
    rollups.filling(present, slugs, [], gaps).collect()


def _refreshing(onto: Workspace, made: Lakes) -> Side:
    """A side that lands one more day, then refreshes; only the refresh counts.

    The days are of the last month, which is full: a day that opened a month of its own would cost less.
    """
    end = made.company.first_days()[-1]
    refresh(onto, end)
    onto.lake.maintain()
    days = count(1)
    timed = cpu(lambda: refresh(onto, end))

    def after_landing() -> float:
        lakes.land(onto, made.company.one_day(end - timedelta(next(days))))
        return timed()

    return after_landing


def _peak(made: Lakes, folder: Path) -> float:
    """Megabytes that a process of its own held at most while it refreshed a copy of a lake whole."""
    company = made.company
    with lakes.copied(folder) as copy:
        command = [sys.executable, "-m", "benchmarks.alone", str(copy), str(company.scale), str(company.months)]
        done = subprocess.run(command, cwd=lakes.ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)
