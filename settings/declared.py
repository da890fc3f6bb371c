"""What a project declares of itself: the sheets of the foundations workbook, and the tables they land in.

Declared once: the template is written, the workbook read, the tables kept and the metrics fed from this page.
"""

from settings.choices import ACTS, ANNOTATIONS, DAYS, DUTIES, FRAMING, FUNCTIONS, INCENTIVES, RULES, SCOPES, SHOWN_BY
from settings.sheets import LABEL, ROLE, SINCE, TEAM, UNTIL, Choice, Column, Sheet


def _yes(name: str, fr: str, en: str, *, needed: bool = False) -> Column:
    return Column(name, "yes", fr, en, needed)


SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "rituals", "Rituels", "Rituals",
        "Les réunions tenues sur les écrans du CRM : revue des opportunités, point hebdomadaire…",
        "Meetings held on the CRM's own screens: pipeline review, weekly point…",
        (
            LABEL, TEAM,
            Column("weekday", "choice", "Jour", "Day", needed=True, choices=DAYS),
            Column("start", "time", "Début", "Start", needed=True),
            Column("end", "time", "Fin", "End", needed=True),
            Column("every_weeks", "number", "Toutes les … semaines", "Every … weeks"),
            Column("shown_by", "choice", "Support", "Shown by", choices=SHOWN_BY),
            SINCE, UNTIL,
        ),
    ),
    Sheet(
        "ritual_log", "Rituels tenus", "Rituals held",
        "Facultatif : les fois où un rituel a eu lieu sans que le CRM ait pu le voir.",
        "Optional: times a ritual took place where the CRM could not see it.",
        (
            Column("ritual", "label", "Rituel", "Ritual", needed=True),
            Column("held", "day", "Tenu le", "Held on", needed=True),
            Column("shown_by", "choice", "Support", "Shown by", choices=SHOWN_BY),
        ),
        dated="held",
    ),
    Sheet(
        "rules", "Règles d’usage", "Rules of use",
        "Les quatre questions auxquelles les rituels répondent : réponse écrite et connue, oui ou non.",
        "The four questions that rituals answer: written and known, yes or no.",
        (
            Column("question", "choice", "Question", "Question", needed=True, choices=RULES, listed=True),
            _yes("answered", "Réponse connue", "Answered", needed=True),
            SINCE,
        ),
    ),
    Sheet(
        "responsibilities", "Responsabilités", "Responsibilities",
        "Qui répond de quoi : la fonction, jamais le nom.",
        "Who answers for what: the role, never the name.",
        (
            Column("duty", "choice", "Responsabilité", "Responsibility", needed=True, choices=DUTIES, listed=True),
            Column("holder", "label", "Fonction titulaire", "Role that holds it"),
            SINCE,
        ),
    ),
    Sheet(
        "scenarios", "Scénarios d’usage", "Usage scenarios",
        "À quoi sert le CRM : chaque usage, s’il est écrit, qui en répond, s’il est partagé avec ceux qui saisissent.",
        "What the CRM is for: each use, whether written, owned, and shared with those who enter the data.",
        (
            LABEL, _yes("written", "Écrit", "Written"),
            Column("holder", "label", "Fonction responsable", "Role that owns it"),
            _yes("shared", "Partagé", "Shared"), SINCE,
        ),
    ),
    Sheet(
        "key_functions", "Fonctionnalités clés", "Key functions",
        "Ce que chaque rôle doit savoir faire dans le CRM, et l’acte auquel cela se voit.",
        "What each role should be able to do in the CRM, and the act it is seen by.",
        (
            LABEL, Column("role", "label", "Rôle", "Role", needed=True),
            Column("action", "choice", "Acte", "Act", needed=True, choices=ACTS),
            Column("object", "label", "Objet (mot de Vigie)", "Object (Vigie's word)"), SINCE,
        ),
    ),
    Sheet(
        "objectives", "Objectifs", "Objectives",
        "Les objectifs chiffrés : valeur de départ, cible, échéance.",
        "Objectives with a number: where it starts, the target, by when.",
        (
            LABEL, Column("unit", "label", "Unité", "Unit"),
            Column("start_value", "number", "Valeur de départ", "Starting value", needed=True),
            Column("target", "number", "Cible", "Target", needed=True),
            Column("start", "day", "Début", "Start", needed=True),
            Column("due", "day", "Échéance", "Due", needed=True),
        ),
        dated="start",
    ),
    Sheet(
        "measures", "Mesures", "Measures",
        "Les valeurs mesurées de chaque objectif.",
        "Measured values of each objective.",
        (
            Column("objective", "label", "Objectif", "Objective", needed=True),
            Column("measured", "day", "Mesuré le", "Measured on", needed=True),
            Column("value", "number", "Valeur", "Value", needed=True),
        ),
        dated="measured",
    ),
    Sheet(
        "benefits", "Bénéfices", "Benefits",
        "Les bénéfices constatés, et ce qui a été dépensé, est engagé ou reste à venir.",
        "Benefits found, and what was spent, committed or is to come.",
        (
            Column("booked", "day", "Date", "Date", needed=True),
            LABEL,
            Column("benefit", "number", "Bénéfice", "Benefit"),
            Column("spent", "number", "Dépensé", "Spent"),
            Column("committed", "number", "Engagé", "Committed"),
            Column("to_come", "number", "À venir", "To come"),
        ),
        dated="booked",
    ),
    Sheet(
        "trainings", "Formations", "Trainings",
        "Une ligne par session (nombre de personnes formées) ou par personne formée (adresse, jamais conservée).",
        "One line a session (with how many were trained) or a person trained (with the address, never kept).",
        (
            Column("held", "day", "Date", "Date", needed=True), LABEL, ROLE, TEAM,
            Column("person", "person", "Adresse électronique", "E-mail"),
            Column("trained", "number", "Personnes formées", "People trained"),
            Column("planned_hours", "number", "Heures prévues", "Planned hours"),
            Column("held_hours", "number", "Heures réalisées", "Hours held"),
        ),
        dated="held",
    ),
    Sheet(
        "messages", "Messages", "Messages",
        "Les messages aux utilisateurs : date prévue, date d’envoi.",
        "Messages to users: planned for, sent on.",
        (
            LABEL, Column("planned", "day", "Prévu le", "Planned for", needed=True),
            Column("sent", "day", "Envoyé le", "Sent on"),
        ),
        dated="planned",
    ),
    Sheet(
        "champions", "Ambassadeurs", "Champions",
        "Une ligne par ambassadeur : son équipe et le temps qui lui est donné ; jamais son nom.",
        "One line a champion: the team and the time allotted; never the name.",
        (
            Column("team", "label", "Équipe", "Team", needed=True),
            Column("hours_a_week", "number", "Heures par semaine", "Hours a week", needed=True), SINCE, UNTIL,
        ),
    ),
    Sheet(
        "data_owners", "Responsables de données", "Data owners",
        "Pour chaque objet et chaque service utilisateur : la fonction qui répond de ses données ; vide si aucune.",
        "For each object and user department: the role that answers for its data; empty if none.",
        (
            Column("scope", "choice", "Nature", "Kind", needed=True, choices=SCOPES),
            LABEL, Column("holder", "label", "Fonction responsable", "Role that owns it"), SINCE,
        ),
    ),
    Sheet(
        "involvement", "Implication", "Involvement",
        "Pour chaque rôle concerné : représenté aux ateliers, aux prototypes, à la recette ; vide si rien n’est prévu.",
        "For each role concerned: represented in workshops, prototypes, acceptance; empty if not planned.",
        (
            Column("role", "label", "Rôle", "Role", needed=True),
            _yes("workshops", "Ateliers", "Workshops"), _yes("prototypes", "Prototypes", "Prototypes"),
            _yes("acceptance", "Recette", "Acceptance"), SINCE,
        ),
    ),
    Sheet(
        "framing", "Note de cadrage", "Framing note",
        "Ce que la note de cadrage contient, oui ou non.",
        "What the framing note holds, yes or no.",
        (
            Column("item", "choice", "Point", "Item", needed=True, choices=FRAMING, listed=True),
            _yes("present", "Présent", "Present", needed=True), SINCE,
        ),
    ),
    Sheet(
        "project_team", "Équipe projet", "Project team",
        "Chaque service concerné et la fonction qui l’y représente ; pour les chefs de projet, s’ils sont dédiés.",
        "Each department concerned and the role that represents it; for leads, whether dedicated.",
        (
            Column("department", "label", "Service", "Department", needed=True),
            Column("function", "choice", "Nature", "Function", choices=FUNCTIONS),
            Column("holder", "label", "Représenté par (fonction)", "Representing role"),
            _yes("lead", "Chef de projet", "Project lead"), _yes("dedicated", "Dédié", "Dedicated"), SINCE, UNTIL,
        ),
    ),
    Sheet(
        "incentives", "Incitations", "Incentives",
        "Ce qui encourage ou contraint l’usage, et depuis quand.",
        "What encourages or forces use, and since when.",
        (
            Column("kind", "choice", "Nature", "Kind", needed=True, choices=INCENTIVES),
            Column("start", "day", "Début", "Start", needed=True), UNTIL,
        ),
        dated="start",
    ),
    Sheet(
        "annotations", "Repères", "Annotations",
        "Ce qui s’est passé et que les courbes doivent montrer.",
        "What happened and curves should show.",
        (
            Column("happened", "day", "Date", "Date", needed=True),
            Column("kind", "choice", "Nature", "Kind", needed=True, choices=ANNOTATIONS),
            Column("label", "label", "Intitulé", "Name"), TEAM,
        ),
        dated="happened",
    ),
    Sheet(
        "meetings", "Comités de pilotage", "Steering committees",
        "Les comités : date prévue, date réelle, sponsor présent ou non.",
        "Committees: planned for, held on, sponsor present.",
        (
            Column("planned", "day", "Prévu le", "Planned for", needed=True),
            Column("held", "day", "Tenu le", "Held on"), _yes("sponsor", "Sponsor présent", "Sponsor present"),
        ),
        dated="planned",
    ),
    Sheet(
        "due_decisions", "Décisions attendues", "Decisions due",
        "Décisions et alertes portées au comité : dates où elles sont soulevées, attendues, prises.",
        "Decisions and alerts brought to the committee: raised, due, taken.",
        (
            LABEL, Column("raised", "day", "Soulevée le", "Raised on", needed=True),
            Column("due", "day", "Attendue le", "Due on", needed=True),
            Column("decided", "day", "Prise le", "Decided on"),
        ),
        dated="raised",
    ),
    Sheet(
        "segments", "Segments", "Segments",
        "Les segments de clientèle utilisés et leur dernière revue.",
        "Customer segments in use and their last review.",
        (LABEL, Column("reviewed", "day", "Revu le", "Reviewed on"), SINCE, UNTIL),
    ),
    Sheet(
        "forecasts", "Prévisions", "Forecasts",
        "Les prévisions de ventes : date attendue, date de dépôt dans le CRM, montant retenu à la main.",
        "Sales forecasts: due, filed in the CRM, and the amount settled by hand.",
        (
            Column("due", "day", "Attendue le", "Due on", needed=True),
            Column("filed", "day", "Déposée dans le CRM le", "Filed in the CRM on"),
            Column("by_hand", "number", "Montant retenu", "Amount settled"), TEAM,
        ),
        dated="due",
    ),
    Sheet(
        "feedback", "Retours et demandes", "Feedback and tickets",
        "Retours et demandes des utilisateurs : date de réception, date de réponse.",
        "Users' feedback and tickets: received on, answered on.",
        (
            Column("received", "day", "Reçu le", "Received on", needed=True),
            Column("answered", "day", "Répondu le", "Answered on"),
        ),
        dated="received",
    ),
    Sheet(
        "presence", "Présence", "Presence",
        "Présence attendue dans la semaine, en part du temps, par équipe ou pour tous ; jamais de motif d’absence.",
        "Share of time people are expected there in a week, by team or for all; never a reason of absence.",
        (
            Column("week", "day", "Semaine du", "Week of", needed=True), TEAM,
            Column("share", "share", "Présence", "Presence", needed=True),
        ),
        dated="week",
    ),
)  # fmt: skip

DECLARED: dict[str, Sheet] = {sheet.name: sheet for sheet in SHEETS}
"""Every declared table by name."""


READ_ME = Choice("read_me", "Lisez-moi", "Read me")
LISTS = Choice("lists", "Listes", "Lists")
"""Sheets of the template that hold no facts: what to know, and the words that cells may choose from."""
