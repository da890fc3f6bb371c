"""What the command line answers: figures, levels, counts and the state of sources, as plain rows."""

import difflib
from typing import Any

import polars as pl

from jobs.limits import limit_changes
from jobs.measure import look
from jobs.staff import staff
from jobs.workspace import Workspace
from metrics import population, record_rollups, rollups
from metrics.catalogue import metrics
from metrics.published import blunted, published
from metrics.standing import standing
from metrics.subjects import parts_of
from settings.tables import EVENTS, LANDED
from store import figures, incidents, people
from store import sources as kept

Rows = list[dict[str, Any]]
EVENT_KEYS = ("action", "object", "source", "client", "week", "month")
RECORD_KEYS = ("object", "stage", "status", "team", "source")
SHOWN = ("subject", "period", "value", "n", "people", "low", "high", "coverage", "reason", "bound", "mark")
SMALL = "*"
"""Stands for the teams too small to be shown alone, together."""

WORST_FIRST = ("red", "amber", "grey", "green")


def unknown_metric(name: str) -> str | None:
    """What to say of a metric that does not exist; None when it does."""
    if name in metrics():
        return None
    near = difflib.get_close_matches(name, metrics(), n=1, cutoff=0.5)
    return f"there is no metric {name}; " + (f"did you mean {near[0]}?" if near else f"known: {', '.join(metrics())}")


def _shown(workspace: Workspace, *, live: bool) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Published figures and levels: computed now for a day in the past, else as they were kept."""
    if live:
        found = look(workspace)
        return found.shown, found.levels
    declared = metrics()
    with workspace.database.read() as session:
        series, groups, levels = figures.series(session), figures.groups(session), figures.levels(session)
    minimum = workspace.settings.privacy.minimum_group
    return blunted(published(series, declared, minimum, groups), declared), levels


def series(
    workspace: Workspace,
    metric: str | None = None,
    subject: str | None = None,
    *,
    live: bool = True,
) -> Rows:
    """Figures over time, of one metric and subject or of all."""
    rows, _ = _shown(workspace, live=live)
    if metric is not None:
        rows = rows.filter(pl.col("metric") == metric)
    if subject is not None:
        rows = rows.filter(pl.col("subject") == subject)
    columns = SHOWN if metric is not None else ("metric", *SHOWN)
    marked = _with_marks(workspace, rows.sort("metric", "subject", "period"))
    return [_whole(row) for row in marked.select(columns).to_dicts()]


def _with_marks(workspace: Workspace, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with ``mark``: ``definition`` where the metric's own changed, ``limit`` where one was moved by hand."""
    changed = {(change.metric, change.since, change.team) for change in limit_changes(workspace)}
    broken = (pl.col("definition") != pl.col("definition").shift(1)).over("metric", "subject").fill_null(value=False)
    marks = [
        "definition"
        if new
        else "limit"
        if {(metric, period, None), (metric, period, parts_of(subject).get("team"))} & changed
        else None
        for metric, subject, period, new in rows.select("metric", "subject", "period", broken).iter_rows()
    ]
    return rows.with_columns(mark=pl.Series(marks, dtype=pl.String))


def _whole(row: dict[str, Any]) -> dict[str, Any]:
    """A row whose ``n``, where it is a count, is a whole number."""
    n = row["n"]
    return row | {"n": int(n)} if n is not None and n == int(n) else row


def signals(workspace: Workspace, *, live: bool = False) -> Rows:
    """The level of every signal and subject in the newest week, worst first."""
    shown, levels = _shown(workspace, live=live)
    if levels.is_empty():
        return []
    with workspace.database.read() as session:
        spared = incidents.exempt(session, workspace.today)
    newest = standing(levels, workspace.today, spared)
    values = shown.select("metric", "subject", "period", "value", "n", "bound")
    rows = (
        newest.drop("value", "n")
        .join(values, on=["metric", "subject", "period"], how="left")
        .with_columns(order=pl.col("level").replace_strict(WORST_FIRST, range(len(WORST_FIRST))))
        .sort("order", "metric", "subject")
    )
    declared = metrics()
    return [
        _whole(
            {
                "signal": row["metric"],
                "subject": row["subject"],
                "level": row["level"],
                "value": row["value"],
                "bound": row["bound"] or "",
                "n": row["n"],
                "amber": row["amber"],
                "red": row["red"],
                "since": row["since"],
                "period": row["period"],
                "reason": row["reason"],
                "origin": declared[row["metric"]].origin,
            }
        )
        for row in rows.iter_rows(named=True)
    ]


def events(workspace: Workspace, keys: list[str]) -> Rows:
    """How many events were collected, by any keys but the person."""
    rows = workspace.lake.scan("events", EVENTS | LANDED).with_columns(week=pl.col("day").dt.truncate("1w"))
    counted = rows.group_by(keys).agg(n=pl.len()).sort(keys, nulls_last=True)
    return counted.collect(engine="streaming").to_dicts()


def standing_records(workspace: Workspace) -> pl.LazyFrame:
    """Every record as it stands on the workspace's day, with its object and its team."""
    crew = staff(workspace)
    day = pl.LazyFrame({"day": [workspace.today]})
    teams = population.teams_at(crew.memberships, crew.people.lazy(), day).select(owner="user", owner_team="team")
    parts = []
    for table in (t for t in workspace.lake.tables() if t.startswith("records/")):
        rows = workspace.lake.scan(table)
        several = record_rollups.changed(rows).collect()
        present = record_rollups.states(rows, None if several.is_empty() else several.lazy(), workspace.today)
        object_ = pl.lit(table.partition("/")[2])
        parts.append(
            present.join(teams, on="owner", how="left").with_columns(
                team=pl.coalesce("team", "owner_team"), object=object_
            )
        )
    if parts:
        return pl.concat(parts, how="diagonal_relaxed")
    return pl.LazyFrame(schema=dict.fromkeys(RECORD_KEYS, pl.String))


def records(workspace: Workspace, keys: list[str]) -> Rows:
    """How many records stand, by object, stage, status, team or source."""
    rows = standing_records(workspace)
    if "team" in keys:
        small = pl.col("team").is_in(small_teams(workspace))
        rows = rows.with_columns(team=pl.when(small).then(pl.lit(SMALL)).otherwise("team"))
    counted = rows.group_by(keys).agg(n=pl.len())
    return counted.sort(keys, nulls_last=True).collect().to_dicts()


def small_teams(workspace: Workspace) -> list[str]:
    """Teams of fewer persons than the minimum group, on the workspace's day."""
    crew, day = staff(workspace), pl.LazyFrame({"day": [workspace.today]})
    now = population.teams_at(crew.memberships, crew.people.lazy(), day).drop_nulls("team")
    sizes = now.group_by("team").agg(n=pl.col("user").n_unique())
    few = sizes.filter(pl.col("n") < workspace.settings.privacy.minimum_group)
    return few.collect()["team"].sort().to_list()


def fields(workspace: Workspace, object_: str | None = None) -> Rows:
    """For each watched field: how many of the records that have it are filled."""
    with workspace.database.read() as session:
        known = kept.fields(session)
    if object_ is not None:
        known = known.filter(pl.col("object") == object_)
    present = standing_records(workspace).collect()
    answer = []
    for row in known.iter_rows(named=True):
        mine = present.filter((pl.col("source") == row["source"]) & (pl.col("object") == row["object"]))
        column = f"filled_{row['slug']}"
        full = mine[column].drop_nulls() if column in mine.columns else pl.Series(dtype=pl.Boolean)
        answer.append(
            {
                "source": row["source"],
                "object": row["object"],
                "field": row["field"],
                "custom": row["custom"],
                "filled": int(full.sum()),
                "n": len(full),
            }
        )
    return answer


def sources(workspace: Workspace) -> Rows:
    """Each source: capabilities, last runs, freshness, rejects, users unknown to its people."""
    with workspace.database.read() as session:
        runs = kept.runs(session)
        capabilities, rejects = kept.capabilities(session), kept.rejects(session)
        complete = kept.last_complete(session)
    acted = workspace.lake.scan("user_day_feature", rollups.USER_DAY_FEATURE)
    with workspace.database.read() as session:
        strangers = population.strangers(acted, people.pseudonyms_known(session))
    return [
        {
            "source": name,
            "kind": options.kind,
            "last_complete": complete.get(name),
            "age_hours": _hours(workspace, complete.get(name)),
            "last_run": next(iter(runs.filter(pl.col("source") == name).head(1).to_dicts()), None),
            "unknown_users": strangers.get(name, 0),
            "capabilities": capabilities.filter(pl.col("source") == name).drop("source").to_dicts(),
            "rejects": rejects.filter(pl.col("source") == name).drop("source").to_dicts(),
        }
        for name, options in workspace.settings.sources.items()
    ]


def _hours(workspace: Workspace, at: Any) -> float | None:
    return round((workspace.clock() - at).total_seconds() / 3600, 1) if at else None
