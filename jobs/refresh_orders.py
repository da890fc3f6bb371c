"""Refreshing the roll-up of orders: those of each week, held against the opportunities of the CRM a week later."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date

import polars as pl

from jobs.holdings import RECORDS_OF, Holdings, RecordTable, open_holdings
from jobs.refresh_records import ACCOUNT, CONTACT, SALES, sundays
from jobs.workspace import Workspace
from metrics import customers, record_rollups, rollups
from metrics.calendar import WEEK, last_complete_week
from settings.tables import ORDERS
from store import orders, sources
from store.intents import Unmeasured

TABLE = "order_day"
RULES = "order_rules"
OF_CUSTOMERS = (SALES, ACCOUNT, CONTACT)
KEYS = ["team", "kind"]
COUNTS = {"n": pl.Int64(), "told": pl.Int64(), "matched": pl.Int64()}


def refresh_orders(workspace: Workspace, new: Unmeasured, first: date) -> None:
    """Recomputes the weeks from the first day touched on, and those that have come since the last refresh.

    None beyond what every source of orders has wholly delivered: a week without its orders would look like one in
    which nothing was ordered.
    """
    books = sorted(name for name, options in workspace.settings.sources.items() if getattr(options, "orders", ()))
    until = _delivered_until(workspace, books)
    if until is None:
        return
    rules = _rules(books)
    since = first
    if rules == workspace.database.fact(RULES):
        touched = [day for table, day in new.first_days.items() if table in _tables()]
        since = max(first, min((_next(workspace, first), *touched)))
    newest = last_complete_week(workspace.today) + WEEK
    ends = [end for end in sundays(since, newest) if end < min(newest, until)]
    if ends:
        _refresh(workspace, books, ends)
    workspace.database.remember(RULES, rules)


def _tables() -> set[str]:
    return {"orders", *(f"{RECORDS_OF}{name}" for name in OF_CUSTOMERS)}


def _delivered_until(workspace: Workspace, books: list[str]) -> date | None:
    """The first day that some source of orders has not wholly delivered; None without any, or before all have run."""
    with workspace.database.read() as session:
        complete = sources.last_complete(session)
    known = [complete[name] for name in books if name in complete]
    if not known or len(known) < len(books):
        return None
    return min(known).astimezone(workspace.settings.project.zone).date()


def _rules(books: list[str]) -> str:
    """Hash of what the roll-up depends on besides orders and records."""
    said = {"sources": books, "columns": {name: str(kind) for name, kind in rollups.ORDER_DAY.items()}}
    return hashlib.blake2s(json.dumps(said, sort_keys=True).encode(), digest_size=8).hexdigest()


def _next(workspace: Workspace, first: date) -> date:
    """A day of the first week that the roll-up does not hold yet."""
    held = workspace.lake.scan(TABLE, rollups.ORDER_DAY).select(pl.col("day").max()).collect().item()
    return held + WEEK if held else first


def _refresh(workspace: Workspace, books: list[str], ends: list[date]) -> None:
    with workspace.database.read() as session:
        booked = orders.orders(session).filter(pl.col("source").is_in(books))
    holdings = open_holdings(workspace)
    placed = _placed(booked, holdings)
    tables = {table.object: table for table in holdings.tables}
    for month in sorted({f"{end:%Y-%m}" for end in ends}):
        mine = [end for end in ends if f"{end:%Y-%m}" == month]
        rows = pl.concat([_week(placed, tables, end) for end in mine])
        workspace.lake.refresh(TABLE, rows, f"month = '{month}' AND day >= '{mine[0]}'")


def _placed(booked: pl.DataFrame, holdings: Holdings) -> pl.DataFrame:
    """The orders under the CRM's own teams, whatever their case; other teams are none, and credit notes no orders."""
    teams = holdings.members.select(pl.col("team").unique()).collect()["team"].drop_nulls().sort()
    known = {team.lower(): team for team in teams}
    own = (
        pl.col("team").str.strip_chars().str.to_lowercase().replace_strict(known, default=None, return_dtype=pl.String)
    )
    return booked.filter((pl.col("amount") >= 0).fill_null(value=True)).with_columns(team=own)


def _week(placed: pl.DataFrame, tables: Mapping[str, RecordTable], end: date) -> pl.DataFrame:
    """The orders of the week before the last seven days, by team and kind; a row of none where there are none."""
    mine = placed.filter((pl.col("ordered_on") > end - 2 * WEEK) & (pl.col("ordered_on") <= end - WEEK))
    told, matched = _held_against(mine.select(*ORDERS), tables, end) if SALES in tables else ([], [])
    counted = (
        mine.with_columns(told=pl.col("order").is_in(told), matched=pl.col("order").is_in(matched))
        .group_by(KEYS)
        .agg(n=pl.len(), told=pl.col("told").sum(), matched=(pl.col("told") & pl.col("matched")).sum())
    )
    nothing = pl.DataFrame([dict.fromkeys(COUNTS, 0)], schema=COUNTS)
    rows = pl.concat([counted, *([nothing] if counted.is_empty() else [])], how="diagonal_relaxed")
    dated = rows.with_columns(month=pl.lit(f"{end:%Y-%m}"), day=pl.lit(end))
    return dated.select(pl.col(name).cast(kind) for name, kind in rollups.ORDER_DAY.items()).sort(KEYS)


def _held_against(mine: pl.DataFrame, tables: Mapping[str, RecordTable], end: date) -> tuple[list[str], list[str]]:
    """The orders that can be held against the CRM as it stands at the end of a day, and those with an opportunity."""
    sales, (accounts, contacts) = (
        tables[SALES],
        (_present(tables.get(name), tables[SALES], end) for name in OF_CUSTOMERS[1:]),
    )
    there = sales.rows.filter(pl.col("day") <= end).select("record")
    dated = customers.deals(_present(sales, sales, end), sales.rows, contacts, end).collect().lazy()
    keys = customers.customer_keys(accounts, contacts, dated).collect().lazy()
    kinds = customers.known_kinds(dated, keys).collect()["kind"].to_list()
    frame = mine.lazy()
    found = pl.collect_all(
        [
            customers.told(frame, kinds, there),
            customers.naming(frame, there),
            customers.matched(frame, dated, keys),
        ]
    )
    told, named, matched = (part["order"].to_list() for part in found)
    return told, [*named, *matched]


def _present(table: RecordTable | None, sales: RecordTable, end: date) -> pl.LazyFrame:
    """The records of an object at the end of a day; none, in the columns of opportunities, where there are none."""
    if table is None:
        return sales.rows.clear()
    return record_rollups.states(table.rows, table.several, end)
