"""What is known of the records and their owners before the states of one day are summed up."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from collectors.filling import slug
from jobs.staff import staff
from jobs.workspace import Workspace
from metrics import record_rollups
from metrics.matching import CONTRADICTING
from metrics.record_rollups import Asked
from settings.tables import RECORDS
from store import sources

ALWAYS = "*"
ACTIVITY = "activity"
RECORDS_OF = "records/"
MONTHS = 12


@dataclass(frozen=True)
class RecordTable:
    """The rows of one object, and what has to be known of them all before those of one day are looked at.

    ``rows``: keys of placeholders taken off. ``gaps``: fields that some rows did not have. ``required`` and ``useful``:
    the fields asked for; none where nothing is. ``worded``: whether records say when they were last worked on.
    ``keyed``: whether some have a strong key. ``sources``: how many sources have records of the object.
    """

    object: str
    rows: pl.LazyFrame
    several: pl.LazyFrame | None
    slugs: list[str]
    checked: list[str]
    gaps: list[str]
    allowed: pl.LazyFrame
    required: Asked
    useful: Asked
    worded: bool
    keyed: bool
    sources: int
    retention_months: int | None

    def kept_from(self, day: date) -> date | None:
        """The day as many months before as a record may be kept after the last work on it; None without a limit."""
        if self.retention_months is None:
            return None
        count = day.year * MONTHS + day.month - 1 - self.retention_months
        year, month = divmod(count, MONTHS)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Holdings:
    """Whose records they are: people with their teams, other names and service accounts, and the records by object."""

    members: pl.LazyFrame
    persons: pl.LazyFrame
    names: Mapping[str, str]
    services: list[str]
    tables: list[RecordTable]


def open_holdings(workspace: Workspace) -> Holdings:
    """The records of all sources as the lake has them, those of activities first: they tell of the others."""
    with workspace.database.read() as session:
        fields = sources.fields(session)
    crew = staff(workspace)
    objects = [name.removeprefix(RECORDS_OF) for name in workspace.lake.tables() if name.startswith(RECORDS_OF)]
    tables = [_table(workspace, name, fields) for name in sorted(objects, key=lambda name: (name != ACTIVITY, name))]
    return Holdings(crew.memberships, crew.people.lazy(), crew.names, crew.services, tables)


def _table(workspace: Workspace, object_: str, fields: pl.DataFrame) -> RecordTable:
    settings = workspace.settings
    created = pl.col("created_at").dt.convert_time_zone(settings.project.timezone).dt.date()
    rows = workspace.lake.scan(f"{RECORDS_OF}{object_}").with_columns(created_day=created)
    columns = rows.collect_schema().names()
    mine = fields.filter(pl.col("object") == object_)
    slugs = [name for name in mine["slug"].unique().sort() if f"filled_{name}" in columns]
    several, nulls, stages, told = pl.collect_all(
        [
            record_rollups.changed(rows),
            record_rollups.partial(rows, slugs),
            rows.select(pl.col("stage").unique()),
            rows.select(pl.col("last_activity_at", *CONTRADICTING).count(), pl.col("source").n_unique()),
        ]
    )
    required = _asked(settings.required.get(object_, {}), mine, slugs)
    useful = _asked(settings.useful[object_], mine, slugs) if object_ in settings.useful else _others(required, slugs)
    retention = settings.retention.get(object_)
    return RecordTable(
        object_,
        _with_true_keys(workspace, object_, rows),
        None if several.is_empty() else several.lazy(),
        slugs,
        [name for name in slugs if f"valid_{name}" in columns],
        [name for name in slugs if nulls[f"filled_{name}"].item()],
        allowed_days(workspace, stages["stage"].drop_nulls().to_list()),
        required,
        useful,
        bool(told["last_activity_at"].item()),
        any(told[key].item() for key in CONTRADICTING),
        told["source"].item(),
        retention.months if retention else None,
    )


def allowed_days(workspace: Workspace, stages: list[str]) -> pl.LazyFrame:
    """How long a record may stay untouched at each stage: columns stage, days."""
    rules = workspace.settings.stages
    said = {name: own.days for name, own in rules.items() if own.days is not None}
    general = said.get(ALWAYS, record_rollups.DEFAULT_DAYS)
    rows = [(stage, said.get(stage, general)) for stage in stages]
    return pl.LazyFrame(rows, schema={"stage": pl.String, "days": pl.Int64}, orient="row")


def _asked(stages: Mapping[str, Sequence[str]], fields: pl.DataFrame, slugs: Sequence[str]) -> Asked:
    """The fields asked for by stage, as slugs: those of ``*`` always, others at their stages."""
    found: dict[str, set[str]] = defaultdict(set)
    for stage, names in stages.items():
        for name in fields.filter(pl.col("field").is_in(list(names)))["slug"].unique():
            found[name].add(stage)
    return {
        name: (True, ()) if ALWAYS in found[name] else (False, tuple(sorted(found[name])))
        for name in slugs
        if name in found
    }


def _others(required: Asked, slugs: Sequence[str]) -> Asked:
    """All fields where they are not required."""
    optional = {name: (True, required[name][1] if name in required else ()) for name in slugs}
    return {name: asked for name, asked in optional.items() if name not in required or not required[name][0]}


def _with_true_keys(workspace: Workspace, object_: str, rows: pl.LazyFrame) -> pl.LazyFrame:
    """The rows without keys made of placeholders, and with ``whole``: whether the company number is a SIRET.

    What a key was made of is told by the field it is read from, where that one is watched too.
    """
    columns = rows.collect_schema().names()
    whole = pl.lit(value=False)
    for source, key, name, layout in _fields_of_keys(workspace, object_):
        if f"filled_{name}" not in columns:
            continue
        mine = pl.col("source") == source
        empty = (mine & ~pl.col(f"filled_{name}")).fill_null(value=False)
        rows = rows.with_columns(pl.when(~empty).then(key).alias(key))
        if key == "key_company_id" and layout == "siret":
            whole = whole | (mine & pl.col(f"valid_{name}")).fill_null(value=False)
    return rows.with_columns(whole=whole)


def _fields_of_keys(workspace: Workspace, object_: str) -> Iterator[tuple[str, str, str, str | None]]:
    """Source, key, slug and format of the watched fields that keys of an object are made of."""
    keys = [name for name in RECORDS if name.startswith("key_")]
    for source, options in workspace.settings.sources.items():
        for mapping in (each for each in getattr(options, "records", ()) if each.object == object_):
            for key in keys:
                field = getattr(mapping, key)
                if field in mapping.fields:
                    yield source, key, slug(field), mapping.formats.get(field)
