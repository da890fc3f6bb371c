"""Slots of declared rituals: when each occurrence is planned, and whether its group looked at the CRM around it."""

from collections.abc import Collection
from datetime import date, timedelta

import narwhals as nw
import polars as pl
from narwhals.typing import IntoLazyFrameT

from metrics.rollups import MACHINES, RITUAL_DAY

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
OPENS = ("list", "report", "dashboard")
LOOKS = (*OPENS, "view", "edit")
AHEAD = timedelta(hours=24)
MARGIN = timedelta(minutes=15)
DAY = timedelta(days=1)

SLOTS: dict[str, pl.DataType] = {
    "ritual": pl.String(),
    "team": pl.String(),
    "day": pl.Date(),
    "begin": pl.Datetime("us", "UTC"),
    "finish": pl.Datetime("us", "UTC"),
}
"""One planned occurrence of a ritual; ``team``: whose it is, null for everybody's."""


def planned(rituals: pl.DataFrame, first: date, last: date, off: Collection[date], zone: str) -> pl.DataFrame:
    """Rows of SLOTS: the occurrences of declared rituals from a first to a last day, both inclusive.

    ``rituals``: rows of the declared sheet; ``every_weeks`` counts from the week of ``since``. None is planned on a day
    in ``off``, nor at an hour that a change of clocks skips. A ritual declared twice for one day has one occurrence on
    it, the earlier. Empty: no row.
    """
    day = pl.col("day")
    every = pl.col("every_weeks").fill_null(1).round().cast(pl.Int64).clip(lower_bound=1)
    weeks = (day.dt.truncate("1w") - pl.col("since").dt.truncate("1w")).dt.total_days() // 7
    due = (
        (day.dt.weekday() == pl.col("weekday").replace_strict(WEEKDAYS, range(1, 8), return_dtype=pl.Int8))
        & (day >= pl.col("since"))
        & (pl.col("until").is_null() | (day < pl.col("until")))
        & (weeks % every == 0)
    )
    days = pl.DataFrame({"day": [d for d in pl.date_range(first, last, eager=True) if d not in off]}, {"day": pl.Date})
    return (
        rituals.join(days, how="cross")
        .filter(due)
        .select(
            "team",
            "day",
            ritual="label",
            begin=_moment("start", zone),
            finish=pl.max_horizontal(_moment("start", zone), _moment("end", zone)),
        )
        .drop_nulls(["begin", "finish"])
        .sort("day", "ritual", "team", "begin")
        .unique(["day", "ritual", "team"], keep="first", maintain_order=True)
        .select(*SLOTS)
    )


def _moment(clock: str, zone: str) -> pl.Expr:
    """The moment of a local time of the day, UTC."""
    local = pl.col("day").dt.combine(pl.col(clock).str.to_time("%H:%M"), "us")
    return local.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null").dt.convert_time_zone("UTC")


def looks(events: IntoLazyFrameT, days: Collection[date]) -> IntoLazyFrameT:
    """What each person looked at by hand on some days, by the minute.

    Rows: source, user, day, minute; ``opens``: how many reports, dashboards and lists. Empty: no row.
    """
    by_hand = nw.from_native(events).filter(
        nw.col("action").is_in(LOOKS)
        & nw.col("day").is_in(list(days))
        & (nw.col("client").is_null() | ~nw.col("client").is_in(MACHINES))
    )
    return (
        by_hand.with_columns(
            minute=nw.col("at").dt.truncate("1m"), opening=nw.col("action").is_in(OPENS).cast(nw.Int64)
        )
        .group_by("source", "user", "day", "minute")
        .agg(opens=nw.col("opening").sum())
        .to_native()
    )


def attended(slots: pl.DataFrame, seen: pl.DataFrame) -> pl.DataFrame:
    """Rows of RITUAL_DAY: for each slot, whether its group opened something of the CRM for it, and looked during it.

    ``seen``: what ``looks`` gives, with the ``team`` of each person on that day; known humans alone. Opened counts from
    24 hours before the slot to its end, seen from a quarter of an hour before to one after, on the slot's own day.
    """
    minutes = _by_group(seen)
    near = pl.concat([slots.with_columns(on=pl.col("day") - ahead) for ahead in (timedelta(0), DAY)])
    minute = pl.col("minute")
    opened = (pl.col("opens") > 0) & minute.is_between(pl.col("begin") - AHEAD, pl.col("finish"))
    during = (pl.col("on") == pl.col("day")) & _inside()
    return (
        near.join(minutes, on=["on", "team"], how="left", nulls_equal=True)
        .group_by("day", "ritual", "team")
        .agg(opened=opened.any(), seen=during.any())
        .with_columns(month=pl.col("day").dt.strftime("%Y-%m"))
        .select(pl.col(name).cast(kind) for name, kind in RITUAL_DAY.items())
        .sort("day", "ritual", "team")
    )


def opened_inside(slots: pl.DataFrame, seen: pl.DataFrame) -> pl.DataFrame:
    """How many reports, dashboards and lists each person opened inside a ritual of theirs: source, user, day, opened.

    ``seen``: as for ``attended``. What falls into two rituals counts once. Empty: no row.
    """
    own = pl.col("team_of_slot").is_null() | (pl.col("team_of_slot") == pl.col("team"))
    met = seen.filter(pl.col("opens") > 0).join(slots.rename({"team": "team_of_slot"}), on="day")
    return (
        met.filter(own & _inside())
        .unique(["source", "user", "day", "minute"])
        .group_by("source", "user", "day")
        .agg(opened=pl.col("opens").sum())
    )


def _inside() -> pl.Expr:
    return pl.col("minute").is_between(pl.col("begin") - MARGIN, pl.col("finish") + MARGIN)


def _by_group(seen: pl.DataFrame) -> pl.DataFrame:
    """In which minutes each team looked, and all together (team null): columns on (the day), team, minute, opens."""
    everybody = seen.with_columns(team=pl.lit(None, dtype=pl.String))
    both = pl.concat([everybody, seen.filter(pl.col("team").is_not_null())])
    return both.group_by("team", "minute", on="day").agg(pl.col("opens").sum())
