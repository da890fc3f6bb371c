"""Walking along a cursor column: where to read from, and which rows were read before.

Databases commit out of order, and times repeat: each walk starts a little before the place the last one reached, and
leaves out the rows it has met there.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from collectors.pseudonyms import Pseudonyms
from collectors.source import Cursor

OVERLAP_IDS = 1_000
OVERLAP_TIME = timedelta(minutes=10)


class Walk:
    """A stream's position: the highest cursor value passed, and marks of the rows met just below it."""

    def __init__(self, cursor: Cursor | None, pseudonyms: Pseudonyms) -> None:
        self._pseudonyms = pseudonyms
        self.last = _decoded(cursor["last"]) if cursor else None
        self._met: list[tuple[Any, str]] = [(_decoded(value), mark) for value, mark in (cursor or {}).get("met", ())]

    @property
    def low(self) -> Any:
        """The cursor value to read from, inclusive; None at the start."""
        return None if self.last is None else _before(self.last)

    @property
    def cursor(self) -> Cursor | None:
        """The position as JSON values; None before the first row."""
        if self.last is None:
            return None
        return {
            "last": _encoded(self.last),
            "met": [(_encoded(value), mark) for value, mark in self._met],
        }

    def fresh(self, rows: pl.DataFrame, by: str) -> pl.DataFrame:
        """The rows without those met on the last walk. ``rows`` ascend in ``by``."""
        if not self._met or rows.is_empty():
            return rows
        highest = max(value for value, _ in self._met)
        old = rows[by] <= highest
        met = Counter(mark for _, mark in self._met)
        keep = [not is_old for is_old in old]
        for index in (i for i, is_old in enumerate(old) if is_old):
            mark = self._mark(rows.row(index))
            keep[index] = met[mark] == 0
            met[mark] -= met[mark] > 0
        return rows.filter(pl.Series(keep, dtype=pl.Boolean))

    def reach(self, rows: pl.DataFrame, by: str) -> None:
        """Moves the position past these rows, which ascend in ``by``."""
        reached = rows[by].drop_nulls()
        if reached.is_empty():
            return
        self.last = reached.max() if self.last is None else max(self.last, reached.max())
        low = _before(self.last)
        near = rows.filter(pl.col(by) >= low)
        self._met = [pair for pair in self._met if pair[0] >= low]
        known = Counter(mark for _, mark in self._met)
        for value, row in zip(near[by], near.iter_rows(), strict=True):
            mark = self._mark(row)
            if known[mark]:
                known[mark] -= 1
            else:
                self._met.append((value, mark))

    def _mark(self, row: tuple[Any, ...]) -> str:
        return self._pseudonyms.of("row", *map(repr, row))


def _before(value: Any) -> Any:
    """A little before a cursor value, in its own type; the value itself where nothing can be taken off."""
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return value - OVERLAP_IDS
    if isinstance(value, datetime):
        return value - OVERLAP_TIME
    if isinstance(value, date):
        return value - timedelta(days=1)
    return _text_before(value)


def _text_before(text: str) -> str:
    """A time written as text, moved back and written the same way; other text unchanged."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if len(text) <= len("2026-01-01"):
        return text
    _, dot, fraction = text.partition(".")
    precision = "seconds" if not dot else "milliseconds" if len(fraction) == len("000") else "microseconds"
    if moment.isoformat(sep=text[10], timespec=precision) != text:
        return text
    return (moment - OVERLAP_TIME).isoformat(sep=text[10], timespec=precision)


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
