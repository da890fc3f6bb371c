"""Workbooks judged by their cells: what tracks customers, what only looks like it, what is kept of it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.evidence import LIMIT
from collectors.examined import Judged
from collectors.grid import Grid
from collectors.pseudonyms import normal_name
from collectors.tracking import judge
from tests.sheets import PSEUDONYMS, key, sheet

PIPELINE = """
Client | Contact | Tél. | Dernier contact | Étape | Montant HT | Commentaire
Durand SARL | Paul Martin | 06 12 34 56 78 | 2026-03-12 00:00:00 | Négociation | 12000 | à rappeler en mai
Acier Nord SAS | Anne Petit | 01 22 33 44 55 | 2026-04-02 00:00:00 | Perdu | 2500 | trop cher
Bois Vert | Luc Morel | 02 51 22 33 44 | 2026-04-09 00:00:00 | Gagné | 800 | devis signé
"""
TRACKERS = {
    "a pipeline": PIPELINE,
    "in English": """
        Account | Deal | Stage | Close date | Owner | Next step
        Northgate Ltd | Packing line | Proposal | 2026-09-01 00:00:00 | SV | send quote
        Albion Foods | 15 seats | Closed won | 2026-05-02 00:00:00 | KB | none
        """,
    "under titles, beside an empty column": """
        | SUIVI DES PROSPECTS

        | Mise à jour chaque vendredi

        | Société | Interlocuteur | E-mail | À relancer le | Statut
        | Garnier SARL | Julie Roux | j.roux@garnier.fr | 12/05/2026 | À relancer
        | Ets Lemoine | Karim Benali | k.benali@lemoine.fr | 18/05/2026 | RDV pris
        """,
    "with headings in two rows": """
        Identité || Suivi ||
        Client | Tél | Dernier contact | Statut | Notes
        Durand SARL | 0612345678 | 12/03/2026 | Chaud | à rappeler
        Acier Nord | 0122334455 | 13/03/2026 | Froid | devis envoyé
        """,
    "without headings": """
        Durand SARL | Paul Martin | 06 12 34 56 78 | devis envoyé | 12/03/2026
        Acier Nord SAS | Anne Petit | 01 22 33 44 55 | à relancer | 14/03/2026
        Bois Vert SARL | Luc Morel | 02 51 22 33 44 | gagné | 15/03/2026
        """,
    "with headings of its own": """
        Boîte | Qui | 06 | @ | Chaud ? | Quand rappeler | Bla bla
        Durand SARL | Paul Martin | 0612345678 | p@durand.fr | chaud | en mai | a demandé un devis, le relancer
        Acier Nord | Anne Petit | 0622334455 | a@acier.fr | froid | juin | pas de budget
        """,
    "a board": """
        Prospect | Contacté | Devis envoyé | Négociation | Gagné
        Durand SARL | Acier Nord | | Bois Vert |
        Garnier SAS | | Ets Lemoine | | Vasseur & Fils
        Clinique Roux | | | |
        """,
    "cards": """
        Client | Durand SARL
        Contact | Paul Martin
        Tél | 06 12 34 56 78
        Prochaine action | rappeler
        Commentaire | très intéressé, RDV à fixer

        Client | Acier Nord
        Contact | Anne Petit
        Tél | 01 22 33 44 55
        Prochaine action | envoyer devis
        Commentaire | trouve trop cher
        """,
    "quotes that are chased": """
        N° devis | Client | Date devis | Montant HT | Relance 1 | Accepté / refusé
        D26-01 | Durand SARL | 02/03/2026 | 1200 | 12/03/2026 | refusé
        D26-02 | Acier Nord | 04/03/2026 | 900 | | accepté
        """,
    "with slips of the pen": """
        Cleint | Telephonne | Derniere relanse | Comentaire
        Durand SARL | 06 12 34 56 78 | 12/03/2026 | à rappeler en mai
        Acier Nord SAS | 01 22 33 44 55 | 13/03/2026 | devis envoyé
        """,
}
OTHERS = {
    "suppliers": """
        Fournisseur | Contact | Tél | E-mail | Dernière commande | Commentaire
        Durand SARL | Paul Martin | 06 12 34 56 78 | p@durand.fr | 2026-03-12 00:00:00 | 30 jours
        Acier Nord | Anne Petit | 01 22 33 44 55 | a@acier.fr | 2026-03-14 00:00:00 | 45 jours
        """,
    "invoices that are chased": """
        N° facture | Client | Montant TTC | Échéance | Relance 1 | Réglé le
        FA1 | Durand SARL | 1200 | 12/03/2026 | 22/03/2026 |
        FA2 | Acier Nord | 900 | 12/04/2026 | | 11/04/2026
        """,
    "candidates with stages": """
        Candidat | Poste visé | Tél | Étape | Relance | Commentaire
        Paul Martin | Soudeur | 06 12 34 56 78 | Entretien RH | 12/05/2026 | bon contact
        Anne Petit | Comptable | 06 22 33 44 55 | CV reçu | | à rappeler
        """,
    "tickets of customers": """
        Ticket | Customer | Subject | Status | Owner | Next step
        T1 | Northgate Ltd | Printer jammed | Resolved | SV | none
        T2 | Albion Foods | Login error | In progress | KB | call back
        """,
    "tasks": """
        Tâche | Responsable | Début | Fin | % avancement | Statut
        Recette | Julie | 12/03/2026 | 15/03/2026 | 0.5 | En cours
        Migration | Karim | 16/03/2026 | 20/03/2026 | 0 | À faire
        """,
    "revenue by customer": """
        Client | 2023 | 2024 | 2025 | 2026
        Durand SARL | 1200 | 1300 | 1400 | 900
        Acier Nord | 700 | 800 | 650 | 300
        """,
    "prices": """
        Réf | Désignation | PU HT | Code EAN
        A12 | Vis inox | 0.4 | 3760001234567
        A13 | Panneau | 14.5 | 3760001234568
        """,
    "a staff directory": """
        Nom | Prénom | Service | Fonction | Tél | Mail
        Martin | Paul | Achats | Acheteur | 0122334455 | p.martin@nous.fr
        Petit | Anne | RH | Assistante | 0122334456 | a.petit@nous.fr
        """,
    "addresses for labels": """
        Nom | Prénom | Adresse | CP | Ville
        Martin | Paul | 3 rue des Lilas | 44000 | Nantes
        Petit | Anne | 8 rue du Port | 29200 | Brest
        """,
    "a single quote": """
        DEVIS | D26-12
        Client | Durand SARL
        Contact | Paul Martin
        Tél | 06 12 34 56 78

        Désignation | Qté | PU HT | Total HT
        Vis inox | 3 | 0.5 | 1.5
        Panneau | 2 | 10 | 20
        """,
    "headings with nothing below": """
        Client | Contact | Relance | Statut | Commentaire
        """,
}


def judged(text: str, title: str = "", **options: bool) -> Judged:
    return judge([sheet(text, title)], PSEUDONYMS, **options)


@pytest.mark.parametrize("text", TRACKERS.values(), ids=TRACKERS)
def test_customer_tracking_is_seen_however_it_is_laid_out(text: str) -> None:
    found = judged(text)

    assert found.tracking
    assert found.score >= LIMIT
    assert found.reasons


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    found = judged(text)

    assert not found.tracking
    assert found.score < LIMIT
    assert not found.keys
    assert not found.titles


def test_an_empty_workbook_is_none() -> None:
    assert judge([], PSEUDONYMS) == Judged(tracking=False, score=0.0, reasons=("no_table",))
    assert not judge([Grid("Feuil1", ())], PSEUDONYMS).tracking


def test_the_title_of_a_sheet_tells_suppliers_from_prospects() -> None:
    listed = """
        Société | Contact | Tél | Dernier contact | Commentaire
        Durand SARL | Paul Martin | 06 12 34 56 78 | 12/03/2026 | à rappeler
        Acier Nord | Anne Petit | 01 22 33 44 55 | 13/03/2026 | offre reçue
        """

    assert judged(listed, "Prospects").tracking
    assert not judged(listed, "Fournisseurs").tracking


def test_a_tracker_on_any_sheet_counts_and_rows_are_those_of_trackers() -> None:
    found = judge([sheet(OTHERS["prices"], "Tarif"), sheet(PIPELINE, "Feuil2")], PSEUDONYMS)

    assert found.tracking
    assert found.rows == 3


def test_totals_repeated_headings_and_lines_between_parts_are_no_rows() -> None:
    head, *rows = PIPELINE.strip("\n").split("\n")
    text = "\n".join(["", head, rows[0], "Secteur Sud |", rows[1], head, rows[2], "Total | 3"])

    assert judged(text).rows == 3


def test_tables_side_by_side_are_judged_each() -> None:
    found = judged("""
        Client | Statut | Relance le | | Réf | Désignation | PU HT
        Durand SARL | Chaud | 12/03/2026 | | A1 | Vis | 0.5
        Acier Nord | Froid | 13/03/2026 | | A2 | Clou | 0.1
        Bois Vert | Perdu | 14/03/2026 | | | |
        Ets Roux | Gagné | 15/03/2026 | | | |
        Garnier SAS | Chaud | 16/03/2026 | | | |
        Vasseur | Froid | 17/03/2026 | | | |
        Morel SARL | Froid | 18/03/2026 | | | |
        Pichon | Froid | 19/03/2026 | | | |
        """)

    assert found.tracking
    assert found.rows == 8
    assert "Désignation" not in found.titles


EXPORT = """
Record ID | Deal Name | Deal Stage | Close Date | Amount | Deal owner | Create Date
9001234561 | Packing line | Proposal | 2026-09-01 10:12:33 | 1200 | Emma Holt | 2026-03-01 08:14:59
9001234562 | 15 seats | Closed won | 2026-05-02 09:01:07 | 900 | Tom Doyle | 2026-03-04 17:33:21
"""


def test_an_export_of_the_crm_as_it_came_out_is_no_tracking_and_says_so() -> None:
    found = judged(EXPORT)

    assert not found.tracking
    assert found.reasons == ("crm_export",)


def test_an_export_that_somebody_goes_on_working_in_is() -> None:
    first, second, third = EXPORT.strip("\n").split("\n")
    text = "\n".join(["", f"{first} | My notes", f"{second} | call back in May", f"{third} |"])

    assert judged(text).tracking


def test_headings_that_are_the_fields_of_this_crm_are_an_export() -> None:
    fields = ("Client", "Contact", "Tél.", "Dernier contact", "Étape", "Montant HT", "Commentaire")

    assert not judge([sheet(PIPELINE)], PSEUDONYMS, fields=fields).tracking
    assert judge([sheet(PIPELINE)], PSEUDONYMS, fields=fields[:3]).tracking


def test_a_project_may_add_its_words() -> None:
    listed = """
        Maison | Bouteille | Ressenti du mois
        Durand | 12 | 3
        Roux | 24 | 2
        """

    assert not judged(listed).tracking
    words = {"customer": ["maison"], "contact_date": ["bouteille"], "stage": ["ressenti du mois"]}
    assert judge([sheet(listed)], PSEUDONYMS, words=words).tracking


def test_titles_are_those_of_columns_and_may_be_refused() -> None:
    told = judged(PIPELINE)
    untold = judged(PIPELINE, titles=False)

    assert told.titles == ("Client", "Contact", "Tél.", "Dernier contact", "Étape", "Montant HT", "Commentaire")
    assert told.untold == 0
    assert untold.titles == ()
    assert untold.untold == 7


@pytest.mark.parametrize(
    "title",
    [
        "Julie",
        "Rappel Julie",
        "Mars 2026",
        "12/03/2026",
        "Semaine 12",
        "appeler le 0612345678",
        "p.martin@nous.fr",
        "une note bien trop longue pour un titre de colonne",
        "Un titre de plus de quarante caractères!!",
        "Vu par Martin",
        "Durand SARL",
    ],
)
def test_a_title_that_may_be_a_value_or_a_person_is_counted_only(title: str) -> None:
    head, *rows = PIPELINE.strip("\n").split("\n")
    found = judged("\n".join(["", f"{head} | {title}", *(f"{row} | x" for row in rows)]))

    assert title not in found.titles
    assert found.untold == 1


def test_headings_that_may_be_salespersons_are_not_told() -> None:
    found = judged("""
        Client | Statut | Relance le | Vasseur | Pichon | Delmas
        Durand SARL | Chaud | 12/03/2026 | 3 | 1 | 2
        Acier Nord | Froid | 13/03/2026 | 4 | 0 | 1
        """)

    assert found.titles == ("Client", "Statut", "Relance le")
    assert found.untold == 3


def test_headings_that_may_be_customers_are_not_told() -> None:
    found = judged(
        """
        Étape | Relance le | Commentaire | Bricoval | jardiprix | Roux SAS | Surface | Nb de quais
        Chaud | 12/03/2026 | à rappeler en mai | devis envoyé | rien | visite | 1200 | 3
        Froid | 13/03/2026 | trop cher | à relancer | offre | visite | 800 | 2
        Perdu | 13/03/2026 | devis envoyé | à relancer | offre | visite | 800 | 2
        """,
        "Prospects",
    )

    assert found.titles == ("Étape", "Relance le", "Commentaire", "Surface", "Nb de quais")
    assert found.untold == 3


def test_one_new_word_among_known_ones_is_told() -> None:
    head, *rows = PIPELINE.strip("\n").split("\n")

    found = judged("\n".join(["", f"{head} | Compostage", *(f"{row} | {n}" for n, row in enumerate(rows))]))

    assert "Compostage" in found.titles


def test_keys_of_all_rows_come_by_kind_in_their_normal_form() -> None:
    found = judged("""
        Client | Contact | Tél | Mail | SIRET | Statut
        Durand SARL | Paul Martin | 0612345678 / 0122334455 | P.M@durand.fr ; contact@durand.fr | 73282932000074 | Chaud
        Éts Acier-Nord | Anne Petit | 612345679.0 | a@acier.fr | 552100554 | Froid
        Bois Vert | Luc Morel | +44 20 7946 0958 | | FR44732829320 | Perdu
        """)

    assert found.keys["email"] == {key("email", at) for at in ("p.m@durand.fr", "contact@durand.fr", "a@acier.fr")}
    numbers = ("+33612345678", "+33122334455", "+33612345679", "+442079460958")
    assert found.keys["phone"] == {key("phone", number) for number in numbers}
    ids = ("73282932000074", "552100554", "FR44732829320")
    assert found.keys["company_id"] == {key("company_id", number) for number in ids}
    assert found.keys["legal_unit"] == {key("legal_unit", unit) for unit in ("732829320", "552100554")}
    names = ("durand", "ets acier nord", "bois vert", "paul martin", "anne petit", "luc morel")
    assert found.keys["name"] == {key("name", normal_name(name)) for name in names}


def test_names_in_two_columns_make_one_name() -> None:
    found = judged("""
        Nom | Prénom | Société | Tél | Relance | Avis
        MARTIN | Paul | Durand SARL | 06 12 34 56 78 | 12/05/2026 | chaud
        Petit | Anne | Acier Nord | 06 22 33 44 55 | 13/05/2026 | froid
        """)

    assert key("name", "paul martin") in found.keys["name"]
    assert key("name", "martin") not in found.keys["name"]


def test_near_names_are_keys_that_the_crm_holds() -> None:
    held = [key("name", normal_name(name)) for name in ("acier du nord", "durand", "autre")]

    found = judge([sheet(PIPELINE)], PSEUDONYMS, names=held)

    assert found.near == {}
    text = PIPELINE.replace("Acier Nord SAS", "Acier du Nrod SAS")
    near = judge([sheet(text)], PSEUDONYMS, names=held).near
    assert near == {key("name", "acier du nrod"): frozenset({held[0]})}


WORDS = st.text(alphabet="abé 12/@.:|-€xX\n", max_size=12).map(str.strip)
ROWS = st.lists(st.lists(WORDS, min_size=1, max_size=7).map(tuple), max_size=25)
HEAD, *BODY = [row for _, row in sheet(PIPELINE).rows]


def _grid(rows: list[tuple[str, ...]]) -> Grid:
    return Grid("", tuple((number, row) for number, row in enumerate(rows, 1) if any(row)))


@given(st.lists(ROWS, max_size=3))
def test_any_sheets_survive_and_scores_stay_between_0_and_1(books: list[list[tuple[str, ...]]]) -> None:
    found = judge([_grid(rows) for rows in books], PSEUDONYMS)

    assert 0 <= found.score <= 1
    assert found.tracking == (found.score >= LIMIT)


@given(st.permutations([*BODY, *(tuple(f"{cell} {n}" for cell in row) for n, row in enumerate(BODY * 2))]))
def test_the_order_of_rows_does_not_matter(body: list[tuple[str, ...]]) -> None:
    found = judge([_grid([HEAD, *body])], PSEUDONYMS)

    assert found == judge([_grid([HEAD, *sorted(body)])], PSEUDONYMS)


@given(
    st.lists(
        st.sampled_from([*HEAD, "Paul", "Durand SARL", "Surface", "Vu", "2026", "à rappeler"]), min_size=7, max_size=7
    )
)
def test_no_title_is_a_cell_of_the_rows(row: list[str]) -> None:
    grid = _grid([HEAD, *BODY, tuple(row)])

    cells = {cell.casefold() for _, cells in grid.rows[1:] for cell in cells}
    assert not cells.intersection(title.casefold() for title in judge([grid], PSEUDONYMS).titles)


def test_rows_of_a_long_tracker_are_all_read() -> None:
    rows = [(f"Durand {n} SARL", f"0612{n:06d}", "Chaud", "12/03/2026") for n in range(3000)]
    found = judge([_grid([("Client", "Tél", "Statut", "Relance le"), *rows])], PSEUDONYMS)

    assert found.rows == 3000
    assert len(found.keys["phone"]) == 3000
    assert all(one != other for one, other in pairwise(sorted(found.keys["name"])))


SIDE_BY_SIDE = """
    Pub | The Crown | Low Moor Farm | Greenway Deli | Albion Foods
    Landlord | Heather Uttley | Orla Hollins | Victor Morel | Anne Petit
    Visited | 25/12/2025 | 06/11/2025 | 22/10/2025 |
    Phone | 01 22 33 44 55 | 01 22 33 44 66 | | 01 22 33 44 77
    Said | keen but no budget until May | left voicemail, nothing back | wants samples first | asked for a quote
    Rep | HU | HU | PM | PM
"""


def test_records_side_by_side_are_told_by_their_layout() -> None:
    found = judge([sheet(SIDE_BY_SIDE)], PSEUDONYMS)

    assert (found.tracking, found.rows) == (True, 4)


def test_headings_stand_below_any_number_of_short_lines() -> None:
    sums = "\n".join(f"Total | {number}" for number in range(1, 41))

    assert judge([sheet(f"{sums}\n{PIPELINE.strip()}")], PSEUDONYMS).rows == 3


@pytest.mark.parametrize("name", ["Grand Foods", "Grand Optical", "Moyenne Industries", "Somme Distribution"])
def test_a_company_called_like_a_total_is_a_row(name: str) -> None:
    rows = judge(
        [sheet(f"{PIPELINE}{name} | Luc Morel | | 2026-04-09 00:00:00 | Gagné | 800 | signé")], PSEUDONYMS
    ).rows

    assert rows == 4


def test_totals_are_no_rows() -> None:
    assert judge([sheet(f"{PIPELINE}Total général | | | | | 15300 |")], PSEUDONYMS).rows == 3
    assert judge([sheet(f"{PIPELINE}TOTAL : | | | | | 15300 |")], PSEUDONYMS).rows == 3


@pytest.mark.parametrize(
    ("path", "sign"),
    [
        ("Commerce/Relances/liste 2.xlsx", "sales_folder"),
        ("RH/liste 2.xlsx", "staff_folder"),
        ("Achats/liste 2.xlsx", "purchasing_folder"),
    ],
)
def test_folders_count_as_one_sign_among_others(path: str, sign: str) -> None:
    plain, placed = (judge([sheet(PIPELINE)], PSEUDONYMS, path=where) for where in ("", path))

    assert sign in placed.reasons
    assert sign not in plain.reasons
    assert (placed.score >= plain.score) == (sign == "sales_folder")
    assert placed.tracking


def test_names_that_the_crm_holds_are_a_sign() -> None:
    names = [f"Firme {word} SARL" for word in ("Alpha", "Bravo", "Delta", "Golf", "Lima")]
    listed = "\n".join(["Société | Ville", *(f"{name} | Nantes" for name in names)])
    known = judge([sheet(listed)], PSEUDONYMS, names=[key("name", normal_name(name)) for name in names])
    four = judge([sheet(listed)], PSEUDONYMS, names=[key("name", normal_name(name)) for name in names[:4]])

    assert "known_customers" in known.reasons
    assert "known_customers" not in four.reasons
