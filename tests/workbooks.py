"""Workbooks as people fill them in, written for tests."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

Rows = Sequence[Sequence[object]]


def workbook(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """An XLSX file with those sheets, its cells of the types they have here."""
    book = xlsxwriter.Workbook(path)
    formats = {kind: book.add_format({"num_format": shown}) for kind, shown in ((date, "dd/mm/yyyy"), (time, "hh:mm"))}
    for title, rows in sheets.items():
        page = book.add_worksheet(title)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, (datetime, date, time)):
                    page.write_datetime(row, column, cell, formats[time if isinstance(cell, time) else date])
                else:
                    page.write(row, column, cell)
    book.close()
    return path
