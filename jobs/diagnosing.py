"""What the command line answers of diagnoses, incidents and limits changed by hand, as plain values."""

from typing import Any

import polars as pl

from dashboard import sentences
from dashboard.language import LANGUAGES, locale
from dashboard.reading import shown_figures
from jobs.measure import inputs, look
from jobs.workspace import Workspace
from metrics.advice import NextAction
from metrics.catalogue import metrics
from metrics.diagnoses import Answer, Diagnosis, State
from metrics.standing import standing
from metrics.telling import tell
from store import figures, incidents, overrides

Row = dict[str, Any]
COMMITTEE_DAYS = 15
"""Within how many days a serious warning calls for an extraordinary committee."""


def diagnosis(workspace: Workspace, *, live: bool) -> Row:
    """All diagnoses with their evidence and sentences: from the levels as kept, or computed for a day in the past."""
    if live:
        found = look(workspace)
        levels, changes, shown = found.levels, found.changes, found.shown
    else:
        shown = shown_figures(workspace.database, workspace.settings)
        with workspace.database.read() as session:
            levels, changes = figures.levels(session), figures.changes(session)
    with workspace.database.read() as session:
        spared = incidents.exempt(session, workspace.today)
    now = standing(levels, workspace.today, spared)
    told = tell(now, shown, changes, inputs(workspace), metrics(), workspace.today)
    return {
        "two_of_four": _two_of_four(told.diagnosis),
        "serious_warnings": _serious(told.diagnosis),
        "causes": _causes(told.diagnosis),
        "foundations": {name: _state(state) for name, state in told.diagnosis.foundations.items()},
        "progress": [
            {"kind": s.kind, "name": s.name, "subject": s.subject, "day": s.day, "before": s.before, "after": s.after}
            for s in told.progress
        ],
        "last_committee": told.last_committee,
        "next_actions": [_action(action) for action in told.next_actions],
    }


def _action(action: NextAction) -> Row:
    advice = action.advice
    return {
        "signal": action.signal,
        "subject": action.subject,
        "level": action.level,
        "since": action.since,
        "who": advice.who,
        "documents": list(advice.documents),
        "action": {name: locale(name).text(advice.text) for name in LANGUAGES},
        "effect": {name: locale(name).text(advice.effect) for name in LANGUAGES},
    }


def _two_of_four(told: Diagnosis) -> Row:
    found = told.two_of_four
    return {
        "answer": found.answer,
        "lit": [family.name for family in found.lit],
        "families": [
            {
                "family": family.name,
                "lit": family.lit,
                "known": family.known,
                "total": family.total,
                "evidence": [_state(state) for state in family.evidence],
            }
            for family in found.families
        ],
        "sentence": {name: sentences.two_of_four(found, locale(name)) for name in LANGUAGES},
    }


def _serious(told: Diagnosis) -> Row:
    met = any(box.answer == "met" for box in told.serious)
    answer: Answer = "met" if met else "unknown" if any(b.answer == "unknown" for b in told.serious) else "not_met"
    return {
        "answer": answer,
        "committee_within_days": COMMITTEE_DAYS if met else None,
        "boxes": [{"warning": box.name, "answer": box.answer, "evidence": _state(box.state)} for box in told.serious],
        "sentence": {name: sentences.serious(told.serious, locale(name)) for name in LANGUAGES},
    }


def _causes(told: Diagnosis) -> Row:
    return {
        "families": [
            {"cause": vote.cause, "lit": list(vote.lit), "known": vote.known, "total": vote.total}
            for vote in told.causes
        ],
        "sentence": {name: sentences.causes(told.causes, locale(name)) for name in LANGUAGES},
    }


def _state(state: State) -> Row:
    return {
        "signal": state.metric,
        "level": state.level,
        "since": state.since,
        "value": state.value,
        "reason": state.reason,
    }


def listed_incidents(workspace: Workspace, *, everything: bool) -> list[Row]:
    """Incidents, newest first: those that are open, or all."""
    with workspace.database.read() as session:
        found = incidents.incidents(session)
    kept = found if everything else found.filter(pl.col("state") != "resolved")
    return kept.to_dicts()


def changed_limits(workspace: Workspace) -> list[Row]:
    """Limits changed by hand, newest first, with who changed them and why."""
    with workspace.database.read() as session:
        return overrides.overrides(session).reverse().to_dicts()
