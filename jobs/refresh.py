"""Refreshing the roll-ups: only the months of events and the weeks of records that something new touched."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from functools import partial

import polars as pl

from jobs.staff import staff
from jobs.workspace import Workspace
from metrics import population, rollups
from metrics.calendar import WEEK, last_complete_week, monday
from settings.tables import EVENTS, LANDED
from store import intents, sources
from store.intents import Unmeasured

RULES = "rollup_rules"
SOME_STAGE = "*"


def refresh(workspace: Workspace, first: date) -> None:
    """Brings the roll-ups up to date with what landed. Call it under the writer lock.

    ``first``: the earliest day of records' states that is wanted. Safe to interrupt: what was refreshed is noted at
    the end, and refreshing again gives the same rows.
    """
    with workspace.database.read() as session:
        new = intents.unmeasured(session)
    for month in new.months:
        _refresh_events(workspace, month)
    _refresh_records(workspace, new, first)
    with workspace.database.write() as session:
        intents.mark_measured(session, new.intents)


def _refresh_events(workspace: Workspace, month: str) -> None:
    lake = workspace.lake
    events = lake.scan("events", EVENTS | LANDED).filter(pl.col("month") == month)
    daily = rollups.user_day(events).collect(engine="streaming")
    lake.refresh(
        "user_day",
        daily.select(*rollups.USER_DAY).sort("day", "user", "source"),
        f"month = '{month}'",
    )
    featured = rollups.user_day_feature(events).collect(engine="streaming")
    keys = [name for name in rollups.USER_DAY_FEATURE if name not in ("events", "rows")]
    lake.refresh(
        "user_day_feature",
        featured.select(*rollups.USER_DAY_FEATURE).sort(keys),
        f"month = '{month}'",
    )


def _refresh_records(workspace: Workspace, new: Unmeasured, first: date) -> None:
    """Recomputes the ends of weeks from the first day touched on, and those that have come since the last refresh."""
    fresh = _rules(workspace) == workspace.database.fact(RULES)
    newest = last_complete_week(workspace.today) + WEEK
    for table in (t for t in workspace.lake.tables() if t.startswith("records/")):
        object_ = table.partition("/")[2]
        since = _since(workspace, object_, new.first_days.get(table), first) if fresh else first
        ends = [end for end in _sundays(max(since, first), newest) if end < newest]
        for month in sorted({f"{end:%Y-%m}" for end in ends}):
            _refresh_states(workspace, table, object_, [e for e in ends if f"{e:%Y-%m}" == month])
    workspace.database.remember(RULES, _rules(workspace))


def _since(workspace: Workspace, object_: str, touched: date | None, first: date) -> date:
    """The first day whose state may differ from the one kept."""
    kept = workspace.lake.scan("stage_day", rollups.STAGE_DAY).filter(pl.col("object") == object_)
    last = kept.select(pl.col("day").max()).collect().item()
    since = last + WEEK if last else first
    return min(since, touched) if touched else since


def _sundays(since: date, until: date) -> list[date]:
    end = monday(since) + WEEK
    days = []
    while (sunday := end - WEEK / 7) < until:
        days.append(sunday)
        end += WEEK
    return days


def _rules(workspace: Workspace) -> str:
    """Hash of the settings that the roll-ups of records depend on."""
    said: dict[str, object] = {name: rules.days for name, rules in workspace.settings.stages.items()}
    if workspace.settings.directories:
        said["directories"] = sorted(workspace.settings.directories)
    return hashlib.blake2s(json.dumps(said, sort_keys=True).encode(), digest_size=8).hexdigest()


def allowed_days(workspace: Workspace, stages: list[str]) -> pl.LazyFrame:
    """How long a record may stay untouched at each stage: columns stage, days."""
    rules = workspace.settings.stages
    general = rules[SOME_STAGE].days if SOME_STAGE in rules else rollups.DEFAULT_DAYS
    rows = [(stage, rules[stage].days if stage in rules else general) for stage in stages]
    return pl.LazyFrame(rows, schema={"stage": pl.String, "days": pl.Int64}, orient="row")


def _refresh_states(workspace: Workspace, table: str, object_: str, ends: list[date]) -> None:
    """Replaces the rows of some ends of weeks, all of one month, for one object."""
    lake = workspace.lake
    zone = workspace.settings.project.timezone
    rows = lake.scan(table).with_columns(created_day=pl.col("created_at").dt.convert_time_zone(zone).dt.date())
    with workspace.database.read() as session:
        slugs = sources.fields(session).filter(pl.col("object") == object_)["slug"].unique().sort().to_list()
    crew = staff(workspace)
    columns = rows.collect_schema().names()
    slugs = [slug for slug in slugs if f"filled_{slug}" in columns]
    checked = [slug for slug in slugs if f"valid_{slug}" in columns]
    several, nulls, stages = pl.collect_all(
        [rollups.changed(rows), rollups.partial(rows, slugs), rows.select(pl.col("stage").unique())]
    )
    gaps = [slug for slug in slugs if nulls[f"filled_{slug}"].item()]
    allowed = allowed_days(workspace, stages["stage"].drop_nulls().to_list())
    fields, standings = [], []
    for end in ends:
        present = rollups.states(rows, None if several.is_empty() else several.lazy(), end)
        teams = (
            population.teams_at(crew.memberships, crew.people.lazy(), pl.LazyFrame({"day": [end]}))
            .drop("day")
            .collect()
        )
        owned = partial(_teamed, teams=teams, names=crew.names)
        filling, standing, unseen = pl.collect_all(
            [
                rollups.filling(present, slugs, checked, gaps),
                rollups.standing(present, allowed, end),
                rollups.unknown(rows, end),
            ],
            engine="streaming",
        )
        fields.append(_field_day(owned(filling), slugs, gaps, object_, end))
        standings.append(_stage_day(owned(standing), int(unseen["unknown"].sum()), object_, end))
    where = f"month = '{ends[0]:%Y-%m}' AND object = '{object_}' AND day >= '{ends[0]}'"
    lake.refresh("field_day", pl.concat(fields), where)
    lake.refresh("stage_day", pl.concat(standings), where)


def _teamed(sums: pl.DataFrame, teams: pl.DataFrame, names: Mapping[str, str]) -> pl.DataFrame:
    """Sums by owner with the owner's team, but where the record carries its own.

    ``names``: people by alias. ``owners``: how many persons own records of the team, and of the status where there
    is one; service accounts are none.
    """
    group = [name for name in ("team", "status") if name in sums.columns]
    owners = teams.select(owner="user", owner_team="team", human="human")
    joined = sums.with_columns(pl.col("owner").replace(names)).join(owners, on="owner", how="left")
    persons = pl.col("owner").filter(pl.col("owner").is_not_null() & pl.col("human").fill_null(value=True))
    return joined.with_columns(team=pl.coalesce("team", "owner_team")).with_columns(
        owners=persons.n_unique().over(group)
    )


def _field_day(sums: pl.DataFrame, slugs: list[str], gaps: list[str], object_: str, end: date) -> pl.DataFrame:
    keys = ["team", "stage"]
    counts = ["n", *(f"filled_{slug}" for slug in slugs), *(f"known_{slug}" for slug in gaps)]
    summed = sums.group_by(keys).agg(pl.col(counts).sum(), pl.col("owners").first())
    parts = [
        summed.select(
            *keys,
            "owners",
            n=f"known_{slug}" if slug in gaps else "n",
            filled=f"filled_{slug}",
            slug=pl.lit(slug),
        )
        for slug in slugs
    ]
    empty = pl.DataFrame(schema=rollups.FIELD_DAY)
    dated = [part.with_columns(**_when(object_, end)) for part in parts]
    return _shaped(pl.concat([empty, *dated], how="diagonal_relaxed"), rollups.FIELD_DAY)


def _stage_day(sums: pl.DataFrame, unseen: int, object_: str, end: date) -> pl.DataFrame:
    """Rows by team, stage and status; one of no record where all that existed are in a state nobody saw."""
    counts = ("n", "past_close", "untouched", "stale")
    summed = sums.group_by("team", "stage", "status").agg(
        *[pl.col(name).sum() for name in counts], owners=pl.col("owners").first()
    )
    if summed.is_empty() and unseen:
        none = dict.fromkeys((*counts, "owners"), 0) | dict.fromkeys(("team", "stage", "status"))
        summed = pl.DataFrame([none], schema=summed.schema)
    return _shaped(summed.with_columns(**_when(object_, end), unknown=pl.lit(unseen)), rollups.STAGE_DAY)


def _when(object_: str, end: date) -> dict[str, pl.Expr]:
    return {"month": pl.lit(f"{end:%Y-%m}"), "day": pl.lit(end), "object": pl.lit(object_)}


def _shaped(rows: pl.DataFrame, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    keys = [name for name, kind in schema.items() if kind == pl.String() or kind == pl.Date()]
    return rows.select(
        pl.col(name).cast(kind) if name in rows.columns else pl.lit(None, kind).alias(name)
        for name, kind in schema.items()
    ).sort(keys)
