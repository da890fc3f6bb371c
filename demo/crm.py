"""The simulated CRM as a SQLite file, lived through week by week."""

import random
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from demo import afterwards, behaviour, entering, lists
from demo.afterwards import Won
from demo.behaviour import Act, Session
from demo.company import DOMAIN, Person, staff
from demo.deeds import Entry, done
from demo.entering import Journal
from demo.migration import migrate
from demo.portfolio import Portfolio
from demo.records import Affaire, Record, Value, columns
from demo.schema import SCHEMA
from demo.truths import FIRST_WEEK, SEED, TEAMS, TRUTHS, WEEKS, week_of
from demo.weeks import written

BUSY_TIMEOUT_S = 30.0


class Crm:
    """A company's CRM, whose file holds what happened up to the last week lived.

    A file already at ``path`` is replaced: the same seed writes the same content again.
    """

    def __init__(self, path: Path, seed: int = SEED) -> None:
        self.path = path
        self.weeks: list[date] = [week_of(number + 1) for number in range(WEEKS)]
        self._lived = 0
        self._seed = seed
        rng = _random(seed, "company")
        people = {person.id: person for person in staff(rng)}
        self._portfolio = Portfolio(rng, people, FIRST_WEEK)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        with closing(self._open()) as db:
            db.executescript(SCHEMA)
            with db:
                _write_organisation(db)
                migrate(self._portfolio)
                self._write_records(db)
                _write_won(db, afterwards.brought_over(self._portfolio, _random(seed, "brought over")))

    @property
    def people(self) -> list[Person]:
        """All people who ever work here."""
        return list(self._portfolio.people.values())

    def live(self, week: date) -> None:
        """Write what happened from Monday 00:00 to Sunday 24:00, Paris time, in one transaction.

        Raises ValueError when it is not the turn of that week.
        """
        if self._lived >= WEEKS or week != self.weeks[self._lived]:
            raise ValueError(f"{week} is not the next week of the simulated company")
        portfolio, rng = self._portfolio, _random(self._seed, week.isoformat())
        portfolio.rng = rng
        portfolio.begin(week)
        with closing(self._open()) as db, db:
            _write_people(db, portfolio.people.values(), week)
            sessions = behaviour.week_of(rng, portfolio.people.values(), week)
            acts = sorted(_week(rng, portfolio, sessions, week), key=_order)
            listed = lists.carried(_random(self._seed, f"lists {week}"), sessions, week)
            journal = [(act, done(portfolio, act)) for act in sorted([*acts, *listed], key=_order)]
            journal = self._typed(sessions, journal, week)
            self._write_records(db)
            won = afterwards.entered(portfolio, _random(self._seed, f"afterwards {week}"), acts, week)
            _write_won(db, won)
            journal += [noted for each in won if (noted := each.noted)]
            _write_journal(db, sorted(journal, key=lambda entry: entry[0].at))
        self._lived += 1

    def _typed(self, sessions: list[Session], journal: Journal, week: date) -> Journal:
        """The week's journal and activities as they are typed, which is not always when something was done."""
        chance = _random(self._seed, f"entry {week}")
        journal = entering.put_off(chance, sessions, self._portfolio, journal, week)
        entering.remembered(chance, self._portfolio, journal)
        entering.brought_over(chance, self._portfolio)
        return journal

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=BUSY_TIMEOUT_S)

    def _write_records(self, db: sqlite3.Connection) -> None:
        changed, states = self._portfolio.taken()
        kinds: dict[type[Record], list[tuple[Value, ...]]] = {}
        for record in changed:
            kinds.setdefault(type(record), []).append(record.row())
        for kind, rows in kinds.items():
            _insert(db, f"REPLACE INTO {kind.table} ({', '.join(columns(kind))})", rows)
        _insert(db, "INSERT INTO affaire_historique", [(None, *state) for state in states])


def _random(seed: int, purpose: str) -> random.Random:
    """Chance of its own for each purpose, so that one week's draws do not shift another's."""
    return random.Random(f"{seed} {purpose}")


def _week(rng: random.Random, portfolio: Portfolio, sessions: list[Session], week: date) -> list[Act]:
    """All acts of all users in a week."""
    acts = [act for session in sessions for act in session.acts]
    for team, deals in portfolio.due().items():
        colleagues = [session for session in sessions if session.team.name == team]
        acts += behaviour.upkeep(rng, colleagues, deals)
    acts += behaviour.reviews(sessions, week)
    acts += behaviour.robot(rng, week)
    return acts


def _order(act: Act) -> tuple[datetime, int]:
    return act.at, act.user


def _write_won(db: sqlite3.Connection, won: Iterable[Won]) -> None:
    """Deals with their only state, as it is and in the history."""
    rows = [each.deal.row() for each in won]
    modified = columns(Affaire).index("modifie_le")
    _insert(db, f"INSERT INTO affaire ({', '.join(columns(Affaire))})", rows)
    _insert(db, "INSERT INTO affaire_historique", [(None, row[0], row[modified], *row[1:]) for row in rows])


def _insert(db: sqlite3.Connection, statement: str, rows: Sequence[tuple[Value, ...]]) -> None:
    if rows:
        db.executemany(f"{statement} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def _write_organisation(db: sqlite3.Connection) -> None:
    """The teams, and the service account, which was there before everybody."""
    _insert(db, "INSERT INTO equipe", [(_team_id(team.name), team.name) for team in TEAMS])
    robot, opened = TRUTHS.robot, FIRST_WEEK.isoformat()
    address = f"{robot.login}@{DOMAIN}.example"
    account = (robot.user, robot.login, None, None, address, None, "Compte technique", None, 1, opened, None)
    _insert(db, "INSERT INTO utilisateur", [account])
    _insert(db, "INSERT INTO appartenance", [(None, robot.user, _team_id(robot.team), opened, None)])


def _write_people(db: sqlite3.Connection, people: Collection[Person], week: date) -> None:
    """Those who come, leave or change teams on that Monday."""
    for person in people:
        if person.since == week:
            _insert(db, "INSERT INTO utilisateur", [_account(person)])
        if person.until == week:
            leaving = "UPDATE utilisateur SET actif = 0, date_sortie = ? WHERE id = ?"
            db.execute(leaving, (week.isoformat(), person.id))
            _end_membership(db, person, week)
        if any(start == week for start, _ in person.teams):
            _end_membership(db, person, week)
            _begin_membership(db, person, week, people)


def _end_membership(db: sqlite3.Connection, person: Person, week: date) -> None:
    ending = "UPDATE appartenance SET date_fin = ? WHERE utilisateur_id = ? AND date_fin IS NULL"
    db.execute(ending, (week.isoformat(), person.id))


def _begin_membership(db: sqlite3.Connection, person: Person, week: date, people: Iterable[Person]) -> None:
    team = person.team(week)
    row = (None, person.id, _team_id(team.name), week.isoformat(), None)
    _insert(db, "INSERT INTO appartenance", [row])
    if not person.leads:
        leader = next(p.id for p in people if p.leads and p.team(week) == team)
        db.execute("UPDATE utilisateur SET responsable_id = ? WHERE id = ?", (leader, person.id))


def _account(person: Person) -> tuple[Value, ...]:
    login = person.email.partition("@")[0]
    names = (person.first, person.last, person.email, person.phone)
    return (person.id, login, *names, person.role, None, 1, person.since.isoformat(), None)


def _write_journal(db: sqlite3.Connection, journal: Iterable[tuple[Act, Entry]]) -> None:
    rows: list[tuple[Value, ...]] = [(None, written(act.at), act.user, *entry, act.client) for act, entry in journal]
    _insert(db, "INSERT INTO journal", rows)


def _team_id(name: str) -> int:
    return next(place for place, team in enumerate(TEAMS, 1) if team.name == name)
