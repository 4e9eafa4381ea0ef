"""The pictures that go in, told apart by what they are for, and the picture that is made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mkdocs_imggen.imaging import Sheet
from mkdocs_imggen.providers.sketch import tones
from mkdocs_imggen.providers.sketch.wishes import roles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_imggen.providers.base import InputPicture

FIELD = 64
"""Fields a side in which a picture's colours are looked at."""
STYLES = frozenset({"style", "palette", "colours", "colors"})
"""Roles of pictures whose colours are wanted, and nothing else of them."""


@dataclass(kw_only=True, slots=True)
class Work:
    """A picture while it is worked on.

    `exact` says that pixels were promised to stay as they are, so that no lossy file may hold them. `notes` say for the build's
    log what was done, `lacks` what was not.
    """

    sheet: Sheet
    exact: bool = False
    notes: list[str] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A picture that is to be seen: its number among those that go in, its role, and what it shows without empty rims."""

    number: int
    role: str
    sheet: Sheet


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """The pictures that go in, by what they are for.

    `style` are words for the colours to take, `styled` the numbers of the pictures that they are from.
    """

    base: bytes | None
    mask: bytes | None
    logos: tuple[Sheet, ...]
    shown: tuple[Shown, ...]
    style: tuple[str, ...]
    styled: tuple[int, ...]


def sort(prompt: str, inputs: Sequence[InputPicture]) -> Parts:
    """Tell what each picture that goes in is for."""
    named = roles(prompt)
    mask = next((item.data for item in inputs if item.role == "mask"), None)
    logos: list[Sheet] = []
    shown: list[Shown] = []
    styled: list[int] = []
    fields: list[tuple[int, ...]] = []
    for number, item in enumerate(inputs, 1):
        if item.role != "reference":
            continue
        role, sheet = named.get(number, ""), Sheet.read(item.data)
        if set(role.split()) & STYLES:
            styled.append(number)
            fields += sheet.sample(FIELD, FIELD)
        elif "logo" in role.split() and mask is None:
            # Where there is a mask, its opening is the place for it, as for any other picture.
            logos.append(trimmed(sheet))
        else:
            shown.append(Shown(number=number, role=role, sheet=trimmed(sheet)))
    return Parts(
        base=next((item.data for item in inputs if item.role == "edit"), None),
        mask=mask,
        logos=tuple(logos),
        shown=tuple(shown),
        style=tones.names_of(tones.hues_of(fields)),
        styled=tuple(styled),
    )


@dataclass(frozen=True, slots=True)
class Spot:
    """One of nine places in a picture: `across` and `down` are -1, 0 or 1."""

    across: int = 1
    down: int = 1

    @classmethod
    def of(cls, where: str) -> Spot:
        """Find the place that words mean: the lower right where there are none, and below where they say no height."""
        words = set(where.split())
        if not words:
            return cls()
        across = 1 if "right" in words else -1 if "left" in words else 0
        down = -1 if words & {"upper", "top"} else 1 if across or words & {"lower", "bottom"} else 0
        return cls(across, down)

    def __str__(self) -> str:
        """Say where it is."""
        if not self.across:
            return ("at the top", "in the middle", "at the bottom")[self.down + 1]
        return f"in the {'upper' if self.down < 0 else 'lower'} {'right' if self.across > 0 else 'left'}"

    def corner(self, outer: tuple[int, int], inner: tuple[int, int], margin: int) -> tuple[int, int]:
        """Give left and top of something of the size `inner` in a picture of the size `outer`, with even margins."""
        left, top = (
            (whole - part) // 2 if side == 0 else margin if side < 0 else whole - part - margin
            for whole, part, side in zip(outer, inner, (self.across, self.down), strict=True)
        )
        return max(0, left), max(0, top)


def trimmed(sheet: Sheet) -> Sheet:
    """Cut off rims in which nothing can be seen."""
    box = sheet.seen()
    return sheet.cut(box) if box else sheet


def fitted(sheet: Sheet, width: float, height: float) -> Sheet:
    """Scale a sheet with its proportions so that it just fits."""
    scale = min(width / sheet.width, height / sheet.height)
    return sheet.resized(max(1, round(sheet.width * scale)), max(1, round(sheet.height * scale)))


def counted(numbers: Sequence[int]) -> str:
    """Name pictures by their numbers: "picture 2", "pictures 2 and 3"."""
    return f"picture{'s' if len(numbers) > 1 else ''} {listed([str(number) for number in numbers])}"


def listed(words: Sequence[str]) -> str:
    """Join words: "teal", "teal and coral", "teal, coral and amber"."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]
