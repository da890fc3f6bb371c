"""Key functions: does each role use what the CRM was brought in for?"""

import polars as pl

from metrics.declaring import metric
from metrics.rates import share_of_counts
from metrics.rollups import MACHINES
from metrics.series import WORSE_LAST
from metrics.subjects import PROJECT, subject_of
from metrics.windows import from_whole, windows
from settings.tables import ACTIONS_OF

WINDOW = 4
KEYS = ("period", "role", "object")


@metric(
    "Use of key functions",
    unit="ratio",
    kind="sample",
    grain="window",
    amber=0.50,
    red=0.25,
    origin="named 003 004",
    cause="approach",
)
def key_features(
    key_functions: pl.LazyFrame,
    user_day_feature: pl.LazyFrame,
    expected: pl.LazyFrame,
    capabilities: pl.LazyFrame,
    privacy: pl.LazyFrame,
    weeks: pl.LazyFrame,
) -> pl.LazyFrame:
    """Share of the people of a role who used a function that their role should, for the function least used.

    Formula: people of the role who did the function's act by hand in the last 4 judged weeks / people of the role
        expected in all four; for a role its worst function, for the project the worst of all roles that are large
        enough to be shown.
    Unit: ratio in [0, 1]; one row per project, role, role and function, and week. n: people of the role.
    Empty: no_data when no function is declared; not_recorded when no source records the act; too_few until a function
        has been declared, and people have been there, for four judged weeks.
    Source: documents 003 and 004 name the sign; the limits are ours.
    """
    inside = windows(weeks, WINDOW)
    acts = _acts(key_functions, weeks, inside, _recorded(capabilities))
    present = _present(expected, inside)
    users = _users(acts.filter(pl.col("reason").is_null()), present, user_day_feature, inside)
    counted = (
        acts.group_by(KEYS)
        .agg(reason=pl.when(pl.col("reason").is_not_null().all()).then(pl.col("reason").min()))
        .join(present.group_by("period", "role").agg(n=pl.len()), on=["period", "role"], how="left")
        .join(users, on=KEYS, how="left")
        .with_columns(n=pl.when(pl.col("reason").is_null()).then("n"), hits=pl.col("hits").fill_null(0))
        .with_columns(people="n", value=pl.col("hits") / pl.col("n"))
        .join(privacy, how="cross")
        .with_columns(small=(pl.col("n") < pl.col("minimum_group")).fill_null(value=True))
        .sort("small", "value", "reason", "role", "object", nulls_last=True)
    )
    parts = (
        counted.with_columns(subject=pl.concat_str(subject_of("role"), subject_of("object"), separator="/")),
        _first(counted, "period", "role").with_columns(subject=subject_of("role")),
        _first(counted, "period").with_columns(subject=pl.lit(PROJECT)),
    )
    columns = ("subject", "period", "hits", "n", "people", "reason")
    return share_of_counts(pl.concat([part.select(columns) for part in parts]), from_whole(weeks, WINDOW))


def _acts(functions: pl.LazyFrame, weeks: pl.LazyFrame, inside: pl.LazyFrame, recorded: pl.LazyFrame) -> pl.LazyFrame:
    """The acts by which each function is seen, in each week at whose end it is declared.

    Columns KEYS, action, on (the object acted on, null for any), reason (why the act tells nothing that week).
    """
    begun = inside.group_by("period").agg(first=pl.col("within").min())
    dated = weeks.select("period", "end").join(begun, on="period", how="left")
    holding = (pl.col("since") <= pl.col("end")) & (pl.col("until").is_null() | (pl.col("until") > pl.col("end")))
    reason = (
        pl.when(pl.col("state").fill_null("no_data") != "recorded")
        .then(pl.col("state").fill_null("no_data"))
        .when(pl.col("first_day") > pl.col("end"))
        .then(pl.lit("not_recorded"))
        .when(pl.col("since") > pl.col("first"))
        .then(pl.lit("too_few"))
    )
    return (
        functions.select("role", "action", "since", "until", on="object", object="label")
        .join(dated, how="cross")
        .filter(holding)
        .join(recorded, on="action", how="left")
        .select(*KEYS, "action", "on", reason=reason)
    )


def _recorded(capabilities: pl.LazyFrame) -> pl.LazyFrame:
    """Whether some source records each action, and since when: columns action, state, first_day (null: untold)."""
    named = pl.LazyFrame(
        [(action, name) for name, actions in ACTIONS_OF.items() for action in actions],
        schema={"action": pl.String, "name": pl.String},
        orient="row",
    )
    recorded = pl.col("state") == "recorded"
    since = pl.col("since").filter(recorded)
    rank = pl.col("state").replace_strict(list(WORSE_LAST), range(len(WORSE_LAST)), return_dtype=pl.Int64)
    best = capabilities.group_by("name").agg(
        state=pl.col("state").sort_by(rank).first(),
        first_day=pl.when(since.is_not_null().all()).then(since.min()),
    )
    return named.join(best, on="name").drop("name")


def _present(expected: pl.LazyFrame, inside: pl.LazyFrame) -> pl.LazyFrame:
    """People with a role who were expected in every week of a window: columns period, role, user."""
    everywhere = (
        inside.join(expected.select("user", within="period"), on="within")
        .group_by("period", "user")
        .agg(weeks=pl.len())
        .filter(pl.col("weeks") == WINDOW)
    )
    roles = expected.filter(pl.col("role").is_not_null()).select("period", "role", "user")
    return roles.join(everywhere, on=["period", "user"], how="semi")


def _users(
    acts: pl.LazyFrame, present: pl.LazyFrame, user_day_feature: pl.LazyFrame, inside: pl.LazyFrame
) -> pl.LazyFrame:
    """How many of those present used each function: KEYS, hits. No machine's act counts."""
    by_hand = user_day_feature.filter(~pl.col("client").is_in(MACHINES).fill_null(value=False))
    seen_by = acts.select("role", "action", "on", function="object").unique()
    done = (
        by_hand.select("user", "action", "object", within=pl.col("day").dt.truncate("1w"))
        .unique()
        .join(seen_by, on="action")
        .filter(pl.col("on").is_null() | (pl.col("on") == pl.col("object")))
        .select("role", "action", "on", "user", "within", object="function")
        .join(inside, on="within")
    )
    counting = done.join(acts, on=[*KEYS, "action", "on"], how="semi", nulls_equal=True)
    return (
        counting.join(present, on=["period", "role", "user"], how="semi")
        .group_by(KEYS)
        .agg(hits=pl.col("user").n_unique())
    )


def _first(functions: pl.LazyFrame, *keys: str) -> pl.LazyFrame:
    return functions.unique(keys, keep="first", maintain_order=True)
