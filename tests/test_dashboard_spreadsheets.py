"""The page of parallel spreadsheets: what it answers, what it lists, what it says when nothing was scanned."""

import re
from dataclasses import replace

import pytest

from dashboard.language import locale
from dashboard.sentences import followed_outside
from metrics.spreadsheets.families import Covered, Workbooks
from tests.pages import Opened, opening
from tests.scanned import WORKBOOKS
from tests.snapshots import SNAPSHOTS


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Opened:
    return opening(monkeypatch)


def between(body: str, begin: str, end: str) -> str:
    start = body.index(begin)
    return body[start : body.index(end, start)]


def test_the_first_sentence_answers_the_question(open_page: Opened) -> None:
    body, _ = open_page("shared", "spreadsheets")

    assert "Three families of workbooks track customers outside the CRM; together they hold 29% of the open" in body
    assert "412 workbooks looked at on 12 Oct 2026 in partage." in body
    assert "Set apart: 1 kept on purpose and 2 retired. Copies count once." in body
    assert body.index("Three families") < body.index("All signs of work outside the CRM")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (Workbooks(("partage",)), "unknown: no shared folder was scanned yet"),
        (replace(WORKBOOKS, families=()), "No workbook in use on the scanned folders tracks customers"),
        (
            replace(WORKBOOKS, families=WORKBOOKS.families[:1]),
            "One family of workbooks tracks customers outside the CRM; it holds 29% of the open opportunities.",
        ),
        (replace(WORKBOOKS, covered=()), "Three families of workbooks track customers outside the CRM."),
        (
            replace(WORKBOOKS, covered=(Covered("account", 200, 50, 0, {}),)),
            "together they hold 25% of the active accounts.",
        ),
    ],
    ids=["never scanned", "none", "one", "nothing compared", "accounts alone"],
)
def test_the_answer_says_no_more_than_is_known(told: Workbooks, sentence: str) -> None:
    assert sentence in followed_outside(replace(SNAPSHOTS["normal"](), workbooks=told), locale("en"))


def test_every_sign_leads_to_its_evidence(open_page: Opened) -> None:
    body, _ = open_page("shared", "spreadsheets")
    links = re.findall(r'href="/evidence\?signal=([a-z_.]+)&amp;lang=en"', body)

    assert links == ["spreadsheets.shadow_coverage", "spreadsheets.exports", "spreadsheets.shadow_files"]


def test_workbooks_come_with_all_that_may_be_said_of_them(open_page: Opened) -> None:
    body, _ = open_page("shared", "spreadsheets")
    table = between(body, '<table class="list files">', "</table>")

    assert "Workbook K7QDXV" in table
    assert "96 opportunities, 71 of them open" in table
    assert "Terrain Sud/Suivi and 2 other folders · .xlsx" in table
    assert table.count("fewer than 10") == 3
    assert ">14<" in table
    assert "7 accounts only by nearly the same name" in table
    assert "saved again since it was marked retired" in table
    assert "F7B4C6" not in table


def test_retired_workbooks_are_folded_away(open_page: Opened) -> None:
    body, page = open_page("shared", "spreadsheets")

    assert [one.label for one in page.expander] == ["2 retired workbooks"]
    assert "Workbook F7B4C6" in body.split('<table class="list files">')[2]


def test_the_board_tells_what_becomes_of_each(open_page: Opened) -> None:
    body, _ = open_page("shared", "spreadsheets")
    board = between(body, '<div class="board">', "vigie workbook")
    heads = re.findall(r"<h3>([A-Za-z ]+) <b>(\d+)</b></h3>", board)

    assert heads == [("To migrate", "3"), ("In progress", "1"), ("Retired", "2"), ("Kept on purpose", "1")]
    assert "“yearly price agreements, which the CRM &lt;cannot&gt; hold” (change lead)" in board


def test_columns_that_the_crm_lacks_are_a_list_of_requirements(open_page: Opened) -> None:
    body, _ = open_page("shared", "spreadsheets")

    assert "Remise &lt;accordée&gt;" in body
    assert "5 more columns are not told by their titles" in body


def test_what_could_not_be_read_is_told_with_its_place(open_page: Opened) -> None:
    body, _ = open_page("shared", "spreadsheets", "fr")

    assert "Protégé par un mot de passe" in body
    assert "Grands comptes (2), Direction &lt;x&gt; (1)" in body
    assert "racine du partage (2)" in body


def test_nothing_that_comes_from_files_is_taken_for_html(open_page: Opened) -> None:
    for language in ("en", "fr"):
        body, page = open_page("shared", "spreadsheets", language)
        charts = "".join(one.proto.spec for one in page.get("plotly_chart"))

        for raw in ("<b>Nord", "<accordée>", "<x>", "<cannot>"):
            assert raw not in body
        assert "Relances" in charts
        assert "<b>Nord" not in charts


def test_it_says_what_it_cannot_see(open_page: Opened) -> None:
    for state in ("shared", "normal"):
        body, _ = open_page(state, "spreadsheets")
        assert "mailboxes and what is attached to messages: they are never scanned" in body
        assert "Access, Notion, Airtable" in body


def test_without_a_declared_folder_it_says_which_setting_brings_one(open_page: Opened) -> None:
    body, page = open_page("normal", "spreadsheets")

    assert "No shared folder is declared" in body
    assert "kind = &#34;shares&#34;" in body
    assert "Exports to spreadsheets" in body
    assert not page.get("plotly_chart")
    assert "0 famil" not in body


def test_a_share_that_was_never_scanned_is_told(open_page: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    declared = replace(SNAPSHOTS["normal"](), workbooks=Workbooks(("partage",)))
    monkeypatch.setitem(SNAPSHOTS, "declared share", lambda: declared)
    body, _ = open_page("declared share", "spreadsheets")

    assert "vigie collect partage" in body


def test_a_scan_that_is_too_old_is_said_to_be(open_page: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = SNAPSHOTS["shared"]()
    monkeypatch.setitem(SNAPSHOTS, "old", lambda: replace(whole, workbooks=replace(WORKBOOKS, fresh=False)))

    assert "That is too long ago to say how things stand now." in open_page("old", "spreadsheets")[0]


def test_a_retired_workbook_is_progress(open_page: Opened) -> None:
    body, _ = open_page("shared", "diagnosis")

    assert "Workbook E6B4C6" in body
    assert "workbook retired" in body
