"""One writer at a time: a lock beside the lake, or in PostgreSQL where several machines may write."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from filelock import FileLock, Timeout
from sqlalchemy.pool import NullPool

from store.database import Database, StoreError

KEY = "vigie:writer"


@contextmanager
def writing(database: Database, lake: Path, patience_s: float = 60) -> Iterator[None]:
    """Holds the writer lock. It falls with the process that holds it. Raises StoreError when another keeps it."""
    if database.engine.dialect.name == "postgresql":
        with _advisory(database):
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
def _advisory(database: Database) -> Iterator[None]:
    engine = sa.create_engine(database.engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        taken = connection.scalar(sa.text("SELECT pg_try_advisory_lock(hashtextextended(:key, 0))"), {"key": KEY})
        if not taken:
            raise StoreError("store.database: another run is writing; wait for it to end, then run this again")
        yield
