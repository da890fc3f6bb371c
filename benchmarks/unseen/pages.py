"""Workbooks written freehand, read from the folder ``pages``: cards, boards, diaries, plans, letters."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.unseen.desk import Desk
from benchmarks.unseen.fillers import Cell
from benchmarks.unseen.sheets import Sheet

PAGES = Path(__file__).parent / "pages"
REPEATED = re.compile(r"^(\d+)-(\d+)\* ")
DAY, NUMBER = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"[1-9]\d{0,8}")


@dataclass(frozen=True)
class Page:
    """A freehand workbook. ``lines``: its rows as templates; ``copies``: the least and the most sheets of its kind."""

    kind: str
    language: str
    tracking: bool
    folders: tuple[str, ...]
    files: tuple[str, ...]
    sheets: tuple[str, ...]
    lines: tuple[str, ...]
    copies: tuple[int, int] = (1, 1)
    chart: bool = False
    formats: tuple[str, ...] = ()


@cache
def pages() -> tuple[Page, ...]:
    """All pages, in the order of their files."""
    return tuple(
        _page(found, tracking=path.parent.name == "tracking")
        for path in sorted(PAGES.glob("*/*.toml"))
        for found in tomllib.loads(path.read_text("utf-8"))["page"]
    )


def drawn(desk: Desk, page: Page, *, flat: bool) -> list[Sheet]:
    """The sheets written anew, one alone if the workbook is to be flat."""
    count = 1 if flat else desk.random.randint(*page.copies)
    return [_sheet(desk, page) for _ in range(count)]


def _page(found: dict[str, Any], *, tracking: bool) -> Page:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in found.items()}
    return Page(**values | {"tracking": tracking})


def _sheet(desk: Desk, page: Page) -> Sheet:
    rows = [row for line in page.lines for row in _rows(desk, line)]
    return Sheet(desk.fill(desk.pick(page.sheets)), rows, charted=page.chart)


def _rows(desk: Desk, line: str) -> list[list[Cell]]:
    repeated = REPEATED.match(line)
    count = desk.random.randint(int(repeated[1]), int(repeated[2])) if repeated else 1
    template = REPEATED.sub("", line)
    return [[_cell(desk, cell) for cell in re.split(r" ?\| ?", template)] if template else [] for _ in range(count)]


def _cell(desk: Desk, template: str) -> Cell:
    text = desk.fill(template).strip()
    if DAY.fullmatch(text):
        return date.fromisoformat(text)
    return int(text) if NUMBER.fullmatch(text) else text or None
