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


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What a picture really is: format, size in pixels, and whether any pixel lets the page through."""

    format: str
    width: int
    height: int
    alpha: bool


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


def inspect(data: bytes) -> Facts:
    """Decode a picture completely and say what it is.

    Raises:
        UnusableError: it is no PNG, JPEG or WebP, is damaged, or is larger than `MAX_PIXELS`.

    """
    with _opened(data, whole=True) as image:
        alpha = False
        if _has_alpha(image):
            low, _ = image.convert("RGBA").getchannel("A").getextrema()
            alpha = int(low) < OPAQUE  # type: ignore[arg-type] # a single band has one pair of extrema
        return Facts(format=FORMATS[image.format or ""], width=image.width, height=image.height, alpha=alpha)


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


def render(data: bytes, *, width: int, format_: str, quality: int) -> bytes:
    """Make a rendition: `width` pixels wide with the same proportions, alpha kept, no metadata.

    It is made from the pixels alone, so equal originals give equal bytes under the same Pillow build.
    """
    with _opened(data) as image:
        plain = _plain(image)
        if width != plain.width:
            from PIL import Image as module  # noqa: N813, PLC0415 - lazy, and the name `Image` is the type here

            height = max(1, round(plain.height * width / plain.width))
            plain = plain.resize((width, height), module.Resampling.LANCZOS)
        return _save(plain, format_, quality=quality, lossless=False)


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
        """Fill what a mask of its size leaves clear with what is around it, softly; nothing is left where all is clear."""
        from PIL import Image as module  # noqa: N813, PLC0415 - as above

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


def _save(image: Image, format_: str, *, quality: int, lossless: bool, exact: bool = False) -> bytes:
    out = io.BytesIO()
    if format_ == "webp":
        # method 4: the middle of WebP's effort; 6 costs 60 % more time for 5 to 10 % fewer bytes.
        image.save(out, "WEBP", quality=quality, lossless=lossless, method=4, exact=exact)
    elif format_ == "avif":
        # One thread, because AVIF's bytes depend on how many there are; speed 6 is the encoder's own middle.
        image.save(out, "AVIF", quality=quality, speed=6, max_threads=1)
    elif format_ == "jpeg":
        _on_white(image).save(out, "JPEG", quality=quality, optimize=True)
    else:
        image.save(out, "PNG", optimize=False)
    return out.getvalue()
