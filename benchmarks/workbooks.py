"""The workbooks the detector was made with: invented ones of many shapes, labelled, in French and English.

``write(folder, seed)`` writes them all; the same seed gives the same files. Never measured with for a promise: the
workbooks that tell how good the detector is are those of ``benchmarks.unseen``.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.hand_sheets import hand_sheets
from benchmarks.invented import WORDS, Invention
from benchmarks.label import Label
from benchmarks.workbook_files import ENCODINGS, FORMATS, SEPARATORS, Cell, Sheets
from benchmarks.workbook_files import write as written

SHEETS = Path(__file__).parent / "sheets"
Lines = list[list[Cell]]
EACH = {"tracker": 5, "other": 2, "export": 3}


@dataclass(frozen=True)
class Spec:
    """A kind of workbook: its titles, and for each column what it may be called, its filler, whether it may lack."""

    kind: str
    language: str
    titles: Sequence[str]
    columns: Sequence[tuple[Sequence[str], str, bool]]


@dataclass
class Page:
    """A sheet in the making: headings, rows, and what chance decides about both."""

    spec: Spec
    headings: list[str]
    rows: Lines
    chance: random.Random


def specs(text: str) -> list[Spec]:
    """The kinds of workbooks that a text of ``sheets`` describes: kind, language, titles, then a line a column.

    A line holds what the column may be called, cut at semicolons, and its filler; ``~`` begins one that may lack.
    """
    return [_spec(block.splitlines()) for block in text.strip().split("\n\n")]


def _spec(lines: Sequence[str]) -> Spec:
    kind, language, titles = (part.strip() for part in lines[0].split("|"))
    columns = []
    for line in lines[1:]:
        names, _, filler = line.removeprefix("~").rpartition("=")
        columns.append(([name.strip() for name in names.split(";")], filler.strip(), line.startswith("~")))
    return Spec(kind, language, titles.split("; "), columns)


def write(folder: Path, seed: int) -> list[Label]:
    """Writes all workbooks into a folder and says what each of them is."""
    folder.mkdir(parents=True, exist_ok=True)
    return list(_all(folder, seed))


def _all(folder: Path, seed: int) -> Iterator[Label]:
    number = 0
    for group, tracking in (("tracker", True), ("other", False), ("export", False)):
        for place, spec in enumerate(specs((SHEETS / f"{group}s.txt").read_text(encoding="utf-8"))):
            for turn in range(EACH[group]):
                number += 1
                name = f"{number:03d}-{spec.kind}"
                chance = random.Random(f"{seed} {group} {place} {turn}")
                yield _one(folder, name, spec, chance, tracking=tracking, plain=group == "export")
    for place, (kind, make, tracking) in enumerate(SHAPES):
        for turn, language in enumerate(("fr", "en") * 3):
            number += 1
            chance = random.Random(f"{seed} {kind} {place} {turn}")
            invention = Invention(str(chance.random()), language)
            path = _written(folder, f"{number:03d}-{kind}", make(invention, chance), chance)
            yield Label(path, tracking, kind, language)
    for place, sheet in enumerate(hand_sheets()):
        name = f"hand-{place:03d}.xlsx"
        written(folder / name, {sheet.title: sheet.rows})
        yield Label(name, sheet.tracking, "by_hand", sheet.language)


def _one(folder: Path, name: str, spec: Spec, chance: random.Random, *, tracking: bool, plain: bool) -> Label:
    rows = chance.choice([6, 12, 30, 80])
    page = _page(spec, chance, rows, worn=not plain)
    layout = _bare if plain else chance.choice(LAYOUTS)
    if "_titled" in spec.kind or "list" in spec.kind or (layout is _headless and not tracking):
        layout = _titled
    sheets: dict[str, Lines] = {chance.choice(list(spec.titles)): layout(page)}
    if not plain and chance.random() < 0.2:  # noqa: PLR2004
        sheets["Listes" if spec.language == "fr" else "Lists"] = [["Oui", "A"], ["Non", "B"]]
    return Label(_written(folder, name, sheets, chance), tracking, spec.kind, spec.language)


def _written(folder: Path, name: str, sheets: Sheets, chance: random.Random) -> str:
    suffix = chance.choice(FORMATS) if len(sheets) == 1 else chance.choice([".xlsx", ".ods"])
    path = folder / f"{name}{suffix}"
    separator = chance.choice(SEPARATORS.get(suffix, (";",)))
    written(path, sheets, chance.choice(ENCODINGS), separator, chance.choice(["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y"]))
    return path.name


def _page(spec: Spec, chance: random.Random, rows: int, *, worn: bool) -> Page:
    kept = [column for column in spec.columns if not (column[2] and chance.random() < 0.5)]  # noqa: PLR2004
    fillers = [filler for _, filler, _ in kept]
    invention = Invention(str(chance.random()), spec.language)
    named = [chance.choice(list(names)) for names, _, _ in kept]
    headings = [_worn(name, chance) if worn else name for name in named]
    return Page(spec, headings, [invention.row(fillers) for _ in range(rows)], chance)


def _worn(heading: str, chance: random.Random) -> str:
    """A heading as somebody types it: in capitals, with a colon, with a blank at its end."""
    return chance.choice([heading, heading, heading, heading.upper(), f"{heading} ", f"{heading} :", heading.lower()])


def _bare(page: Page) -> Lines:
    return [list(page.headings), *page.rows]


def _titled(page: Page) -> Lines:
    title = page.chance.choice(list(page.spec.titles))
    return [[f"{title} - {page.chance.choice(['MAJ 12/06/2026', 'V2', '2026'])}"], [], *_bare(page)]


def _noted(page: Page) -> Lines:
    note = {"fr": "Merci de compléter chaque vendredi", "en": "Please keep this up to date every Friday"}
    return [[page.chance.choice(list(page.spec.titles))], [note[page.spec.language]], [], [], *_bare(page)]


def _aside(page: Page) -> Lines:
    """Begins below and to the right of the first cell."""
    return [[], [], *([None, None, *row] for row in _bare(page))]


def _grouped(page: Page) -> Lines:
    """Two rows of headings, the first over several columns of the second."""
    half = max(2, len(page.headings) // 2)
    words = {"fr": ("Identité", "Suivi"), "en": ("Details", "Tracking")}[page.spec.language]
    over: list[Cell] = [None] * len(page.headings)
    over[0], over[half] = words if half < len(over) else (words[0], words[1])
    return [over, *_bare(page)]


def _totalled(page: Page) -> Lines:
    return [*_bare(page), [], ["Total", *[len(page.rows)] * 2]]


def _loose(page: Page) -> Lines:
    """With empty rows between some of the others, and lines that cut it into parts."""
    loose: Lines = [list(page.headings)]
    for place, row in enumerate(page.rows):
        if place % 7 == 3:  # noqa: PLR2004
            loose += [[], ["Nord" if page.spec.language == "fr" else "North"]]
        loose.append(row)
    return loose


def _headless(page: Page) -> Lines:
    return list(page.rows)


LAYOUTS: Sequence[Callable[[Page], Lines]] = (
    _bare,
    _bare,
    _titled,
    _noted,
    _aside,
    _totalled,
    _loose,
    _grouped,
    _headless,
)


def _board(invention: Invention, chance: random.Random) -> Sheets:
    """Stages side by side, customers below them."""
    stages = WORDS[invention.language]["stage"].split("|")[:5]
    rows: Lines = [list(stages)]
    for _ in range(chance.randint(5, 12)):
        row: list[Cell] = []
        for _ in stages:
            invention.row([])
            row.append(invention.company if chance.random() < 0.7 else None)  # noqa: PLR2004
        rows.append(row)
    return {"Pipe": rows}


def _cards(invention: Invention, chance: random.Random) -> Sheets:
    """A card for each customer, one below another."""
    labels = {
        "fr": ("Client", "Contact", "Tél.", "Dernier contact", "Prochaine action", "Commentaire"),
        "en": ("Customer", "Contact", "Phone", "Last contact", "Next step", "Notes"),
    }[invention.language]
    rows: Lines = []
    for _ in range(chance.randint(4, 9)):
        cells = invention.row(["company", "person", "phone", "past", "next", "note"])
        rows += [[label, cell] for label, cell in zip(labels, cells, strict=True)] + [[]]
    return {"Clients" if invention.language == "fr" else "Accounts": rows}


def _by_person(invention: Invention, chance: random.Random) -> Sheets:
    """A sheet for each salesperson."""
    headings = {"fr": ["Client", "Tél", "Statut", "À faire"], "en": ["Customer", "Phone", "Status", "To do"]}
    fillers = ["company", "phone", "stage", "next?"]
    names = {"fr": ("Julie", "Karim"), "en": ("Emma", "Harry")}[invention.language]
    return {
        name: [headings[invention.language], *(invention.row(fillers) for _ in range(chance.randint(4, 20)))]
        for name in names
    }


def _beside_prices(invention: Invention, chance: random.Random) -> Sheets:
    """A tracker on the second sheet of a book that begins with prices."""
    french = invention.language == "fr"
    prices = [["Réf", "Désignation", "PU HT"] if french else ["SKU", "Description", "Unit price"]]
    rows = [
        ["Client", "Contact", "Mail", "Relance", "Avis"] if french else ["Client", "Contact", "Email", "Chase", "View"]
    ]
    return {
        "Tarif" if french else "Prices": prices + [invention.row(["sku", "item", "price"]) for _ in range(20)],
        "Feuil2" if french else "Sheet2": rows
        + [invention.row(["company", "person", "email", "future?", "heat"]) for _ in range(chance.randint(5, 25))],
    }


def _touched_export(invention: Invention, chance: random.Random) -> Sheets:
    """An export of the CRM in which somebody goes on working, in columns added at its right."""
    more = ["À relancer", "Mon commentaire"] if invention.language == "fr" else ["Chase on", "My notes"]
    headings: list[Cell] = ["account_id", "account_name", "contact_email", "deal_stage", "created_at", *more]
    fillers = ["uuid", "company", "email", "stage", "stamp", "future?", "note?"]
    return {"export": [headings, *(invention.row(fillers) for _ in range(chance.randint(8, 40)))]}


def _quote(invention: Invention, _: random.Random) -> Sheets:
    """A single quote, with whom it is for and its lines."""
    french = invention.language == "fr"
    invention.row([])
    rows: Lines = [["DEVIS" if french else "QUOTE", "D26-0042"], ["Client", invention.company]]
    rows += [["Contact", invention.cell("person")], ["Tél" if french else "Phone", invention.phone("02")], []]
    rows.append(
        ["Désignation", "Qté", "PU HT", "Total HT"] if french else ["Description", "Qty", "Unit price", "Total"]
    )
    rows += [[invention.cell("item"), 2, 10.5, 21] for _ in range(4)]
    return {"Devis" if french else "Quote": [*rows, [None, None, "Total HT", 84]]}


def _nothing(_: Invention, chance: random.Random) -> Sheets:
    return {"Feuil1": chance.choice([[], [["Client", "Contact", "Relance", "Statut"]], [["à compléter"]]])}


def _calendar(invention: Invention, _: random.Random) -> Sheets:
    """Who is where on which day."""
    days: list[Cell] = ["", *(f"{day:02d}/06/2026" for day in range(1, 15))]
    return {"Planning": [days, *([invention.row(["person"])[0], *["", "CP", "", "RTT"] * 3] for _ in range(9))]}


SHAPES: Sequence[tuple[str, Callable[[Invention, random.Random], Sheets], bool]] = (
    ("board", _board, True),
    ("cards", _cards, True),
    ("by_person", _by_person, True),
    ("beside_prices", _beside_prices, True),
    ("touched_export", _touched_export, True),
    ("one_quote", _quote, False),
    ("nothing", _nothing, False),
    ("calendar", _calendar, False),
)
