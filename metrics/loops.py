"""Loops: lists exported by a team and brought back by it, edited elsewhere in between."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple, cast

import narwhals as nw
import polars as pl
from narwhals.typing import IntoLazyFrameT

from metrics.rollups import LOOP_DAY, MACHINES

SOONEST, LATEST = timedelta(hours=1), timedelta(days=21)
"""Between taking a list out and bringing it back, both inclusive: less is one sitting, more is another list."""

PER_CENT_ALIKE = 60
"""Of what is brought back must have been taken out, where that is known."""

MASS, AT_ONCE = 20, timedelta(minutes=10)
"""So many records of an object changed by one account within so long are a mass update: half a minute for each is less
than it takes to open, read and save one by hand."""

SAME = timedelta(hours=1)
"""Acts of one account on one object, each so soon after the one before, are one: a list taken twice, an import begun
anew."""

REACH = LATEST + timedelta(days=2)
"""How far back acts are needed to tell which lists were brought back: what was taken out earlier changes nothing."""

TRANSFERS: dict[str, pl.DataType] = {
    "at": pl.Datetime("us", "UTC"),
    "day": pl.Date(),
    "source": pl.String(),
    "user": pl.String(),
    "team": pl.String(),
    "action": pl.String(),
    "object": pl.String(),
    "record": pl.String(),
    "rows": pl.Int64(),
}
"""An export, import or edit; ``team``: that of its user on its day, null without one."""

ACCOUNT = ("source", "user", "team", "object")


class Transfer(NamedTuple):
    """A list taken out or brought back: when, how many rows and which records, as far as that is known."""

    at: datetime
    day: date
    rows: int | None = None
    records: frozenset[str] = frozenset()

    @property
    def size(self) -> int | None:
        """How many records it holds, as far as known."""
        return len(self.records) or self.rows


def transfers(events: IntoLazyFrameT) -> IntoLazyFrameT:
    """The exports and imports, and the edits of accounts that made as many in a day as a mass update takes.

    Rows: the columns of TRANSFERS but the team. No machine's act, nor an edit that changed nothing or names no record.
    Empty: no row.
    """
    by_hand = nw.from_native(events).filter(
        (nw.col("client").is_null() | ~nw.col("client").is_in(MACHINES)) & ~nw.col("object").is_null()
    )
    columns = [name for name in TRANSFERS if name != "team"]
    lists = by_hand.filter((nw.col("action") == "export") | (nw.col("action") == "import")).select(*columns)
    changed = nw.col("fields").is_null() | (nw.col("fields") != "")
    edits = by_hand.filter((nw.col("action") == "edit") & changed & ~nw.col("record").is_null()).select(*columns)
    keys = ["source", "user", "object", "day"]
    many = edits.group_by(*keys).agg(edits=nw.len()).filter(nw.col("edits") >= MASS)
    both = nw.concat([lists, edits.join(many, on=keys, how="semi")], how="vertical")
    return cast("IntoLazyFrameT", both.to_native())


def loops(acts: pl.DataFrame) -> pl.DataFrame:
    """Rows of LOOP_DAY without the month: what each team took out and brought back of an object, by the two days.

    ``acts``: rows of TRANSFERS. A list is brought back by an import or a mass update; by those without a team, their
    own alone. It is taken to be the newest one taken out from an hour to 21 days before and not yet brought back, of
    which it can hold 60 %. So whether a list came back depends only on what came after it. Empty: no row.
    """
    alone = pl.when(pl.col("team").is_null()).then(pl.concat_str("source", "user", separator="/"))
    lists = _lists(acts.filter(pl.col("rows").fill_null(1) > 0)).with_columns(alone=alone)
    found = []
    for (team, object_, _), mine in lists.group_by("team", "object", "alone"):
        taken, back = (_read(mine.filter(side)) for side in (pl.col("out"), ~pl.col("out")))
        found += [(then.day, object_, team, now.day) for now, then in paired(taken, back)]
    columns = {name: LOOP_DAY[name] for name in ("day", "object", "team", "taken")}
    rows = pl.DataFrame(found, schema=columns, orient="row")
    return rows.group_by(*columns).agg(n=pl.len().cast(pl.Int64)).sort(*columns)


def _lists(acts: pl.DataFrame) -> pl.DataFrame:
    """What each account took out and brought back, acts that follow each other closely as one.

    Columns of ACCOUNT, out, at (when a list was out, or began to come back), day, rows, records.
    """
    out = pl.col("action") == "export"
    own = (
        pl.when(pl.col("record").is_not_null()).then(pl.concat_list("record")).otherwise(pl.lit([], pl.List(pl.String)))
    )
    columns = (*ACCOUNT, "out", "at", "day", "rows", "records")
    whole = acts.filter(pl.col("action") != "edit").with_columns(out=out, records=own).select(columns)
    edits = acts.filter(pl.col("action") == "edit").with_columns(out=out, rows=pl.lit(None, pl.Int64))
    side = [*ACCOUNT, "out"]
    both = pl.concat([whole, _mass_updates(edits).select(columns)]).sort("at")
    apart = (pl.col("at").diff() > SAME).fill_null(value=False)
    return (
        both.with_columns(burst=apart.cum_sum().over(side))
        .group_by(*side, "burst")
        .agg(
            at=pl.when(pl.col("out").first()).then(pl.col("at").max()).otherwise(pl.col("at").min()),
            day=pl.when(pl.col("out").first()).then(pl.col("day").max()).otherwise(pl.col("day").min()),
            rows=pl.when(pl.col("rows").is_not_null().any()).then(pl.col("rows").sum()),
            records=pl.col("records").explode().drop_nulls().unique(),
        )
        .with_columns(records=pl.when(_whole()).then("records").otherwise(pl.lit([], pl.List(pl.String))))
    )


def _whole() -> pl.Expr:
    """Whether the records named are those of the list: a single one is rather the saved list, or the import itself."""
    named = pl.col("records").list.len()
    return (named >= MASS) & (pl.col("rows").is_null() | (pl.col("rows") == named))


def _mass_updates(edits: pl.DataFrame) -> pl.DataFrame:
    """The stretches of ten minutes in which an account changed at least 20 records: with their first moment."""
    stretches = (
        edits.with_columns(moment="at")
        .sort("at")
        .rolling("at", period=AT_ONCE, closed="both", group_by=[*ACCOUNT, "out"])
        .agg(pl.col("moment").min(), pl.col("day").min(), pl.col("rows").first(), records=pl.col("record").unique())
    )
    return stretches.filter(pl.col("records").list.len() >= MASS).with_columns(at="moment")


def _read(rows: pl.DataFrame) -> list[Transfer]:
    columns = ("at", "day", "rows", "records")
    return [Transfer(at, day, n, frozenset(records)) for at, day, n, records in rows.select(columns).iter_rows()]


def paired(taken: Iterable[Transfer], back: Iterable[Transfer]) -> list[tuple[Transfer, Transfer]]:
    """Lists taken out with those brought back, each in one pair at most: the newest one that it can be of."""
    left = sorted(taken, key=_order)
    pairs = []
    for then in sorted(back, key=_order):
        now = next((one for one in reversed(left) if may_be(one, then)), None)
        if now is not None:
            left.remove(now)
            pairs.append((now, then))
    return pairs


def _order(one: Transfer) -> tuple[datetime, int, list[str]]:
    return one.at, one.rows or 0, sorted(one.records)


def may_be(taken: Transfer, back: Transfer) -> bool:
    """Whether a list that came back can be the one taken out: in time, and 60 % of it alike as far as that is known.

    Where only numbers of rows are known, as much is taken to be alike as these allow.
    """
    if not SOONEST <= back.at - taken.at <= LATEST:
        return False
    if back.size is None or taken.size is None:
        return True
    known = taken.records and back.records
    alike = len(taken.records & back.records) if known else min(taken.size, back.size)
    return 100 * alike >= PER_CENT_ALIKE * back.size
