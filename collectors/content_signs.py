"""Signs that contents give whatever the headings are: notes, dates and states as people keep them, or figures."""

import re
from collections.abc import Callable, Iterable, Sequence

from collectors import cell_forms as forms
from collectors.column_kinds import Column, sample
from collectors.tables_found import Table

LEAST_CELLS = 3
WORDS_OF_A_NOTE = 2.5
ADDRESS = re.compile(
    r"\b(?:rue|avenue|av|bd|boulevard|place|quai|chemin|route|impasse|allee|allée|street|st|road|rd|lane|drive|way|park)\b",
    re.IGNORECASE,
)
CODE = re.compile(r"(?=.*\d)[A-Z]{1,5}[\-_/ ]?\d[\dA-Z\-_/]{2,}")
INITIALS = re.compile(r"[A-ZÀ-Ý]{2,3}|[A-Z]\.\s?[A-Z]\.?")
STAMPED = re.compile(r"\d{1,2}:\d{2}:\d{2}$")
MIDNIGHT = re.compile(r"00:00:00$")
SOME, MOST = 0.15, 0.6
FEW_WORDS = 12
PARTLY = (0.1, 0.9)
LEAST_DOMAINS = 3
PLANNED = 0.3


def signs(table: Table, columns: Sequence[Column]) -> set[str]:
    """The signs that the cells of a table give by their forms; none for a table of fewer than three rows."""
    rows = sample(table.body)
    if len(rows) < LEAST_CELLS:
        return set()
    held = [(column, table.cells(column.place, rows)) for column in columns]
    found = {sign for column, cells in held if len(cells) >= LEAST_CELLS for sign in _of_column(column, cells)}
    return found | set(_of_table(held, len(rows)))


def _of_column(column: Column, cells: Sequence[str]) -> Iterable[str]:
    if column.kind in ("words", "talk", "company") and _are_notes(cells):
        yield "free_notes"
    if SOME <= _share(cells, forms.is_date) <= 1 - SOME and column.kind in ("date", "words", "talk", "stage"):
        yield "rough_dates"
    if _share(cells, lambda text: bool(INITIALS.fullmatch(text))) >= MOST and _are_few(cells):
        yield "initials"
    elif column.kind in ("words", "stage", "person", "talk") and _are_few(cells) and len(cells) > 2 * len(set(cells)):
        yield "repeated_words"
    if column.kind == "flag" or _share(cells, lambda text: text.casefold() in ("x", "xx", "xxx")) >= MOST:
        yield "check_marks"
    if _share(cells, lambda text: bool(CODE.fullmatch(text))) >= MOST and len(set(cells)) > MOST * len(cells):
        yield "numbered"
    if _share(cells, lambda text: bool(STAMPED.search(text) and not MIDNIGHT.search(text))) >= MOST:
        yield "time_stamps"
    if column.kind == "email":
        yield (
            "outsiders" if len({text.rpartition("@")[2].casefold() for text in cells}) >= LEAST_DOMAINS else "insiders"
        )


def _of_table(held: Sequence[tuple[Column, Sequence[str]]], rows: int) -> Iterable[str]:
    filled = [column for column, cells in held if cells]
    figures = [column for column in filled if column.kind in ("number", "share", "time", "money")]
    if 2 * len(figures) > len(filled):
        yield "mostly_figures"
    if sum(1 for column in filled if column.kind == "date") > 1:
        yield "several_dates"
    if sum(1 for column in filled if PARTLY[0] < column.filled < PARTLY[1]) > 1:
        yield "gaps"
    elif rows > LEAST_CELLS:
        yield "no_gaps"
    if _are_planned([column for column, _ in held], [cells for _, cells in held]):
        yield "planned_visits"
    names = next((column for column in filled if column.kind in ("company", "person", "words", "talk")), None)
    if names is not None and names.kind == "company":
        yield "companies_first"
    if names is not None and names.kind == "person":
        yield "people_first"


def _are_planned(columns: Sequence[Column], held: Sequence[Sequence[str]]) -> bool:
    """Whether companies stand under days or weeks, or beside them, in several columns."""
    under = [cells for column, cells in zip(columns, held, strict=True) if forms.is_period(column.heading)]
    beside = held[1:] if held and held[0] and _share(held[0], forms.is_period) >= MOST else []
    written = [cell for cells in (under or beside) for cell in cells if not forms.is_value(cell)]
    wide = sum(1 for cells in (under or beside) if any(map(forms.names_company, cells)))
    return wide >= LEAST_CELLS and _share(written, forms.names_company) >= PLANNED


def _are_notes(cells: Sequence[str]) -> bool:
    """Whether texts are of several words, of varied length, mostly different, and no addresses."""
    lengths = [len(cell.split()) for cell in cells]
    mean = sum(lengths) / len(lengths)
    varied = max(lengths) - min(lengths) >= WORDS_OF_A_NOTE
    different = len(set(cells)) >= min(len(cells) / 2, FEW_WORDS)
    lower = sum(1 for cell in cells if not cell[0].isupper() or " " in cell)
    plain = _share(cells, lambda text: bool(ADDRESS.search(text))) < MOST / 2
    return mean >= WORDS_OF_A_NOTE and varied and different and plain and 2 * lower > len(cells)


def _are_few(cells: Sequence[str]) -> bool:
    return len(set(cells)) <= max(2, min(FEW_WORDS, len(cells) / 2))


def _share(cells: Sequence[str], is_one: Callable[[str], bool]) -> float:
    return sum(1 for cell in cells if is_one(cell)) / len(cells)
