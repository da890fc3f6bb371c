"""Files as a share or drive lists them, before any of them is opened."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that may be a workbook.

    ``path``: within the share, parts joined by slashes. ``saved_at``: UTC. ``stamp``: changes whenever the contents
    may have. ``place``: what its source fetches it by. ``key``: what it is called by however it is renamed or moved,
    where the place knows that; else its path is. ``team``: that declared for its folder. ``savers``: accounts that the
    place itself says saved it.
    """

    path: str
    size: int
    saved_at: datetime
    stamp: str
    place: str = ""
    key: str = ""
    team: str | None = None
    savers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """A file that a place says is no longer there, by the key, or else the path, of its entry."""

    key: str


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A folder of which it is not known what it holds, so that nothing of it is gone. ``reason``: code of a reject."""

    path: str
    reason: str = "unreadable_folder"


@dataclass(frozen=True, slots=True)
class Aside:
    """Something that is not looked into on purpose. ``where``: told as it is, so that it must name nobody."""

    where: str
    reason: str = "personal_folder"


Found = Entry | Gone | Unlisted | Aside
