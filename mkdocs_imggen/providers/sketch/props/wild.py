"""Animals of their own shape: swimmers, fliers, crawlers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.props.base import Manner, Prop
from mkdocs_imggen.providers.sketch.props.faces import asleep, cheeks, eyes, smile
from mkdocs_imggen.providers.sketch.shapes import oval

if TYPE_CHECKING:
    from mkdocs_imggen.providers.sketch.shapes import Canvas


def bug(c: Canvas, m: Manner) -> None:
    """Draw a beetle with spots, seen from above."""
    c.shadow(0, 0, 34)
    for side in (-1, 1):
        for x, y, dx, dy, ex, ey in ((22, -30, 16, -4, 22, 12), (22, -46, 16, 0, 24, -2), (22, -60, 16, -2, 22, -14)):
            c.line(f"M{side * x} {y}q{side * dx} {dy} {side * ex} {ey}", "n9", 4.4)
        c.line(f"M{side * 8} -84q{side * 2} -12 {side * 12} -18", "n9", 3.6)
    c.solid(oval(0, -43, 31, 37), "s4>s5", "s6", -5, -2)
    c.path("M-23 -70A25 23 0 0 1 23 -70Q0 -61 -23 -70z", "n9")
    c.line("M0 -64V-8", "n9", 2.8)
    for x, y, radius in ((-14, -49, 5.6), (14, -49, 5.6), (-11, -26, 4.6), (11, -26, 4.6)):
        c.circle(x, y, radius, "n9", keep=True)
    for side in (-1, 1):
        c.circle(9 * side, -76, 3.8, "white", keep=True)
    c.sheen("M-24 -51C-23 -60 -19 -66 -15 -68", 3, 0.5)


def octopus(c: Canvas, m: Manner) -> None:
    """Draw an octopus."""
    c.shadow(0, 0, 54)
    lifted = m.pose in ("wave", "both")
    for side in (-1, 1):
        c.line(f"M{side * 8} -30C{side * 10} -14 {side * 16} -6 {side * 26} -6", "p6", 13)
        c.line(f"M{side * 18} -34C{side * 22} -14 {side * 40} -6 {side * 54} -14", "p5", 13)
        if lifted and (side > 0 or m.pose == "both"):
            c.line(f"M{side * 24} -40C{side * 44} -36 {side * 60} -50 {side * 58} -78", "p5", 13)
        else:
            c.line(f"M{side * 24} -40C{side * 40} -28 {side * 58} -30 {side * 64} -46", "p5", 13)
    head = "M0 -112C30 -112 42 -88 40 -66C38 -46 26 -30 0 -30C-26 -30 -38 -46 -40 -66C-42 -88 -30 -112 0 -112z"
    c.solid(head, "p3>p5", "p6")
    c.sheen("M-27 -80C-27 -92 -20 -100 -11 -103", 5, 0.5)
    eyes(c, 0, -64, 15, 6, m)
    smile(c, 0, -53, 7, m)
    cheeks(c, 0, -55, 24)
    if "sleeping" in m.states:
        asleep(c, 34, -104)


def whale(c: Canvas, m: Manner) -> None:
    """Draw a whale that spouts, where nothing lies on its back."""
    if "laden" not in m.states:
        c.line("M-14 -82C-14 -98 -24 -104 -32 -104M-14 -82C-14 -98 -4 -104 4 -104", "p4", 6)
    c.path("M46 -34C58 -46 56 -62 46 -74C62 -74 68 -66 70 -60C74 -68 84 -72 94 -70C90 -54 78 -44 66 -36z", "p6")
    body = "M-72 -44C-72 -68 -46 -78 -16 -78C22 -78 36 -44 62 -46C72 -20 36 0 -8 0C-46 0 -72 -14 -72 -44z"
    c.solid(body, "p4>p6", "p7", -3, -4)
    c.path("M-70 -34C-44 -22 -12 -20 14 -26C10 -10 -4 0 -18 0C-48 -2 -68 -14 -70 -34z", "p1")
    for x in (-52, -38, -24, -10):
        c.line(f"M{x} {-22 + abs(x + 30) * 0.03}q2 8 6 {14 if x > -50 else 8}", "p3", 2.4, detail=True)
    eyes(c, -38, -48, 0, 4.4, m)
    c.line("M-66 -38Q-58 -30 -48 -33", "ink", 2.6, keep=True)
    c.path("M2 -30C10 -14 26 -8 36 -10C34 -22 22 -32 10 -34z", "p7")


def crab(c: Canvas, m: Manner) -> None:
    """Draw a crab."""
    c.shadow(0, 0, 54)
    for side in (-1, 1):
        for index in range(3):
            c.line(
                f"M{side * 30} {-26 + index * 4}Q{side * (52 - index * 4)} {-24 + index * 4} {side * (54 - index * 8)} {-4 + index * 2}",
                "f6",
                6,
            )
        c.line(f"M{side * 34} -42Q{side * 58} -46 {side * 56} -68", "f5", 9)
        c.path(
            f"M{side * 56} -66C{side * 36} -74 {side * 36} -98 {side * 50} -104C{side * 48} -94 {side * 54} -88 {side * 58} -86C{side * 60} -92 {side * 68} -98 {side * 72} -96C{side * 78} -80 {side * 70} -66 {side * 56} -66z",
            "f4>f5",
        )
        c.line(f"M{side * 13} -56V-70", "f5", 5)
        c.circle(side * 13, -74, 9, "paper")
    c.solid(
        "M-46 -34C-46 -54 -24 -62 0 -62C24 -62 46 -54 46 -34C46 -14 24 -6 0 -6C-24 -6 -46 -14 -46 -34z", "f4>f5", "f6", -4, -3
    )
    eyes(c, 1, -74, 13, 4.6, m)
    smile(c, 0, -32, 9, m)
    cheeks(c, 0, -36, 26)


def bee(c: Canvas, m: Manner) -> None:
    """Draw a bee."""
    for x, turn in ((-10, -24), (12, 20)):
        with c.at(x, -68, 1, turn):
            c.path(oval(0, -20, 17, 25), "sky1>sky2")
            c.line(oval(0, -20, 17, 25), "sky4", 1.6, detail=True)
    c.path("M46 -40L64 -38L48 -30z", "n9")
    body = oval(2, -40, 48, 33)
    c.path(body, "w3>w4")
    with c.clip(body):
        for x in (-4, 18, 38):
            c.rect(x, -80, 11, 80, 0, "n9")
    c.edge(body, "w7", -4, -4, 0.28)
    c.line("M-34 -66q-4 -16 -16 -18M-22 -70q0 -16 -10 -22", "n9", 3.4)
    eyes(c, -27, -46, 8, 4.4, m)
    smile(c, -28, -34, 6, m)


def elephant(c: Canvas, m: Manner) -> None:
    """Draw an elephant, from the front."""
    c.shadow(0, 0, 44)
    for side in (-1, 1):
        c.rect(side * 19 - 12, -26, 24, 26, 9, "p6")
        for toe in (-6, 0, 6):
            c.circle(side * 19 + toe, -3.4, 2.8, "p2", keep=True)
    c.solid("M0 -66C24 -66 36 -46 36 -30C36 -16 22 -10 0 -10C-22 -10 -36 -16 -36 -30C-36 -46 -24 -66 0 -66z", "p4>p5", "p6")
    for side in (-1, 1):
        ear = (
            f"M{side * 18} -98C{side * 38} -120 {side * 66} -108 {side * 62} -82C{side * 60} -62 {side * 40} -56 {side * 24} -62z"
        )
        c.path(ear, "p5")
        c.path(
            f"M{side * 26} -94C{side * 40} -108 {side * 56} -100 {side * 53} -82C{side * 51} -70 {side * 40} -66 {side * 30} -68z",
            "s2",
            detail=True,
        )
    c.solid(oval(0, -84, 32, 29), "p4>p5", "p6", -4, -2)
    c.line("M0 -72C-2 -52 2 -40 14 -36C22 -34 26 -40 24 -46", "p5", 15)
    c.line("M-7 -60q7 3 14 0M-6 -50q7 4 13 1", "p7", 2, detail=True)
    for side in (-1, 1):
        c.path(f"M{side * 12} -66q{side * 2} 12 {side * 10} 14q{side * 2} -10 {side * -2} -16z", "white", keep=True)
    eyes(c, 0, -88, 15, 4.6, m)
    cheeks(c, 0, -76, 22)


def fish(c: Canvas, m: Manner) -> None:
    """Draw a fish."""
    c.path("M34 -44L66 -72Q60 -44 66 -16z", "s5>s6")
    c.path("M-12 -74Q6 -96 26 -84L18 -66z", "s6")
    body = "M-58 -44C-44 -78 16 -82 42 -44C16 -6 -44 -10 -58 -44z"
    c.solid(body, "s3>s4", "s5", -3, -4)
    with c.clip(body):
        c.line("M-14 -80Q-2 -44 -14 -8M10 -80Q22 -44 10 -8", "s6", 6, opacity=0.7, detail=True)
    c.path("M-4 -38q14 4 18 16q-18 0 -22 -10z", "s6")
    eyes(c, -34, -50, 0, 5.4, m)
    c.line("M-56 -38q6 5 12 2", "ink", 2.6, keep=True)


def bird(c: Canvas, m: Manner) -> None:
    """Draw a small bird, standing."""
    c.shadow(0, 0, 26)
    c.line("M-8 -18V-2m-7 0h14M10 -18V-2m-7 0h14", "w6", 4)
    c.path("M32 -44L66 -56L60 -36L40 -28z", "p7")
    body = "M-40 -62C-40 -88 -16 -96 2 -90C26 -84 46 -62 44 -42C42 -22 22 -12 2 -12C-26 -12 -40 -34 -40 -62z"
    c.solid(body, "p4>p5", "p6")
    c.path("M-30 -42C-28 -24 -12 -14 4 -14C14 -14 20 -20 20 -30C4 -28 -18 -30 -30 -42z", "p1", detail=False)
    c.path("M0 -58C18 -64 40 -52 44 -36C28 -30 6 -36 0 -58z", "p7")
    c.path("M-38 -70L-60 -62L-39 -56z", "w4>w5")
    eyes(c, -20, -70, 0, 5, m)
    cheeks(c, -25, -58, 0, 4.5)


def duck(c: Canvas, m: Manner) -> None:
    """Draw a rubber duck."""
    c.shadow(0, 0, 46)
    c.path(
        "M-50 -40C-40 -10 -20 0 8 0C40 0 56 -16 54 -34C54 -48 62 -54 66 -58C50 -60 40 -52 24 -52C4 -52 -30 -66 -50 -40z", "w3>w5"
    )
    c.solid(oval(-20, -76, 29), "w3>w4", "w5", -4, -2)
    c.path("M-44 -76L-70 -70Q-72 -62 -60 -62L-42 -64z", "f4>f5")
    c.path("M-4 -38C10 -46 32 -42 38 -26C24 -14 0 -18 -4 -38z", "w5")
    eyes(c, -28, -82, 0, 5, m)
    c.sheen("M-6 -92A18 18 0 0 1 0 -80", 3, 0.6)


def snail(c: Canvas, m: Manner) -> None:
    """Draw a snail."""
    c.shadow(0, 0, 60)
    c.path("M-70 -40C-70 -54 -50 -54 -48 -40C-46 -24 -36 -18 -16 -18H50C64 -18 70 -6 74 0H-44C-62 0 -70 -16 -70 -40z", "w3>w4")
    for x in (-66, -54):
        c.line(f"M{x} -48l{-4 if x < -60 else 4} -18", "w4", 4)
        c.circle(x + (-4 if x < -60 else 4), -68, 4, "ink", keep=True)
    c.solid(oval(8, -48, 40), "s4>s5", "s6", -5, -3)
    c.line("M8 -48m0 0c0 -8 12 -8 12 2c0 14 -24 14 -24 -4c0 -22 36 -22 36 6c0 26 -44 28 -48 -2", "s7", 4.4)
    c.line("M-66 -32q5 5 10 2", "ink", 2.4, keep=True)


def butterfly(c: Canvas, m: Manner) -> None:
    """Draw a butterfly."""
    for side in (-1, 1):
        c.path(
            f"M{side * 3} -54C{side * 18} -100 {side * 60} -108 {side * 62} -80C{side * 64} -58 {side * 30} -50 {side * 3} -50z",
            "p4>p5",
        )
        c.path(
            f"M{side * 3} -50C{side * 30} -50 {side * 50} -36 {side * 42} -14C{side * 34} 4 {side * 10} -16 {side * 3} -44z",
            "s4>s5",
        )
        c.circle(side * 42, -80, 8, "p2", keep=True)
        c.circle(side * 26, -24, 6, "s2", keep=True)
        c.line(f"M{side * 2} -84Q{side * 6} -100 {side * 16} -104", "n9", 2.8)
    c.rect(-4.5, -88, 9, 66, 4.5, "n8>n9")


PROPS = (
    Prop(name="bug", draw=bug, tint="s", air=True),
    Prop(name="octopus", draw=octopus, head=(0, -106, 60), hands=(0, -30)),
    Prop(name="whale", back=(-10, -72, 104), draw=whale),
    Prop(name="crab", draw=crab, tint="f", hands=(0, -16)),
    Prop(name="bee", draw=bee, tint="w", air=True),
    Prop(name="elephant", draw=elephant, head=(0, -108, 46), hands=(0, -26)),
    Prop(name="fish", draw=fish, tint="s", air=True),
    Prop(name="bird", draw=bird, air=True),
    Prop(name="duck", draw=duck, tint="w"),
    Prop(name="snail", draw=snail, tint="s"),
    Prop(name="butterfly", draw=butterfly, air=True),
)
