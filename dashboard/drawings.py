"""Small drawings as SVG images: the shape of a level, and a trend with its limit.

They travel as data addresses in ``<img>``, since Streamlit's sanitiser removes inline SVG; there they follow the
theme of the page by ``prefers-color-scheme``.
"""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby

from markupsafe import Markup

from dashboard.snapshot import Level, Point
from dashboard.tokens import DARK, LIGHT, Tokens

_SHAPES: dict[Level, str] = {
    "red": (
        '<path class="f" d="M6.6 1h6.8L19 6.6v6.8L13.4 19H6.6L1 13.4V6.6z"/>'
        '<path class="i" d="M10 5.2v6" stroke-width="2.4"/><circle class="d" cx="10" cy="14.4" r="1.45"/>'
    ),
    "amber": (
        '<path class="f e" d="M10 2 19 18H1z" stroke-width="1.6" stroke-linejoin="round"/>'
        '<path class="k" d="M10 8v4.6" stroke-width="2.1"/><circle class="kd" cx="10" cy="15.3" r="1.25"/>'
    ),
    "green": (
        '<circle class="f" cx="10" cy="10" r="9"/>'
        '<path class="i" d="m5.8 10.3 2.9 2.9 5.5-6" stroke-width="2.3" fill="none"/>'
    ),
    "grey": (
        '<circle class="n" cx="10" cy="10" r="8" stroke-width="1.9" stroke-dasharray="3.2 2.5" fill="none"/>'
        '<path class="n" d="M6.6 10h6.8" stroke-width="2"/>'
    ),
}


@cache
def shape(level: Level) -> str:
    """The shape that stands for a level, as the address of an image."""
    return _address(20, 20, _shape_style(level), _SHAPES[level])


def image(address: str, alt: str, name: str) -> Markup:
    """An image element; ``alt`` is empty for a drawing that repeats the words beside it."""
    return Markup('<img class="{}" src="{}" alt="{}">').format(name, address, alt)


def trend(
    points: Sequence[Point],
    *,
    limit: float | None = None,
    level: Level = "grey",
    width: int = 150,
    height: int = 28,
    filled: bool = False,
) -> str:
    """A series as a line: held weeks on a band and dashed, the limit dotted, the last value a coloured dot.

    ``filled``: an area under the line in the accent colour instead, for a figure shown without judgement.
    """
    frame = _Frame(points, limit, width, height)
    parts = [*frame.bands(), *frame.limit_line(), *frame.lines(filled=filled), *frame.dot()]
    return _address(width, height, _trend_style(level, filled=filled), "".join(parts))


class _Frame:
    """Where the points of a trend fall on its picture."""

    def __init__(self, points: Sequence[Point], limit: float | None, width: int, height: int) -> None:
        self.points, self.limit, self.width, self.height = points, limit, width, height
        values = [point.value for point in points if point.value is not None]
        values += [limit] if limit is not None else []
        self.low, self.high = (min(values), max(values)) if values else (0.0, 1.0)
        self.step = (width - 10) / max(len(points) - 1, 1)

    def x(self, place: int) -> float:
        return round(3 + place * self.step, 1)

    def y(self, value: float) -> float:
        room = self.high - self.low
        share = (value - self.low) / room if room else 0.5
        return round(self.height - 4 - share * (self.height - 8), 1)

    def bands(self) -> Iterable[str]:
        for span in _runs(self.points, held=True):
            left, right = self.x(span[0]) - self.step / 2, self.x(span[-1]) + self.step / 2
            yield f'<rect class="b" x="{left:.1f}" y="0" width="{right - left:.1f}" height="{self.height}"/>'

    def limit_line(self) -> Iterable[str]:
        if self.limit is not None:
            y = self.y(self.limit)
            yield f'<path class="m" d="M1 {y}H{self.width - 2}"/>'

    def lines(self, *, filled: bool) -> Iterable[str]:
        judged, held = _runs(self.points, held=False), _runs(self.points, held=True)
        for places in judged:
            path = self._path(places)
            if filled:
                base = f"V{self.height}H{self.x(places[0])}Z"
                yield f'<path class="a" d="{path}{base}"/>'
            yield f'<path class="l" d="{path}"/>'
        for places in held:
            yield f'<path class="h" d="{self._path(self._joined(places))}"/>'

    def dot(self) -> Iterable[str]:
        shown = [place for place, point in enumerate(self.points) if point.value is not None]
        if shown:
            last = self.points[shown[-1]].value or 0.0
            yield f'<circle class="d" cx="{self.x(shown[-1])}" cy="{self.y(last)}" r="3.4"/>'

    def _path(self, places: Sequence[int]) -> str:
        corners = (f"{self.x(place)} {self.y(self.points[place].value or 0.0)}" for place in places)
        return "M" + "L".join(corners)

    def _joined(self, places: Sequence[int]) -> list[int]:
        around = (places[0] - 1, *places, places[-1] + 1)
        inside = (place for place in around if 0 <= place < len(self.points))
        return [place for place in inside if self.points[place].value is not None]


def _runs(points: Sequence[Point], *, held: bool) -> list[list[int]]:
    """Places of neighbouring points that have a value and are, or are not, held."""
    shown = groupby(enumerate(points), key=lambda one: one[1].value is not None and one[1].held is held)
    return [[place for place, _ in run] for fits, run in shown if fits]


def _address(width: int, height: int, style: str, body: str) -> str:
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><style>{style}</style>{body}</svg>'
    )
    return f"data:image/svg+xml;base64,{b64encode(drawing.encode()).decode()}"


def _both(rules: str, light: str, dark: str) -> str:
    return f"{rules}{light}@media(prefers-color-scheme:dark){{{dark}}}"


def _shape_style(level: Level) -> str:
    def coloured(colours: Tokens, mark: str) -> str:
        fill, edge = colours.levels[level], colours.edges[level]
        return f".f{{fill:{fill}}}.e{{stroke:{edge}}}.n{{stroke:{edge}}}.i{{stroke:{mark}}}.d{{fill:{mark}}}"

    fixed = ".i,.k,.n{stroke-linecap:round;stroke-linejoin:round}.k{stroke:#2B1C00}.kd{fill:#2B1C00}"
    return _both(fixed, coloured(LIGHT, "#FFFFFF"), coloured(DARK, "#11161D"))


def _trend_style(level: Level, *, filled: bool) -> str:
    def coloured(colours: Tokens) -> str:
        line = colours.accent if filled else colours.muted
        dot = colours.accent if filled else colours.levels[level]
        return (
            f".l{{stroke:{line}}}.h{{stroke:{line}}}.m{{stroke:{colours.muted}}}.b{{fill:{colours.band}}}"
            f".a{{fill:{colours.soft}}}.d{{fill:{dot};stroke:{colours.card}}}"
        )

    fixed = (
        ".l,.h,.m{fill:none;stroke-linejoin:round;stroke-linecap:round}.l{stroke-width:1.5}"
        ".h{stroke-width:1.3;stroke-dasharray:2.5 2.5;opacity:.75}.m{stroke-width:1;stroke-dasharray:1.5 3}"
        ".d{stroke-width:1.2}"
    )
    return _both(fixed, coloured(LIGHT), coloured(DARK))
