"""Workbooks written to files: XLSX, and text in its separators and encodings."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from benchmarks.unseen.fillers import Cell
from benchmarks.unseen.sheets import Area, Sheet, width

CREATED = datetime(2020, 1, 1)  # noqa: DTZ001 (the property has no zone)
SEPARATORS = (";", ",", "\t", "|")
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16")
MONEY = 1000

Look = tuple[str, str, bool]
"""What makes a cell's format: how it is shown, its colour, whether it is bold."""


@dataclass(frozen=True)
class Dialect:
    """How a text file is written; ``comma``: decimals as the French write them."""

    separator: str
    encoding: str
    comma: bool


def xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook of those sheets, with their merged cells, colours, filters and charts."""
    held = BytesIO()
    options = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(held, options) as book:
        book.set_properties({"created": CREATED})
        looks: dict[Look, Any] = {}
        pages = [_page(book, sheet, looks) for sheet in sheets]
        next(page for page, sheet in zip(pages, sheets, strict=True) if not sheet.hidden).activate()
    return held.getvalue()


def delimited(sheet: Sheet, dialect: Dialect) -> bytes:
    """A sheet as text, every line as wide as the widest; what the encoding lacks becomes a question mark."""
    held = StringIO()
    writer = csv.writer(held, delimiter=dialect.separator, lineterminator="\r\n")
    wide = width(sheet)
    for row in sheet.rows:
        writer.writerow([_text(cell, dialect) for cell in row] + [""] * (wide - len(row)))
    return held.getvalue().encode(dialect.encoding, "replace")


def _text(cell: Cell, dialect: Dialect) -> str:
    match cell:
        case None:
            return ""
        case date():
            return f"{cell:%d/%m/%Y}"
        case float():
            return str(cell).replace(".", ",") if dialect.comma else str(cell)
    return str(cell)


def _page(book: Any, sheet: Sheet, looks: dict[Look, Any]) -> Any:
    page = book.add_worksheet(sheet.name)
    colours = dict(sheet.shades)
    _merge(book, page, sheet, looks)
    covered = {
        (row, column)
        for top, left, bottom, right in sheet.merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            if cell is not None and (row, column) not in covered:
                _put(
                    page, row, column, cell, _look(book, looks, _shown(cell, colours.get(row, ""), row == sheet.header))
                )
    _dress(book, page, sheet)
    return page


def _merge(book: Any, page: Any, sheet: Sheet, looks: dict[Look, Any]) -> None:
    for top, left, bottom, right in sheet.merged:
        page.merge_range(
            top, left, bottom, right, _at(sheet, (top, left, bottom, right)), _look(book, looks, ("", "", True))
        )


def _at(sheet: Sheet, area: Area) -> str:
    row = sheet.rows[area[0]]
    cell = row[area[1]] if area[1] < len(row) else None
    return "" if cell is None else str(cell)


def _shown(cell: Cell, colour: str, bold: bool) -> Look:  # noqa: FBT001 (a look is a tuple)
    if isinstance(cell, date):
        return ("dd/mm/yyyy", colour, bold)
    return ("#,##0" if isinstance(cell, (int, float)) and cell >= MONEY else "", colour, bold)


def _look(book: Any, looks: dict[Look, Any], look: Look) -> Any:
    if look not in looks:
        shown, colour, bold = look
        wanted = {"num_format": shown, "bg_color": colour, "bold": bold}
        looks[look] = book.add_format({name: value for name, value in wanted.items() if value})
    return looks[look]


def _put(page: Any, row: int, column: int, cell: Cell, look: Any) -> None:
    match cell:
        case date():
            page.write_datetime(row, column, cell, look)
        case str():
            page.write_string(row, column, cell, look)
        case _:
            page.write_number(row, column, cell, look)


def _dress(book: Any, page: Any, sheet: Sheet) -> None:
    """Its filter, what is frozen, its chart, and whether it is hidden."""
    if sheet.filtered and sheet.header is not None and len(sheet.rows) > sheet.header + 1:
        page.autofilter(sheet.header, 0, len(sheet.rows) - 1, width(sheet) - 1)
        page.freeze_panes(sheet.header + 1, 0)
    if sheet.charted:
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": [sheet.name, 1, 1, max(1, len(sheet.rows) - 1), 1]})
        page.insert_chart("D2", chart)
    if sheet.hidden:
        page.hide()
