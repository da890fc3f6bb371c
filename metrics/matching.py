"""Records held against each other: which share a key, which contradict each other, which customers teams share.

In Narwhals like those of ``metrics.rollups``, whose tables they fill. Keys are hashes: equal or not, and nothing else.
"""

from collections.abc import Mapping
from datetime import date, timedelta

import narwhals as nw
from narwhals.typing import IntoLazyFrameT

from metrics.record_rollups import OWNING, end_of

CONTRADICTING: Mapping[str, tuple[str, ...]] = {
    "key_email": ("key_name", "key_company_id"),
    "key_company_id": ("key_name",),
    "key_phone": ("key_email", "key_name", "key_company_id"),
}
"""By strong key, the other keys which, known and different, say that two records are of two persons or companies."""

OF_ONE_PARENT, OF_ALL = 3, 20
"""Carried by more records of one parent, or by more in all, a key is a switchboard or a shared mailbox."""

ACTIVE = timedelta(days=90)
SEVERAL = 2


def duplicates(present: IntoLazyFrameT) -> IntoLazyFrameT:
    """Records of one object, and how many of them share a strong key with another one of their source.

    ``present``: with ``whole``, whether the company number is one of an establishment (SIRET), for which names may
    differ; a number of the whole company needs the same name, or an unknown one. Rows: owner, team, n, doubled; none
    where no record has a strong key. Empty: no row.
    """
    keys = ["source", "record"]
    frame = nw.from_native(present)
    pairs = [nw.from_native(_sharing(present, key)) for key in CONTRADICTING]
    doubled = nw.concat(pairs, how="vertical").unique().with_columns(doubled=nw.lit(1))
    known = frame.filter(nw.any_horizontal(*(~nw.col(key).is_null() for key in CONTRADICTING), ignore_nulls=True))
    objects = known.select("source").unique()
    return (
        frame.join(objects, on="source", how="semi")
        .join(doubled, on=keys, how="left")
        .group_by(*OWNING)
        .agg(n=nw.len(), doubled=nw.col("doubled").sum())
        .with_columns(nw.col("doubled").fill_null(0).cast(nw.Int64))
        .to_native()
    )


def _sharing(present: IntoLazyFrameT, key: str) -> IntoLazyFrameT:
    """Records that have a key in common with another one that nothing tells apart from them: source, record."""
    same, others = ["source", key], CONTRADICTING[key]
    holders = nw.from_native(present).filter(~nw.col(key).is_null()).select(*same, "record", "parent", "whole", *others)
    few = holders.group_by(*same).agg(n=nw.len()).filter((nw.col("n") > 1) & (nw.col("n") <= OF_ALL))
    filed = holders.filter(~nw.col("parent").is_null()).group_by(*same, "parent").agg(n=nw.len())
    shared = filed.filter(nw.col("n") > OF_ONE_PARENT).select(same).unique()
    mine = holders.join(few, on=same, how="semi").join(shared, on=same, how="anti")
    apart = [
        (nw.col(name) != nw.col(f"{name}_other")).fill_null(value=False)
        & ~((nw.col("whole") & nw.col("whole_other")) if key == "key_company_id" else nw.lit(value=False))
        for name in others
    ]
    both = mine.join(mine, on=same, how="inner", suffix="_other").filter(nw.col("record") != nw.col("record_other"))
    return both.filter(~nw.any_horizontal(*apart, ignore_nulls=True)).select("source", "record").unique().to_native()


def conflicts(present: IntoLazyFrameT) -> IntoLazyFrameT:
    """Keys that records of several sources have in common, and how many of them differ: one row of n, conflicting.

    The key is the company number, else the e-mail. It differs when several sources know its status, or its name, and
    none is common to all of these. ``present``: records of one object.
    """
    frame = nw.from_native(present).with_columns(key=nw.coalesce("key_company_id", "key_email"))
    keyed = frame.filter(~nw.col("key").is_null())
    common = keyed.select("source", "key").unique().group_by("key").agg(sources=nw.len())
    found = [nw.from_native(_differing(keyed.to_native(), name)) for name in ("status", "key_name")]
    wrong = nw.concat(found, how="vertical").unique().with_columns(wrong=nw.lit(1))
    shared = common.filter(nw.col("sources") >= SEVERAL).join(wrong, on="key", how="left")
    return shared.select(n=nw.col("key").count(), conflicting=nw.col("wrong").sum()).to_native()


def _differing(keyed: IntoLazyFrameT, name: str) -> IntoLazyFrameT:
    """Keys of which several sources know something, and no single thing that all of them do: column key."""
    told = nw.from_native(keyed).filter(~nw.col(name).is_null()).select("source", "key", name).unique()
    tellers = told.select("source", "key").unique().group_by("key").agg(tellers=nw.len())
    agreed = told.group_by("key", name).agg(agreeing=nw.len()).group_by("key").agg(nw.col("agreeing").max())
    both = tellers.join(agreed, on="key", how="inner")
    known = both.filter(nw.col("tellers") >= SEVERAL)
    return known.filter(nw.col("agreeing") < nw.col("tellers")).select("key").to_native()


def with_account(present: IntoLazyFrameT, links: IntoLazyFrameT | None) -> IntoLazyFrameT:
    """Records with ``account``: their parent, or the parent of that one where it is a contact or a deal.

    ``links``: columns record, parent of contacts and deals.
    """
    frame = nw.from_native(present)
    if links is None:
        return frame.with_columns(account=nw.col("parent")).to_native()
    above = nw.from_native(links).select(parent="record", above="parent")
    return frame.join(above, on="parent", how="left").with_columns(account=nw.coalesce("above", "parent")).to_native()


def serving(records: IntoLazyFrameT) -> IntoLazyFrameT:
    """Which teams serve which account through records of persons: columns account, team. Empty: no row."""
    rows = nw.from_native(records).filter(nw.col("human") & ~nw.col("account").is_null() & ~nw.col("team").is_null())
    return rows.select("account", "team").unique().to_native()


def active(records: IntoLazyFrameT, day: date) -> IntoLazyFrameT:
    """Activities with an account that took place in the 90 days up to a day."""
    took_place = nw.coalesce("occurred_at", "created_at")
    end = end_of(day)
    return nw.from_native(records).filter((took_place > end - ACTIVE) & (took_place <= end)).to_native()


def shared(accounts: IntoLazyFrameT, served: IntoLazyFrameT, seen: IntoLazyFrameT) -> IntoLazyFrameT:
    """Active accounts that several teams serve, and how many show activity of several: one row of n, shared.

    ``accounts``: column account. ``served``: which teams serve which, of ``serving``. ``seen``: the same of recent
    activities.
    """
    of_many, of_active = (_of_several(frame) for frame in (served, seen))
    mine = (
        nw.from_native(accounts)
        .select("account")
        .join(nw.from_native(of_many).filter(nw.col("teams") >= SEVERAL).select("account"), on="account", how="semi")
        .join(nw.from_native(of_active), on="account", how="inner")
    )
    both = mine.with_columns(both=(nw.col("teams") >= SEVERAL).cast(nw.Int64))
    return both.select(n=nw.col("account").count(), shared=nw.col("both").sum()).to_native()


def _of_several(pairs: IntoLazyFrameT) -> IntoLazyFrameT:
    """How many teams there are of each account: columns account, teams."""
    return nw.from_native(pairs).unique().group_by("account").agg(teams=nw.len()).to_native()
