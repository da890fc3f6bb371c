"""Statistics that hold for small groups: intervals of rates, pooled weeks, overdispersion."""

from collections.abc import Sequence
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
    """How much more weeks vary than chance alone would have it: Pearson's chi-square by its degrees of freedom, ≥ 1.

    ``weeks``: (hits, n). 1 for fewer than three weeks, and where all or none hit.
    """
    known = [(hits, n) for hits, n in weeks if n > 0]
    total = sum(n for _, n in known)
    if len(known) < 3 or total <= 0:  # noqa: PLR2004 - two weeks say nothing of variation
        return 1.0
    rate = sum(hits for hits, _ in known) / total
    if rate <= 0 or rate >= 1:
        return 1.0
    squares = sum((hits - n * rate) ** 2 / (n * rate * (1 - rate)) for hits, n in known)
    return max(1.0, squares / (len(known) - 1))
