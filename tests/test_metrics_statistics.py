"""Intervals, variation, decay and totals: published and worked values, limits and properties."""

from math import exp, inf, log
from random import Random
from statistics import mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.statistics import (
    CONFIRMING,
    Agreement,
    chapman,
    currency,
    decline,
    gini,
    half_life,
    icc,
    jeffreys,
    overdispersion,
    pooled,
    variation,
    wilson,
)

COMPLETENESS = [0.95, 0.9, 0.88, 0.35, 0.3, 0.92, 0.4, 0.85]
"""Of eight persons: a worked case, figures by numpy."""


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


@pytest.mark.parametrize("rate", [0.3, 0.5, 0.7])
def test_chance_may_be_taken_at_another_rate(rate: float) -> None:
    jump = (16 / 20 - 2 / 20) ** 2 / (rate * (1 - rate) * (1 / 20 + 1 / 20))

    assert overdispersion([(2, 20), (16, 20), (2, 20)], rate) == pytest.approx((jump + jump) / 2)


def test_at_a_given_rate_weeks_all_better_by_as_much_vary_as_much() -> None:
    assert overdispersion([(2, 20), (9, 20), (4, 20)], 0.5) == pytest.approx(
        overdispersion([(8, 20), (15, 20), (10, 20)], 0.5)
    )


# Worked with statsmodels 0.15, proportion_confint, at 95 %.
def test_both_intervals_of_six_in_eight_are_the_worked_ones() -> None:
    assert wilson(6, 8) == pytest.approx((0.40927543, 0.928520787), abs=1e-6)
    assert jeffreys(6, 8) == pytest.approx((0.408376489, 0.94403311), abs=1e-6)


def test_jeffreys_reaches_none_and_all_only_where_they_were_seen() -> None:
    none, everyone, some = jeffreys(0, 10), jeffreys(10, 10), jeffreys(1, 10)

    assert none is not None
    assert everyone is not None
    assert some is not None
    assert (none[0], everyone[1]) == (0.0, 1.0)
    assert everyone[0] == pytest.approx(1 - none[1])
    assert some[0] > 0
    assert jeffreys(0, 0) is None


@given(n=st.integers(8, 500), share=st.floats(0, 1))
def test_jeffreys_and_wilson_tell_the_same_from_eight_people_on(n: int, share: float) -> None:
    hits = round(share * n)
    one, other = jeffreys(hits, n), wilson(hits, n)

    assert one is not None
    assert other is not None
    assert one == pytest.approx(other, abs=0.11)
    assert one[0] <= hits / n <= one[1]


def test_pooled_weeks_are_one_long_week() -> None:
    assert pooled([(3, 10), (5, 20), (0, 0)]) == (3 + 5 + 0, 10 + 20 + 0)
    assert pooled([]) == (0, 0)


def test_completeness_of_eight_persons_is_as_unequal_as_worked() -> None:
    assert mean(COMPLETENESS) == pytest.approx(0.69375, abs=1e-6)
    assert stdev(COMPLETENESS) == pytest.approx(0.2873493394061362, abs=1e-6)
    assert variation(COMPLETENESS) == pytest.approx(0.41419724599082697, abs=1e-6)
    assert gini(COMPLETENESS) == pytest.approx(0.2011261261261261, abs=1e-6)


@pytest.mark.parametrize(
    ("values", "inequality"),
    [
        ([0.8, 0.8, 0.8, 0.8], 0.0),
        ([0, 0, 0, 1], (4 - 1) / 4),
        ([1, 3], (-1 * 1 + 1 * 3) / (2 * 4)),
        ([5], 0.0),
        ([], None),
        ([0, 0], None),
    ],
)
def test_inequality_runs_from_all_alike_to_all_with_one(values: list[float], inequality: float | None) -> None:
    assert gini(values) == pytest.approx(inequality)


@given(values=st.lists(st.floats(0, 1000), min_size=1), random=st.randoms(use_true_random=False))
def test_inequality_does_not_know_the_order_and_stays_in_bounds(values: list[float], random: Random) -> None:
    shuffled = values.copy()
    random.shuffle(shuffled)
    found = gini(values)

    assert gini(shuffled) == pytest.approx(found)
    assert found is None or -1e-9 <= found <= (len(values) - 1) / len(values) + 1e-9


@pytest.mark.parametrize("values", [[], [3.0], [0.0, 0.0], [-1.0, 1.0]])
def test_one_value_or_a_mean_of_zero_has_no_coefficient_of_variation(values: list[float]) -> None:
    assert variation(values) is None


def sums(*groups: list[float]) -> list[tuple[float, float, float]]:
    return [(len(values), sum(values), sum(value**2 for value in values)) for values in groups]


def test_variance_between_persons_is_told_from_that_within() -> None:
    between = (3 * (2 - 4) ** 2 + 3 * (6 - 4) ** 2) / (2 - 1)
    within = ((1 - 2) ** 2 + (3 - 2) ** 2 + (5 - 6) ** 2 + (7 - 6) ** 2) / (6 - 2)
    quantile = 4.54477  # of F with 1 and 4 degrees of freedom at 90 %, from a table

    found = icc(sums([1, 2, 3], [5, 6, 7]))

    assert found is not None
    assert found.share == pytest.approx((between - within) / (between + 2 * within))
    assert found.low == pytest.approx((between / quantile - within) / (between / quantile + 2 * within), abs=1e-5)


def test_groups_of_unequal_size_count_by_the_mean_size_that_makes_the_estimate_fair() -> None:
    found = icc(sums([1, 3], [4, 4, 6, 6]))
    centre, size = (1 + 3 + 4 + 4 + 6 + 6) / 6, (6 - (2**2 + 4**2) / 6) / (2 - 1)
    between = 2 * (2 - centre) ** 2 + 4 * (5 - centre) ** 2
    within = (1 + 1 + 1 + 1 + 1 + 1) / (6 - 2)

    assert found is not None
    assert found.share == pytest.approx((between - within) / (between + (size - 1) * within))


def test_persons_all_of_one_kind_share_nothing_and_all_of_two_kinds_everything() -> None:
    alike, apart = icc(sums([1, 3], [1, 3], [1, 3])), icc(sums([1, 1], [3, 3]))

    assert alike == Agreement(pytest.approx(-1), pytest.approx(-1))
    assert apart == Agreement(pytest.approx(1), pytest.approx(1))


@pytest.mark.parametrize("groups", [[], [[1.0, 2.0]], [[1.0], [2.0]], [[2.0, 2.0], [2.0, 2.0]], [[], [1.0, 2.0]]])
def test_one_group_single_values_or_no_difference_tell_nothing_of_agreement(groups: list[list[float]]) -> None:
    assert icc(sums(*groups)) is None


@given(
    groups=st.lists(st.lists(st.integers(0, 20).map(float), min_size=2, max_size=6), min_size=2, max_size=8),
    confidence=st.sampled_from([0.8, 0.95]),
)
def test_the_lower_bound_lies_below_and_falls_with_confidence(groups: list[list[float]], confidence: float) -> None:
    found, surer = icc(sums(*groups), confidence), icc(sums(*groups), 0.99)

    if found is None:
        assert surer is None
        return
    assert surer is not None
    assert surer.low <= found.low + 1e-9 <= found.share + 2e-9


def test_what_two_searches_miss_is_estimated_from_what_both_found() -> None:
    assert chapman(60, 45, 30) == pytest.approx(61 * 46 / 31 - 1)
    assert chapman(60, 45, 30) == pytest.approx(89.516129, abs=1e-6)
    assert chapman(7, 7, 7) == 7


# Worked in closed form for 2.5 % a month; a month is 365.25 / 12 days.
def test_contacts_decay_by_the_month_as_worked() -> None:
    rate = decline(0.025)

    assert rate == pytest.approx(0.025317807984289897, abs=1e-6)
    assert half_life(rate) == pytest.approx(27.377851233805632, abs=1e-6)
    assert 1 - currency(12, rate) == pytest.approx(0.2620016541733491, abs=1e-6)
    assert 1 - currency(24, rate) == pytest.approx(0.4553584415571269, abs=1e-6)
    assert currency(180 / (365.25 / 12), rate) == pytest.approx(0.8609460967461158, abs=1e-6)


@given(monthly=st.floats(0, 0.99), months=st.integers(0, 60))
def test_losing_a_share_every_month_is_the_same_as_the_rate_of_decline(monthly: float, months: int) -> None:
    assert currency(months, decline(monthly)) == pytest.approx((1 - monthly) ** months)


def test_what_never_declines_stays_and_what_all_goes_is_gone() -> None:
    assert half_life(decline(0)) == inf
    assert currency(1000, decline(0)) == 1
    assert decline(1) == inf
    assert currency(1, decline(1)) == 0
    assert half_life(log(2)) == 1
    assert currency(1, 1) == exp(-1)
