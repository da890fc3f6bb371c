"""Who comes every week, who never came and who stopped coming, hand-worked."""

from datetime import date, timedelta
from random import Random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.adoption.launch import collapse
from metrics.adoption.use import dormant, never_used, stickiness
from metrics.catalogue import metrics
from metrics.population import PEOPLE
from metrics.rollups import user_day
from settings.tables import EVENTS, LANDED
from tests.judging import found, level
from tests.tables import table, week, weeks
from tests.test_metrics_adoption import FOUR, acted, active_in, deeds, expected
from tests.test_metrics_adoption_launch import GO_LIVE

TWENTY = {f"p{n:02}": "Nord" for n in range(20)}


def people(**entitled_from: date | None) -> pl.LazyFrame:
    """People with the day from which they may enter the CRM, None where it is not known."""
    rows = [{"user": user, "human": True, "entitled_from": day} for user, day in entitled_from.items()]
    return pl.LazyFrame(rows, schema=PEOPLE)


LONG_THERE = people(**dict.fromkeys(FOUR, date(2020, 1, 1)))


def test_of_those_active_in_four_weeks_the_share_of_the_last() -> None:
    rows = stickiness(active_in(ana="1 2 3 4", bob="1", cy="4"), expected(FOUR, 4), weeks(4))

    assert found(rows, 4) == (len(["ana", "cy"]) / len(["ana", "bob", "cy"]), None)
    assert found(rows, 4, "team:Nord") == (1 / 2, None)
    assert found(rows, 4, "team:Est") == (1 / 1, None)


@pytest.mark.parametrize(("still", "judged"), [(12, "green"), (11, "amber"), (8, "amber"), (2, "red")])
def test_stickiness_on_its_limit_and_past_it(still: int, judged: str) -> None:
    ends = {user: "1 2 3 4" if n < still else "1 2 3" for n, user in enumerate(TWENTY)}

    assert level("adoption.stickiness", stickiness(active_in(**ends), expected(TWENTY, 4), weeks(4)), 4) == judged


def test_before_four_judged_weeks_stickiness_is_too_early_to_tell() -> None:
    rows = stickiness(active_in(ana="1 2 3 4 5"), expected(FOUR, 5), weeks(5, {2: "held"}))

    assert [found(rows, n) for n in (1, 2, 3, 4, 5)] == [
        (None, "too_few"), (None, "held"), (None, "too_few"), (None, "too_few"), (1 / 1, None),
    ]  # fmt: skip


def test_with_nobody_active_in_four_weeks_there_is_nothing_to_compare() -> None:
    assert found(stickiness(active_in(), expected(FOUR, 4), weeks(4)), 4) == (None, "no_data")


def test_whoever_acts_by_the_month_is_not_asked_to_come_weekly() -> None:
    rows = stickiness(active_in(ana="1", bob="4"), expected(FOUR, 4, monthly=("ana",)), weeks(4))

    assert found(rows, 4) == (1 / 1, None)


def test_a_day_off_each_week_is_no_absence() -> None:
    four_days = active_in(ana="1 2 3 4").with_columns(pl.col("day") - timedelta(1))

    assert found(stickiness(four_days, expected(FOUR, 4), weeks(4)), 4) == (1.0, None)


def test_the_week_after_the_holidays_is_held_against_the_weeks_before_them() -> None:
    rows = stickiness(
        active_in(ana="1 2 3 7", bob="1 2 3"), expected(FOUR, 7), weeks(7, {4: "held", 5: "held", 6: "held"})
    )

    assert found(rows, 7) == (1 / 2, None)


def test_whoever_was_never_seen_is_told_from_who_was() -> None:
    days = acted("""
        user | week | events | acts
        ana  | 1    | 1      | 0
        bob  | 4    | 2      | 1
    """)
    rows = never_used(days, expected(FOUR, 4), LONG_THERE, weeks(4))

    assert found(rows, 4) == (len(["cy", "dan"]) / 4, None)
    assert found(rows, 4, "team:Nord") == (0 / 2, None)
    assert found(rows, 4, "team:Est") == (1 / 1, None)


def test_what_was_done_later_changes_no_week_before() -> None:
    rows = never_used(active_in(ana="5"), expected(FOUR, 5), LONG_THERE, weeks(5))

    assert [found(rows, n)[0] for n in (4, 5)] == [4 / 4, 3 / 4]


@pytest.mark.parametrize(("never", "judged"), [(1, "green"), (2, "amber"), (3, "amber"), (4, "red")])
def test_licences_never_used_on_their_limit_and_past_it(never: int, judged: str) -> None:
    came = active_in(**dict.fromkeys(list(TWENTY)[never:], "1"))
    rows = never_used(came, expected(TWENTY, 4), people(**dict.fromkeys(TWENTY)), weeks(4))

    assert found(rows, 4) == (never / 20, None)
    assert level("adoption.never_used", rows, 4) == judged


@pytest.mark.parametrize(
    ("entitled_from", "never"),
    [
        (week(5) - timedelta(1), 1),
        (week(5), 1),
        (week(5) + timedelta(1), 0),
        (week(6), 0),
    ],
)
def test_newcomers_have_two_weeks(entitled_from: date, never: int) -> None:
    days = active_in(ana="1", bob="1", cy="1")
    rows = never_used(days, expected(FOUR, 6), people(**(dict.fromkeys(FOUR) | {"dan": entitled_from})), weeks(6))

    assert found(rows, 6) == (never / 4, None)


def test_where_no_date_is_known_the_first_week_expected_counts() -> None:
    late = pl.concat([expected({"ana": "Nord"}, 6), expected({"bob": "Nord"}, 6).filter(pl.col("period") > week(4))])
    rows = never_used(active_in(ana="1"), late, people(ana=None, bob=None), weeks(6))

    assert [found(rows, n)[0] for n in (5, 6)] == [0 / 2, 1 / 2]


def test_what_came_before_the_history_is_given_four_weeks_to_show() -> None:
    rows = never_used(active_in(), expected(FOUR, 6), LONG_THERE, weeks(6, {3: "held"}, noticed_from=2))

    assert [found(rows, n) for n in range(2, 7)] == [
        (None, "too_few"), (None, "held"), (None, "too_few"), (4 / 4, None), (4 / 4, None),
    ]  # fmt: skip


def test_a_week_not_collected_and_nobody_expected_tell_nothing() -> None:
    assert found(never_used(active_in(), expected(FOUR, 5), LONG_THERE, weeks(5, {5: "stale"})), 5) == (None, "stale")
    assert found(never_used(active_in(), expected({}, 4), LONG_THERE, weeks(4)), 4) == (None, "no_data")


def test_only_a_synchronisation_is_no_use() -> None:
    events = table(
        f"user | action | client | day\nana | edit | sync | {week(1)}\nbob | edit | mobile | {week(1)}", EVENTS | LANDED
    )
    rows = never_used(user_day(events.lazy()), expected(FOUR, 4), LONG_THERE, weeks(4))

    assert found(rows, 4) == (len(["ana", "cy", "dan"]) / 4, None)


def test_dormant_is_who_came_once_and_not_for_thirty_days() -> None:
    last_seen = {"ana": week(5), "bob": week(2) - timedelta(1), "cy": week(1) + timedelta(4)}
    days = pl.concat([active_in(**{user: "1"}).with_columns(day=pl.lit(day)) for user, day in last_seen.items()])
    rows = dormant(days, expected(FOUR, 6), weeks(6))

    # The thirty days up to the end of week 5 begin on the Saturday of week 1.
    assert found(rows, 5) == (len(["cy"]) / 4, None)
    assert found(rows, 6) == (len(["bob", "cy"]) / 4, None)
    assert found(rows, 5, "team:Est") == (1 / 1, None)


def test_before_thirty_days_of_history_nobody_can_be_dormant() -> None:
    rows = dormant(active_in(ana="1"), expected(FOUR, 5), weeks(5))

    assert [found(rows, n) for n in range(1, 5)] == [(None, "too_few")] * 4
    assert found(rows, 5) == (len(["ana"]) / 4, None)


def test_signals_of_use_vote_together() -> None:
    bundled = {name for name, metric in metrics().items() if metric.bundle == "use"}

    assert bundled >= {f"adoption.{name}" for name in ("login_rate", "rate", "habit_rate", "stickiness", "never_used")}


@given(deeds=deeds, random=st.randoms(use_true_random=False))
def test_shares_are_shares_and_the_order_of_rows_changes_nothing(
    deeds: list[tuple[str, int, int]], random: Random
) -> None:
    days = acted("\n".join(["user | week | acts | events", *[f"{u} | {n} | {a} | 1" for u, n, a in deeds]])).collect()
    there = expected(dict(zip("abcde", ("N", "N", "E", None, "E"), strict=True)), 16)
    known, calendar = people(**dict.fromkeys("abcde")), weeks(16, {7: "held"})
    order = list(range(days.height))
    random.shuffle(order)

    for compute, least in (
        (lambda given: stickiness(given, there, calendar), 0),
        (lambda given: never_used(given, there, known, calendar), 0),
        (lambda given: dormant(given, there, calendar), 0),
        (lambda given: collapse(given, there, GO_LIVE, calendar), -1),
    ):
        rows, again = (compute(given.lazy()).collect().sort("subject", "period") for given in (days, days[order]))
        assert (rows["value"].drop_nulls() >= least).all()
        assert least < 0 or (rows["value"].drop_nulls() <= 1).all()
        assert (rows["value"].is_not_null() | rows["reason"].is_not_null()).all()
        assert rows.equals(again)
        assert rows.select("subject", "period").is_unique().all()


@given(deeds=deeds)
def test_nobody_is_both_dormant_and_never_seen(deeds: list[tuple[str, int, int]]) -> None:
    days = acted("\n".join(["user | week | acts | events", *[f"{u} | {n} | {a} | 1" for u, n, a in deeds]]))
    there, known = expected(dict.fromkeys("abcde", "N"), 16), people(**dict.fromkeys("abcde"))
    never, asleep = (
        rows.collect().filter(pl.col("period") >= week(5)).sort("subject", "period")["value"]
        for rows in (never_used(days, there, known, weeks(16)), dormant(days, there, weeks(16)))
    )

    assert (never + asleep <= 1).all()
