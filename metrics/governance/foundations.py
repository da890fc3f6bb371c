"""Foundations: duties, uses, framing and project team, as the project declares them, and what makes people use it."""

import polars as pl

from metrics.declaring import metric
from metrics.stated import ALWAYS, YEAR, begun, happened, holding, stated
from settings.choices import DUTIES, FRAMING

FEW_CHANGES = 1


@metric(
    "Responsibilities named",
    unit="count",
    kind="census",
    grain="state",
    amber=4,
    red=2,
    origin="named 002",
    cause="organisation",
    about="records",
    counts="items",
    phases=ALWAYS,
)
def responsibilities(responsibilities: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """How many of the four duties have somebody who answers for them.

    Formula: duties with a role that holds them, of data quality, onboarding, arbitration and rule checking.
    Unit: duties, 0 to 4; one row for the project and week. n: the four duties.
    Empty: no_data before any duty is declared.
    Source: document 002 names the sign; the limits are ours.
    """
    duties = [duty.word for duty in DUTIES]
    held = pl.col("duty").filter(_named("holder") & pl.col("duty").is_in(duties)).n_unique()
    rows = holding(responsibilities, weeks).group_by("period").agg(hits=held)
    return stated(rows.with_columns(value="hits", n=pl.lit(len(duties))), weeks)


@metric(
    "Usage scenarios shared",
    unit="ratio",
    kind="census",
    grain="state",
    amber=1.0,
    red=0.5,
    origin="named 002",
    cause="organisation",
    about="records",
    counts="items",
    phases=ALWAYS,
)
def scenarios(scenarios: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the declared uses of the CRM that are written, owned, and shared with those who enter the data.

    Formula: uses that are written, have an owner and are shared / uses declared.
    Unit: ratio in [0, 1]; one row for the project and week. n: uses.
    Empty: no_data before any use is declared.
    Source: document 002 names the sign; the limits are ours.
    """
    ready = pl.col("written").fill_null(value=False) & _named("holder") & pl.col("shared").fill_null(value=False)
    return stated(holding(scenarios, weeks).group_by("period").agg(hits=ready.sum(), n=pl.len()), weeks)


@metric(
    "Framing note complete",
    unit="ratio",
    kind="census",
    grain="state",
    amber=0.80,
    red=0.50,
    origin="named 000 001 004",
    cause="approach",
    about="records",
    counts="items",
    phases=("framing", "build"),
)
def framing(framing: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of what a framing note should hold that it holds.

    Formula: items present / the 14 items of a framing note.
    Unit: ratio in [0, 1]; one row for the project and week. n: the 14 items; one that is not declared is not present.
    Empty: no_data before any item is declared.
    Source: documents 000, 001 and 004 name the items; the limits are ours.
    """
    items = [item.word for item in FRAMING]
    there = pl.col("present").fill_null(value=False) & pl.col("item").is_in(items)
    rows = holding(framing, weeks).group_by("period").agg(hits=pl.col("item").filter(there).n_unique())
    return stated(rows.with_columns(n=pl.lit(len(items))), weeks)


@metric(
    "Project team",
    unit="ratio",
    kind="census",
    grain="state",
    amber=1.0,
    red=0.5,
    origin="named 000 001 004",
    cause="approach",
    about="records",
    counts="items",
    phases=ALWAYS,
)
def project_team(project_team: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the conditions met that make a project team able to carry the project.

    Formula: conditions met / conditions that can be told: a dedicated lead; every department represented; leads not of
        IT alone; at most one change of lead in 12 months.
    Unit: ratio in [0, 1]; one row for the project and week. n: conditions. The third cannot be told without a lead
        whose function is declared.
    Empty: no_data while no department is declared.
    Source: documents 000, 001 and 004 name the conditions; the limits are ours.
    """
    now = holding(project_team, weeks).with_columns(pl.col("lead", "dedicated").fill_null(value=False))
    led = now.group_by("period").agg(
        dedicated=(pl.col("lead") & pl.col("dedicated")).any(),
        business=pl.col("function").filter("lead").drop_nulls().ne("it").any(),
        told=pl.col("function").filter("lead").is_not_null().any(),
    )
    departments = now.group_by("period", "department").agg(there=(_named("holder") | pl.col("lead")).any())
    represented = departments.group_by("period").agg(represented=pl.col("there").all())
    left = happened(project_team.filter("lead"), "until", weeks, YEAR).group_by("period").agg(changes=pl.len())
    few = pl.col("changes").fill_null(0) <= FEW_CHANGES
    return stated(
        led.join(represented, on="period")
        .join(left, on="period", how="left")
        .select(
            "period",
            hits=pl.sum_horizontal("dedicated", "represented", few, pl.col("told") & pl.col("business")),
            n=3 + pl.col("told").cast(pl.Int64),
        ),
        weeks,
    )


@metric(
    "Incentives",
    unit="index",
    kind="census",
    grain="state",
    amber=0.0,
    origin="named 001 003",
    cause="organisation",
    about="records",
    counts="items",
    phases=ALWAYS,
)
def incentives(incentives: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Whether people are being forced to use the CRM, which makes figures of use look better than they are.

    Formula: 1 while an incentive that forces use holds, else 0.
    Unit: 0 or 1; one row for the project and week.
    Empty: no_data before it is declared what encourages or forces use.
    Source: documents 001 and 003 name the sign; that it warns is ours.
    """
    forced = holding(incentives.filter(pl.col("kind") == "coercive"), weeks).select("period").unique()
    rows = begun(incentives, "since", weeks).join(forced.with_columns(value=1.0), on="period", how="left")
    return stated(rows.select("period", pl.col("value").fill_null(0.0)), weeks)


def _named(column: str) -> pl.Expr:
    """Whether a role is written there."""
    return (pl.col(column).str.strip_chars() != "").fill_null(value=False)
