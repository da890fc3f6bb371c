"""Folders of CSV, XLSX or Parquet files that other systems drop, read by the same mapping as a database."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import polars as pl
from pydantic import model_validator

from collectors import translating
from collectors.capabilities import declared_acts, mapped_capabilities
from collectors.cells import times
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
from collectors.ordering import Book, orders
from collectors.presence import TABLE, presence
from collectors.sheets import SHOWN_LINES, Sheet, UnreadableSheetError, read_sheet
from collectors.source import Batch, Capability, Pull, Reject, SourceError
from collectors.translating import Roster
from settings.model import Settings
from settings.tables import ACTIONS

KIND = "files"


class Options(MappedOptions):
    """Where the folder is, and how the columns of its files become Vigie's."""

    folder: str

    @model_validator(mode="after")
    def _reads_files(self) -> Self:
        if not all(mapping.files for mapping in self.mappings):
            raise ValueError('should map files = "pattern" in each table')
        return self


def connect(name: str, options: Options, settings: Settings) -> "Folder":
    """The source of that name; opens nothing yet."""
    return Folder(name, options, settings.path(options.folder))


@dataclass(frozen=True)
class Folder:
    """A folder that other systems drop files in.

    Each file of events stands for itself: one that changed is read again in place of what it held. Files of records
    and of people are whole lists; the newest is the present state. Files of orders stand for themselves like events;
    of an order that several tell of, the file read last counts.
    """

    name: str
    options: Options
    path: Path

    def capabilities(self) -> list[Capability]:
        """What the mapping reads; for what it does not, how to map it."""
        acts: set[str] = set()
        for mapping in self.options.events:
            declared = declared_acts(mapping, ())
            if mapping.actions is None and mapping.action:
                declared = self._own_words(mapping, mapping.action) or declared
            acts |= declared or set()
        return mapped_capabilities(self.name, self.options, acts)

    def _own_words(self, mapping: EventsMapping, column: str) -> set[str]:
        """Actions that the newest file names in Vigie's own words."""
        for path in reversed(self._files(mapping)):
            rows = _read(path).rows
            if column in rows.columns:
                return {word.strip().lower() for word in rows[column].unique().drop_nulls()} & set(ACTIONS)
        return set()

    def problems(self) -> list[str]:
        """What keeps files from being read: for the eyes of whoever checks the settings; file names are not kept."""
        found = []
        for mapping in self.options.mappings:
            paths = self._files(mapping)
            if not paths:
                found.append(f"{self.name}: no file in {self.path.name}/ matches {mapping.files}")
            for path in paths:
                sheet = _read(path)
                missing = [name for name in _wanted(mapping, sheet.rows).values() if name not in sheet.rows.columns]
                if missing:
                    there = ", ".join(sheet.rows.columns[:12]) or "nothing"
                    found.append(f"{self.name}: {path.name} has no column {', '.join(missing)}; it has {there}")
                if sheet.broken_lines:
                    lines = ", ".join(map(str, sheet.broken_lines[:SHOWN_LINES]))
                    found.append(f"{self.name}: {path.name} has lines with too few or too many cells: {lines}")
        return found

    def batches(self, pull: Pull) -> Iterator[Batch]:
        """People, then records, then orders and events; files that have not changed since are left alone."""
        roster = Roster(self.name, pull.pseudonyms)
        if self.options.people:
            batch, roster = self._people(self.options.people, roster)
            yield batch
        if self.options.presence:
            yield self._presence(self.options.presence, roster)
        for mapping in self.options.records:
            yield from self._records(mapping, roster, pull)
        for stream, book in streams(self.options.orders):
            yield from self._orders(stream, book, roster, pull)
        for stream, log in streams(self.options.events):
            yield from self._events(stream, log, roster, pull)

    def _files(self, mapping: From) -> list[Path]:
        """Matching files, oldest first. Raises SourceError when the folder cannot be read."""
        if not self.path.is_dir():
            raise SourceError(self.name, "broken", f"there is no folder {self.path.name!r}; mend the source's folder")
        try:
            found = [
                p for p in self.path.glob(mapping.files or "") if p.is_file() and not p.name.startswith((".", "~"))
            ]
        except OSError as error:
            raise SourceError(self.name, "unavailable", f"its folder cannot be read ({error.strerror})") from None
        return sorted(found, key=lambda p: (p.stat().st_mtime_ns, p.name))

    def _people(self, mapping: PeopleMapping, roster: Roster) -> tuple[Batch, Roster]:
        """The people of the newest file."""
        paths = self._files(mapping)
        if not paths:
            return Batch("people", "people", pl.DataFrame()), roster
        rows, rejects = self._rows(paths[-1], mapping, roster)
        if rows is None:
            return Batch("people", "people", pl.DataFrame(), rejects=rejects), roster
        read, roster = translating.people(rows, mapping, roster, self.options.zone, self.options.service_accounts)
        return Batch("people", "people", read.frame, complete=True, rejects=(*rejects, *read.rejects)), roster

    def _presence(self, mapping: PresenceMapping, roster: Roster) -> Batch:
        """The presence that the newest file tells."""
        paths = self._files(mapping)
        if not paths:
            return Batch(TABLE, TABLE, pl.DataFrame())
        sheet, rejects = self._sheet(paths[-1], mapping, roster)
        if sheet is None:
            return Batch(TABLE, TABLE, pl.DataFrame(), rejects=rejects)
        told = presence(sheet.rows, mapping, roster.pseudonyms.country, sheet.lines)
        return replace(told, rejects=(*rejects, *told.rejects))

    def _records(self, mapping: RecordsMapping, roster: Roster, pull: Pull) -> Iterator[Batch]:
        yield Batch(f"fields/{mapping.object}", "fields", translating.watched(mapping), complete=True)
        table = f"records/{mapping.object}"
        held = pull.cursors.get(f"now/{table}", {})
        done = dict(held.get("files", {}))
        for path in self._files(mapping):
            key, stamp = self._key(path, roster), _stamp(path)
            if done.get(key) == stamp:
                continue
            done[key] = stamp
            rows, rejects = self._rows(path, mapping, roster)
            if rows is None:
                yield Batch("now", table, pl.DataFrame(), {"files": dict(done)}, rejects=rejects)
                continue
            read = translating.records(rows, mapping, roster, self.options.zone, pull, self.options.placeholders, key)
            yield Batch(
                "now", table, read.frame, {"files": dict(done)}, complete=True, rejects=(*rejects, *read.rejects)
            )

    def _events(self, stream: str, mapping: EventsMapping, roster: Roster, pull: Pull) -> Iterator[Batch]:
        for path in self._files(mapping):
            key = self._key(path, roster)
            own = f"{stream}_{key}"
            stamp = _stamp(path)
            if pull.cursors.get(f"{own}/events", {}).get("stamp") == stamp:
                continue
            rows, rejects = self._rows(path, mapping, roster)
            if rows is None:
                yield Batch(own, "events", pl.DataFrame(), {"stamp": stamp}, rejects=rejects)
                continue
            read = translating.events(rows, mapping, roster, self.options.zone, pull, key)
            ahead = (times(rows[mapping.at], self.options.zone) > pull.now).any()
            # A file that holds acts of days to come is read again.
            stamp = [] if ahead else stamp
            yield Batch(
                own,
                "events",
                read.frame,
                {"stamp": stamp},
                replace_from=pull.events_since,
                rejects=(*rejects, *read.rejects),
            )

    def _orders(self, stream: str, mapping: OrdersMapping, roster: Roster, pull: Pull) -> Iterator[Batch]:
        book = Book(self.name, stream)
        for path in self._files(mapping):
            key = self._key(path, roster)
            own, stamp = f"{stream}_{key}", _stamp(path)
            if pull.cursors.get(f"{own}/orders", {}).get("stamp") == stamp:
                continue
            rows, rejects = self._rows(path, mapping, roster)
            if rows is None:
                yield Batch(own, "orders", pl.DataFrame(), {"stamp": stamp}, rejects=rejects)
                continue
            later = (times(rows[mapping.ordered_on], self.options.zone) > pull.now).fill_null(value=False)
            due = rows.filter(~later) if pull.bounded else rows
            read = orders(due, mapping, self.options.zone, pull, book, self.options.placeholders, key)
            # A file that holds orders of days to come is read again.
            again = pull.bounded and later.any()
            yield Batch(
                own,
                "orders",
                read.frame,
                {"stamp": [] if again else stamp},
                complete=True,
                rejects=(*rejects, *read.rejects),
            )

    def _rows(self, path: Path, mapping: From, roster: Roster) -> tuple[pl.DataFrame | None, tuple[Reject, ...]]:
        """The rows of a file and its broken lines; None for one that cannot be used, which costs itself alone."""
        sheet, rejects = self._sheet(path, mapping, roster)
        return None if sheet is None else sheet.rows, rejects

    def _sheet(self, path: Path, mapping: From, roster: Roster) -> tuple[Sheet | None, tuple[Reject, ...]]:
        key, place = self._key(path, roster), mapping.files or ""
        try:
            sheet = read_sheet(path)
        except (UnreadableSheetError, OSError):
            return None, (Reject("unreadable_file", place, 1, key),)
        wanted = _wanted(mapping, sheet.rows)
        missing = [name for name in wanted.values() if name not in sheet.rows.columns]
        if missing:
            return None, tuple(Reject("missing_column", f"{place} · {name}", 1, key) for name in missing)
        lines = ", ".join(map(str, sheet.broken_lines[:SHOWN_LINES]))
        broken = Reject("broken_line", place, len(sheet.broken_lines), f"{key} lines {lines}")
        rows = sheet.rows.select(list(dict.fromkeys(wanted.values())))
        return replace(sheet, rows=rows), (broken,) if sheet.broken_lines else ()

    def _key(self, path: Path, roster: Roster) -> str:
        """A file's pseudonym, since names of files may name people."""
        return roster.pseudonyms.of("file", self.name, path.relative_to(self.path).as_posix())[:8].lower()


def _read(path: Path) -> Sheet:
    """A file's table, or an empty one when it cannot be read."""
    try:
        return read_sheet(path)
    except (UnreadableSheetError, OSError):
        return Sheet(pl.DataFrame())


def _wanted(mapping: From, rows: pl.DataFrame) -> dict[str, str]:
    """Key → column that a mapping names."""
    if isinstance(mapping, EventsMapping):
        return mapping.present(rows.columns)
    others = (RecordsMapping, PeopleMapping, PresenceMapping, OrdersMapping)
    return mapping.columns if isinstance(mapping, others) else {}


def _stamp(path: Path) -> list[int]:
    """What changes when a file does: size and time of modification."""
    seen = path.stat()
    return [seen.st_size, seen.st_mtime_ns]
