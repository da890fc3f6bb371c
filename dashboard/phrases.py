"""The sentences that the screen makes from the figures."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard import figures, words
from dashboard.language import Locale
from dashboard.snapshot import SEVERITY, Definition, Level, Signal, Snapshot, SourceRow
from settings.declared import DECLARED

_NAMED = 3


@dataclass(frozen=True)
class Verdict:
    """The state of the warning signals in a word, since when, and why."""

    level: Level
    word: str
    since: date | None
    reason: str
    measured: int
    total: int


def verdict(snapshot: Snapshot, locale: Locale) -> Verdict:
    """The worst level of the project's signals; never on track while one of them is unknown."""
    signals = snapshot.project_signals()
    levels = {signal.level for signal in signals}
    level: Level = min(levels, key=SEVERITY.__getitem__) if levels else "grey"
    worst = [signal for signal in signals if signal.level == level]
    measured = [signal for signal in signals if signal.level != "grey"]
    word = locale.text("Incomplete") if level == "grey" and measured else words.LEVELS[level]
    return Verdict(
        level=level,
        word=locale.text(word),
        since=min((signal.since for signal in worst if signal.since), default=None),
        reason=_reason(snapshot, level, locale),
        measured=len(measured),
        total=len(signals),
    )


def label(signal: Signal, locale: Locale) -> str:
    """The signal's name, with its subject unless it is the project."""
    name = locale.text(signal.definition.label)
    if signal.subject == "project":
        return name
    return f"{name} · {words.subject(signal.subject, locale)}"


def freshness(source: SourceRow, snapshot: Snapshot, locale: Locale) -> str:
    """How a source that is not fresh stands, as a clause: ``depot is 9 days old``."""
    _ = locale.text
    if source.last_complete is None:
        return _("{source} has never been collected").format(source=source.name)
    if snapshot.measured_at is None:
        return _("{source} has not been measured").format(source=source.name)
    age = figures.age((snapshot.now or snapshot.measured_at) - source.last_complete, locale)
    if source.freshness == "failing":
        return _("{source} has been failing for {age}").format(source=source.name, age=age)
    return _("{source} was last complete {age} ago").format(source=source.name, age=age)


def fresh_count(snapshot: Snapshot, locale: Locale) -> str:
    """How many of the sources are fresh."""
    states = Counter(source.freshness for source in snapshot.sources)
    total = len(snapshot.sources)
    return locale.text("Sources fresh: {fresh} of {total}").format(fresh=states["fresh"], total=total)


def worst_source(snapshot: Snapshot) -> SourceRow | None:
    """The source that is furthest from fresh, None where all are."""
    order = {"failing": 0, "never": 1, "late": 2}
    behind = [source for source in snapshot.sources if source.freshness != "fresh"]
    return min(behind, key=lambda s: (order[s.freshness], s.name), default=None)


def grey_reason(signal: Signal, locale: Locale) -> str:
    """Why a signal has no level: the sentence of what is missing, else the reason's own words."""
    if signal.missing:
        return words.filled(signal.missing, locale)
    fed = signal.definition.fed
    if signal.reason == "no_data" and fed == "pulse":
        return locale.text("nothing received yet: the survey feeds it")
    if signal.reason == "no_data" and fed == "shares":
        return locale.text("nothing received yet: declare the folders to look into")
    if signal.reason == "no_data" and fed in DECLARED:
        sheet = DECLARED[fed].fr if locale.language == "fr" else DECLARED[fed].en
        return locale.text("nothing received yet: fill in “{sheet}” in the foundations workbook").format(sheet=sheet)
    return locale.text(words.REASONS.get(signal.reason or "no_data", words.REASONS["no_data"]))


def basis(signal: Signal, locale: Locale) -> str:
    """What the newest value rests on: persons, records, values or declared items."""
    last = signal.series.last
    if last is None or last.n is None:
        return figures.ABSENT
    return counted(last.n, signal.definition, locale)


def counted(number: float, definition: Definition, locale: Locale) -> str:
    """A number of what a metric's rate is out of: persons, records, values or declared items."""
    forms = {
        "people": locale.plural("{n} person", "{n} people", number),
        "records": locale.plural("{n} record", "{n} records", number),
        "values": locale.plural("{n} value", "{n} values", number),
        "items": locale.plural("{n} declared item", "{n} declared items", number),
    }
    return forms[definition.counts].format(n=figures.count(number, locale))


def what_would_change(signal: Signal, locale: Locale) -> str:
    """Under which values the level would be another one, by the rules that judge it."""
    _ = locale.text
    definition = signal.definition
    edges = {
        "amber": figures.limit(definition, signal.amber, locale),
        "red": figures.beyond(definition, signal.red, locale),
        "inside": figures.limit(definition, signal.red, locale),
        "past": figures.beyond(definition, signal.amber, locale),
    }
    if signal.recovering:
        text = _(
            "Its newest value is back inside the limit; the level follows once this holds: changes are at "
            "least two weeks apart, and leaving an alert takes four quiet active weeks."
        )
    elif signal.level == "red":
        text = _("It leaves the alert at {inside}, once four active weeks have been quiet; it is on track at {amber}.")
    elif signal.level == "amber":
        text = _("It is on track again at {amber}; it turns to an alert at {red}.")
    elif signal.level == "green":
        text = _("It is to be watched at {past}; it turns to an alert at {red}.")
    else:
        text = _("It is judged as soon as there is a value: on track at {amber}, in alert at {red}.")
    return text.format(**edges)


def age(signal: Signal, snapshot: Snapshot, locale: Locale) -> str:
    """How old the data of a signal are: since its least fresh source was completely collected."""
    ends = [
        source.last_complete for source in snapshot.sources if source.name in signal.sources and source.last_complete
    ]
    if not ends or snapshot.measured_at is None:
        return figures.ABSENT
    return figures.age((snapshot.now or snapshot.measured_at) - min(ends), locale)


def confirmation(signal: Signal, locale: Locale) -> str:
    """How a level is confirmed before it is shown, by kind of signal."""
    _ = locale.text
    if signal.definition.kind == "sample" and signal.definition.grain == "week":
        return _(
            "A share varies from week to week: its weeks are weighed together, for where it stands and where it is "
            "heading, and an alert must also show in the last four active weeks. Holiday weeks are shown, never judged."
        )
    if signal.definition.kind == "sample":
        return _("It is judged by its newest value; an alert must lie beyond the limit with its likely interval.")
    return _("It is judged as it stands, without confirmation.")


def origin(signal: Signal, locale: Locale) -> tuple[str, list[str]]:
    """Where the signal comes from: what its origin means, and the documents by number and subject."""
    kind, *numbers = signal.definition.origin.split()
    meaning = locale.text(words.ORIGINS.get(kind, ""))
    titles = [f"{number} · {locale.text(words.DOCUMENTS[number])}" for number in numbers if number in words.DOCUMENTS]
    return meaning, titles


def moving(signal: Signal, locale: Locale) -> str:
    """Since when a rate has moved, and in how many weeks it will cross its next limit; empty where neither is told."""
    _ = locale.text
    told = []
    if signal.moved_since:
        told.append(_("It has moved since the {week}.").format(week=figures.week(signal.moved_since, locale)))
    crossing = signal.crossing
    if crossing is not None:
        limit = figures.beyond(signal.definition, crossing.limit, locale)
        soon = locale.plural("{n} week", "{n} weeks", max(1, round(crossing.weeks))).format(
            n=max(1, round(crossing.weeks))
        )
        if crossing.last is None:
            form = _("If it goes on so, it will be at {limit} in about {soon}, not before {first}, perhaps never.")
        else:
            form = _("If it goes on so, it will be at {limit} in about {soon}, between {first} and {last}.")
        told.append(form.format(limit=limit, soon=soon, first=crossing.first, last=crossing.last))
    return " ".join(told)


def documents(numbers: Sequence[str], locale: Locale) -> str:
    """The documents that something comes from, by their numbers."""
    form = locale.plural("document {numbers}", "documents {numbers}", len(numbers))
    return form.format(numbers=", ".join(numbers))


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def not_shown(teams: Sequence[str], snapshot: Snapshot, locale: Locale) -> str:
    """The sentence on teams that are too small to be shown."""
    return locale.text("Not shown alone, to protect groups of fewer than {n} people: {teams}.").format(
        n=snapshot.minimum_group, teams=words.listed(list(teams), locale)
    )


def some_of(names: list[str], locale: Locale) -> str:
    """The first names of a list as in a sentence, with how many others there are."""
    shown, rest = names[:_NAMED], len(names) - _NAMED
    if rest > 0:
        others = locale.plural("{n} other", "{n} others", rest)
        shown = [*shown, others.format(n=rest)]
    return words.listed(shown, locale)


def _reason(snapshot: Snapshot, level: Level, locale: Locale) -> str:
    """Two sentences: what is past its limits, then where; without teams in alert, how the others stand."""
    signals = snapshot.project_signals()
    if not signals:
        return ""
    alarmed = level in {"red", "amber"}
    first = _on_alarm(signals, level, locale) if alarmed else _quiet(signals, level, locale)
    second = _teams_struck(snapshot, locale) or _others(signals, level, locale)
    return f"{first} {second}".strip()


def _teams_struck(snapshot: Snapshot, locale: Locale) -> str:
    """The teams in alert on any signal, in alphabetical order."""
    struck = {
        signal.subject
        for metric in snapshot.definitions
        for signal in snapshot.shown_teams(metric)
        if signal.level == "red"
    }
    names = sorted((words.subject(one, locale) for one in struck), key=str.casefold)
    if not names:
        return ""
    form = locale.plural(
        "Team in alert on at least one signal: {teams}.",
        "Teams in alert on at least one signal: {teams}.",
        len(names),
    )
    return form.format(teams=some_of(names, locale))


def _on_alarm(signals: Sequence[Signal], level: Level, locale: Locale) -> str:
    struck = [signal for signal in signals if signal.level == level]
    return _alarm_form(level, len(struck), locale).format(
        count=capital(words.number(len(struck), locale)),
        total=words.number(len(signals), locale),
        names=some_of([_with_value(signal, locale) for signal in struck], locale),
    )


def _alarm_form(level: Level, struck: int, locale: Locale) -> str:
    if level == "red":
        return locale.plural(
            "{count} of {total} signals is in alert: {names}.",
            "{count} of {total} signals are in alert: {names}.",
            struck,
        )
    return locale.plural(
        "{count} of {total} signals is to be watched: {names}.",
        "{count} of {total} signals are to be watched: {names}.",
        struck,
    )


def _quiet(signals: Sequence[Signal], level: Level, locale: Locale) -> str:
    total = words.number(len(signals), locale)
    if level == "green":
        return locale.text("All {total} signals are on track.").format(total=total)
    if all(signal.level == "grey" for signal in signals):
        return locale.text("None of the {total} signals can be judged yet.").format(total=total)
    return locale.text("No signal is past its limit, but not all of the {total} can be judged.").format(total=total)


def _others(signals: Sequence[Signal], level: Level, locale: Locale) -> str:
    """The signals that are better than the worst ones, a clause for each level."""
    clauses = [
        _clause([signal for signal in signals if signal.level == other], other, locale)
        for other in ("amber", "green", "grey")
        if (other != level or level == "grey") and any(signal.level == other for signal in signals)
        if level != "green"
    ]
    return capital(locale.text("; ").join(clauses)) + "." if clauses else ""


def _clause(signals: Sequence[Signal], level: Level, locale: Locale) -> str:
    names = some_of([_lower(locale.text(s.definition.label)) for s in signals], locale)
    return _clause_form(level, len(signals), locale).format(names=names)


def _clause_form(level: Level, count: int, locale: Locale) -> str:
    if level == "amber":
        return locale.plural("{names} is to be watched", "{names} are to be watched", count)
    if level == "green":
        return locale.plural("{names} is on track", "{names} are on track", count)
    return locale.plural("{names} cannot be judged", "{names} cannot be judged", count)


def _with_value(signal: Signal, locale: Locale) -> str:
    return locale.text("{name} at {value} (limit {limit})").format(
        name=_lower(locale.text(signal.definition.label)),
        value=figures.point(signal.series.last, signal.definition.unit, locale),
        limit=figures.on_track(signal, locale),
    )


def _lower(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
