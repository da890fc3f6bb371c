"""What is declared, week by week: which states hold, what has happened, and both as rows that a metric gives."""

from collections.abc import Sequence

import polars as pl

from metrics.declaring import OUTCOME
from metrics.subjects import PROJECT, subject_of

ALWAYS = ("framing", "build", "pilot", "rollout", "run")
"""Phases of signals that a project declares from its first day on."""

YEAR = "12mo"
ROUND_LASTS_DAYS = 26 * 7
"""After so many days the answers of a survey no longer speak of now."""

UNFAVOURABLE = 2
"""Answers up to it, of 1 to 5, are unfavourable."""


def holding(states: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """The states that hold on each week's last day: their columns, period and end. Empty: no row."""
    return _dated(states, weeks).filter(
        (pl.col("since") <= pl.col("end")) & (pl.col("until").is_null() | (pl.col("until") > pl.col("end")))
    )


def happened(facts: pl.LazyFrame, day: str, weeks: pl.LazyFrame, within: str | None = None) -> pl.LazyFrame:
    """The facts whose day lies on or before each week's last: their columns, period and end. Empty: no row.

    ``day``: the column of that day. ``within``: how far back, as polars writes spans (``91d``, ``12mo``), the first day
    excluded. A later day is planned and counts for no week before it.
    """
    past = _dated(facts, weeks).filter(pl.col(day) <= pl.col("end"))
    return past.filter(pl.col(day) > pl.col("end").dt.offset_by(f"-{within}")) if within else past


def begun(facts: pl.LazyFrame, day: str, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """The weeks that end on or after the first day of anything declared: columns period, end."""
    first = facts.select(first=pl.col(day).min())
    return _dated(first, weeks).filter(pl.col("first") <= pl.col("end")).select("period", "end")


def _dated(facts: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    return weeks.select("period", "end").join(facts, how="cross")


def stated(
    rows: pl.LazyFrame, weeks: pl.LazyFrame, empty: str = "no_data", reasons: Sequence[str] = ()
) -> pl.LazyFrame:
    """Rows that a metric gives from what is declared: the project's in every week, and those of other subjects.

    ``rows``: period, and value, or hits and n; subject where it is not the project; people where persons are counted;
    reason where it is known why there is no value. ``empty``: the reason of all others without one. ``reasons``: those
    of weeks that count here too: ``held`` stands beside a value, any other takes its place.
    """
    names = rows.collect_schema().names()
    blank = {name: pl.lit(None, dtype=kind).alias(name) for name, kind in OUTCOME.items()} | {
        "subject": pl.lit(PROJECT).alias("subject")
    }
    given = rows.select(pl.col(name).cast(kind) if name in names else blank[name] for name, kind in OUTCOME.items())
    known = weeks.select("period", week=pl.when(pl.col("reason").is_in(list(reasons))).then("reason"))
    project = known.join(given.filter(pl.col("subject") == PROJECT), on="period", how="left")
    others = given.filter(pl.col("subject") != PROJECT).join(known, on="period")
    columns = (*OUTCOME, "week")
    both = pl.concat([project.with_columns(subject=pl.lit(PROJECT)).select(columns), others.select(columns)])
    rate = pl.when(pl.col("n") > 0).then(pl.col("hits") / pl.col("n"))
    valued = both.with_columns(value=pl.coalesce("value", rate))
    shown = pl.col("value").is_not_null() & (pl.col("week").is_null() | (pl.col("week") == "held"))
    figures = ("value", "hits", "n", "people", "coverage")
    return valued.with_columns(
        *(pl.when(shown).then(name).alias(name) for name in figures),
        reason=pl.when(shown).then("week").otherwise(pl.coalesce("week", "reason", pl.lit(empty))),
    ).select(*OUTCOME)


def by_team(rows: pl.LazyFrame, sums: Sequence[pl.Expr], *keys: str) -> pl.LazyFrame:
    """Sums over all rows and over those of each team: columns keys, subject and the sums. Rows without a team: in all.

    ``rows``: columns keys, team and what the sums need.
    """
    whole = rows.group_by(keys).agg(sums).with_columns(subject=pl.lit(PROJECT))
    teams = rows.filter(pl.col("team").is_not_null()).group_by(*keys, "team").agg(sums)
    return pl.concat([whole, teams.with_columns(subject=subject_of("team")).drop("team")], how="diagonal")


def in_use(rows: pl.LazyFrame, annotations: pl.LazyFrame, day: pl.Expr) -> pl.LazyFrame:
    """The rows whose day is none before the CRM went into use, for all or for their team; those of no day too."""
    launches = annotations.filter(pl.col("kind") == "go_live")
    first = launches.filter(pl.col("team").is_null()).select(launched=pl.col("happened").min())
    own = launches.filter(pl.col("team").is_not_null()).group_by("team").agg(own_launch=pl.col("happened").min())
    known = rows.join(first, how="cross").join(own, on="team", how="left")
    since = pl.max_horizontal("launched", "own_launch")
    return known.filter((day >= since).fill_null(value=True)).drop("launched", "own_launch")


def answers(pulse: pl.LazyFrame, items: Sequence[str]) -> pl.LazyFrame:
    """The answers to some items: columns round, respondent, team, item, answer; one a person and item."""
    return (
        pulse.filter(pl.col("item").is_in(list(items)) & pl.col("answer").is_not_null())
        .group_by("round", "respondent", "item")
        .agg(pl.col("team").min(), pl.col("answer").mean())
        .with_columns(pl.col("team").min().over("round", "respondent"))
    )


def unfavourable(pulse: pl.LazyFrame, items: Sequence[str]) -> pl.LazyFrame:
    """Unfavourable answers of each round, by project and team: columns subject, round, hits, n, people."""
    sums = [
        (pl.col("answer") <= UNFAVOURABLE).sum().alias("hits"),
        pl.len().alias("n"),
        pl.col("respondent").n_unique().alias("people"),
    ]
    return by_team(answers(pulse, items), sums, "round")


def surveyed(rounds: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """The figures of survey rounds, each from its day until the next round, for at most 26 weeks.

    ``rounds``: subject, round (its day), people, and value, or hits and n, or reason; the project has a row in each
    round. Empty: no_data before the first round, stale once the last is too old.
    """
    days = rounds.filter(pl.col("subject") == PROJECT).select("round")
    newest = happened(days, "round", weeks).group_by("period", "end").agg(round=pl.col("round").max())
    old = (pl.col("end") - pl.col("round")).dt.total_days() > ROUND_LASTS_DAYS
    fresh = newest.filter(~old).join(rounds, on="round").drop("round", "end")
    stale = newest.filter(old).select("period", subject=pl.lit(PROJECT), reason=pl.lit("stale"))
    return stated(pl.concat([fresh, stale], how="diagonal"), weeks)
