"""Simulated projects for the diagnosis *two of four*: four families of signals, of which two lit tell of more.

A family is lit by one red signal, or by two that have been amber for three weeks.
"""

from collections.abc import Sequence
from random import Random

from benchmarks.alarms import Alarm, Outcome, Truth, outcome
from benchmarks.detectors import Levels
from benchmarks.teams import CROSSING, SOUND, Team

FAMILIES, SIGNALS = 4, 3
LASTING = 3
LIT = 2

Judged = tuple[Team, Levels]
FAILING = {"healthy": 0, "one": 1, "two": 2}
"""How many families of a project fail, by its kind."""


def diagnoses(teams: Sequence[Judged], projects: int, seed: int) -> list[Outcome]:
    """What the diagnosis is worth on so many projects of each kind.

    Every signal is one of the teams, drawn anew: of a family that fails all three cross their limit, each in its own
    way and time; of another none does. Two families failing is the truth to be found, from the onset in the second
    to its crossing; one alone is a false diagnosis.
    """
    random = Random(seed)
    failing = [judged for judged in teams if judged[0].kind in CROSSING and judged[0].truth.crossed is not None]
    sound = [judged for judged in teams if judged[0].kind in SOUND]
    found = []
    for kind, count in FAILING.items():
        for _ in range(projects):
            families = [random.sample(failing if n < count else sound, SIGNALS) for n in range(FAMILIES)]
            found.append(outcome(_truth(kind, families[:count]), _diagnosis(families)))
    return found


def _truth(kind: str, failing: Sequence[Sequence[Judged]]) -> Truth:
    """From when on a second family gets worse, and when it has crossed."""
    if len(failing) < LIT:
        return Truth(kind, None, None)
    onsets = sorted(min(team.truth.onset or 0 for team, _ in family) for family in failing)
    crossings = sorted(min(team.truth.crossed or 0 for team, _ in family) for family in failing)
    return Truth(kind, onsets[LIT - 1], crossings[LIT - 1])


def _diagnosis(families: Sequence[Sequence[Judged]]) -> Alarm:
    lights = [lit([levels for _, levels in family]) for family in families]
    return [None if now[0] is None else sum(map(bool, now)) >= LIT for now in zip(*lights, strict=True)]


def lit(signals: Sequence[Levels]) -> Alarm:
    """Whether a family is lit after each week; None where the week is held."""
    ages = [0] * len(signals)
    told: list[bool | None] = []
    for now in zip(*signals, strict=True):
        if now[0] is None:
            told.append(None)
            continue
        ages = [age + 1 if level in ("amber", "red") else 0 for age, level in zip(ages, now, strict=True)]
        told.append("red" in now or sum(age >= LASTING for age in ages) >= LIT)
    return told
