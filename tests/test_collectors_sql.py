"""Custom-built CRMs of many shapes, on a real SQLite and a real PostgreSQL, are read whole, once and without harm."""

import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa

from collectors.database import engine, reading
from collectors.source import SourceError
from settings.tables import CAPABILITIES, EVENTS, PEOPLE
from tests.crms import LOG, Crm, log, record, times, user
from tests.postgres import Server

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


# ---- times ----


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("BIGINT", 1772357400),
        ("BIGINT", 1772357400000),
        ("BIGINT", 1772357400000000),
        ("BIGINT", 20260301093000),
        ("TEXT", "1772357400"),
        ("TEXT", "1772357400.0"),
        ("TEXT", "1772357400000"),
        ("TEXT", "2026-03-01T10:30:00+01:00"),
        ("TEXT", "2026-03-01T09:30:00Z"),
        ("TEXT", "2026-03-01 09:30:00.000"),
        ("TEXT", "01/03/2026 09:30"),
        ("TEXT", "01.03.2026 09:30:00"),
    ],
)
def test_a_time_is_read_however_it_is_written(crm: Crm, kind: str, value: object) -> None:
    assert times(log(crm, kind, value)) == [AT]


def test_text_epochs_of_every_year_are_epochs(lite: Crm) -> None:
    moments = [datetime(2019, 1, 1, tzinfo=UTC) + timedelta(days=7.3) * n for n in range(350)]
    log(lite, "TEXT", *(str(int(moment.timestamp() * 1000)) for moment in moments))

    assert times(lite) == moments


def test_times_with_a_zone_and_without(postgres: Crm) -> None:
    log(postgres, "TIMESTAMPTZ", "2026-03-01 10:30:00+01:00")
    assert times(postgres) == [AT]
    postgres.run("CREATE TABLE naive AS SELECT id, at AT TIME ZONE 'Europe/Paris' AS at, who, what FROM log")
    naive = postgres.pull(timezone="Europe/Paris", events=[LOG | {"table": "naive"}])
    assert naive.table("events")["at"].to_list() == [AT]


def test_an_hour_that_summer_time_skips_is_not_lost(postgres: Crm) -> None:
    log(postgres, "TIMESTAMP", "2025-03-30 02:30:00")
    assert times(postgres, timezone="Europe/Paris") == [datetime(2025, 3, 30, 1, 30, tzinfo=UTC)]


def test_times_that_python_cannot_hold_cost_their_row_alone(postgres: Crm) -> None:
    log(postgres, "TIMESTAMPTZ", "2026-03-01 09:30Z", "infinity", "-infinity", "0044-03-15 BC")
    pulled = postgres.pull(events=[LOG])

    assert pulled.table("events")["at"].to_list() == [AT]
    assert [(r.reason, r.count) for r in pulled.rejects] == [("no_time", 3)]


def test_impossible_times_are_left_aside_and_counted(crm: Crm) -> None:
    log(crm, "TEXT", "2026-03-01T09:30:00Z", "2031-01-01", "1970-01-01", "demain", None)
    pulled = crm.pull(events=[LOG])

    assert pulled.table("events")["at"].to_list() == [AT]
    assert {(r.reason, r.count) for r in pulled.rejects} == {("future", 1), ("too_old", 1), ("no_time", 2)}


# ---- ids and words ----


@pytest.mark.parametrize(
    ("kind", "value"),
    [("INTEGER", 7), ("TEXT", "A-7"), ("UUID", uuid.UUID(int=7)), ("NUMERIC(20)", 7), ("BIGINT", 2**40)],
)
def test_ids_of_any_type_name_the_same_user_in_people_and_events(postgres: Crm, kind: str, value: object) -> None:
    postgres.run(
        f"CREATE TABLE users (id {kind}, mail TEXT)",
        f"CREATE TABLE log (id SERIAL, at TIMESTAMPTZ, who {kind}, what TEXT, rec {kind})",
    )
    postgres.insert("users", [{"id": value, "mail": "Anne@Exemple.fr "}])
    postgres.insert("log", [{"at": AT, "who": value, "what": "edit", "rec": value}])
    pulled = postgres.pull(
        people={"table": "users", "user": "id", "email": "mail"}, events=[LOG | {"record": "rec", "object": "contact"}]
    )

    assert pulled.table("people")["user"].to_list() == [user(value, "anne@exemple.fr")]
    assert pulled.table("events")["user"].to_list() == [user(value, "anne@exemple.fr")]
    assert pulled.table("events")["record"].to_list() == [record("contact", value)]


def test_a_log_may_name_users_by_their_login(crm: Crm) -> None:
    log(crm, "TEXT", AT.isoformat())
    crm.run("CREATE TABLE users (id INTEGER, login TEXT)", "INSERT INTO users VALUES (1, 'u1'), (2, 'u2')")
    pulled = crm.pull(people={"table": "users", "user": "id", "login": "login"}, events=[LOG])

    assert pulled.table("events")["user"].to_list() == [user(1)]


def test_binary_ids_are_told_apart(crm: Crm) -> None:
    kind = "BYTEA" if "postgresql" in crm.url else "BLOB"
    crm.run(f"CREATE TABLE contact (id {kind}, flag {kind})")
    crm.insert("contact", [{"id": bytes([255, n]), "flag": bytes([n])} for n in range(2)])
    pulled = crm.pull(records=[{"table": "contact", "object": "contact", "record": "id", "deleted": "flag"}])

    assert pulled.table("records/contact")["record"].n_unique() == 2
    assert sorted(pulled.table("records/contact")["deleted"]) == [False, True]


def test_codes_become_words_and_unknown_ones_are_counted(crm: Crm) -> None:
    crm.run("CREATE TABLE log (id INTEGER, at TEXT, who TEXT, what INTEGER, obj TEXT, via TEXT)")
    rows = ((1, "A", "w"), (2, "A", "M"), (3, "Z", "w"), (None, "Z", "w"))
    crm.insert(
        "log",
        (
            {"id": n, "at": AT.isoformat(), "who": "u", "what": w, "obj": o, "via": v}
            for n, (w, o, v) in enumerate(rows)
        ),
    )
    mapping = LOG | {
        "actions": {"1": "view", "2": "edit"}, "object": "obj", "objects": {"A": "account"},
        "client": "via", "clients": {"W": "web", "M": "mobile"},
    }  # fmt: skip
    pulled = crm.pull(events=[mapping])

    assert pulled.table("events").select("action", "object", "client").rows() == [
        ("view", "account", "web"),
        ("edit", "account", "mobile"),
    ]
    assert {(r.where, r.count) for r in pulled.rejects} == {("log · 3", 1), ("log · ∅", 1)}


def test_a_log_in_our_own_words_or_of_one_act_only(crm: Crm) -> None:
    log(crm, "TEXT", AT.isoformat())
    crm.run("UPDATE log SET what = ' Login '")
    own = crm.pull(events=[LOG])
    assert own.table("events")["action"].to_list() == ["login"]
    for constant in ({"action": "export"}, {"actions": "export", "action": None}):
        crm.cursors.clear()
        one = crm.pull(events=[LOG | constant | {"object": "report"}])
        assert one.table("events").select("action", "object").rows() == [("export", "report")]


# ---- where rows come from ----


def test_a_query_with_colons_percents_comments_and_a_semicolon(crm: Crm) -> None:
    log(crm, "TEXT", AT.isoformat(), AT.isoformat())
    query = """
        WITH seen AS (SELECT id, at, who, what FROM log WHERE who LIKE 'u%' AND '10:30' <> ':x' AND 5 % 3 = 2)
        SELECT id, at, who AS "qui ?", what FROM seen -- all of them
        ;
    """
    mapping = LOG | {"table": None, "query": query, "user": "qui ?"}
    assert crm.pull(events=[mapping]).table("events").height == 2


def test_a_view_and_a_table_of_another_schema(postgres: Crm) -> None:
    log(postgres, "TEXT", AT.isoformat())
    postgres.run("CREATE SCHEMA crm", 'CREATE TABLE crm."Journal" AS SELECT * FROM log', "CREATE VIEW v AS TABLE log")
    assert postgres.pull(events=[LOG | {"table": "v"}]).table("events").height == 1
    assert postgres.pull(events=[LOG | {"table": "crm.Journal"}]).table("events").height == 1
    with pytest.raises(SourceError, match=r"there is no table 'crm.Jurnal' \(did you mean 'crm.Journal'\?\)"):
        postgres.pull(events=[LOG | {"table": "crm.Jurnal"}])


def test_names_with_blanks_accents_capitals_and_reserved_words(crm: Crm) -> None:
    crm.run(
        'CREATE TABLE "Événements CRM" ("order" INT, "Date d\'acte" TEXT, "user" TEXT, "select" TEXT, "Numéro %" TEXT)'
    )
    crm.insert(
        "Événements CRM",
        [{"order": 1, "Date d'acte": AT.isoformat(), "user": "u", "select": "edit", "Numéro %": "3"}],
    )
    mapping = {
        "table": "Événements CRM", "cursor": "order", "at": "Date d'acte", "user": "user", "action": "select",
        "rows": "Numéro %",
    }  # fmt: skip
    assert crm.pull(events=[mapping]).table("events")["rows"].to_list() == [3]


def test_fields_that_differ_by_case_are_two(postgres: Crm) -> None:
    postgres.run(
        'CREATE TABLE contact (id INT, "Mail" TEXT, mail TEXT)', "INSERT INTO contact VALUES (1, NULL, 'a@b.c')"
    )
    mapping = {"table": "contact", "object": "contact", "record": "id", "fields": ["Mail", "mail"]}
    rows = postgres.pull(records=[mapping]).table("records/contact")
    named = postgres.pull(records=[mapping]).table("fields")

    assert [rows[f"filled_{slug}"][0] for slug in named["slug"]] == [False, True]
    assert len({slug.lower() for slug in named["slug"]}) == 2


def test_a_sqlite_file_may_have_any_name(tmp_path: Path) -> None:
    path = tmp_path / "a b#c%20.db"
    crm = Crm(f"sqlite:///{path}")
    log(crm, "TEXT", AT.isoformat())
    assert times(crm) == [AT]


# ---- people ----


def test_people_with_flags_dates_and_several_teams(crm: Crm) -> None:
    crm.run("CREATE TABLE users (id INTEGER, mail TEXT, boss INTEGER, ok TEXT, team TEXT, since TEXT, kind TEXT)")
    rows = (
        (1, "a@x.fr", None, "Oui", "Nord", "2026-01-05", "H"),
        (1, "a@x.fr", None, "Oui", "Sud", "2026-02-02", "H"),
        (2, "b@x.fr", 1, "non", "Sud", None, "R"),
        (3, None, 1, "1", None, None, "?"),
        (None, None, 1, "1", None, None, "H"),
    )
    keys = ("id", "mail", "boss", "ok", "team", "since", "kind")
    crm.insert("users", (dict(zip(keys, row, strict=True)) for row in rows))
    mapping = {
        "table": "users", "user": "id", "email": "mail", "manager": "boss", "active": "ok", "team": "team",
        "team_from": "since", "kind": "kind", "kinds": {"H": "human", "R": "service"},
    }  # fmt: skip
    pulled = crm.pull(people=mapping)
    frame = pulled.table("people")

    assert dict(frame.schema) == PEOPLE
    assert frame.select("user", "manager", "active", "team", "team_from", "kind").rows() == [
        (user(1, "a@x.fr"), None, True, "Nord", date(2026, 1, 5), "human"),
        (user(1, "a@x.fr"), None, True, "Sud", date(2026, 2, 2), "human"),
        (user(2, "b@x.fr"), user(1, "a@x.fr"), False, "Sud", None, "service"),
        (user(3), user(1, "a@x.fr"), True, None, None, "human"),
    ]
    assert [(r.reason, r.count) for r in pulled.rejects] == [("no_user", 1)]


def test_service_accounts_are_named_by_id_login_or_address(crm: Crm) -> None:
    crm.run("CREATE TABLE users (id INTEGER, login TEXT, mail TEXT)")
    crm.run(
        "INSERT INTO users VALUES (1, 'erp', 'a@x.fr'), (2, 'b', 'Bot@x.fr'), (3, 'c', 'c@x.fr'), (4, 'd', 'd@x.fr')"
    )
    mapping = {"table": "users", "user": "id", "login": "login", "email": "mail"}
    kinds = crm.pull(people=mapping, service_accounts=["ERP", "bot@x.fr", 3]).table("people")["kind"].to_list()

    assert kinds == ["service", "service", "service", "human"]


def test_a_kind_that_is_not_ours_is_human(crm: Crm) -> None:
    crm.run("CREATE TABLE users (id INTEGER, kind TEXT)", "INSERT INTO users VALUES (1, 'admin'), (2, 'service')")
    frame = crm.pull(people={"table": "users", "user": "id", "kind": "kind"}).table("people")
    assert frame["kind"].to_list() == ["human", "service"]


# ---- reaching the database ----


@pytest.mark.parametrize("statement", ["DELETE FROM log", "UPDATE log SET id = 9", "CREATE TABLE b (x INTEGER)"])
def test_the_session_cannot_write(crm: Crm, statement: str) -> None:
    log(crm, "TEXT", AT.isoformat())
    made = engine("crm", crm.url)
    with pytest.raises(SourceError, match=r"read-?only"), reading("crm", made) as connection:
        connection.exec_driver_sql(statement)
    assert len(times(crm)) == 1


def test_a_query_that_writes_changes_nothing(postgres: Crm) -> None:
    log(postgres, "TEXT", AT.isoformat())
    postgres.run("CREATE FUNCTION wipe() RETURNS SETOF log LANGUAGE sql AS 'DELETE FROM log RETURNING *'")
    with pytest.raises(SourceError):
        postgres.pull(events=[LOG | {"table": None, "query": "SELECT * FROM wipe()"}])
    assert len(times(postgres)) == 1


def test_missing_tables_and_columns_are_all_told_with_the_nearest_name(crm: Crm) -> None:
    log(crm, "TEXT", AT.isoformat())
    source = crm.source(
        people={"table": "usres"},
        events=[LOG | {"user": "whom", "record": "rec"}, LOG | {"table": "logs"}],
        records=[
            {"table": "log", "object": "a", "record": "id", "history": {"table": "log", "at": "at", "cursor": "idd"}}
        ],
    )
    told = "\n".join(source.problems())

    assert "there is no table 'usres'" in told
    assert "log has no such column: user = 'whom' (did you mean 'who'?); record = 'rec'" in told
    assert "there is no table 'logs' (did you mean 'log'?)" in told
    assert "log has no such column: cursor = 'idd' (did you mean 'id'?)" in told
    with pytest.raises(SourceError, match="log has no such column: user = 'whom'"):
        crm.pull(events=[LOG | {"user": "whom"}])


def test_an_unreachable_database_may_be_tried_again(tmp_path: Path) -> None:
    for url, kind in (
        (f"sqlite:///{tmp_path / 'none.db'}", "broken"),
        ("postgresql+psycopg://u:hunter2@127.0.0.1:1/x", "retry"),
        ("nonsense", "broken"),
        ("oracle+none://x", "broken"),
    ):
        with pytest.raises(SourceError) as raised:
            Crm(url).pull(events=[LOG])
        assert raised.value.kind == kind
        assert "hunter2" not in str(raised.value)
    assert not (tmp_path / "none.db").exists()


def test_a_wrong_password_and_a_missing_grant_say_what_to_do(postgres: Crm, server: Server) -> None:
    log(postgres, "TEXT", AT.isoformat())
    server.ask_password_of("guarded", "right")
    name = sa.make_url(postgres.url).database or ""
    with pytest.raises(SourceError, match=r"refuses the sign-in.*check the account and password") as wrong:
        Crm(server.url(name, "guarded", "wr0ng")).pull(events=[LOG])
    assert "wr0ng" not in str(wrong.value)
    with pytest.raises(SourceError, match="grant SELECT") as refused:
        Crm(server.url(name, "guarded", "right")).pull(events=[LOG])
    assert wrong.value.kind == refused.value.kind == "unavailable"


def test_an_empty_crm_is_no_error(crm: Crm) -> None:
    crm.run("CREATE TABLE log (id INTEGER, at TEXT, who TEXT, what TEXT)", "CREATE TABLE users (id INTEGER)")
    pulled = crm.pull(
        people={"table": "users", "user": "id"},
        events=[LOG, {key: value for key, value in LOG.items() if key != "cursor"}],
        records=[
            {
                "table": "log",
                "object": "contact",
                "record": "id",
                "modified_at": "at",
                "history": {"table": "log", "at": "at"},
            },
            {"table": "log", "object": "lead", "record": "id"},
        ],
    )
    assert all(batch.frame.is_empty() for batch in pulled.batches if batch.table != "fields")
    assert pulled.rejects == []
    assert dict(pulled.table("events").schema) == EVENTS


def test_capabilities_are_what_the_mapping_reads(crm: Crm) -> None:
    log(crm, "TEXT", AT.isoformat())
    crm.run("UPDATE log SET what = 'export'")
    found = {c.name: c for c in crm.source(events=[LOG]).capabilities()}

    assert list(found) == list(CAPABILITIES)
    assert [name for name, c in found.items() if c.state == "recorded"] == ["exports"]
    assert "[[sources.crm.events]]" in found["views"].detail


def test_frames_have_exactly_their_columns(crm: Crm) -> None:
    log(crm, "TEXT", AT.isoformat())
    assert dict(crm.pull(events=[LOG]).table("events").schema) == EVENTS
    assert isinstance(crm.pull(events=[LOG]).batches[-1].frame, pl.DataFrame)
