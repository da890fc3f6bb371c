"""Opportunities entered after the fact, hand-worked: what counts as late, what is left out, what is not known."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.rollups import DEAL_DAY
from metrics.spreadsheets.deals import born_closed
from settings.declared import DECLARED
from settings.tables import ORDERS
from tests.days import SUNDAY, shown
from tests.levels import level
from tests.tables import table, weeks

NONE = {"project": (None, "no_data")}
PIPELINES = table("pipeline | kind\nProjets | new\nContrats | renewal\nComptoir | transactional").lazy()
CLOSING = pl.LazyFrame({"stage": ["signature"]})
OPEN = {"created": "2026-08-03T09:00", "first": "2026-08-03T09:00", "stage": "new", "status": "open",
        "won": "2026-09-01T10:00"}  # fmt: skip
CLOSED = OPEN | {"stage": "won", "status": "won", "won": "2026-08-03T09:00"}


def deals(*rows: dict[str, object]) -> pl.LazyFrame:
    """Deals won, each from what differs from one that began open: of 100, of Nord, each of another person."""
    told = [
        {
            "month": "2026-09",
            "day": SUNDAY,
            "object": "opportunity",
            "source": "crm",
            "record": f"deal {number}",
            "team": "Nord",
            "holder": number,
            "amount": 100.0,
            "created_day": row["created"] and date.fromisoformat(str(row["created"])[:10]),
            "first_day": date.fromisoformat(str(row["first"])[:10]),
            "first_stage": row["stage"],
            "first_status": row["status"],
            "loaded": False,
            **{f"{name}_at": row[name] for name in ("created", "first", "won")},
            **{name: value for name, value in row.items() if name in DEAL_DAY},
        }
        for number, row in enumerate(rows, 1)
    ]
    times = ("created_at", "first_at", "won_at")
    frame = pl.DataFrame(told, schema=DEAL_DAY | dict.fromkeys(times, pl.String()))
    return frame.with_columns(pl.col(times).str.to_datetime(time_unit="us", time_zone="UTC")).select(*DEAL_DAY).lazy()


def marks(text: str = "") -> pl.LazyFrame:
    return table(f"happened | kind | team\n{text}", DECLARED["annotations"].kept).lazy()


def orders(text: str = "") -> pl.LazyFrame:
    return table(f"opportunity | ordered_on\n{text}", ORDERS | {"source": pl.String()}).lazy()


def share(
    frame: pl.LazyFrame, marked: pl.LazyFrame | None = None, ordered: pl.LazyFrame | None = None
) -> dict[str, object]:
    known = marks() if marked is None else marked
    told = born_closed(frame, PIPELINES, CLOSING, known, orders() if ordered is None else ordered, weeks(1))
    return shown(told, "value", "reason")


NINE = [OPEN] * 9


@pytest.mark.parametrize(
    ("change", "late"),
    [
        ({}, False),
        ({"stage": "won", "status": "won", "won": "2026-08-03T09:00"}, True),
        ({"stage": "lost", "status": "lost"}, True),
        ({"stage": "signature"}, True),
        ({"stage": "signature", "first": "2026-08-04T09:00"}, True),
        ({"won": "2026-08-04T09:00"}, True),
        ({"won": "2026-08-04T09:01"}, False),
        ({"stage": None, "status": "open"}, False),
    ],
)
def test_a_deal_that_begins_at_its_end_or_is_won_within_a_day_is_late(change: dict[str, object], *, late: bool) -> None:
    assert share(deals(*NINE, OPEN | change))["project"] == (late / 10, None)


@pytest.mark.parametrize(("ordered_on", "late"), [("2026-08-02", True), ("2026-08-03", False), ("2026-08-20", False)])
def test_a_deal_created_after_the_day_of_its_order_is_late(ordered_on: str, *, late: bool) -> None:
    told = orders(f"deal 10 | {ordered_on}\ndeal 10 | 2026-08-30\n- | 2026-01-01\nother | 2026-01-01")

    assert share(deals(*NINE, OPEN), ordered=told)["project"] == (late / 10, None)


def test_amounts_weigh_and_not_deals() -> None:
    frame = deals(*NINE, CLOSED | {"amount": 600.0, "team": "Est"})
    found = shown(born_closed(frame, PIPELINES, CLOSING, marks(), orders(), weeks(1)), "value", "hits", "n", "people")
    size = (9 * 100**2 + 600**2) / (9 * 100 + 600)

    assert found["project"] == pytest.approx((600 / 1500, 600 / size, 1500 / size, 10))
    assert 1500 / size == pytest.approx(1500**2 / (9 * 100**2 + 600**2))
    assert found["team:Nord"] == (None, None, None, None)


def test_a_team_of_small_deals_has_its_own_share() -> None:
    small = [row | {"amount": 1.0, "team": "Est"} for row in (CLOSED, *[OPEN] * 9)]
    large = [row | {"amount": 1e6} for row in (CLOSED, CLOSED, *[OPEN] * 8)]

    found = share(deals(*small, *large))
    assert found["team:Est"] == (pytest.approx(1 / 10), None)
    assert found["team:Nord"] == (pytest.approx(2 / 10), None)


@pytest.mark.parametrize("pipeline", ["Contrats", "Comptoir"])
def test_renewals_and_sales_over_the_counter_are_left_out(pipeline: str) -> None:
    assert share(deals(*NINE, OPEN, CLOSED | {"pipeline": pipeline}))["project"] == (0.0, None)


@pytest.mark.parametrize("pipeline", ["Projets", "Autre", None])
def test_new_business_counts_and_so_does_a_pipeline_of_which_nothing_is_said(pipeline: str | None) -> None:
    assert share(deals(*NINE, CLOSED | {"pipeline": pipeline}))["project"] == (1 / 10, None)


@pytest.mark.parametrize(
    ("mark", "late"),
    [
        ("2026-08-03 | migration | -", 0),
        ("2026-08-02 | migration | -", 0),
        ("2026-08-03 | migration | Nord", 0),
        ("2026-08-03 | migration | Est", 1),
        ("2026-08-01 | migration | -", 1),
        ("2026-08-04 | migration | -", 1),
        ("2026-08-03 | release | -", 1),
        ("2026-08-04 | go_live | -", 0),
        ("2026-08-04 | go_live | Nord", 0),
        ("2026-08-04 | go_live | Est", 1),
        ("2026-08-03 | go_live | -", 1),
        ("2026-08-01 | go_live | -\n2026-09-01 | go_live | -", 1),
    ],
)
def test_what_was_brought_over_is_left_out(mark: str, late: int) -> None:
    ten = [OPEN | {"created": "2026-09-02T09:00", "first": "2026-09-02T09:00", "won": "2026-09-10T09:00"}] * 10

    assert share(deals(*ten, CLOSED), marks(mark))["project"] == (late / (10 + late), None)


def test_what_was_brought_over_with_its_old_dates_is_known_by_the_day_it_came() -> None:
    old = CLOSED | {"created": "2025-01-05T09:00"}

    assert share(deals(old), marks("2026-08-03 | migration | -")) == NONE
    assert share(deals(*NINE, OPEN, CLOSED | {"loaded": True}))["project"] == (0, None)


def test_what_was_open_when_it_was_brought_over_and_won_since_was_not_entered_after_the_fact() -> None:
    brought = OPEN | {"created": "2025-01-05T09:00"}
    at_once = OPEN | {"won": "2026-08-03T10:00"}
    marked = marks("2026-08-03 | migration | -\n2026-08-03 | go_live | -")

    assert share(deals(*[brought] * 10, at_once), marked)["project"] == (0.0, None)
    assert share(deals(*[brought] * 9, brought | {"loaded": True}), marks())["project"] == (0.0, None)


@pytest.mark.parametrize(
    "change",
    [
        {"first": "2026-08-04T09:01"},
        {"created": None},
        {"amount": None},
        {"amount": 0.0},
        {"amount": -5.0},
    ],
)
def test_a_deal_of_which_too_little_is_known_counts_against_coverage_alone(change: dict[str, object]) -> None:
    late_won = CLOSED | {"won": "2026-09-01T09:00"} | change
    frame = deals(*NINE, OPEN, late_won)
    found = shown(born_closed(frame, PIPELINES, CLOSING, marks(), orders(), weeks(1)), "value", "coverage")

    assert found["project"] == (0.0, 10 / 11)


def test_one_first_seen_open_long_after_was_not_entered_at_its_end() -> None:
    assert share(deals(*NINE, CLOSED, OPEN | {"first": "2026-08-30T09:00"}))["project"] == (1 / 11, None)


def test_under_half_known_there_is_no_data_and_at_half_there_is() -> None:
    unknown = CLOSED | {"first": "2026-08-20T09:00", "won": "2026-08-20T09:00"}

    assert share(deals(*NINE, CLOSED, *[unknown] * 10))["project"] == (1 / 10, None)
    assert share(deals(*NINE, CLOSED, *[unknown] * 11)) == {
        "project": (None, "no_data"),
        "team:Nord": (None, "no_data"),
    }


def test_under_ten_deals_there_are_too_few_and_without_any_nothing_is_known() -> None:
    assert share(deals(*NINE))["project"] == (None, "too_few")
    assert share(deals()) == NONE


def test_a_held_week_keeps_its_value() -> None:
    told = born_closed(deals(*NINE, CLOSED), PIPELINES, CLOSING, marks(), orders(), weeks(1, {1: "held"}))

    assert shown(told, "value", "reason")["project"] == (1 / 10, "held")


def test_people_are_those_who_own_deals_that_count() -> None:
    rows = [OPEN | {"holder": 1}] * 5 + [CLOSED | {"holder": 2}] * 4 + [CLOSED | {"holder": None}]
    rows += [CLOSED | {"holder": 3, "pipeline": "Comptoir"}, CLOSED | {"holder": 4, "amount": None}]
    told = born_closed(deals(*rows), PIPELINES, CLOSING, marks(), orders(), weeks(1))

    assert shown(told, "people")["team:Nord"] == len({1, 2})


def test_on_the_limit_is_inside_and_past_it_is_not() -> None:
    assert [level("spreadsheets.born_closed", value) for value in (0.10, 0.11, 0.25, 0.30)] == [
        "green", "amber", "amber", "red",
    ]  # fmt: skip


amounts = st.lists(st.tuples(st.floats(1, 1e9), st.booleans(), st.sampled_from(["Nord", "Est"])), min_size=10)


@given(amounts, st.randoms(use_true_random=False))
def test_it_is_a_share_whose_parts_add_up_in_any_order(given_deals: list[tuple[float, bool, str]], rng: object) -> None:
    rows = [(CLOSED if late else OPEN) | {"amount": amount, "team": team} for amount, late, team in given_deals]
    shuffled = list(rows)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = (
        born_closed(deals(*some), PIPELINES, CLOSING, marks(), orders(), weeks(1)).collect().sort("subject")
        for some in (rows, shuffled)
    )

    assert one.drop("people").equals(other.drop("people"))
    assert all(0 <= value <= 1 for value in one["value"].drop_nulls())
    teams = one.filter(pl.col("subject") != "project")
    if teams["n"].null_count() == 0:
        assert teams["n"].sum() == one.filter(pl.col("subject") == "project")["n"].item()
