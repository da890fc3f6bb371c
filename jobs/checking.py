"""Checking: the settings as they are understood, every source reached, all that is wrong said at once."""

from dataclasses import dataclass, field

from collectors.source import Capability, SourceError
from jobs.kinds import kinds
from jobs.workspace import Workspace
from settings.model import Settings
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
    _check_required(workspace, report)
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
        _ = workspace.database, workspace.lake, workspace.pseudonyms
    except StoreError as error:
        report.fail(str(error))
        return
    report.lines.append("✓ store: database and lake can be written")


def _check_notice(workspace: Workspace, report: Report) -> None:
    informed = workspace.settings.privacy.informed_on
    if informed:
        report.lines.append(f"✓ privacy.informed_on: acts of persons are read from {informed} on")
        return
    report.lines.append(
        "! privacy.informed_on is not set: acts of persons before the first run are not read. Set it to the day on "
        "which staff and their representatives were informed"
    )


def _check_source(workspace: Workspace, name: str, report: Report) -> None:
    options = workspace.settings.sources[name]
    try:
        source = kinds()[options.kind].connect(name, options, workspace.settings)
        capabilities = source.capabilities()
        problems = source.problems() if hasattr(source, "problems") else []
    except SourceError as error:
        report.fail(str(error))
        return
    for problem in problems:
        report.fail(problem)
    report.lines.append(f"{'✗' if problems else '✓'} {name} ({options.kind}): reached")
    report.lines += [_line(capability) for capability in capabilities]


def _line(capability: Capability) -> str:
    since = f" since {capability.since}" if capability.since else ""
    detail = f": {capability.detail}" if capability.detail else ""
    return f"    {capability.name:<11}{WORDS[capability.state]}{since}{detail}"


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
