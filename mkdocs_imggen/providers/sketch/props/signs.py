"""Signs and symbols: ticks, warnings, bells, flags, prizes, speech."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.props.base import Manner, Prop
from mkdocs_imggen.providers.sketch.shapes import oval, polygon, rounded, smooth, star

if TYPE_CHECKING:
    from mkdocs_imggen.providers.sketch.shapes import Canvas

BUBBLE = "M-38 -86h76a14 14 0 0 1 14 14v34a14 14 0 0 1 -14 14h-46l-24 22l3 -22h-9a14 14 0 0 1 -14 -14v-34a14 14 0 0 1 14 -14z"
HEART = "M0 -8C-48 -40 -54 -70 -40 -86C-26 -100 -6 -94 0 -76C6 -94 26 -100 40 -86C54 -70 48 -40 0 -8z"


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
            c.circle(index * 20, -55, 6.4, "white", keep=True)
    elif kind == "lines":
        for index, width in enumerate((62, 46, 54)):
            c.rect(-32, -72 + index * 13, width, 6.6, 3.3, "white", keep=True)
    elif kind == "check":
        c.line("M-17 -55L-4 -42L20 -68", "white", 8, keep=True)
    else:
        with c.at(0, -29, 0.52):
            c.path(HEART, "white", keep=True)


def question(c: Canvas, m: Manner) -> None:
    """Draw a question mark in a bubble."""
    c.drop(oval(0, -52, 46), 3)
    c.path("M-30 -22L-44 0L-8 -9z", "p6")
    c.path(oval(0, -52, 46), "p4>p6")
    c.line("M-15 -64C-15 -86 17 -86 17 -66C17 -52 0 -54 0 -40", "white", 9.5, keep=True)
    c.circle(0, -26, 5.8, "white", keep=True)
    c.sheen("M-35 -58A36 36 0 0 1 -14 -84", 3.4, 0.5)


def info(c: Canvas, m: Manner) -> None:
    """Draw an information sign."""
    c.solid(oval(0, -48, 48), "p4>p5", "p6", -4, -3)
    c.line("M0 -54V-26", "white", 11, keep=True)
    c.circle(0, -71, 7, "white", keep=True)
    c.sheen("M-37 -54A38 38 0 0 1 -14 -82", 3.4, 0.5)


def warning(c: Canvas, m: Manner) -> None:
    """Draw a warning triangle."""
    outline = "M-8 -96q8 -12 16 0L56 -12q6 12 -8 12H-48q-14 0 -8 -12z"
    c.solid(outline, "w4>w5", "w6", -4, -2)
    c.line("M0 -66V-38", "ink", 10, keep=True)
    c.circle(0, -19, 6, "ink", keep=True)
    c.sheen("M-8 -80L-34 -36", 3.4, 0.55)


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


def stop(c: Canvas, m: Manner) -> None:
    """Draw a no-entry sign."""
    c.solid(oval(0, -50, 50), "red5>red6", "red7", -4, -3)
    c.rect(-30, -58, 60, 16, 4, "white", keep=True)


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
            c.path(polygon([(-70 + index * 28, -40), (-56 + index * 28, -78), (-42 + index * 28, -78), (-56 + index * 28, -40)]), "f4")
    for x in (-42, 42):
        c.glow(x, -86, 20, "w4", 0.8)
        c.circle(x, -84, 9, "w4>w5")


def bolt(c: Canvas, m: Manner) -> None:
    """Draw a flash of lightning."""
    c.glow(0, -52, 62, "w4", 0.6)
    c.solid("M12 -108L-32 -46H-6L-14 0L34 -64H8z", "w3>w5", "w6", -4, -1)


def fire(c: Canvas, m: Manner) -> None:
    """Draw a flame."""
    c.glow(0, -40, 60, "w4", 0.5)
    c.solid("M2 -112C8 -86 42 -70 42 -36C42 -12 24 0 0 0C-24 0 -42 -12 -42 -36C-42 -56 -28 -62 -26 -82C-16 -76 -12 -68 -12 -60C0 -72 4 -92 2 -112z", "f4>f5", "f6", -5, 0)
    c.path("M2 -68C6 -52 24 -44 24 -24C24 -8 14 0 0 0C-14 0 -24 -8 -24 -24C-24 -36 -16 -40 -14 -52C-8 -48 -6 -44 -6 -38C0 -46 2 -56 2 -68z", "w3>w4")
    c.path("M0 -32C4 -24 12 -20 12 -12C12 -4 6 0 0 0C-6 0 -12 -4 -12 -12C-12 -20 -4 -24 0 -32z", "w1", detail=True)


def speech_pair(c: Canvas, m: Manner) -> None:
    """Draw two speech bubbles in conversation."""
    with c.at(-26, -34, 0.78):
        chat(c, Manner(variant=0))
    with c.at(30, 0, 0.72):
        chat(c, Manner(variant=1))


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
    outline = smooth([(0, -94), (24, -98), (44, -84), (56, -62), (50, -38), (36, -20), (14, -14), (0, -18), (-14, -14), (-36, -20), (-50, -38), (-56, -62), (-44, -84), (-24, -98)])
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


PROPS = (
    Prop(name="chat", draw=chat, tint="psa", air=True),
    Prop(name="chats", draw=speech_pair, air=True),
    Prop(name="question", draw=question, air=True),
    Prop(name="info", draw=info, air=True),
    Prop(name="warning", draw=warning, tint="w", air=True),
    Prop(name="check", draw=check, tint="g", air=True),
    Prop(name="cross", draw=cross, air=True),
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
    Prop(name="star", draw=star_shape, tint="w", air=True),
    Prop(name="heart", draw=heart, air=True),
    Prop(name="bookmark", draw=ribbon_flag, tint="s", air=True),
    Prop(name="tag", draw=tag, tint="s", air=True),
    Prop(name="traffic light", draw=traffic_light, tint="n"),
    Prop(name="cone", draw=cone, tint="f"),
    Prop(name="barrier", draw=barrier, tint="f"),
    Prop(name="bolt", draw=bolt, tint="w", air=True),
    Prop(name="fire", draw=fire, tint="f"),
    Prop(name="arrow", draw=arrow, air=True),
    Prop(name="cycle arrows", draw=cycle_arrows, air=True),
    Prop(name="branch", draw=branch, air=True),
    Prop(name="tree diagram", draw=tree_diagram, air=True),
    Prop(name="sparkles", draw=spark, tint="w", air=True),
    Prop(name="brain", draw=brain, tint="s", air=True),
    Prop(name="braces", draw=binary, air=True),
)
