"""Limits: the values past which a signal warns, those changed by hand among them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from metrics.declaring import Metric
from metrics.subjects import parts_of


@dataclass(frozen=True)
class Limits:
    """The limits that hold for one signal and subject; being on a limit is still inside."""

    amber: float | None
    red: float | None
    falling: bool | None = None
    """Whether low values are the warning; None: by the order of the two limits."""

    @property
    def higher_is_better(self) -> bool:
        """Whether low values are the warning."""
        if self.falling is not None:
            return self.falling
        return self.amber is not None and self.red is not None and self.amber > self.red

    def beyond(self, value: float, limit: float | None) -> bool:
        """Whether a value is on the wrong side of a limit."""
        if limit is None:
            return False
        return value < limit if self.higher_is_better else value > limit


Override = Mapping[str, Mapping[str | None, Limits]]


def limits_of(metric: Metric, subject: str, overrides: Override) -> Limits:
    """The limits for a subject: those of its team, else those set for the signal, else the declared ones.

    The direction stays the declared one, even where one limit was moved past the other.
    """
    own = overrides.get(metric.id, {})
    team = parts_of(subject).get("team")
    chosen = [own[key] for key in (team, None) if key in own]
    amber = next((x.amber for x in chosen if x.amber is not None), metric.amber)
    red = next((x.red for x in chosen if x.red is not None), metric.red)
    return Limits(amber, red, metric.higher_is_better)


@dataclass(frozen=True)
class LimitChange:
    """Limits changed by hand: from which week on, of which signal, for all (None) or for one team.

    A limit of None is as without the change.
    """

    since: date
    metric: str
    team: str | None
    amber: float | None
    red: float | None


def limits_over(
    periods: Sequence[date], metric: Metric, subject: str, overrides: Override, changes: Sequence[LimitChange]
) -> list[Limits]:
    """The limits for a subject in each period: the last change made for its team, else for all, else ``limits_of``."""
    plain = limits_of(metric, subject, overrides)
    team = parts_of(subject).get("team")
    own = [c for c in changes if c.metric == metric.id and c.team in (None, team)]

    def then(period: date) -> Limits:
        made = [c for c in own if c.since <= period]
        last = [next((c for c in reversed(made) if c.team == who), None) for who in dict.fromkeys((team, None))]
        told = [c for c in last if c is not None]
        amber = next((c.amber for c in told if c.amber is not None), plain.amber)
        red = next((c.red for c in told if c.red is not None), plain.red)
        return Limits(amber, red, plain.falling)

    return [then(period) for period in periods] if own else [plain] * len(periods)
