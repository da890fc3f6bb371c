"""Shared folders, local or mounted: the workbooks in them, told without a value of theirs."""

import os
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from collectors import places
from collectors.capabilities import blind
from collectors.entries import Aside, Entry, Found, Unlisted
from collectors.examiner import JUDGE
from collectors.personal_folders import is_personal
from collectors.scanning import ScanOptions, scan
from collectors.source import Batch, Capability, Pull, Reject, SourceError
from settings.model import Settings, Table

KIND = "shares"
NO_EVENTS = "a share holds files and records no acts"
CHECKED = 5_000
"""Of a share that is only checked, how many files are listed."""

MICROSECONDS = 1_000


class Folder(Table):
    """A folder to scan. ``label``: what it is called here, else its own name. ``team``: whose it is."""

    path: str = Field(min_length=1)
    label: str | None = Field(default=None, pattern="^[^/]+$")
    team: str | None = None


def _folder(value: object) -> object:
    return {"path": value} if isinstance(value, str) else value


class Options(ScanOptions):
    """Which folders are scanned; with all in them but what is personal.

    ``teams``: whose a folder within them is, as ``label/sub/folder``. ``skip``: more words by which folders are set
    aside.
    """

    folders: tuple[Annotated[Folder, BeforeValidator(_folder)], ...] = Field(min_length=1)
    teams: dict[str, str] = {}
    skip: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _told_apart(self) -> Self:
        labels = [_label(folder) for folder in self.folders]
        twice = sorted(label for label, times in Counter(labels).items() if times > 1)
        if twice:
            raise ValueError(f"should give each folder a label of its own; {', '.join(twice)} stands twice")
        return self


def _label(folder: Folder) -> str:
    return folder.label or Path(folder.path).name or folder.path.strip("/\\") or "share"


def connect(name: str, options: Options, settings: Settings) -> "Shares":
    """The source of that name; reads nothing yet."""
    roots = tuple(
        Root(_label(folder), Path(os.path.realpath(settings.path(folder.path))), folder.team)
        for folder in options.folders
    )
    return Shares(name, options, roots)


@dataclass(frozen=True)
class Root:
    """A folder that is scanned, what it is called, and whose it is."""

    label: str
    path: Path
    team: str | None = None


@dataclass(frozen=True)
class Shares:
    """Folders whose workbooks are looked into. ``judge``: module and function that judge the sheets of one."""

    name: str
    options: Options
    roots: tuple[Root, ...]
    judge: str = JUDGE

    def capabilities(self) -> list[Capability]:
        """None: it holds no acts, records or accounts."""
        return blind(NO_EVENTS)

    def problems(self) -> list[str | Reject]:
        """Folders that are missing or hold no workbook, those that cannot be read, and how many are set aside."""
        missing = [
            f"{self.name}: there is no folder {root.label!r}; mount it, or mend the source's folders"
            for root in self.roots
            if not root.path.is_dir()
        ]
        there = [root for root in self.roots if root.path.is_dir()]
        found: list[Found] = []
        for root in there:
            listed = list(islice(_Walk(self.options, set()).under(root), CHECKED))
            if not any(isinstance(one, Entry) for one in listed):
                missing.append(f"{self.name}: no workbook can be seen in {root.label!r}; grant reading it to Vigie")
            found += listed
        shut = [Reject(one.reason, self._kept(one)) for one in found if isinstance(one, Unlisted)]
        aside = Counter((one.reason, one.where) for one in found if isinstance(one, Aside))
        return [*missing, *shut, *(Reject(reason, where, count) for (reason, where), count in aside.items())]

    def _kept(self, unlisted: Unlisted) -> str:
        return places.folder(f"{unlisted.path}/", self.options.levels)

    def batches(self, pull: Pull) -> Iterator[Batch]:
        """What changed in the folders. Raises SourceError when none of them is there."""
        if not any(root.path.is_dir() for root in self.roots):
            labels = ", ".join(repr(root.label) for root in self.roots)
            raise SourceError(
                self.name, "unavailable", f"there is no folder {labels}; mount it, or mend the source's folders"
            )
        yield from scan(self.name, self._found(pull), _fetched, pull, self.options, judge=self.judge)

    def _found(self, pull: Pull) -> Iterator[Found]:
        """All that the folders hold. One that was not empty before and is now is taken for one that is not mounted."""
        held = {folder.partition("/")[0] for folder in pull.files()["folder"].unique()}
        walk = _Walk(self.options, set())
        for root in self.roots:
            empty = True
            for one in walk.under(root):
                empty &= not isinstance(one, Entry | Unlisted)
                yield one
            if empty and places.folder(f"{root.label}/", 1) in held:
                yield Unlisted(root.label, "empty_share")


@contextmanager
def _fetched(entry: Entry) -> Iterator[Path]:
    """The file itself. Raises FileNotFoundError where a folder above it has become a link meanwhile."""
    if os.path.realpath(entry.place) != entry.place:
        raise FileNotFoundError
    yield Path(entry.place)


@dataclass(frozen=True)
class _Walk:
    """A walk through folders. ``seen``: devices and numbers of those it has been to, which no link leads to twice."""

    options: Options
    seen: set[tuple[int, int]]

    def under(self, root: Root) -> Iterator[Found]:
        """What a folder and those below it hold, in the order of their names; links are not followed."""
        waiting = [(str(root.path), root.label)]
        while waiting:
            place, path = waiting.pop()
            try:
                if self._has_been(place):
                    continue
                with os.scandir(place) as opened:
                    children = sorted(opened, key=lambda child: child.name)
            except FileNotFoundError:
                if path == root.label:
                    yield Unlisted(path)
                continue
            except OSError:
                yield Unlisted(path)
                continue
            for child in reversed(children):
                if _is_folder(child) and not child.name.startswith("."):
                    if is_personal(child.name, self.options.skip):
                        yield Aside(root.label)
                    else:
                        waiting.append((child.path, f"{path}/{_readable(child.name)}"))
            yield from self._files(children, path, root)

    def _has_been(self, place: str) -> bool:
        """Whether a folder was walked through before, under another name or mounted twice."""
        seen = Path(place).lstat()
        known = (seen.st_dev, seen.st_ino)
        been = bool(seen.st_ino) and known in self.seen
        self.seen.add(known)
        return been

    def _files(self, children: list[os.DirEntry[str]], path: str, root: Root) -> Iterator[Found]:
        for child in children:
            if places.extension(child.name) is None:
                continue
            try:
                seen = child.stat(follow_symlinks=False) if child.is_file(follow_symlinks=False) else None
            except OSError:
                continue
            if seen is None:
                continue
            if is_personal(child.name.rpartition(".")[0], self.options.skip):
                yield Aside(root.label, "personal_file")
                continue
            name = f"{path}/{_readable(child.name)}"
            yield Entry(
                name,
                seen.st_size,
                datetime.fromtimestamp(seen.st_mtime_ns // MICROSECONDS / 1e6, UTC),
                f"{seen.st_size} {seen.st_mtime_ns}",
                child.path,
                team=self._team(name) or root.team,
            )

    def _team(self, path: str) -> str | None:
        """The team of the nearest folder that is declared to be one's."""
        declared = {_folded(folder): team for folder, team in self.options.teams.items()}
        above = _folded(path).split("/")[:-1]
        names = ("/".join(above[:levels]) for levels in range(len(above), 0, -1))
        return next((declared[name] for name in names if name in declared), None)


def _is_folder(child: os.DirEntry[str]) -> bool:
    try:
        return child.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold().strip("/")


def _readable(name: str) -> str:
    """A name as text, also where its bytes are none; composed, as one system writes accents apart and another not."""
    plain = os.fsencode(name).decode("utf-8", errors="backslashreplace")
    return unicodedata.normalize("NFC", plain)
