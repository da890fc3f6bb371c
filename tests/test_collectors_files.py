"""Folders of files: encodings, separators, broken rows, changed files."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from collectors import files
from collectors.pseudonyms import Pseudonyms
from collectors.source import Batch, Pull, SourceError
from settings.model import Project, Settings

LOG = {
    "files": "log-*.csv",
    "at": "quand",
    "user": "qui",
    "action": "quoi",
    "actions": {"CRÉATION": "create", "EXPORT": "export"},
    "object": "objet",
    "rows": "lignes",
}
NOW = datetime(2026, 3, 10, tzinfo=UTC)


def folder(path: Path, **mapping: object) -> files.Folder:
    options = files.Options.model_validate({"kind": "files", "folder": "drop", **mapping})
    return files.connect("depot", options, Settings(project=Project(name="Essai"), folder=path))


def pull(**cursors: object) -> Pull:
    return Pull(NOW, datetime(2026, 1, 1, tzinfo=UTC), Pseudonyms(b"secret"), cursors)


def of(batches: list[Batch], table: str) -> list[Batch]:
    return [batch for batch in batches if batch.table == table]


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    path = tmp_path / "drop"
    path.mkdir()
    return path


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("cp1252", ";"), ("utf-16", "\t"), ("latin-1", "|")],
)
def test_any_usual_encoding_and_separator_reads_the_same(drop: Path, encoding: str, separator: str) -> None:
    lines = [
        "quand,qui,quoi,objet,lignes",
        "2026-03-02 10:00,léa,CRÉATION,contact,",
        "02/03/2026 11:30,léa,EXPORT,contact,120",
    ]
    (drop / "log-1.csv").write_bytes("\r\n".join(lines).replace(",", separator).encode(encoding))

    (batch,) = of(list(folder(drop.parent, events=[LOG]).batches(pull())), "events")

    assert batch.frame["action"].to_list() == ["create", "export"]
    assert batch.frame["rows"].to_list() == [None, 120]
    assert batch.frame["at"].to_list() == [
        datetime(2026, 3, 2, 10, tzinfo=UTC),
        datetime(2026, 3, 2, 11, 30, tzinfo=UTC),
    ]


def test_a_broken_row_costs_itself_and_is_counted_with_its_line(drop: Path) -> None:
    (drop / "log-1.csv").write_text(
        "quand;qui;quoi;objet;lignes\n2026-03-02;a;EXPORT;contact;5\noups\n2026-03-03;a;EXPORT;contact;6\n"
    )

    (batch,) = of(list(folder(drop.parent, events=[LOG]).batches(pull())), "events")

    assert batch.frame["rows"].to_list() == [5, 6]
    assert [(r.reason, r.count) for r in batch.rejects] == [("broken_line", 1)]
    assert batch.rejects[0].position.endswith("lines 3")


def test_a_file_that_has_not_changed_is_left_alone_and_a_changed_one_replaces_itself(drop: Path) -> None:
    path = drop / "log-1.csv"
    path.write_text("quand,qui,quoi,objet,lignes\n2026-03-02,a,EXPORT,contact,5\n")
    (first,) = of(list(folder(drop.parent, events=[LOG]).batches(pull())), "events")
    cursors = {f"{first.stream}/events": first.cursor}

    assert of(list(folder(drop.parent, events=[LOG]).batches(pull(**cursors))), "events") == []

    path.write_text("quand,qui,quoi,objet,lignes\n2026-03-02,a,EXPORT,contact,5\n2026-03-03,a,EXPORT,contact,7\n")
    (second,) = of(list(folder(drop.parent, events=[LOG]).batches(pull(**cursors))), "events")
    assert second.stream == first.stream
    assert second.replace_from == pull().events_since
    assert second.frame.height == 2


def test_a_file_without_a_mapped_column_costs_itself_and_is_told_by_check(drop: Path) -> None:
    (drop / "log-1.csv").write_text("quand,qui,quoi,objet\n2026-03-02,a,EXPORT,contact\n")
    (drop / "log-2.csv").write_text("quand,qui,quoi,objet,lignes\n2026-03-02,a,EXPORT,contact,5\n")
    source = folder(drop.parent, events=[LOG])

    batches = of(list(source.batches(pull())), "events")

    assert sum(batch.frame.height for batch in batches) == 1
    assert [(r.reason, r.where) for b in batches for r in b.rejects] == [("missing_column", "log-*.csv · lignes")]
    assert source.problems() == ["depot: log-1.csv has no column lignes; it has quand, qui, quoi, objet"]


def test_people_and_records_come_from_xlsx_and_parquet(drop: Path) -> None:
    book = xlsxwriter.Workbook(drop / "annuaire.xlsx")
    sheet = book.add_worksheet()
    for number, row in enumerate([("mail", "equipe"), ("Lea@exemple.example", "Nord"), ("tom@exemple.example", "Sud")]):
        sheet.write_row(number, 0, row)
    book.close()
    pl.DataFrame(
        {"id": [1, 2], "proprio": ["lea@exemple.example", None], "tel": ["0612345678", "0600000000"]}
    ).write_parquet(drop / "contacts.parquet")
    people = {"files": "annuaire.xlsx", "user": "mail", "email": "mail", "team": "equipe"}
    contacts = {"files": "*.parquet", "object": "contact", "record": "id", "owner": "proprio", "fields": ["tel"]}

    batches = list(folder(drop.parent, people=people, records=[contacts]).batches(pull()))

    (crew,) = of(batches, "people")
    assert crew.frame["team"].to_list() == ["Nord", "Sud"]
    (rows,) = of(batches, "records/contact")
    assert rows.complete
    assert rows.frame[:, -1].to_list() == [True, False]


def test_a_list_of_people_that_is_missing_says_nothing_of_them(drop: Path) -> None:
    people = {"files": "annuaire.csv", "user": "mail"}

    (crew,) = of(list(folder(drop.parent, people=people).batches(pull())), "people")

    assert crew.frame.columns == []


def test_a_missing_folder_says_what_to_mend(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no folder 'drop'; mend the source's folder"):
        list(folder(tmp_path, events=[LOG]).batches(pull()))


def test_an_empty_file_and_one_that_is_no_table_cost_only_themselves(drop: Path) -> None:
    (drop / "log-1.csv").write_bytes(b"")
    (drop / "log-2.csv").write_text("quand,qui,quoi,objet,lignes\n2026-03-02,a,EXPORT,contact,5\n")
    (drop / "log-3.csv").write_bytes(bytes(range(256)) * 4)

    batches = of(list(folder(drop.parent, events=[LOG]).batches(pull())), "events")

    assert sum(batch.frame.height for batch in batches) == 1
    assert {r.reason for b in batches for r in b.rejects} <= {"missing_column", "unreadable_file"}
