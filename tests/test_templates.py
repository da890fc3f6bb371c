"""Templates: empty they say nothing, filled in they are read as written, and no filled one is overwritten."""

from datetime import UTC, date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import get_args

import fastexcel
import pytest
from xlsxwriter.worksheet import Worksheet

from collectors import foundations, pulse
from collectors.grid import Grid, grids
from collectors.pseudonyms import Pseudonyms
from collectors.source import Batch, Pull
from jobs import templates
from jobs.templates import FIRST_ROW, TEMPLATES, Book
from settings.declared import SHEETS
from settings.model import Project, Settings
from settings.sheets import Column, Language, Sheet
from settings.survey import PULSE_SHEET
from tests.terminal import vigie

PULL = Pull(datetime(2026, 3, 10, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC), Pseudonyms(b"secret"))
SETTINGS = Settings(project=Project(name="Essai"))
LANGUAGES = get_args(Language)
KEPT = {
    "label": "Revue", "day": date(2026, 3, 12), "time": "09:30", "number": 4.0, "share": 0.4, "yes": True,
    "person": PULL.pseudonyms.of("person", "lea@exemple.example"),
}  # fmt: skip


def batches(kind: str, path: Path) -> list[Batch]:
    """What the collector of a kind reads from a file."""
    if kind == "pulse":
        options = pulse.Options(kind=kind, path=str(path))
        return list(pulse.connect("x", options, SETTINGS).batches(PULL))
    return list(foundations.connect("x", foundations.Options(kind=kind, path=str(path)), SETTINGS).batches(PULL))


def typed(column: Column, language: Language) -> object:
    """What somebody types into a cell of the column."""
    written = {
        "label": "Revue", "day": date(2026, 3, 12), "time": time(9, 30), "number": 4, "share": 0.4,
        "yes": "oui" if language == "fr" else "yes", "person": "lea@exemple.example",
    }  # fmt: skip
    if column.choices:
        return column.choices[-1].fr if language == "fr" else column.choices[-1].en
    return written[column.kind]


class FilledIn(Book):
    """A template whose first free line of each sheet somebody filled in."""

    def sheet(self, sheet: Sheet) -> None:
        """The sheet of the template, with a line."""
        super().sheet(sheet)
        page: Worksheet = self.book.worksheets()[-1]
        listed = [len(column.choices) for column in sheet.columns if column.listed]
        row = FIRST_ROW + (listed[0] - 1 if listed else 0)
        for place, column in enumerate(sheet.columns):
            value = typed(column, self.language)
            if isinstance(value, (date, time)):
                page.write_datetime(row, place, value, self.formats[column.kind])
            else:
                page.write(row, place, value, self.formats.get(column.kind))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", TEMPLATES)
def test_an_empty_template_yields_no_row_and_no_reject(tmp_path: Path, kind: str, language: Language) -> None:
    path = tmp_path / "vide.xlsx"
    path.write_bytes(TEMPLATES[kind](language))

    found = batches(kind, path)

    assert sum(batch.frame.height for batch in found) == 0
    assert [batch.rejects for batch in found if batch.rejects] == []
    assert all(batch.complete for batch in found if batch.table != "sheets")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_filled_in_is_read_as_written(
    tmp_path: Path, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(templates, "Book", FilledIn)
    path = tmp_path / "rempli.xlsx"
    path.write_bytes(templates.foundations(language))

    found = {batch.table: batch for batch in batches("foundations", path)}

    assert [batch.rejects for batch in found.values() if batch.rejects] == []
    for sheet in SHEETS:
        (row,) = found[sheet.name].frame.drop("line").rows()
        wanted = [column.choices[-1].word if column.choices else KEPT[column.kind] for column in sheet.columns]
        assert list(row) == wanted, sheet.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_survey_filled_in_is_read_as_written(
    tmp_path: Path, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(templates, "Book", FilledIn)
    path = tmp_path / "rempli.xlsx"
    path.write_bytes(templates.pulse(language))

    (batch,) = batches("pulse", path)

    items = [column for column in PULSE_SHEET.columns if column.kind in ("number", "share")]
    assert batch.frame.select("item", "answer").rows() == [(column.name, KEPT[column.kind]) for column in items]
    assert batch.frame["round"].unique().to_list() == [date(2026, 3, 12)]


def sheets(kind: str, language: Language, folder: Path) -> list[Grid]:
    path = folder / "vide.xlsx"
    path.write_bytes(TEMPLATES[kind](language))
    return grids(path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sheet_has_its_instruction_and_its_headings_and_the_first_says_what_never_to_write(
    tmp_path: Path, language: Language
) -> None:
    first, *pages, lists = sheets("foundations", language, tmp_path)

    said = " ".join(cell for _, cells in first.rows for cell in cells)
    assert ("N’écrivez jamais de nom de personne" if language == "fr" else "Never write a person's name") in said
    assert [page.title for page in pages] == [sheet.title(language) for sheet in SHEETS]
    assert [page.rows[0][1][0] for page in pages] == [sheet.asks(language) for sheet in SHEETS]
    assert {page.title: len(page.rows) - 2 for page in pages if len(page.rows) > 2} == {
        sheet.title(language): len(column.choices) for sheet in SHEETS for column in sheet.columns if column.listed
    }
    assert lists.title == ("Listes" if language == "fr" else "Lists")


def test_the_lists_to_choose_from_are_hidden_and_whole() -> None:
    book = fastexcel.read_excel(TEMPLATES["foundations"]("fr"))
    visible = {name: book.load_sheet(name, header_row=None).visible for name in book.sheet_names}

    assert [name for name, shown in visible.items() if shown != "visible"] == ["Listes"]
    words = {
        word for column in book.load_sheet("Listes", header_row=None).to_polars().iter_columns() for word in column
    }
    assert {c.fr for sheet in SHEETS for column in sheet.columns for c in column.choices} | {"oui", "non"} <= words


def test_the_same_template_is_the_same_file() -> None:
    assert TEMPLATES["foundations"]("fr") == TEMPLATES["foundations"]("fr")
    assert BytesIO(TEMPLATES["pulse"]("en")).read(2) == b"PK"


def test_the_command_writes_a_template_once_and_overwrites_no_other_file(tmp_path: Path) -> None:
    path = tmp_path / "fondations.xlsx"
    words = ("template", "foundations", "--language", "en", "--output", str(path))

    assert vigie(words, {}).code == vigie(words, {}).code == 0
    assert path.read_bytes() == TEMPLATES["foundations"]("en")
    path.write_bytes(b"filled in")
    ran = vigie(words, {})
    assert (ran.code, path.read_bytes()) == (2, b"filled in")
    assert "is there already and may be filled in; name another file with --output" in ran.messages


def test_the_command_knows_what_there_are_templates_of(tmp_path: Path) -> None:
    ran = vigie(("template", "fondations"), {})

    assert (ran.code, ran.output) == (2, "")
    assert "there is no template of fondations; known: foundations, pulse" in ran.messages
    ran = vigie(("template", "pulse", "--output", str(tmp_path / "nulle" / "part.xlsx")), {})
    assert (ran.code, "Traceback" in ran.messages) == (1, False)
    assert "cannot be written" in ran.messages
