"""The store keeps what it is given: one schema on both databases, every version of a figure, one secret, one writer."""

import multiprocessing
import os
import signal
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from deltalake import DeltaTable

import store.lock
from settings.tables import EVENTS, LANDED
from store import figures, secret
from store.database import MIGRATIONS, Database, StoreError, upsert
from store.lake import Lake
from store.lock import writing
from store.schema import Fact, GroupsRow, Row
from store.secret import read_secret, recognise
from tests.postgres import Server, serving

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("postgresql") / "cluster") as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'vigie.db'}"
    running: Server = request.getfixturevalue("server")
    return running.url(running.database())


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = Database(url)
    yield opened
    opened.engine.dispose()


def difference(database: Database) -> list[object]:
    with database.engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), Row.metadata))


def test_migrations_make_exactly_the_declared_tables(database: Database) -> None:
    assert difference(database) == []


def test_migrations_go_down_and_up_again(database: Database) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.writer.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    with database.engine.connect() as connection:
        assert set(sa.inspect(connection).get_table_names()) <= {"alembic_version"}
    with database.writer.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    assert difference(database) == []


def test_a_store_of_a_later_version_is_refused(database: Database) -> None:
    with database.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="is of another version of Vigie"):
        Database(database.url)


@pytest.mark.parametrize("address", ["nonsense", "oracle+none://x", "sqlite:////proc/none/vigie.db"])
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(StoreError, match=r"store\.database"):
        Database(address)


def test_an_unreachable_store_hides_its_password() -> None:
    with pytest.raises(StoreError, match="check that it can be reached") as raised:
        Database("postgresql+psycopg://u:hunter2@127.0.0.1:1/x")
    assert "hunter2" not in str(raised.value)


def test_a_damaged_store_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "vigie.db"
    path.write_bytes(b"this is not a database, but long enough to look like a file of one " * 20)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not a database"):
        Database(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_rows_beyond_one_statement_and_doubles_are_upserted(database: Database) -> None:
    rows = [{"name": f"n{n % 2_000}", "value": str(n)} for n in range(3_000)]
    with database.write() as session:
        upsert(session, Fact, rows)
    with database.write() as session:
        upsert(session, Fact, [{"name": "n0", "value": "again"}])
        upsert(session, Fact, [])

    assert (database.fact("n0"), database.fact("n999"), database.fact("n1999")) == ("again", "2999", "1999")
    assert database.fact("n2000") is None


def test_a_transaction_lands_whole_or_not_at_all(database: Database) -> None:
    def broken() -> None:
        with database.write() as session:
            upsert(session, Fact, [{"name": "a", "value": "1"}])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    assert database.fact("a") is None


# ---- figures ----


def figure(value: float | None, metric: str = "adoption.rate") -> pl.DataFrame:
    row = dict.fromkeys(figures.SERIES) | {
        "metric": metric,
        "subject": "project",
        "period": date(2026, 2, 2),
        "value": value,
        "reason": None if value is not None else "no_data",
        "definition": "d",
    }
    return pl.DataFrame([row], schema=figures.SERIES)


def test_a_changed_figure_gets_a_version_and_what_was_shown_stays(database: Database) -> None:
    days = [NOW + timedelta(days=n) for n in range(4)]
    for day, value, written in zip(days, (0.5, 0.5, None, 0.7), (1, 0, 1, 1), strict=True):
        with database.write() as session:
            assert figures.keep_series(session, figure(value), day) == written

    with database.read() as session:
        assert figures.series(session)["value"].to_list() == [0.7]
        shown = [figures.series(session, day)["value"].to_list() for day in days]
        assert figures.series(session, NOW - timedelta(days=1)).is_empty()
    assert shown == [[0.5], [0.5], [None], [0.7]]


def grouped(number: int, **people: int) -> pl.DataFrame:
    """So many people of each team in a week; nobody there the week before."""
    blank = dict.fromkeys(figures.GROUPS) | {"period": date(2026, 2, 2) + timedelta(weeks=number - 1)}
    rows = [blank | {"here": True, "there": False, "team": team, "people": n} for team, n in people.items()]
    return pl.DataFrame(rows, schema=figures.GROUPS)


def test_groups_of_a_week_that_changed_get_a_version_and_what_held_then_stays(database: Database) -> None:
    first, second = grouped(1, Est=10, Nord=12), grouped(2, Est=10, Nord=12)
    later = grouped(2, Est=11, Nord=12)
    given = [first, pl.concat([first, second]), pl.concat([second, first]), pl.concat([first, later]), later]
    days = [NOW + timedelta(days=n) for n in range(len(given))]
    for day, rows in zip(days, given, strict=True):
        with database.write() as session:
            figures.keep_groups(session, rows, day)

    with database.read() as session:
        assert figures.groups(session).equals(pl.concat([first, later]))
        held = [figures.groups(session, day) for day in days]
        assert figures.groups(session, NOW - timedelta(days=1)).is_empty()
        assert session.scalar(sa.select(sa.func.count()).select_from(GroupsRow)) == 3
    both = pl.concat([first, second])
    new = pl.concat([first, later])
    assert [then.equals(rows) for then, rows in zip(held, [first, both, both, new, new], strict=True)] == [True] * 5


def test_levels_replace_levels_and_changes_keep_when_they_were_noted(database: Database) -> None:
    level = {"metric": "m", "subject": "project", "period": date(2026, 2, 2), "level": "red"}
    change = {"metric": "m", "subject": "project", "period": date(2026, 2, 2), "before": "green", "after": "red"}
    levels = pl.DataFrame([dict.fromkeys(figures.LEVELS) | level], schema=figures.LEVELS)
    changes = pl.DataFrame([change], schema=figures.CHANGES)
    for day in (NOW, NOW + timedelta(days=1)):
        with database.write() as session:
            figures.keep_levels(session, levels)
            figures.keep_changes(session, changes, day)
    with database.write() as session:
        figures.keep_levels(session, levels.clear())

    with database.read() as session:
        assert figures.levels(session).is_empty()
        assert session.execute(sa.text("SELECT noted_at FROM changes")).scalars().all() in (
            ["2026-03-02 12:00:00.000000"],
            [NOW.replace(tzinfo=None)],
        )


# ---- the secret ----


def test_a_secret_is_made_once_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIGIE_SECRET", raising=False)
    path = tmp_path / "data" / "vigie.secret"
    made = read_secret("VIGIE_SECRET", path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_secret("VIGIE_SECRET", path) == made
    assert len(made) == 64
    assert list(path.parent.iterdir()) == [path]


def _killed_while_making(path: Path) -> None:
    os.environ.pop("VIGIE_SECRET", None)
    pytest.MonkeyPatch().setattr(os, "fsync", lambda _: os.kill(os.getpid(), signal.SIGKILL))
    read_secret("VIGIE_SECRET", path)


def test_a_secret_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIGIE_SECRET", raising=False)
    path = tmp_path / "vigie.secret"
    process = multiprocessing.get_context("spawn").Process(target=_killed_while_making, args=(path,))
    process.start()
    process.join(60)

    assert process.exitcode == -signal.SIGKILL
    assert not path.exists()
    assert len(read_secret("VIGIE_SECRET", path)) == 64


def test_secrets_too_short_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_SECRET", "short")
    with pytest.raises(StoreError, match="shorter than 16") as raised:
        read_secret("VIGIE_SECRET", tmp_path / "s")
    assert "short;" not in str(raised.value)
    monkeypatch.delenv("VIGIE_SECRET")
    (tmp_path / "s").write_text("")
    with pytest.raises(StoreError, match="holds no whole secret"):
        read_secret("VIGIE_SECRET", tmp_path / "s")


def test_another_secret_is_refused(database: Database) -> None:
    recognise(database, lambda: "A", "VIGIE_SECRET")
    recognise(database, lambda: "A", "VIGIE_SECRET")
    with pytest.raises(StoreError, match="not the secret that made the pseudonyms"):
        recognise(database, lambda: "B", "VIGIE_SECRET")
    assert database.fact(secret.FINGERPRINT) == "A"


# ---- one writer ----


def test_a_second_writer_waits_and_is_refused(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store.lock, "PAUSE_S", 0.01)
    refused = []

    def second() -> None:
        try:
            with writing(database, tmp_path, patience_s=0.1):
                pass
        except StoreError as error:
            refused.append(str(error))

    with writing(database, tmp_path):
        other = threading.Thread(target=second)
        other.start()
        other.join(30)
    assert len(refused) == 1
    assert "another run is writing; wait for it to end" in refused[0]
    for _ in range(20):
        with writing(database, tmp_path, patience_s=5):
            pass


# ---- the lake ----


def acts(n: int, month: str = "2026-02") -> pl.DataFrame:
    row = {"at": NOW, "user": f"u{n}", "action": "edit", "source": "crm", "stream": "log", "day": NOW.date()}
    return pl.DataFrame([row | {"month": month}], schema=EVENTS | LANDED)


def test_many_small_commits_are_tidied_without_loss(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    for n in range(1, 31):
        lake.append("events", acts(n), "crm/log/events", n)
    before = lake.scan("events").collect().sort("user")
    lake.maintain()
    again = Lake(tmp_path)

    assert again.scan("events").collect().sort("user").equals(before)
    assert len(DeltaTable(tmp_path / "events").file_uris()) == 1
    assert again.version("events", "crm/log/events") == 30
    assert again.version("events", "other") == 0
    lake.maintain()
    lake.append("events", acts(31), "crm/log/events", 31)
    assert lake.scan("events").collect().height == 31


@pytest.mark.parametrize("version", [1, 2])
def test_a_version_that_would_rewind_is_refused(tmp_path: Path, version: int) -> None:
    lake = Lake(tmp_path)
    lake.append("events", acts(1), "crm/log/events", 2)
    with pytest.raises(ValueError, match="would rewind it"):
        lake.append("events", acts(2), "crm/log/events", version)
    with pytest.raises(ValueError, match="would rewind it"):
        lake.replace("events", acts(2), "source = 'crm'", "crm/log/events", version)
    assert lake.scan("events").collect().height == 1


def test_a_replacement_touches_its_own_rows_alone(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.append("events", acts(1), "crm/log/events", 1)
    lake.append("events", acts(2).with_columns(stream=pl.lit("other")), "crm/other/events", 1)
    mine = "source = 'crm' AND stream = 'log' AND at >= '2026-01-01T00:00:00Z'"
    lake.replace("events", acts(3), mine, "crm/log/events", 2)
    assert sorted(lake.scan("events").collect()["user"]) == ["u2", "u3"]
    lake.replace("events", acts(3).clear(), mine, "crm/log/events", 3)
    assert sorted(lake.scan("events").collect()["user"]) == ["u2"]


def test_statistics_in_the_log_hold_times_only(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.append("events", acts(1), "crm/log/events", 1)
    logged = (tmp_path / "events" / "_delta_log" / "00000000000000000000.json").read_text()

    assert "u1" not in logged
    assert "2026-03-02" in logged


def test_a_damaged_table_is_told(tmp_path: Path) -> None:
    Lake(tmp_path).append("events", acts(1), "crm/log/events", 1)
    (tmp_path / "events" / "_delta_log" / "00000000000000000000.json").write_text("{")
    with pytest.raises(StoreError, match="cannot be read"):
        Lake(tmp_path).scan("events")


def test_a_lake_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "lake").write_text("")
    with pytest.raises(StoreError, match=r"store\.lake .*lake: cannot be written"):
        Lake(tmp_path / "lake")
