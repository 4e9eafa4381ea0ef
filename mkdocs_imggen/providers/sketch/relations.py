"""Layouts that show how things stand to each other: flows, circles, piles, queues, hubs."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.items import Item, Link, Mark, Placed, place
from mkdocs_imggen.providers.sketch.layouts import cluster, hero, pair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_imggen.providers.sketch.layouts import Frame
    from mkdocs_imggen.providers.sketch.things import Thing


def flow(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Lead from the left to the right, with arrows; up to four stations."""
    stations = list(things)[: 4 if frame.wide else 3]
    count = len(stations)
    step = frame.width * 0.88 / count
    gap = 120 if count < 4 else 92
    width = min(step - gap, 380)
    base = frame.middle + width * 0.42
    items: list[Item] = []
    for number, thing in enumerate(stations):
        x = frame.width / 2 + (number - (count - 1) / 2) * step
        items += cluster(thing, x, base, width, width * 0.98)
        if number:
            reach = (step - width) / 2 - 12
            items.append(Link(x0=x - step / 2 - reach, y0=frame.middle, x1=x - step / 2 + reach, y1=frame.middle, bend=0))
    return items


def cycle(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Go around a circle, each leading to the next."""
    flat = [(thing, variant) for thing in things for variant in range(thing.count)][:6]
    count = len(flat)
    radius = 330.0
    size = {2: 300, 3: 270, 4: 235}.get(count, 200)
    items: list[Item] = []
    for number, (thing, variant) in enumerate(flat):
        angle = 2 * math.pi * number / count - math.pi / 2 - (math.pi / 2 if count == 2 else 0)
        x, y = frame.width / 2 + radius * math.cos(angle), frame.middle + radius * math.sin(angle)
        items.append(place(thing, x, y, size, size, middle=True, variant=variant))
        margin = (size * 0.62) / radius
        begin, end = angle + margin, angle + 2 * math.pi / count - margin
        items.append(
            Link(
                x0=frame.width / 2 + radius * math.cos(begin),
                y0=frame.middle + radius * math.sin(begin),
                x1=frame.width / 2 + radius * math.cos(end),
                y1=frame.middle + radius * math.sin(end),
                bend=radius * (1 - math.cos((end - begin) / 2)) * 2,
            )
        )
    return items


def stack(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Pile one on the other: a pile of one kind, or a column of several."""
    base = frame.ground + frame.height * 0.04
    if len(things) == 1:
        rows = {1: [1], 2: [2], 3: [2, 1], 4: [3, 1], 5: [3, 2]}.get(things[0].count, [3, 2, 1])
        size = 250.0
        return [
            place(
                things[0],
                frame.width / 2 + (column - (length - 1) / 2) * size * 1.04,
                base - row * size * 0.86,
                size,
                size * 0.86,
                variant=row + column,
            )
            for row, length in enumerate(rows)
            for column in range(length)
        ]
    column: Placed | None = None
    for thing in reversed(list(things)[:4]) if frame.crowned else list(things)[:4]:
        column = replace(place(replace(thing, count=1), frame.width / 2, base, 560, 720), carries=column)
    return [column] if column else []


def on(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Put the first thing on the second; what else is there stands beside them."""
    above, below, *rest = things
    x = frame.width / 2 if not rest else frame.width * 0.38
    items = [place(thing, frame.width * 0.74, frame.ground, 300, 330) for thing in rest[:1]]
    base = place(replace(below, count=1), x, frame.ground, 620, 640)
    load: Placed | None = None
    for variant in reversed(range(min(3, above.count))):
        load = replace(place(replace(above, count=1), 0, 0, 1, 1, variant=variant), carries=load)
    return [*items, replace(base, carries=load)]


def up(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Put the second thing at the upper end of the first."""
    return on([things[1], things[0], *things[2:]], frame)


def between(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Put the first thing between two others."""
    middle, left, *rest = things
    if middle.count == 2 and not rest:
        middle, left = left, middle  # "two servers exchanging keys": the pair stands outside
    right = rest[0] if rest else left
    side = frame.width * 0.33
    size = frame.width * 0.26
    if middle.count > 1:
        centre = cluster(middle, frame.width / 2, frame.ground, size * 1.3, size * 1.2)
    else:
        centre = [place(middle, frame.width / 2, frame.ground, size * 1.45, size * 1.3)]
    return [
        place(left, frame.width / 2 - side, frame.ground, size, size, variant=0),
        place(right, frame.width / 2 + side, frame.ground, size, size, variant=1),
        *centre,
    ]


def tree(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Put a root above its children, joined by lines."""
    root, *rest = things if len(things) > 1 else (replace(things[0], count=1), things[0])
    children = [(thing, variant) for thing in rest for variant in range(thing.count)][: 5 if frame.wide else 4]
    count = len(children)
    step = min(frame.width * 0.88 / count, 300)
    top, base = frame.height * 0.12 + 270, frame.ground + frame.height * 0.07
    items: list[Item] = []
    for number, (thing, variant) in enumerate(children):
        x = frame.width / 2 + (number - (count - 1) / 2) * step
        items.append(Mark(kind="branch", x=frame.width / 2, y=top + 20, width=x - frame.width / 2, height=base - 250 - top))
        items.append(place(thing, x, base, step * 0.8, 220, variant=variant))
    items.append(place(root, frame.width / 2, top, 320, 270))
    return items


def compare(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Put two things into two halves."""
    left, right = (things[0], things[1]) if len(things) > 1 else (things[0], things[0])
    quarter = frame.width / 4
    size = min(quarter * 1.5, 420)
    return [
        Mark(kind="halves", x=frame.width / 2, y=0, width=frame.width, height=frame.height),
        *cluster(left, quarter, frame.middle + size * 0.46, size, size * 0.95),
        *cluster(right, quarter * 3, frame.middle + size * 0.46, size, size * 0.95),
        Mark(kind="badge", x=frame.width / 2, y=frame.middle, width=130, text="vs"),
    ]


def steps(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Put things on platforms that rise, numbered."""
    flat = [(thing, variant) for thing in things for variant in range(thing.count)][: 5 if frame.wide else 4]
    count = len(flat)
    step = frame.width * 0.86 / count
    base = frame.height * 0.86
    rise = frame.height * (0.30 if count > 2 else 0.18) / max(1, count - 1)
    items: list[Item] = []
    for number, (thing, variant) in enumerate(flat):
        x = frame.width / 2 + (number - (count - 1) / 2) * step
        top = base - 90 - number * rise
        items.append(Mark(kind="platform", x=x, y=top, width=step, height=base - top, text=str(number + 1)))
        items.append(place(thing, x, top + 2, step * 0.74, min(290, step * 0.86), variant=variant))
    return items


def queue(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Put one after the other on a belt, towards the last thing."""
    waiting = things[0]
    target = things[-1] if len(things) > 1 else None
    count = max(3, min(5, waiting.count)) if frame.wide else 3
    base = frame.ground - 40
    left, right = frame.width * 0.07, frame.width * (0.66 if target else 0.93)
    step = (right - left) / count
    items: list[Item] = []
    if target and target.count > 1:
        items.append(place(target, left + 90, frame.ground + 30, frame.width * 0.2, 400, variant=1))
        left += 230
        step = (right - left) / count
    items.append(Mark(kind="belt", x=(left + right) / 2, y=base, width=right - left + 40, height=70))
    items += [
        place(waiting, left + (number + 0.5) * step, base + 4, step * 0.78, min(230, step * 0.9), variant=number)
        for number in range(count)
    ]
    if target:
        items.append(place(target, frame.width * 0.83, frame.ground + 30, frame.width * 0.27, 420))
    return items


def hub(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Put one thing in the middle, linked to the others around it."""
    centre = min(things, key=lambda thing: (thing.count, things.index(thing)))
    around = [(thing, variant) for thing in things if thing is not centre for variant in range(thing.count)][:6]
    count = len(around)
    rx, ry = (frame.width * 0.36, 330.0) if frame.wide else (345.0, 345.0)
    size = {1: 300, 2: 260, 3: 230, 4: 215}.get(count, 185)
    offset = {1: 0.0, 2: 0.0, 3: -math.pi / 2, 4: math.pi / 4}.get(count, -math.pi / 2)
    middle = frame.middle + (40 if count == 3 else 0)
    links: list[Item] = []
    items: list[Item] = []
    for number, (thing, variant) in enumerate(around):
        angle = offset + 2 * math.pi * number / count
        x, y = frame.width / 2 + rx * math.cos(angle), middle + ry * math.sin(angle)
        links.append(Link(x0=frame.width / 2, y0=middle, x1=x, y1=y, arrow=False))
        items.append(Mark(kind="disc", x=x, y=y, width=size * 1.18))
        items.append(place(thing, x, y, size * 0.8, size * 0.8, middle=True, variant=variant))
    items.append(Mark(kind="disc", x=frame.width / 2, y=middle, width=380))
    items.append(place(centre, frame.width / 2, middle, 265, 265, middle=True))
    return [*links, *items]


def protect(things: Sequence[Thing], frame: Frame, *, guards: int = 1) -> list[Item]:
    """Put the guard in front of what it protects, or into a ring of it."""
    guard, *kept = things
    if guard.name == "umbrella" and kept:
        below = place(replace(kept[0], count=1), frame.width / 2, frame.ground, 520, 640)
        return [
            *(place(thing, frame.width / 2, frame.ground - 640, 330, 170) for thing in kept[1:2]),
            replace(below, carries=place(guard, 0, 0, 1, 1)),
        ]
    if guards > 1 and not guard.acts:
        middle = frame.width / 2
        low = frame.middle + 300
        front = [place(thing, middle + side * 235, low, 280, 290) for thing, side in zip(things[:guards], (-1, 1), strict=False)]
        inner = cluster(things[guards], middle, frame.middle + 210, 460, 460)
        return [Mark(kind="ring", x=middle, y=frame.middle, width=780), *inner, *front]
    if guard.acts or not kept:
        return pair(things, frame) if kept else hero(things, frame)
    flat = [(thing, variant) for thing in kept for variant in range(thing.count)][:6]
    if len(flat) == 1:
        return [
            Mark(kind="ring", x=frame.width / 2, y=frame.middle, width=760),
            place(flat[0][0], frame.width / 2 - 40, frame.middle - 20, 560, 500, middle=True),
            place(guard, frame.width / 2 + 190, frame.middle + 130, 340, 350, middle=True),
        ]
    items: list[Item] = [Mark(kind="ring", x=frame.width / 2, y=frame.middle, width=680)]
    for number, (thing, variant) in enumerate(flat):
        angle = -math.pi / 4 + 2 * math.pi * number / len(flat) - (math.pi / 4 if len(flat) % 2 else 0)
        x, y = frame.width / 2 + 345 * math.cos(angle), frame.middle + 345 * math.sin(angle)
        items.append(Mark(kind="disc", x=x, y=y, width=215))
        items.append(place(thing, x, y, 150, 150, middle=True, variant=variant))
    items.append(place(guard, frame.width / 2, frame.middle, 360, 370, middle=True))
    return items
