"""What the Creme collector found at a running site, run after run."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from collectors.creme import Creme, Options
from collectors.pseudonyms import Pseudonyms
from collectors.source import Batch, Cursor, Pull
from settings.tables import EVENTS
from tests.creme_rig import CremeMissingError, Kind, build, running
from tests.creme_story import Story

NEVER = datetime.max.replace(tzinfo=UTC)
EARLIER = timedelta(seconds=3)
PSEUDONYMS = Pseudonyms(b"creme" * 8)
OBJECTS = {"organisation": "account", "": None}
EMAILS = {name: f"{name}@exemple.fr" for name in ("alice", "bruno", "chloe")}


@dataclass
class Collected:
    """A site's story, and what was collected after its beginning, after its end, and once more."""

    story: Story
    source: Creme
    cursors: dict[str, Cursor] = field(default_factory=dict)
    pulls: list[list[Batch]] = field(default_factory=list)
    turn: datetime = NEVER

    def pull(self, *, keep: bool = True, **terms: Any) -> list[Batch]:
        """The batches of one more run; ``keep``: as the next of the story, moving the cursors."""
        cursors = self.cursors if keep else {}
        since = self.story.acts[0].at - EARLIER
        asked: dict[str, Any] = {"now": datetime.now(UTC), "events_since": since, "cursors": dict(cursors)}
        batches = list(self.source.batches(Pull(pseudonyms=PSEUDONYMS, **(asked | terms))))
        if keep:
            self.cursors |= {f"{b.stream}/{b.table}": b.cursor for b in batches if b.cursor}
            self.pulls.append(batches)
        return batches

    def user(self, name: str) -> str:
        """Pseudonym of one of the story's people."""
        native = str(self.story.site.handles["users"][name])
        return PSEUDONYMS.person("crm", native, EMAILS.get(name))

    def record(self, kind: str, native: int) -> str:
        """Pseudonym of one of the story's records."""
        return PSEUDONYMS.record("crm", OBJECTS.get(kind, kind) or "", str(native))

    def state(self, pull: int, object_: str, native: int) -> dict[str, Any]:
        """The state of a record as that pull saw it."""
        frame = together(self.pulls[pull], f"records/{object_}")
        [row] = frame.filter(pl.col("record") == self.record(object_, native)).to_dicts()
        return row


def together(batches: list[Batch], table: str) -> pl.DataFrame:
    """All rows of a table."""
    frames = [batch.frame for batch in batches if batch.table == table and batch.frame.columns]
    return pl.concat(frames, how="diagonal_relaxed") if frames else pl.DataFrame(schema=EVENTS)


@contextmanager
def collecting(kind: Kind, folder: Path) -> Iterator[Collected]:
    """A running site, its story not begun. Skips where no Creme can be had, but fails where one is required."""
    try:
        build([kind])
    except CremeMissingError as missing:
        if os.environ.get("REQUIRE_CREME"):
            pytest.fail(str(missing))
        pytest.skip(str(missing))
    with running(kind, folder) as site:
        options = Options(kind="creme", url=site.database, stages={"Abandonnée": "lost"})
        yield Collected(Story(site), Creme("crm", options, site.database))
