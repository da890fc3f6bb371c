"""Custom-built CRMs of any shape, on SQLite and PostgreSQL, and what a pull of them yields."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import polars as pl
import sqlalchemy as sa

from collectors import sql
from collectors.pseudonyms import Pseudonyms
from collectors.source import Batch, Cursor, Pull, Reject
from settings.model import Settings
from settings.tables import EVENTS

PSEUDONYMS = Pseudonyms(b"a secret for tests alone")
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
SETTINGS = Settings.model_validate({"project": {"name": "Essai"}})


@dataclass
class Pulled:
    """The batches of one pull, as the store would take them."""

    batches: list[Batch]
    cursors: dict[str, Cursor]

    def table(self, name: str, stream: str | None = None) -> pl.DataFrame:
        """All rows of a table."""
        frames = [b.frame for b in self.batches if b.table == name and b.frame.columns and stream in (None, b.stream)]
        empty = pl.DataFrame(schema=EVENTS if name == "events" else {})
        return pl.concat([*frames], how="diagonal_relaxed") if frames else empty

    @property
    def rejects(self) -> list[Reject]:
        """What did not fit."""
        return [reject for batch in self.batches for reject in batch.rejects if reject.count]


@dataclass
class Crm:
    """A CRM's database, written by tests and read by a collector that remembers where it stood."""

    url: str
    mapping: Mapping[str, Any] = field(default_factory=dict)
    cursors: dict[str, Cursor] = field(default_factory=dict)

    def run(self, *statements: str) -> None:
        """Runs statements as the CRM would."""
        engine = sa.create_engine(self.url, poolclass=sa.pool.NullPool)
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(sa.text(statement.replace(":", r"\:")))

    def insert(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Adds rows whose columns are named as they are."""
        engine = sa.create_engine(self.url, poolclass=sa.pool.NullPool)
        with engine.begin() as connection:
            for row in rows:
                schema, _, name = table.rpartition(".")
                columns: list[sa.ColumnClause[Any]] = [sa.column(column) for column in row]
                target = sa.table(name, *columns, schema=schema or None)
                connection.execute(sa.insert(target).values(dict(row)))

    def source(self, **mapping: Any) -> sql.Database:
        """The source, by a mapping."""
        options = sql.Options.model_validate({"kind": "sql", "url": self.url, **(mapping or self.mapping)})
        return sql.connect("crm", options, SETTINGS)

    def pull(self, now: datetime = NOW, *, bounded: bool = False, **mapping: Any) -> Pulled:
        """One pull, from where the last one ended."""
        terms = Pull(now, LONG_AGO, PSEUDONYMS, dict(self.cursors), bounded)
        batches = list(self.source(**mapping).batches(terms))
        for batch in batches:
            if batch.cursor is not None:
                self.cursors[f"{batch.stream}/{batch.table}"] = batch.cursor
        return Pulled(batches, dict(self.cursors))


def user(native: object, email: str | None = None) -> str:
    """The pseudonym of a user."""
    return PSEUDONYMS.person("crm", str(native), email)


def record(object_: str, native: object) -> str:
    """The pseudonym of a record."""
    return PSEUDONYMS.record("crm", object_, str(native))


LOG = {"table": "log", "cursor": "id", "at": "at", "user": "who", "action": "what"}


def log(crm: Crm, kind: str, *values: object) -> Crm:
    """A log whose times are of some type, one row for each."""
    crm.run(f"CREATE TABLE log (id INTEGER PRIMARY KEY, at {kind}, who TEXT, what TEXT)")
    crm.insert("log", ({"id": n, "at": at, "who": "u1", "what": "edit"} for n, at in enumerate(values, 1)))
    return crm


def times(crm: Crm, **more: Any) -> list[datetime]:
    return crm.pull(events=[LOG], **more).table("events")["at"].to_list()
