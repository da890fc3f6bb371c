"""Orders held against opportunities: whose customer is whose, and whether there was a deal at the time.

In Narwhals like those of ``metrics.rollups``, whose tables they fill. Keys are hashes: equal or not, and nothing else.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import cast

import narwhals as nw
from narwhals.typing import IntoLazyFrameT

from metrics.deals import LOST, WON
from metrics.matching import with_account

KEYS: Mapping[str, str] = {
    "legal_unit": "legal_unit",
    "company_id": "key_company_id",
    "email": "key_email",
    "phone": "key_phone",
    "name": "key_name",
}
"""The columns of keys by their kind."""

NAME, LEGAL_UNIT = "name", "legal_unit"
LATE = timedelta(days=7)
"""How long after an order its opportunity may be entered: that is late, not outside the CRM."""

WON_BEFORE = timedelta(days=60)
"""How long before an order its opportunity may have been won."""

MOST = 0.75
"""A kind of key that fewer of the opportunities' customers have tells nothing by its absence."""


def deals(present: IntoLazyFrameT, records: IntoLazyFrameT, contacts: IntoLazyFrameT, day: date) -> IntoLazyFrameT:
    """Opportunities with their ``customer`` and, once won or lost, the day since which they are: ``closed_day``.

    ``present``, ``contacts``: what ``metrics.record_rollups.states`` gives of either. ``records``: all rows of
    opportunities. The customer is the account, else the contact, else the opportunity itself. Empty: no row.
    """
    keys = ["source", "record", "status"]
    rows = nw.from_native(records).filter((nw.col("day") <= day) & nw.col("status").is_in([WON, LOST]))
    closed = rows.group_by(*keys).agg(closed_day=nw.col("day").min())
    links = nw.from_native(contacts).select("record", "parent").to_native()
    filed = nw.from_native(with_account(present, links))
    named = filed.with_columns(customer=nw.coalesce("account", "parent", "record"))
    return named.join(closed, on=keys, how="left").to_native()


def customer_keys(accounts: IntoLazyFrameT, contacts: IntoLazyFrameT, deals: IntoLazyFrameT) -> IntoLazyFrameT:
    """The keys of each customer: columns customer, kind, key; those of an account, its contacts and its deals.

    A deal's own name is that of the deal, not of the customer. Empty: no row.
    """
    parts = [
        (nw.from_native(accounts).with_columns(customer=nw.col("record")), tuple(KEYS)),
        (nw.from_native(contacts).with_columns(customer=nw.coalesce("parent", "record")), tuple(KEYS)),
        (nw.from_native(deals), tuple(kind for kind in KEYS if kind != NAME)),
    ]
    found = [
        frame.filter(~nw.col(KEYS[kind]).is_null()).select("customer", kind=nw.lit(kind), key=KEYS[kind])
        for frame, kinds in parts
        for kind in kinds
    ]
    return cast("IntoLazyFrameT", nw.concat(found, how="vertical").unique().to_native())


def known_kinds(deals: IntoLazyFrameT, keys: IntoLazyFrameT) -> IntoLazyFrameT:
    """The kinds of keys that at least three quarters of the opportunities' customers have: column kind."""
    mine = nw.from_native(deals).select("record", "customer")
    held = nw.from_native(keys).select("customer", "kind").unique()
    total = mine.select(total=nw.len())
    counted = mine.join(held, on="customer", how="inner").group_by("kind").agg(n=nw.len())
    both = counted.join(total, how="cross")
    return both.filter(nw.col("n") >= nw.col("total") * MOST).select("kind").to_native()


def told(orders: IntoLazyFrameT, kinds: Collection[str], there: IntoLazyFrameT) -> IntoLazyFrameT:
    """The orders that can be held against the CRM: those that name an opportunity of it, or whose customer has a key.

    ``kinds``: of ``known_kinds``; a key of another kind does not count. ``there``: column record, all opportunities
    there ever were. Rows: order. Empty: no row.
    """
    frame = nw.from_native(orders)
    keyed = [frame.filter(~nw.col(KEYS[kind]).is_null()).select("order") for kind in KEYS if kind in kinds]
    every = nw.concat([nw.from_native(naming(orders, there)), *keyed], how="vertical")
    return cast("IntoLazyFrameT", every.unique().to_native())


def naming(orders: IntoLazyFrameT, there: IntoLazyFrameT) -> IntoLazyFrameT:
    """The orders that name an opportunity of the CRM, whenever it was entered: column order."""
    known = nw.from_native(there).select(opportunity="record").unique()
    return nw.from_native(orders).join(known, on="opportunity", how="semi").select("order").to_native()


def matched(orders: IntoLazyFrameT, deals: IntoLazyFrameT, keys: IntoLazyFrameT) -> IntoLazyFrameT:
    """The orders of whose customer there was an opportunity at the time: column order.

    Any common key makes it the same customer; a name does not where both are known to be of different legal units.
    At the time: entered up to seven days after the order at the latest, and then still open, lost no earlier than on
    its day, or won at most 60 days before. An opportunity may stand for several orders. Empty: no row.
    """
    sought, frame = nw.from_native(orders), nw.from_native(deals)
    customers = _of_customers(orders, keys)
    ordered, closed = nw.col("ordered_on"), nw.col("closed_day")
    in_time = nw.col("created_day").is_null() | (nw.col("created_day") <= ordered + LATE)
    stood = nw.any_horizontal(
        closed.is_null(),
        (nw.col("status") == LOST) & (closed >= ordered),
        (nw.col("status") == WON) & (closed >= ordered - WON_BEFORE),
        ignore_nulls=True,
    )
    pairs = sought.select("order", "ordered_on").join(nw.from_native(customers), on="order", how="inner")
    dated = frame.select("customer", "status", "created_day", "closed_day")
    return pairs.join(dated, on="customer", how="inner").filter(in_time & stood).select("order").unique().to_native()


def _of_customers(orders: IntoLazyFrameT, keys: IntoLazyFrameT) -> IntoLazyFrameT:
    """Which customers of the CRM an order may be of: columns order, customer."""
    sought, held = nw.from_native(orders), nw.from_native(keys)
    own = nw.concat(
        [
            sought.filter(~nw.col(column).is_null()).select("order", kind=nw.lit(kind), key=column)
            for kind, column in KEYS.items()
        ],
        how="vertical",
    )
    same = own.join(held, on=["kind", "key"], how="inner").select("order", "customer", "kind")
    units = held.filter(nw.col("kind") == LEGAL_UNIT).select("customer", "key")
    numbered = sought.filter(~nw.col(LEGAL_UNIT).is_null()).select("order", unit=LEGAL_UNIT)
    apart = (
        same.join(numbered, on="order", how="inner")
        .join(units, on="customer", how="inner")
        .select("order", "customer")
        .unique()
    )
    strong = same.filter(nw.col("kind") != NAME).select("order", "customer")
    by_name = (
        same.filter(nw.col("kind") == NAME)
        .select("order", "customer")
        .join(apart, on=["order", "customer"], how="anti")
    )
    return cast("IntoLazyFrameT", nw.concat([strong, by_name], how="vertical").unique().to_native())
