"""Sums of groups: what follows from them, and of how few persons, against a search through every combination."""

from collections.abc import Sequence

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from metrics import disclosure
from metrics.disclosure import Shown, all_of, follows, isolates, nothing
from tests.adversary import computable, fewest

Sets = Sequence[frozenset[int]]

sets = st.frozensets(st.integers(0, 9), min_size=1)
sizes = st.lists(st.integers(1, 8), min_size=10, max_size=10)


def shown(groups: Sets, sizes: Sequence[int]) -> Shown:
    found = nothing(sizes)
    for group in groups:
        found = found.beside(group)
    return found


def persons(group: frozenset[int], sizes: Sequence[int]) -> frozenset[str]:
    return frozenset(f"{sort}.{n}" for sort in group for n in range(sizes[sort]))


def test_a_group_follows_from_the_whole_and_its_other_part() -> None:
    whole = all_of([5, 6, 7], frozenset({0, 1, 2}))

    assert follows(whole.beside(frozenset({0, 1})), frozenset({2}))
    assert not follows(whole.beside(frozenset({0})), frozenset({2}))


@pytest.mark.parametrize(("size", "told"), [(9, True), (10, False)])
def test_the_difference_of_two_groups_is_of_enough_persons(size: int, told: bool) -> None:  # noqa: FBT001
    assert isolates(shown([frozenset({0, 1})], [20, size]), frozenset({0}), 10) is told


def test_a_group_that_follows_tells_nothing_more() -> None:
    assert not isolates(shown([frozenset({0}), frozenset({1})], [2, 3]), frozenset({0, 1}), 10)


def test_three_groups_that_overlap_by_two_tell_of_each() -> None:
    """(ab + bc - ca) / 2 = b."""
    ab, bc, ca = frozenset({0, 1}), frozenset({1, 2}), frozenset({2, 0})

    assert isolates(shown([ab, bc], [9, 9, 9]), ca, 10)
    assert not isolates(shown([ab, bc], [9, 9, 9]), ca, 9)


@settings(max_examples=200)
@given(groups=st.lists(sets, max_size=5), asked=sets, sizes=sizes, minimum=st.integers(2, 10))
def test_what_tells_of_too_few_is_found(
    groups: Sets, asked: frozenset[int], sizes: Sequence[int], minimum: int
) -> None:
    known = [persons(group, sizes) for group in groups]
    assume(fewest(known, minimum) is None)
    told = fewest([*known, persons(asked, sizes)], minimum) is not None
    event(f"told: {told}")

    assert isolates(shown(groups, sizes), asked, minimum) is told


@given(groups=st.lists(sets, max_size=6), asked=sets, sizes=sizes)
def test_what_can_be_computed_is_found(groups: Sets, asked: frozenset[int], sizes: Sequence[int]) -> None:
    known = [persons(group, sizes) for group in groups]

    assert follows(shown(groups, sizes), asked) is computable(persons(asked, sizes), known)


def test_a_search_that_takes_too_long_counts_as_telling(monkeypatch: pytest.MonkeyPatch) -> None:
    safe = [frozenset({0, 1, 2}), frozenset({2, 3, 4}), frozenset({0, 3, 5})]
    spread = [5, 5, 5, 5, 5, 5]
    monkeypatch.setattr(disclosure, "TRIES", 0)

    assert isolates(shown(safe, spread), frozenset({1, 4, 5}), 2)
