"""What the tool itself puts in people's way, printed beside any verdict on how they use it."""

from markupsafe import Markup

from dashboard import figures, phrases
from dashboard.markup import card, facts, heading
from dashboard.view import View

FRICTION = (
    "adoption.friction",
    "data_quality.unused_fields",
    "adoption.entry_time",
    "adoption.satisfaction",
    "adoption.support",
)
"""Signals of the whole project that tell of the tool and of the help with it, and not of people."""


def friction(view: View) -> Markup:
    """Slow pages, superfluous fields, time spent entering, ease of use, help: each with its value or why it is grey."""
    _ = view.locale.text
    known = [signal for name in FRICTION if (signal := view.snapshot.signal(name)) is not None]
    if not known:
        return Markup("")
    pairs = [
        (
            _(signal.definition.label),
            figures.point(signal.series.last, signal.definition.unit, view.locale)
            if signal.level != "grey"
            else phrases.grey_reason(signal, view.locale),
        )
        for signal in known
    ]
    return card(
        heading(_("The tool first"), _("what stands in people’s way, before anything is said of them")),
        facts(pairs),
    )
