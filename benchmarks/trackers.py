"""How well workbooks that track customers are told from others: ``python -m benchmarks.trackers``; fails below 0.95.

The part ``train`` was at hand when the detector was made; the part ``test`` was written by somebody who had not seen
it. Both are written anew from a seed, judged, and counted; the ones that were mistaken are listed.
"""

import argparse
import importlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.workbooks import Label
from collectors.examined import Judged
from collectors.grid import grids
from collectors.pseudonyms import Pseudonyms
from collectors.sheets import UnreadableSheetError
from collectors.tracking import judge

PARTS = {"train": "benchmarks.workbooks", "test": "benchmarks.unseen_workbooks"}
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
        write = _writer(part)
        if write is None:
            sys.stderr.write(f"{part}: {PARTS[part]} is not here, the part is left out\n")
            continue
        outcomes = outcomes_of(write, asked.seed, asked.keep and asked.keep / part)
        lines += _lines(part, outcomes)
        short |= min(measured(outcomes)) < LEAST
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
    parser.add_argument("--part", nargs="+", choices=list(PARTS), default=list(PARTS), help="which workbooks")
    parser.add_argument("--seed", type=int, default=SEED, help="seed of what chance decides in them")
    parser.add_argument("--keep", type=Path, help="a folder to keep the workbooks in")
    return parser.parse_args(arguments)


def _writer(part: str) -> Callable[[Path, int], Iterable[Label]] | None:
    try:
        module = importlib.import_module(PARTS[part])
    except ModuleNotFoundError:
        return None
    writer: Callable[[Path, int], Iterable[Label]] = module.write
    return writer


def outcomes_of(write: Callable[[Path, int], Iterable[Label]], seed: int, keep: Path | None = None) -> list[Outcome]:
    """Writes the workbooks of a part and judges each one that can be opened."""
    with tempfile.TemporaryDirectory() as passing:
        folder = keep or Path(passing)
        return [_outcome(folder, label) for label in write(folder, seed) if label.opens]


def _outcome(folder: Path, label: Label) -> Outcome:
    try:
        read = grids(folder / label.path)
    except UnreadableSheetError:
        return Outcome(label, Judged(tracking=False, score=0.0, reasons=("unreadable",)), 0.0)
    begun = time.perf_counter()
    judged = judge(read, PSEUDONYMS)
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
