"""Writes invented workbooks in the formats that stand on shares: XLSX, XLSM, ODS, and tables of text of many kinds."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter

Cell = str | int | float | date | None
Rows = Sequence[Sequence[Cell]]
Sheets = Mapping[str, Rows]
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16")
SEPARATORS: Mapping[str, Sequence[str]] = {".csv": (";", ","), ".tsv": ("\t",), ".txt": ("\t", ";")}
FORMATS = (".xlsx", ".xlsx", ".xlsx", ".xlsx", ".xlsm", ".ods", ".csv", ".csv", ".tsv", ".txt")

OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
ODS_KIND = "application/vnd.oasis.opendocument.spreadsheet"


def write(path: Path, sheets: Sheets, encoding: str = "utf-8", separator: str = ";", shown: str = "%d/%m/%Y") -> None:
    """Writes the sheets as the suffix of the path says; of several, tables of text hold the first alone.

    ``shown``: how tables of text write days. ``encoding`` and ``separator`` are theirs too.
    """
    if path.suffix == ".ods":
        _ods(path, sheets)
    elif path.suffix in SEPARATORS:
        path.write_bytes(_text(next(iter(sheets.values())), separator, shown).encode(encoding, errors="replace"))
    else:
        _xlsx(path, sheets)


def _xlsx(path: Path, sheets: Sheets) -> None:
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    for title, rows in sheets.items():
        page = book.add_worksheet(title[:31])
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    page.write_datetime(row, column, cell, moment if isinstance(cell, datetime) else day)
                elif isinstance(cell, str):
                    page.write_string(row, column, cell)
                elif cell is not None:
                    page.write_number(row, column, cell)
    book.close()


def _text(rows: Rows, separator: str, shown: str) -> str:
    text = io.StringIO()
    lines = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    lines.writerows([[_plain(cell, shown, separator) for cell in row] for row in rows])
    return text.getvalue()


def _plain(cell: Cell, shown: str, separator: str) -> str:
    if isinstance(cell, datetime):
        return cell.strftime(f"{shown} %H:%M")
    if isinstance(cell, date):
        return cell.strftime(shown)
    if isinstance(cell, float) and separator == ";":
        return str(cell).replace(".", ",")
    return "" if cell is None else str(cell)


def _ods(path: Path, sheets: Sheets) -> None:
    """The least that the OpenDocument format asks for: its type, its list of parts and its cells."""
    tables = "".join(
        f"<table:table table:name={quoteattr(title[:31])}>"
        + "".join(
            f"<table:table-row>{''.join(map(_ods_cell, row)) or _ods_cell(None)}</table:table-row>" for row in rows
        )
        + "</table:table>"
        for title, rows in sheets.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{OFFICE}:office:1.0"'
        f' xmlns:table="{OFFICE}:table:1.0" xmlns:text="{OFFICE}:text:1.0" office:version="1.2">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{OFFICE}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_KIND}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS_KIND, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)


def _ods_cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}"/>'
    if isinstance(cell, str):
        return f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
