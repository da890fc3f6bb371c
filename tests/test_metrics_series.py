"""Series: every metric with its interval, or the reason why it has no value."""

import inspect
from dataclasses import replace

import polars as pl
import pytest

from metrics import rollups
from metrics.catalogue import metrics
from metrics.declaring import DECLARED, Metric
from metrics.series import SERIES, compute, missing
from metrics.statistics import wilson
from metrics.subjects import PROJECT, parts_of, subject
from settings import declared
from tests.tables import week, weeks
from tests.test_metrics_adoption import FOUR, active_in, expected

RATE = metrics()["adoption.rate"]
GIVEN = {
    *rollups.TABLES, *declared.DECLARED,
    "people", "accounts", "expected", "weeks", "required", "useful", "fields", "roles", "steering", "pulse",
    "privacy", "capabilities", "files", "file_plans", "scans", "coverage", "overlaps",
    "pipelines", "closing_stages", "orders",
}  # fmt: skip
STATES = {"source": pl.String, "name": pl.String, "state": pl.String, "since": pl.Date}


def capabilities(*told: tuple[str, str, int | None]) -> pl.DataFrame:
    """Name, state, and the number of the week from which on it is recorded."""
    rows = [(f"crm{n}", name, state, week(since) if since else None) for n, (name, state, since) in enumerate(told)]
    return pl.DataFrame(rows, schema=STATES, orient="row")


def computed(told: pl.DataFrame, phase: str = "run", metric: Metric = RATE) -> pl.DataFrame:
    inputs = {"user_day": active_in(ana="1 2 3"), "expected": expected(FOUR, 3), "weeks": weeks(3)}
    return compute({metric.id: metric}, inputs, told, phase)


RECORDED = capabilities(("edits", "recorded", None))


def test_a_rate_comes_with_its_interval() -> None:
    row = computed(RECORDED).filter(pl.col("subject") == PROJECT).row(0, named=True)

    assert (row["value"], row["hits"], row["n"], row["people"]) == (1 / 4, 1, 4, 4)
    assert (row["low"], row["high"]) == wilson(1, 4)
    assert row["definition"] == RATE.definition


@pytest.mark.parametrize("state", ["not_recorded", "not_granted", "switched_off"])
def test_what_no_source_records_is_grey_with_that_reason_and_never_nought(state: str) -> None:
    rows = computed(capabilities(("edits", state, None), ("logins", "recorded", None)))

    assert rows.select("subject", "value", "reason").rows() == [(PROJECT, None, state)] * 3


def test_without_any_word_of_a_need_there_is_no_data() -> None:
    assert set(computed(capabilities())["reason"]) == {"no_data"}


def test_one_source_that_records_is_enough() -> None:
    rows = computed(capabilities(("edits", "not_recorded", None), ("edits", "recorded", None)))

    assert rows["value"].is_not_null().all()


def test_the_nearest_cure_is_named_first() -> None:
    told = capabilities(("edits", "not_recorded", None), ("edits", "switched_off", None))

    assert missing(RATE, told, "run") == "switched_off"


def test_weeks_over_before_recording_began_are_not_noughts() -> None:
    rows = computed(capabilities(("edits", "recorded", 3))).filter(pl.col("subject") == PROJECT)

    assert rows.select("value", "reason").rows() == [(None, "not_recorded"), (None, "not_recorded"), (1 / 4, None)]


EITHER = replace(RATE, needs=(), needs_any=("views", "reports"))


@pytest.mark.parametrize(
    ("views", "reports", "reason"),
    [
        ("recorded", "not_recorded", None),
        ("not_recorded", "recorded", None),
        ("not_recorded", "switched_off", "switched_off"),
        ("not_recorded", "not_recorded", "not_recorded"),
    ],
)
def test_of_several_needs_that_do_alike_one_is_enough(views: str, reports: str, reason: str | None) -> None:
    assert missing(EITHER, capabilities(("views", views, None), ("reports", reports, None)), "run") == reason


@pytest.mark.parametrize(("views", "reports", "first"), [(3, 2, 2), (2, 3, 2), (3, None, 1), (3, 3, 3)])
def test_of_several_needs_that_do_alike_the_first_recorded_counts(views: int, reports: int | None, first: int) -> None:
    rows = computed(capabilities(("views", "recorded", views), ("reports", "recorded", reports)), metric=EITHER)
    reasons = rows.filter(pl.col("subject") == PROJECT)["reason"].to_list()

    assert reasons == ["not_recorded"] * (first - 1) + [None] * (4 - first)


def test_all_needs_and_one_of_several_must_be_recorded() -> None:
    both = replace(EITHER, needs=("edits",))

    assert missing(both, capabilities(("views", "recorded", None)), "run") == "no_data"
    assert missing(both, capabilities(("edits", "recorded", None)), "run") == "no_data"
    assert missing(both, capabilities(("edits", "recorded", None), ("views", "recorded", None)), "run") is None


def test_the_longest_record_of_several_sources_counts() -> None:
    rows = computed(capabilities(("edits", "recorded", 3), ("edits", "recorded", 2)))

    assert rows.filter(pl.col("subject") == PROJECT)["reason"].to_list() == ["not_recorded", None, None]


def test_a_source_that_does_not_say_since_when_is_taken_at_its_word() -> None:
    rows = computed(capabilities(("edits", "recorded", 3), ("edits", "recorded", None)))

    assert rows["reason"].is_null().all()


@pytest.mark.parametrize(("phase", "grey"), [("framing", True), ("build", True), ("pilot", False), ("run", False)])
def test_outside_its_phase_a_metric_is_grey(phase: str, grey: bool) -> None:  # noqa: FBT001
    rows = computed(RECORDED, phase)

    assert (set(rows["reason"]) == {"phase"}) is grey


def test_no_metric_gives_no_row() -> None:
    assert compute({}, {}, RECORDED, "run").schema == pl.Schema(SERIES)


def test_computing_twice_is_computing_once() -> None:
    assert computed(RECORDED).equals(computed(RECORDED))


def test_limits_and_wording_are_no_part_of_the_definition() -> None:
    assert replace(RATE, amber=0.1, red=0.05, label="Other").definition == RATE.definition
    assert len({metric.definition for metric in metrics().values()}) == len(metrics())


@pytest.mark.parametrize("metric", metrics().values(), ids=list(metrics()))
def test_every_metric_says_what_it_is(metric: Metric) -> None:
    said = inspect.getdoc(metric.compute) or ""

    assert metric.id == f"{metric.compute.__module__.split('.')[1]}.{metric.compute.__name__}"
    assert metric.formula
    assert metric.sentence.endswith(".")
    assert all(word in said for word in ("Formula: ", "Unit: ", "Empty: ", "Source: "))
    assert metric.origin.split()[0] in ("figure", "named", "deduced")
    assert set(metric.inputs) <= GIVEN
    assert DECLARED[metric.id] == metric


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ({}, "project"),
        ({"team": "Nord"}, "team:Nord"),
        ({"object": "contact", "team": "Est"}, "team:Est/object:contact"),
        ({"team": "R&D / Études: 50%"}, "team:R%26D%20%2F%20%C3%89tudes%3A%2050%25"),
    ],
)
def test_subjects_are_written_in_one_way_and_read_back(parts: dict[str, str], text: str) -> None:
    assert subject(**parts) == text
    assert parts_of(text) == parts
