"""Limits changed by hand: who changed which, when and why. Each holds until the next one and is never rewritten."""

from datetime import date, datetime

import polars as pl
import sqlalchemy as sa
from sqlalchemy.orm import Session

from store.database import frame
from store.schema import OverrideRow

OVERRIDES = {
    "id": pl.Int64,
    "metric": pl.String,
    "team": pl.String,
    "amber": pl.Float64,
    "red": pl.Float64,
    "author": pl.String,
    "reason": pl.String,
    "made_on": pl.Date,
}


def override(
    session: Session,
    metric: str,
    *,
    team: str | None,
    amber: float | None,
    red: float | None,
    author: str,
    reason: str,
    now: datetime,
    today: date,
) -> None:
    """Changes limits of a signal, for all or for one team; a limit of None goes back to what holds without it.

    Raises ValueError without an author or a reason.
    """
    if not author.strip() or not reason.strip():
        raise ValueError("a limit is changed by somebody and for a reason; give both")
    session.add(
        OverrideRow(
            metric=metric, team=team, amber=amber, red=red, author=author, reason=reason, made_on=today, made_at=now
        )
    )


def overrides(session: Session, until: date | None = None) -> pl.DataFrame:
    """All changes of limits made up to a day (None: all), oldest first."""
    columns = [getattr(OverrideRow, name) for name in OVERRIDES]
    statement = sa.select(*columns).order_by(OverrideRow.made_on, OverrideRow.id)
    if until is not None:
        statement = statement.where(OverrideRow.made_on <= until)
    return frame(session, statement, OVERRIDES)
