"""Since when a signal has moved, and when it will cross its limit: both directions, held weeks, and nothing to say."""

import pytest

from metrics.drift import onset, projection
from metrics.limits import Limits
from tests.tables import judged, week

FALLING_IS_BAD = Limits(0.70, 0.50)
RISING_IS_BAD = Limits(0.30, 0.50)
STEADY = "16 17 16 15 " * 4
FALL = "16 17 16 12 10 9 9"
SLIDE = "19 19 19 18 18 18 17 17 17 16 16 16"


def mirrored(text: str) -> str:
    """The same of twenty, counted the other way round."""
    return " ".join(str(20 - int(word)) for word in text.split())


def test_the_onset_is_the_week_before_it_moved() -> None:
    assert onset(judged(STEADY + FALL)) == week(16 + 3)
    assert onset(judged(STEADY)) is None


def test_a_rise_is_found_where_a_rise_is_the_warning() -> None:
    rising = judged(mirrored(STEADY + FALL))

    assert onset(rising, falling=False) == week(16 + 3)
    assert onset(rising) is None


def test_held_weeks_and_weeks_without_a_value_do_not_move_it() -> None:
    weeks = judged(STEADY + "h3 h3 - " + FALL)

    assert onset(weeks) == week(16 + 3 + 3)


def test_people_away_are_no_fall() -> None:
    weeks = judged(STEADY + "12 12 13 12 12")
    away = [*weeks[:16], *[type(w)(w.period, w.value, w.hits, w.n, None, 0.75) for w in weeks[16:]]]

    assert onset(weeks) is not None
    assert onset(away) is None


def test_a_slide_is_projected_to_its_limit_from_both_sides() -> None:
    down, up = projection(judged(SLIDE), FALLING_IS_BAD), projection(judged(mirrored(SLIDE)), RISING_IS_BAD)

    assert down is not None
    assert up is not None
    assert (down.limit, up.limit) == (0.70, 0.30)
    assert up.weeks == pytest.approx(down.weeks)
    assert (up.first, up.last) == (down.first, down.last)
    assert 0 <= down.first < down.weeks


def test_past_the_amber_limit_the_red_one_is_next() -> None:
    found = projection(judged("47 46 45 44 43 42 41 40 39 38 37 36", n=60), FALLING_IS_BAD)

    assert found is not None
    assert found.limit == 0.50


def test_held_weeks_change_no_projection() -> None:
    assert projection(judged("h2 h2 " + SLIDE), FALLING_IS_BAD) == projection(judged(SLIDE), FALLING_IS_BAD)


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("16 16 16 16 16 16 16 16 16 16 16 16", FALLING_IS_BAD),
        (mirrored(mirrored("12 13 14 15 16 17 18 18 19 19 19 19")), FALLING_IS_BAD),
        ("19 18 17 16", FALLING_IS_BAD),
        ("9 9 8 8 7 7 6 6 5 5 4 4", FALLING_IS_BAD),
        (SLIDE, Limits(None, None)),
        ("19 19 19 18 18 18 17 17 17 16 16 16", Limits(0.0, None, falling=True)),
    ],
    ids=["steady", "rising", "too short", "past both", "no limits", "limit of none"],
)
def test_without_a_usable_trend_there_is_no_projection(text: str, limits: Limits) -> None:
    assert projection(judged(text), limits) is None
