"""Windows of several weeks: the last judged ones up to each week, so that holidays neither fill nor empty them."""

import polars as pl


def judged(weeks: pl.LazyFrame) -> pl.LazyFrame:
    """The weeks that count, numbered from 0 in their order: columns period, number. Empty: no row."""
    counting = weeks.filter(pl.col("reason").is_null() & pl.col("noticed")).sort("period")
    return counting.select("period", number=pl.int_range(pl.len(), dtype=pl.Int64))


def windows(weeks: pl.LazyFrame, length: int, *, whole: bool = True) -> pl.LazyFrame:
    """For each judged week that ends a whole window, the judged weeks inside: columns period, within.

    ``length``: how many weeks a window has, its last included. ``whole``: false for what there is of those before the
    first whole one too. Empty: no row.
    """
    counting = judged(weeks)
    ends = counting.filter(pl.col("number") >= length - 1) if whole else counting
    inside = (pl.col("then") <= pl.col("number")) & (pl.col("then") > pl.col("number") - length)
    return (
        ends.join(counting.select(within="period", then="number"), how="cross")
        .filter(inside)
        .select("period", "within")
    )


def from_whole(weeks: pl.LazyFrame, length: int) -> pl.LazyFrame:
    """The weeks, with reason too_few for the judged ones before the first whole window."""
    return too_few_but(weeks, judged(weeks).filter(pl.col("number") >= length - 1))


def with_history(weeks: pl.LazyFrame, length: int) -> pl.LazyFrame:
    """The weeks from the one on with which so many are collected, held ones included. Empty: no row."""
    collected = weeks.filter(pl.col("noticed") & (pl.col("reason").is_null() | (pl.col("reason") == "held")))
    nth = collected.sort("period").slice(length - 1, 1).select(nth="period")
    return weeks.join(nth, how="cross").filter(pl.col("period") >= pl.col("nth")).drop("nth")


def too_few_but(weeks: pl.LazyFrame, known: pl.LazyFrame) -> pl.LazyFrame:
    """The weeks, with reason too_few for those that have none and are not among the known."""
    marked = weeks.join(known.select("period", known=pl.lit(value=True)), on="period", how="left")
    early = pl.col("known").is_null() & pl.col("reason").is_null()
    return marked.with_columns(reason=pl.when(early).then(pl.lit("too_few")).otherwise("reason")).drop("known")


def during(dated: pl.LazyFrame, inside: pl.LazyFrame) -> pl.LazyFrame:
    """Rows with a ``day``, once for each window that holds their week: the rows' columns, and ``period``, its end."""
    return dated.with_columns(within=pl.col("day").dt.truncate("1w")).join(inside, on="within").drop("within")
