"""The dashboard in a real browser: quiet console, no other host, nothing wider than the screen."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.browser import FLAGS, chromium, ready, served

SCREENS = {
    "overview": "",
    "adoption": "adoption",
    "spreadsheets": "spreadsheets",
    "sources": "sources",
    "evidence": "evidence",
}
# Streamlit's browser side looks for its server under the page's own address first.
_PROBES = re.compile(r"/(adoption|spreadsheets|sources|evidence)/_stcore/(health|host-config)$")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="module")
def address(browser: Browser) -> Iterator[str]:
    with served("normal") as where:
        yield where


class Watch:
    """What a page complains about, and whom it calls."""

    def __init__(self, page: Page, address: str) -> None:
        self.complaints: list[str] = []
        self.outside: list[str] = []
        self.loaded: list[str] = []
        self.own = (address, address.replace("http", "ws"), "data:", "blob:")
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        probe = _PROBES.search(message.location.get("url", ""))
        if message.type == "error" and not probe:
            self.complaints.append(message.text)

    def _request(self, request: Request) -> None:
        self.loaded.append(request.url)
        if not request.url.startswith(self.own):
            self.outside.append(request.url)


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_page_is_quiet_and_fits(
    browser: Browser, address: str, screen: str, language: str, theme: str, width: int
) -> None:
    context = browser.new_context(color_scheme=theme, viewport={"width": width, "height": 768})
    page = context.new_page()
    watch = Watch(page, address)
    page.goto(f"{address}/{SCREENS[screen]}?lang={language}")
    ready(page)

    wide = page.evaluate(
        "() => [document.documentElement, document.querySelector('.stMain')].map(e => e.scrollWidth - e.clientWidth)"
    )
    cut = page.evaluate(
        "() => [...document.querySelectorAll('.card, [class*=\"_card\"]')]"
        ".filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.className)"
    )
    assert watch.complaints == []
    assert watch.outside == []
    assert wide == [0, 0]
    assert cut == []
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    assert page.locator("img:not([alt])").count() == 0
    context.close()


def test_the_overview_loads_no_plotly(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    watch = Watch(page, address)
    page.goto(f"{address}/?lang=en")
    ready(page)

    assert not [url for url in watch.loaded if "plotly" in url.lower()]
    context.close()


def test_the_language_survives_navigation_and_reload(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="en-GB", viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.goto(address)
    ready(page)
    page.get_by_role("radio", name="fr").or_(page.get_by_role("button", name="fr", exact=True)).first.click()
    expect(page.locator("h1")).to_have_text("Vue d’ensemble")
    page.get_by_role("link", name="Sources et passages").click()
    expect(page.locator("h1")).to_have_text("Sources et passages")
    page.reload()
    ready(page)

    expect(page.locator("h1")).to_have_text("Sources et passages")
    assert "lang=fr" in page.url
    context.close()


def test_a_link_below_the_signals_opens_their_evidence(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.goto(f"{address}/?lang=en")
    ready(page)
    page.get_by_role("link", name="Exports to spreadsheets").click()
    expect(page.locator("h1")).to_have_text("Evidence")
    ready(page)

    assert "signal=spreadsheets.exports" in page.url
    expect(page.locator(".signal h2")).to_contain_text("Exports to spreadsheets")
    context.close()


def test_a_chosen_team_is_in_the_address(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.goto(f"{address}/adoption?lang=en&teams=Terrain%20Nord&weeks=12")
    ready(page)

    assert page.locator('[data-testid="stPlotlyChart"]').count() == 4
    context.close()


@pytest.fixture(scope="module")
def shared(browser: Browser) -> Iterator[str]:
    with served("shared") as where:
        yield where


@pytest.mark.parametrize("width", [1440, 1366, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_of_workbooks_is_quiet_and_fits(
    browser: Browser, shared: str, language: str, theme: str, width: int
) -> None:
    test_a_page_is_quiet_and_fits(browser, shared, "spreadsheets", language, theme, width)


def test_the_page_of_workbooks_can_be_used_without_a_mouse(browser: Browser, shared: str) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.goto(f"{shared}/spreadsheets?lang=en")
    ready(page)
    folded = page.get_by_text("2 retired workbooks")
    page.get_by_role("group").filter(has=folded).locator("summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Workbook F7B4C6").first).to_be_visible()
    page.get_by_role("link", name="Business followed outside").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Evidence")

    assert "signal=spreadsheets.shadow_coverage" in page.url
    context.close()


def test_workbooks_are_told_to_screen_readers(browser: Browser, shared: str) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.goto(f"{shared}/spreadsheets?lang=en")
    ready(page)
    table = page.get_by_role("table", name="Workbooks that track customers").first

    assert table.get_by_role("columnheader").all_inner_texts()[:4] == [
        "Workbook",
        "State",
        "Also in the CRM",
        "Last saved",
    ]
    assert table.get_by_role("rowheader").count() == 5
    charts = page.locator('[data-testid="stPlotlyChart"]')
    assert charts.count() == 2
    assert page.get_by_role("heading", level=2).count() >= 8
    context.close()
