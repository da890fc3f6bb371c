"""The benchmark of the detector writes workbooks of every format, counts what it mistakes, fails below its limit."""

import re
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from benchmarks.trackers import LEAST, Outcome, main, measured
from benchmarks.workbook_files import ENCODINGS, SEPARATORS
from benchmarks.workbook_files import write as written
from benchmarks.workbooks import Label, write
from collectors.examined import Judged
from collectors.grid import grids

FEWEST = 250


def test_it_prints_both_measures_by_language_and_kind_and_lists_what_was_mistaken() -> None:
    with redirect_stdout(StringIO()) as said, redirect_stderr(StringIO()):
        code = main(["--part", "train", "--seed", "7"])

    lines = said.getvalue().splitlines()
    whole = next(line.split() for line in lines if line.startswith("train  all "))
    assert code == int(whole[-1] == "FAIL")
    assert int(whole[2]) >= FEWEST
    assert min(float(whole[4]), float(whole[5])) >= LEAST
    assert {line.split()[1] for line in lines if line.startswith("train")} >= {"fr", "en", "pipeline", "suppliers"}
    wrong = sum(
        int(found[1])
        for line in lines
        if (found := re.search(r"(\d+) wrong", line)) and " fr " not in line and " en " not in line
    )
    assert sum(line.startswith("MISSED") for line in lines) == wrong


@pytest.mark.parametrize(
    ("outcomes", "precision", "recall"),
    [
        ([(True, True), (True, True), (True, False), (False, False)], 2 / 2, 2 / 3),
        ([(True, True), (False, True)], 1 / 2, 1 / 1),
        ([(False, False)], 1.0, 1.0),
        ([], 1.0, 1.0),
    ],
)
def test_precision_and_recall(outcomes: Sequence[tuple[bool, bool]], precision: float, recall: float) -> None:
    made = [Outcome(Label("x", is_one, "kind", "fr"), Judged(taken, 0.5), 0.0) for is_one, taken in outcomes]

    assert measured(made) == pytest.approx((precision, recall))


def test_the_same_seed_writes_the_same_workbooks(tmp_path: Path) -> None:
    one, other = write(tmp_path / "one", 3), write(tmp_path / "other", 3)

    assert one == other
    for label in one[:40]:
        assert grids(tmp_path / "one" / label.path) == grids(tmp_path / "other" / label.path)


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm", ".ods"])
def test_workbooks_read_as_they_were_written(tmp_path: Path, suffix: str) -> None:
    written(tmp_path / f"a{suffix}", {"Été": [["Client", "n°"], ["Durand & Fils <1>", 12]], "B": [["x", "y"]]})

    assert [(grid.title, grid.rows[-1][1]) for grid in grids(tmp_path / f"a{suffix}")] == [
        ("Été", ("Durand & Fils <1>", "12")),
        ("B", ("x", "y")),
    ]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(("suffix", "separator"), [(end, mark) for end, marks in SEPARATORS.items() for mark in marks])
def test_tables_of_text_read_as_they_were_written_titles_above_them_too(
    tmp_path: Path, encoding: str, suffix: str, separator: str
) -> None:
    rows = [["Suivi 2026"], [], ["Client", "Étape", "CA"], ["Durand, Roux", "perdu", 1.5], ["Éts Roux", "gagné", 2]]
    written(tmp_path / f"a{suffix}", {"": rows}, encoding, separator)

    [grid] = grids(tmp_path / f"a{suffix}")
    assert [row[:2] for _, row in grid.rows[1:]] == [
        ("Client", "Étape"),
        ("Durand, Roux", "perdu"),
        ("Éts Roux", "gagné"),
    ]
