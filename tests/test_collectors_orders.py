"""Orders read from a database and from files: in Vigie's words, each once, without a name of anybody."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from pydantic import ValidationError

from collectors import files
from collectors.mapping import OrdersMapping
from collectors.source import Batch, Cursor, Pull, Reject, SourceError
from settings.tables import ORDERS
from tests.crms import LONG_AGO, NOW, PSEUDONYMS, SETTINGS, Crm, record

BOOK = {
    "table": "orders", "cursor": "changed", "order": "number", "ordered_on": "placed", "kind": "code",
    "kinds": {"N": "new", "R": "renewal", "C": "transactional"}, "team": "agency", "amount": "total",
    "opportunity": "deal", "of": "crm", "key_email": "mail", "key_phone": "phone", "key_name": "customer",
    "key_company_id": "siret",
}  # fmt: skip
COLUMNS = ("number", "placed", "changed", "code", "agency", "total", "deal", "mail", "phone", "customer", "siret")
ONE = {
    "number": "C-1", "placed": "2026-02-10", "changed": "2026-02-10T10:00:00", "code": "N", "agency": "Nord",
    "total": "1 200,50", "deal": "17", "mail": "Anna@Acme.example", "phone": "01 99 00 12 34", "customer": "ACME SA",
    "siret": "732 829 320 00074",
}  # fmt: skip


def order(native: str, source: str = "crm", stream: str = "orders") -> str:
    return PSEUDONYMS.of("order", source, stream, native)


@pytest.fixture
def book(crm: Crm) -> Crm:
    crm.run(f"CREATE TABLE orders ({' TEXT, '.join(COLUMNS)} TEXT)")
    crm.mapping = {"orders": [BOOK]}
    return crm


def put(crm: Crm, *rows: dict[str, Any]) -> None:
    crm.insert("orders", [ONE | row for row in rows])


def test_an_order_is_kept_by_pseudonyms_keys_day_kind_team_and_amount(book: Crm) -> None:
    put(book, {})
    found = book.pull().table("orders")

    assert dict(found.schema) == ORDERS
    assert found.to_dicts() == [
        {
            "order": order("C-1"),
            "ordered_on": date(2026, 2, 10),
            "kind": "new",
            "team": "Nord",
            "amount": 1200.5,
            "opportunity": record("opportunity", 17),
            "key_email": PSEUDONYMS.of("email", "anna@acme.example"),
            "key_phone": PSEUDONYMS.of("phone", "+33199001234"),
            "key_name": PSEUDONYMS.of("name", "acme"),
            "key_company_id": PSEUDONYMS.of("company_id", "73282932000074"),
            "legal_unit": PSEUDONYMS.of("legal_unit", "732829320"),
        }
    ]


def test_what_is_not_mapped_or_only_looks_filled_is_null(book: Crm) -> None:
    put(book, {"mail": "a@a.fr", "phone": "0600000000", "customer": "n/a", "siret": "à compléter", "deal": None})
    found = book.pull().table("orders").to_dicts()[0]
    bare = book.pull(orders=[{"table": "orders", "order": "number", "ordered_on": "placed"}]).table("orders")

    keys = [name for name in ORDERS if name.startswith("key_")] + ["legal_unit", "opportunity"]
    assert [name for name in keys if found[name] is not None] == []
    assert [name for name, values in bare.to_dict().items() if values[0] is not None] == ["order", "ordered_on"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"number": None}, "no_record"),
        ({"placed": None}, "no_time"),
        ({"placed": "soon"}, "no_time"),
        ({"placed": "1989-12-31"}, "too_old"),
        ({"placed": "2027-03-04"}, "future"),
    ],
)
def test_rows_that_cannot_be_right_are_left_aside_and_counted(book: Crm, change: dict[str, Any], reason: str) -> None:
    put(book, {"number": "C-0"}, change)
    pulled = book.pull()

    assert pulled.table("orders")["order"].to_list() == [order("C-0")]
    assert pulled.rejects == [Reject(reason, "orders", 1, "changed 2026-02-10T10:00:00")]


def test_an_order_dated_by_its_delivery_is_kept(book: Crm) -> None:
    put(book, {"placed": "2027-03-03"})

    assert book.pull().table("orders")["ordered_on"].to_list() == [date(2027, 3, 3)]


def test_a_kind_that_is_not_mapped_is_counted_and_its_order_kept(book: Crm) -> None:
    put(book, {"code": "X"}, {"number": "C-2", "code": "n"}, {"number": "C-3", "code": "a@b.example is no code"})
    pulled = book.pull()

    assert pulled.table("orders").sort("order").select("order", "kind").rows() == sorted(
        [(order("C-1"), None), (order("C-2"), "new"), (order("C-3"), None)]
    )
    assert {(reject.reason, reject.where, reject.count) for reject in pulled.rejects} == {
        ("unmapped_kind", "orders · X", 1),
        ("unmapped_kind", "orders · …", 1),
    }


@pytest.mark.parametrize(
    ("kinds", "kind"), [({"kinds": "renewal", "kind": None}, "renewal"), ({"kinds": None, "kind": "code"}, "new")]
)
def test_one_kind_for_all_or_the_column_s_own_words(book: Crm, kinds: dict[str, Any], kind: str) -> None:
    put(book, {"code": "New"})

    assert book.pull(orders=[BOOK | kinds]).table("orders")["kind"].to_list() == [kind]


def test_only_what_changed_is_read_again_and_what_is_gone_is_told(book: Crm) -> None:
    put(book, {}, {"number": "C-2"})
    book.pull()
    assert book.pull().table("orders").is_empty()

    book.run("UPDATE orders SET total = '5', changed = '2026-03-01T10:00:00' WHERE number = 'C-1'")
    book.run("DELETE FROM orders WHERE number = 'C-2'")
    pulled = book.pull()
    swept = [batch.alive.to_list() for batch in pulled.batches if batch.alive is not None]

    assert pulled.table("orders").select("order", "amount").rows() == [(order("C-1"), 5.0)]
    assert swept == [[order("C-1")]]


def test_a_column_more_in_the_mapping_reads_all_orders_again(book: Crm) -> None:
    put(book, {})
    book.pull(orders=[{key: value for key, value in BOOK.items() if key != "team"}])

    assert book.pull().table("orders")["team"].to_list() == ["Nord"]


def test_without_a_cursor_the_table_is_read_whole(book: Crm) -> None:
    put(book, {})
    whole = {key: value for key, value in BOOK.items() if key != "cursor"}
    (batch,) = book.pull(orders=[whole]).batches

    assert (batch.complete, batch.cursor, batch.frame.height) == (True, None, 1)
    assert book.pull(orders=[whole]).table("orders").height == 1


def test_several_rows_of_one_order_are_one_and_two_tables_are_kept_apart(book: Crm) -> None:
    put(book, {"total": "1"}, {"total": "2", "changed": "2026-02-11T10:00:00"})
    found = book.pull(orders=[BOOK, BOOK | {"table": None, "query": "SELECT * FROM orders"}]).table("orders")

    assert found.select("order", "amount").rows() == [(order("C-1"), 2.0), (order("C-1", stream="orders_2"), 2.0)]


def test_a_clock_set_in_the_past_reads_no_order_of_days_to_come(book: Crm) -> None:
    put(book, {}, {"number": "C-2", "placed": "2026-03-03"}, {"number": "C-3", "changed": "2026-03-03T08:00:00"})

    assert book.pull(bounded=True).table("orders")["order"].to_list() == [order("C-1")]
    later = book.pull(NOW + timedelta(days=1), bounded=True).table("orders")
    assert later["order"].to_list() == [order("C-2"), order("C-3")]


def test_missing_columns_are_all_told(book: Crm) -> None:
    source = book.source(orders=[BOOK | {"amount": "totale", "team": "agence"}])

    (told,) = source.problems()
    assert "team = 'agence' (did you mean 'agency'?)" in told
    assert "amount = 'totale' (did you mean 'total'?)" in told
    with pytest.raises(SourceError, match="totale"):
        book.pull(orders=[BOOK | {"amount": "totale"}])


def test_a_source_of_orders_alone_sees_nothing_else(book: Crm) -> None:
    found = {capability.name: capability for capability in book.source().capabilities()}

    assert [name for name, one in found.items() if one.state == "recorded"] == ["orders"]
    other = book.source(records=[{"table": "orders", "object": "lead", "record": "number"}]).capabilities()
    assert "[[sources.crm.orders]]" in next(one.detail for one in other if one.name == "orders")


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({"opportunity": "deal"}, "should have of"),
        ({"of": "crm"}, "should have of"),
        ({"kinds": {"N": "new"}}, "should have kind"),
        ({"kind": "code", "kinds": {"N": "lease"}}, "Input should be 'new', 'renewal' or 'transactional'"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(mapping: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        OrdersMapping.model_validate({"table": "orders", **mapping})


@pytest.fixture
def drop(tmp_path: Path) -> Callable[..., list[Batch]]:
    """Writes files by name, and pulls the folder from where the last pull ended."""
    cursors: dict[str, Cursor] = {}
    mapping = {key: value for key, value in BOOK.items() if key not in ("table", "cursor")}
    options = files.Options.model_validate(
        {"kind": "files", "folder": str(tmp_path), "orders": [mapping | {"files": "*.csv"}]}
    )

    def pull(now: datetime = NOW, *, bounded: bool = False, **texts: str) -> list[Batch]:
        for name, text in texts.items():
            lines = (";".join(COLUMNS), *text.strip().splitlines())
            (tmp_path / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
        terms = Pull(now, LONG_AGO, PSEUDONYMS, dict(cursors), bounded)
        batches = list(files.connect("erp", options, SETTINGS).batches(terms))
        cursors.update({f"{b.stream}/{b.table}": b.cursor for b in batches if b.cursor is not None})
        return batches

    return pull


LINE = "{};{};;N;Nord;10;;;;Acme;732829320"


def test_each_file_of_orders_stands_for_itself(drop: Callable[..., list[Batch]]) -> None:
    first = drop(march=LINE.format("C-1", "2026-03-01"), april=LINE.format("C-2", "2026-02-01"))
    mine = [order(native, "erp", "csv") for native in ("C-1", "C-2")]

    assert sorted(batch.frame["order"].item() for batch in first) == sorted(mine)
    assert all(batch.complete for batch in first)
    assert len({batch.stream for batch in first}) == 2
    assert drop() == []
    (again,) = drop(march="\n".join((LINE.format("C-1", "2026-03-01"), LINE.format("C-3", "2026-03-02"))))
    assert again.frame.height == 2


def test_a_file_with_orders_of_days_to_come_is_read_again_when_the_clock_is_set_back(
    drop: Callable[..., list[Batch]],
) -> None:
    text = "\n".join((LINE.format("C-1", "2026-03-01"), LINE.format("C-2", "2026-03-03")))

    (early,) = drop(bounded=True, march=text)
    (late,) = drop(NOW + timedelta(days=1), bounded=True)
    assert (early.frame.height, late.frame.height) == (1, 2)
    assert drop(NOW + timedelta(days=1), bounded=True) == []


def test_a_file_without_a_mapped_column_costs_itself(drop: Callable[..., list[Batch]], tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("number;placed\nC-1;2026-03-01\n", encoding="utf-8")
    batches = drop(good=LINE.format("C-2", "2026-03-01"))

    assert sum(batch.frame.height for batch in batches) == 1
    assert {reject.reason for batch in batches for reject in batch.rejects} == {"missing_column"}


def test_times_of_orders_are_days_of_the_source_s_zone(crm: Crm) -> None:
    crm.run("CREATE TABLE orders (number TEXT, placed TEXT)")
    crm.insert("orders", [{"number": "1", "placed": datetime(2026, 2, 10, 23, 30, tzinfo=UTC).isoformat()}])
    mapping = {"table": "orders", "order": "number", "ordered_on": "placed"}

    assert crm.pull(orders=[mapping], timezone="Europe/Paris").table("orders")["ordered_on"][0] == date(2026, 2, 11)
    assert isinstance(crm.pull(orders=[mapping]).table("orders"), pl.DataFrame)
