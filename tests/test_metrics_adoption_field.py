"""Mobile use and slow pages, hand-worked."""

from datetime import timedelta

import polars as pl
import pytest

from metrics.adoption.field import friction, mobile
from metrics.rollups import USER_DAY_FEATURE
from tests.judging import found, level
from tests.tables import week, weeks
from tests.test_metrics_adoption import expected

REPS = {f"r{n:02}": "Nord" for n in range(10)}
TEAMS = {**REPS, "est": "Est", "desk": "Nord"}
ROLES = dict.fromkeys([*REPS, "est"], "Itinérant") | {"desk": "Sédentaire"}
ROLE_SCHEMA = {"role": pl.String, "field": pl.Boolean, "manages": pl.Boolean, "admin": pl.Boolean}


def days(*told: tuple[str, int, int, str | None]) -> pl.LazyFrame:
    """Person, week, day of the week and client."""
    rows = [
        ("2026-09", week(n) + timedelta(day), "crm", user, "view", "account", None, client, 1, 0)
        for user, n, day, client in told
    ]
    return pl.LazyFrame(rows, schema=USER_DAY_FEATURE, orient="row")


def share(
    done: pl.LazyFrame, count: int = 4, reasons: dict[int, str] | None = None, *, field: bool = True
) -> pl.LazyFrame:
    people = expected(TEAMS, count).with_columns(role=pl.col("user").replace_strict(ROLES))
    roles = pl.LazyFrame(
        [("Itinérant", field, False, False), ("Sédentaire", False, False, False)], schema=ROLE_SCHEMA, orient="row"
    )
    return mobile(done, people, roles, weeks(count, reasons)).collect().lazy()


def test_days_with_a_phone_are_counted_among_active_days() -> None:
    rows = share(days(("r00", 1, 0, "mobile"), ("r00", 1, 0, "web"), ("r00", 2, 1, "web"), ("est", 4, 2, "web")))

    assert found(rows, 4) == (1 / 3, None)
    assert found(rows, 4, "team:Nord") == (1 / 2, None)
    assert found(rows, 4, "team:Est") == (0 / 1, None)
    here = rows.collect().filter((pl.col("period") == week(4)) & (pl.col("subject") == "project"))
    assert here.select("hits", "n", "people").rows() == [(1, 3, len(["r00", "est"]))]


def test_whoever_works_at_a_desk_does_not_count() -> None:
    rows = share(days(("r00", 4, 0, "mobile"), ("desk", 4, 0, "web"), ("svc", 4, 0, "web")))

    assert found(rows, 4) == (1 / 1, None)


@pytest.mark.parametrize("client", ["sync", "api", None])
def test_a_synchronisation_or_an_unknown_client_makes_no_active_day(client: str | None) -> None:
    assert found(share(days(("r00", 4, 0, "mobile"), ("r00", 4, 1, client))), 4) == (1 / 1, None)


def test_a_day_off_is_no_day_without_a_phone() -> None:
    assert found(share(days(*[("r00", n, day, "mobile") for n in (1, 2, 3, 4) for day in range(4)])), 4) == (
        16 / 16,
        None,
    )


@pytest.mark.parametrize(("phones", "judged"), [(20, "green"), (19, "amber"), (5, "amber"), (1, "red")])
def test_mobile_use_on_its_limit_and_past_it(phones: int, judged: str) -> None:
    told = [(user, n, day, "web") for user in REPS for n in (1, 2) for day in range(5)]
    rows = share(
        days(*[(u, n, day, "mobile" if place < phones else "web") for place, (u, n, day, _) in enumerate(told)])
    )

    assert found(rows, 4) == (phones / 100, None)
    assert level("adoption.mobile", rows, 4) == judged


def test_only_the_last_four_judged_weeks_count() -> None:
    done = days(("r00", 1, 0, "mobile"), ("r00", 5, 0, "web"))

    assert found(share(done, 5), 5) == (0 / 1, None)
    assert found(share(done, 5, {3: "held"}), 5) == (1 / 2, None)


def test_before_four_judged_weeks_it_is_too_early() -> None:
    rows = share(days(("r00", 1, 0, "mobile")))

    assert [found(rows, n) for n in (1, 2, 3)] == [(None, "too_few")] * 3


def test_where_no_act_tells_its_client_it_is_not_recorded() -> None:
    assert found(share(days(("r00", 4, 0, None))), 4) == (None, "not_recorded")
    assert found(share(days()), 4) == (None, "not_recorded")


def test_weeks_over_before_clients_were_told_are_not_noughts() -> None:
    rows = share(days(("r00", 4, 0, None), ("r00", 5, 0, "mobile")), 5)

    assert [found(rows, n) for n in (4, 5)] == [(None, "not_recorded"), (1 / 1, None)]


def test_without_a_role_in_the_field_or_anybody_active_there_is_no_data() -> None:
    assert found(share(days(("r00", 4, 0, "mobile")), field=False), 4) == (None, "no_data")
    assert found(share(days(("desk", 4, 0, "web"))), 4) == (None, "no_data")


def test_slow_pages_are_grey_for_no_source_tells_them() -> None:
    assert (
        friction(weeks(2)).collect().select("subject", "value", "reason").rows()
        == [("project", None, "not_recorded")] * 2
    )
