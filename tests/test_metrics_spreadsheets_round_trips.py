"""Round trips, hand-worked: loops of eight weeks, without those that were declared."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.catalogue import metrics
from metrics.population import EXPECTED
from metrics.published import published
from metrics.rollups import LOOP_DAY
from metrics.series import compute
from metrics.spreadsheets.round_trips import round_trips
from settings.declared import DECLARED
from tests.judging import found
from tests.levels import level
from tests.tables import table, week, weeks

TEAMS = {"Nord": 12, "Est": 3}
DAY = timedelta(1)
ANNOTATIONS = DECLARED["annotations"].kept
NONE = pl.LazyFrame(schema=ANNOTATIONS)
LAST = week(9) - DAY
"""The Sunday that ends the eighth week."""


def expected(count: int = 9, teams: dict[str, int] = TEAMS) -> pl.LazyFrame:
    people = [(f"{team}{n}", team) for team, size in teams.items() for n in range(size)]
    rows = [(week(n), user, team, None, None, False) for n in range(1, count + 1) for user, team in people]
    return pl.LazyFrame(rows, schema=EXPECTED, orient="row")


def loops(text: str) -> pl.LazyFrame:
    """Loops of Nord and contacts, closed and begun on days, unless they say otherwise; one each."""
    rows = table(text, LOOP_DAY)
    return rows.with_columns(
        object=pl.coalesce("object", pl.lit("contact")),
        team=pl.col("team") if "team" in text else pl.lit("Nord"),
        taken=pl.coalesce("taken", pl.col("day") - DAY),
        n=pl.coalesce("n", 1),
    ).lazy()


def marks(kind: str, happened: date, team: str | None = None) -> pl.LazyFrame:
    rows = [{"happened": happened, "kind": kind, "team": team, "since": happened}]
    return pl.LazyFrame(rows, schema=ANNOTATIONS)


def value(rows: pl.LazyFrame, annotations: pl.LazyFrame = NONE, subject: str = "project") -> float | None:
    """The figure of the eighth week."""
    return found(round_trips(rows, annotations, expected(), weeks(9)), 8, subject)[0]


THREE = f"""
day                  | team | object  | n
{week(2)}            | Nord | contact | 2
{week(4) + DAY}      | Est  | account | 1
{week(8) + 6 * DAY}  | -    | contact | 1
"""


def test_loops_are_added_up_by_project_team_and_object() -> None:
    rows = round_trips(loops(THREE), NONE, expected(), weeks(9)).collect().filter(pl.col("period") == week(8))

    assert dict(rows.select("subject", "value").iter_rows()) == {
        "project": 2 + 1 + 1, "team:Nord": 2, "team:Est": 1, "object:contact": 2 + 1, "object:account": 1,
    }  # fmt: skip
    assert dict(rows.select("subject", "people").iter_rows()) == {
        "project": 15, "team:Nord": 12, "team:Est": 3, "object:contact": 15, "object:account": 15,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("day", "counted"), [(week(1) - DAY, 0), (week(1), 1), (LAST, 1), (week(9), 0), (week(9) + 6 * DAY, 0)]
)
def test_the_eight_weeks_end_with_the_week(day: date, counted: int) -> None:
    assert value(loops(f"day\n{day}")) == counted


def test_no_loop_at_all_is_none_for_project_and_teams() -> None:
    rows = round_trips(pl.LazyFrame(schema=LOOP_DAY), NONE, expected(), weeks(9)).collect()

    assert dict(rows.filter(pl.col("period") == week(9)).select("subject", "value").iter_rows()) == {
        "project": 0, "team:Nord": 0, "team:Est": 0,
    }  # fmt: skip


def test_an_object_is_told_from_its_first_loop_on() -> None:
    rows = round_trips(loops(f"day\n{week(9)}"), NONE, expected(), weeks(9)).collect()
    objects = rows.filter(pl.col("subject").str.starts_with("object:"))

    assert objects.select("period", "subject", "value").rows() == [(week(9), "object:contact", 1)]


def test_before_eight_weeks_it_is_too_early() -> None:
    rows = round_trips(loops(f"day\n{week(2)}"), NONE, expected(), weeks(9))

    assert [found(rows, number) for number in (1, 7, 8)] == [(None, "too_few"), (None, "too_few"), (1, None)]


def test_held_weeks_are_shown_and_stale_ones_are_not() -> None:
    rows = round_trips(loops(f"day\n{week(2)}"), NONE, expected(), weeks(9, {8: "held", 9: "stale"}))

    assert found(rows, 8) == (1, "held")
    assert found(rows, 9) == (None, "stale")


ONE = f"day | taken\n{week(5) + 3 * DAY} | {week(5)}"


@pytest.mark.parametrize(
    ("kind", "team", "happened", "counted"),
    [
        ("clean_up", "Nord", week(5), 0),
        ("clean_up", "Nord", week(5) + 3 * DAY, 0),
        ("clean_up", None, week(5) + DAY, 0),
        ("migration", None, week(5) + DAY, 0),
        ("clean_up", "Est", week(5) + DAY, 1),
        ("clean_up", "Nord", week(5) - DAY, 1),
        ("clean_up", "Nord", week(5) + 4 * DAY, 1),
        ("release", "Nord", week(5) + DAY, 1),
        ("training", None, week(5) + DAY, 1),
    ],
)
def test_a_loop_around_a_declared_clean_up_is_none(kind: str, team: str | None, happened: date, counted: int) -> None:
    assert value(loops(ONE), marks(kind, happened, team)) == counted


def test_a_declared_loop_is_left_out_once_whatever_else_was_declared() -> None:
    both = pl.concat([marks("clean_up", week(5), "Nord"), marks("clean_up", week(5) + DAY)])

    assert value(loops(f"{ONE}\n{week(7)} | {week(6)}"), both) == 1


@pytest.mark.parametrize(("value", "said"), [(0, "green"), (1, "green"), (2, "amber"), (3, "amber"), (4, "red")])
def test_on_the_limit_is_still_inside(value: float, said: str) -> None:
    assert level("spreadsheets.round_trips", value, n=None) == said


def test_a_team_under_the_minimum_is_not_shown_nor_found_by_subtraction() -> None:
    metric = {"spreadsheets.round_trips": metrics()["spreadsheets.round_trips"]}
    told = pl.DataFrame(
        [("crm", name, "recorded", None) for name in ("exports", "imports")],
        schema={"source": pl.String, "name": pl.String, "state": pl.String, "since": pl.Date},
        orient="row",
    )
    given = {
        "loop_day": loops(THREE), "annotations": NONE, "weeks": weeks(9),
        "expected": expected(teams={"Nord": 12, "Sud": 15, "Est": 3}),
    }  # fmt: skip
    shown = published(compute(metric, given, told, "run"), metric, 10)
    eighth = shown.filter((pl.col("period") == week(8)) & pl.col("subject").str.starts_with("team:"))

    assert dict(eighth.select("subject", "value").iter_rows()) == {"team:Nord": None, "team:Sud": 0, "team:Est": None}


DAYS = st.integers(0, 8 * 7 - 1).map(lambda number: week(1) + number * DAY)
SOME = st.lists(st.tuples(DAYS, st.sampled_from(["Nord", "Est", None]), st.integers(1, 3)), max_size=8)


@given(SOME, DAYS)
def test_the_project_has_the_sum_and_a_mark_never_adds_any(some: list[tuple[date, str | None, int]], day: date) -> None:
    marked = marks("clean_up", day)
    rows = pl.LazyFrame(
        [(None, back, "contact", team, back - DAY, n) for back, team, n in some], schema=LOOP_DAY, orient="row"
    )
    whole, fewer = (
        {name: found(computed, 8, name)[0] or 0 for name in ("project", "team:Nord", "team:Est")}
        for computed in (round_trips(rows, kept, expected(), weeks(8)).collect().lazy() for kept in (NONE, marked))
    )

    assert whole["project"] == sum(n for *_, n in some)
    assert whole["project"] == whole["team:Nord"] + whole["team:Est"] + sum(n for _, team, n in some if team is None)
    assert all(fewer[name] <= whole[name] for name in whole)
