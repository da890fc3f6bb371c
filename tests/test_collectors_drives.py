"""Drives followed by their changes: the state that is held is that of the drive, whatever happened in it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.drives import Bounds, Drive, Folder, Item, StaleError, Tree, changed, listed, note
from collectors.entries import Entry, Gone
from collectors.feeds import Round
from tests.fake_graph import FakeGraph, Library
from tests.sales_site import Reader
from tests.wires import NOON

ANYWHERE = Bounds(lambda name: name == "private", str.upper, 4)
SALES = Drive("d", "Sales")
FOLDER = Item("f", "folder", "root", "Clients")
FILE = Item("a", "file", "f", "Tracking.xlsx", 5, NOON, "stamp")


def paths(found: list[object]) -> list[str]:
    return [one.path for one in found if isinstance(one, Entry)]


def test_of_an_item_told_several_times_the_last_counts() -> None:
    items = [FILE, FOLDER, replace(FILE, name="Old.xlsx"), replace(FILE, name="New.xlsx")]

    assert paths(listed(SALES, "root", items, ANYWHERE).found) == ["Sales/Clients/New.xlsx"]


def test_a_file_may_be_told_before_its_folder() -> None:
    assert paths(listed(SALES, "root", [FILE, FOLDER], ANYWHERE).found) == ["Sales/Clients/Tracking.xlsx"]


@pytest.mark.parametrize(
    "folders",
    [
        [],
        [Item("f", "folder", "", "Clients")],
        [Item("f", "folder", "root", "")],
        [Item("f", "folder", "g", "Clients")],
        [Item("f", "folder", "g", "Clients"), Item("g", "folder", "f", "Round")],
    ],
    ids=["not told", "without a place", "without a name", "in a folder not told", "within itself"],
)
def test_a_file_whose_folder_cannot_be_known_is_not_read_but_counted(folders: list[Item]) -> None:
    listing = listed(SALES, "root", [FILE, *folders], ANYWHERE)

    assert (listing.found, listing.strays) == ([], 1)
    with pytest.raises(StaleError):
        changed(SALES, [FILE, *folders], Tree("root"), ANYWHERE)


def test_of_a_whole_list_only_folders_and_what_may_be_a_workbook_is_remembered() -> None:
    told = [FOLDER, FILE, replace(FILE, id="b", name="Notes.pdf"), replace(FILE, id="c", name=""), Item("d", "gone")]
    items: dict[str, Item] = {}
    for item in [*told, replace(FILE, name="Tracking.pdf")]:
        note(items, item, whole=True)
    assert list(items) == ["f", "c"]

    changes: dict[str, Item] = {}
    for item in [*told, Item("", "gone")]:
        note(changes, item)
    assert list(changes) == ["f", "a", "b", "c", "d"]


def test_a_slash_within_a_name_makes_no_folder() -> None:
    listing = listed(SALES, "root", [FOLDER, replace(FILE, name="2025/26.xlsx")], ANYWHERE)

    assert paths(listing.found) == ["Sales/Clients/2025\N{DIVISION SLASH}26.xlsx"]


def test_a_tree_comes_back_from_what_was_kept_of_it() -> None:
    private = Item("p", "folder", "f", "private")
    tree = listed(SALES, "root", [FOLDER, private, Item("q", "folder", "p", "Jane")], ANYWHERE).tree

    assert tree == Tree("root", {"f": Folder("root", "Clients", "CLIENTS")}, {"p", "q"}, 1)
    assert Tree.of(tree.cursor()) == tree
    assert "private" not in str(tree.cursor())


def test_a_change_of_nothing_that_matters_is_none() -> None:
    tree = Tree("root", {"f": Folder("root", "Clients", "CLIENTS")}, {"p"}, 1)
    same = [Item("root", "folder"), FOLDER, Item("x", "file", "p", "List.xlsx", 1, NOON)]

    listing = changed(SALES, same, tree, ANYWHERE)

    assert (listing.found, listing.tree) == ([Gone("d/x")], tree)


# Whatever happens in a drive

PLACES = [f"{folder}{name}" for folder in ("", "A/", "A/B/", "Privé/", "Privé/C/") for name in ("one.xlsx", "two.xlsx")]
FOLDERS = ["A", "A/B", "Privé", "Privé/C", "D", "D/E", "A/Privé"]
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["put", "move", "delete", "round", "wait"]),
        st.sampled_from(PLACES + FOLDERS),
        st.sampled_from(PLACES + FOLDERS),
    ),
    max_size=25,
)


def act(library: Library, what: str, path: str, to: str, number: int) -> None:
    """Does something to the drive if it can be done."""
    there, taken = library.at(path), library.at(to)
    if what == "put" and path.endswith(".xlsx"):
        library.put(path, str(number).encode())
    elif what == "move" and there and not taken and not f"{to}/".startswith(f"{path}/"):
        if (there.facet == "file") == to.endswith(".xlsx"):
            library.move(path, to)
    elif what == "delete" and there:
        library.delete(path)


def applied(held: dict[str, Entry], seen: Round) -> dict[str, Entry]:
    """What is held after a round, by key."""
    kept = {} if seen.whole else dict(held)
    for one in seen.found:
        if isinstance(one, Entry):
            kept[one.key] = one
        elif isinstance(one, Gone):
            kept.pop(one.key, None)
    return kept


@given(ACTS)
def test_following_changes_comes_to_what_listing_everything_does(acts: list[tuple[str, str, str]]) -> None:
    reader = Reader(FakeGraph())
    for path in ("A/one.xlsx", "A/B/two.xlsx", "Privé/C/one.xlsx"):
        reader.graph.documents.put(path)
    held = applied({}, reader.round())
    for number, (what, path, to) in enumerate(acts):
        if what == "round":
            held = applied(held, reader.round())
        elif what == "wait":
            reader.graph.clock.now += timedelta(days=2)
        else:
            act(reader.graph.documents, what, path, to, number)

    held = applied(held, reader.round())

    assert held == applied({}, Reader(reader.graph).round())
