"""Snakes, turtles, frogs, and the dragons among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.props.base import Manner, Prop
from mkdocs_imggen.providers.sketch.props.faces import cheeks, eyes, smile
from mkdocs_imggen.providers.sketch.shapes import oval

if TYPE_CHECKING:
    from mkdocs_imggen.providers.sketch.shapes import Canvas


def snake(c: Canvas, m: Manner) -> None:
    """Draw a snake, coiled."""
    c.shadow(0, 0, 56)
    c.line(
        "M-50 -12C-30 -4 40 -4 48 -16C54 -30 30 -32 0 -32C-34 -32 -44 -44 -30 -52C-16 -60 20 -50 24 -66C26 -78 16 -80 10 -82",
        "g5",
        21,
    )
    c.line("M-46 -14C-28 -8 36 -8 44 -18C46 -26 26 -30 0 -30", "g6", 6, dash="1 13", detail=True)
    c.path(oval(4, -90, 25, 18), "g4>g5")
    c.line("M-20 -86l-14 3m0 0l-7 -4m7 4l-6 5", "red5", 2.8)
    eyes(c, -1, -94, 9, 4.2, m)
    smile(c, -4, -84, 5, m)


def turtle(c: Canvas, m: Manner) -> None:
    """Draw a turtle."""
    c.shadow(0, 0, 60)
    for x in (-34, 20):
        c.rect(x, -18, 18, 18, 7, "g5>g6")
    c.path("M-48 -18L-64 -10L-46 -8z", "g5")
    c.solid(oval(58, -42, 19, 17), "g3>g4", "g5", -3, -2)
    c.line("M40 -22C48 -22 50 -30 52 -34", "g4", 15)
    c.solid("M-52 -16C-52 -58 -30 -76 -4 -76C24 -76 44 -58 46 -16z", "p4>p6", "p7")
    c.line("M-30 -66L-18 -46H12L24 -64M-18 -46L-30 -18M12 -46L24 -18M-18 -46L-48 -34M12 -46L42 -34", "p7", 3.4)
    c.rect(-56, -20, 106, 9, 4.5, "p2")
    eyes(c, 62, -46, 6.5, 3.4, m)
    smile(c, 64, -36, 5, m)


def dinosaur(c: Canvas, m: Manner) -> None:
    """Draw a small dinosaur, from the side."""
    c.shadow(0, 0, 46)
    c.path("M-14 -40C-40 -40 -56 -26 -74 -34C-66 -10 -40 -2 -14 -8z", "g5>g6")
    for x, y, size in ((-34, -40, 9), (-20, -52, 11), (-10, -68, 12), (-6, -86, 11), (-4, -103, 9)):
        c.path(f"M{x - size} {y + 4}L{x - size * 0.4} {y - size}L{x + size * 0.6} {y + 2}z", "s5")
    for x, role in ((-18, "g6"), (10, "g5")):
        c.path(f"M{x} -26h20l2 18h8a5 5 0 0 1 0 8h-30z", role)
    c.solid(
        "M-22 -36C-22 -62 -10 -66 -6 -84C-2 -112 52 -116 54 -90C54 -80 46 -76 30 -74C36 -50 38 -12 4 -10C-14 -10 -22 -20 -22 -36z",
        "g4>g5",
        "g6",
    )
    c.path("M30 -72C36 -48 34 -16 12 -14C2 -20 8 -50 16 -72z", "w2>w3")
    c.line("M22 -52Q36 -52 38 -44", "g6", 7)
    c.line("M50 -82Q38 -76 26 -80", "ink", 2.4, keep=True)
    eyes(c, 24, -95, 0, 4.6, m)
    c.circle(48, -94, 1.8, "g7", keep=True)


def frog(c: Canvas, m: Manner) -> None:
    """Draw a frog."""
    c.shadow(0, 0, 48)
    for side in (-1, 1):
        c.ellipse(side * 36, -16, 20, 16, "g6")
        c.ellipse(side * 44, -4, 18, 5, "g5")
        c.circle(side * 20, -74, 15, "g5")
    c.solid("M0 -72C30 -72 44 -52 42 -32C40 -10 22 -2 0 -2C-22 -2 -40 -10 -42 -32C-44 -52 -30 -72 0 -72z", "g4>g5", "g6", -4, -2)
    c.path("M0 -36C20 -36 30 -26 28 -18C26 -8 14 -4 0 -4C-14 -4 -26 -8 -28 -18C-30 -26 -20 -36 0 -36z", "g2")
    for side in (-1, 1):
        c.circle(side * 20, -75, 10, "white", keep=True)
    eyes(c, 0, -75, 20, 5.4, m)
    c.line("M-22 -50Q0 -36 22 -50", "ink", 3, keep=True)
    cheeks(c, 0, -46, 29)


def dragon(c: Canvas, m: Manner) -> None:
    """Draw a small dragon."""
    c.shadow(0, 0, 44)
    for side in (-1, 1):
        c.path(
            f"M{side * 20} -58C{side * 36} -92 {side * 60} -96 {side * 70} -90C{side * 62} -84 {side * 66} -72 {side * 60} -70C{side * 56} -62 {side * 52} -62 {side * 46} -54C{side * 38} -54 {side * 30} -48 {side * 20} -44z",
            "s4>s5",
        )
    c.path("M22 -12C50 -4 66 -20 62 -40L74 -44L58 -58L52 -38C52 -26 40 -22 24 -28z", "g5>g6")
    for side in (-1, 1):
        c.ellipse(side * 18, -4, 15, 7, "g6")
    c.solid("M0 -66C22 -66 34 -42 34 -22C34 -8 22 -2 0 -2C-22 -2 -34 -8 -34 -22C-34 -42 -22 -66 0 -66z", "g4>g5", "g6")
    c.path("M0 -56C12 -56 20 -38 20 -22C20 -10 12 -5 0 -5C-12 -5 -20 -10 -20 -22C-20 -38 -12 -56 0 -56z", "w2>w3")
    for y in (-42, -30, -18):
        c.line(f"M-13 {y}q13 5 26 0", "w5", 2.4, detail=True)
    for side in (-1, 1):
        c.path(f"M{side * 12} -108L{side * 22} -128L{side * 27} -102z", "w3")
        c.circle(side * 27, -38, 8, "g5")
    c.solid(oval(0, -86, 33, 28), "g4>g5", "g6", -4, -2)
    c.ellipse(0, -74, 22, 13, "g3")
    for x in (-8, 8):
        c.circle(x, -79, 2.4, "g7", keep=True)
    smile(c, 0, -71, 10, m)
    eyes(c, 0, -94, 14, 5, m)


PROPS = (
    Prop(name="snake", draw=snake, tint="g"),
    Prop(name="turtle", draw=turtle),
    Prop(name="dinosaur", draw=dinosaur, tint="g"),
    Prop(name="frog", draw=frog, tint="g", head=(0, -82, 44), hands=(0, -18)),
    Prop(name="dragon", draw=dragon, tint="g", head=(0, -108, 46), hands=(0, -30)),
)
