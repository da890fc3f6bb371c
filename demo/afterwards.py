"""Deals that are in the CRM only once they are won: entered after the fact, sold over the counter, renewed, loaded.

All with a chance of their own and apart from the portfolio, so that nothing else depends on them.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from demo.behaviour import Act
from demo.deeds import Entry
from demo.plants import PLANTS
from demo.portfolio import Portfolio
from demo.records import NEW, WON, Affaire, Societe
from demo.truths import FIRST_WEEK
from demo.weeks import number, utc, working_days

FIRST_ID, A_WEEK = 900_000, 1_000
"""Their ids begin far beyond those of the portfolio."""

AFTER = timedelta(seconds=20)
"""How long after another act of the same person a deal is entered."""


@dataclass(frozen=True)
class Won:
    """A deal as it was entered, and how the journal tells of it; nothing, of one that was loaded."""

    deal: Affaire
    noted: tuple[Act, Entry] | None = None


def brought_over(portfolio: Portfolio, rng: random.Random) -> list[Won]:
    """Deals won long ago, loaded the Saturday before the first week among those that are still open."""
    night = utc(FIRST_WEEK - timedelta(days=2), 21)
    sellers = [p.id for p in portfolio.people.values() if p.since == FIRST_WEEK and portfolio.team(p.id).sells]
    return [
        Won(_deal(portfolio, rng, FIRST_ID + place, rng.choice(sellers), night + timedelta(seconds=place), NEW))
        for place in range(PLANTS.afterwards.brought_over)
    ]


def entered(portfolio: Portfolio, rng: random.Random, acts: Sequence[Act], week: date) -> list[Won]:
    """What a week's people enter besides, on its last working day, all of it won: each right after another act."""
    truth, last = PLANTS.afterwards, working_days(week)[-1]
    wanted = [(truth.team, NEW, truth.a_week if number(week) >= truth.from_week else 0), truth.counter, truth.renewals]
    there = [act for act in acts if act.at.date() == last and act.code != "CONNEXION"]
    ids = iter(range(FIRST_ID + number(week) * A_WEEK, FIRST_ID + (number(week) + 1) * A_WEEK))
    return [
        _typed(portfolio, rng, next(ids), act, pipeline)
        for team, pipeline, count in wanted
        for act in _chosen(portfolio, rng, there, team, count)
    ]


def _chosen(portfolio: Portfolio, rng: random.Random, acts: Sequence[Act], team: str, count: int) -> Iterator[Act]:
    """Acts of a team's people after each of which a deal is entered."""
    mine = [act for act in acts if act.user in portfolio.people and portfolio.team(act.user).name == team]
    return iter(rng.sample(mine, min(count, len(mine))))


def _typed(portfolio: Portfolio, rng: random.Random, key: int, act: Act, pipeline: str) -> Won:
    moment = act.at + AFTER * rng.random()
    deal = _deal(portfolio, rng, key, act.user, moment, pipeline)
    return Won(deal, (Act(moment, act.user, "CREATION", "AFF", act.client), Entry("CREATION", "AFF", key)))


def _deal(portfolio: Portfolio, rng: random.Random, key: int, user: int, moment: datetime, pipeline: str) -> Affaire:
    """A deal won when it is entered, with one of the user's own companies where they have some."""
    own = portfolio.owned.get((user, Societe)) or list(portfolio.records[Societe])
    customer = portfolio.one(Societe, rng.choice(own))
    contacts = portfolio.contacts_of.get(customer.id)
    size = 7.0 if pipeline == PLANTS.afterwards.counter[1] else 9.6
    return Affaire(
        id=key,
        proprietaire_id=user,
        cree_par=user,
        cree_le=moment,
        modifie_le=moment,
        societe_id=customer.id,
        contact_id=rng.choice(contacts) if contacts else None,
        nom=f"Commande {customer.raison_sociale.split()[-1]}",
        etape=WON,
        montant=round(rng.lognormvariate(size, 0.5), -2),
        date_cloture_prevue=moment.date(),
        filiere=pipeline,
        suivie_le=moment,
    )
