"""What a figure speaks of: the project, a team, an object… written as one text."""

from collections.abc import Mapping
from urllib.parse import quote, unquote

import polars as pl

PROJECT = "project"
ORDER = ("team", "role", "wave", "object", "field")
SMALL_TEAMS = "team:*"
"""Teams too small to be shown alone, together."""


def subject(**parts: str) -> str:
    """``team:Nord``, ``team:Nord/object:contact``… values percent-encoded, in a fixed order; ``project`` for none."""
    return "/".join(f"{key}:{quote(parts[key], safe='')}" for key in ORDER if key in parts) or PROJECT


def parts_of(text: str) -> Mapping[str, str]:
    """The parts of a subject; none for the project."""
    if text == PROJECT:
        return {}
    return {key: unquote(value) for key, _, value in (p.partition(":") for p in text.split("/"))}


def subject_of(key: str) -> pl.Expr:
    """A column of single-part subjects from the column of that name."""
    return pl.col(key).map_elements(lambda value: subject(**{key: value}), return_dtype=pl.String)


def team_of(column: pl.Expr) -> pl.Expr:
    """Whether subjects speak of one team alone."""
    return column.str.starts_with("team:") & ~column.str.contains("/", literal=True)
