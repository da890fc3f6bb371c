"""Levels: each signal judged week after week, with confirmation, hysteresis and held weeks.

A pure replay: the same series and limits give the same levels, so that nothing depends on when a run happened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from metrics.calendar import WEEK, last_complete_week
from metrics.declaring import Grain, Metric
from metrics.limits import LimitChange, Limits, Override, limits_over
from metrics.outlook import MEMORY, outlook
from metrics.statistics import CONFIRMING, overdispersion, pooled, wilson

Level = Literal["grey", "green", "amber", "red"]

POOLED = 4
LIKELY, SURE, CERTAIN = 0.5, 0.8, 0.5 + CONFIRMING / 2
"""How likely a rate is to be beyond the amber limit for an amber; beyond the red one for a red, where the last four
weeks confirm it by themselves, and where it takes more of them. The last is as sure as the Wilson bound."""

DOUBT = 0.3
"""How far the share of people thought away may be off, as a part of itself (standard deviation)."""

EXACT = 9
"""Decimals of a probability that are no rounding error."""

QUIET = 4
"""Active weeks without evidence of red before a red is left."""

APART = 2
"""Active weeks between changes of level, and for which an amber must last where single weeks tell it."""

LEVELS: dict[str, pl.DataType] = {
    "metric": pl.String(),
    "subject": pl.String(),
    "period": pl.Date(),
    "level": pl.String(),
    "since": pl.Date(),
    "value": pl.Float64(),
    "n": pl.Float64(),
    "amber": pl.Float64(),
    "red": pl.Float64(),
    "reason": pl.String(),
}
CHANGES: dict[str, pl.DataType] = {
    "metric": pl.String(),
    "subject": pl.String(),
    "period": pl.Date(),
    "before": pl.String(),
    "after": pl.String(),
}


@dataclass(frozen=True)
class Week:
    """One row of a series, as the judge sees it."""

    period: date
    value: float | None
    hits: float | None
    n: float | None
    reason: str | None
    presence: float = 1.0
    """Expected share of ``n`` who are there; those away are not held against a rate."""

    @property
    def judged(self) -> bool:
        """Whether it counts: a value in a week that is not held."""
        return self.value is not None and self.reason is None


@dataclass(frozen=True)
class Verdict:
    """The level after a week, since when, and why it is grey."""

    period: date
    level: Level
    since: date | None
    reason: str | None


def evidence(weeks: list[Week], limits: Limits, kind: str, grain: Grain) -> Level:
    """What the judged weeks so far say, taken by themselves; the newest is the last of the list.

    ``sample`` by the week: amber when the outlook makes it more likely than not that the rate is beyond the amber
    limit, or will be within eight weeks; red when the last four weeks together are beyond the red limit and that is
    confirmed: their 80 % Wilson bound, with overdispersion, lies beyond it too and the outlook agrees, so that two bad
    weeks among four are none; or the outlook is as sure of it from all weeks, and leant to it the week before.
    ``sample`` of a state or a window, which overlap from week to week: red when that bound of the last alone lies
    beyond the red limit, amber when its rate lies beyond the amber one. Others are judged as they stand.
    """
    newest = weeks[-1]
    if newest.value is None:
        return "grey"
    if _followed(newest, kind, grain):
        return _by_outlook(weeks, limits)
    if kind != "sample" or newest.hits is None or newest.n is None:
        return _plain(newest.value, limits)
    if _confirmed([(newest.hits, newest.n)], 1.0, limits):
        return "red"
    return "amber" if limits.beyond(newest.hits / newest.n, limits.amber) else "green"


def _followed(week: Week, kind: str, grain: Grain) -> bool:
    """Whether it is a rate that one week follows another of, which the outlook judges."""
    return kind == "sample" and grain == "week" and week.hits is not None and week.n is not None


def _tallies(weeks: list[Week]) -> list[tuple[float, float]]:
    """(hits, expected) of the weeks that the outlook looks at, fewer of both where many are thought away."""
    known = [(w.hits, w.n * w.presence, 1 - w.presence) for w in weeks[-MEMORY:] if w.hits is not None and w.n]
    return [(hits / doubt, n / doubt) for hits, n, away in known if (doubt := 1 + 4 * n * (away * DOUBT) ** 2)]


def _by_outlook(weeks: list[Week], limits: Limits) -> Level:
    known = _tallies(weeks)
    last = known[-POOLED:]
    hits, n = pooled(last)
    if len(last) == POOLED and limits.beyond(hits / n, limits.red):
        chance = _chance(known, limits, limits.red)
        lasting = chance > CERTAIN and _chance(known[:-1], limits, limits.red) > LIKELY
        if lasting or (chance > SURE and _confirmed(last, overdispersion(known), limits)):
            return "red"
    return "amber" if _chance(known, limits, limits.amber) > LIKELY else "green"


def _chance(known: list[tuple[float, float]], limits: Limits, limit: float | None) -> float:
    return 0.0 if limit is None else round(outlook(known, limit, falling=limits.higher_is_better), EXACT)


def _confirmed(weeks: list[tuple[float, float]], spread: float, limits: Limits) -> bool:
    """Whether the 80 % Wilson bound of the weeks together lies beyond the red limit."""
    hits, n = pooled(weeks)
    bounds = wilson(hits / spread, n / spread, CONFIRMING)
    return bounds is not None and limits.beyond(bounds[1] if limits.higher_is_better else bounds[0], limits.red)


def _plain(value: float, limits: Limits) -> Level:
    if limits.beyond(value, limits.red):
        return "red"
    return "amber" if limits.beyond(value, limits.amber) else "green"


def replay(weeks: Sequence[Week], limits: Limits | Sequence[Limits], kind: str, grain: Grain) -> list[Verdict]:
    """The level after each week, oldest first. ``limits``: the same for all weeks, or those of each.

    The first judged week sets the level. After it, red comes as soon as there is evidence of it, and so does amber
    where the outlook tells it, which weighs how long it has lasted; any other amber once it has lasted two judged
    weeks. Red is left after four judged weeks without evidence of red, not while the outlook makes it likely; amber
    after two without evidence of amber. Levels change at least two judged weeks apart. Held weeks keep the level; any
    other week without a value is grey with its reason, and the level it interrupted comes back after it.
    """
    judged: list[Week] = []
    says: list[Level] = []
    level: Level = "grey"
    since: date | None = None
    age = 0
    verdicts = []
    each = [limits] * len(weeks) if isinstance(limits, Limits) else limits
    for week, now in zip(weeks, each, strict=True):
        if not week.judged:
            kept = week.reason == "held" and level != "grey"
            verdicts.append(
                Verdict(week.period, level, since, None)
                if kept
                else Verdict(week.period, "grey", None, week.reason or "no_data")
            )
            continue
        judged.append(week)
        says.append(evidence(judged, now, kind, grain))
        age += 1
        followed = _followed(week, kind, grain)
        after = _next(level, says, age, kind, 1 if followed else APART)
        if level == "red" != after and followed and _chance(_tallies(judged), now, now.red) > LIKELY:
            after = level
        if after != level:
            level, since, age = after, week.period, 0
        verdicts.append(Verdict(week.period, level, since, None))
    return verdicts


def _next(level: Level, says: list[Level], age: int, kind: str, lasting: int) -> Level:
    """The level that follows from what the weeks said; an amber has to have lasted so many of them."""
    now = says[-1]
    if level == "grey" or (kind != "sample" and age >= APART):
        return now
    if age < APART or now == level:
        return level
    if now == "red":
        return "red"
    if level == "red":
        calm = len(says) >= QUIET and "red" not in says[-QUIET:]
        return now if calm else "red"
    lasted = {said == "green" for said in says[-(lasting if now == "amber" else APART) :]} == {now == "green"}
    return now if lasted else level


def stale_from(today: date) -> date:
    """The first period whose level still speaks of now: older ones were followed by a week that nobody measured."""
    return last_complete_week(today) - WEEK


def aged(levels: pl.DataFrame, today: date) -> pl.DataFrame:
    """Levels as they may be read on a day: grey, with reason ``stale``, where what they rest on is too old."""
    old = pl.col("period") < stale_from(today)
    return levels.with_columns(
        level=pl.when(old).then(pl.lit("grey")).otherwise("level"),
        since=pl.when(~old).then("since"),
        reason=pl.when(old & (pl.col("level") != "grey")).then(pl.lit("stale")).otherwise("reason"),
    )


def judge(
    series: pl.DataFrame,
    metrics: Mapping[str, Metric],
    overrides: Override,
    presence: Mapping[date, float] | None = None,
    limit_changes: Sequence[LimitChange] = (),
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Levels after each week and changes of level, for every signal of a series: a metric that has a limit.

    ``series``: what ``published`` gives, before blunting. ``presence``: the expected share of people there by period,
    1 where unknown; rates of expected people are judged against those there. ``limit_changes``: made by hand, oldest
    first; weeks before one keep the level they had. Empty: empty frames.
    """
    levels: list[tuple[object, ...]] = []
    changes: list[tuple[object, ...]] = []
    keys = ["metric", "subject"]
    for (name, subject), rows in series.sort(*keys, "period").group_by(keys, maintain_order=True):
        metric = metrics.get(str(name))
        if metric is None:
            continue
        limits = limits_over(rows["period"].to_list(), metric, str(subject), overrides, limit_changes)
        if all(limit.amber is None and limit.red is None for limit in limits):
            continue
        there = presence if presence and metric.higher_is_better and "expected" in metric.inputs else {}
        weeks = [
            Week(period, value, hits, n, reason, there.get(period, 1.0))
            for period, value, hits, n, reason in rows.select("period", "value", "hits", "n", "reason").iter_rows()
        ]
        before: Level = "grey"
        verdicts = replay(weeks, limits, metric.kind, metric.grain)
        for week, limit, verdict in zip(weeks, limits, verdicts, strict=True):
            levels.append(
                (name, subject, week.period, verdict.level, verdict.since, week.value, week.n,
                 limit.amber, limit.red, verdict.reason)
            )  # fmt: skip
            if verdict.level not in ("grey", before):
                if before != "grey":
                    changes.append((name, subject, week.period, before, verdict.level))
                before = verdict.level
    return (
        pl.DataFrame(levels, schema=LEVELS, orient="row"),
        pl.DataFrame(changes, schema=CHANGES, orient="row"),
    )
