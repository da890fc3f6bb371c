"""What one file of a survey holds: a reply for each line, whether it has a column an item or one answer a line."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from collectors.grid import Grid
from collectors.handwritten import Reader, UnfitCellError, choice, day, normal, number, share
from collectors.headings import Headings, columns_of, headings
from collectors.pseudonyms import normal_email
from collectors.source import Reject
from collectors.stated import cell
from settings.sheets import Choice, Column, Sheet
from settings.survey import PULSE_ITEMS, PULSE_SHEET

LOWEST, HIGHEST = 1, 5
SHARE = "entry_share"
ITEMS = tuple(Choice(name, fr, en) for name, (fr, en) in PULSE_ITEMS.items())
LONG = Sheet(
    PULSE_SHEET.name, PULSE_SHEET.fr, PULSE_SHEET.en, PULSE_SHEET.asks_fr, PULSE_SHEET.asks_en,
    (
        *(column for column in PULSE_SHEET.columns if column.name not in PULSE_ITEMS),
        Column("item", "choice", "Question", "Item", needed=True, choices=ITEMS),
        Column("answer", "number", "Réponse", "Answer", needed=True),
    ),
)  # fmt: skip
"""The survey with one answer a line."""

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "round": ("date", "Horodateur", "Timestamp", "Completion time", "Heure de fin"),
    "respondent": ("jeton", "token", "e-mail", "Adresse électronique", "Adresse e-mail"),
}
MARKED = re.compile(r"([1-5])\s*[-–:.)=]\s*\D.*", re.DOTALL)
"""An answer with its meaning behind it: ``4 – rather yes``."""


@dataclass(frozen=True)
class Reply:
    """What one line says. ``token``: who, as the file tells it; ``row``: where a person finds it."""

    round: date
    token: str | None
    team: str | None
    role: str | None
    answers: Mapping[str, float]
    row: str
    team_cell: str


@dataclass(frozen=True)
class Survey:
    """How files are read: words for columns and items besides the usual ones, and whether rounds are months."""

    columns: Mapping[str, str]
    items: Mapping[str, str]
    monthly: bool
    reader: Reader

    def known(self, sheet: Sheet) -> dict[str, Collection[str]]:
        """What each column may be called; where the settings name one, that alone."""
        known = columns_of(sheet)
        for name, words in SYNONYMS.items():
            known[name] = {*known[name], *map(normal, words)}
        given = [(name, word) for name, word in self.columns.items()]
        given += [(name, word) for word, name in self.items.items() if name in known]
        return known | {name: {normal(w) for n, w in given if n == name} for name, _ in given if name in known}


def replies(grids: Collection[Grid], place: str, survey: Survey) -> tuple[list[Reply], list[Reject]]:
    """The replies of the first sheet that holds a survey, and what did not fit in it. ``place``: the file's name."""
    lacking = ""
    for grid in grids:
        for sheet in (LONG, PULSE_SHEET):
            heads = headings(grid, sheet, survey.known(sheet))
            items = heads.columns.places.keys() & {"item", *PULSE_ITEMS} if heads else set()
            if heads and items and not heads.lacking(sheet):
                return _of_sheet(replace(grid, title=place), sheet, heads, survey)
            if items:
                lacking = f" · {sheet.columns[0].fr} / {sheet.columns[0].en}"
    return [], [Reject("missing_heading", place + lacking)]


def _of_sheet(grid: Grid, sheet: Sheet, heads: Headings, survey: Survey) -> tuple[list[Reply], list[Reject]]:
    found: list[Reply] = []
    rejects = [Reject("renamed_column", f"{grid.title} · {heads.of(name)}") for name in sorted(heads.columns.renamed)]
    for line, cells in grid.rows:
        if line <= heads.row:
            continue
        said = {name: cells[at] for name, at in heads.columns.places.items() if at < len(cells) and cells[at]}
        reply, unfit = _reply(said, sheet, survey)
        rejects += [Reject(reason, cell(grid.title, line, heads.of(name))) for name, reason in unfit]
        if reply is not None:
            team = cell(grid.title, line, heads.of("team")) if "team" in said else ""
            found.append(replace(reply, row=cell(grid.title, line, ""), team_cell=team))
    return found, rejects


def _reply(said: Mapping[str, str], sheet: Sheet, survey: Survey) -> tuple[Reply | None, list[tuple[str, str]]]:
    """What a line says, None where it cannot be told of which round or answers nothing; and the cells that are unfit.

    A team or role that is none leaves the answers, which count for all.
    """
    unfit: list[tuple[str, str]] = []
    texts = list(_answers(said, sheet, survey, unfit))
    if not texts and not unfit:
        return None, []
    answers: dict[str, float] = {}
    for column, item, text in texts:
        try:
            answers[item] = answer(text, item)
        except UnfitCellError as error:
            unfit.append((column, str(error)))
    names: dict[str, str | None] = {"team": None, "role": None}
    for name in names.keys() & said.keys():
        try:
            names[name] = survey.reader.label(said[name])
        except UnfitCellError as error:
            unfit.append((name, str(error)))
    if "round" not in said:
        return None, [*unfit, ("round", "missing_value")]
    try:
        asked = day(said["round"])
    except UnfitCellError as error:
        return None, [*unfit, ("round", str(error))]
    asked = asked.replace(day=1) if survey.monthly else asked
    token = said.get("respondent")
    who = (normal_email(token) or token.casefold()) if token else None
    return (Reply(asked, who, names["team"], names["role"], answers, "", "") if answers else None), unfit


def _answers(
    said: Mapping[str, str], sheet: Sheet, survey: Survey, unfit: list[tuple[str, str]]
) -> Iterator[tuple[str, str, str]]:
    """The answers of a line: the column it stands in, the item, the text."""
    items = (*ITEMS, *(Choice(name, word, word) for word, name in survey.items.items()))
    if sheet is not LONG:
        yield from ((item, item, said[item]) for item in PULSE_ITEMS if item in said)
    elif "item" in said and "answer" in said:
        try:
            yield "answer", choice(said["item"], items), said["answer"]
        except UnfitCellError:
            unfit.append(("item", "unknown_item"))


def answer(text: str, item: str) -> float:
    """An answer from 1 to 5, or a share for the item that asks for one. Raises UnfitCellError."""
    if item == SHARE:
        return share(text)
    marked = MARKED.fullmatch(text)
    read = float(marked[1]) if marked else number(text)
    if not LOWEST <= read <= HIGHEST:
        raise UnfitCellError("outside_scale")
    return read
