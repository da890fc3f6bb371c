"""Exports: who takes lists out of the CRM, week after week?"""

import polars as pl

from metrics.declaring import metric
from metrics.rates import share_by_object, share_of_people
from metrics.rollups import MACHINES

WINDOW = 4
OFTEN = 3


@metric(
    "Exports to spreadsheets",
    unit="ratio",
    kind="sample",
    grain="window",
    amber=0.10,
    red=0.25,
    origin="deduced 003 004",
    cause="symptom",
    needs=("exports",),
)
def exports(
    user_day: pl.LazyFrame,
    user_day_feature: pl.LazyFrame,
    expected: pl.LazyFrame,
    weeks: pl.LazyFrame,
) -> pl.LazyFrame:
    """Share of the active users who export lists week after week.

    Formula: people who exported in >= 3 of the last 4 judged weeks / people seen in at least one of them.
    Unit: ratio in [0, 1]; one row per project, team, object, and week. n: expected people seen in the window.
    Empty: too_few before four judged weeks; a row with a reason where exports are not recorded.
    Source: deduced from documents 003 and 004, which name parallel spreadsheets; the limits are ours.
    """
    judged = (
        weeks.filter(pl.col("reason").is_null() & pl.col("noticed"))
        .sort("period")
        .select("period", number=pl.int_range(pl.len()))
    )
    seen = _weekly(user_day.filter(pl.col("events") > 0), judged, "user")
    exported = _weekly(user_day.filter(pl.col("exports") > 0), judged, "user")
    lists = user_day_feature.filter(
        (pl.col("action") == "export")
        & ~pl.col("client").is_in(MACHINES).fill_null(value=False)
        & pl.col("object").is_not_null()
    )
    by_object = _weekly(lists, judged, "user", "object")
    active = expected.join(_within(seen, judged, 1), on=["period", "user"], how="semi")
    often = _within(exported, judged, OFTEN).select("period", "user")
    return pl.concat(
        [
            share_of_people(active, often, weeks, too_few="too_few"),
            share_by_object(active, _within(by_object, judged, OFTEN), weeks),
        ]
    )


def _weekly(rows: pl.LazyFrame, judged: pl.LazyFrame, *keys: str) -> pl.LazyFrame:
    """In which judged weeks there is a row for the keys: columns keys, then (the week's number)."""
    dated = rows.with_columns(period=pl.col("day").dt.truncate("1w")).join(judged, on="period")
    return dated.select(*keys, then="number").unique()


def _within(done: pl.LazyFrame, judged: pl.LazyFrame, least: int) -> pl.LazyFrame:
    """Keys with rows in at least so many of the window's weeks, for each week that ends a whole window."""
    keys = [name for name in done.collect_schema().names() if name != "then"]
    windows = judged.filter(pl.col("number") >= WINDOW - 1)
    inside = (pl.col("then") <= pl.col("number")) & (pl.col("then") > pl.col("number") - WINDOW)
    counted = windows.join(done, how="cross").filter(inside).group_by("period", *keys).len()
    return counted.filter(pl.col("len") >= least).select("period", *keys)
