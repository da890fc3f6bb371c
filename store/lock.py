"""One writer at a time: a lock beside the lake, or in PostgreSQL where several machines may write."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from filelock import FileLock, Timeout
from sqlalchemy.pool import NullPool

from store.database import Database, StoreError

KEY = "vigie:writer"
PAUSE_S = 0.1


@contextmanager
def writing(database: Database, lake: Path, patience_s: float = 60) -> Iterator[None]:
    """Holds the writer lock. It falls with the process that holds it. Raises StoreError when another keeps it."""
    if database.engine.dialect.name == "postgresql":
        with _advisory(database, patience_s):
            yield
        return
    lock = FileLock(lake / ".writer.lock", timeout=patience_s)
    try:
        lock.acquire()
    except Timeout:
        raise StoreError(f"{lake}: another run is writing; wait for it to end, then run this again") from None
    except OSError as error:
        raise StoreError(f"{lake}: cannot be locked for writing ({error.strerror}); check its rights") from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _advisory(database: Database, patience_s: float) -> Iterator[None]:
    engine = sa.create_engine(database.engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        if not _taken(connection, patience_s):
            raise StoreError("store.database: another run is writing; wait for it to end, then run this again")
        try:
            yield
        finally:
            connection.execute(sa.text("SELECT pg_advisory_unlock(hashtextextended(:key, 0))"), {"key": KEY})


def _taken(connection: sa.Connection, patience_s: float) -> bool:
    """Whether the lock came free in time: a server notices a little late that a process which held it is gone."""
    statement = sa.text("SELECT pg_try_advisory_lock(hashtextextended(:key, 0))")
    end = time.monotonic() + patience_s
    while not connection.scalar(statement, {"key": KEY}):
        if time.monotonic() > end:
            return False
        time.sleep(PAUSE_S)
    return True
