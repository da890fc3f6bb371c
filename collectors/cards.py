"""Records that stand the other way round in a sheet: side by side under headings in a column, or one below another."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from collectors import cell_forms as forms
from collectors.heading_rows import HALF, SEVERAL, Lines, Row, filled

Records = tuple[Row, list[Row], Row]
"""Headings, records in their order, and the lines above them."""

LOOKED_AT = 300
MOST_LABELS = 40
LEAST_RECORDS = 2
PAIR = 2
CLEAR = 0.2
"""By how much rows must be more of one kind than columns are, for the headings to stand in a column."""

FOLLOWING = 0.7
"""The share of labels that must stand before the same label as elsewhere, for records to be one below another."""

REPEATED = 0.8


def turned(lines: Lines) -> Records | None:
    """The records of a sheet whose headings stand in its first column, by their layout whatever the words are.

    None for a sheet whose headings stand in a row, or which holds fewer than two records.
    """
    start = next((at for at, (_, row) in enumerate(lines.rows) if filled(row) >= PAIR), len(lines.rows))
    over = tuple(cell for _, row in lines.rows[:start] for cell in row if cell)
    rows = [row for _, row in lines.rows[start : start + LOOKED_AT]]
    cut = min((next(at for at, cell in enumerate(row) if cell) for row in rows if any(row)), default=0)
    rows = [row[cut:] for row in rows if any(row[cut:])]
    found = _cards(rows) or _side_by_side(rows)
    return (*found, over) if found else None


def _cards(rows: Sequence[Row]) -> tuple[Row, list[Row]] | None:
    """Records one below another: the same labels again and again, each with its value beside it."""
    pairs = [_pairs(row) for row in rows]
    first = [row[0][0] for row in pairs if row]
    if len(first) < HALF * len(rows) or not _recurs(first):
        return None
    if 2 * sum(1 for row in rows if filled(row) > PAIR) > len(rows) and not _recurs([r[1][0] for r in pairs if r[1:]]):
        return None
    labels = Counter(label for row in pairs for label, _ in row)
    least = max(LEAST_RECORDS, HALF * max(Counter(first).values()))
    kept = [label for label, count in labels.items() if count >= least]
    return _dealt(pairs, kept) if SEVERAL <= len(kept) <= MOST_LABELS else None


def _pairs(row: Row) -> list[tuple[str, str]]:
    """Labels with the cells right of them: the first two cells, and two more after a gap."""
    if not row or not row[0] or forms.is_value(row[0]):
        return []
    second = next((at for at in range(PAIR, len(row)) if row[at] and not forms.is_value(row[at])), None)
    own = [(row[0].rstrip(" :"), _at(row, 1))]
    return [*own, (row[second].rstrip(" :"), _at(row, second + 1))] if second is not None else own


def _recurs(labels: Sequence[str]) -> bool:
    """Whether few labels stand again and again, in the same order."""
    counts = Counter(labels)
    repeated = sum(count for count in counts.values() if count >= LEAST_RECORDS)
    if len(counts) < PAIR or len(labels) < LEAST_RECORDS * PAIR or repeated < REPEATED * len(labels):
        return False
    if any(map(forms.is_period, counts)) or any(one == other for one, other in pairwise(labels[: MOST_LABELS * 2])):
        return False
    after: dict[str, Counter[str]] = {}
    for one, other in pairwise(labels):
        after.setdefault(one, Counter())[other] += 1
    return sum(max(others.values()) for others in after.values()) >= FOLLOWING * (len(labels) - 1)


def _dealt(pairs: Sequence[Sequence[tuple[str, str]]], labels: Sequence[str]) -> tuple[Row, list[Row]] | None:
    records: list[dict[str, str]] = [{}]
    for row in pairs:
        for label, value in row:
            if label not in labels:
                continue
            if label in records[-1]:
                records.append({})
            records[-1][label] = value
    body = [tuple(record.get(label, "") for label in labels) for record in records]
    body = [row for row in body if filled(row) >= PAIR]
    return (tuple(labels), body) if len(body) >= LEAST_RECORDS else None


def _side_by_side(rows: Sequence[Row]) -> tuple[Row, list[Row]] | None:
    """Records side by side: each row of one kind, while the columns are of many."""
    rows = [row for row in rows if filled(row) >= PAIR and row[0]]
    width = max((len(row) for row in rows), default=0)
    labels = [row[0].rstrip(" :") for row in rows]
    plain = not any(forms.is_value(label) for label in labels) and len(set(labels)) == len(labels)
    if not plain or not SEVERAL < len(rows) <= MOST_LABELS or width <= PAIR:
        return None
    if sum(1 for row in rows if 2 * (filled(row) - 1) >= width - 1) < HALF * len(rows):
        return None
    across = [[cell for cell in row[1:] if cell] for row in rows]
    down = [[row[at] for row in rows[1:] if at < len(row) and row[at]] for at in range(1, width)]
    if _unity(across) < _unity(down) + CLEAR:
        return None
    body = [tuple(_at(row, at) for row in rows) for at in range(1, width)]
    body = [row for row in body if filled(row) >= PAIR]
    return (tuple(labels), body) if len(body) >= LEAST_RECORDS else None


def _unity(series: Sequence[Sequence[str]]) -> float:
    """The mean share of cells that are of the commonest form of their series, of those of two cells or more."""
    shares = [
        (max(Counter(map(_form, cells)).values()) / len(cells), len(cells)) for cells in series if len(cells) >= PAIR
    ]
    return sum(share * count for share, count in shares) / sum(count for _, count in shares) if shares else 0.0


def _form(text: str) -> str:
    return next((name for name, is_one in FORMS.items() if is_one(text)), "words")


def _at(row: Row, place: int) -> str:
    return row[place] if place < len(row) else ""


FORMS: dict[str, Callable[[str], bool]] = {
    "email": lambda text: "@" in text,
    "flag": forms.is_flag,
    "date": forms.is_date,
    "phone": forms.is_phone,
    "number": lambda text: forms.is_number(text) or forms.is_money(text),
}
"""Forms of cells, in the order in which they are tried."""
