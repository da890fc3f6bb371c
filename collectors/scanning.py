"""Scanning: the workbooks that a share or drive lists, opened where they changed, told as batches."""

import hashlib
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import Field

from collectors import places
from collectors.containers import MB, persons
from collectors.crm import CRM_KEYS, Crm
from collectors.entries import Aside, Entry, Found, Gone, Unlisted
from collectors.examined import Examined
from collectors.examiner import JUDGE, Examiner, UnjudgedError
from collectors.kinship import Families, families, written
from collectors.opening import Limits
from collectors.overlap import compare, coverage
from collectors.source import Batch, Cursor, Pull, Reject
from settings.model import SourceOptions
from settings.tables import COVERAGE, FILES, OVERLAPS

SAVED_DAYS = 30
"""So long after it was saved last, a workbook that tracks customers is taken to be in use."""

BATCH_FILES = 200
MARK = 6
"""Letters of a saver's mark: enough to tell the few who save one workbook from each other."""

KEPT = ("folder", "extension", "name", "team", "savers")
"""What only the listing of a file tells, kept where it is read again without one."""

FILES_STREAM, COVERAGE_STREAM = "files", "coverage"
HELD_KEY = f"{COVERAGE_STREAM}/coverage"

Row = dict[str, Any]


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


Fetch = Callable[[Entry], AbstractContextManager[Path]]
"""Where the contents of an entry can be read for a while. Raises FileNotFoundError for one that is gone meanwhile,
another OSError for one that cannot be read, SourceError when nothing more can be."""


def scan(
    source: str,
    found: Iterable[Found],
    fetch: Fetch,
    pull: Pull,
    options: ScanOptions,
    *,
    whole: bool = True,
    cursor: Callable[[], Cursor | None] = lambda: None,
    judge: str = JUDGE,
) -> Iterator[Batch]:
    """Batches of ``overlaps`` and ``files`` for what changed, then ``coverage``, and at last what is still there.

    ``whole``: what is found is all there is, so that other files are gone; else it is what changed, and only what is
    told as `Gone` is. ``cursor``: asked once all that was found has landed, and kept as that of ``files/files``; a scan
    that is cut off goes on from the files that landed. In a scan of changes, places of trackers are kept from one to
    the next: they must name nobody. ``judge``: module and function that judge the sheets of a workbook.
    """
    scanning = _Scan(source, pull, options, fetch, judge, whole=whole)
    scanning.take(found)
    with closing(scanning.examiner):
        yield from scanning.changed()
        yield from scanning.coverage()
    yield scanning.end(cursor())


@dataclass
class _Scan:
    """One scan. ``there``: files that are there now; ``entries``: where those found are."""

    source: str
    pull: Pull
    options: ScanOptions
    fetch: Fetch
    judge: str
    whole: bool
    there: set[str] = field(default_factory=set)
    entries: dict[str, Entry] = field(default_factory=dict)
    unlisted: list[Unlisted] = field(default_factory=list)
    aside: Counter[tuple[str, str]] = field(default_factory=Counter)
    todo: dict[str, None] = field(default_factory=dict)
    moved: list[Row] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)
    keys: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    near: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    compared: set[str] = field(default_factory=set)

    @cached_property
    def held(self) -> dict[str, Row]:
        """The files that are held, by pseudonym, as far as this scan knows them."""
        return {row["file"]: row for row in self.pull.files().iter_rows(named=True)}

    @cached_property
    def before(self) -> Cursor:
        """What the last scan kept for this one."""
        return self.pull.cursors.get(HELD_KEY, {})

    @cached_property
    def crm(self) -> Crm:
        """What the CRM holds."""
        return self.pull.crm()

    @cached_property
    def families(self) -> Families:
        """The families that are known."""
        return families(self.pull.kin().iter_rows(named=True), self.there)

    @cached_property
    def examiner(self) -> Examiner:
        """What opens files."""
        options = self.options
        names = self.crm.keys.filter(pl.col("kind") == "name")["key"].unique().sort()
        given = {
            "titles": options.titles,
            "words": options.words or None,
            "fields": sorted(self.crm.fields),
            "names": names.to_list(),
        }
        limits = Limits(options.file_mb, options.uncompressed_mb)
        return Examiner(limits, self.pull.pseudonyms, options.memory_mb, options.seconds, self.judge, given)

    @cached_property
    def rules(self) -> str:
        """What else than the file decides how it is judged: another one has all files read again."""
        options = self.options
        told = [options.words, options.file_mb, options.uncompressed_mb, self.pull.pseudonyms.country, self.judge]
        return hashlib.blake2s(json.dumps(told, sort_keys=True).encode(), digest_size=4).hexdigest()

    def take(self, found: Iterable[Found]) -> None:
        """Takes in all that is found. What changed is opened in the order it was saved, so that families grow."""
        for one in found:
            match one:
                case Entry():
                    self._listed(one)
                case Gone():
                    self.there.discard(file := self._file(one.key))
                    self.held.pop(file, None)
                case Unlisted():
                    self.unlisted.append(one)
                case Aside():
                    self.aside[one.reason, one.where] += 1
        if not self.whole:
            self.there |= self.held.keys()
        self.there |= {file for file, row in self.held.items() if self._may_be_there(row)}
        self.todo = dict.fromkeys(sorted(self.todo, key=self._age))

    def _age(self, file: str) -> tuple[datetime, str]:
        return self.entries[file].saved_at, self.entries[file].path

    def _listed(self, entry: Entry) -> None:
        file = self._file(entry.key or entry.path)
        held = self.held.get(file)
        if self.pull.bounded and entry.saved_at > self.pull.now:
            self.there |= {file} & self.held.keys()
            return
        self.there.add(file)
        if held is None or held["stamp"] != self._stamp(entry):
            self.entries[file] = entry
            self.todo[file] = None
            return
        placed = held | self._placed(entry)
        if placed["titles"] and not self.options.titles:
            placed |= {"titles": None, "untold": placed["untold"] + len(placed["titles"].split("\n"))}
        if placed != held:
            self.moved.append(placed)
        if self._is_live(held):
            self.entries[file] = entry

    def _file(self, key: str) -> str:
        return self.pull.pseudonyms.of("file", self.source, key)

    def _stamp(self, entry: Entry) -> str:
        return f"{entry.stamp} {self.rules}"

    def _placed(self, entry: Entry) -> Row:
        """Where a file is, as far as it is kept."""
        name = entry.path.rpartition("/")[2]
        return {
            "folder": places.folder(entry.path, self.options.levels),
            "extension": places.extension(name) or "",
            "name": places.shown(name) if self.options.names else None,
            "team": entry.team,
        }

    def _may_be_there(self, row: Row) -> bool:
        """Whether a file is held under a folder of which it is not known what it holds."""
        folders = (places.folder(f"{one.path}/", self.options.levels) for one in self.unlisted)
        return any(f"{row['folder']}/".startswith(f"{folder}/") for folder in folders)

    def _is_live(self, row: Row) -> bool:
        """Whether a workbook tracks customers and is in use."""
        return bool(row["tracking"]) and row["saved_at"] >= self.pull.now - timedelta(days=SAVED_DAYS)

    def changed(self) -> Iterator[Batch]:
        """The files that changed, opened some at a time; first those that only stand elsewhere."""
        self.held.update((row["file"], row) for row in self.moved)
        if self.moved:
            yield self._told(self.moved)
        todo = iter(self.todo)
        while some := list(islice(todo, BATCH_FILES)):
            yield from self._read(some)

    def _read(self, files: Sequence[str]) -> Iterator[Batch]:
        """What some files share with the CRM, then what they are: one that is told of was compared."""
        rows, shared = [], []
        for file in files:
            found = self._examined(file)
            if found is None or self._only_for_now(file, found):
                continue
            row = self._row(file, found)
            if row != self.held.get(file):
                rows.append(row)
            self.held[file] = row
            shared.append(self._shared(row, found))
        overlaps = pl.concat([pl.DataFrame(schema=OVERLAPS), *shared])
        if not overlaps.is_empty():
            yield Batch(FILES_STREAM, "overlaps", overlaps)
        if rows:
            yield self._told(rows)

    def _told(self, rows: Sequence[Row]) -> Batch:
        return Batch(FILES_STREAM, "files", pl.DataFrame(rows, schema=FILES))

    def _examined(self, file: str) -> Examined | None:
        """What a file is; None for one that is no longer there."""
        entry = self.entries[file]
        if entry.size > self.options.file_mb * MB:
            return Examined("huge")
        begun = time.monotonic()
        try:
            with self.fetch(entry) as path:
                return self.examiner.examine(str(path))
        except FileNotFoundError:
            self.lost["vanished_file"] += 1
            self.there.discard(file)
            return None
        except UnjudgedError:
            self.lost["unjudged_file"] += 1
        except OSError:
            return Examined("unreadable")
        finally:
            if self.options.pace_mb_s:
                time.sleep(max(0.0, entry.size / MB / self.options.pace_mb_s - (time.monotonic() - begun)))
        return Examined("unreadable")

    def _only_for_now(self, file: str, found: Examined) -> bool:
        """Whether a file that was read before cannot be at the moment, such as one that somebody has locked."""
        for_now = _is_shut(found) and self.held.get(file, {}).get("state") == "read"
        self.lost["unreadable_file"] += for_now
        return for_now

    def _row(self, file: str, found: Examined) -> Row:
        entry, judged = self.entries[file], found.judged
        family = self.families.place(file, found.signature)
        savers = [self.pull.pseudonyms.of("saver", name.casefold()) for name in persons(*entry.savers)]
        marks = {self.pull.pseudonyms.of("saved", family, saver)[:MARK] for saver in savers or found.savers}
        row: Row = {
            "file": file,
            "family": family,
            "size": entry.size,
            "saved_at": entry.saved_at,
            "stamp": "" if _is_shut(found) else self._stamp(entry),
            "state": found.state,
            "macros": found.macros,
            "linked": found.linked,
            "tracking": judged.tracking,
            "score": judged.score,
            "reasons": ",".join(judged.reasons),
            "rows": judged.rows,
            "savers": ",".join(sorted(marks)) or None,
            "signature": written(found.signature) or None,
            "titles": "\n".join(judged.titles) or None,
            "untold": judged.untold,
        }
        held = self.held.get(file)
        placed = self._placed(entry) if entry.path or held is None else {name: held[name] for name in KEPT}
        return {name: (row | placed)[name] for name in FILES}

    def _shared(self, row: Row, found: Examined) -> pl.DataFrame:
        """What a workbook that tracks customers shares with the CRM: of each object that this knows, also nothing."""
        if not row["tracking"] or self.crm.keys.is_empty():
            return pl.DataFrame(schema=OVERLAPS)
        if self._is_live(row):
            self.compared.add(row["file"])
            for union, own in ((self.keys, found.judged.keys), (self.near, found.judged.near)):
                for kind, keys in own.items():
                    union[kind] |= keys
        objects = self.crm.keys.select(pl.col("object").unique().sort())
        shared = objects.join(compare(found.judged.keys, found.judged.near, self.crm), on="object", how="left")
        counts = pl.col(pl.Int64).fill_null(0)
        return shared.with_columns(counts, file=pl.lit(row["file"])).select(*OVERLAPS)

    def coverage(self) -> Iterator[Batch]:
        """How much of the CRM stands in any workbook in use, told again where neither changed.

        No key is kept from one scan to the next: where one of them or the CRM changed, all are read once more.
        """
        if self._since() == self.before.get("since"):
            yield self._covered(self.pull.coverage())
            return
        again = [file for file in self._live() if file not in self.compared]
        self.entries = {file: self._entry(file) for file in again} | self.entries
        for start in range(0, len(again), BATCH_FILES):
            yield from self._read(again[start : start + BATCH_FILES])
        yield self._covered(coverage(self.keys, self.near, self.crm))

    def _covered(self, found: pl.DataFrame) -> Batch:
        cursor = {"since": self._since(), "places": {} if self.whole else self._places()}
        return Batch(COVERAGE_STREAM, "coverage", found.select(*COVERAGE), cursor)

    def _live(self) -> list[str]:
        return sorted(file for file in self.there & self.held.keys() if self._is_live(self.held[file]))

    def _since(self) -> str:
        """What coverage depends on: the workbooks in use as they are, and the CRM."""
        known = self.crm.keys.select(*CRM_KEYS).sort(*CRM_KEYS).write_csv()
        told = [known, sorted(self.crm.fields), *((file, self.held[file]["stamp"]) for file in self._live())]
        return hashlib.blake2s(json.dumps(told).encode(), digest_size=16).hexdigest()

    def _entry(self, file: str) -> Entry:
        """A file that is held and was not told of again, as far as it takes to fetch it."""
        row, place = self.held[file], self.before.get("places", {}).get(file, "")
        return Entry("", row["size"], row["saved_at"], row["stamp"].rpartition(" ")[0], place)

    def _places(self) -> dict[str, str]:
        """Where the workbooks are that track customers, for when a later scan of changes wants them again."""
        known = self.before.get("places", {}) | {file: entry.place for file, entry in self.entries.items()}
        tracking = (file for file in self.there & self.held.keys() if self.held[file]["tracking"])
        return {file: known[file] for file in sorted(tracking) if known.get(file)}

    def end(self, cursor: Cursor | None) -> Batch:
        """What is there now, so that all else is gone; and all that this scan could not see."""
        folders = Counter((one.reason, places.folder(f"{one.path}/", self.options.levels)) for one in self.unlisted)
        lost = Counter({(reason, FILES_STREAM): count for reason, count in self.lost.items()})
        told = sorted((folders + lost + self.aside).items())
        rejects = tuple(Reject(reason, where, count) for (reason, where), count in told)
        alive = pl.Series(sorted(self.there), dtype=pl.String)
        return Batch(FILES_STREAM, "files", pl.DataFrame(schema=FILES), cursor, alive=alive, rejects=rejects)


def _is_shut(found: Examined) -> bool:
    """Whether a file could not even be opened, so that the next scan tries again."""
    return found.state == "unreadable" and not found.signature
