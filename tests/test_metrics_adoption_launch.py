"""Fading after the launch, hand-worked: what counts as settled, and when it may be said that it did not last."""

from collections.abc import Mapping, Sequence

import polars as pl
import pytest

from metrics.adoption.launch import collapse
from settings.declared import DECLARED
from tests.judging import found, level
from tests.tables import week, weeks
from tests.test_metrics_adoption import active_in, expected

TWENTY = [f"p{n:02}" for n in range(20)]


def pushes(*told: tuple[int, str, str | None]) -> pl.LazyFrame:
    """Annotations by the number of their week: kind and team."""
    rows = [{"happened": week(n), "kind": kind, "team": team, "since": week(n)} for n, kind, team in told]
    return pl.LazyFrame(rows, schema=DECLARED["annotations"].kept)


GO_LIVE = pushes((1, "go_live", None))


def faded(
    active: Sequence[int],
    annotations: pl.LazyFrame = GO_LIVE,
    reasons: Mapping[int, str] | None = None,
    noticed_from: int = 1,
) -> pl.LazyFrame:
    """The metric where of twenty people so many act in week 1, 2, 3 and so on."""
    acting = {
        user: " ".join(str(n) for n, hits in enumerate(active, 1) if place < hits) for place, user in enumerate(TWENTY)
    }
    count = len(active)
    return collapse(
        active_in(**acting),
        expected(dict.fromkeys(TWENTY, "Nord"), count),
        annotations,
        weeks(count, reasons, noticed_from),
    )


def test_four_weeks_are_held_against_the_four_settled_ones() -> None:
    rows = faded([20, 20, 16, 16, 16, 16, 12, 12, 12, 12])

    assert found(rows, 10) == (pytest.approx((4 * 12) / (4 * 16) - 1), None)
    assert found(rows, 10, "team:Nord") == (pytest.approx(12 / 16 - 1), None)
    assert rows.collect().filter(pl.col("period") == week(10))["people"].to_list() == [20, 20]


def test_the_rush_of_the_first_two_weeks_is_no_level() -> None:
    assert found(faded([20, 20, 10, 10, 10, 10, 10, 10, 10, 10]), 10) == (0.0, None)


def test_use_that_grows_is_told_too() -> None:
    assert found(faded([5, 5, 10, 10, 10, 10, 15, 15, 15, 15]), 10) == (pytest.approx(15 / 10 - 1), None)


def test_the_best_four_of_weeks_three_to_ten_are_the_level() -> None:
    rows = faded([0, 0, 10, 10, 10, 10, 18, 18, 18, 18, 20, 20, 9, 9, 9, 9])

    assert found(rows, 16) == (pytest.approx(9 / 18 - 1), None)


def test_a_window_never_overlaps_the_level_it_is_held_against() -> None:
    rows = faded([0, 0, 10, 10, 10, 10, 18, 18, 18, 18, 18])

    assert found(rows, 11) == (pytest.approx((4 * 18) / (3 * 10 + 18) - 1), None)


@pytest.mark.parametrize(
    ("now", "value", "judged"), [(17, -0.15, "green"), (16, -0.20, "amber"), (14, -0.30, "amber"), (13, -0.35, "red")]
)
def test_drops_on_their_limit_and_past_it(now: int, value: float, judged: str) -> None:
    rows = faded([20] * 6 + [now] * 4)

    assert found(rows, 10) == (value, None)
    assert level("adoption.collapse", rows, 10) == judged


def test_before_eight_judged_weeks_it_is_too_early() -> None:
    rows = faded([20] * 11, reasons={4: "held"})

    assert [found(rows, n) for n in range(1, 12)] == [
        *[(None, "too_few")] * 3, (None, "held"), *[(None, "too_few")] * 6, (0.0, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "annotations",
    [pushes(), pushes((1, "training", None)), pushes((1, "release", None)), pushes((11, "go_live", None))],
)
def test_without_a_go_live_there_is_no_data(annotations: pl.LazyFrame) -> None:
    assert found(faded([20] * 10, annotations), 10) == (None, "no_data")


def test_a_launch_of_which_the_first_weeks_were_never_read_tells_nothing() -> None:
    assert found(faded([20] * 20, noticed_from=8), 20) == (None, "no_data")
    assert found(faded([20] * 20, noticed_from=7), 20) == (0.0, None)


def test_after_a_later_training_its_own_level_counts_once_it_has_settled() -> None:
    active = [20] * 6 + [8] * 5 + [20, 20, 14, 14, 14, 14, 7, 7, 7, 7]
    rows = faded(active, pushes((1, "go_live", None), (12, "training", None)))

    assert found(rows, 20) == (pytest.approx((14 + 3 * 7) / (4 * 20) - 1), None)
    assert found(rows, 21) == (pytest.approx(7 / 14 - 1), None)


@pytest.mark.parametrize(("kind", "value"), [("incentive", 7 / 14 - 1), ("release", 7 / 20 - 1)])
def test_incentives_lift_use_and_releases_do_not(kind: str, value: float) -> None:
    active = [20] * 6 + [8] * 5 + [20, 20, 14, 14, 14, 14, 7, 7, 7, 7]

    assert found(faded(active, pushes((1, "go_live", None), (12, kind, None))), 21) == (pytest.approx(value), None)


def test_the_launch_of_one_team_is_not_that_of_all() -> None:
    rows = faded([20, 20, 16, 16, 16, 16, 12, 12, 12, 12], pushes((1, "go_live", "Nord")))

    assert found(rows, 10, "team:Nord") == (pytest.approx(12 / 16 - 1), None)
    assert found(rows, 10) == (None, "no_data")


@pytest.mark.parametrize(("settled", "outcome"), [(5, (0.0, None)), (4, (None, "too_few")), (0, (None, "too_few"))])
def test_a_team_that_hardly_began_cannot_fade(settled: int, outcome: tuple[float | None, str | None]) -> None:
    assert found(faded([settled] * 10), 10) == outcome


@pytest.mark.parametrize(("presence", "change"), [(0.80, (3 * 20 + 10) / (4 * 20) - 1), (0.79, None)])
def test_weeks_in_which_many_are_away_are_not_held_against_full_ones(presence: float, change: float | None) -> None:
    hits = [20] * 13 + [10]
    acting = {
        user: " ".join(str(n) for n, so_many in enumerate(hits, 1) if place < so_many)
        for place, user in enumerate(TWENTY)
    }
    summer = pl.when(pl.col("period") == week(14)).then(presence).otherwise("presence")
    rows = collapse(
        active_in(**acting),
        expected(dict.fromkeys(TWENTY, "Nord"), 14),
        GO_LIVE,
        weeks(14).with_columns(presence=summer),
    )

    assert found(rows, 14) == (change, None if change else "held")


def test_with_nobody_expected_there_is_no_data() -> None:
    rows = collapse(active_in(), expected({}, 10), GO_LIVE, weeks(10))

    assert found(rows, 10) == (None, "no_data")


def test_weeks_not_collected_have_no_value() -> None:
    assert found(faded([20] * 11, reasons={11: "stale"}), 11) == (None, "stale")
