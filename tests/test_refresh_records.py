"""Roll-ups of records from a CRM's own tables: what each says at a week's end, and that only what changed is redone."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from jobs.collect import collect
from jobs.refresh import refresh
from jobs.refresh_records import RULES, WRITTEN
from jobs.workspace import Workspace
from metrics import rollups
from settings.model import Settings
from store.lake import Lake
from tests.crms import Crm
from tests.digests import digests

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SUNDAY = date(2026, 3, 1)
WEEK = timedelta(days=7)
FIRST = date(2026, 2, 16)
BEFORE = "2026-02-10"
SIRET = ("73282932000074", "55208131766522")
WATCHED: dict[str, dict[str, Any]] = {
    "account": {"parent": None, "key_name": "name", "key_company_id": "siret", "fields": ["name", "siret"],
                "formats": {"siret": "siret"}},
    "contact": {"key_email": "mail", "key_phone": "phone", "fields": ["name", "mail", "phone", "note"],
                "custom": ["note"], "formats": {"mail": "email"}, "status": "state"},
    "opportunity": {"stage": "stage", "stages": {"new": "open", "offer": "open", "won": "won"}, "amount": "amount",
                    "fields": ["name", "next"]},
    "activity": {"occurred_at": "held", "fields": ["note"]},
}  # fmt: skip
COLUMNS = (
    *("id", "owner", "created", "modified", "gone", "parent", "name", "siret", "mail", "phone", "note", "state"),
    *("stage", "amount", "next", "held"),
)
MAPPING: dict[str, Any] = {
    "people": {"table": "users", "user": "id", "email": "mail", "team": "team", "kind": "kind"},
    "records": [
        {
            "table": name, "object": name, "record": "id", "modified_at": "modified", "created_at": "created",
            "owner": "owner", "deleted": "gone", "parent": "parent", **watched,
        }
        for name, watched in WATCHED.items()
    ],
}  # fmt: skip
SETTINGS: dict[str, Any] = {
    "project": {"name": "Essai", "timezone": "UTC"},
    "privacy": {"informed_on": date(2026, 1, 1)},
    "required": {"contact": {"*": ["name", "mail"]}, "opportunity": {"*": ["name"], "offer": ["next"]}},
    "retention": {"contact": {"months": 36}},
}


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_SECRET", "s" * 32)


@pytest.fixture
def crm(tmp_path: Path) -> Crm:
    made = Crm(f"sqlite:///{tmp_path / 'crm.db'}", MAPPING)
    made.run("CREATE TABLE users (id TEXT, mail TEXT, team TEXT, kind TEXT)")
    made.run(*(f"CREATE TABLE {name} ({' TEXT, '.join(COLUMNS)} TEXT)" for name in WATCHED))
    teams = {"ana": "Nord", "bea": "Nord", "cid": "Est", "svc": "Est"}
    made.insert(
        "users",
        [
            {"id": u, "mail": f"{u}@x.example", "team": t, "kind": "service" if u == "svc" else "human"}
            for u, t in teams.items()
        ],
    )
    return made


@pytest.fixture
def on(tmp_path: Path, crm: Crm) -> Callable[..., Workspace]:
    def workspace(now: datetime = NOW, **more: Any) -> Workspace:
        settings = Settings.model_validate(SETTINGS | {"folder": tmp_path} | more)
        source = crm.source().options
        return Workspace(settings.model_copy(update={"sources": {"crm": source}}), clock=lambda: now)

    return workspace


def refreshed(workspace: Workspace) -> Workspace:
    (outcome,) = collect(workspace)
    assert outcome.error == ""
    refresh(workspace, FIRST)
    return workspace


def put(crm: Crm, table: str, *rows: str, created: str = BEFORE, modified: str | None = None) -> None:
    """Adds records written as ``id owner column=value …``."""
    for row in rows:
        native, owner, *rest = row.split()
        values = dict(word.split("=") for word in rest)
        own = {"id": native, "owner": owner, "created": created, "modified": modified or created}
        crm.insert(table, [own | values])


def at_end(workspace: Workspace, table: str, *columns: str, day: date = SUNDAY) -> list[tuple[Any, ...]]:
    """Some columns of a roll-up at the end of a week, sorted."""
    rows = workspace.lake.scan(table, rollups.TABLES[table]).filter(pl.col("day") == day).collect()
    return sorted(rows.select(columns).rows(), key=str)


def test_each_person_s_records_are_summed_by_how_complete_they_are(crm: Crm, on: Callable[..., Workspace]) -> None:
    put(crm, "contact", "1 ana name=A mail=a@x.fr", "2 ana name=B", "3 ana mail=nonsense", "4 svc name=C")
    put(crm, "opportunity", "5 cid name=D stage=offer", "6 cid name=E stage=new", "7 cid stage=new")
    put(crm, "account", "8 ana name=F")
    workspace = refreshed(on())
    names = {workspace.pseudonyms.person("", u, f"{u}@x.example"): u for u in ("ana", "cid")}

    found = at_end(workspace, "owner_day", "user", "object", "stage", "n", "filled", "squares")
    assert sorted((names[user], *rest) for user, *rest in found) == [
        ("ana", "contact", None, 3, 2 / 2 + 1 / 2 + 0 / 2, 1.0 + 0.25 + 0.0),
        ("cid", "opportunity", "new", 2, 1 / 1 + 0 / 1, 1.0 + 0.0),
        ("cid", "opportunity", "offer", 1, 1 / 2, 0.25),
    ]


def test_effort_is_filling_more_than_what_is_required(crm: Crm, on: Callable[..., Workspace]) -> None:
    put(crm, "contact", "1 ana phone=0612345678", "2 ana name=B", "3 bea note=x", "4 cid note=yes", "5 svc name=C")
    put(crm, "contact", "6 ana name=D", created="2026-02-01")
    put(crm, "opportunity", "7 ana stage=offer next=x", "8 ana stage=new next=call")
    told = {"useful": {"contact": {"*": ["note"]}, "opportunity": {"offer": ["next"]}}}

    assert at_end(refreshed(on()), "effort_day", "object", "team", "n", "bare", "owners") == [
        ("contact", "Est", 1, 0, 1),
        ("contact", "Nord", 3, 2, 2),
        ("opportunity", "Nord", 1, 0, 1),
    ]
    assert at_end(refreshed(on(**told)), "effort_day", "object", "team", "n", "bare", "owners") == [
        ("contact", "Est", 1, 0, 1),
        ("contact", "Nord", 3, 3, 2),
        ("opportunity", "Nord", 1, 1, 1),
    ]


def test_values_entered_stand_beside_the_valid_ones_where_a_format_is_declared(
    crm: Crm, on: Callable[..., Workspace]
) -> None:
    put(crm, "contact", "1 ana mail=a@x.fr name=A", "2 ana mail=nonsense name=B", "3 ana mail=x")

    found = {row[0][:4]: row[1:] for row in at_end(refreshed(on()), "field_day", "slug", "n", "filled", "entered")}
    assert found["mail"] == (3, 1, 2)
    assert found["name"] == (3, 2, None)


def test_doubles_are_told_from_placeholders_and_sites_of_one_company(crm: Crm, on: Callable[..., Workspace]) -> None:
    put(crm, "contact", "1 ana mail=a@y.fr", "2 cid mail=a@y.fr", "3 ana phone=0600000000", "4 cid phone=0600000000")
    put(crm, "account", f"5 ana siret={SIRET[0]} name=One", f"6 ana siret={SIRET[0]} name=Other")
    put(crm, "account", "7 cid siret=732829320 name=One", "8 cid siret=732829320 name=Other")
    put(crm, "opportunity", "9 ana name=A stage=new")

    assert at_end(refreshed(on()), "duplicate_day", "object", "team", "n", "doubled", "owners") == [
        ("account", "Est", 2, 0, 1),
        ("account", "Nord", 2, 2, 1),
        ("contact", "Est", 2, 1, 1),
        ("contact", "Nord", 2, 1, 1),
    ]


def test_fields_of_the_year_s_records_are_counted_whatever_the_team(crm: Crm, on: Callable[..., Workspace]) -> None:
    put(crm, "contact", "1 ana note=y", "2 cid name=B", "3 cid name=C")
    put(crm, "contact", "4 ana note=y", created="2025-03-01")

    found = {row[0][:4]: row[1:] for row in at_end(refreshed(on()), "recent_day", "slug", "n", "filled")}
    assert found == {"mail": (3, 0), "name": (3, 2), "note": (3, 1), "phon": (3, 0)}


def test_customers_that_several_teams_serve_are_shared_where_several_are_active(
    crm: Crm, on: Callable[..., Workspace]
) -> None:
    put(crm, "account", "1 ana", "2 ana", "3 ana", "4 ana")
    put(crm, "contact", "10 cid parent=1", "11 cid parent=2", "12 bea parent=3")
    put(crm, "activity", "20 ana parent=1 held=2026-02-20", "21 cid parent=1 held=2026-02-21")
    put(
        crm,
        "activity",
        "22 ana parent=2 held=2026-02-20",
        "23 cid parent=2 held=2025-11-01",
        "24 ana parent=3 held=2026-02-20",
    )

    assert at_end(refreshed(on()), "shared_day", "object", "n", "shared") == [("account", len("12"), len("1"))]


def test_what_two_systems_say_of_one_customer_may_differ(
    tmp_path: Path, on: Callable[..., Workspace], crm: Crm
) -> None:
    other = Crm(f"sqlite:///{tmp_path / 'erp.db'}", {"records": MAPPING["records"][:1]})
    other.run(f"CREATE TABLE account ({' TEXT, '.join(COLUMNS)} TEXT)")
    put(crm, "account", f"1 ana siret={SIRET[0]} name=One", f"2 ana siret={SIRET[1]} name=Two")
    put(other, "account", f"7 ana siret={SIRET[0]} name=One", f"8 ana siret={SIRET[1]} name=Three")
    workspace = on()
    both = {"crm": crm.source().options, "erp": other.source().options}
    workspace = Workspace(workspace.settings.model_copy(update={"sources": both}), clock=lambda: NOW)
    for outcome in collect(workspace):
        assert outcome.error == ""
    refresh(workspace, FIRST)

    assert at_end(workspace, "conflict_day", "object", "n", "conflicting") == [("account", 2, 1)]


def test_contacts_found_wrong_in_a_week_are_counted_in_it(crm: Crm, on: Callable[..., Workspace]) -> None:
    put(crm, "contact", "1 ana mail=a@y.fr", "2 ana mail=b@y.fr", "3 cid mail=c@y.fr", "4 svc mail=d@y.fr")
    put(crm, "contact", "5 cid mail=e@y.fr", created="2024-01-01")
    refreshed(on(NOW - WEEK))
    crm.run(
        "UPDATE contact SET mail = 'z@y.fr', modified = '2026-02-25' WHERE id = '1'",
        "UPDATE contact SET phone = '0612345678', modified = '2026-02-25' WHERE id = '2'",
        "UPDATE contact SET gone = '1', modified = '2026-02-26' WHERE id = '3'",
        "UPDATE contact SET mail = 'y@y.fr', modified = '2026-02-25' WHERE id = '4'",
    )
    workspace = refreshed(on())

    assert at_end(workspace, "decay_day", "team", "n", "wrong", "unverified", "owners") == [
        ("Est", 1 + 1, 1, 1, 1),
        ("Nord", 2, 1, 0, 1),
    ]
    assert at_end(workspace, "decay_day", "team", "n", "wrong", day=SUNDAY - WEEK) == [("Est", 2, 0), ("Nord", 2, 0)]


@pytest.mark.parametrize(("changed", "wrong"), [(20, 20), (21, 0)])
def test_a_day_on_which_most_contacts_change_is_no_decay(
    crm: Crm, on: Callable[..., Workspace], changed: int, wrong: int
) -> None:
    put(crm, "contact", *(f"{n} ana mail=m{n}@y.fr" for n in range(30)))
    refreshed(on(NOW - WEEK))
    crm.run(f"UPDATE contact SET mail = 'new' || mail, modified = '2026-02-25' WHERE CAST(id AS INTEGER) < {changed}")

    assert at_end(refreshed(on()), "decay_day", "n", "wrong") == [(30, wrong)]


def test_what_an_opportunity_s_last_word_is_and_what_it_is_worth(crm: Crm, on: Callable[..., Workspace]) -> None:
    put(crm, "opportunity", "1 ana stage=new amount=100.10", "2 ana stage=new amount=0.20", "3 ana stage=won amount=5")
    put(crm, "contact", "4 ana name=A", created="2023-02-21")
    put(crm, "contact", "5 ana name=A", created="2023-02-22")
    keys = ("object", "status", "n", "talked", "beyond", "amount")
    silent = at_end(refreshed(on(NOW - WEEK)), "stage_day", *keys, day=SUNDAY - WEEK)
    deal = {**MAPPING["records"][3], "parent_object": "opportunity"}
    crm.mapping = MAPPING | {"records": [*MAPPING["records"][:3], deal]}
    put(crm, "activity", "9 cid parent=1 held=2026-02-20", created="2026-02-24")

    assert silent == [
        ("contact", None, 2, None, 1, None),
        ("opportunity", "open", 2, None, None, 100.10 + 0.20),
        ("opportunity", "won", 1, None, None, 5.0),
    ]
    assert at_end(refreshed(on()), "stage_day", *keys)[-2:] == [
        ("opportunity", "open", 2, 1, None, 100.10 + 0.20),
        ("opportunity", "won", 1, 0, None, 5.0),
    ]


def lived(crm: Crm, on: Callable[..., Workspace]) -> Workspace:
    """A store whose roll-ups were refreshed after each of two weeks."""
    put(crm, "contact", *(f"{n} ana mail=m{n % 4}@y.fr name=N" for n in range(6)))
    put(crm, "contact", "9 ana name=N", created="2026-01-05")
    put(crm, "account", "1 ana", "2 cid")
    put(crm, "activity", "1 ana parent=1 held=2026-02-11", "2 cid parent=1 held=2026-02-12")
    put(crm, "opportunity", "1 ana name=A stage=new amount=10", "3 cid name=C stage=won amount=7")
    refreshed(on(NOW - WEEK))
    crm.run("UPDATE contact SET mail = 'other@y.fr', modified = '2026-02-25' WHERE id = '2'")
    put(crm, "opportunity", "2 cid name=B stage=offer", created="2026-02-26")
    return refreshed(on())


def test_week_by_week_is_what_it_is_at_once(crm: Crm, on: Callable[..., Workspace]) -> None:
    workspace = lived(crm, on)
    found = digests(workspace)
    workspace.database.remember(RULES, "")
    for table in WRITTEN:
        workspace.lake.delete(table, "month >= '2000-01'")
    refresh(workspace, FIRST)

    assert {f"lake {table}" for table in WRITTEN if table != "conflict_day"} <= set(found)
    assert digests(workspace) == found


def versions(workspace: Workspace) -> dict[str, str]:
    return {str(path): path.name for path in workspace.lake_path.rglob("*.json")}


def test_when_nothing_is_new_nothing_is_written(crm: Crm, on: Callable[..., Workspace]) -> None:
    workspace = lived(crm, on)
    before = versions(workspace)
    refresh(workspace, FIRST)

    assert versions(workspace) == before


@pytest.mark.parametrize(
    "more",
    [
        {"required": {"contact": {"*": ["name"]}}},
        {"useful": {"contact": {"*": ["name"]}}},
        {"retention": {"contact": {"months": 1}}},
        {"stages": {"new": {"days": 1}}},
    ],
)
def test_settings_that_change_change_the_weeks_before_too(
    crm: Crm, on: Callable[..., Workspace], more: dict[str, Any]
) -> None:
    before = digests(lived(crm, on))
    after = digests(refreshed(on(**more)))
    moved = {table for table in before if table.startswith("lake ") and before[table] != after[table]}

    assert moved
    assert moved <= {f"lake {table}" for table in WRITTEN}
    assert digests(refreshed(on())) == before


def test_a_lake_of_before_the_columns_gets_them(crm: Crm, on: Callable[..., Workspace]) -> None:
    workspace = lived(crm, on)
    found = digests(workspace)
    old = workspace.lake.scan("stage_day").drop("talked", "beyond", "amount").collect()
    workspace.lake.drop("stage_day")
    workspace.lake.drop("owner_day")
    workspace.lake.refresh("stage_day", old, "month >= '2000-01'")
    workspace.database.remember(RULES, "as it was")
    refresh(on(), FIRST)

    assert digests(on()) == found


def test_a_week_cut_off_before_its_end_is_done_again(
    crm: Crm, on: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(crm, "contact", "1 ana name=A")
    refreshed(on(NOW - WEEK))
    whole = Lake.refresh

    def cut_off(lake: Lake, table: str, frame: pl.DataFrame, predicate: str) -> None:
        if table == WRITTEN[-1]:
            raise KeyboardInterrupt
        whole(lake, table, frame, predicate)

    # Nothing lands meanwhile: that a new week has begun is all there is to do.
    monkeypatch.setattr(Lake, "refresh", cut_off)
    with pytest.raises(KeyboardInterrupt):
        refresh(on(), FIRST)
    monkeypatch.undo()
    monkeypatch.setenv("VIGIE_SECRET", "s" * 32)
    refresh(on(), FIRST)

    assert at_end(on(), "owner_day", "n") == at_end(on(), "stage_day", "n") == [(1,)]
