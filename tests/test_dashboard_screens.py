"""Each page in each language on each state of affairs, without a browser."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import current
from settings.reading import SettingsError
from tests.pages import FRAME, Opened, opening
from tests.snapshots import SNAPSHOTS

ENGLISH = {
    "overview": "Overview",
    "adoption": "Adoption",
    "spreadsheets": "Parallel spreadsheets",
    "diagnosis": "Diagnosis",
    "sources": "Sources &amp; runs",
    "evidence": "Evidence",
}
FRENCH = {
    "overview": "Vue d’ensemble",
    "adoption": "Adoption",
    "spreadsheets": "Tableurs parallèles",
    "diagnosis": "Diagnostic",
    "sources": "Sources et passages",
    "evidence": "Preuves",
}
TITLES = {"en": ENGLISH, "fr": FRENCH}
SCREENS = tuple(ENGLISH)


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Opened:
    return opening(monkeypatch)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("state", SNAPSHOTS)
@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_opens_in_every_state_and_language(
    open_page: Opened, screen: str, state: str, language: str
) -> None:
    body, _ = open_page(state, screen, language)

    assert f"<h1>{TITLES[language][screen]}</h1>" in body
    assert f'lang="{language}"' in body
    assert "Atlas · CRM commercial" in body


@pytest.mark.parametrize("screen", SCREENS)
def test_an_empty_store_says_which_command_fills_it(open_page: Opened, screen: str) -> None:
    body, _ = open_page("empty", screen)

    assert "vigie connect URL" in body
    assert "0%" not in body


@pytest.mark.parametrize("screen", ["overview", "adoption", "spreadsheets", "diagnosis", "evidence"])
def test_before_the_first_run_it_says_how_to_start(open_page: Opened, screen: str) -> None:
    body, _ = open_page("declared", screen)

    assert "vigie check\nvigie run" in body


def test_a_new_run_is_shown_without_a_restart(open_page: Opened) -> None:
    assert "verdict red" in open_page("normal")[0]
    assert "verdict green" in open_page("calm")[0]


def test_the_overview_needs_no_plotly(open_page: Opened) -> None:
    _, page = open_page("normal")

    assert not page.get("plotly_chart")


def test_the_overview_gives_the_verdict_in_words(open_page: Opened) -> None:
    body, _ = open_page("normal", language="fr")

    assert "Alerte" in body
    assert "Deux signaux sur six sont en alerte" in body
    assert "5 signaux sur 6 mesurés" in body


def test_the_overview_lists_signals_worst_first(open_page: Opened) -> None:
    body, _ = open_page("normal")
    table = body[body.index('<table class="list') :]

    places = [table.index(name) for name in ("Regular use", "Adoption rate", "Opportunities not kept up", "Login rate")]
    assert places == sorted(places)


def test_a_pinned_clock_is_said(open_page: Opened) -> None:
    assert "Demo clock set to 12 October 2026" in open_page("normal")[0]
    assert "Data as of 12 Oct 2026, 06:10" in open_page("stale")[0]


def test_the_worst_source_is_named_on_every_page(open_page: Opened) -> None:
    for screen in SCREENS:
        assert "depot has been failing for 9\u00a0days" in open_page("stale", screen)[0].replace(
            "9 days", "9\u00a0days"
        )


def test_a_team_that_is_too_small_is_named_without_figures(open_page: Opened) -> None:
    for screen in ("overview", "adoption"):
        assert "groups of fewer than 10 people: Direction." in open_page("normal", screen)[0]


def test_values_from_elsewhere_are_escaped(open_page: Opened) -> None:
    for screen in ("overview", "adoption", "evidence"):
        body, _ = open_page("normal", screen)
        assert "<Ouest>" not in body


def test_a_signal_leads_to_its_evidence(open_page: Opened) -> None:
    _, page = open_page("normal")
    links = [one.proto for one in page.get("page_link")]

    assert len(links) == 6
    assert any("signal=adoption.habit_rate" in link.query_string for link in links)


def test_the_evidence_of_a_signal_in_the_address(open_page: Opened) -> None:
    body, page = open_page("normal", "evidence", "en", signal="spreadsheets.exports")

    assert "Exports to spreadsheets" in body
    assert "003 · Weaknesses of CRMs" in body
    assert len(page.get("plotly_chart")) == 1


def test_the_evidence_of_an_unknown_signal_is_that_of_the_worst(open_page: Opened) -> None:
    assert "Regular use" in open_page("normal", "evidence", "en", signal="no.such")[0]


def test_a_grey_signal_shows_its_reason_and_no_chart(open_page: Opened) -> None:
    body, page = open_page("normal", "evidence", "en", signal="data_quality.stale")

    assert "no mapping of records" in body
    assert not page.get("plotly_chart")


def test_teams_in_the_address_narrow_the_charts(open_page: Opened) -> None:
    _, everyone = open_page("normal", "adoption")
    everyone.multiselect(key="teams").select("Terrain Nord").run()

    assert len(everyone.get("plotly_chart")) == 4


def test_sources_tell_what_was_set_aside_and_what_to_do(open_page: Opened) -> None:
    body, _ = open_page("normal", "sources")

    assert "Dated in the future" in body
    assert "Correct the date in the CRM, or the clock of its server." in body
    assert "activite.date_saisie" in body
    assert "2 users act in the CRM without being in the list of people" in body


def test_a_failing_source_shows_its_error(open_page: Opened) -> None:
    body, _ = open_page("stale", "sources")

    assert "/partage/crm cannot be read (permission denied)" in body
    assert "vigie collect rh" in body


def test_all_on_track_is_green_only_without_an_unknown(open_page: Opened) -> None:
    assert "verdict green" in open_page("calm")[0]
    assert "verdict red" in open_page("normal")[0]


def test_settings_that_cannot_be_read_are_told_instead_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Path) -> str:
        raise SettingsError(Path("config.toml"), ["[project] name: missing <here>"])

    monkeypatch.setattr(current, "last_run", broken)
    st.cache_data.clear()
    page = AppTest.from_file(str(FRAME), default_timeout=30)
    page.query_params["lang"] = "fr"
    page.run()
    body = "\n".join(one.proto.body for one in page.get("html"))

    assert not page.exception
    assert "Les réglages ou l’entrepôt ne peuvent pas être lus" in body
    assert "missing &lt;here&gt;" in body
    assert "vigie check" in body
