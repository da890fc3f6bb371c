"""The rows of the CRM's business tables, and how people fill them in: well, badly, or with placeholders."""

import random
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import ClassVar

from demo.truths import PLACEHOLDER_RATE
from demo.weeks import written

Value = str | int | float | date | datetime | None

OPEN_STAGES = ("PRO", "QUA", "PRP", "NEG")
WON, LOST = "GAG", "PER"
NEW = "NEU"
SECTORS = ("Agroalimentaire", "BTP", "Chimie", "Distribution", "Énergie", "Logistique", "Santé", "Services")
POSITIONS = (
    "Acheteur",
    "Directeur général",
    "Directrice achats",
    "Responsable technique",
    "Comptable",
    "Chef d'atelier",
)
NEXT_STEPS = ("Relancer le client", "Envoyer le devis", "Organiser une démonstration", "Prévoir une visite")
RIVALS = ("Concurrent A", "Concurrent B", "Solution interne", "Statu quo")
REASONS_LOST = ("Prix", "Délai", "Projet abandonné", "Concurrent retenu")


@dataclass(slots=True, kw_only=True, eq=False)
class Record:
    """What all rows have: an identifier, an owner, who made it and when, and whether it was deleted."""

    id: int
    proprietaire_id: int
    cree_par: int
    cree_le: datetime
    modifie_le: datetime
    supprime: int = 0

    table: ClassVar[str]
    code: ClassVar[str]
    optional: ClassVar[tuple[str, ...]] = ()

    def row(self) -> tuple[Value, ...]:
        """The values in the order of `columns`, times and dates as text."""
        return tuple(_stored(getattr(self, column)) for column in columns(type(self)))


@dataclass(slots=True, kw_only=True, eq=False)
class Societe(Record):
    """A customer company. Nobody fills `code_naf`."""

    raison_sociale: str
    ville: str
    code_postal: str
    siret: str | None = None
    secteur: str | None = None
    code_naf: str | None = None
    telephone: str | None = None
    effectif: int | None = None
    encours: float | None = None

    table: ClassVar[str] = "societe"
    code: ClassVar[str] = "SOC"
    optional: ClassVar[tuple[str, ...]] = ("siret", "secteur", "telephone")


@dataclass(slots=True, kw_only=True, eq=False)
class Contact(Record):
    """A person at a customer company."""

    societe_id: int
    prenom: str
    nom: str
    courriel: str | None = None
    telephone: str | None = None
    fonction: str | None = None

    table: ClassVar[str] = "contact"
    code: ClassVar[str] = "CTC"
    optional: ClassVar[tuple[str, ...]] = ("courriel", "telephone", "fonction")


@dataclass(slots=True, kw_only=True, eq=False)
class Affaire(Record):
    """An opportunity in a pipeline, `filiere`.

    Never stored: `laissee`, whether nobody will look after it, and `suivie_le`, when it was last seen to.
    """

    societe_id: int
    contact_id: int | None
    nom: str
    etape: str
    montant: float
    date_cloture_prevue: date
    prochaine_action: str | None = None
    concurrent: str | None = None
    motif_perte: str | None = None
    derniere_activite_le: datetime | None = None
    filiere: str = NEW
    laissee: bool = field(default=False, metadata={"stored": False})
    suivie_le: datetime = field(metadata={"stored": False})

    table: ClassVar[str] = "affaire"
    code: ClassVar[str] = "AFF"

    @property
    def is_open(self) -> bool:
        """Whether it is neither won nor lost."""
        return self.etape in OPEN_STAGES and not self.supprime


@dataclass(slots=True, kw_only=True, eq=False)
class Activite(Record):
    """A call, visit, mail or note; `realisee_le` is when it took place."""

    type: str
    objet: str
    compte_rendu: str | None
    societe_id: int
    contact_id: int | None
    affaire_id: int | None
    realisee_le: datetime

    table: ClassVar[str] = "activite"
    code: ClassVar[str] = "ACT"


KINDS: tuple[type[Record], ...] = (Societe, Contact, Affaire, Activite)
COLUMNS = {kind: tuple(f.name for f in fields(kind) if f.metadata.get("stored", True)) for kind in KINDS}
JUNK: dict[str, tuple[str, ...]] = {
    "siret": ("n/a", "x"),
    "secteur": ("à compléter", "n/a", "x"),
    "courriel": ("a@a.fr", "x"),
    "telephone": ("0600000000", "x"),
    "fonction": ("x", "à compléter", "n/a"),
    "prochaine_action": ("à compléter", "x"),
    "concurrent": ("n/a", "x"),
}
"""What people type into a field only to get past it."""
ALL_JUNK = frozenset(word for words in JUNK.values() for word in words)


def columns(kind: type[Record]) -> tuple[str, ...]:
    """The stored columns of a kind of record."""
    return COLUMNS[kind]


def typed(rng: random.Random, care: float, column: str, value: str) -> str | None:
    """What ends up in an optional field: the value, a placeholder, or nothing."""
    if rng.random() >= care:
        return None
    if rng.random() < PLACEHOLDER_RATE:
        return rng.choice(JUNK[column])
    return value


def is_missing(value: object) -> bool:
    """Whether a field holds nothing, or a placeholder."""
    return value is None or value in ALL_JUNK


def missing(record: Record) -> list[str]:
    """The optional fields of a record that are still to be filled."""
    return [column for column in record.optional if is_missing(getattr(record, column))]


def _stored(value: Value) -> Value:
    if isinstance(value, datetime):
        return written(value)
    return value.isoformat() if isinstance(value, date) else value
