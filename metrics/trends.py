"""Series of weeks: has it moved, since when, how far does it vary by itself, and when will it cross a limit?

Rates fall here; for a rate whose rise is the warning, count the misses and take one less the limit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log, sqrt
from statistics import NormalDist, mean

from metrics.statistics import overdispersion, pooled

Weeks = Sequence[tuple[float, float]]
"""(hits, n) of each week, oldest first."""

SETTLING, BASELINE = 4, 12
SLACK, DECIDED = 0.5, 5.0
"""Of the cumulative sum, in standard deviations: what is let pass each week, and from where on it has moved."""

WINDOW = 12
STEEPEST = 0.08
"""Standard deviation of the slope expected beforehand, in logits a week."""

ITERATIONS = 50
CONVERGED = 1e-10
EARLIEST, LATEST = 0.1, 0.9
USABLE = 26
HORIZON = 104
INDIVIDUAL, MOVING = 2.66, 3.267


def cusum(deviations: Sequence[float], slack: float = SLACK) -> list[float]:
    """The tabular cumulative sum on the low side: how much lower than expected the weeks are by now, never under 0.

    Formula: S = max(0, S before - z - k), from 0. ``deviations``: z, in standard deviations. Empty: empty.
    """
    sums: list[float] = []
    for deviation in deviations:
        sums.append(max(0.0, (sums[-1] if sums else 0.0) - deviation - slack))
    return sums


def deviations(weeks: Weeks) -> list[float]:
    """How far the weeks after the baseline are from it, in standard deviations.

    Formula: (rate - p0) / sd, p0 the pooled rate of twelve weeks after the first four, which stays; sd = sqrt(spread *
    p0 * (1 - p0) / n), spread = max(1, sum of z² in the baseline / 11). Empty: no week after the baseline, or all or
    none hit in it.
    """
    first = SETTLING + BASELINE
    base = weeks[SETTLING:first]
    hits, n = pooled(base)
    if len(weeks) <= first or not 0 < hits < n:
        return []
    rate = hits / n
    raw = [(hits / n - rate) / sqrt(rate * (1 - rate) / n) if n > 0 else 0.0 for hits, n in weeks[SETTLING:]]
    spread = max(1.0, sum(z * z for z in raw[:BASELINE]) / (BASELINE - 1))
    return [z / sqrt(spread) for z in raw[BASELINE:]]


def onset(weeks: Weeks) -> int | None:
    """The place of the last week that was still as before a fall; None where there is no fall.

    Formula: the last week with S = 0 of the cumulative sum of the deviations, where it has passed 5 since.
    """
    sums = cusum(deviations(weeks))
    start = max((place for place, value in enumerate(sums) if value == 0), default=-1)
    return SETTLING + BASELINE + start if max(sums[start + 1 :], default=0.0) > DECIDED else None


@dataclass(frozen=True)
class Trend:
    """A straight line through the logits of a rate; the level is that of the newest week.

    ``slope``: logits a week. The others: variances and covariance of both.
    """

    level: float
    slope: float
    level_variance: float
    slope_variance: float
    covariance: float

    def inside(self, limit: float) -> bool:
        """Whether the line is above a limit now."""
        return self.level > _logit(limit)

    def below(self, limit: float, ahead: float) -> float:
        """How likely the line is below a limit so many weeks ahead, in [0, 1].

        Formula: Phi((logit limit - level - slope * h) / sqrt(V00 + 2 h V01 + h² V11)). ``limit``: in (0, 1).
        """
        spread = sqrt(self.level_variance + 2 * ahead * self.covariance + ahead**2 * self.slope_variance)
        return NormalDist().cdf((_logit(limit) - self.level - self.slope * ahead) / spread)


@dataclass(frozen=True)
class Crossing:
    """When a rate will cross a limit, in weeks from the newest one: the median, and between which.

    ``last``: None where it may as well never happen.
    """

    limit: float
    weeks: float
    first: int
    last: int | None


def trend(weeks: Weeks) -> Trend | None:
    """The trend of the last twelve weeks; None for fewer, and where all or none hit.

    Formula: quasi-binomial logistic regression on the week's number by Newton's method, slope ridged by a normal
    distribution of sd 0.08, variances from overdispersion * H⁻¹.
    """
    known = [(min(hits, n), n) for hits, n in weeks if n > 0][-WINDOW:]
    hits, n = (sum(values) for values in zip(*known, strict=True)) if known else (0.0, 0.0)
    if len(known) < WINDOW or not 0 < hits < n:
        return None
    rows = [(place + 1.0 - WINDOW, *week) for place, week in enumerate(known)]
    level, slope = _logit(hits / n), 0.0
    for _ in range(ITERATIONS):
        pull, turn, h00, h01, h11 = _slopes(rows, level, slope)
        determinant = h00 * h11 - h01 * h01
        steps = (h11 * pull - h01 * turn) / determinant, (h00 * turn - h01 * pull) / determinant
        level, slope = (at + max(-1.0, min(1.0, step)) for at, step in zip((level, slope), steps, strict=True))
        if max(map(abs, steps)) < CONVERGED:
            break
    _, _, h00, h01, h11 = _slopes(rows, level, slope)
    scale = overdispersion(known) / (h00 * h11 - h01 * h01)
    return Trend(level, slope, h11 * scale, h00 * scale, -h01 * scale)


def _slopes(rows: list[tuple[float, float, float]], level: float, slope: float) -> tuple[float, ...]:
    """First derivatives of the penalised log-likelihood by level and slope, and the three negative second ones."""
    ridge = STEEPEST**-2
    pull, turn, h00, h01, h11 = 0.0, -ridge * slope, 0.0, 0.0, ridge
    for x, hits, n in rows:
        rate = 1 / (1 + exp(-level - slope * x))
        rest, weight = hits - n * rate, n * rate * (1 - rate)
        pull, turn = pull + rest, turn + x * rest
        h00, h01, h11 = h00 + weight, h01 + x * weight, h11 + x * x * weight
    return pull, turn, h00, h01, h11


def crossing(found: Trend, limit: float) -> Crossing | None:
    """When the trend crosses a limit; None where it is beyond already, does not fall, or says too little to use.

    Formula: median (logit limit - level) / slope; between the first weeks with a probability of 0.1 and 0.9; too
    little is said by more than 26 weeks in between (from the first to the median where there is no last).
    """
    if not 0 < limit < 1 or found.slope >= 0 or not found.inside(limit):
        return None
    weeks = (_logit(limit) - found.level) / found.slope
    if weeks > HORIZON:
        return None
    likely = [found.below(limit, ahead) for ahead in range(HORIZON + 1)]
    first = next(ahead for ahead, chance in enumerate(likely) if chance >= EARLIEST)
    last = next((ahead for ahead, chance in enumerate(likely) if chance >= LATEST), None)
    if (weeks if last is None else last) - first > USABLE:
        return None
    return Crossing(limit, weeks, first, last)


def _logit(rate: float) -> float:
    return log(rate / (1 - rate))


@dataclass(frozen=True)
class Natural:
    """How far values vary by themselves: ``low`` and ``high`` for single values, ``jump`` for the step between two."""

    centre: float
    step: float
    low: float
    high: float
    jump: float


def natural_limits(values: Sequence[float]) -> Natural | None:
    """The natural process limits of single values (XmR chart); None for fewer than two.

    Formula: mean ± 2.66 mR, mR the mean of the steps between successive values; upper limit of a step 3.267 mR.
    """
    if len(values) < 2:  # noqa: PLR2004 - one value has no step
        return None
    centre = mean(values)
    step = mean(abs(later - earlier) for earlier, later in pairwise(values))
    return Natural(centre, step, centre - INDIVIDUAL * step, centre + INDIVIDUAL * step, MOVING * step)
