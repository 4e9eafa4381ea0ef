"""The built-in illustrator: draws a prompt by rule, offline and for nothing, the same way on every machine.

Lexicon (words to subjects) → reading (what a prompt says) → scene (what stands where) → painter (drawings from `props`, in
shapes with roles) → palette and style → SVG → renderer. It is honest: it draws nothing it did not understand, and its
answer says what it drew and what it did not. Where it recognises nothing it draws a neutral cover.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_imggen.providers.base import Answer

if TYPE_CHECKING:
    from mkdocs_imggen.providers.sketch.render import Drawing
    from mkdocs_imggen.providers.sketch.scene import Scene
    from mkdocs_imggen.request import Request

__all__ = ["VERSION", "SketchProvider", "draft", "understand"]

VERSION = "2"
"""Version of the engine: it rises whenever the same request would give other pixels."""
LOSSY_QUALITY = 92
"""Quality of lossy WebP and JPEG originals: gradients stay free of blocks."""


class SketchProvider:
    """Draws requests. It has no state, so one object serves all threads."""

    def generate(self, request: Request) -> Answer:
        """Draw one picture in the request's format and exactly its size."""
        drawing = _drawing(request, ribbon=False)
        return Answer(body=_encoded(drawing, request.format, request.width), notes=_notes(drawing))


def draft(request: Request) -> bytes:
    """Draw the same picture as WebP with a ribbon that says "draft", for pictures that are still missing."""
    return _encoded(_drawing(request, ribbon=True), "webp", request.width)


def understand(prompt: str, width: int = 1536, height: int = 1024, *, transparent: bool = False) -> Scene:
    """Say what would be drawn, what would not, and where things would stand; print it to read it."""
    from mkdocs_imggen.providers.sketch.scene import compose  # noqa: PLC0415 - nothing is loaded before it is needed

    return compose(prompt, width, height, transparent=transparent)


def _drawing(request: Request, *, ribbon: bool) -> Drawing:
    from mkdocs_imggen.providers.sketch.render import draw  # noqa: PLC0415 - as above

    # The format is no part of the seed: the same picture comes as WebP, PNG or JPEG.
    seed = f"{request.prompt}\n{request.quality}\n{request.take}"
    return draw(request.prompt, request.width, request.height, transparent=request.transparent, seed=seed, ribbon=ribbon)


def _encoded(drawing: Drawing, format_: str, width: int) -> bytes:
    from mkdocs_imggen import imaging  # noqa: PLC0415 - Pillow stays out of builds that draw nothing
    from mkdocs_imggen.providers.sketch.render import rasterise  # noqa: PLC0415 - as above

    picture = rasterise(drawing.svg)
    if drawing.coarse:
        # The renderer would take seven times as long to enlarge it.
        return imaging.render(picture, width=width, format_=format_, quality=LOSSY_QUALITY)
    if format_ == "png":
        return picture
    # Measured at 1024x1024: line art is 19 KB lossless and 34 KB lossy, in the same time; all other styles are full of
    # gradients, where lossless takes four times as long (320 ms) for half as many bytes again and no visible gain.
    lossless = format_ == "webp" and drawing.scene.reading.style == "line"
    return imaging.encode(picture, format_, lossless=lossless, quality=LOSSY_QUALITY)


def _notes(drawing: Drawing) -> tuple[str, ...]:
    scene = drawing.scene
    notes = [f"drew {', '.join(scene.drawn)}" if scene.drawn else "drew a neutral cover: nothing in the prompt was recognised"]
    if scene.layout in ("sign", "empty") and not scene.drawn and not drawing.unlettered:
        notes = ["drew the text"]
    if scene.not_drawn:
        notes.append(f"not drawn: {', '.join(scene.not_drawn)}")
    notes += drawing.unlettered
    return tuple(notes)
