"""New records as people enter them: what a form holds when it is first saved."""

import random
from datetime import datetime, timedelta

from demo import identity
from demo.portfolio import Portfolio
from demo.records import POSITIONS, SECTORS, Activite, Affaire, Contact, Societe, typed

ACTIVITY_TYPES = ("Appel", "Visite", "Courriel", "Réunion", "Note")
LATE_ENTRY = 0.12
PROJECTS = ("Renouvellement", "Nouvelle ligne", "Extension", "Maintenance", "Équipement")


def company(portfolio: Portfolio, user: int, moment: datetime) -> Societe:
    """A company of the user."""
    rng, care, key = portfolio.rng, portfolio.care(user), portfolio.next_id(Societe)
    code, town = rng.choice(identity.TOWNS)
    return Societe(
        id=key,
        proprietaire_id=user,
        cree_par=user,
        cree_le=moment,
        modifie_le=moment,
        raison_sociale=identity.firm(rng),
        ville=town,
        code_postal=code,
        siret=typed(rng, care, "siret", identity.siret(key)),
        secteur=typed(rng, care, "secteur", rng.choice(SECTORS)),
        telephone=typed(rng, care, "telephone", identity.switchboard(key)),
        effectif=rng.choice((8, 15, 40, 120, 300)) if rng.random() < care else None,
    )


def contact(portfolio: Portfolio, user: int, moment: datetime) -> Contact:
    """A person at one of the user's companies."""
    rng, care, key = portfolio.rng, portfolio.care(user), portfolio.next_id(Contact)
    employer = portfolio.company_of(user)
    first, last = identity.name(rng)
    return Contact(
        id=key,
        proprietaire_id=user,
        cree_par=user,
        cree_le=moment,
        modifie_le=moment,
        societe_id=employer.id,
        prenom=first,
        nom=last,
        courriel=typed(rng, care, "courriel", work_email(first, last, employer)),
        telephone=typed(rng, care, "telephone", identity.landline(key)),
        fonction=typed(rng, care, "fonction", rng.choice(POSITIONS)),
    )


def work_email(first: str, last: str, employer: Societe) -> str:
    """The address of a contact at an employer."""
    stem = identity.folded(employer.raison_sociale.split()[-1])
    return identity.email(first, last, f"{stem}-{employer.id}")


def deal(portfolio: Portfolio, user: int, moment: datetime) -> Affaire:
    """An opportunity of the user with one of their companies, at the first stage."""
    rng, customer = portfolio.rng, portfolio.company_of(user)
    return Affaire(
        id=portfolio.next_id(Affaire),
        proprietaire_id=user,
        cree_par=user,
        cree_le=moment,
        modifie_le=moment,
        societe_id=customer.id,
        contact_id=some_contact(portfolio, user, customer.id),
        nom=f"{rng.choice(PROJECTS)} {customer.raison_sociale.split()[-1]}",
        etape="PRO",
        montant=round(rng.lognormvariate(9.6, 0.9), -2),
        date_cloture_prevue=moment.date() + timedelta(days=rng.randint(50, 120)),
        laissee=portfolio.is_to_be_left(user),
    )


def some_contact(portfolio: Portfolio, user: int, company_id: int) -> int | None:
    """A contact of the company, when there is one and the user takes the care."""
    rng, known = portfolio.rng, portfolio.contacts_of.get(company_id)
    return rng.choice(known) if known and rng.random() < portfolio.care(user) else None


def activity(portfolio: Portfolio, user: int, moment: datetime) -> Activite:
    """A call, visit or note, about a deal that is looked after or else a contact; some are entered days later."""
    rng = portfolio.rng
    about = portfolio.tended_deal(user) if rng.random() < 0.5 else None
    person = None if about is not None else portfolio.any_of(Contact, user)
    spoken_to = about or person
    customer = spoken_to.societe_id if spoken_to else portfolio.company_of(user).id
    kind = rng.choice(ACTIVITY_TYPES)
    return Activite(
        id=portfolio.next_id(Activite),
        proprietaire_id=user,
        cree_par=user,
        cree_le=moment,
        modifie_le=moment,
        type=kind,
        objet=f"{kind} de suivi",
        compte_rendu="Point fait avec le client." if rng.random() < portfolio.care(user) else None,
        societe_id=customer,
        contact_id=person.id if person is not None else None,
        affaire_id=about.id if about is not None else None,
        realisee_le=moment - _delay(rng),
    )


def _delay(rng: random.Random) -> timedelta:
    if rng.random() < LATE_ENTRY:
        return timedelta(days=rng.uniform(6, 20))
    return timedelta(hours=rng.uniform(0, 5))
