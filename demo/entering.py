"""When activities are typed: what teams put off, and what only looks like it.

Plants that leave what people do as it is: activities are noted at another time, or said to have taken place earlier.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from demo import forms, weeks
from demo.behaviour import Act, Session
from demo.deeds import Entry
from demo.detours import DETOURS
from demo.portfolio import Portfolio
from demo.records import Activite

Journal = list[tuple[Act, Entry]]
NIGHTFALL = timedelta(minutes=55)
STROKE = timedelta(minutes=4)
"""How long somebody who catches up takes for an activity, unless there are so many that it must be quicker."""

ARRIVAL = timedelta(seconds=20)


def put_off(
    rng: random.Random, sessions: Iterable[Session], portfolio: Portfolio, journal: Journal, week: date
) -> Journal:
    """The journal of a week with its activities noted when these teams do so, in the order of time."""
    last_day = weeks.working_days(week)[-1]
    there = {session.person.id: session.client for session in sessions if session.acts[0].at.date() == last_day}
    mine: dict[int, list[int]] = defaultdict(list)
    for place, (act, entry) in enumerate(journal):
        if act.code == "CREATION" and entry.kind == Activite.code and act.at.date() < last_day:
            mine[act.user].append(place)
    noted = list(journal)
    for user, places in mine.items():
        for place, moment, client in _noted(rng, portfolio, user, places, last_day, there.get(user)):
            noted[place] = _at(portfolio, journal[place], moment, client)
    return sorted(noted, key=lambda line: (line[0].at, line[0].user))


def _noted(
    rng: random.Random, portfolio: Portfolio, user: int, places: Sequence[int], day: date, client: str | None
) -> list[tuple[int, datetime, str]]:
    """Which of somebody's activities are noted later, when, and from what: (place, moment, client).

    ``client``: what they work with on that day, None for those who are not there.
    """
    team, number = portfolio.team(user).name, weeks.number(portfolio.week)
    evening, hour, offline = DETOURS.catch_up, DETOURS.agreed_hour, DETOURS.synchronised
    if team == offline.team and offline.from_week <= number <= offline.until_week:
        kept = [place for place in places if rng.random() < offline.share]
        return [(place, weeks.utc(day, offline.at) + n * ARRIVAL, offline.client) for n, place in enumerate(kept)]
    if team == evening.team and number >= evening.from_week and client:
        kept = [place for place in places if rng.random() < evening.share]
        return _in_turn(kept, weeks.utc(day, evening.start), client)
    if team == hour.team and number >= hour.from_week and client and day.weekday() == weeks.FRIDAY:
        kept = [place for place in places if rng.random() < hour.share]
        return _in_turn(kept, weeks.utc(day, hour.start), client)
    return []


def _in_turn(places: Sequence[int], start: datetime, client: str) -> list[tuple[int, datetime, str]]:
    apart = min(STROKE, NIGHTFALL / max(1, len(places)))
    return [(place, start + n * apart, client) for n, place in enumerate(places)]


def _at(portfolio: Portfolio, line: tuple[Act, Entry], moment: datetime, client: str) -> tuple[Act, Entry]:
    act, entry = line
    record = portfolio.one(Activite, entry.record or 0)
    record.cree_le = record.modifie_le = moment
    return act._replace(at=moment, client=client), entry


def remembered(rng: random.Random, portfolio: Portfolio, journal: Journal) -> None:
    """Say of a team's activities that they took place long before they are noted."""
    truth = DETOURS.late_entry
    for act, entry in journal:
        if act.code != "CREATION" or entry.kind != Activite.code or weeks.number(portfolio.week) < truth.from_week:
            continue
        if portfolio.team(act.user).name == truth.team and rng.random() < truth.share:
            record = portfolio.one(Activite, entry.record or 0)
            days = timedelta(days=rng.uniform(*truth.days))
            record.realisee_le = min(record.realisee_le, record.cree_le - days)


def brought_over(rng: random.Random, portfolio: Portfolio) -> None:
    """Load old activities of a team into the CRM in a morning, in the name of its leader, as no journal tells."""
    truth = DETOURS.brought_over
    if not portfolio.week <= truth.day < portfolio.week + timedelta(days=7):
        return
    team = [
        p for p in portfolio.people.values() if p.is_there(portfolio.week) and portfolio.team(p.id).name == truth.team
    ]
    leader = next(person.id for person in team if person.leads)
    morning = weeks.utc(truth.day, 9.0)
    for number in range(truth.activities):
        known = portfolio.one(Activite, rng.choice(portfolio.owned[rng.choice(team).id, Activite]))
        portfolio.add(forms.old_activity(rng, portfolio, known, leader, morning + number * timedelta(seconds=2)))
