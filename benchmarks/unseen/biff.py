"""Workbooks in the format of Excel 97 to 2003, with the few records that programs need to read them."""

from collections.abc import Sequence
from datetime import date
from struct import pack

from benchmarks.unseen.compound import compound
from benchmarks.unseen.fillers import Cell
from benchmarks.unseen.sheets import Sheet, width

BOF, EOF, CODEPAGE, FONT, XF, STYLE, BOUNDSHEET, FILEPASS = 0x809, 0x0A, 0x42, 0x31, 0xE0, 0x293, 0x85, 0x2F
DIMENSIONS, NUMBER, LABEL, MERGED = 0x200, 0x203, 0x204, 0xE5
GLOBALS, WORKSHEET, VERSION = 0x05, 0x10, 0x600
PLAIN, DATED = 15, 16
"""Which of the formats written below a cell has."""

DATE_FORMAT = 14
DAY_0 = date(1899, 12, 30)
LONGEST = 4000


def xls(sheets: Sequence[Sheet]) -> bytes:
    """A workbook of those sheets.

    Source: Microsoft, [MS-XLS] Excel Binary File Format, sections 2.4 (records) and 2.5.240 (strings).
    """
    return compound({"Workbook": _workbook(sheets, b"")})


def protected_xls(sheets: Sequence[Sheet]) -> bytes:
    """The same, saying that what follows is encrypted (with RC4), which here it is not."""
    return compound({"Workbook": _workbook(sheets, _record(FILEPASS, pack("<HHH48s", 1, 1, 1, bytes(range(48)))))})


def _workbook(sheets: Sequence[Sheet], password: bytes) -> bytes:
    head = _begun(GLOBALS) + password + _record(CODEPAGE, pack("<H", 1200)) + _looks()
    parts = [_sheet(sheet) for sheet in sheets]
    names = [_text(sheet.name, "<B") for sheet in sheets]
    at = len(head) + sum(4 + 6 + len(name) for name in names) + 4
    bounds = b""
    for sheet, name, part in zip(sheets, names, parts, strict=True):
        bounds += _record(BOUNDSHEET, pack("<IBB", at, int(sheet.hidden), 0) + name)
        at += len(part)
    return head + bounds + _record(EOF, b"") + b"".join(parts)


def _sheet(sheet: Sheet) -> bytes:
    size = pack("<IIHHH", 0, len(sheet.rows), 0, width(sheet), 0)
    cells = [_cell(row, column, cell) for row, cells in enumerate(sheet.rows) for column, cell in enumerate(cells)]
    areas = [pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in sheet.merged]
    merged = _record(MERGED, pack("<H", len(areas)) + b"".join(areas)) if areas else b""
    return _begun(WORKSHEET) + _record(DIMENSIONS, size) + b"".join(cells) + merged + _record(EOF, b"")


def _cell(row: int, column: int, cell: Cell) -> bytes:
    match cell:
        case None:
            return b""
        case str():
            return _record(LABEL, pack("<HHH", row, column, PLAIN) + _text(cell[:LONGEST], "<H"))
        case date():
            return _record(NUMBER, pack("<HHHd", row, column, DATED, (cell - DAY_0).days))
    return _record(NUMBER, pack("<HHHd", row, column, PLAIN, cell))


def _begun(kind: int) -> bytes:
    return _record(BOF, pack("<HHHHII", VERSION, kind, 0x0DBB, 0x07CC, 0, 6))


def _looks() -> bytes:
    """Four fonts, the formats of styles, and two of cells: plain and dates."""
    font = _record(FONT, pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + _text("Arial", "<B"))
    style = _record(XF, pack("<HHHBBIIIH", 0, 0, 0xFFF5, 0x20, 0, 0, 0, 0, 0x20C0))
    cells = [_record(XF, pack("<HHHBBIIIH", 0, shown, 1, 0x20, 0, 0, 0, 0, 0x20C0)) for shown in (0, DATE_FORMAT)]
    return font * 4 + style * PLAIN + b"".join(cells) + _record(STYLE, pack("<HBB", 0x8000, 0, 0xFF))


def _text(text: str, counted: str) -> bytes:
    encoded = text.encode("utf-16-le")
    return pack(counted, len(encoded) // 2) + b"\x01" + encoded


def _record(number: int, content: bytes) -> bytes:
    return pack("<HH", number, len(content)) + content
