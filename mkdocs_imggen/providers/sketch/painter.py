"""Draws a scene: its backdrop on one canvas, its items on another, with the drawings from the catalogue."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch import backdrops, lands, lexicon, marks, stations
from mkdocs_imggen.providers.sketch.icons import DRAWINGS
from mkdocs_imggen.providers.sketch.items import Board, Item, Link, Mark, Placed
from mkdocs_imggen.providers.sketch.lettering import LONGEST, Face, unfit
from mkdocs_imggen.providers.sketch.measure import Box, measure
from mkdocs_imggen.providers.sketch.props.base import Manner
from mkdocs_imggen.providers.sketch.props.faces import HATS
from mkdocs_imggen.providers.sketch.shapes import Canvas, Group, oval

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

    from mkdocs_imggen.providers.sketch.scene import Scene


FOG = re.compile(r"\b(?:fog|foggy|mist|misty)\b")
"""Words for veils before all that is drawn."""


@dataclass(kw_only=True, slots=True)
class Painting:
    """A drawn scene: backdrop and subject apart, so that a transparent picture can leave the backdrop out."""

    backdrop: Canvas = field(default_factory=Canvas)
    subject: Canvas = field(default_factory=Canvas)
    unlettered: list[str] = field(default_factory=list)


def paint(scene: Scene, rng: random.Random, *, transparent: bool) -> Painting:
    """Draw all of a scene."""
    painting = Painting()
    if not transparent:
        backdrops.PLACES[scene.place](painting.backdrop, scene.frame, rng, scene.mood)
        painting.backdrop.root.tint = _nature(scene)
    if scene.layout == "cover" and not transparent:
        cover(painting.backdrop, scene, rng)
    if scene.layout == "cover" and transparent:
        emblem(painting.subject)
    if not transparent and scene.place in ("studio", "paper"):
        _ground(painting.subject, scene)
    face: Face | None = None
    for item in scene.items:
        if isinstance(item, Board) or (isinstance(item, Mark) and item.text):
            face = face or Face()
        _draw(painting, item, face, transparent=transparent, night=scene.mood == "dark" and not transparent)
    if scene.solids:
        painting.subject.add(stations.assemble(scene, scene.solids).root)
    if not transparent and scene.place in ("studio", "plain", "paper", "yard", "space", "sky"):
        _centre(painting.subject.root, scene)
    elif not transparent and scene.layout != "sign" and scene.place in lexicon.LANDS:
        _settle(painting.subject.root, scene)
    if not transparent and scene.place == "sea":
        front = Canvas()
        front.root.tint = _nature(scene)
        lands.surf(front, scene.frame, scene.mood)
        painting.subject.root = Group(parts=[painting.subject.root, front.root])
    _veil(painting, scene, transparent=transparent)
    return painting


def _veil(painting: Painting, scene: Scene, *, transparent: bool) -> None:
    """Let fog drift before all that is drawn, where the prompt says so; line art has no haze."""
    if transparent or scene.reading.style == "line" or not FOG.search(scene.reading.said):
        return
    veils = Canvas()
    width, height = scene.frame.width, scene.frame.height
    for x, y in ((0.2, 0.42), (0.85, 0.5), (0.4, 0.62), (0.95, 0.72), (0.1, 0.76), (0.6, 0.82)):
        veils.path(oval(x * width, y * height, width * 0.55, height * 0.13), "r:white/.75>white/0", haze=True)
    painting.subject.root = Group(parts=[painting.subject.root, veils.root])


def _nature(scene: Scene) -> Mapping[str, str]:
    """Give land, sea and sky their own colours by day, where the prompt asks for no others."""
    outdoors = scene.place in lexicon.LANDS or scene.place in ("sky", "peak")
    return {"p": "sky"} if outdoors and scene.mood == "day" and not scene.reading.colours and not scene.reading.mono else {}


def _ground(c: Canvas, scene: Scene) -> None:
    """Draw the ground below things that stand."""
    standing = [item for item in scene.items if isinstance(item, Placed) and not item.middle]
    if (
        scene.layout
        in ("flow", "stack", "steps", "queue", "empty", "launch", "compare", "cycle", "tree", "inspect", "desk", "protect")
        or not standing
    ):
        return
    if all(DRAWINGS[item.name].air and not item.carries for item in standing):
        return
    if max(item.y for item in standing) - min(item.y for item in standing) > 150:
        return  # several rows: only one of them could stand
    middle = scene.frame.width / 2
    reach = max(abs(item.x - middle) + min(item.width, item.height) * 0.5 for item in standing)
    across = min(max(330.0, reach + 110), scene.frame.width * 0.485)
    fill = "p8" if scene.mood == "dark" else "p4"
    base = max(item.y for item in standing)
    c.path(oval(middle, base + 8, across, 40 + across * 0.05), fill, opacity=0.9, haze=True)


def _centre(subject: Group, scene: Scene) -> None:
    """Move what was laid out to the optical middle of the frame, and let it fill that well."""
    box = measure(subject)
    if box is None:
        return
    frame = scene.frame
    wide, tall = frame.width * 0.84, frame.height * (0.78 if frame.text else 0.74)
    scale = max(0.7, min(1.5, wide / box.width, tall / box.height))
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    # A little below the middle: a ground and feet weigh more than a head.
    target = frame.height * (0.5 if scene.layout in ("cycle", "hub", "empty", "compare", "flow") else 0.515)
    subject.matrix = (scale, 0.0, 0.0, scale, frame.width / 2 - x * scale, target - y * scale)


def _settle(subject: Group, scene: Scene) -> None:
    """Let what stands in a landscape fill the picture well; its feet stay where the land is."""
    box = measure(subject)
    if box is None:
        return
    frame = scene.frame
    # A very tall picture has more room above its land than a subject of the usual size fills.
    most = max(1.5, frame.height / frame.width)
    hovering = all(isinstance(item, Placed) and item.middle for item in scene.items)
    scale = max(0.6, min(most, frame.width * 0.8 / box.width, frame.height * (0.56 if frame.text else 0.68) / box.height))
    x, base = (box.left + box.right) / 2, frame.height * (0.72 if frame.text else 0.86)
    if hovering:
        scale, base = scale * 0.8, frame.height * 0.62
    subject.matrix = (scale, 0.0, 0.0, scale, frame.width / 2 - x * scale, base - box.bottom * scale)


def _draw(painting: Painting, item: Item, face: Face | None, *, transparent: bool, night: bool) -> None:
    c = painting.subject
    if isinstance(item, Placed):
        draw_placed(c, item)
    elif isinstance(item, Link):
        marks.draw_link(c, item, night=night)
    elif isinstance(item, Board) and face:
        reason = unfit(face, item.text)
        if reason:
            painting.unlettered.append(f"text left out, {reason}: {item.text[:LONGEST]}")
        else:
            marks.draw_board(c, item, face)
    elif isinstance(item, Mark) and item.kind == "halves":
        marks.draw_halves(painting.backdrop, item, transparent=transparent)
    elif isinstance(item, Mark):
        marks.draw_mark(c, item, face, night=night)


def figure(item: Placed) -> tuple[Canvas, Box]:
    """Draw a thing at its own size, with hat and all; and measure it."""
    prop = DRAWINGS[item.name]
    c = Canvas()
    if item.colour:
        c.root.tint = dict.fromkeys(prop.tint, item.colour)
    states = item.states | {"laden"} if item.carries else item.states
    prop.draw(c, Manner(variant=item.variant, states=states, pose=item.pose or "stand"))
    if item.holds and prop.hands:
        inner, box = figure(item.holds)
        own = measure(c.root) or Box(-50, -100, 50, 0)
        scale = min(own.width * 0.62 / box.width, own.height * 0.40 / box.height)
        with c.at(
            prop.hands[0] - (box.left + box.right) / 2 * scale, prop.hands[1] + 4 - (box.top + box.bottom) / 2 * scale, scale
        ):
            c.add(inner.root)
    if item.carries:
        own = measure(c.root) or Box(-50, -100, 50, 0)
        inner, box = figure(item.carries)
        # What lies on something is narrower than that, and sinks in a little; a pile of one kind is as wide as its lowest.
        alike = item.carries.name == item.name
        share = 0.66 if prop.head or item.name in lexicon.CHARACTERS else 0.92
        x, y, width = prop.back or ((own.left + own.right) / 2, own.top + own.height * 0.05, own.width)
        scale = 1.0 if alike else min(width * share / box.width, max(own.height, 70.0) * 1.25 / box.height)
        with c.at(x - (box.left + box.right) / 2 * scale, y - min(0.0, box.bottom) * scale, scale):
            c.add(inner.root)
    if item.wears and prop.head:
        draw, colour, sink = HATS[item.wears]
        x, y, width = prop.head
        with c.group(Group(tint={"x": item.wears_colour or colour})), c.at(x, y + sink * width / 60 + 5, width / 58):
            draw(c)
    return c, measure(c.root) or Box(-50, -100, 50, 0)


def draw_placed(c: Canvas, item: Placed) -> None:
    """Fit a thing into its slot."""
    inner, box = figure(item)
    # Equal areas look equally large: what is nearly square may not fill its slot to the edge.
    area = 0.66 * item.width * item.height / (box.width * box.height)
    scale = min(item.width / box.width, item.height / box.height, math.sqrt(area))
    x = item.x - (box.left + box.right) / 2 * scale * (-1 if item.flip else 1)
    if item.middle:
        with c.at(item.x, item.y, 1.0, item.turn):
            dx, dy = -(box.left + box.right) / 2 * scale, -(box.top + box.bottom) / 2 * scale
            with c.at(dx * (-1 if item.flip else 1), dy, scale, flip=item.flip):
                c.add(inner.root)
    else:
        with c.at(x, item.y - max(0.0, box.bottom) * scale * 0.4, scale, item.turn, flip=item.flip):
            c.add(inner.root)


def cover(c: Canvas, scene: Scene, rng: random.Random) -> None:
    """Draw layered waves of colour: a cover that says nothing false."""
    w, h = scene.frame.width, scene.frame.height
    night = scene.mood == "dark"
    roles = ("p8", "p7", "s7", "p9") if night else ("p3", "p4", "s4", "p6")
    for number, role in enumerate(roles):
        base = h * (0.50 + number * 0.125)
        swing = h * rng.uniform(0.06, 0.13)
        tilt = rng.uniform(-0.08, 0.08) * h
        data = (
            f"M0 {base + tilt}C{w * 0.22} {base + tilt - swing * 2} {w * 0.36} {base + swing * 1.4} {w * 0.55} {base}"
            f"S{w * 0.84} {base - swing * 1.6 - tilt} {w} {base - tilt}V{h}H0z"
        )
        c.path(data, role, opacity=0.85)
    x, y = w * rng.uniform(0.62, 0.76), h * 0.33
    c.glow(x, y, 240, "a3", 0.7)
    c.circle(x, y, 92, "a3>a4")
    for number in range(3):
        c.line(oval(x, y, 140 + number * 52), "a4" if not night else "a5", 3, opacity=0.5 - number * 0.13, detail=True)


def emblem(c: Canvas) -> None:
    """Draw interlocking discs: what a transparent picture shows when nothing was recognised."""
    for x, y, role in ((-60, 20, "p4>p6"), (60, 20, "s4>s6"), (0, -70, "a3>a5")):
        c.circle(500 + x * 1.6, 500 + y * 1.6, 150, role, opacity=0.9)
