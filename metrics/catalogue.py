"""All metrics there are: those declared by the files of this folder and of its own folders."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

import metrics as package
from metrics.declaring import DECLARED, Metric


@cache
def metrics() -> Mapping[str, Metric]:
    """Every declared metric by id, in alphabetical order."""
    for found in pkgutil.walk_packages(package.__path__, "metrics."):
        importlib.import_module(found.name)
    return dict(sorted(DECLARED.items()))
