"""The file share of the simulated company, written week by week: what people keep in workbooks, and when."""

import csv
import io
import os
import shutil
import zipfile
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from pathlib import Path

from xlsxwriter import Workbook

from demo.company import Person
from demo.controls import controls
from demo.ledgers import Cell, Ledger, ledger
from demo.outside import BROKEN, PERSONAL, PROTECTED, TRACKERS, Tracker
from demo.truths import FIRST_WEEK, SEED, WEEKS
from demo.weeks import number, utc, working_days

SAVED_AT = 16.5
CONTROLS_SAVED = (1, WEEKS - 2)
CUT_AFTER = 3000
NANOSECONDS, FRACTION = 1_000_000_000, 271_828_182
"""No file is saved on the second: the figures of a time must not look like a telephone number."""

SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
ENCRYPTED = (
    b"<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
)


class Share:
    """A folder that holds what was saved up to the last week lived; what an earlier demo left in it is removed."""

    def __init__(self, folder: Path, crm: Path, people: Iterable[Person], seed: int = SEED) -> None:
        self.folder, self.crm, self.seed = folder, crm, seed
        self.people = list(people)
        shutil.rmtree(folder, ignore_errors=True)

    def live(self, week: date) -> None:
        """Save what is saved in a week, as it is at its end; the CRM has to have lived it before."""
        for tracker in TRACKERS:
            paths = [tracker.path] if tracker.is_saved(number(week)) else []
            paths += [path for at, path in tracker.copies if at == number(week)]
            for path in paths:
                self._save(path, ledger(tracker, week, self.crm, self.seed), week, self._saver(tracker, week))
        if number(week) in CONTROLS_SAVED:
            for path, made in controls(week, self.crm, self.seed).items():
                self._save(path, made, week, "")
        if number(week) == CONTROLS_SAVED[-1]:
            self._unopened(week)

    def _saver(self, tracker: Tracker, week: date) -> str:
        """Who saves it: colleagues take turns."""
        team = [p for p in self.people if p.is_there(week) and p.team(week).name == tracker.team]
        one = team[number(week) % len(team)]
        return f"{one.first} {one.last}"

    def _save(self, path: str, made: Ledger, week: date, saver: str) -> None:
        self._write(path, _as_csv(made) if path.endswith(".csv") else _as_workbook(made, saver), week)

    def _unopened(self, week: date) -> None:
        """What is not looked into: a file that needs a password, one that is cut off, and somebody's own."""
        own = ledger(TRACKERS[0], week, self.crm, self.seed)
        self._write(PERSONAL, _as_workbook(own, ""), week)
        self._write(BROKEN, _as_workbook(own, "")[:CUT_AFTER], week)
        self._write(PROTECTED, _protected(), week)

    def _write(self, path: str, content: bytes, week: date) -> None:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        saved = int(utc(working_days(week)[-1], SAVED_AT).replace(tzinfo=UTC).timestamp()) * NANOSECONDS + FRACTION
        os.utime(place, ns=(saved, saved))


def _as_workbook(made: Ledger, saver: str) -> bytes:
    """The table below its title, as a spreadsheet program writes it; the same bytes each time."""
    written = io.BytesIO()
    with Workbook(written, {"default_date_format": "dd/mm/yyyy", "in_memory": True}) as book:
        book.set_properties({"author": saver, "created": datetime.combine(FIRST_WEEK, time.min)})
        page, first = book.add_worksheet("Suivi"), 0
        if made.title:
            page.write(0, 0, made.title, book.add_format({"bold": True, "font_size": 14}))
            first = 2
        page.write_row(first, 0, made.headings, book.add_format({"bold": True}))
        for line, row in enumerate(made.rows, first + 1):
            for place, cell in enumerate(row):
                page.write(line, place, cell)
        page.autofit()
    return written.getvalue()


def _as_csv(made: Ledger) -> bytes:
    """The table as a French spreadsheet program exports it."""
    written = io.StringIO(newline="")
    lines = csv.writer(written, delimiter=";", lineterminator="\r\n")
    lines.writerow(made.headings)
    lines.writerows([_typed(cell) for cell in row] for row in made.rows)
    return written.getvalue().encode("cp1252", errors="replace")


def _typed(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float):
        return f"{cell:.2f}".replace(".", ",")
    return "" if cell is None else str(cell)


def _protected() -> bytes:
    """A spreadsheet whose directory says that it is encrypted; there is nothing behind it."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in (("mimetype", SPREADSHEET), ("content.xml", b""), ("META-INF/manifest.xml", ENCRYPTED)):
            archive.writestr(zipfile.ZipInfo(name), content)
    return written.getvalue()
