"""Round trips: which lists leave the CRM, are edited in a spreadsheet, and come back?"""

from datetime import timedelta

import polars as pl

from metrics.declaring import metric
from metrics.indexes import VALUED, indexed
from metrics.subjects import PROJECT, subject_of
from metrics.windows import with_history

WEEKS = 8
LENGTH = timedelta(weeks=WEEKS)
DECLARED = ("clean_up", "migration")
"""Marks of what was declared: a clean-up, or data brought over all at once."""


@metric(
    "Export–edit–import loops",
    unit="count",
    kind="count",
    grain="window",
    amber=1,
    red=3,
    origin="deduced 002 003",
    cause="symptom",
    needs=("exports", "imports"),
)
def round_trips(
    loop_day: pl.LazyFrame, annotations: pl.LazyFrame, expected: pl.LazyFrame, weeks: pl.LazyFrame
) -> pl.LazyFrame:
    """How many lists were exported and brought back in eight weeks, edited outside the CRM in between.

    Formula: imports and mass updates of an object that the same team had exported 1 hour to 21 days before, >= 60 % of
        it the same where that is known, in 8 weeks; each export and import once.
    Update: a mass update is the change of >= 20 records by one account within 10 minutes.
    Apart: service accounts and interfaces; loops during which a clean-up or migration was declared for the team or
        for all.
    Unit: number in 8 weeks; one row per project, team, object, and week; the project's is the sum. people: expected.
    Empty: too_few before eight weeks were collected; a row with a reason where exports or imports are not recorded.
    Source: deduced from documents 002 and 003, which name work around the CRM; the limits are ours.
    """
    known = with_history(weeks.filter("noticed"), WEEKS).select("period", "end")
    recent = (
        _undeclared(loop_day, annotations)
        .join(known, how="cross")
        .filter((pl.col("day") <= pl.col("end")) & (pl.col("day") > pl.col("end") - LENGTH))
    )
    counted = _counted(recent, _subjects(loop_day, expected.join(known, on="period")))
    early = weeks.join(known, on="period", how="anti").select("period", missing=pl.lit("too_few"))
    return indexed(counted, early, weeks)


def _undeclared(loops: pl.LazyFrame, annotations: pl.LazyFrame) -> pl.LazyFrame:
    """The loops within which nothing was declared for their team or for all, on neither of their two days."""
    marks = annotations.filter(pl.col("kind").is_in(DECLARED)).select("happened", of="team")
    numbered = loops.with_row_index("loop")
    inside = (pl.col("taken") <= pl.col("happened")) & (pl.col("happened") <= pl.col("day"))
    theirs = pl.col("of").is_null() | (pl.col("of") == pl.col("team"))
    return numbered.join(numbered.join(marks, how="cross").filter(inside & theirs), on="loop", how="anti").drop("loop")


def _subjects(loops: pl.LazyFrame, expected: pl.LazyFrame) -> pl.LazyFrame:
    """The project, its teams, and objects from their first loop on, with their people: period, subject, people."""
    people = pl.len().cast(pl.Int64)
    whole = expected.group_by("period", "end").agg(people=people)
    teams = expected.filter(pl.col("team").is_not_null()).group_by("period", "team").agg(people=people)
    first = loops.group_by("object").agg(first=pl.col("day").min())
    objects = whole.join(first, how="cross").filter(pl.col("first") <= pl.col("end"))
    parts = (
        whole.with_columns(subject=pl.lit(PROJECT)),
        teams.with_columns(subject=subject_of("team")),
        objects.with_columns(subject=subject_of("object")),
    )
    return pl.concat([part.select("period", "subject", "people") for part in parts])


def _counted(recent: pl.LazyFrame, subjects: pl.LazyFrame) -> pl.LazyFrame:
    """How many loops each subject has in each week's window, none included: columns of VALUED."""
    parts = (
        recent.with_columns(subject=pl.lit(PROJECT)),
        recent.filter(pl.col("team").is_not_null()).with_columns(subject=subject_of("team")),
        recent.with_columns(subject=subject_of("object")),
    )
    sums = pl.concat([part.select("period", "subject", "n") for part in parts])
    found = sums.group_by("period", "subject").agg(value=pl.col("n").sum())
    rows = subjects.join(found, on=["period", "subject"], how="left")
    return rows.with_columns(pl.col("value").fill_null(0)).select(pl.col(n).cast(kind) for n, kind in VALUED.items())
