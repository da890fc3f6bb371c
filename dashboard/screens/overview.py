"""Overview, for sponsors: whether it is healthy, why, since when."""

from collections import Counter
from collections.abc import Iterable, Sequence

import streamlit as st
from markupsafe import Markup

from dashboard import figures, phrases, words
from dashboard.drawings import image, shape, trend
from dashboard.markup import (
    Html,
    card,
    facts,
    heading,
    joined,
    level_pill,
    nothing_yet,
    pill,
    put,
    sign,
    table,
)
from dashboard.snapshot import Change, Signal
from dashboard.team_map import team_map
from dashboard.view import View, current
from metrics.advice import NextAction

TREND_WEEKS = 26
CHANGES = 5
# So many signals at most are shown without folding away those that do not warn.
MANY = 12
# Key figures keep their place, whatever their level.
FIGURES = (
    "adoption.login_rate",
    "adoption.rate",
    "adoption.habit_rate",
    "data_quality.completeness",
    "data_quality.stale",
    "spreadsheets.exports",
)


def show(view: View) -> None:
    """Draw the page."""
    if not view.snapshot.signals:
        put(nothing_yet(view.snapshot, view.locale), view.locale)
        return
    put(banner(view), view.locale)
    put(key_figures(view), view.locale)
    signals_card(view)
    put(Markup('<div class="pair">{}{}</div>').format(team_map(view), what_next(view)), view.locale)
    put(what_changed(view), view.locale)


def banner(view: View) -> Markup:
    """The verdict: the state of the warning signals in a word, since when, why, on which evidence."""
    _ = view.locale.text
    verdict = phrases.verdict(view.snapshot, view.locale)
    since = _("since {day}").format(day=figures.full_day(verdict.since, view.locale)) if verdict.since else ""
    measured = _("{measured} of {total} signals measured").format(measured=verdict.measured, total=verdict.total)
    return Markup(
        '<section class="card verdict {}"><div class="word">{}<div><p class="kicker">{}</p>'
        '<h2>{}</h2><p class="kicker">{}</p></div></div><div class="why"><p>{}</p>{}</div></section>'
    ).format(
        verdict.level,
        image(shape(verdict.level), "", "seal"),
        _("State of the warning signals"),
        verdict.word,
        since,
        verdict.reason,
        facts(
            (
                (_("Evidence"), measured),
                (_("Phase"), _(words.PHASES.get(view.snapshot.phase, view.snapshot.phase))),
                (_("Judged"), _judged(view)),
            )
        ),
    )


def key_figures(view: View) -> Markup:
    """One figure a signal that has a value, with its last half year, on one card."""
    known = (view.snapshot.signal(metric) for metric in FIGURES)
    shown = [signal for signal in known if signal and signal.series.last]
    return Markup('<section class="card figures" aria-label="{}"><dl>{}</dl></section>').format(
        view.locale.text("Key figures"), joined(_figure(signal, view) for signal in shown)
    )


def signals_card(view: View) -> None:
    """The project's signals, worst first; where they are many, the worst of those that warn, the others folded away."""
    every = view.snapshot.project_signals()
    warning = tuple(signal for signal in every if signal.level in ("red", "amber"))
    shown = warning[:MANY] if len(every) > MANY else every
    folded = tuple(signal for signal in every if signal not in shown)
    with st.container(key="signals", gap="small"):
        put(signal_table(shown, view), view.locale)
        evidence_links(shown, view)
        if folded:
            with st.expander(_folded(folded, view)):
                put(signal_table(folded, view), view.locale)
                evidence_links(folded, view)


def _folded(signals: Sequence[Signal], view: View) -> str:
    """How many of the other signals warn, are unknown, or are on track."""
    counts = Counter(signal.level for signal in signals)
    warning = counts["red"] + counts["amber"]
    told = view.locale.text("Without data: {unknown} · on track: {known}").format(
        unknown=counts["grey"], known=counts["green"]
    )
    if not warning:
        return told
    further = view.locale.text("Further warnings: {n}").format(n=warning)
    return f"{further} · {told}"


def signal_table(signals: Sequence[Signal], view: View) -> Markup:
    """Some of the project's signals in their order."""
    _ = view.locale.text
    columns = (
        (_("State"), "state"),
        (_("Signal"), "name"),
        (_("Value"), "number"),
        (_("Limit"), "number wide"),
        (_("Trend"), "wide"),
        (_("Since"), "since"),
        (_("Rests on"), "number roomy"),
        (_("Data age"), "roomy"),
        (_("Source"), "wide source"),
    )
    rows = (_signal_row(signal, view) for signal in signals)
    note = _("worst first · {weeks} weeks").format(weeks=TREND_WEEKS)
    return card(
        heading(_("Signals"), note),
        table(_("Signals of the whole project, worst first"), columns, rows),
        name="flush",
    )


def evidence_links(signals: Sequence[Signal], view: View) -> None:
    """A link a signal to the page that shows what it rests on."""
    with st.container(
        horizontal=True,
        gap=None,
        vertical_alignment="center",
        key=f"evidence_links_{signals[0].level if signals else 'none'}",
    ):
        put(
            Markup('<span class="note">{}</span>').format(view.locale.text("See the evidence for")),
            view.locale,
            width="content",
        )
        for signal in signals:
            st.page_link(
                "screens/evidence.py",
                label=view.locale.text(signal.definition.label),
                icon=":material/chevron_right:",
                icon_position="right",
                query_params={"signal": signal.definition.metric, "lang": view.locale.language},
            )


def what_next(view: View) -> Markup:
    """The three most useful next actions, with whom they concern and what they should bring."""
    _ = view.locale.text
    actions = view.snapshot.next_actions
    if not actions:
        rows: Html = Markup("<p>{}</p>").format(_("No signal asks for an action."))
    else:
        rows = Markup('<ol class="next">{}</ol>').format(joined(_next(action, view) for action in actions))
    return card(heading(_("What to do next"), _("from signals in alert or to be watched")), rows)


def _next(action: NextAction, view: View) -> Markup:
    _ = view.locale.text
    definition = view.snapshot.definitions.get(action.signal)
    name = _(definition.label) if definition else action.signal
    return Markup('<li><b>{}</b><p class="note">{}</p><p class="note">{}</p></li>').format(
        _(action.advice.text),
        _("{who} · {subject}, {signal} · {effect}").format(
            who=phrases.capital(_(action.advice.who)),
            subject=words.subject(action.subject, view.locale),
            signal=name,
            effect=_(action.advice.effect),
        ),
        phrases.documents(action.advice.documents, view.locale),
    )


def what_changed(view: View) -> Markup:
    """The last changes of level, newest first."""
    _ = view.locale.text
    changes = sorted(view.snapshot.changes, key=lambda change: change.period, reverse=True)
    if not changes:
        rows: Html = Markup("<p>{}</p>").format(_("No signal has changed its level yet."))
    else:
        rows = Markup('<ol class="changes">{}</ol>').format(
            joined(_change(change, view) for change in changes[:CHANGES])
        )
    return card(heading(_("What changed"), _("newest first")), rows)


def _judged(view: View) -> str:
    periods = [signal.period for signal in view.snapshot.signals if signal.period]
    return figures.week(max(periods), view.locale) if periods else figures.ABSENT


def _figure(signal: Signal, view: View) -> Markup:
    name = view.locale.text(signal.definition.label)
    drawing = trend(signal.series.points[-TREND_WEEKS:], width=92, height=34, filled=True)
    return Markup(
        '<div><dt>{}</dt><dd class="big">{}</dd><dd class="line">{}</dd><dd class="note">{}</dd></div>'
    ).format(
        name,
        figures.point(signal.series.last, signal.definition.unit, view.locale),
        image(drawing, _trend_text(signal, view), "spark"),
        _moved(signal, view),
    )


def _moved(signal: Signal, view: View) -> Markup:
    """The change in four weeks: in the colour of alert only where it is for the worse."""
    change = signal.series.moved()
    if change is None:
        return Markup("{}").format(view.locale.text("no comparison: holidays or a gap"))
    worse = (change < 0) is signal.definition.higher_is_better and change != 0
    return Markup('<b class="{}">{}</b> {}').format(
        "worse" if worse else "",
        figures.moved(change, signal.definition.unit, view.locale),
        view.locale.text("in 4 weeks"),
    )


def _signal_row(signal: Signal, view: View) -> Iterable[Html]:
    spoken, known = view.locale, signal.level != "grey"
    yield level_pill(signal.level, spoken)
    yield Markup("{}{}").format(spoken.text(signal.definition.label), _below(signal, view))
    yield Markup("<b>{}</b>").format(figures.point(signal.series.last, signal.definition.unit, spoken))
    yield figures.on_track(signal, spoken)
    yield _trend(signal, view)
    yield _since(signal, view) if known else figures.ABSENT
    yield phrases.basis(signal, spoken)
    yield phrases.age(signal, view.snapshot, spoken)
    run = spoken.text("run #{run}").format(run=signal.run) if signal.run is not None else figures.ABSENT
    yield Markup('{} <span class="note">· {}</span>').format(", ".join(signal.sources), run)


def _below(signal: Signal, view: View) -> Markup:
    """Under a signal's name: why it is unknown, or which teams are in alert."""
    if signal.level == "grey":
        return Markup("<small>{}</small>").format(phrases.grey_reason(signal, view.locale))
    teams = [
        words.subject(one.subject, view.locale)
        for one in view.snapshot.of_metric(signal.definition.metric, "team")
        if one.level == "red"
    ]
    if not teams:
        return Markup("")
    text = view.locale.text("in alert: {teams}").format(teams=phrases.some_of(teams, view.locale))
    return Markup("<small>{}</small>").format(text)


def _trend(signal: Signal, view: View) -> Html:
    if signal.series.last is None:
        return figures.ABSENT
    inside = signal.red if signal.amber is None else signal.amber
    drawing = trend(signal.series.points[-TREND_WEEKS:], limit=inside, level=signal.level)
    return image(drawing, _trend_text(signal, view), "trend")


def _trend_text(signal: Signal, view: View) -> str:
    shown = [point for point in signal.series.points[-TREND_WEEKS:] if point.value is not None]
    if not shown:
        return ""
    first, last = (figures.point(p, signal.definition.unit, view.locale) for p in (shown[0], shown[-1]))
    return view.locale.text("from {first} to {last} in {n} weeks").format(first=first, last=last, n=len(shown))


def _since(signal: Signal, view: View) -> Html:
    if signal.since is None:
        return figures.ABSENT
    return Markup('{} <span class="note">· {}</span>').format(
        figures.day(signal.since, view.locale),
        figures.weeks(signal.since, view.snapshot.as_of, view.locale),
    )


def _change(change: Change, view: View) -> Markup:
    _ = view.locale.text
    definition = view.snapshot.definitions.get(change.metric)
    name = _(definition.label) if definition else change.metric
    return Markup(
        '<li><span class="when">{}</span><div><b>{}</b><p class="note">{}</p></div>'
        '<span class="move">{}<span aria-label="{}">→</span>{}</span></li>'
    ).format(
        figures.day(change.period, view.locale),
        name,
        words.subject(change.subject, view.locale),
        sign(change.before),
        _("then"),
        pill(change.after, _(words.LEVELS[change.after])),
    )


if __name__ == "__main__":
    show(current())
