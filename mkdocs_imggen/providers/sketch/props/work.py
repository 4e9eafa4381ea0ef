"""What work is planned, measured, joined and carried with: boards, forms, chains, sockets, pipes, drones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.props.base import Manner, Prop
from mkdocs_imggen.providers.sketch.props.screens import keyboard
from mkdocs_imggen.providers.sketch.shapes import oval, rounded

if TYPE_CHECKING:
    from mkdocs_imggen.providers.sketch.shapes import Canvas


def socket(c: Canvas, m: Manner) -> None:
    """Draw a wall socket."""
    c.shadow(0, 0, 42)
    c.solid(rounded(-46, -100, 92, 100, 18), "paper>n1", "n3", -4, -3)
    c.path(oval(0, -50, 33), "n3>n2")
    c.path(oval(0, -50, 28), "n1>n2")
    for side in (-1, 1):
        c.circle(side * 12, -50, 5.5, "n10", keep=True)
    c.rect(-5, -26, 10, 5, 2.500, "n5", detail=True)


def chain(c: Canvas, m: Manner) -> None:
    """Draw a chain of three links; the middle one of a broken chain has come apart."""
    apart = 14 if "broken" in m.states else 0
    for side in (-1, 1):
        c.line(rounded(side * (52 + apart) - 34, -72, 68, 40, 20), "n6", 12)
    if apart:
        c.line("M-16 -72H-24a20 20 0 0 0 0 40H-10", "p5", 12, butt=True)
        c.line("M10 -72H24a20 20 0 0 1 0 40H16", "p5", 12, butt=True)
        c.line("M0 -86V-106M-17 -84L-26 -100M17 -84L26 -100", "a5", 5)
    else:
        c.line(rounded(-34, -72, 68, 40, 20), "p5", 12)
        # Each outer link passes over the middle one once, which is what makes them a chain.
        c.line("M-40 -72H-38A20 20 0 0 1 -18 -52M40 -32H38A20 20 0 0 1 18 -52", "n6", 12, butt=True)


def calculator(c: Canvas, m: Manner) -> None:
    """Draw a pocket calculator."""
    c.shadow(0, 0, 38)
    c.solid(rounded(-40, -112, 80, 112, 11), "p4>p6", "p7", -4, -2)
    c.rect(-30, -102, 60, 24, 5, "p1", keep=True)
    c.rect(2, -93, 20, 6, 3, "p7", keep=True)
    for row in range(4):
        for column in range(3):
            last = row == 3 and column == 2
            c.rect(-30 + column * 22, -69 + row * 16, 16, 11, 3.500, "a4" if last else "white", keep=True)


def kanban(c: Canvas, m: Manner) -> None:
    """Draw a board with three columns of cards."""
    c.lift(-86, -112, 172, 112, 9, 4)
    c.rect(-86, -112, 172, 112, 9, "paper>n1")
    heights = ((24, 18, 26), (30, 22), (18,))
    roles = (("s3", "a3", "p3"), ("p3", "g3"), ("g3",))
    for column in range(3):
        x = -78 + column * 53
        c.rect(x, -104, 50, 96, 6, "n2")
        c.rect(x + 7, -97, 24, 5, 2.500, f"{'psg'[column]}5", keep=True)
        y = -86.0
        for height, role in zip(heights[column], roles[column], strict=True):
            c.rect(x + 5, y, 40, height, 4, role)
            c.rect(x + 10, y + 6, 24, 3.500, 1.750, f"{role[0]}6", keep=True)
            y += height + 5


def sticky_note(c: Canvas, m: Manner) -> None:
    """Draw a sticky note with a curled corner; several have several colours."""
    role = "aspg"[m.variant % 4]
    c.drop("M-40 -86H40V-24L18 -4H-40z", 3)
    c.path("M-40 -86H40V-24L18 -4H-40z", f"{role}3>{role}4")
    c.path("M40 -24L18 -4C22 -12 22 -20 19 -26C26 -23 34 -22 40 -24z", f"{role}5")
    for y, width in ((-66, 46), (-50, 54), (-34, 30)):
        c.rect(-27, y, width, 5, 2.500, f"{role}6", keep=True)


def blueprint(c: Canvas, m: Manner) -> None:
    """Draw a sheet with the white lines of a plan, one end still rolled."""
    c.lift(-84, -108, 160, 104, 3, 4)
    c.rect(-84, -108, 160, 104, 3, "p6>p7")
    for x in range(-64, 70, 22):
        c.line(f"M{x} -108V-4", "p5", 1, opacity=0.6, detail=True)
    for y in range(-86, -8, 22):
        c.line(f"M-84 {y}H76", "p5", 1, opacity=0.6, detail=True)
    c.line("M-52 -56L-16 -86L20 -56M-44 -62V-22H12V-62M-24 -22V-44H-8V-22", "white", 3.500, keep=True)
    c.line("M34 -86H60M34 -74H60M34 -62H50M-44 -13H12M-44 -16V-10M12 -16V-10", "white", 2.500, keep=True)
    c.rect(70, -112, 15, 112, 7.500, "p3>p5@h")


def drone(c: Canvas, m: Manner) -> None:
    """Draw a drone from the front; a loaded one carries a parcel."""
    if "loaded" in m.states:
        c.line("M-14 -66L-22 -44M14 -66L22 -44", "n7", 3)
        c.rect(-28, -46, 56, 46, 4, "b4>b5")
        c.rect(-6, -46, 12, 18, 1, "a4")
    c.line("M-60 -96H60", "n7", 7)
    for side in (-1, 1):
        c.rect(side * 58 - 6, -112, 12, 20, 4, "n8")
        c.ellipse(side * 58, -114, 31, 5, "s4", opacity=0.85)
        c.line(f"M{side * 22} -80L{side * 36} -62H{side * 46}", "n7", 4.500)
    c.solid(rounded(-36, -112, 72, 42, 20), "p4>p6", "p7", -3, -3)
    c.circle(0, -90, 12, "n9", keep=True)
    c.circle(0, -90, 6, "sky4", keep=True)
    c.circle(-2, -92, 2, "white", keep=True)
    c.circle(24, -98, 3, "g4", keep=True)


def hook(c: Canvas, m: Manner) -> None:
    """Draw a fishing hook on its line; a loaded one has caught a letter."""
    c.line("M20 -128V-98", "n7", 2.500)
    c.line(oval(20, -92, 6), "n6", 4)
    c.line("M20 -86V-34A26 26 0 0 1 -32 -34V-48", "n6", 8)
    c.path("M-40 -42L-31 -66L-20 -44L-30 -48z", "n6")
    if "loaded" in m.states:
        with c.at(-22, 18, 0.9, -8):
            c.lift(-46, -60, 92, 58, 5, 3)
            c.rect(-46, -60, 92, 58, 5, "p3>p4")
            c.path("M-46 -57L0 -24L46 -57L42 -60H-42z", "p5")


def thermometer(c: Canvas, m: Manner) -> None:
    """Draw a thermometer."""
    glass = "M-13 -36V-102a13 13 0 0 1 26 0V-36a22 22 0 1 1 -26 0z"
    c.drop(glass, 3)
    c.path(glass, "paper>n2")
    c.line("M0 -78V-18", "s5", 10)
    c.circle(0, -18, 15, "s5>s6")
    c.sheen("M-7 -24q1 -5 5 -7", 3, 0.6)
    for y in (-100, -86, -72, -58, -44):
        c.line(f"M22 {y}h{14 if y in (-100, -72, -44) else 9}", "n6", 3.500)


def pipe(c: Canvas, m: Manner) -> None:
    """Draw a pipe with a valve; a broken one leaks."""
    c.rect(-92, -58, 184, 36, 2, "n3>n6")
    c.rect(-92, -53, 184, 6, 3, "white", opacity=0.4, detail=True)
    for x in (-58, 42):
        c.rect(x, -66, 16, 52, 4, "n5>n7")
    c.path("M-22 -66L-14 -74H14L22 -66V-16H-22z", "p4>p6")
    c.line("M0 -74V-92", "n7", 8)
    c.line("M-28 -94H28", "a5", 11)
    if "broken" in m.states:
        for x, y in ((50, 8), (38, 26), (58, 34)):
            c.path(f"M{x} {y - 18}q11 15 0 20q-11 -5 0 -20z", "sky4", keep=True)


def form(c: Canvas, m: Manner) -> None:
    """Draw a form: fields with their labels, a choice, a button."""
    c.lift(-56, -118, 112, 118, 10, 4)
    c.rect(-56, -118, 112, 118, 10, "paper>n1")
    for y, width in ((-108, 40), (-76, 28)):
        c.rect(-42, y, width, 6, 3, "p5", keep=True)
        c.line(rounded(-42, y + 10, 84, 17, 5), "n4", 2.500, keep=True)
        c.rect(-35, y + 16, 56 - width / 2, 5, 2.500, "n4", keep=True)
    c.rect(-42, -43, 12, 12, 3, "s5", keep=True)
    c.line("M-39 -37L-37 -34.500L-33 -40", "white", 2.200, keep=True)
    c.rect(-24, -40, 50, 6, 3, "n4", keep=True)
    c.rect(-42, -23, 50, 15, 7.500, "p5>p6")
    c.rect(-29, -17.500, 24, 4, 2, "white", keep=True)


def login_form(c: Canvas, m: Manner) -> None:
    """Draw a form to sign in with: a name, a password behind dots, a button."""
    c.lift(-56, -118, 112, 118, 10, 4)
    c.rect(-56, -118, 112, 118, 10, "paper>n1")
    c.circle(0, -99, 11, "p3")
    c.circle(0, -102, 4, "p6")
    c.path("M-7.500 -93a7.500 6 0 0 1 15 0q-7.500 6 -15 0z", "p6")
    for y in (-80, -52):
        c.line(rounded(-42, y, 84, 20, 6), "n4" if y < -60 else "p5", 2.500, keep=True)
    c.rect(-34, -73, 44, 6, 3, "n5", keep=True)
    for x in range(-31, 18, 9):
        c.circle(x, -42, 2.900, "n9", keep=True)
    c.path("M22 -42q9 -10 18 0q-9 10 -18 0z", "p4", keep=True)
    c.circle(31, -42, 2.600, "p8", keep=True)
    c.rect(-42, -23, 84, 15, 7.500, "p5>p6")
    c.rect(-14, -17.500, 28, 4, 2, "white", keep=True)


def machine(c: Canvas, m: Manner) -> None:
    """Draw an old machine: a boiler with a gauge, a lever and a chimney."""
    c.shadow(0, 0, 62)
    c.rect(-44, -124, 20, 40, 3, "b6>b8")
    c.rect(-49, -128, 30, 9, 3, "b7")
    c.solid(rounded(-60, -92, 120, 86, 10), "b4>b6", "b8", -4, -3)
    for x, y, radius in ((-42, -72, 9), (36, -24, 13), (48, -76, 7)):
        c.path(oval(x, y, radius, radius * 0.7), "f4", opacity=0.55, detail=True)
    c.circle(-14, -54, 24, "n8")
    c.circle(-14, -54, 19, "paper", keep=True)
    c.line("M-14 -54L-3 -66", "s6", 4, keep=True)
    for x in (24, 44):
        c.circle(x, -62, 6, "a4" if x > 30 else "n6", keep=True)
    c.line("M18 -36H50M18 -26H50", "b9", 4.500)
    for x in (-48, 40):
        c.rect(x, -8, 14, 10, 2, "n9")
    c.line("M60 -50H74V-84", "n7", 6)
    c.circle(74, -88, 8, "s5")


def helm(c: Canvas, m: Manner) -> None:
    """Draw the wheel of a ship."""
    for number in range(4):
        with c.at(0, -62, 1, number * 45):
            c.line("M-62 0H62", "b7", 8)
            for side in (-1, 1):
                c.rect(side * 58 - 9, -6, 18, 12, 5, "b5")
    c.line(oval(0, -62, 40), "b5", 13)
    c.line(oval(0, -62, 40), "b7", 2.500, detail=True)
    c.circle(0, -62, 14, "a4>a5")
    c.circle(0, -62, 5, "b8", keep=True)


def typing_hands(c: Canvas, m: Manner) -> None:
    """Draw two hands on a keyboard."""
    with c.at(0, -30, 1.1):
        keyboard(c, m)
    skin = f"skin{m.variant % 4}"
    for side in (-1, 1):
        with c.at(side * 40, 28, 0.8, side * -6, flip=side > 0):
            for x, top, lean in ((20, -92, 3), (7, -104, 1), (-7, -101, -1), (-20, -88, -3)):
                c.line(f"M{x} -52L{x + lean} {top + 6}", skin, 12)
                c.line(f"M{x + lean} {top + 5}V{top + 8}", "paper", 5, opacity=0.5, detail=True)
            c.line("M20 -34C28 -40 34 -48 38 -58", skin, 12)
            c.path("M-26.500 -60H26.500L26 -36C24 -20 16 -14 0 -14C-16 -14 -26 -22 -26.500 -38z", skin)
            c.path(rounded(-22, -20, 44, 24, 5), "p5>p6")
            c.rect(-22, -20, 44, 6, 3, "p3", detail=True)


PROPS = (
    Prop(name="socket", draw=socket, tint="n"),
    Prop(name="chain", draw=chain, tint="pn", air=True),
    Prop(name="calculator", draw=calculator),
    Prop(name="kanban board", draw=kanban),
    Prop(name="sticky note", draw=sticky_note, tint="aspg", air=True),
    Prop(name="blueprint", draw=blueprint),
    Prop(name="drone", draw=drone, air=True),
    Prop(name="hook", draw=hook, tint="n", air=True),
    Prop(name="thermometer", draw=thermometer, tint="s"),
    Prop(name="pipe", draw=pipe, tint="p", air=True),
    Prop(name="form", draw=form),
    Prop(name="login form", draw=login_form),
    Prop(name="machine", draw=machine, tint="b"),
    Prop(name="helm", draw=helm, tint="b"),
    Prop(name="typing hands", draw=typing_hands, air=True),
)
