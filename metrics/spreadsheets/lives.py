"""Lives of workbooks: which families of copies are there on a day, saved how long ago, and what was decided of each."""

import polars as pl

from settings.tables import COVERAGE, FILES, OVERLAPS

SEEN: dict[str, pl.DataType] = {
    "source": pl.String(),
    **FILES,
    "saved_on": pl.Date(),
    "seen_from": pl.Date(),
    "seen_to": pl.Date(),
}
"""A state of a file of a source, and the scans between which it held: the day of the one that found it, and of the one
that no longer did, null while it lasts. ``saved_on``: the local day of the last save."""

OVERLAPPING: dict[str, pl.DataType] = {"source": pl.String(), "day": pl.Date(), **OVERLAPS}
COVERING: dict[str, pl.DataType] = {"source": pl.String(), "day": pl.Date(), **COVERAGE}
"""What a file, or all of them, shared with the CRM on the day of a scan."""

SCANS: dict[str, pl.DataType] = {"source": pl.String(), "day": pl.Date()}
"""Days on which a source was wholly scanned."""

FILE_PLANS: dict[str, pl.DataType] = {
    "family": pl.String(),
    "version": pl.Int64(),
    "state": pl.String(),
    "reason": pl.String(),
    "author": pl.String(),
    "made_on": pl.Date(),
}
"""What was decided of a family: a row a step, numbered from 1. ``author``: a role."""

LIVES: dict[str, pl.DataType] = {
    "family": pl.String(),
    "end": pl.Date(),
    "saved_on": pl.Date(),
    "life": pl.String(),
    "plan": pl.String(),
    "again": pl.Boolean(),
    "counted": pl.Boolean(),
    "since": pl.Date(),
    "reason": pl.String(),
    "author": pl.String(),
    "version": pl.Int64(),
}
"""A family on a day. ``life``: active (saved in the last 30 days), fading, or retired (not saved for 60 days, or gone).
``plan``: its column of the migration board, to_migrate, in_progress, retired or kept. ``again``: saved since it was
marked retired, which is undone by that. ``counted``: active, and neither kept on purpose nor retired. ``since``: when
the plan or life that it shows began. ``reason``, ``author``: of the last step; ``version``: its number, or 0."""

ACTIVE_DAYS, RETIRED_DAYS = 30, 60
UNSAVED = (pl.col("end") - pl.col("saved_on")).dt.total_days()
FRESH_DAYS = 14
"""So many days after a scan, what it found still speaks of now."""


def standing(files: pl.LazyFrame, ends: pl.LazyFrame) -> pl.LazyFrame:
    """The states of files known of each day: those of SEEN, with ``end`` and ``there``, whether it held on that day.

    ``ends``: a column ``end``. A scan sees what was saved up to the evening before, so that of the next day counts;
    what it finds saved later does not. Empty: no row.
    """
    known = (pl.col("seen_from") <= pl.col("end").dt.offset_by("1d")) & (pl.col("saved_on") <= pl.col("end"))
    there = pl.col("seen_to").is_null() | (pl.col("seen_to") > pl.col("end"))
    return files.join_where(ends.select("end"), known).with_columns(there=there)


def lives(files: pl.LazyFrame, file_plans: pl.LazyFrame, ends: pl.LazyFrame) -> pl.LazyFrame:
    """Every family that tracked customers up to a day, as LIVES. ``ends``: a column ``end``. Empty: no row."""
    decided = (
        file_plans.join_where(ends.select("end"), pl.col("made_on") <= pl.col("end"))
        .sort("version")
        .group_by("family", "end")
        .last()
        .select("family", "end", "version", "reason", "author", "made_on", step="state")
    )
    dated = files.filter("tracking").select("family", "saved_on", "seen_from", "seen_to")
    known = standing(dated, ends).join(decided, on=["family", "end"], how="left")
    since = pl.col("saved_on").filter(pl.col("saved_on") > pl.col("made_on"))
    families = known.group_by("family", "end").agg(
        pl.coalesce(pl.col("saved_on").filter("there").max(), pl.col("saved_on").max()),
        pl.col("version", "step", "reason", "author", "made_on").first(),
        there=pl.col("there").any(),
        first=pl.col("seen_from").min(),
        gone=pl.col("seen_to").max(),
        resumed=since.min(),
    )
    return _told(families).select(*LIVES)


def _told(rows: pl.LazyFrame) -> pl.LazyFrame:
    again = (pl.col("step") == "retired") & pl.col("resumed").is_not_null()
    marked = pl.when(~pl.col("again")).then("step")
    left = pl.min_horizontal(
        pl.col("saved_on").dt.offset_by(f"{RETIRED_DAYS}d"), pl.when(~pl.col("there")).then("gone")
    )
    return (
        rows.with_columns(
            life=pl.when(~pl.col("there") | (UNSAVED >= RETIRED_DAYS))
            .then(pl.lit("retired"))
            .when(UNSAVED >= ACTIVE_DAYS)
            .then(pl.lit("fading"))
            .otherwise(pl.lit("active")),
            again=again.fill_null(value=False),
            version=pl.col("version").fill_null(0),
        )
        .with_columns(
            plan=pl.when(marked.is_in(["kept", "retired"]))
            .then(marked)
            .when(pl.col("life") == "retired")
            .then(pl.lit("retired"))
            .otherwise(marked.fill_null("to_migrate"))
        )
        .with_columns(
            counted=(pl.col("life") == "active") & ~pl.col("plan").is_in(["kept", "retired"]),
            since=pl.when(marked.is_in(["kept", "retired"]))
            .then("made_on")
            .when(pl.col("life") == "retired")
            .then(left)
            .when(pl.col("life") == "fading")
            .then(pl.col("saved_on").dt.offset_by(f"{ACTIVE_DAYS}d"))
            .when("again")
            .then("resumed")
            .otherwise("first"),
        )
    )


def scanned(scans: pl.LazyFrame, ends: pl.LazyFrame) -> pl.LazyFrame:
    """The last scan of each source known of a day: end, source, day, fresh. Empty: no row."""
    known = pl.col("day") <= pl.col("end").dt.offset_by("1d")
    last = scans.join_where(ends.select("end"), known).group_by("end", "source").agg(pl.col("day").max())
    return last.with_columns(fresh=(pl.col("end") - pl.col("day")).dt.total_days() <= FRESH_DAYS)
