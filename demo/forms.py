"""New records as people enter them: what a form holds when it is first saved."""

import random
from dataclasses import replace
from datetime import datetime, timedelta

from demo import identity
from demo.plants import PLANTS
from demo.portfolio import Portfolio
from demo.records import POSITIONS, SECTORS, Activite, Affaire, Contact, Societe, is_missing, typed

ACTIVITY_TYPES = ("Appel", "Visite", "Courriel", "Réunion", "Note")
LATE_ENTRY = 0.12
ABOUT_A_DEAL = 0.9
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
        siret=typed(rng, care, "siret", company_number(portfolio, user, key)),
        secteur=typed(rng, care, "secteur", rng.choice(SECTORS)),
        telephone=typed(rng, care, "telephone", identity.switchboard(key)),
        effectif=rng.choice((8, 15, 40, 120, 300)) if rng.random() < care else None,
    )


def company_number(portfolio: Portfolio, user: int, key: int) -> str:
    """A company's SIRET, of which some teams type the first nine digits only: the SIREN."""
    truth, siret = PLANTS.wrong_format, identity.siret(key)
    short = portfolio.team(user).name == truth.team and key * 37 % 100 < truth.siren * 100
    return siret[: identity.SIREN_DIGITS] if short else siret


def contact(portfolio: Portfolio, user: int, moment: datetime) -> Contact:
    """A person at one of the user's companies; in a careless team sometimes one who is there already."""
    truth = PLANTS.duplicates
    if portfolio.team(user).name == truth.team and portfolio.rng.random() < truth.again:
        known = portfolio.any_of(Contact, user)
        if known is not None and not is_missing(known.courriel):
            return _again(portfolio, known, user, moment)
    return _met(portfolio, user, moment)


def _again(portfolio: Portfolio, known: Contact, user: int, moment: datetime) -> Contact:
    """The same contact as another record."""
    key = portfolio.next_id(Contact)
    return replace(known, id=key, cree_par=user, cree_le=moment, modifie_le=moment)


def switchboard_contact(portfolio: Portfolio, employer: Societe, moment: datetime) -> Contact:
    """A person at a company of whom only its mailbox and its switchboard are known."""
    person = _met(portfolio, employer.proprietaire_id, moment)
    shared = identity.email_of(identity.SHARED_MAILBOX, _domain(employer))
    return replace(person, societe_id=employer.id, courriel=shared, telephone=identity.switchboard(employer.id))


def _met(portfolio: Portfolio, user: int, moment: datetime) -> Contact:
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
    return identity.email(first, last, _domain(employer))


def _domain(employer: Societe) -> str:
    return f"{identity.folded(employer.raison_sociale.split()[-1])}-{employer.id}"


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
        suivie_le=moment,
    )


def some_contact(portfolio: Portfolio, user: int, company_id: int) -> int | None:
    """A contact of the company, when there is one and the user takes the care."""
    rng, known = portfolio.rng, portfolio.contacts_of.get(company_id)
    return rng.choice(known) if known and rng.random() < portfolio.care(user) else None


def activity(portfolio: Portfolio, user: int, moment: datetime) -> Activite:
    """A call, visit or note, about a deal that is looked after or else a contact; some are entered days later."""
    rng = portfolio.rng
    about = portfolio.tended_deal(user) if rng.random() < ABOUT_A_DEAL else None
    elsewhere = _somebody_elses(portfolio, user)
    person = None if about is not None or elsewhere is not None else portfolio.any_of(Contact, user)
    spoken_to = about or person
    customer = spoken_to.societe_id if spoken_to else (elsewhere or portfolio.company_of(user)).id
    kind = rng.choice(ACTIVITY_TYPES)
    return Activite(
        id=portfolio.next_id(Activite),
        proprietaire_id=user,
        cree_par=user,
        cree_le=moment,
        modifie_le=moment,
        type=kind,
        objet=f"{kind} de suivi",
        compte_rendu="Point fait avec le client." if rng.random() < portfolio.reports(user) else None,
        societe_id=customer,
        contact_id=person.id if person is not None else None,
        affaire_id=about.id if about is not None else None,
        realisee_le=moment - _delay(rng),
    )


def old_activity(rng: random.Random, portfolio: Portfolio, known: Activite, by: int, moment: datetime) -> Activite:
    """Another activity with the customer of one that is known, long before it, loaded into the CRM by somebody."""
    reported = rng.random() < portfolio.reports(known.proprietaire_id)
    return replace(
        known,
        id=portfolio.next_id(Activite),
        cree_par=by,
        cree_le=moment,
        modifie_le=moment,
        compte_rendu=known.compte_rendu if reported else None,
        affaire_id=None,
        realisee_le=known.realisee_le - timedelta(days=rng.uniform(20, 200)),
    )


def _somebody_elses(portfolio: Portfolio, user: int) -> Societe | None:
    """The customer, whoever's it is, with whom somebody of an office has to do: for a deal or otherwise."""
    rng, truth = portfolio.rng, PLANTS.shared
    serves = portfolio.team(user).name == truth.office and rng.random() < truth.share
    if not serves:
        return None
    deal = portfolio.any_of(Affaire) if rng.random() < 0.5 else None
    return portfolio.one(Societe, deal.societe_id) if deal else portfolio.any_of(Societe)


def _delay(rng: random.Random) -> timedelta:
    if rng.random() < LATE_ENTRY:
        return timedelta(days=rng.uniform(6, 20))
    return timedelta(hours=rng.uniform(0, 5))
