"""Layouts that show somebody or something at work: launching, juggling, reading, climbing, working together."""

from __future__ import annotations

import math
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.icons import DRAWINGS
from mkdocs_imggen.providers.sketch.items import Item, Mark, place, posing
from mkdocs_imggen.providers.sketch.layouts import cluster, pair
from mkdocs_imggen.providers.sketch.relations import on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_imggen.providers.sketch.layouts import Frame
    from mkdocs_imggen.providers.sketch.things import Thing

WAYPOINTS = MappingProxyType(
    {
        0.26: (0.62, 0.862, 0.066),
        0.30: (0.60, 0.84, 0.06),
        0.48: (0.385, 0.735, 0.042),
        0.58: (0.45, 0.675, 0.03),
        0.69: (0.578, 0.60, 0.018),
    }
)
"""Places along the winding path: x and y as shares of the picture, and the half width of the path there."""


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
    flat = [
        (thing, variant) for variant in range(5) for thing in others if variant < max(thing.count, 2 if len(others) < 3 else 1)
    ][:5]
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
    if DRAWINGS[actor.name].hands is None:
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
    # Where the middle of each screen is, and how much of its height there is.
    inner, size = {"laptop": (-0.38, 0.5), "monitor": (-0.52, 0.52), "phone": (-0.47, 0.5), "tablet": (-0.49, 0.5)}.get(
        screen.name, (-0.37, 0.54)
    )
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
    folk = next((thing for thing in things if thing.name == "person"), things[0])
    common = [thing for thing in things if thing is not folk]
    count = max(2, min(5 if frame.wide else 4, folk.count if folk.count > 1 else 4))
    items: list[Item] = []
    if not common:
        step = min(250, frame.width * 0.86 / count)
        for number in range(count):
            x = frame.width / 2 + (number - (count - 1) / 2) * step
            items.append(
                posing(
                    place(folk, x, frame.ground + 20 - 26 * (number % 2), step * 1.1, 520, variant=number),
                    "wave" if number == 0 else "stand",
                )
            )
        return items
    reach = frame.width * (0.30 if frame.wide else 0.34)
    for number, thing in enumerate(common[:2]):
        if number == 0:
            items += cluster(thing, frame.width / 2, frame.ground, 400, 380)
        else:
            items.append(place(thing, frame.width / 2, frame.ground - 460, 240, 170, middle=True))
    spots = [(-reach, 0, False), (reach, 0, True), (-reach * 0.66, 34, False), (reach * 0.66, 34, True)]
    for number in range(min(count, 4)):
        x, y, flip = spots[number]
        items.append(
            posing(
                place(folk, frame.width / 2 + x, frame.ground + 10 + y, 260, 430, variant=number, flip=flip),
                "point" if number < 2 else "stand",
            )
        )
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
                items.append(
                    place(
                        thing,
                        frame.width * (x + (width * 0.62 if number % 2 == 0 else -width * 0.62)),
                        frame.height * y,
                        size,
                        size,
                    )
                )
    climbers = [thing for thing in things if thing.acts][:1]
    return items + [posing(place(thing, frame.width * 0.30, frame.height * 0.93, 260, 270), "wave") for thing in climbers]
