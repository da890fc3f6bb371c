"""Kinds of workbooks as people keep them, read from the folder ``forms``, and the tables filled in by them."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.unseen.desk import Desk, words
from benchmarks.unseen.fillers import Cell, Row, choices, fill
from benchmarks.unseen.headers import worn
from benchmarks.unseen.subjects import subject

FORMS = Path(__file__).parent / "forms"
DROPPED = 0.5

Column = tuple[str, str]
"""A header and what fills it."""


@dataclass(frozen=True)
class Form:
    """A kind of workbook: where it lies, what it is called, its columns, and the ways it may be laid out.

    ``columns``: a header with its other wordings, and a filler. ``rows``: the least and the most, None for one to each
    label. ``bare``: it is still plain what it is without headers. ``formats``, ``shapes``: those it comes in, or any.
    """

    kind: str
    language: str
    tracking: bool
    folders: tuple[str, ...]
    files: tuple[str, ...]
    sheets: tuple[str, ...]
    columns: tuple[Column, ...]
    titles: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    split: tuple[str, ...] = ()
    rows: tuple[int, int] | None = None
    who: str = "business"
    bare: bool = False
    formats: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """Headers and the rows under them, all of one width."""

    headers: list[str]
    rows: list[list[Cell]]


@cache
def forms() -> tuple[Form, ...]:
    """All forms, in the order of their files."""
    return tuple(
        _form(found, tracking=path.parent.name == "tracking")
        for path in sorted(FORMS.glob("*/*.toml"))
        for found in tomllib.loads(path.read_text("utf-8"))["form"]
    )


def columns(desk: Desk, form: Form) -> list[Column]:
    """The columns that somebody chose, as they typed them: one wording each, and not all that may be left out."""
    kept = [column for column in form.columns if not column[0].startswith("-") or not desk.often(DROPPED)]
    worded = [(desk.pick(header.removeprefix("-").split(" | ")), filler) for header, filler in kept]
    spread = [column for header, filler in worded for column in _spread(desk, header, filler)]
    typed = worn(desk, [desk.fill(header) for header, _ in spread])
    return [(header, filler) for header, (_, filler) in zip(typed, spread, strict=True)]


def filled(desk: Desk, form: Form, chosen: Sequence[Column], most: int = 5000) -> Table:
    """The table with its rows written, at most so many; an empty form has headers alone."""
    count = min(most, _count(desk, form))
    rows = []
    for number in range(count):
        row = Row(desk, number, subject(desk, form.who), form.who)
        cells = [fill(row, filler) for _, filler in chosen]
        rows.append([cells[0], *(None if desk.often(desk.sloppy) else cell for cell in cells[1:])])
    return Table([header for header, _ in chosen], rows)


def _form(found: dict[str, Any], *, tracking: bool) -> Form:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in found.items()}
    return Form(**values | {"columns": tuple(found["columns"].items()), "tracking": tracking})


def _count(desk: Desk, form: Form) -> int:
    if form.rows is None:
        return max(len(choices(filler)) for _, filler in form.columns if filler.startswith("cycle:"))
    low, high = form.rows
    if low == high:
        return low
    return round(low * float((high / low) ** (desk.random.random() ** 1.3)))


def _spread(desk: Desk, header: str, filler: str) -> list[Column]:
    """A column, or one to each month, week, quarter or day where the header says so."""
    lists = words(desk.language)
    names = {
        "@months": lists[desk.pick(("month", "month_short"))],
        "@weeks": [f"{'S' if desk.french else 'Wk '}{number}" for number in range(1, 14)],
        "@quarters": [f"{'T' if desk.french else 'Q'}{number}" for number in range(1, 5)],
        "@weekdays": lists["weekday"],
        "@days": [str(number) for number in range(1, 32)],
    }
    return [(name, filler) for name in names.get(header, [header])]
