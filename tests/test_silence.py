"""Silence is not blindness: what cannot be read, or is read no more, never passes for nobody working."""

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from jobs import answers
from jobs.checking import check
from jobs.collect import collect
from jobs.measure import measure
from jobs.workspace import Workspace, open_workspace
from metrics.signals import LEVELS, aged

CONFIG = """
[project]
name = "Essai"

[privacy]
informed_on = 2026-01-01

[sources.crm]
kind = "sql"
url = "sqlite:///crm.db"
people = {{ table = "users", user = "id", team = "team", role = "role" }}

[[sources.crm.events]]
table = "log"
cursor = "{cursor}"
at = "{at}"
user = "user_id"
action = "code"
actions = {{ C = "create", L = "login" }}

[[sources.crm.records]]
table = "deals"
object = "opportunity"
record = "id"
modified_at = "at"
owner = "user_id"
stage = "stage"
stages = {{ P = {{ name = "proposal" }} }}
fields = ["title"]
{more}
"""


def workspace(
    folder: Path, day: date = date(2026, 3, 9), at: str = "at", cursor: str = "id", more: str = ""
) -> Workspace:
    """A CRM of twelve people in a team and three in another, who each worked on the first Mondays of March."""
    path = folder / "crm.db"
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE users (id INTEGER, team TEXT, role TEXT)")
    connection.execute("CREATE TABLE log (id INTEGER PRIMARY KEY, at TEXT, user_id INTEGER, code TEXT, word TEXT)")
    connection.execute("CREATE TABLE deals (id INTEGER, at TEXT, user_id INTEGER, stage TEXT, title TEXT)")
    for user in range(15):
        connection.execute("INSERT INTO users VALUES (?, ?, 'seller')", (user, "Nord" if user < 12 else "Sud"))
        connection.execute("INSERT INTO deals VALUES (?, '2026-03-02 08:00:00', ?, 'P', 'x')", (user, user))
        for code, word in (("L", "IN"), ("C", "NEW")):
            moment = "2026-03-02 09:00:00"
            connection.execute(
                "INSERT INTO log (at, user_id, code, word) VALUES (?, ?, ?, ?)", (moment, user, code, word)
            )
    connection.commit()
    connection.close()
    config = folder / "config.toml"
    config.write_text(CONFIG.format(at=at, cursor=cursor, more=more), encoding="utf-8")
    return open_workspace(config, as_of=day)


def test_a_log_of_which_no_act_can_be_read_fails_and_leaves_the_figures_grey(tmp_path: Path) -> None:
    here = workspace(tmp_path, at="code")

    (outcome,) = collect(here)
    measure(here)

    assert "none of its 30 acts can be read" in outcome.error
    assert {row["level"] for row in answers.signals(here) if row["signal"].startswith("adoption")} == {"grey"}


def test_a_word_that_does_not_grow_is_no_cursor(tmp_path: Path) -> None:
    (outcome,) = collect(workspace(tmp_path, cursor="word"))

    assert "word" in outcome.error
    assert "cannot be the cursor" in outcome.error


def test_levels_that_nobody_measured_again_are_grey_after_a_week(tmp_path: Path) -> None:
    here = workspace(tmp_path)
    collect(here)
    measure(here)
    seen = {row["signal"]: row["level"] for row in answers.signals(here) if row["subject"] == "project"}
    later = here.on(date(2026, 6, 1))
    old = {
        row["signal"]: (row["level"], row["reason"]) for row in answers.signals(later) if row["subject"] == "project"
    }

    assert seen["adoption.rate"] == "green"
    assert old["adoption.rate"] == ("grey", "stale")


@pytest.mark.parametrize(("day", "level"), [(date(2026, 3, 22), "green"), (date(2026, 3, 23), "grey")])
def test_a_level_speaks_of_now_for_one_week_more(day: date, level: str) -> None:
    row = {"metric": "adoption.rate", "subject": "project", "period": date(2026, 3, 2), "level": "green"}
    levels = pl.DataFrame([row | dict.fromkeys(set(LEVELS) - set(row))], schema=LEVELS)

    assert aged(levels, day)["level"].to_list() == [level]


def test_records_of_small_teams_are_counted_together(tmp_path: Path) -> None:
    here = workspace(tmp_path)
    collect(here)

    assert answers.records(here, ["object", "team"]) == [
        {"object": "opportunity", "team": "*", "n": 3},
        {"object": "opportunity", "team": "Nord", "n": 12},
    ]


def test_check_names_what_nothing_else_knows_and_limits_that_cannot_be_meant(tmp_path: Path) -> None:
    more = """
[required.oportunity]
"*" = ["title"]
[required.opportunity]
propozal = ["title"]
[stages.propozal]
days = 9
[roles.sellers]
acts = "month"
[signals."adoption.rate"]
amber = 0.4
red = 0.9
teams.Nrod.red = 70
[rituals.Revue]
day = "monday"
start = 09:00:00
end = 10:00:00
team = "Nrod"
[entry_hours.Saisie]
day = "friday"
start = 16:00:00
end = 17:00:00
team = "Nrod"
"""
    here = workspace(tmp_path, more=more)
    collect(here)
    said = "\n".join(check(here).lines)

    assert "! required.oportunity: nothing is called 'oportunity'; did you mean opportunity?" in said
    assert "! required.opportunity.propozal: nothing is called 'propozal'; did you mean proposal?" in said
    assert "! stages.propozal: nothing is called 'propozal'; did you mean proposal?" in said
    assert "! roles.sellers: nothing is called 'sellers'; did you mean seller?" in said
    assert "! signals.\"adoption.rate\".teams.Nrod: nothing is called 'Nrod'; did you mean Nord?" in said
    assert "! rituals.Revue.team: nothing is called 'Nrod'; did you mean Nord?" in said
    assert "! entry_hours.Saisie.team: nothing is called 'Nrod'; did you mean Nord?" in said
    assert '! signals."adoption.rate": amber 0.4 and red 0.9 stand the wrong way round' in said
    assert '! signals."adoption.rate".teams.Nrod: is a share, between 0 and 1' in said


def test_an_age_counts_to_now_not_to_the_last_measurement(tmp_path: Path) -> None:
    here = workspace(tmp_path)
    collect(here)
    measure(here)
    later = here.on(date(2026, 3, 16))

    (source,) = answers.sources(later)

    assert source["age_hours"] == 7 * 24
    assert source["last_complete"] == datetime(2026, 3, 8, 23, tzinfo=UTC)
