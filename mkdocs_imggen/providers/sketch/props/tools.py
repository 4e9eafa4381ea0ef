"""Tools and instruments: gears, lenses, bulbs, pens, wrenches, flasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.props.base import Manner, Prop
from mkdocs_imggen.providers.sketch.props.systems import gear_outline
from mkdocs_imggen.providers.sketch.shapes import oval, rounded, star

if TYPE_CHECKING:
    from mkdocs_imggen.providers.sketch.shapes import Canvas


def gear(c: Canvas, m: Manner) -> None:
    """Draw a gear wheel."""
    wheel(c, 0, -50, 50, "pns"[m.variant % 3])


def wheel(c: Canvas, x: float, y: float, radius: float, role: str) -> None:
    """Draw one gear wheel around a point."""
    c.line(gear_outline(x, y, radius * 0.96, 8), f"{role}6", radius * 0.07, detail=True)
    c.path(gear_outline(x, y, radius * 0.96, 8), f"{role}5>{role}7")
    c.path(oval(x, y, radius * 0.58), f"{role}4>{role}5", detail=True)
    c.path(oval(x, y, radius * 0.32), "paper")
    reach = radius * 0.46
    c.sheen(f"M{x - reach} {y - radius * 0.08}A{reach} {reach} 0 0 1 {x - radius * 0.08} {y - reach}", radius * 0.06, 0.55)


def gears(c: Canvas, m: Manner) -> None:
    """Draw two gear wheels that mesh."""
    wheel(c, -24, -40, 40, "p")
    wheel(c, 38, -76, 30, "s")


def magnifier(c: Canvas, m: Manner) -> None:
    """Draw a magnifying glass."""
    c.line("M17 -36L42 -9", "n8", 13)
    c.line("M24 -29L40 -11.5", "a5", 7.5, detail=True)
    c.path(oval(-8, -64, 38), "p6>p8")
    c.path(oval(-8, -64, 29), "p1>p2")
    c.sheen("M-28 -68A21 21 0 0 1 -12 -84", 5, 0.95)
    c.sheen("M10 -52A21 21 0 0 1 2 -46", 3.4, 0.8)


def bulb(c: Canvas, m: Manner) -> None:
    """Draw a light bulb that shines."""
    c.glow(0, -66, 76, "w4", 0.85)
    c.path("M0 -106a37 37 0 0 1 21.500 67q-6 5 -7 13h-29q-1 -8 -7 -13a37 37 0 0 1 21.500 -67z", "w2>w4")
    c.line("M-10 -56L-4 -42V-28M10 -56L4 -42V-28M-10 -56q5 7 10 0q5 7 10 0", "w6", 2.4, detail=True)
    c.sheen("M-25 -74A26 26 0 0 1 -8 -94", 4.5, 0.9)
    for index in range(3):
        inset = 3 if index == 2 else 0
        c.rect(-13 + inset, -25 + index * 7.4, 26 - 2 * inset, 5.6, 2.8, "n6" if index % 2 else "n7")
    c.path("M-6 -3h12a6 4 0 0 1 -12 0z", "n8")


def wrench(c: Canvas, m: Manner) -> None:
    """Draw a wrench, leaning."""
    with c.at(0, -52, 1, 40):
        outline = "M-7 50V-16C-18 -20 -24 -34 -18 -46L-8 -36H8L18 -46C24 -34 18 -20 7 -16V50a7 7 0 0 1 -14 0z"
        c.solid(outline, "n3>n5", "n6", -3, 0)
        c.circle(0, 48, 3.4, "n7", keep=True)
        c.sheen("M-3 -8V38", 2.6, 0.6)


def hammer(c: Canvas, m: Manner) -> None:
    """Draw a hammer, leaning."""
    with c.at(0, -50, 1, 36):
        c.rect(-6, -34, 12, 88, 5, "b4>b6")
        c.rect(-6, 22, 12, 32, 5, "s5>s6")
        c.path("M-30 -52H16C28 -52 34 -46 38 -34L26 -30C24 -34 20 -34 16 -34H-30a3 3 0 0 1 -3 -3V-49a3 3 0 0 1 3 -3z", "n5>n7")
        c.sheen("M-27 -48H14", 2.6, 0.5)


def screwdriver(c: Canvas, m: Manner) -> None:
    """Draw a screwdriver, leaning."""
    with c.at(0, -52, 1, 38):
        c.rect(-3.4, -2, 6.8, 50, 2, "n4>n5")
        c.path("M-5 46h10l-2 10h-6z", "n6")
        c.solid(rounded(-11, -54, 22, 56, 10), "s4>s5", "s6", -4, 0)
        c.line("M-3.500 -44V-8M3.500 -44V-8", "s7", 2, detail=True)


def toolbox(c: Canvas, m: Manner) -> None:
    """Draw a toolbox with tools looking out."""
    c.shadow(0, 0, 62)
    with c.at(-24, -40, 0.62, -8):
        wrench(c, m)
    with c.at(26, -34, 0.62, 4):
        screwdriver(c, m)
    c.line("M-20 -52V-66a8 8 0 0 1 8 -8H12a8 8 0 0 1 8 8V-52", "n7", 6)
    c.solid(rounded(-60, -54, 120, 54, 7), "s4>s5", "s6", -6, -2)
    c.rect(-60, -40, 120, 6, 0, "s7", detail=True)
    for x in (-36, 24):
        c.rect(x, -45, 12, 16, 3, "n3>n4")


def pencil(c: Canvas, m: Manner) -> None:
    """Draw a pencil, leaning."""
    with c.at(0, -52, 1, 38):
        c.rect(-10, -58, 20, 14, 5, "s4>s5")
        c.rect(-10, -46, 20, 8, 0, "n4")
        c.path("M-10 -38H10V32L0 56L-10 32z", "b2")
        c.rect(-10, -38, 20, 68, 0, "a4")
        c.rect(-10, -38, 7, 68, 0, "a3", detail=True)
        c.rect(4, -38, 6, 68, 0, "a5", detail=True)
        c.path("M-4 46.500L0 56L4 46.500z", "ink")


def brush(c: Canvas, m: Manner) -> None:
    """Draw a paintbrush with paint on it."""
    with c.at(0, -52, 1, 38):
        c.path("M-5 -58a5 5 0 0 1 10 0L7 6H-7z", "b4>b6")
        c.rect(-9, 4, 18, 16, 2, "n4>n5")
        c.path("M-10 20H10C14 36 4 44 0 58C-4 44 -14 36 -10 20z", "s4>s6")
        c.sheen("M-4 24C-6 32 -3 38 -1 44", 2.6, 0.5)


def paint_palette(c: Canvas, m: Manner) -> None:
    """Draw a painter's palette."""
    outline = "M0 -96C38 -96 64 -74 64 -46C64 -26 44 -30 34 -26C22 -20 34 -2 10 0C-34 2 -64 -20 -64 -48C-64 -76 -36 -96 0 -96z"
    c.drop(outline, 3)
    c.path(outline, "b3>b4")
    c.path(oval(16, -24, 7), "paper")
    for x, y, radius, role in (
        (-36, -58, 10, "s5"),
        (-14, -78, 10, "a4"),
        (16, -78, 10, "g5"),
        (40, -60, 10, "p5"),
        (-32, -30, 9, "f5"),
    ):
        c.circle(x, y, radius, role, keep=True)
        c.circle(x - 3, y - 3, 2.6, "white", opacity=0.6, detail=True)


def ruler(c: Canvas, m: Manner) -> None:
    """Draw a set square over a ruler."""
    c.drop("M-52 -10V-100L38 -10z", 2)
    c.path("M-52 -10V-100L38 -10zM-36 -26V-62L0 -26z", "p3>p5", even_odd=True)
    c.rect(-60, -18, 120, 18, 3, "a3>a4")
    for index in range(11):
        c.line(f"M{-52 + index * 10.4} -18v{8 if index % 5 == 0 else 5}", "a8", 1.8, keep=True)


def plug(c: Canvas, m: Manner) -> None:
    """Draw a plug on its cable."""
    c.line("M0 -30C0 4 -42 -8 -50 6", "n8", 7.5)
    for side in (-1, 1):
        c.rect(side * 14 - 4, -104, 8, 28, 3, "n5>n6")
    body = "M-28 -70h56v18a28 28 0 0 1 -56 0z"
    c.solid(body, "p4>p6", "p7")
    c.rect(-33, -80, 66, 12, 5, "p7")
    c.path("M4 -66l-12 18h8l-3 13l13 -18h-8z", "a4", keep=True)


def magnet(c: Canvas, m: Manner) -> None:
    """Draw a horseshoe magnet that attracts."""
    c.line("M-30 -4V-54A30 30 0 0 1 30 -54V-4", "s5", 26, butt=True)
    c.line("M-30 -4V-20M30 -4V-20", "n2", 26, butt=True)
    c.sheen("M-34 -36V-56A33 33 0 0 1 -18 -84", 3.4, 0.5)


def scissors(c: Canvas, m: Manner) -> None:
    """Draw open scissors."""
    for side in (-1, 1):
        c.path(f"M{side * 4} -46L{side * -22} -104Q{side * -30} -98 {side * -26} -88L{side * -6} -40z", "n4>n5")
        c.line(oval(side * 22, -18, 15), "s5", 8)
        c.line(f"M{side * -4} -48L{side * 14} -30", "s5", 8)
    c.circle(0, -50, 4, "n7", keep=True)


def wand(c: Canvas, m: Manner) -> None:
    """Draw a magic wand with its sparks."""
    c.glow(26, -82, 44, "w4", 0.8)
    c.line("M-34 -6L18 -70", "n9", 9)
    c.line("M10 -60L18 -70", "paper", 9)
    for x, y, size, role in ((28, -84, 20, "w4"), (-6, -88, 9, "s4"), (46, -50, 10, "p4"), (-26, -62, 6, "a4")):
        c.path(star(x, y, size, size * 0.42), role)


PROPS = (
    Prop(name="gear", draw=gear, tint="pns", air=True),
    Prop(name="gears", draw=gears, tint="p", air=True),
    Prop(name="magnifier", draw=magnifier, air=True),
    Prop(name="bulb", draw=bulb, tint="w", air=True),
    Prop(name="wrench", draw=wrench, tint="n", air=True),
    Prop(name="hammer", draw=hammer, tint="s", air=True),
    Prop(name="screwdriver", draw=screwdriver, tint="s", air=True),
    Prop(name="toolbox", draw=toolbox, tint="s"),
    Prop(name="pencil", draw=pencil, tint="a", air=True),
    Prop(name="brush", draw=brush, tint="s", air=True),
    Prop(name="paint palette", draw=paint_palette, tint="b", air=True),
    Prop(name="ruler", draw=ruler, air=True),
    Prop(name="plug", draw=plug, air=True),
    Prop(name="magnet", draw=magnet, tint="s", air=True),
    Prop(name="scissors", draw=scissors, tint="s", air=True),
    Prop(name="wand", draw=wand, tint="n", air=True),
)
