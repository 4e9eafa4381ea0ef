"""The built-in illustrator: draws a prompt by rule, offline and for nothing, the same way on every machine.

Lexicon (words to subjects) → reading (what a prompt says) → scene (what stands where) → painter (drawings from `props`, in
shapes with roles) → palette and style → SVG → renderer. It is honest: it draws nothing it did not understand, and its
answer says what it drew and what it did not. Where it recognises nothing it draws a neutral cover.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mkdocs_imggen.providers.base import Answer, pack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_imggen.providers.base import InputPicture
    from mkdocs_imggen.providers.sketch.render import Drawing
    from mkdocs_imggen.providers.sketch.scene import Scene
    from mkdocs_imggen.request import Request

__all__ = ["VERSION", "SketchProvider", "dark_draft", "draft", "understand"]

VERSION = "2"
"""Version of the engine: it rises whenever the same request would give other pixels."""
LOSSY_QUALITY = 92
"""Quality of lossy WebP and JPEG originals: gradients stay free of blocks."""


class SketchProvider:
    """Draws requests; one object serves all threads, and draws in processes of their own where many ask."""

    def __init__(self) -> None:
        from mkdocs_imggen.providers.sketch.workers import Workers  # noqa: PLC0415 - nothing is loaded before it is needed

        self._workers = Workers()

    def generate(
        self,
        request: Request,
        inputs: Sequence[InputPicture] = (),
        *,
        n: int = 1,
        fidelity: str | None = None,  # noqa: ARG002 - the contract's; what is not to change is kept exactly anyway
    ) -> Answer:
        """Draw in the request's format and exactly its size, or change the pictures that go in; `n` takes from the request's on.

        Raises:
            DirectiveError: a transparent picture is asked of an opaque one.

        """
        with self._workers.one() as worker:
            made = worker.draw(request, inputs, n) if worker else None
            # What a worker cannot do is done, or told of, here.
            return made or answer(request, inputs, n)


def answer(request: Request, inputs: Sequence[InputPicture], n: int) -> Answer:
    """Draw in this process.

    Raises:
        DirectiveError: as `SketchProvider.generate`.

    """
    made = [_made(replace(request, take=request.take + number), inputs) for number in range(n)]
    bodies = [body for body, _ in made]
    return Answer(body=pack(bodies) if n > 1 else bodies[0], notes=made[0][1])


def draft(request: Request) -> bytes:
    """Draw the same picture as WebP with a ribbon that says "draft", for pictures that are still missing."""
    return _encoded(_drawing(request, ribbon=True), "webp", request.width)


def dark_draft(request: Request, light: Request, picture: bytes | None) -> bytes:
    """Draw a dark twin that is still missing, with the ribbon: what its words do to the picture, or to a drawing of it.

    `light` is what is asked of the picture. It is drawn where it is missing too, or opaque and its twin is not.
    """
    from mkdocs_imggen.imaging import Sheet  # noqa: PLC0415 - as below
    from mkdocs_imggen.providers.sketch.edit import edit  # noqa: PLC0415 - as below
    from mkdocs_imggen.providers.sketch.parts import sort  # noqa: PLC0415 - as below
    from mkdocs_imggen.providers.sketch.render import ribbon  # noqa: PLC0415 - as below

    if picture is None or (request.transparent and Sheet.read(picture).opaque):
        drawn = replace(light, background=request.background, format="png")
        picture = _encoded(_drawing(drawn, ribbon=False), drawn.format, drawn.width)
    sheet = edit(request, picture, sort(request.prompt, ())).sheet
    over = Sheet.read(ribbon(request.width, request.height))
    return over.over(sheet).encode("webp", quality=LOSSY_QUALITY)


def understand(prompt: str, width: int = 1536, height: int = 1024, *, transparent: bool = False) -> Scene:
    """Say what would be drawn, what would not, and where things would stand; print it to read it."""
    from mkdocs_imggen.providers.sketch.scene import compose  # noqa: PLC0415 - nothing is loaded before it is needed

    return compose(prompt, width, height, transparent=transparent)


def _made(request: Request, inputs: Sequence[InputPicture]) -> tuple[bytes, tuple[str, ...]]:
    """Make one picture, and say what was done."""
    if not inputs:
        drawing = _drawing(request, ribbon=False)
        return _encoded(drawing, request.format, request.width), drawing.notes()
    from mkdocs_imggen.providers.sketch.compose import compose  # noqa: PLC0415 - as below
    from mkdocs_imggen.providers.sketch.edit import edit  # noqa: PLC0415 - nothing is loaded before it is needed
    from mkdocs_imggen.providers.sketch.parts import sort  # noqa: PLC0415 - as above

    parts = sort(request.prompt, inputs)
    work = edit(request, parts.base, parts) if parts.base else compose(request, parts)
    body = work.sheet.encode(request.format, quality=LOSSY_QUALITY, lossless=work.exact and request.format != "jpeg")
    return body, (*work.notes, *work.lacks)


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
