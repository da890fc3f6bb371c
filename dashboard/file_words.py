"""The words of the screen for workbooks found on shares: how they live, what becomes of them, what was not read."""

from collections.abc import Mapping

from markupsafe import Markup

from dashboard import figures
from dashboard.language import Locale, marked
from metrics.spreadsheets.families import Family, Overlap, Plan, Shown

STATES: Mapping[Shown, str] = {
    "active": marked("Active"),
    "fading": marked("Fading"),
    "retired": marked("Retired"),
    "kept": marked("Kept on purpose"),
}
PLANS: Mapping[Plan, tuple[str, str]] = {
    "to_migrate": (marked("To migrate"), marked("in use, nothing decided yet")),
    "in_progress": (marked("In progress"), marked("being moved into the CRM")),
    "retired": (marked("Retired"), marked("closed, gone, or not saved for 60 days")),
    "kept": (marked("Kept on purpose"), marked("with the reason that was given")),
}
KEYS: Mapping[str, str] = {
    "email": marked("by e-mail"),
    "phone": marked("by telephone"),
    "company_id": marked("by company number"),
    "name": marked("by name"),
}
LIVE: Mapping[str, str] = {
    "opportunity": marked("Open opportunities"),
    "account": marked("Active accounts"),
}
UNOPENED: Mapping[str, tuple[str, str]] = {
    "protected": (
        marked("Protected by a password"),
        marked("Nobody but those who know it can say what it holds."),
    ),
    "corrupt": (marked("Damaged, or not a workbook"), marked("It cannot be read by anybody; delete or restore it.")),
    "huge": (marked("Too large"), marked("Larger than the settings allow to open.")),
    "bomb": (
        marked("Swells when unpacked"),
        marked("A few kilobytes that unpack into gigabytes: have it looked at, and do not open it."),
    ),
    "unreadable": (
        marked("Not readable"),
        marked("Grant the account that scans the right to read it, or it was open or gone at that moment."),
    ),
    "macros": (marked("With macros"), marked("Read like any other; its macros are never run.")),
}
BLIND_SPOTS = (
    marked("mailboxes and what is attached to messages: they are never scanned"),
    marked("private drives, personal areas and telephones: they are never scanned"),
    marked("folders that nobody declared, and those named for personal matters or staff representation"),
    marked("files protected by a password, damaged or too large: counted here, not read"),
    marked("other tools, such as Access, Notion, Airtable, or a table in a text document or a presentation"),
    marked("paper, whiteboards, and pictures of them"),
    marked("a list without recognisable customers, such as one of first names or of numbers of its own"),
    marked("customers that the CRM does not know: such a workbook counts, but shows no overlap"),
)


LETTERS = 6
"""So much of a pseudonym tells one workbook from another."""


def held(overlap: Overlap, locale: Locale) -> str:
    """How many records of an object stand in a workbook too: 40 opportunities, 30 of them open."""
    counted = records(overlap.object, overlap.records, locale)
    if overlap.object not in LIVE or not overlap.live:
        return counted
    if overlap.live == overlap.records:
        alive = {
            "opportunity": locale.plural("{n} open opportunity", "{n} open opportunities", overlap.live),
            "account": locale.plural("{n} active account", "{n} active accounts", overlap.live),
        }[overlap.object]
        return alive.format(n=figures.count(overlap.live, locale))
    told = {
        "opportunity": locale.plural("{counted}, {n} of them open", "{counted}, {n} of them open", overlap.live),
        "account": locale.plural("{counted}, {n} of them active", "{counted}, {n} of them active", overlap.live),
    }[overlap.object]
    return told.format(counted=counted, n=figures.count(overlap.live, locale))


def records(name: str, number: int, locale: Locale) -> str:
    """A number of records of an object."""
    forms = {
        "opportunity": locale.plural("{n} opportunity", "{n} opportunities", number),
        "account": locale.plural("{n} account", "{n} accounts", number),
        "contact": locale.plural("{n} contact", "{n} contacts", number),
        "lead": locale.plural("{n} lead", "{n} leads", number),
    }
    form = forms.get(name) or locale.plural("{n} record", "{n} records", number)
    return form.format(n=figures.count(number, locale))


def named(family: Family, locale: Locale) -> str:
    """The name of a workbook where it may be shown; else what it is called here."""
    return family.name or workbook(family.family, locale)


def workbook(family: str, locale: Locale) -> str:
    """What a workbook without a name is called here, by the beginning of its pseudonym."""
    return locale.text("Workbook {name}").format(name=family[:LETTERS])


def place(family: Family, locale: Locale) -> str:
    """The folder of a workbook, and how many others hold a copy."""
    folder = family.folder or locale.text("top of the share")
    others = max(family.folders - 1, 0)
    if not others:
        return folder
    form = locale.plural("{folder} and {n} other folder", "{folder} and {n} other folders", others)
    return form.format(folder=folder, n=others)


def savers(family: Family, minimum_group: int, locale: Locale) -> str:
    """By how many persons it was saved, as far as may be said."""
    if family.few_savers:
        return locale.text("fewer than {n}").format(n=minimum_group)
    return figures.ABSENT if family.savers is None else figures.count(family.savers, locale)


def state(family: Family, locale: Locale) -> Markup:
    """How it lives, as a shape and a word."""
    return Markup('<span class="life {}">{}</span>').format(family.state, locale.text(STATES[family.state]))
