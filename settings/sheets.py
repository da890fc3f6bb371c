"""What a sheet that people fill in is: its columns, what they take, how each is kept."""

from dataclasses import dataclass
from typing import Literal

import polars as pl

Language = Literal["fr", "en"]
ColumnKind = Literal["label", "day", "time", "number", "share", "yes", "choice", "person"]

KINDS: dict[ColumnKind, pl.DataType] = {
    "label": pl.String(),
    "day": pl.Date(),
    "time": pl.String(),
    "number": pl.Float64(),
    "share": pl.Float64(),
    "yes": pl.Boolean(),
    "choice": pl.String(),
    "person": pl.String(),
}
"""How a column is kept. ``label``: a short name of a thing or role, never of a person. ``time``: ``HH:MM``, local.
``share``: in [0, 1], read from 0.4 or 40 %. ``person``: an e-mail address, kept as a pseudonym."""


@dataclass(frozen=True)
class Choice:
    """A word of a closed list, as each language writes it."""

    word: str
    fr: str
    en: str


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its name in the tables, its heading in each language, what it takes.

    ``listed``: the template has a row for each of its choices; a row that says nothing more is not filled in yet.
    """

    name: str
    kind: ColumnKind
    fr: str
    en: str
    needed: bool = False
    choices: tuple[Choice, ...] = ()
    listed: bool = False

    def heading(self, language: Language) -> str:
        """The heading in a language."""
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook and the table it lands in.

    ``dated``: the column that says when a row's fact happened; a sheet without one tells states, which hold from
    their ``since`` (else from the day they were first read) until they are gone from the sheet.
    """

    name: str
    fr: str
    en: str
    asks_fr: str
    asks_en: str
    columns: tuple[Column, ...]
    dated: str | None = None

    def title(self, language: Language) -> str:
        """The sheet's name in a language, at most 31 letters."""
        return self.fr if language == "fr" else self.en

    def asks(self, language: Language) -> str:
        """What to fill in, in one sentence."""
        return self.asks_fr if language == "fr" else self.asks_en

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """The columns of its rows, as collectors give them."""
        return {column.name: KINDS[column.kind] for column in self.columns}

    @property
    def read(self) -> dict[str, pl.DataType]:
        """The columns of a batch: its own, and ``line``, the row of the sheet from which to tell what is wrong."""
        return {"line": pl.Int64(), **self.schema}

    @property
    def kept(self) -> dict[str, pl.DataType]:
        """The columns of its rows as metrics read them: its own, and from when until when each holds.

        ``since``: first day; ``until``: first day no longer, null while it holds.
        """
        return self.schema | {"since": pl.Date(), "until": pl.Date()}


LABEL = Column("label", "label", "Intitulé", "Name", needed=True)
TEAM = Column("team", "label", "Équipe", "Team")
ROLE = Column("role", "label", "Rôle", "Role")
SINCE = Column("since", "day", "Depuis le", "Since")
UNTIL = Column("until", "day", "Jusqu’au (exclu)", "Until (excluded)")
