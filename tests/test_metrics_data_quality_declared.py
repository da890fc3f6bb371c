"""Data owners and segments, hand-worked from what a project declares."""

from datetime import timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.data_quality.declared import owners, segments
from metrics.signals import Level
from settings.declared import DECLARED
from tests.declarations import found, holds, level_of, sheet, values
from tests.tables import MONDAY, weeks


def test_objects_and_departments_need_an_owner() -> None:
    rows = owners(
        sheet(
            "data_owners",
            """
            scope      | label   | holder | since
            object     | contact | sales  | 2026-09-07
            object     | lead    | -      | 2026-09-07
            department | lead    | agent  | 2026-09-07
            department | support | ''     | 2026-09-14
        """,
        ),
        weeks(2),
    )

    assert values(rows) == [2 / 3, 2 / 4]


@pytest.mark.parametrize(
    ("reviewed", "value"),
    [
        ("2026-09-13", 1 / 1),
        ("2025-09-14", 1 / 1),
        ("2025-09-13", 0 / 1),
        ("-", 0 / 1),
        ("2026-09-14", None),
    ],
)
def test_a_review_of_a_segment_counts_for_twelve_months(reviewed: str, value: float | None) -> None:
    rows = segments(sheet("segments", f"label | reviewed\nlarge | {reviewed}"), weeks(1))

    assert found(rows, 1)[0] == value


def test_only_segments_in_use_count() -> None:
    rows = segments(
        sheet(
            "segments",
            """
            label | reviewed   | since      | until
            large | 2026-09-01 | 2026-09-01 | -
            small | -          | 2026-09-01 | 2026-09-20
            old   | -          | 2026-09-21 | -
        """,
        ),
        weeks(3),
    )

    assert values(rows) == [1 / 2, 1 / 1, 1 / 2]


def test_empty_sheets_say_nothing() -> None:
    assert found(owners(sheet("data_owners"), weeks(1)), 1) == (None, "no_data")
    assert found(segments(sheet("segments"), weeks(1)), 1) == (None, "no_data")


@pytest.mark.parametrize(
    ("metric", "value", "level"),
    [
        ("data_quality.owners", 1.0, "green"),
        ("data_quality.owners", 0.9, "amber"),
        ("data_quality.owners", 0.5, "amber"),
        ("data_quality.owners", 0.4, "red"),
        ("data_quality.segments", 0.80, "green"),
        ("data_quality.segments", 0.50, "amber"),
        ("data_quality.segments", 0.49, "red"),
    ],
)
def test_on_the_limit_is_still_inside(metric: str, value: float, level: Level) -> None:
    assert level_of(metric, value) == level


days = st.integers(-400, 40).map(lambda n: MONDAY + timedelta(n))
span = {"since": days, "until": st.none() | days}
owner = st.fixed_dictionaries(
    {"scope": st.sampled_from(["object", "department"]), "label": st.sampled_from("ab"), "since": days}
    | {"holder": st.none() | st.sampled_from(["", "sales"])}
)
segment = st.fixed_dictionaries({"label": st.sampled_from("abc"), "reviewed": st.none() | days} | span)


@given(st.lists(owner, max_size=6), st.lists(segment, max_size=6), st.integers(0, 99))
def test_shares_are_shares_and_do_not_depend_on_the_order_of_rows(
    named: list[dict[str, object]], used: list[dict[str, object]], seed: int
) -> None:
    scope = pl.LazyFrame(named, schema=DECLARED["data_owners"].kept)
    groups = pl.LazyFrame(used, schema=DECLARED["segments"].kept)

    rows = [
        holds(owners, {"data_owners": scope, "weeks": weeks(3)}, seed),
        holds(segments, {"segments": groups, "weeks": weeks(3)}, seed),
    ]
    assert pl.concat(rows)["value"].drop_nulls().is_between(0, 1).all()
