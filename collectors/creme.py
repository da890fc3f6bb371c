"""Creme CRM 2.8 on SQLite or PostgreSQL: its history, what its lists of last things still show, and its records.

Choices, where Creme's traces leave one:
a record put into the trash or taken out of it is an edit of ``is_deleted``; a deletion is what cannot be undone;
an import is one act with its lines, and what it wrote is not also that many creations;
an opened report is a ``report``, its file an ``export`` of object report; a list's file an ``export`` with its rows.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
import sqlalchemy as sa

from collectors import translating
from collectors.cells import days, texts
from collectors.creme_history import Names
from collectors.creme_models import MODELS, PLACEHOLDERS, CustomField, Model, Scope, custom_fields
from collectors.creme_records import TOUCHED, ids, states
from collectors.creme_tables import VALUES, Reach, frames, moment, read, whole
from collectors.creme_traces import ZONE, Traces
from collectors.database import Address, address, engine, reading
from collectors.mapping import PeopleMapping
from collectors.source import Batch, Capability, Pull, SourceError
from collectors.translating import Roster
from collectors.walk import Walk
from settings.model import Settings
from settings.tables import CapabilityName, Status

KIND = "creme"

PEOPLE = ("creme_core_cremeuser", "creme_core_cremeuser_teammates_set", "creme_core_userrole")
NAMES = ("django_content_type", "creme_core_customfield")
IMPORTS = ("creme_core_job", "creme_core_massimportjobresult", "creme_core_notification", "creme_core_cremeentity")
HISTORY = (*PEOPLE, *NAMES, *IMPORTS, "creme_core_historyline")
LAST_VIEWED = (*PEOPLE, *NAMES, "creme_core_lastviewedentity")
CUSTOM = (*VALUES.values(), "creme_core_customfieldmultienum_value")

NEEDS: Mapping[CapabilityName, tuple[str, ...]] = {
    "people": PEOPLE,
    "logins": PEOPLE,
    "views": (*LAST_VIEWED, "creme_core_imprint"),
    "reports": LAST_VIEWED,
    "edits": HISTORY,
    "deletes": HISTORY,
    "exports": (*HISTORY, "creme_core_fileref"),
    "imports": (*PEOPLE, *NAMES, *IMPORTS),
}
"""The tables that each capability is read from."""

UNREAD: tuple[CapabilityName, ...] = ("dashboards", "orders")

PEOPLE_COLUMNS = PeopleMapping.model_validate(
    {"table": "creme_core_cremeuser", "login": "login", "email": "email", "team": "team", "role": "role"}
    | {"active": "active", "from": "from", "to": "to", "kind": "kind"}
)

DETAILS: Mapping[CapabilityName, str] = {
    "logins": "Creme keeps only the last login of each person: one is found a run, those before it are lost; "
    "failed logins and logouts are not recorded",
    "views": "Creme keeps views of contacts, at most one an hour, and the last 20 records each person opened: what "
    "happens between two runs may be lost; lists, searches, the home page and calendars are not recorded",
    "reports": "Creme keeps the last time each person opened a report, among the last 20 records opened; "
    "a report saved as CSV leaves no trace, one saved as XLS or XLSX is an export",
    "edits": "what workflows change on their own is left out; saving a form without a change is not recorded",
    "exports": "lists with their number of rows, and reports saved as XLS or XLSX; a report saved as CSV is not "
    "recorded, and the trace of the others is cleaned after one day",
    "imports": "one act an import; once somebody deletes a finished job before the next run, its lines count as "
    "creations by hand",
    "deletes": "deletions for good; a record put into the trash is an edit of is_deleted",
    "dashboards": "Creme does not record who opens its home page and charts",
    "orders": "its quotes, sales orders and invoices are not read; map those that count as orders by a source of "
    "kind sql on the same database",
    "records": "contacts, organisations, opportunities and activities with the company's own fields",
}


class Options(Address):
    """Where Creme's database is. ``stages``: status of sales phases that Creme marks neither won nor lost."""

    placeholders: tuple[str, ...] = ()
    stages: dict[str, Status] = {}


def connect(name: str, options: Options, settings: Settings) -> "Creme":
    """The source of that name; opens nothing yet. Raises SourceError when its environment variable is not set."""
    return Creme(name, options, address(name, options, settings))


@dataclass(frozen=True)
class Creme:
    """A Creme CRM, read from its database."""

    name: str
    options: Options
    url: str

    def capabilities(self) -> list[Capability]:
        """What Creme records, what of it the account may read, and what is lost."""
        with reading(self.name, engine(self.name, self.url)) as connection:
            reach = self._reach(connection)
            since = self._first_day(connection) if reach.all_of(["creme_core_historyline"]) else None
        told = [self._capability(name, needs, reach, since) for name, needs in NEEDS.items()]
        needed = sorted({table for model in self._models(reach) for table in model.tables} | set(CUSTOM))
        told.append(self._capability("records", needed, reach, None))
        return [*told, *(Capability(name, "not_recorded", detail=DETAILS[name]) for name in UNREAD)]

    def _capability(self, name: CapabilityName, needs: Iterable[str], reach: Reach, since: date | None) -> Capability:
        missing = reach.to_grant(needs)
        if missing:
            return Capability(name, "not_granted", detail=missing)
        dated = since if name in {"edits", "deletes", "exports"} else None
        return Capability(name, "recorded", since=dated, detail=DETAILS.get(name, ""))

    def _first_day(self, connection: sa.Connection) -> date | None:
        """The day of the first line that somebody wrote."""
        h = read("creme_core_historyline")
        rows = whole(connection, sa.select(sa.func.min(h.c.date).label("first")).where(h.c.username != ""))
        first: date | None = days(rows["first"], ZONE)[0]
        return first

    def _reach(self, connection: sa.Connection) -> Reach:
        reach = Reach(connection)
        if "creme_core_historyline" in reach.absent:
            message = "there is no table creme_core_historyline; point the url at the database of a Creme CRM 2.8"
            raise SourceError(self.name, "broken", message)
        return reach

    def _models(self, reach: Reach) -> list[Model]:
        """The models this Creme has: some are optional."""
        return [model for model in MODELS if reach.absent.isdisjoint(model.tables)]

    def batches(self, pull: Pull) -> Iterator[Batch]:
        """People, records, then their acts; whatever the account may not read is left out."""
        with reading(self.name, engine(self.name, self.url)) as connection:
            reach = self._reach(connection)
            if not reach.all_of((*PEOPLE, *NAMES)):
                grant = reach.to_grant((*PEOPLE, *NAMES))
                raise SourceError(self.name, "unavailable", f"people and models cannot be read; {grant}")
            batch, roster, users = self._people(connection, pull)
            yield batch
            kinds = _kinds(connection)
            custom = self._custom(connection, kinds)
            for model in self._models(reach):
                if reach.all_of((*model.tables, *CUSTOM)):
                    mine = [field for field in custom if field.kind == model.name]
                    yield from self._records(connection, model, mine, roster, pull)
            names = Names(kinds, {field.id: field.name for field in custom})
            yield from self._acts(Traces(connection, users, names, roster, pull), reach)

    def _acts(self, traces: Traces, reach: Reach) -> Iterator[Batch]:
        if reach.all_of(NEEDS["edits"]):
            yield from traces.history()
        if reach.all_of(NEEDS["imports"]):
            yield traces.imports()
        if reach.all_of(["creme_core_fileref"]):
            yield from traces.files()
        yield from traces.logins()
        if reach.all_of(NEEDS["views"]):
            yield from traces.views()

    def _people(self, connection: sa.Connection, pull: Pull) -> tuple[Batch, Roster, dict[int, str]]:
        """People with their teams, the roster that names them, and their logins by id."""
        rows = whole(connection, _people())
        addresses = rows["email"].str.to_lowercase()
        holders = rows.group_by(addresses.alias("email")).agg(pl.col("user").n_unique())
        shared = holders.filter(pl.col("user") > 1)["email"]
        own = ~(addresses.is_in(shared.implode()) | addresses.is_in(PLACEHOLDERS))
        rows = rows.with_columns(email=pl.when(own).then(pl.col("email")))
        told, roster = translating.people(
            rows, PEOPLE_COLUMNS, Roster(self.name, pull.pseudonyms), ZONE, self.options.service_accounts
        )
        batch = Batch("people", "people", told.frame, complete=True, rejects=told.rejects)
        return batch, roster, dict(rows.select("user", "login").iter_rows())

    def _custom(self, connection: sa.Connection, kinds: Mapping[int, str]) -> list[CustomField]:
        c = read("creme_core_customfield")
        statement = sa.select(c.c.id, c.c.name, c.c.content_type_id, c.c.field_type).where(sa.not_(c.c.is_deleted))
        rows = connection.execute(statement.order_by(c.c.id)).all()
        return custom_fields((id_, name, kinds.get(kind, ""), type_) for id_, name, kind, type_ in rows)

    def _records(
        self, connection: sa.Connection, model: Model, custom: list[CustomField], roster: Roster, pull: Pull
    ) -> Iterator[Batch]:
        table = f"records/{model.object}"
        walk = Walk(pull.cursors.get(f"now/{table}"), pull.pseudonyms)
        now = moment(connection, pull.now)
        scope = Scope(now, walk.low, now if pull.bounded else None, self.options.stages)
        statement, mapping = states(model, custom, scope)
        yield Batch(f"fields/{model.object}", "fields", translating.watched(mapping), complete=True)
        for chunk in frames(connection, statement):
            new = walk.fresh(chunk, TOUCHED).rename({field.label: field.name for field in custom})
            walk.reach(chunk, TOUCHED)
            words = (*PLACEHOLDERS, *self.options.placeholders)
            told = translating.records(new, mapping, roster, ZONE, pull, words, str(chunk[TOUCHED][0]))
            yield Batch("now", table, told.frame, walk.cursor, rejects=told.rejects)
        if not pull.bounded:
            there = texts(whole(connection, ids(model))["_record"])
            alive = pull.pseudonyms.records(self.name, model.object, there)
            yield Batch("sweep", table, pl.DataFrame(), alive=alive)


def _kinds(connection: sa.Connection) -> dict[int, str]:
    """Models by the id of their content type."""
    types = read("django_content_type")
    return dict(whole(connection, sa.select(types.c.id, types.c.model)).iter_rows())


def _people() -> sa.Select[Any]:
    """People, a row for each team they are in; accounts of the makers' own service are no persons."""
    u, role = read("creme_core_cremeuser").alias("u"), read("creme_core_userrole").alias("r")
    member, team = read("creme_core_cremeuser_teammates_set").alias("m"), read("creme_core_cremeuser").alias("t")
    joined = (
        u.outerjoin(role, role.c.id == u.c.role_id)
        .outerjoin(member, member.c.to_cremeuser_id == u.c.id)
        .outerjoin(team, sa.and_(team.c.id == member.c.from_cremeuser_id, team.c.is_team))
    )
    return (
        sa.select(
            u.c.id.label("user"),
            u.c.username.label("login"),
            u.c.email,
            u.c.is_active.label("active"),
            u.c.date_joined.label("from"),
            u.c.deactivated_on.label("to"),
            sa.case((u.c.is_superuser, "superuser"), else_=role.c.name).label("role"),
            sa.case((u.c.is_staff, "service"), else_="human").label("kind"),
            team.c.username.label("team"),
        )
        .select_from(joined)
        .where(sa.not_(u.c.is_team))
        .order_by(u.c.id, team.c.id)
    )
