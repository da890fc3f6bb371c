"""Objectives and value, hand-worked from what a project measures and books."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.business import committed, objectives, spent, to_come, value
from metrics.signals import Level
from settings.declared import DECLARED
from tests.declarations import found, holds, level_of, sheet, values
from tests.tables import MONDAY, weeks

AIMS = """
    label      | start_value | target | start      | due
    conversion | 20          | 30     | 2026-08-31 | 2026-09-20
    cycle      | 60          | 40     | 2026-08-31 | 2026-09-20
"""


def measured(text: str, aims: str = AIMS, count: int = 2) -> pl.LazyFrame:
    """The objectives on course, from measures: columns objective, measured, value."""
    return objectives(sheet("objectives", aims), sheet("measures", text), weeks(count))


@pytest.mark.parametrize(
    ("objective", "amount", "on_course"),
    [
        ("conversion", 20 + (30 - 20) * 10 / 20, True),
        ("conversion", 24.9, False),
        ("conversion", 31, True),
        ("cycle", 60 - (60 - 40) * 10 / 20, True),
        ("cycle", 50.1, False),
        ("cycle", 30, True),
    ],
)
def test_on_the_straight_path_half_way_is_half_of_the_way(objective: str, amount: float, on_course: bool) -> None:  # noqa: FBT001
    rows = measured(f"objective | measured | value\n{objective} | 2026-09-10 | {amount}")

    assert found(rows, 1) == (float(on_course), None)


def test_the_path_is_that_of_the_day_of_the_measure_and_ends_at_the_target() -> None:
    rows = measured("objective | measured | value\nconversion | 2026-09-10 | 25", count=6)

    assert values(rows) == [1.0] * 6
    assert found(measured("objective | measured | value\nconversion | 2026-10-01 | 29.9", count=4), 4) == (0.0, None)
    assert found(measured("objective | measured | value\nconversion | 2026-10-01 | 30", count=4), 4) == (1.0, None)


def test_the_newest_measure_counts_and_objectives_without_one_do_not() -> None:
    rows = measured("""
        objective  | measured   | value
        conversion | 2026-09-08 | 29
        conversion | 2026-09-15 | 20
        forgotten  | 2026-09-08 | 1
    """)

    assert values(rows) == [1 / 1, 0 / 1]
    assert rows.collect()["n"].to_list() == [1, 1]


def test_measures_of_one_day_count_by_their_mean() -> None:
    rows = measured("objective | measured | value\ncycle | 2026-09-10 | 45\ncycle | 2026-09-10 | 55", count=1)

    assert found(rows, 1) == (1.0, None)


def test_measures_before_the_start_and_aims_that_are_where_they_start_tell_nothing() -> None:
    early = "objective | measured | value\nconversion | 2026-08-30 | 40"
    flat = "label | start_value | target | start | due\nsame | 5 | 5 | 2026-09-01 | 2026-12-01"

    assert found(measured(early), 1) == (None, "no_data")
    assert found(measured("objective | measured | value\nsame | 2026-09-10 | 5", flat), 1) == (None, "no_data")


def test_an_aim_due_at_once_is_judged_by_its_target() -> None:
    at_once = "label | start_value | target | start | due\nnow | 0 | 10 | 2026-09-07 | 2026-09-07"

    assert found(measured("objective | measured | value\nnow | 2026-09-08 | 9", at_once), 1) == (0.0, None)


def test_two_objectives_make_a_share() -> None:
    rows = measured("objective | measured | value\ncycle | 2026-09-10 | 50\nconversion | 2026-09-10 | 24")

    assert found(rows, 1) == (1 / 2, None)


@pytest.mark.parametrize(("share", "level"), [(0.70, "green"), (0.69, "amber"), (0.40, "amber"), (0.39, "red")])
def test_on_the_limit_is_still_inside(share: float, level: Level) -> None:
    assert level_of("business.objectives", share) == level


BOOKED = """
    booked     | label    | benefit | spent | committed | to_come
    2026-09-08 | licences | -       | 3000  | 9000      | 500
    2026-09-09 | training | 200     | 1000  | -         | 400
    2026-09-16 | licences | -       | 3000  | 6000      | -
    2026-09-17 | licences | 300     | -     | 1000      | 100
    2026-09-17 | licences | -       | -     | 1500      | -
"""


def test_benefits_and_spending_add_up() -> None:
    booked = sheet("benefits", BOOKED)

    assert values(value(booked, sheet("objectives"), sheet("measures"), weeks(2))) == [200, 200 + 300]
    assert values(spent(booked, weeks(2))) == [3000 + 1000, 3000 + 1000 + 3000]


def test_a_later_line_of_the_same_name_replaces_what_was_promised() -> None:
    booked = sheet("benefits", BOOKED)

    assert values(committed(booked, weeks(2))) == [9000, 1000 + 1500]
    assert values(to_come(booked, weeks(2))) == [500 + 400, 100 + 400]


def test_without_a_benefit_or_a_measured_objective_there_is_no_value() -> None:
    aims, measures = (
        sheet("objectives", AIMS),
        sheet("measures", "objective | measured | value\ncycle | 2026-09-15 | 9"),
    )
    booked = sheet("benefits", "booked | label | spent\n2026-09-08 | licences | 3000")
    rows = value(booked, aims, measures, weeks(2))

    assert [found(rows, n) for n in (1, 2)] == [(None, "no_data"), (0, None)]
    assert found(value(booked, aims, sheet("measures"), weeks(1)), 1) == (None, "no_data")
    assert found(committed(booked, weeks(1)), 1) == (None, "no_data")
    assert found(to_come(sheet("benefits"), weeks(1)), 1) == (None, "no_data")


amounts = st.integers(-20, 120).map(float)
days = st.integers(-40, 40).map(lambda n: MONDAY + timedelta(n))
names = st.sampled_from("abc")
aim = st.fixed_dictionaries({"label": names, "start_value": amounts, "target": amounts, "start": days, "due": days})
measure = st.fixed_dictionaries({"objective": names, "measured": days, "value": amounts})
line = st.fixed_dictionaries(
    {"booked": days, "label": names} | dict.fromkeys(("benefit", "spent", "committed"), st.none() | amounts)
)


@given(st.lists(aim, max_size=4), st.lists(measure, max_size=8), st.lists(line, max_size=8), st.integers(0, 99))
def test_figures_do_not_depend_on_the_order_of_rows(
    aims: list[dict[str, object]], measures: list[dict[str, object]], lines: list[dict[str, object]], seed: int
) -> None:
    given = {
        "objectives": pl.LazyFrame(aims, schema=DECLARED["objectives"].kept),
        "measures": pl.LazyFrame(measures, schema=DECLARED["measures"].kept),
        "weeks": weeks(4),
    }
    booked = pl.LazyFrame(lines, schema=DECLARED["benefits"].kept)

    assert holds(objectives, given, seed)["value"].drop_nulls().is_between(0, 1).all()
    holds(value, given | {"benefits": booked}, seed)
    holds(committed, {"benefits": booked, "weeks": weeks(4)}, seed)


@given(amounts, amounts, amounts, st.integers(0, 20))
def test_an_objective_turned_upside_down_is_as_much_on_course(
    start: float, target: float, amount: float, passed: int
) -> None:
    def on_course(sign: int) -> list[float | None]:
        aims = pl.LazyFrame(
            [("x", None, sign * start, sign * target, MONDAY, MONDAY + timedelta(20), MONDAY, None)],
            schema=DECLARED["objectives"].kept,
            orient="row",
        )
        day: date = MONDAY + timedelta(passed)
        measures = pl.LazyFrame([("x", day, sign * amount, day, None)], schema=DECLARED["measures"].kept, orient="row")
        return values(objectives(aims, measures, weeks(3)))

    assert on_course(1) == on_course(-1)
