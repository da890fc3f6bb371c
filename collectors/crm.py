"""What the CRM holds, as far as workbooks are compared with it: keyed hashes of its records and names of its fields."""

from dataclasses import dataclass

import polars as pl

CRM_KEYS: dict[str, pl.DataType] = {
    "object": pl.String(),
    "record": pl.String(),
    "team": pl.String(),
    "live": pl.Boolean(),
    "kind": pl.String(),
    "key": pl.String(),
}
"""One key of one record: ``kind`` is email, phone, company_id, legal_unit or name. ``live``: an open opportunity or an
active account. An opportunity also has the keys of its account and contact."""


@dataclass(frozen=True)
class Crm:
    """What is compared in memory and never kept. ``keys``: columns of CRM_KEYS. ``fields``: names of its fields."""

    keys: pl.DataFrame
    fields: frozenset[str] = frozenset()


def nothing_known() -> Crm:
    """A CRM of which nothing was collected yet."""
    return Crm(pl.DataFrame(schema=CRM_KEYS))
