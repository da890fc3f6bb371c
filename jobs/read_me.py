"""What a template says on its first page, French and English."""

from collections.abc import Sequence

Sentence = tuple[str, str]

BEFORE: Sentence = ("À lire avant de remplir", "Read before you fill this in")
NEVER: Sequence[Sentence] = (
    (
        "N’écrivez jamais de nom de personne, de téléphone, ni d’opinion sur quelqu’un.",
        "Never write a person's name, a telephone number or an opinion of somebody.",
    ),
    (
        "Écrivez des fonctions, des équipes et des choses.",
        "Write roles, teams and things.",
    ),
    (
        "Une cellule qui contient une adresse électronique ou un téléphone est refusée avec sa ligne.",
        "A cell that holds an e-mail address or a telephone number is refused with its line.",
    ),
)
TRAINED: Sentence = (
    "Seule la feuille « Formations » a une colonne pour l’adresse ; elle n’est jamais conservée.",
    "Only the sheet “Trainings” has a column for the address; it is never kept.",
)
LINES: Sequence[Sentence] = (
    (
        "Une ligne par fait. Les colonnes marquées * sont nécessaires : sans elles, la ligne n’est pas lue.",
        "One line a fact. Columns marked * are needed: without them, the line is not read.",
    ),
    (
        "Dates : 12/03/2026, jour d’abord. Parts : 40 %. Oui ou non : les mots de la liste.",
        "Dates: 12/03/2026, day first. Shares: 40 %. Yes or no: the words of the list.",
    ),
    (
        "Gardez les titres des feuilles et des colonnes ; l’ordre des colonnes est libre.",
        "Keep the titles of sheets and columns; the order of columns is free.",
    ),
    (
        "« vigie check » dit ce qui n’est pas lu : feuille, ligne, colonne, et que faire.",
        "“vigie check” tells what is not read: sheet, row, column, and what to do.",
    ),
)
WHOLE: Sequence[Sentence] = (
    (
        "Chaque feuille est relue en entier : une ligne supprimée ne vaut plus à partir de ce jour.",
        "Each sheet is read whole each time: a line that is deleted no longer holds from that day on.",
    ),
    (
        "Une feuille que vous n’utilisez pas peut être supprimée.",
        "A sheet that you do not use may be deleted.",
    ),
)
ANONYMOUS: Sequence[Sentence] = (
    (
        "Le jeton distingue les répondants d’une même enquête ; deux enquêtes ne peuvent être rapprochées.",
        "The token tells the respondents of a round apart; rounds cannot be joined.",
    ),
    (
        "Il n’est jamais conservé. Sans jeton, chaque ligne est un répondant.",
        "It is never kept. Without a token, each line is a respondent.",
    ),
    (
        "Les colonnes ajoutées, par exemple des remarques libres, ne sont jamais lues.",
        "Columns added, such as free remarks, are never read.",
    ),
)
EXPECTED: dict[str, Sentence] = {
    "day": ("Une date, par exemple 12/03/2026.", "A date, such as 12/03/2026."),
    "time": ("Une heure, par exemple 09:30.", "A time of day, such as 09:30."),
    "number": ("Un nombre.", "A number."),
    "share": ("Une part entre 0 et 100 %.", "A share between 0 and 100 %."),
    "list": ("Un mot de la liste.", "A word of the list."),
    "answer": ("Une réponse de 1 à 5.", "An answer from 1 to 5."),
}
"""What a program that edits the sheet says of a cell that holds something else."""
