"""Intervals and overdispersion: published values, limits and properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.statistics import CONFIRMING, overdispersion, wilson


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        # Newcombe, Two-sided confidence intervals for the single proportion (1998), table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_the_published_one(hits: int, n: int, low: float, high: float) -> None:
    assert wilson(hits, n) == pytest.approx((low, high), abs=5e-5)


def test_nothing_has_no_interval() -> None:
    assert wilson(0, 0) is None


def test_the_confirming_interval_is_the_narrower_one() -> None:
    shown, confirming = wilson(10, 20), wilson(10, 20, CONFIRMING)

    assert shown is not None
    assert confirming is not None
    assert shown[0] < confirming[0] < 10 / 20 < confirming[1] < shown[1]


@given(n=st.integers(1, 500), share=st.floats(0, 1), confidence=st.sampled_from([0.8, 0.95]))
def test_the_interval_holds_the_rate_and_stays_in_bounds(n: int, share: float, confidence: float) -> None:
    bounds = wilson(share * n, n, confidence)

    assert bounds is not None
    assert 0 <= bounds[0] <= share + 1e-9
    assert share - 1e-9 <= bounds[1] <= 1


@given(n=st.integers(1, 200), hits=st.integers(0, 199))
def test_more_hits_never_lower_the_interval(n: int, hits: int) -> None:
    fewer, more = wilson(min(hits, n - 1), n), wilson(min(hits, n - 1) + 1, n)

    assert fewer is not None
    assert more is not None
    assert fewer[0] <= more[0]
    assert fewer[1] <= more[1]


def test_weeks_that_vary_as_chance_would_have_no_overdispersion() -> None:
    assert overdispersion([(10, 20), (11, 20), (9, 20)]) == 1.0


def test_weeks_that_vary_more_are_weighed_by_how_much() -> None:
    rate = (2 + 18 + 10) / (20 + 20 + 40)
    chance = rate * (1 - rate)
    first = (18 / 20 - 2 / 20) ** 2 / (chance * (1 / 20 + 1 / 20))
    second = (10 / 40 - 18 / 20) ** 2 / (chance * (1 / 40 + 1 / 20))

    assert overdispersion([(2, 20), (18, 20), (10, 40)]) == pytest.approx((first + second) / 2)


def test_a_steady_fall_is_no_variation() -> None:
    assert overdispersion([(20 - n, 20) for n in range(12)]) == 1.0


def test_a_sudden_fall_counts_once() -> None:
    fallen = [(18.0, 20.0)] * 4 + [(4.0, 20.0)] * 4

    assert overdispersion(fallen) == pytest.approx((14 / 20) ** 2 / (11 / 20 * 9 / 20 * (2 / 20)) / 7)


@pytest.mark.parametrize("weeks", [[], [(3, 10)], [(0, 10), (10, 10)], [(0, 10)] * 5, [(10, 10)] * 5, [(0, 0)] * 5])
def test_too_few_weeks_or_all_alike_say_nothing_of_variation(weeks: list[tuple[float, float]]) -> None:
    assert overdispersion(weeks) == 1.0
