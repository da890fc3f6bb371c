"""Who is expected when, and in which team they were then."""

from datetime import date, timedelta
from random import Random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.population import (
    EXPECTED,
    GROUPS,
    expected,
    groups,
    listed,
    placed,
    resumed,
    teams_at,
    teams_of,
    with_account,
)
from tests.tables import MEMBERSHIPS, PEOPLE, table, week, weeks

NOBODY_ANYWHERE = pl.DataFrame(schema=MEMBERSHIPS)


def expected_in(people: str, memberships: str = "", number: int = 1, **options: object) -> dict[str, str | None]:
    """Who is expected in a week, with their team."""
    members = table(memberships, MEMBERSHIPS) if memberships else NOBODY_ANYWHERE
    found = expected(table(people, PEOPLE).lazy(), members.lazy(), weeks(8), **options).collect()  # type: ignore[arg-type]
    mine = found.filter(pl.col("period") == week(number)).sort("user")
    return dict(mine.select("user", "team").iter_rows())


def team_on(day: str, memberships: str) -> str | None:
    people = table("user | kind\nana | human", PEOPLE).lazy()
    days = pl.LazyFrame({"day": [date.fromisoformat(day)]})
    found = teams_at(table(memberships, MEMBERSHIPS).lazy(), people, days).collect()
    team: str | None = found["team"].item()
    return team


@pytest.mark.parametrize(
    ("entitled_from", "entitled_to", "there"),
    [
        ("-", "-", True),
        ("2026-09-07", "-", True),
        ("2026-09-08", "-", False),
        ("-", "2026-09-14", True),
        ("-", "2026-09-13", False),
        ("2026-09-14", "-", False),
        ("-", "2026-09-07", False),
    ],
)
def test_people_are_expected_when_entitled_for_the_whole_week(
    entitled_from: str,
    entitled_to: str,
    there: bool,  # noqa: FBT001
) -> None:
    people = f"user | kind | entitled_from | entitled_to\nana | human | {entitled_from} | {entitled_to}"

    assert ("ana" in expected_in(people)) is there


def test_service_accounts_are_never_expected_whatever_another_source_says() -> None:
    assert expected_in("user | kind\nana | human\nrobot | human\nrobot | service") == {"ana": None}


def test_a_person_of_two_sources_is_one_and_entitled_while_either_says_so() -> None:
    people = """
        user | kind  | entitled_from | entitled_to
        ana  | human | 2026-09-07    | 2026-09-14
        ana  | human | 2026-09-14    | 2026-09-28
    """

    assert [len(expected_in(people, number=n)) for n in (1, 2, 3, 4)] == [1, 1, 1, 0]


def test_roles_that_act_by_the_month_are_marked() -> None:
    people = table("user | kind | role\nana | human | Chef\nbob | human | Vendeur\ncy | human | -", PEOPLE).lazy()
    found = expected(people, NOBODY_ANYWHERE.lazy(), weeks(1), ("Chef",)).collect().sort("user")

    assert found["monthly"].to_list() == [True, False, False]


def test_nobody_is_expected_of_nobody() -> None:
    assert expected(pl.LazyFrame(schema=PEOPLE), NOBODY_ANYWHERE.lazy(), weeks(3)).collect().is_empty()


def test_a_person_counts_in_the_team_of_that_week() -> None:
    moved = """
        user | team | start      | end        | rank
        ana  | Nord | 2026-01-01 | 2026-09-21 | 0
        ana  | Est  | 2026-09-21 | -          | 0
    """
    people = "user | kind\nana | human"

    assert [expected_in(people, moved, n)["ana"] for n in (1, 2, 3, 4)] == ["Nord", "Nord", "Est", "Est"]


def test_the_first_known_team_is_carried_back() -> None:
    assert team_on("2020-01-01", "user | team | start | end | rank\nana | Est | 2026-09-21 | - | 0") == "Est"


def test_after_the_last_team_there_is_none() -> None:
    gone = "user | team | start | end | rank\nana | Est | 2026-01-01 | 2026-09-21 | 0"

    assert team_on("2026-09-20", gone) == "Est"
    assert team_on("2026-09-21", gone) is None


def test_of_several_teams_the_primary_one_counts_even_when_another_began_later() -> None:
    both = """
        user | team | start      | end | rank
        ana  | Nord | 2026-01-01 | -   | 0
        ana  | Aide | 2026-06-01 | -   | 1
    """

    assert team_on("2026-09-07", both) == "Nord"


def test_a_team_that_ends_leaves_the_one_that_goes_on() -> None:
    loan = """
        user | team | start      | end        | rank
        ana  | Nord | 2026-01-01 | -          | 0
        ana  | Est  | 2026-06-01 | 2026-07-01 | 0
    """

    assert [team_on(day, loan) for day in ("2026-05-31", "2026-06-01", "2026-07-01")] == ["Nord", "Est", "Nord"]


def test_a_primary_team_that_ends_leaves_the_other() -> None:
    both = """
        user | team | start      | end        | rank
        ana  | Nord | 2026-01-01 | 2026-07-01 | 0
        ana  | Aide | 2026-01-01 | -          | 1
    """

    assert [team_on(day, both) for day in ("2026-06-30", "2026-07-01")] == ["Nord", "Aide"]


@given(
    spans=st.lists(
        st.tuples(
            st.sampled_from("ABC"), st.integers(0, 40), st.one_of(st.none(), st.integers(1, 40)), st.integers(0, 2)
        ),
        max_size=6,
    ),
    random=st.randoms(use_true_random=False),
    day=st.integers(0, 60),
)
def test_the_team_of_a_day_is_the_best_of_those_that_hold_then(
    spans: list[tuple[str, int, int | None, int]], random: Random, day: int
) -> None:
    first = date(2026, 1, 1)
    held = [(team, start, None if last is None else start + last, rank) for team, start, last, rank in spans]
    rows = [
        ("ana", team, first + timedelta(start), None if end is None else first + timedelta(end), rank)
        for team, start, end, rank in held
    ]
    random.shuffle(rows)
    people = table("user | kind\nana | human", PEOPLE).lazy()
    members = pl.LazyFrame(rows, schema=dict(MEMBERSHIPS), orient="row")
    found = teams_at(members, people, pl.LazyFrame({"day": [first + timedelta(day)]})).collect()["team"].item()

    begun = min((start for _, start, _, _ in held), default=0)
    then = max(day, begun)
    holding = [(rank, -start, team) for team, start, end, rank in held if start <= then and (end is None or end > then)]
    assert found == (min(holding)[2] if holding else None)


def test_whether_a_person_is_one_is_told_with_the_team() -> None:
    people = table("user | kind\nana | human\nrobot | service", PEOPLE).lazy()
    found = teams_at(NOBODY_ANYWHERE.lazy(), people, pl.LazyFrame({"day": [week(1)]})).collect().sort("user")

    assert dict(found.select("user", "human").iter_rows()) == {"ana": True, "robot": False}


STAFF = """
    source | user | kind  | role
    crm    | ana  | human | -
    crm    | bob  | human | -
    hr     | ana  | human | Vendeur
    hr     | cy   | human | Vendeur
"""


def with_accounts(acting: list[str]) -> list[tuple[str, str]]:
    rows = with_account(table(STAFF, PEOPLE | {"source": pl.String()}).lazy(), acting).collect()
    return sorted(rows.select("source", "user").rows())


def test_whoever_is_on_the_list_of_staff_without_an_account_is_left_out() -> None:
    assert with_accounts(["crm"]) == [("crm", "ana"), ("crm", "bob"), ("hr", "ana")]


@pytest.mark.parametrize("acting", [[], ["erp"]])
def test_where_no_source_of_acts_lists_its_users_all_listed_have_one(acting: list[str]) -> None:
    assert len(with_accounts(acting)) == 4


def test_nobody_listed_gives_nobody() -> None:
    assert (
        with_account(table("source | user | kind", PEOPLE | {"source": pl.String()}).lazy(), ["crm"])
        .collect()
        .is_empty()
    )


def test_whoever_acted_has_the_team_of_that_day_and_machines_and_strangers_none() -> None:
    people = table("user | kind\nana | human\nbob | human\nrobot | service", PEOPLE).lazy()
    members = table(
        """
        user  | team | start      | end        | rank
        ana   | Nord | 2026-01-01 | 2026-09-10 | 0
        ana   | Est  | 2026-09-10 | -          | 0
        robot | Nord | 2026-01-01 | -          | 0
        """,
        MEMBERSHIPS,
    ).lazy()
    acted = table(
        """
        user     | day
        ana      | 2026-09-09
        ana      | 2026-09-10
        bob      | 2026-09-10
        robot    | 2026-09-10
        stranger | 2026-09-10
        """
    ).lazy()

    assert sorted(teams_of(acted, members, people).collect().rows()) == [
        ("ana", date(2026, 9, 9), "Nord"),
        ("ana", date(2026, 9, 10), "Est"),
        ("bob", date(2026, 9, 10), None),
    ]


def test_the_wave_of_a_person_is_told_with_the_team() -> None:
    people = table("user | kind | wave\nana | human | 2\nana | human | -\nbob | human | -", PEOPLE).lazy()
    found = expected(people, NOBODY_ANYWHERE.lazy(), weeks(1)).collect().sort("user")

    assert found["wave"].to_list() == ["2", None]


# ---- who was in which groups, and in which the week before ----

HERE_AND_BEFORE = ("team", "role", "wave", "team_before", "role_before", "wave_before", "people")


def present(text: str) -> pl.LazyFrame:
    """Those expected: columns user, week (its number), team and what else is told."""
    rows = table(text).with_columns(period=pl.col("week").cast(pl.Int64).map_elements(week, return_dtype=pl.Date))
    return rows.select(
        pl.col(name) if name in rows.columns else pl.lit(None, dtype=kind).alias(name)
        for name, kind in EXPECTED.items()
    ).lazy()


def in_week(found: pl.DataFrame, number: int) -> list[tuple[object, ...]]:
    """Team, whether here, team before, whether there, people."""
    columns = ("team", "here", "team_before", "there", "people")
    return sorted(found.filter(pl.col("period") == week(number)).select(columns).rows(), key=str)


def test_people_are_counted_by_where_they_are_and_were() -> None:
    found = groups(
        present("""
        user | week | team
        ana  | 1    | Nord
        bob  | 1    | Nord
        cy   | 1    | Est
        ana  | 2    | Nord
        bob  | 2    | Est
        dan  | 2    | -
    """)
    )

    assert in_week(found, 1) == [("Est", True, None, False, 1), ("Nord", True, None, False, 2)]
    assert in_week(found, 2) == [
        ("Est", True, "Nord", True, 1),
        ("Nord", True, "Nord", True, 1),
        (None, False, "Est", True, 1),
        (None, True, None, False, 1),
    ]


def test_role_and_wave_are_told_with_the_team() -> None:
    found = groups(
        present("""
        user | week | team | role | wave
        ana  | 1    | Nord | Chef | 1
        ana  | 2    | Nord | -    | 2
    """)
    )

    assert found.filter(pl.col("period") == week(2)).select(HERE_AND_BEFORE).rows() == [
        ("Nord", None, "2", "Nord", "Chef", "1", 1)
    ]


def test_nobody_is_in_no_group() -> None:
    found = groups(pl.LazyFrame(schema=EXPECTED))

    assert found.is_empty()
    assert found.schema == pl.Schema(GROUPS)


ERASED = """
    user | week | team
    ana  | 1    | Nord
    bob  | 1    | Nord
    ana  | 2    | Nord
    bob  | 2    | Nord
    ana  | 3    | Nord
    bob  | 3    | Nord
"""


def test_who_was_erased_counts_as_one_who_left() -> None:
    kept = groups(present(ERASED)).filter(pl.col("period") <= week(2))
    fresh = groups(present(ERASED).filter(pl.col("user") != "bob"))
    found = resumed(kept, fresh)

    assert in_week(found, 2) == [("Nord", True, "Nord", True, 2)]
    assert in_week(found, 3) == [("Nord", True, "Nord", True, 1), (None, False, "Nord", True, 1)]


def test_with_nobody_erased_kept_groups_go_on_as_they_are() -> None:
    fresh = groups(present(ERASED))

    for last in (0, 1, 2, 3):
        assert resumed(fresh.filter(pl.col("period") <= week(last)), fresh).equals(fresh)


ACCOUNTS = {
    "source": pl.String(), "user": pl.String(), "kind": pl.String(), "role": pl.String(), "manager": pl.String(),
    "wave": pl.String(), "entitled_from": pl.Date(), "entitled_to": pl.Date(),
}  # fmt: skip


def merged(text: str, *directories: str) -> pl.DataFrame:
    return listed(table(text, ACCOUNTS), directories).sort("user", "source")


def test_a_directory_says_role_manager_and_wave_where_it_knows_them() -> None:
    found = merged(
        """
        source | user | kind  | role    | manager | wave
        crm    | ana  | human | Vendeur | bob     | 1
        crm    | cy   | human | Vendeur | bob     | 1
        rh     | ana  | human | Chef    | -       | 2
        """,
        "rh",
    )

    assert found.select("user", "role", "manager", "wave", "listed").rows() == [
        ("ana", "Chef", "bob", "2", True),
        ("cy", "Vendeur", "bob", "1", False),
    ]


@pytest.mark.parametrize(
    ("crm", "rh", "both"),
    [
        ("2026-01-05 | -", "2020-01-01 | -", (date(2026, 1, 5), None)),
        ("- | -", "2026-03-02 | 2026-06-30", (date(2026, 3, 2), date(2026, 6, 30))),
        ("2026-01-05 | 2026-05-01", "- | 2026-06-30", (date(2026, 1, 5), date(2026, 5, 1))),
    ],
)
def test_somebody_is_entitled_while_both_the_directory_and_the_account_say_so(
    crm: str, rh: str, both: tuple[date | None, date | None]
) -> None:
    found = merged(
        f"""
        source | user | kind  | entitled_from | entitled_to
        crm    | ana  | human | {crm}
        rh     | ana  | human | {rh}
        """,
        "rh",
    )

    assert found.select("entitled_from", "entitled_to").rows() == [both]


def test_a_service_account_stays_one_whatever_the_directory_says() -> None:
    found = merged(
        "source | user | kind\ncrm | ana | service\ncrm | bob | human\nrh | ana | human\nrh | bob | human", "rh"
    )

    assert found.select("user", "kind").rows() == [("ana", "service"), ("bob", "human")]


def test_people_of_the_directory_without_an_account_are_not_expected() -> None:
    found = merged("source | user | kind\ncrm | ana | human\nrh | ana | human\nrh | bob | human", "rh")

    assert found.select("source", "user", "listed").rows() == [("crm", "ana", True)]


@pytest.mark.parametrize(
    ("people", "directories", "who"),
    [
        ("crm | ana | human\nerp | bob | human", (), {"ana": True, "bob": True}),
        ("rh | ana | human\nrh | bob | human", ("rh",), {"ana": True, "bob": True}),
        ("crm | ana | human\nrh | cy | human", ("rh",), {"ana": True}),
        ("crm | ana | human", ("rh",), {"ana": True}),
    ],
)
def test_all_are_listed_where_there_is_no_directory_no_other_list_or_nobody_in_both(
    people: str, directories: tuple[str, ...], who: dict[str, bool]
) -> None:
    found = merged(f"source | user | kind\n{people}", *directories)

    assert dict(found.select("user", "listed").iter_rows()) == who


def test_of_several_accounts_each_takes_what_the_directory_says() -> None:
    found = merged(
        """
        source | user | kind  | role | entitled_from
        crm    | ana  | human | A    | 2026-01-05
        erp    | ana  | human | B    | 2026-02-02
        rh     | ana  | human | Chef | 2026-01-19
        """,
        "rh",
    )

    assert found.select("role", "entitled_from", "listed").rows() == [
        ("Chef", date(2026, 1, 19), True),
        ("Chef", date(2026, 2, 2), True),
    ]


def test_whom_a_directory_puts_in_teams_is_in_those_alone() -> None:
    schema = {"source": pl.String(), **MEMBERSHIPS}
    members = table(
        """
        source | user | team | start      | end | rank
        crm    | ana  | Nord | 1990-01-01 | -   | 0
        crm    | bob  | Sud  | 1990-01-01 | -   | 0
        rh     | ana  | Est  | 2026-03-02 | -   | 0
        """,
        schema,
    )

    assert placed(members, ["rh"]).select("user", "team").rows() == [("ana", "Est"), ("bob", "Sud")]
    assert placed(members, []).height == 3
