"""What was brought over from the old files the weekend before go-live."""

from datetime import datetime, timedelta

from demo import forms
from demo.plants import PLANTS
from demo.portfolio import Portfolio
from demo.records import OPEN_STAGES, Affaire, Societe
from demo.truths import FIRST_WEEK
from demo.weeks import utc

COMPANIES = 2_600
CONTACTS = 6_200
DEALS = 620
OLDEST_DAYS = 900


def migrate(portfolio: Portfolio) -> None:
    """Fill the CRM: records made over the last years, all brought over on the Saturday before the first week."""
    rng = portfolio.rng
    owners = [p.id for p in portfolio.people.values() if p.since == FIRST_WEEK]
    sellers = [owner for owner in owners if portfolio.team(owner).sells]
    night = utc(FIRST_WEEK - timedelta(days=2), 20)
    for make, count, who in (
        (forms.company, COMPANIES, owners),
        (forms.contact, CONTACTS, owners),
        (forms.deal, DEALS, sellers),
    ):
        for _ in range(count):
            night += timedelta(seconds=rng.uniform(0.2, 1.5))
            record = make(portfolio, rng.choice(who), night)
            record.cree_le = _long_ago(portfolio, night, recent=isinstance(record, Affaire))
            if isinstance(record, Affaire):
                record.etape = rng.choice(OPEN_STAGES)
            portfolio.add(record)
    _switchboards(portfolio, night)


def _switchboards(portfolio: Portfolio, night: datetime) -> None:
    """Companies of one team of which nobody knows more than the mailbox and the switchboard: the same for all there."""
    truth = PLANTS.duplicates
    mine = [
        company
        for company in portfolio.all_of(Societe)
        if portfolio.team(company.proprietaire_id).name == truth.switchboard_team
    ]
    for employer in mine[: truth.switchboards]:
        for _ in range(truth.contacts_each):
            record = forms.switchboard_contact(portfolio, employer, night)
            record.cree_le = _long_ago(portfolio, night, recent=False)
            portfolio.add(record)


def _long_ago(portfolio: Portfolio, night: datetime, *, recent: bool) -> datetime:
    return night - timedelta(days=portfolio.rng.uniform(1, 90 if recent else OLDEST_DAYS))
