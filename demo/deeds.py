"""What each act does to the records, and what the CRM's journal says of it."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import NamedTuple

from demo import forms, identity
from demo.behaviour import Act
from demo.plants import PLANTS
from demo.portfolio import Portfolio
from demo.records import (
    LOST,
    NEXT_STEPS,
    OPEN_STAGES,
    POSITIONS,
    REASONS_LOST,
    RIVALS,
    SECTORS,
    WON,
    Affaire,
    Contact,
    Record,
    Societe,
    is_missing,
    missing,
    typed,
)
from demo.truths import TRUTHS
from demo.weeks import number


class Entry(NamedTuple):
    """What the journal says of an act, but for when, who and from where."""

    code: str
    kind: str | None = None
    record: int | None = None
    rows: int | None = None
    fields: str | None = None


FOLLOWED_UP = 0.4
OTHER_LINE = 20_000
"""How far a contact's second fixed number is from the first, so that no two contacts share one."""

SCREENS = {"ETAT": ("ETA", 12), "TABLEAU": ("TDB", 4)}
"""Reports and dashboards: their code in the journal, and how many there are."""

READ_KINDS: tuple[type[Record], ...] = (Societe, Contact, Affaire)
MADE: dict[str | None, Callable[..., Record]] = {
    "SOC": forms.company,
    "CTC": forms.contact,
    "AFF": forms.deal,
    "ACT": forms.activity,
}


def done(portfolio: Portfolio, act: Act) -> Entry:
    """Carry an act out; a change that finds no record to change makes a new one."""
    if act.user == TRUTHS.robot.user:
        return _synchronised(portfolio, act)
    return DEEDS.get(act.code, _noted)(portfolio, act)


def _noted(_portfolio: Portfolio, act: Act) -> Entry:
    """Logins and exports change nothing."""
    return Entry(act.code, act.kind, rows=act.rows)


def _synchronised(portfolio: Portfolio, act: Act) -> Entry:
    company = portfolio.any_of(Societe)
    if act.code == "CONNEXION" or company is None:
        return Entry(act.code)
    if act.code == "LECTURE":
        return Entry("LECTURE", "SOC", company.id)
    company.encours = round(portfolio.rng.lognormvariate(8, 1), 2)
    portfolio.touch(company, act.at)
    return Entry("MODIF", "SOC", company.id, fields="encours")


def _read(portfolio: Portfolio, act: Act) -> Entry:
    kind = portfolio.rng.choice(READ_KINDS)
    record = portfolio.any_of(kind, act.user) or portfolio.any_of(kind)
    return Entry("LECTURE", kind.code, record.id if record else None)


def _listed(portfolio: Portfolio, _act: Act) -> Entry:
    kind = portfolio.rng.choice(READ_KINDS)
    return Entry("LISTE", kind.code, rows=portfolio.rng.randint(10, 50))


def _opened(portfolio: Portfolio, act: Act) -> Entry:
    code, count = SCREENS[act.code]
    return Entry(act.code, code, portfolio.rng.randint(1, count))


def _imported(portfolio: Portfolio, act: Act) -> Entry:
    for _ in range(0 if act.again else act.rows or 0):
        portfolio.add(forms.contact(portfolio, act.user, act.at))
    return _noted(portfolio, act)


def _created(portfolio: Portfolio, act: Act) -> Entry:
    record = MADE[act.kind](portfolio, act.user, act.at)
    portfolio.add(record)
    about = getattr(record, "affaire_id", None)
    if about is not None:
        deal = portfolio.one(Affaire, about)
        deal.derniere_activite_le = act.at
        if portfolio.rng.random() < FOLLOWED_UP:
            deal.suivie_le = act.at
        portfolio.touch(deal, act.at)
    return Entry("CREATION", record.code, record.id)


def _deleted(portfolio: Portfolio, act: Act) -> Entry:
    contact = portfolio.any_of(Contact, act.user)
    if contact is None:
        return _created(portfolio, act)
    contact.supprime = 1
    portfolio.contacts_of[contact.societe_id].remove(contact.id)
    portfolio.touch(contact, act.at)
    portfolio.drop(contact)
    return Entry("SUPPR", "CTC", contact.id)


def _edited(portfolio: Portfolio, act: Act) -> Entry:
    if act.target is not None:
        return _seen_to(portfolio, act, portfolio.one(Affaire, act.target))
    kind: type[Contact | Societe] = Contact if act.kind == "CTC" else Societe
    mends = portfolio.team(act.user).mends
    choose = portfolio.least_filled if mends else portfolio.any_of
    record = choose(kind, act.user)
    if record is None:
        return _created(portfolio, act)
    changed = _mended(portfolio, act.user, record) if mends else []
    changed = changed or [_corrected(portfolio, record)]
    portfolio.touch(record, act.at)
    return Entry("MODIF", record.code, record.id, fields=",".join(changed))


def _mended(portfolio: Portfolio, user: int, record: Contact | Societe) -> list[str]:
    """Fill what was missing, as carefully as the team works by now; the fields filled."""
    filled = []
    for column in missing(record):
        value = typed(portfolio.rng, portfolio.care(user), column, _fresh(portfolio, record, column))
        if not is_missing(value):
            setattr(record, column, value)
            filled.append(column)
    return filled


def _corrected(portfolio: Portfolio, record: Contact | Societe) -> str:
    """Change one field, one already filled where there is one, so that nothing becomes more complete; the field."""
    known = [column for column in record.optional if not is_missing(getattr(record, column))]
    if known and isinstance(record, Contact):
        return _reviewed(portfolio, record, known)
    column = portfolio.rng.choice(known or record.optional)
    setattr(record, column, _fresh(portfolio, record, column))
    return column


def _reviewed(portfolio: Portfolio, contact: Contact, known: Sequence[str]) -> str:
    """Put right where a contact is reached, if that turned out wrong, else what they do; the field seen to."""
    rng, truth = portfolio.rng, PLANTS.decay
    wears = portfolio.team(contact.proprietaire_id).name == truth.team and number(portfolio.week) >= truth.from_week
    reach = [column for column in known if column in {"courriel", "telephone"}]
    if reach and rng.random() < (truth.corrections if wears else truth.corrections_of_others):
        column = rng.choice(reach)
        setattr(contact, column, _other(portfolio, contact, column))
        return column
    column = "fonction" if "fonction" in known else rng.choice(reach)
    if column == "fonction":
        contact.fonction = rng.choice(POSITIONS)
    return column


def _other(portfolio: Portfolio, contact: Contact, column: str) -> str:
    """Another address or telephone at which the contact is reached."""
    if column == "telephone":
        first, second = identity.landline(contact.id), identity.landline(contact.id + OTHER_LINE)
        return second if contact.telephone == first else first
    employer = portfolio.one(Societe, contact.societe_id)
    usual = forms.work_email(contact.prenom, contact.nom, employer)
    return forms.work_email(contact.prenom[0], contact.nom, employer) if contact.courriel == usual else usual


def _fresh(portfolio: Portfolio, record: Contact | Societe, column: str) -> str:
    """A right value for a field of a record."""
    rng = portfolio.rng
    if isinstance(record, Contact):
        employer = portfolio.one(Societe, record.societe_id)
        return {
            "courriel": forms.work_email(record.prenom, record.nom, employer),
            "telephone": identity.landline(record.id + OTHER_LINE),
            "fonction": rng.choice(POSITIONS),
        }[column]
    return {
        "siret": forms.company_number(portfolio, record.proprietaire_id, record.id),
        "telephone": identity.switchboard(record.id),
        "secteur": rng.choice(SECTORS),
    }[column]


def _seen_to(portfolio: Portfolio, act: Act, deal: Affaire) -> Entry:
    """Move a deal on, lose it, or keep it up; one closed earlier that week is only looked at."""
    if not deal.is_open:
        return Entry("LECTURE", "AFF", deal.id)
    outcome = portfolio.rng.random()
    if outcome < 0.55:
        changed = _moved_on(portfolio, act, deal)
    elif outcome < 0.68:
        changed = _lost(portfolio, act, deal)
    else:
        changed = ["montant"]
        deal.montant = round(deal.montant * portfolio.rng.uniform(0.85, 1.2), -2)
    if deal.is_open and deal.date_cloture_prevue < act.at.date() + timedelta(days=25):
        deal.date_cloture_prevue = act.at.date() + timedelta(days=portfolio.rng.randint(35, 90))
        changed.append("date_cloture_prevue")
    deal.suivie_le = act.at
    portfolio.touch(deal, act.at)
    return Entry("MODIF", "AFF", deal.id, fields=",".join(changed))


def _moved_on(portfolio: Portfolio, act: Act, deal: Affaire) -> list[str]:
    stages = (*OPEN_STAGES, WON)
    deal.etape = stages[stages.index(deal.etape) + 1]
    if deal.etape == WON:
        deal.date_cloture_prevue = act.at.date()
        portfolio.drop(deal)
        return ["etape", "date_cloture_prevue"]
    return ["etape", *_completed(portfolio, act.user, deal)]


def _lost(portfolio: Portfolio, act: Act, deal: Affaire) -> list[str]:
    deal.etape = LOST
    portfolio.drop(deal)
    if portfolio.rng.random() >= portfolio.care(act.user):
        return ["etape"]
    deal.motif_perte = portfolio.rng.choice(REASONS_LOST)
    return ["etape", "motif_perte"]


def _completed(portfolio: Portfolio, user: int, deal: Affaire) -> list[str]:
    """Fill what the stage just reached asks for, with the user's care; the fields filled."""
    rng, care = portfolio.rng, portfolio.care(user)
    asked: dict[str, Callable[[], str | int | None]] = {
        "contact_id": lambda: forms.some_contact(portfolio, user, deal.societe_id)
    }
    if deal.etape in {"PRP", "NEG"}:
        asked["prochaine_action"] = lambda: typed(rng, care, "prochaine_action", rng.choice(NEXT_STEPS))
    if deal.etape == "NEG":
        asked["concurrent"] = lambda: typed(rng, care, "concurrent", rng.choice(RIVALS))
    filled = []
    for column, answer in asked.items():
        value = answer() if getattr(deal, column) is None else None
        if value is not None:
            setattr(deal, column, value)
            filled.append(column)
    return filled


DEEDS: dict[str, Callable[[Portfolio, Act], Entry]] = {
    "LECTURE": _read,
    "LISTE": _listed,
    "ETAT": _opened,
    "TABLEAU": _opened,
    "CREATION": _created,
    "MODIF": _edited,
    "SUPPR": _deleted,
    "IMPORT": _imported,
}
