"""The sentences of diagnoses, built from their evidence, each with how much of it is known."""

from collections.abc import Mapping, Sequence

from dashboard import figures, words
from dashboard.language import Locale, marked
from dashboard.snapshot import Snapshot
from metrics.diagnoses import CauseVote, SeriousWarning, TwoOfFour

FAMILIES: Mapping[str, str] = {
    "data": marked("data are incomplete or out of date"),
    "own_way": marked("everybody uses the CRM in their own way"),
    "around": marked("teams go round the CRM"),
    "decisions": marked("nobody decides from the CRM"),
}
WARNINGS: Mapping[str, str] = {
    "overrun": marked("budget overrun beyond 50%"),
    "late": marked("several months late"),
    "unfit": marked("deliverables that do not fit"),
    "demotivation": marked("general demotivation"),
}


ANSWERS: Mapping[str, str] = {
    "met": marked("Met"),
    "not_met": marked("Not met"),
    "unknown": marked("Unknown"),
}
FOUNDATIONS: Mapping[str, str] = {
    "rituals": marked("Rituals: who updates, who reviews, at what rhythm, how alerts are handled"),
    "responsibilities": marked("Responsibilities: quality, onboarding, arbitration, rule checking"),
    "scenarios": marked("Usage scenarios: written, owned, shared"),
}
UNMEASURED: Mapping[str, str] = {
    "spreadsheets.round_trips": marked("Export, edit and import loops"),
}
"""Signs that no metric measures yet, by the name they are to have."""


def two_of_four(found: TwoOfFour, locale: Locale) -> str:
    """Whether it is a system problem, by which of the four weak signals, and how much of them is known."""
    _ = locale.text
    names = words.listed([_(FAMILIES[family.name]) for family in found.lit], locale)
    known = sum(family.known for family in found.families)
    total = sum(family.total for family in found.families)
    coverage = _("{known} of {total} signs are known.").format(known=known, total=total)
    count = len(found.lit)
    if found.answer == "met":
        first = _("{count} of the four weak signals show: {names}. Not a software problem, a system problem.")
    elif count:
        first = _("{count} of the four weak signals shows: {names}.")
    elif found.answer == "unknown":
        first = _("None of the four weak signals shows in what is known.")
    else:
        first = _("None of the four weak signals shows.")
    told = first.format(count=_capital(words.number(count, locale)), names=names)
    if found.answer == "unknown":
        told = " ".join((told, _("Whether two do cannot be told yet.")))
    return f"{told} {coverage}"


def serious(boxes: Sequence[SeriousWarning], locale: Locale) -> str:
    """Which serious warnings are met, which are unknown, and what a met one calls for."""
    _ = locale.text
    met = [_(WARNINGS[box.name]) for box in boxes if box.answer == "met"]
    unknown = [_(WARNINGS[box.name]) for box in boxes if box.answer == "unknown"]
    if met:
        first = _("Serious warning: {names}. An extraordinary committee is called for within 15 days.").format(
            names=words.listed(met, locale)
        )
    elif not unknown:
        first = _("None of the four serious warnings is met.")
    else:
        first = _("No serious warning is met among those known.")
    if not unknown:
        return first
    rest = _("Unknown: {names}.").format(names=words.listed(unknown, locale))
    return f"{first} {rest}"


def causes(votes: Sequence[CauseVote], locale: Locale) -> str:
    """How many independent signs of each family of causes are lit, of how many known."""
    _ = locale.text
    known = [vote for vote in votes if vote.known]
    if not known:
        return _("No sign of any family of causes is known yet.")
    parts = [
        _("{cause}: {lit} of {known}").format(cause=_(words.CAUSES[vote.cause]), lit=len(vote.lit), known=vote.known)
        for vote in sorted(known, key=lambda vote: (-len(vote.lit) / vote.known, vote.cause))
    ]
    silent = [_(words.CAUSES[vote.cause]) for vote in votes if not vote.known]
    told = _("Signs lit of those known, by family of causes: {parts}.").format(parts=_("; ").join(parts))
    if silent:
        rest = _("Nothing is known of {names}.").format(names=words.listed(silent, locale))
        return f"{told} {rest}"
    return told


def followed_outside(snapshot: Snapshot, locale: Locale) -> str:
    """How many families of workbooks track customers outside the CRM, and how much of its business they hold."""
    _ = locale.text
    found = snapshot.workbooks
    if found.scanned_on is None:
        return _("Whether customers are followed in workbooks is unknown: no shared folder was scanned yet.")
    count = len(found.counted)
    if not count:
        return _("No workbook in use on the scanned folders tracks customers outside the CRM.")
    named = _capital(words.number(count, locale))
    main = next(iter(found.covered), None)
    if main is None:
        form = locale.plural(
            "{count} family of workbooks tracks customers outside the CRM.",
            "{count} families of workbooks track customers outside the CRM.",
            count,
        )
        return form.format(count=named)
    forms = {
        "opportunity": locale.plural(
            "{count} family of workbooks tracks customers outside the CRM; it holds {share} of the open opportunities.",
            "{count} families of workbooks track customers outside the CRM; together they hold {share} of the open "
            "opportunities.",
            count,
        ),
        "account": locale.plural(
            "{count} family of workbooks tracks customers outside the CRM; it holds {share} of the active accounts.",
            "{count} families of workbooks track customers outside the CRM; together they hold {share} of the active "
            "accounts.",
            count,
        ),
    }
    return forms[main.object].format(count=named, share=figures.value(main.share, "ratio", locale, 0))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
