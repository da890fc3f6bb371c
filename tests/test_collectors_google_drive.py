"""Selected shared drives, read from a fake of Google Drive that refuses what its contract does not know."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from collectors.account_keys import account_key
from collectors.entries import Aside, Entry, Gone
from collectors.feeds import Round, bounded, look
from collectors.google_drive import Files, GoogleDrive, Options, connect
from collectors.pseudonyms import Pseudonyms
from collectors.source import SourceError
from settings.model import Project, Settings
from tests import fake_drive
from tests.fake_drive import FOLDER, SHEET, FakeDrive, error

PSEUDONYMS = Pseudonyms(b"k" * 32)
SALES, BOARD = "0ASalesSalesUk9PVA", "0ABoardBoardUk9PVA"
OPTIONS: dict[str, Any] = {"kind": "google_drive", "key_env": "DRIVE_KEY", "drives": [SALES]}
SETTINGS = Settings(project=Project(name="Test"))


@dataclass
class Reader:
    """A source whose rounds are looked at before anything is opened."""

    drive: FakeDrive = field(default_factory=FakeDrive)
    asked: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def source(self) -> GoogleDrive:
        """The source as settings make it."""
        made = connect("drive", Options(**OPTIONS | self.asked), SETTINGS)
        return GoogleDrive("drive", made.options, made.key, self.drive.network)

    def round(self) -> Round:
        """One look, whose cursor is kept for the next as it would be read from the store."""
        source = self.source
        with source._api() as api:
            feed = Files("drive", source.options, api, PSEUDONYMS)
            reached = feed.reach(self.kept)
            bounds = bounded(source.options, PSEUDONYMS)
            now = self.drive.clock()
            seen = look(reached.drives, feed, self.kept, bounds, now, all_there=not reached.missing)
        self.kept = json.loads(json.dumps(seen.cursor))
        return seen

    def contents(self, entry: Entry) -> tuple[str, bytes]:
        """How what is fetched of an entry ends, and what it is."""
        source = self.source
        with source._api() as api, Files("drive", source.options, api, None).fetch(entry) as path:
            return path.suffix, path.read_bytes()


def entries(seen: Round) -> dict[str, Entry]:
    return {one.path: one for one in seen.found if isinstance(one, Entry)}


def paths(seen: Round) -> list[str]:
    return sorted(entries(seen))


def aside(seen: Round) -> list[tuple[str, str]]:
    return [(one.where, one.reason) for one in seen.found if isinstance(one, Aside)]


def gone(seen: Round) -> set[str]:
    return {one.key for one in seen.found if isinstance(one, Gone)}


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setenv("DRIVE_KEY", fake_drive.key_file())
    made = Reader()
    made.drive.sales.put("Clients/North/Tracking.xlsx", b"cells", by="Jane Doe")
    made.drive.sales.put("Clients/Pipeline", b"exported", by="John Roe", mime=SHEET)
    made.drive.sales.put("Offers.csv", b"a;b", mime="text/csv")
    made.drive.sales.put("Clients/Notes", b"words", mime="application/vnd.google-apps.document")
    made.drive.sales.put("Clients/Linked.xlsx", mime="application/vnd.google-apps.shortcut")
    made.drive.sales.put("Privé/Tracking.xlsx")
    return made


ALL = ["Sales/Clients/North/Tracking.xlsx", "Sales/Clients/Pipeline.xlsx", "Sales/Offers.csv"]


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


# What is granted, and what is not


def test_a_drive_that_the_account_is_no_member_of_says_what_to_grant_and_the_others_are_read(reader: Reader) -> None:
    reader.asked = {"drives": [BOARD, SALES]}

    assert paths(reader.round()) == ALL
    (problem,) = reader.source.problems()
    assert f"the shared drive '{BOARD}' may not be read (404 notFound)" in problem
    assert "a viewer of that drive" in problem


@pytest.mark.parametrize(
    ("reason", "kind", "why"),
    [
        ("accessNotConfigured", "unavailable", "the Google Drive API is switched off"),
        ("insufficientFilePermissions", "unavailable", "a viewer of that drive"),
        ("teamDriveMembershipRequired", "unavailable", "a viewer of that drive"),
        ("domainPolicy", "unavailable", "a viewer of that drive"),
        ("dailyLimitExceeded", "budget", "a day are used up"),
    ],
)
@pytest.mark.parametrize("where", ["/files?", "startPageToken"])
def test_a_refusal_tells_a_right_that_lacks_from_calls_that_are_used_up(
    reader: Reader, reason: str, kind: str, why: str, where: str
) -> None:
    reader.drive.faults.plan(where, lambda: error(403, reason))

    with pytest.raises(SourceError, match=why) as raised:
        reader.round()

    assert raised.value.kind == kind
    assert "Jane" not in str(raised.value)


@pytest.mark.parametrize("reason", ["userRateLimitExceeded", "rateLimitExceeded"])
@pytest.mark.parametrize("status", [403, 429])
def test_going_too_fast_is_waited_out_under_either_status(reader: Reader, reason: str, status: int) -> None:
    reader.drive.faults.plan("/files?", *[lambda: error(status, reason)] * 3)

    assert paths(reader.round()) == ALL
    assert len(reader.drive.clock.waits) == 3


def test_a_list_that_is_incomplete_is_not_believed(reader: Reader) -> None:
    reader.drive.faults.plan("/files?", lambda: httpx.Response(200, json={"files": [], "incompleteSearch": True}))

    with pytest.raises(SourceError, match="did not search everywhere") as raised:
        reader.round()

    assert raised.value.kind == "retry"


@pytest.mark.parametrize(
    ("where", "page", "why"),
    [
        ("/files?", {"incompleteSearch": False}, "answered without 'files'"),
        ("/changes?", {"newStartPageToken": "1"}, "answered without 'changes'"),
        ("/changes?", {"changes": []}, "did not say from where changes go on"),
        ("startPageToken", {}, "did not say from where changes go on"),
    ],
)
def test_an_answer_that_lacks_what_it_needs_ends_the_run(
    reader: Reader, where: str, page: dict[str, Any], why: str
) -> None:
    if where == "/changes?":
        reader.round()
    reader.drive.faults.plan(where, lambda: httpx.Response(200, json=page))

    with pytest.raises(SourceError, match=why):
        reader.round()


@pytest.mark.parametrize("lacking", ["modifiedTime", "name", "parents"])
def test_an_item_of_which_too_little_is_told_costs_itself_alone_and_is_counted(reader: Reader, lacking: str) -> None:
    item = reader.drive.sales.at("Offers.csv")
    assert item
    item.without = frozenset({lacking})

    seen = reader.round()

    assert (paths(seen), aside(seen)[1:]) == (ALL[:2], [("Sales", "stray_file")])


@pytest.mark.parametrize("lacking", ["size", "md5Checksum", "lastModifyingUser", "driveId", "trashed"])
def test_a_field_that_can_be_done_without_may_be_missing(reader: Reader, lacking: str) -> None:
    item = reader.drive.sales.at("Offers.csv")
    assert item
    item.without = frozenset({lacking})

    assert paths(reader.round()) == ALL


# Downloads


def test_a_spreadsheet_too_large_to_be_exported_is_huge(reader: Reader) -> None:
    reader.drive.export_limit = 7
    entry = entries(reader.round())[ALL[1]]

    with pytest.raises(OSError, match="too large to be exported"):
        reader.contents(entry)


@pytest.mark.parametrize(
    ("status", "reason", "why"),
    [
        (404, "notFound", FileNotFoundError),
        (403, "cannotDownloadFile", PermissionError),
        (403, "fileNotDownloadable", PermissionError),
        (403, "dailyLimitExceeded", SourceError),
    ],
)
def test_a_file_that_is_refused_costs_itself_alone_but_not_a_limit(
    reader: Reader, status: int, reason: str, why: type[Exception]
) -> None:
    entry = entries(reader.round())[ALL[0]]
    reader.drive.faults.plan("alt=media", lambda: error(status, reason))

    with pytest.raises(why):
        reader.contents(entry)
    assert reader.contents(entry) == (".xlsx", b"cells")


# The key


@pytest.mark.parametrize("given", ["", "{}", "no key", '{"client_email": "a", "private_key_id": "b"}', "[]"])
def test_what_is_no_key_says_what_to_put_there(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("DRIVE_KEY", given)

    with pytest.raises(SourceError, match="DRIVE_KEY") as raised:
        connect("drive", Options(**OPTIONS), SETTINGS)

    assert raised.value.kind == "broken"


def test_a_broken_private_key_is_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = json.loads(fake_drive.key_file()) | {"private_key": "-----BEGIN PRIVATE KEY-----\nMII\n"}
    monkeypatch.setenv("DRIVE_KEY", json.dumps(broken))

    with pytest.raises(SourceError, match="DRIVE_KEY holds neither") as raised:
        connect("drive", Options(**OPTIONS), SETTINGS)

    assert "MII" not in str(raised.value)


def test_a_key_may_lie_in_a_file_and_is_shown_to_nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key.json").write_text(fake_drive.key_file())
    monkeypatch.setenv("DRIVE_KEY", str(tmp_path / "key.json"))

    key = account_key("drive", "DRIVE_KEY", SETTINGS)

    assert key.email == fake_drive.ACCOUNT
    assert "PRIVATE" not in repr(key)


def test_a_clock_that_is_wrong_says_so(reader: Reader) -> None:
    reader.drive.faults.plan(
        "oauth2", lambda: httpx.Response(400, json={"error": "invalid_grant", "error_description": "Invalid JWT"})
    )

    with pytest.raises(SourceError, match=r"\(400 invalid_grant\); check this machine's clock") as raised:
        reader.round()

    assert raised.value.kind == "broken"


@pytest.mark.parametrize("drives", [[], ["My Drive"], ["root"], ["https://drive.google.com/drive/folders/0ASales"]])
def test_only_shared_drives_can_be_asked_for(drives: list[str]) -> None:
    with pytest.raises(ValidationError):
        Options(**OPTIONS | {"drives": drives})


def test_a_folder_of_somebodys_own_moved_in_is_read_and_one_moved_out_is_gone(reader: Reader) -> None:
    reader.round()
    reader.drive.sales.put("Moved in", mime=FOLDER)
    reader.drive.sales.put("Moved in/New.xlsx")
    lost = entries(reader.round())["Sales/Moved in/New.xlsx"]
    reader.drive.sales.remove("Moved in/New.xlsx")

    assert gone(reader.round()) == {lost.key}
