"""The workbook in which a project says what its CRM rests on: rituals, duties, objectives, trainings and more."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from collectors.capabilities import blind
from collectors.dropped import dropped
from collectors.grid import WORKBOOKS, Grid, grids
from collectors.handwritten import Reader, normal
from collectors.headings import Found, headings, sheets_among
from collectors.pseudonyms import normal_email
from collectors.sheets import UnreadableSheetError
from collectors.source import Batch, Capability, Pull, Reject, SourceError
from collectors.stated import Stated, stated
from settings.declared import LISTS, READ_ME, SHEETS
from settings.model import Settings, SourceOptions
from settings.sheets import Sheet

KIND = "foundations"
NO_EVENTS = "a foundations workbook holds no events"
ASIDE = frozenset(normal(word) for one in (READ_ME, LISTS) for word in (one.fr, one.en))


class Options(SourceOptions):
    """Where the workbook is: an XLSX or ODS file, or a folder (or ``folder/name*.xlsx``) of which the newest counts."""

    path: str


def connect(name: str, options: Options, settings: Settings) -> "Foundations":
    """The source of that name; opens nothing yet."""
    project = settings.project
    return Foundations(name, settings.path(options.path), project.country, project.language == "fr")


@dataclass(frozen=True)
class Foundations:
    """A workbook of declared facts. Each of its sheets is the whole of what is declared; a missing one says nothing."""

    name: str
    path: Path
    country: str
    french: bool = True

    def capabilities(self) -> list[Capability]:
        """None: it holds no acts, records or accounts."""
        return blind(NO_EVENTS)

    def problems(self) -> list[Reject]:
        """Every cell and sheet that is not taken, as the next run would find it."""
        reader = Reader(lambda address: normal_email(address) or "", self.country)
        return [reject for batch in self._batches(reader) for reject in batch.rejects]

    def batches(self, pull: Pull) -> Iterator[Batch]:
        """One batch for each declared sheet, then one that only tells of what is none."""
        reader = Reader(lambda address: pull.pseudonyms.person(self.name, address, address), self.country)
        yield from self._batches(reader)

    def _batches(self, reader: Reader) -> Iterator[Batch]:
        book = self._book()
        among = sheets_among([grid.title for grid in book], SHEETS)
        for sheet in SHEETS:
            place = among.places.get(sheet.name)
            if place is None:
                title = sheet.title("fr" if self.french else "en")
                yield Batch(title, sheet.name, pl.DataFrame(), rejects=(Reject("missing_sheet", title),))
                continue
            grid = book[place]
            read, lost = _read(grid, sheet, reader)
            renamed = (Reject("renamed_sheet", grid.title),) if sheet.name in among.renamed else ()
            rejects = (*renamed, *read.rejects)
            frame = pl.DataFrame() if lost else read.frame
            yield Batch(grid.title, sheet.name, frame, complete=not lost, rejects=rejects, teams=read.teams)
        yield Batch("workbook", "sheets", pl.DataFrame(), rejects=tuple(_unknown(book, among)))

    def _book(self) -> list[Grid]:
        """All sheets of the newest workbook. Raises SourceError."""
        path = dropped(self.name, self.path, WORKBOOKS)[-1]
        try:
            return grids(path)
        except UnreadableSheetError:
            told = "the workbook cannot be opened; save it again as XLSX or ODS, without a password"
            raise SourceError(self.name, "broken", told) from None
        except OSError as error:
            raise SourceError(self.name, "unavailable", f"the workbook cannot be read ({error.strerror})") from None


def _read(grid: Grid, sheet: Sheet, reader: Reader) -> tuple[Stated, bool]:
    """What a sheet states, and whether it cannot be used for want of headings."""
    heads = headings(grid, sheet)
    nothing = pl.DataFrame(schema=sheet.read)
    if heads is None:
        return Stated(nothing, (Reject("missing_heading", grid.title),)), True
    lacking = heads.lacking(sheet)
    if lacking:
        told = (Reject("missing_heading", f"{grid.title} · {column.fr} / {column.en}") for column in lacking)
        return Stated(nothing, tuple(told)), True
    read = stated(grid, sheet, heads, reader)
    renamed = (Reject("renamed_column", f"{grid.title} · {heads.of(name)}") for name in sorted(heads.columns.renamed))
    return Stated(read.frame, (*renamed, *read.rejects), read.teams), False


def _unknown(book: list[Grid], among: Found) -> Iterator[Reject]:
    """The sheets that are none of ours, by their place: their titles may name people."""
    for place, grid in enumerate(book):
        if place not in among.places.values() and normal(grid.title) not in ASIDE and grid.rows:
            yield Reject("unknown_sheet", f"sheet {place + 1}")
