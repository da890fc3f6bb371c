"""What charts share: colours and language, the look of axes, limits, held weeks and marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

import plotly.graph_objects as go

from dashboard import figures, words
from dashboard.language import Locale
from dashboard.snapshot import Mark, Point, Signal
from dashboard.tokens import Tokens

CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "responsive": True}
BAR_HEIGHT = 46
_FONT = '"Source Sans", "Source Sans 3", sans-serif'
_CLOSE = 0.1
_APART, _LINE = timedelta(weeks=7), 14
_SMALL = 200


@dataclass(frozen=True)
class Pen:
    """What every chart is drawn with."""

    tokens: Tokens
    locale: Locale


def style(figure: go.Figure, pen: Pen, height: int, left: int = 54, right: int = 66) -> None:
    """The look of every chart: no frame, no zoom, the page's own letters and colours."""
    figure.update_layout(
        height=height,
        margin={"l": left, "r": right, "t": 22 if height > _SMALL else 8, "b": 24},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": _FONT, "size": 14, "color": pen.tokens.ink},
        showlegend=False,
        dragmode=False,
        hoverlabel={
            "bgcolor": pen.tokens.card,
            "bordercolor": pen.tokens.line,
            "font": {"family": _FONT, "color": pen.tokens.ink, "size": 14},
            "align": "left",
        },
    )
    figure.update_xaxes(fixedrange=True, zeroline=False, linecolor=pen.tokens.line)
    figure.update_yaxes(fixedrange=True, zeroline=False, gridcolor=pen.tokens.line)


def names_above(figure: go.Figure, names: Sequence[str]) -> None:
    """Names in the order given, each above its bar, so that a narrow screen keeps room for bars."""
    figure.update_yaxes(
        autorange=False,
        range=[len(names) - 0.45, -0.75],
        showticklabels=False,
        ticks="",
        showgrid=False,
    )
    for place, name in enumerate(names):
        figure.add_annotation(
            x=0,
            xref="paper",
            xanchor="left",
            y=place,
            yshift=BAR_HEIGHT / 2 - 3,
            showarrow=False,
            text=plain(name),
            font={"size": 13},
        )


def beside(figure: go.Figure, name: str, text: str) -> None:
    """A text in the column right of the bars, where no line crosses it."""
    figure.add_annotation(x=1, xref="paper", xanchor="left", xshift=10, y=name, showarrow=False, text=text)


def week_axis(figure: go.Figure, points: Sequence[Point], pen: Pen, *, narrow: bool = False) -> None:
    """Weeks by their first day; Plotly writes months in English only, so the labels are made here."""
    labels = 3 if narrow or _small(figure) else 4
    every = max(-(-len(points) // labels), 1)
    weeks = [point.period for point in points][::-1][::every][::-1]
    figure.update_xaxes(
        tickvals=weeks,
        ticktext=[figures.day(week, pen.locale) for week in weeks],
        tickangle=0,
        showgrid=False,
    )


def share_ticks(locale: Locale) -> dict[str, object]:
    """Quarters of a whole, for an axis of shares."""
    shares = (0, 0.25, 0.5, 0.75, 1)
    return {
        "tickvals": shares,
        "ticktext": [figures.value(share, "ratio", locale, 0) for share in shares],
    }


def value_ticks(signal: Signal, top: float, pen: Pen) -> dict[str, object]:
    """The limits and the ends of the scale: what the line is read against."""
    limits = dict(limits_of(signal))
    ends = [
        end
        for end in (0.0, min(1.0, top) if signal.definition.unit == "ratio" else top)
        if all(abs(end - amount) > _CLOSE * abs(top) for amount in limits)
    ]
    return {
        "tickvals": [*limits, *ends],
        "ticktext": [
            *(_limit_text(signal, amount, pen, strong=strong) for amount, strong in limits.items()),
            *(figures.tick(end, signal.definition.unit, pen.locale) for end in ends),
        ],
    }


def _limit_text(signal: Signal, amount: float, pen: Pen, *, strong: bool) -> str:
    if signal.definition.unit == "per_100" or not strong:
        return figures.tick(amount, signal.definition.unit, pen.locale)
    return figures.limit(signal.definition, amount, pen.locale)


def limits_of(signal: Signal) -> list[tuple[float, bool]]:
    """The limits of a signal, each with whether it is the one of being on track."""
    inside = signal.red if signal.amber is None else signal.amber
    known = (amount for amount in (signal.amber, signal.red) if amount is not None)
    return [(amount, amount == inside) for amount in known]


def _dotted(pen: Pen, *, strong: bool) -> dict[str, object]:
    colour = pen.tokens.ink if strong else pen.tokens.muted
    return {"color": colour, "width": 1.3 if strong else 1, "dash": "dot"}


def limits_upright(figure: go.Figure, signal: Signal | None, pen: Pen) -> None:
    """The limits as upright dotted lines, the one of being on track named above."""
    for amount, strong in limits_of(signal) if signal else ():
        figure.add_vline(amount, line=_dotted(pen, strong=strong))
        if signal and strong:
            figure.add_annotation(
                x=amount,
                y=1,
                yref="paper",
                yanchor="bottom",
                showarrow=False,
                text=figures.limit(signal.definition, amount, pen.locale),
                font={"size": 12, "color": pen.tokens.muted},
            )


def limits_across(figure: go.Figure, signal: Signal, pen: Pen) -> None:
    """The limits as level dotted lines, named on the axis."""
    for amount, strong in limits_of(signal):
        figure.add_hline(amount, line=_dotted(pen, strong=strong))


def held_bands(figure: go.Figure, points: Sequence[Point], pen: Pen) -> None:
    """A band over each run of held weeks, half a week wider on both sides."""
    for held, run in groupby(points, key=lambda point: point.held):
        if held:
            weeks = [datetime.combine(point.period, time(tzinfo=UTC)) for point in run]
            half = timedelta(days=3.5)
            figure.add_vrect(
                x0=weeks[0] - half,
                x1=weeks[-1] + half,
                fillcolor=pen.tokens.band,
                line_width=0,
                layer="below",
            )


def draw_marks(figure: go.Figure, marks: Sequence[Mark], pen: Pen, *, narrow: bool = False) -> None:
    """What happened in the project, as upright lines; named where there is room, close ones on lines of their own."""
    rows: list[date] = []
    for mark in marks:
        figure.add_vline(mark.day, line={"color": pen.tokens.accent, "width": 1.2})
        if (narrow or _small(figure)) and mark.kind != "go_live":
            continue
        free = next((n for n, last in enumerate(rows) if mark.day - last >= _APART), len(rows))
        rows[free : free + 1] = [mark.day]
        figure.add_annotation(
            x=mark.day,
            y=1,
            yref="paper",
            yanchor="top" if _small(figure) else "bottom",
            yshift=0 if _small(figure) else -_LINE * free,
            xanchor="left",
            showarrow=False,
            text=pen.locale.text(words.MARKS.get(mark.kind, mark.label)),
            font={"size": 12, "color": pen.tokens.accent},
        )


def plain(name: str) -> str:
    """A name as Plotly shows it letter by letter: its texts read a few tags."""
    return name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _small(figure: go.Figure) -> bool:
    return bool(figure.layout.height < _SMALL)
