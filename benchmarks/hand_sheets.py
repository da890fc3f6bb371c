"""Small sheets written by hand, one by one, as people of many trades lay out their lists: part of the training."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HELD = Path(__file__).parent / "sheets" / "by_hand.txt"


@dataclass(frozen=True)
class HandSheet:
    """A sheet, its title, its language and whether it tracks customers."""

    tracking: bool
    language: str
    title: str
    rows: tuple[tuple[str, ...], ...]


def hand_sheets() -> Iterator[HandSheet]:
    """The sheets of ``sheets/by_hand.txt``: each begins with ``== tracker`` or ``== other``, language and title.

    Cells are cut at bars; an empty line is an empty row.
    """
    for block in HELD.read_text(encoding="utf-8").split("== ")[1:]:
        head, *lines = block.removesuffix("\n").split("\n")
        kind, language, title = (part.strip() for part in head.split("|", 2))
        rows = tuple(tuple(cell.strip() for cell in line.split("|")) for line in lines)
        yield HandSheet(kind == "tracker", language, title or "Feuil1", rows)
