"""The only user of Pillow: looks at pictures, converts them, makes renditions, and changes their pixels.

Pillow is imported on the first call, never at import: a warm build opens no picture. It is long because nothing else may
use Pillow.
"""

from __future__ import annotations

import hashlib
import io
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from mkdocs_imggen.errors import UnusableError
from mkdocs_imggen.request import MAX_PIXELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from PIL.Image import Image

FORMATS: Mapping[str, str] = MappingProxyType({"PNG": "png", "JPEG": "jpeg", "WEBP": "webp"})
"""What is read and written at all, by Pillow's name; the format is taken from the bytes, never from a name."""
_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_END = b"\0\0\0\0IEND\xaeB`\x82"
_JPEG_START = b"\xff\xd8"
_JPEG_SCAN = b"\xff\xda"
_MAX_SCANS = 100
"""Passes over a JPEG: progressive ones have about ten. Each costs all pixels again, and few bytes to ask for."""
OPAQUE = 255
"""The alpha of a pixel that hides the page."""
EXTENSIONS: Mapping[str, str] = MappingProxyType({"png": "png", "jpeg": "jpg", "webp": "webp", "avif": "avif"})
"""File name extension by format."""


CLEAR = 230
"""Alpha from which on a pixel is taken for opaque by eye: models leave 250 and the like inside of their subjects."""
_BOARD_SIDE = 384
"""Pixels of the longer side of the copy in which a painted checkerboard is looked for."""
_BOARD_SQUARES = range(2, 25)
"""Sides of its squares that are tried, in pixels of that copy: 8 to 96 in a picture of 1536."""
_BOARD_GREY = 12
"""How far the colours of a pixel may be apart for a grey, and how far a grey from the two of the board."""
_BOARD_GAP = (12, 96)
"""How far the two greys of a painted board are apart: a chess board has more, a ground with noise has less."""
_BOARD_ALIKE = 0.7
"""Share of a board's pixels whose neighbour, one square away, has the other grey; 0.5 is noise, and 0 is a plain ground."""
_MARGIN = 25
"""One part in so many of the shorter side stays free around a trimmed subject: 4 %."""
_XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">'
    "<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/{source}</Iptc4xmpExt:DigitalSourceType>"
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
)
"""What a rendition says of its making; no date and no name, so that equal pictures stay equal bytes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Veil:
    """How a picture that should be transparent lets the page through.

    `through` is the share of its pixels (0 to 1) that do, `corners` how many of its four corners do not, `board` the share
    over which a checkerboard is painted, as models do instead of leaving something out.
    """

    through: float
    corners: int
    board: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What a picture really is: format, size in pixels, whether any pixel lets the page through, and how, if that was asked."""

    format: str
    width: int
    height: int
    alpha: bool
    veil: Veil | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Pixels:
    """What a picture shows when it is turned upright, whatever its file is like.

    `width` and `height` are pixels; `clearest` is the alpha of the pixel that hides least, `OPAQUE` where all do; `digest` is
    the SHA-256 of size and pixels.
    """

    width: int
    height: int
    clearest: int
    digest: str


def inspect(data: bytes, *, veil: bool = False) -> Facts:
    """Decode a picture completely and say what it is; `veil` has it looked at as one that should be transparent.

    Raises:
        UnusableError: it is no PNG, JPEG or WebP, is damaged, or is larger than `MAX_PIXELS`.

    """
    with _opened(data, whole=True) as image:
        alpha = False
        if _has_alpha(image):
            low, _ = image.convert("RGBA").getchannel("A").getextrema()
            alpha = int(low) < OPAQUE  # type: ignore[arg-type] # a single band has one pair of extrema
        return Facts(
            format=FORMATS[image.format or ""],
            width=image.width,
            height=image.height,
            alpha=alpha,
            veil=_veil(image) if veil else None,
        )


def look(data: bytes) -> Pixels:
    """Say what a picture shows: equal for files that differ in nothing but their metadata, format or compression.

    Raises:
        UnusableError: as of `inspect`.

    """
    with _upright(data) as image:
        clearest = OPAQUE
        if image.mode == "RGBA":
            low, _ = image.getchannel("A").getextrema()
            clearest = int(low)  # type: ignore[arg-type] # as above
        shown = image if clearest < OPAQUE else image.convert("RGB")
        digest = hashlib.sha256(f"{shown.width}x{shown.height} {shown.mode}\n".encode())
        digest.update(shown.tobytes())
        return Pixels(width=shown.width, height=shown.height, clearest=clearest, digest=digest.hexdigest())


def upright_png(data: bytes) -> bytes:
    """Give a picture as PNG: turned upright, every pixel as it was, no metadata.

    Raises:
        UnusableError: as of `inspect`.

    """
    with _upright(data) as image:
        return _save(image, "png", quality=100, lossless=True)


def encode(data: bytes, format_: str, *, quality: int = 90, lossless: bool = False) -> bytes:
    """Convert a picture to another format, without any metadata. `quality` is 0 to 100; `lossless` is for WebP."""
    with _opened(data) as image:
        return _save(_plain(image), format_, quality=quality, lossless=lossless)


def render(data: bytes, *, width: int, format_: str, quality: int, trim: bool = False, source: str = "") -> bytes:
    """Make a rendition: `width` pixels wide with the same proportions, alpha kept.

    `trim` scales what is not transparent until it fills the frame but for an even margin. `source` is IPTC's word for how
    the picture was made, which the file then says as XMP; there is no other metadata. It is made from the pixels alone, so
    equal originals give equal bytes under the same Pillow build.
    """
    with _opened(data) as image:
        plain = _plain(image)
        height = max(1, round(plain.height * width / plain.width))
        if trim and plain.mode == "RGBA":
            plain = _trimmed(plain, width, height)
        elif width != plain.width:
            from PIL import Image as module  # noqa: N813, PLC0415 - lazy, and the name `Image` is the type here

            plain = plain.resize((width, height), module.Resampling.LANCZOS)
        return _save(plain, format_, quality=quality, lossless=False, source=source)


@contextmanager
def _upright(data: bytes) -> Iterator[Image]:
    """Give the plain pixels, turned as a camera's note in the file says."""
    with _opened(data) as image:
        from PIL import ImageOps  # noqa: PLC0415 - Pillow stays out of builds that make nothing

        yield _plain(ImageOps.exif_transpose(image))


@contextmanager
def _opened(data: bytes, *, whole: bool = False) -> Iterator[Image]:
    from PIL import Image as module  # noqa: N813, PLC0415 - Pillow stays out of builds that make nothing

    try:
        if whole and data.startswith(_PNG_START):
            _check_png(data)
        if data.startswith(_JPEG_START) and data.count(_JPEG_SCAN) > _MAX_SCANS:
            raise UnusableError(f"the JPEG has more than {_MAX_SCANS} scans")
        # Pillow warns of a bomb of twice our limit; that is left alone, since warning filters belong to all threads at once.
        with module.open(io.BytesIO(data), formats=tuple(FORMATS)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise UnusableError(f"the picture has {image.width}x{image.height} pixels, more than {MAX_PIXELS:,}")
            image.load()
            yield image
    except UnusableError:
        raise
    except MemoryError as fault:
        raise UnusableError("the picture does not fit into memory") from fault
    # Pillow's readers raise whatever they stumble over: OSError, ValueError, SyntaxError, struct.error, bomb errors.
    except Exception as fault:
        raise UnusableError(f"the bytes are no picture that can be used ({type(fault).__name__})") from fault


def _check_png(data: bytes) -> None:
    """See that a PNG is whole to its last byte: Pillow stops reading before the end, so it misses a cut or a changed tail."""
    from PIL import Image as module  # noqa: N813, PLC0415 - as above

    if not data.endswith(_PNG_END):
        raise UnusableError("the PNG is cut off, or something follows its end")
    with module.open(io.BytesIO(data), formats=("PNG",)) as image:
        image.verify()  # the checksum of every chunk; the picture has to be opened anew afterwards


def _has_alpha(image: Image) -> bool:
    return image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info


def _plain(image: Image) -> Image:
    """Only the pixels, as RGB or RGBA: text chunks, EXIF, profiles and trailing bytes stay behind."""
    if image.mode.startswith("I"):  # 16 bits of grey, which `convert` would cut off at 255: nearly all of it white
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    plain = image.convert("RGBA" if _has_alpha(image) else "RGB")
    plain.info = {}
    return plain


def _on_white(image: Image) -> Image:
    """Give a picture without alpha: what was transparent is white, as on paper, and not the colour that alpha hid."""
    if image.mode != "RGBA":
        return image
    from PIL import Image as module  # noqa: N813, PLC0415 - as above

    ground = module.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _trimmed(image: Image, width: int, height: int) -> Image:
    """Scale what can be seen of a picture into the middle of a frame of that size, with its proportions."""
    from PIL import Image as module  # noqa: N813, PLC0415 - as above

    # What hides less than a sixteenth of the page is a speck that nobody sees, and would hold the subject small.
    seen = image.getchannel("A").point([0] * 16 + [OPAQUE] * 240).getbbox() or (0, 0, *image.size)
    margin = min(width, height) // _MARGIN
    room = (max(1, width - 2 * margin), max(1, height - 2 * margin))
    scale = min(room[0] / (seen[2] - seen[0]), room[1] / (seen[3] - seen[1]))
    size = (max(1, round((seen[2] - seen[0]) * scale)), max(1, round((seen[3] - seen[1]) * scale)))
    frame = module.new("RGBA", (width, height))
    frame.paste(image.resize(size, module.Resampling.LANCZOS, box=seen), ((width - size[0]) // 2, (height - size[1]) // 2))
    return frame


def _veil(image: Image) -> Veil:
    """Measure on a small copy, whose pixels are picked and not mixed, so that a board keeps its two greys."""
    from PIL import Image as module  # noqa: N813, PLC0415 - as above

    scale = min(1.0, _BOARD_SIDE / max(image.size))
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    small = _plain(image.resize(size, module.Resampling.NEAREST)).convert("RGBA")
    alpha = small.getchannel("A")
    right, bottom = size[0] - 1, size[1] - 1
    corners = sum(small.crop((x, y, x + 1, y + 1)).tobytes()[3] >= CLEAR for x in (0, right) for y in (0, bottom))
    return Veil(
        through=sum(alpha.histogram()[:CLEAR]) / (size[0] * size[1]),
        corners=corners,
        board=_board(small),
    )


def _board(image: Image) -> float:
    """Give the share of a picture over which two light or two dark greys alternate like the squares of a board."""
    from PIL import Image as module  # noqa: N813, PLC0415 - as above
    from PIL import ImageChops  # noqa: PLC0415 - as above

    red, green, blue, alpha = image.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    least = ImageChops.darker(ImageChops.darker(red, green), blue)
    neutral = ImageChops.subtract(most, least).point([OPAQUE] * _BOARD_GREY + [0] * (256 - _BOARD_GREY))
    neutral = ImageChops.darker(neutral, alpha.point([0] * CLEAR + [OPAQUE] * (256 - CLEAR)))
    counts = green.histogram(neutral)
    # Among levels with as many around them the one that has most itself.
    peaks = [(_around(counts, level), counts[level], level) for level in range(256)]
    one = max(peaks)[2]
    other = max(peak for peak in peaks if _BOARD_GAP[0] <= abs(peak[2] - one) <= _BOARD_GAP[1])[2]
    all_of_it = image.width * image.height
    if min(peaks[one][0], peaks[other][0]) < all_of_it / 100:
        return 0.0
    dark, light = sorted((one, other))
    middle = (dark + light) // 2
    # 1 and 3 for the two greys and 100 for the rest, so that the sum of two pixels tells which they are.
    values = [100] * 256
    values[max(0, dark - _BOARD_GREY) : middle + 1] = [1] * (middle + 1 - max(0, dark - _BOARD_GREY))
    values[middle + 1 : light + _BOARD_GREY + 1] = [3] * len(values[middle + 1 : light + _BOARD_GREY + 1])
    fields = module.composite(green.point(values), module.new("L", image.size, 100), neutral)
    for square in _BOARD_SQUARES:
        # Stripes, too, alternate across; upright ones along the diagonal as well, and slanting ones are all or nothing half way.
        if (
            _alternating(fields, square, 0) >= _BOARD_ALIKE
            and _alternating(fields, square, square) <= 1 - _BOARD_ALIKE
            and abs(_alternating(fields, square // 2, square // 2) - 0.5) < 0.25  # noqa: PLR2004 - half way between both
        ):
            return sum(fields.histogram()[:4]) / all_of_it
    return 0.0


def _around(counts: list[int], level: int) -> int:
    # Narrower than half the least gap, so that the two greys are never one and the same.
    return sum(counts[max(0, level - 4) : level + 5])


def _alternating(fields: Image, right: int, down: int) -> float:
    """Give the share of pairs, so far apart, of which one pixel has the one grey and the other the other; 0.5 where are few."""
    from PIL import ImageChops  # noqa: PLC0415 - as above

    width, height = fields.width - right, fields.height - down
    if min(width, height) < 1:
        return 0.5
    pairs = ImageChops.add(fields.crop((0, 0, width, height)), fields.crop((right, down, fields.width, fields.height)))
    counts = pairs.histogram()
    both = counts[2] + counts[4] + counts[6]
    return counts[4] / both if both > fields.width * fields.height / 50 else 0.5


class Sheet:
    """A picture's pixels with their alpha, to be worked on; each method gives a new sheet. Lengths are pixels.

    Equal sheets give equal sheets in every process and thread, under the same Pillow build.
    """

    def __init__(self, image: Image) -> None:
        self._image = image
        self.width, self.height = image.size

    @classmethod
    def read(cls, data: bytes) -> Sheet:
        """Open a picture.

        Raises:
            UnusableError: as of `inspect`.

        """
        with _upright(data) as image:
            return cls(image.convert("RGBA"))

    @property
    def opaque(self) -> bool:
        """Whether no pixel lets the page through."""
        return int(self._image.getchannel("A").getextrema()[0]) == OPAQUE  # type: ignore[arg-type] # one band has one pair

    def resized(self, width: int, height: int) -> Sheet:
        """Scale it to a size, whatever becomes of its proportions."""
        from PIL import Image as module  # noqa: N813, PLC0415 - as above

        return Sheet(self._image.resize((width, height), module.Resampling.LANCZOS))

    def covering(self, width: int, height: int, *, soft: bool = False) -> Sheet:
        """Scale it with its proportions until it covers a size, and cut off what stands out, as much on either side.

        `soft` is for masks: no pixel comes out lighter or darker than those around it were.
        """
        from PIL import Image as module  # noqa: N813, PLC0415 - as above

        scale = max(width / self.width, height / self.height)
        across, down = min(self.width, width / scale), min(self.height, height / scale)
        left, top = (self.width - across) / 2, (self.height - down) / 2
        filter_ = module.Resampling.BILINEAR if soft else module.Resampling.LANCZOS
        return Sheet(self._image.resize((width, height), filter_, box=(left, top, left + across, top + down)))

    def cut(self, box: tuple[int, int, int, int]) -> Sheet:
        """Take the part inside left, top, right, bottom."""
        return Sheet(self._image.crop(box))

    def seen(self) -> tuple[int, int, int, int] | None:
        """Give left, top, right, bottom of what is not fully transparent; None where all is."""
        return self._image.getchannel("A").getbbox()

    def opening(self) -> tuple[int, int, int, int] | None:
        """Give left, top, right, bottom of what is not fully opaque: where a mask lets something change."""
        return self._clear().getbbox()

    def sample(self, across: int, down: int) -> list[tuple[int, ...]]:
        """Give the red, green, blue and alpha of so many fields, row by row, each the mean of what it covers."""
        from PIL import Image as module  # noqa: N813, PLC0415 - as above

        data = self._image.resize((across, down), module.Resampling.BOX).tobytes()
        return [tuple(data[place : place + 4]) for place in range(0, len(data), 4)]

    def mapped(self, side: int, table: Sequence[float], *, greys: bool) -> Sheet:
        """Give every pixel another colour through a cube of `side`³ colours (0 to 1, red first); alpha stays.

        `greys` says that what has no colour stays exactly as it is.
        """
        from PIL import Image as module  # noqa: N813, PLC0415 - as above
        from PIL import ImageChops, ImageFilter  # noqa: PLC0415 - as above

        before = self._image.convert("RGB")
        after = before.filter(ImageFilter.Color3DLUT(side, table))
        if greys:
            red, green, blue = before.split()
            most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
            least = ImageChops.darker(ImageChops.darker(red, green), blue)
            # From 2 steps between the channels on, a pixel begins to be no grey; from 6 on it is a colour.
            weight = ImageChops.subtract(most, least).point([min(255, max(0, (step - 2) * 64)) for step in range(256)])
            after = module.composite(after, before, weight)
        after.putalpha(self._image.getchannel("A"))
        return Sheet(after)

    def aground(self, fields: Sequence[bool], across: int) -> Sheet:
        """Give a mask that is clear where the picture shows its ground, which fields of a grid, `across` a row, say.

        The grid is coarse, so around it pixels decide: what is lighter than the ground beside it is none.
        """
        from PIL import Image as module  # noqa: N813, PLC0415 - as above
        from PIL import ImageChops, ImageFilter  # noqa: PLC0415 - as above

        size, down = (self.width, self.height), len(fields) // across
        grid = module.frombytes("L", (across, down), bytes(OPAQUE * field for field in fields))
        known = self._image.resize((across, down), module.Resampling.BOX)
        known.putalpha(grid)
        # The lightest ground near each place, so that where two tones of it meet, neither is too light.
        beside = _filled(known).convert("RGB").filter(ImageFilter.MaxFilter(5)).resize(size, module.Resampling.BILINEAR)
        red, green, blue = ImageChops.subtract(self._image.convert("RGB"), beside).split()
        # Without the specks that lossy formats leave beside an edge.
        above = ImageChops.lighter(ImageChops.lighter(red, green), blue).filter(ImageFilter.MinFilter(3))
        # From 3 steps above it a pixel begins to be something else; from 9 on it is.
        alike = above.point([min(OPAQUE, max(0, OPAQUE - (step - 3) * 42)) for step in range(256)])
        near = grid.filter(ImageFilter.MaxFilter(3)).resize(size, module.Resampling.BILINEAR)
        mask = module.new("RGBA", size)
        mask.putalpha(ImageChops.invert(ImageChops.darker(near, alike)))
        return Sheet(mask)

    def rimmed(self, colour: tuple[int, int, int], reach: int) -> Sheet:
        """Put a rim of a colour around all that is seen, so many pixels wide; what is seen stays exactly as it is."""
        from PIL import Image as module  # noqa: N813, PLC0415 - as above
        from PIL import ImageFilter  # noqa: PLC0415 - as above

        rim = module.new("RGB", (self.width, self.height), colour)
        wider = self._image.getchannel("A")
        for _ in range(reach):  # step by step: a filter of that width takes twice as long
            wider = wider.filter(ImageFilter.MaxFilter(3))
        rim.putalpha(wider.filter(ImageFilter.GaussianBlur(max(0.5, reach / 3))))
        return self.over(Sheet(rim))

    def over(self, ground: Sheet, x: int = 0, y: int = 0) -> Sheet:
        """Lay it on another sheet; where it is transparent, that stays exactly as it is."""
        image = ground._image.copy()
        image.alpha_composite(self._image, (x, y))
        return Sheet(image)

    def through(self, mask: Sheet, ground: Sheet) -> Sheet:
        """Show it where a mask of its size is clear, and the ground, exactly as it is, where the mask is opaque."""
        from PIL import Image as module  # noqa: N813, PLC0415 - as above

        clear = mask._clear()
        # Between both by light, not by colour: what is transparent has none.
        mixed = module.composite(self._image.convert("RGBa"), ground._image.convert("RGBa"), clear).convert("RGBA")
        image = ground._image.copy()
        image.paste(mixed, mask=clear.point([0] + [255] * 255))
        return Sheet(image)

    def healed(self, mask: Sheet) -> Sheet:
        """Fill what a mask of its size leaves clear with what is around it, softly; where all is clear, nothing is."""
        from PIL import Image as module  # noqa: N813, PLC0415 - as above

        if mask.seen() is None:
            return self
        left, top, right, bottom = mask.opening() or (0, 0, 0, 0)
        box = (max(0, left - 8), max(0, top - 8), min(self.width, right + 8), min(self.height, bottom + 8))
        # Light and alpha are filled apart, each with the mask as its own alpha: so what is unknown weighs nothing.
        known = mask._image.getchannel("A").crop(box)
        light = self._image.crop(box).convert("RGBa").split()
        colours = _filled(module.merge("RGBA", (*light[:3], known)))
        alpha = _filled(module.merge("LA", (light[3], known)))
        image = self._image.copy()
        image.paste(module.merge("RGBa", (*colours.split()[:3], alpha.split()[0])).convert("RGBA"), box)
        return Sheet(image).through(mask, self)

    def encode(self, format_: str, *, quality: int = 90, lossless: bool = False) -> bytes:
        """Write it as a file; `lossless` keeps every number of every pixel, in all formats but JPEG."""
        image = self._image.convert("RGB") if self.opaque else self._image
        # Without loss `quality` is WebP's effort: 90 takes half as long again as 30, for no fewer bytes.
        return _save(image, format_, quality=30 if lossless else quality, lossless=lossless, exact=lossless)

    def _clear(self) -> Image:
        from PIL import ImageChops  # noqa: PLC0415 - as above

        return ImageChops.invert(self._image.getchannel("A"))


def _filled(image: Image) -> Image:
    """Fill what alpha hides from what it shows: halve until there is no hole, then go back up, keeping what is known."""
    from PIL import Image as module  # noqa: N813, PLC0415 - as above
    from PIL import ImageFilter  # noqa: PLC0415 - as above

    levels = [image]
    while max(levels[-1].size) > 1:
        width, height = levels[-1].size
        # Pillow weighs colours by alpha when it scales, so a hole gives nothing of itself.
        levels.append(levels[-1].resize(((width + 1) // 2, (height + 1) // 2), module.Resampling.BOX))
    filled = levels.pop()
    while levels:
        level = levels.pop()
        known = level.getchannel("A")
        filled = filled.resize(level.size, module.Resampling.BILINEAR)
        filled.putalpha(OPAQUE)
        # Smoothed while the rim is held: what runs up to the hole from both sides runs through it.
        for _ in range(max(1, min(40, 2500 // max(level.size)))):
            filled.paste(level, mask=known)
            filled = filled.filter(ImageFilter.BoxBlur(1))
            filled.putalpha(OPAQUE)
        filled.paste(level, mask=known)
    return filled


def _save(image: Image, format_: str, *, quality: int, lossless: bool, exact: bool = False, source: str = "") -> bytes:
    out = io.BytesIO()
    xmp = _XMP.format(source=source).encode() if source else b""
    if format_ == "webp":
        # method 4: the middle of WebP's effort; 6 costs 60 % more time for 5 to 10 % fewer bytes.
        image.save(out, "WEBP", quality=quality, lossless=lossless, method=4, exact=exact, xmp=xmp)
    elif format_ == "avif":
        # One thread, because AVIF's bytes depend on how many there are; speed 6 is the encoder's own middle.
        image.save(out, "AVIF", quality=quality, speed=6, max_threads=1, xmp=xmp)
    elif format_ == "jpeg":
        _on_white(image).save(out, "JPEG", quality=quality, optimize=True, xmp=xmp)
    else:
        from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415 - as above

        info = PngInfo()
        if xmp:
            info.add_itxt("XML:com.adobe.xmp", xmp.decode())
        image.save(out, "PNG", optimize=False, pnginfo=info)
    return out.getvalue()
