"""What is planted of work that goes round the CRM: what is put off, lists carried out and back, and the controls."""

from dataclasses import dataclass
from datetime import date

from demo.truths import Range


@dataclass(frozen=True)
class CatchUp:
    """A team that notes the week's activities on the last evening of it, once it is forced to note them at all.

    ``share``: of the activities of days before, by those who are there that day. ``grouped``: of all it notes.
    """

    team: str = "Commerce Est"
    from_week: int = 31
    share: float = 0.95
    start: float = 17.25
    grouped: Range = Range(0.55, 0.85)
    of_others: Range = Range(0.0, 0.06)


@dataclass(frozen=True)
class AgreedHour:
    """A control: another team does so all along, at an hour that it has agreed to keep for it. Hours are local.

    ``inside``: of all it notes. ``unguarded``: what would count as grouped, at least, were the hour not declared.
    """

    team: str = "Commerce Nord"
    from_week: int = 6
    share: float = 0.95
    start: float = 16.0
    end: float = 17.0
    inside: Range = Range(0.45, 0.75)
    unguarded: float = 0.30


@dataclass(frozen=True)
class Synchronised:
    """A control: what the first team notes without a network reaches the CRM on the last evening, until it has one.

    ``share``: of the activities of days before. ``client``: as the journal names what sends it. ``sent``: of all.
    ``unguarded``: what would count as grouped, at least, were it taken for typing.
    """

    team: str = "Commerce Est"
    from_week: int = 6
    until_week: int = 30
    share: float = 0.70
    at: float = 18.5
    client: str = "SYN"
    sent: Range = Range(0.45, 0.70)
    unguarded: float = 0.30


@dataclass(frozen=True)
class LateEntry:
    """A team that notes most of its activities a week and more after they took place. ``late``: of all it notes."""

    team: str = "Grands comptes"
    from_week: int = 31
    share: float = 0.85
    days: tuple[float, float] = (8.2, 14.0)
    late: Range = Range(0.80, 0.95)
    of_others: Range = Range(0.04, 0.18)
    of_all: Range = Range(0.19, 0.28)


@dataclass(frozen=True)
class BroughtOver:
    """A control: old activities of a team that its leader loaded into the CRM on a Saturday."""

    team: str = "Commerce Nord"
    day: date = date(2026, 10, 17)
    activities: int = 120


@dataclass(frozen=True)
class Loops:
    """A team that brings the list of its deals back on the Tuesday after it exported it, every other week."""

    team: str = "Commerce Est"
    weeks: tuple[int, ...] = tuple(range(20, 41, 2))
    kind: str = "AFF"
    rows: tuple[int, int] = (40, 60)
    in_eight_weeks: int = 4


@dataclass(frozen=True)
class CleanUp:
    """The control: lists that a data owner took out on the Monday of a declared clean-up, and brought back in it."""

    team: str = "Commerce Nord"
    week: int = 21
    kinds: tuple[str, ...] = ("SOC", "CTC", "AFF")
    rows: int = 200


@dataclass(frozen=True)
class Detours:
    """All of them."""

    catch_up: CatchUp = CatchUp()
    agreed_hour: AgreedHour = AgreedHour()
    synchronised: Synchronised = Synchronised()
    late_entry: LateEntry = LateEntry()
    brought_over: BroughtOver = BroughtOver()
    loops: Loops = Loops()
    clean_up: CleanUp = CleanUp()


DETOURS = Detours()
