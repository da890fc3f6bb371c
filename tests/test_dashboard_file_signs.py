"""Every sign that the detector knows has its words on screen."""

from collectors.evidence import DOUBTS, SIGNS
from collectors.other_words import HINTING, TELLING
from collectors.sales_words import STATES
from dashboard import file_signs
from dashboard.language import locale


def test_every_sign_for_and_against_tracking_has_words() -> None:
    assert set(file_signs.SIGNS) == set(SIGNS)
    codes = {*TELLING, *HINTING, *STATES, *DOUBTS, "crm_export", "no_table"}
    assert set(file_signs.OTHERS) == codes | {"too_few_rows"}


def test_signs_and_doubts_are_told_apart_in_the_order_of_their_weight() -> None:
    codes = ("customers", "sales_stages", "suppliers", "a code of later")

    assert file_signs.signs(codes, locale("fr")) == [
        "des clients ou prospects sont nommés",
        "des étapes de vente dans les cellules",
    ]
    assert file_signs.doubts(codes, locale("en")) == ["words of supplier lists"]
