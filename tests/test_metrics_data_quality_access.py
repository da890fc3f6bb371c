"""Access kept clean, hand-worked: who left and can still get in, whom nobody knows, and silent administrators."""

import polars as pl
import pytest

from metrics.data_quality.access import access
from metrics.rollups import USER_DAY
from store.people import PEOPLE
from tests.days import shown
from tests.levels import level
from tests.tables import table, weeks

ACCOUNTS = {**PEOPLE, "active": pl.Boolean(), "entitled_from": pl.Date(), "entitled_to": pl.Date()}
CLOSED = "2026-09-14"
"""The first day after the week: the account was open until its end."""


def accounts(text: str) -> pl.LazyFrame:
    schema = {name: kind() if isinstance(kind, type) else kind for name, kind in ACCOUNTS.items()}
    rows = table(f"source | user | kind | role | entitled_from | entitled_to\n{text.strip()}", schema)
    return rows.with_columns(kind=pl.coalesce("kind", pl.lit("human"))).lazy()


def acts(text: str) -> pl.LazyFrame:
    return table(f"source | user | day | events\n{text.strip()}", USER_DAY).lazy()


def roles(admin: str = "Admin") -> pl.LazyFrame:
    return table(f"role | admin\n{admin} | yes\nSeller | no", {"role": pl.String(), "admin": pl.Boolean()}).lazy()


NO_ROLES = roles().clear()
SEEN = acts("crm | ana | 2026-09-01 | 3")


def found(people: str, events: pl.LazyFrame = SEEN, named: pl.LazyFrame = NO_ROLES, last: int = 1) -> object:
    """Value, people and reason in the last of so many weeks."""
    rows = access(accounts(people), events, named, weeks(last)).collect()
    return rows.sort("period").select("value", "people", "reason").rows()[-1]


def test_people_gone_from_the_directory_with_an_open_account_are_counted() -> None:
    assert found(f"""
        crm | ana | - | - | - | -
        hr  | ana | - | - | - | 2026-09-13
        crm | bob | - | - | - | 2026-09-10
        hr  | bob | - | - | - | 2026-09-10
        crm | cid | - | - | - | -
        hr  | cid | - | - | - | {CLOSED}
        crm | dan | - | - | - | {CLOSED}
        hr  | dan | - | - | - | 2026-09-01
        crm | eve | - | - | 2026-09-14 | -
        hr  | eve | - | - | - | 2026-09-01
    """) == (len(["ana", "dan"]), len(["ana", "cid", "dan"]), None)


def test_whom_one_directory_still_lists_has_not_left() -> None:
    assert found("""
        crm | ana | - | - | - | -
        hr  | ana | - | - | - | 2026-09-01
        ad  | ana | - | - | - | -
    """) == (0, 1, None)


def test_accounts_of_nobody_in_the_directory_are_counted_where_it_knows_the_others() -> None:
    half = """
        crm | ana   | -       | - | - | -
        hr  | ana   | -       | - | - | -
        crm | desk  | -       | - | - | -
        crm | robot | service | - | - | -
        hr  | zoe   | -       | - | - | -
    """

    assert found(half) == (len(["desk"]), 2, None)
    assert found(f"{half.strip()}\ncrm | other | - | - | - | -") == (0, 3, None)


ADMINS = """
    crm | ana  | - | Admin  | - | -
    crm | bob  | - | Admin  | - | -
    crm | cid  | - | Admin  | 2026-09-02 | -
    crm | dan  | - | Seller | - | -
    crm | eve  | - | Admin  | - | 2026-12-01
"""
ACTED = acts("""
    crm | ana | 2026-09-08 | 1
    crm | bob | 2026-09-07 | 4
    crm | eve | 2026-12-01 | 0
""")


def test_administrators_without_an_act_in_ninety_days_are_counted_once_so_many_are_known() -> None:
    # The twelfth week ends on 29 November, the thirteenth on 6 December, 90 days after 7 September.
    assert found(ADMINS, ACTED, roles(), 12) == (None, None, "no_data")
    assert found(ADMINS, ACTED, roles(), 13) == (len(["bob", "cid"]), 4, None)
    assert found(ADMINS, ACTED, roles(), 14) == (len(["ana", "bob", "cid"]), 4, None)


def test_without_a_directory_and_without_administrators_nothing_is_known() -> None:
    assert found("crm | ana | - | Seller | - | -") == (None, None, "no_data")
    assert found("", SEEN.clear()) == (None, None, "no_data")
    assert found(ADMINS, ACTED, roles("Nobody's"), 14) == (None, None, "no_data")


def test_a_source_without_acts_is_a_directory_until_it_has_some() -> None:
    rows = accounts("crm | ana | - | - | - | -\nerp | ana | - | - | - | 2026-09-01")
    later = acts("crm | ana | 2026-09-01 | 3\nerp | bob | 2026-09-15 | 1")
    one, two = access(rows, later, NO_ROLES, weeks(2)).collect().sort("period")["value"].to_list()

    assert (one, two) == (1, None)


@pytest.mark.parametrize(("reason", "expected"), [("held", (1, None)), ("stale", (None, "stale"))])
def test_what_stands_is_not_held_but_what_was_not_collected_is_not_known(
    reason: str, expected: tuple[float | None, str | None]
) -> None:
    rows = accounts("crm | ana | - | - | - | -\nhr | ana | - | - | - | 2026-09-01")

    assert shown(access(rows, SEEN, NO_ROLES, weeks(1, {1: reason})), "value", "reason") == {"project": expected}


def test_on_the_limit_is_inside_and_past_it_is_not() -> None:
    assert [level("data_quality.access", value, None) for value in (0, 1, 2, 3, 4)] == [
        "green",
        "green",
        "amber",
        "amber",
        "red",
    ]
