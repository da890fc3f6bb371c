"""Opens a page of the dashboard on an invented snapshot, without a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import current
from tests.snapshots import SNAPSHOTS

Opened = Callable[..., tuple[str, AppTest]]
FRAME = Path(current.__file__).parent / "frame.py"


def opening(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """What opens a page of a snapshot by its names: its HTML and the running page."""

    def opened(state: str, screen: str = "overview", language: str = "en", **query: str) -> tuple[str, AppTest]:
        monkeypatch.setattr(current, "read_snapshot", lambda _: SNAPSHOTS[state]())
        monkeypatch.setattr(current, "last_run", lambda _: state)
        st.cache_resource.clear()
        st.cache_data.clear()
        page = AppTest.from_file(str(FRAME), default_timeout=30)
        for key, value in {"lang": language, **query}.items():
            page.query_params[key] = value
        page.run()
        if screen != "overview":
            page.switch_page(f"screens/{screen}.py").run()
        assert not page.exception
        bodies = [one.proto.body for one in page.get("html")]
        return "\n".join(body for body in bodies if "<style>" not in body), page

    return opened
