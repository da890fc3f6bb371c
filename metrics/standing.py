"""Where signals stand on a day: the newest level of each, grey where it is too old or exempt."""

from collections.abc import Collection
from datetime import date

import polars as pl

from metrics.signals import aged
from metrics.subjects import PROJECT, SMALL_TEAMS


def standing(levels: pl.DataFrame, today: date, exempt: Collection[tuple[str, str]] = ()) -> pl.DataFrame:
    """The newest level of each signal and subject, as it may be read on a day.

    Grey with reason ``stale`` where a week went by unmeasured, and with reason ``exempt`` where somebody exempted it:
    an exemption is never a pass. ``exempt``: pairs of metric and subject. Small teams together are left out once the
    project has a newer level: they are shown while there are some too small to be shown alone. Empty: an empty frame.
    """
    last = levels.sort("period").group_by("metric", "subject", maintain_order=True).last()
    whole = last.filter(pl.col("subject") == PROJECT).select("metric", now="period")
    over = (pl.col("subject") == SMALL_TEAMS) & (pl.col("period") < pl.col("now"))
    there = last.join(whole, on="metric", how="left").filter(~over.fill_null(value=False))
    newest = aged(there.drop("now"), today)
    pairs = pl.DataFrame(sorted(exempt), schema={"metric": pl.String, "subject": pl.String}, orient="row")
    spared = newest.join(pairs.with_columns(spared=pl.lit(value=True)), on=["metric", "subject"], how="left")
    free = pl.col("spared").is_null()
    return spared.with_columns(
        level=pl.when(free).then("level").otherwise(pl.lit("grey")),
        since=pl.when(free).then("since"),
        reason=pl.when(free).then("reason").otherwise(pl.lit("exempt")),
    ).select(newest.columns)
