"""Values that are no rates, as rows that a metric gives."""

import polars as pl

from metrics.declaring import OUTCOME
from metrics.subjects import PROJECT

VALUED = {name: OUTCOME[name] for name in ("subject", "period", "value", "people")}


def indexed(values: pl.LazyFrame, missing: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Values (subject, period, value, people) as a metric gives them.

    The project has a row in every noticed week, any other subject in every one from its first value on. ``missing``:
    why there is none, by period; no_data in others.
    """
    noticed = weeks.filter("noticed").select("period", "reason")
    others = values.filter(pl.col("subject") != PROJECT).group_by("subject").agg(first=pl.col("period").min())
    since = noticed.join(others, how="cross").filter(pl.col("period") >= pl.col("first"))
    rows = pl.concat([since.select("period", "subject"), noticed.select("period", subject=pl.lit(PROJECT))])
    usable = pl.col("value").is_not_null() & (pl.col("reason").is_null() | (pl.col("reason") == "held"))
    return (
        rows.join(noticed, on="period")
        .join(values, on=["subject", "period"], how="left")
        .join(missing, on="period", how="left")
        .with_columns(
            value=pl.when(usable).then("value"),
            people=pl.when(usable).then("people"),
            reason=pl.when(usable).then("reason").otherwise(pl.coalesce("reason", "missing", pl.lit("no_data"))),
            **{name: pl.lit(None) for name in ("hits", "n", "coverage")},
        )
        .select(pl.col(name).cast(kind) for name, kind in OUTCOME.items())
    )
