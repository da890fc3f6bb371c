"""Folders that are nobody's business: what people, their representatives and HR keep for themselves."""

import re
import unicodedata
from collections.abc import Collection

WORDS = frozenset(
    {
        *("personnel", "personnels", "personnelle", "personnelles", "perso", "persos", "prive", "prives", "privee"),
        *("privees", "private", "personal", "confidentiel rh", "vie privee", "mes documents", "my documents"),
        *("syndicat", "syndicats", "syndical", "syndicale", "syndicaux", "syndicales", "intersyndicale"),
        *("trade union", "trade unions", "labour union", "labor union", "works council", "staff council"),
        *("staff representatives", "employee representatives", "union representatives"),
        *("cse", "csec", "chsct", "cssct", "irp", "comite d entreprise", "comite social et economique"),
        *("representants du personnel", "delegues du personnel", "elus du personnel", "delegue syndical"),
        *("medecine du travail", "medecin du travail", "sante au travail", "infirmerie", "occupational health"),
        *(
            "rh",
            "drh",
            "ressources humaines",
            "hr",
            "human resources",
            "paie",
            "paies",
            "payroll",
            "bulletins de salaire",
        ),
    }
)
"""Words, or several that follow each other, of the name of such a folder; without accents and case."""

NAMES = frozenset(
    {
        *("ce", "cfdt", "cgt", "cfe cgc", "cftc", "unsa", "union", "unions", "salaires"),
        *("home", "homes", "users", "utilisateurs", "profils", "profiles", "user profiles", "lecteur personnel"),
        *("recycle bin", "recycler", "recycle", "corbeille", "trash", "lost found", "snapshot", "snapshots"),
        *("system volume information", "dfsrprivate", "eadir", "tmp", "temp"),
    }
)
"""Whole names of such folders, and of those that a system keeps for itself."""

BUSINESS = frozenset(
    {"secteur prive", "secteurs prives", "clients prives", "private sector", "private equity", "private label"}
)
"""What says "private" of customers."""


def is_personal(name: str, more: Collection[str] = ()) -> bool:
    """Whether a folder or file is set aside for its name. ``more``: words that a project adds to the list."""
    words = _words(name)
    if words in NAMES or not words:
        return bool(words)
    told = f" {words} "
    for business in BUSINESS:
        told = told.replace(f" {business} ", "  ")
    return any(f" {word} " in told for word in (*WORDS, *map(_words, more)) if word)


def _words(name: str) -> str:
    """The words of a name, without accents and case, joined by blanks."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", letters))
