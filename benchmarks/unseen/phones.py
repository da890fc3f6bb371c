"""Telephone numbers kept for fiction by the regulators, as people write them."""

import re
from random import Random

FRENCH_LINES = ("019900", "026191", "035301", "046571", "053649")
FRENCH_MOBILES = ("063998",)
BRITISH_LINES = ("02079460", "01134960", "01614960", "01174960")
BRITISH_MOBILES = ("07700900",)

STYLES = {"spaced": 45, "tight": 15, "dotted": 15, "international": 15, "number": 10}


def line(random: Random, style: str, *, french: bool) -> str | int:
    """A number that rings on a desk."""
    return _number(random, FRENCH_LINES if french else BRITISH_LINES, style, french=french)


def mobile(random: Random, style: str, *, french: bool) -> str | int:
    """A number that rings in a pocket."""
    return _number(random, FRENCH_MOBILES if french else BRITISH_MOBILES, style, french=french)


def dialled(digits: str, style: str, *, french: bool) -> str | int:
    """A national number as it is written in that style; "number" loses its leading 0, as spreadsheets do."""
    groups = re.findall("..", digits) if french else _british(digits)
    match style:
        case "number":
            return int(digits)
        case "tight":
            return digits
        case "international":
            return f"{'+33' if french else '+44'} {groups[0][1:]} {' '.join(groups[1:])}"
        case "dotted":
            return ("." if french else "-").join(groups)
    return " ".join(groups)


def _british(digits: str) -> list[str]:
    """The groups of a mobile number, or of one in London or in another city."""
    if digits.startswith("07"):
        return [digits[:5], digits[5:]]
    code = 3 if digits.startswith("02") else 4
    return [digits[:code], digits[code:-4], digits[-4:]]


def _number(random: Random, ranges: tuple[str, ...], style: str, *, french: bool) -> str | int:
    start = random.choice(ranges)
    digits = start + "".join(random.choices("0123456789", k=(10 if french else 11) - len(start)))
    return dialled(digits, style, french=french)
