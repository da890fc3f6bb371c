"""The colours of the screen, each with its light and its dark value, chosen to stay apart for red-green blindness."""

from dataclasses import dataclass

from dashboard.snapshot import Level


@dataclass(frozen=True)
class Tokens:
    """The colours of one theme."""

    card: str
    line: str
    ink: str
    muted: str
    accent: str
    soft: str
    band: str
    levels: dict[Level, str]
    edges: dict[Level, str]
    scale: tuple[str, ...]


LIGHT = Tokens(
    card="#FFFFFF",
    line="#DFE3E8",
    ink="#1B2430",
    muted="#5B6675",
    accent="#1F5FA8",
    soft="#E4ECF6",
    band="#EEF0F3",
    levels={"red": "#A61B1B", "amber": "#E8A317", "green": "#0B7A6B", "grey": "#8A94A3"},
    edges={"red": "#A61B1B", "amber": "#8A5A00", "green": "#0B7A6B", "grey": "#6B7686"},
    scale=("#E3ECF6", "#C9DCEF", "#A3C4E4", "#74A5D3", "#4581BC", "#235F9F", "#0F3F75"),
)
DARK = Tokens(
    card="#1A212B",
    line="#2C3644",
    ink="#E6EAF0",
    muted="#9AA6B5",
    accent="#4C93DB",
    soft="#22344A",
    band="#232B37",
    levels={"red": "#F0564A", "amber": "#FFD27A", "green": "#3FB79D", "grey": "#8A94A3"},
    edges={"red": "#F0564A", "amber": "#FFD27A", "green": "#3FB79D", "grey": "#8A94A3"},
    scale=("#1C2C42", "#213D60", "#245281", "#2F6DAA", "#4C8FD0", "#84B9E8", "#CDE4F8"),
)


def tokens(*, dark: bool) -> Tokens:
    """The colours of the theme on screen."""
    return DARK if dark else LIGHT
