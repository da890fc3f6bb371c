"""Workbooks as people fill them in: every sheet, every cell as text, under the number of its row."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import fastexcel
import polars as pl

from collectors.sheets import UnreadableSheetError, decoded, separator

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
TABLES = frozenset({".csv", ".tsv", ".txt"})


@dataclass(frozen=True)
class Grid:
    """A sheet: its title and its rows that hold something, each with its number in the sheet.

    Cells are texts without outer blanks, empty where there is nothing or a formula failed. Dates are written
    ``2026-03-12 00:00:00``, shares shown as 40 % are 0.4. A CSV file is one sheet without a title.
    """

    title: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def grids(path: Path) -> list[Grid]:
    """All sheets of a file, hidden ones too. Raises UnreadableSheetError, OSError."""
    suffix = path.suffix.lower()
    raw = path.read_bytes()
    if suffix in TABLES:
        return [_grid("", _lines(decoded(raw)))]
    if suffix not in WORKBOOKS:
        raise UnreadableSheetError(f"files that end in {suffix or 'nothing'} are no workbooks")
    try:
        book = fastexcel.read_excel(raw)
        return [_grid(title, _cells(book, title)) for title in book.sheet_names]
    except (pl.exceptions.PolarsError, fastexcel.FastExcelError) as error:
        raise UnreadableSheetError(str(error).split("\n")[0]) from None


class TooManyCellsError(Exception):
    """A workbook with more cells than may be looked at."""


def grids_within(raw: bytes, most_cells: int, *, text: bool = False) -> list[Grid]:
    """All sheets of the contents of a file, hidden ones too; charts are sheets without rows. ``text``: it is one table.

    Raises UnreadableSheetError, TooManyCellsError when more than so many cells hold something.
    """
    if text:
        return [_counted("", _lines(decoded(raw)), most_cells)]
    found: list[Grid] = []
    try:
        book = fastexcel.read_excel(raw)
        for place, title in enumerate(book.sheet_names):
            sheet = book.load_sheet(place, header_row=None, skip_rows=0, dtypes="string").to_polars()
            most_cells -= sum(column.count() for column in sheet)
            if most_cells < 0:
                raise TooManyCellsError
            found.append(Grid(title, _filled(sheet)))
    except (pl.exceptions.PolarsError, fastexcel.FastExcelError) as error:
        raise UnreadableSheetError(str(error).split("\n")[0]) from None
    return found


def _filled(sheet: pl.DataFrame) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The rows of a sheet that hold something, found before any cell becomes an object of its own."""
    if not sheet.width:
        return ()
    lines = sheet.select(pl.any_horizontal(pl.all().is_not_null())).to_series().arg_true()
    rows = zip(lines.to_list(), sheet[lines].fill_null("").iter_rows(), strict=True)
    texts = ((number + 1, tuple(cell.strip() for cell in cells)) for number, cells in rows)
    return tuple((number, cells) for number, cells in texts if any(cells))


def _counted(title: str, lines: Iterable[Sequence[str]], most: int) -> Grid:
    def rows() -> Iterator[Sequence[str]]:
        left = most
        for line in lines:
            left -= len(line)
            if left < 0:
                raise TooManyCellsError
            yield line

    return _grid(title, rows())


def _lines(text: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
    except csv.Error as error:
        raise UnreadableSheetError(str(error)) from None


def _cells(book: fastexcel.ExcelReader, title: str) -> list[list[str | None]]:
    """All cells from the first row of the sheet on."""
    sheet = book.load_sheet(title, header_row=None, skip_rows=0, dtypes="string")
    return [list(row) for row in sheet.to_polars().iter_rows()]


def _grid(title: str, lines: Iterable[Sequence[str | None]]) -> Grid:
    rows = ((number, tuple((cell or "").strip() for cell in line)) for number, line in enumerate(lines, 1))
    return Grid(title, tuple((number, cells) for number, cells in rows if any(cells)))
