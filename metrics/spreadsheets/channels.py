"""Other channels: is what colleagues need to know in the CRM, or in mail, chat and private notes?"""

import polars as pl

from metrics.declaring import metric
from metrics.stated import surveyed, unfavourable

CHANNELS = ("channels",)


@metric(
    "E-mail and messaging",
    unit="ratio",
    kind="sample",
    grain="state",
    amber=0.30,
    red=0.50,
    origin="named 002 003",
    cause="organisation",
    counts="values",
)
def other_channels(pulse: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of people who say that what colleagues need to know is not in the CRM but in mail, chat or private notes.

    Formula: answers 1 and 2 / answers to the item "What colleagues need to know is in the CRM", in the last round of
        the survey. Mailboxes and chats are never looked into.
    Unit: ratio in [0, 1]; one row per project and team, and week. n: answers.
    Empty: no_data before the first round, stale 26 weeks after the last.
    Source: documents 002 (weak signal c) and 003 name the sign; the limits are ours.
    """
    return surveyed(unfavourable(pulse, CHANNELS), weeks)
