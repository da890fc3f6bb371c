"""Weeks: complete ones only, collected or not, and those in which too many are away."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.calendar import WEEK, WEEKS, attendance, days_off, last_complete_week, monday, weeks, workdays

FAR = date(2030, 1, 1)


def the_week(start: date, country: str = "FR", **options: object) -> dict[str, object]:
    """The one week from a Monday on."""
    found = weeks(start, start + WEEK, country=country, **({"collected_until": FAR} | options))  # type: ignore[arg-type]
    return found.row(0, named=True)


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 11, 8), date(2026, 10, 26)),
        (date(2026, 11, 9), date(2026, 11, 2)),
        (date(2026, 11, 15), date(2026, 11, 2)),
    ],
)
def test_a_week_is_complete_once_its_sunday_is_over(today: date, last: date) -> None:
    assert last_complete_week(today) == last
    assert weeks(date(2026, 9, 1), today, country="FR")["period"].max() == last


def test_weeks_begin_with_the_one_of_the_first_day() -> None:
    found = weeks(date(2026, 9, 10), date(2026, 9, 28), country="FR")

    assert found["period"].to_list() == [date(2026, 9, 7), date(2026, 9, 14), date(2026, 9, 21)]
    assert found["end"].to_list() == [date(2026, 9, 13), date(2026, 9, 20), date(2026, 9, 27)]


@pytest.mark.parametrize("today", [date(2026, 9, 7), date(2026, 9, 13), date(2026, 1, 1)])
def test_before_the_first_week_is_over_there_is_none(today: date) -> None:
    found = weeks(date(2026, 9, 7), today, country="FR")

    assert found.is_empty()
    assert found.schema == pl.Schema(WEEKS)


def test_years_change_within_a_week() -> None:
    found = weeks(date(2025, 12, 29), date(2026, 1, 12), country="DE")

    assert found["period"].to_list() == [date(2025, 12, 29), date(2026, 1, 5)]


def test_public_holidays_take_their_share() -> None:
    easter_monday = the_week(date(2026, 4, 6))

    assert (easter_monday["workdays"], easter_monday["presence"], easter_monday["reason"]) == (4, 4 / 5, None)


def test_a_holiday_of_one_region_counts_there_alone() -> None:
    good_friday = date(2026, 3, 30)

    assert the_week(good_friday)["workdays"] == 5
    assert the_week(good_friday, subdivision="57")["workdays"] == 4


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        (date(2026, 7, 20), None),
        (date(2026, 8, 3), "held"),
        (date(2026, 8, 10), "held"),
        (date(2026, 8, 17), "held"),
        (date(2026, 8, 31), None),
        (date(2026, 12, 28), "held"),
    ],
)
def test_weeks_in_which_most_are_away_are_held(start: date, reason: str | None) -> None:
    assert the_week(start)["reason"] == reason


def test_august_is_no_season_elsewhere() -> None:
    assert the_week(date(2026, 8, 10), country="DE")["presence"] == 1.0


@pytest.mark.parametrize(("days", "reason"), [(1, None), (2, "held"), (5, "held")])
def test_closures_count_with_both_their_ends(days: int, reason: str | None) -> None:
    start = date(2026, 9, 7)
    shut = the_week(start, closures=[(start, start + timedelta(days - 1))])

    assert (shut["workdays"], shut["presence"], shut["reason"]) == (5 - days, (5 - days) / 5, reason)


def test_a_presence_on_the_limit_is_not_held() -> None:
    last_of_july = the_week(date(2026, 7, 27), closures=[])
    days = [0.75] * 5

    assert last_of_july["presence"] == sum(days) / 5
    assert last_of_july["reason"] is None


@pytest.mark.parametrize(
    ("until", "reason"), [(date(2026, 9, 13), "stale"), (date(2026, 9, 14), None), (None, "stale")]
)
def test_a_week_counts_only_once_wholly_collected(until: date | None, reason: str | None) -> None:
    assert the_week(date(2026, 9, 7), collected_until=until)["reason"] == reason


@pytest.mark.parametrize(("day", "noticed"), [(date(2026, 9, 7), True), (date(2026, 9, 8), False), (None, True)])
def test_a_week_is_noticed_when_all_of_it_is(day: date | None, noticed: bool) -> None:  # noqa: FBT001
    assert the_week(date(2026, 9, 7), noticed_from=day)["noticed"] is noticed


def test_days_off_are_public_holidays_and_closures_with_both_ends_inside() -> None:
    may = {"first": date(2026, 5, 1), "last": date(2026, 5, 14)}
    shut = [(date(2026, 5, 11), date(2026, 5, 12)), (date(2026, 4, 1), date(2026, 4, 2))]

    assert sorted(days_off(**may, country="FR", closures=shut)) == [
        date(2026, 5, 1), date(2026, 5, 8), date(2026, 5, 11), date(2026, 5, 12), date(2026, 5, 14),
    ]  # fmt: skip
    assert days_off(date(2026, 5, 2), date(2026, 5, 1), country="FR") == frozenset()


def test_workdays_are_counted_without_week_ends_and_days_off() -> None:
    found = workdays(date(2026, 5, 6), date(2026, 5, 12), {date(2026, 5, 8)})

    assert dict(found.iter_rows()) == {
        date(2026, 5, 6): 1, date(2026, 5, 7): 2, date(2026, 5, 8): 2, date(2026, 5, 9): 2, date(2026, 5, 10): 2,
        date(2026, 5, 11): 3, date(2026, 5, 12): 4,
    }  # fmt: skip
    assert workdays(date(2026, 5, 2), date(2026, 5, 1), ()).is_empty()


@given(st.dates(date(2015, 1, 1), date(2035, 1, 1)), st.integers(0, 60))
def test_weeks_follow_each_other_without_gap(first: date, count: int) -> None:
    found = weeks(first, first + count * WEEK, country="FR")

    assert found["period"].to_list() == [monday(first) + n * WEEK for n in range(count)]
    assert found["presence"].is_between(0, 1).all()


@pytest.mark.parametrize(
    ("zone", "start", "presence"),
    [
        ("A", date(2026, 2, 9), 0.90),
        ("B", date(2026, 2, 9), 1.0),
        ("C", date(2026, 2, 9), 1.0),
        ("C", date(2026, 2, 23), 0.90),
        (None, date(2026, 2, 9), 1.0),
        ("A", date(2026, 8, 10), 0.50),
        ("B", date(2026, 4, 13), 0.90),
    ],
)
def test_school_holidays_of_the_zone_lower_presence_where_no_season_is_lower(
    zone: str | None, start: date, presence: float
) -> None:
    assert the_week(start, school_zone=zone)["presence"] == pytest.approx(presence)


def test_school_holidays_with_a_public_holiday_hold_no_week() -> None:
    with_easter_monday = the_week(date(2026, 4, 6), school_zone="A")

    assert with_easter_monday["presence"] == pytest.approx(0.90 * 4 / 5)
    assert with_easter_monday["reason"] is None


@pytest.mark.parametrize("zone", ["A", "B", "C", None])
def test_years_whose_school_calendar_is_not_known_keep_their_seasons(zone: str | None) -> None:
    winter, august = date(2035, 2, 12), date(2035, 8, 6)

    assert the_week(winter, school_zone=zone, collected_until=date(2040, 1, 1))["presence"] == 1.0
    assert the_week(august, school_zone=zone, collected_until=date(2040, 1, 1))["presence"] == 0.50


@pytest.mark.parametrize(("share", "reason"), [(0.9, None), (0.7, None), (0.69, "held"), (0.0, "held")])
def test_presence_that_was_told_goes_before_seasons(share: float, reason: str | None) -> None:
    august = the_week(date(2026, 8, 10), presence={date(2026, 8, 10): share}, school_zone="A")

    assert (august["presence"], august["reason"]) == (pytest.approx(share), reason)


def test_presence_that_was_told_is_of_the_days_that_are_worked() -> None:
    start = date(2026, 9, 7)
    shut = the_week(start, presence={start: 0.8}, closures=[(start, start)])
    other = the_week(start, presence={start + WEEK: 0.8})

    assert shut["presence"] == pytest.approx(0.8 * 4 / 5)
    assert other["presence"] == 1.0


def test_attendance_knows_leave_and_not_single_days_off() -> None:
    found = weeks(date(2026, 4, 6), date(2026, 8, 24), country="FR", closures=[(date(2026, 6, 1), date(2026, 6, 7))])
    there = attendance(found)

    assert there[date(2026, 4, 6)] == 1.0
    assert there[date(2026, 7, 20)] == 0.75
    assert there[date(2026, 7, 13)] == pytest.approx((1 + 3 * 0.75) / 4)
    assert there[date(2026, 8, 10)] == 0.5
    assert date(2026, 6, 1) not in there
