"""Signs and symbols: ticks, warnings, bells, flags, prizes, speech."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.props.base import Manner, Prop
from mkdocs_imggen.providers.sketch.props.symbols import HEART
from mkdocs_imggen.providers.sketch.shapes import oval, polygon, rounded, star

if TYPE_CHECKING:
    from mkdocs_imggen.providers.sketch.shapes import Canvas

BUBBLE = "M-38 -86h76a14 14 0 0 1 14 14v34a14 14 0 0 1 -14 14h-46l-24 22l3 -22h-9a14 14 0 0 1 -14 -14v-34a14 14 0 0 1 14 -14z"


def chat(c: Canvas, m: Manner) -> None:
    """Draw a speech bubble; variants hold dots, lines, a tick, a heart."""
    role = "psa"[m.variant % 3]
    flip = m.variant % 2 == 1
    with c.at(flip=flip):
        c.drop(BUBBLE, 3)
        c.path(BUBBLE, f"{role}4>{role}5")
        c.sheen("M-44 -58V-70a8 8 0 0 1 8 -8H-16", 3, 0.5)
    kind = ("dots", "lines", "check", "heart")[m.variant % 4]
    if kind == "dots":
        for index in (-1, 0, 1):
            c.line(f"M{index * 20} -55v0.1", "white", 12.8, keep=True)
    elif kind == "lines":
        for index, width in enumerate((62, 46, 54)):
            c.line(f"M-28.7 {-68.7 + index * 13}h{width - 6.6}", "white", 6.6, keep=True)
    elif kind == "check":
        c.line("M-17 -55L-4 -42L20 -68", "white", 8, keep=True)
    else:
        with c.at(0, -29, 0.52):
            c.path(HEART, "white", keep=True)


def stop(c: Canvas, m: Manner) -> None:
    """Draw a no-entry sign."""
    c.solid(oval(0, -50, 50), "red5>red6", "red7", -4, -3)
    c.line("M-22 -50H22", "white", 16, keep=True)


def bell(c: Canvas, m: Manner) -> None:
    """Draw a bell."""
    c.circle(0, -10, 10, "w6>w7")
    outline = "M-44 -18C-30 -28 -36 -52 -30 -70C-24 -90 24 -90 30 -70C36 -52 30 -28 44 -18Q44 -10 36 -10H-36Q-44 -10 -44 -18z"
    c.circle(0, -90, 8, "w5")
    c.solid(outline, "w3>w5", "w6", -6, -2)
    c.sheen("M-20 -66C-24 -54 -22 -42 -26 -32", 4, 0.6)
    if "ringing" in m.states:
        for side in (-1, 1):
            c.line(f"M{side * 46} -74q{side * 10} 16 {side * 6} 34", "w5", 4)


def megaphone(c: Canvas, m: Manner) -> None:
    """Draw a megaphone."""
    with c.at(0, 0, 1, -10):
        c.path("M-30 -44l8 34a7 7 0 0 0 14 -3l-6 -30z", "p7")
        c.path("M-44 -72H-18V-40H-44a12 12 0 0 1 -12 -12V-60a12 12 0 0 1 12 -12z", "p5>p7")
        c.path("M-20 -72L36 -98V-14L-20 -40z", "s4>s5")
        c.path("M-20 -52L36 -44V-14L-20 -40z", "s7", opacity=0.22, detail=True)
        c.rect(33, -102, 10, 92, 5, "s6")
        for data in ("M54 -70l16 -8", "M56 -56h18", "M54 -42l16 8"):
            c.line(data, "a5", 5)


def flag(c: Canvas, m: Manner) -> None:
    """Draw a waving flag."""
    role = "sap"[m.variant % 3]
    c.shadow(-20, 0, 12)
    c.rect(-24, -104, 5, 104, 2.5, "n6>n7")
    c.circle(-21.5, -106, 5, "a4")
    c.path("M-19 -100C2 -112 20 -90 46 -100L38 -80L46 -58C20 -48 2 -70 -19 -58z", f"{role}4>{role}6@h")
    c.path("M10 -99.500C22 -96 32 -95 46 -100L38 -80L46 -58C32 -53 22 -55 10 -60z", f"{role}7", opacity=0.2, detail=True)
    c.sheen("M-13 -94C0 -100 10 -92 22 -91", 3, 0.5)


def signpost(c: Canvas, m: Manner) -> None:
    """Draw a signpost with arms that point both ways."""
    c.shadow(0, 0, 26)
    c.rect(-5, -108, 10, 108, 4, "b5>b7@h")
    c.path("M-34 -100H34L54 -85L34 -70H-34a4 4 0 0 1 -4 -4V-96a4 4 0 0 1 4 -4z", "p4>p6")
    c.path("M34 -62H-34L-54 -48L-34 -34H34a4 4 0 0 0 4 -4V-58a4 4 0 0 0 -4 -4z", "s4>s6")
    c.rect(-26, -88.500, 46, 7, 3.5, "white", keep=True)
    c.rect(-26, -51.500, 46, 7, 3.5, "white", keep=True)


def milestone(c: Canvas, m: Manner) -> None:
    """Draw a marker beside a path: a disc on a pole."""
    c.shadow(0, 0, 16)
    c.rect(-4, -62, 8, 62, 3, "n7>n8")
    c.circle(0, -76, 27, "paper")
    c.path(oval(0, -76, 21), "s5>s6")
    c.path(star(0, -75, 12, 5.4), "white", keep=True)


def whiteboard(c: Canvas, m: Manner) -> None:
    """Draw a board on its stand, with a sketch on it."""
    c.shadow(0, 0, 56)
    for side in (-1, 1):
        c.line(f"M{side * 34} -40L{side * 46} -3", "n7", 6)
    c.rect(-66, -118, 132, 88, 6, "n4>n5")
    c.rect(-60, -112, 120, 76, 3, "paper")
    c.rect(-30, -32, 60, 6, 3, "n6")
    c.line("M-50 -50L-32 -66L-18 -58L4 -84", "p5", 4.4, keep=True)
    c.line("M-6 -85L5 -85L4 -74", "p5", 4.4, keep=True)
    c.line(oval(34, -88, 12), "s5", 4, keep=True)
    c.rect(20, -64, 30, 5, 2.5, "n4", keep=True)
    c.rect(20, -54, 22, 5, 2.5, "n4", keep=True)
    c.rect(-50, -102, 34, 6, 3, "a5", keep=True)


def trophy(c: Canvas, m: Manner) -> None:
    """Draw a trophy with a star."""
    c.shadow(0, 0, 30)
    c.rect(-26, -15, 52, 15, 4, "n8>n9")
    c.rect(-12, -10, 24, 5, 2, "w4", keep=True)
    c.path("M-6 -42h12l6 28h-24z", "w6")
    for side in (-1, 1):
        c.line(f"M{side * 26} -94C{side * 58} -96 {side * 50} -60 {side * 20} -58", "w5", 7)
    c.solid("M-32 -104h64C32 -68 21 -46 0 -40C-21 -46 -32 -68 -32 -104z", "w3>w5", "w6", -6, -1)
    c.path(star(0, -78, 16, 7), "white", keep=True)
    c.sheen("M-24 -96C-24 -82 -21 -72 -16 -64", 3.4, 0.7)


def medal(c: Canvas, m: Manner) -> None:
    """Draw a medal on its ribbon."""
    c.path("M-30 -104H-8L10 -58L-10 -50z", "p5")
    c.path("M30 -104H8L-10 -58L10 -50z", "p6")
    c.solid(oval(0, -32, 32), "w3>w5", "w6", -4, -2)
    c.line(oval(0, -32, 24), "w2", 2.4, detail=True)
    c.path(star(0, -31, 17, 7.6), "white", keep=True)


def target(c: Canvas, m: Manner) -> None:
    """Draw a target with an arrow in its middle."""
    c.shadow(0, 0, 36)
    for radius, role in ((48, "s5"), (37, "paper"), (26, "s5"), (14, "paper"), (6, "s6")):
        c.path(oval(0, -50, radius), role)
    c.edge(oval(0, -50, 48), "n10", -5, -3, 0.14)
    c.line("M2 -52L46 -96", "n8", 5)
    c.path("M40 -90L42 -106L56 -120L58 -108L70 -106L56 -92z", "p5>p6")


def ribbon_flag(c: Canvas, m: Manner) -> None:
    """Draw a bookmark."""
    c.solid("M-28 -104h56v100L0 -26L-28 -4z", "s4>s5", "s6", -4, -2)
    c.path(star(0, -68, 15, 6.6), "white", keep=True)


def tag(c: Canvas, m: Manner) -> None:
    """Draw a price tag."""
    with c.at(0, -50, 1, -38):
        outline = "M-60 0L-36 -30H46a8 8 0 0 1 8 8V22a8 8 0 0 1 -8 8H-36z"
        c.solid(outline + oval(-36, 0, 8), "s4>s5", "s6", -4, -3)
        c.circle(-36, 0, 8, "paper")
        for index, width in enumerate((52, 34)):
            c.rect(-14, -11 + index * 14, width, 7, 3.5, "white", keep=True)


def traffic_light(c: Canvas, m: Manner) -> None:
    """Draw a traffic light that shows green."""
    c.shadow(0, 0, 20)
    c.rect(-5, -22, 10, 22, 2, "n7>n8")
    c.rect(-24, -112, 48, 92, 14, "n8>n9")
    for index, (role, lit) in enumerate((("red", False), ("a", False), ("g", True))):
        y = -94 + index * 28
        if lit:
            c.glow(0, y, 26, "g3", 0.8)
        c.circle(0, y, 11, f"{role}4" if lit else f"{role}7", keep=True)
        c.circle(-3.5, y - 3.5, 3, "white", opacity=0.6 if lit else 0.2, detail=True)


def cone(c: Canvas, m: Manner) -> None:
    """Draw a traffic cone."""
    c.shadow(0, 0, 44)
    cone_outline = "M-7 -98q7 -5 14 0L33 -10H-33z"
    c.solid(cone_outline, "f4>f5", "f6", -5, 0)
    with c.clip(cone_outline):
        c.rect(-40, -78, 80, 15, 0, "paper")
        c.rect(-40, -44, 80, 17, 0, "paper")
    c.rect(-46, -12, 92, 12, 5, "f5>f6")


def barrier(c: Canvas, m: Manner) -> None:
    """Draw a road-works barrier."""
    c.shadow(0, 0, 66)
    for x in (-46, 38):
        c.rect(x, -70, 8, 70, 3, "n6>n7")
        c.rect(x - 9, -6, 26, 6, 3, "n8")
    board = rounded(-66, -74, 132, 30, 5)
    c.path(board, "paper")
    with c.clip(board):
        for index in range(6):
            c.path(
                polygon([(-70 + index * 28, -40), (-56 + index * 28, -78), (-42 + index * 28, -78), (-56 + index * 28, -40)]),
                "f4",
            )
    for x in (-42, 42):
        c.glow(x, -86, 20, "w4", 0.8)
        c.circle(x, -84, 9, "w4>w5")


def speech_pair(c: Canvas, m: Manner) -> None:
    """Draw two speech bubbles in conversation."""
    with c.at(-26, -34, 0.78):
        chat(c, Manner(variant=0))
    with c.at(30, 0, 0.72):
        chat(c, Manner(variant=1))


PROPS = (
    Prop(name="chat", draw=chat, tint="psa", air=True),
    Prop(name="chats", draw=speech_pair, air=True),
    Prop(name="stop", draw=stop, air=True),
    Prop(name="bell", draw=bell, tint="w", air=True),
    Prop(name="megaphone", draw=megaphone, tint="s", air=True),
    Prop(name="flag", draw=flag, tint="sap"),
    Prop(name="signpost", draw=signpost),
    Prop(name="trophy", draw=trophy, tint="w"),
    Prop(name="milestone", draw=milestone, tint="s"),
    Prop(name="whiteboard", draw=whiteboard, tint="n"),
    Prop(name="medal", draw=medal, tint="w", air=True),
    Prop(name="target", draw=target, tint="s"),
    Prop(name="bookmark", draw=ribbon_flag, tint="s", air=True),
    Prop(name="tag", draw=tag, tint="s", air=True),
    Prop(name="traffic light", draw=traffic_light, tint="n"),
    Prop(name="cone", draw=cone, tint="f"),
    Prop(name="barrier", draw=barrier, tint="f"),
)
