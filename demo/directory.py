"""The personnel file of the simulated company: everybody who ever works there, by address, with dates and waves."""

import csv
from collections.abc import Iterable
from pathlib import Path

from demo.company import Person
from demo.plants import PLANTS

COLUMNS = ("email", "equipe", "fonction", "vague", "entree", "sortie")


def write_directory(path: Path, people: Iterable[Person]) -> None:
    """Write the whole list: the team is the last one; ``sortie`` the first day no longer there, if there is one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(COLUMNS)
        lines.writerows(_line(person) for person in people)


def _line(person: Person) -> tuple[str, ...]:
    team = person.teams[-1][1].name
    left = person.left or person.until
    dates = (person.since.isoformat(), left.isoformat() if left else "")
    return (person.email, team, person.role, PLANTS.waves.of(person.teams[0][1].name), *dates)
