"""No sum over teams, waves and roles, within a week or over two, is of fewer persons than the minimum group."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from metrics.adoption.use import login_rate
from metrics.catalogue import metrics
from metrics.population import EXPECTED, groups
from metrics.published import published
from metrics.rollups import USER_DAY
from metrics.series import SERIES
from metrics.subjects import parts_of
from tests.adversary import computable, fewest
from tests.tables import week, weeks

MINIMUM = 10
LOGIN = "adoption.login_rate"
Place = tuple[str | None, str | None, str | None]
"""Team, role and wave."""
Crowd = Mapping[str, Place]
"""Where each person is."""
Figures = Mapping[str, frozenset[str]]
"""The persons that each figure adds up, by subject."""


def crowd(**sizes: int) -> dict[str, Place]:
    """So many persons of each place, written ``team_role_wave`` with ``0`` for none: ``crowd(A_Sales_0=12)``."""
    found: dict[str, Place] = {}
    for name, size in sizes.items():
        team, role, wave = (None if part == "0" else part for part in name.split("_"))
        found |= {f"{name}.{n}": (team, role, wave) for n in range(size)}
    return found


def expected(*crowds: Crowd) -> pl.LazyFrame:
    """Those expected in week after week."""
    rows = [(week(n), user, *place, False) for n, there in enumerate(crowds, 1) for user, place in there.items()]
    return pl.LazyFrame(rows, schema=EXPECTED, orient="row")


def figures(people: pl.LazyFrame, count: int) -> pl.DataFrame:
    """The login rate in each week, by all its groups."""
    nobody = pl.LazyFrame(schema=USER_DAY)
    rows = login_rate(nobody, people, weeks(count)).collect().with_columns(metric=pl.lit(LOGIN))
    return rows.select(
        pl.col(name) if name in rows.columns else pl.lit(None, dtype=kind).alias(name) for name, kind in SERIES.items()
    )


def shown(*crowds: Crowd, minimum: int = MINIMUM, movements: bool = True) -> list[set[str]]:
    """The groups that are shown in each of some weeks, the project apart."""
    people = expected(*crowds)
    rows = published(figures(people, len(crowds)), metrics(), minimum, groups(people), movements=movements)
    seen = rows.filter(pl.col("value").is_not_null() & (pl.col("subject") != "project"))
    return [set(seen.filter(pl.col("period") == week(n))["subject"]) for n in range(1, len(crowds) + 1)]


def added_up(there: Crowd, subjects: set[str], teams: set[str]) -> Figures:
    """The persons of each subject. ``teams``: those large enough, all others are small teams together."""
    keys = ("team", "role", "wave")
    found = {}
    for subject in subjects:
        if subject == "team:*":
            pool = (user for user, (team, _, _) in there.items() if f"team:{team}" not in teams)
            found[subject] = frozenset(pool)
            continue
        ((key, value),) = parts_of(subject).items()
        found[subject] = frozenset(user for user, place in there.items() if place[keys.index(key)] == value)
    return found


# ---- within a week ----


def test_waves_and_roles_are_shown_beside_teams() -> None:
    there = crowd(A_Sales_1=12, A_Desk_2=10, B_Sales_2=15, B_Desk_1=11)

    assert shown(there) == [{"team:A", "team:B", "wave:1", "wave:2", "role:Sales", "role:Desk"}]


@pytest.mark.parametrize("movements", [True, False])
def test_a_role_of_a_few_less_than_a_team_would_tell_of_them(movements: bool) -> None:  # noqa: FBT001
    there = crowd(A_Sales_0=20, A_Lead_0=3, B_Desk_0=20)

    assert shown(there, movements=movements) == [{"team:A", "team:B", "role:Desk"}]


def test_all_but_the_leads_of_every_team_would_tell_of_the_leads() -> None:
    there = crowd(A_Sales_0=20, A_Lead_0=3, B_Desk_0=20, B_Lead_0=3)

    assert shown(there) == [{"team:A", "team:B"}]


def test_what_waves_leave_of_a_role_is_looked_at_too() -> None:
    """Wave 1 and those of role Sales in it: the few of it in another role are the difference."""
    there = crowd(A_Sales_1=20, B_Sales_1=20, A_Desk_2=20, B_Desk_2=20, A_Desk_1=2, B_Desk_1=2)

    assert shown(there) == [{"team:A", "team:B", "wave:1", "wave:2"}]


def test_the_few_without_a_wave_are_not_told_of_by_the_waves() -> None:
    there = crowd(A_0_1=20, B_0_2=20, B_0_0=4)

    assert shown(there) == [{"team:A", "team:B", "wave:1"}]


def test_without_knowing_the_groups_no_wave_or_role_is_shown() -> None:
    there = crowd(A_Sales_1=20, B_Desk_2=20)
    rows = published(figures(expected(there), 1), metrics(), MINIMUM)

    seen = rows.filter(pl.col("value").is_not_null())["subject"].to_list()
    assert seen == ["project", "team:A", "team:B"]
    assert set(rows.filter(pl.col("value").is_null())["reason"]) == {"suppressed"}


def test_a_role_of_others_than_those_expected_is_not_shown() -> None:
    there = crowd(A_Sales_0=20, B_Desk_0=20)
    rows = figures(expected(there), 1)
    other = rows.with_columns(people=pl.when(pl.col("subject") == "role:Desk").then(19).otherwise("people"))
    seen = published(other, metrics(), MINIMUM, groups(expected(there))).filter(pl.col("value").is_not_null())

    assert seen["subject"].to_list() == ["project", "role:Sales", "team:A", "team:B"]


@pytest.mark.parametrize("subject", ["team:A/role:Sales", "role:Sales/wave:1", "wave:2/object:contact"])
def test_what_crosses_groups_or_has_no_group_of_its_own_is_not_shown(subject: str) -> None:
    there = crowd(A_Sales_1=20, B_Desk_1=20)
    rows = figures(expected(there), 1)
    crossed = rows.filter(pl.col("subject") == "team:A").with_columns(subject=pl.lit(subject))
    found = published(pl.concat([rows, crossed]), metrics(), MINIMUM, groups(expected(there)))

    assert found.filter(pl.col("subject") == subject)["value"].to_list() == [None]


# ---- from one week to the next ----

FOUR = crowd(A_0_0=11, B_0_0=12, C_0_0=13, D_0_0=30)
ALL = {"team:A", "team:B", "team:C", "team:D"}


def without(there: Crowd, *users: str) -> dict[str, Place]:
    return {user: place for user, place in there.items() if user not in users}


def test_a_team_that_somebody_left_is_hidden_with_the_smallest_other_and_comes_back() -> None:
    after = without(FOUR, "A_0_0.0")

    assert shown(FOUR, after, after) == [ALL, {"team:C", "team:D"}, ALL]


def test_a_team_that_somebody_joined_is_hidden_with_the_smallest_other() -> None:
    assert shown(FOUR, {**FOUR, "new": ("D", None, None)}) == [ALL, {"team:B", "team:C"}]


def test_two_teams_between_which_somebody_moved_hide_no_third() -> None:
    assert shown(FOUR, {**FOUR, "D_0_0.0": ("B", None, None)}) == [ALL, {"team:A", "team:C"}]


def test_one_who_came_for_one_who_left_is_no_less_two_persons() -> None:
    after = {**without(FOUR, "D_0_0.0"), "new": ("D", None, None)}

    assert shown(FOUR, after) == [ALL, {"team:B", "team:C"}]


@pytest.mark.parametrize(("joined", "seen"), [(9, {"team:B", "team:C"}), (10, ALL)])
def test_as_many_as_the_minimum_may_join(joined: int, seen: set[str]) -> None:
    after = {**FOUR, **{f"new{n}": ("D", None, None) for n in range(joined)}}

    assert shown(FOUR, after) == [ALL, seen]


def test_the_project_is_exact_whoever_comes_or_goes() -> None:
    people = expected(FOUR, without(FOUR, "A_0_0.0"))
    rows = published(figures(people, 2), metrics(), MINIMUM, groups(people)).filter(pl.col("subject") == "project")

    assert rows["n"].to_list() == [66, 65]


def test_a_wave_and_a_role_that_somebody_joined_are_hidden_with_another() -> None:
    before = crowd(A_Sales_1=20, A_Desk_2=20, B_Sales_2=20, B_Desk_1=20)
    first, second = shown(before, {**before, "new": ("A", "Sales", "1")})

    assert first == {"team:A", "team:B", "wave:1", "wave:2", "role:Sales", "role:Desk"}
    assert second == set()


def test_whoever_changes_roles_hides_no_team() -> None:
    before = crowd(A_Sales_1=20, A_Desk_2=20, B_Sales_2=20, B_Desk_1=20)
    _, second = shown(before, {**before, "A_Sales_1.0": ("A", "Desk", "1")})

    assert second == {"team:A", "team:B", "wave:1", "wave:2"}


def test_one_who_left_those_without_a_wave_is_not_told_of_by_all_waves() -> None:
    """The project without its waves is a group as well, which subtraction gives in both weeks."""
    before = crowd(A_0_1=20, A_0_2=25, A_0_0=12, B_0_1=20, B_0_2=20)
    first, second = shown(before, without(before, "A_0_0.0"))

    assert first == {"team:A", "team:B", "wave:1", "wave:2"}
    assert second == {"wave:2"}


def test_a_small_team_that_grows_is_not_told_from_the_small_ones_together() -> None:
    before = crowd(A_0_0=9, B_0_0=8, C_0_0=30, D_0_0=30)
    first, second = shown(before, {**before, "new": ("A", None, None)})

    assert first == {"team:*", "team:C", "team:D"}
    assert second == {"team:D"}


def test_a_team_that_grows_out_of_the_small_ones_is_not_told_of_by_what_they_were_together() -> None:
    """What the small teams still are and the team, less what they were: the one who joined."""
    before = crowd(A_0_0=9, B_0_0=8, C_0_0=8, D_0_0=30, E_0_0=30)
    first, second, third = shown(before, *[{**before, "new": ("A", None, None)}] * 2)

    assert first == {"team:*", "team:D", "team:E"}
    assert second == {"team:D", "team:E"}
    assert third == {"team:*", "team:A", "team:D", "team:E"}


def test_levels_are_judged_on_groups_that_people_come_to_and_go_from() -> None:
    after = without(FOUR, "A_0_0.0")

    assert shown(FOUR, after, movements=False) == [ALL, ALL]


def test_a_metric_of_some_of_the_people_is_hidden_in_the_same_weeks() -> None:
    """Who is seen changes from week to week; who is expected tells whether somebody came or left."""
    people = expected(FOUR, without(FOUR, "A_0_0.0"))
    some = figures(people, 2).with_columns(metric=pl.lit("spreadsheets.exports"), n=pl.lit(10.0), people=pl.lit(10))
    rows = published(some, metrics(), MINIMUM, groups(people)).filter(pl.col("value").is_not_null())

    assert rows.filter(pl.col("period") == week(2))["subject"].to_list() == ["project", "team:C", "team:D"]


def test_figures_of_records_do_not_mind_who_comes_or_goes() -> None:
    people = expected(FOUR, without(FOUR, "A_0_0.0"))
    records = figures(people, 2).with_columns(metric=pl.lit("data_quality.stale"))

    assert published(records, metrics(), MINIMUM, groups(people)).equals(published(records, metrics(), MINIMUM))


def test_after_a_week_without_figures_nothing_is_hidden() -> None:
    people = expected(FOUR, without(FOUR, "A_0_0.0"))
    rows = figures(people, 2).with_columns(
        pl.when(pl.col("period") == week(2)).then(name).alias(name) for name in ("value", "hits", "n", "people")
    )
    seen = published(rows, metrics(), MINIMUM, groups(people)).filter(pl.col("value").is_not_null())

    assert set(seen["subject"]) == ALL | {"project"}


def test_after_a_week_of_which_nothing_is_known_groups_that_moved_are_hidden() -> None:
    people = expected(FOUR, without(FOUR, "A_0_0.0"))
    second = figures(people, 2).filter(pl.col("period") == week(2))
    seen = published(second, metrics(), MINIMUM, groups(people)).filter(pl.col("value").is_not_null())

    assert set(seen["subject"]) == {"project", "team:C", "team:D"}


@pytest.mark.parametrize("start", [1, 2])
def test_a_week_is_compared_with_the_one_before_and_no_older_one(start: int) -> None:
    """Where the week before is missing, a group that moved is hidden even if it was when it was last looked at."""
    gone = [f"A_0_0.{n}" for n in range(4)]
    people = expected(*[FOUR] * start, *[without(FOUR, *gone[:n]) for n in (1, 1, 2)])
    rows = figures(people, start + 3).filter(pl.col("period") != week(start + 2))
    seen = published(rows, metrics(), MINIMUM, groups(people)).filter(pl.col("value").is_not_null())

    assert "team:A" not in seen.filter(pl.col("period") == week(start + 1))["subject"]
    assert "team:A" not in seen.filter(pl.col("period") == week(start + 3))["subject"]


def moving(count: int) -> list[Crowd]:
    """Weeks in each of which somebody joins one team and somebody leaves another."""
    there = dict(FOUR)
    found = [dict(there)]
    for n in range(count - 1):
        there = {**without(there, f"D_0_0.{n}"), f"new{n}": ("D", None, None), f"more{n}": ("C", None, None)}
        found.append(there)
    return found


def test_teams_in_which_somebody_comes_or_goes_every_week_are_shown_every_other_week() -> None:
    seen = shown(*moving(20))

    assert all(("team:D" in now) + ("team:D" in after) <= 1 for now, after in pairwise(seen))
    assert Counter(subject for now in seen for subject in now) == {
        "team:A": 20, "team:B": 20, "team:C": 10, "team:D": 10,
    }  # fmt: skip


@pytest.mark.parametrize("first", range(1, 6))
def test_which_weeks_are_shown_does_not_depend_on_where_the_look_back_begins(first: int) -> None:
    """But for its first week, in which less is shown where it is not known what the week before showed."""
    people = expected(*moving(12))
    rows, known = figures(people, 12), groups(people)
    late = published(rows.filter(pl.col("period") >= week(first)), metrics(), MINIMUM, known)
    whole = published(rows, metrics(), MINIMUM, known).filter(pl.col("period") >= week(first))
    after = pl.col("period") > week(first)
    seen, all_seen = (part.filter(~after).drop_nulls("value").select("subject", "value") for part in (late, whole))

    assert late.filter(after).equals(whole.filter(after))
    assert seen.join(all_seen, on=["subject", "value"], how="anti").is_empty()


# ---- any population ----

teams, roles, waves = (st.sampled_from([*names, None]) for names in ("ABC", ["Desk", "Sales"], "12"))
places = st.tuples(teams, roles, waves)
lumps = st.lists(st.tuples(places, st.integers(1, 14)), min_size=1, max_size=8)
moves = st.lists(st.tuples(st.integers(0, 200), st.one_of(st.none(), places), st.integers(1, 3)), max_size=3)
joins = st.lists(st.tuples(places, st.integers(1, 11)), max_size=1)


def living(lumps: Sequence[tuple[Place, int]], name: str = "p") -> dict[str, Place]:
    return {f"{name}{n}.{k}": place for n, (place, size) in enumerate(lumps) for k in range(size)}


def moved(there: Crowd, moves: Sequence[tuple[int, Place | None, int]]) -> dict[str, Place]:
    """Those who are left after some went to another place, or away."""
    after = dict(there)
    users = sorted(there)
    for start, place, count in moves:
        for user in (users[(start + n) % len(users)] for n in range(count if users else 0)):
            if place is None:
                after.pop(user, None)
            elif user in after:
                after[user] = place
    return after


@settings(max_examples=120)
@given(start=lumps, moves=st.tuples(moves, moves), joins=st.tuples(joins, joins), minimum=st.integers(5, 10))
def test_nothing_shown_in_two_weeks_tells_of_fewer_persons_than_the_minimum(
    start: Sequence[tuple[Place, int]],
    moves: Sequence[Sequence[tuple[int, Place | None, int]]],
    joins: Sequence[Sequence[tuple[Place, int]]],
    minimum: int,
) -> None:
    """All multiples of what is shown, added up, are of nobody or of at least the minimum.

    Within a week the project's figure is one of those that can be subtracted. From one week to the next, where a
    person's value is taken to be the same in both, it is left out: it is exact in every week, so that the project of
    one week less that of the week before is about those who came and went whatever else is hidden. But of the same
    week it must not give back a group that is hidden because of them.
    """
    crowds = [living(start)]
    for n, (gone, come) in enumerate(zip(moves, joins, strict=True)):
        crowds.append(moved(crowds[-1], gone) | living(come, f"new{n}"))
    allowed = shown(*crowds, minimum=minimum, movements=False)
    seen = shown(*crowds, minimum=minimum)
    told = [added_up(there, names, large) for there, names, large in zip(crowds, seen, allowed, strict=True)]

    for there, one in zip(crowds, told, strict=True):
        whole = [frozenset(there)] if len(there) >= minimum else []
        assert fewest([*whole, *one.values()], minimum) is None
    for one, other in pairwise(told):
        assert fewest([*one.values(), *other.values()], minimum) is None
    for n in (1, 2):
        everybody = frozenset(crowds[n])
        for subject, persons in added_up(crowds[n], allowed[n] - seen[n], allowed[n]).items():
            changed = persons ^ added_up(crowds[n - 1], {subject}, allowed[n])[subject]
            if subject in seen[n - 1] and 0 < len(changed) < minimum and persons != everybody:
                event("a group hidden because of who moved")
                assert not computable(persons, [everybody, *told[n].values()])
    event(f"groups shown: {sum(map(len, seen))} of {sum(map(len, allowed))}")


@settings(max_examples=60)
@given(start=lumps, minimum=st.integers(5, 10))
def test_where_nobody_moves_all_that_may_be_shown_is(start: Sequence[tuple[Place, int]], minimum: int) -> None:
    there = living(start)

    assert shown(there, there, minimum=minimum) == shown(there, there, minimum=minimum, movements=False)
