"""Symbols: ticks, arrows, hearts, sparks, diagrams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.props.base import Manner, Prop
from mkdocs_imggen.providers.sketch.shapes import oval, smooth, star

if TYPE_CHECKING:
    from mkdocs_imggen.providers.sketch.shapes import Canvas

HEART = "M0 -8C-48 -40 -54 -70 -40 -86C-26 -100 -6 -94 0 -76C6 -94 26 -100 40 -86C54 -70 48 -40 0 -8z"


def star_shape(c: Canvas, m: Manner) -> None:
    """Draw a star."""
    outline = star(0, -52, 52, 24)
    c.line(outline, "w5", 8, detail=True)
    c.solid(outline, "w3>w5", "w6", -4, -2)


def heart(c: Canvas, m: Manner) -> None:
    """Draw a heart, torn in two where it is broken."""
    c.solid(HEART, "red5>red6", "red7", -5, -2)
    c.sheen("M-36 -58C-38 -74 -32 -84 -22 -86", 5, 0.6)
    if "broken" in m.states:
        c.line("M0 -76L-10 -58L8 -46L-4 -30L0 -8", "white", 5, keep=True)


def arrow(c: Canvas, m: Manner) -> None:
    """Draw a broad arrow; up, down, left or right as the prompt says."""
    turn = {"left": 180, "up": -90, "down": 90}.get(next(iter(m.states & {"left", "up", "down"}), ""), 0)
    with c.at(0, -46, 1, turn):
        c.solid("M-54 -16H6V-44L54 0L6 44V16H-54a5 5 0 0 1 -5 -5V-11a5 5 0 0 1 5 -5z", "p4>p6", "p7", -3, -3)


def cycle_arrows(c: Canvas, m: Manner) -> None:
    """Draw two arrows that chase each other in a ring."""
    for turn, role in ((0, "p"), (180, "s")):
        with c.at(0, -50, 1, turn):
            c.line("M-40 6A40 40 0 0 1 24 -32", f"{role}5", 13)
            c.path("M14 -52L50 -28L12 -8z", f"{role}5")


def branch(c: Canvas, m: Manner) -> None:
    """Draw a branch of a version history."""
    c.line("M-24 -14V-92", "p5", 8)
    c.line("M-24 -30C-24 -50 30 -36 30 -66", "s5", 8)
    for x, y, role in ((-24, -12, "p"), (-24, -94, "p"), (30, -72, "s")):
        c.path(oval(x, y, 15), f"{role}4>{role}6")
        c.circle(x, y, 6, "white", keep=True)


def tree_diagram(c: Canvas, m: Manner) -> None:
    """Draw a hierarchy of boxes."""
    c.line("M0 -80V-50M-44 -28V-50H44V-28M0 -50V-28", "n5", 4)
    c.rect(-22, -104, 44, 28, 7, "p4>p6")
    for x, role in ((-62, "s"), (-18, "a"), (26, "s")):
        c.rect(x, -30, 36, 28, 7, f"{role}4>{role}5")


def spark(c: Canvas, m: Manner) -> None:
    """Draw sparkles."""
    for x, y, size, role in ((0, -50, 50, "w4"), (38, -92, 20, "s4"), (-40, -16, 18, "p4")):
        c.path(twinkle(x, y, size), role)


def twinkle(x: float, y: float, size: float) -> str:
    """Path data of a four-pointed sparkle."""
    near = size * 0.18
    return (
        f"M{x} {y - size}Q{x + near} {y - near} {x + size} {y}Q{x + near} {y + near} {x} {y + size}"
        f"Q{x - near} {y + near} {x - size} {y}Q{x - near} {y - near} {x} {y - size}z"
    )


def brain(c: Canvas, m: Manner) -> None:
    """Draw a brain."""
    outline = smooth(
        [
            (0, -94),
            (24, -98),
            (44, -84),
            (56, -62),
            (50, -38),
            (36, -20),
            (14, -14),
            (0, -18),
            (-14, -14),
            (-36, -20),
            (-50, -38),
            (-56, -62),
            (-44, -84),
            (-24, -98),
        ]
    )
    c.solid(outline, "s3>s4", "s5", -4, -2)
    c.line("M0 -92V-20", "s6", 3.4)
    for side in (-1, 1):
        c.line(
            f"M{side * 16} -84C{side * 34} -86 {side * 34} -68 {side * 18} -66M{side * 46} -70C{side * 34} -66 {side * 32} -54 {side * 42} -48"
            f"M{side * 14} -50C{side * 24} -56 {side * 32} -44 {side * 22} -34M{side * 10} -28C{side * 16} -34 {side * 18} -40 {side * 14} -46",
            "s6",
            3.4,
        )


def binary(c: Canvas, m: Manner) -> None:
    """Draw curly braces, the sign of code."""
    for side in (-1, 1):
        with c.at(flip=side > 0):
            c.line("M-26 -96C-50 -96 -34 -56 -56 -50C-34 -44 -50 -4 -26 -4", "p5" if side < 0 else "p6", 11)
    for x, role in ((-18, "s5"), (0, "a5"), (18, "s5")):
        c.circle(x, -48, 6.4, role)


def bolt(c: Canvas, m: Manner) -> None:
    """Draw a flash of lightning."""
    c.glow(0, -52, 62, "w4", 0.6)
    c.solid("M12 -108L-32 -46H-6L-14 0L34 -64H8z", "w3>w5", "w6", -4, -1)


def fire(c: Canvas, m: Manner) -> None:
    """Draw a flame."""
    c.glow(0, -40, 60, "w4", 0.5)
    c.solid(
        "M2 -112C8 -86 42 -70 42 -36C42 -12 24 0 0 0C-24 0 -42 -12 -42 -36C-42 -56 -28 -62 -26 -82C-16 -76 -12 -68 -12 -60C0 -72 4 -92 2 -112z",
        "f4>f5",
        "f6",
        -5,
        0,
    )
    c.path(
        "M2 -68C6 -52 24 -44 24 -24C24 -8 14 0 0 0C-14 0 -24 -8 -24 -24C-24 -36 -16 -40 -14 -52C-8 -48 -6 -44 -6 -38C0 -46 2 -56 2 -68z",
        "w3>w4",
    )
    c.path("M0 -32C4 -24 12 -20 12 -12C12 -4 6 0 0 0C-6 0 -12 -4 -12 -12C-12 -20 -4 -24 0 -32z", "w1", detail=True)


def check(c: Canvas, m: Manner) -> None:
    """Draw a tick on a round badge."""
    c.solid(oval(0, -48, 48), "g4>g5", "g6", -4, -3)
    c.line("M-22 -48L-6 -31L24 -66", "white", 11, keep=True)
    c.sheen("M-37 -54A38 38 0 0 1 -14 -82", 3.4, 0.5)


def cross(c: Canvas, m: Manner) -> None:
    """Draw a cross on a round badge."""
    c.solid(oval(0, -48, 48), "red5>red6", "red7", -4, -3)
    c.line("M-17 -65L17 -31M17 -65L-17 -31", "white", 11, keep=True)
    c.sheen("M-37 -54A38 38 0 0 1 -14 -82", 3.4, 0.5)


def question(c: Canvas, m: Manner) -> None:
    """Draw a question mark in a bubble."""
    c.drop(oval(0, -52, 46), 3)
    c.path("M-30 -22L-44 0L-8 -9z", "p6")
    c.path(oval(0, -52, 46), "p4>p6")
    c.line("M-15 -64C-15 -86 17 -86 17 -66C17 -52 0 -54 0 -40", "white", 9.5, keep=True)
    c.line("M0 -26v0.1", "white", 11.6, keep=True)
    c.sheen("M-35 -58A36 36 0 0 1 -14 -84", 3.4, 0.5)


def info(c: Canvas, m: Manner) -> None:
    """Draw an information sign."""
    c.solid(oval(0, -48, 48), "p4>p5", "p6", -4, -3)
    c.line("M0 -54V-26", "white", 11, keep=True)
    c.line("M0 -71v0.1", "white", 14, keep=True)
    c.sheen("M-37 -54A38 38 0 0 1 -14 -82", 3.4, 0.5)


def warning(c: Canvas, m: Manner) -> None:
    """Draw a warning triangle."""
    outline = "M-8 -96q8 -12 16 0L56 -12q6 12 -8 12H-48q-14 0 -8 -12z"
    c.solid(outline, "w4>w5", "w6", -4, -2)
    c.line("M0 -66V-38", "ink", 10, keep=True)
    c.circle(0, -19, 6, "ink", keep=True)
    c.sheen("M-8 -80L-34 -36", 3.4, 0.55)


PROPS = (
    Prop(name="star", draw=star_shape, tint="w", air=True),
    Prop(name="heart", draw=heart, air=True),
    Prop(name="arrow", draw=arrow, air=True),
    Prop(name="cycle arrows", draw=cycle_arrows, air=True),
    Prop(name="branch", draw=branch, air=True),
    Prop(name="tree diagram", draw=tree_diagram, air=True),
    Prop(name="sparkles", draw=spark, tint="w", air=True),
    Prop(name="brain", draw=brain, tint="s", air=True),
    Prop(name="braces", draw=binary, air=True),
    Prop(name="bolt", draw=bolt, tint="w", air=True),
    Prop(name="fire", draw=fire, tint="f"),
    Prop(name="check", draw=check, tint="g", air=True),
    Prop(name="cross", draw=cross, air=True),
    Prop(name="question", draw=question, air=True),
    Prop(name="info", draw=info, air=True),
    Prop(name="warning", draw=warning, tint="w", air=True),
)
