"""The frame of every page: navigation, title, data age, language, footer; run at each interaction."""

from pathlib import Path

import streamlit as st
from markupsafe import Markup

from dashboard import figures, phrases, words
from dashboard.current import current_snapshot
from dashboard.language import LANGUAGES, Locale, locale, marked, preferred
from dashboard.markup import put, sign, unreadable
from dashboard.snapshot import Snapshot
from dashboard.view import LANGUAGE_KEY
from settings.reading import SettingsError
from store.database import StoreError

HERE = Path(__file__).parent

# One line a page: file and address, title, icon, shown in the navigation.
PAGES = (
    ("overview", marked("Overview"), ":material/monitoring:", True),
    ("adoption", marked("Adoption"), ":material/group:", True),
    ("spreadsheets", marked("Parallel spreadsheets"), ":material/table_view:", True),
    ("diagnosis", marked("Diagnosis"), ":material/stethoscope:", True),
    ("sources", marked("Sources & runs"), ":material/database:", True),
    ("evidence", marked("Evidence"), ":material/fact_check:", False),
)


def frame() -> None:
    """Draw the frame around the page that the address asks for; what stands in its way where there is none."""
    st.set_page_config(page_title="Vigie", page_icon="🔭", layout="wide")
    st.html(HERE / "style.css")
    try:
        snapshot = current_snapshot()
    except (SettingsError, StoreError) as error:
        spoken = locale(preferred(st.query_params.get(LANGUAGE_KEY) or st.context.locale, "en"))
        put(unreadable(str(error), spoken), spoken)
    else:
        _around(snapshot)


def _around(snapshot: Snapshot) -> None:
    head = st.container(key="head", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute")
    title = head.container(key="title", width="stretch")
    with head:
        spoken = _language(snapshot)
    page = st.navigation(
        [
            st.Page(
                f"screens/{name}.py",
                title=spoken.text(label),
                icon=icon,
                url_path=name,
                default=name == PAGES[0][0],
                visibility="visible" if shown else "hidden",
            )
            for name, label, icon, shown in PAGES
        ],
        position="top",
    )
    with title:
        put(_title(page.title, snapshot, spoken), spoken)
    page.run()
    put(_footer(snapshot, spoken), spoken)


def _language(snapshot: Snapshot) -> Locale:
    """The language switch: the address first, then the browser, then the configuration."""
    chosen = st.segmented_control(
        "Language · Langue",
        LANGUAGES,
        default=preferred(st.context.locale, snapshot.language),
        required=True,
        key=LANGUAGE_KEY,
        bind="query-params",
        label_visibility="collapsed",
    )
    return locale(str(chosen))


def _title(title: str, snapshot: Snapshot, spoken: Locale) -> Markup:
    return Markup(
        '<header class="head"><h1>{}</h1><span class="project">{}</span><p class="age">{}</p></header>'
    ).format(title, snapshot.project, _age(snapshot, spoken))


def _age(snapshot: Snapshot, spoken: Locale) -> Markup:
    """The day the figures speak of, and how fresh the sources are, with the worst one named."""
    _ = spoken.text
    if snapshot.pinned:
        clock = Markup('<span class="clock">{}</span>').format(
            _("Demo clock set to {day}").format(day=figures.long_day(snapshot.as_of, spoken))
        )
    elif snapshot.measured_at is None:
        clock = Markup("<span>{}</span>").format(_("No data yet"))
    else:
        moment = figures.at(snapshot.measured_at, snapshot.timezone, spoken)
        clock = Markup("<span>{}</span>").format(_("Data as of {moment}").format(moment=moment))
    return Markup("{}{}").format(clock, _sources(snapshot, spoken))


def _sources(snapshot: Snapshot, spoken: Locale) -> Markup:
    if not snapshot.sources:
        return Markup("")
    fresh = Markup("<span>{}</span>").format(phrases.fresh_count(snapshot, spoken))
    worst = phrases.worst_source(snapshot)
    if worst is None:
        return fresh
    level = words.FRESHNESS_LEVELS[worst.freshness]
    clause = phrases.freshness(worst, snapshot, spoken)
    return Markup("{}<span>{}{}</span>").format(fresh, sign(level), clause)


def _footer(snapshot: Snapshot, spoken: Locale) -> Markup:
    _ = spoken.text
    stamps = (
        _("Run {run}").format(run=snapshot.run if snapshot.run is not None else figures.ABSENT),
        _("Rules {rules}").format(rules=snapshot.rules or figures.ABSENT),
        _("Groups of at least {n} people").format(n=snapshot.minimum_group),
    )
    return Markup('<footer class="foot"><p>{}</p><p>{}</p></footer>').format(
        " · ".join(stamps),
        _("Single-user mode: no sign-in is set up, so this dashboard answers on this computer only."),
    )


if __name__ == "__main__":
    frame()
