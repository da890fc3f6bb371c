"""A person's rights: what is held on them, and removing it everywhere."""

from typing import Any

import polars as pl
from sqlalchemy.orm import Session

from jobs.workspace import Workspace
from metrics import rollups
from settings.tables import EVENTS, LANDED
from store import declared, people
from store.lock import writing

OF_PERSONS = ("events", *rollups.OF_PERSONS)
NAMING = ("owner", "created_by")


class UnknownPersonError(Exception):
    """Nobody is held under what was given."""

    def __init__(self) -> None:
        super().__init__("nobody is known by that; give an e-mail, a user's id in a source, or a pseudonym")


def known_as(workspace: Workspace, user: str) -> list[str]:
    """Pseudonyms of the person that an e-mail, a source's own user id or a pseudonym stands for.

    Raises UnknownPersonError when nothing is held under any of them.
    """
    made = workspace.pseudonyms
    candidates = {user, made.person("", user, user)} | {made.alias(name, user) for name in workspace.settings.sources}
    with workspace.database.read() as session:
        names = people.pseudonyms(session, candidates)
        listed = not people.pseudonyms_known(session).isdisjoint(names)
        listed = listed or bool(_stated(workspace, session, user, names))
    acted = workspace.lake.scan("user_day", rollups.USER_DAY).filter(pl.col("user").is_in(names)).head(1)
    if not listed and acted.collect().is_empty():
        raise UnknownPersonError
    return names


def access(workspace: Workspace, user: str) -> dict[str, Any]:
    """Everything held on a person.

    Their row, teams, what was declared of them, acts by month and kind, days with a sum of their acts, weeks with one
    of their records, and the records in their name.
    """
    users = known_as(workspace, user)
    mine = pl.col("user").is_in(users)
    with workspace.database.read() as session:
        persons, members = people.people(session), people.memberships(session)
        stated = _stated(workspace, session, user, users)
    acts = workspace.lake.scan("events", EVENTS | LANDED).filter(mine)
    days = workspace.lake.scan("user_day", rollups.USER_DAY).filter(mine)
    kept = workspace.lake.scan("owner_day", rollups.OWNER_DAY).filter(mine)
    return {
        "pseudonyms": persons.filter(mine)["user"].unique().to_list(),
        "person": persons.filter(mine).to_dicts(),
        "teams": members.filter(mine).to_dicts(),
        "events": acts.group_by("month", "action").agg(n=pl.len()).sort("month", "action").collect().to_dicts(),
        "declared": stated,
        "days_with_a_sum": days.select(pl.len()).collect().item(),
        "weeks_with_a_sum_of_records": kept.select(pl.col("day").n_unique()).collect().item(),
        "records": {table: _named(workspace, table, users) for table in _records(workspace)},
    }


def erase(workspace: Workspace, user: str) -> dict[str, int]:
    """Removes a person from every table and from the files behind them, for good; rows touched by table.

    Figures of groups stay, since they name nobody; so do the marks of who saved a workbook (``store.files``), which
    meet no pseudonym of a person. A tombstone keeps the next run from bringing the person back.
    """
    users = known_as(workspace, user)
    listed = ", ".join(f"'{name}'" for name in users if name.isalnum())
    lake = workspace.lake
    with writing(workspace.database, workspace.lake_path):
        with workspace.database.write() as session:
            people.erase(session, users, workspace.today)
            touched = declared.erase(session, users)
            answers = _respondents(workspace, session, user)
            touched |= {"pulse": declared.erase_answers(session, answers)}
        touched |= {table: lake.delete(table, f"user IN ({listed})") for table in OF_PERSONS}
        for table in _records(workspace):
            touched[table] = sum(lake.blank(table, column, f"{column} IN ({listed})") for column in NAMING)
        for table, rows in touched.items():
            if rows:
                lake.expunge(table)
    return touched


def _stated(workspace: Workspace, session: Session, user: str, users: list[str]) -> dict[str, Any]:
    """By sheet, the rows about a person; and how many answers to surveys are theirs."""
    answers = declared.answers_of(session, _respondents(workspace, session, user))
    return declared.naming(session, users) | ({"pulse": answers} if answers else {})


def _respondents(workspace: Workspace, session: Session, token: str) -> list[str]:
    """What the person of an address, or of a token, is called in each round of a survey."""
    plain = token.strip().casefold()
    return [workspace.pseudonyms.of("pulse", asked.isoformat(), plain) for asked in declared.rounds(session)]


def _records(workspace: Workspace) -> list[str]:
    return [table for table in workspace.lake.tables() if table.startswith("records/")]


def _named(workspace: Workspace, table: str, users: list[str]) -> int:
    rows = workspace.lake.scan(table).filter(pl.any_horizontal(pl.col(name).is_in(users) for name in NAMING))
    return int(rows.select(pl.col("record").n_unique()).collect().item())
