"""Simulated teams whose use of a CRM stays, dips or fades: what a detector has to tell apart.

Seventy-eight weeks from September 2025. A team starts at some rate of active people above the limit; people differ,
weeks differ, and people are away in season. Three kinds of teams are healthy: steady, with a dip of two weeks, or lower
from some week on but still inside (a plateau). Three cross the limit: slowly, by a collapse, or in one step.
"""

from dataclasses import dataclass, fields, replace
from datetime import date
from math import sqrt
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from benchmarks.alarms import Truth
from metrics.calendar import FRENCH_SEASONS, LOW_PRESENCE, WEEK, YEAR_END, attendance, weeks
from metrics.signals import Week

Array = NDArray[np.float64]
Kind = Literal["healthy", "dip", "plateau", "slow", "collapse", "step"]
Span = tuple[float, float]

KINDS: tuple[Kind, ...] = ("healthy", "dip", "plateau", "slow", "collapse", "step")
CROSSING: tuple[Kind, ...] = ("slow", "collapse", "step")
SOUND: tuple[Kind, ...] = ("healthy", "dip")

FIRST_WEEK = date(2025, 9, 1)
WEEKS = 78
LIMIT = 0.60
SURELY = 0.999
PROBIT = 0.346
"""(Variance of a logit's normal equivalent)⁻¹: by how much people's differences pull the mean of their rates."""


@dataclass(frozen=True)
class Habits:
    """The parameters of the simulation. Spans are uniform; rates are written as their distance from the limit.

    ``start``: above the limit. ``people``: sd of people on the logit. ``shock``, ``carried``: sd of the week's common
    shock on the logit and how much of it the next week keeps. ``away``: share absent in any week. ``season``: part of
    the seasonal absence that happens. ``dip``, ``slow``, ``collapse``, ``step``: how far below the limit it gets;
    ``dip_weeks``, ``slow_weeks``, ``collapse_weeks``: in how many weeks. ``plateau``: how much it falls and stays
    inside. ``onset``: the week it begins in, from 0.
    """

    start: Span = (0.16, 0.28)
    people: float = 0.9
    shock: float = 0.20
    carried: float = 0.3
    away: float = 0.04
    season: float = 1.0
    dip: Span = (0.0, 0.15)
    dip_weeks: float = 2
    plateau: float = 0.08
    slow: Span = (0.15, 0.30)
    slow_weeks: Span = (16, 30)
    collapse: Span = (0.20, 0.35)
    collapse_weeks: Span = (4, 8)
    step: Span = (0.08, 0.20)
    onset: Span = (20, 45)


HABITS = tuple(field.name for field in fields(Habits))


def varied(habits: Habits, name: str, factor: float) -> Habits:
    """The habits with one of them multiplied."""
    value = getattr(habits, name)
    scaled: Any = tuple(part * factor for part in value) if isinstance(value, tuple) else value * factor
    return replace(habits, **{name: scaled})


@dataclass(frozen=True)
class Team:
    """One simulated team: who was active in each week, and the truth about it."""

    kind: Kind
    size: int
    active: tuple[int, ...]
    truth: Truth


@dataclass(frozen=True)
class Calendar:
    """What a dashboard knows of the weeks: the share of people expected, and which weeks are not judged."""

    presence: tuple[float, ...]
    held: tuple[bool, ...]


def seasons(habits: Habits) -> Calendar:
    """The weeks by the seasons of their Mondays, without public holidays."""
    presence = tuple(round(1 - (1 - _season(FIRST_WEEK + n * WEEK)) * habits.season, 6) for n in range(WEEKS))
    return Calendar(presence, tuple(share < LOW_PRESENCE for share in presence))


def french(_habits: Habits) -> Calendar:
    """The weeks as Vigie's own calendar has them in France, public holidays included."""
    end = FIRST_WEEK + WEEKS * WEEK
    known = weeks(FIRST_WEEK, end, country="FR", collected_until=end)
    there = attendance(known)
    return Calendar(
        tuple(there.get(period, 0.0) for period in known["period"]), tuple(known["reason"].is_not_null().to_list())
    )


def _season(day: date) -> float:
    here = (day.month, day.day)
    return next((share for first, last, share in (*YEAR_END, *FRENCH_SEASONS) if first <= here <= last), 1.0)


def teams(kind: Kind, size: int, count: int, seed: int, habits: Habits, calendar: Calendar) -> list[Team]:
    """So many teams of one kind and size; the same for the same arguments."""
    random = np.random.default_rng([seed, KINDS.index(kind), size])
    rates, onsets = _rates(kind, count, random, habits)
    # People who differ on the logit are, on the whole, nearer to one half than the middle one of them is.
    middle = np.log(rates / (1 - rates)) * sqrt(1 + PROBIT * habits.people**2)
    logits = middle + _shocks(count, random, habits)
    people = random.normal(0, habits.people, (count, 1, size))
    act = random.random((count, WEEKS, size)) < 1 / (1 + np.exp(-logits[:, :, None] - people))
    there = np.array(calendar.presence)[None, :, None] * (1 - habits.away)
    active = (act & (random.random((count, WEEKS, size)) < there)).sum(axis=2)
    below = rates < LIMIT
    return [
        Team(
            kind,
            size,
            tuple(active[n].tolist()),
            Truth(
                kind,
                None if kind in SOUND else int(onsets[n]),
                int(below[n].argmax()) if kind in CROSSING and below[n].any() else None,
            ),
        )
        for n in range(count)
    ]


def _rates(kind: Kind, count: int, random: np.random.Generator, habits: Habits) -> tuple[Array, Array]:
    """The true rates by team and week, and the weeks of onset."""
    week = np.arange(WEEKS)[None, :]
    start = np.minimum(LIMIT + random.uniform(*habits.start, count), SURELY)[:, None]
    onset = np.round(random.uniform(habits.onset[0] - 0.5, habits.onset[1] + 0.5, count))
    since = week - onset[:, None]
    if kind == "healthy":
        changed: Array | float = 0.0
    elif kind == "plateau":
        changed = np.where(since >= 0, -np.minimum(habits.plateau, start - LIMIT), 0.0)
    else:
        below = {"dip": habits.dip, "slow": habits.slow, "collapse": habits.collapse, "step": habits.step}[kind]
        fall = LIMIT - random.uniform(*below, count)[:, None] - start
        changed = fall * _share_of_fall(kind, since, count, random, habits)
    return np.broadcast_to(start + changed, (count, WEEKS)), onset


def _share_of_fall(kind: Kind, since: Array, count: int, random: np.random.Generator, habits: Habits) -> Array:
    """How much of its fall a team has done, by the weeks since its onset."""
    if kind == "dip":
        return np.where(since >= 0, np.clip(habits.dip_weeks - since, 0, 1), 0.0)
    if kind == "step":
        return (since >= 0).astype(float)
    lasting = random.uniform(*(habits.slow_weeks if kind == "slow" else habits.collapse_weeks), count)[:, None]
    return np.clip((since + 1) / lasting, 0, 1)


def _shocks(count: int, random: np.random.Generator, habits: Habits) -> Array:
    """What weeks have in common beyond chance: some of it is carried on to the next week."""
    fresh = random.normal(0, habits.shock, (count, WEEKS))
    shocks = fresh.copy()
    for week in range(1, WEEKS):
        shocks[:, week] = habits.carried * shocks[:, week - 1] + sqrt(1 - habits.carried**2) * fresh[:, week]
    return shocks


def as_weeks(team: Team, calendar: Calendar) -> list[Week]:
    """The team's series as the judge sees it."""
    size = float(team.size)
    return [
        Week(FIRST_WEEK + n * WEEK, hits / size, float(hits), size, "held" if held else None, presence)
        for n, (hits, held, presence) in enumerate(zip(team.active, calendar.held, calendar.presence, strict=True))
    ]
