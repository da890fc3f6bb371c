"""The person who keeps a workbook: a language, a team, a day, and ways of writing dates, money and numbers."""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from benchmarks.unseen import phones

T = TypeVar("T")

WORDS = Path(__file__).parent / "words"
FIRST_DAY, DAYS = date(2023, 1, 9), 1100
SLOT = re.compile(r"\{(\w+)(\??)\}")
BLANK = 0.45

DATES = {"real": 50, "slashes": 18, "short": 8, "spelt": 5, "mixed": 12, "iso": 7}
MONEY = {"number": 78, "text": 14, "thousands": 8}
SLOPPY = (0.0, 0.0, 0.02, 0.05, 0.12)
PERCENTS = {"share": 50, "number": 30, "text": 20}


@cache
def words(language: str) -> Mapping[str, Any]:
    """The word lists of a language, "fr" or "en"."""
    return tomllib.loads((WORDS / f"{language}.toml").read_text("utf-8"))


def weighted(random: Random, weights: Mapping[str, float]) -> str:
    """One of the keys, as often as its weight says."""
    return random.choices(list(weights), list(weights.values()))[0]


@dataclass(frozen=True)
class Desk:
    """Who keeps the workbook, and how.

    ``firm``: whom they work for; ``team``: names of the colleagues; ``sloppy``: share of the cells left out.
    """

    random: Random
    language: str
    today: date
    firm: str
    team: tuple[str, ...]
    dates: str
    money: str
    percents: str
    phones: str
    sloppy: float

    @property
    def french(self) -> bool:
        """Writes French."""
        return self.language == "fr"

    def pick(self, values: Sequence[T]) -> T:
        """One of the values."""
        return self.random.choice(values)

    def often(self, share: float) -> bool:
        """True in that share of cases."""
        return self.random.random() < share

    def word(self, name: str) -> str:
        """A line of that word list, its slots filled."""
        return self.fill(self.pick(words(self.language)[name]))

    def fill(self, text: str) -> str:
        """The text with each ``{slot}`` drawn from ``SLOTS`` or the word list so called; ``{slot?}`` may stay blank."""
        return SLOT.sub(lambda slot: "" if slot[2] and self.often(BLANK) else self._slot(slot[1]), text)

    def digits(self, count: int) -> str:
        """So many digits, the first not 0."""
        return str(self.random.randrange(10 ** (count - 1), 10**count))

    def day(self, low: int, high: int) -> date:
        """A day between so many days from today, ends included."""
        return self.today + timedelta(days=self.random.randint(low, high))

    def amount(self, low: float, high: float) -> float:
        """A sum of money, small ones as likely as great ones; great ones are round."""
        value = max(low, 1.0) * float((max(high, 1.0) / max(low, 1.0)) ** self.random.random())
        step = next(step for limit, step in ((200, 0.01), (2_000, 1), (20_000, 10), (1e12, 100)) if value < limit)
        return round(round(value / step) * step, 2)

    def _slot(self, name: str) -> str:
        return SLOTS[name](self) if name in SLOTS else self.word(name.rstrip("2"))


def sit_down(random: Random, language: str) -> Desk:
    """Somebody with habits of their own; ``language``: "fr", "en", or "mixed" for either."""
    tongue = random.choice(("fr", "fr", "en")) if language == "mixed" else language
    desk = Desk(
        random=random,
        language=tongue,
        today=FIRST_DAY + timedelta(days=random.randrange(DAYS)),
        firm="",
        team=_team(random, tongue),
        dates=weighted(random, DATES),
        money=weighted(random, MONEY),
        percents=weighted(random, PERCENTS),
        phones=weighted(random, phones.STYLES),
        sloppy=random.choice(SLOPPY),
    )
    return replace(desk, firm=desk.word("company_business"))


def _team(random: Random, language: str) -> tuple[str, ...]:
    lists = words(language)
    firsts, lasts = random.sample(lists["first"], 6), random.sample(lists["last"], 6)
    style = random.choice(("first", "first", "initials", "caps", "full", "short"))
    named = {
        "first": firsts,
        "caps": [first.upper() for first in firsts],
        "initials": [first[0] + last[0].upper() for first, last in zip(firsts, lasts, strict=True)],
        "full": [f"{first} {last}" for first, last in zip(firsts, lasts, strict=True)],
        "short": [f"{first[0]}. {last}" for first, last in zip(firsts, lasts, strict=True)],
    }
    return tuple(named[style][: random.randint(2, 6)])


def _week(desk: Desk) -> str:
    return f"{desk.today.isocalendar().week:02}"


def _quarter(desk: Desk) -> str:
    number = (desk.today.month + 2) // 3
    return f"T{number}" if desk.french else f"Q{number}"


def _month(desk: Desk) -> str:
    return str(words(desk.language)["month"][desk.today.month - 1])


def _slashed(desk: Desk) -> str:
    return f"{desk.day(-40, 40):%d/%m}"


SLOTS: dict[str, Callable[[Desk], str]] = {
    "person": lambda desk: desk.team[0],
    "day": _slashed,
    "month": _month,
    "year": lambda desk: str(desk.today.year),
    "year2": lambda desk: str(desk.today.year + 1),
    "year2d": lambda desk: f"{desk.today:%y}",
    "week": _week,
    "quarter": _quarter,
    "own": lambda desk: desk.firm,
    "n": lambda desk: str(desk.random.randint(1, 9)),
    "n2": lambda desk: str(desk.random.randint(10, 89)),
    "dept": lambda desk: str(desk.random.randint(10, 95)),
    "amount": lambda desk: str(desk.random.randint(3, 90) * 100),
    "siren": lambda desk: desk.digits(9),
    "city": lambda desk: desk.word("city").split("|")[1],
    "town": lambda desk: desk.word("city").split("|")[1],
    "letters": lambda desk: "".join(desk.random.choices("ABCDEFGILMNOPRSTV", k=desk.random.randint(4, 5))),
    "firm": lambda desk: desk.word("company_business"),
    "phone": lambda desk: str(phones.line(desk.random, desk.phones, french=desk.french)),
    "date": lambda desk: desk.day(-200, 60).isoformat(),
    "small": lambda desk: str(desk.random.randint(1, 60)),
    "client": lambda desk: f"{desk.word('last')} {desk.word('trade')}".upper(),
}
"""What stands in titles, file names and notes beside the word lists."""
