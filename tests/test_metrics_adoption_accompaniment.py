"""Accompaniment and training, hand-worked from what a project declares."""

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.adoption.accompaniment import champions, information, involvement, support
from metrics.adoption.training import newcomers_trained, trained
from metrics.catalogue import metrics
from metrics.population import PEOPLE
from metrics.signals import Level
from settings.declared import DECLARED
from tests.declarations import expected, found, holds, level_of, sheet, values
from tests.tables import MONDAY, table, weeks

Six = Mapping[str, tuple[str | None, str | None]]
SIX: Six = {
    "ana": ("Nord", "seller"),
    "bob": ("Nord", "seller"),
    "cy": ("Nord", "manager"),
    "dan": ("Est", "seller"),
    "eve": ("Est", "seller"),
    "flo": (None, "manager"),
}


def share(sessions: str, count: int = 1, people: Six = SIX, reasons: dict[int, str] | None = None) -> pl.LazyFrame:
    """Users trained, from training lines: columns held, person, role, team, trained."""
    return trained(sheet("trainings", sessions), expected(people, count), weeks(count, reasons))


def test_people_trained_by_name_count_once_for_their_own_role_or_for_all() -> None:
    rows = share("""
        held       | person | role
        2026-09-08 | ana    | seller
        2026-09-09 | ana    | -
        2026-09-09 | bob    | manager
        2026-09-09 | flo    | -
        2026-09-09 | guest  | -
    """)

    assert found(rows, 1) == (len(["ana", "flo"]) / 6, None)
    assert found(rows, 1, "team:Nord") == (1 / 3, None)
    assert found(rows, 1, "team:Est") == (0 / 2, None)


@pytest.mark.parametrize(
    ("session", "whole", "nord", "est"),
    [
        ("- | Nord | 2", 2 / 6, 2 / 3, 0 / 2),
        ("- | Nord | 9", 3 / 6, 3 / 3, 0 / 2),
        ("seller | - | 2", 2 / 6, 1 / 3, 1 / 2),
        ("seller | - | 9", 4 / 6, 2 / 3, 2 / 2),
        ("seller | Est | 1", 1 / 6, 0 / 3, 1 / 2),
        ("- | - | 3", 3 / 6, 1.5 / 3, 1 / 2),
        ("- | Sud | 3", 0 / 6, 0 / 3, 0 / 2),
        ("- | Nord | 0", 0 / 6, 0 / 3, 0 / 2),
    ],
)
def test_a_session_counts_its_people_up_to_the_size_of_its_group(
    session: str, whole: float, nord: float, est: float
) -> None:
    rows = share(f"held | role | team | trained\n2026-09-08 | {session}")

    assert found(rows, 1)[0] == pytest.approx(whole)
    assert found(rows, 1, "team:Nord")[0] == pytest.approx(nord)
    assert found(rows, 1, "team:Est")[0] == pytest.approx(est)


def test_sessions_count_for_those_not_trained_by_name() -> None:
    rows = share("""
        held       | person | role   | team | trained
        2026-09-08 | ana    | -      | -    | -
        2026-09-08 | bob    | -      | -    | -
        2026-09-09 | -      | -      | Nord | 2
        2026-09-09 | -      | -      | Nord | 1
    """)

    assert found(rows, 1, "team:Nord") == (3 / 3, None)
    assert found(rows, 1) == (3 / 6, None)


def test_a_training_is_valid_for_twelve_months_and_a_planned_one_is_none_yet() -> None:
    rows = share("held | person\n2025-09-13 | ana\n2025-09-14 | bob\n2026-09-14 | cy\n2026-09-15 | dan", count=2)

    assert values(rows) == [len(["bob"]) / 6, len(["cy", "dan"]) / 6]


def test_before_the_first_training_nothing_is_known() -> None:
    rows = share("held | person\n2026-09-14 | ana", count=2)

    assert [found(rows, n) for n in (1, 2)] == [(None, "no_data"), (1 / 6, None)]
    assert found(share(""), 1) == (None, "no_data")
    assert found(share("held | person\n2026-09-08 | ana", people={}), 1) == (None, "no_data")


def test_training_is_a_state_that_holidays_do_not_hold_but_needs_to_know_who_is_expected() -> None:
    rows = share("held | person\n2026-09-08 | ana", count=2, reasons={1: "held", 2: "stale"})

    assert [found(rows, n) for n in (1, 2)] == [(1 / 6, None), (None, "stale")]


def test_figures_of_training_speak_of_people() -> None:
    rows = share("held | person\n2026-09-08 | ana").collect()
    people = dict(rows.select("subject", "people").iter_rows())

    assert people == {"project": 6, "team:Nord": 3, "team:Est": 2}
    assert metrics()["adoption.trained"].about == "people"
    assert metrics()["adoption.trained"].before_launch == (0.95, 0.80)


def test_nothing_is_said_of_people_before_they_were_informed() -> None:
    rows = trained(
        sheet("trainings", "held | person\n2026-09-08 | ana"), expected(SIX, 2), weeks(2, noticed_from=2)
    ).collect()

    assert rows["period"].unique().to_list() == [MONDAY + timedelta(7)]


def newcomers(trainings: str, entitled: str, launch: str = "") -> pl.LazyFrame:
    """Newcomers trained by week 5, which ends on 11 October: columns user, entitled_from; all in Nord."""
    people = table(entitled, PEOPLE).lazy()
    users = dict.fromkeys(people.collect()["user"], ("Nord", "seller"))
    marks = sheet("annotations", f"happened | kind\n{launch} | go_live" if launch else "")
    return newcomers_trained(sheet("trainings", trainings), people, expected(users, 5), marks, weeks(5))


@pytest.mark.parametrize(
    ("held", "value"),
    [("2026-09-11", 0 / 1), ("2026-09-10", 1 / 1), ("2026-08-01", 1 / 1), ("2025-08-11", 0 / 1), ("2025-08-12", 1 / 1)],
)
def test_newcomers_have_thirty_days_to_be_trained(held: str, value: float) -> None:
    rows = newcomers(f"held | person\n{held} | ana\n2025-01-01 | old", "user | entitled_from\nana | 2026-08-11")

    assert found(rows, 5) == (value, None)


@pytest.mark.parametrize(
    ("entitled", "value"),
    [
        ("2026-09-11", 1 / 1),
        ("2026-09-12", None),
        ("2025-10-12", 1 / 1),
        ("2025-10-11", None),
        ("-", None),
    ],
)
def test_newcomers_are_those_of_the_last_twelve_months_whose_thirty_days_are_over(
    entitled: str, value: float | None
) -> None:
    day = "2026-09-11" if entitled == "-" else entitled
    rows = newcomers(f"held | person\n{day} | ana", f"user | entitled_from\nana | {entitled}")

    assert found(rows, 5)[0] == value


def test_those_there_at_the_launch_are_no_newcomers() -> None:
    entitled = "user | entitled_from\nana | 2026-02-02\nbob | 2026-02-03"
    rows = newcomers("held | person\n2026-02-10 | ana", entitled, launch="2026-02-02")

    assert found(rows, 5) == (0 / len(["bob"]), None)


def test_sessions_without_names_say_nothing_of_newcomers() -> None:
    rows = newcomers("held | trained\n2026-08-20 | 5", "user | entitled_from\nana | 2026-08-11")

    assert found(rows, 5) == (None, "no_data")


CHAMPIONS = """
    team | hours_a_week | since      | until
    Nord | 2            | 2026-09-14 | -
    Nord | 0            | 2026-09-14 | -
    Est  | 1            | 2026-09-14 | 2026-09-21
    Est  | 1            | 2026-09-14 | -
    Sud  | 1            | 2026-09-14 | -
"""
TEAMS: Six = {f"n{i}": ("Nord", None) for i in range(16)} | {f"e{i}": ("Est", None) for i in range(15)}


def test_a_team_needs_a_champion_per_fifteen_users_and_more_do_not_make_up_for_another_team() -> None:
    rows = champions(sheet("champions", CHAMPIONS), expected(TEAMS, 3), weeks(3))

    assert values(rows, "team:Nord") == [1 / 2, 1 / 2]
    assert values(rows, "team:Est") == [1 / 1, 1 / 1]
    assert values(rows) == [None, (1 + 1) / (2 + 1), (1 + 1) / (2 + 1)]
    assert found(rows, 1) == (None, "no_data")


def test_teams_whose_champions_left_have_none() -> None:
    gone = sheet("champions", "team | hours_a_week | since | until\nEst | 1 | 2026-09-07 | 2026-09-20")

    assert values(champions(gone, expected(TEAMS, 2), weeks(2)), "team:Est") == [1.0, 0.0]


def test_who_needs_a_champion_is_unknown_in_a_week_not_collected() -> None:
    rows = champions(sheet("champions", CHAMPIONS), expected(TEAMS, 3), weeks(3, {2: "held", 3: "stale"}))

    assert [found(rows, n)[1] for n in (2, 3)] == [None, "stale"]


def test_roles_are_involved_where_it_was_planned() -> None:
    rows = involvement(
        sheet(
            "involvement",
            """
            role    | workshops | prototypes | acceptance | since
            seller  | yes       | yes        | no         | 2026-09-07
            manager | yes       | -          | -          | 2026-09-07
            support | no        | -          | no         | 2026-09-21
        """,
        ),
        weeks(3),
    )

    assert values(rows) == [3 / 4, 3 / 4, 3 / 6]
    assert found(involvement(sheet("involvement"), weeks(1)), 1) == (None, "no_data")


@pytest.mark.parametrize(
    ("planned", "sent", "value"),
    [
        ("2026-09-07", "2026-09-20", 1 / 1),
        ("2026-09-07", "2026-09-21", 0 / 1),
        ("2026-09-12", "-", 0 / 1),
        ("2026-09-13", "-", None),
        ("2026-09-13", "2026-09-21", None),
        ("2026-09-13", "2026-09-20", 1 / 1),
        ("2026-06-22", "2026-06-22", 1 / 1),
        ("2026-06-21", "2026-06-21", None),
        ("2026-09-21", "2026-09-18", None),
    ],
)
def test_a_message_has_seven_days_and_counts_for_thirteen_weeks(planned: str, sent: str, value: float | None) -> None:
    rows = information(sheet("messages", f"planned | sent\n{planned} | {sent}"), weeks(2))

    assert found(rows, 2)[0] == value


def test_a_late_message_counts_from_the_day_it_was_sent() -> None:
    rows = information(sheet("messages", "planned | sent\n2026-09-07 | 2026-09-22\n2026-09-09 | 2026-09-09"), weeks(3))

    assert values(rows) == [1 / 1, 1 / 2, 2 / 2]


@pytest.mark.parametrize(
    ("received", "answered", "value"),
    [
        ("2026-09-07", "2026-09-14", 1 / 1),
        ("2026-09-07", "2026-09-15", 0 / 1),
        ("2026-09-11", "2026-09-18", 1 / 1),
        ("2026-09-12", "2026-09-21", None),
        ("2026-09-13", "-", None),
        ("2026-09-12", "2026-09-14", 1 / 1),
        ("2026-09-11", "-", 0 / 1),
        ("2026-07-26", "2026-07-27", None),
        ("2026-07-27", "2026-07-27", 1 / 1),
        ("2026-09-21", "2026-09-21", None),
    ],
)
def test_feedback_has_five_working_days_and_counts_for_eight_weeks(
    received: str, answered: str, value: float | None
) -> None:
    rows = support(sheet("feedback", f"received | answered\n{received} | {answered}"), weeks(2))

    assert found(rows, 2)[0] == value


def test_support_in_held_weeks_is_shown_and_not_judged() -> None:
    rows = support(sheet("feedback", "received | answered\n2026-09-07 | 2026-09-08"), weeks(2, {1: "held", 2: "stale"}))

    assert [found(rows, n) for n in (1, 2)] == [(1.0, "held"), (1.0, None)]
    assert found(support(sheet("feedback"), weeks(1)), 1) == (None, "no_data")


@pytest.mark.parametrize(
    ("metric", "value", "level"),
    [
        ("adoption.trained", 0.80, "green"),
        ("adoption.trained", 0.79, "amber"),
        ("adoption.trained", 0.60, "amber"),
        ("adoption.trained", 0.59, "red"),
        ("adoption.champions", 0.90, "green"),
        ("adoption.champions", 0.60, "amber"),
        ("adoption.champions", 0.59, "red"),
        ("adoption.involvement", 0.80, "green"),
        ("adoption.involvement", 0.49, "red"),
        ("adoption.information", 0.79, "amber"),
        ("adoption.information", 0.49, "red"),
        ("adoption.support", 0.80, "green"),
        ("adoption.support", 0.60, "amber"),
        ("adoption.support", 0.59, "red"),
    ],
)
def test_on_the_limit_is_still_inside(metric: str, value: float, level: Level) -> None:
    assert level_of(metric, value) == level


days = st.integers(-400, 40).map(lambda n: MONDAY + timedelta(n))
teams = st.none() | st.sampled_from(["Nord", "Est"])
roles = st.none() | st.sampled_from(["seller", "manager"])
counts = st.none() | st.integers(0, 9).map(float)
line = st.fixed_dictionaries(
    {
        "held": days,
        "role": roles,
        "team": teams,
        "person": st.none() | st.sampled_from([*SIX, "guest"]),
        "trained": counts,
    }
)
champion = st.fixed_dictionaries({"team": teams, "hours_a_week": counts, "since": days, "until": st.none() | days})
fact = st.fixed_dictionaries({"first": days, "last": st.none() | days})


def frame(name: str, rows: list[dict[str, object]]) -> pl.LazyFrame:
    """Rows of a sheet."""
    return pl.LazyFrame(rows, schema=DECLARED[name].kept)


@settings(max_examples=50)
@given(st.lists(line, max_size=9), st.lists(champion, max_size=5), st.integers(0, 99))
def test_shares_of_people_and_champions_are_shares_whatever_is_declared(
    lines: list[dict[str, object]], helpers: list[dict[str, object]], seed: int
) -> None:
    common = {"expected": expected(SIX, 3), "weeks": weeks(3)}
    found_trained = holds(trained, common | {"trainings": frame("trainings", lines)}, seed)
    found_champions = holds(champions, common | {"champions": frame("champions", helpers)}, seed)

    both = pl.concat([found_trained, found_champions])
    assert both["value"].drop_nulls().is_between(0, 1).all()
    assert (both["hits"] <= both["n"]).drop_nulls().all()


@given(st.lists(fact, max_size=8), st.integers(0, 99))
def test_messages_and_answers_are_shares_whatever_is_declared(facts: list[dict[str, date]], seed: int) -> None:
    sent = frame("messages", [{"planned": f["first"], "sent": f["last"]} for f in facts])
    received = frame("feedback", [{"received": f["first"], "answered": f["last"]} for f in facts])

    rows = [
        holds(information, {"messages": sent, "weeks": weeks(3)}, seed),
        holds(support, {"feedback": received, "weeks": weeks(3)}, seed),
    ]
    assert pl.concat(rows)["value"].drop_nulls().is_between(0, 1).all()
