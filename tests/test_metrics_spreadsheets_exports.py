"""Exports to spreadsheets, hand-worked."""

from datetime import timedelta

import polars as pl
import pytest

from metrics.population import EXPECTED
from metrics.rollups import USER_DAY, USER_DAY_FEATURE
from metrics.spreadsheets.exports import exports
from tests.tables import week, weeks

TEAMS = {"ana": "Nord", "bob": "Nord", "cy": "Est"}


def share(
    seen: dict[str, str],
    exported: dict[str, str],
    *,
    count: int = 4,
    reasons: dict[int, str] | None = None,
    client: str = "web",
) -> pl.DataFrame:
    """The metric for people seen and exporting contacts in weeks by number."""
    rows = [(week(n), user, team, None, None, False) for n in range(1, count + 1) for user, team in TEAMS.items()]
    expected = pl.LazyFrame(rows, schema=EXPECTED, orient="row")
    days = [
        ("2026-09", week(int(n)) + timedelta(4), "crm", user, 1, 0, 0, int(n in exported.get(user, "").split()))
        for user, numbers in seen.items()
        for n in numbers.split()
    ]
    lists = [
        ("2026-09", week(int(n)) + timedelta(4), "crm", user, "export", "contact", None, client, 1, 50)
        for user, numbers in exported.items()
        for n in numbers.split()
    ]
    return exports(
        pl.LazyFrame(days, schema=USER_DAY, orient="row"),
        pl.LazyFrame(lists, schema=USER_DAY_FEATURE, orient="row"),
        expected,
        weeks(count, reasons),
    ).collect()


def found(rows: pl.DataFrame, number: int, subject: str = "project") -> tuple[float | None, str | None]:
    here = rows.filter((pl.col("period") == week(number)) & (pl.col("subject") == subject))
    value, reason = here.select("value", "reason").row(0)
    return value, reason


ALL = {"ana": "1 2 3 4", "bob": "1 2 3 4", "cy": "1 2 3 4"}


@pytest.mark.parametrize(
    ("weeks_of_ana", "value"), [("1 2 3 4", 1 / 3), ("1 2 3", 1 / 3), ("2 4", 0 / 3), ("1", 0 / 3), ("", 0 / 3)]
)
def test_three_weeks_of_four_are_often(weeks_of_ana: str, value: float) -> None:
    assert found(share(ALL, {"ana": weeks_of_ana}), 4) == (value, None)


def test_only_people_seen_in_the_four_weeks_count() -> None:
    rows = share({"ana": "1 2 3 4", "bob": "1"}, {"ana": "1 2 3"})

    assert found(rows, 4) == (1 / len(["ana", "bob"]), None)
    assert found(rows, 4, "team:Nord") == (1 / 2, None)
    assert rows.filter(pl.col("subject") == "team:Est").is_empty()


def test_before_four_judged_weeks_it_is_too_early() -> None:
    rows = share(ALL, {"ana": "1 2 3"})

    assert [found(rows, n) for n in (1, 2, 3)] == [(None, "too_few")] * 3


def test_held_weeks_are_left_out_of_the_four() -> None:
    seen = dict.fromkeys(TEAMS, "1 2 3 4 5")
    rows = share(seen, {"ana": "1 3 5"}, count=5, reasons={3: "held"})

    assert found(rows, 3) == (None, "held")
    assert found(rows, 5) == (0 / 3, None)
    assert found(share(seen, {"ana": "1 2 5"}, count=5, reasons={3: "held"}), 5) == (1 / 3, None)


def test_with_nobody_seen_nothing_is_known() -> None:
    assert found(share({}, {}), 4) == (None, "too_few")


def test_objects_are_told_apart() -> None:
    rows = share(ALL, {"ana": "1 2 3", "bob": "4"})

    assert found(rows, 4, "object:contact") == (1 / 3, None)


@pytest.mark.parametrize("client", ["api", "sync"])
def test_what_machines_export_is_no_list_of_a_person(client: str) -> None:
    rows = share(ALL, {"ana": "1 2 3"}, client=client)

    assert rows.filter(pl.col("subject").str.starts_with("object:")).is_empty()


def test_whoever_is_not_expected_does_not_count() -> None:
    assert found(share(ALL | {"robot": "1 2 3 4"}, {"robot": "1 2 3 4"}), 4) == (0 / 3, None)
