"""Parallel spreadsheets, for change leads: which work went back to files, what these hold, what becomes of them."""

from collections.abc import Iterable, Sequence

import streamlit as st
from markupsafe import Markup

from dashboard import charts, dots, figures, file_words, phrases, sentences, words
from dashboard.board import board
from dashboard.canvas import CONFIG, Pen
from dashboard.family_table import family_table, overlap_card, unopened_card, wanted_card
from dashboard.markup import Html, card, heading, joined, level_pill, nothing_yet, pill, put, table
from dashboard.snapshot import SEVERITY, Level, Signal
from dashboard.view import View, current
from metrics.spreadsheets.families import Family

NUMBER, SHARE = "spreadsheets.shadow_files", "spreadsheets.shadow_coverage"
PART = "spreadsheets."
NOTHING = words.REASONS["no_data"]
WEEKS = 52
DOTS = 14
HEIGHT = 300


def show(view: View) -> None:
    """Draw the page."""
    if not view.snapshot.signals:
        put(nothing_yet(view.snapshot, view.locale), view.locale)
        return
    found = view.snapshot.workbooks
    put(answer(view), view.locale)
    if found.scanned_on is None:
        put(undeclared(view), view.locale)
        put(signals(view), view.locale)
        put(blind_spots(view), view.locale)
        return
    left, right = st.columns(2)
    with left:
        number(view)
    with right:
        put(signals(view), view.locale)
    workbooks(view)
    put(overlap_card(found.covered, view), view.locale)
    put(board(view), view.locale)
    left, right = st.columns(2)
    with left:
        saved(found.families, view)
    with right:
        put(wanted_card(found.wanted, found.untold, view), view.locale)
    pair = (unopened_card(found.unopened, view), blind_spots(view))
    put(Markup('<div class="pair even">{}{}</div>').format(*pair), view.locale)


def answer(view: View) -> Markup:
    """The page's answer: how many families track customers, how much of the business they hold, how that is known."""
    known: list[Level] = [signal.level for name in (NUMBER, SHARE) if (signal := view.snapshot.signal(name))]
    level: Level = min(known, key=SEVERITY.__getitem__) if known else "grey"
    return card(
        Markup('<p class="answer">{} {}</p>').format(
            pill(level, view.locale.text(words.LEVELS[level])), sentences.followed_outside(view.snapshot, view.locale)
        ),
        Markup('<p class="note">{}</p>').format(_scanned(view)),
    )


def _scanned(view: View) -> str:
    """What was looked into and when, and what is set apart from the number."""
    found, _ = view.snapshot.workbooks, view.locale.text
    if found.scanned_on is None:
        return _("Workbooks on shared folders are looked for by their content; nothing they hold is kept.")
    apart = len(found.planned("kept")), len(found.planned("retired"))
    kept = view.locale.plural("{n} kept on purpose", "{n} kept on purpose", apart[0]).format(n=apart[0])
    retired = view.locale.plural("{n} retired", "{n} retired", apart[1]).format(n=apart[1])
    told = [
        view.locale.plural(
            "{n} workbook looked at on {day} in {sources}.",
            "{n} workbooks looked at on {day} in {sources}.",
            found.files,
        ).format(
            n=figures.count(found.files, view.locale),
            day=figures.full_day(found.scanned_on, view.locale),
            sources=words.listed(list(found.sources), view.locale),
        ),
        _("Set apart: {kept} and {retired}. Copies count once.").format(kept=kept, retired=retired),
    ]
    if not found.fresh:
        told.append(_("That is too long ago to say how things stand now."))
    return " ".join(told)


def undeclared(view: View) -> Markup:
    """What stands in place of workbooks before a scan: which setting or command brings them."""
    _ = view.locale.text
    if view.snapshot.workbooks.sources:
        title, text = _("The shares have not been scanned yet"), _("This command looks into them:")
        command = f"vigie collect {' '.join(view.snapshot.workbooks.sources)}"
    else:
        title = _("No shared folder is declared")
        text = _("Declare in config.toml the folders in which teams share files, and which team each belongs to:")
        command = '[sources.share]\nkind = "shares"\nfolders = ["/mnt/share"]\nteams = { "share/Sales" = "Sales" }'
    return card(Markup('<h2 class="empty">{}</h2><p>{}</p><pre>{}</pre>').format(title, text, command))


def number(view: View) -> None:
    """The number of families per 100 users over time, with its limits."""
    _ = view.locale.text
    signal = view.snapshot.signal(NUMBER)
    with st.container(key="number_card"):
        title = _("Workbooks beside the CRM")
        put(heading(title, _("families in use per 100 expected users; dotted: limits")), view.locale)
        if signal is None or signal.series.last is None:
            reason = phrases.grey_reason(signal, view.locale) if signal else _(NOTHING)
            put(Markup('<p class="note">{}</p>').format(phrases.capital(reason)), view.locale)
            return
        st.plotly_chart(
            charts.history(
                signal,
                signal.series.points[-WEEKS:],
                view.snapshot.marks_of(NUMBER),
                Pen(view.tokens, view.locale),
                height=HEIGHT,
                steps=True,
                narrow=True,
            ),
            theme=None,
            config=CONFIG,
            key="number",
            alt=f"{title}: {figures.point(signal.series.last, signal.definition.unit, view.locale)}",
        )


def signals(view: View) -> Markup:
    """Every sign of work outside the CRM, from its own traces and from files, each with a link to its evidence."""
    _ = view.locale.text
    columns = (
        (_("State"), "state"),
        (_("Signal"), "name"),
        (_("Value"), "number"),
        (_("Limit"), "number wide"),
        (_("Since"), "since wide"),
    )
    title = _("All signs of work outside the CRM")
    known = [one for one in view.snapshot.project_signals() if one.definition.metric.startswith(PART)]
    return card(
        heading(title, _("worst first")),
        table(title, columns, (_signal(signal, view) for signal in known)),
        name="flush",
    )


def _signal(signal: Signal, view: View) -> Iterable[Html]:
    spoken, definition = view.locale, signal.definition
    known = signal.level != "grey"
    reason = Markup("<small>{}</small>").format(phrases.grey_reason(signal, spoken)) if not known else ""
    yield level_pill(signal.level, spoken)
    yield Markup('<a href="/evidence?signal={}&amp;lang={}" target="_self">{}</a>{}').format(
        definition.metric, spoken.language, spoken.text(definition.label), reason
    )
    yield Markup("<b>{}</b>").format(
        figures.point(signal.series.last, definition.unit, spoken) if known else figures.ABSENT
    )
    yield figures.on_track(signal, spoken)
    yield figures.full_day(signal.since, spoken) if known and signal.since else figures.ABSENT


def workbooks(view: View) -> None:
    """The families, those that share most with the CRM first; retired ones folded away."""
    _ = view.locale.text
    families = view.snapshot.workbooks.families
    living = [family for family in families if family.state != "retired"]
    retired = [family for family in families if family.state == "retired"]
    note = _("those that hold most of what is open or active in the CRM first, then those saved last")
    with st.container(key="workbooks", gap="small"):
        rows = family_table(living, view) if living else Markup('<p class="inside">{}</p>').format(_("none"))
        put(card(heading(_("Workbooks that track customers"), note), rows, name="flush"), view.locale)
        if retired:
            folded = view.locale.plural("{n} retired workbook", "{n} retired workbooks", len(retired))
            with st.expander(folded.format(n=len(retired))):
                put(card(family_table(retired, view), name="flush"), view.locale)


def saved(families: Sequence[Family], view: View) -> None:
    """When each was last saved: which are alive, which are dying."""
    _ = view.locale.text
    shown = sorted(families, key=lambda family: family.saved_on, reverse=True)[:DOTS]
    with st.container(key="saved_card"):
        title = _("Last saved")
        note = _("full: active; hollow: fading; pale: kept on purpose; grey: retired")
        put(heading(title, note), view.locale)
        if not shown:
            put(Markup('<p class="note">{}</p>').format(_("No workbook tracks customers.")), view.locale)
            return
        st.plotly_chart(
            dots.last_saved(shown, view.snapshot.as_of, Pen(view.tokens, view.locale)),
            theme=None,
            config=CONFIG,
            key="saved",
            alt=_spoken(title, shown, view),
        )


def _spoken(title: str, families: Sequence[Family], view: View) -> str:
    """The dots in words, for who cannot see them."""
    told = (f"{file_words.named(one, view.locale)} {figures.full_day(one.saved_on, view.locale)}" for one in families)
    return f"{title}: {', '.join(told)}"


def blind_spots(view: View) -> Markup:
    """What this detection cannot see, and what it never looks at."""
    _ = view.locale.text
    return card(
        heading(_("What this cannot see"), _("a low number is no proof that nothing is followed elsewhere")),
        Markup("<ul>{}</ul>").format(joined(Markup("<li>{}</li>").format(_(spot)) for spot in file_words.BLIND_SPOTS)),
        Markup('<p class="note">{}</p>').format(
            _(
                "A workbook is recognised by its column titles and by the kinds of values below them. What it shares "
                "with the CRM is compared in memory by keyed hashes of e-mails, telephones, company numbers and names; "
                "only counts are kept, never a value."
            )
        ),
        name="stacked",
    )


if __name__ == "__main__":
    show(current())
