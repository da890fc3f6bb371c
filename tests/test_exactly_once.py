"""Cut off at any moment and run again, a store holds what it holds undisturbed; run twice, what it holds once."""

import random
import shutil
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from demo.crm import Crm
from jobs.workspace import open_workspace
from tests.digests import digests
from tests.killable import FIRST_PLACES, KILLED, PLACES, run
from tests.postgres import Server, serving

ROOT = Path(__file__).parent.parent
WEEK = timedelta(days=7)
RANDOM_MOMENTS = 10
FEWER = {"societe": 4, "contact": 4, "affaire": 1, "activite": 2, "journal": 4}
"""Of which tables of the demo's CRM only each n-th row is kept, to be quick."""
ALONE = (
    "before the intent of events",
    "between intent and commit of events",
    "after the commit of events",
    "between intent and commit of records",
    "after the history of records",
    "between a SQL table and the lake",
    "between two tables of the lake",
    "while writing people",
    "between two roll-ups of records",
    "before marking measured",
    "in the transaction of series",
    "in maintenance before a vacuum",
)
ON_POSTGRESQL = (
    "between intent and commit of events",
    "while writing people",
    "in the transaction of series",
)


@dataclass(frozen=True)
class Scene:
    """A store two weeks old, its CRM a week further, the day on which the third is run, and what comes of it."""

    folder: Path
    day: date
    undisturbed: Mapping[str, str]
    seconds: float

    def copy(self, folder: Path) -> Path:
        """The config.toml of a copy."""
        shutil.copytree(self.folder, folder)
        return folder / "config.toml"


def live(crm: Crm, week: date, target: Path) -> None:
    """Lives a week and leaves a smaller CRM."""
    crm.live(week)
    shutil.copy(crm.path, target)
    with closing(sqlite3.connect(target)) as db, db:
        for table, nth in FEWER.items():
            db.execute(f"DELETE FROM {table} WHERE id % {nth}")


def crm_alone(folder: Path) -> Path:
    """The demo's settings without what comes from files beside the CRM, written into a folder."""
    said, _, _ = (ROOT / "config.toml").read_text(encoding="utf-8").partition("# ---- What no CRM records")
    config = folder / "config.toml"
    config.write_text(said, encoding="utf-8")
    return config


def grown(folder: Path) -> tuple[Path, date]:
    """A store of two weeks beside a CRM of three; with the day after the third."""
    (folder / "data" / "demo").mkdir(parents=True)
    config = crm_alone(folder)
    crm, file = Crm(folder / "whole.db"), folder / "data" / "demo" / "crm.db"
    for week in crm.weeks[:2]:
        live(crm, week, file)
        assert run(config, week + WEEK) == 0
    live(crm, crm.weeks[2], file)
    crm.path.unlink()
    return config, crm.weeks[2] + WEEK


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    folder = tmp_path_factory.mktemp("scene")
    config, day = grown(folder / "two")
    shutil.copytree(config.parent, folder / "three")
    begun = time.monotonic()
    assert run(folder / "three" / "config.toml", day) == 0
    seconds = time.monotonic() - begun
    return Scene(config.parent, day, digests(open_workspace(folder / "three" / "config.toml", as_of=day)), seconds)


def test_the_scene_moves_every_table(scene: Scene) -> None:
    before = digests(open_workspace(scene.folder / "config.toml", as_of=scene.day))
    moved = {table for table, digest in scene.undisturbed.items() if before[table] != digest}

    assert {"lake events", "lake records/opportunity", "lake user_day", "lake stage_day", "sql series"} <= moved


@pytest.mark.parametrize("place", ALONE)
def test_killed_at_a_place_and_run_again(scene: Scene, tmp_path: Path, place: str) -> None:
    config = scene.copy(tmp_path / "copy")

    assert run(config, scene.day, place) == KILLED
    assert run(config, scene.day) == 0
    assert digests(open_workspace(config, as_of=scene.day)) == scene.undisturbed


@pytest.mark.parametrize("moment", range(RANDOM_MOMENTS))
def test_killed_at_a_random_moment_and_run_again(scene: Scene, tmp_path: Path, moment: int) -> None:
    config = scene.copy(tmp_path / "copy")
    chance = random.Random(moment)  # noqa: S311 - a moment, no secret
    share = (moment + chance.random()) / RANDOM_MOMENTS

    assert run(config, scene.day, kill_after_s=share * scene.seconds) in (KILLED, 0)
    assert run(config, scene.day) == 0
    assert digests(open_workspace(config, as_of=scene.day)) == scene.undisturbed


def test_killed_at_one_place_after_the_other(scene: Scene, tmp_path: Path) -> None:
    config = scene.copy(tmp_path / "copy")
    for place in (name for name in PLACES if name not in ALONE):
        assert run(config, scene.day, place) == KILLED
    assert run(config, scene.day) == 0
    assert digests(open_workspace(config, as_of=scene.day)) == scene.undisturbed


def test_killed_in_the_very_first_run(scene: Scene, tmp_path: Path) -> None:
    found = []
    for name, places in (("undisturbed", ()), ("killed", FIRST_PLACES)):
        config = scene.copy(tmp_path / name)
        shutil.rmtree(config.parent / "data" / "lake")
        for path in (config.parent / "data").glob("vigie.db*"):
            path.unlink()
        assert [run(config, scene.day, place) for place in places] == [KILLED] * len(places)
        assert run(config, scene.day) == 0
        found.append(digests(open_workspace(config, as_of=scene.day)))

    assert found[0] == found[1]


def test_twice_is_once(scene: Scene, tmp_path: Path) -> None:
    config = scene.copy(tmp_path / "copy")
    for _ in range(2):
        assert run(config, scene.day) == 0
        assert digests(open_workspace(config, as_of=scene.day)) == scene.undisturbed


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("postgresql") / "cluster") as running:
        yield running


def on(config: Path, url: str) -> None:
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("sqlite:///data/vigie.db", url), encoding="utf-8")


@pytest.fixture(scope="module")
def scene_on_postgresql(scene: Scene, server: Server, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder two weeks old whose SQL tables are in PostgreSQL, and the name of their database."""
    folder = tmp_path_factory.mktemp("on-postgresql") / "two"
    name = server.database()
    (folder / "data" / "demo").mkdir(parents=True)
    config = crm_alone(folder)
    on(config, server.url(name))
    crm, file = Crm(folder / "whole.db"), folder / "data" / "demo" / "crm.db"
    for week in crm.weeks[:2]:
        live(crm, week, file)
        assert run(config, week + WEEK) == 0
    live(crm, crm.weeks[2], file)
    return folder, name


@pytest.mark.parametrize("place", ["", *ON_POSTGRESQL])
def test_killed_with_the_store_on_postgresql(
    scene: Scene, scene_on_postgresql: tuple[Path, str], server: Server, tmp_path: Path, place: str
) -> None:
    folder, name = scene_on_postgresql
    copy = f"copy_{len(place)}_{hash(place) % 1000}"
    server.run(f"CREATE DATABASE {copy} TEMPLATE {name}")
    shutil.copytree(folder, tmp_path / "copy")
    config = crm_alone(tmp_path / "copy")
    on(config, server.url(copy))

    if place:
        assert run(config, scene.day, place) == KILLED
    assert run(config, scene.day) == 0
    workspace = open_workspace(config, as_of=scene.day)
    found = digests(workspace)
    workspace.database.engine.dispose()
    assert found == scene.undisturbed
