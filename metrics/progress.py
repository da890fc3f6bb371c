"""Progress: what turned better since the last committee, for the documents ask that even small steps be valued."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import polars as pl

Kind = Literal["better", "ritual", "trained", "workbook"]

LATELY = timedelta(days=28)
BETTER = {"red": 3, "amber": 2, "grey": 1, "green": 0}


@dataclass(frozen=True)
class Step:
    """One thing that turned better.

    ``name``: a signal's id, the label of a ritual or training, or the name of a workbook, empty where it is not kept;
    the ``subject`` of a workbook is its pseudonym.
    """

    kind: Kind
    name: str
    subject: str
    day: date
    before: str = ""
    after: str = ""


def last_committee(meetings: pl.LazyFrame, today: date) -> date | None:
    """The day of the last committee held before today; None when none is known."""
    held = meetings.filter(pl.col("held") < today).select(pl.col("held").max()).collect()
    day: date | None = held.item()
    return day


def progress(
    changes: pl.DataFrame,
    ritual_day: pl.LazyFrame,
    trainings: pl.LazyFrame,
    retired: Iterable[tuple[str, str | None, date]],
    since: date | None,
    today: date,
) -> list[Step]:
    """What turned better after a day (None: in the last four weeks), newest first.

    ``changes``: rows of metric, subject, period, before, after: those to a better level, of which the last of each
    signal and subject counts. A ritual counts when it was first seen held, a training when it took place, a workbook
    (pseudonym, name, day) when it was ``retired``. Empty: none.
    Source: document 001 asks to value even small progress.
    """
    begin = since or today - LATELY
    within = (pl.col("day") >= begin) & (pl.col("day") < today)
    moved = (
        changes.rename({"period": "day"})
        .filter(within)
        .sort("day")
        .group_by("metric", "subject", maintain_order=True)
        .last()
        .filter(pl.col("before").replace_strict(BETTER, default=0) > pl.col("after").replace_strict(BETTER, default=0))
    )
    first_seen = (
        ritual_day.filter(pl.col("seen") > 0).group_by("ritual").agg(day=pl.col("day").min()).filter(within).collect()
    )
    held = (
        trainings.select("label", day="held", team=pl.col("team"))
        .filter(within)
        .group_by("label", "day")
        .agg(pl.col("team").drop_nulls().sort().first())
        .collect()
    )
    steps = [
        Step("better", row["metric"], row["subject"], row["day"], row["before"], row["after"])
        for row in moved.iter_rows(named=True)
    ]
    steps += [Step("ritual", row["ritual"], "project", row["day"]) for row in first_seen.iter_rows(named=True)]
    steps += [Step("trained", row["label"], row["team"] or "", row["day"]) for row in held.iter_rows(named=True)]
    steps += [Step("workbook", name or "", family, day) for family, name, day in retired if begin <= day < today]
    return sorted(steps, key=lambda step: (-step.day.toordinal(), step.kind, step.name, step.subject))
