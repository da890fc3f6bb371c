"""A reader of Google shared drives whose rounds tests look at before anything is opened."""

import json
from dataclasses import dataclass, field
from typing import Any

from collectors.entries import Entry
from collectors.feeds import Round, bounded, look
from collectors.google_drive import Files, GoogleDrive, Options, connect
from collectors.pseudonyms import Pseudonyms
from settings.model import Project, Settings
from tests.fake_drive import SHEET, FakeDrive

PSEUDONYMS = Pseudonyms(b"k" * 32)
SALES, BOARD = "0ASalesSalesUk9PVA", "0ABoardBoardUk9PVA"
OPTIONS: dict[str, Any] = {"kind": "google_drive", "key_env": "DRIVE_KEY", "drives": [SALES]}
SETTINGS = Settings(project=Project(name="Test"))


@dataclass
class Reader:
    """A source whose rounds are looked at before anything is opened."""

    drive: FakeDrive = field(default_factory=FakeDrive)
    asked: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def source(self) -> GoogleDrive:
        """The source as settings make it."""
        made = connect("drive", Options(**OPTIONS | self.asked), SETTINGS)
        return GoogleDrive("drive", made.options, made.key, self.drive.network)

    def round(self) -> Round:
        """One look, whose cursor is kept for the next as it would be read from the store."""
        source = self.source
        with source._api() as api:
            feed = Files("drive", source.options, api, PSEUDONYMS)
            reached = feed.reach(self.kept)
            bounds = bounded(source.options, PSEUDONYMS)
            now = self.drive.clock()
            seen = look(reached.drives, feed, self.kept, bounds, now, all_there=not reached.missing)
        self.kept = json.loads(json.dumps(seen.cursor))
        return seen

    def contents(self, entry: Entry) -> tuple[str, bytes]:
        """How what is fetched of an entry ends, and what it is."""
        source = self.source
        with source._api() as api, Files("drive", source.options, api, None).fetch(entry) as path:
            return path.suffix, path.read_bytes()


ALL = ["Sales/Clients/North/Tracking.xlsx", "Sales/Clients/Pipeline.xlsx", "Sales/Offers.csv"]


def sales() -> Reader:
    """A reader of a drive with three workbooks; DRIVE_KEY must be set."""
    made = Reader()
    made.drive.sales.put("Clients/North/Tracking.xlsx", b"cells", by="Jane Doe")
    made.drive.sales.put("Clients/Pipeline", b"exported", by="John Roe", mime=SHEET)
    made.drive.sales.put("Offers.csv", b"a;b", mime="text/csv")
    made.drive.sales.put("Clients/Notes", b"words", mime="application/vnd.google-apps.document")
    made.drive.sales.put("Clients/Linked.xlsx", mime="application/vnd.google-apps.shortcut")
    made.drive.sales.put("Privé/Tracking.xlsx")
    return made
