"""Entering, hand-worked: who typed what, how many working days after, and what was typed in one go."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import entering
from metrics.calendar import workdays
from metrics.rollups import ENTRY_DAY
from metrics.slots import SLOTS
from settings.tables import AGAIN, EVENTS, LANDED, RECORDS
from tests.engines import ENGINES, Engine, rows_of
from tests.tables import table, week

PARIS = "Europe/Paris"
LAST = week(2) - timedelta(1)
ENTRIES = {name: RECORDS[name] for name in ("record", "created_at", "created_by", "owner", "occurred_at")}
MAKINGS = {**{name: EVENTS[name] for name in ("action", "record", "user", "client")}, "day": pl.Date()}
NO_SLOT = pl.DataFrame(schema=SLOTS)


def entries(text: str) -> pl.DataFrame:
    """Activities as ``entered`` gives them; of one source."""
    rows = table(text, ENTRIES)
    return rows.with_columns(
        source=pl.lit("crm"), created_day=pl.col("created_at").dt.convert_time_zone(PARIS).dt.date()
    )


def makings(text: str = "record\n") -> pl.DataFrame:
    return table(text, MAKINGS).with_columns(source=pl.lit("crm"))


def typed(text: str, made: str = "action", most_a_day: int = 100) -> list[str]:
    """Who typed what is left, by name."""
    return sorted(entering.typed(entries(text), makings(made), most_a_day)["user"])


def delayed(text: str, off: tuple[date, ...] = ()) -> pl.DataFrame:
    """Activities with their delays; all by ana of Nord unless they say otherwise, typed at no agreed hour."""
    rows = table(text)
    first = week(1) - timedelta(120)
    named = rows.with_columns(
        user=pl.col("user") if "user" in rows.columns else pl.lit("ana"),
        team=pl.col("team") if "team" in rows.columns else pl.lit("Nord"),
        created_day=pl.col("created_at").dt.convert_time_zone(PARIS).dt.date(),
    )
    return entering.with_delays(named, workdays(first, LAST, off), PARIS)


def summed(text: str, slots: pl.DataFrame = NO_SLOT) -> dict[str | None, dict[str, int]]:
    """By team, the sums of a week."""
    sums = entering.summed(entering.agreed(delayed(text), slots))
    return {row.pop("team"): row for row in sums.iter_rows(named=True)}


RECORD = """
record | created_at       | created_by | occurred_at      | day        | again | created_day
a      | 2026-09-06T10:00 | ana        | 2026-09-01T10:00 | 2026-09-06 | no    | 2026-09-06
b      | 2026-09-07T10:00 | ana        | 2026-09-01T10:00 | 2026-09-07 | no    | 2026-09-07
c      | 2026-09-08T10:00 | bob        | 2026-09-09T10:00 | 2026-09-10 | no    | 2026-09-08
c      | 2026-09-08T10:00 | bob        | 2026-09-07T10:00 | 2026-09-11 | yes   | 2026-09-08
d      | 2026-09-13T10:00 | bob        | -                | 2026-09-13 | no    | 2026-09-13
e      | 2026-09-14T10:00 | bob        | -                | 2026-09-14 | no    | 2026-09-14
f      | -                | bob        | -                | 2026-09-10 | no    | -
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_activities_are_those_first_seen_as_made_in_the_week(engine: Engine) -> None:
    schema = RECORDS | LANDED | AGAIN | {"created_day": pl.Date()}
    rows = rows_of(entering.entered(engine(table(RECORD, schema)), week(1), LAST), "record")

    assert [(row["record"], row["occurred_at"] and row["occurred_at"].day) for row in rows] == [
        ("b", 1), ("c", 9), ("d", None),
    ]  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
def test_the_first_day_of_what_was_seen_first_since_a_day(engine: Engine) -> None:
    rows = table(RECORD, RECORDS | LANDED | AGAIN | {"created_day": pl.Date()})

    assert rows_of(entering.made_since(engine(rows), date(2026, 9, 10)))[0]["first"] == date(2026, 9, 8)
    assert rows_of(entering.made_since(engine(rows), date(2026, 9, 20)))[0]["first"] is None


@pytest.mark.parametrize("engine", ENGINES)
def test_makings_are_creations_and_imports_of_activities(engine: Engine) -> None:
    text = """
    action | object   | record | user | client | day
    create | activity | a      | ana  | web    | 2026-09-07
    create | contact  | b      | ana  | web    | 2026-09-07
    edit   | activity | a      | ana  | web    | 2026-09-07
    import | activity | -      | bob  | -      | 2026-09-13
    create | activity | c      | ana  | web    | 2026-09-14
    create | -        | d      | ana  | web    | 2026-09-08
    """
    rows = rows_of(entering.makings(engine(table(text, EVENTS | LANDED)), week(1), LAST), "day")

    assert [(row["action"], row["record"], row["user"]) for row in rows] == [
        ("create", "a", "ana"),
        ("import", None, "bob"),
    ]


ONE = "record | created_at | created_by | owner\na | 2026-09-07T10:00 | {} | {}"


@pytest.mark.parametrize(
    ("created_by", "made", "owner", "who"),
    [
        ("ana", "bob", "cy", ["ana"]),
        ("-", "bob", "cy", ["bob"]),
        ("-", None, "cy", ["cy"]),
        ("-", None, "-", []),
    ],
)
def test_who_typed_it_is_who_made_it_else_its_owner(
    created_by: str, made: str | None, owner: str, who: list[str]
) -> None:
    events = f"action | record | user | client\ncreate | a | {made} | web" if made else "action"

    assert typed(ONE.format(created_by, owner), events) == who


@pytest.mark.parametrize(("client", "who"), [("web", ["ana"]), ("-", ["ana"]), ("sync", []), ("api", [])])
def test_what_a_machine_made_was_not_typed(client: str, who: list[str]) -> None:
    assert typed(ONE.format("ana", "ana"), f"action | record | user | client\ncreate | a | ana | {client}") == who


def test_on_the_day_of_an_import_of_activities_its_account_typed_none() -> None:
    two = """
    record | created_at       | created_by
    a      | 2026-09-07T10:00 | ana
    b      | 2026-09-08T10:00 | ana
    c      | 2026-09-07T10:00 | bob
    """

    assert typed(two, "action | user | day\nimport | ana | 2026-09-07") == ["ana", "bob"]


@pytest.mark.parametrize(("most", "who"), [(2, ["ana", "ana", "bob"]), (1, ["bob"])])
def test_more_than_the_settings_allow_on_a_day_were_brought_over(most: int, who: list[str]) -> None:
    rows = """
    record | created_at       | created_by
    a      | 2026-09-07T10:00 | ana
    b      | 2026-09-07T21:59 | ana
    c      | 2026-09-07T22:00 | bob
    """

    assert typed(rows, most_a_day=most) == who


def test_marked_days_are_left_out_for_their_team_or_for_all() -> None:
    rows = delayed(
        """
        user | team | created_at       | occurred_at
        ana  | Nord | 2026-09-07T10:00 | 2026-09-07T09:00
        bob  | Est  | 2026-09-07T10:00 | 2026-09-07T09:00
        cy   | -    | 2026-09-08T10:00 | 2026-09-07T09:00
        dan  | Est  | 2026-09-09T10:00 | 2026-09-07T09:00
        """
    )
    marks = table("team | day\nNord | 2026-09-07\n- | 2026-09-08\nNord | 2026-09-09")

    assert entering.not_brought_over(rows, marks)["user"].to_list() == ["bob", "dan"]


DELAYS = [
    # typed on Monday 7 September, a little after it took place; on the evening before; on Friday
    ("2026-09-07T08:00", "2026-09-07T07:00", 0),
    ("2026-09-07T08:00", "2026-09-06T18:00", 1),
    ("2026-09-07T08:00", "2026-09-04T18:00", 1),
    # five working days later is in time, six are late
    ("2026-09-11T23:00", "2026-09-04T00:30", 5),
    ("2026-09-11T08:00", "2026-09-03T22:30", 5),
    ("2026-09-11T08:00", "2026-09-03T12:00", 6),
    # what took place on Friday and is typed on the weekend is not of another working day
    ("2026-09-13T08:00", "2026-09-11T12:00", 0),
    ("2026-09-12T23:30", "2026-09-10T12:00", 1),
]


@pytest.mark.parametrize(("made", "occurred", "delay"), DELAYS)
def test_delays_count_working_days(made: str, occurred: str, delay: int) -> None:
    assert delayed(f"created_at | occurred_at\n{made} | {occurred}")["delay"].to_list() == [delay]


def test_days_off_are_no_working_days() -> None:
    text = "created_at | occurred_at\n2026-09-11T08:00 | 2026-09-03T12:00"

    assert delayed(text, (date(2026, 9, 8),))["delay"].to_list() == [5]


def test_what_took_place_long_ago_is_late_all_the_same() -> None:
    (delay,) = delayed("created_at | occurred_at\n2026-09-11T08:00 | 2019-01-01T12:00")["delay"]

    assert delay > 60


@pytest.mark.parametrize(
    ("made", "occurred", "planned"),
    [
        ("2026-09-07T08:00", "2026-09-07T08:00", False),
        ("2026-09-07T08:00", "2026-09-07T08:01", True),
        ("2026-09-07T08:00", "2026-09-30T08:00", True),
        ("2026-09-07T08:00", "-", False),
    ],
)
def test_what_was_still_to_come_is_planned_and_has_no_delay(made: str, occurred: str, planned: bool) -> None:  # noqa: FBT001
    (row,) = delayed(f"created_at | occurred_at\n{made} | {occurred}").iter_rows(named=True)

    assert (row["planned"], row["delay"] is None) == (planned, planned or occurred == "-")


@pytest.mark.parametrize(
    ("made", "timed"),
    [("2026-09-07T08:00", True), ("2026-09-07T00:00", False), ("2026-09-06T22:00", False), ("2026-09-07T00:01", True)],
)
def test_midnight_sharp_is_a_day_and_no_hour(made: str, timed: bool) -> None:  # noqa: FBT001
    assert delayed(f"created_at | occurred_at\n{made} | 2026-09-04T09:00")["timed"].to_list() == [timed]


FRIDAY = """
created_at       | occurred_at
2026-09-11T15:00 | 2026-09-07T09:00
2026-09-11T15:30 | 2026-09-08T09:00
2026-09-11T{}    | 2026-09-09T09:00
2026-09-11T15:45 | 2026-09-11T14:00
"""


@pytest.mark.parametrize(("third", "grouped"), [("16:00", 3), ("16:01", 0), ("14:30", 3), ("14:29", 0)])
def test_three_of_days_before_within_an_hour_are_a_catch_up(third: str, grouped: int) -> None:
    assert summed(FRIDAY.format(third)) == {
        "Nord": {"n": 4, "late": 0, "timed": 4, "grouped": grouped, "planned": 0, "undated": 0, "people": 1}
    }


def test_each_person_has_their_own_hour() -> None:
    """A team that catches up at as many hours as it has people; two a person are none."""
    lines = [
        f"{who} | {team} | 2026-09-{day:02}T{hour:02}:{minute:02} | 2026-09-04T09:00"
        for who, team, day, hour, many in (
            ("ana", "Nord", 11, 15, 4),
            ("ana", "Nord", 10, 9, 3),
            ("bob", "Nord", 10, 12, 3),
            ("cy", "Nord", 9, 8, 2),
            ("dan", "-", 11, 15, 5),
        )
        for minute in range(many)
    ]
    found = summed("\n".join(["user | team | created_at | occurred_at", *lines]))

    assert {team: (row["grouped"], row["n"], row["people"]) for team, row in found.items()} == {
        "Nord": (4 + 3, 4 + 3 + 3 + 2, 3), None: (5, 5, 1),
    }  # fmt: skip


def slot(team: str | None, first: str = "15:15", last: str = "15:45") -> pl.DataFrame:
    moments = [datetime.fromisoformat(f"2026-09-11T{clock}").replace(tzinfo=UTC) for clock in (first, last)]
    return pl.DataFrame([("Saisie", team, date(2026, 9, 11), *moments)], schema=SLOTS, orient="row")


@pytest.mark.parametrize(
    ("slots", "grouped"),
    [
        (NO_SLOT, 3),
        (slot("Nord"), 0),
        (slot(None), 0),
        (slot("Est"), 3),
        (slot("Nord", "16:16", "17:00"), 3),
        (slot("Nord", "16:15", "17:00"), 0),
    ],
)
def test_what_is_typed_at_an_agreed_hour_is_no_catch_up(slots: pl.DataFrame, grouped: int) -> None:
    """The hour and a quarter of one around it; two that are left outside are no catch-up."""
    found = summed(FRIDAY.format("16:00"), slots)["Nord"]

    assert (found["n"], found["grouped"]) == (4, grouped)


def test_an_agreed_hour_of_two_teams_takes_nothing_twice() -> None:
    assert summed(FRIDAY.format("16:00"), pl.concat([slot("Nord"), slot(None)]))["Nord"]["n"] == 4


def test_what_has_no_time_or_is_planned_is_counted_apart() -> None:
    found = summed(
        """
        user | created_at       | occurred_at
        ana  | 2026-09-11T15:00 | 2026-09-11T18:00
        bob  | 2026-09-11T15:00 | -
        cy   | 2026-09-11T00:00 | 2026-09-02T10:00
        """
    )

    assert found == {"Nord": {"n": 1, "late": 1, "timed": 0, "grouped": 0, "planned": 1, "undated": 1, "people": 1}}


def test_without_activities_there_is_no_row() -> None:
    assert entering.summed(entering.agreed(delayed(FRIDAY.format("16:00")).clear(), slot(None))).is_empty()


MOMENTS = st.integers(0, 7 * 24 * 60 - 1).map(
    lambda minute: datetime(2026, 9, 6, 22, tzinfo=UTC) + timedelta(minutes=minute)
)
TYPED = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["Nord", "Est", None]), MOMENTS, st.integers(-3, 20))
)


@given(TYPED)
def test_sums_stay_within_what_was_typed_and_know_no_order(rows: list[tuple[str, str | None, datetime, int]]) -> None:
    frame = pl.DataFrame(
        [(user, team, at, at - timedelta(days=days)) for user, team, at, days in rows],
        schema={"user": pl.String, "team": pl.String, "created_at": EVENTS["at"], "occurred_at": EVENTS["at"]},
        orient="row",
    ).with_columns(created_day=pl.col("created_at").dt.convert_time_zone(PARIS).dt.date())
    shuffled = frame.sample(fraction=1, shuffle=True, seed=len(rows))
    days = workdays(week(1) - timedelta(120), LAST, ())
    sums, again = (
        entering.summed(entering.agreed(entering.with_delays(part, days, PARIS), NO_SLOT)).sort("team")
        for part in (frame, shuffled)
    )

    assert sums.equals(again)
    assert sums.columns == [name for name in ENTRY_DAY if name not in ("month", "day")]
    assert sums["n"].sum() + sums["planned"].sum() == len(rows)
    for row in sums.iter_rows(named=True):
        assert 0 <= row["late"] <= row["n"]
        assert 0 <= row["grouped"] <= row["timed"] <= row["n"]
        assert row["grouped"] == 0 or row["grouped"] >= entering.CATCH_UP
