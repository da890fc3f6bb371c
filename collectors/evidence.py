"""What speaks for and against a table being customer tracking: signs with their weights, and the score they make."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from collectors.cell_forms import is_period
from collectors.column_kinds import Column, Kind
from collectors.crm_exports import is_export
from collectors.tables_found import Table
from collectors.tracker_vocabulary import Vocabulary, kind_hinted, kind_told
from collectors.tracker_words import CUSTOMERS

LIMIT = 0.5
"""From this score on, a table is taken for customer tracking."""

WHO: Mapping[str, float] = {
    "customers": 0.25,
    "companies": 0.15,
    "people": 0.05,
    "emails": 0.07,
    "phones": 0.08,
    "company_numbers": 0.05,
}
FOLLOWED: Mapping[str, float] = {
    "board": 0.40,
    "sales_stages": 0.24,
    "contact_dates": 0.22,
    "next_steps": 0.22,
    "sales_notes": 0.22,
    "probabilities": 0.12,
    "sales": 0.14,
    "close_dates": 0.12,
    "quotes": 0.14,
    "interest": 0.10,
    "lost_and_competitors": 0.12,
    "needs": 0.08,
    "renewals": 0.10,
}
BESIDES: Mapping[str, float] = {"stages": 0.08, "comments": 0.06, "owners": 0.06, "amounts": 0.06, "origins": 0.05}
SIGNS: Mapping[str, float] = {**WHO, **FOLLOWED, **BESIDES}
"""What each sign adds to the score, once however many columns show it."""

TOLD, HINTED, OTHER_STATES, PERIODS = 0.45, 0.12, 0.25, 0.30
"""What is taken off for each word that tells another kind of workbook, each but one that only hint at one, a column of
its states, and headings that are dates, months or years."""

MOST_TOLD, LEAST_PERIODS = 2, 4
WITHOUT_HEADINGS = 1.5
"""What signs are multiplied by where contents alone can give them."""

NOBODY, NOTHING = 0.30, 0.45
"""The highest score of a table without anybody in it, and of one in which nothing of them is followed."""

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


def finding(table: Table, columns: Sequence[Column], words: Vocabulary, fields: frozenset[str]) -> Finding:
    """How much a table is like customer tracking: the weights of its signs, less those of what it is instead.

    Score: the sum of SIGNS, WITHOUT_HEADINGS times as much where there are no headings, less TOLD, HINTED, OTHER_STATES
    and PERIODS for each that is there, kept within [0, 1]. At most NOBODY without a customer, company or person who can
    be reached; at most NOTHING where nothing of them is followed and it is no list of customers with two ways of
    reaching them; 0 for an export of the CRM as it came out.
    """
    signs = _signs(table, columns, words)
    against = _against(table, columns, words)
    weight = sum(SIGNS[sign] for sign in signs) * (1 if table.headed else WITHOUT_HEADINGS)
    total = weight - sum(against.values())
    ceiling, why = _ceiling(signs)
    score = min(max(total, 0.0), ceiling, 1.0)
    if score >= LIMIT and is_export(table, columns, fields):
        return Finding(0.0, ("crm_export",))
    reasons = [*sorted(signs, key=lambda sign: (-SIGNS[sign], sign)), *sorted(against)]
    return Finding(round(score, 2), (*([why] if why and total > ceiling else []), *reasons))


def _signs(table: Table, columns: Sequence[Column], words: Vocabulary) -> set[str]:
    signs = {sign for column in columns for sign in _signs_of(column)}
    if any(CUSTOMERS.intersection(words.columns.concepts_of(line)) or words.sells(line) for line in table.above):
        signs.add("customers")
    signs |= {OF_TITLE[c] for line in table.above for c in words.columns.concepts_of(line) if c in OF_TITLE}
    if _is_board(table, words):
        signs |= {"board"}
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
    """Kinds of other workbooks that words and contents speak of, with what each takes off."""
    titles = [concept for line in table.above for concept in words.columns.concepts_of(line)]
    spoken = [*dict.fromkeys(titles), *(concept for column in columns for concept in column.concepts)]
    told = _counted(kind_told(concept) for concept in spoken)
    hinted = [kind for column in columns for concept in column.concepts if (kind := kind_hinted(concept))]
    against = {kind: TOLD * min(told[kind], MOST_TOLD) for kind in told}
    for kind in sorted(hinted)[1:]:
        against[kind] = against.get(kind, 0.0) + HINTED
    for state in {column.state for column in columns} - {"", "selling"}:
        against[state] = against.get(state, 0.0) + OTHER_STATES
    if sum(1 for heading in table.headings if heading and is_period(heading)) >= LEAST_PERIODS:
        against["periods"] = PERIODS
    return against


def _counted(kinds: Iterable[str | None]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for kind in kinds:
        if kind:
            counts[kind] = counts.get(kind, 0) + 1
    return counts


def _ceiling(signs: set[str]) -> tuple[float, str]:
    """The highest score that the signs allow, and the code of what is missing for more."""
    ways = len(signs & {"people", "emails", "phones", "company_numbers"})
    if not signs & {"customers", "companies", "board"} and not (
        "people" in signs
        and signs & {"emails", "phones", "contact_dates", "next_steps", "sales_stages", "sales", "quotes"}
    ):
        return NOBODY, "no_customers"
    if not signs & set(FOLLOWED) and not ("customers" in signs and ways >= REACHABLE):
        return NOTHING, "nothing_followed"
    return 1.0, ""
