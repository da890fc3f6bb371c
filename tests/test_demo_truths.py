"""The planted truths of the demo company are found, by the whole way from its CRM to the levels; nothing else is."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import mean

import polars as pl
import pytest

from demo.truths import AS_OF, LAST_WEEK, TRUTHS, week_of
from jobs import answers
from jobs.measure import Figures, inputs, look, measure
from jobs.refresh import _refresh_events
from jobs.workspace import Workspace, open_workspace
from metrics.catalogue import metrics
from metrics.published import published
from metrics.series import compute
from metrics.signals import judge
from metrics.subjects import subject
from store import figures, people, sources

HELD = [week_of(n) for n in range(1, 41) if date(2026, 7, 27) <= week_of(n) <= date(2026, 8, 24)]
AFTER_AUGUST = date(2026, 9, 28)
"""From here on no four pooled weeks reach into summer."""


def team(name: str) -> str:
    return subject(team=name)


SOUTH, EAST, NORTH = team(TRUTHS.fallen.team), team(TRUTHS.exporting.team), team(TRUTHS.progress.team)
NEVER, WEST, SMALL = team(TRUTHS.never_started.team), team(TRUTHS.middling.team), team(TRUTHS.small.team)


@pytest.fixture(scope="module")
def company(demo_company: Path) -> Workspace:
    return open_workspace(demo_company)


@pytest.fixture(scope="module")
def found(company: Workspace) -> Figures:
    return look(company)


def series(rows: pl.DataFrame, metric: str, subject: str) -> pl.DataFrame:
    return rows.filter((pl.col("metric") == metric) & (pl.col("subject") == subject)).sort("period")


def values(found: Figures, metric: str, subject: str, first: int = 1, last: int = 40) -> list[float]:
    """Values before blunting, of weeks by number, without the held ones."""
    mine = series(found.series, metric, subject).filter(
        pl.col("period").is_between(week_of(first), week_of(last)) & pl.col("reason").is_null()
    )
    return mine["value"].to_list()


def last(found: Figures, metric: str, subject: str) -> dict[str, object]:
    """Level and since when, at the end."""
    mine = series(found.levels, metric, subject)
    assert mine["period"].max() == LAST_WEEK
    return mine.row(-1, named=True)


def changes(found: Figures, metric: str, subject: str) -> list[tuple[date, str]]:
    return series(found.changes, metric, subject).select("period", "after").rows()


def test_the_newest_week_is_the_last_complete_one(company: Workspace, found: Figures) -> None:
    assert company.today == AS_OF
    assert found.levels["period"].max() == LAST_WEEK


def test_the_team_that_falls_back_is_seen_before_it_has_fallen_and_confirmed_red(found: Figures) -> None:
    truth = TRUTHS.fallen
    said = changes(found, "adoption.rate", SOUTH)

    assert mean(values(found, "adoption.rate", SOUTH, 1, truth.falls_from_week)) in truth.before
    assert mean(values(found, "adoption.rate", SOUTH, truth.fallen_by_week + 7)) in truth.after
    assert mean(values(found, "adoption.login_rate", SOUTH, truth.fallen_by_week + 7)) in truth.login_after
    assert [level for _, level in said] == ["amber", "red"]
    assert week_of(truth.falls_from_week) < said[0][0] < said[1][0] <= week_of(truth.fallen_by_week)
    assert last(found, "adoption.rate", SOUTH)["level"] == "red"
    assert last(found, "adoption.rate", SOUTH)["since"] == said[1][0]
    assert last(found, "adoption.habit_rate", SOUTH)["level"] == "red"
    assert last(found, "adoption.login_rate", SOUTH)["level"] == "red"


def test_the_team_that_never_started_is_red_from_the_first_four_weeks_on(found: Figures) -> None:
    verdict = last(found, "adoption.rate", NEVER)

    assert mean(values(found, "adoption.rate", NEVER)) in TRUTHS.never_started.active
    assert (verdict["level"], verdict["since"]) == ("red", week_of(4))
    assert last(found, "adoption.habit_rate", NEVER)["level"] == "red"


@pytest.mark.parametrize("name", TRUTHS.steady.teams)
def test_teams_that_are_fine_are_never_said_to_be_otherwise(found: Figures, name: str) -> None:
    assert mean(values(found, "adoption.rate", team(name))) in TRUTHS.steady.active
    for metric in ("adoption.rate", "adoption.login_rate", "adoption.habit_rate"):
        assert set(series(found.levels, metric, team(name))["level"]) <= {"green", "grey"}
        assert changes(found, metric, team(name)) == []


def test_the_middling_team_is_never_red(found: Figures) -> None:
    assert mean(values(found, "adoption.rate", WEST, 1, 25)) in TRUTHS.middling.active
    assert "red" not in set(series(found.levels, "adoption.rate", WEST)["level"])
    assert last(found, "adoption.rate", WEST)["level"] == "amber"


def test_the_project_is_amber_because_of_some_of_its_teams(found: Figures) -> None:
    assert last(found, "adoption.rate", "project")["level"] == "amber"
    assert [level for _, level in changes(found, "adoption.rate", "project")] == ["amber"]


def test_the_team_that_exports_every_friday_is_red_and_no_other(found: Figures) -> None:
    truth = TRUTHS.exporting
    mine = series(found.series, "spreadsheets.exports", EAST).filter(pl.col("period") == LAST_WEEK)
    levels = found.levels.filter((pl.col("metric") == "spreadsheets.exports") & (pl.col("period") == LAST_WEEK))
    worse = levels.filter(pl.col("level").is_in(["amber", "red"]))
    others = found.series.filter(
        (pl.col("metric") == "spreadsheets.exports")
        & pl.col("subject").str.starts_with("team:")
        & (pl.col("subject") != EAST)
        & (pl.col("period") == LAST_WEEK)
    )

    assert mine["value"].item() in truth.regular
    assert all(value in truth.others for value in others["value"])
    assert dict(worse.select("subject", "level").iter_rows()) == {
        EAST: "red",
        "project": "amber",
        "object:opportunity": "amber",
    }


def test_the_field_that_nobody_fills_is_red_and_no_other(found: Figures) -> None:
    truth = TRUTHS.empty_field
    fields = found.levels.filter(pl.col("subject").str.starts_with("field:") & (pl.col("period") == LAST_WEEK))
    red = fields.filter(pl.col("level") == "red")

    assert red["subject"].to_list() == [subject(field=f"account.{truth.column}")]
    assert red["value"].to_list() == [0.0]
    assert red["since"].to_list()[0] <= week_of(1)


def test_the_team_that_lets_its_deals_go_stale_is_red_and_no_other(found: Figures) -> None:
    truth = TRUTHS.stale
    ended = found.series.filter((pl.col("metric") == "data_quality.stale") & (pl.col("period") == LAST_WEEK))
    by_team = dict(ended.filter(pl.col("subject").str.starts_with("team:")).select("subject", "value").iter_rows())

    assert last(found, "data_quality.stale", EAST)["level"] == "red"
    assert by_team.pop(team(truth.team)) in truth.stale
    assert len(by_team) == 4
    assert all(value in truth.others for value in by_team.values())


def contacts(found: Figures, name: str) -> pl.DataFrame:
    return series(found.series, "data_quality.completeness", subject(team=name, object="contact"))


def test_the_team_that_makes_progress_goes_from_red_to_green(found: Figures) -> None:
    truth = TRUTHS.progress
    mine = contacts(found, truth.team).filter(pl.col("period") >= week_of(1))["value"].to_list()
    said = changes(found, "data_quality.completeness", subject(team=truth.team, object="contact"))

    assert mine[0] in truth.at_start
    assert mine[-1] in truth.at_end
    assert [level for _, level in said] == ["amber", "green"]


def test_records_well_and_badly_filled_are_told_apart(found: Figures) -> None:
    truth = TRUTHS.completeness

    assert all(contacts(found, name)["value"].to_list()[-1] in truth.good_share for name in truth.good)
    assert contacts(found, truth.poor)["value"].to_list()[-1] in truth.poor_share
    assert last(found, "data_quality.completeness", NEVER)["level"] == "red"


def test_august_is_seen_and_not_judged(found: Figures) -> None:
    project = series(found.series, "adoption.rate", "project").filter(pl.col("period").is_in(TRUTHS.august.weeks))

    assert set(project["reason"]) == {"held"}
    steady = [
        series(found.series, "adoption.rate", team(name)).filter(pl.col("period").is_in(TRUTHS.august.weeks))
        for name in TRUTHS.steady.teams[:3]
    ]
    assert all(mean(rows["value"].to_list()) in TRUTHS.august.active for rows in steady)
    assert project["value"].max() < 0.5  # type: ignore[operator]


def test_no_level_changes_in_august_and_none_because_of_it(company: Workspace, found: Figures) -> None:
    of_people = [name for name, metric in metrics().items() if metric.about == "people"]
    inside = found.changes.filter(pl.col("metric").is_in(of_people) & pl.col("period").is_in(TRUTHS.august.weeks))
    full = _with_august_as_usual(found)

    assert inside.is_empty()
    for name in ("project", *(team(name) for name in TRUTHS.steady.teams)):
        for metric in of_people:
            assert changes(found, metric, name) == changes(full, metric, name)


def _with_august_as_usual(found: Figures) -> Figures:
    """The same levels had the weeks of August not been at all."""
    without = found.series.filter(~pl.col("period").is_in(TRUTHS.august.weeks))
    levels, moved = judge(published(without, metrics(), 10), metrics(), {})
    return Figures(without, found.groups, without, levels, moved)


def test_the_small_team_is_never_shown(company: Workspace, found: Figures) -> None:
    """But in what is declared of roles and meetings, which is no figure about persons."""
    declared = {name for name, metric in metrics().items() if metric.counts == "items"}
    for rows in (found.shown, found.levels):
        mine = rows.filter(pl.col("subject").str.starts_with(SMALL) & ~pl.col("metric").is_in(declared))
        assert mine.height > 0
        assert mine["value"].is_null().all()
        assert mine["n"].is_null().all()
    assert found.shown.filter(pl.col("people") < TRUTHS.small.people).is_empty()
    told = [row for row in answers.signals(company) if row["subject"].startswith(SMALL)]
    assert {row["value"] for row in told if row["signal"] not in declared} == {None}
    assert {row["value"] for row in answers.series(company, "adoption.rate", SMALL, live=False)} == {None}


def test_neither_the_small_team_nor_who_left_can_be_found_by_subtraction(company: Workspace, found: Figures) -> None:
    minimum = company.settings.privacy.minimum_group
    teams = pl.col("subject").str.starts_with("team:") & ~pl.col("subject").str.contains("/", literal=True)
    keys = ["metric", "period"]
    whole = found.shown.filter((pl.col("subject") == "project") & pl.col("n").is_not_null())
    parts = found.shown.filter(teams).group_by(keys).agg(pl.col("n", "people").sum(), shown=pl.col("n").count())
    left = whole.join(parts.filter(pl.col("shown") > 0), on=keys, suffix="_of_teams").with_columns(
        records=pl.col("n") - pl.col("n_of_teams"), persons=pl.col("people") - pl.col("people_of_teams")
    )

    assert left.height > 200
    assert left.filter(pl.col("persons").is_between(1, minimum - 1)).is_empty()
    assert left.filter((pl.col("persons") == 0) & (pl.col("records") != 0)).is_empty()


def test_the_service_account_changes_nothing(company: Workspace, found: Figures) -> None:
    robot = _robot(company)
    given = inputs(company)
    person = pl.col("user") != robot
    without = {**given, "user_day": given["user_day"].filter(person)}
    without["user_day_feature"] = given["user_day_feature"].filter(person)
    with company.database.read() as session:
        told = sources.capabilities(session)

    assert given["user_day"].filter(~person).collect()["events"].sum() > TRUTHS.robot.reads
    assert given["expected"].filter(~person).collect().is_empty()
    assert compute(metrics(), without, told, "run").equals(compute(metrics(), given, told, "run"))


def _robot(company: Workspace) -> str:
    with company.database.read() as session:
        known = people.people(session)
    user: str = known.filter(pl.col("kind") == "service")["user"].item()
    return user


def test_people_come_go_and_move_with_their_team(company: Workspace) -> None:
    expected = inputs(company)["expected"].collect()
    sizes = {
        (row["period"], row["team"]): row["len"]
        for row in expected.group_by("period", "team").len().iter_rows(named=True)
    }
    origin, target, number = TRUTHS.movements.moves

    for name, joined in TRUTHS.movements.joins:
        assert sizes[week_of(joined), name] == sizes[week_of(joined - 1), name] + 1
    name, left = TRUTHS.movements.leaves
    assert sizes[week_of(left), name] == sizes[week_of(left - 1), name] - 1
    assert sizes[week_of(number), origin] == sizes[week_of(number - 1), origin] - 1
    assert sizes[week_of(number), target] == sizes[week_of(number - 1), target] + 1


def test_weeks_in_which_somebody_comes_or_goes_hide_the_team_and_no_level(found: Figures) -> None:
    moved = [*TRUTHS.movements.joins, TRUTHS.movements.leaves]
    moved += [(name, TRUTHS.movements.moves[2]) for name in TRUTHS.movements.moves[:2]]
    for name, number in moved:
        shown, levels = (series(rows, "adoption.rate", team(name)) for rows in (found.shown, found.levels))
        weeks = shown.filter(pl.col("period").is_between(week_of(number - 1), week_of(number + 1)))
        judged = levels.filter(pl.col("period") == week_of(number))

        assert weeks["value"].is_null().to_list() == [False, True, False]
        assert weeks["reason"].to_list() == [None, "suppressed", None]
        assert judged["level"].item() != "grey"


def test_who_sells_is_shown_beside_the_teams_and_who_leads_is_not(found: Figures) -> None:
    ended = found.shown.filter((pl.col("metric") == "adoption.rate") & (pl.col("period") == LAST_WEEK))
    roles = ended.filter(pl.col("subject").str.starts_with("role:") & pl.col("value").is_not_null())

    assert roles["subject"].to_list() == [subject(role="Commercial")]


def test_measuring_again_writes_nothing(demo_copy: Path) -> None:
    workspace = open_workspace(demo_copy)
    before = _kept(workspace)

    assert measure(workspace) == 0
    assert all(was.equals(now) for was, now in zip(before, _kept(workspace), strict=True))


def _kept(workspace: Workspace) -> Iterator[pl.DataFrame]:
    with workspace.database.read() as session:
        yield from [figures.series(session), figures.levels(session), figures.changes(session)]


@pytest.mark.parametrize("number", [6, 21, 30])
def test_a_past_day_shows_what_it_showed(demo_company: Path, found: Figures, number: int) -> None:
    day = week_of(number) + timedelta(7)
    then = look(open_workspace(demo_company, as_of=day))
    until = found.levels.filter(pl.col("period") <= week_of(number))
    since = until["period"].min()

    assert then.levels["period"].max() == week_of(number)
    assert then.levels.filter(pl.col("period") >= since).equals(until)


def test_everything_computed_anew_is_what_was_computed_week_by_week(demo_copy: Path, found: Figures) -> None:
    workspace = open_workspace(demo_copy)
    held = workspace.lake.scan("events").select(pl.col("month").unique().sort()).collect()["month"].to_list()
    whole = held[1:]  # Single acts of persons are kept for some months only: the first of these may begin amid it.
    for name in ("user_day", "user_day_feature"):
        workspace.lake.delete(name, f"month >= '{whole[0]}'")
    for name in ("field_day", "stage_day"):
        workspace.lake.delete(name, "month >= '2000-01'")
    for month in whole:
        _refresh_events(workspace, month)
    measure(workspace)

    assert len(whole) > 3
    assert look(workspace).series.equals(found.series)
