"""Each planted case of the simulated company is found, each control left alone, and what it cannot tell is grey."""

from pathlib import Path
from typing import Any

import pytest

from demo.verdicts import GREY, VERDICTS, Verdict
from jobs.answers import signals
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


def test_every_signal_has_a_case_or_is_known_to_be_grey() -> None:
    judged = {name for name, metric in metrics().items() if metric.amber is not None or metric.red is not None}

    assert judged - {verdict.signal for verdict in VERDICTS} - set(GREY) == set()
