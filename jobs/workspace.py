"""All that a step works with: settings, database, lake, pseudonyms and the clock."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path

from collectors.pseudonyms import Pseudonyms
from jobs.kinds import options
from metrics.calendar import days_off
from metrics.catalogue import metrics
from settings.model import Settings
from settings.reading import read_settings
from store.database import Database
from store.lake import Lake
from store.secret import read_secret, recognise

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The present moment, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Workspace:
    """Settings and the store they name. ``bounded``: the clock is set, so nothing after it is read."""

    settings: Settings
    clock: Clock = system_clock
    bounded: bool = False

    @cached_property
    def database(self) -> Database:
        """Vigie's own database, migrated. Raises StoreError."""
        return Database(self.settings.url(self.settings.store.database))

    @cached_property
    def lake(self) -> Lake:
        """The lake. Raises StoreError."""
        return Lake(self.lake_path)

    @property
    def lake_path(self) -> Path:
        """The lake's folder."""
        return self.settings.path(self.settings.store.lake)

    @cached_property
    def pseudonyms(self) -> Pseudonyms:
        """What makes pseudonyms, with the secret the store knows. Raises StoreError when it is another one."""
        variable = self.settings.privacy.secret_env
        path = self.lake_path.parent / "vigie.secret"
        made = Pseudonyms(read_secret(variable, path), self.settings.project.country)
        recognise(self.database, made.fingerprint, variable)
        return made

    @property
    def today(self) -> date:
        """The local day."""
        return self.clock().astimezone(self.settings.project.zone).date()

    def days_off(self, first: date, last: date) -> frozenset[date]:
        """Public holidays and closures from a first to a last day, both inclusive."""
        project = self.settings.project
        return days_off(
            first,
            last,
            country=project.country,
            subdivision=project.subdivision,
            closures=[(c.start, c.end) for c in project.closures],
        )

    def on(self, day: date) -> "Workspace":
        """The same store on another day: the clock stands at that day's first moment."""
        moment = datetime.combine(day, time(), self.settings.project.zone).astimezone(UTC)
        return replace(self, clock=lambda: moment, bounded=True)


def open_workspace(config: Path, as_of: date | None = None, clock: Clock = system_clock) -> Workspace:
    """The workspace of a config.toml, on a given day or the one it pins. Raises SettingsError."""
    settings = read_settings(config, options(), metrics().keys())
    workspace = Workspace(settings, clock)
    day = as_of or settings.project.as_of
    return workspace.on(day) if day else workspace
