"""Moving and heading: cumulative sums, the onset of a fall, the trend and when it crosses, natural limits."""

from math import exp, log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.statistics import overdispersion
from metrics.trends import (
    BASELINE,
    SETTLING,
    STEEPEST,
    USABLE,
    WINDOW,
    Natural,
    Trend,
    Weeks,
    crossing,
    cusum,
    deviations,
    natural_limits,
    onset,
    trend,
)


def of_twenty(*hits: float) -> list[tuple[float, float]]:
    return [(count, 20.0) for count in hits]


STEADY = of_twenty(*[16, 17, 16, 15] * 4)
"""Sixteen weeks: what settles and the baseline."""


def test_the_sum_grows_by_what_is_lower_than_expected_and_never_falls_under_nothing() -> None:
    assert cusum([-1, -2, 3, 1, -4]) == [1 - 0.5, 0.5 + 2 - 0.5, 0, 0, 4 - 0.5]
    assert cusum([-1, -1], slack=1) == [0, 0]
    assert cusum([]) == []


def test_deviations_are_from_the_twelve_weeks_after_the_first_four() -> None:
    weeks = [*of_twenty(0, 0, 0, 0), *of_twenty(*[16] * 12), *of_twenty(12, 18)]
    sd = sqrt(0.8 * 0.2 / 20)

    assert deviations(weeks) == pytest.approx([(0.6 - 0.8) / sd, (0.9 - 0.8) / sd])


def test_a_baseline_that_varies_more_than_chance_excuses_more() -> None:
    base = [18, 12, 18, 12, 18, 12, 18, 12, 18, 12, 18, 12]
    z = 0.15 / sqrt(0.75 * 0.25 / 20)
    spread = 12 * z**2 / 11

    found = deviations([*of_twenty(0, 0, 0, 0), *of_twenty(*base), (12, 20)])

    assert found == pytest.approx([(0.6 - 0.75) / sqrt(0.75 * 0.25 / 20) / sqrt(spread)])


def test_the_onset_is_the_last_week_as_before() -> None:
    weeks = [*STEADY, *of_twenty(16, 17, 16, 12, 10, 9, 9)]

    assert onset(weeks) == len(STEADY) + 2
    assert onset([*STEADY, *of_twenty(9, 9, 9, 9)]) == len(STEADY) - 1


@pytest.mark.parametrize(
    "weeks",
    [
        [],
        STEADY,
        [*STEADY, *of_twenty(16, 16, 17, 15, 16, 16)],
        [*STEADY, *of_twenty(19, 20, 20, 20)],
        [*STEADY, *of_twenty(12, 16, 17, 16, 17)],
        [*of_twenty(*[20] * 16), *of_twenty(5, 5, 5)],
        [*of_twenty(*[0] * 16), *of_twenty(5, 5, 5)],
        [*STEADY, *of_twenty(9, 9, 9), *of_twenty(*[20] * 30)],
    ],
    ids=["none", "baseline", "steady", "rise", "one-week", "all", "nobody", "recovered"],
)
def test_without_a_fall_or_a_baseline_there_is_no_onset(weeks: Weeks) -> None:
    assert onset(weeks) is None


def test_the_baseline_stays_however_long_a_fall_lasts() -> None:
    fallen = [*STEADY, *of_twenty(*[9] * 40)]

    assert onset(fallen) == onset(fallen[:25]) == len(STEADY) - 1


def test_no_more_than_twelve_weeks_make_a_trend_and_no_fewer() -> None:
    falling = of_twenty(*range(19, 7, -1))

    assert trend(falling[1:]) is None
    assert trend([*of_twenty(1, 1, 1), *falling]) == trend(falling)


@pytest.mark.parametrize("hits", [0, 20])
def test_all_or_none_have_no_trend(hits: int) -> None:
    assert trend(of_twenty(*[hits] * 12)) is None


counts = st.lists(st.integers(0, 20).map(float), min_size=WINDOW, max_size=WINDOW).filter(
    lambda hits: 0 < sum(hits) < 20 * WINDOW
)


@given(hits=counts)
def test_the_trend_explains_as_many_hits_as_there_were_and_pays_for_its_slope(hits: list[float]) -> None:
    found = trend(of_twenty(*hits))

    assert found is not None
    places = range(1 - WINDOW, 1)
    rest = [
        count - 20 / (1 + exp(-found.level - found.slope * place)) for place, count in zip(places, hits, strict=True)
    ]
    assert sum(rest) == pytest.approx(0, abs=1e-6)
    assert sum(place * left for place, left in zip(places, rest, strict=True)) == pytest.approx(
        found.slope / STEEPEST**2, abs=1e-5
    )


@given(hits=counts)
def test_misses_have_the_opposite_trend(hits: list[float]) -> None:
    found, other = trend(of_twenty(*hits)), trend(of_twenty(*[20 - count for count in hits]))

    assert found is not None
    assert other is not None
    assert (other.level, other.slope) == pytest.approx((-found.level, -found.slope), abs=1e-6)
    assert other.slope_variance == pytest.approx(found.slope_variance, rel=1e-6)


def test_a_level_series_has_the_variance_of_its_answers() -> None:
    found = trend(of_twenty(*[10] * 12))
    each = 20 / 4
    h00, h01, h11 = 12 * each, -sum(range(12)) * each, sum(n * n for n in range(12)) * each + STEEPEST**-2
    determinant = h00 * h11 - h01**2

    assert found is not None
    assert (found.level, found.slope) == pytest.approx((0, 0), abs=1e-9)
    assert (found.level_variance, found.slope_variance, found.covariance) == pytest.approx(
        (h11 / determinant, h00 / determinant, -h01 / determinant)
    )


def test_weeks_that_jump_about_say_less_of_where_they_head() -> None:
    jumpy = of_twenty(*[4, 16] * 6)
    steady = trend(of_twenty(*[10] * 12))
    found = trend(jumpy)

    assert steady is not None
    assert found is not None
    assert overdispersion(jumpy) > 5
    assert found.slope_variance > 4 * steady.slope_variance


def line(rate: float, slope: float, sd: float = 0.01) -> Trend:
    return Trend(log(rate / (1 - rate)), slope, sd**2, 0.0, 0.0)


def test_a_trend_crosses_where_its_line_does() -> None:
    found = crossing(line(0.8, -0.1), 0.6)

    assert found is not None
    assert found.weeks == pytest.approx((log(0.8 / 0.2) - log(0.6 / 0.4)) / 0.1)
    assert (found.first, found.last) == (10, 10)
    assert 9 < found.weeks < 10


def test_the_less_is_known_the_wider_the_weeks_between() -> None:
    sure = Trend(log(4), -0.1, 0.01, 0.0001, 0.0)
    unsure = Trend(log(4), -0.1, 0.04, 0.0004, 0.0)
    narrow, wide = crossing(sure, 0.6), crossing(unsure, 0.6)

    assert narrow is not None
    assert wide is not None
    assert narrow.last is not None
    assert wide.last is not None
    assert wide.first < narrow.first < narrow.weeks < narrow.last < wide.last


def test_a_slope_that_may_be_none_has_no_last_week() -> None:
    found = crossing(Trend(log(4), -0.1, 0.01, 0.09**2, 0.0), 0.6)

    assert found is not None
    assert found.last is None


@pytest.mark.parametrize(
    ("found", "limit"),
    [
        (line(0.8, 0.1), 0.6),
        (line(0.8, 0.0), 0.6),
        (line(0.55, -0.1), 0.6),
        (line(0.8, -0.001), 0.6),
        (Trend(log(4), -0.03, 0.09, 0.0001, 0.0), 0.6),
        (line(0.8, -0.1), 0.0),
        (line(0.8, -0.1), 1.0),
    ],
    ids=["rising", "level", "past it", "in years", "too wide", "no limit", "limit of all"],
)
def test_what_does_not_head_for_the_limit_or_says_too_little_is_not_used(found: Trend, limit: float) -> None:
    assert crossing(found, limit) is None


def test_more_than_half_a_year_between_is_too_little_to_say() -> None:
    narrow, wide = Trend(log(4), -0.05, 1e-6, 0.0003, 0.0), Trend(log(4), -0.05, 1e-6, 0.0007, 0.0)
    found = crossing(narrow, 0.6)

    assert found is not None
    assert found.last is not None
    assert found.last - found.first <= USABLE
    assert crossing(wide, 0.6) is None


@given(rate=st.floats(0.62, 0.99), slope=st.floats(-0.3, -0.02), sd=st.floats(0.001, 0.2))
def test_being_below_gets_likelier_the_farther_ahead_a_sure_slope_goes(rate: float, slope: float, sd: float) -> None:
    found = line(rate, slope, sd)
    chances = [found.below(0.6, ahead) for ahead in range(20)]

    assert chances == sorted(chances)
    assert found.inside(0.6)


# Worked by numpy, constants 2.66 and 3.267.
def test_natural_limits_are_the_worked_ones() -> None:
    found = natural_limits([0.8, 0.73, 0.87, 0.8, 0.8, 0.73, 0.87, 0.8, 0.73, 0.8, 0.87, 0.8])

    assert found is not None
    assert (found.centre, found.step) == pytest.approx((0.8, 0.07636363636363637), abs=1e-6)
    assert (found.low, found.high) == pytest.approx((0.5968727272727274, 1.0031272727272729), abs=1e-6)
    assert found.jump == pytest.approx(0.24948, abs=1e-6)


def test_two_values_have_natural_limits_and_one_has_none() -> None:
    assert natural_limits([1, 3]) == Natural(2, 2, 2 - 2.66 * 2, 2 + 2.66 * 2, 3.267 * 2)
    assert natural_limits([1]) is None
    assert natural_limits([]) is None


def test_the_baseline_follows_the_settling() -> None:
    assert len(STEADY) == SETTLING + BASELINE
