"""What alarms are worth: how often they are wrong, what they miss, and how early they come."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

OBSERVED_FROM = 16
"""The first week that counts, from 0: before it, nobody knows what is usual."""

MERGED = 4
"""Quiet judged weeks after which an alarm is another one."""

GRACE = 6
"""Weeks after the crossing in which an alarm still counts."""

WEEKS_A_YEAR = 365.25 / 7

Alarm = Sequence[bool | None]
"""Whether there is an alarm, week by week; None for a week that is not judged."""


@dataclass(frozen=True)
class Truth:
    """What happens: from which week on things go worse (None: never for good), and the first week past the limit."""

    kind: str
    onset: int | None
    crossed: int | None


@dataclass(frozen=True)
class Outcome:
    """What alarms were worth: false ones, and weeks from the first right one to the crossing, after it if negative."""

    truth: Truth
    false: int
    lead: int | None


@dataclass(frozen=True)
class Score:
    """What a detector is worth. ``false``: false alarms a year by kind; ``lead``: median weeks, by kind."""

    false: dict[str, float]
    recall: float
    precision: float
    lead: dict[str, float]


def episodes(alarm: Alarm) -> list[int]:
    """The weeks in which alarms begin, those in between which there are few quiet weeks taken as one."""
    begun: list[int] = []
    quiet = MERGED
    for week, rings in enumerate(alarm):
        if rings is None:
            continue
        if rings and quiet >= MERGED:
            begun.append(week)
        quiet = 0 if rings else quiet + 1
    return begun


def outcome(truth: Truth, alarm: Alarm) -> Outcome:
    """What the alarms that begin in the observed weeks are worth.

    Right is the first from the onset to six weeks after the crossing; false are all before the onset.
    """
    seen = [week for week in episodes(alarm) if week >= OBSERVED_FROM]
    onset, crossed = truth.onset, truth.crossed
    false = sum(onset is None or week < onset for week in seen)
    if onset is None or crossed is None:
        return Outcome(truth, false, None)
    right = next((week for week in seen if onset <= week <= crossed + GRACE), None)
    return Outcome(truth, false, None if right is None else crossed - right)


def score(outcomes: Sequence[Outcome], weeks: int) -> Score:
    """The figures of outcomes over series of so many weeks. Raises ValueError where nothing crosses a limit.

    Precision: right / (right + false) alarms over all kinds, which are to be equally many.
    """
    events = [found for found in outcomes if found.truth.crossed is not None]
    if not events:
        raise ValueError("no series of the benchmark crosses its limit; ask for more runs")
    years = (weeks - OBSERVED_FROM) / WEEKS_A_YEAR
    kinds = list(dict.fromkeys(found.truth.kind for found in outcomes))
    hits = sum(found.lead is not None for found in events)
    false = sum(found.false for found in outcomes)
    leads = {
        kind: [found.lead for found in events if found.truth.kind == kind and found.lead is not None] for kind in kinds
    }
    counts = {kind: [found.false for found in outcomes if found.truth.kind == kind] for kind in kinds}
    return Score(
        {kind: sum(values) / (len(values) * years) for kind, values in counts.items()},
        hits / len(events),
        hits / (hits + false) if hits else 0.0,
        {kind: median(values) for kind, values in leads.items() if values},
    )
