"""The level that a signal comes to when its value stays as it is for weeks."""

import polars as pl

from metrics.catalogue import metrics
from metrics.signals import judge
from tests.tables import week

LONG = 8


def level(signal: str, value: float, n: float | None = 1000) -> str:
    """The level after eight weeks of one value: a rate of so many, or, without ``n``, a value that is no rate."""
    columns = {"metric": signal, "subject": "project", "value": value, "n": n, "reason": None}
    rows = pl.DataFrame(
        [columns | {"period": week(number), "hits": None if n is None else value * n} for number in range(1, LONG + 1)],
        schema_overrides={"reason": pl.String, "hits": pl.Float64, "n": pl.Float64},
    )
    levels, _ = judge(rows, metrics(), {})
    return str(levels.sort("period")["level"].to_list()[-1])
