"""Levels of weekly rates: early on a slide, calm about a dip, the same in both directions, fair to people away."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.catalogue import metrics
from metrics.limits import Limits
from metrics.outlook import outlook
from metrics.series import SERIES
from metrics.signals import CERTAIN, LIKELY, SURE, Week, evidence, judge, replay
from metrics.statistics import CONFIRMING, wilson
from tests.tables import judged, week

FALLING_IS_BAD = Limits(0.70, 0.50)
RISING_IS_BAD = Limits(0.30, 0.50)
STEADY = "17 16 18 17 16 17 18 16 17 17 16 18 "


def levels(weeks: list[Week], limits: Limits = FALLING_IS_BAD) -> str:
    """The initials of the levels after each week; ``-`` for grey."""
    initials = {"grey": "-", "green": "g", "amber": "a", "red": "r"}
    return "".join(initials[v.level] for v in replay(weeks, limits, "sample", "week"))


def lately(text: str, limits: Limits = FALLING_IS_BAD) -> str:
    """The levels after twelve steady weeks of twenty people."""
    return levels(judged(STEADY + text), limits)[12:]


def mirrored(weeks: list[Week]) -> list[Week]:
    """The same weeks, the misses counted."""
    return [
        w if w.hits is None or w.n is None else replace(w, hits=w.n - w.hits, value=(w.n - w.hits) / w.n) for w in weeks
    ]


def test_a_slide_turns_amber_before_a_week_is_past_the_limit() -> None:
    slide = judged("36 36 35 37 36 36 35 37 36 36 36 37 35 34 33 32 31 30 29", n=40)
    found = levels(slide)

    assert all(w.value > 0.70 for w in slide if w.value is not None)
    assert found[-1] == "a"
    assert found.rstrip("a") == "g" * len(found.rstrip("a"))


def test_a_steady_team_near_the_limit_is_left_alone() -> None:
    assert levels(judged("15 16 15 16 14 15 16 15 16 15 14 16 15 16 15")) == "g" * 15


@pytest.mark.parametrize("dip", ["11 11", "12 10", "9 12"])
def test_a_dip_of_two_weeks_is_neither_red_nor_amber(dip: str) -> None:
    assert set(lately(f"{dip} 17 16 17 18 17")) == {"g"}


def test_a_dip_however_deep_is_never_red() -> None:
    assert "r" not in lately("0 0 17 16 17 18")
    assert "r" not in levels(judged("17 17 17 0 0 17 17 17"))
    assert "r" not in lately("6 6 6 17 17 17 17")


def test_bad_weeks_that_do_not_end_turn_amber_then_red_and_are_never_changed_twice_in_a_row() -> None:
    assert lately("6 6 6 6 6 6") == "ggaarr"
    assert lately("11 11 11 11 11 11") == "ggaaaa"


def test_amber_of_a_weekly_rate_does_not_wait_for_a_second_week() -> None:
    said = [evidence(judged(STEADY + "6 6 6")[:n], FALLING_IS_BAD, "sample", "week") for n in (13, 14, 15)]

    assert said == ["green", "green", "amber"]
    assert lately("6 6 6")[-1] == "a"


def test_amber_is_left_after_two_good_weeks() -> None:
    weeks = judged(STEADY + "11 11 11 17 17 17 17 17")
    said = [evidence(weeks[:n], FALLING_IS_BAD, "sample", "week") for n in range(1, len(weeks) + 1)]
    found = levels(weeks)
    first_good = next(n for n in range(15, len(said)) if said[n] == "green")

    assert found[14] == "a"
    assert found[first_good : first_good + 2] == "ag"


def test_red_is_kept_while_it_is_likely_though_the_last_four_weeks_do_not_confirm_it() -> None:
    weeks = judged(STEADY + "6 6 6 6 6 6 10 11 10 9 10 11 10")
    last = weeks[-4:]
    bounds = wilson(sum(w.hits or 0 for w in last), sum(w.n or 0 for w in last), CONFIRMING)
    said = [evidence(weeks[:n], FALLING_IS_BAD, "sample", "week") for n in range(len(weeks) - 3, len(weeks) + 1)]

    assert bounds is not None
    assert bounds[1] > 0.50
    assert said == ["amber"] * 4
    assert levels(weeks)[-1] == "r"
    assert levels([*weeks, *judged(STEADY + STEADY)])[-1] == "g"


def test_red_needs_the_outlook_as_well_as_the_bound() -> None:
    two_bad = judged("20 20 20 20 20 20 20 20 12 12 0 0")
    bounds = wilson(24, 80, CONFIRMING)

    assert bounds is not None
    assert bounds[1] < 0.50
    assert levels(two_bad)[-1] == "a"
    assert LIKELY < SURE < CERTAIN < 1


def test_weeks_on_weeks_a_little_past_the_limit_are_red_in_the_end() -> None:
    nearly = wilson(4 * 9, 4 * 20, CONFIRMING)
    weeks = judged("9 " * 20)
    found = levels(weeks)

    assert nearly is not None
    assert nearly[1] > 0.50
    assert found == "a" * 10 + "r" * 10
    assert outlook([(9.0, 20.0)] * 10, 0.50, falling=True) < CERTAIN < outlook([(9.0, 20.0)] * 11, 0.50, falling=True)


def test_however_dark_the_outlook_there_is_no_red_before_the_last_weeks_are_past_the_limit() -> None:
    slide = judged(" ".join(str(95 - 3 * n) for n in range(15)), n=100)
    said = [evidence(slide[:n], FALLING_IS_BAD, "sample", "week") for n in range(4, 16)]

    assert outlook([(w.hits or 0, 100.0) for w in slide], 0.50, falling=True) > CERTAIN
    assert sum(w.hits or 0 for w in slide[-4:]) / 400 > 0.50
    assert set(said) == {"green", "amber"}


def test_without_an_amber_limit_there_is_only_red_and_without_a_red_one_only_amber() -> None:
    assert set(lately("6 6 6 6 6 6", Limits(None, 0.5, falling=True))) == {"g", "r"}
    assert set(lately("6 6 6 6 6 6", Limits(0.7, None, falling=True))) == {"g", "a"}


words = st.one_of(st.integers(0, 20).map(str), st.integers(0, 20).map(lambda hits: f"h{hits}"), st.just("-"))
histories = st.lists(words, min_size=1, max_size=40).map(" ".join)


@given(history=histories)
def test_a_rate_that_must_not_rise_is_judged_as_its_misses_that_must_not_fall(history: str) -> None:
    weeks = judged(history)

    # A probability of exactly one half may round to either side of it where the limit is not exact.
    assert levels(weeks, Limits(0.7001, 0.4999)) == levels(mirrored(weeks), Limits(1 - 0.7001, 1 - 0.4999))


@given(hits=st.lists(st.integers(0, 30), min_size=1, max_size=45), better=st.integers(1, 10))
def test_amber_never_comes_of_getting_better_throughout(hits: list[int], better: int) -> None:
    worse = judged(" ".join(map(str, hits)), n=40)
    improved = judged(" ".join(str(count + better) for count in hits), n=40)
    limits = Limits(0.70, None, falling=True)
    before, after = (evidence(weeks, limits, "sample", "week") for weeks in (worse, improved))

    assert (before, after) != ("green", "amber")


def test_a_weekly_figure_without_a_count_has_to_last_two_weeks() -> None:
    values = [0.9, 0.9, 0.9, 0.6, 0.9, 0.6, 0.6, 0.6]
    weeks = [Week(week(n), value, None, None, None) for n, value in enumerate(values, 1)]

    assert levels(weeks) == "gggggg" + "aa"


def away(weeks: list[Week], presence: float) -> list[Week]:
    return [replace(w, presence=presence) for w in weeks]


def test_people_away_are_not_held_against_a_team() -> None:
    steady, season = judged(STEADY), judged("12 12 13 12 13 12")

    assert "a" in levels([*steady, *season])
    assert set(levels([*steady, *away(season, 0.75)])) == {"g"}


def test_more_hits_than_expected_are_all_of_them() -> None:
    assert levels(away(judged("20 20 20 20"), 0.5)) == levels(judged("20 20 20 20")) == "gggg"


def figures(metric: str) -> pl.DataFrame:
    """Thirty people: twelve weeks of twenty-five, then six of eighteen."""
    hits = [25.0] * 12 + [18.0] * 6
    rows = [
        {"metric": metric, "subject": "project", "period": week(n), "value": count / 30, "hits": count, "n": 30.0}
        for n, count in enumerate(hits, 1)
    ]
    return pl.DataFrame(rows, schema=SERIES)


def last_level(metric: str, presence: dict[date, float] | None) -> str:
    level: str = judge(figures(metric), metrics(), {}, presence)[0]["level"].to_list()[-1]
    return level


def test_only_rates_of_expected_people_are_judged_against_those_there() -> None:
    season = {week(n): 0.72 for n in range(13, 19)}

    assert (last_level("adoption.rate", None), last_level("adoption.rate", season)) == ("amber", "green")
    assert last_level("adoption.rate", {}) == "amber"
    for other in ("spreadsheets.exports", "data_quality.completeness"):
        assert last_level(other, season) == last_level(other, None) != "green"
