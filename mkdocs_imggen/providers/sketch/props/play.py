"""Games, treats, money, hats: things of leisure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.props.base import Manner, Prop
from mkdocs_imggen.providers.sketch.props.faces import HATS
from mkdocs_imggen.providers.sketch.shapes import Group, oval, polygon, rounded

if TYPE_CHECKING:
    from mkdocs_imggen.providers.sketch.shapes import Canvas


def gift(c: Canvas, m: Manner) -> None:
    """Draw a gift with a bow."""
    c.shadow(0, 0, 48)
    c.rect(-42, -58, 84, 58, 5, "p4>p6")
    c.rect(-48, -76, 96, 22, 5, "p5>p6")
    c.rect(-9, -76, 18, 76, 0, "s4>s5")
    for side in (-1, 1):
        c.path(f"M0 -78C{side * 12} -110 {side * 46} -108 {side * 40} -90C{side * 36} -78 {side * 14} -76 0 -78z", "s4>s6")
    c.circle(0, -79, 8, "s6")


def gamepad(c: Canvas, m: Manner) -> None:
    """Draw a game controller."""
    outline = "M-34 -66H34C62 -66 70 -30 68 -12C67 2 50 4 42 -8L32 -22H-32L-42 -8C-50 4 -67 2 -68 -12C-70 -30 -62 -66 -34 -66z"
    c.drop(outline, 3)
    c.solid(outline, "p4>p6", "p7", -4, -3)
    c.path("M-38 -56h10v8h8v10h-8v8h-10v-8h-8v-10h8z", "n9", keep=True)
    for x, y, role in ((32, -54, "s4"), (44, -43, "a4"), (20, -43, "g4"), (32, -32, "sky3")):
        c.circle(x, y, 5.6, role, keep=True)


def cart(c: Canvas, m: Manner) -> None:
    """Draw a shopping cart."""
    c.line("M-66 -92H-50L-30 -26H40", "n7", 6)
    c.path("M-44 -80H58L44 -36H-32z", "p3>p5")
    c.line("M-38 -66H53M-34 -51H48M-16 -80L-8 -36M12 -80L14 -36M38 -80L32 -36", "p7", 2.6)
    for x in (-20, 34):
        c.circle(x, -10, 9, "n8")
        c.circle(x, -10, 3.6, "n3", keep=True)


def coins(c: Canvas, m: Manner) -> None:
    """Draw piles of coins."""
    c.shadow(0, 0, 58)
    for x, count in ((-38, 3), (38, 4), (0, 6)):
        for index in range(count):
            y = -6 - index * 12
            c.path(f"M{x - 25} {y - 6}v7a25 8 0 0 0 50 0v-7z", "w5>w6")
            c.ellipse(x, y - 6, 25, 8, "w3>w4")
        c.ellipse(x, -12 - (count - 1) * 12, 16, 4.600, "w5", detail=True)


def card(c: Canvas, m: Manner) -> None:
    """Draw a bank card."""
    with c.at(0, -44, 1, -8):
        c.lift(-64, -42, 128, 84, 9, 4)
        c.rect(-64, -42, 128, 84, 9, "p4>p6@d")
        c.rect(-64, -28, 128, 15, 0, "n9")
        c.rect(-52, -2, 24, 17, 4, "a3>a4")
        c.rect(-52, 24, 52, 6, 3, "white", opacity=0.85, keep=True)
        for x, role in ((34, "s4"), (46, "a4")):
            c.circle(x, 24, 10, role, opacity=0.9, keep=True)


def chest(c: Canvas, m: Manner) -> None:
    """Draw a treasure chest full of gold."""
    c.shadow(0, 0, 56)
    c.glow(0, -60, 66, "w3", 0.7)
    c.path("M-52 -58C-52 -102 52 -102 52 -58z", "b6>b7")
    c.path("M-44 -58C-44 -90 44 -90 44 -58z", "b9", detail=True)
    for x, y, radius in ((-28, -56, 11), (-8, -62, 12), (14, -60, 12), (32, -56, 10), (2, -52, 12)):
        c.circle(x, y, radius, "w3>w5")
    c.solid(rounded(-54, -52, 108, 52, 5), "b4>b6", "b7", -5, -1)
    for x in (-40, 30):
        c.rect(x, -52, 10, 52, 0, "w5", detail=True)
    c.rect(-9, -50, 18, 20, 4, "w4>w5")
    c.circle(0, -41, 3.4, "ink", keep=True)


def note(c: Canvas, m: Manner) -> None:
    """Draw musical notes."""
    c.line("M-26 -18V-92L34 -104V-30", "p6", 8)
    c.path("M-30 -96L38 -109V-90L-30 -77z", "p6")
    for x, y in ((-38, -15), (22, -27)):
        with c.at(x, y, 1, -18):
            c.ellipse(0, 0, 17, 12.5, "p5>p7")


def cake(c: Canvas, m: Manner) -> None:
    """Draw a cake with candles."""
    c.shadow(0, 0, 52)
    for x in (-24, 0, 24):
        c.rect(x - 3.5, -88, 7, 26, 2, "p4")
        c.glow(x, -98, 16, "w4", 0.8)
        c.path(f"M{x} -108q9 12 0 20q-9 -8 0 -20z", "w4")
    c.rect(-46, -64, 92, 60, 8, "s2>s3")
    c.path(
        "M-46 -56a8 8 0 0 1 8 -8h76a8 8 0 0 1 8 8V-40q-8 12 -15 0q-8 12 -16 0q-8 12 -15 0q-8 12 -15 0q-8 12 -16 0q-7 12 -15 0z",
        "paper",
    )
    c.rect(-56, -8, 112, 8, 4, "n4>n5")


def dice(c: Canvas, m: Manner) -> None:
    """Draw a die."""
    c.shadow(0, 2, 46)
    c.path(polygon([(0, 2), (-46, -24), (-46, -76), (0, -50)]), "paper>n2")
    c.path(polygon([(0, 2), (46, -24), (46, -76), (0, -50)]), "n3>n4")
    c.path(polygon([(0, -50), (-46, -76), (0, -102), (46, -76)]), "paper")
    for x, y, rx, ry in ((0, -76, 8, 5), (-34, -56, 5, 7), (-12, -20, 5, 7), (14, -50, 5, 7), (23, -38, 5, 7), (33, -27, 5, 7)):
        c.ellipse(x, y, rx, ry, "s5", keep=True)


def ball(c: Canvas, m: Manner) -> None:
    """Draw a beach ball."""
    c.shadow(0, 0, 36)
    c.solid(oval(0, -48, 48), "paper>n1", "n3", -4, -3)
    c.path("M0 -96C-30 -84 -30 -12 0 0C-50 0 -50 -96 0 -96z", "s4>s5")
    c.path("M0 -96C10 -84 10 -12 0 0C-10 -12 -10 -84 0 -96z", "p4>p5")
    c.path("M0 -96C44 -92 48 -70 48 -48C48 -20 30 -2 0 0C34 -14 34 -82 0 -96z", "a4>a5")
    c.circle(0, -92, 5, "paper")


def ghost(c: Canvas, m: Manner) -> None:
    """Draw a friendly ghost."""
    outline = "M-38 0V-62C-38 -92 -20 -108 0 -108C20 -108 38 -92 38 -62V0L26 -12L13 0L0 -12L-13 0L-26 -12z"
    c.drop(outline, 3)
    c.solid(outline, "paper>p1", "p3", -5, -1)
    for x in (-13, 13):
        c.ellipse(x, -66, 5.5, 8, "ink", keep=True)
    c.ellipse(0, -44, 5, 7, "ink", keep=True)
    for x in (-24, 24):
        c.ellipse(x, -52, 5, 3.4, "s4", opacity=0.7, detail=True)


def puzzle(c: Canvas, m: Manner) -> None:
    """Draw a piece of a jigsaw."""
    role = "psa"[m.variant % 3]
    side, knob = 72.0, 12.5
    half = side / 2
    outline = (
        f"M{-half} {-side}H{-knob * 0.55}C{-knob * 0.2} {-side - knob * 0.35} {-knob * 1.15} {-side - knob * 0.7} {-knob * 1.15} {-side - knob * 1.1}"
        f"C{-knob * 1.15} {-side - knob * 2.3} {knob * 1.15} {-side - knob * 2.3} {knob * 1.15} {-side - knob * 1.1}"
        f"C{knob * 1.15} {-side - knob * 0.7} {knob * 0.2} {-side - knob * 0.35} {knob * 0.55} {-side}H{half}"
        f"V{-half - knob * 0.55}C{half + knob * 0.35} {-half - knob * 0.2} {half + knob * 0.7} {-half - knob * 1.15} {half + knob * 1.1} {-half - knob * 1.15}"
        f"C{half + knob * 2.3} {-half - knob * 1.15} {half + knob * 2.3} {-half + knob * 1.15} {half + knob * 1.1} {-half + knob * 1.15}"
        f"C{half + knob * 0.7} {-half + knob * 1.15} {half + knob * 0.35} {-half + knob * 0.2} {half} {-half + knob * 0.55}V0"
        f"H{knob * 0.55}C{knob * 0.2} {-knob * 0.35} {knob * 1.15} {-knob * 0.7} {knob * 1.15} {-knob * 1.1}"
        f"C{knob * 1.15} {-knob * 2.3} {-knob * 1.15} {-knob * 2.3} {-knob * 1.15} {-knob * 1.1}"
        f"C{-knob * 1.15} {-knob * 0.7} {-knob * 0.2} {-knob * 0.35} {-knob * 0.55} 0H{-half}z"
    )
    c.drop(outline, 3)
    c.solid(outline, f"{role}4>{role}5", f"{role}6", -4, -3)
    c.sheen(f"M{-half + 7} {-side + 8}V{-half}", 3.4, 0.5)


def puzzles(c: Canvas, m: Manner) -> None:
    """Draw two pieces of a jigsaw that fit."""
    with c.at(-22, 0, 0.8):
        puzzle(c, Manner(variant=0))
    with c.at(42, -22, 0.8, 14):
        puzzle(c, Manner(variant=1))


def cap(c: Canvas, m: Manner) -> None:
    """Draw a mortarboard."""
    _worn(c, "graduation cap", "slate", 34)


def helmet(c: Canvas, m: Manner) -> None:
    """Draw a hard hat."""
    _worn(c, "hard hat", "amber", 4)


def crown(c: Canvas, m: Manner) -> None:
    """Draw a crown."""
    _worn(c, "crown", "gold", 2)


def wizard_hat(c: Canvas, m: Manner) -> None:
    """Draw a wizard's hat."""
    _worn(c, "wizard hat", "p", 12)


def _worn(c: Canvas, name: str, colour: str, rise: float) -> None:
    with c.group(Group(tint={"x": colour})), c.at(0, -rise, 1.35):
        HATS[name][0](c)


PROPS = (
    Prop(name="gift", draw=gift),
    Prop(name="gamepad", draw=gamepad, air=True),
    Prop(name="cart", draw=cart),
    Prop(name="coins", draw=coins, tint="w"),
    Prop(name="bank card", draw=card, air=True),
    Prop(name="treasure chest", draw=chest, tint="b"),
    Prop(name="music", draw=note, air=True),
    Prop(name="cake", draw=cake, tint="s"),
    Prop(name="die", draw=dice, tint="s"),
    Prop(name="ball", draw=ball),
    Prop(name="ghost", draw=ghost, air=True),
    Prop(name="puzzle", draw=puzzle, tint="psa", air=True),
    Prop(name="puzzles", draw=puzzles, air=True),
    Prop(name="graduation cap", draw=cap, air=True),
    Prop(name="hard hat", draw=helmet, air=True),
    Prop(name="crown", draw=crown, air=True),
    Prop(name="wizard hat", draw=wizard_hat, air=True),
)
