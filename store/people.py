"""People by pseudonym, their dated teams and aliases: landing a source's list, and the frames metrics read."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.orm import Session

from store.database import frame, upsert
from store.schema import Alias, Membership, Person, Tombstone

LONG_AGO = date(1990, 1, 1)

PEOPLE = {
    "source": pl.String,
    "user": pl.String,
    "kind": pl.String,
    "role": pl.String,
    "manager": pl.String,
    "active": pl.Boolean,
    "entitled_from": pl.Date,
    "entitled_to": pl.Date,
    "wave": pl.String,
}
MEMBERSHIPS = {
    "source": pl.String,
    "user": pl.String,
    "team": pl.String,
    "start": pl.Date,
    "end": pl.Date,
    "rank": pl.Int64,
    "carried": pl.Boolean,
}
ALIASES = {"alias": pl.String, "user": pl.String}


def land_people(session: Session, source: str, batch: pl.DataFrame, today: date) -> None:
    """Takes a source's whole list of people. Who is missing from it, or inactive, is entitled until today.

    ``batch``: rows of ``settings.tables.PEOPLE``. A team given without dates holds from today when it differs from
    the one before, and from long ago, marked as carried back, when none was known.
    """
    known = {p.user: p for p in session.scalars(sa.select(Person).where(Person.source == source))}
    rows: dict[str, dict[str, Any]] = {}
    for row in batch.iter_rows(named=True):
        if row["user"] not in rows:
            rows[row["user"]] = _person(source, row, known.get(row["user"]), today, first_list=not known)
    upsert(session, Person, list(rows.values()))
    for user, person in known.items():
        if user not in rows and person.entitled_to is None:
            person.entitled_to = today
            person.active = False
    pairs = batch.select("alias", "user").drop_nulls().unique()
    upsert(session, Alias, [p for p in pairs.iter_rows(named=True) if p["alias"] != p["user"]])
    _land_memberships(session, source, batch, today)


def _person(
    source: str, row: Mapping[str, Any], before: Person | None, today: date, *, first_list: bool
) -> dict[str, Any]:
    """A person's row. Without a date of entry, whoever is on the first list always was, and others came today."""
    start = row["entitled_from"] or (before.entitled_from if before else None if first_list else today)
    end = row["entitled_to"]
    if end is None and not row["active"]:
        end = (before.entitled_to or today) if before else LONG_AGO
    return {
        "source": source,
        "user": row["user"],
        "kind": row["kind"],
        "role": row["role"],
        "manager": row["manager"],
        "active": row["active"],
        "entitled_from": start,
        "entitled_to": end,
        "wave": row["wave"],
        "first_seen": before.first_seen if before else today,
    }


def _land_memberships(session: Session, source: str, batch: pl.DataFrame, today: date) -> None:
    kept: dict[str, list[Membership]] = {}
    for old in session.scalars(sa.select(Membership).where(Membership.source == source)):
        kept.setdefault(old.user, []).append(old)
    given: dict[str, list[dict[str, Any]]] = {}
    for row in batch.iter_rows(named=True):
        given.setdefault(row["user"], []).extend([row] if row["team"] else [])
    wanted: list[dict[str, Any]] = []
    for user, teams in given.items():
        if any(r["team_from"] or r["team_to"] for r in teams):
            wanted += _dated(source, teams)
        else:
            wanted += _observed(source, user, [r["team"] for r in teams], kept.get(user, []), today)
    _replace(session, [old for user in given for old in kept.get(user, [])], wanted)


def _dated(source: str, teams: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    ordered = sorted(teams, key=lambda r: (r["team_from"] or LONG_AGO, r["team"]))
    return [
        {
            "source": source,
            "user": row["user"],
            "team": row["team"],
            "start": row["team_from"] or LONG_AGO,
            "end": row["team_to"],
            "rank": 0,
            "carried": row["team_from"] is None,
        }
        for row in ordered
    ]


def _observed(source: str, user: str, teams: list[str], before: list[Membership], today: date) -> list[dict[str, Any]]:
    """Memberships of a person whose CRM tells only the present teams: past ones as we saw them."""
    rows = [_values(m) for m in before]
    for row in rows:
        if row["end"] is None and row["team"] not in teams:
            row["end"] = max(today, row["start"] + timedelta(days=1))
    open_ = {row["team"]: row for row in rows if row["end"] is None}
    for rank, team in enumerate(dict.fromkeys(teams)):
        if team in open_:
            open_[team]["rank"] = rank
            continue
        start = today if before else LONG_AGO
        rows.append(
            {
                "source": source,
                "user": user,
                "team": team,
                "start": start,
                "end": None,
                "rank": rank,
                "carried": not before,
            }
        )
    return rows


def _values(row: Membership) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in sa.inspect(Membership).columns}


def _replace(session: Session, before: list[Membership], wanted: list[dict[str, Any]]) -> None:
    keys = {(row["user"], row["team"], row["start"]) for row in wanted}
    for old in before:
        if (old.user, old.team, old.start) not in keys:
            session.delete(old)
    session.flush()
    upsert(session, Membership, wanted)


def people(session: Session) -> pl.DataFrame:
    """All people of all sources, one row a source and user, ordered."""
    columns = [getattr(Person, name) for name in PEOPLE]
    return frame(session, sa.select(*columns).order_by(Person.user, Person.source), PEOPLE)


def memberships(session: Session) -> pl.DataFrame:
    """All dated team memberships, ordered."""
    columns = [getattr(Membership, name) for name in MEMBERSHIPS]
    ordered = sa.select(*columns).order_by(Membership.user, Membership.start, Membership.rank)
    return frame(session, ordered, MEMBERSHIPS)


def aliases(session: Session) -> pl.DataFrame:
    """Other pseudonyms of people."""
    return frame(session, sa.select(Alias.alias, Alias.user).order_by(Alias.alias), ALIASES)


def pseudonyms(session: Session, candidates: Collection[str]) -> list[str]:
    """All pseudonyms under which a person is known, given some that may be theirs."""
    joined = sa.select(Alias.user).where(Alias.alias.in_(candidates))
    users = {*candidates, *session.scalars(joined)}
    return sorted({*users, *session.scalars(sa.select(Alias.alias).where(Alias.user.in_(users)))})


def erase(session: Session, users: Collection[str], today: date) -> None:
    """Removes a person's rows and leaves a tombstone for each of their pseudonyms."""
    for table in (Person, Membership):
        session.execute(sa.delete(table).where(table.user.in_(users)))
    session.execute(sa.delete(Alias).where(Alias.alias.in_(users) | Alias.user.in_(users)))
    session.execute(sa.update(Person).where(Person.manager.in_(users)).values(manager=None))
    upsert(session, Tombstone, [{"user": user, "erased_on": today} for user in users])


def last_erasure(session: Session) -> date | None:
    """The day on which somebody was erased last; None when nobody was."""
    return session.scalar(sa.select(sa.func.max(Tombstone.erased_on)))


def erased(session: Session) -> frozenset[str]:
    """Pseudonyms of the people who were erased."""
    return frozenset(session.scalars(sa.select(Tombstone.user)))


def pseudonyms_known(session: Session) -> frozenset[str]:
    """Every pseudonym that stands for a known person, aliases included."""
    return frozenset({*session.scalars(sa.select(Person.user)), *session.scalars(sa.select(Alias.alias))})
