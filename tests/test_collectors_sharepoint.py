"""Libraries of selected sites, read from a fake of Microsoft Graph that refuses what its contract does not know."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from collectors.entries import Aside, Entry, Gone
from collectors.feeds import IN_A_ROW, Round, bounded, look
from collectors.pseudonyms import Pseudonyms
from collectors.sharepoint import Graph, Options, SharePoint
from collectors.source import SourceError
from tests.fake_graph import CLIENT, FILES, SECRET, TENANT, FakeGraph

PSEUDONYMS = Pseudonyms(b"k" * 32)
SITE = f"{FILES}:/sites/sales"
OPTIONS: dict[str, Any] = {
    "kind": "sharepoint",
    "tenant": TENANT,
    "client_id": CLIENT,
    "secret_env": "M365_SECRET",
    "sites": [SITE],
}


@dataclass
class Reader:
    """A source whose rounds are looked at before anything is opened."""

    graph: FakeGraph = field(default_factory=FakeGraph)
    asked: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    secret: str = SECRET

    @property
    def source(self) -> SharePoint:
        """The source as settings make it."""
        return SharePoint("m365", Options(**OPTIONS | self.asked), self.secret, self.graph.network)

    def round(self, *, keep: bool = True) -> Round:
        """One look; its cursor is kept for the next as it would be read from the store."""
        source = self.source
        with source._api() as api:
            feed = Graph("m365", source.options, api, PSEUDONYMS)
            reached = feed.reach(self.kept)
            bounds = bounded(source.options, PSEUDONYMS)
            now = self.graph.clock()
            seen = look(reached.drives, feed, self.kept, bounds, now, all_there=not reached.missing)
        if keep:
            self.kept = json.loads(json.dumps(seen.cursor))
        return seen

    def contents(self, entry: Entry) -> bytes:
        """What is fetched of an entry."""
        source = self.source
        with source._api() as api, Graph("m365", source.options, api, None).fetch(entry) as path:
            assert path.suffix == ".xlsx"
            return path.read_bytes()


def paths(seen: Round) -> list[str]:
    return sorted(one.path for one in seen.found if isinstance(one, Entry))


def entries(seen: Round) -> dict[str, Entry]:
    return {one.path: one for one in seen.found if isinstance(one, Entry)}


def aside(seen: Round) -> list[tuple[str, str]]:
    return [(one.where, one.reason) for one in seen.found if isinstance(one, Aside)]


def gone(seen: Round) -> set[str]:
    return {one.key for one in seen.found if isinstance(one, Gone)}


@pytest.fixture
def reader() -> Reader:
    made = Reader()
    made.graph.documents.put("Clients/North/Tracking.xlsx", b"cells", by="Jane Doe")
    made.graph.documents.put("Clients/Offers.xlsm", b"more cells")
    made.graph.documents.put("Clients/Notes.docx", b"words")
    made.graph.documents.put("Clients/~$Tracking.xlsx", b"lock")
    made.graph.contracts.put("Signed.CSV", b"a;b")
    return made


ALL = [
    "sales Contracts/Signed.CSV",
    "sales Documents/Clients/North/Tracking.xlsx",
    "sales Documents/Clients/Offers.xlsm",
]


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


# What is granted, and what is not


def test_a_site_that_is_not_granted_says_what_to_grant_and_the_others_are_read(reader: Reader) -> None:
    reader.asked = {"sites": [f"{FILES}:/sites/board", SITE]}

    assert paths(reader.round()) == ALL
    (problem,) = reader.source.problems()
    assert "sites/board' may not be read (403 accessDenied)" in problem
    assert "Sites.Selected in Entra, and on this site the role read" in problem


def test_a_site_that_loses_its_grant_for_a_while_is_followed_from_where_it_was(reader: Reader) -> None:
    reader.asked = {"sites": [SITE, f"{FILES}:/sites/board"]}
    reader.graph.granted.add("/sites/board")
    reader.graph.secret.put("Plan.xlsx")
    reader.round()
    reader.graph.granted.remove("/sites/board")
    reader.graph.documents.put("Clients/New.xlsx")

    seen = reader.round()
    assert (paths(seen), seen.whole) == (["sales Documents/Clients/New.xlsx"], False)

    reader.graph.granted.add("/sites/board")
    reader.graph.secret.put("Budget.xlsx")
    seen = reader.round()
    assert (paths(seen), seen.whole) == (["board Documents/Budget.xlsx"], False)


def test_an_application_that_may_do_more_than_it_needs_is_told(reader: Reader) -> None:
    assert reader.source.problems() == []
    reader.graph.roles = ["Sites.Selected", "Sites.ReadWrite.All", "Mail.Read"]

    assert reader.source.problems() == [
        "m365: the application may do more than it needs (Mail.Read, Sites.ReadWrite.All); "
        "leave it Sites.Selected alone"
    ]


def test_a_site_that_does_not_exist_is_named(reader: Reader) -> None:
    reader.asked = {"sites": [f"{FILES}:/sites/sale"]}

    (problem,) = reader.source.problems()

    assert "there is no site 'contoso.sharepoint.com:/sites/sale' (404 itemNotFound); mend `sites`" in problem


def test_a_site_may_be_named_by_its_id(reader: Reader) -> None:
    with reader.source._api() as api:
        found = api.read(f"https://graph.microsoft.com/v1.0/sites/{SITE}", {"$select": "id"})
    reader.asked = {"sites": [found["id"]]}

    assert [path.split(" ", 1)[1] for path in paths(reader.round())] == [path.split(" ", 1)[1] for path in ALL]


@pytest.mark.parametrize(
    ("site", "why"),
    [
        ("contoso-my.sharepoint.com:/personal/jane_contoso_com", "their own OneDrive is never read"),
        ("root", "should be a site such as"),
        ("*", "should be a site such as"),
        ("https://contoso.sharepoint.com/sites/sales", "should be a site such as"),
        ("", "should be a site such as"),
    ],
)
def test_a_whole_tenant_and_personal_drives_cannot_even_be_asked_for(site: str, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        Options(**OPTIONS | {"sites": [site]})
    with pytest.raises(ValidationError, match="at least 1 item"):
        Options(**OPTIONS | {"sites": []})


def test_a_wrong_secret_says_where_a_new_one_goes(reader: Reader) -> None:
    reader.secret = "old"  # noqa: S105  of nobody

    with pytest.raises(SourceError, match=r"AADSTS7000215\); check tenant and client_id.* into M365_SECRET") as raised:
        reader.round()

    assert raised.value.kind == "broken"


# Faults


def test_a_token_refused_in_the_middle_is_renewed(reader: Reader) -> None:
    reader.graph.faults.plan("delta", lambda: httpx.Response(401))

    assert paths(reader.round()) == ALL
    assert reader.graph.calls("login") == 2


@pytest.mark.parametrize("status", [429, 503, 500])
@pytest.mark.parametrize("told", ["17", None])
def test_a_throttled_round_waits_and_loses_nothing(reader: Reader, status: int, told: str | None) -> None:
    headers = {"Retry-After": told} if told else {}
    reader.graph.faults.plan("delta", *[lambda: httpx.Response(status, headers=headers)] * 3)

    assert paths(reader.round()) == ALL
    waited = [wait >= 17 if told else wait <= 4 for wait in reader.graph.clock.waits]
    assert waited == [True] * 3


def test_an_allowance_that_is_nearly_used_is_waited_for(reader: Reader) -> None:
    reader.graph.headers = {"RateLimit-Limit": "1200", "RateLimit-Remaining": "240", "RateLimit-Reset": "5"}

    assert paths(reader.round()) == ALL
    assert set(reader.graph.clock.waits) == {5.0}


def test_a_run_stops_at_the_calls_it_may_make(reader: Reader) -> None:
    reader.asked = {"calls": 4}

    with pytest.raises(SourceError, match="4 calls were made") as raised:
        reader.round()

    assert (raised.value.kind, len(reader.graph.asked)) == ("budget", 4)


def test_a_page_cut_short_is_asked_for_again(reader: Reader) -> None:
    reader.graph.faults.plan("delta", lambda: httpx.Response(200, text='{"value": [{"id": "1'))

    assert paths(reader.round()) == ALL


def test_pages_that_lead_in_a_circle_end_the_run(reader: Reader) -> None:
    link = "https://graph.microsoft.com/v1.0/drives/b!documents/root/delta?token=again"
    page = {"value": [], "@odata.nextLink": link}
    reader.graph.faults.plan("b!documents/root/delta", *[lambda: httpx.Response(200, json=page)] * 2)

    with pytest.raises(SourceError, match="from page to page in a circle") as raised:
        reader.round()

    assert raised.value.kind == "retry"


@pytest.mark.parametrize(
    ("page", "why", "kind"),
    [
        ({"@odata.deltaLink": "https://graph.microsoft.com/x"}, "answered without 'value'", "broken"),
        ({"value": []}, "without saying where to go on", "retry"),
        ({"value": [], "@odata.nextLink": "https://elsewhere.example/x"}, "is not allowed and was not sent", "broken"),
    ],
    ids=["no list", "no link", "a link elsewhere"],
)
def test_an_answer_that_lacks_what_it_needs_ends_the_run_and_nothing_is_taken_for_gone(
    reader: Reader, page: dict[str, Any], why: str, kind: str
) -> None:
    reader.round()
    reader.graph.faults.plan("delta", lambda: httpx.Response(200, json=page))

    with pytest.raises(SourceError, match=why) as raised:
        reader.round()

    assert raised.value.kind == kind


@pytest.mark.parametrize("lacking", ["lastModifiedDateTime", "name", "parentReference"])
def test_an_item_of_which_too_little_is_told_costs_itself_alone_and_is_counted(reader: Reader, lacking: str) -> None:
    item = reader.graph.documents.at("Clients/Offers.xlsm")
    assert item
    item.without = frozenset({lacking})

    seen = reader.round()

    assert (paths(seen), aside(seen)) == (ALL[:2], [("sales Documents", "stray_file")])


@pytest.mark.parametrize("lacking", ["size", "lastModifiedBy", "eTag", "createdBy"])
def test_a_field_that_can_be_done_without_may_be_missing(reader: Reader, lacking: str) -> None:
    item = reader.graph.documents.at("Clients/Offers.xlsm")
    assert item
    item.without = frozenset({lacking})

    assert paths(reader.round()) == ALL


# Downloads


@pytest.mark.parametrize(
    ("status", "error"), [(404, FileNotFoundError), (410, FileNotFoundError), (403, PermissionError)]
)
@pytest.mark.parametrize("where", ["content", "tempauth"])
def test_a_file_that_vanishes_or_is_refused_costs_itself_alone(
    reader: Reader, status: int, error: type[OSError], where: str
) -> None:
    entry = entries(reader.round())[ALL[1]]
    reader.graph.faults.plan(where, lambda: httpx.Response(status))

    with pytest.raises(error):
        reader.contents(entry)
    assert reader.contents(entry) == b"cells"


def test_a_file_that_grew_past_the_limit_is_huge(reader: Reader) -> None:
    reader.asked = {"file_mb": 1}
    entry = entries(reader.round())[ALL[1]]
    reader.graph.documents.put("Clients/North/Tracking.xlsx", b"x" * (1 << 20) + b"x")

    with pytest.raises(OSError, match="larger than file_mb"):
        reader.contents(replace(entry))


def test_a_file_that_never_comes_costs_itself_and_several_in_a_row_the_run(reader: Reader) -> None:
    entry = entries(reader.round())[ALL[1]]
    reader.graph.faults.plan("content", *[lambda: httpx.Response(500)] * 5 * IN_A_ROW)
    source = reader.source
    with source._api() as api:
        feed = Graph("m365", source.options, api, None)
        for _ in range(IN_A_ROW - 1):
            with pytest.raises(OSError, match="could not answer"), feed.fetch(entry):
                pass
        with pytest.raises(SourceError, match="could not answer"), feed.fetch(entry):
            pass


def test_a_source_shows_its_secret_to_nobody(reader: Reader) -> None:
    assert SECRET not in repr(reader.source)
