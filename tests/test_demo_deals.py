"""What is planted of deals, orders and answers is there, and its controls are clean: counted without Vigie's code."""

import csv
import sqlite3
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from demo.orders import write_orders
from demo.plants import PLANTS
from demo.survey import write_survey
from demo.truths import AS_OF, FIRST_WEEK, SEED, WEEKS, week_of
from tests.lived import OWNED, Lived, count

Row = dict[str, str]
LATELY = (AS_OF - timedelta(weeks=13)).isoformat()
BEGAN = """
    SELECT r.id, r.filiere, r.montant, r.cree_le, r.proprietaire_id, m.equipe, r.societe_id,
           min(h.horodatage) AS born, min(iif(h.etape = 'GAG', h.horodatage, NULL)) AS won
    FROM affaire r JOIN affaire_historique h ON h.affaire_id = r.id """


def won_amounts(db: sqlite3.Connection, pipeline: str, since: str = LATELY) -> dict[tuple[str, bool], float]:
    """By team and whether a deal was won when it was entered: the amounts won since a day."""
    sums: dict[tuple[str, bool], float] = defaultdict(float)
    for _, way, amount, _, _, team, _, born, won in db.execute(f"{BEGAN} {OWNED} WHERE r.etape = 'GAG' GROUP BY r.id"):
        if way == pipeline and won >= since:
            sums[team, born == won] += amount
    return sums


def test_one_team_enters_deals_when_they_are_won(db: sqlite3.Connection) -> None:
    truth, sums = PLANTS.afterwards, won_amounts(db, "NEU")
    late = {team: sums[team, True] / (sums[team, True] + sums[team, False]) for team, _ in list(sums)}

    assert late.pop(truth.team) in truth.late
    assert set(late.values()) == {0.0}
    assert len(late) == 4
    assert sum(amount for (_, at_once), amount in sums.items() if at_once) / sum(sums.values()) in truth.of_all


@pytest.mark.parametrize(("team", "pipeline", "a_week"), [PLANTS.afterwards.counter, PLANTS.afterwards.renewals])
def test_other_pipelines_are_won_at_once_as_they_should(
    db: sqlite3.Connection, team: str, pipeline: str, a_week: int
) -> None:
    assert set(won_amounts(db, pipeline)) == {(team, True)}
    assert count(db, "SELECT count(*) FROM affaire WHERE filiere = ?", pipeline) == a_week * WEEKS


def test_deals_won_long_ago_were_brought_over_before_the_go_live(db: sqlite3.Connection) -> None:
    early = "SELECT count(*) FROM affaire WHERE etape = 'GAG' AND cree_le = modifie_le AND cree_le < ?"

    assert count(db, early, FIRST_WEEK.isoformat()) == PLANTS.afterwards.brought_over


def test_what_was_entered_afterwards_is_an_act_of_somebody_at_work(db: sqlite3.Connection) -> None:
    query = """SELECT count(*) FROM affaire r JOIN journal j ON j.objet = 'AFF' AND j.objet_id = r.id
               AND j.code = 'CREATION' AND j.horodatage = r.cree_le AND j.utilisateur_id = r.cree_par
               WHERE r.id >= 900000 AND EXISTS (SELECT 1 FROM journal o WHERE o.utilisateur_id = r.cree_par
               AND o.id < j.id AND date(o.horodatage) = date(r.cree_le))"""
    made = count(db, "SELECT count(*) FROM affaire WHERE id >= 900000") - PLANTS.afterwards.brought_over

    assert count(db, query) == made > 400


@pytest.fixture(scope="module")
def orders(lived_company: Lived, tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    folder = tmp_path_factory.mktemp("orders")
    for number in range(1, WEEKS + 1):
        write_orders(folder, lived_company.crm.path, week_of(number))
    return [row for path in sorted(folder.glob("*.csv")) for row in _rows(path)]


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def placed(row: Row) -> date:
    return datetime.strptime(row["date"], "%d/%m/%Y").date()  # noqa: DTZ007 - a day


def test_each_order_has_a_number_and_a_day_of_its_week(orders: list[Row]) -> None:
    assert len({row["numero"] for row in orders}) == len(orders) > 1_500
    assert all(row["numero"][1:5] == f"{placed(row):%g%V}" for row in orders)


def test_every_deal_won_is_ordered_once_and_many_orders_name_theirs(db: sqlite3.Connection, orders: list[Row]) -> None:
    named = Counter(row["affaire"] for row in orders if row["affaire"])
    won = count(db, "SELECT count(*) FROM affaire WHERE etape = 'GAG' AND (cree_le <> modifie_le OR cree_le >= ?)",
                FIRST_WEEK.isoformat())  # fmt: skip

    assert set(named.values()) == {1}
    assert abs(len(named) / won - PLANTS.unseen.named) < 0.05


def test_orders_of_one_team_come_without_a_deal(db: sqlite3.Connection, orders: list[Row]) -> None:
    truth = PLANTS.unseen
    customers = {
        name for (name,) in db.execute("SELECT raison_sociale FROM societe JOIN affaire a ON a.societe_id = societe.id")
    }
    recent = [row for row in orders if row["type"] == "N" and placed(row).isoformat() >= LATELY]
    mine = [row for row in recent if row["agence"] == truth.team]
    others = [row for row in recent if row["agence"] != truth.team]
    outside = [row for row in mine if row["client"] not in customers]

    assert len(outside) / len(mine) in truth.outside
    assert len(outside) / len(recent) in truth.of_all
    assert sum(row["client"] not in customers for row in others) == 0


def test_orders_that_need_no_deal_have_hardly_any(orders: list[Row]) -> None:
    kinds = Counter((row["type"], bool(row["affaire"])) for row in orders)

    assert kinds["C", False] > kinds["C", True]
    assert kinds["R", False] > kinds["R", True]


def test_the_same_seed_writes_the_same_orders(lived_company: Lived, tmp_path: Path) -> None:
    texts = []
    for folder, seed in (("a", SEED), ("b", SEED), ("c", 7)):
        write_orders(tmp_path / folder, lived_company.crm.path, week_of(20), seed)
        texts.append(next((tmp_path / folder).iterdir()).read_text(encoding="utf-8"))

    assert texts[0] == texts[1] != texts[2]


def test_one_team_says_that_what_matters_stays_in_mail(tmp_path: Path) -> None:
    truth = PLANTS.elsewhere
    write_survey(tmp_path)
    for path in sorted(tmp_path.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, delimiter=";"))
        given = [(row["Équipe"], int(row["Ce que mes collègues doivent savoir est dans le CRM"]) <= 2) for row in rows]
        mine = [said for team, said in given if team == truth.team]
        others = [said for team, said in given if team != truth.team]

        assert sum(mine) / len(mine) in truth.said
        assert sum(others) / len(others) in truth.of_others
        assert sum(said for _, said in given) / len(given) in truth.of_all
