"""Where signals stand on a day, hand-worked: the newest of each, and what is no longer shown."""

from datetime import date, timedelta

from metrics.signals import LEVELS
from metrics.standing import standing
from tests.tables import table, week

TODAY = week(3) + timedelta(1)
ROWS = f"""
    metric | subject   | period    | level | since
    one    | project   | {week(1)} | green | {week(1)}
    one    | project   | {week(2)} | red   | {week(2)}
    one    | team:Nord | {week(1)} | amber | {week(1)}
    one    | team:*    | {week(1)} | red   | {week(1)}
    two    | project   | {week(2)} | green | {week(1)}
    two    | team:*    | {week(2)} | red   | {week(1)}
    three  | team:*    | {week(1)} | red   | {week(1)}
"""


def stood(today: date) -> dict[tuple[str, str], tuple[str, str | None]]:
    rows = standing(table(ROWS, LEVELS), today, [("two", "project")])
    return {row[:2]: row[2:] for row in rows.select("metric", "subject", "level", "reason").iter_rows()}


def test_the_newest_level_counts_and_small_teams_only_while_they_are_shown() -> None:
    assert stood(TODAY) == {
        ("one", "project"): ("red", None),
        ("one", "team:Nord"): ("amber", None),
        ("two", "project"): ("grey", "exempt"),
        ("two", "team:*"): ("red", None),
        ("three", "team:*"): ("red", None),
    }


def test_what_a_week_went_by_without_is_stale() -> None:
    late = stood(TODAY + timedelta(14))

    assert {reason for _, reason in late.values()} == {"stale", "exempt"}
    assert set(late) == set(stood(TODAY))


def test_without_levels_nothing_stands() -> None:
    assert standing(table(ROWS, LEVELS).clear(), TODAY).is_empty()
