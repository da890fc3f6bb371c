"""Roll-ups of deals and orders from the systems' own tables: what each says at a week's end, and when it is redone."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from jobs.collect import collect
from jobs.refresh import refresh
from jobs.workspace import Workspace
from metrics import rollups
from settings.model import Settings
from store import intents
from tests.crms import Crm

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SUNDAY = date(2026, 3, 1)
WEEK = timedelta(days=7)
FIRST = date(2026, 2, 9)
SIRET = "73282932000074"
DEAL_COLUMNS = "id owner created modified gone stage amount pipeline account"
MAPPING: dict[str, Any] = {
    "people": {"table": "users", "user": "id", "email": "mail", "team": "team", "kind": "kind"},
    "records": [
        {"table": "deal", "object": "opportunity", "record": "id", "modified_at": "modified", "created_at": "created",
         "owner": "owner", "deleted": "gone", "stage": "stage", "stages": {"new": "open", "won": "won", "lost": "lost"},
         "amount": "amount", "pipeline": "pipeline", "parent": "account"},
        {"table": "account", "object": "account", "record": "id", "modified_at": "modified", "created_at": "modified",
         "key_name": "name", "key_company_id": "siret", "fields": ["name", "siret"]},
    ],
}  # fmt: skip
BOOK = {"table": "orders", "order": "id", "ordered_on": "placed", "kind": "kind", "team": "team", "amount": "total",
        "opportunity": "deal", "of": "crm", "key_company_id": "siret", "key_name": "name"}  # fmt: skip


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_SECRET", "s" * 32)


@pytest.fixture
def crm(tmp_path: Path) -> Crm:
    made = Crm(f"sqlite:///{tmp_path / 'crm.db'}", MAPPING)
    made.run(
        "CREATE TABLE users (id TEXT, mail TEXT, team TEXT, kind TEXT)",
        f"CREATE TABLE deal ({', '.join(f'{name} TEXT' for name in DEAL_COLUMNS.split())})",
        "CREATE TABLE account (id TEXT, name TEXT, siret TEXT, modified TEXT)",
    )
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
def erp(tmp_path: Path) -> Crm:
    made = Crm(f"sqlite:///{tmp_path / 'erp.db'}", {"orders": [BOOK]})
    made.run(
        "CREATE TABLE orders (id TEXT, placed TEXT, kind TEXT, team TEXT, total TEXT, deal TEXT, siret TEXT, name TEXT)"
    )
    return made


@pytest.fixture
def on(tmp_path: Path, crm: Crm, erp: Crm) -> Callable[..., Workspace]:
    def workspace(now: datetime = NOW, **more: Any) -> Workspace:
        said = {"project": {"name": "Essai", "timezone": "UTC"}, "privacy": {"informed_on": date(2026, 1, 1)}}
        settings = Settings.model_validate(said | {"folder": tmp_path} | more)
        sources = {"crm": crm.source().options, "erp": erp.source().options}
        return Workspace(settings.model_copy(update={"sources": sources}), clock=lambda: now)

    return workspace


def refreshed(workspace: Workspace, *names: str) -> Workspace:
    assert [outcome.error for outcome in collect(workspace, names)] == [""] * (len(names) or 2)
    refresh(workspace, FIRST)
    return workspace


def deal(crm: Crm, native: str, owner: str, stage: str, when: str, **more: Any) -> None:
    own = {"id": native, "owner": owner, "stage": stage, "created": when, "modified": when, "amount": "10"}
    crm.insert("deal", [own | more])


def order(erp: Crm, native: str, placed: str, **more: Any) -> None:
    erp.insert("orders", [{"id": native, "placed": placed, "kind": "new", "team": "Nord", "total": "5"} | more])


def account(crm: Crm, native: str, name: str, siret: str | None = None) -> None:
    crm.insert("account", [{"id": native, "name": name, "siret": siret, "modified": "2026-01-05"}])


def rolled(workspace: Workspace, table: str, *columns: str, day: date = SUNDAY) -> list[tuple[Any, ...]]:
    rows = workspace.lake.scan(table, rollups.TABLES[table]).filter(pl.col("day") == day).collect()
    return sorted(rows.select(columns).rows(), key=str)


def test_deals_won_lately_are_kept_with_their_owners_as_numbers(crm: Crm, on: Callable[..., Workspace]) -> None:
    deal(crm, "1", "ana", "won", "2026-02-25", pipeline="Projets")
    deal(crm, "2", "ana", "won", "2026-02-26")
    deal(crm, "3", "bea", "won", "2026-02-26")
    deal(crm, "4", "svc", "won", "2026-02-26")
    deal(crm, "5", "cid", "new", "2026-02-26")
    deal(crm, "6", "cid", "won", "2025-11-30")
    deal(crm, "7", "cid", "won", "2025-12-01")
    workspace = refreshed(on())
    name = {workspace.pseudonyms.record("crm", "opportunity", n): n for n in "1234567"}
    found = rolled(workspace, "deal_day", "record", "team", "holder", "pipeline", "first_status", "loaded")
    told = {name[record]: rest for record, *rest in found}

    assert sorted(told) == ["1", "2", "3", "4", "7"]
    assert told["1"][0::2] == ["Nord", "Projets", False]
    assert told["1"][1] == told["2"][1] != told["3"][1]
    assert sorted({told[n][1] for n in ("1", "3", "7")}) == [1, 2, 3]
    assert told["4"] == ["Est", None, None, "won", False]


def test_a_day_on_which_deals_were_loaded_is_marked(crm: Crm, on: Callable[..., Workspace]) -> None:
    for n in range(30):
        deal(crm, f"l{n}", "ana", "won", "2026-02-20")
    for day in range(1, 12):
        deal(crm, f"d{day}", "ana", "won", f"2026-02-{day:02}")
    found = rolled(refreshed(on()), "deal_day", "loaded", "created_day")

    assert {day for loaded, day in found if loaded} == {date(2026, 2, 20)}
    assert len(found) == 30 + 11


def test_orders_are_held_against_the_crm_a_week_later(crm: Crm, erp: Crm, on: Callable[..., Workspace]) -> None:
    account(crm, "a", "Acme SA", SIRET)
    account(crm, "b", "Bravo", "55208131766522")
    deal(crm, "1", "ana", "new", "2026-02-01", account="a")
    deal(crm, "2", "ana", "lost", "2026-02-01", account="b")
    order(erp, "named", "2026-02-16", deal="2")
    order(erp, "siren", "2026-02-22", siret="732829320")
    order(erp, "lost", "2026-02-20", name="Bravo SARL", team="nord ")
    order(erp, "nobody", "2026-02-20", name="Charlie", team="ERP 7")
    order(erp, "mute", "2026-02-20")
    order(erp, "credit", "2026-02-20", total="-5")
    order(erp, "again", "2026-02-20", kind="renewal", name="Acme")
    order(erp, "kind", "2026-02-20", kind="?", name="Charlie")
    order(erp, "early", "2026-02-15", name="Acme")
    order(erp, "late", "2026-02-23", name="Acme")

    assert rolled(refreshed(on()), "order_day", "team", "kind", "n", "told", "matched") == sorted(
        [
            ("Nord", "new", 4, 3, 2),
            (None, "new", 1, 1, 0),
            ("Nord", "renewal", 1, 1, 1),
            ("Nord", None, 1, 1, 0),
        ],
        key=str,
    )


def test_a_number_that_few_customers_have_in_the_crm_tells_nothing(
    crm: Crm, erp: Crm, on: Callable[..., Workspace]
) -> None:
    account(crm, "a", "Acme SA", SIRET)
    account(crm, "b", "Bravo", "n/a")
    deal(crm, "1", "ana", "new", "2026-02-01", account="a")
    deal(crm, "2", "ana", "new", "2026-02-01", account="b")
    order(erp, "one", "2026-02-20", siret=SIRET)
    order(erp, "two", "2026-02-20", siret="35600000000048")
    order(erp, "named", "2026-02-20", siret="35600000000048", name="Bravo")

    assert rolled(refreshed(on()), "order_day", "n", "told", "matched") == [(3, 1, 1)]


def test_a_week_without_orders_is_looked_at_too(crm: Crm, erp: Crm, on: Callable[..., Workspace]) -> None:
    deal(crm, "1", "ana", "new", "2026-02-01")
    order(erp, "late", "2026-02-23", name="Acme")

    assert rolled(refreshed(on()), "order_day", "team", "kind", "n", "told", "matched") == [(None, None, 0, 0, 0)]


def test_where_the_crm_has_no_opportunity_at_all_nothing_can_be_told(erp: Crm, on: Callable[..., Workspace]) -> None:
    order(erp, "one", "2026-02-20", name="Acme")

    assert rolled(refreshed(on()), "order_day", "n", "told", "matched") == [(1, 0, 0)]


def test_a_week_counts_once_every_source_of_orders_has_delivered_it(
    crm: Crm, erp: Crm, on: Callable[..., Workspace]
) -> None:
    deal(crm, "1", "ana", "new", "2026-02-01")
    order(erp, "one", "2026-02-20", name="Acme")
    refreshed(on(NOW - WEEK))
    refreshed(on(), "crm")
    assert rolled(on(), "order_day", "n") == []

    refreshed(on())
    assert rolled(on(), "order_day", "n") == [(1,)]


def days(workspace: Workspace) -> list[date]:
    return sorted(workspace.lake.scan("order_day", rollups.ORDER_DAY).collect()["day"].unique())


def written(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """The ends of weeks that a refresh writes orders of."""
    seen: list[date] = []
    whole = workspace.lake.refresh
    monkeypatch.setattr(
        workspace.lake,
        "refresh",
        lambda table, rows, where: (
            seen.extend(rows["day"].unique().to_list() if table == "order_day" else []),
            whole(table, rows, where),
        )[1],
    )
    refresh(workspace, FIRST)
    return sorted(seen)


def test_only_weeks_that_something_touched_are_redone(
    crm: Crm, erp: Crm, on: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    account(crm, "a", "Acme")
    deal(crm, "1", "ana", "new", "2026-02-01", account="a")
    order(erp, "one", "2026-02-20", name="Acme")
    workspace = refreshed(on())
    assert days(workspace) == [date(2026, 2, 15), date(2026, 2, 22), SUNDAY]
    assert written(workspace, monkeypatch) == []

    order(erp, "two", "2026-02-19", name="Acme")
    collect(workspace)
    assert written(workspace, monkeypatch) == [date(2026, 2, 22), SUNDAY]
    assert rolled(workspace, "order_day", "n", "matched") == [(2, 2)]

    crm.run("UPDATE deal SET stage = 'lost', modified = '2026-02-23'")
    collect(workspace)
    with workspace.database.read() as session:
        assert "records/opportunity" in intents.unmeasured(session).first_days
    assert written(workspace, monkeypatch) == [SUNDAY]


def test_without_a_source_of_orders_nothing_is_looked_at(
    crm: Crm, on: Callable[..., Workspace], tmp_path: Path
) -> None:
    deal(crm, "1", "ana", "new", "2026-02-01")
    workspace = on()
    alone = workspace.settings.model_copy(update={"sources": {"crm": crm.source().options}})
    workspace = Workspace(alone, clock=lambda: NOW)
    collect(workspace)
    refresh(workspace, FIRST)

    assert "order_day" not in workspace.lake.tables()
