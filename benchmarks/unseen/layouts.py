"""Layouts: the ways in which a table stands on its sheet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from benchmarks.unseen.desk import Desk, weighted
from benchmarks.unseen.fillers import Cell
from benchmarks.unseen.forms import Column, Form, Table, filled
from benchmarks.unseen.sheets import Area, Sheet, indented, lowered, width

SHAPES = {
    "plain": 30,
    "titled": 22,
    "legend": 6,
    "grouped": 9,
    "sections": 7,
    "noted": 7,
    "deep": 5,
    "beside": 4,
    "transposed": 3,
    "cards": 4,
    "bare": 5,
    "repeated": 3,
}
MOST = {"transposed": 12, "cards": 25}
INDENTED, GAPS, TOTALS, FILTERED, COLOURED = 0.12, 0.10, 0.12, 0.35, 0.25
COLOURS = ("#C6EFCE", "#FFC7CE", "#FFEB9C", "#D9D9D9")
GROUPING = ("sales", "month", "zone", "one:")
SUMMED = ("amount", "weighted", "int ", "float")
PAGE, GAP, SHADED = 20, 0.1, 0.5

Rows = list[list[Cell]]
Layout = Callable[[Desk, "Draft"], Sheet]


@dataclass(frozen=True)
class Draft:
    """What is to be laid out: a form, the columns chosen of it, the table written, and the name of the sheet."""

    form: Form
    chosen: list[Column]
    table: Table
    name: str

    @property
    def plain(self) -> Sheet:
        """The headers and the rows from the first cell on."""
        headers: list[Cell] = [*self.table.headers]
        return Sheet(self.name, [headers, *(list(row) for row in self.table.rows)], header=0)


def shape(desk: Desk, form: Form) -> str:
    """A layout that suits the form."""
    fitting = {name: weight for name, weight in SHAPES.items() if not form.shapes or name in form.shapes}
    if not form.bare:
        fitting.pop("bare", None)
    return weighted(desk.random, fitting)


def laid_out(desk: Desk, form: Form, chosen: list[Column], name: str, layout: str, most: int = 5000) -> Sheet:
    """A sheet filled in by the form, with those columns, its table laid out so, at most so many rows."""
    table = filled(desk, form, chosen, min(most, MOST.get(layout, most)))
    draft = Draft(form, chosen, table, name)
    sheet = LAYOUTS[layout](desk, _finished(desk, draft, layout))
    sheet = replace(sheet, filtered=sheet.header is not None and desk.often(FILTERED))
    return indented(sheet, desk.random.randint(1, 2)) if not form.shapes and desk.often(INDENTED) else sheet


def _finished(desk: Desk, draft: Draft, layout: str) -> Draft:
    """With a line of totals or gaps between the rows, in layouts that suffer them."""
    rows = draft.table.rows
    if layout in MOST or draft.form.shapes or not rows:
        return draft
    if desk.often(GAPS):
        rows = [kept for row in rows for kept in _gapped(desk, row)]
    if desk.often(TOTALS):
        rows = [*rows, _totals(desk, draft)]
    return replace(draft, table=replace(draft.table, rows=rows))


def _gapped(desk: Desk, row: list[Cell]) -> Rows:
    return [row, [None] * len(row)] if desk.often(GAP) else [row]


def _totals(desk: Desk, draft: Draft) -> list[Cell]:
    """The sums of the columns that hold figures."""
    sums: list[Cell] = [desk.word("total")]
    for place, (_, filler) in enumerate(draft.chosen[1:], 1):
        numbers = [row[place] for row in draft.table.rows]
        figures = [number for number in numbers if isinstance(number, (int, float))]
        sums.append(round(sum(figures), 2) if figures and filler.startswith(SUMMED) else None)
    return sums


def _plain(desk: Desk, draft: Draft) -> Sheet:
    sheet = draft.plain
    if not desk.often(COLOURED):
        return sheet
    shaded = [row for row in range(1, len(sheet.rows)) if desk.often(SHADED)]
    return replace(sheet, shades=tuple((row, desk.pick(COLOURS)) for row in shaded))


def _titled(desk: Desk, draft: Draft) -> Sheet:
    title = desk.fill(desk.pick(draft.form.titles)) if draft.form.titles else draft.name.upper()
    notes: Rows = [[desk.word("note")] for _ in range(desk.random.randint(0, 2))]
    blank: Rows = [[] for _ in range(desk.random.randint(0, 2))]
    sheet = lowered(_plain(desk, draft), [[title], *notes, *blank])
    across: Area = (0, 0, 0, max(1, len(draft.table.headers) - 1))
    return replace(sheet, merged=(*sheet.merged, across)) if desk.often(0.6) else sheet


def _legend(desk: Desk, draft: Draft) -> Sheet:
    lines: Rows = [[None, desk.word("legend")] for _ in range(desk.random.randint(2, 4))]
    return lowered(_titled(desk, draft), [*lines, []])


def _grouped(desk: Desk, draft: Draft) -> Sheet:
    """Two rows of headers, the upper one merged over those that it speaks of."""
    count = len(draft.table.headers)
    names = list(draft.form.groups) or [desk.word("group") for _ in range(min(3, max(1, count // 2)))]
    starts = [round(place * count / len(names)) for place in range(len(names))]
    upper: list[Cell] = [None] * count
    for start, name in zip(starts, names, strict=True):
        upper[start] = name
    ends = [*starts[1:], count]
    merged = tuple((0, start, 0, end - 1) for start, end in zip(starts, ends, strict=True) if end - start > 1)
    sheet = lowered(draft.plain, [upper])
    sheet = replace(sheet, merged=merged)
    return (
        lowered(sheet, [[desk.fill(desk.pick(draft.form.titles))], []])
        if draft.form.titles and desk.often(0.5)
        else sheet
    )


def _sections(desk: Desk, draft: Draft) -> Sheet:
    """Rows under a line for each value of a column, which is left out; as they are where no column suits."""
    place = next((n for n, (_, filler) in enumerate(draft.chosen) if n and filler.startswith(GROUPING)), None)
    if place is None:
        return _titled(desk, draft)
    rows: Rows = [_without(draft.table.headers, place)]
    for value in sorted({str(row[place] or "?") for row in draft.table.rows}):
        rows.append([value.upper() if desk.often(0.5) else value])
        rows += [_without(row, place) for row in draft.table.rows if str(row[place] or "?") == value]
    return Sheet(draft.name, rows, header=0)


def _without(row: Sequence[Cell], place: int) -> list[Cell]:
    return [*row[:place], *row[place + 1 :]]


def _noted(desk: Desk, draft: Draft) -> Sheet:
    sheet = _plain(desk, draft)
    notes: Rows = [[desk.word("note")] for _ in range(desk.random.randint(1, 4))]
    return replace(sheet, rows=[*sheet.rows, [], *notes])


def _deep(desk: Desk, draft: Draft) -> Sheet:
    """The table far below a block of figures."""
    lines: Rows = [[desk.word("gauge"), desk.random.randint(1, 900)] for _ in range(desk.random.randint(6, 13))]
    return lowered(draft.plain, [[draft.name.upper()], [], *lines, [], []])


def _beside(desk: Desk, draft: Draft) -> Sheet:
    """A small table of something else to the right, one column apart."""
    sheet = draft.plain
    wide = width(sheet)
    other: Rows = [[desk.word("aside"), desk.word("aside")]]
    other += [[desk.word("month"), desk.random.randint(1, 400)] for _ in range(12)]
    rows = [[*row, *[None] * (wide - len(row))] for row in sheet.rows]
    rows += [[None] * wide for _ in range(len(other) - len(rows))]
    return replace(sheet, rows=[[*row, None, *(other[n] if n < len(other) else [])] for n, row in enumerate(rows)])


def _transposed(desk: Desk, draft: Draft) -> Sheet:
    """Headers down the first column, a record to each column."""
    turned = [list(cells) for cells in zip(*draft.plain.rows, strict=True)]
    sheet = Sheet(draft.name, turned)
    return lowered(sheet, [[draft.name], []]) if desk.often(0.5) else sheet


def _cards(desk: Desk, draft: Draft) -> Sheet:
    """A block of labels and values to each record."""
    beside = desk.often(0.3)
    rows: Rows = [[desk.fill(desk.pick(draft.form.titles))], []] if draft.form.titles else []
    for record in draft.table.rows:
        pairs: Rows = [[header, cell] for header, cell in zip(draft.table.headers, record, strict=True)]
        rows += (
            [[*one, None, *two] for one, two in zip(pairs[::2], [*pairs[1::2], []], strict=False)] if beside else pairs
        )
        rows.append([])
    return Sheet(draft.name, rows)


def _bare(_desk: Desk, draft: Draft) -> Sheet:
    return Sheet(draft.name, [list(row) for row in draft.table.rows])


def _repeated(desk: Desk, draft: Draft) -> Sheet:
    """The headers again at the top of every page."""
    sheet = _titled(desk, draft)
    at = sheet.header or 0
    rows: Rows = sheet.rows[: at + 1]
    for place, row in enumerate(sheet.rows[at + 1 :], 1):
        rows.append(row)
        if place % PAGE == 0:
            rows.append([*draft.table.headers])
    return replace(sheet, rows=rows, shades=())


LAYOUTS: dict[str, Layout] = {
    "plain": _plain,
    "titled": _titled,
    "legend": _legend,
    "grouped": _grouped,
    "sections": _sections,
    "noted": _noted,
    "deep": _deep,
    "beside": _beside,
    "transposed": _transposed,
    "cards": _cards,
    "bare": _bare,
    "repeated": _repeated,
}
