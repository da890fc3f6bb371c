"""Columns of words, such as teams and stages, which are kept as they are: what in them may name a person is not.

A mapping can point at a wrong column. So a cell passes only as a word of a vocabulary, and a column only when its words
repeat.
"""

import json
import re
from collections.abc import Iterator

import polars as pl

LONGEST = 80
MOST_WORDS = 8
FEW = 40
"""Different words any column may hold; with more, each must stand twice on average."""

MOST = 1_000
PERSONAL = re.compile(r"@|(?:\d[\s.\-/()]*){7,}|://|[\x00-\x1f]")
"""What no team, stage or field is called by: addresses, numbers as long as a telephone's, links, several lines."""


def words(values: pl.Series) -> tuple[pl.Series, int]:
    """The column with what is no word of a vocabulary made null, and how many cells that were."""
    distinct = values.drop_nulls().unique()
    personal = [word for word in distinct if not is_word(word)]
    if len(distinct) > MOST or len(distinct) > max(FEW, values.len() / 2):
        personal = distinct.to_list()
    if not personal:
        return values, 0
    hidden = values.is_in(personal).fill_null(value=False)
    return values.set(hidden, None), int(hidden.sum())


def is_word(text: str) -> bool:
    """Whether a text can be the name of a group, a stage or a field, by its form alone."""
    return len(text) <= LONGEST and len(text.split()) <= MOST_WORDS and not PERSONAL.search(text)


def field_names(text: str) -> str | None:
    """Names of fields joined by commas, from such a list or from JSON, whose values are left out.

    Empty where no field is named, null where what stands there are no names.
    """
    if text.strip() in ("", "[]", "{}", "null"):
        return ""
    return ",".join(dict.fromkeys(name for name in _names(text) if is_word(name) and "," not in name)) or None


def _names(text: str) -> Iterator[str]:
    plain = text.strip()
    if plain.startswith(("[", "{", '"')):
        try:
            yield from _inside(json.loads(plain))
        except ValueError:
            yield from re.findall(r"[\"']([^\"']+)[\"']\s*(?=[,\]])", plain) if plain.startswith("[") else ()
        return
    for part in re.split(r"[,;|\n]", plain):
        name = re.split(r"[:=]|->|→", part)[0].strip()
        if name:
            yield name


def _inside(value: object) -> Iterator[str]:
    """The names that a JSON value holds: of a list its texts, of an object its keys, or what it calls a field.

    A list in a list is a field's name with what it held before and after.
    """
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, list):
        for item in value:
            yield from _inside(item[0] if isinstance(item, list) and item else item)
    elif isinstance(value, dict):
        named = next((value[key] for key in ("field", "name", "champ", "attribute") if key in value), None)
        yield from [named] if isinstance(named, str) else map(str, value)
