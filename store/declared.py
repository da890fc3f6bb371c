"""What projects declare of themselves: one table a sheet, each row with the days on which it appeared and was gone."""

from collections.abc import Collection
from datetime import date
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.orm import Session

from settings.declared import DECLARED, PULSE
from store.database import frame
from store.schema import DECLARED_TABLES, PulseRow

PERSONS = {
    name: [column.name for column in sheet.columns if column.kind == "person"]
    for name, sheet in DECLARED.items()
    if any(column.kind == "person" for column in sheet.columns)
}
"""Sheets that name persons, by pseudonym, and the columns in which they do."""


def land(session: Session, source: str, name: str, batch: pl.DataFrame, today: date) -> int:
    """Takes the whole present content of a sheet; how many rows came or went.

    Rows that are gone are closed, not deleted: what was declared on a day stays known. A row that is there twice counts
    twice.
    """
    table, columns = DECLARED_TABLES[name], list(DECLARED[name].schema)
    own = table.c.source == source
    held: dict[tuple[Any, ...], list[int]] = {}
    for row in session.execute(sa.select(table).where(own, table.c.seen_to.is_(None)).order_by(table.c.row)):
        held.setdefault(tuple(row._mapping[n] for n in columns), []).append(row.row)  # noqa: SLF001 - SQLAlchemy's name
    fresh = []
    for values in batch.select(columns).iter_rows():
        kept = held.get(values)
        if kept:
            kept.pop(0)
        else:
            fresh.append(values)
    gone = [number for numbers in held.values() for number in numbers]
    if gone:
        closed = sa.update(table).where(own, table.c.row.in_(gone))
        session.execute(closed.values(seen_to=today))
    last = session.scalar(sa.select(sa.func.max(table.c.row)).where(own)) or 0
    rows = [
        {
            "source": source,
            "row": last + number,
            "seen_from": today,
            "seen_to": None,
            **dict(zip(columns, v, strict=True)),
        }
        for number, v in enumerate(fresh, 1)
    ]
    if rows:
        session.execute(sa.insert(table), rows)
    return len(gone) + len(rows)


def declared(session: Session, name: str, today: date) -> pl.DataFrame:
    """The rows of a sheet as they were known on a day, with ``since`` and ``until``.

    A state holds from its own ``since``, else from the day it was first read, and until it was gone. Facts that carry
    their day count from it, even those of a sheet that was read for the first time later. What happens after the day is
    not cut here: metrics read it as planned.
    """
    sheet, table = DECLARED[name], DECLARED_TABLES[name]
    schema = sheet.schema | {"source": pl.String(), "seen_from": pl.Date(), "seen_to": pl.Date()}
    statement = sa.select(*(table.c[column] for column in schema)).order_by(table.c.source, table.c.row)
    first = pl.col("seen_from").min().over("source")
    then = pl.max_horizontal(first, pl.lit(today)) if sheet.dated else pl.lit(today)
    known = (pl.col("seen_from") <= then) & (pl.col("seen_to").is_null() | (pl.col("seen_to") > then))
    rows = frame(session, statement, schema).filter(known)
    own = pl.col("since") if "since" in sheet.schema else pl.lit(None, pl.Date)
    ends = pl.min_horizontal("until", "seen_to") if "until" in sheet.schema else pl.col("seen_to")
    begins = pl.col(sheet.dated) if sheet.dated else pl.coalesce(own, "seen_from")
    return rows.with_columns(since=begins, until=ends).select(*sheet.kept)


def naming(session: Session, users: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """What was declared of a person, by sheet, ordered as it was read; sheets without a row are left out."""
    found = {}
    for name, columns in PERSONS.items():
        table = DECLARED_TABLES[name]
        mine = sa.or_(*(table.c[column].in_(users) for column in columns))
        rows = session.execute(sa.select(table).where(mine).order_by(table.c.source, table.c.row)).mappings().all()
        if rows:
            found[name] = [dict(row) for row in rows]
    return found


def erase(session: Session, users: Collection[str]) -> dict[str, int]:
    """Removes the rows that were declared of a person, those that are no longer in the sheet too; how many by sheet."""
    removed = {name: len(rows) for name, rows in naming(session, users).items()}
    for name in removed:
        table = DECLARED_TABLES[name]
        session.execute(sa.delete(table).where(sa.or_(*(table.c[column].in_(users) for column in PERSONS[name]))))
    return removed


def land_pulse(session: Session, source: str, batch: pl.DataFrame) -> None:
    """Takes the answers of the rounds in a batch in place of those known of them."""
    rounds = batch["round"].unique().to_list()
    session.execute(sa.delete(PulseRow).where(PulseRow.source == source, PulseRow.round.in_(rounds)))
    rows = [{"source": source, **row} for row in batch.select(*PULSE).iter_rows(named=True)]
    if rows:
        session.execute(sa.insert(PulseRow), rows)


def pulse(session: Session) -> pl.DataFrame:
    """All answers of all rounds, ordered."""
    columns = [getattr(PulseRow, name) for name in PULSE]
    return frame(session, sa.select(*columns).order_by(PulseRow.round, PulseRow.respondent, PulseRow.item), PULSE)
