"""Evidence: all that one signal rests on, for who doubts it."""

from collections.abc import Iterable

import streamlit as st
from markupsafe import Markup

from dashboard import charts, figures, phrases, words
from dashboard.canvas import CONFIG, Pen
from dashboard.friction import friction
from dashboard.markup import (
    Html,
    card,
    facts,
    heading,
    joined,
    level_pill,
    nothing_yet,
    put,
    table,
)
from dashboard.snapshot import Point, Signal
from dashboard.view import View, current
from metrics.advice import ADVICE


def show(view: View) -> None:
    """Draw the page of the signal that the address names; of the worst one where it names none."""
    _ = view.locale.text
    signal = _asked(view)
    if signal is None:
        put(nothing_yet(view.snapshot, view.locale), view.locale)
        return
    st.page_link(
        "screens/overview.py",
        label=_("Back to the overview"),
        icon=":material/arrow_back:",
        query_params={"lang": view.locale.language},
    )
    signal = _chosen(signal, view)
    put(_summary(signal, view), view.locale)
    _chart(signal, view)
    put(
        Markup('<div class="pair even">{}{}</div>').format(_rule(signal, view), _source(signal, view)),
        view.locale,
    )
    if signal.definition.about == "people":
        put(friction(view), view.locale)
    put(_advice(signal, view), view.locale)
    put(_parts(signal, view), view.locale)
    with st.expander(_("Week by week")):
        put(_weeks(signal, view), view.locale)


def _asked(view: View) -> Signal | None:
    metric = st.query_params.get("signal", "")
    subject = st.query_params.get("subject", "project")
    worst = next(iter(view.snapshot.project_signals()), None)
    return view.snapshot.signal(metric, subject) or worst


def _chosen(asked: Signal, view: View) -> Signal:
    """The signal that the reader picks among those of the same subject, kept in the address."""
    same = sorted(
        (one for one in view.snapshot.signals if one.subject == asked.subject),
        key=lambda one: view.locale.text(one.definition.label).casefold(),
    )
    ids = [one.definition.metric for one in same]
    picked = st.selectbox(
        view.locale.text("Signal"),
        ids,
        index=ids.index(asked.definition.metric),
        format_func=lambda name: view.locale.text(view.snapshot.definitions[name].label),
        key="evidence_of",
        label_visibility="collapsed",
    )
    if picked != asked.definition.metric:
        st.query_params["signal"] = picked
    return view.snapshot.signal(picked, asked.subject) or asked


def _summary(signal: Signal, view: View) -> Markup:
    _ = view.locale.text
    last, unit = signal.series.last, signal.definition.unit
    pairs: list[tuple[str, Html]] = [
        (_("Value"), figures.point(last, unit, view.locale)),
        (_("Limit"), figures.on_track(signal, view.locale)),
        (
            _("Since"),
            figures.full_day(signal.since, view.locale) if signal.since else figures.ABSENT,
        ),
        (_("Rests on"), phrases.basis(signal, view.locale)),
        (_("Interval"), figures.interval(last, unit, view.locale)),
        (_("Coverage"), figures.value(last.coverage if last else None, "ratio", view.locale, 0)),
        (
            _("Judged"),
            figures.week(signal.period, view.locale) if signal.period else figures.ABSENT,
        ),
        (_("Data age"), phrases.age(signal, view.snapshot, view.locale)),
    ]
    moving = phrases.moving(signal, view.locale)
    return Markup('<section class="card signal {}"><h2>{} {}</h2><p>{}</p>{}{}{}</section>').format(
        signal.level,
        phrases.label(signal, view.locale),
        level_pill(signal.level, view.locale),
        _(signal.definition.sentence),
        _why_grey(signal, view),
        Markup("<p>{}</p>").format(moving) if moving else "",
        facts(pairs),
    )


def _why_grey(signal: Signal, view: View) -> Markup:
    if signal.level != "grey":
        return Markup("")
    return Markup('<p class="lack">{}</p>').format(phrases.grey_reason(signal, view.locale))


def _chart(signal: Signal, view: View) -> None:
    if signal.series.last is None:
        return
    _ = view.locale.text
    pen = Pen(view.tokens, view.locale)
    with st.container(key="history_card"):
        note = _("shaded: likely interval; grey bands: holiday weeks, never judged; dotted: limits")
        put(heading(_("History"), note), view.locale)
        st.plotly_chart(
            charts.history(signal, signal.series.points, view.snapshot.marks_of(signal.definition.metric), pen),
            theme=None,
            config=CONFIG,
            key="history",
            alt=_("History of {signal}; the same figures are in the table below").format(
                signal=phrases.label(signal, view.locale)
            ),
        )


def _rule(signal: Signal, view: View) -> Markup:
    _ = view.locale.text
    definition = signal.definition
    pairs: list[tuple[str, Html]] = [
        (_("Formula"), Markup("<code>{}</code>").format(_(definition.formula))),
        (_("On track"), figures.limit(definition, signal.amber, view.locale)),
        (_("Alert"), figures.beyond(definition, signal.red, view.locale)),
        (_("Nature"), _(words.KINDS[definition.kind])),
    ]
    return card(
        heading(_("How it is judged")),
        facts(pairs),
        Markup("<p>{}</p>").format(phrases.confirmation(signal, view.locale)),
        Markup("<h3>{}</h3><p>{}</p>").format(
            _("What would change the level"), phrases.what_would_change(signal, view.locale)
        ),
        name="stacked",
    )


def _source(signal: Signal, view: View) -> Markup:
    _ = view.locale.text
    meaning, documents = phrases.origin(signal, view.locale)
    run = figures.ABSENT if signal.run is None else str(signal.run)
    return card(
        heading(_("Where it comes from")),
        Markup("<p>{}</p><ul>{}</ul>").format(
            meaning, joined(Markup("<li>{}</li>").format(title) for title in documents)
        ),
        facts(
            (
                (_("Sources"), ", ".join(signal.sources) or figures.ABSENT),
                (_("Run"), run),
                (_("Rules"), view.snapshot.rules or figures.ABSENT),
            )
        ),
        Markup('<p class="note">{}</p>').format(
            _("These figures are never used for appraisal, discipline or pay, and no person is ever ranked.")
        ),
        name="stacked",
    )


def _advice(signal: Signal, view: View) -> Markup:
    """What the documents advise where this signal warns, in our words."""
    _ = view.locale.text
    told = ADVICE.get(signal.definition.metric, ())
    if not told:
        return Markup("")
    rows = joined(
        Markup('<li><b>{}</b><p class="note">{} · {} · {}</p></li>').format(
            _(advice.text),
            phrases.capital(_(advice.who)),
            _(advice.effect),
            phrases.documents(advice.documents, view.locale),
        )
        for advice in told
    )
    return card(heading(_("What to do")), Markup('<ol class="next">{}</ol>').format(rows), name="stacked")


def _parts(signal: Signal, view: View) -> Markup:
    """The same metric by team, role, wave, object and field, each in alphabetical order."""
    _ = view.locale.text
    others = [
        other
        for kind in ("team", "role", "wave", "object", "field")
        for other in view.snapshot.of_metric(signal.definition.metric, kind)
        if other.subject != signal.subject
    ]
    if not others:
        return Markup("")
    columns = (
        (_("State"), "state"),
        (_("Team, role, wave, object or field"), "name"),
        (_("Value"), "number"),
        (_("Limit"), "number wide"),
        (_("Rests on"), "number wide"),
        (_("Since"), "since wide"),
    )
    rows = (_part(other, view) for other in others)
    title = _("By team, role, wave, object and field")
    return card(heading(title, _("in alphabetical order")), table(title, columns, rows), name="flush")


def _part(signal: Signal, view: View) -> Iterable[Html]:
    last = signal.series.last
    reason = Markup("<small>{}</small>").format(phrases.grey_reason(signal, view.locale))
    yield level_pill(signal.level, view.locale)
    yield Markup("{}{}").format(words.subject(signal.subject, view.locale), reason if signal.level == "grey" else "")
    yield Markup("<b>{}</b>").format(figures.point(last, signal.definition.unit, view.locale))
    yield figures.on_track(signal, view.locale)
    yield phrases.basis(signal, view.locale)
    yield figures.full_day(signal.since, view.locale) if signal.since else figures.ABSENT


def _weeks(signal: Signal, view: View) -> Markup:
    _ = view.locale.text
    columns = (
        (_("Week"), "week"),
        (_("Value"), "number"),
        (_("Interval"), "number wide"),
        (_("n"), "number"),
        (_("People"), "number wide"),
        (_("Coverage"), "number wide"),
        (_("State"), "state"),
    )
    rows = (_week(point, signal, view) for point in reversed(signal.series.points))
    return table(_("Week by week"), columns, rows)


def _week(point: Point, signal: Signal, view: View) -> Iterable[Html]:
    unit = signal.definition.unit
    yield figures.full_day(point.period, view.locale)
    yield Markup("<b>{}</b>").format(figures.point(point, unit, view.locale))
    yield figures.interval(point, unit, view.locale)
    yield figures.count(point.n, view.locale) if point.n is not None else figures.ABSENT
    yield figures.count(point.people, view.locale) if point.people is not None else figures.ABSENT
    yield figures.value(point.coverage, "ratio", view.locale, 0)
    if point.reason:
        yield Markup('<span class="note">{}</span>').format(view.locale.text(words.REASONS[point.reason]))
    else:
        yield level_pill(point.level, view.locale)


if __name__ == "__main__":
    show(current())
