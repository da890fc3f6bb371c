"""Opportunities as they came about, hand-worked: which were won lately, how each began, which days were of loading."""

from datetime import date, timedelta

import polars as pl
import pytest

from metrics import deals, record_rollups
from tests.engines import ENGINES, Engine, rows_of
from tests.states import records
from tests.tables import table

DAY = date(2026, 9, 13)
STATES = """
    record | created_at       | modified_at      | stage | status | stream  | owner | amount | pipeline
    long   | 2026-08-01T09:00 | 2026-08-01T09:00 | new   | open   | history | ana   | 10     | Projets
    long   | 2026-08-01T09:00 | 2026-08-20T09:00 | offer | open   | history | ana   | 20     | Projets
    long   | 2026-08-01T09:00 | 2026-09-01T09:00 | end   | won    | history | ana   | 30     | Projets
    long   | 2026-08-01T09:00 | 2026-09-02T09:00 | end   | won    | now     | bob   | 40     | Projets
    short  | 2026-09-07T09:00 | 2026-09-07T09:30 | end   | won    | now     | ana   | 50     | -
    lost   | 2026-09-07T09:00 | 2026-09-07T09:00 | new   | open   | now     | ana   | 60     | -
    lost   | 2026-09-07T09:00 | 2026-09-08T09:00 | no    | lost   | now     | ana   | 60     | -
    undone | 2026-09-01T09:00 | 2026-09-07T09:00 | end   | won    | now     | ana   | 70     | -
    undone | 2026-09-01T09:00 | 2026-09-08T09:00 | offer | open   | now     | ana   | 70     | -
    later  | 2026-09-01T09:00 | 2026-09-14T09:00 | end   | won    | now     | ana   | 80     | -
"""


def won(engine: Engine, rows: pl.DataFrame, day: date = DAY) -> list[dict[str, object]]:
    several = record_rollups.changed(rows.lazy()).collect()
    present = record_rollups.states(rows.lazy(), several.lazy(), day).collect().with_columns(human=pl.lit(value=True))
    return rows_of(deals.won(engine(present), engine(rows), day), "record")


@pytest.mark.parametrize("engine", ENGINES)
def test_deals_won_lately_stand_as_they_are_with_how_they_began(engine: Engine) -> None:
    found = won(engine, records(STATES))

    told = ("record", "owner", "amount", "pipeline", "first_stage", "first_status", "first_day")
    assert [tuple(row[name] for name in told) for row in found] == [
        ("long", "bob", 40.0, "Projets", "new", "open", date(2026, 8, 1)),
        ("short", "ana", 50.0, None, "end", "won", date(2026, 9, 7)),
    ]
    assert [row["won_at"].isoformat()[:16] for row in found if hasattr(row["won_at"], "isoformat")] == [
        "2026-09-01T09:00",
        "2026-09-07T09:30",
    ]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("ago", "there"), [(90, 1), (91, 0)])
def test_thirteen_weeks_count(engine: Engine, ago: int, there: int) -> None:
    moment = DAY - timedelta(ago)
    rows = records(f"""
        record | created_at        | modified_at        | status | stage
        a      | 2026-01-01T09:00  | {moment}T09:00     | won    | end
    """)

    assert len(won(engine, rows)) == there


@pytest.mark.parametrize("engine", ENGINES)
def test_without_records_no_deal_is_won(engine: Engine) -> None:
    assert won(engine, records(STATES).clear()) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_what_was_entered_is_counted_by_the_day_of_its_creation_in_a_year(engine: Engine) -> None:
    rows = records("""
        record | source | created_at
        a      | crm    | 2026-09-01T09:00
        b      | crm    | 2026-09-01T10:00
        c      | erp    | 2026-09-01T10:00
        d      | crm    | 2026-09-14T10:00
        e      | crm    | 2025-09-13T10:00
        f      | crm    | 2025-09-14T10:00
        g      | crm    | -
    """)

    assert [tuple(row.values()) for row in rows_of(deals.entered(engine(rows), DAY), "source", "created_day")] == [
        ("crm", date(2025, 9, 14), 1),
        ("crm", date(2026, 9, 1), 2),
        ("erp", date(2026, 9, 1), 1),
    ]


def loads(*counts: int) -> list[int]:
    rows = [("crm", date(2026, 1, 1) + timedelta(place), n) for place, n in enumerate(counts)]
    frame = pl.DataFrame(rows, schema={"source": pl.String, "created_day": pl.Date, "n": pl.UInt32}, orient="row")
    found = deals.load_days(frame)["created_day"].sort()
    return [(day - date(2026, 1, 1)).days for day in found]


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        pytest.param([4] * 20 + [20], [], id="twenty are few"),
        pytest.param([4] * 20 + [21], [20], id="more than five busy days"),
        pytest.param([5] * 20 + [25], [], id="five busy days"),
        pytest.param([1, 1, 1, 1, 40] * 10, [], id="all of a week entered on its last day"),
        pytest.param([1, 1, 1, 1, 40] * 10 + [201], [50], id="a load among such weeks"),
        pytest.param([100], [], id="a first day"),
        pytest.param([100, 3, 2], [0], id="a load on the first day"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_a_load_stands_out_from_the_busy_days_of_those_who_enter_much_at_once(
    counts: list[int], found: list[int]
) -> None:
    assert loads(*counts) == found


def test_each_source_has_its_own_busy_days() -> None:
    rows = table("""
        source | created_day | n
        crm    | 2026-09-01  | 100
        crm    | 2026-09-02  | 100
        erp    | 2026-09-01  | 100
        erp    | 2026-09-02  | 1
    """, {"source": pl.String(), "created_day": pl.Date(), "n": pl.Int64()})  # fmt: skip

    assert deals.load_days(rows).rows() == [("erp", date(2026, 9, 1))]
