"""What a cell is by its form: dates, amounts, numbers of telephones and companies, names."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors import cell_forms as forms
from collectors.pseudonyms import normal_phone
from collectors.workbook_keys import phone


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-12 00:00:00",
        "2026-03-12",
        "12/03/2026",
        "12/03/26",
        "12-3-2026",
        "12.03.2026",
        "12/03",
        "12 mars 2026",
        "1er mars",
        "lundi 12 mars 2026",
        "12-mars-26",
        "mars 2026",
        "juil-26",
        "Août",
        "March 12, 2026",
        "12th March 2026",
        "12 Mar 2026",
        "S12",
        "sem. 12",
        "week 12",
        "T3 2026",
        "Q3",
        "2026-03",
        "03/2026",
        "fin mai",
    ],
)
def test_dates_are_read_in_the_ways_people_write_them(text: str) -> None:
    assert forms.is_date(text)


@pytest.mark.parametrize(
    "text", ["", "12", "12000", "2026", "Martin", "marsouin", "à rappeler en mai", "06 12 34 56 78"]
)
def test_other_cells_are_no_dates(text: str) -> None:
    assert not forms.is_date(text)


@pytest.mark.parametrize(
    "text", ["12 000 €", "12.000,50 EUR", "€12,000", "£1,200.50", "12k€", "12 k€", "$3M", "1 200 € HT"]
)
def test_amounts_with_their_currency(text: str) -> None:
    assert forms.is_money(text)


@pytest.mark.parametrize("text", ["12000", "12", "Martin", "12 rue des Lilas", "k", ""])
def test_no_amounts_with_a_currency(text: str) -> None:
    assert not forms.is_money(text)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("732829320", "732829320"),
        ("732 829 320", "732829320"),
        ("732829320.0", "732829320"),
        ("73282932000074", "732829320"),
        ("732 829 320 00074", "732829320"),
        ("FR44732829320", "732829320"),
        ("FR 44 732 829 320", "732829320"),
        ("5520135.0", "005520135"),
        ("356 000 000 49837", "356000000"),
        ("732829321", None),
        ("73282932000075", None),
        ("FR45732829320", None),
        ("12345", None),
        ("000000000", None),
        ("DE123456789", None),
        ("", None),
    ],
)
def test_company_numbers_give_the_legal_unit_only_with_a_right_checksum(text: str, unit: str | None) -> None:
    assert forms.siren(text) == unit


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("06.12.34.56.78", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "+33612345678"),
        ("0033612345678", "+33612345678"),
        ("612345678", "+33612345678"),
        ("612345678.0", "+33612345678"),
        ("6.12345678E+08", "+33612345678"),
        ("+44 20 7946 0958", "+442079460958"),
        ("+1 212 555 0100", "+12125550100"),
        ("33612345678.0", "+33612345678"),
        ("12", None),
        ("pas de numéro", None),
        ("", None),
    ],
)
def test_telephone_numbers_in_the_form_that_is_compared(text: str, number: str | None) -> None:
    assert phone(text, "FR") == number


@given(st.from_regex(r"0[1-9]( ?\d\d){4}", fullmatch=True).filter(str.isascii))
def test_french_numbers_are_read_as_the_library_reads_them(text: str) -> None:
    assert phone(text, "FR") == normal_phone(text, "FR")
    assert phonenumbers.is_possible_number(phonenumbers.parse(text, "FR"))


@pytest.mark.parametrize(
    "text", ["Paul Martin", "MARTIN Paul", "Mme Roux", "M. Le Goff", "Jean-Paul Roux", "Dr. No Name"]
)
def test_names_of_persons(text: str) -> None:
    assert forms.names_person(text)


@pytest.mark.parametrize("text", ["Paul", "Durand SARL", "Paul et ses 3 amis", "à rappeler", "Transports Martin", ""])
def test_no_names_of_persons(text: str) -> None:
    assert not forms.names_person(text)


@pytest.mark.parametrize(
    "text", ["Durand SARL", "Northgate Ltd", "Transports Martin", "Ets Roux", "Mairie de Nantes", "ACME S.A. Group"]
)
def test_names_of_companies(text: str) -> None:
    assert forms.names_company(text)


@given(st.text(max_size=30))
def test_any_text_has_some_form(text: str) -> None:
    answers = (forms.is_value, forms.is_date, forms.is_money, forms.is_phone, forms.names_company, forms.names_person)
    assert {answer(text) for answer in answers} <= {True, False}
    assert forms.siren(text) is None or len(forms.siren(text) or "") == forms.SIREN
