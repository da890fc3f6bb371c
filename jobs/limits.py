"""The limits by which signals are judged: declared, then of the phase, then of config.toml, then changed by hand."""

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl

from jobs.workspace import Workspace
from metrics.calendar import last_complete_week
from metrics.catalogue import metrics
from metrics.limits import LimitChange, Limits, Override
from store import declared
from store import overrides as changed

BEFORE_LAUNCH = ("framing", "build", "pilot", "rollout")
AFTER_MIGRATION = timedelta(days=365)
LOOSER_AFTER_MIGRATION = {"data_quality.duplicates": Limits(0.05, 0.12)}
"""Limits that hold in the first year after records were brought over from elsewhere."""


def overrides(workspace: Workspace) -> Override:
    """Limits in place of the declared ones: by signal, then by team or None for all."""
    given = {
        name: {None: Limits(own.amber, own.red)}
        | {team: Limits(other.amber, other.red) for team, other in own.teams.items()}
        for name, own in workspace.settings.signals.items()
    }
    stated = _of_the_phase(workspace)
    return {
        name: given.get(name, {}) | {None: _over(given.get(name, {}).get(None), stated.get(name))}
        for name in {*given, *stated}
    }


def limit_changes(workspace: Workspace) -> list[LimitChange]:
    """Limits changed by hand up to the workspace's day: each holds from the week last judged before it on."""
    with workspace.database.read() as session:
        made = changed.overrides(session, workspace.today)
    return [
        LimitChange(last_complete_week(row["made_on"]), row["metric"], row["team"], row["amber"], row["red"])
        for row in made.iter_rows(named=True)
    ]


def _of_the_phase(workspace: Workspace) -> Mapping[str, Limits]:
    phase = workspace.settings.project.phase
    early = {
        name: Limits(*metric.before_launch)
        for name, metric in metrics().items()
        if metric.before_launch and phase in BEFORE_LAUNCH
    }
    return early | (LOOSER_AFTER_MIGRATION if _migrated_lately(workspace) else {})


def _migrated_lately(workspace: Workspace) -> bool:
    today = workspace.today
    with workspace.database.read() as session:
        said = declared.declared(session, "annotations", today)
    happened: list[date] = said.filter(pl.col("kind") == "migration")["happened"].to_list()
    return any(day <= today < day + AFTER_MIGRATION for day in happened)


def _over(own: Limits | None, stated: Limits | None) -> Limits:
    """The limits of config.toml where it gives any, else those of the phase."""
    amber, red = (own.amber, own.red) if own else (None, None)
    if stated is None:
        return Limits(amber, red)
    return Limits(stated.amber if amber is None else amber, stated.red if red is None else red)
