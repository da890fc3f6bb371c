"""The typed shape of config.toml: every table and key, with what is allowed and what it means."""

import re
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

import holidays
from apscheduler.triggers.cron import CronTrigger
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from settings.tables import Action, DealKind

Phase = Literal["framing", "build", "pilot", "rollout", "run"]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]


class Table(BaseModel):
    """A table of config.toml: unknown keys are errors, values never change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("should be a time zone such as Europe/Paris or UTC")
    return name


def _country(code: str) -> str:
    wrong = ValueError("should be a country code of two capitals such as FR")
    if not re.fullmatch("[A-Z]{2}", code):
        raise wrong
    try:
        holidays.country_holidays(code)
    except NotImplementedError:
        raise wrong from None
    return code


def _cron(text: str) -> str:
    try:
        CronTrigger.from_crontab(text)
    except ValueError as error:
        raise ValueError(f'should be five cron fields such as "15 2 * * *" ({str(error).strip()})') from None
    return text


TimeZone = Annotated[str, AfterValidator(_zone)]
Country = Annotated[str, AfterValidator(_country)]
Cron = Annotated[str, AfterValidator(_cron)]


class Closure(Table):
    """Days on which the company is shut; both ends inclusive."""

    start: date = Field(alias="from")
    end: date = Field(alias="to")
    label: str = ""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end < self.start:
            raise ValueError("should end on or after its first day")
        return self


def _closure(value: object) -> object:
    """A closure written as one day or as ``first/last`` becomes a table."""
    if isinstance(value, str):
        first, _, last = value.partition("/")
        return {"from": first, "to": last or first}
    if isinstance(value, date):
        return {"from": value, "to": value}
    return value


class Project(Table):
    """What is watched, where and when."""

    name: str = Field(min_length=1)
    language: Literal["fr", "en"] = "fr"
    timezone: TimeZone = "Europe/Paris"
    country: Country = "FR"
    subdivision: str | None = None
    phase: Phase = "run"
    go_live: date | None = None
    closures: tuple[Annotated[Closure, BeforeValidator(_closure)], ...] = ()
    school_zone: Literal["A", "B", "C"] | None = None
    as_of: date | None = None

    @model_validator(mode="after")
    def _schools(self) -> Self:
        if self.school_zone and self.country != "FR":
            raise ValueError("should have school_zone with country FR alone")
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The project's time zone."""
        return ZoneInfo(self.timezone)


class Store(Table):
    """Where data is kept; relative paths start at the folder of config.toml."""

    database: str = "sqlite:///data/vigie.db"
    lake: str = "data/lake"


class Engine(Table):
    """What computes the roll-ups."""

    kind: Literal["polars", "spark"] = "polars"
    remote: str | None = Field(default=None, pattern=r"^sc://[^\s@]+$", description="Spark Connect server")

    @model_validator(mode="after")
    def _reached(self) -> Self:
        if (self.kind == "spark") != (self.remote is not None):
            raise ValueError("should have remote with kind spark, and with no other")
        return self


class Privacy(Table):
    """Groups, notice and retention."""

    minimum_group: int = Field(default=10, ge=5)
    informed_on: date | None = None
    retention_events_months: int = Field(default=6, ge=1)
    retention_person_months: int = Field(default=13, ge=1)
    secret_env: str = "VIGIE_SECRET"  # noqa: S105 - the name of a variable


SHARES = frozenset({"google_drive", "sharepoint", "shares"})
"""Kinds of sources in which workbooks are looked for."""


class SourceOptions(Table):
    """What every source may say; each kind adds its own keys.

    ``directory``: its people are those of a personnel file, which knows teams, roles, managers, waves and dates better
    than the CRM; of them, those who have an account in another source are expected.
    """

    kind: str
    schedule: Cron = "15 2 * * *"
    service_accounts: tuple[str | int, ...] = ()
    directory: bool = False


class Limits(Table):
    """Limits that replace a signal's own; a missing one keeps the declared limit."""

    amber: float | None = None
    red: float | None = None


class SignalLimits(Limits):
    """Limits of one signal, with those that hold for one team only."""

    teams: dict[str, Limits] = {}


class StageRules(Table):
    """What is allowed at a stage of the sales pipeline.

    ``days``: for how long a record may stay there untouched. ``closing``: no deal should begin there; one that does was
    entered after the fact. Stages at which a deal is won or lost are closing anyway.
    """

    days: int | None = Field(default=None, ge=1)
    closing: bool = False


class Pipeline(Table):
    """What is sold through a sales pipeline, or what a kind of deal is about.

    ``new``: business that an opportunity prepares, as where nothing is said. ``renewal``: contracts that run on.
    ``transactional``: sales that are closed at once, as over a counter.
    """

    kind: DealKind


class Feature(Table):
    """What use of a feature is seen by."""

    action: Action
    object: str | None = None


class Role(Table):
    """What is expected of a role.

    ``acts``: in which period its people should do something meaningful. ``field``: whether they work away from a desk.
    ``manages``: whether they lead people (whoever is somebody's manager does anyway). ``admin``: whether they may
    change the CRM itself. ``features``: what they are expected to use.
    """

    acts: Literal["week", "month"] = "week"
    field: bool = False
    manages: bool = False
    admin: bool = False
    features: dict[str, Feature] = {}


class Slot(Table):
    """A time of each week, of a team or of all; local times."""

    day: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    start: time
    end: time
    team: str | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end <= self.start:
            raise ValueError("should end after its start")
        return self


class Entry(Table):
    """How people enter data. ``most_a_day``: activities that one account may make on a day; more are brought over."""

    most_a_day: int = Field(default=100, ge=1)


class Steering(Table):
    """How the project is steered. ``cadence_days``: from one committee to the next; without it, as planned."""

    cadence_days: int | None = Field(default=None, ge=1)


class Retention(Table):
    """How long records of an object may be kept after they were last worked on."""

    months: int = Field(ge=1)


class Alert(Table):
    """Where messages go. ``url_env``: the environment variable that holds an Apprise address."""

    url_env: str = Field(min_length=1)
    language: Literal["fr", "en"] | None = None
    on: tuple[Literal["change", "weekly"], ...] = ("change",)


class Settings(Table):
    """All of config.toml.

    ``rituals``: meetings held on the CRM's own screens, such as a weekly pipeline review. ``entry_hours``: what teams
    have agreed to keep for entry, so that what is typed then is no backlog.
    """

    project: Project
    store: Store = Store()
    engine: Engine = Engine()
    privacy: Privacy = Privacy()
    sources: dict[Name, Any] = {}
    signals: dict[str, SignalLimits] = {}
    required: dict[str, dict[str, tuple[str, ...]]] = {}
    stages: dict[str, StageRules] = {}
    pipelines: dict[str, Pipeline] = {}
    roles: dict[str, Role] = {}
    rituals: dict[str, Slot] = {}
    entry_hours: dict[str, Slot] = {}
    entry: Entry = Entry()
    steering: Steering = Steering()
    retention: dict[str, Retention] = {}
    useful: dict[str, dict[str, tuple[str, ...]]] = {}
    alerts: dict[str, Alert] = {}
    folder: Path = Path()

    @property
    def directories(self) -> frozenset[str]:
        """The sources that are personnel files."""
        return frozenset(name for name, options in self.sources.items() if options.directory)

    @property
    def shares(self) -> tuple[str, ...]:
        """The sources in which workbooks are looked for."""
        return tuple(name for name, options in self.sources.items() if options.kind in SHARES)

    def path(self, text: str) -> Path:
        """A path of config.toml, seen from the folder of the file."""
        return self.folder / text

    def url(self, text: str) -> str:
        """A database address whose relative SQLite path is seen from the folder of the file."""
        scheme, slashes, rest = text.partition(":///")
        if not scheme.startswith("sqlite") or not slashes or rest.startswith(("/", ":memory:")):
            return text
        return f"{scheme}:///{self.path(rest)}" if rest else text
