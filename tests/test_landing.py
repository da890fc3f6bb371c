"""What a custom-built CRM holds lands once, keeps its past, and survives what a CRM does to its own tables."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from collectors.filling import slug
from jobs.collect import Outcome, collect
from jobs.landing import Landing
from jobs.workspace import Workspace
from settings.model import Settings
from settings.tables import filled
from store import people, sources
from store.database import StoreError
from tests.crms import Crm
from tests.digests import digests

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
EVENTS = {"table": "log", "cursor": "id", "at": "at", "user": "who", "action": "what"}
CONTACT = {
    "table": "contact", "object": "contact", "record": "id", "modified_at": "modified", "created_at": "created",
    "owner": "owner", "deleted": "gone", "fields": ["name", "mail"],
}  # fmt: skip
DEAL = {
    "table": "deal", "object": "opportunity", "record": "id", "modified_at": "modified", "stage": "stage",
    "amount": "amount", "close_date": "closing", "stages": {"1": "open", "2": {"name": "négo"}, "3": "won"},
}  # fmt: skip


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_SECRET", "s" * 32)


@pytest.fixture
def crm(tmp_path: Path) -> Crm:
    made = Crm(f"sqlite:///{tmp_path / 'crm.db'}")
    made.run(
        "CREATE TABLE log (id INTEGER, at TEXT, who TEXT, what TEXT)",
        "CREATE TABLE users (id TEXT, mail TEXT, team TEXT, since TEXT)",
        "CREATE TABLE contact (id INTEGER, name TEXT, mail TEXT, owner TEXT, modified TEXT, created TEXT, gone TEXT)",
        "CREATE TABLE deal (id INTEGER, stage INTEGER, amount TEXT, closing TEXT, modified TEXT)",
        "CREATE TABLE deal_history (n INTEGER, deal INTEGER, at TEXT, stage INTEGER)",
    )
    return made


@pytest.fixture
def on(tmp_path: Path, crm: Crm) -> Callable[..., Workspace]:
    def workspace(now: datetime = NOW, **mapping: Any) -> Workspace:
        crm.mapping = mapping or crm.mapping
        source = crm.source().options
        settings = Settings.model_validate(
            {"project": {"name": "Essai"}, "privacy": {"informed_on": date(2026, 1, 1)}, "folder": tmp_path}
        )
        return Workspace(settings.model_copy(update={"sources": {"crm": source}}), clock=lambda: now)

    return workspace


def landed(workspace: Workspace) -> Outcome:
    (outcome,) = collect(workspace)
    assert outcome.error == ""
    return outcome


def rows(workspace: Workspace, table: str, stream: str | None = None) -> pl.DataFrame:
    found = workspace.lake.scan(table).collect()
    return found.filter(pl.col("stream") == stream) if stream else found


def contact(crm: Crm, native: int, modified: datetime | None = NOW, **more: Any) -> None:
    stamp = modified.isoformat() if modified else None
    crm.insert("contact", [{"id": native, "modified": stamp, "created": "2026-01-05", **more}])


def test_twice_is_once_for_every_kind_of_stream(crm: Crm, on: Callable[..., Workspace]) -> None:
    for native in range(5):
        contact(crm, native, NOW - native * DAY, name="A", mail=None)
    contact(crm, 9, None, created="2031-01-01")
    crm.insert("log", ({"id": n, "at": (NOW - n * DAY).isoformat(), "who": "u", "what": w} for n, w in enumerate("ae")))
    crm.run("INSERT INTO log VALUES (7, '2026-02-02', 'u', 'edit'), (8, '2029-01-01', 'u', 'edit')")
    crm.run("INSERT INTO deal VALUES (1, 2, '1 234,50 €', '31/03/2026', '2026-02-01')")
    crm.run("INSERT INTO deal_history VALUES (1, 1, '2026-01-10', 1), (2, 1, '2026-01-20', 2), (3, 1, NULL, 1)")
    crm.run("INSERT INTO users VALUES ('u', 'u@x.fr', 'Nord', NULL), ('u', 'u@x.fr', 'Nord', NULL)")
    mapping = {
        "events": [EVENTS, {k: v for k, v in EVENTS.items() if k != "cursor"}],
        "records": [
            CONTACT,
            DEAL | {"history": {"table": "deal_history", "record": "deal", "at": "at", "cursor": "n"}},
            {"table": "users", "object": "lead", "record": "id"},
        ],
        "people": {"table": "users", "user": "id", "email": "mail", "team": "team"},
    }
    first = landed(on(**mapping))
    held = digests(on(**mapping))
    assert first.rows == 2 + 6 + 1 + 2 + 1

    for _ in range(2):
        assert landed(on(**mapping)).rows == 0
        assert digests(on(**mapping)) == held


def test_a_record_that_changes_gets_a_row_and_one_that_does_not_gets_none(
    crm: Crm, on: Callable[..., Workspace]
) -> None:
    contact(crm, 1, NOW - DAY, name="A")
    landed(on(records=[CONTACT]))
    crm.run("UPDATE contact SET mail = 'anne@exemple.fr', modified = '2026-03-03T10:00:00Z'")
    assert landed(on(NOW + DAY, records=[CONTACT])).rows == 1
    crm.run("UPDATE contact SET modified = modified")
    assert landed(on(NOW + 2 * DAY, records=[CONTACT])).rows == 0

    found = rows(on(), "records/contact").sort("seen_at")
    assert found[filled(slug("mail"))].to_list() == [False, True]
    assert found["again"].to_list() == [False, True]


def test_flags_and_dates_of_deletion_both_mark_a_record_deleted(crm: Crm, on: Callable[..., Workspace]) -> None:
    for native, gone in enumerate(("1", "oui", "2026-02-02 10:00", "0", None)):
        contact(crm, native, gone=gone)
    landed(on(records=[CONTACT]))

    assert rows(on(), "records/contact")["deleted"].to_list() == [True, True, True, False, False]


def test_a_record_gone_for_good_is_marked_and_one_back_again_restored(crm: Crm, on: Callable[..., Workspace]) -> None:
    contact(crm, 1)
    contact(crm, 2)
    landed(on(records=[CONTACT]))
    crm.run("CREATE TABLE aside AS SELECT * FROM contact WHERE id = 2", "DELETE FROM contact WHERE id = 2")
    assert landed(on(NOW + DAY, records=[CONTACT])).rows == 1
    assert landed(on(NOW + DAY, records=[CONTACT])).rows == 0
    crm.run("INSERT INTO contact SELECT * FROM aside")
    assert landed(on(NOW + 2 * DAY, records=[CONTACT])).rows == 1
    assert landed(on(NOW + 3 * DAY, records=[CONTACT])).rows == 0

    swept = rows(on(), "records/contact", "sweep").sort("seen_at")
    assert swept["deleted"].to_list() == [True, False]
    assert swept["modified_at"].to_list() == [NOW + DAY, NOW + 2 * DAY]


@pytest.mark.parametrize("mapping", [CONTACT, CONTACT | {"modified_at": None}])
def test_a_table_that_comes_back_empty_wipes_nothing(
    crm: Crm, on: Callable[..., Workspace], mapping: dict[str, Any]
) -> None:
    persons = {"table": "users", "user": "id"}
    crm.run("INSERT INTO users VALUES ('u', NULL, NULL, NULL)")
    contact(crm, 1, NOW - DAY)
    landed(on(records=[mapping], people=persons))
    crm.run("CREATE TABLE aside AS SELECT * FROM contact", "DELETE FROM contact", "DELETE FROM users")
    outcome = landed(on(NOW + DAY, records=[mapping], people=persons))

    assert (outcome.rows, outcome.rejects) == (0, 2)
    with on().database.read() as session:
        assert people.people(session)["active"].to_list() == [True]
        assert set(sources.rejects(session)["reason"]) == {"came_back_empty"}
    crm.run("INSERT INTO contact SELECT * FROM aside", "INSERT INTO users VALUES ('u', NULL, NULL, NULL)")
    assert landed(on(NOW + DAY, records=[mapping], people=persons)).rows == 0
    with on().database.read() as session:
        assert sources.rejects(session).is_empty()


def test_records_without_a_time_of_change_are_compared(crm: Crm, on: Callable[..., Workspace]) -> None:
    mapping = CONTACT | {"modified_at": None}
    contact(crm, 1, name="A")
    contact(crm, 2, name="B")
    landed(on(records=[mapping]))
    crm.run("UPDATE contact SET name = '-' WHERE id = 1", "DELETE FROM contact WHERE id = 2")

    assert landed(on(NOW + DAY, records=[mapping])).rows == 2
    assert landed(on(NOW + 2 * DAY, records=[mapping])).rows == 0


def test_a_query_that_yields_a_record_twice_lands_it_once(crm: Crm, on: Callable[..., Workspace]) -> None:
    contact(crm, 1)
    query = "SELECT * FROM contact UNION ALL SELECT id, NULL, mail, owner, modified, created, gone FROM contact"
    mapping = CONTACT | {"table": None, "query": query}

    assert landed(on(records=[mapping])).rows == 1
    assert landed(on(NOW + DAY, records=[mapping])).rows == 0


def test_stages_by_status_name_or_code(crm: Crm, on: Callable[..., Workspace]) -> None:
    crm.run(*(f"INSERT INTO deal VALUES ({n}, {n}, '10', NULL, '2026-02-01')" for n in (1, 2, 3, 4)))
    landed(on(records=[DEAL]))

    assert rows(on(), "records/opportunity").sort("stage").select("stage", "status").rows() == [
        ("1", "open"),
        ("3", "won"),
        ("4", "open"),
        ("négo", "open"),
    ]


def test_pipelines_by_name_or_code(crm: Crm, on: Callable[..., Workspace]) -> None:
    crm.run(*(f"INSERT INTO deal VALUES ({n}, {n}, '10', NULL, '2026-02-01')" for n in (1, 2, 3)))
    landed(on(records=[DEAL | {"pipeline": "stage", "pipelines": {"1": "Projets", "2": "Contrats"}}]))

    assert sorted(rows(on(), "records/opportunity")["pipeline"]) == ["3", "Contrats", "Projets"]


def test_the_legal_unit_is_that_inside_the_company_number(crm: Crm, on: Callable[..., Workspace]) -> None:
    for native, name in enumerate(("73282932000074", "732 829 320", "73282932000075", None)):
        contact(crm, native, name=name)
    landed(on(records=[CONTACT | {"key_company_id": "name"}]))
    unit = on().pseudonyms.of("legal_unit", "732829320")

    found = rows(on(), "records/contact").sort("record").select("key_company_id", "legal_unit")
    assert sorted(found["legal_unit"].to_list(), key=str) == sorted([unit, unit, None, None], key=str)
    assert found["key_company_id"].drop_nulls().n_unique() == 3


def test_a_lake_from_before_a_column_has_it_as_null_and_grows_it(
    crm: Crm, on: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    late = ("pipeline", "legal_unit")
    whole = Landing._dated
    monkeypatch.setattr(Landing, "_dated", lambda *parts: whole(*parts).drop(late))
    crm.run("INSERT INTO deal VALUES (1, 1, '10', NULL, '2026-02-01')")
    crm.run("INSERT INTO deal_history VALUES (1, 1, '2026-01-15', 2)")
    mapping = DEAL | {"history": {"table": "deal_history", "record": "deal", "at": "at", "cursor": "n"}}
    landed(on(records=[mapping]))
    monkeypatch.undo()
    monkeypatch.setenv("VIGIE_SECRET", "s" * 32)

    assert rows(on(), "records/opportunity").select(late).unique().rows() == [(None, None)]

    crm.run(
        "UPDATE deal SET stage = 3, modified = '2026-03-01'", "INSERT INTO deal_history VALUES (2, 1, '2026-03-01', 3)"
    )
    landed(on(NOW + DAY, records=[mapping | {"pipeline": "stage"}]))
    found = rows(on(), "records/opportunity").sort("modified_at", "stream")
    assert found.select("stream", "stage", "pipeline").rows() == [
        ("history", "négo", None),
        ("now", "1", None),
        ("history", "3", "3"),
        ("now", "3", "3"),
    ]


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1234.5", 1234.5),
        ("1 234,50", 1234.5),
        ("1.234,50 €", 1234.5),
        ("1,234.50", 1234.5),
        ("-12,5", -12.5),
        ("NaN", None),
        ("inf", None),
        ("douze", None),
    ],
)
def test_amounts_in_french_and_english(
    crm: Crm, on: Callable[..., Workspace], written: str, amount: float | None
) -> None:
    crm.insert("deal", [{"id": 1, "stage": 1, "amount": written, "modified": "2026-02-01", "closing": "31/03/2026"}])
    landed(on(records=[DEAL]))

    assert rows(on(), "records/opportunity")["amount"].to_list() == [amount]
    assert rows(on(), "records/opportunity")["close_date"].to_list() == [date(2026, 3, 31)]


def test_a_partial_history_takes_over_what_the_record_still_says(crm: Crm, on: Callable[..., Workspace]) -> None:
    crm.run("INSERT INTO deal VALUES (1, 3, '500', '2026-04-01', '2026-02-20')")
    crm.run("INSERT INTO deal_history VALUES (1, 1, '2026-01-10', 1), (2, 1, '2026-02-10', 2), (3, 1, NULL, 2)")
    mapping = DEAL | {"history": {"table": "deal_history", "record": "deal", "at": "at", "cursor": "n"}}
    landed(on(records=[mapping]))
    found = rows(on(), "records/opportunity").sort("modified_at")

    assert found.select("stage", "status", "amount", "stream").rows() == [
        ("1", "open", 500.0, "history"),
        ("négo", "open", 500.0, "history"),
        ("3", "won", 500.0, "now"),
    ]
    crm.run("INSERT INTO deal_history VALUES (4, 1, '2026-02-15', 1)")
    assert landed(on(NOW + DAY, records=[mapping])).rows == 1


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("nom, tel", "nom,tel"),
        ('["nom", "tel"]', "nom,tel"),
        ('{"nom": ["Dupont", "Durand"], "tel": ["0612345678", null]}', "nom,tel"),
        ('[{"field": "nom", "old": "Dupont"}]', "nom"),
        ('[["nom", "Dupont", "Durand"]]', "nom"),
        ("nom: Dupont -> Durand; tel = 0612345678", "nom,tel"),
        ("Date de clôture", "Date de clôture"),
        ("[]", ""),
        ("", ""),
        (None, None),
        ("appel du 06 12 34 56 78", None),
    ],
)
def test_only_the_names_of_changed_fields_land(
    crm: Crm, on: Callable[..., Workspace], written: str | None, names: str | None
) -> None:
    crm.run("ALTER TABLE log ADD COLUMN changed TEXT")
    crm.insert("log", [{"id": 1, "at": "2026-02-02", "who": "u", "what": "edit", "changed": written}])
    landed(on(events=[EVENTS | {"fields": "changed"}]))

    assert rows(on(), "events")["fields"].to_list() == [names]


def test_dated_teams_with_like_starts_are_one(crm: Crm, on: Callable[..., Workspace]) -> None:
    crm.run("INSERT INTO users VALUES ('u', 'u@x.fr', 'Nord', '2026-01-05'), ('u', 'U@x.fr', 'Nord', '2026-01-05')")
    crm.run("INSERT INTO users VALUES ('u', 'u@x.fr', 'Sud', '2026-02-02')")
    mapping = {"table": "users", "user": "id", "email": "mail", "team": "team", "team_from": "since"}
    landed(on(people=mapping))
    with on().database.read() as session:
        assert people.memberships(session).select("team", "start").rows() == [
            ("Nord", date(2026, 1, 5)),
            ("Sud", date(2026, 2, 2)),
        ]


def test_a_team_seen_to_change_holds_from_that_day(crm: Crm, on: Callable[..., Workspace]) -> None:
    crm.run("INSERT INTO users VALUES ('u', NULL, 'Nord', NULL)")
    mapping = {"table": "users", "user": "id", "team": "team"}
    landed(on(people=mapping))
    crm.run("UPDATE users SET team = 'Sud'")
    landed(on(NOW + 7 * DAY, people=mapping))
    with on().database.read() as session:
        assert people.memberships(session).select("team", "start", "end", "carried").rows() == [
            ("Nord", people.LONG_AGO, date(2026, 3, 9), True),
            ("Sud", date(2026, 3, 9), None, False),
        ]


def test_unknown_users_are_taken_and_shown_as_unknown(crm: Crm, on: Callable[..., Workspace]) -> None:
    crm.run("INSERT INTO log VALUES (1, '2026-02-02', 'ghost', 'edit')", "INSERT INTO users VALUES ('u', '', '', '')")
    landed(on(events=[EVENTS], people={"table": "users", "user": "id"}))
    with on().database.read() as session:
        known = people.people(session)["user"].to_list()

    assert rows(on(), "events")["user"].is_in(known).to_list() == [False]


def test_a_cursor_that_falls_behind_the_lake_is_refused_not_read_twice(
    tmp_path: Path, crm: Crm, on: Callable[..., Workspace]
) -> None:
    crm.run("INSERT INTO log VALUES (1, '2026-02-02', 'u', 'edit')")
    landed(on(events=[EVENTS]))
    held = digests(on(events=[EVENTS]))["lake events"]
    for path in (tmp_path / "data").glob("vigie.db*"):
        path.unlink()
    with pytest.raises(StoreError, match="Put back the database and the lake of one backup"):
        collect(on(events=[EVENTS]))
    assert digests(on(events=[EVENTS]))["lake events"] == held


def test_a_source_that_breaks_midway_keeps_what_landed(crm: Crm, on: Callable[..., Workspace]) -> None:
    contact(crm, 1)
    (outcome,) = collect(on(records=[CONTACT], events=[EVENTS | {"user": "whom"}]))

    assert "log has no such column: user = 'whom'" in outcome.error
    assert rows(on(), "records/contact").height == 1
    assert landed(on(records=[CONTACT], events=[EVENTS])).rows == 0
