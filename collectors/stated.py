"""The rows of a declared sheet: those that fit as a frame, and for each cell that does not, where a person finds it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from collectors.grid import Grid
from collectors.handwritten import Reader, UnfitCellError
from collectors.headings import Headings
from collectors.source import Reject
from settings.sheets import Sheet

MOST_TOLD = 20
"""Cells of one column told one by one for one reason; beyond, they are counted together."""


@dataclass(frozen=True)
class Stated:
    """Rows in a sheet's columns, and what did not fit. ``teams``: line → the cell of its team, as a person finds it."""

    frame: pl.DataFrame
    rejects: tuple[Reject, ...] = ()
    teams: Mapping[int, str] = field(default_factory=dict)


def stated(grid: Grid, sheet: Sheet, heads: Headings, reader: Reader) -> Stated:
    """The rows below the headings. A row with a cell that cannot be read, or without one that is needed, is left out.

    Rows that say nothing, or nothing more than the template did, are no rows.
    """
    rows: list[dict[str, object]] = []
    rejects: list[Reject] = []
    for line, cells in grid.rows:
        said = _said(cells, sheet, heads, reader) if line > heads.row else {}
        if not said:
            continue
        values, unfit = _values(said, sheet, heads, reader)
        rejects += [Reject(reason, cell(grid.title, line, heads.of(name))) for name, reason in unfit.items()]
        if not unfit:
            rows.append({"line": line, **values})
    team = heads.of("team") if "team" in heads.columns.places else ""
    teams = {int(str(row["line"])): cell(grid.title, int(str(row["line"])), team) for row in rows} if team else {}
    return Stated(pl.DataFrame(rows, schema=sheet.read), tuple(few(rejects)), teams)


def cell(title: str, line: int, heading: str) -> str:
    """How a cell is told of: sheet, row and column."""
    return " · ".join(part for part in (title, f"row {line}", heading) if part)


def few(rejects: Iterable[Reject]) -> list[Reject]:
    """The rejects, with those beyond the first ones of a column and reason told as one, without their rows."""
    met: Counter[tuple[str, str]] = Counter()
    told: list[Reject] = []
    for reject in rejects:
        place = " · ".join(part for part in reject.where.split(" · ") if not part.startswith("row "))
        met[reject.reason, place] += 1
        if met[reject.reason, place] <= MOST_TOLD:
            told.append(reject)
    rest = ((reason, place, count - MOST_TOLD) for (reason, place), count in met.items())
    return [*told, *(Reject(reason, place, count) for reason, place, count in rest if count > 0)]


def _said(cells: tuple[str, ...], sheet: Sheet, heads: Headings, reader: Reader) -> dict[str, str]:
    """The cells of a row that say something, by column; none where it only lists a choice of the template."""
    by_name = {column.name: column for column in sheet.columns}
    told = {
        name: cells[place]
        for name, place in heads.columns.places.items()
        if place < len(cells) and not reader.says_nothing(cells[place], by_name[name])
    }
    return {} if all(by_name[name].listed for name in told) else told


def _values(
    said: Mapping[str, str], sheet: Sheet, heads: Headings, reader: Reader
) -> tuple[dict[str, object], dict[str, str]]:
    """The values of a row, and for each column that keeps it from being taken, why."""
    values: dict[str, object] = {}
    unfit: dict[str, str] = {}
    for column in sheet.columns:
        text = said.get(column.name)
        try:
            values[column.name] = None if text is None else reader.read(text, column)
        except UnfitCellError as error:
            unfit[column.name] = str(error)
        if text is None and column.needed and column.name in heads.columns.places:
            unfit[column.name] = "missing_value"
    return values, unfit
