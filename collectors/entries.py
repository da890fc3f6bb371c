"""Files as a folder lists them, before any of them is opened."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Entry:
    """A file of a share or drive.

    ``path``: within the share, parts joined by slashes. ``saved_at``: UTC. ``stamp``: changes whenever the contents
    may have. ``place``: what its source fetches it by. ``savers``: accounts that the place itself says saved it.
    """

    path: str
    size: int
    saved_at: datetime
    stamp: str
    place: str = ""
    savers: tuple[str, ...] = ()
