"""The migration board: what becomes of each workbook, in four columns."""

from collections.abc import Sequence

from markupsafe import Markup

from dashboard import figures, file_words
from dashboard.markup import card, heading, joined
from dashboard.view import View
from metrics.spreadsheets.families import Family, Plan

SHOWN = 8


def board(view: View) -> Markup:
    """The columns with their workbooks, and the command that moves one."""
    _ = view.locale.text
    return card(
        heading(_("Migration board"), _("what becomes of each of them")),
        Markup('<div class="board">{}</div>').format(joined(_column(plan, view) for plan in file_words.PLANS)),
        Markup('<p class="note">{} <code>vigie workbook {} --state in_progress --author {}</code></p>').format(
            _("Each step is kept with its author and reason. A workbook is moved by this command:"),
            _("WORKBOOK"),
            _("ROLE"),
        ),
        name="stacked",
    )


def _column(plan: Plan, view: View) -> Markup:
    _ = view.locale.text
    title, meaning = file_words.PLANS[plan]
    families = view.snapshot.workbooks.planned(plan)
    return Markup('<section class="column {}"><h3>{} <b>{}</b></h3><p class="note">{}</p>{}</section>').format(
        plan, _(title), figures.count(len(families), view.locale), _(meaning), _cards(families, view)
    )


def _cards(families: Sequence[Family], view: View) -> Markup:
    if not families:
        return Markup('<p class="none">{}</p>').format(view.locale.text("none"))
    rest = len(families) - SHOWN
    others = view.locale.plural("{n} other", "{n} others", rest).format(n=rest) if rest > 0 else ""
    return Markup("<ul>{}</ul>{}").format(
        joined(_card(family, view) for family in families[:SHOWN]),
        Markup('<p class="note">{}</p>').format(others) if others else "",
    )


def _card(family: Family, view: View) -> Markup:
    return Markup('<li><b class="file">{}</b>{}</li>').format(
        file_words.named(family, view.locale),
        joined(Markup("<small>{}</small>").format(line) for line in _lines(family, view)),
    )


def _lines(family: Family, view: View) -> list[str]:
    """Of whom it is, what it shares with the CRM, and why it stands in its column."""
    _ = view.locale.text
    lines = [", ".join(family.teams) or file_words.place(family, view.locale)]
    if family.plan in ("to_migrate", "in_progress"):
        lines += [file_words.held(overlap, view.locale) for overlap in family.overlaps if overlap.live]
    if family.again:
        lines.append(_("saved again since it was marked retired"))
    if family.plan in ("retired", "kept"):
        lines.append(_("since {day}").format(day=figures.full_day(family.since, view.locale)))
    if family.plan == "kept" and family.reason:
        lines.append(_("“{reason}” ({author})").format(reason=family.reason, author=family.author))
    return lines
