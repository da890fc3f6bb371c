"""Tables as people and systems drop them in folders: CSV of any usual encoding and separator, XLSX, Parquet."""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import fastexcel
import polars as pl

SEPARATORS = ";,\t|"
SAMPLE_LINES, SAMPLE_LETTERS = 20, 200_000
SHOWN_LINES = 5
SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".parquet"})


class UnreadableSheetError(Exception):
    """A file that is none of the kinds read here, or is broken as a whole."""


@dataclass(frozen=True)
class Sheet:
    """The rows of a file and the numbers of their lines, and those of the lines that could not be read."""

    rows: pl.DataFrame
    broken_lines: tuple[int, ...] = ()
    lines: tuple[int, ...] = ()


def read_sheet(path: Path) -> Sheet:
    """The first table of a file. Empty: no rows and no columns. Raises UnreadableSheetError, OSError."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UnreadableSheetError(f"files that end in {suffix or 'nothing'} are not read; known: CSV, XLSX, Parquet")
    if suffix in (".csv", ".tsv", ".txt"):
        return _csv(path.read_bytes())
    try:
        if suffix == ".parquet":
            return _numbered(pl.read_parquet(path))
        return _numbered(fastexcel.read_excel(path).load_sheet(0).to_polars())
    except (pl.exceptions.PolarsError, fastexcel.FastExcelError) as error:
        raise UnreadableSheetError(str(error).split("\n")[0]) from None


def _numbered(rows: pl.DataFrame) -> Sheet:
    """Rows that follow each other below the line of their names."""
    return Sheet(rows, lines=tuple(range(2, rows.height + 2)))


def _csv(raw: bytes) -> Sheet:
    text = decoded(raw)
    read = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
    numbered = [(number, line) for number, line in enumerate(read, 1) if any(cell.strip() for cell in line)]
    if not numbered:
        return Sheet(pl.DataFrame())
    (_, header), *body = numbered
    names = _names(header)
    lines = tuple(number for number, line in body if len(line) == len(names))
    good = [line for _, line in body if len(line) == len(names)]
    broken = tuple(number for number, line in body if len(line) != len(names))
    columns = zip(*good, strict=True) if good else ([] for _ in names)
    frame = pl.DataFrame([pl.Series(name, cells, dtype=pl.String) for name, cells in zip(names, columns, strict=True)])
    return Sheet(frame.with_columns(pl.when(pl.all() != "").then(pl.all())), broken, lines)


def decoded(raw: bytes) -> str:
    """Decoded by its byte-order mark, else as UTF-8, else as Windows Latin-1."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def separator(text: str) -> str:
    """The separator that cuts most of the first lines into the same number of cells, and into most cells.

    Titles that stand above a table, in lines of one cell, do not count.
    """
    head = text[:SAMPLE_LETTERS].splitlines()[:SAMPLE_LINES]

    def agreement(mark: str) -> tuple[int, int]:
        widths = Counter(width for line in csv.reader(head, delimiter=mark) if (width := len(line)) > 1)
        usual = max(widths, key=lambda width: (widths[width], width), default=0)
        return (widths[usual], usual)

    return max(SEPARATORS, key=agreement)


def _names(header: list[str]) -> list[str]:
    """Column names without blanks; a repeated or empty one gets its number."""
    names: list[str] = []
    for number, cell in enumerate(header, 1):
        name = cell.strip() or f"column {number}"
        names.append(name if name not in names else f"{name} ({number})")
    return names
