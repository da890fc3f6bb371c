"""What a file is shows in its bytes, never in its name; what would harm whoever opens it is named and left shut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.containers import Container, UnopenedError, container, persons
from tests import hostile

MB = 512


def state(raw: bytes) -> str:
    """Why a file is not opened, or as what it is."""
    try:
        return container(raw, MB).kind
    except UnopenedError as error:
        return error.state


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (hostile.workbook(), "xlsx"),
        (hostile.old_workbook(), "xls"),
        (hostile.ods(), "ods"),
        (hostile.binary_workbook(), "xlsb"),
        (b"client;mail\nDubois;a@b.fr\n", "text"),
        ("client\tmail\nÉtoile\ta@b.fr\n".encode("utf-16"), "text"),
        ("client;mail\nÉtoile;a@b.fr\n".encode("cp1252"), "text"),
        (b"", "text"),
        (hostile.with_password(), "protected"),
        (hostile.old_with_password(), "protected"),
        (hostile.ods(encrypted=True), "protected"),
        (hostile.encrypted_parts(), "protected"),
        (hostile.bomb(), "bomb"),
        (hostile.lying_bomb(), "bomb"),
        (hostile.overlapping_bomb(), "bomb"),
        (hostile.workbook()[:-30], "corrupt"),
        (hostile.workbook()[:200], "corrupt"),
        (hostile.old_workbook()[:600], "corrupt"),
        (hostile.zipped({"word/document.xml": b"<w/>"}), "unreadable"),
        (b"%PDF-1.7 ...", "unreadable"),
        (b"<html><table><tr><td>Client", "unreadable"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "unreadable"),
        (b"client\0;mail", "unreadable"),
        (bytes(range(1, 32)) * 20, "unreadable"),
    ],
)
def test_a_file_is_what_its_bytes_say(raw: bytes, expected: str) -> None:
    assert state(raw) == expected


def test_a_file_too_large_unpacked_is_a_bomb_from_a_hundred_times_its_size() -> None:
    # Three parts of random letters pack to a little less than their size.
    letters = bytes(range(256)) * 4096 * 3
    book = hostile.changed(hostile.workbook(), {"xl/media/picture": letters})

    assert state(book) == "xlsx"
    with pytest.raises(UnopenedError) as caught:
        container(hostile.changed(hostile.workbook(), {"xl/media/a": b" " * 3 * 2**20}), 2)
    assert caught.value.state == "bomb"
    with pytest.raises(UnopenedError) as caught:
        container(hostile.changed(hostile.workbook(), {"xl/media/a": noise(3 * 2**20)}), 2)
    assert caught.value.state == "huge"


def noise(size: int) -> bytes:
    """Bytes that pack badly."""
    number, made = 1, bytearray()
    while len(made) < size:
        number = number * 6364136223846793005 + 1442695040888963407 & (2**64 - 1)
        made += number.to_bytes(8)
    return bytes(made)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (hostile.workbook(), ()),
        (hostile.with_macros(), ("macros",)),
        (hostile.linked(), ("linked",)),
        (hostile.old_workbook(), ()),
        (hostile.old_with_macro_sheet(), ("macros",)),
        (hostile.old_with_links(), ("linked",)),
        (hostile.ods(extra={"Basic/Standard/Module1.xml": b"<x/>"}), ("macros",)),
        (hostile.ods([["='file:///srv/prix.ods'#$A.B1"]]), ("linked",)),
    ],
)
def test_macros_and_links_are_told(raw: bytes, expected: tuple[str, ...]) -> None:
    found = container(raw, MB)

    assert tuple(name for name in ("macros", "linked") if getattr(found, name)) == expected


def test_the_last_saver_is_read_from_the_properties() -> None:
    told = {
        "xlsx": hostile.workbook(saver="Léa  Dubois"),
        "ods": hostile.ods(extra={"meta.xml": b'<m xmlns:dc="d"><dc:creator>L\xc3\xa9a Dubois</dc:creator></m>'}),
    }

    assert {kind: container(raw, MB).savers for kind, raw in told.items()} == {
        "xlsx": ("Léa Dubois",),
        "ods": ("Léa Dubois",),
    }


@pytest.mark.parametrize("name", ["", " ", "openpyxl", "Microsoft Office User", "Utilisateur Windows", "admin", "-"])
def test_programs_and_shared_accounts_save_nothing(name: str) -> None:
    assert persons(name) == ()
    assert persons(name, "Léa", "Léa") == ("Léa",)


def test_entities_are_not_unfolded() -> None:
    assert container(hostile.laughing_properties(), MB) == Container("xlsx")


@given(st.binary(max_size=400), st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b""]))
def test_any_bytes_have_a_state(tail: bytes, head: bytes) -> None:
    assert state(head + tail) in {"text", "corrupt", "unreadable", "protected", "huge", "bomb", "xlsx", "xls", "ods"}


@given(st.integers(0, 6000), st.integers(0, 255))
def test_any_byte_changed_has_a_state(at: int, value: int) -> None:
    for whole in (hostile.workbook(), hostile.old_workbook()):
        raw = bytearray(whole)
        raw[at % len(raw)] = value
        assert state(bytes(raw))
