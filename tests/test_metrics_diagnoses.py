"""Diagnoses, hand-worked: what lights a weak signal, what stays unknown, how families of causes vote."""

from datetime import timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.catalogue import metrics
from metrics.diagnoses import (
    DIRECT,
    WEAK_SIGNALS,
    State,
    causes,
    diagnose,
    serious_warnings,
    states,
    two_of_four,
)
from metrics.signals import LEVELS, Level
from tests.tables import week

NOW = week(10)
LEVEL = st.sampled_from(["grey", "green", "amber", "red"])


def standing(text: str) -> dict[str, State]:
    """Signals as they stand, from lines of ``signal | level | weeks``: how many weeks the level has held."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines() if line.strip()]
    levels = pl.DataFrame(
        [
            (name, "project", NOW, level, NOW - timedelta(weeks=int(held) - 1), None, None, None, None, None)
            for name, level, held in rows
        ],
        schema=LEVELS,
        orient="row",
    )
    return states(levels, metrics())


def family(name: str, text: str) -> bool:
    return next(f.lit for f in two_of_four(standing(text)).families if f.name == name)


@pytest.mark.parametrize(
    ("signs", "lit"),
    [
        ("data_quality.completeness | red | 1", True),
        ("data_quality.completeness | amber | 3\n data_quality.stale | amber | 3", True),
        ("data_quality.completeness | amber | 3\n data_quality.stale | amber | 2", False),
        ("data_quality.completeness | amber | 30", False),
        ("data_quality.completeness | green | 9\n data_quality.stale | green | 9", False),
        ("", False),
    ],
)
def test_a_family_is_lit_by_one_red_or_two_ambers_of_three_weeks(signs: str, *, lit: bool) -> None:
    assert family("data", signs) is lit


@pytest.mark.parametrize(
    ("signs", "lit"),
    [
        ("spreadsheets.exports | red | 9", False),
        ("spreadsheets.exports | red | 9\n spreadsheets.other_channels | amber | 1", True),
        ("spreadsheets.exports | red | 9\n spreadsheets.shadow_files | amber | 1", True),
        ("spreadsheets.shadow_coverage | red | 1", True),
        ("spreadsheets.round_trips | red | 1", True),
    ],
)
def test_going_round_the_crm_needs_direct_evidence(signs: str, *, lit: bool) -> None:
    assert family("around", signs) is lit


def test_two_lit_is_a_system_problem_whatever_is_unknown() -> None:
    found = two_of_four(standing("data_quality.stale | red | 1\n adoption.management_looks | red | 1"))

    assert found.answer == "met"
    assert [f.name for f in found.lit] == ["data", "decisions"]


def test_what_nobody_can_see_is_unknown_and_never_absent() -> None:
    assert two_of_four(standing("")).answer == "unknown"
    assert two_of_four(standing("data_quality.stale | red | 1")).answer == "unknown"


def test_it_is_no_system_problem_once_too_little_is_left_unknown() -> None:
    known = "\n".join(f"{s} | green | 9" for name in ("data", "own_way", "around") for s in WEAK_SIGNALS[name])  # type: ignore[index]
    found = two_of_four(standing(known))

    assert found.answer == "not_met"
    assert [(f.known, f.total) for f in found.families] == [(3, 3), (3, 3), (5, 5), (0, 3)]


@given(st.fixed_dictionaries({name: LEVEL for names in WEAK_SIGNALS.values() for name in names}))
def test_learning_what_was_unknown_never_takes_a_light_away(levels: dict[str, Level]) -> None:
    now = {name: State(name, level, NOW - timedelta(weeks=9), NOW) for name, level in levels.items()}
    fewer = {n: State(n, "grey") if i % 2 else s for i, (n, s) in enumerate(sorted(now.items()))}

    assert len(two_of_four(fewer).lit) <= len(two_of_four(now).lit)
    if two_of_four(fewer).answer == "not_met":
        assert two_of_four(now).answer == "not_met"


def test_direct_evidence_is_of_the_family_it_belongs_to() -> None:
    assert set(WEAK_SIGNALS["around"]) > DIRECT


def test_signals_of_one_bundle_vote_once_and_symptoms_not_at_all() -> None:
    symptoms = "adoption.rate | red | 5\n adoption.login_rate | red | 5"
    votes = {vote.cause: vote for vote in causes(standing(symptoms + "\n data_quality.stale | red | 3"), metrics())}

    assert votes["organisation"].lit == ("data_quality.stale",)
    assert votes["organisation"].known == 1
    assert all("adoption.rate" not in vote.lit for vote in votes.values())


def test_a_serious_warning_nobody_measures_is_unknown() -> None:
    boxes = serious_warnings(standing(""), metrics())

    assert [(box.name, box.answer) for box in boxes] == [
        ("overrun", "unknown"), ("late", "unknown"), ("unfit", "unknown"), ("demotivation", "unknown"),
    ]  # fmt: skip


def test_nothing_kept_diagnoses_nothing() -> None:
    found = diagnose(pl.DataFrame(schema=LEVELS), metrics())

    assert found.two_of_four.answer == "unknown"
    assert {state.level for state in found.foundations.values()} == {"grey"}
