"""What a drawing is made of: shapes whose colours are roles, built on a `Canvas`, interpreted later by a style.

A paint is a role (`p5`), a gradient of roles (`p4>p6` downwards, `@h` to the right, `@d` diagonal) or a radial one with
alphas (`r:w4/.8>w4/0`). A shape says how much it matters: `detail` is shading that only filled styles show, `keep` looks
the same in every style (an eye, a letter), `haze` is light or shadow around a thing and no part of its outline.
"""

from __future__ import annotations

import math
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.curves import outline

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_LONG = re.compile(r"-?\d*\.\d{3,}(?:e-?\d+)?|-?\d+e-?\d+")


def number(value: float) -> str:
    """Write a coordinate with two decimals at most: enough for pixels, and equal on every machine's libm."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def tidy(data: str) -> str:
    """Round every number in path data."""
    return _LONG.sub(lambda match: number(float(match[0])), data)


@dataclass(slots=True)
class Shape:
    """One path, and how it is painted."""

    data: str
    fill: str | None = None
    stroke: str | None = None
    width: float = 0.0
    opacity: float = 1.0
    detail: bool = False
    keep: bool = False
    haze: bool = False
    butt: bool = False
    dash: str = ""
    even_odd: bool = False


@dataclass(slots=True)
class Wash:
    """A rectangle with a downward gradient, written as bands: a tenth of the renderer's price for a gradient."""

    x: float
    y: float
    width: float
    height: float
    fill: str


@dataclass(slots=True)
class Group:
    """Shapes that share a transformation, a clipping path, other colours for some ramps, or one plain colour for all."""

    matrix: Matrix = IDENTITY
    clip: str = ""
    tint: Mapping[str, str] = field(default_factory=dict)
    plain: str = ""
    parts: list[Shape | Group | Wash] = field(default_factory=list)


def rounded(x: float, y: float, width: float, height: float, radius: float = 0.0) -> str:
    """Path data of a rectangle with round corners."""
    r = max(0.0, min(radius, width / 2, height / 2))
    if r == 0:
        return f"M{x} {y}h{width}v{height}h{-width}z"
    return (
        f"M{x + r} {y}h{width - 2 * r}a{r} {r} 0 0 1 {r} {r}v{height - 2 * r}a{r} {r} 0 0 1 {-r} {r}"
        f"h{2 * r - width}a{r} {r} 0 0 1 {-r} {-r}v{2 * r - height}a{r} {r} 0 0 1 {r} {-r}z"
    )


def oval(x: float, y: float, rx: float, ry: float | None = None) -> str:
    """Path data of an ellipse, or of a circle where `ry` is left out."""
    ry = rx if ry is None else ry
    return f"M{x - rx} {y}a{rx} {ry} 0 1 1 {2 * rx} 0a{rx} {ry} 0 1 1 {-2 * rx} 0z"


def polygon(points: Sequence[tuple[float, float]]) -> str:
    """Path data of a closed polygon."""
    return "M" + "L".join(f"{x} {y}" for x, y in points) + "z"


def star(x: float, y: float, outer: float, inner: float, points: int = 5) -> str:
    """Path data of a star that stands on two points."""
    corners = []
    for index in range(points * 2):
        radius = inner if index % 2 else outer
        angle = math.pi * index / points - math.pi / 2
        corners.append((x + radius * math.cos(angle), y + radius * math.sin(angle)))
    return polygon(corners)


def smooth(points: Sequence[tuple[float, float]]) -> str:
    """Path data of a closed curve through the points (Catmull-Rom)."""
    count = len(points)
    data = f"M{points[0][0]} {points[0][1]}"
    for index in range(count):
        before, start = points[index - 1], points[index]
        end, after = points[(index + 1) % count], points[(index + 2) % count]
        data += (
            f"C{start[0] + (end[0] - before[0]) / 6} {start[1] + (end[1] - before[1]) / 6} "
            f"{end[0] - (after[0] - start[0]) / 6} {end[1] - (after[1] - start[1]) / 6} {end[0]} {end[1]}"
        )
    return data + "z"


class Canvas:
    """Collects the shapes of one drawing."""

    def __init__(self) -> None:
        self.root = Group()
        self._open = [self.root]

    def add(self, shape: Shape | Group | Wash) -> None:
        """Put a finished shape or group on top."""
        self._open[-1].parts.append(shape)

    def path(
        self,
        data: str,
        fill: str,
        *,
        opacity: float = 1.0,
        detail: bool = False,
        keep: bool = False,
        haze: bool = False,
        even_odd: bool = False,
    ) -> None:
        """Fill path data."""
        self.add(Shape(data=tidy(data), fill=fill, opacity=opacity, detail=detail, keep=keep, haze=haze, even_odd=even_odd))

    def wash(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """Fill a large rectangle with a gradient that runs downwards."""
        self.add(Wash(x, y, width, height, fill))

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        radius: float,
        fill: str,
        *,
        opacity: float = 1.0,
        detail: bool = False,
        keep: bool = False,
    ) -> None:
        """Fill a rectangle with round corners."""
        self.path(rounded(x, y, width, height, radius), fill, opacity=opacity, detail=detail, keep=keep)

    def circle(
        self, x: float, y: float, radius: float, fill: str, *, opacity: float = 1.0, detail: bool = False, keep: bool = False
    ) -> None:
        """Fill a circle."""
        self.path(oval(x, y, radius), fill, opacity=opacity, detail=detail, keep=keep)

    def ellipse(
        self,
        x: float,
        y: float,
        rx: float,
        ry: float,
        fill: str,
        *,
        opacity: float = 1.0,
        detail: bool = False,
        keep: bool = False,
    ) -> None:
        """Fill an ellipse."""
        self.path(oval(x, y, rx, ry), fill, opacity=opacity, detail=detail, keep=keep)

    def line(
        self,
        data: str,
        stroke: str,
        width: float,
        *,
        opacity: float = 1.0,
        detail: bool = False,
        keep: bool = False,
        butt: bool = False,
        dash: str = "",
    ) -> None:
        """Draw along path data with a pen that is `width` wide."""
        self.add(
            Shape(
                data=tidy(data),
                stroke=stroke,
                width=width,
                opacity=opacity,
                detail=detail,
                keep=keep,
                butt=butt,
                dash=dash,
            )
        )

    def solid(self, data: str, fill: str, shade: str, dx: float = -5.0, dy: float = -2.0) -> None:
        """Fill path data and leave a crescent of shade on the side away from the light (top left).

        The lit part is the outline once more, narrowed towards the light: it stays inside without a clipping path, which
        costs the renderer more than all the rest of a drawing.
        """
        self.path(data, shade)
        points = list(outline(tidy(data)))
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        top, bottom = min(y for _, y in points), max(y for _, y in points)
        across, down = 1 + dx / (right - left), 1 + dy / (bottom - top)
        with self.group(Group(matrix=(across, 0.0, 0.0, down, left * (1 - across), top * (1 - down)))):
            self.path(data, fill, detail=True)

    def edge(self, data: str, shade: str, dx: float = -5.0, dy: float = -2.0, opacity: float = 0.22) -> None:
        """Darken the side away from the light of something that is already filled with path data."""
        with self.clip(data):
            points = list(outline(tidy(data)))
            left, right = min(x for x, _ in points), max(x for x, _ in points)
            top, bottom = min(y for _, y in points), max(y for _, y in points)
            # Only a little larger than the outline: the renderer pays for every pixel inside a clipping path.
            box = rounded(left - 10, top - 10, right - left + 20, bottom - top + 20)
            with self.at(dx, dy):
                self.path(box + data, shade, opacity=opacity, detail=True, even_odd=True)

    def sheen(self, data: str, width: float = 3.0, opacity: float = 0.45) -> None:
        """Draw a line of reflected light."""
        self.line(data, "white", width, opacity=opacity, detail=True)

    def shadow(self, x: float, y: float, rx: float, ry: float | None = None, opacity: float = 0.2) -> None:
        """Put the soft shadow of something that stands on the ground."""
        ry = rx * 0.14 if ry is None else ry
        fill = "r:n10>n10/.75>n10/.28>n10/0"
        self.add(Shape(data=tidy(oval(x, y, rx * 1.18, ry * 1.5)), fill=fill, opacity=opacity * 1.5, detail=True, haze=True))

    def glow(self, x: float, y: float, radius: float, role: str = "a4", opacity: float = 0.9) -> None:
        """Put light around something."""
        fill = f"r:{role}/.85>{role}/.35>{role}/0"
        self.add(Shape(data=tidy(oval(x, y, radius)), fill=fill, opacity=opacity, detail=True, haze=True))

    def lift(self, x: float, y: float, width: float, height: float, radius: float = 3.0, depth: float = 3.0) -> None:
        """Put the soft shadow of a card; layers of faint rectangles cost a tenth of a blur.

        What the card hides is left out of every layer: the renderer pays for each pixel.
        """
        layers = 7
        inset = depth * 2.4
        hidden = rounded(x + inset, y + inset, width - 2 * inset, height - 2 * inset, radius - inset)
        for index in range(layers):
            grow = depth * 1.3 * (1 - 2 * index / (layers - 1))
            data = rounded(x - grow, y + depth - grow, width + 2 * grow, height + 2 * grow, max(0.5, radius + grow))
            self.add(Shape(data=tidy(data + hidden), fill="n10", opacity=0.032, detail=True, haze=True, even_odd=True))

    def drop(self, data: str, depth: float = 3.0, role: str = "n10", hidden: str = "") -> None:
        """Put a soft shadow below any outline; `hidden` is path data well inside it, which need not be painted."""
        layers = 5
        for index in range(layers):
            with self.at(0, depth * (0.3 + index * 0.42)):
                self.add(Shape(data=tidy(data + hidden), fill=role, opacity=0.04, detail=True, haze=True, even_odd=bool(hidden)))

    @contextmanager
    def at(
        self, x: float = 0.0, y: float = 0.0, scale: float = 1.0, turn: float = 0.0, *, flip: bool = False
    ) -> Iterator[Canvas]:
        """Draw the following somewhere else, larger, turned (degrees clockwise) or mirrored."""
        cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        across = -scale if flip else scale
        with self.group(Group(matrix=(across * cos, across * sin, -scale * sin, scale * cos, x, y))):
            yield self

    @contextmanager
    def clip(self, data: str) -> Iterator[Canvas]:
        """Show the following only inside path data."""
        with self.group(Group(clip=tidy(data))):
            yield self

    @contextmanager
    def group(self, group: Group) -> Iterator[Canvas]:
        """Draw the following into a group."""
        self.add(group)
        self._open.append(group)
        try:
            yield self
        finally:
            self._open.pop()
