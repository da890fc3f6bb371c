"""Steering and foundations, hand-worked from what a project declares."""

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.catalogue import metrics
from metrics.governance.committee import cadence, open_decisions, sponsor
from metrics.governance.foundations import framing, incentives, project_team, responsibilities, scenarios
from metrics.signals import Level
from settings.choices import DUTIES, FRAMING
from tests.declarations import found, holds, level_of, sheet, steering, values
from tests.tables import MONDAY, week, weeks

MONTHLY = """
    planned    | held       | sponsor
    2026-09-10 | 2026-09-11 | yes
    2026-10-10 | -          | -
"""


def test_a_committee_grows_old_by_the_day() -> None:
    rows = cadence(sheet("meetings", MONTHLY), steering(20), weeks(4))

    assert values(rows) == [(13 - 11) / 20, (20 - 11) / 20, (27 - 11) / 20, (30 + 4 - 11) / 20]


def test_without_a_set_cadence_it_is_that_of_the_plan() -> None:
    planned = sheet("meetings", "planned | held\n2026-09-10 | 2026-09-13\n2026-09-24 | -\n2026-10-08 | -")

    assert found(cadence(planned, steering(), weeks(2)), 2) == (7 / 14, None)


def test_without_a_plan_committees_are_due_every_thirty_days() -> None:
    one = sheet("meetings", "planned | held\n2026-09-10 | 2026-09-13")

    assert found(cadence(one, steering(), weeks(2)), 2) == (7 / 30, None)


def test_a_committee_planned_but_never_held_counts_from_its_day() -> None:
    rows = cadence(sheet("meetings", "planned | held\n2026-09-16 | -"), steering(10), weeks(4))

    assert found(rows, 1) == (None, "no_data")
    assert values(rows)[1:] == [4 / 10, 11 / 10, 18 / 10]


def test_a_committee_held_later_is_not_held_yet() -> None:
    rows = cadence(sheet("meetings", "planned | held\n2026-09-07 | 2026-09-21"), steering(10), weeks(3))

    assert values(rows) == [6 / 10, 13 / 10, 6 / 10]


def test_a_week_in_which_the_company_is_shut_does_not_age_a_committee() -> None:
    shut = pl.col("period") == week(2)
    calendar = weeks(3).with_columns(workdays=pl.when(shut).then(0).otherwise("workdays"))
    rows = cadence(sheet("meetings", "planned | held\n2026-09-13 | 2026-09-13"), steering(10), calendar)

    assert values(rows) == [0 / 10, (7 - 7) / 10, (14 - 7) / 10]


@pytest.mark.parametrize(
    ("metric", "value", "level"),
    [
        ("governance.cadence", 1.25, "green"),
        ("governance.cadence", 1.26, "amber"),
        ("governance.cadence", 2.0, "amber"),
        ("governance.cadence", 2.01, "red"),
        ("governance.sponsor", 0.70, "green"),
        ("governance.sponsor", 4 / 6, "amber"),
        ("governance.sponsor", 0.40, "amber"),
        ("governance.sponsor", 2 / 6, "red"),
        ("governance.open_decisions", 1.0, "green"),
        ("governance.open_decisions", 1.1, "amber"),
        ("governance.open_decisions", 2.1, "red"),
        ("governance.responsibilities", 4, "green"),
        ("governance.responsibilities", 3, "amber"),
        ("governance.responsibilities", 2, "amber"),
        ("governance.responsibilities", 1, "red"),
        ("governance.scenarios", 1.0, "green"),
        ("governance.scenarios", 0.5, "amber"),
        ("governance.scenarios", 0.4, "red"),
        ("governance.framing", 12 / 14, "green"),
        ("governance.framing", 11 / 14, "amber"),
        ("governance.framing", 6 / 14, "red"),
        ("governance.project_team", 4 / 4, "green"),
        ("governance.project_team", 2 / 4, "amber"),
        ("governance.project_team", 1 / 3, "red"),
        ("governance.incentives", 0, "green"),
        ("governance.incentives", 1, "amber"),
    ],
)
def test_on_the_limit_is_still_inside(metric: str, value: float, level: Level) -> None:
    assert level_of(metric, value) == level


def test_only_the_last_six_committees_count_and_only_those_of_which_presence_is_noted() -> None:
    rows = sheet(
        "meetings",
        """
        planned    | held       | sponsor
        2026-03-01 | 2026-03-01 | yes
        2026-03-02 | 2026-03-02 | yes
        2026-03-03 | 2026-03-03 | no
        2026-03-04 | 2026-03-04 | yes
        2026-03-05 | 2026-03-05 | no
        2026-03-06 | 2026-03-06 | no
        2026-03-07 | 2026-03-07 | no
        2026-03-08 | 2026-03-08 | -
        2026-09-14 | 2026-09-14 | yes
        2026-09-15 | -          | yes
    """,
    )

    assert values(sponsor(rows, weeks(2))) == [2 / 6, 2 / 6]
    assert sponsor(rows, weeks(2)).collect()["n"].to_list() == [6, 6]


def test_presence_that_is_not_noted_is_unknown() -> None:
    assert found(sponsor(sheet("meetings", "planned | held\n2026-09-08 | 2026-09-08"), weeks(1)), 1) == (
        None,
        "no_data",
    )


DECISIONS = """
    label  | raised     | due        | decided
    budget | 2026-09-08 | 2026-09-17 | 2026-09-22
    scope  | 2026-09-08 | 2026-09-19 | -
"""


def test_the_oldest_decision_past_due_is_counted_in_cycles() -> None:
    rows = open_decisions(sheet("due_decisions", DECISIONS), sheet("meetings"), steering(10), weeks(3))

    assert values(rows) == [0 / 10, (20 - 17) / 10, (27 - 19) / 10]
    assert rows.collect().sort("period")["n"].to_list() == [0, 2, 1]


def test_a_decision_due_on_the_last_day_of_the_week_is_not_past_due() -> None:
    rows = sheet("due_decisions", "raised | due\n2026-09-08 | 2026-09-13")

    assert values(open_decisions(rows, sheet("meetings"), steering(10), weeks(2))) == [0, 7 / 10]


def test_before_a_decision_is_raised_nothing_is_known_of_decisions() -> None:
    rows = sheet("due_decisions", "raised | due\n2026-09-14 | 2026-09-10")

    assert found(open_decisions(rows, sheet("meetings"), steering(), weeks(2)), 1) == (None, "no_data")
    assert found(open_decisions(rows, sheet("meetings"), steering(), weeks(2)), 2) == (10 / 30, None)


def test_a_duty_needs_somebody_who_holds_it() -> None:
    rows = responsibilities(
        sheet(
            "responsibilities",
            """
            duty          | holder  | since
            data_quality  | sales   | 2026-09-01
            data_quality  | support | 2026-09-01
            onboarding    | ''      | 2026-09-01
            arbitration   | -       | 2026-09-01
            rule_checking | sales   | 2026-09-16
        """,
        ),
        weeks(2),
    )

    assert values(rows) == [1, 2]
    assert rows.collect()["n"].to_list() == [len(DUTIES)] * 2


def test_a_use_must_be_written_and_owned_and_shared() -> None:
    rows = scenarios(
        sheet(
            "scenarios",
            """
            label     | written | holder | shared
            pipeline  | yes     | sales  | yes
            risks     | yes     | sales  | no
            meetings  | yes     | -      | yes
            forecasts | -       | sales  | yes
        """,
        ),
        weeks(1),
    )

    assert found(rows, 1) == (1 / 4, None)


def test_framing_is_out_of_all_that_a_note_should_hold() -> None:
    rows = framing(
        sheet("framing", "item | present\nobjectives | yes\nobjectives | yes\nmvp | no\nbudget | yes"), weeks(1)
    )

    assert found(rows, 1) == (2 / len(FRAMING), None)
    assert metrics()["governance.framing"].phases == ("framing", "build")


TEAM = """
    department | function | holder | lead | dedicated | since      | until
    sales      | business | -      | yes  | yes       | 2026-01-01 | -
    support    | business | agent  | -    | -         | 2026-01-01 | -
    it         | it       | admin  | no   | -         | 2026-01-01 | -
"""


@pytest.mark.parametrize(
    ("changed", "to", "value"),
    [
        ("", "", 4 / 4),
        ("yes  | yes ", "yes  | no  ", 3 / 4),
        ("agent", "-    ", 3 / 4),
        ("sales      | business", "sales      | it      ", 3 / 4),
        ("sales      | business", "sales      | -       ", 3 / 3),
        ("yes  | yes ", "no   | -   ", 1 / 3),
    ],
)
def test_a_project_team_meets_four_conditions(changed: str, to: str, value: float) -> None:
    assert found(project_team(sheet("project_team", TEAM.replace(changed, to) if changed else TEAM), weeks(1)), 1) == (
        value,
        None,
    )


@pytest.mark.parametrize(
    ("ended", "value"),
    [
        (["2026-09-13"], 4 / 4),
        (["2026-09-13", "2026-09-01"], 3 / 4),
        (["2026-09-13", "2025-09-13"], 4 / 4),
        (["2026-09-13", "2025-09-14"], 3 / 4),
        (["2026-09-13", "2026-09-14"], 4 / 4),
    ],
)
def test_one_change_of_lead_in_twelve_months_is_borne(ended: list[str], value: float) -> None:
    past = "".join(f"    sales | business | - | yes | yes | 2025-01-01 | {day}\n" for day in ended)

    assert found(project_team(sheet("project_team", TEAM.rstrip() + "\n" + past), weeks(1)), 1) == (value, None)


def test_a_lead_of_it_beside_one_of_a_business_is_fine() -> None:
    both = TEAM.replace("admin  | no ", "admin  | yes")

    assert found(project_team(sheet("project_team", both), weeks(1)), 1) == (4 / 4, None)


def test_an_incentive_that_forces_counts_while_it_holds() -> None:
    rows = incentives(
        sheet(
            "incentives",
            """
            kind       | start      | until
            supportive | 2026-09-14 | -
            coercive   | 2026-09-21 | 2026-10-04
        """,
        ),
        weeks(4),
    )

    assert values(rows) == [None, 0, 1, 0]
    assert found(rows, 1) == (None, "no_data")


@pytest.mark.parametrize("compute", [responsibilities, scenarios, framing, project_team, incentives])
def test_an_empty_sheet_says_nothing(compute: Callable[..., pl.LazyFrame]) -> None:
    rows = compute(sheet(compute.__name__), weeks(2))

    assert [found(rows, n) for n in (1, 2)] == [(None, "no_data")] * 2


def test_without_meetings_and_decisions_nothing_is_known() -> None:
    assert found(cadence(sheet("meetings"), steering(10), weeks(1)), 1) == (None, "no_data")
    assert found(sponsor(sheet("meetings"), weeks(1)), 1) == (None, "no_data")
    assert found(open_decisions(sheet("due_decisions"), sheet("meetings"), steering(10), weeks(1)), 1) == (
        None,
        "no_data",
    )


def test_what_is_declared_counts_in_held_and_stale_weeks_too() -> None:
    rows = sponsor(sheet("meetings", MONTHLY), weeks(2, {1: "held", 2: "stale"}))

    assert [found(rows, n) for n in (1, 2)] == [(1.0, None)] * 2


days = st.integers(-40, 40).map(lambda n: MONDAY + timedelta(n))
maybe = st.none() | days
yes = st.none() | st.booleans()
held_by = st.none() | st.sampled_from(["", "sales", "support"])


def frame(name: str, rows: list[dict[str, object]]) -> pl.LazyFrame:
    """Rows of a sheet that hold from their day on."""
    return pl.LazyFrame([{"since": date(2026, 9, 1)} | row for row in rows], schema=sheet(name).collect_schema())


meeting = st.fixed_dictionaries({"planned": days, "held": maybe, "sponsor": yes})
decision = st.fixed_dictionaries({"label": st.sampled_from("ab"), "since": days, "due": days, "decided": maybe})
member = st.fixed_dictionaries(
    {
        "department": st.sampled_from(["sales", "it"]),
        "function": st.sampled_from([None, "business", "it"]),
        "holder": held_by,
        "lead": yes,
        "dedicated": yes,
        "since": days,
        "until": maybe,
    }
)
scenario = st.fixed_dictionaries(
    {"label": st.sampled_from("abc"), "written": yes, "holder": held_by, "shared": yes, "since": days}
)


@given(st.lists(meeting, max_size=9), st.lists(decision, max_size=6), st.integers(0, 99))
def test_steering_does_not_depend_on_the_order_of_rows(
    meetings: list[dict[str, object]], decisions: list[dict[str, object]], seed: int
) -> None:
    held = frame("meetings", meetings)
    due = frame("due_decisions", decisions).with_columns(raised="since")
    common = {"meetings": held, "weeks": weeks(4)}

    aged = holds(cadence, common | {"steering": steering()}, seed)
    waiting = holds(open_decisions, common | {"due_decisions": due, "steering": steering(14)}, seed)
    assert all(value >= 0 for value in [*aged["value"].drop_nulls(), *waiting["value"].drop_nulls()])
    assert holds(sponsor, common, seed)["value"].drop_nulls().is_between(0, 1).all()


@given(st.lists(member, max_size=6), st.lists(scenario, max_size=6), st.integers(0, 99))
def test_foundations_are_shares_and_do_not_depend_on_the_order_of_rows(
    members: list[dict[str, object]], uses: list[dict[str, object]], seed: int
) -> None:
    team = holds(project_team, {"project_team": frame("project_team", members), "weeks": weeks(4)}, seed)
    shared = holds(scenarios, {"scenarios": frame("scenarios", uses), "weeks": weeks(4)}, seed)

    assert pl.concat([team, shared])["value"].drop_nulls().is_between(0, 1).all()
