"""What is put off in the demo company, and the lists it carries out and back, are found; controls are left alone."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from demo.detours import DETOURS
from demo.truths import WEEKS, week_of
from jobs import refresh_entries
from jobs.measure import Figures, look
from jobs.workspace import Workspace, open_workspace
from metrics import entering
from metrics.rollups import LOOP_DAY
from metrics.subjects import subject
from settings.model import Entry

EAST, NORTH = subject(team=DETOURS.catch_up.team), subject(team=DETOURS.agreed_hour.team)
KEY_ACCOUNTS = subject(team=DETOURS.late_entry.team)
LATE, GROUPED, LOOPS = (f"spreadsheets.{name}" for name in ("late_entry", "batch_entry", "round_trips"))


@pytest.fixture(scope="module")
def company(demo_company: Path) -> Workspace:
    return open_workspace(demo_company)


@pytest.fixture(scope="module")
def found(company: Workspace) -> Figures:
    return look(company)


def values(found: Figures, metric: str, subject: str, first: int = 1, last: int = WEEKS) -> list[float]:
    """Values before blunting, of weeks by number, those of August too."""
    mine = found.series.filter((pl.col("metric") == metric) & (pl.col("subject") == subject)).sort("period")
    return mine.filter(pl.col("period").is_between(week_of(first), week_of(last)))["value"].drop_nulls().to_list()


def levels(found: Figures, metric: str, subject: str) -> dict[str, str]:
    """By week, the levels that are known."""
    mine = found.levels.filter((pl.col("metric") == metric) & (pl.col("subject") == subject)).sort("period")
    return {str(week): level for week, level in mine.select("period", "level").iter_rows() if level != "grey"}


def test_every_planted_loop_is_found_and_no_other(company: Workspace) -> None:
    truth = DETOURS.loops
    rows = company.lake.scan("loop_day", LOOP_DAY).filter(pl.col("team") == truth.team).collect()

    assert sorted((day - week_of(1)).days // 7 + 1 for day in rows["day"]) == list(truth.weeks)
    assert set(rows["object"]) == {"opportunity"}
    assert rows["n"].to_list() == [1] * len(truth.weeks)


def test_loops_are_counted_for_the_team_and_the_project(found: Figures) -> None:
    first, every = DETOURS.loops.weeks[0], 2
    counts = [min(4, 1 + (week - first) // every) if week >= first else 0 for week in range(9, WEEKS + 1)]

    assert values(found, LOOPS, "project", 9) == values(found, LOOPS, EAST, 9) == counts
    assert [*dict.fromkeys(levels(found, LOOPS, EAST).values())] == ["green", "amber", "red"]


def test_a_declared_clean_up_is_no_loop(company: Workspace, found: Figures) -> None:
    truth = DETOURS.clean_up
    kept = company.lake.scan("loop_day", LOOP_DAY).filter(pl.col("team") == truth.team).collect()

    assert sorted(kept["object"]) == ["account", "contact", "opportunity"]
    assert set(values(found, LOOPS, NORTH)) == {0.0}
    assert set(levels(found, LOOPS, NORTH).values()) == {"green"}


def test_the_friday_evening_is_found_once_it_begins(found: Figures) -> None:
    truth = DETOURS.catch_up
    since = truth.from_week

    assert all(value in truth.of_others for value in values(found, GROUPED, EAST, 1, since - 1))
    assert all(value > 0.4 for value in values(found, GROUPED, EAST, since))
    assert [*dict.fromkeys(levels(found, GROUPED, EAST).values())] == ["green", "red"]
    assert levels(found, GROUPED, EAST)[str(week_of(since + 4))] == "red"


def test_neither_the_agreed_hour_nor_what_is_synchronised_is_a_catch_up(found: Figures) -> None:
    assert all(value in DETOURS.catch_up.of_others for value in values(found, GROUPED, NORTH))
    assert set(levels(found, GROUPED, NORTH).values()) == {"green"}
    assert set(levels(found, GROUPED, "project").values()) == {"green"}


def test_what_is_remembered_late_is_found_and_nothing_else(found: Figures) -> None:
    truth = DETOURS.late_entry
    after = values(found, LATE, KEY_ACCOUNTS, truth.from_week)

    assert all(value > 0.6 for value in after)
    assert max(values(found, LATE, KEY_ACCOUNTS, 1, truth.from_week - 1)) < 0.4
    assert [*dict.fromkeys(levels(found, LATE, KEY_ACCOUNTS).values())] == ["green", "red"]
    assert [*dict.fromkeys(levels(found, LATE, "project").values())] == ["green", "amber"]
    assert [set(levels(found, LATE, name).values()) for name in (NORTH, EAST)] == [{"green"}] * 2


def test_the_day_on_which_old_activities_were_brought_over_shows_nowhere(found: Figures) -> None:
    number = (DETOURS.brought_over.day - week_of(1)).days // 7 + 1
    (late,), (grouped,) = (values(found, metric, NORTH, number, number) for metric in (LATE, GROUPED))

    assert late in DETOURS.late_entry.of_others
    assert grouped in DETOURS.catch_up.of_others


def test_without_its_guard_each_control_would_show(company: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    north, east, loaded = DETOURS.agreed_hour, DETOURS.synchronised, DETOURS.brought_over
    lenient = Entry(most_a_day=loaded.activities)

    def mean(column: str, of: str, team: str, first: int, **settings: object) -> float:
        """Over four weeks, together."""
        loose = replace(company, settings=company.settings.model_copy(update=settings))
        office = refresh_entries._office(loose)
        rows = pl.concat([refresh_entries._week(loose, office, week_of(n)) for n in range(first, first + 4)])
        sums = rows.filter(pl.col("team") == team).select(column, of).sum().row(0)
        return float(sums[0] / sums[1])

    week = (loaded.day - week_of(1)).days // 7 + 1
    assert mean("grouped", "timed", north.team, WEEKS - 3) in DETOURS.catch_up.of_others
    assert mean("grouped", "timed", north.team, WEEKS - 3, entry_hours={}) > north.unguarded
    assert mean("late", "n", loaded.team, week) in DETOURS.late_entry.of_others
    assert mean("late", "n", loaded.team, week, entry=lenient) > DETOURS.late_entry.of_others.high
    assert mean("grouped", "timed", east.team, 22) in DETOURS.catch_up.of_others
    monkeypatch.setattr(entering, "MACHINES", ("api",))
    assert mean("grouped", "timed", east.team, 22) > east.unguarded
