"""Statistics that hold for small groups: intervals of rates, pooled weeks, overdispersion."""

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt
from statistics import NormalDist

SHOWN = 0.95
CONFIRMING = 0.80


def wilson(hits: float, n: float, confidence: float = SHOWN) -> tuple[float, float] | None:
    """The Wilson score interval of a rate, two-sided; None when n is not positive.

    Source: Wilson, Probable Inference, the Law of Succession, and Statistical Inference (1927).
    """
    if n <= 0:
        return None
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    rate = min(max(hits / n, 0.0), 1.0)
    centre = (rate + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)


def overdispersion(weeks: Sequence[tuple[float, float]]) -> float:
    """How much more successive weeks differ than chance alone would have it, at least 1.

    Formula: mean over successive weeks of (difference of their rates)² / its variance by chance, at the pooled rate.
    From one week to the next, so that a fall, slow or sudden, does not pass for noise and hide itself.
    ``weeks``: (hits, n), oldest first. 1 for fewer than three weeks, and where all or none hit.
    """
    known = [(hits, n) for hits, n in weeks if n > 0]
    total = sum(n for _, n in known)
    if len(known) < 3 or total <= 0:  # noqa: PLR2004 - two weeks say nothing of variation
        return 1.0
    rate = sum(hits for hits, _ in known) / total
    if rate <= 0 or rate >= 1:
        return 1.0
    chance = rate * (1 - rate)
    squares = sum(
        (hits / n - before / m) ** 2 / (chance * (1 / n + 1 / m)) for (before, m), (hits, n) in pairwise(known)
    )
    return max(1.0, squares / (len(known) - 1))
