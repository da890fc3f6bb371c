"""Landing batches: local days and months added, what has not changed left out, each written exactly once."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import cast
from zoneinfo import ZoneInfo

import polars as pl
from sqlalchemy.orm import Session

from collectors.source import NOTICES, Batch, Reject
from settings.declared import DECLARED
from settings.tables import AGAIN, EVENTS, LANDED, RECORDS
from store import declared, files, intents, orders, people, sources
from store.database import Database
from store.intents import Position
from store.lake import Lake

ASIDE = {"seen_at"}
NAMING = ("user", "person", "manager", "owner", "created_by")
OWN = {"user", "person"}
"""Columns that name people; of these, those whose row is about nobody else."""

SCANNED = ("files", "overlaps", "coverage")

CARRIED = ("owner", "team", "created_at", "created_by", "parent", "pipeline", "amount", "close_date")
"""What a history table that lacks it takes over from the record as it stands."""


@dataclass
class Landing:
    """Where batches of one source land, with the position of each of its streams."""

    database: Database
    lake: Lake
    source: str
    run: int
    now: datetime
    zone: ZoneInfo
    positions: dict[str, Position]
    erased: frozenset[str] = frozenset()
    rows: int = 0
    rejects: int = 0
    acts: int = 0
    """Acts landed by this run, and beside them those of the logs that did not fit."""
    unfit_acts: int = 0

    def land(self, batch: Batch) -> None:
        """Writes one batch. Interrupted at any moment, it is as if it had not begun or had ended."""
        batch = self._believed(batch)
        unfit = sum(reject.count for reject in batch.rejects if reject.reason not in NOTICES)
        self.rejects += unfit
        if batch.table == "events":
            self.acts += batch.frame.height
            self.unfit_acts += unfit
        batch = self._without_erased(batch)
        if intents.in_lake(batch.table):
            self._into_lake(batch)
        else:
            self._into_sql(batch)

    def _without_erased(self, batch: Batch) -> Batch:
        """The batch without the people who were erased: their rows left out, their names taken off records."""
        if not self.erased or not batch.frame.columns:
            return batch
        gone = {name: pl.col(name).is_in(list(self.erased)) for name in NAMING if name in batch.frame.columns}
        kept = batch.frame
        for name in OWN & gone.keys():
            kept = kept.filter(~gone[name].fill_null(value=False))
        blank = [pl.when(~gone[name]).then(name).alias(name) for name in gone.keys() - OWN]
        return replace(batch, frame=kept.with_columns(blank))

    def _believed(self, batch: Batch) -> Batch:
        """The batch; where a list that was not empty comes back so, only a reject that says how many are kept.

        Tables are empty for a moment while a CRM is restored or rights are changed, and nothing of it is known then.
        """
        listed = batch.table in ("people", "orders") or intents.in_lake(batch.table)
        whole = (batch.alive is not None and batch.table not in SCANNED) or (batch.complete and listed)
        if not whole or (not batch.frame.columns and batch.alive is None):
            return batch
        held = 0
        if batch.frame.is_empty() and (batch.alive is None or batch.alive.is_empty()):
            held = self._count_held(batch)
        stated = (*batch.rejects, Reject("came_back_empty", batch.table, held))
        return (
            replace(batch, rejects=stated)
            if not held
            else Batch(batch.stream, batch.table, pl.DataFrame(), rejects=stated)
        )

    def _count_held(self, batch: Batch) -> int:
        """How many rows are known of the list that a batch tells whole."""
        if intents.in_lake(batch.table):
            return self._alive(batch.table).height
        with self.database.read() as session:
            if batch.table == "orders":
                return orders.count(session, self.source, batch.stream)
            return people.people(session).filter((pl.col("source") == self.source) & pl.col("active")).height

    def _next(self, batch: Batch) -> Position:
        name = intents.app_id(self.source, batch.stream, batch.table)
        held = self.positions.get(self._key(batch)) or intents.begin(self.lake, name, batch.table)
        return Position(name, held.version + 1, batch.cursor or held.cursor)

    def _key(self, batch: Batch) -> str:
        return f"{batch.stream}/{batch.table}"

    def _into_sql(self, batch: Batch) -> None:
        position = self._next(batch)
        with self.database.write() as session:
            today = self.now.astimezone(self.zone).date()
            first_day = None
            if not batch.frame.columns and batch.alive is None:
                self._reject(session, batch)
                return
            if batch.table == "orders":
                moved = self._take_orders(session, batch)
                self.rows, first_day = self.rows + moved.count, moved.first_day
            elif batch.table == "people":
                people.land_people(session, self.source, batch.frame, today)
            elif batch.table in DECLARED:
                batch = self._with_known_teams(session, batch)
                self.rows += declared.land(session, self.source, batch.table, batch.frame, today)
            elif batch.table == "pulse":
                batch = self._with_known_teams(session, batch)
                self.rows += declared.land_pulse(session, self.source, batch.frame)
            elif batch.table in SCANNED:
                self.rows += self._scanned(session, batch, today)
            elif batch.table == "fields":
                objects = {batch.stream.partition("/")[2], *batch.frame["object"]}
                sources.land_fields(session, self.source, objects, batch.frame)
            else:
                message = f"{batch.table} is no table"
                raise ValueError(message)
            self._note(session, batch, position, batch.frame, first_day)
        self.positions[self._key(batch)] = position

    def _take_orders(self, session: Session, batch: Batch) -> orders.Moved:
        """Takes the orders of a batch, or removes those that its sweep no longer found."""
        if batch.alive is not None:
            return orders.sweep(session, self.source, batch.stream, batch.alive)
        return orders.land(session, self.source, batch.stream, batch.frame, whole=batch.complete)

    def _scanned(self, session: Session, batch: Batch, today: date) -> int:
        """Lands what a scan of a share or drive tells; how many rows are new."""
        if batch.table == "overlaps":
            return files.land_overlaps(session, self.source, batch.frame, today)
        if batch.table == "coverage":
            return files.land_coverage(session, self.source, batch.frame, today)
        changed = files.land(session, self.source, batch.frame, today)
        return changed + (0 if batch.alive is None else files.sweep(session, self.source, batch.alive, today))

    def _with_known_teams(self, session: Session, batch: Batch) -> Batch:
        """The batch with teams as the CRM writes them; a declared row that names an unknown one is left out.

        Answers to a survey with an unknown team count for the whole alone. Nothing is checked before teams are known.
        """
        known = {team.lower(): team for team in people.memberships(session)["team"].unique()}
        if not known or "team" not in batch.frame.columns:
            return batch
        named = pl.col("team").str.strip_chars().str.to_lowercase().replace_strict(known, default=None)
        rows = batch.frame.with_columns(known_team=named)
        wrong = rows.filter(pl.col("team").is_not_null() & pl.col("known_team").is_null())
        lines = wrong["line"].unique().sort()
        unknown = tuple(Reject("unknown_team", batch.teams.get(n, f"{batch.stream} · row {n}")) for n in lines)
        self.rejects += len(unknown)
        right = rows if batch.table == "pulse" else rows.join(wrong.select("line"), on="line", how="anti")
        frame = right.with_columns(team="known_team").select(batch.frame.columns)
        return replace(batch, frame=frame, rejects=(*batch.rejects, *unknown))

    def _into_lake(self, batch: Batch) -> None:
        frame = self._events(batch) if batch.table == "events" else self._records(batch)
        position = self._next(batch)
        if (frame.is_empty() and batch.replace_from is None) or self._is_held(batch, frame):
            frame = frame.clear()
            position = replace(position, version=position.version - 1)
            with self.database.write() as session:
                self._reject(session, batch)
                intents.move_cursor(session, position, self.source, self._key(batch), batch.table, self.run)
        else:
            with self.database.write() as session:
                self._note(session, batch, position, frame)
            self._commit(batch, frame, position)
        self.positions[self._key(batch)] = position
        self.rows += frame.height

    def _commit(self, batch: Batch, frame: pl.DataFrame, position: Position) -> None:
        if batch.replace_from is None:
            self.lake.append(batch.table, frame, position.app_id, position.version)
            return
        since = batch.replace_from.astimezone(UTC).isoformat().replace("+00:00", "Z")
        mine = f"source = '{self.source}' AND stream = '{batch.stream}' AND at >= '{since}'"
        self.lake.replace(batch.table, frame, mine, position.app_id, position.version)

    def _reject(self, session: Session, batch: Batch) -> None:
        stated = [(r.reason, r.where, r.count, r.position) for r in batch.rejects]
        sources.keep_rejects(session, self.source, self._key(batch), stated, self.now, self._told_whole(batch))

    def _told_whole(self, batch: Batch) -> str | None:
        """The table whose rejects are all in the batch: sheets, lists of people and shares are looked at whole."""
        sheets = batch.table in DECLARED or batch.table in ("pulse", "sheets")
        at_end = (batch.table == "people" and batch.complete) or (batch.table == "files" and batch.alive is not None)
        return batch.table if sheets or at_end else None

    def _note(
        self, session: Session, batch: Batch, position: Position, frame: pl.DataFrame, first_day: date | None = None
    ) -> None:
        self._reject(session, batch)
        landed = "day" in frame.columns
        months = set(frame["month"]) if landed else set()
        if batch.replace_from is not None:
            months |= set(self._months_replaced(batch))
        intents.note(
            session,
            position,
            source=self.source,
            stream=self._key(batch),
            table=batch.table,
            run=self.run,
            rows=frame.height,
            first_day=cast("date | None", frame["day"].min()) if landed else first_day,
            months=sorted(months),
        )

    def _replaced(self, batch: Batch) -> pl.LazyFrame:
        """The rows that this batch takes the place of."""
        mine = (
            (pl.col("source") == self.source)
            & (pl.col("stream") == batch.stream)
            & (pl.col("at") >= batch.replace_from)
        )
        return self.lake.scan("events").filter(mine)

    def _months_replaced(self, batch: Batch) -> list[str]:
        """Months that hold rows which this batch takes the place of."""
        return self._replaced(batch).select(pl.col("month").unique()).collect()["month"].to_list()

    def _is_held(self, batch: Batch, frame: pl.DataFrame) -> bool:
        """Whether the rows that a batch would replace are the very rows it brings."""
        if batch.replace_from is None:
            return False
        columns = [*EVENTS, *LANDED]
        held = self._replaced(batch).select(columns).collect()
        return held.height == frame.height and held.sort(columns).equals(frame.select(columns).sort(columns))

    def _events(self, batch: Batch) -> pl.DataFrame:
        if not batch.frame.columns:
            return pl.DataFrame(schema=EVENTS | LANDED)
        return self._dated(batch, "at", batch.frame.select(*EVENTS)).sort("at", maintain_order=True)

    def _records(self, batch: Batch) -> pl.DataFrame:
        frame = batch.frame if batch.frame.columns else pl.DataFrame(schema=RECORDS)
        prepared = self._completed if batch.stream == "history" else self._changed
        frame = prepared(batch.table, frame)
        if batch.alive is not None or batch.complete:
            alive = batch.frame["record"] if batch.alive is None else batch.alive
            turned = self._turned(batch.table, alive)
            if not turned.is_empty():
                frame = pl.concat([frame, self._swept(batch.table, turned)], how="diagonal_relaxed")
        known = frame.with_columns(
            known_at=pl.coalesce("modified_at", "seen_at"), again=self._again(batch.table, frame)
        )
        return self._dated(batch, "known_at", known).drop("known_at").sort("day", maintain_order=True)

    def _again(self, table: str, frame: pl.DataFrame) -> pl.Series:
        """Whether each row's record has a row before it, in the lake or above in the frame."""
        if frame.is_empty():
            return pl.Series(dtype=pl.Boolean)
        mine = pl.col("source") == self.source
        here = pl.col("record").is_in(frame["record"].implode())
        held = self.lake.scan(table).filter(mine & here).select(pl.col("record").unique()).collect()
        return frame.select(
            pl.col("record").is_in(held["record"].implode()) | ~pl.col("record").is_first_distinct()
        ).to_series()

    def _held(self, table: str, records: pl.Series) -> pl.DataFrame:
        """The present state of some of the source's records, as the lake knows them."""
        mine = (pl.col("source") == self.source) & (pl.col("stream") != "history")
        rows = self.lake.scan(table).filter(mine & pl.col("record").is_in(records.implode()))
        return rows.sort("seen_at").unique("record", keep="last", maintain_order=True).collect()

    def _changed(self, table: str, frame: pl.DataFrame) -> pl.DataFrame:
        """The states that differ from the ones held; one of each record, the last."""
        if frame.is_empty():
            return frame
        frame = frame.unique("record", keep="last", maintain_order=True)
        held = self._held(table, frame["record"])
        if held.is_empty():
            return frame
        ours = [name for name in frame.columns if name not in ASIDE]
        absent = [pl.lit(None, dtype=frame.schema[n]).alias(n) for n in ours if n not in held.columns]
        return frame.join(held.with_columns(absent), on=ours, how="anti", nulls_equal=True)

    def _completed(self, table: str, frame: pl.DataFrame) -> pl.DataFrame:
        """Earlier states, with what their table does not keep taken over from the records as they stand.

        One without its time says nothing of any day.
        """
        frame = frame.filter(pl.col("modified_at").is_not_null())
        lacking = [name for name in CARRIED if frame[name].is_null().all()]
        if not lacking or frame.is_empty():
            return frame
        now = self._held(table, frame["record"]).select("record", *lacking)
        joined = frame.drop(lacking).join(now, on="record", how="left", maintain_order="left")
        return joined.select(frame.columns)

    def _last(self, table: str) -> pl.DataFrame:
        """Of each record the source gave us, the last row: record, deleted, stream."""
        mine = (pl.col("source") == self.source) & (pl.col("stream") != "history")
        rows = self.lake.scan(table).filter(mine).select("record", "seen_at", "deleted", "stream").sort("seen_at")
        return rows.unique("record", keep="last").collect()

    def _alive(self, table: str) -> pl.DataFrame:
        return self._last(table).filter(~pl.col("deleted"))

    def _turned(self, table: str, alive: pl.Series) -> pl.Series:
        """The records that the source no longer has, and those that are back."""
        there = pl.col("record").is_in(alive.implode())
        lost, back = ~pl.col("deleted") & ~there, pl.col("deleted") & (pl.col("stream") == "sweep") & there
        return self._last(table).filter(lost | back)["record"]

    def _swept(self, table: str, turned: pl.Series) -> pl.DataFrame:
        """The last state of records, marked deleted where it was not, restored where it was."""
        marked = self._held(table, turned).with_columns(
            deleted=~pl.col("deleted"), modified_at=pl.lit(self.now), seen_at=pl.lit(self.now)
        )
        return marked.drop(*LANDED, *AGAIN)

    def _dated(self, batch: Batch, by: str, frame: pl.DataFrame) -> pl.DataFrame:
        day = pl.col(by).dt.convert_time_zone(self.zone.key).dt.date()
        return frame.with_columns(source=pl.lit(self.source), stream=pl.lit(batch.stream), day=day).with_columns(
            month=pl.col("day").dt.strftime("%Y-%m")
        )
