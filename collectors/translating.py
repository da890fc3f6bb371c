"""Rows as a CRM holds them, translated into batches' frames by a mapping; rows that do not fit, counted by reason."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

import polars as pl

from collectors.cells import EARLIEST, texts, times
from collectors.columns import Words, coded, counts_of, days_of, flags_of, named, numbers_of, texts_of, worded
from collectors.filling import is_filled, is_valid, slug
from collectors.mapping import EventsMapping, PeopleMapping, RecordsMapping, Stage
from collectors.pseudonyms import Pseudonyms, mapped
from collectors.source import Pull, Reject
from collectors.vocabulary import field_names, words
from settings.tables import (
    ACTIONS,
    CLIENTS,
    EVENTS,
    FIELDS,
    PEOPLE,
    PERSON_KINDS,
    RECORDS,
    STATUSES,
    filled,
    valid,
)

TOLERANCE = timedelta(minutes=10)
"""How far ahead of ours a CRM's clock may run before a time counts as lying in the future."""

SHORT = 40


@dataclass(frozen=True)
class Roster:
    """The users of a source: their own ids and logins, and the pseudonym of each."""

    source: str
    pseudonyms: Pseudonyms
    known: Mapping[str, str] = field(default_factory=dict)

    def users(self, natives: pl.Series) -> pl.Series:
        """Pseudonyms for a column of user ids or logins; unknown ones get that of source and id."""
        plain = texts(natives)
        distinct = plain.drop_nulls().unique().to_list()
        words = [self.known.get(n) or self.pseudonyms.alias(self.source, n) for n in distinct]
        return plain.replace_strict(distinct, words, default=None, return_dtype=pl.String)


@dataclass(frozen=True)
class Translated:
    """A frame in a batch's columns, and the rows of the input that did not fit."""

    frame: pl.DataFrame
    rejects: tuple[Reject, ...] = ()


def people(
    rows: pl.DataFrame,
    mapping: PeopleMapping,
    roster_of: Roster,
    zone: ZoneInfo,
    service: Collection[str | int],
) -> tuple[Translated, Roster]:
    """The people of a source and the roster that names them in its events and records.

    ``service``: ids, logins or e-mails of accounts that are no person.
    """
    natives = texts(rows[mapping.user])
    emails = texts_of(rows, mapping.email)
    logins = texts_of(rows, mapping.login)
    source, pseudonyms = roster_of.source, roster_of.pseudonyms
    users = [
        pseudonyms.person(source, native, email) if native else None
        for native, email in zip(natives, emails, strict=True)
    ]
    known = {n: u for names in (emails, logins) for n, u in zip(names, users, strict=True) if n and u}
    known |= {n: u for n, u in zip(natives, users, strict=True) if n and u}
    roster = Roster(source, pseudonyms, known)
    names = {str(word).casefold() for word in service}
    robots = [
        any(word is not None and word.casefold() in names for word in words)
        for words in zip(natives, emails, logins, strict=True)
    ]
    kinds = coded(rows, mapping.kind, mapping.kinds)
    kinds = kinds.set(~kinds.is_in(PERSON_KINDS).fill_null(value=True), None)
    word = Words(mapping.origin)
    frame = pl.DataFrame(
        {
            "user": pl.Series(users, dtype=pl.String),
            "alias": pseudonyms_of(natives, roster),
            "kind": pl.Series(
                ["service" if robot else kind or "human" for robot, kind in zip(robots, kinds, strict=True)],
                dtype=pl.String,
            ),
            "role": word(texts_of(rows, mapping.role), "role"),
            "manager": roster.users(texts_of(rows, mapping.manager)),
            "active": flags_of(rows, mapping.active, default=True),
            "entitled_from": days_of(rows, mapping.start, zone),
            "entitled_to": days_of(rows, mapping.end, zone),
            "wave": word(texts_of(rows, mapping.wave), "wave"),
            "team": word(texts_of(rows, mapping.team), "team"),
            "team_from": days_of(rows, mapping.team_from, zone),
            "team_to": days_of(rows, mapping.team_to, zone),
        },
        schema=PEOPLE,
    )
    nameless = frame["user"].null_count()
    lost = [Reject("no_user", f"{mapping.origin}.{mapping.user}", nameless)] if nameless else []
    found = frame.filter(pl.col("user").is_not_null()).unique(maintain_order=True)
    return Translated(found, (*lost, *word.rejects)), roster


def pseudonyms_of(natives: pl.Series, roster: Roster) -> pl.Series:
    """The pseudonyms of source and native id, under which acts may already have landed."""
    words = [roster.pseudonyms.alias(roster.source, n) if n else None for n in natives]
    return pl.Series("alias", words, dtype=pl.String)


def events(
    rows: pl.DataFrame,
    mapping: EventsMapping,
    roster: Roster,
    zone: ZoneInfo,
    pull: Pull,
    position: str = "",
) -> Translated:
    """Acts in Vigie's words.

    ``position``: where these rows begin in the source, for the list of rejects. Left out and counted: rows without a
    readable time, before 1990 or in the future; without a user; with an action that is not mapped. Left out without
    a count: acts before ``pull.events_since`` and, on a bounded pull, after its ``now``, which are not to be read.
    """
    at = times(rows[mapping.at], zone)
    action = worded(rows, mapping.action, mapping.actions, ACTIONS)
    word = Words(mapping.origin, position)
    object_ = word(_object(rows, mapping), "object")
    codes = texts(rows[mapping.action]) if mapping.action in rows.columns else action
    frame = pl.DataFrame(
        {
            "at": at,
            "user": roster.users(rows[mapping.user]),
            "action": action,
            "object": object_,
            "record": _record_pseudonyms(rows, mapping.record, object_, roster),
            "feature": word(texts_of(rows, mapping.feature), "feature"),
            "rows": counts_of(rows, mapping.rows),
            "fields": _changed_fields(rows, mapping.fields),
            "client": worded(rows, mapping.client, mapping.clients, CLIENTS),
        },
        schema=EVENTS,
    ).with_columns(code=codes)
    latest = pull.now + TOLERANCE
    reason = (
        pl.when(pl.col("at").is_null())
        .then(pl.lit("no_time"))
        .when(pl.col("at") < EARLIEST)
        .then(pl.lit("too_old"))
        .when(pl.col("at") > latest)
        .then(pl.lit("not_yet" if pull.bounded else "future"))
        .when(pl.col("at") < pull.events_since)
        .then(pl.lit("before_notice"))
        .when(pl.col("user").is_null())
        .then(pl.lit("no_user"))
        .when(pl.col("action").is_null())
        .then(pl.lit("unmapped_action"))
    )
    judged = frame.with_columns(reason=reason)
    fit = judged.filter(pl.col("reason").is_null()).select(*EVENTS)
    return Translated(fit, (*_rejects(judged, mapping.origin, position), *word.rejects))


def _rejects(judged: pl.DataFrame, place: str, position: str) -> tuple[Reject, ...]:
    bad = judged.filter(pl.col("reason").is_not_null() & ~pl.col("reason").is_in(["before_notice", "not_yet"]))
    codes = bad["code"]
    code, _ = words(codes.set((codes.str.len_chars() > SHORT).fill_null(value=False), "…").fill_null("∅"))
    told = bad.with_columns(code=code.fill_null("…")).with_columns(
        where=pl.when(pl.col("reason") == "unmapped_action")
        .then(pl.format("{} · {}", pl.lit(place), pl.col("code")))
        .otherwise(pl.lit(place))
    )
    groups = told.group_by("reason", "where").len().sort("reason", "where")
    return tuple(Reject(reason, where, count, position) for reason, where, count in groups.iter_rows())


def records(
    rows: pl.DataFrame,
    mapping: RecordsMapping,
    roster: Roster,
    zone: ZoneInfo,
    pull: Pull,
    placeholders: Collection[str] = (),
    position: str = "",
) -> Translated:
    """States of records of one object, with a ``filled_`` column for each watched field.

    Left out and counted: rows without an id. A time that cannot be true (future, before 1990) is counted and becomes
    null; the record itself lands.
    """
    place = mapping.origin
    rows = until_now(rows, mapping, zone, pull)
    word = Words(place, position)
    stage, status = _stages(rows, mapping)
    natives = texts(rows[mapping.record])
    source, pseudonyms = roster.source, roster.pseudonyms
    suspect: list[Reject] = []

    def moment(name: str | None, label: str) -> pl.Series:
        read = times(rows[name], zone) if name else pl.Series([None] * rows.height, dtype=pl.Null)
        read = read.cast(pl.Datetime("us", "UTC"))
        wrong = ((read > pull.now + TOLERANCE) | (read < EARLIEST)).fill_null(value=False)
        unread = read.null_count() - texts(rows[name]).null_count() if name else 0
        for reason, count in (
            ("impossible_time", int(wrong.sum())),
            ("no_time", unread),
        ):
            if count:
                suspect.append(Reject(reason, f"{place} · {label}", count, position))
        return read.set(wrong, None)

    close = days_of(rows, mapping.close_date, zone)
    frame = pl.DataFrame(
        {
            "record": pseudonyms.records(source, mapping.object, natives),
            "seen_at": pl.Series([pull.now] * rows.height, dtype=pl.Datetime("us", "UTC")),
            "deleted": flags_of(rows, mapping.deleted, default=False),
            "owner": roster.users(texts_of(rows, mapping.owner)),
            "team": word(texts_of(rows, mapping.team), "team"),
            "created_at": moment(mapping.created_at, "created_at"),
            "created_by": roster.users(texts_of(rows, mapping.created_by)),
            "modified_at": moment(mapping.modified_at, "modified_at"),
            "stage": word(stage, "stage"),
            "status": status,
            "pipeline": word(named(rows, mapping.pipeline, mapping.pipelines), "pipeline"),
            "amount": numbers_of(rows, mapping.amount),
            "close_date": close,
            "occurred_at": times(rows[mapping.occurred_at], zone) if mapping.occurred_at else None,
            "last_activity_at": moment(mapping.last_activity_at, "last_activity_at"),
            "parent": pseudonyms.records(source, mapping.parent_object, texts_of(rows, mapping.parent)),
            "key_email": pseudonyms.emails(texts_of(rows, mapping.key_email)),
            "key_phone": pseudonyms.phones(texts_of(rows, mapping.key_phone)),
            "key_name": pseudonyms.names(texts_of(rows, mapping.key_name)),
            "key_company_id": pseudonyms.company_ids(texts_of(rows, mapping.key_company_id)),
            "legal_unit": pseudonyms.legal_units(texts_of(rows, mapping.key_company_id)),
        },
        schema=RECORDS,
    ).with_columns(_filling(rows, mapping, placeholders, pseudonyms.country))
    nameless = frame["record"].null_count()
    if nameless:
        suspect.append(Reject("no_record", place, nameless, position))
    return Translated(frame.filter(pl.col("record").is_not_null()), (*suspect, *word.rejects))


def until_now(rows: pl.DataFrame, mapping: RecordsMapping, zone: ZoneInfo, pull: Pull) -> pl.DataFrame:
    """The rows to be read: on a bounded pull, those that neither changed nor came to be after its now."""
    for name in (mapping.modified_at, mapping.created_at):
        if name and pull.bounded:
            rows = rows.filter((times(rows[name], zone) <= pull.now).fill_null(value=True))
    return rows


def watched(mapping: RecordsMapping) -> pl.DataFrame:
    """The fields table of one object."""
    return pl.DataFrame(
        [(mapping.object, name, slug(name), name in mapping.custom) for name in mapping.fields],
        schema=FIELDS,
        orient="row",
    )


def _filling(
    rows: pl.DataFrame, mapping: RecordsMapping, placeholders: Collection[str], country: str
) -> list[pl.Series]:
    columns = []
    for name in mapping.fields:
        if name not in rows.columns:
            continue
        full = is_filled(rows[name], placeholders)
        columns.append(full.alias(filled(slug(name))))
        if name in mapping.formats:
            met = is_valid(rows[name], mapping.formats[name], country).set(~full, None)
            columns.append(met.alias(valid(slug(name))))
    return columns


def _stages(rows: pl.DataFrame, mapping: RecordsMapping) -> tuple[pl.Series, pl.Series]:
    """Stage names and statuses. A stage code without a mapping keeps its own name and is taken as open."""
    codes = texts_of(rows, mapping.stage)
    table = {str(code): _stage(code, word) for code, word in mapping.stages.items()}
    names = named(rows, mapping.stage, {code: stage.name for code, stage in table.items()})
    own = coded(rows, mapping.status, mapping.statuses)
    own = own.set(~own.is_in(STATUSES).fill_null(value=True), None)
    by_stage = codes.replace_strict(
        list(table), [s.status for s in table.values()], default="open", return_dtype=pl.String
    ).set(codes.is_null() | pl.Series([not table] * len(codes), dtype=pl.Boolean), None)
    return names, own.fill_null(by_stage)


def _stage(code: object, word: Stage | str) -> Stage:
    if isinstance(word, Stage):
        return word
    return Stage(name=str(code), status=word) if word in STATUSES else Stage(name=word)


def _object(rows: pl.DataFrame, mapping: EventsMapping) -> pl.Series:
    """The object of each act; a code that is not mapped keeps its own name."""
    if isinstance(mapping.objects, str):
        return pl.Series([mapping.objects] * rows.height, dtype=pl.String)
    if mapping.object is not None and mapping.object not in rows.columns:
        return pl.Series([mapping.object] * rows.height, dtype=pl.String)
    return named(rows, mapping.object, mapping.objects or {})


def _record_pseudonyms(rows: pl.DataFrame, name: str | None, objects: pl.Series, roster: Roster) -> pl.Series:
    natives = texts_of(rows, name)
    pairs = pl.DataFrame({"object": objects, "native": natives})
    distinct = pairs.unique().drop_nulls("native")
    words = [roster.pseudonyms.record(roster.source, object_ or "", native) for object_, native in distinct.iter_rows()]
    table = distinct.with_columns(record=pl.Series(words, dtype=pl.String))
    return pairs.join(table, on=["object", "native"], how="left", nulls_equal=True, maintain_order="left")["record"]


def _changed_fields(rows: pl.DataFrame, name: str | None) -> pl.Series:
    """Names of changed fields joined by commas; empty when nothing changed."""
    if name is None:
        return pl.Series([None] * rows.height, dtype=pl.String)
    return mapped(rows[name].cast(pl.String, strict=False), field_names)
