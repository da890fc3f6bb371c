"""The organisation: teams, people, who reports to whom, and who is where in which week."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from demo import identity
from demo.plants import PLANTS
from demo.truths import FIRST_WEEK, TEAMS, TRUTHS, Team, week_of

DOMAIN = "ardelor"


@dataclass(frozen=True)
class Person:
    """A user of the CRM.

    ``teams``: (first day, team) in order. ``until``: first day no longer there, None while they stay. ``rank``: place
    in the team between the keenest (0) and the least keen (1). ``day_off``: weekday not worked, None for full time.
    ``mobile``: share of sessions on a telephone. ``care``: their own chance to fill a field, None for the team's.
    ``silent_from``: first day from which they do not open the CRM, None while they do. ``left``: first day no longer
    in the directory although the account stays open.
    """

    id: int
    first: str
    last: str
    email: str
    phone: str
    role: str
    leads: bool
    teams: tuple[tuple[date, Team], ...]
    since: date
    until: date | None
    rank: float
    day_off: int | None
    mobile: float
    care: float | None = None
    silent_from: date | None = None
    left: date | None = None

    def is_there(self, week: date) -> bool:
        """Whether they work here in the week."""
        return self.since <= week and (self.until is None or week < self.until)

    def opens(self, week: date) -> bool:
        """Whether they open the CRM at all in a week in which they are there."""
        return self.silent_from is None or week < self.silent_from

    def team(self, week: date) -> Team:
        """Their team in a week in which they are there."""
        return [team for start, team in self.teams if start <= week][-1]


def staff(rng: random.Random) -> list[Person]:
    """All people who ever work here, by id from 1; the first of a team leads it."""
    names = identity.names(rng)
    people: list[Person] = []
    for team in TEAMS:
        ranks = [(place + 0.5) / team.size for place in range(team.size)]
        rng.shuffle(ranks)
        leader = len(people) + 1
        people += [
            _person(rng, leader + place, next(names), team, rank, leads=place == 0) for place, rank in enumerate(ranks)
        ]
    return _habits(_moved(people))


def _person(rng: random.Random, key: int, name: tuple[str, str], team: Team, rank: float, *, leads: bool) -> Person:
    return Person(
        id=key,
        first=name[0],
        last=name[1],
        email=identity.email(*name, DOMAIN),
        phone=identity.mobile(key),
        role=_role(team, leads=leads),
        leads=leads,
        teams=((FIRST_WEEK, team),),
        since=FIRST_WEEK,
        until=None,
        rank=rank,
        day_off=rng.choice((0, 2, 4)) if rng.random() < 0.15 and not team.exports else None,
        mobile=rng.choice((0.05, 0.2, 0.5)) if team.sells else 0.02,
    )


def _role(team: Team, *, leads: bool) -> str:
    if leads:
        return "Responsable d'équipe"
    return "Commercial" if team.sells else "Assistant"


def _moved(people: list[Person]) -> list[Person]:
    """The same people with the planted comings, goings and moves; leaders stay where they are."""
    by_id = {person.id: person for person in people}
    free = {team.name: iter(_led(people, team)) for team in TEAMS}
    for name, number in TRUTHS.movements.joins:
        joiner, first_day = next(free[name]), week_of(number)
        by_id[joiner.id] = replace(joiner, since=first_day, teams=((first_day, joiner.teams[0][1]),))
    name, number = TRUTHS.movements.leaves
    leaver = next(free[name])
    by_id[leaver.id] = replace(leaver, until=week_of(number))
    origin, target, number = TRUTHS.movements.moves
    mover = next(free[origin])
    team = next(team for team in TEAMS if team.name == target)
    by_id[mover.id] = replace(
        mover,
        teams=(*mover.teams, (week_of(number), team)),
        day_off=None,
    )
    return list(by_id.values())


def _habits(people: list[Person]) -> list[Person]:
    """The same people, with those who never open the CRM, who are gone unnoticed, and who fill in as they like."""
    never, left, dispersed = PLANTS.never_opened, PLANTS.left_behind, PLANTS.dispersed
    silent = dict.fromkeys(_least_keen(people, never.team, never.people), FIRST_WEEK)
    gone = dict.fromkeys(_least_keen(people, left.team, left.people), week_of(left.from_week))
    team = [person.id for person in people if person.teams[0][1].name == dispersed.team]
    # Every third person after the leader: who fills in little is as keen as the others.
    care = dict.fromkeys(team, dispersed.care_of_others) | dict.fromkeys(team[3::3][: dispersed.people], dispersed.care)
    return [
        replace(
            person,
            care=care.get(person.id),
            silent_from=silent.get(person.id) or gone.get(person.id),
            left=gone.get(person.id),
        )
        for person in people
    ]


def _least_keen(people: Iterable[Person], team: str, count: int) -> list[int]:
    """Those of a team who are there from the first week on and would open the CRM least; leaders apart."""
    led = [p for p in people if p.teams[0][1].name == team and not p.leads and p.since == FIRST_WEEK]
    return [person.id for person in sorted(led, key=lambda person: -person.rank)[:count]]


def _led(people: Iterable[Person], team: Team) -> list[Person]:
    return [p for p in people if p.teams[0][1] == team and not p.leads]
