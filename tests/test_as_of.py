"""A day in the past gives what that day showed, and looking at it writes nothing."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from jobs.measure import look
from jobs.workspace import open_workspace
from metrics.catalogue import metrics
from metrics.published import blunted, published
from store import figures
from tests.digests import files
from tests.terminal import vigie

WEEK = timedelta(days=7)
DAYS = [date(2026, 3, 30), date(2026, 6, 8), date(2026, 8, 24), date(2026, 10, 5)]


def answer(config: Path, *words: str) -> Any:
    ran = vigie((*words, "--config", str(config)), {})
    assert ran.code == 0
    return json.loads(ran.output)


@pytest.mark.parametrize("day", DAYS)
def test_figures_are_those_shown_then(demo_company: Path, day: date) -> None:
    workspace = open_workspace(demo_company, as_of=day)
    with workspace.database.read() as session:
        shown = figures.series(session, workspace.clock())
    now = look(workspace).series.select(*figures.SERIES).sort(figures.KEYS)

    keys, values = list(figures.KEYS), ["value", "hits", "n", "people", "coverage", "reason"]
    both = shown.select(*keys, *values).join(now.select(*keys, *values), on=keys, how="full", suffix="_now")
    differing = both.filter(~pl.all_horizontal(pl.col(v).eq_missing(pl.col(f"{v}_now")) for v in values))
    assert differing.rows() == []
    assert shown["period"].max() == day - WEEK


@pytest.mark.parametrize("day", DAYS)
def test_what_may_be_read_is_what_could_be_read_then(demo_company: Path, day: date) -> None:
    workspace = open_workspace(demo_company, as_of=day)
    with workspace.database.read() as session:
        series, groups = (kept(session, workspace.clock()) for kept in (figures.series, figures.groups))
    minimum = workspace.settings.privacy.minimum_group
    then = blunted(published(series, metrics(), minimum, groups), metrics())
    now = look(workspace)

    assert now.groups.equals(groups)
    assert now.shown.select(then.columns).equals(then)


@pytest.mark.parametrize("day", DAYS)
def test_levels_are_those_of_that_week(demo_company: Path, day: date) -> None:
    workspace = open_workspace(demo_company, as_of=day)
    with workspace.database.read() as session:
        kept = figures.levels(session, day - WEEK)
    found = look(workspace).levels.filter(pl.col("period") == day - WEEK).select(kept.columns).sort(figures.KEYS)

    assert kept.height > 50
    assert found.rows() == kept.rows()


def test_commands_on_a_past_day_answer_for_it_and_write_nothing(demo_company: Path) -> None:
    day = DAYS[1]
    before = files(demo_company.parent / "data")
    signals = answer(demo_company, "signals", "--as-of", day.isoformat(), "--json")
    series = answer(demo_company, "series", "adoption.rate", "--as-of", day.isoformat(), "--json")
    measured = answer(demo_company, "measure", "--as-of", day.isoformat(), "--json")

    assert {row["period"] for row in signals} == {(day - WEEK).isoformat()}
    assert max(row["period"] for row in series) == (day - WEEK).isoformat()
    assert [
        {k: v for k, v in row.items() if k != "metric"} for row in measured if row["metric"] == "adoption.rate"
    ] == series
    after = files(demo_company.parent / "data")
    assert {name for name in after if after[name] != before.get(name) and not name.endswith(("-shm", "-wal"))} == set()


def test_a_day_before_any_data_is_answered_with_nothing_judged(demo_company: Path) -> None:
    assert answer(demo_company, "series", "adoption.rate", "--as-of", "2020-01-06", "--json") == []
    assert answer(demo_company, "signals", "--as-of", "2020-01-06", "--json") == []
