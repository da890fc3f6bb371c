"""Headings and short texts as lists of plain words, so that spelling, case, accents and plurals do not matter."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

Words = tuple[str, ...]

SIGNS: Mapping[str, str] = {
    "n°": " numero ",
    "nº": " numero ",
    "n.": " numero ",
    "#": " numero ",
    "%": " pourcent ",
    "€": " eur ",
    "$": " usd ",
    "£": " gbp ",
    "☎": " telephone ",
    "📞": " telephone ",
    "📱": " mobile ",
    "✉": " email ",
    "📧": " email ",
    "œ": "oe",
}
CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])|(?<=[A-Z])(?=[A-Z][a-zà-ÿ])")
SMALL = "de du des d la le les l un une et a au aux en pour s the of an and to for in on is"
SILENT = frozenset(SMALL.split())
"""Words that tell nothing of a heading."""

LONGEST_PHRASE = 5
LEAST_LETTERS = 6
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@lru_cache(maxsize=50_000)
def plain_words(text: str) -> Words:
    """The words of a text: lower case, without accents, singular, without small words; camelCase and snake_case cut.

    A text of small words only, such as « À », keeps them. Empty for a text without letters and figures.
    """
    if text.strip() == "@":
        return ("email",)
    marked = CAMEL.sub(" ", text) if not text.isupper() else text
    folded = marked.casefold()
    for sign, word in SIGNS.items():
        if sign in folded:
            folded = folded.replace(sign, word)
    letters = "".join(c if c.isalnum() else " " for c in unaccented(folded))
    words = letters.split()
    return tuple(singular(word) for word in words if word not in SILENT) or tuple(words)


def unaccented(text: str) -> str:
    """The text without accents and without typographic variants of its signs."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def singular(word: str) -> str:
    """The word without the usual French or English ending of a plural; words of three letters stay."""
    if len(word) <= len("abc"):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith("aux"):
        return word[:-1] if word.endswith("eaux") else f"{word[:-2]}l"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


@dataclass(frozen=True)
class Phrases:
    """A vocabulary: which phrases speak of which concept. Made by ``phrases``."""

    concepts: Mapping[Words, str]
    rank: Mapping[str, int]
    single: frozenset[str] = frozenset()
    spoken: dict[Words, tuple[str, ...]] = field(default_factory=dict, compare=False)

    def concepts_of(self, text: str) -> tuple[str, ...]:
        """The concepts a heading speaks of, the one it is about first; empty for words nobody listed.

        Longer phrases win over the words they are made of. Among those of one length the concept listed first does:
        « Mail du contact » is about an e-mail address, and speaks of a contact.
        """
        words = plain_words(text)
        if words not in self.spoken:
            self.spoken[words] = self._concepts(words)
        return self.spoken[words]

    def coverage(self, text: str) -> float:
        """The share of the words that listed phrases make up; 0 for a text without words."""
        words = plain_words(text)
        return sum(len(phrase) for phrase, _ in self._matches(words)) / len(words) if words else 0.0

    def _concepts(self, words: Words) -> tuple[str, ...]:
        found = self._matches(words) or self._matches(self._mended(words))
        ranked = sorted(found, key=lambda match: (-len(match[0]), self.rank[match[1]]))
        return tuple(dict.fromkeys(concept for _, concept in ranked))

    def _matches(self, words: Words) -> list[tuple[Words, str]]:
        """Phrases that do not overlap, longest first."""
        free = list(words)
        found: list[tuple[Words, str]] = []
        for length in range(min(LONGEST_PHRASE, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                phrase = tuple(free[start : start + length])
                if phrase in self.concepts:
                    found.append((phrase, self.concepts[phrase]))
                    free[start : start + length] = [""] * length
        return found

    def _mended(self, words: Words) -> Words:
        """The words with slips of the pen put right where a listed word is nearly the same."""
        return tuple(self._nearest(word) for word in words)

    def _nearest(self, word: str) -> str:
        if len(word) < LEAST_LETTERS or not word.isalpha():
            return word
        return next((other for other in misspelt(word) if other in self.single), word)


def misspelt(word: str) -> Iterator[str]:
    """The word with one letter more, less or other, or two that follow each other exchanged; the first stays first."""
    for at in range(1, len(word)):
        head, tail = word[:at], word[at:]
        yield head + tail[1:]
        yield head + tail[1:2] + tail[0] + tail[2:]
        yield from (head + letter + tail[1:] for letter in LETTERS)
        yield from (head + letter + tail for letter in LETTERS)
    yield from (word + letter for letter in LETTERS)


def phrases(
    listed: Mapping[str, Iterable[str]],
    extra: Mapping[str, Iterable[str]] | None = None,
    mended: Collection[str] = (),
) -> Phrases:
    """A vocabulary from concept → its phrases; a phrase listed twice belongs to the concept listed first.

    ``extra``: further phrases of these concepts, which win over all others. ``mended``: concepts whose words are
    recognised with a slip of the pen.
    """
    concepts: dict[Words, str] = {}
    for concept, written in (*(extra or {}).items(), *listed.items()):
        for phrase in written:
            words = plain_words(phrase.strip())
            if words:
                concepts.setdefault(words, concept)
    single = frozenset(words[0] for words, concept in concepts.items() if len(words) == 1 and concept in mended)
    return Phrases(concepts, {concept: place for place, concept in enumerate(listed)}, single)
