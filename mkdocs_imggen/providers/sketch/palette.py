"""Colours by role: OKLCH ramps of eleven steps, so that every drawing harmonises with every palette.

A role names a ramp and a step (`p5`), or one fixed colour (`ink`). Ramps: `p` primary, `s` secondary, `a` accent,
`n` tinted neutral, and the natural ones that keep their hue in every palette: `g` foliage, `w` warm light, `b` wood,
`f` fire. Any colour word is a ramp as well (`red5`), which is how "a red lock" becomes red.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

LIGHTNESS = (0.985, 0.965, 0.93, 0.88, 0.81, 0.72, 0.63, 0.53, 0.42, 0.31, 0.22)
"""Lightness of the steps 0 to 10."""
CHROMA = (0.10, 0.18, 0.32, 0.52, 0.78, 1.0, 1.05, 1.0, 0.85, 0.62, 0.42)
"""Share of the chroma at each step: it peaks in the middle, so that tints stay clean and shades stay deep."""


@dataclass(frozen=True, slots=True)
class Tone:
    """A colour word's place in OKLCH; `lift` moves the whole ramp lighter or darker (yellow is lighter than blue)."""

    hue: float
    chroma: float
    lift: float = 0.0


COLOURS: Mapping[str, Tone] = MappingProxyType(
    {
        "red": Tone(27, 0.20),
        "crimson": Tone(20, 0.20, -0.04),
        "maroon": Tone(20, 0.14, -0.14),
        "scarlet": Tone(30, 0.21),
        "coral": Tone(33, 0.165),
        "salmon": Tone(30, 0.14, 0.03),
        "orange": Tone(55, 0.17),
        "tangerine": Tone(52, 0.18),
        "amber": Tone(75, 0.165, 0.02),
        "yellow": Tone(95, 0.165, 0.09),
        "gold": Tone(85, 0.15, 0.03),
        "golden": Tone(85, 0.15, 0.03),
        "lime": Tone(125, 0.18, 0.05),
        "green": Tone(150, 0.15),
        "emerald": Tone(160, 0.14),
        "olive": Tone(115, 0.10, -0.08),
        "mint": Tone(168, 0.10, 0.05),
        "teal": Tone(188, 0.11),
        "turquoise": Tone(190, 0.12, 0.03),
        "cyan": Tone(210, 0.13, 0.03),
        "sky": Tone(232, 0.13),
        "azure": Tone(245, 0.15),
        "blue": Tone(256, 0.17),
        "navy": Tone(262, 0.13, -0.12),
        "indigo": Tone(275, 0.18, -0.02),
        "violet": Tone(292, 0.18),
        "purple": Tone(300, 0.18),
        "lavender": Tone(297, 0.11, 0.06),
        "lilac": Tone(310, 0.11, 0.05),
        "magenta": Tone(335, 0.20),
        "pink": Tone(355, 0.15, 0.03),
        "rose": Tone(8, 0.16),
        "peach": Tone(50, 0.11, 0.06),
        "brown": Tone(55, 0.08, -0.10),
        "beige": Tone(80, 0.04, 0.10),
        "cream": Tone(90, 0.04, 0.14),
        "sand": Tone(80, 0.06, 0.06),
        "silver": Tone(255, 0.012, 0.08),
        "grey": Tone(260, 0.015),
        "gray": Tone(260, 0.015),
        "slate": Tone(258, 0.035, -0.06),
        "black": Tone(265, 0.012, -0.34),
        "white": Tone(250, 0.008, 0.24),
    }
)
"""Colour words that an author may use, for the palette or for one thing."""

SLACK = 1e-4
"""How far outside sRGB a value may lie and still be shown: far less than one step of eight bits."""
DEFAULTS = (
    ("blue", "coral", "amber"),
    ("indigo", "pink", "amber"),
    ("teal", "coral", "amber"),
    ("violet", "orange", "cyan"),
    ("sky", "rose", "gold"),
    ("emerald", "indigo", "amber"),
)
"""Palettes for prompts that name no colour; the prompt's digest picks one."""
SUNSET = ("purple", "coral", "amber")
COMPANIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "orange": ("indigo", "teal"),
        "amber": ("indigo", "teal"),
        "gold": ("indigo", "teal"),
        "yellow": ("indigo", "coral"),
        "red": ("indigo", "amber"),
        "coral": ("teal", "amber"),
        "pink": ("indigo", "amber"),
        "rose": ("indigo", "amber"),
        "peach": ("teal", "coral"),
        "brown": ("teal", "amber"),
        "purple": ("orange", "cyan"),
        "violet": ("pink", "amber"),
        "indigo": ("pink", "amber"),
        "green": ("indigo", "amber"),
        "emerald": ("indigo", "amber"),
        "mint": ("indigo", "coral"),
        "lime": ("indigo", "orange"),
        "navy": ("cyan", "amber"),
        "cyan": ("indigo", "amber"),
        "grey": ("blue", "amber"),
        "gray": ("blue", "amber"),
        "slate": ("blue", "amber"),
        "black": ("grey", "amber"),
        "white": ("blue", "amber"),
    }
)
"""What goes with a single colour word; anything else gets coral and amber."""
NATURAL: Mapping[str, Tone] = MappingProxyType(
    {"g": Tone(152, 0.125), "w": Tone(86, 0.165, 0.04), "b": Tone(58, 0.075, -0.06), "f": Tone(42, 0.19)}
)


def hex_of(lightness: float, chroma: float, hue: float) -> str:
    """Give an OKLCH colour as `#rrggbb`, with as much of its chroma as sRGB can show."""
    low, high = 0.0, chroma
    if not _shows(lightness, chroma, hue):
        # 16 halvings: finer than one step of eight bits.
        for _ in range(16):
            middle = (low + high) / 2
            if _shows(lightness, middle, hue):
                low = middle
            else:
                high = middle
        chroma = low
    return "#" + "".join(f"{_byte(value):02x}" for value in _linear(lightness, chroma, hue))


def ramp(tone: Tone, *, softness: float = 1.0, lift: float = 0.0) -> tuple[str, ...]:
    """Make the eleven steps of a tone."""
    return tuple(
        hex_of(min(0.995, max(0.12, light + tone.lift + lift)), tone.chroma * share * softness, tone.hue)
        for light, share in zip(LIGHTNESS, CHROMA, strict=True)
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Palette:
    """The colours of one picture, by role."""

    words: tuple[str, str, str]
    dark: bool
    ramps: Mapping[str, tuple[str, ...]]
    single: Mapping[str, str]

    def colour(self, role: str) -> str:
        """`#rrggbb` of a role."""
        if role in self.single:
            return self.single[role]
        name = role.rstrip("0123456789")
        step = int(role[len(name) :] or 5)
        if name in self.ramps:
            return self.ramps[name][step]
        tone = COLOURS[name]
        light = min(0.995, max(0.12, LIGHTNESS[step] + tone.lift))
        return hex_of(light, tone.chroma * CHROMA[step], tone.hue)


def choose(
    words: Sequence[str],
    rng: random.Random,
    *,
    dark: bool = False,
    pastel: bool = False,
    mono: bool = False,
    sunset: bool = False,
) -> Palette:
    """Make a palette from the colour words of a prompt, or from the prompt's own chance where it has none."""
    names = _three(list(words), rng, dark=dark, sunset=sunset)
    first, second, third = (COLOURS[name] for name in names)
    if mono:
        second = Tone(first.hue, first.chroma * 0.45, first.lift)
        third = Tone(first.hue, first.chroma, first.lift + 0.05)
    softness = 0.62 if pastel else 1.0
    lift = 0.03 if pastel else 0.0
    ramps = {
        "p": ramp(first, softness=softness, lift=lift),
        "s": ramp(second, softness=softness, lift=lift),
        "a": ramp(third, softness=softness, lift=lift),
        "n": ramp(Tone(first.hue, min(0.030, first.chroma * 0.2))),
    }
    for name, natural in NATURAL.items():
        tone = Tone(first.hue, first.chroma * 0.7, natural.lift) if mono else natural
        ramps[name] = ramp(tone, softness=softness)
    chroma = min(0.075, first.chroma * 0.5)
    single = {
        "ink": hex_of(0.285, min(0.06, first.chroma * 0.45), first.hue),
        "paper": hex_of(0.992, 0.004, first.hue),
        "white": "#ffffff",
        "skin0": "#f3c9a8",
        "skin1": "#c98d64",
        "skin2": "#e6b088",
        "skin3": "#8d5a3b",
        "hair0": "#3a2a22",
        "hair1": "#1f1b1c",
        "hair2": "#a3622f",
        "hair3": "#5a3a26",
        "dusk0": hex_of(0.285, chroma, first.hue),
        "dusk1": hex_of(0.175, min(0.042, first.chroma * 0.34), first.hue),
    }
    three = (names[0], names[1], names[2])
    return Palette(words=three, dark=dark, ramps=MappingProxyType(ramps), single=MappingProxyType(single))


def _three(names: list[str], rng: random.Random, *, dark: bool, sunset: bool) -> list[str]:
    """Fill up to three words whose hues stay apart."""
    picked = rng.choice(DEFAULTS)  # drawn always, so that colour words do not change the rest of the picture
    if not names:
        return list(SUNSET if sunset else picked)
    if dark and names == ["blue"]:
        return ["blue", "cyan", "amber"]
    if len(names) == 1:
        names += COMPANIONS.get(names[0], ("coral", "amber"))
    if len(names) == 2:  # noqa: PLR2004 - two given, one to find
        hues = [COLOURS[name].hue for name in names]
        spare = ("amber", "cyan", "pink", "teal")
        names.append(max(spare, key=lambda name: min(_apart(COLOURS[name].hue, hue) for hue in hues)))
    return names[:3]


def _apart(one: float, other: float) -> float:
    distance = abs(one - other) % 360
    return min(distance, 360 - distance)


def _linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """OKLCH to linear sRGB, after Björn Ottosson's definition of OKLab."""
    return linear(lightness, chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue)))


def linear(lightness: float, a: float, b: float) -> tuple[float, float, float]:
    """OKLab to linear sRGB; what lies outside 0 to 1 cannot be shown."""
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _shows(lightness: float, chroma: float, hue: float) -> bool:
    return all(abs(value - 0.5) <= 0.5 + SLACK for value in _linear(lightness, chroma, hue))


def screen(light: float) -> float:
    """Bend linear light to sRGB, both from 0 to 1."""
    value = min(1.0, max(0.0, light))
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055  # noqa: PLR2004 - the sRGB curve


def _byte(light: float) -> int:
    return int(screen(light) * 255 + 0.5)
