"""All words by which customer tracking is told from other workbooks, ready for use; a project may add its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from collectors.other_words import HINTING, TELLING
from collectors.sales_words import SELLING, STAGES, STATES, TALK
from collectors.tracker_words import COLUMNS
from collectors.wording import LONGEST_PHRASE, Phrases, Words, phrases, plain_words

TELLS, HINTS = "tells:", "hints:"
"""What the concepts of other workbooks begin with: of words that tell them alone, and of words that only hint."""

LONGEST_STATE = 7


@dataclass(frozen=True)
class Vocabulary:
    """All words, by what they tell.

    ``columns``: what columns are called. ``states``: phrase → whose states it is one of. ``talk``: what notes on
    selling say. ``titles``: what lists of those who sell are titled.
    ``added``: what a project says that columns of tracking are called.
    """

    columns: Phrases
    states: Mapping[Words, frozenset[str]]
    talk: frozenset[Words]
    titles: frozenset[Words]
    added: frozenset[Words] = frozenset()

    def named(self, text: str) -> float:
        """How surely a text is a heading: the share of its words that columns are called by; 1 for a stage."""
        return 1.0 if "selling" in self.states_of(text) else self.columns.coverage(text)

    def states_of(self, text: str) -> frozenset[str]:
        """Whose states a short text is one of; figures around it and what follows it do not count."""
        words = tuple(word for word in plain_words(text) if not word.isdigit())
        if not 0 < len(words) <= LONGEST_STATE:
            return frozenset()
        for length in range(min(LONGEST_PHRASE, len(words)), (len(words) - 1) // 2, -1):
            for start in range(len(words) - length + 1):
                if found := self.states.get(words[start : start + length]):
                    return found
        return frozenset()

    def talks(self, text: str) -> bool:
        """Whether a note of several words speaks of selling."""
        words = plain_words(text)
        return len(words) > 1 and _says(words, self.talk)

    def sells(self, title: str) -> bool:
        """Whether a title is one of those that lists of customers bear."""
        return _says(plain_words(title), self.titles)


def _says(words: Words, phrases: frozenset[Words]) -> bool:
    return any(
        words[start : start + length] in phrases
        for start in range(len(words))
        for length in range(1, min(LONGEST_PHRASE, len(words) - start) + 1)
    )


def cut(text: str) -> list[str]:
    """The phrases of a text that semicolons cut; ``last|next call|visit`` is four of them."""
    return [
        " ".join(words)
        for phrase in text.split(";")
        if phrase.strip()
        for words in product(*(word.split("|") for word in phrase.split()))
    ]


def vocabulary(words: Mapping[str, Sequence[str]] | None = None) -> Vocabulary:
    """The vocabulary with the words that a project adds to concepts, which win over the listed ones.

    A concept is one of ``tracker_words.COLUMNS``, or a kind of ``other_words.TELLING``: a word of what is no tracking.
    """
    added = tuple((concept, tuple(more)) for concept, more in sorted((words or {}).items()))
    return _vocabulary(added)


@lru_cache(maxsize=8)
def _vocabulary(added: tuple[tuple[str, tuple[str, ...]], ...]) -> Vocabulary:
    extra = {concept if concept in COLUMNS else f"{TELLS}{concept}": more for concept, more in added}
    listed = {concept: cut(text) for concept, text in COLUMNS.items()}
    listed |= {f"{TELLS}{kind}": cut(text) for kind, text in TELLING.items()}
    listed |= {f"{HINTS}{kind}": cut(text) for kind, text in HINTING.items()}
    talk, titles = (frozenset(plain_words(phrase) for phrase in cut(text)) for text in (TALK, SELLING))
    own = frozenset(plain_words(word) for concept, more in added if concept in COLUMNS for word in more)
    return Vocabulary(phrases(listed, extra, COLUMNS), _states(), talk, titles, own)


def _states() -> Mapping[Words, frozenset[str]]:
    found: dict[Words, set[str]] = {}
    for state, text in {**STAGES, **STATES}.items():
        for phrase in cut(text):
            found.setdefault(plain_words(phrase), set()).add(state)
    return {words: frozenset(states) for words, states in found.items()}


def kind_told(concept: str) -> str | None:
    """The kind of another workbook that a concept tells; null for one of tracking or one that only hints."""
    return concept.removeprefix(TELLS) if concept.startswith(TELLS) else None


def kind_hinted(concept: str) -> str | None:
    """The kind of another workbook that a concept hints at; null for any other concept."""
    return concept.removeprefix(HINTS) if concept.startswith(HINTS) else None
