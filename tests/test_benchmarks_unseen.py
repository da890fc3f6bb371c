"""The unseen workbooks: the same for a seed, all kinds and formats there, each opening or not as its label says."""

import csv
from collections import Counter
from datetime import date
from hashlib import sha256
from io import StringIO
from pathlib import Path
from random import Random

import fastexcel
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.label import Label
from benchmarks.unseen import write
from benchmarks.unseen.biff import xls
from benchmarks.unseen.broken import BROKEN
from benchmarks.unseen.desk import sit_down
from benchmarks.unseen.forms import forms
from benchmarks.unseen.ods import ods
from benchmarks.unseen.pages import pages
from benchmarks.unseen.places import untaken
from benchmarks.unseen.sheets import Sheet
from benchmarks.unseen.subjects import checked
from benchmarks.unseen.writers import ENCODINGS, SEPARATORS, Dialect, delimited, xlsx

SEED = 7
TEXTS = (".csv", ".tsv")
KINDS = (*forms(), *pages())


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("share")


@pytest.fixture(scope="module")
def labels(share: Path) -> list[Label]:
    return write(share, SEED)


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


def decoded(content: bytes) -> str:
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("no known encoding")


def test_a_seed_writes_the_same_bytes_again(share: Path, labels: list[Label], tmp_path: Path) -> None:
    assert write(tmp_path, SEED) == labels
    assert digests(tmp_path) == digests(share)


def test_another_seed_writes_others(labels: list[Label], tmp_path: Path) -> None:
    assert {label.path for label in write(tmp_path, SEED + 1)} != {label.path for label in labels}


def test_every_file_has_its_label(share: Path, labels: list[Label]) -> None:
    assert sorted(digests(share)) == sorted(label.path for label in labels)
    assert len({label.path.lower() for label in labels}) == len(labels)


def test_as_many_trackers_as_others_and_a_tenth_broken(labels: list[Label]) -> None:
    counts = Counter("broken" if not label.opens else "tracker" if label.tracking else "other" for label in labels)

    assert len(labels) >= 420
    assert counts["tracker"] / len(labels) == pytest.approx(0.45, abs=0.02)
    assert counts["other"] / len(labels) == pytest.approx(0.45, abs=0.02)
    assert counts["broken"] / len(labels) == pytest.approx(0.10, abs=0.02)


def test_every_kind_is_there_and_is_one_thing(labels: list[Label]) -> None:
    assert {(kind.kind, kind.language, kind.tracking) for kind in KINDS} == {
        (label.kind, label.language, label.tracking) for label in labels if label.opens
    }
    assert {label.kind for label in labels if not label.opens} == {broken.kind for broken in BROKEN}
    assert not {kind.kind for kind in KINDS if kind.tracking} & {kind.kind for kind in KINDS if not kind.tracking}


@pytest.mark.parametrize("tracking", [True, False])
def test_both_languages_on_both_sides(labels: list[Label], tracking: bool) -> None:  # noqa: FBT001 (parametrised)
    counts = Counter(label.language for label in labels if label.opens and label.tracking is tracking)

    assert counts["fr"] > sum(counts.values()) / 3
    assert counts["en"] > sum(counts.values()) / 3
    assert counts["mixed"] > 0


@pytest.mark.parametrize("tracking", [True, False])
def test_every_format_on_both_sides(labels: list[Label], tracking: bool) -> None:  # noqa: FBT001 (parametrised)
    suffixes = {Path(label.path).suffix for label in labels if label.opens and label.tracking is tracking}

    assert suffixes == {".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv"}


def test_texts_come_in_every_encoding(share: Path, labels: list[Label]) -> None:
    texts = [(share / label.path).read_bytes() for label in labels if label.opens and label.path.endswith(TEXTS)]

    assert any(text.startswith(b"\xef\xbb\xbf") for text in texts)
    assert any(text.startswith(b"\xff\xfe") for text in texts)
    assert any("é" in decoded(text) and b"\xe9" in text and text[:2] != b"\xff\xfe" for text in texts)
    assert any("é".encode() in text for text in texts)


def test_files_lie_in_nested_folders(labels: list[Label]) -> None:
    assert all("/" in label.path for label in labels)
    assert max(label.path.count("/") for label in labels) >= 3


def test_workbooks_open(share: Path, labels: list[Label]) -> None:
    for label in labels:
        if label.opens and not label.path.endswith(TEXTS):
            assert fastexcel.read_excel(share / label.path).sheet_names, label
        elif label.opens:
            assert decoded((share / label.path).read_bytes()), label


def test_a_workbook_with_a_password_does_not(share: Path, labels: list[Label]) -> None:
    protected = [label for label in labels if label.kind == "protected"]

    assert {Path(label.path).suffix for label in protected} == {".xlsx", ".xlsm", ".xls", ".ods"}
    for label in protected:
        with pytest.raises(fastexcel.FastExcelError):
            fastexcel.read_excel(share / label.path).load_sheet(0, header_row=None).to_polars()


@pytest.mark.parametrize(("suffix", "made"), [("xlsx", xlsx), ("xls", xls), ("ods", ods)])
def test_formats_hold_the_cells_and_the_hidden_sheets(tmp_path: Path, suffix: str, made: object) -> None:
    rows = [["Été", "n°"], ["a <b> & c", 12], [None, 3.5]]
    sheets = [Sheet("Un", rows, header=0), Sheet("Deux", [["Jour"], [date(2024, 2, 29)]], hidden=True)]
    path = tmp_path / f"book.{suffix}"
    path.write_bytes(made(sheets))  # type: ignore[operator]
    book = fastexcel.read_excel(path)

    assert book.sheet_names == ["Un", "Deux"]
    assert [book.load_sheet(name).visible for name in book.sheet_names] == ["visible", "hidden"]
    assert book.load_sheet("Un").to_polars().rows() == [("a <b> & c", 12.0), (None, 3.5)]
    assert book.load_sheet("Deux", dtypes={"Jour": "date"}).to_polars()["Jour"].to_list() == [date(2024, 2, 29)]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", SEPARATORS)
def test_texts_hold_the_cells(separator: str, encoding: str) -> None:
    sheet = Sheet("s", [["Été", f"a{separator}b"], [1.5, None, date(2024, 2, 29)]])
    written = delimited(sheet, Dialect(separator, encoding, comma=True)).decode(encoding)

    assert list(csv.reader(StringIO(written), delimiter=separator)) == [
        ["Été", f"a{separator}b", ""],
        ["1,5", "", "29/02/2024"],
    ]


def test_a_path_that_is_taken_is_numbered() -> None:
    taken = {"a/suivi.xlsx"}

    assert untaken("a/Suivi", ".xlsx", taken) == "a/Suivi (2).xlsx"
    assert untaken("a/Suivi", ".csv", taken) == "a/Suivi.csv"


@given(st.text("0123456789", min_size=8, max_size=13))
def test_checked_digits_pass_the_test_of_luhn(digits: str) -> None:
    values = [int(digit) for digit in reversed(checked(digits))]

    assert (sum(values[::2]) + sum(sum(divmod(2 * value, 10)) for value in values[1::2])) % 10 == 0


def test_siren_by_hand() -> None:
    # every second digit from the right doubled, its digits added: 7 + 6 + 2 + 7 + 2 + 9 + 3 + 4 = 40, so 0 is missing
    assert checked("73282932") == "732829320"


@given(st.integers(0, 50), st.sampled_from(["fr", "en", "mixed"]))
def test_a_desk_fills_every_slot(seed: int, language: str) -> None:
    desk = sit_down(Random(seed), language)  # noqa: S311 (invented people need no cryptography)

    assert "{" not in desk.fill("{comment} {next} {deal} {firm} {note} {vague} {card} {stop}")
    assert all(1 <= desk.amount(1, 100_000) <= 100_000 for _ in range(9))
