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
    """The control: a team that does so too, at an hour which it has agreed to keep for it. Hours are local."""

    name: str = "Heure de saisie Nord"
    team: str = "Commerce Nord"
    from_week: int = 6
    share: float = 0.75
    day: str = "friday"
    start: float = 16.0
    end: float = 17.0
    inside: Range = Range(0.30, 0.60)


@dataclass(frozen=True)
class Synchronised:
    """Another control: what the same team notes where there is no network reaches the CRM on Friday evening.

    ``every``: one in so many of a person's activities. ``client``: as the journal names what sends it.
    """

    every: int = 2
    at: float = 18.5
    client: str = "SYN"
    sent: Range = Range(0.25, 0.45)


@dataclass(frozen=True)
class LateEntry:
    """A team that notes every second activity a week and more after it took place. ``late``: of all it notes."""

    team: str = "Grands comptes"
    from_week: int = 31
    share: float = 0.43
    days: tuple[float, float] = (8.2, 14.0)
    late: Range = Range(0.44, 0.60)
    of_others: Range = Range(0.04, 0.18)


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
