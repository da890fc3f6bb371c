"""How early and how wrongly the levels warn: ``python -m benchmarks.detection`` prints it and fails on a missed target.

Vigie's levels and simpler detectors judge the same simulated teams, and a diagnosis is made of many. What the levels
are made with (the weights of the outlook, the probabilities that make an amber and a red) was chosen with the seeds
1 to 9, 101 to 106 and 201 to 203; it is measured with others. Every parameter of the simulation can be varied.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.alarms import Outcome, Score, outcome, score
from benchmarks.detectors import amber, baselines, levels, red
from benchmarks.families import Judged, diagnoses
from benchmarks.teams import HABITS, KINDS, WEEKS, Habits, french, seasons, teams, varied

SIZES = (8, 15, 40)
PROMISED = 15
"""The size of team that the targets are for."""

SEEDS = (301, 302, 303)
RUNS = 60
FACTORS = (0.8, 1.2)
EACH = "each"
CALENDARS = {"seasons": seasons, "french": french}
HEADERS = ("people", "detector", "false/year", "with dips", "recall", "precision", "lead, slow", "target")


@dataclass(frozen=True)
class Target:
    """What a level promises. ``false``: at most, a year on healthy teams; the others at least."""

    false: float
    recall: float
    precision: float
    lead: float | None = None

    def missed(self, found: Score) -> list[str]:
        """What is worse than promised; being on the target is meeting it."""
        lead = found.lead.get("slow", float("-inf"))
        checks = {
            f"false alarms a year {found.false['healthy']:.3f} > {self.false:g}": found.false["healthy"] > self.false,
            f"recall {found.recall:.3f} < {self.recall:g}": found.recall < self.recall,
            f"precision {found.precision:.3f} < {self.precision:g}": found.precision < self.precision,
            f"median lead {lead:g} < {self.lead or 0:g} weeks": self.lead is not None and lead < self.lead,
        }
        return [text for text, worse in checks.items() if worse]


TARGETS = {"amber": Target(0.20, 0.95, 0.80, 0.0), "red": Target(0.02, 0.80, 0.98)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures what the command line asks for, unless other arguments are given; 1 when a target is missed."""
    asked = _asked(arguments)
    begun = time.monotonic()
    usual = Habits()
    failed: list[tuple[int, str]] = []
    lines: list[tuple[str, ...]] = [HEADERS]
    for size in asked.size:
        _tell(f"{size} people …")
        found = _measured(asked, size, usual, compared=True)
        lines += [_line(size, name, scored) for name, scored in found.items()]
        failed += _failures(size, f"{size} people", found)
    for name, factor in asked.vary:
        _tell(f"{name} × {factor:g} …")
        found = _measured(asked, PROMISED, varied(usual, name, factor), compared=False)
        lines += [_line(PROMISED, f"{level}, {name} × {factor:g}", found[level], level) for level in TARGETS]
        failed += _failures(PROMISED, f"{name} × {factor:g}", found)
    sys.stdout.write(_table(lines))
    binding = [text for size, text in failed if size == PROMISED]
    for size, text in failed:
        sys.stdout.write(f"{'MISSED' if size == PROMISED else 'cannot be promised'}: {text}\n")
    _tell(f"seeds {' '.join(map(str, asked.seed))}, {asked.runs} teams of each kind and size a seed")
    _tell(f"done in {time.monotonic() - begun:.0f} s")
    return int(bool(binding))


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.detection", description=__doc__)
    parser.add_argument("--seed", type=int, nargs="+", default=SEEDS, help="seeds of the simulation")
    parser.add_argument("--runs", type=int, default=RUNS, help="teams of each kind and size, for each seed")
    parser.add_argument("--size", type=int, nargs="+", default=SIZES, help="people in a team")
    parser.add_argument("--calendar", choices=list(CALENDARS), default="seasons", help="who is away when")
    parser.add_argument(
        "--vary",
        nargs="+",
        default=[],
        metavar="NAME=FACTOR",
        help=f"also measure with a parameter multiplied ({', '.join(HABITS)}); '{EACH}': all, by 0.8 and 1.2",
    )
    asked = parser.parse_args(arguments)
    try:
        asked.vary = [pair for text in asked.vary for pair in _variations(text)]
    except ValueError as error:
        parser.error(str(error))
    return asked


def _variations(text: str) -> list[tuple[str, float]]:
    if text == EACH:
        return [(name, factor) for name in HABITS for factor in FACTORS]
    name, _, factor = text.partition("=")
    if name not in HABITS:
        raise ValueError(f"--vary {text}: no parameter {name}; there are {', '.join(HABITS)}")
    return [(name, float(factor))]


def _measured(asked: argparse.Namespace, size: int, habits: Habits, *, compared: bool) -> dict[str, Score]:
    """The scores of both levels, and with them those of the simpler detectors and of the diagnosis."""
    calendar = CALENDARS[asked.calendar](habits)
    outcomes: dict[str, list[Outcome]] = {name: [] for name in TARGETS}
    judged: list[Judged] = []
    for seed in asked.seed:
        for kind in KINDS:
            for team in teams(kind, size, asked.runs, seed, habits, calendar):
                given = levels(team, calendar)
                judged.append((team, given))
                outcomes["amber"].append(outcome(team.truth, amber(given)))
                outcomes["red"].append(outcome(team.truth, red(given)))
                for name, alarm in (baselines(team, calendar) if compared else {}).items():
                    outcomes.setdefault(name, []).append(outcome(team.truth, alarm))
    if compared:
        outcomes["two of four"] = diagnoses(judged, asked.runs * len(asked.seed), asked.seed[0])
    return {name: score(found, WEEKS) for name, found in outcomes.items()}


def _failures(size: int, where: str, found: dict[str, Score]) -> list[tuple[int, str]]:
    return [
        (size, f"{where}: {level} {text}") for level, target in TARGETS.items() for text in target.missed(found[level])
    ]


def _line(size: int, name: str, found: Score, level: str | None = None) -> tuple[str, ...]:
    target = TARGETS.get(level or name)
    verdict = "" if target is None or size != PROMISED else "FAIL" if target.missed(found) else "pass"
    other = found.false.get("dip", found.false.get("one", 0.0))
    lead = found.lead.get("slow", found.lead.get("two"))
    figures = (f"{found.false['healthy']:.2f}", f"{other:.2f}", f"{found.recall:.3f}", f"{found.precision:.3f}")
    return (str(size), name, *figures, "–" if lead is None else f"{lead:+g} w", verdict)


def _table(lines: Sequence[tuple[str, ...]]) -> str:
    widths = [max(len(line[place]) for line in lines) for place in range(len(HEADERS))]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() + "\n" for line in lines
    )


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
