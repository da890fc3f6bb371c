"""Roll-ups of events, hand-worked: what each person did on each day."""

from datetime import date

import polars as pl
import pytest

from metrics import rollups
from settings.tables import EVENTS, LANDED
from tests.engines import ENGINES, Engine, rows_of
from tests.tables import table

EVENT = {**EVENTS, **LANDED}
DAY = date(2026, 9, 13)


def events(text: str) -> pl.DataFrame:
    month = {"month": pl.lit("2026-09"), "source": pl.lit("crm"), "day": pl.lit(DAY)}
    return table(text, EVENT).with_columns(**month)


@pytest.mark.parametrize("engine", ENGINES)
def test_meaningful_acts_are_counted_apart_from_looking(engine: Engine) -> None:
    found = events("""
        user | action    | fields | client
        ana  | login     | -      | web
        ana  | view      | -      | web
        ana  | create    | -      | web
        ana  | edit      | mail   | mobile
        ana  | export    | -      | -
        bob  | view      | -      | web
        bob  | list      | -      | web
        bob  | report    | -      | web
        bob  | dashboard | -      | web
        bob  | login     | -      | web
        cy   | delete    | -      | web
        cy   | import    | -      | web
    """)

    assert [
        (row["user"], row["events"], row["acts"], row["logins"], row["exports"])
        for row in rows_of(rollups.user_day(engine(found)), "user")
    ] == [("ana", 5, 1 + 1, 1, 1), ("bob", 5, 0, 1, 0), ("cy", 2, 1 + 1, 0, 0)]


@pytest.mark.parametrize(("fields", "acts"), [("mail", 1), ("mail,tel", 1), ("''", 0), ("-", 1)])
def test_an_edit_counts_unless_nothing_changed(fields: str, acts: int) -> None:
    found = events(f"user | action | fields\nana | edit | {fields}")

    assert rollups.user_day(found.lazy()).collect()["acts"].to_list() == [acts]


@pytest.mark.parametrize(
    ("client", "seen"), [("web", True), ("mobile", True), ("-", True), ("api", False), ("sync", False)]
)
def test_what_machines_do_is_nobody_s_act(client: str, seen: bool) -> None:  # noqa: FBT001
    found = events(f"user | action | client\nana | create | {client}")

    assert rollups.user_day(found.lazy()).collect().is_empty() is not seen


@pytest.mark.parametrize("engine", ENGINES)
def test_features_are_counted_with_their_rows(engine: Engine) -> None:
    found = events("""
        user | action | object  | rows | client
        ana  | export | contact | 100  | web
        ana  | export | contact | 20   | web
        ana  | export | account | -    | web
        ana  | view   | contact | -    | api
    """)

    assert [
        (row["action"], row["object"], row["client"], row["events"], row["rows"] or 0)
        for row in rows_of(rollups.user_day_feature(engine(found)), "action", "object")
    ] == [
        ("export", "account", "web", 1, 0),
        ("export", "contact", "web", 2, 100 + 20),
        ("view", "contact", "api", 1, 0),
    ]


def test_no_event_gives_no_row() -> None:
    nothing = pl.LazyFrame(schema=EVENT)

    assert rollups.user_day(nothing).collect().is_empty()
    assert rollups.user_day_feature(nothing).collect().is_empty()
