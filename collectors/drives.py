"""Drives whose items are known by id: which folders may be looked into, what lies in them, and what is gone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from collectors import places
from collectors.entries import Aside, Entry, Found, Gone

SLASH = "\N{DIVISION SLASH}"
"""What stands for a slash within a name, which some drives allow."""

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
class Drive:
    """A drive that is read, and how paths within it begin."""

    id: str
    label: str


@dataclass(frozen=True)
class Bounds:
    """What may be looked at, and how much of where it lies is kept.

    ``personal``: whether something is set aside for its name. ``mark``: what tells folders apart where their names are
    not kept. ``levels``: how many folders above a file may be kept by name, that of the drive included. ``folders``:
    marks of paths within a drive, everything when empty. ``teams``: marks of paths, that of the drive first → team.
    """

    personal: Callable[[str], bool]
    mark: Callable[[str], str]
    levels: int
    folders: tuple[tuple[str, ...], ...] = ()
    teams: Mapping[tuple[str, ...], str] = field(default_factory=dict)

    def standing(self, marks: tuple[str, ...]) -> Standing:
        """Whether a folder may be looked into, only leads to one that may, or neither."""
        if not self.folders or any(marks[: len(asked)] == asked for asked in self.folders):
            return "inside"
        return "above" if any(asked[: len(marks)] == marks for asked in self.folders) else "outside"

    def team(self, marks: tuple[str, ...]) -> str | None:
        """The team of the nearest folder that is declared to be one's."""
        nearest = (self.teams.get(marks[:depth]) for depth in range(len(marks), 0, -1))
        return next((team for team in nearest if team), None)

    def marks(self, path: str) -> tuple[str, ...]:
        """Marks of the parts of a path as settings write it."""
        return tuple(self.mark(part) for part in path.split("/") if part)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder within the bounds or above them. ``shown``: as much of its name as is kept."""

    parent: str
    shown: str
    mark: str


@dataclass
class Tree:
    """The folders of a drive by id, but for its root. ``outside``: ids of those that are not looked into.

    ``aside``: how many of these are so for their name, those within them not counted.
    """

    root: str
    folders: dict[str, Folder] = field(default_factory=dict)
    outside: set[str] = field(default_factory=set)
    aside: int = 0

    def above(self, folder: str) -> tuple[Folder, ...] | None:
        """The folders from the root down to one; None for one outside. Raises StaleError for one it does not know."""
        line: list[Folder] = []
        while folder != self.root:
            if folder in self.outside:
                return None
            if folder not in self.folders or len(line) > len(self.folders):
                raise StaleError
            line.append(self.folders[folder])
            folder = line[-1].parent
        return tuple(reversed(line))

    def cursor(self) -> dict[str, Any]:
        """What is kept of it from round to round."""
        folders = {id_: [f.parent, f.shown, f.mark] for id_, f in self.folders.items()}
        return {"root": self.root, "folders": folders, "outside": sorted(self.outside), "aside": self.aside}

    @classmethod
    def of(cls, cursor: Mapping[str, Any]) -> "Tree":
        """The tree that was kept."""
        folders = {id_: Folder(*held) for id_, held in cursor["folders"].items()}
        return cls(cursor["root"], folders, set(cursor["outside"]), cursor["aside"])


@dataclass
class Listing:
    """What a drive holds, or what has changed in it. ``strays``: files of which too little is told to place them."""

    tree: Tree
    found: list[Found] = field(default_factory=list)
    strays: int = 0

    def told(self, drive: Drive) -> list[Found]:
        """What is found, with how much is set aside."""
        aside = [Aside(drive.label)] * self.tree.aside + [Aside(drive.label, "stray_file")] * self.strays
        return [*self.found, *aside]


def note(items: dict[str, Item], item: Item, *, whole: bool = False) -> None:
    """Takes in what a feed tells of an item, its last word; of a ``whole`` list, what is no workbook is forgotten."""
    matters = item.kind in ("folder", "other") or (item.kind == "file" and places.extension(item.name or "a.xlsx"))
    if item.id and (matters or not whole):
        items[item.id] = item
    else:
        items.pop(item.id, None)


def listed(drive: Drive, root: str, items: Iterable[Item], bounds: Bounds) -> Listing:
    """All that lies within the bounds of a drive. Of an item told several times, the last counts."""
    last = {item.id: item for item in items if item.id != root}
    listing = Listing(_grown(Tree(root), last, bounds))
    for item in last.values():
        _place(listing, item, drive, bounds)
    listing.found = [one for one in listing.found if not isinstance(one, Gone)]
    return listing


def changed(drive: Drive, items: Iterable[Item], tree: Tree, bounds: Bounds) -> Listing:
    """What has changed in a drive.

    Raises StaleError where a folder was renamed, moved or deleted, since what lies in it is not told again.
    """
    last = {item.id: item for item in items if item.id != tree.root}
    listing = Listing(_grown(tree, last, bounds))
    known = tree.folders.keys() & last.keys()
    if any(listing.tree.folders.get(id_) != tree.folders[id_] for id_ in known) or tree.outside - listing.tree.outside:
        raise StaleError
    for item in last.values():
        _place(listing, item, drive, bounds)
    if listing.strays:
        raise StaleError
    return listing


def _grown(tree: Tree, last: Mapping[str, Item], bounds: Bounds) -> Tree:
    """The tree with the folders told; those outside the bounds without their names."""
    told = {i.id: i for i in last.values() if i.kind == "folder" and i.parent and i.name}
    kept = {id_: folder for id_, folder in tree.folders.items() if id_ not in last}
    other = {i.id for i in last.values() if i.kind == "other"}
    grown = Tree(tree.root, kept, (tree.outside - told.keys()) | other, tree.aside)
    for id_ in told:
        _grow(grown, id_, told, bounds, tree.outside)
    return grown


def _grow(tree: Tree, id_: str, told: Mapping[str, Item], bounds: Bounds, before: set[str]) -> None:
    """Adds a folder after those above it. One whose own folder is not told is left out: its files are strays."""
    line = [id_]
    while told[line[-1]].parent in told and told[line[-1]].parent not in line and not _has(tree, told[line[-1]].parent):
        line.append(told[line[-1]].parent)
    for folder in reversed(line):
        item = told[folder]
        try:
            above = tree.above(item.parent)
        except StaleError:
            return
        if _has(tree, folder):
            continue
        personal = bounds.personal(item.name)
        marks = (*(f.mark for f in above or ()), bounds.mark(item.name))
        if above is None or personal or bounds.standing(marks) == "outside":
            tree.aside += personal and above is not None and folder not in before
            tree.outside.add(folder)
            continue
        shown = places.folder(f"{_readable(item.name)}/", 1) if len(marks) < bounds.levels else places.HIDDEN
        tree.folders[folder] = Folder(item.parent, shown, marks[-1])


def _has(tree: Tree, folder: str) -> bool:
    return folder in tree.folders or folder in tree.outside


def _place(listing: Listing, item: Item, drive: Drive, bounds: Bounds) -> None:
    """Adds a file that may be a workbook, or that it is gone, as far as anybody could know it."""
    if item.kind == "folder":
        return
    gone = Gone(f"{drive.id}/{item.id}")
    if item.kind != "file" or (item.name and places.extension(item.name) is None):
        listing.found.append(gone)
        return
    try:
        above = listing.tree.above(item.parent)
    except StaleError:
        listing.strays += 1
        return
    marks = tuple(folder.mark for folder in above or ())
    if above is None or bounds.standing(marks) != "inside":
        listing.found.append(gone)
    elif not item.name or item.saved_at is None:
        listing.strays += 1
    elif bounds.personal(item.name.rpartition(".")[0]):
        listing.found += [gone, Aside(drive.label, "personal_file")]
    else:
        path = "/".join((drive.label, *(folder.shown for folder in above), _readable(item.name)))
        team = bounds.team((*bounds.marks(drive.label), *marks))
        place = f"{drive.id}/{item.place or item.id}"
        savers = (item.saver,) if item.saver else ()
        listing.found.append(Entry(path, item.size, item.saved_at, item.stamp, place, gone.key, team, savers))


def _readable(name: str) -> str:
    return name.replace("/", SLASH)
