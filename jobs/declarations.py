"""What a project declares of itself, in its workbooks and in its settings, as known on the workspace's day."""

from collections.abc import Collection
from datetime import date

import polars as pl

from jobs.workspace import Workspace
from settings.declared import DECLARED
from settings.model import Settings
from store import declared

LONG_AGO = date(1990, 1, 1)


def declarations(workspace: Workspace) -> dict[str, pl.LazyFrame]:
    """Every declared sheet by its name, with ``since`` and ``until``, and the answers of the ``pulse``."""
    with workspace.database.read() as session:
        answers = declared.pulse(session).filter(pl.col("round") <= workspace.today)
    return {name: frame.lazy() for name, frame in sheets(workspace, DECLARED).items()} | {"pulse": answers.lazy()}


def sheets(workspace: Workspace, names: Collection[str]) -> dict[str, pl.DataFrame]:
    """Some declared sheets by their name, each with what the settings say besides."""
    own = _of_settings(workspace.settings)
    with workspace.database.read() as session:
        read = {name: declared.declared(session, name, workspace.today) for name in names}
    return {
        name: pl.concat([frame, pl.DataFrame(own.get(name, []), schema=DECLARED[name].kept)])
        for name, frame in read.items()
    }


def _of_settings(settings: Settings) -> dict[str, list[dict[str, object]]]:
    """What the settings declare, by the sheet on which it could stand."""
    return {
        "rituals": [
            {
                "label": name,
                "team": ritual.team,
                "weekday": ritual.day,
                "start": f"{ritual.start:%H:%M}",
                "end": f"{ritual.end:%H:%M}",
                "since": LONG_AGO,
            }
            for name, ritual in settings.rituals.items()
        ],
        "key_functions": [
            {"label": label, "role": name, "action": use.action, "object": use.object, "since": LONG_AGO}
            for name, role in settings.roles.items()
            for label, use in role.features.items()
        ],
        "annotations": [
            {"happened": day, "kind": "go_live", "since": day} for day in [settings.project.go_live] if day
        ],
    }
