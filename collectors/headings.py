"""Sheets and columns found by what they are called, in French or English, with slips of the pen."""

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from collectors.grid import Grid
from collectors.handwritten import normal
from settings.sheets import Column, Sheet

NEAR = 0.8
LOWEST_HEADING = 15
"""The last row in which headings are looked for: titles and instructions may stand above them."""

ASIDE = re.compile(r"\([^)]*\)")


@dataclass(frozen=True)
class Found:
    """Which of some words stand for which names. ``renamed``: names whose word was only nearly theirs."""

    places: Mapping[str, int]
    renamed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Headings:
    """The row of a sheet that holds its headings, and in which place each column's stands, as it is written."""

    row: int
    columns: Found
    written: tuple[str, ...]

    def of(self, name: str) -> str:
        """The heading of a column as the file writes it."""
        return self.written[self.columns.places[name]]

    def lacking(self, sheet: Sheet) -> list[Column]:
        """The columns that each row needs and the sheet does not have."""
        return [column for column in sheet.columns if column.needed and column.name not in self.columns.places]


def sheets_among(titles: Sequence[str], sheets: Collection[Sheet]) -> Found:
    """The places of declared sheets among the titles of a workbook."""
    return found(titles, {sheet.name: forms(sheet.name, sheet.fr, sheet.en) for sheet in sheets})


Known = Mapping[str, Collection[str]]
"""Name → what it may be written as, in the form of ``normal``."""


def columns_of(sheet: Sheet) -> dict[str, Collection[str]]:
    """What the columns of a sheet may be called."""
    return {column.name: forms(column.name, column.fr, column.en) for column in sheet.columns}


def headings(grid: Grid, sheet: Sheet, known: Known | None = None) -> Headings | None:
    """The headings of a sheet: the row among its first ones that holds most of them; None where no row holds any.

    ``known``: what its columns may be called; by default their names and headings.
    """
    called = columns_of(sheet) if known is None else known
    rows = [Headings(number, found(cells, called), cells) for number, cells in grid.rows if number <= LOWEST_HEADING]
    best = max(rows, key=lambda row: _agreement(row, sheet), default=None)
    return best if best and best.columns.places else None


def _agreement(row: Headings, sheet: Sheet) -> tuple[int, int, int]:
    there = len(row.columns.places)
    return sum(column.needed for column in sheet.columns) - len(row.lacking(sheet)), there, -len(row.columns.renamed)


def forms(*words: str) -> frozenset[str]:
    """What a heading may be written as: any of its words, with or without what stands in brackets."""
    return frozenset(normal(form) for word in words for form in (word, ASIDE.sub("", word)))


def found(words: Sequence[str], known: Known) -> Found:
    """Which words stand for which names: those that are one of its forms, then those that are nearly one."""
    places: dict[str, int] = {}
    renamed: set[str] = set()
    for place, word in enumerate(words):
        name = (
            next((name for name, written in known.items() if not forms(word).isdisjoint(written)), None)
            if word
            else None
        )
        if name is not None:
            places.setdefault(name, place)
    for place, word in enumerate(words):
        if not word or place in places.values():
            continue
        likeness, name = max(
            ((_likeness(normal(word), form), name) for name, written in known.items() for form in written),
            default=(0.0, ""),
        )
        if likeness >= NEAR and name not in places:
            places[name] = place
            renamed.add(name)
    return Found(places, frozenset(renamed))


def _likeness(word: str, form: str) -> float:
    return difflib.SequenceMatcher(None, word, form, autojunk=False).ratio()
