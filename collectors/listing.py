"""What a place of workbooks lists, held against what is known of it: what to open, what only moved, what is there."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field

from collectors import places
from collectors.entries import Aside, Entry, Found, Gone, Unlisted
from collectors.source import Pull, Reject
from settings.model import SourceOptions

Row = dict[str, Any]
"""A file in the columns of FILES."""


class ScanOptions(SourceOptions):
    """What every place of workbooks may say.

    ``names``: whether names of files are kept. ``titles``: whether titles of columns are. ``levels``: how many folders
    above a file are kept by name. ``words``: phrases that a project adds to the vocabulary of the detector, by concept.
    ``file_mb``: size from which a file is not opened; ``uncompressed_mb``: the same once unpacked; ``memory_mb``,
    ``seconds``: what opening one may take. ``pace_mb_s``: how much is read in a second; without it, as fast as it goes.
    """

    names: bool = False
    titles: bool = True
    levels: int = Field(default=4, ge=1)
    words: dict[str, tuple[str, ...]] = {}
    file_mb: int = Field(default=64, ge=1)
    uncompressed_mb: int = Field(default=512, ge=1)
    memory_mb: int = Field(default=1024, ge=512)
    seconds: int = Field(default=60, ge=1)
    pace_mb_s: float | None = Field(default=None, gt=0)


@dataclass
class Listing:
    """The files of a source. ``held``: those known, by pseudonym. ``there``: those that are there now.

    ``judge``: what judges them. ``entries``: where those are found that are to be opened, or may be wanted again;
    ``changed``: the former. ``moved``: rows of files that stand elsewhere, unchanged.
    """

    source: str
    pull: Pull
    options: ScanOptions
    judge: str
    held: dict[str, Row]
    there: set[str] = field(default_factory=set)
    entries: dict[str, Entry] = field(default_factory=dict)
    changed: dict[str, None] = field(default_factory=dict)
    moved: list[Row] = field(default_factory=list)
    _unlisted: list[Unlisted] = field(default_factory=list)
    _aside: Counter[tuple[str, str]] = field(default_factory=Counter)
    _rules: str = ""

    def take(self, found: Iterable[Found], *, whole: bool) -> None:
        """Takes in all that is found; what changed, in the order it was saved, so that families grow as they did.

        ``whole``: it is all there is, so that other files are gone; else only what is told as such.
        """
        options = self.options
        told = (options.words, options.titles, options.file_mb, options.uncompressed_mb, self.judge)
        self._rules = digest(_code(), self.pull.pseudonyms.country, *told)[:8]
        for one in found:
            match one:
                case Entry():
                    self._listed(one)
                case Gone():
                    self.there.discard(file := self.file(one.key))
                    self.held.pop(file, None)
                case Unlisted():
                    self._unlisted.append(one)
                case Aside():
                    self._aside[one.reason, one.where] += 1
        self.there |= self._perhaps_there() if whole else self.held.keys()
        self.changed = dict.fromkeys(sorted(self.changed, key=self._age))

    def _age(self, file: str) -> tuple[datetime, str]:
        return self.entries[file].saved_at, self.entries[file].path

    def _listed(self, entry: Entry) -> None:
        file = self.file(entry.key or entry.path)
        held = self.held.get(file)
        if self.pull.bounded and entry.saved_at > self.pull.now:
            self.there |= {file} & self.held.keys()
            return
        self.there.add(file)
        self.entries[file] = entry
        if held is None or held["stamp"] != self.stamp(entry):
            self.changed[file] = None
            return
        placed = held | self.placed(entry)
        if placed != held:
            self.moved.append(placed)
        if not held["tracking"]:
            del self.entries[file]

    def file(self, key: str) -> str:
        """The pseudonym of a file, by the key or path of its entry."""
        return self.pull.pseudonyms.of("file", self.source, key)

    def stamp(self, entry: Entry) -> str:
        """What changes when a file, or the rules by which it is judged, do."""
        return f"{entry.stamp} {self._rules}"

    def placed(self, entry: Entry) -> Row:
        """Where a file is, as far as it is kept."""
        name = entry.path.rpartition("/")[2]
        return {
            "folder": places.folder(entry.path, self.options.levels),
            "extension": places.extension(name) or "",
            "name": places.shown(name) if self.options.names else None,
            "team": entry.team,
        }

    def again(self, file: str, place: str) -> Entry:
        """A file that is held and was not listed now, as far as it takes to fetch it."""
        row = self.held[file]
        return Entry("", row["size"], row["saved_at"], row["stamp"].rpartition(" ")[0], place)

    def _perhaps_there(self) -> set[str]:
        """The files held under folders of which it is not known what they hold."""
        folders = tuple(f"{self._kept(one)}/" for one in self._unlisted)
        return (
            {file for file, row in self.held.items() if f"{row['folder']}/".startswith(folders)} if folders else set()
        )

    def _kept(self, unlisted: Unlisted) -> str:
        return places.folder(f"{unlisted.path}/", self.options.levels)

    def rejects(self, lost: Mapping[str, int], where: str) -> tuple[Reject, ...]:
        """All that could not be looked into. ``lost``: how many files, by reason."""
        folders = Counter((one.reason, self._kept(one)) for one in self._unlisted)
        told = folders + self._aside + Counter({(reason, where): count for reason, count in lost.items()})
        return tuple(Reject(reason, place, count) for (reason, place), count in sorted(told.items()))


@cache
def _code() -> str:
    """A hash of the code that judges, so that another version of Vigie reads all files once more."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.blake2s(b"\0".join(path.read_bytes() for path in sources)).hexdigest()


def digest(*told: object) -> str:
    """A hash of JSON values, by which it is seen whether they changed."""
    return hashlib.blake2s(json.dumps(told, sort_keys=True).encode(), digest_size=16).hexdigest()
