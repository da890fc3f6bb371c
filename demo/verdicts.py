"""What Vigie should say of the simulated company in its last week: by signal and subject, the level and the value."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from demo.detours import DETOURS
from demo.outside import FOUND
from demo.plants import PLANTS
from demo.truths import TRUTHS, Range

Level = Literal["green", "amber", "red"]


@dataclass(frozen=True)
class Verdict:
    """The level of a signal for the project, or for a team, object or role. ``value``: before it is blunted.

    ``team``: ``*`` for the teams too small to be shown alone, together: the key accounts are among them, since the
    seven of the sales office would be told from them by subtraction.
    """

    signal: str
    level: Level
    value: Range
    team: str | None = None
    object: str | None = None
    role: str | None = None


NORTH = TRUTHS.progress.team
SOUTH, EAST, WEST = TRUTHS.fallen.team, TRUTHS.exporting.team, TRUTHS.middling.team
SERVICE, LARGE = TRUTHS.never_started.team, DETOURS.late_entry.team
OPEN_DEALS = sum(deals for _, deals in FOUND.values()) + 1
NONE, ALL = Range(0.0, 0.0), Range(1.0, 1.0)
FEW, HARDLY = Range(0.0, 0.03), Range(0.0, 0.015)


def _exactly(value: float) -> Range:
    """A range of one value, rounding apart."""
    return Range(value - 1e-9, value + 1e-9)


def _share(hits: int, of: int) -> Range:
    return _exactly(hits / of)


OF_USE = (
    Verdict("adoption.login_rate", "red", Range(0.35, 0.60), team=SOUTH),
    Verdict("adoption.rate", "red", Range(0.15, 0.45), team=SOUTH),
    Verdict("adoption.rate", "red", Range(0.0, 0.30), team=SERVICE),
    Verdict("adoption.rate", "green", Range(0.75, 1.0), team=NORTH),
    Verdict("adoption.habit_rate", "red", Range(0.0, 0.30), team=SOUTH),
    Verdict("adoption.stickiness", "red", Range(0.30, 0.60), team=SOUTH),
    Verdict("adoption.stickiness", "green", Range(0.80, 1.0), team=NORTH),
    Verdict("adoption.never_used", "red", PLANTS.never_opened.of_team, team=SERVICE),
    Verdict("adoption.never_used", "green", PLANTS.never_opened.of_all),
    Verdict("adoption.never_used", "green", NONE, team=NORTH),
    Verdict("adoption.key_features", "red", NONE),
    Verdict("adoption.key_features", "red", NONE, role=PLANTS.key_functions.role),
    Verdict("adoption.collapse", "red", Range(-0.80, -0.40), team=SOUTH),
    Verdict("adoption.collapse", "green", Range(-0.12, 0.15), team=NORTH),
    Verdict("adoption.collapse", "green", Range(-0.12, 0.15), team=EAST),
    Verdict("adoption.dispersion", "red", Range(0.45, 0.95), team=WEST),
    Verdict("adoption.dispersion", "green", Range(0.0, 0.10), team=NORTH),
    Verdict("adoption.dispersion", "green", Range(0.0, 0.10), team=EAST),
    Verdict("adoption.dispersion", "green", Range(0.0, 0.15)),
    Verdict("adoption.minimum_effort", "red", Range(0.24, 0.45), team=EAST),
    Verdict("adoption.minimum_effort", "green", Range(-0.30, 0.08), team=NORTH),
    Verdict("adoption.minimum_effort", "green", Range(-0.05, 0.095)),
    Verdict("adoption.decided_from_crm", "green", ALL, team=NORTH),
    Verdict("adoption.decided_from_crm", "red", NONE, team=SOUTH),
    Verdict("adoption.decided_from_crm", "amber", _share(6, 12)),
    Verdict("adoption.mobile", "green", PLANTS.mobile.days),
    Verdict("adoption.sharing", "amber", PLANTS.shared.both),
)
OF_ACCOMPANIMENT = (
    Verdict("adoption.forecast_by_hand", "red", NONE),
    Verdict("adoption.trained", "amber", Range(0.70, 0.78)),
    Verdict("adoption.trained", "green", ALL, team=NORTH),
    Verdict("adoption.trained", "red", NONE, team=SERVICE),
    Verdict("adoption.champions", "amber", _share(7, 10)),
    Verdict("adoption.involvement", "amber", _share(6, 9)),
    Verdict("adoption.trust", "red", PLANTS.survey.distrust, team=SOUTH),
    Verdict("adoption.trust", "green", PLANTS.survey.distrust_of_others, team=NORTH),
    Verdict("adoption.trust", "green", PLANTS.survey.distrust_of_all),
    Verdict("adoption.satisfaction", "amber", PLANTS.survey.ux),
    Verdict("adoption.entry_time", "green", PLANTS.survey.entry_share),
    Verdict("adoption.information", "red", _share(1, 6)),
    Verdict("adoption.support", "red", Range(0.25, 0.42)),
)
OF_DATA = (
    Verdict("data_quality.completeness", "amber", Range(0.72, 0.83), team=WEST),
    Verdict("data_quality.stale", "red", TRUTHS.stale.stale, team=EAST),
    Verdict("data_quality.duplicates", "red", Range(0.11, 0.18), team=WEST),
    Verdict("data_quality.duplicates", "red", PLANTS.duplicates.doubled, team=WEST, object="contact"),
    Verdict("data_quality.duplicates", "green", FEW),
    Verdict("data_quality.duplicates", "green", HARDLY, team=EAST),
    Verdict("data_quality.decay", "red", Range(0.035, 0.10), team="*"),
    Verdict("data_quality.decay", "green", Range(0.0, 0.018), team=NORTH),
    Verdict("data_quality.decay", "green", Range(0.0, 0.018)),
    Verdict("data_quality.interactions", "green", PLANTS.interactions.spoken, team=NORTH),
    Verdict("data_quality.interactions", "green", PLANTS.interactions.spoken, team="*"),
    Verdict("data_quality.interactions", "red", PLANTS.interactions.silent, team=EAST),
    Verdict("data_quality.format", "amber", PLANTS.wrong_format.fit, team=WEST, object="account"),
    Verdict("data_quality.format", "green", Range(0.99, 1.0), team=EAST, object="account"),
    Verdict("data_quality.format", "green", Range(0.95, 1.0)),
    Verdict("data_quality.unused_fields", "amber", _share(1, 3)),
    Verdict("data_quality.owners", "amber", _share(6, 11)),
    Verdict("data_quality.segments", "amber", _share(3, 5)),
    Verdict("data_quality.retention", "green", NONE),
    Verdict("data_quality.access", "amber", _exactly(PLANTS.left_behind.people)),
)
OF_SPREADSHEETS = (
    Verdict("spreadsheets.exports", "red", TRUTHS.exporting.regular, team=EAST),
    Verdict("spreadsheets.round_trips", "red", _exactly(DETOURS.loops.in_eight_weeks), team=EAST),
    Verdict("spreadsheets.round_trips", "red", _exactly(DETOURS.loops.in_eight_weeks)),
    Verdict("spreadsheets.round_trips", "green", NONE, team=NORTH),
    Verdict("spreadsheets.batch_entry", "red", DETOURS.catch_up.grouped, team=EAST),
    Verdict("spreadsheets.batch_entry", "green", DETOURS.catch_up.of_others, team=NORTH),
    Verdict("spreadsheets.batch_entry", "green", Range(0.10, 0.25)),
    Verdict("spreadsheets.late_entry", "red", DETOURS.late_entry.late, team=LARGE),
    Verdict("spreadsheets.late_entry", "green", DETOURS.late_entry.of_others, team=NORTH),
    Verdict("spreadsheets.late_entry", "green", DETOURS.late_entry.of_others, team=EAST),
    Verdict("spreadsheets.late_entry", "amber", DETOURS.late_entry.of_all),
)
OF_DEALS_OUTSIDE = (
    Verdict("spreadsheets.born_closed", "red", PLANTS.afterwards.late, team=EAST),
    Verdict("spreadsheets.born_closed", "green", NONE, team=NORTH),
    Verdict("spreadsheets.born_closed", "amber", PLANTS.afterwards.of_all),
    Verdict("spreadsheets.outside_crm", "red", PLANTS.unseen.outside, team=SOUTH),
    Verdict("spreadsheets.outside_crm", "green", PLANTS.unseen.of_other_teams, team=NORTH),
    Verdict("spreadsheets.outside_crm", "green", PLANTS.unseen.of_other_teams, team=EAST),
    Verdict("spreadsheets.outside_crm", "green", PLANTS.unseen.of_all),
    Verdict("spreadsheets.other_channels", "red", PLANTS.elsewhere.said, team=EAST),
    Verdict("spreadsheets.other_channels", "green", PLANTS.elsewhere.of_others, team=NORTH),
    Verdict("spreadsheets.other_channels", "green", PLANTS.elsewhere.of_all),
)
OF_STEERING = (
    Verdict("governance.cadence", "amber", _exactly(39 / 28)),
    Verdict("governance.sponsor", "red", _share(2, 6)),
    Verdict("governance.open_decisions", "red", _exactly(67 / 28)),
    Verdict("governance.rituals", "green", ALL, team=NORTH),
    Verdict("governance.rituals", "red", NONE, team=SOUTH),
    Verdict("governance.rituals", "amber", _share(6, 12)),
    Verdict("governance.responsibilities", "amber", _exactly(3)),
    Verdict("governance.scenarios", "amber", _share(3, 4)),
    Verdict("governance.project_team", "amber", _share(3, 4)),
    Verdict("governance.incentives", "amber", _exactly(1)),
    Verdict("business.objectives", "amber", _share(2, 3)),
)
OF_FILES = (
    Verdict("spreadsheets.shadow_files", "amber", _exactly(100 * 7 / 107)),
    Verdict("spreadsheets.shadow_files", "red", _exactly(100 * 4 / 19), team=EAST),
    Verdict("spreadsheets.shadow_files", "amber", _exactly(100 * 1 / 14), team=SERVICE),
    Verdict("spreadsheets.shadow_files", "amber", _exactly(100 * 1 / 18), team=SOUTH),
    Verdict("spreadsheets.shadow_files", "green", NONE, team=NORTH),
    Verdict("spreadsheets.shadow_files", "green", NONE, team="*"),
    Verdict("spreadsheets.shadow_coverage", "amber", _share(sum(found for found, _ in FOUND.values()), OPEN_DEALS)),
    Verdict("spreadsheets.shadow_coverage", "red", _share(*FOUND[EAST]), team=EAST),
    Verdict("spreadsheets.shadow_coverage", "green", NONE, team=NORTH),
    Verdict("spreadsheets.shadow_coverage", "green", _share(FOUND[LARGE][0], FOUND[LARGE][1] + 1), team="*"),
)
VERDICTS: tuple[Verdict, ...] = (
    *OF_USE,
    *OF_ACCOMPANIMENT,
    *OF_DATA,
    *OF_SPREADSHEETS,
    *OF_DEALS_OUTSIDE,
    *OF_FILES,
    *OF_STEERING,
)
"""One case at least for each signal that the demo feeds, and its controls."""

GREY: Mapping[str, tuple[str, ...]] = {
    "adoption.friction": ("not_recorded",),
    "adoption.management_looks": ("suppressed", "too_few"),
    "data_quality.contradictions": ("no_data", "not_recorded"),
    "governance.framing": ("phase",),
}
"""What the demo has no input for, and the reasons that may be given for it.

No CRM in it tells how long its pages take; the seven managers are fewer than the minimum group; there is no second
system of the same customers; the framing note is judged before the launch only.
"""
