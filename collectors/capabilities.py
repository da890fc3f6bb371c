"""What a source read by a mapping can see, and how to map what it does not."""

from collections.abc import Collection

from collectors.mapping import EventsMapping, MappedOptions
from collectors.source import Capability
from settings.tables import ACTIONS_OF, CAPABILITIES, CapabilityName


def declared_acts(mapping: EventsMapping, columns: Collection[str]) -> set[str] | None:
    """The actions an events mapping can yield; None where only its own column tells."""
    if isinstance(mapping.actions, dict):
        return set(mapping.actions.values())
    if isinstance(mapping.actions, str):
        return {mapping.actions}
    return None if mapping.action in columns else {str(mapping.action)}


def mapped_capabilities(source: str, options: MappedOptions, acts: Collection[str]) -> list[Capability]:
    """All capabilities of a mapped source whose events can be of those actions."""
    return [_capability(source, name, options, acts) for name in CAPABILITIES]


def _capability(source: str, name: CapabilityName, options: MappedOptions, acts: Collection[str]) -> Capability:
    wanted = ACTIONS_OF.get(name, ())
    mapped = {
        "records": bool(options.records),
        "people": options.people is not None,
        "orders": bool(options.orders),
    }
    if mapped.get(name, any(act in acts for act in wanted)):
        return Capability(name, "recorded")
    if name == "orders":
        detail = f"no mapping of orders; add [[sources.{source}.orders]] where this is the system that books them"
        return Capability(name, "not_recorded", detail=detail)
    if not wanted:
        return Capability(name, "not_recorded", detail=f"no mapping of {name}; add [sources.{source}.{name}]")
    words = " or ".join(f'"{word}"' for word in wanted)
    return Capability(
        name,
        "not_recorded",
        detail=f"no [[sources.{source}.events]] maps an action to {words}; map it if the CRM logs it",
    )


def blind(why: str) -> list[Capability]:
    """All capabilities of a source that records none of them, with the sentence that says so."""
    return [Capability(name, "not_recorded", detail=why) for name in CAPABILITIES]
