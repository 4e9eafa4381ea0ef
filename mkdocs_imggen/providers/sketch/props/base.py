"""What a drawing is to the rest: a name, a function that draws it, and where other things may touch it.

A drawing stands on `(0, 0)`, grows upwards (negative y) and is about 100 units tall; its real size is measured. Light comes
from the top left. It uses roles, never colours, so that palettes, bound colours and styles work for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs_imggen.providers.sketch.shapes import Canvas


@dataclass(frozen=True, kw_only=True, slots=True)
class Manner:
    """How a thing is drawn this time.

    `variant` tells several of a kind apart (people, documents). `states` are adjectives that change a drawing (`open`,
    `broken`, `sleeping`, `glowing`). `pose` is what a character does with its arms.
    """

    variant: int = 0
    states: frozenset[str] = frozenset()
    pose: str = "stand"


@dataclass(frozen=True, kw_only=True, slots=True)
class Prop:
    """One drawing.

    `tint` are the ramps that a bound colour replaces ("a red lock"). `head` is where a hat sits (x, y, width), `hands`
    where something held goes (x, y): only characters have them. `back` is where something lies (x, y, width) that is not
    laid on the middle of the top. `air` marks what does not stand on the ground.
    """

    name: str
    draw: Callable[[Canvas, Manner], None]
    tint: str = "p"
    head: tuple[float, float, float] | None = None
    hands: tuple[float, float] | None = None
    back: tuple[float, float, float] | None = None
    air: bool = False
