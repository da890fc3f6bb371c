"""What each kind of record in Creme says of itself: its keys, its links, its own fields and the company's."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from collectors.creme_history import LINKS, field_name
from collectors.creme_tables import READ, VALUES, read
from collectors.filling import Format
from settings.tables import Status

SUBJECT = "activities-subject_activity_subject"
EMPLOYED_BY = "persons-subject_employed_by"
TARGETS = "opportunities-subject_targets_orga"
OWN = (
    "creme_core_cremeentity",
    "persons_contact",
    "persons_organisation",
    "opportunities_opportunity",
    "activities_activity",
)
NATIVE = {field_name(name) for table in OWN for name in READ[table].split()} | {*LINKS.values(), "address"}

PLACEHOLDERS = (
    "completez@moi.fr",
    "complete@me.com",
    "remplacezmoi@parvotreadresse.fr",
    "replaceme@byyouraddress.com",
    "remplacezparvotresociété",
    "replacebyyoursociety",
)
"""What Creme itself writes where nothing was given, in lower case."""


@dataclass(frozen=True)
class CustomField:
    """A field the company added to a model; its name is unique for that model."""

    id: int
    name: str
    kind: str
    type: int

    @property
    def label(self) -> str:
        """What its column is called in a query, where a name may be too long for a database."""
        return f"_custom_{self.id}"


def custom_fields(rows: Iterable[tuple[int, str, str, int]]) -> list[CustomField]:
    """Custom fields from their id, name, model and type; one that is called like a field of Creme's says so."""
    return [
        CustomField(id_, f"{name} (custom)" if name in NATIVE else name, kind, type_)
        for id_, name, kind, type_ in rows
        if type_ in VALUES
    ]


@dataclass(frozen=True)
class Scope:
    """What of the records to read. ``since``: changed at or after; None for all. ``now``: activities count up to it."""

    now: Any
    since: Any = None
    until: Any = None
    stages: Mapping[str, Status] | None = None


@dataclass(frozen=True)
class Model:
    """One kind of record in Creme: its table, what else is read with it, and its name here."""

    name: str
    object: str
    table: str
    tables: tuple[str, ...]
    describe: Callable[["Parts"], dict[str, Any]]
    kept: Callable[["Parts"], sa.ColumnElement[bool]] | None = None


class Parts:
    """The pieces a model's columns are made of: the entity, its owner, its own row, its address, its sales phase."""

    def __init__(self, model: str, scope: Scope) -> None:
        self.scope = scope
        self.entity = read("creme_core_cremeentity").alias("e")
        self.own = read(model).alias("o")
        self.address = read("persons_address").alias("a")
        self.owner = read("creme_core_cremeuser").alias("u")
        self.phase = read("opportunities_salesphase").alias("p")

    def linked(self, link: str) -> sa.ScalarSelect[Any]:
        """The first record that this one is linked to."""
        r, here = read("creme_core_relation").alias("to"), self.entity.c.id
        statement = sa.select(r.c.object_entity_id).where(r.c.subject_entity_id == here, r.c.type_id == link)
        return statement.order_by(r.c.id).limit(1).scalar_subquery()

    def linking(self, link: str, among: str = "creme_core_cremeentity", key: str = "id") -> sa.ScalarSelect[Any]:
        """The first record of a table that links to this one."""
        r, there = read("creme_core_relation").alias("from"), read(among).alias("there")
        statement = sa.select(r.c.subject_entity_id).where(r.c.object_entity_id == self.entity.c.id)
        statement = statement.where(r.c.type_id == link, there.c[key] == r.c.subject_entity_id)
        return statement.order_by(r.c.id).limit(1).scalar_subquery()

    def owned(self, *names: str) -> dict[str, Any]:
        """Columns of the model's own row under Vigie's names."""
        return {field_name(name): self.own.c[name] for name in names}

    def filled_address(self) -> sa.ColumnElement[str]:
        """The billing address as one text, null where there is none."""
        return self.address.c.address.concat(self.address.c.zipcode).concat(self.address.c.city)


def _contact(parts: Parts) -> dict[str, Any]:
    o = parts.own.c
    employer = parts.linked(EMPLOYED_BY)
    names = "civility_id last_name first_name phone mobile email url_site birthday position_id full_position sector_id"
    return {
        "parent": employer,
        "key_email": o.email,
        "key_phone": sa.case((o.mobile != "", o.mobile), else_=o.phone),
        "key_name": o.first_name.concat(" ").concat(o.last_name),
        "fields": {**parts.owned(*names.split()), "address": parts.filled_address(), "organisation": employer},
    }


def _organisation(parts: Parts) -> dict[str, Any]:
    o = parts.own.c
    names = """name phone email url_site sector_id legal_form_id staff_size_id capital annual_revenue siren siret naf
        tvaintra code"""
    return {
        "key_email": o.email,
        "key_phone": o.phone,
        "key_name": o.name,
        "key_company_id": sa.case((o.siren != "", o.siren), else_=sa.func.substr(o.siret, 1, 9)),
        "fields": {**parts.owned(*names.split()), "address": parts.filled_address()},
    }


def _opportunity(parts: Parts) -> dict[str, Any]:
    o, p = parts.own.c, parts.phase.c
    target = parts.linked(TARGETS)
    said = [(p.name == name, status) for name, status in (parts.scope.stages or {}).items()]
    names = """name reference estimated_sales made_sales chance_to_win expected_closing_date closing_date
        first_action_date origin_id"""
    return {
        "parent": target,
        "key_name": o.name,
        "stage": p.name,
        "status": sa.case(*said, (p.won, "won"), (p.lost, "lost"), else_="open"),
        "amount": sa.case((sa.and_(p.won, o.made_sales.is_not(None)), o.made_sales), else_=o.estimated_sales),
        "close_date": sa.func.coalesce(o.closing_date, o.expected_closing_date),
        "fields": {**parts.owned(*names.split()), "target": target},
    }


def _activity(parts: Parts) -> dict[str, Any]:
    own = parts.owned("title", "start", "end", "place", "minutes", "status_id")
    return {
        "parent": parts.linking(SUBJECT, "persons_organisation", "cremeentity_ptr_id"),
        "occurred_at": parts.own.c.start,
        "fields": {**own, "subject": parts.linking(SUBJECT)},
    }


ENTITY = ("creme_core_cremeentity", "creme_core_cremeuser", "creme_core_historyline", "creme_core_relation")
MODELS = (
    Model(
        "contact", "contact", "persons_contact", (*ENTITY, "persons_address", "activities_activity"),
        _contact, lambda parts: parts.own.c.is_user_id.is_(None),
    ),
    Model(
        "organisation", "account", "persons_organisation", (*ENTITY, "persons_address", "activities_activity"),
        _organisation, lambda parts: sa.not_(parts.own.c.is_managed),
    ),
    Model(
        "opportunity", "opportunity", "opportunities_opportunity",
        (*ENTITY, "opportunities_salesphase", "activities_activity"), _opportunity,
    ),
    Model("activity", "activity", "activities_activity", (*ENTITY, "persons_organisation"), _activity),
)  # fmt: skip
"""Left out: the contact that every user has, and the organisations that are the company itself."""

FORMATS: Mapping[str, Format] = {
    "email": "email",
    "phone": "phone",
    "mobile": "phone",
    "url_site": "url",
    "siren": "siren",
    "siret": "siret",
}
