"""Vigie's own SQL database: opening it, bringing its schema up to date, and the few statements all tables share."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import polars as pl
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from store.schema import Fact, Row

MIGRATIONS = Path(__file__).parent / "migrations"
PARAMETERS = 900
"""Bound values a statement may carry on every database in use."""


class StoreError(Exception):
    """A store that cannot be used: what, where and what to do."""


class Database:
    """Vigie's own database, at the newest schema."""

    def __init__(self, url: str) -> None:
        """Opens and migrates it. Raises StoreError when it cannot be reached or written."""
        self.url = url
        self.engine = _engine(url)
        try:
            self._migrate()
        except (DBAPIError, OSError) as error:
            raise StoreError(_sentence(url, error)) from None

    def _migrate(self) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with self.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: all of it lands, or nothing. Raises StoreError when the database cannot be written."""
        try:
            with Session(self.engine) as session, session.begin():
                yield session
        except sa.exc.OperationalError as error:
            raise StoreError(_sentence(self.url, error)) from None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state and changes nothing."""
        with Session(self.engine) as session:
            yield session

    def fact(self, name: str) -> str | None:
        """What is remembered under a name; None when nothing is."""
        with self.read() as session:
            row = session.get(Fact, name)
            return row.value if row else None

    def remember(self, name: str, value: str) -> None:
        """Keeps a value under a name."""
        with self.write() as session:
            upsert(session, Fact, [{"name": name, "value": value}])


def _engine(url: str) -> sa.Engine:
    address = sa.make_url(url)
    if address.get_backend_name() != "sqlite":
        return sa.create_engine(address, pool_pre_ping=True)
    if address.database not in (None, "", ":memory:"):
        try:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(_sentence(url, error)) from None
    engine = sa.create_engine(address, poolclass=NullPool, connect_args={"timeout": 30})
    sa.event.listen(engine, "connect", _sqlite_session)
    return engine


def _sqlite_session(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        # A read-only or foreign file system refuses some of them; the first write says so.
        with suppress(sqlite3.Error):
            cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sentence(url: str, error: Exception) -> str:
    cause = str(getattr(error, "orig", None) or error).split("\n")[0]
    shown = sa.make_url(url).render_as_string(hide_password=True)
    hint = "check that it can be reached and written, and that the disk is not full"
    return f"store.database {shown}: {cause}; {hint}"


def upsert(session: Session, table: type[Row], rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows, or updates those whose primary key is there."""
    if not rows:
        return
    keys = [str(column.key) for column in sa.inspect(table).primary_key]
    size = max(1, PARAMETERS // len(rows[0]))
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    for start in range(0, len(rows), size):
        statement = make(table).values([dict(row) for row in rows[start : start + size]])
        changed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
        session.execute(
            statement.on_conflict_do_update(index_elements=keys, set_=changed)
            if changed
            else statement.on_conflict_do_nothing(index_elements=keys)
        )


def frame(session: Session, statement: sa.Executable, schema: Mapping[str, Any]) -> pl.DataFrame:
    """The rows of a query as a frame of exactly that schema, which may be empty."""
    rows = [tuple(row) for row in session.execute(statement)]
    return pl.DataFrame(rows, schema=dict(schema), orient="row")
