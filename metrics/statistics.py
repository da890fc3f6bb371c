"""Statistics that hold for small groups: intervals of rates, variation between weeks and persons, decay, totals."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, inf, log, sqrt
from statistics import NormalDist, mean, stdev

from scipy.special import betaincinv, fdtri

SHOWN = 0.95
CONFIRMING = 0.80
NOTHING = 1e-12
"""A variance up to which values are taken to be the same: sums of squares leave as much behind."""


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


def overdispersion(weeks: Sequence[tuple[float, float]], rate: float | None = None) -> float:
    """How much more successive weeks differ than chance alone would have it, at least 1.

    Formula: mean over successive weeks of (difference of their rates)² / its variance by chance, at the pooled rate.
    From one week to the next, so that a fall, slow or sudden, does not pass for noise and hide itself.
    ``weeks``: (hits, n), oldest first. ``rate``: chance is taken at this rate instead of the pooled one. 1 for fewer
    than three weeks, and where all or none hit.
    """
    known = [(hits, n) for hits, n in weeks if n > 0]
    total = sum(n for _, n in known)
    if len(known) < 3 or total <= 0:  # noqa: PLR2004 - two weeks say nothing of variation
        return 1.0
    rate = sum(hits for hits, _ in known) / total if rate is None else rate
    if rate <= 0 or rate >= 1:
        return 1.0
    chance = rate * (1 - rate)
    squares = sum(
        (hits / n - before / m) ** 2 / (chance * (1 / n + 1 / m)) for (before, m), (hits, n) in pairwise(known)
    )
    return max(1.0, squares / (len(known) - 1))


def jeffreys(hits: float, n: float, confidence: float = SHOWN) -> tuple[float, float] | None:
    """The Jeffreys interval of a rate, two-sided; None when n is not positive.

    Formula: quantiles of Beta(hits + 1/2, n - hits + 1/2); 0 where nobody and 1 where all hit.
    """
    if n <= 0:
        return None
    hits = min(max(hits, 0.0), n)
    tail = (1 - confidence) / 2
    low, high = (float(betaincinv(hits + 0.5, n - hits + 0.5, share)) for share in (tail, 1 - tail))
    return (0.0 if hits == 0 else low, 1.0 if hits == n else high)


def pooled(weeks: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Weeks of (hits, n) taken together as one; (0, 0) for none."""
    return sum(hits for hits, _ in weeks), sum(n for _, n in weeks)


def gini(values: Sequence[float]) -> float | None:
    """How unequally an amount is spread: 0 all alike, (n - 1) / n all with one; None for no value or a sum of 0.

    Formula: sum of (2 i - n - 1) x(i) / (n * sum of x), i the place in rising order, from 1. Values from 0 up.
    """
    n, total = len(values), sum(values)
    if total <= 0:
        return None
    return sum((2 * place - n - 1) * value for place, value in enumerate(sorted(values), 1)) / (n * total)


def variation(values: Sequence[float]) -> float | None:
    """The coefficient of variation, sample deviation / mean; None for fewer than two values or a mean of 0."""
    if len(values) < 2 or mean(values) == 0:  # noqa: PLR2004 - one value has no deviation
        return None
    return stdev(values) / mean(values)


@dataclass(frozen=True)
class Agreement:
    """Share of the variance that lies between groups, and the one-sided lower bound of it; each in [-1, 1]."""

    share: float
    low: float


def icc(groups: Sequence[tuple[float, float, float]], confidence: float = CONFIRMING) -> Agreement | None:
    """The intraclass correlation: share of the variance of values that lies between groups (persons), not within.

    ``groups``: (n, sum, sum of squares) of each group; empty ones are left out. ``confidence``: of the two-sided
    interval whose lower end is given. None under two groups, without a second value in any, or where no value differs.
    Formula: one-way random effects (MSB - MSW) / (MSB + (m - 1) MSW), m = (N - sum of n² / N) / (k - 1); lower bound
        from F = MSB / MSW divided by its quantile. Exact for groups of one size.
    """
    known = [group for group in groups if group[0] > 0]
    count, total = len(known), sum(n for n, _, _ in known)
    if count < 2 or total <= count:  # noqa: PLR2004 - between two groups at least
        return None
    centre = sum(values for _, values, _ in known) / total
    between = sum(n * (values / n - centre) ** 2 for n, values, _ in known) / (count - 1)
    within = max(0.0, sum(squares - values**2 / n for n, values, squares in known)) / (total - count)
    size = (total - sum(n * n for n, _, _ in known) / total) / (count - 1)
    if between + (size - 1) * within <= NOTHING:
        return None
    quantile = float(fdtri(count - 1, total - count, 0.5 + confidence / 2))
    least = between / quantile
    return Agreement(
        (between - within) / (between + (size - 1) * within),
        (least - within) / (least + (size - 1) * within),
    )


def chapman(first: int, second: int, both: int) -> float:
    """How many there are in all, from two independent searches and what both found.

    Formula: (first + 1) (second + 1) / (both + 1) - 1.
    """
    return (first + 1) * (second + 1) / (both + 1) - 1


def decline(monthly: float) -> float:
    """The rate of decline of what loses a share of itself every month; per month, infinite at a share of 1.

    Formula: -ln(1 - monthly).
    """
    return inf if monthly >= 1 else -log(1 - monthly)


def currency(age: float, rate: float) -> float:
    """How likely a value of an age is still current, in [0, 1].

    Formula: exp(-rate * age), the rate of decline per unit of age.
    """
    return exp(-rate * age)


def half_life(rate: float) -> float:
    """The age at which half of the values are still current; infinite where none declines.

    Formula: ln 2 / rate.
    """
    return log(2) / rate if rate > 0 else inf
