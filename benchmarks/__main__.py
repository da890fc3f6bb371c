"""The benchmark: ``python -m benchmarks`` prints each ratio with its limit, and fails when a limit is passed."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.checks import CHECKS
from benchmarks.company import Company
from benchmarks.lakes import ROOT, lakes
from benchmarks.rounds import Row

HEADERS = ("check", "what", "measured", "limit", "", "rounds", "spread", "medians")
LEAST_ROUNDS = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the checks asked for, by the command line's arguments unless others are given; 1 when a limit is passed."""
    asked = _asked(arguments)
    company = Company(scale=asked.scale, months=asked.months)
    begun = time.monotonic()
    _tell(f"{company.events:,} events, {company.months} months, {company.records:,} records, {company.fields} fields")
    made = lakes(company, asked.cache)
    rows: list[Row] = []
    for name, check in CHECKS.items():
        if not asked.only or name in asked.only:
            _tell(f"{name} …")
            rows += check(made, asked.rounds)
    sys.stdout.write(_table(rows))
    _tell(f"done in {time.monotonic() - begun:.0f} s")
    return int(not all(row.passed for row in rows))


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", action="append", choices=list(CHECKS), help="run this check alone; may be repeated")
    parser.add_argument("--scale", type=float, default=1.0, help="size of the company; 0.1 for a quick look")
    parser.add_argument("--months", type=int, default=36, help="months of history")
    parser.add_argument("--rounds", type=int, default=LEAST_ROUNDS, help="turns of each side")
    parser.add_argument("--cache", type=Path, default=ROOT / ".cache" / "bench", help="where the data are kept")
    return parser.parse_args(arguments)


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _table(rows: list[Row]) -> str:
    """The lines under their headers, in columns."""
    cells = [HEADERS, *(_cells(row) for row in rows)]
    widths = [max(len(line[n]) for line in cells) for n in range(len(HEADERS))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _cells(row: Row) -> tuple[str, ...]:
    limit = "–" if row.limit is None else f"{row.limit:g}"
    verdict = "" if row.limit is None else "pass" if row.passed else "FAIL"
    spread = f"{row.low:.2f}–{row.high:.2f}"
    return (row.name, row.what, f"{row.measured:.2f}", limit, verdict, str(row.rounds), spread, row.detail)


if __name__ == "__main__":
    sys.exit(main())
