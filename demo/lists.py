"""Lists taken out of the CRM and brought back: by a team that edits its deals elsewhere, and in a declared clean-up."""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from demo import weeks
from demo.behaviour import Act, Session
from demo.detours import DETOURS

SETTLED = timedelta(minutes=2)
TUESDAY = 1


def carried(rng: random.Random, sessions: Iterable[Session], week: date) -> list[Act]:
    """What is imported in a week, and exported for a clean-up, by people who work with the CRM on those days anyway."""
    working = [session for session in sessions if session.writes]
    return [*_brought_back(rng, working, week), *_cleaned_up(working, week)]


def _brought_back(rng: random.Random, working: Sequence[Session], week: date) -> Iterator[Act]:
    """The list of deals that a team exported the week before: on Tuesday, or the next day somebody is there."""
    truth = DETOURS.loops
    mine = [s for s in working if s.team.name == truth.team and TUESDAY <= s.start.weekday() < weeks.FRIDAY]
    if weeks.number(week) in truth.weeks and mine:
        session = min(mine, key=lambda one: (one.start.weekday(), rng.random()))
        moment = session.start + SETTLED
        rows = rng.randint(*truth.rows)
        yield Act(moment, session.person.id, "IMPORT", truth.kind, session.client, None, rows, again=True)


def _cleaned_up(working: Sequence[Session], week: date) -> Iterator[Act]:
    """The lists of a team, out on Monday and back on the last day its data owner, the leader or another, is there."""
    truth = DETOURS.clean_up
    mine: dict[int, list[Session]] = {}
    for session in working if weeks.number(week) == truth.week else ():
        if session.team.name == truth.team:
            mine.setdefault(session.person.id, []).append(session)
    both = [found for found in mine.values() if len(found) > 1 and found[0].start.weekday() == 0]
    if both:
        out, *_, back = min(both, key=lambda found: (not found[0].person.leads, found[0].person.id))
        for number, kind in enumerate(truth.kinds, 1):
            for session, code in ((out, "EXPORT"), (back, "IMPORT")):
                moment = session.start + number * SETTLED
                yield Act(moment, session.person.id, code, kind, session.client, None, truth.rows, again=True)
