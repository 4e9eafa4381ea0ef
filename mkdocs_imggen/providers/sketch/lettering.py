"""Text as outlines: glyphs of an open font become paths, so that the renderer needs no fonts at all."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

WEIGHT = 800
"""Heavy, so that a word on a sign is legible in a thumbnail."""
CAP_HEIGHT = 0.705
"""Height of Nunito's capitals, in parts of the size; centres a line on a board."""
LONGEST = 80
"""Characters on one board; beyond that a picture is the wrong place for the text."""


class Face:
    """The font, opened once for a picture; glyphs are read when they are first used."""

    def __init__(self) -> None:
        import fontpkg_nunito  # noqa: PLC0415 - heavy, and most pictures have no text
        from fontTools.ttLib import TTFont  # noqa: PLC0415 - heavy, as above

        # Read at once: a font that is read lazily from its file keeps that open for as long as it lives.
        data = (fontpkg_nunito.ROOT / "files" / "Nunito[wght].ttf").read_bytes()
        font: Any = TTFont(io.BytesIO(data), lazy=True)
        self._glyphs: Any = font.getGlyphSet(location={"wght": WEIGHT})
        self._names: dict[int, str] = font.getBestCmap()
        self._em: float = font["head"].unitsPerEm

    def missing(self, text: str) -> str:
        """Characters of the text that the font cannot draw, each once."""
        return "".join(dict.fromkeys(c for c in text if ord(c) not in self._names))

    def width(self, text: str, size: float = 1.0) -> float:
        """How long the text is at a size."""
        return sum(float(self._glyphs[self._names[ord(c)]].width) for c in text) * size / self._em

    def outline(self, text: str, x: float, y: float, size: float) -> str:
        """Path data of one line of text, centred on `x`, standing on `y`."""
        from fontTools.pens.svgPathPen import SVGPathPen  # noqa: PLC0415 - heavy, as above
        from fontTools.pens.transformPen import TransformPen  # noqa: PLC0415 - heavy, as above

        scale = size / self._em
        left = x - self.width(text, size) / 2
        parts = []
        for character in text:
            glyph = self._glyphs[self._names[ord(character)]]
            pen = SVGPathPen(self._glyphs, ntos=_short)
            glyph.draw(TransformPen(pen, (scale, 0, 0, -scale, left, y)))
            parts.append(pen.getCommands())
            left += float(glyph.width) * scale
        return "".join(parts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """A text broken into balanced lines, with the size at which it fits."""

    lines: tuple[str, ...]
    size: float
    width: float

    @property
    def leading(self) -> float:
        """Distance from one baseline to the next."""
        return self.size * 1.1

    @property
    def height(self) -> float:
        """From the top of the first line's capitals to the last baseline."""
        return self.leading * (len(self.lines) - 1) + self.size * CAP_HEIGHT


def balance(face: Face, text: str, width: float, size: float, most: int = 3) -> Setting:
    """Break a text where the lines come out most even, as large as `width` and `size` allow."""
    words = text.split()
    best: Setting | None = None
    for count in range(1, min(most, len(words)) + 1):
        lines = _even(face, words, count)
        longest = max(face.width(line) for line in lines)
        fitting = min(size * (1.0, 0.86, 0.72)[count - 1], width / longest)
        # Another line has to buy a clearly larger text: one line reads faster than two.
        if best is None or fitting > best.size * 1.12:
            best = Setting(lines=tuple(lines), size=fitting, width=longest * fitting)
    return best or Setting(lines=(), size=size, width=0.0)


def unfit(face: Face, text: str) -> str:
    """Say why a text cannot be lettered; nothing where it can."""
    if face.missing(text):
        return "the font lacks its characters"
    return "it is too long to be read in a picture" if len(text) > LONGEST else ""


def _even(face: Face, words: Sequence[str], count: int) -> list[str]:
    choices = (_split(words, cuts) for cuts in combinations(range(1, len(words)), count - 1))
    return min(choices, key=lambda lines: max(face.width(line) for line in lines))


def _split(words: Sequence[str], cuts: Sequence[int]) -> list[str]:
    ends = [*cuts, len(words)]
    return [" ".join(words[start:end]) for start, end in zip([0, *cuts], ends, strict=True)]


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
