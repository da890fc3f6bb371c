"""What is planted on the file share: trackers that live beside the CRM, what was decided of them, and controls.

Read by the generator and by the tests. Paths are below the share; weeks are numbered like those of ``demo.truths``.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from demo.truths import Line
from demo.weeks import number

Contents = Literal["deals", "fairs", "quotes", "rounds", "service", "portfolio", "visits", "agreements", "reminders"]
State = Literal["active", "fading", "retired", "kept"]
DEALS: tuple[Contents, ...] = ("deals", "quotes", "portfolio", "visits", "reminders")
"""Contents with a row for each of some open opportunities; others have one for each of some accounts."""


@dataclass(frozen=True)
class Tracker:
    """A workbook in which a team follows customers.

    ``first``, ``last``: weeks in which it is saved, every so many; ``last`` is None while it lives. ``also``: further
    weeks. ``holds``: of the team's open opportunities or of its accounts, how many in a hundred. ``copies``: week and
    path of each. ``state``: how it stands in the end; ``counted``: whether it is one of the number.
    """

    path: str
    team: str
    contents: Contents
    first: int
    last: int | None
    holds: Line
    state: State
    every: int = 1
    also: tuple[int, ...] = ()
    copies: tuple[tuple[int, str], ...] = ()

    @property
    def counted(self) -> bool:
        """Whether it is in use, and nobody decided to keep it."""
        return self.state == "active"

    def is_saved(self, week: int) -> bool:
        """Whether somebody saves it in a week."""
        if week in self.also:
            return True
        inside = self.first <= week and (self.last is None or week <= self.last)
        return inside and (week - self.first) % self.every == 0


TRACKERS = (
    Tracker(
        "Commerce Est/Suivi affaires Est.xlsx",
        "Commerce Est",
        "deals",
        first=6,
        last=None,
        holds=((6, 3), (40, 19)),
        copies=((18, "Commerce Est/Archives/Suivi affaires Est (copie).xlsx"), (31, "Commerce Est/Suivi Est v2.xlsx")),
        state="active",
    ),
    Tracker(
        "Commerce Est/Prospection salons.xlsx",
        "Commerce Est",
        "fairs",
        first=12,
        last=None,
        every=2,
        holds=((12, 8), (40, 60)),
        state="active",
    ),
    Tracker(
        "Commerce Est/Relances devis.csv",
        "Commerce Est",
        "quotes",
        first=22,
        last=None,
        holds=((22, 2), (40, 6)),
        state="active",
    ),
    Tracker(
        "Commerce Est/Plan de tournée.xlsx",
        "Commerce Est",
        "rounds",
        first=27,
        last=None,
        every=2,
        also=(40,),
        holds=((27, 4), (40, 8)),
        state="active",
    ),
    Tracker(
        "Service client/Suivi clients.xlsx",
        "Service client",
        "service",
        first=3,
        last=None,
        holds=((3, 10), (40, 25)),
        state="active",
    ),
    Tracker(
        "Commerce Ouest/Portefeuille Ouest.xlsx",
        "Commerce Ouest",
        "portfolio",
        first=16,
        last=None,
        every=3,
        holds=((16, 5), (40, 9)),
        state="active",
    ),
    Tracker(
        "Commerce Sud/Mes clients Sud.xlsx",
        "Commerce Sud",
        "reminders",
        first=10,
        last=28,
        also=(35, 37, 39),
        holds=((10, 6), (40, 12)),
        state="active",
    ),
    Tracker(
        "Commerce Nord/Suivi visites Nord.xlsx",
        "Commerce Nord",
        "visits",
        first=1,
        last=27,
        holds=((1, 30), (27, 6)),
        copies=((9, "Commerce Nord/Suivi visites Nord (sauvegarde).xlsx"),),
        state="retired",
    ),
    Tracker(
        "Grands comptes/Accords cadres.xlsx",
        "Grands comptes",
        "agreements",
        first=4,
        last=None,
        every=4,
        holds=((4, 4), (40, 4)),
        state="kept",
    ),
    Tracker(
        "Administration des ventes/Relances clients.xlsx",
        "Administration des ventes",
        "rounds",
        first=8,
        last=34,
        every=2,
        holds=((8, 5), (34, 5)),
        state="fading",
    ),
)

CONTROLS = (
    "Commerce Est/Export sociétés.csv",
    "Direction commerciale/Tarifs 2026.xlsx",
    "Direction commerciale/Budget commercial.xlsx",
    "Administration des ventes/Planning congés.xlsx",
    "Administration des ventes/Fournisseurs.xlsx",
)
"""Workbooks that are none of it: an export of the CRM as it came, prices, a budget, a leave planner, suppliers."""

PERSONAL = "Commerce Nord/Privé/Mes contacts.xlsx"
"""A workbook in a folder named for personal matters: it would be a tracker, and is never opened."""

PROTECTED, BROKEN = "Direction commerciale/Marges.ods", "Commerce Ouest/Suivi ancien.xlsx"
"""A file that needs a password, and one that is cut off."""

FOUND = {
    "Commerce Est": (186, 469),
    "Commerce Nord": (0, 287),
    "Commerce Ouest": (20, 168),
    "Commerce Sud": (14, 90),
    "Grands comptes": (1, 164),
}
"""By team, at the end: open deals of which the customer, or somebody there, stands in a workbook saved lately; and all
open deals. One more is of somebody who left, and of no team."""


@dataclass(frozen=True)
class Decision:
    """A step on the migration board at the end of a week, by whom and why."""

    week: int
    path: str
    state: Literal["in_progress", "retired", "kept"]
    author: str
    reason: str | None = None


DECISIONS = (
    Decision(
        18,
        "Grands comptes/Accords cadres.xlsx",
        "kept",
        "Direction commerciale",
        "Remises négociées pour l’année, que le CRM ne gère pas encore",
    ),
    Decision(20, "Commerce Nord/Suivi visites Nord.xlsx", "in_progress", "Référent CRM"),
    Decision(29, "Commerce Sud/Mes clients Sud.xlsx", "retired", "Référent CRM"),
    Decision(38, "Commerce Est/Relances devis.csv", "in_progress", "Référent CRM"),
)


def decided(week: date) -> tuple[Decision, ...]:
    """What was decided at the end of a week."""
    return tuple(decision for decision in DECISIONS if decision.week == number(week))
