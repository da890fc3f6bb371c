"""The snapshot on screen: read once a run, and kept until another run has ended."""

import os
from pathlib import Path

import streamlit as st

from dashboard.reading import last_run, read_snapshot
from dashboard.serving import CONFIG_VARIABLE
from dashboard.snapshot import Snapshot

PATIENCE_S = 5
"""How long a page may show a run after a newer one has ended."""


def config_path() -> Path:
    """The config.toml this process was started for; ``./config.toml`` where nothing says otherwise."""
    return Path(os.environ.get(CONFIG_VARIABLE, "config.toml"))


def current_snapshot() -> Snapshot:
    """The figures of the last run that ended, a few seconds after it has."""
    path = config_path()
    return _of_run(path, _newest_run(path))


@st.cache_data(ttl=PATIENCE_S, max_entries=2, show_spinner=False)
def _newest_run(path: Path) -> str:
    return last_run(path)


@st.cache_resource(max_entries=2, show_spinner=False)
def _of_run(path: Path, run: str) -> Snapshot:  # noqa: ARG001  (what it is kept by)
    return read_snapshot(path)
