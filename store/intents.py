"""What batches mean to write, noted before the lake commits; with the lake's versions, where every stream stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from store.database import Database, StoreError, upsert
from store.lake import Lake
from store.schema import Intent

KEPT_VERSIONS = 3
"""Settled intents kept per stream; older ones say nothing that the newest does not."""


@dataclass(frozen=True)
class Position:
    """Where one stream of a source stands in one table."""

    app_id: str
    version: int
    cursor: Mapping[str, Any] | None


def app_id(source: str, stream: str, table: str) -> str:
    """Under which name a stream's commits to a table are counted."""
    return f"{source}/{stream}/{table}"


def settle(database: Database, lake: Lake, source: str) -> dict[str, Position]:
    """Drops intents that the lake never committed; comes back with the position of each ``stream/table``.

    An interrupted batch leaves an intent one version above the lake's: it is dropped, and its rows are read again. A
    lake that lost a table is behind all intents: they are dropped too, and the stream starts over. Raises StoreError
    when the lake holds what the database knows nothing of: reading it again would count it twice.
    """
    with database.write() as session:
        rows = session.scalars(sa.select(Intent).where(Intent.source == source)).all()
        by_app: dict[str, list[Intent]] = {}
        for row in rows:
            by_app.setdefault(row.app_id, []).append(row)
        return {intents[0].stream: _settled(session, lake, name, intents) for name, intents in by_app.items()}


def _settled(session: Session, lake: Lake, name: str, intents: Sequence[Intent]) -> Position:
    table = intents[0].table
    held = lake.version(table, name) if in_lake(table) else max(i.version for i in intents)
    for intent in intents:
        if intent.version > held or (intent.version < held - KEPT_VERSIONS and intent.measured):
            session.delete(intent)
    newest = next((i for i in intents if i.version == held), None)
    if newest is None and held:
        raise _strange(table, name)
    return Position(name, held, newest.cursor if newest else None)


def begin(lake: Lake, name: str, table: str) -> Position:
    """The position of a stream that never landed. Raises StoreError when the lake knows better."""
    if in_lake(table) and lake.version(table, name):
        raise _strange(table, name)
    return Position(name, 0, None)


def _strange(table: str, name: str) -> StoreError:
    return StoreError(
        f"store: the lake's {table} holds rows of {name} that the database does not know; they do not belong together. "
        "Put back the database and the lake of one backup, or empty both"
    )


def in_lake(table: str) -> bool:
    """Whether a table is kept in the lake rather than in SQL."""
    return table == "events" or table.startswith("records/")


def note(
    session: Session,
    position: Position,
    *,
    source: str,
    stream: str,
    table: str,
    run: int,
    rows: int,
    first_day: date | None = None,
    months: Sequence[str] = (),
) -> None:
    """Writes down what a batch is about to do, or, for SQL tables, does in this very transaction."""
    upsert(
        session,
        Intent,
        [
            {
                "app_id": position.app_id,
                "version": position.version,
                "source": source,
                "stream": stream,
                "table": table,
                "cursor": dict(position.cursor) if position.cursor else None,
                "first_day": first_day,
                "months": list(months),
                "rows": rows,
                "run": run,
                "measured": False,
            }
        ],
    )


def move_cursor(session: Session, position: Position, source: str, stream: str, table: str, run: int) -> None:
    """Moves a stream's cursor past rows of which none landed; its version stays."""
    held = session.get(Intent, (position.app_id, position.version))
    cursor = dict(position.cursor) if position.cursor else None
    if held is not None:
        held.cursor = cursor
        return
    session.add(
        Intent(
            app_id=position.app_id,
            version=position.version,
            source=source,
            stream=stream,
            table=table,
            cursor=cursor,
            first_day=None,
            months=[],
            rows=0,
            run=run,
            measured=True,
        )
    )


@dataclass(frozen=True)
class Unmeasured:
    """What landed and is not yet in the roll-ups: months of events, first days of records and orders, and intents."""

    months: tuple[str, ...]
    first_days: Mapping[str, date]
    intents: tuple[tuple[str, int], ...]


def unmeasured(session: Session) -> Unmeasured:
    """What the roll-ups do not hold yet."""
    rows = session.scalars(sa.select(Intent).where(~Intent.measured)).all()
    months = {month for row in rows if row.table == "events" for month in row.months}
    first_days: dict[str, date] = {}
    for row in rows:
        if (row.table.startswith("records/") or row.table == "orders") and row.first_day:
            known = first_days.get(row.table)
            first_days[row.table] = min(known, row.first_day) if known else row.first_day
    done = tuple((row.app_id, row.version) for row in rows)
    return Unmeasured(tuple(sorted(months)), first_days, done)


def mark_measured(session: Session, intents: Sequence[tuple[str, int]]) -> None:
    """Notes that the roll-ups hold these."""
    for name, version in intents:
        session.execute(sa.update(Intent).where(Intent.app_id == name, Intent.version == version).values(measured=True))
