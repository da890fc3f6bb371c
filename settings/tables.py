"""The tables that collectors fill, the store keeps and metrics read: names, columns, types, allowed words.

Declared once and imported by all parts, which do not import each other.
Times are UTC and called ``at`` or end in ``_at``; days are local to the project's time zone.
Strings stay strings (a categorical panics in delta-rs) and whatever is summed is 64 bits wide (32-bit sums wrap).
"""

from typing import Literal, get_args

import polars as pl

Action = Literal["login", "view", "list", "create", "edit", "delete", "export", "import", "report", "dashboard"]
Client = Literal["web", "mobile", "api", "sync"]
Status = Literal["open", "won", "lost"]
PersonKind = Literal["human", "service"]
DealKind = Literal["new", "renewal", "transactional"]
Reason = Literal[
    "not_recorded",
    "switched_off",
    "not_granted",
    "held",
    "stale",
    "too_few",
    "suppressed",
    "phase",
    "exempt",
    "no_data",
]
FileState = Literal["read", "protected", "corrupt", "huge", "bomb", "unreadable"]
CapabilityName = Literal[
    "logins",
    "views",
    "edits",
    "exports",
    "imports",
    "reports",
    "dashboards",
    "deletes",
    "records",
    "people",
    "orders",
]
CapabilityState = Literal["recorded", "not_recorded", "not_granted", "switched_off"]

ACTIONS: tuple[str, ...] = get_args(Action)
CLIENTS: tuple[str, ...] = get_args(Client)
DEAL_KINDS: tuple[str, ...] = get_args(DealKind)
"""New business, which an opportunity prepares; contracts that run on; and sales closed at once, as over a counter."""

PERSON_KINDS: tuple[str, ...] = get_args(PersonKind)
STATUSES: tuple[str, ...] = get_args(Status)
FILE_STATES: tuple[str, ...] = get_args(FileState)
REASONS: tuple[str, ...] = get_args(Reason)
CAPABILITIES: tuple[CapabilityName, ...] = get_args(CapabilityName)
ACTIONS_OF: dict[CapabilityName, tuple[str, ...]] = {
    "logins": ("login",),
    "views": ("view", "list"),
    "edits": ("create", "edit"),
    "exports": ("export",),
    "imports": ("import",),
    "reports": ("report",),
    "dashboards": ("dashboard",),
    "deletes": ("delete",),
}
"""The actions that each capability about acts stands for."""
OBJECTS: tuple[str, ...] = (
    "account",
    "contact",
    "lead",
    "opportunity",
    "activity",
    "quote",
    "ticket",
    "report",
    "dashboard",
)
"""The objects Vigie has words for; a CRM's own objects keep their name."""

UTC = pl.Datetime("us", "UTC")

EVENTS: dict[str, pl.DataType] = {
    "at": UTC,
    "user": pl.String(),
    "action": pl.String(),
    "object": pl.String(),
    "record": pl.String(),
    "feature": pl.String(),
    "rows": pl.Int64(),
    "fields": pl.String(),
    "client": pl.String(),
}
"""One act of one user. ``user`` and ``record`` are pseudonyms.

``fields``: names of the changed fields joined by commas; null where the CRM does not say, empty where nothing changed.
"""

RECORDS: dict[str, pl.DataType] = {
    "record": pl.String(),
    "seen_at": UTC,
    "deleted": pl.Boolean(),
    "owner": pl.String(),
    "team": pl.String(),
    "created_at": UTC,
    "created_by": pl.String(),
    "modified_at": UTC,
    "stage": pl.String(),
    "status": pl.String(),
    "pipeline": pl.String(),
    "amount": pl.Float64(),
    "close_date": pl.Date(),
    "occurred_at": UTC,
    "last_activity_at": UTC,
    "parent": pl.String(),
    "key_email": pl.String(),
    "key_phone": pl.String(),
    "key_name": pl.String(),
    "key_company_id": pl.String(),
    "legal_unit": pl.String(),
}
"""One state of one record. ``pipeline``: name of the sales pipeline, or of the kind of deal. ``legal_unit``: keyed hash
of the SIREN inside the company number, null where there is none.

Boolean columns ``filled_<slug>`` and ``valid_<slug>`` follow, null where the field did not exist. So are pipeline and
legal unit in rows that were landed before these columns were there.
"""

PEOPLE: dict[str, pl.DataType] = {
    "user": pl.String(),
    "alias": pl.String(),
    "kind": pl.String(),
    "role": pl.String(),
    "manager": pl.String(),
    "active": pl.Boolean(),
    "entitled_from": pl.Date(),
    "entitled_to": pl.Date(),
    "wave": pl.String(),
    "team": pl.String(),
    "team_from": pl.Date(),
    "team_to": pl.Date(),
}
"""One person and one of their teams; several rows for a person with several (dated) teams.

``alias`` is the pseudonym of source and native id, under which acts may already have landed. ``entitled_to`` and
``team_to`` are the first day no longer counted. A batch is the whole list of its source.
"""

FIELDS: dict[str, pl.DataType] = {
    "object": pl.String(),
    "field": pl.String(),
    "slug": pl.String(),
    "custom": pl.Boolean(),
}
"""One watched field of an object under its true name, and the slug its columns carry."""

FILES: dict[str, pl.DataType] = {
    "file": pl.String(),
    "family": pl.String(),
    "folder": pl.String(),
    "extension": pl.String(),
    "name": pl.String(),
    "team": pl.String(),
    "size": pl.Int64(),
    "saved_at": UTC,
    "stamp": pl.String(),
    "state": pl.String(),
    "macros": pl.Boolean(),
    "linked": pl.Boolean(),
    "tracking": pl.Boolean(),
    "score": pl.Float64(),
    "reasons": pl.String(),
    "rows": pl.Int64(),
    "savers": pl.String(),
    "signature": pl.String(),
    "titles": pl.String(),
    "untold": pl.Int64(),
}
"""One workbook of a share as a scan found it. ``file``: pseudonym of the source and the path. ``family``: that of the
first file with such contents; copies and renamed files share it. ``folder``: the path above it within the share.
``name``: null unless the project opted into names. ``team``: that declared for its folder. ``stamp``: what changes when
the file does. ``state``: why it was not read, or ``read``. ``linked``: whether it draws on other files.
``tracking``: whether it follows customers; ``score`` in [0, 1] and ``reasons``, codes joined by commas, say why.
``rows``: of the tables that do. ``savers``: marks of who the file says saved it, joined by commas, which mean nothing
outside its family. ``signature``: a sketch of keyed hashes of its contents. ``titles``: of columns that have no
counterpart in the CRM, one a line; ``untold``: how many more there are whose titles are not kept.
"""

KIN: dict[str, pl.DataType] = {"file": pl.String(), "family": pl.String(), "signature": pl.String()}
"""What is known of the family of a workbook of any source, also of one that is gone."""

OVERLAPS: dict[str, pl.DataType] = {
    "file": pl.String(),
    "object": pl.String(),
    "records": pl.Int64(),
    "live": pl.Int64(),
    "email": pl.Int64(),
    "phone": pl.Int64(),
    "company_id": pl.Int64(),
    "name": pl.Int64(),
    "near": pl.Int64(),
}
"""How many records of an object the CRM and a workbook share: by any exact key, those of them that are open or active,
by each kind of key, and by a name that is nearly the same."""

COVERAGE: dict[str, pl.DataType] = {
    "object": pl.String(),
    "team": pl.String(),
    "n": pl.Int64(),
    "outside": pl.Int64(),
    "near": pl.Int64(),
}
"""On the day of a scan: open opportunities or active accounts of a team, how many of them stand in a workbook that
tracks customers and was saved in the last 30 days, and how many only by a name that is nearly the same."""

ORDERS: dict[str, pl.DataType] = {
    "order": pl.String(),
    "ordered_on": pl.Date(),
    "kind": pl.String(),
    "team": pl.String(),
    "amount": pl.Float64(),
    "opportunity": pl.String(),
    "key_email": pl.String(),
    "key_phone": pl.String(),
    "key_name": pl.String(),
    "key_company_id": pl.String(),
    "legal_unit": pl.String(),
}
"""One order or invoice of an order system. ``order``: a pseudonym. ``kind``: as declared, to tell new business from the
rest. ``opportunity``: pseudonym of the CRM's record that it names. Keys: keyed hashes of its customer's."""

LANDED: dict[str, pl.DataType] = {
    "source": pl.String(),
    "stream": pl.String(),
    "day": pl.Date(),
    "month": pl.String(),
}
"""What landing adds to each row of ``events`` and ``records/<object>``: where it came from, its local day and month."""

AGAIN: dict[str, pl.DataType] = {"again": pl.Boolean()}
"""What landing adds to each row of ``records/<object>`` besides: whether the record had a row before this one."""


def filled(slug: str) -> str:
    """Name of the column that says whether the field is filled with more than a placeholder."""
    return f"filled_{slug}"


def valid(slug: str) -> str:
    """Name of the column that says whether a filled value meets the format declared for the field."""
    return f"valid_{slug}"
