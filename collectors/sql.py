"""A custom-built CRM in any database SQLAlchemy reads, by the mapping of config.toml."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self, cast

import polars as pl
import sqlalchemy as sa
from pydantic import model_validator

from collectors import translating
from collectors.capabilities import declared_acts, mapped_capabilities
from collectors.cells import texts, times
from collectors.database import Address, Rows, address, engine, reading
from collectors.mapping import EventsMapping, MappedOptions, PeopleMapping, RecordsMapping, streams
from collectors.source import Batch, Capability, Pull, Reject
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

    def batches(self, pull: Pull) -> Iterator[Batch]:
        """People, then records with their earlier states, then events."""
        with reading(self.name, engine(self.name, self.url)) as connection:
            roster = Roster(self.name, pull.pseudonyms)
            if self.options.people:
                batch, roster = self._people(connection, self.options.people, roster)
                yield batch
            for mapping in self.options.records:
                yield from self._records(connection, mapping, roster, pull)
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
            yield self._sweep(rows, mapping, pull)
        else:
            yield self._all(rows, mapping, roster, pull)
        if mapping.history:
            rows = Rows(self.name, connection, mapping.history)
            earlier = mapping.earlier(rows.columns)
            by = mapping.history.cursor or mapping.history.at
            yield from self._changed(rows, earlier, roster, pull, "history", by)

    def _changed(
        self, rows: Rows, mapping: RecordsMapping, roster: Roster, pull: Pull, stream: str, by: str
    ) -> Iterator[Batch]:
        """States that changed since the last run; those without a time of change each time."""
        table = f"records/{mapping.object}"
        walk = Walk(pull.cursors.get(f"{stream}/{table}"), pull.pseudonyms)
        columns = [*_columns(rows, mapping.columns), by]
        since = None if walk.low is None else (sa.column(by) >= walk.low) | sa.column(by).is_(None)
        for chunk in rows.chunks(columns, since, by):
            read = self._states(chunk, mapping, roster, pull, str(chunk[by][0]))
            walk.reach(self._passed(chunk, by, pull), by)
            yield Batch(stream, table, read.frame, walk.cursor, rejects=read.rejects)

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
        yield from self._without_cursor(rows, mapping, stream)
        walk = Walk(pull.cursors.get(f"{stream}/events"), pull.pseudonyms)
        since = sa.column(by).is_not(None) if walk.low is None else sa.column(by) >= walk.low
        for chunk in rows.chunks(columns, since, by):
            new = walk.fresh(chunk, by)
            if new.is_empty():
                continue
            read = translating.events(new, mapping, roster, self.options.zone, pull, f"{by} {new[by][0]}")
            walk.reach(self._passed(chunk, by, pull, mapping.at), by)
            yield Batch(stream, "events", read.frame, walk.cursor, rejects=read.rejects)

    def _without_cursor(self, rows: Rows, mapping: EventsMapping, stream: str) -> Iterator[Batch]:
        """A count of the rows that no walk can reach because their cursor is null."""
        lost = rows.count(sa.column(mapping.cursor or "").is_(None))
        if lost:
            place = f"{mapping.origin}.{mapping.cursor}"
            yield Batch(stream, "events", pl.DataFrame(), rejects=(Reject("null_cursor", place, lost),))

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

    def _passed(self, chunk: pl.DataFrame, by: str, pull: Pull, at: str | None = None) -> pl.DataFrame:
        """The rows a walk may count as passed: not those of the future, whose time would hide all that follow."""
        name = at if pull.bounded and at else by
        if chunk[name].dtype.is_numeric() and name == by:
            return chunk
        late = times(chunk[name], self.options.zone) > pull.now + (
            timedelta() if pull.bounded else translating.TOLERANCE
        )
        return chunk.filter(~late.fill_null(value=False))


def _columns(rows: Rows, named: dict[str, str]) -> list[str]:
    """The columns a mapping names. Raises SourceError naming all that the table lacks."""
    rows.need(named)
    return list(dict.fromkeys(named.values()))
