"""Eyes, mouths, arms and hats: what all characters share, so that they look like one family."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.shapes import oval, star

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mkdocs_imggen.providers.sketch.props.base import Manner
    from mkdocs_imggen.providers.sketch.shapes import Canvas

ARMS: Mapping[str, tuple[tuple[float, float], tuple[float, float]]] = MappingProxyType(
    {
        "wave": ((-26, -24), (36, -74)),
        "both": ((-38, -72), (38, -72)),
        "hold": ((-11, -26), (11, -26)),
        "point": ((-26, -22), (42, -46)),
        "stand": ((-26, -22), (26, -22)),
    }
)
"""Where the hands are in each pose of a small character whose shoulders are at (±19, -50)."""


def eyes(c: Canvas, x: float, y: float, gap: float, size: float, m: Manner, role: str = "ink") -> None:
    """Draw a pair of eyes; they are shut when the character sleeps."""
    for side in (-1, 1):
        if "sleeping" in m.states:
            left = x + side * gap - size
            c.line(f"M{left} {y}q{size} {size * 1.2} {2 * size} 0", role, size * 0.55, keep=True)
        else:
            c.ellipse(x + side * gap, y, size * 0.86, size, role, keep=True)
            c.circle(x + side * gap + size * 0.28, y - size * 0.36, size * 0.32, "white", keep=True)


def smile(c: Canvas, x: float, y: float, width: float, m: Manner, role: str = "ink") -> None:
    """Draw a mouth: a smile, or the other way round for the sad."""
    depth = -width * 0.6 if "sad" in m.states else width * 0.7
    c.line(f"M{x - width} {y}Q{x} {y + depth} {x + width} {y}", role, width * 0.36, keep=True)


def cheeks(c: Canvas, x: float, y: float, gap: float, size: float = 4.0) -> None:
    """Draw rosy cheeks."""
    for side in (-1, 1):
        c.path(oval(x + side * gap, y, size, size * 0.68), "f4", opacity=0.55, detail=True)


def arms(c: Canvas, m: Manner, sleeve: str, hand: str, width: float = 11.0) -> None:
    """Draw both arms of a small character in its pose."""
    for side, (x, y) in zip((-1, 1), ARMS.get(m.pose, ARMS["stand"]), strict=True):
        raised = y < -50
        bend = (side * 33, -50) if raised else (side * 31, -40)
        c.line(f"M{side * 19} -48Q{bend[0]} {bend[1]} {x} {y}", sleeve, width)
        c.circle(x, y, width * 0.62, hand)


def asleep(c: Canvas, x: float, y: float) -> None:
    """Draw the letters of sleep."""
    for size, dx, dy in ((8, 0, 0), (11, 12, -16), (14, 28, -36)):
        c.line(f"M{x + dx} {y + dy - size}h{size}l{-size} {size}h{size}", "p5", size * 0.26)


def hard_hat(c: Canvas) -> None:
    """Draw a safety helmet, 60 wide, its rim on the ground line."""
    c.path("M-30 -4C-32 -42 32 -42 30 -4z", "x4>x5")
    c.path("M8 -32C24 -28 31 -16 30 -4H14C15 -16 13 -26 8 -32z", "x7", opacity=0.3, detail=True)
    c.path("M-6 -36Q0 -40 6 -36L7 -5H-7z", "x3>x4")
    c.path("M-37 -6Q0 -14 37 -6Q38 1 31 1H-31Q-38 1 -37 -6z", "x5>x6")
    c.sheen("M-22 -14C-22 -22 -18 -28 -13 -31", 3, 0.6)


def wizard_hat(c: Canvas) -> None:
    """Draw a wizard's hat, 60 wide."""
    c.path("M-26 -4C-16 -30 -8 -56 10 -78C10 -62 20 -30 27 -4Q0 6 -26 -4z", "x5>x7")
    c.path("M10 -78C10 -62 20 -30 27 -4Q20 -1 12 0C12 -30 8 -56 10 -78z", "x8", opacity=0.35, detail=True)
    c.path("M-42 -2Q0 -16 42 -2Q34 8 0 8Q-34 8 -42 -2z", "x5>x6")
    c.line("M-24 -10Q0 -2 25 -10", "a4", 5)
    c.path(star(-4, -28, 8, 3.6), "a3", keep=True)
    c.path(star(8, -48, 5, 2.2), "a3", keep=True)


def crown(c: Canvas) -> None:
    """Draw a crown, 60 wide."""
    c.path("M-30 0L-34 -36L-15 -20L0 -44L15 -20L34 -36L30 0z", "x3>x5")
    c.path("M0 -44L15 -20L34 -36L30 0H8z", "x6", opacity=0.3, detail=True)
    c.rect(-31, -9, 62, 10, 3, "x5>x6")
    for x, y in ((-34, -37), (0, -45), (34, -37)):
        c.circle(x, y, 4.6, "x4")
    for x, role in ((-18, "s5"), (0, "p5"), (18, "s5")):
        c.circle(x, -4, 3.4, role, keep=True)


def graduate_cap(c: Canvas) -> None:
    """Draw a mortarboard, 60 wide."""
    c.path("M-26 -18V0Q0 10 26 0V-18z", "x7>x8")
    c.path("M0 -36L54 -17L0 2L-54 -17z", "x5>x6")
    c.path("M0 -36L54 -17L0 -14L-54 -17z", "x4", opacity=0.5, detail=True)
    c.line("M0 -17L38 -12V8", "a4", 3)
    c.path("M34 6h8l2 14h-12z", "a4>a5")


def headphones(c: Canvas) -> None:
    """Draw headphones around a head, 60 wide; the band's top is on the ground line."""
    c.line("M-33 34C-36 -14 36 -14 33 34", "x7", 6.5)
    for side in (-1, 1):
        c.rect(side * 34 - 7, 22, 14, 26, 7, "x5>x6")


HATS: Mapping[str, tuple[Callable[[Canvas], None], str, float]] = MappingProxyType(
    {
        "hard hat": (hard_hat, "orange", 0.0),
        "wizard hat": (wizard_hat, "purple", 2.0),
        "crown": (crown, "gold", 3.0),
        "graduation cap": (graduate_cap, "slate", 6.0),
        "headphones": (headphones, "slate", 0.0),
    }
)
"""What a character can wear: the drawing in the ramp `x`, its colour when none is named, and how far it sinks."""
