"""What the CRM holds now, as far as workbooks are compared with it: keys of its records, and names of its fields."""

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl

from collectors.crm import CRM_KEYS, Crm
from jobs.holdings import ACTIVITY, Holdings, open_holdings
from jobs.refresh_records import ACCOUNT, CONTACT, SALES, owned_by_team
from jobs.workspace import Workspace
from metrics import matching, population, record_rollups
from store import sources

COMPARED = (ACCOUNT, CONTACT, "lead", SALES)
LIVING = (ACCOUNT, SALES)
KINDS = {
    "key_email": "email",
    "key_phone": "phone",
    "key_company_id": "company_id",
    "legal_unit": "legal_unit",
    "key_name": "name",
}
KEPT = ("record", "team", "parent", "status", "created_at", "modified_at", "last_activity_at")
YEAR = timedelta(days=365)
FILED: dict[str, pl.DataType] = {"record": pl.String(), "spoken_at": pl.Datetime("us", "UTC")}

States = Mapping[str, pl.LazyFrame]


def crm(workspace: Workspace) -> Crm:
    """Keys of the accounts, contacts, leads and opportunities there are now, and the names of the fields watched.

    An opportunity also has the keys of the account or contact it is filed under, and of the contacts of that account.
    It is live while open; an account is while it has an open opportunity, or was worked on within a year. A record is
    of its own team, else of its owner's. Empty: nothing collected yet.
    """
    today = workspace.today
    states = {name: rows.collect().lazy() for name, rows in _states(open_holdings(workspace), today).items()}
    own = {name: _keys(rows) for name, rows in states.items() if name in COMPARED}
    if SALES in own:
        own[SALES] = pl.concat([own[SALES], *_of_customers(states, own)]).unique()
    live = pl.concat([pl.LazyFrame(schema={"record": pl.String()}), *_live(states, workspace)]).unique()
    found = [
        keys.join(states[name].select("record", "team"), on="record")
        .join(live.with_columns(live=pl.lit(value=True)), on="record", how="left")
        .with_columns(pl.col("live").fill_null(value=False) & (name in LIVING), object=pl.lit(name))
        .select(*CRM_KEYS)
        for name, keys in own.items()
    ]
    return Crm(pl.concat([pl.LazyFrame(schema=CRM_KEYS), *found]).collect(), _fields(workspace))


def _states(holdings: Holdings, today: date) -> dict[str, pl.LazyFrame]:
    """The records that are there today, by object, with the teams they count for."""
    days = pl.LazyFrame({"day": [today]})
    teams = population.teams_at(holdings.members, holdings.persons, days).drop("day").collect()
    found = {}
    for table in holdings.tables:
        if table.object in (*COMPARED, ACTIVITY):
            present = owned_by_team(record_rollups.states(table.rows, table.several, today), teams, holdings)
            keys = [name for name in KINDS if name in present.collect_schema().names()]
            found[table.object] = present.select(*KEPT, "occurred_at", *keys)
    return found


def _keys(rows: pl.LazyFrame) -> pl.LazyFrame:
    """One row a record and key: record, kind, key."""
    there = [name for name in KINDS if name in rows.collect_schema().names()]
    long = rows.unpivot(there, index="record", variable_name="kind", value_name="key").drop_nulls("key")
    return long.with_columns(pl.col("kind").replace_strict(KINDS, return_dtype=pl.String))


def _of_customers(states: States, own: Mapping[str, pl.LazyFrame]) -> list[pl.LazyFrame]:
    """The keys that opportunities have by the account or contact above them, and by the contacts of the account."""
    links = states[CONTACT].select("record", "parent") if CONTACT in states else None
    above = matching.with_account(states[SALES].select("record", "parent"), links)
    found = []
    for name, on in ((ACCOUNT, "account"), (CONTACT, "parent")):
        if name in own:
            found.append(
                above.select(pl.col("record").alias("deal"), pl.col(on).alias("record")).join(own[name], on="record")
            )
    if links is not None:
        persons = links.rename({"parent": "account"}).join(above.select("account", deal="record"), on="account")
        found.append(persons.select("deal", "record").join(own[CONTACT], on="record"))
    return [keys.select(pl.col("deal").alias("record"), "kind", "key") for keys in found]


def _live(states: States, workspace: Workspace) -> list[pl.LazyFrame]:
    """The records that are live: column record."""
    found = []
    links = [states[name].select("record", "parent") for name in (CONTACT, SALES) if name in states]
    if SALES in states:
        opened = states[SALES].filter(pl.col("status") == "open")
        above = matching.with_account(opened, states[CONTACT].select("record", "parent") if CONTACT in states else None)
        found += [opened.select("record"), above.select(record="account").drop_nulls()]
    if ACCOUNT in states:
        since = workspace.clock() - YEAR
        spoken = pl.LazyFrame(schema=FILED)
        if ACTIVITY in states:
            filed = matching.with_account(states[ACTIVITY], pl.concat(links) if links else None)
            spoken = filed.group_by(record="account").agg(spoken_at=pl.coalesce("occurred_at", "created_at").max())
        worked = pl.max_horizontal("spoken_at", "created_at", "modified_at", "last_activity_at")
        found.append(states[ACCOUNT].join(spoken, on="record", how="left").filter(worked >= since).select("record"))
    return found


def _fields(workspace: Workspace) -> frozenset[str]:
    """What fields are called in the CRM: those watched, and the columns that mappings name."""
    with workspace.database.read() as session:
        watched = sources.fields(session)["field"].to_list()
    mappings = [m for options in workspace.settings.sources.values() for m in getattr(options, "records", ())]
    return frozenset({*watched, *(name for mapping in mappings for name in mapping.columns.values())})
