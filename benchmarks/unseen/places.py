"""Where files lie on a share and what they are called, as people leave them."""

import unicodedata
from collections.abc import Sequence

from benchmarks.unseen.desk import Desk
from benchmarks.unseen.headers import unaccented

FORBIDDEN = str.maketrans('<>:"/\\|?*\n', "----------")
DEPARTMENTS = {
    "fr": ("", "", "Commun/", "Serveur/Données/", "SITE {city}/", "Agence {zone}/"),
    "en": ("", "", "Shared/", "Group data/", "{city} office/", "Company/"),
}
DEEPER = {
    "fr": ("{year}", "Archives", "OLD", "{person}", "en cours", "{year}/{month}", "A trier", "{zone}"),
    "en": ("{year}", "Archive", "OLD", "{person}", "current", "{year}/{month}", "To sort", "{zone}"),
}
ENDINGS = {
    "fr": (" v2", " MAJ", " (1)", " - Copie", " def", " ok", "_{week}", " {year}", " NEW", " {person}"),
    "en": (" v2", " updated", " (1)", " - Copy", " final", " ok", "_{week}", " {year}", " NEW", " {person}"),
}
DEEP, ENDED = 0.4, 0.3


def place(desk: Desk, folders: Sequence[str], files: Sequence[str]) -> str:
    """A path without suffix, relative to the share: a folder, maybe a deeper one, and a name."""
    folder = desk.pick(DEPARTMENTS[desk.language]) + desk.pick(folders)
    if desk.often(DEEP):
        folder += "/" + desk.pick(DEEPER[desk.language])
    steps = [_tidy(desk.fill(step)) for step in folder.split("/")]
    name = desk.pick(files) + (desk.pick(ENDINGS[desk.language]) if desk.often(ENDED) else "")
    return "/".join([*steps, _typed(desk, _tidy(desk.fill(name)))])


def untaken(path: str, suffix: str, taken: set[str]) -> str:
    """The path with its suffix, numbered if another has it; capitals make no difference, as on most shares."""
    names = [f"{path}{suffix}", *(f"{path} ({number}){suffix}" for number in range(2, 1000))]
    name = next(name for name in names if name.lower() not in taken)
    taken.add(name.lower())
    return name


def _tidy(name: str) -> str:
    return unicodedata.normalize("NFC", name.translate(FORBIDDEN)).strip(" .") or "x"


def _typed(desk: Desk, name: str) -> str:
    forms = [name] * 5 + [
        name.replace(" ", "_"),
        unaccented(name),
        name.upper(),
        unaccented(name.lower()),
        name.replace(" ", "-"),
    ]
    return desk.pick(forms)
