"""What a source is: the terms of a pull, the batches it yields, what it can see, and how it fails."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Protocol

import polars as pl

from collectors.crm import Crm, nothing_known
from collectors.pseudonyms import Pseudonyms
from settings.tables import COVERAGE, FILES, KIN, CapabilityName, CapabilityState

Cursor = Mapping[str, Any]
"""Where a stream stands: JSON values only, meaningful to its own source."""


@dataclass(frozen=True)
class Pull:
    """The terms of one run.

    ``now``: the injected clock, UTC. ``events_since``: events of persons before it are not read. ``bounded``: the
    clock is set in the past, so nothing after ``now`` may be read. ``cursors``: stream → where it stands; a stream
    that is missing has never landed. ``erased``: pseudonyms of people of whom nothing may be read. ``files``: the
    workbooks of this source as they are held, in the columns of FILES; ``kin``: those of all sources, gone ones too,
    in those of KIN, the first seen first; ``coverage``: what the last scan of this source found, in those of COVERAGE.
    ``crm``: what the CRM holds, to compare with.
    """

    now: datetime
    events_since: datetime
    pseudonyms: Pseudonyms
    cursors: Mapping[str, Cursor] = field(default_factory=dict)
    bounded: bool = False
    erased: frozenset[str] = frozenset()
    files: Callable[[], pl.DataFrame] = lambda: pl.DataFrame(schema=FILES)
    kin: Callable[[], pl.DataFrame] = lambda: pl.DataFrame(schema=KIN)
    coverage: Callable[[], pl.DataFrame] = lambda: pl.DataFrame(schema=COVERAGE)
    crm: Callable[[], Crm] = nothing_known


@dataclass(frozen=True)
class Reject:
    """Rows that did not fit: why, where in the source (never a value of a person), and how many.

    ``position``: the cursor value or line from which they were read; the same rows met again have the same one, so
    that they count once.
    """

    reason: str
    where: str
    count: int = 1
    position: str = ""


NOTICES = frozenset(
    {
        *("missing_sheet", "unknown_sheet", "renamed_sheet", "renamed_column"),
        *("personal_folder", "personal_file", "vanished_file"),
    }
)
"""Reasons that tell of a file and set no row aside."""


@dataclass(frozen=True)
class Batch:
    """Rows for one table, with the position after them.

    ``table``: ``events``, ``records/<object>``, ``people``, ``fields``, a declared table, ``pulse``,
    ``files``, ``overlaps``, ``coverage`` or ``orders``; ``frame`` has
    exactly that table's columns (``settings.tables``, ``settings.declared``; records also carry their ``filled_`` and
    ``valid_`` columns, declared rows and answers the ``line`` they stand in), people and records already pseudonyms.
    ``stream``: the part of the source they came from, unique per table, stable between runs.
    ``complete``: the frame is the whole present state of the stream, so what is missing from it is gone.
    ``replace_from``: rows of this stream at or after that time are replaced by these (sources without a strict cursor).
    ``alive``: pseudonyms of all records of the object, or files, that exist now, when the source swept them to find
    deletions.
    ``teams``: line → the cell of its team, as a person finds it, to tell of a team that nobody knows.
    A frame without columns lands nothing; its cursor and rejects count.
    """

    stream: str
    table: str
    frame: pl.DataFrame
    cursor: Cursor | None = None
    complete: bool = False
    replace_from: datetime | None = None
    alive: pl.Series | None = None
    rejects: tuple[Reject, ...] = ()
    teams: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Capability:
    """Whether a source records one kind of thing.

    ``since``: the first day for which it holds it, where known. ``retention_days``: how long the vendor keeps it.
    ``detail``: for what is not recorded, the sentence that says why and what would change it.
    """

    name: CapabilityName
    state: CapabilityState
    since: date | None = None
    retention_days: int | None = None
    detail: str = ""


class Source(Protocol):
    """A place data comes from. Reads only; raises `SourceError` alone."""

    name: str

    def capabilities(self) -> list[Capability]:
        """All capabilities, each exactly once, as the source is set up now."""

    def batches(self, pull: Pull) -> Iterator[Batch]:
        """What is new since the cursors: people first, since events and records name them."""


Failure = Literal["retry", "budget", "unavailable", "broken"]


class SourceError(Exception):
    """A source that cannot be read: which one, what happened, what to do, and whether another try may help.

    ``retry``: try again later. ``budget``: the allowance is used up, wait. ``unavailable``: something must be granted
    or switched on. ``broken``: the source or its settings must be mended.
    """

    def __init__(self, source: str, kind: Failure, message: str) -> None:
        super().__init__(f"{source}: {message}")
        self.source = source
        self.kind = kind
