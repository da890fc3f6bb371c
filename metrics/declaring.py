"""Declaring a metric: one decorated pure function is the value, its documentation, its limits and its labels."""

import ast
import hashlib
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import polars as pl

Unit = Literal["ratio", "change", "count", "per_100", "index", "days", "money"]
Kind = Literal["sample", "census", "index", "count"]
Grain = Literal["week", "state", "window"]
Cause = Literal["tool", "organisation", "human", "approach", "symptom"]
About = Literal["people", "records"]
Counts = Literal["people", "records", "values", "items"]
Compute = Callable[..., pl.LazyFrame]

STATED = re.MULTILINE | re.DOTALL
IN_USE = ("pilot", "rollout", "run")

OUTCOME: dict[str, pl.DataType] = {
    "subject": pl.String(),
    "period": pl.Date(),
    "value": pl.Float64(),
    "hits": pl.Float64(),
    "n": pl.Float64(),
    "people": pl.Int64(),
    "coverage": pl.Float64(),
    "reason": pl.String(),
}
"""What a metric function gives: one row per subject and period.

``hits`` and ``n``: numerator and denominator of a rate, null for other values. ``people``: how many persons it speaks
of. ``coverage``: share of what should be known that is known. ``reason``: why there is no value, or ``held``.
"""


@dataclass(frozen=True)
class Metric:
    """A metric as declared, with its function."""

    id: str
    label: str
    unit: Unit
    kind: Kind
    grain: Grain
    amber: float | None
    red: float | None
    stop: float | None
    origin: str
    cause: Cause
    about: About
    counts: Counts
    needs: tuple[str, ...]
    needs_any: tuple[str, ...]
    phases: tuple[str, ...]
    before_launch: tuple[float, float] | None
    bundle: str
    compute: Compute

    @property
    def inputs(self) -> tuple[str, ...]:
        """The frames it reads: its parameter names."""
        return tuple(inspect.signature(self.compute).parameters)

    @property
    def sentence(self) -> str:
        """What it says, in one line."""
        return inspect.cleandoc(self.compute.__doc__ or "").split("\n", maxsplit=1)[0]

    @property
    def formula(self) -> str:
        """Its formula, as its docstring states it."""
        stated = re.search(r"^Formula: (.+?)(?=^\w+: |\Z)", inspect.cleandoc(self.compute.__doc__ or ""), STATED)
        return " ".join(stated[1].split()).rstrip(".") if stated else ""

    @property
    def wants(self) -> tuple[tuple[str, ...], ...]:
        """Groups of capabilities, of each of which one must be recorded."""
        return (*((need,) for need in self.needs), *((self.needs_any,) if self.needs_any else ()))

    @property
    def higher_is_better(self) -> bool:
        """Whether a low value is the warning."""
        if self.amber is None or self.red is None:
            return False
        return self.amber > self.red

    @property
    def definition(self) -> str:
        """Hash of what the metric computes, limits apart: it changes when its figures may."""
        tree = ast.parse(inspect.getsource(self.compute)).body[0]
        body = ast.dump(ast.Module(tree.body[1:] if ast.get_docstring(tree) else tree.body, []))  # type: ignore[attr-defined, arg-type]
        return hashlib.blake2s(f"{self.id}|{self.unit}|{self.kind}|{body}".encode(), digest_size=6).hexdigest()


DECLARED: dict[str, Metric] = {}


def metric(
    label: str,
    *,
    unit: Unit,
    kind: Kind,
    origin: str,
    cause: Cause,
    grain: Grain = "week",
    amber: float | None = None,
    red: float | None = None,
    stop: float | None = None,
    about: About = "people",
    counts: Counts | None = None,
    needs: tuple[str, ...] = (),
    needs_any: tuple[str, ...] = (),
    phases: tuple[str, ...] = IN_USE,
    before_launch: tuple[float, float] | None = None,
    bundle: str = "",
) -> Callable[[Compute], Compute]:
    """Declares a function as the metric ``<family>.<function>``: the family is its file or folder under ``metrics/``.

    ``needs``: capabilities of which each must be recorded by some source; ``needs_any``: of which one is enough.
    ``grain``: ``week`` for what happens in a week, ``state`` for what stands at its end, ``window`` for several weeks
    up to its end. ``counts``: what n counts, unless it is what the metric is about. ``before_launch``: amber and red
    that hold until the project is rolled out. ``bundle``: signals that say the same thing carry one name, and vote
    once in a diagnosis. The order of ``amber`` and ``red`` gives the direction.
    """

    def declare(compute: Compute) -> Compute:
        family = compute.__module__.split(".")[1]
        name = f"{family}.{compute.__name__}"
        DECLARED[name] = Metric(
            name,
            label,
            unit,
            kind,
            grain,
            amber,
            red,
            stop,
            origin,
            cause,
            about,
            counts or about,
            needs,
            needs_any,
            phases,
            before_launch,
            bundle or name,
            compute,
        )
        return compute

    return declare
