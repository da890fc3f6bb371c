"""The traces people leave in Creme, read from where the last run stopped: history, imports, files, logins, views."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import sqlalchemy as sa

from collectors.cells import times
from collectors.creme_history import OBJECTS, REQUEST, TYPES, Act, Import, Line, Names, acts, parsed
from collectors.creme_tables import frames, moment, read, whole
from collectors.source import Batch, Pull
from collectors.translating import Roster
from collectors.walk import Walk
from settings.tables import EVENTS

MASS_IMPORT = "creme_core-mass_import"
IMPORT_DONE = "creme_core-mass_import_done"
WAITING = 1
LONGEST = timedelta(days=1)
"""How long an import may run; one that broke off stays waiting for ever."""

SAME_VIEW = timedelta(seconds=2)
ZONE = ZoneInfo("UTC")


@dataclass(frozen=True)
class Traces:
    """One reading of a Creme database. ``users``: id → login; ``names``: of models and custom fields."""

    connection: sa.Connection
    users: Mapping[int, str]
    names: Names
    roster: Roster
    pull: Pull

    def history(self) -> Iterator[Batch]:
        """Creations, edits, deletions and list exports, without what imports wrote."""
        h = read("creme_core_historyline")
        statement = sa.select(
            h.c.id, h.c.date.label("at"), h.c.username, h.c.type, h.c.entity_ctype_id, h.c.entity_id, h.c.value
        )
        hand = (h.c.username != "", sa.not_(h.c.by_wf_engine), h.c.type.in_(TYPES))
        walk = self._walk("history")
        first: datetime | None = None
        held: list[Line] = []
        for chunk in frames(self.connection, self._new(statement.where(*hand), walk)):
            lines = held + self._lines(chunk)
            last = lines[-1].at - REQUEST
            yield self._acts(walk, lines, first, last)
            first, held = last, [line for line in lines if line.at >= last - REQUEST]
        yield self._acts(walk, held, first, None)

    def _acts(self, walk: Walk, lines: list[Line], first: datetime | None, last: datetime | None) -> Batch:
        """Acts begun from first up to last; lines around them tell what belongs together."""
        begun = [line for line in lines if (first is None or line.at >= first) and (last is None or line.at < last)]
        passed = pl.DataFrame({"id": sorted(line.id for line in begun)}, schema={"id": pl.Int64})
        fresh = set(walk.fresh(passed, "id")["id"])
        done = [act for act in acts(self._by_hand(lines), self.names) if act.line in fresh]
        walk.reach(passed, "id")
        return Batch("history", "events", self._frame(done), walk.cursor)

    def _lines(self, chunk: pl.DataFrame) -> list[Line]:
        moments = times(chunk["at"], ZONE)
        rest = chunk.select("id", "username", "type", "entity_ctype_id", "entity_id", "value").iter_rows()
        return [
            Line(id_, at, user, type_, self.names.kinds.get(kind, ""), record, parsed(value))
            for at, (id_, user, type_, kind, record, value) in zip(moments, rest, strict=True)
        ]

    def _by_hand(self, lines: list[Line]) -> list[Line]:
        """The lines that no import wrote. Imports are read after the lines, so that none of theirs is missed."""
        if not lines:
            return lines
        low, high = min(line.at for line in lines), max(line.at for line in lines)
        runs = [run for run in self._runs() if run.start <= high and run.end >= low]
        return [line for line in lines if not any(run.wrote(line) for run in runs)]

    def _runs(self) -> list[Import]:
        """All runs of the import wizard that have begun."""
        rows = whole(self.connection, self._jobs())
        made = self._made(rows["id"].to_list())
        begun = times(rows["last_run"], ZONE)
        ended = [times(rows[name], ZONE) for name in ("told", "made")]
        return [
            Import(
                self.users.get(user, ""),
                self.names.kinds.get(kind, ""),
                start,
                start + LONGEST if status == WAITING else told or (last or start) + REQUEST,
                made.get(id_, frozenset()),
            )
            for id_, user, kind, status, start, told, last in zip(
                rows["id"], rows["user_id"], rows["kind"], rows["status"], begun, *ended, strict=True
            )
            if start is not None
        ]

    def _jobs(self) -> sa.Select[Any]:
        """Import jobs: when asked for, begun, reported as done, and when their last record was made."""
        j, r = read("creme_core_job"), read("creme_core_massimportjobresult")
        e, n = read("creme_core_cremeentity"), read("creme_core_notification")
        done = sa.select(sa.func.min(n.c.created)).where(
            n.c.user_id == j.c.user_id, n.c.content_id == IMPORT_DONE, n.c.created >= j.c.last_run
        )
        made = sa.select(sa.func.max(e.c.created)).where(e.c.id == r.c.entity_id, r.c.job_id == j.c.id)
        lines = sa.select(sa.func.count()).select_from(r).where(r.c.job_id == j.c.id)
        return (
            sa.select(
                j.c.id,
                j.c.user_id,
                j.c.reference_run,
                j.c.last_run,
                j.c.status,
                j.c.data["ctype"].as_integer().label("kind"),
                done.scalar_subquery().label("told"),
                made.scalar_subquery().label("made"),
                lines.scalar_subquery().label("lines"),
            )
            .where(j.c.type_id == MASS_IMPORT)
            .order_by(j.c.id)
        )

    def _made(self, jobs: list[int]) -> dict[int, frozenset[int]]:
        r = read("creme_core_massimportjobresult")
        statement = sa.select(r.c.job_id, r.c.entity_id).where(r.c.job_id.in_(jobs), r.c.entity_id.is_not(None))
        rows = whole(self.connection, statement)
        groups = rows.group_by("job_id").agg("entity_id").iter_rows()
        return {int(job): frozenset(map(int, records)) for job, records in groups}

    def imports(self) -> Batch:
        """One act for each finished run of the import wizard, at the time somebody asked for it."""
        walk = self._walk("imports")
        rows = whole(self.connection, self._jobs())
        if rows.is_empty():
            return Batch("imports", "events", self._frame([]), walk.cursor)
        rows = rows.with_columns(at=times(rows["reference_run"], ZONE))
        ended = rows.filter(
            pl.col("status") != WAITING,
            pl.col("at") >= self.pull.events_since,
            (pl.col("at") <= self.pull.now) | pl.lit(not self.pull.bounded),
            pl.col("id") >= (0 if walk.low is None else walk.low),
        )
        new = ended.join(walk.fresh(ended.select("id"), "id"), on="id", how="semi", maintain_order="left")
        walk.reach(ended.select("id"), "id")
        done = [
            self._act(at, user, "import", self.names.kinds.get(kind, ""), rows=lines)
            for at, user, kind, lines in new.select("at", "user_id", "kind", "lines").iter_rows()
        ]
        return Batch("imports", "events", self._frame(done), walk.cursor)

    def files(self) -> Iterator[Batch]:
        """Files made of reports; those of lists carry the model's name and have their line of history."""
        f = read("creme_core_fileref")
        statement = sa.select(f.c.id, f.c.created.label("at"), f.c.user_id, f.c.basename)
        sheets = statement.where(f.c.filedata.like("xls%"), f.c.user_id.is_not(None))
        lists = set(self.names.kinds.values())

        def act(row: Mapping[str, Any]) -> Act | None:
            if str(row["basename"]).rpartition(".")[0] in lists:
                return None
            return self._act(row["at"], row["user_id"], "export", "report")

        yield from self._walked("files", sheets, act)

    def logins(self) -> Iterator[Batch]:
        """Last logins that were not met before; those between two runs are lost but for the last."""
        u = read("creme_core_cremeuser")
        statement = sa.select(u.c.last_login.label("at"), u.c.id)
        known = statement.where(sa.not_(u.c.is_team), u.c.last_login.is_not(None))
        yield from self._walked("logins", known, lambda row: self._act(row["at"], row["id"], "login", ""))

    def views(self) -> Iterator[Batch]:
        """Views of contacts, at most one an hour, and of the last records each person opened, once each."""
        seen: dict[tuple[int, int], list[datetime]] = {}
        i, v = read("creme_core_imprint"), read("creme_core_lastviewedentity")
        imprints = sa.select(i.c.id, i.c.date.label("at"), i.c.user_id, i.c.entity_ctype_id, i.c.entity_id)
        last = sa.select(v.c.viewed.label("at"), v.c.user_id, v.c.entity_ctype_id, v.c.entity_id)

        def imprint(row: Mapping[str, Any]) -> Act:
            seen.setdefault((row["user_id"], row["entity_id"]), []).append(row["at"])
            return self._view(row)

        def viewed(row: Mapping[str, Any]) -> Act | None:
            moments = seen.get((row["user_id"], row["entity_id"]), ())
            return None if any(abs(at - row["at"]) <= SAME_VIEW for at in moments) else self._view(row)

        yield from self._walked("imprints", imprints, imprint)
        yield from self._walked("views", last.where(v.c.entity_id.is_not(None)), viewed)

    def _view(self, row: Mapping[str, Any]) -> Act:
        kind = self.names.kinds.get(row["entity_ctype_id"], "")
        act = self._act(row["at"], row["user_id"], "report" if kind == "report" else "view", kind)
        return replace(act, record=row["entity_id"])

    def _act(self, at: datetime, user: int, action: str, kind: str, rows: int | None = None) -> Act:
        return Act(0, at, self.users.get(user, str(user)), action, OBJECTS.get(kind, kind), None, rows=rows)

    def _walk(self, stream: str) -> Walk:
        return Walk(self.pull.cursors.get(f"{stream}/events"), self.pull.pseudonyms)

    def _new(self, statement: sa.Select[Any], walk: Walk) -> sa.Select[Any]:
        """The rows that may be read, along the first column from a little before the last one met."""
        by, at = statement.selected_columns[0], statement.selected_columns["at"]
        new = statement.where(at >= moment(self.connection, self.pull.events_since)).order_by(by)
        if walk.low is not None:
            new = new.where(by >= walk.low)
        if self.pull.bounded:
            new = new.where(at <= moment(self.connection, self.pull.now))
        return new

    def _walked(
        self, stream: str, statement: sa.Select[Any], act: Callable[[Mapping[str, Any]], Act | None]
    ) -> Iterator[Batch]:
        """The acts of rows that were not met before; a row given as no act counts as met."""
        walk = self._walk(stream)
        for chunk in frames(self.connection, self._new(statement, walk)):
            new = walk.fresh(chunk, chunk.columns[0])
            walk.reach(chunk, chunk.columns[0])
            told = new.with_columns(at=times(new["at"], ZONE)).iter_rows(named=True)
            done = [found for row in told if (found := act(row))]
            yield Batch(stream, "events", self._frame(done), walk.cursor)

    def _frame(self, done: Iterable[Act]) -> pl.DataFrame:
        rows = [act for act in done if act.at >= self.pull.events_since]
        record = self.pull.pseudonyms.record
        source = self.roster.source
        return pl.DataFrame(
            {
                "at": [act.at for act in rows],
                "user": self.roster.users(pl.Series([act.user for act in rows], dtype=pl.String)),
                "action": [act.action for act in rows],
                "object": [act.object or None for act in rows],
                "record": [None if a.record is None else record(source, a.object, str(a.record)) for a in rows],
                "feature": [None] * len(rows),
                "rows": [act.rows for act in rows],
                "fields": [None if a.fields is None else ",".join(n.replace(",", " ") for n in a.fields) for a in rows],
                "client": [None] * len(rows),
            },
            schema=EVENTS,
        )
