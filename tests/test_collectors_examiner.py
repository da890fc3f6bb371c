"""Whatever a file does to whoever opens it costs that file alone, in bounded memory and time, and runs nothing."""

import os
import resource
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from collectors.examined import Examined
from collectors.examiner import Examiner, StartError, UnjudgedError
from collectors.opening import Limits
from collectors.pseudonyms import Pseudonyms
from tests import hostile
from tests.trackers import JUDGE

PSEUDONYMS = Pseudonyms(b"a secret for tests alone")
OPTIONS = {"titles": True}


def examiner(judge: str = JUDGE, memory_mb: int = 1024, seconds: int = 60, **limits: int) -> Examiner:
    told = Limits(limits.get("file_mb", 64), limits.get("uncompressed_mb", 512))
    return Examiner(told, PSEUDONYMS, memory_mb, seconds, judge, OPTIONS)


@pytest.fixture(scope="module")
def opening() -> Iterator[Examiner]:
    with closing(examiner()) as made:
        yield made


@pytest.fixture
def put(tmp_path: Path) -> Path:
    return tmp_path / "fichier.xlsx"


READ = {
    "xlsx": hostile.workbook(),
    "xls": hostile.old_workbook(),
    "xlsb": hostile.binary_workbook(),
    "ods": hostile.ods(),
    "macros": hostile.with_macros(),
    "csv": b"Client;Courriel\nDubois et Fils;a@dubois.fr\nMartin SA;b@martin.fr\n",
    "tsv in UTF-16": "Client\tCourriel\r\nDubois et Fils\ta@dubois.fr\r\nMartin SA\tb@martin.fr\r\n".encode("utf-16"),
    "a stray cell in the last row": hostile.stray(),
}


@pytest.mark.parametrize("kind", READ)
def test_every_kind_is_read_whatever_it_is_called(opening: Examiner, put: Path, kind: str) -> None:
    put.write_bytes(READ[kind])
    found = opening.examine(str(put))

    assert (found.state, found.judged.tracking) == ("read", True)
    assert found.judged.rows == (3 if kind.startswith("a stray") else 2)
    assert found.judged.keys["email"] == {PSEUDONYMS.of("email", mail) for mail in ("a@dubois.fr", "b@martin.fr")}
    assert found.macros == (kind == "macros")


SHUT = {
    "two cells in two corners": (hostile.far_cells(), "huge"),
    "more cells than people keep": (hostile.tall(700_000), "huge"),
    "a password": (hostile.with_password(), "protected"),
    "an old password": (hostile.old_with_password(), "protected"),
    "a bomb": (hostile.bomb(), "bomb"),
    "a bomb that lies": (hostile.lying_bomb(), "bomb"),
    "parts upon each other": (hostile.overlapping_bomb(), "bomb"),
    "cut off": (hostile.workbook()[:3000], "corrupt"),
    "an old one cut off": (hostile.old_workbook()[:3000], "corrupt"),
    "no workbook": (b"%PDF-1.7", "unreadable"),
}


@pytest.mark.parametrize("kind", SHUT)
def test_what_cannot_be_opened_is_named_and_the_next_file_is_read(opening: Examiner, put: Path, kind: str) -> None:
    raw, state = SHUT[kind]
    put.write_bytes(raw)

    assert opening.examine(str(put)).state == state
    put.write_bytes(READ["xlsx"])
    assert opening.examine(str(put)).judged.rows == 2


@pytest.mark.parametrize("raw", [hostile.laughing_cells(), hostile.deep()])
def test_xml_made_to_choke_parsers_is_survived(opening: Examiner, put: Path, raw: bytes) -> None:
    put.write_bytes(raw)
    begun = time.monotonic()
    found = opening.examine(str(put))

    assert found.state in {"read", "corrupt"}
    assert found.judged.keys == {}
    assert time.monotonic() - begun < 30


def test_a_million_rows_are_read_in_bounded_memory(put: Path) -> None:
    put.write_bytes(hostile.tall(1_048_576, 1))
    with closing(examiner(memory_mb=1024)) as opening:
        found = opening.examine(str(put))
        assert opening._process is not None
        peak = _peak_mb(opening._process.pid)

    assert found.state == "read"
    assert peak < 1200


def _peak_mb(process: int) -> int:
    told = Path(f"/proc/{process}/status").read_text()
    return int(next(line.split()[1] for line in told.splitlines() if line.startswith("VmHWM"))) // 1024


def test_links_are_not_followed(opening: Examiner, put: Path) -> None:
    put.write_bytes(hostile.linked())
    found = opening.examine(str(put))

    assert (found.state, found.linked) == ("read", True)


def test_a_file_larger_than_allowed_is_not_read(put: Path) -> None:
    put.write_bytes(b"x" * (1024 * 1024 + 1))
    with closing(examiner(file_mb=1)) as opening:
        assert opening.examine(str(put)).state == "huge"
        put.write_bytes(b"x" * (1024 * 1024))
        assert opening.examine(str(put)).state == "read"


def test_a_file_that_takes_too_long_is_given_up(put: Path) -> None:
    put.write_bytes(READ["xlsx"])
    for judge in ("tests.trackers:dream", "tests.trackers:brood"):
        with closing(examiner(judge, seconds=1)) as opening:
            assert opening.examine(str(put)) == Examined("huge")


def test_a_file_that_takes_too_much_memory_is_given_up(put: Path) -> None:
    put.write_bytes(READ["xlsx"])
    with closing(examiner("tests.trackers:gorge")) as opening:
        assert opening.examine(str(put)) == Examined("huge")


def test_a_process_that_is_broken_is_started_anew_and_the_file_tried_once_more(put: Path) -> None:
    put.write_bytes(READ["xlsx"])
    with closing(examiner()) as opening:
        first = opening.examine(str(put))
        assert opening._process is not None
        psutil.Process(opening._process.pid).kill()

        assert opening.examine(str(put)) == first


def test_a_process_that_cannot_start_says_nothing_of_the_file(put: Path) -> None:
    put.write_bytes(READ["xlsx"])
    with closing(examiner("tests.trackers:nothing")) as opening, pytest.raises(StartError, match="does not start"):
        opening.examine(str(put))


def test_a_mistake_of_the_detector_costs_the_file_alone(put: Path) -> None:
    put.write_bytes(READ["xlsx"])
    with closing(examiner("tests.trackers:explode")) as opening, pytest.raises(UnjudgedError, match="LookupError"):
        opening.examine(str(put))


def test_a_file_that_is_gone_a_link_a_pipe_or_a_folder_is_not_opened(opening: Examiner, put: Path) -> None:
    with pytest.raises(FileNotFoundError):
        opening.examine(str(put))
    put.symlink_to("/etc/passwd")
    assert opening.examine(str(put)).state == "unreadable"
    put.unlink()
    os.mkfifo(put)
    assert opening.examine(str(put)).state == "unreadable"
    put.unlink()
    put.mkdir()
    assert opening.examine(str(put)).state == "unreadable"


def test_the_process_is_patient_with_others_and_ends_with_its_parent(put: Path) -> None:
    put.write_bytes(READ["xlsx"])
    opening = examiner()
    opening.examine(str(put))
    assert opening._process is not None
    process = psutil.Process(opening._process.pid)
    assert process.nice() >= 10
    assert process.rlimit(resource.RLIMIT_DATA)[1] == 1024 * 2**20
    assert opening._line is not None
    opening._line.close()
    assert opening._process.wait(10) == 0


def test_no_cell_leaves_the_process(put: Path) -> None:
    put.write_bytes(hostile.workbook(saver="Léa Dubois"))
    with closing(examiner()) as opening:
        line = opening._start()
        line.send_bytes(f'"{put}"'.encode())
        said = line.recv_bytes().decode()

    assert "Courriel" in said
    assert not [word for word in ("Dubois", "Martin", "dubois.fr", "Léa") if word in said]
