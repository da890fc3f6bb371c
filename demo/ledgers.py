"""What stands in the trackers on the share: a row for each of some deals or accounts of the CRM, or for strangers."""

import random
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

from demo import identity
from demo.outside import DEALS, Contents, Tracker
from demo.records import is_missing
from demo.truths import at
from demo.weeks import number

Cell = str | int | float | date | None
Row = Mapping[str, Any]
Write = Callable[[Row, random.Random, date], tuple[Cell, ...]]

STAGES = {"PRO": "Prospection", "QUA": "Qualification", "PRP": "Proposition envoyée", "NEG": "Négociation"}
MOODS = ("Content", "Tiède", "Inquiet", "Pressé")
NOTES = (
    *("Rappeler après la réunion de site", "Attend notre prix", "Veut une démonstration", "Budget à confirmer"),
    *("Hésite encore", "À revoir avec le directeur", "Pas avant le trimestre prochain", "Très intéressé"),
)
FAIRS = ("Salon de l’industrie", "Rencontres du Nord-Est", "Foire professionnelle")
STRANGERS = ("Brasserie", "Cartonnerie", "Minoterie", "Scierie", "Tannerie", "Verrerie")
"""Kinds of companies that no company of the CRM is of."""

PLACES = (
    *("des Trois Vallées", "du Vieux Moulin", "de la Grande Écluse", "du Plateau", "des Quatre Chênes", "du Haut Pont"),
    *(
        "de la Roche Blanche",
        "du Clos Fleuri",
        "des Deux Rives",
        "de la Croix Verte",
        "du Grand Large",
        "du Bas Fourneau",
    ),
)

OPEN_DEALS = """
    SELECT r.id, r.nom AS affaire, r.montant, r.etape, s.raison_sociale, s.ville, s.siret, s.telephone AS standard,
           c.prenom, c.nom, c.courriel, c.telephone, c.fonction
    FROM affaire r JOIN societe s ON s.id = r.societe_id LEFT JOIN contact c ON c.id = r.contact_id
    JOIN appartenance a ON a.utilisateur_id = r.proprietaire_id AND a.date_fin IS NULL
    JOIN equipe e ON e.id = a.equipe_id
    WHERE e.libelle = ? AND r.etape NOT IN ('GAG', 'PER') AND NOT r.supprime AND (r.id * 37 + ?) % 100 < ? ORDER BY r.id
"""
ACCOUNTS = """
    SELECT r.id, r.raison_sociale, r.ville, r.siret, r.telephone AS standard
    FROM societe r JOIN appartenance a ON a.utilisateur_id = r.proprietaire_id AND a.date_fin IS NULL
    JOIN equipe e ON e.id = a.equipe_id
    WHERE e.libelle = ? AND NOT r.supprime AND (r.id * 37 + ?) % 100 < ? ORDER BY r.id
"""


@dataclass(frozen=True)
class Ledger:
    """A table as somebody keeps it: a title above it, if any, headings and rows."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str | None = None


def ledger(tracker: Tracker, week: date, crm: Path, seed: int) -> Ledger:
    """What a tracker holds at the end of a week. Notes on a deal or account stay the same over the weeks."""
    title, headings, write = LAYOUTS[tracker.contents]
    rows = _strangers(tracker, week, seed) if tracker.contents == "fairs" else _known(tracker, week, crm)
    chance = (random.Random(f"{seed} share {tracker.path} {row['id']}") for row in rows)
    return Ledger(headings, tuple(write(row, rng, week) for row, rng in zip(rows, chance, strict=True)), title)


def _known(tracker: Tracker, week: date, crm: Path) -> list[Row]:
    """The deals or accounts that a tracker has come to hold, chosen by their number."""
    query = OPEN_DEALS if tracker.contents in DEALS else ACCOUNTS
    part = round(at(tracker.holds, number(week)))
    with closing(sqlite3.connect(crm)) as db:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute(query, (tracker.team, crc32(tracker.path.encode()) % 100, part))]


def _strangers(tracker: Tracker, week: date, seed: int) -> list[Row]:
    """People met at fairs, of companies that the CRM does not know."""
    rng = random.Random(f"{seed} share {tracker.path}")
    return [_stranger(n, rng) for n in range(round(at(tracker.holds, number(week))))]


def _stranger(n: int, rng: random.Random) -> Row:
    first, last = identity.name(rng)
    firm = f"{rng.choice(STRANGERS)} {rng.choice(PLACES)}"
    address = identity.email(first, last, f"inconnu-{n}")
    return {"id": n, "raison_sociale": firm, "prenom": first, "nom": last, "courriel": address}


def _client(row: Row) -> str:
    """A customer as its people call it: without what kind of company it is, with its town."""
    return f"{row['raison_sociale'].split()[-1]} {row['ville']}"


def _contact(row: Row) -> str | None:
    return f"{row['prenom']} {row['nom']}" if row["nom"] else None


def _known_value(value: str | None) -> str | None:
    return None if is_missing(value) else value


def _mail(row: Row) -> str | None:
    """A person's own address: those of a whole company are of no use to a salesperson."""
    address = _known_value(row["courriel"])
    return None if address is None or address.startswith(f"{identity.SHARED_MAILBOX}@") else address


def _soon(rng: random.Random, week: date) -> date:
    return week + timedelta(days=rng.randrange(3, 40))


def _lately(rng: random.Random, week: date) -> date:
    return week - timedelta(days=rng.randrange(1, 60))


def _deal(row: Row, rng: random.Random, week: date) -> tuple[Cell, ...]:
    return (
        *(_client(row), _known_value(row["siret"]), _contact(row), _mail(row), row["affaire"], row["montant"]),
        *(STAGES[row["etape"]], _soon(rng, week), rng.choice(NOTES), rng.choice(MOODS)),
        *(rng.choice((0, 0, 3, 5, 8)) / 100, rng.choice(("oui", "non"))),
    )


def _quote(row: Row, rng: random.Random, week: date) -> tuple[Cell, ...]:
    sent = _lately(rng, week)
    return (
        *(f"D-{row['id']:05}", _client(row), _contact(row), _mail(row), row["montant"], sent, _soon(rng, week)),
        rng.choice(NOTES),
    )


def _portfolio(row: Row, rng: random.Random, week: date) -> tuple[Cell, ...]:
    return (
        *(_client(row), _known_value(row["siret"]), _contact(row), _mail(row), _lately(rng, week), rng.choice(NOTES)),
        *(rng.choice((10, 30, 50, 70)) / 100, rng.choice(MOODS)),
    )


def _visit(row: Row, rng: random.Random, week: date) -> tuple[Cell, ...]:
    return (_client(row), _contact(row), _mail(row), _lately(rng, week), rng.choice(NOTES), _soon(rng, week))


def _reminder(row: Row, rng: random.Random, week: date) -> tuple[Cell, ...]:
    return (_client(row), _contact(row), _mail(row), _soon(rng, week), rng.choice(NOTES), rng.choice((0, 5)) / 100)


def _round(row: Row, rng: random.Random, week: date) -> tuple[Cell, ...]:
    return (
        *(_client(row), _known_value(row["standard"]), _lately(rng, week), _soon(rng, week)),
        *(rng.choice(("A", "B", "C")), rng.choice(NOTES)),
    )


def _service(row: Row, rng: random.Random, week: date) -> tuple[Cell, ...]:
    return (_client(row), _known_value(row["standard"]), _lately(rng, week), rng.choice(NOTES), _soon(rng, week))


def _fair(row: Row, rng: random.Random, week: date) -> tuple[Cell, ...]:
    return (
        *(row["raison_sociale"], _contact(row), row["courriel"], rng.choice(FAIRS)),
        *(rng.choice(("fort", "moyen", "faible")), _soon(rng, week), rng.choice(NOTES)),
    )


def _agreement(row: Row, rng: random.Random, week: date) -> tuple[Cell, ...]:
    return (
        *(_client(row), _known_value(row["siret"]), rng.randrange(20, 400) * 1000, rng.choice((2, 4, 6)) / 100),
        *(week + timedelta(days=rng.randrange(30, 300)), rng.choice(NOTES)),
    )


LAYOUTS: Mapping[Contents, tuple[str | None, tuple[str, ...], Write]] = {
    "deals": (
        "Suivi des affaires de l’équipe",
        (
            *("Client", "SIRET", "Interlocuteur", "E-mail", "Affaire", "Montant estimé", "Étape", "Date de relance"),
            *("Prochaine action", "Humeur du client", "Remise demandée", "Échantillons envoyés"),
        ),
        _deal,
    ),
    "quotes": (
        None,
        (
            *("N° devis", "Client", "Interlocuteur", "E-mail", "Montant du devis", "Envoyé le", "Relance prévue le"),
            "Commentaire",
        ),
        _quote,
    ),
    "portfolio": (
        "Portefeuille clients",
        (
            *("Client", "SIRET", "Contact", "Courriel", "Dernier contact", "Prochaine étape", "Probabilité"),
            "Humeur du client",
        ),
        _portfolio,
    ),
    "visits": (
        None,
        ("Client", "Contact", "E-mail", "Date de visite", "Compte rendu", "Prochaine visite"),
        _visit,
    ),
    "reminders": (None, ("Client", "Interlocuteur", "E-mail", "À relancer le", "Notes", "Remise demandée"), _reminder),
    "rounds": (
        None,
        ("Client", "Téléphone", "Dernière visite", "Prochaine visite", "Potentiel client", "Notes"),
        _round,
    ),
    "service": (
        "Suivi des clients",
        ("Client", "Téléphone", "Dernier appel", "Commentaire", "Prochaine relance"),
        _service,
    ),
    "fairs": (
        "Prospects rencontrés sur les salons",
        ("Société", "Interlocuteur", "E-mail", "Salon", "Intérêt", "À rappeler le", "Suite donnée"),
        _fair,
    ),
    "agreements": (
        "Accords cadres en cours",
        ("Client", "SIRET", "CA prévu", "Remise négociée", "Renouvellement le", "Prochaine action"),
        _agreement,
    ),
}
"""By contents: the title, the headings, and what stands below them."""


def rows_of(crm: Path, query: str, values: Sequence[object] = ()) -> Iterator[tuple[Cell, ...]]:
    """The rows of a query, as an export of the CRM has them."""
    with closing(sqlite3.connect(crm)) as db:
        yield from db.execute(query, values)
