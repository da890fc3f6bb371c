"""Workbooks in the OpenDocument format, as small as it allows."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from benchmarks.unseen.fillers import Cell
from benchmarks.unseen.sheets import Sheet

TYPE = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
    for name, path in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)
FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def ods(sheets: Sequence[Sheet]) -> bytes:
    """A workbook of those sheets.

    Source: OASIS, OpenDocument 1.2 part 1, sections 9 (tables) and 19.385 (value types), and part 3 (packages).
    """
    return _package(_content(sheets), "")


def protected_ods() -> bytes:
    """One whose content is said to be encrypted, and is noise."""
    encryption = (
        '<manifest:encryption-data manifest:checksum-type="SHA256" manifest:checksum="AAAA">'
        '<manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc"'
        ' manifest:initialisation-vector="AAAA"/></manifest:encryption-data>'
    )
    return _package(bytes(range(256)) * 8, encryption)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip of those parts in their order, the first not compressed, all of the same day."""
    held = BytesIO()
    with ZipFile(held, "w") as package:
        for place, (name, content) in enumerate(parts.items()):
            entry = ZipInfo(name, FIRST_DAY)
            entry.compress_type = ZIP_DEFLATED if place else ZIP_STORED
            package.writestr(entry, content)
    return held.getvalue()


def _package(content: bytes, encryption: str) -> bytes:
    entries = (
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{TYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
        f"{encryption}</manifest:file-entry>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest manifest:version="1.2"'
        f' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{entries}</manifest:manifest>'
    )
    return zipped({"mimetype": TYPE.encode(), "content.xml": content, "META-INF/manifest.xml": manifest.encode()})


def _content(sheets: Sequence[Sheet]) -> bytes:
    styles = (
        '<style:style style:name="out" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    tables = "".join(_table(sheet) for sheet in sheets)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES} office:version="1.2">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    ).encode()


def _table(sheet: Sheet) -> str:
    hidden = ' table:style-name="out"' if sheet.hidden else ""
    spans = {(top, left): right - left + 1 for top, left, _, right in sheet.merged}
    rows = "".join(_row(number, row, spans) for number, row in enumerate(sheet.rows)) or _row(0, [None], {})
    return f'<table:table table:name="{escape(sheet.name, {chr(34): "&quot;"})}"{hidden}>{rows}</table:table>'


def _row(number: int, row: Sequence[Cell], spans: Mapping[tuple[int, int], int]) -> str:
    written, covered = [], 0
    for place, cell in enumerate(row or [None]):
        if covered:
            written.append("<table:covered-table-cell/>")
            covered -= 1
            continue
        span = spans.get((number, place), 1)
        covered = min(span, len(row)) - 1
        written.append(_cell(cell, f' table:number-columns-spanned="{span}"' if span > 1 else ""))
    return f"<table:table-row>{''.join(written)}</table:table-row>"


def _cell(cell: Cell, span: str) -> str:
    match cell:
        case None:
            return f"<table:table-cell{span}/>"
        case date():
            value, shown = f'"date" office:date-value="{cell.isoformat()}"', [f"{cell:%d/%m/%Y}"]
        case str():
            value, shown = '"string"', cell.split("\n")
        case _:
            value, shown = f'"float" office:value="{cell}"', [str(cell)]
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in shown)
    return f"<table:table-cell{span} office:value-type={value}>{lines}</table:table-cell>"
