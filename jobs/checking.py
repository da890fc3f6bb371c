"""Checking: the settings as they are understood, every source reached, all that is wrong said at once."""

import difflib
from collections.abc import Collection
from dataclasses import dataclass, field

import polars as pl

from collectors.source import NOTICES, Capability, Reject, SourceError
from dashboard.words import REJECTS
from jobs.kinds import kinds
from jobs.staff import staff
from jobs.workspace import Workspace
from metrics.catalogue import metrics
from settings.model import Settings
from store import orders, people, sources
from store.database import StoreError

WORDS = {
    "recorded": "recorded",
    "not_recorded": "not recorded",
    "not_granted": "not granted",
    "switched_off": "switched off",
}


@dataclass
class Report:
    """What a check found: lines to print, and whether anything keeps Vigie from working."""

    lines: list[str] = field(default_factory=list)
    failed: bool = False

    def fail(self, line: str) -> None:
        """Adds a line about something that must be mended."""
        self.lines.append(f"✗ {line}")
        self.failed = True


def check(workspace: Workspace) -> Report:
    """Reaches the store and every source."""
    report = Report()
    settings = workspace.settings
    report.lines.append(
        f"✓ settings: {settings.project.name}, {len(settings.sources)} sources, as of {workspace.today}"
    )
    _check_unused(settings, report)
    _check_store(workspace, report)
    _check_notice(workspace, report)
    for name in settings.sources:
        _check_source(workspace, name, report)
    _check_directories(workspace, report)
    _check_required(workspace, report)
    _check_orders(workspace, report)
    _check_names(workspace, report)
    _check_limits(settings, report)
    return report


def _check_unused(settings: Settings, report: Report) -> None:
    """Settings that are read and checked, and nothing acts on yet."""
    roles = settings.roles.items()
    given = {
        "engine.kind = 'spark'": settings.engine.kind == "spark",
        "rituals": bool(settings.rituals),
        "alerts": bool(settings.alerts),
        **{f"roles.{name}.field": role.field for name, role in roles},
        **{f"roles.{name}.features": bool(role.features) for name, role in roles},
    }
    report.lines += [f"! {key}: understood, but nothing uses it yet" for key, there in given.items() if there]


def _check_store(workspace: Workspace, report: Report) -> None:
    try:
        _ = workspace.database, workspace.pseudonyms
        workspace.lake.check_writable()
        with workspace.database.write():
            pass
    except StoreError as error:
        report.fail(str(error))
        return
    report.lines.append("✓ store: database and lake can be written")


def _check_notice(workspace: Workspace, report: Report) -> None:
    informed = workspace.settings.privacy.informed_on
    if informed and informed > workspace.today:
        report.lines.append(
            f"! privacy.informed_on = {informed} is still to come: no act of a person is read before it"
        )
        return
    if informed:
        report.lines.append(f"✓ privacy.informed_on: acts of persons are read from {informed} on")
        return
    report.lines.append(
        "! privacy.informed_on is not set: acts of persons before the first run are not read. Set it to the day on "
        "which staff and their representatives were informed"
    )


def _check_source(workspace: Workspace, name: str, report: Report) -> None:
    options = workspace.settings.sources[name]
    kind = kinds()[options.kind]
    if kind.note:
        report.lines.append(f"! {name} ({options.kind}): {kind.note}")
    try:
        source = kind.connect(name, options, workspace.settings)
        capabilities = source.capabilities()
        problems = source.problems() if hasattr(source, "problems") else []
    except SourceError as error:
        report.fail(str(error))
        return
    wrong = [problem for problem in problems if not (isinstance(problem, Reject) and problem.reason in NOTICES)]
    for problem in wrong:
        report.fail(_told(name, problem))
    report.lines += _notices(name, [problem for problem in problems if problem not in wrong])
    report.lines.append(
        f"{name} ({options.kind}): reached, but see above" if wrong else f"✓ {name} ({options.kind}): reached"
    )
    report.lines += [_line(capability) for capability in capabilities]


def _told(source: str, problem: str | Reject) -> str:
    """What is wrong, where, and what to do."""
    if isinstance(problem, str):
        return problem
    why, remedy = REJECTS[problem.reason]
    several = f" ({problem.count} times)" if problem.count > 1 else ""
    return f"{source}: {problem.where}: {why[0].lower()}{why[1:]}{several}. {remedy}"


def _notices(source: str, notices: list[Reject]) -> list[str]:
    """What is worth knowing of a file and keeps nothing from being read: a line a reason."""
    places: dict[str, list[str]] = {}
    for notice in notices:
        places.setdefault(notice.reason, []).append(notice.where)
    return [f"! {_told(source, Reject(reason, ', '.join(where)))}" for reason, where in places.items()]


def _line(capability: Capability) -> str:
    since = f" since {capability.since}" if capability.since else ""
    detail = f": {capability.detail}" if capability.detail else ""
    return f"    {capability.name:<11}{WORDS[capability.state]}{since}{detail}"


def _check_directories(workspace: Workspace, report: Report) -> None:
    """Whether the people of personnel files are those of the accounts."""
    directories = workspace.settings.directories
    crew = staff(workspace)
    of_directory = pl.col("source").is_in(list(directories))
    told, accounts = crew.accounts.filter(of_directory), crew.accounts.filter(~of_directory)
    if told.is_empty() or accounts.is_empty():
        return
    names = ", ".join(sorted(directories))
    if accounts.join(told, on="user", how="semi").is_empty():
        report.fail(f"{names}: nobody in it has an account in another source; map email in both, so that people join")
    aside = crew.people.filter(~pl.col("listed") & (pl.col("kind") == "human"))["user"].n_unique()
    if aside:
        report.lines.append(f"! {names}: {aside} accounts of other sources are not in it and are not expected")


def _check_required(workspace: Workspace, report: Report) -> None:
    """Required fields that no source of kind sql or files watches."""
    watched = {
        (mapping.object, name)
        for options in workspace.settings.sources.values()
        for mapping in getattr(options, "records", ())
        for name in mapping.fields
    }
    mapped = {object_ for object_, _ in watched}
    for object_, stages in workspace.settings.required.items():
        for name in dict.fromkeys(n for names in stages.values() for n in names):
            if object_ in mapped and (object_, name) not in watched:
                report.fail(
                    f"required.{object_}: no source watches {name!r}; add it to the `fields` of that object's records"
                )


def _check_orders(workspace: Workspace, report: Report) -> None:
    """Whose opportunities orders name, and whether their teams are those of the CRM."""
    known = workspace.settings.sources
    for name, options in known.items():
        for mapping in getattr(options, "orders", ()):
            if mapping.of is not None and mapping.of not in known:
                hint = _near(mapping.of, set(known))
                report.fail(f"sources.{name}.orders: of = {mapping.of!r} is no source; {hint}")
    with workspace.database.read() as session:
        told, teams = orders.orders(session)["team"], people.memberships(session)["team"]
    asked = {team for team in told.unique().drop_nulls() if team.strip().lower() not in {t.lower() for t in teams}}
    if teams.len() and asked:
        report.lines.append(
            f"! orders: no team of the CRM is called {', '.join(sorted(asked))}; their orders count for the whole alone"
        )


def _near(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else f"known: {', '.join(sorted(known))}"


def _check_names(workspace: Workspace, report: Report) -> None:
    """Names that settings give and that nothing else knows: most often a slip that would change figures silently."""
    settings = workspace.settings
    mappings = [m for options in settings.sources.values() for m in getattr(options, "records", ())]
    stages = {name for mapping in mappings for name in mapping.stage_names} | {"*"}
    pipelines = {name for mapping in mappings for name in mapping.pipeline_names}
    objects = {mapping.object for mapping in mappings}
    with workspace.database.read() as session:
        persons, members = people.people(session), people.memberships(session)
        objects |= set(sources.fields(session)["object"])
    roles, teams = set(persons["role"].drop_nulls()), set(members["team"])
    given = {
        **{f"required.{name}": (name, objects) for name in settings.required},
        **{f"required.{name}.{stage}": (stage, stages) for name, asked in settings.required.items() for stage in asked},
        **{f"stages.{name}": (name, stages) for name in settings.stages},
        **{f"pipelines.{name}": (name, pipelines) for name in settings.pipelines},
        **{f"roles.{name}": (name, roles) for name in settings.roles},
        **{f"rituals.{name}.team": (own.team, teams) for name, own in settings.rituals.items() if own.team},
        **{f"entry_hours.{name}.team": (own.team, teams) for name, own in settings.entry_hours.items() if own.team},
        **{
            f'signals."{signal}".teams.{team}': (team, teams)
            for signal, limits in settings.signals.items()
            for team in limits.teams
        },
    }
    for key, (name, known) in given.items():
        if len(known) > (1 if known is stages else 0) and name not in known:
            report.lines.append(f"! {key}: nothing is called {name!r}; {_near(name, known)}")


def _check_limits(settings: Settings, report: Report) -> None:
    """Limits that turn a signal round, or that its unit cannot reach."""
    for name, limits in settings.signals.items():
        metric = metrics()[name]
        for key, own in {
            f'signals."{name}"': limits,
            **{f'signals."{name}".teams.{t}': x for t, x in limits.teams.items()},
        }.items():
            amber = metric.amber if own.amber is None else own.amber
            red = metric.red if own.red is None else own.red
            if amber is not None and red is not None and (amber > red) != metric.higher_is_better and amber != red:
                report.lines.append(f"! {key}: amber {amber} and red {red} stand the wrong way round")
            if metric.unit == "ratio" and any(
                limit is not None and not 0 <= limit <= 1 for limit in (own.amber, own.red)
            ):
                report.lines.append(f"! {key}: is a share, between 0 and 1")
