"""Whether figures that are shown can be added and subtracted until they speak of too few persons.

A figure of a group is a sum over its persons, so whatever follows from the figures shown is a sum over persons too,
and what it tells is told of those with a factor other than nought. Persons come in sorts, by number: all of a sort are
in the same groups, and a group is a set of sorts.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import gcd

Group = frozenset[int]

Basis = dict[int, tuple[dict[int, int], int, int]]
"""By the first group each column adds: its factors, the value asked for, and the columns it is made of as bits."""

LAST = 2**30
"""The number of the group of all, worked off after the others: first, it would mix them."""

TRIES = 40
"""After so many ways to leave persons out, a group counts as telling too much."""


@dataclass(frozen=True)
class Shown:
    """Groups whose figures are shown: how many persons each sort is, and by their number the groups it is in."""

    sizes: Sequence[int]
    inside: Sequence[tuple[int, ...]]
    count: int = 0

    def beside(self, group: Group) -> "Shown":
        """These and one more."""
        inside = [(*known, self.count) if sort in group else known for sort, known in enumerate(self.inside)]
        return Shown(self.sizes, inside, self.count + 1)


@dataclass(frozen=True)
class Columns:
    """Persons told apart by groups, the most first: in which of those shown, whether in the one asked about; how many.

    Those of whom there are none any more are left out.
    """

    shown: Sequence[tuple[int, ...]]
    asked: Sequence[int]
    people: list[int]


def nothing(sizes: Sequence[int]) -> Shown:
    """No group shown yet."""
    return Shown(sizes, [()] * len(sizes))


def all_of(sizes: Sequence[int], everybody: Group) -> Shown:
    """The group of all shown."""
    return Shown(sizes, [(LAST,) if sort in everybody else () for sort in range(len(sizes))])


def follows(shown: Shown, asked: Group) -> bool:
    """Whether the figure of a group can be computed from those shown."""
    return next(_conflicts(_columns(shown, asked)), None) is None


def isolates(shown: Shown, asked: Group, minimum: int) -> bool:
    """Whether one more group lets something be computed of fewer persons than the minimum, and at least one.

    That is so where all persons but so few agree that its figure is a sum of the others: the difference is about them.
    Of persons that conflict some must be left out; one of each conflict is tried after the other. True as well where
    that takes too many tries. ``shown``: groups that are safe by themselves.
    """
    columns = _columns(shown, asked)
    undecided = [(columns.people, minimum - 1)]
    for _ in range(TRIES):
        if not undecided:
            return False
        people, left = undecided.pop()
        conflict, enough = _weighed(Columns(columns.shown, columns.asked, list(people)), left)
        if not conflict:
            return people is not columns.people
        if not enough:
            undecided += _without_one(people, conflict, left)
    return bool(undecided)


def _columns(shown: Shown, asked: Group) -> Columns:
    people: Counter[tuple[tuple[int, ...], int]] = Counter()
    for sort, (size, inside) in enumerate(zip(shown.sizes, shown.inside, strict=True)):
        people[inside, int(sort in asked)] += size
    ordered = people.most_common()
    return Columns([key[0] for key, _ in ordered], [key[1] for key, _ in ordered], [count for _, count in ordered])


def _conflicts(columns: Columns) -> Iterator[list[int]]:
    """Columns that no sum of the groups shown can give all the value asked for, while there are such.

    Whoever reads them takes persons out of each before asking for the next. None: one sum suits all.
    """
    found = True
    while found:
        found = False
        basis: Basis = {}
        for place, shown in enumerate(columns.shown):
            if not columns.people[place]:
                continue
            members = _reduce(basis, shown, columns.asked[place], place)
            if members is not None:
                found = True
                yield members
                if not all(columns.people[member] for member in members if member != place):
                    break


def _reduce(basis: Basis, shown: Sequence[int], asked: int, place: int) -> list[int] | None:
    """Takes a column into the basis, unless it follows from it; the columns in conflict where its value does not."""
    factors = dict.fromkeys(shown, 1)
    members = 1 << place
    while factors:
        leading = min(factors)
        if leading not in basis:
            # Whole numbers throughout, so that nothing is rounded; kept small.
            common = gcd(asked, *factors.values())
            basis[leading] = (
                {number: factor // common for number, factor in factors.items()},
                asked // common,
                members,
            )
            return None
        known, value, others = basis[leading]
        common = gcd(known[leading], factors[leading])
        times, by = known[leading] // common, factors[leading] // common
        if times != 1:
            factors = {number: times * factor for number, factor in factors.items()}
        for number, factor in known.items():
            rest = factors.get(number, 0) - by * factor
            if rest:
                factors[number] = rest
            else:
                factors.pop(number, None)
        asked = times * asked - by * value
        members |= others
    return [n for n in range(members.bit_length()) if members >> n & 1] if asked else None


def _weighed(columns: Columns, left: int) -> tuple[list[int], bool]:
    """The first conflict, none where there is none; and whether leaving out ``left`` persons cannot end them all.

    That is sure where conflicts that share no person are more. Uses the columns up.
    """
    first: list[int] = []
    needed = 0
    for conflict in _conflicts(columns):
        first = first or conflict
        least = min(columns.people[place] for place in conflict)
        needed += least
        if needed > left:
            return first, True
        for place in conflict:
            columns.people[place] -= least
    return first, False


def _without_one(people: Sequence[int], conflict: Sequence[int], left: int) -> list[tuple[list[int], int]]:
    """The ways to leave one column of a conflict out, each with those tried before it kept for good."""
    ways = []
    kept = list(people)
    for place in sorted(conflict, key=lambda one: people[one], reverse=True):
        if people[place] <= left:
            ways.append(([*kept[:place], 0, *kept[place + 1 :]], left - people[place]))
        kept[place] = max(people[place], left + 1)
    return ways
