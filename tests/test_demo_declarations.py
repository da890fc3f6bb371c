"""What the simulated project declares of itself is there, in words a reader of its files knows."""

import csv
import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import fmean

import fastexcel
import polars as pl
import pytest

from demo.company import Person, staff
from demo.crm import _random
from demo.declarations import Filled, declarations
from demo.directory import COLUMNS, write_directory
from demo.foundations import NO, YES, write_foundations
from demo.plants import PLANTS
from demo.survey import write_survey
from demo.truths import AS_OF, FIRST_WEEK, SEED, TEAMS, TRUTHS, week_of
from settings.declared import DECLARED, SHEETS
from settings.sheets import Sheet
from settings.survey import PULSE_ITEMS

SUNDAY = AS_OF - timedelta(days=1)
DISTRUST = ("purpose", "helps", "unwatched")


@pytest.fixture(scope="module")
def people() -> list[Person]:
    return staff(_random(SEED, "company"))


@pytest.fixture(scope="module")
def declared(people: list[Person]) -> dict[str, Filled]:
    return declarations(people)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory, declared: dict[str, Filled]) -> Path:
    path = tmp_path_factory.mktemp("office") / "fondations.xlsx"
    write_foundations(path, declared)
    return path


def rows(declared: dict[str, Filled], sheet: str) -> list[dict[str, object]]:
    filled = declared[sheet]
    return [dict(zip(filled.columns, row, strict=True)) for row in filled.rows]


def test_every_sheet_has_its_french_title_and_headings(workbook: Path) -> None:
    book = fastexcel.read_excel(workbook)

    assert book.sheet_names == [sheet.title("fr") for sheet in SHEETS]
    for sheet in SHEETS:
        read = book.load_sheet(sheet.title("fr"), dtypes="string").to_polars()
        assert read.columns == [column.fr for column in sheet.columns]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_cells_are_of_the_kind_and_the_words_that_their_column_takes(sheet: Sheet, declared: dict[str, Filled]) -> None:
    known = {column.name: column for column in sheet.columns}
    filled = declared.get(sheet.name, Filled((), ()))

    assert set(filled.columns) <= set(known)
    assert {column.name for column in sheet.columns if column.needed} <= set(filled.columns) or not filled.rows
    for row in filled.rows:
        for name, cell in zip(filled.columns, row, strict=True):
            assert cell is None or fits(cell, sheet, name), (sheet.name, name, cell)
            assert cell is not None or not known[name].needed


def fits(cell: object, sheet: Sheet, name: str) -> bool:
    column = next(column for column in sheet.columns if column.name == name)
    if column.kind == "choice":
        return cell in {choice.fr for choice in column.choices}
    kinds: dict[str, tuple[type, ...]] = {"day": (date,), "number": (int, float), "yes": (bool,)}
    return isinstance(cell, kinds.get(column.kind, (str,))) and (column.kind != "number" or not isinstance(cell, bool))


def test_the_workbook_holds_what_is_declared_and_no_more(workbook: Path, declared: dict[str, Filled]) -> None:
    read = fastexcel.read_excel(workbook)
    heights = {name: read.load_sheet(sheet.title("fr")).to_polars().height for name, sheet in DECLARED.items()}
    duties = read.load_sheet(DECLARED["rules"].title("fr")).to_polars()

    assert {name: height for name, height in heights.items() if height} == {
        name: len(filled.rows) for name, filled in declared.items()
    }
    assert duties["Réponse connue"].to_list() == [YES, YES, YES, NO]
    assert duties["Depuis le"].dtype.is_temporal()


def test_sheets_that_the_settings_or_the_calendar_speak_for_are_left_empty(declared: dict[str, Filled]) -> None:
    assert set(DECLARED) - set(declared) == {"rituals", "ritual_log", "key_functions", "presence"}


def test_the_files_are_the_same_each_time(tmp_path: Path, people: list[Person]) -> None:
    def written(folder: Path) -> list[str]:
        write_foundations(folder / "fondations.xlsx", declarations(people))
        write_survey(folder / "pulse")
        write_directory(folder / "annuaire.csv", people)
        found = sorted(path for path in folder.rglob("*") if path.is_file())
        return [hashlib.sha256(path.read_bytes()).hexdigest() for path in found]

    assert written(tmp_path / "first") == written(tmp_path / "second")
    assert len(written(tmp_path / "first")) == 2 + len(PLANTS.survey.rounds)


def test_the_committee_misses_its_turn_and_its_sponsor(declared: dict[str, Filled]) -> None:
    held = [row for row in rows(declared, "meetings") if row["held"]]
    late = [row for row in rows(declared, "due_decisions") if not row["decided"] and day(row["due"]) < SUNDAY]

    assert (SUNDAY - day(held[-1]["held"])).days == 39
    assert [row["sponsor"] for row in held[-6:]].count(True) == 2
    assert all(row["sponsor"] for row in held[:5])
    assert [(SUNDAY - day(row["due"])).days for row in late] == [67]


def day(cell: object) -> date:
    assert isinstance(cell, date)
    return cell


def test_forecasts_and_messages_stop_and_answers_come_late(declared: dict[str, Filled]) -> None:
    quarter, eight_weeks = SUNDAY - timedelta(days=91), SUNDAY - timedelta(days=56)
    forecasts, messages = rows(declared, "forecasts"), rows(declared, "messages")
    early = [row for row in messages if day(row["planned"]) < date(2026, 7, 1)]
    lately = [row for row in messages if quarter < day(row["planned"]) < SUNDAY - timedelta(days=7)]
    questions = [row for row in rows(declared, "feedback") if eight_weeks < day(row["received"]) <= date(2026, 10, 30)]
    first = [row for row in rows(declared, "feedback") if day(row["received"]) < date(2026, 5, 1)]

    assert [row["filed"] is not None for row in forecasts] == [True] * 3 + [False] * 5
    assert all(row["sent"] for row in early)
    assert (len([row for row in lately if row["sent"]]), len(lately)) == (1, 6)
    assert 0.25 < quick(questions) < 0.42
    assert quick(first) > 0.85
    assert len(questions) >= 25


def quick(questions: list[dict[str, object]]) -> float:
    return fmean((day(row["answered"]) - day(row["received"])).days <= 5 for row in questions)


def test_what_is_half_done_is_half_done(declared: dict[str, Filled]) -> None:
    champions = [row["team"] for row in rows(declared, "champions") if not row["until"]]
    steps = [step for row in rows(declared, "involvement") for step in list(row.values())[1:4]]
    reviewed = [row["reviewed"] for row in rows(declared, "segments")]
    scenarios = [bool(row["written"] and row["holder"] and row["shared"]) for row in rows(declared, "scenarios")]
    owners = [bool(row["holder"]) for row in rows(declared, "data_owners")]

    assert len(champions) == 7
    assert PLANTS.never_opened.team not in champions
    assert (steps.count(True), len(steps)) == (6, 9)
    assert (owners.count(True), len(owners)) == (6, 11)
    assert len([on for on in reviewed if on and day(on) > date(2025, 11, 8)]) == 3
    assert (scenarios.count(True), len(scenarios)) == (3, 4)
    assert sum(bool(row["holder"]) for row in rows(declared, "responsibilities")) == 3


def test_the_first_wave_is_trained_and_the_second_is_not(declared: dict[str, Filled], people: list[Person]) -> None:
    trainings = rows(declared, "trainings")
    sizes = {team.name: team.size for team in TEAMS}
    sessions = {row["team"]: row["trained"] for row in trainings if row["trained"]}
    named = [row for row in trainings if row["person"]]

    assert not set(PLANTS.waves.second) & {row["team"] for row in trainings}
    assert set(sessions) | set(PLANTS.waves.second) == set(sizes)
    assert sessions["Commerce Nord"] == sizes["Commerce Nord"] - 1
    assert {row["person"] for row in named} <= {person.email for person in people if person.since > FIRST_WEEK}
    assert len(named) == len(TRUTHS.movements.joins) - 1


def test_two_of_three_objectives_are_on_their_path(declared: dict[str, Filled]) -> None:
    measures = {row["objective"]: row for row in rows(declared, "measures")}
    ahead = []
    for aim in rows(declared, "objectives"):
        newest = measures[aim["label"]]
        start, target, value = (float(str(x)) for x in (aim["start_value"], aim["target"], newest["value"]))
        passed = (day(newest["measured"]) - day(aim["start"])) / (day(aim["due"]) - day(aim["start"]))
        ahead.append((value - start) / (target - start) >= passed)

    assert ahead == [True, True, False]


def test_use_is_forced_when_the_planted_team_begins_to_enter_the_minimum(declared: dict[str, Filled]) -> None:
    forced = [row for row in rows(declared, "incentives") if row["kind"] == "contraignante"]
    marks = [row for row in rows(declared, "annotations") if row["kind"] == "Incitation"]
    launched = [row for row in rows(declared, "annotations") if day(row["happened"]) >= FIRST_WEEK]

    assert [row["start"] for row in forced] == [week_of(PLANTS.minimum_effort.from_week)]
    assert [row["team"] for row in marks] == [PLANTS.minimum_effort.team]
    # What lifts the use of all would hide the fall of one team behind a new starting level.
    assert not {row["kind"] for row in launched if row["team"] is None} & {"Formation", "Incitation"}


def answers(tmp_path: Path) -> Iterator[tuple[date, pl.DataFrame]]:
    write_survey(tmp_path)
    for path in sorted(tmp_path.glob("*.csv")):
        read = pl.read_csv(path, separator=";", infer_schema=False)
        on = datetime.strptime(read["Date de l’enquête"][0], "%d/%m/%Y").date()  # noqa: DTZ007 - a day
        yield on, read.rename({french: item for item, (french, _) in PULSE_ITEMS.items()} | {"Équipe": "team"})


def test_one_team_distrusts_in_both_rounds_and_the_others_do_not(tmp_path: Path) -> None:
    truth, found = PLANTS.survey, dict(answers(tmp_path))

    assert tuple(found) == truth.rounds
    for replies in found.values():
        unfavourable = replies.select("team", doubt=pl.mean_horizontal(pl.col(i).cast(int) <= 2 for i in DISTRUST))
        by_team = dict(unfavourable.group_by("team").agg(pl.col("doubt").mean()).iter_rows())
        assert by_team.pop(truth.distrustful) in truth.distrust
        assert all(
            by_team[team] in truth.distrust_of_others for team in ("Commerce Nord", "Commerce Est", "Commerce Ouest")
        )
        assert unfavourable["doubt"].mean() in truth.distrust_of_all
        assert 60 <= replies.height <= 70
        assert dict(replies["team"].value_counts().iter_rows()) == dict(truth.respondents)


def test_the_crm_is_middling_to_use_and_takes_little_time(tmp_path: Path) -> None:
    truth = PLANTS.survey

    for _, replies in answers(tmp_path):
        ux = replies.select((pl.col("useful").cast(int) + pl.col("easy").cast(int) - 2) * 100 / 8).to_series().mean()
        share = replies["entry_share"].str.strip_suffix(" %").cast(float) / 100
        assert ux in truth.ux
        assert share.mean() in truth.entry_share
        assert replies["Répondant (jeton)"].n_unique() == replies.height


def test_the_directory_knows_everybody_and_who_left(tmp_path: Path, people: list[Person]) -> None:
    write_directory(tmp_path / "annuaire.csv", people)
    with (tmp_path / "annuaire.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    gone = {row["email"]: row["sortie"] for row in listed if row["sortie"]}
    _, left = TRUTHS.movements.leaves

    assert tuple(listed[0]) == COLUMNS
    assert len({row["email"] for row in listed}) == TRUTHS.people
    assert sorted(gone.values()) == sorted(
        [week_of(left).isoformat()] + PLANTS.left_behind.people * [week_of(PLANTS.left_behind.from_week).isoformat()]
    )
    assert {row["equipe"] for row in listed if row["vague"] == "2"} == set(PLANTS.waves.second)
    assert {row["vague"] for row in listed} == {"1", "2"}
