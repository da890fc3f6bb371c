"""Occurrences of declared rituals, as figures: how many of those planned lately were kept, by project and team."""

import polars as pl

from metrics.rates import share_of_counts
from metrics.subjects import PROJECT, subject_of
from metrics.windows import judged, windows

WINDOW = 6
IN_CRM = "crm"
KEYS = ["ritual", "team", "period"]


def kept_lately(
    ritual_day: pl.LazyFrame, rituals: pl.LazyFrame, log: pl.LazyFrame, weeks: pl.LazyFrame, kept: pl.Expr
) -> pl.LazyFrame:
    """Share of the occurrences planned in the last six judged weeks that were kept, by project and team.

    ``log``: rows of (ritual, held): each for one occurrence of its week. ``kept``: what the CRM must have seen of an
    occurrence, from the columns of RITUAL_DAY and ``elsewhere``: whether it is shown outside the CRM. Whether those
    took place is unknown until the log first names their ritual, and they are left out till then. Too few until rituals
    have been planned for six judged weeks.
    """
    counted = _by_subject(_weekly(_told(ritual_day, rituals), log, kept))
    numbers = judged(weeks)
    first = counted.join(numbers, on="period").group_by("subject").agg(first=pl.col("number").min())
    summed = (
        windows(weeks, WINDOW, whole=False)
        .join(counted.rename({"period": "within"}), on="within")
        .group_by("subject", "period")
        .agg(pl.col("hits", "n").sum())
        .join(numbers, on="period")
        .join(first, on="subject")
    )
    early = pl.col("number") - pl.col("first") < WINDOW - 1
    return share_of_counts(
        summed.with_columns(people=None, reason=pl.when(early).then(pl.lit("too_few"))),
        weeks,
    )


def _told(ritual_day: pl.LazyFrame, rituals: pl.LazyFrame) -> pl.LazyFrame:
    """Each occurrence with its week, and whether it was shown elsewhere as declared on its day."""
    declared = rituals.filter(pl.col("shown_by") != IN_CRM).select("team", "since", "until", ritual="label")
    holding = (pl.col("since") <= pl.col("day")) & (pl.col("until").is_null() | (pl.col("until") > pl.col("day")))
    elsewhere = (
        ritual_day.join(declared, on=["ritual", "team"], nulls_equal=True)
        .filter(holding)
        .select("day", "ritual", "team", elsewhere=pl.lit(value=True))
        .unique()
    )
    return ritual_day.join(elsewhere, on=["day", "ritual", "team"], how="left", nulls_equal=True).with_columns(
        pl.col("elsewhere").fill_null(value=False), period=pl.col("day").dt.truncate("1w")
    )


def _weekly(occurrences: pl.LazyFrame, log: pl.LazyFrame, kept: pl.Expr) -> pl.LazyFrame:
    """What was planned and kept of each ritual and team in each week: KEYS, n, hits; a day counts once."""
    logged = log.select("ritual", day="held", period=pl.col("held").dt.truncate("1w"))
    days = pl.concat(
        [
            occurrences.filter(kept).select(*KEYS, "day"),
            occurrences.select(KEYS).unique().join(logged, on=["ritual", "period"]).select(*KEYS, "day"),
        ]
    ).unique()
    since = logged.group_by("ritual").agg(logged=pl.col("period").min())
    return (
        occurrences.group_by(KEYS)
        .agg(pl.col("elsewhere").any(), n=pl.len())
        .join(days.group_by(KEYS).agg(hits=pl.len()), on=KEYS, how="left", nulls_equal=True)
        .join(since, on="ritual", how="left")
        .filter(~pl.col("elsewhere") | (pl.col("logged") <= pl.col("period")))
        .select(*KEYS, "n", hits=pl.min_horizontal("n", pl.col("hits").fill_null(0)))
    )


def _by_subject(weekly: pl.LazyFrame) -> pl.LazyFrame:
    parts = (
        weekly.with_columns(subject=pl.lit(PROJECT)),
        weekly.filter(pl.col("team").is_not_null()).with_columns(subject=subject_of("team")),
    )
    return (
        pl.concat([part.select("subject", "period", "hits", "n") for part in parts])
        .group_by("subject", "period")
        .agg(pl.col("hits", "n").sum())
    )
