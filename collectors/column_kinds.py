"""What the columns of a table hold, told from a sample of their cells and from what they are called."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args
from zlib import crc32

from collectors import cell_forms as forms
from collectors.heading_rows import Row
from collectors.tables_found import Table
from collectors.tracker_vocabulary import Vocabulary
from collectors.tracker_words import CUSTOMERS

Kind = Literal[
    "empty",
    "email",
    "link",
    "date",
    "flag",
    "share",
    "company_id",
    "phone",
    "iban",
    "time",
    "postcode",
    "money",
    "number",
    "stage",
    "company",
    "person",
    "talk",
    "words",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
SAMPLE = 200
MOST = 0.6
"""The share of cells that must be of a kind for their column to be."""

COMPANIES, PERSONS, TALKING, STAGED = 0.3, 0.5, 0.2, 0.4
FEW = 12
"""Different words that a column of stages may hold, or one for three rows."""

DIGITS_OF_IDS = (9, 14)


@dataclass(frozen=True)
class Column:
    """A column: its heading, the concepts this speaks of (the one it is about first), and what its cells are.

    ``state``: whose stages or states the words are, where they are some. ``filled``: share of rows with something.
    """

    place: int
    heading: str
    concepts: tuple[str, ...]
    kind: Kind
    state: str = ""
    filled: float = 0.0

    @property
    def about(self) -> str:
        """The concept that the heading is about; empty for one nobody listed."""
        return self.concepts[0] if self.concepts else ""


def sample(rows: Sequence[Row]) -> Sequence[Row]:
    """Some rows of a table, which do not depend on their order."""
    if len(rows) <= SAMPLE:
        return rows
    return sorted(rows, key=lambda row: (crc32("\x1f".join(row).encode("utf-8", "replace")), row))[:SAMPLE]


def columns(table: Table, vocabulary: Vocabulary, country: str) -> list[Column]:
    """What each column of a table holds, in their order."""
    rows = sample(table.body)
    return [_column(table, place, rows, vocabulary, country) for place in range(len(table.places))]


def _column(table: Table, place: int, rows: Sequence[Row], vocabulary: Vocabulary, country: str) -> Column:
    heading, group = table.headings[place], table.groups[place]
    concepts = _concepts(heading, group, vocabulary)
    cells = table.cells(place, rows)
    kind, state = _kind(cells, concepts, vocabulary, country)
    return Column(place, heading, concepts, kind, state, len(cells) / len(rows) if rows else 0.0)


def _concepts(heading: str, group: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The concepts of a heading; what it is grouped under tells what it alone does not, and whom it is about."""
    own = vocabulary.columns.concepts_of(heading)
    if not group or group == heading:
        return own
    above = vocabulary.columns.concepts_of(f"{group} {heading}" if not own else group)
    return tuple(dict.fromkeys((*own, *(concept for concept in above if not own or concept in CUSTOMERS))))


def _kind(cells: Sequence[str], concepts: Sequence[str], vocabulary: Vocabulary, country: str) -> tuple[Kind, str]:
    if not cells:
        return "empty", ""
    about = concepts[0] if concepts else ""
    kind = next((kind for kind, is_one in FORMS.items() if _share(cells, is_one) >= MOST), None)
    kind = kind or _kind_of_figures(cells, about, country)
    return (kind, "") if kind else _kind_of_words(cells, about, vocabulary)


def _kind_of_figures(cells: Sequence[str], about: str, country: str) -> Kind | None:
    """What cells of figures are; what they are called decides between postcodes, company numbers and others."""
    if _is_phone_column(cells, about, country):
        return "phone"
    if about == "postcode" and _share(cells, lambda text: bool(forms.POSTCODE.fullmatch(text))) >= MOST:
        return "postcode"
    if about == "company_id" and _share(cells, lambda text: any(c.isdigit() for c in text)) >= MOST:
        return "company_id"
    if _share(cells, forms.is_money) >= MOST / 2 and _share(cells, _is_amount) >= MOST:
        return "money"
    return "number" if _share(cells, forms.is_number) >= MOST else None


def _is_amount(text: str) -> bool:
    return forms.is_money(text) or forms.is_number(text)


def _is_phone_column(cells: Sequence[str], about: str, country: str) -> bool:
    """Whether the cells are numbers written as telephone numbers are, or may be such and are called so."""
    written = _share(cells, forms.is_phone)
    if written >= MOST:
        return True
    bare = _share(cells, lambda text: bool(forms.BARE_PHONE.fullmatch(text)))
    called = about == "phone" and _share(cells, lambda t: len(forms.digits(t)) >= forms.LEAST_DIGITS) >= MOST / 2
    mobile = country == "FR" and _share(cells, lambda t: bool(forms.BARE_PHONE.fullmatch(t)) and t[0] in "67") >= MOST
    return called or mobile or (about == "phone" and written + bare >= MOST / 2)


def _kind_of_words(cells: Sequence[str], about: str, vocabulary: Vocabulary) -> tuple[Kind, str]:
    """Stages, names or talk: what cells of words are."""
    if about == "email" and _share(cells, lambda text: "@" in text) >= MOST / 2:
        return "email", ""
    if about == "phone" and _share(cells, lambda text: bool(forms.PHONE.search(text))) >= MOST / 2:
        return "phone", ""
    if len(set(cells)) <= max(FEW, len(cells) / 3):
        state, share = _state(cells, vocabulary)
        if share >= STAGED:
            return "stage", state
    company = _share(cells, forms.names_company)
    person = _share(cells, forms.names_person)
    if about not in ("comment", "next_step") and company >= COMPANIES and company >= person:
        return "company", ""
    if person >= PERSONS:
        return "person", ""
    talking = _share(cells, vocabulary.talks)
    return ("talk", "") if talking >= TALKING and talking * len(cells) >= 2 else ("words", "")  # noqa: PLR2004


def _state(cells: Sequence[str], vocabulary: Vocabulary) -> tuple[str, float]:
    """Whose states most of the words are, and the share of different words that are known as such.

    Words that only one kind of workbook has count before those that several have.
    """
    distinct = set(cells)
    known = [states for word in distinct if (states := vocabulary.states_of(word))]
    alone = Counter(next(iter(states)) for states in known if len(states) == 1)
    either = Counter(state for states in known for state in states)
    best = max(either, key=lambda state: (alone[state], either[state], state == "selling", state), default="")
    return best, either[best] / len(distinct)


def _share(cells: Sequence[str], is_one: Callable[[str], bool]) -> float:
    return sum(1 for cell in cells if is_one(cell)) / len(cells)


def _is_email(text: str) -> bool:
    return "@" in text and bool(forms.EMAIL.search(text)) and len(text) <= 4 * 64


def _is_iban(text: str) -> bool:
    return bool(forms.IBAN.fullmatch(forms.BLANKS.sub("", text.upper()))) and len(text) > len("FR76") * 3


FORMS: Mapping[Kind, Callable[[str], bool]] = {
    "email": _is_email,
    "link": lambda text: bool(forms.LINK.fullmatch(text)),
    "date": forms.is_date,
    "flag": forms.is_flag,
    "share": lambda text: bool(forms.SHARE.fullmatch(text)),
    "company_id": forms.is_company_number,
    "iban": _is_iban,
    "time": lambda text: bool(forms.TIME.fullmatch(text)),
}
"""Kinds that cells show by their form alone, in the order in which they are tried."""
