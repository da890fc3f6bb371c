"""How figures, limits, dates and spans are written in a language."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_skeleton, format_timedelta
from babel.numbers import format_decimal, format_percent

from dashboard.language import Locale
from dashboard.snapshot import Definition, Point, Signal

ABSENT = "–"
_BOUNDS = {"<=": "≤\u00a0", ">=": "≥\u00a0", "": ""}
_NARROW = "\u202f"


def value(amount: float | None, unit: str, locale: Locale, decimals: int = 1) -> str:
    """A figure with its unit; a dash where there is none."""
    if amount is None:
        return ABSENT
    if unit in {"ratio", "change"}:
        written = format_percent(amount, format=_percent_pattern(locale, decimals), locale=locale.babel)
        return written.replace("-", "−")
    if unit == "days":
        return locale.text("{days} d").format(days=count(amount, locale))
    if unit == "per_100":
        return locale.text("{n} per 100").format(n=format_decimal(amount, format="#,##0.#", locale=locale.babel))
    if unit == "index":
        return format_decimal(amount, format="0.00", locale=locale.babel)
    return count(amount, locale)


def point(shown: Point | None, unit: str, locale: Locale, decimals: int = 1) -> str:
    """A point's figure, with ≤ or ≥ where it is blunted."""
    if shown is None or shown.value is None:
        return ABSENT
    plain = 0 if shown.bound else decimals
    return _BOUNDS[shown.bound] + value(shown.value, unit, locale, plain)


def tick(amount: float, unit: str, locale: Locale) -> str:
    """A figure on an axis: without decimals, and without a unit that takes words."""
    return count(amount, locale) if unit == "per_100" else value(amount, unit, locale, 0)


def count(amount: float, locale: Locale) -> str:
    """A whole number with its thousands apart."""
    return format_decimal(amount, format="#,##0", locale=locale.babel)


def limit(definition: Definition, amount: float | None, locale: Locale) -> str:
    """A limit with the side on which the value should be; on the limit is still inside."""
    if amount is None:
        return ABSENT
    sign = "≥" if definition.higher_is_better else "≤"
    return f"{sign}\u00a0{_short(amount, definition.unit, locale)}"


def beyond(definition: Definition, amount: float | None, locale: Locale) -> str:
    """The values past a limit: < 50%."""
    if amount is None:
        return ABSENT
    sign = "<" if definition.higher_is_better else ">"
    return f"{sign}\u00a0{_short(amount, definition.unit, locale)}"


def on_track(signal: Signal, locale: Locale) -> str:
    """The limit within which the signal is on track."""
    inside = signal.red if signal.amber is None else signal.amber
    return limit(signal.definition, inside, locale)


def interval(shown: Point | None, unit: str, locale: Locale) -> str:
    """The 80 % interval of a point, low to high; a dash where it has none."""
    if shown is None or shown.low is None or shown.high is None:
        return ABSENT
    low, high = (value(edge, unit, locale) for edge in (shown.low, shown.high))
    return locale.text("{low} to {high}").format(low=low, high=high)


def moved(amount: float, unit: str, locale: Locale) -> str:
    """A signed change; shares in points."""
    scale = 100 if unit in {"ratio", "change"} else 1
    pattern = "+#,##0.0;−#,##0.0" if unit in {"ratio", "change", "index", "per_100"} else "+#,##0;−#,##0"
    figure = format_decimal(amount * scale, format=pattern, locale=locale.babel)
    points = locale.text("pts")
    return f"{figure}\u00a0{points}" if unit in {"ratio", "change"} else figure


def day(moment: date, locale: Locale) -> str:
    """A day and month: 5 Oct."""
    return format_skeleton("MMMd", moment, locale=locale.babel)


def full_day(moment: date, locale: Locale) -> str:
    """A day with its year: 5 Oct 2026."""
    return format_date(moment, "d MMM y", locale=locale.babel)


def long_day(moment: date, locale: Locale) -> str:
    """A day in full letters: 5 October 2026."""
    return format_date(moment, "d MMMM y", locale=locale.babel)


def at(moment: datetime | None, zone: str, locale: Locale) -> str:
    """A moment in the project's time zone: 5 Oct 2026, 06:10."""
    if moment is None:
        return ABSENT
    return format_datetime(moment, "d MMM y, HH:mm", tzinfo=ZoneInfo(zone), locale=locale.babel)


def weeks(begin: date, end: date, locale: Locale) -> str:
    """How long something has lasted, in weeks: 7 wk."""
    lasted = max((end - begin).days // 7, 0)
    return locale.plural("{n} wk", "{n} wk", lasted).format(n=lasted)


def span(lasted: timedelta, locale: Locale) -> str:
    """A span in its largest unit: 9 days."""
    return format_timedelta(lasted, threshold=1.5, locale=locale.babel)


def age(lasted: timedelta, locale: Locale) -> str:
    """How old something is, not finer than hours."""
    if lasted < timedelta(hours=1):
        return locale.text("< 1 h")
    return span(lasted, locale)


def week(period: date, locale: Locale) -> str:
    """A week by its first day."""
    return locale.text("week of {day}").format(day=full_day(period, locale))


def _short(amount: float, unit: str, locale: Locale) -> str:
    whole = unit in {"ratio", "change"} and float(amount * 100).is_integer()
    return value(amount, unit, locale, 0 if whole else 1)


def _percent_pattern(locale: Locale, decimals: int) -> str:
    number = "#,##0" + ("." + "0" * decimals if decimals else "")
    return f"{number}{_NARROW}%" if locale.language == "fr" else f"{number}%"
