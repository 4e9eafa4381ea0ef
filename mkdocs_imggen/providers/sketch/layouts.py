"""Where things stand: one function a layout, all arithmetic, nothing drawn.

A layout takes the things in the order of the prompt and a `Frame`, and gives items from back to front.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.icons import DRAWINGS
from mkdocs_imggen.providers.sketch.items import Board, Item, place, posing
from mkdocs_imggen.providers.sketch.lexicon import UNHELD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_imggen.providers.sketch.things import Thing

LONG = frozenset({"key", "container", "keyboard", "battery", "switch", "truck", "car", "ship", "bridge"})
"""Things so wide that several of them are piled up."""
MOVING = frozenset({"ship", "truck", "car"})
"""Long things that stand on ground or water all the same."""
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
        row = [
            place(thing, x + (n - (count - 1) / 2) * step, y - 14 * (n % 2), step * 1.3, height * 0.86, variant=n)
            for n in range(count)
        ]
        return [*row[1::2], *row[::2]]
    if thing.name in MOVING:
        # Side by side on the ground or the water: a pile of ships would hang in the air.
        step = width / count
        return [place(thing, x + (n - (count - 1) / 2) * step, y, step * 0.92, height * 0.7, variant=n) for n in range(count)]
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
    if DRAWINGS[thing.name].air:
        return [place(thing, frame.width / 2, frame.middle, 600, 540 if not frame.text else 440, middle=True)]
    height = 560 if not frame.text else 470
    return [place(thing, frame.width / 2, frame.ground, 640, height)]


def crowd(things: Sequence[Thing], frame: Frame, *, land: bool = False) -> list[Item]:
    """Show several equal things: a row where there is room or a ground to stand on, else two or three rows."""
    # Of many kinds one each: which kinds there are says more than how many.
    most = 9 if len(things) == 1 else max(1, 7 // len(things))
    flat = [(thing, variant) for thing in things for variant in range(min(thing.count, most))]
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
    fair = max(1, len(high) // max(1, sum(DRAWINGS[thing.name].air for thing in others)))
    items: list[Item] = []
    for thing in others[:5]:
        if low and (not DRAWINGS[thing.name].air or not high):
            x = low.pop(0)
            items += cluster(thing, centre + x, base + 4, 255 * min(reach, 1.15), 250)
        elif high:
            spots = [high.pop(0) for _ in range(min(len(high), thing.count, fair))]
            for variant, (x, y) in enumerate(spots):
                turn = 8 if x > 0 else -8 if x < 0 else 0
                items.append(place(thing, centre + x, base + y, 200, 180, middle=True, variant=variant, turn=turn))
    items.append(posing(place(first, centre, base, 430, 480), "wave"))
    return items


def pair(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Put two things beside each other, the first a little larger."""
    spread = frame.width * (0.165 if frame.wide else 0.215)
    width = min(spread * 1.86, 440)
    left, right = frame.width / 2 - spread, frame.width / 2 + spread
    if things[0].count > 1:
        first = cluster(things[0], left, frame.ground, width, 470)
    else:
        first = [posing(place(things[0], left, frame.ground, width, 470), "point")]
    # A fleet beside one thing has the room that it leaves.
    fleet = 1.75 if frame.wide and things[0].count == 1 < things[1].count and things[1].name in MOVING else 0.96
    return [*cluster(things[1], right + (fleet - 0.96) * 60, frame.ground, width * fleet, 410), *first]


def marked(things: Sequence[Thing], frame: Frame) -> list[Item]:
    """Put a mark in front of the lower half of a thing."""
    thing, mark = things
    return [
        place(thing, frame.width / 2, frame.middle, 620, 500, middle=True),
        place(replace(mark, colour=mark.colour or "white"), frame.width / 2, frame.middle + 120, 230, 300, middle=True),
    ]


def sign(frame: Frame) -> list[Item]:
    """Put the text on a board, outdoors."""
    return [
        Board(
            kind="sign",
            text=frame.text,
            x=frame.width / 2,
            y=frame.height * 0.42,
            width=min(frame.width * 0.72, 1050),
            height=300,
        )
    ]


def not_found(things: Sequence[Thing], frame: Frame, *, held: bool) -> list[Item]:
    """Spell 404 with a thing for the nought, or alone; a character has the next thing in its hands if `held`."""
    text = frame.text or "404"
    if not things:
        return [Board(kind="bare", text=text, x=frame.width / 2, y=frame.middle, width=frame.width * 0.8, height=420)]
    nought = place(things[0], frame.width / 2, frame.middle + 190, 330, 400)
    if held and len(things) > 1 and DRAWINGS[nought.name].hands and things[1].name not in UNHELD:
        nought = replace(nought, pose="hold", holds=place(replace(things[1], count=1), 0, 0, 1, 1))
    spread = 345 if frame.wide else 330
    return [
        Board(kind="bare", text="4", x=frame.width / 2 - spread, y=frame.middle, width=260, height=430),
        Board(kind="bare", text="4", x=frame.width / 2 + spread, y=frame.middle, width=260, height=430),
        nought,
    ]


def caption(items: list[Item], frame: Frame) -> list[Item]:
    """Add the text as a ribbon below a scene."""
    if not frame.text:
        return items
    return [
        *items,
        Board(
            kind="ribbon",
            text=frame.text,
            x=frame.width / 2,
            y=frame.height * 0.865,
            width=min(frame.width * 0.8, 1000),
            height=120,
        ),
    ]
