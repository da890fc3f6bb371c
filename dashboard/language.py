"""The languages of the screen: a catalogue and the manner of writing figures, one `Locale` a session."""

import gettext
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import babel
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("en", "fr")
LOCALES = Path(__file__).parent / "locales"
# British English: the day before the month, as in French, so that both languages line up in tables.
_TERRITORIES = {"en": "en_GB", "fr": "fr_FR"}


@dataclass(frozen=True)
class Locale:
    """One language: its texts by their English original, and Babel's rules for figures and dates."""

    language: str
    babel: babel.Locale
    catalogue: gettext.NullTranslations

    def text(self, message: str) -> str:
        """The text in this language; the English original where it has no translation."""
        return self.catalogue.gettext(message) if message else ""

    def plural(self, one: str, many: str, count: float) -> str:
        """The form that goes with ``count``, without the count itself filled in."""
        return self.catalogue.ngettext(one, many, int(count))


def marked(message: str) -> str:
    """The message itself: marks a text that is translated later, where the language is known."""
    return message


@cache
def locale(language: str) -> Locale:
    """The locale of a language; English for one that has no catalogue."""
    known = language if language in LANGUAGES else "en"
    return Locale(known, babel.Locale.parse(_TERRITORIES[known]), _catalogue(known))


def preferred(wanted: str | None, fallback: str) -> str:
    """The first language of a browser's wish (``fr-CA``) that exists, else ``fallback``, else English."""
    known = (tag.split("-")[0].lower() for tag in (wanted or "", fallback))
    return next((tag for tag in known if tag in LANGUAGES), "en")


def _catalogue(language: str) -> gettext.NullTranslations:
    path = LOCALES / language / "LC_MESSAGES" / "vigie.po"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
