"""Workbooks found on shares: each with the days between which it was so, and what it shared with the CRM."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import sqlalchemy as sa
from sqlalchemy.orm import Session

from settings.tables import COVERAGE, FILES, KIN, OVERLAPS
from store.database import PARAMETERS, frame, upsert
from store.schema import COVERAGE_TABLE, FILE_STATES_TABLE, OVERLAPS_TABLE, ScanRow

SEEN: dict[str, pl.DataType] = {
    "source": pl.String(),
    **FILES,
    "saved_on": pl.Date(),
    "seen_from": pl.Date(),
    "seen_to": pl.Date(),
}
"""A state of a file: ``saved_on`` is the local day of ``saved_at``; it held from one scan to the one that found it
otherwise or gone, null while it lasts."""

OVERLAPPING: dict[str, pl.DataType] = {"source": pl.String(), "day": pl.Date(), **OVERLAPS}
COVERING: dict[str, pl.DataType] = {"source": pl.String(), "day": pl.Date(), **COVERAGE}
SCANS: dict[str, pl.DataType] = {"source": pl.String(), "day": pl.Date()}

States = FILE_STATES_TABLE.c
Shared = OVERLAPS_TABLE.c
Covered = COVERAGE_TABLE.c


def land(session: Session, source: str, batch: pl.DataFrame, today: date) -> int:
    """Takes files as a scan found them; how many differ from what was held. Of one day the last state counts."""
    known = _last_states(session, source, batch["file"].to_list())
    changed = [row for row in batch.select(*FILES).iter_rows(named=True) if not _is_known(known.get(row["file"]), row)]
    of_today = {file: last["seen_from"] for file, last in known.items() if last["seen_from"] >= today}
    new = [row for row in changed if row["file"] not in of_today]
    _close(session, source, [row["file"] for row in new], today)
    for row in changed:
        if row["file"] in of_today:
            mine = sa.and_(States.source == source, States.file == row["file"])
            state = sa.update(FILE_STATES_TABLE).where(mine, States.seen_from == of_today[row["file"]])
            session.execute(state.values(**row, seen_to=None))
    if new:
        dated = {"source": source, "seen_from": today, "seen_to": None}
        session.execute(sa.insert(FILE_STATES_TABLE), [row | dated for row in new])
    return len(changed)


def _is_known(last: Mapping[str, Any] | None, row: Mapping[str, Any]) -> bool:
    return last is not None and last["seen_to"] is None and all(last[name] == row[name] for name in FILES)


def _close(session: Session, source: str, files: Collection[str], today: date) -> None:
    """Ends the present states of some files."""
    for some in _portions(files):
        mine = sa.and_(States.source == source, States.file.in_(some), States.seen_to.is_(None))
        session.execute(sa.update(FILE_STATES_TABLE).where(mine).values(seen_to=today))


def _last_states(session: Session, source: str, files: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """The newest state of some files."""
    found: dict[str, Mapping[str, Any]] = {}
    for some in _portions(files):
        mine = sa.and_(States.source == source, States.file.in_(some))
        rows = session.execute(sa.select(FILE_STATES_TABLE).where(mine).order_by(States.seen_from)).mappings()
        found |= {row["file"]: row for row in rows}
    return found


def _portions(files: Collection[str]) -> Iterator[list[str]]:
    left = iter(files)
    while some := list(islice(left, PARAMETERS - 10)):
        yield some


def sweep(session: Session, source: str, alive: Collection[str], today: date) -> int:
    """Notes that a source was wholly looked at on a day, and closes the files that are gone; how many."""
    there = set(alive)
    standing = session.scalars(sa.select(States.file).where(States.source == source, States.seen_to.is_(None)))
    gone = sorted(set(standing) - there)
    _close(session, source, gone, today)
    upsert(session, ScanRow, [{"source": source, "day": today}])
    return len(gone)


def land_overlaps(session: Session, source: str, batch: pl.DataFrame, today: date) -> int:
    """Takes what files share with the CRM, where it is not what was known last; how many rows."""
    mine = sa.and_(Shared.source == source, Shared.file.in_(batch["file"].unique().to_list()))
    last: dict[tuple[str, str], tuple[Any, ...]] = {}
    before = sa.select(*(Shared[name] for name in OVERLAPS)).where(mine, Shared.day < today)
    for row in session.execute(before.order_by(Shared.day)):
        last[row.file, row.object] = tuple(row)
    session.execute(sa.delete(OVERLAPS_TABLE).where(mine, Shared.day >= today))
    rows = batch.select(*OVERLAPS).iter_rows(named=True)
    new = [row for row in rows if last.get((row["file"], row["object"])) != tuple(row.values())]
    if new:
        session.execute(sa.insert(OVERLAPS_TABLE), [{"source": source, "day": today, **row} for row in new])
    return len(new)


def land_coverage(session: Session, source: str, batch: pl.DataFrame, today: date) -> int:
    """Takes how much of the CRM stands in workbooks on a day in place of what was known of that day; how many rows."""
    session.execute(sa.delete(COVERAGE_TABLE).where(Covered.source == source, Covered.day >= today))
    rows = batch.select(*COVERAGE).sort("object", "team").iter_rows(named=True)
    numbered = [{"source": source, "day": today, "row": number, **row} for number, row in enumerate(rows)]
    if numbered:
        session.execute(sa.insert(COVERAGE_TABLE), numbered)
    return len(numbered)


def held(session: Session, source: str) -> pl.DataFrame:
    """The files of a source as they are now, in the columns of FILES."""
    mine = sa.and_(States.source == source, States.seen_to.is_(None))
    return frame(session, sa.select(*(States[name] for name in FILES)).where(mine).order_by(States.file), FILES)


def kin(session: Session) -> pl.DataFrame:
    """The last known family and sketch of every file of any source, gone ones too: those seen first before others."""
    columns = {**KIN, "source": pl.String(), "seen_from": pl.Date()}
    rows = frame(session, sa.select(*(States[name] for name in columns)), columns)
    first = pl.col("seen_from").min().over("source", "file").alias("first")
    last = rows.with_columns(first).sort("seen_from").unique(["source", "file"], keep="last")
    return last.sort("first", "file", "source").select(*KIN)


def last_coverage(session: Session, source: str) -> pl.DataFrame:
    """What the last scan of a source that compared with the CRM found, in the columns of COVERAGE."""
    day = session.scalar(sa.select(sa.func.max(Covered.day)).where(Covered.source == source))
    mine = sa.and_(Covered.source == source, Covered.day == day)
    return frame(session, sa.select(*(Covered[name] for name in COVERAGE)).where(mine).order_by(Covered.row), COVERAGE)


def seen(session: Session, zone: ZoneInfo) -> pl.DataFrame:
    """All states of all files, as SEEN. ``zone``: of the day on which they were saved."""
    columns = {name: kind for name, kind in SEEN.items() if name != "saved_on"}
    statement = sa.select(*(States[name] for name in columns)).order_by(States.source, States.file, States.seen_from)
    local = pl.col("saved_at").dt.convert_time_zone(zone.key).dt.date()
    return frame(session, statement, columns).with_columns(saved_on=local).select(*SEEN)


def as_of(session: Session, day: date, zone: ZoneInfo) -> pl.DataFrame:
    """The files as they were known on a day, in the columns of SEEN."""
    until = pl.col("seen_to").is_null() | (pl.col("seen_to") > day)
    return seen(session, zone).filter((pl.col("seen_from") <= day) & until)


def overlaps(session: Session) -> pl.DataFrame:
    """What files shared with the CRM, each row from its day on until the next of that file and object."""
    order = (Shared.source, Shared.file, Shared.object, Shared.day)
    return frame(session, sa.select(*(Shared[name] for name in OVERLAPPING)).order_by(*order), OVERLAPPING)


def coverage(session: Session) -> pl.DataFrame:
    """How much of the CRM stood in workbooks, on the days of scans."""
    order = (Covered.source, Covered.day, Covered.row)
    return frame(session, sa.select(*(Covered[name] for name in COVERING)).order_by(*order), COVERING)


def scans(session: Session) -> pl.DataFrame:
    """The days on which sources were wholly looked at."""
    return frame(session, sa.select(ScanRow.source, ScanRow.day).order_by(ScanRow.source, ScanRow.day), SCANS)


def forget_savers(session: Session, before: datetime) -> int:
    """Takes the marks of savers off the states of files saved before a time; how many.

    A mark is a few letters of a keyed hash of a family of files and a name. It meets no pseudonym of a person, nor the
    marks of another family, so that erasing a person has nothing to look for here.
    """
    old = sa.and_(States.saved_at < before, States.savers.is_not(None))
    held_now = session.scalar(sa.select(sa.func.count()).select_from(FILE_STATES_TABLE).where(old)) or 0
    session.execute(sa.update(FILE_STATES_TABLE).where(old).values(savers=None))
    return held_now
