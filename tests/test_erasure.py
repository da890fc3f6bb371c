"""What was declared of a person and summed of their records is shown to them, and erased with them for good."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from collectors.source import Batch
from jobs.erasure import UnknownPersonError, access, erase
from jobs.landing import Landing
from jobs.workspace import Workspace
from metrics.rollups import OWNER_DAY
from settings.declared import DECLARED
from settings.model import Settings
from settings.tables import PEOPLE
from store import declared, intents, people
from tests.tables import table

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TRAININGS = DECLARED["trainings"]


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_SECRET", "s" * 32)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    settings = Settings.model_validate({"project": {"name": "Essai", "timezone": "UTC"}, "folder": tmp_path})
    return Workspace(settings, clock=lambda: NOW)


def name(workspace: Workspace, who: str) -> str:
    return workspace.pseudonyms.person("", "", f"{who}@x.example")


def land(workspace: Workspace, batch: Batch) -> None:
    """Lands a batch as a run of a source does."""
    positions = intents.settle(workspace.database, workspace.lake, "project")
    with workspace.database.read() as session:
        erased = people.erased(session)
    Landing(workspace.database, workspace.lake, "project", 1, NOW, ZoneInfo("UTC"), positions, erased).land(batch)


def trained(workspace: Workspace, *who: str | None, held: str = "2026-02-10") -> Batch:
    """A sheet of trainings: a line for each person, or for a session of nobody in particular."""
    text = "\n".join(f"{n} | {held} | Start" for n in range(len(who)))
    rows = table(f"line | held | label\n{text}", TRAININGS.read)
    persons = pl.Series([each and name(workspace, each) for each in who], dtype=pl.String)
    return Batch("trainings", "trainings", rows.with_columns(person=persons), complete=True)


@pytest.fixture
def known(workspace: Workspace) -> Workspace:
    """A store with two people who use the CRM, what they were taught, and sums of their records."""
    rows = [{"user": name(workspace, who), "kind": "human", "active": True} for who in ("ana", "bob")]
    land(workspace, Batch("people", "people", pl.DataFrame(rows, schema=PEOPLE), complete=True))
    land(workspace, trained(workspace, "ana", "bob", None, "guest"))
    sums = [
        ("2026-02", day, "contact", None, name(workspace, who), 3, 1.5, 1.0)
        for who in ("ana", "bob")
        for day in (date(2026, 2, 15), date(2026, 2, 22))
    ]
    workspace.lake.refresh("owner_day", pl.DataFrame(sums, schema=OWNER_DAY, orient="row"), "month = '2026-02'")
    return workspace


def taught(workspace: Workspace) -> list[str | None]:
    with workspace.database.read() as session:
        return sorted(declared.declared(session, "trainings", NOW.date())["person"].to_list(), key=str)


def test_access_shows_trainings_and_sums_of_records(known: Workspace) -> None:
    held = access(known, "ana@x.example")

    assert [(row["held"], row["label"]) for row in held["declared"]["trainings"]] == [(date(2026, 2, 10), "Start")]
    assert held["weeks_with_a_sum_of_records"] == 2


def test_erasure_removes_them_and_nobody_else_s(known: Workspace) -> None:
    touched = erase(known, "ana@x.example")

    assert (touched["trainings"], touched["owner_day"]) == (1, 2)
    assert taught(known) == sorted([name(known, "bob"), name(known, "guest"), None], key=str)
    assert known.lake.scan("owner_day").collect()["user"].unique().to_list() == [name(known, "bob")]
    assert access(known, "bob@x.example")["weeks_with_a_sum_of_records"] == 2


def test_rows_no_longer_in_the_sheet_are_erased_too(known: Workspace) -> None:
    land(known, trained(known, "bob", None))
    assert access(known, "ana@x.example")["declared"]

    assert erase(known, "ana@x.example")["trainings"] == 1


def test_a_sheet_read_again_brings_nobody_back(known: Workspace) -> None:
    erase(known, "ana@x.example")
    land(known, trained(known, "ana", "bob", None, "guest"))

    assert taught(known) == sorted([name(known, "bob"), name(known, "guest"), None], key=str)


def test_whoever_is_named_in_a_sheet_alone_has_the_same_rights(known: Workspace) -> None:
    assert access(known, "guest@x.example")["declared"]
    assert erase(known, "guest@x.example")["trainings"] == 1

    for right in (access, erase):
        with pytest.raises(UnknownPersonError):
            right(known, "guest@x.example")
