"""Advice: something to do about every signal, never against people, and three next actions by a stated rule."""

import re
from datetime import date, timedelta
from typing import get_args

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.advice import ADVICE, next_actions
from metrics.advice.wording import Who
from metrics.catalogue import metrics
from metrics.declaring import Cause
from metrics.signals import Level
from tests.tables import table

CATALOGUE = """
    adoption.login_rate adoption.rate adoption.habit_rate adoption.stickiness adoption.key_features
    adoption.never_used adoption.collapse adoption.dispersion adoption.minimum_effort adoption.decided_from_crm
    adoption.management_looks adoption.forecast_by_hand adoption.trained adoption.champions adoption.involvement
    adoption.trust adoption.satisfaction adoption.information adoption.support adoption.entry_time adoption.friction
    adoption.mobile adoption.sharing
    data_quality.completeness data_quality.stale data_quality.decay data_quality.duplicates data_quality.interactions
    data_quality.format data_quality.contradictions data_quality.unused_fields data_quality.owners
    data_quality.segments data_quality.retention data_quality.access
    spreadsheets.exports spreadsheets.round_trips spreadsheets.shadow_files spreadsheets.shadow_coverage
    spreadsheets.born_closed spreadsheets.late_entry spreadsheets.batch_entry spreadsheets.outside_crm
    spreadsheets.other_channels
    governance.cadence governance.sponsor governance.open_decisions governance.rituals governance.responsibilities
    governance.scenarios governance.framing governance.project_team governance.incentives
    business.objectives business.value
"""
SIGNALS = CATALOGUE.split()
FORBIDDEN = re.compile(
    r"""\b( sanction\w* | disciplin\w* | punish\w* | penal\w* | warning\ letters? | reprimand\w* | blam\w*
    | bonus\w* | merit\w* | commission\w* | pay | payroll | salar\w* | wages? | remunerat\w* | promotions?
    | dismiss\w* | lay\ ?offs? | redundan\w* | fir(e|ed|ing) | departures? | resign\w* | replace\ (people|staff)
    | apprais\w* | rank\w* | scores?
    | sanctionn\w* | punir | avertissements? | blâme\w* | mérite\w* | primes? | rémunér\w* | salaires?
    | licenci\w* | renvo[iy]\w* | départs? | notation\w* | classements? )\b""",
    re.IGNORECASE | re.VERBOSE,
)
LEVELS = {
    "metric": pl.String(),
    "subject": pl.String(),
    "level": pl.String(),
    "since": pl.Date(),
    "value": pl.Float64(),
    "n": pl.Float64(),
    "cause": pl.String(),
}


def actions(text: str) -> list[tuple[str, str]]:
    """Signal and subject of the next actions."""
    return [(action.signal, action.subject) for action in next_actions(table(text, LEVELS))]


def test_every_signal_of_the_catalogue_has_two_or_three_actions() -> None:
    assert sorted(ADVICE) == sorted(SIGNALS)
    assert {name: len(given) for name, given in ADVICE.items() if len(given) not in (2, 3)} == {}


@pytest.mark.parametrize(
    "name", [n for n, m in metrics().items() if (m.amber, m.red) != (None, None) and not n.startswith("delivery.")]
)
def test_every_metric_that_can_warn_has_advice(name: str) -> None:
    assert name in ADVICE


@pytest.mark.parametrize("name", SIGNALS)
def test_advice_says_what_to_do_who_does_it_what_it_brings_and_after_which_document(name: str) -> None:
    for advice in ADVICE[name]:
        assert advice.text.endswith(".")
        assert advice.effect
        assert not advice.effect.endswith(".")
        assert len(advice.effect.split()) <= 8
        assert advice.who in get_args(Who)
        assert advice.documents
        assert set(advice.documents) <= {"000", "001", "002", "003", "004"}
        assert list(advice.documents) == sorted(set(advice.documents))


def test_no_action_is_advised_twice() -> None:
    texts = [advice.text for given in ADVICE.values() for advice in given]

    assert len(set(texts)) == len(texts)


def test_no_action_is_turned_against_people() -> None:
    said = [f"{advice.text} {advice.effect}" for given in ADVICE.values() for advice in given]

    assert [text for text in said if FORBIDDEN.search(text)] == []


@pytest.mark.parametrize(
    "text", ["Tie commissions to use.", "Prévoir une sanction.", "Pay by merit.", "Préparer leur départ.", "Fire them."]
)
def test_what_is_turned_against_people_would_be_found(text: str) -> None:
    assert FORBIDDEN.search(text)


def test_red_comes_first_then_foundations_approach_tool_organisation_people_and_symptoms() -> None:
    found = actions("""
        metric                    | subject | level | cause
        adoption.trust            | project | red   | human
        adoption.entry_time       | project | red   | tool
        adoption.rate             | project | red   | symptom
        adoption.champions        | project | amber | approach
        governance.rituals        | project | amber | organisation
    """)

    assert [name for name, _ in found] == ["adoption.entry_time", "adoption.trust", "adoption.rate"]


def test_among_equals_foundations_and_approach_unlock_the_rest() -> None:
    found = actions("""
        metric                      | subject | level | cause
        adoption.trained            | project | amber | human
        adoption.friction           | project | amber | tool
        adoption.champions          | project | amber | approach
        governance.responsibilities | project | amber | organisation
    """)

    assert [name for name, _ in found] == ["governance.responsibilities", "adoption.champions", "adoption.friction"]


def test_the_project_comes_before_a_team_the_larger_before_the_smaller_and_what_lasts_before_what_is_new() -> None:
    rows = """
        metric              | subject   | level | cause | n  | since
        adoption.entry_time | team:Est  | red   | tool  | 30 | 2026-09-07
        adoption.entry_time | team:Nord | red   | tool  | 12 | 2026-03-02
        adoption.entry_time | team:Sud  | red   | tool  | 12 | 2026-05-04
    """
    both = rows + "    adoption.friction | project | red | tool | 9 | 2026-09-07\n"

    assert actions(rows)[0] == ("adoption.entry_time", "team:Est")
    assert actions(rows.replace("30", "9 "))[0] == ("adoption.entry_time", "team:Nord")
    assert actions(both)[0] == ("adoption.friction", "project")


def test_a_cause_gives_one_action_as_long_as_others_are_lit() -> None:
    found = actions("""
        metric                      | subject | level | cause
        governance.rituals          | project | red   | organisation
        governance.responsibilities | project | red   | organisation
        adoption.trained            | project | amber | human
        adoption.entry_time         | project | amber | tool
    """)

    assert [name for name, _ in found] == ["governance.responsibilities", "adoption.entry_time", "adoption.trained"]


def test_signals_that_say_the_same_thing_give_one_action() -> None:
    found = actions("""
        metric              | subject   | level | cause
        spreadsheets.exports | project   | red   | symptom
        spreadsheets.exports | team:Nord | red   | symptom
        spreadsheets.exports | team:Est  | red   | symptom
        governance.cadence   | project   | amber | organisation
    """)

    assert found == [("spreadsheets.exports", "project"), ("governance.cadence", "project"), found[0]]


def test_where_one_signal_alone_is_lit_more_of_its_advice_follows() -> None:
    rows = table("metric | subject | level | cause\nadoption.trust | team:Nord | amber | human", LEVELS)
    found = next_actions(rows)

    assert [action.advice for action in found] == list(ADVICE["adoption.trust"])
    assert {(action.signal, action.subject, action.level) for action in found} == {
        ("adoption.trust", "team:Nord", "amber")
    }


def test_nothing_lit_needs_nothing_done() -> None:
    quiet = """
        metric         | subject | level | cause
        adoption.trust | project | green | human
        adoption.rate  | project | grey  | symptom
    """

    assert actions(quiet) == []
    assert next_actions(pl.DataFrame(schema=LEVELS)) == []
    assert actions("metric | subject | level | cause\nadoption.unheard_of | project | red | human") == []


row = st.fixed_dictionaries(
    {
        "metric": st.sampled_from([*SIGNALS, "delivery.cpi"]),
        "subject": st.sampled_from(["project", "team:Nord", "team:Est"]),
        "level": st.sampled_from(get_args(Level)),
        "since": st.none() | st.integers(0, 90).map(lambda n: date(2026, 9, 7) - timedelta(n)),
        "n": st.none() | st.integers(0, 90).map(float),
        "cause": st.sampled_from(get_args(Cause)),
    }
)


@given(st.lists(row, max_size=12, unique_by=lambda r: (r["metric"], r["subject"])), st.integers(0, 99))
def test_there_are_never_more_than_three_and_their_order_is_that_of_the_rule(
    rows: list[dict[str, object]], seed: int
) -> None:
    levels = pl.DataFrame(rows, schema=LEVELS)
    found = next_actions(levels)
    shuffled = levels.sample(fraction=1.0, shuffle=True, seed=seed)
    lit = levels.filter(pl.col("level").is_in(["amber", "red"]) & pl.col("metric").is_in(list(ADVICE)))

    assert found == next_actions(shuffled)
    assert len(found) <= 3
    assert bool(found) != lit.is_empty()
    assert all(action.level in ("amber", "red") for action in found)
    assert len({action.advice.text for action in found}) == len(found)
    if "red" in lit["level"].to_list():
        assert found[0].level == "red"
