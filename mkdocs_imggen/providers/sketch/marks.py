"""What belongs to a layout rather than to a thing: arrows, rings, platforms, belts, boards with text."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.lettering import CAP_HEIGHT, Face, balance
from mkdocs_imggen.providers.sketch.shapes import oval, polygon, rounded

if TYPE_CHECKING:
    from mkdocs_imggen.providers.sketch.items import Board, Link, Mark
    from mkdocs_imggen.providers.sketch.shapes import Canvas

SMOKE_BACK = ((-128, 20, 66), (128, 24, 64), (-60, -6, 66), (64, -4, 62))
SMOKE_FRONT = ((-190, 62, 46), (190, 64, 46), (-108, 58, 66), (104, 60, 64), (0, 66, 76), (-52, 80, 56), (56, 82, 54))


def draw_link(c: Canvas, item: Link, *, night: bool) -> None:
    """Draw a line or an arrow between two places."""
    dx, dy = item.x1 - item.x0, item.y1 - item.y0
    length = math.hypot(dx, dy) or 1.0
    mx = (item.x0 + item.x1) / 2 + dy / length * item.bend
    my = (item.y0 + item.y1) / 2 - dx / length * item.bend
    data = f"M{item.x0} {item.y0}Q{mx} {my} {item.x1} {item.y1}"
    role = "p4" if night else "p6"
    if not item.arrow:
        c.line(data, "p4", 15, opacity=0.25, detail=True)
        c.line(data, role, 6, dash="2 17")
        return
    end = math.degrees(math.atan2(item.y1 - my, item.x1 - mx))
    c.line(data, "s5", 15)
    with c.at(item.x1, item.y1, 1, end):
        c.line("M-30 -30L2 0L-30 30", "s5", 15)


def draw_mark(c: Canvas, item: Mark, face: Face | None, *, night: bool) -> None:
    """Draw a mark of any kind."""
    if item.kind == "ring":
        c.line(oval(item.x, item.y, item.width / 2), "p4", 6, dash="3 16")
        c.circle(item.x, item.y, item.width * 0.41, "p9" if night else "white", opacity=0.35, detail=True)
    elif item.kind == "disc":
        c.lift(item.x - item.width / 2, item.y - item.width / 2, item.width, item.width, item.width / 2, 7)
        c.circle(item.x, item.y, item.width / 2, "p8>p9" if night else "paper>p1")
        c.line(oval(item.x, item.y, item.width / 2), "p6" if night else "p3", 3, detail=True)
    elif item.kind == "arc":
        rx, ry = item.width / 2, item.height / 2
        c.line(f"M{item.x - rx} {item.y}A{rx} {ry} 0 0 1 {item.x + rx} {item.y}", "p5", 4, dash="2 16", opacity=0.7)
    elif item.kind == "branch":
        bend = item.y + item.height * 0.5
        c.line(f"M{item.x} {item.y}V{bend}H{item.x + item.width}V{item.y + item.height}", "p4" if night else "p5", 7)
    elif item.kind == "platform":
        _platform(c, item, face)
    elif item.kind == "badge" and face:
        c.lift(item.x - item.width / 2, item.y - item.width / 2, item.width, item.width, item.width / 2, 8)
        c.circle(item.x, item.y, item.width / 2, "s4>s6")
        size = item.width * 0.46
        c.path(face.outline(item.text, item.x, item.y + size * 0.27, size), "white", keep=True)
    elif item.kind == "belt":
        _belt(c, item)
    elif item.kind == "veil":
        c.rect(
            item.x - item.width / 2,
            item.y - item.height,
            item.width,
            item.height,
            30,
            "p9" if night else "p1",
            opacity=0.5,
            detail=True,
        )
    elif item.kind == "desk":
        _desk(c, item)
    elif item.kind.startswith("smoke"):
        _smoke(c, item)


def draw_halves(c: Canvas, item: Mark, *, transparent: bool) -> None:
    """Tint the two halves of a comparison."""
    if transparent:
        return
    for side, role in ((0, "p1>p3"), (1, "s1>s3")):
        c.wash(item.width / 2 * side, 0, item.width / 2, item.height, role)
    c.line(f"M{item.x} 0V{item.height}", "white", 8, keep=True)


def _platform(c: Canvas, item: Mark, face: Face | None) -> None:
    left = item.x - item.width / 2 + 8
    c.rect(left, item.y, item.width - 16, item.height, 14, "p4>p6")
    c.rect(left, item.y, item.width - 16, 12, 6, "p3", detail=True)
    if face:
        c.circle(item.x, item.y + 62, 30, "white", keep=True)
        c.path(face.outline(item.text, item.x, item.y + 62 + 38 * CAP_HEIGHT / 2, 38), "p7", keep=True)


def _belt(c: Canvas, item: Mark) -> None:
    left, width, height = item.x - item.width / 2, item.width, item.height
    c.rect(left, item.y, width, height, height / 2, "n7>n8")
    c.rect(left + 10, item.y + 8, width - 20, height - 16, height / 2 - 8, "n5>n6", detail=True)
    count = max(3, int(width / 110))
    for number in range(count):
        x = left + height / 2 + (width - height) * number / (count - 1)
        c.circle(x, item.y + height / 2, height * 0.26, "n8")
        c.circle(x, item.y + height / 2, height * 0.1, "n3", keep=True)


def _desk(c: Canvas, item: Mark) -> None:
    left = item.x - item.width / 2
    for x in (left + 50, left + item.width - 86):
        c.path(
            polygon([(x, item.y + 20), (x + 36, item.y + 20), (x + 30, item.y + item.height), (x + 8, item.y + item.height)]),
            "b7",
        )
    c.rect(left + 62, item.y + 20, item.width - 124, item.height * 0.62, 6, "b6>b7")
    c.rect(left + 62, item.y + 32, item.width - 124, 14, 0, "b8", opacity=0.4, detail=True)
    c.rect(left, item.y, item.width, 32, 12, "b4>b5")
    c.rect(left + 10, item.y + 3, item.width - 20, 6, 3, "b2", opacity=0.7, detail=True)


def _smoke(c: Canvas, item: Mark) -> None:
    front = item.kind.endswith("front")
    for x, y, radius in SMOKE_FRONT if front else SMOKE_BACK:
        c.circle(item.x + x, item.y + y, radius, "white>p1" if front else "white>p2")
    if front:
        for x, y, radius in SMOKE_FRONT[2:5]:
            begin = f"M{item.x + x - radius * 0.62} {item.y + y - radius * 0.25}"
            c.line(
                f"{begin}A{radius * 0.7} {radius * 0.7} 0 0 1 {item.x + x - radius * 0.05} {item.y + y - radius * 0.68}",
                "p2",
                5,
                detail=True,
            )


def draw_board(c: Canvas, item: Board, face: Face) -> None:
    """Letter a text."""
    if item.kind == "sign":
        _sign(c, item, face)
        return
    setting = balance(
        face,
        item.text,
        item.width - (120 if item.kind == "ribbon" else 0),
        item.height * (0.62 if item.kind == "ribbon" else 1.0),
        most=2,
    )
    top = item.y - setting.height / 2 + setting.size * CAP_HEIGHT
    if item.kind == "ribbon":
        width, height = setting.width + 110, setting.height + item.height * 0.55
        for side in (-1, 1):
            x, y = item.x + side * (width / 2 - 30), item.y - height / 2 + 16
            c.path(f"M{x} {y}h{side * 92}l{-side * 30} {height / 2}l{side * 30} {height / 2}h{-side * 92}z", "s7")
        c.lift(item.x - width / 2, item.y - height / 2, width, height, 14, 6)
        c.rect(item.x - width / 2, item.y - height / 2, width, height, 14, "s5>s6")
        _lines(c, face, setting.lines, item.x, top, setting.size, setting.leading, "white")
        return
    _lines(c, face, setting.lines, item.x, top + 10, setting.size, setting.leading, "p8")
    _lines(c, face, setting.lines, item.x, top, setting.size, setting.leading, "p5")


def _sign(c: Canvas, item: Board, face: Face) -> None:
    setting = balance(face, item.text, item.width - 110, 150)
    width = max(360.0, setting.width + 130)
    height = setting.height + 130
    left, top = item.x - width / 2, item.y - height / 2
    bottom = item.y + 440
    for side in (-1, 1):
        c.rect(item.x + side * width * 0.30 - 16, top + 12, 32, bottom - top - 12, 8, "b5>b7@h")
    c.shadow(item.x, bottom + 4, width * 0.42, 20, 0.28)
    c.lift(left, top, width, height, 28, 12)
    c.rect(left, top + 12, width, height, 30, "p8")
    c.rect(left, top, width, height, 30, "p5>p6")
    c.line(rounded(left + 15, top + 15, width - 30, height - 30, 20), "p2", 4.5, opacity=0.75, detail=True)
    for x in (left + 34, left + width - 34):
        for y in (top + 34, top + height - 34):
            c.circle(x, y, 6.5, "p2", detail=True)
    first = item.y - setting.height / 2 + setting.size * CAP_HEIGHT
    _lines(c, face, setting.lines, item.x, first + 5, setting.size, setting.leading, "p8")
    _lines(c, face, setting.lines, item.x, first, setting.size, setting.leading, "white")


def _lines(c: Canvas, face: Face, lines: tuple[str, ...], x: float, y: float, size: float, leading: float, role: str) -> None:
    for number, text in enumerate(lines):
        c.path(face.outline(text, x, y + number * leading, size), role, keep=True)
