"""Loops through the store: from a CRM's own log, night after night, never by whom."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from jobs.collect import collect
from jobs.erasure import erase
from jobs.measure import first_week, look, measure
from jobs.refresh import refresh
from jobs.retention import purge
from jobs.workspace import Workspace
from metrics.rollups import LOOP_DAY
from settings.model import Settings
from tests.crms import Crm
from tests.digests import digests

INFORMED = date(2026, 3, 2)
"""A Monday."""

LOG: dict[str, Any] = {
    "table": "log", "cursor": "id", "at": "at", "user": "who", "action": "what", "object": "on", "rows": "n",
    "client": "by",
}  # fmt: skip
MAPPING: dict[str, Any] = {
    "events": [LOG],
    "people": {"table": "users", "user": "id", "team": "team", "team_from": "since", "team_to": "until"},
    "service_accounts": ["svc"],
    "timezone": "UTC",
}
Open = Callable[..., Workspace]


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_SECRET", "s" * 32)


@pytest.fixture
def crm(tmp_path: Path) -> Crm:
    made = Crm(f"sqlite:///{tmp_path / 'crm.db'}", MAPPING)
    made.run(
        'CREATE TABLE log (id INTEGER PRIMARY KEY, at TEXT, who TEXT, what TEXT, "on" TEXT, n INTEGER, "by" TEXT)',
        "CREATE TABLE users (id TEXT, team TEXT, since TEXT, until TEXT)",
        "INSERT INTO users VALUES ('ana', 'Nord', '2020-01-01', NULL), ('bob', 'Nord', '2020-01-01', NULL), "
        "('cy', 'Est', '2020-01-01', NULL), ('svc', 'Nord', '2020-01-01', NULL)",
    )
    return made


@pytest.fixture
def on(tmp_path: Path, crm: Crm) -> Open:
    def workspace(today: date) -> Workspace:
        moment = datetime(today.year, today.month, today.day, 3, tzinfo=UTC)
        settings = Settings.model_validate(
            {"project": {"name": "Essai"}, "privacy": {"informed_on": INFORMED}, "folder": tmp_path}
        )
        return Workspace(
            settings.model_copy(update={"sources": {"crm": crm.source().options}}), clock=lambda: moment, bounded=True
        )

    return workspace


def did(crm: Crm, *acts: str, by: str | None = "web") -> None:
    """Acts on contacts written as ``who what moment``, UTC; of a hundred rows each."""
    for act in acts:
        who, what, at = act.split()
        crm.insert("log", [{"at": at, "who": who, "what": what, "on": "contact", "n": 100, "by": by}])


def night(workspace: Workspace) -> Workspace:
    """What a night does to the roll-ups."""
    (outcome,) = collect(workspace)
    assert outcome.error == ""
    refresh(workspace, first_week(workspace))
    return workspace


def kept(workspace: Workspace) -> list[str]:
    """Team, when taken out, when brought back, how many."""
    rows = workspace.lake.scan("loop_day", LOOP_DAY).sort("day", "team").collect()
    return [
        f"{team} {out:%m-%d} {back:%m-%d} {n}"
        for team, out, back, n in rows.select("team", "taken", "day", "n").iter_rows()
    ]


OUT_AND_BACK = ("ana export 2026-03-10T09:00", "bob import 2026-03-12T09:00")


def test_a_loop_is_kept_with_its_days_and_nobody(crm: Crm, on: Open) -> None:
    did(crm, *OUT_AND_BACK)
    rows = night(on(date(2026, 3, 13))).lake.scan("loop_day").collect()

    assert rows.schema == pl.Schema(LOOP_DAY)
    assert rows.rows() == [("2026-03", date(2026, 3, 12), "contact", "Nord", date(2026, 3, 10), 1)]


@pytest.mark.parametrize(
    ("second", "by"),
    [("bob import", "sync"), ("bob import", "api"), ("svc import", "web"), ("who import", "web"), ("cy import", "web")],
)
def test_machines_strangers_and_other_teams_bring_nothing_back(crm: Crm, on: Open, second: str, by: str) -> None:
    did(crm, OUT_AND_BACK[0])
    did(crm, f"{second} 2026-03-12T09:00", by=by)

    assert kept(night(on(date(2026, 3, 13)))) == []


@pytest.mark.parametrize(("changed", "found"), [("2026-03-11", []), ("2026-03-13", ["Nord 03-10 03-12 1"])])
def test_the_team_is_that_of_each_day(crm: Crm, on: Open, changed: str, found: list[str]) -> None:
    crm.run(
        f"UPDATE users SET until = '{changed}' WHERE id = 'bob'",
        f"INSERT INTO users VALUES ('bob', 'Est', '{changed}', NULL)",
    )
    did(crm, *OUT_AND_BACK)

    assert kept(night(on(date(2026, 3, 14)))) == found


MORE = (
    *OUT_AND_BACK,
    "ana export 2026-03-30T09:00",
    "cy export 2026-03-31T09:00",
    "bob import 2026-04-02T09:00",
    "bob import 2026-04-03T09:00",
    "cy import 2026-04-21T09:00",
    "cy import 2026-04-22T09:00",
)
FOUND = ["Nord 03-10 03-12 1", "Nord 03-30 04-02 1", "Est 03-31 04-21 1"]


def test_night_by_night_gives_what_one_night_gives(crm: Crm, on: Open, tmp_path: Path) -> None:
    days = [date(2026, 3, 11) + timedelta(n) for n in range(0, 50, 4)]
    for day in days:
        did(crm, *[act for act in MORE if day - timedelta(4) <= date.fromisoformat(act.split()[2][:10]) < day])
        last = night(on(day))
    by_night = kept(last)
    for table in last.lake.tables():
        last.lake.drop(table)
    (tmp_path / "data" / "vigie.db").unlink()

    assert kept(night(on(days[-1]))) == by_night == FOUND


def test_twice_is_once(crm: Crm, on: Open) -> None:
    did(crm, *MORE)
    held = digests(night(on(date(2026, 4, 25))))

    assert digests(night(on(date(2026, 4, 25)))) == held


def test_an_export_that_landed_late_is_found_in_an_import_of_the_next_month(crm: Crm, on: Open) -> None:
    did(crm, "bob import 2026-04-02T09:00")
    assert kept(night(on(date(2026, 4, 5)))) == []

    did(crm, "ana export 2026-03-30T09:00")

    assert kept(night(on(date(2026, 4, 6)))) == ["Nord 03-30 04-02 1"]


def test_an_account_found_to_be_a_machine_s_is_taken_out(crm: Crm, on: Open) -> None:
    did(crm, *MORE)
    night(on(date(2026, 4, 25)))
    crm.mapping = MAPPING | {"service_accounts": ["svc", "bob"]}

    assert kept(night(on(date(2026, 4, 26)))) == FOUND[2:]


def test_loops_outlive_the_acts_they_were_seen_by_and_the_persons(crm: Crm, on: Open) -> None:
    did(crm, *OUT_AND_BACK, "cy export 2026-04-10T09:00", "cy import 2026-04-11T09:00", "cy login 2026-10-05T08:00")
    whole = kept(night(on(date(2026, 10, 12))))
    purge(on(date(2026, 10, 12)))
    erase(on(date(2026, 10, 12)), "bob")
    did(crm, "cy export 2026-10-06T09:00", "cy import 2026-10-07T09:00")
    crm.mapping = MAPPING | {"service_accounts": ["svc", "ana"]}

    assert kept(night(on(date(2026, 10, 13)))) == [*whole, "Est 10-06 10-07 1"]
    assert whole == ["Nord 03-10 03-12 1", "Est 04-10 04-11 1"]


def test_loops_reach_the_figures(crm: Crm, on: Open) -> None:
    crm.insert("users", ({"id": f"p{n}", "team": "Sud", "since": "2020-01-01"} for n in range(10)))
    did(crm, *MORE)
    workspace = on(date(2026, 5, 4))
    collect(workspace)
    measure(workspace)
    rows = look(workspace).shown.filter(pl.col("metric") == "spreadsheets.round_trips")
    last = rows.filter(pl.col("period") == date(2026, 4, 27))

    assert dict(last.select("subject", pl.concat_list("value", "people")).iter_rows()) == {
        "project": [3, 13], "object:contact": [3, 13], "team:Est": [None, None], "team:Nord": [None, None],
        "team:Sud": [None, None],
    }  # fmt: skip


def test_a_crm_that_does_not_log_imports_is_grey(crm: Crm, on: Open) -> None:
    crm.mapping = MAPPING | {"events": [LOG | {"actions": {"export": "export", "edit": "edit"}}]}
    did(crm, *MORE)
    workspace = on(date(2026, 4, 27))
    collect(workspace)
    measure(workspace)
    rows = look(workspace).shown.filter(pl.col("metric") == "spreadsheets.round_trips")

    assert rows.select("subject", "value", "reason").unique().rows() == [("project", None, "not_recorded")]
