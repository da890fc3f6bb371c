"""Figures and judgements: series and the groups they are of, with their versions; levels, changes of level."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.orm import Session

from store.database import frame, upsert
from store.schema import ChangeRow, GroupsRow, LevelRow, SeriesRow

SERIES = {
    "metric": pl.String,
    "subject": pl.String,
    "period": pl.Date,
    "value": pl.Float64,
    "hits": pl.Float64,
    "n": pl.Float64,
    "people": pl.Int64,
    "low": pl.Float64,
    "high": pl.Float64,
    "coverage": pl.Float64,
    "reason": pl.String,
    "definition": pl.String,
}
GROUPS = {
    "period": pl.Date,
    "here": pl.Boolean,
    "team": pl.String,
    "wave": pl.String,
    "role": pl.String,
    "there": pl.Boolean,
    "team_before": pl.String,
    "wave_before": pl.String,
    "role_before": pl.String,
    "people": pl.Int64,
}
LEVELS = {
    "metric": pl.String,
    "subject": pl.String,
    "period": pl.Date,
    "level": pl.String,
    "since": pl.Date,
    "value": pl.Float64,
    "n": pl.Float64,
    "amber": pl.Float64,
    "red": pl.Float64,
    "reason": pl.String,
}
CHANGES = {
    "metric": pl.String,
    "subject": pl.String,
    "period": pl.Date,
    "before": pl.String,
    "after": pl.String,
}
KEYS = ("metric", "subject", "period")


def keep_series(session: Session, rows: pl.DataFrame, now: datetime) -> int:
    """Takes figures: new ones are added, changed ones get a new version, equal ones are left; how many were written."""
    held = series(session)
    new = rows.select(*SERIES).join(held, on=list(SERIES), how="anti", nulls_equal=True)
    versions = frame(
        session,
        sa.select(SeriesRow.metric, SeriesRow.subject, SeriesRow.period, sa.func.max(SeriesRow.version)).group_by(
            SeriesRow.metric, SeriesRow.subject, SeriesRow.period
        ),
        {name: SERIES[name] for name in KEYS} | {"version": pl.Int64},
    )
    numbered = new.join(versions, on=list(KEYS), how="left").with_columns(
        version=pl.col("version").fill_null(0) + 1, current=True, computed_at=pl.lit(now)
    )
    changed = numbered.filter(pl.col("version") > 1)
    for metric, subject, period in changed.select(KEYS).iter_rows():
        session.execute(
            sa.update(SeriesRow)
            .where(
                SeriesRow.metric == metric,
                SeriesRow.subject == subject,
                SeriesRow.period == period,
                SeriesRow.current,
            )
            .values(current=False)
        )
    upsert(session, SeriesRow, numbered.to_dicts())
    return numbered.height


def series(session: Session, shown_on: datetime | None = None) -> pl.DataFrame:
    """Figures as they stand, or as they stood at a moment, ordered by metric, subject and period."""
    columns = [getattr(SeriesRow, name) for name in SERIES]
    if shown_on is None:
        statement = sa.select(*columns).where(SeriesRow.current)
        return frame(session, statement.order_by(*(getattr(SeriesRow, k) for k in KEYS)), SERIES)
    statement = sa.select(*columns).where(SeriesRow.computed_at <= shown_on).order_by(SeriesRow.version)
    then = frame(session, statement, SERIES)
    return then.unique(KEYS, keep="last", maintain_order=True).sort(KEYS)


def keep_groups(session: Session, rows: pl.DataFrame, now: datetime) -> None:
    """Takes the groups of each week: those of a week that changed get a new version, equal ones are left."""
    newest = {row.period: row for row in session.scalars(sa.select(GroupsRow).where(GroupsRow.current))}
    for (period,), week in rows.select(*GROUPS).sort(*GROUPS).partition_by("period", as_dict=True).items():
        people = week.drop("period").to_dict(as_series=False)
        held = newest.get(period)
        if held is not None:
            if held.people == people:
                continue
            held.current = False
        version = held.version + 1 if held else 1
        session.add(GroupsRow(period=period, version=version, current=True, people=people, computed_at=now))


def groups(session: Session, shown_on: datetime | None = None) -> pl.DataFrame:
    """Who was in which groups in each week as it stands, or as it stood at a moment, ordered by period."""
    then = GroupsRow.current if shown_on is None else GroupsRow.computed_at <= shown_on
    rows = session.scalars(sa.select(GroupsRow).where(then).order_by(GroupsRow.version))
    weeks = {row.period: row.people for row in rows}
    parts = [pl.DataFrame({"period": period} | people, schema=GROUPS) for period, people in sorted(weeks.items())]
    return pl.concat(parts) if parts else pl.DataFrame(schema=GROUPS)


def keep_levels(session: Session, rows: pl.DataFrame) -> None:
    """Takes levels in place of all known before."""
    _exchange(session, LevelRow, rows.select(*LEVELS).to_dicts(), LEVELS)


def levels(session: Session, period: date | None = None) -> pl.DataFrame:
    """All levels, or those of one period."""
    statement = sa.select(*(getattr(LevelRow, name) for name in LEVELS))
    if period is not None:
        statement = statement.where(LevelRow.period == period)
    return frame(session, statement.order_by(*(getattr(LevelRow, k) for k in KEYS)), LEVELS)


def keep_changes(session: Session, rows: pl.DataFrame, now: datetime) -> None:
    """Takes changes of level; those known before keep the time at which they were first noted."""
    noted = {(c.metric, c.subject, c.period): c.noted_at for c in session.scalars(sa.select(ChangeRow))}
    kept = [
        row | {"noted_at": noted.get((row["metric"], row["subject"], row["period"]), now)}
        for row in rows.select(*CHANGES).to_dicts()
    ]
    _exchange(session, ChangeRow, kept, CHANGES)


def changes(session: Session) -> pl.DataFrame:
    """Changes of level, newest first."""
    statement = sa.select(*(getattr(ChangeRow, name) for name in CHANGES))
    ordered = statement.order_by(ChangeRow.period.desc(), ChangeRow.metric, ChangeRow.subject)
    return frame(session, ordered, CHANGES)


def _exchange(session: Session, table: type[Any], rows: Sequence[dict[str, Any]], schema: dict[str, Any]) -> None:
    """Makes a table hold exactly these rows, touching only those that differ."""
    columns = [getattr(table, name) for name in schema]
    held = {tuple(row[: len(KEYS)]): tuple(row) for row in session.execute(sa.select(*columns))}
    wanted = {tuple(row[k] for k in KEYS): row for row in rows}
    for key in held.keys() - wanted.keys():
        metric, subject, period = key
        session.execute(
            sa.delete(table).where(table.metric == metric, table.subject == subject, table.period == period)
        )
    upsert(
        session,
        table,
        [row for key, row in wanted.items() if held.get(key) != tuple(row[name] for name in schema)],
    )
