"""What a file is, by its first bytes and its directory, and why it is not opened any further."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal
from xml.etree import ElementTree as ET

import olefile

from settings.tables import FileState

Kind = Literal["xlsx", "xlsb", "xls", "ods", "text"]

MB = 1024 * 1024
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FOREIGN = (b"%PDF", b"{\\rtf", b"<", b"PK", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
"""How files begin that are no tables; pages and XML saved as .xls are among them."""

MARKED = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
BOMB_RATIO = 100
MOST_DEFLATED = 1032
"""What one byte unpacks to at most."""

MOST_PARTS = 10_000
HEADER = struct.Struct("<26xHH")
CHUNK = MB
PROPERTIES_BYTES = 64 * 1024
SHOWN_BYTES = 4096
MOST_CONTROLS = 0.05

FILE_PASS, BOUND_SHEET, SUP_BOOK, END_OF_PART = 0x2F, 0x85, 0x01AE, 0x0A
OWN_BOOK, ADD_INS = b"\x01\x04", b"\x01\x3a"
CODE_SHEETS = (1, 6)
"""Sheets of an XLS that hold macros: of Excel 4, and modules of Visual Basic."""

PROGRAMS = re.compile(
    r"openpyxl|xlsxwriter|apache poi|aspose|epplus|closedxml|python|"
    r"microsoft( office)?( user)?|utilisateur( microsoft| windows)?( office)?|"
    r"(default |windows )?user|admin(istrat(or|eur))?|system|unknown( user)?|libreoffice.*|google.*|\W*",
    re.IGNORECASE,
)
"""What stands for a saver and is none: programs, and accounts that everybody shares."""


class UnopenedError(Exception):
    """A file that is not opened further: its state says why."""

    def __init__(self, state: FileState) -> None:
        super().__init__(state)
        self.state: FileState = state


@dataclass(frozen=True)
class Container:
    """A file that may be opened. ``macros``, ``linked``: whether it holds programs, and draws on other files.

    ``savers``: whom its properties name as the last to save it.
    """

    kind: Kind
    macros: bool = False
    linked: bool = False
    savers: tuple[str, ...] = ()


def container(raw: bytes, uncompressed_mb: int) -> Container:
    """What a file is. Raises UnopenedError for one that is protected, corrupt, a bomb, too large or of no kind read."""
    if raw.startswith(ZIP):
        return _zipped(raw, uncompressed_mb * MB)
    if raw.startswith(OLE):
        return _compound(raw)
    return _plain(raw)


def _plain(raw: bytes) -> Container:
    """A text, which may be a table. An empty file is one without rows."""
    begins = raw[:SHOWN_BYTES]
    if not begins.startswith(MARKED):
        if begins.lstrip().startswith(FOREIGN) or b"\0" in begins:
            raise UnopenedError("unreadable")
        controls = sum(byte < ord(" ") and byte not in b"\t\r\n\f\v" for byte in begins)
        if controls > MOST_CONTROLS * len(begins):
            raise UnopenedError("unreadable")
    return Container("text")


def _zipped(raw: bytes, most: int) -> Container:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            _check_size(raw, parts, most)
            if any(part.flag_bits & 1 for part in parts):
                raise UnopenedError("protected")
            return _workbook(archive, {part.filename.replace("\\", "/").lower(): part for part in parts})
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, EOFError, NotImplementedError, RuntimeError):
        raise UnopenedError("corrupt") from None


def _check_size(raw: bytes, parts: list[zipfile.ZipInfo], most: int) -> None:
    """Raises UnopenedError where parts are too many or too large unpacked, lie upon each other or about their size."""
    places = sorted((part.header_offset, part.header_offset + part.compress_size) for part in parts)
    if any(start < end for (_, end), (start, _) in pairwise(places)):
        raise UnopenedError("bomb")
    total = sum(part.file_size for part in parts)
    if total > most or len(parts) > MOST_PARTS:
        raise UnopenedError("bomb" if total > BOMB_RATIO * len(raw) else "huge")
    if len(raw) * MOST_DEFLATED > most and any(_is_larger(raw, part) for part in parts):
        raise UnopenedError("bomb")


def _is_larger(raw: bytes, part: zipfile.ZipInfo) -> bool:
    """Whether a part unpacks to more than its directory says."""
    if part.compress_type != zipfile.ZIP_DEFLATED:
        return False
    name, extra = HEADER.unpack_from(raw, part.header_offset)
    start = part.header_offset + HEADER.size + name + extra
    packed, unpacking, size = raw[start : start + part.compress_size], zlib.decompressobj(-zlib.MAX_WBITS), 0
    while packed and not unpacking.eof and size <= part.file_size:
        size += len(unpacking.decompress(packed, CHUNK))
        packed = unpacking.unconsumed_tail
    return size > part.file_size


def _workbook(archive: zipfile.ZipFile, parts: Mapping[str, zipfile.ZipInfo]) -> Container:
    if "xl/workbook.bin" in parts or any(name.startswith("xl/worksheets/") for name in parts):
        macros = any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in parts)
        linked = any(name.startswith("xl/externallinks/") or name == "xl/connections.xml" for name in parts)
        savers = _named(archive, parts.get("docprops/core.xml"), "lastModifiedBy")
        return Container("xlsb" if "xl/workbook.bin" in parts else "xlsx", macros, linked, savers)
    if "content.xml" in parts and b"opendocument.spreadsheet" in _begin(archive, parts.get("mimetype")):
        if b"encryption-data" in _begin(archive, parts.get("meta-inf/manifest.xml"), MB):
            raise UnopenedError("protected")
        macros = any(name.startswith(("basic/", "scripts/")) and not name.endswith("/") for name in parts)
        linked = any(b"'file:/" in chunk for chunk in _chunks(archive, parts["content.xml"]))
        return Container("ods", macros, linked, _named(archive, parts.get("meta.xml"), "creator"))
    raise UnopenedError("unreadable")


def _begin(archive: zipfile.ZipFile, part: zipfile.ZipInfo | None, most: int = SHOWN_BYTES) -> bytes:
    if part is None:
        return b""
    with archive.open(part) as opened:
        return opened.read(most)


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part in pieces, each beginning with the end of the one before."""
    end = b""
    with archive.open(part) as opened:
        while chunk := opened.read(CHUNK):
            yield end + chunk
            end = chunk[-8:]


def _named(archive: zipfile.ZipFile, part: zipfile.ZipInfo | None, tag: str) -> tuple[str, ...]:
    """The person whom the properties of a workbook name in an element."""
    raw = _begin(archive, part, PROPERTIES_BYTES)
    if b"<!DOCTYPE" in raw:
        return ()
    try:
        found = ET.fromstring(raw).iter() if raw else ()  # noqa: S314 - without a document type there are no entities
    except ET.ParseError:
        return ()
    return persons(*(element.text or "" for element in found if element.tag.rpartition("}")[2] == tag))


def persons(*names: str) -> tuple[str, ...]:
    """Of some savers, those that are neither empty nor programs, each once."""
    plain = (" ".join(name.split()) for name in names)
    return tuple(dict.fromkeys(name for name in plain if not PROGRAMS.fullmatch(name)))


def _compound(raw: bytes) -> Container:
    """A workbook of the old format, or a new one that is encrypted."""
    try:
        with olefile.OleFileIO(io.BytesIO(raw)) as opened:
            names = {"/".join(path).lower() for path in opened.listdir(storages=True)}
            if "encryptedpackage" in names:
                raise UnopenedError("protected")
            stream = next((name for name in ("Workbook", "Book") if name.lower() in names), None)
            if stream is None:
                raise UnopenedError("unreadable")
            macros, linked = _records(opened.openstream(stream).read())
            code = any(name.startswith(("_vba_project_cur", "vba")) for name in names)
            return Container("xls", macros or code, linked, _last_author(opened))
    except (OSError, struct.error, IndexError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise UnopenedError("corrupt") from None


def _records(stream: bytes) -> tuple[bool, bool]:
    """Whether the first part of an XLS stream tells of macro sheets and of links. Raises UnopenedError if encrypted."""
    macros = linked = False
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + length]
        if kind == FILE_PASS:
            raise UnopenedError("protected")
        if kind == END_OF_PART:
            break
        macros |= kind == BOUND_SHEET and body[5:6] in [bytes([code]) for code in CODE_SHEETS]
        linked |= kind == SUP_BOOK and body[2:4] not in (OWN_BOOK, ADD_INS)
        at += 4 + length
    return macros, linked


def _last_author(opened: olefile.OleFileIO) -> tuple[str, ...]:
    author = opened.get_metadata().last_saved_by or b""
    return persons(author.decode("cp1252", errors="replace") if isinstance(author, bytes) else str(author))
