"""Walking along a cursor column: where to read from, and which rows were read before.

Databases commit out of order, and times repeat: each walk starts a little before the place the last one reached, and
leaves out the rows it has met there.
"""

import re
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from collectors.cells import EPOCH_UNITS
from collectors.pseudonyms import Pseudonyms
from collectors.source import Cursor

OVERLAP_IDS = 1_000
OVERLAP_TIME = timedelta(minutes=10)
EPOCH = 1e8
"""Size from which a number may be a time in seconds or less; a smaller one is an id."""

MOST_MARKS = 5_000
"""Rows remembered below the place reached; where more lie so close together, the walk starts less far back."""

ZONE = re.compile(r"(Z|[+\-]\d\d:?\d\d)$")
POSITION = re.compile(r"(?=\D*\d)[\w:.+\-]{1,64}|\d{4}-\d\d-\d\d[ T][\w:.+\-]{1,32}", re.ASCII)


class UnorderedCursorError(Exception):
    """A cursor column along which nothing can be read in order; the message says why."""


class Walk:
    """A stream's position: the highest cursor value passed, and marks of the rows met just below it.

    ``of``: what the rows consist of. When that changed since the last walk, as by a column more in the mapping, rows
    cannot be recognised by their marks, and those up to the highest one met count as met. ``exact``: whether rows that
    tie are remembered however many they are; without it, too many are read again.
    """

    def __init__(self, cursor: Cursor | None, pseudonyms: Pseudonyms, of: str = "", *, exact: bool = True) -> None:
        held = cursor or {}
        self._exact = exact
        self._pseudonyms = pseudonyms
        self._of = of
        self._same = held.get("of", "") == of
        self.last = _decoded(held.get("last"))
        self._low = _decoded(held["low"]) if "low" in held else None
        self._met: list[tuple[Any, str]] = [(_decoded(value), mark) for value, mark in held.get("met", ())]
        self._highest = max((value for value, _ in self._met), default=None)
        self._unread = Counter(mark for _, mark in self._met)
        self._carried = Counter(self._unread)

    @property
    def low(self) -> Any:
        """The cursor value to read from, inclusive; None at the start."""
        if self.last is None:
            return None
        return _before(self.last) if self._low is None else self._low

    @property
    def cursor(self) -> Cursor | None:
        """The position as JSON values; None before the first row."""
        if self.last is None and not self._met:
            return None
        low = {} if self._low is None else {"low": _encoded(self._low)}
        of = {"of": self._of} if self._of else {}
        met = [(_encoded(value), mark) for value, mark in self._met]
        return {"last": _encoded(self.last), "met": met} | low | of

    def fresh(self, rows: pl.DataFrame, by: str) -> pl.DataFrame:
        """The rows without those met on the last walk. ``rows`` ascend in ``by``, from chunk to chunk too.

        Raises UnorderedCursorError when the values of ``by`` have no order that time follows.
        """
        _check_order(rows[by], self._highest if self.last is None else self.last)
        if self._highest is None or rows.is_empty():
            return rows
        old = (rows[by] <= self._highest).fill_null(value=False)
        if not self._same:
            return rows.filter(~old)
        keep = (~old).to_list()
        for index in (i for i, is_old in enumerate(old) if is_old):
            mark = self._mark(rows.row(index))
            keep[index] = self._unread[mark] == 0
            self._unread[mark] -= self._unread[mark] > 0
        return rows.filter(pl.Series(keep, dtype=pl.Boolean))

    def reach(self, rows: pl.DataFrame, by: str, ahead: pl.Series | None = None) -> None:
        """Moves the position past these rows, which ascend in ``by``; met ones may be among them.

        ``ahead``: marks rows that count as met but do not move the position, since a time that lies in the future
        would hide all that is written before it comes.
        """
        reached = rows[by].drop_nulls()
        if reached.is_empty():
            return
        passed = reached if ahead is None else rows[by].filter(~ahead).drop_nulls()
        newest = passed.max()
        if newest is not None:
            self.last = newest if self.last is None else max(self.last, newest)
            self._low = self._low if self._low is not None and self._low > _before(self.last) else None
        low = self.low
        near = rows if low is None else rows.filter(pl.col(by) >= low)
        self._met = [pair for pair in self._met if low is None or pair[0] >= low] if self._same else []
        for value, row in zip(near[by], near.iter_rows(), strict=True):
            mark = self._mark(row)
            if self._same and self._carried[mark]:
                self._carried[mark] -= 1
            else:
                self._met.append((value, mark))
        self._same = True
        self._forget()

    def _forget(self) -> None:
        """Keeps the marks of the newest rows, where there are too many, and of all that tie with the oldest of them."""
        if len(self._met) <= MOST_MARKS or self.last is None:
            return
        values = sorted(value for value, _ in self._met)
        self._low = min(values[-MOST_MARKS], self.last)
        self._met = [pair for pair in self._met if pair[0] >= self._low]
        if len(self._met) > 2 * MOST_MARKS and not self._exact:
            self._met = []

    def _mark(self, row: tuple[Any, ...]) -> str:
        """What recognises a row, however its cells were typed among others: 12, 12.0 and "12" are one."""
        return self._pseudonyms.of("row", *map(_plain, row))


def _plain(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{value!s}" if value is not None else "\0"


def _check_order(values: pl.Series, last: Any) -> None:
    known = values.drop_nulls()
    if known.is_empty():
        return
    if last is not None and isinstance(last, str) != (known.dtype == pl.String):
        message = "holds numbers or times in some rows and text in others"
        raise UnorderedCursorError(message)
    if known.dtype != pl.String:
        return
    lengths = known.filter(known.str.contains(r"^[0-9]{1,20}$")).str.len_chars()
    unlike = lengths.n_unique() > 1 or 0 < len(lengths) < len(known)
    if unlike or not all(POSITION.fullmatch(word) for word in known.unique()):
        message = "holds text whose order is not that of time"
        raise UnorderedCursorError(message)


def _before(value: Any) -> Any:
    """A little before a cursor value, in its own type; the value itself where nothing can be taken off."""
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        second = next((unit for size, unit in EPOCH_UNITS if abs(value) >= size), 1) if abs(value) >= EPOCH else 0
        return value - max(OVERLAP_IDS, int(OVERLAP_TIME.total_seconds() * second))
    if isinstance(value, datetime):
        return value - OVERLAP_TIME
    if isinstance(value, date):
        return value - timedelta(days=1)
    return _text_before(value) if isinstance(value, str) else value


def _text_before(text: str) -> str:
    """A time written as text, moved back and written the same way; other text unchanged."""
    zone = ZONE.search(text)
    plain = text[: zone.start()] if zone else text
    try:
        moment = datetime.fromisoformat(plain)
    except ValueError:
        return text
    if len(plain) <= len("2026-01-01"):
        return text
    fraction = plain.partition(".")[2]
    precision = "microseconds" if len(fraction) > len("000") else "milliseconds" if fraction else "seconds"
    if moment.isoformat(sep=plain[10], timespec=precision) != plain:
        return text
    return (moment - OVERLAP_TIME).isoformat(sep=plain[10], timespec=precision) + (zone[0] if zone else "")


def _encoded(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"time": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value


def _decoded(value: Any) -> Any:
    if isinstance(value, dict):
        return datetime.fromisoformat(value["time"]) if "time" in value else date.fromisoformat(value["day"])
    return value
