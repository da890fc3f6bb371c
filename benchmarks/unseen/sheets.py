"""Sheets and workbooks before they are written in any format."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from benchmarks.unseen.fillers import Cell

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, all from 0 and inclusive."""


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells, and how it looks. ``header``: the row of the headers; ``shades``: the colours of rows."""

    name: str
    rows: list[list[Cell]]
    merged: tuple[Area, ...] = ()
    header: int | None = None
    hidden: bool = False
    filtered: bool = False
    charted: bool = False
    shades: tuple[tuple[int, str], ...] = ()


def lowered(sheet: Sheet, above: Sequence[list[Cell]]) -> Sheet:
    """The sheet with those rows above it."""
    count = len(above)
    return replace(
        sheet,
        rows=[*above, *sheet.rows],
        merged=tuple((top + count, left, bottom + count, right) for top, left, bottom, right in sheet.merged),
        header=None if sheet.header is None else sheet.header + count,
        shades=tuple((row + count, colour) for row, colour in sheet.shades),
    )


def indented(sheet: Sheet, count: int) -> Sheet:
    """The sheet with so many blank columns before it."""
    blank: list[Cell] = [None] * count
    merged = tuple((top, left + count, bottom, right + count) for top, left, bottom, right in sheet.merged)
    return replace(sheet, rows=[[*blank, *row] for row in sheet.rows], merged=merged)


def width(sheet: Sheet) -> int:
    """How many columns the widest row has."""
    return max((len(row) for row in sheet.rows), default=0)
