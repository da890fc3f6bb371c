"""Duplicates: is the same customer there twice?"""

import polars as pl

from metrics.declaring import metric
from metrics.rates import share_of_records
from metrics.record_cuts import by_subject, known_states


@metric(
    "Duplicates",
    unit="ratio",
    kind="sample",
    grain="state",
    amber=0.03,
    red=0.08,
    origin="named 003 004",
    cause="tool",
    about="records",
    needs=("records",),
)
def duplicates(duplicate_day: pl.LazyFrame, stage_day: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the records that stand for somebody who is there already.

    Formula: records that share an e-mail, a direct telephone or a company number with another one of the same object
        and system / records. A key that many carry, or whose holders differ in another key, is set aside: it is a
        switchboard, a shared mailbox, or another site of a company.
    Unit: ratio in [0, 1]; one row per project, team, object, team and object, and week. n: records of objects that
        have such keys.
    Empty: no_data where no object has keys, or when the state of under half of the records is known.
    Source: documents 003 and 004 name the sign; the limits are ours.
    """
    values = duplicate_day.with_columns(hits=pl.col("doubled"))
    known = known_states(stage_day.join(duplicate_day.select("object").unique(), on="object", how="semi"))
    return share_of_records(by_subject(values, known), weeks)
