"""Incidents: one open warning for a signal and subject, each step written down, exemptions that end."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from store.database import Database
from store.incidents import IncidentError, change, exempt, follow, incidents, steps
from tests.postgres import Server

NOW = datetime(2026, 9, 14, 5, tzinfo=UTC)
TODAY = NOW.date()
SINCE = date(2026, 8, 31)
RED = ("adoption.rate", "team:Sud", "red", SINCE)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        yield Database(f"sqlite:///{tmp_path / 'vigie.db'}")
        return
    server: Server = request.getfixturevalue("server")
    found = Database(server.url(server.database()))
    yield found
    found.engine.dispose()


def seen(database: Database, *levels: tuple[str, str, str, date], today: date = TODAY) -> None:
    with database.write() as session:
        follow(session, levels, NOW, today)


def step(database: Database, state: str, today: date = TODAY, **told: object) -> None:
    with database.write() as session:
        change(session, 1, state, author="change lead", now=NOW, today=today, **told)  # type: ignore[arg-type]


def states(database: Database) -> list[str]:
    with database.read() as session:
        return incidents(session)["state"].to_list()


def test_a_warning_opens_one_incident_however_often_it_is_seen(database: Database) -> None:
    seen(database, RED)
    seen(database, RED)
    seen(database, ("adoption.rate", "team:Sud", "amber", SINCE))

    assert states(database) == ["new"]


def test_green_closes_it_and_grey_does_not(database: Database) -> None:
    seen(database, RED)
    seen(database, ("adoption.rate", "team:Sud", "grey", SINCE))
    assert states(database) == ["new"]

    seen(database, ("adoption.rate", "team:Sud", "green", TODAY))
    with database.read() as session:
        row = incidents(session).row(0, named=True)
    assert (row["state"], row["reason"], row["closed_on"]) == ("resolved", "recovered", TODAY)


def test_what_somebody_resolved_comes_back_only_as_a_new_warning(database: Database) -> None:
    seen(database, RED)
    step(database, "resolved", reason="acted")
    seen(database, RED)
    assert states(database) == ["resolved"]

    seen(database, ("adoption.rate", "team:Sud", "red", TODAY))
    assert states(database) == ["new", "resolved"]


def test_each_step_is_written_down_with_its_author(database: Database) -> None:
    seen(database, RED)
    step(database, "acknowledged")
    step(database, "assigned", role="sales manager")

    with database.read() as session:
        told = steps(session).select("state", "role", "author").rows()
    assert told == [
        ("new", None, "vigie"),
        ("acknowledged", None, "change lead"),
        ("assigned", "sales manager", "change lead"),
    ]


@pytest.mark.parametrize(
    ("state", "told", "said"),
    [
        ("assigned", {}, "to a role"),
        ("resolved", {}, "reason"),
        ("exempt", {"until": TODAY + timedelta(30)}, "reason"),
        ("exempt", {"reason": "expected"}, "last day"),
        ("exempt", {"reason": "expected", "until": TODAY}, "last day"),
        ("acknowledged", {"version": 7}, "somebody else"),
    ],
)
def test_a_step_without_what_it_needs_is_refused(
    database: Database, state: str, told: dict[str, object], said: str
) -> None:
    seen(database, RED)

    with pytest.raises(IncidentError, match=said):
        step(database, state, **told)
    assert states(database) == ["new"]


def test_two_who_saw_the_same_state_do_not_overwrite_each_other(database: Database) -> None:
    seen(database, RED)
    step(database, "acknowledged", version=1)

    with pytest.raises(IncidentError, match="meanwhile"):
        step(database, "resolved", reason="acted", version=1)


def test_an_exemption_ends_by_itself(database: Database) -> None:
    last = TODAY + timedelta(30)
    seen(database, RED)
    step(database, "exempt", reason="expected", until=last)

    with database.read() as session:
        assert exempt(session, last) == {("adoption.rate", "team:Sud")}
        assert exempt(session, last + timedelta(1)) == set()
    seen(database, RED, today=last + timedelta(1))
    assert states(database) == ["new"]


def test_an_unknown_incident_is_told(database: Database) -> None:
    with pytest.raises(IncidentError, match="vigie incidents"):
        step(database, "acknowledged")
