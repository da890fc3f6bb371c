"""Charts that answer to hovering, as Plotly figures in the colours and the language of the reader."""

from collections.abc import Iterable, Sequence
from datetime import date

import plotly.graph_objects as go

from dashboard import figures, phrases, words
from dashboard.canvas import (
    BAR_HEIGHT,
    Pen,
    beside,
    draw_marks,
    held_bands,
    limits_across,
    limits_of,
    limits_upright,
    names_above,
    plain,
    share_ticks,
    style,
    value_ticks,
    week_axis,
)
from dashboard.language import Locale
from dashboard.snapshot import Definition, Level, Mark, Point, Signal
from dashboard.tokens import Tokens

_ROOM, _WORDS = 64, 150
_HALF = 0.5
_ROOM_ABOVE = 0.05


def bars(rows: Sequence[tuple[str, Signal]], pen: Pen) -> go.Figure:
    """A bar for each named signal in the order given, with its limits; value and level in words beside it."""
    names = [name for name, _ in rows]
    points = [signal.series.last or Point(date.min, None) for _, signal in rows]
    figure = go.Figure(
        go.Bar(
            y=names,
            x=[point.value for point in points],
            orientation="h",
            width=0.4,
            marker={"color": [_fill(signal.level, pen.tokens) for _, signal in rows]},
            customdata=[
                f"{plain(name)}<br>{_hover(point, signal.definition, pen.locale)}"
                for (name, signal), point in zip(rows, points, strict=True)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    style(figure, pen, height=BAR_HEIGHT * len(rows) + _ROOM, left=4, right=_WORDS)
    for (name, signal), point in zip(rows, points, strict=True):
        beside(figure, name, _bar_text(point, signal, pen))
    names_above(figure, names)
    figure.update_xaxes(range=[0, _bar_upper(rows)], showticklabels=False, showgrid=False)
    limits_upright(figure, rows[0][1] if rows else None, pen)
    return figure


def gaps(rows: Sequence[tuple[str, Point, Point]], titles: tuple[str, str], pen: Pen) -> go.Figure:
    """Two values of each name joined by a line: the first hollow, the second full."""
    figure = go.Figure()
    for name, first, second in rows:
        figure.add_scatter(
            x=[first.value, second.value],
            y=[name, name],
            mode="lines",
            line={"color": pen.tokens.line, "width": 5},
            hoverinfo="skip",
            showlegend=False,
        )
    firsts, seconds = [row[1] for row in rows], [row[2] for row in rows]
    for title, points, full in zip(titles, (firsts, seconds), (False, True), strict=True):
        figure.add_scatter(
            x=[point.value for point in points],
            y=[row[0] for row in rows],
            mode="markers",
            name=title,
            marker={
                "size": 12,
                "color": pen.tokens.accent if full else pen.tokens.card,
                "line": {"color": pen.tokens.accent, "width": 2.2},
            },
            customdata=[
                f"{plain(row[0])}<br>{title}<br>{figures.point(point, 'ratio', pen.locale)}"
                for row, point in zip(rows, points, strict=True)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    style(figure, pen, height=BAR_HEIGHT * len(rows) + _ROOM, left=18, right=18)
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0})
    names_above(figure, [row[0] for row in rows])
    figure.update_xaxes(range=[-0.02, 1.02], tickangle=0, gridcolor=pen.tokens.line, **share_ticks(pen.locale))
    return figure


def history(
    signal: Signal,
    points: Sequence[Point],
    marks: Iterable[Mark],
    pen: Pen,
    *,
    height: int = 320,
    upper: float | None = None,
    steps: bool = False,
    narrow: bool = False,
) -> go.Figure:
    """A series over its weeks: interval, limits, held weeks shaded, marks, the last value written out.

    ``upper``: the top of the value axis, so that small multiples share it. ``steps``: for what is counted, level from
    one week to the next. ``narrow``: fewer words, for a card beside another.
    """
    figure = go.Figure()
    _interval(figure, points, pen)
    weeks = [point.period for point in points]
    figure.add_scatter(
        x=weeks,
        y=[point.value for point in points],
        mode="lines",
        line={"color": pen.tokens.muted, "width": 1.8, "shape": "hv" if steps else "linear"},
        customdata=[_week_hover(point, signal.definition, pen.locale) for point in points],
        hovertemplate="%{customdata}<extra></extra>",
    )
    style(figure, pen, height=height)
    held_bands(figure, points, pen)
    limits_across(figure, signal, pen)
    inside = [mark for mark in marks if weeks and weeks[0] <= mark.day <= weeks[-1]]
    draw_marks(figure, inside, pen, narrow=narrow)
    _last(figure, points, signal, pen)
    week_axis(figure, points, pen, narrow=narrow)
    top = upper or _upper(points, signal)
    figure.update_yaxes(
        range=[_lower(points, signal), top], showgrid=False, tickfont={"size": 12}, **value_ticks(signal, top, pen)
    )
    return figure


def _interval(figure: go.Figure, points: Sequence[Point], pen: Pen) -> None:
    known = [point for point in points if point.low is not None and point.high is not None]
    if not known:
        return
    weeks = [point.period for point in known]
    figure.add_scatter(
        x=[*weeks, *reversed(weeks)],
        y=[*(point.high for point in known), *(point.low for point in reversed(known))],
        fill="toself",
        fillcolor=pen.tokens.soft,
        line={"width": 0},
        hoverinfo="skip",
        mode="lines",
    )


def _last(figure: go.Figure, points: Sequence[Point], signal: Signal, pen: Pen) -> None:
    last = next((point for point in reversed(points) if point.value is not None), None)
    if last is None:
        return
    figure.add_scatter(
        x=[last.period],
        y=[last.value],
        mode="markers",
        marker={
            "size": 9,
            "color": pen.tokens.levels[signal.level],
            "line": {"color": pen.tokens.card, "width": 1},
        },
        cliponaxis=False,
        hoverinfo="skip",
    )
    figure.add_annotation(
        x=last.period,
        y=last.value,
        xanchor="left",
        xshift=6,
        showarrow=False,
        text=f"<b>{figures.point(last, signal.definition.unit, pen.locale)}</b>",
        bgcolor=pen.tokens.card,
        borderpad=1,
    )


def _bar_upper(rows: Sequence[tuple[str, Signal]]) -> float:
    """The end of a bar axis: a little beyond the longest bar and the last limit."""
    values = [signal.value or 0.0 for _, signal in rows]
    limits = [amount for _, signal in rows for amount, _ in limits_of(signal)]
    return max([*values, *limits], default=1.0) * 1.06


def _upper(points: Sequence[Point], signal: Signal) -> float:
    """The top of a value axis: above all values and limits; all of a share that fills half of it."""
    highs = [point.high if point.high is not None else point.value or 0.0 for point in points]
    top = max([*highs, *dict(limits_of(signal)), 0.0], default=1.0) * 1.15 or _ROOM_ABOVE
    whole = signal.definition.unit == "ratio" and top > _HALF
    return 1.02 if whole else top


def _lower(points: Sequence[Point], signal: Signal) -> float:
    """The bottom of a value axis: nought, or below all values and limits where some are negative."""
    lows = [edge for point in points for edge in (point.low, point.value) if edge is not None]
    return min([*lows, *dict(limits_of(signal)), 0.0]) * 1.15


def _fill(level: Level, tokens: Tokens) -> str:
    return tokens.levels[level] if level in {"red", "amber"} else tokens.scale[3]


def _bar_text(point: Point, signal: Signal, pen: Pen) -> str:
    value = figures.point(point, signal.definition.unit, pen.locale)
    return f"<b>{value}</b>  {pen.locale.text(words.LEVELS[signal.level])}"


def _hover(point: Point, definition: Definition, locale: Locale) -> str:
    lines = [figures.point(point, definition.unit, locale)]
    if point.low is not None:
        spread = figures.interval(point, definition.unit, locale)
        lines.append(locale.text("likely between {spread}").format(spread=spread))
    if point.n is not None:
        lines.append(locale.text("out of {counted}").format(counted=phrases.counted(point.n, definition, locale)))
    return "<br>".join(lines)


def _week_hover(point: Point, definition: Definition, locale: Locale) -> str:
    week = figures.week(point.period, locale)
    reason = locale.text(words.REASONS.get(point.reason or "", ""))
    if point.value is None:
        return f"{week}<br>{reason}"
    return "<br>".join(part for part in (week, _hover(point, definition, locale), reason) if part)
