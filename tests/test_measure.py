"""What metrics are given: people who have an account, whatever other lists say."""

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from jobs.collect import collect
from jobs.measure import inputs
from jobs.workspace import Workspace
from settings.model import Settings
from tests.crms import Crm

PEOPLE = {"user": "mail", "email": "mail"}
EVENTS = {"table": "log", "cursor": "id", "at": "at", "user": "who", "action": "what", "actions": {"e": "edit"}}


@pytest.fixture
def crm(tmp_path: Path) -> Crm:
    made = Crm(f"sqlite:///{tmp_path / 'crm.db'}")
    made.run(
        "CREATE TABLE log (id INTEGER PRIMARY KEY, at TEXT, who TEXT, what TEXT)",
        "CREATE TABLE users (mail TEXT)",
        "CREATE TABLE staff (mail TEXT, role TEXT)",
        "INSERT INTO users VALUES ('ana@x.fr'), ('bob@x.fr')",
        "INSERT INTO staff VALUES ('ana@x.fr', 'Vendeur'), ('cy@x.fr', 'Vendeur')",
    )
    return made


def expected(tmp_path: Path, crm: Crm, *, listed: bool) -> list[str | None]:
    """The roles of who is expected in the newest week, where the CRM lists its users or does not."""
    users = {"people": {"table": "users", **PEOPLE}} if listed else {}
    sources = {
        "crm": crm.source(events=[EVENTS], **users).options,
        "hr": crm.source(people={"table": "staff", "role": "role", **PEOPLE}).options,
    }
    settings = Settings.model_validate(
        {"project": {"name": "Essai"}, "privacy": {"informed_on": date(2026, 3, 2)}, "folder": tmp_path}
    ).model_copy(update={"sources": sources})
    workspace = Workspace(settings, clock=lambda: datetime(2026, 3, 16, 3, tzinfo=UTC), bounded=True)
    assert [outcome.error for outcome in collect(workspace)] == ["", ""]
    found = inputs(workspace)["expected"].collect()
    return sorted(found.filter(pl.col("period") == date(2026, 3, 9))["role"].to_list(), key=str)


def test_staff_without_an_account_are_not_expected_and_the_list_still_tells_roles(tmp_path: Path, crm: Crm) -> None:
    assert expected(tmp_path, crm, listed=True) == [None, "Vendeur"]


def test_where_the_crm_lists_nobody_the_list_of_staff_says_who_is_expected(tmp_path: Path, crm: Crm) -> None:
    assert expected(tmp_path, crm, listed=False) == ["Vendeur", "Vendeur"]
