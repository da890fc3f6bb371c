"""What a piece of advice is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Who = Literal["sponsor", "change lead", "committee", "project lead", "data owner", "managers"]


@dataclass(frozen=True)
class Advice:
    """An action: what to do, what it should bring, the role that takes it, and the documents that suggest it.

    Never a sanction, nor anything tied to pay or to keeping one's place: figures of use serve no such end.
    """

    text: str
    effect: str
    who: Who
    documents: tuple[str, ...]


BySignal = Mapping[str, tuple[Advice, ...]]
