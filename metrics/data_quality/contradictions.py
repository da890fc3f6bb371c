"""Contradictions: do the systems say the same of one customer?"""

import polars as pl

from metrics.declaring import metric
from metrics.rates import share_of_records
from metrics.record_cuts import by_object


@metric(
    "Contradictions between systems",
    unit="ratio",
    kind="sample",
    grain="state",
    amber=0.05,
    red=0.15,
    origin="named 003",
    cause="organisation",
    about="records",
    needs=("records",),
)
def contradictions(conflict_day: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the customers in several systems of which these say different things.

    Formula: company numbers or e-mails that two systems share and whose status or legal name differs / those shared,
        where both know them. Owners and addresses are not compared.
    Unit: ratio in [0, 1]; one row per project, object, and week. n: keys that systems share.
    Empty: no_data where no two systems share a key.
    Source: document 003 names the sign; the limits are ours.
    """
    return share_of_records(by_object(conflict_day.with_columns(hits=pl.col("conflicting"))), weeks)
