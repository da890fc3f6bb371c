"""Reading a CRM's own database: read-only sessions, streamed rows, errors that say what to grant or mend."""

import difflib
import os
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Self

import polars as pl
import sqlalchemy as sa
from pydantic import model_validator
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from collectors.cells import column
from collectors.mapping import From
from collectors.source import SourceError
from settings.model import Settings, SourceOptions

CHUNK = 50_000
REFUSED = re.compile(r"password|authentication|access denied|role .* does not exist", re.IGNORECASE)
NOT_GRANTED = re.compile(r"permission denied|command denied|not authorized", re.IGNORECASE)
ABSENT = re.compile(
    r"no such (table|column)|does not exist|doesn't exist|(undefined|unknown) (table|column)", re.IGNORECASE
)
SAYABLE = ("08", "0A", "25", "28", "3D", "3F", "40", "42", "53", "55", "57", "58")
"""Classes of SQLSTATE whose messages name things of the database; the others may quote what a row holds."""


class Address(SourceOptions):
    """Where a source's database is: an address, or the environment variable that holds one with its password."""

    url: str | None = None
    url_env: str | None = None

    @model_validator(mode="after")
    def _one_address(self) -> Self:
        if (self.url is None) == (self.url_env is None):
            raise ValueError("should have exactly one of url and url_env")
        return self


def address(source: str, options: Address, settings: Settings) -> str:
    """The database address of a source. Raises SourceError when its environment variable is not set."""
    if options.url is not None:
        return settings.url(options.url)
    given = os.environ.get(options.url_env or "")
    if not given:
        raise SourceError(
            source,
            "broken",
            f"the environment variable {options.url_env} is not set; put the database address there",
        )
    return settings.url(given)


def engine(source: str, url: str) -> sa.Engine:
    """An engine that can only read. Raises SourceError when the address is not one or its driver is missing."""
    try:
        address = sa.make_url(url)
        if address.get_backend_name() == "sqlite":
            return sa.create_engine("sqlite://", creator=_sqlite_reader(source, address.database), poolclass=NullPool)
        made = sa.create_engine(address, poolclass=NullPool, connect_args=_patience(address))
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        hint = (
            "install the Python driver for it in Vigie's .venv (for MySQL: .venv/bin/python -m pip install pymysql)"
            if isinstance(error, ModuleNotFoundError)
            else "see SQLAlchemy's database URLs"
        )
        raise SourceError(source, "broken", f"the database address cannot be used ({_plain(error)}); {hint}") from None
    sa.event.listen(made, "connect", _read_only)
    return made


def _patience(address: sa.URL) -> dict[str, Any]:
    """How long to wait for a server, in the driver's own words."""
    return {"connect_timeout": 10} if address.get_backend_name() in ("postgresql", "mysql", "mariadb") else {}


def _sqlite_reader(source: str, name: str | None) -> Any:
    """A creator of read-only SQLite connections: plain opening would make an empty file where there is none."""

    def connect() -> sqlite3.Connection:
        path = Path(name or "")
        if not path.is_file():
            raise SourceError(source, "broken", f"there is no SQLite file {path.name!r}; mend the source's url")
        opened = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        opened.text_factory = lambda text: text.decode(errors="replace")
        return opened

    return connect


def _read_only(connection: Any, _record: object) -> None:
    """Tells the server that this session never writes, where it has a way to be told."""
    module = type(connection).__module__
    if module.startswith("psycopg"):
        connection.read_only = True
        for name, loader in _lenient_loaders().items():
            connection.adapters.register_loader(name, loader)
    elif module.startswith("pymysql"):
        with connection.cursor() as cursor:
            cursor.execute("SET SESSION TRANSACTION READ ONLY")


@cache
def _lenient_loaders() -> dict[str, Any]:
    """Readers of PostgreSQL's times that take one outside Python's years, such as infinity, for no value."""
    from psycopg import DataError  # noqa: PLC0415 - only where PostgreSQL is read
    from psycopg.types import datetime as types  # noqa: PLC0415

    def lenient(loader: Any) -> Any:
        def load(self: Any, data: Any) -> Any:
            try:
                return loader.load(self, data)
            except DataError:
                return None

        return type(f"Lenient{loader.__name__}", (loader,), {"load": load})

    named = {"date": types.DateLoader, "timestamp": types.TimestampLoader, "timestamptz": types.TimestamptzLoader}
    return {name: lenient(loader) for name, loader in named.items()}


@contextmanager
def reading(source: str, made: sa.Engine) -> Iterator[sa.Connection]:
    """A connection that sees one consistent state. Raises SourceError when the database cannot be reached."""
    try:
        connection = made.connect()
    except DBAPIError as error:
        raise _trouble(source, error) from None
    with connection:
        if made.dialect.name in ("postgresql", "mysql", "mariadb"):
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        try:
            yield connection
        except DBAPIError as error:
            raise _trouble(source, error) from None


def _plain(error: BaseException) -> str:
    """The first line of a driver's message, without addresses, statements or what a row holds."""
    cause = getattr(error, "orig", None) or error
    state = getattr(cause, "sqlstate", None)
    if state and not state.startswith(SAYABLE):
        return f"SQLSTATE {state}, {type(cause).__name__}"
    return re.sub(r"\s+", " ", str(cause).split("\n")[0]).strip()


def _trouble(source: str, error: DBAPIError) -> SourceError:
    said = _plain(error)
    everything = str(error.orig)
    if NOT_GRANTED.search(everything):
        return SourceError(
            source,
            "unavailable",
            f"the database refuses ({said}); grant SELECT on it to Vigie's account",
        )
    if REFUSED.search(everything):
        return SourceError(
            source,
            "unavailable",
            f"the database refuses the sign-in ({said}); check the account and password in the source's url",
        )
    if ABSENT.search(everything):
        return SourceError(source, "broken", f"the database lacks something the mapping names ({said})")
    if isinstance(error, sa.exc.OperationalError):
        return SourceError(
            source,
            "retry",
            f"the database cannot be reached or read ({said}); Vigie tries again at the next run",
        )
    return SourceError(source, "broken", f"the database cannot run a query of the mapping ({said})")


class Rows:
    """The rows of one table or query of a CRM, checked for their columns and read in chunks."""

    def __init__(self, source: str, connection: sa.Connection, origin: From) -> None:
        self.source = source
        self.connection = connection
        self.origin = origin
        self.clause = _clause(origin)
        self.columns = self._columns()

    def _columns(self) -> list[str]:
        statement = sa.select(sa.text("*")).select_from(self.clause).where(sa.false())
        try:
            with self.connection.execute(statement) as result:
                return list(result.keys())
        except DBAPIError as error:
            if self.origin.table and ABSENT.search(str(error.orig)):
                raise self._absent() from None
            raise _trouble(self.source, error) from None

    def _absent(self) -> SourceError:
        """The error for a missing table, with the nearest one there is."""
        try:
            schema = (self.origin.table or "").rpartition(".")[0]
            inspector = sa.inspect(self.connection.engine)
            names = [*inspector.get_table_names(schema or None), *inspector.get_view_names(schema or None)]
            names = [f"{schema}.{name}" for name in names] if schema else names
        except SQLAlchemyError:
            names = []
        return SourceError(
            self.source,
            "broken",
            f"there is no table {self.origin.table!r}{_near(self.origin.table or '', names)}",
        )

    def need(self, names: Mapping[str, str | None]) -> None:
        """Checks that columns exist: mapping key → column. Raises SourceError naming all that do not."""
        missing = [
            f"{key} = {name!r}{_near(name, self.columns)}"
            for key, name in names.items()
            if name is not None and name not in self.columns
        ]
        if missing:
            raise SourceError(
                self.source,
                "broken",
                f"{self.origin.origin} has no such column: {'; '.join(missing)}",
            )

    def count(self, where: sa.ColumnElement[bool]) -> int:
        """How many rows meet a condition."""
        statement = sa.select(sa.func.count()).select_from(self.clause).where(where)
        return int(self.connection.execute(statement).scalar_one())

    def distinct(self, name: str) -> list[Any]:
        """The different values of a column."""
        statement: sa.Select[Any] = sa.select(sa.column(name)).select_from(self.clause).distinct()
        return [row[0] for row in self.connection.execute(statement)]

    def chunks(
        self,
        names: Sequence[str],
        where: sa.ColumnElement[bool] | None = None,
        order: str | None = None,
    ) -> Iterator[pl.DataFrame]:
        """Rows of the named columns, some tens of thousands at a time; nothing at all when there are none."""
        columns = list(dict.fromkeys(names))
        statement: Any = sa.select(*(sa.column(name) for name in columns)).select_from(self.clause)
        if where is not None:
            statement = statement.where(where)
        if order is not None:
            statement = statement.order_by(sa.column(order))
        streamed = self.connection.execution_options(stream_results=True, max_row_buffer=CHUNK)
        with streamed.execute(statement) as result:
            for part in result.partitions(CHUNK):
                yield pl.DataFrame(
                    [column(name, values) for name, values in zip(columns, zip(*part, strict=True), strict=True)]
                )

    def whole(self, names: Sequence[str]) -> pl.DataFrame:
        """All rows of the named columns at once; with their columns as text when there are none."""
        parts = list(self.chunks(names))
        if not parts:
            return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
        return pl.concat(_alike(parts), how="vertical_relaxed")


def _alike(parts: Sequence[pl.DataFrame]) -> list[pl.DataFrame]:
    """Frames whose columns are text in all where they are not all numbers, or all of one type."""
    mixed = []
    for name in parts[0].columns:
        kinds = {part.schema[name] for part in parts} - {pl.Null()}
        if len(kinds) > 1 and not all(kind.is_numeric() for kind in kinds):
            mixed.append(name)
    return [part.with_columns(pl.col(mixed).cast(pl.String, strict=False)) for part in parts]


def _clause(origin: From) -> sa.FromClause:
    if origin.table:
        schema, _, name = origin.table.rpartition(".")
        return sa.table(name, schema=schema or None)
    query = (origin.query or "").strip().rstrip(";").replace(":", r"\:")
    return sa.TextClause(f"({query}\n) AS asked")  # type: ignore[return-value]


def _near(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    if near:
        return f" (did you mean {near[0]!r}?)"
    return f" (there are {', '.join(sorted(known)[:12])})" if known else ""
