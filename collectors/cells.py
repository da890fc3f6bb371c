"""Cells as CRMs and files write them, turned into typed columns; what cannot be read becomes null."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from settings.tables import UTC as UTC_TYPE

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
TIME_FORMATS = (
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y",
    "%Y%m%d%H%M%S",
    "%Y%m%d",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d",
)
EPOCH_UNITS = ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3), (0, 1))
"""Size of an epoch from which it counts in nano-, micro-, milliseconds, seconds; and that unit in a second."""

TRUE = frozenset({"1", "true", "t", "yes", "y", "oui", "o", "vrai", "actif", "active"})
FALSE = frozenset({"0", "false", "f", "no", "n", "non", "faux", "inactif", "inactive", ""})


def column(name: str, values: Sequence[Any]) -> pl.Series:
    """A column of one type from cells as a driver returns them; as strings when types are mixed.

    Times with a zone, which is that of the database session, become UTC, so that positions compare between runs.
    """
    try:
        series = pl.Series(name, values, strict=True)
    except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError):
        series = None
    if series is None or series.dtype in (pl.Object, pl.Binary):
        return pl.Series(name, [_word(value) for value in values], dtype=pl.String)
    if isinstance(series.dtype, pl.Datetime) and series.dtype.time_zone:
        return series.dt.convert_time_zone("UTC")
    return series


def _word(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value).decode(errors="replace")
    return str(value)


def texts(values: pl.Series) -> pl.Series:
    """As strings without outer blanks; whole numbers without decimals; empty becomes null."""
    if values.dtype.is_float():
        whole = values.drop_nulls()
        if (whole == whole.round(0)).all():
            values = values.cast(pl.Int64, strict=False)
    plain = values.cast(pl.String, strict=False).str.strip_chars()
    return plain.set(plain == "", None)


def numbers(values: pl.Series) -> pl.Series:
    """As 64-bit floats; French and English notation alike."""
    if values.dtype.is_numeric():
        return values.cast(pl.Float64)
    plain = values.cast(pl.String, strict=False).str.replace_all(r"[\s\u00a0\u202f€]", "")
    comma = plain.str.contains(r",\d{1,2}$")
    french = plain.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    english = plain.str.replace_all(",", "", literal=True)
    return french.zip_with(comma.fill_null(value=False), english).cast(pl.Float64, strict=False)


def counts(values: pl.Series) -> pl.Series:
    """As 64-bit whole numbers."""
    return numbers(values).round(0).cast(pl.Int64, strict=False)


def flags(values: pl.Series) -> pl.Series:
    """As booleans: 1, true, yes, oui, actif… ; null for a word that is neither."""
    if values.dtype == pl.Boolean:
        return values
    words = texts(values).str.to_lowercase()
    table = dict.fromkeys(TRUE, True) | dict.fromkeys(FALSE, False)
    return words.replace_strict(list(table), list(table.values()), default=None, return_dtype=pl.Boolean)


def times(values: pl.Series, zone: ZoneInfo) -> pl.Series:
    """As UTC times. ``zone``: that of times written without one.

    Reads database times, ISO 8601 and French texts, dates (their midnight) and epochs in s, ms, µs or ns.
    """
    kind = values.dtype
    if isinstance(kind, pl.Datetime):
        return _utc(values, zone)
    if kind == pl.Date:
        return _utc(values.cast(pl.Datetime("us")), zone)
    if kind.is_numeric():
        return _epochs(values.cast(pl.Float64))
    if kind == pl.Null:
        return values.cast(UTC_TYPE)
    words = values.cast(pl.String, strict=False).str.strip_chars()
    distinct = words.drop_nulls().unique().to_list()
    read = [_time(word, zone) for word in distinct]
    return words.replace_strict(distinct, read, default=None, return_dtype=UTC_TYPE)


def days(values: pl.Series, zone: ZoneInfo) -> pl.Series:
    """As local days: dates as written, times as the day they fall on in the zone."""
    if values.dtype == pl.Date:
        return values
    return times(values, zone).dt.convert_time_zone(zone.key).dt.date()


def _utc(values: pl.Series, zone: ZoneInfo) -> pl.Series:
    if values.dtype.time_zone is None:  # type: ignore[attr-defined]
        values = values.dt.replace_time_zone(zone.key, ambiguous="earliest", non_existent="null")
    return values.dt.convert_time_zone("UTC").cast(UTC_TYPE)


def _epochs(values: pl.Series) -> pl.Series:
    def moment(number: float) -> datetime | None:
        unit = next(unit for size, unit in EPOCH_UNITS if abs(number) >= size)
        try:
            return datetime.fromtimestamp(number / unit, UTC)
        except (ValueError, OverflowError, OSError):
            return None

    return values.map_elements(moment, return_dtype=UTC_TYPE)


def _time(word: str, zone: ZoneInfo) -> datetime | None:
    try:
        moment: datetime | None = datetime.fromisoformat(word)
    except ValueError:
        moment = _foreign_time(word)
    if moment is None:
        return None
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:
        return None


def _foreign_time(word: str) -> datetime | None:
    if word.isdigit() and len(word) in (10, 13, 16):
        return datetime.fromtimestamp(int(word) / 10 ** (len(word) - 10), UTC)
    for layout in TIME_FORMATS:
        try:
            return datetime.strptime(word, layout)  # noqa: DTZ007 - the zone is added by the caller
        except ValueError:
            continue
    return None


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a local day, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
