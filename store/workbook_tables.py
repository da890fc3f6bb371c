"""The SQL tables of workbooks on shares and drives: their states, what the CRM has of them, what becomes of them."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from settings.tables import COVERAGE, FILES, OVERLAPS
from store.schema import TYPES, Row


class FilePlan(Row):
    """A step of a family of workbooks on the migration board; append-only: two who took the same step collide."""

    __tablename__ = "file_plans"

    family: Mapped[str] = mapped_column(primary_key=True, doc="pseudonym")
    version: Mapped[int] = mapped_column(primary_key=True, doc="counts the steps of the family from 1")
    state: Mapped[str] = mapped_column(doc="to_migrate in_progress retired kept")
    reason: Mapped[str | None]
    author: Mapped[str] = mapped_column(doc="role that took it")
    made_on: Mapped[date]
    made_at: Mapped[datetime]


class ScanRow(Row):
    """A day on which all that a share or drive holds was looked at."""

    __tablename__ = "scans"

    source: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)


def _scanned(name: str, schema: Mapping[str, pl.DataType], keys: Collection[str], *dated: sa.Column[Any]) -> sa.Table:
    """Columns of a table that scans fill between whose they are and when it was so."""
    columns = [sa.Column(column, TYPES[kind](), primary_key=column in keys) for column, kind in schema.items()]
    return sa.Table(name, Row.metadata, sa.Column("source", sa.String, primary_key=True), *columns, *dated)


FILE_STATES_TABLE = _scanned(
    "files",
    FILES,
    {"file"},
    sa.Column("seen_from", sa.Date, primary_key=True),
    sa.Column("seen_to", sa.Date, doc="day of the scan that found it otherwise or gone"),
)
"""A state of a workbook and the scans between which it held."""

OVERLAPS_TABLE = _scanned(
    "file_overlaps", OVERLAPS, {"file", "object"}, sa.Column("day", sa.Date, primary_key=True, doc="of the scan")
)
"""What a workbook and the CRM shared from a day on."""

COVERAGE_TABLE = _scanned(
    "coverage",
    COVERAGE,
    (),
    sa.Column("day", sa.Date, primary_key=True, doc="of the scan"),
    sa.Column("row", sa.Integer, primary_key=True, doc="counts the rows of a source and day: a team may be none"),
)
"""How much of the CRM stood in workbooks in use on the day of a scan."""
