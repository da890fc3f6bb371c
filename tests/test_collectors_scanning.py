"""A scan opens what changed, knows copies and versions, compares with the CRM in memory, and goes on where it was."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from collectors import listing, scanning
from collectors.crm import CRM_KEYS, Crm
from collectors.entries import Entry, Found, Gone, Unlisted
from collectors.source import Batch, SourceError
from tests.shares import NOW, PSEUDONYMS, Share, names, told, tracker
from tests.trackers import JUDGE

DAY = timedelta(days=1)


@pytest.fixture
def share(tmp_path: Path) -> Share:
    (tmp_path / "Commerce").mkdir()
    return Share(tmp_path / "Commerce")


def opened(batches: list[Batch]) -> int:
    """How many files a scan told of."""
    return sum(batch.frame.height for batch in batches if batch.table == "files")


def crm(*customers: str, team: str = "Nord", live: bool = True) -> Crm:
    """A CRM with an account and an opportunity of each of some customers."""
    rows = [
        (object_, f"{object_} {name}", team, live, "name", PSEUDONYMS.names(pl.Series([name]))[0])
        for name in customers
        for object_ in ("account", "opportunity")
    ]
    return Crm(pl.DataFrame(rows, schema=CRM_KEYS, orient="row"))


# ---- what is opened ----


def test_what_did_not_change_is_not_opened_again(share: Share, monkeypatch: pytest.MonkeyPatch) -> None:
    share.write("suivi.xlsx", tracker(*names("Nord", 20)))
    first = share.scan()
    monkeypatch.setattr(scanning.Examiner, "examine", lambda *_: pytest.fail("a file was opened"))

    assert (opened(first), opened(share.scan())) == (1, 0)


def test_what_changed_is_opened_again(share: Share) -> None:
    share.write("suivi.xlsx", tracker(*names("Nord", 20)))
    share.scan()
    share.write("suivi.xlsx", tracker(*names("Nord", 25)), days_ago=0)
    share.scan()

    assert (share.file("suivi.xlsx")["rows"], share.files.height) == (25, 1)


@pytest.mark.parametrize("options", [{"words": {"customer": ["Chantier"]}}, {"file_mb": 3}])
def test_other_rules_have_all_files_read_again(share: Share, options: dict[str, object]) -> None:
    share.write("suivi.xlsx", tracker(*names("Nord", 20)))
    share.scan()
    share.options = options

    assert (opened(share.scan()), opened(share.scan())) == (1, 0)


def test_titles_are_let_go_of_when_no_longer_wanted(share: Share) -> None:
    share.write("suivi.xlsx", tracker(*names("Nord", 20)))
    share.scan()
    before = share.file("suivi.xlsx")
    share.options = {"titles": False}
    share.scan()

    assert (before["titles"], before["untold"]) == ("Client\nCourriel\nProchaine action", 2)
    assert (share.file("suivi.xlsx")["titles"], share.file("suivi.xlsx")["untold"]) == (None, 5)


def test_titles_that_the_crm_has_are_no_requirement(share: Share) -> None:
    share.crm = Crm(crm("Nord 001 et Fils").keys, frozenset({"courriel"}))
    share.write("suivi.xlsx", tracker(*names("Nord", 20)))
    share.scan()

    assert share.file("suivi.xlsx")["titles"] == "Prochaine action"


def test_another_version_of_the_code_reads_all_files_once_more(share: Share, monkeypatch: pytest.MonkeyPatch) -> None:
    share.write("suivi.xlsx", tracker(*names("Nord", 20)))
    share.scan()
    monkeypatch.setattr(listing, "_code", lambda: "another")

    assert (opened(share.scan()), opened(share.scan())) == (1, 0)


def test_where_files_cannot_be_opened_at_all_the_source_fails(share: Share) -> None:
    share.write("suivi.xlsx", tracker(*names("Nord", 20)))
    share.judge = "tests.trackers:nothing"
    with pytest.raises(SourceError, match="partage: the process that opens workbooks does not start"):
        share.scan()

    assert share.files.is_empty()


def test_a_file_locked_for_a_while_stays_as_it_was_known(share: Share) -> None:
    path = share.write("suivi.xlsx", tracker(*names("Nord", 20)))
    share.scan()
    before = share.file("suivi.xlsx")
    share.write("suivi.xlsx", tracker(*names("Nord", 25)), days_ago=0)
    shut = Entry("Commerce/suivi.xlsx", 9, NOW, "changed", str(path))
    batches = list(scanning.scan("partage", [shut], _locked, share.pull(), share.source().options, judge=JUDGE))

    assert told(batches) == {"locked_file": 1}
    assert opened(batches) == 0
    share.scan()
    assert before["rows"] == 20
    assert share.file("suivi.xlsx")["rows"] == 25


@contextmanager
def _locked(_entry: Entry) -> Iterator[Path]:
    raise PermissionError
    yield Path()


def test_a_file_that_could_never_be_opened_is_tried_at_each_scan(share: Share) -> None:
    entry = Entry("Commerce/suivi.xlsx", 9, NOW, "1")
    options = share.source().options
    (first, _, _) = scanning.scan("partage", [entry], _locked, share.pull(), options, judge=JUDGE)
    share._keep(first)
    again = list(scanning.scan("partage", [entry], _locked, share.pull(), options, judge=JUDGE))

    assert first.frame["state"].to_list() == ["unreadable"]
    assert [batch.table for batch in again] == ["coverage", "files"]


def test_a_mistake_of_the_detector_costs_the_file_and_is_told(share: Share) -> None:
    share.write("suivi.xlsx", tracker(*names("Nord", 20)))
    share.judge = "tests.trackers:explode"
    batches = share.scan()

    assert told(batches) == {"unjudged_file": 1}
    assert share.files["state"].to_list() == ["unreadable"]
    share.judge = JUDGE
    share.scan()
    assert share.files["state"].to_list() == ["read"]


def test_nothing_after_a_clock_set_in_the_past_is_read(share: Share) -> None:
    share.write("suivi.xlsx", tracker(*names("Nord", 20)), days_ago=-1)
    pull = replace(share.pull(), bounded=True)

    assert opened(list(share.source().batches(pull))) == 0
    assert opened(list(share.source().batches(replace(pull, now=NOW + 2 * DAY)))) == 1


# ---- families and lives ----


def families(share: Share) -> dict[str, str]:
    return dict(share.files.select("file", "family").iter_rows())


def test_copies_and_versions_are_one_family(share: Share) -> None:
    customers = names("Nord", 60)
    share.write("suivi janvier.xlsx", tracker(*customers[:40]), days_ago=60)
    share.write("suivi mars.xlsx", tracker(*customers[:56]), days_ago=2)
    share.write("suivi février.xlsx", tracker(*customers[:48]), days_ago=30)
    share.write("Copie/suivi mars.xlsx", tracker(*customers[:56]), days_ago=1)
    share.write("Sud/suivi.xlsx", tracker(*names("Sud", 40)), days_ago=50)
    share.scan()

    assert share.files["family"].n_unique() == 2
    assert share.file("suivi mars.xlsx")["family"] == share.file("suivi janvier.xlsx")["file"]


def test_a_renamed_and_a_moved_file_keep_their_family(share: Share) -> None:
    path = share.write("suivi.xlsx", tracker(*names("Nord", 20)))
    share.scan()
    family = share.file("suivi.xlsx")["family"]
    path.rename(share.path / "nouveau nom.xlsx")
    share.scan()
    (share.path / "Nord").mkdir()
    (share.path / "nouveau nom.xlsx").rename(share.path / "Nord" / "suivi.xlsx")
    share.scan()

    assert families(share) == {share.file("Nord/suivi.xlsx")["file"]: family}


def test_a_copy_on_another_share_is_of_the_same_family(share: Share, tmp_path: Path) -> None:
    path = share.write("suivi.xlsx", tracker(*names("Nord", 20)))
    share.scan()
    other = Share(tmp_path / "Marketing", kin=share.kin)
    other.put("copie.xlsx", path.read_bytes())
    other.scan()

    assert other.file("copie.xlsx")["family"] == share.file("suivi.xlsx")["family"]


def test_a_renamed_file_that_cannot_be_looked_into_keeps_its_family(share: Share) -> None:
    path = share.put("suivi.xlsx", b"PK\3\4 broken")
    share.scan()
    family = share.file("suivi.xlsx")["family"]
    path.rename(share.path / "autre.xlsx")
    share.scan()

    assert families(share) == {share.file("autre.xlsx")["file"]: family}


def test_a_file_that_slowly_turns_into_another_keeps_its_family(share: Share) -> None:
    customers = names("Nord", 80)
    share.write("suivi.xlsx", tracker(*customers[:20]))
    share.scan()
    family = share.file("suivi.xlsx")["family"]
    for step in range(1, 7):
        share.now += 7 * DAY
        share.write("suivi.xlsx", tracker(*customers[10 * step : 10 * step + 20]))
        share.scan()

    assert families(share) == {share.file("suivi.xlsx")["file"]: family}


@pytest.mark.parametrize("examples", [[], ["Exemple à effacer"]])
def test_two_trackers_from_one_template_are_two(share: Share, examples: list[str]) -> None:
    share.write("Nord/suivi.xlsx", tracker(*examples), days_ago=9)
    share.write("Sud/suivi.xlsx", tracker(*examples), days_ago=8)
    share.scan()
    share.now += 7 * DAY
    share.write("Nord/suivi.xlsx", tracker(*examples, *names("Nord", 30)))
    share.write("Sud/suivi.xlsx", tracker(*examples, *names("Sud", 30)))
    share.scan()

    assert share.files["family"].n_unique() == 2


def test_a_file_that_comes_back_keeps_its_family(share: Share) -> None:
    path = share.write("suivi.xlsx", tracker(*names("Nord", 20)))
    content = path.read_bytes()
    share.scan()
    family = share.file("suivi.xlsx")["family"]
    path.unlink()
    share.write("autre.xlsx", tracker(*names("Sud", 20)))
    share.scan()
    assert share.files.height == 1
    share.put("Archives/suivi.xlsx", content)
    share.scan()

    assert share.file("Archives/suivi.xlsx")["family"] == family


def test_savers_are_counted_by_marks_that_mean_nothing_elsewhere(share: Share) -> None:
    rows = {name: tracker(*names(name, 20)) for name in ("Nord", "Sud")}
    marks = {}
    for file, saver in (("Nord", "Léa Dubois"), ("Nord", "Tom Petit"), ("Sud", "Léa Dubois"), ("Nord", "LÉA DUBOIS")):
        share.now += DAY
        share.put(f"{file}.xlsx", _saved_by(saver, rows[file]), days_ago=0)
        share.scan()
        marks[file, saver] = share.file(f"{file}.xlsx")["savers"]

    assert {len(mark) for mark in marks.values()} == {6}
    assert marks["Nord", "Léa Dubois"] == marks["Nord", "LÉA DUBOIS"] != marks["Nord", "Tom Petit"]
    assert marks["Nord", "Léa Dubois"] != marks["Sud", "Léa Dubois"]


def _saved_by(saver: str, rows: object) -> bytes:
    from tests.hostile import workbook  # noqa: PLC0415

    return workbook(rows, saver)  # type: ignore[arg-type]


# ---- what is shared with the CRM ----


def coverage(share: Share) -> dict[tuple[str, str | None], tuple[int, int]]:
    return {(row[0], row[1]): (row[2], row[3]) for row in share.covered.iter_rows()}


def test_records_of_the_crm_in_a_tracker_are_counted(share: Share) -> None:
    share.crm = crm(*names("Nord", 30))
    share.write("suivi.xlsx", tracker(*names("Nord", 20), "Inconnu"))
    share.scan()
    assert share.overlaps is not None

    counted = share.overlaps.sort("object").select("object", "records", "live", "name", "email").rows()
    assert counted == [("account", 20, 20, 20, 0), ("opportunity", 20, 20, 20, 0)]
    assert coverage(share) == {("account", "Nord"): (30, 20), ("opportunity", "Nord"): (30, 20)}


def test_a_record_in_several_trackers_counts_once_and_old_trackers_do_not(share: Share) -> None:
    customers = names("Nord", 30)
    share.crm = crm(*customers)
    share.write("a.xlsx", tracker(*customers[:10], note="vu"), days_ago=1)
    share.write("b.xlsx", tracker(*customers[5:12]), days_ago=29)
    share.write("c.xlsx", tracker(*customers[12:]), days_ago=31)
    share.scan()

    assert coverage(share)["opportunity", "Nord"] == (30, 12)


def test_another_crm_has_trackers_in_use_compared_again(share: Share) -> None:
    share.write("suivi.xlsx", tracker(*names("Nord", 20)))
    share.write("vieux.xlsx", tracker(*names("Sud", 20)), days_ago=40)
    share.scan()
    assert share.covered.is_empty()
    share.crm = crm(*names("Nord", 5), *names("Sud", 5))
    batches = share.scan()

    assert coverage(share)["opportunity", "Nord"] == (10, 5)
    assert opened(batches) == 0
    assert [batch.table for batch in batches] == ["overlaps", "coverage", "files"]
    assert [batch.table for batch in share.scan()] == ["coverage", "files"]
    assert coverage(share)["opportunity", "Nord"] == (10, 5)


def test_coverage_falls_when_a_tracker_is_gone_or_no_longer_used(share: Share) -> None:
    customers = names("Nord", 30)
    share.crm = crm(*customers)
    share.write("a.xlsx", tracker(*customers[:10]), days_ago=1)
    share.write("b.xlsx", tracker(*customers[10:15]), days_ago=25)
    path = share.write("c.xlsx", tracker(*customers[15:17]), days_ago=2)
    share.scan()
    assert coverage(share)["opportunity", "Nord"] == (30, 17)
    share.now += 7 * DAY
    share.scan()
    assert coverage(share)["opportunity", "Nord"] == (30, 12)
    path.unlink()
    share.scan()
    assert coverage(share)["opportunity", "Nord"] == (30, 10)


def test_a_record_that_left_the_tracker_is_counted_no_longer(share: Share) -> None:
    share.crm = crm("Nord 001 et Fils")
    share.write("suivi.xlsx", tracker(*names("Nord", 20)))
    share.scan()
    share.write("suivi.xlsx", tracker(*names("Sud", 20)), days_ago=0)
    share.scan()
    assert share.overlaps is not None

    assert share.overlaps["records"].to_list() == [0, 0]
    assert coverage(share)["account", "Nord"] == (1, 0)


def test_a_tracker_that_could_not_be_read_again_is_tried_at_the_next_scan(share: Share) -> None:
    share.write("suivi.xlsx", tracker(*names("Nord", 20)))
    share.scan()
    share.crm = crm(*names("Nord", 5))
    entries = [one for one in share.source()._found(share.pull()) if isinstance(one, Entry)]
    for batch in scanning.scan("partage", entries, _locked, share.pull(), share.source().options, judge=JUDGE):
        share._keep(batch)
    assert coverage(share)["opportunity", "Nord"] == (5, 0)
    share.scan()

    assert coverage(share)["opportunity", "Nord"] == (5, 5)


# ---- cut off, and twice ----


def test_a_scan_that_is_cut_off_goes_on_and_ends_as_one_that_was_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "BATCH_FILES", 3)
    written = Share(tmp_path / "Commerce")
    for number in range(10):
        written.write(f"{number}.xlsx", tracker(*names("Nord", 40)[number : number + 20]), days_ago=20 - number)
    ends = []
    for cut in (None, 1, 2, 3, 5, 7):
        share = Share(tmp_path / f"{cut}" / "Commerce", crm=crm(*names("Nord", 40)))
        shutil.copytree(written.path, share.path)
        if cut is not None:
            share.scan(cut)
        share.scan()
        again = share.scan()
        assert opened(again) == 0
        ends.append((share.files.sort("file"), share.covered, share.cursors))

    for files, covered, cursors in ends[1:]:
        assert files.equals(ends[0][0])
        assert covered.equals(ends[0][1])
        assert cursors == ends[0][2]


# ---- changes instead of a whole list ----


class Drive:
    """A drive that tells what changed since last time, and files by a number that outlives their names."""

    def __init__(self, share: Share) -> None:
        self.share = share
        self.fetched: list[str] = []

    def scan(self, *found: Found, cursor: dict[str, str] | None = None) -> list[Batch]:
        """What a scan of these changes tells."""
        batches = list(
            scanning.scan(
                "drive", found, self.fetch, self.share.pull(), self.share.source().options,
                whole=False, cursor=lambda: cursor, judge=JUDGE,
            )
        )  # fmt: skip
        for batch in batches:
            self.share._keep(batch)
        return batches

    @contextmanager
    def fetch(self, entry: Entry) -> Iterator[Path]:
        """The contents of a file, by its number."""
        self.fetched.append(entry.place)
        yield self.share.path / entry.place

    def entry(self, place: str, path: str, stamp: str, savers: tuple[str, ...] = ()) -> Entry:
        """A file as the drive tells of it."""
        return Entry(path, 100, NOW - DAY, stamp, place, key=place, savers=savers)


def test_only_what_a_drive_tells_changes(share: Share) -> None:
    share.crm = crm(*names("Nord", 40))
    drive = Drive(share)
    share.write("item1", tracker(*names("Nord", 20)))
    share.write("item2", tracker(*names("Nord", 30)[20:]))
    one, two = drive.entry("item1", "Site/suivi.xlsx", "1"), drive.entry("item2", "Site/autre.xlsx", "1")
    batches = drive.scan(one, two, cursor={"delta": "A"})
    assert batches[-1].cursor == {"delta": "A"}
    assert coverage(share)["opportunity", "Nord"] == (40, 30)

    drive.fetched.clear()
    assert opened(drive.scan()) == 0
    assert drive.fetched == []
    renamed = drive.scan(drive.entry("item1", "Site/Nord/renommé.xlsx", "1"))
    assert (opened(renamed), drive.fetched) == (1, [])
    assert set(share.files["folder"]) == {"Site", "Site/Nord"}

    drive.scan(Gone("item2"))
    assert share.files.height == 1
    assert coverage(share)["opportunity", "Nord"] == (40, 20)
    assert drive.fetched == ["item1"]


def test_trackers_of_a_drive_are_fetched_again_when_the_crm_changed(share: Share) -> None:
    drive = Drive(share)
    share.write("item1", tracker(*names("Nord", 20)))
    drive.scan(drive.entry("item1", "Site/suivi.xlsx", "1", ("lea@exemple.fr",)))
    before = share.files
    share.crm = crm(*names("Nord", 5))
    drive.scan()

    assert drive.fetched == ["item1", "item1"]
    assert share.files.equals(before)
    assert coverage(share)["opportunity", "Nord"] == (5, 5)


def test_a_drive_that_tells_of_a_file_and_then_that_it_is_gone(share: Share) -> None:
    drive = Drive(share)
    share.write("item1", tracker(*names("Nord", 20)))
    entry = drive.entry("item1", "Site/suivi.xlsx", "1")
    (share.path / "item1").unlink()

    batches = drive.scan(entry, Gone("item1"))
    assert share.files.is_empty()
    assert told(batches) == {"vanished_file": 1}


def test_what_is_known_under_a_folder_that_cannot_be_listed_stays(share: Share) -> None:
    share.write("Nord/Lille/suivi.xlsx", tracker(*names("Nord", 20)))
    share.write("Nordique/suivi.xlsx", tracker(*names("Sud", 20)))
    share.scan()
    options = share.source().options
    unlisted = [Unlisted("Commerce/Nord")]
    (_, end) = scanning.scan("partage", unlisted, _locked, share.pull(), options, judge=JUDGE)

    assert end.alive is not None
    assert end.alive.to_list() == [share.file("Nord/Lille/suivi.xlsx")["file"]]


def test_times_are_utc(share: Share) -> None:
    share.write("suivi.xlsx", tracker(*names("Nord", 20)), days_ago=1)
    share.scan()

    assert share.file("suivi.xlsx")["saved_at"] == datetime(2026, 3, 1, 12, tzinfo=UTC)
