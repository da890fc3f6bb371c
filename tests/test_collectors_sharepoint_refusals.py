"""What Microsoft refuses, breaks off or leaves out: what it costs, and what the messages say to do."""

from dataclasses import replace
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from collectors.feeds import IN_A_ROW
from collectors.sharepoint import Graph, Options
from collectors.source import SourceError
from tests.fake_graph import FILES, SECRET
from tests.sales_site import ALL, OPTIONS, SITE, Reader, aside, entries, paths, sales


@pytest.fixture
def reader() -> Reader:
    return sales()


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
        (
            "m365: the application may do more than it needs (Mail.Read, Sites.ReadWrite.All); "
            "leave it Sites.Selected alone"
        )
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
