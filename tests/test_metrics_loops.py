"""Loops, hand-worked: what was exported, what came back, and which of them are one."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import loops
from metrics.loops import LATEST, REACH, SOONEST, TRANSFERS, Transfer, may_be, paired
from metrics.rollups import LOOP_DAY
from settings.tables import EVENTS, LANDED
from tests.engines import ENGINES, Engine, rows_of
from tests.tables import table

NINE = datetime(2026, 9, 7, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def acts(text: str) -> pl.DataFrame:
    """Acts of ana of Nord on contacts, unless they say otherwise."""
    rows = table(text, TRANSFERS)
    return rows.with_columns(
        day=pl.col("at").dt.date(),
        source=pl.lit("crm"),
        user=pl.coalesce("user", pl.lit("ana")),
        team=pl.col("team") if "team" in text else pl.lit("Nord"),
        object=pl.coalesce("object", pl.lit("contact")),
    )


def edits(number: int, first: datetime, apart: timedelta = timedelta(0), records: int | None = None) -> pl.DataFrame:
    """So many edits of ana of Nord, of as many contacts or fewer."""
    rows = [
        (first + n * apart, first.date(), "crm", "ana", "Nord", "edit", "contact", f"c{n % (records or number)}", None)
        for n in range(number)
    ]
    return pl.DataFrame(rows, schema=TRANSFERS, orient="row")


def found(rows: pl.DataFrame) -> list[tuple[date, date, int]]:
    """When each list came back, when it had been taken out, and how many there are."""
    return loops.loops(rows).select("day", "taken", "n").rows()


def count(rows: pl.DataFrame) -> int:
    return int(loops.loops(rows)["n"].sum())


PAIR = "at | action | rows\n2026-09-07T09:00 | export | 100\n{} | import | 100"


@pytest.mark.parametrize(
    ("back", "loops_"),
    [
        ("2026-09-07T09:59", 0),
        ("2026-09-07T10:00", 1),
        ("2026-09-10T10:00", 1),
        ("2026-09-28T09:00", 1),
        ("2026-09-28T09:01", 0),
        ("2026-09-06T10:00", 0),
    ],
)
def test_a_list_comes_back_an_hour_to_twenty_one_days_after(back: str, loops_: int) -> None:
    assert count(acts(PAIR.format(back))) == loops_


def test_a_loop_tells_its_two_days_its_object_and_its_team() -> None:
    rows = loops.loops(acts(PAIR.format("2026-09-10T10:00")))

    assert rows.columns == [name for name in LOOP_DAY if name not in ("month", "n")] + ["n"]
    assert rows.rows() == [(date(2026, 9, 10), "contact", "Nord", date(2026, 9, 7), 1)]


def test_nothing_gives_nothing() -> None:
    assert loops.loops(pl.DataFrame(schema=TRANSFERS)).is_empty()


@pytest.mark.parametrize(
    ("second", "loops_"),
    [("ana | Nord | contact", 1), ("bob | Nord | contact", 1), ("bob | Est | contact", 0), ("ana | Nord | account", 0)],
)
def test_object_and_team_are_the_same(second: str, loops_: int) -> None:
    rows = f"""
    at               | action | user | team | object
    2026-09-07T09:00 | export | ana  | Nord | contact
    2026-09-08T09:00 | import | {second}
    """

    assert count(acts(rows)) == loops_


@pytest.mark.parametrize(("user", "loops_"), [("ana", 1), ("bob", 0)])
def test_who_is_of_no_team_brings_back_their_own(user: str, loops_: int) -> None:
    rows = f"""
    at               | action | user   | team
    2026-09-07T09:00 | export | ana    | -
    2026-09-08T09:00 | import | {user} | -
    """

    assert count(acts(rows)) == loops_


ROWS = [
    ("100", "100", 1),
    ("60", "100", 1),
    ("59", "100", 0),
    ("400", "20", 1),
    ("-", "100", 1),
    ("100", "-", 1),
    ("100", "0", 0),
    ("0", "100", 0),
]


@pytest.mark.parametrize(("taken", "back", "loops_"), ROWS)
def test_what_came_back_may_be_what_was_taken_out_by_the_number_of_rows(taken: str, back: str, loops_: int) -> None:
    rows = f"at | action | rows\n2026-09-07T09:00 | export | {taken}\n2026-09-08T09:00 | import | {back}"

    assert count(acts(rows)) == loops_


@pytest.mark.parametrize(("common", "loops_"), [(12, 1), (11, 0), (20, 1), (0, 0)])
def test_where_records_are_known_three_in_five_of_those_that_come_back_went_out(common: int, loops_: int) -> None:
    names = [f"c{n}" if n < common else f"other{n}" for n in range(40)]
    out = pl.concat([acts(f"at | action | record\n2026-09-07T09:00 | export | {name}") for name in names])

    assert count(pl.concat([out, edits(20, NINE + timedelta(days=2))])) == loops_


@pytest.mark.parametrize("rows", ["100", "-"])
def test_the_record_that_an_act_names_beside_its_rows_is_the_list_and_none_of_it(rows: str) -> None:
    text = f"""
    at               | action | record | rows
    2026-09-07T09:00 | export | view9  | {rows}
    2026-09-08T09:00 | import | job4   | {rows}
    """

    assert count(acts(text)) == 1


def test_an_export_is_brought_back_once_and_an_import_brings_one_back() -> None:
    out, back = "2026-09-0{}T09:00 | export", "2026-09-1{}T09:00 | import"
    once = acts("\n".join(["at | action", out.format(7), back.format(0), back.format(1)]))
    twice = acts("\n".join(["at | action", out.format(7), out.format(8), back.format(0)]))
    both = acts("\n".join(["at | action", out.format(7), out.format(8), back.format(0), back.format(1)]))

    assert found(once) == [(date(2026, 9, 10), date(2026, 9, 7), 1)]
    assert found(twice) == [(date(2026, 9, 10), date(2026, 9, 8), 1)]
    assert found(both) == [(date(2026, 9, 10), date(2026, 9, 8), 1), (date(2026, 9, 11), date(2026, 9, 7), 1)]


def test_a_list_too_small_is_passed_over_for_an_older_one() -> None:
    rows = """
    at               | action | rows
    2026-09-07T09:00 | export | 300
    2026-09-08T09:00 | export | 5
    2026-09-09T09:00 | import | 250
    """

    assert found(acts(rows)) == [(date(2026, 9, 9), date(2026, 9, 7), 1)]


@pytest.mark.parametrize(("after", "loops_"), [(60, 1), (61, 2)])
def test_imports_that_follow_each_other_within_an_hour_are_one(after: int, loops_: int) -> None:
    again = (NINE + timedelta(days=3) + after * MINUTE).strftime("%Y-%m-%dT%H:%M")
    rows = f"""
    at               | action | user
    2026-09-07T09:00 | export | ana
    2026-09-07T15:00 | export | bob
    2026-09-10T09:00 | import | ana
    {again}          | import | ana
    """

    assert count(acts(rows)) == loops_


def test_exports_that_follow_each_other_count_from_the_last() -> None:
    rows = """
    at               | action | rows
    2026-09-07T09:00 | export | 50
    2026-09-07T09:40 | export | 50
    2026-09-07T10:30 | import | 100
    2026-09-07T10:45 | export | 100
    """
    later = acts(rows + "    2026-09-08T10:00 | import | 100")

    assert count(acts(rows)) == 0
    assert found(later) == [(date(2026, 9, 8), date(2026, 9, 7), 1)]


EXPORT = acts("at | action | rows\n2026-09-07T09:00 | export | 400")
LATER = NINE + timedelta(days=2)


@pytest.mark.parametrize(
    ("changed", "loops_"),
    [
        (edits(20, LATER), 1),
        (edits(19, LATER), 0),
        (edits(21, LATER, 0.5 * MINUTE), 1),
        (edits(20, LATER, 0.55 * MINUTE), 0),
        (edits(40, LATER, records=19), 0),
        (edits(100, LATER, MINUTE), 0),
        (pl.concat([edits(20, LATER), edits(20, LATER + 45 * MINUTE)]), 1),
    ],
)
def test_twenty_records_changed_within_ten_minutes_are_a_mass_update(changed: pl.DataFrame, loops_: int) -> None:
    assert count(pl.concat([EXPORT, changed])) == loops_


def test_an_import_that_logs_each_line_is_one_with_its_lines() -> None:
    twice = pl.concat([EXPORT, acts("at | action | user\n2026-09-07T12:00 | export | bob")])
    back = acts(f"at | action | rows\n{LATER:%Y-%m-%dT%H:%M} | import | 25")

    assert count(pl.concat([twice, back, edits(25, LATER, 0.1 * MINUTE)])) == 1


LOG = """
action | object  | user | client | record | fields | rows | day
export | contact | ana  | web    | -      | -      | 10   | 2026-09-07
export | contact | ana  | -      | -      | -      | 11   | 2026-09-07
export | contact | ana  | api    | -      | -      | 12   | 2026-09-07
import | contact | bob  | sync   | -      | -      | 13   | 2026-09-07
import | contact | bob  | mobile | -      | -      | 14   | 2026-09-07
export | -       | bob  | web    | -      | -      | 15   | 2026-09-07
list   | contact | bob  | web    | -      | -      | 16   | 2026-09-07
create | contact | bob  | web    | c1     | -      | 17   | 2026-09-07
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_exports_and_imports_of_people_are_transfers(engine: Engine) -> None:
    log = table(LOG, EVENTS | LANDED).with_columns(at=pl.lit(NINE))

    assert [row["rows"] for row in rows_of(loops.transfers(engine(log)), "rows")] == [10, 11, 14]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("fields", "record", "day", "kept"),
    [("name", "c1", 7, 20), (None, "c1", 7, 20), ("", "c1", 7, 0), ("name", None, 7, 0), ("name", "c1", 8, 0)],
)
def test_edits_are_kept_where_there_are_as_many_as_a_mass_update_takes(
    engine: Engine, fields: str | None, record: str | None, day: int, kept: int
) -> None:
    same = {"at": NINE, "user": "ana", "action": "edit", "object": "contact", "source": "crm"}
    rows = [same | {"fields": "name", "record": f"r{n}", "day": date(2026, 9, 7)} for n in range(19)]
    rows.append(same | {"fields": fields, "record": record, "day": date(2026, 9, day)})
    log = pl.DataFrame(rows, schema={name: (EVENTS | LANDED)[name] for name in [*EVENTS, "source", "day"]})

    assert len(rows_of(loops.transfers(engine(log)), "at")) == kept


def at(hours: float) -> datetime:
    return NINE + timedelta(hours=hours)


def transfer(hours: float, rows: int | None = None) -> Transfer:
    return Transfer(at(hours), at(hours).date(), rows)


LISTS = st.lists(
    st.builds(transfer, st.integers(0, 24 * 60), st.none() | st.integers(1, 50)), max_size=14, unique_by=lambda t: t.at
)


@given(LISTS, LISTS)
def test_each_list_is_of_one_loop_at_most(taken: Sequence[Transfer], back: Sequence[Transfer]) -> None:
    pairs = paired(taken, back)

    assert len({now.at for now, _ in pairs}) == len({then.at for _, then in pairs}) == len(pairs)
    assert all(SOONEST <= then.at - now.at <= LATEST and may_be(now, then) for now, then in pairs)
    assert set(pairs) == set(paired(taken[::-1], back[::-1]))


@given(LISTS, LISTS)
def test_what_nothing_was_paired_with_fits_nothing_left(taken: Sequence[Transfer], back: Sequence[Transfer]) -> None:
    pairs = paired(taken, back)
    left = [one for one in taken if one not in [now for now, _ in pairs]]

    assert not any(may_be(one, then) for then in back for one in left if then not in [b for _, b in pairs])


@given(LISTS, LISTS, st.integers(0, 24 * 60))
def test_loops_closed_from_a_moment_on_need_no_acts_older_than_the_reach(
    taken: Sequence[Transfer], back: Sequence[Transfer], hours: int
) -> None:
    since = at(hours)
    near = [[one for one in side if one.at >= since - REACH] for side in (taken, back)]

    assert [p for p in paired(*near) if p[1].at >= since] == [p for p in paired(taken, back) if p[1].at >= since]
