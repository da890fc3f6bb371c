"""What the workbooks of the demo's share and its CRM have in common, counted by plain reading, without Vigie's code."""

import csv
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import fastexcel

SIREN = 9
DEALS = """
    SELECT e.libelle, r.societe_id FROM affaire r
    JOIN appartenance a ON a.utilisateur_id = r.proprietaire_id AND a.date_fin IS NULL
    JOIN equipe e ON e.id = a.equipe_id
    WHERE r.etape NOT IN ('GAG', 'PER') AND NOT r.supprime
"""
NUMBER = re.compile(r"\d{9}|\d{14}")
PHONE = re.compile(r"0\d{9}")


def cells(path: Path) -> Iterator[str]:
    """All cells of a workbook as text."""
    if path.suffix == ".csv":
        with path.open(encoding="cp1252", newline="") as file:
            for row in csv.reader(file, delimiter=";"):
                yield from row
        return
    book = fastexcel.read_excel(path)
    for name in book.sheet_names:
        sheet = book.load_sheet(name, header_row=None, dtypes="string").to_polars()
        for row in sheet.iter_rows():
            yield from (str(cell) for cell in row if cell is not None)


def named(paths: Iterable[Path]) -> tuple[set[str], set[str], set[str]]:
    """The addresses, telephone numbers and SIREN that stand in some workbooks."""
    found = [cell for path in paths for cell in cells(path)]
    mails = {cell.lower() for cell in found if "@" in cell}
    phones = {cell for cell in found if PHONE.fullmatch(cell)}
    return mails, phones, {cell[:SIREN] for cell in found if NUMBER.fullmatch(cell)}


def found_deals(crm: Path, paths: Iterable[Path]) -> dict[str, tuple[int, int]]:
    """By team: open deals of which the customer, or somebody there, stands in one of the workbooks; and all of them."""
    mails, phones, sirens = named(paths)
    with closing(sqlite3.connect(crm)) as db:
        accounts = {
            key: bool({(siret or "")[:SIREN]} & sirens or {phone} & phones)
            for key, siret, phone in db.execute("SELECT id, siret, telephone FROM societe")
        }
        for key, mail, phone in db.execute("SELECT societe_id, courriel, telephone FROM contact WHERE NOT supprime"):
            accounts[key] = accounts[key] or bool({(mail or "").lower()} & mails or {phone} & phones)
        deals = list(db.execute(DEALS))
    return {
        team: (sum(accounts[one] for of, one in deals if of == team), sum(of == team for of, _ in deals))
        for team in sorted({team for team, _ in deals})
    }
