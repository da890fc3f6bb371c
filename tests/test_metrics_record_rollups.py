"""Roll-ups of records, hand-worked: how they stood at the end of a day, and what changed in a week."""

from datetime import UTC, date, datetime
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import record_rollups
from metrics.record_rollups import FILLING_KEYS, STANDING_KEYS
from tests.engines import ENGINES, Engine, rows_of
from tests.states import FIELDS, RECORD, records

DAY = date(2026, 9, 13)


def standing_on(day: date, rows: pl.DataFrame) -> list[str]:
    """Records with their stage, as they stood at the end of a day."""
    several = record_rollups.changed(rows.lazy()).collect()
    present = record_rollups.states(rows.lazy(), None if several.is_empty() else several.lazy(), day).collect()
    return sorted(f"{record} {stage}" for record, stage in present.select("record", "stage").iter_rows())


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

    assert record_rollups.unknown(rows.lazy(), DAY).collect().to_dicts() == [
        {"source": "crm", "unknown": len(["a", "d"])}
    ]
    assert record_rollups.unknown(rows.lazy(), date(2026, 9, 20)).collect().is_empty()


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
    found = record_rollups.filling(engine(records(PRESENT)), ["mail", "tel"], ["mail"], ["tel"])

    assert [
        (row["owner"], row["stage"], row["n"], row["filled_mail"], row["filled_tel"], row["known_tel"])
        for row in rows_of(found, "owner", "stage")
    ] == [("ana", "one", 3, 1, 1, 2), ("ana", "two", 1, 1, 1, 1), (None, "one", 1, 1, 0, 0)]


def test_fields_that_some_rows_did_not_have_are_told() -> None:
    found = record_rollups.partial(records(PRESENT).lazy(), ["mail", "tel"]).collect()

    assert found.row(0, named=True) == {"n": 5, "filled_mail": 0, "filled_tel": 2}


ALLOWED = pl.DataFrame({"stage": ["one", "two"], "days": [10, 40]})


def kept_up(row: str) -> tuple[int, int, int]:
    """Past close, untouched and stale among the open record of one line, at the end of 2026-09-13."""
    header = "record | status | stage | close_date | created_at | modified_at | last_activity_at"
    found = (
        record_rollups.standing(records(f"{header}\n{row}").lazy(), ALLOWED.lazy(), DAY).collect().row(0, named=True)
    )
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
    several = record_rollups.changed(engine(rows))
    present = record_rollups.states(engine(rows), several, DAY)

    assert [row["record"] for row in rows_of(several, "record")] == ["a", "e"]
    assert [row["record"] for row in rows_of(present, "record")] == ["a", "b", "c", "d"]
    assert rows_of(record_rollups.unknown(engine(rows), DAY), "source") == [{"source": "crm", "unknown": len(["f"])}]


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
        for row in rows_of(record_rollups.standing(rows.lazy(), ALLOWED.lazy(), DAY), "stage", "status")
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

    several = record_rollups.changed(full.lazy()).collect()
    present = record_rollups.states(full.lazy(), several.lazy() if several.height else None, day)
    filling = record_rollups.filling(present, ["mail"], [], ["mail"]).collect()
    standing = record_rollups.standing(present, ALLOWED.lazy(), day).collect()

    assert filling["n"].sum() == standing["n"].sum() == len(alive)
    assert filling["filled_mail"].sum() == sum(row["filled_mail"] is True for row in alive)
    assert filling["known_mail"].sum() == sum(row["filled_mail"] is not None for row in alive)
    assert standing.filter(pl.col("status") == "open")["n"].sum() == sum(row["status"] == "open" for row in alive)
    assert filling.select(FILLING_KEYS).is_unique().all()
    assert standing.select(STANDING_KEYS).is_unique().all()


@pytest.mark.parametrize("engine", ENGINES)
def test_values_entered_are_counted_beside_the_valid_ones(engine: Engine) -> None:
    found = record_rollups.filling(engine(records(PRESENT)), ["mail", "tel"], ["mail"], [])

    assert [(row["owner"], row["stage"], row["entered_mail"]) for row in rows_of(found, "owner", "stage")] == [
        ("ana", "one", len(["a", "b"])),
        ("ana", "two", len(["d"])),
        (None, "one", len(["e"])),
    ]


@pytest.mark.parametrize(
    ("spoken", "talked"), [("2026-08-15T00:00", 1), ("2026-08-14T23:59", 0), ("2026-09-13T20:00", 1), ("-", 0)]
)
def test_an_open_record_was_spoken_of_within_thirty_days_or_not(spoken: str, talked: int) -> None:
    rows = records(f"record | status | spoken_at\na | open | {spoken}\nb | won | 2026-09-13T10:00")
    found = record_rollups.standing(rows.lazy(), ALLOWED.lazy(), DAY).collect()

    assert found["talked"].sum() == talked


@pytest.mark.parametrize(
    ("row", "beyond"),
    [
        ("2023-09-13T00:00 | -                | -                | -", 0),
        ("2023-09-12T23:59 | -                | -                | -", 1),
        ("2020-01-01T10:00 | 2023-09-13T00:00 | -                | -", 0),
        ("2020-01-01T10:00 | -                | 2024-01-01T10:00 | -", 0),
        ("2020-01-01T10:00 | -                | -                | 2024-01-01T10:00", 0),
        ("-                | -                | -                | -", 0),
    ],
)
def test_a_record_is_kept_too_long_after_the_last_work_on_it(row: str, beyond: int) -> None:
    rows = records(f"record | created_at | modified_at | last_activity_at | spoken_at\na | {row}")
    stood = record_rollups.standing(rows.lazy(), ALLOWED.lazy(), DAY, date(2023, 9, 13)).collect()
    without = record_rollups.standing(rows.lazy(), ALLOWED.lazy(), DAY).collect()

    assert stood["beyond"].to_list() == [beyond]
    assert without["beyond"].to_list() == [0]


def test_amounts_add_up_to_the_cent_and_one_that_cannot_be_is_left_out() -> None:
    rows = records("record | status | amount\na | open | 0.1\nb | open | 0.2\nc | open | -\nd | open | 1e20")

    assert record_rollups.standing(rows.lazy(), ALLOWED.lazy(), DAY).collect()["cents"].to_list() == [10 + 20]


WORDS = """
    record | day        | last_activity_at
    a      | 2026-09-01 | 2026-08-30T10:00
    a      | 2026-09-01 | 2026-09-20T10:00
    b      | 2026-09-14 | 2026-09-10T10:00
    c      | 2026-09-01 | -
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_a_record_s_own_last_word_is_the_one_known_on_the_day(engine: Engine) -> None:
    found = rows_of(record_rollups.own_words(engine(records(WORDS)), DAY), "record")

    assert [(row["record"], f"{row['spoken_at']:%m-%d}") for row in found] == [("a", "08-30")]


@pytest.mark.parametrize("engine", ENGINES)
def test_an_activity_is_the_last_word_on_what_it_is_filed_under_once_it_took_place(engine: Engine) -> None:
    rows = records("""
        record | parent | occurred_at      | created_at
        x      | deal   | 2026-09-01T10:00 | 2026-09-12T10:00
        y      | deal   | 2026-09-02T10:00 | 2026-09-02T10:00
        z      | deal   | 2026-09-14T10:00 | 2026-09-02T10:00
        u      | other  | -                | 2026-09-03T10:00
        v      | -      | 2026-09-12T10:00 | 2026-09-12T10:00
    """)
    found = rows_of(record_rollups.filed_words(engine(rows), DAY), "record")

    assert [(row["record"], f"{row['spoken_at']:%m-%d}") for row in found] == [("deal", "09-02"), ("other", "09-03")]


@pytest.mark.parametrize("engine", ENGINES)
def test_of_several_words_the_last_counts(engine: Engine) -> None:
    rows = records("record\na\nb").drop("spoken_at")
    told = [records(f"record | spoken_at\na | 2026-09-0{n}T10:00").select("record", "spoken_at") for n in (3, 5, 4)]
    found = rows_of(record_rollups.with_last_word(engine(rows), [engine(one) for one in told]), "record")
    silent = rows_of(record_rollups.with_last_word(engine(rows), []), "record")

    assert [row["spoken_at"] and row["spoken_at"].day for row in found] == [5, None]
    assert [row["spoken_at"] for row in silent] == [None, None]


ASKED = {"mail": (True, ()), "tel": (False, ("one", "two"))}
OTHERS = {"mail": (True, ("one",))}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (ASKED, {"a": (2, 2), "b": (1, 0), "c": (2, 0), "d": (2, 2), "e": (1, 1)}),
        (OTHERS, {"a": (0, 0), "b": (0, 0), "c": (0, 0), "d": (1, 1), "e": (0, 0)}),
        ({}, dict.fromkeys("abcde", (0, 0))),
    ],
)
def test_what_is_asked_for_depends_on_the_stage_and_counts_where_it_is_filled_and_valid(
    engine: Engine, asked: record_rollups.Asked, expected: dict[str, tuple[int, int]]
) -> None:
    found = rows_of(record_rollups.asked_of(engine(records(PRESENT)), asked, ["mail"]), "record")

    assert {row["record"]: (row["asked"], row["held"]) for row in found} == expected


def test_a_field_asked_for_except_at_a_stage_is_asked_for_without_any() -> None:
    rows = records("record | stage | filled_mail\na | - | no")

    assert record_rollups.asked_of(rows.lazy(), OTHERS, []).collect()["asked"].to_list() == [1]


@pytest.mark.parametrize("engine", ENGINES)
def test_each_person_s_records_are_summed_with_their_squares(engine: Engine) -> None:
    rows = records("""
        record | owner | stage | human | amount
        a      | ana   | one   | yes   | 4
        b      | ana   | one   | yes   | 1
        c      | ana   | two   | yes   | 3
        d      | svc   | one   | no    | 0
        e      | -     | one   | yes   | 0
    """).with_columns(asked=pl.lit(4), held=pl.col("amount").cast(pl.Int64))
    nothing = rows.with_columns(asked=pl.lit(0))

    assert [
        (row["owner"], row["stage"], row["asked"], row["n"], row["held"], row["squares"])
        for row in rows_of(record_rollups.by_owner(engine(rows)), "owner", "stage")
    ] == [("ana", "one", 4, 2, 4 + 1, 4 * 4 + 1 * 1), ("ana", "two", 4, 1, 3, 3 * 3)]
    assert rows_of(record_rollups.by_owner(engine(nothing))) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_effort_is_of_the_records_that_people_made_in_four_weeks(engine: Engine) -> None:
    rows = records("""
        record | owner | team | created_by | human | created_day | amount
        a      | ana   | Nord | ana        | yes   | 2026-09-13  | 0
        b      | ana   | Nord | -          | yes   | 2026-08-17  | 1
        c      | ana   | Nord | ana        | yes   | 2026-08-16  | 0
        d      | ana   | Nord | ana        | yes   | 2026-09-14  | 0
        e      | ana   | Nord | svc        | yes   | 2026-09-01  | 0
        f      | svc   | Nord | ana        | no    | 2026-09-01  | 0
        g      | bob   | Est  | bob        | yes   | 2026-09-01  | 0
        h      | bob   | Est  | bob        | yes   | -           | 0
    """).with_columns(asked=pl.lit(2), held=pl.col("amount").cast(pl.Int64))

    assert [
        (row["owner"], row["team"], row["n"], row["bare"])
        for row in rows_of(record_rollups.efforts(engine(rows), ["svc"], DAY), "owner")
    ] == [("ana", "Nord", len(["a", "b"]), len(["a"])), ("bob", "Est", len(["g"]), len(["g"]))]


def test_a_record_of_which_nothing_useful_is_asked_says_nothing_of_effort() -> None:
    rows = records("record | created_day\na | 2026-09-13").with_columns(asked=pl.lit(0), held=pl.lit(0))

    assert record_rollups.efforts(rows.lazy(), [], DAY).collect().is_empty()


@pytest.mark.parametrize("engine", ENGINES)
def test_fields_of_the_year_s_records_are_known_and_filled(engine: Engine) -> None:
    rows = records("""
        record | created_day | filled_mail | filled_tel
        a      | 2026-09-13  | yes         | no
        b      | 2025-09-14  | no          | -
        c      | 2025-09-13  | yes         | yes
        d      | 2026-09-14  | yes         | yes
    """)

    (found,) = rows_of(record_rollups.recent(engine(rows), ["mail", "tel"], DAY))
    assert found == {"n": 2, "known_mail": 2, "filled_mail": 1, "known_tel": 1, "filled_tel": 0}


@pytest.mark.parametrize("engine", ENGINES)
def test_records_of_which_no_field_is_watched_are_counted_all_the_same(engine: Engine) -> None:
    rows = engine(records("record | created_day\na | 2026-09-13\nb | 2025-09-13"))

    assert rows_of(record_rollups.partial(rows, []), "n") == [{"n": 2}]
    assert rows_of(record_rollups.recent(rows, [], DAY), "n") == [{"n": 1}]


@pytest.mark.parametrize("engine", ENGINES)
def test_records_nobody_touched_for_a_year_are_unverified(engine: Engine) -> None:
    rows = records("""
        record | owner | created_at       | modified_at      | last_activity_at | spoken_at
        a      | ana   | 2025-01-01T10:00 | 2025-09-13T10:00 | -                | -
        b      | ana   | 2025-01-01T10:00 | 2025-09-14T00:00 | -                | -
        c      | ana   | 2025-01-01T10:00 | -                | 2026-01-01T10:00 | -
        d      | ana   | 2025-01-01T10:00 | -                | -                | 2026-01-01T10:00
        e      | ana   | -                | -                | -                | -
    """)

    (found,) = rows_of(record_rollups.unverified(engine(rows), DAY))
    assert (found["owner"], found["n"], found["unverified"]) == ("ana", 5, len(["a"]))


CHANGED = """
    record | modified_at      | key_email | key_phone | status | deleted
    a      | 2026-09-01T10:00 | e1        | p1        | -      | no
    a      | 2026-09-08T10:00 | e2        | p1        | -      | no
    b      | 2026-09-01T10:00 | -         | p2        | -      | no
    b      | 2026-09-08T10:00 | e3        | p2        | -      | no
    c      | 2026-09-01T10:00 | e4        | p3        | -      | no
    c      | 2026-09-09T10:00 | e4        | -         | -      | no
    d      | 2026-09-01T10:00 | e5        | p4        | open   | no
    d      | 2026-09-10T10:00 | e5        | p4        | lost   | no
    e      | 2026-09-01T10:00 | e6        | p5        | lost   | no
    e      | 2026-09-10T10:00 | e6        | p5        | lost   | yes
    f      | 2026-09-01T10:00 | e7        | p6        | lost   | no
    f      | 2026-09-11T10:00 | e7        | p6        | lost   | no
    g      | 2026-09-08T10:00 | e8        | p7        | -      | no
    g      | 2026-09-09T10:00 | e9        | p7        | -      | no
    h      | 2026-09-01T10:00 | e10       | p8        | -      | no
    h      | 2026-09-06T10:00 | e11       | p9        | -      | no
    i      | 2026-09-01T10:00 | e12       | p10       | -      | no
    i      | 2026-09-14T10:00 | e13       | p11       | -      | no
    j      | 2026-09-01T10:00 | e14       | p12       | -      | no
    j      | 2026-09-08T10:00 | e15       | p12       | -      | no
    j      | 2026-09-09T10:00 | e14       | p12       | -      | no
    k      | 2026-09-01T10:00 | e16       | p13       | -      | no
    k      | 2026-09-08T10:00 | e16       | p14       | -      | no
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_wrong_is_who_stood_a_week_before_and_was_corrected_left_or_deleted_since(engine: Engine) -> None:
    found = rows_of(record_rollups.changes(engine(records(CHANGED)), DAY), "record")

    assert {row["record"]: row["wrong"] for row in found} == {
        "a": True,
        "b": False,
        "c": False,
        "d": True,
        "e": True,
        "f": False,
        "j": False,
        "k": True,
    }


@pytest.mark.parametrize(("most", "wrong", "gone"), [(3, 4, 1), (2, 4, 1), (1, 0, 0)])
def test_a_day_on_which_too_many_changed_tells_nothing_of_decay(most: float, wrong: int, gone: int) -> None:
    rows = records(CHANGED).filter(pl.col("record").is_in(["a", "d", "e", "k"]))
    found = record_rollups.decayed(record_rollups.changes(rows.lazy(), DAY), most).collect()

    assert (found["wrong"].sum(), found["gone"].sum()) == (wrong, gone)


@given(random=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing_of_what_changed(random: Random) -> None:
    rows = records(CHANGED)
    order = list(range(rows.height))
    random.shuffle(order)
    one, other = (record_rollups.changes(each.lazy(), DAY).collect().sort("record") for each in (rows, rows[order]))

    assert one.equals(other)
