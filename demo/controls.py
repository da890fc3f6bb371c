"""Workbooks on the share that follow no customer: what a detector must leave alone."""

import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

from demo import identity
from demo.ledgers import Cell, Ledger, rows_of
from demo.outside import CONTROLS

MONTHS = (
    *("Janvier", "Février", "Mars", "Avril", "Mai", "Juin", "Juillet", "Août", "Septembre", "Octobre"),
    *("Novembre", "Décembre"),
)
POSTS = ("Salaires", "Déplacements", "Salons", "Véhicules", "Téléphonie", "Formation", "Publicité", "Logiciels")
ARTICLES = ("Palette bois", "Caisse pliante", "Film étirable", "Carton double", "Cerclage", "Cale mousse", "Étiquette")
LEAVE = ("Congés payés", "RTT", "Formation", "Temps partiel")
EXPORTED = (
    "raison_sociale",
    "siret",
    "secteur",
    "code_naf",
    "telephone",
    "code_postal",
    "ville",
    "cree_le",
    "modifie_le",
)
EXPORT = f"SELECT {', '.join(EXPORTED)} FROM societe WHERE NOT supprime AND id % 20 = 0 ORDER BY id"


def controls(week: date, crm: Path, seed: int) -> Mapping[str, Ledger]:
    """Each of them by its path, as it is saved in a week."""
    makers: tuple[Callable[[random.Random, date, Path], Ledger], ...] = (_export, _prices, _budget, _leave, _suppliers)
    made = {}
    for path, make in zip(CONTROLS, makers, strict=True):
        made[path] = make(random.Random(f"{seed} share {path}"), week, crm)
    return made


def _export(rng: random.Random, week: date, crm: Path) -> Ledger:
    del rng, week
    return Ledger(EXPORTED, tuple(rows_of(crm, EXPORT)))


def _prices(rng: random.Random, week: date, crm: Path) -> Ledger:
    del week, crm
    rows: list[tuple[Cell, ...]] = [
        (f"REF-{n:04}", f"{rng.choice(ARTICLES)} {rng.randrange(20, 120)} cm", rng.randrange(90, 9000) / 100, 0.2)
        for n in range(180)
    ]
    return Ledger(("Référence", "Désignation", "Prix unitaire HT", "TVA"), tuple(rows), "Tarif général 2026")


def _budget(rng: random.Random, week: date, crm: Path) -> Ledger:
    del week, crm
    rows: list[tuple[Cell, ...]] = [(post, *(rng.randrange(1, 40) * 500 for _ in MONTHS)) for post in POSTS]
    return Ledger(("Poste de dépense", *MONTHS), tuple(rows), "Budget commercial 2026")


def _leave(rng: random.Random, week: date, crm: Path) -> Ledger:
    del crm
    rows: list[tuple[Cell, ...]] = []
    for _ in range(24):
        first, last = identity.name(rng)
        begin = week + timedelta(days=rng.randrange(120))
        rows.append((last, first, begin, begin + timedelta(days=rng.randrange(1, 15)), rng.choice(LEAVE)))
    return Ledger(("Nom", "Prénom", "Du", "Au", "Type d’absence"), tuple(rows), "Planning des congés")


def _suppliers(rng: random.Random, week: date, crm: Path) -> Ledger:
    del week, crm
    rows: list[tuple[Cell, ...]] = []
    for n in range(30):
        first, last = identity.name(rng)
        firm = f"Fournitures {rng.choice(identity.SURNAME_HEADS)}{rng.choice(identity.SURNAME_TAILS)}"
        address = identity.email(first, last, f"fournisseur-{n}")
        rows.append((f"F{n:04}", firm, f"{first} {last}", address, rng.choice(ARTICLES), "30 jours fin de mois"))
    headings = ("Code fournisseur", "Fournisseur", "Contact", "E-mail", "Famille d’achat", "Conditions de paiement")
    return Ledger(headings, tuple(rows))
