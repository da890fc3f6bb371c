"""When workbooks were last saved: a dot each, from long ago to today, with the ages at which one fades and is over."""

from collections.abc import Sequence
from datetime import date, timedelta

import plotly.graph_objects as go

from dashboard import figures, file_words
from dashboard.canvas import BAR_HEIGHT, Pen, names_above, plain, style
from metrics.spreadsheets.families import Family
from metrics.spreadsheets.lives import ACTIVE_DAYS, RETIRED_DAYS

LEAST_SPAN = timedelta(days=90)
MARGIN = timedelta(days=4)
TICKS = 4


def last_saved(families: Sequence[Family], today: date, pen: Pen) -> go.Figure:
    """A dot a family on the day it was last saved: full while it is active, hollow when it fades, faint once over."""
    names = [file_words.named(family, pen.locale) for family in families]
    rows = list(range(len(families)))
    figure = go.Figure(
        go.Scatter(
            x=[family.saved_on for family in families],
            y=rows,
            mode="markers",
            marker={
                "size": 13,
                "color": [_fill(family, pen) for family in families],
                "line": {"color": [_edge(family, pen) for family in families], "width": 2.2},
            },
            customdata=[_hover(family, name, pen) for family, name in zip(families, names, strict=True)],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    style(figure, pen, height=BAR_HEIGHT * len(families) + 64, left=4, right=18)
    names_above(figure, names)
    _ages(figure, today, pen)
    first = min([family.saved_on for family in families] + [today - LEAST_SPAN]) - MARGIN
    _days(figure, first, today, pen)
    return figure


def _fill(family: Family, pen: Pen) -> str:
    return {"active": pen.tokens.accent, "kept": pen.tokens.soft}.get(family.state, pen.tokens.card)


def _edge(family: Family, pen: Pen) -> str:
    return pen.tokens.levels["grey"] if family.state == "retired" else pen.tokens.accent


def _hover(family: Family, name: str, pen: Pen) -> str:
    state = pen.locale.text(file_words.STATES[family.state])
    return f"{plain(name)}<br>{figures.full_day(family.saved_on, pen.locale)}<br>{state}"


def _ages(figure: go.Figure, today: date, pen: Pen) -> None:
    """Upright lines where a workbook begins to fade, and where it is taken for retired."""
    for days in (ACTIVE_DAYS, RETIRED_DAYS):
        day = today - timedelta(days=days)
        figure.add_vline(day, line={"color": pen.tokens.muted, "width": 1, "dash": "dot"})
        figure.add_annotation(
            x=day,
            y=1,
            yref="paper",
            yanchor="bottom",
            showarrow=False,
            text=pen.locale.text("{n} days").format(n=days),
            font={"size": 12, "color": pen.tokens.muted},
        )


def _days(figure: go.Figure, first: date, today: date, pen: Pen) -> None:
    step = (today - first) / TICKS
    days = [today - n * step for n in reversed(range(TICKS))]
    figure.update_xaxes(
        range=[first, today + MARGIN],
        tickvals=days,
        ticktext=[figures.day(day, pen.locale) for day in days],
        tickangle=0,
        showgrid=False,
    )
