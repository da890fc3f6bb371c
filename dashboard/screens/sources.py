"""Sources & runs, for who keeps it running: how fresh each source is, what it sees, what did not fit."""

from collections.abc import Iterable
from datetime import timedelta

from markupsafe import Markup

from dashboard import figures, phrases, words
from dashboard.markup import (
    Html,
    card,
    facts,
    joined,
    nothing_yet,
    pill,
    put,
    sign,
    table,
)
from dashboard.snapshot import CapabilityRow, Rejected, RunRow, SourceRow
from dashboard.view import View, current

RUNS = 30


def show(view: View) -> None:
    """Draw the page."""
    if not view.snapshot.sources:
        put(nothing_yet(view.snapshot, view.locale), view.locale)
        return
    put(answer(view), view.locale)
    for source in sorted(view.snapshot.sources, key=lambda source: source.name):
        put(source_card(source, view), view.locale)


def answer(view: View) -> Markup:
    """How many sources are fresh, and what the others are."""
    behind = [
        phrases.freshness(source, view.snapshot, view.locale) + "."
        for source in view.snapshot.sources
        if source.freshness != "fresh"
    ]
    text = " ".join((phrases.fresh_count(view.snapshot, view.locale) + ".", *behind))
    return card(Markup('<p class="answer">{}</p>').format(text))


def source_card(source: SourceRow, view: View) -> Markup:
    """All that is known of one source."""
    _ = view.locale.text
    level = words.FRESHNESS_LEVELS[source.freshness]
    title = Markup("<h2>{} {} {}</h2>").format(
        source.name,
        Markup('<span class="note">{}</span>').format(source.kind),
        pill(level, _(words.FRESHNESS[source.freshness])),
    )
    return card(
        title,
        _error(source, view),
        _facts(source, view),
        _strip(source, view),
        Markup('<div class="pair">{}{}</div>').format(_capabilities(source, view), _rejects(source, view)),
        name=f"source {level}",
    )


def _facts(source: SourceRow, view: View) -> Markup:
    _ = view.locale.text
    newest = max(source.runs, key=lambda run: run.run, default=None)
    pairs: list[tuple[str, Html]] = [
        (_("Last complete"), figures.at(source.last_complete, view.snapshot.timezone, view.locale)),
        (
            _("Expected every"),
            figures.span(timedelta(hours=source.expected_every_hours), view.locale),
        ),
        (_("Rows kept"), figures.count(source.rows, view.locale)),
        (
            _("Rows in the last run"),
            figures.count(newest.rows, view.locale) if newest else figures.ABSENT,
        ),
        (_("Took"), _duration(newest, view)),
    ]
    return facts(pairs)


def _duration(run: RunRow | None, view: View) -> str:
    if run is None or run.finished_at is None or run.finished_at == run.started_at:
        return figures.ABSENT
    return figures.span(run.finished_at - run.started_at, view.locale)


def _error(source: SourceRow, view: View) -> Markup:
    """The error of the newest run, where it has one; before anything was collected, how to start."""
    newest = max(source.runs, key=lambda run: run.run, default=None)
    if newest is None:
        return Markup('<p class="lack">{}</p><pre>vigie collect {}</pre>').format(
            view.locale.text("Never collected. This command does so:"), source.name
        )
    if not newest.error:
        return Markup("")
    moment = figures.at(newest.started_at, view.snapshot.timezone, view.locale)
    return Markup('<p class="lack">{}</p><pre class="error">{}</pre>').format(
        view.locale.text("Run {run} of {moment} failed:").format(run=newest.run, moment=moment),
        newest.error,
    )


def _strip(source: SourceRow, view: View) -> Markup:
    """The last runs, oldest first, each by the shape of how it ended."""
    _ = view.locale.text
    if not source.runs:
        return Markup("")
    runs = sorted(source.runs, key=lambda run: run.run)[-RUNS:]
    return Markup('<h3>{} <span class="note">{}</span></h3><ol class="strip">{}</ol>').format(
        _("Last runs"), _("oldest first"), joined(_run(run, view) for run in runs)
    )


def _run(run: RunRow, view: View) -> Markup:
    _ = view.locale.text
    text = _("run {run} of {moment}: {state}, {rows} rows, {rejects} set aside").format(
        run=run.run,
        moment=figures.at(run.started_at, view.snapshot.timezone, view.locale),
        state=_(words.RUN_STATES[run.state]),
        rows=figures.count(run.rows, view.locale),
        rejects=figures.count(run.rejects, view.locale),
    )
    return Markup('<li title="{}">{}<span class="unseen">{}</span></li>').format(
        text, sign(words.RUN_LEVELS[run.state]), text
    )


def _capabilities(source: SourceRow, view: View) -> Markup:
    _ = view.locale.text
    title = Markup("<h3>{}</h3>").format(_("What it records"))
    if not source.capabilities:
        return Markup('<div>{}<p class="note">{}</p></div>').format(title, _("Known after the first run."))
    columns = ((_("Kind"), "name"), (_("State"), "state"), (_("Since, or what to do"), "detail"))
    order = list(words.CAPABILITIES)
    told = sorted(source.capabilities, key=lambda row: order.index(row.name))
    rows = (_capability(row, view) for row in told)
    return Markup("<div>{}{}</div>").format(title, table(_("What it records"), columns, rows, "plain told"))


def _capability(row: CapabilityRow, view: View) -> Iterable[Html]:
    _ = view.locale.text
    yield _(words.CAPABILITIES.get(row.name, row.name))
    yield pill(words.CAPABILITY_LEVELS[row.state], _(words.CAPABILITY_STATES[row.state]))
    yield _capability_detail(row, view)


def _capability_detail(row: CapabilityRow, view: View) -> str:
    _ = view.locale.text
    parts = []
    if row.since:
        parts.append(_("since {day}").format(day=figures.full_day(row.since, view.locale)))
    if row.retention_days:
        kept = figures.span(timedelta(days=row.retention_days), view.locale)
        parts.append(_("kept for {span}").format(span=kept))
    if row.detail:
        parts.append(words.filled(row.detail, view.locale))
    return " · ".join(parts) or figures.ABSENT


def _rejects(source: SourceRow, view: View) -> Markup:
    """Rows that did not fit, by reason, with what to do; and acts of users who are unknown."""
    _ = view.locale.text
    title = Markup("<h3>{}</h3>").format(_("Rows set aside"))
    notes = joined(_unknown_users(source, view))
    if not source.rejects:
        return Markup('<div>{}<p class="note">{}</p>{}</div>').format(title, _("Every row fitted."), notes)
    columns = ((_("Reason"), "name"), (_("Where"), "where"), (_("Rows"), "number"))
    rows = (_reject(row, view) for row in source.rejects)
    return Markup('<div>{}{}<p class="note">{}</p>{}</div>').format(
        title,
        table(_("Rows set aside"), columns, rows, "plain"),
        _("They are counted here and stop nothing else. Their values are not kept."),
        notes,
    )


def _reject(row: Rejected, view: View) -> Iterable[Html]:
    _ = view.locale.text
    reason, remedy = words.REJECTS.get(row.reason, (row.reason, ""))
    seen = _("last seen {moment}").format(moment=figures.at(row.last_seen, view.snapshot.timezone, view.locale))
    yield Markup("{}<small>{}</small><small>{}</small>").format(_(reason), _(remedy), seen)
    yield Markup("<code>{}</code><small>{}</small>").format(row.where, row.stream)
    yield figures.count(row.count, view.locale)


def _unknown_users(source: SourceRow, view: View) -> Iterable[Html]:
    if source.unknown_users:
        form = view.locale.plural(
            "{n} user acts in the CRM without being in the list of people; "
            "add them, or declare them under service_accounts.",
            "{n} users act in the CRM without being in the list of people; "
            "add them, or declare them under service_accounts.",
            source.unknown_users,
        )
        text = form.format(n=figures.count(source.unknown_users, view.locale))
        yield Markup('<p class="note">{}</p>').format(text)


if __name__ == "__main__":
    show(current())
