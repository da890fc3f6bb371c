"""French says all that English says, with the same fillings and its own typography."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from dashboard import words
from dashboard.language import LOCALES, locale, preferred
from tests.catalogue import DASHBOARD, messages

FRENCH = LOCALES / "fr" / "LC_MESSAGES" / "vigie.po"
Catalogue = dict[object, tuple[str, ...]]
FILLING = re.compile(r"\{(\w*)\}")
# Streamlit calls whose first argument is read by people.
SHOWN = {
    "title", "header", "subheader", "markdown", "write", "caption", "text", "info", "warning", "error",
    "success", "button", "link_button", "page_link", "expander", "selectbox", "multiselect", "pills",
    "segmented_control", "metric", "toggle", "checkbox", "radio", "slider", "html", "download_button",
}  # fmt: skip


@pytest.fixture(scope="module")
def french() -> Catalogue:
    with FRENCH.open("rb") as file:
        catalogue = read_po(file, locale="fr")
    return {
        message.id: (message.string,) if isinstance(message.string, str) else tuple(message.string)
        for message in catalogue
        if message.id
    }


def test_french_has_every_text_and_no_other(french: Catalogue) -> None:
    wanted = {one if isinstance(one, str) else tuple(one) for one in messages()}

    assert sorted(map(str, wanted - set(french))) == []
    assert sorted(map(str, set(french) - wanted)) == []


def test_no_french_text_is_empty(french: Catalogue) -> None:
    assert [original for original, texts in french.items() if not all(texts)] == []


def test_french_fills_in_what_english_fills_in(french: Catalogue) -> None:
    for original, texts in french.items():
        plural = original if isinstance(original, str) else original[-1]
        assert set(FILLING.findall(texts[-1])) == set(FILLING.findall(plural)), original
        assert set(FILLING.findall(texts[0])) <= set(FILLING.findall(plural)), original


def test_french_punctuation_stands_off_by_a_narrow_space(french: Catalogue) -> None:
    for texts in french.values():
        for text in texts:
            assert not re.search(r"[ \u00a0\w][;?!»%]|[ \u00a0][:]|«[^\u202f]|'", text), text


def test_no_text_goes_untranslated_to_the_screen() -> None:
    assert list(_literals()) == []


def test_a_filled_in_sentence_keeps_its_fillings() -> None:
    sentence = "no mapping of people; add [sources.crm.people]"

    assert words.filled(sentence, locale("en")) == sentence
    assert words.filled(sentence, locale("fr")).endswith("ajoutez [sources.crm.people]")


def test_an_unknown_sentence_stays_as_it_is() -> None:
    assert words.filled("GRANT SELECT ON t", locale("fr")) == "GRANT SELECT ON t"


@pytest.mark.parametrize(
    ("wanted", "fallback", "language"),
    [("fr-CA", "en", "fr"), ("de-DE", "fr", "fr"), (None, "fr", "fr"), ("de", "de", "en")],
)
def test_the_browser_comes_before_the_configuration(wanted: str | None, fallback: str, language: str) -> None:
    assert preferred(wanted, fallback) == language


def _literals() -> Iterator[str]:
    """Places where a literal with words is handed straight to a Streamlit call."""
    for path in sorted(DASHBOARD.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _called(node) in SHOWN and node.args:
                text = node.args[0]
                if isinstance(text, ast.Constant) and _has_words(text.value, path):
                    yield f"{path.name}:{node.lineno}: {text.value!r}"


def _called(node: ast.Call) -> str:
    function = node.func
    of_streamlit = isinstance(function, ast.Attribute) and getattr(function.value, "id", "") == "st"
    return function.attr if of_streamlit and isinstance(function, ast.Attribute) else ""


def _has_words(value: object, path: Path) -> bool:
    """The language switch speaks both languages at once; addresses of pages are no words."""
    both = path.name == "frame.py" and value == "Language · Langue"
    return isinstance(value, str) and not both and not value.endswith(".py") and value.strip() != ""
