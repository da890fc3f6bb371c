"""Files as they stand on shares and break what opens them: encrypted, cut off, swollen, lying, full of macros."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence

import msoffcrypto.format.ooxml
import xlsxwriter
import xlwt
from xlwt import CompoundDoc

Rows = Sequence[Sequence[object]]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FEW_ROWS: Rows = (("Client", "Courriel"), ("Dubois et Fils", "a@dubois.fr"), ("Martin SA", "b@martin.fr"))
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{"".join([f"&lol{n - 1 or str()};"] * 10)}">' for n in range(1, 10))
    + "]>"
)


def workbook(rows: Rows = FEW_ROWS, saver: str = "") -> bytes:
    """An ordinary XLSX."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    page = book.add_worksheet("Suivi")
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return changed(made.getvalue(), {"docProps/core.xml": properties(saver)}) if saver else made.getvalue()


def properties(saver: str, before: str = "") -> bytes:
    """The part of an XLSX that says who saved it."""
    return (
        f'<?xml version="1.0"?>{before}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties">'
        f"<cp:lastModifiedBy>{saver}</cp:lastModifiedBy></cp:coreProperties>"
    ).encode()


def changed(raw: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A zip archive with some parts put in place of those of that name, or added."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    return zipped(kept | parts)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def sheet(xml: str) -> bytes:
    """An XLSX whose one sheet is written in that XML."""
    return changed(workbook(), {"xl/worksheets/sheet1.xml": xml.encode()})


def far_cells() -> bytes:
    """Two cells, in the first and in the last corner of a sheet."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    page = book.add_worksheet()
    page.write(0, 0, "x")
    page.write(1_048_575, 16_383, "y")
    book.close()
    return made.getvalue()


def tall(rows: int, width: int = 3) -> bytes:
    """So many rows."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"constant_memory": True})
    page = book.add_worksheet()
    for number in range(rows):
        page.write_row(number, 0, [number] * width)
    book.close()
    return made.getvalue()


def stray() -> bytes:
    """A tracker whose last row of the sheet holds a cell that slipped there."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    page = book.add_worksheet()
    for number, row in enumerate(FEW_ROWS):
        page.write_row(number, 0, row)
    page.write(1_048_575, 0, "x")
    book.close()
    return made.getvalue()


def bomb(megabytes: int = 600) -> bytes:
    """A sheet that unpacks to a thousand times its size."""
    return changed(workbook(), {"xl/worksheets/sheet1.xml": b" " * megabytes * 1024 * 1024})


def lying_bomb() -> bytes:
    """The same with a directory that tells a small size, which whoever unpacks it finds out late."""
    raw = bytearray(bomb())
    with zipfile.ZipFile(io.BytesIO(bytes(raw))) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
        directory = archive.start_dir
    struct.pack_into("<I", raw, part.header_offset + 22, 1000)
    name = raw.index(b"xl/worksheets/sheet1.xml", directory)
    struct.pack_into("<I", raw, name - 46 + 24, 1000)
    return bytes(raw)


def overlapping_bomb() -> bytes:
    """A directory of many parts that are all the same bytes (Fifield, A better zip bomb, 2019)."""
    once = bytearray(changed(workbook(), {"kernel": b" " * 2_000_000}))
    with zipfile.ZipFile(io.BytesIO(bytes(once))) as archive:
        start, count = archive.start_dir, len(archive.infolist())
    end = once.rindex(b"PK\5\6")
    entry_at = once.rindex(b"PK\1\2", start, end)
    entry = bytes(once[entry_at:end])
    again = [entry[:46] + b"kern%02d" % number + entry[52:] for number in range(50)]
    tail = bytearray(once[end:])
    directory = once[start:end] + b"".join(again)
    struct.pack_into("<HHI", tail, 8, count + 50, count + 50, len(directory))
    return bytes(once[:start] + directory + tail)


def encrypted_parts() -> bytes:
    """An XLSX whose parts are encrypted one by one, as a zip program does."""
    raw = bytearray(workbook())
    with zipfile.ZipFile(io.BytesIO(bytes(raw))) as archive:
        for part in archive.infolist():
            raw[part.header_offset + 6] |= 1
        at = archive.start_dir
    while (at := raw.find(b"PK\1\2", at)) >= 0:
        raw[at + 8] |= 1
        at += 4
    return bytes(raw)


def with_password() -> bytes:
    """An XLSX saved with a password."""
    made = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(workbook())).encrypt("secret", made)
    return made.getvalue()


def old_workbook(rows: Rows = FEW_ROWS) -> bytes:
    """An XLS."""
    made = io.BytesIO()
    book = xlwt.Workbook()
    page = book.add_sheet("Suivi")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            page.write(number, column, cell)
    book.save(made)
    return made.getvalue()


def old_stream(rows: Rows = FEW_ROWS) -> bytes:
    """The stream of records inside an XLS."""
    book = xlwt.Workbook()
    page = book.add_sheet("Suivi")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            page.write(number, column, cell)
    stream: bytes = book.get_biff_data()
    return stream


def old_file(stream: bytes) -> bytes:
    """A compound file with such a stream."""
    made = io.BytesIO()
    CompoundDoc.XlsDoc().save(made, stream)
    return made.getvalue()


def record(kind: int, body: bytes) -> bytes:
    """One record of an XLS."""
    return struct.pack("<HH", kind, len(body)) + body


def with_record(kind: int, body: bytes) -> bytes:
    """An XLS with a record put behind the first."""
    stream = old_stream()
    first = 4 + struct.unpack_from("<H", stream, 2)[0]
    return old_file(stream[:first] + record(kind, body) + stream[first:])


def old_with_password() -> bytes:
    """An XLS saved with a password."""
    return with_record(0x2F, b"\1\0" + b"\0" * 52)


def old_with_macro_sheet() -> bytes:
    """An XLS with a sheet of Excel 4 macros."""
    return with_record(0x85, b"\0\0\0\0\0\1\6\0Macro1")


def old_with_links() -> bytes:
    """An XLS that draws on another file."""
    return with_record(0x01AE, b"\1\0" + b"\x0a\0\0\1C:\\prix.xls")


def ods(rows: Rows = FEW_ROWS, *, encrypted: bool = False, extra: Mapping[str, bytes] | None = None) -> bytes:
    """An ODS."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content{names}><office:body><office:spreadsheet>"
        f'<table:table table:name="Suivi">{cells}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    key = '<manifest:encryption-data manifest:checksum-type="SHA1"/>' if encrypted else ""
    manifest = (
        f'<manifest:manifest xmlns:manifest="m"><manifest:file-entry>{key}</manifest:file-entry></manifest:manifest>'
    )
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": zlib.compress(b"not readable") if encrypted else content.encode(),
            "META-INF/manifest.xml": manifest.encode(),
            **(extra or {}),
        }
    )


def laughing_cells() -> bytes:
    """A billion laughs in the cells of a sheet."""
    cell = '<c r="A1" t="inlineStr"><is><t>&lol9;</t></is></c>'
    rows = f'<sheetData><row r="1">{cell}</row></sheetData>'
    return sheet(f'<?xml version="1.0"?>{LAUGHS}<worksheet xmlns="{MAIN}">{rows}</worksheet>')


def laughing_properties() -> bytes:
    """A billion laughs in the part that says who saved the workbook."""
    return changed(workbook(), {"docProps/core.xml": properties("&lol9;", LAUGHS)})


def linked() -> bytes:
    """An XLSX with formulas that draw on another file and on the web."""
    link = f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{OFFICE}" r:id="rId1"/></externalLink>'.encode()
    target = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/externalLinkPath" '
        'Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
    ).encode()
    cells = (
        '<row r="1"><c r="A1"><f>[1]Prix!A1</f><v>3</v></c><c r="B1"><f>WEBSERVICE("http://127.0.0.1:9/")</f></c></row>'
    )
    page = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'.encode()
    parts = {
        "xl/externalLinks/externalLink1.xml": link,
        "xl/externalLinks/_rels/externalLink1.xml.rels": target,
        "xl/worksheets/sheet1.xml": page,
    }
    return changed(workbook(), parts)


def with_macros() -> bytes:
    """An XLSM: its macros are bytes that nobody may run."""
    return changed(workbook(), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 Sub Auto_Open()"})


def deep(levels: int = 100_000) -> bytes:
    """Elements nested so deep that a parser which calls itself for each runs out of stack."""
    return sheet(f'<worksheet xmlns="{MAIN}">{"<a>" * levels}{"</a>" * levels}</worksheet>')


def binary_workbook(rows: Rows = FEW_ROWS) -> bytes:
    """An XLSB: records whose kind and length are numbers of seven bits a byte (MS-XLSB 2.1.4)."""

    def number(value: int) -> bytes:
        return bytes([value & 0x7F | (0x80 if value > 0x7F else 0)]) + (number(value >> 7) if value > 0x7F else b"")

    def part(kind: int, body: bytes = b"") -> bytes:
        return number(kind) + number(len(body)) + body

    def text(words: object) -> bytes:
        return struct.pack("<I", len(str(words))) + str(words).encode("utf-16-le")

    book = part(0x83) + part(0x8F) + part(0x9C, struct.pack("<II", 0, 1) + text("rId1") + text("Suivi")) + part(0x90)
    cells = b"".join(
        part(0, struct.pack("<I", row) + b"\0" * 21)
        + b"".join(part(6, struct.pack("<II", column, 0) + text(cell)) for column, cell in enumerate(line))
        for row, line in enumerate(rows)
    )
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    page = part(0x81) + part(0x94, size) + part(0x91) + cells + part(0x92) + part(0x82)
    link = f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.bin"/>'
    links = f'<Relationships xmlns="{PACKAGE}/relationships">{link}</Relationships>'
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "xl/workbook.bin": book + part(0x84),
            "xl/_rels/workbook.bin.rels": links.encode(),
            "xl/worksheets/sheet1.bin": page,
        }
    )
