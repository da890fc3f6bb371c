"""A stand-in for the detector, which only tells trackers from the rest by a column called Client."""

import time
from collections.abc import Sequence

import polars as pl

from collectors.examined import Judged
from collectors.grid import Grid
from collectors.pseudonyms import Pseudonyms

JUDGE = "tests.trackers:judge"
SHOWN = frozenset({"Client", "Courriel", "Prochaine action"})


def judge(sheets: Sequence[Grid], pseudonyms: Pseudonyms, *, titles: bool, **_: object) -> Judged:
    """Tracking where a sheet begins with a row that has a cell « Client »; addresses and names are its keys."""
    for sheet in sheets:
        if not sheet.rows or "Client" not in sheet.rows[0][1]:
            continue
        head, *rows = [cells for _, cells in sheet.rows]
        keys = {
            "name": pseudonyms.names(_column("Client", head, rows)),
            "email": pseudonyms.emails(_column("Courriel", head, rows)),
        }
        shown = tuple(title for title in head if title in SHOWN) if titles else ()
        return Judged(
            tracking=True,
            score=0.9,
            reasons=("named",),
            rows=len(rows),
            titles=shown,
            untold=len(head) - len(shown),
            keys={kind: frozenset(made.drop_nulls()) for kind, made in keys.items()},
        )
    return Judged(tracking=False, score=0.1)


def explode(*_: object, **__: object) -> Judged:
    """A detector with a mistake."""
    raise LookupError


def _column(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> pl.Series:
    place = head.index(title) if title in head else None
    return pl.Series([row[place] for row in rows] if place is not None else [], dtype=pl.String)


def dream(*_: object, **__: object) -> Judged:
    """A detector that never ends."""
    while True:
        time.sleep(1)


def brood(*_: object, **__: object) -> Judged:
    """A detector that works without end."""
    while True:
        pass


def gorge(*_: object, **__: object) -> Judged:
    """A detector that takes all memory there is."""
    held = []
    while True:
        held.append(bytearray(64 * 2**20))
