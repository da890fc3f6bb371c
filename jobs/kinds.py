"""The kinds of sources there are: one for each file under collectors/ that declares a KIND."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import collectors
from collectors.source import Source
from settings.model import Settings, SourceOptions


@dataclass(frozen=True)
class Kind:
    """How sources of one kind are set up and opened. ``note``: what whoever uses it should know."""

    options: type[SourceOptions]
    connect: Callable[[str, SourceOptions, Settings], Source]
    note: str = ""


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds by name."""
    modules = (
        importlib.import_module(f"collectors.{found.name}") for found in pkgutil.iter_modules(collectors.__path__)
    )
    return {
        module.KIND: Kind(module.Options, module.connect, getattr(module, "NOTE", ""))
        for module in modules
        if hasattr(module, "KIND")
    }


def options() -> dict[str, type[SourceOptions]]:
    """The options of each kind, as settings check them."""
    return {name: kind.options for name, kind in kinds().items()}
