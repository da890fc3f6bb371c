"""Judges a workbook by its cells: whether it tracks customers, by which signs, its columns and whom it names."""

from collections.abc import Collection, Mapping, Sequence

from collectors.column_kinds import Column, columns
from collectors.evidence import LIMIT, Finding, finding, placed
from collectors.examined import Judged
from collectors.grid import Grid
from collectors.near_names import near
from collectors.pseudonyms import Pseudonyms
from collectors.tables_found import Table, tables
from collectors.tracker_titles import titles as shown
from collectors.tracker_vocabulary import vocabulary
from collectors.workbook_keys import company_names, keys

LEAST_KNOWN, SHARE_KNOWN = 5, 0.2
"""From so many names of the CRM on, as a share of the rows too, a table is about its customers."""

LEAST_ROWS = 2
"""A single record, such as a form or a quote, is no list."""


def judge(
    grids: Sequence[Grid],
    pseudonyms: Pseudonyms,
    *,
    titles: bool = True,
    words: Mapping[str, Sequence[str]] | None = None,
    fields: Collection[str] = (),
    names: Collection[str] = (),
    path: str = "",
) -> Judged:
    """What the sheets of a workbook say: the table most like customer tracking decides, keys come from all that are.

    ``titles``: whether titles of columns may be kept at all. ``words``: phrases that a project adds to the concepts
    of ``tracker_vocabulary.vocabulary``. ``fields``: names of the fields of the CRM, whose exports are no tracking.
    ``names``: keys of the names of the CRM; without them no near names are looked for.
    ``path``: folders and name of the file, which say whose work it is; not kept.
    Empty: a workbook without tables does not track, with the score 0.
    """
    known = vocabulary(words)
    where, names = placed(path), frozenset(names)
    found: list[tuple[Table, list[Column], Finding]] = []
    for grid in grids:
        for table in tables(grid, known.named):
            held = columns(table, known, pseudonyms.country)
            signs = where | _known_customers(table, held, names, pseudonyms)
            found.append((table, held, finding(table, held, known, frozenset(fields), signs)))
    best = max((one for _, _, one in found), key=lambda one: one.score, default=Finding(0.0, ("no_table",)))
    tracked = [(table, held) for table, held, one in found if one.score >= LIMIT and table.body]
    rows = sum(len(table.body) for table, _ in tracked)
    if rows < LEAST_ROWS:
        few = ("too_few_rows", *best.reasons) if best.score >= LIMIT else best.reasons
        return Judged(tracking=False, score=min(best.score, 0.49), reasons=few)
    told, untold = shown(tracked, grids, known)
    return Judged(
        tracking=True,
        score=best.score,
        reasons=best.reasons,
        rows=rows,
        titles=told if titles else (),
        untold=untold if titles else untold + len(told),
        keys=keys(tracked, pseudonyms),
        near=near(company_names(tracked), names, pseudonyms) if names else {},
    )


def _known_customers(
    table: Table, columns: Sequence[Column], names: frozenset[str], pseudonyms: Pseudonyms
) -> frozenset[str]:
    """The sign that many rows are known to the CRM, whatever the headings say."""
    if not names or len(table.body) < LEAST_KNOWN:
        return frozenset()
    known = len(names.intersection(keys([(table, columns)], pseudonyms).get("name", ())))
    return frozenset({"known_customers"} if known >= max(LEAST_KNOWN, SHARE_KNOWN * len(table.body)) else ())
