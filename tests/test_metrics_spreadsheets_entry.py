"""Late entry and catch-ups, hand-worked."""

from collections.abc import Callable

import polars as pl
import pytest

from metrics.rollups import ENTRY_DAY
from metrics.spreadsheets.entry import batch_entry, late_entry
from tests.days import days, shown
from tests.levels import level
from tests.tables import week, weeks

TEAMS = """
team | n  | late | timed | grouped | planned | undated | people
Nord | 40 | 10   | 40    | 24      | 7       | 3       | 12
Est  | 10 | 1    | 8     | 0       | 0       | 0       | 5
-    | 5  | 0    | 5     | 5       | 1       | 0       | 1
"""
Compute = Callable[[pl.LazyFrame, pl.LazyFrame], pl.LazyFrame]


def test_late_is_the_share_of_what_had_taken_place() -> None:
    found = shown(late_entry(days("entry_day", TEAMS), weeks(1)), "value", "hits", "n", "people", "reason")

    assert found == {
        "project": (11 / 55, 11, 55, 18, None),
        "team:Nord": (10 / 40, 10, 40, 12, None),
        "team:Est": (1 / 10, 1, 10, 5, None),
    }


def test_catch_ups_are_the_share_of_what_was_typed_at_a_known_hour() -> None:
    found = shown(batch_entry(days("entry_day", TEAMS), weeks(1)), "value", "hits", "n", "people", "reason")

    assert found == {
        "project": (29 / 53, 29, 53, 18, None),
        "team:Nord": (24 / 40, 24, 40, 12, None),
        "team:Est": (0 / 8, 0, 8, 5, None),
    }


def test_coverage_is_the_share_whose_time_is_known() -> None:
    found = shown(late_entry(days("entry_day", TEAMS), weeks(1)), "coverage")

    assert found["team:Nord"] == (40 + 7) / (40 + 7 + 3)
    assert found["project"] == (55 + 8) / (55 + 8 + 3)


ONE = "n | late | timed | grouped | planned | undated | people\n"


@pytest.mark.parametrize("compute", [late_entry, batch_entry])
@pytest.mark.parametrize(
    ("row", "value", "reason"),
    [
        ("10 | 5 | 10 | 5 | 0 | 10 | 9", 5 / 10, None),
        ("10 | 5 | 10 | 5 | 0 | 11 | 9", None, "no_data"),
        ("0  | 0 | 0  | 0 | 4 | 0  | 0", None, "no_data"),
        ("0  | 0 | 0  | 0 | 0 | 9  | 0", None, "not_recorded"),
        ("0  | 0 | 0  | 0 | 1 | 9  | 0", None, "no_data"),
    ],
)
def test_without_times_it_is_grey(compute: Compute, row: str, value: float | None, reason: str | None) -> None:
    assert shown(compute(days("entry_day", ONE + row), weeks(1)), "value", "reason") == {"project": (value, reason)}


def test_where_only_days_of_typing_are_known_catch_ups_are_grey() -> None:
    row = days("entry_day", ONE + "10 | 5 | 0 | 0 | 0 | 0 | 9")

    assert shown(late_entry(row, weeks(1))) == {"project": 5 / 10}
    assert shown(batch_entry(row, weeks(1)), "value", "reason") == {"project": (None, "not_recorded")}


@pytest.mark.parametrize("compute", [late_entry, batch_entry])
def test_weeks_without_a_row_or_not_collected_say_why(compute: Compute) -> None:
    rows = compute(days("entry_day", TEAMS), weeks(3, {2: "stale", 3: "held"}, noticed_from=1)).collect()

    assert rows.filter(pl.col("period") > week(1)).select("subject", "value", "reason").rows() == [
        ("project", None, "stale"),
        ("project", None, "held"),
    ]


@pytest.mark.parametrize("compute", [late_entry, batch_entry])
def test_a_held_week_is_shown_and_not_judged(compute: Compute) -> None:
    found = shown(compute(days("entry_day", TEAMS), weeks(1, {1: "held"})), "value", "reason")

    assert found["project"] in {(11 / 55, "held"), (29 / 53, "held")}


@pytest.mark.parametrize("compute", [late_entry, batch_entry])
def test_nothing_is_said_of_weeks_before_the_notice(compute: Compute) -> None:
    assert compute(days("entry_day", TEAMS), weeks(2, noticed_from=2)).collect()["period"].unique().to_list() == [
        week(2)
    ]


@pytest.mark.parametrize("compute", [late_entry, batch_entry])
def test_without_any_activity_nothing_is_known(compute: Compute) -> None:
    nothing = pl.LazyFrame(schema=ENTRY_DAY)

    assert shown(compute(nothing, weeks(1)), "value", "reason") == {"project": (None, "no_data")}


@pytest.mark.parametrize(
    ("signal", "value", "said"),
    [
        ("spreadsheets.late_entry", 0.20, "green"),
        ("spreadsheets.late_entry", 0.21, "amber"),
        ("spreadsheets.late_entry", 0.40, "amber"),
        ("spreadsheets.late_entry", 0.42, "red"),
        ("spreadsheets.batch_entry", 0.30, "green"),
        ("spreadsheets.batch_entry", 0.31, "amber"),
        ("spreadsheets.batch_entry", 0.50, "amber"),
        ("spreadsheets.batch_entry", 0.52, "red"),
    ],
)
def test_on_the_limit_is_still_inside(signal: str, value: float, said: str) -> None:
    assert level(signal, value) == said


def test_a_few_activities_of_which_most_are_late_are_no_red() -> None:
    assert level("spreadsheets.late_entry", 0.5, n=2) == "amber"
