"""What stands in a column: ``fill`` draws a cell from its description, as the forms write it.

A description is a name, what it needs, and the share of rows that have it: ``amount 500 90000 ?80``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from benchmarks.unseen.desk import Desk, weighted, words
from benchmarks.unseen.subjects import Subject, plain, subject

Cell = str | int | float | date | None

SHARE = re.compile(r"\s\?(\d+)$")
SLASH = re.compile(r"(?:^|\s+)/(?=\s|$)")
MIXTURE = {"real": 55, "slashes": 20, "short": 10, "vague": 15}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
THOUSAND = 1000
HALF_HOUR = 30


@dataclass
class Row:
    """The row being written: its number from 0, whom it is about, and the figures that others rest on."""

    desk: Desk
    number: int
    about: Subject
    who: str
    figures: dict[str, float] = field(default_factory=dict)


Filler = Callable[[Row, str], Cell]


def fill(row: Row, description: str) -> Cell:
    """A cell as described; None where the row has none."""
    share = SHARE.search(description)
    wanted, words_ = int(share[1]) / 100 if share else 1.0, SHARE.sub("", description)
    name, _, needs = words_.partition(" ")
    cell = FILLERS[name.rstrip(":")](row, needs.strip())
    return cell if row.desk.often(wanted) else None


def choices(text: str) -> list[str]:
    """What a list offers, separated by slashes that stand apart; nothing is a choice too."""
    return [choice.strip() for choice in SLASH.split(text)]


def written(desk: Desk, day: date, style: str) -> Cell:
    """A day in a style: a date, or the text that people type instead."""
    if style == "mixed":
        return written(desk, day, weighted(desk.random, MIXTURE))
    return STYLES[style](desk, day) if style in STYLES else day


def _short(desk: Desk, day: date) -> str:
    return f"{day.day}/{day.month}/{day:%y}" if desk.often(0.7) else f"{day.day}.{day.month:02}"


def _spelt(desk: Desk, day: date) -> str:
    month = words(desk.language)["month_short"][day.month - 1]
    return f"{day.day} {month}" if desk.french else f"{day.day:02}-{month}-{day:%y}"


STYLES: dict[str, Callable[[Desk, date], str]] = {
    "slashes": lambda _, day: f"{day:%d/%m/%Y}",
    "short": _short,
    "iso": lambda _, day: f"{day:%Y-%m-%d}",
    "spelt": _spelt,
    "vague": lambda desk, _: desk.word("vague"),
}
"""How days are typed as text."""


def _date(row: Row, needs: str) -> Cell:
    low, high = map(int, needs.split())
    return written(row.desk, row.desk.day(low, high), row.desk.dates)


def _amount(row: Row, needs: str) -> Cell:
    desk = row.desk
    value = desk.amount(*map(float, needs.split()))
    row.figures.setdefault("amount", value)
    whole = int(value) if value == int(value) else value
    if desk.money == "thousands" and value >= 10 * THOUSAND:
        return f"{value / THOUSAND:.0f}k" + ("€" if desk.french else "")
    if desk.money == "text":
        return f"{whole:,} €".replace(",", " ").replace(".", ",") if desk.french else f"£{whole:,}"
    return whole


def _percent(row: Row, needs: str) -> Cell:
    low, high = map(int, needs.split())
    value = row.desk.random.randint(low // 5, high // 5) * 5
    row.figures["percent"] = value
    shown: dict[str, Cell] = {"share": value / 100, "number": value, "text": f"{value}%"}
    return shown[row.desk.percents]


def _weighted(row: Row, _needs: str) -> Cell:
    return round(row.figures.get("amount", 0) * row.figures.get("percent", 0) / 100)


def _whole(row: Row, needs: str) -> Cell:
    low, high = map(int, needs.split())
    return row.desk.random.randint(low, high)


def _real(row: Row, needs: str) -> Cell:
    low, high = map(float, needs.split())
    return round(row.desk.random.uniform(low, high), 2 if high < THOUSAND else 1)


def _stamp(row: Row, needs: str) -> Cell:
    moment = datetime(row.desk.today.year, 1, 1) - timedelta(seconds=row.desk.random.randrange(40_000_000))  # noqa: DTZ001 (as exports write it)
    return moment.strftime(needs)


def _reference(row: Row, needs: str) -> Cell:
    numbered = re.sub(r"\{n:(\d+)\}", lambda slot: row.desk.digits(int(slot[1])), needs)
    return row.desk.fill(numbered)


def _one(row: Row, needs: str) -> Cell:
    return row.desk.fill(row.desk.pick(choices(needs))) or None


def _cycle(row: Row, needs: str) -> Cell:
    labels = choices(needs)
    return labels[row.number % len(labels)]


def _person(row: Row, _needs: str) -> Cell:
    about, desk = row.about, row.desk
    forms = [f"{about.first} {about.last}"] * 4 + [
        f"{about.last} {about.first}",
        f"{desk.word('civility')} {about.last}",
    ]
    return desk.pick([*forms, about.last.upper(), about.first])


def _contact(row: Row, _needs: str) -> Cell:
    about = row.about
    return row.desk.pick(
        [f"{about.line} / {about.email}", f"{about.first} {about.mobile}", str(about.line), about.email]
    )


def _another(row: Row, _needs: str) -> Cell:
    return subject(row.desk, row.who).company


def _vat(row: Row, _needs: str) -> Cell:
    number = int(row.about.siren)
    return f"FR{(12 + 3 * (number % 97)) % 97:02}{number}" if row.desk.french else f"GB{row.desk.digits(9)}"


def _plate(row: Row, _needs: str) -> Cell:
    letters = row.desk.random.choices(LETTERS[:26], k=5)
    middle = row.desk.digits(3) if row.desk.french else row.desk.digits(2)
    parts = ["".join(letters[:2]), middle, "".join(letters[2 : 4 if row.desk.french else 5])]
    return "-".join(parts) if row.desk.french else f"{parts[0]}{parts[1]} {parts[2]}"


FILLERS: dict[str, Filler] = {
    "company": lambda row, _: row.about.company,
    "company2": _another,
    "person": _person,
    "first": lambda row, _: row.about.first if row.desk.often(0.9) else row.about.first.upper(),
    "last": lambda row, _: row.about.last,
    "lastcaps": lambda row, _: row.about.last.upper(),
    "civility": lambda row, _: row.desk.word("civility"),
    "job": lambda row, _: row.about.job,
    "contact": _contact,
    "email": lambda row, _: row.about.email,
    "phone": lambda row, _: row.about.line,
    "mobile": lambda row, _: row.about.mobile,
    "web": lambda row, _: f"www.{plain(row.about.company)}.example",
    "siren": lambda row, _: row.about.siren,
    "siret": lambda row, _: row.about.siret,
    "vat": _vat,
    "street": lambda row, _: row.desk.word("street"),
    "zip": lambda row, _: row.about.code,
    "city": lambda row, _: row.about.town,
    "city2": lambda row, _: row.desk.fill("{city}"),
    "cityline": lambda row, _: f"{row.about.code} {row.about.town}",
    "dept": lambda row, _: row.desk.random.randint(10, 95),
    "zone": lambda row, _: row.desk.word("zone"),
    "country": lambda row, _: row.desk.word("country"),
    "sector": lambda row, _: row.desk.word("sector"),
    "sales": lambda row, _: row.desk.pick(row.desk.team),
    "initials": lambda row, _: row.desk.word("first")[0] + row.desk.word("last")[0].upper(),
    "code": lambda row, _: row.desk.pick("C4") + row.desk.digits(5),
    "date": _date,
    "month": lambda row, _: row.desk.word("month" if row.desk.often(0.6) else "month_short"),
    "quarter": lambda row, _: f"{'T' if row.desk.french else 'Q'}{row.desk.random.randint(1, 4)}",
    "weekday": lambda row, _: words(row.desk.language)["weekday"][row.number % 5],
    "time": lambda row, _: f"{row.desk.random.randint(7, 18):02}:{row.desk.random.choice((0, HALF_HOUR)):02}",
    "stamp": _stamp,
    "amount": _amount,
    "int": _whole,
    "float": _real,
    "percent": _percent,
    "weighted": _weighted,
    "ref": _reference,
    "seq": lambda row, _: row.number + 1,
    "one": _one,
    "text": lambda row, needs: row.desk.word(needs),
    "comment": lambda row, _: row.desk.word("comment"),
    "next": lambda row, _: row.desk.word("next"),
    "deal": lambda row, _: row.desk.word("deal"),
    "cycle": _cycle,
    "blank": lambda _, __: None,
    "salesforce": lambda row, start: f"{start}{''.join(row.desk.random.choices(LETTERS, k=15))}",
    "plate": _plate,
    "guid": lambda row, _: str(UUID(int=row.desk.random.getrandbits(128), version=4)),
    "hash": lambda row, _: f"{row.desk.random.getrandbits(256):x}",
    "ip": lambda row, _: (
        f"10.{row.desk.random.randint(0, 9)}.{row.desk.random.randint(0, 99)}.{row.desk.random.randint(2, 250)}"
    ),
}
"""What draws a cell, by the name that forms give it."""
