"""What a project declares of itself: the sheets of the foundations workbook, the tables they land in, their columns.

Declared once: the template is written, the workbook read, the tables kept and the metrics fed from this page.
"""

from dataclasses import dataclass
from typing import Literal

import polars as pl

from settings.tables import ACTIONS

Language = Literal["fr", "en"]
ColumnKind = Literal["label", "day", "time", "number", "share", "yes", "choice", "person"]

KINDS: dict[ColumnKind, pl.DataType] = {
    "label": pl.String(),
    "day": pl.Date(),
    "time": pl.String(),
    "number": pl.Float64(),
    "share": pl.Float64(),
    "yes": pl.Boolean(),
    "choice": pl.String(),
    "person": pl.String(),
}
"""How a column is kept. ``label``: a short name of a thing or role, never of a person. ``time``: ``HH:MM``, local.
``share``: in [0, 1], read from 0.4 or 40 %. ``person``: an e-mail address, kept as a pseudonym."""


@dataclass(frozen=True)
class Choice:
    """A word of a closed list, as each language writes it."""

    word: str
    fr: str
    en: str


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its name in the tables, its heading in each language, what it takes.

    ``listed``: the template has a row for each of its choices; a row that says nothing more is not filled in yet.
    """

    name: str
    kind: ColumnKind
    fr: str
    en: str
    needed: bool = False
    choices: tuple[Choice, ...] = ()
    listed: bool = False

    def heading(self, language: Language) -> str:
        """The heading in a language."""
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook and the table it lands in.

    ``dated``: the column that says when a row's fact happened; a sheet without one tells states, which hold from
    their ``since`` (else from the day they were first read) until they are gone from the sheet.
    """

    name: str
    fr: str
    en: str
    asks_fr: str
    asks_en: str
    columns: tuple[Column, ...]
    dated: str | None = None

    def title(self, language: Language) -> str:
        """The sheet's name in a language, at most 31 letters."""
        return self.fr if language == "fr" else self.en

    def asks(self, language: Language) -> str:
        """What to fill in, in one sentence."""
        return self.asks_fr if language == "fr" else self.asks_en

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """The columns of its rows, as collectors give them."""
        return {column.name: KINDS[column.kind] for column in self.columns}

    @property
    def read(self) -> dict[str, pl.DataType]:
        """The columns of a batch: its own, and ``line``, the row of the sheet from which to tell what is wrong."""
        return {"line": pl.Int64(), **self.schema}

    @property
    def kept(self) -> dict[str, pl.DataType]:
        """The columns of its rows as metrics read them: its own, and from when until when each holds.

        ``since``: first day; ``until``: first day no longer, null while it holds.
        """
        return self.schema | {"since": pl.Date(), "until": pl.Date()}


def _yes(name: str, fr: str, en: str, *, needed: bool = False) -> Column:
    return Column(name, "yes", fr, en, needed)


LABEL = Column("label", "label", "Intitulé", "Name", needed=True)
TEAM = Column("team", "label", "Équipe", "Team")
ROLE = Column("role", "label", "Rôle", "Role")
SINCE = Column("since", "day", "Depuis le", "Since")
UNTIL = Column("until", "day", "Jusqu’au (exclu)", "Until (excluded)")
DAYS = (
    Choice("monday", "lundi", "Monday"),
    Choice("tuesday", "mardi", "Tuesday"),
    Choice("wednesday", "mercredi", "Wednesday"),
    Choice("thursday", "jeudi", "Thursday"),
    Choice("friday", "vendredi", "Friday"),
    Choice("saturday", "samedi", "Saturday"),
    Choice("sunday", "dimanche", "Sunday"),
)
DUTIES = (
    Choice("data_quality", "Qualité des données", "Data quality"),
    Choice("onboarding", "Formation des arrivants", "Onboarding"),
    Choice("arbitration", "Arbitrage des conflits d’usage", "Arbitration"),
    Choice("rule_checking", "Contrôle des règles", "Rule checking"),
)
RULES = (
    Choice("update", "Quand les données sont mises à jour", "When data are updated"),
    Choice("review", "Qui passe les opportunités en revue", "Who reviews opportunities"),
    Choice("rhythm", "Rythme des points commerciaux", "Rhythm of sales meetings"),
    Choice("alerts", "Traitement des alertes", "How alerts are handled"),
)
FRAMING = (
    Choice("objectives", "Objectifs chiffrés à 12–24 mois", "Objectives with a number within 12–24 months"),
    Choice("indicators", "Indicateurs de succès", "Success indicators"),
    Choice("priorities", "Priorités : indispensable, souhaitable, accessoire", "Priorities: must, should, nice"),
    Choice("mvp", "Première version utile", "Minimum viable product"),
    Choice("processes", "Processus cartographiés", "Processes mapped"),
    Choice("populations", "Populations concernées", "Populations affected"),
    Choice("critical_path", "Chemin critique et lots", "Critical path and lots"),
    Choice("data_rules", "Sources de données et règles", "Data sources and rules"),
    Choice("retention", "Durées de conservation", "Retention"),
    Choice("access", "Droits d’accès", "Access rights"),
    Choice("screens", "Écrans simplifiés", "Simplified screens"),
    Choice("training", "Plan de formation", "Training plan"),
    Choice("change", "Plan d’accompagnement", "Change plan"),
    Choice("budget", "Budget en fourchette", "Budget as a range"),
)
ANNOTATIONS = (
    Choice("training", "Formation", "Training"),
    Choice("release", "Livraison", "Release"),
    Choice("go_live", "Mise en service", "Go-live"),
    Choice("migration", "Reprise de données", "Data migration"),
    Choice("closure", "Fermeture", "Closure"),
    Choice("incentive", "Incitation", "Incentive"),
    Choice("clean_up", "Nettoyage de données", "Data clean-up"),
    Choice("other", "Autre", "Other"),
)
SHOWN_BY = (
    Choice("crm", "CRM", "CRM"),
    Choice("bi", "Outil décisionnel", "BI tool"),
    Choice("mail", "Rapport envoyé", "Mailed report"),
    Choice("shared_screen", "Écran partagé", "Shared screen"),
)
INCENTIVES = (
    Choice("supportive", "encourageante", "supportive"),
    Choice("none", "aucune", "none"),
    Choice("coercive", "contraignante", "coercive"),
)
FUNCTIONS = (Choice("business", "métier", "business"), Choice("it", "informatique", "IT"))
SCOPES = (Choice("object", "objet du CRM", "CRM object"), Choice("department", "service", "department"))
ACTS = tuple(
    Choice(word, fr, en)
    for word, fr, en in (
        ("create", "créer", "create"),
        ("edit", "modifier", "edit"),
        ("view", "consulter", "view"),
        ("list", "lister", "list"),
        ("report", "rapport", "report"),
        ("dashboard", "tableau de bord", "dashboard"),
        ("import", "importer", "import"),
        ("export", "exporter", "export"),
        ("delete", "supprimer", "delete"),
        ("login", "se connecter", "login"),
    )
    if word in ACTIONS
)

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

PULSE: dict[str, pl.DataType] = {
    "round": pl.Date(),
    "respondent": pl.String(),
    "team": pl.String(),
    "role": pl.String(),
    "item": pl.String(),
    "answer": pl.Float64(),
}
"""One answer to one item of a survey round. ``respondent``: a pseudonym made for that round alone, so that rounds
cannot be joined, nor a respondent to a user. ``answer``: agreement from 1 (not at all) to 5 (fully); for
``entry_share`` a share of working time in [0, 1]."""

PULSE_ITEMS: dict[str, tuple[str, str]] = {
    "purpose": ("Je sais pourquoi je saisis ces informations", "I know why I enter this"),
    "helps": ("Le CRM m’aide dans mon travail", "The CRM helps me in my work"),
    "unwatched": ("Je ne crains pas que l’on me surveille", "I do not fear being watched"),
    "useful": ("Les fonctionnalités du CRM répondent à mes besoins", "The CRM's capabilities meet my needs"),
    "easy": ("Le CRM est facile à utiliser", "The CRM is easy to use"),
    "entry_share": ("Part du temps de travail passée à saisir", "Share of working time spent entering data"),
    "channels": ("Ce que mes collègues doivent savoir est dans le CRM", "What colleagues need to know is in the CRM"),
    "motivation": ("Ce projet me motive", "I am motivated by this project"),
    "communication": ("Les équipes communiquent bien entre elles", "Teams talk well to each other"),
}
"""Items of the survey, French and English; on all but the share, 1 and 2 are unfavourable."""

PULSE_SHEET = Sheet(
    "pulse", "Questionnaire", "Survey",
    "Une ligne par répondant. Réponses de 1 (pas du tout) à 5 (tout à fait) ; la part de temps en %.",
    "One line a respondent. Answers from 1 (not at all) to 5 (fully); the share of time in %.",
    (
        Column("round", "day", "Date de l’enquête", "Round", needed=True),
        Column("respondent", "label", "Répondant (jeton)", "Respondent (token)"), TEAM, ROLE,
        *(
            Column(name, "share" if name == "entry_share" else "number", fr, en)
            for name, (fr, en) in PULSE_ITEMS.items()
        ),
    ),
    dated="round",
)  # fmt: skip
"""The survey as a sheet, each item a column. It lands in ``pulse``, one row an answer."""

READ_ME = Choice("read_me", "Lisez-moi", "Read me")
LISTS = Choice("lists", "Listes", "Lists")
"""Sheets of the template that hold no facts: what to know, and the words that cells may choose from."""
