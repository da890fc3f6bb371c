"""Drives whose items are known by id: which folders may be looked into, what lies in them, and what is gone."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, Literal

from collectors.entries import Entry, Found, Gone

SLASH = "\N{DIVISION SLASH}"
"""What stands for a slash within a name, which some drives allow."""
TEMPORARY = ("~", ".")

Standing = Literal["inside", "above", "outside"]


class StaleError(Exception):
    """Changes that cannot be followed from what is known of a drive: it must be listed anew."""


@dataclass(frozen=True, slots=True)
class Item:
    """What a drive tells of one of its items.

    ``kind``: ``other`` is never looked into, such as notebooks and links that lead elsewhere. ``place``: what the item
    is fetched by, its id when empty. ``saver``: the account that saved it last.
    """

    id: str
    kind: Literal["folder", "file", "other", "gone"]
    parent: str = ""
    name: str = ""
    size: int = 0
    saved_at: datetime | None = None
    stamp: str = ""
    place: str = ""
    saver: str = ""


@dataclass(frozen=True)
class Bounds:
    """What may be looked at.

    ``folders``: paths within a drive, everything when empty; ``skips``: names of folders that are not entered wherever
    they lie; ``suffixes``: of files that may be workbooks.
    """

    skips: Callable[[str], bool]
    suffixes: Collection[str]
    folders: tuple[tuple[str, ...], ...] = ()

    def standing(self, parts: tuple[str, ...]) -> Standing:
        """Whether a folder may be looked into, only leads to one that may, or neither."""
        if any(self.skips(part) for part in parts):
            return "outside"
        if not self.folders or any(parts[: len(asked)] == asked for asked in self.folders):
            return "inside"
        return "above" if any(asked[: len(parts)] == parts for asked in self.folders) else "outside"


@dataclass
class Tree:
    """The folders of a drive. ``named``: those inside the bounds or above them, id → parent and name.

    ``outside``: ids of the others, whose names are not kept. The root is none of them.
    """

    root: str
    named: dict[str, tuple[str, str]] = field(default_factory=dict)
    outside: set[str] = field(default_factory=set)

    def path(self, folder: str) -> tuple[str, ...] | None:
        """Names from the root down to a folder; None for one outside. Raises StaleError for one it does not know."""
        parts: list[str] = []
        while folder != self.root:
            if folder in self.outside:
                return None
            if folder not in self.named or len(parts) > len(self.named):
                raise StaleError
            folder, name = self.named[folder]
            parts.append(name)
        return tuple(reversed(parts))

    def cursor(self) -> dict[str, Any]:
        """What is kept of it from run to run."""
        named = {folder: list(held) for folder, held in self.named.items()}
        return {"root": self.root, "named": named, "outside": sorted(self.outside)}

    @classmethod
    def of(cls, cursor: Mapping[str, Any]) -> "Tree":
        """The tree that was kept."""
        named = {folder: (parent, name) for folder, (parent, name) in cursor["named"].items()}
        return cls(cursor["root"], named, set(cursor["outside"]))


@dataclass
class Listing:
    """What a drive holds, or what has changed in it. ``strays``: items of which too little is told to place them."""

    tree: Tree
    found: list[Found] = field(default_factory=list)
    strays: int = 0


def listed(drive: str, label: str, root: str, items: Iterable[Item], bounds: Bounds) -> Listing:
    """All that lies within the bounds of a drive. Of an item told several times, the last counts."""
    last = {item.id: item for item in items}
    told = _folders(last.values(), root)
    tree = _bounded(Tree(root, told, _unentered(last.values())), told, bounds)
    listing = Listing(tree)
    for item in last.values():
        _place(listing, item, drive, label, bounds)
    listing.found = [found for found in listing.found if isinstance(found, Entry)]
    return listing


def changed(drive: str, label: str, items: Iterable[Item], tree: Tree, bounds: Bounds) -> Listing:
    """What has changed in a drive.

    Raises StaleError where a folder was renamed, moved or deleted, since what lies in it is not told again.
    """
    last = {item.id: item for item in items if item.id != tree.root}
    told = _folders(last.values(), tree.root)
    if any(item.id in tree.named and told.get(item.id) != tree.named[item.id] for item in last.values()):
        raise StaleError
    apart = (tree.outside - told.keys()) | _unentered(last.values())
    grown = _bounded(Tree(tree.root, tree.named | told, apart), told, bounds)
    if (tree.outside & told.keys()) - grown.outside:
        raise StaleError
    listing = Listing(grown)
    for item in last.values():
        _place(listing, item, drive, label, bounds)
    if listing.strays:
        raise StaleError
    return listing


def _folders(items: Iterable[Item], root: str) -> dict[str, tuple[str, str]]:
    """Folders with their parents and names, where both are told."""
    told = (i for i in items if i.kind == "folder" and i.id != root)
    return {i.id: (i.parent, i.name) for i in told if i.parent and i.name}


def _unentered(items: Iterable[Item]) -> set[str]:
    """Items that are no folders to us, though others may name them as their parent."""
    return {item.id for item in items if item.kind == "other"}


def _bounded(tree: Tree, told: Mapping[str, tuple[str, str]], bounds: Bounds) -> Tree:
    """The tree without the names of the folders told that lie outside the bounds."""
    outside = set()
    for folder in told:
        try:
            parts = tree.path(folder)
        except StaleError:
            # Its own parent is not told: its files are strays.
            continue
        if parts is None or bounds.standing(parts) == "outside":
            outside.add(folder)
    named = {folder: held for folder, held in tree.named.items() if folder not in outside}
    return Tree(tree.root, named, tree.outside | outside)


def _place(listing: Listing, item: Item, drive: str, label: str, bounds: Bounds) -> None:
    """Adds an item that may be a workbook, or that it is gone, as far as anybody could know it."""
    if item.kind == "folder" or item.id == listing.tree.root:
        return
    gone = Gone(f"{drive}/{item.id}")
    suffix = PurePosixPath(item.name).suffix.lower()
    if item.kind != "file" or (item.name and (suffix not in bounds.suffixes or item.name.startswith(TEMPORARY))):
        listing.found.append(gone)
        return
    try:
        parts = listing.tree.path(item.parent)
    except StaleError:
        listing.strays += 1
        return
    if parts is None or bounds.standing(parts) != "inside":
        listing.found.append(gone)
    elif not item.name or item.saved_at is None:
        listing.strays += 1
    else:
        path = "/".join(part.replace("/", SLASH) for part in (*parts, item.name))
        savers = (item.saver,) if item.saver else ()
        place = item.place or item.id
        listing.found.append(
            Entry(
                f"{label}/{path}",
                item.size,
                item.saved_at,
                item.stamp,
                f"{drive}/{place}",
                gone.key,
                savers=savers,
            )
        )


def asked_folders(paths: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Paths as settings write them, as their parts."""
    return (tuple(part for part in path.split("/") if part) for path in paths)
