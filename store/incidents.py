"""Incidents: warnings that somebody looks after, at most one open for a signal and subject, each step written down."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

import polars as pl
import sqlalchemy as sa
from sqlalchemy.orm import Session

from store.database import frame
from store.schema import IncidentRow, IncidentStep

State = Literal["new", "acknowledged", "assigned", "resolved", "exempt"]
Reason = Literal["acted", "recovered", "data_error", "expected", "limit_changed", "exempted"]

OPEN: tuple[State, ...] = ("new", "acknowledged", "assigned", "exempt")
INCIDENTS = {
    "id": pl.Int64,
    "metric": pl.String,
    "subject": pl.String,
    "opened_on": pl.Date,
    "state": pl.String,
    "role": pl.String,
    "reason": pl.String,
    "until": pl.Date,
    "closed_on": pl.Date,
    "version": pl.Int64,
}
STEPS = {
    "incident": pl.Int64,
    "state": pl.String,
    "role": pl.String,
    "reason": pl.String,
    "until": pl.Date,
    "author": pl.String,
    "made_at": pl.Datetime("us", "UTC"),
}
PROGRAM = "vigie"
"""Who opens incidents, and closes those whose signal recovered or whose exemption ended."""


class IncidentError(Exception):
    """A step that an incident does not take: what is wrong and what to do."""


def incidents(session: Session) -> pl.DataFrame:
    """All incidents, newest first."""
    columns = [getattr(IncidentRow, name) for name in INCIDENTS]
    return frame(session, sa.select(*columns).order_by(IncidentRow.opened_on.desc(), IncidentRow.id.desc()), INCIDENTS)


def steps(session: Session) -> pl.DataFrame:
    """What was done about incidents, oldest first."""
    columns = [getattr(IncidentStep, name) for name in STEPS]
    return frame(session, sa.select(*columns).order_by(IncidentStep.id), STEPS)


def follow(session: Session, levels: Iterable[tuple[str, str, str, date]], now: datetime, today: date) -> None:
    """Opens an incident for each warning that has none, and closes those whose signal is on track again.

    ``levels``: the newest (metric, subject, level, since) of each signal. An exemption past its last day is new again.
    Grey closes nothing: what is unknown has not recovered.
    """
    held = {(row.metric, row.subject): row for row in session.scalars(_open())}
    for metric, subject, level, since in levels:
        row = held.get((metric, subject))
        if row is None and level in ("amber", "red") and not _was_closed_since(session, metric, subject, since):
            row = IncidentRow(metric=metric, subject=subject, opened_on=since, state="new", version=1)
            session.add(row)
            session.flush()
            _write(session, row, PROGRAM, now)
        elif row is not None and level == "green":
            _move(session, row, "resolved", PROGRAM, now, reason="recovered", closed_on=today)
        elif row is not None and row.state == "exempt" and row.until is not None and row.until < today:
            _move(session, row, "new", PROGRAM, now)


def _was_closed_since(session: Session, metric: str, subject: str, since: date) -> bool:
    """Whether this very warning was resolved by a person, who need not see it again until it recovered."""
    closed = sa.select(sa.func.max(IncidentRow.opened_on)).where(
        IncidentRow.metric == metric, IncidentRow.subject == subject, IncidentRow.state == "resolved"
    )
    last = session.scalar(closed)
    return last is not None and last >= since


def change(
    session: Session,
    incident: int,
    state: State,
    *,
    author: str,
    now: datetime,
    today: date,
    role: str | None = None,
    reason: Reason | None = None,
    until: date | None = None,
    version: int | None = None,
) -> None:
    """Takes a step on an open incident.

    ``assigned`` needs a role, ``resolved`` a reason of the list, ``exempt`` a reason and a last day to come.
    ``version``: the one the author saw. Raises IncidentError when the incident is not open, was changed meanwhile, or
    something is missing.
    """
    row = session.get(IncidentRow, incident, with_for_update=True)
    if row is None or row.state == "resolved":
        raise IncidentError(f"incident {incident} is not open; `vigie incidents` lists those that are")
    if version is not None and version != row.version:
        raise IncidentError(f"incident {incident} was changed by somebody else meanwhile; look at it again")
    if not author.strip():
        raise IncidentError("a step is taken by somebody; give the author's role")
    if state == "assigned" and not role:
        raise IncidentError("an incident is assigned to a role; give one")
    if state in ("resolved", "exempt") and not reason:
        raise IncidentError(f"give a reason for {state}: acted, data_error, expected or limit_changed")
    if state == "exempt" and (until is None or until <= today):
        raise IncidentError("an exemption ends; give its last day, after today")
    closed = today if state == "resolved" else None
    _move(session, row, state, author, now, role=role, reason=reason, until=until, closed_on=closed)


def exempt(session: Session, today: date) -> set[tuple[str, str]]:
    """Signals and subjects that are exempt on a day."""
    statement = _open().where(IncidentRow.state == "exempt", IncidentRow.until >= today)
    return {(row.metric, row.subject) for row in session.scalars(statement)}


def _open() -> sa.Select[IncidentRow]:
    return sa.select(IncidentRow).where(IncidentRow.state.in_(OPEN))


def _move(
    session: Session,
    row: IncidentRow,
    state: State,
    author: str,
    now: datetime,
    *,
    role: str | None = None,
    reason: Reason | None = None,
    until: date | None = None,
    closed_on: date | None = None,
) -> None:
    row.state, row.role, row.reason = state, role or row.role, reason
    row.until, row.closed_on, row.version = until, closed_on, row.version + 1
    _write(session, row, author, now)


def _write(session: Session, row: IncidentRow, author: str, now: datetime) -> None:
    session.add(
        IncidentStep(
            incident=row.id,
            state=row.state,
            role=row.role,
            reason=row.reason,
            until=row.until,
            author=author,
            made_at=now,
        )
    )
