"""Measuring two sides in turn, and the ratio of their medians."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

Side = Callable[[], float]
"""Does its work once and comes back with what it took: CPU seconds, megabytes."""


@dataclass(frozen=True)
class Row:
    """One line of the benchmark. ``low`` and ``high``: the least and the greatest ratio of a single round."""

    name: str
    what: str
    measured: float
    limit: float | None
    rounds: int
    low: float
    high: float
    detail: str = ""

    @property
    def passed(self) -> bool:
        """On the limit is still inside; a line without a limit informs."""
        return self.limit is None or self.measured <= self.limit


def compared(name: str, what: str, side: Side, against: Side, limit: float | None, rounds: int, unit: str) -> Row:
    """The ratio of the medians of two sides that take turns, after one turn each that does not count."""
    side(), against()
    pairs = [(side(), against()) for _ in range(rounds)]
    mine, theirs = (median(values) for values in zip(*pairs, strict=True))
    single = [a / b for a, b in pairs]
    detail = f"{mine:.2f} {unit} against {theirs:.2f} {unit}"
    return Row(name, what, mine / theirs, limit, rounds, min(single), max(single), detail)


def cpu(work: Callable[[], object]) -> Side:
    """A side that takes the CPU seconds of this process, all threads, user and system."""

    def timed() -> float:
        begun = time.process_time()
        work()
        return time.process_time() - begun

    return timed
