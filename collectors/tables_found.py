"""Tables in a sheet as people lay them out: where headings stand, what groups them, which rows belong to them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from collectors.cell_forms import is_period, is_value
from collectors.grid import Grid
from collectors.wording import plain_words

Row = tuple[str, ...]
Known = Callable[[str], bool]
"""Whether a text is what columns are called."""

LOWEST_HEADING = 30
MOST_HEADINGS = 200
"""Rows after a gap that are looked at for the headings of a further table."""

BELOW = 40
"""Rows under a heading that tell it from a value."""

LONGEST_HEADING = 70
LONGEST_LINE = 200
FEW_LINES = 8
SEVERAL = 3
LABELS = 4
TOTALS = frozenset("total totaux sous grand moyenne somme sum subtotal average cumul count nombre".split())
PERIODS = 4


@dataclass(frozen=True)
class Table:
    """A table of a sheet: a heading for each of its columns and the rows below, whose cells stand at ``places``.

    ``headings`` are empty texts where there are none, ``groups`` what stands above them. ``above``: title of the sheet
    and lines over the table; ``below``: the last lines of one cell. ``headed``: whether headings were found. ``turned``: whether they stood in a column.
    """

    headings: Row
    groups: Row
    places: tuple[int, ...]
    body: Sequence[Row]
    above: Row = ()
    below: Row = ()
    headed: bool = True
    turned: bool = False

    def cells(self, column: int, rows: Sequence[Row] | None = None) -> list[str]:
        """The cells of a column that hold something, of all rows or of those given."""
        place = self.places[column]
        return [row[place] for row in (self.body if rows is None else rows) if place < len(row) and row[place]]


@dataclass(frozen=True)
class _Sheet:
    rows: Sequence[tuple[int, Row]]
    known: Known
    names: dict[str, bool] = field(default_factory=dict)

    def row(self, at: int) -> Row:
        return self.rows[at][1]

    def named(self, text: str) -> bool:
        if text not in self.names:
            self.names[text] = len(text) <= LONGEST_HEADING and not is_value(text) and self.known(text)
        return self.names[text]


def tables(grid: Grid, known: Known) -> list[Table]:
    """The tables of a sheet, from the first row on; none for a sheet without two cells in a row.

    A sheet in which no row looks like headings is one table without. One whose first column holds the headings is
    turned, its records, side by side or one below another, being rows.
    """
    sheet = _Sheet(grid.rows, known)
    starts = list(_starts(sheet))
    turned = _turned(sheet, grid.title)
    if turned and len(turned.headings) > max((_hits(sheet, at) for at in starts), default=0):
        return [turned]
    if not starts:
        places = _places([cells for _, cells in grid.rows])
        body = _body([cells for _, cells in grid.rows], places, ())
        blank = ("",) * len(places)
        return [Table(blank, blank, places, body, (grid.title,), headed=False)] if len(places) > 1 and body else []
    ends = [*(_first_line(sheet, at) for at in starts[1:]), len(grid.rows)]
    return [
        part
        for start, end in zip(starts, ends, strict=True)
        for part in _parts(_table(sheet, start, end, (grid.title, *_lines_above(sheet, start))))
    ]


def _starts(sheet: _Sheet) -> Iterator[int]:
    """The rows of headings: the best of the first rows, then those after a gap that leave no doubt."""
    scored = [(_likeness(sheet, at), -at) for at in range(min(LOWEST_HEADING, len(sheet.rows)))]
    best, first = max(scored, default=(0.0, 0))
    if best <= 0:
        return
    first = -first
    earlier = [at for at in _after_gaps(sheet, 0) if at < first - 1 and _is_plain(sheet, at)]
    yield from earlier
    yield first
    yield from [at for at in _after_gaps(sheet, first + 2) if _is_plain(sheet, at)][:MOST_HEADINGS]


def _after_gaps(sheet: _Sheet, start: int) -> Iterator[int]:
    if start == 0 and sheet.rows:
        yield 0
    for at in range(max(1, start), len(sheet.rows)):
        number, _ = sheet.rows[at]
        before, cells = sheet.rows[at - 1]
        if number - before > 1 or _filled(cells) == 1:
            yield at


def _filled(cells: Row) -> int:
    return sum(1 for cell in cells if cell)


def _hits(sheet: _Sheet, at: int) -> int:
    return sum(1 for cell in sheet.row(at) if cell and sheet.named(cell))


def _is_plain(sheet: _Sheet, at: int) -> bool:
    """Whether a row can only be headings: words for columns alone, three of them or more."""
    cells = [cell for cell in sheet.row(at) if cell]
    hits = _hits(sheet, at)
    return hits >= SEVERAL and 2 * hits >= len(cells) and not any(is_value(cell) for cell in cells)


def _likeness(sheet: _Sheet, at: int) -> float:
    """How much a row looks like headings; not above 0 where it does not."""
    cells = [(place, cell) for place, cell in enumerate(sheet.row(at)) if cell]
    if len(cells) < 2 or at + 1 >= len(sheet.rows):  # noqa: PLR2004 a single cell is a title
        return _likeness_alone(sheet, at) if len(cells) > 1 else 0.0
    below = [row for _, row in sheet.rows[at + 1 : at + 1 + BELOW]]
    periods = sum(1 for _, cell in cells if is_period(cell))
    values = sum(1 for _, cell in cells if is_value(cell)) - (periods if periods >= PERIODS else 0)
    if 4 * max(values, 0) > len(cells):
        return 0.0
    hits = contrast = 0
    for place, cell in cells:
        under = [row[place] for row in below if place < len(row) and row[place]]
        if cell in under:
            continue
        hits += sheet.named(cell)
        contrast += bool(under) and not is_value(cell) and 2 * sum(map(is_value, under)) > len(under)
    long = sum(1 for _, cell in cells if len(cell) > LONGEST_HEADING)
    if hits == 0 and contrast + (periods if periods >= PERIODS else 0) < 2:  # noqa: PLR2004 one may be chance
        return 0.0
    if 3 * hits < len(cells) and contrast == 0:
        return 0.0
    return 2 * hits + contrast + len(cells) / 4 - 3 * max(values, 0) - 2 * long


def _likeness_alone(sheet: _Sheet, at: int) -> float:
    """Of headings with nothing below them."""
    return float(_hits(sheet, at)) if _is_plain(sheet, at) else 0.0


def _first_line(sheet: _Sheet, start: int) -> int:
    """Where what belongs to the headings at ``start`` begins: its lines of title, which stand alone above."""
    at = start
    while at > 0 and start - at < FEW_LINES and _filled(sheet.row(at - 1)) == 1:
        at -= 1
    return at


def _lines_above(sheet: _Sheet, start: int) -> Row:
    """What is written over the headings, by rows of one or two cells."""
    above: list[str] = []
    for at in range(start - 1, max(-1, start - 1 - FEW_LINES), -1):
        cells = [cell for cell in sheet.row(at) if cell]
        if len(cells) > 2:  # noqa: PLR2004 a row of a table
            break
        above += [cell for cell in cells if len(cell) <= LONGEST_LINE and not is_value(cell)]
    return tuple(above)


def _table(sheet: _Sheet, start: int, end: int, above: Row) -> Table:
    """The table whose headings stand at ``start``, which may be the upper or the lower of two rows of them."""
    upper: Row = ()
    if _groups_next(sheet, start, end):
        upper, start = sheet.row(start), start + 1
    elif start > 0 and _groups(sheet, start - 1, start):
        upper = sheet.row(start - 1)
    written = sheet.row(start)
    rows = [cells for _, cells in sheet.rows[start + 1 : end]]
    places = _places([written, upper, *rows])
    single = tuple(written[p] if p < len(written) else "" for p in places)
    over = tuple(upper[p] if p < len(upper) else "" for p in places)
    headings = tuple(own or group for own, group in zip(single, over, strict=True))
    groups = _spread(over) if upper else ("",) * len(places)
    notes = tuple(cell for row in rows[-FEW_LINES:] if _filled(row) == 1 for cell in row if cell)
    return Table(headings, groups, places, _body(rows, places, written), above, notes)


def _groups_next(sheet: _Sheet, at: int, end: int) -> bool:
    """Whether the row below holds the headings that this one groups."""
    if at + 1 >= end or sheet.rows[at + 1][0] - sheet.rows[at][0] > 1:
        return False
    cells = sheet.row(at + 1)
    under = [row for _, row in sheet.rows[at + 2 : at + 2 + BELOW]]
    own = [(place, cell) for place, cell in enumerate(cells) if cell]
    if len(own) < 2 or any(is_value(cell) for _, cell in own):  # noqa: PLR2004
        return False
    hits = sum(
        1 for p, cell in own if sheet.named(cell) and not any(p < len(row) and row[p] == cell for row in under)
    )
    return hits >= max(2, len(own) / 2) and any(len(row) > p and is_value(row[p]) for row in under for p, _ in own)


def _groups(sheet: _Sheet, at: int, start: int) -> bool:
    """Whether a row right above headings groups them: fewer cells than they, several, none of them a value."""
    if sheet.rows[start][0] - sheet.rows[at][0] > 1:
        return False
    cells = [cell for cell in sheet.row(at) if cell]
    few = 1 < len(cells) < _filled(sheet.row(start))
    return few and all(len(cell) <= LONGEST_HEADING and not is_value(cell) for cell in cells)


def _spread(cells: Row) -> Row:
    """Each text carried on to the right over the empty cells that it groups."""
    spread: list[str] = []
    for cell in cells:
        spread.append(cell or (spread[-1] if spread else ""))
    return tuple(spread)


def _places(rows: Sequence[Row]) -> tuple[int, ...]:
    """The columns in which anything stands."""
    width = max((len(row) for row in rows), default=0)
    seen = [False] * width
    for row in rows:
        for place, cell in enumerate(row):
            if cell:
                seen[place] = True
    return tuple(place for place in range(width) if seen[place])


def _body(rows: Sequence[Row], places: tuple[int, ...], written: Row) -> list[Row]:
    """The rows of a table without totals, repeated headings, and lines that only cut it into parts."""
    least = 2 if len(places) > 2 else 1  # noqa: PLR2004 a cell alone in a wide table is a note
    inside = set(places)
    width = max(inside, default=-1) + 1
    whole = len(inside) == width
    return [
        row
        for row in rows
        if row != written
        and (_filled(row) if whole else sum(1 for p in places if p < len(row) and row[p])) >= least
        and not _is_total(row)
    ]


def _is_total(row: Row) -> bool:
    first = next((cell for cell in row if cell), "")
    if len(first) > len("Total général du portefeuille"):
        return False
    words = plain_words(first) if first[:1].isalpha() else ()
    return bool(words) and words[0] in TOTALS and len(words) <= SEVERAL


def _parts(table: Table) -> list[Table]:
    """The table, or those that stand side by side in it: apart by a column, with headings or a length of their own."""
    cuts = [at + 1 for at, (left, right) in enumerate(pairwise(table.places)) if right - left > 1]
    edges = [0, *cuts, len(table.places)]
    pieces = [_piece(table, start, end) for start, end in pairwise(edges)]
    pieces = [piece for piece in pieces if len(piece.places) > 1]
    if len(pieces) < 2 or not any(_apart(one, other) for one, other in pairwise(pieces)):  # noqa: PLR2004
        return [table]
    return pieces


def _piece(table: Table, start: int, end: int) -> Table:
    places = table.places[start:end]
    body = [row for row in table.body if any(p < len(row) and row[p] for p in places)]
    return Table(table.headings[start:end], table.groups[start:end], places, body, table.above, table.below)


def _apart(one: Table, other: Table) -> bool:
    same = {heading for heading in one.headings if heading} & set(other.headings)
    short, long = sorted((len(one.body), len(other.body)))
    return len(same) >= 2 or long > SEVERAL + 2 * short  # noqa: PLR2004


def _turned(sheet: _Sheet, title: str) -> Table | None:
    """The sheet with its headings in a column: records side by side, or one below another under repeated headings."""
    rows = [cells for _, cells in sheet.rows[: LOWEST_HEADING * 10]]
    for place in range(min(SEVERAL, max((len(row) for row in rows), default=0))):
        labels = [row[place].rstrip(" :") if place < len(row) else "" for row in rows]
        named = [bool(label) and sheet.named(label) for label in labels]
        filled = sum(1 for label in labels if label)
        if sum(named) >= LABELS and 2 * sum(named) > filled:
            return _records(rows, place, labels, title)
    return None


def _records(rows: Sequence[Row], place: int, labels: Sequence[str], title: str) -> Table | None:
    headings = tuple(dict.fromkeys(label for label in labels if label))
    width = max(len(row) for row in rows)
    cards: list[dict[str, Row]] = [{}]
    for row, label in zip(rows, labels, strict=True):
        if label:
            if label in cards[-1]:
                cards.append({})
            cards[-1][label] = row
    body = [
        record
        for card in cards
        for value in range(place + 1, width)
        if _filled(record := tuple(_at(card.get(heading, ()), value) for heading in headings)) > 1
    ]
    blank = ("",) * len(headings)
    places = tuple(range(len(headings)))
    return Table(headings, blank, places, body, (title,), turned=True) if body else None


def _at(row: Row, place: int) -> str:
    return row[place] if place < len(row) else ""
