"""Workbooks as they are shown: families of copies, what the CRM lacks, what was not opened, what stands in both."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import polars as pl

from metrics.spreadsheets.lives import lives, scanned, standing

Shown = Literal["active", "fading", "retired", "kept"]
Plan = Literal["to_migrate", "in_progress", "retired", "kept"]

KEYS = ("email", "phone", "company_id", "name", "near")
COUNTED = ("records", "live", *KEYS)
FIRST = {"opportunity": 0, "account": 1, "contact": 2}
"""The objects that are told first; others follow by name."""

MACROS = "macros"


@dataclass(frozen=True)
class Overlap:
    """Records of an object that a family and the CRM share, by its copy that holds most.

    ``live``: those open or active. Then by kind of key; ``near``: more of them by a name that is nearly the same.
    """

    object: str
    records: int
    live: int
    email: int
    phone: int
    company_id: int
    name: int
    near: int


@dataclass(frozen=True)
class Family:
    """A workbook and its copies on the day of the snapshot.

    ``name``: None unless the project shows names. ``folder``: of the copy saved last; ``folders`` and ``copies``: how
    many. ``savers``: how many persons saved it, None where files do not say or they are fewer than the minimum group,
    which ``few_savers`` tells. ``again``: saved since it was marked retired.
    """

    family: str
    name: str | None
    folder: str
    folders: int
    extension: str
    teams: tuple[str, ...]
    saved_on: date
    savers: int | None
    few_savers: bool
    copies: int
    overlaps: tuple[Overlap, ...]
    life: Literal["active", "fading", "retired"]
    plan: Plan
    again: bool
    counted: bool
    since: date
    reason: str | None
    author: str | None
    version: int

    @property
    def state(self) -> Shown:
        """What is shown of it: kept on purpose or retired where that was decided, else how it lives."""
        if self.plan == "kept":
            return "kept"
        return "retired" if self.plan == "retired" else self.life

    @property
    def live(self) -> int:
        """Open opportunities and active accounts that it shares with the CRM."""
        return sum(overlap.live for overlap in self.overlaps)


@dataclass(frozen=True)
class Wanted:
    """A column that workbooks have and the CRM lacks, and in how many families of them."""

    title: str
    families: int


@dataclass(frozen=True)
class Unopened:
    """Files that were not looked into, by why (or ``macros``: read, never run): how many, and in which folders."""

    state: str
    files: int
    folders: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Covered:
    """Open opportunities or active accounts, those found in a workbook, and those only by nearly the same name.

    ``keys``: by kind of key, how many records of the object the family with most of them shares with the CRM.
    """

    object: str
    n: int
    outside: int
    near: int
    keys: Mapping[str, int]

    @property
    def share(self) -> float:
        """The part of them that was found, in [0, 1]."""
        return self.outside / self.n


@dataclass(frozen=True)
class Workbooks:
    """All that is known of workbooks on shares on a day. ``scanned_on``: the last scan, None before the first.

    ``untold``: columns without a counterpart whose titles are not kept. ``files``: how many there are.
    """

    sources: tuple[str, ...] = ()
    scanned_on: date | None = None
    fresh: bool = False
    files: int = 0
    families: tuple[Family, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    untold: int = 0
    unopened: tuple[Unopened, ...] = ()
    covered: tuple[Covered, ...] = ()

    @property
    def counted(self) -> tuple[Family, ...]:
        """Families in use that nobody decided to keep."""
        return tuple(family for family in self.families if family.counted)

    def planned(self, plan: Plan) -> tuple[Family, ...]:
        """The families in a column of the migration board."""
        return tuple(family for family in self.families if family.plan == plan)


@dataclass(frozen=True)
class Found:
    """What scans found: frames of SEEN, OVERLAPPING, COVERING, SCANS and FILE_PLANS."""

    files: pl.LazyFrame
    overlaps: pl.LazyFrame
    coverage: pl.LazyFrame
    scans: pl.LazyFrame
    file_plans: pl.LazyFrame


def workbooks(found: Found, sources: tuple[str, ...], today: date, minimum_group: int) -> Workbooks:
    """What to show on a day: what was saved before it, as scans up to that day found it. Empty: nothing scanned yet."""
    ends = pl.LazyFrame({"end": [today - timedelta(days=1)]})
    last = scanned(found.scans, ends).collect()
    present = standing(found.files, ends).filter("there").collect()
    families = tuple(_families(found, present, ends, minimum_group))
    wanted, untold = _wanted(present, {family.family for family in families if family.plan != "retired"})
    return Workbooks(
        sources,
        last["day"].max() if last.height else None,  # type: ignore[arg-type]  # a day, whatever max may give
        bool(last["fresh"].any()),
        present.select("source", "file").n_unique() if present.height else 0,
        families,
        wanted,
        untold,
        _unopened(present),
        _covered(found, families, last),
    )


def retirements(files: pl.LazyFrame, file_plans: pl.LazyFrame, today: date) -> list[tuple[str, str | None, date]]:
    """Families that are retired on a day: pseudonym, name where it is kept, and since when, oldest first."""
    ends = pl.LazyFrame({"end": [today - timedelta(days=1)]})
    named = files.sort("seen_from").group_by("family").agg(pl.col("name").drop_nulls().last())
    over = lives(files, file_plans, ends).filter(pl.col("plan") == "retired").join(named, on="family", how="left")
    return list(over.sort("since", "family").select("family", "name", "since").collect().iter_rows())


def _families(found: Found, present: pl.DataFrame, ends: pl.LazyFrame, minimum_group: int) -> Iterator[Family]:
    """Families, those that share most of what is live with the CRM first, then those saved last."""
    told = lives(found.files, found.file_plans, ends).collect()
    described = _described(found.files.filter("tracking"), present)
    shared = _overlaps(found.overlaps, present)
    rows = told.join(described, on="family").iter_rows(named=True)
    known = [_family(row, shared.get(row["family"], ()), minimum_group) for row in rows]
    yield from sorted(known, key=lambda one: (-one.live, -one.saved_on.toordinal(), one.family))


def _described(files: pl.LazyFrame, present: pl.DataFrame) -> pl.DataFrame:
    """By family: what is known of its copies; of one that is gone, what was known last."""
    here = present.select("source", "file").unique().with_columns(here=pl.lit(value=True))
    newest = files.sort("seen_from").group_by("source", "file", maintain_order=True).last().collect()
    copies = newest.join(here, on=["source", "file"], how="left").sort("here", "saved_on", "saved_at", nulls_last=False)
    marks = files.select("family", pl.col("savers").str.split(",")).explode("savers").filter(pl.col("savers") != "")
    return (
        copies.group_by("family", maintain_order=True)
        .agg(
            pl.col("name").drop_nulls().last(),
            pl.col("folder", "extension").last(),
            folders=pl.col("folder").filter("here").n_unique(),
            copies=pl.col("here").sum(),
            teams=pl.col("team").drop_nulls().unique().sort(),
        )
        .join(marks.group_by("family").agg(savers=pl.col("savers").n_unique()).collect(), on="family", how="left")
    )


def _overlaps(overlaps: pl.LazyFrame, present: pl.DataFrame) -> dict[str, tuple[Overlap, ...]]:
    """By family, what its copies share with the CRM by the last scan of each, of each object that which holds most."""
    tracking = present.filter("tracking").select("source", "file", "family").unique()
    last = overlaps.sort("day").group_by("source", "file", "object", maintain_order=True).last().collect()
    most = (
        last.join(tracking, on=["source", "file"])
        .sort("live", "records", *KEYS, descending=True)
        .group_by("family", "object", maintain_order=True)
        .first()
        .filter(pl.max_horizontal("records", "near") > 0)
        .sort("family", pl.col("object").replace_strict(FIRST, default=len(FIRST), return_dtype=pl.Int64), "object")
    )
    parts = most.partition_by("family", as_dict=True)
    return {
        str(family): tuple(Overlap(*row) for row in part.select("object", *COUNTED).iter_rows())
        for (family,), part in parts.items()
    }


def _family(row: Mapping[str, Any], overlaps: tuple[Overlap, ...], minimum_group: int) -> Family:
    few = row["savers"] is not None and row["savers"] < minimum_group
    return Family(
        family=row["family"],
        name=row["name"],
        folder=row["folder"],
        folders=row["folders"],
        extension=row["extension"],
        teams=tuple(row["teams"]),
        saved_on=row["saved_on"],
        savers=None if few else row["savers"],
        few_savers=few,
        copies=row["copies"],
        overlaps=overlaps,
        life=row["life"],
        plan=row["plan"],
        again=row["again"],
        counted=row["counted"],
        since=row["since"],
        reason=row["reason"],
        author=row["author"],
        version=row["version"],
    )


def _wanted(present: pl.DataFrame, families: set[str]) -> tuple[tuple[Wanted, ...], int]:
    """Columns without a counterpart in the CRM, those in most families first; and how many titles are not told."""
    living = present.filter(pl.col("tracking") & pl.col("family").is_in(list(families)))
    untold = living.group_by("family").agg(pl.col("untold").max())["untold"].sum()
    titles = (
        living.select("family", title=pl.col("titles").str.split("\n"))
        .explode("title")
        .filter(pl.col("title") != "")
        .group_by(pl.col("title").str.to_lowercase().alias("key"))
        .agg(pl.col("title").sort().first(), families=pl.col("family").n_unique())
        .sort(pl.col("families"), "key", descending=[True, False])
    )
    return tuple(Wanted(*row) for row in titles.select("title", "families").iter_rows()), int(untold)


def _unopened(present: pl.DataFrame) -> tuple[Unopened, ...]:
    """Files that were not looked into by why, the most frequent first; those with macros, which are never run, too."""
    closed = present.filter(pl.col("state") != "read").select("state", "folder")
    macros = present.filter(pl.col("macros")).select(pl.lit(MACROS).alias("state"), "folder")
    counted = (
        pl.concat([closed, macros]).group_by("state", "folder").len().sort("len", "folder", descending=[True, False])
    )
    parts = counted.partition_by("state", as_dict=True)
    rows = [
        Unopened(str(state), int(part["len"].sum()), tuple(part.select("folder", "len").iter_rows()))
        for (state,), part in parts.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.files, row.state)))


def _covered(found: Found, families: tuple[Family, ...], last: pl.DataFrame) -> tuple[Covered, ...]:
    """By object, how much of what is live stands in workbooks; of several sources, that which holds most."""
    fresh = last.filter("fresh").lazy().select("source", "day")
    summed = (
        found.coverage.join(fresh, on=["source", "day"])
        .group_by("object", "source")
        .agg(pl.col("n", "outside", "near").sum())
        .filter(pl.col("n") > 0)
        .sort(pl.col("outside") / pl.col("n"), "n", "source", descending=True)
        .group_by("object", maintain_order=True)
        .first()
        .sort("object", descending=True)
        .collect()
    )
    held = [overlap for family in families if family.counted for overlap in family.overlaps]
    return tuple(
        Covered(row["object"], row["n"], row["outside"], row["near"], _by_key(held, row["object"]))
        for row in summed.iter_rows(named=True)
    )


def _by_key(held: list[Overlap], name: str) -> dict[str, int]:
    mine = [overlap for overlap in held if overlap.object == name]
    return {key: max((getattr(overlap, key) for overlap in mine), default=0) for key in KEYS}
