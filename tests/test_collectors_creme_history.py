"""Lines of Creme's history read as acts, line for line as a real Creme writes them."""

from datetime import UTC, datetime, timedelta

import pytest

from collectors.creme_history import Act, Import, Line, Names, acts, field_name, parsed

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
NAMES = Names({97: "address", 109: "todo"}, {1: "Consentement RGPD", 2: "Niveau"})


def lines(table: str) -> list[Line]:
    """Lines from a table of: milliseconds, user, type, model, record or -, value."""
    rows = [row.split(maxsplit=5) for row in table.strip().splitlines()]
    return [
        Line(
            number, START + timedelta(milliseconds=int(at)), user, int(type_), kind,
            None if record == "-" else int(record), parsed(value),
        )
        for number, (at, user, type_, kind, record, value) in enumerate(rows)
    ]  # fmt: skip


def said(act: Act) -> tuple[object, ...]:
    return act.user, act.action, act.object, act.record, act.fields


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        pytest.param(
            """
            0   ana 1  contact 13 ["Paul Martin"]
            8   ana 15 contact 13 ["Paul Martin", [1, true]]
            10  ana 10 contact 13 ["Paul Martin", 97, 1, "Lyon"]
            """,
            [("ana", "create", "contact", 13, None)],
            id="a form with custom fields and an address",
        ),
        pytest.param(
            """
            0   ana 1  opportunity  15 ["Machines"]
            8   ana 6  organisation 4  ["Nous", 24, "opportunities-subject_emit_orga"]
            10  ana 6  opportunity  15 ["Machines", 26, "opportunities-subject_targets_orga"]
            """,
            [("ana", "create", "opportunity", 15, None)],
            id="links made with the record, also at the other end",
        ),
        pytest.param(
            """
            0   ana 1 activity 16 ["Appel"]
            17  ana 2 activity 16 ["Appel", ["calendars", [], [3]]]
            """,
            [("ana", "create", "activity", 16, None)],
            id="an activity is put into calendars",
        ),
        pytest.param('0 ana 2 activity 16 ["Appel", ["calendars", [], [3]]]', [], id="nothing but calendars"),
        pytest.param(
            """
            0   ana 2  contact 13 ["Paul Martin", ["phone", "0611223344"], ["sector_id", 1, 2]]
            4   ana 15 contact 13 ["Paul Martin", [1, true, false]]
            """,
            [("ana", "edit", "contact", 13, ["Consentement RGPD", "phone", "sector"])],
            id="fields and custom fields of one form",
        ),
        pytest.param('0 ana 15 contact 13 ["Paul Martin", [1, false, false]]', [], id="custom field saved as it was"),
        pytest.param(
            """
            0   ana 10 contact 13 ["Paul Martin", 97, 2, "Nice"]
            1   ana 2  contact 13 ["Paul Martin", ["shipping_address_id", 2]]
            """,
            [("ana", "edit", "contact", 13, ["address", "shipping_address"])],
            id="an address added",
        ),
        pytest.param(
            """
            0    ana 2 opportunity 15 ["Machines", ["sales_phase_id", 1, 2]]
            1200 ana 2 opportunity 15 ["Machines", ["user_id", 1, 2], ["estimated_sales", 1, 2]]
            """,
            [
                ("ana", "edit", "opportunity", 15, ["stage"]),
                ("ana", "edit", "opportunity", 15, ["amount", "owner"]),
            ],
            id="two forms, in Vigie's words",
        ),
        pytest.param(
            """
            0 ana 2 contact 13 ["Un", ["phone", "1", "2"]]
            1 ana 2 contact 14 ["Deux", ["phone", "1", "2"]]
            2 bob 2 contact 14 ["Deux", ["phone", "2", "3"]]
            """,
            [
                ("ana", "edit", "contact", 13, ["phone"]),
                ("ana", "edit", "contact", 14, ["phone"]),
                ("bob", "edit", "contact", 14, ["phone"]),
            ],
            id="several records at once, and another person",
        ),
        pytest.param(
            """
            0   ana 14 contact      -  ["Paul Martin", true]
            600 ana 8  contact      -  ["Paul Martin", 54, "persons-subject_employed_by"]
            602 ana 8  organisation 4  ["Nous", 55, "persons-object_employed_by"]
            610 ana 3  contact      -  ["Paul Martin"]
            612 ana 15 contact      -  ["Paul Martin", [1, true, null]]
            """,
            [("ana", "edit", "contact", None, ["is_deleted"]), ("ana", "delete", "contact", None, None)],
            id="what a deletion takes with it",
        ),
        pytest.param(
            '0 ana 8 contact 13 ["Paul Martin", 54, "persons-subject_employed_by"]',
            [("ana", "edit", "contact", 13, ["organisation"])],
            id="a link removed by hand",
        ),
        pytest.param(
            '0 ana 20 organisation - ["", 1204, "Vue"]', [("ana", "export", "account", None, None)], id="a list's file"
        ),
        pytest.param("0 ana 2 contact 13 null", [], id="a line without value"),
    ],
)
def test_lines_of_one_click_are_one_act(table: str, expected: list[tuple[object, ...]]) -> None:
    assert [said(act) for act in acts(lines(table), NAMES)] == expected


def test_an_export_has_its_rows() -> None:
    [act] = acts(lines('0 ana 20 organisation - ["", 1204, "Vue", "Filtre"]'), NAMES)

    assert act.rows == 1204


def test_what_an_import_wrote_is_told_from_what_a_hand_did() -> None:
    run = Import("ana", "contact", START, START + timedelta(seconds=5), frozenset({13, 18}))
    given = lines(
        """
        1000 ana 1  contact      18 ["Zoé Neuf"]
        1001 ana 15 contact      18 ["Zoé Neuf", [1, true]]
        1002 ana 1  organisation 19 ["Créée en passant"]
        1003 ana 2  contact      13 ["Anne", ["first_name", "Paul", "Anne"]]
        1004 ana 1  contact      -  ["Supprimé depuis"]
        2000 ana 2  opportunity  15 ["Machines", ["sales_phase_id", 1, 2]]
        2001 bob 1  contact      21 ["À la main"]
        6000 ana 2  contact      18 ["Zoé Neuf", ["phone", "1"]]
        """
    )

    assert [line.id for line in given if not run.wrote(line)] == [5, 6, 7]


def test_fields_without_a_word_of_vigie_keep_their_name() -> None:
    assert [field_name(name) for name in ("phone", "position_id", "user_id")] == ["phone", "position", "owner"]
