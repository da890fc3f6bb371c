"""Access: who can still get in that should not, or that nobody knows?"""

from datetime import timedelta

import polars as pl

from metrics.declaring import OUTCOME, metric
from metrics.subjects import PROJECT

SILENT = timedelta(days=90)
BELIEVED = 0.5
"""Share of a system's accounts that the directory knows, from which on it may be said that it knows the others not."""


@metric(
    "Access kept clean",
    unit="count",
    kind="count",
    grain="state",
    amber=1,
    red=3,
    origin="named 003 004",
    cause="organisation",
    needs=("people",),
)
def access(accounts: pl.LazyFrame, user_day: pl.LazyFrame, roles: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """How many people have an account that should be closed or looked into.

    Formula: people gone from the directory who still have an open account elsewhere + open accounts of nobody in the
        directory, such as shared logins + open accounts with an administrator's role and no act in 90 days; each
        person once. The directory is a source of people that records no acts, such as an HR file; of a system of whose
        accounts it knows under half, it says nothing.
    Unit: number at the end of the week; one row for the project a week. people: persons with an open account.
    Empty: no_data without a directory and without an administrator whose acts of 90 days are known.
    Source: documents 003 and 004 name the sign; what is counted and the limits are ours.
    """
    opened, listed = _standing(accounts, user_day, weeks)
    parts = [_leavers(opened, listed), _strangers(opened, listed), _dormant(opened, user_day, roles, weeks)]
    told = pl.concat([known for known, _ in parts]).unique()
    found = pl.concat([users for _, users in parts]).group_by("period").agg(found=pl.col("user").n_unique())
    people = opened.group_by("period").agg(people=pl.col("user").n_unique())
    counted = told.join(found, on="period", how="left").with_columns(pl.col("found").fill_null(0))
    rows = weeks.join(counted, on="period", how="left").join(people, on="period", how="left")
    known = pl.col("found").is_not_null() & (pl.col("reason").is_null() | (pl.col("reason") == "held"))
    missing = pl.coalesce(pl.col("reason").replace("held", None), pl.lit("no_data"))
    return rows.with_columns(
        subject=pl.lit(PROJECT),
        value=pl.when(known).then("found"),
        people=pl.when(known).then("people"),
        reason=pl.when(~known).then(missing),
        **{name: pl.lit(None) for name in ("hits", "n", "coverage")},
    ).select(pl.col(name).cast(kind) for name, kind in OUTCOME.items())


def _standing(accounts: pl.LazyFrame, user_day: pl.LazyFrame, weeks: pl.LazyFrame) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """At the end of each week: people's open accounts in sources that record acts, and everybody in those that do not.

    Columns period, end, source, user, role, entitled_from, and whether they are ``gone``.
    """
    began = user_day.group_by("source").agg(first=pl.col("day").min())
    humans = accounts.filter(pl.col("kind") == "human").join(began, on="source", how="left")
    each = weeks.select("period", "end").join(humans, how="cross")
    gone = (pl.col("entitled_to") <= pl.col("end")).fill_null(value=False)
    there = ~gone & (pl.col("entitled_from") <= pl.col("end")).fill_null(value=True)
    acts = (pl.col("first") <= pl.col("end")).fill_null(value=False)
    columns = ("period", "end", "source", "user", "role", "entitled_from")
    return each.filter(acts & there).select(columns), each.filter(~acts).select(*columns, gone=gone)


def _leavers(opened: pl.LazyFrame, listed: pl.LazyFrame) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Weeks in which there is a directory, and by week the people with an open account whom it says are gone."""
    gone = listed.group_by("period", "user").agg(pl.col("gone").all()).filter("gone")
    left = gone.join(opened, on=["period", "user"], how="semi")
    return listed.select("period").unique(), left.select("period", "user")


def _strangers(opened: pl.LazyFrame, listed: pl.LazyFrame) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Weeks in which a directory knows most of a system's accounts, and by week those of nobody in it."""
    names = listed.select("period", "user", known=pl.lit(value=True)).unique()
    marked = opened.join(names, on=["period", "user"], how="left").with_columns(pl.col("known").fill_null(value=False))
    systems = marked.group_by("period", "source").agg(share=pl.col("known").mean()).filter(pl.col("share") >= BELIEVED)
    strange = marked.filter(~pl.col("known")).join(systems, on=["period", "source"], how="semi")
    return systems.select("period").unique(), strange.select("period", "user")


def _dormant(
    opened: pl.LazyFrame, user_day: pl.LazyFrame, roles: pl.LazyFrame, weeks: pl.LazyFrame
) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Weeks in which administrators' acts of 90 days are known, and by week the administrators without any."""
    since = pl.col("end") - SILENT
    noticed = weeks.filter("noticed").select(informed=pl.col("period").min())
    admins = (
        opened.join(roles.filter("admin").select("role"), on="role", how="semi")
        .join(noticed, how="cross")
        .filter((pl.col("informed") <= since) & (pl.col("entitled_from") <= since).fill_null(value=True))
    )
    acts = user_day.filter(pl.col("events") > 0).select("user", "day")
    acted = admins.join(acts, on="user").filter((pl.col("day") > since) & (pl.col("day") <= pl.col("end")))
    silent = admins.join(acted, on=["period", "user"], how="anti")
    return admins.select("period").unique(), silent.select("period", "user")
