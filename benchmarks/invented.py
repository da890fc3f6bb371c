"""Invented people, companies and the like that fill the cells of the training workbooks; French and English."""

import random
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from benchmarks.workbook_files import Cell

TODAY = date(2026, 6, 15)
FIRST = {
    "fr": [
        "Paul",
        "Julie",
        "Karim",
        "Sophie",
        "Luc",
        "Camille",
        "Nadia",
        "Hugo",
        "Claire",
        "Thierry",
        "Solène",
        "Yves",
        "Aurélie",
        "Marc",
        "Élodie",
        "Benoît",
    ],
    "en": [
        "Oliver",
        "Emma",
        "Harry",
        "Priya",
        "Jack",
        "Chloe",
        "Tom",
        "Aisha",
        "Daniel",
        "Megan",
        "Callum",
        "Ruth",
        "Sam",
        "Zoe",
        "Gareth",
        "Fiona",
    ],
}
LAST = {
    "fr": [
        "Garnier",
        "Lemoine",
        "Vasseur",
        "Benali",
        "Rousselot",
        "Pichon",
        "Chauvet",
        "Delmas",
        "Fabre",
        "Jourdan",
        "Le-Goff",
        "Morvan",
        "Guérin",
        "Texier",
    ],
    "en": [
        "Whitfield",
        "Okafor",
        "Barnes",
        "Hartley",
        "Patel",
        "Sinclair",
        "Doyle",
        "Mercer",
        "Holt",
        "Prescott",
        "Lowe",
        "Fenwick",
        "Adeyemi",
        "Marsh",
    ],
}
ROOTS = {
    "fr": [
        "Vernier",
        "Armor",
        "Solaris",
        "Bocage",
        "Mistral",
        "Kerbrat",
        "Lorrain",
        "Nova",
        "Pyrène",
        "Sillon",
        "Verdon",
        "Alizé",
        "Corail",
        "Granit",
    ],
    "en": [
        "Northgate",
        "Albion",
        "Harbour",
        "Sterling",
        "Ridgeway",
        "Cobalt",
        "Juniper",
        "Falcon",
        "Meridian",
        "Thornbury",
        "Oakwell",
        "Tidal",
    ],
}
SHAPES = {
    "fr": (
        "{} SARL",
        "{} SAS",
        "Transports {}",
        "Menuiserie {}",
        "{} Industries",
        "Groupe {}",
        "Ets {}",
        "{}",
        "{} & Fils",
        "Clinique {}",
        "Boulangerie {}",
        "{} Conseil",
        "Mairie de {}",
        "Hôtel {}",
        "{} Emballages",
    ),
    "en": (
        "{} Ltd",
        "{} PLC",
        "{} Logistics",
        "{} Group",
        "{} & Sons",
        "{} Foods",
        "{} Consulting",
        "{}",
        "{} Farms LLP",
        "{} Dental",
        "{} Hotel",
        "{} Engineering",
        "{} Inc",
        "The {} Partnership",
        "{} Council",
    ),
}
WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "stage": "Prospect|Contacté|RDV pris|Devis envoyé|Négociation|Gagné|Perdu|À relancer|En attente",
        "stage_b": "1-Découverte|2-Qualif|3-Propale|4-Négo|5-Signé|6-Abandon",
        "heat": "Chaud|Tiède|Froid",
        "status": "En cours|OK|Perdu|Signé|Sans suite|À voir",
        "note": (
            "à rappeler en septembre|a demandé un devis, le relancer|pas de budget cette année|"
            "très intéressé, RDV à fixer|laissé message|décision après les congés|"
            "trouve trop cher, voir remise|concurrent en place jusqu'en 2027|bon contact avec l'acheteur|"
            "attend retour de sa direction|client historique, à choyer"
        ),
        "next": (
            "relancer par tél|envoyer propale|RDV sur site|appeler l'acheteur|envoyer échantillon|visio démo|rappeler"
        ),
        "need": (
            "nouvelle machine|contrat de maintenance|15 licences|refonte du site|fourniture annuelle|extension atelier"
        ),
        "source": "Salon|Site web|Recommandation|Phoning|LinkedIn",
        "sector": "BTP|Agroalimentaire|Santé|Transport|Industrie|Collectivité|Tourisme",
        "city": "Nantes|Lille|Vannes|Pau|Dijon|Colmar|Brest|Albi",
        "job": "Gérant|Acheteur|DG|Resp. achats|DAF|Directeur de site|Assistante",
        "competitor": "Brunel|Sodiex|aucun|Marty|en interne",
        "yes": "oui|non|x|",
        "task": (
            "Rédiger le cahier des charges|Recette du lot 2|Migration des données|Former les référents|"
            "Valider la maquette|Atelier de cadrage"
        ),
        "task_state": "À faire|En cours|Terminé|Bloqué",
        "item": "Vis inox M6|Panneau chêne|Câble 3G2.5|Gants nitrile|Filtre à huile|Ramette A4|Joint torique",
        "unit": "pce|kg|m|boîte|lot",
        "paid": "Payé|Impayé|En retard|Réglé|Partiel",
        "means": "Virement|Chèque|CB|Prélèvement",
        "ledger": "Achats de fournitures|Loyer juin|Ventes de produits|Frais bancaires|TVA collectée|Honoraires",
        "contract": "CDI|CDD|Alternance|Intérim|Stage",
        "service": "Production|Comptabilité|Achats|Logistique|RH|Informatique",
        "hire": "CV reçu|Entretien RH|Entretien technique|Offre envoyée|Embauché|Refusé",
        "profile": "Développeur|Comptable|Chef de chantier|Soudeur|Assistante RH",
        "trouble": (
            "Imprimante en panne|Accès VPN refusé|Erreur à la connexion|Lenteur du serveur|Badge perdu|Écran noir"
        ),
        "trouble_state": "Ouvert|En cours|Résolu|Fermé|En attente",
        "severity": "Bloquant|Majeur|Mineur",
        "shipping": "Livrée|Expédiée|En préparation|En transit",
        "expense": "Repas client|Train Paris-Lyon|Hôtel|Péage|Parking|Taxi",
        "answer": "Tout à fait d'accord|Plutôt d'accord|Pas d'accord|Sans avis",
        "diet": "Végétarien|Sans gluten||Standard|Halal",
        "kpi": "CA facturé|Nb de visites|Taux de transformation|Marge brute|Panier moyen|Nb de devis",
        "leave": "CP|RTT||||M||",
        "budget_line": "Loyers|Salaires|Publicité|Déplacements|Honoraires|Énergie|Assurances",
        "terms": "30 j fin de mois|45 jours|60 j net|comptant",
        "risk": "Retard de livraison|Départ du chef de projet|Dépassement budgétaire|Données de mauvaise qualité",
        "channel": "LinkedIn|Newsletter|Site|Presse|Salon",
        "media": "Ouest-Matin|L'Usine hebdo|Radio Loire|Le Courrier du BTP",
        "fund": "Alto Ventures|Breizh Capital|Fonds Émergence|Nord Invest",
        "fund_stage": "Pitch deck envoyé|1er RDV|Due diligence|Term sheet|Refus",
    },
    "en": {
        "stage": "Prospect|Contacted|Meeting booked|Quote sent|Negotiation|Won|Lost|To chase|On hold",
        "stage_b": "10% Identified|25% Qualified|50% Proposal|75% Verbal|100% Closed won|0% Dead",
        "heat": "Hot|Warm|Cold",
        "status": "Open|Won|Lost|Stalled|Quoted|Maybe",
        "note": (
            "call back after Easter|sent quote, chase next week|no budget this year|very keen, wants a demo|"
            "left voicemail|decision after the board meeting|too expensive vs current supplier|"
            "contract with competitor until 2027|good chat with the buyer|waiting for sign off|"
            "long-standing customer, look after"
        ),
        "next": "chase by phone|send proposal|site visit|ring the buyer|send samples|demo on Teams|call back",
        "need": "new packing line|service contract|15 seats|website rebuild|annual supply|warehouse extension",
        "source": "Trade show|Website|Referral|Cold call|LinkedIn",
        "sector": "Construction|Food|Healthcare|Haulage|Manufacturing|Public sector|Leisure",
        "city": "Leeds|Bristol|York|Derby|Cardiff|Truro|Perth|Boston",
        "job": "Owner|Buyer|MD|Purchasing mgr|CFO|Site manager|PA",
        "competitor": "Brunswick|Acmetec|none|Martin & Co|in house",
        "yes": "yes|no|x|",
        "task": "Draft the specification|UAT lot 2|Migrate data|Train key users|Sign off wireframes|Scoping workshop",
        "task_state": "To do|In progress|Done|Blocked",
        "item": "Stainless screw M6|Oak panel|Cable 3G2.5|Nitrile gloves|Oil filter|A4 paper|O-ring",
        "unit": "each|kg|m|box|pack",
        "paid": "Paid|Unpaid|Overdue|Part paid",
        "means": "BACS|Cheque|Card|Direct debit",
        "ledger": "Stationery|Rent June|Sales of goods|Bank charges|VAT output|Professional fees",
        "contract": "Permanent|Fixed term|Apprentice|Agency|Intern",
        "service": "Production|Accounts|Purchasing|Logistics|HR|IT",
        "hire": "CV screen|Phone screen|Technical interview|Offer extended|Hired|Rejected",
        "profile": "Developer|Accountant|Site foreman|Welder|HR assistant",
        "trouble": "Printer jammed|VPN refused|Login error|Server slow|Lost badge|Blank screen",
        "trouble_state": "Open|In progress|Resolved|Closed|Pending",
        "severity": "Critical|Major|Minor",
        "shipping": "Delivered|Shipped|Picking|In transit",
        "expense": "Client lunch|Train to London|Hotel|Toll|Parking|Taxi",
        "answer": "Strongly agree|Agree|Disagree|No opinion",
        "diet": "Vegetarian|Gluten free||Standard|Halal",
        "kpi": "Revenue|Visits|Win rate|Gross margin|Average basket|Quotes",
        "leave": "AL|SICK||||WFH||",
        "budget_line": "Rent|Salaries|Advertising|Travel|Fees|Energy|Insurance",
        "terms": "30 days EOM|45 days|60 days net|pro forma",
        "risk": "Late delivery|Project manager leaves|Over budget|Poor data",
        "channel": "LinkedIn|Newsletter|Website|Press|Trade show",
        "media": "Morning Post|Trade Weekly|Radio North|Builders' Gazette",
        "fund": "Alto Ventures|Crown Capital|Emerge Fund|Northern Invest",
        "fund_stage": "Deck sent|First meeting|Due diligence|Term sheet|Passed",
    },
}
"""Words that fill columns, cut at bars."""


class Invention:
    """Fills cells of one workbook: each kind of filler by its name, in one language."""

    def __init__(self, seed: str, language: str) -> None:
        self.chance = random.Random(seed)
        self.language = language
        self.numbers = 0
        self.day_style = self.chance.choice(["date", "date", "date", "text", "short"])

    def row(self, fillers: Sequence[str]) -> list[Cell]:
        """One row: a cell for each filler, of one company and one person."""
        self.company = self._company()
        self.person = (self._of(FIRST[self.language]), self._of(LAST[self.language]))
        self.numbers += 1
        return [self.cell(filler) for filler in fillers]

    def cell(self, filler: str) -> Cell:
        """A cell of one filler; a ``?`` at its end leaves some empty."""
        if filler.endswith("?"):
            return None if self.chance.random() < 0.4 else self.cell(filler[:-1])  # noqa: PLR2004
        if filler in WORDS[self.language]:
            return self._of(WORDS[self.language][filler].split("|")) or None
        return FILLERS[filler](self)

    def _of(self, words: Sequence[str]) -> str:
        return self.chance.choice(words)

    def _company(self) -> str:
        roots = ROOTS[self.language]
        name = self._of(SHAPES[self.language]).format(self._of(roots + LAST[self.language]))
        return name.upper() if self.chance.random() < 0.1 else name  # noqa: PLR2004

    def email(self) -> str:
        """An address of the person at the company."""
        domain = _letters(self.company).replace(" ", "-")
        ending = "fr" if self.language == "fr" else "co.uk"
        return f"{_letters(self.person[0])[:1]}.{_letters(self.person[1])}@{domain}.{ending}"

    def phone(self, first: str) -> Cell:
        """A telephone number as somebody wrote it, or as a spreadsheet made a number of it."""
        figures = first + "".join(self._of("0123456789") for _ in range(10 - len(first)))
        if self.language == "en":
            figures = f"0{self._of('127')}{figures[2:]}1"
            return f"{figures[:5]} {figures[5:]}" if self.chance.random() < 0.7 else f"+44 {figures[1:5]} {figures[5:]}"  # noqa: PLR2004
        style = self.chance.random()
        pairs = " ".join(figures[at : at + 2] for at in range(0, 10, 2))
        if style < 0.6:  # noqa: PLR2004
            return pairs
        if style < 0.8:  # noqa: PLR2004
            return pairs.replace(" ", ".")
        return int(figures[1:]) if style < 0.9 else f"+33 {pairs[1:]}"  # noqa: PLR2004

    def day(self, low: int, high: int) -> Cell:
        """A day so many days before or after the present one, as this workbook writes days."""
        when = TODAY + timedelta(days=self.chance.randint(low, high))
        if self.day_style == "date":
            return when
        return when.strftime("%d/%m/%y" if self.day_style == "short" else "%d/%m/%Y")

    def siren(self) -> str:
        """A company number with a right checksum."""
        figures = [self.chance.randint(0, 9) if place else self.chance.randint(3, 8) for place in range(8)]
        return complete(figures)

    def amount(self, low: int, high: int) -> Cell:
        """An amount, in steps of fifty, sometimes with its currency."""
        value = self.chance.randint(low, high) * 50
        return value if self.chance.random() < 0.8 else f"{value:,} €".replace(",", " ")  # noqa: PLR2004


def complete(figures: Sequence[int]) -> str:
    """The figures with the last one that makes the checksum of Luhn right."""
    doubled = [figure * (2 if place % 2 == 0 else 1) for place, figure in enumerate(reversed(figures))]
    total = sum(figure // 10 + figure % 10 for figure in doubled)
    return "".join(map(str, [*figures, -total % 10]))


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if c.isascii() and (c.isalnum() or c == " ")).strip()


FILLERS: Mapping[str, Callable[[Invention], Cell]] = {
    "company": lambda i: i.company,
    "person": lambda i: " ".join(i.person),
    "person_up": lambda i: f"{i.person[1].upper()} {i.person[0]}",
    "first": lambda i: i.person[0],
    "last": lambda i: i.person[1],
    "email": lambda i: i.email(),
    "phone": lambda i: i.phone("02"),
    "mobile": lambda i: i.phone("06"),
    "owner": lambda i: i.chance.choice(FIRST[i.language][:4]),
    "initials": lambda i: i.chance.choice(["PG", "JL", "KB", "SV"]),
    "colleague": lambda i: f"{i.chance.choice(FIRST[i.language])} {i.chance.choice(LAST[i.language])}",
    "deal": lambda i: f"{i.cell('need')} {i.company}".capitalize(),
    "amount": lambda i: i.amount(10, 2000),
    "small": lambda i: i.chance.randint(1, 90),
    "count": lambda i: i.chance.randint(1, 400),
    "price": lambda i: round(i.chance.uniform(0.5, 900), 2),
    "percent": lambda i: i.chance.choice([0.1, 0.25, 0.5, 0.75, 0.9]),
    "percent_text": lambda i: f"{i.chance.choice([10, 30, 50, 70, 90])} %",
    "past": lambda i: i.day(-200, 0),
    "future": lambda i: i.day(1, 200),
    "month": lambda i: i.chance.choice(
        ["juil-26", "sept-26", "oct-26"] if i.language == "fr" else ["Jul-26", "Sep-26", "Oct-26"]
    ),
    "stamp": lambda i: datetime(2026, 3, 1, 8) + timedelta(seconds=i.chance.randint(1, 9_000_000)),  # noqa: DTZ001
    "siren": lambda i: i.siren(),
    "siret": lambda i: complete([int(c) for c in i.siren() + "0001"]),
    "cp": lambda i: (
        f"{i.chance.randint(1, 95):02d}{i.chance.randint(0, 999):03d}"
        if i.language == "fr"
        else f"LS{i.chance.randint(1, 20)} {i.chance.randint(1, 9)}AB"
    ),
    "street": lambda i: f"{i.chance.randint(1, 90)} {'rue des Lilas' if i.language == 'fr' else 'High Street'}",
    "line": lambda i: i.numbers,
    "code": lambda i: f"C{10000 + i.numbers}",
    "quote_no": lambda i: f"D26-{i.numbers:04d}",
    "invoice_no": lambda i: f"FA26{i.numbers:05d}",
    "order_no": lambda i: f"BC{260000 + i.numbers}",
    "ticket_no": lambda i: f"INC{4000 + i.numbers}",
    "sku": lambda i: f"{i.chance.choice('ABCD')}{i.chance.randint(100, 999)}-{i.chance.randint(10, 99)}",
    "ean": lambda i: f"376{i.chance.randint(10**9, 10**10 - 1)}",
    "account_no": lambda i: str(i.chance.choice([411000, 606300, 707000, 512000, 445710])),
    "badge": lambda i: f"M{i.chance.randint(1000, 9999)}",
    "salary": lambda i: i.chance.randint(22, 60) * 1000,
    "hours": lambda i: i.chance.choice([7, 7.5, 8, 3.5]),
    "clock": lambda i: i.chance.choice(["08:30", "09:00", "13:45"]),
    "note5": lambda i: i.chance.randint(1, 5),
    "uuid": lambda i: "-".join(
        "".join(i.chance.choice("0123456789abcdef") for _ in range(n)) for n in (8, 4, 4, 4, 12)
    ),
    "sfid": lambda i: "0061" + "".join(i.chance.choice("0123456789ABCDEFGHabcdefgh") for _ in range(14)),
    "record_id": lambda i: 1_000_000_000 + i.numbers * 7919,
    "empty": lambda _: None,
    "serial": lambda i: f"SN{i.chance.randint(10**7, 10**8)}",
    "year": lambda i: i.chance.randint(2018, 2025),
    "vat": lambda i: f"FR{i.chance.randint(10, 96)}{i.siren()}",
    "vat_gb": lambda i: f"GB{i.chance.randint(10**8, 10**9 - 1)}",
    "site": lambda i: f"www.{_letters(i.company).replace(' ', '-')}.com",
}
