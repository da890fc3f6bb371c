"""What a workbook turned out to be once it was opened: the only thing of it that outlives the reading."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from settings.tables import FileState


@dataclass(frozen=True)
class Judged:
    """What the sheets of a workbook say of it. Keys are keyed hashes; they are compared in memory and never kept.

    ``score``: of the sheet most like customer tracking, in [0, 1]; ``reasons``: codes. ``rows``: of the tables that
    track customers. ``titles``: titles of their columns that may be shown; ``untold``: how many others there are.
    ``keys``: kind (email, phone, company_id, legal_unit, name) -> keys. ``near``: for each name that the
    CRM does not hold as it is spelt, those of its keys that another spelling of it has.
    """

    tracking: bool
    score: float
    reasons: tuple[str, ...] = ()
    rows: int = 0
    titles: tuple[str, ...] = ()
    untold: int = 0
    keys: Mapping[str, frozenset[str]] = field(default_factory=dict)
    near: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Examined:
    """A file that was looked into, or the reason why it was not."""

    state: FileState
    macros: bool = False
    linked: bool = False
    savers: tuple[str, ...] = ()
    signature: tuple[int, ...] = ()
    judged: Judged = field(default_factory=lambda: Judged(tracking=False, score=0.0))
