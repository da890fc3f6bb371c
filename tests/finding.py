"""Searching everything that Vigie keeps for what would name a person, whatever it is written in."""

import re
import sqlite3
import unicodedata
from collections.abc import Collection, Iterable
from contextlib import closing
from pathlib import Path

import polars as pl

SIREN, SHORTEST = 9, 7
"""Letters of a name from which chance does not spell it in a pseudonym."""

NUMBER = re.compile(r"(?<![\d.])\+?\d(?:[ .\-/]?\d){8,13}(?!\d)")


def folded(text: str) -> str:
    """In lower case, without accents."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


def found(texts: Iterable[str], names: Collection[str]) -> set[str]:
    """Which names, addresses and numbers stand in the texts; numbers however they are grouped."""
    needles = sorted({folded(name) for name in names if len(name) >= SHORTEST})
    numbers = {_digits(name) for name in names if NUMBER.fullmatch(name.strip())}
    plain = [folded(text) for text in texts]
    written = {_digits(number) for text in plain for number in NUMBER.findall(text)}
    return numbers & written | set(pl.Series(plain).str.extract_many(needles).explode().drop_nulls())


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def kept_under(folder: Path) -> dict[str, str]:
    """By file: all that can be read in it. Parquet is decoded, its footer also read as it stands."""
    return {path.relative_to(folder).as_posix(): _content(path) for path in sorted(folder.rglob("*")) if path.is_file()}


def _content(path: Path) -> str:
    raw = path.read_bytes()
    if raw[:4] != b"PAR1":
        return f"{path.name}\n{raw.decode('utf-8', errors='replace')}"
    footer = raw[-8 - int.from_bytes(raw[-8:-4], "little") :].decode("utf-8", errors="replace")
    frame = pl.read_parquet(path)
    said = [name for name, kind in frame.schema.items() if not (kind.is_temporal() or kind.is_float())]
    cells = {str(cell) for name in said for cell in frame[name].unique()}
    return "\n".join([path.name, *frame.columns, *sorted(cells), footer])


def persons(crm: Path) -> set[str]:
    """All that names somebody in the demo's CRM: surnames, addresses, logins, numbers, companies, what was written."""
    queries = (
        "SELECT nom, courriel, telephone, identifiant, prenom || ' ' || nom FROM utilisateur WHERE nom IS NOT NULL",
        "SELECT nom, courriel, telephone, prenom || ' ' || nom, nom FROM contact",
        "SELECT raison_sociale, telephone, siret, NULL, NULL FROM societe",
        "SELECT nom, NULL, NULL, NULL, NULL FROM affaire",
        "SELECT objet, compte_rendu, NULL, NULL, NULL FROM activite",
    )
    with closing(sqlite3.connect(crm)) as db:
        words = {word.strip() for query in queries for row in db.execute(query) for word in row if word}
    # A company's nine digits are no more than the numbers of three documents, written one after the other.
    return {word for word in words if not (word.isdigit() and len(word) == SIREN)}
