"""Decay: how fast do contacts become wrong, and how many has nobody looked at for a year?"""

import polars as pl

from metrics.declaring import metric
from metrics.rates import share_of_records
from metrics.record_cuts import by_subject, known_states
from metrics.subjects import PROJECT, subject_of

CONTACT = "contact"
PARTS = 2048
MONTHS_IN_A_WEEK = round(7 / (365.25 / 12) * PARTS) / PARTS
"""To a 2048th, so that what teams have adds up to what the project has, to the last digit."""

ALL_AT_ONCE = ("clean_up", "migration")
"""Marks of weeks in which contacts are put right all at once, which tells nothing of how fast they become wrong."""


@metric(
    "Contact decay",
    unit="ratio",
    kind="sample",
    amber=0.02,
    red=0.03,
    origin="figure 003",
    cause="organisation",
    about="records",
    needs=("records",),
)
def decay(
    decay_day: pl.LazyFrame, stage_day: pl.LazyFrame, annotations: pl.LazyFrame, weeks: pl.LazyFrame
) -> pl.LazyFrame:
    """Share of the contacts found wrong in a month.

    Formula: contacts whose e-mail or telephone was corrected, who were marked as gone or deleted in the week /
        contact-months of the week (contacts × 7 / 30.4). A day on which more than a fifth of all contacts changed is
        left out; a week with a declared clean-up or migration is shown and not judged.
    Unit: ratio a month; one row per project and team, and week. n: contact-months.
    Empty: no_data without contacts, or when the state of under half of them is known.
    Source: document 003 quotes 2 to 3 % a month (SiriusDecisions) for bases nobody keeps up; these are the limits.
    """
    contacts = stage_day.filter(pl.col("object") == CONTACT)
    values = decay_day.with_columns(hits=pl.col("wrong"))
    sums = by_subject(values, known_states(contacts), with_objects=False)
    rows = share_of_records(sums.with_columns(n=pl.col("n") * MONTHS_IN_A_WEEK), weeks)
    return _held(rows, annotations.filter(pl.col("kind").is_in(ALL_AT_ONCE)))


def _held(rows: pl.LazyFrame, marks: pl.LazyFrame) -> pl.LazyFrame:
    """The rows, those held that a mark of their week speaks of: of all where it names no team, and of the project."""
    dated = marks.select("team", period=pl.col("happened").dt.truncate("1w"))
    whole = dated.filter(pl.col("team").is_null()).select("period", all=pl.lit(value=True)).unique()
    own = pl.concat(
        [
            dated.filter(pl.col("team").is_not_null()).select("period", subject=subject_of("team")),
            dated.select("period", subject=pl.lit(PROJECT)),
        ]
    ).unique()
    marked = rows.join(whole, on="period", how="left").join(
        own.with_columns(own=pl.lit(value=True)), on=["period", "subject"], how="left"
    )
    held = pl.any_horizontal("all", "own").fill_null(value=False) & pl.col("value").is_not_null()
    return marked.with_columns(reason=pl.when(held).then(pl.lit("held")).otherwise("reason")).drop("all", "own")


@metric(
    "Contacts not verified for a year",
    unit="ratio",
    kind="sample",
    grain="state",
    origin="figure 003",
    cause="organisation",
    about="records",
    needs=("records",),
)
def unverified(decay_day: pl.LazyFrame, stage_day: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the contacts that nobody changed, worked on or spoke to for twelve months.

    Formula: contacts without a change, an activity or a creation in 365 days / contacts, at the end of the week.
    Unit: ratio in [0, 1]; one row per project and team, and week. n: contacts. Without limits: it stands beside decay.
    Empty: no_data without contacts, or when the state of under half of them is known.
    Source: document 003 says how fast contacts become wrong; the twelve months are ours.
    """
    contacts = stage_day.filter(pl.col("object") == CONTACT)
    values = decay_day.with_columns(hits=pl.col("unverified"))
    return share_of_records(by_subject(values, known_states(contacts), with_objects=False), weeks)
