"""Pieces of HTML shared by the pages. `Markup.format` escapes every value put in."""

from collections.abc import Iterable, Sequence
from typing import Literal

import streamlit as st
from markupsafe import Markup

from dashboard import words
from dashboard.drawings import image, shape
from dashboard.language import Locale
from dashboard.snapshot import Level, Snapshot

Html = Markup | str


def put(html: Html, locale: Locale, width: Literal["stretch", "content"] = "stretch") -> None:
    """Write HTML to the page, marked with its language for screen readers."""
    st.html(Markup('<div class="vg" lang="{}">{}</div>').format(locale.language, html), width=width)


def joined(parts: Iterable[Html]) -> Markup:
    """Pieces one after the other, each escaped unless it is HTML already."""
    return Markup("").join(parts)


def sign(level: Level) -> Markup:
    """The shape of a level, without a word of its own."""
    return image(shape(level), "", "sign")


def pill(level: Level, word: str) -> Markup:
    """Shape and word of a level on its tint."""
    return Markup('<span class="pill {}">{}{}</span>').format(level, sign(level), word)


def level_pill(level: Level, locale: Locale) -> Markup:
    """The pill of a level in its own word."""
    return pill(level, locale.text(words.LEVELS[level]))


def heading(title: str, note: str = "") -> Markup:
    """The heading of a card with what it shows beside it."""
    small = Markup('<span class="note">{}</span>').format(note) if note else ""
    return Markup("<h2>{} {}</h2>").format(title, small)


def card(*parts: Html, name: str = "") -> Markup:
    """A white block with one border."""
    return Markup('<section class="card {}">{}</section>').format(name, joined(parts))


def table(caption: str, columns: Sequence[tuple[str, str]], rows: Iterable[Iterable[Html]], name: str = "") -> Markup:
    """A table with a hidden caption; ``columns`` are title and class; the first cell of a row heads it."""
    head = joined(Markup('<th scope="col" class="{}">{}</th>').format(kind, title) for title, kind in columns)
    body = joined(_row(row, columns) for row in rows)
    return Markup(
        '<table class="list {}"><caption class="unseen">{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
    ).format(name, caption, head, body)


def facts(pairs: Iterable[tuple[str, Html]]) -> Markup:
    """Terms and their values as a description list."""
    return Markup('<dl class="facts">{}</dl>').format(
        joined(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*pair) for pair in pairs)
    )


def nothing_yet(snapshot: Snapshot, locale: Locale) -> Markup:
    """What stands in place of figures before there are any: what is missing and which command or setting fills it."""
    _ = locale.text
    title, text, command = _missing(snapshot, locale)
    return card(
        Markup('<h2 class="empty">{}{}</h2><p>{}</p><pre>{}</pre><p class="note">{}</p>').format(
            sign("grey"),
            title,
            text,
            command,
            _("Unknown is shown as unknown: nothing here stands for zero or for “on track”."),
        )
    )


def unreadable(problem: str, locale: Locale) -> Markup:
    """What stands in place of a page when settings or store cannot be read."""
    _ = locale.text
    return card(
        Markup('<h1 class="empty">{}{}</h1><pre class="error">{}</pre><p>{}</p><pre>vigie check</pre>').format(
            sign("grey"),
            _("The settings or the store cannot be read"),
            problem,
            _("This command lists all that is wrong, each with what to do:"),
        )
    )


def _missing(snapshot: Snapshot, locale: Locale) -> tuple[str, str, str]:
    _ = locale.text
    if not snapshot.sources:
        return (
            _("No source is declared yet"),
            _("Declare your CRM under [sources.NAME] in config.toml. This command drafts it:"),
            "vigie connect URL",
        )
    if all(source.last_complete is None for source in snapshot.sources):
        return (
            _("Nothing has been collected yet"),
            _("These commands check that each source can be reached, then collect and measure:"),
            "vigie check\nvigie run",
        )
    return (
        _("Nothing has been measured yet"),
        _("Data has been collected but no figure made from it. This command does so:"),
        "vigie measure",
    )


def _row(cells: Iterable[Html], columns: Sequence[tuple[str, str]]) -> Markup:
    (first, kind), *others = zip(cells, (kind for _, kind in columns), strict=True)
    rest = joined(Markup('<td class="{}">{}</td>').format(name, cell) for cell, name in others)
    return Markup('<tr><th scope="row" class="{}">{}</th>{}</tr>').format(kind, first, rest)
