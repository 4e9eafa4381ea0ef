"""Animals that stand on two legs and wave: the mascots of so many projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.props.base import Manner, Prop
from mkdocs_imggen.providers.sketch.props.faces import arms, asleep, cheeks, eyes, smile
from mkdocs_imggen.providers.sketch.shapes import oval

if TYPE_CHECKING:
    from mkdocs_imggen.providers.sketch.shapes import Canvas

BODY = "M0 -64C20 -64 32 -40 32 -20C32 -6 22 0 0 0C-22 0 -32 -6 -32 -20C-32 -40 -20 -64 0 -64z"
BELLY = "M0 -52C12 -52 20 -36 20 -21C20 -9 13 -5 0 -5C-13 -5 -20 -9 -20 -21C-20 -36 -12 -52 0 -52z"


def _trunk(c: Canvas, m: Manner, coat: str, belly: str, foot: str) -> None:
    """Draw feet, body and arms of a round, upright animal."""
    for side in (-1, 1):
        c.ellipse(side * 17, -3, 13, 6.5, foot)
    c.solid(BODY, f"{coat}4>{coat}5", f"{coat}6")
    c.path(BELLY, belly, detail=False)
    arms(c, m, f"{coat}6", f"{coat}5")


def _head(c: Canvas, coat: str, rx: float = 33.0, ry: float = 29.0, y: float = -84.0) -> None:
    c.solid(oval(0, y, rx, ry), f"{coat}4>{coat}5", f"{coat}6", -4, -2)


def _asleep(c: Canvas, m: Manner) -> None:
    if "sleeping" in m.states:
        asleep(c, 26, -106)


def beaver(c: Canvas, m: Manner) -> None:
    """Draw a beaver: flat tail, two teeth."""
    c.shadow(0, 0, 40)
    with c.at(24, -14, 1, 62):
        tail = oval(0, -22, 17, 30)
        c.solid(tail, "b7>b8", "b9", -3, -2)
        with c.clip(tail):
            c.line("M-20 -40L16 -4M-20 -28L8 0M-12 -52L20 -20M20 -42L-14 -8M20 -30L-6 -2M10 -54L-20 -24", "b9", 1.8, detail=True)
    _trunk(c, m, "b", "b2>b3", "b8")
    for side in (-1, 1):
        c.circle(side * 26, -108, 9.5, "b6")
        c.circle(side * 26, -107, 5, "b3", detail=True)
    _head(c, "b")
    c.path(oval(-10, -74, 13, 10.5) + oval(10, -74, 13, 10.5), "b2")
    c.rect(-6, -67, 12, 12, 2.4, "white", keep=True)
    c.line("M0 -66V-56", "n4", 1.4, keep=True)
    c.path("M-9 -84Q0 -88 9 -84Q7 -76 0 -75Q-7 -76 -9 -84z", "ink", keep=True)
    c.line("M0 -75V-70M-9 -69Q-5 -66 0 -70Q5 -66 9 -69", "ink", 2, keep=True)
    eyes(c, 0, -93, 14, 4.6, m)
    cheeks(c, 0, -78, 24)
    _asleep(c, m)


def fox(c: Canvas, m: Manner) -> None:
    """Draw a fox: pointed ears, white cheeks, a bushy tail."""
    c.shadow(0, 0, 42)
    c.path("M20 -10C44 -4 66 -22 58 -62C52 -50 44 -48 40 -36C36 -26 28 -22 20 -22z", "f4>f5")
    c.path("M58 -62C62 -42 58 -34 53 -26C50 -34 46 -40 43 -42C48 -48 54 -52 58 -62z", "paper", detail=True)
    _trunk(c, m, "f", "paper>f1", "n9")
    for side in (-1, 1):
        c.path(f"M{side * 31} -92L{side * 29} -128Q{side * 14} -122 {side * 8} -108z", "f5")
        c.path(f"M{side * 26} -102L{side * 25} -119Q{side * 18} -114 {side * 14} -108z", "n9", detail=True)
    head = "M0 -58C-14 -58 -38 -72 -38 -86C-36 -106 -16 -113 0 -113C16 -113 36 -106 38 -86C38 -72 14 -58 0 -58z"
    c.solid(head, "f4>f5", "f6", -4, -2)
    for side in (-1, 1):
        c.path(f"M0 -60C{side * 12} -58 {side * 34} -70 {side * 37} -84C{side * 22} -88 {side * 8} -82 0 -72z", "paper")
    c.ellipse(0, -68, 6, 4.6, "ink", keep=True)
    eyes(c, 0, -89, 14, 4.8, m)
    _asleep(c, m)


def cat(c: Canvas, m: Manner) -> None:
    """Draw a cat: whiskers, a curled tail."""
    c.shadow(0, 0, 40)
    c.line("M22 -10C50 -6 56 -34 46 -50C42 -58 50 -64 54 -60", "s6", 11)
    _trunk(c, m, "s", "paper>s1", "s3")
    for side in (-1, 1):
        c.path(f"M{side * 32} -90L{side * 30} -120Q{side * 16} -114 {side * 10} -106z", "s5")
        c.path(f"M{side * 27} -100L{side * 26} -112Q{side * 19} -108 {side * 16} -104z", "s2", detail=True)
    _head(c, "s", 35, 28)
    c.line("M-5 -110V-100M5 -110V-100M0 -111V-98", "s7", 3.4, detail=True)
    c.path(oval(-7, -73, 9, 7.5) + oval(7, -73, 9, 7.5), "paper")
    c.path("M-5 -80h10l-5 5z", "f5", keep=True)
    c.line("M-6 -71Q-3 -68 0 -72Q3 -68 6 -71", "ink", 2, keep=True)
    for side in (-1, 1):
        c.line(f"M{side * 20} -76l{side * 20} -3M{side * 20} -72l{side * 19} 3", "ink", 1.3, detail=True)
    eyes(c, 0, -88, 15, 5.2, m)
    _asleep(c, m)


def dog(c: Canvas, m: Manner) -> None:
    """Draw a dog: hanging ears, a tongue."""
    c.shadow(0, 0, 38)
    c.line("M26 -16Q44 -24 48 -42", "b4", 10)
    _trunk(c, m, "b", "paper>b1", "b3")
    _head(c, "b", 32, 29)
    c.path("M-2 -113C18 -114 32 -100 33 -82C22 -82 6 -92 -2 -113z", "paper", detail=True)
    for side in (-1, 1):
        c.path(
            f"M{side * 22} -107C{side * 44} -108 {side * 48} -84 {side * 42} -66C{side * 32} -64 {side * 28} -78 {side * 26} -92z",
            "b7",
        )
    c.ellipse(0, -72, 15, 12, "paper")
    c.path("M-5 -66h10v7a5 5 0 0 1 -10 0z", "f4", keep=True)
    c.ellipse(0, -79, 7, 5, "ink", keep=True)
    c.line("M0 -75V-69M-9 -69Q-4 -64 0 -69Q4 -64 9 -69", "ink", 2, keep=True)
    eyes(c, 0, -90, 13, 4.8, m)
    _asleep(c, m)


def bear(c: Canvas, m: Manner) -> None:
    """Draw a bear."""
    c.shadow(0, 0, 38)
    _trunk(c, m, "b", "b3", "b7")
    for side in (-1, 1):
        c.circle(side * 25, -108, 11, "b6")
        c.circle(side * 25, -107, 6, "b3", detail=True)
    _head(c, "b", 34, 30)
    c.ellipse(0, -74, 15, 11.5, "b2")
    c.ellipse(0, -79, 6.4, 4.6, "ink", keep=True)
    c.line("M0 -75V-71", "ink", 2, keep=True)
    smile(c, 0, -70.5, 6, m)
    eyes(c, 0, -91, 13, 4.4, m)
    cheeks(c, 0, -80, 23)
    _asleep(c, m)


def panda(c: Canvas, m: Manner) -> None:
    """Draw a panda."""
    c.shadow(0, 0, 38)
    for side in (-1, 1):
        c.ellipse(side * 17, -3, 13, 6.5, "n10")
    c.solid(BODY, "paper>n1", "n3")
    arms(c, m, "n10", "n10", 12)
    for side in (-1, 1):
        c.circle(side * 26, -108, 11, "n10")
    c.solid(oval(0, -84, 35, 30), "paper>n1", "n3", -4, -2)
    for side in (-1, 1):
        with c.at(side * 14, -88, 1, side * 24):
            c.ellipse(0, 0, 8.6, 11, "n10")
        c.circle(side * 13, -89, 4.6, "white", keep=True)
    eyes(c, 0, -89, 13, 3, m)
    c.ellipse(0, -77, 5, 3.6, "ink", keep=True)
    smile(c, 0, -72, 5, m)
    _asleep(c, m)


def rabbit(c: Canvas, m: Manner) -> None:
    """Draw a rabbit: long ears."""
    c.shadow(0, 0, 36)
    c.circle(29, -16, 9, "paper")
    _trunk(c, m, "n", "paper>n1", "n3")
    for side in (-1, 1):
        with c.at(side * 13, -104, 1, side * 11):
            c.path(oval(0, -22, 9.5, 30), "n4>n5")
            c.path(oval(0, -20, 5, 22), "f2", detail=True)
    _head(c, "n", 31, 27)
    c.path(oval(-7, -73, 9, 7.5) + oval(7, -73, 9, 7.5), "paper")
    c.rect(-4.5, -67, 9, 8, 2, "white", keep=True)
    c.path("M-4.5 -80h9l-4.5 5z", "f5", keep=True)
    c.line("M-6 -70Q-3 -67 0 -71Q3 -67 6 -70", "ink", 2, keep=True)
    eyes(c, 0, -88, 14, 4.8, m)
    cheeks(c, 0, -77, 22)
    _asleep(c, m)


def owl(c: Canvas, m: Manner) -> None:
    """Draw an owl."""
    c.shadow(0, 0, 34)
    for side in (-1, 1):
        c.path(f"M{side * 15 - 9} 0q0 -8 9 -8q9 0 9 8z", "w5")
    body = "M0 -106C28 -112 40 -92 38 -58C36 -22 24 -4 0 -4C-24 -4 -36 -22 -38 -58C-40 -92 -28 -112 0 -106z"
    c.path("M-36 -84L-34 -120L-10 -106zM36 -84L34 -120L10 -106z", "p6")
    c.solid(body, "p4>p6", "p7")
    c.path("M0 -62C18 -62 25 -48 24 -34C22 -16 12 -8 0 -8C-12 -8 -22 -16 -24 -34C-25 -48 -18 -62 0 -62z", "p1>p2")
    for row, xs in enumerate(((-12, 0, 12), (-6, 6), (-12, 0, 12))):
        for x in xs:
            c.line(f"M{x - 4} {-46 + row * 10}q4 5 8 0", "p4", 2.4, detail=True)
    lift = 26 if m.pose in ("wave", "both") else 0
    for side in (-1, 1):
        with c.at(side * 35, -62, 1, side * (-38 if lift and (side > 0 or m.pose == "both") else 6)):
            c.path(f"M0 -8C{side * 16} 4 {side * 14} 30 0 42C{-side * 8} 28 {-side * 6} 4 0 -8z", "p6>p8")
    for side in (-1, 1):
        c.circle(side * 16, -84, 17.5, "paper")
    c.path("M-6 -80Q0 -86 6 -80L0 -67z", "w4>w5")
    eyes(c, 0, -84, 15, 8, m)
    _asleep(c, m)


def penguin(c: Canvas, m: Manner) -> None:
    """Draw a penguin."""
    c.shadow(0, 0, 36)
    for side in (-1, 1):
        c.path(f"M{side * 14 - 12} 0q0 -9 12 -9q12 0 12 9z", "w5")
    up = {"wave": (1,), "both": (-1, 1)}.get(m.pose, ())
    for side in (-1, 1):
        with c.at(side * 30, -62, 1, side * (-128 if side in up else -14)):
            c.path("M-8 0C-10 24 -4 40 0 44C4 40 10 24 8 0Q0 -8 -8 0z", "n9>n10")
    body = "M0 -116C24 -116 32 -96 33 -70C36 -30 32 -4 0 -4C-32 -4 -36 -30 -33 -70C-32 -96 -24 -116 0 -116z"
    c.solid(body, "n8>n9", "n10", -4, -2)
    c.path("M0 -66C22 -66 25 -44 24 -28C22 -12 14 -7 0 -7C-14 -7 -22 -12 -24 -28C-25 -44 -22 -66 0 -66z", "paper>n1")
    c.path("M0 -74C-8 -68 -26 -72 -26 -88C-26 -104 -8 -104 0 -94C8 -104 26 -104 26 -88C26 -72 8 -68 0 -74z", "paper")
    c.path("M-9 -84Q0 -91 9 -84Q5 -75 0 -74Q-5 -75 -9 -84z", "w4>w5")
    eyes(c, 0, -91, 12, 4.4, m)
    cheeks(c, 0, -82, 18, 3.4)
    if "sleeping" in m.states:
        asleep(c, 26, -104)


def gopher(c: Canvas, m: Manner) -> None:
    """Draw a gopher: one long body, wide-open eyes."""
    c.shadow(0, 0, 36)
    for side in (-1, 1):
        c.ellipse(side * 18, -3, 11, 5.5, "b4")
        c.circle(side * 27, -108, 8.5, "p6")
        c.circle(side * 27, -107, 4.4, "p8", detail=True)
    body = "M0 -120C26 -120 35 -102 35 -80C35 -60 37 -46 37 -30C37 -8 26 0 0 0C-26 0 -37 -8 -37 -30C-37 -46 -35 -60 -35 -80C-35 -102 -26 -120 0 -120z"
    c.solid(body, "p4>p5", "p6")
    arms(c, m, "p6", "b4", 9)
    for side in (-1, 1):
        c.circle(side * 16, -94, 14, "white")
    eyes(c, 2, -94, 15, 5.4, m)
    c.rect(-5.5, -71, 11, 11, 2.4, "white", keep=True)
    c.line("M0 -70V-61", "n4", 1.2, keep=True)
    c.path(oval(-6, -74, 8, 5.4) + oval(6, -74, 8, 5.4), "b2")
    c.ellipse(0, -80, 5.4, 4, "ink", keep=True)
    _asleep(c, m)


def lion(c: Canvas, m: Manner) -> None:
    """Draw a lion with its mane."""
    c.shadow(0, 0, 40)
    c.line("M26 -14C50 -10 52 -34 46 -46", "w6", 6)
    c.circle(46, -50, 8, "b7")
    _trunk(c, m, "w", "w2", "w3")
    mane = "".join(
        oval(x, y, 15)
        for x, y in ((0, -122), (24, -115), (39, -96), (38, -74), (22, -58), (-22, -58), (-38, -74), (-39, -96), (-24, -115))
    )
    c.path(mane, "b6")
    c.path(oval(0, -88, 38), "b6", detail=True)
    _head(c, "w", 28, 26, -87)
    c.path(oval(-7, -77, 9, 7.5) + oval(7, -77, 9, 7.5), "w1")
    c.path("M-6 -85h12l-6 6z", "ink", keep=True)
    c.line("M-7 -75Q-3 -71 0 -76Q3 -71 7 -75", "ink", 2, keep=True)
    eyes(c, 0, -92, 12, 4.4, m)
    _asleep(c, m)


PROPS = (
    Prop(name="beaver", draw=beaver, tint="b", head=(0, -107, 56), hands=(0, -28)),
    Prop(name="fox", draw=fox, tint="f", head=(0, -107, 50), hands=(0, -28)),
    Prop(name="cat", draw=cat, tint="s", head=(0, -108, 50), hands=(0, -28)),
    Prop(name="dog", draw=dog, tint="b", head=(0, -108, 50), hands=(0, -28)),
    Prop(name="bear", draw=bear, tint="b", head=(0, -109, 52), hands=(0, -28)),
    Prop(name="panda", draw=panda, tint="n", head=(0, -109, 52), hands=(0, -28)),
    Prop(name="rabbit", draw=rabbit, tint="n", head=(0, -108, 46), hands=(0, -28)),
    Prop(name="owl", draw=owl, head=(0, -104, 54), hands=(0, -34)),
    Prop(name="penguin", draw=penguin, tint="n", head=(0, -110, 44), hands=(0, -34)),
    Prop(name="gopher", draw=gopher, head=(0, -114, 50), hands=(0, -32)),
    Prop(name="lion", draw=lion, tint="w", head=(0, -118, 40), hands=(0, -28)),
)
