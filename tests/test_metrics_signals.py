"""Levels: limits, confirmation, hysteresis, held weeks and reasons to be grey."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.catalogue import metrics
from metrics.limits import LimitChange, Limits, limits_of
from metrics.series import SERIES
from metrics.signals import APART, Verdict, Week, evidence, judge, replay
from metrics.statistics import CONFIRMING, overdispersion, wilson
from tests.tables import judged, week

RISING_IS_GOOD = Limits(0.70, 0.50)
RISING_IS_BAD = Limits(0.10, 0.25)
RATE, EXPORTS = metrics()["adoption.rate"], metrics()["spreadsheets.exports"]


def levels(text: str, limits: Limits = RISING_IS_GOOD, kind: str = "sample", n: int = 20) -> str:
    """The initials of the levels after each week; ``-`` for grey."""
    initials = {"grey": "-", "green": "g", "amber": "a", "red": "r"}
    return "".join(initials[v.level] for v in replay(judged(text, n), limits, kind, "week"))


def census(values: list[float], limits: Limits = RISING_IS_GOOD) -> list[Week]:
    return [Week(week(n), value, None, None, None) for n, value in enumerate(values, 1)]


@pytest.mark.parametrize(
    ("value", "limits", "level"),
    [
        (0.71, RISING_IS_GOOD, "green"),
        (0.70, RISING_IS_GOOD, "green"),
        (0.699, RISING_IS_GOOD, "amber"),
        (0.50, RISING_IS_GOOD, "amber"),
        (0.499, RISING_IS_GOOD, "red"),
        (0.10, RISING_IS_BAD, "green"),
        (0.101, RISING_IS_BAD, "amber"),
        (0.25, RISING_IS_BAD, "amber"),
        (0.251, RISING_IS_BAD, "red"),
        (0.4, Limits(0.3, None), "amber"),
        (0.4, Limits(None, 0.3), "red"),
    ],
)
def test_on_the_limit_is_still_inside(value: float, limits: Limits, level: str) -> None:
    assert evidence(census([value]), limits, "census", "week") == level


@pytest.mark.parametrize("share", ["14", "14/20", "7/10", "70/100", "21/30"])
def test_a_rate_on_the_limit_is_inside_whatever_the_number_of_people(share: str) -> None:
    assert levels(f"{share} {share} {share} {share}") == "gggg"


def test_red_needs_four_weeks_however_bad_the_first() -> None:
    assert levels("2 2 2 2 2") == "aaarr"


def test_red_needs_confirmation() -> None:
    nearly = wilson(4 * 9, 4 * 20, CONFIRMING)
    clearly = wilson(4 * 8, 4 * 20, CONFIRMING)
    assert nearly is not None
    assert clearly is not None
    assert nearly[1] > RISING_IS_GOOD.red  # type: ignore[operator]
    assert clearly[1] < RISING_IS_GOOD.red  # type: ignore[operator]

    assert levels("9 9 9 9 9 9") == "aaaaaa"
    assert levels("8 8 8 8 8 8") == "aaarrr"


def test_the_bound_on_the_red_limit_is_still_inside() -> None:
    bounds = wilson(4 * 8, 4 * 20, CONFIRMING)
    assert bounds is not None

    assert levels("8 8 8 8", Limits(0.9, bounds[1])) == "aaaa"
    assert levels("8 8 8 8", Limits(0.9, bounds[1] + 1e-9)) == "aaar"


def test_high_values_are_confirmed_from_below() -> None:
    bounds = wilson(4 * 8, 4 * 20, CONFIRMING)
    assert bounds is not None

    assert levels("8 8 8 8", Limits(0.1, bounds[0])) == "aaaa"
    assert levels("8 8 8 8", Limits(0.1, bounds[0] - 1e-9)) == "aaar"


def test_weeks_that_jump_about_confirm_less() -> None:
    steady, jumpy = "8 8 8 8 8 8 8 8", "0 16 0 16 0 16 0 16"
    spread = overdispersion([(0, 20), (16, 20)] * 2)
    bounds = wilson(32 / spread, 80 / spread, CONFIRMING)
    assert bounds is not None
    assert bounds[1] > 0.5

    assert levels(steady)[-1] == "r"
    assert levels(jumpy)[-1] == "a"


def test_only_the_last_four_weeks_confirm() -> None:
    assert levels("20 20 20 20 7 7 7 7 7") == "gggggga" + "ar"
    assert 4 * 7 / 80 < 0.50 < (20 + 3 * 7) / 80


def test_windows_and_states_are_judged_by_the_last_alone() -> None:
    weeks = judged("20 20 20 4")

    assert evidence(weeks, RISING_IS_GOOD, "sample", "window") == "red"
    assert evidence(weeks, RISING_IS_GOOD, "sample", "state") == "red"
    assert evidence(weeks, RISING_IS_GOOD, "sample", "week") == "green"


def test_one_bad_week_is_no_warning() -> None:
    assert levels("19 19 19 19 5 19 19 19") == "gggggggg"


def test_a_pending_amber_clears_on_the_first_good_value() -> None:
    found = replay(judged("18 18 18 12 18 12 18 12 18"), RISING_IS_GOOD, "sample", "state")

    assert {v.level for v in found} == {"green"}


def test_amber_comes_when_it_has_lasted_two_weeks() -> None:
    pooled = [(16 + 16 + 16 + 8) / 80, (16 + 16 + 8 + 13) / 80, (16 + 8 + 13 + 13) / 80, (8 + 13 + 13 + 13) / 80]

    assert [share < 0.70 for share in pooled] == [False, True, True, True]
    assert levels("16 16 16 16 8 13 13 13") == "ggggg" + "gaa"


def test_leaving_red_needs_four_weeks_without_evidence_of_it() -> None:
    found = replay(judged("4 4 4 4 20 20 20 20 20 20 20 20"), RISING_IS_GOOD, "sample", "week")
    said = [
        evidence(judged("4 4 4 4 20 20 20 20 20 20 20 20")[:n], RISING_IS_GOOD, "sample", "week") for n in range(1, 13)
    ]
    last_red = max(n for n, level in enumerate(said) if level == "red")
    left = next(n for n, v in enumerate(found) if n > 3 and v.level != "red")

    assert left - last_red == 4


def test_a_relapse_while_leaving_red_counts_anew() -> None:
    history = judged("4 4 4 4 12 12 4 4 4 18 18 18 18 18 18 18")
    found = [v.level for v in replay(history, RISING_IS_GOOD, "sample", "week")]
    said = [evidence(history[:n], RISING_IS_GOOD, "sample", "week") for n in range(1, len(history) + 1)]
    first, last = said.index("red"), len(said) - 1 - said[::-1].index("red")

    assert "red" in said[first + 1 : last]
    assert "amber" in said[first:last]
    assert set(found[first : last + 4]) == {"red"}
    assert found[last + 4] != "red"


def test_held_weeks_are_never_judged() -> None:
    assert levels("18 18 18 18 h3 h3 h3 h3 h3 18 18") == "g" * 11
    assert levels("18 18 18 h0 18 18") == levels("18 18 18 18 18 18")
    assert levels("4 4 4 4 h20 h20 h20 h20 h20") == "aaarrrrrr"


def test_a_project_that_begins_in_a_held_week_is_grey_until_judged() -> None:
    verdicts = replay(judged("h3 18"), RISING_IS_GOOD, "sample", "week")

    assert verdicts[0] == Verdict(week(1), "grey", None, "held")
    assert (verdicts[1].level, verdicts[1].since) == ("green", week(2))


def test_a_week_without_a_value_is_grey_and_the_level_comes_back_after_it() -> None:
    verdicts = replay(judged("4 4 4 4 - 4"), RISING_IS_GOOD, "sample", "week")

    assert (verdicts[4].level, verdicts[4].reason, verdicts[4].since) == ("grey", "stale", None)
    assert (verdicts[5].level, verdicts[5].since) == ("red", week(4))


def test_no_reason_at_all_is_no_data() -> None:
    assert replay([Week(week(1), None, None, None, None)], RISING_IS_GOOD, "sample", "week")[0].reason == "no_data"


def test_since_is_the_week_of_the_change() -> None:
    verdicts = replay(judged("18 18 18 18 4 4 4 4 4 4"), RISING_IS_GOOD, "sample", "week")

    changed = next(v.period for v in verdicts if v.level == "red")
    assert verdicts[-1].since == changed


def test_census_metrics_are_judged_as_they_stand() -> None:
    found = replay(census([0.9, 0.9, 0.4, 0.4, 0.9, 0.9]), RISING_IS_GOOD, "census", "week")

    assert [v.level for v in found] == ["green", "green", "red", "red", "green", "green"]


words = st.one_of(st.integers(0, 20).map(str), st.integers(0, 20).map(lambda hits: f"h{hits}"), st.just("-"))
histories = st.lists(words, min_size=1, max_size=40).map(" ".join)


@given(history=histories, kind=st.sampled_from(["sample", "census"]))
def test_changes_of_level_are_at_least_two_judged_weeks_apart(history: str, kind: str) -> None:
    weeks = judged(history)
    active = [v for w, v in zip(weeks, replay(weeks, RISING_IS_GOOD, kind, "week"), strict=True) if w.judged]
    changes = [n for n in range(1, len(active)) if active[n].level != active[n - 1].level]

    assert all(later - earlier >= APART for earlier, later in pairwise(changes))
    assert not changes or changes[0] >= APART


@given(history=histories)
def test_what_comes_later_changes_no_level_of_before(history: str) -> None:
    weeks = judged(history)
    whole = replay(weeks, RISING_IS_GOOD, "sample", "week")

    assert all(replay(weeks[:n], RISING_IS_GOOD, "sample", "week") == whole[:n] for n in range(len(weeks)))


@given(history=histories)
def test_leaving_out_held_weeks_changes_no_level(history: str) -> None:
    weeks = judged(history)
    with_held = {v.period: v for v in replay(weeks, RISING_IS_GOOD, "sample", "week")}
    without = replay([w for w in weeks if w.reason != "held"], RISING_IS_GOOD, "sample", "week")

    assert all(with_held[v.period] == v for v in without)


SEVERITY = ["green", "amber", "red"]


@given(hits=st.lists(st.integers(0, 30), min_size=4, max_size=16), better=st.integers(1, 10))
def test_a_uniformly_better_series_never_gives_worse_evidence(hits: list[int], better: int) -> None:
    worse = judged(" ".join(f"{h}/40" for h in hits))
    improved = judged(" ".join(f"{h + better}/40" for h in hits))
    before, after = (evidence(weeks, RISING_IS_GOOD, "sample", "week") for weeks in (worse, improved))

    assert SEVERITY.index(after) <= SEVERITY.index(before)


@given(values=st.lists(st.floats(0, 1), min_size=1, max_size=20), better=st.floats(0, 1))
def test_levels_that_have_settled_are_monotone_in_the_value(values: list[float], better: float) -> None:
    settled = [*values, *[values[-1]] * 4]
    improved = [min(1.0, value + better) for value in settled]
    before, after = (replay(census(v), RISING_IS_GOOD, "census", "week")[-1].level for v in (settled, improved))

    assert SEVERITY.index(after) <= SEVERITY.index(before)


def test_limits_are_the_teams_own_then_the_signals_then_the_declared_ones() -> None:
    overrides = {"adoption.rate": {None: Limits(0.8, None), "Nord": Limits(None, 0.4)}}

    assert limits_of(RATE, "project", {}) == Limits(0.70, 0.50, falling=True)
    assert limits_of(RATE, "project", overrides) == Limits(0.80, 0.50, falling=True)
    assert limits_of(RATE, "team:Sud", overrides) == Limits(0.80, 0.50, falling=True)
    assert limits_of(RATE, "team:Nord/object:contact", overrides) == Limits(0.80, 0.40, falling=True)


def test_a_limit_set_past_the_other_does_not_turn_good_into_bad() -> None:
    moved = limits_of(RATE, "project", {"adoption.rate": {None: Limits(0.45, None)}})

    assert evidence(judged("19 19 19 19"), moved, "sample", "week") == "green"
    assert evidence(judged("1 1 1 1"), moved, "sample", "week") == "red"


Figure = tuple[str, str, int, float | None, str | None]


def series(rows: Sequence[Figure]) -> pl.DataFrame:
    """Figures of twenty persons: metric, subject, week's number, hits, reason."""
    return pl.DataFrame(
        [
            {
                "metric": metric,
                "subject": subject,
                "period": week(number),
                "value": None if hits is None else hits / 20,
                "hits": hits,
                "n": None if hits is None else 20.0,
                "reason": reason,
            }
            for metric, subject, number, hits, reason in rows
        ],
        schema=SERIES,
    )


def test_every_signal_and_subject_is_judged_by_itself() -> None:
    good = [("adoption.rate", "project", n, 19.0, None) for n in range(1, 9)]
    bad = [("adoption.rate", "team:Sud", n, 19.0 if n < 4 else 2.0, None) for n in range(1, 9)]
    found, changes = judge(series([*bad, *good]), metrics(), {})

    last = found.filter(pl.col("period") == week(8))
    assert dict(last.select("subject", "level").iter_rows()) == {"project": "green", "team:Sud": "red"}
    assert changes["subject"].unique().to_list() == ["team:Sud"]
    assert changes["after"].to_list()[-1] == "red"
    assert found.height == 16


def test_a_grey_gap_is_no_change_of_level() -> None:
    gap = [("adoption.rate", "project", n, 19.0 if n != 3 else None, "stale" if n == 3 else None) for n in range(1, 7)]
    found, changes = judge(series(gap), metrics(), {})

    assert found["level"].to_list() == ["green", "green", "grey", "green", "green", "green"]
    assert changes.is_empty()


@given(random=st.randoms(use_true_random=False))
def test_the_order_of_figures_changes_no_level(random: object) -> None:
    rows = [("adoption.rate", s, n, float(h), None) for s, h in (("project", 19), ("team:A", 3)) for n in range(1, 7)]
    shuffled = rows.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    for found, again in zip(judge(series(rows), metrics(), {}), judge(series(shuffled), metrics(), {}), strict=True):
        assert found.equals(again)


def test_what_has_no_limit_or_is_no_metric_is_no_signal() -> None:
    unlimited = {"adoption.rate": replace(RATE, amber=None, red=None)}

    assert judge(series([("adoption.rate", "project", 1, 3.0, None)]), unlimited, {})[0].is_empty()
    assert judge(series([("adoption.gone", "project", 1, 3.0, None)]), metrics(), {})[0].is_empty()
    assert judge(series([]), metrics(), {})[0].is_empty()


def series_of(values: str, subject: str = "team:Nord") -> pl.DataFrame:
    """A series of shares of 20 people by the week, as the judge reads it."""
    rows = [
        ("adoption.rate", subject, w.period, w.value, w.hits, w.n, int(w.n or 0), None, None, None, w.reason, "d")
        for w in judged(values)
    ]
    return pl.DataFrame(rows, schema=SERIES, orient="row")


def levels_by_week(changes: list[LimitChange], subject: str = "team:Nord") -> list[str]:
    levels, _ = judge(series_of("13 " * 12, subject), {"adoption.rate": RATE}, {}, limit_changes=changes)
    return levels["level"].to_list()


def test_a_limit_changed_by_hand_rewrites_no_earlier_week() -> None:
    before = levels_by_week([])
    after = levels_by_week([LimitChange(week(9), "adoption.rate", None, 0.60, None)])

    assert set(before) == {"amber"}
    assert after[:8] == before[:8]
    assert after[-1] == "green"


def test_each_week_keeps_the_limits_it_was_judged_by() -> None:
    changed = [LimitChange(week(9), "adoption.rate", None, 0.60, None)]
    levels, _ = judge(series_of("13 " * 12), {"adoption.rate": RATE}, {}, limit_changes=changed)

    assert levels["amber"].to_list() == [0.70] * 8 + [0.60] * 4
    assert levels["red"].to_list() == [0.50] * 12


def test_a_change_for_one_team_leaves_the_others_alone() -> None:
    changed = [LimitChange(week(2), "adoption.rate", "Sud", 0.60, None)]

    assert levels_by_week(changed) == levels_by_week([])
    assert levels_by_week(changed, "team:Sud")[-1] == "green"


def test_the_last_change_counts_and_an_empty_one_takes_it_back() -> None:
    back = [
        LimitChange(week(2), "adoption.rate", None, 0.60, None),
        LimitChange(week(3), "adoption.rate", None, None, None),
    ]

    assert levels_by_week(back)[-1] == "amber"
