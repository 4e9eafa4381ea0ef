"""A finished picture made fit for a dark page: dark grounds below what stays as it is, or a light rim around it.

Where a calm, pale ground runs along the frame it becomes dark, and its figures keep their colours, so that no face becomes a
negative; of what is dark in them the darkest is lifted. A scene without such a ground is darkened to night as a whole.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch import tones

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_imggen.imaging import Sheet
    from mkdocs_imggen.providers.sketch.tones import Lab

ACROSS = 200
"""Fields a row in which the ground is looked for."""
PALE, FAINT = 0.76, 0.11
"""Least lightness and most chroma of what can be a ground."""
DOWN, UP, ASIDE = 0.03, 0.012, 0.03
"""How much darker, lighter or otherwise coloured the next field of a ground may be; what is whiter is paper, or a figure."""
CALM = 0.045
"""Chroma of a ground on the whole; a sky in watercolour has more."""
LEAST = 0.35
"""Share of a picture that its ground has at least."""
SHADE = 0.55
"""Lightness below which a figure is lifted."""
RIM = 0.006
"""Width of the rim, in parts of the short side."""
LIGHT = (214, 219, 232)
"""The rim's colour: what text has on dark pages."""


def on_dark_page(sheet: Sheet) -> Sheet:
    """Make a picture fit for a dark page."""
    figures = sheet.mapped(tones.SIDE, tones.cube([_lifted]), greys=False)
    if not sheet.opaque:
        return figures.rimmed(LIGHT, max(1, round(RIM * min(sheet.width, sheet.height))))
    ground = _ground(sheet)
    if ground is None:
        return sheet.mapped(tones.SIDE, tones.cube([tones.MOODS["night"]]), greys=False)
    return sheet.mapped(tones.SIDE, tones.cube([_darkened]), greys=False).through(sheet.aground(ground, ACROSS), figures)


def _ground(sheet: Sheet) -> list[bool] | None:
    """Find the fields of the calm, pale ground that runs along the frame; None where there is none."""
    down = max(1, round(ACROSS * sheet.height / sheet.width))
    # Rounded: the last bits of a root are the machine's own, and a field is of the ground or not.
    labs = [
        tuple(round(value, 5) for value in tones.lab(red / 255, green / 255, blue / 255))
        for red, green, blue, _ in sheet.sample(ACROSS, down)
    ]
    pale = [light > PALE and math.hypot(a, b) < FAINT for light, a, b in labs]
    todo = [n for n in range(len(labs)) if pale[n] and (n % ACROSS in {0, ACROSS - 1} or n // ACROSS in {0, down - 1})]
    ground = set(todo)
    while todo:
        place = todo.pop()
        light, a, b = labs[place]
        for other in _beside(place, len(labs)):
            step = labs[other][0] - light
            if other in ground or not pale[other] or not -DOWN < step < UP:
                continue
            if math.dist((a, b), labs[other][1:]) < ASIDE:
                ground.add(other)
                todo.append(other)
    chroma = sum(math.hypot(*labs[place][1:]) for place in sorted(ground))
    if len(ground) < LEAST * len(labs) or chroma > CALM * len(ground):
        return None
    return [place in ground for place in range(len(labs))]


def _beside(place: int, total: int) -> Iterator[int]:
    if place % ACROSS:
        yield place - 1
    if (place + 1) % ACROSS:
        yield place + 1
    if place >= ACROSS:
        yield place - ACROSS
    if place + ACROSS < total:
        yield place + ACROSS


def _lifted(light: float, a: float, b: float) -> Lab:
    """Lift what is dark until it stands out of a dark page; the order of lightnesses stays."""
    return light + 0.26 * max(0.0, 1 - light / SHADE), a, b


def _darkened(light: float, a: float, b: float) -> Lab:
    """Turn what is pale around to dark; what is dark or has colour is lifted as figures are, since they stand here too."""
    share = min(1.0, max(0.0, (light - 0.74) / 0.14)) * min(1.0, max(0.0, (0.13 - math.hypot(a, b)) / 0.045))
    figure, _, _ = _lifted(light, a, b)
    return (1 - share) * figure + share * (0.21 + 0.62 * (1 - light)), a * (1 - 0.25 * share), b * (1 - 0.25 * share)
