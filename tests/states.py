"""States of records written as small text tables."""

import polars as pl

from settings.tables import AGAIN, LANDED, RECORDS, UTC
from tests.tables import table

RECORD: dict[str, pl.DataType] = {
    **RECORDS,
    **LANDED,
    **AGAIN,
    "created_day": pl.Date(),
    "spoken_at": UTC,
    "human": pl.Boolean(),
    "whole": pl.Boolean(),
    "account": pl.String(),
}
"""The columns of a state, those that are added before it is summed up included."""

FIELDS: dict[str, pl.DataType] = {
    "filled_mail": pl.Boolean(),
    "valid_mail": pl.Boolean(),
    "filled_tel": pl.Boolean(),
}


def records(text: str) -> pl.DataFrame:
    """States of one object, with the fields mail and tel; of persons, unless the table says otherwise."""
    said = [name.strip() for name in text.strip().splitlines()[0].split("|")]
    frame = table(text, RECORD | FIELDS)
    return frame.with_columns(
        source=pl.coalesce("source", pl.lit("crm")),
        stream=pl.coalesce("stream", pl.lit("records/x")),
        deleted=pl.col("deleted").fill_null(value=False),
        human=pl.col("human").fill_null(value=True),
        whole=pl.col("whole").fill_null(value=False),
        again=pl.col("again") if "again" in said else ~pl.col("record").is_first_distinct(),
        day=pl.coalesce("day", pl.col("modified_at").dt.date()),
        seen_at=pl.coalesce("seen_at", "modified_at"),
        created_day=pl.coalesce("created_day", pl.col("created_at").dt.date()),
    )
