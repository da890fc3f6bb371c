"""Cells as people write them: what is read for sure, and what is refused rather than guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.handwritten import Reader, UnfitCellError, clock, day, number, share, yes
from settings.choices import DAYS, DUTIES
from settings.sheets import Column

READER = Reader(lambda address: f"<{address.lower()}>", "FR")
LABEL = Column("label", "label", "Intitulé", "Name")
MARCH_12 = date(2026, 3, 12)


def refused(text: str, column: Column = LABEL) -> str:
    """Why a cell is not taken."""
    with pytest.raises(UnfitCellError) as error:
        READER.read(text, column)
    return str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-12",
        "2026-03-12 00:00:00",
        "2026-03-12T09:30:00",
        "2026/3/12",
        "12/03/2026",
        "12/3/2026",
        "12.03.2026",
        "12-03-2026",
        "03/13/2026",
        "12 mars 2026",
        "jeudi 12 mars 2026",
        "12 March 2026",
        "12 Mar. 2026",
        "12-mars-2026",
        "March 12, 2026",
        "12th march 2026",
    ],
)
def test_dates_are_read_day_first_in_usual_forms(text: str) -> None:
    assert day(text) == (date(2026, 3, 13) if "13" in text else MARCH_12)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1er août 2026", date(2026, 8, 1)),
        ("3 déc. 2026", date(2026, 12, 3)),
        ("29/02/2028", date(2028, 2, 29)),
        ("05/04/2026", date(2026, 4, 5)),
    ],
)
def test_other_dates(text: str, read: date) -> None:
    assert day(text) == read


@pytest.mark.parametrize(
    "text",
    ["12/03/26", "mars 2026", "2026", "46093", "31/02/2026", "13/13/2026", "demain", "2026-W11", "12/03", "1026-03-12"],
)
def test_dates_that_are_not_sure_are_refused(text: str) -> None:
    assert refused(text, Column("held", "day", "Tenu le", "Held on")) == "not_a_day"


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_a_date_read_back_is_the_one_written(written: date) -> None:
    for layout in ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%B %d, %Y", "%d.%m.%Y"):
        assert day(written.strftime(layout)) == written


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("09:30", "09:30"),
        ("9:30", "09:30"),
        ("9h30", "09:30"),
        ("9 h", "09:00"),
        ("9 h 30", "09:30"),
        ("14.45", "14:45"),
        ("09:30:00", "09:30"),
        ("1899-12-31 09:30:00", "09:30"),
        ("2 pm", "14:00"),
        ("12 am", "00:00"),
    ],
)
def test_times_of_day(text: str, read: str) -> None:
    assert clock(text) == read


@pytest.mark.parametrize("text", ["9", "25:00", "9:75", "midi", "0.3958", "2026-03-12 00:00:00"])
def test_times_that_are_none_are_refused(text: str) -> None:
    assert refused(text, Column("start", "time", "Début", "Start")) == "not_a_time"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("40", 40.0),
        ("0,125", 0.125),
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("-3", -3.0),
        ("1 234,5", 1234.5),
        ("1 234 567", 1234567.0),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1,234,567", 1234567.0),
        ("1 500 €", 1500.0),
        ("1.234", 1.234),
        ("1234,567", 1234.567),
    ],
)
def test_numbers_with_comma_or_point(text: str, read: float) -> None:
    assert number(text) == read


@pytest.mark.parametrize(
    ("text", "reason"), [("1,234", "ambiguous_number"), ("beaucoup", "not_a_number"), ("12 k€", "not_a_number")]
)
def test_numbers_that_are_not_sure_are_refused(text: str, reason: str) -> None:
    assert refused(text, Column("target", "number", "Cible", "Target")) == reason


@pytest.mark.parametrize(
    ("text", "read"),
    [("40 %", 0.4), ("40%", 0.4), ("0.4", 0.4), ("0,4", 0.4), ("40", 0.4), ("1", 1.0), ("100", 1.0), ("0", 0.0),
     ("0.5 %", 0.005), ("100 %", 1.0), ("2", 0.02)],
)  # fmt: skip
def test_shares_above_one_are_percentages(text: str, read: float) -> None:
    assert share(text) == pytest.approx(read)


@pytest.mark.parametrize("text", ["101", "120 %", "100.1", "1.2"])
def test_shares_over_100_percent_are_refused(text: str) -> None:
    assert refused(text, Column("share", "share", "Présence", "Presence")) == "over_100_percent"


@given(st.one_of(st.floats(-10, 1000, allow_nan=False), st.integers(-10, 1000)), st.sampled_from(["", "%", " %"]))
def test_a_share_is_between_nothing_and_all_or_refused(value: float, sign: str) -> None:
    try:
        read = share(f"{value}{sign}")
    except UnfitCellError:
        return
    assert 0 <= read <= 1


@pytest.mark.parametrize("text", ["oui", "Oui", "X", "vrai", "TRUE", "1", "yes", "✓", "true"])
def test_words_and_crosses_say_yes(text: str) -> None:
    assert yes(text)


@pytest.mark.parametrize("text", ["non", "Faux", "false", "0", "no"])
def test_words_say_no(text: str) -> None:
    assert not yes(text)


def test_another_word_says_neither() -> None:
    assert refused("peut-être", Column("lead", "yes", "Chef de projet", "Project lead")) == "not_yes_or_no"


@pytest.mark.parametrize("text", ["Qualité des données", "qualite des donnees", "DATA QUALITY", "data_quality"])
def test_choices_are_read_in_either_language(text: str) -> None:
    assert READER.read(text, Column("duty", "choice", "Responsabilité", "Responsibility", choices=DUTIES)) == (
        "data_quality"
    )


def test_a_choice_that_is_not_in_the_list_is_refused() -> None:
    assert refused("Lunaire", Column("weekday", "choice", "Jour", "Day", choices=DAYS)) == "unknown_choice"


def test_an_address_becomes_what_people_are_called_here() -> None:
    column = Column("person", "person", "Adresse électronique", "E-mail")

    assert READER.read("Lea@Exemple.fr", column) == "<lea@exemple.fr>"
    assert refused("Léa Martin", column) == "not_an_address"
    assert refused("Léa lea@exemple.fr", column) == "not_an_address"


@pytest.mark.parametrize(
    "text",
    ["Revue (lea@exemple.fr)", "Appeler 06 12 34 56 78", "0612345678", "+33 6 12 34 56 78", "04.72.00.00.00"],
)
def test_names_that_hold_an_address_or_a_telephone_are_refused(text: str) -> None:
    assert refused(text) == "personal_text"


@pytest.mark.parametrize(
    "text",
    [
        "Revue  des \n opportunités",
        "Objectif 2026-2027",
        "Point du 12/03/2026",
        "CA de 1 500 000 €",
        "Lot 12.4.3",
        "NA",
    ],
)
def test_names_of_things_are_taken_with_single_blanks(text: str) -> None:
    assert READER.read(text, LABEL) == " ".join(text.split())


@pytest.mark.parametrize(("length", "taken"), [(80, True), (81, False)])
def test_a_name_has_at_most_80_letters(length: int, taken: bool) -> None:  # noqa: FBT001
    assert (READER.read("x" * length, LABEL) if taken else refused("x" * length)) in ("x" * 80, "long_text")


@pytest.mark.parametrize("text", ["", "-", "–", "?", "à définir", "TBD", "aucun"])
def test_words_that_name_nothing_are_empty_cells(text: str) -> None:
    assert READER.says_nothing(text, LABEL)


def test_a_number_nought_says_something() -> None:
    assert not READER.says_nothing("0", Column("spent", "number", "Dépensé", "Spent"))
