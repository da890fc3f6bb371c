"""How well workbooks that track customers are told from others: ``python -m benchmarks.trackers``; fails below 0.95.

The part ``train`` was at hand when the detector was made. Other workbooks were made by somebody who had not seen it:
one half of their kinds, ``learnt``, was looked at afterwards to make the detector better; the other half, ``test``,
never was. They are written anew from a seed, judged, and counted; the ones that were mistaken are listed, but for
those of the test, of which only their kinds are told unless ``--tell`` asks for them.
"""

import argparse
import hashlib
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import unseen, workbooks
from benchmarks.label import Label
from collectors.examined import Judged
from collectors.grid import grids
from collectors.pseudonyms import Pseudonyms
from collectors.sheets import UnreadableSheetError
from collectors.tracking import judge

PARTS = ("train", "learnt", "test")
SEED = 20260615
LEAST = 0.95
HEADERS = ("part", "of", "workbooks", "tracking", "precision", "recall", "")
PSEUDONYMS = Pseudonyms(b"a secret of the benchmark alone, 32 bytes")


@dataclass(frozen=True)
class Outcome:
    """A workbook, what it was judged to be, and how many seconds that took once it was read."""

    label: Label
    judged: Judged
    seconds: float

    @property
    def right(self) -> bool:
        """Whether it was taken for what it is."""
        return self.judged.tracking == self.label.tracking


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures the parts asked for, by the command line's arguments unless others are given; 1 when one falls short."""
    asked = _asked(arguments)
    lines: list[tuple[str, ...]] = [HEADERS]
    missed: list[str] = []
    short = False
    for part in asked.part:
        outcomes = outcomes_of(part, asked.seed, asked.keep and asked.keep / part)
        lines += _lines(part, outcomes)
        short |= min(measured(outcomes)) < LEAST
        if part != "test" or asked.tell:
            missed += [_miss(part, outcome) for outcome in outcomes if not outcome.right]
        slowest = max(outcome.seconds for outcome in outcomes)
        sys.stderr.write(
            f"{part}: {sum(o.seconds for o in outcomes):.1f} s for {len(outcomes)}, at most {slowest:.3f} s\n"
        )
    sys.stdout.write(_table(lines))
    sys.stdout.write("".join(f"MISSED {line}\n" for line in missed))
    sys.stderr.write(f"seed {asked.seed}\n")
    return int(short)


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.trackers", description=__doc__)
    parser.add_argument("--part", nargs="+", choices=PARTS, default=PARTS, help="which workbooks")
    parser.add_argument("--seed", type=int, default=SEED, help="seed of what chance decides in them")
    parser.add_argument("--tell", action="store_true", help="list what was mistaken in the test, too")
    parser.add_argument("--keep", type=Path, help="a folder to keep the workbooks in")
    return parser.parse_args(arguments)


def _labels(part: str, folder: Path, seed: int) -> list[Label]:
    """Writes the workbooks that a part is of; the labels of those that are in it and can be opened."""
    written = workbooks.write(folder, seed) if part == "train" else unseen.write(folder, seed)
    return [label for label in written if label.opens and part in ("train", _half(label.kind))]


def _half(kind: str) -> str:
    """The half in which a kind of workbook is, whatever the seed."""
    return "test" if hashlib.blake2s(kind.encode()).digest()[0] % 2 else "learnt"


def outcomes_of(part: str, seed: int, keep: Path | None = None) -> list[Outcome]:
    """Writes the workbooks of a part and judges each one that can be opened."""
    with tempfile.TemporaryDirectory() as passing:
        folder = keep or Path(passing)
        return [_outcome(folder, label) for label in _labels(part, folder, seed)]


def _outcome(folder: Path, label: Label) -> Outcome:
    try:
        read = grids(folder / label.path)
    except UnreadableSheetError:
        return Outcome(label, Judged(tracking=False, score=0.0, reasons=("unreadable",)), 0.0)
    begun = time.perf_counter()
    judged = judge(read, PSEUDONYMS, path=label.path)
    return Outcome(label, judged, time.perf_counter() - begun)


def measured(outcomes: Sequence[Outcome]) -> tuple[float, float]:
    """Precision and recall; 1 where nothing was taken for tracking, or nothing is."""
    right = sum(1 for o in outcomes if o.judged.tracking and o.label.tracking)
    taken = sum(1 for o in outcomes if o.judged.tracking)
    there = sum(1 for o in outcomes if o.label.tracking)
    return (right / taken if taken else 1.0, right / there if there else 1.0)


def _lines(part: str, outcomes: Sequence[Outcome]) -> list[tuple[str, ...]]:
    """The whole part, each of its languages, and the kinds in which something was mistaken."""
    groups = {"all": list(outcomes)}
    for outcome in outcomes:
        groups.setdefault(outcome.label.language, []).append(outcome)
    kinds: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        kinds.setdefault(outcome.label.kind, []).append(outcome)
    groups |= {kind: kinds[kind] for kind in sorted(kinds)}
    return [_line(part, name, of) for name, of in groups.items()]


def _line(part: str, name: str, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    tracking = sum(1 for outcome in outcomes if outcome.label.tracking)
    precision, recall = measured(outcomes)
    wrong = sum(1 for outcome in outcomes if not outcome.right)
    verdict = (
        ("FAIL" if min(precision, recall) < LEAST else "pass") if name == "all" else f"{wrong} wrong" * (wrong > 0)
    )
    return (part, name, str(len(outcomes)), str(tracking), f"{precision:.3f}", f"{recall:.3f}", verdict)


def _miss(part: str, outcome: Outcome) -> str:
    label, judged = outcome.label, outcome.judged
    sort = "not seen" if label.tracking else "taken for tracking"
    return f"{part} {label.path} ({label.kind}, {label.language}) {sort}: {judged.score:.2f} {' '.join(judged.reasons)}"


def _table(lines: Sequence[tuple[str, ...]]) -> str:
    widths = [max(len(line[place]) for line in lines) for place in range(len(HEADERS))]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() + "\n" for line in lines
    )


if __name__ == "__main__":
    sys.exit(main())
