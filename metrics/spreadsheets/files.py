"""Workbooks on shares: how many track customers beside the CRM, and how much of its business stands in them."""

import polars as pl

from metrics.declaring import metric
from metrics.spreadsheets.lives import ACTIVE_DAYS, UNSAVED, lives, scanned, standing
from metrics.stated import by_team, stated
from metrics.subjects import PROJECT, subject_of

SALES, ACCOUNT = "opportunity", "account"
PER = 100
HELD = ("held",)


@metric(
    "Parallel spreadsheets",
    unit="per_100",
    kind="count",
    grain="window",
    amber=5,
    red=15,
    origin="named 002 003 004",
    cause="symptom",
    about="records",
    counts="people",
)
def shadow_files(
    files: pl.LazyFrame,
    file_plans: pl.LazyFrame,
    scans: pl.LazyFrame,
    expected: pl.LazyFrame,
    weeks: pl.LazyFrame,
) -> pl.LazyFrame:
    """How many workbooks on shared folders track customers beside the CRM, per 100 expected users; copies count once.

    Formula: 100 × families of workbooks that track customers, saved in the last 30 days and neither kept on purpose nor
        marked retired / expected users.
    Unit: families per 100 users, from 0; one row per project, team to which a folder is declared, and week; a team's
        are those of which a copy in its folder was saved. n: expected users. coverage: share of the sources scanned
        within 14 days.
    Empty: no_data before the first scan; stale when no source was scanned within 14 days.
    Source: documents 002, 003 and 004 name the sign; the limits are ours.
    """
    fresh = scanned(scans, weeks)
    placed = files.select("source", "family", "team", "tracking", "saved_on", "seen_from", "seen_to")
    known = standing(placed, weeks).join(fresh.filter("fresh"), on=["end", "source"], how="semi").filter("there")
    counted = known.filter(pl.col("tracking") & (UNSAVED < ACTIVE_DAYS)).join(
        lives(placed, file_plans, weeks).filter("counted"), on=["family", "end"], how="semi"
    )
    found = by_team(counted, [pl.col("family").n_unique()], "end")
    watched = known.filter(pl.col("team").is_not_null()).select("end", subject=subject_of("team")).unique()
    users = by_team(expected, [pl.len().alias("n")], "period")
    subjects = pl.concat([fresh.filter("fresh").select("end", subject=pl.lit(PROJECT)).unique(), watched])
    rows = (
        subjects.join(weeks.select("period", "end"), on="end")
        .join(users, on=["period", "subject"])
        .join(found, on=["end", "subject"], how="left")
        .join(_covered(fresh), on="end")
        .with_columns(hits=pl.col("family").fill_null(0), people=pl.col("n"))
        .with_columns(value=PER * pl.col("hits") / pl.col("n"))
    )
    return stated(pl.concat([rows, _stale(fresh, weeks)], how="diagonal_relaxed"), weeks, reasons=HELD)


@metric(
    "Business followed outside",
    unit="ratio",
    kind="sample",
    grain="window",
    amber=0.05,
    red=0.20,
    origin="deduced 002 003",
    cause="symptom",
    about="records",
    needs=("records",),
)
def shadow_coverage(
    coverage: pl.LazyFrame, scans: pl.LazyFrame, stage_day: pl.LazyFrame, weeks: pl.LazyFrame
) -> pl.LazyFrame:
    """Share of the open opportunities that stand in a workbook outside the CRM; of active accounts if there are none.

    Formula: open opportunities found by an exact key of theirs, their account's or their contact's, in a workbook that
        tracks customers and was saved in the last 30 days / open opportunities. With several sources the largest share:
        at least so many.
    Unit: ratio in [0, 1]; one row per project, team, object, and week. n: opportunities or accounts.
    Empty: no_data before the first scan or without such records; stale when no source was scanned within 14 days.
    Source: deduced from documents 002 and 003; the limits are ours.
    """
    fresh = scanned(scans, weeks)
    compared = coverage.join(fresh.filter("fresh"), on=["source", "day"]).join(weeks.select("period", "end"), on="end")
    chosen = compared.filter(pl.col("n") > 0).group_by("period").agg(pl.col("object").sort().last().alias("chosen"))
    main = compared.join(chosen, on="period").filter(pl.col("object") == pl.col("chosen"))
    owners = _owners(stage_day, weeks)
    objects = _most(compared, "period", "object", "source").join(
        owners.group_by("period", "object").agg(pl.col("people").sum()), on=["period", "object"], how="left"
    )
    whole = objects.join(chosen, on="period").filter(pl.col("object") == pl.col("chosen"))
    teams = _most(main.filter(pl.col("team").is_not_null()), "period", "object", "team", "source").join(
        owners, on=["period", "object", "team"], how="left"
    )
    rows = pl.concat(
        [
            whole.with_columns(subject=pl.lit(PROJECT)),
            objects.with_columns(subject=subject_of("object")),
            teams.with_columns(pl.col("people").fill_null(0), subject=subject_of("team")),
        ],
        how="diagonal_relaxed",
    )
    known = rows.join(weeks.select("period", "end"), on="period").join(_covered(fresh), on="end")
    return stated(pl.concat([known, _stale(fresh, weeks)], how="diagonal_relaxed"), weeks, reasons=HELD)


def _most(rows: pl.LazyFrame, *keys: str) -> pl.LazyFrame:
    """Sums by keys, and of the sources, the last key, the one with the largest share: keys, hits, n."""
    *kept, _source = keys
    summed = rows.group_by(keys).agg(hits=pl.col("outside").sum(), n=pl.col("n").sum())
    ordered = summed.filter(pl.col("n") > 0).sort(pl.col("hits") / pl.col("n"), "n", "source", descending=True)
    return ordered.group_by(kept, maintain_order=True).first().drop("source")


def _owners(stage_day: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """How many persons own records of a team at the end of a week: period, object, team, people."""
    live = (pl.col("object") != SALES) | (pl.col("status") == "open")
    return (
        stage_day.filter(live)
        .join(weeks.select("period", day="end"), on="day")
        .group_by("period", "object", "team")
        .agg(people=pl.col("owners").max())
    )


def _covered(fresh: pl.LazyFrame) -> pl.LazyFrame:
    """The share of the sources ever scanned that were scanned lately: end, coverage."""
    return fresh.group_by("end").agg(coverage=pl.col("fresh").mean())


def _stale(fresh: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """The weeks at whose end every scan was too old."""
    old = fresh.group_by("end").agg(pl.col("fresh").any()).filter(~pl.col("fresh"))
    return old.join(weeks, on="end").select("period", subject=pl.lit(PROJECT), reason=pl.lit("stale"))
