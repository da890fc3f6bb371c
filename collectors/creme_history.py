"""Creme's history lines read as what people did: one act for all the lines that one click wrote."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

CREATED, EDITED, DELETED, TAGGED, LINKED, UNLINKED = 1, 2, 3, 5, 6, 8
AUXILIARY = {10, 11, 12}
UNTAGGED, TRASHED, CUSTOM_EDITED, EXPORTED = 13, 14, 15, 20

TYPES = (CREATED, EDITED, DELETED, TAGGED, LINKED, UNLINKED, *AUXILIARY, UNTAGGED, TRASHED, CUSTOM_EDITED, EXPORTED)
"""The types of line that say what somebody did; the others mirror them on the record at the other end."""

REQUEST = timedelta(seconds=1)
"""Lines of one click lie within this time, and nobody saves two forms in it."""

OBJECTS = {"organisation": "account"}
FIELDS = {
    "sales_phase": "stage",
    "user": "owner",
    "estimated_sales": "amount",
    "expected_closing_date": "close_date",
}
"""Creme's words that have one of Vigie's own; all others keep their name."""

LINKS = {
    "persons-subject_employed_by": "organisation",
    "persons-object_employed_by": "employee",
    "opportunities-subject_targets_orga": "target",
    "activities-subject_activity_subject": "subject",
    "activities-subject_participates_to_activity": "participant",
}


@dataclass(frozen=True)
class Line:
    """A row of `creme_core_historyline`; ``kind`` is the model of the record, whose id is lost once it is deleted."""

    id: int
    at: datetime
    user: str
    type: int
    kind: str
    record: int | None
    value: tuple[Any, ...]

    @property
    def subject(self) -> tuple[str, Any]:
        """What tells the record from others: its id, or what was its label when it has none any more."""
        return self.kind, self.record if self.record is not None else self.value[:1]


@dataclass
class Act:
    """What one person did at one moment. ``fields``: names of what changed; None where that is not said."""

    line: int
    at: datetime
    user: str
    action: str
    object: str
    record: int | None
    fields: list[str] | None = None
    rows: int | None = None
    subject: tuple[str, Any] = ("", None)
    types: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Import:
    """A run of the import wizard, from its first line to its end, and the records it made or changed."""

    user: str
    kind: str
    start: datetime
    end: datetime
    records: Collection[int]

    def wrote(self, line: Line) -> bool:
        """Whether the import left this line, not a hand: what it made along the way counts too."""
        if line.user != self.user or not self.start <= line.at <= self.end:
            return False
        if line.record in self.records or line.type in {CREATED, TAGGED, LINKED, 10}:
            return True
        return line.record is None and line.kind == self.kind and line.type in {EDITED, CUSTOM_EDITED}


@dataclass(frozen=True)
class Names:
    """Names for ids in the lines: models by content type, custom fields by id."""

    kinds: Mapping[int, str]
    custom: Mapping[int, str]


def parsed(text: str | None) -> tuple[Any, ...]:
    """The value of a line; empty when it is not a list."""
    try:
        value = json.loads(text or "")
    except ValueError:
        return ()
    return tuple(value) if isinstance(value, list) else ()


def acts(lines: Iterable[Line], names: Names) -> list[Act]:
    """What people did, in the order of the lines.

    A form that changes fields and custom fields, or a record with its address and links, writes several lines: they
    are one act. So are the lines that a deletion leaves: links going before it, custom fields emptied after it.
    Not acts: edits of calendars (an activity writes one for itself) and custom fields saved with the same value.
    """
    given = list(lines)
    deletions = defaultdict(list)
    for line in given:
        if line.type == DELETED:
            deletions[line.user].append(line.at)
    done: list[Act] = []
    latest: dict[str, list[Act]] = defaultdict(list)
    for line in given:
        if line.type == UNLINKED and any(timedelta() <= at - line.at <= REQUEST for at in deletions[line.user]):
            continue
        recent = latest[line.user] = [act for act in latest[line.user] if line.at - act.at <= REQUEST]
        if any(_takes(act, line, names) for act in reversed(recent)):
            continue
        if act := _act(line, names):
            done.append(act)
            recent.append(act)
    return done


def _takes(act: Act, line: Line, names: Names) -> bool:
    """Whether the line belongs to the act; if so, the act has its fields."""
    same = act.subject == line.subject
    if line.type in {EDITED, CUSTOM_EDITED}:
        belongs = same and line.type not in act.types and act.types.isdisjoint({TRASHED, EXPORTED})
    elif line.type in {TAGGED, UNTAGGED, LINKED, UNLINKED, *AUXILIARY}:
        belongs = act.action in {"create", "delete"} or (same and act.action == "edit")
    else:
        belongs = False
    if belongs:
        act.types.add(line.type)
        if act.action == "edit" and act.fields is not None:
            act.fields = sorted({*act.fields, *_fields(line, names)})
    return belongs


def _act(line: Line, names: Names) -> Act | None:
    """The act that a line begins; None when nothing changed."""
    action = {CREATED: "create", DELETED: "delete", EXPORTED: "export"}.get(line.type, "edit")
    fields = sorted(set(_fields(line, names))) if action == "edit" else None
    if action == "edit" and not fields:
        return None
    rows = line.value[1] if line.type == EXPORTED and len(line.value) > 1 else None
    kind = OBJECTS.get(line.kind, line.kind)
    return Act(line.id, line.at, line.user, action, kind, line.record, fields, rows, line.subject, {line.type})


def _fields(line: Line, names: Names) -> list[str]:
    """Names of what a line says has changed."""
    changes = [change for change in line.value[1:] if isinstance(change, list) and change]
    if line.type == EDITED:
        return [field_name(change[0]) for change in changes if change[0] != "calendars"]
    if line.type == CUSTOM_EDITED:
        return [names.custom.get(change[0], f"custom field {change[0]}") for change in changes if _differs(change)]
    if line.type in {LINKED, UNLINKED}:
        link = str(line.value[2]) if len(line.value) > 2 else "link"  # noqa: PLR2004 - label, other line, link
        return [LINKS.get(link, link)]
    if line.type in AUXILIARY:
        return [names.kinds.get(line.value[1], "part") if len(line.value) > 1 else "part"]
    return {TRASHED: ["is_deleted"], TAGGED: ["tag"], UNTAGGED: ["tag"]}.get(line.type, [])


def _differs(change: list[Any]) -> bool:
    """A custom field's change is its id and new value, or its id, old and new value, which may be equal."""
    return len(change) < 3 or change[1] != change[2]  # noqa: PLR2004


def field_name(name: object) -> str:
    """A field in Vigie's words: without the suffix of a foreign key."""
    plain = str(name).removesuffix("_id")
    return FIELDS.get(plain, plain)
