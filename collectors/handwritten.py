"""Cells as people write them in sheets of their own, read one by one; one that cannot be read says why."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time

import phonenumbers

from collectors.pseudonyms import normal_email
from settings.sheets import Choice, Column, ColumnKind

FIRST_YEAR, LAST_YEAR = 1990, 2100
LONGEST = 80
PERCENT = 100
NOBODY = frozenset(
    {"aucun", "aucune", "neant", "personne", "vacant", "adefinir", "anommer"}
    | {"none", "nobody", "tbd", "tobedefined", "tobenamed"}
)
"""What stands where a role or thing should, and names none."""

YES = frozenset({"oui", "o", "yes", "y", "x", "vrai", "true", "1", "ok", "✓", "✔", "☑"})
NO = frozenset({"non", "n", "no", "faux", "false", "0", "☐"})
MONTHS: Mapping[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "janvier janv jan january",
            "fevrier fevr fev february feb",
            "mars mar march",
            "avril avr april apr",
            "mai may",
            "juin june jun",
            "juillet juil jul july",
            "aout aou august aug",
            "septembre sept sep september",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        1,
    )
    for word in words.split()
}
ISO_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T ]\d{1,2}:\d{2}.*)?")
DAY_IN_WORDS = re.compile(r"(?:[a-z]+ )?(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]+) (\d{4})")
MONTH_FIRST = re.compile(r"(?:[a-z]+ )?([a-z]+) (\d{1,2})(?:st|nd|rd|th)? (\d{4})")
TIME = re.compile(r"(?:1899-12-3[01] |1900-01-00 )?(\d{1,2})(?:\s*[:h.]\s*(\d{2})?(?::\d{2}(?:\.\d+)?)?)?\s*(am|pm)?")
NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?(?:e[-+]?\d+)?", re.IGNORECASE)
GROUPED = re.compile(r"[-+]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?")
AMBIGUOUS = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}")
"""One comma before three figures: thousands to some, thousandths to others."""

NOISE = re.compile(r"[\s\u00a0\u202f€$£]")
MAIL = re.compile(r"[^\s@]+@[^\s@]+")
DATES_IN_TEXT = re.compile(r"(?<!\d)(?:[0-3]?\d[/.-][01]?\d[/.-](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)(?!\d)")
PHONE = re.compile(r"(?<![\d])(?:\+|00?)[\s.\-/()]*(?:\d[\s.\-/()]*){8,}")


class UnfitCellError(Exception):
    """A cell that is not taken; its text is the reason, never the cell's own."""


@dataclass(frozen=True)
class Reader:
    """Reads cells. ``person``: what an e-mail address becomes. ``country``: of phone numbers without a code."""

    person: Callable[[str], str]
    country: str

    def read(self, text: str, column: Column) -> object:
        """The value of a cell that is not empty, of the type of its column. Raises UnfitCellError."""
        if column.choices:
            return choice(text, column.choices)
        readers: dict[ColumnKind, Callable[[str], object]] = {
            "day": day,
            "time": clock,
            "number": number,
            "share": share,
            "yes": yes,
            "person": self.address,
            "label": self.label,
        }
        return readers[column.kind](text)

    def says_nothing(self, text: str, column: Column) -> bool:
        """Whether a cell is empty, or holds a dash or, where a name is asked for, a word such as "to be defined"."""
        return not text.strip("-–—? ") or (column.kind == "label" and normal(text) in NOBODY)

    def address(self, text: str) -> str:
        """What the person of an e-mail address is called here. Raises UnfitCellError."""
        if normal_email(text) is None or len(text.split()) > 1:
            raise UnfitCellError("not_an_address")
        return self.person(text)

    def label(self, text: str) -> str:
        """A short name of a thing or role, single blanks between its words. Raises UnfitCellError."""
        plain = " ".join(text.split())
        if _is_personal(plain, self.country):
            raise UnfitCellError("personal_text")
        if len(plain) > LONGEST:
            raise UnfitCellError("long_text")
        return plain


def normal(text: str) -> str:
    """Letters and digits alone, without case and accents: what headings and words are compared by."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if c.isalnum() and not unicodedata.combining(c))


def day(text: str) -> date:
    """A date: as ISO writes it, day before month, or with the month in words. Raises UnfitCellError.

    Month before day only where it cannot be otherwise. Two figures of a year are not enough.
    """
    plain = " ".join(re.sub(r"[.,]", " ", _unaccented(text)).split())
    if found := ISO_DAY.fullmatch(text):
        year, month, number_ = map(int, found.groups())
    elif found := DAY.fullmatch(text):
        number_, month, year = map(int, found.groups())
        if month > 12 >= number_:  # noqa: PLR2004 - months of a year
            number_, month = month, number_
    elif found := DAY_IN_WORDS.fullmatch(plain.replace("-", " ")):
        number_, month, year = int(found[1]), MONTHS.get(found[2], 0), int(found[3])
    elif found := MONTH_FIRST.fullmatch(plain):
        number_, month, year = int(found[2]), MONTHS.get(found[1], 0), int(found[3])
    else:
        raise UnfitCellError("not_a_day")
    try:
        read = date(year, month, number_)
    except ValueError:
        raise UnfitCellError("not_a_day") from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnfitCellError("not_a_day")
    return read


def clock(text: str) -> str:
    """A time of the day as ``HH:MM``: 9:30, 9h30, 9 h, 2 pm. Raises UnfitCellError."""
    found = TIME.fullmatch(text.strip().lower())
    if not found or not re.search(r"[:h]|[ap]m|\d\.\d", text.lower()):
        raise UnfitCellError("not_a_time")
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    try:
        return f"{time(hour, minute):%H:%M}"
    except ValueError:
        raise UnfitCellError("not_a_time") from None


def number(text: str) -> float:
    """A number with a comma or a point, blanks and a currency sign aside. Raises UnfitCellError."""
    plain = NOISE.sub("", text)
    if AMBIGUOUS.fullmatch(plain):
        raise UnfitCellError("ambiguous_number")
    if NUMBER.fullmatch(plain):
        return float(plain.replace(",", "."))
    if found := GROUPED.fullmatch(plain):
        return float(plain.replace(found[1], "").replace(",", "."))
    raise UnfitCellError("not_a_number")


def share(text: str) -> float:
    """A share in [0, 1]: 40 %, 40 or 0.4; above 1 a number is a percentage. Raises UnfitCellError."""
    percent = text.rstrip().endswith("%")
    read = number(text.replace("%", ""))
    if read < 0:
        raise UnfitCellError("not_a_number")
    # A cell that shows 120 % holds 1.2, and nobody writes 1.2 for a share of 1.2 %.
    if read > PERCENT or (not percent and 1 < read < 2):  # noqa: PLR2004 - between 100 and 200 %
        raise UnfitCellError("over_100_percent")
    return read / PERCENT if percent or read > 1 else read


def yes(text: str) -> bool:
    """Whether a cell says yes, in French or English, with a cross or a number. Raises UnfitCellError."""
    plain = _unaccented(text)
    if plain in YES:
        return True
    if plain in NO:
        return False
    raise UnfitCellError("not_yes_or_no")


def choice(text: str, choices: tuple[Choice, ...]) -> str:
    """The word of a closed list, from either language. Raises UnfitCellError."""
    words = {normal(form): one.word for one in choices for form in (one.word, one.fr, one.en)}
    word = words.get(normal(text))
    if word is None:
        raise UnfitCellError("unknown_choice")
    return word


def _unaccented(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold().strip()
    return "".join(c for c in plain if not unicodedata.combining(c))


def _is_personal(text: str, country: str) -> bool:
    """Whether an e-mail address or a phone number stands in a text; dates are none."""
    if MAIL.search(text):
        return True
    undated = DATES_IN_TEXT.sub(" ", text)
    return bool(PHONE.search(undated)) or any(phonenumbers.PhoneNumberMatcher(undated, country))
