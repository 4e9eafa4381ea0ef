"""Instruments: what measures, weighs, looks far or close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.props.base import Manner, Prop
from mkdocs_imggen.providers.sketch.shapes import oval

if TYPE_CHECKING:
    from mkdocs_imggen.providers.sketch.shapes import Canvas


def compass(c: Canvas, m: Manner) -> None:
    """Draw a compass."""
    c.shadow(0, 0, 36)
    c.path(oval(0, -98, 9) + oval(0, -98, 4.5), "a5", even_odd=True)
    c.solid(oval(0, -46, 46), "a4>a5", "a6", -4, -3)
    c.path(oval(0, -46, 37), "paper>n1")
    for angle in range(0, 360, 30):
        with c.at(0, -46, 1, angle):
            c.rect(-1.3, -34, 2.6, 7 if angle % 90 == 0 else 4, 1.3, "n6", keep=True)
    with c.at(0, -46, 1, 34):
        c.path("M0 -29L8 0H-8z", "s5")
        c.path("M0 29L8 0H-8z", "p6")
    c.circle(0, -46, 4, "paper", keep=True)


def telescope(c: Canvas, m: Manner) -> None:
    """Draw a telescope on its tripod."""
    c.shadow(0, 0, 40)
    for x in (-30, 0, 30):
        c.line(f"M0 -52L{x} -3", "n8", 6)
    c.circle(0, -54, 8, "n7")
    with c.at(0, -62, 1, -28):
        c.rect(-52, -8, 26, 16, 4, "n7>n8")
        c.rect(-32, -12, 46, 24, 4, "p4>p6")
        c.rect(10, -16, 44, 32, 4, "p5>p7")
        c.rect(50, -19, 10, 38, 4, "a4>a5")
        c.rect(-6, -12, 6, 24, 0, "a4", detail=True)
        c.sheen("M16 -11H46", 3, 0.5)


def microscope(c: Canvas, m: Manner) -> None:
    """Draw a microscope."""
    c.shadow(0, 0, 46)
    c.line("M10 -84C44 -78 48 -30 14 -14", "p6", 12)
    c.rect(-44, -12, 88, 12, 6, "n8>n9")
    c.rect(-40, -36, 56, 8, 3, "n6>n7")
    c.rect(-26, -40, 24, 4, 1, "g4", keep=True)
    with c.at(-12, -44, 1, 14):
        c.rect(-11, -46, 22, 38, 5, "p3>p5")
        c.rect(-8, -62, 16, 18, 4, "n7>n8")
        c.rect(-7, -10, 14, 10, 2, "n6")
    c.circle(16, -52, 8, "a4>a5")


def flask(c: Canvas, m: Manner) -> None:
    """Draw a flask with a bubbling liquid."""
    c.shadow(0, 0, 44)
    outline = "M-12 -98V-62L-43 -14Q-49 0 -34 0H34Q49 0 43 -14L12 -62V-98z"
    c.path(outline, "n1>p1")
    c.path("M-25 -42L-43 -14Q-49 0 -34 0H34Q49 0 43 -14L25 -42Q12 -34 0 -42Q-12 -50 -25 -42z", "s3>s5")
    c.line(outline, "p7", 4)
    c.rect(-19, -104, 38, 9, 4, "p7")
    for x, y, radius in ((-12, -20, 6), (12, -14, 4.500), (6, -30, 3.600), (4, -56, 4), (-3, -72, 3)):
        c.circle(x, y, radius, "white", opacity=0.75, keep=True)
    c.sheen("M-6 -88V-66", 3, 0.8)


def hourglass(c: Canvas, m: Manner) -> None:
    """Draw an hourglass."""
    c.shadow(0, 0, 36)
    glass = "M-28 -94C-28 -66 -6 -60 -6 -51C-6 -42 -28 -36 -28 -8H28C28 -36 6 -42 6 -51C6 -60 28 -66 28 -94z"
    c.path(glass, "p1>p2")
    c.path("M-20 -78C-16 -66 -4 -60 -2 -52V-14C-14 -20 -24 -16 -26 -9H26C24 -16 14 -20 2 -14V-52C4 -60 16 -66 20 -78z", "a4>a5")
    c.line(glass, "p6", 2.6)
    c.sheen("M-21 -86C-20 -74 -14 -68 -9 -62", 3, 0.9)
    for y in (-104, -10):
        c.rect(-36, y, 72, 10, 5, "b5>b6")


def clock(c: Canvas, m: Manner) -> None:
    """Draw a clock."""
    c.shadow(0, 0, 34)
    c.solid(oval(0, -50, 48), "p5>p6", "p7", -4, -3)
    c.path(oval(0, -50, 39), "paper>n1")
    for hour in range(12):
        with c.at(0, -50, 1, hour * 30):
            c.rect(-1.4, -35, 2.8, 7 if hour % 3 == 0 else 4, 1.4, "n6", keep=True)
    c.line("M0 -50V-77", "ink", 4.6, keep=True)
    c.line("M0 -50L18 -39", "s5", 4.2, keep=True)
    c.circle(0, -50, 4.4, "a5", keep=True)


def stopwatch(c: Canvas, m: Manner) -> None:
    """Draw a stopwatch."""
    c.shadow(0, 0, 34)
    c.rect(-7, -112, 14, 14, 3, "n6>n7")
    c.rect(-13, -118, 26, 9, 4, "n7>n8")
    with c.at(36, -84, 1, 45):
        c.rect(-5, -12, 10, 12, 3, "n6>n7")
    c.solid(oval(0, -47, 47), "n6>n7", "n8", -4, -3)
    c.path(oval(0, -47, 38), "paper>n1")
    c.path("M0 -47V-80A33 33 0 0 1 31 -36z", "s3")
    for mark in range(12):
        with c.at(0, -47, 1, mark * 30):
            c.rect(-1.2, -34, 2.4, 5, 1.2, "n6", keep=True)
    c.line("M0 -47L27 -38", "s6", 4.4, keep=True)
    c.circle(0, -47, 4.4, "n8", keep=True)


def scales(c: Canvas, m: Manner) -> None:
    """Draw a pair of scales."""
    c.shadow(0, 0, 34)
    c.rect(-28, -8, 56, 8, 4, "a5>a6")
    c.rect(-4, -92, 8, 86, 3, "a4>a6")
    c.circle(0, -96, 7, "a4>a5")
    c.line("M-46 -80Q0 -92 46 -80", "a5", 6)
    for side in (-1, 1):
        c.line(f"M{side * 46} -80L{side * 62} -42M{side * 46} -80L{side * 30} -42", "n6", 2.4)
        c.path(f"M{side * 46 - 22} -44h44a22 16 0 0 1 -44 0z", "a4>a6")


PROPS = (
    Prop(name="compass", draw=compass, tint="a"),
    Prop(name="telescope", draw=telescope),
    Prop(name="microscope", draw=microscope),
    Prop(name="flask", draw=flask, tint="s"),
    Prop(name="hourglass", draw=hourglass, tint="a"),
    Prop(name="clock", draw=clock),
    Prop(name="stopwatch", draw=stopwatch, tint="n"),
    Prop(name="scales", draw=scales, tint="a"),
)
