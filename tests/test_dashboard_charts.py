"""Charts: order kept, limits drawn, held weeks banded, names shown as they are written."""

from datetime import date

import pytest

from dashboard import charts
from dashboard.canvas import Pen
from dashboard.language import locale
from dashboard.snapshot import Mark, Signal
from dashboard.tokens import tokens
from tests import snapshots

Teams = list[tuple[str, Signal]]
PEN = Pen(tokens(dark=False), locale("fr"))


@pytest.fixture(scope="module")
def teams() -> Teams:
    return [(s.subject[5:], s) for s in snapshots.normal().of_metric("adoption.rate", "team") if s.series.last]


def test_bars_keep_the_order_given(teams: Teams) -> None:
    assert list(charts.bars(teams, PEN).data[0].y) == [name for name, _ in teams]


def test_bars_say_value_and_level_in_words(teams: Teams) -> None:
    texts = [note.text for note in charts.bars(teams, PEN).layout.annotations]

    assert any("36,9\u202f%" in text and "Alerte" in text for text in texts)


def test_a_name_is_no_markup(teams: Teams) -> None:
    texts = [note.text for note in charts.bars(teams, PEN).layout.annotations]

    assert "Terrain Sud &lt;Ouest&gt;" in texts


def test_history_draws_one_band_over_neighbouring_held_weeks(teams: Teams) -> None:
    signal = teams[0][1]
    figure = charts.history(signal, signal.series.points, (), PEN)

    assert [shape.type for shape in figure.layout.shapes].count("rect") == 1


def test_history_draws_both_limits_and_the_marks_inside_its_weeks(teams: Teams) -> None:
    signal = teams[0][1]
    marks = (Mark(date(2026, 3, 2), "go_live", ""), Mark(date(2020, 1, 1), "go_live", ""))
    figure = charts.history(signal, signal.series.points, marks, PEN)
    lines = [shape for shape in figure.layout.shapes if shape.type == "line"]

    assert len(lines) == 2 + 1
    assert "Mise en service" in [note.text for note in figure.layout.annotations]


def test_weeks_are_named_in_the_language_of_the_reader(teams: Teams) -> None:
    signal = teams[0][1]
    figure = charts.history(signal, signal.series.points, (), PEN)

    assert figure.layout.xaxis.ticktext[-1] == "5 oct."


def test_small_multiples_share_their_scale(teams: Teams) -> None:
    tops = {charts.history(s, s.series.points, (), PEN, upper=1.02).layout.yaxis.range for _, s in teams}

    assert tops == {(0, 1.02)}
