"""What a store holds, as one digest for each table: the same content gives the same digest, however it got there."""

import hashlib
from pathlib import Path

import polars as pl
import sqlalchemy as sa

from jobs.workspace import Workspace
from store.schema import Row

OF_RUNS = {"runs"}
ASIDE = {"intents": {"version", "run", "rows", "months", "first_day"}}
"""How often a list was read again after a run was cut off, which is no content."""


def digests(workspace: Workspace) -> dict[str, str]:
    """By table of the lake and of the database: the hash of its sorted rows."""
    found = {f"lake {table}": _digest(_lake(workspace, table)) for table in workspace.lake.tables()}
    with workspace.database.engine.connect() as connection:
        for table in Row.metadata.sorted_tables:
            if table.name not in OF_RUNS:
                found[f"sql {table.name}"] = _digest(_sql(connection, table))
    return found


def _lake(workspace: Workspace, table: str) -> list[str]:
    rows = workspace.lake.scan(table).collect()
    return [repr(row) for row in rows.select(sorted(rows.columns)).iter_rows()]


def _sql(connection: sa.Connection, table: sa.Table) -> list[str]:
    columns = [column for column in table.columns if column.name not in ASIDE.get(table.name, set())]
    rows = connection.execute(sa.select(*columns))
    if table.name != "intents":
        return [repr(tuple(row)) for row in rows]
    newest = connection.execute(sa.select(table).order_by(table.c.app_id, table.c.version)).mappings()
    last = {row["app_id"]: [row["stream"], row["cursor"], row["measured"]] for row in newest}
    return [repr(item) for item in last.items()]


def _digest(rows: list[str]) -> str:
    content = "\n".join(sorted(rows)).encode()
    return f"{len(rows)} rows {hashlib.blake2s(content, digest_size=8).hexdigest()}"


def files(folder: Path) -> dict[str, str]:
    """By file under a folder, locks apart: the hash of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.blake2s(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


def counted(frame: pl.DataFrame) -> dict[tuple[object, ...], int]:
    """How often each row stands in a frame."""
    counts = frame.group_by(frame.columns).len()
    return {row[:-1]: row[-1] for row in counts.iter_rows()}
