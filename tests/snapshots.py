"""Invented snapshots for the dashboard's tests: a rich one, one with a stale source, an empty one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import sin

import polars as pl

from dashboard.snapshot import (
    CapabilityRow,
    Change,
    Definition,
    Level,
    Mark,
    Point,
    Rejected,
    RunRow,
    Series,
    Signal,
    Snapshot,
    SourceRow,
)
from metrics.advice import next_actions
from metrics.catalogue import metrics
from metrics.diagnoses import Diagnosis, diagnose
from metrics.progress import Step
from metrics.signals import LEVELS
from tests.scanned import scanned

AS_OF = date(2026, 10, 12)
LAST_WEEK = date(2026, 10, 5)
WEEKS = tuple(LAST_WEEK - timedelta(weeks=back) for back in range(39, -1, -1))
AUGUST = (date(2026, 8, 3), date(2026, 8, 17))
RUN = 18430
MEASURED_AT = datetime(2026, 10, 12, 4, 10, tzinfo=UTC)

# Teams with their expected people; Direction is below the minimum group. Two names would break unescaped HTML.
SIZES = {
    "Administration des ventes": 11,
    "Grands comptes": 12,
    "Marketing & communication": 14,
    "Terrain Nord": 22,
    "Terrain Sud <Ouest>": 25,
    "Vente sédentaire": 19,
}
SMALL_TEAM = "Direction"


def _definition(metric: str, label: str, about: str, **others: object) -> Definition:
    facts = {
        "sentence": "Share of the open opportunities that nobody keeps up.",
        "formula": "open opportunities whose close date is past, or untouched longer than their stage allows / "
        "open opportunities",
        "unit": "ratio",
        "kind": "sample",
        "higher_is_better": True,
        "origin": "named 000 003 004",
        "cause": "symptom",
    }
    return Definition(metric=metric, label=label, about=about, counts=about, **(facts | others))  # type: ignore[arg-type]


DEFINITIONS: Mapping[str, Definition] = {
    one.metric: one
    for one in (
        _definition("adoption.login_rate", "Login rate", "people", amber=0.80, red=0.60),
        _definition("adoption.rate", "Adoption rate", "people", amber=0.70, red=0.50),
        _definition("adoption.habit_rate", "Regular use", "people", amber=0.50, red=0.30),
        _definition("data_quality.completeness", "Field completeness", "records", amber=0.85, red=0.70),
        _definition(
            "data_quality.stale",
            "Opportunities not kept up",
            "records",
            amber=0.20,
            red=0.40,
            higher_is_better=False,
            cause="organisation",
        ),
        _definition(
            "spreadsheets.exports",
            "Exports to spreadsheets",
            "people",
            amber=0.10,
            red=0.25,
            higher_is_better=False,
            origin="deduced 003 004",
        ),
    )
}


def level_of(definition: Definition, value: float) -> Level:
    """The level of a value on its own, without confirmation."""
    amber, red = definition.amber or 0.0, definition.red or 0.0
    if not definition.higher_is_better:
        value, amber, red = -value, -amber, -red
    return "green" if value >= amber else "amber" if value >= red else "red"


def _point(definition: Definition, week: date, value: float, people: int) -> Point:
    held = AUGUST[0] <= week <= AUGUST[1] and definition.about == "people"
    shown = value * 0.55 if held else value
    return Point(
        period=week,
        value=round(shown, 3),
        n=people if definition.about == "people" else people * 120,
        people=people,
        low=round(max(shown - 0.05, 0), 3),
        high=round(min(shown + 0.05, 1), 3),
        coverage=1.0,
        reason="held" if held else None,
        level="grey" if held else level_of(definition, value),
    )


def _series(metric: str, subject: str, path: tuple[float, float], people: int) -> Series:
    """A path from a first to a last value, with a wave on it so that it looks like life."""
    begin, end = path
    wave = (
        begin + (end - begin) * place / (len(WEEKS) - 1) + 0.012 * sin(place * 1.7 + len(subject))
        for place in range(len(WEEKS))
    )
    points = (
        _point(DEFINITIONS[metric], week, min(max(value, 0.0), 1.0), people)
        for week, value in zip(WEEKS, wave, strict=True)
    )
    return Series(metric, subject, tuple(points))


_PROJECT = {
    "adoption.login_rate": (0.70, 0.83),
    "adoption.rate": (0.71, 0.604),
    "adoption.habit_rate": (0.45, 0.281),
    "data_quality.completeness": (0.74, 0.806),
    "spreadsheets.exports": (0.08, 0.272),
}
_TEAMS = {
    "Administration des ventes": (0.80, 0.91),
    "Grands comptes": (0.66, 0.80),
    "Marketing & communication": (0.60, 0.66),
    "Terrain Nord": (0.72, 0.58),
    "Terrain Sud <Ouest>": (0.70, 0.36),
    "Vente sédentaire": (0.62, 0.78),
}


def _all_series() -> dict[tuple[str, str], Series]:
    project = [_series(metric, "project", path, 103) for metric, path in _PROJECT.items()]
    teams = [
        _series(metric, f"team:{name}", (begin * share, end * share), SIZES[name])
        for name, (begin, end) in _TEAMS.items()
        for metric, share in (
            ("adoption.login_rate", 1.08),
            ("adoption.rate", 1.0),
            ("adoption.habit_rate", 0.6),
        )
    ]
    exports = [
        _series("spreadsheets.exports", f"team:{name}", (0.1, min(1.1 - end, 0.5)), SIZES[name])
        for name, (_, end) in _TEAMS.items()
    ]
    objects = [
        _series("data_quality.completeness", f"object:{name}", path, 40)
        for name, path in {"contact": (0.7, 0.68), "opportunity": (0.8, 0.87)}.items()
    ]
    hidden = [
        Series(
            metric,
            f"team:{SMALL_TEAM}",
            tuple(Point(week, None, reason="suppressed") for week in WEEKS),
        )
        for metric in ("adoption.login_rate", "adoption.rate", "adoption.habit_rate")
    ]
    stale = Series("data_quality.stale", "project", tuple(Point(w, None, reason="not_recorded") for w in WEEKS))
    every = (*project, *teams, *exports, *objects, *hidden, stale)
    return {(one.metric, one.subject): one for one in every}


def _signal(series: Series) -> Signal:
    definition = DEFINITIONS[series.metric]
    last = series.last
    level: Level = last.level if last else "grey"
    reason = None if last else series.points[-1].reason
    return Signal(
        definition=definition,
        subject=series.subject,
        level=level,
        amber=definition.amber,
        red=definition.red,
        since=_since(series, level),
        period=LAST_WEEK,
        reason=reason,
        series=series,
        sources=("crm",),
        run=RUN,
        missing="no mapping of records; add [sources.crm.records]" if reason == "not_recorded" else "",
    )


def _since(series: Series, level: Level) -> date | None:
    """The first week of the present run of one level, held weeks apart."""
    if level == "grey":
        return None
    judged = [point for point in series.points if not point.held]
    before = [point.period for point in judged if point.level != level]
    return next((p.period for p in judged if not before or p.period > before[-1]), None)


def _capabilities() -> tuple[CapabilityRow, ...]:
    recorded = ("logins", "edits", "exports", "imports", "deletes", "records", "people")
    return (
        *(CapabilityRow(name, "recorded", date(2026, 1, 5), 365, "") for name in recorded),
        CapabilityRow(
            "views",
            "not_recorded",
            None,
            None,
            'no [[sources.crm.events]] maps an action to "view" or "list"; map it if the CRM logs it',
        ),
        CapabilityRow("reports", "not_granted", None, None, "GRANT SELECT ON rapport_ouverture"),
        CapabilityRow("dashboards", "switched_off", None, None, "audit.dashboards = 1"),
    )


def _run(back: int, state: str, error: str = "") -> RunRow:
    started = MEASURED_AT - timedelta(days=back, minutes=4)
    return RunRow(
        run=RUN - back,
        state=state,  # type: ignore[arg-type]
        started_at=started,
        finished_at=started + timedelta(minutes=3, seconds=12),
        rows=1284 + 37 * back if state != "failed" else 0,
        rejects=3 if state == "partial" else 0,
        error=error,
    )


def _crm() -> SourceRow:
    states = ["complete"] * 6 + ["partial"] + ["complete"] * 9 + ["failed"] + ["complete"] * 7
    return SourceRow(
        name="crm",
        kind="sql",
        freshness="fresh",
        last_complete=MEASURED_AT,
        expected_every_hours=24,
        rows=312_804,
        unknown_users=2,
        capabilities=_capabilities(),
        rejects=(
            Rejected("activites", "future", "activite.date_saisie", 12, MEASURED_AT),
            Rejected("contacts", "no_user", "contact.proprietaire", 3, MEASURED_AT),
        ),
        runs=tuple(_run(back, state) for back, state in enumerate(states)),
    )


def _files(*, failing: bool) -> SourceRow:
    error = "depot: /partage/crm cannot be read (permission denied); grant read access to the service account"
    return SourceRow(
        name="depot",
        kind="files",
        freshness="failing" if failing else "late",
        last_complete=MEASURED_AT - timedelta(days=9),
        expected_every_hours=24,
        rows=4_120,
        unknown_users=0,
        capabilities=_capabilities()[5:],
        rejects=(),
        runs=tuple(_run(back, "failed" if back < 9 else "complete", error if back < 9 else "") for back in range(14)),
    )


def _never() -> SourceRow:
    return SourceRow("rh", "files", "never", None, 168, 0, 0, (), (), ())


def normal() -> Snapshot:
    """Red, amber, green and grey signals, seven teams of which one is too small, August held, one source late."""
    series = _all_series()
    return Snapshot(
        project="Atlas · CRM commercial",
        language="fr",
        as_of=AS_OF,
        pinned=True,
        timezone="Europe/Paris",
        phase="run",
        minimum_group=10,
        measured_at=MEASURED_AT,
        run=RUN,
        rules="4f1c9ae2",
        sources=(_crm(), _files(failing=False)),
        signals=tuple(_signal(one) for one in series.values()),
        changes=(
            Change("adoption.habit_rate", "project", date(2026, 9, 28), "amber", "red"),
            Change("adoption.rate", "team:Terrain Nord", date(2026, 9, 21), "green", "amber"),
            Change("spreadsheets.exports", "project", date(2026, 9, 14), "amber", "red"),
            Change("adoption.login_rate", "project", date(2026, 8, 31), "amber", "green"),
        ),
        marks=(Mark(date(2026, 3, 2), "go_live", "Go-live"),),
        definitions=DEFINITIONS,
        series=series,
        team_sizes=SIZES,
        diagnosis=_diagnosis(series),
        progress=(
            Step("ritual", "Revue des affaires", "project", date(2026, 10, 6)),
            Step("better", "adoption.login_rate", "project", date(2026, 9, 28), "amber", "green"),
        ),
        last_committee=date(2026, 9, 15),
        next_actions=tuple(next_actions(_standing(series))),
    )


def _diagnosis(series: Mapping[tuple[str, str], Series]) -> Diagnosis:
    """What the invented levels say together."""
    return diagnose(_standing(series), metrics())


def _standing(series: Mapping[tuple[str, str], Series]) -> pl.DataFrame:
    """The invented levels as they stand, with the people and the cause of each."""
    rows = [
        (s.definition.metric, s.subject, s.period, s.level, s.since, s.value, 100.0, None, None, s.reason, "symptom")
        for s in (_signal(one) for one in series.values())
    ]
    return pl.DataFrame(rows, schema=LEVELS | {"cause": pl.String()}, orient="row")


def stale() -> Snapshot:
    """The normal one after a source has failed for nine days, another never collected, and its signals gone grey."""
    whole = normal()
    signals = tuple(
        replace(one, level="grey", reason="stale", since=None) if "adoption" in one.definition.metric else one
        for one in whole.signals
    )
    return replace(
        whole,
        pinned=False,
        sources=(_crm(), _files(failing=True), _never()),
        signals=signals,
        changes=(),
    )


def calm() -> Snapshot:
    """Every measured signal on track, without an unknown one."""
    whole = normal()
    kept = tuple(replace(one, level="green") for one in whole.signals if one.level != "grey")
    return replace(whole, signals=kept, sources=(_crm(),), changes=())


def empty() -> Snapshot:
    """Before anything was collected: settings alone."""
    return Snapshot(
        project="Atlas · CRM commercial",
        language="fr",
        as_of=AS_OF,
        pinned=False,
        timezone="Europe/Paris",
        phase="rollout",
        minimum_group=10,
        measured_at=None,
        run=None,
        rules="",
    )


def declared() -> Snapshot:
    """A source in the settings, before its first run."""
    return replace(empty(), sources=(_never(),))


def shared() -> Snapshot:
    """The normal one after shares were scanned."""
    return scanned(normal())


SNAPSHOTS = {
    "normal": normal,
    "shared": shared,
    "stale": stale,
    "calm": calm,
    "empty": empty,
    "declared": declared,
}
