"""What speaks for and against a table being customer tracking: signs with their weights, and the score they make."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp

from collectors import content_signs
from collectors.cell_forms import is_period
from collectors.column_kinds import Column, Kind
from collectors.crm_exports import is_export
from collectors.tables_found import Table
from collectors.tracker_vocabulary import Vocabulary, kind_hinted, kind_told
from collectors.tracker_words import CUSTOMERS
from collectors.wording import plain_words
from collectors.work_words import works_of

LIMIT = 0.5
"""From this score on, a table is taken for customer tracking."""

WHO: Mapping[str, float] = {
    "companies_first": 1.20,
    "phones": 0.95,
    "customers": 0.75,
    "companies": 0.80,
    "emails": 0.45,
    "people": 0.45,
    "company_numbers": 0.45,
    "outsiders": 0.25,
}
FOLLOWED: Mapping[str, float] = {
    "sales_stages": 2.05,
    "sales_notes": 1.85,
    "contact_dates": 1.25,
    "quotes": 1.15,
    "board": 0.95,
    "next_steps": 0.90,
    "probabilities": 0.90,
    "sales": 0.90,
    "close_dates": 0.90,
    "interest": 0.90,
    "lost_and_competitors": 0.90,
    "needs": 0.90,
    "renewals": 0.90,
}
BESIDES: Mapping[str, float] = {"owners": 1.30, "amounts": 0.10, "comments": 0.10, "origins": 0.10, "stages": 0.10}
BY_HAND: Mapping[str, float] = {
    "gaps": 1.10,
    "free_notes": 1.10,
    "planned_visits": 1.00,
    "repeated_words": 0.40,
    "check_marks": 0.60,
    "several_dates": 0.25,
    "initials": 0.35,
}
PLACED: Mapping[str, float] = {
    "sales_folder": 0.95,
    "sales_title": 0.65,
    "known_customers": 1.00,
    "project_words": 3.00,
}
SIGNS: Mapping[str, float] = {**WHO, **FOLLOWED, **BESIDES, **BY_HAND, **PLACED}
"""What each sign adds, once however many columns show it."""

DOUBTS: Mapping[str, float] = {
    "no_customers": 0.70,
    "nothing_followed": 0.75,
    "narrow": 0.75,
    "no_gaps": 0.50,
    "numbered": 0.60,
    "mostly_figures": 0.55,
    "insiders": 0.50,
    "periods": 0.10,
    "purchasing_folder": 1.95,
    "staff_folder": 1.90,
    "other_folder": 1.10,
    "other_title": 0.70,
}
"""What each doubt takes off."""

BASE, WITHOUT_HEADINGS = -3.85, 0.50
"""Where the sum begins, and what is added where a table has no headings that could say more."""

TOLD, SUPPLIERS, TITLED, HINTED, OTHER_STATES = 1.85, 1.10, 0.60, 0.55, 1.35
"""What is taken off for each heading that tells another kind of workbook, once more where it tells suppliers, for each
kind that a title tells, each word but one that only hints, and each column of another kind's states."""

MOST_TOLD, MOST_TITLED, MOST_HINTED, MOST_STATES = 3, 2, 3, 2
LEAST_PERIODS, NARROW = 4, 4
REACHABLE = 2
STAGES_OF_A_BOARD = 3
OF_CONCEPT: Mapping[str, str] = {
    "next_step": "next_steps",
    "contact_date": "contact_dates",
    "stage": "stages",
    "sale": "sales",
    "probability": "probabilities",
    "close_date": "close_dates",
    "quote": "quotes",
    "temperature": "interest",
    "loss_reason": "lost_and_competitors",
    "competitor": "lost_and_competitors",
    "decision_maker": "lost_and_competitors",
    "need": "needs",
    "renewal": "renewals",
    "comment": "comments",
    "owner": "owners",
    "amount": "amounts",
    "lead_source": "origins",
    "company": "companies",
    "contact": "people",
    "name": "people",
    "first_name": "people",
    "last_name": "people",
    "email": "emails",
    "phone": "phones",
    "company_id": "company_numbers",
    "customer": "customers",
    "prospect": "customers",
}
"""The sign that a heading about a concept is."""

OF_KIND: Mapping[Kind, str] = {
    "email": "emails",
    "phone": "phones",
    "company_id": "company_numbers",
    "company": "companies",
    "person": "people",
    "talk": "sales_notes",
    "money": "amounts",
}
"""The sign that the contents of a column are."""

OF_TITLE: Mapping[str, str] = {"quote": "quotes", "renewal": "renewals"}
"""The sign that a concept in a title is."""

CONTENTS_FIRST = frozenset({"company", "contact", "name", "email", "phone", "company_id"})
"""Concepts whose heading is a sign only where the contents are not something else."""


@dataclass(frozen=True)
class Finding:
    """``score`` in [0, 1] of one table and the codes of what it rests on, the weightiest first.

    Signs for it, kinds of other workbooks that speak against it, and no_customers, nothing_followed or crm_export.
    """

    score: float
    reasons: tuple[str, ...]


def finding(
    table: Table, columns: Sequence[Column], words: Vocabulary, fields: frozenset[str], placed: frozenset[str]
) -> Finding:
    """How much a table is like customer tracking: its odds by the weights of what speaks for it and against it.

    Score: 1 / (1 + e^-s), where s is BASE, more WITHOUT_HEADINGS where there are none, the SIGNS, less the DOUBTS, and
    less TOLD, SUPPLIERS, TITLED, HINTED and OTHER_STATES as often as each is there; 0 for an export of the CRM as it
    came out. ``placed``: signs and doubts of where the workbook stands.
    """
    seen = _signs(table, columns, words) | content_signs.signs(table, columns) | placed | _titled(table)
    doubts = (seen & set(DOUBTS)) | _lacking(seen) | _shape(table)
    signs = seen & set(SIGNS)
    against = _against(table, columns, words)
    odds = BASE + sum(SIGNS[sign] for sign in signs) + (0.0 if table.headed else WITHOUT_HEADINGS)
    odds -= sum(DOUBTS[doubt] for doubt in doubts) + sum(against.values())
    score = round(1 / (1 + exp(-odds)), 2)
    if score >= LIMIT and is_export(table, columns, fields):
        return Finding(0.0, ("crm_export",))
    weighed = {**{doubt: DOUBTS[doubt] for doubt in doubts}, **against}
    reasons = [*sorted(signs, key=lambda sign: (-SIGNS[sign], sign)), *sorted(weighed, key=lambda d: (-weighed[d], d))]
    return Finding(score, tuple(reasons))


def placed(path: str) -> frozenset[str]:
    """What the names of the folders and of the file say of whose work it is; nothing without a path."""
    stem = path.rpartition(".")[0] or path
    works = {work for part in stem.split("/") for work in works_of(part)}
    other = sorted(works - {"selling"}, key=lambda work: (-DOUBTS.get(f"{work}_folder", 0.0), work))[:1]
    doubts = {f"{work}_folder" if f"{work}_folder" in DOUBTS else "other_folder" for work in other}
    return frozenset(doubts | ({"sales_folder"} if "selling" in works else set()))


def _titled(table: Table) -> set[str]:
    works = {work for line in table.above for work in works_of(line)}
    return {"sales_title" if work == "selling" else "other_title" for work in works}


def _lacking(signs: set[str]) -> set[str]:
    """What is missing for customer tracking: anybody it could be of, or anything that is followed of them."""
    ways = len(signs & {"people", "emails", "phones", "company_numbers"})
    reached = "people" in signs and signs & {"emails", "phones", "contact_dates", "next_steps"}
    nobody = not signs & {"customers", "companies", "board"} and not reached
    nothing = not signs & set(FOLLOWED) and not ("customers" in signs and ways >= REACHABLE)
    return {code for code, lacks in (("no_customers", nobody), ("nothing_followed", nothing)) if lacks}


def _shape(table: Table) -> set[str]:
    periods = sum(1 for heading in table.headings if heading and is_period(heading))
    return {
        code for code, there in (("narrow", len(table.places) < NARROW), ("periods", periods >= LEAST_PERIODS)) if there
    }


def _signs(table: Table, columns: Sequence[Column], words: Vocabulary) -> set[str]:
    signs = {sign for column in columns for sign in _signs_of(column)}
    if any(CUSTOMERS.intersection(words.columns.concepts_of(line)) or words.sells(line) for line in table.above):
        signs.add("customers")
    signs |= {OF_TITLE[c] for line in table.above for c in words.columns.concepts_of(line) if c in OF_TITLE}
    if _is_board(table, words):
        signs |= {"board"}
    if sum(1 for heading in table.headings if plain_words(heading) in words.added) > 1:
        signs.add("project_words")
    return signs


def _signs_of(column: Column) -> Iterable[str]:
    """The signs that a column is, by what it is called and by what it holds."""
    if column.kind in OF_KIND:
        yield OF_KIND[column.kind]
    if column.state == "selling":
        yield "sales_stages"
    about = column.about
    if about in CONTENTS_FIRST and column.kind not in ("words", "empty", "company", "person", "talk"):
        return
    if about in OF_CONCEPT:
        yield OF_CONCEPT[about]
    if CUSTOMERS.intersection(column.concepts):
        yield "customers"


def _is_board(table: Table, words: Vocabulary) -> bool:
    """Whether the headings are stages under which customers stand, as on a board."""
    headings = [heading for heading in table.headings if heading]
    staged = [heading for heading in headings if "selling" in words.states_of(heading)]
    return len(staged) >= STAGES_OF_A_BOARD and 2 * len(staged) > len(headings)


def _against(table: Table, columns: Sequence[Column], words: Vocabulary) -> dict[str, float]:
    """Kinds of other workbooks that headings, titles and states speak of, with what each takes off."""
    titles = {kind for line in table.above for c in words.columns.concepts_of(line) if (kind := kind_told(c))}
    about = [kind for column in columns if (kind := kind_told(column.about))]
    hinted = [kind for column in columns for concept in column.concepts if (kind := kind_hinted(concept))]
    states = {column.state for column in columns} - {"", "selling"}
    against: dict[str, float] = {}
    for kinds, weight, most in (
        (sorted(titles), TITLED, MOST_TITLED),
        (about, TOLD, MOST_TOLD),
        (sorted(hinted)[1:], HINTED, MOST_HINTED),
        (sorted(states), OTHER_STATES, MOST_STATES),
    ):
        for kind in kinds[:most]:
            against[kind] = against.get(kind, 0.0) + weight
    if "suppliers" in {*titles, *about}:
        against["suppliers"] = against.get("suppliers", 0.0) + SUPPLIERS
    return against
