"""Workbooks of declared facts: sheets and columns found by what they are called, and every cell that is not taken."""

import json
import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path

import polars as pl
import pytest

from collectors import foundations
from collectors.pseudonyms import Pseudonyms
from collectors.source import Batch, Pull, SourceError
from settings.declared import DECLARED, SHEETS
from settings.model import Project, Settings
from settings.tables import CAPABILITIES
from tests.terminal import vigie
from tests.workbooks import Rows, workbook

PULL = Pull(datetime(2026, 3, 10, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC), Pseudonyms(b"secret"))
RITUALS: Rows = [
    ["Intitulé", "Équipe", "Jour", "Début", "Fin", "Depuis le"],
    ["Revue", "Nord", "lundi", time(9, 30), time(10, 30), date(2026, 1, 5)],
]


def source(folder: Path, path: str = "fondations.xlsx") -> foundations.Foundations:
    options = foundations.Options(kind="foundations", path=path)
    return foundations.connect("fond", options, Settings(project=Project(name="Essai"), folder=folder))


def read(folder: Path, sheets: Mapping[str, Rows]) -> dict[str, Batch]:
    """The batches of a workbook by table."""
    workbook(folder / "fondations.xlsx", sheets)
    return {batch.table: batch for batch in source(folder).batches(PULL)}


def told(batch: Batch) -> list[tuple[str, str]]:
    return [(reject.reason, reject.where) for reject in batch.rejects]


def test_a_sheet_is_read_with_the_rows_numbers(tmp_path: Path) -> None:
    batch = read(tmp_path, {"Rituels": RITUALS})["rituals"]

    assert (batch.stream, batch.complete, told(batch)) == ("Rituels", True, [])
    assert batch.frame.schema == pl.Schema(DECLARED["rituals"].read)
    assert batch.frame.row(0, named=True) == dict.fromkeys(batch.frame.columns) | {
        "line": 2, "label": "Revue", "team": "Nord", "weekday": "monday", "start": "09:30", "end": "10:30",
        "since": date(2026, 1, 5),
    }  # fmt: skip
    assert batch.teams == {2: "Rituels · row 2 · Équipe"}


@pytest.mark.parametrize("title", ["RITUELS", "rituals", "Rituals", "  rituels ", "Rituels."])
def test_titles_are_taken_whatever_their_language_and_case(tmp_path: Path, title: str) -> None:
    batch = read(tmp_path, {title: RITUALS})["rituals"]

    assert (batch.frame.height, told(batch)) == (1, [])


def test_headings_are_taken_without_accents_blanks_case_and_brackets_and_below_titles(tmp_path: Path) -> None:
    rows = [
        ["Nos rituels"],
        [],
        ["Les réunions tenues sur les écrans du CRM"],
        ["LABEL", "jour *", "Debut", "Fin (heure)", "jusquau", "depuis_le", "Remarques de Léa"],
        ["Revue", "Monday", "9h30", "10:30", "01/06/2026", "5 janvier 2026", "à ne pas lire"],
    ]
    batch = read(tmp_path, {"Rituels": rows})["rituals"]

    assert told(batch) == []
    assert batch.frame.select("line", "weekday", "start", "end", "since", "until").row(0) == (
        5, "monday", "09:30", "10:30", date(2026, 1, 5), date(2026, 6, 1),
    )  # fmt: skip


def test_near_titles_and_headings_are_taken_and_told(tmp_path: Path) -> None:
    rows = [["Intitule", "Jours", "Débutt", "Fin"], ["Revue", "lundi", "9:30", "10:30"]]
    batch = read(tmp_path, {"Les rituels": rows})["rituals"]

    assert batch.frame.height == 1
    assert told(batch) == [
        ("renamed_sheet", "Les rituels"),
        ("renamed_column", "Les rituels · Débutt"),
        ("renamed_column", "Les rituels · Jours"),
    ]


def test_every_sheet_has_headings_that_are_not_taken_for_anothers() -> None:
    titles = [title for sheet in SHEETS for title in (sheet.fr, sheet.en)]
    for sheet in SHEETS:
        for title in (sheet.fr, sheet.en, sheet.name):
            assert foundations.sheets_among([title], SHEETS).places == {sheet.name: 0}
        for words in ([c.fr for c in sheet.columns], [c.en for c in sheet.columns], [c.name for c in sheet.columns]):
            grid = foundations.Grid(sheet.fr, ((1, tuple(words)),))
            heads = foundations.headings(grid, sheet)
            assert heads is not None
            assert list(heads.columns.places) == [column.name for column in sheet.columns]
            assert not heads.columns.renamed
    assert max(map(len, titles)) <= 31


def test_every_cell_that_is_not_taken_is_told_by_sheet_row_and_column(tmp_path: Path) -> None:
    rows = [
        *RITUALS,
        ["Point", None, "lundi", "9:30", "10:30", "03/26"],
        ["Voir lea@exemple.fr", None, "mardi", "tôt", "10:30"],
        [None, None, "Lunaire", "9:30", "10:30"],
        [],
        ["Comité", None, "jeudi", "9:30", "10:30"],
    ]
    batch = read(tmp_path, {"Rituels": rows})["rituals"]

    assert batch.frame["line"].to_list() == [2, 7]
    assert told(batch) == [
        ("not_a_day", "Rituels · row 3 · Depuis le"),
        ("personal_text", "Rituels · row 4 · Intitulé"),
        ("not_a_time", "Rituels · row 4 · Début"),
        ("missing_value", "Rituels · row 5 · Intitulé"),
        ("unknown_choice", "Rituels · row 5 · Jour"),
    ]


def test_shares_of_presence_over_100_percent_are_told(tmp_path: Path) -> None:
    rows = [["Semaine du", "Présence"], ["02/03/2026", "80 %"], [date(2026, 3, 9), 120], ["16 mars 2026", 0.6]]
    batch = read(tmp_path, {"Présence": rows})["presence"]

    assert batch.frame["share"].to_list() == [0.8, 0.6]
    assert told(batch) == [("over_100_percent", "Présence · row 3 · Présence")]


def test_the_same_mistake_all_down_a_column_is_told_some_times_and_counted(tmp_path: Path) -> None:
    rows = [["Date", "Intitulé", "Formés"], *(["demain", "Prise en main", n] for n in range(50))]
    batch = read(tmp_path, {"Formations": rows})["trainings"]

    assert [reject.count for reject in batch.rejects] == [1] * 20 + [30]
    assert batch.rejects[-1].where == "Formations · Date"


def test_the_person_of_an_address_is_a_pseudonym(tmp_path: Path) -> None:
    rows = [["Date", "Intitulé", "E-mail"], [date(2026, 2, 2), "Prise en main", "Lea@Exemple.example"]]
    batch = read(tmp_path, {"Formations": rows})["trainings"]

    assert batch.frame["person"].to_list() == [PULL.pseudonyms.of("person", "lea@exemple.example")]


def test_sheets_that_are_missing_say_nothing_and_are_told(tmp_path: Path) -> None:
    batches = read(tmp_path, {"Rituels": RITUALS})

    assert set(batches) == {*DECLARED, "sheets"}
    assert [told(batch) for batch in batches.values() if batch.table in ("messages", "champions")] == [
        [("missing_sheet", "Messages")],
        [("missing_sheet", "Ambassadeurs")],
    ]
    assert batches["messages"].frame.columns == []


def test_sheets_that_are_none_of_ours_are_told_by_their_place(tmp_path: Path) -> None:
    batches = read(tmp_path, {"Lisez-moi": [["Bonjour"]], "Notes de Léa Martin": [["x"]], "Rituels": RITUALS})

    assert told(batches["sheets"]) == [("unknown_sheet", "sheet 2")]


def test_a_sheet_without_a_needed_column_says_nothing_and_is_told(tmp_path: Path) -> None:
    batches = read(tmp_path, {"Rituels": [["Intitulé", "Jour"], ["Revue", "lundi"]], "Messages": [["Bonjour"]]})

    assert told(batches["rituals"]) == [
        ("missing_heading", "Rituels · Début / Start"),
        ("missing_heading", "Rituels · Fin / End"),
    ]
    assert told(batches["messages"]) == [("missing_heading", "Messages")]
    assert batches["rituals"].frame.columns == batches["messages"].frame.columns == []


def test_rows_that_only_list_a_choice_are_not_filled_in_yet(tmp_path: Path) -> None:
    rows = [["Responsabilité", "Fonction titulaire"], ["Arbitrage des conflits d'usage", "à définir"]]
    rows += [["Qualité des données", "Directrice commerciale"]]
    batch = read(tmp_path, {"Responsabilités": rows})["responsibilities"]

    assert batch.frame.select("duty", "holder").rows() == [("data_quality", "Directrice commerciale")]
    assert told(batch) == []


def test_a_sheet_with_headings_alone_is_an_empty_list(tmp_path: Path) -> None:
    batch = read(tmp_path, {"Rituels": RITUALS[:1]})["rituals"]

    assert (batch.frame.height, batch.complete) == (0, True)


def test_the_newest_workbook_of_a_folder_counts(tmp_path: Path) -> None:
    folder = tmp_path / "partage"
    folder.mkdir()
    workbook(folder / "b.xlsx", {"Rituels": RITUALS})
    workbook(folder / "a.xlsx", {"Rituels": [*RITUALS, *RITUALS[1:]]})
    (folder / "~$a.xlsx").write_bytes(b"lock")
    (folder / "notes.txt").write_text("rien")
    for path in ("partage", "partage/*.xlsx"):
        (batch,) = (b for b in source(tmp_path, path).batches(PULL) if b.table == "rituals")
        assert batch.frame.height == 2


def test_ods_is_read_as_xlsx_is(tmp_path: Path) -> None:
    content = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
        xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
        xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
        xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
        <table:table table:name="Présence"><table:table-row table:number-rows-repeated="2"><table:table-cell/>
        </table:table-row><table:table-row>
        <table:table-cell office:value-type="string"><text:p>Semaine du</text:p></table:table-cell>
        <table:table-cell office:value-type="string"><text:p>Présence</text:p></table:table-cell></table:table-row>
        <table:table-row>
        <table:table-cell office:value-type="date" office:date-value="2026-03-09"><text:p>9</text:p></table:table-cell>
        <table:table-cell office:value-type="percentage" office:value="0.8"><text:p>80 %</text:p></table:table-cell>
        </table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""
    with zipfile.ZipFile(tmp_path / "fondations.ods", "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("content.xml", re.sub(r">\s+<", "><", content))
        file.writestr("META-INF/manifest.xml", MANIFEST)

    (batch,) = (b for b in source(tmp_path, "fondations.ods").batches(PULL) if b.table == "presence")

    assert batch.frame.rows() == [(4, date(2026, 3, 9), None, 0.8)]


def test_it_sees_no_acts_and_says_so(tmp_path: Path) -> None:
    capabilities = source(tmp_path).capabilities()

    assert [capability.name for capability in capabilities] == list(CAPABILITIES)
    assert {(c.state, c.detail) for c in capabilities} == {("not_recorded", "a foundations workbook holds no events")}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 4096])
def test_a_workbook_that_does_not_open_is_told_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "fondations.xlsx").write_bytes(content)

    with pytest.raises(SourceError, match="cannot be opened; save it again as XLSX or ODS, without a password"):
        list(source(tmp_path).batches(PULL))


@pytest.mark.parametrize("path", ["fondations.xlsx", ".", "nulle/part.xlsx"])
def test_a_workbook_that_is_not_there_is_told_with_what_to_do(tmp_path: Path, path: str) -> None:
    with pytest.raises(SourceError, match="Put it there, or mend the source's path"):
        list(source(tmp_path, path).batches(PULL))


MANIFEST = """<?xml version="1.0" encoding="UTF-8"?><manifest:manifest
    xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
    <manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
    </manifest:manifest>"""
CONFIG = """
[project]
name = "Essai"
[sources.equipe]
kind = "files"
folder = "."
[sources.equipe.people]
files = "equipe.csv"
user = "qui"
team = "equipe"
[sources.fond]
kind = "foundations"
path = "fondations.xlsx"
[sources.avis]
kind = "pulse"
path = "avis.csv"
"""


def test_mistakes_are_told_on_the_command_line_with_what_to_do_and_are_gone_when_mended(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(CONFIG, encoding="utf-8")
    (tmp_path / "equipe.csv").write_text("qui;equipe\na;Nord\nb;Sud\n", encoding="utf-8")
    answers = "round;respondent;team;purpose;entry_share\n2026-03-02;r1;Nord;4;40 %\n2026-03-02;R1;Nrod;2;130 %\n"
    (tmp_path / "avis.csv").write_text(answers, encoding="utf-8")
    wrong = [*RITUALS, ["Point", "Nrod", "mardi", "9:30", "10:30"], ["Comité", None, "mardi", "9:30", "10:30", "03/26"]]
    presence = [["Semaine du", "Presences"], ["02/03/2026", 120], ["9 mars 2026", 80]]
    workbook(tmp_path / "fondations.xlsx", {"Rituels": wrong, "Présence": presence})

    def run(*words: str) -> tuple[int, str, str]:
        ran = vigie((*words, "--config", str(config)), {"VIGIE_SECRET": "s" * 32})
        assert "Traceback" not in ran.messages, ran.messages
        return ran.code, ran.output, ran.messages

    def set_aside() -> set[tuple[str, str]]:
        rows = json.loads(run("sources", "--json")[1])
        return {(reject["reason"], reject["where"]) for row in rows for reject in row["rejects"]}

    code, _, checked = run("check")
    assert code == 1
    assert (
        "fond: Rituels · row 4 · Depuis le: with a date that cannot be read for sure. Write it as 12/03/2026" in checked
    )
    assert "fond: Présence · row 2 · Presences: with a share over 100 %. Write a share between 0 and 100 %." in checked
    assert "! fond: Présence · Presences: columns whose heading is nearly the template's." in checked
    assert "avis: avis.csv · row 3: rows in which a person answers the same round again." in checked
    assert run("collect")[0] == 0
    found = {pair for pair in set_aside() if pair[0] not in ("missing_sheet", "came_back_empty")}
    assert {(reason, where.split(" · ", 1)[1]) for reason, where in found} == {
        ("not_a_day", "row 4 · Depuis le"),
        ("unknown_team", "row 3 · Équipe"),
        ("over_100_percent", "row 2 · Presences"),
        ("renamed_column", "Presences"),
        ("over_100_percent", "row 3 · entry_share"),
        ("answered_twice", "row 3"),
        ("unknown_team", "row 3 · team"),
    }
    printed = run("sources")[1]
    assert (
        "1 left aside: unknown_team (Rituels · row 3 · Équipe). Write it as the CRM or the directory does." in printed
    )
    (note,) = (line for line in printed.splitlines() if "missing_sheet" in line)
    assert note.strip().startswith("note: missing_sheet (Ambassadeurs, ")

    good = [
        *RITUALS,
        ["Point", "sud", "mardi", "9:30", "10:30"],
        ["Comité", None, "mardi", "9:30", "10:30", "03/02/2026"],
    ]
    presence = [["Semaine du", "Présence"], ["02/03/2026", 100], ["9 mars 2026", 80]]
    workbook(tmp_path / "fondations.xlsx", {"Rituels": good, "Présence": presence})
    (tmp_path / "avis.csv").write_text(answers.replace("R1;Nrod;2;130 %", "r2;Nord;2;30 %"), encoding="utf-8")
    code, _, messages = run("collect")
    assert (code, [line for line in messages.splitlines() if "left aside" in line]) == (0, [])
    assert {reason for reason, _ in set_aside()} <= {"missing_sheet", "came_back_empty"}
    assert run("check")[0] == 0
