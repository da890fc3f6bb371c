"""Declared sheets as they were known on a day: facts by their own day, states while they held."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from settings.declared import DECLARED
from settings.survey import PULSE
from store import declared
from store.database import Database
from store.schema import DECLARED_TABLES
from tests.postgres import Server

DAY = timedelta(days=1)
FIRST = date(2026, 3, 2)
MARCH = date(2026, 3, 1)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'vigie.db'}"
    else:
        running: Server = request.getfixturevalue("server")
        url = running.url(running.database())
    opened = Database(url)
    yield opened
    opened.engine.dispose()


def land(database: Database, name: str, day: date, *rows: dict[str, object], source: str = "fond") -> int:
    frame = pl.DataFrame([{"line": n, **row} for n, row in enumerate(rows, 2)], schema=DECLARED[name].read)
    with database.write() as session:
        return declared.land(session, source, name, frame, day)


def known(database: Database, name: str, day: date, *columns: str) -> list[tuple[object, ...]]:
    with database.read() as session:
        return declared.declared(session, name, day).select(*columns).rows()


def champion(team: str, hours: float = 2.0, **more: object) -> dict[str, object]:
    return {"team": team, "hours_a_week": hours, **more}


def held(database: Database, day: date) -> list[tuple[object, ...]]:
    return known(database, "champions", day, "team", "hours_a_week", "since", "until")


def test_the_same_rows_twice_are_nothing_new(database: Database) -> None:
    rows = [champion("Nord"), champion("Nord"), champion("Sud", since=MARCH)]
    assert land(database, "champions", FIRST, *rows) == 3
    before = held(database, FIRST + 9 * DAY)

    assert land(database, "champions", FIRST + DAY, *reversed(rows)) == 0
    assert held(database, FIRST + 9 * DAY) == before
    assert len(before) == 3


def test_a_state_holds_from_its_own_since_else_from_its_first_reading(database: Database) -> None:
    land(database, "champions", FIRST, champion("Nord"), champion("Sud", since=MARCH, until=date(2026, 6, 1)))

    assert held(database, FIRST) == [("Nord", 2.0, FIRST, None), ("Sud", 2.0, MARCH, date(2026, 6, 1))]
    assert held(database, FIRST - DAY) == []


def test_a_state_that_is_gone_held_until_then_and_past_weeks_still_show_it(database: Database) -> None:
    land(database, "champions", FIRST, champion("Nord"), champion("Sud"))
    land(database, "champions", FIRST + 7 * DAY, champion("Sud"))

    assert held(database, FIRST + 6 * DAY) == [("Nord", 2.0, FIRST, None), ("Sud", 2.0, FIRST, None)]
    assert held(database, FIRST + 9 * DAY) == [("Nord", 2.0, FIRST, FIRST + 7 * DAY), ("Sud", 2.0, FIRST, None)]


def test_a_state_that_changes_is_followed_by_the_other(database: Database) -> None:
    land(database, "champions", FIRST, champion("Nord", 2.0))
    land(database, "champions", FIRST + 7 * DAY, champion("Nord", 4.0))

    change = FIRST + 7 * DAY
    assert held(database, FIRST + 9 * DAY) == [("Nord", 2.0, FIRST, change), ("Nord", 4.0, change, None)]


def test_a_row_corrected_counts_once(database: Database) -> None:
    land(database, "champions", FIRST, champion("Nord", 20.0, since=MARCH))
    land(database, "champions", FIRST + 7 * DAY, champion("Nord", 2.0, since=MARCH))

    assert held(database, FIRST + 9 * DAY) == [("Nord", 2.0, MARCH, None)]


def test_a_row_corrected_on_the_day_it_was_read_never_was(database: Database) -> None:
    land(database, "champions", FIRST, champion("Nrod"))
    land(database, "champions", FIRST, champion("Nord"))

    assert held(database, FIRST + DAY) == [("Nord", 2.0, FIRST, None)]


def test_a_mistake_of_a_night_leaves_a_gap_and_no_more(database: Database) -> None:
    land(database, "champions", FIRST, champion("Nord"))
    land(database, "champions", FIRST + 7 * DAY)
    land(database, "champions", FIRST + 8 * DAY, champion("Nord"))

    assert held(database, FIRST + 9 * DAY) == [
        ("Nord", 2.0, FIRST, FIRST + 7 * DAY),
        ("Nord", 2.0, FIRST + 8 * DAY, None),
    ]


def test_facts_count_from_their_day_whenever_they_are_read_and_wrong_ones_never_were(database: Database) -> None:
    facts = [{"received": MARCH}, {"received": date(2026, 3, 9), "answered": date(2026, 3, 30)}]
    land(database, "feedback", FIRST, *facts)
    land(database, "feedback", FIRST + 7 * DAY, facts[1])

    columns = ("received", "since", "until")
    assert known(database, "feedback", MARCH, *columns) == [(MARCH, MARCH, None), (date(2026, 3, 9),) * 2 + (None,)]
    assert known(database, "feedback", FIRST + 7 * DAY, *columns) == [(date(2026, 3, 9), date(2026, 3, 9), None)]


def test_sources_do_not_touch_each_others_rows(database: Database) -> None:
    land(database, "champions", FIRST, champion("Nord"))
    land(database, "champions", FIRST + DAY, champion("Sud"), source="autre")
    land(database, "champions", FIRST + 2 * DAY, source="autre")

    assert held(database, FIRST + 3 * DAY) == [("Sud", 2.0, FIRST + DAY, FIRST + 2 * DAY), ("Nord", 2.0, FIRST, None)]


@pytest.fixture(scope="module")
def lite(tmp_path_factory: pytest.TempPathFactory) -> Database:
    return Database(f"sqlite:///{tmp_path_factory.mktemp('any') / 'vigie.db'}")


@given(days=st.lists(st.lists(st.sampled_from("ABC"), max_size=4), min_size=1, max_size=5))
def test_on_every_day_what_holds_is_what_the_sheet_said_then(lite: Database, days: list[list[str]]) -> None:
    database = lite
    with database.write() as session:
        session.execute(sa.delete(DECLARED_TABLES["champions"]))
    for number, teams in enumerate(days):
        land(database, "champions", FIRST + number * DAY, *(champion(team) for team in teams))

    now = held(database, FIRST + len(days) * DAY)
    for number, teams in enumerate(days):
        day = FIRST + number * DAY
        holding = [team for team, _, since, until in now if since <= day and (until is None or until > day)]  # type: ignore[operator]
        assert sorted(holding) == sorted(teams)  # type: ignore[type-var]


def answers(*rows: tuple[date, str, str, float]) -> pl.DataFrame:
    told = [(n, asked, who, None, None, item, said) for n, (asked, who, item, said) in enumerate(rows)]
    return pl.DataFrame(told, schema={"line": pl.Int64(), **PULSE}, orient="row")


def test_answers_of_a_round_take_the_place_of_those_known_and_others_stay(database: Database) -> None:
    june = date(2026, 6, 1)
    with database.write() as session:
        first = answers((MARCH, "a", "easy", 1.0), (MARCH, "b", "easy", 2.0), (june, "c", "easy", 3.0))
        assert declared.land_pulse(session, "avis", first) == 3
        assert declared.land_pulse(session, "avis", first) == 0
        assert declared.land_pulse(session, "avis", answers((MARCH, "a", "easy", 5.0))) == 3
        assert declared.land_pulse(session, "avis", answers()) == 0
    with database.read() as session:
        held = declared.pulse(session).select("round", "respondent", "answer").rows()
    assert held == [(MARCH, "a", 5.0), (june, "c", 3.0)]
