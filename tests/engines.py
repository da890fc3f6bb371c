"""The engines on which roll-ups are tried: each is given a frame as it takes it, and its rows are read back."""

from collections.abc import Callable
from typing import Any

import narwhals as nw
import polars as pl
import pyarrow as pa
import pytest

Engine = Callable[[pl.DataFrame], Any]


def arrow(frame: pl.DataFrame) -> pa.Table:
    """The frame for the pyarrow engine."""
    return frame.to_arrow(compat_level=pl.CompatLevel.oldest())


ENGINES = [pytest.param(pl.DataFrame.lazy, id="polars"), pytest.param(arrow, id="pyarrow")]


def rows_of(native: Any, *order: str) -> list[dict[str, Any]]:
    """The rows of a native frame of any engine, in the order of some columns."""
    frame = nw.from_native(native)
    eager = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    return pl.DataFrame(eager.to_arrow()).sort(order, nulls_last=True).to_dicts()
