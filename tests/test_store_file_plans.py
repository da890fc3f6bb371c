"""What becomes of workbooks: steps with author and reason, none rewritten, none taken twice by two at once."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from store.database import Database
from store.file_plans import FilePlanError, file_plans, plan
from tests.postgres import Server

NOW = datetime(2026, 9, 14, 5, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        yield Database(f"sqlite:///{tmp_path / 'vigie.db'}")
        return
    server: Server = request.getfixturevalue("server")
    found = Database(server.url(server.database()))
    yield found
    found.engine.dispose()


def step(database: Database, state: str, family: str = "A", today: date = TODAY, **told: object) -> int:
    with database.write() as session:
        return plan(session, family, state, now=NOW, today=today, **{"author": "change lead", **told})  # type: ignore[arg-type]


def held(database: Database, until: date | None = None) -> list[tuple[object, ...]]:
    with database.read() as session:
        return file_plans(session, until).select("family", "version", "state", "reason", "author").rows()


def test_each_step_is_kept_with_who_took_it_and_why(database: Database) -> None:
    assert step(database, "in_progress") == 1
    assert step(database, "kept", reason=" prices of one day ") == 2
    assert step(database, "retired", family="B") == 1

    assert held(database) == [
        ("A", 1, "in_progress", None, "change lead"),
        ("A", 2, "kept", "prices of one day", "change lead"),
        ("B", 1, "retired", None, "change lead"),
    ]


@pytest.mark.parametrize(
    ("state", "told", "said"),
    [
        ("kept", {}, "for a reason"),
        ("kept", {"reason": "  "}, "for a reason"),
        ("retired", {"author": " "}, "role"),
        ("retired", {"version": 0}, "meanwhile"),
        ("retired", {"version": 2}, "meanwhile"),
    ],
)
def test_a_step_without_what_it_needs_is_refused(
    database: Database, state: str, told: dict[str, object], said: str
) -> None:
    step(database, "in_progress")

    with pytest.raises(FilePlanError, match=said):
        step(database, state, **told)
    assert len(held(database)) == 1


def test_who_saw_the_last_step_takes_the_next(database: Database) -> None:
    step(database, "in_progress", version=0)

    assert step(database, "retired", version=1) == 2


def test_two_at_once_do_not_take_the_same_step(server: Server) -> None:
    database = Database(server.url(server.database()))
    with ThreadPoolExecutor(1) as pool:
        with database.write() as first:
            plan(first, "A", "retired", author="project lead", now=NOW, today=TODAY)
            second = pool.submit(step, database, "in_progress")
            await_a_waiting_writer(database)
        with pytest.raises(FilePlanError, match="meanwhile"):
            second.result(timeout=30)

    assert held(database) == [("A", 1, "retired", None, "project lead")]
    database.engine.dispose()


def await_a_waiting_writer(database: Database) -> None:
    """Until a transaction waits for another one's row."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with database.read() as session:
            if session.scalar(sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                return
        time.sleep(0.05)
    raise TimeoutError("nobody waits")


def test_a_past_day_knows_the_steps_made_until_then(database: Database) -> None:
    step(database, "in_progress", today=date(2026, 9, 1))
    step(database, "retired")

    assert [row[2] for row in held(database, date(2026, 9, 13))] == ["in_progress"]
    assert [row[2] for row in held(database, TODAY)] == ["in_progress", "retired"]
