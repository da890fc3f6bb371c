"""Cells as CRMs and files write them, turned into typed columns; what cannot be read becomes null."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
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
USUAL_TIME = r"^(19|20)\d\d-\d\d-\d\d[ T]\d\d:\d\d:[0-5]\d(\.\d{3}|\.\d{6})?$"
"""How most databases write a time, which polars reads at once; all else is read one by one."""

EPOCH_UNITS = ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3), (0, 1))
"""Size of an epoch from which it counts in nano-, micro-, milliseconds, seconds; and that unit in a second."""

DAY_NUMBERS = (19_000_101, 21_001_231)
"""Whole numbers between these are days written 20261231; as seconds they would lie in 1970, as nobody means."""

NUMBERS = frozenset({int, float, Decimal})
BINARY = frozenset({bytes, bytearray, memoryview})
NESTED = frozenset({list, dict, tuple})
TRUE = frozenset({"1", "true", "t", "yes", "y", "oui", "o", "vrai", "actif", "active"})
HOUR = timedelta(hours=1)
EPOCH_TEXT = re.compile(r"\d{10}(\.\d+)?|\d{13}|\d{16}|\d{19}")
ANY_ZONE = ZoneInfo("UTC")
FALSE = frozenset({"0", "false", "f", "no", "n", "non", "faux", "inactif", "inactive", ""})


def column(name: str, values: Sequence[Any]) -> pl.Series:
    """A column of one type from cells as a driver returns them; as strings when types are mixed.

    Times with a zone, which is that of the database session, become UTC, so that positions compare between runs.
    Decimals become whole numbers or floats, which of the two is their column's choice, not that of the rows at hand.
    """
    kinds = {type(value) for value in values} - {type(None)}
    if Decimal in kinds and kinds <= NUMBERS:
        return _numeric(name, values)
    if kinds == {int, float}:
        return pl.Series(name, values, dtype=pl.Float64, strict=False)
    if kinds and kinds <= BINARY:
        return _binary(name, values)
    if datetime in kinds and any(value is not None and value.tzinfo for value in values if isinstance(value, datetime)):
        values = [v.astimezone(UTC) if isinstance(v, datetime) and v.tzinfo else v for v in values]
    try:
        series = None if kinds & NESTED else pl.Series(name, values, strict=True)
    except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError):
        series = None
    if series is None or series.dtype in (pl.Object, pl.Binary):
        return pl.Series(name, [_word(value) for value in values], dtype=pl.String)
    return series


def _numeric(name: str, values: Sequence[Any]) -> pl.Series:
    """Numbers of which some are decimals; not-a-number, which some databases know, is no value."""
    finite = [None if isinstance(v, Decimal) and not v.is_finite() else v for v in values]
    whole = all(v is None or isinstance(v, int) or v.as_tuple().exponent == 0 for v in finite if type(v) is not float)
    if whole and float not in {type(v) for v in finite}:
        try:
            return pl.Series(name, [None if v is None else int(v) for v in finite], dtype=pl.Int64)
        except OverflowError:
            return pl.Series(name, [None if v is None else str(v) for v in finite], dtype=pl.String)
    return pl.Series(name, [None if v is None else float(v) for v in finite], dtype=pl.Float64)


def _binary(name: str, values: Sequence[Any]) -> pl.Series:
    """Bits as booleans, text as text, and what is neither, such as binary ids, in hexadecimal."""
    cells = [None if value is None else bytes(value) for value in values]
    if all(cell in (None, b"\0", b"\1") for cell in cells):
        return pl.Series(name, [None if cell is None else cell == b"\1" for cell in cells], dtype=pl.Boolean)
    return pl.Series(name, [_word(cell) for cell in cells], dtype=pl.String)


def _word(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, (bytes, bytearray, memoryview)):
        plain = bytes(value)
        try:
            return plain.decode()
        except UnicodeDecodeError:
            return plain.hex()
    if type(value) in NESTED:
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
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
    """As 64-bit floats; French and English notation alike. What is no finite number becomes null."""
    if values.dtype.is_numeric():
        return _finite(values.cast(pl.Float64))
    plain = values.cast(pl.String, strict=False).str.replace_all(r"[\s\u00a0\u202f€]", "")
    comma = plain.str.contains(r",\d{1,2}$")
    french = plain.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    english = plain.str.replace_all(",", "", literal=True)
    return _finite(french.zip_with(comma.fill_null(value=False), english).cast(pl.Float64, strict=False))


def _finite(values: pl.Series) -> pl.Series:
    return values.set(~values.is_finite().fill_null(value=True), None)


def counts(values: pl.Series) -> pl.Series:
    """As 64-bit whole numbers."""
    return numbers(values).round(0).cast(pl.Int64, strict=False)


def flags(values: pl.Series) -> pl.Series:
    """As booleans: 1, true, yes, oui, actif… ; a time, such as that of a deletion, is true; null for another word."""
    if values.dtype == pl.Boolean:
        return values
    if values.dtype.is_temporal():
        return pl.Series(values.name, [True if there else None for there in values.is_not_null()], dtype=pl.Boolean)
    words = texts(values).str.to_lowercase()
    table = dict.fromkeys(TRUE, True) | dict.fromkeys(FALSE, False)
    dated = {w: True for w in words.drop_nulls().unique() if w not in table and _time(w, ANY_ZONE)}
    table |= dated
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
        return _epochs(values.cast(pl.Float64), zone)
    if kind == pl.Null:
        return values.cast(UTC_TYPE)
    words = values.cast(pl.String, strict=False).str.strip_chars()
    usual = words.str.contains(USUAL_TIME)
    plain = words.set(~usual, None).str.replace("T", " ", literal=True)
    moments = _utc(plain.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us", strict=False), zone)
    odd = words.filter(moments.is_null()).drop_nulls().unique().to_list()
    read = [_time(word, zone) for word in odd]
    return moments.fill_null(words.replace_strict(odd, read, default=None, return_dtype=UTC_TYPE)) if odd else moments


def days(values: pl.Series, zone: ZoneInfo) -> pl.Series:
    """As local days: dates as written, times as the day they fall on in the zone."""
    if values.dtype == pl.Date:
        return values
    return times(values, zone).dt.convert_time_zone(zone.key).dt.date()


def _utc(values: pl.Series, zone: ZoneInfo) -> pl.Series:
    if values.dtype.time_zone is None:  # type: ignore[attr-defined]
        skipped = (values + HOUR).dt.replace_time_zone(zone.key, ambiguous="earliest", non_existent="null")
        values = values.dt.replace_time_zone(zone.key, ambiguous="earliest", non_existent="null").fill_null(skipped)
    return values.dt.convert_time_zone("UTC").cast(UTC_TYPE)


def _epochs(values: pl.Series, zone: ZoneInfo) -> pl.Series:
    return values.map_elements(lambda number: _epoch(number, zone), return_dtype=UTC_TYPE)


def _epoch(number: float, zone: ZoneInfo) -> datetime | None:
    """The time that a number counts to, or the day it spells; None for what is neither."""
    if DAY_NUMBERS[0] <= number <= DAY_NUMBERS[1] or DAY_NUMBERS[0] <= number / 1e6 < DAY_NUMBERS[1] + 1:
        return _foreign_time(str(int(number)), zone)
    unit = next((unit for size, unit in EPOCH_UNITS if abs(number) >= size), 1)
    try:
        return datetime.fromtimestamp(number / unit, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _time(word: str, zone: ZoneInfo) -> datetime | None:
    if EPOCH_TEXT.fullmatch(word):
        return _epoch(float(word), zone)
    try:
        return _aware(datetime.fromisoformat(word), zone)
    except ValueError:
        return _foreign_time(word, zone)


def _foreign_time(word: str, zone: ZoneInfo) -> datetime | None:
    for layout in TIME_FORMATS:
        try:
            return _aware(datetime.strptime(word, layout), zone)  # noqa: DTZ007 - the zone is added next
        except ValueError:
            continue
    return None


def _aware(moment: datetime, zone: ZoneInfo) -> datetime | None:
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:
        return None


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a local day, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
