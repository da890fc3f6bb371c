"""Records held against each other, hand-worked: doubles, contradictions between sources, customers that teams share."""

from datetime import date
from random import Random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import matching
from tests.engines import ENGINES, Engine, rows_of
from tests.states import records

DAY = date(2026, 9, 13)
COLUMNS = "record | owner | source | parent | key_email | key_phone | key_name | key_company_id | whole"


def doubled(engine: Engine, lines: str) -> list[str]:
    """The records that have a double, each owned by a person named as the record."""
    rows = records(f"{COLUMNS}\n{lines.strip()}").with_columns(owner=pl.col("record"))
    return [row["owner"] for row in rows_of(matching.duplicates(engine(rows)), "owner") if row["doubled"]]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param("a|-|crm|-|e|-|-|-|no\nb|-|crm|-|e|-|-|-|no\nc|-|crm|-|f|-|-|-|no", ["a", "b"], id="same e-mail"),
        pytest.param("a|-|crm|-|e|-|n|-|no\nb|-|crm|-|e|-|m|-|no", [], id="an address that two persons share"),
        pytest.param("a|-|crm|-|e|-|n|-|no\nb|-|crm|-|e|-|-|-|no", ["a", "b"], id="a name that is not known"),
        pytest.param(
            "a|-|crm|-|e|-|n|-|no\nb|-|crm|-|e|-|m|-|no\nc|-|crm|-|e|-|n|-|no", ["a", "c"], id="two of three agree"
        ),
        pytest.param("a|-|crm|-|e|-|-|-|no\nb|-|erp|-|e|-|-|-|no", [], id="one in each system"),
        pytest.param("a|-|crm|-|-|-|n|s|no\nb|-|crm|-|-|-|n|s|no", ["a", "b"], id="same company, same name"),
        pytest.param("a|-|crm|-|-|-|n|s|no\nb|-|crm|-|-|-|m|s|no", [], id="two sites of one company"),
        pytest.param("a|-|crm|-|-|-|n|s|no\nb|-|crm|-|-|-|-|s|no", ["a", "b"], id="company without a name"),
        pytest.param("a|-|crm|-|-|-|n|s|yes\nb|-|crm|-|-|-|m|s|yes", ["a", "b"], id="one site under two names"),
        pytest.param("a|-|crm|-|-|p|-|-|no\nb|-|crm|-|-|p|-|-|no", ["a", "b"], id="same direct line"),
        pytest.param("a|-|crm|-|e|p|-|-|no\nb|-|crm|-|f|p|-|-|no", [], id="one line, two addresses"),
        pytest.param("a|-|crm|-|-|p|n|-|no\nb|-|crm|-|-|p|m|-|no", [], id="one line, two names"),
        pytest.param("a|-|crm|-|-|p|-|s|no\nb|-|crm|-|-|p|-|t|no", [], id="one line, two companies"),
        pytest.param("a|-|crm|-|-|-|n|-|no\nb|-|crm|-|-|-|n|-|no", [], id="a name is no key"),
        pytest.param("a|-|crm|-|-|-|-|-|no\nb|-|crm|-|-|-|-|-|no", [], id="nothing is no key"),
    ],
)
def test_doubles_share_a_strong_key_that_nothing_contradicts(engine: Engine, lines: str, expected: list[str]) -> None:
    assert doubled(engine, lines) == expected


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("count", "parent", "seen"), [(3, "x", 3), (4, "x", 0), (20, "-", 20), (21, "-", 0)])
def test_a_key_that_too_many_carry_is_a_switchboard_or_a_shared_mailbox(
    engine: Engine, count: int, parent: str, seen: int
) -> None:
    lines = "\n".join(f"r{n}|-|crm|{parent}|-|p|-|-|no" for n in range(count))

    assert len(doubled(engine, lines)) == seen


@pytest.mark.parametrize("engine", ENGINES)
def test_doubles_are_counted_among_all_records_of_sources_that_have_keys(engine: Engine) -> None:
    rows = records(f"""
        {COLUMNS} | team
        a | ana | crm | - | e | - | - | - | no | Nord
        b | ana | crm | - | e | - | - | - | no | Nord
        c | ana | crm | - | - | - | - | - | no | Nord
        d | bob | crm | - | f | - | - | - | no | Est
        x | bob | erp | - | - | - | n | - | no | Est
    """)
    found = rows_of(matching.duplicates(engine(rows)), "owner")

    assert [(row["owner"], row["team"], row["n"], row["doubled"]) for row in found] == [
        ("ana", "Nord", 3, 2),
        ("bob", "Est", 1, 0),
    ]


def test_without_any_key_nothing_is_known_of_doubles() -> None:
    rows = records(f"{COLUMNS}\na|ana|crm|-|-|-|n|-|no\nb|ana|crm|-|-|-|n|-|no")

    assert matching.duplicates(rows.lazy()).collect().is_empty()


MIXED = f"""
    {COLUMNS}
    a | ana | crm | x | e | p | n | - | no
    b | ana | crm | x | e | q | n | - | no
    c | bob | crm | y | f | p | - | s | yes
    d | bob | crm | y | - | p | m | s | yes
    e | cy  | crm | z | - | r | - | - | no
    f | cy  | crm | z | - | r | - | - | no
    g | cy  | erp | z | - | r | - | - | no
"""


@given(random=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_double(random: Random) -> None:
    rows = records(MIXED)
    order = list(range(rows.height))
    random.shuffle(order)
    one, other = (matching.duplicates(each.lazy()).collect().sort("owner") for each in (rows, rows[order]))

    assert one.equals(other)
    assert one["doubled"].to_list() == [2, 2, 2]


def differing(engine: Engine, lines: str) -> tuple[int, int]:
    """Keys that several sources share, and how many of them differ."""
    rows = records(f"record | source | key_company_id | key_email | status | key_name\n{lines.strip()}")
    (found,) = rows_of(matching.conflicts(engine(rows)))
    return found["n"], found["conflicting"] or 0


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param("a|crm|s|-|open|n\nb|erp|s|-|open|n", (1, 0), id="the same"),
        pytest.param("a|crm|s|-|open|n\nb|erp|s|-|lost|n", (1, 1), id="another status"),
        pytest.param("a|crm|s|-|open|n\nb|erp|s|-|open|m", (1, 1), id="another name"),
        pytest.param("a|crm|s|-|open|n\nb|erp|s|-|lost|m", (1, 1), id="both, and counted once"),
        pytest.param("a|crm|s|-|open|-\nb|erp|s|-|-|m", (1, 0), id="what one does not know"),
        pytest.param("a|crm|-|e|open|-\nb|erp|-|e|lost|-", (1, 1), id="by address"),
        pytest.param("a|crm|s|e|open|-\nb|erp|t|e|lost|-", (0, 0), id="a company number goes before the address"),
        pytest.param("a|crm|s|-|open|-\nb|crm|s|-|lost|-", (0, 0), id="in one source"),
        pytest.param("a|crm|s|-|-|n\nb|crm|s|-|-|m\nc|erp|s|-|-|m", (1, 0), id="one of two agrees"),
        pytest.param("a|crm|s|-|-|n\nb|erp|s|-|-|n\nc|ticket|s|-|-|m", (1, 1), id="one of three differs"),
        pytest.param("a|crm|-|-|open|-\nb|erp|-|-|lost|-", (0, 0), id="no key"),
    ],
)
def test_shared_keys_differ_in_status_or_in_name(engine: Engine, lines: str, expected: tuple[int, int]) -> None:
    assert differing(engine, lines) == expected


@pytest.mark.parametrize("engine", ENGINES)
def test_records_belong_to_the_account_of_the_contact_or_deal_they_are_filed_under(engine: Engine) -> None:
    rows = records("record | parent\na | acme\nb | deal\nc | -").drop("account")
    links = pl.DataFrame({"record": ["deal"], "parent": ["acme"]})
    found, plain = (
        {row["record"]: row["account"] for row in rows_of(matching.with_account(engine(rows), known))}
        for known in (engine(links), None)
    )

    assert found == {"a": "acme", "b": "acme", "c": None}
    assert plain == {"a": "acme", "b": "deal", "c": None}


@pytest.mark.parametrize("engine", ENGINES)
def test_teams_serve_an_account_through_records_of_persons(engine: Engine) -> None:
    rows = records("""
        record | account | team | human
        a      | acme    | Nord | yes
        b      | acme    | Nord | yes
        c      | acme    | Est  | yes
        d      | acme    | IT   | no
        e      | -       | Est  | yes
        f      | acme    | -    | yes
    """)

    found = rows_of(matching.serving(engine(rows)), "team")
    assert [(row["account"], row["team"]) for row in found] == [("acme", "Est"), ("acme", "Nord")]


@pytest.mark.parametrize("engine", ENGINES)
def test_activities_of_ninety_days_are_recent(engine: Engine) -> None:
    rows = records("""
        record | occurred_at      | created_at
        a      | 2026-06-16T00:00 | 2026-09-01T10:00
        b      | 2026-06-15T23:59 | 2026-09-01T10:00
        c      | 2026-09-14T10:00 | 2026-09-01T10:00
        d      | -                | 2026-09-13T10:00
    """)

    assert [row["record"] for row in rows_of(matching.active(engine(rows), DAY), "record")] == ["a", "d"]


@pytest.mark.parametrize("engine", ENGINES)
def test_customers_are_shared_where_several_of_the_teams_that_serve_them_are_active(engine: Engine) -> None:
    accounts = pl.DataFrame({"account": ["both", "one", "none", "alone"]})
    served = pl.DataFrame(
        {
            "account": ["both", "both", "one", "one", "none", "none", "alone"],
            "team": ["N", "E", "N", "E", "N", "E", "N"],
        }
    )
    seen = pl.DataFrame({"account": ["both", "both", "one", "alone", "gone"], "team": ["N", "E", "N", "N", "N"]})

    (found,) = rows_of(matching.shared(engine(accounts), engine(served), engine(pl.concat([seen, seen]))))
    assert (found["n"], found["shared"]) == (len(["both", "one"]), len(["both"]))
