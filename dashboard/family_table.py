"""The table of workbooks that track customers, and what stands both in them and in the CRM."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from dashboard import figures, file_words
from dashboard.markup import Html, card, heading, joined, table
from dashboard.view import View
from metrics.spreadsheets.families import Covered, Family, Unopened, Wanted

FOLDERS = 3
WANTED = 10


def family_table(families: Sequence[Family], view: View) -> Markup:
    """A row a family of copies, in the order given."""
    _ = view.locale.text
    columns = (
        (_("Workbook"), "name"),
        (_("State"), "state"),
        (_("Also in the CRM"), "held"),
        (_("Last saved"), "since"),
        (_("Team"), "wide"),
        (_("Saved by"), "wide savers"),
        (_("Copies"), "number wide"),
        (_("Since"), "since roomy"),
    )
    return table(_("Workbooks that track customers"), columns, (_family(one, view) for one in families), name="files")


def _family(family: Family, view: View) -> Iterable[Html]:
    spoken = view.locale
    yield Markup('<b class="file">{}</b><small>{}</small>').format(
        file_words.named(family, spoken), _where(family, view)
    )
    yield Markup("{}{}").format(file_words.state(family, spoken), _again(family, view))
    yield _held(family, view)
    yield figures.full_day(family.saved_on, spoken)
    yield ", ".join(family.teams) or figures.ABSENT
    yield file_words.savers(family, view.snapshot.minimum_group, spoken)
    yield figures.count(family.copies, spoken)
    yield figures.full_day(family.since, spoken)


def _where(family: Family, view: View) -> str:
    kind = f".{family.extension}" if family.extension and family.name is None else ""
    return " · ".join(part for part in (file_words.place(family, view.locale), kind) if part)


def _again(family: Family, view: View) -> Markup:
    if not family.again:
        return Markup("")
    return Markup('<small class="again">{}</small>').format(view.locale.text("saved again since it was marked retired"))


def _held(family: Family, view: View) -> Markup:
    if not family.overlaps:
        return Markup('<span class="note">{}</span>').format(view.locale.text("nothing found"))
    lines = [file_words.held(overlap, view.locale) for overlap in family.overlaps if overlap.records]
    near = view.locale.text("only by nearly the same name")
    lines += [
        f"{file_words.records(overlap.object, overlap.near, view.locale)} {near}"
        for overlap in family.overlaps
        if not overlap.records
    ]
    return joined(Markup("<span>{}</span>").format(line) for line in lines)


def overlap_card(covered: Sequence[Covered], view: View) -> Markup:
    """By object, how much of what is live stands in a workbook, and by which keys it was found."""
    _ = view.locale.text
    title = _("What stands in both")
    if not covered:
        return card(heading(title), Markup("<p>{}</p>").format(_("Nothing could be compared with the CRM yet.")))
    columns = (
        (_("Object"), "name"),
        (_("In the CRM"), "number"),
        (_("Also in workbooks"), "number"),
        (_("Share"), "number"),
        *((_(word), "number wide") for word in file_words.KEYS.values()),
        (_("only nearly the same name"), "number wide"),
    )
    return card(
        heading(title, _("compared by keyed hashes, without keeping a value")),
        table(title, columns, (_covered(one, view) for one in covered), name="plain keys"),
        Markup('<p class="note">{}</p>').format(
            _(
                "By kind of key: the workbook with most of them, all its records counted. A record is often found by "
                "several keys."
            )
        ),
        name="stacked",
    )


def _covered(covered: Covered, view: View) -> Iterable[Html]:
    spoken = view.locale
    yield spoken.text(file_words.LIVE.get(covered.object, covered.object))
    yield figures.count(covered.n, spoken)
    yield Markup("<b>{}</b>").format(figures.count(covered.outside, spoken))
    yield Markup("<b>{}</b>").format(figures.value(covered.share, "ratio", spoken, 0))
    for key in file_words.KEYS:
        yield figures.count(covered.keys[key], spoken)
    yield figures.count(covered.near, spoken)


def wanted_card(wanted: Sequence[Wanted], untold: int, view: View) -> Markup:
    """The columns that workbooks have and the CRM lacks: what their users need and do not find there."""
    _ = view.locale.text
    title = _("What the CRM lacks")
    columns = ((_("Column of a workbook"), "name"), (_("Workbooks that have it"), "number"))
    rows = ((one.title, figures.count(one.families, view.locale)) for one in wanted[:WANTED])
    others = ", ".join(one.title for one in wanted[WANTED:])
    form = view.locale.plural(
        "{n} more column is not told by its title, which may speak of people.",
        "{n} more columns are not told by their titles, which may speak of people.",
        untold,
    )
    return card(
        heading(title, _("columns without a counterpart in it: a list of requirements")),
        table(title, columns, rows, name="plain")
        if wanted
        else Markup("<p>{}</p>").format(_("No column that the CRM does not have.")),
        Markup("<p>{} {}</p>").format(_("And further:"), others) if others else "",
        Markup('<p class="note">{}</p>').format(form.format(n=figures.count(untold, view.locale))) if untold else "",
        name="stacked",
    )


def unopened_card(unopened: Sequence[Unopened], view: View) -> Markup:
    """Files that were not looked into, by why and where."""
    _ = view.locale.text
    title = _("What could not be read")
    if not unopened:
        return card(heading(title), Markup("<p>{}</p>").format(_("Every workbook could be read.")), name="stacked")
    columns = ((_("Why"), "name"), (_("Files"), "number"), (_("Folders"), "where"))
    return card(
        heading(title, _("counted and named, never opened further")),
        table(title, columns, (_unopened(one, view) for one in unopened), name="plain"),
        name="stacked",
    )


def _unopened(unopened: Unopened, view: View) -> Iterable[Html]:
    _ = view.locale.text
    why, remedy = file_words.UNOPENED.get(unopened.state, (unopened.state, ""))
    shown, rest = unopened.folders[:FOLDERS], unopened.folders[FOLDERS:]
    folders = [f"{folder or _('top of the share')} ({figures.count(files, view.locale)})" for folder, files in shown]
    if rest:
        others = view.locale.plural("{n} other", "{n} others", len(rest))
        folders.append(others.format(n=len(rest)))
    yield Markup("{}<small>{}</small>").format(_(why), _(remedy))
    yield figures.count(unopened.files, view.locale)
    yield ", ".join(folders)
