"""Pseudonyms: keyed hashes made at the collector's boundary, before anything is stored."""

import hashlib
import hmac
import unicodedata
from base64 import b32encode
from collections.abc import Callable
from dataclasses import dataclass

import phonenumbers
import polars as pl

from collectors.company_numbers import siren_in

LEGAL_FORMS = frozenset(
    [
        "sa",
        "sas",
        "sasu",
        "sarl",
        "eurl",
        "sci",
        "snc",
        "scop",
        "scs",
        "sca",
        "gie",
        "ei",
        "eirl",
        "selarl",
        "asbl",
        "gmbh",
        "ag",
        "ltd",
        "limited",
        "inc",
        "llc",
        "plc",
        "corp",
        "bv",
        "nv",
        "srl",
        "spa",
    ]
)
BYTES, LETTERS = 10, 16


@dataclass(frozen=True)
class Pseudonyms:
    """Makes pseudonyms with one secret; the same input and secret give the same pseudonym everywhere.

    A pseudonym is the first 80 bits of HMAC-SHA256 in base32: 16 characters. ``country`` reads phone numbers
    written without a country code.
    """

    secret: bytes
    country: str = "FR"

    def of(self, kind: str, *parts: str) -> str:
        """Pseudonym of a thing of some kind, named by its parts."""
        message = "\x1f".join((kind, *parts)).encode()
        return b32encode(hmac.digest(self.secret, message, hashlib.sha256)[:BYTES]).decode()

    def person(self, source: str, native: str, email: str | None = None) -> str:
        """Pseudonym of a person: of the normalised e-mail where known, else of the source and its own id."""
        address = normal_email(email)
        return self.of("person", address) if address else self.alias(source, native)

    def alias(self, source: str, native: str) -> str:
        """Pseudonym of a source's own user id."""
        return self.of("user", source, native)

    def record(self, source: str, object_: str, native: str) -> str:
        """Pseudonym of a record: of the source, its object and its own id."""
        return self.of("record", source, object_, native)

    def records(self, source: str, object_: str, natives: pl.Series) -> pl.Series:
        """Pseudonyms of a column of record ids; null stays null."""
        texts = natives.cast(pl.String)
        distinct = texts.drop_nulls().unique()
        start = hmac.new(self.secret, f"record\x1f{source}\x1f{object_}\x1f".encode(), hashlib.sha256)

        def digest(native: str) -> bytes:
            # What all these messages begin with is hashed once.
            hashed = start.copy()
            hashed.update(native.encode())
            return hashed.digest()[:BYTES]

        digests = (digest(native) for native in distinct)
        # Ten bytes are sixteen letters without padding: all are written at once.
        letters = b32encode(b"".join(digests)).decode()
        words = [letters[at : at + LETTERS] for at in range(0, len(letters), LETTERS)]
        table = pl.DataFrame({"native": distinct, "word": pl.Series(words, dtype=pl.String)})
        known = texts.rename("native").to_frame().join(table, on="native", how="left", maintain_order="left")
        return known["word"].rename(natives.name)

    def emails(self, values: pl.Series) -> pl.Series:
        """Keys of e-mail addresses; null for what is not one."""
        return self._keys("email", values, normal_email)

    def phones(self, values: pl.Series) -> pl.Series:
        """Keys of phone numbers in E.164; null for what is not one."""
        return self._keys("phone", values, lambda text: normal_phone(text, self.country))

    def names(self, values: pl.Series) -> pl.Series:
        """Keys of names without accents, punctuation, case and legal form; null for an empty one."""
        return self._keys("name", values, normal_name)

    def company_ids(self, values: pl.Series) -> pl.Series:
        """Keys of company numbers (SIREN, SIRET, VAT…): letters and digits only; null for an empty one."""
        return self._keys("company_id", values, normal_company_id)

    def legal_units(self, values: pl.Series) -> pl.Series:
        """Keys of the SIREN inside company numbers, the same for all establishments; null where there is none."""
        return self._keys("legal_unit", values, siren_in)

    def _keys(self, kind: str, values: pl.Series, normal: Callable[[str], str | None]) -> pl.Series:
        def key(text: str) -> str | None:
            plain = normal(text)
            return self.of(kind, plain) if plain else None

        return mapped(values, key)

    def digests(self, kind: str) -> Callable[[str], bytes]:
        """What makes the bytes of which ``of`` writes the letters, for things of one kind named by one part.

        Both halves of the HMAC are keyed once, so that a million things take seconds. Source: RFC 2104.
        """
        block = hashlib.sha256().block_size
        key = hashlib.sha256(self.secret).digest() if len(self.secret) > block else self.secret
        inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key.ljust(block, b"\0")) + f"{kind}\x1f".encode())
        outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in key.ljust(block, b"\0")))

        def digest(part: str) -> bytes:
            within, without = inner.copy(), outer.copy()
            within.update(part.encode())
            without.update(within.digest())
            return without.digest()[:BYTES]

        return digest

    def fingerprint(self) -> str:
        """What is stored to recognise the secret without holding it."""
        return self.of("fingerprint")


def mapped(values: pl.Series, word: Callable[[str], str | None]) -> pl.Series:
    """The column with each distinct value mapped once, as strings; null stays null."""
    texts = values.cast(pl.String)
    distinct = texts.drop_nulls().unique()
    table = {text: word(text) for text in distinct}
    return texts.replace_strict(list(table), list(table.values()), default=None, return_dtype=pl.String)


def normal_email(text: str | None) -> str | None:
    """The address in lower case without blanks; null unless it has one @ with text on both sides."""
    address = (text or "").strip().casefold()
    local, at, domain = address.rpartition("@")
    return address if at and local and domain and "@" not in local else None


def normal_phone(text: str, country: str) -> str | None:
    """The number in E.164; null unless it is a possible number of that country or carries its own code."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normal_name(text: str) -> str | None:
    """Words of the name without accents, punctuation, case and legal form, joined by one blank."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    words = [word for word in letters.split() if word not in LEGAL_FORMS]
    return " ".join(words) or None


def normal_company_id(text: str) -> str | None:
    """Letters and digits of a company number, in capitals."""
    return "".join(c for c in text.upper() if c.isalnum()) or None
