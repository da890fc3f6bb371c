"""The migration board on the command line, as scripts and change leads use it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.terminal import Ran
from tests.terminal import vigie as run

AUTHOR = ("--author", "change lead")


def vigie(config: Path, *words: str) -> Ran:
    return run([*words, "--config", str(config)], {})


def listed(config: Path, *words: str) -> dict[str, dict[str, Any]]:
    done = vigie(config, "workbooks", "--json", *words)
    assert done.code == 0, done.messages
    return {row["name"]: row for row in json.loads(done.output)}


def test_workbooks_are_listed_with_what_is_known_of_each(demo_company: Path) -> None:
    rows = listed(demo_company)
    first = rows["Suivi affaires Est.xlsx"]

    assert set(first) == {
        *("family", "state", "plan", "since", "again", "name", "folder", "extension", "teams", "saved_on", "savers"),
        *("copies", "overlaps", "reason", "author", "version"),
    }
    assert (first["state"], first["teams"], first["copies"]) == ("active", ["Commerce Est"], 3)
    assert first["savers"] >= 10
    assert rows["Accords cadres.xlsx"]["savers"] == "<10"
    assert rows["Relances devis.csv"]["savers"] is None


def test_a_table_for_people_names_each_workbook(demo_company: Path) -> None:
    done = vigie(demo_company, "workbooks")

    assert done.code == 0
    assert "Suivi affaires Est.xlsx" in done.output
    assert "opportunity" in done.output


def test_a_step_is_kept_with_author_and_reason(demo_copy: Path) -> None:
    name = "Suivi affaires Est.xlsx"
    before = listed(demo_copy)[name]
    moved = vigie(demo_copy, "workbook", name, "--state", "in_progress", *AUTHOR)
    kept = vigie(demo_copy, "workbook", before["family"][:6], "--state", "kept", *AUTHOR, "--reason", "until June")

    assert (moved.code, kept.code) == (0, 0), (moved.messages, kept.messages)
    assert name in kept.messages
    with_reason = vigie(demo_copy, "workbooks", "--json", "--as-of", "2026-11-10")
    row = next(one for one in json.loads(with_reason.output) if one["name"] == name)
    assert (row["plan"], row["reason"], row["author"], row["version"]) == ("kept", "until June", AUTHOR[1], 2)


def test_a_decision_counts_from_the_next_week_on(demo_copy: Path) -> None:
    vigie(demo_copy, "workbook", "Suivi affaires Est.xlsx", "--state", "kept", *AUTHOR, "--reason", "until June")

    def families(day: str) -> float:
        done = vigie(demo_copy, "series", "spreadsheets.shadow_files", "--subject", "project", "--as-of", day, "--json")
        last = [row for row in json.loads(done.output) if row["value"] is not None][-1]
        return round(last["value"] * last["n"] / 100)

    assert (families("2026-11-09"), families("2026-11-16")) == (7, 6)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Suivi affaires Est.xlsx", "--state", "kept", *AUTHOR), "for a reason"),
        (("Suivi affaires Est.xlsx", "--state", "done", *AUTHOR), "is not a state"),
        (("Suivi affaires Est.xlsx", "--state", "retired", "--author", " "), "role"),
        (("Accords cadres.xlsx", "--state", "retired", *AUTHOR, "--version", "0"), "meanwhile"),
        (("Nulle part.xlsx", "--state", "retired", *AUTHOR), "vigie workbooks"),
        (("A", "--state", "retired", *AUTHOR), "vigie workbooks"),
    ],
)
def test_what_cannot_be_done_is_told_and_ends_with_two(demo_copy: Path, words: tuple[str, ...], said: str) -> None:
    done = vigie(demo_copy, "workbook", *words)

    assert done.code == 2
    assert said in done.messages


def test_without_a_share_there_is_nothing_to_list(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[project]\nname = "Essai"\n', encoding="utf-8")

    assert json.loads(vigie(config, "workbooks", "--json").output) == []
