"""Rows of headings in a sheet: where they stand, which of two groups the other, and which cells can be none."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from collectors.cell_forms import is_date, is_period, is_value, names_company, names_person
from collectors.sales_words import COMPANY_FORMS

Row = tuple[str, ...]
Known = Callable[[str], float]
"""The share of a text that is what columns are called."""

LOWEST_HEADING = 30
MOST_HEADINGS = 200
"""Rows after a gap that are looked at for the headings of a further table."""

BELOW = 40
"""Rows under a heading that tell it from a value."""

LONGEST_HEADING = 70
PAIR, SEVERAL = 2, 3
HALF = 0.5
PERIODS = 4
NUMBERED = re.compile(r"[A-Za-z]{1,2}\s?\d")
"""Headings such as R1 and R2, for a first and a second visit, of which half is a figure."""


@dataclass(frozen=True)
class Lines:
    """The rows of a sheet that hold something, by their numbers, and what is known of the words in them."""

    rows: Sequence[tuple[int, Row]]
    known: Known
    names: dict[str, float] = field(default_factory=dict)

    def row(self, at: int) -> Row:
        """The cells of a row."""
        return self.rows[at][1]

    def sure(self, text: str) -> float:
        """How surely a text is a heading, from 0 to 1."""
        if text not in self.names:
            fit = len(text) <= LONGEST_HEADING and not is_value(text)
            self.names[text] = self.known(text) if fit else 0.0
        return self.names[text]

    def named(self, text: str) -> bool:
        """Whether a text is a heading rather than not."""
        return self.sure(text) >= HALF


def starts(lines: Lines) -> Iterator[int]:
    """The rows of headings: the best of the first rows, then those after a gap that leave no doubt."""
    scored = [(_likeness(lines, at), -at) for at in _wide(lines)]
    best, first = max(scored, default=(0.0, 0))
    if best <= 0:
        return
    first = -first
    earlier = [at for at in _after_gaps(lines, 0) if at < first - 1 and _is_plain(lines, at)]
    yield from earlier
    yield first
    yield from [at for at in _after_gaps(lines, first + 2) if _is_plain(lines, at)][:MOST_HEADINGS]


def _wide(lines: Lines) -> list[int]:
    """The first rows that are no lines of notes or sums over a wider table."""
    widths = sorted(filled(row) for _, row in lines.rows[: LOWEST_HEADING * 10])
    widths = [width for width in widths if width >= SEVERAL] or widths
    usual = widths[len(widths) // 2] if widths else 0
    least = min(SEVERAL, (usual + 1) // 2)
    return [at for at in range(len(lines.rows)) if filled(lines.row(at)) >= least][:LOWEST_HEADING]


def _after_gaps(lines: Lines, start: int) -> Iterator[int]:
    if start == 0 and lines.rows:
        yield 0
    for at in range(max(1, start), len(lines.rows)):
        number, _ = lines.rows[at]
        before, cells = lines.rows[at - 1]
        if number - before > 1 or filled(cells) == 1:
            yield at


def filled(cells: Row) -> int:
    """How many cells hold something."""
    return sum(1 for cell in cells if cell)


def hits_of(lines: Lines, at: int) -> int:
    """How many cells of a row are what columns are called."""
    return sum(1 for cell in lines.row(at) if cell and lines.named(cell))


def _is_plain(lines: Lines, at: int) -> bool:
    """Whether a row can only be headings: words for columns alone, three of them or more."""
    cells = [cell for cell in lines.row(at) if cell]
    hits = sum(1 for cell in cells if lines.sure(cell) == 1)
    return hits >= SEVERAL and 2 * hits >= len(cells) and not any(map(_is_content, cells))


def _likeness(lines: Lines, at: int) -> float:
    """How much a row looks like headings; not above 0 where it does not.

    For it speak cells that are what columns are called, and words over values; against it values, names, long texts,
    and cells that stand again below or are of the kind of what does.
    """
    cells = [(place, cell) for place, cell in enumerate(lines.row(at)) if cell]
    if len(cells) < PAIR or at + 1 >= len(lines.rows):
        return float(hits_of(lines, at)) if len(cells) >= PAIR and _is_plain(lines, at) else 0.0
    below = [row for _, row in lines.rows[at + 1 : at + 1 + BELOW]]
    columns = [(cell, [row[place] for row in below if place < len(row) and row[place]]) for place, cell in cells]
    fresh = [(cell, under) for cell, under in columns if cell not in under]
    periods = sum(1 for cell, _ in columns if is_period(cell))
    values = sum(1 for cell, _ in columns if _is_content(cell) and not is_period(cell))
    hits = sum(lines.sure(cell) for cell, _ in fresh if lines.named(cell))
    contrast = sum(1 for cell, under in fresh if _differs(cell, under))
    alike = sum(1 for cell, under in fresh if _is_like(cell, under))
    width = len(cells)
    contrast += periods if periods >= PERIODS else 0
    nothing = (not hits and contrast < PAIR) or (3 * hits < width and not contrast)
    if nothing or 4 * values > width or alike > 1 or (alike and 3 * hits < 2 * width):
        return 0.0
    again = len(columns) - len(fresh) if fresh else 0
    long = sum(1 for cell, _ in columns if len(cell) > LONGEST_HEADING)
    return 2 * hits + contrast + width / 4 - 3 * values - 2 * (long + again)


def _differs(cell: str, under: Sequence[str]) -> bool:
    """Whether words stand over what are mostly values."""
    return bool(under) and not is_value(cell) and 2 * sum(map(is_value, under)) > len(under)


def _is_like(cell: str, under: Sequence[str]) -> bool:
    """Whether a cell is a date, a value or a company's name of several words, as most of those below it are."""
    if NUMBERED.fullmatch(cell):
        return False
    kind = is_date if is_period(cell) else is_value if is_value(cell) else names_company if " " in cell else None
    return kind is not None and kind(cell) and 2 * sum(map(kind, under)) > len(under)


def _is_content(cell: str) -> bool:
    """Whether a cell can be no heading: a value, or the name of a person or company."""
    if NUMBERED.fullmatch(cell):
        return False
    return is_value(cell) or names_person(cell) or not COMPANY_FORMS.isdisjoint(cell.casefold().split()[1:])


def groups_row_below(lines: Lines, at: int, end: int) -> bool:
    """Whether the row below holds the headings that this one groups."""
    if at + 1 >= end or lines.rows[at + 1][0] - lines.rows[at][0] > 1:
        return False
    cells = lines.row(at + 1)
    under = [row for _, row in lines.rows[at + 2 : at + 2 + BELOW]]
    own = [(place, cell) for place, cell in enumerate(cells) if cell]
    if len(own) < PAIR or any(is_value(cell) for _, cell in own):
        return False
    hits = sum(1 for p, cell in own if lines.named(cell) and not any(p < len(row) and row[p] == cell for row in under))
    return hits >= max(2, len(own) / 2) and any(len(row) > p and is_value(row[p]) for row in under for p, _ in own)


def groups_row(lines: Lines, at: int, start: int) -> bool:
    """Whether a row right above headings groups them: fewer cells than they, several, none of them a value."""
    if lines.rows[start][0] - lines.rows[at][0] > 1:
        return False
    cells = [cell for cell in lines.row(at) if cell]
    few = 1 < len(cells) < filled(lines.row(start))
    return few and all(len(cell) <= LONGEST_HEADING and not is_value(cell) for cell in cells)
