"""Decisions: are they made from what the CRM says, or from somewhere else?"""

from datetime import timedelta

import polars as pl

from metrics.declaring import metric
from metrics.occurrences import IN_CRM, kept_lately
from metrics.rates import share_of_counts, share_of_people
from metrics.rollups import MACHINES
from metrics.subjects import PROJECT, subject_of
from metrics.windows import during, from_whole, windows

LOOKING = ("view", "list", "report", "dashboard")
WINDOW = 2
SALES = "opportunity"
QUARTER = timedelta(weeks=13)
MANY_DEALS = 20
GAP = 0.10
"""Share of the CRM's own pipeline from which on a forecast differs from it."""

RUN = 3
FRESH = timedelta(days=14)


@metric(
    "Management consults it",
    unit="ratio",
    kind="sample",
    grain="window",
    amber=0.60,
    red=0.30,
    origin="named 002",
    cause="organisation",
    needs_any=("views", "reports", "dashboards"),
)
def management_looks(
    user_day_feature: pl.LazyFrame, expected: pl.LazyFrame, people: pl.LazyFrame, weeks: pl.LazyFrame
) -> pl.LazyFrame:
    """Share of the people who lead others who looked something up in the CRM, taken as one group.

    Formula: managers who opened a record, list, report or dashboard by hand in the last 2 judged weeks / managers
        entitled for the whole week.
    Unit: ratio in [0, 1]; one row for the project and week. n: managers.
    Empty: no_data when nobody is known to lead others; too_few before two judged weeks.
    Source: document 002 (weak signal d) names the sign; the limits are ours.
    """
    looked = user_day_feature.filter(
        pl.col("action").is_in(LOOKING) & ~pl.col("client").is_in(MACHINES).fill_null(value=False)
    )
    lately = during(looked.select("user", "day").unique(), windows(weeks, WINDOW)).select("period", "user")
    managers = expected.join(people.filter("manages").select("user"), on="user", how="semi")
    together = managers.with_columns(team=pl.lit(None, dtype=pl.String))
    return share_of_people(together, lately, from_whole(weeks, WINDOW))


@metric(
    "Decided from the CRM",
    unit="ratio",
    kind="census",
    grain="window",
    amber=0.60,
    red=0.30,
    origin="named 002",
    cause="organisation",
    about="records",
    counts="items",
    needs_any=("views", "reports", "dashboards"),
)
def decided_from_crm(
    ritual_day: pl.LazyFrame, rituals: pl.LazyFrame, ritual_log: pl.LazyFrame, weeks: pl.LazyFrame
) -> pl.LazyFrame:
    """Share of the planned rituals for which somebody opened what the CRM says.

    Formula: occurrences whose group opened a report, dashboard or list of the CRM in the 24 hours before or during
        them, or noted as held on a BI tool, a mailed report or a shared screen / occurrences planned in the last 6
        judged weeks. Rituals shown outside the CRM count from their first such note on.
    Unit: ratio in [0, 1]; one row per project, team and week. n: occurrences planned.
    Empty: no_data when no ritual is declared; too_few until rituals have been planned for six judged weeks.
    Source: document 002 (weak signal d) names the sign; the limits are ours.
    """
    usual = rituals.group_by(ritual="label").agg(pl.col("shown_by").min())
    log = ritual_log.join(usual, on="ritual", how="left", suffix="_usually").filter(
        pl.coalesce("shown_by", "shown_by_usually") != IN_CRM
    )
    return kept_lately(ritual_day, rituals, log, weeks, pl.col("opened") > 0)


@metric(
    "Forecasts made by hand",
    unit="ratio",
    kind="census",
    grain="window",
    amber=0.80,
    red=0.50,
    origin="named 002",
    cause="organisation",
    about="records",
    counts="items",
)
def forecast_by_hand(forecasts: pl.LazyFrame, stage_day: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the forecasts due that were filed in the CRM and not settled elsewhere.

    Formula: forecasts filed in the CRM by their due date, less those of a run of >= 3 due dates on which the amount
        settled lies > 10 % above, or each time below, the CRM's own open pipeline of >= 20 deals / forecasts due in the
        last 13 weeks.
    Unit: ratio in [0, 1]; one row per project, team and week. n: forecasts due.
    Empty: no_data when no forecast was due in the thirteen weeks.
    Source: document 002 (weak signal d) names the sign; the limits are ours.
    """
    due = forecasts.select("due", "filed", "team").drop_nulls("due")
    filed = pl.col("filed") <= pl.col("due")
    elsewhere = pl.col("shown_on") <= pl.col("end")
    counted = (
        due.join(_by_hand(forecasts, _pipeline(stage_day)), on=["team", "due"], how="left", nulls_equal=True)
        .join(weeks.select("period", "end"), how="cross")
        .filter((pl.col("due") <= pl.col("end")) & (pl.col("due") > pl.col("end") - QUARTER))
        .with_columns(hits=(filed & ~elsewhere.fill_null(value=False)).fill_null(value=False))
    )
    parts = (
        counted.with_columns(subject=pl.lit(PROJECT)),
        counted.filter(pl.col("team").is_not_null()).with_columns(subject=subject_of("team")),
    )
    rows = (
        pl.concat([part.select("subject", "period", "hits") for part in parts])
        .group_by("subject", "period")
        .agg(pl.col("hits").sum(), n=pl.len())
        .with_columns(people=None, reason=pl.lit(None, dtype=pl.String))
    )
    # What is declared holds in weeks that nobody could read, or in which nobody worked.
    return share_of_counts(rows, weeks.with_columns(reason=pl.lit(None, dtype=pl.String), noticed=pl.lit(value=True)))


def _pipeline(stage_day: pl.LazyFrame) -> pl.LazyFrame:
    """The open pipeline at the ends of weeks, of each team and of all (team null): day, team, deals, amount."""
    deals = stage_day.filter((pl.col("object") == SALES) & (pl.col("status") == "open"))
    known = pl.when(pl.col("amount").is_not_null().any()).then(pl.col("amount").sum())
    everybody = deals.with_columns(team=pl.lit(None, dtype=pl.String))
    both = pl.concat([everybody, deals.filter(pl.col("team").is_not_null())])
    return both.group_by("day", "team").agg(deals=pl.col("n").sum(), amount=known)


def _by_hand(forecasts: pl.LazyFrame, pipeline: pl.LazyFrame) -> pl.LazyFrame:
    """Forecasts that differ from the pipeline to the same side time after time: team, due, shown_on.

    ``shown_on``: the third due date of their run, on which it shows.
    """
    settled = (
        forecasts.drop_nulls(["due", "by_hand"])
        .group_by("due", "team")
        .agg(pl.col("by_hand").sum())
        .with_columns(of=pl.col("team").fill_null(""))
        .sort("due")
    )
    drawn = pipeline.with_columns(of=pl.col("team").fill_null("")).drop("team").sort("day")
    gap = pl.col("by_hand") - pl.col("amount")
    differs = (pl.col("deals") >= MANY_DEALS) & (gap.abs() > GAP * pl.col("amount"))
    sided = settled.join_asof(
        drawn, left_on="due", right_on="day", by="of", strategy="backward", tolerance=FRESH, check_sortedness=False
    ).with_columns(side=pl.when(differs).then(gap.sign()).otherwise(0.0).fill_null(0.0))
    runs = sided.sort("of", "due").with_columns(run=pl.col("side").rle_id().over("of"))
    third = pl.col("due").sort().slice(RUN - 1, 1).first().over("of", "run")
    return runs.with_columns(shown_on=third).filter(pl.col("side") != 0).select("team", "due", "shown_on")
