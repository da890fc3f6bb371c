"""Creme's records as they stand: the query that reads them, and when each was last touched."""

from typing import Any

import sqlalchemy as sa

from collectors.creme_models import FORMATS, SUBJECT, CustomField, Model, Parts, Scope
from collectors.creme_tables import VALUES, read
from collectors.mapping import RecordsMapping

ACTIVITY_LINKS = (
    SUBJECT,
    "activities-subject_participates_to_activity",
    "activities-subject_linked_2_activity",
)
TOUCHED = "_touched"
MULTI_CHOICE = 101
CHOICE = 100
WRITTEN = (2, 10, 11, 12, 14, 15)
"""Types of history line that change what a record says, among them some that leave its `modified` as it was."""


def states(model: Model, custom: list[CustomField], scope: Scope) -> tuple[sa.Select[Any], RecordsMapping]:
    """The query for the states of a model's records, by time of change, and how its columns become Vigie's.

    A record counts as changed when Creme says so and when a line of its history does: links and to-dos leave its
    own time of change as it was.
    """
    parts = Parts(model.table, scope)
    e = parts.entity
    traces = _traces(scope)
    written = _later(e.c.modified, _last_written(e.c.id))
    touched = _later(written, traces.c.at)
    described = model.describe(parts)
    fields = {**described.pop("fields"), "description": e.c.description}
    columns = {**_columns(parts), "modified_at": written, **described}
    if model.name != "activity":
        columns["last_activity_at"] = _last_activity(e.c.id, scope.now)
    labelled = [expression.label(f"_{name}") for name, expression in columns.items()]
    labelled += [expression.label(name) for name, expression in fields.items()]
    labelled += [_custom(field, e.c.id).label(field.label) for field in custom]
    source = _joined(parts).outerjoin(traces, traces.c.record == e.c.id)
    statement = sa.select(*labelled, touched.label(TOUCHED)).select_from(source).order_by(touched)
    if model.kept:
        statement = statement.where(model.kept(parts))
    if scope.since is not None:
        statement = statement.where((e.c.modified >= scope.since) | traces.c.at.is_not(None))
    if scope.until is not None:
        statement = statement.where(touched <= scope.until)
    mapping = {
        "table": model.table,
        "object": model.object,
        "fields": (*fields, *(field.name for field in custom)),
        "custom": tuple(field.name for field in custom),
        "formats": {name: layout for name, layout in FORMATS.items() if name in fields},
    }
    return statement, RecordsMapping.model_validate(mapping | {name: f"_{name}" for name in columns})


def _columns(parts: Parts) -> dict[str, Any]:
    """What every record has; one that a team owns has no owner of its own."""
    e, user = parts.entity.c, parts.owner.c
    return {
        "record": e.id,
        "created_at": e.created,
        "deleted": e.is_deleted,
        "owner": sa.case((sa.not_(user.is_team), e.user_id)),
        "team": sa.case((user.is_team, user.username)),
        "created_by": _author(e.id),
    }


def _joined(parts: Parts) -> sa.Join:
    """A model's rows with their entity and owner, and their address and sales phase if it has any."""
    e, own = parts.entity, parts.own
    source = own.join(e, e.c.id == own.c.cremeentity_ptr_id).join(parts.owner, parts.owner.c.id == e.c.user_id)
    if "billing_address_id" in own.c:
        source = source.outerjoin(parts.address, parts.address.c.id == own.c.billing_address_id)
    if "sales_phase_id" in own.c:
        source = source.join(parts.phase, parts.phase.c.id == own.c.sales_phase_id)
    return source


def ids(model: Model) -> sa.Select[Any]:
    """The ids of all records of a model that there are."""
    parts = Parts(model.table, Scope(None))
    statement = sa.select(parts.own.c.cremeentity_ptr_id.label("_record"))
    return statement.where(model.kept(parts)) if model.kept else statement


def _traces(scope: Scope) -> sa.Subquery:
    """When each record was last touched since then: by a line of history, or by an activity whose time has come."""
    h, r = read("creme_core_historyline").alias("h"), read("creme_core_relation").alias("r")
    a = read("activities_activity").alias("a")
    lines = sa.select(h.c.entity_id.label("record"), h.c.date.label("at")).where(h.c.entity_id.is_not(None))
    begun = sa.select(r.c.subject_entity_id, a.c.start).where(
        r.c.object_entity_id == a.c.cremeentity_ptr_id, r.c.type_id.in_(ACTIVITY_LINKS), a.c.start <= scope.now
    )
    if scope.since is not None:
        lines, begun = lines.where(h.c.date >= scope.since), begun.where(a.c.start >= scope.since)
    both = lines.union_all(begun).subquery("both")
    return sa.select(both.c.record, sa.func.max(both.c.at).label("at")).group_by(both.c.record).subquery("traces")


def _last_written(record: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
    h = read("creme_core_historyline").alias("written")
    statement = sa.select(sa.func.max(h.c.date))
    return statement.where(h.c.entity_id == record, h.c.type.in_(WRITTEN)).scalar_subquery()


def _later(one: sa.ColumnElement[Any], other: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    return sa.case((other > one, other), else_=one)


def _author(record: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
    h = read("creme_core_historyline").alias("born")
    statement = sa.select(h.c.username).where(h.c.entity_id == record, h.c.type == 1)
    return statement.order_by(h.c.id).limit(1).scalar_subquery()


def _last_activity(record: sa.ColumnElement[Any], now: Any) -> sa.ScalarSelect[Any]:
    r, a = read("creme_core_relation").alias("met"), read("activities_activity").alias("act")
    e = read("creme_core_cremeentity").alias("acted")
    met = r.join(a, a.c.cremeentity_ptr_id == r.c.object_entity_id).join(e, e.c.id == a.c.cremeentity_ptr_id)
    statement = sa.select(sa.func.max(a.c.start)).select_from(met)
    counts = (r.c.type_id.in_(ACTIVITY_LINKS), a.c.start <= now, sa.not_(e.c.is_deleted))
    return statement.where(r.c.subject_entity_id == record, *counts).scalar_subquery()


def _custom(field: CustomField, record: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
    """A custom field's value; null when it was never filled."""
    v = read(VALUES[field.type]).alias(f"v{field.id}")
    if field.type == MULTI_CHOICE:
        m = read("creme_core_customfieldmultienum_value").alias(f"m{field.id}")
        statement = sa.select(m.c.customfieldenumvalue_id).where(m.c.customfieldmultienum_id == v.c.id)
    else:
        statement = sa.select(v.c.value_id if field.type == CHOICE else v.c.value)
    return statement.where(v.c.entity_id == record, v.c.custom_field_id == field.id).limit(1).scalar_subquery()
