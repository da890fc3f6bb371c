"""Libraries and shared drives scanned, their workbooks opened and judged, the process killed anywhere, no name kept."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pytest

from collectors.crm import CRM_KEYS, Crm
from collectors.google_drive import GoogleDrive
from collectors.google_drive import Options as DriveOptions
from collectors.sharepoint import Options, SharePoint
from collectors.source import Pull, Source, SourceError
from tests import fake_drive, fake_graph
from tests.fake_drive import SHEET, FakeDrive
from tests.fake_graph import FakeGraph
from tests.sales_drive import OPTIONS as DRIVE
from tests.sales_site import OPTIONS as M365
from tests.shares import PSEUDONYMS, Share, names, told, tracker
from tests.workbooks import workbook

NAMES = names("Atelier", 40)


class KilledError(BaseException):
    """The end of a process."""


@dataclass
class Cloud(Share):
    """A source of drives and what Vigie holds of it. ``fake``: the vendor. ``kill_at``: the request it dies at."""

    fake: FakeGraph | FakeDrive = field(default_factory=FakeGraph)
    kill_at: int = 0
    bounded: bool = False

    def source(self) -> Any:
        """The source, as config.toml would declare it, on a network that may end."""
        made: SharePoint | GoogleDrive
        network = self.fake.network
        if isinstance(self.fake, FakeGraph):
            made = SharePoint("m365", Options(**M365 | dict(self.options)), fake_graph.SECRET, network)
        else:
            key = fake_drive.account()
            made = GoogleDrive("drive", DriveOptions(**DRIVE | dict(self.options)), key, network)
        if not self.kill_at:
            return made
        return replace(made, network=replace(network, transport=lambda: Deadly(self.fake, self.kill_at)))

    def pull(self) -> Pull:
        """The terms of a pull now, or of one on the day it is."""
        return replace(super().pull(), bounded=self.bounded)

    def after_scan(self, **options: Any) -> list[str]:
        """The states of the files that are held after a scan."""
        self.options = options
        self.now = self.fake.clock()
        self.scan()
        return sorted(self.files["state"])


@dataclass
class Deadly(httpx.BaseTransport):
    """A network on which the process dies at a request."""

    fake: httpx.BaseTransport
    left: int

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, unless it comes to that."""
        self.left -= 1
        if not self.left:
            raise KilledError
        return self.fake.handle_request(request)


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., bytes]:
    """The bytes of a workbook that tracks customers."""

    def made(*customers: str) -> bytes:
        return workbook(tmp_path / "made.xlsx", {"Suivi": tracker(*customers)}).read_bytes()

    return made


@pytest.fixture(params=["m365", "drive"])
def cloud(request: pytest.FixtureRequest, tmp_path: Path, book: Callable[..., bytes]) -> Cloud:
    """A vendor with three workbooks, of which two track customers."""
    made = Cloud(tmp_path, fake=FakeGraph() if request.param == "m365" else FakeDrive())
    place = place_of(made)
    place.put("Nord/Suivi clients.xlsx", book(*NAMES), by="Jane Doe")
    place.put("Sud/Copie de Jane.xlsx", book(*NAMES[:39], "Autre et Fils"), by="John Roe")
    place.put("Sud/Prix.csv", b"Article;Prix\nVis;3\nClou;2\n")
    return made


def place_of(cloud: Cloud) -> Any:
    return cloud.fake.documents if isinstance(cloud.fake, FakeGraph) else cloud.fake.sales


def held(cloud: Cloud) -> list[dict[str, Any]]:
    return cloud.files.drop("saved_at").sort("file").to_dicts()


# The life of workbooks


def test_workbooks_are_opened_judged_and_held_without_their_names(cloud: Cloud) -> None:
    assert cloud.after_scan() == ["read"] * 3
    assert cloud.files["tracking"].sum() == 2
    assert cloud.files["name"].null_count() == 3
    assert cloud.files.filter("tracking")["family"].n_unique() == 1
    assert cloud.files.filter("tracking")["savers"].str.contains(",").to_list() == [False, False]


def test_scanning_twice_is_once_and_downloads_nothing(cloud: Cloud) -> None:
    cloud.after_scan()
    once, asked = held(cloud), downloads(cloud)

    cloud.after_scan()

    assert (held(cloud), downloads(cloud)) == (once, asked)


def downloads(cloud: Cloud) -> int:
    return sum(cloud.fake.calls(part) for part in ("/content", "alt=media", "/export"))


def test_only_what_changed_is_downloaded(cloud: Cloud, book: Callable[..., bytes]) -> None:
    cloud.after_scan()
    asked = downloads(cloud)
    cloud.fake.clock.now += timedelta(hours=1)
    place = place_of(cloud)
    place.put("Nord/Suivi clients.xlsx", book(*NAMES, "Nouveau et Fils"), by="John Roe")
    place.move("Sud/Copie de Jane.xlsx", "Nord/Renommé.xlsx")

    cloud.after_scan()

    assert downloads(cloud) - asked == 1
    assert cloud.files.filter("tracking")["family"].n_unique() == 1
    assert sorted(folder.rpartition("/")[2] for folder in cloud.files["folder"]) == ["Nord", "Nord", "Sud"]


def test_what_is_deleted_is_gone(cloud: Cloud) -> None:
    cloud.after_scan()
    place = place_of(cloud)
    (place.delete if isinstance(cloud.fake, FakeGraph) else place.trash)("Sud/Prix.csv")

    cloud.after_scan()

    assert cloud.files.height == 2


def test_when_everything_is_listed_anew_nothing_unchanged_is_downloaded(cloud: Cloud) -> None:
    cloud.after_scan()
    once, asked = held(cloud), downloads(cloud)
    cloud.fake.clock.now += timedelta(days=8)

    cloud.after_scan()

    assert (held(cloud), downloads(cloud)) == (once, asked)


def test_trackers_are_read_again_for_coverage_when_the_crm_changed_and_only_they(cloud: Cloud) -> None:
    cloud.after_scan()
    asked = downloads(cloud)
    keys = PSEUDONYMS.emails(pl.Series([f"contact@{NAMES[0].lower().replace(' ', '-')}.fr"]))
    row = {"object": "account", "record": "R", "team": "Nord", "live": True, "kind": "email", "key": keys[0]}
    cloud.crm = Crm(pl.DataFrame([row], schema=CRM_KEYS))

    cloud.after_scan()

    assert downloads(cloud) - asked == 2
    assert cloud.covered.select("object", "team", "n", "outside").rows() == [("account", "Nord", 1, 1)]
    cloud.crm = Crm(pl.DataFrame([row, row | {"record": "S", "key": "OTHER"}], schema=CRM_KEYS))
    cloud.after_scan()
    assert downloads(cloud) - asked == 4
    assert cloud.covered.select("n", "outside").rows() == [(2, 1)]


# Files that cannot be read


@pytest.mark.parametrize(("status", "states"), [(404, ["read"] * 2), (403, ["read"] * 2 + ["unreadable"])])
def test_a_download_that_vanishes_or_is_refused_costs_itself_until_all_is_listed_anew(
    cloud: Cloud, status: int, states: list[str]
) -> None:
    where = "/content" if isinstance(cloud.fake, FakeGraph) else "alt=media"
    cloud.fake.faults.plan(where, lambda: httpx.Response(status))

    assert cloud.after_scan() == states
    cloud.fake.clock.now += timedelta(days=8)
    assert cloud.after_scan() == ["read"] * 3


def test_a_spreadsheet_too_large_to_be_exported_is_huge(tmp_path: Path) -> None:
    cloud = Cloud(tmp_path, fake=FakeDrive(export_limit=3))
    cloud.fake.sales.put("Nord/Suivi", b"cells", mime=SHEET)  # type: ignore[union-attr]

    assert cloud.after_scan() == ["huge"]


def test_a_file_larger_than_is_told_is_huge(cloud: Cloud) -> None:
    place = place_of(cloud)
    item = place.put("Nord/Grand.xlsx", b"x" * (1 << 20) + b"x")
    item.without = frozenset({"size"})

    assert cloud.after_scan(file_mb=1) == ["huge", "read", "read", "read"]


def test_files_that_never_come_end_the_run_and_what_was_read_stays(cloud: Cloud) -> None:
    where = "/content" if isinstance(cloud.fake, FakeGraph) else "alt=media"
    cloud.fake.faults.plan(where, *[lambda: httpx.Response(503)] * 15)

    with pytest.raises(SourceError, match="could not answer"):
        cloud.after_scan()

    assert cloud.after_scan() == ["read"] * 3


# Killed anywhere


def test_a_scan_killed_at_any_request_goes_on_and_comes_to_the_same(cloud: Cloud) -> None:
    whole = Cloud(cloud.path, fake=cloud.fake)
    whole.after_scan()
    requests = len(cloud.fake.asked)
    for kill_at in range(1, requests + 1):
        cut = Cloud(cloud.path, fake=cloud.fake, kill_at=kill_at)
        with pytest.raises(KilledError):
            cut.after_scan()
        cut.kill_at = 0
        cut.after_scan()
        assert held(cut) == held(whole)


def test_a_scan_of_changes_cut_off_after_any_batch_goes_on(cloud: Cloud, book: Callable[..., bytes]) -> None:
    cloud.after_scan()
    place_of(cloud).put("Nord/Nouveau.xlsx", book(*names("Maison", 30)))
    place_of(cloud).put("Sud/Prix.csv", b"Article;Prix\nVis;4\n")
    cut = replace(cloud, cursors=dict(cloud.cursors))
    cut.scan(most=1)
    asked = downloads(cloud)
    cut.scan()
    assert downloads(cloud) == asked

    cloud.after_scan()
    assert held(cut) == held(cloud)


def test_a_budget_too_small_for_one_run_is_enough_for_several(cloud: Cloud) -> None:
    with pytest.raises(SourceError, match="calls were made") as raised:
        cloud.after_scan(calls=12 if isinstance(cloud.fake, FakeGraph) else 6)

    assert raised.value.kind == "budget"
    assert cloud.after_scan() == ["read"] * 3


def test_a_scan_on_another_day_lists_everything_and_keeps_no_place_to_go_on_from(cloud: Cloud) -> None:
    cloud.bounded = True
    cloud.after_scan()
    later = place_of(cloud).put("Nord/Demain.csv", b"Article;Prix\nVis;3\n")
    later.at += timedelta(days=1)

    assert cloud.after_scan() == ["read"] * 3
    cloud.bounded = False
    cloud.fake.clock.now += timedelta(days=2)
    assert cloud.after_scan() == ["read"] * 4


def test_where_there_is_nothing_to_read_the_run_says_so(tmp_path: Path) -> None:
    cloud = Cloud(tmp_path, fake=FakeGraph())
    cloud.fake.sites["/sites/sales"].clear()  # type: ignore[union-attr]

    with pytest.raises(SourceError, match="there is no library or drive to read") as raised:
        cloud.after_scan()

    assert raised.value.kind == "broken"


# What leaves


def test_nothing_that_names_anybody_is_held(cloud: Cloud) -> None:
    batches = []
    cloud.now = cloud.fake.clock()
    batches += cloud.scan()
    place_of(cloud).put("Nord/Jane again.xlsx", b"no workbook")
    batches += cloud.scan()

    left = json.dumps([[b.frame.write_csv(), b.cursor, [str(r) for r in b.rejects]] for b in batches], default=str)
    assert not any(word in left for word in ("Jane", "John", "Suivi", "Prix", "Renommé", "Atelier", "atelier", "eyJ"))
    assert not any(word in left for word in (fake_graph.SECRET, "Bearer", "tempauth", "@contoso"))


def test_names_are_held_where_the_project_asks_for_them(cloud: Cloud) -> None:
    cloud.after_scan(names=True)

    assert sorted(cloud.files["name"]) == ["Copie de Jane.xlsx", "Prix.csv", "Suivi clients.xlsx"]


def test_too_little_told_of_a_file_is_counted(cloud: Cloud) -> None:
    place_of(cloud).at("Sud/Prix.csv").without = frozenset({"lastModifiedDateTime", "modifiedTime"})
    cloud.now = cloud.fake.clock()

    assert told(cloud.scan()) == {"stray_file": 1}


def test_each_source_is_a_source(cloud: Cloud) -> None:
    source: Source = cloud.source()

    assert {capability.state for capability in source.capabilities()} == {"not_recorded"}
    assert len(source.capabilities()) == 10
    assert cloud.source().problems() == []
