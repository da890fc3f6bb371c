"""Kinship of workbooks: sketches of what they hold, and families of those that are copies or versions of each other.

A sketch is the smallest so many of the keyed hashes of a workbook's cells (Broder, On the resemblance and containment
of documents, 1997): the share of them that two workbooks have in common estimates that of their cells. Without the
project's secret it says nothing.
"""

import hashlib
import hmac
import re
from base64 import b64decode, b64encode
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from collectors.grid import Grid
from collectors.pseudonyms import Pseudonyms

Sketch = tuple[int, ...]

LENGTH, BYTES = 64, 5
LIKE, STILL_LIKE = 0.5, 0.25
"""Likeness from which a workbook is a version of another, and down to which it stays one."""

FEW = 8
"""Cells below which workbooks are versions of each other only where all are the same."""

LAST = 32
"""Of the workbooks that share a cell, how many of the newest are compared: with all, ten thousand would be too many."""

HEAD_CELLS, ROW_CELLS = 3, 2
USUAL = 2
"""How often a cell stands in a workbook at most that tells it from others: stages, owners and choices repeat."""

MOST_ROWS = 20_000
TELLING = re.compile(r"[^\W\d_]{3}|(?:\d\D{0,2}){8}")
"""Three letters in a row, or eight figures."""

DATE = re.compile(r"\d{4}-\d\d-\d\d( [\d:.]+)?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}")


def sketch(sheets: Iterable[Grid], pseudonyms: Pseudonyms) -> Sketch:
    """The sketch of a workbook, ascending; empty for one without rows under a heading, such as an empty template."""
    cells = Counter(cell for sheet in sheets for cell in _telling(sheet))
    rare = [cell for cell, times in cells.items() if times <= USUAL]
    chosen = rare if len(rare) >= FEW else list(cells)
    key = hmac.digest(pseudonyms.secret, b"kinship", hashlib.sha256)
    return tuple(sorted({_hash(cell.encode(errors="replace"), key) for cell in chosen})[:LENGTH])


def sketch_of_bytes(raw: bytes, pseudonyms: Pseudonyms) -> Sketch:
    """The sketch of a file that is not looked into: only the very same one has it."""
    return (_hash(raw, hmac.digest(pseudonyms.secret, b"kinship of files", hashlib.sha256)),)


def _hash(content: bytes, key: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(content, digest_size=BYTES, key=key).digest())


def _telling(sheet: Grid) -> Iterator[str]:
    """The cells under the headings of a sheet that tell it from others: words and long numbers, not dates."""
    rows = [cells for _, cells in sheet.rows[:MOST_ROWS]]
    head = next((place for place, cells in enumerate(rows) if _filled(cells) >= HEAD_CELLS), len(rows))
    for cells in rows[head + 1 :]:
        if _filled(cells) >= ROW_CELLS:
            yield from (cell.casefold() for cell in cells if TELLING.search(cell) and not DATE.fullmatch(cell))


def _filled(cells: Sequence[str]) -> int:
    return sum(map(bool, cells))


def written(sketch: Sketch) -> str:
    """A sketch as text; empty for an empty one."""
    return b64encode(b"".join(number.to_bytes(BYTES) for number in sketch)).decode()


def read(text: str | None) -> Sketch:
    """The sketch that a text was written from."""
    raw = b64decode(text or "")
    return tuple(int.from_bytes(raw[at : at + BYTES]) for at in range(0, len(raw), BYTES))


def likeness(one: Sketch, other: Sketch) -> float:
    """The estimated share of cells that two workbooks have in common of those that either has, in [0, 1].

    0 where one has none, and for few cells that are not all the same.
    """
    if not one or not other:
        return 0.0
    smallest = sorted({*one, *other})[:LENGTH]
    share = len({*one} & {*other} & {*smallest}) / len(smallest)
    return share if min(len(one), len(other)) >= FEW or share == 1 else 0.0


@dataclass
class Families:
    """The families of workbooks, as they become known one after the other, the oldest first.

    ``there``: files that are there now. Of the same workbooks in the same order come the same families.
    """

    there: AbstractSet[str]
    of: dict[str, str] = field(default_factory=dict)
    _sketches: dict[str, Sketch] = field(default_factory=dict)
    _members: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _same: dict[Sketch, str] = field(default_factory=dict)
    _sharing: defaultdict[int, deque[str]] = field(default_factory=lambda: defaultdict(lambda: deque(maxlen=LAST)))

    def know(self, file: str, family: str, sketch: Sketch) -> None:
        """Takes a file with its family as given."""
        self._members[self.of.get(file, family)].discard(file)
        self._members[family].add(file)
        self.of[file], self._sketches[file] = family, sketch
        if sketch and self._same.setdefault(sketch, file) == file:
            for number in sketch:
                self._sharing[number].append(file)

    def place(self, file: str, sketch: Sketch) -> str:
        """The family of a file with that sketch: its own still, or that of the file it is most like, or a new one.

        A file leaves its family when none of the others is like it any more, as two do that began as one template; the
        file that the family is called after stays. A file that cannot be looked into stays where it was.
        """
        family = self.of.get(file)
        if family is None or not self._stays(file, family, sketch):
            family = self._nearest(file, sketch) or file
        self.know(file, family, sketch)
        return family

    def _stays(self, file: str, family: str, sketch: Sketch) -> bool:
        others = (self._members[family] & self.there) - {file}
        if family == file or not others or len(sketch) <= 1:
            return True
        return any(likeness(sketch, self._sketches[other]) >= STILL_LIKE for other in others)

    def _nearest(self, file: str, sketch: Sketch) -> str | None:
        if sketch in self._same and self._same[sketch] != file and self._sketches[self._same[sketch]] == sketch:
            return self.of[self._same[sketch]]
        shared = Counter(other for number in sketch for other in self._sharing.get(number, ()) if other != file)
        like = {other: likeness(sketch, self._sketches[other]) for other in shared}
        best = max(like, key=lambda other: (like[other], other), default=None)
        return self.of[best] if best is not None and like[best] >= LIKE else None


def families(known: Iterable[Mapping[str, str]], there: AbstractSet[str]) -> Families:
    """The families of known files: ``file``, ``family`` and ``signature`` of each, those seen first before others."""
    made = Families(there)
    for row in known:
        made.know(row["file"], row["family"], read(row["signature"]))
    return made
