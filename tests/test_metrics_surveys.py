"""Scores of questionnaires: worked values, limits, and how far they may be off."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.surveys import Score, mean_score, nps, sus, ux_lite


# Worked by Brooke's scoring.
def test_usability_is_the_worked_score() -> None:
    odd = (4 - 1) + (5 - 1) + (4 - 1) + (5 - 1) + (4 - 1)
    even = (5 - 2) + (5 - 1) + (5 - 2) + (5 - 2) + (5 - 3)

    assert sus([4, 2, 5, 1, 4, 2, 5, 2, 4, 3]) == 2.5 * (odd + even) == 80


@pytest.mark.parametrize(
    ("answers", "score"), [([5, 1] * 5, 100), ([1, 5] * 5, 0), ([3] * 10, 50), ([1] * 10, 50), ([5] * 10, 50)]
)
def test_usability_runs_from_none_to_all_and_agreeing_with_everything_is_the_middle(
    answers: list[int], score: float
) -> None:
    assert sus(answers) == score


@pytest.mark.parametrize("answers", [[3] * 9, [3] * 11, [0] + [3] * 9, [6] + [3] * 9, []])
def test_other_than_ten_answers_from_one_to_five_are_refused(answers: list[int]) -> None:
    with pytest.raises(ValueError, match="ten answers from 1 to 5"):
        sus(answers)


@pytest.mark.parametrize(
    ("useful", "easy", "points", "score"),
    [
        (4, 3, 5, (4 + 3 - 2) * 100 / 8),
        (5, 5, 5, 100),
        (1, 1, 5, 0),
        (7, 7, 7, 100),
        (6, 5, 7, (6 + 5 - 2) * 100 / 12),
    ],
)
def test_two_questions_make_a_score(useful: int, easy: int, points: int, score: float) -> None:
    assert ux_lite(useful, easy, points) == pytest.approx(score, abs=1e-6)


@pytest.mark.parametrize(("useful", "easy", "points"), [(0, 3, 5), (6, 3, 5), (3, 0, 5), (8, 7, 7)])
def test_an_answer_off_the_scale_is_refused(useful: int, easy: int, points: int) -> None:
    with pytest.raises(ValueError, match=f"answers from 1 to {points}"):
        ux_lite(useful, easy, points)


def test_a_mean_score_has_the_interval_of_its_few_answers() -> None:
    deviation = ((55 - 62.5) ** 2 + (60 - 62.5) ** 2 + (65 - 62.5) ** 2 + (70 - 62.5) ** 2) / 3
    half = 3.18245 * (deviation / 4) ** 0.5  # t with 3 degrees of freedom at 97.5 %, from a table

    found = mean_score([55, 60, 65, 70])

    assert found is not None
    assert found.value == 62.5
    assert (found.low, found.high) == pytest.approx((62.5 - half, 62.5 + half), abs=1e-3)


def test_one_answer_has_no_interval_and_intervals_end_at_none_and_all() -> None:
    assert mean_score([80]) is None
    assert mean_score([]) is None
    assert mean_score([0, 100]) == Score(50, 0, 100)


@given(scores=st.lists(st.floats(0, 100), min_size=2, max_size=40))
def test_the_mean_lies_in_its_interval(scores: list[float]) -> None:
    found = mean_score(scores)

    assert found is not None
    assert 0 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 100


# Worked with the variance of the trinomial.
def test_twelve_answers_say_next_to_nothing_of_who_would_recommend() -> None:
    found = nps(5, 4, 12)

    assert found is not None
    assert found.value == pytest.approx(8.333333333333332, abs=1e-6)
    assert (found.value - found.low) / 1.96 == pytest.approx(24.883990093290166, abs=1e-6)
    assert (found.low, found.high) == pytest.approx((-40.439287249515395, 57.10595391618206), abs=1e-6)


def test_all_alike_leave_no_doubt_and_nobody_no_score() -> None:
    assert nps(10, 0, 10) == Score(100, 100, 100)
    assert nps(0, 0, 10) == Score(0, 0, 0)
    assert nps(0, 0, 0) is None
