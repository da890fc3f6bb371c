"""The SQL tables: who works with the CRM, what was collected, what was measured and judged."""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy import JSON, DateTime, Dialect, Index, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from settings.declared import DECLARED
from settings.sheets import Sheet
from settings.tables import COVERAGE, FILES, OVERLAPS
from settings.tables import UTC as UTC_COLUMN


class UtcTime(TypeDecorator[datetime]):
    """A time in UTC, aware in Python, without a zone where the database has none."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To naive UTC."""
        del dialect
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To aware UTC."""
        del dialect
        return value.replace(tzinfo=UTC) if value else None


class Row(DeclarativeBase):
    """A row of Vigie's own database."""

    type_annotation_map = {datetime: UtcTime, dict[str, Any]: JSON, list[str]: JSON}


class Fact(Row):
    """Something the program must remember about itself, such as the secret's fingerprint."""

    __tablename__ = "facts"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class Person(Row):
    """A user of a source, by pseudonym."""

    __tablename__ = "people"

    source: Mapped[str] = mapped_column(primary_key=True)
    user: Mapped[str] = mapped_column(primary_key=True, doc="pseudonym")
    kind: Mapped[str] = mapped_column(doc="human or service")
    role: Mapped[str | None]
    manager: Mapped[str | None] = mapped_column(doc="pseudonym")
    active: Mapped[bool]
    entitled_from: Mapped[date | None]
    entitled_to: Mapped[date | None] = mapped_column(doc="first day no longer entitled")
    wave: Mapped[str | None]
    first_seen: Mapped[date]


class Membership(Row):
    """A person's team over time; the first of several is the primary one."""

    __tablename__ = "memberships"

    source: Mapped[str] = mapped_column(primary_key=True)
    user: Mapped[str] = mapped_column(primary_key=True)
    team: Mapped[str] = mapped_column(primary_key=True)
    start: Mapped[date] = mapped_column(primary_key=True)
    end: Mapped[date | None] = mapped_column(doc="first day no longer a member")
    rank: Mapped[int] = mapped_column(doc="0 is the primary team")
    carried: Mapped[bool] = mapped_column(doc="the start is not known: carried back")


class Alias(Row):
    """Another pseudonym of a person, under which acts may have landed before the e-mail was known."""

    __tablename__ = "aliases"

    alias: Mapped[str] = mapped_column(primary_key=True)
    user: Mapped[str]


class FieldRow(Row):
    """A watched field of an object under its true name."""

    __tablename__ = "fields"

    source: Mapped[str] = mapped_column(primary_key=True)
    object: Mapped[str] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    slug: Mapped[str]
    custom: Mapped[bool]
    present: Mapped[bool] = mapped_column(doc="whether the source still has it")


class Run(Row):
    """One pull of one source."""

    __tablename__ = "runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(index=True)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(doc="running complete partial failed interrupted")
    rows: Mapped[int] = mapped_column(default=0)
    rejects: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str] = mapped_column(default="", doc="retry budget unavailable broken")
    error: Mapped[str] = mapped_column(default="")


class Intent(Row):
    """What a batch means to write, noted before the lake commits it; the lake's own version says whether it did."""

    __tablename__ = "intents"

    app_id: Mapped[str] = mapped_column(primary_key=True, doc="source/stream/table")
    version: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(index=True)
    stream: Mapped[str] = mapped_column(doc="stream/table, as cursors are keyed")
    table: Mapped[str]
    cursor: Mapped[dict[str, Any] | None]
    first_day: Mapped[date | None] = mapped_column(doc="earliest local day touched")
    months: Mapped[list[str]] = mapped_column(doc="local months touched")
    rows: Mapped[int]
    run: Mapped[int]
    measured: Mapped[bool] = mapped_column(default=False, doc="whether the roll-ups hold it")


class RejectRow(Row):
    """Rows of a source that did not fit, by reason and place; never their values."""

    __tablename__ = "rejects"

    source: Mapped[str] = mapped_column(primary_key=True)
    stream: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(primary_key=True)
    where: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]


class CapabilityState(Row):
    """Whether a source records one kind of thing."""

    __tablename__ = "capabilities"

    source: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    since: Mapped[date | None]
    retention_days: Mapped[int | None]
    detail: Mapped[str]


class Request(Row):
    """Work asked for from a screen, claimed by the scheduler."""

    __tablename__ = "requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    work: Mapped[str]
    source: Mapped[str | None]
    asked_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


class SeriesRow(Row):
    """One figure: a metric of a subject in a period. A figure that changes gets a new version; older ones stay."""

    __tablename__ = "series"
    __table_args__ = (Index("ix_series_current", "current", "metric"),)

    metric: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[date] = mapped_column(primary_key=True, doc="first day")
    version: Mapped[int] = mapped_column(primary_key=True)
    current: Mapped[bool]
    value: Mapped[float | None]
    hits: Mapped[float | None] = mapped_column(doc="numerator of a rate")
    n: Mapped[float | None] = mapped_column(doc="what the value rests on")
    people: Mapped[int | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    coverage: Mapped[float | None]
    reason: Mapped[str | None]
    definition: Mapped[str] = mapped_column(doc="hash of the metric's definition")
    computed_at: Mapped[datetime]


class GroupsRow(Row):
    """How many people were in which groups in a week and in the one before. As figures, they may get a new version."""

    __tablename__ = "groups"

    period: Mapped[date] = mapped_column(primary_key=True, doc="first day")
    version: Mapped[int] = mapped_column(primary_key=True)
    current: Mapped[bool]
    people: Mapped[dict[str, Any]] = mapped_column(doc="by column, one entry a sort of people")
    computed_at: Mapped[datetime]


class LevelRow(Row):
    """The level of a signal for a subject after each judged period."""

    __tablename__ = "levels"

    metric: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[date] = mapped_column(primary_key=True)
    level: Mapped[str]
    since: Mapped[date | None]
    value: Mapped[float | None]
    n: Mapped[float | None]
    amber: Mapped[float | None]
    red: Mapped[float | None]
    reason: Mapped[str | None]


class ChangeRow(Row):
    """A signal that went from one level to another."""

    __tablename__ = "changes"

    metric: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[date] = mapped_column(primary_key=True)
    before: Mapped[str]
    after: Mapped[str]
    noted_at: Mapped[datetime]


class Tombstone(Row):
    """A person who was erased: what a source says of them later does not land."""

    __tablename__ = "tombstones"

    user: Mapped[str] = mapped_column(primary_key=True, doc="pseudonym")
    erased_on: Mapped[date]


class PulseRow(Row):
    """One answer of one respondent to one item of a survey round."""

    __tablename__ = "pulse"

    source: Mapped[str] = mapped_column(primary_key=True)
    round: Mapped[date] = mapped_column(primary_key=True)
    respondent: Mapped[str] = mapped_column(primary_key=True, doc="pseudonym of that round alone")
    item: Mapped[str] = mapped_column(primary_key=True)
    team: Mapped[str | None]
    role: Mapped[str | None]
    answer: Mapped[float]


class OrderRow(Row):
    """One order of an order system, as it was told last; its customer by keyed hashes alone."""

    __tablename__ = "orders"

    source: Mapped[str] = mapped_column(primary_key=True)
    order: Mapped[str] = mapped_column(primary_key=True, doc="pseudonym")
    stream: Mapped[str] = mapped_column(doc="the table or file that told of it last")
    ordered_on: Mapped[date]
    kind: Mapped[str | None] = mapped_column(doc="new renewal transactional")
    team: Mapped[str | None]
    amount: Mapped[float | None]
    opportunity: Mapped[str | None] = mapped_column(doc="pseudonym of the CRM's record that it names")
    key_email: Mapped[str | None]
    key_phone: Mapped[str | None]
    key_name: Mapped[str | None]
    key_company_id: Mapped[str | None]
    legal_unit: Mapped[str | None]


class OverrideRow(Row):
    """A limit changed on screen or by command: it holds from its day on, until the next one. Never rewritten."""

    __tablename__ = "overrides"

    id: Mapped[int] = mapped_column(primary_key=True)
    metric: Mapped[str] = mapped_column(index=True)
    team: Mapped[str | None] = mapped_column(doc="None: for all")
    amber: Mapped[float | None] = mapped_column(doc="None: as before the change")
    red: Mapped[float | None]
    author: Mapped[str] = mapped_column(doc="role or account that changed it")
    reason: Mapped[str]
    made_on: Mapped[date]
    made_at: Mapped[datetime]


class IncidentRow(Row):
    """A warning that somebody looks after: at most one open for a signal and subject."""

    __tablename__ = "incidents"

    id: Mapped[int] = mapped_column(primary_key=True)
    metric: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    opened_on: Mapped[date] = mapped_column(doc="period of the change that opened it")
    state: Mapped[str] = mapped_column(doc="new acknowledged assigned resolved exempt")
    role: Mapped[str | None] = mapped_column(doc="to whom it is assigned")
    reason: Mapped[str | None]
    until: Mapped[date | None] = mapped_column(doc="last day of an exemption")
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1, doc="for safe changes by several at once")


class IncidentStep(Row):
    """What was done about an incident, by whom and when; append-only."""

    __tablename__ = "incident_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    incident: Mapped[int] = mapped_column(index=True)
    state: Mapped[str]
    role: Mapped[str | None]
    reason: Mapped[str | None]
    until: Mapped[date | None]
    author: Mapped[str]
    made_at: Mapped[datetime]


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


TYPES: Mapping[pl.DataType, type[sa.types.TypeEngine[Any]]] = {
    pl.String(): sa.String,
    pl.Date(): sa.Date,
    pl.Float64(): sa.Float,
    pl.Boolean(): sa.Boolean,
    pl.Int64(): sa.BigInteger,
    UTC_COLUMN: UtcTime,
}


def _declared(sheet: Sheet) -> sa.Table:
    """Columns of the sheet between whose row it is and when it was seen."""
    return sa.Table(
        sheet.name,
        Row.metadata,
        sa.Column("source", sa.String, primary_key=True),
        sa.Column("row", sa.Integer, primary_key=True, doc="counts the rows ever seen of a source"),
        *[sa.Column(name, TYPES[kind]()) for name, kind in sheet.schema.items()],
        sa.Column("seen_from", sa.Date, nullable=False),
        sa.Column("seen_to", sa.Date, doc="first day on which it was gone"),
    )


DECLARED_TABLES: Mapping[str, sa.Table] = {name: _declared(sheet) for name, sheet in DECLARED.items()}
"""The tables of what projects declare, by name: their columns are those of the sheets."""


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
