"""The steering committee: does it meet, is the sponsor there, and are decisions taken?"""

import polars as pl

from metrics.declaring import metric
from metrics.stated import ALWAYS, happened, stated

CADENCE_DAYS = 30
LAST_MEETINGS = 6


@metric(
    "Steering committees held",
    unit="index",
    kind="index",
    grain="state",
    amber=1.25,
    red=2.0,
    origin="named 000",
    cause="organisation",
    about="records",
    counts="items",
    phases=ALWAYS,
)
def cadence(meetings: pl.LazyFrame, steering: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """How long ago the last steering committee was held, in committee cycles.

    Formula: days since the last committee held, weeks without a working day apart / days from one committee to the
        next (as set, else the median of those planned, else 30).
    Unit: committee cycles, from 0; one row for the project and week. Before the first is held: since the first planned.
    Empty: no_data before a committee was planned or held.
    Source: document 000 names the sign; the limits are ours.
    """
    planned = happened(meetings, "planned", weeks).group_by("period").agg(planned=pl.col("planned").min())
    held = happened(meetings, "held", weeks).group_by("period").agg(held=pl.col("held").max())
    last = (
        weeks.select("period", "end")
        .join(planned, on="period", how="left")
        .join(held, on="period", how="left")
        .select("period", "end", last=pl.coalesce("held", "planned"))
        .drop_nulls("last")
    )
    passed = (pl.col("end") - pl.col("last")).dt.total_days() - pl.col("shut").fill_null(0)
    return stated(
        last.join(_shut(last, weeks), on="period", how="left")
        .join(_cadence(meetings, steering), how="cross")
        .select("period", value=passed / pl.col("cadence")),
        weeks,
    )


def _shut(last: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """How many days of wholly closed weeks lie between the last committee and the end of a week."""
    closed = weeks.filter(pl.col("workdays") == 0).select(begin="period", until="end")
    between = (pl.col("begin") > pl.col("last")) & (pl.col("until") <= pl.col("end"))
    return last.join(closed, how="cross").filter(between).group_by("period").agg(shut=pl.len().cast(pl.Int64) * 7)


def _cadence(meetings: pl.LazyFrame, steering: pl.LazyFrame) -> pl.LazyFrame:
    """One row: how many days lie between two committees."""
    gaps = meetings.select(planned=pl.col("planned").unique().sort().diff().dt.total_days().median())
    asked = steering.select(asked=pl.col("cadence_days").max())
    return asked.join(gaps, how="cross").select(cadence=pl.coalesce("asked", "planned", pl.lit(CADENCE_DAYS)))


@metric(
    "Sponsor present",
    unit="ratio",
    kind="census",
    grain="window",
    amber=0.70,
    red=0.40,
    origin="named 001",
    cause="organisation",
    about="records",
    counts="items",
    phases=ALWAYS,
)
def sponsor(meetings: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the last six steering committees that the sponsor attended.

    Formula: committees with the sponsor present / committees held, the last 6 of which it is noted.
    Unit: ratio in [0, 1]; one row for the project and week. n: committees.
    Empty: no_data before the first committee of which it is noted.
    Source: document 001 names the sign; the limits are ours.
    """
    noted = happened(meetings.filter(pl.col("sponsor").is_not_null()), "held", weeks)
    last = noted.sort("held", "planned", "sponsor", descending=True).filter(
        pl.int_range(pl.len()).over("period") < LAST_MEETINGS
    )
    return stated(last.group_by("period").agg(hits=pl.col("sponsor").sum(), n=pl.len()), weeks)


@metric(
    "Decisions waiting",
    unit="index",
    kind="index",
    grain="state",
    amber=1.0,
    red=2.0,
    origin="named 000 002",
    cause="organisation",
    about="records",
    counts="items",
    phases=ALWAYS,
)
def open_decisions(
    due_decisions: pl.LazyFrame, meetings: pl.LazyFrame, steering: pl.LazyFrame, weeks: pl.LazyFrame
) -> pl.LazyFrame:
    """How long the oldest decision past its due date has waited, in committee cycles.

    Formula: days past due of the oldest decision or alert not decided / days from one committee to the next; 0 when
        none is past due.
    Unit: committee cycles, from 0; one row for the project and week. n: decisions past due.
    Empty: no_data before the first decision was raised.
    Source: documents 000 and 002 name the sign; the limits are ours.
    """
    waiting = pl.col("decided").is_null() | (pl.col("decided") > pl.col("end"))
    late = waiting & (pl.col("due") < pl.col("end"))
    oldest = pl.when(late).then((pl.col("end") - pl.col("due")).dt.total_days()).otherwise(0).max()
    raised = happened(due_decisions, "raised", weeks).group_by("period").agg(late=oldest, n=late.sum())
    return stated(
        raised.join(_cadence(meetings, steering), how="cross").select(
            "period", "n", value=pl.col("late") / pl.col("cadence")
        ),
        weeks,
    )
