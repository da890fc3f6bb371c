"""Nothing is shown of fewer persons than the minimum group, nor can it be found by adding and subtracting."""

from collections.abc import Mapping
from itertools import product
from random import Random

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.catalogue import metrics
from metrics.published import blunted, published
from metrics.series import SERIES
from tests.tables import table, week

RATE, COMPLETENESS = "adoption.rate", "data_quality.completeness"
MINIMUM = 10
Sizes = Mapping[str, int]
Cells = Mapping[tuple[str, str], int]


def series(text: str, metric: str = RATE) -> pl.DataFrame:
    """Figures of one week: columns subject, hits, n, and people where they differ from n."""
    rows = table(text, {"subject": pl.String(), "hits": pl.Float64(), "n": pl.Float64(), "people": pl.Int64()})
    return rows.select(
        pl.lit(None, dtype=kind).alias(name) if name not in rows.columns else pl.col(name)
        for name, kind in SERIES.items()
    ).with_columns(
        metric=pl.lit(metric),
        period=pl.lit(week(1)),
        value=pl.col("hits") / pl.col("n"),
        people=pl.coalesce("people", pl.col("n").cast(pl.Int64)),
        low=pl.lit(0.0),
        high=pl.lit(1.0),
    )


def shown(rows: pl.DataFrame) -> dict[str, float]:
    """The values that may be read, by subject."""
    seen = published(rows, metrics(), MINIMUM).filter(pl.col("value").is_not_null())
    return dict(seen.select("subject", "value").iter_rows())


def test_a_group_of_the_minimum_is_shown_and_one_under_it_is_not() -> None:
    rows = series("""
        subject | hits | n
        project | 45   | 59
        team:A  | 8    | 10
        team:B  | 7    | 9
        team:C  | 30   | 40
    """)
    found = published(rows, metrics(), MINIMUM)
    hidden = found.filter(pl.col("subject") == "team:B").row(0, named=True)

    assert hidden["reason"] == "suppressed"
    assert [hidden[name] for name in ("value", "hits", "n", "people", "low", "high")] == [None] * 6
    assert published(rows.filter(pl.col("subject") == "team:A"), metrics(), MINIMUM)["value"].to_list() == [8 / 10]


def test_with_one_group_hidden_the_next_smallest_is_too_and_both_appear_together() -> None:
    found = shown(
        series("""
        subject | hits | n
        project | 45   | 59
        team:A  | 8    | 10
        team:B  | 7    | 9
        team:C  | 30   | 40
    """)
    )

    assert found == {"project": 45 / 59, "team:C": 30 / 40, "team:*": (8 + 7) / (10 + 9)}


def test_small_groups_that_are_enough_together_hide_no_other() -> None:
    found = shown(
        series("""
        subject | hits | n
        project | 18   | 36
        team:A  | 3    | 5
        team:B  | 2    | 5
        team:C  | 6    | 10
        team:D  | 7    | 16
    """)
    )

    assert found == {"project": 18 / 36, "team:*": (3 + 2) / (5 + 5), "team:C": 6 / 10, "team:D": 7 / 16}


def test_all_are_hidden_where_the_project_is_too_small() -> None:
    assert shown(series("subject | hits | n\nproject | 3 | 9\nteam:A | 3 | 9")) == {}


def test_persons_without_a_team_cannot_be_found_by_subtraction() -> None:
    found = shown(
        series("""
        subject | hits | n
        project | 31   | 53
        team:A  | 9    | 20
        team:B  | 20   | 30
    """)
    )

    assert found == {"project": 31 / 53, "team:B": 20 / 30, "team:*": (31 - 20) / (53 - 30)}


def test_many_persons_without_a_team_are_no_small_team() -> None:
    found = shown(series("subject | hits | n\nproject | 31 | 60\nteam:A | 9 | 20\nteam:B | 20 | 30"))

    assert found == {"project": 31 / 60, "team:A": 9 / 20, "team:B": 20 / 30}


def test_a_team_hidden_as_a_whole_is_hidden_by_object() -> None:
    found = shown(
        series(
            """
        subject                 | hits | n   | people
        project                 | 150  | 300 | 32
        object:contact          | 150  | 300 | 32
        team:A                  | 50   | 100 | 9
        team:A/object:contact   | 50   | 100 | 9
        team:B                  | 40   | 100 | 11
        team:B/object:contact   | 40   | 100 | 11
        team:C                  | 60   | 100 | 12
        team:C/object:contact   | 60   | 100 | 12
    """,
            COMPLETENESS,
        )
    )

    assert found.keys() == {"project", "object:contact", "team:C", "team:C/object:contact", "team:*"}


def test_a_few_owners_of_one_object_cannot_be_found_from_their_team() -> None:
    rows = series(
        """
        subject               | hits | n   | people
        project               | 330  | 600 | 65
        object:contact        | 230  | 400 | 65
        object:lead           | 100  | 200 | 28
        team:A                | 110  | 200 | 20
        team:A/object:contact | 80   | 150 | 20
        team:A/object:lead    | 30   | 50  | 3
        team:B                | 100  | 200 | 20
        team:B/object:contact | 70   | 120 | 20
        team:B/object:lead    | 30   | 80  | 12
        team:C                | 120  | 200 | 25
        team:C/object:contact | 80   | 130 | 25
        team:C/object:lead    | 40   | 70  | 13
    """,
        COMPLETENESS,
    )
    found = shown(rows)

    assert found == {
        "project": 330 / 600,
        "object:contact": 230 / 400,
        "object:lead": 100 / 200,
        "team:A": 80 / 150,
        "team:A/object:contact": 80 / 150,
        "team:B": 70 / 120,
        "team:B/object:contact": 70 / 120,
        "team:C": 120 / 200,
        "team:C/object:contact": 80 / 130,
        "team:C/object:lead": 40 / 70,
    }


def test_a_figure_without_some_objects_says_so_by_its_coverage() -> None:
    rows = series(
        """
        subject               | hits | n   | people
        project               | 230  | 400 | 45
        team:A                | 110  | 200 | 20
        team:A/object:contact | 80   | 150 | 20
        team:A/object:lead    | 30   | 50  | 3
        team:B                | 120  | 200 | 25
        team:B/object:contact | 80   | 130 | 25
        team:B/object:lead    | 40   | 70  | 13
    """,
        COMPLETENESS,
    )
    found = published(rows, metrics(), MINIMUM).filter(pl.col("subject") == "team:A")

    assert found["coverage"].to_list() == [150 / 200]


def test_records_of_few_are_shown_for_the_project() -> None:
    assert shown(series("subject | hits | n | people\nproject | 40 | 80 | 3", COMPLETENESS)) == {"project": 40 / 80}


@pytest.mark.parametrize(
    ("hits", "value", "bound"),
    [(0, 0.10, "<="), (4, 0.10, "<="), (5, 5 / 40, ""), (35, 35 / 40, ""), (36, 0.90, ">="), (40, 0.90, ">=")],
)
def test_rates_of_persons_near_all_or_none_are_blunted(hits: int, value: float, bound: str) -> None:
    row = blunted(series(f"subject | hits | n\nproject | {hits} | 40"), metrics()).row(0, named=True)

    assert (row["value"], row["bound"], row["n"]) == (value, bound, 40)
    assert (row["hits"] is None, row["low"] is None, row["high"] is None) == (bool(bound),) * 3


def test_rates_of_records_are_not_blunted() -> None:
    row = blunted(series("subject | hits | n\nproject | 1 | 40", COMPLETENESS), metrics()).row(0, named=True)

    assert (row["value"], row["bound"]) == (1 / 40, "")


def test_nothing_is_published_of_nothing() -> None:
    assert published(pl.DataFrame(schema=SERIES), metrics(), MINIMUM).is_empty()


def test_a_week_without_a_value_keeps_its_reason() -> None:
    rows = series("subject | hits | n\nproject | - | -").with_columns(reason=pl.lit("stale"))

    assert published(rows, metrics(), MINIMUM)["reason"].to_list() == ["stale"]


# What an adversary can do: add and subtract all that is shown in one week.

sizes = st.dictionaries(st.sampled_from("ABCDEF"), st.integers(1, 30), min_size=1, max_size=6)


def findable(groups: list[int], equations: list[list[int]]) -> int | None:
    """The size of the smallest set of groups whose sum follows from the equations; None when none does.

    ``groups``: how many persons each is. ``equations``: which groups each figure shown adds up.
    """
    known = np.array(equations, dtype=float).reshape(-1, len(groups))
    sets = np.array(list(product((0, 1), repeat=len(groups)))[1:], dtype=float)
    inverse = np.linalg.pinv(known)
    told = np.abs(sets @ inverse @ known - sets).max(axis=1) < 1e-9
    return min((int(chosen @ groups) for chosen in sets[told]), default=None)


@given(teams=sizes, teamless=st.integers(0, 15))
def test_no_sum_of_what_is_shown_isolates_fewer_persons_than_the_minimum(teams: Sizes, teamless: int) -> None:
    groups = [*teams.values(), teamless]
    lines = [f"team:{name} | {size // 2} | {size}" for name, size in teams.items()]
    rows = series("\n".join(["subject | hits | n", f"project | 0 | {sum(groups)}", *lines]))
    kept = published(rows, metrics(), MINIMUM).filter(pl.col("value").is_not_null())["subject"].to_list()
    names = [f"team:{name}" for name in teams]
    equations = [[int(name == one) for one in names] + [0] for name in names if name in kept]
    if "project" in kept:
        equations.append([1] * len(groups))
    if "team:*" in kept:
        rest = int(0 < teamless < MINIMUM or ("project" in kept and teamless > 0))
        equations.append([int(name not in kept) for name in names] + [rest])

    smallest = findable(groups, equations) if equations else None

    assert smallest is None or smallest == 0 or smallest >= MINIMUM


def covers(name: str, team: str, object_: str, kept: set[str]) -> bool:
    """Whether a figure shown adds up a team's records of an object."""
    cell = f"team:{team}/object:{object_}"
    if name == "team:*":
        return cell not in kept
    if name == f"team:{team}":
        return cell in kept
    return name in {"project", f"object:{object_}", cell}


@settings(deadline=None, max_examples=60)
@given(
    cells=st.dictionaries(
        st.tuples(st.sampled_from("ABCD"), st.sampled_from(["account", "contact", "lead"])),
        st.integers(1, 25),
        min_size=1,
    )
)
def test_no_sum_over_teams_and_objects_isolates_fewer_persons_than_the_minimum(cells: Cells) -> None:
    teams, objects = sorted({t for t, _ in cells}), sorted({o for _, o in cells})
    owners = {t: max(size for (team, _), size in cells.items() if team == t) for t in teams}
    lines = [f"project | 0 | 1000 | {sum(owners.values())}"]
    lines += [f"object:{o} | 0 | 100 | {sum(s for (_, x), s in cells.items() if x == o)}" for o in objects]
    lines += [f"team:{t} | 0 | 100 | {owners[t]}" for t in teams]
    lines += [f"team:{t}/object:{o} | 0 | 10 | {size}" for (t, o), size in cells.items()]
    rows = series("\n".join(["subject | hits | n | people", *lines]), COMPLETENESS)

    kept = set(shown(rows))
    equations = [[int(covers(name, t, o, kept)) for t, o in cells] for name in sorted(kept)]
    known = np.array(equations, dtype=float)
    sets = np.array(list(product((0, 1), repeat=len(cells)))[1:], dtype=float)
    told = np.abs(sets @ np.linalg.pinv(known) @ known - sets).max(axis=1) < 1e-9
    inside = np.array([[int(t == team) for t, _ in cells] for team in teams], dtype=float)
    sized = np.array(list(cells.values()), dtype=float)
    # Persons of a set of cells: in each team those of its largest cell, for the same persons own several objects.
    persons = sum((sets * sized * team).max(axis=1) for team in inside)
    everywhere = {o: sum(s for (_, x), s in cells.items() if x == o) for o in objects}
    # Figures about records are shown for the project and its objects even where these have few owners.
    whole = [np.array([o == x for _, x in cells]) for o in objects if everywhere[o] < MINIMUM]
    allowed = np.zeros(len(sets), dtype=bool)
    for combined in product((0, 1), repeat=len(whole)):
        union = sum((n * column for n, column in zip(combined, whole, strict=True)), np.zeros(len(cells)))
        allowed |= (sets == union).all(axis=1)
    assert not (told & (persons < MINIMUM) & ~allowed).any()


@given(seed=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(seed: Random) -> None:
    rows = series("subject | hits | n\nproject | 45 | 59\nteam:A | 8 | 10\nteam:B | 7 | 9\nteam:C | 30 | 40")
    order = list(range(rows.height))
    seed.shuffle(order)

    assert published(rows[order], metrics(), MINIMUM).equals(published(rows, metrics(), MINIMUM))


def test_what_is_published_stays_so() -> None:
    rows = series("subject | hits | n\nproject | 45 | 59\nteam:A | 8 | 10\nteam:B | 7 | 9\nteam:C | 30 | 40")
    once = published(rows, metrics(), MINIMUM)

    assert set(shown(rows)) == set(once.filter(pl.col("value").is_not_null())["subject"])
    assert blunted(blunted(once, metrics()), metrics()).equals(blunted(once, metrics()))
