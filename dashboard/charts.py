"""Charts that answer to hovering, as Plotly figures in the colours and the language of the reader."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

import plotly.graph_objects as go

from dashboard import figures, words
from dashboard.language import Locale
from dashboard.snapshot import Definition, Level, Mark, Point, Signal
from dashboard.tokens import Tokens

CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "responsive": True}
_FONT = '"Source Sans", "Source Sans 3", sans-serif'
_BAR_HEIGHT, _ROOM, _WORDS = 46, 64, 150
_CLOSE = 0.1
_SMALL = 200


@dataclass(frozen=True)
class Pen:
    """What every chart is drawn with."""

    tokens: Tokens
    locale: Locale


def bars(rows: Sequence[tuple[str, Signal]], pen: Pen) -> go.Figure:
    """A bar for each named signal in the order given, with the limit as a line; value and level in words beside it."""
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
                f"{_plain(name)}<br>{_hover(point, signal.definition, pen.locale)}"
                for (name, signal), point in zip(rows, points, strict=True)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    _style(figure, pen, height=_BAR_HEIGHT * len(rows) + _ROOM, left=4, right=_WORDS)
    for (name, signal), point in zip(rows, points, strict=True):
        _beside(figure, name, _bar_text(point, signal, pen))
    _names_above(figure, names)
    figure.update_xaxes(range=[0, _bar_upper(rows)], showticklabels=False, showgrid=False)
    _limit_lines(figure, rows[0][1] if rows else None, pen)
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
    for place, (title, full) in enumerate(zip(titles, (False, True), strict=True), start=1):
        figure.add_scatter(
            x=[row[place].value for row in rows],  # type: ignore[union-attr]
            y=[row[0] for row in rows],
            mode="markers",
            name=title,
            marker={
                "size": 12,
                "color": pen.tokens.accent if full else pen.tokens.card,
                "line": {"color": pen.tokens.accent, "width": 2.2},
            },
            customdata=[
                f"{_plain(row[0])}<br>{title}<br>{figures.point(row[place], 'ratio', pen.locale)}"  # type: ignore[arg-type]
                for row in rows
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    _style(figure, pen, height=_BAR_HEIGHT * len(rows) + _ROOM, left=18, right=18)
    figure.update_layout(
        showlegend=True, legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0}
    )
    _names_above(figure, [row[0] for row in rows])
    figure.update_xaxes(range=[-0.02, 1.02], tickangle=0, gridcolor=pen.tokens.line, **_share_ticks(pen.locale))
    return figure


def history(
    signal: Signal,
    points: Sequence[Point],
    marks: Iterable[Mark],
    pen: Pen,
    *,
    height: int = 320,
    upper: float | None = None,
) -> go.Figure:
    """A series over its weeks: interval, limits, held weeks shaded, marks of the project, last value written out.

    ``upper``: the top of the value axis, so that small multiples share it.
    """
    figure = go.Figure()
    _interval(figure, points, pen)
    weeks = [point.period for point in points]
    figure.add_scatter(
        x=weeks,
        y=[point.value for point in points],
        mode="lines",
        line={"color": pen.tokens.muted, "width": 1.8},
        customdata=[_week_hover(point, signal.definition, pen.locale) for point in points],
        hovertemplate="%{customdata}<extra></extra>",
    )
    _style(figure, pen, height=height)
    _held(figure, points, pen)
    _limits_across(figure, signal, pen)
    _marks(figure, [mark for mark in marks if weeks and weeks[0] <= mark.day <= weeks[-1]], pen)
    _last(figure, points, signal, pen)
    _week_axis(figure, points, pen, every=max(-(-len(weeks) // (3 if height < _SMALL else 5)), 1))
    top = upper or _upper(points)
    figure.update_yaxes(
        range=[0, top], showgrid=False, tickfont={"size": 12}, **_value_ticks(signal, top, pen)
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


def _held(figure: go.Figure, points: Sequence[Point], pen: Pen) -> None:
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


def _limits(signal: Signal) -> list[tuple[float, bool]]:
    """The limits of a signal, each with whether it is the one of being on track."""
    inside = signal.red if signal.amber is None else signal.amber
    known = (amount for amount in (signal.amber, signal.red) if amount is not None)
    return [(amount, amount == inside) for amount in known]


def _dotted(pen: Pen, *, strong: bool) -> dict[str, object]:
    colour = pen.tokens.ink if strong else pen.tokens.muted
    return {"color": colour, "width": 1.3 if strong else 1, "dash": "dot"}


def _limit_lines(figure: go.Figure, signal: Signal | None, pen: Pen) -> None:
    for amount, strong in _limits(signal) if signal else ():
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


def _limits_across(figure: go.Figure, signal: Signal, pen: Pen) -> None:
    for amount, strong in _limits(signal):
        figure.add_hline(amount, line=_dotted(pen, strong=strong))


def _beside(figure: go.Figure, name: str, text: str) -> None:
    """A text in the column right of the bars, where no line crosses it."""
    figure.add_annotation(
        x=1, xref="paper", xanchor="left", xshift=10, y=name, showarrow=False, text=text
    )


def _names_above(figure: go.Figure, names: Sequence[str]) -> None:
    """Names from top to bottom in the order given, each above its bar, so that a narrow screen keeps room for bars."""
    figure.update_yaxes(
        autorange=False,
        range=[len(names) - 0.45, -0.75],
        showticklabels=False,
        ticks="",
        showgrid=False,
    )
    for name in names:
        figure.add_annotation(
            x=0,
            xref="paper",
            xanchor="left",
            y=name,
            yshift=_BAR_HEIGHT / 2 - 3,
            showarrow=False,
            text=_plain(name),
            font={"size": 13},
        )


def _marks(figure: go.Figure, marks: Sequence[Mark], pen: Pen) -> None:
    for mark in marks:
        figure.add_vline(mark.day, line={"color": pen.tokens.accent, "width": 1.2})
        figure.add_annotation(
            x=mark.day,
            y=1,
            yref="paper",
            yanchor="bottom" if figure.layout.height > _SMALL else "top",
            xanchor="left",
            showarrow=False,
            text=pen.locale.text(words.MARKS.get(mark.kind, mark.label)),
            font={"size": 12, "color": pen.tokens.accent},
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


def _week_axis(figure: go.Figure, points: Sequence[Point], pen: Pen, every: int) -> None:
    """Weeks by their first day; Plotly writes months in English only, so the labels are made here."""
    weeks = [point.period for point in points][::-1][::every][::-1]
    figure.update_xaxes(
        tickvals=weeks,
        ticktext=[figures.day(week, pen.locale) for week in weeks],
        tickangle=0,
        showgrid=False,
    )


def _style(figure: go.Figure, pen: Pen, height: int, left: int = 54, right: int = 66) -> None:
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


def _share_ticks(locale: Locale) -> dict[str, object]:
    shares = (0, 0.25, 0.5, 0.75, 1)
    return {
        "tickvals": shares,
        "ticktext": [figures.value(share, "ratio", locale, 0) for share in shares],
    }


def _value_ticks(signal: Signal, top: float, pen: Pen) -> dict[str, object]:
    """The limits and the ends of the scale: what the line is read against."""
    limits = dict(_limits(signal))
    ends = [
        end
        for end in (0.0, min(1.0, top) if signal.definition.unit == "ratio" else top)
        if all(abs(end - amount) > _CLOSE * top for amount in limits)
    ]
    return {
        "tickvals": [*limits, *ends],
        "ticktext": [
            *(_limit_text(signal, amount, pen, strong=strong) for amount, strong in limits.items()),
            *(figures.value(end, signal.definition.unit, pen.locale, 0) for end in ends),
        ],
    }


def _limit_text(signal: Signal, amount: float, pen: Pen, *, strong: bool) -> str:
    if strong:
        return figures.limit(signal.definition, amount, pen.locale)
    return figures.value(amount, signal.definition.unit, pen.locale, 0)


def _bar_upper(rows: Sequence[tuple[str, Signal]]) -> float:
    """The end of a bar axis: a little beyond the longest bar and the last limit."""
    values = [signal.value or 0.0 for _, signal in rows]
    limits = [amount for _, signal in rows for amount, _ in _limits(signal)]
    return max([*values, *limits], default=1.0) * 1.06


def _plain(name: str) -> str:
    """A name as Plotly shows it letter by letter: its texts read a few tags."""
    return name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _upper(points: Sequence[Point]) -> float:
    """The top of a value axis: all of a share, or a little above the largest value."""
    largest = max((point.high or point.value or 0.0 for point in points), default=1.0)
    return 1.02 if largest <= 1 else largest * 1.1


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
        form = (
            locale.plural("out of {n} person", "out of {n} people", point.n)
            if definition.about == "people"
            else locale.plural("out of {n} record", "out of {n} records", point.n)
        )
        lines.append(form.format(n=figures.count(point.n, locale)))
    return "<br>".join(lines)


def _week_hover(point: Point, definition: Definition, locale: Locale) -> str:
    week = figures.week(point.period, locale)
    reason = locale.text(words.REASONS[point.reason]) if point.reason in words.REASONS else ""
    if point.value is None:
        return f"{week}<br>{reason}"
    return "<br>".join(part for part in (week, _hover(point, definition, locale), reason) if part)
