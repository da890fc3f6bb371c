"""Which actions come next, by a stated rule."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from metrics.advice import adoption, data_quality, spreadsheets, steering
from metrics.advice.wording import Advice, BySignal
from metrics.catalogue import metrics
from metrics.signals import Level
from metrics.subjects import PROJECT

ADVICE: BySignal = {**adoption.ADVICE, **data_quality.ADVICE, **spreadsheets.ADVICE, **steering.ADVICE}
"""Two or three actions for each signal, the most useful first."""

MOST = 3
FOUNDATIONS = frozenset(
    {"governance.rituals", "governance.responsibilities", "governance.scenarios", "data_quality.owners"}
)
"""What the rest stands on: put right, it makes other signals better."""

ORDER = ("foundation", "approach", "tool", "organisation", "human", "symptom")
"""What comes first: what unlocks the rest, then the tool, and people never before it."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class NextAction:
    """An action to take: for which signal and subject, its level and since when, and the advice."""

    signal: str
    subject: str
    level: Level
    since: date | None
    advice: Advice


def next_actions(levels: pl.DataFrame, advice: BySignal = ADVICE) -> list[NextAction]:
    """The three most useful next actions, the first one first; fewer where there is no more to do.

    Signals at red or amber are put in order: red before amber; then by what they come from (foundations, approach,
    tool, organisation, human, and last symptoms, whose cause is open); then the project as a whole before its parts and
    the larger n before the smaller; then the one that has lasted longest. From the first on, the first advice of
    a signal is taken unless its cause, or a signal that says the same thing, already gave one. Where that leaves fewer
    than three, more of the same cause follow in the same order, then more advice of the signals taken.
    ``levels``: a row a signal and subject as they stand: metric, subject, level, since, value, n (how many people or
    records it speaks of), cause. ``advice``: by signal; signals without any are left out. Empty: none.
    """
    known = [
        row
        for row in levels.filter(pl.col("level").is_in(["red", "amber"])).iter_rows(named=True)
        if row["metric"] in advice
    ]
    ordered = sorted(known, key=_rank)
    taken = _distinct(ordered, [], lambda row: (f"says {_bundle(row)}", f"comes from {row['cause']}"))
    taken = _distinct(ordered, taken, lambda row: (f"says {_bundle(row)}",))
    first = [_action(row, advice[row["metric"]][0]) for row in taken]
    more = (_action(row, further) for row in taken for further in advice[row["metric"]][1:])
    return [*first, *more][:MOST]


def _rank(row: Row) -> tuple[object, ...]:
    origin = "foundation" if row["metric"] in FOUNDATIONS else row["cause"]
    return (
        row["level"] != "red",
        ORDER.index(origin),
        row["subject"] != PROJECT,
        -(row["n"] or 0.0),
        row["since"] or date.max,
        row["metric"],
        row["subject"],
    )


def _distinct(rows: Iterable[Row], taken: list[Row], keys: Callable[[Row], tuple[str, ...]]) -> list[Row]:
    """Those taken and further rows, three at most, none of which has a key that one before it has."""
    found = list(taken)
    used = {key for row in found for key in keys(row)}
    for row in rows:
        if len(found) < MOST and used.isdisjoint(keys(row)):
            found.append(row)
            used.update(keys(row))
    return found


def _bundle(row: Row) -> str:
    """The name under which signals that say the same thing vote once."""
    declared = metrics().get(row["metric"])
    return declared.bundle if declared else str(row["metric"])


def _action(row: Row, advice: Advice) -> NextAction:
    return NextAction(row["metric"], row["subject"], row["level"], row["since"], advice)
