"""Windows of judged weeks: what is held or not collected neither fills nor empties them."""

import polars as pl

from metrics.windows import during, from_whole, judged, too_few_but, windows, with_history
from tests.tables import week, weeks


def inside(rows: pl.LazyFrame, number: int) -> list[int]:
    """The numbers of the weeks in the window that ends with a week."""
    mine = rows.filter(pl.col("period") == week(number)).collect()["within"].sort()
    return [(day - week(1)).days // 7 + 1 for day in mine]


def reasons(rows: pl.LazyFrame) -> list[str | None]:
    return rows.sort("period").collect()["reason"].to_list()


def test_a_window_holds_the_last_judged_weeks() -> None:
    found = windows(weeks(5), 3)

    assert [inside(found, n) for n in range(1, 6)] == [[], [], [1, 2, 3], [2, 3, 4], [3, 4, 5]]


def test_held_stale_and_unnoticed_weeks_are_no_part_of_any() -> None:
    found = windows(weeks(7, {3: "held", 7: "stale"}, noticed_from=2), 3)

    assert [inside(found, n) for n in range(1, 8)] == [[], [], [], [], [2, 4, 5], [4, 5, 6], []]
    assert judged(weeks(3, {2: "held"})).collect().rows() == [(week(1), 0), (week(3), 1)]


def test_what_there_is_of_the_first_windows_on_demand() -> None:
    assert [inside(windows(weeks(3), 2, whole=False), n) for n in (1, 2, 3)] == [[1], [1, 2], [2, 3]]


def test_no_week_makes_no_window() -> None:
    assert windows(weeks(0), 3).collect().is_empty()
    assert windows(weeks(2), 3).collect().is_empty()


def test_judged_weeks_before_the_first_whole_window_are_too_few() -> None:
    assert reasons(from_whole(weeks(4, {2: "held"}), 2)) == ["too_few", "held", None, None]


def test_history_counts_held_weeks_and_none_that_was_not_read() -> None:
    rows = weeks(6, {1: "not_recorded", 3: "held", 6: "stale"})

    assert with_history(rows, 3).collect()["period"].to_list() == [week(4), week(5), week(6)]
    assert reasons(too_few_but(rows, with_history(rows, 3))) == [
        "not_recorded", "too_few", "held", None, None, "stale",
    ]  # fmt: skip
    assert with_history(rows, 7).collect().is_empty()


def test_days_count_in_each_window_that_holds_their_week() -> None:
    days = pl.LazyFrame({"user": ["ana"], "day": [week(2)]})

    assert sorted(during(days, windows(weeks(4), 2)).collect().rows()) == [
        ("ana", week(2), week(2)), ("ana", week(2), week(3)),
    ]  # fmt: skip
