"""Use of key functions, hand-worked: by function, the worst of a role, the worst of all."""

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl
import pytest

from metrics.adoption.features import key_features
from metrics.catalogue import metrics
from metrics.population import groups
from metrics.published import published
from metrics.rollups import USER_DAY_FEATURE
from metrics.series import compute
from settings.declared import DECLARED
from tests.judging import found, level
from tests.tables import MONDAY, table, week, weeks
from tests.test_metrics_adoption import expected
from tests.test_metrics_series import capabilities

SELLERS = [f"s{n:02}" for n in range(20)]
LEADERS = ["l1", "l2"]
ROLES = dict.fromkeys(SELLERS, "Vendeur") | dict.fromkeys(LEADERS, "Directeur")
RECORDED = {"edits": "recorded", "views": "recorded", "reports": "recorded"}
FUNCTIONS = """
    role      | label   | action | object
    Vendeur   | Visites | create | activity
    Vendeur   | Devis   | view   | quote
    Directeur | Ventes  | report | -
"""


def functions(text: str = FUNCTIONS, since: date = MONDAY) -> pl.LazyFrame:
    return table(text, DECLARED["key_functions"].kept).with_columns(since=pl.lit(since)).lazy()


def used(*acts: tuple[list[str], int, str, str | None], client: str | None = "web") -> pl.LazyFrame:
    """Who did what to which object in which week."""
    rows = [
        ("2026-09", week(n) + timedelta(1), "crm", user, action, object_, None, client, 1, 0)
        for users, n, action, object_ in acts
        for user in users
    ]
    return pl.LazyFrame(rows, schema=USER_DAY_FEATURE, orient="row")


def given(
    done: pl.LazyFrame,
    declared: pl.LazyFrame | None = None,
    states: Mapping[str, str] = RECORDED,
    count: int = 4,
    since: int | None = None,
    present: pl.LazyFrame | None = None,
) -> dict[str, pl.LazyFrame]:
    """The inputs of the metric."""
    there = expected(dict.fromkeys(ROLES, "Nord"), count) if present is None else present
    return {
        "key_functions": functions() if declared is None else declared,
        "user_day_feature": done,
        "expected": there.with_columns(role=pl.col("user").replace(ROLES)),
        "capabilities": capabilities(*[(name, state, since) for name, state in states.items()]).lazy(),
        "privacy": pl.LazyFrame({"minimum_group": [10]}),
        "weeks": weeks(count),
    }


def use(**inputs: pl.LazyFrame) -> pl.LazyFrame:
    """What the metric gives, computed once."""
    return key_features(**inputs).collect().lazy()


VISITS, QUOTES, SALES = "role:Vendeur/object:Visites", "role:Vendeur/object:Devis", "role:Directeur/object:Ventes"
USUAL = used(
    (SELLERS[:16], 4, "create", "activity"), (SELLERS[:12], 2, "view", "quote"), (["l1"], 3, "report", "report")
)


def test_each_function_has_its_share_of_the_role() -> None:
    rows = use(**given(USUAL))

    assert found(rows, 4, VISITS) == (16 / 20, None)
    assert found(rows, 4, QUOTES) == (12 / 20, None)
    assert found(rows, 4, SALES) == (1 / 2, None)


def test_the_worst_function_is_that_of_the_role() -> None:
    rows = use(**given(USUAL))

    assert found(rows, 4, "role:Vendeur") == (12 / 20, None)
    assert found(rows, 4, "role:Directeur") == (1 / 2, None)


def test_the_worst_role_that_may_be_shown_is_that_of_the_project() -> None:
    rows = use(**given(USUAL)).collect().filter(pl.col("subject") == "project")

    assert rows.filter(pl.col("period") == week(4)).select("value", "n", "people").rows() == [(12 / 20, 20, 20)]


def test_nothing_is_shown_of_a_role_too_small_nor_of_the_one_beside_it() -> None:
    told = given(USUAL)["capabilities"].collect()
    series = compute({"adoption.key_features": metrics()["adoption.key_features"]}, given(USUAL), told, "run")
    shown = published(series, metrics(), 10, groups(given(USUAL)["expected"])).filter(pl.col("period") == week(4))
    values = dict(shown.select("subject", "value").iter_rows())

    assert values == dict.fromkeys(["role:Vendeur", VISITS, QUOTES, "role:Directeur", SALES]) | {"project": 12 / 20}
    assert set(shown.filter(pl.col("value").is_null())["reason"]) == {"suppressed"}


@pytest.mark.parametrize(("users", "judged"), [(10, "green"), (9, "amber"), (5, "amber"), (1, "red"), (0, "red")])
def test_functions_on_their_limit_and_past_it(users: int, judged: str) -> None:
    rows = use(**given(used((SELLERS[:users], 4, "create", "activity"), (SELLERS, 4, "view", "quote"))))

    assert found(rows, 4, VISITS) == (users / 20, None)
    assert level("adoption.key_features", rows, 4, VISITS) == judged


@pytest.mark.parametrize("people", [5, 10, 20])
def test_what_nobody_uses_is_red_in_any_group_that_may_be_shown(people: int) -> None:
    there = expected(dict.fromkeys(SELLERS[:people], "Nord"), 4)

    assert level("adoption.key_features", use(**given(used(), present=there)), 4) == "red"


def test_only_the_last_four_weeks_count() -> None:
    rows = use(**given(used((SELLERS, 1, "create", "activity"), (SELLERS, 5, "view", "quote")), count=5))

    assert [found(rows, n, VISITS)[0] for n in (4, 5)] == [20 / 20, 0 / 20]


def test_another_act_or_object_is_not_the_function() -> None:
    rows = use(**given(used((SELLERS, 4, "edit", "activity"), (SELLERS, 4, "view", "account"))))

    assert [found(rows, 4, subject)[0] for subject in (VISITS, QUOTES)] == [0 / 20, 0 / 20]


@pytest.mark.parametrize(("client", "value"), [("mobile", 1.0), (None, 1.0), ("sync", 0.0), ("api", 0.0)])
def test_what_machines_do_is_no_use(client: str | None, value: float) -> None:
    assert found(use(**given(used((SELLERS, 4, "create", "activity"), client=client))), 4, VISITS)[0] == value


def test_another_role_s_use_is_not_theirs_nor_a_stranger_s() -> None:
    done = used(([*LEADERS, "svc"], 4, "create", "activity"))

    assert found(use(**given(done)), 4, VISITS) == (0 / 20, None)


def test_newcomers_count_once_they_have_been_there_for_four_weeks() -> None:
    late = expected({"s19": "Nord"}, 5).filter(pl.col("period") > week(1))
    present = pl.concat([expected(dict.fromkeys(SELLERS[:19], "Nord"), 5), late])
    rows = use(**given(used((SELLERS[:19], 4, "create", "activity")), count=5, present=present))

    assert [found(rows, n, VISITS)[0] for n in (4, 5)] == [19 / 19, 19 / 20]


def test_a_function_may_be_seen_by_any_of_several_acts() -> None:
    both = functions("""
        role    | label   | action | object
        Vendeur | Visites | create | activity
        Vendeur | Visites | import | activity
    """)
    done = used((["s00"], 4, "create", "activity"), (["s00", "s01"], 4, "import", "activity"))
    rows = use(**given(done, both, {"edits": "recorded", "imports": "recorded"}))

    assert found(rows, 4, VISITS) == (2 / 20, None)


@pytest.mark.parametrize("state", ["not_recorded", "not_granted", "switched_off"])
def test_a_function_whose_act_no_source_records_says_so_and_judges_nobody(state: str) -> None:
    rows = use(**given(used((SELLERS, 4, "create", "activity")), states={"edits": "recorded", "views": state}))

    assert found(rows, 4, QUOTES) == (None, state)
    assert found(rows, 4, "role:Vendeur") == (20 / 20, None)
    assert found(rows, 4) == (20 / 20, None)


def test_where_no_act_is_recorded_neither_role_nor_project_has_a_value() -> None:
    rows = key_features(
        **given(used(), states={"edits": "not_recorded", "views": "not_recorded", "reports": "not_recorded"})
    )

    assert [found(rows, 4, subject) for subject in (VISITS, "role:Vendeur", "project")] == [(None, "not_recorded")] * 3


def test_weeks_over_before_the_act_was_recorded_are_not_noughts() -> None:
    rows = use(**given(used(), since=6, count=6))

    assert [found(rows, n, VISITS) for n in (5, 6)] == [(None, "not_recorded"), (0 / 20, None)]


def test_a_function_just_declared_has_four_weeks() -> None:
    rows = use(**given(used(), functions(since=week(2)), count=6))

    assert [found(rows, n, VISITS) for n in (4, 5)] == [(None, "too_few"), (0 / 20, None)]
    assert found(rows, 4) == (None, "too_few")


def test_without_a_function_or_before_it_was_declared_there_is_no_data() -> None:
    nothing = functions("role | label | action | object")

    assert found(use(**given(USUAL, nothing)), 4) == (None, "no_data")
    assert found(use(**given(USUAL, functions(since=week(6)), count=5)), 5) == (None, "no_data")


def test_before_four_judged_weeks_it_is_too_early() -> None:
    assert [found(use(**given(USUAL)), n) for n in (1, 2, 3)] == [(None, "too_few")] * 3


def test_a_role_that_nobody_has_is_no_nought() -> None:
    rows = use(**given(USUAL, functions("role | label | action | object\nAutre | X | view | quote")))

    assert [found(rows, 4, subject) for subject in ("role:Autre/object:X", "role:Autre", "project")] == [
        (None, "no_data")
    ] * 3
