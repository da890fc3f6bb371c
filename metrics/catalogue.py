"""All metrics there are: those declared by the files of this folder."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

import metrics as package
from metrics.declaring import DECLARED, Metric


@cache
def metrics() -> Mapping[str, Metric]:
    """Every declared metric by id, in alphabetical order."""
    for found in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"metrics.{found.name}")
    return dict(sorted(DECLARED.items()))
