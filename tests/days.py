"""Rows of roll-ups at the end of the first week, written as small text tables."""

from datetime import date, timedelta

import polars as pl

from metrics.rollups import TABLES
from tests.tables import table, week

SUNDAY = week(2) - timedelta(1)


def days(name: str, text: str, day: date = SUNDAY) -> pl.LazyFrame:
    """Rows of a roll-up; of contacts, where the table names no object."""
    schema = TABLES[name]
    rows = table(text, schema)
    own = {"day": pl.coalesce("day", pl.lit(day))}
    if "object" in schema:
        own["object"] = pl.coalesce("object", pl.lit("contact"))
    if "unknown" in schema:
        own["unknown"] = pl.col("unknown").fill_null(0)
    return rows.with_columns(**own).lazy()


def shown(rows: pl.LazyFrame, *columns: str) -> dict[str, object]:
    """By subject: a column, or several together, of what a metric gives for the first week."""
    found = rows.filter(pl.col("period") == week(1)).collect()
    names = columns or ("value",)
    return {row[0]: row[1] if len(names) == 1 else row[1:] for row in found.select("subject", *names).iter_rows()}
