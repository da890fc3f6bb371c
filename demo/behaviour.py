"""Who does what in a week: who is at work, who opens the CRM, on which days, and what for."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from demo import weeks
from demo.company import Person
from demo.plants import PLANTS, Ritual
from demo.truths import TRUTHS, Team, at

READS = ("LECTURE", "LISTE", "TABLEAU", "ETAT")
READ_WEIGHTS = (72, 21, 5, 2)
WRITES = (
    *(("CREATION", "ACT"), ("CREATION", "CTC"), ("CREATION", "SOC"), ("CREATION", "AFF")),
    *(("MODIF", "CTC"), ("MODIF", "SOC"), ("SUPPR", "CTC")),
)  # fmt: skip
WRITE_WEIGHTS = (53, 12, 4, 9, 15, 6, 0.7)
SUPPORT_WRITE_WEIGHTS = (53, 14, 6, 0, 19, 7, 0.7)
WRITE_SHARE = 0.27
"""Share of writing among the acts of people who write at all, upkeep of opportunities apart."""

RARE_EXPORT = 0.01
IMPORTERS = TRUTHS.small.team
SELECTION_ROWS = (60, 400)


class Act(NamedTuple):
    """One thing a user does. ``target``: the record it must be done to, None to let the user choose.

    ``again``: of an import, whether what it brings is there already.
    """

    at: datetime
    user: int
    code: str
    kind: str | None = None
    client: str | None = "WEB"
    target: int | None = None
    rows: int | None = None
    again: bool = False


@dataclass(frozen=True)
class Session:
    """One sitting of a person, from login to the last act; ``writes`` tells those who work from those who look."""

    person: Person
    team: Team
    start: datetime
    acts: tuple[Act, ...]
    client: str
    writes: bool


def week_of(rng: random.Random, people: Iterable[Person], week: date) -> list[Session]:
    """All sessions of all people in a week, but of those who never open the CRM, or no more."""
    present = _at_work(rng, people, week)
    return [session for person in present for session in _sessions(rng, person, week) if person.opens(week)]


def _at_work(rng: random.Random, people: Iterable[Person], week: date) -> list[Person]:
    """Those not on leave; colleagues of a team share out the weeks, so that its presence varies little by chance."""
    teams: dict[str, list[Person]] = {}
    for person in people:
        if person.is_there(week):
            teams.setdefault(person.team(week).name, []).append(person)
    present: list[Person] = []
    for team in teams.values():
        present += rng.sample(team, int(len(team) * weeks.at_work(week) + rng.random()))
    return present


def _sessions(rng: random.Random, person: Person, week: date) -> Iterator[Session]:
    team = person.team(week)
    days = [day for day in weeks.working_days(week) if day.weekday() != person.day_off]
    acts = rng.random() < willingness(at(team.acts, weeks.number(week)), person.rank)
    if acts:
        chosen = sorted(rng.sample(days, min(len(days), rng.choice((3, 4, 4, 5, 5)))))
        plan = {day: _working(rng, team) for day in chosen}
        plan[chosen[0]].append(("MODIF", "CTC", None))
        _routines(rng, team, week, plan)
    elif rng.random() < team.looks:
        plan = {day: _looking(rng) for day in sorted(rng.sample(days, rng.choice((1, 1, 2))))}
    else:
        return
    for day, wishes in plan.items():
        yield _session(rng, person, team, day, wishes, writes=acts)


Wish = tuple[str, str | None, int | None]
"""What to do: code, kind of record, rows."""


def willingness(team_rate: float, rank: float) -> float:
    """A person's chance to act in a week: spread around the team's rate by rank, so that the mean is the rate."""
    spread = min(0.6, 1.8 * min(team_rate, 1 - team_rate))
    return team_rate + spread * (0.5 - rank)


def _working(rng: random.Random, team: Team) -> list[Wish]:
    """A day's acts of somebody who works with the CRM: few on most days, many on some."""
    weights = WRITE_WEIGHTS if team.sells else SUPPORT_WRITE_WEIGHTS
    count = 3 + min(60, int(rng.gammavariate(1.6, 6.1)))
    writes = sum(rng.random() < WRITE_SHARE for _ in range(count))
    wishes: list[Wish] = [(code, None, None) for code in rng.choices(READS, READ_WEIGHTS, k=count - writes)]
    wishes += [(code, kind, None) for code, kind in rng.choices(WRITES, weights, k=writes)]
    rng.shuffle(wishes)
    return wishes


def _looking(rng: random.Random) -> list[Wish]:
    return [(code, None, None) for code in rng.choices(READS, READ_WEIGHTS, k=rng.randint(1, 6))]


def _routines(rng: random.Random, team: Team, week: date, plan: dict[date, list[Wish]]) -> None:
    """Add the weekly export and the monthly import to a person's plan."""
    if team.exports and rng.random() < team.exports:
        last_day = weeks.working_days(week)[-1]
        plan.setdefault(last_day, []).append(("EXPORT", "AFF", rng.randint(*SELECTION_ROWS)))
    elif not team.exports and rng.random() < RARE_EXPORT:
        rng.choice(list(plan.values())).append(("EXPORT", "CTC", rng.randint(*SELECTION_ROWS)))
    if team.name == IMPORTERS and week.day <= 7 and rng.random() < 0.3:
        next(iter(plan.values())).append(("IMPORT", "CTC", rng.randint(15, 40)))


def _session(rng: random.Random, person: Person, team: Team, day: date, wishes: list[Wish], *, writes: bool) -> Session:
    client = "MOB" if rng.random() < person.mobile else "WEB"
    start = weeks.utc(day, _left_free(team, day, rng.uniform(8.0, 16.5)))
    acts = [Act(start, person.id, "CONNEXION", client=client)]
    moment = start
    for code, kind, rows in wishes:
        moment += timedelta(seconds=min(900.0, 3 + rng.expovariate(1 / 100)))
        acts.append(Act(moment, person.id, code, kind, client, None, rows))
    return Session(person, team, start, tuple(acts), client, writes)


def _left_free(team: Team, day: date, hour: float) -> float:
    """The hour at which a sitting begins, later where the team gave up a review and keeps clear of its hour."""
    for ritual in PLANTS.rituals:
        given_up = not ritual.is_held(weeks.number(day))
        if given_up and ritual.team == team.name and day.weekday() == ritual.day and hour < ritual.kept_free:
            return hour + ritual.kept_free - ritual.start
    return hour


def reviews(sessions: list[Session], week: date) -> Iterator[Act]:
    """What is opened in the reviews held in a week: a dashboard and a list, by the team's leader if at work on it.

    Else by whoever comes first of those who work with the CRM that week anyway and are there on the day.
    """
    for ritual in PLANTS.rituals:
        day = week + timedelta(days=ritual.day)
        if not ritual.is_held(weeks.number(week)) or day not in weeks.working_days(week):
            continue
        there = {s.person.id: s.person for s in sessions if s.writes and _may_attend(s, ritual)}
        if there:
            user = min(there.values(), key=lambda person: (not person.leads, person.id)).id
            for minute, code in ((4, "CONNEXION"), (5, "TABLEAU"), (11, "LISTE")):
                yield Act(weeks.utc(day, ritual.start + minute / 60), user, code)


def _may_attend(session: Session, ritual: Ritual) -> bool:
    return session.team.name == ritual.team and session.person.day_off != ritual.day


def upkeep(rng: random.Random, sessions: list[Session], due: Iterable[tuple[int, int]]) -> Iterator[Act]:
    """Edits of the opportunities that are due, as (id, owner): by the owner, or by a colleague who is there."""
    working = [session for session in sessions if session.writes]
    by_owner: dict[int, list[Session]] = {}
    for session in working:
        by_owner.setdefault(session.person.id, []).append(session)
    for target, owner in due:
        choices = by_owner.get(owner, working)
        if choices:
            session = rng.choice(choices)
            moment = session.start + (session.acts[-1].at - session.start) * rng.uniform(0.1, 1)
            yield Act(moment, session.person.id, "MODIF", "AFF", session.client, target)


def robot(rng: random.Random, week: date) -> Iterator[Act]:
    """What the service account does in a week: a night's synchronisation each day, without a client's name."""
    truth = TRUTHS.robot
    if weeks.number(week) < truth.from_week:
        return
    for day in range(7):
        night = week + timedelta(days=day)
        reads = truth.reads // 7 + (day < truth.reads % 7)
        yield Act(weeks.utc(night, 2.0), truth.user, "CONNEXION", None, None)
        for code, kind, count in (("LECTURE", "SOC", reads), ("MODIF", "SOC", truth.edits_a_day)):
            for _ in range(count):
                yield Act(weeks.utc(night, rng.uniform(2.01, 5.0)), truth.user, code, kind, None)
