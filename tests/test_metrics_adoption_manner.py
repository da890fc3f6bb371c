"""Manner of use, hand-worked: everyone in their own way, and customers that teams share."""

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.adoption.manner import dispersion, sharing
from metrics.population import EXPECTED, PEOPLE
from metrics.rollups import OWNER_DAY
from metrics.statistics import SHOWN, icc
from tests.days import SUNDAY, days, shown
from tests.levels import level
from tests.tables import week, weeks

Marks = Mapping[str, Sequence[float]]
"""By owner, the completeness of each record."""


def owner_day(marks: Marks, stage: str | None = None, object_: str = "contact") -> pl.DataFrame:
    rows = [
        ("2026-09", SUNDAY, object_, stage, user, len(each), float(sum(each)), float(sum(m * m for m in each)))
        for user, each in marks.items()
    ]
    return pl.DataFrame(rows, schema=OWNER_DAY, orient="row")


def found(
    rows: pl.DataFrame,
    teams: Mapping[str, str] | None = None,
    since: Mapping[str, date] | None = None,
    absent: Sequence[str] = (),
    reasons: dict[int, str] | None = None,
) -> dict[str, object]:
    """Value, people and reason by subject; everybody is expected, but for some, and has been there for long."""
    users = rows["user"].unique().sort().to_list()
    there = [(week(1), user, (teams or {}).get(user), None, False) for user in users if user not in absent]
    expected = pl.DataFrame(
        there, schema={name: EXPECTED[name] for name in ("period", "user", "team", "role", "monthly")}, orient="row"
    )
    known = [{"user": user, "human": True, "entitled_from": (since or {}).get(user)} for user in users]
    people = pl.DataFrame(known, schema=PEOPLE)
    given_weeks = weeks(1, reasons)
    return shown(dispersion(rows.lazy(), expected.lazy(), people.lazy(), given_weeks), "value", "people", "reason")


def value(rows: pl.DataFrame, **more: object) -> float:
    """The project's value."""
    (one, _, _) = found(rows, **more)["project"]  # type: ignore[arg-type, misc]
    return float(one)


def owners(*marks: Sequence[float]) -> Marks:
    return {f"u{number}": each for number, each in enumerate(marks)}


FULL, HALF, NONE = [1.0] * 9 + [0.0], [1.0, 0.0] * 5, [0.0] * 9 + [1.0]
APART = owners(FULL, FULL, FULL, NONE, NONE, NONE)
ALIKE = owners(HALF, HALF, HALF, HALF, HALF, HALF)
NEAR = owners(*([[0.6, 0.61] * 20] * 3), *([[0.4, 0.41] * 20] * 3))


def test_the_published_example_is_met() -> None:
    # Six targets by four judges: ICC(1,1) is 0.17, its 95 % interval begins at -0.13.
    judged = [(9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7)]
    sums = [(4, float(sum(row)), float(sum(mark * mark for mark in row))) for row in judged]

    found = icc(sums, SHOWN)
    assert found is not None
    assert found.share == pytest.approx(0.166, abs=0.001)
    assert found.low == pytest.approx(-0.133, abs=0.001)


def test_everyone_in_their_own_way_is_past_the_limit_and_everyone_alike_is_not() -> None:
    # Between: 6 owners whose means differ from 0.5 by 0.4, 10 records each. Within: 0.09 a record. F of 5 and 54: 2.81.
    ratio = (6 * 10 * 0.4**2 / 5) / (6 * 10 * 0.09 / 54)
    low = ratio / 2.81
    assert value(owner_day(APART)) == pytest.approx((low - 1) / (low + 10 - 1), abs=0.002)
    assert value(owner_day(ALIKE)) == 0.0


def test_differences_that_are_sure_but_small_do_not_pass_amber() -> None:
    assert value(owner_day(NEAR)) == 0.15
    assert level("adoption.dispersion", value(owner_day(NEAR)), None) == "green"


def test_levels_follow_the_limits() -> None:
    assert [level("adoption.dispersion", v, None) for v in (0.15, 0.16, 0.25, 0.26)] == [
        "green",
        "amber",
        "amber",
        "red",
    ]


def test_stages_that_ask_for_more_are_held_against_their_like() -> None:
    easy = owner_day(owners(FULL, FULL, FULL), "new")
    hard = owner_day({f"v{n}": NONE for n in range(3)}, "offer")

    assert value(pl.concat([easy, hard])) == 0.0
    assert value(pl.concat([easy, hard]).with_columns(stage=pl.lit(None, pl.String))) > 0.25


def test_objects_add_up_in_one_owner() -> None:
    contacts, deals = owner_day(APART), owner_day(APART, object_="opportunity")
    (both, people, _) = found(pl.concat([contacts, deals]))["project"]  # type: ignore[misc]

    assert both > value(contacts)
    assert people == 6


def test_newcomers_small_portfolios_and_people_not_expected_are_left_out() -> None:
    some = {"new": NONE, "few": [0.0] * 4, "gone": NONE}
    since = {"new": date(2026, 7, 16), "u0": date(2026, 7, 15)}
    rows = owner_day({**ALIKE, **some})

    assert found(rows, since=since, absent=["gone"])["project"] == (0.0, 6, None)
    assert found(rows)["project"][1] == 6 + len(["new", "gone"])  # type: ignore[index]


@pytest.mark.parametrize(("count", "expected"), [(4, (None, None, "too_few")), (5, (0.0, 5, None))])
def test_under_five_owners_nothing_is_said(count: int, expected: tuple[object, ...]) -> None:
    assert found(owner_day(owners(*[HALF] * count)))["project"] == expected


def test_without_required_fields_there_is_no_data() -> None:
    assert found(owner_day({}))["project"] == (None, None, "no_data")


def test_teams_are_held_against_themselves() -> None:
    teams = {
        **dict.fromkeys(["u0", "u1", "u2", "u3", "u4"], "Nord"),
        **dict.fromkeys(["v0", "v1", "v2", "v3", "v4"], "Est"),
    }
    rows = owner_day({**owners(*[FULL] * 5), **{f"v{n}": NONE for n in range(5)}, "w": HALF})
    by_subject = found(rows, teams)

    assert by_subject["team:Nord"] == by_subject["team:Est"] == (0.0, 5, None)
    assert by_subject["project"][0] > 0.25  # type: ignore[index]
    assert set(by_subject) == {"project", "team:Nord", "team:Est"}


def test_weeks_held_keep_their_value_and_those_not_collected_have_none() -> None:
    assert found(owner_day(ALIKE), reasons={1: "held"})["project"] == (0.0, 6, "held")
    assert found(owner_day(ALIKE), reasons={1: "stale"})["project"] == (None, None, "stale")


many = st.lists(st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=5, max_size=12), min_size=5, max_size=9)


@given(marks=many, random=st.randoms(use_true_random=False))
def test_the_value_is_a_share_and_the_order_of_rows_changes_nothing(marks: list[list[float]], random: Random) -> None:
    rows = owner_day(owners(*marks))
    order = list(range(rows.height))
    random.shuffle(order)

    assert 0 <= value(rows) <= 1
    assert value(rows[order]) == value(rows)


def test_shared_customers_are_a_share_of_those_of_several_teams() -> None:
    rows = days("shared_day", "object | n | shared\naccount | 40 | 12")

    assert shown(sharing(rows, weeks(1)), "value", "hits", "n") == {"project": (12 / 40, 12, 40)}
    assert shown(sharing(rows.clear(), weeks(1)), "value", "reason") == {"project": (None, "no_data")}
    assert [level("adoption.sharing", v) for v in (0.40, 0.39, 0.20, 0.15)] == ["green", "amber", "amber", "red"]
