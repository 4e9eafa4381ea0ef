"""Where things stand: one function a layout, all arithmetic, nothing drawn.

A layout takes the things in the order of the prompt and a `Frame`, and gives items from back to front.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.items import Board, Item, Link, Mark, Placed, place, posing
from mkdocs_imggen.providers.sketch.props import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_imggen.providers.sketch.reading import Thing

WAYPOINTS = {0.26: (0.62, 0.862, 0.066), 0.30: (0.60, 0.84, 0.06), 0.48: (0.385, 0.735, 0.042), 0.58: (0.45, 0.675, 0.03), 0.69: (0.578, 0.60, 0.018)}
"""Places along the winding path: x and y as shares of the picture, and the half width of the path there."""
LONG = frozenset({"key", "container", "keyboard", "battery", "switch", "truck", "car", "ship", "bridge"})
"""Things so wide that several of them are piled up."""
WIDE = 1.2
"""From this ratio on, a row is better than a block."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """The picture's size in units, its short side 1000.

    `crowned` means that a pile is told from the bottom, `laden` that something is carried on a back.
    """

    width: float
    height: float
    text: str = ""
    crowned: bool = False
    laden: bool = False

    @property
    def wide(self) -> bool:
        """Whether it is clearly wider than tall."""
        return self.width > self.height * WIDE

    @property
    def ground(self) -> float:
        """Where things stand."""
        return self.height * (0.70 if self.text else 0.80)

    @property
    def middle(self) -> float:
        """Where things hover."""
        return self.height * (0.42 if self.text else 0.5)


def cluster(thing: Thing, x: float, y: float, width: float, height: float, *, most: int = 3) -> list[Item]:
    """Put one or several of a kind into one slot, standing on `y`."""
    count = min(most, thing.count)
    if count == 1:
        return [place(thing, x, y, width, height)]
    if thing.acts:
        step = width / count * (1.06 if count == 2 else 1.0)
        row = [place(thing, x + (n - (count - 1) / 2) * step, y - 14 * (n % 2), step * 1.3, height * 0.86, variant=n) for n in range(count)]
        return [*row[1::2], *row[::2]]
    if thing.name in LONG:
        rise = height * 0.9 / count
        return [place(thing, x + (n % 2) * 26 - 13, y - n * rise, width * 0.86, rise * 0.9, variant=n) for n in range(count)]
    if count == 2:
        size = (width * 0.62, height * 0.72)
        return [
            place(thing, x - width * 0.2, y - height * 0.1, *size, variant=1),
            place(thing, x + width * 0.2, y, *size),
        ]
    size = (width * 0.52, height * 0.6)
    return [
        place(thing, x, y - height * 0.34, *size, variant=2),
        place(thing, x - width * 0.25, y, *size, variant=1),
        place(thing, x + width * 0.25, y, *size),
    ]


def hero(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Show one thing, large."""
    thing = things[0]
    if CATALOGUE[thing.name].air:
        return [place(thing, frame.width / 2, frame.middle, 600, 540 if not frame.text else 440, middle=True)]
    height = 560 if not frame.text else 470
    return [place(thing, frame.width / 2, frame.ground, 640, height)]


def crowd(things: Sequence[Thing], frame: Frame, *, land: bool = False) -> list[Item]:
    """Show several equal things: a row where there is room or a ground to stand on, else two or three rows."""
    flat = [(thing, variant) for thing in things for variant in range(thing.count)][:9]
    count = len(flat)
    rows = _rows(count, wide=frame.wide)
    if land:
        return _meadow(flat, frame)
    usable = frame.width * (0.84 if frame.wide else 0.86)
    tallest = (frame.ground - frame.height * 0.12) / len(rows)
    columns = max(rows)
    size = min(usable / columns, tallest * 1.15, 520 if frame.wide else 470)
    items: list[Item] = []
    start = 0
    total = min(tallest, size) * len(rows)
    base = frame.middle + total / 2 if len(rows) > 1 else min(frame.ground, frame.middle + size * 0.42)
    for number, length in enumerate(rows):
        row_base = base - (len(rows) - 1 - number) * min(tallest, size)
        for column in range(length):
            thing, variant = flat[start + column]
            x = frame.width / 2 + (column - (length - 1) / 2) * size
            items.append(place(thing, x, row_base, size * 0.84, min(tallest, size) * 0.84, variant=variant))
        start += length
    return items


def _meadow(flat: Sequence[tuple[Thing, int]], frame: Frame) -> list[Item]:
    """Stand things on the land: in one row, or in two where the one in front covers no more than feet."""
    count = len(flat)
    front = flat if count <= (5 if frame.wide else 3) else flat[count // 2 :]
    items: list[Item] = []
    for row, y in ((flat[: count - len(front)], -215.0), (front, 0.0)):
        step = frame.width * 0.84 / max(1, len(front))
        for column, (thing, variant) in enumerate(row):
            # The row behind stands in the gaps of the one in front.
            x = frame.width / 2 + (column - (len(row) - 1) / 2 + (0.5 if y and len(row) == len(front) else 0)) * step
            items.append(place(thing, x, frame.ground + y, step * 0.86, min(420, step * (0.86 if y else 1.0)), variant=variant))
    return items


def _rows(count: int, *, wide: bool) -> list[int]:
    if count <= (4 if wide else 2):
        return [count]
    if wide:
        return {5: [5], 6: [3, 3], 7: [4, 3], 8: [4, 4]}.get(count, [5, 4])
    return {3: [1, 2], 4: [2, 2], 5: [2, 3], 6: [3, 3], 7: [2, 3, 2], 8: [3, 2, 3]}.get(count, [3, 3, 3])


def companions(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Put the first thing large in the middle, the others around it."""
    first, *others = things
    reach = 1.38 if frame.wide else 1.0
    centre, base = frame.width / 2, frame.ground
    low = [-325 * reach, 325 * reach]
    high = [(-318 * reach, -440), (318 * reach, -440), (0, -610)]
    items: list[Item] = []
    for thing in others[:5]:
        if low and (not CATALOGUE[thing.name].air or not high):
            x = low.pop(0)
            items += cluster(thing, centre + x, base + 4, 255 * min(reach, 1.15), 250)
        elif high:
            spots = [high.pop(0) for _ in range(min(len(high), thing.count, 2 if len(others) > 1 else 3))]
            for variant, (x, y) in enumerate(spots):
                turn = 8 if x > 0 else -8 if x < 0 else 0
                items.append(place(thing, centre + x, base + y, 200, 180, middle=True, variant=variant, turn=turn))
    items.append(posing(place(first, centre, base, 430, 480), "wave"))
    return items


def pair(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Put two things beside each other, the first a little larger."""
    spread = frame.width * (0.19 if frame.wide else 0.215)
    width = min(spread * 1.86, 430)
    left, right = frame.width / 2 - spread, frame.width / 2 + spread
    if things[0].count > 1:
        first = cluster(things[0], left, frame.ground, width, 470)
    else:
        first = [posing(place(things[0], left, frame.ground, width, 470), "point")]
    return [*cluster(things[1], right, frame.ground, width * 0.96, 410), *first]


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
            place(things[0], frame.width / 2 + (column - (length - 1) / 2) * size * 1.04, base - row * size * 0.86, size, size * 0.86, variant=row + column)
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
    return [*items, replace(base, carries=place(replace(above, count=1), 0, 0, 1, 1))]


def up(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Put the second thing at the upper end of the first."""
    return on([things[1], things[0], *things[2:]], frame)


def between(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Put the first thing between two others."""
    middle, left, *rest = things
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
    flat = [(thing, variant) for thing in things for variant in range(thing.count)][:4]
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
    items += [place(waiting, left + (number + 0.5) * step, base + 4, step * 0.78, min(230, step * 0.9), variant=number) for number in range(count)]
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


def protect(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Put the guard in front of what it protects, or into a ring of it."""
    guard, *kept = things
    if guard.name == "umbrella" and kept:
        below = place(replace(kept[0], count=1), frame.width / 2, frame.ground, 520, 640)
        return [
            *(place(thing, frame.width / 2, frame.ground - 640, 330, 170) for thing in kept[1:2]),
            replace(below, carries=place(guard, 0, 0, 1, 1)),
        ]
    if guard.acts or not kept:
        return pair(things, frame) if kept else hero(things, frame)
    flat = [(thing, variant) for thing in kept for variant in range(thing.count)][:6]
    if len(flat) == 1:
        return [
            Mark(kind="ring", x=frame.width / 2, y=frame.middle, width=760),
            place(flat[0][0], frame.width / 2 - 40, frame.middle + 230, 460, 460),
            place(guard, frame.width / 2 + 170, frame.middle + 300, 270, 300),
        ]
    items: list[Item] = [Mark(kind="ring", x=frame.width / 2, y=frame.middle, width=680)]
    for number, (thing, variant) in enumerate(flat):
        angle = -math.pi / 4 + 2 * math.pi * number / len(flat) - (math.pi / 4 if len(flat) % 2 else 0)
        x, y = frame.width / 2 + 345 * math.cos(angle), frame.middle + 345 * math.sin(angle)
        items.append(Mark(kind="disc", x=x, y=y, width=215))
        items.append(place(thing, x, y, 150, 150, middle=True, variant=variant))
    items.append(place(guard, frame.width / 2, frame.middle, 360, 370, middle=True))
    return items


def launch(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Let the first thing rise out of the second, in a cloud of smoke."""
    flyer, source = things[0], things[1]
    base = frame.height * 0.93
    laptop = source.name in ("laptop", "monitor", "tablet", "phone")
    height = 440 if laptop else 330
    opened = source.states | ({"blank"} if laptop else {"open"})
    return [
        place(replace(source, states=opened), frame.width / 2, base, 800, height),
        Mark(kind="smoke back", x=frame.width / 2, y=base - height * 0.55, width=400),
        place(replace(flyer, states=flyer.states | {"flying"}), frame.width / 2 + 4, base - height * 0.42, 420, 600, turn=8),
        Mark(kind="smoke front", x=frame.width / 2, y=base - height * 0.42, width=400),
    ]


def juggle(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Put a character under an arc of things."""
    actor, *others = things
    shelf = next((thing for thing in others if thing.name == "shelf"), None)
    others = [thing for thing in others if thing is not shelf]
    flat = [(thing, variant) for variant in range(5) for thing in others if variant < max(thing.count, 2 if len(others) < 3 else 1)][:5]
    flat.sort(key=lambda entry: entry[1])
    count = len(flat)
    base = frame.height * 0.86
    items: list[Item] = []
    if shelf:
        items.append(place(shelf, frame.width / 2, base + 6, 900, 740))
        items.append(Mark(kind="veil", x=frame.width / 2, y=base + 6, width=900, height=740))
    items.append(Mark(kind="arc", x=frame.width / 2, y=base - 330, width=700, height=720))
    for number, (thing, variant) in enumerate(flat):
        share = number / (count - 1) if count > 1 else 0.5
        angle = math.pi * (1 - share)
        x, y = frame.width / 2 + 350 * math.cos(angle), base - 330 - 340 * math.sin(angle)
        items.append(place(thing, x, y, 165, 160, middle=True, variant=variant, turn=-20 + 40 * share))
    items.append(replace(place(actor, frame.width / 2, base, 460, 460), pose="both"))
    return items


def hold(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Put a thing into a character's hands; what else is there stands beside it."""
    actor, held, *rest = things
    x = frame.width / 2 if not rest else frame.width * (0.40 if frame.wide else 0.36)
    if CATALOGUE[actor.name].hands is None:
        return on([held, actor, *rest], frame) if frame.laden else pair(things, frame)
    in_hands = place(replace(held, count=1), 0, 0, 1, 1)
    items: list[Item] = []
    left = frame.width * (0.66 if frame.wide else 0.72)
    items += [place(thing, left + number * 230, frame.ground, 300, 420) for number, thing in enumerate(rest[:2])]
    character = place(actor, x, frame.ground + 20, 520, 600 if not frame.text else 500)
    items.append(replace(character, pose="hold", holds=in_hands))
    return items


def inside(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Show the first thing on the screen of the last."""
    shown, screen = things[0], things[-1]
    width, height = (720, 520) if screen.name != "phone" else (420, 620)
    base = frame.middle + height * 0.47
    inner = {"laptop": -0.56, "monitor": -0.62, "phone": -0.5, "tablet": -0.5}.get(screen.name, -0.44)
    size = 0.5 if screen.name in ("phone", "tablet") else 0.56
    return [
        place(replace(screen, states=screen.states | {"blank"}), frame.width / 2, base, width, height),
        place(shown, frame.width / 2, base + inner * height, width * 0.5, height * size, middle=True),
    ]


def inspect(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Put something under a magnifying glass."""
    seen = next(thing for thing in things if thing.name != "magnifier")
    glass = next((thing for thing in things if thing.name == "magnifier"), None)
    items = cluster(seen, frame.width / 2 - 50, frame.middle + 270, 560, 540)
    if glass:
        items.append(place(glass, frame.width / 2 + 165, frame.middle + 330, 330, 340))
    return items


def team(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Gather people around what they have in common."""
    folk = next(thing for thing in things if thing.acts)
    common = [thing for thing in things if not thing.acts]
    count = max(2, min(5 if frame.wide else 4, folk.count if folk.count > 1 else 4))
    items: list[Item] = []
    if not common:
        step = min(250, frame.width * 0.86 / count)
        for number in range(count):
            x = frame.width / 2 + (number - (count - 1) / 2) * step
            items.append(posing(place(folk, x, frame.ground + 20 - 26 * (number % 2), step * 1.1, 520, variant=number), "wave" if number == 0 else "stand"))
        return items
    reach = frame.width * (0.30 if frame.wide else 0.34)
    for number, thing in enumerate(common[:2]):
        if number == 0:
            items.append(place(thing, frame.width / 2, frame.ground, 400, 380))
        else:
            items.append(place(thing, frame.width / 2, frame.ground - 460, 240, 170, middle=True))
    spots = [(-reach, 0, False), (reach, 0, True), (-reach * 0.66, 34, False), (reach * 0.66, 34, True)]
    for number in range(min(count, 4)):
        x, y, flip = spots[number]
        items.append(posing(place(folk, frame.width / 2 + x, frame.ground + 10 + y, 260, 430, variant=number, flip=flip), "point" if number < 2 else "stand"))
    return items


def desk(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Seat somebody behind a desk, with the things on it."""
    folk = next((thing for thing in things if thing.acts), None)
    on_it = [(thing, variant) for thing in things if not thing.acts for variant in range(min(2, thing.count))][:4]
    base = frame.height * 0.62
    width = 860 if not frame.wide else 1080
    items: list[Item] = []
    if folk:
        count = min(3, folk.count)
        for number in range(count):
            x = frame.width / 2 + (number - (count - 1) / 2) * width * 0.29
            items.append(place(folk, x, base + 130, 420, 480, variant=number))
    items.append(Mark(kind="desk", x=frame.width / 2, y=base, width=width, height=frame.height * 0.25))
    slots = {1: [0.0], 2: [-0.30, 0.30], 3: [-0.34, 0.34, 0.0], 4: [-0.36, 0.36, -0.14, 0.14]}.get(len(on_it), [])
    if folk and len(on_it) == 1:
        slots = [0.27]
    for (thing, variant), share in zip(on_it, slots, strict=False):
        items.append(place(thing, frame.width / 2 + share * width, base + 4, width * 0.26, 240, variant=variant))
    return items


def climb(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Put the prize on the summit and the climber at its foot; the land is the backdrop's."""
    items: list[Item] = []
    names = {thing.name for thing in things}
    peak = (0.56, 0.31)
    if "flag" in names or "trophy" in names:
        prize = next(thing for thing in things if thing.name in ("trophy", "flag"))
        items.append(place(prize, frame.width * peak[0] + 18, frame.height * peak[1], 150, 150))
    bends = {1: (0.30,), 2: (0.26, 0.58)}
    for thing in things:
        if thing.name == "milestone":
            for number, share in enumerate(bends.get(thing.count, (0.26, 0.48, 0.69))):
                x, y, width = WAYPOINTS[share]
                size = 56 + 1000 * width
                items.append(place(thing, frame.width * (x + (width * 0.62 if number % 2 == 0 else -width * 0.62)), frame.height * y, size, size))
    climbers = [thing for thing in things if thing.acts][:1]
    return items + [posing(place(thing, frame.width * 0.30, frame.height * 0.93, 260, 270), "wave") for thing in climbers]


def sign(frame: Frame) -> list[Item]:
    """Put the text on a board, outdoors."""
    return [Board(kind="sign", text=frame.text, x=frame.width / 2, y=frame.height * 0.42, width=min(frame.width * 0.72, 1050), height=300)]


def not_found(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Spell 404 with a thing for the nought, or alone."""
    text = frame.text or "404"
    if not things:
        return [Board(kind="bare", text=text, x=frame.width / 2, y=frame.middle, width=frame.width * 0.8, height=420)]
    spread = 345 if frame.wide else 330
    return [
        Board(kind="bare", text="4", x=frame.width / 2 - spread, y=frame.middle, width=260, height=430),
        Board(kind="bare", text="4", x=frame.width / 2 + spread, y=frame.middle, width=260, height=430),
        place(things[0], frame.width / 2, frame.middle + 190, 330, 400),
    ]


def caption(items: list[Item], frame: Frame) -> list[Item]:
    """Add the text as a ribbon below a scene."""
    if not frame.text:
        return items
    return [*items, Board(kind="ribbon", text=frame.text, x=frame.width / 2, y=frame.height * 0.865, width=min(frame.width * 0.8, 1000), height=120)]

