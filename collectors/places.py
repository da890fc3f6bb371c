"""Where a file is, as far as it is kept: folders that do not name people, its extension, its name where wanted."""

import unicodedata

from collectors.vocabulary import is_word

HIDDEN = "…"
EXTENSIONS = frozenset({"xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "tsv", "txt"})
"""How files end that may be workbooks; what they are is told by their contents alone."""


def extension(name: str) -> str | None:
    """The extension of a file that may be a workbook, in lower case; None for others, hidden ones and locks."""
    stem, dot, ending = name.rpartition(".")
    known = bool(dot and stem) and ending.lower() in EXTENSIONS and not stem.startswith((".", "~"))
    return ending.lower() if known else None


def folder(path: str, levels: int) -> str:
    """The folders above a file, the first so many of them: deeper ones are called after customers and colleagues.

    One whose name holds an address, a number or more than a few words is hidden too.
    """
    above = path.split("/")[:-1]
    kept = [shown(part) if is_word(part) else HIDDEN for part in above[:levels]]
    return "/".join([*kept, *([HIDDEN] if len(above) > levels else [])])


def shown(name: str) -> str:
    """A name with what cannot be seen, turns the line or is no letter at all replaced, so that it reads as it is."""
    return "".join("\ufffd" if unicodedata.category(letter).startswith("C") else letter for letter in name)
