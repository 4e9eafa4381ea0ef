"""Shapes to SVG: the same drawing filled, as line art, as a sticker's white border or as one plain colour."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from mkdocs_imggen.providers.sketch.measure import multiply
from mkdocs_imggen.providers.sketch.shapes import IDENTITY, Group, Matrix, Shape, Wash, number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_imggen.providers.sketch.palette import Palette

Look = Literal["filled", "line", "border"]
FAINT = 0.5
"""Below this opacity a shape is no part of a silhouette."""
DIRECTIONS = MappingProxyType({"": 'x2="0" y2="1"', "h": 'x2="1" y2="0"', "d": 'x2="1" y2="1"'})
DARK_ROLES = ("n6", "n7", "n8", "n9", "n10", "ink", "hair0", "hair1", "hair2", "hair3")


@dataclass(kw_only=True, slots=True)
class Writer:
    """Writes groups in one look; gathers the gradients and clipping paths they need.

    `pen` is the line width in the picture's units (for `line` the ink, for `border` the border). `grounded` says whether
    shadows on the ground are wanted. `white` is the border's colour. `plain` is the role that everything takes inside a
    group that asks for one.
    """

    palette: Palette
    look: Look = "filled"
    pen: float = 5.0
    white: str = "#fff"
    grounded: bool = True
    prefix: str = "d"
    defs: dict[str, tuple[str, str]] = field(default_factory=dict)
    plain: str = ""

    def write(self, group: Group, matrix: Matrix = IDENTITY, tint: Mapping[str, str] | None = None) -> str:
        """One group and all in it as SVG."""
        tint = {**(tint or {}), **group.tint}
        inner = multiply(matrix, group.matrix)
        outside, self.plain = self.plain, group.plain or self.plain
        body = "".join(self._part(part, inner, tint) for part in group.parts)
        self.plain = outside
        if not body:
            return ""
        attributes = ""
        if group.matrix != IDENTITY:
            attributes = f' transform="matrix({" ".join(_fine(value) for value in group.matrix)})"'
        if group.clip:
            path = f'<path d="{group.clip}"/>'
            attributes += f' clip-path="{self._define("clipPath", "", path)}"'
        return f"<g{attributes}>{body}</g>" if attributes else body

    def _part(self, part: Shape | Group | Wash, matrix: Matrix, tint: Mapping[str, str]) -> str:
        if isinstance(part, Group):
            return self.write(part, matrix, tint)
        if isinstance(part, Wash):
            return self._washed(part, tint)
        return self._shape(part, matrix, tint)

    def _washed(self, wash: Wash, tint: Mapping[str, str]) -> str:
        """Write a gradient as bands, each a step of colour that no eye can see."""
        if self.look != "filled":
            return f'<path d="M{wash.x} {wash.y}h{wash.width}v{wash.height}h{-wash.width}z" fill="#fff"/>'
        stops = [self.palette.colour(_tinted(role, tint)) for role in wash.fill.split(">")]
        bands = [colour for start, end in pairwise(stops) for colour in blend(start, end)]
        height = wash.height / len(bands)
        # The whole area first: between two bands the edges of both are soft.
        whole = f'<path d="M{number(wash.x)} {number(wash.y)}h{number(wash.width)}v{number(wash.height)}h{number(-wash.width)}z"'
        return f'{whole} fill="{bands[len(bands) // 2]}"/>' + "".join(
            f'<path d="M{number(wash.x)} {number(wash.y + index * height)}h{number(wash.width)}'
            f'V{number(min(wash.y + wash.height, wash.y + (index + 1) * height + 2))}h{number(-wash.width)}z" fill="{colour}"/>'
            for index, colour in enumerate(bands)
        )

    def definitions(self) -> str:
        """Write what the written groups refer to."""
        return "".join(text for _, text in self.defs.values())

    def paint(self, role: str, tint: Mapping[str, str]) -> str:
        """Give a role or gradient as an SVG paint."""
        if self.plain:
            return self.palette.colour(self.plain)
        if ">" not in role:
            return self.palette.colour(_tinted(role, tint))
        spec, _, direction = role.partition("@")
        radial = spec.startswith("r:")
        steps = spec.removeprefix("r:").split(">")
        stops = ""
        for index, step in enumerate(steps):
            name, _, alpha = step.partition("/")
            colour = self.palette.colour(_tinted(name, tint))
            opacity = f' stop-opacity="{alpha}"' if alpha else ""
            stops += f'<stop offset="{number(index / (len(steps) - 1))}" stop-color="{colour}"{opacity}/>'
        if radial:
            return self._define("radialGradient", "", stops)
        return self._define("linearGradient", f' x1="0" y1="0" {DIRECTIONS[direction]}', stops)

    def _define(self, tag: str, attributes: str, content: str) -> str:
        """Refer to a definition, making it where it is new."""
        key = f"{tag}{attributes}{content}"
        if key not in self.defs:
            name = f"{self.prefix}{len(self.defs)}"
            self.defs[key] = (name, f'<{tag} id="{name}"{attributes}>{content}</{tag}>')
        return f"url(#{self.defs[key][0]})"

    def _shape(self, shape: Shape, matrix: Matrix, tint: Mapping[str, str]) -> str:
        scale = math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])) or 1.0
        if shape.haze and (self.look != "filled" or not self.grounded):
            return ""
        if self.look == "border":
            return self._bordered(shape, scale)
        if self.plain and (shape.detail or shape.keep):
            return ""
        if self.look == "line" and not shape.keep:
            return self._inked(shape, scale, tint)
        if self.look == "line" and shape.stroke == "white":
            # White signs stand on deep colours, which are light washes here.
            return self._filled(replace(shape, stroke="ink"), tint)
        return self._filled(shape, tint)

    def _filled(self, shape: Shape, tint: Mapping[str, str]) -> str:
        attributes = f' fill="{self.paint(shape.fill, tint)}"' if shape.fill else ' fill="none"'
        if shape.fill and shape.opacity < 1:
            # Three decimals: the layers of a soft shadow are fainter than two can tell apart.
            attributes += f' fill-opacity="{shape.opacity:.3f}"'
        if shape.even_odd:
            attributes += ' fill-rule="evenodd"'
        if shape.stroke:
            attributes += f' stroke="{self.paint(shape.stroke, tint)}"{_stroke(shape.width, butt=shape.butt)}'
            if shape.opacity < 1:
                attributes += f' stroke-opacity="{number(shape.opacity)}"'
            if shape.dash:
                attributes += f' stroke-dasharray="{shape.dash}"'
        return f'<path d="{shape.data}"{attributes}/>'

    def _inked(self, shape: Shape, scale: float, tint: Mapping[str, str]) -> str:
        """Line art: an ink outline around a light fill; a broad stroke becomes two lines with a light core."""
        if shape.detail:
            return ""
        ink = self.palette.colour("ink")
        pen = self.pen / scale
        data = f'<path d="{shape.data}"'
        if shape.fill:
            return f'{data} fill="{self._light(shape.fill, tint)}" stroke="{ink}"{_stroke(pen)}/>'
        if shape.width > pen * 2.4:
            core = self._light(shape.stroke or "paper", tint)
            return (
                f'{data} fill="none" stroke="{ink}"{_stroke(shape.width + pen, butt=shape.butt)}/>'
                f'{data} fill="none" stroke="{core}"{_stroke(shape.width - pen, butt=shape.butt)}/>'
            )
        dash = f' stroke-dasharray="{shape.dash}"' if shape.dash else ""
        return f'{data} fill="none" stroke="{ink}"{_stroke(pen)}{dash}/>'

    def _light(self, role: str, tint: Mapping[str, str]) -> str:
        """Give the light wash that stands for a role in line art; dark things stay dark, so that eyes and screens read."""
        first = role.removeprefix("r:").split(">")[0].partition("/")[0]
        name = _tinted(first, tint)
        if name in DARK_ROLES:
            return self.palette.colour("ink" if name in ("n9", "n10", "ink", "hair1", "hair0") else "n4")
        if name.startswith("skin") or name in ("white", "paper"):
            return self.palette.colour(name)
        ramp = name.rstrip("0123456789")
        return self.palette.colour(ramp + {"p": "2", "n": "1"}.get(ramp, "3"))

    def _bordered(self, shape: Shape, scale: float) -> str:
        if shape.detail or shape.opacity < FAINT:
            return ""
        width = self.pen * 2 / scale + (shape.width if shape.stroke else 0.0)
        fill = self.white if shape.fill else "none"
        return f'<path d="{shape.data}" fill="{fill}" stroke="{self.white}"{_stroke(width)}/>'


def blend(start: str, end: str) -> list[str]:
    """List the colours between two, as many as there are steps of eight bits between them."""
    first, last = ([int(colour[place : place + 2], 16) for place in (1, 3, 5)] for colour in (start, end))
    steps = max(2, max(abs(a - b) for a, b in zip(first, last, strict=True)) // 2)
    mixed = []
    for step in range(steps):
        share = (step + 0.5) / steps
        mixed.append("#" + "".join(f"{int(a + (b - a) * share + 0.5):02x}" for a, b in zip(first, last, strict=True)))
    return mixed


def _tinted(role: str, tint: Mapping[str, str]) -> str:
    name = role.rstrip("0123456789")
    return tint[name] + role[len(name) :] if name in tint else role


def _stroke(width: float, *, butt: bool = False) -> str:
    cap = "butt" if butt else "round"
    return f' stroke-width="{number(width)}" stroke-linecap="{cap}" stroke-linejoin="round"'


def _fine(value: float) -> str:
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
