"""The isometric style: platforms on a floor, solids on them, routes between them.

The floor's x axis runs to the lower right, its y axis to the lower left, z is up. What is a solid in life (servers,
databases, boxes, screens) is built as one; signs and symbols are cut out of a thick plate; characters stay upright and
undistorted, because a sheared face is a wrong face.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.icons import DRAWINGS
from mkdocs_imggen.providers.sketch.measure import measure
from mkdocs_imggen.providers.sketch.props.base import Manner
from mkdocs_imggen.providers.sketch.props.faces import HATS
from mkdocs_imggen.providers.sketch.props.screens import screen
from mkdocs_imggen.providers.sketch.shapes import Canvas, Group, Matrix, oval, polygon, rounded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mkdocs_imggen.providers.sketch.things import Thing

ACROSS = math.cos(math.pi / 6)
TILE = 190.0
"""Side of a platform."""
STEP = 285.0
"""Distance between stations, on the floor."""
PANELS: Mapping[str, str] = MappingProxyType(
    {
        "dashboard": "dash",
        "monitor": "dash",
        "browser": "doc",
        "code editor": "code",
        "terminal": "term",
        "laptop": "code",
        "video player": "video",
    }
)
"""What is on the screens that stand."""
PALE = frozenset({"cloud", "document", "documents", "rain", "ghost", "egg", "die", "newspaper", "calendar", "paper plane"})
SOLIDS = frozenset({"database", "server", "package", "container", "cube", *PANELS})


def project(x: float, y: float, z: float = 0.0) -> tuple[float, float]:
    """Where a place in space is on the picture."""
    return ((x - y) * ACROSS, (x + y) / 2 - z)


def floor(x: float, y: float, z: float = 0.0) -> Matrix:
    """Give the transformation of drawings that lie on the floor."""
    px, py = project(x, y, z)
    return (ACROSS, 0.5, -ACROSS, 0.5, px, py)


def facing(x: float, y: float, z: float = 0.0) -> Matrix:
    """Give the transformation of drawings on a wall that faces the lower left; they grow upwards as usual."""
    px, py = project(x, y, z)
    return (ACROSS, 0.5, 0.0, 1.0, px, py)


@dataclass(slots=True)
class Yard:
    """The floor with what stands on it."""

    canvas: Canvas = field(default_factory=Canvas)
    night: bool = False

    def box(self, x: float, y: float, z: float, width: float, depth: float, height: float, role: str, steps: str = "357") -> None:
        """Build a box from its back corner; `steps` are the shades of top, left and right."""
        c, p = self.canvas, project
        top, left, right = (f"{role}{step}" for step in steps)
        high = z + height
        near, wide = y + depth, x + width
        c.path(polygon([p(x, near, high), p(wide, near, high), p(wide, near, z), p(x, near, z)]), left)
        c.path(polygon([p(wide, near, high), p(wide, y, high), p(wide, y, z), p(wide, near, z)]), right)
        c.path(polygon([p(x, y, high), p(wide, y, high), p(wide, near, high), p(x, near, high)]), top)
        (ax, ay), (bx, by), (dx, dy) = p(x, near, high), p(wide, near, high), p(wide, y, high)
        c.line(f"M{ax} {ay}L{bx} {by}L{dx} {dy}", "white", 1.4, opacity=0.45, detail=True)

    def platform(self, x: float, y: float, side: float = TILE, role: str = "p") -> None:
        """Lay a platform around a place: a rounded slab with a rim."""
        c = self.canvas
        half, height = side / 2, 20.0
        outline = rounded(-half, -half, side, side, 30)
        with c.group(Group(matrix=floor(x + 10, y + 16, -height))):
            for grow, opacity in ((14, 0.06), (8, 0.08), (2, 0.10)):
                spread = rounded(-half - grow, -half - grow, side + 2 * grow, side + 2 * grow, 34 + grow)
                c.path(spread, "n10", opacity=opacity, haze=True)
        body, rim = (f"{role}7", f"{role}10") if self.night else (f"{role}3", f"{role}5")
        for level in (-height, -height * 0.66, -height * 0.33):
            with c.group(Group(matrix=floor(x, y, level))):
                c.path(outline, rim, detail=level > -height)
        # Straight sides between the stacked outlines, so that the slab is solid.
        left, right = project(x - half + 9, y + half - 9), project(x + half - 9, y - half + 9)
        c.path(f"M{left[0]} {left[1]}V{left[1] + height}L{right[0]} {right[1] + height}V{right[1]}z", rim, detail=True)
        with c.group(Group(matrix=floor(x, y))):
            c.path(outline, body)
            c.line(
                rounded(-half + 11, -half + 11, side - 22, side - 22, 22),
                "s4" if self.night else "paper",
                3,
                opacity=0.8,
                detail=True,
            )

    def route(self, points: Sequence[tuple[float, float]]) -> None:
        """Draw a path on the floor, with parcels under way."""
        data = "M" + "L".join(f"{x} {y}" for x, y in points)
        with self.canvas.group(Group(matrix=floor(0, 0))):
            self.canvas.line(data, "p9" if self.night else "p3", 17)
            self.canvas.line(data, "a4" if self.night else "a5", 6)
            self.canvas.line(data, "white", 4, dash="2 18", opacity=0.9, detail=True)

    def parcel(self, x: float, y: float, role: str) -> None:
        """Put a small cube on a route."""
        self.box(x - 14, y - 14, 6, 28, 28, 28, role, "246")

    def shade(self, x: float, y: float, side: float) -> None:
        """Darken the platform where something stands."""
        with self.canvas.group(Group(matrix=floor(x, y))):
            self.canvas.path(oval(6, 6, side * 0.62), "r:n10/.5>n10/.25>n10/0", detail=True, haze=True)

    def database(self, x: float, y: float, scale: float) -> None:
        """Build three discs."""
        c = self.canvas
        rx, ry, height = 62 * scale, 36 * scale, 40 * scale
        for level in range(3):
            px, base = project(x, y, level * (height + 7 * scale))
            top = base - height
            c.path(
                f"M{px - rx} {top}V{base}A{rx} {ry} 0 0 0 {px + rx} {base}V{top}A{rx} {ry} 0 0 1 {px - rx} {top}z", "p4>p5>p7@h"
            )
            c.path(oval(px, top, rx, ry), "p2>p4")
            c.line(oval(px, top, rx * 0.985, ry * 0.985), "white", 1.6, opacity=0.5, detail=True)
            for index, role in enumerate(("a4", "s4")):
                angle = 2.25 - 0.17 * index
                c.circle(px + rx * math.cos(angle), base - height / 2 + ry * math.sin(angle), 4.6 * scale, role, keep=True)

    def rack(self, x: float, y: float, scale: float) -> None:
        """Build a rack of four servers."""
        side, unit = 104 * scale, 34 * scale
        self.box(x - side / 2, y - side / 2, 0, side, side, 9 * scale, "n", "789")
        for level in range(4):
            z = 9 * scale + level * (unit + 4 * scale)
            left, back = x - side / 2 + 3, y - side / 2 + 3
            self.box(left, back, z, side - 6, side - 6, unit, "p", "468")
            with self.canvas.group(Group(matrix=facing(left, back + side - 6, z + unit))):
                self.canvas.rect(8 * scale, unit * 0.26, side * 0.34, unit * 0.13, 2, "p3", keep=True)
                self.canvas.rect(8 * scale, unit * 0.56, side * 0.22, unit * 0.13, 2, "p4", keep=True)
                for index, role in enumerate(("a4", "g4", "g4")):
                    self.canvas.circle(side * (0.86 - index * 0.13), unit * 0.5, 3.8 * scale, role, keep=True)

    def panel(self, x: float, y: float, kind: str, scale: float) -> None:
        """Build a screen that stands."""
        width, height, depth = 168 * scale, 120 * scale, 13 * scale
        left, back = x - width / 2, y - depth / 2
        self.box(left, back, 10, width, depth, height, "n", "689")
        with self.canvas.group(Group(matrix=facing(left, back + depth, 10 + height))):
            screen(self.canvas, 5, 5, width - 10, height - 10, kind, 5)

    def laptop(self, x: float, y: float, scale: float) -> None:
        """Build an open laptop."""
        width, depth = 160 * scale, 106 * scale
        left, back = x - width / 2, y - depth / 2
        self.box(left, back, 0, width, depth, 8, "n", "346")
        with self.canvas.group(Group(matrix=floor(left, back, 8))):
            for row in range(3):
                self.canvas.rect(14, 24 + row * 15 * scale, width - 28, 9 * scale, 3, "n5", keep=True)
            self.canvas.rect(width * 0.36, depth - 24 * scale, width * 0.28, 17 * scale, 3, "n4", keep=True)
        height = 108 * scale
        self.box(left, back - 2, 8, width, 8, height, "n", "689")
        with self.canvas.group(Group(matrix=facing(left, back + 6, 8 + height))):
            screen(self.canvas, 5, 5, width - 10, height - 10, "code", 4)

    def carton(self, x: float, y: float, scale: float) -> None:
        """Build a parcel with its tape."""
        side, height = 112 * scale, 88 * scale
        left, back = x - side / 2, y - side / 2
        self.box(left, back, 0, side, side, height, "b", "246")
        with self.canvas.group(Group(matrix=floor(left, back, height))):
            self.canvas.rect(side * 0.4, 0, side * 0.2, side, 0, "a4", detail=True)
        with self.canvas.group(Group(matrix=facing(left, back + side, height))):
            self.canvas.rect(side * 0.4, 0, side * 0.2, height * 0.3, 0, "a5", detail=True)

    def freight(self, x: float, y: float, scale: float, role: str) -> None:
        """Build a freight container with its ribs."""
        width, depth, height = 176 * scale, 82 * scale, 78 * scale
        left, back = x - width / 2, y - depth / 2
        self.box(left, back, 0, width, depth, height, role, "457")
        with self.canvas.group(Group(matrix=facing(left, back + depth, height))):
            for rib in range(11):
                self.canvas.rect(8 + rib * (width - 16) / 11, 8, (width - 16) / 22, height - 16, 1, f"{role}7", keep=True)

    def plate(self, thing: Thing, x: float, y: float, scale: float, variant: int) -> None:
        """Cut a drawing out of a thick plate that stands and faces the lower left."""
        drawing = _drawing(thing, variant)
        box = measure(drawing)
        if box is None:
            return
        size = min(150 * scale / box.width, 160 * scale / box.height)
        thick, layers = 18.0 * scale, 9
        ramp = thing.colour or DRAWINGS[thing.name].tint[0]
        # The cut edge is the thing's own colour in the shade; a white thing has a light one.
        edge = f"{ramp}{5 if thing.name in PALE else 7}"
        for layer in range(layers + 1):
            a, b, c, d, e, f = facing(x, y - thick / 2 + thick * layer / layers, 4)
            middle = (box.left + box.right) / 2 * size
            matrix = (a * size, b * size, c * size, d * size, e - a * middle, f - b * middle - max(0.0, box.bottom) * size)
            self.canvas.add(Group(matrix=matrix, parts=[drawing], plain="" if layer == layers else edge))

    def figure(self, thing: Thing, x: float, y: float, scale: float, variant: int) -> None:
        """Stand a character upright, seen from the front."""
        drawing = _drawing(thing, variant)
        box = measure(drawing)
        if box is None:
            return
        size = min(150 * scale / box.width, 190 * scale / box.height)
        px, py = project(x, y)
        self.canvas.add(Group(matrix=(size, 0.0, 0.0, size, px - (box.left + box.right) / 2 * size, py + 8), parts=[drawing]))

    def build(self, thing: Thing, x: float, y: float, scale: float, variant: int) -> None:
        """Build one thing at a place, in its colour."""
        self.shade(x, y, 90 * scale)
        tint = dict.fromkeys(DRAWINGS[thing.name].tint, thing.colour) if thing.colour and thing.name in SOLIDS else {}
        with self.canvas.group(Group(tint=tint)):
            if thing.name == "database":
                self.database(x, y, scale)
            elif thing.name == "server":
                self.rack(x, y, scale)
            elif thing.name == "laptop":
                self.laptop(x, y, scale)
            elif thing.name in PANELS:
                self.panel(x, y, PANELS[thing.name], scale)
            elif thing.name == "package":
                self.carton(x, y, scale)
            elif thing.name == "container":
                self.freight(x, y, scale, "psa"[variant % 3])
            elif thing.name == "cube":
                self.box(x - 50 * scale, y - 50 * scale, 0, 100 * scale, 100 * scale, 100 * scale, "psa"[variant % 3])
            elif thing.acts:
                self.figure(thing, x, y, scale, variant)
            else:
                self.plate(thing, x, y, scale, variant)


def _drawing(thing: Thing, variant: int) -> Group:
    prop = DRAWINGS[thing.name]
    c = Canvas()
    if thing.colour:
        c.root.tint = dict.fromkeys(prop.tint, thing.colour)
    prop.draw(c, Manner(variant=variant, states=thing.states, pose=thing.pose or "stand"))
    if thing.wears and prop.head:
        draw, colour, sink = HATS[thing.wears]
        x, y, width = prop.head
        with c.group(Group(tint={"x": thing.wears_colour or colour})), c.at(x, y + sink * width / 60 + 5, width / 58):
            draw(c)
    return _grounded(c.root)


def _grounded(group: Group) -> Group:
    """Leave out shadows and glows that belong to a drawing seen from the front."""
    group.parts = [
        _grounded(part) if isinstance(part, Group) else part for part in group.parts if not getattr(part, "haze", False)
    ]
    return group
