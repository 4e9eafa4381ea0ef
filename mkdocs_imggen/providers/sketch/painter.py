"""Draws a scene: its backdrop on one canvas, its items on another, with the drawings from the catalogue."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch import backdrops, isometric
from mkdocs_imggen.providers.sketch.items import Board, Item, Link, Mark, Placed
from mkdocs_imggen.providers.sketch.lettering import CAP_HEIGHT, Face, balance
from mkdocs_imggen.providers.sketch.lexicon import CHARACTERS
from mkdocs_imggen.providers.sketch.measure import Box, measure
from mkdocs_imggen.providers.sketch.props import CATALOGUE
from mkdocs_imggen.providers.sketch.props.base import Manner
from mkdocs_imggen.providers.sketch.props.faces import HATS
from mkdocs_imggen.providers.sketch.shapes import Canvas, Group, oval, polygon, rounded

if TYPE_CHECKING:
    import random

    from mkdocs_imggen.providers.sketch.scene import Scene

SMOKE_BACK = ((-128, 20, 66), (128, 24, 64), (-60, -6, 66), (64, -4, 62))
SMOKE_FRONT = ((-190, 62, 46), (190, 64, 46), (-108, 58, 66), (104, 60, 64), (0, 66, 76), (-52, 80, 56), (56, 82, 54))


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
        painting.subject.add(isometric.assemble(scene, scene.solids).root)
    if not transparent and scene.place in ("studio", "plain", "paper", "yard", "space", "sky"):
        _centre(painting.subject.root, scene)
    elif not transparent and scene.layout != "sign" and scene.place in ("hills", "sea", "highlands", "way"):
        _settle(painting.subject.root, scene)
    if not transparent and scene.place == "sea":
        front = Canvas()
        backdrops.surf(front, scene.frame, scene.mood)
        painting.subject.root = Group(parts=[painting.subject.root, front.root])
    return painting


def _ground(c: Canvas, scene: Scene) -> None:
    """Draw the ground below things that stand."""
    standing = [item for item in scene.items if isinstance(item, Placed) and not item.middle]
    if scene.layout in ("flow", "stack", "steps", "queue", "empty", "launch", "compare", "cycle", "tree", "inspect", "desk", "protect") or not standing:
        return
    if all(CATALOGUE[item.name].air and not item.carries for item in standing):
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
    hovering = all(isinstance(item, Placed) and item.middle for item in scene.items)
    scale = max(0.6, min(1.5, frame.width * 0.8 / box.width, frame.height * (0.56 if frame.text else 0.68) / box.height))
    x, base = (box.left + box.right) / 2, frame.height * (0.72 if frame.text else 0.86)
    if hovering:
        scale, base = scale * 0.8, frame.height * 0.62
    subject.matrix = (scale, 0.0, 0.0, scale, frame.width / 2 - x * scale, base - box.bottom * scale)


def _draw(painting: Painting, item: Item, face: Face | None, *, transparent: bool, night: bool) -> None:
    c = painting.subject
    if isinstance(item, Placed):
        draw_placed(c, item)
    elif isinstance(item, Link):
        _link(c, item, night=night)
    elif isinstance(item, Board) and face:
        missing = face.missing(item.text)
        if missing:
            painting.unlettered.append(item.text)
        else:
            _board(c, item, face)
    elif isinstance(item, Mark) and item.kind == "halves":
        _halves(painting.backdrop, item, transparent=transparent)
    elif isinstance(item, Mark):
        _mark(c, item, face, night=night)


def figure(item: Placed) -> tuple[Canvas, Box]:
    """Draw a thing at its own size, with hat and all; and measure it."""
    prop = CATALOGUE[item.name]
    c = Canvas()
    if item.colour:
        c.root.tint = dict.fromkeys(prop.tint, item.colour)
    prop.draw(c, Manner(variant=item.variant, states=item.states, pose=item.pose or "stand"))
    if item.holds and prop.hands:
        inner, box = figure(item.holds)
        own = measure(c.root) or Box(-50, -100, 50, 0)
        scale = min(own.width * 0.62 / box.width, own.height * 0.40 / box.height)
        with c.at(prop.hands[0] - (box.left + box.right) / 2 * scale, prop.hands[1] + 4 - (box.top + box.bottom) / 2 * scale, scale):
            c.add(inner.root)
    if item.carries:
        own = measure(c.root) or Box(-50, -100, 50, 0)
        inner, box = figure(item.carries)
        # What lies on something is at most as wide as that, and sinks in a little.
        scale = min(own.width * (0.66 if prop.head or item.name in CHARACTERS else 0.92) / box.width, max(own.height, 70.0) * 1.25 / box.height)
        with c.at((own.left + own.right) / 2 - (box.left + box.right) / 2 * scale, own.top + own.height * 0.05 - min(0.0, box.bottom) * scale, scale):
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


def _link(c: Canvas, item: Link, *, night: bool) -> None:
    dx, dy = item.x1 - item.x0, item.y1 - item.y0
    length = math.hypot(dx, dy) or 1.0
    mx = (item.x0 + item.x1) / 2 + dy / length * item.bend
    my = (item.y0 + item.y1) / 2 - dx / length * item.bend
    data = f"M{item.x0} {item.y0}Q{mx} {my} {item.x1} {item.y1}"
    role = "p4" if night else "p6"
    if not item.arrow:
        c.line(data, "p4", 15, opacity=0.25, detail=True)
        c.line(data, role, 6, dash="2 17")
        return
    end = math.degrees(math.atan2(item.y1 - my, item.x1 - mx))
    c.line(data, "s5", 15)
    with c.at(item.x1, item.y1, 1, end):
        c.line("M-30 -30L2 0L-30 30", "s5", 15)


def _mark(c: Canvas, item: Mark, face: Face | None, *, night: bool) -> None:
    if item.kind == "ring":
        c.line(oval(item.x, item.y, item.width / 2), "p4", 6, dash="3 16")
        c.circle(item.x, item.y, item.width * 0.41, "p9" if night else "white", opacity=0.35, detail=True)
    elif item.kind == "disc":
        c.lift(item.x - item.width / 2, item.y - item.width / 2, item.width, item.width, item.width / 2, 7)
        c.circle(item.x, item.y, item.width / 2, "p8>p9" if night else "paper>p1")
    elif item.kind == "arc":
        rx, ry = item.width / 2, item.height / 2
        c.line(f"M{item.x - rx} {item.y}A{rx} {ry} 0 0 1 {item.x + rx} {item.y}", "p5", 4, dash="2 16", opacity=0.7)
    elif item.kind == "branch":
        bend = item.y + item.height * 0.5
        c.line(f"M{item.x} {item.y}V{bend}H{item.x + item.width}V{item.y + item.height}", "p4" if night else "p5", 7)
    elif item.kind == "platform":
        _platform(c, item, face)
    elif item.kind == "badge" and face:
        c.lift(item.x - item.width / 2, item.y - item.width / 2, item.width, item.width, item.width / 2, 8)
        c.circle(item.x, item.y, item.width / 2, "s4>s6")
        size = item.width * 0.46
        c.path(face.outline(item.text, item.x, item.y + size * 0.27, size), "white", keep=True)
    elif item.kind == "belt":
        _belt(c, item)
    elif item.kind == "veil":
        c.rect(item.x - item.width / 2, item.y - item.height, item.width, item.height, 30, "p9" if night else "p1", opacity=0.5, detail=True)
    elif item.kind == "desk":
        _desk(c, item)
    elif item.kind.startswith("smoke"):
        _smoke(c, item)


def _halves(c: Canvas, item: Mark, *, transparent: bool) -> None:
    if transparent:
        return
    for side, role in ((0, "p1>p3"), (1, "s1>s3")):
        c.wash(item.width / 2 * side, 0, item.width / 2, item.height, role)
    c.line(f"M{item.x} 0V{item.height}", "white", 8, keep=True)


def _platform(c: Canvas, item: Mark, face: Face | None) -> None:
    left = item.x - item.width / 2 + 8
    c.rect(left, item.y, item.width - 16, item.height, 14, "p4>p6")
    c.rect(left, item.y, item.width - 16, 12, 6, "p3", detail=True)
    if face:
        c.circle(item.x, item.y + 62, 30, "white", keep=True)
        c.path(face.outline(item.text, item.x, item.y + 62 + 38 * CAP_HEIGHT / 2, 38), "p7", keep=True)


def _belt(c: Canvas, item: Mark) -> None:
    left, width, height = item.x - item.width / 2, item.width, item.height
    c.rect(left, item.y, width, height, height / 2, "n7>n8")
    c.rect(left + 10, item.y + 8, width - 20, height - 16, height / 2 - 8, "n5>n6", detail=True)
    count = max(3, int(width / 110))
    for number in range(count):
        x = left + height / 2 + (width - height) * number / (count - 1)
        c.circle(x, item.y + height / 2, height * 0.26, "n8")
        c.circle(x, item.y + height / 2, height * 0.1, "n3", keep=True)


def _desk(c: Canvas, item: Mark) -> None:
    left = item.x - item.width / 2
    for x in (left + 50, left + item.width - 86):
        c.path(polygon([(x, item.y + 20), (x + 36, item.y + 20), (x + 30, item.y + item.height), (x + 8, item.y + item.height)]), "b7")
    c.rect(left + 62, item.y + 20, item.width - 124, item.height * 0.62, 6, "b6>b7")
    c.rect(left + 62, item.y + 32, item.width - 124, 14, 0, "b8", opacity=0.4, detail=True)
    c.rect(left, item.y, item.width, 32, 12, "b4>b5")
    c.rect(left + 10, item.y + 3, item.width - 20, 6, 3, "b2", opacity=0.7, detail=True)


def _smoke(c: Canvas, item: Mark) -> None:
    front = item.kind.endswith("front")
    for x, y, radius in SMOKE_FRONT if front else SMOKE_BACK:
        c.circle(item.x + x, item.y + y, radius, "white>p1" if front else "white>p2")
    if front:
        for x, y, radius in SMOKE_FRONT[2:5]:
            begin = f"M{item.x + x - radius * 0.62} {item.y + y - radius * 0.25}"
            c.line(f"{begin}A{radius * 0.7} {radius * 0.7} 0 0 1 {item.x + x - radius * 0.05} {item.y + y - radius * 0.68}", "p2", 5, detail=True)


def _board(c: Canvas, item: Board, face: Face) -> None:
    if item.kind == "sign":
        _sign(c, item, face)
        return
    setting = balance(face, item.text, item.width - (120 if item.kind == "ribbon" else 0), item.height * (0.62 if item.kind == "ribbon" else 1.0), most=2)
    top = item.y - setting.height / 2 + setting.size * CAP_HEIGHT
    if item.kind == "ribbon":
        width, height = setting.width + 110, setting.height + item.height * 0.55
        for side in (-1, 1):
            x, y = item.x + side * (width / 2 - 30), item.y - height / 2 + 16
            c.path(f"M{x} {y}h{side * 92}l{-side * 30} {height / 2}l{side * 30} {height / 2}h{-side * 92}z", "s7")
        c.lift(item.x - width / 2, item.y - height / 2, width, height, 14, 6)
        c.rect(item.x - width / 2, item.y - height / 2, width, height, 14, "s5>s6")
        _lines(c, face, setting.lines, item.x, top, setting.size, setting.leading, "white")
        return
    _lines(c, face, setting.lines, item.x, top + 10, setting.size, setting.leading, "p8")
    _lines(c, face, setting.lines, item.x, top, setting.size, setting.leading, "p5")


def _sign(c: Canvas, item: Board, face: Face) -> None:
    setting = balance(face, item.text, item.width - 110, 150)
    width = max(360.0, setting.width + 130)
    height = setting.height + 130
    left, top = item.x - width / 2, item.y - height / 2
    bottom = item.y + 440
    for side in (-1, 1):
        c.rect(item.x + side * width * 0.30 - 16, top + 12, 32, bottom - top - 12, 8, "b5>b7@h")
    c.shadow(item.x, bottom + 4, width * 0.42, 20, 0.28)
    c.lift(left, top, width, height, 28, 12)
    c.rect(left, top + 12, width, height, 30, "p8")
    c.rect(left, top, width, height, 30, "p5>p6")
    c.line(rounded(left + 15, top + 15, width - 30, height - 30, 20), "p2", 4.5, opacity=0.75, detail=True)
    for x in (left + 34, left + width - 34):
        for y in (top + 34, top + height - 34):
            c.circle(x, y, 6.5, "p2", detail=True)
    first = item.y - setting.height / 2 + setting.size * CAP_HEIGHT
    _lines(c, face, setting.lines, item.x, first + 5, setting.size, setting.leading, "p8")
    _lines(c, face, setting.lines, item.x, first, setting.size, setting.leading, "white")


def _lines(c: Canvas, face: Face, lines: tuple[str, ...], x: float, y: float, size: float, leading: float, role: str) -> None:
    for number, text in enumerate(lines):
        c.path(face.outline(text, x, y + number * leading, size), role, keep=True)


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
