"""Orders without an opportunity, hand-worked: which orders count, whose they are, and when nothing is said."""

from datetime import timedelta

import polars as pl
import pytest

from metrics.rollups import ORDER_DAY
from metrics.spreadsheets.outside import outside_crm
from settings.declared import DECLARED
from tests.days import SUNDAY, shown
from tests.declarations import expected, found, holds
from tests.levels import level
from tests.tables import table, week, weeks

NONE = {"project": (None, "no_data")}
PEOPLE = {"a": ("Nord", None), "b": ("Nord", None), "c": ("Est", None)}
WEEKLY = """
    team | kind          | n  | told | matched
    Nord | new           | 20 | 20   | 15
    Est  | new           | 12 | 10   | 9
    -    | new           | 5  | 5    | 1
    Nord | renewal       | 90 | 90   | 0
    Est  | transactional | 70 | 70   | 0
"""


def placed(text: str, number: int = 1) -> pl.LazyFrame:
    """Orders looked at at the end of a week."""
    day = week(number) + timedelta(6)
    return table(text, ORDER_DAY).with_columns(day=pl.lit(day), month=pl.lit(f"{day:%Y-%m}")).lazy()


def marks(text: str = "") -> pl.LazyFrame:
    return table(f"happened | kind | team\n{text}", DECLARED["annotations"].kept).lazy()


def outside(orders: pl.LazyFrame, count: int = 1, mark: str = "") -> pl.LazyFrame:
    return outside_crm(orders, marks(mark), expected(PEOPLE, count), weeks(count))


def test_orders_of_new_business_without_a_match_are_outside() -> None:
    found = shown(outside(placed(WEEKLY)), "value", "hits", "n", "people", "coverage")

    assert found == {
        "project": (((20 - 15) + (10 - 9) + (5 - 1)) / 35, 10, 20 + 10 + 5, len(PEOPLE), 35 / (20 + 12 + 5)),
        "team:Nord": (5 / 20, 5, 20, 2, 20 / 20),
        "team:Est": (1 / 10, 1, 10, 1, 10 / 12),
    }


def test_a_team_of_nobody_in_the_crm_has_no_people_and_is_never_shown_alone() -> None:
    orders = placed("team | kind | n | told | matched\nOuest | new | 20 | 20 | 15")

    assert shown(outside(orders), "people")["team:Ouest"] == 0


def test_orders_whose_kind_is_not_known_count_against_coverage() -> None:
    known = "team | kind | n | told | matched\nNord | new | 20 | 20 | 15"
    just, under = placed(f"{known}\nNord | - | 20 | 20 | 0"), placed(f"{known}\nNord | - | 21 | 21 | 0")

    assert shown(outside(just), "value", "coverage")["project"] == (5 / 20, 20 / 40)
    assert shown(outside(under), "value", "reason")["project"] == (None, "no_data")


def test_where_all_are_of_other_kinds_or_can_not_be_compared_there_is_no_data() -> None:
    others = placed("team | kind | n | told | matched\nNord | renewal | 90 | 90 | 0")
    untold = placed("team | kind | n | told | matched\nNord | new | 90 | 0 | 0")

    assert shown(outside(others), "value", "reason") == NONE
    assert shown(outside(untold), "value", "reason") == {"project": (None, "too_few"), "team:Nord": (None, "too_few")}
    assert shown(outside(placed("team | kind | n\n- | - | 0").clear()), "value", "reason") == NONE


@pytest.mark.parametrize(("told", "value"), [(10, (1.0, None)), (9, (None, "too_few"))])
def test_under_ten_orders_there_are_too_few(told: int, value: tuple[float | None, str | None]) -> None:
    orders = placed(f"team | kind | n | told | matched\nNord | new | {told} | {told} | 0")

    assert shown(outside(orders), "value", "reason")["project"] == value


def nothing(number: int) -> pl.LazyFrame:
    return placed("team | kind | n | told | matched\n- | - | 0 | 0 | 0", number)


def test_thirteen_weeks_count_together_and_the_fourteenth_no_more() -> None:
    first = placed("team | kind | n | told | matched\nNord | new | 10 | 10 | 0")
    others = [placed("team | kind | n | told | matched\nNord | new | 10 | 10 | 10", n) for n in range(2, 15)]
    rows = outside(pl.concat([first, *others]), 14)

    assert [found(rows, n) for n in (1, 2, 13, 14)] == [(1.0, None), (10 / 20, None), (10 / 130, None), (0.0, None)]


def test_a_week_without_orders_speaks_of_those_before_it_and_one_not_looked_at_is_stale() -> None:
    first = placed("team | kind | n | told | matched\nNord | new | 10 | 10 | 5", 2)
    rows = outside(pl.concat([first, nothing(3), nothing(5)]), 6)

    assert [found(rows, n) for n in range(1, 7)] == [
        (None, "no_data"),
        (5 / 10, None),
        (5 / 10, None),
        (None, "stale"),
        (5 / 10, None),
        (None, "stale"),
    ]


@pytest.mark.parametrize(
    ("mark", "n"),
    [
        ("", 30),
        ("2026-08-31 | go_live | -", 30),
        ("2026-09-06 | go_live | -", 30),
        ("2026-09-07 | go_live | -", None),
        ("2026-09-07 | go_live | Nord", 10),
        ("2026-09-07 | migration | -", 30),
    ],
)
def test_orders_of_weeks_before_the_go_live_do_not_count(mark: str, n: int | None) -> None:
    both = placed("team | kind | n | told | matched\nNord | new | 20 | 20 | 0\nEst | new | 10 | 10 | 0")

    assert SUNDAY - timedelta(7) == week(1) - timedelta(1)
    assert shown(outside(both, mark=mark), "n")["project"] == n


def test_on_the_limit_is_inside_and_past_it_is_not() -> None:
    assert [level("spreadsheets.outside_crm", value) for value in (0.10, 0.11, 0.25, 0.30)] == [
        "green", "amber", "amber", "red",
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_it_does_not_depend_on_the_order_of_rows(seed: int) -> None:
    orders = pl.concat([placed(WEEKLY, n) for n in (1, 2, 4)])
    frames = {
        "order_day": orders,
        "annotations": marks("2026-09-08 | go_live | Est\n2026-01-01 | go_live | -"),
        "expected": expected(PEOPLE, 5),
        "weeks": weeks(5, {3: "held"}),
    }

    assert holds(outside_crm, frames, seed).height > 5
