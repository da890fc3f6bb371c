"""Scanning: the workbooks that a share or drive lists, opened where they changed, told as batches."""

import errno
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from itertools import islice
from pathlib import Path

import polars as pl

from collectors.containers import MB, persons
from collectors.crm import CRM_KEYS, Crm
from collectors.entries import Entry, Found
from collectors.examined import Examined
from collectors.examiner import JUDGE, Examiner, StartError, UnjudgedError
from collectors.kinship import Families, families, written
from collectors.listing import Listing, Row, ScanOptions, digest
from collectors.opening import Limits
from collectors.overlap import coverage, matches, overlaps, titles_lacking
from collectors.source import Batch, Cursor, Pull, SourceError
from settings.tables import COVERAGE, FILES, OVERLAPS

__all__ = ["Fetch", "ScanOptions", "scan"]

SAVED_DAYS = 30
"""So long after it was saved last, a workbook that tracks customers is taken to be in use."""

BATCH_FILES = 200
MARK = 6
"""Letters of a saver's mark: enough to tell the few who save one workbook from each other."""

KEPT = ("folder", "extension", "name", "team", "savers")
"""What only the listing of a file tells, kept where it is read again without one."""

FILES_STREAM, COVERAGE_STREAM = "files", "coverage"
HELD_KEY = f"{COVERAGE_STREAM}/coverage"

Fetch = Callable[[Entry], AbstractContextManager[Path]]
"""Where the contents of an entry can be read for a while. Raises FileNotFoundError for one that is gone meanwhile,
another OSError for one that cannot be read (EFBIG: for its size), SourceError when nothing more can be."""


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
    that is cut off goes on from the files that landed. Places of trackers that have a key are kept from one scan to the
    next: they must name nobody. ``judge``: module and function that judge the sheets of a workbook.
    """
    held = {row["file"]: row for row in pull.files().iter_rows(named=True)}
    listing = Listing(source, pull, options, judge, held)
    listing.take(found, whole=whole)
    scanning = _Scan(pull, options, fetch, listing)
    with closing(scanning.examiner):
        yield from scanning.changed()
        yield from scanning.coverage()
    alive = pl.Series(sorted(listing.there), dtype=pl.String)
    rejects = listing.rejects(scanning.lost, FILES_STREAM)
    yield Batch(FILES_STREAM, "files", pl.DataFrame(schema=FILES), cursor(), alive=alive, rejects=rejects)


@dataclass
class _Scan:
    """One scan. ``lost``: how many files could not be looked into, by reason. ``compared``: what those in use name."""

    pull: Pull
    options: ScanOptions
    fetch: Fetch
    listing: Listing
    lost: Counter[str] = field(default_factory=Counter)
    compared: dict[str, pl.DataFrame] = field(default_factory=dict)

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
        return families(self.pull.kin().iter_rows(named=True), self.listing.there)

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
        judge = self.listing.judge
        return Examiner(limits, self.pull.pseudonyms, options.memory_mb, options.seconds, judge, given)

    def changed(self) -> Iterator[Batch]:
        """The files that changed, opened some at a time; first those that only stand elsewhere."""
        self.listing.held.update((row["file"], row) for row in self.listing.moved)
        if self.listing.moved:
            yield _told(self.listing.moved)
        yield from self._read(self.listing.changed)

    def _read(self, files: Iterable[str]) -> Iterator[Batch]:
        """What files share with the CRM, then what they are, some at a time: one that is told of was compared."""
        left = iter(files)
        while some := list(islice(left, BATCH_FILES)):
            rows, shared = [], [pl.DataFrame(schema=OVERLAPS)]
            for file in some:
                found = self._examined(file)
                if found is None or self._only_for_now(file, found):
                    continue
                row = self._row(file, found)
                if row != self.listing.held.get(file):
                    rows.append(row)
                self.listing.held[file] = row
                shared.append(self._shared(row, found))
            both = pl.concat(shared)
            if not both.is_empty():
                yield Batch(FILES_STREAM, "overlaps", both)
            if rows:
                yield _told(rows)

    def _examined(self, file: str) -> Examined | None:
        """What a file is; None for one that is no longer there."""
        entry = self.listing.entries[file]
        if entry.size > self.options.file_mb * MB:
            return Examined("huge")
        begun = time.monotonic()
        try:
            with self.fetch(entry) as path:
                return self.examiner.examine(str(path), entry.path)
        except FileNotFoundError:
            self.lost["vanished_file"] += 1
            self.listing.there.discard(file)
            return None
        except StartError as error:
            raise SourceError(self.listing.source, "broken", f"{error}; raise memory_mb, or report it") from None
        except UnjudgedError:
            self.lost["unjudged_file"] += 1
        except OSError as error:
            return Examined("huge" if error.errno == errno.EFBIG else "unreadable")
        finally:
            if self.options.pace_mb_s:
                time.sleep(max(0.0, entry.size / MB / self.options.pace_mb_s - (time.monotonic() - begun)))
        return Examined("unreadable")

    def _only_for_now(self, file: str, found: Examined) -> bool:
        """Whether a file that was read before cannot be at the moment, such as one that somebody has locked."""
        for_now = _is_shut(found) and self.listing.held.get(file, {}).get("state") == "read"
        self.lost["locked_file"] += for_now
        return for_now

    def _row(self, file: str, found: Examined) -> Row:
        entry, judged = self.listing.entries[file], found.judged
        family = self.families.place(file, found.signature)
        row: Row = {
            "file": file,
            "family": family,
            "size": entry.size,
            "saved_at": entry.saved_at,
            "stamp": "" if _is_shut(found) else self.listing.stamp(entry),
            "state": found.state,
            "macros": found.macros,
            "linked": found.linked,
            "tracking": judged.tracking,
            "score": judged.score,
            "reasons": ",".join(judged.reasons),
            "rows": judged.rows,
            "savers": self._marks(family, entry, found),
            "signature": written(found.signature) or None,
            "titles": "\n".join(titles_lacking(judged.titles, self.crm.fields)) or None,
            "untold": judged.untold,
        }
        held = self.listing.held.get(file)
        if held and not entry.path:
            row |= {name: held[name] for name in KEPT}
        else:
            row |= self.listing.placed(entry)
        return {name: row[name] for name in FILES}

    def _marks(self, family: str, entry: Entry, found: Examined) -> str | None:
        """Marks of those who saved a file, by what its place says, else by what it says itself."""
        told = [self.pull.pseudonyms.of("saver", name.casefold()) for name in persons(*entry.savers)]
        marks = {self.pull.pseudonyms.of("saved", family, saver)[:MARK] for saver in told or found.savers}
        return ",".join(sorted(marks)) or None

    def _shared(self, row: Row, found: Examined) -> pl.DataFrame:
        """What a workbook that tracks customers shares with the CRM: of each object that this knows, also nothing."""
        if not row["tracking"] or self.crm.keys.is_empty():
            return pl.DataFrame(schema=OVERLAPS)
        named = matches(found.judged, self.crm)
        if self._is_live(row):
            self.compared[row["file"]] = named
        objects = self.crm.keys.select(pl.col("object").unique().sort())
        shared = objects.join(overlaps(row["file"], named), on="object", how="left", maintain_order="left")
        return shared.with_columns(pl.col(pl.Int64).fill_null(0), file=pl.lit(row["file"])).select(*OVERLAPS)

    def coverage(self) -> Iterator[Batch]:
        """How much of the CRM stands in any workbook in use, told again where neither changed.

        No key is kept from one scan to the next: where one of them or the CRM changed, all are read once more.
        """
        if self._since() == self.before.get("since"):
            yield self._covered(self.pull.coverage(), self._since())
            return
        again = [] if self.crm.keys.is_empty() else [file for file in self._live() if file not in self.compared]
        places = self.before.get("places", {})
        unlisted = {file: self.listing.again(file, places.get(file, "")) for file in again}
        self.listing.entries = unlisted | self.listing.entries
        yield from self._read(again)
        wholly = self.crm.keys.is_empty() or self.compared.keys() >= {*self._live()}
        yield self._covered(coverage(self.crm, self.compared.values()), self._since() if wholly else "")

    def _covered(self, found: pl.DataFrame, since: str) -> Batch:
        cursor = {"since": since, "places": self._places()}
        return Batch(COVERAGE_STREAM, "coverage", found.select(*COVERAGE), cursor)

    def _is_live(self, row: Row) -> bool:
        """Whether a workbook tracks customers and is in use."""
        return bool(row["tracking"]) and row["saved_at"] >= self.pull.now - timedelta(days=SAVED_DAYS)

    def _live(self) -> list[str]:
        held = self.listing.held
        return sorted(file for file in self.listing.there & held.keys() if self._is_live(held[file]))

    def _since(self) -> str:
        """What coverage depends on: the workbooks in use as they are, and the CRM."""
        return digest(self._crm_digest, *((file, self.listing.held[file]["stamp"]) for file in self._live()))

    @cached_property
    def _crm_digest(self) -> str:
        return digest(self.crm.keys.select(*CRM_KEYS).sort(*CRM_KEYS).write_csv(), sorted(self.crm.fields))

    def _places(self) -> dict[str, str]:
        """Where the workbooks are that track customers, for when a later scan of changes wants them again.

        Only of places that know files by a key: others list all of them each time, under names.
        """
        held = self.listing.held
        known = self.before.get("places", {}) | {
            file: one.place for file, one in self.listing.entries.items() if one.key
        }
        tracking = (file for file in self.listing.there & held.keys() if held[file]["tracking"])
        return {file: known[file] for file in sorted(tracking) if known.get(file)}


def _told(rows: Sequence[Row]) -> Batch:
    return Batch(FILES_STREAM, "files", pl.DataFrame(rows, schema=FILES))


def _is_shut(found: Examined) -> bool:
    """Whether a file could not even be opened, so that the next scan tries again."""
    return found.state == "unreadable" and not found.signature
