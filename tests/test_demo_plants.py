"""What is planted in the simulated company's CRM is there, and its controls are clean: counted by plain SQL."""

import sqlite3
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from statistics import fmean, quantiles
from zoneinfo import ZoneInfo

import pytest

from demo.plants import PLANTS, Ritual
from demo.truths import AS_OF, FIRST_WEEK, PUBLIC_HOLIDAYS, TEAMS, TRUTHS, WEEKS, Range, week_of
from tests.lived import EVERY, JUNK, LAST_TEAM, MEMBERS, OWNED, Lived, by_team, count

FOUR_WEEKS_AGO = week_of(WEEKS - 3).isoformat()
CONSULTS = "('LECTURE', 'LISTE', 'TABLEAU', 'ETAT', 'MODIF')"
OPENS = "('LISTE', 'TABLEAU', 'ETAT')"
STEADY = [team for team in TRUTHS.steady.teams if team != PLANTS.minimum_effort.team]
MARGIN = timedelta(minutes=15)


def real(column: str) -> str:
    """A condition: more than a placeholder stands there."""
    return f"(ifnull(r.{column}, 'x') NOT IN {JUNK})"


def others_lie(found: dict[str, float], truth: Range, *apart: str) -> bool:
    """Whether all teams but some lie in a range; at least four do have a figure."""
    values = [value for team, value in found.items() if team not in apart]
    return len(values) >= 4 and all(value in truth for value in values)


def test_some_people_of_one_team_never_open_the_crm(db: sqlite3.Connection) -> None:
    truth = PLANTS.never_opened
    never = f"""SELECT equipe, count(*) FROM ({LAST_TEAM}) m
                WHERE NOT EXISTS (SELECT 1 FROM journal j WHERE j.utilisateur_id = m.utilisateur_id) GROUP BY equipe"""
    of_team = count(db, f"SELECT count(*) FROM ({LAST_TEAM}) WHERE equipe = ?", truth.team)

    assert by_team(db, never) == {truth.team: truth.people}
    assert truth.people / of_team in truth.of_team
    assert truth.people / TRUTHS.people in truth.of_all


def test_one_key_function_is_used_by_nearly_all_and_one_by_nobody(db: sqlite3.Connection) -> None:
    truth = PLANTS.key_functions
    users = """SELECT avg(EXISTS (SELECT 1 FROM journal j WHERE j.utilisateur_id = u.id AND code = ? AND objet = ?
               AND horodatage >= ?)) FROM utilisateur u WHERE fonction = ? AND actif"""

    assert count(db, users, *truth.used, FOUR_WEEKS_AGO, truth.role) in truth.used_by
    assert count(db, users, *truth.unused, "2000", truth.role) == 0


COMPLETE = {
    "societe": [real(column) for column in ("siret", "secteur", "telephone")] + ["1", "1", "0"],
    "contact": [real(column) for column in ("courriel", "telephone", "fonction")] + ["1"],
}
"""How completely the fields are filled that config.toml asks for; the unfilled one and those always filled as such."""


def filled_by_person(db: sqlite3.Connection) -> dict[str, dict[int, list[float]]]:
    """Per team and person, how completely each of their accounts and contacts is filled."""
    people: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for table, parts in COMPLETE.items():
        query = f"""SELECT m.equipe, r.proprietaire_id, ({"+".join(parts)}) / {len(parts)}.0 FROM {table} r {OWNED}
                    WHERE NOT supprime"""
        for team, owner, filled in db.execute(query):
            people[team][owner].append(filled)
    return people


def gap(people: dict[int, list[float]]) -> float:
    tenths = quantiles([fmean(records) for records in people.values()], n=10, method="inclusive")
    return tenths[-1] - tenths[0]


def between(people: dict[int, list[float]]) -> float:
    """Share of the variance between people: one-way analysis of variance with unequal groups."""
    groups = list(people.values())
    n, k = sum(map(len, groups)), len(groups)
    grand = sum(map(sum, groups)) / n
    outer = sum(len(g) * (fmean(g) - grand) ** 2 for g in groups) / (k - 1)
    inner = sum((x - fmean(g)) ** 2 for g in groups for x in g) / (n - k)
    size = (n - sum(len(g) ** 2 for g in groups) / n) / (k - 1)
    return max(0.0, (outer - inner) / (outer + (size - 1) * inner))


def test_in_one_team_everybody_fills_in_as_they_like(db: sqlite3.Connection) -> None:
    truth, people = PLANTS.dispersed, filled_by_person(db)
    mine = people.pop(truth.team)

    assert gap(mine) in truth.gap
    assert between(mine) in truth.between
    assert len(people) == len(TEAMS) - 1
    assert [team for team, of_team in people.items() if gap(of_team) not in truth.gap_of_other_teams] == []
    assert [team for team, of_team in people.items() if between(of_team) not in truth.between_in_other_teams] == []


def bare(db: sqlite3.Connection, first: int) -> dict[str | None, float]:
    """By team, and None for all: the share of four weeks' activities without a report."""
    query = f"""SELECT m.equipe, avg(r.compte_rendu IS NULL) FROM activite r {OWNED}
                WHERE r.cree_le >= ? AND r.cree_le < ? """
    window = (week_of(first).isoformat(), week_of(first + 4).isoformat())
    return {**by_team(db, f"{query} GROUP BY m.equipe", *window), None: next(iter(db.execute(query, window)))[1]}


@pytest.mark.parametrize("first", [33, 37])
def test_one_team_enters_the_minimum_once_it_is_forced_to(db: sqlite3.Connection, first: int) -> None:
    truth = PLANTS.minimum_effort
    before, after = bare(db, truth.from_week - 9), bare(db, first)
    rise = {team: after[team] - before[team] for team in after}

    assert rise[truth.team] in truth.rise
    assert rise[None] in truth.of_all
    assert [team for team in STEADY if rise[team] not in truth.of_steady_teams] == []


def occurrences(ritual: Ritual) -> dict[date, tuple[datetime, datetime]]:
    """When each was planned, by its day, as naive UTC from begin to end."""
    days = [week_of(number) + timedelta(days=ritual.day) for number in range(1, WEEKS + 1)]
    return {day: (utc(day, ritual.start), utc(day, ritual.end)) for day in days if day not in PUBLIC_HOLIDAYS}


def utc(day: date, hour: float) -> datetime:
    local = datetime.combine(day, time(int(hour), int(hour % 1 * 60)), ZoneInfo("Europe/Paris"))
    return local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)


def acted(db: sqlite3.Connection, team: str, first: datetime, last: datetime, codes: str) -> float:
    query = f"""SELECT count(*) FROM journal j JOIN ({MEMBERS}) m USING (utilisateur_id)
                WHERE m.equipe = ? AND code IN {codes} AND horodatage >= ? AND horodatage <= ?
                AND m.date_debut <= date(j.horodatage) AND date(j.horodatage) < m.date_fin"""
    return count(db, query, team, first.isoformat(" "), last.isoformat(" "))


@pytest.mark.parametrize("ritual", PLANTS.rituals, ids=lambda ritual: ritual.team)
def test_rituals_are_held_on_the_crm_until_they_are_given_up(db: sqlite3.Connection, ritual: Ritual) -> None:
    planned = occurrences(ritual)
    held = [day for day in planned if ritual.is_held((day - FIRST_WEEK).days // 7 + 1)]
    seen = [d for d, (a, b) in planned.items() if acted(db, ritual.team, a - MARGIN, b + MARGIN, CONSULTS)]
    opened = [d for d, (a, b) in planned.items() if acted(db, ritual.team, a - timedelta(days=1), b, OPENS)]

    assert len(planned) >= 38
    assert seen == held
    assert opened == held


def test_people_in_the_field_work_on_the_telephone_as_one_would_wish(db: sqlite3.Connection) -> None:
    truth = PLANTS.mobile
    days = """SELECT avg(mobile) FROM (SELECT max(client = 'MOB') AS mobile FROM journal j
              JOIN utilisateur u ON u.id = j.utilisateur_id WHERE fonction = ? AND horodatage >= ?
              GROUP BY utilisateur_id, date(horodatage))"""

    assert count(db, days, truth.role, FOUR_WEEKS_AGO) in truth.days
    assert count(db, days, truth.role, FIRST_WEEK.isoformat()) in truth.days


def test_two_departments_seldom_share_what_they_know_of_a_customer(db: sqlite3.Connection) -> None:
    truth = PLANTS.shared
    since = (AS_OF - timedelta(days=90)).isoformat()
    told = " UNION ".join(
        f"SELECT r.{key} AS client, m.equipe FROM {table} r {OWNED}"
        for table, key in (("societe", "id"), *((t, "societe_id") for t in ("contact", "affaire", "activite")))
    )
    query = f"""
        WITH served AS (SELECT client FROM ({told}) GROUP BY client HAVING count(DISTINCT equipe) > 1),
        active AS (SELECT r.societe_id AS client, count(DISTINCT m.equipe) AS teams FROM activite r {OWNED}
                   WHERE r.realisee_le >= ? GROUP BY 1)
        SELECT avg(teams > 1), count(*) FROM served JOIN active USING (client)"""
    both, customers = db.execute(query, (since,)).fetchone()

    assert both in truth.both
    assert customers > 300


def test_one_team_enters_its_contacts_twice(db: sqlite3.Connection) -> None:
    truth = PLANTS.duplicates
    twin = f"""EXISTS (SELECT 1 FROM contact o WHERE o.courriel = r.courriel AND o.nom = r.nom AND o.prenom = r.prenom
               AND o.id <> r.id AND NOT o.supprime AND r.courriel NOT IN {JUNK})"""
    doubled = by_team(db, f"SELECT m.equipe, avg({twin}) FROM contact r {OWNED} WHERE NOT supprime GROUP BY m.equipe")

    assert doubled.pop(truth.team) in truth.doubled
    assert others_lie(doubled, truth.of_other_teams)
    assert count(db, f"SELECT avg({twin}) FROM contact r WHERE NOT supprime") in truth.of_all


def test_some_companies_contacts_share_a_switchboard_and_are_no_twins(db: sqlite3.Connection) -> None:
    truth = PLANTS.duplicates
    shared = f"""SELECT m.equipe, r.courriel, count(*) AS n, count(DISTINCT r.prenom || r.nom) AS names,
                 count(DISTINCT r.telephone) AS lines, min(r.telephone) = s.telephone OR s.telephone IS NULL
                 FROM contact r {OWNED} JOIN societe s ON s.id = r.societe_id
                 WHERE NOT r.supprime AND r.courriel LIKE 'contact@%' GROUP BY r.courriel"""
    found = list(db.execute(shared))

    assert {team for team, *_ in found} == {truth.switchboard_team}
    assert len(found) == truth.switchboards
    assert sum(n == truth.contacts_each and n == names for _, _, n, names, *_ in found) > 0.6 * truth.switchboards


def corrected(lived: Lived, teams: dict[int, str], first: int) -> dict[str, float]:
    """By team, the share of contacts whose address or telephone gave way to another in four weeks, as a month's."""
    before, after = lived.reached[first], lived.reached[first + EVERY]
    moved: dict[str, list[bool]] = defaultdict(list)
    for key in before.keys() & after.keys():
        pairs = zip(before[key], after[key], strict=True)
        moved[teams[key]].append(any(was != now and known(was) and known(now) for was, now in pairs))
    return {team: fmean(changes) * (365 / 12) / (7 * EVERY) for team, changes in moved.items()}


def known(value: str | None) -> bool:
    return value is not None and f"'{value}'" not in JUNK


def test_the_contacts_of_one_team_go_out_of_date(db: sqlite3.Connection, lived_company: Lived) -> None:
    truth = PLANTS.decay
    teams = dict(db.execute(f"SELECT r.id, m.equipe FROM contact r {OWNED}"))
    spans = {first: corrected(lived_company, teams, first) for first in (8, 12, 20, 24, 32, 36)}

    for first, found in spans.items():
        mine = found.pop(truth.team)
        assert mine in (truth.monthly if first >= truth.from_week else truth.of_other_teams)
        assert others_lie(found, truth.of_other_teams)


def test_customers_are_spoken_to_but_for_the_deals_left_alone(db: sqlite3.Connection) -> None:
    truth = PLANTS.interactions
    spoken = by_team(
        db,
        f"""SELECT m.equipe, avg(ifnull(r.derniere_activite_le >= ?, 0)) FROM affaire r {OWNED}
            WHERE r.etape NOT IN ('GAG', 'PER') GROUP BY m.equipe""",
        (AS_OF - timedelta(days=30)).isoformat(),
    )

    assert all(spoken[team] in truth.spoken for team in truth.teams)
    assert spoken[truth.silent_team] in truth.silent


def test_one_team_types_company_numbers_in_the_wrong_format(db: sqlite3.Connection) -> None:
    truth = PLANTS.wrong_format
    typed = " + ".join(real(column) for column in ("siret", "telephone", "code_postal"))
    fit = f"({real('siret')} AND length(r.siret) = 14) + {real('telephone')} + {real('code_postal')}"
    rows = f"SELECT m.equipe, sum({fit}) * 1.0 / sum({typed}) FROM societe r {OWNED} GROUP BY m.equipe"
    found = by_team(db, rows)

    assert found.pop(truth.team) in truth.fit
    assert others_lie(found, truth.of_other_teams)
    assert count(db, f"SELECT count(*) FROM societe r WHERE {real('siret')} AND length(siret) NOT IN (9, 14)") == 0


def test_of_the_added_fields_one_is_never_filled(db: sqlite3.Connection) -> None:
    truth = PLANTS.unused_fields
    year_ago = (AS_OF - timedelta(days=365)).isoformat()

    for column in (*truth.unused, *truth.used):
        filled = count(db, f"SELECT avg({column} IS NOT NULL) FROM {truth.table} WHERE cree_le >= ?", year_ago)
        assert filled == 0 if column in truth.unused else filled in truth.filled


def test_two_who_left_still_have_their_account_and_are_silent(db: sqlite3.Connection, lived_company: Lived) -> None:
    truth = PLANTS.left_behind
    gone = [person for person in lived_company.crm.people if person.left is not None]
    query = "SELECT actif, date_sortie FROM utilisateur WHERE id = ?"

    assert len(gone) == truth.people
    for person in gone:
        assert person.left == week_of(truth.from_week)
        assert person.team(AS_OF).name == truth.team
        assert db.execute(query, (person.id,)).fetchone() == (1, None)
        (last,) = db.execute("SELECT max(horodatage) FROM journal WHERE utilisateur_id = ?", (person.id,)).fetchone()
        assert last < person.left.isoformat()


def test_nothing_is_kept_beyond_its_time(db: sqlite3.Connection) -> None:
    two_years_ago = date(AS_OF.year - 2, AS_OF.month, AS_OF.day).isoformat()

    assert count(db, "SELECT count(*) FROM contact WHERE modifie_le < ?", two_years_ago) == 0
