"""Landing batches: local days and months added, what has not changed left out, each written exactly once."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import cast
from zoneinfo import ZoneInfo

import polars as pl
from sqlalchemy.orm import Session

from collectors.source import Batch
from settings.tables import AGAIN, EVENTS, LANDED, RECORDS
from store import intents, people, sources
from store.database import Database
from store.intents import Position
from store.lake import Lake

ASIDE = {"seen_at"}
CARRIED = ("owner", "team", "created_at", "created_by", "parent", "amount", "close_date")
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

    def land(self, batch: Batch) -> None:
        """Writes one batch. Interrupted at any moment, it is as if it had not begun or had ended."""
        self.rejects += sum(reject.count for reject in batch.rejects)
        batch = self._without_erased(batch)
        if intents.in_lake(batch.table):
            self._into_lake(batch)
        else:
            self._into_sql(batch)

    def _without_erased(self, batch: Batch) -> Batch:
        """The batch without the people who were erased: their rows left out, their names taken off records."""
        if not self.erased or not batch.frame.columns:
            return batch
        columns = [name for name in ("user", "manager", "owner", "created_by") if name in batch.frame.columns]
        gone = {name: pl.col(name).is_in(list(self.erased)) for name in columns}
        kept = batch.frame.filter(~gone["user"]) if "user" in gone else batch.frame
        blank = [pl.when(~gone[n]).then(n).alias(n) for n in columns if n != "user"]
        return replace(batch, frame=kept.with_columns(blank))

    def _next(self, batch: Batch) -> Position:
        held = self.positions.get(self._key(batch))
        name = intents.app_id(self.source, batch.stream, batch.table)
        cursor = batch.cursor or (held.cursor if held else None)
        version = (
            held.version if held else (self.lake.version(batch.table, name) if intents.in_lake(batch.table) else 0)
        )
        return Position(name, version + 1, cursor)

    def _key(self, batch: Batch) -> str:
        return f"{batch.stream}/{batch.table}"

    def _into_sql(self, batch: Batch) -> None:
        position = self._next(batch)
        with self.database.write() as session:
            today = self.now.astimezone(self.zone).date()
            if not batch.frame.columns:
                self._reject(session, batch)
                return
            if batch.table == "people":
                people.land_people(session, self.source, batch.frame, today)
            elif batch.table == "fields":
                objects = {batch.stream.partition("/")[2], *batch.frame["object"]}
                sources.land_fields(session, self.source, objects, batch.frame)
            else:
                message = f"{batch.table} is no table"
                raise ValueError(message)
            self._note(session, batch, position, batch.frame)
        self.positions[self._key(batch)] = position

    def _into_lake(self, batch: Batch) -> None:
        frame = self._events(batch) if batch.table == "events" else self._records(batch)
        position = self._next(batch)
        if frame.is_empty() and batch.replace_from is None:
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
        sources.keep_rejects(session, self.source, self._key(batch), stated, self.now)

    def _note(self, session: Session, batch: Batch, position: Position, frame: pl.DataFrame) -> None:
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
            first_day=cast("date | None", frame["day"].min()) if landed else None,
            months=sorted(months),
        )

    def _months_replaced(self, batch: Batch) -> list[str]:
        """Months that hold rows which this batch takes the place of."""
        mine = (
            (pl.col("source") == self.source)
            & (pl.col("stream") == batch.stream)
            & (pl.col("at") >= batch.replace_from)
        )
        held = self.lake.scan("events").filter(mine).select(pl.col("month").unique())
        return held.collect()["month"].to_list()

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
            frame = pl.concat([frame, self._gone(batch.table, alive)], how="diagonal_relaxed")
        known = frame.with_columns(
            known_at=pl.coalesce("modified_at", "seen_at"), again=self._again(batch.table, frame)
        )
        return self._dated(batch, "known_at", known).drop("known_at").sort("day", maintain_order=True)

    def _again(self, table: str, frame: pl.DataFrame) -> pl.Series:
        """Whether each row's record has a row before it, in the lake or above in the frame."""
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
        """The states that differ from the ones held."""
        held = self._held(table, frame["record"])
        if held.is_empty():
            return frame
        ours = [name for name in frame.columns if name not in ASIDE]
        absent = [pl.lit(None, dtype=frame.schema[n]).alias(n) for n in ours if n not in held.columns]
        return frame.join(held.with_columns(absent), on=ours, how="anti", nulls_equal=True)

    def _completed(self, table: str, frame: pl.DataFrame) -> pl.DataFrame:
        """Earlier states, with what their table does not keep taken over from the records as they stand."""
        lacking = [name for name in CARRIED if frame[name].is_null().all()]
        if not lacking or frame.is_empty():
            return frame
        now = self._held(table, frame["record"]).select("record", *lacking)
        return frame.drop(lacking).join(now, on="record", how="left").select(frame.columns)

    def _gone(self, table: str, alive: pl.Series) -> pl.DataFrame:
        """The last state of records that the source no longer has, marked deleted now."""
        mine = (pl.col("source") == self.source) & (pl.col("stream") != "history")
        held = self.lake.scan(table).filter(mine).select("record", "seen_at", "deleted").sort("seen_at")
        last = held.unique("record", keep="last").filter(~pl.col("deleted")).collect()
        lost = last.filter(~pl.col("record").is_in(alive.implode()))["record"]
        marked = self._held(table, lost).with_columns(
            deleted=pl.lit(value=True), modified_at=pl.lit(self.now), seen_at=pl.lit(self.now)
        )
        return marked.drop(*LANDED, *AGAIN)

    def _dated(self, batch: Batch, by: str, frame: pl.DataFrame) -> pl.DataFrame:
        day = pl.col(by).dt.convert_time_zone(self.zone.key).dt.date()
        return frame.with_columns(source=pl.lit(self.source), stream=pl.lit(batch.stream), day=day).with_columns(
            month=pl.col("day").dt.strftime("%Y-%m")
        )
