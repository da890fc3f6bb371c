"""The lake: Delta tables of events, record states and roll-ups, written exactly once."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import polars as pl
from deltalake import (
    ColumnProperties,
    CommitProperties,
    DeltaTable,
    Transaction,
    WriterProperties,
    write_deltalake,
)
from deltalake.exceptions import DeltaError

from settings.tables import AGAIN, EVENTS, LANDED, RECORDS
from store.database import StoreError

CONFIGURATION = {
    "delta.dataSkippingStatsColumns": "at,day",
    "delta.deletedFileRetentionDuration": "interval 1 days",
    "delta.logRetentionDuration": "interval 7 days",
}
KEEP_HOURS = 24
FEW_FILES = 8
ROW_GROUP = 1_048_576
DICTIONARY_BYTES = 16 * ROW_GROUP
"""Room for the records that a month's events name again and again: past it, parquet writes each one out in full."""


class Lake:
    """Delta tables under one folder, partitioned by local month."""

    def __init__(self, path: Path) -> None:
        """Makes the folder. Raises StoreError when there is none and it cannot be made."""
        self.path = path
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(path, error) from None
        self._opened: dict[str, tuple[Log, DeltaTable]] = {}

    def check_writable(self) -> None:
        """Raises StoreError when the folder cannot be written; reading it may still do."""
        if not os.access(self.path, os.W_OK):
            raise _unwritable(self.path, PermissionError("read-only"))

    def tables(self) -> list[str]:
        """The tables there are, by name."""
        logs = self.path.glob("**/_delta_log")
        return sorted(log.parent.relative_to(self.path).as_posix() for log in logs)

    def version(self, table: str, app_id: str) -> int:
        """The newest version of an application's commits that the table holds; 0 before the first."""
        opened = self._open(table)
        return (opened.transaction_version(app_id) or 0) if opened else 0

    def append(self, table: str, frame: pl.DataFrame, app_id: str, version: int) -> None:
        """Adds rows as one commit. Raises ValueError when that version, or a later one, is there already."""
        self._check(table, app_id, version)
        self._write(table, frame, app_id, version)

    def replace(self, table: str, frame: pl.DataFrame, predicate: str, app_id: str, version: int) -> None:
        """Puts rows in the place of those that meet a predicate, as one commit; all rows must meet it themselves."""
        self._check(table, app_id, version)
        if self._open(table) is None:
            self._write(table, frame, app_id, version)
        else:
            self._write(table, frame, app_id, version, predicate)

    def refresh(self, table: str, frame: pl.DataFrame, predicate: str) -> None:
        """Like replace, for tables that are computed: the same rows may be written again."""
        if self._open(table) is None:
            self._write(table, frame)
        else:
            self._write(table, frame, predicate=predicate)

    def _check(self, table: str, app_id: str, version: int) -> None:
        held = self.version(table, app_id)
        if version <= held:
            message = f"{table}: {app_id} is at version {held}; {version} would rewind it"
            raise ValueError(message)

    def _write(
        self,
        table: str,
        frame: pl.DataFrame,
        app_id: str | None = None,
        version: int = 0,
        predicate: str | None = None,
    ) -> None:
        mark = [Transaction(app_id, version)] if app_id else None
        opened = self._open(table)
        try:
            write_deltalake(  # type: ignore[call-overload]  # its overloads know no mode chosen at run time
                opened or self.path / table,
                frame,
                mode="overwrite" if predicate else "append",
                predicate=predicate,
                partition_by=["month"],
                schema_mode="merge",
                configuration=CONFIGURATION,
                writer_properties=_compact_writing(frame.schema),
                commit_properties=CommitProperties(app_transactions=mark),
            )
        except (OSError, DeltaError) as error:
            self._opened.pop(table, None)
            raise _unwritable(self.path / table, error) from None
        if opened:
            self._keep(table, opened)

    def scan(self, table: str, schema: Mapping[str, pl.DataType] | None = None) -> pl.LazyFrame:
        """All rows of a table, read when collected; none, of the given schema, when it does not exist.

        Columns that records have and no row of theirs was landed with yet are null.
        """
        opened = self._open(table)
        if opened is None:
            return pl.LazyFrame(schema=dict(schema or schema_of(table)))
        landed = {field.name for field in opened.schema().fields}
        known = schema_of(table) if table.startswith("records/") else {}
        absent = [pl.lit(None, kind).alias(name) for name, kind in known.items() if name not in landed]
        return pl.scan_delta(opened).with_columns(absent) if absent else pl.scan_delta(opened)

    def maintain(self) -> None:
        """Compacts, checkpoints and vacuums tables that have many small files. Call it under the writer lock."""
        for table in self.tables():
            opened = self._open(table)
            if opened is None or len(opened.file_uris()) - len(opened.partitions()) < FEW_FILES:
                continue
            opened.optimize.compact(writer_properties=_compact_writing(self.scan(table).collect_schema()))
            opened.create_checkpoint()
            opened.vacuum(retention_hours=KEEP_HOURS, dry_run=False, enforce_retention_duration=False)
            opened.cleanup_metadata()

    def delete(self, table: str, predicate: str) -> int:
        """Removes the rows that meet a predicate; how many they were. Their files stay until ``expunge``."""
        opened = self._open(table)
        if opened is None:
            return 0
        return int(opened.delete(predicate).get("num_deleted_rows") or 0)

    def blank(self, table: str, column: str, predicate: str) -> int:
        """Sets a column to null in the rows that meet a predicate; how many they were."""
        opened = self._open(table)
        if opened is None:
            return 0
        return int(opened.update(updates={column: "NULL"}, predicate=predicate).get("num_updated_rows") or 0)

    def expunge(self, table: str) -> None:
        """Removes every file that the present state does not need, so that what was deleted is gone from the disk.

        Call it under the writer lock: it would remove another writer's unfinished file too.
        """
        opened = self._open(table)
        if opened is None:
            return
        opened.vacuum(retention_hours=0, dry_run=False, enforce_retention_duration=False, full=True)
        opened.create_checkpoint()
        opened.cleanup_metadata()

    def drop(self, table: str) -> None:
        """Removes a computed table, to be computed anew."""
        shutil.rmtree(self.path / table, ignore_errors=True)

    def _open(self, table: str) -> DeltaTable | None:
        """The table at its newest version; its log is read again only when it is not as it was."""
        path = self.path / table
        kept, now = self._opened.get(table), _log(path)
        if kept and kept[0] == now:
            return kept[1]
        try:
            opened = DeltaTable(path) if DeltaTable.is_deltatable(str(path)) else None
        except (OSError, DeltaError) as error:
            raise StoreError(f"store.lake {path}: cannot be read ({_first_line(error)}); put its backup back") from None
        if opened:
            self._keep(table, opened)
        return opened

    def _keep(self, table: str, opened: DeltaTable) -> None:
        """Keeps an opened table for the next time, unless its log has gone on since."""
        log = _log(self.path / table)
        if log and log.newest == f"{opened.version():020}.json":
            self._opened[table] = (log, opened)
        else:
            self._opened.pop(table, None)


class Log(NamedTuple):
    """How a table's log looks from outside: another folder, time or newest commit is another state."""

    folder: int
    changed_ns: int
    newest: str


def _log(path: Path) -> Log | None:
    """The present look of a table's log; None when there is none."""
    folder = path / "_delta_log"
    try:
        told = folder.stat()
        with os.scandir(folder) as entries:
            newest = max((entry.name for entry in entries if entry.name.endswith(".json")), default="")
    except OSError:
        return None
    return Log(told.st_ino, told.st_mtime_ns, newest)


def schema_of(table: str) -> dict[str, pl.DataType]:
    """The columns that every landed table has."""
    return RECORDS | AGAIN | LANDED if table.startswith("records/") else EVENTS | LANDED


def _compact_writing(schema: Mapping[str, pl.DataType]) -> WriterProperties:
    """Zstd throughout; times of events, which ascend, as differences, and their records once each."""
    differences = ColumnProperties(dictionary_enabled=False, encoding="DELTA_BINARY_PACKED")
    ascending = {name: differences for name in ("at",) if name in schema}
    return WriterProperties(
        compression="ZSTD",
        compression_level=3,
        dictionary_page_size_limit=DICTIONARY_BYTES if ascending else None,
        max_row_group_size=ROW_GROUP,
        column_properties=ascending or None,
    )


def _unwritable(path: Path, error: Exception) -> StoreError:
    said = _first_line(error)
    return StoreError(f"store.lake {path}: cannot be written ({said}); check its rights and the free space of its disk")


def _first_line(error: Exception) -> str:
    return str(error).split("\n")[0]
