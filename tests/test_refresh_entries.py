"""Entry by week, through the store: from a CRM's own tables, night after night, never by whom."""

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
from metrics.rollups import ENTRY_DAY
from settings.declared import DECLARED
from settings.model import Settings
from store import declared
from tests.crms import Crm
from tests.digests import digests

INFORMED = date(2026, 3, 2)
"""A Monday."""

MAPPING: dict[str, Any] = {
    "events": [
        {
            "table": "log", "cursor": "id", "at": "at", "user": "who", "action": "what", "object": "on",
            "record": "rec", "client": "by",
        }
    ],
    "records": [
        {
            "table": "done", "object": "activity", "record": "id", "modified_at": "modified", "created_at": "created",
            "created_by": "maker", "owner": "owner", "occurred_at": "held",
        }
    ],
    "people": {"table": "users", "user": "id", "team": "team", "team_from": "since", "team_to": "until"},
    "service_accounts": ["svc"],
    "timezone": "UTC",
}  # fmt: skip
FRIDAYS = {"Saisie": {"day": "friday", "start": "16:00", "end": "17:00", "team": "Nord"}}
Open = Callable[..., Workspace]


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_SECRET", "s" * 32)


@pytest.fixture
def crm(tmp_path: Path) -> Crm:
    made = Crm(f"sqlite:///{tmp_path / 'crm.db'}", MAPPING)
    made.run(
        'CREATE TABLE log (id INTEGER PRIMARY KEY, at TEXT, who TEXT, what TEXT, "on" TEXT, rec TEXT, "by" TEXT)',
        "CREATE TABLE done (id TEXT, modified TEXT, created TEXT, maker TEXT, owner TEXT, held TEXT)",
        "CREATE TABLE users (id TEXT, team TEXT, since TEXT, until TEXT)",
        "INSERT INTO users VALUES ('ana', 'Nord', '2020-01-01', NULL), ('bob', 'Est', '2020-01-01', NULL), "
        "('svc', 'Nord', '2020-01-01', NULL)",
    )
    return made


@pytest.fixture
def on(tmp_path: Path, crm: Crm) -> Open:
    def workspace(today: date, **more: Any) -> Workspace:
        moment = datetime(today.year, today.month, today.day, 3, tzinfo=UTC)
        settings = Settings.model_validate(
            {"project": {"name": "Essai"}, "privacy": {"informed_on": INFORMED}, "folder": tmp_path} | more
        )
        return Workspace(
            settings.model_copy(update={"sources": {"crm": crm.source().options}}), clock=lambda: moment, bounded=True
        )

    return workspace


def type_in(crm: Crm, *rows: str, by: str | None = "web") -> None:
    """Activities written as ``id who typed took-place``, moments UTC; each with its creation in the log."""
    for row in rows:
        native, who, created, held = row.split()
        record = {"id": native, "modified": created, "created": created, "maker": who, "owner": who, "held": held}
        crm.insert("done", [record])
        crm.insert("log", [{"at": created, "who": who, "what": "create", "on": "activity", "rec": native, "by": by}])


def night(workspace: Workspace) -> Workspace:
    """What a night does to the roll-ups."""
    (outcome,) = collect(workspace)
    assert outcome.error == ""
    refresh(workspace, first_week(workspace))
    return workspace


def kept(workspace: Workspace, *columns: str) -> dict[str, tuple[int, ...]]:
    """By Sunday and team: n, late and grouped, or other columns."""
    rows = workspace.lake.scan("entry_day", ENTRY_DAY).sort("day", "team").collect()
    names = columns or ("n", "late", "grouped")
    return {f"{day:%m-%d} {team}": tuple(row) for day, team, *row in rows.select("day", "team", *names).iter_rows()}


def annotate(workspace: Workspace, day: date, kind: str = "migration", team: str | None = None) -> None:
    rows = pl.DataFrame([{"happened": day, "kind": kind, "team": team}], schema=DECLARED["annotations"].schema)
    with workspace.database.write() as session:
        declared.land(session, "book", "annotations", rows, workspace.today)


FRIDAY = (
    "a1 ana 2026-03-13T15:10 2026-03-09T09:00",
    "a2 ana 2026-03-13T15:20 2026-03-10T09:00",
    "a3 ana 2026-03-13T15:30 2026-03-11T09:00",
    "a4 ana 2026-03-13T15:40 2026-03-13T09:00",
    "b1 bob 2026-03-13T15:10 2026-03-02T09:00",
    "b2 bob 2026-03-11T15:20 2026-03-11T09:00",
)


def test_weeks_are_told_once_they_are_over(crm: Crm, on: Open) -> None:
    type_in(crm, *FRIDAY)

    assert "entry_day" not in night(on(date(2026, 3, 15))).lake.tables()
    assert kept(night(on(date(2026, 3, 16)))) == {"03-15 Est": (2, 1, 0), "03-15 Nord": (4, 0, 3)}


def test_what_is_kept_never_says_who(crm: Crm, on: Open) -> None:
    type_in(crm, *FRIDAY)
    rows = night(on(date(2026, 3, 16))).lake.scan("entry_day").collect()

    assert rows.schema == pl.Schema(ENTRY_DAY)
    assert rows.filter(pl.col("team") == "Nord").rows() == [
        ("2026-03", date(2026, 3, 15), "Nord", 4, 0, 4, 3, 0, 0, 1),
    ]


@pytest.mark.parametrize(("who", "by"), [("svc", "web"), ("ana", "sync"), ("ana", "api"), ("stranger", "web")])
def test_neither_machines_nor_strangers_type(crm: Crm, on: Open, who: str, by: str) -> None:
    type_in(crm, *(row.replace("ana", who) for row in FRIDAY[:4]), by=by)

    assert kept(night(on(date(2026, 3, 16)))) == {}


def test_an_agreed_hour_is_no_catch_up_and_counts_for_its_team_alone(crm: Crm, on: Open) -> None:
    type_in(crm, *FRIDAY, "b3 bob 2026-03-13T15:12 2026-03-09T09:00", "b4 bob 2026-03-13T15:13 2026-03-09T09:00")
    assert kept(night(on(date(2026, 3, 16))), "grouped") == {"03-15 Est": (3,), "03-15 Nord": (3,)}

    agreed = night(on(date(2026, 3, 17), entry_hours=FRIDAYS))

    assert kept(agreed, "grouped") == {"03-15 Est": (3,), "03-15 Nord": (0,)}


def test_a_day_on_which_data_were_brought_over_is_left_out(crm: Crm, on: Open) -> None:
    type_in(crm, *FRIDAY)
    workspace = night(on(date(2026, 3, 16)))
    annotate(workspace, date(2026, 3, 13), "release")
    assert kept(night(workspace)) == {"03-15 Est": (2, 1, 0), "03-15 Nord": (4, 0, 3)}
    annotate(workspace, date(2026, 3, 13), team="Nord")
    assert kept(night(workspace)) == {"03-15 Est": (2, 1, 0)}
    annotate(workspace, date(2026, 3, 13))

    assert kept(night(workspace)) == {"03-15 Est": (1, 0, 0)}


def test_more_in_a_day_than_the_settings_allow_was_brought_over(crm: Crm, on: Open) -> None:
    type_in(crm, *FRIDAY)

    assert kept(night(on(date(2026, 3, 16), entry={"most_a_day": 3}))) == {"03-15 Est": (2, 1, 0)}


def test_the_day_of_an_import_of_activities_is_left_out_for_its_account(crm: Crm, on: Open) -> None:
    type_in(crm, *FRIDAY)
    crm.insert("log", [{"at": "2026-03-13T10:00", "who": "ana", "what": "import", "on": "activity"}])

    assert kept(night(on(date(2026, 3, 16)))) == {"03-15 Est": (2, 1, 0)}


def test_a_creation_tells_who_typed_where_the_record_does_not(crm: Crm, on: Open) -> None:
    (records,) = MAPPING["records"]
    crm.mapping = MAPPING | {"records": [records | {"created_by": None}]}
    type_in(crm, *FRIDAY)
    crm.run("UPDATE done SET owner = 'bob'")

    assert kept(night(on(date(2026, 3, 16)))) == {"03-15 Est": (2, 1, 0), "03-15 Nord": (4, 0, 3)}


def test_who_changed_teams_counts_for_the_team_of_the_day(crm: Crm, on: Open) -> None:
    crm.run(
        "UPDATE users SET until = '2026-03-13' WHERE id = 'bob'",
        "INSERT INTO users VALUES ('bob', 'Nord', '2026-03-13', NULL)",
    )
    type_in(crm, *FRIDAY)

    assert kept(night(on(date(2026, 3, 16))), "n", "late", "people") == {
        "03-15 Est": (1, 0, 1), "03-15 Nord": (5, 1, 2),
    }  # fmt: skip


MORE = (
    "a5 ana 2026-03-31T15:10 2026-03-09T09:00",
    "a6 ana 2026-04-02T15:20 2026-04-02T09:00",
    "b5 bob 2026-04-08T15:20 2026-04-01T09:00",
)


def test_night_by_night_gives_what_one_night_gives(crm: Crm, on: Open, tmp_path: Path) -> None:
    days = [date(2026, 3, 3) + timedelta(n) for n in range(0, 42, 3)]
    for day in days:
        due = [row for row in (*FRIDAY, *MORE) if day - timedelta(3) <= date.fromisoformat(row.split()[2][:10]) < day]
        type_in(crm, *due)
        last = night(on(day))
    by_night = kept(last)
    for table in last.lake.tables():
        last.lake.drop(table)
    (tmp_path / "data" / "vigie.db").unlink()

    assert kept(night(on(days[-1]))) == by_night
    assert by_night == {
        "03-15 Est": (2, 1, 0), "03-15 Nord": (4, 0, 3), "04-05 Nord": (2, 1, 0),
    }  # fmt: skip


def test_twice_is_once(crm: Crm, on: Open) -> None:
    type_in(crm, *FRIDAY)
    held = digests(night(on(date(2026, 3, 16))))

    assert digests(night(on(date(2026, 3, 16)))) == held


def test_a_silent_week_after_it_ends_what_was_known(crm: Crm, on: Open) -> None:
    type_in(crm, *FRIDAY)
    night(on(date(2026, 3, 14)))

    assert list(kept(night(on(date(2026, 3, 30))))) == ["03-15 Est", "03-15 Nord"]


def test_what_landed_late_is_added_to_its_week(crm: Crm, on: Open) -> None:
    type_in(crm, *FRIDAY)
    night(on(date(2026, 3, 30)))
    type_in(crm, "a7 ana 2026-03-12T10:00 2026-03-12T09:00")
    crm.run("UPDATE done SET modified = '2026-03-29T10:00' WHERE id = 'a7'")

    assert kept(night(on(date(2026, 4, 1))))["03-15 Nord"] == (5, 0, 3)


def test_what_is_changed_later_stays_as_it_was_typed(crm: Crm, on: Open) -> None:
    type_in(crm, *FRIDAY)
    night(on(date(2026, 3, 16)))
    crm.run("UPDATE done SET modified = '2026-03-17T10:00', held = '2026-03-13T12:00' WHERE id = 'b1'")

    assert kept(night(on(date(2026, 3, 24))))["03-15 Est"] == (2, 1, 0)


def test_an_account_found_to_be_a_machine_s_is_taken_out(crm: Crm, on: Open) -> None:
    type_in(crm, *FRIDAY)
    night(on(date(2026, 3, 16)))
    crm.mapping = MAPPING | {"service_accounts": ["svc", "bob"]}

    assert kept(night(on(date(2026, 3, 17)))) == {"03-15 Nord": (4, 0, 3)}


def test_sums_outlive_the_acts_beside_them_and_the_persons(crm: Crm, on: Open) -> None:
    type_in(crm, *FRIDAY, "a9 ana 2026-10-06T15:10 2026-10-06T09:00")
    workspace = night(on(date(2026, 10, 12)))
    whole = kept(workspace)
    purge(workspace)
    erase(workspace, "bob")

    assert list(whole) == ["03-15 Est", "03-15 Nord", "10-11 Nord"]
    assert kept(night(on(date(2026, 10, 13), entry_hours=FRIDAYS))) == whole


def test_late_entry_reaches_the_figures(crm: Crm, on: Open) -> None:
    crm.insert("users", ({"id": f"p{n}", "team": "Sud", "since": "2020-01-01"} for n in range(10)))
    type_in(
        crm, *(f"{n}/{i} p{n} 2026-03-13T1{i}:00 2026-03-0{2 + 7 * (n > 2)}T09:00" for n in range(10) for i in (0, 1))
    )
    workspace = on(date(2026, 3, 16))
    collect(workspace)
    measure(workspace)
    shown = look(workspace).shown.filter((pl.col("period") == date(2026, 3, 9)) & (pl.col("subject") == "project"))

    found = dict(shown.select("metric", pl.concat_list("value", "n")).iter_rows())
    assert found["spreadsheets.late_entry"] == [3 / 10, 20]
    assert found["spreadsheets.batch_entry"] == [0.10, 20]  # at most, since figures near nought are blunted
