"""Columns that a mapping names, read as words, numbers, flags and days; a key that names none gives nulls."""

from collections.abc import Collection, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from collectors.cells import counts, days, flags, numbers, texts
from collectors.source import Reject
from collectors.vocabulary import words

MOST_ROWS = 100_000_000
"""Rows that one list, import or export may have; a larger number counts something else, or is a telephone's."""


def texts_of(rows: pl.DataFrame, name: str | None) -> pl.Series:
    """A column as text."""
    return texts(rows[name]) if name else pl.Series([None] * rows.height, dtype=pl.String)


def numbers_of(rows: pl.DataFrame, name: str | None) -> pl.Series:
    """A column of amounts."""
    return numbers(rows[name]) if name else pl.Series([None] * rows.height, dtype=pl.Float64)


def counts_of(rows: pl.DataFrame, name: str | None) -> pl.Series:
    """A column of counts; null for what is none."""
    if name is None:
        return pl.Series([None] * rows.height, dtype=pl.Int64)
    read = counts(rows[name])
    return read.set(~read.is_between(0, MOST_ROWS).fill_null(value=True), None)


def flags_of(rows: pl.DataFrame, name: str | None, *, default: bool) -> pl.Series:
    """A column of yes and no; ``default`` where it says neither."""
    read = flags(rows[name]) if name else pl.Series([default] * rows.height, dtype=pl.Boolean)
    return read.fill_null(default)


def days_of(rows: pl.DataFrame, name: str | None, zone: ZoneInfo) -> pl.Series:
    """A column of days. ``zone``: of times written without one."""
    return days(rows[name], zone) if name else pl.Series([None] * rows.height, dtype=pl.Date)


def named(rows: pl.DataFrame, name: str | None, names: Mapping[Any, str]) -> pl.Series:
    """A column of codes under their names; a code without one keeps its own."""
    return texts_of(rows, name).replace({str(code): word for code, word in names.items()})


def coded(rows: pl.DataFrame, name: str | None, words: Mapping[Any, str]) -> pl.Series:
    """A column's codes put into words; without a mapping, its own text; codes not mapped become null."""
    codes = texts_of(rows, name)
    if not words:
        return codes
    table = {str(code).casefold(): word for code, word in words.items()}
    return codes.str.to_lowercase().replace_strict(
        list(table), list(table.values()), default=None, return_dtype=pl.String
    )


def worded(
    rows: pl.DataFrame,
    name: str | None,
    words: Mapping[Any, str] | str | None,
    allowed: Collection[str],
) -> pl.Series:
    """A column in Vigie's words: mapped codes, the column's own words, or one word for every row."""
    if isinstance(words, str):
        return pl.Series([words] * rows.height, dtype=pl.String)
    if name is not None and name not in rows.columns and name in allowed and not words:
        return pl.Series([name] * rows.height, dtype=pl.String)
    if words:
        return coded(rows, name, words)
    own = texts_of(rows, name).str.to_lowercase()
    return own.set(~own.is_in(allowed).fill_null(value=True), None)


class Words:
    """Columns of words read for one batch, and a count of the cells that were none."""

    def __init__(self, place: str, position: str = "") -> None:
        self.place = place
        self.position = position
        self.rejects: list[Reject] = []

    def __call__(self, values: pl.Series, label: str) -> pl.Series:
        """The column with what is no word made null. ``label``: what to call it in the list of rejects."""
        kept, hidden = words(values)
        if hidden:
            self.rejects.append(Reject("not_a_word", f"{self.place} · {label}", hidden, self.position))
        return kept
