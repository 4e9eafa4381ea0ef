"""What software runs on and stores things in: databases, servers, clouds, containers, networks, charts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.props.base import Manner, Prop
from mkdocs_imggen.providers.sketch.props.screens import arc
from mkdocs_imggen.providers.sketch.shapes import oval, polygon, rounded

if TYPE_CHECKING:
    from mkdocs_imggen.providers.sketch.shapes import Canvas

CLOUD = "M-46 0a24 24 0 0 1 -4 -47.7a34 34 0 0 1 62 -16a27 27 0 0 1 40 23a20.5 20.5 0 0 1 -2 40.7z"


def database(c: Canvas, m: Manner) -> None:
    """Draw the three discs that everyone reads as a database."""
    c.shadow(0, 0, 44)
    for index in range(3):
        base, top = -11 - index * 28, -35 - index * 28
        c.path(f"M-37 {top}V{base}A37 11 0 0 0 37 {base}V{top}A37 11 0 0 1 -37 {top}z", "p4>p6@h")
        c.path(f"M8 {top + 11}V{base + 11}A37 11 0 0 0 37 {base}V{top}z", "p8", opacity=0.18, detail=True)
        c.ellipse(0, top, 37, 11, "p3>p4")
        led = base - 5
        c.circle(-24, led, 2.9, "a4", keep=True)
        c.circle(-15, led + 2.3, 2.9, "s3", keep=True)
        c.line(f"M2 {led + 4.5}q12 0 22 -4", "p2", 2.4, opacity=0.8, detail=True)


def server(c: Canvas, m: Manner) -> None:
    """Draw a rack of three units."""
    c.shadow(0, 0, 48)
    c.rect(-47, -97, 94, 97, 8, "n8>n9")
    for index in range(3):
        y = -91 + index * 30
        c.rect(-41, y, 82, 26, 5, "p5>p6")
        c.rect(-41, y, 82, 4, 2, "white", opacity=0.25, detail=True)
        lights = ("s5", "s5", "s5") if "broken" in m.states else ("a4", "g3", "g3")
        for lamp, role in enumerate(lights):
            c.circle(-31 + lamp * 9, y + 13.5, 3, role, keep=True)
        for slot in range(4):
            c.rect(10 + slot * 7, y + 7.5, 3, 12, 1.5, "p8", detail=True)


def cloud(c: Canvas, m: Manner) -> None:
    """Draw a cloud."""
    c.drop(CLOUD, 5, "p8", hidden=rounded(-44, -40, 94, 28))
    c.path(CLOUD, "white>p3")
    c.line(CLOUD, "p4", 1.2, opacity=0.7, detail=True)
    with c.clip(CLOUD):
        c.path("M-80 0C-50 -26 -10 -6 14 -22C34 -36 60 -20 80 -30V10H-80z", "p4", opacity=0.5, detail=True)


def network(c: Canvas, m: Manner) -> None:
    """Draw nodes around a larger one, linked."""
    nodes = (
        (-44, -80, 10, "a4"),
        (44, -84, 11, "s5"),
        (-48, -22, 11, "s4"),
        (46, -24, 10, "a5"),
        (2, -106, 9, "p4"),
        (0, -3, 9, "p5"),
    )
    for x, y, _, _ in nodes:
        c.line(f"M0 -53L{x} {y}", "p4", 3.4)
    c.line("M-44 -80L2 -106L44 -84M-48 -22L0 -3L46 -24", "p3", 2.6)
    for x, y, radius, role in ((0, -53, 18, "p5>p7"), *nodes):
        c.circle(x, y, radius, role)
        c.circle(x - radius * 0.3, y - radius * 0.35, radius * 0.25, "white", opacity=0.6, detail=True)


def container(c: Canvas, m: Manner) -> None:
    """Draw a freight container."""
    role = "psa"[m.variant % 3]
    c.shadow(0, 0, 62, 6)
    c.rect(-62, -60, 124, 60, 4, f"{role}5>{role}6")
    for index in range(11):
        c.rect(-54 + index * 10, -51, 5, 42, 1.5, f"{role}7", opacity=0.8, detail=index % 2 == 0)
    c.rect(-62, -60, 124, 7, 3, f"{role}7")
    c.rect(-62, -7, 124, 7, 3, f"{role}7")
    c.rect(-62, -60, 124, 2.4, 1.2, "white", opacity=0.3, detail=True)


def containers(c: Canvas, m: Manner) -> None:
    """Draw a small stack of freight containers."""
    c.shadow(0, 0, 70, 7)
    for x, y, scale, variant in ((-32, 0, 0.5, 0), (32, 0, 0.5, 1), (-2, -31, 0.5, 2)):
        with c.at(x, y, scale):
            container(c, Manner(variant=variant))


def chip(c: Canvas, m: Manner) -> None:
    """Draw a processor, seen from above."""
    for index in range(4):
        place = index * 18
        c.rect(-31 + place, -106, 8, 12, 2, "n5>n6")
        c.rect(-31 + place, -12, 8, 12, 2, "n5>n6")
        c.rect(-54, -83 + place, 12, 8, 2, "n5>n6")
        c.rect(42, -83 + place, 12, 8, 2, "n5>n6")
    c.rect(-44, -97, 88, 88, 12, "p6>p8")
    c.rect(-36, -89, 72, 72, 7, "p7", opacity=0.7, detail=True)
    c.rect(-22, -75, 44, 44, 8, "p3>p4")
    c.line("M-44 -53h22M44 -53h-22M0 -97v22M0 -9v-22", "a4", 3, detail=True)
    for x, y in ((-30, -83), (30, -83), (-30, -23), (30, -23)):
        c.circle(x, y, 3, "a4", keep=True)
    c.sheen("M-37 -80C-36 -86 -34 -89 -28 -90", 3, 0.5)


def table(c: Canvas, m: Manner) -> None:
    """Draw a table of rows and columns, as a spreadsheet shows it."""
    c.lift(-62, -92, 124, 92, 6, 4)
    c.rect(-62, -92, 124, 92, 6, "paper")
    c.path("M-62 -72V-86a6 6 0 0 1 6 -6H56a6 6 0 0 1 6 6V-72z", "p5>p6")
    for column in range(3):
        c.rect(-54 + column * 40, -86, 24, 7, 3.5, "white", keep=True)
    for row in range(3):
        y = -72 + row * 24
        if row % 2:
            c.rect(-62, y, 124, 24, 0, "p1", detail=True)
        for column, width in enumerate(((22, 28, 16), (28, 18, 24), (18, 26, 20))[row]):
            role = "a5" if (row, column) == (1, 2) else "s4" if (row, column) == (2, 0) else "n3"
            c.rect(-54 + column * 40, y + 8.5, width, 7, 3.5, role, keep=True)
    c.line("M-21 -72V0M19 -72V0", "n2", 1.6)


def bar_chart(c: Canvas, m: Manner) -> None:
    """Draw a bar chart that rises."""
    c.shadow(0, 0, 60, 6)
    for index, (height, role) in enumerate(((38, "p4"), (58, "s4"), (48, "p5"), (78, "a4"), (100, "p6"))):
        x = -58 + index * 25
        c.path(f"M{x} -4V{-height}a5 5 0 0 1 5 -5h8a5 5 0 0 1 5 5V-4z", f"{role}>{role[0]}{int(role[1]) + 1}")
        c.rect(x + 3, -height - 1, 3, height * 0.5, 1.5, "white", opacity=0.35, detail=True)
    c.rect(-66, -5, 132, 5, 2.5, "n6")


def line_chart(c: Canvas, m: Manner) -> None:
    """Draw a line chart on a card, going up."""
    c.lift(-66, -96, 132, 96, 8, 4)
    c.rect(-66, -96, 132, 96, 8, "paper")
    for y in (-74, -54, -34):
        c.line(f"M-52 {y}H54", "n2", 1.6, detail=True)
    curve = "M-50 -26C-40 -26 -36 -46 -24 -46S-8 -32 4 -36S20 -70 32 -66S44 -80 52 -82"
    c.path(curve + "V-14H-50z", "p4/.6>p4/.05", detail=True)
    c.line(curve, "p6", 5)
    for x, y, role in ((-24, -46, "s5"), (4, -36, "a5"), (32, -66, "s5"), (52, -82, "a5")):
        c.circle(x, y, 5, role)
        c.circle(x, y, 2, "white", keep=True)
    c.line("M-52 -82V-14H54", "n5", 3)


def pie_chart(c: Canvas, m: Manner) -> None:
    """Draw a ring chart with one large share."""
    c.shadow(0, 0, 36)
    c.path(oval(0, -52, 50), "n8", opacity=0.001)
    for begin, end, role in ((-1.57, 1.75, "p5"), (1.82, 3.35, "s5"), (3.42, 4.64, "a4")):
        arc(c, 0, -52, 36, begin, end, role, 28)
    arc(c, 0, -52, 24, -1.57, 4.71, "n10", 3)
    c.circle(0, -52, 22, "paper")


def gauge(c: Canvas, m: Manner) -> None:
    """Draw a speedometer close to its end."""
    c.path("M-62 -14A62 62 0 1 1 62 -14Q62 0 50 0H-50Q-62 0 -62 -14z", "n8>n9")
    c.path("M-54 -14A54 54 0 1 1 54 -14Q54 -7 46 -7H-46Q-54 -7 -54 -14z", "paper>n1")
    for begin, end, role in ((3.25, 4.2, "g4"), (4.28, 5.2, "a4"), (5.28, 6.17, "s5")):
        arc(c, 0, -16, 42, begin, end, role, 11)
    c.line("M0 -16L27 -45", "ink", 5, keep=True)
    c.circle(0, -16, 8, "n8>n9")
    c.circle(-2, -18, 2.4, "white", opacity=0.5, detail=True)


def funnel(c: Canvas, m: Manner) -> None:
    """Draw a funnel with a drop below."""
    c.path("M-50 -96L-10 -48V-18L10 -28V-48L50 -96z", "p4>p6")
    c.path("M14 -96L2 -48V-24L10 -28V-48L50 -96z", "p8", opacity=0.2, detail=True)
    c.ellipse(0, -96, 50, 11, "p7")
    c.ellipse(0, -94.5, 43, 7.5, "p8", detail=True)
    for x, y, role in ((-18, -98, "a4"), (2, -101, "s4"), (20, -97, "a4")):
        c.circle(x, y, 7, role)
    c.path("M0 -17q9 9 0 16q-9 -7 0 -16z", "a4")


def pipeline(c: Canvas, m: Manner) -> None:
    """Draw three stations joined by arrows, the last one ticked."""
    for x in (-40, 22):
        c.line(f"M{x - 8} -30h18m-8 -8l8 8l-8 8", "n6", 4.5)
    for index, role in enumerate("psa"):
        x = -70 + index * 62
        c.path(oval(x + 8, -30, 22), f"{role}4>{role}6")
        if index == 0:
            c.line(f"M{x + 3} -38l-7 8l7 8M{x + 13} -38l7 8l-7 8", "white", 3.6, keep=True)
        elif index == 1:
            c.path(gear_outline(x + 8, -30, 12, 8), "white", keep=True)
            c.circle(x + 8, -30, 4.6, f"{role}5", keep=True)
        else:
            c.line(f"M{x - 1} -30l6 7l12 -14", "white", 4.4, keep=True)


def gear_outline(x: float, y: float, radius: float, teeth: int) -> str:
    """Path data of a toothed wheel."""
    points = []
    turn = 2 * math.pi / teeth
    for tooth in range(teeth):
        for share, reach in ((-0.27, 0.78), (-0.17, 1.0), (0.17, 1.0), (0.27, 0.78)):
            angle = turn * (tooth + share)
            points.append((x + math.cos(angle) * radius * reach, y + math.sin(angle) * radius * reach))
    return polygon(points)


def switch(c: Canvas, m: Manner) -> None:
    """Draw a toggle that is on, or off where the prompt says so."""
    on = "off" not in m.states
    c.shadow(0, 2, 50, 5)
    body = rounded(-56, -60, 112, 60, 30)
    c.solid(body, "p4>p5" if on else "n3>n4", "p6" if on else "n5", -3, -4)
    c.circle(26 if on else -26, -30, 23, "paper>n2")
    c.sheen("M-40 -46Q-34 -51 -24 -51", 4, 0.6)


def battery(c: Canvas, m: Manner) -> None:
    """Draw a battery, almost full."""
    c.shadow(0, 0, 60, 6)
    c.rect(56, -42, 12, 24, 5, "n6>n7")
    c.rect(-60, -60, 120, 60, 13, "n7>n8")
    c.rect(-52, -52, 104, 44, 8, "paper>n1")
    for index in range(3):
        c.rect(-46 + index * 24, -46, 19, 32, 4, "g4>g5")
    c.sheen("M-48 -55H20", 2.6, 0.4)


def router(c: Canvas, m: Manner) -> None:
    """Draw a wireless router that sends."""
    c.shadow(0, 0, 60, 6)
    for reach, opacity in ((16, 1.0), (28, 0.85), (40, 0.7)):
        c.line(f"M{-reach} {-62 - reach * 0.62}Q0 {-74 - reach} {reach} {-62 - reach * 0.62}", "a5", 5, opacity=opacity)
    c.circle(0, -64, 5.5, "a5")
    for x, turn in ((-42, -12), (42, 12)):
        with c.at(x, -30, 1, turn):
            c.rect(-3.5, -44, 7, 48, 3.5, "n7>n8")
    c.rect(-58, -34, 116, 30, 10, "p4>p6")
    c.rect(-50, -4, 16, 4, 2, "n8")
    c.rect(34, -4, 16, 4, 2, "n8")
    for index, role in enumerate(("g3", "g3", "a3", "s3")):
        c.circle(-36 + index * 13, -19, 3.4, role, keep=True)
    c.sheen("M-48 -29H30", 2.6, 0.4)


PROPS = (
    Prop(name="database", draw=database),
    Prop(name="server", draw=server),
    Prop(name="cloud", draw=cloud, air=True),
    Prop(name="network", draw=network, air=True),
    Prop(name="container", draw=container, tint="psa"),
    Prop(name="containers", draw=containers, tint="psa"),
    Prop(name="chip", draw=chip, air=True),
    Prop(name="table", draw=table, air=True),
    Prop(name="bar chart", draw=bar_chart),
    Prop(name="line chart", draw=line_chart, air=True),
    Prop(name="pie chart", draw=pie_chart, air=True),
    Prop(name="gauge", draw=gauge, tint="n", air=True),
    Prop(name="funnel", draw=funnel, air=True),
    Prop(name="pipeline", draw=pipeline, air=True),
    Prop(name="switch", draw=switch, air=True),
    Prop(name="battery", draw=battery, tint="g"),
    Prop(name="router", draw=router),
)
