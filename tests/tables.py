"""Frames written as small text tables."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

import polars as pl

from metrics.calendar import WEEKS
from metrics.rollups import FIELD_DAY, STAGE_DAY, USER_DAY, USER_DAY_FEATURE
from metrics.signals import Week
from settings.tables import AGAIN, EVENTS, LANDED, RECORDS

Schema = Mapping[str, pl.DataType]

PEOPLE: Schema = {
    "user": pl.String(),
    "kind": pl.String(),
    "role": pl.String(),
    "wave": pl.String(),
    "entitled_from": pl.Date(),
    "entitled_to": pl.Date(),
}
MEMBERSHIPS: Schema = {
    "user": pl.String(),
    "team": pl.String(),
    "start": pl.Date(),
    "end": pl.Date(),
    "rank": pl.Int64(),
}
REQUIRED: Schema = {
    "object": pl.String(),
    "stage": pl.String(),
    "field": pl.String(),
    "slug": pl.String(),
    "weight": pl.Float64(),
}
KNOWN: Schema = {
    **USER_DAY,
    **USER_DAY_FEATURE,
    **FIELD_DAY,
    **STAGE_DAY,
    **PEOPLE,
    **MEMBERSHIPS,
    **REQUIRED,
    **WEEKS,
    **EVENTS,
    **LANDED,
    **RECORDS,
    **AGAIN,
    "monthly": pl.Boolean(),
    "created_day": pl.Date(),
}
"""Types of columns by their name, wherever they occur."""

MONDAY = date(2026, 9, 7)
"""A week of which nothing keeps people away, nor any of the weeks up to December."""


def table(text: str, schema: Schema | None = None) -> pl.DataFrame:
    """The frame that a text table shows: a line of column names, then one line a row, cells apart by ``|``.

    ``-`` is null, ``''`` the empty text. Types are those of the program's own columns of that name; others are texts.
    ``schema``: columns to add as nulls, and the order of all.
    """
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    names, rows = lines[0], lines[1:]
    types = {name: (schema or {}).get(name) or KNOWN.get(name, pl.String()) for name in names}
    columns = {
        name: pl.Series(name, [_value(row[place], types[name]) for row in rows], dtype=types[name])
        for place, name in enumerate(names)
    }
    frame = pl.DataFrame(columns)
    if schema is None:
        return frame
    return frame.select(
        pl.col(name) if name in frame.columns else pl.lit(None, dtype=kind).alias(name) for name, kind in schema.items()
    )


def _value(cell: str, kind: pl.DataType) -> object:
    return None if cell == "-" else READ.get(kind, _moment)(cell)


def _moment(cell: str) -> datetime:
    return datetime.fromisoformat(cell).replace(tzinfo=UTC)


READ: dict[pl.DataType, Callable[[str], object]] = {
    pl.String(): lambda cell: "" if cell == "''" else cell,
    pl.Boolean(): {"yes": True, "no": False}.__getitem__,
    pl.Date(): date.fromisoformat,
    pl.Int64(): int,
    pl.Float64(): float,
}


def week(number: int) -> date:
    """The Monday of a week, 1 for the week of ``MONDAY``."""
    return date.fromordinal(MONDAY.toordinal() + 7 * (number - 1))


def weeks(count: int, reasons: Mapping[int, str] | None = None, noticed_from: int = 1) -> pl.LazyFrame:
    """So many weeks from ``MONDAY`` on, with the reasons of some by number, and the number of the first one noticed."""
    rows = [
        (week(n), date.fromordinal(week(n).toordinal() + 6), 5, 1.0, (reasons or {}).get(n), n >= noticed_from)
        for n in range(1, count + 1)
    ]
    return pl.LazyFrame(rows, schema=WEEKS, orient="row")


def judged(text: str, n: int = 20) -> list[Week]:
    """Weeks as the judge sees them from how many of ``n`` hit: ``18 17 h9 - 3/10``.

    ``h`` marks a held week, ``-`` one without a value, ``3/10`` another number of people.
    """
    rows = []
    for number, word in enumerate(text.split(), 1):
        hits, _, of = word.removeprefix("h").partition("/")
        if word == "-":
            rows.append(Week(week(number), None, None, None, "stale"))
            continue
        total = float(of or n)
        rows.append(Week(week(number), float(hits) / total, float(hits), total, "held" if word[0] == "h" else None))
    return rows
