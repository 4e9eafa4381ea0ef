"""From a prompt to a PNG: palette, painting, fitting, style, and the renderer."""

from __future__ import annotations

import hashlib
import math
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mkdocs_imggen.errors import UnusableError
from mkdocs_imggen.providers.sketch import palette as palettes
from mkdocs_imggen.providers.sketch.measure import measure
from mkdocs_imggen.providers.sketch.painter import paint
from mkdocs_imggen.providers.sketch.scene import Scene, compose
from mkdocs_imggen.providers.sketch.shapes import IDENTITY, Group, Matrix, number, smooth, tidy
from mkdocs_imggen.providers.sketch.svg import Writer

if TYPE_CHECKING:
    from mkdocs_imggen.providers.sketch.painter import Painting
    from mkdocs_imggen.providers.sketch.palette import Palette

MARGIN = 0.055
"""Air around the subject of a transparent picture, in parts of each side."""
COARSE = 0.55
"""Size at which watercolour is painted, in parts of the picture's."""
BORDER = 17.0
"""Width of a sticker's white border."""


WATERCOLOUR = """<filter id="wet" x="0" y="0" width="1" height="1" color-interpolation-filters="sRGB">
<feTurbulence type="fractalNoise" baseFrequency=".009 .011" numOctaves="3" seed="{seed}" result="n"/>
<feColorMatrix in="n" type="matrix" values="1 0 0 0 0  0 1 0 0 0  0 0 1 0 0  0 0 0 0 1" result="solid"/>
<feDisplacementMap in="SourceGraphic" in2="solid" scale="{reach}" xChannelSelector="R" yChannelSelector="G" result="d"/>
<feGaussianBlur in="d" stdDeviation="7" result="b"/>
<feComposite in="d" in2="b" operator="arithmetic" k2="1.5" k3="-.46" result="u"/>
<feColorMatrix in="n" type="matrix" values="0 0 0 0 1  0 0 0 0 .99  0 0 0 0 .965  0 0 1.5 0 -.46" result="w"/>
<feComposite in="w" in2="u" operator="atop"/>
</filter>"""
"""Wet paint: wavering edges, darker rims, pale blooms. One noise serves both: it is nearly all of this style's price."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    """An SVG, and what the build should know about it. `coarse` means that the SVG is smaller than the picture shall be."""

    svg: str
    scene: Scene
    unlettered: tuple[str, ...]
    coarse: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing of what was asked for is in it."""
        scene = self.scene
        return not scene.drawn and (scene.layout not in ("sign", "empty") or bool(self.unlettered))

    def notes(self, place: str = "") -> tuple[str, ...]:
        """Say what was drawn, and where, and what was not."""
        scene = self.scene
        notes = [f"drew {', '.join(scene.drawn)}{place}" if scene.drawn else f"drew the text{place}"]
        if self.empty:
            notes = ["drew a neutral cover: nothing in the prompt was recognised"]
        if scene.not_drawn:
            notes.append(f"not drawn: {', '.join(scene.not_drawn)}")
        return (*notes, *self.unlettered)


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
    coarse = reading.style == "watercolour"
    if coarse:
        body = _dip(body, scene, rng, transparent=transparent)
        width, height = coarse_size(width, height)
    if ribbon:
        body += draft_ribbon(scene, palette)
    svg = _document(scene, width, height, body)
    return Drawing(svg=svg, scene=scene, unlettered=tuple(painting.unlettered), coarse=coarse)


def coarse_size(width: int, height: int) -> tuple[int, int]:
    """Find a size of about `COARSE` that is enlarged to exactly the picture's when only its width is asked for.

    The noise of watercolour is what costs, and it is soft anyway.
    """
    for across in range(round(width * COARSE), width):
        down = round(height * across / width)
        if across and round(down * width / across) == height:
            return across, down
    return width, height


def full(drawing: Drawing, width: int) -> bytes:
    """Render a drawing to a PNG as wide as it shall be."""
    picture = rasterise(drawing.svg)
    if not drawing.coarse:
        return picture
    from mkdocs_imggen import imaging  # noqa: PLC0415 - Pillow stays out of builds that draw nothing

    # The renderer would take seven times as long to enlarge it.
    return imaging.render(picture, width=width, format_="png", quality=100)


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
        # Two faint layers under the border look like a soft shadow, for a third of what a blur costs.
        for grow, drop, opacity in ((5.0, 12.0, 0.10), (1.0, 7.0, 0.16)):
            dark = Writer(palette=palette, look="border", pen=BORDER + grow, white="#0b1020", prefix=f"k{grow:.0f}")
            shade = dark.write(Group(matrix=(1.0, 0.0, 0.0, 1.0, 0.0, drop), parts=[fitted]))
            parts.append(f'<defs>{dark.definitions()}</defs><g opacity="{opacity}">{shade}</g>')
        border = Writer(palette=palette, look="border", pen=BORDER, prefix="b")
        parts.append(border.write(fitted) + f"<defs>{border.definitions()}</defs>")
    parts.append(front)
    return f"<defs>{look.definitions()}</defs>" + "".join(parts)


def _dip(body: str, scene: Scene, rng: random.Random, *, transparent: bool) -> str:
    """Paint a drawing in watercolour: on paper with a ragged edge, or cut out where it is transparent."""
    width, height = scene.frame.width, scene.frame.height
    filters = WATERCOLOUR.format(seed=rng.randrange(1000), reach=5)
    if transparent:
        return f'<defs>{filters}</defs><g filter="url(#wet)">{body}</g>'
    edge = []
    for step in range(34):
        angle = math.tau * step / 34
        reach = 0.925 + 0.05 * rng.random()
        # A superellipse: nearly the whole sheet, with soft corners.
        x, y = (math.copysign(abs(part) ** 0.4, part) * reach for part in (math.cos(angle), math.sin(angle)))
        edge.append((width / 2 * (1 + x), height / 2 * (1 + y)))
    paper = f'<path d="M0 0H{number(width)}V{number(height)}H0z" fill="#fffdf7"/>'
    clip = f'<clipPath id="sheet"><path d="{tidy(smooth(edge))}"/></clipPath>'
    return f'<defs>{filters}{clip}</defs>{paper}<g filter="url(#wet)"><g clip-path="url(#sheet)">{body}</g></g>'


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


def ribbon(width: int, height: int) -> bytes:
    """Draw the ribbon alone, as a transparent PNG of a size, for a draft that is no drawing."""
    scene = compose("", width, height, transparent=True)
    palette = palettes.choose((), random.Random(0))  # noqa: S311 - its colours are always the same
    return rasterise(_document(scene, width, height, draft_ribbon(scene, palette)))


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
