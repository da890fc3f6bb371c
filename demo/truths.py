"""The planted truths: what the simulated company does, in one place, read by its generator and by the tests.

Weeks are numbered from 1 (the week of go-live) to 40. Shares of people are of the team's people of that week, those on
leave included, because a CRM does not know who is on leave.
"""

from dataclasses import dataclass
from datetime import date, timedelta

SEED = 20260105
FIRST_WEEK = date(2026, 2, 2)
LAST_WEEK = date(2026, 11, 2)
WEEKS = (LAST_WEEK - FIRST_WEEK).days // 7 + 1
AS_OF = LAST_WEEK + timedelta(days=7)

Line = tuple[tuple[int, float], ...]
"""A value that changes over the weeks: (week, value) corners, straight in between, level outside."""


def week_of(number: int) -> date:
    """The Monday of a week, by its number from 1."""
    return FIRST_WEEK + timedelta(weeks=number - 1)


def at(line: Line, week: int) -> float:
    """The value of a line in a week."""
    before = [corner for corner in line if corner[0] <= week]
    after = [corner for corner in line if corner[0] > week]
    if not before or not after:
        return (before[-1] if before else after[0])[1]
    (w0, v0), (w1, v1) = before[-1], after[0]
    return v0 + (v1 - v0) * (week - w0) / (w1 - w0)


@dataclass(frozen=True)
class Team:
    """What drives a team. ``size`` counts all who ever join it at the start or later, but not who moves in.

    ``acts``: chance that a person at work that week creates or changes something. ``looks``: chance that the others
    at least log in. ``care``: chance that a field is filled when a record is entered. ``mends``: whether people also
    complete old records. ``neglects``: share of the open opportunities that are left alone. ``exports``: chance that
    an active person exports on the last working day of the week. ``sells``: whether the team has opportunities.
    """

    name: str
    size: int
    acts: Line
    looks: float = 0.5
    care: Line = ((1, 0.93),)
    mends: bool = False
    neglects: float = 0.04
    exports: float = 0.0
    sells: bool = True


TEAMS = (
    Team("Commerce Nord", 24, ((1, 0.955),), care=((1, 0.52), (40, 0.97)), mends=True),
    Team("Commerce Sud", 20, ((1, 0.92), (8, 0.92), (24, 0.33)), looks=0.35, care=((1, 0.74),)),
    Team("Commerce Est", 18, ((1, 0.95),), neglects=0.50, exports=0.92),
    Team("Commerce Ouest", 15, ((1, 0.71),), care=((1, 0.84),)),
    Team("Service client", 14, ((1, 0.14),), looks=0.10, care=((1, 0.60),), sells=False),
    Team("Grands comptes", 12, ((1, 0.96),), care=((1, 0.95),)),
    Team("Administration des ventes", 7, ((1, 0.96),), care=((1, 0.96),), sells=False),
)

AT_WORK = 0.925
"""Share of people who are at work in an ordinary week; the others are on leave."""

AT_WORK_IN_SUMMER = {
    date(2026, 7, 20): 0.85,
    date(2026, 7, 27): 0.78,
    date(2026, 8, 3): 0.45,
    date(2026, 8, 10): 0.45,
    date(2026, 8, 17): 0.45,
    date(2026, 8, 24): 0.80,
}

PUBLIC_HOLIDAYS = frozenset(
    {
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 8),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 7, 14),
        date(2026, 8, 15),
        date(2026, 11, 1),
    }
)
"""Of the 40 weeks, Easter Monday to All Saints' Day; nobody works on them."""

PLACEHOLDER_RATE = 0.04
"""Share of the values typed into optional fields that only look filled: x, n/a, 0600000000… Some are mended."""


@dataclass(frozen=True)
class Range:
    """Where a figure lies, both ends inclusive: ``0.3 in Range(0.25, 0.35)``."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        """Whether a value lies within, both ends inclusive."""
        return self.low <= value <= self.high


@dataclass(frozen=True)
class FallenTeam:
    """A team that starts well and falls back; its share of people with a meaningful act, before and after."""

    team: str = "Commerce Sud"
    falls_from_week: int = 8
    fallen_by_week: int = 24
    before: Range = Range(0.78, 0.93)
    after: Range = Range(0.20, 0.36)
    login_after: Range = Range(0.40, 0.60)


@dataclass(frozen=True)
class NeverStartedTeam:
    """A team that never began, all along."""

    team: str = "Service client"
    active: Range = Range(0.06, 0.17)


@dataclass(frozen=True)
class SteadyTeams:
    """Teams that are steadily fine, outside August; the last is under the minimum group of 10."""

    teams: tuple[str, ...] = (
        "Commerce Nord",
        "Commerce Est",
        "Grands comptes",
        "Administration des ventes",
    )
    active: Range = Range(0.82, 0.97)


@dataclass(frozen=True)
class MiddlingTeam:
    """A team between the limits, outside August: amber, not red."""

    team: str = "Commerce Ouest"
    active: Range = Range(0.56, 0.67)


@dataclass(frozen=True)
class SmallTeam:
    """The one team under the minimum group."""

    team: str = "Administration des ventes"
    people: int = 7


@dataclass(frozen=True)
class Robot:
    """A service account, the ERP's synchronisation, put in the team that never started.

    It reads 10 000 records a week, logs in daily and updates some companies. Its reads begin in week 28 (the second
    one of August, which it would hide), so that about 300 000 events come together in all: about 135 000 are its own.
    It names no client, so that nothing but its declaration in ``service_accounts`` tells it from a person.
    """

    user: int = 900
    login: str = "svc-erp"
    team: str = "Service client"
    from_week: int = 28
    reads: int = 10_000
    edits_a_day: int = 20


@dataclass(frozen=True)
class EmptyField:
    """A required field that nobody fills."""

    table: str = "societe"
    column: str = "code_naf"


@dataclass(frozen=True)
class ExportingTeam:
    """A team that exports each last working day of the week.

    ``regular``: share of its people active in the last 4 weeks who exported in at least 3 of them; others at most.
    """

    team: str = "Commerce Est"
    regular: Range = Range(0.60, 1.0)
    others: Range = Range(0.0, 0.03)


@dataclass(frozen=True)
class August:
    """The weeks in which less than half the company is there; steady teams are back afterwards. No warning."""

    weeks: tuple[date, ...] = (date(2026, 8, 3), date(2026, 8, 10), date(2026, 8, 17))
    active: Range = Range(0.30, 0.55)


@dataclass(frozen=True)
class StaleTeam:
    """A team that follows its business elsewhere: share of its open opportunities past date or past care, at the end.

    The days allowed for a stage are those of config.toml.
    """

    team: str = "Commerce Est"
    stale: Range = Range(0.42, 0.62)
    others: Range = Range(0.0, 0.15)
    days: tuple[tuple[str, int], ...] = (("PRO", 45), ("QUA", 40), ("PRP", 40), ("NEG", 40))


@dataclass(frozen=True)
class ProgressTeam:
    """A team whose contacts are filled better and better: required fields with more than a placeholder."""

    team: str = "Commerce Nord"
    at_start: Range = Range(0.55, 0.68)
    at_end: Range = Range(0.88, 1.0)


@dataclass(frozen=True)
class Completeness:
    """Required fields of contacts filled with more than a placeholder, at the end."""

    good: tuple[str, ...] = ("Commerce Est", "Grands comptes", "Administration des ventes")
    good_share: Range = Range(0.89, 0.96)
    poor: str = "Service client"
    poor_share: Range = Range(0.63, 0.74)


@dataclass(frozen=True)
class Movements:
    """Who comes, goes and moves. Dates are the first day in (joins) and the first day no longer counted (leaves)."""

    joins: tuple[tuple[str, int], ...] = (
        ("Commerce Nord", 6),
        ("Commerce Sud", 11),
        ("Commerce Est", 9),
        ("Commerce Ouest", 14),
    )
    leaves: tuple[str, int] = ("Commerce Nord", 20)
    moves: tuple[str, str, int] = ("Commerce Nord", "Commerce Est", 16)


@dataclass(frozen=True)
class Truths:
    """All of them, and the size of the whole."""

    fallen: FallenTeam = FallenTeam()
    never_started: NeverStartedTeam = NeverStartedTeam()
    steady: SteadyTeams = SteadyTeams()
    middling: MiddlingTeam = MiddlingTeam()
    small: SmallTeam = SmallTeam()
    robot: Robot = Robot()
    empty_field: EmptyField = EmptyField()
    exporting: ExportingTeam = ExportingTeam()
    august: August = August()
    stale: StaleTeam = StaleTeam()
    progress: ProgressTeam = ProgressTeam()
    completeness: Completeness = Completeness()
    movements: Movements = Movements()
    people: int = sum(team.size for team in TEAMS)
    events: Range = Range(280_000, 340_000)
    records: Range = Range(36_000, 44_000)
    placeholders: Range = Range(0.025, 0.045)


TRUTHS = Truths()
