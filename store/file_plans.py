"""What becomes of workbooks: steps of the migration board, each with its author and reason, none ever rewritten."""

from datetime import date, datetime
from typing import Literal

import polars as pl
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from store.database import frame
from store.schema import FilePlan

State = Literal["to_migrate", "in_progress", "retired", "kept"]

FILE_PLANS = {
    "family": pl.String,
    "version": pl.Int64,
    "state": pl.String,
    "reason": pl.String,
    "author": pl.String,
    "made_on": pl.Date,
}


class FilePlanError(Exception):
    """A step that a workbook does not take: what is wrong and what to do."""


def file_plans(session: Session, until: date | None = None) -> pl.DataFrame:
    """All steps made up to a day (None: all), those of a family in their order."""
    columns = [getattr(FilePlan, name) for name in FILE_PLANS]
    statement = sa.select(*columns).order_by(FilePlan.family, FilePlan.version)
    if until is not None:
        statement = statement.where(FilePlan.made_on <= until)
    return frame(session, statement, FILE_PLANS)


def plan(
    session: Session,
    family: str,
    state: State,
    *,
    author: str,
    now: datetime,
    today: date,
    reason: str | None = None,
    version: int | None = None,
) -> int:
    """Takes a step and gives its number.

    ``kept`` needs a reason. ``version``: the number of the last step that the author saw, 0 for none. Raises
    FilePlanError when the state is already so, another step was taken meanwhile, or something is missing.
    """
    if not author.strip():
        raise FilePlanError("a step is taken by somebody; give the author's role")
    if state == "kept" and not (reason or "").strip():
        raise FilePlanError("a workbook is kept on purpose for a reason; give one")
    last = session.scalar(sa.select(FilePlan).where(FilePlan.family == family).order_by(FilePlan.version.desc()))
    held = last.version if last else 0
    if version is not None and version != held:
        raise FilePlanError(f"workbook {family} was changed by somebody else meanwhile; look at it again")
    session.add(
        FilePlan(
            family=family,
            version=held + 1,
            state=state,
            reason=(reason or "").strip() or None,
            author=author.strip(),
            made_on=today,
            made_at=now,
        )
    )
    try:
        session.flush()
    except IntegrityError:
        raise FilePlanError(f"workbook {family} was changed by somebody else meanwhile; look at it again") from None
    return held + 1
