"""Keyed hashes of whom the tables of a workbook name: addresses, telephone numbers, company numbers and names."""

import re
from base64 import b32encode
from collections.abc import Callable, Iterable, Mapping, Sequence

from collectors import cell_forms as forms
from collectors.column_kinds import Column
from collectors.pseudonyms import Pseudonyms, normal_company_id, normal_email, normal_name, normal_phone
from collectors.tables_found import Table

Found = Sequence[tuple[Table, Sequence[Column]]]
SEVERAL = re.compile(r"[;|\n]|\s/\s|,(?=\s*[+0(])|(?<=\d\d\d)/(?=[+0])|\s(?:ou|or|et|and|puis)\s|\s-\s", re.IGNORECASE)
"""What stands between several telephone numbers of one cell."""

WRITTEN = re.compile(
    r"(?:\+|00)\d[\d\s.\-()\u00a0\u202f]{7,18}\d|(?<![\d.,+])0[1-9](?:[\s.\-\u00a0\u202f]?\d{2}){4}(?!\d)"
)
"""A telephone number amid words: with its country, or as French ones are written."""

APART = re.compile(r"[\s.\-\u00a0\u202f]")
FRENCH = re.compile(r"0[1-9]\d{8}", re.ASCII)
NAMING = frozenset({"customer", "prospect", "company", "name"})
LONGEST_NAME = 120
LEAST_LETTERS = 2


def keys(found: Found, pseudonyms: Pseudonyms) -> Mapping[str, frozenset[str]]:
    """Kind → keys of all rows of some tables: email, phone, company_id, legal_unit and name; without empty kinds."""
    values = {
        "email": emails(found),
        "phone": phones(found, pseudonyms.country),
        "company_id": company_ids(found),
        "legal_unit": legal_units(found),
        "name": names(found),
    }
    return {kind: _hashed(plain, pseudonyms.digests(kind)) for kind, plain in values.items() if plain}


def _hashed(values: Iterable[str], digest: Callable[[str], bytes]) -> frozenset[str]:
    return frozenset(b32encode(digest(value)).decode() for value in values)


def emails(found: Found) -> set[str]:
    """Addresses in any cell, as ``normal_email`` has them."""
    cells = (cell for table, columns in found for c in columns for cell in table.cells(c.place) if "@" in cell)
    written = {address.strip(".") for cell in cells for address in forms.EMAIL.findall(cell)}
    return {plain for address in written if (plain := normal_email(address))}


def phones(found: Found, country: str) -> set[str]:
    """Numbers in columns of telephone numbers, and those amid words that are written as such, in E.164.

    A figure without the first 0, or in powers of ten, that a spreadsheet made of a French number gets its 0 back.
    """
    texts = {part for cell in _of(found, _holds_phones) for part in SEVERAL.split(cell)}
    amid = {number for cell in _of(found, _holds_words) for number in WRITTEN.findall(cell)}
    return {plain for text in texts | amid if (plain := phone(text, country))}


def phone(text: str, country: str) -> str | None:
    """A telephone number in E.164; null where there is none."""
    written = text.strip().replace("(0)", "")
    bare = APART.sub("", written)
    if country == "FR" and FRENCH.fullmatch(bare):
        # Most numbers are; reading them so is thirty times as fast and gives the same.
        return f"+33{bare[1:]}"
    if forms.BARE_PHONE.fullmatch(written) and country == "FR":
        return f"+33{float(written.replace(',', '.')):.0f}"
    if forms.is_number(written) and written.endswith(".0"):
        written = written[:-2]
    digits = sum(c.isdigit() for c in written)
    return normal_phone(written, country) if forms.LEAST_DIGITS <= digits <= forms.MOST_DIGITS else None


def company_ids(found: Found) -> set[str]:
    """Company numbers as ``normal_company_id`` has them; whole numbers without decimals, lost zeros put back."""
    return {plain for cell in _of(found, _holds_company_ids) if (plain := _company_id(cell))}


def _company_id(text: str) -> str | None:
    plain = normal_company_id(forms.digits(text) if forms.is_number(text) else text) or ""
    if plain.isdigit() and forms.siren(text):
        plain = plain.zfill(forms.SIREN if len(plain) <= forms.SIREN else forms.SIRET)
    return plain if len(plain) >= forms.LEAST_DIGITS else None


def legal_units(found: Found) -> set[str]:
    """SIRENs of company numbers whose checksum is right."""
    return {unit for cell in _of(found, _holds_company_ids) if (unit := forms.siren(cell))}


def names(found: Found) -> set[str]:
    """Names of companies and of persons as ``normal_name`` has them; persons by both their names only."""
    written = {cell for cell in _of(found, _names_persons) if len(cell.split()) > 1}
    written |= {name for table, columns in found for name in _joined(table, columns)}
    return company_names(found) | _normal(written)


def company_names(found: Found) -> set[str]:
    """Names in the columns of companies and customers, as ``normal_name`` has them."""
    return _normal(cell for t, columns in found for c in _companies(columns) for cell in t.cells(c.place))


def _normal(names: Iterable[str]) -> set[str]:
    kept = (normal_name(name) for name in set(names) if len(name) <= LONGEST_NAME)
    return {name for name in kept if name and _tells(name)}


def _tells(name: str) -> bool:
    return sum(c.isalpha() for c in name) >= LEAST_LETTERS


def _joined(table: Table, columns: Sequence[Column]) -> Iterable[str]:
    """First and last names that stand in columns of their own, put together."""
    first = next((c for c in columns if c.about == "first_name"), None)
    last = next((c for c in columns if c.about == "last_name"), None) or next(
        (c for c in columns if c.about in ("name", "contact") and c is not first), None
    )
    if not first or not last:
        return
    given, family = table.places[first.place], table.places[last.place]
    for row in table.body:
        if max(given, family) < len(row) and row[given] and row[family]:
            yield f"{row[given]} {row[family]}"


def _of(found: Found, fitting: Callable[[Column], bool]) -> Iterable[str]:
    for table, columns in found:
        for column in columns:
            if fitting(column):
                yield from table.cells(column.place)


def _holds_phones(column: Column) -> bool:
    return column.kind == "phone" or (column.about == "phone" and column.kind not in ("date", "flag", "stage"))


def _holds_words(column: Column) -> bool:
    return column.kind in ("words", "talk", "person", "company", "email") and column.about != "phone"


def _holds_company_ids(column: Column) -> bool:
    return column.kind == "company_id" or column.about == "company_id"


def _companies(columns: Sequence[Column]) -> list[Column]:
    """The columns whose cells may be names of companies or customers."""
    of_persons = any(column.about == "first_name" for column in columns)
    other = {"comment", "next_step", "contact", "owner", "first_name", "last_name", *(["name"] if of_persons else [])}
    return [c for c in columns if c.about not in other and (c.kind == "company" or _is_naming(c))]


def _is_naming(column: Column) -> bool:
    return column.about in NAMING and column.kind in ("words", "company", "person", "talk", "stage")


def _names_persons(column: Column) -> bool:
    return column.about == "contact" or (column.kind == "person" and column.about not in ("owner", "created_by"))
