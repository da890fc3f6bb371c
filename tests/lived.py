"""The simulated company as plain SQL sees it, without any of Vigie's own code."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from demo.crm import Crm
from demo.records import ALL_JUNK
from demo.truths import AT_WORK_IN_SUMMER, SEED, week_of

JUNK = "({})".format(", ".join(f"'{word}'" for word in sorted(ALL_JUNK)))
MEMBERS = """
    SELECT a.utilisateur_id, e.libelle AS equipe, a.date_debut, coalesce(a.date_fin, '9999') AS date_fin
    FROM appartenance a JOIN equipe e ON e.id = a.equipe_id WHERE a.utilisateur_id <> 900
"""
LAST_TEAM = f"SELECT utilisateur_id, equipe, max(date_debut) FROM ({MEMBERS}) GROUP BY utilisateur_id"
OWNED = f"JOIN ({LAST_TEAM}) m ON m.utilisateur_id = r.proprietaire_id"
"""Joins a record ``r`` with its owner's last team, as ``m.equipe``."""

Reach = tuple[str | None, str | None]
EVERY = 4


@dataclass(frozen=True)
class Lived:
    """A company that lived all its weeks.

    ``reached``: by week, every fourth, the e-mail and telephone of each contact by id, as they stood at its end.
    """

    crm: Crm
    reached: Mapping[int, Mapping[int, Reach]]


def live(path: Path, count_of_weeks: int = 40, seed: int = SEED) -> Lived:
    """A company after so many weeks."""
    company, reached = Crm(path, seed), {}
    for number, week in enumerate(company.weeks[:count_of_weeks], 1):
        company.live(week)
        if number % EVERY == 0:
            reached[number] = _reached(path)
    return Lived(company, reached)


def _reached(path: Path) -> dict[int, Reach]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT id, courriel, telephone FROM contact WHERE NOT supprime")
        return {key: (email, phone) for key, email, phone in rows}


def count(db: sqlite3.Connection, query: str, *values: object) -> float:
    """The one number that a query gives, 0 for null."""
    (value,) = db.execute(query, values).fetchone()
    return float(value or 0)


def by_team(db: sqlite3.Connection, query: str, *values: object) -> dict[str, float]:
    """What a query of (team, number) gives."""
    return dict(db.execute(query, values))


def weeks(first: int, last: int) -> list[date]:
    """Weeks by number, without those of summer in which many are away."""
    return [w for n in range(first, last + 1) if (w := week_of(n)) not in AT_WORK_IN_SUMMER]
