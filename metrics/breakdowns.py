"""Which groups of people may be shown beside each other, and after the groups of the week before.

Figures of persons are told apart by team, by wave of the roll-out and by role. Whoever adds and subtracts what is
shown, within a week or from one week to the next, must not come to fewer persons than the minimum.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from itertools import chain
from typing import NamedTuple

import polars as pl

from metrics.calendar import WEEK
from metrics.disclosure import Group, all_of, follows, isolates, nothing
from metrics.subjects import SMALL_TEAMS, parts_of

DIMENSIONS = ("team", "wave", "role")
"""In the order in which their groups are let in: what would tell too much beside those before it is hidden."""

TELLING: dict[str, pl.DataType] = {"metric": pl.String(), "subject": pl.String(), "period": pl.Date()}


class Cell(NamedTuple):
    """The people of some values of a dimension together; null is the value of those who have none."""

    dimension: str
    values: frozenset[str | None]


Cells = tuple[Cell, ...]
Side = Mapping[tuple[str, str | None], Group]
Place = tuple[str | None, ...]
Crowd = tuple[tuple[Place, int], ...]
"""How many people there are of each team, wave and role together."""


@dataclass(frozen=True, eq=False)
class Week:
    """The people of a week by sorts: how many each is, and which of them a group has, now and in the week before."""

    period: date
    sizes: tuple[int, ...]
    here: Group
    now: Side
    before: Side
    crowd: Crowd

    def people(self, group: Group) -> int:
        """How many persons a group is."""
        return sum(self.sizes[sort] for sort in group)

    def moved(self, cell: Cell) -> int:
        """How many persons joined or left a group since the week before."""
        return self.people(of(self.now, cell) ^ of(self.before, cell))


class Told(NamedTuple):
    """What a metric showed in a week.

    ``allowed``: the groups that may stand beside each other. ``shown``: those of them that are shown, and what their
    sum leaves of the project. Nothing where it is not known.
    """

    period: date | None = None
    allowed: Cells | None = None
    shown: Cells = ()


def of(side: Side, cell: Cell) -> Group:
    """The sorts of people in a cell."""
    return frozenset(chain.from_iterable(side.get((cell.dimension, value), ()) for value in cell.values))


def telling(series: pl.DataFrame, groups: pl.DataFrame, minimum: int, *, movements: bool) -> pl.DataFrame:
    """Figures of groups of people that would tell of too few persons, beside the others or after the week before.

    ``series``: of metrics about people, small teams hidden and pooled. ``groups``: rows of
    ``metrics.population.GROUPS``; waves and roles of weeks it does not know are hidden. ``movements``: whether weeks
    are compared. Rows: metric, subject, period. Empty: no row.
    """
    weeks = {week.period: week for week in _weeks(groups)}
    # Metrics of the same people in the same groups share what is found.
    beside = cache(partial(_beside, minimum))
    after = cache(partial(_after, minimum))
    gone: list[tuple[str, str, date]] = []
    for metric, periods in _valued(series).items():
        told = Told()
        for period, subjects in periods.items():
            week = weeks.get(period)
            cells = _cells(subjects, week) if week else {}
            allowed = beside(week.crowd, tuple(sorted(cells, key=_order))) if week else ()
            before = told if told.period == period - WEEK else Told()
            told = after(week, allowed, before) if week and movements else Told(period)
            kept = {cells[cell] for cell in (told.shown if movements else allowed) if cell in cells}
            if week is None:
                kept |= {subject for subject in subjects if subject.startswith("team:")}
            gone += [(metric, subject, period) for subject in subjects if _group(subject) not in kept]
    return pl.DataFrame(gone, schema=TELLING, orient="row")


def _weeks(groups: pl.DataFrame) -> Iterator[Week]:
    for rows in groups.partition_by("period"):
        sizes = tuple(rows["people"])
        now = dict(zip(rows["here"].arg_true(), rows.filter("here").select(DIMENSIONS).iter_rows(), strict=True))
        was = [f"{name}_before" for name in DIMENSIONS]
        before = dict(zip(rows["there"].arg_true(), rows.filter("there").select(was).iter_rows(), strict=True))
        crowd: Counter[Place] = Counter()
        for sort, place in now.items():
            crowd[place] += sizes[sort]
        yield Week(rows["period"][0], sizes, frozenset(now), _side(now), _side(before), tuple(crowd.items()))


def _side(places: Mapping[int, Place]) -> Side:
    sorts: defaultdict[tuple[str, str | None], set[int]] = defaultdict(set)
    for sort, place in places.items():
        for key in zip(DIMENSIONS, place, strict=True):
            sorts[key].add(sort)
    return {key: frozenset(found) for key, found in sorts.items()}


def _valued(series: pl.DataFrame) -> dict[str, dict[date, dict[str, int]]]:
    """By metric and week, oldest first: the subjects within groups that have a figure, and of how many people.

    Weeks without any such figure are empty.
    """
    found: dict[str, dict[date, dict[str, int]]] = defaultdict(dict)
    of_groups = pl.col("subject").str.contains(rf"^({'|'.join(DIMENSIONS)}):") & pl.col("value").is_not_null()
    columns = ("metric", "period", "subject", "people")
    for metric, period, subject, people, valued in (
        series.select(*columns, valued=of_groups).sort("metric", "period", "subject").iter_rows()
    ):
        week = found[metric].setdefault(period, {})
        if valued:
            week[subject] = people
    return found


def _group(subject: str) -> str | None:
    """The group a subject is of: all of it, or what stands before its object; none where it crosses several."""
    dimensions = [name for name in parts_of(subject) if name in DIMENSIONS]
    return subject.partition("/")[0] if len(dimensions) == 1 else None


def _cells(subjects: Mapping[str, int], week: Week) -> dict[Cell, str]:
    """The groups that subjects of one part name; no wave or role whose figure is of others than the people expected.

    Small teams together are all that no team shows, those without a team among them.
    """
    cells = {}
    for name in (one for one in subjects if one != SMALL_TEAMS and "/" not in one):
        ((dimension, value),) = parts_of(name).items()
        cell = Cell(dimension, frozenset({value}))
        if dimension == "team" or week.people(of(week.now, cell)) == subjects[name]:
            cells[cell] = name
    pooled = _rest(week, "team", cells) if SMALL_TEAMS in subjects else None
    return cells | ({pooled: SMALL_TEAMS} if pooled else {})


def _order(cell: Cell) -> tuple[int, int, list[str]]:
    """Teams, then small teams together, then waves, then roles, each in alphabetical order."""
    return DIMENSIONS.index(cell.dimension), len(cell.values), sorted(value or "" for value in cell.values)


def _rest(week: Week, dimension: str, cells: Iterable[Cell]) -> Cell | None:
    """The people of the project who are in none of these groups of a dimension; None where all are."""
    taken = frozenset(chain.from_iterable(cell.values for cell in cells if cell.dimension == dimension))
    others = frozenset(value for name, value in week.now if name == dimension) - taken
    return Cell(dimension, others) if others else None


def _beside(minimum: int, crowd: Crowd, cells: Cells) -> Cells:
    """Those groups that let nothing be computed of too few, beside the project and each other; teams are sure to."""
    side = _side({sort: place for sort, (place, _) in enumerate(crowd)})
    told = all_of([size for _, size in crowd], frozenset(range(len(crowd))))
    kept = []
    for cell in cells:
        group = of(side, cell)
        if cell.dimension == "team" or not isolates(told, group, minimum):
            told = told.beside(group)
            kept.append(cell)
    return tuple(kept)


def _after(minimum: int, week: Week, allowed: Cells, before: Told) -> Told:
    """Those groups that let nothing be computed of too few, beside each other and after the week before.

    A group that is hidden cannot be had from the project's figure of the week and the other groups either.
    """
    if week.now == week.before and before.allowed == allowed:
        kept, rests = list(allowed), list(_rests(week, allowed, allowed))
    else:
        kept, refused = _following(minimum, week, allowed, before)
        _cover(week, kept, refused)
        rests = [cell for cell in _rests(week, allowed, kept) if cell not in refused]
    return Told(week.period, allowed, (*kept, *rests))


def _rests(week: Week, allowed: Sequence[Cell], kept: Sequence[Cell]) -> Iterator[Cell]:
    """For each dimension all groups of which are shown: what they leave of the project, which subtraction tells."""
    for name in DIMENSIONS:
        mine = [cell for cell in allowed if cell.dimension == name]
        rest = _rest(week, name, mine) if mine and all(cell in kept for cell in mine) else None
        if rest:
            yield rest


def _following(minimum: int, week: Week, allowed: Cells, before: Told) -> tuple[list[Cell], list[Cell]]:
    """The groups that may follow what was shown the week before, and those that may not.

    Where groups move week after week, what is shown is the same whenever the look back begins: that of even weeks.
    """
    wary = before.allowed is None or (bool(before.allowed) and week.period.toordinal() // WEEK.days % 2 == 1)
    told = nothing(week.sizes)
    for cell in before.shown:
        told = told.beside(of(week.before, cell))
    kept: list[Cell] = []
    refused: list[Cell] = []
    for name in DIMENSIONS:
        mine = [cell for cell in allowed if cell.dimension == name]
        # What is left is asked for last, when it is known whether all groups of the dimension were kept.
        for cell in chain(mine, _rests(week, mine, kept)):
            moved, known, group = week.moved(cell), cell in before.shown, of(week.now, cell)
            if moved == 0 and known:
                kept.append(cell)
            elif (0 < moved < minimum and (wary or known)) or isolates(told, group, minimum):
                refused.append(cell)
            else:
                told = told.beside(group)
                kept.append(cell)
    return [cell for cell in kept if cell in allowed], refused


def _cover(week: Week, kept: list[Cell], refused: Sequence[Cell]) -> None:
    """Takes away from the groups kept, the smallest of a dimension first, until no refused one follows from them."""
    sought = {cell: group for cell in refused if (group := of(week.now, cell)) not in (frozenset(), week.here)}
    while kept:
        told = all_of(week.sizes, week.here)
        for cell in kept:
            told = told.beside(of(week.now, cell))
        found = next((cell for cell, group in sought.items() if follows(told, group)), None)
        if found is None:
            return
        same = [cell for cell in kept if cell.dimension == found.dimension] or kept
        kept.remove(min(same, key=lambda cell: (week.people(of(week.now, cell)), _order(cell))))
