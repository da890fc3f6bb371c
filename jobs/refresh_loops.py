"""Refreshing what is known of loops: lists that teams exported and brought back, by their days; never by whom."""

import hashlib
import json
from collections.abc import Collection
from datetime import date

import polars as pl

from jobs.collect import noticed_since
from jobs.held_acts import begun, day_after, first_day, months_held
from jobs.staff import Staff, staff
from jobs.workspace import Workspace
from metrics import loops, population
from metrics.rollups import LOOP_DAY
from metrics.slots import DAY
from settings.tables import EVENTS, LANDED

RULES = "loop_rules"


def refresh_loops(workspace: Workspace, months: Collection[str]) -> None:
    """Brings loops up to date: those closed in the months whose acts changed, and in the months after these.

    Call it under the writer lock. Loops whose acts are no longer all held stay as they were.
    """
    crew = staff(workspace)
    rules = _rules(crew)
    touched = set(months if rules == workspace.database.fact(RULES) else months_held(workspace))
    # A list taken out at the end of a month may have come back in the next.
    after = {f"{day_after(month):%Y-%m}" for month in touched}
    for month in sorted(touched | after):
        _refresh_month(workspace, crew, month)
    workspace.database.remember(RULES, rules)


def _refresh_month(workspace: Workspace, crew: Staff, month: str) -> None:
    first, last = max(first_day(month), _known_from(workspace)), day_after(month) - DAY
    held = workspace.lake.scan("loop_day", LOOP_DAY).filter(pl.col("month") == month).select(*LOOP_DAY).collect()
    found = loops.loops(_acts(workspace, crew, first - loops.REACH, last)).filter(pl.col("day") >= first)
    fresh = found.with_columns(month=pl.lit(month)).select(*LOOP_DAY)
    keys = ["day", "object", "team", "taken"]
    rows = pl.concat([held.filter(pl.col("day") < first), fresh]).sort(keys)
    if not rows.equals(held.sort(keys)):
        workspace.lake.refresh("loop_day", rows, f"month = '{month}'")


def _acts(workspace: Workspace, crew: Staff, first: date, last: date) -> pl.DataFrame:
    """What known humans took out and brought back from a first to a last day, with the team of each on that day."""
    events = workspace.lake.scan("events", EVENTS | LANDED).filter(
        pl.col("month").is_in([f"{first:%Y-%m}", f"{last:%Y-%m}"]) & pl.col("day").is_between(first, last)
    )
    acts = loops.transfers(events).with_columns(pl.col("user").replace(crew.names)).collect(engine="streaming")
    acted = acts.lazy().select("user", "day").unique()
    teams = population.teams_of(acted, crew.memberships, crew.people.lazy()).collect()
    return acts.join(teams, on=["user", "day"]).select(*loops.TRANSFERS)


def _known_from(workspace: Workspace) -> date:
    """The first day for which all acts that tell of a loop are held; before the notice there were none to read."""
    first = begun(workspace)
    return first if first <= noticed_since(workspace) else first + loops.REACH


def _rules(crew: Staff) -> str:
    """Hash of all but acts that loops depend on."""
    said = {"services": crew.services, "columns": {name: str(kind) for name, kind in LOOP_DAY.items()}}
    return hashlib.blake2s(json.dumps(said, sort_keys=True).encode(), digest_size=8).hexdigest()
