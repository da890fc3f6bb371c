"""Roll-ups: the few heavy sums over events and records, in Narwhals so that other engines can run them unchanged.

Here are their tables and the sums of a month of events; ``metrics.record_rollups`` sums records.
"""

from collections.abc import Sequence

import narwhals as nw
import polars as pl
from narwhals.typing import IntoLazyFrameT

from settings.tables import UTC

MACHINES = ("api", "sync")
WRITES = ("create", "delete", "import")

USER_DAY: dict[str, pl.DataType] = {
    "month": pl.String(),
    "day": pl.Date(),
    "source": pl.String(),
    "user": pl.String(),
    "events": pl.Int64(),
    "acts": pl.Int64(),
    "logins": pl.Int64(),
    "exports": pl.Int64(),
}
USER_DAY_FEATURE: dict[str, pl.DataType] = {
    "month": pl.String(),
    "day": pl.Date(),
    "source": pl.String(),
    "user": pl.String(),
    "action": pl.String(),
    "object": pl.String(),
    "feature": pl.String(),
    "client": pl.String(),
    "events": pl.Int64(),
    "rows": pl.Int64(),
}
FIELD_DAY: dict[str, pl.DataType] = {
    "month": pl.String(),
    "day": pl.Date(),
    "object": pl.String(),
    "team": pl.String(),
    "stage": pl.String(),
    "slug": pl.String(),
    "n": pl.Int64(),
    "filled": pl.Int64(),
    "entered": pl.Int64(),
    "owners": pl.Int64(),
}
"""Fields at the end of a day: ``n`` records that have the field, ``filled`` of them, with a valid value where a format
is declared; ``entered``: with any value, null without a declared format; ``owners``: persons who own records of that
object and team."""

STAGE_DAY: dict[str, pl.DataType] = {
    "month": pl.String(),
    "day": pl.Date(),
    "object": pl.String(),
    "team": pl.String(),
    "stage": pl.String(),
    "status": pl.String(),
    "n": pl.Int64(),
    "past_close": pl.Int64(),
    "untouched": pl.Int64(),
    "stale": pl.Int64(),
    "talked": pl.Int64(),
    "beyond": pl.Int64(),
    "amount": pl.Float64(),
    "owners": pl.Int64(),
    "unknown": pl.Int64(),
}
"""Records at the end of a day; ``unknown``: how many more of that object there were in a state nobody saw. ``talked``:
open ones with an interaction in 30 days, null where no interaction is known; ``beyond``: worked on last before the
retention declared for the object, null without one; ``amount``: the sum of their amounts."""

AT_END = {"month": pl.String(), "day": pl.Date(), "object": pl.String()}
OWNER_DAY: dict[str, pl.DataType] = {
    **AT_END,
    "stage": pl.String(),
    "user": pl.String(),
    "n": pl.Int64(),
    "filled": pl.Float64(),
    "squares": pl.Float64(),
}
"""How completely each person's records are filled at the end of a day: ``n`` records of an object and stage, the sum of
their completeness (required values filled ÷ required), and the sum of its squares."""

EFFORT_DAY: dict[str, pl.DataType] = {
    **AT_END,
    "team": pl.String(),
    "n": pl.Int64(),
    "bare": pl.Int64(),
    "owners": pl.Int64(),
}
"""Of the records made in the four weeks up to a day: how many hold none of the useful fields beyond the required."""

DUPLICATE_DAY: dict[str, pl.DataType] = {
    **AT_END,
    "team": pl.String(),
    "n": pl.Int64(),
    "doubled": pl.Int64(),
    "owners": pl.Int64(),
}
"""Records at the end of a day, and how many share a strong key with another one of the same object."""

RECENT_DAY: dict[str, pl.DataType] = {
    **AT_END,
    "slug": pl.String(),
    "n": pl.Int64(),
    "filled": pl.Int64(),
}
"""Of the records made in the twelve months up to a day: how many have a field, and have it filled."""

SHARED_DAY: dict[str, pl.DataType] = {
    **AT_END,
    "n": pl.Int64(),
    "shared": pl.Int64(),
}
"""Active accounts that several teams serve, and how many of them show activity of at least two in the last 90 days."""

CONFLICT_DAY: dict[str, pl.DataType] = {
    **AT_END,
    "n": pl.Int64(),
    "conflicting": pl.Int64(),
}
"""Keys that two sources share at the end of a day, and how many differ in status or in legal name."""

DECAY_DAY: dict[str, pl.DataType] = {
    **AT_END,
    "team": pl.String(),
    "n": pl.Int64(),
    "wrong": pl.Int64(),
    "unverified": pl.Int64(),
    "owners": pl.Int64(),
}
"""Contacts at the end of a week, how many were found wrong in it, and how many nobody touched for twelve months."""

DEAL_DAY: dict[str, pl.DataType] = {
    **AT_END,
    "source": pl.String(),
    "record": pl.String(),
    "team": pl.String(),
    "holder": pl.Int64(),
    "pipeline": pl.String(),
    "amount": pl.Float64(),
    "created_at": UTC,
    "created_day": pl.Date(),
    "first_at": UTC,
    "first_day": pl.Date(),
    "first_stage": pl.String(),
    "first_status": pl.String(),
    "won_at": UTC,
    "loaded": pl.Boolean(),
}
"""Each opportunity won in the 13 weeks up to a day, as it stands then. ``holder``: tells the persons who own them apart
on that day, and means nothing on another; null for no person. ``first_…``: the earliest state that is known of it, its
moment and day. ``loaded``: whether so many were entered on its day that they were brought over from elsewhere."""

ORDER_DAY: dict[str, pl.DataType] = {
    "month": pl.String(),
    "day": pl.Date(),
    "team": pl.String(),
    "kind": pl.String(),
    "n": pl.Int64(),
    "told": pl.Int64(),
    "matched": pl.Int64(),
}
"""Orders of the week that ended seven days before a day: how many there are, how many of them tell of their deal or
customer what the CRM knows too (``told``), and for how many of these it has an opportunity. A row of no order says that
the week was looked at."""

RITUAL_DAY: dict[str, pl.DataType] = {
    "month": pl.String(),
    "day": pl.Date(),
    "ritual": pl.String(),
    "team": pl.String(),
    "opened": pl.Int64(),
    "seen": pl.Int64(),
}
"""Each planned occurrence of a ritual, by its day: whether its group opened a report, dashboard or list of the CRM in
the 24 hours before or during the slot (``opened``), and consulted the CRM during it (``seen``); 0 or 1, never who."""

ENTRY_DAY: dict[str, pl.DataType] = {
    "month": pl.String(),
    "day": pl.Date(),
    "team": pl.String(),
    "n": pl.Int64(),
    "late": pl.Int64(),
    "timed": pl.Int64(),
    "grouped": pl.Int64(),
    "planned": pl.Int64(),
    "undated": pl.Int64(),
    "people": pl.Int64(),
}
"""Activities that people typed in the week that ends on a day: ``n`` that had taken place, ``late`` of them more than
five working days before; ``timed``: of ``n``, those of which the hour of typing is known, and ``grouped`` of them in a
catch-up; ``planned``: typed ahead; ``undated``: of an unknown time; ``people``: who typed those of ``n``."""

LOOP_DAY: dict[str, pl.DataType] = {
    "month": pl.String(),
    "day": pl.Date(),
    "object": pl.String(),
    "team": pl.String(),
    "taken": pl.Date(),
    "n": pl.Int64(),
}
"""Lists of an object that a team exported on the day ``taken`` and brought back on ``day``: how many, never by whom."""

TABLES: dict[str, dict[str, pl.DataType]] = {
    "user_day": USER_DAY,
    "user_day_feature": USER_DAY_FEATURE,
    "field_day": FIELD_DAY,
    "stage_day": STAGE_DAY,
    "owner_day": OWNER_DAY,
    "effort_day": EFFORT_DAY,
    "duplicate_day": DUPLICATE_DAY,
    "recent_day": RECENT_DAY,
    "shared_day": SHARED_DAY,
    "conflict_day": CONFLICT_DAY,
    "decay_day": DECAY_DAY,
    "deal_day": DEAL_DAY,
    "order_day": ORDER_DAY,
    "ritual_day": RITUAL_DAY,
    "entry_day": ENTRY_DAY,
    "loop_day": LOOP_DAY,
}
"""Every roll-up by the name of its table, which is the name by which metrics ask for it."""

OF_PERSONS = ("user_day", "user_day_feature", "owner_day")
"""Those with a row a person: kept only as long as daily sums of persons may be, and emptied by an erasure."""


def user_day(events: IntoLazyFrameT) -> IntoLazyFrameT:
    """What each person did on each day: all events, meaningful acts, logins, exports; none by machine clients.

    A meaningful act creates, deletes, imports, or edits with a changed field (an edit whose fields the CRM does not
    tell counts). Rows: month, day, source, user. Empty: no row.
    """
    machine = _any_of("client", MACHINES)
    by_hand = nw.from_native(events).filter(nw.col("client").is_null() | ~machine)
    edited = (nw.col("action") == "edit") & (nw.col("fields").is_null() | (nw.col("fields") != ""))
    counted = by_hand.select(
        "month",
        "day",
        "source",
        "user",
        act=(_any_of("action", WRITES) | edited).cast(nw.Int64),
        login=(nw.col("action") == "login").cast(nw.Int64),
        export=(nw.col("action") == "export").cast(nw.Int64),
    )
    return (
        counted.group_by("month", "day", "source", "user")
        .agg(
            events=nw.len(),
            acts=nw.col("act").sum(),
            logins=nw.col("login").sum(),
            exports=nw.col("export").sum(),
        )
        .with_columns(nw.col("events").cast(nw.Int64))
        .to_native()
    )


def _any_of(column: str, words: Sequence[str]) -> nw.Expr:
    """Whether a text is one of a few words: compared one by one, which is faster than looking them up in a set."""
    return nw.any_horizontal(*(nw.col(column) == word for word in words), ignore_nulls=False)


def user_day_feature(events: IntoLazyFrameT) -> IntoLazyFrameT:
    """Events and rows of each person, day, action, object, feature and client. Empty: no row."""
    keys = [name for name in USER_DAY_FEATURE if name not in ("events", "rows")]
    return (
        nw.from_native(events)
        .group_by(*keys)
        .agg(events=nw.len(), rows=nw.col("rows").sum())
        .with_columns(nw.col("events").cast(nw.Int64))
        .to_native()
    )
