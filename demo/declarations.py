"""What the simulated project says of itself over its whole story: the rows of its foundations workbook, sheet by sheet.

Facts carry their day and states the day they hold from, so that the workbook is true in every week of the story.
Words are those a French project writes; columns go by the names of ``settings.declared``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from demo.company import Person
from demo.plants import PLANTS
from demo.truths import FIRST_WEEK, LAST_WEEK, week_of

Cell = str | float | date | bool | None
Row = tuple[Cell, ...]

FRAMED, STARTED = date(2025, 9, 1), date(2026, 1, 26)
"""When the framing note was written, and when the first wave was ready."""

FORCED = week_of(PLANTS.minimum_effort.from_week)
NORTH, SOUTH, EAST = "Commerce Nord", "Commerce Sud", "Commerce Est"
WEST, KEY_ACCOUNTS, SERVICE = "Commerce Ouest", "Grands comptes", "Service client"
SALES_OFFICE = "Administration des ventes"
BASICS = "Prise en main"
SLOWER_FROM = date(2026, 6, 1)
"""From then on users' questions wait."""


@dataclass(frozen=True)
class Filled:
    """A sheet's rows, in the order of some of its columns."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def declarations(people: list[Person]) -> dict[str, Filled]:
    """The rows of each sheet that has any. ``people``: whose addresses stand in the list of trainings."""
    return {**STANDING, "trainings": _trainings(people), "feedback": _feedback()}


def _trainings(people: list[Person]) -> Filled:
    """The first wave's sessions by their numbers; of those who came later, two in time, one late, one never."""
    sessions: list[Row] = [
        (date(2026, 1, 20), BASICS, NORTH, None, 23, 161, 161),
        (date(2026, 1, 21), BASICS, SOUTH, None, 18, 140, 126),
        (date(2026, 1, 22), BASICS, EAST, None, 17, 126, 119),
        (date(2026, 1, 23), BASICS, WEST, None, 10, 105, 70),
        (date(2026, 1, 26), BASICS, KEY_ACCOUNTS, None, 12, 84, 84),
    ]
    came = {p.teams[0][1].name: p for p in people if p.since > FIRST_WEEK}
    for name, days in ((NORTH, 15), (EAST, 15), (SOUTH, 80)):
        held = came[name].since + timedelta(days=days)
        sessions.append((held, BASICS, name, came[name].email, None, 7, 7))
    columns = ("held", "label", "team", "person", "trained", "planned_hours", "held_hours")
    return Filled(columns, tuple(sessions))


def _feedback() -> Filled:
    """Two questions each Tuesday and Thursday: nine in ten answered within three days, later one in three."""
    return Filled(("received", "answered"), tuple(_questions()))


def _questions() -> Iterator[Row]:
    for number in range((LAST_WEEK - FIRST_WEEK).days // 7 * 4 + 4):
        received = FIRST_WEEK + timedelta(weeks=number // 4, days=1 + 2 * (number % 4 // 2))
        quick = number % 3 == 0 if received >= SLOWER_FROM else number % 10 != 0
        yield received, received + timedelta(days=2 if quick else 16)


STANDING: dict[str, Filled] = {
    "rules": Filled(
        ("question", "answered", "since"),
        (
            ("Quand les données sont mises à jour", True, FRAMED),
            ("Qui passe les opportunités en revue", True, FRAMED),
            ("Rythme des points commerciaux", True, STARTED),
            ("Traitement des alertes", False, STARTED),
        ),
    ),
    "responsibilities": Filled(
        ("duty", "holder", "since"),
        (
            ("Qualité des données", "Responsable de l'administration des ventes", STARTED),
            ("Formation des arrivants", "Responsable formation", STARTED),
            ("Arbitrage des conflits d’usage", "Directrice commerciale", STARTED),
            ("Contrôle des règles", None, STARTED),
        ),
    ),
    "scenarios": Filled(
        ("label", "written", "holder", "shared", "since"),
        (
            ("Préparer une visite", True, "Directrice commerciale", True, STARTED),
            ("Suivre les affaires en cours", True, "Directrice commerciale", True, STARTED),
            ("Prévoir les ventes du mois", True, "Contrôleur de gestion", True, STARTED),
            ("Répondre à une réclamation", True, None, False, STARTED),
        ),
    ),
    "objectives": Filled(
        ("label", "unit", "start_value", "target", "start", "due"),
        (
            ("Taux de transformation", "%", 18, 24, FIRST_WEEK, date(2027, 2, 1)),
            ("Durée du cycle de vente", "jours", 62, 50, FIRST_WEEK, date(2027, 2, 1)),
            ("Temps administratif par semaine", "heures", 6, 4, FIRST_WEEK, date(2027, 2, 1)),
        ),
    ),
    "measures": Filled(
        ("objective", "measured", "value"),
        (
            ("Taux de transformation", date(2026, 6, 30), 20.8),
            ("Taux de transformation", date(2026, 10, 30), 23.1),
            ("Durée du cycle de vente", date(2026, 6, 30), 56),
            ("Durée du cycle de vente", date(2026, 10, 30), 51.5),
            ("Temps administratif par semaine", date(2026, 6, 30), 5.7),
            ("Temps administratif par semaine", date(2026, 10, 30), 5.6),
        ),
    ),
    "benefits": Filled(
        ("booked", "label", "benefit", "spent", "committed", "to_come"),
        (
            (date(2026, 1, 30), "Mise en service", None, 240_000, None, None),
            (date(2026, 1, 30), "Maintenance", None, None, 48_000, None),
            (date(2026, 1, 30), "Deuxième vague", None, None, None, 60_000),
            (date(2026, 6, 30), "Assistance", None, 35_000, None, None),
            (date(2026, 6, 30), "Temps gagné au siège", 18_000, None, None, None),
            (date(2026, 10, 30), "Temps gagné au siège", 21_000, None, None, None),
        ),
    ),
    "messages": Filled(
        ("label", "planned", "sent"),
        (
            ("Pourquoi un nouveau CRM", date(2026, 1, 12), date(2026, 1, 12)),
            ("Ce qui change lundi", date(2026, 1, 29), date(2026, 1, 30)),
            *(
                (f"Lettre du projet {number}", day, day + timedelta(days=1))
                for number, day in enumerate((date(2026, 2, 9) + timedelta(days=14 * n) for n in range(11)), 1)
            ),
            *(
                (f"Lettre du projet {number}", day, None)
                for number, day in ((12, date(2026, 7, 13)), (13, date(2026, 8, 24)))
            ),
            ("Nouvelle règle de saisie", date(2026, 8, 31), date(2026, 8, 31)),
            *(
                (f"Lettre du projet {number}", day, None)
                for number, day in enumerate((date(2026, 9, 7) + timedelta(days=14 * n) for n in range(5)), 14)
            ),
        ),
    ),
    "champions": Filled(
        ("team", "hours_a_week", "since", "until"),
        (
            *((team, 2, STARTED, None) for team in (NORTH, NORTH, EAST, EAST, SOUTH, WEST, KEY_ACCOUNTS)),
            (SOUTH, 2, STARTED, date(2026, 6, 1)),
        ),
    ),
    "data_owners": Filled(
        ("scope", "label", "holder", "since"),
        (
            ("objet du CRM", "Comptes", "Responsable de l'administration des ventes", STARTED),
            ("objet du CRM", "Contacts", None, STARTED),
            ("objet du CRM", "Opportunités", "Directrice commerciale", STARTED),
            ("objet du CRM", "Activités", None, STARTED),
            ("service", NORTH, "Responsable d'équipe", STARTED),
            ("service", SOUTH, None, STARTED),
            ("service", EAST, "Responsable d'équipe", STARTED),
            ("service", WEST, None, STARTED),
            ("service", KEY_ACCOUNTS, "Responsable d'équipe", STARTED),
            ("service", SERVICE, None, STARTED),
            ("service", SALES_OFFICE, "Responsable d'équipe", STARTED),
        ),
    ),
    "involvement": Filled(
        ("role", "workshops", "prototypes", "acceptance", "since"),
        (
            ("Commercial", True, True, True, STARTED),
            ("Responsable d'équipe", True, True, False, STARTED),
            ("Assistant", False, False, True, STARTED),
        ),
    ),
    "framing": Filled(
        ("item", "present", "since"),
        tuple(
            (item, item not in {"Première version utile", "Durées de conservation", "Budget en fourchette"}, FRAMED)
            for item in (
                "Objectifs chiffrés à 12–24 mois",
                "Indicateurs de succès",
                "Priorités : indispensable, souhaitable, accessoire",
                "Première version utile",
                "Processus cartographiés",
                "Populations concernées",
                "Chemin critique et lots",
                "Sources de données et règles",
                "Durées de conservation",
                "Droits d’accès",
                "Écrans simplifiés",
                "Plan de formation",
                "Plan d’accompagnement",
                "Budget en fourchette",
            )
        ),
    ),
    "project_team": Filled(
        ("department", "function", "holder", "lead", "dedicated", "since"),
        (
            ("Direction commerciale", "métier", "Cheffe de projet CRM", True, True, FRAMED),
            ("Informatique", "informatique", "Architecte", False, False, FRAMED),
            (SALES_OFFICE, "métier", "Responsable d'équipe", False, False, FRAMED),
            (SERVICE, "métier", None, False, False, FRAMED),
        ),
    ),
    "incentives": Filled(
        ("kind", "start", "until"),
        (("aucune", FIRST_WEEK, FORCED), ("contraignante", FORCED, None)),
    ),
    "annotations": Filled(
        ("happened", "kind", "label", "team"),
        (
            (date(2026, 1, 20), "Formation", "Première vague", None),
            (date(2026, 1, 31), "Reprise de données", "Anciens fichiers clients", None),
            (date(2026, 5, 4), "Livraison", "Version 1.1", None),
            (date(2026, 6, 22), "Nettoyage de données", "Contacts du Nord", NORTH),
            (FORCED, "Incitation", "Saisie des activités obligatoire", EAST),
            (date(2026, 9, 14), "Livraison", "Version 1.2", None),
        ),
    ),
    "meetings": Filled(
        ("planned", "held", "sponsor"),
        (
            (date(2026, 1, 21), date(2026, 1, 21), True),
            (date(2026, 2, 18), date(2026, 2, 18), True),
            (date(2026, 3, 18), date(2026, 3, 19), True),
            (date(2026, 4, 15), date(2026, 4, 15), True),
            (date(2026, 5, 13), date(2026, 5, 13), True),
            (date(2026, 6, 10), date(2026, 6, 10), False),
            (date(2026, 7, 8), date(2026, 7, 8), True),
            (date(2026, 8, 5), date(2026, 8, 5), False),
            (date(2026, 9, 2), date(2026, 9, 2), False),
            (date(2026, 9, 30), date(2026, 9, 30), False),
            (date(2026, 10, 28), None, None),
            (date(2026, 11, 25), None, None),
        ),
    ),
    "due_decisions": Filled(
        ("label", "raised", "due", "decided"),
        (
            ("Ouvrir la saisie mobile", date(2026, 3, 19), date(2026, 4, 15), date(2026, 4, 15)),
            ("Prolonger l'assistance", date(2026, 6, 10), date(2026, 7, 8), date(2026, 7, 8)),
            ("Relancer le Service client", date(2026, 8, 5), date(2026, 9, 2), None),
            ("Choisir un outil de devis", date(2026, 9, 30), date(2026, 11, 25), None),
        ),
    ),
    "segments": Filled(
        ("label", "reviewed", "since"),
        (
            ("Grands comptes", date(2026, 1, 15), STARTED),
            ("Industrie", date(2026, 1, 15), STARTED),
            ("Distribution", date(2026, 3, 16), STARTED),
            ("Artisans", date(2024, 11, 18), STARTED),
            ("Collectivités", None, STARTED),
        ),
    ),
    "forecasts": Filled(
        ("due", "filed", "by_hand"),
        (
            (date(2026, 3, 31), date(2026, 3, 31), None),
            (date(2026, 4, 30), date(2026, 4, 29), None),
            (date(2026, 5, 29), date(2026, 5, 29), None),
            (date(2026, 6, 30), None, None),
            (date(2026, 7, 31), None, None),
            (date(2026, 8, 31), None, None),
            (date(2026, 9, 30), None, None),
            (date(2026, 10, 30), None, None),
        ),
    ),
}
