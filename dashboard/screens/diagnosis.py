"""Diagnosis, for committees: what the signals say together, on what evidence, and how much of it is known."""

from collections.abc import Iterable

from markupsafe import Markup

from dashboard import figures, file_words, phrases, sentences, words
from dashboard.language import marked
from dashboard.markup import Html, card, heading, joined, level_pill, nothing_yet, pill, put, sign, table
from dashboard.snapshot import Level, Signal
from dashboard.view import View, current
from metrics.diagnoses import CauseVote, Diagnosis, Family, SeriousWarning, State
from metrics.progress import Step

HAPPENED = {
    "ritual": marked("ritual held for the first time"),
    "trained": marked("training held"),
    "workbook": marked("workbook retired"),
}
ANSWERS: dict[str, Level] = {"met": "red", "not_met": "green", "unknown": "grey"}


def show(view: View) -> None:
    """Draw the page."""
    told = view.snapshot.diagnosis
    if told is None or not view.snapshot.signals:
        put(nothing_yet(view.snapshot, view.locale), view.locale)
        return
    put(weak_signals(told, view), view.locale)
    put(Markup('<div class="pair even">{}{}</div>').format(serious(told, view), causes(told, view)), view.locale)
    put(Markup('<div class="pair even">{}{}</div>').format(foundations(told, view), progress(view)), view.locale)
    put(failure_rates(view), view.locale)


def weak_signals(told: Diagnosis, view: View) -> Markup:
    """The four weak signals, each with what shows it."""
    _ = view.locale.text
    found = told.two_of_four
    return card(
        heading(_("The four weak signals"), _("two of them make a system problem · document 002")),
        Markup('<p class="answer">{}</p>').format(sentences.two_of_four(found, view.locale)),
        Markup('<div class="quad">{}</div>').format(joined(_family(family, view) for family in found.families)),
    )


def _family(family: Family, view: View) -> Markup:
    _ = view.locale.text
    level: Level = "red" if family.lit else "grey" if family.known < family.total else "green"
    word = _("shows") if family.lit else _("not all is known") if level == "grey" else _("does not show")
    known = _("{known} of {total} signs known").format(known=family.known, total=family.total)
    return Markup('<div class="box {}"><h3>{}</h3><p>{} <span class="note">{}</span></p><ul>{}</ul></div>').format(
        level,
        phrases.capital(_(sentences.FAMILIES[family.name])),
        pill(level, word),
        known,
        joined(_evidence(state, view) for state in family.evidence),
    )


def _evidence(state: State, view: View) -> Markup:
    """A sign with its level, value and since when; one that nobody measures yet is said to be."""
    signal = view.snapshot.signal(state.metric)
    if signal is None:
        known = view.snapshot.definitions.get(state.metric)
        name = known.label if known else sentences.UNMEASURED.get(state.metric, state.metric)
        reason = words.REASONS["no_data"]
        return Markup("<li>{}<span>{} <small>{}</small></span></li>").format(
            sign("grey"), view.locale.text(name), view.locale.text(reason)
        )
    return Markup("<li>{}<span>{} {}</span></li>").format(
        sign(signal.level), _link(signal, view), Markup("<small>{}</small>").format(_standing(signal, view))
    )


def _link(signal: Signal, view: View) -> Markup:
    return Markup('<a href="/evidence?signal={}&amp;lang={}" target="_self">{}</a>').format(
        signal.definition.metric, view.locale.language, view.locale.text(signal.definition.label)
    )


def _standing(signal: Signal, view: View) -> str:
    if signal.level == "grey":
        return phrases.grey_reason(signal, view.locale)
    value = figures.point(signal.series.last, signal.definition.unit, view.locale)
    since = figures.day(signal.since, view.locale) if signal.since else ""
    told = view.locale.text("{value} (limit {limit}), since {day}")
    return told.format(value=value, limit=figures.on_track(signal, view.locale), day=since)


def serious(told: Diagnosis, view: View) -> Markup:
    """The four serious warnings of document 000 as boxes: met, not met or unknown."""
    _ = view.locale.text
    return card(
        heading(_("Serious warnings"), _("document 000")),
        Markup("<p>{}</p><ul class='boxes'>{}</ul><p class='note'>{}</p>").format(
            sentences.serious(told.serious, view.locale),
            joined(_box(box, view) for box in told.serious),
            _("The program never decides: it calls a committee, with a file to continue, pivot or stop."),
        ),
        name="stacked",
    )


def _box(box: SeriousWarning, view: View) -> Markup:
    _ = view.locale.text
    return Markup("<li>{} {}</li>").format(
        pill(ANSWERS[box.answer], _(sentences.ANSWERS[box.answer])),
        phrases.capital(_(sentences.WARNINGS[box.name])),
    )


def causes(told: Diagnosis, view: View) -> Markup:
    """How many independent signs of each family of causes are lit."""
    _ = view.locale.text
    columns = ((_("Family of causes"), "name"), (_("Lit"), "number"), (_("Known"), "number"), (_("Signs"), ""))
    return card(
        heading(_("Families of causes"), _("document 001")),
        Markup("<p>{}</p>").format(sentences.causes(told.causes, view.locale)),
        table(_("Signs by family of causes"), columns, (_cause(vote, view) for vote in told.causes)),
        Markup('<p class="note">{}</p>').format(
            _("Signals that say the same thing vote once, and symptoms not at all.")
        ),
        name="stacked",
    )


def _cause(vote: CauseVote, view: View) -> Iterable[Html]:
    _ = view.locale.text
    names = [_(view.snapshot.definitions[name].label) for name in vote.lit if name in view.snapshot.definitions]
    yield phrases.capital(_(words.CAUSES[vote.cause]))
    yield Markup("<b>{}</b>").format(len(vote.lit))
    yield _("{known} of {total}").format(known=vote.known, total=vote.total)
    yield ", ".join(names) or figures.ABSENT


def foundations(told: Diagnosis, view: View) -> Markup:
    """Rituals, responsibilities and scenarios: what document 002 asks for before any tool."""
    _ = view.locale.text
    rows = joined(
        Markup("<li>{} {}</li>").format(level_pill(state.level, view.locale), _(sentences.FOUNDATIONS[name]))
        for name, state in told.foundations.items()
    )
    return card(
        heading(_("Foundations"), _("before any tool · document 002")),
        Markup("<ul class='boxes'>{}</ul>").format(rows),
        name="stacked",
    )


def progress(view: View) -> Markup:
    """What turned better since the last committee."""
    _ = view.locale.text
    since = view.snapshot.last_committee
    note = (
        _("since the committee of {day}").format(day=figures.full_day(since, view.locale))
        if since
        else _("in the last four weeks")
    )
    if not view.snapshot.progress:
        rows: Html = Markup("<p>{}</p>").format(_("Nothing has turned better yet."))
    else:
        rows = Markup('<ol class="changes">{}</ol>').format(
            joined(step_line(step, view) for step in view.snapshot.progress[:MOST])
        )
    return card(heading(_("Progress"), note), rows, name="stacked")


MOST = 8


def step_line(step: Step, view: View) -> Markup:
    """One thing that turned better, with its day."""
    _ = view.locale.text
    if step.kind == "better":
        definition = view.snapshot.definitions.get(step.name)
        name = _(definition.label) if definition else step.name
        told = words.subject(step.subject, view.locale)
        move = Markup('{}<span aria-label="{}">→</span>{}').format(
            sign(words.level(step.before)), _("then"), sign(words.level(step.after))
        )
    else:
        name, move = step.name or file_words.workbook(step.subject, view.locale), Markup("")
        told = _(HAPPENED[step.kind])
    return Markup(
        '<li><span class="when">{}</span><div><b>{}</b><p class="note">{}</p></div><span class="move">{}</span></li>'
    ).format(figures.day(step.day, view.locale), name, told, move)


def failure_rates(view: View) -> Markup:
    """The failure rates that the documents claim, side by side, since they contradict each other."""
    _ = view.locale.text
    return card(
        heading(_("What is claimed of failure rates"), _("claims that contradict each other, never a limit")),
        Markup("<ul><li>{}</li><li>{}</li><li>{}</li></ul>").format(
            _("Document 000: 70 to 80% of custom projects fail; elsewhere in it, 30 to 70%."),
            _("Document 001: more than 60% of CRM projects fail."),
            _("None says how it was counted: these figures compare nothing with this project."),
        ),
        name="stacked",
    )


if __name__ == "__main__":
    show(current())
