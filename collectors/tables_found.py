"""Tables in a sheet as people lay them out: where headings stand, what groups them, which rows belong to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from collectors.cards import turned
from collectors.cell_forms import is_number, is_period, is_value
from collectors.grid import Grid
from collectors.heading_rows import (
    SEVERAL,
    Known,
    Lines,
    Row,
    filled,
    groups_row,
    groups_row_below,
    starts,
)

LONGEST_LINE = 200
FEW_LINES = 8
ASIDE = 2
SUMMED = "total totaux general général générale sous grand moyenne somme sum subtotal average cumul count nombre"
TOTALS = frozenset(SUMMED.split())


@dataclass(frozen=True)
class Table:
    """A table of a sheet: a heading for each of its columns and the rows below, whose cells stand at ``places``.

    ``headings`` are empty texts where there are none, ``groups`` what stands above them. ``above``: title of the sheet
    and lines over the table; ``below``: the last lines of one cell. ``written``: the rows of the sheet
    that hold the headings. ``headed``: whether there are any. ``turned``: whether they stood in a column.
    """

    headings: Row
    groups: Row
    places: tuple[int, ...]
    body: Sequence[Row]
    above: Row = ()
    below: Row = ()
    written: frozenset[Row] = frozenset()
    headed: bool = True
    turned: bool = False

    def cells(self, column: int, rows: Sequence[Row] | None = None) -> list[str]:
        """The cells of a column that hold something, of all rows or of those given."""
        place = self.places[column]
        return [row[place] for row in (self.body if rows is None else rows) if place < len(row) and row[place]]


def tables(grid: Grid, known: Known) -> list[Table]:
    """The tables of a sheet, from the first row on; none for a sheet without two cells in a row.

    A sheet in which no row looks like headings is one table without. One whose first column holds the headings is
    turned, its records, side by side or one below another, being rows.
    """
    lines = Lines(grid.rows, known)
    records = turned(lines)
    if records:
        headings, body, over = records
        blank, places, written = ("",) * len(headings), tuple(range(len(headings))), frozenset(r for _, r in grid.rows)
        return [Table(headings, blank, places, body, (grid.title, *over), written=written, turned=True)]
    found = list(starts(lines))
    if not found:
        places = _places([cells for _, cells in grid.rows])
        body = _body([cells for _, cells in grid.rows], places, ())
        blank = ("",) * len(places)
        return [Table(blank, blank, places, body, (grid.title,), headed=False)] if len(places) > 1 and body else []
    ends = [*(_first_line(lines, at) for at in found[1:]), len(grid.rows)]
    return [
        part
        for start, end in zip(found, ends, strict=True)
        for part in _parts(_table(lines, start, end, (grid.title, *_lines_above(lines, start))))
    ]


def _first_line(lines: Lines, start: int) -> int:
    """Where what belongs to the headings at ``start`` begins: its lines of title, which stand alone above."""
    at = start
    while at > 0 and start - at < FEW_LINES and filled(lines.row(at - 1)) == 1:
        at -= 1
    return at


def _lines_above(lines: Lines, start: int) -> Row:
    """What is written over the headings, by rows of one or two cells."""
    above: list[str] = []
    for at in range(start - 1, max(-1, start - 1 - FEW_LINES), -1):
        cells = [cell for cell in lines.row(at) if cell]
        if len(cells) > 2:  # noqa: PLR2004 a row of a table
            break
        above += _written(cells)
    first = [cell for row in lines.rows[: min(start, SEVERAL)] if filled(row[1]) == 1 for cell in row[1] if cell]
    return tuple(dict.fromkeys([*_written(first), *above]))


def _written(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if len(cell) <= LONGEST_LINE and not is_value(cell)]


def _table(lines: Lines, start: int, end: int, above: Row) -> Table:
    """The table whose headings stand at ``start``, which may be the upper or the lower of two rows of them."""
    upper: Row = ()
    if groups_row_below(lines, start, end):
        upper, start = lines.row(start), start + 1
    elif start > 0 and groups_row(lines, start - 1, start):
        upper = lines.row(start - 1)
    written = lines.row(start)
    rows = [cells for _, cells in lines.rows[start + 1 : end]]
    places = _places([written, upper, *rows])
    single = tuple(written[p] if p < len(written) else "" for p in places)
    over = tuple(upper[p] if p < len(upper) else "" for p in places)
    headings = tuple(own or group for own, group in zip(single, over, strict=True))
    groups = _spread(over) if upper else ("",) * len(places)
    notes = tuple(cell for row in rows[-FEW_LINES:] if filled(row) == 1 for cell in row if cell)
    return Table(headings, groups, places, _body(rows, places, written), above, notes, frozenset({written, upper}))


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
        and (filled(row) if whole else sum(1 for p in places if p < len(row) and row[p])) >= least
        and not _is_total(row)
    ]


def _is_total(row: Row) -> bool:
    """Whether a row holds words of totals, alone beside figures, and no name."""
    cells = [cell for cell in row if cell]
    words = cells[0].casefold().replace("-", " ").replace(":", " ").split() if cells else []
    return bool(words) and TOTALS.issuperset(words) and not any(map(_is_wording, cells[1:]))


def _is_wording(cell: str) -> bool:
    return not is_value(cell) and not TOTALS.issuperset(cell.casefold().split())


def _parts(table: Table) -> list[Table]:
    """The table, or those that stand side by side in it: apart by a column, with headings or a length of their own."""
    cuts = [at + 1 for at, (left, right) in enumerate(pairwise(table.places)) if right - left > 1]
    edges = [0, *cuts, len(table.places)]
    pieces = [_piece(table, start, end) for start, end in pairwise(edges)]
    pieces = [piece for piece in pieces if len(piece.places) > 1]
    if len(pieces) < 2:  # noqa: PLR2004
        return [table]
    if any(_apart(one, other) for one, other in pairwise(pieces)):
        return pieces
    if len(pieces[-1].places) <= ASIDE < len(table.places) - ASIDE and _is_sum(pieces[-1]):
        return [_piece(table, 0, edges[-2]), pieces[-1]]
    return [table]


def _is_sum(piece: Table) -> bool:
    """Whether a narrow block beside a table holds figures by what they are of, as sums beside a list do."""
    last = piece.cells(len(piece.places) - 1)
    first = piece.cells(0)
    return bool(last) and all(map(is_number, last)) and 2 * sum(map(is_period, first)) > len(first)


def _piece(table: Table, start: int, end: int) -> Table:
    places = table.places[start:end]
    body = [row for row in table.body if any(p < len(row) and row[p] for p in places)]
    return Table(
        table.headings[start:end], table.groups[start:end], places, body, table.above, table.below, table.written
    )


def _apart(one: Table, other: Table) -> bool:
    same = {heading for heading in one.headings if heading} & set(other.headings)
    short, long = sorted((len(one.body), len(other.body)))
    return len(same) >= 2 or long > SEVERAL + 2 * short  # noqa: PLR2004
