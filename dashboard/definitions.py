"""Every signal and figure as a table for people: what it says, formula, unit, kind, limits, origin, cause."""

from itertools import groupby

from dashboard import figures, words
from dashboard.language import Locale, locale
from dashboard.reading import definition_of
from dashboard.snapshot import Definition
from metrics.catalogue import metrics


def definitions(language: str) -> str:
    """The table of all signals, in Markdown, by family; generated from their declarations."""
    spoken = locale(language)
    _ = spoken.text
    known = [definition_of(metric) for metric in metrics().values()]
    parts = [f"# {_('Definitions')}\n\n{_(words.GENERATED)}\n"]
    for family, members in groupby(known, key=lambda d: d.metric.partition(".")[0]):
        head = [_("Signal"), _("What it says"), _("Formula"), _("Unit"), _("Nature"), _("On track"), _("Alert"),
                _("Origin"), _("Family of causes")]  # fmt: skip
        parts.append(f"\n## {_(words.FAMILIES[family])}\n")
        parts.append(_line(head))
        parts.append(_line(["---"] * len(head)))
        parts += [_line(_row(one, spoken)) for one in members]
    return "\n".join(parts) + "\n"


def _row(one: Definition, spoken: Locale) -> list[str]:
    _ = spoken.text
    kind, *documents = one.origin.split()
    return [
        f"**{_(one.label)}** `{one.metric}`",
        _(one.sentence),
        _(one.formula),
        _(words.UNITS[one.unit]),
        _(words.KINDS[one.kind]),
        figures.limit(one, one.amber if one.amber is not None else one.red, spoken),
        figures.beyond(one, one.red, spoken),
        f"{_(words.ORIGIN_WORDS[kind])} {', '.join(documents)}",
        _(words.CAUSES[one.cause]),
    ]


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
