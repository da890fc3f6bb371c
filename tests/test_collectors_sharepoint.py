"""Libraries of selected sites, read from a fake of Microsoft Graph that refuses what its contract does not know."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from collectors.entries import Aside
from tests.sales_site import ALL, SITE, Reader, aside, entries, gone, paths, sales


@pytest.fixture
def reader() -> Reader:
    return sales()


# The first round


def test_a_first_round_lists_the_workbooks_of_all_libraries_of_the_selected_sites(reader: Reader) -> None:
    seen = reader.round()

    assert (paths(seen), aside(seen), seen.whole) == (ALL, [], True)


def test_an_entry_says_size_time_and_saver_and_is_known_by_its_id(reader: Reader) -> None:
    entry = entries(reader.round())[ALL[1]]
    item = reader.graph.documents.at("Clients/North/Tracking.xlsx")

    assert item
    assert (entry.size, entry.saved_at, entry.savers) == (5, reader.graph.clock(), ("Jane Doe",))
    assert (entry.key, entry.place) == (f"b!documents/{item.id}", f"b!documents/{item.id}.xlsx")
    assert len(entry.stamp) == 16


def test_a_file_that_no_person_saved_has_no_saver(reader: Reader) -> None:
    assert entries(reader.round())[ALL[2]].savers == ()


def test_contents_come_from_the_download_host_without_the_token(reader: Reader) -> None:
    entry = entries(reader.round())[ALL[1]]

    assert reader.contents(entry) == b"cells"
    assert reader.graph.calls("tempauth") == 1


def test_only_named_libraries_are_read_and_one_that_is_not_there_is_told(reader: Reader) -> None:
    reader.asked = {"libraries": ["Contracts", "Offers"]}

    assert paths(reader.round()) == [ALL[0]]
    assert reader.source.problems() == [
        f"m365: the site '{SITE}' has no library 'Offers'; it has Contracts, Documents",
    ]


@pytest.mark.parametrize(
    ("folders", "expected"),
    [
        (["Clients"], ALL[1:]),
        (["/clients/"], ALL[1:]),
        (["Clients/North"], ALL[1:2]),
        (["Clients/South", "Clients/North"], ALL[1:2]),
        (["Clients/South"], []),
        (["Client"], []),
    ],
)
def test_only_named_folders_are_looked_into(reader: Reader, folders: list[str], expected: list[str]) -> None:
    reader.asked = {"folders": folders}

    assert paths(reader.round()) == expected


def test_personal_folders_are_not_entered_and_their_names_not_kept(reader: Reader) -> None:
    reader.graph.documents.put("Clients/Privé/Jane Doe/List.xlsx")
    reader.graph.documents.put("PERSONNEL/List.xlsx")

    seen = reader.round()

    assert (paths(seen), aside(seen)) == (ALL, [("sales Documents", "personal_folder")] * 2)
    assert reader.round().found == [one for one in seen.found if isinstance(one, Aside)]
    kept = json.dumps(reader.kept)
    assert not any(name in kept for name in ("Jane", "Priv", "PERSONNEL", "List", "Tracking"))
    assert "North" in kept


def test_of_folders_that_may_name_people_no_name_is_kept(reader: Reader) -> None:
    for path in ("Clients/jane.doe@contoso.com/A.xlsx", "Clients/Two/Three/Jane Doe/B.xlsx"):
        reader.graph.documents.put(path)

    assert paths(reader.round()) == [
        *ALL[:1],
        *ALL[1:2],
        ALL[2],
        "sales Documents/Clients/Two/Three/…/B.xlsx",
        "sales Documents/Clients/…/A.xlsx",
    ]
    assert not any(name in json.dumps(reader.kept) for name in ("jane.doe", "Jane Doe"))
    reader.graph.documents.move("Clients/Two/Three/Jane Doe", "Clients/Two/Three/John Roe")
    assert reader.round().whole


def test_a_library_named_for_personal_things_is_read_only_when_it_is_asked_for(reader: Reader) -> None:
    reader.graph.documents.name = "Personnel"
    assert paths(reader.round()) == ALL[:1]

    reader.asked = {"libraries": ["Personnel"]}
    assert len(paths(reader.round())) == 2


def test_words_that_the_project_adds_set_folders_aside(reader: Reader) -> None:
    reader.asked = {"skip": ["north"]}

    assert paths(reader.round()) == [ALL[0], ALL[2]]


def test_a_file_named_for_personal_things_is_set_aside(reader: Reader) -> None:
    reader.graph.documents.put("Clients/Salaires RH.xlsx")
    seen = reader.round()
    assert (paths(seen), aside(seen)) == (ALL, [("sales Documents", "personal_file")])

    before = entries(seen)[ALL[1]]
    reader.graph.documents.move("Clients/North/Tracking.xlsx", "Clients/North/Paie.xlsx")
    assert gone(reader.round()) == {before.key}


def test_the_team_of_a_file_is_that_of_the_nearest_folder_declared(reader: Reader) -> None:
    reader.asked = {"teams": {"sales documents/clients/North": "Nord", "sales Documents": "Sales"}}

    assert [entry.team for _, entry in sorted(entries(reader.round()).items())] == [None, "Nord", "Sales"]


@pytest.mark.parametrize("facet", ["package", "remoteItem"])
def test_notebooks_and_shortcuts_to_other_places_are_not_followed(reader: Reader, facet: str) -> None:
    reader.graph.documents.put("Clients/Elsewhere.xlsx", facet=facet)
    reader.graph.documents.put("Clients/Elsewhere.xlsx/Inside.xlsx")

    assert paths(reader.round()) == ALL


# Rounds that follow


def test_a_round_without_a_change_asks_once_a_library_and_finds_nothing(reader: Reader) -> None:
    reader.round()
    before = reader.graph.calls("delta")

    seen = reader.round()

    assert (seen.found, seen.whole) == ([], False)
    assert reader.graph.calls("delta") - before == 2


def test_a_round_tells_what_was_saved_added_and_deleted_since(reader: Reader) -> None:
    first = entries(reader.round())
    drive = reader.graph.documents
    drive.put("Clients/North/Tracking.xlsx", b"changed", by="John Roe")
    drive.put("Clients/South/New.xlsx", b"new")
    lost = drive.at("Clients/Offers.xlsm")
    drive.delete("Clients/Offers.xlsm")

    seen = reader.round()

    assert paths(seen) == [ALL[1], "sales Documents/Clients/South/New.xlsx"]
    assert lost
    assert gone(seen) == {f"b!documents/{lost.id}"}
    assert not seen.whole
    assert entries(seen)[ALL[1]].stamp != first[ALL[1]].stamp
    assert entries(seen)[ALL[1]].savers == ("John Roe",)


def test_a_renamed_or_moved_file_keeps_its_key_and_its_stamp(reader: Reader) -> None:
    before = entries(reader.round())[ALL[1]]
    reader.graph.documents.move("Clients/North/Tracking.xlsx", "Clients/Followed.xlsx")

    seen = reader.round()

    after = entries(seen)["sales Documents/Clients/Followed.xlsx"]
    assert (after.key, after.stamp, seen.whole) == (before.key, before.stamp, False)


def test_a_workbook_that_becomes_something_else_is_gone(reader: Reader) -> None:
    before = entries(reader.round())[ALL[1]]
    reader.graph.documents.move("Clients/North/Tracking.xlsx", "Clients/North/Tracking.pdf")

    assert gone(reader.round()) == {before.key}


def test_a_file_moved_into_a_personal_folder_is_gone(reader: Reader) -> None:
    reader.graph.documents.put("Privé", facet="folder")
    before = entries(reader.round())[ALL[1]]
    reader.graph.documents.move("Clients/North/Tracking.xlsx", "Privé/Tracking.xlsx")

    seen = reader.round()

    assert (paths(seen), gone(seen)) == ([], {before.key})


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (lambda drive: drive.move("Clients", "Customers"), ["Customers/North/Tracking.xlsx", "Customers/Offers.xlsm"]),
        (lambda drive: drive.move("Clients/North", "North"), ["Clients/Offers.xlsm", "North/Tracking.xlsx"]),
        (lambda drive: drive.delete("Clients/North"), ["Clients/Offers.xlsm"]),
        (lambda drive: drive.move("Clients/North", "Clients/privé"), ["Clients/Offers.xlsm"]),
    ],
    ids=["renamed", "moved", "deleted", "made personal"],
)
def test_when_a_folder_changes_everything_is_listed_anew(
    reader: Reader, act: Callable[[Any], None], expected: list[str]
) -> None:
    before = entries(reader.round())
    act(reader.graph.documents)

    seen = reader.round()

    assert seen.whole
    assert paths(seen) == [ALL[0], *(f"sales Documents/{path}" for path in expected)]
    assert {one.key for one in entries(seen).values()} <= {one.key for one in before.values()}


def test_a_folder_that_stops_being_personal_is_looked_into(reader: Reader) -> None:
    reader.graph.documents.put("Privé/Tracking.xlsx")
    reader.round()
    reader.graph.documents.move("Privé", "Shared")

    assert "sales Documents/Shared/Tracking.xlsx" in paths(reader.round())


@pytest.mark.parametrize("status", [410, 404, 400])
def test_a_link_that_microsoft_no_longer_knows_starts_over(reader: Reader, status: int) -> None:
    reader.round()
    reader.graph.documents.put("Clients/New.xlsx")
    if status == 410:
        reader.graph.expired = True
    else:
        reader.graph.faults.plan("delta", lambda: httpx.Response(status))

    seen = reader.round()

    assert seen.whole
    assert paths(seen) == sorted([*ALL, "sales Documents/Clients/New.xlsx"])
    assert not reader.round().whole


@pytest.mark.parametrize(("days", "whole"), [(6.9, False), (7, True), (-0.1, True), (400, True)])
def test_everything_is_listed_anew_once_a_week_and_when_the_clock_jumps(
    reader: Reader, days: float, *, whole: bool
) -> None:
    reader.round()
    reader.graph.clock.now += timedelta(days=days)

    assert reader.round().whole is whole


def test_a_library_that_appears_or_disappears_is_noticed(reader: Reader) -> None:
    libraries = reader.graph.sites["/sites/sales"]
    reader.round()
    libraries.remove(reader.graph.contracts)
    assert (paths(reader.round()), reader.round().whole) == (ALL[1:], False)

    libraries.append(reader.graph.contracts)
    assert paths(reader.round()) == ALL


def test_a_round_that_was_not_kept_is_told_again(reader: Reader) -> None:
    reader.round()
    reader.graph.documents.put("Clients/New.xlsx")

    assert reader.round(keep=False).found == reader.round(keep=False).found
    assert paths(reader.round()) == ["sales Documents/Clients/New.xlsx"]
