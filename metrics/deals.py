"""Opportunities as they came about: which were won lately, how each began, and on which days they were loaded.

The sums over records are in Narwhals like those of ``metrics.rollups``, whose tables they fill.
"""

from datetime import date, timedelta

import narwhals as nw
import polars as pl
from narwhals.typing import IntoLazyFrameT

WON, LOST = "won", "lost"
QUARTER = timedelta(weeks=13)
YEAR = timedelta(days=365)
DEAL = ("source", "record")
STANDING = ("owner", "team", "human", "pipeline", "amount", "created_at", "created_day")

LOAD_LEAST, LOAD_TIMES, BUSY = 20, 5, 0.9
"""A day is one of loading when more deals than the first were created on it, and more than so many times the number of
a busy day: that which nine days of ten do not pass."""


def won(present: IntoLazyFrameT, records: IntoLazyFrameT, day: date) -> IntoLazyFrameT:
    """The opportunities won in the 13 weeks up to the end of a day, as they stand then, with how they began.

    ``present``: what ``metrics.record_rollups.states`` gives, with ``human``. ``records``: all rows. One was won when
    it was first seen so. Rows: DEAL, STANDING, first_at, first_day, first_stage, first_status, won_at. Empty: no row.
    """
    keys = list(DEAL)
    rows = (
        nw.from_native(records).filter(nw.col("day") <= day).with_columns(moment=nw.coalesce("modified_at", "seen_at"))
    )
    wins = (
        rows.filter(nw.col("status") == WON)
        .group_by(*keys)
        .agg(won_at=nw.col("moment").min(), won_day=nw.col("day").min())
        .filter(nw.col("won_day") > day - QUARTER)
    )
    standing = nw.from_native(present).filter(nw.col("status") == WON).select(*keys, *STANDING)
    mine = standing.join(wins.drop("won_day"), on=keys, how="inner")
    began = (
        rows.join(mine.select(keys), on=keys, how="semi")
        .with_columns(rank=nw.when(nw.col("stream") == "history").then(nw.lit(0)).otherwise(nw.lit(1)))
        .unique(keys, keep="first", order_by=["moment", "rank", "seen_at"])
        .select(*keys, first_at="moment", first_day="day", first_stage="stage", first_status="status")
    )
    return mine.join(began, on=keys, how="inner").to_native()


def entered(present: IntoLazyFrameT, day: date) -> IntoLazyFrameT:
    """How many records each source has of each day of creation, in the year up to a day: source, created_day, n."""
    made = nw.col("created_day")
    lately = nw.from_native(present).filter((made > day - YEAR) & (made <= day))
    return lately.group_by("source", "created_day").agg(n=nw.len()).to_native()


def load_days(counts: pl.DataFrame) -> pl.DataFrame:
    """The days on which records were loaded and not entered, by source: columns source, created_day.

    ``counts``: what ``entered`` gives. A source that enters much once a week has busy days and no day of loading.
    """
    busy = pl.col("n").cast(pl.Int64).quantile(BUSY, "lower").over("source")
    return counts.filter((pl.col("n") > LOAD_LEAST) & (pl.col("n") > LOAD_TIMES * busy)).select("source", "created_day")
