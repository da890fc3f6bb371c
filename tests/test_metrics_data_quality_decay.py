"""Contact decay, hand-worked: found wrong by contact-month, clean-ups aside, and nobody's look for a year."""

import polars as pl
import pytest

from metrics.data_quality.decay import decay, unverified
from settings.declared import DECLARED
from tests.days import days, shown
from tests.tables import table, weeks

MONTHS = 7 / (365.25 / 12)
CONTACTS = days("stage_day", "team | n | owners | unknown\nNord | 90 | 3 | 0\nEst | 10 | 2 | 0")
FOUND = days(
    "decay_day",
    """
    team | n  | wrong | unverified | owners
    Nord | 90 | 2     | 9          | 3
    Est  | 10 | 1     | 4          | 2
    """,
)


def marks(text: str) -> pl.LazyFrame:
    return table(f"happened | kind | team\n{text}", DECLARED["annotations"].kept).lazy()


NO_MARKS = marks("")


def test_decay_is_found_wrong_by_month_of_a_contact_being_there() -> None:
    found = shown(decay(FOUND, CONTACTS, NO_MARKS, weeks(1)), "value", "hits", "n", "people")

    assert found["project"] == pytest.approx(((2 + 1) / (100 * MONTHS), 2 + 1, 100 * MONTHS, 3 + 2), rel=1e-5)
    assert found["team:Nord"] == pytest.approx((2 / (90 * MONTHS), 2, 90 * MONTHS, 3), rel=1e-5)


def test_contact_months_of_teams_add_up_to_those_of_the_project() -> None:
    rows = days(
        "decay_day", "team | n | wrong | owners\n" + "\n".join(f"t{n} | {n * 37 + 1} | 0 | 1" for n in range(9))
    )
    found = shown(decay(rows, CONTACTS, NO_MARKS, weeks(1)), "n")

    assert found.pop("project") - sum(float(str(n)) for n in found.values()) == 0.0


def test_four_weeks_of_two_per_cent_a_month_are_on_the_limit() -> None:
    steady = 0.02 * 12 / 365.25 * 7
    rows = FOUND.with_columns(n=pl.lit(1_000_000), wrong=pl.lit(round(1_000_000 * steady)))

    assert shown(decay(rows, CONTACTS, NO_MARKS, weeks(1)))["project"] == pytest.approx(0.02, rel=1e-3)


@pytest.mark.parametrize(
    ("mark", "reasons"),
    [
        ("2026-09-07 | clean_up | -", ("held", "held", "held")),
        ("2026-09-13 | migration | -", ("held", "held", "held")),
        ("2026-09-09 | clean_up | Est", ("held", None, "held")),
        ("2026-09-14 | clean_up | -", (None, None, None)),
        ("2026-09-06 | clean_up | -", (None, None, None)),
        ("2026-09-09 | release | -", (None, None, None)),
    ],
)
def test_a_week_in_which_contacts_are_put_right_all_at_once_is_shown_and_not_judged(
    mark: str, reasons: tuple[str | None, ...]
) -> None:
    found = shown(decay(FOUND, CONTACTS, marks(mark), weeks(1)), "value", "reason")

    assert tuple(found[subject][1] for subject in ("project", "team:Nord", "team:Est")) == reasons
    assert all(value is not None for value, _ in found.values())


def test_without_contacts_there_is_no_data_even_in_a_clean_up() -> None:
    mark = marks("2026-09-09 | clean_up | -")

    assert shown(decay(FOUND.clear(), CONTACTS, mark, weeks(1)), "value", "reason") == {"project": (None, "no_data")}
    assert shown(unverified(FOUND.clear(), CONTACTS, weeks(1)), "value", "reason") == {"project": (None, "no_data")}


def test_contacts_nobody_looked_at_stand_beside_it_without_a_level() -> None:
    assert shown(unverified(FOUND, CONTACTS, weeks(1))) == {
        "project": (9 + 4) / (90 + 10),
        "team:Nord": 9 / 90,
        "team:Est": 4 / 10,
    }
