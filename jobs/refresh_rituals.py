"""Refreshing what is known of rituals: each planned occurrence, and whether its group looked at the CRM; never who."""

import hashlib
import json
from collections.abc import Collection
from datetime import date

import polars as pl

from jobs.declarations import sheets
from jobs.held_acts import begun, day_after, first_day, months_held
from jobs.staff import staff
from jobs.workspace import Workspace
from metrics import population, slots
from metrics.rollups import RITUAL_DAY
from metrics.slots import DAY
from settings.tables import EVENTS, LANDED
from store import people

RULES = "ritual_rules"
PLANNED = "rituals_planned_until"


def months_to_redo(workspace: Workspace) -> list[str]:
    """The months whose single acts are held, when rituals or service accounts were declared otherwise before."""
    return months_held(workspace) if _rules(workspace) != (workspace.database.fact(RULES) or "") else []


def with_ritual_acts(workspace: Workspace, month: str, daily: pl.DataFrame) -> pl.DataFrame:
    """Rows of USER_DAY of a month, where what people opened inside a ritual of theirs is a meaningful act too."""
    rituals = _rituals(workspace)
    if rituals.is_empty():
        return daily
    first = first_day(month)
    planned = _planned(workspace, rituals, first, day_after(month) - DAY)
    opened = slots.opened_inside(planned, _seen(workspace, planned["day"]))
    return (
        daily.join(opened, on=["source", "user", "day"], how="left")
        .with_columns(pl.col("acts") + pl.col("opened").fill_null(0))
        .drop("opened")
    )


def refresh_rituals(workspace: Workspace, months: Collection[str]) -> None:
    """Brings the occurrences of rituals up to date: those of months whose acts changed, and those planned since.

    Call it under the writer lock, before what landed is marked as measured. Occurrences of rituals that are declared no
    more, and those whose acts are no longer held, stay as they were.
    """
    rituals = _rituals(workspace)
    if not rituals.is_empty():
        since = workspace.database.fact(PLANNED)
        known = _known_from(workspace)
        first = max(known, date.fromisoformat(since)) if since else known
        passed = {f"{first + DAY * n:%Y-%m}" for n in range((workspace.today - first).days)}
        # What was opened on the last day of a month may have been for a ritual on the first day of the next.
        after = {f"{day_after(month):%Y-%m}" for month in months}
        for month in sorted({*months, *after, *passed}):
            _refresh_month(workspace, rituals, month)
        workspace.database.remember(PLANNED, workspace.today.isoformat())
    workspace.database.remember(RULES, _rules(workspace))


def _refresh_month(workspace: Workspace, rituals: pl.DataFrame, month: str) -> None:
    first = max(first_day(month), _known_from(workspace))
    last = min(day_after(month), workspace.today) - DAY
    here = pl.col("month") == month
    held = workspace.lake.scan("ritual_day", RITUAL_DAY).filter(here).select(*RITUAL_DAY).collect()
    planned = _planned(workspace, rituals, first, last)
    days = pl.concat([planned["day"], planned["day"] - DAY])
    fresh = slots.attended(planned, _seen(workspace, days))
    declared = rituals.select("team", "since", "until", ritual="label")
    covered = (
        held.join(declared, on=["ritual", "team"], nulls_equal=True)
        .filter(pl.col("day").is_between(first, last))
        .filter((pl.col("since") <= pl.col("day")) & (pl.col("until").is_null() | (pl.col("until") > pl.col("day"))))
    )
    keys = ["day", "ritual", "team"]
    rows = pl.concat([held.join(covered, on=keys, how="anti", nulls_equal=True), fresh]).sort(keys)
    if not rows.equals(held.sort(keys)):
        workspace.lake.refresh("ritual_day", rows, f"month = '{month}'")


def _rituals(workspace: Workspace) -> pl.DataFrame:
    """The rituals declared on the workspace's day, in the workbook and in the settings."""
    return sheets(workspace, ["rituals"])["rituals"]


def _planned(workspace: Workspace, rituals: pl.DataFrame, first: date, last: date) -> pl.DataFrame:
    off = workspace.days_off(first, last)
    return slots.planned(rituals, first, last, off, workspace.settings.project.timezone)


def _seen(workspace: Workspace, days: pl.Series) -> pl.DataFrame:
    """What known humans looked at on some days, with the team of each on that day."""
    crew = staff(workspace)
    events = workspace.lake.scan("events", EVENTS | LANDED).filter(
        pl.col("month").is_in(days.dt.strftime("%Y-%m").unique().to_list())
    )
    looked = (
        slots.looks(events, days.unique().sort().to_list())
        .with_columns(person=pl.col("user").replace(crew.names))
        .collect(engine="streaming")
    )
    teams = population.teams_of(
        looked.lazy().select("day", user="person").unique(), crew.memberships, crew.people.lazy()
    ).collect()
    return looked.join(teams.rename({"user": "person"}), on=["person", "day"]).drop("person")


def _known_from(workspace: Workspace) -> date:
    """The first day of which all that counts for a ritual is known: its own acts, and those of the day before."""
    return begun(workspace) + DAY


def _rules(workspace: Workspace) -> str:
    """Hash of all that says when rituals are planned and who is no person; empty without a ritual."""
    rituals, project = _rituals(workspace), workspace.settings.project
    if rituals.is_empty():
        return ""
    with workspace.database.read() as session:
        services = people.people(session).filter(pl.col("kind") == "service")["user"].unique().sort().to_list()
    calendar = [project.timezone, project.country, project.subdivision, *[(c.start, c.end) for c in project.closures]]
    said = json.dumps([sorted(map(str, rituals.iter_rows())), calendar, services], default=str)
    return hashlib.blake2s(said.encode(), digest_size=8).hexdigest()
