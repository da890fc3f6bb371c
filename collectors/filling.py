"""Whether a field is filled: more than blanks and placeholders, and in the format declared for it."""

import hashlib
import re
import unicodedata
from collections.abc import Collection
from typing import Literal

import phonenumbers
import polars as pl
from email_validator import EmailNotValidError, validate_email

from collectors.company_numbers import is_siren, is_siret

Format = Literal["email", "phone", "siren", "siret", "postcode", "url"]

PLACEHOLDERS = frozenset(
    {
        *[
            "x",
            "xx",
            "xxx",
            "xxxx",
            "-",
            "--",
            "---",
            ".",
            "..",
            "...",
            "?",
            "??",
            "???",
            "0",
            "00",
            "000",
            "0000",
            "00000",
        ],
        *[
            "n/a",
            "na",
            "n.a.",
            "n.a",
            "nc",
            "n.c.",
            "n/c",
            "nd",
            "n.d.",
            "n/d",
            "ns",
            "nr",
            "tbd",
            "tbc",
            "todo",
            "test",
            "none",
            "null",
            "nil",
        ],
        *[
            "néant",
            "neant",
            "aucun",
            "aucune",
            "rien",
            "vide",
            "inconnu",
            "inconnue",
            "unknown",
            "undefined",
            "azerty",
            "qwerty",
            "asdf",
            "aaa",
            "abc",
        ],
        *["a@a.fr", "a@a.com", "a@b.fr", "a@b.com", "aa@aa.fr", "x@x.fr", "x@x.com", "test@test.fr", "test@test.com"],
        *["no@mail.com", "nomail@nomail.fr"],
        *["0600000000", "0100000000", "0000000000", "0123456789", "0102030405", "0606060606", "0101010101"],
        *["+33600000000", "+33100000000", "01/01/1900", "1900-01-01", "01/01/1970", "1970-01-01"],
        "non renseigné",
        "non renseigne",
        "non communiqué",
        "à compléter",
        "a completer",
        "à renseigner",
        "a renseigner",
        "à définir",
        "a definir",
        "à voir",
        "to complete",
        "to be defined",
        "not applicable",
        "not available",
    }
)
"""Words that mean empty, in lower case; phone numbers without blanks, dots and dashes."""

EMPTY_HTML = re.compile(r"<[^>]+>|&nbsp;", re.IGNORECASE)
SLUG_BYTES = 2


def slug(field: str) -> str:
    """A column-safe name: letters and digits of the field's name, and a short hash that keeps like names apart."""
    plain = unicodedata.normalize("NFKD", field).encode("ascii", "ignore").decode().lower()
    mark = hashlib.blake2s(field.encode(), digest_size=SLUG_BYTES).hexdigest()
    return f"{re.sub('[^a-z0-9]+', '_', plain).strip('_')[:40]}_{mark}"


def is_filled(values: pl.Series, placeholders: Collection[str] = ()) -> pl.Series:
    """True where a cell holds more than blanks, empty markup or a placeholder; never null.

    Numbers other than text are filled whatever their value, and so are booleans: a CRM that writes 0 or false for
    "nothing" says so by its collector.
    """
    if values.dtype != pl.String:
        return values.is_not_null()
    distinct = values.drop_nulls().unique().to_list()
    empty = PLACEHOLDERS | {word.casefold() for word in placeholders}
    said = [_says_something(text, empty) for text in distinct]
    return values.replace_strict(distinct, said, default=False, return_dtype=pl.Boolean)


def _says_something(text: str, empty: Collection[str]) -> bool:
    plain = EMPTY_HTML.sub("", text).strip().casefold() if "<" in text else text.strip().casefold()
    return bool(plain) and plain not in empty and re.sub(r"[\s.\-]", "", plain) not in empty


def is_valid(values: pl.Series, layout: Format, country: str) -> pl.Series:
    """True where a cell meets the format; null where it is null."""
    words = values.cast(pl.String, strict=False)
    distinct = words.drop_nulls().unique().to_list()
    met = [_meets(text.strip(), layout, country) for text in distinct]
    return words.replace_strict(distinct, met, default=None, return_dtype=pl.Boolean)


def _meets(text: str, layout: Format, country: str) -> bool:
    match layout:
        case "email":
            return _is_email(text)
        case "phone":
            return _is_phone(text, country)
        case "siren":
            return is_siren(text)
        case "siret":
            return is_siret(text)
        case "postcode":
            return bool(re.fullmatch(r"[A-Z0-9][A-Z0-9 \-]{2,9}", text.upper()))
        case "url":
            return bool(re.fullmatch(r"(https?://)?[\w\-]+(\.[\w\-]+)+(/\S*)?", text))


def _is_email(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


def _is_phone(text: str, country: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(text, country))
    except phonenumbers.NumberParseException:
        return False
