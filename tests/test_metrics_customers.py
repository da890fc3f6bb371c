"""Orders held against opportunities, hand-worked: whose customer is whose, and whether there was a deal at the time."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from metrics import customers, record_rollups
from settings.tables import ORDERS
from tests.engines import ENGINES, Engine, rows_of
from tests.states import RECORD, records
from tests.tables import table

DAY = date(2026, 9, 13)
DEALS = """
    record | parent | created_at       | modified_at      | status | key_name | key_email
    d1     | acc    | 2026-08-01T09:00 | 2026-08-01T09:00 | open   | title    | deal
    d2     | con    | 2026-08-01T09:00 | 2026-08-01T09:00 | open   | -        | -
    d3     | alone  | 2026-08-01T09:00 | 2026-08-01T09:00 | open   | -        | -
    d4     | -      | 2026-08-01T09:00 | 2026-08-01T09:00 | open   | -        | own
"""
CONTACTS = """
    record | parent | created_at       | modified_at      | key_email | key_phone | key_name
    con    | acc    | 2026-08-01T09:00 | 2026-08-01T09:00 | mail      | line      | anna
    alone  | -      | 2026-08-01T09:00 | 2026-08-01T09:00 | free      | -         | bob
"""
ACCOUNTS = """
    record | created_at       | modified_at      | key_name | key_company_id | legal_unit
    acc    | 2026-08-01T09:00 | 2026-08-01T09:00 | acme     | siret          | siren
    bare   | 2026-08-01T09:00 | 2026-08-01T09:00 | acme     | -              | -
"""


def orders(text: str) -> pl.DataFrame:
    """Orders of the first of September, unless they say so."""
    return table(text, ORDERS).with_columns(ordered_on=pl.coalesce("ordered_on", pl.lit(date(2026, 9, 1))))


def present(engine: Engine, rows: pl.DataFrame) -> Any:
    several = record_rollups.changed(rows.lazy()).collect()
    return engine(record_rollups.states(rows.lazy(), several.lazy(), DAY).collect())


def deals(engine: Engine, text: str = DEALS) -> pl.DataFrame:
    rows, contacts = records(text), records(CONTACTS)
    found = customers.deals(present(engine, rows), engine(rows), present(engine, contacts), DAY)
    return pl.DataFrame(rows_of(found, "record"), schema_overrides=RECORD | {"closed_day": pl.Date()})


def keys(engine: Engine, dated: pl.DataFrame) -> Any:
    held = (present(engine, records(text)) for text in (ACCOUNTS, CONTACTS))
    return customers.customer_keys(*held, engine(dated))


def matched(engine: Engine, text: str, of_deals: str = DEALS) -> list[str]:
    dated = deals(engine, of_deals)
    found = customers.matched(engine(orders(text)), engine(dated), keys(engine, dated))
    return [row["order"] for row in rows_of(found, "order")]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_customer_is_the_account_else_the_contact_else_the_deal_itself(engine: Engine) -> None:
    assert deals(engine).sort("record")["customer"].to_list() == ["acc", "acc", "alone", "d4"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_customer_has_the_keys_of_its_account_contacts_and_deals_but_no_deals_name(engine: Engine) -> None:
    found = rows_of(keys(engine, deals(engine)), "customer", "kind", "key")

    assert [(row["customer"], row["kind"], row["key"]) for row in found] == [
        ("acc", "company_id", "siret"),
        ("acc", "email", "deal"),
        ("acc", "email", "mail"),
        ("acc", "legal_unit", "siren"),
        ("acc", "name", "acme"),
        ("acc", "name", "anna"),
        ("acc", "phone", "line"),
        ("alone", "email", "free"),
        ("alone", "name", "bob"),
        ("bare", "name", "acme"),
        ("d4", "email", "own"),
    ]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("legal_unit | key_company_id\nsiren | other", True),
        ("legal_unit | key_company_id\n- | siret", True),
        ("legal_unit | key_email\nother | mail", True),
        ("legal_unit | key_phone\n- | line", True),
        ("legal_unit | key_name\n- | acme", True),
        ("legal_unit | key_name\nsiren | acme", True),
        ("legal_unit | key_name\nother | acme", False),
        ("legal_unit | key_name\nother | bob", True),
        ("legal_unit | key_name\n- | title", False),
        ("legal_unit | key_email\n- | nobody", False),
        ("legal_unit | key_email\n- | -", False),
    ],
)
def test_a_key_in_common_makes_it_the_same_customer_but_no_name_against_the_number(
    engine: Engine, order: str, *, found: bool
) -> None:
    heads, cells = order.split("\n")

    assert matched(engine, f"order | {heads}\no | {cells}") == (["o"] if found else [])


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("states", "found"),
    [
        pytest.param("2026-09-08T09:00 | 2026-09-08T09:00 | open", True, id="entered seven days after the order"),
        pytest.param("2026-09-09T09:00 | 2026-09-09T09:00 | open", False, id="entered eight days after the order"),
        pytest.param("- | 2026-09-09T09:00 | open", True, id="entered nobody knows when"),
        pytest.param("2026-01-01T09:00 | 2026-07-03T09:00 | won", True, id="won 60 days before"),
        pytest.param("2026-01-01T09:00 | 2026-07-02T09:00 | won", False, id="won 61 days before"),
        pytest.param("2026-01-01T09:00 | 2026-09-09T09:00 | won", True, id="won after the order"),
        pytest.param("2026-01-01T09:00 | 2026-09-01T09:00 | lost", True, id="lost on the day of the order"),
        pytest.param("2026-01-01T09:00 | 2026-08-31T09:00 | lost", False, id="lost before the order"),
        pytest.param("2026-01-01T09:00 | 2026-01-01T09:00 | open", True, id="open for long"),
    ],
)
def test_there_was_a_deal_at_the_time(engine: Engine, states: str, *, found: bool) -> None:
    text = f"record | parent | created_at | modified_at | status\nd | acc | {states}"

    assert matched(engine, "order | legal_unit\no | siren", text) == (["o"] if found else [])


@pytest.mark.parametrize("engine", ENGINES)
def test_a_deal_is_won_when_it_was_first_seen_so(engine: Engine) -> None:
    text = """
        record | parent | created_at       | modified_at      | status
        d      | acc    | 2026-01-01T09:00 | 2026-07-02T09:00 | won
        d      | acc    | 2026-01-01T09:00 | 2026-08-30T09:00 | won
    """

    assert matched(engine, "order | legal_unit\no | siren", text) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_one_deal_may_stand_for_several_orders(engine: Engine) -> None:
    assert matched(engine, "order | legal_unit\no1 | siren\no2 | siren\no3 | other") == ["o1", "o2"]


@pytest.mark.parametrize("engine", ENGINES)
def test_kinds_of_keys_that_three_quarters_of_the_deals_have_are_known(engine: Engine) -> None:
    dated = deals(engine)
    found = customers.known_kinds(engine(dated), keys(engine, dated))

    assert [row["kind"] for row in rows_of(found, "kind")] == ["email", "name"]


@pytest.mark.parametrize("engine", ENGINES)
def test_an_order_is_told_by_the_deal_it_names_or_a_key_of_a_known_kind(engine: Engine) -> None:
    some = orders("""
        order | opportunity | key_email | key_phone
        named | d1          | -         | -
        gone  | unheard     | -         | -
        mail  | -           | any       | -
        line  | unheard     | -         | any
        mute  | -           | -         | -
    """)
    there = engine(records(DEALS))
    told = customers.told(engine(some), ["email", "name"], there)

    assert [row["order"] for row in rows_of(told, "order")] == ["mail", "named"]
    assert [row["order"] for row in rows_of(customers.naming(engine(some), there), "order")] == ["named"]
