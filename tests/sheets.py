"""Sheets written as text tables, for tests: cells cut at bars, a line of blanks for an empty row."""

from collectors.grid import Grid
from collectors.pseudonyms import Pseudonyms

PSEUDONYMS = Pseudonyms(b"a secret that only these tests know")


def sheet(text: str, title: str = "") -> Grid:
    """The rows of a text that hold something, under their numbers; the line that opens the text does not count."""
    rows = [tuple(cell.strip() for cell in line.split("|")) for line in text.split("\n")[1:]]
    return Grid(title, tuple((number, row) for number, row in enumerate(rows, 1) if any(row)))


def key(kind: str, *parts: str) -> str:
    """The keyed hash of a thing in its normal form."""
    return PSEUDONYMS.of(kind, *parts)
