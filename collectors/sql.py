"""A custom-built CRM in any database SQLAlchemy reads, by the mapping of config.toml."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self, cast

import polars as pl
import sqlalchemy as sa
from pydantic import model_validator

from collectors import translating
from collectors.capabilities import declared_acts, mapped_capabilities
from collectors.cells import texts
from collectors.database import Address, Rows, address, engine, reading
from collectors.mapping import (
    EventsMapping,
    From,
    MappedOptions,
    OrdersMapping,
    PeopleMapping,
    PresenceMapping,
    RecordsMapping,
    streams,
)
from collectors.ordering import Book
from collectors.presence import presence
from collectors.source import Batch, Capability, Pull, SourceError
from collectors.sql_orders import order_batches
from collectors.sql_walk import ahead, along, fresh, without_cursor
from collectors.translating import Roster, Translated
from collectors.walk import Walk
from settings.model import Settings
from settings.tables import ACTIONS

KIND = "sql"


class Options(MappedOptions, Address):
    """Where the database is, and how its columns become Vigie's."""

    @model_validator(mode="after")
    def _reads_a_database(self) -> Self:
        if any(mapping.files for mapping in self.mappings):
            raise ValueError("should read tables or queries; files belong to a source of kind files")
        return self


def connect(name: str, options: Options, settings: Settings) -> "Database":
    """The source of that name; opens nothing yet. Raises SourceError when its environment variable is not set."""
    return Database(name, options, address(name, options, settings))


@dataclass(frozen=True)
class Database:
    """A custom-built CRM's database, read by its mapping."""

    name: str
    options: Options
    url: str

    def capabilities(self) -> list[Capability]:
        """What the mapping reads; for what it does not, how to map it."""
        with reading(self.name, engine(self.name, self.url)) as connection:
            acts = {act for mapping in self.options.events for act in self._acts(connection, mapping)}
        return mapped_capabilities(self.name, self.options, acts)

    def _acts(self, connection: sa.Connection, mapping: EventsMapping) -> set[str]:
        """The actions an events mapping can yield."""
        rows = Rows(self.name, connection, mapping)
        declared = declared_acts(mapping, rows.columns)
        if declared is not None:
            return declared
        return {str(word).strip().lower() for word in rows.distinct(str(mapping.action)) if word} & set(ACTIONS)

    def problems(self) -> list[str]:
        """All that the mappings name and the database lacks, one sentence each."""
        found = []
        for mapping in self.options.mappings:
            with reading(self.name, engine(self.name, self.url)) as connection:
                found += _lacks(self.name, connection, mapping)
        return found

    def batches(self, pull: Pull) -> Iterator[Batch]:
        """People, then records with their earlier states, then orders and events."""
        with reading(self.name, engine(self.name, self.url)) as connection:
            roster = Roster(self.name, pull.pseudonyms)
            if self.options.people:
                batch, roster = self._people(connection, self.options.people, roster)
                yield batch
            if self.options.presence:
                rows = Rows(self.name, connection, self.options.presence)
                there = rows.whole(_columns(rows, self.options.presence.columns))
                yield presence(there, self.options.presence, pull.pseudonyms.country)
            for told in self.options.records:
                yield from self._records(connection, told, roster, pull)
            for stream, mapping in streams(self.options.orders):
                book = Book(self.name, stream)
                yield from order_batches(Rows(self.name, connection, mapping), mapping, self.options, pull, book)
            for stream, log in streams(self.options.events):
                yield from self._events(connection, log, roster, pull, stream)

    def _people(self, connection: sa.Connection, mapping: PeopleMapping, roster: Roster) -> tuple[Batch, Roster]:
        rows = Rows(self.name, connection, mapping)
        columns = _columns(rows, mapping.columns)
        read, roster = translating.people(
            rows.whole(columns), mapping, roster, self.options.zone, self.options.service_accounts
        )
        return Batch("people", "people", read.frame, complete=True, rejects=read.rejects), roster

    def _records(
        self, connection: sa.Connection, mapping: RecordsMapping, roster: Roster, pull: Pull
    ) -> Iterator[Batch]:
        fields = translating.watched(mapping)
        yield Batch(f"fields/{mapping.object}", "fields", fields, complete=True)
        rows = Rows(self.name, connection, mapping)
        if mapping.modified_at:
            yield from self._changed(rows, mapping, roster, pull, "now", mapping.modified_at)
            yield from self._undated(rows, mapping, roster, pull, mapping.modified_at)
            yield self._sweep(rows, mapping, pull)
        else:
            yield self._all(rows, mapping, roster, pull)
        if mapping.history:
            rows = Rows(self.name, connection, mapping.history)
            earlier = mapping.earlier(rows.columns)
            by = mapping.history.cursor or mapping.history.at
            yield from self._changed(rows, earlier, roster, pull, "history", by)
            yield from self._without_cursor(rows, by, "history", f"records/{mapping.object}")

    def _changed(
        self, rows: Rows, mapping: RecordsMapping, roster: Roster, pull: Pull, stream: str, by: str
    ) -> Iterator[Batch]:
        """States that changed since the last run."""
        table = f"records/{mapping.object}"
        columns = _columns(rows, mapping.columns | {"cursor": by})
        walk = Walk(pull.cursors.get(f"{stream}/{table}"), pull.pseudonyms, _of(columns), exact=stream == "history")
        for chunk in along(rows, columns, walk, by):
            here = translating.until_now(chunk, mapping, self.options.zone, pull)
            new = fresh(walk, here, rows, by)
            if new.is_empty():
                continue
            read = self._states(new, mapping, roster, pull, f"{by} {new[by][0]}")
            walk.reach(here, by, ahead(here, by, mapping.modified_at, pull, self.options.zone))
            yield Batch(stream, table, read.frame, walk.cursor, rejects=read.rejects)

    def _undated(self, rows: Rows, mapping: RecordsMapping, roster: Roster, pull: Pull, by: str) -> Iterator[Batch]:
        """States without a time of change, each time."""
        for number, chunk in enumerate(rows.chunks(_columns(rows, mapping.columns), sa.column(by).is_(None))):
            read = self._states(chunk, mapping, roster, pull, f"{by} null {number}")
            yield Batch("now", f"records/{mapping.object}", read.frame, rejects=read.rejects)

    def _all(self, rows: Rows, mapping: RecordsMapping, roster: Roster, pull: Pull) -> Batch:
        """All states, of a CRM that keeps no time of change."""
        read = self._states(rows.whole(_columns(rows, mapping.columns)), mapping, roster, pull)
        table = f"records/{mapping.object}"
        return Batch("now", table, read.frame, complete=True, rejects=read.rejects)

    def _states(
        self,
        chunk: pl.DataFrame,
        mapping: RecordsMapping,
        roster: Roster,
        pull: Pull,
        position: str = "",
    ) -> Translated:
        return translating.records(chunk, mapping, roster, self.options.zone, pull, self.options.placeholders, position)

    def _sweep(self, rows: Rows, mapping: RecordsMapping, pull: Pull) -> Batch:
        """The ids of all records there are, so that those gone for good are noticed."""
        ids = rows.whole([mapping.record])[mapping.record]
        alive = pull.pseudonyms.records(self.name, mapping.object, texts(ids))
        return Batch("sweep", f"records/{mapping.object}", pl.DataFrame(), alive=alive)

    def _events(
        self,
        connection: sa.Connection,
        mapping: EventsMapping,
        roster: Roster,
        pull: Pull,
        stream: str,
    ) -> Iterator[Batch]:
        rows = Rows(self.name, connection, mapping)
        columns = _columns(rows, mapping.present(rows.columns))
        if mapping.cursor is None:
            yield self._reread(rows, mapping, columns, roster, pull, stream)
            return
        by = mapping.cursor
        yield from self._without_cursor(rows, by, stream, "events")
        walk = Walk(pull.cursors.get(f"{stream}/events"), pull.pseudonyms, _of(columns))
        for chunk in along(rows, columns, walk, by):
            waiting = (
                ahead(chunk, mapping.at, mapping.at, pull, self.options.zone)
                if pull.bounded or by == mapping.at
                else None
            )
            here = chunk if waiting is None else chunk.filter(~waiting)
            new = fresh(walk, here, rows, by)
            if new.is_empty() and here.height == chunk.height:
                continue
            position = f"{by} {new[by][0]}" if new.height else ""
            read = translating.events(new, mapping, roster, self.options.zone, pull, position)
            rest = chunk.clear() if waiting is None else chunk.filter(waiting)
            later = translating.events(rest, mapping, roster, self.options.zone, pull, f"{by} ahead")
            walk.reach(here, by, ahead(here, by, mapping.at, pull, self.options.zone))
            yield Batch(stream, "events", read.frame, walk.cursor, rejects=(*read.rejects, *later.rejects))

    def _without_cursor(self, rows: Rows, by: str, stream: str, table: str) -> Iterator[Batch]:
        """A count of the rows that no walk can reach because their cursor is null."""
        yield Batch(stream, table, pl.DataFrame(), rejects=(without_cursor(rows, by),))

    def _reread(
        self,
        rows: Rows,
        mapping: EventsMapping,
        columns: list[str],
        roster: Roster,
        pull: Pull,
        stream: str,
    ) -> Batch:
        """All acts of a log without a cursor, in place of those read before from its first one on."""
        read = translating.events(rows.whole(columns), mapping, roster, self.options.zone, pull)
        first = cast("datetime | None", read.frame["at"].min())
        return Batch(stream, "events", read.frame, replace_from=first, rejects=read.rejects)


def _lacks(source: str, connection: sa.Connection, mapping: From) -> list[str]:
    """What keeps one mapping from being read, its history table included."""
    try:
        rows = Rows(source, connection, mapping)
        if isinstance(mapping, EventsMapping):
            rows.need(mapping.present(rows.columns))
        elif isinstance(mapping, (RecordsMapping, PeopleMapping, PresenceMapping, OrdersMapping)):
            rows.need(mapping.columns)
        if isinstance(mapping, RecordsMapping) and mapping.history:
            earlier = Rows(source, connection, mapping.history)
            cursor = {"cursor": mapping.history.cursor} if mapping.history.cursor else {}
            earlier.need(mapping.earlier(earlier.columns).columns | cursor)
    except SourceError as error:
        return [str(error)]
    return []


def _of(columns: list[str]) -> str:
    """What rows of these columns are recognised by."""
    return hashlib.blake2s("\x1f".join(columns).encode(), digest_size=4).hexdigest()


def _columns(rows: Rows, named: Mapping[str, str]) -> list[str]:
    """The columns a mapping names. Raises SourceError naming all that the table lacks."""
    rows.need(named)
    return list(dict.fromkeys(named.values()))
