"""Accompaniment: are people trained, represented, informed, helped by colleagues and answered?"""

import polars as pl

from metrics.declaring import IN_USE, metric
from metrics.stated import ALWAYS, begun, by_team, happened, holding, stated

PEOPLE_A_CHAMPION = 15
STEPS = ("workshops", "prototypes", "acceptance")
MESSAGE_WINDOW = "91d"
MESSAGE_GRACE = "7d"
FEEDBACK_WINDOW = "56d"
ANSWER_DAYS = 5


@metric(
    "Champions",
    unit="ratio",
    kind="census",
    grain="state",
    amber=0.90,
    red=0.60,
    origin="named 000 004",
    cause="approach",
    about="records",
    counts="items",
    phases=("build", *IN_USE),
)
def champions(champions: pl.LazyFrame, expected: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the champions needed that teams have, with time allotted.

    Formula: champions with hours a week, no more than a team needs / champions needed: one per 15 expected users of a
        team, rounded up.
    Unit: ratio in [0, 1]; one row per project and team, and week. n: champions needed.
    Empty: no_data before any champion is declared, or when nobody is expected; a row with a reason for a week without
        a complete collection.
    Source: documents 000 and 004 name the sign; the limits are ours.
    """
    teams = (
        expected.filter(pl.col("team").is_not_null())
        .join(begun(champions, "since", weeks), on="period", how="semi")
        .group_by("period", "team")
        .agg(n=(pl.len() / PEOPLE_A_CHAMPION).ceil())
    )
    active = holding(champions.filter(pl.col("hours_a_week") > 0), weeks).group_by("period", "team").len("found")
    met = teams.join(active, on=["period", "team"], how="left").with_columns(
        hits=pl.min_horizontal("n", pl.col("found").fill_null(0))
    )
    return stated(by_team(met, [pl.col("hits", "n").sum()], "period"), weeks, reasons=["stale"])


@metric(
    "Users involved",
    unit="ratio",
    kind="census",
    grain="state",
    amber=0.80,
    red=0.50,
    origin="named 000 003 004",
    cause="approach",
    about="records",
    counts="items",
    phases=ALWAYS,
)
def involvement(involvement: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the planned occasions at which the roles concerned were represented.

    Formula: roles represented in workshops, prototypes and acceptance / roles for which each of these is planned.
    Unit: ratio in [0, 1]; one row for the project and week. n: roles times occasions planned.
    Empty: no_data before any role is declared.
    Source: documents 000, 003 and 004 name the sign; the limits are ours.
    """
    cells = holding(involvement, weeks).unpivot(on=STEPS, index=["period"], value_name="there").drop_nulls("there")
    return stated(cells.group_by("period").agg(hits=pl.col("there").sum(), n=pl.len()), weeks)


@metric(
    "Users kept informed",
    unit="ratio",
    kind="census",
    grain="window",
    amber=0.80,
    red=0.50,
    origin="named 001",
    cause="approach",
    about="records",
    counts="items",
    phases=ALWAYS,
)
def information(messages: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the messages planned for users in the last 13 weeks that were sent.

    Formula: messages sent / messages sent, or planned for more than 7 days ago; of those planned in the last 13 weeks.
    Unit: ratio in [0, 1]; one row for the project and week. n: messages sent or overdue.
    Empty: no_data when no message was planned in the last 13 weeks.
    Source: document 001 asks for a dense and regular thread; the limits are ours.
    """
    sent = (pl.col("sent") <= pl.col("end")).fill_null(value=False)
    overdue = pl.col("planned").dt.offset_by(MESSAGE_GRACE) < pl.col("end")
    planned = happened(messages, "planned", weeks, MESSAGE_WINDOW).filter(sent | overdue)
    return stated(planned.group_by("period").agg(hits=sent.sum(), n=pl.len()), weeks)


@metric(
    "Support and feedback",
    unit="ratio",
    kind="sample",
    grain="window",
    amber=0.80,
    red=0.60,
    origin="named 000",
    cause="approach",
    about="records",
    counts="items",
)
def support(feedback: pl.LazyFrame, weeks: pl.LazyFrame) -> pl.LazyFrame:
    """Share of the users' feedback and tickets of the last 8 weeks that were answered within 5 working days.

    Formula: answered within 5 working days / answered, or received more than 5 working days ago; of those received in
        the last 8 weeks. Working days are Monday to Friday, public holidays among them.
    Unit: ratio in [0, 1]; one row for the project and week. n: feedback and tickets.
    Empty: no_data when none of the last 8 weeks is due.
    Source: document 000 names the sign; the limits are ours.
    """
    deadline = pl.col("received").dt.add_business_days(ANSWER_DAYS, roll="forward")
    answered = (pl.col("answered") <= pl.col("end")).fill_null(value=False)
    due = happened(feedback, "received", weeks, FEEDBACK_WINDOW).filter(answered | (deadline <= pl.col("end")))
    in_time = answered & (pl.col("answered") <= deadline)
    return stated(due.group_by("period").agg(hits=in_time.sum(), n=pl.len()), weeks, reasons=["held"])
