"""Survey answers: wide or long, one person once a round, rounds that cannot be joined, nothing read but the items."""

from datetime import UTC, date, datetime
from os import utime
from pathlib import Path

import pytest
from pydantic import ValidationError

from collectors import pulse
from collectors.pseudonyms import Pseudonyms
from collectors.source import Batch, Pull, SourceError
from settings.model import Project, Settings
from settings.survey import PULSE, PULSE_ITEMS
from settings.tables import CAPABILITIES
from tests.workbooks import workbook

PULL = Pull(datetime(2026, 3, 10, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC), Pseudonyms(b"secret"))
MARCH = date(2026, 3, 2)


def source(folder: Path, path: str = "avis.csv", **options: object) -> pulse.Pulse:
    given = pulse.Options.model_validate({"kind": "pulse", "path": path, **options})
    return pulse.connect("avis", given, Settings(project=Project(name="Essai"), folder=folder))


def read(folder: Path, text: str, **options: object) -> Batch:
    """The one batch of a CSV file."""
    (folder / "avis.csv").write_text(text, encoding="utf-8")
    (batch,) = source(folder, **options).batches(PULL)
    assert batch.frame.columns == ["line", *PULSE]
    return batch


def answers(batch: Batch) -> list[tuple[object, ...]]:
    return batch.frame.select("line", "item", "answer").rows()


def told(batch: Batch) -> list[tuple[str, str]]:
    """Why and where, without the name that stands for the file."""
    return [(reject.reason, reject.where.partition(" · ")[2]) for reject in batch.rejects]


def who(token: str, asked: date = MARCH) -> str:
    return PULL.pseudonyms.of("pulse", asked.isoformat(), token)


def test_a_column_an_item_is_one_answer_each(tmp_path: Path) -> None:
    batch = read(
        tmp_path,
        "round;respondent;team;role;purpose;Le CRM est facile à utiliser;Share of working time spent entering data;"
        "avis\n"
        "02/03/2026;r1;Nord;Vendeur;4;2 - plutôt non;40 %;tout va mal, dit Léa\n"
        "2026-03-02;r2;;;5;;;\n",
    )

    assert answers(batch) == [(1, "purpose", 4.0), (1, "easy", 2.0), (1, "entry_share", 0.4), (2, "purpose", 5.0)]
    assert batch.frame.row(0)[1:5] == (MARCH, who("r1"), "Nord", "Vendeur")
    assert batch.complete
    assert batch.rejects == ()
    assert "Léa" not in repr(batch)


def test_one_answer_a_line_reads_the_same(tmp_path: Path) -> None:
    batch = read(
        tmp_path,
        "round,respondent,team,item,answer\n2026-03-02,r1,Nord,purpose,4\n"
        "2026-03-02,r1,,Le CRM est facile à utiliser,2\n2026-03-02,r1,,Quel est votre nom ?,3\n",
    )

    assert answers(batch) == [(1, "purpose", 4.0), (1, "easy", 2.0)]
    assert batch.frame["team"].to_list() == ["Nord", "Nord"]
    assert told(batch) == [("unknown_item", "row 4 · item")]


def test_a_respondent_is_another_one_in_each_round_and_no_user(tmp_path: Path) -> None:
    batch = read(
        tmp_path,
        "round;e-mail;purpose\n2026-03-02;Lea@Exemple.fr;4\n2026-06-01;lea@exemple.fr;4\n2026-06-01;tom@exemple.fr;4\n",
    )

    first, second, other = batch.frame["respondent"]
    assert (first, second) == (who("lea@exemple.fr"), who("lea@exemple.fr", date(2026, 6, 1)))
    assert len({first, second, other, PULL.pseudonyms.person("", "", "lea@exemple.fr")}) == 4


def test_of_two_answers_of_one_person_in_a_round_the_last_counts_and_is_told(tmp_path: Path) -> None:
    batch = read(tmp_path, "round;token;purpose;easy\n2026-03-02;r1;1;1\n2026-03-02;R1 ;5;\n2026-06-01;r1;3;3\n")

    assert answers(batch) == [(1, "purpose", 5.0), (1, "easy", 1.0), (2, "purpose", 3.0), (2, "easy", 3.0)]
    assert told(batch) == [("answered_twice", "row 3")]


def test_without_a_token_each_line_is_a_respondent(tmp_path: Path) -> None:
    batch = read(tmp_path, "round;purpose\n2026-03-02;1\n2026-03-02;1\n")

    assert batch.frame["respondent"].n_unique() == 2
    assert batch.rejects == ()


@pytest.mark.parametrize(
    ("item", "text", "reason"),
    [
        ("purpose", "6", "outside_scale"),
        ("purpose", "0", "outside_scale"),
        ("purpose", "souvent", "not_a_number"),
        ("entry_share", "120 %", "over_100_percent"),
        ("entry_share", "101", "over_100_percent"),
    ],
)
def test_an_answer_that_is_none_is_told_and_the_others_of_its_line_count(
    tmp_path: Path, item: str, text: str, reason: str
) -> None:
    batch = read(tmp_path, f"round;token;easy;{item}\n2026-03-02;r1;3;{text}\n")

    assert answers(batch) == [(1, "easy", 3.0)]
    assert told(batch) == [(reason, f"row 2 · {item}")]


@pytest.mark.parametrize(("asked", "reason"), [("", "missing_value"), ("mars", "not_a_day"), ("03/26", "not_a_day")])
def test_answers_of_no_sure_round_are_left_out(tmp_path: Path, asked: str, reason: str) -> None:
    batch = read(tmp_path, f"round;token;easy\n{asked};r1;3\n2026-03-02;r2;3\n;;\n")

    assert batch.frame["respondent"].to_list() == [who("r2")]
    assert told(batch) == [(reason, "row 2 · round")]


def test_a_team_that_names_a_person_is_left_out_and_its_answers_count(tmp_path: Path) -> None:
    batch = read(tmp_path, "round;token;team;easy\n2026-03-02;r1;lea@exemple.fr;3\n")

    assert batch.frame["team"].to_list() == [None]
    assert told(batch) == [("personal_text", "row 2 · team")]


def test_settings_say_what_columns_and_items_are_called(tmp_path: Path) -> None:
    batch = read(
        tmp_path,
        "Completion time;Service;Team;Q1;Q2\n2026-03-02 09:12:44;Nord;Microsoft;4;2\n2026-03-30;Sud;Microsoft;1;1\n",
        columns={"team": "Service"},
        items={"Q1": "purpose", "Q2": "easy"},
        rounds="month",
    )

    assert batch.frame.select("round", "team", "item", "answer").rows()[:2] == [
        (date(2026, 3, 1), "Nord", "purpose", 4.0),
        (date(2026, 3, 1), "Nord", "easy", 2.0),
    ]
    assert batch.frame["round"].n_unique() == 1


def test_settings_put_words_of_answers_one_a_line_into_items(tmp_path: Path) -> None:
    batch = read(tmp_path, "round;item;answer\n2026-03-02;Q1;4\n", items={"Q1": "purpose"})

    assert answers(batch) == [(1, "purpose", 4.0)]


def test_an_item_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(ValidationError, match="should be an item of the survey: purpose, helps"):
        pulse.Options.model_validate({"kind": "pulse", "path": "x", "items": {"Q1": "mood"}})


def test_files_of_a_folder_are_read_together(tmp_path: Path) -> None:
    folder = tmp_path / "avis"
    folder.mkdir()
    workbook(
        folder / "1.xlsx", {"Lisez-moi": [["x"]], "Q": [["Enquête"], ["round", "token", "easy"], [MARCH, "r1", 1]]}
    )
    (folder / "2.csv").write_text("round;token;easy\n2026-03-02;r1;5\n2026-03-02;r2;4\n", encoding="utf-8")
    (folder / "3.csv").write_bytes(b"\xff\xfe\x00")
    (folder / "4.xlsx").write_bytes(b"cut off")
    for number in (1, 2):
        utime(next(folder.glob(f"{number}.*")), (number, number))

    (batch,) = source(tmp_path, "avis").batches(PULL)

    assert answers(batch) == [(1, "easy", 5.0), (2, "easy", 4.0)]
    assert sorted(reject.reason for reject in batch.rejects) == ["answered_twice", "missing_heading", "unreadable_file"]


def test_of_answers_without_token_to_one_round_in_two_files_the_newest_counts(tmp_path: Path) -> None:
    for number, text in enumerate(("1\n2026-03-02;1", "5", "4\n2026-06-01;4"), 1):
        (tmp_path / f"avis-{number}.csv").write_text(f"round;easy\n2026-03-02;{text}\n", encoding="utf-8")
        utime(tmp_path / f"avis-{number}.csv", (number, number))

    (batch,) = source(tmp_path, "avis-*.csv").batches(PULL)

    assert batch.frame.select("round", "answer").rows() == [(MARCH, 4.0), (date(2026, 6, 1), 4.0)]
    assert [(reject.reason, reject.count) for reject in batch.rejects] == [
        ("round_in_two_files", 2),
        ("round_in_two_files", 1),
    ]


def test_a_file_without_a_round_or_an_item_costs_itself_and_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("token;easy\nr1;3\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("round;remarque\n2026-03-02;rien\n", encoding="utf-8")
    found = source(tmp_path, "*.csv").problems()

    assert [(reject.reason, reject.where) for reject in found] == [
        ("missing_heading", "a.csv · Date de l’enquête / Round"),
        ("missing_heading", "b.csv"),
    ]


def test_names_of_files_are_not_kept(tmp_path: Path) -> None:
    (tmp_path / "lea.csv").write_text("round;easy\n2026-03-02;9\n", encoding="utf-8")
    (batch,) = source(tmp_path, "lea.csv").batches(PULL)

    assert len(batch.rejects) == 1
    assert "lea" not in repr(batch)


def test_no_file_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Put it there, or mend the source's path"):
        list(source(tmp_path).batches(PULL))


def test_it_sees_no_acts_and_says_so(tmp_path: Path) -> None:
    capabilities = source(tmp_path).capabilities()

    assert [capability.name for capability in capabilities] == list(CAPABILITIES)
    assert {(c.state, c.detail) for c in capabilities} == {("not_recorded", "a survey holds no events")}


def test_every_wording_of_an_item_is_known(tmp_path: Path) -> None:
    for place in (0, 1):
        words = [wording[place] for wording in PULSE_ITEMS.values()]
        batch = read(tmp_path, "round;" + ";".join(words) + "\n2026-03-02" + ";1" * len(words) + "\n")

        assert batch.frame["item"].to_list() == list(PULSE_ITEMS)
        assert batch.rejects == ()
