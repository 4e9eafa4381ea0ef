"""Damaged and hostile pictures: our own error or a picture, within time and memory."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from typing import TYPE_CHECKING, Any

import pytest
import targets
from fuzzing import byte_tokens, bytes_like, capped, fuzz
from PIL import Image, PngImagePlugin

from mkdocs_imggen import imaging
from mkdocs_imggen.errors import UnusableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.no_cover  # tracing more than doubles the time, and what only luck reaches is not tested

PNG = b"\x89PNG\r\n\x1a\n"
END = b"\0\0\0\0IEND\xaeB`\x82"


def saved(image: Image.Image, format_: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()


def card(mode: str, size: tuple[int, int] = (24, 16)) -> Image.Image:
    image = Image.linear_gradient("L").resize(size).convert(mode)
    if mode in {"RGBA", "LA"}:
        image.putalpha(Image.radial_gradient("L").resize(size))
    return image


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def whole(data: bytes) -> bytes:
    """Put right what a reader checks before it looks deeper: the checksums of a PNG, the length of a WebP."""
    if data.startswith(b"RIFF") and len(data) >= 8:
        return data[:4] + struct.pack("<I", len(data) - 8) + data[8:]
    if not data.startswith(PNG):
        return data
    out, at = [PNG], len(PNG)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        out.append(chunk(data[at + 4 : at + 8], data[at + 8 : at + 8 + min(length, len(data))]))
        at += 12 + length
    return b"".join(out).removesuffix(END) + END


def samples() -> Iterator[bytes]:
    """Give small pictures of every kind that is read, with everything that can be hung on to them."""
    info = PngImagePlugin.PngInfo()
    info.add_text("comment", "words")
    info.add_text("packed", "words " * 20, zip=True)
    info.add_itxt("XML:com.adobe.xmp", "<x/>", zip=True)
    exif = Image.Exif()
    exif[270] = "words"
    hung: dict[str, Any] = {"exif": exif, "icc_profile": b"profile" * 9}
    frames = [card("RGB").rotate(90), card("RGB").rotate(180)]
    for mode in ("RGB", "RGBA", "LA", "1", "I;16"):
        yield saved(card(mode), "PNG")
    yield saved(card("RGB"), "PNG", pnginfo=info, dpi=(72, 72), **hung)
    yield saved(card("RGB").quantize(9), "PNG", transparency=b"\0\x80")
    yield saved(card("RGB"), "PNG", save_all=True, append_images=frames)
    yield PNG + chunk(b"IHDR", struct.pack(">IIBBBBB", 9, 7, 8, 2, 0, 0, 1)) + chunk(b"IDAT", zlib.compress(bytes(300))) + END
    for mode in ("RGB", "L", "CMYK"):
        yield saved(card(mode), "JPEG", quality=60)
    yield saved(card("RGB"), "JPEG", progressive=True, comment="words", dpi=(72, 72), **hung)
    yield saved(card("RGB"), "MPO", save_all=True, append_images=frames)
    for options in (
        {"quality": 50},
        {"lossless": True},
        {"quality": 50, "xmp": b"<x/>", **hung},
        {"save_all": True, "append_images": frames},
    ):
        yield saved(card("RGB"), "WEBP", **options)
        yield saved(card("RGBA"), "WEBP", **options)


SAMPLES = tuple(samples())
pictures = bytes_like(SAMPLES, byte_tokens())


@fuzz(commit=1000, nightly=33_000, data=pictures)
def test_a_damaged_picture_is_refused_or_rendered(data: bytes) -> None:
    targets.check_image(data)


@fuzz(commit=2000, nightly=67_000, data=pictures.map(whole))
def test_a_picture_that_is_damaged_behind_its_checksums_is_refused_or_rendered(data: bytes) -> None:
    targets.check_image(data)


def png(width: int, height: int, rows: bytes, *, depth: int = 8, before: bytes = b"") -> bytes:
    """Give a grey picture."""
    header = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    return PNG + chunk(b"IHDR", header) + before + chunk(b"IDAT", rows) + END


def jpeg(width: int, height: int) -> bytes:
    """Give a grey progressive JPEG."""
    return saved(Image.new("L", (width, height), 128), "JPEG", progressive=True)


def claims(data: bytes, at: int, form: str, *numbers: int) -> bytes:
    """Let a picture say that it is larger than it is."""
    field = struct.pack(form, *numbers)
    return data[:at] + field + data[at + len(field) :]


def packed(megabytes: int) -> bytes:
    return zlib.compress(bytes(1_000_000 * megabytes))


def many_scans(data: bytes, count: int) -> bytes:
    """Repeat the last scan of a progressive JPEG, which says nothing new."""
    last = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + last * count + data[-2:]


GREY = jpeg(64, 64)
LOSSLESS = saved(card("RGB"), "WEBP", lossless=True)
ANIMATED = saved(card("RGBA"), "WEBP", save_all=True, append_images=[card("RGBA").rotate(90)])
ONE_ROW = zlib.compress(bytes(17) * 16)
BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a header of 60000x60000": ("BombError", lambda: png(60_000, 60_000, ONE_ROW)),
    "such a header of one bit a pixel": ("BombError", lambda: png(60_000, 60_000, ONE_ROW, depth=1)),
    "a header of 2147483647x2147483647": ("BombError", lambda: png(0x7FFFFFFF, 0x7FFFFFFF, ONE_ROW)),
    "144 megapixels of zeros": ("12000x12000", lambda: png(12_000, 12_000, zlib.compress(bytes(12_001) * 12_000))),
    "a little too large": ("7072x7072", lambda: png(7072, 7072, zlib.compress(bytes(7073) * 7072))),
    "a JPEG of 65500x65500": ("BombError", lambda: claims(GREY, GREY.index(b"\xff\xc2") + 5, ">HH", 65_500, 65_500)),
    "a lossless WebP of 16383x16383": ("BombError", lambda: claims(LOSSLESS, 21, "<I", 16_382 << 14 | 16_382)),
    "a WebP of 16383x16383": ("BombError", lambda: claims(saved(card("RGB"), "WEBP"), 26, "<HH", 16_383, 16_383)),
    "a WebP canvas of 65536x65535": ("BombError", lambda: claims(ANIMATED, 24, "<HBHB", 65_535, 0, 65_534, 0)),
    "text packed to a thousandth": ("ValueError", lambda: png(16, 16, ONE_ROW, before=chunk(b"zTXt", b"x\0\0" + packed(80)))),
    "a hundred texts of a megabyte": (
        "ValueError",
        lambda: png(16, 16, ONE_ROW, before=chunk(b"zTXt", b"x\0\0" + packed(1)) * 100),
    ),
    "international text so packed": (
        "ValueError",
        lambda: png(16, 16, ONE_ROW, before=chunk(b"iTXt", b"x\0\1\0\0\0" + packed(80))),
    ),
    "a profile so packed": ("ValueError", lambda: png(16, 16, ONE_ROW, before=chunk(b"iCCP", b"x\0\0" + packed(80)))),
    "a JPEG of 1000 scans": ("more than 100 scans", lambda: many_scans(jpeg(5000, 5000), 1000)),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_does_not_go_off(bomb: str) -> None:
    why, make = BOMBS[bomb]
    data = make()
    assert len(data) < 1_000_000
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as in a build
        for take in (imaging.inspect, lambda data: imaging.render(data, width=16, format_="webp", quality=85)):
            with capped(seconds=2, megabytes=100), pytest.raises(UnusableError, match=why):
                take(data)
