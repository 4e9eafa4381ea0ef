"""Plants, weather, landscape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.props.base import Manner, Prop
from mkdocs_imggen.providers.sketch.props.systems import CLOUD, cloud
from mkdocs_imggen.providers.sketch.shapes import oval, polygon

if TYPE_CHECKING:
    from mkdocs_imggen.providers.sketch.shapes import Canvas


def tree(c: Canvas, m: Manner) -> None:
    """Draw a broad-leaved tree."""
    c.shadow(0, 0, 40)
    c.path("M-7 0C-5 -20 -5 -34 -8 -54h16C5 -34 5 -20 8 0z", "b6>b7")
    # One outline around all, so that line art shows no circles.
    crown = "M-16.7 -38.1A25 25 0 0 1 -31.9 -85.7A32 32 0 1 1 32 -88.7A26 26 0 0 1 17.5 -38.8A26 26 0 0 1 -16.7 -38.1z"
    c.path(crown, "g6")
    for x, y, radius, role in ((-25, -66, 21, "g5"), (20, -68, 21, "g5"), (-4, -92, 27, "g4")):
        c.path(oval(x, y, radius), role, detail=True)
    for x, y in ((-16, -100), (8, -80), (-26, -70)):
        c.line(f"M{x} {y}q5 5 10 0", "g3", 2.6, detail=True)


def pine(c: Canvas, m: Manner) -> None:
    """Draw a conifer."""
    c.shadow(0, 0, 30)
    c.rect(-5, -18, 10, 18, 2, "b6>b7")
    for width, base, role in ((34, -14, "g6"), (28, -42, "g5"), (20, -68, "g5")):
        c.path(f"M0 {base - 40}L{width} {base}Q0 {base + 6} {-width} {base}z", role)
        c.path(f"M0 {base - 40}L{width} {base}Q{width * 0.5} {base + 4} 0 {base + 3}z", "g7", opacity=0.5, detail=True)


def plant(c: Canvas, m: Manner) -> None:
    """Draw a plant in a pot."""
    c.shadow(0, 0, 24)
    for angle, length in ((-46, 52), (44, 50), (-20, 68), (18, 66), (0, 78)):
        with c.at(0, -28, 1, angle):
            leaf = f"M0 0C-15 {-length * 0.35} -13 {-length * 0.75} 0 {-length}C13 {-length * 0.75} 15 {-length * 0.35} 0 0z"
            c.path(leaf, "g4>g6" if angle < 0 else "g5>g7")
            c.line(f"M0 -2L0 {-length * 0.82}", "g3", 1.3, detail=True)
    c.path("M-19 -32h38l-4.500 29a4 4 0 0 1 -4 3h-21a4 4 0 0 1 -4 -3z", "f4>f5")
    c.rect(-22, -36, 44, 9, 3, "f5>f6")


def seedling(c: Canvas, m: Manner) -> None:
    """Draw a seedling that comes out of the ground."""
    c.path("M-46 0Q-40 -18 0 -20Q40 -18 46 0z", "b6>b7")
    c.line("M0 -16C0 -36 2 -48 0 -62", "g6", 6)
    c.path("M0 -56C-6 -84 -34 -92 -54 -84C-50 -60 -26 -48 0 -56z", "g4>g5")
    c.path("M0 -60C4 -92 30 -106 54 -100C52 -72 30 -56 0 -60z", "g4>g6")
    c.line("M-6 -58C-20 -68 -32 -74 -44 -78M6 -64C18 -78 30 -88 44 -94", "g3", 2.4, detail=True)


def leaf(c: Canvas, m: Manner) -> None:
    """Draw a leaf."""
    outline = "M-40 -10C-60 -60 -14 -104 46 -100C52 -40 14 2 -40 -10z"
    c.solid(outline, "g4>g5", "g6", -4, -3)
    c.line("M-52 2C-30 -30 -4 -58 28 -80M-16 -44L-20 -66M-16 -44L8 -42M4 -62L2 -82M4 -62L24 -62", "g7", 3)


def flower(c: Canvas, m: Manner) -> None:
    """Draw a flower."""
    c.line("M0 0C-4 -20 2 -36 0 -56", "g6", 5.5)
    c.path("M0 -14C10 -34 28 -36 36 -34C34 -20 18 -10 0 -14z", "g5")
    c.path("M0 -22C-10 -40 -26 -42 -34 -40C-32 -28 -18 -18 0 -22z", "g4")
    for petal in range(6):
        with c.at(0, -78, 1, petal * 60):
            c.path(oval(0, -18, 11, 15), "s4>s5")
    c.circle(0, -78, 11, "w4>w5")


def cactus(c: Canvas, m: Manner) -> None:
    """Draw a cactus, in a pot unless it is `wild`."""
    c.shadow(0, 0, 26)
    c.line("M-14 -50H-30V-72", "g5", 13)
    c.line("M14 -60H30V-80", "g6", 13)
    foot = 0 if "wild" in m.states else -30
    c.solid(f"M-16 {foot}V-90a16 16 0 0 1 32 0V{foot}z", "g4>g5", "g6", -5, 0)
    c.line("M-5 -92V-40M6 -92V-40", "g7", 2, dash="2 8", detail=True)
    c.circle(0, -108, 6, "s4")
    if "wild" in m.states:
        return
    c.path("M-24 -34h48l-5 31a4 4 0 0 1 -4 3h-30a4 4 0 0 1 -4 -3z", "f4>f5")
    c.rect(-28, -38, 56, 10, 3, "f5>f6")


def mushroom(c: Canvas, m: Manner) -> None:
    """Draw a toadstool."""
    c.shadow(0, 0, 28)
    c.path("M-14 -50C-14 -30 -22 -14 -20 0H20C22 -14 14 -30 14 -50z", "paper>n2")
    c.solid("M-54 -46C-54 -80 -26 -100 0 -100C26 -100 54 -80 54 -46Q0 -34 -54 -46z", "red5>red6", "red7", -5, -2)
    for x, y, radius in ((-22, -70, 9), (12, -82, 8), (28, -58, 7), (-4, -54, 5)):
        c.circle(x, y, radius, "white", keep=True)


def mountain(c: Canvas, m: Manner) -> None:
    """Draw mountains with snow."""
    c.path(polygon([(14, -74), (86, 0), (-30, 0)]), "p5>p7")
    c.path(polygon([(14, -74), (86, 0), (24, 0)]), "p8", opacity=0.3, detail=True)
    c.path("M14 -74L32 -55L22 -58L15 -50L6 -57L-2 -53z", "paper")
    c.path(polygon([(-26, -108), (48, 0), (-86, 0)]), "p4>p6")
    c.path(polygon([(-26, -108), (48, 0), (-14, 0)]), "p8", opacity=0.3, detail=True)
    c.path("M-26 -108L-6 -79L-16 -84L-26 -72L-36 -82L-46 -74z", "paper")


def sun(c: Canvas, m: Manner) -> None:
    """Draw the sun."""
    c.glow(0, -52, 66, "w3", 0.7)
    for ray in range(8):
        with c.at(0, -52, 1, ray * 45):
            c.line("M0 -38V-50", "w4", 7)
    c.solid(oval(0, -52, 30), "w3>w4", "w5", -3, -2)


def moon(c: Canvas, m: Manner) -> None:
    """Draw a crescent moon."""
    c.glow(-6, -50, 70, "w3", 0.5)
    c.path("M18 -98A50 50 0 1 0 44 -26A40 40 0 0 1 18 -98z", "w2>w4")
    c.circle(-22, -40, 6, "w5", opacity=0.5, detail=True)
    c.circle(-10, -22, 4, "w5", opacity=0.5, detail=True)


def rain(c: Canvas, m: Manner) -> None:
    """Draw a rain cloud."""
    for index, x in enumerate((-32, -6, 20, 44)):
        c.line(f"M{x} -24l-7 18", "p5" if index % 2 else "p4", 6)
    with c.at(0, -34, 0.86):
        cloud(c, m)


def storm(c: Canvas, m: Manner) -> None:
    """Draw a thundercloud."""
    with c.at(0, -38, 0.86):
        c.drop(CLOUD, 4)
        c.path(CLOUD, "n4>n6")
    c.path("M10 -46L-14 -18H2L-6 2L22 -28H6z", "w3>w5")


def snowflake(c: Canvas, m: Manner) -> None:
    """Draw a snowflake."""
    for arm in range(6):
        with c.at(0, -50, 1, arm * 60):
            c.line("M0 0V-48M0 -30l-12 -10M0 -30l12 -10M0 -16l-8 -7M0 -16l8 -7", "p4" if arm % 2 else "p5", 5.5)


def rainbow(c: Canvas, m: Manner) -> None:
    """Draw a rainbow between two clouds."""
    for radius, role in ((62, "red4"), (53, "w4"), (44, "g4"), (35, "sky4"), (26, "violet4")):
        c.line(f"M{-radius} -12A{radius} {radius} 0 0 1 {radius} -12", role, 9.6, butt=True)
    for x in (-46, 46):
        with c.at(x, 2, 0.42):
            cloud(c, m)


def wave(c: Canvas, m: Manner) -> None:
    """Draw waves."""
    crest = "M-66 0V-40C-50 -40 -46 -56 -32 -56S-14 -40 2 -40S22 -56 36 -56S52 -40 66 -40V0z"
    c.path(crest, "p4>p6")
    c.path("M-66 0V-18C-54 -18 -48 -30 -36 -30S-18 -18 -4 -18S16 -30 30 -30S52 -18 66 -18V0z", "p6>p7")
    c.line("M-66 -40C-50 -40 -46 -56 -32 -56S-14 -40 2 -40S22 -56 36 -56S52 -40 66 -40", "p2", 4, detail=True)


def island(c: Canvas, m: Manner) -> None:
    """Draw an island with a palm."""
    c.ellipse(0, -6, 74, 12, "p4")
    c.path("M-54 -6C-40 -28 40 -28 54 -6Q0 4 -54 -6z", "w2>w3")
    c.line("M6 -18C0 -44 4 -62 14 -80", "b6", 7)
    for angle in (-100, -58, -14, 40, 84):
        with c.at(14, -80, 1, angle):
            c.path("M0 0C-12 -12 -10 -32 4 -46C10 -30 12 -12 0 0z", "g4>g6")
    c.circle(11, -76, 4.500, "b7")
    c.circle(18, -75, 4.500, "b6")


def egg(c: Canvas, m: Manner) -> None:
    """Draw an egg with spots."""
    c.shadow(0, 0, 28)
    outline = "M0 -100C24 -100 38 -62 38 -38C38 -14 22 0 0 0C-22 0 -38 -14 -38 -38C-38 -62 -24 -100 0 -100z"
    c.solid(outline, "paper>s2", "s3")
    for x, y, radius in ((-14, -58, 6), (12, -76, 5), (16, -36, 7), (-16, -26, 5)):
        c.circle(x, y, radius, "p4", keep=True)


def apple(c: Canvas, m: Manner) -> None:
    """Draw an apple."""
    c.shadow(0, 0, 28)
    c.line("M2 -74C2 -86 6 -92 12 -98", "b7", 5)
    c.path("M6 -80C12 -98 30 -100 38 -96C36 -82 22 -76 6 -80z", "g5")
    c.solid(
        "M0 -72C18 -84 42 -74 42 -44C42 -16 24 0 12 0C6 0 4 -2 0 -2C-4 -2 -6 0 -12 0C-24 0 -42 -16 -42 -44C-42 -74 -18 -84 0 -72z",
        "red5>red6",
        "red7",
    )
    c.sheen("M-30 -40C-31 -54 -25 -62 -16 -64", 4.500, 0.6)


PROPS = (
    Prop(name="tree", draw=tree, tint="g"),
    Prop(name="pine", draw=pine, tint="g"),
    Prop(name="plant", draw=plant, tint="f"),
    Prop(name="seedling", draw=seedling, tint="g"),
    Prop(name="leaf", draw=leaf, tint="g", air=True),
    Prop(name="flower", draw=flower, tint="s"),
    Prop(name="cactus", draw=cactus, tint="f"),
    Prop(name="mushroom", draw=mushroom),
    Prop(name="mountain", draw=mountain),
    Prop(name="sun", draw=sun, tint="w", air=True),
    Prop(name="moon", draw=moon, tint="w", air=True),
    Prop(name="rain", draw=rain, air=True),
    Prop(name="storm", draw=storm, tint="n", air=True),
    Prop(name="snowflake", draw=snowflake, air=True),
    Prop(name="rainbow", draw=rainbow, air=True),
    Prop(name="wave", draw=wave),
    Prop(name="island", draw=island),
    Prop(name="egg", draw=egg, tint="s"),
    Prop(name="apple", draw=apple),
)
