"""What the weeks so far say of those to come: how likely a rate is beyond a limit, now or before long.

Four stories are told of the same weeks: nothing happened; a slide began in some week; a step came in some week; one of
the last weeks was a short dip. Each counts by how well it explains the weeks, so that a dip that is over warns of
nothing, and a slide warns before the limit is crossed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from metrics.statistics import overdispersion

Array = NDArray[np.float64]

MEMORY = 40
"""Weeks that still count: about a year less those in which many are away."""

AHEAD = 8
"""Weeks for which a slide is followed into the future."""

RECENT = 6
DIPS = (1, 2)
"""Lengths of a dip in weeks; it is looked for in the recent weeks."""

STEADY, SLIDE, STEP, DIP = (1.0, 1.0), (0.05, 0.04), (0.02, 0.25), (0.05, 0.25)
"""What one story weighs beforehand, and the standard deviation of its size: of a slide by the week, else at once.

Chosen on simulated teams, see ``benchmarks.detection``: greater weights warn earlier, and more often wrongly.
"""

LEAST_NOISE = 0.01
"""Variance of one answer where the limit is none or all."""


@dataclass(frozen=True)
class _Stories:
    """One row a story: what it adds to a rate in each week, now and at last, for a size of one; its usual size, weight.

    The first is the steady one.
    """

    added: Array
    now: Array
    later: Array
    usual: Array
    weight: Array


@lru_cache(maxsize=MEMORY + 1)
def _stories(count: int) -> _Stories:
    steady = [([0.0] * count, 0.0, 0.0, STEADY)]
    slides = [
        ([max(0.0, week - start + 1.0) for week in range(count)], count - start, count - start + AHEAD, SLIDE)
        for start in range(1, count)
    ]
    steps = [([float(week >= start) for week in range(count)], 1.0, 1.0, STEP) for start in range(1, count)]
    dips = [
        ([float(end - length <= week < end) for week in range(count)], 0.0, 0.0, DIP)
        for length in DIPS
        for end in range(max(length + 1, count - RECENT + 1), count + 1)
    ]
    added, now, later, beforehand = zip(*steady, *slides, *steps, *dips, strict=True)
    weight, usual = np.array(beforehand).T
    return _Stories(np.array(added), np.array(now), np.array(later), usual, np.log(weight))


def outlook(weeks: Sequence[tuple[float, float]], limit: float, *, falling: bool) -> float:
    """How likely the rate behind the weeks is beyond a limit, or will be within eight weeks if it goes on; in [0, 1].

    ``weeks``: (hits, n), oldest first, of which the last forty count. ``falling``: whether low is the warning. 0.5
    when the rates lie on the limit; 0 without any week.
    Formula: sum over stories of P(story | weeks) * P(level < limit | story, weeks), the worse of now and in 8 weeks;
        normal approximation, variance of a week: overdispersion * limit * (1 - limit) / n.
    The noise is that of a rate on the limit whatever the rate is, so that a series better throughout never warns more.
    """
    known = [(min(hits, n), n) for hits, n in weeks[-MEMORY:] if n > 0]
    if not known:
        return 0.0
    noise = max(limit * (1 - limit), LEAST_NOISE) * overdispersion(known, limit)
    hits, n = np.array(known).T
    rate = hits / n if falling else 1 - hits / n
    edge = limit if falling else 1 - limit
    weight = n / noise
    total = weight.sum()
    mean = weight @ rate / total
    told = _stories(len(known))
    usual_share = told.added @ weight / total
    seen = told.added**2 @ weight - total * usual_share**2
    pull = told.added @ (weight * (rate - mean))
    precision = told.usual**-2 + seen
    size = pull / precision
    explained = told.weight + (pull * size - np.log(precision * told.usual**2)) / 2
    likely = np.exp(explained - explained.max())

    def beyond(added: Array) -> Array:
        more = added - usual_share
        chance: Array = ndtr((edge - mean - size * more) / np.sqrt(1 / total + more**2 / precision))
        return chance

    worse = np.maximum(beyond(told.now), beyond(told.later))
    return min(1.0, float(likely @ worse / likely.sum()))
