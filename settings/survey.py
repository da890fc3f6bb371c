"""The survey: what is asked, the sheet it is answered on, and how an answer is kept."""

import polars as pl

from settings.sheets import ROLE, TEAM, Column, Sheet

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
