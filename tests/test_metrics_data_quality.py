"""Data quality, hand-worked: what is required, what is filled, what is kept up, and what nobody knows."""

from datetime import date, timedelta
from random import Random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.data_quality.upkeep import completeness, stale
from metrics.rollups import FIELD_DAY, STAGE_DAY
from tests.tables import REQUIRED, table, week, weeks

SUNDAY = week(2) - timedelta(1)
ALWAYS = """
    object  | stage | field | slug | weight
    contact | *     | mail  | mail | 1
    contact | *     | tel   | tel  | 1
"""


def days(text: str, schema: dict[str, pl.DataType], day: date = SUNDAY) -> pl.LazyFrame:
    rows = table(text, schema)
    return rows.with_columns(
        day=pl.lit(day),
        object=pl.coalesce("object", pl.lit("contact")),
        **({"unknown": pl.col("unknown").fill_null(0)} if "unknown" in schema else {}),
    ).lazy()


def field_day(text: str) -> pl.LazyFrame:
    return days(text, FIELD_DAY)


def stage_day(text: str) -> pl.LazyFrame:
    return days(text, STAGE_DAY)


KNOWN = stage_day("object | team | n | owners\ncontact | Nord | 10 | 3\ncontact | Est | 10 | 2\naccount | Est | 5 | 2")


def filled(
    fields: pl.LazyFrame, required: str = ALWAYS, states: pl.LazyFrame = KNOWN, reasons: dict[int, str] | None = None
) -> dict[str, float | None]:
    """Completeness by subject."""
    rows = completeness(fields, states, table(required, REQUIRED).lazy(), weeks(1, reasons)).collect()
    return dict(rows.select("subject", "value").iter_rows())


def test_completeness_is_filled_by_required_in_every_cut() -> None:
    found = filled(
        field_day("""
            team | stage | slug | n  | filled | owners
            Nord | -     | mail | 10 | 9      | 3
            Nord | -     | tel  | 10 | 5      | 3
            Est  | -     | mail | 20 | 20     | 2
            Est  | -     | tel  | 20 | 1      | 2
            -    | -     | mail | 4  | 2      | 1
            -    | -     | tel  | 4  | 2      | 1
        """)
    )

    assert found == {
        "project": (9 + 5 + 20 + 1 + 2 + 2) / (10 + 10 + 20 + 20 + 4 + 4),
        "object:contact": (9 + 5 + 20 + 1 + 2 + 2) / (10 + 10 + 20 + 20 + 4 + 4),
        "team:Nord": (9 + 5) / (10 + 10),
        "team:Nord/object:contact": (9 + 5) / (10 + 10),
        "team:Est": (20 + 1) / (20 + 20),
        "team:Est/object:contact": (20 + 1) / (20 + 20),
        "field:contact.mail": (9 + 20 + 2) / (10 + 20 + 4),
        "field:contact.tel": (5 + 1 + 2) / (10 + 20 + 4),
    }


def test_fields_not_required_do_not_count() -> None:
    found = filled(
        field_day("""
            team | stage | slug | n  | filled | owners
            Nord | -     | mail | 10 | 9      | 3
            Nord | -     | note | 10 | 0      | 3
        """)
    )

    assert found["project"] == 9 / 10
    assert "field:contact.note" not in found


def test_fields_required_at_a_stage_count_there_alone() -> None:
    required = """
        object  | stage | field | slug | weight
        contact | *     | mail  | mail | 1
        contact | late  | tel   | tel  | 1
    """
    found = filled(
        field_day("""
            team | stage | slug | n  | filled | owners
            Nord | early | mail | 10 | 10     | 3
            Nord | early | tel  | 10 | 0      | 3
            Nord | late  | mail | 4  | 4      | 3
            Nord | late  | tel  | 4  | 1      | 3
        """),
        required,
    )

    assert found["project"] == (10 + 4 + 1) / (10 + 4 + 4)
    assert found["field:contact.tel"] == 1 / 4


def test_a_field_required_always_and_at_a_stage_counts_once() -> None:
    required = "object | stage | field | slug | weight\ncontact | * | mail | mail | 1\ncontact | late | mail | mail | 1"
    found = filled(field_day("team | stage | slug | n | filled | owners\nNord | late | mail | 4 | 1 | 3"), required)

    assert found["project"] == 1 / 4


def test_fields_weigh_what_they_are_said_to() -> None:
    required = "object | stage | field | slug | weight\ncontact | * | mail | mail | 3\ncontact | * | tel | tel | 1"
    found = filled(
        field_day("team | stage | slug | n | filled | owners\nNord | - | mail | 8 | 4 | 3\nNord | - | tel | 8 | 8 | 3"),
        required,
    )

    assert found["project"] == (3 * 4 + 8) / (3 * 8 + 8)


def test_owners_are_counted_once_however_many_stages_and_fields() -> None:
    rows = completeness(
        field_day("""
            object  | team | stage | slug | n | filled | owners
            contact | Nord | early | mail | 8 | 4      | 3
            contact | Nord | early | tel  | 8 | 4      | 3
            contact | Nord | late  | mail | 8 | 4      | 3
            account | Nord | -     | name | 8 | 4      | 5
            contact | Est  | late  | mail | 8 | 4      | 2
        """),
        KNOWN,
        table(f"{ALWAYS.strip()}\naccount | * | name | name | 1", REQUIRED).lazy(),
        weeks(1),
    ).collect()
    people = dict(rows.select("subject", "people").iter_rows())

    assert people["team:Nord"] == max(3, 5)
    assert people["team:Nord/object:contact"] == 3
    assert people["object:contact"] == 3 + 2
    assert people["field:contact.mail"] == 3 + 2
    assert people["field:contact.tel"] == 3
    assert people["project"] == 5 + 2


FILLED = "team | stage | slug | n | filled | owners\nNord | - | mail | 10 | 5 | 3"


@pytest.mark.parametrize(("unknown", "value", "coverage"), [(0, 0.5, 1.0), (10, 0.5, 10 / 20), (11, None, 10 / 21)])
def test_states_nobody_saw_count_against_coverage(unknown: int, value: float | None, coverage: float) -> None:
    states = stage_day(f"team | n | owners | unknown\nNord | 10 | 3 | {unknown}")
    row = completeness(field_day(FILLED), states, table(ALWAYS, REQUIRED).lazy(), weeks(1)).collect()
    project = row.filter(pl.col("subject") == "project").row(0, named=True)

    assert (project["value"], project["coverage"]) == (value, coverage)
    assert project["reason"] == (None if value else "no_data")


def test_an_object_of_which_no_state_is_known_counts_against_the_project_alone() -> None:
    states = stage_day("""
        object  | team | n  | owners | unknown
        contact | Nord | 10 | 3      | 0
        account | -    | 0  | 0      | 30
        ticket  | -    | 0  | 0      | 500
    """)
    required = f"{ALWAYS.strip()}\naccount | * | name | name | 1"
    rows = completeness(field_day(FILLED), states, table(required, REQUIRED).lazy(), weeks(1)).collect()
    coverage = dict(rows.select("subject", "coverage").iter_rows())

    assert coverage["project"] == 10 / (10 + 30)
    assert coverage["object:contact"] == 10 / 10


def test_with_nothing_required_there_is_no_data() -> None:
    rows = completeness(field_day(FILLED), KNOWN, pl.LazyFrame(schema=REQUIRED), weeks(1)).collect()

    assert rows.select("subject", "value", "reason").rows() == [("project", None, "no_data")]


def test_weeks_held_keep_their_value_and_stale_ones_have_none() -> None:
    assert filled(field_day(FILLED), reasons={1: "held"})["project"] == 5 / 10
    assert filled(field_day(FILLED), reasons={1: "stale"})["project"] is None


OPEN = """
    object      | team | stage | status | n  | stale | owners
    opportunity | Nord | one   | open   | 10 | 4     | 3
    opportunity | Nord | two   | open   | 10 | 1     | 3
    opportunity | Nord | end   | won    | 50 | 0     | 3
    opportunity | Est  | one   | open   | 5  | 5     | 2
    opportunity | -    | one   | open   | 5  | 0     | 1
    contact     | Nord | -     | open   | 99 | 99    | 3
"""


def test_stale_is_of_the_open_opportunities_alone() -> None:
    rows = stale(stage_day(OPEN), weeks(1)).collect()

    assert dict(rows.select("subject", "value").iter_rows()) == {
        "project": (4 + 1 + 5) / (10 + 10 + 5 + 5),
        "team:Nord": (4 + 1) / (10 + 10),
        "team:Est": 5 / 5,
    }
    assert dict(rows.select("subject", "people").iter_rows()) == {"project": 3 + 2 + 1, "team:Nord": 3, "team:Est": 2}


def test_without_open_opportunities_there_is_no_data() -> None:
    closed = stage_day("object | team | status | n | stale | owners\nopportunity | Nord | won | 5 | 0 | 3")

    assert stale(closed, weeks(1)).collect().select("value", "reason").rows() == [(None, "no_data")]


def test_only_the_ends_of_weeks_are_read() -> None:
    midweek = days(OPEN, STAGE_DAY, SUNDAY - timedelta(2))

    assert stale(midweek, weeks(1)).collect()["value"].to_list() == [None]


cells = st.lists(
    st.tuples(st.sampled_from(["N", "E", "-"]), st.sampled_from(["a", "b"]), st.integers(1, 50), st.integers(0, 50)),
    max_size=12,
    unique_by=lambda cell: cell[:2],
)


@given(cells=cells, random=st.randoms(use_true_random=False))
def test_rates_are_shares_and_the_order_of_rows_changes_nothing(
    cells: list[tuple[str, str, int, int]], random: Random
) -> None:
    lines = [f"{team} | {stage} | mail | {n} | {min(n, hits)} | 1" for team, stage, n, hits in cells]
    header = "team | stage | slug | n | filled | owners"
    shuffled = random.sample(lines, len(lines))
    required = table(ALWAYS, REQUIRED).lazy()
    rows, again = (
        completeness(field_day("\n".join([header, *some])), KNOWN, required, weeks(1)).collect().sort("subject")
        for some in (lines, shuffled)
    )

    assert rows.equals(again)
    assert rows["value"].drop_nulls().is_between(0, 1).all()
    whole = sum(min(n, hits) for _, _, n, hits in cells) / sum(n for _, _, n, _ in cells) if cells else None
    assert rows.filter(pl.col("subject") == "project")["value"].to_list() == [whole]
