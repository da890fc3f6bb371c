"""The one read model that feeds pages and reports, so that all show the same figures.

Frozen values only: no query, no Streamlit, no language. Texts that people read are made from these by the pages.
Figures about people have passed the one ``published`` function before they get here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Literal
from urllib.parse import unquote

from metrics.advice import NextAction
from metrics.diagnoses import Diagnosis
from metrics.progress import Step
from metrics.spreadsheets.families import Workbooks
from metrics.trends import Crossing

Level = Literal["grey", "green", "amber", "red"]
Freshness = Literal["fresh", "late", "failing", "never"]

POOLED = "team:*"
"""The subject of teams too small to be shown alone, together."""

SEVERITY: Mapping[Level, int] = {"red": 0, "amber": 1, "grey": 2, "green": 3}


@dataclass(frozen=True)
class Point:
    """One value of a series. ``held``: plotted, never judged. ``reason``: why there is no value, or why it is held.

    ``bound``: ``<=`` or ``>=`` where the value is blunted near 0 or 100 %.
    """

    period: date
    value: float | None
    n: float | None = None
    people: int | None = None
    low: float | None = None
    high: float | None = None
    coverage: float | None = None
    reason: str | None = None
    bound: str = ""
    level: Level = "grey"

    @property
    def held(self) -> bool:
        """Whether the value is shown without being judged."""
        return self.reason == "held"


@dataclass(frozen=True)
class Series:
    """A metric of one subject over time, oldest first."""

    metric: str
    subject: str
    points: tuple[Point, ...]

    @property
    def last(self) -> Point | None:
        """The newest point that has a value, held or not."""
        return next((point for point in reversed(self.points) if point.value is not None), None)

    def recent(self, count: int) -> "Series":
        """The same series with its newest ``count`` points."""
        return replace(self, points=self.points[-count:])

    def moved(self, weeks: int = 4) -> float | None:
        """By how much the newest value differs from that of so many weeks before; None where one is missing or held."""
        judged = {point.period: point.value for point in self.points if not point.held and not point.bound}
        last = self.points[-1].period if self.points else None
        now = judged.get(last) if last else None
        before = judged.get(last - timedelta(weeks=weeks)) if last else None
        return now - before if now is not None and before is not None else None


@dataclass(frozen=True)
class Definition:
    """What a metric says of itself: id, English label and sentence (translated by pages), unit, limits, origin."""

    metric: str
    label: str
    sentence: str
    formula: str
    unit: Literal["ratio", "change", "count", "per_100", "index", "days", "money"]
    kind: Literal["sample", "census", "index", "count"]
    amber: float | None
    red: float | None
    higher_is_better: bool
    origin: str
    cause: str
    about: Literal["people", "records"]
    counts: Literal["people", "records", "values", "items"]
    grain: Literal["week", "state", "window"] = "week"
    fed: str = ""
    """What it rests on above all: a declared sheet, ``pulse`` for a survey, ``shares`` for workbooks; empty for the
    CRM."""


@dataclass(frozen=True)
class Signal:
    """A judged metric of one subject: its level now, since when, and what it rests on.

    ``missing``: the sentence of the capability that is not there, when ``reason`` says so. ``moved_since``: the last
    week still as before, where a rate has moved; ``crossing``: when it will cross its next limit if it goes on so.
    """

    definition: Definition
    subject: str
    level: Level
    amber: float | None
    red: float | None
    since: date | None
    period: date | None
    reason: str | None
    series: Series
    sources: tuple[str, ...]
    run: int | None
    missing: str = ""
    moved_since: date | None = None
    crossing: Crossing | None = None

    @property
    def value(self) -> float | None:
        """The newest value, None when there is none to show."""
        return self.series.last.value if self.series.last else None

    @property
    def recovering(self) -> bool:
        """Whether its newest value is already better than its level, which waits for confirmation."""
        better = self.amber if self.level == "amber" else self.red if self.level == "red" else None
        if better is None or self.value is None:
            return False
        return self.value >= better if self.definition.higher_is_better else self.value <= better

    @property
    def hidden(self) -> bool:
        """Whether it may not be shown, since too few people stand behind it.

        A group whose newest figure alone is hidden, since few came or went, keeps its level and the figures before.
        """
        return bool(self.series.points) and self.series.points[-1].reason == "suppressed" and self.level == "grey"


@dataclass(frozen=True)
class Change:
    """A signal that went from one level to another."""

    metric: str
    subject: str
    period: date
    before: Level
    after: Level


@dataclass(frozen=True)
class CapabilityRow:
    """Whether a source records one kind of thing, and what to do where it does not."""

    name: str
    state: str
    since: date | None
    retention_days: int | None
    detail: str


@dataclass(frozen=True)
class Rejected:
    """Rows of a source that did not fit, by reason and place; never their values."""

    stream: str
    reason: str
    where: str
    count: int
    last_seen: datetime


@dataclass(frozen=True)
class RunRow:
    """One run of a source."""

    run: int
    state: Literal["running", "complete", "partial", "failed", "interrupted"]
    started_at: datetime
    finished_at: datetime | None
    rows: int
    rejects: int
    error: str


@dataclass(frozen=True)
class SourceRow:
    """A source as it stands: freshness, last runs, what it can see, what did not fit."""

    name: str
    kind: str
    freshness: Freshness
    last_complete: datetime | None
    expected_every_hours: float
    rows: int
    unknown_users: int
    capabilities: tuple[CapabilityRow, ...]
    rejects: tuple[Rejected, ...]
    runs: tuple[RunRow, ...]


@dataclass(frozen=True)
class Mark:
    """Something that happened in the project, drawn on every time chart (go-live, changed limit or definition).

    ``metric``: the one it concerns, where it does not concern all.
    """

    day: date
    kind: str
    label: str
    metric: str = ""


@dataclass(frozen=True)
class Snapshot:
    """All that the screens show at one moment.

    ``as_of``: the day the figures speak of; ``pinned``: that day is set in the configuration (demo), and said on
    screen. ``team_sizes``: expected people by team, only teams that may be published. ``progress``: what turned better
    since the last committee. ``next_actions``: the three most useful, the first one first.
    ``now``: the moment of reading, from which ages count; that of the measurement where it is not given.
    """

    project: str
    language: str
    as_of: date
    pinned: bool
    timezone: str
    phase: str
    minimum_group: int
    measured_at: datetime | None
    run: int | None
    rules: str
    sources: tuple[SourceRow, ...] = ()
    signals: tuple[Signal, ...] = ()
    changes: tuple[Change, ...] = ()
    marks: tuple[Mark, ...] = ()
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    series: Mapping[tuple[str, str], Series] = field(default_factory=dict)
    team_sizes: Mapping[str, int] = field(default_factory=dict)
    now: datetime | None = None
    diagnosis: Diagnosis | None = None
    progress: tuple[Step, ...] = ()
    last_committee: date | None = None
    next_actions: tuple[NextAction, ...] = ()
    workbooks: Workbooks = field(default_factory=Workbooks)

    def project_signals(self) -> tuple[Signal, ...]:
        """Signals of the project as a whole, worst first, then the longest standing."""
        own = (signal for signal in self.signals if signal.subject == "project")
        return tuple(sorted(own, key=lambda s: (SEVERITY[s.level], s.since or date.max, s.definition.metric)))

    def of_metric(self, metric: str, kind: str) -> tuple[Signal, ...]:
        """Signals of a metric by one kind of subject (``team``, ``object``), alphabetical, pooled ones last."""
        own = (
            signal
            for signal in self.signals
            if signal.definition.metric == metric
            and signal.subject.startswith(f"{kind}:")
            and "/" not in signal.subject
        )
        return tuple(sorted(own, key=lambda s: (s.subject == POOLED, unquote(s.subject).casefold())))

    def shown_teams(self, metric: str) -> tuple[Signal, ...]:
        """Signals of the teams that may be shown, small teams together as the last one."""
        return tuple(signal for signal in self.of_metric(metric, "team") if not signal.hidden)

    def hidden_teams(self, metric: str) -> tuple[str, ...]:
        """Names of the teams that are known and may not be shown, in alphabetical order."""
        hidden = (signal.subject for signal in self.of_metric(metric, "team") if signal.hidden)
        return tuple(unquote(subject.removeprefix("team:")) for subject in hidden if subject != POOLED)

    def size(self, team: Signal) -> int | None:
        """Expected people of a team that may be shown."""
        known = self.team_sizes.get(unquote(team.subject.removeprefix("team:")))
        last = team.series.last
        return known if known is not None else last.people if last else None

    def signal(self, metric: str, subject: str = "project") -> Signal | None:
        """The signal of a metric and subject, None where there is none."""
        return next(
            (s for s in self.signals if s.definition.metric == metric and s.subject == subject),
            None,
        )

    def marks_of(self, metric: str) -> tuple[Mark, ...]:
        """What happened that a chart of a metric shows."""
        return tuple(mark for mark in self.marks if mark.metric in ("", metric))

    def of(self, metric: str, subject: str = "project") -> Series:
        """The series of a metric and subject; without points when there is none."""
        return self.series.get((metric, subject), Series(metric, subject, ()))
