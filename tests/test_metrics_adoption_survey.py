"""The survey, hand-worked: rounds, shares, and what may be shown of few answers."""

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.adoption.survey import entry_time, satisfaction, trust, trust_now
from metrics.catalogue import metrics
from metrics.published import published
from metrics.series import compute
from metrics.signals import Level, judge
from settings.survey import PULSE
from tests.declarations import answers, found, holds, level_of, values
from tests.tables import MONDAY, table, week, weeks

TRUST_ITEMS = ("purpose", "helps", "unwatched")
NOTHING_RECORDED = table("source | name | state | since").with_columns(pl.col("since").cast(pl.Date))


def opinions(rounds: dict[str, str], team: str | None = "Nord") -> pl.LazyFrame:
    """Rounds of answers to the first item of trust, one a person: ``{"2026-09-08": "1 2 5"}``."""
    rows = [
        {
            "round": date.fromisoformat(day),
            "respondent": f"{day} {team} {n}",
            "team": team,
            "item": "helps",
            "answer": float(x),
        }
        for day, given in rounds.items()
        for n, x in enumerate(given.split())
    ]
    return pl.LazyFrame(rows, schema=PULSE)


def test_answers_one_and_two_are_unfavourable() -> None:
    rows = trust_now(opinions({"2026-09-08": "1 2 3 4 5"}), weeks(1))

    assert found(rows, 1) == (2 / 5, None)


def test_all_three_items_count_and_others_do_not() -> None:
    rows = trust_now(
        answers("""
        round      | respondent | team | item        | answer
        2026-09-08 | a          | Nord | purpose     | 1
        2026-09-08 | a          | Nord | helps       | 4
        2026-09-08 | a          | Nord | unwatched   | 2
        2026-09-08 | a          | Nord | easy        | 1
        2026-09-08 | a          | Nord | entry_share | 0.3
        2026-09-08 | b          | Est  | purpose     | 5
        2026-09-08 | b          | Est  | helps       | -
    """),
        weeks(1),
    )

    assert found(rows, 1) == (2 / 4, None)
    assert found(rows, 1, "team:Nord") == (2 / 3, None)
    assert found(rows, 1, "team:Est") == (0 / 1, None)
    assert dict(rows.collect().select("subject", "people").iter_rows()) == {"project": 2, "team:Nord": 1, "team:Est": 1}
    assert dict(rows.collect().select("subject", "n").iter_rows()) == {"project": 4, "team:Nord": 3, "team:Est": 1}


def test_a_round_counts_until_the_next_and_for_26_weeks_at_most() -> None:
    rows = trust_now(opinions({"2026-09-14": "1 5", "2026-09-30": "5 5"}), weeks(31))

    assert [found(rows, n) for n in (1, 2, 3, 4)] == [(None, "no_data"), (1 / 2, None), (1 / 2, None), (0 / 2, None)]
    assert date(2027, 3, 28) - date(2026, 9, 30) < timedelta(weeks=26) < date(2027, 4, 4) - date(2026, 9, 30)
    assert [found(rows, n) for n in (29, 30)] == [(0 / 2, None), (None, "stale")]


@pytest.mark.parametrize(("day", "reason"), [("2026-03-15", None), ("2026-03-14", "stale")])
def test_on_the_last_day_of_its_26_weeks_a_round_still_counts(day: str, reason: str | None) -> None:
    assert found(trust_now(opinions({day: "5"}), weeks(1)), 1)[1] == reason


@pytest.mark.parametrize(
    ("first", "second", "value"),
    [
        ("1 1 1 5", "1 1 5 5", 2 / 4),
        ("1 1 5 5", "1 1 1 5", 2 / 4),
        ("5 5 5 5", "1 1 1 1", 0 / 4),
        ("1 1 1 1", "1 1 1 5", 3 / 4),
    ],
)
def test_trust_is_lost_only_by_two_rounds_in_a_row(first: str, second: str, value: float) -> None:
    rows = trust(opinions({"2026-09-08": first, "2026-09-15": second}), weeks(2))

    assert [found(rows, n) for n in (1, 2)] == [(None, "too_few"), (value, None)]


def test_one_bad_round_is_not_red_and_two_are() -> None:
    bad, good = " ".join("1" * 40), " ".join("5" * 40)
    rounds = {"2026-09-08": good, "2026-09-15": bad, "2026-09-29": bad}
    given = {"pulse": opinions(rounds), "weeks": weeks(4)}
    series = compute({"adoption.trust": metrics()["adoption.trust"]}, given, NOTHING_RECORDED, "run")
    levels, _ = judge(published(series, metrics(), 10), metrics(), {})
    project = levels.filter(pl.col("subject") == "project").sort("period")

    assert project["level"].to_list() == ["grey", "green", "green", "red"]


def test_rounds_far_apart_are_no_two_rounds_in_a_row() -> None:
    near = trust(opinions({"2026-03-13": "1 5", "2026-09-11": "1 5"}), weeks(1))
    far = trust(opinions({"2026-03-12": "1 5", "2026-09-11": "1 5"}), weeks(1))

    assert [found(rows, 1) for rows in (near, far)] == [(1 / 2, None), (None, "too_few")]


def test_teams_are_shown_in_the_better_round_of_the_project() -> None:
    pulse = pl.concat(
        [
            opinions({"2026-09-08": "1 5 5", "2026-09-15": "1 1 1"}, "Nord"),
            opinions({"2026-09-08": "1 1"}, "Est"),
            opinions({"2026-09-15": "5"}, "Sud"),
        ]
    )
    rows = trust(pulse, weeks(2))
    shown = dict(rows.collect().filter(pl.col("period") == week(2)).select("subject", "value").iter_rows())

    assert shown == {"project": (1 + 2) / (3 + 2), "team:Nord": 1 / 3, "team:Est": 2 / 2}


def test_figures_of_fewer_than_the_minimum_group_are_hidden() -> None:
    few = opinions({"2026-09-08": "5 5 5 5 5 5 5 5 5", "2026-09-15": "5 5 5 5 5 5 5 5 5"})
    more = opinions({"2026-09-08": " ".join("1" * 11), "2026-09-15": " ".join("1" * 12)}, "Est")
    names = ("adoption.trust", "adoption.trust_now", "adoption.satisfaction", "adoption.entry_time")
    found = {}
    for key, pulse in (("few", few), ("both", pl.concat([few, more]))):
        pair = [pulse.with_columns(item=pl.lit(i)) for i in ("useful", "easy", "entry_share", "helps")]
        series = compute(
            {name: metrics()[name] for name in names},
            {"pulse": pl.concat(pair), "weeks": weeks(2)},
            NOTHING_RECORDED,
            "run",
        )
        shown = published(series.filter(pl.col("period") == week(2)), metrics(), 10)
        found[key] = {
            name: dict(rows.select("subject", "people").iter_rows()) for (name,), rows in shown.group_by("metric")
        }

    assert [found["few"][name] for name in names] == [{"project": None, "team:Nord": None}] * 4
    assert found["both"]["adoption.satisfaction"] == {"project": 9 + 12, "team:Nord": None, "team:Est": None}
    assert {name: people["team:Nord"] for name, people in found["both"].items()} == dict.fromkeys(names)
    assert {name: people["project"] for name, people in found["both"].items()} == {
        "adoption.trust": 9 + 11,
        **dict.fromkeys(names[1:], 9 + 12),
    }


def test_satisfaction_is_ux_lite_of_those_who_answered_both_items() -> None:
    rows = satisfaction(
        answers("""
        round      | respondent | team | item   | answer
        2026-09-08 | a          | Nord | useful | 5
        2026-09-08 | a          | Nord | easy   | 5
        2026-09-08 | b          | Nord | useful | 4
        2026-09-08 | b          | Nord | easy   | 2
        2026-09-08 | c          | Est  | useful | 1
        2026-09-08 | c          | Est  | easy   | 1
        2026-09-08 | d          | Est  | useful | 5
    """),
        weeks(1),
    )
    a, b, c = (5 + 5 - 2) * 100 / 8, (4 + 2 - 2) * 100 / 8, (1 + 1 - 2) * 100 / 8

    assert found(rows, 1) == ((a + b + c) / 3, None)
    assert found(rows, 1, "team:Nord") == ((a + b) / 2, None)
    assert found(rows, 1, "team:Est") == (0, None)
    assert rows.collect().filter(pl.col("subject") == "project")["people"].to_list() == [3]


def test_entry_time_is_the_mean_share_that_people_tell() -> None:
    rows = entry_time(
        answers("""
        round      | respondent | team | item        | answer
        2026-09-08 | a          | Nord | entry_share | 0.10
        2026-09-08 | b          | Nord | entry_share | 0.30
        2026-09-08 | c          | Est  | entry_share | 0.20
        2026-09-08 | d          | Est  | helps       | 1
    """),
        weeks(1),
    )

    assert found(rows, 1)[0] == pytest.approx((0.10 + 0.30 + 0.20) / 3)
    assert found(rows, 1, "team:Est") == (0.20, None)


@pytest.mark.parametrize("ask", [trust, trust_now, satisfaction, entry_time])
def test_without_answers_nothing_is_known(ask: Callable[..., pl.LazyFrame]) -> None:
    assert found(ask(answers(), weeks(2)), 2) == (None, "no_data")


def test_people_are_asked_in_held_weeks_too() -> None:
    assert values(trust_now(opinions({"2026-09-08": "1"}), weeks(2, {1: "held", 2: "stale"}))) == [1.0, 1.0]


@pytest.mark.parametrize(
    ("metric", "value", "level"),
    [
        ("adoption.trust", 0.30, "green"),
        ("adoption.trust", 0.31, "amber"),
        ("adoption.trust", 0.51, "red"),
        ("adoption.satisfaction", 68, "green"),
        ("adoption.satisfaction", 67, "amber"),
        ("adoption.satisfaction", 50, "amber"),
        ("adoption.satisfaction", 49, "red"),
        ("adoption.entry_time", 0.15, "green"),
        ("adoption.entry_time", 0.16, "amber"),
        ("adoption.entry_time", 0.26, "red"),
    ],
)
def test_on_the_limit_is_still_inside(metric: str, value: float, level: Level) -> None:
    assert level_of(metric, value) == level


answer = st.fixed_dictionaries(
    {
        "round": st.integers(-30, 4).map(lambda n: MONDAY + timedelta(weeks=n)),
        "respondent": st.sampled_from("abcdef"),
        "team": st.none() | st.sampled_from(["Nord", "Est"]),
        "item": st.sampled_from([*TRUST_ITEMS, "useful", "easy", "entry_share"]),
        "answer": st.integers(1, 5).map(float),
    }
)


@settings(max_examples=30)
@given(st.lists(answer, max_size=20), st.integers(0, 99))
def test_figures_are_in_their_bounds_and_do_not_depend_on_the_order_of_answers(
    given_answers: list[dict[str, object]], seed: int
) -> None:
    pulse = pl.LazyFrame(given_answers, schema=PULSE)
    share = pl.col("answer") / 5
    shares = pulse.with_columns(answer=pl.when(pl.col("item") == "entry_share").then(share).otherwise("answer"))
    frames = {"pulse": shares, "weeks": weeks(4)}

    rates = pl.concat([holds(ask, frames, seed) for ask in (trust, trust_now, entry_time)])
    assert rates["value"].drop_nulls().is_between(0, 1).all()
    assert holds(satisfaction, frames, seed)["value"].drop_nulls().is_between(0, 100).all()
