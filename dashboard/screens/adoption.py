"""Adoption, for change leads: which teams use it, which do not, whether it becomes a habit."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from dashboard import charts, figures, phrases, words
from dashboard.canvas import CONFIG, Pen
from dashboard.friction import friction
from dashboard.markup import card, heading, nothing_yet, pill, put, sign
from dashboard.snapshot import Signal
from dashboard.view import View, current

RATE, HABIT, EXPORTS = "adoption.rate", "adoption.habit_rate", "spreadsheets.exports"
PERIODS = (12, 26, 52)

Teams = Sequence[tuple[str, Signal]]


def show(view: View) -> None:
    """Draw the page."""
    if view.snapshot.signal(RATE) is None:
        put(nothing_yet(view.snapshot, view.locale), view.locale)
        return
    put(answer(view), view.locale)
    put(friction(view), view.locale)
    weeks, chosen = filters(view)
    _ = view.locale.text
    left, right = st.columns(2)
    with left:
        bars(
            "rate_by_team",
            _("Adoption by team"),
            _("share of the expected users, in alphabetical order"),
            _teams(RATE, chosen, view),
            view,
        )
    with right:
        gap(chosen, view)
    multiples(_teams(RATE, chosen, view), weeks, view)
    bars(
        "exports_by_team",
        _("Exports to spreadsheets by team"),
        _("share of active users who export in at least 3 weeks of 4; below the limit is better"),
        _teams(EXPORTS, chosen, view),
        view,
    )
    put(_notes(view), view.locale)


def answer(view: View) -> Markup:
    """The page's answer in two sentences."""
    _ = view.locale.text
    signal = view.snapshot.signal(RATE)
    last = signal.series.last if signal else None
    if signal is None or last is None:
        reason = phrases.grey_reason(signal, view.locale) if signal else ""
        return card(
            Markup('<p class="answer">{}</p>').format(_("Adoption is unknown: {reason}.").format(reason=reason))
        )
    first = _("{value} of the {people} expected did meaningful work in the CRM in the {week}.").format(
        value=figures.point(last, "ratio", view.locale),
        people=phrases.basis(signal, view.locale),
        week=figures.week(last.period, view.locale),
    )
    return card(
        Markup('<p class="answer">{} {} {}</p>').format(
            pill(signal.level, _(words.LEVELS[signal.level])), first, _teams_behind(view)
        )
    )


def filters(view: View) -> tuple[int, list[str]]:
    """The period and the teams to show, both in the address."""
    _ = view.locale.text
    names = [name for name, _signal in _teams(RATE, [], view)]
    with st.container(key="filters", horizontal=True, vertical_alignment="bottom"):
        weeks = st.segmented_control(
            _("Weeks shown"),
            PERIODS,
            default=PERIODS[1],
            required=True,
            key="weeks",
            bind="query-params",
        )
        chosen = st.multiselect(
            _("Teams"),
            names,
            key="teams",
            bind="query-params",
            placeholder=_("All teams"),
            select_all=False,
            width=420,
        )
    return int(weeks), chosen


def bars(key: str, title: str, note: str, teams: Teams, view: View) -> None:
    """A card of bars by team with the limit."""
    with st.container(key=f"{key}_card"):
        put(heading(title, note), view.locale)
        if not teams:
            put(_nobody(view), view.locale)
            return
        st.plotly_chart(
            charts.bars(teams, Pen(view.tokens, view.locale)),
            theme=None,
            config=CONFIG,
            key=key,
            alt=_spoken(title, teams, view),
        )


def gap(chosen: list[str], view: View) -> None:
    """How far regular use lags behind weekly use: the difference is the finding."""
    _ = view.locale.text
    rows = [
        (name, weekly, regular)
        for name, signal in _teams(RATE, chosen, view)
        if (weekly := signal.series.last) and (regular := view.snapshot.of(HABIT, signal.subject).last)
    ]
    with st.container(key="gap_card"):
        title = _("From use to habit")
        put(heading(title, _("the wider the gap, the less it is a habit")), view.locale)
        if not rows:
            put(_nobody(view), view.locale)
            return
        names = (_("active in the week"), _("active in most weeks of a quarter"))
        st.plotly_chart(
            charts.gaps(rows, names, Pen(view.tokens, view.locale)),
            theme=None,
            config=CONFIG,
            key="gap",
            alt=title,
        )


def multiples(teams: Teams, weeks: int, view: View) -> None:
    """A small chart a team, all on one scale."""
    _ = view.locale.text
    if not teams:
        return
    pen = Pen(view.tokens, view.locale)
    with st.container(key="multiples_card"):
        note = _("adoption rate, same scale; dotted: limits; grey bands: holiday weeks, never judged")
        put(heading(_("Week by week"), note), view.locale)
        grid = st.grid(3, min_column_width=300, gap="small")
        for name, signal in teams:
            with grid.cell():
                put(_caption(name, signal, view), view.locale)
                st.plotly_chart(
                    charts.history(
                        signal,
                        signal.series.points[-weeks:],
                        view.snapshot.marks_of(RATE),
                        pen,
                        height=165,
                        upper=1.02,
                    ),
                    theme=None,
                    config=CONFIG,
                    key=f"weeks_{name}",
                    alt=f"{name}: {figures.point(signal.series.last, 'ratio', view.locale)}",
                )


def _teams(metric: str, chosen: list[str], view: View) -> list[tuple[str, Signal]]:
    """The signals of a metric by team that may be shown, in alphabetical order; all where none is chosen."""
    named = ((words.subject(one.subject, view.locale), one) for one in view.snapshot.shown_teams(metric))
    return [(name, signal) for name, signal in named if not chosen or name in chosen]


def _teams_behind(view: View) -> str:
    """Which teams are not on track, in alphabetical order."""
    teams = _teams(RATE, [], view)
    behind = [name for name, signal in teams if signal.level in {"red", "amber"}]
    if not teams:
        return ""
    if not behind:
        return view.locale.text("Every team that can be shown is on track.")
    form = view.locale.plural(
        "{count} of {total} teams is in alert or to be watched: {names}.",
        "{count} of {total} teams are in alert or to be watched: {names}.",
        len(behind),
    )
    return form.format(
        count=phrases.capital(words.number(len(behind), view.locale)),
        total=words.number(len(teams), view.locale),
        names=words.listed(behind, view.locale),
    )


def _caption(name: str, signal: Signal, view: View) -> Markup:
    people = view.snapshot.size(signal)
    size = "" if people is None else figures.count(people, view.locale)
    return Markup('<p class="caption">{} <b>{}</b> <span class="note">{}</span></p>').format(
        sign(signal.level), name, size
    )


def _nobody(view: View) -> Markup:
    return Markup('<p class="note">{}</p>').format(
        view.locale.text("No team is large enough to be shown, or the CRM does not record it.")
    )


def _notes(view: View) -> Markup:
    """Why some teams are missing, and what these figures are not for."""
    _ = view.locale.text
    notes = [
        _(
            "A meaningful act is a record created, changed or deleted, an import, or a report opened in a "
            "declared meeting; never a login or a look."
        ),
        _("These figures are never used for appraisal, discipline or pay, and no person is ever ranked."),
    ]
    hidden = view.snapshot.hidden_teams(RATE)
    if hidden:
        notes.insert(0, phrases.not_shown(hidden, view.snapshot, view.locale))
    return Markup('<p class="note">{}</p>').format(" ".join(notes))


def _spoken(title: str, teams: Teams, view: View) -> str:
    """A chart in words, for who cannot see it."""
    values = (
        f"{name} {figures.point(signal.series.last, signal.definition.unit, view.locale)}" for name, signal in teams
    )
    return f"{title}: {', '.join(values)}"


if __name__ == "__main__":
    show(current())
