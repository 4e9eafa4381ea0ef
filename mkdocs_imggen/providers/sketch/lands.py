"""Places with land, sea or sky: where lighthouses, ships, trees, castles and climbers are at home."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.props.base import Manner
from mkdocs_imggen.providers.sketch.props.nature import mountain, pine
from mkdocs_imggen.providers.sketch.props.systems import CLOUD, cloud
from mkdocs_imggen.providers.sketch.shapes import oval, polygon

if TYPE_CHECKING:
    import random

    from mkdocs_imggen.providers.sketch.layouts import Frame
    from mkdocs_imggen.providers.sketch.shapes import Canvas

BENDS = (
    (0.16, 1.10, 120), (0.30, 1.02, 96), (0.46, 0.93, 74), (0.62, 0.865, 56), (0.52, 0.79, 42), (0.38, 0.735, 32), (0.45, 0.675, 24),
    (0.585, 0.625, 18), (0.575, 0.57, 13), (0.51, 0.515, 9.5), (0.545, 0.455, 7), (0.57, 0.40, 5), (0.56, 0.345, 3),
)  # fmt: skip
"""Where the path winds (shares of width and height), and how wide it is there."""


def _sky(c: Canvas, frame: Frame, rng: random.Random, mood: str, *, horizon: float, sun: tuple[float, float] | None) -> None:
    w, h = frame.width, frame.height
    fill = {"sunset": "p6>s4>a3>a2", "dark": "dusk1>p8"}.get(mood, "p1>p2>p1")
    c.wash(0, 0, w, h, fill)
    if sun and mood != "dark":
        x, y = w * sun[0], h * sun[1]
        for radius, opacity in ((172, 0.22), (128, 0.3)):
            c.circle(x, y, radius, "a2" if mood == "sunset" else "w1", opacity=opacity)
        c.path(oval(x, y, 84), "a1>a3" if mood == "sunset" else "w1>w3")
    if mood != "day":
        for _ in range(34):
            c.circle(
                rng.random() * w,
                rng.random() * horizon * 0.62,
                0.9 + rng.random() * 2,
                "white",
                opacity=0.35 + 0.5 * rng.random(),
                detail=True,
            )
    if mood == "dark" and sun:
        c.glow(w * sun[0], h * 0.2, 160, "w2", 0.5)
        c.path(oval(w * sun[0], h * 0.2, 54), "w1>w2")
    tint = 0.55 if mood == "sunset" else 0.16 if mood == "dark" else 0.9
    for x, y, scale in ((0.14, 0.22, 1.5), (0.86, 0.17, 1.9), (0.70, 0.36, 1.0)):
        _cloud(c, w * x + rng.uniform(-20, 20), h * y, scale, tint)


def _cloud(c: Canvas, x: float, y: float, scale: float, opacity: float) -> None:
    with c.at(x, y, scale * 0.85):
        c.path(CLOUD, "white", opacity=opacity)


def sea(c: Canvas, frame: Frame, rng: random.Random, mood: str) -> None:
    """Draw sky, horizon and waves."""
    w, h = frame.width, frame.height
    horizon = h * 0.62
    _sky(c, frame, rng, mood, horizon=horizon, sun=(0.24, 0.56 if mood == "sunset" else 0.22))
    c.wash(0, horizon, w, h - horizon, "p6>p8" if mood != "day" else "p4>p7")
    if mood == "sunset":
        for number in range(7):
            reach = 90.0 - number * 9
            c.rect(
                w * 0.24 - reach + rng.uniform(-16, 16),
                horizon + 12 + number * 24,
                reach * 2,
                7,
                3.5,
                "a3",
                opacity=0.7 - number * 0.07,
                detail=True,
            )
    for number in range(22):
        reach = rng.uniform(24, 76)
        y = horizon + 22 + (h - horizon - 40) * rng.random()
        c.rect(rng.random() * w - reach / 2, y, reach, 5, 2.5, "p3" if number % 3 else "white", opacity=0.35, detail=True)


def surf(c: Canvas, frame: Frame, mood: str) -> None:
    """Draw the waves in front of what stands in the sea."""
    w, h = frame.width, frame.height
    for base, crest, role in ((0.80, 26, "p7"), (0.88, 30, "p8")):
        shift = 0.0 if base < 0.85 else -90.0
        data = f"M{-200 + shift} {h}V{h * base}"
        data += f"q45 {-crest} 90 0q45 {crest * 0.8} 90 0" * int((w + 600) / 180)
        c.path(f"{data}V{h}z", role)


def hills(c: Canvas, frame: Frame, rng: random.Random, mood: str, *, range_behind: bool = False) -> None:
    """Draw green hills under a sky."""
    w, h = frame.width, frame.height
    _sky(c, frame, rng, mood, horizon=h * 0.6, sun=(0.78, 0.46 if mood == "sunset" else 0.22))
    if range_behind:
        for x, scale in ((0.22, 2.6), (0.80, 2.3), (0.50, 3.3)):
            with c.at(w * x, h * 0.70, scale):
                mountain(c, Manner())
    far, near, front = {"sunset": ("p5", "p7", "p8"), "dark": ("p8", "g8", "g9")}.get(mood, ("g3", "g4", "g5"))
    c.path(
        f"M0 {h * 0.68}C{w * 0.16} {h * 0.58} {w * 0.34} {h * 0.60} {w * 0.52} {h * 0.67}S{w * 0.84} {h * 0.58} {w} {h * 0.64}V{h}H0z",
        far,
    )
    c.path(
        f"M0 {h * 0.74}C{w * 0.24} {h * 0.82} {w * 0.42} {h * 0.70} {w * 0.62} {h * 0.73}S{w * 0.9} {h * 0.80} {w} {h * 0.72}V{h}H0z",
        near,
    )
    for x, y, scale in ((0.07, 0.78, 1.7), (0.14, 0.785, 1.2), (0.90, 0.78, 1.9), (0.83, 0.785, 1.3)):
        with c.at(w * x, h * y, scale):
            pine(c, Manner())
    c.path(
        f"M0 {h * 0.82}C{w * 0.2} {h * 0.78} {w * 0.34} {h * 0.76} {w * 0.5} {h * 0.77}S{w * 0.82} {h * 0.84} {w} {h * 0.79}V{h}H0z",
        front,
    )


def way(c: Canvas, frame: Frame, rng: random.Random, mood: str, *, range_behind: bool = False) -> None:
    """Draw a road that winds through hills to the horizon."""
    hills(c, frame, rng, mood, range_behind=range_behind)
    w, h = frame.width, frame.height
    x, top = w * 0.5, h * 0.685
    road = (
        f"M{x - 12} {top}C{x - 60} {h * 0.73} {x + 130} {h * 0.75} {x + 60} {h * 0.80}C{x - 30} {h * 0.86} {x - 210} {h * 0.90} {x - 250} {h}"
        f"H{x + 210}C{x + 190} {h * 0.92} {x + 190} {h * 0.87} {x + 190} {h * 0.82}C{x + 190} {h * 0.75} {x + 10} {h * 0.73} {x + 10} {top}z"
    )
    c.path(road, "n7" if mood == "day" else "n9")
    middle = f"M{x - 10} {h}C{x} {h * 0.92} {x + 90} {h * 0.87} {x + 128} {h * 0.81}C{x + 150} {h * 0.76} {x - 10} {h * 0.74} {x - 2} {top + 8}"
    c.line(middle, "white", 7, dash="26 30", butt=True, keep=True)


def foothills(c: Canvas, frame: Frame, rng: random.Random, mood: str) -> None:
    """Draw a road that leads through hills to a range of mountains."""
    way(c, frame, rng, mood, range_behind=True)


def desert(c: Canvas, frame: Frame, rng: random.Random, mood: str) -> None:
    """Draw dunes under a wide sky."""
    w, h = frame.width, frame.height
    _sky(c, frame, rng, mood, horizon=h * 0.6, sun=(0.76, 0.46 if mood == "sunset" else 0.22))
    far, near, front, shade = ("p5", "p7", "p8", "p9") if mood != "day" else ("f2", "f3", "a3", "a4")
    c.path(f"M0 {h * 0.66}Q{w * 0.22} {h * 0.54} {w * 0.46} {h * 0.66}T{w} {h * 0.60}V{h}H0z", far)
    c.path(f"M0 {h * 0.72}Q{w * 0.30} {h * 0.70} {w * 0.58} {h * 0.62}Q{w * 0.76} {h * 0.72} {w} {h * 0.71}V{h}H0z", near)
    c.path(f"M0 {h * 0.84}Q{w * 0.16} {h * 0.72} {w * 0.34} {h * 0.75}Q{w * 0.62} {h * 0.80} {w} {h * 0.77}V{h}H0z", front)
    for y, reach in ((0.87, 0.24), (0.93, 0.34)):
        c.line(f"M{w * 0.08} {h * y}q{w * reach / 2} {-h * 0.02} {w * reach} 0", shade, 5, opacity=0.6, detail=True)
        c.line(f"M{w * 0.62} {h * (y + 0.02)}q{w * reach / 2} {-h * 0.02} {w * reach} 0", shade, 5, opacity=0.6, detail=True)


def highlands(c: Canvas, frame: Frame, rng: random.Random, mood: str) -> None:
    """Draw a range of mountains behind a meadow."""
    w, h = frame.width, frame.height
    _sky(c, frame, rng, mood, horizon=h * 0.6, sun=(0.22, 0.46 if mood == "sunset" else 0.22))
    for x, scale in ((0.14, 3.6), (0.88, 4.2), (0.52, 3.0)):
        with c.at(w * x, h * 0.80, scale):
            mountain(c, Manner())
    front = {"sunset": "p8", "dark": "g9"}.get(mood, "g4")
    c.path(
        f"M0 {h * 0.78}C{w * 0.2} {h * 0.74} {w * 0.34} {h * 0.73} {w * 0.5} {h * 0.74}S{w * 0.82} {h * 0.80} {w} {h * 0.75}V{h}H0z",
        front,
    )


def sky(c: Canvas, frame: Frame, rng: random.Random, mood: str) -> None:
    """Draw only sky and clouds."""
    w, h = frame.width, frame.height
    fill = {"sunset": "p6>s4>a2", "dark": "dusk1>p8"}.get(mood, "sky2>sky1")
    c.wash(0, 0, w, h, fill)
    for x, y, scale, opacity in (
        (0.12, 0.30, 1.9, 0.85),
        (0.88, 0.22, 2.2, 0.9),
        (0.80, 0.66, 1.5, 0.75),
        (0.18, 0.74, 1.4, 0.7),
    ):
        _cloud(c, w * x + rng.uniform(-24, 24), h * y + rng.uniform(-20, 20), scale, opacity if mood == "day" else opacity * 0.35)
    for x in range(-1, 8):
        with c.at(w * x / 6 + rng.uniform(-30, 30), h * 1.02, 2.6 + rng.random()):
            cloud(c, Manner())


def peak(c: Canvas, frame: Frame, rng: random.Random, mood: str) -> None:
    """Draw a mountain with a path that winds to its summit."""
    w, h = frame.width, frame.height
    _sky(c, frame, rng, mood, horizon=h * 0.6, sun=(0.36, 0.46))
    shades = ("p5", "p6", "p7", "p8") if mood != "day" else ("p2", "p3", "p5", "g5")
    for y, reach, count, role in ((0.56, 46, 9, shades[0]), (0.63, 40, 8, shades[1])):
        ridge = [(0.0, h)] + [(w * n / count, h * y + rng.uniform(-reach, reach)) for n in range(count + 1)] + [(w, h)]
        c.path(polygon(ridge), role, opacity=0.85)
    top = (w * 0.56, h * 0.31)
    rock = [
        (w * 0.10, h * 0.88),
        (w * 0.34, h * 0.57),
        (w * 0.42, h * 0.51),
        top,
        (w * 0.68, h * 0.48),
        (w * 0.78, h * 0.57),
        (w * 1.02, h * 0.88),
    ]
    c.path(polygon(rock), shades[2])
    c.path(
        polygon(
            [top, (w * 0.68, h * 0.48), (w * 0.78, h * 0.57), (w * 1.02, h * 0.88), (w * 0.66, h * 0.88), (w * 0.60, h * 0.56)]
        ),
        "p9",
        opacity=0.34,
        detail=True,
    )
    snow = [
        top,
        (w * 0.628, h * 0.403),
        (w * 0.600, h * 0.422),
        (w * 0.578, h * 0.398),
        (w * 0.545, h * 0.434),
        (w * 0.520, h * 0.402),
        (w * 0.495, h * 0.405),
    ]
    c.path(polygon(snow), "paper")
    land = f"M0 {h * 0.81}C{w * 0.2} {h * 0.73} {w * 0.4} {h * 0.81} {w * 0.6} {h * 0.79}S{w * 0.85} {h * 0.71} {w} {h * 0.79}V{h}H0z"
    c.path(land, shades[3])
    _path(c, frame)
    for x, y, scale in ((0.05, 0.90, 2.2), (0.12, 0.955, 2.8), (0.90, 0.90, 2.3), (0.965, 0.96, 2.9), (0.80, 0.845, 1.5)):
        with c.at(w * x, h * y, scale):
            pine(c, Manner())


def winding(frame: Frame) -> list[tuple[float, float, float]]:
    """Points along the path with its width."""
    points = []
    last = len(BENDS) - 1
    for index in range(last):
        four = [BENDS[max(0, index - 1)], BENDS[index], BENDS[index + 1], BENDS[min(last, index + 2)]]
        for step in range(10):
            t = step / 10
            x, y, width = (
                0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)
                for a, b, c, d in zip(*four, strict=True)
            )
            points.append((x * frame.width, y * frame.height, width * frame.width / 1000))
    return points


def _path(c: Canvas, frame: Frame) -> None:
    points = winding(frame)
    left, right = [], []
    for (x0, y0, _), (x1, y1, width) in pairwise(points):
        dx, dy = x1 - x0, y1 - y0
        length = math.hypot(dx, dy) or 1.0
        # Seen from the side the path is thinner where it runs across.
        half = width / 2 * (0.60 + 0.40 * abs(dy) / length)
        left.append((x1 - dy / length * half, y1 + dx / length * half))
        right.append((x1 + dy / length * half, y1 - dx / length * half))
    c.path(polygon([*left, *reversed(right)]), "w2")
    dashes = "M" + "L".join(f"{x} {y}" for x, y, _ in points[:70])
    c.line(dashes, "white", 4, dash="14 18", opacity=0.8, detail=True)
