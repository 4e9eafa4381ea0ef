"""Robots and people."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.props.base import Manner, Prop
from mkdocs_imggen.providers.sketch.props.faces import asleep, cheeks, eyes, smile
from mkdocs_imggen.providers.sketch.shapes import oval, rounded, star

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_imggen.providers.sketch.shapes import Canvas

Arms = tuple[tuple[str, tuple[float, float]], tuple[str, tuple[float, float]]]
"""Two arms: path data, and where the hand is."""
ROBOT_ARMS: Mapping[str, Arms] = MappingProxyType(
    {
        "wave": (("M-22 -46C-36 -42 -40 -32 -36 -24", (-36, -21)), ("M22 -46C38 -48 44 -62 42 -78", (42, -81))),
        "both": (("M-22 -46C-38 -48 -46 -58 -46 -70", (-46, -74)), ("M22 -46C38 -48 46 -58 46 -70", (46, -74))),
        "hold": (("M-22 -46C-36 -42 -38 -34 -26 -30", (-22, -30)), ("M22 -46C36 -42 38 -34 26 -30", (22, -30))),
        "point": (("M-22 -46C-36 -42 -40 -32 -36 -24", (-36, -21)), ("M22 -46C36 -48 46 -50 54 -52", (58, -53))),
        "stand": (("M-22 -46C-36 -42 -40 -32 -36 -24", (-36, -21)), ("M22 -46C36 -42 40 -32 36 -24", (36, -21))),
    }
)
PERSON_ARMS: Mapping[str, Arms] = MappingProxyType(
    {
        "stand": (("M-14 -80C-22 -70 -23 -58 -19 -48", (-18.5, -46)), ("M14 -80C22 -70 23 -58 19 -48", (18.5, -46))),
        "point": (("M-14 -80C-22 -70 -23 -58 -19 -48", (-18.5, -46)), ("M13 -80C24 -80 32 -86 38 -94", (39, -96))),
        "wave": (("M-14 -80C-22 -70 -23 -58 -19 -48", (-18.5, -46)), ("M13 -80C26 -80 31 -92 31 -106", (31, -109))),
        "both": (("M-14 -80C-24 -84 -30 -94 -31 -104", (-31, -107)), ("M14 -80C24 -84 30 -94 31 -104", (31, -107))),
        "hold": (("M-14 -80C-21 -66 -14 -60 -4 -62", (-3, -62)), ("M14 -80C23 -68 16 -60 6 -62", (5, -62))),
    }
)


def robot(c: Canvas, m: Manner) -> None:
    """Draw the friendly robot."""
    c.shadow(0, 0, 34)
    for side in (-1, 1):
        c.rect(side * 11 - 5, -20, 10, 16, 4, "p7")
        c.path(f"M{side * 12 - 9} 0a9 8 0 0 1 18 0z", "n9")
    for data, (x, y) in ROBOT_ARMS.get(m.pose, ROBOT_ARMS["stand"]):
        c.line(data, "p7", 8.5)
        c.circle(x, y, 6.6, "s5")
        c.circle(x - 1.6, y - 2, 2, "white", opacity=0.45, detail=True)
    c.rect(-7, -66, 14, 10, 3, "n8")
    trunk = rounded(-24, -60, 48, 44, 15)
    c.path(trunk, "p4>p6")
    with c.clip(trunk):
        c.rect(10, -62, 20, 50, 0, "p8", opacity=0.22, detail=True)
    c.rect(-14, -51, 28, 21, 6, "p1", keep=True)
    c.rect(-9.5, -46.5, 11, 3, 1.5, "p5", keep=True)
    c.rect(-9.5, -40, 19, 3, 1.5, "s5", keep=True)
    c.circle(7.5, -45, 2.6, "a5", keep=True)
    c.line("M0 -108L0 -119", "n8", 3.2)
    c.glow(0, -122, 13, "a4")
    c.circle(0, -122, 5.2, "a4>a5")
    for side in (-1, 1):
        c.rect(side * 33 - 4.5, -94, 9, 19, 4.5, "s5>s6")
    head = rounded(-32, -110, 64, 47, 19)
    c.path(head, "p3>p5")
    with c.clip(head):
        c.path("M14 -112C26 -100 28 -76 18 -60L40 -60L40 -112z", "p8", opacity=0.16, detail=True)
    c.rect(-25, -102.5, 50, 32, 14, "n10>n9")
    if "sleeping" in m.states or "broken" in m.states:
        _tired(c, m)
    else:
        for side in (-1, 1):
            c.glow(side * 11, -88, 9, "a4", 0.55)
            c.ellipse(side * 11, -88, 4.3, 5.6, "a3", keep=True)
            c.circle(side * 11 + 1.3, -90.2, 1.4, "white", keep=True)
    bend = -83.5 if {"sad", "broken"} & m.states else -75
    c.line(f"M-5.5 -79.5Q0 {bend} 5.5 -79.5", "a3", 2.3, keep=True)
    for side in (-1, 1):
        c.ellipse(side * 18.5, -80.5, 3, 1.9, "s5", opacity=0.75, detail=True)
    c.sheen("M-25.5 -97C-24 -103 -20 -106 -13 -106.4", 3, 0.6)


def _tired(c: Canvas, m: Manner) -> None:
    for side in (-1, 1):
        if "broken" in m.states:
            c.line(f"M{side * 11 - 4} -92l8 8m0 -8l-8 8", "a3", 2.4, keep=True)
        else:
            c.line(f"M{side * 11 - 5} -88q5 5 10 0", "a3", 2.4, keep=True)
    if "sleeping" in m.states:
        asleep(c, 26, -112)


def person(c: Canvas, m: Manner) -> None:
    """Draw a standing person; the variant chooses skin, hair and clothes."""
    top, leg = "psagp"[m.variant % 5], "n"
    skin = f"skin{m.variant % 4}"
    hair, cut = f"hair{(m.variant * 3) % 4}", (m.variant * 7 + 3) % 4
    c.shadow(0, 0, 24)
    c.line("M-6.5 -48L-8 -6", f"{leg}8", 11.5, butt=True)
    c.line("M6.5 -48L9 -6", f"{leg}9", 11.5, butt=True)
    c.path("M-17 0q0 -7 7 -7h5v7z", "ink")
    c.path("M18 0q0 -7 -7 -7h-5v7z", "ink")
    (left, hand_left), (right, hand_right) = PERSON_ARMS.get(m.pose, PERSON_ARMS["stand"])
    if m.pose != "hold":
        c.line(left, f"{top}6", 9.5)
        c.circle(*hand_left, 4.9, skin)
    trunk = "M-15.5 -84Q0 -92 15.5 -84L14.5 -46Q0 -41 -14.5 -46z"
    c.path(trunk, f"{top}4>{top}5")
    c.path("M5 -89Q11 -88 15.5 -84L14.5 -46Q10 -44 4 -43.4z", f"{top}7", opacity=0.22, detail=True)
    c.rect(-4.2, -94, 8.4, 12, 4, skin)
    if m.pose == "hold":
        c.line(left, f"{top}6", 9.5)
        c.circle(*hand_left, 4.9, skin)
    c.line(right, f"{top}6", 9.5)
    c.circle(*hand_right, 4.9, skin)
    portrait(c, m, skin, hair, cut)


def portrait(c: Canvas, m: Manner, skin: str, hair: str, cut: int) -> None:
    """Draw a head with one of four haircuts."""
    if cut == 1:
        c.path("M-16 -106C-17 -126 17 -126 16 -106L16.5 -88C13 -82 -13 -82 -16.5 -88z", hair)
        c.rect(-4.2, -94, 8.4, 12, 4, skin)
    c.circle(0, -104, 13, skin)
    if cut == 0:
        c.path("M-13.6 -103C-15 -124 15 -125 13.6 -103C12 -110 8 -112 4 -112.5C-4 -113 -11 -111 -13.6 -103z", hair)
    elif cut == 1:
        c.path("M-13.6 -101C-15 -122 15 -122 13.6 -101C10 -110 0 -110 -4 -113C-8 -109 -12 -106 -13.6 -101z", hair)
    elif cut == 2:
        c.path("M-13.5 -104C-16 -121 16 -121 13.5 -104C8 -111 -8 -111 -13.5 -104z", hair)
        c.circle(0, -121, 6.5, hair)
    else:
        curls = oval(-9, -112, 6.5) + oval(0, -116, 7.5) + oval(9, -112, 6.5) + oval(-13, -105, 4.5) + oval(13, -105, 4.5)
        c.path(curls, hair)
    eyes(c, 0, -103, 4.6, 1.7, m)
    smile(c, 0, -98.6, 3.4, m)
    cheeks(c, 0, -99.5, 8, 2)


def astronaut(c: Canvas, m: Manner) -> None:
    """Draw an astronaut."""
    c.shadow(0, 0, 30)
    c.rect(-25, -68, 50, 44, 10, "n5>n6")
    for side in (-1, 1):
        c.rect(side * 11 - 8, -26, 16, 24, 7, "n1>n3")
        c.rect(side * 11 - 10, -8, 20, 9, 4.5, "p6")
    arms = {"wave": ((-30, -30), (38, -82)), "both": ((-38, -80), (38, -80))}.get(m.pose, ((-30, -30), (30, -30)))
    for side, (x, y) in zip((-1, 1), arms, strict=True):
        c.line(f"M{side * 19} -54Q{side * 34} -50 {x} {y}", "n2", 14)
        c.circle(x, y, 8, "p5")
    c.solid(rounded(-23, -64, 46, 44, 14), "paper>n1", "n3")
    c.rect(-14, -48, 28, 18, 5, "n4", keep=True)
    for index, role in enumerate(("s5", "a4", "g4")):
        c.circle(-8 + index * 8, -42, 2.6, role, keep=True)
    c.rect(-9, -36, 18, 3, 1.5, "n8", keep=True)
    c.solid(oval(0, -88, 32, 30), "paper>n1", "n3")
    c.path(rounded(-23, -103, 46, 32, 15), "p9>p7")
    c.path("M-17 -92C-14 -100 -8 -101 -2 -101", "p7", opacity=0.01, detail=True)
    c.line("M-16 -92C-14 -97 -10 -99 -4 -99", "white", 3.4, opacity=0.85, keep=True)
    c.path(star(12, -82, 4, 1.8), "a3", detail=True)
    for side in (-1, 1):
        c.rect(side * 33 - 4, -96, 8, 18, 4, "s5>s6")


def wizard(c: Canvas, m: Manner) -> None:
    """Draw a wizard: robe, white beard, pointed hat, and a wand."""
    c.shadow(0, 0, 40)
    robe = "M0 -74C18 -74 26 -52 32 -26L40 -2Q0 8 -40 -2L-32 -26C-26 -52 -18 -74 0 -74z"
    c.solid(robe, "p4>p6", "p7")
    c.path("M-5 -60H5L9 2H-9z", "p7", opacity=0.5, detail=True)
    c.line("M-32 -14Q0 -6 34 -14", "a4", 6)
    left, right = (-34, -34), (40, -66) if m.pose != "hold" else (12, -34)
    if m.pose == "hold":
        left = (-12, -34)
    for side, (x, y) in ((-1, left), (1, right)):
        c.line(f"M{side * 20} -58Q{side * 34} -54 {x} {y}", "p6", 13)
        c.circle(x, y, 6.5, "skin0")
    if m.pose != "hold":
        c.line("M40 -66L56 -92", "b7", 4.5)
        c.glow(58, -96, 26, "w4", 0.8)
        c.path(star(58, -96, 11, 4.6), "w4")
    c.circle(0, -84, 19, "skin0")
    c.path("M-19 -82C-22 -50 -8 -40 0 -34C8 -40 22 -50 19 -82Q10 -74 0 -76Q-10 -74 -19 -82z", "paper>n1")
    c.path("M-10 -76Q-5 -81 0 -77Q5 -81 10 -76Q5 -71 0 -74Q-5 -71 -10 -76z", "n2", detail=True)
    eyes(c, 0, -87, 7, 2.6, m)
    cheeks(c, 0, -80, 12, 3)
    c.path("M-20 -94C-12 -116 -4 -134 14 -150C12 -134 16 -112 22 -94Q0 -86 -20 -94z", "p5>p7")
    c.path("M-34 -93Q0 -107 34 -93Q28 -84 0 -85Q-28 -84 -34 -93z", "p6")
    c.path(star(2, -110, 7, 3), "a3", keep=True)


def snowman(c: Canvas, m: Manner) -> None:
    """Draw a snowman."""
    c.shadow(0, 0, 36)
    for side in (-1, 1):
        c.line(f"M{side * 20} -56L{side * 44} -72m{side * -8} 5l{side * 2} -11", "b7", 3.4)
    for y, radius in ((-27, 30), (-66, 22)):
        c.solid(oval(0, y, radius, radius * 0.95), "white>p1", "p3")
    c.solid(oval(0, -96, 17), "white>p1", "p3")
    c.line("M-16 -80Q0 -72 16 -80M8 -78l4 18", "s5", 7)
    for y in (-66, -54):
        c.circle(0, y, 2.8, "ink", keep=True)
    eyes(c, 0, -99, 6, 2.2, m)
    c.path("M0 -96l18 3.6l-18 2.4z", "f4")
    c.rect(-19, -113, 38, 5, 2, "ink")
    c.rect(-12, -130, 24, 19, 2, "ink")


PROPS = (
    Prop(name="robot", draw=robot, head=(0, -109, 58), hands=(0, -30)),
    Prop(name="person", draw=person, tint="psag", head=(0, -113, 31), hands=(1, -62)),
    Prop(name="astronaut", draw=astronaut, hands=(0, -34)),
    Prop(name="wizard", draw=wizard, hands=(0, -34)),
    Prop(name="snowman", draw=snowman, tint="s"),
)
