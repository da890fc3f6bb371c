"""Slots of rituals, hand-worked: when they are planned, and whether their group looked at the CRM for them."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import slots
from metrics.rollups import RITUAL_DAY
from settings.declared import DECLARED
from settings.tables import EVENTS, LANDED
from tests.tables import table, week
from tests.test_metrics_rollups import ENGINES, Engine, rows_of

LONG_AGO = date(1990, 1, 1)
LAST = week(5) - timedelta(1)
RITUAL = DECLARED["rituals"].kept


def rituals(text: str) -> pl.DataFrame:
    """Rows of the sheet; declared long ago unless they say."""
    return table(text, RITUAL).with_columns(since=pl.col("since").fill_null(LONG_AGO))


def days(declared: pl.DataFrame, off: Collection[date] = (), last: date = LAST) -> list[date]:
    return slots.planned(declared, week(1), last, off, "Europe/Paris")["day"].to_list()


WEEKLY = "label | weekday | start | end\nRevue | tuesday | 09:00 | 10:00"


def test_a_ritual_is_planned_on_its_day_of_each_week() -> None:
    assert days(rituals(WEEKLY)) == [week(n) + timedelta(1) for n in (1, 2, 3, 4)]


def test_every_other_week_counts_from_the_week_it_was_declared_in() -> None:
    often = "label | weekday | start | end | every_weeks | since\nRevue | tuesday | 09:00 | 10:00 | {} | {}"

    assert days(rituals(often.format("2.0", week(1) + timedelta(4)))) == [week(3) + timedelta(1)]
    assert days(rituals(often.format("2.0", week(2)))) == [week(2) + timedelta(1), week(4) + timedelta(1)]
    assert days(rituals(often.format("4.0", week(3)))) == [week(3) + timedelta(1)]


def test_none_is_planned_before_it_was_declared_nor_from_its_end_on() -> None:
    rows = rituals(
        f"{WEEKLY.splitlines()[0]} | since | until\n{WEEKLY.splitlines()[1]} | {week(2)} | {week(3) + timedelta(1)}"
    )

    assert days(rows) == [week(2) + timedelta(1)]


def test_none_is_planned_on_a_day_off() -> None:
    assert days(rituals(WEEKLY), [week(2) + timedelta(1)]) == [week(n) + timedelta(1) for n in (1, 3, 4)]


def test_both_ends_of_the_span_are_inside() -> None:
    tuesday = week(1) + timedelta(1)

    assert slots.planned(rituals(WEEKLY), tuesday, tuesday, (), "Europe/Paris")["day"].to_list() == [tuesday]
    assert days(rituals(WEEKLY), last=week(1) - timedelta(1)) == []


def test_what_is_declared_twice_is_planned_once() -> None:
    twice = rituals(f"{WEEKLY}\nRevue | tuesday | 14:00 | 15:00")
    found = slots.planned(twice, week(1), week(1) + timedelta(6), (), "Europe/Paris")

    assert found["begin"].to_list() == [datetime(2026, 9, 8, 7, tzinfo=UTC)]


def test_the_same_ritual_of_two_teams_is_two() -> None:
    both = rituals("""
        label | team | weekday | start | end
        Revue | Nord | tuesday | 09:00 | 10:00
        Revue | Est  | tuesday | 09:00 | 10:00
    """)

    assert len(days(both)) == 2 * 4


def test_hours_are_local_on_both_sides_of_a_change_of_clocks() -> None:
    found = slots.planned(rituals(WEEKLY), date(2026, 10, 19), date(2026, 11, 1), (), "Europe/Paris")

    assert found.select("begin", "finish").rows() == [
        (datetime(2026, 10, 20, 7, tzinfo=UTC), datetime(2026, 10, 20, 8, tzinfo=UTC)),
        (datetime(2026, 10, 27, 8, tzinfo=UTC), datetime(2026, 10, 27, 9, tzinfo=UTC)),
    ]


@given(cut=st.integers(-1, 28), every=st.integers(1, 4), since=st.integers(-30, 30))
def test_what_is_planned_does_not_depend_on_how_the_days_are_cut(cut: int, every: int, since: int) -> None:
    declared = rituals(
        f"label | weekday | start | end | every_weeks | since\n"
        f"Revue | friday | 09:00 | 10:00 | {every} | {week(1) + timedelta(since)}"
    )
    border = week(1) + timedelta(cut)
    parts = [
        slots.planned(declared, first, last, (), "Europe/Paris")
        for first, last in ((week(1), border), (border + timedelta(1), LAST))
    ]

    assert pl.concat(parts).equals(slots.planned(declared, week(1), LAST, (), "Europe/Paris"))


def test_no_ritual_plans_nothing() -> None:
    assert slots.planned(rituals("label"), week(1), LAST, (), "Europe/Paris").schema == pl.Schema(slots.SLOTS)


TUESDAY = week(1) + timedelta(1)


def events(text: str) -> pl.DataFrame:
    """Acts at local hours of a September in France, two hours ahead of UTC."""
    frame = table(text, EVENTS | LANDED).with_columns(pl.col("at") - timedelta(hours=2), source=pl.lit("crm"))
    local = pl.col("at").dt.convert_time_zone("Europe/Paris")
    return frame.with_columns(day=local.dt.date())


@pytest.mark.parametrize("engine", ENGINES)
def test_what_people_looked_at_is_told_by_the_minute(engine: Engine) -> None:
    found = events("""
        user | action    | at                  | client
        ana  | list      | 2026-09-08T09:00:10 | web
        ana  | report    | 2026-09-08T09:00:50 | -
        ana  | view      | 2026-09-08T09:00:59 | mobile
        ana  | edit      | 2026-09-08T09:01:00 | web
        ana  | dashboard | 2026-09-08T09:02:00 | api
        ana  | list      | 2026-09-08T09:02:00 | sync
        ana  | login     | 2026-09-08T09:03:00 | web
        ana  | export    | 2026-09-08T09:03:00 | web
        bob  | view      | 2026-09-10T09:00:00 | web
    """)

    assert [
        (row["user"], row["minute"].minute, row["opens"])
        for row in rows_of(slots.looks(engine(found), [TUESDAY]), "minute")
    ] == [("ana", 0, 2), ("ana", 1, 0)]


TEAMS = {"ana": "Nord", "bob": "Est", "cy": None}
BOTH = """
    label | team | weekday | start | end
    Revue | Nord | tuesday | 09:00 | 10:00
    Point | -    | tuesday | 09:00 | 10:00
"""
PLANNED = slots.planned(rituals(BOTH), TUESDAY, TUESDAY, (), "Europe/Paris")


def seen(*acts: tuple[str, str, str]) -> pl.DataFrame:
    """Person, act and local moment, as looks with the team of each."""
    text = "\n".join(["user | action | at", *[" | ".join(act) for act in acts]])
    looked = slots.looks(events(text).lazy(), [TUESDAY - timedelta(1), TUESDAY]).collect()
    return looked.with_columns(team=pl.col("user").replace_strict(TEAMS, return_dtype=pl.String))


def outcome(*acts: tuple[str, str, str]) -> dict[str, tuple[int, int]]:
    """Opened and seen of each ritual."""
    rows = slots.attended(PLANNED, seen(*acts))
    assert rows.schema == pl.Schema(RITUAL_DAY)
    return {ritual: (opened, looked) for ritual, opened, looked in rows.select("ritual", "opened", "seen").iter_rows()}


@pytest.mark.parametrize(
    ("moment", "opened"),
    [
        ("2026-09-07T08:59:59", 0),
        ("2026-09-07T09:00:00", 1),
        ("2026-09-08T10:00:59", 1),
        ("2026-09-08T10:01:00", 0),
    ],
)
@pytest.mark.parametrize("action", ["list", "report", "dashboard"])
def test_opened_counts_from_a_day_before_to_the_end(moment: str, opened: int, action: str) -> None:
    assert outcome(("ana", action, moment))["Revue"][0] == opened


@pytest.mark.parametrize(
    ("moment", "looked"),
    [
        ("2026-09-08T08:44:59", 0),
        ("2026-09-08T08:45:00", 1),
        ("2026-09-08T10:15:59", 1),
        ("2026-09-08T10:16:00", 0),
        ("2026-09-07T09:30:00", 0),
    ],
)
@pytest.mark.parametrize("action", ["view", "edit", "list"])
def test_seen_counts_from_a_quarter_of_an_hour_before_to_one_after(moment: str, looked: int, action: str) -> None:
    assert outcome(("ana", action, moment))["Revue"][1] == looked


def test_looking_at_a_record_opens_nothing() -> None:
    assert outcome(("ana", "view", "2026-09-08T09:30"))["Revue"] == (0, 1)


@pytest.mark.parametrize(("user", "revue", "point"), [("ana", 1, 1), ("bob", 0, 1), ("cy", 0, 1)])
def test_a_ritual_is_seen_by_its_team_and_everybody_s_by_anybody(user: str, revue: int, point: int) -> None:
    found = outcome((user, "report", "2026-09-08T09:30"))

    assert found == {"Revue": (revue, revue), "Point": (point, point)}


def test_occurrences_that_nobody_attended_are_told_too() -> None:
    assert outcome() == {"Revue": (0, 0), "Point": (0, 0)}


def test_what_is_opened_inside_a_ritual_of_one_s_own_is_counted_by_person() -> None:
    found = slots.opened_inside(
        PLANNED.filter(pl.col("ritual") == "Revue"),
        seen(
            ("ana", "report", "2026-09-08T09:30:00"), ("ana", "list", "2026-09-08T09:30:30"),
            ("ana", "dashboard", "2026-09-08T09:40"), ("ana", "view", "2026-09-08T09:41"),
            ("ana", "report", "2026-09-08T11:00"), ("ana", "report", "2026-09-07T09:30"),
            ("bob", "report", "2026-09-08T09:30"),
        ),
    )  # fmt: skip

    assert found.rows() == [("crm", "ana", TUESDAY, 2 + 1)]


def test_what_falls_into_two_rituals_counts_once() -> None:
    assert slots.opened_inside(PLANNED, seen(("ana", "report", "2026-09-08T09:30")))["opened"].to_list() == [1]
