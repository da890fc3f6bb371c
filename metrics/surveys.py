"""Scores of standard questionnaires, each with how far it may be off."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import mean, stdev

from scipy.special import stdtrit

from metrics.statistics import SHOWN

SUS_ITEMS = 10
NORMAL = 1.96
TOP = 100.0


@dataclass(frozen=True)
class Score:
    """A score with its interval, in the units of the questionnaire."""

    value: float
    low: float
    high: float


def sus(answers: Sequence[int]) -> float:
    """The System Usability Scale of one person, 0 to 100.

    ``answers``: the ten items in their order, 1 to 5. Raises ValueError for anything else.
    Formula: 2.5 * (sum over odd items of (x - 1) + sum over even items of (5 - x)).
    """
    if len(answers) != SUS_ITEMS or not all(1 <= answer <= 5 for answer in answers):  # noqa: PLR2004 - five points
        raise ValueError(f"SUS takes ten answers from 1 to 5, not {list(answers)}")
    return 2.5 * (sum(answer - 1 for answer in answers[::2]) + sum(5 - answer for answer in answers[1::2]))


def ux_lite(useful: float, easy: float, points: int = 5) -> float:
    """The UX-Lite of one person (UMUX-Lite with seven points), 0 to 100.

    ``useful``, ``easy``: answers from 1 to ``points``. Raises ValueError for others.
    Formula: (x1 + x2 - 2) * 100 / (2 * (points - 1)).
    """
    if not (1 <= useful <= points and 1 <= easy <= points):
        raise ValueError(f"UX-Lite takes answers from 1 to {points}, not {useful} and {easy}")
    return (useful + easy - 2) * TOP / (2 * (points - 1))


def mean_score(scores: Sequence[float], confidence: float = SHOWN) -> Score | None:
    """The mean of scores between 0 and 100 with its interval; None for fewer than two.

    Formula: mean ± t * sd / sqrt(n), with n - 1 degrees of freedom; cut at 0 and 100.
    """
    if len(scores) < 2:  # noqa: PLR2004 - one answer has no spread
        return None
    centre = mean(scores)
    half = float(stdtrit(len(scores) - 1, 0.5 + confidence / 2)) * stdev(scores) / sqrt(len(scores))
    return Score(centre, max(0.0, centre - half), min(TOP, centre + half))


def nps(promoters: int, detractors: int, n: int) -> Score | None:
    """The net promoter score with its 95 % interval, -100 to 100; None for nobody asked.

    Formula: 100 (P - D) / n ± 1.96 * 100 sqrt(((P + D) / n - ((P - D) / n)²) / n). The interval is not cut: where it
    reaches past 100, there were too few answers.
    """
    if n <= 0:
        return None
    net = (promoters - detractors) / n
    half = NORMAL * sqrt(max(0.0, (promoters + detractors) / n - net * net) / n)
    return Score(TOP * net, TOP * (net - half), TOP * (net + half))
