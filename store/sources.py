"""How each source is doing: its runs, what it can see, what did not fit, which fields it has."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.orm import Session

from store.database import frame, upsert
from store.schema import CapabilityState, FieldRow, RejectRow, Run

RUNS = {
    "id": pl.Int64,
    "source": pl.String,
    "started_at": pl.Datetime("us", "UTC"),
    "finished_at": pl.Datetime("us", "UTC"),
    "state": pl.String,
    "rows": pl.Int64,
    "rejects": pl.Int64,
    "failure": pl.String,
    "error": pl.String,
}
CAPABILITIES = {
    "source": pl.String,
    "name": pl.String,
    "state": pl.String,
    "since": pl.Date,
    "retention_days": pl.Int64,
    "detail": pl.String,
}
REJECTS: dict[str, Any] = {
    "source": pl.String,
    "stream": pl.String,
    "reason": pl.String,
    "where": pl.String,
    "count": pl.Int64,
    "last_seen": pl.Datetime("us", "UTC"),
}
FIELDS = {
    "source": pl.String,
    "object": pl.String,
    "field": pl.String,
    "slug": pl.String,
    "custom": pl.Boolean,
}


def start_run(session: Session, source: str, now: datetime) -> int:
    """Opens a run and closes those of the source that were cut off."""
    cut_off = sa.update(Run).where(Run.source == source, Run.state == "running")
    session.execute(cut_off.values(state="interrupted"))
    run = Run(source=source, started_at=now, finished_at=None, state="running", rows=0, rejects=0)
    session.add(run)
    session.flush()
    return run.id


def end_run(session: Session, run: int, now: datetime, **outcome: Any) -> None:
    """Closes a run with its state, rows, rejects and, where it failed, the kind of failure and the sentence."""
    session.execute(sa.update(Run).where(Run.id == run).values(finished_at=now, **outcome))


def runs(session: Session, last: int | None = None) -> pl.DataFrame:
    """Runs, newest first; with ``last``, that many of each source."""
    columns = [getattr(Run, name) for name in RUNS]
    everything = frame(session, sa.select(*columns).order_by(Run.id.desc()), RUNS)
    if last is None:
        return everything
    return everything.group_by("source", maintain_order=True).head(last)


def keep_capabilities(session: Session, source: str, rows: Iterable[dict[str, Any]]) -> None:
    """Takes a source's capabilities in place of those known before; the day since which it holds one is kept."""
    known = sa.select(CapabilityState.name, CapabilityState.since).where(CapabilityState.source == source)
    since = {row[0]: row[1] for row in session.execute(known)}
    session.execute(sa.delete(CapabilityState).where(CapabilityState.source == source))
    dated = [row | {"since": row["since"] or since.get(row["name"])} for row in rows]
    upsert(session, CapabilityState, [{"source": source, **row} for row in dated])


def date_capability(session: Session, source: str, name: str, first: date) -> None:
    """Notes the earliest day for which a source was seen to hold something; one known earlier stays."""
    row = session.get(CapabilityState, (source, name))
    if row is not None and row.state == "recorded" and (row.since is None or first < row.since):
        row.since = first


def capabilities(session: Session) -> pl.DataFrame:
    """What each source can see."""
    columns = [getattr(CapabilityState, name) for name in CAPABILITIES]
    return frame(
        session,
        sa.select(*columns).order_by(CapabilityState.source, CapabilityState.name),
        CAPABILITIES,
    )


def keep_rejects(
    session: Session,
    source: str,
    stream: str,
    rejects: Sequence[tuple[str, str, int, str]],
    now: datetime,
    whole: str | None = None,
) -> None:
    """Counts rows that did not fit: (reason, where, count, position). Met again they count once; 0 clears.

    ``whole``: a table of which these are all there are, so that those mended since are cleared, whatever their stream
    was called.
    """
    if whole is not None:
        _clear_mended(session, source, whole, {(stream, r, where, position) for r, where, _, position in rejects})
    for reason, where, count, position in rejects:
        key = (source, stream, reason, where, position)
        row = session.get(RejectRow, key)
        if count == 0:
            if row is not None:
                session.delete(row)
        elif row is None:
            session.add(
                RejectRow(
                    source=source,
                    stream=stream,
                    reason=reason,
                    where=where,
                    position=position,
                    count=count,
                    first_seen=now,
                    last_seen=now,
                )
            )
        elif row.count != count:
            row.count, row.last_seen = count, now


def _clear_mended(session: Session, source: str, table: str, stated: Collection[tuple[str, str, str, str]]) -> None:
    of_table = RejectRow.stream.endswith(f"/{table}", autoescape=True)
    for row in session.scalars(sa.select(RejectRow).where(RejectRow.source == source, of_table)):
        if (row.stream, row.reason, row.where, row.position) not in stated:
            session.delete(row)


def rejects(session: Session) -> pl.DataFrame:
    """Rows that did not fit, by source, stream, reason and place."""
    total = sa.func.sum(RejectRow.count)
    keys = (RejectRow.source, RejectRow.stream, RejectRow.reason, RejectRow.where)
    statement = sa.select(*keys, total, sa.func.max(RejectRow.last_seen)).group_by(*keys)
    rows = [(*row[:-2], int(row[-2]), row[-1]) for row in session.execute(statement.order_by(*keys))]
    return pl.DataFrame(rows, schema=REJECTS, orient="row")


def land_fields(session: Session, source: str, objects: Iterable[str], batch: pl.DataFrame) -> None:
    """Takes the watched fields of some objects of a source; fields that are gone stay, marked absent."""
    gone = sa.update(FieldRow).where(FieldRow.source == source, FieldRow.object.in_(list(objects)))
    session.execute(gone.values(present=False))
    rows = [{"source": source, **row, "present": True} for row in batch.iter_rows(named=True)]
    upsert(session, FieldRow, rows)


def fields(session: Session) -> pl.DataFrame:
    """The watched fields that the sources have now."""
    columns = [getattr(FieldRow, name) for name in FIELDS]
    statement = sa.select(*columns).where(FieldRow.present)
    return frame(session, statement.order_by(FieldRow.source, FieldRow.object, FieldRow.field), FIELDS)


def last_complete(session: Session) -> dict[str, datetime]:
    """When the newest complete run of each source began."""
    statement = sa.select(Run.source, sa.func.max(Run.started_at)).where(Run.state.in_(("complete", "partial")))
    return {row[0]: row[1] for row in session.execute(statement.group_by(Run.source))}


def first_run_at(session: Session) -> datetime | None:
    """When the first run of all began; None before it."""
    return session.scalar(sa.select(sa.func.min(Run.started_at)))
