"""A share is walked without leaving it, without disturbing what is personal, and whatever its names and folders are."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from collectors.entries import Found
from collectors.shares import Options, Shares, connect
from collectors.source import Pull, Reject, SourceError
from settings.model import Settings
from tests.shares import Share, names, rejects, told, tracker


@pytest.fixture
def share(tmp_path: Path) -> Share:
    (tmp_path / "Commerce").mkdir()
    return Share(tmp_path / "Commerce")


def folders(share: Share) -> list[str]:
    return sorted(share.files["folder"])


def test_workbooks_are_found_in_all_folders(share: Share) -> None:
    for name in ("suivi.xlsx", "Nord/suivi.xlsx", "Nord/2026/T1/suivi.xlsx"):
        share.write(name, tracker(*names("Nord", 5)))
    share.put("Sud/liste.csv", b"Client;Courriel\nDubois;a@b.fr\nMartin;c@d.fr\n")
    share.put("Sud/notes.docx", b"PK")
    share.put("Sud/photo.jpg", b"\xff\xd8\xff")
    share.scan()

    assert folders(share) == ["Commerce", "Commerce/Nord", "Commerce/Nord/2026/T1", "Commerce/Sud"]
    assert share.files["tracking"].to_list() == [True] * 4
    assert share.file("Sud/liste.csv")["extension"] == "csv"


@pytest.mark.parametrize(
    "folder",
    [
        "perso", "Perso Martine", "PERSONNEL", "Privé", "private", "CSE", "Local syndical", "CE", "RH", "Paie 2026",
        "Médecine du travail", "Représentants du personnel", "Works Council", "$RECYCLE.BIN",
        "System Volume Information",
        ".snapshot", "home", "IRP", "Comité d'entreprise",
    ],
)  # fmt: skip
def test_personal_folders_are_set_aside_and_counted(share: Share, folder: str) -> None:
    share.write(f"{folder}/suivi.xlsx", tracker(*names("Nord", 5)))
    share.write("suivi.xlsx", tracker(*names("Sud", 5)))
    batches = share.scan()

    assert folders(share) == ["Commerce"]
    hidden = folder.startswith(".")
    assert rejects(batches) == ([] if hidden else [Reject("personal_folder", "Commerce")])


@pytest.mark.parametrize(
    "folder", ["Personnalisation", "Secteur privé", "Ce mois", "Cession", "Union européenne", "Sud", "Clients"]
)
def test_folders_that_only_sound_personal_are_scanned(share: Share, folder: str) -> None:
    share.write(f"{folder}/suivi.xlsx", tracker(*names("Nord", 5)))
    share.scan()

    assert folders(share) == [f"Commerce/{folder}"]


def test_a_project_sets_more_folders_aside(share: Share) -> None:
    share.options = {"skip": ["Archives 2010", "direction"]}
    for folder in ("archives-2010", "Comité de Direction", "Archives"):
        share.write(f"{folder}/suivi.xlsx", tracker(*names("Nord", 5)))
    share.scan()

    assert folders(share) == ["Commerce/Archives"]


def test_hidden_temporary_and_lock_files_are_left_alone(share: Share) -> None:
    for name in ("~$suivi.xlsx", ".suivi.xlsx", "~suivi.xlsx", "suivi.tmp", "suivi.xlsx.lnk", "perso.xlsx"):
        share.put(name, b"x")
    batches = share.scan()

    assert share.files.is_empty()
    assert told(batches) == {"personal_file": 1}


def test_links_are_not_followed_out_of_the_share_nor_in_circles(share: Share, tmp_path: Path) -> None:
    outside = Share(tmp_path / "Ailleurs")
    outside.write("secret.xlsx", tracker(*names("Secret", 5)))
    share.write("Nord/suivi.xlsx", tracker(*names("Nord", 5)))
    (share.path / "dehors").symlink_to(outside.path)
    (share.path / "secret.xlsx").symlink_to(outside.path / "secret.xlsx")
    (share.path / "Nord" / "boucle").symlink_to(share.path)
    (share.path / "Nord" / "moi").symlink_to("moi")
    (share.path / "perdu.xlsx").symlink_to("nulle part")
    share.scan()

    assert folders(share) == ["Commerce/Nord"]


def test_a_folder_met_twice_is_walked_once(share: Share) -> None:
    share.write("Nord/suivi.xlsx", tracker(*names("Nord", 5)))
    share.options = {"folders": [str(share.path), str(share.path / "Nord")]}
    share.scan()

    assert folders(share) == ["Commerce/Nord"]


def test_hard_links_are_copies(share: Share) -> None:
    os.link(share.write("suivi.xlsx", tracker(*names("Nord", 20))), share.path / "copie.xlsx")
    share.scan()

    assert (share.files.height, share.files["family"].n_unique()) == (2, 1)


def test_names_with_line_breaks_marks_and_broken_bytes_are_survived(share: Share) -> None:
    share.options = {"names": True}
    odd = ["ligne\nsuivante.xlsx", "\u202egpj.xlsx", "tabulé\t.xlsx", "a" * 200 + ".xlsx", "é(1).xlsx", "quote'\".xlsx"]
    for name in odd:
        share.write(name, tracker(*names("Nord", 5)))
    broken = share.path / os.fsdecode(b"dossier\xe9\n") / os.fsdecode(b"suivi\xff.xlsx")
    broken.parent.mkdir()
    share.write("autre.xlsx", tracker(*names("Sud", 5))).rename(broken)
    share.scan()

    assert share.files["state"].to_list() == ["read"] * 7
    assert not [c for text in (*share.files["name"], *share.files["folder"]) for c in text if c in "\n\t\u202e"]
    assert "Commerce/dossier\\xe9\ufffd" in folders(share) or "Commerce/…" in folders(share)


def test_names_are_not_kept_unless_wanted(share: Share) -> None:
    path = share.write("Nord/Clients Dupont.xlsx", tracker(*names("Nord", 5)))
    share.scan()
    assert share.file("Nord/Clients Dupont.xlsx")["name"] is None
    share.options = {"names": True}
    share.scan()
    assert share.file("Nord/Clients Dupont.xlsx")["name"] == path.name
    share.options = {}
    share.scan()
    assert share.file("Nord/Clients Dupont.xlsx")["name"] is None


def test_deep_folders_and_those_that_look_personal_are_kept_without_their_names(share: Share) -> None:
    share.options = {"levels": 2}
    share.write("Nord/Dossier Dupont/suivi.xlsx", tracker(*names("Nord", 5)))
    share.write("lea@exemple.fr/suivi.xlsx", tracker(*names("Sud", 5)))
    share.scan()

    assert folders(share) == ["Commerce/Nord/…", "Commerce/…"]


def test_teams_are_those_of_the_nearest_declared_folder(share: Share) -> None:
    share.options = {
        "folders": [{"path": str(share.path), "team": "Ventes"}],
        "teams": {"commerce/nord": "Commerce Nord", "Commerce/Nord/Lille": "Lille"},
    }
    for name in ("a.xlsx", "Nord/a.xlsx", "Nord/Lille/2026/a.xlsx", "Nordique/a.xlsx"):
        share.write(name, tracker(*names("Nord", 5)))
    share.scan()

    teams = [
        share.file(name)["team"] for name in ("a.xlsx", "Nord/a.xlsx", "Nord/Lille/2026/a.xlsx", "Nordique/a.xlsx")
    ]
    assert teams == ["Ventes", "Commerce Nord", "Lille", "Ventes"]
    share.options = {}
    batches = share.scan()
    assert share.file("Nord/a.xlsx")["team"] is None
    assert [batch.frame.height for batch in batches if batch.table == "files"] == [4, 0]


@pytest.fixture
def shut(share: Share) -> Path:
    """A folder that nobody may read, where even root may not."""
    folder = share.path / "Fermé"
    share.write("Fermé/suivi.xlsx", tracker(*names("Fermé", 5)))
    return folder


def test_a_folder_that_cannot_be_read_is_named_and_nothing_of_it_is_gone(
    share: Share, shut: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share.write("Nord/suivi.xlsx", tracker(*names("Nord", 5)))
    share.scan()
    real = os.scandir

    def scandir(path: str) -> object:
        if path == str(shut):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    (share.path / "Nord" / "suivi.xlsx").unlink()
    batches = share.scan()

    assert rejects(batches) == [Reject("unreadable_folder", "Commerce/Fermé")]
    assert folders(share) == ["Commerce/Fermé"]


def test_a_path_too_long_for_the_system_is_an_unreadable_folder(share: Share) -> None:
    share.write("suivi.xlsx", tracker(*names("Nord", 5)))
    folder = os.open(share.path, os.O_RDONLY)
    for _ in range(25):
        os.mkdir("a" * 200, dir_fd=folder)
        folder, above = os.open("a" * 200, os.O_RDONLY, dir_fd=folder), folder
        os.close(above)
    os.close(folder)
    batches = share.scan()

    assert told(batches) == {"unreadable_folder": 1}
    assert folders(share) == ["Commerce"]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Has something happen after a share was listed and before its files are opened."""
    listed = Shares._found

    def arranged(happens: Callable[[], object]) -> None:
        def found(self: Shares, pull: Pull) -> Iterator[Found]:
            yield from listed(self, pull)
            happens()

        monkeypatch.setattr(Shares, "_found", found)

    return arranged


def test_files_that_vanish_during_the_scan_are_counted(
    share: Share, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    for number in range(3):
        share.write(f"{number}.xlsx", tracker(*names(f"N{number}", 5)))
    meanwhile((share.path / "1.xlsx").unlink)
    batches = share.scan()

    assert told(batches) == {"vanished_file": 1}
    assert share.files.height == 2


def test_a_folder_that_became_a_link_meanwhile_is_not_entered(
    share: Share, tmp_path: Path, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    share.write("Nord/suivi.xlsx", tracker(*names("Nord", 5)))

    def swap() -> None:
        (share.path / "Nord").rename(tmp_path / "dehors")
        (share.path / "Nord").symlink_to(tmp_path / "dehors")

    meanwhile(swap)
    assert told(share.scan()) == {"vanished_file": 1}
    assert share.files.is_empty()


def test_a_share_that_comes_back_empty_is_taken_for_one_that_is_not_mounted(share: Share) -> None:
    share.write("suivi.xlsx", tracker(*names("Nord", 5)))
    share.scan()
    shutil.rmtree(share.path)
    share.path.mkdir()
    batches = share.scan()

    assert rejects(batches) == [Reject("empty_share", "Commerce")]
    assert share.files.height == 1


def test_without_any_folder_the_source_fails_and_without_one_the_others_are_read(share: Share, tmp_path: Path) -> None:
    share.write("suivi.xlsx", tracker(*names("Nord", 5)))
    share.options = {"folders": [str(tmp_path / "absent")]}
    with pytest.raises(SourceError, match=r"absent.*mount it"):
        share.scan()
    share.options = {"folders": [str(tmp_path / "absent"), str(share.path)]}

    assert rejects(share.scan()) == [Reject("unreadable_folder", "absent")]
    assert share.files.height == 1


def test_what_cannot_be_opened_is_named_by_its_state(share: Share) -> None:
    path = share.write("suivi.xlsx", tracker(*names("Nord", 5)))
    share.put("tronqué.xlsx", path.read_bytes()[:2000])
    share.put("photo.xlsx", b"\x89PNG\r\n\x1a\n\0")
    share.scan()

    assert share.file("suivi.xlsx")["state"] == "read"
    assert share.file("tronqué.xlsx")["state"] == "corrupt"
    assert share.file("photo.xlsx")["state"] == "unreadable"


def test_a_share_is_read_at_its_pace(share: Share, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("collectors.scanning.time.sleep", slept.append)
    share.options = {"pace_mb_s": 0.001}
    size = share.write("suivi.xlsx", tracker(*names("Nord", 5))).stat().st_size
    share.scan()

    assert 0.5 * size / 2**20 / 0.001 < slept[0] <= size / 2**20 / 0.001


def test_checking_tells_what_is_missing_empty_and_set_aside(share: Share, tmp_path: Path) -> None:
    (tmp_path / "Vide").mkdir()
    share.write("perso/suivi.xlsx", tracker("A"))
    share.write("suivi.xlsx", tracker("A"))
    share.options = {"folders": [str(share.path), str(tmp_path / "Vide"), str(tmp_path / "absent")]}

    assert share.source().problems() == [
        "partage: there is no folder 'absent'; mount it, or mend the source's folders",
        "partage: no workbook can be seen in 'Vide'; grant reading it to Vigie",
        Reject("personal_folder", "Commerce"),
    ]


def test_folders_of_one_name_need_labels() -> None:
    told = {"kind": "shares", "folders": ["a/Commun", "b/Commun"]}
    with pytest.raises(ValueError, match="Commun stands twice"):
        Options.model_validate(told)
    labelled = {"kind": "shares", "folders": ["a/Commun", {"path": "b/Commun", "label": "Commun B"}]}
    settings = Settings.model_validate({"project": {"name": "Essai"}, "folder": Path("/srv")})

    made = connect("partage", Options.model_validate(labelled), settings)
    assert [(root.label, str(root.path)) for root in made.roots] == [
        ("Commun", "/srv/a/Commun"),
        ("Commun B", "/srv/b/Commun"),
    ]


def test_it_records_no_acts(share: Share) -> None:
    assert {capability.state for capability in share.source().capabilities()} == {"not_recorded"}
