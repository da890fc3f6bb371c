"""Orders land as they were told last: once, moved when they change, gone when their list no longer has them."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from collectors.source import Batch, Reject
from jobs.landing import Landing
from jobs.workspace import Workspace
from settings.model import Settings
from settings.tables import ORDERS
from store import intents, orders, sources
from tests.digests import digests
from tests.tables import table

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("VIGIE_SECRET", "s" * 32)
    settings = Settings.model_validate({"project": {"name": "Essai", "timezone": "UTC"}, "folder": tmp_path})
    return Workspace(settings, clock=lambda: NOW)


def land(workspace: Workspace, *batches: Batch, source: str = "erp") -> Landing:
    """Lands batches as a run of a source does."""
    positions = intents.settle(workspace.database, workspace.lake, source)
    landing = Landing(workspace.database, workspace.lake, source, 1, NOW, ZoneInfo("UTC"), positions)
    for batch in batches:
        landing.land(batch)
    return landing


def told(text: str, stream: str = "book", *, complete: bool = False) -> Batch:
    """A batch of orders, each a line of order, day and amount."""
    return Batch(
        stream, "orders", table(f"order | ordered_on | amount\n{text}", ORDERS), {"last": 1}, complete=complete
    )


def held(workspace: Workspace) -> list[tuple[object, ...]]:
    with workspace.database.read() as session:
        return orders.orders(session).select("source", "stream", "order", "amount").rows()


def first_days(workspace: Workspace) -> dict[str, date]:
    """The first days that roll-ups do not hold yet, which they do from then on."""
    with workspace.database.write() as session:
        waiting = intents.unmeasured(session)
        intents.mark_measured(session, waiting.intents)
    return dict(waiting.first_days)


TWO = "a | 2026-02-01 | 1\nb | 2026-02-09 | 2"


def test_orders_are_added_changed_and_kept(workspace: Workspace) -> None:
    first = land(workspace, told(TWO))
    second = land(workspace, told("b | 2026-02-09 | 3\nc | 2026-02-10 | 4"))

    assert held(workspace) == [("erp", "book", "a", 1), ("erp", "book", "b", 3), ("erp", "book", "c", 4)]
    assert (first.rows, second.rows) == (2, 2)


def test_twice_is_once(workspace: Workspace) -> None:
    land(workspace, told(TWO, complete=True))
    before = {name: digest for name, digest in digests(workspace).items() if name == "sql orders"}
    again = land(workspace, told(TWO, complete=True))

    assert again.rows == 0
    assert {name: digest for name, digest in digests(workspace).items() if name == "sql orders"} == before


def test_what_a_whole_list_no_longer_has_is_gone_and_other_lists_stay(workspace: Workspace) -> None:
    land(workspace, told(TWO, complete=True), told("x | 2026-02-01 | 9", "other", complete=True))
    land(workspace, told(TWO, complete=True), source="shop")
    land(workspace, told("b | 2026-02-09 | 2", complete=True))

    assert held(workspace) == [
        ("erp", "book", "b", 2),
        ("erp", "other", "x", 9),
        ("shop", "book", "a", 1),
        ("shop", "book", "b", 2),
    ]


def test_a_sweep_removes_what_is_gone(workspace: Workspace) -> None:
    land(workspace, told(TWO))
    swept = land(workspace, Batch("book", "orders", pl.DataFrame(), alive=pl.Series(["b", "z"])))

    assert held(workspace) == [("erp", "book", "b", 2)]
    assert swept.rows == 1


def test_of_an_order_that_two_files_tell_of_the_last_one_read_counts(workspace: Workspace) -> None:
    land(workspace, told("a | 2026-02-01 | 1", "march", complete=True))
    land(workspace, told("a | 2026-02-01 | 1\nb | 2026-02-02 | 2", "april", complete=True))
    land(workspace, told("c | 2026-02-03 | 3", "march", complete=True))

    assert held(workspace) == [("erp", "april", "a", 1), ("erp", "april", "b", 2), ("erp", "march", "c", 3)]


@pytest.mark.parametrize(
    "empty",
    [
        told("", complete=True),
        Batch("book", "orders", pl.DataFrame(), alive=pl.Series([], dtype=pl.String)),
    ],
    ids=["list", "sweep"],
)
def test_a_table_that_comes_back_empty_wipes_nothing(workspace: Workspace, empty: Batch) -> None:
    land(workspace, told(TWO, complete=True))
    land(workspace, empty)

    assert len(held(workspace)) == 2
    with workspace.database.read() as session:
        assert sources.rejects(session).select("reason", "where", "count").rows() == [("came_back_empty", "orders", 2)]
    land(workspace, told(TWO, complete=True))
    with workspace.database.read() as session:
        assert sources.rejects(session).is_empty()


def test_roll_ups_are_told_from_which_day_on_orders_moved(workspace: Workspace) -> None:
    land(workspace, told(TWO, complete=True))
    assert first_days(workspace) == {"orders": date(2026, 2, 1)}

    land(workspace, told(TWO, complete=True))
    assert first_days(workspace) == {}

    land(workspace, told("a | 2026-02-01 | 1\nb | 2026-02-20 | 2", complete=True))
    assert first_days(workspace) == {"orders": date(2026, 2, 9)}

    land(workspace, told("b | 2026-02-20 | 2", complete=True))
    assert first_days(workspace) == {"orders": date(2026, 2, 1)}


def test_rejects_are_kept_with_their_place(workspace: Workspace) -> None:
    unfit = Reject("unmapped_kind", "orders · X", 3, "changed 1")
    land(workspace, Batch("book", "orders", told(TWO).frame, {"last": 1}, rejects=(unfit,)))

    with workspace.database.read() as session:
        assert sources.rejects(session).select("stream", "reason", "where", "count").rows() == [
            ("book/orders", "unmapped_kind", "orders · X", 3)
        ]


def test_more_orders_than_one_statement_takes(workspace: Workspace) -> None:
    many = "\n".join(f"o{n:04} | 2026-02-01 | {n}" for n in range(2_000))
    land(workspace, told(many, complete=True))
    land(workspace, told("o0000 | 2026-02-01 | 0", complete=True))

    assert held(workspace) == [("erp", "book", "o0000", 0)]
