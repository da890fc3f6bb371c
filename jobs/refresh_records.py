"""Refreshing the roll-ups of records: the ends of weeks from the first day that something new touched."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl

from jobs.holdings import ACTIVITY, RECORDS_OF, Holdings, RecordTable, open_holdings
from jobs.workspace import Workspace
from metrics import deals, matching, population, record_rollups, rollups
from metrics.calendar import WEEK, last_complete_week, monday
from store.intents import Unmeasured

RULES = "rollup_rules"
ACCOUNT, CONTACT, SALES = "account", "contact", "opportunity"
OF_ACCOUNTS = (ACCOUNT, CONTACT, SALES, ACTIVITY)
CUSTOMER = ("record", "parent", "team", "human", "occurred_at", "created_at")
WRITTEN = (
    *("field_day", "owner_day", "effort_day", "duplicate_day", "recent_day", "shared_day", "conflict_day", "decay_day"),
    *("deal_day", "stage_day"),
)
"""The tables in the order in which they are written: from the last one it is read which weeks are done."""

MASS, MASS_SHARE = 20, 0.20
"""On a day on which more contacts changed than either, all were brought up to date at once."""

Found = dict[str, list[pl.DataFrame]]


def refresh_records(workspace: Workspace, new: Unmeasured, first: date) -> None:
    """Recomputes the ends of weeks from the first day touched on, and those that have come since the last refresh."""
    rules = _rules(workspace)
    since = first
    if rules == workspace.database.fact(RULES):
        touched = (day for table, day in new.first_days.items() if table.startswith(RECORDS_OF))
        since = max(first, min((_next(workspace, first), *touched)))
    newest = last_complete_week(workspace.today) + WEEK
    ends = [end for end in sundays(since, newest) if end < newest]
    if ends and any(table.startswith(RECORDS_OF) for table in workspace.lake.tables()):
        holdings = open_holdings(workspace)
        for month in sorted({f"{end:%Y-%m}" for end in ends}):
            _refresh_month(workspace, holdings, [end for end in ends if f"{end:%Y-%m}" == month])
    workspace.database.remember(RULES, rules)


def _next(workspace: Workspace, first: date) -> date:
    """A day of the first week whose end no roll-up holds yet."""
    held = workspace.lake.scan(WRITTEN[-1], rollups.TABLES[WRITTEN[-1]])
    newest = held.select(pl.col("day").max()).collect().item()
    return newest + WEEK if newest else first


def sundays(since: date, until: date) -> list[date]:
    """The last days of weeks from that of a day on, up to that of another, which is not among them."""
    end = monday(since) + WEEK
    days = []
    while (sunday := end - WEEK / 7) < until:
        days.append(sunday)
        end += WEEK
    return days


def _rules(workspace: Workspace) -> str:
    """Hash of all but the records that their roll-ups depend on: settings, and the columns of the tables."""
    settings = workspace.settings
    said = {
        "stages": {name: rules.days for name, rules in settings.stages.items() if rules.days},
        "retention": {name: rules.months for name, rules in settings.retention.items()},
        "required": settings.required,
        "useful": settings.useful,
        "directories": sorted(settings.directories),
        "columns": {name: {n: str(kind) for n, kind in rollups.TABLES[name].items()} for name in WRITTEN},
    }
    return hashlib.blake2s(json.dumps(said, sort_keys=True).encode(), digest_size=8).hexdigest()


def _refresh_month(workspace: Workspace, holdings: Holdings, ends: list[date]) -> None:
    """Replaces the rows of some ends of weeks, all of one month and up to the last of it that is wanted."""
    found: Found = defaultdict(list)
    for end in ends:
        _end_of_week(holdings, end, found)
    where = f"month = '{ends[0]:%Y-%m}' AND day >= '{ends[0]}'"
    inside = (pl.col("month") == f"{ends[0]:%Y-%m}") & (pl.col("day") >= ends[0])
    for table in WRITTEN:
        schema = rollups.TABLES[table]
        rows = pl.concat([pl.DataFrame(schema=schema), *found[table]])
        held = workspace.lake.scan(table, schema).filter(inside)
        if not rows.is_empty() or not held.head(1).collect().is_empty():
            workspace.lake.refresh(table, rows, where)


def _end_of_week(holdings: Holdings, end: date, found: Found) -> None:
    """Adds the rows of one end of a week to those found for each table."""
    teams = population.teams_at(holdings.members, holdings.persons, pl.LazyFrame({"day": [end]})).drop("day").collect()
    filed: list[pl.LazyFrame] = []
    of_accounts: dict[str, pl.LazyFrame] = {}
    for table in holdings.tables:
        present = owned_by_team(record_rollups.states(table.rows, table.several, end), teams, holdings)
        words = [*filed, *([record_rollups.own_words(table.rows, end)] if table.worded else [])]
        owned, unseen = pl.collect_all(
            [record_rollups.with_last_word(present, words), record_rollups.unknown(table.rows, end)], engine="streaming"
        )
        for name, rows in _of_object(table, holdings, owned, int(unseen["unknown"].sum()), end):
            found[name].append(_shaped(rows, rollups.TABLES[name], table.object, end))
        if table.object == ACTIVITY:
            filed = [record_rollups.filed_words(owned.lazy(), end).collect().lazy()]
        if table.object == CONTACT:
            decay = _decay(table, holdings, owned, teams, end)
            found["decay_day"].append(_shaped(decay, rollups.DECAY_DAY, CONTACT, end))
        if table.object == SALES:
            found["deal_day"].append(_shaped(_won(table, holdings, owned, end), rollups.DEAL_DAY, SALES, end))
        if table.object in OF_ACCOUNTS:
            of_accounts[table.object] = owned.select(CUSTOMER).lazy()
    if ACCOUNT in of_accounts and ACTIVITY in of_accounts:
        found["shared_day"].append(_shaped(_shared(of_accounts, end), rollups.SHARED_DAY, ACCOUNT, end))


def owned_by_team(rows: pl.LazyFrame, teams: pl.DataFrame, holdings: Holdings) -> pl.LazyFrame:
    """Records under their owners' one name, with the owner's team where they carry none, and ``human``."""
    owners = teams.lazy().select(owner="user", owner_team="team", human="human")
    return (
        rows.with_columns(pl.col("owner").replace(holdings.names))
        .join(owners, on="owner", how="left")
        .with_columns(team=pl.coalesce("team", "owner_team"), human=pl.col("human").fill_null(value=True))
    )


def _of_object(
    table: RecordTable, holdings: Holdings, owned: pl.DataFrame, unseen: int, end: date
) -> Iterator[tuple[str, pl.DataFrame]]:
    """The rows of each table that speaks of one object alone."""
    frame, services = owned.lazy(), holdings.services
    asked, useful = (record_rollups.asked_of(frame, what, table.checked) for what in (table.required, table.useful))
    sums = {
        "filling": record_rollups.filling(frame, table.slugs, table.checked, table.gaps),
        "standing": record_rollups.standing(frame, table.allowed, end, table.kept_from(end)),
        "owner_day": record_rollups.by_owner(asked),
        "effort_day": record_rollups.efforts(useful, services, end),
        "recent_day": record_rollups.recent(frame, table.slugs, end),
    }
    if table.keyed:
        sums["duplicate_day"] = matching.duplicates(frame)
    if table.keyed and table.sources > 1:
        sums["conflict_day"] = matching.conflicts(frame)
    done = dict(zip(sums, pl.collect_all(list(sums.values())), strict=True))
    yield "field_day", _field_day(_summed(done["filling"], ["team", "stage"], services), table)
    yield "owner_day", _owner_day(done["owner_day"])
    yield "recent_day", _recent_day(done["recent_day"], table.slugs)
    for name in ("effort_day", "duplicate_day"):
        if name in done:
            yield name, _summed(done[name], ["team"], services)
    if "conflict_day" in done:
        yield "conflict_day", done["conflict_day"].filter(pl.col("n") > 0)
    known = {
        "talked": owned["spoken_at"].is_not_null().any(),
        "beyond": table.retention_months is not None,
        "amount": owned["amount"].is_not_null().any(),
    }
    stages = _stage_day(_summed(done["standing"], ["team", "stage", "status"], services), unseen)
    yield "stage_day", stages.drop(name for name, told in known.items() if not told)


def _summed(sums: pl.DataFrame, keys: list[str], services: list[str]) -> pl.DataFrame:
    """Sums by owner and keys added up by keys, with ``owners``: how many persons own records of the team.

    And of the status, where there is one; service accounts are none.
    """
    group = [name for name in ("team", "status") if name in keys]
    persons = pl.col("owner").filter(pl.col("owner").is_not_null() & ~pl.col("owner").is_in(services))
    counts = [name for name, kind in sums.schema.items() if kind.is_numeric()]
    return (
        sums.with_columns(owners=persons.n_unique().over(group))
        .group_by(keys)
        .agg(pl.col(counts).sum(), pl.col("owners").first())
    )


def _field_day(summed: pl.DataFrame, table: RecordTable) -> pl.DataFrame:
    empty = pl.DataFrame(schema={n: rollups.FIELD_DAY[n] for n in ("team", "stage", "n", "filled", "slug")})
    parts = [
        summed.select(
            *("team", "stage", "owners"),
            n=f"known_{name}" if name in table.gaps else "n",
            filled=f"filled_{name}",
            entered=pl.col(f"entered_{name}") if name in table.checked else pl.lit(None, pl.UInt32),
            slug=pl.lit(name),
        )
        for name in table.slugs
    ]
    return pl.concat([empty, *parts], how="diagonal_relaxed")


def _stage_day(summed: pl.DataFrame, unseen: int) -> pl.DataFrame:
    """Rows by team, stage and status; one of no record where all that existed are in a state nobody saw."""
    if summed.is_empty() and unseen:
        none = {name: None if name in ("team", "stage", "status") else 0 for name in summed.columns}
        summed = pl.DataFrame([none], schema=summed.schema)
    return summed.with_columns(amount=pl.col("cents") / record_rollups.CENTS, unknown=pl.lit(unseen))


def _owner_day(owners: pl.DataFrame) -> pl.DataFrame:
    """Shares from the whole numbers of each count of fields asked for: added up in the order of these counts."""
    shares = owners.sort("asked").with_columns(
        filled=pl.col("held") / pl.col("asked"), squares=pl.col("squares") / pl.col("asked") ** 2
    )
    sums = [pl.col(name).sum() for name in ("n", "filled", "squares")]
    return shares.group_by("stage", user="owner", maintain_order=True).agg(sums)


def _recent_day(lately: pl.DataFrame, slugs: list[str]) -> pl.DataFrame:
    known = lately.row(0, named=True) if slugs else {}
    rows = [(name, known[f"known_{name}"], known[f"filled_{name}"]) for name in slugs if known[f"known_{name}"]]
    return pl.DataFrame(rows, schema={n: rollups.RECENT_DAY[n] for n in ("slug", "n", "filled")}, orient="row")


def _shared(of_accounts: Mapping[str, pl.LazyFrame], end: date) -> pl.DataFrame:
    """Customers that several teams share; those that accounts, contacts, deals and activities tell of."""
    above = [of_accounts[name].select("record", "parent") for name in (CONTACT, SALES) if name in of_accounts]
    links = pl.concat(above).lazy() if above else None
    accounts = of_accounts[ACCOUNT].with_columns(account="record")
    others = {
        name: matching.with_account(rows, links if name == ACTIVITY else None)
        for name, rows in of_accounts.items()
        if name != ACCOUNT
    }
    served = pl.concat([matching.serving(rows) for rows in (accounts, *others.values())])
    seen = matching.serving(matching.active(others[ACTIVITY], end))
    return matching.shared(accounts, served, seen).collect().filter(pl.col("n") > 0)


def _won(table: RecordTable, holdings: Holdings, owned: pl.DataFrame, end: date) -> pl.DataFrame:
    """The opportunities won lately; the persons who own them by a number, and those of days of loading marked."""
    lately, counts = pl.collect_all(
        [deals.won(owned.lazy(), table.rows, end), deals.entered(owned.lazy(), end)], engine="streaming"
    )
    loads = deals.load_days(counts).with_columns(loaded=pl.lit(value=True))
    person = pl.col("human") & ~pl.col("owner").is_in(holdings.services)
    return lately.join(loads, on=["source", "created_day"], how="left").with_columns(
        pl.col("loaded").fill_null(value=False), holder=pl.when(person).then("owner").rank("dense")
    )


def _decay(table: RecordTable, holdings: Holdings, owned: pl.DataFrame, teams: pl.DataFrame, end: date) -> pl.DataFrame:
    """Contacts by team with those found wrong; who was deleted as wrong was exposed too."""
    changed = owned_by_team(record_rollups.changes(table.rows, end), teams, holdings).filter("human")
    most = max(MASS, MASS_SHARE * owned.height)
    present, wrong = pl.collect_all(
        [
            record_rollups.unverified(owned.lazy().filter("human"), end),
            record_rollups.decayed(changed, most),
        ]
    )
    left = wrong.with_columns(n=pl.col("gone"))
    both = pl.concat([present, left], how="diagonal_relaxed")
    counts = [pl.col(name).fill_null(0) for name in ("n", "wrong", "unverified")]
    return _summed(both.with_columns(counts), ["team"], holdings.services)


def _shaped(rows: pl.DataFrame, schema: dict[str, pl.DataType], object_: str, end: date) -> pl.DataFrame:
    """The rows in the columns of a table, with the day and object that they are of, in order."""
    dated = rows.with_columns(month=pl.lit(f"{end:%Y-%m}"), day=pl.lit(end), object=pl.lit(object_))
    keys = [name for name, kind in schema.items() if kind == pl.String() or kind == pl.Date()]
    return dated.select(
        pl.col(name).cast(kind) if name in dated.columns else pl.lit(None, kind).alias(name)
        for name, kind in schema.items()
    ).sort(keys)
