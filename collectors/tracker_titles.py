"""Titles of columns that may be shown: those that cannot be a value, a date or the name of a person."""

import re
from collections.abc import Collection, Iterable, Sequence

from collectors.cell_forms import is_number, is_period, is_value
from collectors.column_kinds import Column
from collectors.common_words import COMMON_WORDS
from collectors.first_names import FIRST_NAMES
from collectors.grid import Grid
from collectors.sales_words import COMPANY_FORMS
from collectors.tables_found import Table
from collectors.tracker_vocabulary import Vocabulary
from collectors.wording import plain_words, unaccented

Found = Sequence[tuple[Table, Sequence[Column]]]
MOST_WORDS, LONGEST = 5, 40
LONG_NUMBER = re.compile(r"\d{3}")
MOST_NAMES = 3
NAMES = 2
"""From so many headings on that may be names of persons or customers, none of them is shown."""


def titles(found: Found, grids: Sequence[Grid], words: Vocabulary) -> tuple[tuple[str, ...], int]:
    """Titles of the columns of some tables that may be shown, in their order, and how many others there are.

    Kept: titles of a recognised row of headings, of at most five words and forty characters, without @, three figures
    in a row, dates and months, that stand in no cell of the workbook but headings, and are no names of persons.
    """
    told: dict[str, None] = {}
    untold: set[str] = set()
    for table, columns in found:
        strange = _strange(columns, words)
        for column in columns:
            title = " ".join(column.heading.split())
            if title:
                fit = table.headed and fits(title) and title not in strange
                told |= {title: None} if fit else {}
                untold |= set() if fit else {title}
    values = _standing(told, grids, found)
    kept = [title for title in told if title.casefold() not in values]
    return tuple(kept), len(untold | (set(told) - set(kept)))


def fits(title: str) -> bool:
    """Whether a title can be shown by its form: short, no value and no date, without a first name at either end."""
    words = unaccented(title.casefold()).replace("-", " ").split()
    ends = {words[0].strip(".,:;()/"), words[-1].strip(".,:;()/")} if words else set()
    return (
        0 < len(words) <= MOST_WORDS
        and len(title) <= LONGEST
        and any(c.isalpha() for c in title)
        and "@" not in title
        and not LONG_NUMBER.search(title)
        and not is_period(title)
        and not is_value(title)
        and not ends & FIRST_NAMES
        and not _holds_period(title)
        and not any(part.casefold() in COMPANY_FORMS for part in words[1:])
    )


def _holds_period(title: str) -> bool:
    """Whether some word, or two that follow each other, are a date or a month."""
    words = title.replace("/", " / ").split()
    pairs = [*words, *(" ".join(words[at : at + 2]) for at in range(len(words) - 1))]
    return any(is_period(part.strip("()[].,:;")) for part in pairs if not is_number(part))


def _strange(columns: Sequence[Column], words: Vocabulary) -> set[str]:
    """Headings that may be persons or customers: of words that nobody listed, and not the only such of a table.

    One alone is no name of a row of names, unless another heading begins or ends with a first name.
    """
    titles = {" ".join(column.heading.split()) for column in columns}
    unknown = {title for title in titles if _may_be_name(title, words)}
    named = any(_holds_first_name(title) for title in titles)
    return unknown if named or len(unknown) >= NAMES else set()


def _may_be_name(title: str, words: Vocabulary) -> bool:
    """Whether a title is one unknown word, or some that are all capitalised, or bears a legal form."""
    parts = title.replace("-", " ").replace(".", " ").split()
    if any(part.casefold() in COMPANY_FORMS for part in parts[1:]):
        return True
    spoken = words.columns.coverage(title) or not COMMON_WORDS.isdisjoint(plain_words(title))
    lettered = 0 < len(parts) <= MOST_NAMES and all(part.replace("'", "").isalpha() for part in parts)
    return lettered and not spoken and (len(parts) == 1 or all(part[0].isupper() for part in parts))


def _holds_first_name(title: str) -> bool:
    words = unaccented(title.casefold()).split()
    return bool(words) and not FIRST_NAMES.isdisjoint((words[0], words[-1]))


def _standing(told: Collection[str], grids: Sequence[Grid], found: Found) -> set[str]:
    """Those titles that stand in a cell of some body, alone or as the name of somebody in a column of persons."""
    wanted = {title.casefold() for title in told}
    values = {" ".join(cell.split()).casefold() for cell in _cells(grids, found)} & wanted if wanted else set()
    persons = {
        word
        for table, columns in found
        for column in columns
        if column.kind == "person" or column.about == "owner"
        for cell in set(table.cells(column.place))
        for word in plain_words(cell)
    }
    return values | {title for title in wanted if persons.intersection(plain_words(title))}


def _cells(grids: Sequence[Grid], found: Found) -> Iterable[str]:
    """All cells but the headings of these tables."""
    rows = {row for table, _ in found if not table.turned for row in table.written}
    labelled = {row for table, _ in found if table.turned for row in table.written}
    for grid in grids:
        for _, row in grid.rows:
            if row not in rows:
                filled = [cell for cell in row if cell]
                yield from filled[1:] if row in labelled else filled
