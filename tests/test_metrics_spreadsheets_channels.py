"""What colleagues need to know that is not in the CRM, as the survey tells it, hand-worked."""

import polars as pl
import pytest

from metrics.spreadsheets.channels import other_channels
from tests.declarations import answers, found, holds
from tests.levels import level
from tests.tables import weeks

ROUNDS = answers("""
    round      | respondent | team | item     | answer
    2026-09-08 | a          | Nord | channels | 1
    2026-09-08 | b          | Nord | channels | 3
    2026-09-08 | c          | Est  | channels | 2
    2026-09-08 | d          | -    | channels | 5
    2026-09-08 | d          | -    | helps    | 1
    2026-09-22 | e          | Nord | channels | 4
    2026-09-22 | f          | Nord | channels | -
""")


def test_answers_one_and_two_say_that_it_stays_elsewhere() -> None:
    rows = other_channels(ROUNDS, weeks(1))

    assert found(rows, 1) == (2 / 4, None)
    assert found(rows, 1, "team:Nord") == (1 / 2, None)
    assert found(rows, 1, "team:Est") == (1 / 1, None)
    assert dict(rows.collect().select("subject", "people").iter_rows()) == {"project": 4, "team:Nord": 2, "team:Est": 1}


def test_the_last_round_counts_until_the_next_and_for_26_weeks_at_most() -> None:
    rows = other_channels(ROUNDS, weeks(30))

    assert [found(rows, n) for n in (1, 2, 3, 28, 29)] == [
        (2 / 4, None),
        (2 / 4, None),
        (0 / 1, None),
        (0 / 1, None),
        (None, "stale"),
    ]


def test_without_an_answer_there_is_no_data() -> None:
    assert found(other_channels(answers(), weeks(1)), 1) == (None, "no_data")
    assert found(other_channels(ROUNDS.filter(pl.col("item") == "helps"), weeks(1)), 1) == (None, "no_data")


def test_on_the_limit_is_inside_and_past_it_is_not() -> None:
    assert [level("spreadsheets.other_channels", value) for value in (0.30, 0.31, 0.50, 0.60)] == [
        "green", "amber", "amber", "red",
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_it_does_not_depend_on_the_order_of_rows(seed: int) -> None:
    assert holds(other_channels, {"pulse": ROUNDS, "weeks": weeks(4)}, seed).height > 4
