"""Reading config.toml: checked whole, all errors at once, each with the key, the value, what is allowed."""

import difflib
import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from settings.model import Settings, SourceOptions

SourceKinds = Mapping[str, type[SourceOptions]]
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
        problems += [_sentence(detail, Settings) for detail in error.errors()]
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
        prefix = ("sources", name)
        if not isinstance(table, dict):
            problems.append(f"sources.{name} = {table!r}: should be a table with a kind")
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
                + _nearest(str(kind), kinds)
            )
            continue
        try:
            read[name] = kinds[kind].model_validate(table)
        except ValidationError as error:
            problems += [_sentence(d, kinds[kind], prefix) for d in error.errors()]
    _same_but_for_case(read, problems)
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


def _sentence(detail: ErrorDetails, model: type[BaseModel], prefix: tuple[str, ...] = ()) -> str:
    location = detail["loc"]
    key = ".".join(str(part) for part in (*prefix, *location))
    match detail["type"]:
        case "extra_forbidden":
            known = _known_keys(model, location[:-1])
            return f"{key}: there is no such key{_nearest(str(location[-1]), known)}"
        case "missing":
            return f"{key}: is missing"
    allowed = detail["msg"].removeprefix("Value error, ").replace("Input should", "should")
    return f"{key} = {_shown(key, detail['input'])}: {allowed}"


def _shown(key: str, value: object) -> str:
    """The value, but for what may hold a password."""
    if SECRETS.search(key.rsplit(".", 1)[-1]) and isinstance(value, str):
        return "'…'"
    return repr(value)


def _known_keys(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """Keys allowed at a place of the file, found by walking the model's own types."""
    here: Any = model
    for part in location:
        if isinstance(here, type) and issubclass(here, BaseModel):
            field = next((f for n, f in here.model_fields.items() if part in (n, f.alias)), None)
            here = field.annotation if field else None
        models = [a for a in _inside(here) if isinstance(a, type) and issubclass(a, BaseModel)]
        here = models[-1] if models else here
    if not (isinstance(here, type) and issubclass(here, BaseModel)):
        return []
    return [field.alias or name for name, field in here.model_fields.items() if name != "folder"]


def _inside(annotation: object) -> list[object]:
    """An annotation and all it holds, depth first."""
    return [annotation, *(inner for arg in get_args(annotation) for inner in _inside(arg))]


def _nearest(word: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(word, [str(k) for k in known], n=1, cutoff=0.5)
    if near:
        return f"; did you mean {near[0]}?"
    return f"; known: {', '.join(sorted(map(str, known)))}" if known else ""
