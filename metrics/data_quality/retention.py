"""Retention: are contacts kept for longer than was declared?"""

import polars as pl

from metrics.declaring import metric
from metrics.rates import share_of_records
from metrics.record_cuts import by_subject, known_states

CONTACT = "contact"


@metric(
    "Retention kept",
    unit="ratio",
    kind="sample",
    grain="state",
    amber=0.01,
    red=0.05,
    origin="named 004",
    cause="organisation",
    about="records",
    needs=("records",),
)
def retention(stage_day: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the contacts that are kept for longer than was declared.

    Formula: contacts last changed, worked on or spoken to longer ago than the declared retention / contacts.
        Objections are not seen: the CRM's own lists have to keep them.
    Unit: ratio in [0, 1]; one row per project and team, and week. n: contacts.
    Empty: no_data where no retention is declared for contacts, or when the state of under half of them is known.
    Source: document 004 names the sign; the limits are ours.
    """
    contacts = stage_day.filter((pl.col("object") == CONTACT) & pl.col("beyond").is_not_null())
    values = contacts.with_columns(hits=pl.col("beyond"))
    return share_of_records(by_subject(values, known_states(contacts), with_objects=False), weeks)
