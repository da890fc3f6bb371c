"""The benchmark of detection runs, and counts alarms as it says: false, right, early and late."""

import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from itertools import pairwise

import pytest

from benchmarks.alarms import GRACE, MERGED, OBSERVED_FROM, Outcome, Score, Truth, episodes, outcome, score
from benchmarks.detection import TARGETS, Target, main
from benchmarks.detectors import BASELINES, Levels, amber, levels, red
from benchmarks.families import LASTING, lit
from benchmarks.teams import (
    CROSSING,
    HABITS,
    KINDS,
    LIMIT,
    SOUND,
    WEEKS,
    Habits,
    as_weeks,
    french,
    seasons,
    teams,
    varied,
)

SMALL = ("--runs", "3", "--seed", "11")


def printed(*arguments: str) -> list[str]:
    with redirect_stdout(StringIO()) as said:
        assert main([*SMALL, *arguments]) in (0, 1)
    return said.getvalue().splitlines()


def test_every_detector_prints_its_line_for_every_size() -> None:
    lines = printed("--size", "8", "15")

    for name in (*TARGETS, *BASELINES, "two of four"):
        assert len([line for line in lines if line[8:].startswith(f"{name}  ")]) == 2
    assert all(
        line.split()[-1] in ("pass", "FAIL") for line in lines if line[:16] in ("15      amber   ", "15      red     ")
    )


def test_a_parameter_can_be_varied() -> None:
    lines = printed("--size", "8", "--vary", "shock=1.2", "onset=0.8")

    assert [line for line in lines if "amber, shock × 1.2" in line]
    assert [line for line in lines if "red, onset × 0.8" in line]


def test_a_parameter_that_there_is_not_is_refused() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "benchmarks.detection", "--vary", "weather=1.2"], capture_output=True, check=False
    )

    assert said.returncode == 2
    assert b"no parameter weather; there are start," in said.stderr


def test_a_missed_target_fails_and_only_for_the_size_it_is_promised_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TARGETS, "amber", Target(0.0, 1.01, 1.01))
    with redirect_stdout(StringIO()) as said:
        assert main([*SMALL, "--size", "15"]) == 1
        assert main([*SMALL, "--size", "8"]) == 0

    assert "MISSED: 15 people: amber recall" in said.getvalue()
    assert "cannot be promised: 8 people: amber recall" in said.getvalue()


def test_being_on_a_target_is_meeting_it() -> None:
    target = Target(0.2, 0.95, 0.8, 0.0)

    assert target.missed(Score({"healthy": 0.2}, 0.95, 0.8, {"slow": 0.0})) == []
    assert len(target.missed(Score({"healthy": 0.21}, 0.94, 0.79, {"slow": -0.5}))) == 4
    assert len(target.missed(Score({"healthy": 0.0}, 1.0, 1.0, {}))) == 1


def test_an_alarm_goes_on_until_it_has_been_quiet_for_four_judged_weeks() -> None:
    alarm = [False, True, False, False, False, True, False, None, None, False, False, False, True]

    assert episodes(alarm) == [1, 12]
    assert MERGED == 4
    assert episodes([None, False]) == []


def alarm_in(*weeks: int) -> list[bool | None]:
    return [week in weeks for week in range(WEEKS)]


CROSSED = Truth("slow", 30, 40)


@pytest.mark.parametrize(
    ("truth", "weeks", "false", "lead"),
    [
        (CROSSED, [35], 0, 40 - 35),
        (CROSSED, [30], 0, 40 - 30),
        (CROSSED, [40 + GRACE], 0, -GRACE),
        (CROSSED, [40 + GRACE + 1], 0, None),
        (CROSSED, [29], 1, None),
        (CROSSED, [20, 42], 1, 40 - 42),
        (CROSSED, [36, 43], 0, 40 - 36),
        (CROSSED, [], 0, None),
        (Truth("plateau", 30, None), [20, 35], 1, None),
        (Truth("healthy", None, None), [20, 35], 2, None),
        (Truth("healthy", None, None), [OBSERVED_FROM - 1], 0, None),
        (Truth("healthy", None, None), [OBSERVED_FROM], 1, None),
    ],
)
def test_alarms_are_right_from_the_onset_until_six_weeks_after_the_crossing(
    truth: Truth, weeks: list[int], false: int, lead: int | None
) -> None:
    assert outcome(truth, alarm_in(*weeks)) == Outcome(truth, false, lead)


def test_a_score_counts_by_year_and_by_kind() -> None:
    healthy, slow = Truth("healthy", None, None), Truth("slow", 30, 40)
    outcomes = [Outcome(healthy, 1, None), Outcome(healthy, 0, None), Outcome(slow, 1, 3), Outcome(slow, 0, None)]
    years = (WEEKS - OBSERVED_FROM) / (365.25 / 7)

    found = score(outcomes, WEEKS)

    assert found.false == {"healthy": pytest.approx(1 / 2 / years), "slow": pytest.approx(1 / 2 / years)}
    assert (found.recall, found.precision, found.lead) == (1 / 2, 1 / (1 + 2), {"slow": 3})


def test_nothing_to_detect_has_no_score() -> None:
    with pytest.raises(ValueError, match="ask for more runs"):
        score([Outcome(Truth("healthy", None, None), 0, None)], WEEKS)


def test_the_same_teams_come_of_the_same_seed_and_others_of_another() -> None:
    calendar = seasons(Habits())
    one, again, other = (teams("slow", 15, 3, seed, Habits(), calendar) for seed in (1, 1, 2))

    assert one == again != other


@pytest.mark.parametrize("kind", KINDS)
def test_teams_do_what_their_kind_says(kind: str) -> None:
    habits, calendar = Habits(away=0.0, people=0.0, shock=0.0), seasons(Habits())
    size = 400
    for team in teams(kind, size, 5, 3, habits, calendar):  # type: ignore[arg-type]
        rates = [hits / size / there for hits, there in zip(team.active, calendar.presence, strict=True)]
        assert 0.70 < sum(rates[:16]) / 16 < 0.94
        assert (team.truth.crossed is not None) == (kind in CROSSING)
        assert (team.truth.onset is None) == (kind in SOUND)
        assert (sum(rates[-5:]) / 5 < LIMIT) == (kind in CROSSING)
        if team.truth.crossed is not None:
            assert team.truth.onset is not None
            assert team.truth.onset <= team.truth.crossed < WEEKS


def test_the_judge_sees_who_was_active_and_which_weeks_are_held() -> None:
    calendar = seasons(Habits())
    [team] = teams("healthy", 15, 1, 5, Habits(), calendar)
    weeks = as_weeks(team, calendar)

    assert [week.hits for week in weeks] == list(team.active)
    assert {week.presence for week in weeks if week.reason == "held"} == {0.4, 0.5}
    assert {week.presence for week in weeks if week.judged} == {0.70, 0.75, 0.85, 1.0}
    assert all(later.period > earlier.period for earlier, later in pairwise(weeks))


def test_public_holidays_make_more_weeks_held_and_nobody_away() -> None:
    plain, full = seasons(Habits()), french(Habits())

    assert sum(full.held) > sum(plain.held)
    assert len(full.presence) == len(plain.presence) == WEEKS


def test_levels_are_amber_or_worse_and_red_and_unknown_in_held_weeks() -> None:
    calendar = seasons(Habits())
    [team] = teams("step", 40, 1, 5, Habits(), calendar)
    found = levels(team, calendar)

    assert [level is None for level in found] == list(calendar.held)
    assert sum(map(bool, amber(found))) >= sum(map(bool, red(found))) > 0


@pytest.mark.parametrize("name", HABITS)
def test_every_parameter_is_varied_by_itself(name: str) -> None:
    usual, changed = Habits(), varied(Habits(), name, 1.2)

    assert [other for other in HABITS if getattr(usual, other) != getattr(changed, other)] == [name]


def test_one_red_or_two_ambers_that_last_light_a_family() -> None:
    green: Levels = ["green", "green", "green", "green", None, "green"]
    ambers: Levels = ["green", "amber", "amber", "amber", None, "amber"]
    short: Levels = ["green", "green", "amber", "green", None, "amber"]
    bad: Levels = ["green", "red", "amber", "amber", None, "amber"]

    assert lit([green, ambers, green]) == [False, False, False, False, None, False]
    assert lit([green, ambers, ambers]) == [False, False, False, True, None, True]
    assert lit([green, ambers, short]) == [False, False, False, False, None, False]
    assert lit([green, green, bad]) == [False, True, False, False, None, False]
    assert LASTING == 3
