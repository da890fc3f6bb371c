"""What is declared of the data: who answers for them, and whether segments are reviewed."""

import polars as pl

from metrics.declaring import metric
from metrics.stated import ALWAYS, YEAR, holding, stated


@metric(
    "Data owners named",
    unit="ratio",
    kind="census",
    grain="state",
    amber=1.0,
    red=0.5,
    origin="named 002 003",
    cause="organisation",
    about="records",
    counts="items",
    phases=ALWAYS,
)
def owners(data_owners: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the objects and departments in scope that have somebody who answers for their data.

    Formula: objects and departments with a role that owns their data / objects and departments declared in scope.
    Unit: ratio in [0, 1]; one row for the project and week. n: objects and departments.
    Empty: no_data before any is declared.
    Source: documents 002 and 003 name the sign; the limits are ours.
    """
    named = (pl.col("holder").str.strip_chars() != "").fill_null(value=False)
    scope = holding(data_owners, weeks).group_by("period", "scope", "label").agg(owned=named.any())
    return stated(scope.group_by("period").agg(hits=pl.col("owned").sum(), n=pl.len()), weeks)


@metric(
    "Segmentation reviewed",
    unit="ratio",
    kind="census",
    grain="state",
    amber=0.80,
    red=0.50,
    origin="named 003",
    cause="organisation",
    about="records",
    counts="items",
)
def segments(segments: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the customer segments in use that were reviewed within 12 months.

    Formula: segments reviewed in the last 12 months / segments in use. Only the last review is declared: one whose
        review came later is left out of the weeks before it.
    Unit: ratio in [0, 1]; one row for the project and week. n: segments.
    Empty: no_data while no segment is in use.
    Source: document 003 names the sign; the limits are ours.
    """
    used = holding(segments, weeks).filter((pl.col("reviewed") <= pl.col("end")).fill_null(value=True))
    fresh = (pl.col("reviewed") > pl.col("end").dt.offset_by(f"-{YEAR}")).fill_null(value=False)
    return stated(used.group_by("period").agg(hits=fresh.sum(), n=pl.len()), weeks)
