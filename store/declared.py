"""What projects declare of themselves: one table a sheet, each row with the days on which it appeared and was gone."""

from collections.abc import Collection
from datetime import date
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.orm import Session

from settings.declared import DECLARED
from settings.sheets import Sheet
from settings.survey import PULSE
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

    Facts that carry their day are those of the sheet as it was on the day, even where it was first read later; what
    happens after the day is not cut here: metrics read it as planned. A state holds from its own ``since``, else from
    the day it was first read; one that is gone held on the days between its first reading and the one that missed it,
    unless another took its place that tells the same time differently.
    """
    sheet, table = DECLARED[name], DECLARED_TABLES[name]
    schema = sheet.schema | {"source": pl.String(), "seen_from": pl.Date(), "seen_to": pl.Date()}
    statement = sa.select(*(table.c[column] for column in schema)).order_by(table.c.source, table.c.row)
    rows = frame(session, statement, schema).with_columns(gone=(pl.col("seen_to") <= today).fill_null(value=False))
    held = _facts(rows, sheet.dated, today) if sheet.dated else _states(rows, sheet, today)
    return held.select(*sheet.kept)


def _facts(rows: pl.DataFrame, dated: str, today: date) -> pl.DataFrame:
    then = pl.max_horizontal(pl.col("seen_from").min().over("source"), pl.lit(today))
    known = (pl.col("seen_from") <= then) & (pl.col("seen_to").is_null() | (pl.col("seen_to") > then))
    ends = pl.col("until") if "until" in rows.columns else pl.lit(None, pl.Date)
    return rows.filter(known).with_columns(since=pl.col(dated), until=ends)


def _states(rows: pl.DataFrame, sheet: Sheet, today: date) -> pl.DataFrame:
    """States with the days they held on; those of a sheet that was read twice on a day count once."""
    known = rows.filter((pl.col("seen_from") <= today) & (~pl.col("gone") | (pl.col("seen_to") > pl.col("seen_from"))))
    own = pl.col("since") if "since" in sheet.schema else pl.lit(None, pl.Date)
    ends = pl.col("until") if "until" in sheet.schema else pl.lit(None, pl.Date)
    told = known.with_columns(own=own, until=ends).with_row_index("nth")
    about = ["source", sheet.columns[0].name, "own"]
    later = told.filter(pl.col("own").is_not_null()).select(*about, seen_to="seen_from").unique()
    replaced = told.filter("gone").join(later, on=[*about, "seen_to"], how="semi", nulls_equal=True)["nth"]
    return told.filter(~pl.col("nth").is_in(replaced.implode())).with_columns(
        since=pl.when("gone").then(pl.max_horizontal("own", "seen_from")).otherwise(pl.coalesce("own", "seen_from")),
        until=pl.when("gone").then(pl.min_horizontal("until", "seen_to")).otherwise("until"),
    )


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


def land_pulse(session: Session, source: str, batch: pl.DataFrame) -> int:
    """Takes the answers of the rounds in a batch in place of those known of them; how many came or went."""
    mine = sa.and_(PulseRow.source == source, PulseRow.round.in_(batch["round"].unique().to_list()))
    columns = [getattr(PulseRow, name) for name in PULSE]
    held = {tuple(row) for row in session.execute(sa.select(*columns).where(mine))}
    fresh = set(batch.select(*PULSE).iter_rows())
    if held == fresh:
        return 0
    session.execute(sa.delete(PulseRow).where(mine))
    session.execute(sa.insert(PulseRow), [{"source": source, **dict(zip(PULSE, row, strict=True))} for row in fresh])
    return len(held ^ fresh)


def pulse(session: Session) -> pl.DataFrame:
    """All answers of all rounds, ordered."""
    columns = [getattr(PulseRow, name) for name in PULSE]
    return frame(session, sa.select(*columns).order_by(PulseRow.round, PulseRow.respondent, PulseRow.item), PULSE)


def answers_of(session: Session, respondents: Collection[str]) -> int:
    """How many answers of respondents are held."""
    mine = sa.select(sa.func.count()).select_from(PulseRow).where(PulseRow.respondent.in_(respondents))
    return session.scalar(mine) or 0


def erase_answers(session: Session, respondents: Collection[str]) -> int:
    """Removes the answers of respondents; how many there were."""
    held = answers_of(session, respondents)
    session.execute(sa.delete(PulseRow).where(PulseRow.respondent.in_(respondents)))
    return held


def rounds(session: Session) -> list[date]:
    """The rounds of surveys of which answers are held."""
    return list(session.scalars(sa.select(PulseRow.round).distinct().order_by(PulseRow.round)))
