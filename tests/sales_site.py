"""A reader of SharePoint libraries whose rounds tests look at before anything is opened."""

import json
from dataclasses import dataclass, field
from typing import Any

from collectors.entries import Aside, Entry, Gone
from collectors.feeds import Round, bounded, look
from collectors.pseudonyms import Pseudonyms
from collectors.sharepoint import Graph, Options, SharePoint
from tests.fake_graph import CLIENT, FILES, SECRET, TENANT, FakeGraph

PSEUDONYMS = Pseudonyms(b"k" * 32)
SITE = f"{FILES}:/sites/sales"
OPTIONS: dict[str, Any] = {
    "kind": "sharepoint",
    "tenant": TENANT,
    "client_id": CLIENT,
    "secret_env": "M365_SECRET",
    "sites": [SITE],
}


@dataclass
class Reader:
    """A source whose rounds are looked at before anything is opened."""

    graph: FakeGraph = field(default_factory=FakeGraph)
    asked: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    secret: str = SECRET

    @property
    def source(self) -> SharePoint:
        """The source as settings make it."""
        return SharePoint("m365", Options(**OPTIONS | self.asked), self.secret, self.graph.network)

    def round(self, *, keep: bool = True) -> Round:
        """One look; its cursor is kept for the next as it would be read from the store."""
        source = self.source
        with source._api() as api:
            feed = Graph("m365", source.options, api, PSEUDONYMS)
            reached = feed.reach(self.kept)
            bounds = bounded(source.options, PSEUDONYMS)
            now = self.graph.clock()
            seen = look(reached.drives, feed, self.kept, bounds, now, all_there=not reached.missing)
        if keep:
            self.kept = json.loads(json.dumps(seen.cursor))
        return seen

    def contents(self, entry: Entry) -> bytes:
        """What is fetched of an entry."""
        source = self.source
        with source._api() as api, Graph("m365", source.options, api, None).fetch(entry) as path:
            assert path.suffix == ".xlsx"
            return path.read_bytes()


def paths(seen: Round) -> list[str]:
    """Where the workbooks lie that a round tells of."""
    return sorted(one.path for one in seen.found if isinstance(one, Entry))


def entries(seen: Round) -> dict[str, Entry]:
    """The same, with what is told of each."""
    return {one.path: one for one in seen.found if isinstance(one, Entry)}


def aside(seen: Round) -> list[tuple[str, str]]:
    """What a round sets aside, and why."""
    return [(one.where, one.reason) for one in seen.found if isinstance(one, Aside)]


def gone(seen: Round) -> set[str]:
    """Keys of what a round says is gone."""
    return {one.key for one in seen.found if isinstance(one, Gone)}


ALL = [
    "sales Contracts/Signed.CSV",
    "sales Documents/Clients/North/Tracking.xlsx",
    "sales Documents/Clients/Offers.xlsm",
]


def sales() -> Reader:
    """A reader of the sites, with three workbooks in two libraries of one of them."""
    made = Reader()
    made.graph.documents.put("Clients/North/Tracking.xlsx", b"cells", by="Jane Doe")
    made.graph.documents.put("Clients/Offers.xlsm", b"more cells")
    made.graph.documents.put("Clients/Notes.docx", b"words")
    made.graph.documents.put("Clients/~$Tracking.xlsx", b"lock")
    made.graph.contracts.put("Signed.CSV", b"a;b")
    return made
