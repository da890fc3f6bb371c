"""Presence that a personnel system tells: which share of the working time people are there, week by week."""

from collections.abc import Sequence

import polars as pl

from collectors.cells import texts
from collectors.grid import Grid
from collectors.handwritten import Reader
from collectors.headings import Found, Headings
from collectors.mapping import PresenceMapping
from collectors.source import Batch
from collectors.stated import stated
from settings.declared import DECLARED

TABLE = "presence"


def presence(rows: pl.DataFrame, mapping: PresenceMapping, country: str, lines: Sequence[int] = ()) -> Batch:
    """The whole of what is told, as a batch. ``lines``: in which line of its file each row stands; counted without."""
    names = list(mapping.columns)
    cells = rows.select(texts(rows[column]).fill_null("").alias(name) for name, column in mapping.columns.items())
    numbered = zip(lines or range(1, rows.height + 1), cells.iter_rows(), strict=True)
    heads = Headings(0, Found({name: place for place, name in enumerate(names)}), tuple(mapping.columns.values()))
    read = stated(Grid(mapping.origin, tuple(numbered)), DECLARED[TABLE], heads, Reader(str, country))
    return Batch(TABLE, TABLE, read.frame, complete=True, rejects=read.rejects, teams=read.teams)
