"""Invented companies and people: consistent within a row, at domains and numbers that are nobody's."""

import re
import unicodedata
from dataclasses import dataclass

from benchmarks.unseen import phones
from benchmarks.unseen.desk import Desk

OTHER_DOMAINS = ("example.com", "example.org", "example.net")
SIREN = 9
TWO_DIGITS = 10


@dataclass(frozen=True)
class Subject:
    """Whom or what a row is about; ``line`` and ``mobile`` are as the desk writes numbers."""

    company: str
    first: str
    last: str
    job: str
    code: str
    town: str
    email: str
    line: str | int
    mobile: str | int
    siren: str
    siret: str


def subject(desk: Desk, who: str) -> Subject:
    """Somebody new: of a kind of company in the word lists, of none ("private"), or of the desk's firm ("staff")."""
    first, last = desk.word("first"), desk.word("last")
    company = _company(desk, who)
    code, town = desk.word("city").split("|")
    siren = checked(desk.pick("3456789") + desk.digits(SIREN - 2))
    return Subject(
        company=company.upper() if desk.often(0.12) else company,
        first=first,
        last=last,
        job=desk.word("job"),
        code=code,
        town=town,
        email=_email(desk, (first, last), _domain(desk, who, company)),
        line=phones.line(desk.random, desk.phones, french=desk.french),
        mobile=phones.mobile(desk.random, desk.phones, french=desk.french),
        siren=siren,
        siret=checked(f"{siren}{desk.random.randint(1, 30):04}"),
    )


def checked(digits: str) -> str:
    """The digits with the one that makes them pass the Luhn test."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits))]
    total = sum(value - 9 if value >= TWO_DIGITS else value for value in doubled)
    return digits + str(-total % 10)


def plain(text: str) -> str:
    """Lower-case letters and digits alone, without accents, joined by hyphens."""
    letters = unicodedata.normalize("NFKD", text.lower())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", kept).strip("-")


def _company(desk: Desk, who: str) -> str:
    """A name; a few businesses are councils, and what staff deal with are businesses."""
    if who in ("business", "staff"):
        return desk.word("company_public" if desk.often(0.06) else "company_business")
    return desk.word(f"company_{who}")


def _domain(desk: Desk, who: str, company: str) -> str:
    if who == "staff":
        return f"{plain(desk.firm)}.example"
    return desk.pick(OTHER_DOMAINS) if who == "private" or desk.often(0.25) else f"{plain(company)}.example"


def _email(desk: Desk, name: tuple[str, str], domain: str) -> str:
    first, last = map(plain, name)
    shared = [] if domain in OTHER_DOMAINS else ["contact", "info"]
    local = desk.pick([f"{first}.{last}", f"{first[0]}{last}", f"{first}.{last}", *shared])
    return f"{local}@{domain}" if desk.often(0.93) else f"{local.upper()}@{domain} "
