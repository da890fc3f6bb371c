"""What a page is given: the snapshot, the language and the colours of the reader's theme."""

from dataclasses import dataclass

import streamlit as st

from dashboard.current import current_snapshot
from dashboard.language import Locale, locale
from dashboard.snapshot import Snapshot
from dashboard.tokens import Tokens, tokens

LANGUAGE_KEY = "lang"


@dataclass(frozen=True)
class View:
    """One reader's look at one snapshot."""

    snapshot: Snapshot
    locale: Locale
    tokens: Tokens


def current() -> View:
    """The view of the present session; the frame has set its language."""
    language = str(st.session_state.get(LANGUAGE_KEY) or "en")
    dark = st.context.theme.type == "dark"
    return View(current_snapshot(), locale(language), tokens(dark=dark))
