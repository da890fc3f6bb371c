"""Both sources of drives in a project: checked, collected into the store, and nothing of anybody left there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from jobs.checking import check
from jobs.collect import collect
from jobs.workspace import Workspace, open_workspace
from store import files, sources
from tests import fake_drive, fake_graph
from tests.fake_drive import SHEET, FakeDrive
from tests.fake_graph import FakeGraph
from tests.finding import found, kept_under
from tests.shares import names, tracker
from tests.wires import Clock
from tests.workbooks import workbook

CONFIG = f"""
[project]
name = "Clouds"

[sources.m365]
kind = "sharepoint"
tenant = "{fake_graph.TENANT}"
client_id = "{fake_graph.CLIENT}"
secret_env = "M365_SECRET"
sites = ["contoso.sharepoint.com:/sites/sales"]

[sources.drive]
kind = "google_drive"
key_env = "DRIVE_KEY"
drives = ["0ASalesSalesUk9PVA"]
"""
CUSTOMERS = names("Atelier", 40)
NOBODY = ("Jane Doe", "John Roe", "jane doe@contoso.com", "Followed by Jane", "Confidential", *CUSTOMERS)


@dataclass
class Internet(httpx.BaseTransport):
    """Both vendors under their own hosts, and nobody else."""

    clock: Clock
    graph: FakeGraph = field(init=False)
    drive: FakeDrive = field(init=False)

    def __post_init__(self) -> None:
        """Neither holds anything yet."""
        self.graph, self.drive = FakeGraph(self.clock), FakeDrive(self.clock)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer of the vendor that is meant."""
        google = request.url.host.endswith("googleapis.com")
        return (self.drive if google else self.graph).handle_request(request)


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch) -> Internet:
    made = Internet(Clock(datetime.now(UTC)))
    monkeypatch.setattr(httpx, "HTTPTransport", lambda **_: made)
    monkeypatch.setenv("M365_SECRET", fake_graph.SECRET)
    monkeypatch.setenv("DRIVE_KEY", fake_drive.key_file())
    monkeypatch.setenv("VIGIE_SECRET", "s" * 32)
    return made


@pytest.fixture
def workspace(tmp_path: Path, internet: Internet) -> Workspace:
    book = workbook(tmp_path / "book.xlsx", {"Suivi": tracker(*CUSTOMERS)}).read_bytes()
    internet.graph.documents.put("Clients/Followed by Jane.xlsx", book, by="Jane Doe")
    internet.graph.documents.put("Privé/Confidential.xlsx", book, by="Jane Doe")
    internet.drive.sales.put("Clients/Followed by Jane", book, by="John Roe", mime=SHEET)
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "book.xlsx").unlink()
    return open_workspace(tmp_path / "config.toml", clock=internet.clock)


def lines(workspace: Workspace, source: str) -> Sequence[str]:
    return [line for line in check(workspace).lines if source in line]


def test_checking_reaches_both_and_says_that_neither_was_tried_live(workspace: Workspace) -> None:
    assert lines(workspace, "m365 ") == [
        "! m365 (sharepoint): not yet tried on a live tenant; compare what it finds with what people know",
        "✓ m365 (sharepoint): reached",
    ]
    assert lines(workspace, "drive ") == [
        "! drive (google_drive): not yet tried on a live organisation; compare what it finds with what people know",
        "✓ drive (google_drive): reached",
    ]


def test_checking_says_what_to_grant(workspace: Workspace, internet: Internet) -> None:
    internet.graph.granted.clear()
    internet.drive.members.clear()

    report = check(workspace)

    assert report.failed
    assert sum("Sites.Selected" in line and line.startswith("✗ m365") for line in report.lines) == 1
    assert sum("a viewer of that drive" in line and line.startswith("✗ drive") for line in report.lines) == 1


@pytest.mark.parametrize("variable", ["M365_SECRET", "DRIVE_KEY"])
def test_checking_names_the_variable_that_is_not_set(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.delenv(variable)

    assert [variable in line for line in check(workspace).lines if line.startswith("✗")] == [True]


def test_workbooks_of_both_land_as_one_family_and_nothing_of_anybody_with_them(workspace: Workspace) -> None:
    assert [(o.source, o.error) for o in collect(workspace)] == [("m365", ""), ("drive", "")]
    assert [o.rows for o in collect(workspace)] == [0, 0]

    with workspace.database.read() as session:
        held = [files.held(session, name).row(0, named=True) for name in ("m365", "drive")]
        rejects = {(row["source"], row["reason"]): row["count"] for row in sources.rejects(session).to_dicts()}
    assert [row["folder"] for row in held] == ["sales Documents/Clients", "Sales/Clients"]
    assert [row["tracking"] for row in held] == [True, True]
    assert held[0]["family"] == held[1]["family"]
    assert rejects[("m365", "personal_folder")] == 1
    assert found(kept_under(workspace.lake_path.parent).values(), NOBODY) == set()


def test_a_source_that_fails_leaves_what_was_known_and_says_why(workspace: Workspace, internet: Internet) -> None:
    collect(workspace)
    internet.graph.granted.clear()

    outcomes = collect(workspace)

    assert "may not be read (403 accessDenied)" in outcomes[0].error
    assert outcomes[1].error == ""
    with workspace.database.read() as session:
        assert files.held(session, "m365").height == 1
