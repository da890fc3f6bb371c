"""Rituals: are the meetings that keep the CRM alive held on it?"""

import polars as pl

from metrics.declaring import metric
from metrics.occurrences import kept_lately


@metric(
    "Rituals kept",
    unit="ratio",
    kind="census",
    grain="window",
    amber=0.80,
    red=0.50,
    origin="named 002",
    cause="organisation",
    about="records",
    counts="items",
    needs_any=("views", "edits", "reports", "dashboards"),
)
def rituals(
    ritual_day: pl.LazyFrame, rituals: pl.LazyFrame, ritual_log: pl.LazyFrame, weeks: pl.LazyFrame
) -> pl.LazyFrame:
    """Share of the planned rituals that took place.

    Formula: occurrences during which somebody of the group looked at the CRM or changed something in it, or noted as
        held / occurrences planned in the last 6 judged weeks, public holidays and closures apart. Rituals shown outside
        the CRM count from their first note on.
    Unit: ratio in [0, 1]; one row per project, team and week. n: occurrences planned.
    Empty: no_data when no ritual is declared; too_few until rituals have been planned for six judged weeks.
    Source: document 002 names the sign; the limits are ours.
    """
    seen = (pl.col("seen") > 0) & ~pl.col("elsewhere")
    return kept_lately(ritual_day, rituals, ritual_log, weeks, seen)
