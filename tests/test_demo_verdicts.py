"""Each planted case of the simulated company is found, each control left alone, and what it cannot tell is grey."""

from pathlib import Path
from typing import Any

import pytest

from demo.plants import PLANTS
from demo.truths import week_of
from demo.verdicts import GREY, VERDICTS, Verdict
from jobs.answers import series, signals
from jobs.workspace import open_workspace
from metrics.catalogue import metrics
from metrics.subjects import PROJECT, SMALL_TEAMS, subject


@pytest.fixture(scope="module")
def said(demo_company: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """What Vigie says, by signal and subject."""
    return {(row["signal"], row["subject"]): row for row in signals(open_workspace(demo_company))}


def about(verdict: Verdict) -> str:
    parts = {"team": verdict.team, "role": verdict.role, "object": verdict.object}
    if verdict.team == "*":
        return SMALL_TEAMS
    return subject(**{name: value for name, value in parts.items() if value is not None})


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda v: f"{v.signal} {about(v)}")
def test_a_planted_case_is_found_and_a_control_left_alone(
    said: dict[tuple[str, str], dict[str, Any]], verdict: Verdict
) -> None:
    row = said[verdict.signal, about(verdict)]

    assert (row["level"], row["reason"]) == (verdict.level, None)
    if row["bound"] == "<=":
        assert verdict.value.low <= row["value"]
    elif row["bound"] == ">=":
        assert verdict.value.high >= row["value"]
    else:
        assert row["value"] in verdict.value


@pytest.mark.parametrize("signal", GREY)
def test_what_the_company_cannot_tell_is_grey_with_its_reason(
    said: dict[tuple[str, str], dict[str, Any]], signal: str
) -> None:
    row = said[signal, PROJECT]

    assert (row["level"], row["value"]) == ("grey", None)
    assert row["reason"] in GREY[signal]


def values(demo_company: Path, signal: str, first: int, last: int) -> list[float | None]:
    """The project's values from one week of the story to another."""
    rows = series(open_workspace(demo_company), signal, PROJECT)
    inside = (week_of(first).isoformat(), week_of(last).isoformat())
    return [row["value"] for row in rows if inside[0] <= str(row["period"]) <= inside[1]]


def test_deals_brought_over_and_those_of_other_pipelines_are_no_late_entry(demo_company: Path) -> None:
    assert values(demo_company, "spreadsheets.born_closed", 5, PLANTS.afterwards.from_week - 1) == [0.0] * 5


def test_until_a_team_goes_round_the_crm_its_orders_have_their_deal(demo_company: Path) -> None:
    before = values(demo_company, "spreadsheets.outside_crm", 5, PLANTS.unseen.from_week)

    assert len(before) == 8
    assert all(value is not None and value in PLANTS.unseen.of_other_teams for value in before)


def test_every_signal_has_a_case_or_is_known_to_be_grey() -> None:
    judged = {name for name, metric in metrics().items() if metric.amber is not None or metric.red is not None}

    assert judged - {verdict.signal for verdict in VERDICTS} - set(GREY) == set()
