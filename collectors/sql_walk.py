"""Reading a table of a database along its cursor column: from where the last walk ended, in order."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import polars as pl
import sqlalchemy as sa

from collectors.cells import times
from collectors.database import Rows
from collectors.source import Pull, Reject, SourceError
from collectors.translating import TOLERANCE
from collectors.walk import UnorderedCursorError, Walk


def along(rows: Rows, columns: list[str], walk: Walk, by: str) -> Iterator[pl.DataFrame]:
    """The rows from a walk's position on, in its order."""
    known = sa.column(by).is_not(None)
    since = known if walk.low is None else known & (sa.column(by) >= sa.bindparam("low", walk.low, sa.types.NullType()))
    return rows.chunks(columns, since, by)


def fresh(walk: Walk, chunk: pl.DataFrame, rows: Rows, by: str) -> pl.DataFrame:
    """The rows that the last walk has not met. Raises SourceError when the column has no order that time follows."""
    try:
        return walk.fresh(chunk, by)
    except UnorderedCursorError as error:
        message = f"{rows.origin.origin}.{by} cannot be the cursor: it {error}; name a column that grows with time"
        raise SourceError(rows.source, "broken", message) from None


def ahead(rows: pl.DataFrame, name: str, at: str | None, pull: Pull, zone: ZoneInfo) -> pl.Series | None:
    """Which rows have a time there that lies in the future; None where the column counts and is no time."""
    if rows[name].dtype.is_numeric() and name != at:
        return None
    margin = timedelta() if pull.bounded else TOLERANCE
    return (times(rows[name], zone) > pull.now + margin).fill_null(value=False)


def without_cursor(rows: Rows, by: str) -> Reject:
    """A count of the rows that no walk can reach because their cursor is null."""
    return Reject("null_cursor", f"{rows.origin.origin}.{by}", rows.count(sa.column(by).is_(None)))
