"""Small drawings: held weeks look different, gaps stay gaps, nothing breaks on little data."""

from base64 import b64decode
from datetime import date, timedelta

import pytest

from dashboard.drawings import image, shape, trend
from dashboard.snapshot import SEVERITY, Point

PREFIX = "data:image/svg+xml;base64,"


def points(text: str) -> list[Point]:
    """Values of successive weeks; ``-`` for none, ``h`` before a held one."""
    monday = date(2026, 6, 1)
    return [
        Point(
            monday + timedelta(weeks=place),
            None if word == "-" else float(word.removeprefix("h")),
            reason="held" if word.startswith("h") else None,
        )
        for place, word in enumerate(text.split())
    ]


def drawn(text: str, **options: object) -> str:
    address = trend(points(text), **options)  # type: ignore[arg-type]
    return b64decode(address.removeprefix(PREFIX)).decode()


def test_held_weeks_lie_on_a_band_and_are_dashed() -> None:
    drawing = drawn("0.6 0.6 h0.3 h0.3 0.6 0.6")

    assert drawing.count('class="b"') == 1
    assert drawing.count('class="h"') == 1
    assert drawing.count('class="l"') == 2


def test_a_missing_week_breaks_the_line() -> None:
    assert drawn("0.6 0.6 - 0.6 0.6").count('class="l"') == 2


def test_the_limit_is_drawn_inside_the_picture() -> None:
    assert 'class="m"' in drawn("0.2 0.3", limit=0.9)
    assert 'class="m"' not in drawn("0.2 0.3")


@pytest.mark.parametrize("text", ["", "-", "0.5", "0.5 0.5", "h0.5", "h0.5 -"])
def test_little_data_still_gives_a_picture(text: str) -> None:
    assert drawn(text).startswith("<svg")


def test_each_level_has_its_own_shape() -> None:
    assert len({shape(level) for level in SEVERITY}) == 4


def test_the_words_of_a_picture_are_escaped() -> None:
    assert 'alt="&lt;b&gt; &#34;x&#34;"' in image(shape("red"), '<b> "x"', "sign")
