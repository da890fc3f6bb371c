"""The simulated company does what its planted truths say: counted by plain SQL, without any of Vigie's own code."""

import hashlib
import sqlite3
import tomllib
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from statistics import mean

import pytest

from demo.crm import Crm
from demo.truths import AS_OF, FIRST_WEEK, LAST_WEEK, TEAMS, TRUTHS, week_of
from tests.lived import JUNK, LAST_TEAM, MEMBERS, count, live, weeks

CONFIG = Path(__file__).parent.parent / "config.toml"
WRITES = "('CREATION', 'MODIF', 'SUPPR', 'IMPORT')"


def members(db: sqlite3.Connection, team: str, week: date) -> float:
    query = f"SELECT count(*) FROM ({MEMBERS}) WHERE equipe = ? AND date_debut <= ? AND ? < date_fin"
    return count(db, query, team, week.isoformat(), week.isoformat())


def seen(db: sqlite3.Connection, team: str, week: date, acts: str = "1") -> float:
    """How many of a team did something in a week; ``acts``: a condition on the journal."""
    return count(
        db,
        f"""SELECT count(DISTINCT j.utilisateur_id) FROM journal j JOIN ({MEMBERS}) m USING (utilisateur_id)
            WHERE m.equipe = ? AND j.horodatage >= ? AND j.horodatage < ? AND {acts}
            AND m.date_debut <= date(j.horodatage) AND date(j.horodatage) < m.date_fin""",
        team,
        week.isoformat(),
        (week + timedelta(days=7)).isoformat(),
    )


def share(db: sqlite3.Connection, teams: tuple[str, ...], weeks: list[date], acts: str) -> float:
    """Mean over the weeks of the share of the teams' people."""
    return mean(sum(seen(db, t, w, acts) for t in teams) / sum(members(db, t, w) for t in teams) for w in weeks)


def active(db: sqlite3.Connection, team: str, weeks: list[date]) -> float:
    return share(db, (team,), weeks, f"j.code IN {WRITES}")


def digest(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return hashlib.sha256("\n".join(connection.iterdump()).encode()).hexdigest()


def lived(path: Path, count_of_weeks: int, seed: int = 7) -> Path:
    return live(path, count_of_weeks, seed).crm.path


def test_same_seed_writes_the_same_content(tmp_path: Path) -> None:
    first, second = lived(tmp_path / "a.db", 3), lived(tmp_path / "b.db", 3)

    assert digest(first) == digest(second)
    assert digest(first) != digest(lived(tmp_path / "c.db", 3, seed=8))


def test_starting_again_replaces_the_file(tmp_path: Path) -> None:
    before = digest(lived(tmp_path / "a.db", 1))

    assert digest(lived(tmp_path / "a.db", 1)) == before


def test_weeks_are_lived_in_order(tmp_path: Path) -> None:
    company = Crm(tmp_path / "crm.db")

    assert company.weeks[0] == FIRST_WEEK
    assert company.weeks[-1] == LAST_WEEK
    assert len(company.weeks) == 40
    with pytest.raises(ValueError, match="not the next week"):
        company.live(company.weeks[1])


def test_a_week_adds_only_what_happened_in_it(tmp_path: Path) -> None:
    company = Crm(tmp_path / "crm.db")
    company.live(company.weeks[0])
    with closing(sqlite3.connect(company.path)) as connection:
        before = connection.execute("SELECT * FROM journal ORDER BY id").fetchall()
    company.live(company.weeks[1])

    with closing(sqlite3.connect(company.path)) as connection:
        after = connection.execute("SELECT * FROM journal ORDER BY id").fetchall()
        changed = count(
            connection,
            "SELECT min(modifie_le) >= '2026-02-08 23' FROM contact WHERE id IN"
            " (SELECT objet_id FROM journal WHERE objet = 'CTC' AND code = 'MODIF' AND id > ?)",
            len(before),
        )
    assert after[: len(before)] == before
    assert "2026-02-08 23" < after[len(before)][1] < after[-1][1] < "2026-02-15 23"
    assert changed


def test_the_journal_grows_with_time(db: sqlite3.Connection) -> None:
    times = [at for (at,) in db.execute("SELECT horodatage FROM journal ORDER BY id")]

    assert times == sorted(times)
    assert {len(at) for at in times} == {len("2026-02-02 08:00:00.000000")}
    assert times[-1] < AS_OF.isoformat()


def test_the_company_has_the_size_stated(db: sqlite3.Connection) -> None:
    tables = ("societe", "contact", "affaire", "activite")

    assert count(db, "SELECT count(*) FROM journal") in TRUTHS.events
    assert sum(count(db, f"SELECT count(*) FROM {table}") for table in tables) in TRUTHS.records
    assert count(db, "SELECT count(*) FROM utilisateur WHERE id <> 900") == TRUTHS.people == 110


def test_one_team_is_under_the_minimum_group(db: sqlite3.Connection) -> None:
    sizes = {team.name: members(db, team.name, LAST_WEEK) for team in TEAMS}

    assert len(sizes) == 7
    assert [team for team, size in sizes.items() if size < 10] == [TRUTHS.small.team]
    assert sizes[TRUTHS.small.team] == TRUTHS.small.people
    assert all(12 <= size <= 24 for team, size in sizes.items() if team != TRUTHS.small.team)


def test_one_team_falls_back_after_launch(db: sqlite3.Connection) -> None:
    truth = TRUTHS.fallen

    assert active(db, truth.team, weeks(1, truth.falls_from_week)) in truth.before
    assert active(db, truth.team, weeks(truth.fallen_by_week, 40)) in truth.after
    assert active(db, truth.team, weeks(37, 40)) in truth.after
    assert share(db, (truth.team,), weeks(truth.fallen_by_week, 40), "1") in truth.login_after


def test_one_team_never_starts(db: sqlite3.Connection) -> None:
    truth = TRUTHS.never_started

    for first, last in ((1, 10), (11, 20), (21, 40)):
        assert active(db, truth.team, weeks(first, last)) in truth.active


@pytest.mark.parametrize("team", TRUTHS.steady.teams)
def test_steady_teams_stay_steady(db: sqlite3.Connection, team: str) -> None:
    assert active(db, team, weeks(1, 40)) in TRUTHS.steady.active
    assert active(db, team, weeks(31, 40)) in TRUTHS.steady.active


def test_one_team_stays_between_the_limits(db: sqlite3.Connection) -> None:
    assert active(db, TRUTHS.middling.team, weeks(1, 40)) in TRUTHS.middling.active


@pytest.mark.parametrize("week", TRUTHS.august.weeks)
def test_august_empties_the_offices_for_a_while(db: sqlite3.Connection, week: date) -> None:
    writes = f"j.code IN {WRITES}"

    assert share(db, TRUTHS.steady.teams, [week], writes) in TRUTHS.august.active
    assert share(db, TRUTHS.steady.teams, weeks(31, 34), writes) in TRUTHS.steady.active


def test_nobody_works_on_public_holidays_and_week_ends(db: sqlite3.Connection) -> None:
    query = """SELECT count(*) FROM journal WHERE utilisateur_id <> 900 AND (strftime('%w', horodatage) IN ('0', '6')
               OR date(horodatage) IN ('2026-04-06', '2026-05-01', '2026-05-14', '2026-05-25', '2026-07-14'))"""

    assert count(db, query) == 0


def test_the_robot_reads_ten_thousand_records_a_week(db: sqlite3.Connection) -> None:
    truth = TRUTHS.robot
    reads = """SELECT date(horodatage, 'weekday 0', '-6 days') AS week, count(*) FROM journal
               WHERE utilisateur_id = ? AND code = 'LECTURE' GROUP BY week"""

    assert dict(db.execute(reads, (truth.user,))) == {
        week_of(number).isoformat(): 10_000 for number in range(truth.from_week, 41)
    }
    assert count(db, "SELECT count(*) FROM journal WHERE utilisateur_id = ? AND client IS NOT NULL", truth.user) == 0


def test_nobody_fills_one_required_field(db: sqlite3.Connection) -> None:
    truth = TRUTHS.empty_field

    assert count(db, f"SELECT count({truth.column}) FROM {truth.table}") == 0


@pytest.mark.parametrize("last", [4, 14, 24, 40])
def test_one_team_exports_every_week(db: sqlite3.Connection, last: int) -> None:
    regular = f"""
        SELECT sum(exported >= 3) * 1.0 / count(*) FROM (
            SELECT j.utilisateur_id, count(DISTINCT CASE WHEN code = 'EXPORT' THEN strftime('%W', horodatage) END)
                AS exported
            FROM journal j JOIN ({MEMBERS}) m USING (utilisateur_id)
            WHERE (m.equipe = ?) = ? AND horodatage >= ? AND horodatage < ?
            AND m.date_debut <= date(j.horodatage) AND date(j.horodatage) < m.date_fin
            GROUP BY j.utilisateur_id)"""
    truth = TRUTHS.exporting
    window = (week_of(last - 3).isoformat(), week_of(last + 1).isoformat())

    assert count(db, regular, truth.team, True, *window) in truth.regular
    assert count(db, regular, truth.team, False, *window) in truth.others


def test_exports_are_made_on_the_last_working_day(db: sqlite3.Connection) -> None:
    query = f"""SELECT date(horodatage), count(*) AS n FROM journal j JOIN ({MEMBERS}) m USING (utilisateur_id)
                WHERE m.equipe = ? AND code = 'EXPORT' AND m.date_debut <= date(j.horodatage)
                AND date(j.horodatage) < m.date_fin GROUP BY 1"""
    days = {date.fromisoformat(day) for day, _ in db.execute(query, (TRUTHS.exporting.team,))}

    before_may_day, before_victory_day = date(2026, 4, 30), date(2026, 5, 7)
    assert {day for day in days if day.weekday() != 4} == {before_may_day, before_victory_day}
    assert len(days) == 40


def test_one_team_lets_its_opportunities_go_stale(db: sqlite3.Connection) -> None:
    truth = TRUTHS.stale
    days = " ".join(f"WHEN '{stage}' THEN {allowed}" for stage, allowed in truth.days)
    query = f"""
        SELECT m.equipe, avg(f.date_cloture_prevue < :day OR julianday(:day) - julianday(f.modifie_le)
            > CASE f.etape {days} END)
        FROM affaire f JOIN ({LAST_TEAM}) m ON m.utilisateur_id = f.proprietaire_id
        WHERE f.etape NOT IN ('GAG', 'PER') GROUP BY m.equipe"""
    stale = dict(db.execute(query, {"day": AS_OF.isoformat()}))

    assert stale.pop(truth.team) in truth.stale
    assert len(stale) == 4
    assert all(value in truth.others for value in stale.values())


def filled_contacts(connection: sqlite3.Connection) -> dict[str, float]:
    """Per team, the share of the required fields of contacts that hold more than a placeholder."""
    parts = " + ".join(f"(ifnull(c.{f}, 'x') NOT IN {JUNK})" for f in ("nom", "courriel", "telephone", "fonction"))
    query = f"""SELECT m.equipe, avg(({parts}) / 4.0) FROM contact c
                JOIN ({LAST_TEAM}) m ON m.utilisateur_id = c.proprietaire_id WHERE NOT c.supprime GROUP BY m.equipe"""
    return dict(connection.execute(query))


def test_one_team_fills_its_contacts_better_and_better(db: sqlite3.Connection, tmp_path: Path) -> None:
    truth = TRUTHS.progress
    with closing(sqlite3.connect(lived(tmp_path / "start.db", 1))) as start:
        before = filled_contacts(start)
    after = filled_contacts(db)

    assert before[truth.team] in truth.at_start
    assert after[truth.team] in truth.at_end
    assert all(abs(after[t.name] - before[t.name]) < 0.05 for t in TEAMS if t.name != truth.team)


def test_teams_differ_in_completeness(db: sqlite3.Connection) -> None:
    truth, filled = TRUTHS.completeness, filled_contacts(db)

    assert all(filled[team] in truth.good_share for team in truth.good)
    assert filled[truth.poor] in truth.poor_share


def test_some_fields_hold_placeholders(db: sqlite3.Connection) -> None:
    for column in ("courriel", "telephone", "fonction"):
        assert count(db, f"SELECT sum({column} IN {JUNK}) * 1.0 / count({column}) FROM contact") in TRUTHS.placeholders


def test_people_come_leave_and_move(db: sqlite3.Connection) -> None:
    truth = TRUTHS.movements
    joined = f"""SELECT m.equipe, u.date_entree FROM utilisateur u JOIN ({MEMBERS}) m ON m.utilisateur_id = u.id
                 WHERE u.date_entree > ?"""
    left = "SELECT id, date_sortie FROM utilisateur WHERE NOT actif"
    moved = f"SELECT group_concat(equipe), max(date_debut) FROM ({MEMBERS}) GROUP BY utilisateur_id HAVING count(*) > 1"

    assert set(db.execute(joined, (FIRST_WEEK.isoformat(),))) == {
        (team, week_of(number).isoformat()) for team, number in truth.joins
    }
    ((leaver, last_day),) = db.execute(left)
    assert last_day == week_of(truth.leaves[1]).isoformat()
    assert count(db, "SELECT count(*) FROM journal WHERE utilisateur_id = ? AND horodatage >= ?", leaver, last_day) == 0
    assert count(db, "SELECT count(*) FROM journal WHERE utilisateur_id = ?", leaver) > 0
    origin, target, number = truth.moves
    assert list(db.execute(moved)) == [(f"{origin},{target}", week_of(number).isoformat())]


def test_history_ends_with_the_present_state(db: sqlite3.Connection) -> None:
    columns = "affaire_id, etape, montant, date_cloture_prevue, prochaine_action, concurrent, motif_perte, modifie_le"
    last = "SELECT max(id) FROM affaire_historique GROUP BY affaire_id"
    latest = f"SELECT {columns} FROM affaire_historique WHERE id IN ({last})"

    assert set(db.execute(latest)) == set(db.execute(f"SELECT {columns.replace('affaire_id', 'id')} FROM affaire"))
    assert count(db, "SELECT count(*) FROM affaire_historique WHERE horodatage <> modifie_le") == 0


def test_every_act_is_done_to_a_record_that_exists(db: sqlite3.Connection) -> None:
    tables = {"SOC": "societe", "CTC": "contact", "AFF": "affaire", "ACT": "activite"}

    for code, table in tables.items():
        lost = f"SELECT count(*) FROM journal WHERE objet = ? AND objet_id NOT IN (SELECT id FROM {table})"
        assert count(db, lost, code) == 0
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_example_configuration_agrees_with_the_truths() -> None:
    config = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    crm, truth = config["sources"]["crm"], TRUTHS
    deals = next(r for r in crm["records"] if r["object"] == "opportunity")

    assert config["project"]["as_of"] == AS_OF
    assert config["project"]["go_live"] == FIRST_WEEK
    assert config["privacy"]["informed_on"] <= FIRST_WEEK
    assert crm["service_accounts"] == [truth.robot.login]
    assert truth.empty_field.column in config["required"]["account"]["*"]
    assert {
        code: config["stages"][stage["name"]]["days"]
        for code, stage in deals["stages"].items()
        if stage["status"] == "open"
    } == dict(truth.stale.days)
