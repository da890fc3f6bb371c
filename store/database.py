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
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
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
        try:
            self.engine = _engine(url)
            self.writer = self.engine.execution_options(writes=True)
            try:
                self._migrate()
            except Exception:
                self.engine.dispose()
                raise
        except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
            raise StoreError(f"store.database: is no address of a database it can use ({error})") from None
        except (DBAPIError, OSError) as error:
            raise StoreError(_sentence(url, error)) from None
        except CommandError as error:
            message = f"{_shown(url)}: is of another version of Vigie ({error}); use that one, or put a backup back"
            raise StoreError(message) from None

    def _migrate(self) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        newest = ScriptDirectory.from_config(config).get_current_head()
        with self.engine.connect() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
        if found != newest:
            with self.writer.begin() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, "head")

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: all of it lands, or nothing. Raises StoreError when the database cannot be written."""
        try:
            with Session(self.writer) as session, session.begin():
                yield session
        except DBAPIError as error:
            raise self._told(error) from None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state and changes nothing."""
        try:
            with Session(self.engine) as session:
                yield session
        except DBAPIError as error:
            raise self._told(error) from None

    def _told(self, error: DBAPIError) -> Exception:
        """A StoreError for a database that is gone, full or damaged; any other error is a bug and stays itself."""
        outside = (
            isinstance(error, (sa.exc.OperationalError, sa.exc.InternalError)) or type(error) is sa.exc.DatabaseError
        )
        return StoreError(_sentence(self.url, error)) if outside else error

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
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(address, poolclass=NullPool, connect_args={"timeout": 30})
    sa.event.listen(engine, "do_connect", _sqlite_connect)
    sa.event.listen(engine, "connect", _sqlite_session)
    sa.event.listen(engine, "begin", _sqlite_begin)
    return engine


def _sqlite_connect(dialect: Any, _record: object, where: list[Any], options: dict[str, Any]) -> Any:
    """A connection; for reading alone where neither the file nor another beside it can be written.

    A full disk or a read-only folder has no room for the file that readers share, so figures are read without it; not
    where a write-ahead log holds some that the file itself does not.
    """
    connection = dialect.connect(*where, **options)
    try:
        connection.execute("PRAGMA schema_version")
    except sqlite3.OperationalError as error:
        connection.close()
        path, log = Path(where[0]), Path(f"{where[0]}-wal")
        if "locked" in str(error) or not path.is_file() or (log.exists() and log.stat().st_size):
            raise
        return dialect.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", **(options | {"uri": True}))
    return connection


def _sqlite_begin(connection: sa.Connection) -> None:
    """Begins where SQLAlchemy does: by itself the driver would commit each new table, and read without a snapshot."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _sqlite_session(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        # A read-only or foreign file system refuses some of them; the first write says so.
        with suppress(sqlite3.Error):
            cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sentence(url: str, error: Exception) -> str:
    cause = str(getattr(error, "orig", None) or error).split("\n")[0]
    hint = "check that it can be reached and written, and that the disk is not full"
    return f"{_shown(url)}: {cause}; {hint}"


def _shown(url: str) -> str:
    return f"store.database {sa.make_url(url).render_as_string(hide_password=True)}"


def upsert(session: Session, table: type[Row], rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows, or updates those whose primary key is there; of rows with one key the last counts."""
    if not rows:
        return
    keys = [str(column.key) for column in sa.inspect(table).primary_key]
    rows = list({tuple(row[key] for key in keys): row for row in rows}.values())
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
