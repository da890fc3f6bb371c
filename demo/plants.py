"""What else is planted: one case for each sign that shows in a CRM's data, and beside it a control to be left alone.

Like the truths of ``demo.truths``, read by the generator and by the tests. Ranges are those of the CRM as it stands at
the end, unless said otherwise.
"""

from dataclasses import dataclass
from datetime import date

from demo.truths import Range


@dataclass(frozen=True)
class NeverOpened:
    """People of one team who never open the CRM at all; of the whole company they are few."""

    team: str = "Service client"
    people: int = 4
    of_team: Range = Range(0.26, 0.31)
    of_all: Range = Range(0.03, 0.045)


@dataclass(frozen=True)
class KeyFunctions:
    """What a role should use, as codes of the journal: one that nearly all do, the control, and one that nobody does.

    ``used_by``: share of the role's people who did it in the last four weeks.
    """

    role: str = "Commercial"
    used: tuple[str, str] = ("CREATION", "ACT")
    unused: tuple[str, str] = ("CREATION", "DEV")
    used_by: Range = Range(0.85, 1.0)


@dataclass(frozen=True)
class Dispersed:
    """A team in which some fill in next to nothing and the others everything; other teams are each of one habit.

    ``gap``: between the 9th and the 1st decile of its people's mean completeness. ``between``: share of the variance
    that lies between people and not between one person's records.
    """

    team: str = "Commerce Ouest"
    people: int = 4
    care: float = 0.10
    care_of_others: float = 1.0
    gap: Range = Range(0.46, 0.60)
    between: Range = Range(0.50, 1.0)
    gap_of_other_teams: Range = Range(0.0, 0.15)
    between_in_other_teams: Range = Range(0.0, 0.10)


@dataclass(frozen=True)
class MinimumEffort:
    """A team that logs its activities without a word on them once it is forced to log them.

    ``rise``: of the share of a four weeks' activities without a report, from before the incentive to the end.
    """

    team: str = "Commerce Est"
    from_week: int = 31
    reports: float = 0.45
    rise: Range = Range(0.38, 0.54)
    of_steady_teams: Range = Range(-0.25, 0.05)
    of_all: Range = Range(0.03, 0.095)


@dataclass(frozen=True)
class Ritual:
    """A weekly review on the CRM's own screens. ``day``: from 0, Monday. ``until_week``: the last one held.

    Hours are local. ``kept_free``: the hour before which its people leave the CRM alone on that day once the review is
    given up, so that nothing looks like one that is held.
    """

    name: str
    team: str
    day: int
    start: float
    end: float
    until_week: int | None = None
    kept_free: float = 0.0

    def is_held(self, week: int) -> bool:
        """Whether it still takes place in a week."""
        return self.until_week is None or week <= self.until_week


@dataclass(frozen=True)
class Mobile:
    """How much of the field people's work is done on a telephone: as much as one would wish."""

    role: str = "Commercial"
    days: Range = Range(0.22, 0.35)


@dataclass(frozen=True)
class Shared:
    """Two departments on the same customers: of those both work on, in how many both were active in 90 days.

    ``share``: how often an activity of the office concerns a customer of somebody else.
    """

    office: str = "Administration des ventes"
    share: float = 0.5
    both: Range = Range(0.23, 0.37)


@dataclass(frozen=True)
class Duplicates:
    """A team that enters again, as another record, a contact it already has; others hardly ever do.

    ``again``: how often, of new contacts. ``switchboards``: the control: that many companies have five contacts each
    who share the company's mailbox and switchboard and are no duplicates.
    """

    team: str = "Commerce Ouest"
    again: float = 0.15
    doubled: Range = Range(0.155, 0.24)
    of_other_teams: Range = Range(0.0, 0.01)
    of_all: Range = Range(0.015, 0.028)
    switchboard_team: str = "Commerce Est"
    switchboards: int = 40
    contacts_each: int = 5


@dataclass(frozen=True)
class Decay:
    """A team whose contacts' addresses and telephones turn out wrong; share corrected a month from that week on.

    ``corrections`` and ``corrections_of_others``: share of the edits of a contact that do that.
    """

    team: str = "Grands comptes"
    from_week: int = 20
    corrections: float = 0.55
    corrections_of_others: float = 0.03
    monthly: Range = Range(0.034, 0.085)
    of_other_teams: Range = Range(0.0, 0.012)


@dataclass(frozen=True)
class Interactions:
    """Open opportunities somebody spoke to the customer about in 30 days; few in the team that lets them lie."""

    teams: tuple[str, ...] = ("Commerce Nord", "Grands comptes")
    spoken: Range = Range(0.84, 1.0)
    silent_team: str = "Commerce Est"
    silent: Range = Range(0.30, 0.55)


@dataclass(frozen=True)
class WrongFormat:
    """A team that types a SIREN where a SIRET is asked for. Shares of the formatted values of its accounts that fit."""

    team: str = "Commerce Ouest"
    siren: float = 0.5
    fit: Range = Range(0.835, 0.88)
    of_other_teams: Range = Range(0.99, 1.0)


@dataclass(frozen=True)
class UnusedFields:
    """Fields added to the accounts: nobody fills one, the synchronisation fills another from its first week on."""

    table: str = "societe"
    unused: tuple[str, ...] = ("code_naf",)
    used: tuple[str, ...] = ("effectif", "encours")
    filled: Range = Range(0.15, 0.90)


@dataclass(frozen=True)
class LeftBehind:
    """People whom the directory knows as gone and whose accounts in the CRM nobody closed; they are silent."""

    team: str = "Commerce Sud"
    people: int = 2
    from_week: int = 36


@dataclass(frozen=True)
class Waves:
    """The teams of the second wave of the roll-out; all others are of the first."""

    second: tuple[str, ...] = ("Service client", "Administration des ventes")

    def of(self, team: str) -> str:
        """The wave of a team."""
        return "2" if team in self.second else "1"


@dataclass(frozen=True)
class Survey:
    """Two rounds of answers. In one team most do not see the use of it, or fear to be watched; elsewhere few do.

    ``doubt``: chance of an unfavourable answer. ``distrust`` and the like: the share of them there is, in each round.
    ``ux``: UX-Lite, from 0 to 100.
    """

    rounds: tuple[date, ...] = (date(2026, 6, 15), date(2026, 10, 5))
    respondents: tuple[tuple[str, int], ...] = (
        ("Commerce Nord", 15),
        ("Commerce Sud", 13),
        ("Commerce Est", 12),
        ("Commerce Ouest", 11),
        ("Service client", 6),
        ("Grands comptes", 7),
        ("Administration des ventes", 4),
    )
    distrustful: str = "Commerce Sud"
    doubt: float = 0.75
    doubt_of_others: float = 0.12
    distrust: Range = Range(0.62, 0.90)
    distrust_of_others: Range = Range(0.05, 0.20)
    distrust_of_all: Range = Range(0.15, 0.28)
    ux: Range = Range(55.0, 65.0)
    entry_share: Range = Range(0.10, 0.14)


@dataclass(frozen=True)
class Afterwards:
    """A team that enters deals when they are won, on the last working day of the week, as it exports its list.

    ``a_week``: how many. ``late``: share of the won amount of the last 13 weeks on them. Controls: sales over the
    counter and renewals, made and won at once too, each in its pipeline (codes), and won deals brought over from the
    old files before the go-live.
    """

    team: str = "Commerce Est"
    from_week: int = 10
    a_week: int = 7
    late: Range = Range(0.34, 0.48)
    of_all: Range = Range(0.11, 0.20)
    counter: tuple[str, str, int] = ("Commerce Nord", "CPT", 6)
    renewals: tuple[str, str, int] = ("Grands comptes", "REN", 2)
    brought_over: int = 120


@dataclass(frozen=True)
class Unseen:
    """A team whose orders come without an opportunity: those of customers with whom the CRM never had a deal.

    ``a_week``: how many. ``outside``: share of its orders of new business of the last 13 weeks. Controls: orders of
    renewals and over the counter, of which hardly any has an opportunity, and the other teams, a part of whose orders
    name none although there is one. ``named``: share of orders with an opportunity that name it.
    """

    team: str = "Commerce Sud"
    from_week: int = 12
    a_week: int = 4
    named: float = 0.7
    counter: tuple[str, int] = ("Commerce Nord", 9)
    renewals: tuple[str, int] = ("Grands comptes", 5)
    outside: Range = Range(0.33, 0.50)
    of_all: Range = Range(0.05, 0.098)
    of_other_teams: Range = Range(0.0, 0.02)


@dataclass(frozen=True)
class Elsewhere:
    """A team in which most say that what colleagues need to know stays in mail and chat, in each round."""

    team: str = "Commerce Est"
    doubt: float = 0.8
    said: Range = Range(0.66, 1.0)
    of_others: Range = Range(0.0, 0.25)
    of_all: Range = Range(0.15, 0.29)


@dataclass(frozen=True)
class Plants:
    """All of them."""

    never_opened: NeverOpened = NeverOpened()
    key_functions: KeyFunctions = KeyFunctions()
    dispersed: Dispersed = Dispersed()
    minimum_effort: MinimumEffort = MinimumEffort()
    rituals: tuple[Ritual, ...] = (
        Ritual("Revue des affaires Nord", "Commerce Nord", day=2, start=9.0, end=10.0),
        Ritual("Revue des affaires Sud", "Commerce Sud", day=0, start=8.0, end=8.5, until_week=16, kept_free=9.25),
    )
    mobile: Mobile = Mobile()
    shared: Shared = Shared()
    duplicates: Duplicates = Duplicates()
    decay: Decay = Decay()
    interactions: Interactions = Interactions()
    wrong_format: WrongFormat = WrongFormat()
    unused_fields: UnusedFields = UnusedFields()
    left_behind: LeftBehind = LeftBehind()
    waves: Waves = Waves()
    survey: Survey = Survey()
    afterwards: Afterwards = Afterwards()
    unseen: Unseen = Unseen()
    elsewhere: Elsewhere = Elsewhere()


PLANTS = Plants()
