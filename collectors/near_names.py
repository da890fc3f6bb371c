"""Other spellings of a company's name: made on the side of the workbook, since the CRM's names are known as hashes."""

import re
from base64 import b32decode, b32encode
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import permutations

from collectors.pseudonyms import LEGAL_FORMS, Pseudonyms
from collectors.wording import misspelt

MOST = 5_000
"""Names of one workbook whose spellings are tried: each costs some 1 500 hashes, two milliseconds."""

LEAST_LETTERS = 5
"""Names shorter than this are not tried with a letter more, less or other: too many are others'."""

MOST_REORDERED = 4
PAIRS = """
    st saint; ste sainte; ste societe; ets etablissements; ets etablissement; etb etablissements; cie compagnie; co
    company; grp groupe; gpe groupe; group groupe; bros brothers; intl international; int international; ind
    industries; inds industries; tech technologies; techno technologies; serv services; svc services; mfg
    manufacturing; eng engineering; dr docteur; gal general; gle generale; fr france; et and; assoc associates;
    assoc associes; transp transports; bat batiment; constr constructions; 1 un; 2 deux; 3 trois; 4 quatre; 5 cinq;
    6 six; 7 sept; 8 huit; 9 neuf; 10 dix; 1 one; 2 two; 3 three; 4 four; 5 five; 7 seven; 8 eight; 9 nine; 10 ten
"""
SAME = [tuple(pair.split()) for pair in PAIRS.split(";")]
"""Words that stand for each other in names of companies."""

OFTEN = """
    societe ste groupe group grp ets etablissements etablissement entreprise holding compagnie cie company co france
    fr et fils and sons international intl europe uk the la le les de du des d l maison cabinet m mme
"""
EXTRA = frozenset(OFTEN.split())
"""Words that a name often carries in one place and not in the other."""

AROUND = """
    groupe; group; france; societe; ets; etablissements; et fils; international; industries; services; holding; and
    sons; uk
"""
ADDED = [words.strip() for words in AROUND.split(";")]
JOINING = ("et", "and", "&")
INITIALS = re.compile(r"\b(?:\w )+\w\b")


def spellings(name: str) -> set[str]:
    """Other spellings of a name in the form of ``normal_name``, none of them the name itself.

    Words dropped, added, abbreviated, reordered or written together, figures in words, initials with or without dots,
    and one letter more, less, other or exchanged with the next; the first letter stays.
    """
    words = tuple(name.split())
    forms = {words, *_rewritten(words)}
    near = {" ".join(form) for form in forms for form in (form, *_shorter(form), *_reordered(form)) if form}
    near |= {f"{name} {word}" for word in ADDED} | {f"{word} {name}" for word in ADDED if " " not in word}
    near |= {name.replace(" ", "")} | set(_split(name))
    if len(name) >= LEAST_LETTERS:
        near |= set(misspelt(name))
    return {form for form in near if len(form) > 2} - {name}  # noqa: PLR2004 two letters are anybody's


def _rewritten(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Each word that stands for another replaced by it, alone and all at once."""
    for at, word in enumerate(words):
        for other in _others(word):
            yield (*words[:at], *other, *words[at + 1 :])
    full = tuple(part for word in words for part in next(iter(_others(word)), (word,)))
    yield full
    yield tuple(word for word in words if word not in JOINING)
    joined = INITIALS.sub(lambda found: found.group().replace(" ", ""), " ".join(words)).split()
    yield tuple(word for word in joined if word not in LEGAL_FORMS)
    yield tuple(word for word in words if word not in EXTRA)
    yield tuple(word for word in joined if word not in EXTRA and word not in LEGAL_FORMS)
    for at in range(len(words) - 1):
        yield (*words[: at + 1], "et", *words[at + 1 :])
        yield (*words[: at + 1], "and", *words[at + 1 :])
    if len(words[0]) in (2, 3) and words[0].isalpha():
        yield (*words[0], *words[1:])


def _others(word: str) -> Iterator[tuple[str, ...]]:
    for one, other in SAME:
        if word in (one, other):
            yield (other if word == one else one,)


def _shorter(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The name without one of its words, as long as a telling one is left."""
    for at in range(len(words)):
        rest = (*words[:at], *words[at + 1 :])
        if any(len(word) > 3 and word not in EXTRA for word in rest):  # noqa: PLR2004 shorter words tell little
            yield rest


def _reordered(words: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    return permutations(words) if 1 < len(words) <= MOST_REORDERED else ()


def _split(name: str) -> Iterator[str]:
    """The name with a blank more, as words written together in it may stand apart."""
    for at in range(3, len(name) - 2):
        if " " not in name[at - 1 : at + 1]:
            yield f"{name[:at]} {name[at:]}"


def near(names: Collection[str], known: Collection[str], pseudonyms: Pseudonyms) -> Mapping[str, frozenset[str]]:
    """Key of each name → the known keys that one of its other spellings has; names that are known themselves left out.

    ``names`` in the form of ``normal_name``; ``known``: keys of the names of the CRM. At most MOST names are tried, in
    alphabetical order.
    """
    held = _bytes(frozenset(known))
    if not held:
        return {}
    digest = pseudonyms.digests("name")
    own = {name: digest(name) for name in names}
    tried = sorted(name for name, mark in own.items() if mark not in held)[:MOST]
    found = ((name, held.intersection(map(digest, spellings(name)))) for name in tried)
    return {_word(own[name]): frozenset(map(_word, marks)) for name, marks in found if marks}


@lru_cache(maxsize=1)
def _bytes(known: frozenset[str]) -> frozenset[bytes]:
    """The keys as bytes; one workbook after the other is held against the same ones."""
    return frozenset(map(b32decode, known))


def _word(mark: bytes) -> str:
    return b32encode(mark).decode()
