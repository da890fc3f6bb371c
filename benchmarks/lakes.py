"""Lakes filled with a generated company's data, once, as production fills them; copies of them to work on."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import polars as pl
from deltalake import DeltaTable

from benchmarks.company import OBJECT, SOURCE, Company, clock_after
from collectors.source import Batch
from jobs.landing import Landing
from jobs.workspace import Workspace
from settings.model import Project, Settings
from store.intents import settle

CHUNK = 50_000
"""Rows a commit holds, as collectors read them."""

STREAM = "events/1"
TABLE = f"records/{OBJECT}"
CHANGED_AGAIN = 0.05
ROOT = Path(__file__).parent.parent
MADE_BY = ("benchmarks/company.py", "benchmarks/lakes.py", "store/lake.py", "settings/tables.py")
"""What the lakes' bytes depend on: another version of these makes other lakes."""


@dataclass(frozen=True)
class Lakes:
    """Folders of filled lakes: all months of events, the last month alone, records, records of which some changed."""

    company: Company
    folder: Path

    @property
    def long(self) -> Path:
        """All months."""
        return self.folder / "long"

    @property
    def short(self) -> Path:
        """The last month alone."""
        return self.folder / "short"

    @property
    def once(self) -> Path:
        """Records with one row each."""
        return self.folder / "once"

    @property
    def twice(self) -> Path:
        """Records of which some have a second row."""
        return self.folder / "twice"


def lakes(company: Company, cache: Path) -> Lakes:
    """The lakes in a cache folder, filled when they are not there; those of an earlier version are removed."""
    version = hashlib.blake2s(b"".join((ROOT / name).read_bytes() for name in MADE_BY), digest_size=6)
    mine = cache / f"scale-{company.scale:g}"
    made = Lakes(company, mine / version.hexdigest())
    if not made.folder.exists():
        shutil.rmtree(mine, ignore_errors=True)
        mine.mkdir(parents=True)
        with TemporaryDirectory(dir=mine) as part:
            _fill(replace(made, folder=Path(part)))
            shutil.copytree(part, made.folder)
    return made


def _fill(made: Lakes) -> None:
    company = made.company
    long, short = workspace(company, made.long), workspace(company, made.short)
    for number, events in enumerate(company.by_month(), 1):
        land(long, events)
        if number == company.months:
            land(short, events)
    once, twice = workspace(company, made.once), workspace(company, made.twice)
    _append(once, company.states())
    _append(twice, company.states(CHANGED_AGAIN))
    for each in (long, short, once, twice):
        each.lake.maintain()


def _append(filled: Workspace, rows: pl.DataFrame) -> None:
    for version, chunk in enumerate(rows.iter_slices(CHUNK), 1):
        filled.lake.append(TABLE, chunk, f"{SOURCE}/now/{TABLE}", version)


def workspace(company: Company, folder: Path) -> Workspace:
    """Settings, database and lake of one folder, at the moment after all events."""
    settings = Settings(project=Project(name="benchmark", timezone="UTC"), folder=folder)
    return Workspace(settings, lambda: clock_after(company), bounded=True)


def land(onto: Workspace, events: pl.DataFrame) -> None:
    """Lands events as a run of the collector does."""
    positions = settle(onto.database, onto.lake, SOURCE)
    landing = Landing(onto.database, onto.lake, SOURCE, 1, onto.clock(), ZoneInfo("UTC"), positions)
    for chunk in events.iter_slices(CHUNK):
        landing.land(Batch(STREAM, "events", chunk, {"last": str(chunk["at"].max())}))


@contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """A copy to change, gone afterwards."""
    with TemporaryDirectory(dir=folder.parent.parent) as part:
        yield Path(shutil.copytree(folder, Path(part) / folder.name))


def bytes_of(onto: Workspace, table: str) -> int:
    """How many bytes the files of a table's newest version take."""
    files = pl.DataFrame(DeltaTable(onto.lake.path / table).get_add_actions(flatten=True))
    return int(files["size_bytes"].sum())


def months_of(company: Company) -> list[str]:
    """The local months that have events."""
    return [f"{first:%Y-%m}" for first in company.first_days()[:-1]]
