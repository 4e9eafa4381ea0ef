"""Isometric scenes: which platform stands where, and which routes lead between them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.isometric import STEP, TILE, Yard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_imggen.providers.sketch.scene import Scene
    from mkdocs_imggen.providers.sketch.shapes import Canvas
    from mkdocs_imggen.providers.sketch.things import Thing


def station(yard: Yard, thing: Thing, x: float, y: float, *, large: bool = False) -> None:
    """Put a thing, or up to three of a kind, on a platform."""
    count = min(3, thing.count)
    side = TILE * (1.35 if large or count > 1 else 1.0)
    yard.platform(x, y, side)
    scale = 1.22 if large and count == 1 else 1.0
    spots = {1: [(0, 0)], 2: [(-56, -10), (56, 10)], 3: [(-62, -54), (62, -54), (0, 62)]}[count]
    if count > 1:
        scale = 0.66
    for variant, (dx, dy) in sorted(enumerate(spots), key=lambda entry: sum(entry[1])):
        yard.build(thing, x + dx, y + dy, scale, variant)


def assemble(scene: Scene, things: Sequence[Thing]) -> Canvas:
    """Build the whole scene: one station, a row with routes, or a centre with others around it."""
    yard = Yard(night=scene.mood == "dark")
    things = list(things)[:5]
    if len(things) == 1:
        station(yard, things[0], 0, 0, large=True)
        return yard.canvas
    if scene.layout in ("hub", "companions", "juggle", "protect") and len(things) > 2:
        return _around(yard, things)
    return _row(yard, things, linked=scene.layout in ("flow", "hub", "cycle", "queue", "between", "steps", "tree"))


def _row(yard: Yard, things: Sequence[Thing], *, linked: bool) -> Canvas:
    step = STEP if linked else STEP * 0.9
    places = [(index * step, -index * step) for index in range(len(things))]
    if linked:
        for number, ((x0, y0), (x1, y1)) in enumerate(pairwise(places)):
            yard.route([(x0 + 60, y0), (x1, y0), (x1, y1 + 60)])
            yard.parcel(x0 + 185, y0, "as"[number % 2])
    for thing, (x, y) in zip(things, places, strict=True):
        station(yard, thing, x, y)
    return yard.canvas


def _around(yard: Yard, things: Sequence[Thing]) -> Canvas:
    centre = min(things, key=lambda thing: thing.count)
    others = [thing for thing in things if thing is not centre][:4]
    spots = [(STEP, 0.0), (0.0, STEP), (-STEP, 0.0), (0.0, -STEP)][: len(others)]
    if len(others) == 2:
        spots = [(0.0, STEP), (STEP, 0.0)]
    for x, y in spots:
        yard.route([(0, 0), (x, y)])
    placed = [(centre, 0.0, 0.0, True), *((thing, x, y, False) for thing, (x, y) in zip(others, spots, strict=True))]
    for thing, x, y, large in sorted(placed, key=lambda entry: entry[1] + entry[2]):
        station(yard, thing, x, y, large=large)
    return yard.canvas
