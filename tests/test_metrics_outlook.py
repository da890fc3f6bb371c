"""The outlook: what a slide, a step and a dip say of a limit, and what never may change it."""

from math import sqrt
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.outlook import AHEAD, MEMORY, outlook

LIMIT = 0.7


def of_twenty(*hits: float) -> list[tuple[float, float]]:
    return [(count, 20.0) for count in hits]


def low(*hits: float) -> float:
    """How likely the rate of twenty people is under the limit, or will be."""
    return outlook(of_twenty(*hits), LIMIT, falling=True)


def test_one_week_says_what_its_distance_from_the_limit_does() -> None:
    sd = sqrt(LIMIT * (1 - LIMIT) / 20)

    assert low(12) == pytest.approx(NormalDist().cdf((LIMIT - 12 / 20) / sd))
    assert low(16) == pytest.approx(NormalDist().cdf((LIMIT - 16 / 20) / sd))


def test_no_week_warns_of_nothing() -> None:
    assert outlook([], LIMIT, falling=True) == 0
    assert outlook([(0, 0), (0, 0)], LIMIT, falling=True) == 0


def test_weeks_without_anybody_do_not_count() -> None:
    assert outlook([(16, 20), (0, 0), (15, 20)], LIMIT, falling=True) == low(16, 15)


@pytest.mark.parametrize("weeks", [1, 2, 5, 12, 60])
def test_on_the_limit_it_is_as_likely_as_not(weeks: int) -> None:
    assert low(*[14] * weeks) == pytest.approx(0.5, abs=1e-12)


def test_a_slide_warns_before_the_limit_is_crossed() -> None:
    slide = [(count, 40.0) for count in [36] * 12 + [35, 34, 33, 32, 31, 30, 29]]

    assert min(hits / n for hits, n in slide) > LIMIT
    assert outlook(slide, LIMIT, falling=True) > 0.5
    assert outlook(slide[::-1], LIMIT, falling=True) < 0.01


def test_a_step_down_is_believed_the_third_week_and_a_dip_is_forgotten_the_first_good_one() -> None:
    fine = [17] * 12

    assert low(*fine, 12) < 0.5
    assert low(*fine, 12, 12) < 0.5
    assert low(*fine, 12, 12, 12) > 0.5
    assert low(*fine, 12, 12, 17) < 0.2
    assert low(*fine, 12, 12, 17, 17) < 0.1


def test_what_follows_a_step_counts_more_than_what_was_before_it() -> None:
    assert low(*[19] * 20, *[13] * 8) > 0.8
    assert low(*[13] * 20, *[19] * 8) < 0.1


def test_a_rate_that_rises_under_the_limit_still_is_under_it() -> None:
    rising = [4, 5, 6, 7, 8, 9, 10, 11, 12]

    assert (rising[-1] + AHEAD) / 20 > LIMIT
    assert low(*rising) > 0.9


def test_more_people_make_it_surer() -> None:
    few = outlook([(3.2, 4.0)] * 6, LIMIT, falling=True)
    many = outlook([(32.0, 40.0)] * 6, LIMIT, falling=True)

    assert many < few < 0.5


def test_weeks_that_jump_about_make_it_less_sure() -> None:
    assert low(*[11] * 8) > low(*[4, 18] * 4) > 0.5


def test_only_the_last_weeks_are_remembered() -> None:
    assert low(*[2] * 30, *[17] * MEMORY) == low(*[17] * MEMORY)


series = st.lists(st.integers(0, 20).map(float), min_size=1, max_size=50)


@given(hits=series, limit=st.sampled_from([0.1, 0.25, 0.5, 0.7, 0.97]))
def test_a_rise_of_the_misses_is_a_fall_of_the_hits(hits: list[float], limit: float) -> None:
    fall = outlook(of_twenty(*hits), limit, falling=True)
    rise = outlook(of_twenty(*[20 - count for count in hits]), 1 - limit, falling=False)

    assert rise == pytest.approx(fall, abs=1e-6)


@given(hits=series, limit=st.sampled_from([0.0, 0.1, 0.5, 0.7, 1.0]), falling=st.booleans())
def test_it_is_a_probability(hits: list[float], limit: float, falling: bool) -> None:  # noqa: FBT001 - drawn
    assert 0 <= outlook(of_twenty(*hits), limit, falling=falling) <= 1


@given(hits=st.lists(st.integers(0, 30).map(float), min_size=1, max_size=50), better=st.integers(1, 10))
def test_a_series_better_throughout_never_warns_more(hits: list[float], better: int) -> None:
    before = outlook([(count, 40.0) for count in hits], LIMIT, falling=True)
    after = outlook([(count + better, 40.0) for count in hits], LIMIT, falling=True)

    assert after <= before + 1e-9


@given(hits=series)
def test_a_stricter_limit_never_warns_less_of_the_same_noise(hits: list[float]) -> None:
    assert outlook(of_twenty(*hits), 0.4, falling=True) <= outlook(of_twenty(*hits), 0.6, falling=True) + 1e-9
