"""Vehicles and what stands along the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.props.base import Manner, Prop
from mkdocs_imggen.providers.sketch.props.systems import container
from mkdocs_imggen.providers.sketch.shapes import oval, polygon, rounded

if TYPE_CHECKING:
    from mkdocs_imggen.providers.sketch.shapes import Canvas

HULL = "M0 -128C22 -108 28 -74 19 -27Q0 -21 -19 -27C-28 -74 -22 -108 0 -128z"


def flame(c: Canvas) -> None:
    """Draw the fire of an engine, downwards from the ground line."""
    c.glow(0, 18, 34, "w4", 0.7)
    c.path("M-15 0C-18 22 -7 34 0 52C7 34 18 22 15 0z", "f4")
    c.path("M-10 0C-12 16 -5 25 0 38C5 25 12 16 10 0z", "w4", detail=True)
    c.path("M-5.500 0C-6 9 -3 15 0 23C3 15 6 9 5.500 0z", "w1", detail=True)


def rocket(c: Canvas, m: Manner) -> None:
    """Draw a rocket; with fire unless it is parked."""
    if "flying" in m.states:
        with c.at(0, -20):
            flame(c)
    for side in (-1, 1):
        with c.at(flip=side < 0):
            c.path("M17 -62C34 -54 41 -38 39 -12C33 -22 26 -27 16 -29z", "s5>s7")
    c.path("M-13 -30h26l3 12q-16 6 -32 0z", "n7>n8")
    c.path(HULL, "paper>n2@h")
    with c.clip(HULL):
        c.path("M-40 -100Q0 -88 40 -100L40 -140L-40 -140z", "s5>s6")
        c.rect(-40, -44, 80, 9, 0, "s4", detail=True)
        c.path("M7 -132C24 -104 26 -70 10 -20L40 -20L40 -132z", "n7", opacity=0.18, detail=True)
    c.circle(0, -74, 13.5, "n7")
    c.circle(0, -74, 9.8, "p4>p6")
    c.sheen("M-6 -77A7.500 7.500 0 0 1 1 -81.400", 2.4, 0.85)
    c.path("M-3.500 -40q3.500 -12 7 0v22q-3.500 4 -7 0z", "s6>s7")
    c.sheen("M-15 -98C-19 -84 -20 -68 -18.500 -54", 3, 0.8)


def globe(c: Canvas, m: Manner) -> None:
    """Draw the earth."""
    c.shadow(0, 0, 36)
    ball = oval(0, -50, 48)
    c.path(ball, "sky4>sky6")
    with c.clip(ball):
        c.path("M-40 -80C-20 -92 -6 -80 -14 -68C-22 -60 -12 -54 -20 -44C-28 -34 -34 -46 -46 -52z", "g4", keep=True)
        c.path("M10 -98C30 -94 46 -78 50 -60C38 -56 30 -64 22 -58C10 -50 2 -68 10 -76C16 -84 8 -88 10 -98z", "g4", keep=True)
        c.path("M-4 -30C12 -40 26 -32 22 -18C18 -8 6 -4 2 -10C-4 -18 -12 -22 -4 -30z", "g5", keep=True)
        c.path("M16 -100C46 -70 44 -26 10 0L60 0V-100z", "navy9", opacity=0.18, detail=True)
    c.sheen("M-36 -62A38 38 0 0 1 -16 -86", 4, 0.55)


def planet(c: Canvas, m: Manner) -> None:
    """Draw a planet with its ring."""
    c.line("M-62 -34C-74 -20 -20 -30 20 -50", "a4", 7)
    c.solid(oval(0, -52, 38), "s4>s5", "s6", -6, -4)
    with c.clip(oval(0, -52, 38)):
        c.line("M-40 -66Q0 -54 40 -72M-40 -44Q0 -34 40 -52", "s3", 6, opacity=0.7, detail=True)
    c.line("M-58 -40C-70 -22 -20 -28 20 -48C60 -68 74 -88 60 -88C54 -88 46 -85 38 -81", "a4", 7)


def satellite(c: Canvas, m: Manner) -> None:
    """Draw a satellite."""
    with c.at(0, -52, 1, -28):
        for side in (-1, 1):
            c.rect(side * 42 - 24, -18, 48, 36, 3, "p5>p7")
            c.line(f"M{side * 42 - 8} -18V18M{side * 42 + 8} -18V18M{side * 42 - 24} 0H{side * 42 + 24}", "p3", 2, keep=True)
        c.rect(-17, -24, 34, 48, 6, "n2>n4")
        c.path("M-15 -26a15 12 0 0 1 30 0z", "a4>a5")
        c.line("M0 -38V-52", "n7", 3)
        c.circle(0, -54, 4, "s5")
    c.line("M-30 -6a34 34 0 0 0 26 6M-36 -16", "a5", 4)


def lighthouse(c: Canvas, m: Manner) -> None:
    """Draw a lighthouse on its rock, its beam to both sides."""
    if "dark" not in m.states:
        for side in (-1, 1):
            with c.at(0, -111, 1, 0, flip=side < 0):
                c.path("M6 -4L92 -26V22L6 5z", "w3/.75>w3/.05@h", haze=True)
    c.path("M-52 0C-46 -16 -30 -20 -14 -20H18C34 -20 48 -14 54 0z", "n7>n8")
    c.path("M10 -20H18C34 -20 48 -14 54 0H24z", "n9", opacity=0.4, detail=True)
    tower = "M-13 -94H13L22 -16H-22z"
    c.path(tower, "paper>n1")
    with c.clip(tower):
        for y, height in ((-80, 15), (-50, 16), (-18, 16)):
            c.rect(-40, y, 80, height, 0, "s5")
        c.path("M4 -100L26 -100V0H8z", "n9", opacity=0.16, detail=True)
    c.rect(-18, -99, 36, 7, 3, "n8")
    c.rect(-11, -118, 22, 20, 2, "w2>w3")
    c.glow(0, -109, 30, "w3", 0.9)
    c.line("M-11 -118V-99M11 -118V-99M0 -118V-99", "n8", 2.6)
    c.path("M-15 -117Q0 -138 15 -117z", "s6")
    c.circle(0, -129, 3.4, "s6")
    c.path("M-6 -16V-27a6 6 0 0 1 12 0V-16z", "b7")
    c.circle(1, -60, 3.6, "n8", keep=True)


def ship(c: Canvas, m: Manner) -> None:
    """Draw a freighter, laden with containers."""
    for column, row, variant in ((0, 0, 0), (1, 0, 1), (2, 0, 2), (0, 1, 2), (1, 1, 0)):
        with c.at(-32 + column * 31, -36 - row * 15, 0.245):
            container(c, Manner(variant=variant))
    c.rect(48, -66, 22, 32, 3, "paper>n2")
    c.rect(52, -60, 14, 6, 2, "p6", keep=True)
    c.rect(54, -82, 9, 17, 2, "s5")
    c.path("M-78 -36H78L66 -6Q64 0 58 0H-58Q-66 0 -70 -8z", "p6>p8")
    c.path("M-74 -22H72.500L66 -6Q64 0 58 0H-58Q-66 0 -70 -8z", "s5>s6")
    c.rect(-78, -40, 156, 6, 3, "n2")


def boat(c: Canvas, m: Manner) -> None:
    """Draw a sailing boat."""
    c.rect(-3, -106, 6, 84, 2, "b6>b7")
    c.path("M6 -102C34 -76 42 -50 42 -30H6z", "s4>s5")
    c.path("M-6 -92C-30 -70 -38 -48 -38 -30H-6z", "paper>n2")
    c.path("M-56 -24H58C52 -8 42 0 30 0H-30C-44 0 -52 -8 -56 -24z", "b5>b7")
    c.line("M-52 -16H54", "b3", 3, detail=True)


def truck(c: Canvas, m: Manner) -> None:
    """Draw a delivery truck."""
    c.shadow(0, 0, 74, 7)
    c.rect(-70, -78, 90, 66, 6, "p4>p6")
    c.rect(-70, -78, 90, 5, 2.5, "white", opacity=0.3, detail=True)
    c.path("M22 -60H46a8 8 0 0 1 7 4L68 -32a10 10 0 0 1 2 6V-12H22z", "s4>s5")
    c.path("M32 -52H46L58 -32H32z", "p1")
    c.rect(-72, -18, 144, 8, 3, "n8")
    for x in (-42, 42):
        c.circle(x, -12, 13, "n9")
        c.circle(x, -12, 5.6, "n4", keep=True)


def car(c: Canvas, m: Manner) -> None:
    """Draw a car."""
    c.shadow(0, 0, 70, 7)
    c.path("M-36 -38L-20 -64Q-17 -68 -12 -68H20Q26 -68 30 -63L46 -38z", "s4")
    c.path("M-26 -40L-14 -60H1V-40zM8 -60H20L34 -40H8z", "p1")
    c.solid("M-66 -34Q-66 -42 -56 -42H48Q66 -40 68 -24V-16Q68 -10 62 -10H-60Q-66 -10 -66 -16z", "s4>s5", "s6", -3, -3)
    c.circle(62, -28, 4, "w3", keep=True)
    for x in (-36, 36):
        c.circle(x, -13, 14, "n9")
        c.circle(x, -13, 6, "n4", keep=True)


def train(c: Canvas, m: Manner) -> None:
    """Draw a train, from the front."""
    c.shadow(0, 0, 46)
    c.line("M-20 -6L-40 2M20 -6L40 2", "n7", 5)
    body = rounded(-40, -108, 80, 98, 20)
    c.solid(body, "p4>p6", "p7")
    c.rect(-28, -92, 56, 36, 8, "p1>p2")
    c.line("M0 -92V-56", "p5", 3, detail=True)
    c.rect(-40, -48, 80, 8, 0, "a4", detail=True)
    for x in (-24, 24):
        c.circle(x, -27, 7, "w2", keep=True)
    c.rect(-30, -12, 60, 8, 3, "n8")


def plane(c: Canvas, m: Manner) -> None:
    """Draw a paper plane."""
    c.path("M-62 -46L62 -104L18 -8L-10 -38z", "paper>p1")
    c.path("M62 -104L-10 -38L-4 -6L10 -24z", "p4")
    c.path("M62 -104L10 -24L18 -8z", "p3")
    c.path("M-62 -46L62 -104L-10 -38z", "p2", detail=True)
    c.line("M-62 -46L62 -104L18 -8L-10 -38zM-10 -38L-4 -6L10 -24M-10 -38L62 -104", "p6", 2, detail=True)


def balloon(c: Canvas, m: Manner) -> None:
    """Draw a hot-air balloon."""
    c.line("M-20 -46L-10 -18M20 -46L10 -18", "b6", 2.4)
    envelope = "M0 -128C32 -128 46 -104 46 -84C46 -62 24 -50 16 -40H-16C-24 -50 -46 -62 -46 -84C-46 -104 -32 -128 0 -128z"
    c.path(envelope, "s4>s5")
    with c.clip(envelope):
        c.path("M-8 -130C-34 -104 -30 -64 -12 -38H-60V-130z", "p4", detail=True)
        c.path("M8 -130C34 -104 30 -64 12 -38H60V-130z", "p6", detail=True)
        c.path("M-4 -130C-14 -100 -12 -64 -6 -38H6C12 -64 14 -100 4 -130z", "a4", detail=True)
    c.line(envelope, "p7", 1, opacity=0.3, detail=True)
    c.path("M-12 -20H12L10 -2a3 3 0 0 1 -3 2H-7a3 3 0 0 1 -3 -2z", "b5>b6")
    c.sheen("M-34 -92C-34 -104 -28 -112 -20 -116", 3.6, 0.6)


def parachute(c: Canvas, m: Manner) -> None:
    """Draw a parachute that carries a parcel."""
    for x in (-46, -16, 16, 46):
        c.line(f"M{x} -74L{x * 0.22} -30", "n6", 2)
    canopy = (
        "M-54 -72C-54 -104 -28 -120 0 -120C28 -120 54 -104 54 -72Q40 -82 28 -72Q14 -82 0 -72Q-14 -82 -28 -72Q-40 -82 -54 -72z"
    )
    c.path(canopy, "s4>s5")
    c.path("M0 -120C14 -112 26 -96 28 -72Q14 -82 0 -72Q-14 -82 -28 -72C-26 -96 -14 -112 0 -120z", "paper", detail=True)
    c.rect(-18, -32, 36, 32, 3, "b3>b4")
    c.rect(-4, -32, 8, 32, 0, "b2", detail=True)


def anchor(c: Canvas, m: Manner) -> None:
    """Draw an anchor."""
    c.line("M-46 -40C-46 -12 -22 -4 0 -4C22 -4 46 -12 46 -40", "p6", 10)
    c.line("M0 -84V-6M-22 -70H22", "p6", 10)
    c.path("M-58 -30L-46 -54L-32 -32zM58 -30L46 -54L32 -32z", "p6")
    c.line(oval(0, -96, 11), "p6", 8)


def bridge(c: Canvas, m: Manner) -> None:
    """Draw a suspension bridge."""
    c.line("M-78 -36Q-58 -40 -38 -92Q0 -22 38 -92Q58 -40 78 -36", "s5", 4)
    for x, top in ((-22, -66), (-8, -54), (8, -54), (22, -66), (-54, -58), (54, -58)):
        c.line(f"M{x} {top}V-30", "s4", 2.2)
    for x in (-38, 38):
        c.rect(x - 6, -102, 12, 102, 3, "p5>p7")
    c.rect(-82, -34, 164, 10, 3, "p6>p8")


def gate(c: Canvas, m: Manner) -> None:
    """Draw a castle, its gate in the middle."""
    c.shadow(0, 0, 66)
    c.path("M-34 0V-72H-24V-62H-12V-72H12V-62H24V-72H34V0z", "n3>n5")
    for side in (-1, 1):
        x = side * 46 - 18
        c.path(f"M{x} 0V-94h8v9h7v-9h7v9h6v-9h8V0z", "n4>n6")
        c.rect(x + 14, -66, 8, 16, 4, "n8", keep=True)
        c.line(f"M{side * 46} -94V-116", "n7", 3)
        c.path(f"M{side * 46} -116l20 6l-20 7z", "s5")
    c.path("M-18 0V-30a18 18 0 0 1 36 0V0z", "b6>b7")
    c.line("M0 -46V0M-18 -20H18", "b8", 2.6, detail=True)


def road(c: Canvas, m: Manner) -> None:
    """Draw a road that leads to the horizon."""
    c.path(polygon([(-8, -96), (8, -96), (64, 0), (-64, 0)]), "n7>n8")
    for y, height, width in ((-92, 12, 2), (-72, 18, 3.4), (-44, 22, 5), (-12, 12, 7)):
        c.rect(-width / 2, y, width, height, 1, "white", keep=True)


def city(c: Canvas, m: Manner) -> None:
    """Draw a skyline."""
    for x, width, height, role in (
        (-70, 30, 62, "p4"),
        (-42, 26, 92, "p6"),
        (-14, 34, 74, "s4"),
        (22, 24, 108, "p5"),
        (46, 30, 56, "p7"),
    ):
        c.path(rounded(x, -height, width, height, 3), f"{role}>{role[0]}{int(role[1]) + 1}")
        for row in range(int((height - 14) / 15)):
            for column in range(int(width / 11)):
                lit = (row * 3 + column * 5 + int(x)) % 4
                c.rect(x + 5 + column * 10, -height + 9 + row * 15, 5.5, 8, 1, "w2" if lit else f"{role[0]}8", keep=True)
    c.line("M34 -108V-124", "n7", 3)
    c.rect(-76, -4, 158, 5, 2.5, "n6")


PROPS = (
    Prop(name="rocket", draw=rocket, tint="s", air=True),
    Prop(name="globe", draw=globe),
    Prop(name="planet", draw=planet, tint="s", air=True),
    Prop(name="satellite", draw=satellite, air=True),
    Prop(name="lighthouse", draw=lighthouse, tint="s"),
    Prop(name="ship", draw=ship),
    Prop(name="boat", draw=boat, tint="s"),
    Prop(name="truck", draw=truck),
    Prop(name="car", draw=car, tint="s"),
    Prop(name="train", draw=train),
    Prop(name="paper plane", draw=plane, air=True),
    Prop(name="balloon", draw=balloon, tint="s", air=True),
    Prop(name="parachute", draw=parachute, tint="s", air=True),
    Prop(name="anchor", draw=anchor, air=True),
    Prop(name="bridge", draw=bridge),
    Prop(name="city", draw=city),
    Prop(name="castle", draw=gate, tint="n"),
    Prop(name="road", draw=road, tint="n"),
)
