"""Other colours for a finished picture: what its main colours are, and maps in OKLab from each colour to another.

A map is a function of lightness and the two axes of colour. All of them keep the order of lightnesses, so that what could be
told apart still can; those of hues leave greys alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.sketch.palette import COLOURS, Tone, linear, screen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Lab = tuple[float, float, float]
Map = Callable[[float, float, float], Lab]
SIDE = 21
"""Steps a side of the cube of colours that a map is written down in; Pillow fills in between."""
GREYISH = 0.025
"""Chroma below which nobody calls it a colour."""
BINS = 36
APART = 40.0
"""Degrees between two main hues; what is nearer is one colour in light and shade."""
WORTH = 0.015
"""Share of a picture's colour that a main hue has at least."""
NAMES = (
    "red", "coral", "orange", "amber", "yellow", "lime", "green", "emerald", "teal", "cyan", "sky", "blue", "indigo",
    "violet", "purple", "magenta", "pink", "rose", "brown", "slate",
)  # fmt: skip
"""Words with which a colour of a picture is named: those that differ clearly."""


@dataclass(frozen=True, slots=True)
class Hue:
    """A main colour of a picture: its hue in degrees, and how colourful its clearest parts are."""

    angle: float
    chroma: float


def lab(red: float, green: float, blue: float) -> Lab:
    """SRGB from 0 to 1 to OKLab."""
    red, green, blue = _bare(red), _bare(green), _bare(blue)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def hues_of(fields: Sequence[tuple[int, ...]]) -> tuple[Hue, ...]:
    """Find up to three main colours among fields of red, green, blue and alpha, the one with most colour first."""
    seen = []
    for red, green, blue, alpha in fields:
        _, a, b = lab(red / 255, green / 255, blue / 255)
        chroma = math.hypot(a, b)
        if chroma > GREYISH / 2 and alpha > 127:  # noqa: PLR2004 - half of it shows
            seen.append((math.degrees(math.atan2(b, a)) % 360, chroma))
    bins = [0.0] * BINS
    for angle, chroma in seen:
        # Squared, so that a pale ground does not outweigh what stands on it.
        bins[int(angle * BINS / 360) % BINS] += chroma * chroma
    smooth = [bins[n - 1] + 2 * bins[n] + bins[(n + 1) % BINS] for n in range(BINS)]
    least = WORTH * sum(smooth)
    found: list[Hue] = []
    # Rounded, so that the last bit of a logarithm cannot decide which comes first.
    for place in sorted(range(BINS), key=lambda n: (-round(smooth[n], 6), n)):
        middle = (place + 0.5) * 360 / BINS
        if smooth[place] <= least or any(abs(turn(middle, hue.angle)) < APART for hue in found):
            continue
        near = [(turn(angle, middle), chroma) for angle, chroma in seen if abs(turn(angle, middle)) < APART / 2]
        weight = sum(chroma for _, chroma in near)
        angle = middle + sum(offset * chroma for offset, chroma in near) / weight
        found.append(Hue(angle % 360, sum(chroma * chroma for _, chroma in near) / weight))
    return tuple(found[:3])


def names_of(hues: Sequence[Hue]) -> tuple[str, ...]:
    """Name main colours in words of the lexicon, each word once."""

    def far(name: str, hue: Hue) -> float:
        tone = COLOURS[name]
        return abs(turn(tone.hue, hue.angle)) / 25 + abs(tone.chroma - hue.chroma) / 0.09

    return tuple(dict.fromkeys(min(NAMES, key=lambda name, hue=hue: far(name, hue)) for hue in hues))  # type: ignore[misc]


def turn(angle: float, start: float) -> float:
    """Degrees from one hue to another on the shorter way, -180 to 180."""
    return (angle - start + 180) % 360 - 180


def toward(pairs: Sequence[tuple[Hue, Tone]], *, rest: bool) -> Map:
    """Give main hues other tones; each hue between goes with its neighbours, and a little of its distance stays.

    `rest` says that hues far from all of them stay what they are.
    """
    plan = [(hue.angle, tone, min(1.8, max(0.2, tone.chroma / max(hue.chroma, GREYISH)))) for hue, tone in pairs]

    steep = 6 if rest else 3

    def mapped(light: float, a: float, b: float) -> Lab:
        angle, chroma = math.degrees(math.atan2(b, a)), math.hypot(a, b)
        total, x, y, lift = 0.0, 0.0, 0.0, 0.0
        for source, tone, gain in plan:
            offset = math.radians(turn(angle, source))
            # A bell around the hue: half as much at 40 degrees (at 28 where others stay), next to nothing on the other side.
            weight = math.exp(steep * (math.cos(offset) - 1)) + (0.0 if rest else 1e-6)
            goal = math.radians(tone.hue + 26 * math.sin(offset))
            total += weight
            x += weight * gain * math.cos(goal)
            y += weight * gain * math.sin(goal)
            lift += weight * tone.lift
        if rest:
            spare = max(0.0, 0.55 - total)
            x += spare * a / max(chroma, 1e-9)
            y += spare * b / max(chroma, 1e-9)
            total += spare
        share = min(1.0, chroma / 0.08)
        return light + 0.6 * share * lift / total, chroma * x / total, chroma * y / total

    return mapped


def _warm(light: float, a: float, b: float) -> Lab:
    return _leaning(light, a, b, 62)


def _cool(light: float, a: float, b: float) -> Lab:
    return _leaning(light, a, b, 245)


def _leaning(light: float, a: float, b: float, hue: float) -> Lab:
    """Mix every colour with some of a hue, as much as it has colour itself."""
    amount = 0.45 * math.hypot(a, b)
    return light, a + amount * math.cos(math.radians(hue)), b + amount * math.sin(math.radians(hue))


def _night(light: float, a: float, b: float) -> Lab:
    """Darken all but what shines: light, yellow and colourful."""
    chroma = math.hypot(a, b)
    warm = max(0.0, math.cos(math.radians(turn(math.degrees(math.atan2(b, a)), 88))))
    # More colour never glows less: else the pale rim of something yellow would, and it would not.
    glow = _ramp(light, 0.6, 0.76) * _ramp(chroma, 0.075, 0.125) * _ramp(warm, 0.86, 0.95)
    dim = 1 - glow
    full = _ramp(chroma, 0.03, 0.15)
    dark = 0.07 + 0.41 * light**1.15 + 0.05 * full
    # Pale colours keep their hue in the dark only where there is more of it.
    rich = 1 + dim * (0.55 * (1 - full) - 0.15)
    return glow * light + dim * min(light, dark), a * rich, b * rich - 0.03 * dim


def _dusk(light: float, a: float, b: float) -> Lab:
    """Turn shadows to purple and lights to orange."""
    share = _ramp(light, 0.25, 0.9)
    return 0.05 + 0.86 * light, a * 0.75 + 0.032, b * 0.7 - 0.04 + 0.08 * share


def _grey(light: float, _a: float, _b: float) -> Lab:
    return light, 0.0, 0.0


def _sepia(light: float, _a: float, _b: float) -> Lab:
    amount = 0.16 * light * (1.12 - light)
    return light, amount * 0.45, amount


def _pale(light: float, a: float, b: float) -> Lab:
    return light + 0.4 * (1 - light), a * 0.62, b * 0.62


def _vivid(light: float, a: float, b: float) -> Lab:
    return light, a * 1.4, b * 1.4


def _muted(light: float, a: float, b: float) -> Lab:
    return light, a * 0.55, b * 0.55


MOODS: Mapping[str, Map] = MappingProxyType(
    {
        "night": _night,
        "sunset": _dusk,
        "grey": _grey,
        "sepia": _sepia,
        "warm": _warm,
        "cool": _cool,
        "pale": _pale,
        "vivid": _vivid,
        "muted": _muted,
    }
)
"""Maps by the word for what they do."""
KEEP_GREYS = frozenset({"warm", "cool", "vivid", "muted"})
"""Those of the moods that leave greys alone, as every other tone of a hue does."""


def shift(take: int) -> float:
    """Spread takes evenly from -1 to 1, however many there are: the golden section never comes back."""
    return (take - 1) * 0.618034 % 1 * 2 - 1


def nudge(amount: float) -> Map:
    """Turn all hues and lift the middle a little, for another take; `amount` is -1 to 1."""
    angle = math.radians(12 * amount)
    cosine, sine = math.cos(angle), math.sin(angle)

    def mapped(light: float, a: float, b: float) -> Lab:
        return light + 0.12 * amount * light * (1 - light), a * cosine - b * sine, a * sine + b * cosine

    return mapped


def cube(maps: Sequence[Map]) -> list[float]:
    """Write maps, one after the other, down as `SIDE`³ colours, red fastest."""
    return [value for colour in _colours(maps) for value in colour]


def _colours(maps: Sequence[Map]) -> Iterator[tuple[float, float, float]]:
    steps = [n / (SIDE - 1) for n in range(SIDE)]
    for blue in steps:
        for green in steps:
            for red in steps:
                colour = lab(red, green, blue)
                for map_ in maps:
                    colour = map_(*colour)
                yield _shown(*colour)


def _shown(light: float, a: float, b: float) -> tuple[float, float, float]:
    """OKLab to sRGB from 0 to 1, with as much of the chroma as the screen can show."""
    light = min(1.0, max(0.0, light))
    shown = linear(light, a, b)
    if min(shown) < -0.001 or max(shown) > 1.001:  # noqa: PLR2004 - less than a step of eight bits
        low, high = 0.0, 1.0
        for _ in range(8):
            middle = (low + high) / 2
            shown = linear(light, a * middle, b * middle)
            if min(shown) < 0 or max(shown) > 1:
                high = middle
            else:
                low = middle
        shown = linear(light, a * low, b * low)
    # Rounded well below a step of eight bits: the last bits of a root are the machine's own.
    return (round(screen(shown[0]), 5), round(screen(shown[1]), 5), round(screen(shown[2]), 5))


def _bare(value: float) -> float:
    """Undo the curve of sRGB."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - the sRGB curve


def _ramp(value: float, low: float, high: float) -> float:
    """From 0 at `low` to 1 at `high`."""
    return min(1.0, max(0.0, (value - low) / (high - low)))
