"""The business records as they stand: who owns which, what changed since the last writing, which deals are due."""

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar, cast

from demo.company import Person
from demo.plants import PLANTS
from demo.records import Affaire, Contact, Record, Societe, Value, columns, missing
from demo.truths import Team, at
from demo.weeks import number

SEEN_TO = 0.85
"""Share of the deals due in a week that are seen to in that week."""
UNTOUCHED = timedelta(days=11)
CLOSING = timedelta(days=14)
"""A deal in good hands is due when untouched for so long, or when its closing date is so near."""

LOOKS = 8
"""How many deals somebody looks at before choosing the one to talk about."""

MODIFIED = columns(Affaire).index("modifie_le")
R = TypeVar("R", bound=Record)


@dataclass
class Portfolio:
    """All records by kind and id, with what is needed to choose among them quickly.

    ``changed``: records to write. ``states``: each state of each deal since the last writing, as rows.
    ``left``: per team, how many open deals there are, and how many of them nobody looks after.
    """

    rng: random.Random
    people: dict[int, Person]
    week: date
    records: dict[type[Record], dict[int, Record]] = field(default_factory=lambda: defaultdict(dict))
    owned: dict[tuple[int, type[Record]], list[int]] = field(default_factory=lambda: defaultdict(list))
    contacts_of: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    open_deals: dict[int, Affaire] = field(default_factory=dict)
    left: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    changed: dict[tuple[type[Record], int], Record] = field(default_factory=dict)
    states: list[tuple[Value, ...]] = field(default_factory=list)

    def team(self, person: int) -> Team:
        """The team of a person this week; of those not yet or no longer there, the first or last."""
        moves = self.people[person].teams
        return next((team for start, team in reversed(moves) if start <= self.week), moves[0][1])

    def care(self, person: int) -> float:
        """The chance that this person fills a field this week."""
        own = self.people[person].care
        return at(self.team(person).care, number(self.week)) if own is None else own

    def reports(self, person: int) -> float:
        """The chance that this person says something about an activity this week: the team's habit, unless forced."""
        truth, team = PLANTS.minimum_effort, self.team(person)
        forced = team.name == truth.team and number(self.week) >= truth.from_week
        return truth.reports if forced else at(team.care, number(self.week))

    def next_id(self, kind: type[Record]) -> int:
        """The identifier of the next record of a kind."""
        return len(self.records[kind]) + 1

    def add(self, record: Record) -> None:
        """Take a new record in."""
        kind = type(record)
        self.records[kind][record.id] = record
        if isinstance(record, Contact):
            self.contacts_of[record.societe_id].append(record.id)
        if isinstance(record, Affaire):
            self.open_deals[record.id] = record
            count = self.left[self.team(record.proprietaire_id).name]
            count[0] += 1
            count[1] += record.laissee
        self.owned[record.proprietaire_id, kind].append(record.id)
        self.touch(record, record.modifie_le)

    def touch(self, record: Record, moment: datetime) -> None:
        """Note that a record changed; each change of a deal is a state of its history."""
        record.modifie_le = moment
        self.changed[type(record), record.id] = record
        if isinstance(record, Affaire):
            row = record.row()
            self.states.append((record.id, row[MODIFIED], *row[1:]))

    def drop(self, record: Record) -> None:
        """Take a deleted record or a closed deal out of its owner's hands."""
        self.owned[record.proprietaire_id, type(record)].remove(record.id)
        if isinstance(record, Affaire):
            del self.open_deals[record.id]
            count = self.left[self.team(record.proprietaire_id).name]
            count[0] -= 1
            count[1] -= record.laissee

    def one(self, kind: type[R], key: int) -> R:
        """A record by its identifier."""
        return cast("R", self.records[kind][key])

    def all_of(self, kind: type[R]) -> list[R]:
        """All records of a kind, in the order in which they were taken in."""
        return [cast("R", record) for record in self.records[kind].values()]

    def any_of(self, kind: type[R], owner: int | None = None) -> R | None:
        """A record of the owner at random (of everybody when None), or None without one; of deals, an open one."""
        if owner is None:
            return self.one(kind, self.rng.randrange(len(self.records[kind])) + 1)
        owned = self.owned.get((owner, kind))
        return self.one(kind, self.rng.choice(owned)) if owned else None

    def least_filled(self, kind: type[R], owner: int, looks: int = 4) -> R | None:
        """Of a few records of the owner, the one with the most fields to fill."""
        owned = self.owned.get((owner, kind))
        if not owned:
            return None
        seen = [self.one(kind, self.rng.choice(owned)) for _ in range(looks)]
        return max(seen, key=lambda record: len(missing(record)))

    def tended_deal(self, owner: int) -> Affaire | None:
        """Of a few open deals of the owner that are looked after, one not spoken of yet or not for the longest time."""
        seen = [deal for deal in (self.any_of(Affaire, owner) for _ in range(LOOKS)) if deal and not deal.laissee]
        return min(seen, key=lambda deal: (bool(deal.derniere_activite_le), deal.derniere_activite_le), default=None)

    def is_to_be_left(self, owner: int) -> bool:
        """Whether the owner's team has fewer abandoned deals than it tends to."""
        team = self.team(owner)
        deals, abandoned = self.left[team.name]
        return abandoned < team.neglects * (deals + 1) - 0.5

    def begin(self, week: date) -> None:
        """Set the week: teams are those of that week, and so is the count of abandoned deals."""
        self.week = week
        self.left.clear()
        for deal in self.open_deals.values():
            count = self.left[self.team(deal.proprietaire_id).name]
            count[0] += 1
            count[1] += deal.laissee

    def due(self) -> dict[str, list[tuple[int, int]]]:
        """Per team, the deals to be seen to this week, as (id, owner)."""
        monday = datetime.combine(self.week, datetime.min.time())
        due: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for deal in self.open_deals.values():
            near = deal.date_cloture_prevue < self.week + CLOSING
            if deal.laissee or not (near or monday - deal.suivie_le > UNTOUCHED):
                continue
            if self.rng.random() < SEEN_TO:
                due[self.team(deal.proprietaire_id).name].append((deal.id, deal.proprietaire_id))
        return due

    def company_of(self, person: int) -> Societe:
        """A company of the person, or any while they have none."""
        own = self.any_of(Societe, person)
        found = own if own is not None else self.any_of(Societe)
        if found is None:
            raise LookupError("no company in the CRM")
        return found

    def taken(self) -> tuple[Iterable[Record], Iterable[tuple[Value, ...]]]:
        """The records changed and the states of deals since last time, which are then forgotten."""
        changed, states = self.changed, self.states
        self.changed, self.states = {}, []
        return changed.values(), states
