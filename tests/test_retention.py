"""How long things about persons are kept, and what a person may ask for."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa

from jobs.collect import collect
from jobs.erasure import UnknownPersonError, access, erase
from jobs.measure import look, measure
from jobs.retention import first_kept, purge
from jobs.workspace import Workspace, open_workspace
from store import figures
from store.lake import Lake


@pytest.fixture
def workspace(demo_copy: Path) -> Workspace:
    return open_workspace(demo_copy)


def somebody(workspace: Workspace) -> str:
    """The e-mail of a person who works with the demo's CRM."""
    engine = sa.create_engine(f"sqlite:///{workspace.settings.folder}/data/demo/crm.db")
    with engine.connect() as connection:
        return str(connection.scalar(sa.text("SELECT courriel FROM utilisateur WHERE actif = 1 AND id < 100 LIMIT 1")))


def names_in_files(folder: Path) -> set[str]:
    """Every pseudonym of a person in any data file on the disk, those of former versions included."""
    names: set[str] = set()
    for path in (p for p in folder.rglob("*.parquet") if "_delta_log" not in p.parts):
        rows = pl.read_parquet(path)
        names |= {n for c in ("user", "owner", "created_by") if c in rows.columns for n in rows[c].drop_nulls()}
    return names


def test_months_are_counted_back_over_the_year() -> None:
    assert first_kept(date(2026, 11, 9), 6) == date(2026, 5, 1)
    assert first_kept(date(2026, 3, 31), 13) == date(2025, 2, 1)


def test_acts_are_kept_six_months_and_daily_sums_thirteen(workspace: Workspace) -> None:
    purge(workspace)

    assert workspace.lake.scan("events").select(pl.col("day").min()).collect().item() >= date(2026, 5, 1)
    assert workspace.lake.scan("user_day").select(pl.col("day").min()).collect().item() < date(2026, 5, 1)


def test_purging_changes_no_figure(workspace: Workspace) -> None:
    with workspace.database.read() as session:
        before = figures.series(session)

    purge(workspace)
    measure(workspace)

    with workspace.database.read() as session:
        assert figures.series(session).equals(before)


def test_a_purge_that_was_cut_off_is_finished_by_the_next(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    # In a year from now all acts of the demo are past their time.
    later = workspace.on(date(2027, 11, 1))
    with monkeypatch.context() as cut_off:
        cut_off.setattr(Lake, "expunge", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            purge(later)
    assert names_in_files(workspace.lake_path / "events")

    purge(later)

    assert not names_in_files(workspace.lake_path / "events")


def test_access_tells_what_is_held_under_the_email_or_the_own_id(workspace: Workspace) -> None:
    email = somebody(workspace)

    held = access(workspace, email)

    assert {row["source"] for row in held["person"]} == {"annuaire", "crm"}
    assert held["teams"]
    assert held["events"]
    assert held["days_with_a_sum"] > 0
    assert email not in str(held)


@pytest.mark.parametrize("right", [access, erase])
def test_a_person_nobody_knows_is_said_to_be_unknown(
    workspace: Workspace, right: Callable[[Workspace, str], object]
) -> None:
    with pytest.raises(UnknownPersonError, match="nobody is known by that"):
        right(workspace, "nobody@nowhere.example")


def test_an_erased_person_is_gone_from_tables_and_files_and_does_not_come_back(workspace: Workspace) -> None:
    email = somebody(workspace)
    (name,) = access(workspace, email)["pseudonyms"]
    assert name in names_in_files(workspace.lake_path)

    erase(workspace, email)

    assert name not in names_in_files(workspace.lake_path)
    collect(workspace)
    measure(workspace)
    assert name not in names_in_files(workspace.lake_path)
    with pytest.raises(UnknownPersonError):
        access(workspace, email)


def test_erasing_somebody_leaves_the_figures_of_groups_that_were_shown(workspace: Workspace) -> None:
    with workspace.database.read() as session:
        before = figures.series(session)
    june = workspace.on(date(2026, 6, 22))
    then = look(june).shown

    erase(workspace, somebody(workspace))
    measure(workspace)

    # The difference of two figures, with and without somebody, would be what that person did.
    with workspace.database.read() as session:
        assert figures.series(session).equals(before)
    assert look(june).shown.equals(then)
