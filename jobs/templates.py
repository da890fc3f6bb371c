"""Workbooks to fill in: a sheet for each noun, with lists to choose from and what never to write."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs

from jobs.read_me import ANONYMOUS, BEFORE, EXPECTED, LINES, NEVER, TRAINED, WHOLE, Sentence
from settings.declared import LISTS, READ_ME, SHEETS
from settings.sheets import Choice, Column, ColumnKind, Language, Sheet
from settings.survey import PULSE_ITEMS, PULSE_SHEET

ASKS_ROW, HEADINGS_ROW, FIRST_ROW, LAST_ROW = 0, 1, 2, 500
NARROWEST, OF_LABELS, WIDEST = 12, 24, 46
MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - a workbook knows no zone
"""The same template is the same file, whenever it is made."""

Look = Mapping[str, Any]
Rule = dict[str, Any]
TITLE: Look = {"italic": True, "font_color": "#44546A"}
HEADING: Look = {"bold": True, "bg_color": "#E8EDF3", "bottom": 1, "text_wrap": True, "valign": "top"}
NAME: Look = {"bold": True, "valign": "top"}
TEXT: Look = {"text_wrap": True, "valign": "top"}
FORMATS: Mapping[ColumnKind, str] = {"day": "dd/mm/yyyy", "time": "hh:mm", "share": "0 %", "number": "General"}
RULES: Mapping[str, Rule] = {
    "day": {"validate": "date", "criteria": ">=", "value": datetime(1990, 1, 1)},  # noqa: DTZ001 - a day
    "time": {"validate": "time", "criteria": "between", "minimum": 0, "maximum": 1},
    "share": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1},
    "number": {"validate": "decimal", "criteria": "between", "minimum": -1e12, "maximum": 1e12},
    "answer": {"validate": "decimal", "criteria": "between", "minimum": 1, "maximum": 5},
}
YES_NO: Sequence[Sentence] = (("oui", "yes"), ("non", "no"))


class Book:
    """A workbook in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.file = BytesIO()
        self.book = xlsxwriter.Workbook(self.file, {"in_memory": True})
        self.book.set_properties({"created": MADE})
        self.formats = {kind: self.book.add_format({"num_format": shown}) for kind, shown in FORMATS.items()}
        self.lists: list[list[str]] = []

    def look(self, look: Look) -> Format:
        """A format of cells."""
        return self.book.add_format(dict(look))

    def said(self, sentence: Sentence) -> str:
        """A text in the language."""
        return sentence[0] if self.language == "fr" else sentence[1]

    def word(self, choice: Choice) -> str:
        """A choice as the language writes it."""
        return self.said((choice.fr, choice.en))

    def read_me(self, sheets: Sequence[Sheet], sentences: Sequence[Sentence]) -> None:
        """The first sheet: what never to write, how lines are read, what each sheet asks."""
        page = self.book.add_worksheet(self.word(READ_ME))
        page.set_column(0, 0, OF_LABELS)
        page.set_column(1, 1, 110)
        page.write_row(0, 0, ["Vigie", self.said(BEFORE)], self.look(HEADING))
        for row, sentence in enumerate(sentences, 1):
            page.write(row, 1, self.said(sentence), self.look(TEXT))
        for row, sheet in enumerate(sheets, len(sentences) + 2):
            page.write(row, 0, sheet.title(self.language), self.look(NAME))
            page.write(row, 1, sheet.asks(self.language), self.look(TEXT))

    def sheet(self, sheet: Sheet) -> None:
        """A sheet: its instruction, its headings, its formats and lists, and the choices that each need a line."""
        page = self.book.add_worksheet(sheet.title(self.language))
        page.write(ASKS_ROW, 0, sheet.asks(self.language), self.look(TITLE))
        heading = self.look(HEADING)
        for place, column in enumerate(sheet.columns):
            text = column.heading(self.language) + (" *" if column.needed else "")
            page.set_column(place, place, self._width(column, text), self.formats.get(column.kind))
            page.write(HEADINGS_ROW, place, text, heading)
            rule = self._rule(column)
            if rule is not None:
                page.data_validation(FIRST_ROW, place, LAST_ROW, place, rule)
            if column.listed:
                page.write_column(FIRST_ROW, place, [self.word(choice) for choice in column.choices])
        page.freeze_panes(FIRST_ROW, 0)

    def _width(self, column: Column, heading: str) -> int:
        words = [len(self.word(choice)) for choice in column.choices]
        wanted = max(OF_LABELS if column.kind == "label" else 0, len(heading), *words, NARROWEST) + 2
        return min(wanted, WIDEST)

    def _rule(self, column: Column) -> Rule | None:
        """What a cell of the column may hold; the program that edits the sheet warns of else, and allows it."""
        kind: str = "answer" if column.name in PULSE_ITEMS and column.kind == "number" else column.kind
        if column.choices:
            kind, rule = "list", self._among([self.word(choice) for choice in column.choices])
        elif column.kind == "yes":
            kind, rule = "list", self._among([self.said(word) for word in YES_NO])
        elif kind in RULES:
            rule = RULES[kind]
        else:
            return None
        told = {"error_type": "warning", "error_title": "Vigie", "error_message": self.said(EXPECTED[kind])}
        return {**rule, **told}

    def _among(self, words: list[str]) -> Rule:
        """A choice from a list on a sheet of its own: a rule itself takes no more than 255 letters."""
        if words not in self.lists:
            self.lists.append(words)
        place = self.lists.index(words)
        return {
            "validate": "list",
            "source": f"='{self.word(LISTS)}'!{xl_range_abs(0, place, len(words) - 1, place)}",
        }

    def finished(self) -> bytes:
        """The file, with the sheet of lists last and hidden."""
        if self.lists:
            page = self.book.add_worksheet(self.word(LISTS))
            page.hide()
            for place, words in enumerate(self.lists):
                page.write_column(0, place, words)
        self.book.close()
        return self.file.getvalue()


def foundations(language: Language) -> bytes:
    """The workbook of what a project says of itself."""
    book = Book(language)
    book.read_me(SHEETS, (*NEVER, TRAINED, *LINES, *WHOLE))
    for sheet in SHEETS:
        book.sheet(sheet)
    return book.finished()


def pulse(language: Language) -> bytes:
    """The sheet of a survey, a line a respondent."""
    book = Book(language)
    book.read_me((PULSE_SHEET,), (*NEVER, *LINES, *ANONYMOUS))
    book.sheet(PULSE_SHEET)
    return book.finished()


TEMPLATES: Mapping[str, Callable[[Language], bytes]] = {"foundations": foundations, "pulse": pulse}
"""What there are templates of, and what makes each."""
