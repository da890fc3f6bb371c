"""Detectors: Vigie's own levels, and the simpler ones they are compared with."""

from collections.abc import Callable, Sequence

from benchmarks.alarms import Alarm
from benchmarks.teams import LIMIT, Calendar, Team, as_weeks
from metrics import trends
from metrics.limits import Limits
from metrics.signals import Level, replay
from metrics.statistics import CONFIRMING, overdispersion, pooled, wilson

Judged = Sequence[tuple[float, float]]
"""(hits, expected) of the judged weeks."""

Detector = Callable[[Judged], bool]

AT_WORK = 0.96
PRESENT_MOST = 1.15
POOLED, REMEMBERED = 4, 12
AHEAD, TRUSTED = 8, 0.80

LIMITS = Limits(LIMIT, LIMIT, falling=True)
"""One limit plays both, so that amber and red are measured against the same truth."""

Levels = Sequence[Level | None]


def levels(team: Team, calendar: Calendar) -> Levels:
    """The level that Vigie gives a team after each week; None where the week is held."""
    verdicts = replay(as_weeks(team, calendar), LIMITS, "sample", "week")
    return [None if held else verdict.level for verdict, held in zip(verdicts, calendar.held, strict=True)]


def amber(found: Levels) -> Alarm:
    """Alarm at amber or worse."""
    return [None if level is None else level in ("amber", "red") for level in found]


def red(found: Levels) -> Alarm:
    """Alarm at red."""
    return [None if level is None else level == "red" for level in found]


def below(weeks: Judged) -> bool:
    """The newest rate of those expected is below the limit."""
    hits, expected = weeks[-1]
    return min(hits / expected, PRESENT_MOST) < LIMIT


def moved(weeks: Judged) -> bool:
    """The cumulative sum of the deviations from the baseline has passed 5."""
    sums = trends.cusum(trends.deviations(weeks))
    return bool(sums) and sums[-1] > trends.DECIDED


def heading(weeks: Judged) -> bool:
    """The trend of twelve weeks falls, and is below the limit in eight with a probability over 0.80."""
    found = trends.trend(weeks)
    return found is not None and found.slope < 0 and found.below(LIMIT, AHEAD) > TRUSTED


def low(weeks: Judged) -> bool:
    """The pooled rate of the last four weeks is below the limit."""
    hits, n = pooled(weeks[-POOLED:])
    return hits / n < LIMIT


def confirmed(weeks: Judged) -> bool:
    """The 80 % Wilson bound of the last four weeks together is below the limit."""
    spread = overdispersion(weeks[-REMEMBERED:])
    hits, n = pooled(weeks[-POOLED:])
    bounds = wilson(hits / spread, n / spread, CONFIRMING) if len(weeks) >= POOLED else None
    return bounds is not None and bounds[1] < LIMIT


BASELINES: dict[str, Detector] = {
    "rate of those expected": below,
    "pooled, 4 weeks": low,
    "CUSUM 0.5/5": moved,
    "trend, 8 weeks": heading,
    "Wilson, 4 weeks": confirmed,
}
EITHER = ("pooled, 4 weeks", "trend, 8 weeks")


def baselines(team: Team, calendar: Calendar) -> dict[str, Alarm]:
    """The alarms of all simpler detectors about a team, and of two of them taken together."""
    expected = [team.size * presence * AT_WORK for presence in calendar.presence]
    found = {name: _alarm(detector, team, expected, calendar) for name, detector in BASELINES.items()}
    one, other = (found[name] for name in EITHER)
    either = [None if a is None else a or bool(b) for a, b in zip(one, other, strict=True)]
    return {**found, " or ".join(EITHER): either}


def _alarm(detector: Detector, team: Team, expected: Sequence[float], calendar: Calendar) -> Alarm:
    seen: list[tuple[float, float]] = []
    told: list[bool | None] = []
    for hits, n, held in zip(team.active, expected, calendar.held, strict=True):
        if held:
            told.append(None)
            continue
        seen.append((float(hits), n))
        told.append(detector(seen))
    return told
