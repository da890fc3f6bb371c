"""Roll-ups, hand-worked: what each person did, and how records stood at the end of a day."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from random import Random
from typing import Any

import narwhals as nw
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import rollups
from metrics.rollups import FILLING_KEYS, STANDING_KEYS
from settings.tables import AGAIN, EVENTS, LANDED, RECORDS
from tests.tables import table

EVENT = {**EVENTS, **LANDED}
RECORD = {**RECORDS, **LANDED, **AGAIN, "created_day": pl.Date()}
FIELDS = {"filled_mail": pl.Boolean(), "valid_mail": pl.Boolean(), "filled_tel": pl.Boolean()}
DAY = date(2026, 9, 13)
Engine = Callable[[pl.DataFrame], Any]


def arrow(frame: pl.DataFrame) -> pa.Table:
    """The frame for the pyarrow engine."""
    return frame.to_arrow(compat_level=pl.CompatLevel.oldest())


ENGINES = [pytest.param(pl.DataFrame.lazy, id="polars"), pytest.param(arrow, id="pyarrow")]


def rows_of(native: Any, *order: str) -> list[dict[str, Any]]:
    """The rows of a native frame of any engine, in the order of some columns."""
    frame = nw.from_native(native)
    eager = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    return pl.DataFrame(eager.to_arrow()).sort(order, nulls_last=True).to_dicts()


def events(text: str) -> pl.DataFrame:
    month = {"month": pl.lit("2026-09"), "source": pl.lit("crm"), "day": pl.lit(DAY)}
    return table(text, EVENT).with_columns(**month)


def records(text: str) -> pl.DataFrame:
    """States of one object, with the fields mail and tel."""
    frame = table(text, RECORD | FIELDS)
    said = text.strip().splitlines()[0]
    return frame.with_columns(
        source=pl.coalesce("source", pl.lit("crm")),
        stream=pl.coalesce("stream", pl.lit("records/x")),
        deleted=pl.col("deleted").fill_null(value=False),
        again=pl.col("again") if "again" in said else ~pl.col("record").is_first_distinct(),
        day=pl.coalesce("day", pl.col("modified_at").dt.date()),
        seen_at=pl.coalesce("seen_at", "modified_at"),
        created_day=pl.coalesce("created_day", pl.col("created_at").dt.date()),
    )


def standing_on(day: date, rows: pl.DataFrame) -> list[str]:
    """Records with their stage, as they stood at the end of a day."""
    several = rollups.changed(rows.lazy()).collect()
    present = rollups.states(rows.lazy(), None if several.is_empty() else several.lazy(), day).collect()
    return sorted(f"{record} {stage}" for record, stage in present.select("record", "stage").iter_rows())


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


STATES = """
    record | modified_at      | stage | deleted
    a      | 2026-09-01T10:00 | one   | no
    a      | 2026-09-10T10:00 | two   | no
    a      | 2026-09-20T10:00 | two   | yes
    b      | 2026-09-05T10:00 | one   | no
"""


@pytest.mark.parametrize(
    ("day", "stood"),
    [
        (date(2026, 8, 31), []),
        (date(2026, 9, 1), ["a one"]),
        (date(2026, 9, 9), ["a one", "b one"]),
        (date(2026, 9, 10), ["a two", "b one"]),
        (date(2026, 9, 19), ["a two", "b one"]),
        (date(2026, 9, 20), ["b one"]),
    ],
)
def test_a_record_stands_as_its_last_row_says_and_leaves_when_deleted(day: date, stood: list[str]) -> None:
    assert standing_on(day, records(STATES)) == stood


def test_a_record_that_comes_back_stands_again() -> None:
    back = STATES + "    a | 2026-09-25T10:00 | three | no\n"

    assert standing_on(date(2026, 9, 30), records(back)) == ["a three", "b one"]


def test_history_fills_the_past_and_yields_to_the_record_itself() -> None:
    rows = records("""
        record | modified_at      | stage | stream    | seen_at
        a      | 2026-09-20T10:00 | four  | records/x | 2026-09-27T02:00
        a      | 2026-09-01T10:00 | one   | history   | 2026-09-27T02:00
        a      | 2026-09-10T10:00 | two   | history   | 2026-09-27T02:00
        a      | 2026-09-20T10:00 | three | history   | 2026-09-27T03:00
    """)

    assert standing_on(date(2026, 9, 5), rows) == ["a one"]
    assert standing_on(date(2026, 9, 15), rows) == ["a two"]
    assert standing_on(date(2026, 9, 20), rows) == ["a four"]


def test_of_two_rows_of_one_moment_the_one_seen_last_holds() -> None:
    rows = records("""
        record | modified_at      | stage | seen_at
        a      | 2026-09-01T10:00 | new   | 2026-09-09T02:00
        a      | 2026-09-01T10:00 | old   | 2026-09-02T02:00
    """)

    assert standing_on(DAY, rows) == ["a new"]


def test_records_of_two_sources_are_two() -> None:
    rows = records("""
        record | modified_at      | stage | source | again
        a      | 2026-09-01T10:00 | one   | crm    | no
        a      | 2026-09-02T10:00 | two   | erp    | no
    """)

    assert standing_on(DAY, rows) == ["a one", "a two"]


def test_a_record_changed_since_and_not_seen_before_is_unknown() -> None:
    rows = records("""
        record | created_at       | modified_at
        a      | 2026-09-01T10:00 | 2026-09-20T10:00
        b      | 2026-09-01T10:00 | 2026-09-01T10:00
        b      | 2026-09-01T10:00 | 2026-09-20T10:00
        c      | 2026-09-19T10:00 | 2026-09-20T10:00
        d      | 2026-09-13T10:00 | 2026-09-14T00:00
        e      | -                | 2026-09-20T10:00
    """)

    assert rollups.unknown(rows.lazy(), DAY).collect().to_dicts() == [{"source": "crm", "unknown": len(["a", "d"])}]
    assert rollups.unknown(rows.lazy(), date(2026, 9, 20)).collect().is_empty()


PRESENT = """
    record | modified_at      | owner | team | stage | filled_mail | valid_mail | filled_tel
    a      | 2026-09-01T10:00 | ana   | -    | one   | yes         | yes        | yes
    b      | 2026-09-01T10:00 | ana   | -    | one   | yes         | no         | -
    c      | 2026-09-01T10:00 | ana   | -    | one   | no          | -          | no
    d      | 2026-09-01T10:00 | ana   | -    | two   | yes         | -          | yes
    e      | 2026-09-01T10:00 | -     | Est  | one   | yes         | yes        | -
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_filled_values_count_where_valid_and_where_the_field_existed(engine: Engine) -> None:
    found = rollups.filling(engine(records(PRESENT)), ["mail", "tel"], ["mail"], ["tel"])

    assert [
        (row["owner"], row["stage"], row["n"], row["filled_mail"], row["filled_tel"], row["known_tel"])
        for row in rows_of(found, "owner", "stage")
    ] == [("ana", "one", 3, 1, 1, 2), ("ana", "two", 1, 1, 1, 1), (None, "one", 1, 1, 0, 0)]


def test_fields_that_some_rows_did_not_have_are_told() -> None:
    found = rollups.partial(records(PRESENT).lazy(), ["mail", "tel"]).collect()

    assert found.row(0, named=True) == {"filled_mail": 0, "filled_tel": 2}


ALLOWED = pl.DataFrame({"stage": ["one", "two"], "days": [10, 40]})


def kept_up(row: str) -> tuple[int, int, int]:
    """Past close, untouched and stale among the open record of one line, at the end of 2026-09-13."""
    header = "record | status | stage | close_date | created_at | modified_at | last_activity_at"
    found = rollups.standing(records(f"{header}\n{row}").lazy(), ALLOWED.lazy(), DAY).collect().row(0, named=True)
    return found["past_close"], found["untouched"], found["stale"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("a | open | one | 2026-09-13 | 2026-09-01T10:00 | 2026-09-10T10:00 | -", (0, 0, 0)),
        ("a | open | one | 2026-09-12 | 2026-09-01T10:00 | 2026-09-10T10:00 | -", (1, 0, 1)),
        ("a | won  | one | 2026-09-12 | 2026-01-01T10:00 | 2026-01-10T10:00 | -", (0, 0, 0)),
        ("a | lost | one | 2026-09-12 | 2026-01-01T10:00 | 2026-01-10T10:00 | -", (0, 0, 0)),
        ("a | -    | one | 2026-09-12 | 2026-01-01T10:00 | 2026-01-10T10:00 | -", (0, 0, 0)),
        ("a | open | one | -          | 2026-09-01T10:00 | 2026-09-10T10:00 | -", (0, 0, 0)),
        ("a | open | one | -          | 2026-09-01T10:00 | 2026-09-04T00:00 | -", (0, 0, 0)),
        ("a | open | one | -          | 2026-09-01T10:00 | 2026-09-03T23:58 | -", (0, 1, 1)),
        ("a | open | one | -          | 2026-09-01T10:00 | 2026-09-02T10:00 | 2026-09-05T00:00", (0, 0, 0)),
        ("a | open | two | 2026-09-01 | 2026-07-01T10:00 | 2026-07-02T10:00 | -", (1, 1, 1)),
        ("a | open | two | -          | 2026-07-01T10:00 | 2026-08-05T00:00 | -", (0, 0, 0)),
        ("a | open | new | -          | 2026-07-01T10:00 | 2026-08-15T00:00 | -", (0, 0, 0)),
        ("a | open | new | -          | 2026-07-01T10:00 | 2026-08-13T10:00 | -", (0, 1, 1)),
        ("a | open | -   | -          | 2026-07-01T10:00 | 2026-08-13T10:00 | -", (0, 1, 1)),
    ],
)
def test_an_open_record_is_stale_past_its_date_or_its_stage_s_days(row: str, expected: tuple[int, int, int]) -> None:
    assert kept_up(row) == expected


@pytest.mark.parametrize("engine", ENGINES)
def test_states_are_the_same_on_every_engine(engine: Engine) -> None:
    rows = records("""
        record | modified_at      | created_at       | status | stage | owner | close_date | deleted
        a      | 2026-08-01T10:00 | 2026-08-01T10:00 | open   | one   | ana   | 2026-12-01 | no
        a      | 2026-09-12T10:00 | 2026-08-01T10:00 | open   | two   | ana   | 2026-12-01 | no
        b      | 2026-08-01T10:00 | 2026-08-01T10:00 | open   | one   | ana   | 2026-12-01 | no
        c      | 2026-09-12T10:00 | 2026-08-01T10:00 | open   | one   | ana   | 2026-09-12 | no
        d      | 2026-09-12T10:00 | 2026-08-01T10:00 | won    | one   | ana   | 2026-09-12 | no
        e      | 2026-09-01T10:00 | 2026-08-01T10:00 | open   | one   | ana   | 2026-12-01 | no
        e      | 2026-09-12T10:00 | 2026-08-01T10:00 | open   | one   | ana   | 2026-12-01 | yes
        f      | 2026-09-20T10:00 | 2026-08-01T10:00 | open   | one   | ana   | 2026-12-01 | no
    """)
    several = rollups.changed(engine(rows))
    present = rollups.states(engine(rows), several, DAY)

    assert [row["record"] for row in rows_of(several, "record")] == ["a", "e"]
    assert [row["record"] for row in rows_of(present, "record")] == ["a", "b", "c", "d"]
    assert rows_of(rollups.unknown(engine(rows), DAY), "source") == [{"source": "crm", "unknown": len(["f"])}]


def test_standing_adds_up_by_stage_and_status() -> None:
    rows = records("""
        record | modified_at      | created_at       | status | stage | owner | close_date
        a      | 2026-09-12T10:00 | 2026-08-01T10:00 | open   | two   | ana   | 2026-12-01
        b      | 2026-08-01T10:00 | 2026-08-01T10:00 | open   | one   | ana   | 2026-12-01
        c      | 2026-09-12T10:00 | 2026-08-01T10:00 | open   | one   | ana   | 2026-09-12
        d      | 2026-09-12T10:00 | 2026-08-01T10:00 | won    | one   | ana   | 2026-09-12
    """)

    assert [
        (row["stage"], row["status"], row["n"], row["past_close"], row["untouched"], row["stale"])
        for row in rows_of(rollups.standing(rows.lazy(), ALLOWED.lazy(), DAY), "stage", "status")
    ] == [("one", "open", 2, 1, 1, 2), ("one", "won", 1, 0, 0, 0), ("two", "open", 1, 0, 0, 0)]


@given(random=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(random: Random) -> None:
    rows = records(STATES)
    order = list(range(rows.height))
    random.shuffle(order)
    shuffled = rows[order]

    for day in (date(2026, 9, 5), date(2026, 9, 15), date(2026, 9, 25)):
        assert standing_on(day, shuffled) == standing_on(day, rows)


moments = st.datetimes(datetime(2026, 8, 1), datetime(2026, 10, 1)).map(lambda m: m.replace(tzinfo=UTC, microsecond=0))  # noqa: DTZ001
states = st.lists(
    st.fixed_dictionaries(
        {
            "record": st.sampled_from("abcde"),
            "modified_at": moments,
            "stage": st.sampled_from(["one", "two"]),
            "status": st.sampled_from(["open", "won"]),
            "owner": st.sampled_from(["ana", "bob", None]),
            "deleted": st.booleans(),
            "filled_mail": st.sampled_from([True, False, None]),
        }
    ),
    max_size=20,
    unique_by=lambda row: (row["record"], row["modified_at"]),
)


@given(rows=states, day=st.dates(date(2026, 8, 1), date(2026, 10, 1)))
def test_sums_are_those_of_the_last_row_of_each_record(rows: list[dict[str, Any]], day: date) -> None:
    frame = pl.DataFrame(rows, schema={n: (RECORD | FIELDS)[n] for n in (rows[0] if rows else RECORD)}, orient="row")
    full = frame.select(
        pl.col(n) if n in frame.columns else pl.lit(None, dtype=kind).alias(n) for n, kind in (RECORD | FIELDS).items()
    ).with_columns(
        source=pl.lit("crm"),
        stream=pl.lit("records/x"),
        seen_at=pl.col("modified_at"),
        day=pl.col("modified_at").dt.date(),
        again=~pl.col("record").is_first_distinct(),
    )
    last: dict[str, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda r: r["modified_at"]):
        if row["modified_at"].date() <= day:
            last[row["record"]] = row
    alive = [row for row in last.values() if not row["deleted"]]

    several = rollups.changed(full.lazy()).collect()
    present = rollups.states(full.lazy(), several.lazy() if several.height else None, day)
    filling = rollups.filling(present, ["mail"], [], ["mail"]).collect()
    standing = rollups.standing(present, ALLOWED.lazy(), day).collect()

    assert filling["n"].sum() == standing["n"].sum() == len(alive)
    assert filling["filled_mail"].sum() == sum(row["filled_mail"] is True for row in alive)
    assert filling["known_mail"].sum() == sum(row["filled_mail"] is not None for row in alive)
    assert standing.filter(pl.col("status") == "open")["n"].sum() == sum(row["status"] == "open" for row in alive)
    assert filling.select(FILLING_KEYS).is_unique().all()
    assert standing.select(STANDING_KEYS).is_unique().all()
