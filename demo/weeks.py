"""The calendar of the simulated company: its weeks, its working days, and local times as the CRM writes them (UTC)."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from demo.truths import AT_WORK, AT_WORK_IN_SUMMER, FIRST_WEEK, PUBLIC_HOLIDAYS

PARIS = ZoneInfo("Europe/Paris")
UTC = ZoneInfo("UTC")
FRIDAY = 4


def number(week: date) -> int:
    """The number of a week, 1 for the week of go-live."""
    return (week - FIRST_WEEK).days // 7 + 1


def working_days(week: date) -> list[date]:
    """Monday to Friday without public holidays."""
    days = [week + timedelta(days=day) for day in range(5)]
    return [day for day in days if day not in PUBLIC_HOLIDAYS]


def at_work(week: date) -> float:
    """Share of people who are not on leave that week."""
    return AT_WORK_IN_SUMMER.get(week, AT_WORK)


def utc(day: date, hour: float) -> datetime:
    """The naive UTC time of a local hour, by the day's offset at noon: times never fall into a change of clocks."""
    noon = datetime.combine(day, time(12), PARIS).astimezone(UTC).replace(tzinfo=None)
    return noon + timedelta(hours=hour - 12)


def written(moment: datetime) -> str:
    """A time as the CRM stores it: ISO 8601, always with microseconds, so that text order is time order."""
    return moment.isoformat(sep=" ", timespec="microseconds")
