"""Measuring and judging: roll-ups refreshed, every metric computed, every signal judged, what changed written down."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from jobs.collect import noticed_since
from jobs.refresh import refresh
from jobs.retention import first_kept
from jobs.workspace import Workspace
from metrics import population, rollups
from metrics.calendar import WEEK, monday, weeks
from metrics.catalogue import metrics
from metrics.published import blunted, published
from metrics.series import Inputs, compute
from metrics.signals import Limits, Override, judge
from store import figures, people, sources
from store.lock import writing

BEFORE_FIRST_RUN = 12 * WEEK
FULL_WEEK = timedelta(days=6)
MEASURED = "measured_at"


@dataclass(frozen=True)
class Figures:
    """What a measurement found. ``series`` and ``groups``: for the store alone; ``shown``: what may be read."""

    series: pl.DataFrame
    groups: pl.DataFrame
    shown: pl.DataFrame
    levels: pl.DataFrame
    changes: pl.DataFrame


def measure(workspace: Workspace) -> int:
    """Refreshes the roll-ups, computes and judges all, and keeps what changed; how many figures were written."""
    now = workspace.clock()
    with writing(workspace.database, workspace.lake_path):
        refresh(workspace, first_week(workspace))
        found = look(workspace)
        with workspace.database.write() as session:
            written = figures.keep_series(session, found.series, now)
            figures.keep_groups(session, found.groups, now)
            figures.keep_levels(session, found.levels)
            figures.keep_changes(session, found.changes, now)
    workspace.database.remember(MEASURED, now.isoformat())
    return written


def look(workspace: Workspace) -> Figures:
    """All figures and levels as of the workspace's day, from the roll-ups as they are; writes nothing."""
    declared = metrics()
    with workspace.database.read() as session:
        capabilities = sources.capabilities(session)
    given = inputs(workspace)
    series = compute(declared, given, capabilities, workspace.settings.project.phase)
    series, groups = _with_shown_before_erasure(workspace, series, given["groups"].collect())
    minimum = workspace.settings.privacy.minimum_group
    judged = published(series, declared, minimum, groups, movements=False)
    levels, changes = judge(judged, declared, overrides(workspace))
    shown = blunted(published(series, declared, minimum, groups), declared)
    return Figures(series, groups, shown, levels, changes)


def _with_shown_before_erasure(
    workspace: Workspace, series: pl.DataFrame, groups: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The series and groups with those of weeks over when somebody was erased as they were shown.

    Computed without that person they would differ, and the difference would tell what that person did.
    """
    with workspace.database.read() as session:
        erased_on = people.last_erasure(session)
        if erased_on is None:
            return series, groups
        held = figures.series(session, shown_on=workspace.clock())
        held_groups = figures.groups(session, shown_on=workspace.clock())
    over = pl.col("period") + WEEK <= erased_on
    kept = held.filter(over)
    both = pl.concat([kept, series.join(kept, on=["metric", "subject", "period"], how="anti")])
    return both.sort("metric", "subject", "period"), population.resumed(held_groups.filter(over), groups)


def first_week(workspace: Workspace) -> date:
    """The Monday from which figures are computed: of the notice.

    Or some weeks before the first run if that is earlier; never before what may still be kept of persons.
    """
    with workspace.database.read() as session:
        first_run = sources.first_run_at(session)
    began = first_run.astimezone(workspace.settings.project.zone).date() if first_run else workspace.today
    kept = first_kept(workspace.today, workspace.settings.privacy.retention_person_months)
    return monday(max(min(noticed_since(workspace), began - BEFORE_FIRST_RUN), kept) + FULL_WEEK)


def project_weeks(workspace: Workspace) -> pl.DataFrame:
    """The complete weeks up to the workspace's day, with their presence and what was collected."""
    project = workspace.settings.project
    return weeks(
        first_week(workspace),
        workspace.today,
        country=project.country,
        subdivision=project.subdivision,
        closures=[(c.start, c.end) for c in project.closures],
        collected_until=_collected_until(workspace),
        noticed_from=noticed_since(workspace),
    )


def _collected_until(workspace: Workspace) -> date | None:
    """The first local day that some source has not wholly delivered yet; None before every source has run."""
    with workspace.database.read() as session:
        complete = sources.last_complete(session)
    wanted = [complete.get(name) for name in workspace.settings.sources]
    known = [at for at in wanted if at is not None]
    if not known or len(known) < len(wanted):
        return None
    return min(known).astimezone(workspace.settings.project.zone).date()


def inputs(workspace: Workspace) -> Inputs:
    """The frames that metrics name as parameters, cut at the workspace's day; and ``groups``, for what may be shown."""
    lake, today = workspace.lake, workspace.today
    with workspace.database.read() as session:
        persons = people.people(session)
        members = people.memberships(session).lazy()
        aliases = people.aliases(session)
        fields = sources.fields(session)
    before = pl.col("day") < today
    names = dict(aliases.iter_rows())
    calendar = project_weeks(workspace)
    monthly = tuple(name for name, role in workspace.settings.roles.items() if role.acts == "month")

    def by_person(table: str, schema: dict[str, pl.DataType]) -> pl.LazyFrame:
        return lake.scan(table, schema).filter(before).with_columns(pl.col("user").replace(names))

    # Small, and read by several metrics: once from the lake is enough.
    user_day, field_day, stage_day = pl.collect_all(
        [
            by_person("user_day", rollups.USER_DAY),
            lake.scan("field_day", rollups.FIELD_DAY).filter(before),
            lake.scan("stage_day", rollups.STAGE_DAY).filter(before),
        ]
    )
    # From a week earlier, so that the first one can be compared with it.
    earlier = calendar.head(1).with_columns(pl.col("period", "end") - WEEK)
    present = population.expected(persons.lazy(), members, pl.concat([earlier, calendar]).lazy(), monthly).collect()
    within = pl.col("period").is_in(calendar["period"].implode())
    return {
        "user_day": user_day.lazy(),
        "user_day_feature": by_person("user_day_feature", rollups.USER_DAY_FEATURE),
        "field_day": field_day.lazy(),
        "stage_day": stage_day.lazy(),
        "expected": present.lazy().filter(within),
        "groups": population.groups(present.lazy()).lazy().filter(within),
        "weeks": calendar.lazy(),
        "required": _required(workspace, fields),
    }


def _required(workspace: Workspace, fields: pl.DataFrame) -> pl.LazyFrame:
    """The fields required at each stage: columns object, stage, field, slug, weight."""
    rows = [
        (object_, stage, field, slug, 1.0)
        for object_, stages in workspace.settings.required.items()
        for stage, names in stages.items()
        for field in names
        for slug in fields.filter((pl.col("object") == object_) & (pl.col("field") == field))["slug"].unique()
    ]
    schema = {
        "object": pl.String,
        "stage": pl.String,
        "field": pl.String,
        "slug": pl.String,
        "weight": pl.Float64,
    }
    return pl.LazyFrame(rows, schema=schema, orient="row")


def overrides(workspace: Workspace) -> Override:
    """Limits that the settings put in place of the declared ones: by signal, then by team or None for all."""
    return {
        name: {None: Limits(set_.amber, set_.red)}
        | {team: Limits(own.amber, own.red) for team, own in set_.teams.items()}
        for name, set_ in workspace.settings.signals.items()
    }


def unmet_requirements(workspace: Workspace) -> list[str]:
    """Required fields that no source watches: ``object.field``."""
    with workspace.database.read() as session:
        fields = sources.fields(session)
    known = set(fields.select("object", "field").iter_rows())
    return [
        f"{object_}.{field}"
        for object_, stages in workspace.settings.required.items()
        for field in dict.fromkeys(name for names in stages.values() for name in names)
        if (object_, field) not in known
    ]


def measured_at(workspace: Workspace) -> datetime | None:
    """When the figures were last computed."""
    known = workspace.database.fact(MEASURED)
    return datetime.fromisoformat(known) if known else None
