"""What tests share: the demo company, built once for all that look at it."""

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from jobs.steps import demo
from tests.crms import Crm
from tests.lived import Lived, live
from tests.postgres import Server, serving

# Machines are shared and noisy: speed is measured by benchmarks, never by tests.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).parent.parent
CACHE = ROOT / ".cache"
BUILT_FROM = ("collectors", "demo", "jobs", "metrics", "settings", "store")
KEPT = 3


@pytest.fixture(scope="session")
def demo_company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The config.toml of the demo company, collected and measured week by week; for tests that only read.

    What it was built into is kept in ``.cache``, under a name that changes with the code that builds it.
    """
    CACHE.mkdir(exist_ok=True)
    built = CACHE / f"demo-{_fingerprint()}"
    with FileLock(CACHE / "demo.lock"):
        if not built.exists():
            _build(built)
        built.touch()
        folder = tmp_path_factory.mktemp("company") / "demo"
        shutil.copytree(built, folder)
        _forget_older()
    return folder / "config.toml"


@pytest.fixture
def demo_copy(demo_company: Path, tmp_path: Path) -> Path:
    """The config.toml of a demo company of one's own, for tests that write."""
    folder = tmp_path / "demo"
    shutil.copytree(demo_company.parent, folder)
    return folder / "config.toml"


def _build(folder: Path) -> None:
    unfinished = folder.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    shutil.copy(ROOT / "config.toml", unfinished)
    demo(unfinished / "config.toml")
    unfinished.rename(folder)


def _fingerprint() -> str:
    """Hash of all that the demo company depends on."""
    files = [ROOT / "config.toml", ROOT / "requirements.lock"]
    files += sorted(path for part in BUILT_FROM for path in (ROOT / part).rglob("*.py"))
    content = b"\0".join(str(path.relative_to(ROOT)).encode() + path.read_bytes() for path in files)
    return hashlib.blake2s(content, digest_size=6).hexdigest()


def _forget_older() -> None:
    """Removes all but the last few used."""
    known = [path for path in CACHE.glob("demo-*") if path.is_dir() and not path.suffix]
    for path in sorted(known, key=lambda found: found.stat().st_mtime)[:-KEPT]:
        shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def lived_company(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """The simulated company's CRM alone, all its weeks lived and nothing collected."""
    return live(tmp_path_factory.mktemp("lived") / "crm.db")


@pytest.fixture
def db(lived_company: Lived) -> Iterator[sqlite3.Connection]:
    """That CRM's database."""
    with closing(sqlite3.connect(lived_company.crm.path)) as connection:
        yield connection


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("postgresql") / "cluster") as running:
        yield running


@pytest.fixture
def lite(tmp_path: Path) -> Crm:
    return Crm(f"sqlite:///{tmp_path / 'crm.db'}")


@pytest.fixture
def postgres(server: Server) -> Crm:
    return Crm(server.url(server.database()))


@pytest.fixture(params=["lite", "postgres"])
def crm(request: pytest.FixtureRequest) -> Crm:
    found: Crm = request.getfixturevalue(request.param)
    return found
