"""Orders of an order system's database: what changed since the last run, or all of them, and which are gone."""

from collections.abc import Iterator

import polars as pl

from collectors.cells import texts
from collectors.database import Rows
from collectors.mapping import MappedOptions, OrdersMapping
from collectors.ordering import Book, orders
from collectors.source import Batch, Pull
from collectors.sql_walk import ahead, along, fresh, without_cursor
from collectors.walk import Walk

TABLE = "orders"


def order_batches(
    rows: Rows, mapping: OrdersMapping, options: MappedOptions, pull: Pull, book: Book
) -> Iterator[Batch]:
    """The orders of one table or query. Raises SourceError naming all columns that it lacks."""
    rows.need(mapping.columns)
    columns = list(dict.fromkeys(mapping.columns.values()))
    if mapping.cursor is None:
        there = _due(rows.whole(columns), mapping, options, pull)
        read = orders(there, mapping, options.zone, pull, book, options.placeholders)
        yield Batch(book.stream, TABLE, read.frame, complete=True, rejects=read.rejects)
        return
    yield Batch(book.stream, TABLE, pl.DataFrame(), rejects=(without_cursor(rows, mapping.cursor),))
    yield from _changed(rows, columns, mapping, options, pull, book)
    natives = texts(rows.whole([mapping.order])[mapping.order]).drop_nulls()
    yield Batch(book.stream, TABLE, pl.DataFrame(), alive=book.names(natives, pull.pseudonyms))


def _changed(
    rows: Rows, columns: list[str], mapping: OrdersMapping, options: MappedOptions, pull: Pull, book: Book
) -> Iterator[Batch]:
    """Orders along the cursor; once the mapping reads other columns, all of them again in place of what was read."""
    by, of = str(mapping.cursor), pull.pseudonyms.of("columns", *columns)
    held = pull.cursors.get(f"{book.stream}/{TABLE}") or {}
    walk = Walk(held if held.get("of") == of else None, pull.pseudonyms, of, exact=False)
    for chunk in along(rows, columns, walk, by):
        due = _due(chunk, mapping, options, pull)
        new = fresh(walk, due, rows, by)
        if new.is_empty():
            continue
        position = f"{by} {new[by][0]}"
        read = orders(new, mapping, options.zone, pull, book, options.placeholders, position)
        walk.reach(due, by, ahead(due, by, None, pull, options.zone))
        yield Batch(book.stream, TABLE, read.frame, walk.cursor, rejects=read.rejects)


def _due(rows: pl.DataFrame, mapping: OrdersMapping, options: MappedOptions, pull: Pull) -> pl.DataFrame:
    """The rows that may be read: on a bounded pull, those neither dated nor changed after its now."""
    for name, at in ((mapping.ordered_on, mapping.ordered_on), (mapping.cursor, None)):
        later = ahead(rows, name, at, pull, options.zone) if name and pull.bounded else None
        rows = rows if later is None else rows.filter(~later)
    return rows
