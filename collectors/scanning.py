"""Scanning: the workbooks that a share or drive lists, opened where they changed, told as batches."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from pydantic import Field

from collectors.entries import Entry, Found
from collectors.source import Batch, Cursor, Pull
from settings.model import SourceOptions


class ScanOptions(SourceOptions):
    """What every place of workbooks may say.

    ``names``: whether names of files are kept. ``titles``: whether titles of columns are. ``file_mb``: size from which
    a file is not opened; ``uncompressed_mb``: the same once unpacked; ``memory_mb``, ``seconds``: what opening one may
    take. ``pace_mb_s``: how much is read in a second; without it, as fast as it goes.
    """

    names: bool = False
    titles: bool = True
    file_mb: int = Field(default=64, ge=1)
    uncompressed_mb: int = Field(default=512, ge=1)
    memory_mb: int = Field(default=1536, ge=512)
    seconds: int = Field(default=60, ge=1)
    pace_mb_s: float | None = Field(default=None, gt=0)


Fetch = Callable[[Entry], AbstractContextManager[Path]]
"""Where the contents of an entry can be read for a while. Raises FileNotFoundError for one that is gone meanwhile,
another OSError for one that cannot be read, SourceError when nothing more can be."""


def scan(
    source: str,
    found: Iterable[Found],
    fetch: Fetch,
    pull: Pull,
    options: ScanOptions,
    *,
    whole: bool = True,
    cursor: Callable[[], Cursor | None] = lambda: None,
) -> Iterator[Batch]:
    """Batches of ``files`` with their ``overlaps``, what is gone, and ``coverage`` at the end.

    ``whole``: what is found is all there is, so that other files are gone; else it is what changed, and only what is
    told as `Gone` is. ``cursor``: asked once all that was found has landed, and kept as that of ``files/files``; a scan
    that is cut off goes on from the files that landed. In a scan of changes, places of trackers are kept from one to
    the next: they must name nobody.
    """
    raise NotImplementedError
