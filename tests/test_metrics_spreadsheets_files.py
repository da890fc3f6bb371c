"""Workbooks that track customers beside the CRM, and the business that stands in them, hand-worked."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.catalogue import metrics
from metrics.population import EXPECTED
from metrics.published import published
from metrics.rollups import STAGE_DAY
from metrics.series import compute
from metrics.spreadsheets.files import shadow_coverage, shadow_files
from metrics.spreadsheets.lives import COVERING, FILE_PLANS, SCANS, SEEN, lives
from tests.tables import table, week, weeks

SUNDAY = week(1) + timedelta(6)
"""2026-09-13, the last day of week 1; the scan of the Monday after it tells of the week."""

ONE = """
    source  | file | family | team | tracking | state | saved_on   | seen_from  | seen_to
    partage | a    | A      | Est  | yes      | read  | 2026-09-11 | 2026-09-14 | -
"""
NIGHTLY = "partage 2026-09-14"


def seen(text: str) -> pl.LazyFrame:
    return table(text, SEEN).lazy()


def plans(text: str = "") -> pl.LazyFrame:
    """Steps as ``family state day`` a line, numbered from 1 for each family."""
    rows: list[tuple[object, ...]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        family, state, day = line.split()
        number = 1 + sum(row[0] == family for row in rows)
        rows.append((family, number, state, "because", "change lead", date.fromisoformat(day)))
    return pl.LazyFrame(rows, schema=FILE_PLANS, orient="row")


def scans(text: str) -> pl.LazyFrame:
    """Scans as ``source day``, separated by commas."""
    rows = [(source, date.fromisoformat(day)) for source, day in (one.split() for one in text.split(",") if one)]
    return pl.LazyFrame(rows, schema=SCANS, orient="row")


def users(sizes: dict[str, int], count: int = 4) -> pl.LazyFrame:
    rows = [
        (week(n), f"{team} {user}", team, None, None, False)
        for n in range(1, count + 1)
        for team, size in sizes.items()
        for user in range(size)
    ]
    return pl.LazyFrame(rows, schema=EXPECTED, orient="row")


def number(
    files: str, plan: str = "", scanned: str = NIGHTLY, count: int = 1, sizes: dict[str, int] | None = None
) -> pl.DataFrame:
    """The metric among 20 users of Est and 30 of Nord."""
    expected = users(sizes or {"Est": 20, "Nord": 30}, count)
    return shadow_files(seen(files), plans(plan), scans(scanned), expected, weeks(count)).collect()


def found(rows: pl.DataFrame, subject: str = "project", nth: int = 1) -> tuple[float | None, str | None]:
    here = rows.filter((pl.col("period") == week(nth)) & (pl.col("subject") == subject))
    value, reason = here.select("value", "reason").row(0)
    return value, reason


def saved(day: str) -> str:
    return ONE.replace("2026-09-11", day)


def test_families_in_use_are_counted_per_hundred_users() -> None:
    rows = number(ONE)

    assert found(rows) == (100 * 1 / (20 + 30), None)
    assert found(rows, "team:Est") == (100 * 1 / 20, None)
    assert rows.filter(pl.col("subject") == "team:Nord").is_empty()


@pytest.mark.parametrize(
    ("day", "families"),
    [("2026-09-13", 1), ("2026-08-15", 1), ("2026-08-14", 0), ("2026-07-01", 0)],
)
def test_what_was_not_saved_in_thirty_days_does_not_count(day: str, families: int) -> None:
    assert found(number(saved(day))) == (100 * families / 50, None)


def test_what_is_saved_after_the_week_is_not_known_in_it() -> None:
    rows = number(saved("2026-09-14"), scanned="partage 2026-09-14,partage 2026-09-21", count=2)

    assert found(rows, nth=1) == (0.0, None)
    assert found(rows, nth=2) == (100 * 1 / 50, None)


def test_copies_count_once_and_in_the_teams_that_save_one() -> None:
    rows = number("""
        source  | file | family | team | tracking | state | saved_on   | seen_from  | seen_to
        partage | a    | A      | Est  | yes      | read  | 2026-09-11 | 2026-09-14 | -
        partage | b    | A      | Nord | yes      | read  | 2026-08-20 | 2026-09-14 | -
        partage | c    | A      | Sud  | yes      | read  | 2026-08-01 | 2026-09-14 | -
        partage | d    | D      | Sud  | no       | read  | 2026-09-11 | 2026-09-14 | -
    """)

    assert found(rows) == (100 * 1 / 50, None)
    assert (found(rows, "team:Est"), found(rows, "team:Nord")) == ((100 * 1 / 20, None), (100 * 1 / 30, None))
    assert rows.filter(pl.col("subject") == "team:Sud").is_empty()


def test_a_copy_that_nobody_saves_is_not_its_teams() -> None:
    rows = number("""
        source  | file | family | team | tracking | state | saved_on   | seen_from  | seen_to
        partage | a    | A      | Est  | yes      | read  | 2026-09-11 | 2026-09-14 | -
        partage | b    | A      | Nord | yes      | read  | 2026-08-01 | 2026-09-14 | -
    """)

    assert (found(rows, "team:Est"), found(rows, "team:Nord")) == ((100 * 1 / 20, None), (0.0, None))


def test_a_folder_of_a_team_without_a_tracker_is_nought_and_not_unknown() -> None:
    rows = number(ONE.replace("| yes", "| no "))

    assert (found(rows), found(rows, "team:Est")) == ((0.0, None), (0.0, None))


@pytest.mark.parametrize(
    ("plan", "families"),
    [
        ("A kept 2026-09-13", 0),
        ("A kept 2026-09-14", 1),
        ("A retired 2026-09-11", 0),
        ("A retired 2026-09-10", 1),
        ("A in_progress 2026-09-10", 1),
        ("A kept 2026-09-01\nA to_migrate 2026-09-02", 1),
        ("B kept 2026-09-01", 1),
    ],
    ids=["kept", "kept later", "retired", "saved since it was retired", "in progress", "no longer kept", "another"],
)
def test_what_is_kept_or_retired_does_not_count(plan: str, families: int) -> None:
    assert found(number(ONE, plan)) == (100 * families / 50, None)


def test_a_file_that_was_deleted_no_longer_counts() -> None:
    gone = ONE.replace("2026-09-14 | -", "2026-09-14 | 2026-09-17")
    rows = number(gone, scanned="partage 2026-09-14,partage 2026-09-21", count=2)

    assert [found(rows, nth=n) for n in (1, 2)] == [(100 * 1 / 50, None), (0.0, None)]


def test_before_the_first_scan_nothing_is_known() -> None:
    rows = number(ONE, scanned="partage 2026-09-21", count=2)

    assert found(rows, nth=1) == (None, "no_data")
    assert found(number("source | tracking\n", scanned=""), nth=1) == (None, "no_data")


@pytest.mark.parametrize(("day", "reason"), [("2026-08-30", None), ("2026-08-29", "stale")])
def test_fourteen_days_after_the_last_scan_it_is_too_old(day: str, reason: str | None) -> None:
    rows = number(saved("2026-08-27").replace("2026-09-14", day), scanned=f"partage {day}")

    assert found(rows) == (None if reason else 100 * 1 / 50, reason)


def test_of_two_sources_one_too_old_is_told_by_the_coverage() -> None:
    both = ONE + "    drive   | b    | B      | Nord | yes      | read  | 2026-08-20 | 2026-08-25 | -\n"
    rows = number(both, scanned="drive 2026-08-25,partage 2026-09-14")

    assert found(rows) == (100 * 1 / 50, None)
    assert rows.filter(pl.col("subject") == "project")["coverage"].to_list() == [0.5]


def test_held_weeks_are_shown_and_not_judged() -> None:
    rows = shadow_files(seen(ONE), plans(), scans(NIGHTLY), users({"Est": 20}), weeks(1, {1: "held"})).collect()

    assert found(rows) == (100 * 1 / 20, "held")


def test_without_users_there_is_nothing_to_compare_with() -> None:
    assert found(number(ONE, sizes={"Est": 0})) == (None, "no_data")


def test_small_teams_together_are_counted_per_hundred_users_too() -> None:
    files = ONE + "    partage | b    | B      | Nord | yes      | read  | 2026-09-11 | 2026-09-14 | -\n"
    given = {
        "files": seen(files),
        "file_plans": plans(),
        "scans": scans(NIGHTLY),
        "expected": users({"Est": 8, "Nord": 6, "Sud": 12}),
        "weeks": weeks(1),
    }
    declared = {"spreadsheets.shadow_files": metrics()["spreadsheets.shadow_files"]}
    rows = published(compute(declared, given, pl.DataFrame({"name": [], "state": []}), "run"), declared, 10)
    shown = {row["subject"]: (row["value"], row["low"]) for row in rows.iter_rows(named=True)}

    assert shown == {
        "project": (100 * 2 / 26, None),
        "team:Est": (None, None),
        "team:Nord": (None, None),
        "team:*": (100 * 2 / 26, None),
    }


def life(saved_on: str, plan: str = "", seen_to: str = "-", end: date = SUNDAY) -> dict[str, object]:
    rows = saved(saved_on).replace("2026-09-14 | -", f"2026-03-02 | {seen_to}")
    return lives(seen(rows), plans(plan), pl.LazyFrame({"end": [end]})).collect().row(0, named=True)


@pytest.mark.parametrize(
    ("saved_on", "told", "since"),
    [
        ("2026-09-13", "active", "2026-03-02"),
        ("2026-08-15", "active", "2026-03-02"),
        ("2026-08-14", "fading", "2026-09-13"),
        ("2026-07-16", "fading", "2026-08-15"),
        ("2026-07-15", "retired", "2026-09-13"),
        ("2026-05-01", "retired", "2026-06-30"),
    ],
)
def test_a_workbook_fades_after_thirty_days_and_is_over_after_sixty(saved_on: str, told: str, since: str) -> None:
    row = life(saved_on)

    assert (row["life"], row["since"]) == (told, date.fromisoformat(since))
    assert row["plan"] == ("retired" if told == "retired" else "to_migrate")


@pytest.mark.parametrize(
    ("saved_on", "plan", "column", "since", "again"),
    [
        ("2026-09-11", "A in_progress 2026-09-01", "in_progress", "2026-03-02", False),
        ("2026-07-01", "A in_progress 2026-09-01", "retired", "2026-08-30", False),
        ("2026-09-11", "A kept 2026-09-01", "kept", "2026-09-01", False),
        ("2026-07-01", "A kept 2026-09-01", "kept", "2026-09-01", False),
        ("2026-08-31", "A retired 2026-09-01", "retired", "2026-09-01", False),
        ("2026-09-01", "A retired 2026-09-01", "retired", "2026-09-01", False),
        ("2026-09-02", "A retired 2026-09-01", "to_migrate", "2026-09-02", True),
        ("2026-07-01", "A retired 2026-06-01", "retired", "2026-08-30", True),
        ("2026-09-02", "A retired 2026-09-01\nA retired 2026-09-03", "retired", "2026-09-03", False),
    ],
)
def test_the_board_follows_what_was_decided_and_what_happened(
    saved_on: str, plan: str, column: str, since: str, *, again: bool
) -> None:
    row = life(saved_on, plan)

    assert (row["plan"], row["since"], row["again"]) == (column, date.fromisoformat(since), again)


def test_what_is_saved_again_counts_from_its_first_save_on() -> None:
    rows = saved("2026-09-02").replace("2026-09-14 | -", "2026-09-03 | 2026-09-14") + (
        "    partage | a    | A      | Est  | yes      | read  | 2026-09-11 | 2026-09-14 | -\n"
    )
    row = lives(seen(rows), plans("A retired 2026-09-01"), pl.LazyFrame({"end": [SUNDAY]})).collect().row(0, named=True)

    assert (row["plan"], row["again"], row["since"]) == ("to_migrate", True, date(2026, 9, 2))


def test_what_is_gone_from_the_share_is_retired_since_then() -> None:
    row = life("2026-09-08", seen_to="2026-09-10")

    assert (row["life"], row["plan"], row["since"]) == ("retired", "retired", date(2026, 9, 10))


@given(st.integers(0, 120), st.sampled_from(["", "kept", "retired", "in_progress", "to_migrate"]), st.integers(0, 120))
def test_what_counts_is_active_and_nothing_is_in_two_columns(age: int, state: str, decided: int) -> None:
    plan = f"A {state} {SUNDAY - timedelta(decided)}" if state else ""
    row = life(f"{SUNDAY - timedelta(age)}", plan, end=SUNDAY)

    assert row["plan"] in {"to_migrate", "in_progress", "retired", "kept"}
    assert not row["counted"] or (row["life"] == "active" and row["plan"] in {"to_migrate", "in_progress"})
    assert row["since"] <= SUNDAY  # type: ignore[operator]


COVERAGE = """
    source  | day        | object      | team | n  | outside | near
    partage | 2026-09-14 | opportunity | Est  | 40 | 18      | 2
    partage | 2026-09-14 | opportunity | Nord | 60 | 0       | 0
    partage | 2026-09-14 | account     | Est  | 90 | 30      | 1
"""
OWNERS = """
    day        | object      | team | status | n  | owners
    2026-09-13 | opportunity | Est  | open   | 40 | 14
    2026-09-13 | opportunity | Nord | open   | 60 | 20
    2026-09-13 | opportunity | Nord | won    | 60 | 24
    2026-09-13 | account     | Est  | -      | 90 | 15
"""


def outside(text: str = COVERAGE, scanned: str = NIGHTLY, count: int = 1) -> pl.DataFrame:
    compared = table(text, COVERING).lazy()
    return shadow_coverage(compared, scans(scanned), table(OWNERS, STAGE_DAY).lazy(), weeks(count)).collect()


def test_the_share_of_open_opportunities_is_the_projects() -> None:
    rows = outside()

    assert found(rows) == ((18 + 0) / (40 + 60), None)
    assert found(rows, "team:Est") == (18 / 40, None)
    assert found(rows, "team:Nord") == (0 / 60, None)
    assert found(rows, "object:opportunity") == (18 / 100, None)
    assert found(rows, "object:account") == (30 / 90, None)


def test_it_speaks_of_those_who_own_what_is_open() -> None:
    people = dict(outside().select("subject", "people").iter_rows())

    assert people == {
        "project": 14 + 20,
        "object:opportunity": 14 + 20,
        "object:account": 15,
        "team:Est": 14,
        "team:Nord": 20,
    }


def test_without_opportunities_it_is_that_of_active_accounts() -> None:
    rows = outside("\n".join(line for line in COVERAGE.splitlines() if "opportunity" not in line))

    assert (found(rows), found(rows, "team:Est")) == ((30 / 90, None), (30 / 90, None))


def test_of_two_sources_the_larger_share_is_taken() -> None:
    more = COVERAGE + "    drive   | 2026-09-13 | opportunity | Nord | 60 | 21      | 0\n"
    rows = outside(more, scanned=f"{NIGHTLY},drive 2026-09-13")

    assert found(rows) == (21 / 60, None)
    assert (found(rows, "team:Est"), found(rows, "team:Nord")) == ((18 / 40, None), (21 / 60, None))


def test_only_the_last_scan_of_a_source_counts() -> None:
    older = COVERAGE + "    partage | 2026-09-13 | opportunity | Est  | 40 | 40      | 0\n"

    assert found(outside(older, scanned=f"{NIGHTLY},partage 2026-09-13")) == (18 / 100, None)


@pytest.mark.parametrize(
    ("text", "scanned", "reason"),
    [
        (COVERAGE, "", "no_data"),
        (COVERAGE.replace("09-14", "08-20"), "partage 2026-08-20", "stale"),
        ("source | n\n", NIGHTLY, "no_data"),
        (COVERAGE.replace("| 40 |", "| 0 |").replace("| 60 |", "| 0 |").replace("| 90 |", "| 0 |"), NIGHTLY, "no_data"),
    ],
    ids=["never scanned", "scanned long ago", "nothing compared", "no record"],
)
def test_what_is_not_known_is_no_share(text: str, scanned: str, reason: str) -> None:
    assert found(outside(text, scanned)) == (None, reason)


def test_a_team_whose_owners_are_not_known_is_of_nobody() -> None:
    rows = outside(COVERAGE.replace("| Nord |", "| Sud  |"))

    assert rows.filter(pl.col("subject") == "team:Sud")["people"].to_list() == [0]
