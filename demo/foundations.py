"""The foundations workbook of the simulated project, as its French project office keeps it."""

from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path

from xlsxwriter import Workbook

from demo.declarations import Cell, Filled
from demo.truths import FIRST_WEEK
from settings.declared import SHEETS
from settings.sheets import Sheet

YES, NO = "oui", "non"
NOTHING = Filled((), ())


def write_foundations(path: Path, declared: Mapping[str, Filled]) -> None:
    """Write all sheets with their headings, and the rows of those that have some; the same bytes each time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        book.set_properties({"created": datetime.combine(FIRST_WEEK, time.min)})
        for sheet in SHEETS:
            _write_sheet(book, sheet, declared.get(sheet.name, NOTHING))


def _write_sheet(book: Workbook, sheet: Sheet, filled: Filled) -> None:
    page = book.add_worksheet(sheet.title("fr"))
    page.write_row(0, 0, [column.heading("fr") for column in sheet.columns], book.add_format({"bold": True}))
    page.freeze_panes(1, 0)
    places = {column.name: place for place, column in enumerate(sheet.columns)}
    for line, row in enumerate(filled.rows, 1):
        for name, cell in zip(filled.columns, row, strict=True):
            page.write(line, places[name], _typed(cell))
    page.autofit()


def _typed(cell: Cell) -> Cell:
    """What somebody types into a cell: yes and no are words."""
    if isinstance(cell, bool):
        return YES if cell else NO
    return cell
