"""Everyday things: boxes, cups, doors, gifts, puzzles, money, music."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.props.base import Manner, Prop
from mkdocs_imggen.providers.sketch.shapes import oval, polygon, rounded, star

if TYPE_CHECKING:
    from mkdocs_imggen.providers.sketch.shapes import Canvas


def package(c: Canvas, m: Manner) -> None:
    """Draw a parcel; open where the prompt says so."""
    c.shadow(0, 4, 50)
    c.path(polygon([(0, 4), (-46, -18), (-46, -68), (0, -46)]), "b3>b4")
    c.path(polygon([(0, 4), (46, -18), (46, -68), (0, -46)]), "b5")
    if "open" in m.states:
        c.path(polygon([(0, -46), (-46, -68), (0, -90), (46, -68)]), "b7")
        c.path(polygon([(-46, -68), (0, -46), (-18, -32), (-64, -54)]), "b2>b3")
        c.path(polygon([(46, -68), (0, -46), (18, -32), (64, -54)]), "b3>b4")
    else:
        c.path(polygon([(0, -46), (-46, -68), (0, -90), (46, -68)]), "b2>b3")
        c.path(polygon([(-14, -52.700), (32, -74.700), (21, -80), (-25, -58)]), "a4", detail=True)
        c.path(polygon([(-14, -52.700), (-25, -58), (-25, -43), (-14, -37)]), "a5", detail=True)
    c.path(polygon([(14, -22), (35, -32), (35, -22), (14, -12)]), "paper", opacity=0.85, detail=True)


def packages(c: Canvas, m: Manner) -> None:
    """Draw a pile of three parcels."""
    for x, y, scale in ((-34, 0, 0.72), (36, 0, 0.72), (0, -45, 0.72)):
        with c.at(x, y, scale):
            package(c, Manner())


def cube(c: Canvas, m: Manner) -> None:
    """Draw a cube."""
    role = "psa"[m.variant % 3]
    c.shadow(0, 2, 46)
    c.path(polygon([(0, 2), (-46, -24), (-46, -76), (0, -50)]), f"{role}5")
    c.path(polygon([(0, 2), (46, -24), (46, -76), (0, -50)]), f"{role}7")
    c.path(polygon([(0, -50), (-46, -76), (0, -102), (46, -76)]), f"{role}3")
    c.line("M-46 -76L0 -50L46 -76M0 -50V2", "white", 1.6, opacity=0.5, detail=True)


def blocks(c: Canvas, m: Manner) -> None:
    """Draw building blocks, stacked."""
    for x, y, variant in ((-33, 0, 0), (33, 0, 1), (0, -48, 2)):
        with c.at(x, y, 0.62):
            cube(c, Manner(variant=variant))


def coffee(c: Canvas, m: Manner) -> None:
    """Draw a steaming mug."""
    c.shadow(0, 0, 40)
    c.line("M30 -56C60 -58 60 -16 26 -18", "s6", 9)
    body = "M-38 -68h76v42a26 26 0 0 1 -26 26h-24a26 26 0 0 1 -26 -26z"
    c.solid(body, "s4>s5", "s6", -6, -1)
    c.ellipse(0, -68, 38, 8, "s3")
    c.ellipse(0, -67, 32, 5.6, "b7", detail=True)
    for x in (-14, 10):
        c.line(f"M{x} -82q-8 -9 0 -17q8 -8 0 -17", "n4", 4, opacity=0.75, detail=True)


def house(c: Canvas, m: Manner) -> None:
    """Draw a house."""
    c.shadow(0, 0, 52)
    c.rect(22, -96, 14, 34, 2, "b6")
    c.rect(-42, -58, 84, 58, 4, "paper>n2")
    c.path("M-58 -52L-4 -100q4 -4 8 0L58 -52q4 6 -4 6H-54q-8 0 -4 -6z", "s4>s6")
    c.path("M-11 0V-28a4 4 0 0 1 4 -4h14a4 4 0 0 1 4 4V0z", "b5>b6")
    c.circle(6, -14, 2, "a3", keep=True)
    for x in (-35, 17):
        c.rect(x, -38, 18, 16, 3, "p3")
        c.line(f"M{x + 9} -38v16M{x} -30h18", "paper", 2, keep=True)


def door(c: Canvas, m: Manner) -> None:
    """Draw a door, open or shut."""
    c.shadow(0, 0, 40)
    c.rect(-36, -108, 72, 108, 5, "n3>n4")
    if "open" in m.states:
        c.rect(-29, -101, 58, 101, 2, "w2>w3")
        c.glow(0, -50, 60, "w3", 0.6)
        c.path("M-29 -101L8 -90V10L-29 0z", "p4>p6")
        c.circle(1, -42, 3.6, "a4", keep=True)
        return
    c.rect(-29, -101, 58, 101, 2, "p4>p6")
    for y in (-92, -46):
        c.rect(-20, y, 40, 36, 3, "p6", opacity=0.7, detail=True)
    c.circle(20, -50, 4.500, "a4", keep=True)


def camera(c: Canvas, m: Manner) -> None:
    """Draw a camera."""
    c.shadow(0, 0, 56)
    c.rect(-22, -86, 44, 22, 6, "n7>n8")
    c.solid(rounded(-58, -74, 116, 74, 12), "n7>n8", "n9", -4, -2)
    c.rect(-58, -54, 116, 12, 0, "s5", detail=True)
    c.path(oval(0, -37, 29), "n3>n5")
    c.path(oval(0, -37, 22), "p8>p6")
    c.circle(-8, -45, 6, "white", opacity=0.85, keep=True)
    c.circle(44, -63, 4.500, "a4", keep=True)


def microphone(c: Canvas, m: Manner) -> None:
    """Draw a microphone on its stand."""
    c.shadow(0, 0, 30)
    c.rect(-26, -7, 52, 7, 3.5, "n8")
    c.line("M0 -6V-26M-30 -66V-56A30 30 0 0 0 30 -56V-66", "n7", 6)
    c.solid(rounded(-20, -108, 40, 68, 20), "s4>s5", "s6", -5, -1)
    c.line("M-20 -84H-4M-20 -72H-4M20 -84H4M20 -72H4", "s7", 3, detail=True)


def headset(c: Canvas, m: Manner) -> None:
    """Draw headphones."""
    c.line("M-42 -34V-52A42 46 0 0 1 42 -52V-34", "n8", 9)
    for side in (-1, 1):
        c.rect(side * 42 - 13, -50, 26, 48, 12, "p4>p6")
        c.rect(side * 34 - 5, -44, 10, 36, 5, "n8")


def ladder(c: Canvas, m: Manner) -> None:
    """Draw a ladder."""
    for y in (-90, -72, -54, -36, -18):
        c.line(f"M-24 {y}H24", "b5", 6)
    for x in (-26, 26):
        c.line(f"M{x} -2V-104", "b6", 7.5)


def stairs(c: Canvas, m: Manner) -> None:
    """Draw stairs that go up to a flag."""
    for index in range(4):
        x, height = -64 + index * 32, 20 + index * 20
        c.rect(x, -height, 32, height, 2, f"p{4 + index % 2}>p{6 + index % 2}")
        c.rect(x, -height, 32, 5, 2, "p3", detail=True)
    c.rect(46, -126, 4, 48, 2, "n7")
    c.path("M50 -124l28 9l-28 10z", "s5")


def wall(c: Canvas, m: Manner) -> None:
    """Draw a brick wall."""
    c.shadow(0, 0, 64)
    c.rect(-62, -84, 124, 84, 4, "n2")
    board = rounded(-62, -84, 124, 84, 4)
    with c.clip(board):
        for row in range(4):
            for column in range(5):
                x = -78 + column * 34 + (row % 2) * 17
                role = ("f5", "f6", "f5", "f4")[(row * 3 + column) % 4]
                c.rect(x, -82 + row * 21, 31, 18, 2.5, role)


def umbrella(c: Canvas, m: Manner) -> None:
    """Draw an open umbrella."""
    c.line("M0 -54V-14a11 11 0 0 0 22 0", "b6", 6)
    canopy = "M-58 -54C-58 -90 -30 -108 0 -108C30 -108 58 -90 58 -54Q46 -64 30 -54Q16 -64 0 -54Q-16 -64 -30 -54Q-46 -64 -58 -54z"
    c.path(canopy, "s4>s6")
    c.path("M0 -108C16 -98 28 -80 30 -54Q16 -64 0 -54Q-16 -64 -30 -54C-28 -80 -16 -98 0 -108z", "s3", opacity=0.7, detail=True)
    c.line("M0 -108V-116", "b6", 5)


def lifebuoy(c: Canvas, m: Manner) -> None:
    """Draw a lifebuoy."""
    ring = oval(0, -50, 50) + oval(0, -50, 25)
    c.drop(oval(0, -50, 50), 3)
    c.path(ring, "paper>n1", even_odd=True)
    for turn in (0, 90, 180, 270):
        with c.at(0, -50, 1, turn):
            c.path("M-15 -23A27.500 27.500 0 0 1 15 -23L27 -43.500A50 50 0 0 0 -27 -43.500z", "s4>s5")
    c.line(oval(0, -50, 50), "n3", 1.4, detail=True)


def crane(c: Canvas, m: Manner) -> None:
    """Draw a crane that lifts a parcel."""
    c.shadow(-22, 0, 30)
    c.rect(-44, -8, 44, 8, 3, "n8")
    c.line("M-30 -8V-104M-14 -8V-104M-30 -22L-14 -40L-30 -58L-14 -76L-30 -94", "a5", 5)
    c.line("M-58 -104H66M-22 -124L-56 -106M-22 -124L60 -106M-22 -124V-104", "a5", 5)
    c.rect(-62, -108, 20, 18, 3, "n7")
    c.rect(-34, -104, 24, 20, 3, "s5>s6")
    c.line("M48 -104V-62", "n7", 3)
    with c.at(48, -18, 0.5):
        package(c, Manner())


def factory(c: Canvas, m: Manner) -> None:
    """Draw a factory."""
    c.shadow(0, 0, 64)
    for x, y, radius in ((34, -112, 9), (46, -122, 12), (62, -130, 9)):
        c.circle(x, y, radius, "n2")
    c.path("M24 -36L28 -104H44L48 -36z", "n6>n7")
    c.path("M-62 0V-64L-30 -44V-64L2 -44V-64L34 -44H62V0z", "p4>p6")
    for x in (-50, -26, -2):
        c.rect(x, -30, 15, 13, 2, "w3", keep=True)
    c.rect(28, -26, 22, 26, 3, "p8")


def inbox(c: Canvas, m: Manner) -> None:
    """Draw an inbox tray with a letter in it, unless it is empty."""
    c.shadow(0, 0, 60)
    if "empty" in m.states:
        c.path("M-62 -46L-46 -70H46L62 -46V-30H-62z", "p7>p8")
    else:
        c.rect(-40, -78, 80, 50, 4, "paper")
        for index, width in enumerate((34, 56)):
            c.rect(-30, -68 + index * 12, width, 5.6, 2.8, "s4" if index == 0 else "n3", keep=True)
    c.path("M-62 -46H-30L-20 -30H20L30 -46H62V-8a8 8 0 0 1 -8 8H-54a8 8 0 0 1 -8 -8z", "p4>p6")


def trash(c: Canvas, m: Manner) -> None:
    """Draw a waste bin."""
    c.shadow(0, 0, 36)
    c.solid("M-36 -76H36L29 -6a7 7 0 0 1 -7 6H-22a7 7 0 0 1 -7 -6z", "n4>n5", "n6", -5, 0)
    c.line("M-14 -62L-11 -14M0 -62V-14M14 -62L11 -14", "n7", 4, detail=True)
    c.rect(-42, -88, 84, 13, 5, "n6>n7")
    c.rect(-14, -98, 28, 12, 5, "n7")


def layers(c: Canvas, m: Manner) -> None:
    """Draw three layers, one over the other."""
    for y, role in ((-8, "p"), (-36, "s"), (-64, "a")):
        c.path(polygon([(-60, y - 16), (0, y - 40), (60, y - 16), (0, y + 8)]), f"{role}3>{role}4")
        c.path(polygon([(-60, y - 16), (0, y + 8), (0, y + 16), (-60, y - 8)]), f"{role}5")
        c.path(polygon([(60, y - 16), (0, y + 8), (0, y + 16), (60, y - 8)]), f"{role}7")


def badge(c: Canvas, m: Manner) -> None:
    """Draw a rosette with a tick."""
    c.path("M-20 -30L-30 2L-12 -6L-2 8L4 -24zM20 -30L30 2L12 -6L2 8L-4 -24z", "p6")
    c.path(star(0, -58, 46, 38, 14), "a4>a5")
    c.path(oval(0, -58, 30), "paper")
    c.line("M-14 -58L-4 -47L15 -70", "g5", 8, keep=True)


PROPS = (
    Prop(name="package", draw=package, tint="b"),
    Prop(name="packages", draw=packages, tint="b"),
    Prop(name="cube", draw=cube, tint="psa"),
    Prop(name="blocks", draw=blocks),
    Prop(name="coffee", draw=coffee, tint="s"),
    Prop(name="house", draw=house, tint="s"),
    Prop(name="door", draw=door),
    Prop(name="camera", draw=camera, tint="n"),
    Prop(name="microphone", draw=microphone, tint="s"),
    Prop(name="headset", draw=headset),
    Prop(name="ladder", draw=ladder, tint="b"),
    Prop(name="stairs", draw=stairs),
    Prop(name="wall", draw=wall, tint="f"),
    Prop(name="umbrella", draw=umbrella, tint="s", air=True),
    Prop(name="lifebuoy", draw=lifebuoy, tint="s", air=True),
    Prop(name="crane", draw=crane, tint="a"),
    Prop(name="factory", draw=factory),
    Prop(name="inbox", draw=inbox),
    Prop(name="trash", draw=trash, tint="n"),
    Prop(name="layers", draw=layers, air=True),
    Prop(name="badge", draw=badge, tint="a", air=True),
)
