"""Nothing that names a person is kept, printed or logged, even when a mapping points at the wrong column."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from demo.crm import Crm as Demo
from jobs.collect import collect
from jobs.measure import measure
from jobs.workspace import Workspace, open_workspace
from settings.model import Settings
from tests.crms import Crm
from tests.finding import found, kept_under, persons
from tests.postgres import Server, serving
from tests.terminal import vigie

ROOT = Path(__file__).parent.parent
COMMANDS = (
    ("signals", "--json"),
    ("sources", "--json"),
    ("series", "adoption.rate", "--json"),
    ("series", "data_quality.completeness", "--json"),
    ("events", "--by", "action,object,source,client,week", "--json"),
    ("records", "--by", "object,stage,status,team", "--json"),
    ("fields", "--json"),
    ("signals",),
    ("sources",),
    ("check",),
    ("collect",),
)
EMAIL, PHONE, NAME = "quitterie.hautrivasse@exemple.fr", "06 39 98 12 34", "Quitterie Hautrivasse"
PERSONAL = (EMAIL, PHONE, NAME, "Hautrivasse", "quitterie.hautrivasse")


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_SECRET", "s" * 32)


@pytest.fixture
def own_secret(secret: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The secret that the demo company made for itself."""
    monkeypatch.delenv("VIGIE_SECRET")


def store_of(config: Path) -> dict[str, str]:
    """All files under the data folder but the CRM itself."""
    return {name: text for name, text in kept_under(config.parent / "data").items() if not name.startswith("demo/")}


def test_nothing_under_the_data_folder_names_a_person(demo_company: Path) -> None:
    names = persons(demo_company.parent / "data" / "demo" / "crm.db")
    kept = store_of(demo_company)
    kinds = {suffix for name in kept for suffix in (".parquet", ".json", "vigie.db") if name.endswith(suffix)}

    assert len(names) > 10_000
    assert kinds == {".parquet", ".json", "vigie.db"}
    assert found(kept.values(), names) == set()
    assert found(kept, names) == set()


@pytest.mark.usefixtures("own_secret")
def test_nothing_printed_names_a_person(demo_copy: Path) -> None:
    names = persons(demo_copy.parent / "data" / "demo" / "crm.db")
    for words in COMMANDS:
        ran = vigie((*words, "--config", str(demo_copy)), {"COLUMNS": "300"})
        assert ran.code == 0
        if "--json" in words:
            assert json.loads(ran.output)
        assert found([ran.output, ran.messages], names) == set(), words


def test_a_canary_in_an_allowed_column_is_found(tmp_path: Path) -> None:
    config = Path(shutil.copy(ROOT / "config.toml", tmp_path))
    crm = Demo(tmp_path / "data" / "demo" / "crm.db")
    crm.live(crm.weeks[0])
    with closing(sqlite3.connect(crm.path)) as db, db:
        (surname,) = db.execute("SELECT nom FROM utilisateur WHERE nom IS NOT NULL").fetchone()
        db.execute("UPDATE equipe SET libelle = 'Équipe ' || ? WHERE id = 1", (surname,))
        db.execute("UPDATE journal SET client = 'WEB', objet = ?", (surname.upper(),))
    workspace = open_workspace(config, as_of=crm.weeks[0] + timedelta(days=7))
    collect(workspace)
    measure(workspace)
    kept, names = store_of(config), persons(crm.path)

    places = {"/".join(name.split("/")[:2]).removesuffix("-wal") for name in kept if found([kept[name]], names)}
    assert {"vigie.db", "lake/events"} <= places


def test_the_search_sees_through_case_accents_and_grouping() -> None:
    assert found(["x BÉLUGNIER y"], ["Bélugnier"]) == {"belugnier"}
    assert found(["tél : 06.39.98-12 34"], ["0639981234"]) == {"0639981234"}
    assert found(["MZXW6YTBOI"], ["Bélugnier"]) == set()


# ---- mappings that point at the wrong column ----


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("postgresql") / "cluster") as running:
        yield running


@pytest.fixture
def crm(tmp_path: Path) -> Crm:
    made = Crm(f"sqlite:///{tmp_path / 'crm' / 'crm.db'}")
    (tmp_path / "crm").mkdir()
    made.run(
        "CREATE TABLE users (id TEXT, mail TEXT, name TEXT)",
        "CREATE TABLE log (id INTEGER, at TEXT, who TEXT, what TEXT, free TEXT)",
        "CREATE TABLE contact (id INTEGER, free TEXT, name TEXT)",
    )
    for n in range(60):
        made.insert("users", [{"id": f"u{n}", "mail": f"p{n}.{EMAIL}", "name": f"Hautrivasse {n}"}])
        made.insert("log", [{"id": n, "at": "2026-02-02", "who": "u1", "what": "edit", "free": f"Hautrivasse {n}"}])
        made.insert("contact", [{"id": n, "free": PERSONAL[n % 2], "name": f"Hautrivasse {n}"}])
    return made


@pytest.fixture
def on(tmp_path: Path) -> Callable[[Crm], Workspace]:
    def workspace(crm: Crm) -> Workspace:
        settings = Settings.model_validate(
            {"project": {"name": "Essai"}, "privacy": {"informed_on": date(2026, 1, 1)}, "folder": tmp_path}
        )
        sources = {"crm": crm.source().options}
        now = datetime(2026, 3, 2, 12, tzinfo=UTC)
        return Workspace(settings.model_copy(update={"sources": sources}), clock=lambda: now)

    return workspace


LOG = {"table": "log", "cursor": "id", "at": "at", "user": "who", "action": "what"}
WRONG: dict[str, dict[str, Any]] = {
    "the team is an address": {"people": {"table": "users", "user": "id", "team": "mail"}},
    "the role is a name": {"people": {"table": "users", "user": "id", "role": "name"}},
    "the wave is a name": {"people": {"table": "users", "user": "id", "wave": "name"}},
    "the kind is a name": {"people": {"table": "users", "user": "id", "kind": "name"}},
    "the action is an address": {"events": [LOG | {"action": "mail"}]},
    "the action is a telephone": {"events": [LOG | {"action": "phone"}]},
    "the object is a name": {"events": [LOG | {"object": "free"}]},
    "the feature is an address": {"events": [LOG | {"feature": "mail"}]},
    "the feature is a link": {"events": [LOG | {"feature": "link"}]},
    "the client is a name": {"events": [LOG | {"client": "free"}]},
    "the fields are values": {"events": [LOG | {"fields": "changes"}]},
    "the count is a telephone": {"events": [LOG | {"rows": "phone"}]},
    "the count is a name": {"events": [LOG | {"rows": "free"}]},
    "the time is an address": {"events": [LOG | {"at": "mail"}]},
    "the cursor is an address": {"events": [LOG | {"cursor": "mail"}]},
    "the stage is a name": {"records": [{"table": "contact", "object": "contact", "record": "id", "stage": "name"}]},
    "the stage is an address": {"records": [{"table": "contact", "object": "c", "record": "id", "stage": "free"}]},
    "the status is an address": {"records": [{"table": "contact", "object": "c", "record": "id", "status": "free"}]},
    "the pipeline is a name": {
        "records": [{"table": "contact", "object": "contact", "record": "id", "pipeline": "name"}]
    },
    "all of an order is personal": {
        "orders": [
            {
                "table": "log", "order": "mail", "ordered_on": "at", "kind": "free", "kinds": {"N": "new"},
                "team": "free", "amount": "phone", "opportunity": "free", "of": "crm",
                "key_email": "mail", "key_phone": "phone", "key_name": "free", "key_company_id": "phone",
            }
        ]
    },
    "the day and the cursor of an order are addresses": {
        "orders": [{"table": "log", "cursor": "mail", "order": "id", "ordered_on": "mail", "team": "phone"}]
    },
    "the team of a record is an address": {
        "records": [{"table": "contact", "object": "contact", "record": "id", "team": "free"}]
    },
    "dates and amounts are names": {
        "records": [
            {
                "table": "contact", "object": "contact", "record": "free", "modified_at": "name", "created_at": "name",
                "amount": "name", "close_date": "name", "deleted": "name", "owner": "free", "parent": "free",
                "key_email": "free", "key_phone": "free", "key_name": "name", "key_company_id": "name",
                "fields": ["name", "free"],
            }
        ]
    },
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_mapping_keeps_nothing_personal(
    crm: Crm, on: Callable[[Crm], Workspace], tmp_path: Path, wrong: str, capfd: pytest.CaptureFixture[str]
) -> None:
    crm.run("ALTER TABLE log ADD COLUMN mail TEXT", "ALTER TABLE log ADD COLUMN phone TEXT")
    crm.run("ALTER TABLE log ADD COLUMN link TEXT", "ALTER TABLE log ADD COLUMN changes TEXT")
    changes = json.dumps({"name": [NAME, "x"], "phone": PHONE})
    crm.run(f"UPDATE log SET mail = id || '.{EMAIL}', phone = '{PHONE}', changes = '{changes}'")
    crm.run(f"UPDATE log SET link = 'https://crm/contact/' || '{NAME}'")
    crm.mapping = WRONG[wrong]
    (outcome,) = collect(on(crm))
    told = [outcome.error, *capfd.readouterr()]
    kept = kept_under(tmp_path / "data")

    assert kept
    assert found([*kept.values(), *kept, *told], PERSONAL) == set()


def test_an_error_of_the_driver_quotes_no_value(server: Server, on: Callable[[Crm], Workspace], tmp_path: Path) -> None:
    crm = Crm(server.url(server.database()))
    crm.run("CREATE TABLE log (id INT, at TEXT, who TEXT, what TEXT)")
    crm.insert("log", [{"id": 1, "at": "2026-02-02", "who": EMAIL, "what": NAME}])
    crm.run(f"CREATE FUNCTION fail() RETURNS INT LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{NAME}'; END $$")
    for expression in ("who::int", "what::date", "1 / length(who) - fail()"):
        crm.mapping = {"events": [LOG | {"table": None, "query": f"SELECT {expression} AS id, at, who, what FROM log"}]}
        (outcome,) = collect(on(crm))
        assert "the database cannot run a query of the mapping (SQLSTATE" in outcome.error
        assert found([outcome.error, *kept_under(tmp_path / "data").values()], PERSONAL) == set()


def test_text_in_another_encoding_is_read_and_quoted_nowhere(
    crm: Crm, on: Callable[[Crm], Workspace], tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "crm" / "crm.db")) as db, db:
        db.execute("UPDATE log SET free = CAST(? AS TEXT)", ("Hautrivassé".encode("latin-1"),))
    crm.mapping = {"events": [LOG | {"rows": "free"}], "people": {"table": "users", "user": "id", "email": "mail"}}
    (outcome,) = collect(on(crm))

    assert (outcome.error, outcome.rows) == ("", 60)
    assert found(kept_under(tmp_path / "data").values(), PERSONAL) == set()


def test_cells_that_are_no_words_are_counted(crm: Crm, on: Callable[[Crm], Workspace]) -> None:
    crm.mapping = {"people": {"table": "users", "user": "id", "team": "mail"}}
    workspace = on(crm)
    (outcome,) = collect(workspace)

    assert outcome.rejects == 60
