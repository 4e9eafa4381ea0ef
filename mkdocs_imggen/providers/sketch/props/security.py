"""Locks and keys: what protects, and what opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.props.base import Manner, Prop
from mkdocs_imggen.providers.sketch.shapes import oval, rounded

if TYPE_CHECKING:
    from mkdocs_imggen.providers.sketch.shapes import Canvas

SHIELD = "M0 -104C14 -94 30 -89 44 -88V-54C44 -28 24 -10 0 0C-24 -10 -44 -28 -44 -54V-88C-30 -89 -14 -94 0 -104z"


def padlock(c: Canvas, m: Manner) -> None:
    """Draw a padlock, shut unless it is open."""
    c.shadow(0, 0, 38)
    if "open" in m.states:
        c.line("M-20 -50V-76A20 20 0 0 1 20 -78V-72", "n5", 11)
        c.sheen("M-22.5 -54V-76A22.5 22.5 0 0 1 -8 -96", 2, 0.5)
    else:
        c.line("M-20 -46V-66A20 20 0 0 1 20 -66V-46", "n5", 11)
        c.sheen("M-22.5 -48V-66A22.5 22.5 0 0 1 -8 -86", 2, 0.5)
    body = rounded(-37, -56, 74, 56, 14)
    c.solid(body, "a4>a5", "a6", -7, -2)
    with c.clip(body):
        c.rect(-37, -56, 74, 8, 0, "white", opacity=0.22, detail=True)
    c.circle(0, -33, 8, "ink")
    c.path("M-3.6 -30h7.2l2.6 15a2.5 2.5 0 0 1 -2.5 2.6h-7.4a2.5 2.5 0 0 1 -2.5 -2.6z", "ink")
    if "broken" in m.states:
        c.line("M14 -56l-8 14l12 8l-10 16", "ink", 3)
    c.sheen("M-30 -42V-24", 3.4, 0.6)


def key(c: Canvas, m: Manner) -> None:
    """Draw a key, lying, its bow to the left."""
    role = "asp"[m.variant % 3]
    c.path(
        "M-20 -27H66a5 5 0 0 1 5 5V-2a2 2 0 0 1 -2 2h-7a2 2 0 0 1 -2 -2V-11h-8v6a2 2 0 0 1 -2 2h-7a2 2 0 0 1 -2 -2V-15H-20z",
        f"{role}5>{role}6",
    )
    ring = oval(-42, -22, 26) + "M-54 -22a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0 -17 0z"
    c.path(ring, f"{role}4>{role}6", even_odd=True)
    c.sheen("M-61 -28A20 20 0 0 1 -46 -42", 3.4, 0.65)
    c.sheen("M-12 -24H58", 2.4, 0.45)


def shield(c: Canvas, m: Manner) -> None:
    """Draw a shield with a tick."""
    c.shadow(0, 2, 32)
    c.path(SHIELD, "p7>p8")
    with c.at(0, -9, 0.86):
        c.path(SHIELD, "p4>p5", detail=True)
        with c.clip("M0 -110H60V10H0z"):
            c.path(SHIELD, "p6", detail=True)
    if "plain" in m.states:
        return
    if "broken" in m.states:
        c.line("M8 -96L-6 -70L10 -52L-8 -30L2 -12", "p9", 5, keep=True)
    else:
        c.line("M-18 -52L-5 -38L20 -68", "white", 9, keep=True)


def safe(c: Canvas, m: Manner) -> None:
    """Draw a safe with its wheel."""
    c.shadow(0, 0, 56)
    for x in (-36, 22):
        c.rect(x, -8, 14, 8, 3, "n9")
    body = rounded(-52, -102, 104, 96, 10)
    c.solid(body, "n5>n6", "n7")
    c.rect(-42, -92, 84, 76, 7, "n3>n4")
    for y in (-82, -40):
        c.rect(-52, y, 8, 16, 3, "n8")
    c.path(oval(2, -54, 25), "p6>p7")
    for angle in (0, 45, 90, 135):
        with c.at(2, -54, 1, angle):
            c.rect(-24, -2.4, 48, 4.8, 2.4, "p3", keep=True)
    c.path(oval(2, -54, 10), "a4>a5")
    c.sheen("M-34 -86H18", 3, 0.6)


def fingerprint(c: Canvas, m: Manner) -> None:
    """Draw a fingerprint."""
    c.line("M-34 -24C-40 -44 -40 -104 0 -104S40 -60 38 -34", "p6", 6)
    c.line("M-22 -14C-30 -40 -30 -90 0 -90S28 -60 25 -18", "p5", 6)
    c.line("M-10 -6C-18 -36 -20 -76 0 -76S16 -50 12 -6", "p6", 6)
    c.line("M2 -4C-6 -30 -8 -60 0 -62", "p5", 6)
    c.line("M40 -22q-1 6 -3 11M-43 -70q1 -10 4 -17", "p5", 6)


def eye(c: Canvas, m: Manner) -> None:
    """Draw an open eye."""
    outline = "M-62 -38C-36 -78 36 -78 62 -38C36 2 -36 2 -62 -38z"
    c.drop(outline, 3)
    c.path(outline, "paper>n2")
    c.path(oval(0, -40, 25), "p4>p6")
    c.circle(0, -40, 12, "ink", keep=True)
    c.circle(-8, -49, 6, "white", keep=True)
    c.line("M-62 -38C-36 -78 36 -78 62 -38", "p8", 6)


PROPS = (
    Prop(name="padlock", draw=padlock, tint="a"),
    Prop(name="key", draw=key, tint="asp", air=True),
    Prop(name="shield", draw=shield, air=True),
    Prop(name="safe", draw=safe, tint="n"),
    Prop(name="fingerprint", draw=fingerprint, air=True),
    Prop(name="eye", draw=eye, air=True),
)
