"""Feeds of changes: drives followed from where they were left, and listed anew when that is no longer possible."""

import errno
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from pydantic import Field

from collectors.drives import Bounds, Drive, Item, Listing, StaleError, Tree, changed, listed
from collectors.entries import Entry, Found, Unlisted
from collectors.listing import ScanOptions
from collectors.personal_folders import is_personal
from collectors.pseudonyms import Pseudonyms
from collectors.scanning import scan
from collectors.service import HugeError, RefusedError, Service
from collectors.source import Batch, Cursor, Pull, SourceError

STREAM = "files/files"
IN_A_ROW = 3
GONE = frozenset({404, 410})
WEEK = timedelta(days=7)
"""How long changes are trusted to have told everything; then all drives are listed anew, and nothing unchanged read."""


class FeedOptions(ScanOptions):
    """What sources of drives may say.

    ``folders``: paths within a drive, everything when empty. ``teams``: whose a folder is, as ``drive/folder``.
    ``skip``: more words by which folders are set aside. ``calls``: how many calls a run may make at most.
    """

    folders: tuple[str, ...] = ()
    teams: dict[str, str] = {}
    skip: tuple[str, ...] = ()
    calls: int | None = Field(default=None, ge=1)


@dataclass(frozen=True)
class Told:
    """What a feed told, all pages of it, and where to go on the next time. ``root``: the id of the topmost folder."""

    items: Collection[Item]
    link: str
    root: str = ""


@dataclass(frozen=True)
class Reached:
    """What there is to read. ``missing``: how paths of what cannot be reached begin → why."""

    drives: Sequence[Drive]
    missing: Mapping[str, SourceError]


class Feed(Protocol):
    """A vendor's feed. Raises SourceError."""

    def reach(self, kept: Cursor) -> Reached:
        """The drives that settings ask for. ``kept``: what was kept of them in the last round."""

    def everything(self, drive: Drive) -> Told:
        """All items of a drive, with its root."""

    def changes(self, drive: Drive, link: str) -> Told:
        """The items that changed since. Raises StaleError when the vendor no longer knows."""

    def fetch(self, entry: Entry) -> AbstractContextManager[Path]:
        """The contents of a file, for a while."""


@dataclass(frozen=True)
class Round:
    """One look at all drives.

    ``whole``: what is found is all there is, else what has changed. ``cursor``: kept for the next.
    """

    found: list[Found]
    whole: bool
    cursor: Cursor


def follow(source: str, feed: Feed, pull: Pull, options: FeedOptions) -> Iterator[Batch]:
    """What a scan tells of the drives of a feed. Raises SourceError, that of the first when none can be reached."""
    bounds = bounded(options, pull.pseudonyms)
    asked = repr((bounds.folders, sorted(bounds.teams.items()), sorted(options.skip), options.levels))
    kept = pull.cursors.get(STREAM, {})
    # What changes tell is of now: a run on another day must not take it for told.
    kept = kept if kept.get("asked") == asked and not pull.bounded else {}
    reached = feed.reach(kept)
    if not reached.drives:
        nothing = SourceError(
            source, "broken", "there is no library or drive to read in what it names; mend its settings"
        )
        raise next(iter(reached.missing.values()), nothing)
    seen = look(reached.drives, feed, kept, bounds, pull.now, all_there=not reached.missing)
    there = {drive.id for drive in reached.drives}
    lost = {held["label"] for id_, held in kept.get("drives", {}).items() if id_ not in there and reached.missing}
    found = [*seen.found, *(Unlisted(label) for label in sorted(lost | reached.missing.keys()))]
    cursor = None if pull.bounded else {"asked": asked, **seen.cursor}
    yield from scan(source, found, feed.fetch, pull, options, whole=seen.whole, cursor=lambda: cursor)


def bounded(options: FeedOptions, pseudonyms: Pseudonyms) -> Bounds:
    """What settings let be looked at. Names of folders are compared by keyed hashes, without regard to case."""

    @cache
    def mark(name: str) -> str:
        return pseudonyms.of("folder", unicodedata.normalize("NFC", name).casefold())

    plain = Bounds(lambda name: is_personal(name, options.skip), mark, options.levels)
    folders = tuple(plain.marks(path) for path in options.folders)
    return replace(plain, folders=folders, teams={plain.marks(path): team for path, team in options.teams.items()})


def look(drives: Sequence[Drive], feed: Feed, kept: Cursor, bounds: Bounds, now: datetime, *, all_there: bool) -> Round:
    """What changed in the drives since a round, or all they hold where that cannot be told or was last told a week ago.

    ``all_there``: whether these are all drives; else some could not be reached, and what is kept of them stays.
    """
    before: dict[str, Any] = dict(kept.get("drives", {}))
    lost = before.keys() - {drive.id for drive in drives}
    try:
        listings, links = _changes(drives, feed, {} if lost and all_there else before, bounds, now)
        whole = False
    except StaleError:
        listings, links = _everything(drives, feed, bounds)
        whole = True
    after = {
        drive.id: {
            **listing.tree.cursor(),
            "label": drive.label,
            "link": link,
            "whole_at": now.isoformat() if whole else before[drive.id]["whole_at"],
        }
        for drive, listing, link in zip(drives, listings, links, strict=True)
    }
    found = [one for drive, listing in zip(drives, listings, strict=True) for one in listing.told(drive)]
    return Round(found, whole, {"drives": after if all_there else before | after})


def _changes(
    drives: Sequence[Drive], feed: Feed, before: Mapping[str, Any], bounds: Bounds, now: datetime
) -> tuple[list[Listing], list[str]]:
    """Raises StaleError as soon as one drive must be listed anew: then all are, so that what is gone can be told."""
    for drive in drives:
        held = before.get(drive.id)
        # A clock that was set back makes a listing of tomorrow, which is no listing of this week.
        if not held or held["label"] != drive.label or not timedelta() <= now - _at(held) < WEEK:
            raise StaleError
    listings, links = [], []
    for drive in drives:
        told = feed.changes(drive, before[drive.id]["link"])
        listings.append(changed(drive, told.items, Tree.of(before[drive.id]), bounds))
        links.append(told.link)
    return listings, links


def _at(held: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(held["whole_at"])


def _everything(drives: Sequence[Drive], feed: Feed, bounds: Bounds) -> tuple[list[Listing], list[str]]:
    told = [feed.everything(drive) for drive in drives]
    listings = [listed(drive, each.root, each.items, bounds) for drive, each in zip(drives, told, strict=True)]
    return listings, [each.link for each in told]


def pages(
    source: str, service: Service, first: str, read: Callable[[str], dict[str, Any]], following: Callable[[Any], Any]
) -> Iterator[dict[str, Any]]:
    """The pages of an answer, from the first place on. Raises SourceError where they lead in a circle."""
    place, seen = first, set[str]()
    while True:
        seen.add(place)
        page = read(place)
        yield page
        place = following(page)
        if not isinstance(place, str) or not place:
            return
        if place in seen:
            message = f"{service.name} sends from page to page in a circle; the next run tries again"
            raise SourceError(source, "retry", message)


def rows(source: str, service: Service, page: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """The objects under a key of a page. Raises SourceError where there is no list: all would seem to be gone."""
    held = page.get(key)
    if isinstance(held, list):
        return [row for row in held if isinstance(row, dict)]
    message = (
        f"{service.name} answered without {key!r}, so it is not known what is there; if it stays so, Vigie is too old"
    )
    raise SourceError(source, "broken", message)


def text(held: Mapping[str, Any], *keys: str) -> str:
    """What stands in an object under keys within each other; empty where it is no text."""
    value: Any = held
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else ""


def moment(written: str) -> datetime | None:
    """A time with its zone; None for anything else."""
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return None
    return at if at.tzinfo else None


@dataclass
class Deliveries:
    """Downloads, their refusals said as a file system would.

    A file that never comes costs itself; several in a row cost the run, since then it is the vendor and not the file.
    """

    failed: int = 0

    @contextmanager
    def of(self, download: AbstractContextManager[Path]) -> Iterator[Path]:
        """The file. Raises OSError, and SourceError when nothing more is to be had."""
        with ExitStack() as stack:
            try:
                path = stack.enter_context(download)
            except HugeError:
                raise OSError(errno.EFBIG, "larger than file_mb") from None
            except RefusedError as refused:
                kind = FileNotFoundError if refused.status in GONE else PermissionError
                raise kind(str(refused)) from None
            except SourceError as error:
                self.failed += 1
                if error.kind != "retry" or self.failed >= IN_A_ROW:
                    raise
                raise OSError(str(error)) from None
            self.failed = 0
            yield path
