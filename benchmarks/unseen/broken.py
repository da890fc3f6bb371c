"""Files that do not open as the workbooks their names promise: protected, cut, disguised, empty."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.unseen.biff import protected_xls, xls
from benchmarks.unseen.books import sheets
from benchmarks.unseen.compound import compound
from benchmarks.unseen.desk import Desk
from benchmarks.unseen.forms import forms
from benchmarks.unseen.ods import protected_ods, zipped
from benchmarks.unseen.sheets import Sheet
from benchmarks.unseen.writers import Dialect, delimited, xlsx

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPEG = bytes.fromhex("FFD8FFE000104A46494600010100000100010000")
LOCK = 165


@dataclass(frozen=True)
class Broken:
    """A kind of broken file: its suffix, what its name begins with, and its bytes."""

    kind: str
    suffix: str
    content: Callable[[Desk], bytes]
    prefix: str = ""


def _tracker(desk: Desk) -> list[Sheet]:
    kinds = [form for form in forms() if form.tracking and form.language == desk.language]
    return sheets(desk, desk.pick(kinds), flat=True)


def _noise(desk: Desk, count: int) -> bytes:
    return desk.random.randbytes(count)


def _encrypted(desk: Desk) -> bytes:
    """What Office makes of a workbook with a password: a size, and noise, in a compound file."""
    size = desk.random.randrange(6_000, 60_000)
    info = bytes.fromhex("0400040040000000") + b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><encryption/>'
    return compound({"EncryptionInfo": info, "EncryptedPackage": size.to_bytes(8, "little") + _noise(desk, size)})


def _cut(desk: Desk) -> bytes:
    whole = xlsx(_tracker(desk))
    return whole[: int(len(whole) * desk.random.uniform(0.2, 0.8))]


def _cut_xls(desk: Desk) -> bytes:
    return xls(_tracker(desk))[: desk.random.randrange(700, 4_000)]


def _html(desk: Desk) -> bytes:
    rows = "".join(f"<tr>{''.join(f'<td>{cell or str()}</td>' for cell in row)}</tr>" for row in _tracker(desk)[0].rows)
    return f'<html><head><meta charset="utf-8"></head><body><table border="1">{rows}</table></body></html>'.encode()


def _text(desk: Desk) -> bytes:
    return delimited(_tracker(desk)[0], Dialect("\t", desk.pick(("utf-16", "cp1252")), desk.french))


def _unsheeted(_desk: Desk) -> bytes:
    return zipped(
        {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook><sheets><sheet", "xl/theme.xml": b""}
    )


def _document(_desk: Desk) -> bytes:
    return zipped(
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document><body>Bonjour</body></document>"}
    )


def _lock(desk: Desk) -> bytes:
    name = desk.team[0]
    return (bytes([len(name)]) + name.encode("cp1252", "replace")).ljust(LOCK, b" ")


BROKEN = (
    Broken("protected", ".xlsx", _encrypted),
    Broken("protected", ".xlsm", _encrypted),
    Broken("protected", ".xls", lambda desk: protected_xls(_tracker(desk))),
    Broken("protected", ".ods", lambda _: protected_ods()),
    Broken("truncated", ".xlsx", _cut),
    Broken("truncated", ".xls", _cut_xls),
    Broken("empty-file", ".xlsx", lambda _: b""),
    Broken("empty-file", ".csv", lambda _: b""),
    Broken("html", ".xls", _html),
    Broken("wrong-suffix", ".xls", _text),
    Broken("wrong-suffix", ".xlsx", lambda _: PDF),
    Broken("wrong-suffix", ".xls", lambda desk: JPEG + _noise(desk, 3_000)),
    Broken("wrong-suffix", ".xls", lambda desk: xlsx(_tracker(desk))),
    Broken("wrong-suffix", ".csv", lambda desk: xlsx(_tracker(desk))),
    Broken("wrong-suffix", ".xlsx", _document),
    Broken("noise", ".ods", lambda desk: _noise(desk, 2_000)),
    Broken("noise", ".csv", lambda desk: bytes(64) + _noise(desk, 2_000)),
    Broken("no-sheets", ".xlsx", _unsheeted),
    Broken("lock-file", ".xlsx", _lock, "~$"),
)
"""The kinds that are written in turn. Text and workbooks under a wrong suffix open for those who look inside."""
