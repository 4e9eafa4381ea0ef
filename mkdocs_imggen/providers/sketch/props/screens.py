"""Devices and windows: whatever has a screen, and what is on it."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.props.base import Manner, Prop
from mkdocs_imggen.providers.sketch.shapes import rounded

if TYPE_CHECKING:
    from mkdocs_imggen.providers.sketch.shapes import Canvas

CODE = (
    (0, (("a4", 0.14), ("p4", 0.22))),
    (1, (("s4", 0.18), ("n6", 0.12), ("p4", 0.16))),
    (1, (("p4", 0.12), ("a4", 0.24))),
    (2, (("s4", 0.26), ("n6", 0.10))),
    (2, (("p4", 0.14), ("a3", 0.12), ("s4", 0.12))),
    (1, (("n6", 0.16),)),
    (0, (("a4", 0.10), ("p4", 0.20))),
)
"""Lines of the code on a screen: indentation, then tokens with role and width."""
CURVE = ((0.25, 0.80), (0.32, 0.66), (0.39, 0.72), (0.47, 0.53), (0.54, 0.60), (0.64, 0.44))


def screen(c: Canvas, x: float, y: float, width: float, height: float, kind: str, radius: float = 3.0) -> None:
    """Fill a rectangle with an interface: `dash`, `code`, `term`, `doc`, `search`, `chart`, `video` or `blank`."""
    dark = kind in ("code", "term")
    c.rect(x, y, width, height, radius, "n10>n9" if dark else "p3>p5" if kind == "blank" else "paper")
    if kind == "dash":
        _dashboard(c, x, y, width, height, radius)
    elif kind == "code":
        _code(c, x, y, width, height)
    elif kind == "term":
        _terminal(c, x, y, width, height)
    elif kind == "doc":
        _page(c, x, y, width, height, radius)
    elif kind == "search":
        _search(c, x, y, width, height)
    elif kind == "chart":
        _bars(c, x, y, width, height)
    elif kind == "video":
        c.rect(x, y, width, height, radius, "p7>p9")
        size = min(width, height) * 0.2
        c.circle(x + width / 2, y + height / 2, size * 1.25, "white", opacity=0.92)
        left = x + width / 2 - size * 0.42
        c.path(
            f"M{left} {y + height / 2 - size * 0.62}l{size * 1.15} {size * 0.62}l{-size * 1.15} {size * 0.62}z", "s6", keep=True
        )
        c.rect(x + width * 0.08, y + height * 0.86, width * 0.84, height * 0.045, height * 0.022, "p5")
        c.rect(x + width * 0.08, y + height * 0.86, width * 0.34, height * 0.045, height * 0.022, "s4")


def _dashboard(c: Canvas, x: float, y: float, w: float, h: float, radius: float) -> None:
    c.rect(x, y, w * 0.17, h, radius, "p8>p9")
    for index, role in enumerate(("a4", "p5", "p5", "p5")):
        c.rect(x + w * 0.045, y + h * (0.12 + 0.15 * index), w * 0.08, h * 0.05, h * 0.02, role, keep=True)
    for index, (role, share) in enumerate((("a", 0.6), ("p", 0.4), ("s", 0.7))):
        left = x + w * (0.22 + 0.256 * index)
        c.rect(left, y + h * 0.10, w * 0.23, h * 0.20, h * 0.03, "p1")
        c.rect(left + w * 0.02, y + h * 0.14, w * 0.08, h * 0.035, 1, "n3", detail=True)
        c.rect(left + w * 0.02, y + h * 0.205, w * 0.12 * (0.7 + share * 0.4), h * 0.055, 1.5, f"{role}5", keep=True)
    c.rect(x + w * 0.22, y + h * 0.37, w * 0.45, h * 0.53, h * 0.03, "p1")
    points = [(x + w * px, y + h * py) for px, py in CURVE]
    curve = f"M{points[0][0]} {points[0][1]}"
    for (x0, y0), (x1, y1) in pairwise(points):
        middle = (x0 + x1) / 2
        curve += f"C{middle} {y0} {middle} {y1} {x1} {y1}"
    c.path(f"{curve}V{y + h * 0.85}H{x + w * 0.25}z", "p4/.75>p4/.05", detail=True)
    c.line(curve, "p6", h * 0.028, keep=True)
    c.circle(*points[-1], h * 0.03, "a5", keep=True)
    c.rect(x + w * 0.70, y + h * 0.37, w * 0.25, h * 0.53, h * 0.03, "p1")
    for begin, end, role in ((-1.57, 1.9, "p5"), (1.98, 3.5, "s5"), (3.58, 4.64, "a4")):
        arc(c, x + w * 0.825, y + h * 0.59, h * 0.135, begin, end, role, h * 0.07)
    c.rect(x + w * 0.74, y + h * 0.81, w * 0.17, h * 0.04, 1.5, "n3", detail=True)


def arc(c: Canvas, x: float, y: float, radius: float, begin: float, end: float, role: str, width: float) -> None:
    """Draw a part of a ring between two angles (radians, clockwise from the right)."""
    x0, y0 = x + radius * math.cos(begin), y + radius * math.sin(begin)
    x1, y1 = x + radius * math.cos(end), y + radius * math.sin(end)
    large = 1 if end - begin > math.pi else 0
    c.line(f"M{x0} {y0}A{radius} {radius} 0 {large} 1 {x1} {y1}", role, width, butt=True, keep=True)


def _code(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    step = h * 0.88 / len(CODE)
    for index, (indent, tokens) in enumerate(CODE):
        left, top = 0.10 + 0.07 * indent, y + h * 0.08 + index * step
        c.rect(x + w * 0.035, top, w * 0.025, step * 0.36, step * 0.18, "n7", keep=True)
        for role, width in tokens:
            c.rect(x + w * left, top, w * width, step * 0.42, step * 0.21, role, keep=True)
            left += width + 0.025


def _terminal(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    size = h * 0.13
    for index, (role, width) in enumerate((("a4", 0.40), ("n6", 0.62), ("n6", 0.48), ("s4", 0.30))):
        middle = y + h * 0.17 + index * h * 0.21
        prompt = index in (0, 3)
        if prompt:
            chevron = f"M{x + w * 0.06} {middle - size * 0.35}l{size * 0.35} {size * 0.35}l{-size * 0.35} {size * 0.35}"
            c.line(chevron, "s4", h * 0.03, keep=True)
        c.rect(x + w * (0.15 if prompt else 0.06), middle - h * 0.035, w * width, h * 0.07, h * 0.035, role, keep=True)
    c.rect(x + w * 0.49, y + h * 0.74, w * 0.045, h * 0.12, 1, "white", keep=True)


def _page(c: Canvas, x: float, y: float, w: float, h: float, radius: float) -> None:
    c.rect(x, y, w * 0.24, h, radius, "p1")
    for index, width in enumerate((0.14, 0.11, 0.15, 0.09, 0.12)):
        role = "p5" if index == 1 else "n3"
        c.rect(x + w * 0.04, y + h * (0.12 + 0.13 * index), w * width, h * 0.04, h * 0.02, role, keep=True)
    c.rect(x + w * 0.30, y + h * 0.12, w * 0.34, h * 0.08, h * 0.03, "p7", keep=True)
    for index, width in enumerate((0.60, 0.56, 0.62, 0.40)):
        c.rect(x + w * 0.30, y + h * (0.28 + 0.085 * index), w * width, h * 0.036, h * 0.018, "n3", keep=True)
    c.rect(x + w * 0.30, y + h * 0.66, w * 0.62, h * 0.22, h * 0.03, "a1")
    c.rect(x + w * 0.30, y + h * 0.66, w * 0.015, h * 0.22, 0, "a5", detail=True)
    c.rect(x + w * 0.34, y + h * 0.715, w * 0.30, h * 0.036, 1, "a5", keep=True)
    c.rect(x + w * 0.34, y + h * 0.79, w * 0.46, h * 0.036, 1, "a3", keep=True)


def _search(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    unit = min(w, h)
    c.rect(x + w * 0.12, y + h * 0.16, w * 0.76, unit * 0.17, unit * 0.085, "p1")
    c.rect(x + w * 0.22, y + h * 0.16 + unit * 0.065, w * 0.3, unit * 0.04, 2, "n4", keep=True)
    c.circle(x + w * 0.80, y + h * 0.16 + unit * 0.085, unit * 0.05, "p6", keep=True)
    for index, (role, width) in enumerate((("a4", 0.50), ("p4", 0.58), ("s4", 0.42))):
        top = y + h * (0.42 + 0.17 * index)
        c.rect(x + w * 0.12, top, unit * 0.11, unit * 0.11, 2, role, keep=True)
        c.rect(x + w * 0.12 + unit * 0.16, top + unit * 0.035, w * width - unit * 0.02, unit * 0.04, 2, "n3", keep=True)


def _bars(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    for index, (share, role) in enumerate(((0.34, "p4"), (0.52, "s5"), (0.44, "p5"), (0.70, "a4"), (0.84, "p6"))):
        width = w * 0.11
        c.rect(x + w * (0.12 + 0.16 * index), y + h * (0.9 - 0.78 * share), width, h * 0.78 * share, 2, role)
    c.line(f"M{x + w * 0.08} {y + h * 0.9}h{w * 0.84}", "n4", h * 0.025)


def window(c: Canvas, kind: str, width: float = 150.0, height: float = 104.0) -> None:
    """Draw an application's window that shows an interface."""
    x, y = -width / 2, -height
    dark = kind in ("code", "term")
    c.lift(x, y, width, height, 6, 5)
    c.rect(x, y, width, height, 6, "n9" if dark else "paper")
    c.path(f"M{x} {y + 6}a6 6 0 0 1 6 -6h{width - 12}a6 6 0 0 1 6 6v7.5h{-width}z", "n8" if dark else "p3")
    for index, role in enumerate(("s5", "a4", "g4")):
        c.circle(x + 8 + index * 7.5, y + 6.8, 2.3, role, keep=True)
    c.rect(x + 36, y + 3.8, width * 0.42, 6, 3, "n9" if dark else "paper", detail=True)
    screen(c, x + 4, y + 17.5, width - 8, height - 21.5, kind, 3)


def laptop(c: Canvas, m: Manner) -> None:
    """Draw a laptop, seen from the front."""
    kind = "blank" if "blank" in m.states else ("code", "dash", "doc")[m.variant % 3]
    c.shadow(0, 0, 84, 7)
    c.rect(-58, -84, 116, 80, 7, "n8>n9")
    c.rect(-51, -82.8, 102, 1.6, 0.8, "n6", opacity=0.6, detail=True)
    screen(c, -53, -79, 106, 68, kind, 3)
    with c.clip(rounded(-53, -79, 106, 68, 3)):
        c.path("M10 -80L44 -80L2 -8L-32 -8z", "white", opacity=0.07, detail=True)
    c.path("M-62 -8H62L76 -3Q76 0 72 0H-72Q-76 0 -76 -3z", "n3>n4")
    c.path("M-76 -3Q-76 0 -72 0H72Q76 0 76 -3z", "n6", detail=True)
    c.rect(-13, -8, 26, 3, 1.5, "n6", detail=True)


def monitor(c: Canvas, m: Manner) -> None:
    """Draw a monitor on its foot."""
    kind = "blank" if "blank" in m.states else ("dash", "code", "doc")[m.variant % 3]
    c.shadow(0, 0, 40)
    c.path("M-9 -22h18l4 20h-26z", "n5>n6")
    c.rect(-28, -5, 56, 5, 2.5, "n6>n7")
    c.rect(-64, -104, 128, 86, 6, "n8>n9")
    screen(c, -59, -99, 118, 72, kind, 3)
    with c.clip(rounded(-59, -99, 118, 72, 3)):
        c.path("M14 -100L52 -100L12 -26L-26 -26z", "white", opacity=0.07, detail=True)


def phone(c: Canvas, m: Manner) -> None:
    """Draw a smartphone."""
    c.shadow(0, 0, 28)
    c.rect(-27, -106, 54, 106, 10, "n8>n10")
    kind = "blank" if "blank" in m.states else ("search", "chart", "search")[m.variant % 3]
    screen(c, -23, -101, 46, 96, kind, 7)
    c.rect(-8, -98.5, 16, 3.4, 1.7, "n8", keep=True)


def tablet(c: Canvas, m: Manner) -> None:
    """Draw a tablet, upright."""
    c.shadow(0, 0, 40)
    c.rect(-40, -106, 80, 106, 9, "n8>n10")
    screen(c, -35, -100, 70, 92, "blank" if "blank" in m.states else ("doc", "search", "chart")[m.variant % 3], 4)
    c.circle(0, -4, 1.8, "n6", detail=True)


def browser(c: Canvas, m: Manner) -> None:
    """Draw a browser window with a documentation page."""
    window(c, "search" if "search" in m.states else "doc")


def dashboard(c: Canvas, m: Manner) -> None:
    """Draw a window full of charts; a loaded one has gauges as well."""
    if "loaded" not in m.states:
        window(c, "dash")
        return
    window(c, "doc")
    c.rect(-71, -86.500, 142, 83, 3, "paper", keep=True)
    for x, role, needle in ((-36, "p5", "18 -16"), (36, "s5", "-12 -20")):
        c.line(f"M{x - 26} -48A26 26 0 0 1 {x + 26} -48", "n3", 8, keep=True)
        c.line(f"M{x - 26} -48A26 26 0 0 1 {x + (10 if x < 0 else -10)} -72", role, 8, keep=True)
        c.line(f"M{x} -48l{needle}", "n9", 3, keep=True)
        c.circle(x, -48, 4, "n9", keep=True)
    for number, (high, role) in enumerate(((10, "p4"), (18, "s4"), (14, "p5"), (24, "a4"))):
        c.rect(-62 + number * 15, -8 - high, 10, high, 2, role, keep=True)
    c.line("M10 -16L24 -24L36 -18L50 -30L62 -26", "p6", 3.500, keep=True)


def terminal(c: Canvas, m: Manner) -> None:
    """Draw a terminal window."""
    window(c, "term", 140, 98)


def editor(c: Canvas, m: Manner) -> None:
    """Draw a code editor."""
    window(c, "code", 140, 98)


def player(c: Canvas, m: Manner) -> None:
    """Draw a video player."""
    window(c, "video", 140, 98)


def keyboard(c: Canvas, m: Manner) -> None:
    """Draw a keyboard, seen from above."""
    c.lift(-70, -56, 140, 56, 8, 4)
    c.rect(-70, -56, 140, 56, 8, "n3>n4")
    c.rect(-70, -56, 140, 51, 8, "n1>n2", detail=True)
    for row in range(3):
        for column in range(10 - row % 2):
            role = {(0, 0): "s5", (1, 8): "a4", (2, 9): "p5"}.get((row, column), "white")
            c.rect(-64 + column * 12.9 + (row % 2) * 6.4, -51 + row * 12, 10.6, 9.6, 2.4, role)
    c.rect(-34, -15, 68, 9, 2.4, "p3")
    for x in (-62, 42):
        c.rect(x, -15, 20, 9, 2.4, "white")


def mouse(c: Canvas, m: Manner) -> None:
    """Draw a computer mouse, seen from above."""
    c.shadow(0, -1, 30, 6)
    c.line("M0 -84C0 -96 12 -96 12 -106", "n6", 3.4)
    body = rounded(-28, -86, 56, 86, 28)
    c.solid(body, "white>n2", "n4")
    c.line("M-28 -52H28M0 -86V-52", "n4", 2)
    c.rect(-4, -74, 8, 17, 4, "p5>p6")


PROPS = (
    Prop(name="laptop", draw=laptop, tint="n"),
    Prop(name="monitor", draw=monitor, tint="n"),
    Prop(name="phone", draw=phone, tint="n"),
    Prop(name="tablet", draw=tablet, tint="n"),
    Prop(name="browser", draw=browser, air=True),
    Prop(name="dashboard", draw=dashboard, air=True),
    Prop(name="terminal", draw=terminal, tint="n", air=True),
    Prop(name="code editor", draw=editor, tint="n", air=True),
    Prop(name="video player", draw=player, air=True),
    Prop(name="keyboard", draw=keyboard, tint="n"),
    Prop(name="mouse", draw=mouse),
)
