"""What is put off, brought over and carried out and back in the simulated company is there: counted by plain SQL."""

import sqlite3
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from demo.declarations import STANDING
from demo.detours import DETOURS
from demo.truths import AS_OF, FIRST_WEEK, TEAMS, TRUTHS, WEEKS, week_of
from tests.lived import MEMBERS, count

PARIS = ZoneInfo("Europe/Paris")
AT_THE_TIME = f"""JOIN ({MEMBERS}) m ON m.utilisateur_id = %s AND m.date_debut <= date(%s) AND date(%s) < m.date_fin"""


class Typed(NamedTuple):
    """An activity: the team that noted it, when, when it took place, and with what, if the journal says so."""

    team: str
    at: datetime
    held: datetime
    client: str | None

    @property
    def hour(self) -> float:
        """The hour at which it was noted, with its minutes as a part of it."""
        return self.at.hour + self.at.minute / 60


def typed(db: sqlite3.Connection, since: date, until: date = AS_OF) -> list[Typed]:
    joined = AT_THE_TIME % ("r.cree_par", "r.cree_le", "r.cree_le")
    query = f"""SELECT m.equipe, r.cree_le, r.realisee_le, j.client FROM activite r {joined}
                LEFT JOIN journal j ON j.objet = 'ACT' AND j.code = 'CREATION' AND j.objet_id = r.id
                WHERE r.cree_le >= ? AND r.cree_le < ?"""
    rows = db.execute(query, (since.isoformat(), until.isoformat()))
    return [Typed(team, local(at), local(held), client) for team, at, held, client in rows]


def by_hand(db: sqlite3.Connection, first: int, last: int) -> list[Typed]:
    """What people typed in weeks by number, the last one left out."""
    rows = typed(db, week_of(first), week_of(last))
    return [row for row in rows if row.client not in (None, DETOURS.synchronised.client)]


def local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(PARIS)


def share(rows: list[Typed], team: str, *, day: int = 4, first: float = 0.0, last: float = 24.0) -> float:
    """Of what a team noted, what it noted on a weekday, in a span of hours, of days before; the day is Friday."""
    mine = [row for row in rows if row.team == team]
    hit = [r for r in mine if r.at.weekday() == day and first <= r.hour <= last and r.held.date() < r.at.date()]
    return len(hit) / len(mine)


def test_one_team_notes_its_week_on_friday_evening_once_it_has_to(db: sqlite3.Connection) -> None:
    truth = DETOURS.catch_up
    evening = {"first": truth.start, "last": truth.start + 1}
    before = by_hand(db, truth.from_week - 9, truth.from_week)
    rows = by_hand(db, WEEKS - 3, WEEKS + 1)

    assert share(rows, truth.team, **evening) in truth.grouped
    assert share(before, truth.team, **evening) in truth.of_others
    assert all(share(rows, team.name, **evening) in truth.of_others for team in TEAMS if team.name != truth.team)


@pytest.mark.parametrize("number", [7, 20, 37])
def test_another_team_does_so_at_the_hour_it_has_agreed(db: sqlite3.Connection, number: int) -> None:
    truth = DETOURS.agreed_hour

    assert share(by_hand(db, number, number + 4), truth.team, first=truth.start, last=truth.end) in truth.inside


@pytest.mark.parametrize("number", [7, 20, 27])
def test_part_of_what_a_team_does_reaches_the_crm_when_there_is_a_network(db: sqlite3.Connection, number: int) -> None:
    truth = DETOURS.synchronised
    mine = [row for row in typed(db, week_of(number), week_of(number + 4)) if row.team == truth.team]
    sent = [row for row in mine if row.client == truth.client]

    assert len(sent) / len(mine) in truth.sent
    assert {int(row.hour) for row in sent} == {int(truth.at)}
    assert all(row.held.date() < row.at.date() for row in sent)


def test_nothing_else_is_sent_by_a_machine(db: sqlite3.Connection) -> None:
    truth = DETOURS.synchronised
    sent = [row for row in typed(db, FIRST_WEEK) if row.client == truth.client]
    numbers = {(row.at.date() - FIRST_WEEK).days // 7 + 1 for row in sent}

    assert {row.team for row in sent} == {truth.team}
    assert (min(numbers), max(numbers)) == (truth.from_week, truth.until_week)
    assert count(db, "SELECT count(*) FROM journal WHERE client = ? AND code <> 'CREATION'", truth.client) == 0


def test_one_team_remembers_a_week_later_once_it_has_begun_to(db: sqlite3.Connection) -> None:
    truth = DETOURS.late_entry
    rows, before = by_hand(db, WEEKS - 3, WEEKS + 1), by_hand(db, truth.from_week - 9, truth.from_week)

    def late(team: str, among: list[Typed]) -> float:
        mine = [row for row in among if row.team == team]
        return sum(row.at - row.held > timedelta(days=8) for row in mine) / len(mine)

    assert late(truth.team, rows) in truth.late
    assert late(truth.team, before) in truth.of_others
    assert all(late(team.name, rows) in truth.of_others for team in TEAMS if team.name != truth.team)


def test_old_activities_were_brought_over_on_a_saturday_by_one_account(db: sqlite3.Connection) -> None:
    truth = DETOURS.brought_over
    query = """SELECT u.fonction, r.cree_par, count(*), max(julianday(r.cree_le) - julianday(r.realisee_le))
               FROM activite r JOIN utilisateur u ON u.id = r.cree_par WHERE date(r.cree_le) = ? GROUP BY 1, 2"""
    ((role, account, loaded, oldest),) = db.execute(query, (truth.day.isoformat(),))

    assert (role, loaded, truth.day.weekday()) == ("Responsable d'équipe", truth.activities, 5)
    assert oldest > 100
    assert count(db, f"SELECT equipe = ? FROM ({MEMBERS}) WHERE utilisateur_id = ?", truth.team, account)
    assert (
        count(
            db,
            "SELECT count(*) FROM journal WHERE date(horodatage) = ? AND utilisateur_id = ?",
            truth.day.isoformat(),
            account,
        )
        == 0
    )


def carried(db: sqlite3.Connection, team: str, code: str) -> list[tuple[datetime, str, int]]:
    """When a team imported or exported, what, and how many rows."""
    joined = AT_THE_TIME % ("j.utilisateur_id", "j.horodatage", "j.horodatage")
    query = f"SELECT horodatage, objet, nb_lignes FROM journal j {joined} WHERE m.equipe = ? AND code = ? ORDER BY 1"
    return [(local(at), kind, rows) for at, kind, rows in db.execute(query, (team, code))]


def test_one_team_brings_its_deals_back_every_other_week(db: sqlite3.Connection) -> None:
    truth = DETOURS.loops
    back = carried(db, truth.team, "IMPORT")
    out = carried(db, truth.team, "EXPORT")

    assert [(at.date() - FIRST_WEEK).days // 7 + 1 for at, *_ in back] == list(truth.weeks)
    assert {kind for _, kind, _ in back} == {truth.kind}
    for at, kind, rows in back:
        assert any(timedelta(days=3) < at - then < timedelta(days=9) and k == kind and n >= rows for then, k, n in out)
    assert sum(at.date() > AS_OF - timedelta(weeks=8) for at, *_ in back) == truth.in_eight_weeks


def test_lists_of_a_declared_clean_up_go_out_on_its_day_and_come_back(db: sqlite3.Connection) -> None:
    truth = DETOURS.clean_up
    week = week_of(truth.week)
    out, back = (
        [
            (at.date(), kind)
            for at, kind, rows in carried(db, truth.team, code)
            if rows == truth.rows and at.date() >= week
        ]
        for code in ("EXPORT", "IMPORT")
    )
    marks = [row for row in STANDING["annotations"].rows if row[1] == "Nettoyage de données"]

    assert out == [(week, kind) for kind in truth.kinds]
    assert [kind for _, kind in back] == list(truth.kinds)
    assert all(week < day < week + timedelta(7) for day, _ in back)
    assert [(day, team) for day, _, _, team in marks] == [(week, truth.team)]


def test_nobody_else_imports_what_they_exported(db: sqlite3.Connection) -> None:
    importing = {team.name for team in TEAMS if carried(db, team.name, "IMPORT")}

    assert importing == {DETOURS.loops.team, DETOURS.clean_up.team, TRUTHS.small.team}
