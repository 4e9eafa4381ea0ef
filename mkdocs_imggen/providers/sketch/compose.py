"""Pictures made of pictures: several side by side on a calm ground, and logos small in a corner."""

from __future__ import annotations

import hashlib
import random
from types import MappingProxyType
from typing import TYPE_CHECKING

from mkdocs_imggen.imaging import OPAQUE, Sheet
from mkdocs_imggen.providers.sketch import backdrops, layouts, marks, tones
from mkdocs_imggen.providers.sketch import palette as palettes
from mkdocs_imggen.providers.sketch.items import Board
from mkdocs_imggen.providers.sketch.layouts import Frame
from mkdocs_imggen.providers.sketch.lettering import LONGEST, Face, unfit
from mkdocs_imggen.providers.sketch.parts import FIELD, Spot, Work, counted, fitted, listed
from mkdocs_imggen.providers.sketch.reading import read
from mkdocs_imggen.providers.sketch.render import draw, full, rasterise
from mkdocs_imggen.providers.sketch.shapes import Canvas, oval
from mkdocs_imggen.providers.sketch.svg import Writer
from mkdocs_imggen.providers.sketch.wishes import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_imggen.providers.sketch.palette import Palette
    from mkdocs_imggen.providers.sketch.parts import Parts
    from mkdocs_imggen.request import Request

GAP = 0.055
"""Air around and between pictures, in parts of the short side."""
FRAME = 0.009
"""Width of the white frame around a picture that fills its rectangle."""
NARROW, BROAD = 0.45, 1.9
"""Proportions beyond which a picture gets no more room: a banner shall not make its neighbours tiny."""
ROW = 3
"""Pictures that stand side by side; more of them are a grid."""
LOGO = (0.26, 0.12)
"""Room for a logo, in parts of the picture's width and of its short side."""
SHADOW = 12
"""Layers of a shadow: as many as it takes for no edge to be seen."""
LONG = 1.2
"""From this ratio on, a picture is clearly wider than tall, or taller than wide."""
LIGHT = MappingProxyType({"brown": "peach", "slate": "sky"})
"""What a ground is in, where that word would be a murky one."""
BRIGHT = 0.75
"""Lightness from which on a logo needs a dark plate."""


def compose(request: Request, parts: Parts) -> Work:
    """Make a picture of the references: what is to be seen side by side, or a drawing of the prompt in their style."""
    work = _collage(request, parts) if parts.shown else _drawn(request, parts)
    if parts.logos:
        work.sheet = set_logos(work.sheet, parts.logos, Spot(), plate=not request.transparent)
        work.notes.append(f"set the logo {Spot()}")
    return work


def _drawn(request: Request, parts: Parts) -> Work:
    """Draw the prompt, in the colours of the pictures that are its style."""
    prompt = words(request.prompt)
    if parts.style:
        # In front, where they win over those of a preset.
        prompt = f"Colours: {', '.join(parts.style)}. {prompt}"
    seed = f"{request.prompt}\n{request.quality}\n{request.take}"
    drawing = draw(prompt, request.width, request.height, transparent=request.transparent, seed=seed)
    work = Work(sheet=Sheet.read(full(drawing, request.width)), notes=list(drawing.notes()))
    if parts.style:
        work.notes.append(f"in {listed(parts.style)}, the colours of {counted(parts.styled)}")
    elif parts.styled:
        work.notes.append(f"{counted(parts.styled)} had no colours to take")
    return work


def _collage(request: Request, parts: Parts) -> Work:
    """Put pictures side by side with even gaps, on a ground in their colours where the prompt names none."""
    width, height = request.width, request.height
    short = min(width, height)
    reading = read(words(request.prompt))
    frame = Frame(width=width * 1000 / short, height=height * 1000 / short, text=" ".join(reading.texts))
    boards = [item for item in layouts.caption([], frame) if isinstance(item, Board)]
    logo = LOGO[1] * short + GAP * short * 0.6 if parts.logos else 0.0
    ribbon = height - (boards[0].y - boards[0].height * 0.55) * short / 1000 if boards else 0.0
    sheets = [item.sheet for item in parts.shown]
    ratios = [sheet.width / sheet.height for sheet in sheets]
    below = max(logo, ribbon)
    # Without a ground that differs, a take is another one by its gaps.
    gap = GAP * short * (1 + 0.15 * ((request.take - 1) % 8) * request.transparent)
    places = arrange(ratios, width, height, gap)
    if max(y + high for _, y, _, high in places) > height - below:
        places = arrange(ratios, width, height - below, gap)
    seen = [field for sheet in sheets for field in sheet.sample(FIELD, FIELD)]
    names = reading.colours or [LIGHT.get(name, name) for name in parts.style or tones.names_of(tones.hues_of(seen))]
    digest = hashlib.sha256(f"{request.prompt}\n{request.quality}\n{request.take}".encode()).digest()
    rng = random.Random(int.from_bytes(digest[:8], "big"))  # noqa: S311 - for variety, not for secrets
    palette = palettes.choose(names, rng, dark=reading.dark, pastel=reading.pastel, mono=reading.mono, sunset=reading.sunset)

    numbers = counted([item.number for item in parts.shown])
    notes = [f"put {numbers} together" if len(sheets) > 1 else f"showed {numbers}"]
    lacks = []
    canvas = Canvas()
    if not request.transparent:
        _ground(canvas, width, height, rng, dark=reading.dark)
    rim = max(2.0, FRAME * short)
    laid = []
    for sheet, (x, y, wide, high) in zip(sheets, places, strict=True):
        inner = fitted(sheet, wide, high) if not sheet.opaque else fitted(sheet, wide - 2 * rim, high - 2 * rim)
        left, top = round(x + (wide - inner.width) / 2), round(y + (high - inner.height) / 2)
        if not request.transparent:
            _shade(canvas, sheet, left, top, inner, rim)
        laid.append((inner, left, top))
    for board in boards:
        face = Face()
        reason = unfit(face, board.text)
        if reason:
            lacks.append(f"text left out, {reason}: {board.text[:LONGEST]}")
            continue
        with canvas.at(0, 0, short / 1000):
            marks.draw_board(canvas, board, face)
        notes.append("drew the text")
    result = _rendered(canvas, palette, width, height)
    for inner, left, top in laid:
        result = inner.over(result, left, top)
    return Work(sheet=result, notes=notes, lacks=lacks)


def _ground(c: Canvas, width: int, height: int, rng: random.Random, *, dark: bool) -> None:
    """Lay a ground with one soft shape: the pictures are what is looked at."""
    c.wash(0, 0, width, height, "dusk0>dusk1" if dark else "p1>p3")
    x, y = width * rng.uniform(0.35, 0.65), height * rng.uniform(0.42, 0.58)
    c.path(backdrops.blob(rng, x, y, width * 0.44, height * 0.42, 9, 0.1), "p9" if dark else "p2", opacity=0.5 if dark else 0.8)
    side = 1 if rng.random() < 0.5 else -1  # noqa: PLR2004 - heads or tails
    spot = (width * (0.5 + side * 0.40), height * 0.16)
    c.path(backdrops.blob(rng, *spot, height * 0.2, height * 0.18, 7), "p8" if dark else "s2", opacity=0.45)


def _shade(c: Canvas, sheet: Sheet, left: int, top: int, inner: Sheet, rim: float) -> None:
    """Draw what is below a picture: a white frame and its shadow, or where something cut out stands."""
    if not sheet.opaque:
        x, y = left + inner.width / 2, top + inner.height
        c.path(oval(x, y - inner.height * 0.01, inner.width * 0.4, inner.height * 0.035), "r:dusk1/.3>dusk1/0", haze=True)
        return
    box = (left - rim, top - rim, inner.width + 2 * rim, inner.height + 2 * rim)
    # Many faint layers are a soft shadow, for a part of what a blur costs.
    for layer in range(SHADOW):
        more = rim * 3.0 * (1 - layer / SHADOW)
        drop = rim * 1.5
        wide, high = box[2] + 2 * more, box[3] + 2 * more
        c.rect(box[0] - more, box[1] - more + drop, wide, high, 1.4 * rim + more, "dusk1", opacity=0.15 / SHADOW)
    c.rect(*box, 1.4 * rim, "white")


def arrange(ratios: Sequence[float], width: float, height: float, gap: float) -> list[tuple[float, float, float, float]]:
    """Find left, top, width and height for pictures of these proportions: rows of one height, with even gaps.

    Up to three stand side by side, or on top of each other in a picture that is clearly taller than wide; more of them, or in a
    square, are a grid of as many rows as show them largest.
    """
    ratios = [min(BROAD, max(NARROW, ratio)) for ratio in ratios]
    choices = range(1, len(ratios) + 1)
    if len(ratios) <= ROW and max(width, height) > LONG * min(width, height):
        choices = range(1, 2) if width > height else range(len(ratios), len(ratios) + 1)
    best: tuple[float, list[list[float]]] = (0.0, [])
    for rows in choices:
        split = _split(ratios, rows)
        high = (height - (rows + 1) * gap) / rows
        high = min([high, *((width - (len(row) + 1) * gap) / sum(row) for row in split)])
        if high > best[0] + 1e-6:
            best = (high, split)
    high, split = best
    places = []
    y = (height - len(split) * high - (len(split) - 1) * gap) / 2
    for row in split:
        x = (width - sum(row) * high - (len(row) - 1) * gap) / 2
        for ratio in row:
            places.append((x, y, ratio * high, high))
            x += ratio * high + gap
        y += high + gap
    return places


def _split(ratios: Sequence[float], rows: int) -> list[list[float]]:
    """Part pictures into rows of equally many; the first rows have one more where that does not come out even."""
    least, more = divmod(len(ratios), rows)
    split, start = [], 0
    for row in range(rows):
        end = start + least + (row < more)
        split.append(list(ratios[start:end]))
        start = end
    return split


def set_logos(sheet: Sheet, logos: Sequence[Sheet], spot: Spot, *, plate: bool = True) -> Sheet:
    """Set logos small into a corner, one beside the other, each on a plate on which it can be seen."""
    short = min(sheet.width, sheet.height)
    margin = round(short * 0.045)
    fits = [fitted(logo, sheet.width * LOGO[0] / len(logos), short * LOGO[1]) for logo in logos]
    air = round(short * 0.018) if plate else 0
    size = (sum(fit.width + 3 * air for fit in fits) - air, max(fit.height for fit in fits) + 2 * air)
    x, y = spot.corner((sheet.width, sheet.height), size, margin)
    for fit in fits:
        middle = y + (size[1] - fit.height) // 2
        if plate:
            wide, high = fit.width + 2 * air, size[1]
            canvas = Canvas()
            canvas.rect(0, 0, wide, high, high * 0.22, "ink" if _bright(fit) else "white")
            palette = palettes.choose(["slate"], random.Random(0))  # noqa: S311 - no chance is left in it
            sheet = _rendered(canvas, palette, wide, high).over(sheet, x, y)
        sheet = fit.over(sheet, x + air, middle)
        x += fit.width + 3 * air
    return sheet


def _bright(sheet: Sheet) -> bool:
    """Whether what is seen of a sheet would be lost on white."""
    lights = [(tones.lab(*(part / OPAQUE for part in field[:3]))[0], field[3]) for field in sheet.sample(24, 24)]
    weight = sum(alpha for _, alpha in lights)
    return weight > 0 and sum(light * alpha for light, alpha in lights) / weight > BRIGHT


def _rendered(canvas: Canvas, palette: Palette, width: int, height: int) -> Sheet:
    writer = Writer(palette=palette, prefix="c")
    body = writer.write(canvas.root)
    root = f'xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
    return Sheet.read(rasterise(f"<svg {root}><defs>{writer.definitions()}</defs>{body}</svg>"))
