"""What a cell is by its form alone: an address, a number of some kind, a date, the name of a company or of a person."""

import re
from functools import lru_cache

from collectors.first_names import FIRST_NAMES
from collectors.handwritten import MONTHS
from collectors.sales_words import COMPANY_FORMS, COMPANY_WORDS
from collectors.wording import plain_words, unaccented

EMAIL = re.compile(r"[\w.+\-']+@[\w\-]+(?:\.[\w\-]+)+")
LINK = re.compile(
    r"(?:https?://|www\.)\S+|[\w\-]+(?:\.[\w\-]+)*\.(?:com|fr|net|org|eu|io|co\.uk|uk|be|ch|de)(?:/\S*)?", re.IGNORECASE
)
BLANKS = re.compile(r"[\s\u00a0\u202f]+")
NUMERIC = re.compile(r"[-+(]?\d[\d\s\u00a0\u202f'.,]*(?:e[-+]?\d+)?\)?", re.IGNORECASE)
MONEY = re.compile(
    r"[-+(]?\s?(?:[€$£]|eur|usd|gbp|chf)?\s?\d[\d\s\u00a0\u202f'.,]*\s?(?:[km]|m\.)?\s?(?:€|\$|£|eur|euros?|usd|gbp|chf)?"
    r"\s?(?:ht|ttc|/\s?(?:an|mois|yr|mo|month|year))?\)?",
    re.IGNORECASE,
)
CURRENCY = re.compile(r"[€$£]|\b(?:eur|euros?|usd|gbp|chf|k€|ke)\b|\d\s?k\b", re.IGNORECASE)
SHARE = re.compile(r"\d{1,3}(?:[.,]\d+)?\s?%")
TIME = re.compile(r"(?:1899-12-3[01] )?\d{1,2}\s?[:h]\s?\d{0,2}(?::\d{2})?")
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
DATE = re.compile(
    r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:[t ]\d{1,2}:\d{2}.*)?"
    r"|\d{1,2}[-/.]\d{1,2}(?:[-/.](?:(?:19|20)\d\d|\d\d))?(?:[t ]\d{1,2}:\d{2}.*)?"
    rf"|(?:[a-z]{{2,9}}\.? )?\d{{1,2}}(?:er|st|nd|rd|th)?[- ](?:{MONTH})\.?(?:[- ,]+(?:(?:19|20)?\d\d))?"
    rf"|(?:{MONTH})\.?[- ]\d{{1,2}}(?:st|nd|rd|th)?(?:,? (?:19|20)\d\d)?"
    rf"|(?:debut |fin |mi |mi-|early |mid |late |end |end of )?(?:{MONTH})\.?[- ']*(?:(?:19|20)?\d\d)?"
    r"|(?:s|sem|semaine|week|wk|w|cw)\.? ?\d{1,2}(?: ?[-/ ]? ?(?:19|20)?\d\d)?"
    r"|(?:t|q)[1-4](?: ?[-/ ']? ?(?:19|20)?\d\d)?|(?:19|20)\d\d ?[-/ ]?(?:t|q)[1-4]"
    r"|(?:19|20)\d\d[-/](?:0[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])/(?:19|20)\d\d"
)
YEAR = re.compile(r"(?:19|20)\d\d(?:\.0)?")
DAYS = """
    lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim
    monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
"""
PERIOD_NAMES = frozenset(DAYS.split())
PHONE = re.compile(
    r"\+\d[\d\s.\-()/\u00a0\u202f]{7,18}"
    r"|00\d[\d\s.\-()/\u00a0\u202f]{8,18}"
    r"|\(?0\d(?:[\s.\-()/\u00a0\u202f]{0,2}\d){7,9}"
    r"|\(?[2-9]\d{2}\)?[\s.\-\u00a0]{1,2}\d{3}[\s.\-\u00a0]\d{4}"
)
LEAST_DIGITS, MOST_DIGITS = 8, 15
BARE_PHONE = re.compile(r"[1-9]\d{8}(?:\.0+)?|\d(?:[.,]\d+)?e\+?0?8", re.IGNORECASE)
"""A French number that a spreadsheet took for a number: without its first 0, or in powers of ten."""

VAT = re.compile(
    r"(?:AT|BE|BG|CH|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK)[0-9A-Z]{8,12}"
)
IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
TICKS = "x oui non o n yes no y ok ko vrai faux true false ✓ ✔ ☑ ☐ na n/a - – — ?"
FLAGS = frozenset(TICKS.split())
CALLED = "m mr mme mlle mrs ms miss dr me monsieur madame docteur pr"
TITLES = frozenset(CALLED.split())
MOST_NAME_WORDS = 4
POSTCODE = re.compile(r"\d{5}(?:\.0)?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|\d{4}(?:\.0)?|F-\d{5}", re.IGNORECASE)
SIREN, SIRET = 9, 14
DOUBLED = str.maketrans("0123456789", "0246813579")
"""The sum of the figures of twice each figure."""

LA_POSTE = "356000000"


@lru_cache(maxsize=50_000)
def is_date(text: str) -> bool:
    """Whether the whole cell is a day, a week, a month or a quarter, in French or English."""
    plain = BLANKS.sub(" ", unaccented(text.casefold())).strip()
    return bool(DATE.fullmatch(plain))


def is_period(text: str) -> bool:
    """Whether a heading is a date, a month, a year, a week or a day of the week."""
    plain = unaccented(text.casefold()).strip(" .")
    return bool(YEAR.fullmatch(plain)) or plain in PERIOD_NAMES or plain in MONTHS or is_date(text)


def is_number(text: str) -> bool:
    """Whether the whole cell is a number, in French or English notation."""
    return bool(NUMERIC.fullmatch(text))


def is_money(text: str) -> bool:
    """Whether the whole cell is an amount with its currency or in thousands."""
    return bool(MONEY.fullmatch(text)) and bool(CURRENCY.search(text))


def digits(text: str) -> str:
    """The figures of a text; those of a number without its decimals where these are zero."""
    whole = text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text
    return "".join(c for c in whole if c in "0123456789")


def is_phone(text: str) -> bool:
    """Whether the cell begins like a telephone number that somebody wrote as one."""
    found = PHONE.match(text)
    return found is not None and LEAST_DIGITS <= len(digits(found.group())) <= MOST_DIGITS


def luhn(number: str) -> bool:
    """Whether the figures meet the checksum of Luhn, as SIREN and SIRET do. Source: ISO/IEC 7812-1, annex B."""
    return sum(map(int, number[::-2])) % 10 == -sum(map(int, number[-2::-2].translate(DOUBLED))) % 10


@lru_cache(maxsize=20_000)
def siren(text: str) -> str | None:
    """The SIREN in a SIREN, a SIRET or a French VAT number, each with a right checksum; null for anything else.

    Zeros that a spreadsheet dropped at the front are put back where that makes the checksum right. The SIRETs of
    La Poste may have a sum of figures divisible by five instead. The key of a VAT number is (12 + 3 × (SIREN mod 97))
    mod 97, as the French administration publishes it; another key is no match.
    """
    number = "".join(c for c in text.upper() if c.isalnum())
    if number.startswith("FR") and len(number) == len("FR") + 2 + SIREN:
        unit = number[4:]
        keyed = unit.isdigit() and luhn(unit) and (not number[2:4].isdigit() or int(number[2:4]) == _key(unit))
        return unit if keyed else None
    plain = digits(text)
    if not plain or not is_number(text.strip()) or not plain.strip("0"):
        return None
    length = SIREN if len(plain) <= SIREN else SIRET
    full = plain.zfill(length)
    if len(full) != length or length - len(plain) > 2:  # noqa: PLR2004 no SIREN begins with three zeros
        return None
    return full[:SIREN] if _right(full) else None


def _key(unit: str) -> int:
    return (12 + 3 * (int(unit) % 97)) % 97


def _right(number: str) -> bool:
    if len(number) == SIREN:
        return luhn(number)
    of_post = number.startswith(LA_POSTE) and sum(map(int, number)) % 5 == 0
    return of_post or (luhn(number) and luhn(number[:SIREN]))


def is_company_number(text: str) -> bool:
    """Whether the cell is a SIREN, SIRET or VAT number."""
    compact = BLANKS.sub("", text.upper()).replace(".", "").replace("-", "")
    return siren(text) is not None or (bool(VAT.fullmatch(compact)) and any(c.isdigit() for c in compact))


@lru_cache(maxsize=50_000)
def names_company(text: str) -> bool:
    """Whether a legal form or a word that names of companies are made of stands in the text."""
    words = plain_words(text)
    return (
        0 < len(words) <= 2 * MOST_NAME_WORDS
        and not is_number(text)
        and any(word in COMPANY_FORMS or word in COMPANY_WORDS for word in (*words, *text.casefold().split()))
    )


@lru_cache(maxsize=50_000)
def names_person(text: str) -> bool:
    """Whether the text is a person's name: two to four words, the first or last of which is a first name, or a Mme."""
    if any(c.isdigit() for c in text) or names_company(text):
        return False
    words = unaccented(text.casefold()).replace(".", " ").replace(",", " ").split()
    if not 1 < len(words) <= MOST_NAME_WORDS:
        return False
    return words[0] in TITLES or any(part in FIRST_NAMES for part in (*words[0].split("-"), *words[-1].split("-")))


def is_flag(text: str) -> bool:
    """Whether the cell is a tick, yes or no."""
    return text.casefold() in FLAGS


@lru_cache(maxsize=50_000)
def is_value(text: str) -> bool:
    """Whether a cell holds a value rather than words: an address, figures, a date or a tick."""
    figures = sum(c.isdigit() for c in text)
    return "@" in text.strip("@") or 2 * figures >= max(1, len(text.replace(" ", ""))) or is_flag(text) or is_date(text)
