"""A large company's acts and records, generated: the same for a seed, in the mix of the demo company's events."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl

from settings.tables import AGAIN, EVENTS, LANDED, RECORDS, filled

Whole = np.ndarray[Any, np.dtype[np.intp]]
Shares = np.ndarray[Any, np.dtype[np.floating[Any]]]
Days = np.ndarray[tuple[int], np.dtype[np.datetime64]]

SOURCE = "crm"
OBJECT = "opportunity"
SEED = 20260202
LETTERS = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", dtype="S1")
PSEUDONYM = 16

Act = tuple[str, str | None, float]
"""An action, its object, and the share of all acts that they are."""

ROBOT_SHARE = 0.4364
"""Share of the service account among the 302 257 events collected from the demo company in its 40 weeks.

It reads by night and names no client; all people's acts name one.
"""
ROBOT_MIX: tuple[Act, ...] = (
    ("view", "account", 0.9855),
    ("edit", "account", 0.0138),
    ("login", None, 0.0007),
)
MIX: tuple[Act, ...] = (
    ("view", "account", 0.1495),
    ("view", "contact", 0.1481),
    ("view", "opportunity", 0.1473),
    ("create", "activity", 0.1196),
    ("login", None, 0.0710),
    ("edit", "opportunity", 0.0656),
    ("edit", "contact", 0.0516),
    ("list", "account", 0.0438),
    ("list", "opportunity", 0.0433),
    ("list", "contact", 0.0428),
    ("dashboard", "dashboard", 0.0306),
    ("create", "contact", 0.0276),
    ("create", "opportunity", 0.0182),
    ("edit", "account", 0.0138),
    ("report", "report", 0.0127),
    ("create", "account", 0.0093),
    ("export", "opportunity", 0.0034),
    ("delete", "contact", 0.0016),
    ("export", "contact", 0.0001),
    ("import", "contact", 0.0001),
)
"""Share of each action and object among the demo company's events by people."""

ACTIVE = 0.55
"""Share of working days on which a person of the demo company does anything at all."""

WITHOUT_RECORD = ("login", "list", "export", "import")
ROWS = {"list": (14, 46), "export": (91, 370), "import": (19, 34)}
"""First and last decile of the rows that a list, an export and an import told in the demo company."""

FIELD_NAMES = (
    "telephone",
    "fonction",
    "courriel",
    "montant",
    "etape",
    "encours",
    "etape,date_cloture_prevue",
    "etape,motif_perte",
    "etape,prochaine_action",
    "montant,date_cloture_prevue",
    "secteur",
    "siret",
    "etape,concurrent",
)
"""Changed fields of edits, commonest first."""

MICROSECONDS = 3_600_000_000
"""In an hour."""

MOBILE = 0.25
"""Share of people's acts from a mobile client; the others are from the web."""

STAGES = ("prospection", "qualification", "proposition", "negociation", "gagnee", "perdue")
FIRST_MONTH = date(2024, 1, 1)
WORKING_HOURS, NIGHT_HOURS = (6, 16), (0, 3)
"""UTC hours between which people, and the service account, act."""


@dataclass(frozen=True)
class Company:
    """How large it is. ``scale`` 1: ten million events over the months, a million records of sixty fields."""

    scale: float = 1.0
    months: int = 36
    users: int = 2_000
    fields: int = 60

    @property
    def events(self) -> int:
        """Events over all months."""
        return max(self.months, round(10_000_000 * self.scale))

    @property
    def records(self) -> int:
        """Records of the one object."""
        return max(1_000, round(1_000_000 * self.scale))

    @property
    def slugs(self) -> list[str]:
        """Names of the watched fields, as columns carry them."""
        return [f"champ_{number:02}" for number in range(self.fields)]

    def first_days(self) -> list[date]:
        """The first day of each month and of the one that follows the last."""
        numbers = range(FIRST_MONTH.month - 1, FIRST_MONTH.month + self.months)
        return [date(FIRST_MONTH.year + n // 12, n % 12 + 1, 1) for n in numbers]

    def by_month(self) -> Iterator[pl.DataFrame]:
        """Events in the columns that collectors give, a month at a time, in order of time."""
        for first, end in pairwise(self.first_days()):
            yield self.between(first, end, self.events // self.months)

    def one_day(self, day: date) -> pl.DataFrame:
        """The events of one working day."""
        return self.between(day, day + timedelta(1), max(1, self.events // self.months // 21))

    def between(self, first: date, end: date, number: int) -> pl.DataFrame:
        """So many events from the first day up to the last, which is not included."""
        draw = np.random.default_rng([SEED, first.toordinal(), (end - first).days])
        by_robot = round(number * ROBOT_SHARE)
        parts = [self._people_acts(draw, first, end, number - by_robot), self._robot_acts(draw, first, end, by_robot)]
        return pl.concat(parts).sort("at")

    def _people_acts(self, draw: np.random.Generator, first: date, end: date, number: int) -> pl.DataFrame:
        days = _working_days(first, end)
        there = np.argwhere(draw.random((self.users, len(days))) < ACTIVE)
        person, day = there[_weighted(draw, (1.0 + there[:, 0]) ** -0.5, number)].T
        mobile = pl.Series(draw.random(number) < MOBILE)
        return self._acts(draw, MIX, number).with_columns(
            at=_within(draw, days[day], WORKING_HOURS),
            user=pseudonyms("users", self.users).gather(person),
            client=pl.when(mobile).then(pl.lit("mobile")).otherwise(pl.lit("web")),
        )

    def _robot_acts(self, draw: np.random.Generator, first: date, end: date, number: int) -> pl.DataFrame:
        nights = draw.choice(np.arange(np.datetime64(first), np.datetime64(end)), number)
        return self._acts(draw, ROBOT_MIX, number).with_columns(
            at=_within(draw, nights, NIGHT_HOURS), user=pl.lit(pseudonyms("robots", 1)[0])
        )

    def _acts(self, draw: np.random.Generator, mix: Sequence[Act], number: int) -> pl.DataFrame:
        """What is done, in the columns of events; by whom and when is left open."""
        kinds = draw.choice(len(mix), number, p=_shares([share for _, _, share in mix]))
        actions = pl.Series([action for action, _, _ in mix]).gather(kinds)
        least = _picked({act: low for act, (low, _) in ROWS.items()}, actions)
        most = _picked({act: high for act, (_, high) in ROWS.items()}, actions)
        done = {
            "action": actions,
            "object": pl.Series([object_ for _, object_, _ in mix]).gather(kinds),
            "record": pseudonyms("records", self.records)
            .gather(_zipf(draw, self.records, number, 1.0))
            .set(actions.is_in(WITHOUT_RECORD), None),
            "rows": (least + (most - least) * pl.Series(draw.random(number))).cast(pl.Int64),
            "fields": pl.Series(FIELD_NAMES)
            .gather(_zipf(draw, len(FIELD_NAMES), number, 1.0))
            .set(actions != "edit", None),
        }
        return pl.DataFrame({name: done.get(name) for name in EVENTS}, schema=EVENTS)

    def states(self, twice: float = 0.0) -> pl.DataFrame:
        """One row for each record as landed, and a later one for a share of them, in order of day."""
        draw = np.random.default_rng([SEED, self.records, self.fields])
        first = self._rows(draw, pseudonyms("records", self.records), again=False)
        changed = first["record"].sample(fraction=twice, seed=SEED)
        second = self._rows(draw, changed, again=True)
        return pl.concat([first, second]).sort("day", maintain_order=True)

    def _rows(self, draw: np.random.Generator, records: pl.Series, *, again: bool) -> pl.DataFrame:
        number = len(records)
        edges = self.first_days()
        half = edges[len(edges) // 2]
        days = _working_days(half if again else edges[0], edges[-1] if again else half)
        moments = _within(draw, draw.choice(days, number), WORKING_HOURS)
        stages = pl.Series(STAGES).gather(draw.integers(0, len(STAGES), number))
        own = {
            "record": records,
            "seen_at": moments,
            "deleted": pl.repeat(value=False, n=number, eager=True),
            "owner": pseudonyms("users", self.users).gather(_zipf(draw, self.users, number, 0.5)),
            "created_at": moments,
            "created_by": pseudonyms("users", self.users).gather(_zipf(draw, self.users, number, 0.5)),
            "modified_at": moments,
            "stage": stages,
            "status": stages.replace({"gagnee": "won", "perdue": "lost"}).replace(STAGES[:4], ["open"] * 4),
            "amount": pl.Series(draw.integers(1, 400, number) * 250.0),
            "source": pl.repeat(SOURCE, number, eager=True),
            "stream": pl.repeat("now", number, eager=True),
            "day": moments.dt.date(),
            "month": moments.dt.strftime("%Y-%m"),
            "again": pl.repeat(again, number, eager=True),
        }
        shares = draw.random(self.fields)
        full = {
            filled(slug): pl.Series(draw.random(number) < share) for slug, share in zip(self.slugs, shares, strict=True)
        }
        schema = RECORDS | dict.fromkeys(full, pl.Boolean()) | AGAIN | LANDED
        empty = {name: pl.repeat(None, number, dtype=kind, eager=True) for name, kind in schema.items()}
        return pl.DataFrame(empty | own | full, schema=schema)


def pseudonyms(kind: str, number: int) -> pl.Series:
    """So many different texts that look like pseudonyms: 80 random bits each."""
    draw = np.random.default_rng([SEED, *kind.encode()])
    letters = LETTERS[draw.integers(0, len(LETTERS), (number, PSEUDONYM), dtype=np.uint8)]
    return pl.Series(letters.view(f"S{PSEUDONYM}").ravel().astype(str), dtype=pl.String)


def _zipf(draw: np.random.Generator, ranks: int, number: int, exponent: float) -> Whole:
    """Ranks from 0, the first the likeliest: the n-th is drawn with a weight of n to the minus exponent."""
    return _weighted(draw, np.arange(1, ranks + 1, dtype=float) ** -exponent, number)


def _weighted(draw: np.random.Generator, weights: Shares, number: int) -> Whole:
    """So many positions, each as likely as its weight."""
    reached = np.cumsum(weights)
    drawn: Whole = np.searchsorted(reached, draw.random(number) * reached[-1])
    return drawn


def _working_days(first: date, end: date) -> Days:
    """Monday to Friday; every day where there is none."""
    days = np.arange(np.datetime64(first), np.datetime64(end))
    working = days[np.is_busday(days)]
    return working if len(working) else days


def _within(draw: np.random.Generator, days: Days, hours: tuple[int, int]) -> pl.Series:
    """A moment of each day, to the microsecond, between two hours."""
    opens, closes = (hour * MICROSECONDS for hour in hours)
    return pl.Series(days.astype("datetime64[us]") + draw.integers(opens, closes, len(days))).dt.replace_time_zone(
        "UTC"
    )


def _shares(weights: list[float]) -> list[float]:
    """The weights as shares whose sum is 1."""
    return [weight / sum(weights) for weight in weights]


def _picked(table: dict[str, int], words: pl.Series) -> pl.Series:
    return words.replace_strict(list(table), list(table.values()), default=None, return_dtype=pl.Int64)


def clock_after(company: Company) -> datetime:
    """The first moment after all events."""
    return datetime.combine(company.first_days()[-1], datetime.min.time(), UTC)
