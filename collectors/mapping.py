"""How columns of a custom-built CRM become Vigie's: the mapping tables of config.toml."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Annotated, Literal, Self, TypeVar
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from collectors.filling import Format
from settings.model import SourceOptions, Table, TimeZone
from settings.tables import ACTIONS, CLIENTS, OBJECTS, STATUSES, Action, Client, DealKind, Status

Code = str | int | bool


class From(Table):
    """Where rows come from: a table (or view) or a query of a database, or files of a folder; exactly one."""

    table: str | None = None
    query: str | None = None
    files: str | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(x is not None for x in (self.table, self.query, self.files)) != 1:
            raise ValueError("should have exactly one of table, query and files")
        return self

    @property
    def origin(self) -> str:
        """What to call it in messages and cursors."""
        return self.table or self.files or f"query of {_after_from(self.query or '')}"


def _after_from(query: str) -> str:
    """The first table a query names."""
    words = query.split()
    lower = [word.lower() for word in words]
    return words[lower.index("from") + 1].strip('(),;"`') if "from" in lower[:-1] else "a query"


M = TypeVar("M", bound=From)


class EventsMapping(From):
    """A log of acts.

    ``action``, ``object`` and ``client`` name a column, whose codes ``actions``, ``objects`` and ``clients`` put into
    Vigie's words; a string there, or an action or object that is no column, holds for every row.
    """

    cursor: str | None = None
    at: str = "at"
    user: str = "user"
    action: str | None = None
    actions: dict[Code, Action] | Action | None = None
    object: str | None = None
    objects: dict[Code, str] | str | None = None
    record: str | None = None
    feature: str | None = None
    rows: str | None = None
    fields: str | None = None
    client: str | None = None
    clients: dict[Code, Client] | Client | None = None

    def present(self, existing: Collection[str]) -> dict[str, str]:
        """Key → column it names. A word that is one of Vigie's, or an object, names no column where there is none."""
        words = {"action": ACTIONS, "object": OBJECTS, "client": CLIENTS}
        keys = (
            "cursor",
            "at",
            "user",
            "action",
            "object",
            "record",
            "feature",
            "rows",
            "fields",
            "client",
        )
        return {
            key: name
            for key in keys
            if (name := getattr(self, key)) is not None
            and not (key in words and name not in existing and name in words[key])
        }

    @model_validator(mode="after")
    def _has_action(self) -> Self:
        if self.action is None and not isinstance(self.actions, str):
            raise ValueError("should have action: the column that `actions` translates, or one act for all rows")
        return self


class Stage(Table):
    """A stage code in Vigie's words."""

    name: str
    status: Status = "open"


class History(From):
    """A table of the CRM that keeps earlier states of the same records; other columns are read by the same names."""

    record: str | None = None
    at: str
    columns: dict[str, str] = {}
    cursor: str | None = None


class RecordsMapping(From):
    """Records of one object as they stand; column names, but for ``object``, ``stages`` and ``formats``."""

    object: Annotated[str, Field(pattern=r"^[^\W_][\w-]*$", max_length=60)]
    record: str = "record"
    modified_at: str | None = None
    created_at: str | None = None
    created_by: str | None = None
    owner: str | None = None
    team: str | None = None
    deleted: str | None = None
    stage: str | None = None
    stages: dict[Code, Stage | str] = {}
    status: str | None = None
    statuses: dict[Code, Status] = {}
    pipeline: str | None = None
    pipelines: dict[Code, str] = {}
    amount: str | None = None
    close_date: str | None = None
    occurred_at: str | None = None
    last_activity_at: str | None = None
    parent: str | None = None
    parent_object: str = "account"
    key_email: str | None = None
    key_phone: str | None = None
    key_name: str | None = None
    key_company_id: str | None = None
    fields: tuple[str, ...] = ()
    custom: tuple[str, ...] = ()
    formats: dict[str, Format] = {}
    history: History | None = None

    @property
    def columns(self) -> dict[str, str]:
        """Key → column it names, watched fields included."""
        keys = (
            "record", "modified_at", "created_at", "created_by", "owner", "team", "deleted", "stage", "status",
            "pipeline", "amount", "close_date", "occurred_at", "last_activity_at", "parent",
            "key_email", "key_phone", "key_name", "key_company_id",
        )  # fmt: skip
        named = {key: name for key in keys if (name := getattr(self, key)) is not None}
        return named | {f"fields: {name}": name for name in self.fields}

    @property
    def pipeline_names(self) -> set[str]:
        """The pipelines by name, as far as codes are mapped to them."""
        return set(self.pipelines.values())

    @property
    def stage_names(self) -> set[str]:
        """The stages in Vigie's words; those of codes without a mapping are not known here."""
        return {
            word.name if isinstance(word, Stage) else str(code) if word in STATUSES else word
            for code, word in self.stages.items()
        }

    def earlier(self, existing: Collection[str]) -> "RecordsMapping":
        """The mapping of the history table: its own names for id and time, and those of our columns that it has."""
        if self.history is None:
            return self
        own = self.history.columns
        renamed = {key: own.get(name, name) for key, name in self.columns.items() if ": " not in key}
        kept = {key: name if name in existing else None for key, name in renamed.items()}
        return self.model_copy(
            update=kept
            | {
                "table": self.history.table,
                "query": self.history.query,
                "record": self.history.record or renamed["record"],
                "modified_at": self.history.at,
                "deleted": None,
                "fields": tuple(name for name in self.fields if name in existing),
                "history": None,
            }
        )


class PeopleMapping(From):
    """Users of the CRM; several rows for a user with several teams."""

    user: str = "user"
    login: str | None = None
    email: str | None = None
    team: str | None = None
    team_from: str | None = None
    team_to: str | None = None
    role: str | None = None
    manager: str | None = None
    active: str | None = None
    start: str | None = Field(default=None, alias="from")
    end: str | None = Field(default=None, alias="to")
    wave: str | None = None
    kind: str | None = None
    kinds: dict[Code, Literal["human", "service"]] = {}

    @property
    def columns(self) -> dict[str, str]:
        """Key → column it names."""
        keys = (
            "user", "login", "email", "team", "team_from", "team_to", "role", "manager", "active", "start", "end",
            "wave", "kind",
        )  # fmt: skip
        return {key: name for key in keys if (name := getattr(self, key)) is not None}


class PresenceMapping(From):
    """Which share of the working time people are expected there: a row a week, for a team or for all."""

    week: str = "week"
    team: str | None = None
    share: str = "share"

    @property
    def columns(self) -> dict[str, str]:
        """Key → column it names."""
        return {key: name for key in ("week", "team", "share") if (name := getattr(self, key)) is not None}


class OrdersMapping(From):
    """Orders, or invoices, of an order system; column names, but for ``kinds`` and ``of``.

    ``cursor``: a column that grows with each row, or each time one changes; without it the table is read whole.
    ``kind`` names a column, whose codes ``kinds`` puts into Vigie's words; a string there holds for every row.
    ``opportunity``: the id of the CRM's record that the order names; ``of``: the source that has this record.
    """

    cursor: str | None = None
    order: str = "order"
    ordered_on: str = "ordered_on"
    kind: str | None = None
    kinds: dict[Code, DealKind] | DealKind | None = None
    team: str | None = None
    amount: str | None = None
    opportunity: str | None = None
    of: str | None = None
    key_email: str | None = None
    key_phone: str | None = None
    key_name: str | None = None
    key_company_id: str | None = None

    @property
    def columns(self) -> dict[str, str]:
        """Key → column it names."""
        keys = (
            "cursor", "order", "ordered_on", "kind", "team", "amount", "opportunity",
            "key_email", "key_phone", "key_name", "key_company_id",
        )  # fmt: skip
        return {key: name for key in keys if (name := getattr(self, key)) is not None}

    @model_validator(mode="after")
    def _names_whose(self) -> Self:
        if (self.opportunity is None) != (self.of is None):
            raise ValueError("should have of, the source of the opportunities, with opportunity, and with no other")
        if isinstance(self.kinds, dict) and self.kind is None:
            raise ValueError("should have kind: the column that `kinds` translates")
        return self


class MappedOptions(SourceOptions):
    """What sources read by a mapping have in common. ``timezone``: of times written without a zone."""

    timezone: TimeZone = "UTC"
    placeholders: tuple[str, ...] = ()
    events: tuple[EventsMapping, ...] = ()
    records: tuple[RecordsMapping, ...] = ()
    people: PeopleMapping | None = None
    presence: PresenceMapping | None = None
    orders: tuple[OrdersMapping, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """Zone of times written without one."""
        return ZoneInfo(self.timezone)

    @property
    def mappings(self) -> tuple[From, ...]:
        """All mappings of the source."""
        single = (one for one in (self.people, self.presence) if one)
        return (*self.events, *self.records, *single, *self.orders)

    @model_validator(mode="after")
    def _reads_something(self) -> Self:
        if not self.mappings:
            raise ValueError("should map at least one of events, records, people, presence and orders")
        objects = [mapping.object for mapping in self.records]
        twice = sorted({name for name in objects if objects.count(name) > 1})
        if twice:
            raise ValueError(f"should map the records of {', '.join(twice)} once; join their tables in one query")
        return self


def streams(mappings: Sequence[M]) -> Iterator[tuple[str, M]]:
    """Each mapping of a log or of orders, and its name: the same when others are added, or a table becomes a query."""
    seen: dict[str, int] = {}
    for mapping in mappings:
        place = mapping.table or mapping.files or _after_from(mapping.query or "")
        name = re.sub(r"[^a-z0-9]+", "_", place.lower()).strip("_")
        seen[name] = seen.get(name, 0) + 1
        yield (name if seen[name] == 1 else f"{name}_{seen[name]}"), mapping
