"""Paper: documents, books, letters, calendars, maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.props.base import Manner, Prop
from mkdocs_imggen.providers.sketch.shapes import oval, rounded, star

if TYPE_CHECKING:
    from mkdocs_imggen.providers.sketch.shapes import Canvas


def document(c: Canvas, m: Manner) -> None:
    """Draw a page with a folded corner; variants show text, a chart, a checklist, a picture."""
    kind = "check" if "checked" in m.states else ("text", "chart", "check", "picture")[m.variant % 4]
    outline = "M-33.5 -98h44l20 20v74.5a4.5 4.5 0 0 1 -4.5 4.5h-59.5a4.5 4.5 0 0 1 -4.5 -4.5v-90a4.5 4.5 0 0 1 4.5 -4.5z"
    with c.at(3.5, -1):
        if "glowing" in m.states:
            c.glow(-3, -48, 84, "w4")
        c.drop(outline, 3, hidden=rounded(-31, -76, 59, 68))
        c.path(outline, "paper>n1")
        c.line(outline, "n3", 1, detail=True)
        c.path("M10.5 -98v17.5a2.5 2.5 0 0 0 2.5 2.5h17.5z", "p3")
        c.rect(-26, -84, 28, 6, 3, "p6", keep=True)
        _content(c, kind)


def _content(c: Canvas, kind: str) -> None:
    if kind == "chart":
        for index, (height, role) in enumerate(((16, "a5"), (28, "p5"), (21, "s5"), (40, "p7"))):
            c.rect(-24 + index * 13, -14 - height, 9, height, 2, role, keep=True)
        c.line("M-27 -13h54", "n4", 1.8, keep=True)
    elif kind == "check":
        for index, role in enumerate(("a5", "p5", "s5")):
            y = -62 + index * 20
            c.circle(-20, y, 6.4, role, keep=True)
            c.line(f"M-22.8 {y}l2.2 2.4l3.8 -4.8", "white", 2, keep=True)
            c.rect(-9, y - 2.8, (34, 28, 32)[index], 5.6, 2.8, "n3", keep=True)
    elif kind == "picture":
        c.rect(-26, -68, 52, 30, 3, "p2", keep=True)
        c.circle(-12, -59, 4.4, "a4", keep=True)
        c.path("M-26 -38l18 -15l10 8l9 -11l15 18z", "p5", keep=True)
        for index, width in enumerate((52, 34)):
            c.rect(-26, -28 + index * 11, width, 5.6, 2.8, "n3", keep=True)
    else:
        for index, width in enumerate((52, 43, 52, 46, 30)):
            c.rect(-26, -66 + index * 12.5, width, 5.6, 2.8, "p3" if index == 1 else "n3", keep=True)


def documents(c: Canvas, m: Manner) -> None:
    """Draw a sheaf of pages."""
    for x, y, turn, variant in ((-20, -3, -12, 3), (20, -3, 11, 1), (0, 0, 0, 0)):
        with c.at(x, y, 1, turn):
            document(c, Manner(variant=variant))


def clipboard(c: Canvas, m: Manner) -> None:
    """Draw a clipboard with a ticked list."""
    c.shadow(0, 0, 40)
    c.rect(-40, -104, 80, 104, 8, "b5>b6")
    c.rect(-33, -94, 66, 87, 3, "paper>n1")
    c.rect(-18, -112, 36, 18, 6, "n6>n7")
    c.circle(0, -106, 4, "n3", keep=True)
    for index, role in enumerate(("g4", "g4", "n3")):
        y = -76 + index * 22
        c.rect(-27, y - 7, 14, 14, 4, role, keep=True)
        if index < 2:
            c.line(f"M-24 {y}l3 3.4l5.4 -6.6", "white", 2.6, keep=True)
        c.rect(-7, y - 3, (32, 26, 30)[index], 6, 3, "n3", keep=True)


def folder(c: Canvas, m: Manner) -> None:
    """Draw a folder with pages in it."""
    c.shadow(0, 0, 56)
    c.path("M-54 -76a6 6 0 0 1 6 -6h30l10 10h56a6 6 0 0 1 6 6v66h-108z", "a6>a7")
    c.rect(-44, -66, 88, 48, 3, "paper")
    c.path("M-58 -50h116l-7 44a6 6 0 0 1 -6 6h-90a6 6 0 0 1 -6 -6z", "a3>a5")
    c.sheen("M-49 -44h40", 3, 0.6)


def open_book(c: Canvas, m: Manner) -> None:
    """Draw an open book."""
    c.shadow(0, 1, 72, 7)
    if "glowing" in m.states:
        c.glow(0, -50, 96, "w4")
    c.path("M0 -1C-22 -11 -46 -12 -70 -6V-63C-46 -69 -22 -68 0 -58C22 -68 46 -69 70 -63V-6C46 -12 22 -11 0 -1z", "p6>p7")
    c.path("M0 -10C-20 -20 -42 -21 -64 -16V-68C-42 -73 -20 -72 0 -62z", "paper>n1")
    c.path("M0 -10C20 -20 42 -21 64 -16V-68C42 -73 20 -72 0 -62z", "white>n2")
    c.path("M0 -10C8 -14 16 -17 22 -18V-69.5C14 -68.5 7 -65.5 0 -62z", "n5", opacity=0.18, detail=True)
    for index in range(4):
        y = -58 + index * 9.5
        c.line(f"M-54 {y}q21 -5 42 4", "n4" if index else "p5", 2.6 if index else 4, keep=True)
        c.line(f"M54 {y}q-21 -5 -42 4", "n4" if index != 3 else "a4", 2.6, keep=True)
    c.path("M34 -69.5l9 -.6v26l-4.5 -4.6l-4.5 5z", "s5", detail=True)


def book(c: Canvas, m: Manner) -> None:
    """Draw a closed book, standing, its cover to the front."""
    role = "psa"[m.variant % 3]
    c.shadow(0, 0, 42)
    c.path("M-34 -104h64a7 7 0 0 1 7 7V-12H-34z", f"{role}7")
    c.path("M-38 -94a10 10 0 0 1 10 -10h62v88h-62a10 10 0 0 0 -10 10z", f"{role}4>{role}6")
    c.path("M-38 -8a8 8 0 0 1 8 -8h66V0h-66a8 8 0 0 1 -8 -8z", f"{role}7")
    c.rect(-31, -12, 66, 8, 2, "paper>n2")
    c.rect(-28, -104, 7, 88, 0, f"{role}7", opacity=0.4, detail=True)
    c.rect(-8, -84, 32, 8, 4, "white", keep=True)
    c.rect(-8, -70, 22, 6, 3, "white", opacity=0.75, keep=True)
    c.path("M14 -16v24l5 -5l5 5V-16z", "s5" if role != "s" else "a5")


def book_stack(c: Canvas, m: Manner) -> None:
    """Draw a pile of books."""
    c.shadow(0, 0, 60)
    for index, (x, width, role) in enumerate(((-52, 104, "p"), (-44, 96, "s"), (-50, 92, "a"), (-38, 78, "p"))):
        y = -22 - index * 22
        c.rect(x, y, width, 22, 4, f"{role}5>{role}6")
        c.path(f"M{x + width - 2} {y + 4}h-{width - 16}a7 7 0 0 0 0 14h{width - 16}z", "paper>n2")
        c.rect(x + 20, y, 6, 4, 0, f"{role}3", detail=True)
        c.rect(x + 20, y + 18, 6, 4, 0, f"{role}3", detail=True)


def shelf(c: Canvas, m: Manner) -> None:
    """Draw a bookcase with two boards of books."""
    c.lift(-70, -112, 140, 112, 5, 4)
    c.rect(-70, -112, 140, 112, 5, "b4>b5")
    widths = (11, 8, 13, 9, 12, 8, 10, 14, 9, 11)
    heights = (38, 33, 41, 29, 36, 40, 31, 38, 34, 41)
    roles = ("p5", "a4", "s5", "p7", "p4", "s4", "a5", "p6", "s6", "p5")
    for row in range(2):
        base = -56 + row * 50
        c.rect(-63, base - 46, 126, 46, 2, "b7>b8")
        x = -59.0
        for index in range(10):
            pick = (index * 3 + row * 4) % 10
            if x + widths[pick] > 56:
                break
            c.rect(x, base - heights[pick], widths[pick], heights[pick], 1.5, roles[pick])
            c.rect(x, base - heights[pick] * 0.8, widths[pick], 4, 0, "white", opacity=0.45, detail=True)
            x += widths[pick] + 1.6


def notebook(c: Canvas, m: Manner) -> None:
    """Draw a spiral notebook."""
    c.lift(-38, -104, 80, 104, 6, 4)
    c.rect(-38, -104, 80, 104, 7, "p5>p6")
    c.rect(-30, -98, 66, 92, 4, "paper>n1")
    for index, width in enumerate((30, 44, 38, 44, 26)):
        c.rect(-16, -84 + index * 15, width, 5.6, 2.8, "s4" if index == 0 else "n3", keep=True)
    for index in range(6):
        c.line(f"M-44 {-92 + index * 16.5}h14", "n7", 4)


def envelope(c: Canvas, m: Manner) -> None:
    """Draw a letter in its envelope."""
    c.lift(-54, -74, 108, 74, 7, 4)
    c.rect(-54, -74, 108, 74, 7, "p3>p4")
    if "open" in m.states:
        c.path("M-52 -72L-7 -110q7 -5 14 0L52 -72z", "p5")
        c.rect(-42, -100, 84, 70, 4, "paper")
        for index, width in enumerate((40, 62, 52)):
            c.rect(-31, -88 + index * 12, width, 5.6, 2.8, "s4" if index == 0 else "n3", keep=True)
        c.path("M-54 -70L-5 -34q5 3 10 0L54 -70V-7a7 7 0 0 1 -7 7H-47a7 7 0 0 1 -7 -7z", "p3>p4")
    c.path("M-54 -5L-8 -41h16L54 -5q-2 5 -7 5h-94q-5 0 -7 -5z", "p5")
    if "open" not in m.states:
        c.path("M-54 -68q2 -6 8 -6h92q6 0 8 6L7 -33q-7 5 -14 0z", "p2>p3")
        c.line("M-54 -68L-7 -33q7 5 14 0L54 -68", "p5", 1.6, detail=True)
        c.path(oval(0, -40, 9), "s5>s6")


def calendar(c: Canvas, m: Manner) -> None:
    """Draw a calendar sheet with one day marked."""
    c.lift(-46, -96, 92, 96, 9, 4)
    c.rect(-46, -96, 92, 96, 9, "paper>n1")
    c.path("M-46 -72v-15a9 9 0 0 1 9 -9h74a9 9 0 0 1 9 9v15z", "p5>p6")
    for x in (-24, 24):
        c.rect(x - 3.5, -106, 7, 18, 3.5, "n7")
    for row in range(3):
        for column in range(4):
            role = "s5" if (row, column) == (1, 2) else "p2"
            c.rect(-36 + column * 19, -63 + row * 20, 14, 13, 3.5, role, keep=True)
    c.line("M6 -37l3.4 3.6l6.4 -7.6", "white", 2.8, keep=True)


def sheet_map(c: Canvas, m: Manner) -> None:
    """Draw a folded map with a route and a pin."""
    c.shadow(0, 0, 66)
    folds = ((-66, -76, -22, -86, "g2"), (-22, -86, 22, -76, "g1"), (22, -76, 66, -86, "g2"))
    for x0, y0, x1, y1, role in folds:
        c.path(f"M{x0} {y0}L{x1} {y1}V{y1 + 78}L{x0} {y0 + 78}z", role)
    c.path("M-66 -40Q-40 -60 -22 -50V-24Q-44 -22 -66 -8z", "g4", detail=True)
    c.path("M22 -40C40 -56 50 -50 66 -58V-30C50 -28 40 -20 22 -18z", "p3", detail=True)
    c.line("M-50 -20C-30 -40 -12 -6 6 -28S30 -52 38 -44", "s5", 4, dash="1 8", keep=True)
    c.line("M-22 -86V-8M22 -76V2", "g5", 1.4, detail=True)
    with c.at(40, -42, 0.62):
        pin(c, m)


def pin(c: Canvas, m: Manner) -> None:
    """Draw a map pin."""
    drop = "M0 0C-10 -26 -36 -42 -36 -68A36 36 0 0 1 36 -68C36 -42 10 -26 0 0z"
    c.solid(drop, "s4>s5", "s6")
    c.path(oval(0, -68, 15), "paper")
    c.sheen("M-26 -70A26 26 0 0 1 -12 -92", 4, 0.6)


def certificate(c: Canvas, m: Manner) -> None:
    """Draw a certificate with its seal."""
    c.lift(-60, -88, 120, 84, 5, 4)
    c.rect(-60, -88, 120, 84, 5, "a3>a4")
    c.rect(-54, -82, 108, 72, 3, "paper")
    c.rect(-28, -72, 56, 7, 3.5, "p6", keep=True)
    for index, width in enumerate((80, 66)):
        c.rect(-width / 2, -56 + index * 12, width, 5, 2.5, "n3", keep=True)
    c.rect(-44, -24, 34, 4, 2, "n4", keep=True)
    c.path("M20 -22l-6 22l12 -6l6 8l4 -24z", "s6")
    c.path(star(28, -24, 17, 13.5, 12), "s4>s5")
    c.circle(28, -24, 7.5, "paper", keep=True)


def newspaper(c: Canvas, m: Manner) -> None:
    """Draw a newspaper with a headline."""
    c.lift(-48, -104, 96, 104, 4, 4)
    c.rect(40, -84, 16, 84, 6, "n3>n4")
    c.rect(-48, -104, 96, 104, 4, "paper>n1")
    c.line(rounded(-48, -104, 96, 104, 4), "n3", 1, detail=True)
    c.rect(-38, -94, 76, 13, 3, "p7", keep=True)
    c.rect(-38, -72, 36, 30, 3, "p3", keep=True)
    c.path("M-38 -42l12 -14l8 7l6 -7l10 14z", "p5", keep=True)
    for index in range(4):
        c.rect(6, -72 + index * 9, (32, 26, 32, 20)[index], 4.6, 2.3, "n4", keep=True)
    for index in range(4):
        c.rect(-38, -33 + index * 8.4, (34, 34, 28, 34)[index], 4.2, 2.1, "n3", keep=True)
        c.rect(6, -33 + index * 8.4, (32, 24, 32, 28)[index], 4.2, 2.1, "n3", keep=True)


PROPS = (
    Prop(name="document", draw=document, air=True),
    Prop(name="documents", draw=documents, air=True),
    Prop(name="clipboard", draw=clipboard, tint="b"),
    Prop(name="folder", draw=folder, tint="a"),
    Prop(name="open book", draw=open_book),
    Prop(name="book", draw=book, tint="psa"),
    Prop(name="book stack", draw=book_stack),
    Prop(name="shelf", draw=shelf, tint="b"),
    Prop(name="notebook", draw=notebook),
    Prop(name="envelope", draw=envelope, air=True),
    Prop(name="calendar", draw=calendar, air=True),
    Prop(name="map", draw=sheet_map, tint="g"),
    Prop(name="pin", draw=pin, tint="s"),
    Prop(name="certificate", draw=certificate, tint="a", air=True),
    Prop(name="newspaper", draw=newspaper, air=True),
)
