"""Headers as hands type them: in capitals, without accents, misspelt, broken in two lines, with a sign, or missing."""

import unicodedata
from collections.abc import Callable

from benchmarks.unseen.desk import Desk, weighted

CASES = {"as is": 62, "upper": 15, "lower": 8, "plain": 8, "upper plain": 4, "colon": 3}
MISSPELT, SIGNED, BROKEN, SPACED, MISSING = 0.12, 0.04, 0.08, 0.06, 0.02
SHORTEST = 5
SIGNS = ("📞 ", "👤 ", "📅 ", "✔ ", "€ ", "⚠ ", "★ ", "# ")


def worn(desk: Desk, headers: list[str]) -> list[str]:
    """The same headers, as somebody in a hurry left them: one case for all, a slip of the pen in some."""
    case = CASE[weighted(desk.random, CASES)]
    slips = [slip for slip, share in SLIPS if desk.often(share)]
    typed = [case(header) for header in headers]
    for slip in slips:
        for place in desk.random.sample(range(len(typed)), min(2, len(typed))):
            typed[place] = slip(desk, typed[place])
    return typed


def unaccented(text: str) -> str:
    """The text without its accents."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def misspelt(desk: Desk, text: str) -> str:
    """The text with two letters swapped, one doubled or one missing; short ones stay."""
    if len(text) < SHORTEST:
        return text
    place = desk.random.randrange(1, len(text) - 2)
    before, letter, following, after = text[:place], text[place], text[place + 1], text[place + 2 :]
    return before + desk.pick([following + letter, letter * 2 + following, following]) + after


def _signed(desk: Desk, text: str) -> str:
    return desk.pick(SIGNS) + text


def _broken(_desk: Desk, text: str) -> str:
    return text.replace(" ", "\n", 1)


def _spaced(_desk: Desk, text: str) -> str:
    return f" {text}  "


def _missing(_desk: Desk, _text: str) -> str:
    return ""


CASE: dict[str, Callable[[str], str]] = {
    "as is": str,
    "upper": str.upper,
    "lower": str.lower,
    "plain": unaccented,
    "upper plain": lambda text: unaccented(text).upper(),
    "colon": lambda text: f"{text} :",
}

SLIPS = ((misspelt, MISSPELT), (_signed, SIGNED), (_broken, BROKEN), (_spaced, SPACED), (_missing, MISSING))
