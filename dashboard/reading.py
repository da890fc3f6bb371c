"""Reading the snapshot from the store: published figures, levels, sources, all as one frozen value."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import polars as pl
from apscheduler.triggers.cron import CronTrigger

from dashboard.diagnosed import breaks, diagnosed, marks
from dashboard.snapshot import (
    CapabilityRow,
    Change,
    Definition,
    Freshness,
    Point,
    Rejected,
    RunRow,
    Series,
    Signal,
    Snapshot,
    SourceRow,
)
from metrics import population, rollups
from metrics.catalogue import metrics
from metrics.declaring import Metric
from metrics.drift import onset, projection
from metrics.limits import Limits
from metrics.published import blunted, published
from metrics.signals import Week
from metrics.spreadsheets.families import Found, workbooks
from metrics.standing import standing
from metrics.subjects import PROJECT, SMALL_TEAMS, parts_of, team_of
from metrics.trends import WINDOW, Crossing
from settings.declared import DECLARED
from settings.model import SHARES, Settings, SourceOptions
from settings.reading import read_settings
from store import figures, incidents, people, sources
from store.database import Database
from store.findings import findings
from store.lake import Lake

RUNS_SHOWN = 30
FOUND = ("files", "coverage")
"""Inputs that scans of shares bring."""

SEEN = WINDOW
"""Weeks on which the outlook of a rate rests."""
PATIENCE = 2
"""A source is late when its last complete run is older than so many times its schedule."""

Frames = Mapping[str, pl.DataFrame]


def shown_figures(database: Database, settings: Settings) -> pl.DataFrame:
    """Every figure that may be read, as kept by the last measurement: published, then blunted."""
    declared = metrics()
    with database.read() as session:
        series, groups = figures.series(session), figures.groups(session)
    return blunted(published(series, declared, settings.privacy.minimum_group, groups), declared)


def last_run(config: Path) -> str:
    """What changes when there is something new to show: the newest run and the moment of the last measurement."""
    database = _database(read_settings(config))
    with database.read() as session:
        newest = _newest_run(sources.runs(session))
    return f"{newest}/{database.fact('measured_at')}/{config.stat().st_mtime_ns}/{datetime.now(UTC):%Y%m%d%H}"


def read_snapshot(config: Path) -> Snapshot:
    """All that the screens show. Raises SettingsError, and StoreError when the store cannot be read."""
    settings = read_settings(config)
    database = _database(settings)
    figures_shown = shown_figures(database, settings)
    with database.read() as session:
        frames = {
            "runs": sources.runs(session),
            "capabilities": sources.capabilities(session),
            "rejects": sources.rejects(session),
            "levels": figures.levels(session),
            "changes": figures.changes(session),
        }
        today = _today(settings)
        newest = standing(frames["levels"], today, incidents.exempt(session, today))
        found = findings(session, settings.project.zone)
        told = diagnosed(session, settings, newest, figures_shown, frames["changes"], found, today)
        happened = marks(session, settings, today)
    measured = database.fact("measured_at")
    now = _now(settings)
    series = _series(figures_shown, frames["levels"])
    strangers = _strangers(settings, database)
    rows = tuple(_source(settings, name, frames, now, strangers.get(name, 0)) for name in settings.sources)
    project = settings.project
    return Snapshot(
        project=project.name,
        language=project.language,
        as_of=today,
        pinned=project.as_of is not None,
        timezone=project.timezone,
        phase=project.phase,
        minimum_group=settings.privacy.minimum_group,
        measured_at=datetime.fromisoformat(measured) if measured else None,
        run=_newest_run(frames["runs"]),
        rules=_rules(settings),
        sources=rows,
        signals=tuple(_signals(series, newest, _newest_run(frames["runs"]), rows)),
        changes=tuple(Change(*row) for row in frames["changes"].iter_rows()),
        marks=happened + breaks(figures_shown),
        diagnosis=told.diagnosis,
        progress=told.progress,
        last_committee=told.last_committee,
        next_actions=told.next_actions,
        definitions={name: definition_of(metric) for name, metric in metrics().items()},
        series=series,
        now=now,
        team_sizes=_team_sizes(figures_shown),
        workbooks=workbooks(Found(**found), settings.shares, today, settings.privacy.minimum_group),
    )


def _database(settings: Settings) -> Database:
    return Database(settings.url(settings.store.database))


def _now(settings: Settings) -> datetime:
    if settings.project.as_of is None:
        return datetime.now(UTC)
    return datetime.combine(settings.project.as_of, time(), settings.project.zone).astimezone(UTC)


def _today(settings: Settings) -> date:
    return _now(settings).astimezone(settings.project.zone).date()


def _strangers(settings: Settings, database: Database) -> dict[str, int]:
    """By source, how many users acted who are not among its people; nothing while there is no lake."""
    path = settings.path(settings.store.lake)
    if not path.is_dir():
        return {}
    with database.read() as session:
        known = people.pseudonyms_known(session)
    return population.strangers(Lake(path).scan("user_day_feature", rollups.USER_DAY_FEATURE), known)


def _newest_run(runs: pl.DataFrame) -> int | None:
    return None if runs.is_empty() else int(runs["id"][0])


def _rules(settings: Settings) -> str:
    """A short hash of all limits and definitions: the version of the rules."""
    declared = {n: (m.definition, m.amber, m.red) for n, m in metrics().items()}
    own = {name: limits.model_dump() for name, limits in settings.signals.items()}
    text = json.dumps([declared, own], sort_keys=True)
    return hashlib.blake2s(text.encode(), digest_size=4).hexdigest()


def _series(rows: pl.DataFrame, levels: pl.DataFrame) -> dict[tuple[str, str], Series]:
    keys = ["metric", "subject", "period"]
    judged = rows.join(levels.select(*keys, "level"), on=keys, how="left").sort(keys)
    wanted = ("period", "value", "n", "people", "low", "high", "coverage", "reason", "bound", "level")
    found = {}
    for (metric, subject), part in judged.group_by("metric", "subject", maintain_order=True):
        points = [Point(**row | {"level": row["level"] or "grey"}) for row in part.select(wanted).iter_rows(named=True)]
        found[str(metric), str(subject)] = Series(str(metric), str(subject), tuple(points))
    return found


def definition_of(metric: Metric) -> Definition:
    """What a metric says of itself, as the screens take it."""
    return Definition(
        metric=metric.id,
        label=metric.label,
        sentence=metric.sentence,
        formula=metric.formula,
        unit=metric.unit,
        kind=metric.kind,
        amber=metric.amber,
        red=metric.red,
        higher_is_better=metric.higher_is_better,
        origin=metric.origin,
        cause=metric.cause,
        about=metric.about,
        counts=metric.counts,
        grain=metric.grain,
        fed=_fed(metric),
    )


def _fed(metric: Metric) -> str:
    """What a metric rests on above all, where the CRM does not feed it alone."""
    first = metric.inputs[0]
    return first if first in (*DECLARED, "pulse") else "shares" if first in FOUND else ""


def _signals(
    series: Mapping[tuple[str, str], Series], newest: pl.DataFrame, run: int | None, rows: tuple[SourceRow, ...]
) -> list[Signal]:
    declared = metrics()
    signals = []
    for row in newest.iter_rows(named=True):
        metric = declared.get(row["metric"])
        if metric is None:
            continue
        own = series.get((metric.id, row["subject"]), Series(metric.id, row["subject"], ()))
        since, crossing = _moving(metric, own, Limits(row["amber"], row["red"], metric.higher_is_better))
        signals.append(
            Signal(
                definition=definition_of(metric),
                subject=row["subject"],
                level=row["level"],
                amber=row["amber"],
                red=row["red"],
                since=row["since"],
                period=row["period"],
                reason=row["reason"],
                series=own,
                sources=_fed_by(metric, rows),
                run=run,
                missing=_missing(metric, row["reason"], rows),
                moved_since=since,
                crossing=crossing,
            )
        )
    return signals


def _moving(metric: Metric, series: Series, limits: Limits) -> tuple[date | None, Crossing | None]:
    """Since when a rate by the week has moved, and when it will cross its next limit; not told from blunted figures."""
    if metric.kind != "sample" or metric.grain != "week" or any(point.bound for point in series.points[-SEEN:]):
        return None, None
    weeks = [
        Week(p.period, p.value, None if p.value is None or p.n is None else p.value * p.n, p.n, p.reason)
        for p in series.points
        if not p.bound
    ]
    return onset(weeks, falling=limits.higher_is_better), projection(weeks, limits)


def _fed_by(metric: Metric, rows: tuple[SourceRow, ...]) -> tuple[str, ...]:
    """The sources that record what a metric needs; for what is declared or asked, those that bring it."""
    if _fed(metric) == "shares":
        return tuple(row.name for row in rows if row.kind in SHARES)
    kind = {"pulse": "pulse"}.get(metric.inputs[0], "foundations" if metric.inputs[0] in DECLARED else "")
    if kind and rollups.TABLES.keys().isdisjoint(metric.inputs):
        return tuple(row.name for row in rows if row.kind == kind)
    wanted = _wanted(metric)
    return tuple(
        row.name
        for row in rows
        if any(c.state == "recorded" and (not wanted or c.name in wanted) for c in row.capabilities)
    )


def _wanted(metric: Metric) -> set[str]:
    return {name for names in metric.wants for name in names}


def _missing(metric: Metric, reason: str | None, rows: tuple[SourceRow, ...]) -> str:
    """The sentence of the capability that is not there, when that is the reason.

    Sources that see nothing at all, such as workbooks, are asked last.
    """
    wanted = _wanted(metric)
    seeing = sorted(rows, key=lambda row: not any(c.state == "recorded" for c in row.capabilities))
    found = (c.detail for row in seeing for c in row.capabilities if c.name in wanted and c.state == reason)
    return next(found, "")


def _source(settings: Settings, name: str, frames: Frames, now: datetime, strangers: int) -> SourceRow:
    mine = pl.col("source") == name
    options: SourceOptions = settings.sources[name]
    runs = frames["runs"].filter(mine)
    complete: datetime | None = runs.filter(pl.col("state").is_in(["complete", "partial"]))["started_at"].max()  # type: ignore[assignment]
    every = hours_between_runs(options.schedule, settings.project.timezone)
    return SourceRow(
        name=name,
        kind=options.kind,
        freshness=_freshness(runs, complete, every, now),
        last_complete=complete,
        expected_every_hours=every,
        rows=int(runs["rows"].sum()),
        unknown_users=strangers,
        capabilities=tuple(
            CapabilityRow(*row) for row in frames["capabilities"].filter(mine).drop("source").iter_rows()
        ),
        rejects=tuple(Rejected(*row) for row in frames["rejects"].filter(mine).drop("source").iter_rows()),
        runs=tuple(
            RunRow(
                run=row["id"],
                state=row["state"],
                started_at=row["started_at"],
                finished_at=row["finished_at"],
                rows=row["rows"],
                rejects=row["rejects"],
                error=row["error"],
            )
            for row in runs.head(RUNS_SHOWN).iter_rows(named=True)
        ),
    )


def hours_between_runs(schedule: str, timezone: str) -> float:
    """The longest wait between two runs of a cron schedule within the next days, in hours."""
    trigger = CronTrigger.from_crontab(schedule, timezone)
    start = datetime(2026, 1, 5, tzinfo=UTC)
    fires = [trigger.get_next_fire_time(None, start)]
    while fires[-1] and len(fires) < RUNS_SHOWN and fires[-1] - start < timedelta(days=8):
        fires.append(trigger.get_next_fire_time(fires[-1], fires[-1] + timedelta(seconds=1)))
    waits = [(b - a).total_seconds() / 3600 for a, b in pairwise(fires) if a and b]
    return max(waits, default=24.0)


def _freshness(runs: pl.DataFrame, complete: datetime | None, every_hours: float, now: datetime) -> Freshness:
    if runs.is_empty():
        return "never"
    if runs["state"][0] == "failed":
        return "failing"
    if complete is None:
        return "never"
    return "late" if now - complete > PATIENCE * timedelta(hours=every_hours) else "fresh"


def _team_sizes(rows: pl.DataFrame) -> dict[str, int]:
    """Expected people by team in the newest week, for teams that may be shown."""
    of_teams = rows.filter(
        (pl.col("metric") == "adoption.login_rate") & team_of(pl.col("subject")) & (pl.col("subject") != SMALL_TEAMS)
    )
    newest = of_teams.filter(pl.col("period") == pl.col("period").max())
    known = newest.filter(pl.col("people").is_not_null())
    return {
        parts_of(subject)["team"]: people
        for subject, people in known.select("subject", "people").iter_rows()
        if subject != PROJECT
    }
