"""Managers who look, and forecasts filed in the CRM or settled elsewhere, hand-worked."""

from datetime import timedelta

import polars as pl
import pytest

from metrics.adoption.decisions import forecast_by_hand, management_looks
from metrics.catalogue import metrics
from metrics.population import PEOPLE
from metrics.published import published
from metrics.rollups import STAGE_DAY, USER_DAY_FEATURE
from metrics.series import compute
from settings.declared import DECLARED
from tests.judging import found, level
from tests.tables import week, weeks
from tests.test_metrics_adoption import expected
from tests.test_metrics_series import capabilities

MANAGERS = [f"m{n:02}" for n in range(20)]
EVERYBODY = [*MANAGERS, "ana", "bob"]


def done(*acts: tuple[list[str], int, str], client: str | None = "web") -> pl.LazyFrame:
    """Who did what in which week."""
    rows = [
        ("2026-09", week(n) + timedelta(2), "crm", user, action, "opportunity", None, client, 1, 0)
        for users, n, action in acts
        for user in users
    ]
    return pl.LazyFrame(rows, schema=USER_DAY_FEATURE, orient="row")


def inputs(
    acts: pl.LazyFrame, managers: list[str] = MANAGERS, count: int = 2, reasons: dict[int, str] | None = None
) -> dict[str, pl.LazyFrame]:
    people = [{"user": user, "human": True, "manages": user in managers} for user in EVERYBODY]
    return {
        "user_day_feature": acts,
        "expected": expected(dict.fromkeys(EVERYBODY, "Nord"), count),
        "people": pl.LazyFrame(people, schema=PEOPLE),
        "weeks": weeks(count, reasons),
    }


@pytest.mark.parametrize(("looking", "judged"), [(12, "green"), (11, "amber"), (6, "amber"), (2, "red"), (0, "red")])
def test_managers_who_look_are_judged_as_one_group(looking: int, judged: str) -> None:
    rows = management_looks(**inputs(done((MANAGERS[:looking], 2, "report"))))

    assert found(rows, 2) == (looking / 20, None)
    assert level("adoption.management_looks", rows, 2) == judged
    assert rows.collect()["subject"].unique().to_list() == ["project"]


@pytest.mark.parametrize(
    ("action", "value"),
    [
        ("view", 1),
        ("list", 1),
        ("report", 1),
        ("dashboard", 1),
        ("edit", 0),
        ("create", 0),
        ("login", 0),
        ("export", 0),
    ],
)
def test_looking_is_not_typing(action: str, value: float) -> None:
    assert found(management_looks(**inputs(done((MANAGERS, 2, action)))), 2) == (value, None)


@pytest.mark.parametrize(("client", "value"), [("mobile", 1), (None, 1), ("sync", 0), ("api", 0)])
def test_what_machines_read_is_nobody_s_look(client: str | None, value: float) -> None:
    assert found(management_looks(**inputs(done((MANAGERS, 2, "view"), client=client))), 2) == (value, None)


def test_only_managers_count_and_only_the_last_two_judged_weeks() -> None:
    acts = done((["ana", "bob"], 3, "view"), (MANAGERS[:5], 1, "view"), (MANAGERS[:4], 2, "view"))

    assert found(management_looks(**inputs(acts, count=3)), 3) == (4 / 20, None)
    assert found(management_looks(**inputs(acts, count=3, reasons={2: "held"})), 3) == (5 / 20, None)


def test_before_two_weeks_it_is_too_early_and_without_a_manager_there_is_no_data() -> None:
    assert found(management_looks(**inputs(done((MANAGERS, 1, "view")))), 1) == (None, "too_few")
    assert found(management_looks(**inputs(done((MANAGERS, 2, "view")), managers=[])), 2) == (None, "no_data")


@pytest.mark.parametrize(("views", "reports", "value"), [
    ("recorded", "not_recorded", 1.0), ("not_recorded", "recorded", 1.0), ("not_recorded", "not_granted", None),
])  # fmt: skip
def test_one_of_several_records_of_looking_is_enough(views: str, reports: str, value: float | None) -> None:
    states = capabilities(("views", views, None), ("reports", reports, None), ("dashboards", "not_recorded", None))
    name = "adoption.management_looks"
    series = compute({name: metrics()[name]}, inputs(done((MANAGERS, 2, "view"))), states, "run")

    assert series.filter(pl.col("period") == week(2)).select("value", "reason").rows() == [
        (value, None if value else "not_granted")
    ]


def test_fewer_managers_than_the_minimum_group_are_not_shown() -> None:
    name = "adoption.management_looks"
    states = capabilities(("views", "recorded", None))
    few = inputs(done((MANAGERS, 2, "view")), managers=MANAGERS[:9])
    shown = published(compute({name: metrics()[name]}, few, states, "run"), metrics(), 10)

    assert shown.filter(pl.col("period") == week(2)).select("value", "reason").rows() == [(None, "suppressed")]


# Forecasts: by the number of the week on whose Monday each is due.


def forecasts(*told: tuple[int, int | None, float | None, str | None]) -> pl.LazyFrame:
    """Week due, days after it until filed (None: never), amount settled by hand, team."""
    rows = [
        {
            "due": week(n),
            "filed": None if late is None else week(n) + timedelta(late),
            "by_hand": amount,
            "team": team,
            "since": week(n),
        }
        for n, late, amount, team in told
    ]
    return pl.LazyFrame(rows, schema=DECLARED["forecasts"].kept)


def pipeline(amount: float | None = None, deals: int = 20, team: str = "Nord", count: int = 20) -> pl.LazyFrame:
    """The same open deals at the end of each week, and some that are won."""
    rows = [
        {"day": week(n) + timedelta(6), "object": object_, "team": team, "status": status, "n": deals, "amount": amount}
        for n in range(-1, count + 1)
        for object_, status in (("opportunity", "open"), ("opportunity", "won"), ("quote", "open"))
    ]
    return pl.LazyFrame(rows, schema=STAGE_DAY)


def filed(told: pl.LazyFrame, drawn: pl.LazyFrame | None = None, count: int = 14) -> pl.LazyFrame:
    return forecast_by_hand(told, pipeline() if drawn is None else drawn, weeks(count)).collect().lazy()


def test_forecasts_filed_by_their_day_are_counted_among_those_due() -> None:
    rows = filed(forecasts((1, 0, None, None), (2, -3, None, None), (3, 1, None, None), (4, None, None, None)))

    assert [found(rows, n) for n in (1, 2, 3, 4, 14)] == [
        (1 / 1, None), (2 / 2, None), (2 / 3, None), (2 / 4, None), (1 / 3, None),
    ]  # fmt: skip


@pytest.mark.parametrize(("good", "judged"), [(8, "green"), (7, "amber"), (5, "amber"), (4, "red"), (0, "red")])
def test_forecasts_on_their_limit_and_past_it(good: int, judged: str) -> None:
    rows = filed(forecasts(*[(n, 0 if n <= good else None, None, None) for n in range(1, 11)]))

    assert found(rows, 10) == (good / 10, None)
    assert level("adoption.forecast_by_hand", rows, 10) == judged


def test_a_forecast_is_due_for_thirteen_weeks_and_not_before_its_day() -> None:
    rows = filed(forecasts((2, 0, None, None)), count=15)

    assert [found(rows, n)[1] for n in (1, 2, 14, 15)] == ["no_data", None, None, "no_data"]


def test_without_a_forecast_there_is_no_data() -> None:
    assert found(filed(forecasts()), 14) == (None, "no_data")


def test_what_is_declared_is_told_in_held_weeks_and_those_not_collected() -> None:
    rows = forecast_by_hand(forecasts((1, 0, None, None)), pipeline(), weeks(3, {2: "held", 3: "stale"}))

    assert [found(rows, n) for n in (1, 2, 3)] == [(1 / 1, None)] * 3


def test_teams_have_their_own_and_the_project_all() -> None:
    rows = filed(forecasts((1, 0, None, "Nord"), (1, None, None, "Est"), (1, 0, None, None)))

    assert found(rows, 1) == (2 / 3, None)
    assert found(rows, 1, "team:Nord") == (1 / 1, None)
    assert found(rows, 1, "team:Est") == (0 / 1, None)


FIVE = [(n, 0, 80.0, "Nord") for n in (2, 3, 4, 5)]


def test_the_third_time_the_amount_lies_on_the_same_side_of_the_pipeline_it_was_settled_elsewhere() -> None:
    rows = filed(forecasts(*FIVE), pipeline(100.0))

    assert [found(rows, n, "team:Nord") for n in (2, 3, 4, 5)] == [
        (1 / 1, None), (2 / 2, None), (0 / 3, None), (0 / 4, None),
    ]  # fmt: skip
    assert found(rows, 4) == (0 / 3, None)


@pytest.mark.parametrize(
    ("amounts", "hits"),
    [
        ([80, 80, 80], 0),
        ([120, 120, 120], 0),
        ([90, 90, 90], 3),
        ([110, 110, 110], 3),
        ([89, 89, 89], 0),
        ([80, 80, 120], 3),
        ([80, 120, 80], 3),
        ([80, 100, 80], 3),
        ([80, 80, None], 3),
        ([120, 80, 80, 80], 1),
        ([80, 80, 80, 100], 1),
    ],
)
def test_only_a_gap_of_over_a_tenth_to_the_same_side_three_times_running_counts(
    amounts: list[float | None], hits: int
) -> None:
    rows = filed(forecasts(*[(n, 0, amount, "Nord") for n, amount in enumerate(amounts, 2)]), pipeline(100.0))

    assert found(rows, len(amounts) + 1) == (hits / len(amounts), None)


@pytest.mark.parametrize(
    "drawn",
    [pipeline(None), pipeline(100.0, deals=19), pipeline(100.0, team="Est"), pipeline(100.0).clear()],
    ids=["no amount known", "few deals", "another team", "no deal"],
)
def test_without_a_pipeline_to_compare_filing_alone_counts(drawn: pl.LazyFrame) -> None:
    assert found(filed(forecasts(*FIVE), drawn), 5) == (4 / 4, None)


def test_a_pipeline_of_weeks_ago_is_none_to_compare_with() -> None:
    old = pipeline(100.0, count=20).filter(pl.col("day") < week(1))

    assert found(filed(forecasts(*[(n, 0, 80.0, "Nord") for n in (4, 5, 6)]), old), 6) == (3 / 3, None)


def test_a_forecast_of_all_is_held_against_the_pipeline_of_all() -> None:
    both = pl.concat([pipeline(50.0, deals=10), pipeline(50.0, deals=10, team="Est")])

    assert found(filed(forecasts(*[(n, 0, 80.0, None) for n in (2, 3, 4)]), both), 4) == (0 / 3, None)


def test_teams_make_no_run_together() -> None:
    told = forecasts((2, 0, 80.0, "Nord"), (3, 0, 80.0, "Est"), (4, 0, 80.0, "Nord"), (5, 0, 80.0, "Est"))
    both = pl.concat([pipeline(100.0), pipeline(100.0, team="Est")])

    assert found(filed(told, both), 5) == (4 / 4, None)
