"""What the judge makes of the rows a metric gave."""

from datetime import date

import polars as pl

from metrics.catalogue import metrics
from metrics.limits import Limits
from metrics.signals import Week, replay
from tests.tables import week


def levels(metric: str, rows: pl.LazyFrame, subject: str = "project") -> dict[date, str]:
    """The level of a subject after each week, by a metric's own limits."""
    declared = metrics()[metric]
    mine = rows.collect().filter(pl.col("subject") == subject).sort("period")
    seen = [Week(*row) for row in mine.select("period", "value", "hits", "n", "reason").iter_rows()]
    limits = Limits(declared.amber, declared.red)
    return {verdict.period: verdict.level for verdict in replay(seen, limits, declared.kind, declared.grain)}


def level(metric: str, rows: pl.LazyFrame, number: int, subject: str = "project") -> str:
    """The level of a subject after a week."""
    return levels(metric, rows, subject)[week(number)]


def found(rows: pl.LazyFrame, number: int, subject: str = "project") -> tuple[float | None, str | None]:
    """Value and reason of a subject in a week."""
    here = rows.collect().filter((pl.col("period") == week(number)) & (pl.col("subject") == subject))
    value, reason = here.select("value", "reason").row(0)
    return value, reason
