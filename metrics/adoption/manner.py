"""Manner of use: does everybody fill the CRM in their own way, and do teams share their customers?"""

from collections.abc import Sequence
from datetime import timedelta
from statistics import quantiles

import polars as pl

from metrics.declaring import metric
from metrics.indexes import VALUED, indexed
from metrics.rates import share_of_records
from metrics.record_cuts import by_object
from metrics.statistics import SHOWN, icc
from metrics.subjects import PROJECT, subject_of

TENURE = timedelta(days=60)
PORTFOLIO = 5
LEAST_OWNERS = 5
WIDE, ORDINARY = 0.4, 0.15
"""Unless the 90th and 10th percentile of owners are so far apart, differences are ordinary: never past amber."""


@metric(
    "Everyone in their own way",
    unit="index",
    kind="index",
    grain="state",
    amber=ORDINARY,
    red=0.25,
    origin="named 002",
    cause="organisation",
    needs=("records",),
)
def dispersion(
    owner_day: pl.LazyFrame, expected: pl.LazyFrame, people: pl.LazyFrame, weeks: pl.LazyFrame
) -> pl.LazyFrame:
    """How much of the differences in completeness between records comes from who owns them.

    Formula: lower bound (95 %) of the intraclass correlation of the completeness of records, by owner, each record held
        against those of its object and stage; owners in place for 60 days with 5 records or more. Where the means of
        owners at the 90th and 10th percentile are at most 0.4 apart, no more than 0.15.
    Unit: index in [0, 1]; one row per project and team, and week. people: owners.
    Empty: too_few under 5 such owners; no_data where no field is required.
    Source: document 002 (weak signal b) names the sign; intraclass correlation: Shrout and Fleiss (1979); limits ours.
    """
    owners = _in_place(owner_day, expected, people, weeks).collect()
    by_subject = _by_owner(owners).group_by("subject", "period").agg("n", "apart", "squares")
    rows = [
        (subject, period, _way_of_their_own(list(zip(*sums, strict=True))), len(sums[0]))
        for subject, period, *sums in by_subject.iter_rows()
        if len(sums[0]) >= LEAST_OWNERS
    ]
    some = owner_day.join(weeks.select("period", day="end"), on="day").select("period", missing=pl.lit("too_few"))
    return indexed(pl.LazyFrame(rows, schema=VALUED, orient="row"), some.unique(), weeks)


def _in_place(
    owner_day: pl.LazyFrame, expected: pl.LazyFrame, people: pl.LazyFrame, weeks: pl.LazyFrame
) -> pl.LazyFrame:
    """Sums of owners who are in place, by week, object and stage; once for the project and once for their team."""
    dated = owner_day.join(weeks.select("period", "end", day="end"), on="day")
    there = expected.select("period", "user", "team").join(people.select("user", "entitled_from"), on="user")
    mine = dated.join(there, on=["period", "user"]).filter(
        (pl.col("entitled_from") <= pl.col("end") - TENURE).fill_null(value=True)
        & (pl.col("n").sum().over("period", "user") >= PORTFOLIO)
    )
    team = mine.filter(pl.col("team").is_not_null()).with_columns(subject=subject_of("team"))
    return pl.concat([mine.with_columns(subject=pl.lit(PROJECT)), team])


def _by_owner(owners: pl.DataFrame) -> pl.DataFrame:
    """By subject, week and owner: records, their sum and their squares apart from the mean of object and stage."""
    like = ("subject", "period", "object", "stage")
    mean = pl.col("filled").sum().over(like) / pl.col("n").sum().over(like)
    return (
        owners.sort(*like, "user", "n", "filled")
        .with_columns(mean=mean)
        .with_columns(
            apart=pl.col("filled") - pl.col("n") * pl.col("mean"),
            squares=pl.col("squares") - 2 * pl.col("mean") * pl.col("filled") + pl.col("n") * pl.col("mean") ** 2,
        )
        .group_by("subject", "period", "user", maintain_order=True)
        .agg(pl.col("n", "apart", "squares").sum())
    )


Sums = tuple[int, float, float]
"""Of an owner: records, the sum of their completeness apart from the mean of their like, and that of its squares."""


def _way_of_their_own(owners: Sequence[Sums]) -> float:
    """The lower bound of the correlation, at least 0, and not past amber where owners are not far apart."""
    found = icc(owners, SHOWN)
    bound = max(0.0, found.low) if found else 0.0
    deciles = quantiles([apart / n for n, apart, _ in owners], n=10, method="inclusive")
    return bound if deciles[-1] - deciles[0] > WIDE else min(bound, ORDINARY)


@metric(
    "Shared customer view",
    unit="ratio",
    kind="sample",
    grain="window",
    amber=0.40,
    red=0.20,
    origin="named 001 002",
    cause="organisation",
    about="records",
    needs=("records",),
)
def sharing(shared_day: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the customers of several teams with whom several teams are seen to work.

    Formula: accounts with activities of two teams or more in 90 days / accounts with an activity in 90 days whose own
        record, contacts, opportunities or activities are owned by people of two teams or more.
    Unit: ratio in [0, 1]; one row for the project a week. n: accounts.
    Empty: no_data where no account is of several teams, or activities name no account.
    Source: documents 001 and 002 name the sign; the limits are ours.
    """
    values = by_object(shared_day.with_columns(hits=pl.col("shared")))
    return share_of_records(values.filter(pl.col("subject") == PROJECT), weeks)
