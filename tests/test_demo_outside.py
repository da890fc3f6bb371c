"""The demo's share lives with its CRM: trackers come, grow, are copied, fade, and hold what they are said to hold."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from demo.crm import Crm
from demo.outside import BROKEN, CONTROLS, DECISIONS, FOUND, PERSONAL, PROTECTED, TRACKERS, Tracker
from demo.share import Share
from demo.truths import AS_OF, WEEKS, week_of
from jobs import workbooks
from jobs.workspace import Workspace, open_workspace
from metrics.spreadsheets.families import Family, Workbooks
from tests.digests import files
from tests.lived import live
from tests.outside import cells, found_deals

IN_USE = [tracker for tracker in TRACKERS if tracker.state in ("active", "kept")]
OF_EAST = TRACKERS[0]


def lived(folder: Path, weeks: int = WEEKS) -> Share:
    crm = Crm(folder / "crm.db")
    share = Share(folder / "partage", crm.path, crm.people)
    for week in crm.weeks[:weeks]:
        crm.live(week)
        share.live(week)
    return share


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Share:
    return lived(tmp_path_factory.mktemp("share"))


@pytest.fixture(scope="module")
def company(demo_company: Path) -> Workspace:
    return open_workspace(demo_company)


@pytest.fixture(scope="module")
def known(company: Workspace) -> Workbooks:
    return workbooks.known(company)


def saved_on(share: Share, path: str) -> date:
    return datetime.fromtimestamp((share.folder / path).stat().st_mtime, UTC).date()


@pytest.mark.parametrize("tracker", TRACKERS, ids=lambda one: one.path)
def test_a_tracker_was_last_saved_in_the_week_in_which_it_is_said_to_be(share: Share, tracker: Tracker) -> None:
    last = max(number for number in range(1, WEEKS + 1) if tracker.is_saved(number))

    assert week_of(last) <= saved_on(share, tracker.path) < week_of(last + 1)
    for number, path in tracker.copies:
        assert week_of(number) <= saved_on(share, path) < week_of(number + 1)


def test_a_tracker_grows(share: Share, tmp_path: Path) -> None:
    early = lived(tmp_path, 12)
    then, now = (len(list(cells(one.folder / OF_EAST.path))) for one in (early, share))

    assert now > 2 * then


def test_it_is_the_same_every_time(share: Share, tmp_path: Path) -> None:
    again = lived(tmp_path)

    assert files(again.folder) == files(share.folder)
    assert {p: saved_on(again, p) for p in files(again.folder)} == {p: saved_on(share, p) for p in files(share.folder)}


def test_the_share_moves_nothing_in_the_crm(share: Share, tmp_path: Path) -> None:
    assert live(tmp_path / "crm.db").crm.path.read_bytes() == share.crm.read_bytes()


def test_workbooks_hold_the_planted_part_of_the_open_deals(share: Share) -> None:
    assert found_deals(share.crm, [share.folder / one.path for one in IN_USE]) == FOUND


def test_vigie_finds_exactly_that_part(company: Workspace, known: Workbooks) -> None:
    deals = next(covered for covered in known.covered if covered.object == "opportunity")

    assert deals.outside == sum(found for found, _ in FOUND.values())
    assert deals.n == sum(of for _, of in FOUND.values()) + 1


@pytest.mark.parametrize("tracker", [one for one in IN_USE if not one.copies], ids=lambda one: one.path)
def test_a_workbook_in_use_shares_what_plain_reading_finds_in_it(
    share: Share, known: Workbooks, tracker: Tracker
) -> None:
    plain = found_deals(share.crm, [share.folder / tracker.path])
    shared = {overlap.object: overlap.live for overlap in family(known, tracker).overlaps}

    assert shared.get("opportunity", 0) == sum(found for found, _ in plain.values())


def family(known: Workbooks, tracker: Tracker) -> Family:
    name = tracker.path.rpartition("/")[2]
    return next(one for one in known.families if one.name == name)


@pytest.mark.parametrize("tracker", TRACKERS, ids=lambda one: one.path)
def test_each_tracker_is_one_family_in_its_state(known: Workbooks, tracker: Tracker) -> None:
    found = family(known, tracker)

    assert (found.state, found.counted) == (tracker.state, tracker.counted)
    assert found.copies == 1 + len(tracker.copies)
    assert found.teams == (tracker.team,)


def test_nothing_else_is_taken_for_a_tracker(known: Workbooks) -> None:
    names = {one.name for one in known.families}

    assert len(known.families) == len(TRACKERS)
    assert names.isdisjoint(path.rpartition("/")[2] for path in (*CONTROLS, PERSONAL, PROTECTED, BROKEN))


def test_what_cannot_be_opened_is_counted_by_why(known: Workbooks) -> None:
    assert {(one.state, one.files) for one in known.unopened} == {("protected", 1), ("corrupt", 1)}


def test_the_columns_that_the_crm_lacks_are_found(known: Workbooks) -> None:
    wanted = {one.title: one.families for one in known.wanted}

    assert wanted["Humeur du client"] == 2
    assert wanted["Remise demandée"] == 2
    assert not {"SIRET", "E-mail", "Étape", "Client"} & wanted.keys()


def test_decisions_of_the_past_stand_on_the_board(known: Workbooks) -> None:
    told = {one.name: one for one in known.families}

    for decision in DECISIONS:
        assert told[decision.path.rpartition("/")[2]].author == decision.author
    again = told["Mes clients Sud.xlsx"]
    assert (again.again, again.plan) == (True, "to_migrate")
    assert week_of(35) <= again.since < week_of(36)
    assert told["Accords cadres.xlsx"].reason is not None


def test_a_workbook_that_nobody_saves_any_more_is_told_as_retired(company: Workspace, known: Workbooks) -> None:
    gone = next(one for one in known.families if one.name == "Suivi visites Nord.xlsx")

    assert gone.since == gone.saved_on + timedelta(60)
    assert gone.since < AS_OF


def test_a_past_day_knows_what_was_known_then(company: Workspace) -> None:
    then = workbooks.known(company.on(week_of(19)))
    names = {one.name: one.state for one in then.families}

    assert names["Suivi visites Nord.xlsx"] == "active"
    assert names["Accords cadres.xlsx"] == "active"
    assert "Relances devis.csv" not in names
