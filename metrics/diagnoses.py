"""Diagnoses: what the signals say together. Each says what it rests on, how much of it is known, and never more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from metrics.calendar import WEEK
from metrics.declaring import Cause, Metric
from metrics.limits import Limits
from metrics.signals import Level
from metrics.subjects import PROJECT

Answer = Literal["met", "not_met", "unknown"]
FamilyName = Literal["data", "own_way", "around", "decisions"]

WEAK_SIGNALS: Mapping[FamilyName, tuple[str, ...]] = {
    "data": ("data_quality.completeness", "data_quality.stale", "data_quality.interactions"),
    "own_way": ("adoption.dispersion", "adoption.minimum_effort", "data_quality.format"),
    "around": (
        "spreadsheets.shadow_files",
        "spreadsheets.shadow_coverage",
        "spreadsheets.round_trips",
        "spreadsheets.exports",
        "spreadsheets.other_channels",
    ),
    "decisions": ("adoption.decided_from_crm", "adoption.management_looks", "adoption.forecast_by_hand"),
}
"""The four weak signals of document 002, and the signals by which each is seen."""

DIRECT = frozenset(WEAK_SIGNALS["around"][:3])
"""What shows that teams go round the CRM by itself; of what only hints at it, two are needed."""

SERIOUS = {
    "overrun": "delivery.cost_overrun",
    "late": "delivery.schedule_slip",
    "unfit": "delivery.acceptance",
    "demotivation": "delivery.morale",
}
"""The four serious warnings of document 000, and the signal that shows each."""

FOUNDATIONS = {
    "rituals": "governance.rituals",
    "responsibilities": "governance.responsibilities",
    "scenarios": "governance.scenarios",
}
VOTING: tuple[Cause, ...] = ("tool", "organisation", "human", "approach")
ENOUGH = 2
LASTED = 2 * WEEK
WARNING: tuple[Level, ...] = ("amber", "red")


@dataclass(frozen=True)
class State:
    """A signal of the project as it stands: its level, since when, the week judged, its value."""

    metric: str
    level: Level
    since: date | None = None
    period: date | None = None
    value: float | None = None
    reason: str | None = None

    @property
    def lasting(self) -> bool:
        """Whether an amber has held for three weeks."""
        return (
            self.level == "amber"
            and self.since is not None
            and self.period is not None
            and self.period - self.since >= LASTED
        )


@dataclass(frozen=True)
class Family:
    """One weak signal. ``lit``: whether it shows; ``known``: how many of its signals have a level."""

    name: FamilyName
    lit: bool
    evidence: tuple[State, ...]

    @property
    def known(self) -> int:
        """How many of its signals have a level."""
        return sum(state.level != "grey" for state in self.evidence)

    @property
    def total(self) -> int:
        """How many signals it has."""
        return len(self.evidence)

    @property
    def may_be_lit(self) -> bool:
        """Whether what is not known could still light it."""
        return not self.lit and self.known < self.total


@dataclass(frozen=True)
class TwoOfFour:
    """Whether it is a system problem: two of the four weak signals. Unknown while those unseen could make it two."""

    answer: Answer
    families: tuple[Family, ...]

    @property
    def lit(self) -> tuple[Family, ...]:
        """The weak signals that show."""
        return tuple(family for family in self.families if family.lit)


@dataclass(frozen=True)
class SeriousWarning:
    """One serious warning: met, not met or unknown, by which signal and value."""

    name: str
    answer: Answer
    state: State


@dataclass(frozen=True)
class CauseVote:
    """A family of causes: how many of its independent signs are lit, of how many known, of how many there are."""

    cause: Cause
    lit: tuple[str, ...]
    known: int
    total: int


def states(levels: pl.DataFrame, known: Iterable[str]) -> dict[str, State]:
    """The newest state of each signal of the project; grey for those of which nothing is kept.

    ``levels``: rows of metric, subject, period, level, since, value, reason.
    """
    own = levels.filter(pl.col("subject") == PROJECT).sort("period").group_by("metric", maintain_order=True).last()
    columns = ("metric", "level", "since", "period", "value", "reason")
    found = {row[0]: State(*row) for row in own.select(columns).iter_rows()}
    return {name: found.get(name, State(name, "grey", reason="no_data")) for name in (*known, *_named())}


def _named() -> tuple[str, ...]:
    """Signals that diagnoses speak of, whether or not they are declared."""
    weak = [name for names in WEAK_SIGNALS.values() for name in names]
    return (*weak, *SERIOUS.values(), *FOUNDATIONS.values())


def two_of_four(now: Mapping[str, State]) -> TwoOfFour:
    """Which of the four weak signals show. A family is lit by one red, or by two ambers that have held for three weeks.

    That teams go round the CRM also needs direct evidence: a warning of one of its first three signals, or of two
    others. Source: document 002.
    """
    families = tuple(
        Family(name, _lit(name, [now[signal] for signal in signals]), tuple(now[signal] for signal in signals))
        for name, signals in WEAK_SIGNALS.items()
    )
    lit = sum(family.lit for family in families)
    open_ = sum(family.may_be_lit for family in families)
    answer: Answer = "met" if lit >= ENOUGH else "unknown" if lit + open_ >= ENOUGH else "not_met"
    return TwoOfFour(answer, families)


def _lit(name: FamilyName, evidence: list[State]) -> bool:
    shown = any(s.level == "red" for s in evidence) or sum(s.lasting for s in evidence) >= ENOUGH
    if name != "around" or not shown:
        return shown
    warning = [state.metric for state in evidence if state.level in WARNING]
    return any(metric in DIRECT for metric in warning) or len(warning) >= ENOUGH


def serious_warnings(now: Mapping[str, State], metrics: Mapping[str, Metric]) -> tuple[SeriousWarning, ...]:
    """The four boxes of document 000: met where the value is past the stop limit, unknown without a value."""
    return tuple(
        SeriousWarning(name, _past_stop(now[signal], metrics.get(signal)), now[signal])
        for name, signal in SERIOUS.items()
    )


def _past_stop(state: State, metric: Metric | None) -> Answer:
    if metric is None or metric.stop is None or state.value is None or state.level == "grey":
        return "unknown"
    return "met" if Limits(metric.amber, metric.red).beyond(state.value, metric.stop) else "not_met"


def causes(now: Mapping[str, State], metrics: Mapping[str, Metric]) -> tuple[CauseVote, ...]:
    """For each family of causes, the signs that are lit of those known. Source: document 001.

    Signals of one bundle say the same thing and vote once; symptoms do not vote.
    """
    bundles: dict[Cause, dict[str, list[State]]] = {cause: {} for cause in VOTING}
    for metric in metrics.values():
        if metric.cause in bundles and (metric.amber is not None or metric.red is not None):
            bundles[metric.cause].setdefault(metric.bundle, []).append(now[metric.id])
    return tuple(
        CauseVote(
            cause,
            tuple(sorted(_worst(parts).metric for parts in by_name.values() if _worst(parts).level in WARNING)),
            sum(any(state.level != "grey" for state in parts) for parts in by_name.values()),
            len(by_name),
        )
        for cause, by_name in bundles.items()
    )


def _worst(parts: list[State]) -> State:
    order: dict[Level, int] = {"red": 0, "amber": 1, "green": 2, "grey": 3}
    return min(parts, key=lambda state: (order[state.level], state.metric))


def foundations(now: Mapping[str, State]) -> dict[str, State]:
    """Whether rituals, responsibilities and scenarios stand. Source: document 002."""
    return {name: now[signal] for name, signal in FOUNDATIONS.items()}


@dataclass(frozen=True)
class Diagnosis:
    """All diagnoses of the project on a day."""

    two_of_four: TwoOfFour
    serious: tuple[SeriousWarning, ...]
    causes: tuple[CauseVote, ...]
    foundations: Mapping[str, State]


def diagnose(levels: pl.DataFrame, metrics: Mapping[str, Metric]) -> Diagnosis:
    """What the newest levels of the project say together. ``levels``: as kept or judged, exemptions read as grey."""
    now = states(levels, metrics)
    return Diagnosis(two_of_four(now), serious_warnings(now, metrics), causes(now, metrics), foundations(now))
