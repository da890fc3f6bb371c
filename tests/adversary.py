"""What somebody can compute from figures that are shown: of how few persons something follows from them.

Written without the program's own search: it looks at every combination there is.
"""

from collections.abc import Collection, Mapping
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

NEAR = 1e-9
AT_ONCE = 4096

Persons = Collection[str]


def fewest(figures: Collection[Persons], below: int) -> int | None:
    """Of how few persons, under ``below``, a sum of multiples of figures tells; None where of none.

    ``figures``: the persons each figure adds up. A sum that tells of as few as possible is one with nought for as many
    kinds of persons as leave it one direction; all sets of kinds that do are tried.
    """
    sorts, known = _sorts(figures)
    many = np.array([size >= below for size in sorts.values()], dtype=bool)
    sizes = np.array(list(sorts.values()))[~many]
    # Only what gives nought for every kind of many persons can tell of few.
    free = _independent(_nullspace(known[:, many].T) @ known)[:, ~many] if known.size else known
    rank = len(free)
    if not rank:
        return None
    least = below
    every = combinations(range(free.shape[1]), rank - 1)
    while True:
        chosen = [pick for _, pick in zip(range(AT_ONCE), every, strict=False)]
        if not chosen:
            return int(least) if least < below else None
        least = min(least, _least(free, sizes, np.array(chosen, dtype=int).reshape(len(chosen), rank - 1)))


def computable(figure: Persons, figures: Collection[Persons]) -> bool:
    """Whether a figure is a sum of multiples of others."""
    _, all_known = _sorts([*figures, figure])
    return bool(np.linalg.matrix_rank(all_known) == np.linalg.matrix_rank(all_known[:-1])) if len(figures) else False


def _sorts(figures: Collection[Persons]) -> tuple[Mapping[tuple[bool, ...], int], NDArray[np.float64]]:
    """Kinds of persons by the figures they are in, with how many each is; and the figures as rows over them."""
    sorts: dict[tuple[bool, ...], int] = {}
    for person in sorted({person for figure in figures for person in figure}):
        sort = tuple(person in figure for figure in figures)
        sorts[sort] = sorts.get(sort, 0) + 1
    return sorts, np.array(list(sorts), dtype=float).T.reshape(len(figures), len(sorts))


def _nullspace(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Combinations that give nought in every row, as rows."""
    _, strengths, directions = np.linalg.svd(rows)
    return directions[(strengths > NEAR).sum() :]  # type: ignore[no-any-return]


def _independent(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    _, strengths, directions = np.linalg.svd(rows, full_matrices=False)
    return directions[strengths > NEAR]  # type: ignore[no-any-return]


def _least(free: NDArray[np.float64], sizes: NDArray[np.int64], chosen: NDArray[np.int64]) -> int:
    """The fewest persons told of by the one combination that gives nought for the kinds chosen."""
    conditions = np.moveaxis(free[:, chosen], 1, 0).swapaxes(1, 2)
    _, strengths, directions = np.linalg.svd(conditions)
    single = (strengths > NEAR).all(axis=1) if strengths.shape[1] else np.ones(len(chosen), dtype=bool)
    if not single.any():
        return int(sizes.sum()) + 1
    told = np.abs(directions[single, -1] @ free) > NEAR
    return int((told * sizes).sum(axis=1).min())
