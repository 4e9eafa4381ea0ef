"""What is behind a scene: calm grounds for studio, paper and floor, space, and the list of all places."""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch import lands
from mkdocs_imggen.providers.sketch.props.symbols import twinkle
from mkdocs_imggen.providers.sketch.shapes import oval, smooth

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping

    from mkdocs_imggen.providers.sketch.layouts import Frame
    from mkdocs_imggen.providers.sketch.shapes import Canvas


def blob(rng: random.Random, x: float, y: float, rx: float, ry: float, points: int = 8, uneven: float = 0.12) -> str:
    """Path data of a soft, uneven shape."""
    start = rng.random() * math.tau
    ring = []
    for index in range(points):
        reach = 1 + uneven * (rng.random() * 2 - 1)
        angle = start + math.tau * index / points
        ring.append((x + rx * reach * math.cos(angle), y + ry * reach * math.sin(angle)))
    return smooth(ring)


def studio(c: Canvas, frame: Frame, rng: random.Random, mood: str) -> None:
    """Lay a light (or dark) ground with a soft shape behind the subject."""
    w, h = frame.width, frame.height
    x, y = w / 2, frame.middle
    stretch = 1.32 if frame.wide else 1.0
    flat = 0.82 if frame.wide else 1.0
    if mood == "dark":
        c.wash(0, 0, w, h, "dusk0>dusk1")
        c.path(blob(rng, x, y, 460 * stretch, 430 * flat, 8, 0.09), "p9", opacity=0.4)
        c.path(blob(rng, x, y, 330 * stretch, 300 * flat, 8, 0.09), "p8", opacity=0.3)
    else:
        c.wash(0, 0, w, h, "p0>p2")
        c.path(blob(rng, x, y, 456 * stretch, 428 * flat, 8, 0.09), "p2")
        c.path(blob(rng, x + 40 * stretch, y + 60 * flat, 350 * stretch, 310 * flat, 8, 0.09), "p3", opacity=0.4)
        side = 1 if rng.random() < 0.5 else -1
        c.path(blob(rng, x + side * 330 * stretch, y + 190 * flat, 175, 160, 7), "s2", opacity=0.55)
        c.path(blob(rng, x - side * 360 * stretch, y - 230 * flat, 110, 100, 7), "a2", opacity=0.6)
    _confetti(c, frame, rng, mood)


def _confetti(c: Canvas, frame: Frame, rng: random.Random, mood: str) -> None:
    """Scatter a few dots and sparkles near the corners, away from the subject."""
    w, h = frame.width, frame.height
    near, far = ("p6", "p6") if mood == "dark" else ("p4", "s4")
    for left, top, role in ((w * 0.045, h * 0.06, near), (w * 0.955 - 130, h * 0.94 - 104, far)):
        dots = "".join(oval(left + column * 26, top + row * 26, 3.2) for row in range(5) for column in range(6))
        c.path(dots, role, opacity=0.6, detail=True)
    spots = [(0.90, 0.12), (0.07, 0.45), (0.94, 0.46), (0.10, 0.80), (0.86, 0.78), (0.32, 0.08)]
    rng.shuffle(spots)
    for number, (x, y) in enumerate(spots[:4]):
        spin_x, spin_y = w * x + rng.uniform(-14, 14), h * y + rng.uniform(-14, 14)
        if number % 3 == 0:
            c.path(twinkle(spin_x, spin_y, 20), "a4", keep=True)
        elif number % 3 == 1:
            c.line(oval(spin_x, spin_y, 9), "s4", 4.5, keep=True)
        else:
            c.circle(spin_x, spin_y, 7, "p4" if mood != "dark" else "p5", keep=True)


def yard(c: Canvas, frame: Frame, rng: random.Random, mood: str) -> None:
    """Lay the floor of an isometric scene: a calm ground with a faint grid."""
    w, h = frame.width, frame.height
    night = mood == "dark"
    c.wash(0, 0, w, h, "dusk0>dusk1" if night else "p0>p2")
    lines = ""
    for index in range(-12, 26):
        x = index * 140.0
        lines += f"M{x} 0l{h * 1.7320508} {h}M{x} 0l{-h * 1.7320508} {h}"
    c.line(lines, "p8" if night else "p3", 1.6, opacity=0.55, detail=True)


def plain(c: Canvas, frame: Frame, rng: random.Random, mood: str) -> None:
    """Lay white paper."""
    c.rect(0, 0, frame.width, frame.height, 0, "white")


def paper(c: Canvas, frame: Frame, rng: random.Random, mood: str) -> None:
    """Lay the ground of line art: paper with one tinted shape."""
    c.path(f"M0 0H{frame.width}V{frame.height}H0z", "white" if mood != "dark" else "p1", keep=True)
    stretch = 1.3 if frame.wide else 1.0
    c.path(blob(rng, frame.width / 2, frame.middle, 430 * stretch, 400, 7, 0.10), "p1" if mood != "dark" else "p2", keep=True)


def space(c: Canvas, frame: Frame, rng: random.Random, mood: str) -> None:
    """Draw night, stars, a distant planet."""
    w, h = frame.width, frame.height
    c.wash(0, 0, w, h, "p9>dusk1")
    c.path(blob(rng, w * 0.5, h * 0.5, 430, 380, 8, 0.1), "p8", opacity=0.3)
    for _ in range(90):
        c.circle(
            rng.random() * w, rng.random() * h, 0.8 + rng.random() * 2.2, "white", opacity=0.3 + 0.6 * rng.random(), detail=True
        )
    for x, y, size in ((0.16, 0.18, 17), (0.86, 0.30, 13), (0.78, 0.80, 16), (0.12, 0.70, 11)):
        c.path(twinkle(w * x, h * y, size), "a3", keep=True)
    c.path(oval(w * 0.90, h * 0.98, 190), "s7>s8", opacity=0.55)
    c.circle(w * 0.86, h * 0.93, 28, "s9", opacity=0.4, detail=True)


PLACES: Mapping[str, Callable[..., None]] = MappingProxyType({
    "studio": studio, "plain": plain, "paper": paper, "sea": lands.sea, "hills": lands.hills, "sky": lands.sky, "highlands": lands.highlands, "way": lands.way, "foothills": lands.foothills, "desert": lands.desert, "space": space, "peak": lands.peak, "yard": yard}
)  # fmt: skip
