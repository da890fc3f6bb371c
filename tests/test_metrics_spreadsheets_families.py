"""Workbooks as they are shown: families and their overlap, the columns the CRM lacks, what could not be opened."""

from datetime import date

import polars as pl
import pytest

from metrics.spreadsheets.families import Covered, Found, Overlap, Unopened, Wanted, Workbooks, retirements, workbooks
from metrics.spreadsheets.lives import COVERING, FILE_PLANS, OVERLAPPING, SCANS, SEEN
from tests.tables import table

TODAY = date(2026, 9, 14)
MINIMUM = 10
NONE = "source\n"

FILES = """
    source  | file | family  | folder       | extension | team | name      | saved_on   | seen_from  | seen_to
    partage | a    | AAAAAAA | Est          | xlsx      | Est  | -         | 2026-09-11 | 2026-06-01 | -
    partage | b    | AAAAAAA | Est/Archives | xlsm      | -    | -         | 2026-08-30 | 2026-09-14 | -
    partage | c    | CCCCCCC | Nord         | csv       | Nord | Suivi.csv | 2026-08-01 | 2026-06-01 | -
    partage | d    | DDDDDDD | Sud          | xls       | -    | -         | 2026-07-01 | 2026-06-01 | 2026-08-03
    partage | e    | EEEEEEE | Est          | xlsx      | Est  | -         | 2026-09-11 | 2026-06-01 | -
    partage | f    | FFFFFFF | Est          | xlsx      | Est  | -         | 2026-09-11 | 2026-06-01 | -
    partage | g    | GGGGGGG | Sud          | xlsx      | -    | -         | 2026-09-11 | 2026-06-01 | -
    partage | h    | HHHHHHH | Sud          | xlsx      | -    | -         | 2026-09-11 | 2026-06-01 | -
"""
LOOKED_INTO = """
    file | tracking | state     | macros | savers
    a    | yes      | read      | no     | p,q
    b    | yes      | read      | yes    | q,r
    c    | yes      | read      | no     | -
    d    | yes      | read      | no     | ''
    e    | no       | protected | no     | -
    f    | no       | protected | no     | -
    g    | no       | corrupt   | no     | -
    h    | no       | read      | no     | -
"""
OVERLAPS = """
    source  | day        | file | object      | records | live | email | phone | company_id | name | near
    partage | 2026-06-01 | a    | opportunity | 5       | 5    | 5     | 0     | 0          | 0    | 0
    partage | 2026-09-14 | a    | opportunity | 40      | 30   | 22    | 4     | 31         | 12   | 3
    partage | 2026-09-14 | b    | opportunity | 42      | 18   | 24    | 0     | 8          | 13   | 0
    partage | 2026-09-14 | a    | account     | 50      | 44   | 0     | 4     | 40         | 20   | 0
    partage | 2026-09-14 | c    | contact     | 7       | 0    | 7     | 0     | 0          | 0    | 0
    partage | 2026-09-14 | c    | account     | 0       | 0    | 0     | 0     | 0          | 0    | 0
"""
COVERAGE = """
    source  | day        | object      | team | n  | outside | near
    partage | 2026-09-14 | opportunity | Est  | 40 | 18      | 2
    partage | 2026-09-14 | opportunity | Nord | 60 | 12      | 1
    partage | 2026-09-14 | account     | Est  | 90 | 44      | 0
    partage | 2026-09-07 | account     | Est  | 90 | 90      | 0
"""


def seen(looked_into: str = LOOKED_INTO) -> pl.DataFrame:
    """Where files are, joined with what they are."""
    kinds = {name: SEEN[name] for name in ("file", "tracking", "state", "macros", "savers")}
    return table(FILES, SEEN).drop(set(kinds) - {"file"}).join(table(looked_into, kinds), on="file").select(*SEEN)


def shown(
    looked_into: str = LOOKED_INTO, plans: str = NONE, scans: str = "source | day\npartage | 2026-09-14"
) -> Workbooks:
    found = Found(
        seen(looked_into).lazy(),
        table(OVERLAPS, OVERLAPPING).lazy(),
        table(COVERAGE, COVERING).lazy(),
        table(scans, SCANS).lazy(),
        table(plans, FILE_PLANS).lazy(),
    )
    return workbooks(found, ("partage",), TODAY, MINIMUM)


def test_families_come_by_what_they_share_then_by_their_last_save() -> None:
    assert [family.family for family in shown().families] == ["AAAAAAA", "CCCCCCC", "DDDDDDD"]
    assert [family.state for family in shown().families] == ["active", "fading", "retired"]


def test_a_family_is_described_by_its_copy_saved_last() -> None:
    family = shown().families[0]

    assert (family.folder, family.folders, family.extension) == ("Est", 2, "xlsx")
    assert (family.copies, family.teams, family.saved_on) == (2, ("Est",), date(2026, 9, 11))


def test_a_family_shares_what_its_fullest_copy_shares() -> None:
    first, second, third = shown().families

    assert first.overlaps == (
        Overlap("opportunity", 40, 30, 22, 4, 31, 12, 3),
        Overlap("account", 50, 44, 0, 4, 40, 20, 0),
    )
    assert second.overlaps == (Overlap("contact", 7, 0, 7, 0, 0, 0, 0),)
    assert third.overlaps == ()
    assert first.live == 44 + 30


@pytest.mark.parametrize(
    ("marks", "savers", "few"),
    [
        ("p,q", None, True),
        ("1,2,3,4,5,6,7", None, True),
        ("1,2,3,4,5,6,7,8", 8 + 2, False),
        ("-", None, True),
    ],
    ids=["few", "nine", "ten", "of the other copy alone"],
)
def test_who_saved_it_is_a_number_from_the_minimum_group_on(marks: str, savers: int | None, *, few: bool) -> None:
    family = shown(LOOKED_INTO.replace("p,q", marks)).families[0]

    assert (family.savers, family.few_savers) == (savers, few)


def test_who_saved_it_is_unknown_where_files_do_not_say() -> None:
    for family in shown().families[1:]:
        assert (family.savers, family.few_savers) == (None, False)


def test_a_name_is_told_where_it_is_kept() -> None:
    assert [family.name for family in shown().families] == [None, "Suivi.csv", None]


def test_what_is_gone_keeps_what_was_known_of_it() -> None:
    gone = shown().families[2]

    assert (gone.life, gone.since, gone.copies, gone.folder) == ("retired", date(2026, 8, 3), 0, "Sud")


def test_a_decision_shows_with_who_took_it_and_why() -> None:
    family = shown(
        plans="""
        family  | version | state | reason         | author      | made_on
        AAAAAAA | 1       | kept  | price list     | change lead | 2026-09-01
        """
    ).families[0]

    assert (family.state, family.reason, family.author, family.version) == ("kept", "price list", "change lead", 1)
    assert not family.counted


def test_the_columns_that_the_crm_lacks_are_those_of_living_families() -> None:
    titles = {"a": "Humeur\nRemise", "b": "humeur\nÉchantillons", "c": "Humeur", "d": "Relance", "h": "Prix"}
    untold = {"a": 2, "b": 3, "c": 1, "d": 9}
    files = seen().with_columns(
        titles=pl.col("file").replace_strict(titles, default=None),
        untold=pl.col("file").replace_strict(untold, default=0, return_dtype=pl.Int64),
    )
    empty = [pl.LazyFrame(schema=schema) for schema in (OVERLAPPING, COVERING, SCANS, FILE_PLANS)]
    told = workbooks(Found(files.lazy(), *empty), (), TODAY, MINIMUM)

    assert told.wanted == (Wanted("Humeur", 2), Wanted("Remise", 1), Wanted("Échantillons", 1))
    assert told.untold == 3 + 1


def test_what_could_not_be_opened_is_counted_by_why_and_where() -> None:
    assert shown().unopened == (
        Unopened("protected", 2, (("Est", 2),)),
        Unopened("corrupt", 1, (("Sud", 1),)),
        Unopened("macros", 1, (("Est/Archives", 1),)),
    )


def test_what_stands_in_both_is_told_by_object_and_key() -> None:
    assert shown().covered == (
        Covered("opportunity", 100, 18 + 12, 2 + 1, {"email": 22, "phone": 4, "company_id": 31, "name": 12, "near": 3}),
        Covered("account", 90, 44, 0, {"email": 0, "phone": 4, "company_id": 40, "name": 20, "near": 0}),
    )


@pytest.mark.parametrize(
    ("scans", "day", "fresh"),
    [
        ("source | day\n", None, False),
        ("source | day\npartage | 2026-08-30", date(2026, 8, 30), True),
        ("source | day\npartage | 2026-08-29", date(2026, 8, 29), False),
        ("source | day\npartage | 2026-09-15", None, False),
    ],
    ids=["never", "fourteen days ago", "fifteen days ago", "not yet"],
)
def test_the_last_scan_and_whether_it_still_tells(scans: str, day: date | None, *, fresh: bool) -> None:
    told = shown(scans=scans)

    assert (told.scanned_on, told.fresh) == (day, fresh)


def test_the_columns_of_the_board_hold_each_family_once() -> None:
    told = shown(plans="family | version | state | made_on\nCCCCCCC | 1 | in_progress | 2026-09-01")
    columns = {
        plan: [f.family for f in told.planned(plan)] for plan in ("to_migrate", "in_progress", "retired", "kept")
    }

    assert columns == {"to_migrate": ["AAAAAAA"], "in_progress": ["CCCCCCC"], "retired": ["DDDDDDD"], "kept": []}


def test_workbooks_that_were_retired_are_told_with_their_day() -> None:
    plans = table("family | version | state | made_on\nCCCCCCC | 1 | retired | 2026-09-01", FILE_PLANS).lazy()

    assert retirements(seen().lazy(), plans, TODAY) == [
        ("DDDDDDD", None, date(2026, 8, 3)),
        ("CCCCCCC", "Suivi.csv", date(2026, 9, 1)),
    ]


def test_nothing_found_is_nothing_shown() -> None:
    empty = [pl.LazyFrame(schema=schema) for schema in (SEEN, OVERLAPPING, COVERING, SCANS, FILE_PLANS)]

    assert workbooks(Found(*empty), ("partage",), TODAY, MINIMUM) == Workbooks(("partage",))
    assert retirements(empty[0], empty[4], TODAY) == []
