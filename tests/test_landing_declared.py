"""Declared facts and answers land once, keep to known teams, forget who was erased, and survive being cut off."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from jobs.collect import Outcome, collect
from jobs.erasure import access, erase
from jobs.workspace import Workspace, open_workspace
from store import declared, sources
from tests.digests import digests
from tests.killable import KILLED, SECRET, run
from tests.workbooks import Rows, workbook

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TODAY = date(2026, 3, 2)
LEA = "lea@exemple.example"
CONFIG = """
[project]
name = "Essai"
[sources.equipe]
kind = "files"
folder = "equipe"
[sources.equipe.people]
files = "*.csv"
user = "mail"
email = "mail"
team = "equipe"
[sources.fond]
kind = "foundations"
path = "fondations.xlsx"
[sources.avis]
kind = "pulse"
path = "avis.csv"
"""
CHAMPIONS: Rows = [["Équipe", "Heures par semaine"], ["nord", 2], ["Sud", 3]]
TRAININGS: Rows = [
    ["Date", "Intitulé", "E-mail", "Personnes formées"],
    [date(2026, 2, 2), "Prise en main", LEA, None],
    [date(2026, 2, 3), "Prise en main", None, 12],
]


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_SECRET", SECRET)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with people, a workbook and a survey."""
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "equipe").mkdir()
    (tmp_path / "equipe" / "equipe.csv").write_text(f"mail;equipe\n{LEA};Nord\ntom@x.example;Sud\n", encoding="utf-8")
    (tmp_path / "avis.csv").write_text(
        f"round;e-mail;team;easy\n2026-02-02;{LEA};Nord;4\n2026-02-02;tom@x.example;Est;2\n", encoding="utf-8"
    )
    workbook(tmp_path / "fondations.xlsx", {"Ambassadeurs": CHAMPIONS, "Formations": TRAININGS})
    return tmp_path


@pytest.fixture
def at(folder: Path) -> Callable[..., Workspace]:
    return lambda day=0: open_workspace(folder / "config.toml", clock=lambda: NOW + day * DAY)


def landed(workspace: Workspace) -> dict[str, Outcome]:
    outcomes = {outcome.source: outcome for outcome in collect(workspace)}
    assert [outcome.error for outcome in outcomes.values() if outcome.error] == []
    return outcomes


def set_aside(workspace: Workspace) -> list[tuple[str, str]]:
    with workspace.database.read() as session:
        rows = sources.rejects(session).select("reason", "where").rows()
    return [row for row in rows if row[0] not in ("missing_sheet", "came_back_empty")]


def sheet(workspace: Workspace, name: str, *columns: str) -> list[tuple[object, ...]]:
    with workspace.database.read() as session:
        return declared.declared(session, name, workspace.today).select(*columns).rows()


def test_twice_is_once_and_a_later_run_changes_nothing(at: Callable[..., Workspace]) -> None:
    first = landed(at())
    assert (first["fond"].rows, first["avis"].rows) == (4, 2)
    held = digests(at())

    for day in (0, 1, 30):
        again = landed(at(day))
        assert (again["fond"].rows, again["avis"].rows) == (0, 0)
        assert digests(at()) == held


def test_teams_are_named_as_the_crm_does_and_unknown_ones_are_told(folder: Path, at: Callable[..., Workspace]) -> None:
    workbook(folder / "fondations.xlsx", {"Ambassadeurs": [*CHAMPIONS, ["Est", 1]]})
    landed(at())

    assert sheet(at(), "champions", "team", "hours_a_week") == [("Nord", 2.0), ("Sud", 3.0)]
    with at().database.read() as session:
        assert declared.pulse(session)["team"].sort().to_list() == [None, "Nord"]
    (answers,) = (where for reason, where in set_aside(at()) if "row 3" in where)
    assert set_aside(at()) == [("unknown_team", answers), ("unknown_team", "Ambassadeurs · row 4 · Équipe")]


def test_a_mistake_that_is_mended_is_told_no_longer_and_its_row_is_taken(
    folder: Path, at: Callable[..., Workspace]
) -> None:
    workbook(folder / "fondations.xlsx", {"Ambassadeur": [*CHAMPIONS, ["Est", 1], ["Nord", "beaucoup"]]})
    assert landed(at())["fond"].rejects == 2
    assert {reason for reason, _ in set_aside(at())} == {"unknown_team", "not_a_number", "renamed_sheet"}

    workbook(folder / "fondations.xlsx", {"Ambassadeurs": [*CHAMPIONS, ["Sud", 1], ["Nord", 5]]})
    (folder / "avis.csv").write_text("round;e-mail;team;easy\n2026-02-02;tom@x.example;Sud;2\n", encoding="utf-8")
    assert landed(at(1))["fond"].rejects == 0
    assert set_aside(at(1)) == []
    assert len(sheet(at(1), "champions", "team")) == 4


def test_a_list_of_people_that_is_mended_is_told_no_longer(folder: Path, at: Callable[..., Workspace]) -> None:
    path = folder / "equipe" / "equipe.csv"
    good = path.read_text(encoding="utf-8")
    path.write_text(f"{good}trop;de;cellules\n;Sud\n", encoding="utf-8")
    landed(at())
    assert sorted(reason for reason, _ in set_aside(at()) if reason != "unknown_team") == ["broken_line", "no_user"]

    path.write_text(good, encoding="utf-8")
    landed(at(1))
    assert {reason for reason, _ in set_aside(at(1))} == {"unknown_team"}


@pytest.mark.parametrize("sheets", [{}, {"Ambassadeurs": [["Équipe"], ["Nord"]]}, {"Ambassadeurs": [["Bonjour"]]}])
def test_what_was_declared_stays_when_its_sheet_cannot_be_read(
    folder: Path, at: Callable[..., Workspace], sheets: dict[str, Rows]
) -> None:
    landed(at())
    workbook(folder / "fondations.xlsx", {"Rituels": [["x"]], **sheets})
    landed(at(1))

    assert sheet(at(1), "champions", "team", "until") == [("Nord", None), ("Sud", None)]


def test_a_workbook_that_is_gone_leaves_all_as_it_was_and_is_told(folder: Path, at: Callable[..., Workspace]) -> None:
    landed(at())
    (folder / "fondations.xlsx").unlink()
    errors = {outcome.source: outcome.error for outcome in collect(at(1))}

    assert [name for name, error in errors.items() if error] == ["fond"]
    assert "there is no such file" in errors["fond"]
    assert sheet(at(1), "champions", "team") == [("Nord",), ("Sud",)]


def test_an_erased_person_is_gone_from_trainings_and_answers_and_does_not_come_back(
    at: Callable[..., Workspace],
) -> None:
    landed(at())
    held = access(at(), LEA)
    assert len(held["declared"]["trainings"]) == 1
    assert held["declared"]["pulse"] == 1

    erase(at(), LEA)
    for day in (0, 1):
        assert sheet(at(day), "trainings", "person", "trained") == [(None, 12.0)]
        with at().database.read() as session:
            assert declared.pulse(session).height == 1
        landed(at(day))
    assert sheet(at(1), "trainings", "person", "trained") == [(None, 12.0)]


def test_a_person_who_was_only_trained_is_known_to_those_who_ask(folder: Path, at: Callable[..., Workspace]) -> None:
    workbook(folder / "fondations.xlsx", {"Formations": [*TRAININGS, [date(2026, 2, 4), "Suite", "zoe@x.example"]]})
    landed(at())

    assert [len(rows) for rows in access(at(), "zoe@x.example")["declared"].values()] == [1]
    assert erase(at(), "zoe@x.example")["trainings"] == 1
    assert len(sheet(at(), "trainings", "label")) == 2


def test_nothing_kept_names_a_file_an_address_or_a_remark(folder: Path, at: Callable[..., Workspace]) -> None:
    rows = [*TRAININGS, [date(2026, 2, 4), "Formation de zoe@x.example", "hautrivasse"]]
    workbook(folder / "fondations.xlsx", {"Formations": rows, "Hautrivasse Quitterie": [["Hautrivasse"]]})
    landed(at())

    kept = b"".join(path.read_bytes() for path in (folder / "data").rglob("*") if path.is_file())
    assert kept
    assert [word for word in (LEA, "zoe@x", "autrivasse") if word.encode() in kept] == []


@pytest.mark.parametrize("place", ["while writing a sheet", "after a sheet", "while writing answers"])
def test_cut_off_anywhere_and_run_again_it_is_as_if_it_had_not_been(folder: Path, tmp_path: Path, place: str) -> None:
    undisturbed, disturbed = (tmp_path / name for name in ("undisturbed", "disturbed"))
    for copy in (undisturbed, disturbed):
        copy.mkdir()
        for name in ("config.toml", "equipe", "avis.csv", "fondations.xlsx"):
            (shutil.copytree if (folder / name).is_dir() else shutil.copy)(folder / name, copy / name)
    assert run(undisturbed / "config.toml", TODAY) == 0

    assert run(disturbed / "config.toml", TODAY, place) == KILLED
    assert run(disturbed / "config.toml", TODAY) == 0
    found, wanted = (digests(open_workspace(c / "config.toml", as_of=TODAY)) for c in (disturbed, undisturbed))
    assert json.dumps(found, indent=1) == json.dumps(wanted, indent=1)
