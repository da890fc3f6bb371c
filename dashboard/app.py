"""The application as a server sees it: the frame of the pages behind its headers and compression."""

import gc
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from dashboard.headers import PageLanguage, SecurityHeaders

# Imported before the first visitor comes, who would wait two seconds for them.
_HEAVY = ("plotly.graph_objects", "dashboard.charts", "dashboard.reading")


@asynccontextmanager
async def _warm(_: st.App) -> AsyncIterator[None]:
    for name in _HEAVY:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    yield


app = st.App(
    Path(__file__).parent / "frame.py",
    lifespan=_warm,
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(GZipMiddleware, minimum_size=1024, compresslevel=6),
        Middleware(PageLanguage),
    ],
)
