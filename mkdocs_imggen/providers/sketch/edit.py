"""Edits of a picture that goes in: other colours; something drawn where a mask is clear, or in a corner.

What is not understood leaves the picture as it was, and the notes say so. Outside a mask, and around what is drawn without one,
every pixel stays exactly as it is.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from mkdocs_imggen.errors import DirectiveError, clean
from mkdocs_imggen.imaging import OPAQUE, Sheet
from mkdocs_imggen.providers.sketch import tones
from mkdocs_imggen.providers.sketch.compose import set_logos
from mkdocs_imggen.providers.sketch.darkness import on_dark_page
from mkdocs_imggen.providers.sketch.palette import COLOURS
from mkdocs_imggen.providers.sketch.parts import FIELD, Spot, Work, counted, fitted, listed, trimmed
from mkdocs_imggen.providers.sketch.reading import read
from mkdocs_imggen.providers.sketch.render import draw, full
from mkdocs_imggen.providers.sketch.wishes import Change, said_in, tone_words, wish, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mkdocs_imggen.providers.sketch.palette import Tone
    from mkdocs_imggen.providers.sketch.parts import Parts, Shown
    from mkdocs_imggen.providers.sketch.tones import Hue, Map
    from mkdocs_imggen.providers.sketch.wishes import Wish
    from mkdocs_imggen.request import Request

NEAR = 50.0
"""Degrees around a colour's hue in which a colour of the picture is meant by its word."""
MARGIN = 0.045
"""Air around what is put into a corner, in parts of the short side."""
SMALL = 8
"""Pixels a side below which nothing can be drawn."""
GRID = 48
"""Fields a side in which it is seen whether a drawing stays inside a mask."""
SHRINK = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6, 0.52)
"""How large a drawing is tried in a mask that is no rectangle."""
HERE = " where the mask is clear"
SAID: Mapping[str, str] = MappingProxyType(
    {
        "page": "made for a dark page",
        "night": "darkened to night",
        "sunset": "lit as at sunset",
        "grey": "made greyscale",
        "sepia": "toned in sepia",
        "warm": "made warmer",
        "cool": "made cooler",
        "pale": "made paler",
        "vivid": "made more vivid",
        "muted": "made calmer in colour",
    }
)


def edit(request: Request, base: bytes, parts: Parts) -> Work:
    """Change the picture that is to be changed, as far as the prompt is understood.

    Raises:
        DirectiveError: a transparent picture is asked of an opaque one.

    """
    before = Sheet.read(base).covering(request.width, request.height)
    if request.transparent and before.opaque:
        raise DirectiveError(
            "the picture that goes in is opaque, and the illustrator cannot cut it out", hint="set `background: opaque`"
        )
    mask = Sheet.read(parts.mask).covering(request.width, request.height, soft=True) if parts.mask else None
    opening = mask.opening() if mask else None
    ask = wish(request.prompt, masked=mask is not None)
    named = read(ask.adds)
    if not (named.things or named.texts or any(_meant(item, ask.adds) for item in parts.shown)):
        if ask.bare:
            ask = replace(ask, adds="", other=ask.adds, bare=False)
        elif parts.logos and said_in("logo", ask.adds):
            ask = replace(ask, adds="")  # it is set into its corner, wherever the prompt speaks of it
    work, unused = Work(sheet=before), [item.number for item in parts.shown]
    if mask and not opening:
        work.lacks.append("the mask is nowhere clear")
    else:
        if any(change.mood == "page" for change in ask.changes):
            # First, since it looks for the ground that the picture came with.
            ask = replace(ask, changes=tuple(change for change in ask.changes if change.mood != "page"))
            _darken(work, request, opening)
        _recolour(work, request, parts, ask, opening)
        used = _put(work, request, parts, ask, mask)
        unused = [item.number for item in parts.shown if item is not used]
    if mask:
        work.sheet = work.sheet.through(mask, before)
    work.exact = work.exact or mask is not None or not work.notes
    _tell(work, request, ask, masked=mask is not None)
    if unused:
        work.lacks.append(f"{counted(unused)} {'were' if len(unused) > 1 else 'was'} not used")
    return work


def _darken(work: Work, request: Request, opening: tuple[int, int, int, int] | None) -> None:
    """Make the picture fit for a dark page."""
    work.sheet = on_dark_page(work.sheet)
    if request.take > 1:
        work.sheet = work.sheet.mapped(tones.SIDE, tones.cube([tones.nudge(tones.shift(request.take))]), greys=False)
    work.notes.append(SAID["page"] + (HERE if opening else ""))


def _recolour(work: Work, request: Request, parts: Parts, ask: Wish, opening: tuple[int, int, int, int] | None) -> None:
    """Give the picture other colours, all changes in one step."""
    changes = list(ask.changes)
    borrowed = bool(parts.style) and not ask.adds and not any(change.colours for change in changes)
    if borrowed:
        changes.append(Change(colours=parts.style))
    if not changes:
        return
    part = work.sheet.cut(opening) if opening else work.sheet
    hues = tones.hues_of(part.sample(FIELD, FIELD))
    maps: list[Map] = []
    done: list[str] = []
    swaps: list[tuple[Hue, Tone]] = []
    for change in changes:
        if change.mood:
            maps.append(tones.MOODS[change.mood])
            done.append(SAID[change.mood])
            continue
        pairs = _pairs(change, hues)
        if not pairs:
            work.lacks.append(f"there is no {change.source or 'colour'} in it to change")
            continue
        names = listed(change.colours[: len(pairs)])
        if change.source:
            swaps += pairs
            done.append(f"recoloured from {change.source} to {names}")
            continue
        maps.append(tones.toward(pairs, rest=False))
        done.append(f"recoloured to {names}" + (f", the colours of {counted(parts.styled)}" if borrowed else ""))
        if len(pairs) < len(change.colours) and not borrowed:
            work.lacks.append(f"nothing in it was left for {listed(change.colours[len(pairs) :])}")
    if swaps:
        # All at once: red to blue and blue to red would else be one colour.
        maps.append(tones.toward(swaps, rest=True))
    if not maps:
        return
    if request.take > 1:
        maps.append(tones.nudge(tones.shift(request.take)))
    greys = all(change.mood in {"", *tones.KEEP_GREYS} for change in changes)
    work.sheet = work.sheet.mapped(tones.SIDE, tones.cube(maps), greys=greys)
    work.notes.append(listed(done) + (HERE if opening else ""))
    if ask.kept and not opening:
        work.lacks.append(f"could not be kept apart: {', '.join(ask.kept)}")


def _pairs(change: Change, hues: Sequence[Hue]) -> list[tuple[Hue, Tone]]:
    """Say which main colour of the picture becomes which tone."""
    if change.source:
        source = COLOURS[tone_words(change.source)[0]]
        near = [hue for hue in hues if abs(tones.turn(hue.angle, source.hue)) < NEAR and source.chroma > tones.GREYISH]
        hues = sorted(near, key=lambda hue: abs(tones.turn(hue.angle, source.hue)))[:1]
    goals = []
    for name in change.colours:
        word, lift = tone_words(name)
        goals.append(replace(COLOURS[word], lift=COLOURS[word].lift + lift))
    return list(zip(hues, goals, strict=False))


def _put(work: Work, request: Request, parts: Parts, ask: Wish, mask: Sheet | None) -> Shown | None:
    """Put what the prompt adds into the opening of the mask, or into a corner, and the logos into another.

    What is put there may be a picture that goes in; that is returned.
    """
    spot = Spot.of(ask.where)
    used: Shown | None = None
    taken = False
    if ask.adds and (mask or not (ask.gone or ask.hidden)):
        used = next((item for item in parts.shown if _meant(item, ask.adds)), None)
        taken = _into(work, request, parts, ask, mask, used) if mask else _beside(work, request, parts, ask, spot, used)
    elif ask.gone and mask and not ask.adds:
        work.sheet = work.sheet.healed(mask)
        work.notes.append("filled what the mask leaves clear with what is around it")
    if parts.logos:
        spot = Spot(-1, 1) if taken and not mask and spot == Spot() else Spot() if taken else spot
        work.sheet = set_logos(work.sheet, parts.logos, spot)
        work.notes.append(f"set the logo {spot}")
        work.exact = True
    return used if taken else None


def _meant(item: Shown, prompt: str) -> bool:
    """Whether a prompt names a picture that goes in, by its number or by its role."""
    names = [f"picture {item.number}", f"image {item.number}", *([item.role] if item.role else [])]
    return any(said_in(name, prompt) for name in names)


def _stamp(
    work: Work, request: Request, parts: Parts, ask: Wish, size: tuple[int, int], used: Shown | None, place: str
) -> Sheet | None:
    """Make what is put into the picture: another picture that goes in, or a drawing; and say what it is."""
    if min(size) < SMALL:
        work.lacks.append("there is too little room to draw in")
        return None
    # A little smaller from take to take, so that each is another picture.
    scale = 0.94 ** ((request.take - 1) % 8)
    width, height = (max(SMALL, round(side * scale)) for side in size)
    if used:
        work.notes.append(f"put picture {used.number}{place}")
        return fitted(used.sheet, width, height)
    prompt = ask.adds
    reading = read(prompt)
    if prompt.lower().startswith("with ") and not reading.texts and all(thing.idea for thing in reading.things):
        # "With better performance" is no wish for a bolt.
        work.lacks.append(f"{_quoted(prompt)} was not understood")
        return None
    if not reading.colours:
        names = parts.style or tones.names_of(tones.hues_of(work.sheet.sample(FIELD, FIELD)))
        turn = (request.take - 1) % max(1, len(names))
        prompt += f" Colours: {', '.join((*names[turn:], *names[:turn]))}." if names else ""
    seed = f"{request.prompt}\n{request.quality}\n{request.take}"
    drawing = draw(prompt, width, height, transparent=True, seed=seed)
    if drawing.empty:
        work.lacks += drawing.unlettered or [f"{_quoted(ask.adds)} was not understood"]
        return None
    done, *lacks = drawing.notes(place)
    work.notes.append(done)
    work.lacks += lacks
    return trimmed(Sheet.read(full(drawing, width)))


def _into(work: Work, request: Request, parts: Parts, ask: Wish, mask: Sheet, used: Shown | None) -> bool:
    """Put something into the opening of a mask; what was there goes, unless it is only added to."""
    left, top, right, bottom = mask.opening() or (0, 0, 0, 0)
    stamp = _stamp(work, request, parts, ask, (right - left, bottom - top), used, HERE)
    if stamp is None:
        return False
    scale = _room(stamp, mask.cut((left, top, right, bottom)))
    if scale < 1:
        stamp = stamp.resized(max(1, round(stamp.width * scale)), max(1, round(stamp.height * scale)))
    ground = work.sheet.healed(mask) if ask.gone or ask.bare else work.sheet
    work.sheet = stamp.over(ground, (left + right - stamp.width) // 2, (top + bottom - stamp.height) // 2)
    return True


def _room(stamp: Sheet, mask: Sheet) -> float:
    """Find how large something can be in the middle of a mask without being cut off."""
    seen = [field[3] > OPAQUE // 4 for field in stamp.sample(GRID, GRID)]
    clear = [field[3] < OPAQUE // 2 for field in mask.sample(GRID, GRID)]
    total = max(1, sum(seen))
    for scale in SHRINK[:-1]:
        wide, high = stamp.width * scale / mask.width, stamp.height * scale / mask.height
        lost = 0
        for place in (place for place, shows in enumerate(seen) if shows):
            row, column = divmod(place, GRID)
            x = int(GRID * (0.5 + ((column + 0.5) / GRID - 0.5) * wide))
            y = int(GRID * (0.5 + ((row + 0.5) / GRID - 0.5) * high))
            lost += not clear[y * GRID + x]
        if lost <= total * 0.002:
            return scale
    return SHRINK[-1]


def _beside(work: Work, request: Request, parts: Parts, ask: Wish, spot: Spot, used: Shown | None) -> bool:
    """Put something into a third of the picture, with even margins; nothing else changes."""
    whole = (request.width, request.height)
    margin = round(MARGIN * min(whole))
    stamp = _stamp(work, request, parts, ask, (whole[0] // 3 - margin, whole[1] // 3 - margin), used, f" {spot}")
    if stamp is None:
        return False
    work.sheet = stamp.over(work.sheet, *spot.corner(whole, (stamp.width, stamp.height), margin))
    work.exact = True
    return True


def _tell(work: Work, request: Request, ask: Wish, *, masked: bool) -> None:
    """Say what was not understood; nothing is left out silently."""
    where = "" if masked else " without a mask"
    after = "" if work.notes else "; the picture is as it was"
    blocked = ask.gone or (ask.adds if ask.hidden else "")
    if blocked and not masked:
        work.lacks.append(f"{_quoted(blocked)} was not understood{where}{after}")
    elif not work.notes and not work.lacks:
        work.lacks.append(f"{_quoted(words(request.prompt))} was not understood{after}")
    elif not work.notes:
        work.lacks[-1] += after
    else:
        reading = read(ask.other)
        # "A beaver with a laptop": the beaver is what the picture shows.
        things = [] if ask.adds else [thing.word for thing in reading.things if not thing.idea]
        lost = dict.fromkeys([*things, *reading.unknown])
        if lost:
            work.lacks.append(f"not understood: {', '.join(lost)}")
    if request.format == "jpeg" and work.exact:
        work.lacks.append("JPEG keeps what stays only nearly as it was")


def _quoted(said: str) -> str:
    """Quote words of the author, cut to what a line has room for."""
    return f"`{clean(said.strip(' .,;'), 60)}`"
