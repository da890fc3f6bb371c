"""Measuring and judging: roll-ups refreshed, every metric computed, every signal judged, what changed written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from jobs.collect import noticed_since
from jobs.declarations import declarations
from jobs.limits import limit_changes, overrides
from jobs.refresh import refresh
from jobs.retention import first_kept
from jobs.staff import staff
from jobs.workspace import Workspace
from metrics import population, rollups
from metrics.calendar import WEEK, attendance, monday, weeks
from metrics.catalogue import metrics
from metrics.published import blunted, published
from metrics.series import Inputs, compute
from metrics.signals import judge
from metrics.standing import standing
from settings.tables import ACTIONS_OF
from store import declared, figures, incidents, orders, people, sources
from store.findings import findings
from store.lock import writing

BEFORE_FIRST_RUN = 12 * WEEK
FULL_WEEK = timedelta(days=6)
MEASURED = "measured_at"
ROLES = {"role": pl.String, "field": pl.Boolean, "manages": pl.Boolean, "admin": pl.Boolean}
FOLLOWED = ("metric", "subject", "level", "since")
STEERING = {"cadence_days": pl.Int64}
PRIVACY = {"minimum_group": pl.Int64}
PIPELINES = {"pipeline": pl.String, "kind": pl.String}


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
            newest = standing(found.levels, workspace.today)
            incidents.follow(session, newest.select(*FOLLOWED).iter_rows(), now, workspace.today)
    workspace.database.remember(MEASURED, now.isoformat())
    return written


def look(workspace: Workspace) -> Figures:
    """All figures and levels as of the workspace's day, from the roll-ups as they are; writes nothing."""
    known = metrics()
    with workspace.database.read() as session:
        capabilities = sources.capabilities(session)
    given = inputs(workspace)
    series = compute(known, given, capabilities, workspace.settings.project.phase)
    series, groups = _with_shown_before_erasure(workspace, series, given["groups"].collect())
    minimum = workspace.settings.privacy.minimum_group
    judged = published(series, known, minimum, groups, movements=False)
    there = attendance(given["weeks"].collect())
    levels, changes = judge(judged, known, overrides(workspace), there, limit_changes(workspace))
    shown = blunted(published(series, known, minimum, groups), known)
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
        school_zone=project.school_zone,
        presence=_presence(workspace),
    )


def _presence(workspace: Workspace) -> dict[date, float]:
    """By Monday, the share of working time people are expected there: as told for all, else the mean of the teams."""
    with workspace.database.read() as session:
        told = declared.declared(session, "presence", workspace.today)
    weekly = told.group_by(period=pl.col("week").dt.truncate("1w")).agg(
        share=pl.coalesce(pl.col("share").filter(pl.col("team").is_null()).mean(), pl.col("share").mean())
    )
    return dict(weekly.select("period", "share").iter_rows())


def _collected_until(workspace: Workspace) -> date | None:
    """The first local day that some source has not wholly delivered yet; None before every source has run.

    Sources that see no acts, records or accounts, such as workbooks and order systems, hold no week back, unless there
    is no other.
    """
    with workspace.database.read() as session:
        complete, states = sources.last_complete(session), sources.capabilities(session)
    seeing = set(states.filter((pl.col("state") == "recorded") & (pl.col("name") != "orders"))["source"])
    blind = set(states["source"]) - seeing if seeing else set()
    wanted = [complete.get(name) for name in workspace.settings.sources if name not in blind]
    known = [at for at in wanted if at is not None]
    if not known or len(known) < len(wanted):
        return None
    return min(known).astimezone(workspace.settings.project.zone).date()


def inputs(workspace: Workspace) -> Inputs:
    """The frames that metrics name as parameters, cut at the workspace's day; and ``groups``, for what may be shown."""
    settings = workspace.settings
    with workspace.database.read() as session:
        fields, told, booked = sources.fields(session), sources.capabilities(session), orders.orders(session)
        found = findings(session, settings.project.zone)
    crew = staff(workspace)
    users = population.with_account(crew.expected, _acting(told))
    calendar = project_weeks(workspace)
    roles = settings.roles.items()
    monthly = tuple(name for name, role in roles if role.acts == "month")
    managing = tuple(name for name, role in roles if role.manages)
    # From a week earlier, so that the first one can be compared with it.
    earlier = calendar.head(1).with_columns(pl.col("period", "end") - WEEK)
    present = population.expected(users, crew.memberships, pl.concat([earlier, calendar]).lazy(), monthly).collect()
    within = pl.col("period").is_in(calendar["period"].implode())
    return {
        **_rolled_up(workspace, crew.names),
        **declarations(workspace),
        **found,
        "people": population.persons(crew.people.lazy(), managing).collect().lazy(),
        "accounts": crew.accounts.lazy(),
        "expected": present.lazy().filter(within),
        "groups": population.groups(present.lazy()).lazy().filter(within),
        "weeks": calendar.lazy(),
        "required": _asked(settings.required, fields),
        "useful": _asked(settings.useful, fields),
        "fields": fields.lazy(),
        "roles": pl.LazyFrame(
            [(name, role.field, role.manages, role.admin) for name, role in roles], schema=ROLES, orient="row"
        ),
        "steering": pl.LazyFrame({"cadence_days": [settings.steering.cadence_days]}, schema=STEERING),
        "privacy": pl.LazyFrame({"minimum_group": [settings.privacy.minimum_group]}, schema=PRIVACY),
        "capabilities": told.lazy(),
        "pipelines": pl.LazyFrame(
            [(name, own.kind) for name, own in settings.pipelines.items()], schema=PIPELINES, orient="row"
        ),
        "closing_stages": pl.LazyFrame(
            {"stage": [name for name, rules in settings.stages.items() if rules.closing]}, schema={"stage": pl.String}
        ),
        "orders": booked.filter(pl.col("ordered_on") <= workspace.today).lazy(),
    }


def _acting(told: pl.DataFrame) -> list[str]:
    """The sources that record acts of any kind."""
    acts = pl.col("name").is_in(list(ACTIONS_OF)) & (pl.col("state") == "recorded")
    return told.filter(acts)["source"].unique().sort().to_list()


def _rolled_up(workspace: Workspace, names: Mapping[str, str]) -> dict[str, pl.LazyFrame]:
    """The roll-ups before the workspace's day, people under their one name; small, and read once for all metrics."""
    before = pl.col("day") < workspace.today
    frames = {name: workspace.lake.scan(name, schema).filter(before) for name, schema in rollups.TABLES.items()}
    named = {
        name: frame.with_columns(pl.col("user").replace(names)) if name in rollups.OF_PERSONS else frame
        for name, frame in frames.items()
    }
    large = "user_day_feature"
    small = [name for name in named if name != large]
    read = pl.collect_all([named[name] for name in small])
    return {large: named[large], **{name: frame.lazy() for name, frame in zip(small, read, strict=True)}}


def _asked(stages_by_object: Mapping[str, Mapping[str, tuple[str, ...]]], fields: pl.DataFrame) -> pl.LazyFrame:
    """The fields asked for at each stage: columns object, stage, field, slug, weight."""
    rows = [
        (object_, stage, field, slug, 1.0)
        for object_, stages in stages_by_object.items()
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
