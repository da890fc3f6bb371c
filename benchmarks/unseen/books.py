"""Workbooks: the sheets that one holds, the one that matters and those that happen to lie beside it."""

from collections.abc import Callable
from dataclasses import replace

from benchmarks.unseen.desk import Desk, words
from benchmarks.unseen.fillers import Cell
from benchmarks.unseen.forms import Form, columns, forms
from benchmarks.unseen.layouts import laid_out, shape
from benchmarks.unseen.pages import Page, drawn
from benchmarks.unseen.sheets import Sheet

SPLIT, SPARE, JOINED, HIDDEN = 0.45, 0.22, 0.08, 0.05
MOST_ON_A_PART = 28
LONGEST_NAME = 31
FORBIDDEN = str.maketrans("[]:*?/\\", "------ ")

Kind = Form | Page
"""What a workbook may be: a form filled in, or a page written freehand."""


def sheets(desk: Desk, kind: Kind, *, flat: bool) -> list[Sheet]:
    """The sheets of a workbook of that kind, with names that any program takes; one sheet where it has to be flat."""
    if isinstance(kind, Page):
        return named(drawn(desk, kind, flat=flat))
    if flat:
        return named([_single(desk, kind)])
    parts = _parts(desk, kind) if kind.split and desk.often(SPLIT) else [_single(desk, kind)]
    return named(_accompanied(desk, kind, parts))


def named(found: list[Sheet]) -> list[Sheet]:
    """The sheets with names of at most 31 characters, none forbidden, none twice."""
    taken: set[str] = set()
    renamed = []
    for sheet in found:
        stem = sheet.name.translate(FORBIDDEN).strip("' ")[:LONGEST_NAME] or "1"
        names = [stem, *(f"{stem[: LONGEST_NAME - 5]} ({number})" for number in range(2, 40))]
        name = next(name for name in names if name.lower() not in taken)
        taken.add(name.lower())
        renamed.append(replace(sheet, name=name))
    return renamed


def _single(desk: Desk, form: Form) -> Sheet:
    name = desk.fill(desk.pick(form.sheets))
    return laid_out(desk, form, columns(desk, form), name, shape(desk, form))


def _parts(desk: Desk, form: Form) -> list[Sheet]:
    """One sheet to each month, colleague, zone and so on, all laid out alike."""
    names = PARTS[desk.pick(form.split)](desk)
    chosen, layout = columns(desk, form), shape(desk, form)
    return [laid_out(desk, form, chosen, name, layout, MOST_ON_A_PART) for name in names]


def _accompanied(desk: Desk, form: Form, parts: list[Sheet]) -> list[Sheet]:
    """The sheets with others around them: a spare one, one about something else, or a front that hides them."""
    other = desk.pick([other for other in forms() if not other.tracking and other.language == form.language])
    if form.tracking and desk.often(HIDDEN):
        return [_single(desk, other), *(replace(part, hidden=True) for part in parts)]
    if not form.shapes and desk.often(JOINED):
        parts = [_single(desk, other), *parts] if desk.often(0.5) else [*parts, _single(desk, other)]
    return [*parts, _spare(desk)] if desk.often(SPARE) else parts


def _spare(desk: Desk) -> Sheet:
    lines: list[list[Cell]] = [[desk.fill(line)] for line in words(desk.language)["help"]]
    labels: list[list[Cell]] = [[desk.word("label")] for _ in range(8)]
    rows = desk.pick([[], lines, labels])
    return Sheet(desk.word("spare_sheet"), rows, hidden=desk.often(0.3))


def _months(desk: Desk) -> list[str]:
    names: list[str] = words(desk.language)[desk.pick(("month", "month_short"))]
    return names[: desk.random.randint(3, 12)]


def _weeks(desk: Desk) -> list[str]:
    first = desk.random.randint(1, 40)
    return [f"{'S' if desk.french else 'wk '}{first + number}" for number in range(desk.random.randint(2, 8))]


def _zones(desk: Desk) -> list[str]:
    zones: list[str] = words(desk.language)["zone"]
    return desk.random.sample(zones, desk.random.randint(2, 5))


def _numbered(french: str, english: str) -> Callable[[Desk], list[str]]:
    def names(desk: Desk) -> list[str]:
        return [f"{french if desk.french else english} {number}" for number in range(1, desk.random.randint(3, 5))]

    return names


PARTS: dict[str, Callable[[Desk], list[str]]] = {
    "team": lambda desk: list(desk.team),
    "months": _months,
    "weeks": _weeks,
    "zones": _zones,
    "weekdays": lambda desk: list(words(desk.language)["weekday"]),
    "days": _numbered("Jour", "Day"),
    "families": _numbered("Gamme", "Range"),
}
"""What sheets are named for when a workbook is split, each the names of its sheets."""
