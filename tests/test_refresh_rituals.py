"""Rituals by their occurrences, through the store: planned night after night, seen or not, never by whom."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from jobs.collect import collect
from jobs.measure import look, measure
from jobs.retention import purge
from jobs.workspace import Workspace
from metrics.rollups import RITUAL_DAY, USER_DAY
from settings.declared import DECLARED
from store import declared
from tests.crms import Crm
from tests.digests import digests
from tests.nights import night, on_day

"""A Monday."""

DAY = timedelta(days=1)
MAPPING = {
    "events": [{"table": "log", "cursor": "id", "at": "at", "user": "who", "action": "what", "client": "by"}],
    "people": {"table": "users", "user": "id", "team": "team", "team_from": "since", "team_to": "until"},
    "service_accounts": ["svc"],
    "timezone": "UTC",
}
TUESDAYS = {"Revue": {"day": "tuesday", "start": "09:00", "end": "10:00"}}
Open = Callable[..., Workspace]


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_SECRET", "s" * 32)


@pytest.fixture
def crm(tmp_path: Path) -> Crm:
    made = Crm(f"sqlite:///{tmp_path / 'crm.db'}", MAPPING)
    made.run(
        "CREATE TABLE log (id INTEGER PRIMARY KEY, at TEXT, who TEXT, what TEXT, by TEXT)",
        "CREATE TABLE users (id TEXT, team TEXT, since TEXT, until TEXT)",
        "INSERT INTO users VALUES ('ana', 'Nord', '2020-01-01', NULL), ('bob', 'Est', '2020-01-01', NULL), "
        "('svc', 'Nord', '2020-01-01', NULL)",
    )
    return made


@pytest.fixture
def on(tmp_path: Path, crm: Crm) -> Open:
    def workspace(today: date, rituals: dict[str, Any] = TUESDAYS, **project: Any) -> Workspace:
        return on_day(tmp_path, crm, today, project={"name": "Essai", **project}, rituals=rituals)

    return workspace


def did(crm: Crm, *acts: tuple[str, str, str], by: str | None = "web") -> None:
    """Who did what, at which moment UTC: an hour behind the clocks of a French March."""
    crm.insert("log", ({"at": at, "who": who, "what": what, "by": by} for who, what, at in acts))


def kept(workspace: Workspace, ritual: str | None = None) -> dict[str, tuple[int, int]]:
    """Opened and seen by day."""
    rows = workspace.lake.scan("ritual_day", RITUAL_DAY).sort("day").collect()
    mine = rows.filter(pl.col("ritual") == ritual) if ritual else rows
    return {f"{day:%m-%d}": (opened, seen) for day, opened, seen in mine.select("day", "opened", "seen").iter_rows()}


def acts(workspace: Workspace) -> list[tuple[str, int, int]]:
    """Day, events and acts of each person and day."""
    rows = workspace.lake.scan("user_day", USER_DAY).sort("day", "acts").collect()
    return [(f"{day:%m-%d}", events, done) for day, events, done in rows.select("day", "events", "acts").iter_rows()]


def declare(workspace: Workspace, rows: Iterable[dict[str, Any]]) -> None:
    """The workbook's sheet of rituals, as it stands from that day on."""
    with workspace.database.write() as session:
        declared.land(
            session, "book", "rituals", pl.DataFrame(rows, schema=DECLARED["rituals"].schema), workspace.today
        )


def test_each_occurrence_is_told_whether_or_not_anybody_came(crm: Crm, on: Open) -> None:
    did(
        crm,
        ("ana", "report", "2026-03-09T08:30"),
        ("bob", "view", "2026-03-17T08:20"),
        ("ana", "view", "2026-03-25T08:20"),
    )

    assert kept(night(on(date(2026, 4, 1)))) == {
        "03-03": (0, 0), "03-10": (1, 0), "03-17": (0, 1), "03-24": (0, 0), "03-31": (0, 0),
    }  # fmt: skip


def test_what_is_kept_never_says_who(crm: Crm, on: Open) -> None:
    did(crm, ("ana", "report", "2026-03-10T08:30"))
    rows = night(on(date(2026, 3, 16))).lake.scan("ritual_day").collect()

    assert rows.schema == pl.Schema(RITUAL_DAY)
    assert rows.filter(pl.col("day") == date(2026, 3, 10)).rows() == [
        ("2026-03", date(2026, 3, 10), "Revue", None, 1, 1)
    ]


def test_silent_weeks_are_planned_too(crm: Crm, on: Open) -> None:
    did(crm, ("ana", "view", "2026-03-03T08:20"))
    night(on(date(2026, 3, 9)))

    assert kept(night(on(date(2026, 4, 20)))) == {
        "03-03": (0, 1), **dict.fromkeys(["03-10", "03-17", "03-24", "03-31", "04-07", "04-14"], (0, 0)),
    }  # fmt: skip


def test_nothing_is_said_of_today_nor_of_days_of_which_the_eve_was_not_read(crm: Crm, on: Open) -> None:
    mondays = {"Revue": TUESDAYS["Revue"] | {"day": "monday"}}

    assert kept(night(on(date(2026, 3, 16), rituals=mondays))) == {"03-09": (0, 0)}
    assert kept(night(on(date(2026, 3, 17), rituals=mondays))) == {"03-09": (0, 0), "03-16": (0, 0)}


def test_public_holidays_and_closures_plan_none(crm: Crm, on: Open) -> None:
    mondays = {"Revue": TUESDAYS["Revue"] | {"day": "monday"}}
    found = kept(night(on(date(2026, 4, 20), rituals=mondays, closures=["2026-03-22/2026-03-24"])))

    assert list(found) == ["03-09", "03-16", "03-30", "04-13"]  # 6 April is Easter Monday


@pytest.mark.parametrize(("who", "by"), [("svc", "web"), ("ana", "sync"), ("ana", "api"), ("stranger", "web")])
def test_neither_machines_nor_strangers_hold_a_ritual(crm: Crm, on: Open, who: str, by: str) -> None:
    did(crm, (who, "report", "2026-03-10T08:30"), by=by)

    assert kept(night(on(date(2026, 3, 11)))) == {"03-03": (0, 0), "03-10": (0, 0)}


def test_a_team_s_ritual_is_seen_by_who_was_in_the_team_that_day(crm: Crm, on: Open) -> None:
    crm.run(
        "UPDATE users SET until = '2026-03-16' WHERE id = 'ana'",
        "INSERT INTO users VALUES ('ana', 'Est', '2026-03-16', NULL)",
    )
    did(crm, ("ana", "view", "2026-03-10T08:30"), ("ana", "view", "2026-03-17T08:30"))
    of_two = {name: TUESDAYS["Revue"] | {"team": name} for name in ("Nord", "Est")}
    found = night(on(date(2026, 3, 18), rituals=of_two))

    assert kept(found, "Nord") == {"03-03": (0, 0), "03-10": (0, 1), "03-17": (0, 0)}
    assert kept(found, "Est") == {"03-03": (0, 0), "03-10": (0, 0), "03-17": (0, 1)}


def test_night_by_night_gives_what_one_night_gives(crm: Crm, on: Open, tmp_path: Path) -> None:
    did(
        crm,
        ("ana", "list", "2026-03-10T08:30"),
        ("bob", "report", "2026-03-23T12:00"),
        ("ana", "edit", "2026-03-31T07:50"),
    )
    for day in (4, 10, 11, 17, 24, 31):
        night(on(date(2026, 3, day)))
    last = night(on(date(2026, 4, 2)))
    by_night, summed = kept(last), acts(last)
    for table in ("ritual_day", "user_day", "user_day_feature", "events"):
        last.lake.drop(table)
    (tmp_path / "data" / "vigie.db").unlink()
    at_once = night(on(date(2026, 4, 2)))

    assert (kept(at_once), acts(at_once)) == (by_night, summed)
    assert by_night == {"03-03": (0, 0), "03-10": (1, 1), "03-17": (0, 0), "03-24": (1, 0), "03-31": (0, 1)}


def test_twice_is_once(crm: Crm, on: Open) -> None:
    did(crm, ("ana", "report", "2026-03-10T08:30"))
    held = digests(night(on(date(2026, 3, 18))))

    assert digests(night(on(date(2026, 3, 18)))) == held


def test_what_landed_late_is_seen_also_from_the_eve_in_another_month(crm: Crm, on: Open) -> None:
    wednesdays = {"Revue": TUESDAYS["Revue"] | {"day": "wednesday"}}
    assert kept(night(on(date(2026, 4, 8), rituals=wednesdays)))["04-01"] == (0, 0)

    did(crm, ("ana", "report", "2026-03-31T12:00"))

    assert kept(night(on(date(2026, 4, 9), rituals=wednesdays)))["04-01"] == (1, 0)


def test_a_ritual_declared_later_is_found_in_the_acts_that_are_held(crm: Crm, on: Open) -> None:
    did(crm, ("ana", "report", "2026-03-10T08:30"))
    assert "ritual_day" not in night(on(date(2026, 3, 18), rituals={})).lake.tables()

    assert kept(night(on(date(2026, 3, 18)))) == {"03-03": (0, 0), "03-10": (1, 1), "03-17": (0, 0)}


def test_a_ritual_of_the_workbook_is_planned_from_its_day_until_it_is_gone(crm: Crm, on: Open) -> None:
    row = {"label": "Point", "weekday": "tuesday", "start": "09:00", "end": "10:00", "since": date(2026, 3, 10)}
    first = on(date(2026, 3, 18), rituals={})
    declare(first, [row])
    assert list(kept(night(first))) == ["03-10", "03-17"]

    gone = on(date(2026, 3, 25), rituals={})
    assert list(kept(night(gone))) == ["03-10", "03-17", "03-24"]
    declare(gone, [])

    assert list(kept(night(on(date(2026, 4, 8), rituals={})))) == ["03-10", "03-17", "03-24"]


def test_a_ritual_moved_to_another_day_keeps_what_was_planned_before(crm: Crm, on: Open) -> None:
    row = {"label": "Point", "weekday": "tuesday", "start": "09:00", "end": "10:00", "since": date(2026, 3, 3)}
    first = on(date(2026, 3, 18), rituals={})
    declare(first, [row])
    night(first)
    moved = on(date(2026, 3, 19), rituals={})
    declare(moved, [row | {"weekday": "thursday", "since": date(2026, 3, 16)}])

    assert list(kept(night(on(date(2026, 4, 1), rituals={})))) == ["03-03", "03-10", "03-19", "03-26"]


def test_an_account_found_to_be_a_machine_s_is_taken_out_of_what_is_held(crm: Crm, on: Open) -> None:
    did(crm, ("bob", "report", "2026-03-10T08:30"))
    assert kept(night(on(date(2026, 3, 12))))["03-10"] == (1, 1)
    crm.mapping = MAPPING | {"service_accounts": ["svc", "bob"]}

    assert kept(night(on(date(2026, 4, 12))))["03-10"] == (0, 0)


def test_occurrences_outlive_the_acts_they_were_seen_by(crm: Crm, on: Open) -> None:
    did(crm, ("ana", "report", "2026-03-10T08:30"), ("ana", "report", "2026-10-06T07:30"))
    workspace = night(on(date(2026, 10, 12)))
    whole = kept(workspace)
    purge(workspace)
    assert workspace.lake.scan("events").collect()["month"].to_list() == ["2026-10"]
    later = {"Revue": TUESDAYS["Revue"] | {"end": "10:30"}}

    assert kept(night(on(date(2026, 10, 12), rituals=later))) == whole
    assert (whole["03-10"], whole["10-06"]) == ((1, 1), (1, 1))


def test_what_is_opened_inside_a_ritual_of_one_s_own_is_a_meaningful_act(crm: Crm, on: Open) -> None:
    of_nord = {"Revue": TUESDAYS["Revue"] | {"team": "Nord"}}
    did(
        crm,
        ("ana", "report", "2026-03-10T08:30"), ("ana", "dashboard", "2026-03-10T08:40"),
        ("ana", "view", "2026-03-10T08:41"),
        ("bob", "report", "2026-03-10T08:30"), ("svc", "report", "2026-03-10T08:30"),
        ("ana", "report", "2026-03-11T08:30"), ("ana", "edit", "2026-03-17T08:30"), ("ana", "list", "2026-03-17T08:30"),
    )  # fmt: skip
    found = night(on(date(2026, 3, 18), rituals=of_nord))

    assert acts(found) == [("03-10", 1, 0), ("03-10", 1, 0), ("03-10", 3, 2), ("03-11", 1, 0), ("03-17", 2, 1 + 1)]
    without = acts(night(on(date(2026, 3, 18), rituals={})))
    assert [done for _, _, done in without] == [0, 0, 0, 0, 1]


def test_rituals_kept_reach_the_figures(crm: Crm, on: Open) -> None:
    did(crm, *[("ana", "report", f"2026-{day}T07:50") for day in ("03-10", "03-17", "03-24", "03-31", "04-07")])
    workspace = on(date(2026, 4, 20))
    collect(workspace)
    measure(workspace)
    shown = look(workspace).shown.filter(pl.col("period") == date(2026, 4, 13))

    for metric in ("governance.rituals", "adoption.decided_from_crm"):
        mine = shown.filter((pl.col("metric") == metric) & (pl.col("subject") == "project"))
        assert mine.select("value", "n", "reason").rows() == [(5 / 6, 6, None)]
