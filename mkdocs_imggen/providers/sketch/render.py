"""From a prompt to a PNG: palette, painting, fitting, style, and the renderer."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mkdocs_imggen.errors import UnusableError
from mkdocs_imggen.providers.sketch import palette as palettes
from mkdocs_imggen.providers.sketch.measure import measure
from mkdocs_imggen.providers.sketch.painter import paint
from mkdocs_imggen.providers.sketch.scene import Scene, compose
from mkdocs_imggen.providers.sketch.shapes import IDENTITY, Group, Matrix, number
from mkdocs_imggen.providers.sketch.svg import Writer

if TYPE_CHECKING:
    from mkdocs_imggen.providers.sketch.painter import Painting
    from mkdocs_imggen.providers.sketch.palette import Palette

MARGIN = 0.055
"""Air around the subject of a transparent picture, in parts of each side."""
STICKER_SHADOW = (
    '<filter id="lift" x="-10%" y="-10%" width="120%" height="120%">'
    '<feDropShadow dx="0" dy="9" stdDeviation="10" flood-color="#0b1020" flood-opacity=".28"/></filter>'
)
BORDER = 17.0
"""Width of a sticker's white border."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    """An SVG, and what the build should know about it."""

    svg: str
    scene: Scene
    unlettered: tuple[str, ...]


def draw(prompt: str, width: int, height: int, *, transparent: bool, seed: str, ribbon: bool = False) -> Drawing:
    """Draw a prompt; everything that is left to chance follows from `seed`."""
    scene = compose(prompt, width, height, transparent=transparent)
    digest = hashlib.sha256(seed.encode()).digest()
    rng = random.Random(int.from_bytes(digest[:8], "big"))  # noqa: S311 - for variety, not for secrets
    reading = scene.reading
    palette = palettes.choose(
        reading.colours,
        rng,
        dark=reading.dark,
        pastel=reading.pastel,
        mono=reading.mono,
        sunset=reading.sunset,
    )
    painting = paint(scene, rng, transparent=transparent)
    body = _styled(painting, scene, palette, transparent=transparent)
    if ribbon:
        body += draft_ribbon(scene, palette)
    return Drawing(svg=_document(scene, width, height, body), scene=scene, unlettered=tuple(painting.unlettered))


def rasterise(svg: str) -> bytes:
    """Render an SVG to PNG; no font of the machine is ever looked at."""
    import resvg_py  # noqa: PLC0415 - a native module that only the illustrator needs

    try:
        return bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True))
    except ValueError as fault:  # pragma: no cover - our own SVG is valid; a renderer that says otherwise is broken
        raise UnusableError(f"the renderer refused the drawing: {fault}") from fault


def _document(scene: Scene, width: int, height: int, body: str) -> str:
    box = f"{number(scene.frame.width)} {number(scene.frame.height)}"
    root = f'xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {box}" preserveAspectRatio="none"'
    return f"<svg {root}>{body}</svg>"


def _styled(painting: Painting, scene: Scene, palette: Palette, *, transparent: bool) -> str:
    """Write the backdrop and the subject in the look of the style."""
    style = scene.reading.style
    look = Writer(palette=palette, look="line" if style == "line" else "filled", pen=5.2, grounded=not transparent, prefix="d")
    back = look.write(painting.backdrop.root)
    subject = painting.subject.root
    margin = MARGIN + (0.02 if style == "sticker" else 0.0)
    matrix = _fitting(subject, scene, margin) if transparent else IDENTITY
    fitted = Group(matrix=matrix, parts=[subject])
    front = look.write(fitted)
    parts = [back]
    if style == "sticker":
        border = Writer(palette=palette, look="border", pen=BORDER, prefix="b")
        white = border.write(fitted)
        parts.append(f'<defs>{STICKER_SHADOW}{border.definitions()}</defs><g filter="url(#lift)">{white}</g>')
    parts.append(front)
    return f"<defs>{look.definitions()}</defs>" + "".join(parts)


def _fitting(subject: Group, scene: Scene, margin: float) -> Matrix:
    """Let the subject fill the frame with an even margin."""
    box = measure(subject)
    if box is None:
        return IDENTITY
    width, height = scene.frame.width, scene.frame.height
    air = margin * 1000
    scale = min((width - 2 * air) / box.width, (height - 2 * air) / box.height)
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return (scale, 0.0, 0.0, scale, width / 2 - x * scale, height / 2 - y * scale)


def draft_ribbon(scene: Scene, palette: Palette) -> str:
    """Draw a small ribbon across the upper right corner, legible on anything."""
    from mkdocs_imggen.providers.sketch.lettering import Face  # noqa: PLC0415 - the font is heavy
    from mkdocs_imggen.providers.sketch.shapes import Canvas  # noqa: PLC0415 - as above

    c = Canvas()
    with c.at(scene.frame.width - 104, 104, 1, 45):
        c.rect(-260, -36, 520, 72, 0, "white")
        c.rect(-260, -29, 520, 58, 0, "ink")
        c.path(Face().outline("draft", 0, 14, 44), "white")
    writer = Writer(palette=palette, prefix="r")
    return writer.write(c.root)
