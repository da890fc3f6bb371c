"""The snapshot on screen: read once a run, and kept until another run has ended."""

import os
from collections.abc import Hashable
from pathlib import Path

import streamlit as st

from dashboard.reading import last_run, read_snapshot
from dashboard.serving import CONFIG_VARIABLE
from dashboard.snapshot import Snapshot


def config_path() -> Path:
    """The config.toml this process was started for; ``./config.toml`` where nothing says otherwise."""
    return Path(os.environ.get(CONFIG_VARIABLE, "config.toml"))


def current_snapshot() -> Snapshot:
    """The figures of the last run that ended."""
    path = config_path()
    return _of_run(path, last_run(path))


@st.cache_resource(max_entries=2, show_spinner=False)
def _of_run(path: Path, run: Hashable) -> Snapshot:  # noqa: ARG001
    return read_snapshot(path)
