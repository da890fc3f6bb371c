"""Other spellings of a company's name: which are found, which are not, and what they are compared by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.near_names import near, spellings
from collectors.pseudonyms import normal_name
from tests.sheets import PSEUDONYMS, key


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ("Duran Industries", "Durand Industries"),
        ("Durannd Industries", "Durand Industries"),
        ("Druand Industries", "Durand Industries"),
        ("Industries Durand", "Durand Industries"),
        ("Durand", "Durand Industries"),
        ("Groupe Vernier", "Vernier"),
        ("Sté Vernier", "Vernier"),
        ("Ets St Martin", "Établissements Saint Martin"),
        ("Vernier et Roux", "Vernier and Roux"),
        ("Vernier Roux", "Vernier et Roux"),
        ("S.N.C.F. Réseau", "SNCF Réseau"),
        ("Vernier S.A.R.L.", "Vernier SARL"),
        ("3 Suisses", "Trois Suisses"),
        ("LeroyMerlin", "Leroy Merlin"),
        ("Leroy Merlin", "Leroymerlin"),
        ("Martin Bros", "Martin Brothers"),
    ],
)
def test_other_spellings_are_found(written: str, held: str) -> None:
    known = [key("name", normal_name(held) or "")]
    name = normal_name(written) or ""

    assert near([name], known, PSEUDONYMS) == {key("name", name): frozenset(known)}


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ("Dupont", "Durand"),
        ("Transports Roux", "Transports Vasseur"),
        ("Roux", "Rouen"),
        ("ABC", "ABD"),
        ("EDF", "EDX"),
    ],
)
def test_other_names_are_not(written: str, held: str) -> None:
    assert near([normal_name(written) or ""], [key("name", normal_name(held) or "")], PSEUDONYMS) == {}


def test_a_name_that_the_crm_holds_itself_is_not_near_to_others() -> None:
    assert near(["durand"], [key("name", "durand"), key("name", "durant")], PSEUDONYMS) == {}


def test_without_names_in_the_crm_none_are_near() -> None:
    assert near(["durand"], (), PSEUDONYMS) == {}


@given(st.text(alphabet="abcdé 12&.", max_size=30).map(lambda text: normal_name(text) or "x"))
def test_any_name_has_spellings_which_are_not_itself(name: str) -> None:
    others = spellings(name)

    assert name not in others
    assert len(others) < 60 * (len(name) + 5)


@given(st.text(max_size=20), st.binary(min_size=1, max_size=100))
def test_digests_are_those_of_pseudonyms(part: str, secret: bytes) -> None:
    pseudonyms = type(PSEUDONYMS)(secret)
    plain = part.encode("utf-8", "ignore").decode()

    known = pseudonyms.of("name", plain)
    assert near(["far away"], [known], pseudonyms) == {}
    assert near([plain], [known], pseudonyms) == {}
