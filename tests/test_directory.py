"""A personnel file beside the CRM: joined by e-mail, it says who is expected, in which team, and who is there."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from jobs.checking import check
from jobs.collect import collect
from jobs.measure import inputs, project_weeks
from jobs.staff import staff
from jobs.workspace import Workspace, open_workspace
from store import sources
from tests.crms import Crm
from tests.workbooks import workbook

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CONFIG = """
[project]
name = "Essai"
[sources.crm]
kind = "sql"
url = "sqlite:///crm.db"
service_accounts = ["robot@x.example"]
[sources.crm.people]
table = "users"
user = "id"
email = "mail"
team = "team"
role = "role"
"""
FILES = """
[sources.rh]
kind = "files"
folder = "rh"
directory = true
[sources.rh.people]
files = "annuaire*"
user = "matricule"
email = "courriel"
team = "service"
role = "emploi"
manager = "responsable"
wave = "vague"
from = "entree"
to = "sortie"
[sources.rh.presence]
files = "presence*"
week = "semaine"
team = "service"
share = "part"
"""
TABLES = """
[sources.rh]
kind = "sql"
url = "sqlite:///rh.db"
directory = true
[sources.rh.people]
table = "annuaire"
user = "matricule"
email = "courriel"
team = "service"
[sources.rh.presence]
query = "SELECT semaine, part FROM presence"
week = "semaine"
share = "part"
"""
ANNUAIRE = """matricule;courriel;service;emploi;responsable;vague;entree;sortie
1;ANA@x.example;Grands comptes;Vendeuse;cy@x.example;1;;
2;bob@x.example;Grands comptes;Vendeur;3;1;;2026-02-10
3;cy@x.example;Direction;Directrice;;;;
4;zoe@x.example;Direction;Assistante;3;;;
5;robot@x.example;Direction;Assistante;3;;;
"""


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_SECRET", "s" * 32)


@pytest.fixture
def company(tmp_path: Path) -> Callable[[str], Workspace]:
    """A CRM with five accounts, and what is configured beside it."""
    crm = Crm(f"sqlite:///{tmp_path / 'crm.db'}")
    crm.run("CREATE TABLE users (id INTEGER, mail TEXT, team TEXT, role TEXT)")
    mails = ["ana@x.example", "bob@x.example", "cy@x.example", "dan@x.example", "robot@x.example"]
    crm.insert("users", ({"id": n, "mail": m, "team": "Nord", "role": "CRM"} for n, m in enumerate(mails, 70)))
    (tmp_path / "rh").mkdir()
    (tmp_path / "rh" / "annuaire.csv").write_text(ANNUAIRE, encoding="utf-8")

    def opened(beside: str) -> Workspace:
        (tmp_path / "config.toml").write_text(CONFIG + beside, encoding="utf-8")
        workspace = open_workspace(tmp_path / "config.toml", clock=lambda: NOW)
        assert [outcome.error for outcome in collect(workspace) if outcome.error] == []
        return workspace

    return opened


def called(workspace: Workspace, *mails: str) -> set[str]:
    return {workspace.pseudonyms.person("", mail, mail) for mail in mails}


def expected_at(workspace: Workspace, period: date) -> pl.DataFrame:
    return inputs(workspace)["expected"].filter(pl.col("period") == period).collect()


def test_those_of_the_directory_who_have_an_account_are_expected_in_its_teams(
    company: Callable[[str], Workspace],
) -> None:
    workspace = company(FILES)
    early, late = (expected_at(workspace, day) for day in (date(2026, 1, 26), date(2026, 2, 16)))

    assert set(early["user"]) == called(workspace, "ana@x.example", "bob@x.example", "cy@x.example")
    assert set(late["user"]) == called(workspace, "ana@x.example", "cy@x.example")
    assert set(late.select("team", "role").rows()) == {("Grands comptes", "Vendeuse"), ("Direction", "Directrice")}


def test_managers_are_known_by_number_or_address(company: Callable[[str], Workspace]) -> None:
    workspace = company(FILES)
    people = staff(workspace).people

    (cy,) = called(workspace, "cy@x.example")
    assert people.filter(pl.col("manager") == cy)["user"].n_unique() == 3
    leads = inputs(workspace)["people"].filter("manages").collect()
    assert leads["user"].to_list() == [cy]


def test_accounts_stay_as_the_crm_tells_them(company: Callable[[str], Workspace]) -> None:
    accounts = inputs(company(FILES))["accounts"].collect()

    assert accounts.group_by("source").len().sort("source").rows() == [("crm", 5), ("rh", 5)]
    assert set(accounts.filter(pl.col("source") == "crm")["role"]) == {"CRM"}


def test_without_a_directory_all_people_of_all_lists_are_expected(company: Callable[[str], Workspace]) -> None:
    workspace = company(FILES.replace("directory = true", "directory = false"))

    everybody = called(workspace, *(f"{name}@x.example" for name in ("ana", "bob", "cy", "dan", "zoe")))
    assert set(expected_at(workspace, date(2026, 1, 26))["user"]) == everybody


def weeks_of(workspace: Workspace) -> dict[date, float]:
    return dict(project_weeks(workspace).select("period", "presence").iter_rows())


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_presence_of_files_counts_in_the_place_of_seasons(
    tmp_path: Path, company: Callable[[str], Workspace], kind: str
) -> None:
    rows = [
        ["semaine", "service", "part"],
        ["2026-01-05", "Grands comptes", 0.5],
        ["08/01/2026", "Direction", "70 %"],
        ["12 janvier 2026", "Direction", "20 %"],
        ["12 janvier 2026", None, 90],
        ["19/01/2026", "Direction", 130],
    ]
    if kind == "xlsx":
        workbook(tmp_path / "rh" / "presence.xlsx", {"Feuille": rows})
    else:
        lines = [";".join("" if cell is None else str(cell) for cell in row) for row in rows]
        (tmp_path / "rh" / "presence.csv").write_text("\n".join([lines[0], "", *lines[1:]]), encoding="utf-8")
    workspace = company(FILES)
    found = weeks_of(workspace)

    told = {day: found[day] for day in (date(2026, 1, 5), date(2026, 1, 12), date(2026, 1, 19))}
    assert told == pytest.approx({date(2026, 1, 5): (0.5 + 0.7) / 2, date(2026, 1, 12): 0.9, date(2026, 1, 19): 1.0})
    with workspace.database.read() as session:
        aside = sources.rejects(session).filter(pl.col("reason") != "came_back_empty").select("reason", "where").rows()
    assert aside == [("over_100_percent", f"presence* · row {6 if kind == 'xlsx' else 7} · part")]


def test_presence_of_a_database_counts_too(tmp_path: Path, company: Callable[[str], Workspace]) -> None:
    rh = Crm(f"sqlite:///{tmp_path / 'rh.db'}")
    rh.run(
        "CREATE TABLE annuaire (matricule INTEGER, courriel TEXT, service TEXT)",
        "CREATE TABLE presence (semaine DATE, part REAL)",
        "INSERT INTO annuaire VALUES (1, 'ana@x.example', 'Est')",
        "INSERT INTO presence VALUES ('2026-01-05', 0.4), ('2026-01-12', NULL)",
    )
    workspace = company(TABLES)

    assert expected_at(workspace, date(2026, 1, 26)).select("team").rows() == [("Est",)]
    assert weeks_of(workspace)[date(2026, 1, 5)] == pytest.approx(0.4)
    assert weeks_of(workspace)[date(2026, 1, 12)] == 1.0


def test_a_presence_mapping_whose_column_is_missing_is_told_by_check(
    tmp_path: Path, company: Callable[[str], Workspace]
) -> None:
    (tmp_path / "rh" / "presence.csv").write_text("semaine;taux\n2026-01-05;50\n", encoding="utf-8")
    report = check(company(FILES))

    assert report.failed
    assert any("presence.csv has no column service, part" in line for line in report.lines)


def test_a_workbook_that_fails_holds_no_week_of_the_crm_back(
    tmp_path: Path, company: Callable[[str], Workspace]
) -> None:
    workbook(tmp_path / "f.xlsx", {"Rituels": [["x"]]})
    beside = '[sources.fond]\nkind = "foundations"\npath = "f.xlsx"\n'
    assert "stale" not in project_weeks(company(beside))["reason"]
    (tmp_path / "f.xlsx").unlink()

    later = open_workspace(tmp_path / "config.toml", clock=lambda: NOW + timedelta(days=28))
    assert [outcome.source for outcome in collect(later) if outcome.error] == ["fond"]
    assert "stale" not in project_weeks(later)["reason"]


def test_check_tells_of_accounts_that_are_not_in_the_directory(company: Callable[[str], Workspace]) -> None:
    report = check(company(FILES))

    assert "! rh: 1 accounts of other sources are not in it and are not expected" in report.lines


def test_check_tells_when_nobody_joins_and_all_stay_expected(
    tmp_path: Path, company: Callable[[str], Workspace]
) -> None:
    (tmp_path / "rh" / "annuaire.csv").write_text(ANNUAIRE.replace("x.example", "y.example"), encoding="utf-8")
    workspace = company(FILES)

    everybody = called(workspace, *(f"{name}@x.example" for name in ("ana", "bob", "cy", "dan")))
    assert set(expected_at(workspace, date(2026, 1, 26))["user"]) == everybody
    told = [line for line in check(workspace).lines if "nobody in it has an account in another source" in line]
    assert len(told) == 1
