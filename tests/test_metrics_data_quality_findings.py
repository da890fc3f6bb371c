"""What records tell beyond being filled, hand-worked: doubles, formats, contradictions, interactions, retention."""

import polars as pl
import pytest

from metrics.data_quality.contradictions import contradictions
from metrics.data_quality.duplicates import duplicates
from metrics.data_quality.formats import format as formats
from metrics.data_quality.retention import retention
from metrics.data_quality.unused_fields import unused_fields
from metrics.data_quality.upkeep import interactions
from tests.days import days, shown
from tests.levels import level
from tests.tables import table, weeks

FIELDS = {
    "source": pl.String(),
    "object": pl.String(),
    "field": pl.String(),
    "slug": pl.String(),
    "custom": pl.Boolean(),
}
NONE = {"project": (None, "no_data")}


@pytest.mark.parametrize(
    ("signal", "on_amber", "past_amber", "on_red", "past_red"),
    [
        ("data_quality.duplicates", 0.03, 0.035, 0.08, 0.12),
        ("data_quality.interactions", 0.80, 0.75, 0.60, 0.50),
        ("data_quality.format", 0.90, 0.85, 0.75, 0.65),
        ("data_quality.contradictions", 0.05, 0.06, 0.15, 0.20),
        ("data_quality.unused_fields", 0.20, 0.21, 0.40, 0.41),
        ("data_quality.retention", 0.01, 0.015, 0.05, 0.08),
        ("data_quality.decay", 0.02, 0.025, 0.03, 0.06),
    ],
)
def test_on_the_limit_is_inside_and_past_it_is_not(
    signal: str, on_amber: float, past_amber: float, on_red: float, past_red: float
) -> None:
    values = (on_amber, past_amber, on_red, past_red)

    assert [level(signal, value) for value in values] == ["green", "amber", "amber", "red"]


STANDING = days(
    "stage_day",
    """
    object      | team | status | stage | n  | talked | beyond | owners | unknown
    opportunity | Nord | open   | one   | 10 | 7      | -      | 3      | 0
    opportunity | Nord | open   | two   | 10 | 9      | -      | 3      | 0
    opportunity | Nord | won    | end   | 50 | 0      | -      | 3      | 0
    opportunity | Est  | open   | one   | 5  | 0      | -      | 2      | 0
    contact     | Nord | -      | -     | 90 | 0      | 9      | 3      | 0
    contact     | Est  | -      | -     | 10 | 0      | 1      | 2      | 0
    account     | Nord | -      | -     | 40 | 0      | -      | 3      | 0
    """,
)


def test_interactions_are_of_the_open_opportunities_alone() -> None:
    assert shown(interactions(STANDING, weeks(1)), "value", "n", "people") == {
        "project": ((7 + 9 + 0) / (10 + 10 + 5), 10 + 10 + 5, 3 + 2),
        "team:Nord": ((7 + 9) / (10 + 10), 10 + 10, 3),
        "team:Est": (0 / 5, 5, 2),
    }


def test_where_no_interaction_is_known_nothing_is_said_of_them() -> None:
    silent = STANDING.with_columns(talked=pl.lit(None, pl.Int64))

    assert shown(interactions(silent, weeks(1)), "value", "reason") == NONE


def test_weeks_held_keep_their_value_and_those_not_collected_have_none() -> None:
    held, stale = (shown(interactions(STANDING, weeks(1, {1: why})), "value", "reason") for why in ("held", "stale"))

    assert held["project"] == (16 / 25, "held")
    assert stale["project"] == (None, "stale")


def test_states_nobody_saw_count_against_what_is_known() -> None:
    unseen = STANDING.with_columns(unknown=pl.lit(76))
    just = STANDING.with_columns(unknown=pl.lit(75))

    assert shown(interactions(unseen, weeks(1)), "value", "reason")["project"] == (None, "no_data")
    assert shown(interactions(just, weeks(1)), "coverage")["project"] == 75 / (75 + 75)


def test_retention_is_of_contacts_and_of_those_whose_term_is_declared() -> None:
    undeclared = STANDING.with_columns(beyond=pl.lit(None, pl.Int64))

    assert shown(retention(STANDING, weeks(1))) == {
        "project": (9 + 1) / (90 + 10),
        "team:Nord": 9 / 90,
        "team:Est": 1 / 10,
    }
    assert shown(retention(undeclared, weeks(1)), "value", "reason") == NONE


DOUBLES = days(
    "duplicate_day",
    """
    object  | team | n  | doubled | owners
    contact | Nord | 90 | 6       | 3
    contact | Est  | 10 | 0       | 2
    account | Nord | 40 | 4       | 3
    """,
)


def test_doubles_are_shares_of_the_records_in_every_cut() -> None:
    assert shown(duplicates(DOUBLES, STANDING, weeks(1))) == {
        "project": (6 + 0 + 4) / (90 + 10 + 40),
        "object:contact": (6 + 0) / (90 + 10),
        "object:account": 4 / 40,
        "team:Nord": (6 + 4) / (90 + 40),
        "team:Nord/object:contact": 6 / 90,
        "team:Nord/object:account": 4 / 40,
        "team:Est": 0 / 10,
        "team:Est/object:contact": 0 / 10,
    }


def test_without_keys_nothing_is_said_of_doubles() -> None:
    assert shown(duplicates(DOUBLES.clear(), STANDING, weeks(1)), "value", "reason") == NONE


ENTERED = days(
    "field_day",
    """
    team | stage | slug | n  | filled | entered | owners
    Nord | -     | tel1 | 90 | 60     | 80      | 3
    Est  | -     | tel1 | 10 | 9      | 10      | 2
    Nord | -     | name | 90 | 90     | -       | 3
    """,
)
NAMES = table(
    "source | object | field | slug | custom\ncrm | contact | tel | tel1 | no\nerp | contact | tel | tel1 | no", FIELDS
).lazy()


def test_formats_are_of_what_is_filled_in_where_one_is_declared() -> None:
    assert shown(formats(ENTERED, STANDING, NAMES, weeks(1)), "value", "n") == {
        "project": ((60 + 9) / (80 + 10), 80 + 10),
        "object:contact": ((60 + 9) / (80 + 10), 80 + 10),
        "field:contact.tel": ((60 + 9) / (80 + 10), 80 + 10),
        "team:Nord": (60 / 80, 80),
        "team:Nord/object:contact": (60 / 80, 80),
        "team:Est": (9 / 10, 10),
        "team:Est/object:contact": (9 / 10, 10),
    }


def test_without_a_declared_format_or_anything_filled_in_there_is_no_data() -> None:
    undeclared = ENTERED.with_columns(entered=pl.lit(None, pl.Int64))
    empty = ENTERED.with_columns(entered=pl.lit(0, pl.Int64), filled=pl.lit(0, pl.Int64))

    for rows in (undeclared, empty):
        assert shown(formats(rows, STANDING, NAMES, weeks(1)), "value", "reason") == NONE


def test_contradictions_are_of_the_keys_that_systems_share() -> None:
    rows = days("conflict_day", "object | n | conflicting\naccount | 30 | 6\ncontact | 10 | 0")

    assert shown(contradictions(rows, weeks(1)), "value", "n", "people") == {
        "project": ((6 + 0) / (30 + 10), 30 + 10, None),
        "object:account": (6 / 30, 30, None),
        "object:contact": (0 / 10, 10, None),
    }
    assert shown(contradictions(rows.clear(), weeks(1)), "value", "reason") == NONE


RECENT = days(
    "recent_day",
    """
    object  | slug | n   | filled
    contact | own1 | 100 | 4
    contact | own2 | 100 | 5
    contact | std  | 100 | 0
    account | own1 | 20  | 0
    account | own3 | 19  | 0
    """,
)
CUSTOM = table(
    """
    source | object  | field | slug | custom
    crm    | contact | A     | own1 | yes
    crm    | contact | B     | own2 | yes
    crm    | contact | C     | std  | no
    crm    | account | A     | own1 | yes
    crm    | account | D     | own3 | yes
    """,
    FIELDS,
).lazy()


def test_a_custom_field_is_superfluous_under_five_per_cent_of_the_year_s_records() -> None:
    assert shown(unused_fields(RECENT, CUSTOM, weeks(1)), "hits", "n") == {
        "project": (len(["contact own1", "account own1"]), 3),
        "object:contact": (1, 2),
        "object:account": (1, 1),
    }


def test_without_custom_fields_or_enough_records_there_is_no_data() -> None:
    few = RECENT.with_columns(n=pl.lit(19, pl.Int64))
    standard = CUSTOM.with_columns(custom=pl.lit(value=False))

    assert shown(unused_fields(few, CUSTOM, weeks(1)), "value", "reason") == NONE
    assert shown(unused_fields(RECENT, standard, weeks(1)), "value", "reason") == NONE
