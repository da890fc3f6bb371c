"""French company numbers: SIREN, SIRET and VAT numbers, told from other digits by their checksums."""

import re

SIREN, SIRET = 9, 14
LA_POSTE = "356000000"
"""Its many establishments have numbers whose digits add up to a multiple of five instead of a right Luhn sum."""

VAT = re.compile(r"FR([0-9A-Z]{2})([0-9]{9})")
NOTHING = frozenset("0")


def is_siren(text: str) -> bool:
    """Whether a text is a SIREN: nine digits, blanks apart, with a right Luhn sum."""
    digits = _digits(text)
    return len(digits) == SIREN and _has_luhn(digits)


def is_siret(text: str) -> bool:
    """Whether a text is a SIRET: fourteen digits, blanks apart, with a right Luhn sum or of La Poste."""
    digits = _digits(text)
    if len(digits) != SIRET:
        return False
    return _has_luhn(digits) or (digits.startswith(LA_POSTE) and sum(map(int, digits)) % 5 == 0)


def siren_in(text: str) -> str | None:
    """The SIREN inside a SIREN, a SIRET or a French VAT number, whatever separates its digits; null where none is.

    A VAT number's own key is checked where it is of digits: (12 + 3 × (SIREN mod 97)) mod 97.
    """
    plain = "".join(letter for letter in text.upper() if letter.isalnum())
    vat = VAT.fullmatch(plain)
    siren = vat[2] if vat else plain[:SIREN]
    right = _is_vat(vat[1], siren) if vat else is_siren(plain) or (is_siret(plain) and is_siren(siren))
    return siren if right and set(siren) != NOTHING else None


def _is_vat(key: str, siren: str) -> bool:
    return is_siren(siren) and (not key.isdecimal() or int(key) == (12 + 3 * (int(siren) % 97)) % 97)


def _digits(text: str) -> str:
    plain = re.sub(r"\s", "", text)
    return plain if plain.isascii() and plain.isdecimal() else ""


def _has_luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0  # noqa: PLR2004 - its digits' sum
