"""The closed lists that cells of a sheet choose from, in the words of each language."""

from settings.sheets import Choice
from settings.tables import ACTIONS

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
