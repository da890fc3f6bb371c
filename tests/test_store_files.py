"""Workbooks keep their history by date, on both databases: what was known on a day stays known."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from settings.tables import COVERAGE, FILES, KIN, OVERLAPS
from store import files
from store.database import Database
from tests.postgres import Server

PARIS = ZoneInfo("Europe/Paris")
DAY = timedelta(days=1)
FIRST = date(2026, 3, 2)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        opened = Database(f"sqlite:///{tmp_path / 'vigie.db'}")
    else:
        running: Server = request.getfixturevalue("server")
        opened = Database(running.url(running.database()))
    yield opened
    opened.engine.dispose()


def row(file: str, **more: Any) -> dict[str, Any]:
    told = {
        "file": file, "family": file, "folder": "Commerce", "extension": "xlsx", "name": None, "team": None,
        "size": 5_000_000_000, "saved_at": datetime(2026, 3, 1, 23, 30, 0, 123456, UTC), "stamp": "1", "state": "read",
        "macros": False, "linked": False, "tracking": True, "score": 0.1 + 0.2, "reasons": "a,b", "rows": 20,
        "savers": "ABC234", "signature": "AAAA", "titles": "Relance\nMontant", "untold": 1,
    }  # fmt: skip
    return told | more


def batch(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=FILES)


def land(database: Database, day: date, *rows: dict[str, Any], alive: str | None = None) -> tuple[int, int]:
    """Rows changed, and files gone where a whole scan told which are there."""
    with database.write() as session:
        changed = files.land(session, "partage", batch(*rows), day)
        return changed, 0 if alive is None else files.sweep(session, "partage", alive, day)


def known(database: Database, day: date) -> dict[str, int]:
    with database.read() as session:
        return dict(files.as_of(session, day, PARIS).select("file", "rows").iter_rows())


def test_what_lands_comes_back(database: Database) -> None:
    land(database, FIRST, row("a"), row("b", saved_at=None, score=None))
    with database.read() as session:
        assert files.held(session, "partage").equals(batch(row("a"), row("b", saved_at=None, score=None)))
        assert files.held(session, "autre").is_empty()
        seen = files.seen(session, PARIS)

    assert dict(seen.schema) == files.SEEN
    # Half past midnight in Paris.
    assert seen.select("saved_on", "seen_from", "seen_to").row(0) == (date(2026, 3, 2), FIRST, None)


def test_a_state_that_did_not_change_is_not_written_again(database: Database) -> None:
    assert land(database, FIRST, row("a"), row("b")) == (2, 0)
    assert land(database, FIRST + DAY, row("a"), row("b", rows=21)) == (1, 0)
    assert land(database, FIRST + DAY, row("a"), row("b", rows=21)) == (0, 0)


def test_every_day_shows_what_was_known_on_it(database: Database) -> None:
    land(database, FIRST, row("a", rows=1), alive="a")
    land(database, FIRST + 2 * DAY, row("a", rows=2), row("b", rows=5), alive="ab")
    assert land(database, FIRST + 4 * DAY, alive="b") == (0, 1)
    land(database, FIRST + 6 * DAY, row("a", rows=3), alive="ab")

    assert [known(database, FIRST + n * DAY) for n in range(-1, 7)] == [
        {}, {"a": 1}, {"a": 1}, {"a": 2, "b": 5}, {"a": 2, "b": 5}, {"b": 5}, {"b": 5}, {"a": 3, "b": 5},
    ]  # fmt: skip
    with database.read() as session:
        assert files.scans(session)["day"].to_list() == [FIRST + n * DAY for n in (0, 2, 4, 6)]


def test_of_one_day_the_last_state_counts(database: Database) -> None:
    land(database, FIRST, row("a", rows=1))
    land(database, FIRST, row("a", rows=2), alive="a")
    land(database, FIRST, alive="")
    land(database, FIRST, row("a", rows=3), alive="a")

    with database.read() as session:
        seen = files.seen(session, PARIS)
    assert seen.select("rows", "seen_from", "seen_to").rows() == [(3, FIRST, None)]


def test_sources_do_not_touch_each_other(database: Database) -> None:
    land(database, FIRST, row("a"), alive="a")
    with database.write() as session:
        files.land(session, "autre", batch(row("a", rows=9)), FIRST)
        files.sweep(session, "autre", [], FIRST + DAY)

    assert known(database, FIRST + DAY) == {"a": 20}


def test_many_files_land_and_go(database: Database) -> None:
    many = [row(f"{number:05d}") for number in range(2500)]
    assert land(database, FIRST, *many) == (2500, 0)
    assert land(database, FIRST + DAY, *(one | {"rows": 1} for one in many), alive="") == (2500, 2500)


def test_kin_are_all_files_ever_seen_as_they_were_last_the_first_seen_first(database: Database) -> None:
    land(database, FIRST, row("z", family="z", signature="old"), alive="z")
    land(database, FIRST + DAY, row("z", family="y", signature="new"), row("a"), alive="z")
    with database.read() as session:
        kin = files.kin(session)

    assert kin.columns == list(KIN)
    assert kin.rows() == [("z", "y", "new"), ("a", "a", "AAAA")]


def shared(file: str, object_: str, records: int) -> dict[str, Any]:
    return dict.fromkeys(OVERLAPS, 0) | {"file": file, "object": object_, "records": records}


def overlapping(database: Database, day: date, *rows: dict[str, Any]) -> int:
    with database.write() as session:
        return files.land_overlaps(session, "partage", pl.DataFrame(rows, schema=OVERLAPS), day)


def test_overlaps_are_written_when_they_change(database: Database) -> None:
    first = (shared("a", "account", 3), shared("a", "opportunity", 0))
    assert overlapping(database, FIRST, *first) == 2
    assert overlapping(database, FIRST, *first) == 2
    assert overlapping(database, FIRST + DAY, *first) == 0
    assert overlapping(database, FIRST + 2 * DAY, shared("a", "account", 0), shared("a", "opportunity", 0)) == 1
    with database.read() as session:
        rows = files.overlaps(session).select("day", "object", "records").rows()

    assert rows == [(FIRST, "account", 3), (FIRST + 2 * DAY, "account", 0), (FIRST, "opportunity", 0)]


def test_coverage_is_kept_by_day_and_replaced_within_it(database: Database) -> None:
    def cover(day: date, *rows: tuple[Any, ...]) -> None:
        with database.write() as session:
            files.land_coverage(session, "partage", pl.DataFrame(rows, schema=COVERAGE, orient="row"), day)

    cover(FIRST, ("account", None, 9, 1, 0), ("account", "Nord", 5, 2, 1))
    cover(FIRST, ("account", None, 9, 4, 0), ("account", "Nord", 5, 2, 1))
    cover(FIRST + DAY)
    with database.read() as session:
        assert files.coverage(session).rows() == [
            ("partage", FIRST, "account", None, 9, 4, 0),
            ("partage", FIRST, "account", "Nord", 5, 2, 1),
        ]
        assert files.last_coverage(session, "partage").height == 2
        assert files.last_coverage(session, "autre").is_empty()


def test_marks_of_savers_are_let_go_of_with_time(database: Database) -> None:
    old, new = datetime(2025, 1, 5, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
    land(database, FIRST, row("a", saved_at=old), row("b", saved_at=new), row("c", saved_at=old, savers=None))
    with database.write() as session:
        assert files.forget_savers(session, datetime(2025, 3, 1, tzinfo=UTC)) == 1
        assert files.forget_savers(session, datetime(2025, 3, 1, tzinfo=UTC)) == 0
    with database.read() as session:
        assert files.held(session, "partage")["savers"].to_list() == [None, "ABC234", None]
