"""Workbooks on a share beside a CRM land once, whatever happens in between, on both databases, and no cell does."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa

from jobs.collect import Outcome, collect
from jobs.crm import crm
from jobs.retention import purge
from jobs.workspace import Workspace, open_workspace
from store import files, sources
from tests import hostile
from tests.finding import found, kept_under
from tests.killable import KILLED, SECRET, run
from tests.postgres import Server
from tests.terminal import vigie
from tests.workbooks import Rows, workbook

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TODAY = date(2026, 3, 2)
CONFIG = """
[project]
name = "Essai"
[store]
database = "{database}"
[sources.crm]
kind = "sql"
url = "sqlite:///crm.db"
people = {{ table = "users", user = "id", team = "team" }}
[[sources.crm.records]]
table = "company"
object = "account"
record = "id"
modified_at = "modified"
owner = "owner"
key_name = "name"
fields = ["name", "phone"]
key_phone = "phone"
[[sources.crm.records]]
table = "person"
object = "contact"
record = "id"
modified_at = "modified"
parent = "company"
key_email = "mail"
fields = ["mail"]
[[sources.crm.records]]
table = "deal"
object = "opportunity"
record = "id"
modified_at = "modified"
parent = "company"
status = "state"
fields = ["state"]
statuses = {{ o = "open", w = "won" }}
[sources.partage]
kind = "shares"
folders = ["Commerce"]
[sources.partage.teams]
"Commerce/Nord" = "Nord"
"""
COMPANIES = [
    f"Établissements {name} et Fils" for name in ("Hautrivasse", "Bélugnier", "Crozanet", "Dubreuil", "Evrardin")
]
HEAD = ("Client", "Contact", "E-mail", "Téléphone", "Étape", "Montant", "Date de relance", "Prochaine action")


def rows(*companies: int) -> Rows:
    """The rows of a tracker that names some companies."""
    body = [
        (
            COMPANIES[number], f"Quitterie Hautrivasse{number}", f"achats@hautrivasse-{number}.fr",
            f"06 39 98 12 {number:02d}", "Négociation", 12_000 + number, date(2026, 3, 12),
            "rappeler Quitterie après le salon",
        )
        for number in companies
    ]  # fmt: skip
    return [HEAD, *body]


CELLS = {
    *COMPANIES, "Hautrivasse", "achats@hautrivasse-1.fr", "0639981201", "Quitterie",
    "rappeler Quitterie après le salon", "Relance de Martinet", "Ghislaine Pontabry", "ghislaine.pontabry",
}  # fmt: skip


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_SECRET", SECRET)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return "sqlite:///data/vigie.db"
    running: Server = request.getfixturevalue("server")
    return running.url(running.database())


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A CRM of five companies, each with a contact and a deal, and a share on which two of its teams keep their own."""
    folder = tmp_path / "projet"
    folder.mkdir()
    (folder / "config.toml").write_text(CONFIG.format(database="sqlite:///data/vigie.db"), encoding="utf-8")
    with closing(sqlite3.connect(folder / "crm.db")) as db, db:
        db.execute("CREATE TABLE users (id TEXT, team TEXT)")
        db.execute("CREATE TABLE company (id INTEGER, modified TEXT, owner TEXT, name TEXT, phone TEXT)")
        db.execute("CREATE TABLE person (id INTEGER, modified TEXT, company INTEGER, mail TEXT)")
        db.execute("CREATE TABLE deal (id INTEGER, modified TEXT, company INTEGER, state TEXT)")
        db.executemany("INSERT INTO users VALUES (?, ?)", [("u1", "Nord"), ("u2", "Sud")])
        for number, name in enumerate(COMPANIES):
            owner = "u1" if number < 3 else "u2"
            phone = f"+33 6 39 98 12 {number:02d}"
            db.execute("INSERT INTO company VALUES (?, '2026-02-01', ?, ?, ?)", (number, owner, name, phone))
            db.execute(
                "INSERT INTO person VALUES (?, '2026-02-01', ?, ?)", (number, number, f"achats@hautrivasse-{number}.fr")
            )
            db.execute("INSERT INTO deal VALUES (?, '2026-02-01', ?, ?)", (number, number, "o" if number < 4 else "w"))
    put(folder, "Commerce/Nord/suivi.xlsx", rows(0, 1, 2))
    put(folder, "Commerce/Sud/suivi affaires.xlsx", rows(2, 3, 4))
    put(folder, "Commerce/Sud/vacances.xlsx", [("Nom", "Du", "Au"), ("Ghislaine Pontabry", "1/8", "15/8")])
    (folder / "Commerce" / "protégé.xlsx").write_bytes(hostile.with_password())
    return folder


def put(folder: Path, name: str, content: Rows, *, days_ago: float = 1) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    at = (NOW - timedelta(days=days_ago)).timestamp()
    os.utime(workbook(path, {"Relance de Martinet": content}), (at, at))
    return path


@pytest.fixture
def opened(project: Path, url: str) -> Iterator[Callable[[datetime], Workspace]]:
    """Opens the project as it is at a time."""
    (project / "config.toml").write_text(CONFIG.format(database=url), encoding="utf-8")
    workspaces: list[Workspace] = []

    def at(moment: datetime) -> Workspace:
        workspaces.append(open_workspace(project / "config.toml", clock=lambda: moment))
        return workspaces[-1]

    yield at
    for workspace in workspaces:
        workspace.database.engine.dispose()


def collected(workspace: Workspace) -> dict[str, Outcome]:
    return {outcome.source: outcome for outcome in collect(workspace)}


def known(workspace: Workspace, name: str) -> pl.DataFrame:
    zone = workspace.settings.project.zone
    with workspace.database.read() as session:
        tables = {"overlaps": files.overlaps, "coverage": files.coverage, "scans": files.scans}
        return tables[name](session) if name in tables else files.seen(session, zone)


def test_a_share_lands_beside_the_crm_and_is_compared_with_it(opened: Callable[[datetime], Workspace]) -> None:
    workspace = opened(NOW)
    outcomes = collected(workspace)
    seen, shared = known(workspace, "files"), known(workspace, "overlaps")
    tracking = seen.filter("tracking").sort("folder")

    assert {outcome.error for outcome in outcomes.values()} == {""}
    assert tracking.select("folder", "team", "rows").rows() == [("Commerce/Nord", "Nord", 3), ("Commerce/Sud", None, 3)]
    assert seen["state"].value_counts().sort("state").rows() == [("protected", 1), ("read", 3)]
    assert known(workspace, "scans").rows() == [("partage", TODAY)]
    # By name, telephone and e-mail: three companies in each, of whose deals the fifth is won.
    counts = shared.join(tracking.select("file", "folder"), on="file").sort("folder", "object")
    assert counts.select("folder", "object", "records", "live").rows() == [
        ("Commerce/Nord", "account", 3, 3),
        ("Commerce/Nord", "contact", 3, 0),
        ("Commerce/Nord", "opportunity", 3, 3),
        ("Commerce/Sud", "account", 3, 3),
        ("Commerce/Sud", "contact", 3, 0),
        ("Commerce/Sud", "opportunity", 3, 2),
    ]
    covered = known(workspace, "coverage").sort("object", "team")
    assert covered.select("object", "team", "n", "outside").rows() == [
        ("account", "Nord", 3, 3), ("account", "Sud", 2, 2), ("opportunity", None, 4, 4),
    ]  # fmt: skip


def test_a_second_scan_of_what_did_not_change_writes_the_day_alone(opened: Callable[[datetime], Workspace]) -> None:
    collected(opened(NOW))
    before = {name: known(opened(NOW), name) for name in ("files", "overlaps", "coverage")}
    later = opened(NOW + DAY)
    collected(later)

    assert known(later, "files").equals(before["files"])
    assert known(later, "overlaps").equals(before["overlaps"])
    assert known(later, "scans")["day"].to_list() == [TODAY, TODAY + DAY]
    repeated = known(later, "coverage").filter(pl.col("day") == TODAY + DAY)
    assert repeated.drop("day").equals(before["coverage"].drop("day"))


def test_the_life_of_a_file_is_told_by_date(project: Path, opened: Callable[[datetime], Workspace]) -> None:
    collected(opened(NOW))
    put(project, "Commerce/Nord/suivi.xlsx", rows(0, 1, 2, 3), days_ago=-6)
    (project / "Commerce/Sud/suivi affaires.xlsx").rename(project / "Commerce/Sud/affaires.xlsx")
    collected(opened(NOW + 7 * DAY))
    (project / "Commerce/Sud/affaires.xlsx").unlink()
    workspace = opened(NOW + 14 * DAY)
    collected(workspace)
    zone = workspace.settings.project.zone

    with workspace.database.read() as session:
        days = [files.as_of(session, TODAY + n * DAY, zone).filter("tracking") for n in (0, 6, 7, 13, 14)]
    assert [sorted(day["rows"]) for day in days] == [[3, 3], [3, 3], [3, 4], [3, 4], [4]]
    assert [day["family"].n_unique() for day in days] == [2, 2, 2, 2, 1]
    assert pl.concat(days)["family"].n_unique() == 2


def test_rejects_are_those_of_the_last_scan(project: Path, opened: Callable[[datetime], Workspace]) -> None:
    (project / "Commerce" / "perso").mkdir()
    (project / "Commerce" / "RH").mkdir()
    collected(opened(NOW))
    (project / "Commerce" / "RH").rmdir()
    workspace = opened(NOW)
    with workspace.database.read() as session:
        assert sources.rejects(session).select("reason", "where", "count").rows() == [
            ("personal_folder", "Commerce", 2)
        ]
    outcome = collected(workspace)["partage"]
    with workspace.database.read() as session:
        assert sources.rejects(session)["count"].to_list() == [1]
    assert outcome.rejects == 0


def test_no_cell_is_kept_printed_or_logged(
    project: Path, opened: Callable[[datetime], Workspace], capfd: pytest.CaptureFixture[str]
) -> None:
    put(project, "Commerce/Nord/formules.xlsx", [*rows(0, 1), ("=1/0", "=[1]Prix!A1", "x", "y", "z", 3, 4, "t")])
    (project / "Commerce" / "tronqué.xlsx").write_bytes((project / "Commerce/Nord/suivi.xlsx").read_bytes()[:3000])
    (project / "Commerce" / "liste.csv").write_text("\n".join(";".join(map(str, row)) for row in rows(1, 2)), "cp1252")
    workspace = opened(NOW)
    outcomes = collected(workspace)
    kept = kept_under(project / "data")
    if "postgresql" in workspace.database.url:
        with workspace.database.engine.connect() as connection:
            for table in sa.inspect(connection).get_table_names():
                kept[table] = "\n".join(map(str, connection.execute(sa.text(f'SELECT * FROM "{table}"'))))
    told = [*capfd.readouterr(), *(outcome.error for outcome in outcomes.values())]

    assert any("Commerce/Nord" in text for text in kept.values())
    assert found([*kept.values(), *kept, *told], CELLS) == set()


def test_the_command_line_tells_of_the_share(project: Path) -> None:
    (project / "Commerce" / "perso").mkdir()
    config = ("--config", str(project / "config.toml"))
    collect(open_workspace(project / "config.toml", clock=lambda: NOW))
    checked = vigie(("check", *config), {"VIGIE_SECRET": SECRET, "COLUMNS": "300"})
    sources_told = vigie(("sources", "--json", *config), {"VIGIE_SECRET": SECRET})
    (told,) = (one for one in json.loads(sources_told.output) if one["source"] == "partage")

    assert checked.code == 0
    assert "! partage: Commerce: folders set aside as personal" in checked.messages
    assert "✓ partage (shares): reached" in checked.messages
    assert told["last_run"]["state"] == "complete"
    assert found([checked.output, checked.messages, sources_told.output], CELLS) == set()
    shutil.rmtree(project / "Commerce")
    failed = vigie(("check", *config), {"VIGIE_SECRET": SECRET, "COLUMNS": "300"})
    assert failed.code == 1
    assert "✗ partage: there is no folder 'Commerce'; mount it, or mend the source's folders" in failed.messages


def test_marks_of_savers_are_purged_with_daily_sums(project: Path, opened: Callable[[datetime], Workspace]) -> None:
    path = project / "Commerce" / "vieux.xlsx"
    for days, name in ((500, "vieux"), (1, "neuf")):
        path = project / "Commerce" / f"{name}.xlsx"
        path.write_bytes(hostile.workbook(saver="Ghislaine Pontabry"))
        at = (NOW - timedelta(days=days)).timestamp()
        os.utime(path, (at, at))
    workspace = opened(NOW)
    collected(workspace)

    assert purge(workspace)["savers"] == 1
    assert known(workspace, "files")["savers"].drop_nulls().len() == 1


# ---- what the CRM holds ----


def test_the_crm_is_told_by_keys_of_its_records(opened: Callable[[datetime], Workspace]) -> None:
    workspace = opened(NOW)
    collected(workspace)
    held = crm(workspace)
    made = workspace.pseudonyms
    keys = held.keys.group_by("object", "kind").len().sort("object", "kind").rows()
    first = held.keys.filter(pl.col("key") == made.of("email", "achats@hautrivasse-0.fr"))

    assert keys == [
        ("account", "name", 5), ("account", "phone", 5), ("contact", "email", 5),
        ("opportunity", "email", 5), ("opportunity", "name", 5), ("opportunity", "phone", 5),
    ]  # fmt: skip
    assert sorted(first["record"]) == sorted(
        [made.record("crm", "contact", "0"), made.record("crm", "opportunity", "0")]
    )
    live = held.keys.filter("live").select("object", "record").unique().group_by("object").len().sort("object").rows()
    assert live == [("account", 5), ("opportunity", 4)]
    assert {"name", "phone", "mail", "state"} <= held.fields


def test_an_account_without_work_for_a_year_is_active_through_its_open_deal_alone(
    project: Path, opened: Callable[[datetime], Workspace]
) -> None:
    with closing(sqlite3.connect(project / "crm.db")) as db, db:
        db.execute("UPDATE company SET modified = '2025-03-01'")
        db.execute("UPDATE company SET modified = '2025-03-03' WHERE id = 4")
        db.execute("UPDATE deal SET state = 'w' WHERE id IN (2, 3)")
    workspace = opened(NOW)
    collected(workspace)
    live = crm(workspace).keys.filter(pl.col("live") & (pl.col("object") == "account"))

    assert {*live["record"]} == {workspace.pseudonyms.record("crm", "account", str(n)) for n in (0, 1, 4)}


def test_deleted_records_are_not_compared_with(project: Path, opened: Callable[[datetime], Workspace]) -> None:
    collected(opened(NOW))
    with closing(sqlite3.connect(project / "crm.db")) as db, db:
        db.execute("DELETE FROM company WHERE id = 0")
        db.execute("DELETE FROM deal WHERE id = 0")
    later = opened(NOW + DAY)
    collected(later)

    held = crm(later).keys
    assert held.filter(pl.col("object") == "account")["record"].n_unique() == 4
    assert known(later, "coverage").filter(pl.col("day") == TODAY + DAY)["n"].sum() == 4 + 3


def test_without_a_crm_nothing_is_compared(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        '[project]\nname = "Essai"\n[sources.partage]\nkind = "shares"\nfolders = ["Commerce"]\n', encoding="utf-8"
    )
    put(tmp_path, "Commerce/suivi.xlsx", rows(0, 1, 2))
    workspace = open_workspace(tmp_path / "config.toml", clock=lambda: NOW)
    (outcome,) = collect(workspace)

    assert outcome.error == ""
    assert known(workspace, "files")["tracking"].to_list() == [True]
    assert known(workspace, "coverage").is_empty()


# ---- cut off ----


def state(config: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that was found, without the order in which it came."""
    workspace = open_workspace(config, as_of=TODAY)
    held = {name: known(workspace, name) for name in ("files", "overlaps", "coverage", "scans")}
    workspace.database.engine.dispose()
    return {name: sorted(frame.rows(), key=str) for name, frame in held.items()}


@pytest.mark.parametrize(
    "place", ["while writing files", "after overlaps", "after files", "after coverage", "at the end"]
)
def test_a_scan_killed_and_run_again_is_one_that_was_not(project: Path, tmp_path: Path, place: str) -> None:
    for path in (project / "Commerce").rglob("*.xlsx"):
        os.utime(path, (NOW.timestamp() - 5 * 86400,) * 2)
    whole = shutil.copytree(project, tmp_path / "entier") / "config.toml"
    config = project / "config.toml"

    assert run(whole, TODAY) == 0
    assert run(config, TODAY, place) == KILLED
    assert run(config, TODAY) == 0
    assert state(config) == state(whole)
    assert run(config, TODAY) == 0
    assert state(config) == state(whole)
