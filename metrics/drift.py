"""Why a level is what it is: since when a signal's rate has moved, and when it will cross its limit."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from metrics import trends
from metrics.limits import Limits
from metrics.signals import Week
from metrics.trends import Crossing


def onset(weeks: Iterable[Week], *, falling: bool = True) -> date | None:
    """The last judged week in which a rate was still as before it began to move; None where it has not moved.

    ``falling``: whether low is the warning; else a rise is looked for. Held weeks count for nothing. None too before
    there is a baseline, of which see ``trends.onset``.
    """
    judged, tallies = _tallies(weeks, falling=falling)
    place = trends.onset(tallies)
    return None if place is None else judged[place]


def projection(weeks: Iterable[Week], limits: Limits) -> Crossing | None:
    """When the rate will cross the next limit if it goes on like the last twelve judged weeks; None: no usable trend.

    The limit is the amber one while the rate is inside it, the red one after.
    """
    falling = limits.higher_is_better
    found = trends.trend(_tallies(weeks, falling=falling)[1])
    for limit in (limits.amber, limits.red):
        edge = None if limit is None else limit if falling else 1 - limit
        if limit is not None and edge is not None and found and 0 < edge < 1 and found.inside(edge):
            met = trends.crossing(found, edge)
            return replace(met, limit=limit) if met else None
    return None


def _tallies(weeks: Iterable[Week], *, falling: bool) -> tuple[list[date], list[tuple[float, float]]]:
    """Periods, and (hits, expected), of the judged weeks with somebody expected; misses where a rise is the warning."""
    counted = [week for week in weeks if week.judged and week.hits is not None and week.n]
    pairs = [(week.hits or 0.0, (week.n or 0.0) * week.presence) for week in counted]
    return [week.period for week in counted], [(hits if falling else n - hits, n) for hits, n in pairs]
