"""Selected shared drives, read from a fake of Google Drive that refuses what its contract does not know."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from collectors.entries import Aside
from tests import fake_drive
from tests.fake_drive import FOLDER, SHEET, error
from tests.sales_drive import ALL, BOARD, SALES, Reader, sales
from tests.sales_site import aside, entries, gone, paths


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setenv("DRIVE_KEY", fake_drive.key_file())
    return sales()


# The first round


def test_a_first_round_lists_workbooks_and_spreadsheets_of_the_selected_drives(reader: Reader) -> None:
    seen = reader.round()

    assert (paths(seen), aside(seen), seen.whole) == (ALL, [("Sales", "personal_folder")], True)
    assert reader.drive.calls(BOARD) == 0


def test_an_entry_says_size_time_and_saver_and_is_known_by_its_id(reader: Reader) -> None:
    entry = entries(reader.round())[ALL[0]]
    item = reader.drive.sales.at("Clients/North/Tracking.xlsx")

    assert item
    assert (entry.size, entry.saved_at, entry.savers) == (5, reader.drive.clock(), ("Jane Doe",))
    assert (entry.key, entry.place) == (f"{SALES}/{item.id}", f"{SALES}/{item.id}.xlsx")


@pytest.mark.parametrize(
    ("path", "expected"), [(ALL[0], (".xlsx", b"cells")), (ALL[1], (".xlsx", b"exported")), (ALL[2], (".csv", b"a;b"))]
)
def test_files_are_downloaded_and_spreadsheets_exported(reader: Reader, path: str, expected: tuple[str, bytes]) -> None:
    assert reader.contents(entries(reader.round())[path]) == expected


def test_personal_folders_are_not_entered_and_no_name_of_a_file_is_kept(reader: Reader) -> None:
    reader.round()

    kept = json.dumps(reader.kept)
    assert not any(name in kept for name in ("Priv", "Tracking", "Pipeline", "Jane"))


# Rounds that follow


def test_a_round_without_a_change_makes_two_calls_a_drive_and_one_for_the_token(reader: Reader) -> None:
    reader.round()
    before = len(reader.drive.asked)

    seen = reader.round()

    assert (seen.found, seen.whole) == ([Aside("Sales")], False)
    assert len(reader.drive.asked) - before == 3


def test_a_round_tells_what_was_saved_added_and_removed_since(reader: Reader) -> None:
    first = entries(reader.round())
    reader.drive.clock.now += timedelta(hours=1)
    reader.drive.sales.put("Clients/North/Tracking.xlsx", b"changed", by="John Roe")
    reader.drive.sales.put("Clients/Pipeline", b"exported", mime=SHEET)
    reader.drive.sales.put("Clients/South/New.xlsx")
    reader.drive.sales.trash("Offers.csv")

    seen = reader.round()

    assert paths(seen) == [ALL[0], ALL[1], "Sales/Clients/South/New.xlsx"]
    assert gone(seen) == {first[ALL[2]].key}
    assert entries(seen)[ALL[0]].stamp != first[ALL[0]].stamp
    assert entries(seen)[ALL[1]].stamp != first[ALL[1]].stamp
    assert not seen.whole


def test_a_file_deleted_for_good_is_gone(reader: Reader) -> None:
    first = entries(reader.round())
    reader.drive.sales.remove("Offers.csv")

    assert gone(reader.round()) == {first[ALL[2]].key}


def test_a_renamed_file_keeps_its_key_and_its_stamp(reader: Reader) -> None:
    before = entries(reader.round())[ALL[0]]
    reader.drive.sales.move("Clients/North/Tracking.xlsx", "Clients/Followed.xlsx")

    after = entries(reader.round())["Sales/Clients/Followed.xlsx"]

    assert (after.key, after.stamp) == (before.key, before.stamp)


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (
            lambda drive: drive.move("Clients", "Customers"),
            ["Customers/North/Tracking.xlsx", "Customers/Pipeline.xlsx"],
        ),
        (lambda drive: drive.trash("Clients/North"), ["Clients/Pipeline.xlsx"]),
        (lambda drive: drive.move("Clients/North", "Privé/North"), ["Clients/Pipeline.xlsx"]),
    ],
    ids=["renamed", "trashed", "made personal"],
)
def test_when_a_folder_changes_everything_is_listed_anew(
    reader: Reader, act: Callable[[Any], None], expected: list[str]
) -> None:
    reader.round()
    act(reader.drive.sales)

    seen = reader.round()

    assert seen.whole
    assert paths(seen) == sorted([*(f"Sales/{path}" for path in expected), ALL[2]])


def test_a_folder_taken_out_of_the_trash_is_found_within_a_week(reader: Reader) -> None:
    folder = reader.drive.sales.at("Clients/North")
    assert folder
    reader.drive.sales.trash("Clients/North")
    assert ALL[0] not in paths(reader.round())
    reader.drive.sales.restore(folder.id)
    reader.round()
    reader.drive.clock.now += timedelta(days=7)

    assert ALL[0] in paths(reader.round())


@pytest.mark.parametrize("status", [400, 404, 410])
def test_a_place_in_the_changes_that_google_no_longer_knows_starts_over(reader: Reader, status: int) -> None:
    reader.round()
    reader.drive.faults.plan("/changes?", lambda: error(status, "invalid"))

    seen = reader.round()

    assert (paths(seen), seen.whole) == (ALL, True)
    assert not reader.round().whole


def test_what_changes_while_everything_is_listed_is_not_missed(reader: Reader) -> None:
    def meanwhile() -> httpx.Response:
        reader.drive.sales.put("Clients/New.xlsx")
        return error(503, "backendError")

    reader.drive.faults.plan("/files?", meanwhile)
    reader.round()

    assert "Sales/Clients/New.xlsx" in paths(reader.round())


def test_a_folder_of_somebodys_own_moved_in_is_read_and_one_moved_out_is_gone(reader: Reader) -> None:
    reader.round()
    reader.drive.sales.put("Moved in", mime=FOLDER)
    reader.drive.sales.put("Moved in/New.xlsx")
    lost = entries(reader.round())["Sales/Moved in/New.xlsx"]
    reader.drive.sales.remove("Moved in/New.xlsx")

    assert gone(reader.round()) == {lost.key}
