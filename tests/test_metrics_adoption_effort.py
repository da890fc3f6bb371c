"""Bare-minimum entry, hand-worked: more records that hold nothing useful, while people use the CRM."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.adoption.effort import minimum_effort
from metrics.population import EXPECTED
from metrics.rollups import EFFORT_DAY, USER_DAY
from settings.declared import DECLARED
from tests.levels import level
from tests.tables import week, weeks

Row = tuple[str, str | None, int, int]
"""Object, team, new records, bare ones."""


def effort(by_week: Mapping[int, Sequence[Row]]) -> pl.DataFrame:
    rows = [
        ("2026-09", week(number + 1) - timedelta(1), object_, team, n, bare, 12)
        for number, each in by_week.items()
        for object_, team, n, bare in each
    ]
    return pl.DataFrame(rows, schema=EFFORT_DAY, orient="row")


def users(acting: Mapping[int, int], of: int = 20) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Who is expected in each week, and the acts of so many of them; all are of one team."""
    names = [f"u{n}" for n in range(of)]
    expected = [(week(w), name, "Nord", None, False) for w in acting for name in names]
    acted = [("2026-09", week(w), "crm", name, 1, 1, 0, 0) for w, count in acting.items() for name in names[:count]]
    columns = {name: EXPECTED[name] for name in ("period", "user", "team", "role", "monthly")}
    return (
        pl.DataFrame(expected, schema=columns, orient="row").lazy(),
        pl.DataFrame(acted, schema=USER_DAY, orient="row").lazy(),
    )


def found(
    by_week: Mapping[int, Sequence[Row]],
    acting: Mapping[int, int] | None = None,
    reasons: dict[int, str] | None = None,
    incentives: Sequence[tuple[str, date]] = (),
    marks: Sequence[tuple[str, date]] = (),
    rows: pl.DataFrame | None = None,
) -> dict[tuple[str, int], tuple[Any, ...]]:
    """Value and reason by subject and number of the week."""
    last = max(by_week)
    expected, user_day = users(acting or dict.fromkeys(range(1, last + 1), 15))
    declared = {
        "incentives": pl.DataFrame(
            [{"kind": kind, "start": day, "since": day} for kind, day in incentives], schema=DECLARED["incentives"].kept
        ),
        "annotations": pl.DataFrame(
            [{"kind": kind, "happened": day, "since": day} for kind, day in marks], schema=DECLARED["annotations"].kept
        ),
    }
    given = {name: frame.lazy() for name, frame in declared.items()}
    made = effort(by_week) if rows is None else rows
    shown = minimum_effort(
        made.lazy(), user_day, expected, given["incentives"], given["annotations"], weeks(last, reasons)
    ).collect()
    numbers = {week(number): number for number in by_week}
    return {
        (subject, numbers[period]): (value if value is None else round(value, 6), reason)
        for subject, period, value, reason in shown.select("subject", "period", "value", "reason").iter_rows()
    }


def steady(last: int, bare: int = 20, changed: Mapping[int, int] | None = None) -> dict[int, list[Row]]:
    """A hundred contacts a week, of which so many are bare."""
    return {number: [("contact", "Nord", 100, (changed or {}).get(number, bare))] for number in range(1, last + 1)}


def test_it_is_the_rise_over_the_first_eight_judged_weeks() -> None:
    shown = found(steady(9, changed={9: 35}))

    assert shown["project", 8] == (None, "too_few")
    assert shown["project", 9] == shown["team:Nord", 9] == (round(0.35 - 0.20, 6), None)


def test_the_level_compared_with_is_that_of_all_eight_weeks() -> None:
    shown = found(steady(9, changed={1: 40, 2: 0, 9: 30}))

    assert shown["project", 9] == (round(0.30 - (0.40 + 0.0 + 6 * 0.20) / 8, 6), None)


def test_levels_follow_the_limits() -> None:
    assert [level("adoption.minimum_effort", v, None) for v in (-0.2, 0.10, 0.11, 0.20, 0.21)] == [
        "green",
        "green",
        "amber",
        "amber",
        "red",
    ]


def test_objects_are_held_against_themselves_so_that_their_mix_makes_no_rise() -> None:
    before: list[Row] = [("contact", "Nord", 90, 9), ("activity", "Nord", 10, 9)]
    after: list[Row] = [("contact", "Nord", 10, 1), ("activity", "Nord", 90, 81)]
    shown = found({**dict.fromkeys(range(1, 9), before), 9: after})

    assert shown["project", 9] == (0.0, None)


@pytest.mark.parametrize(
    ("acting", "expected"),
    [
        (15, (0.15, None)),
        (14, (0.15, None)),
        (13, (None, "no_data")),
        (20, (0.15, None)),
    ],
)
def test_a_rise_while_use_has_fallen_is_no_bare_minimum(acting: int, expected: tuple[float | None, str | None]) -> None:
    # 15 of 20 people act at first: five points less are 14 of 20.
    use = {**dict.fromkeys(range(1, 9), 15), **dict.fromkeys(range(9, 13), acting)}
    shown = found(steady(12, changed={12: 35}), use)

    assert shown["project", 12] == expected


def test_held_weeks_keep_a_value_and_are_compared_with_nothing() -> None:
    shown = found(steady(10, changed={3: 90, 10: 35}), reasons={3: "held", 10: "held"})

    assert shown["project", 9] == (None, "too_few")
    assert shown["project", 10] == (None, "held")
    assert found(steady(11, changed={3: 90, 11: 35}), reasons={3: "held", 11: "held"})["project", 11] == (0.15, "held")


def test_weeks_not_collected_have_no_value() -> None:
    assert found(steady(9), reasons={9: "stale"})["project", 9] == (None, "stale")


INCENTIVE = week(11) + timedelta(2)
FROM_THE_START = 0.30 - (4 * 0.35 + 2 * 0.20 + 2 * 0.05) / 8


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ({"incentives": [("supportive", INCENTIVE)]}, 0.30 - 0.05),
        ({"marks": [("incentive", INCENTIVE)]}, 0.30 - 0.05),
        ({"incentives": [("none", INCENTIVE)], "marks": [("training", INCENTIVE)]}, FROM_THE_START),
        ({"incentives": [("coercive", week(3))]}, FROM_THE_START),
    ],
)
def test_after_an_incentive_it_is_held_against_the_four_weeks_before_where_that_is_more(
    declared: dict[str, Any], expected: float
) -> None:
    calm = dict.fromkeys(range(7, 11), 5) | dict.fromkeys(range(1, 5), 35) | {12: 30}
    shown = found(steady(12, changed=calm), **declared)

    assert shown["project", 12][0] == pytest.approx(expected)


def test_an_incentive_is_held_against_before_eight_weeks_are_over() -> None:
    shown = found(steady(6, changed={6: 50}), incentives=[("supportive", week(5))])

    assert shown["project", 4] == (None, "too_few")
    assert shown["project", 6] == (round(0.50 - 0.20, 6), None)


@pytest.mark.parametrize(("new", "expected"), [(20, (0.5, None)), (19, (None, "no_data"))])
def test_under_twenty_new_records_nothing_is_said(new: int, expected: tuple[float | None, str | None]) -> None:
    by_week: dict[int, list[Row]] = steady(8, bare=0)
    shown = found({**by_week, 9: [("contact", "Nord", new, new // 2)]})

    assert shown["project", 9] == expected


def test_without_useful_fields_there_is_no_data() -> None:
    shown = found(steady(9), rows=effort({}))

    assert {said for (subject, _), said in shown.items() if subject == "project"} == {(None, "no_data")}
    assert {subject for subject, _ in shown} == {"project"}


def test_a_team_that_fills_less_is_seen_beside_one_that_does_not() -> None:
    by_week = {n: [("contact", "Nord", 50, 10), ("contact", "Est", 50, 10)] for n in range(1, 9)}
    rows = effort({**by_week, 9: [("contact", "Nord", 50, 10), ("contact", "Est", 50, 30)]})
    shown = found(steady(9), rows=rows)

    assert shown["project", 9] == (round((10 + 30) / 100 - 0.20, 6), None)
    assert shown["team:Nord", 9] == (0.0, None)
    # Nobody of the other team is known to be expected: whether its use has fallen is not known.
    assert ("team:Est", 9) not in shown


def test_a_team_that_had_a_value_keeps_a_row_when_it_has_none() -> None:
    use = {**dict.fromkeys(range(1, 10), 15), **dict.fromkeys(range(10, 14), 5)}
    shown = found(steady(13), use)

    assert ("team:Nord", 8) not in shown
    assert shown["team:Nord", 9] == (0.0, None)
    assert shown["team:Nord", 13] == (None, "no_data")


@given(bare=st.lists(st.integers(0, 100), min_size=10, max_size=14), random=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(bare: list[int], random: Random) -> None:
    by_week = steady(len(bare), changed=dict(enumerate(bare, 1)))
    rows = effort(by_week)
    order = list(range(rows.height))
    random.shuffle(order)

    shown = found(by_week, rows=rows)
    assert shown == found(by_week, rows=rows[order])
    assert all(-1 <= value <= 1 for value, _ in shown.values() if value is not None)
