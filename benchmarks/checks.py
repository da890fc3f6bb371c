"""What is measured, each against its limit."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path

import polars as pl

from benchmarks import alone, lakes, shares
from benchmarks.lakes import TABLE, Lakes
from benchmarks.rounds import Row, Side, compared, cpu
from jobs.refresh import refresh
from jobs.workspace import Workspace
from metrics import record_rollups, rollups
from settings.tables import AGAIN, EVENTS, LANDED, RECORDS, filled

Check = Callable[[Lakes, int], list[Row]]


def event_size(made: Lakes, _rounds: int) -> list[Row]:
    """Bytes an event takes in the lake, as it stands after landing and maintenance."""
    size = lakes.bytes_of(lakes.workspace(made.company, made.long), "events")
    events = made.company.events // made.company.months * made.company.months
    each = size / events
    detail = f"{size / 1e6:.1f} MB for {events:,} events"
    return [Row("event-size", "bytes an event takes in the Delta table", each, 10, 1, each, each, detail)]


def user_day(made: Lakes, rounds: int) -> list[Row]:
    """The roll-up by user and day, a month at a time as refreshing does, against scanning its columns once."""
    onto = lakes.workspace(made.company, made.long)
    columns = ["month", "day", "source", "user", "action", "fields", "client"]
    work = cpu(lambda: _by_month(onto, made, rollups.user_day))
    scan, decoding = cpu(lambda: _scan(onto, "events", columns)), cpu(lambda: _decode(onto, "events", columns))
    what = "user-day refresh / scan of the same columns"
    less = "user-day refresh / decoding them without looking at a value"
    return [
        compared("user-day", what, work, scan, 3, rounds, "s"),
        compared("user-day-decoding", less, work, decoding, None, rounds, "s"),
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
    """Which fields are filled by source, owner, team and stage, against scanning the states it is asked of."""
    flags = [filled(slug) for slug in made.company.slugs]
    whole = [*RECORDS, *AGAIN, *LANDED, *flags]
    needed = ["source", "owner", "team", "stage", "deleted", "day", "again", *flags]
    sides: list[tuple[str, str, Path, float | None, Callable[[Workspace], None]]] = [
        ("completeness", "completeness / scan of the records' states and flags", made.once, 2.5,
         lambda onto: _scan(onto, TABLE, whole)),
        ("completeness-needed", "completeness / scan of the columns it needs alone", made.once, None,
         lambda onto: _scan(onto, TABLE, needed)),
        ("completeness-changed", "the first when 5 % of the records have a second row", made.twice, None,
         lambda onto: _scan(onto, TABLE, whole)),
    ]  # fmt: skip
    rows = []
    for name, what, folder, limit, scan in sides:
        onto = lakes.workspace(made.company, folder)
        rows.append(
            compared(name, what, cpu(partial(_filling, onto, made)), cpu(partial(scan, onto)), limit, rounds, "s")
        )
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


def scan(made: Lakes, rounds: int) -> list[Row]:
    """Scanning a share that did not change, against the first scan, which opens everything; and its memory."""
    files, accounts = (round(count * made.company.scale) for count in (shares.FILES, shares.ACCOUNTS))
    folder = shares.project(made.folder.parent / f"share-{files}", files, accounts)
    return shares.lines(shares.scanned(folder, rounds), files)


CHECKS: Mapping[str, Check] = {
    "event-size": event_size,
    "user-day": user_day,
    "completeness": completeness,
    "narwhals": narwhals,
    "one-more-day": one_more_day,
    "memory": memory,
    "scan": scan,
}


def _by_month(onto: Workspace, made: Lakes, roll: Callable[[pl.LazyFrame], pl.LazyFrame]) -> None:
    for month in lakes.months_of(made.company):
        events = onto.lake.scan("events", EVENTS | LANDED).filter(pl.col("month") == month)
        roll(events).collect(engine="streaming")


def _scan(onto: Workspace, table: str, columns: list[str]) -> None:
    """Looks at every value of the columns of a whole table once."""
    onto.lake.scan(table).select(pl.col(columns).max()).collect(engine="streaming")


def _decode(onto: Workspace, table: str, columns: list[str]) -> None:
    """Unpacks the columns of a whole table, which for texts means pointing at them, and drops them."""
    onto.lake.scan(table).select(pl.col(columns).null_count()).collect(engine="streaming")


def _filling(onto: Workspace, made: Lakes) -> None:
    """Completeness at the end of the last day, as refreshing computes it for the end of a week."""
    slugs = made.company.slugs
    rows = onto.lake.scan(TABLE)
    several = record_rollups.changed(rows).collect()
    nulls = record_rollups.partial(rows, slugs).collect().row(0, named=True)
    gaps = [slug for slug in slugs if nulls[filled(slug)]]
    end = made.company.first_days()[-1]
    present = record_rollups.states(rows, None if several.is_empty() else several.lazy(), end)
    record_rollups.filling(present, slugs, [], gaps).collect(engine="streaming")


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
