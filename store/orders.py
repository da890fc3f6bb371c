"""Orders of order systems: taken as they were told last, and read back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast

import polars as pl
import sqlalchemy as sa
from sqlalchemy.orm import Session

from settings.tables import ORDERS
from store.database import PARAMETERS, frame, upsert
from store.schema import OrderRow

HELD = {"source": pl.String(), "stream": pl.String(), **ORDERS}


@dataclass(frozen=True)
class Moved:
    """How many orders came, changed or went, and the earliest day of any of them, before and after; None for none."""

    count: int
    first_day: date | None


def land(session: Session, source: str, stream: str, batch: pl.DataFrame, *, whole: bool) -> Moved:
    """Takes orders in the place of what was told of them before, by whichever table or file of the source.

    ``batch``: rows of ORDERS, each order once. ``whole``: they are all there are of the stream; those last told of by
    it that are not among them go.
    """
    told = batch.select(*ORDERS).with_columns(source=pl.lit(source), stream=pl.lit(stream)).select(*HELD)
    before = _named(session, source, told["order"])
    unlike = told.join(before, on=list(HELD), how="anti", nulls_equal=True)
    upsert(session, OrderRow, list(unlike.iter_rows(named=True)))
    changed = told.join(before, on=list(ORDERS), how="anti", nulls_equal=True)
    gone = sweep(session, source, stream, told["order"]) if whole else Moved(0, None)
    days = [*_days(changed), *_days(before.join(changed, on="order", how="semi"))]
    return Moved(changed.height + gone.count, min([*days, *([gone.first_day] if gone.first_day else [])], default=None))


def sweep(session: Session, source: str, stream: str, alive: pl.Series) -> Moved:
    """Removes the orders last told of by a stream that are not among those that exist."""
    mine = sa.select(OrderRow.order, OrderRow.ordered_on).where(OrderRow.source == source, OrderRow.stream == stream)
    held = frame(session, mine, {"order": pl.String(), "ordered_on": pl.Date()})
    gone = held.filter(~pl.col("order").is_in(alive.implode()))
    for some in _parts(gone["order"]):
        session.execute(sa.delete(OrderRow).where(OrderRow.source == source, OrderRow.order.in_(some)))
    return Moved(gone.height, min(_days(gone), default=None))


def count(session: Session, source: str, stream: str) -> int:
    """How many orders were last told of by a stream."""
    mine = sa.select(sa.func.count()).select_from(OrderRow)
    return session.scalar(mine.where(OrderRow.source == source, OrderRow.stream == stream)) or 0


def orders(session: Session) -> pl.DataFrame:
    """All orders of all sources: their source, stream and the columns of ORDERS, in order."""
    columns = [getattr(OrderRow, name) for name in HELD]
    return frame(session, sa.select(*columns).order_by(OrderRow.source, OrderRow.order), HELD)


def _named(session: Session, source: str, names: pl.Series) -> pl.DataFrame:
    """The orders of a source that are held under these names."""
    columns = [getattr(OrderRow, name) for name in HELD]
    asked = sa.select(*columns).where(OrderRow.source == source)
    parts = [frame(session, asked.where(OrderRow.order.in_(some)), HELD) for some in _parts(names)]
    return pl.concat([pl.DataFrame(schema=HELD), *parts])


def _parts(names: pl.Series) -> Iterator[list[str]]:
    known = names.to_list()
    return (known[start : start + PARAMETERS] for start in range(0, len(known), PARAMETERS))


def _days(rows: pl.DataFrame) -> list[date]:
    return cast("list[date]", rows["ordered_on"].to_list())
