"""Steering on the command line: limits changed by hand, incidents, diagnoses, as scripts and committees use them."""

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from jobs.workspace import open_workspace
from store.schema import SeriesRow
from tests.terminal import Ran
from tests.terminal import vigie as run

AUTHOR = ("--author", "steering committee")
WHY = ("--reason", "half the team works by telephone")


def vigie(config: Path, *words: str) -> Ran:
    given = () if words[0] == "definitions" else ("--config", str(config))
    return run([*words, *given], {})


def asked(config: Path, *words: str) -> Any:
    done = vigie(config, *words, "--json")
    assert done.code == 0, done.messages
    return json.loads(done.output)


def level(config: Path, signal: str, subject: str) -> dict[str, Any]:
    rows: list[dict[str, Any]] = asked(config, "signals")
    return next(row for row in rows if row["signal"] == signal and row["subject"] == subject)


def test_a_changed_limit_is_marked_and_kept_with_author_and_reason(demo_copy: Path) -> None:
    before = asked(demo_copy, "series", "adoption.rate", "--subject", "project")
    first = level(demo_copy, "adoption.rate", "project")
    assert first["level"] == "amber"

    vigie(demo_copy, "limit", "adoption.rate", "--amber", "0.60", *AUTHOR, *WHY)
    vigie(demo_copy, "measure")
    rows = asked(demo_copy, "series", "adoption.rate", "--subject", "project")

    assert [row["period"] for row in rows if row["mark"] == "limit"] == [before[-1]["period"]]
    assert [row | {"mark": None} for row in rows] == before
    assert level(demo_copy, "adoption.rate", "project")["amber"] == 0.60
    (entry,) = asked(demo_copy, "limits")
    assert (entry["author"], entry["reason"], entry["amber"]) == (AUTHOR[1], WHY[1], 0.60)


def test_weeks_before_a_change_keep_the_limits_they_had(demo_copy: Path) -> None:
    vigie(demo_copy, "limit", "adoption.rate", "--amber", "0.60", *AUTHOR, *WHY)
    vigie(demo_copy, "measure")
    workspace = open_workspace(demo_copy)
    with workspace.database.read() as session:
        kept = session.execute(
            sa.text(
                "SELECT amber, count(*) FROM levels WHERE metric = 'adoption.rate' AND subject = 'project' "
                "GROUP BY amber ORDER BY amber"
            )
        ).all()

    assert [row[0] for row in kept] == [0.60, 0.70]
    assert kept[0][1] == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("limit", "adoption.rat", "--amber", "0.6", *AUTHOR, *WHY), "did you mean"),
        (("limit", "adoption.rate", "--amber", "0.6", "--author", " ", *WHY), "by somebody and for a reason"),
        (("incident", "999", "acknowledged", *AUTHOR), "is not open"),
        (("incident", "1", "done", *AUTHOR), "is not a state"),
        (("definitions", "--language", "de"), "is not a language"),
    ],
)
def test_what_cannot_be_done_is_told_and_ends_with_two(demo_copy: Path, words: tuple[str, ...], said: str) -> None:
    done = vigie(demo_copy, *words)

    assert done.code == 2
    assert said in done.messages


def test_an_exempt_signal_reads_grey_and_never_green(demo_copy: Path) -> None:
    (mine,) = [
        row
        for row in asked(demo_copy, "incidents")
        if row["metric"] == "adoption.rate" and row["subject"] == "team:Commerce%20Sud"
    ]
    exempting = ("incident", str(mine["id"]), "exempt", "--reason", "expected", "--until", "2027-01-31", *AUTHOR)
    done = vigie(demo_copy, *exempting)
    assert done.code == 0, done.messages

    row = level(demo_copy, "adoption.rate", "team:Commerce%20Sud")
    assert (row["level"], row["reason"]) == ("grey", "exempt")
    assert any(one["state"] == "exempt" for one in asked(demo_copy, "incidents"))


def test_each_warning_is_one_incident(demo_company: Path) -> None:
    warnings = [
        (row["signal"], row["subject"]) for row in asked(demo_company, "signals") if row["level"] in ("amber", "red")
    ]
    listed = [(row["metric"], row["subject"]) for row in asked(demo_company, "incidents")]

    assert sorted(set(listed)) == sorted(listed)
    assert set(warnings) <= set(listed)


def test_a_changed_definition_is_a_break_in_the_series(demo_copy: Path) -> None:
    workspace = open_workspace(demo_copy)
    rows = asked(demo_copy, "series", "adoption.rate", "--subject", "project")
    middle = rows[len(rows) // 2]["period"]
    with workspace.database.write() as session:
        older = sa.update(SeriesRow).where(
            SeriesRow.metric == "adoption.rate", SeriesRow.period < sa.text(f"'{middle}'")
        )
        session.execute(older.values(definition="another"))

    marked = asked(demo_copy, "series", "adoption.rate", "--subject", "project")

    assert [row["period"] for row in marked if row["mark"] == "definition"] == [middle]


def test_diagnoses_come_with_evidence_coverage_and_both_languages(demo_company: Path) -> None:
    found = asked(demo_company, "diagnosis")

    assert set(found) == {
        "two_of_four", "serious_warnings", "causes", "foundations", "progress", "last_committee", "next_actions",
    }  # fmt: skip
    families = found["two_of_four"]["families"]
    assert [family["family"] for family in families] == ["data", "own_way", "around", "decisions"]
    assert all(0 <= family["known"] <= family["total"] == len(family["evidence"]) for family in families)
    for part in ("two_of_four", "serious_warnings", "causes"):
        assert set(found[part]["sentence"]) == {"fr", "en"}
    assert found["serious_warnings"]["answer"] == "unknown"
    assert 0 < len(found["next_actions"]) <= 3


def test_a_past_day_is_diagnosed_as_it_stood(demo_company: Path) -> None:
    then = asked(demo_company, "diagnosis", "--as-of", "2026-04-06")

    assert "data_quality.stale" not in [
        state["signal"]
        for family in then["two_of_four"]["families"]
        for state in family["evidence"]
        if state["level"] == "red"
    ]
