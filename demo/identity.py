"""Invented names, reserved e-mail domains and telephone numbers kept for fiction: nobody is met here by chance.

Numbers come from the ranges that ARCEP keeps for works of fiction; domains end in ``.example`` (RFC 2606); SIRET begin
with 000, which is not assigned.
"""

import random
import unicodedata
from collections.abc import Iterator

FIRST_NAMES = (
    *("Adélaïde", "Ambroise", "Anaëlle", "Anselme", "Apolline", "Augustin", "Barnabé", "Bérénice", "Capucine"),
    *("Célestin", "Clémence", "Clotilde", "Corentin", "Cyprien", "Delphine", "Dorothée", "Édouard", "Éléonore"),
    *("Éloïse", "Eugénie", "Ferdinand", "Firmin", "Gaspard", "Gwendoline", "Hippolyte", "Honorine", "Isaure"),
    *("Jérémie", "Joséphine", "Léopold", "Loïcia", "Ludivine", "Marceline", "Maëlys", "Nathanaël", "Octavie"),
    *("Pélagie", "Philibert", "Quitterie", "Rodolphe", "Sidonie", "Théophile", "Ursuline", "Valentine", "Zéphyrin"),
)  # fmt: skip
SURNAME_HEADS = (
    *("Aubre", "Bélu", "Brévi", "Cauve", "Chavi", "Dargi", "Délavi", "Esquo", "Fauré", "Gouvi", "Hautri", "Jolivé"),
    *("Kerva", "Lanvi", "Maugré", "Noëlvi", "Orvi", "Pressi", "Quéli", "Rouvé", "Saviè", "Thouvi", "Vaudre", "Yvré"),
)  # fmt: skip
SURNAME_TAILS = (
    *("bault", "chard", "court", "doux", "fosse", "gnac", "gnier", "lande", "lmont", "mbert", "nceau", "ndray"),
    *("quart", "rgeon", "sseul", "stang", "thier", "trelle", "vasse", "xandre"),
)  # fmt: skip
FIRM_KINDS = (
    *("Ateliers", "Boissons", "Cartonnages", "Charpentes", "Distribution", "Emballages", "Entrepôts", "Fonderies"),
    *("Imprimerie", "Laboratoires", "Logistique", "Menuiserie", "Outillage", "Papeteries", "Textiles", "Transports"),
)  # fmt: skip
FIRM_HEADS = (
    "Alta",
    "Boré",
    "Carni",
    "Dova",
    "Ekto",
    "Flori",
    "Galva",
    "Hélio",
    "Iridi",
    "Kora",
    "Luxo",
    "Méga",
    "Nova",
)
FIRM_TAILS = ("dyne", "flex", "gam", "lia", "mat", "neo", "plast", "ris", "sol", "tech", "via", "zur")
TOWNS = (
    *(("59000", "Lille"), ("13001", "Marseille"), ("67000", "Strasbourg"), ("44000", "Nantes"), ("69001", "Lyon")),
    *(("35000", "Rennes"), ("33000", "Bordeaux"), ("31000", "Toulouse"), ("21000", "Dijon"), ("76000", "Rouen")),
)  # fmt: skip
LANDLINES = ("026191", "035301", "046571", "053649")
SWITCHBOARDS = "019900"
MOBILES = "063998"
SIREN_DIGITS = 9
SHARED_MAILBOX = "contact"


def folded(name: str) -> str:
    """A name in lower-case ASCII letters, as an e-mail address writes it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain.lower().replace(" ", "")


def name(rng: random.Random) -> tuple[str, str]:
    """A first name and a surname."""
    return rng.choice(FIRST_NAMES), rng.choice(SURNAME_HEADS) + rng.choice(SURNAME_TAILS)


def names(rng: random.Random) -> Iterator[tuple[str, str]]:
    """First names and surnames, no surname twice; at most 480."""
    surnames = [head + tail for head in SURNAME_HEADS for tail in SURNAME_TAILS]
    rng.shuffle(surnames)
    for surname in surnames:
        yield rng.choice(FIRST_NAMES), surname


def firm(rng: random.Random) -> str:
    """A company's name."""
    return f"{rng.choice(FIRM_KINDS)} {rng.choice(FIRM_HEADS)}{rng.choice(FIRM_TAILS)}"


def email(first: str, last: str, domain: str) -> str:
    """A person's address at a reserved domain."""
    return email_of(f"{folded(first)}.{folded(last)}", domain)


def email_of(mailbox: str, domain: str) -> str:
    """The address of a mailbox at a reserved domain."""
    return f"{mailbox}@{domain}.example"


def landline(n: int) -> str:
    """The n-th of 40 000 fictional fixed numbers, each once."""
    return LANDLINES[n // 10_000 % len(LANDLINES)] + f"{n * 7919 % 10_000:04}"


def switchboard(n: int) -> str:
    """The n-th of 10 000 fictional switchboard numbers, each once."""
    return SWITCHBOARDS + f"{n * 7919 % 10_000:04}"


def mobile(n: int) -> str:
    """The n-th of 10 000 fictional mobile numbers, each once."""
    return MOBILES + f"{n * 7919 % 10_000:04}"


def siret(n: int) -> str:
    """The n-th fictional SIRET of 100 000: both its Luhn sums are right, so that formats can be checked."""
    siren = _with_luhn(f"000{n:05}")
    return _with_luhn(siren + "0001")


def _with_luhn(digits: str) -> str:
    total = sum(
        sum(divmod(int(digit) * (2 if place % 2 == 0 else 1), 10)) for place, digit in enumerate(reversed(digits))
    )
    return digits + str(-total % 10)
