"""Weeks of the project: which are complete, which were collected, and in which so many are away that none is judged."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache

import holidays
import polars as pl
from vacances_scolaires_france import SchoolHolidayDates, UnsupportedYearException

WEEK = timedelta(days=7)
WORKDAYS = 5
LOW_PRESENCE = 0.70
FRENCH_SEASONS = (
    ((5, 1), (5, 10), 0.85),
    ((7, 14), (7, 31), 0.75),
    ((8, 1), (8, 3), 0.70),
    ((8, 4), (8, 24), 0.50),
    ((8, 25), (8, 31), 0.70),
)
YEAR_END = (((12, 22), (12, 31), 0.40), ((1, 1), (1, 3), 0.40))
"""Share of people present by season: first and last day as (month, day), inclusive. Ours, for want of an HR file."""

SCHOOL_HOLIDAYS = 0.90
"""Share of people present in the school holidays of their zone: so high that a public holiday beside holds no week."""

WEEKS: dict[str, pl.DataType] = {
    "period": pl.Date(),
    "end": pl.Date(),
    "workdays": pl.Int64(),
    "presence": pl.Float64(),
    "reason": pl.String(),
    "noticed": pl.Boolean(),
}


def monday(day: date) -> date:
    """The first day of a day's ISO week."""
    return day - timedelta(days=day.weekday())


def last_complete_week(today: date) -> date:
    """The Monday of the newest ISO week that ended before a day."""
    return monday(today) - WEEK


def days_off(
    first: date,
    last: date,
    *,
    country: str,
    subdivision: str | None = None,
    closures: Iterable[tuple[date, date]] = (),
) -> frozenset[date]:
    """The public holidays of a country and the days the company is shut, from a first to a last day, all inclusive."""
    known = holidays.country_holidays(country, subdiv=subdivision)
    shut = {day for begin, end in closures for day in _days(begin, end)}
    return frozenset(day for day in _days(first, last) if day in known or day in shut)


def workdays(first: date, last: date, off: Collection[date]) -> pl.DataFrame:
    """The days from a first to a last one, both inclusive, each with how many working days there were up to it.

    Columns day, workday. Saturdays, Sundays and the days in ``off`` are none. Empty: last before first.
    """
    days = list(_days(first, last))
    open_ = [day.weekday() < WORKDAYS and day not in off for day in days]
    frame = pl.DataFrame({"day": days, "workday": open_}, schema={"day": pl.Date, "workday": pl.Boolean})
    return frame.with_columns(pl.col("workday").cast(pl.Int64).cum_sum())


def weeks(
    first: date,
    today: date,
    *,
    country: str,
    subdivision: str | None = None,
    closures: Iterable[tuple[date, date]] = (),
    collected_until: date | None = None,
    noticed_from: date | None = None,
    school_zone: str | None = None,
    presence: Mapping[date, float] | None = None,
) -> pl.DataFrame:
    """One row for each complete ISO week from the week of ``first`` to the last that ended before ``today``.

    Its ``presence``: expected share of working time people are there, in [0, 1], from public holidays, closures (both
    ends inclusive) and, for the days left, ``presence`` (by Monday, where it was told), else seasons and the school
    holidays of a French zone; under 0.70 the week's ``reason`` is ``held``. ``collected_until``: first day not
    wholly collected; a week that reaches it has reason ``stale`` (None: all have). ``noticed``: whether the whole
    week lies on or after ``noticed_from``, before which acts of persons are not read. Empty: no complete week.
    Source of the seasons: measured defaults, see docs.
    """
    start = monday(first)
    count = max(0, (monday(today) - start).days // 7)
    off = days_off(start, today, country=country, subdivision=subdivision, closures=closures)
    rows = []
    for period in (start + n * WEEK for n in range(count)):
        days = [period + timedelta(n) for n in range(WORKDAYS)]
        open_days = [day for day in days if day not in off]
        told = (presence or {}).get(period)
        shares = [_season(day, country, school_zone) if told is None else told for day in open_days]
        there = sum(shares) / WORKDAYS
        gathered = collected_until is not None and period + WEEK <= collected_until
        reason = "stale" if not gathered else "held" if there < LOW_PRESENCE else None
        noticed = noticed_from is None or period >= noticed_from
        rows.append((period, period + WEEK - timedelta(1), len(open_days), there, reason, noticed))
    return pl.DataFrame(rows, schema=WEEKS, orient="row")


def attendance(weeks: pl.DataFrame) -> dict[date, float]:
    """The share of people expected at work on some day of each week, by its first day: all who are not on leave.

    A public holiday keeps nobody from acting on another day of its week, so it does not count here.
    """
    open_weeks = weeks.filter(pl.col("workdays") > 0)
    return dict(open_weeks.select("period", pl.col("presence") * WORKDAYS / pl.col("workdays")).iter_rows())


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(n) for n in range((last - first).days + 1))


def _season(day: date, country: str, school_zone: str | None) -> float:
    seasons = (*YEAR_END, *(FRENCH_SEASONS if country == "FR" else ()))
    here = (day.month, day.day)
    usual = next((share for first, last, share in seasons if first <= here <= last), 1.0)
    return min(usual, SCHOOL_HOLIDAYS) if school_zone and _no_school(day, school_zone) else usual


def _no_school(day: date, zone: str) -> bool:
    """Whether schools of a zone are closed for holidays; of years whose calendar is not known, none is."""
    try:
        return bool(_schools().is_holiday_for_zone(day, zone))
    except UnsupportedYearException:
        return False


@cache
def _schools() -> SchoolHolidayDates:
    return SchoolHolidayDates()
