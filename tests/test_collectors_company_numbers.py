"""Company numbers: which digits are a SIREN or SIRET, and which SIREN stands inside what people type."""

import polars as pl
import pytest

from collectors.company_numbers import is_siren, is_siret, siren_in
from collectors.filling import is_valid
from collectors.pseudonyms import Pseudonyms

SIREN, SIRET = "732829320", "73282932000074"
OF_LA_POSTE = "35600000049837"
"""3 + 5 + 6 + 4 + 9 + 8 + 3 + 7 = 45, a multiple of 5; its Luhn sum is none of 10."""


@pytest.mark.parametrize(
    ("text", "siren"),
    [
        (SIREN, SIREN),
        (" 732 829 320 ", SIREN),
        ("732.829.320.00074", SIREN),
        (SIRET, SIREN),
        (OF_LA_POSTE, "356000000"),
        ("35600000000048", "356000000"),
        ("FR40303265045", "303265045"),
        ("fr 40 303 265 045", "303265045"),
        ("FRK7399859412", "399859412"),
        ("FR41303265045", None),
        ("FR40303265046", None),
        ("DE303265045", None),
        ("732829321", None),
        ("73282932000075", None),
        ("35600000049838", None),
        ("73282932", None),
        ("7328293200007", None),
        ("000000000", None),
        ("00000000000000", None),
        ("Durand SA 732829320", None),
        ("", None),
    ],
)
def test_a_siren_is_found_in_the_numbers_that_hold_one(text: str, siren: str | None) -> None:
    assert siren_in(text) == siren


def test_each_number_has_its_length_and_its_sum() -> None:
    assert (is_siren(SIREN), is_siren(SIRET), is_siren("73282932 0"), is_siren("732829321")) == (1, 0, 1, 0)
    assert (is_siret(SIRET), is_siret(SIREN), is_siret(OF_LA_POSTE), is_siret("73282932000075")) == (1, 0, 1, 0)


def test_the_format_of_a_field_knows_la_poste_too() -> None:
    typed = pl.Series([SIRET, OF_LA_POSTE, "35600000049838", None])

    assert is_valid(typed, "siret", "FR").to_list() == [True, True, False, None]


def test_all_numbers_of_one_company_have_one_key() -> None:
    made = Pseudonyms(b"a secret for tests alone")
    keys = made.legal_units(pl.Series([SIREN, SIRET, "732 829 320 00082", "FR 44 732829320", "none", None]))

    assert keys.to_list() == [made.of("legal_unit", SIREN)] * 4 + [None, None]
