"""Rituals kept, and decided from the CRM, hand-worked: occurrences seen or noted, of those planned in six weeks."""

from datetime import date, timedelta

import polars as pl
import pytest

from metrics.adoption.decisions import decided_from_crm
from metrics.governance.rituals import rituals as rituals_kept
from metrics.rollups import RITUAL_DAY
from settings.declared import DECLARED
from tests.judging import found, level
from tests.tables import table, week, weeks

RITUAL, NOTED = DECLARED["rituals"].kept, DECLARED["ritual_log"].kept
LONG_AGO = date(1990, 1, 1)


def occurrences(**opened_and_seen: str) -> pl.LazyFrame:
    """Rituals by name (``team`` after two underscores), with a letter for each week from the first.

    ``b`` both opened and seen, ``o`` opened, ``s`` seen, ``n`` neither, ``.`` none planned. Held on Tuesdays.
    """
    rows = []
    for name, letters in opened_and_seen.items():
        ritual, _, team = name.partition("__")
        for number, letter in enumerate(letters, 1):
            day = week(number) + timedelta(1)
            if letter != ".":
                rows.append((f"{day:%Y-%m}", day, ritual, team or None, int(letter in "bo"), int(letter in "bs")))
    return pl.LazyFrame(rows, schema=RITUAL_DAY, orient="row")


def declared(text: str = "label | shown_by") -> pl.LazyFrame:
    return table(text, RITUAL).with_columns(since=pl.col("since").fill_null(LONG_AGO)).lazy()


def noted(*told: tuple[str, int, int, str | None]) -> pl.LazyFrame:
    """Ritual, week, day of the week, shown by."""
    rows = [
        {"ritual": ritual, "held": week(n) + timedelta(day), "shown_by": shown_by, "since": week(n) + timedelta(day)}
        for ritual, n, day, shown_by in told
    ]
    return pl.LazyFrame(rows, schema=NOTED)


def kept(
    days: pl.LazyFrame, log: pl.LazyFrame | None = None, sheet: pl.LazyFrame | None = None, **known: object
) -> pl.LazyFrame:
    return rituals_kept(
        days,
        declared() if sheet is None else sheet,
        noted() if log is None else log,
        weeks(**({"count": 6} | known)),  # type: ignore[arg-type]
    )


def decided(days: pl.LazyFrame, log: pl.LazyFrame | None = None, sheet: pl.LazyFrame | None = None) -> pl.LazyFrame:
    return decided_from_crm(days, declared() if sheet is None else sheet, noted() if log is None else log, weeks(6))


def test_occurrences_seen_are_counted_among_those_planned() -> None:
    rows = kept(occurrences(Revue__Nord="bbbbbn", Point="bnbnbn"))

    assert found(rows, 6) == ((5 + 3) / (6 + 6), None)
    assert found(rows, 6, "team:Nord") == (5 / 6, None)


def test_opening_something_the_day_before_is_no_ritual_kept_but_a_decision_from_the_crm() -> None:
    days = occurrences(Revue="bosnon")

    assert found(kept(days), 6) == (len("bs") / 6, None)
    assert found(decided(days), 6) == (len("boo") / 6, None)


def ten(good: int, letter: str) -> pl.LazyFrame:
    """Ten rituals of which so many were always kept, the others never."""
    return occurrences(**{f"r{n}": (letter if n < good else "n") * 6 for n in range(10)})


@pytest.mark.parametrize(("good", "judged"), [(8, "green"), (7, "amber"), (5, "amber"), (4, "red"), (0, "red")])
def test_rituals_kept_on_their_limit_and_past_it(good: int, judged: str) -> None:
    rows = kept(ten(good, "s"))

    assert found(rows, 6) == (good / 10, None)
    assert level("governance.rituals", rows, 6) == judged


@pytest.mark.parametrize(("good", "judged"), [(6, "green"), (5, "amber"), (3, "amber"), (2, "red"), (0, "red")])
def test_decided_from_the_crm_on_its_limit_and_past_it(good: int, judged: str) -> None:
    rows = decided(ten(good, "o"))

    assert found(rows, 6) == (good / 10, None)
    assert level("adoption.decided_from_crm", rows, 6) == judged


def test_only_the_last_six_judged_weeks_count() -> None:
    assert found(kept(occurrences(Revue="nbbbbbb"), count=7), 7) == (6 / 6, None)
    assert found(kept(occurrences(Revue="bnbbbbbb"), count=8, reasons={2: "held"}), 8) == (6 / 6, None)


def test_holidays_are_not_judged() -> None:
    rows = kept(occurrences(Revue="bbbbbbn"), count=7, reasons={7: "held"})

    assert found(rows, 7) == (None, "held")
    assert level("governance.rituals", rows, 7) == "green"


def test_rituals_planned_for_less_than_six_weeks_are_too_few() -> None:
    rows = kept(occurrences(Revue__Nord="bbbbbb", Point__Est="..bbbb"))

    assert [found(rows, n) for n in range(1, 6)] == [(None, "too_few")] * 5
    assert found(rows, 6) == (10 / 10, None)
    assert found(rows, 6, "team:Est") == (None, "too_few")


def test_a_ritual_every_four_weeks_is_judged_by_the_one_or_two_that_were_planned() -> None:
    rows = kept(occurrences(Revue="b...n...b..."), count=12)

    assert [found(rows, n)[0] for n in (6, 8, 10)] == [1 / 2, 0 / 1, 1 / 2]


def test_without_a_ritual_there_is_no_data() -> None:
    assert [found(rows(occurrences()), 6) for rows in (kept, decided)] == [(None, "no_data")] * 2


def test_weeks_not_collected_have_no_value() -> None:
    assert found(kept(occurrences(Revue="bbbbbbb"), count=7, reasons={7: "stale"}), 7) == (None, "stale")


def test_one_noted_as_held_counts_for_its_week_and_once() -> None:
    days = occurrences(Revue="nnnnnb")
    log = noted(
        ("Revue", 1, 1, None),
        ("Revue", 2, 3, None),
        ("Revue", 6, 1, "crm"),
        ("Revue", 6, 2, "bi"),
        ("Autre", 3, 1, None),
    )

    assert found(kept(days, log), 6) == (len([1, 2, 6]) / 6, None)


def test_what_is_noted_later_changes_no_week_before() -> None:
    rows = kept(occurrences(Revue="nnnnnnn"), noted(("Revue", 7, 1, None)), count=7)

    assert [found(rows, n)[0] for n in (6, 7)] == [0 / 6, 1 / 6]


def test_a_note_of_a_bi_tool_a_mail_or_a_shared_screen_is_a_decision_from_the_crm() -> None:
    log = noted(
        ("Revue", 1, 1, "bi"),
        ("Revue", 2, 1, "mail"),
        ("Revue", 3, 1, "shared_screen"),
        ("Revue", 4, 1, "crm"),
        ("Revue", 5, 1, None),
    )

    assert found(decided(occurrences(Revue="nnnnnn"), log), 6) == (len([1, 2, 3]) / 6, None)


ON_BI = declared("label | shown_by\nRevue | bi\nPoint | crm")


def test_a_ritual_shown_outside_the_crm_is_kept_only_where_noted() -> None:
    days = occurrences(Revue="bbbbbb")

    assert found(kept(days, noted(("Revue", 1, 1, None), ("Revue", 2, 1, None)), ON_BI), 6) == (2 / 6, None)
    assert found(decided(days, noted(("Revue", 1, 1, None)), ON_BI), 6) == (6 / 6, None)
    assert found(decided(occurrences(Revue="nnnnnn"), noted(("Revue", 1, 1, None)), ON_BI), 6) == (1 / 6, None)


def test_of_one_shown_outside_the_crm_and_never_noted_nothing_is_known() -> None:
    alone, both = occurrences(Revue="bbbbbb"), occurrences(Revue="nnnnnn", Point="bbbbbn")

    assert [found(rows(alone, sheet=ON_BI), 6) for rows in (kept, decided)] == [(None, "no_data")] * 2
    assert [found(rows(both, sheet=ON_BI), 6) for rows in (kept, decided)] == [(5 / 6, None)] * 2


def test_it_is_known_from_the_first_note_on() -> None:
    rows = kept(occurrences(Revue="nnnnnnnn"), noted(("Revue", 2, 1, None)), ON_BI, count=8)

    assert [found(rows, n) for n in (6, 7)] == [(None, "too_few"), (1 / 6, None)]


def test_how_a_ritual_is_shown_holds_from_its_day_on() -> None:
    sheet = table(
        f"label | shown_by | since | until\nRevue | crm | 2020-01-01 | {week(4)}\nRevue | bi | {week(4)} | -", RITUAL
    ).lazy()

    assert found(kept(occurrences(Revue="bbbbbb"), sheet=sheet), 6) == (3 / 3, None)


def test_occurrences_of_a_ritual_declared_no_more_still_count() -> None:
    assert found(kept(occurrences(Ancien="bbbbbn"), sheet=declared()), 6) == (5 / 6, None)


def test_a_team_s_note_does_not_count_for_another_ritual_of_the_same_week() -> None:
    rows = kept(occurrences(Revue__Nord="nnnnnn", Point__Est="nnnnnn"), noted(("Revue", 3, 1, None)))

    assert found(rows, 6, "team:Nord") == (1 / 6, None)
    assert found(rows, 6, "team:Est") == (0 / 6, None)
