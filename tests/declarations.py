"""What a project declares and answers, written as text tables, and what a metric makes of it."""

from collections.abc import Callable, Mapping

import polars as pl

from metrics.catalogue import metrics
from metrics.declaring import OUTCOME
from metrics.limits import limits_of
from metrics.population import EXPECTED
from metrics.signals import Level, Week, evidence
from metrics.subjects import PROJECT
from settings.declared import DECLARED
from settings.survey import PULSE
from tests.tables import table, week

Frames = Mapping[str, pl.LazyFrame]


def sheet(name: str, text: str = "") -> pl.LazyFrame:
    """The rows of a declared sheet; a fact holds from its day, a state from a day long ago unless ``since`` says so."""
    kept = DECLARED[name].kept
    rows = table(text, kept) if text else pl.DataFrame(schema=kept)
    since = pl.col(DECLARED[name].dated or "since")
    return rows.with_columns(since=pl.coalesce("since", since, pl.date(2026, 1, 1))).lazy()


def answers(text: str = "") -> pl.LazyFrame:
    """Answers to a survey."""
    return (table(text, PULSE) if text else pl.DataFrame(schema=PULSE)).lazy()


def steering(cadence_days: int | None = None) -> pl.LazyFrame:
    """The settings of steering."""
    return pl.LazyFrame({"cadence_days": [cadence_days]}, schema={"cadence_days": pl.Int64})


def expected(people: Mapping[str, tuple[str | None, str | None]], count: int) -> pl.LazyFrame:
    """The same people, with their team and role, expected in so many weeks."""
    rows = [
        {"period": week(n), "user": user, "team": team, "role": role, "monthly": False}
        for n in range(1, count + 1)
        for user, (team, role) in people.items()
    ]
    return pl.LazyFrame(rows, schema=EXPECTED)


def found(rows: pl.LazyFrame, number: int, subject: str = PROJECT) -> tuple[float | None, str | None]:
    """Value and reason of a subject in a week."""
    here = rows.collect().filter((pl.col("period") == week(number)) & (pl.col("subject") == subject))
    value, reason = here.select("value", "reason").row(0)
    return value, reason


def values(rows: pl.LazyFrame, subject: str = PROJECT) -> list[float | None]:
    """The values of a subject, week after week."""
    return rows.collect().filter(pl.col("subject") == subject).sort("period")["value"].to_list()


def level_of(metric: str, value: float) -> Level:
    """The level of a value by itself, by the declared limits of a metric."""
    declared = metrics()[metric]
    newest = Week(week(1), value, None, None, None)
    return evidence([newest], limits_of(declared, PROJECT, {}), declared.kind, declared.grain)


def holds(compute: Callable[..., pl.LazyFrame], frames: Frames, seed: int) -> pl.DataFrame:
    """The rows of a metric, once sure that they are well formed and do not depend on the order of what it reads.

    Well formed: the columns of an outcome, one row a subject and week, one of the project in each week, and either a
    value or a reason.
    """
    rows = compute(**frames).collect().sort("subject", "period")
    shuffled = {
        name: frame.collect().sample(fraction=1.0, shuffle=True, seed=seed).lazy() for name, frame in frames.items()
    }
    again = compute(**shuffled).collect().sort("subject", "period")
    figures = ("value", "hits", "n")
    assert rows.schema == pl.Schema(OUTCOME)
    assert again.with_columns(pl.col(figures).round(9)).equals(rows.with_columns(pl.col(figures).round(9)))
    assert rows.select("subject", "period").is_unique().all()
    assert rows.filter(pl.col("subject") == PROJECT).height == frames["weeks"].collect().height
    assert rows.filter(pl.col("value").is_null() & pl.col("reason").is_null()).is_empty()
    return rows
