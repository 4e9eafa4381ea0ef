"""What documentation speaks of every day and no other family holds: balancers, disks, buttons, masks, hands, cooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.props.base import Manner, Prop
from mkdocs_imggen.providers.sketch.props.people import person
from mkdocs_imggen.providers.sketch.shapes import oval, rounded

if TYPE_CHECKING:
    from mkdocs_imggen.providers.sketch.shapes import Canvas


def load_balancer(c: Canvas, m: Manner) -> None:
    """Draw a box that spreads one line over three."""
    c.shadow(0, 0, 56)
    c.line("M-74 -50H-40", "n6", 6)
    for y in (-82, -50, -18):
        c.line(f"M36 -50C52 -50 48 {y} 64 {y}", "s5", 6)
        c.path(f"M60 {y - 9}L76 {y}L60 {y + 9}z", "s5")
    c.solid(rounded(-44, -94, 84, 90, 14), "p4>p6", "p7", -4, -3)
    c.circle(-26, -50, 8, "white", keep=True)
    for y in (-74, -50, -26):
        c.line(f"M-18 -50C-4 -50 -4 {y} 14 {y}", "white", 5, keep=True)
        c.circle(20, y, 7, "a4", keep=True)


def chef(c: Canvas, m: Manner) -> None:
    """Draw a cook: a person with apron and tall white hat."""
    person(c, m)
    c.path("M-11 -80H11L14 -36Q0 -31 -14 -36z", "paper>n1")
    c.line("M-9 -82L-5 -88M9 -82L5 -88", "n2", 3, detail=True)
    c.rect(-7, -58, 14, 9, 2, "n2", detail=True)
    c.path(
        "M-13 -112V-120C-24 -122 -24 -138 -12 -137C-9 -147 9 -147 12 -137C24 -138 24 -122 13 -120V-112Q0 -108 -13 -112z",
        "white>n1",
    )
    c.line("M-12 -118Q0 -114.500 12 -118", "n3", 2, detail=True)
    if m.pose == "hold":
        for x in (-3, 5):
            c.circle(x, -62, 4.9, f"skin{m.variant % 4}")


def mask(c: Canvas, m: Manner) -> None:
    """Draw a mask for the eyes, on its ribbons."""
    c.line("M-58 -62C-74 -60 -80 -48 -76 -34", "s5", 5)
    c.line("M58 -62C74 -60 80 -48 76 -34", "s5", 5)
    outline = "M-62 -70C-40 -84 -16 -76 0 -68C16 -76 40 -84 62 -70C68 -38 50 -20 30 -22C14 -24 8 -38 0 -38C-8 -38 -14 -24 -30 -22C-50 -20 -68 -38 -62 -70z"
    c.solid(outline, "p4>p6", "p8", -3, -3)
    for side in (-1, 1):
        c.path(
            f"M{side * 12} -50C{side * 20} -64 {side * 40} -64 {side * 48} -54C{side * 42} -42 {side * 22} -40 {side * 12} -50z",
            "n10",
        )
    c.sheen("M-54 -66C-42 -74 -28 -74 -16 -70", 3, 0.5)


def hand(c: Canvas, m: Manner) -> None:
    """Draw a raised, open hand in a sleeve."""
    skin = f"skin{m.variant % 4}"
    for x, top, lean in ((-21, -92, -3), (-7.5, -104, -1), (6.5, -101, 1), (20, -88, 3)):
        c.line(f"M{x} -52L{x + lean} {top + 6}", skin, 12.5)
    c.line("M-22 -34C-32 -40 -38 -48 -42 -56", skin, 12)
    c.path("M-27.500 -60H26.500L26 -36C24 -20 16 -14 0 -14C-16 -14 -26 -22 -27.500 -38z", skin)
    c.line("M-12 -44C-4 -48 6 -47 14 -42", "b5", 2, opacity=0.6, detail=True)
    c.path(rounded(-22, -20, 44, 20, 5), "p5>p6")
    c.rect(-22, -20, 44, 6, 3, "p3", detail=True)


def progress_bar(c: Canvas, m: Manner) -> None:
    """Draw a bar that is two thirds full."""
    c.lift(-70, -62, 140, 34, 17, 3)
    c.rect(-70, -62, 140, 34, 17, "paper>n1")
    c.rect(-63, -55, 84, 20, 10, "g4>g5", keep=True)
    for x in (-44, -22, 0):
        c.line(f"M{x} -55l-10 20", "white", 5, opacity=0.35, detail=True)


def button(c: Canvas, m: Manner) -> None:
    """Draw a button on a page, and the pointer that is about to press it."""
    c.drop(rounded(-66, -78, 132, 48, 16), 3)
    c.rect(-66, -78, 132, 48, 16, "p4>p6")
    c.rect(-34, -58, 56, 8, 4, "white", keep=True)
    c.path("M24 -46L62 -22L45 -18L54 -1L44 4L35 -13L24 -2z", "ink")
    c.path("M27.500 -39L52 -24L40.500 -21L49.500 -3L45.500 -1L36.500 -18.500L27.500 -10z", "white", keep=True)


def disk(c: Canvas, m: Manner) -> None:
    """Draw a hard disk with its lid off."""
    c.shadow(0, 0, 46)
    c.solid(rounded(-42, -108, 84, 108, 10), "n5>n7", "n8", -4, -2)
    c.path(oval(0, -64, 35), "n1>n3@d")
    c.line(oval(0, -64, 24), "n4", 1.6, detail=True)
    c.path(oval(0, -64, 10), "p5")
    c.circle(0, -64, 4, "white", keep=True)
    c.line("M26 -18L6 -52", "n9", 7)
    c.circle(28, -16, 8, "n9")
    c.circle(-28, -14, 4, "g4", keep=True)


PROPS = (
    Prop(name="load balancer", draw=load_balancer),
    Prop(name="chef", draw=chef, tint="psag", hands=(1, -62)),
    Prop(name="mask", draw=mask, air=True),
    Prop(name="hand", draw=hand),
    Prop(name="progress bar", draw=progress_bar, tint="g", air=True),
    Prop(name="button", draw=button, air=True),
    Prop(name="hard disk", draw=disk, tint="n"),
)
