"""The benchmark runs: small enough to say nothing of speed, it prints a line for every check."""

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import polars as pl
import pytest

from benchmarks.__main__ import main
from benchmarks.checks import CHECKS
from benchmarks.company import MIX, ROBOT_SHARE, Company
from benchmarks.rounds import Row, compared

SMALL = ("--scale", "0.002", "--months", "2", "--rounds", "1")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the whole benchmark prints."""
    return _benchmark(tmp_path_factory.mktemp("bench"))


def _benchmark(cache: Path, *more: str) -> str:
    with redirect_stdout(StringIO()) as said:
        assert main([*SMALL, "--cache", str(cache), *more]) in (0, 1)
    return said.getvalue()


@pytest.mark.parametrize("name", CHECKS)
def test_each_check_prints_its_line(printed: str, name: str) -> None:
    lines = [line.split() for line in printed.splitlines()]

    assert name in [words[0] for words in lines]


def test_only_the_check_asked_for_runs_on_data_kept_from_before(tmp_path: Path) -> None:
    first = _benchmark(tmp_path, "--only", "event-size")
    made = sorted(tmp_path.rglob("*.parquet"))

    assert _benchmark(tmp_path, "--only", "event-size") == first
    assert sorted(tmp_path.rglob("*.parquet")) == made
    assert len(first.splitlines()) == 1 + 1


def test_the_same_company_is_generated_every_time() -> None:
    company = Company(scale=0.001, months=2)

    assert all(a.equals(b) for a, b in zip(company.by_month(), company.by_month(), strict=True))
    assert company.states(0.05).equals(company.states(0.05))


def test_events_have_the_mix_of_the_demo_company() -> None:
    events = next(Company(scale=0.1, months=36).by_month())

    people = events.filter(pl.col("client").is_not_null())
    views = sum(share for action, _, share in MIX if action == "view")
    assert 1 - people.height / events.height == pytest.approx(ROBOT_SHARE, abs=0.001)
    assert (people["action"] == "view").mean() == pytest.approx(views, abs=0.02)
    assert events["record"].is_not_null().mean() == pytest.approx(0.88, abs=0.02)


def test_medians_are_compared_and_the_first_turn_does_not_count() -> None:
    one, other = iter([9.0, 2.0, 6.0, 4.0]), iter([9.0, 1.0, 2.0, 4.0])

    row = compared("name", "what", lambda: next(one), lambda: next(other), 2, 3, "s")

    assert row == Row("name", "what", 4 / 2, 2, 3, 1.0, 3.0, "4.00 s against 2.00 s")


def test_on_the_limit_is_still_inside() -> None:
    assert Row("", "", measured=2.5, limit=2.5, rounds=5, low=2, high=3).passed
    assert not Row("", "", measured=2.51, limit=2.5, rounds=5, low=2, high=3).passed
