"""The corpus: which workbooks are written, how many of each, in which format, and what they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice, product
from pathlib import Path
from random import Random

from benchmarks.label import Label
from benchmarks.unseen.biff import xls
from benchmarks.unseen.books import Kind, sheets
from benchmarks.unseen.broken import BROKEN
from benchmarks.unseen.desk import Desk, sit_down, weighted
from benchmarks.unseen.forms import forms
from benchmarks.unseen.ods import ods
from benchmarks.unseen.pages import pages
from benchmarks.unseen.places import place, untaken
from benchmarks.unseen.sheets import Sheet
from benchmarks.unseen.writers import ENCODINGS, SEPARATORS, Dialect, delimited, xlsx

TRACKERS, OTHERS, BROKEN_FILES = 200, 200, 45
FORMATS = {"xlsx": 55, "xlsm": 5, "xls": 8, "ods": 10, "csv": 18, "tsv": 4}
WRITERS = {"xlsx": xlsx, "xlsm": xlsx, "xls": xls, "ods": ods}
FLAT = ("csv", "tsv")


@dataclass(frozen=True)
class Share:
    """Where files are being written: the folder, the names taken, and the separators and encodings to come."""

    folder: Path
    random: Random
    taken: set[str]
    dialects: Iterator[tuple[str, str]]

    def put(self, path: str, suffix: str, content: bytes) -> str:
        """Writes a file, and says under which path."""
        free = untaken(path, suffix, self.taken)
        target = self.folder / free
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        return free


def write(folder: Path, seed: int) -> list[Label]:
    """Writes the workbooks under the folder, the same for a seed to the last byte, and says what each is.

    At least 420: 45 % trackers, 45 % others, 10 % that do not open, in an order that says nothing. Every kind is there.
    """
    random = Random(seed)
    known = list(product(SEPARATORS, ENCODINGS))
    share = Share(folder, random, set(), cycle(random.sample(known, len(known))))
    labels = [_written(share, kind) for kind in _kinds(random)]
    labels += [_broken(share, number) for number in range(BROKEN_FILES)]
    return random.sample(labels, len(labels))


def _kinds(random: Random) -> list[Kind]:
    """The kinds to write: all of them, then some again, trackers and others."""
    known: list[Kind] = [*forms(), *pages()]
    trackers, others = ([kind for kind in known if kind.tracking is tracking] for tracking in (True, False))
    return [*_dealt(random, trackers, TRACKERS), *_dealt(random, others, OTHERS)]


def _dealt(random: Random, kinds: Sequence[Kind], count: int) -> Iterator[Kind]:
    return islice(cycle(random.sample(kinds, len(kinds))), count)


def _written(share: Share, kind: Kind) -> Label:
    desk = sit_down(share.random, kind.language)
    ending = weighted(share.random, {name: part for name, part in FORMATS.items() if name in (kind.formats or FORMATS)})
    found = sheets(desk, kind, flat=ending in FLAT)
    content = _text(share, desk, found[0], ending) if ending in FLAT else WRITERS[ending](found)
    path = share.put(place(desk, kind.folders, kind.files), f".{ending}", content)
    return Label(path, kind.tracking, kind.kind, kind.language, opens=True)


def _text(share: Share, desk: Desk, sheet: Sheet, ending: str) -> bytes:
    separator, encoding = next(share.dialects)
    return delimited(sheet, Dialect("\t" if ending == "tsv" else separator, encoding, desk.french))


def _broken(share: Share, number: int) -> Label:
    kind = BROKEN[number % len(BROKEN)]
    desk = sit_down(share.random, share.random.choice(("fr", "fr", "en")))
    like = share.random.choice([form for form in forms() if form.language == desk.language])
    folders, name = place(desk, like.folders, like.files).rsplit("/", 1)
    path = share.put(f"{folders}/{kind.prefix}{name}", kind.suffix, kind.content(desk))
    return Label(path, tracking=False, kind=kind.kind, language=desk.language, opens=False)
