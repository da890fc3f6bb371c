"""What should be said of the simulated company in its last week is said, all the way from its sources to levels."""

from pathlib import Path

import polars as pl
import pytest

from demo.truths import LAST_WEEK
from demo.verdicts import GREY, VERDICTS, Verdict
from jobs.measure import Figures, look
from jobs.workspace import open_workspace
from metrics.catalogue import metrics
from metrics.subjects import PROJECT, subject

DEMO = (Path(__file__).parent.parent / "docs" / "demo.md").read_text(encoding="utf-8")
JUDGED = [verdict for verdict in VERDICTS if verdict.signal in metrics()]


def name(verdict: Verdict) -> str:
    parts = {"team": verdict.team, "object": verdict.object, "role": verdict.role}
    return subject(**{key: value for key, value in parts.items() if value})


@pytest.fixture(scope="module")
def found(demo_company: Path) -> Figures:
    return look(open_workspace(demo_company))


def last(rows: pl.DataFrame, signal: str, subject: str) -> dict[str, object]:
    of_week = pl.col("period") == LAST_WEEK
    return rows.filter((pl.col("metric") == signal) & (pl.col("subject") == subject) & of_week).row(0, named=True)


@pytest.mark.parametrize("verdict", JUDGED, ids=lambda verdict: f"{verdict.signal} {name(verdict)}")
def test_each_plant_is_found_and_each_control_is_left_alone(found: Figures, verdict: Verdict) -> None:
    figure, judged = (last(rows, verdict.signal, name(verdict)) for rows in (found.series, found.levels))

    assert figure["value"] is not None
    assert float(str(figure["value"])) in verdict.value
    assert judged["level"] == verdict.level


@pytest.mark.parametrize("signal", [name for name in GREY if name in metrics()])
def test_what_the_demo_knows_nothing_of_stays_grey(found: Figures, signal: str) -> None:
    judged = last(found.levels, signal, PROJECT)

    assert judged["level"] == "grey"
    assert judged["reason"] in GREY[signal]


def test_the_page_on_the_demo_names_every_signal_and_team_it_speaks_of() -> None:
    assert len(DEMO.splitlines()) <= 60
    assert [signal for signal in {*GREY, *(verdict.signal for verdict in VERDICTS)} if f"`{signal}`" not in DEMO] == []
    assert [verdict.team for verdict in VERDICTS if (verdict.team or "") not in DEMO] == []
