"""Adoption, hand-worked: who was expected, who was seen, who acted, and for whom it became a habit."""

from collections.abc import Mapping
from datetime import timedelta
from random import Random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.adoption.use import habit_rate, login_rate, rate
from metrics.declaring import OUTCOME
from metrics.population import EXPECTED
from metrics.rollups import USER_DAY
from tests.tables import table, week, weeks

Teams = Mapping[str, str | None]


def expected(teams: Teams, count: int, monthly: tuple[str, ...] = ()) -> pl.LazyFrame:
    """The same people expected in so many weeks, with their team."""
    rows = [
        (week(n), user, team, None, None, user in monthly) for n in range(1, count + 1) for user, team in teams.items()
    ]
    return pl.LazyFrame(rows, schema=EXPECTED, orient="row")


def acted(text: str) -> pl.LazyFrame:
    """What people did: columns user, week (its number) and what of events, acts, logins there was that day."""
    rows = table(text).with_columns(
        day=pl.col("week").cast(pl.Int64).map_elements(lambda n: week(n) + timedelta(2), return_dtype=pl.Date)
    )
    return rows.select(
        pl.col(n) if n in rows.columns else pl.lit(0).cast(k).alias(n) for n, k in USER_DAY.items()
    ).lazy()


def active_in(**known: str) -> pl.LazyFrame:
    """People with one act in each of some weeks: ``ana="1 2 4"``."""
    lines = [f"{user} | {number} | 1 | 1" for user, numbers in known.items() for number in numbers.split()]
    return acted("\n".join(["user | week | events | acts", *lines]))


def found(rows: pl.LazyFrame, number: int, subject: str = "project") -> tuple[float | None, str | None]:
    """Value and reason of a subject in a week."""
    here = rows.collect().filter((pl.col("period") == week(number)) & (pl.col("subject") == subject))
    value, reason = here.select("value", "reason").row(0)
    return value, reason


FOUR: Teams = {"ana": "Nord", "bob": "Nord", "cy": "Est", "dan": None}


def test_whoever_was_seen_at_all_was_logged_in() -> None:
    days = acted("""
        user | week | events | acts | logins
        ana  | 1    | 3      | 0    | 1
        bob  | 1    | 5      | 2    | 0
        cy   | 2    | 1      | 1    | 1
    """)
    rows = login_rate(days, expected(FOUR, 2), weeks(2))

    assert found(rows, 1) == (len(["ana", "bob"]) / 4, None)
    assert found(rows, 1, "team:Nord") == (2 / 2, None)
    assert found(rows, 1, "team:Est") == (0 / 1, None)
    assert found(rows, 2) == (1 / 4, None)


def test_only_meaningful_acts_make_adoption() -> None:
    days = acted("""
        user | week | events | acts
        ana  | 1    | 9      | 0
        bob  | 1    | 5      | 2
    """)

    assert found(rate(days, expected(FOUR, 1), weeks(1)), 1) == (1 / 4, None)


def test_people_count_once_however_much_they_do() -> None:
    days = pl.concat([active_in(ana="1"), active_in(ana="1"), active_in(ana="1")])

    assert found(rate(days, expected(FOUR, 1), weeks(1)), 1) == (1 / 4, None)


def test_whoever_is_not_expected_does_not_count() -> None:
    assert found(rate(active_in(robot="1", ana="1"), expected(FOUR, 1), weeks(1)), 1) == (1 / 4, None)


def test_sunday_belongs_to_the_week_and_monday_to_the_next() -> None:
    days = active_in(ana="1").with_columns(day=pl.lit(week(2) - timedelta(1)))
    after = active_in(ana="1").with_columns(day=pl.lit(week(2)))

    assert [found(rate(days, expected(FOUR, 2), weeks(2)), n)[0] for n in (1, 2)] == [1 / 4, 0]
    assert [found(rate(after, expected(FOUR, 2), weeks(2)), n)[0] for n in (1, 2)] == [0, 1 / 4]


def test_acts_count_for_the_team_of_that_week() -> None:
    moved = pl.concat([expected({"ana": "Nord"}, 2), expected({"ana": "Est"}, 4).filter(pl.col("period") > week(2))])
    rows = rate(active_in(ana="1 3"), moved, weeks(4)).collect()
    teams = rows.filter(pl.col("subject") != "project").sort("period").select("subject", "value")

    assert teams.rows() == [("team:Nord", 1.0), ("team:Nord", 0.0), ("team:Est", 1.0), ("team:Est", 0.0)]


def test_roles_that_act_by_the_month_have_four_weeks() -> None:
    rows = rate(active_in(ana="1", bob="1"), expected(FOUR, 6, monthly=("ana",)), weeks(6))

    assert [found(rows, n)[0] for n in range(1, 7)] == [2 / 4, 1 / 4, 1 / 4, 1 / 4, 0, 0]


def test_held_weeks_have_a_value_and_their_reason() -> None:
    rows = rate(active_in(ana="1"), expected(FOUR, 1), weeks(1, {1: "held"}))

    assert found(rows, 1) == (1 / 4, "held")


@pytest.mark.parametrize("reason", ["stale", "not_recorded"])
def test_weeks_not_wholly_collected_have_no_value(reason: str) -> None:
    rows = rate(active_in(ana="1"), expected(FOUR, 1), weeks(1, {1: reason})).collect()

    assert rows["value"].to_list() == [None] * 3
    assert rows["reason"].to_list() == [reason] * 3
    assert rows["people"].to_list() == [None] * 3


def test_with_nobody_expected_there_is_no_data() -> None:
    assert found(rate(active_in(ana="1"), expected({}, 1), weeks(1)), 1) == (None, "no_data")


def test_with_nobody_active_the_rate_is_nought() -> None:
    assert found(rate(active_in(), expected(FOUR, 1), weeks(1)), 1) == (0 / 4, None)


def test_weeks_before_people_were_informed_have_no_row() -> None:
    rows = rate(active_in(ana="1 2"), expected(FOUR, 2), weeks(2, noticed_from=2)).collect()

    assert rows["period"].unique().to_list() == [week(2)]


def test_no_week_gives_no_row() -> None:
    rows = rate(active_in(ana="1"), expected(FOUR, 1), weeks(0)).collect()

    assert rows.is_empty()
    assert rows.schema == pl.Schema(OUTCOME)


@pytest.mark.parametrize(
    ("acted_in", "regular"),
    [
        ("1 2 3 4 5 6 7 8 9", True),
        ("4 5 6 7 8 9 10 11 12", True),
        ("1 2 3 4 5 6 7 8", False),
        ("", False),
        ("1 2 3 4 5 6 7 8 9 10 11 12", True),
    ],
)
def test_nine_of_twelve_weeks_make_a_habit(acted_in: str, regular: bool) -> None:  # noqa: FBT001
    rows = habit_rate(active_in(ana=acted_in), expected({"ana": "Nord"}, 12), weeks(12))

    assert found(rows, 12) == (float(regular), None)


def test_before_twelve_judged_weeks_there_is_no_habit() -> None:
    rows = habit_rate(active_in(ana="1 2 3"), expected({"ana": "Nord"}, 12), weeks(12))

    assert [found(rows, n) for n in range(1, 12)] == [(None, "too_few")] * 11


def test_held_weeks_are_left_out_of_the_twelve() -> None:
    always = " ".join(str(n) for n in range(1, 13))
    held = {5: "held", 6: "held"}
    rows = habit_rate(active_in(ana=always), expected({"ana": "Nord"}, 14), weeks(14, held))

    assert found(rows, 12) == (None, "too_few")
    assert found(rows, 14) == (1.0, None)
    assert found(rows, 5) == (None, "held")


def test_the_habit_window_moves_on() -> None:
    rows = habit_rate(active_in(ana="1 2 3 4 5 6 7 8 9"), expected({"ana": "Nord"}, 13), weeks(13))

    assert [found(rows, n)[0] for n in (12, 13)] == [1.0, 0.0]


def test_newcomers_join_the_habit_after_twelve_weeks() -> None:
    both = pl.concat([expected({"ana": "Nord"}, 14), expected({"bob": "Nord"}, 14).filter(pl.col("period") > week(2))])
    always = " ".join(str(n) for n in range(1, 15))
    rows = (
        habit_rate(active_in(ana=always), both, weeks(14))
        .collect()
        .sort("period")
        .filter(pl.col("subject") == "project")
    )

    assert rows.filter(pl.col("period") >= week(12))["n"].to_list() == [1, 1, 2]
    assert rows.filter(pl.col("period") >= week(12))["value"].to_list() == [1 / 1, 1 / 1, 1 / 2]


deeds = st.lists(st.tuples(st.sampled_from("abcde"), st.integers(1, 16), st.integers(0, 2)), max_size=60)


@given(deeds=deeds, random=st.randoms(use_true_random=False))
def test_rates_are_shares_and_the_order_of_rows_changes_nothing(
    deeds: list[tuple[str, int, int]], random: Random
) -> None:
    days = acted("\n".join(["user | week | acts | events", *[f"{u} | {n} | {a} | 1" for u, n, a in deeds]])).collect()
    people = expected(dict(zip("abcde", ("N", "N", "E", None, "E"), strict=True)), 16)
    order = list(range(days.height))
    random.shuffle(order)

    for compute in (login_rate, rate, habit_rate):
        rows, again = (
            compute(given.lazy(), people, weeks(16, {7: "held"})).collect().sort("subject", "period")
            for given in (days, days[order])
        )
        assert rows["value"].drop_nulls().is_between(0, 1).all()
        assert (rows["value"].is_null() == rows["n"].is_null()).all()
        assert rows.equals(again)
        assert rows.select("subject", "period").is_unique().all()


@given(deeds=deeds)
def test_whoever_acted_was_seen(deeds: list[tuple[str, int, int]]) -> None:
    days = acted("\n".join(["user | week | acts | events", *[f"{u} | {n} | {a} | {a + 1}" for u, n, a in deeds]]))
    people = expected(dict.fromkeys("abcde", "N"), 16)
    seen, did = (
        compute(days, people, weeks(16)).collect().sort("subject", "period")["value"] for compute in (login_rate, rate)
    )

    assert (seen >= did).all()
