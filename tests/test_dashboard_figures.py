"""Figures, limits and dates as each language writes them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dashboard import figures
from dashboard.language import locale
from dashboard.snapshot import Point
from tests.snapshots import DEFINITIONS

EN, FR = locale("en"), locale("fr")
RATE, EXPORTS = DEFINITIONS["adoption.rate"], DEFINITIONS["spreadsheets.exports"]


@pytest.mark.parametrize(
    ("amount", "unit", "english", "french"),
    [
        (0.553, "ratio", "55.3%", "55,3\u202f%"),
        (12345, "count", "12,345", "12\u202f345"),
        (17, "days", "17 d", "17 j"),
        (0.9, "index", "0.90", "0,90"),
        (None, "ratio", "–", "–"),
    ],
)
def test_a_figure_carries_its_unit(amount: float | None, unit: str, english: str, french: str) -> None:
    assert figures.value(amount, unit, EN) == english
    assert figures.value(amount, unit, FR) == french


def test_a_blunted_figure_says_so_without_decimals() -> None:
    point = Point(date(2026, 10, 5), 0.10, bound="<=")

    assert figures.point(point, "ratio", FR) == "≤\u00a010\u202f%"


def test_a_limit_shows_the_side_on_which_the_value_should_be() -> None:
    assert figures.limit(RATE, 0.70, EN) == "≥\u00a070%"
    assert figures.limit(EXPORTS, 0.10, EN) == "≤\u00a010%"
    assert figures.limit(RATE, 0.675, FR) == "≥\u00a067,5\u202f%"
    assert figures.limit(RATE, None, EN) == "–"


def test_past_a_limit_is_strict_since_on_it_is_still_inside() -> None:
    assert figures.beyond(RATE, 0.50, EN) == "<\u00a050%"
    assert figures.beyond(EXPORTS, 0.25, EN) == ">\u00a025%"


def test_a_change_of_a_share_is_in_points() -> None:
    assert figures.moved(-0.021, "ratio", FR) == "−2,1\u00a0pts"
    assert figures.moved(2, "count", EN) == "+2"


def test_a_moment_is_told_in_the_time_zone_of_the_project() -> None:
    moment = datetime(2026, 10, 12, 4, 10, tzinfo=UTC)

    assert figures.at(moment, "Europe/Paris", EN) == "12 Oct 2026, 06:10"
    assert figures.at(moment, "Europe/Paris", FR) == "12 oct. 2026, 06:10"


def test_days_and_spans_follow_the_language() -> None:
    assert figures.day(date(2026, 9, 28), FR) == "28 sept."
    assert figures.weeks(date(2026, 8, 24), date(2026, 10, 12), EN) == "7 wk"
    assert figures.age(timedelta(days=9), FR) == "9\u00a0jours"
    assert figures.age(timedelta(minutes=5), EN) == "< 1 h"
