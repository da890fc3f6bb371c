"""What a workbook and the CRM share, told by keyed hashes: only counts come back."""

from collections.abc import Collection, Mapping

import polars as pl

from collectors.crm import Crm
from settings.tables import COVERAGE, OVERLAPS

Keys = Mapping[str, Collection[str]]
KINDS = ("email", "phone", "company_id", "name")


def _matched(keys: Keys, crm: Crm) -> pl.DataFrame:
    rows = [(kind, key) for kind, found in keys.items() for key in found]
    own = pl.DataFrame(rows, schema={"kind": pl.String, "key": pl.String}, orient="row")
    return crm.keys.join(own, on=["kind", "key"], how="semi")


def compare(keys: Keys, near: Keys, crm: Crm) -> pl.DataFrame:
    """Rows of OVERLAPS without the file, of objects with anything in common."""
    del near
    counts = [pl.col("record").filter(pl.col("kind") == kind).n_unique().cast(pl.Int64).alias(kind) for kind in KINDS]
    found = _matched(keys, crm).group_by("object")
    rows = found.agg(
        pl.col("record").n_unique().cast(pl.Int64).alias("records"),
        pl.col("record").filter(pl.col("live")).n_unique().cast(pl.Int64).alias("live"),
        *counts,
        pl.lit(0, pl.Int64).alias("near"),
    )
    return rows.select(*[name for name in OVERLAPS if name != "file"])


def coverage(keys: Keys, near: Keys, crm: Crm) -> pl.DataFrame:
    """Rows of COVERAGE."""
    del near
    live = crm.keys.filter(pl.col("live") & pl.col("object").is_in(["opportunity", "account"]))
    records = live.select("object", "team", "record").unique()
    outside = _matched(keys, crm).select("record").unique().with_columns(out=pl.lit(1, pl.Int64))
    return (
        records.join(outside, on="record", how="left")
        .group_by("object", "team")
        .agg(n=pl.len().cast(pl.Int64), outside=pl.col("out").sum(), near=pl.lit(0, pl.Int64))
        .select(*COVERAGE)
    )
