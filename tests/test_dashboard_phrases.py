"""The sentences made from the figures: the verdict never calls unknown on track."""

from dataclasses import replace

import pytest

from dashboard import phrases
from dashboard.language import locale
from dashboard.snapshot import Snapshot
from tests import snapshots

EN, FR = locale("en"), locale("fr")


def at_levels(*levels: str) -> Snapshot:
    """The normal snapshot with the project's signals at these levels, the others left out."""
    whole = snapshots.normal()
    kept = [
        replace(one, level=level)  # type: ignore[arg-type]
        for one, level in zip(whole.project_signals(), levels, strict=False)
    ]
    return replace(whole, signals=tuple(kept))


@pytest.mark.parametrize(
    ("levels", "word"),
    [
        (("green", "red", "amber"), "Alert"),
        (("green", "amber", "grey"), "Watch"),
        (("green", "green", "grey"), "Incomplete"),
        (("grey", "grey"), "No data"),
        (("green", "green"), "On track"),
        ((), "No data"),
    ],
)
def test_the_verdict_is_the_worst_level_and_unknown_is_never_on_track(levels: tuple[str, ...], word: str) -> None:
    assert phrases.verdict(at_levels(*levels), EN).word == word


def test_the_verdict_counts_what_is_measured() -> None:
    verdict = phrases.verdict(snapshots.normal(), EN)

    assert (verdict.measured, verdict.total) == (5, 6)


def test_the_verdict_dates_from_the_oldest_of_the_worst() -> None:
    whole = snapshots.normal()
    reds = [one.since for one in whole.project_signals() if one.level == "red"]

    assert phrases.verdict(whole, EN).since == min(reds)


def test_the_reason_is_two_sentences_in_each_language() -> None:
    english = phrases.verdict(snapshots.normal(), EN).reason
    french = phrases.verdict(snapshots.normal(), FR).reason

    assert english.startswith("Two of six signals are in alert: regular use at 27.1% (limit ≥\u00a050%)")
    assert english.endswith(
        "Teams in alert on at least one signal: Grands comptes, Marketing & communication, Terrain Nord and 2 others."
    )
    assert french.startswith("Deux signaux sur six sont en alerte\u202f: usage régulier à 27,1\u202f%")
    assert french.count(". ") == 1


def test_without_a_team_in_alert_the_reason_tells_how_the_others_stand() -> None:
    reason = phrases.verdict(at_levels("red", "amber", "green", "grey"), EN).reason

    assert "to be watched; " in reason
    assert reason.endswith(" cannot be judged.")


def test_a_level_that_waits_for_confirmation_says_so() -> None:
    whole = snapshots.normal()
    signal = replace(whole.project_signals()[0], level="amber", amber=0.2)

    assert phrases.what_would_change(signal, EN).startswith("Its newest value is back inside the limit")


def test_one_signal_in_alert_is_singular() -> None:
    reason = phrases.verdict(at_levels("red", "green"), FR).reason

    assert reason.startswith("Un signal sur deux est en alerte\u202f: ")


def test_all_on_track_says_so() -> None:
    assert phrases.verdict(at_levels("green", "green"), EN).reason == "All two signals are on track."


def test_a_grey_signal_says_what_is_missing() -> None:
    signal = snapshots.normal().signal("data_quality.stale")

    assert signal
    assert phrases.grey_reason(signal, EN) == "no mapping of records; add [sources.crm.records]"


def test_what_would_change_the_level_depends_on_the_level() -> None:
    whole = snapshots.normal()
    texts = {s.level: phrases.what_would_change(s, EN) for s in whole.project_signals()}

    assert texts["red"].startswith("It leaves the alert at ")
    assert "four active weeks" in texts["red"]
    assert texts["green"].startswith("It is to be watched at < 80%".replace("< ", "<\u00a0"))


def test_the_worst_source_is_the_failing_one() -> None:
    worst = phrases.worst_source(snapshots.stale())

    assert worst
    assert phrases.freshness(worst, snapshots.stale(), EN) == "depot has been failing for 9 days"
    assert phrases.worst_source(snapshots.calm()) is None


def test_the_origin_names_the_documents() -> None:
    signal = snapshots.normal().signal("spreadsheets.exports")

    assert signal
    meaning, documents = phrases.origin(signal, EN)
    assert meaning.startswith("Our way to see a sign")
    assert [title[:3] for title in documents] == ["003", "004"]
