"""A log is read on from where it stood: nothing twice, nothing missed, whatever its cursor is."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

import collectors.database
from collectors.source import SourceError
from tests.crms import LOG, NOW, Crm, log, times, user

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def test_only_what_is_new_is_read(crm: Crm) -> None:
    log(crm, "TEXT", *[AT.isoformat()] * 3)
    assert len(times(crm)) == 3
    assert times(crm) == []
    crm.insert("log", [{"id": 9, "at": AT.isoformat(), "who": "u", "what": "view"}])
    assert crm.pull(events=[LOG]).table("events")["action"].to_list() == ["view"]


def test_late_commits_are_read_and_nothing_twice(crm: Crm) -> None:
    log(crm, "TEXT", *[AT.isoformat()] * 3)
    crm.run("DELETE FROM log WHERE id = 2")
    assert len(times(crm)) == 2
    crm.insert("log", [{"id": 2, "at": AT.isoformat(), "who": "late", "what": "view"}])
    assert crm.pull(events=[LOG]).table("events")["user"].to_list() == [user("late")]
    assert times(crm) == []


@pytest.mark.parametrize("kind", ["TIMESTAMPTZ", "TIMESTAMP", "TEXT", "BIGINT"])
def test_a_cursor_of_times_may_tie_and_come_late(postgres: Crm, kind: str) -> None:
    def written(moment: datetime) -> object:
        if kind == "BIGINT":
            return int(moment.timestamp() * 1000)
        return moment.isoformat() if kind == "TEXT" else moment.replace(tzinfo=None) if kind == "TIMESTAMP" else moment

    mapping = LOG | {"cursor": "at"}
    log(postgres, kind, *[written(AT)] * 3)
    assert postgres.pull(events=[mapping]).table("events").height == 3
    assert postgres.pull(events=[mapping]).table("events").height == 0
    late = [AT, AT - timedelta(minutes=5), AT + timedelta(minutes=1)]
    postgres.insert(
        "log", ({"id": 10 + n, "at": written(at), "who": f"l{n}", "what": "view"} for n, at in enumerate(late))
    )
    assert sorted(postgres.pull(events=[mapping]).table("events")["at"]) == sorted(late)
    assert postgres.pull(events=[mapping]).table("events").height == 0


def test_like_rows_across_two_chunks_all_count(crm: Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collectors.database, "CHUNK", 2)
    log(crm, "TEXT", *[AT.isoformat()] * 5)
    mapping = LOG | {"cursor": "at", "table": None, "query": "SELECT at, who, what FROM log"}

    assert crm.pull(events=[mapping]).table("events").height == 5
    assert crm.pull(events=[mapping]).table("events").height == 0
    crm.insert("log", [{"id": 9, "at": AT.isoformat(), "who": "u1", "what": "edit"}])
    assert crm.pull(events=[mapping]).table("events").height == 1


def test_a_clock_that_runs_ahead_hides_and_repeats_nothing(crm: Crm) -> None:
    crm.run("CREATE TABLE log (id INTEGER, stamp TEXT, at TEXT, who TEXT, what TEXT)")
    ahead = (NOW + timedelta(hours=2)).isoformat()
    crm.insert("log", [{"id": 1, "stamp": ahead, "at": AT.isoformat(), "who": "u", "what": "edit"}])
    mapping = LOG | {"cursor": "stamp"}
    assert crm.pull(events=[mapping]).table("events").height == 1
    assert crm.pull(events=[mapping]).table("events").height == 0
    crm.insert("log", [{"id": 2, "stamp": NOW.isoformat(), "at": AT.isoformat(), "who": "u", "what": "edit"}])
    assert crm.pull(NOW + timedelta(hours=1), events=[mapping]).table("events").height == 1
    assert crm.pull(NOW + timedelta(hours=9), events=[mapping]).table("events").height == 0


def test_what_lies_ahead_is_counted_once_and_read_when_it_has_come(crm: Crm) -> None:
    soon = NOW + timedelta(hours=2)
    log(crm, "TEXT", AT.isoformat(), soon.isoformat())
    mapping = LOG | {"cursor": "at"}
    first, second = crm.pull(events=[mapping]), crm.pull(events=[mapping])
    assert {r.reason for r in first.rejects} == {"future"}
    assert first.rejects == second.rejects
    assert crm.pull(soon, events=[mapping]).table("events")["at"].to_list() == [soon]


def test_rows_without_a_cursor_are_counted(crm: Crm) -> None:
    log(crm, "TEXT", AT.isoformat())
    crm.run("CREATE TABLE holed (id INTEGER, at TEXT, who TEXT, what TEXT)")
    crm.run("INSERT INTO holed SELECT * FROM log", "INSERT INTO holed SELECT NULL, at, who, what FROM log")
    pulled = crm.pull(events=[LOG | {"table": "holed"}])

    assert pulled.table("events").height == 1
    assert [(r.reason, r.where, r.count) for r in pulled.rejects] == [("null_cursor", "holed.id", 1)]


def test_a_log_without_a_cursor_is_read_again_whole(crm: Crm) -> None:
    log(crm, "TEXT", AT.isoformat(), (AT - timedelta(days=1)).isoformat())
    mapping = {key: value for key, value in LOG.items() if key != "cursor"}
    batch = crm.pull(events=[mapping]).batches[-1]

    assert batch.frame.height == 2
    assert batch.replace_from == AT - timedelta(days=1)


@pytest.mark.parametrize("values", [("1", "999", "1000"), ("31/12/2025", "01/01/2026"), ("a", "12", "13")])
def test_a_cursor_whose_order_is_not_that_of_time_is_refused(crm: Crm, values: tuple[str, ...]) -> None:
    crm.run("CREATE TABLE log (id TEXT, at TEXT, who TEXT, what TEXT)")
    crm.insert("log", ({"id": v, "at": AT.isoformat(), "who": "u", "what": "edit"} for v in values))
    with pytest.raises(SourceError, match=r"log\.id cannot be the cursor"):
        crm.pull(events=[LOG])


def test_one_more_column_in_a_mapping_reads_nothing_again(crm: Crm) -> None:
    log(crm, "TEXT", AT.isoformat())
    assert len(times(crm)) == 1
    assert crm.pull(events=[LOG | {"feature": "what"}]).table("events").height == 0
    query = LOG | {"table": None, "query": "SELECT * FROM log"}
    assert crm.pull(events=[query]).table("events").height == 0


def test_mixed_types_in_a_column_are_met_again(lite: Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    lite.run("CREATE TABLE log (id INTEGER PRIMARY KEY, at, who, what)")
    lite.insert(
        "log", ({"id": n, "at": AT.isoformat(), "who": w, "what": "edit"} for n, w in enumerate([1, "a", 2.0, 3]))
    )
    assert lite.pull(events=[LOG]).table("events")["user"].to_list() == [user(n) for n in ("1", "a", "2", "3")]
    monkeypatch.setattr(collectors.database, "CHUNK", 1)
    assert lite.pull(events=[LOG]).table("events").height == 0


def test_a_bounded_pull_reads_nothing_of_later(crm: Crm) -> None:
    log(crm, "TEXT", AT.isoformat(), (AT + timedelta(days=3)).isoformat())
    assert crm.pull(AT + timedelta(days=1), bounded=True, events=[LOG]).table("events")["at"].to_list() == [AT]
    later = crm.pull(AT + timedelta(days=9), bounded=True, events=[LOG])
    assert later.table("events")["at"].to_list() == [AT + timedelta(days=3)]
    assert later.rejects == []


def test_a_long_log_is_read_in_bounded_memory(tmp_path: Path) -> None:
    """A million rows; what a process needs beyond its imports stays far under what they would take at once."""
    script = """
import resource, sqlite3, sys
from datetime import UTC, datetime
from tests.crms import Crm, LONG_AGO, NOW, PSEUDONYMS
from collectors.source import Pull
path = sys.argv[1]
db = sqlite3.connect(path)
db.execute("CREATE TABLE log (id INTEGER PRIMARY KEY, at TEXT, who TEXT, what TEXT)")
numbers = ((n, f"2026-02-01 10:{n // 60 % 60:02}:{n % 60:02}", f"u{n % 500}", "edit") for n in range(1_000_000))
db.executemany("INSERT INTO log VALUES (?, ?, ?, ?)", numbers)
db.commit()
source = Crm(f"sqlite:///{path}").source(
    events=[{"table": "log", "cursor": "id", "at": "at", "user": "who", "action": "what"}]
)
batches = source.batches(Pull(NOW, LONG_AGO, PSEUDONYMS))
next(b for b in batches if b.frame.height)
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
early, rows = peak(), sum(b.frame.height for b in batches)
print(rows, peak() - early)
"""
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "crm.db")],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent,
        env=os.environ | {"POLARS_MAX_THREADS": "2"},
    )  # fmt: skip
    rows, more_mib = map(int, ran.stdout.split())

    assert rows == 950_000
    assert more_mib < 60


def test_the_cursor_of_a_bulk_of_like_times_stays_small(lite: Crm) -> None:
    lite.run("CREATE TABLE contact (id INTEGER, at TEXT)")
    with sa.create_engine(lite.url).begin() as connection:
        connection.exec_driver_sql("INSERT INTO contact VALUES (?, ?)", [(n, AT.isoformat()) for n in range(12_000)])
    mapping = {"table": "contact", "object": "contact", "record": "id", "modified_at": "at"}
    pulled = lite.pull(records=[mapping])

    assert pulled.table("records/contact").height == 12_000
    assert len(str(pulled.cursors["now/records/contact"])) < 1_000


def test_rows_of_one_place_in_a_log_of_one_time_are_all_met(lite: Crm) -> None:
    lite.run("CREATE TABLE log (id INTEGER, at TEXT, who TEXT, what TEXT)")
    with sa.create_engine(lite.url).begin() as connection:
        rows = [(n, AT.isoformat(), f"u{n}", "edit") for n in range(6_000)]
        connection.exec_driver_sql("INSERT INTO log VALUES (?, ?, ?, ?)", rows)
    mapping = LOG | {"cursor": "at"}
    assert lite.pull(events=[mapping]).table("events").height == 6_000
    assert lite.pull(events=[mapping]).table("events").height == 0
