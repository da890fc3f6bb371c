"""Entering: when people typed their activities, against when these took place, and how many in one go."""

from datetime import date, time, timedelta

import narwhals as nw
import polars as pl
from narwhals.typing import IntoLazyFrameT

from metrics.rollups import ENTRY_DAY, MACHINES
from metrics.slots import MARGIN

ACTIVITY = "activity"
LATE_DAYS = 5
"""Working days after which an activity is entered late; on the fifth it is still in time."""

TOGETHER = timedelta(hours=1)
CATCH_UP = 3
"""So many activities of days before, typed by one person within an hour, are a catch-up: two are a busy morning."""

LONG_AGO = timedelta(days=120)
"""Working days are counted no further back: whatever took place before is late."""


def entered(records: IntoLazyFrameT, first: date, last: date) -> IntoLazyFrameT:
    """The activities made from a first to a last local day, both inclusive, as each was first seen.

    ``records``: rows of activities with ``again`` and ``created_day``, the local day of ``created_at``. What changed
    later does not count: an activity planned ahead and put off stays planned. Empty: no row.
    """
    rows = nw.from_native(records).filter(
        ~nw.col("again") & (nw.col("day") >= first) & nw.col("created_day").is_between(first, last)
    )
    columns = ("source", "record", "created_at", "created_day", "created_by", "owner", "occurred_at")
    return rows.select(*columns).to_native()


def made_since(records: IntoLazyFrameT, day: date) -> IntoLazyFrameT:
    """The first local day on which activities were made that were first seen on a day or later: one row, ``first``."""
    rows = nw.from_native(records).filter(~nw.col("again") & (nw.col("day") >= day))
    return rows.select(first=nw.col("created_day").min()).to_native()


def makings(events: IntoLazyFrameT, first: date, last: date) -> IntoLazyFrameT:
    """The creations and imports of activities from a first to a last local day, both inclusive, by whom and from where.

    Rows: source, action, record, user, day, client. Empty: no row.
    """
    rows = nw.from_native(events).filter(
        nw.col("day").is_between(first, last)
        & (nw.col("object") == ACTIVITY)
        & ((nw.col("action") == "create") | (nw.col("action") == "import"))
    )
    return rows.select("source", "action", "record", "user", "day", "client").to_native()


def typed(entries: pl.DataFrame, made: pl.DataFrame, most_a_day: int) -> pl.DataFrame:
    """The activities that somebody typed, with ``user``: who made it, as it says or as its creation does, or its owner.

    ``entries``: rows of ``entered``; ``made``: rows of ``makings``, people under their one name in both. Left out are
    those that a machine made (a synchronisation, an interface), those of an account on a day on which it imported
    activities, and those of one that made more than ``most_a_day`` that day: they were brought over. Empty: no row.
    """
    creations = made.filter((pl.col("action") == "create") & pl.col("record").is_not_null())
    told = creations.group_by("source", "record").agg(
        maker=pl.col("user").first(), machine=pl.col("client").is_in(MACHINES).fill_null(value=False).any()
    )
    imports = made.filter(pl.col("action") == "import").select("user", created_day="day").unique()
    return (
        entries.join(told, on=["source", "record"], how="left")
        .with_columns(user=pl.coalesce("created_by", "maker", "owner"))
        .filter(~pl.col("machine").fill_null(value=False) & pl.col("user").is_not_null())
        .filter(pl.len().over("user", "created_day") <= most_a_day)
        .join(imports, on=["user", "created_day"], how="anti")
        .select("user", "created_at", "created_day", "occurred_at")
    )


def not_brought_over(rows: pl.DataFrame, marks: pl.DataFrame) -> pl.DataFrame:
    """The activities that were not made on a marked day of their team, or of all. ``marks``: rows of team and day."""
    whole = marks.filter(pl.col("team").is_null()).select(created_day="day")
    own = marks.filter(pl.col("team").is_not_null()).select("team", created_day="day")
    return rows.join(whole, on="created_day", how="anti").join(own, on=["team", "created_day"], how="anti")


def with_delays(rows: pl.DataFrame, workdays: pl.DataFrame, zone: str) -> pl.DataFrame:
    """The activities with ``delay``, the working days from the one they took place on to the one they were typed on.

    Null where they have no time, and where they were still to come when they were typed, which ``planned`` says.
    ``timed``: whether the hour of typing is known; exactly midnight stands for a day. ``workdays``: rows of
    ``metrics.calendar.workdays`` from ``LONG_AGO`` before the first day of typing on.
    """
    made, occurred = pl.col("created_at"), pl.col("occurred_at")
    ahead = (occurred > made).fill_null(value=False)
    place = pl.max_horizontal(occurred.dt.convert_time_zone(zone).dt.date(), pl.lit(workdays["day"].min(), pl.Date))
    past = occurred.is_not_null() & ~ahead
    return (
        rows.with_columns(
            planned=ahead,
            timed=(made.dt.time() != time.min) & (made.dt.convert_time_zone(zone).dt.time() != time.min),
            took_place=pl.when(past).then(place),
        )
        .join(workdays.rename({"day": "created_day", "workday": "typed_on"}), on="created_day", how="left")
        .join(workdays.rename({"day": "took_place", "workday": "happened_on"}), on="took_place", how="left")
        .with_columns(delay=pl.col("typed_on") - pl.col("happened_on"))
        .drop("took_place", "typed_on", "happened_on")
    )


def agreed(rows: pl.DataFrame, slots: pl.DataFrame) -> pl.DataFrame:
    """The activities with ``agreed``: whether they were typed at an hour kept for entry by their team, or by all.

    ``slots``: rows of ``metrics.slots.SLOTS``; a quarter of an hour before and after still belongs to one.
    """
    own = pl.col("team_of_slot").is_null() | (pl.col("team_of_slot") == pl.col("team"))
    inside = pl.col("created_at").is_between(pl.col("begin") - MARGIN, pl.col("finish") + MARGIN)
    numbered = rows.with_row_index("row")
    met = numbered.join(slots.rename({"team": "team_of_slot"}), left_on="created_day", right_on="day")
    kept = met.filter(own & inside)["row"].unique()
    return numbered.with_columns(agreed=pl.col("row").is_in(kept.implode())).drop("row")


def summed(rows: pl.DataFrame) -> pl.DataFrame:
    """The activities of a week by team, in the columns of ENTRY_DAY but for the month and day. Empty: no row.

    ``rows``: with ``team``, ``delay``, ``planned``, ``timed`` and ``agreed``. ``grouped``: of the activities of days
    before that each person typed outside hours kept for it, the most that lie within an hour, where these are at least
    ``CATCH_UP``. Teams in which many type at different hours show by it as well as those in which all type at one.
    """
    past = pl.col("delay").is_not_null()
    counts = rows.group_by("team").agg(
        n=past.sum(),
        late=(pl.col("delay") > LATE_DAYS).sum(),
        timed=(past & pl.col("timed")).sum(),
        planned=pl.col("planned").sum(),
        undated=pl.col("occurred_at").is_null().sum(),
        people=pl.col("user").filter(past).n_unique(),
    )
    both = counts.join(_caught_up(rows), on="team", how="left", nulls_equal=True)
    return both.with_columns(pl.col("grouped").fill_null(0)).select(
        pl.col(name).cast(kind) for name, kind in ENTRY_DAY.items() if name not in ("month", "day")
    )


def _caught_up(rows: pl.DataFrame) -> pl.DataFrame:
    """How many activities of each team were typed in the largest catch-up of each of its people: team, grouped."""
    behind = rows.filter((pl.col("delay") > 0) & pl.col("timed") & ~pl.col("agreed")).sort("created_at")
    within = behind.rolling("created_at", period=TOGETHER, closed="both", group_by=["team", "user"]).agg(hour=pl.len())
    most = within.group_by("team", "user").agg(pl.col("hour").max()).filter(pl.col("hour") >= CATCH_UP)
    return most.group_by("team").agg(grouped=pl.col("hour").sum())
