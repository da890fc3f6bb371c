"""The order system of the simulated company: the orders of each week, a CSV file a week, as its export drops them."""

import csv
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from demo import identity
from demo.afterwards import FIRST_ID
from demo.plants import PLANTS
from demo.records import NEW
from demo.truths import FIRST_WEEK, SEED
from demo.weeks import number, working_days

FOLDER = "commandes"
COLUMNS = ("numero", "date", "type", "agence", "client", "siret", "montant", "affaire")
KINDS = {NEW: "N", PLANTS.afterwards.renewals[1]: "R", PLANTS.afterwards.counter[1]: "C"}
"""What the order system calls the CRM's pipelines."""

WON = """
    SELECT d.id, d.filiere, d.societe_id, s.raison_sociale, d.montant, min(h.horodatage), e.libelle
    FROM affaire d JOIN affaire_historique h ON h.affaire_id = d.id AND h.etape = 'GAG'
    JOIN societe s ON s.id = d.societe_id
    JOIN appartenance a ON a.utilisateur_id = d.proprietaire_id
    JOIN equipe e ON e.id = a.equipe_id
    WHERE a.date_debut <= :day AND coalesce(a.date_fin, '9999') > :day
    GROUP BY d.id HAVING min(h.horodatage) >= :first AND min(h.horodatage) < :after ORDER BY d.id
"""
QUIET = """
    SELECT s.id, s.raison_sociale FROM societe s
    JOIN appartenance a ON a.utilisateur_id = s.proprietaire_id AND a.date_fin IS NULL
    JOIN equipe e ON e.id = a.equipe_id
    WHERE e.libelle = :team AND s.siret IS NOT NULL AND length(s.siret) = 14
    AND NOT EXISTS (SELECT 1 FROM affaire d JOIN societe o ON o.id = d.societe_id
                    WHERE o.raison_sociale = s.raison_sociale)
    ORDER BY s.id
"""
"""Customers of a team with whom, or with whose namesakes, there never was a deal."""


@dataclass(frozen=True)
class Order:
    """One order; ``deal``: the CRM's opportunity that it names, if it names one."""

    day: date
    kind: str
    team: str
    customer: int
    name: str
    amount: float
    deal: int | None = None


def write_orders(folder: Path, crm: Path, week: date, seed: int = SEED) -> None:
    """Write the orders of a week; in the first week, what an earlier company left in the folder is removed."""
    folder.mkdir(parents=True, exist_ok=True)
    if week == FIRST_WEEK:
        for old in folder.glob("*.csv"):
            old.unlink()
    rng = random.Random(f"{seed}:orders {week}")
    with closing(sqlite3.connect(crm)) as db:
        found = sorted(_orders(db, rng, week), key=lambda order: (order.day, order.team, order.customer))
    with (folder / f"commandes-{week:%G-S%V}.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, delimiter=";")
        lines.writerow(COLUMNS)
        lines.writerows(_line(order, f"C{week:%g%V}-{place:03}") for place, order in enumerate(found, 1))


def _orders(db: sqlite3.Connection, rng: random.Random, week: date) -> Iterator[Order]:
    yield from _won(db, rng, week)
    yield from _without_deal(db, rng, week)


def _won(db: sqlite3.Connection, rng: random.Random, week: date) -> Iterator[Order]:
    """The orders of the deals won in a week; of one entered after the fact, the order is some days older than it."""
    truth, days = PLANTS.unseen, working_days(week)
    span = {"first": week.isoformat(), "after": (week + timedelta(days=7)).isoformat(), "day": week.isoformat()}
    for deal, pipeline, customer, name, amount, won, team in db.execute(WON, span):
        day = datetime.fromisoformat(won).date()
        if deal >= FIRST_ID:
            day = rng.choice([earlier for earlier in days if earlier < day] or [day])
        named = deal if rng.random() < truth.named else None
        yield Order(day, KINDS[pipeline], team, customer, name, amount, named)


def _without_deal(db: sqlite3.Connection, rng: random.Random, week: date) -> Iterator[Order]:
    """Orders that no deal prepared: those of the team that goes round the CRM, and those that need none."""
    truth, days = PLANTS.unseen, working_days(week)
    unseen = truth.a_week if number(week) >= truth.from_week else 0
    counter, renewals = truth.counter, truth.renewals
    for team, kind, count in (
        (truth.team, "N", unseen),
        (counter[0], "C", counter[1]),
        (renewals[0], "R", renewals[1]),
    ):
        known = db.execute(QUIET, {"team": team}).fetchall()
        for customer, name in rng.sample(known, min(count, len(known))):
            size = 7.0 if kind == "C" else 9.6
            yield Order(rng.choice(days), kind, team, customer, name, round(rng.lognormvariate(size, 0.5), 2))


def _line(order: Order, key: str) -> tuple[str, ...]:
    """As the order system writes it: French dates and amounts; it knows the numbers of all customers."""
    amount = f"{order.amount:.2f}".replace(".", ",")
    words = (order.kind, order.team, order.name, identity.siret(order.customer), amount)
    return (key, f"{order.day:%d/%m/%Y}", *words, "" if order.deal is None else str(order.deal))
