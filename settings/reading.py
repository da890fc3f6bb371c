"""Reading config.toml: checked whole, all errors at once, each with the key, the value, what is allowed."""

import difflib
import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from settings.model import Settings, SourceOptions

SourceKinds = Mapping[str, type[SourceOptions]]
PLAIN = {
    "tuple_type": "should be a list",
    "dict_type": "should be a table",
    "model_type": "should be a table",
    "date_from_datetime_parsing": "should be a date such as 2026-12-31",
    "date_parsing": "should be a date such as 2026-12-31",
    "string_type": "should be text",
    "float_parsing": "should be a number",
    "int_parsing": "should be a whole number",
    "time_parsing": "should be a time such as 09:30",
}
SECRETS = re.compile(r"url|password|secret|token", re.IGNORECASE)


class SettingsError(Exception):
    """Settings that cannot be used: one line for each thing to mend."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        super().__init__("\n".join(f"{path}: {problem}" for problem in problems))
        self.problems = problems


def read_settings(path: Path, kinds: SourceKinds | None = None, signals: Collection[str] | None = None) -> Settings:
    """The settings in a file.

    ``kinds``: the options each kind of source takes; without it, sources are read by their common keys alone.
    ``signals``: ids that limits may be set for; without it, any id passes.
    Raises SettingsError with all problems when the file is missing, is not TOML, or holds anything not allowed.
    """
    raw = _toml(path)
    problems: list[str] = []
    sources = raw.get("sources", {})
    try:
        settings = Settings.model_validate(
            {**raw, "sources": dict.fromkeys(sources), "folder": path.parent}
            if isinstance(sources, dict)
            else {**raw, "folder": path.parent}
        )
    except ValidationError as error:
        problems += _sentences(error, raw, Settings)
        settings = None
    options = _sources(sources, kinds, problems) if isinstance(sources, dict) else {}
    _unknown_signals(raw.get("signals", {}), signals, problems)
    if problems or settings is None:
        raise SettingsError(path, problems)
    return settings.model_copy(update={"sources": options})


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise SettingsError(
            path, ["there is no such file; name one with --config, or run `vigie connect URL`"]
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(path, [f"cannot be read as UTF-8 text ({error})"]) from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(path, [_syntax(str(error))]) from None


def _syntax(message: str) -> str:
    twice = re.search(r"Cannot declare \('sources', '([^']+)'\) twice", message)
    if twice:
        where = re.search(r"at line \d+", message)
        place = where[0] if where else "see the file"
        return f"[sources.{twice[1]}] stands twice ({place}); give each source its own name"
    return f"is not TOML: {message}"


def _sources(raw: Mapping[str, Any], kinds: SourceKinds | None, problems: list[str]) -> dict[str, SourceOptions]:
    read = {}
    for name, table in raw.items():
        if not isinstance(table, dict):
            problems.append(f"{_written(('sources', name))}{_shown(name, table)}: should be a table with a kind")
            continue
        kind = str(table.get("kind"))
        if kinds is None:
            read[name] = SourceOptions.model_construct(
                **{key: table[key] for key in SourceOptions.model_fields if key in table}
            )
            continue
        if kind not in kinds:
            problems.append(
                f"sources.{name}.kind = {kind!r}: should be one of {', '.join(sorted(kinds))}"
                + _nearest(str(kind), kinds, else_all=False)
            )
            continue
        try:
            read[name] = kinds[kind].model_validate(table)
        except ValidationError as error:
            problems += _sentences(error, table, kinds[kind], ("sources", name))
    _same_but_for_case(raw, problems)
    return read


def _same_but_for_case(names: Collection[str], problems: list[str]) -> None:
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(name.casefold(), name)
        if other != name:
            problems.append(f"sources.{name}: differs from sources.{other} by case only; give each source its own name")


def _unknown_signals(raw: object, signals: Collection[str] | None, problems: list[str]) -> None:
    if signals is None or not isinstance(raw, dict):
        return
    problems += [
        f'signals."{name}": there is no such signal{_nearest(name, signals)}' for name in raw if name not in signals
    ]


Place = tuple[int | str, ...]


def _sentences(error: ValidationError, raw: object, model: type[BaseModel], prefix: Place = ()) -> list[str]:
    """One sentence for each value or key that does not fit, however many forms were tried for it."""
    tried: dict[Place, list[ErrorDetails]] = {}
    for detail in error.errors():
        tried.setdefault(_place(detail, raw), []).append(detail)
    told = [place for place in tried if not any(_forms(tried[place]) and _within(other, place) for other in tried)]
    return [_sentence(tried[place], place, model, prefix) for place in told]


def _place(detail: ErrorDetails, raw: object) -> Place:
    """Where in the file an error lies: its location without the names of the forms that were tried."""
    place: list[int | str] = []
    for part in detail["loc"]:
        inside = isinstance(raw, dict) and part in raw
        if inside or (isinstance(raw, list) and isinstance(part, int)):
            raw = raw[part]  # type: ignore[index]  # a dict that has the key, or a list
            place.append(part)
    return (*place, detail["loc"][-1]) if detail["type"] == "missing" else tuple(place)


def _forms(details: list[ErrorDetails]) -> bool:
    """Whether the errors come from one of several forms a value may have."""
    return any(detail["type"] not in ("extra_forbidden", "missing") for detail in details)


def _within(inner: Place, outer: Place) -> bool:
    return len(inner) > len(outer) and inner[: len(outer)] == outer


def _sentence(details: list[ErrorDetails], place: Place, model: type[BaseModel], prefix: Place) -> str:
    key, detail = _written((*prefix, *place)), details[0]
    match detail["type"]:
        case "extra_forbidden":
            return f"{key}: there is no such key{_nearest(str(place[-1]), _known_keys(model, place[:-1]))}"
        case "missing":
            return f"{key}: is missing"
    allowed = " or ".join(dict.fromkeys(_allowed(each) for each in details)).replace(" or should be", " or")
    return f"{key}{_shown(str(place[-1]) if place else '', detail['input'])}: {allowed}"


def _allowed(detail: ErrorDetails) -> str:
    if detail["type"] in PLAIN:
        return PLAIN[detail["type"]]
    said = detail["msg"].removeprefix("Value error, ")
    return re.sub(r"^(Input|String) should", "should", said)


def _written(place: Place) -> str:
    """A place as config.toml writes it; the first of several tables is [1]."""
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{_quoted(part)}" for part in place]
    return "".join(parts).removeprefix(".") or "config"


def _quoted(part: str) -> str:
    return part if re.fullmatch(r"[\w-]+", part, re.ASCII) else f'"{part}"'


def _shown(key: str, value: object) -> str:
    """The value, but for tables and for what may hold a password."""
    if isinstance(value, (dict, list)):
        return ""
    if isinstance(value, str) and (SECRETS.search(key) or "://" in value):
        return " = '…'"
    return f" = {value!r}"


def _known_keys(model: type[BaseModel], place: Place) -> list[str]:
    """Keys allowed at a place of the file, found by walking the model's own types."""
    here: Any = model
    for part in place:
        if isinstance(here, type) and issubclass(here, BaseModel):
            field = next((f for n, f in here.model_fields.items() if part in (n, f.alias)), None)
            here = field.annotation if field else None
        else:
            here = next((a for a in reversed(get_args(here)) if a is not Ellipsis), None)
        here = _form_of(here)
    if not (isinstance(here, type) and issubclass(here, BaseModel)):
        return []
    return [field.alias or name for name, field in here.model_fields.items() if name != "folder"]


def _form_of(annotation: Any) -> Any:
    """A type without its annotations; of several, the one that is a table or holds some."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) not in (Union, UnionType):
        return annotation
    forms = [_form_of(form) for form in get_args(annotation)]
    tables = [f for f in forms if get_origin(f) in (dict, tuple) or (isinstance(f, type) and issubclass(f, BaseModel))]
    return tables[0] if tables else forms[0]


def _nearest(word: str, known: Collection[str], *, else_all: bool = True) -> str:
    near = difflib.get_close_matches(word, [str(k) for k in known], n=1, cutoff=0.5)
    if near:
        return f"; did you mean {near[0]}?"
    return f"; known: {', '.join(sorted(map(str, known)))}" if known and else_all else ""
