"""What turned better since the last committee, hand-worked."""

from datetime import date

import polars as pl
import pytest

from metrics.progress import Step, progress
from metrics.rollups import TABLES
from metrics.signals import CHANGES
from settings.declared import DECLARED

TODAY, SINCE = date(2026, 10, 12), date(2026, 9, 15)


def told(*retired: tuple[str, str | None, date], since: date | None = SINCE) -> list[Step]:
    trainings, rituals = (pl.LazyFrame(schema=s) for s in (DECLARED["trainings"].kept, TABLES["ritual_day"]))
    return progress(pl.DataFrame(schema=CHANGES), rituals, trainings, retired, since, TODAY)


@pytest.mark.parametrize(
    ("day", "counts"),
    [("2026-09-14", False), ("2026-09-15", True), ("2026-10-11", True), ("2026-10-12", False)],
)
def test_a_workbook_counts_when_it_was_retired_since_the_last_committee(day: str, *, counts: bool) -> None:
    when = date.fromisoformat(day)

    assert told(("A", None, when)) == ([Step("workbook", "", "A", when)] if counts else [])


def test_without_a_committee_the_last_four_weeks_count() -> None:
    assert told(("A", "Suivi.xlsx", date(2026, 9, 14)), ("B", None, date(2026, 9, 13)), since=None) == [
        Step("workbook", "Suivi.xlsx", "A", date(2026, 9, 14))
    ]


def test_the_newest_comes_first() -> None:
    rows = told(("A", None, date(2026, 9, 20)), ("B", None, date(2026, 9, 30)))

    assert [step.subject for step in rows] == ["B", "A"]
