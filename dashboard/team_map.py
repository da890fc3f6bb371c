"""The last weeks of each team as a map of shades, as a real table."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from dashboard import figures, phrases, words
from dashboard.markup import card, heading, joined
from dashboard.snapshot import Point, Signal
from dashboard.view import View

WEEKS = 12
METRIC = "adoption.rate"
_SHADES = 7
_LABEL_EVERY = 4


def team_map(view: View) -> Markup:
    """The last weeks of each team as a map; teams that may not be shown are named as such."""
    _ = view.locale.text
    definition = view.snapshot.definitions.get(METRIC)
    teams = view.snapshot.shown_teams(METRIC)
    if definition is None or not teams:
        return card(
            heading(_("Adoption by team")),
            Markup("<p>{}</p>").format(_("No team is large enough to be shown yet.")),
        )
    title = heading(
        _("Adoption by team"),
        _("active users out of those expected, last {n} weeks, %").format(n=WEEKS),
    )
    weeks = sorted({p.period for team in teams for p in team.series.points})[-WEEKS:]
    head = joined(
        Markup('<th scope="col"><span class="{}">{}</span></th>').format(
            "unseen" if (len(weeks) - 1 - place) % _LABEL_EVERY else "",
            figures.day(week, view.locale),
        )
        for place, week in enumerate(weeks)
    )
    body = joined(_row(team, weeks, view) for team in teams)
    return card(
        title,
        Markup(
            '<table class="map"><caption class="unseen">{}</caption>'
            '<colgroup><col class="team"><col span="{}"><col class="last"></colgroup><tbody>{}</tbody>'
            '<tfoot><tr><th scope="col"><span class="unseen">{}</span></th>{}</tr></tfoot></table>'
        ).format(_("Adoption rate by team and week"), max(len(weeks) - 1, 1), body, _("Team"), head),
        _notes(view),
    )


def _row(team: Signal, weeks: Sequence[date], view: View) -> Markup:
    known = {point.period: point for point in team.series.points}
    *before, last = (known.get(week, Point(week, None)) for week in weeks)
    cells = joined(_cell(point, view, printed=False) for point in before)
    return Markup('<tr><th scope="row">{} <span class="note">{}</span></th>{}{}</tr>').format(
        words.subject(team.subject, view.locale),
        view.snapshot.size(team) or "",
        cells,
        _cell(last, view, printed=True),
    )


def _cell(point: Point, view: View, *, printed: bool) -> Markup:
    """A week of a team: its shade, and its value for those who cannot see shades."""
    if point.value is None:
        kind, text = (
            "none",
            view.locale.text(words.REASONS.get(point.reason or "", "")) or figures.ABSENT,
        )
        short = figures.ABSENT
    else:
        kind = f"h{min(int(point.value * _SHADES), _SHADES - 1)}" + (" held" if point.held else "")
        text = figures.point(point, "ratio", view.locale)
        short = figures.point(point, "ratio", view.locale, 0).removesuffix("%").strip("\u202f")
    title = f"{figures.week(point.period, view.locale)}: {text}"
    return Markup('<td class="{}" title="{}"><span class="{}">{}</span></td>').format(
        kind, title, "" if printed else "unseen", short
    )


def _notes(view: View) -> Markup:
    _ = view.locale.text
    notes = [_("Hatched: holiday weeks, shown but never judged.")]
    hidden = view.snapshot.hidden_teams(METRIC)
    if hidden:
        notes.append(phrases.not_shown(hidden, view.snapshot, view.locale))
    return Markup('<p class="note">{}</p>').format(" ".join(notes))
