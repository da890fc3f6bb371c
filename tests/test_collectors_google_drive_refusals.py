"""What Google refuses, breaks off or leaves out: what it costs, and what the messages say to do."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from collectors.account_keys import account_key
from collectors.google_drive import Options, connect
from collectors.source import SourceError
from tests import fake_drive
from tests.fake_drive import error
from tests.sales_drive import ALL, BOARD, OPTIONS, SALES, SETTINGS, Reader, sales
from tests.sales_site import aside, entries, paths


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setenv("DRIVE_KEY", fake_drive.key_file())
    return sales()


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
