"""Sketches tell copies and versions from others, whatever the order of rows and columns, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.grid import Grid
from collectors.kinship import FEW, LENGTH, Families, families, likeness, read, sketch, sketch_of_bytes, written
from collectors.pseudonyms import Pseudonyms

MINE, OTHERS = Pseudonyms(b"a secret for tests alone"), Pseudonyms(b"another secret for tests")
HEAD = ("Client", "Courriel", "Étape")


def rows(first: int, last: int) -> list[tuple[str, ...]]:
    """Customers by number."""
    return [(f"Client {number} SA", f"contact{number}@client.fr", "Négociation") for number in range(first, last)]


def grid(body: list[tuple[str, ...]], head: tuple[str, ...] = HEAD) -> Grid:
    return Grid("Suivi", tuple(enumerate([head, *body], 1)))


def of(first: int, last: int) -> tuple[int, ...]:
    return sketch([grid(rows(first, last))], MINE)


def test_order_of_rows_columns_and_sheets_does_not_matter() -> None:
    body = rows(0, 50)
    shuffled = sorted(body, key=lambda row: row[1][::-1])
    turned = [tuple(reversed(row)) for row in shuffled]

    assert sketch([grid(body)], MINE) == sketch([grid(turned)], MINE)
    assert sketch([grid(body[:20]), grid(body[20:])], MINE) == sketch([grid(body[20:]), grid(body[:20])], MINE)


def test_headings_titles_stages_and_dates_are_not_in_it() -> None:
    head = sketch([grid([])], MINE)
    same = [("Dossier A", "Négociation", "2026-03-02 00:00:00", "12")] * 3

    assert head == ()
    assert sketch([grid([("Notice à lire", "", "")] * 9)], MINE) == ()
    assert len(sketch([grid(same)], MINE)) == 2
    assert len(of(0, 10)) == 2 * 10
    assert len(of(0, 100)) == LENGTH


def test_another_secret_makes_another_sketch() -> None:
    body = [grid(rows(0, 50))]

    assert not {*sketch(body, MINE)} & {*sketch(body, OTHERS)}
    assert sketch_of_bytes(b"x", MINE) != sketch_of_bytes(b"x", OTHERS)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0, 300), (0, 300), 1.0),
        ((0, 300), (300, 600), 0.0),
        ((0, 300), (0, 200), 200 / 300),
        ((0, 300), (100, 400), 200 / 400),
        ((0, 20), (0, 10), 10 / 20),
    ],
)
def test_likeness_estimates_the_share_of_cells_in_common(
    one: tuple[int, int], other: tuple[int, int], expected: float
) -> None:
    # 64 cells drawn: two standard errors are at most 0.125.
    assert likeness(of(*one), of(*other)) == pytest.approx(expected, abs=0.13)


def test_few_cells_are_alike_only_when_all_are() -> None:
    few = of(0, FEW // 2 - 1)

    assert likeness(few, few) == 1.0
    assert likeness(few, of(0, FEW // 2)) == 0.0
    assert likeness(of(0, FEW // 2), of(0, FEW // 2 + 1)) > 0
    assert likeness((), ()) == 0.0


@given(st.lists(st.integers(0, 2**40 - 1), max_size=LENGTH), st.lists(st.integers(0, 2**40 - 1), max_size=LENGTH))
def test_likeness_is_a_share_and_goes_both_ways(one: list[int], other: list[int]) -> None:
    mine, theirs = tuple(sorted({*one})), tuple(sorted({*other}))

    assert 0 <= likeness(mine, theirs) == likeness(theirs, mine) <= 1
    assert read(written(mine)) == mine


def test_a_version_joins_the_one_it_is_most_like() -> None:
    found = Families({"a", "b", "c", "d"})
    placed = [found.place(name, of(*span)) for name, span in (("a", (0, 50)), ("b", (60, 99)), ("c", (5, 60)))]

    assert placed == ["a", "b", "a"]
    assert found.place("d", ()) == "d"


def test_a_file_leaves_a_family_that_it_is_no_longer_like_but_for_its_founder() -> None:
    found = Families({"a", "b", "c"})
    for name in "abc":
        found.place(name, of(0, 10))
    assert found.of == {"a": "a", "b": "a", "c": "a"}
    assert found.place("b", of(100, 150)) == "b"
    assert found.place("a", of(200, 250)) == "a"
    assert found.place("c", of(0, 40)) == "c"


def test_a_file_alone_in_its_family_stays_whatever_it_becomes() -> None:
    found = families([{"file": "gone", "family": "gone", "signature": written(of(0, 10))}], {"new"})

    assert found.place("new", of(0, 10)) == "gone"
    assert found.place("new", of(50, 90)) == "gone"


def test_a_file_that_cannot_be_looked_into_stays_in_its_family() -> None:
    found = Families({"a", "b"})
    found.place("a", of(0, 10))
    found.place("b", of(0, 10))

    assert found.place("b", sketch_of_bytes(b"locked", MINE)) == "a"
    assert found.place("b", ()) == "a"


def test_families_do_not_mix_where_all_share_some_cells() -> None:
    shared = rows(9000, 9006)
    found = Families(set())
    placed = {}
    for turn in range(3):
        for family in range(60):
            body = [*shared, *rows(family * 100, family * 100 + 30 + turn)]
            placed[family, turn] = found.place(f"{family}-{turn}", sketch([grid(body)], MINE))

    assert len({*placed.values()}) == 60
    assert all(placed[family, turn] == f"{family}-0" for family, turn in placed)


def test_what_is_kept_does_not_hold_a_cell() -> None:
    text = written(of(0, 50))

    assert len(text) == 4 * -(-LENGTH * 5 // 3)
    assert "client" not in text.lower()
