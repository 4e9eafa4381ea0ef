"""What a scene consists of: things with their places, and the marks between them. Plain values that can be printed.

Lengths are in units of a thousandth of the picture's short side; y grows downwards.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs_imggen.providers.sketch.things import Thing


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """A thing in a slot; it is drawn as large as the slot allows, standing on `y` or centred on it."""

    name: str
    x: float
    y: float
    width: float
    height: float
    middle: bool = False
    turn: float = 0.0
    flip: bool = False
    variant: int = 0
    states: frozenset[str] = frozenset()
    pose: str = ""
    colour: str = ""
    wears: str = ""
    wears_colour: str = ""
    holds: Placed | None = None
    carries: Placed | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A line between two places, with an arrowhead or without; `bend` lifts its middle."""

    x0: float
    y0: float
    x1: float
    y1: float
    bend: float = 0.0
    arrow: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """Something that belongs to the layout: a `ring`, `platform`, `panel`, `smoke`, `badge`, `desk`, `shelf`, `ground`."""

    kind: str
    x: float
    y: float
    width: float = 0.0
    height: float = 0.0
    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Board:
    """Text to letter: on a `sign`, a `ribbon`, or `bare`."""

    kind: str
    text: str
    x: float
    y: float
    width: float
    height: float


Item = Placed | Link | Mark | Board


def place(
    thing: Thing,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    middle: bool = False,
    variant: int = 0,
    turn: float = 0.0,
    flip: bool = False,
) -> Placed:
    """Put a thing into a slot."""
    return Placed(
        name=thing.name,
        x=x,
        y=y,
        width=width,
        height=height,
        middle=middle,
        variant=variant,
        turn=turn,
        flip=flip,
        states=thing.states,
        pose=thing.pose,
        colour=thing.colour,
        wears=thing.wears,
        wears_colour=thing.wears_colour,
    )


def posing(item: Placed, pose: str) -> Placed:
    """Give a pose to a character that the prompt left without one."""
    return item if item.pose else replace(item, pose=pose)
