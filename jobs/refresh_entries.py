"""Refreshing what is known of entry: by team and week, how many activities were typed late or together; never whose."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from jobs.declarations import LONG_AGO as ALWAYS
from jobs.declarations import sheets
from jobs.held_acts import begun, first_day
from jobs.holdings import ACTIVITY, RECORDS_OF
from jobs.staff import Staff, staff
from jobs.workspace import Workspace
from metrics import entering, population, slots
from metrics.calendar import WEEK, monday, workdays
from metrics.entering import LONG_AGO
from metrics.rollups import ENTRY_DAY
from metrics.slots import DAY
from settings.declared import DECLARED
from settings.tables import EVENTS, LANDED
from store.intents import Unmeasured

RULES = "entry_rules"
DONE = "entries_known_until"
TABLE = f"{RECORDS_OF}{ACTIVITY}"
BROUGHT_OVER = "migration"


@dataclass(frozen=True)
class Office:
    """Who works there, the hours kept for entry as if they were rituals, and the days on which data were brought over.

    ``marks``: columns team (null: for all), day.
    """

    crew: Staff
    hours: pl.DataFrame
    marks: pl.DataFrame


def refresh_entries(workspace: Workspace, new: Unmeasured) -> None:
    """Brings the sums of entry up to date: those of the weeks over that something new touched, or that ended since.

    Call it under the writer lock, before what landed is marked as measured. Weeks of which single acts are no longer
    held stay as they were: what a machine made could not be told from what was typed.
    """
    office = _office(workspace)
    rules = _rules(workspace, office)
    until = monday(workspace.today)
    if TABLE in workspace.lake.tables():
        weeks = _weeks(_since(workspace, new, rules), until)
        for month in sorted({_month(week) for week in weeks}):
            _refresh_month(workspace, office, [week for week in weeks if _month(week) == month])
    workspace.database.remember(RULES, rules)
    workspace.database.remember(DONE, until.isoformat())


def _since(workspace: Workspace, new: Unmeasured, rules: str) -> date:
    """The Monday of the first week to be summed."""
    whole = monday(begun(workspace) - DAY) + WEEK
    done = workspace.database.fact(DONE)
    if done is None or rules != workspace.database.fact(RULES):
        return whole
    touched = [date.fromisoformat(done), *(first_day(month) for month in new.months)]
    if TABLE in new.first_days:
        made = entering.made_since(_activities(workspace), new.first_days[TABLE]).collect().item()
        touched += [made] if made else []
    return max(whole, monday(min(touched)))


def _weeks(since: date, until: date) -> list[date]:
    return [since + n * WEEK for n in range(max(0, (until - since) // WEEK))]


def _month(week: date) -> str:
    """The month in which a week ends."""
    return f"{week + WEEK - DAY:%Y-%m}"


def _refresh_month(workspace: Workspace, office: Office, weeks: list[date]) -> None:
    """Replaces the rows of some weeks that end in one month, up to the last that is wanted."""
    rows = pl.concat([pl.DataFrame(schema=ENTRY_DAY), *(_week(workspace, office, week) for week in weeks)])
    month, end = _month(weeks[0]), weeks[0] + WEEK - DAY
    held = workspace.lake.scan("entry_day", ENTRY_DAY).filter((pl.col("month") == month) & (pl.col("day") >= end))
    if not rows.equals(held.select(*ENTRY_DAY).collect().sort("day", "team")):
        workspace.lake.refresh("entry_day", rows, f"month = '{month}' AND day >= '{end}'")


def _week(workspace: Workspace, office: Office, week: date) -> pl.DataFrame:
    """The rows of one week, by team."""
    end, zone, crew = week + WEEK - DAY, workspace.settings.project.timezone, office.crew
    typed = _typed(workspace, crew.names, week, end)
    acted = typed.lazy().select("user", day="created_day").unique()
    teams = population.teams_of(acted, crew.memberships, crew.people.lazy()).collect()
    placed = typed.join(teams.rename({"day": "created_day"}), on=["user", "created_day"])
    off = workspace.days_off(week - LONG_AGO, end)
    kept = entering.not_brought_over(placed, office.marks)
    delayed = entering.with_delays(kept, workdays(week - LONG_AGO, end, off), zone)
    sums = entering.summed(entering.agreed(delayed, slots.planned(office.hours, week, end, off, zone)))
    return sums.with_columns(month=pl.lit(_month(week)), day=pl.lit(end)).select(*ENTRY_DAY).sort("day", "team")


def _typed(workspace: Workspace, names: Mapping[str, str], first: date, last: date) -> pl.DataFrame:
    """The activities that were typed from a first to a last day, by people under their one name."""
    events = workspace.lake.scan("events", EVENTS | LANDED).filter(
        pl.col("month").is_in([f"{first:%Y-%m}", f"{last:%Y-%m}"])
    )
    entries, made = pl.collect_all(
        [entering.entered(_activities(workspace), first, last), entering.makings(events, first, last)],
        engine="streaming",
    )
    known = entries.with_columns(pl.col("created_by", "owner").replace(names))
    named = made.with_columns(pl.col("user").replace(names)).sort("source", "record", "user", "client")
    return entering.typed(known, named, workspace.settings.entry.most_a_day)


def _activities(workspace: Workspace) -> pl.LazyFrame:
    created = pl.col("created_at").dt.convert_time_zone(workspace.settings.project.timezone).dt.date()
    return workspace.lake.scan(TABLE).with_columns(created_day=created)


def _office(workspace: Workspace) -> Office:
    hours = [
        {
            "label": name,
            "team": slot.team,
            "weekday": slot.day,
            "start": f"{slot.start:%H:%M}",
            "end": f"{slot.end:%H:%M}",
            "since": ALWAYS,
        }
        for name, slot in workspace.settings.entry_hours.items()
    ]
    marks = sheets(workspace, ["annotations"])["annotations"].filter(pl.col("kind") == BROUGHT_OVER)
    return Office(
        staff(workspace),
        pl.DataFrame(hours, schema=DECLARED["rituals"].kept),
        marks.select("team", day="happened"),
    )


def _rules(workspace: Workspace, office: Office) -> str:
    """Hash of all but activities and acts that the sums depend on."""
    project = workspace.settings.project
    said = {
        "hours": sorted(map(str, office.hours.iter_rows())),
        "marks": sorted(map(str, office.marks.iter_rows())),
        "most": workspace.settings.entry.most_a_day,
        "calendar": [project.timezone, project.country, project.subdivision, *map(str, project.closures)],
        "services": office.crew.services,
        "columns": {name: str(kind) for name, kind in ENTRY_DAY.items()},
    }
    return hashlib.blake2s(json.dumps(said, sort_keys=True).encode(), digest_size=8).hexdigest()
