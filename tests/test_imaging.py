from __future__ import annotations

import io
import struct
import sys
import zlib
from subprocess import run

import pytest
from PIL import Image, PngImagePlugin

from mkdocs_imggen import imaging
from mkdocs_imggen.errors import UnusableError
from mkdocs_imggen.imaging import Facts, encode, inspect, render


def saved(image: Image.Image, format_: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()


def card(mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> Image.Image:
    """A light card on a dark ground; the ground is transparent where the mode has alpha."""
    image = Image.new(mode, size, (10, 60, 120, 0)[: len(mode)])
    image.paste((250, 240, 230, 255)[: len(mode)], (size[0] // 4, size[1] // 4, size[0] * 3 // 4, size[1] * 3 // 4))
    return image


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize(
    ("data", "facts"),
    [
        (saved(card(), "PNG"), Facts(format="png", width=60, height=40, alpha=False)),
        (saved(card("RGBA"), "PNG"), Facts(format="png", width=60, height=40, alpha=True)),
        (saved(card(), "JPEG"), Facts(format="jpeg", width=60, height=40, alpha=False)),
        (saved(card(), "WEBP"), Facts(format="webp", width=60, height=40, alpha=False)),
        (saved(card("RGBA"), "WEBP"), Facts(format="webp", width=60, height=40, alpha=True)),
        (saved(card().convert("P"), "PNG"), Facts(format="png", width=60, height=40, alpha=False)),
        (saved(card().quantize(2), "PNG", transparency=0), Facts(format="png", width=60, height=40, alpha=True)),
        (saved(card().convert("L"), "PNG"), Facts(format="png", width=60, height=40, alpha=False)),
        (saved(card().convert("LA"), "PNG"), Facts(format="png", width=60, height=40, alpha=False)),
        (saved(card("RGBA").convert("LA"), "PNG"), Facts(format="png", width=60, height=40, alpha=True)),
        (saved(Image.new("RGBA", (2, 3), (1, 2, 3, 255)), "PNG"), Facts(format="png", width=2, height=3, alpha=False)),
        (saved(Image.new("RGBA", (2, 3), (1, 2, 3, 254)), "PNG"), Facts(format="png", width=2, height=3, alpha=True)),
        (saved(card().convert("CMYK"), "JPEG"), Facts(format="jpeg", width=60, height=40, alpha=False)),
    ],
)
def test_a_picture_is_what_its_bytes_are(data: bytes, facts: Facts) -> None:
    assert inspect(data) == facts


PNG = saved(card(), "PNG")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.7\n",
        saved(card(), "GIF"),
        saved(card(), "BMP"),
        saved(card(), "TIFF"),
        saved(card(), "AVIF"),
        PNG.replace(b"IDAT", b"IDAX"),
        PNG[:60] + bytes([PNG[60] ^ 255]) + PNG[61:],
        saved(card(), "JPEG")[:200],
        saved(card(), "WEBP")[:60],
        b"RIFF\x24\x00\x00\x00WAVEfmt ",
    ],
)
def test_what_is_no_whole_png_jpeg_or_webp_cannot_be_used(data: bytes) -> None:
    with pytest.raises(UnusableError, match="the bytes are no picture that can be used"):
        inspect(data)


@pytest.mark.parametrize("data", [PNG[:100], PNG[:-30], PNG + b"PK and more", *(PNG[:-cut] for cut in range(1, 22))])
def test_a_png_that_is_cut_off_or_goes_on_after_its_end_cannot_be_used(data: bytes) -> None:
    with pytest.raises(UnusableError) as caught:
        inspect(data)
    assert str(caught.value) == "imggen: the PNG is cut off, or something follows its end"


def checksums(data: bytes) -> dict[str, int]:
    """Where the checksum of every chunk of a PNG stands, by the chunk's name."""
    found, at = {}, 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        found[data[at + 4 : at + 8].decode()] = at + 8 + length
        at += 12 + length
    return found


@pytest.mark.parametrize("chunk", ["IHDR", "PLTE", "tRNS", "tEXt", "IDAT", "IEND"])
def test_a_png_with_a_wrong_checksum_in_any_chunk_cannot_be_used(chunk: str) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("comment", "kept")
    whole = saved(card().quantize(2), "PNG", transparency=0, pnginfo=info)
    inspect(whole)
    places = checksums(whole)
    assert sorted(places) == ["IDAT", "IEND", "IHDR", "PLTE", "tEXt", "tRNS"]
    at = places[chunk]
    with pytest.raises(UnusableError):
        inspect(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])


def test_what_follows_the_end_of_a_stored_png_does_not_change_its_renditions() -> None:
    assert render(PNG + b"PK and more", width=30, format_="webp", quality=85) == render(PNG, width=30, format_="webp", quality=85)


def png_header(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def test_a_picture_over_fifty_million_pixels_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(UnusableError) as caught:
        inspect(png_header(8000, 6251))
    assert str(caught.value) == "imggen: the picture has 8000x6251 pixels, more than 50,000,000"


@pytest.mark.parametrize("side", [9_500, 60_000])
def test_a_bomb_is_refused_before_it_is_decoded(side: int) -> None:
    with pytest.raises(UnusableError, match="DecompressionBomb"):
        inspect(png_header(side, side))


def test_a_bomb_hidden_in_a_text_chunk_is_refused() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("comment", "x" * 80_000_000, zip=True)
    with pytest.raises(UnusableError, match="ValueError"):
        inspect(saved(card(), "PNG", pnginfo=info))


def test_a_jpeg_of_more_scans_than_any_picture_needs_is_refused_before_it_is_decoded() -> None:
    progressive = saved(card(), "JPEG", progressive=True)
    scan = progressive[progressive.rindex(b"\xff\xda") : -2]
    own = progressive.count(b"\xff\xda")
    assert inspect(progressive[:-2] + scan * (100 - own) + progressive[-2:]) == inspect(progressive)
    bomb = progressive[:-2] + scan * (101 - own) + progressive[-2:]
    for take in (inspect, lambda data: render(data, width=30, format_="webp", quality=85)):
        with pytest.raises(UnusableError) as caught:
            take(bomb)
        assert str(caught.value) == "imggen: the JPEG has more than 100 scans"


def test_a_picture_that_does_not_fit_into_memory_is_one_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", load)
    with pytest.raises(UnusableError, match="does not fit into memory"):
        inspect(PNG)


@pytest.mark.parametrize("format_", ["webp", "png", "avif"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_rendition_has_its_format_and_width_and_keeps_alpha(format_: str, mode: str) -> None:
    rendition = opened(render(saved(card(mode), "PNG"), width=30, format_=format_, quality=85))
    assert (rendition.format, rendition.size, rendition.mode) == (format_.upper(), (30, 20), mode)
    pixels = rendition.convert("RGBA")
    assert pixels.getpixel((1, 1))[3] == (0 if mode == "RGBA" else 255)  # type: ignore[index] # RGBA gives four numbers
    assert pixels.getpixel((15, 10))[3] == 255  # type: ignore[index] # as above


def test_a_jpeg_rendition_of_a_transparent_picture_is_on_white() -> None:
    rendition = opened(render(saved(card("RGBA"), "PNG"), width=60, format_="jpeg", quality=95))
    assert (rendition.format, rendition.mode) == ("JPEG", "RGB")
    assert all(part > 245 for part in rendition.getpixel((1, 1)))  # type: ignore[union-attr] # RGB gives three numbers


def test_a_jpeg_rendition_of_an_opaque_picture_keeps_its_ground() -> None:
    rendition = opened(render(saved(card(), "PNG"), width=60, format_="jpeg", quality=95))
    red, green, blue = rendition.getpixel((1, 1))  # type: ignore[misc] # RGB gives three numbers
    assert (red, green, blue) == (pytest.approx(10, abs=6), pytest.approx(60, abs=6), pytest.approx(120, abs=6))


def test_a_rendition_of_the_originals_own_width_is_not_resized() -> None:
    same = opened(render(PNG, width=60, format_="png", quality=85))
    assert same.tobytes() == card().tobytes()


def test_a_very_flat_picture_keeps_a_pixel_of_height() -> None:
    assert opened(render(saved(card(size=(1000, 4)), "PNG"), width=16, format_="png", quality=85)).size == (16, 1)


@pytest.mark.parametrize("format_", ["webp", "png", "jpeg", "avif"])
def test_equal_originals_give_equal_bytes_in_every_process(format_: str) -> None:
    code = (
        "import sys; from mkdocs_imggen.imaging import render;"
        f"sys.stdout.buffer.write(render(sys.stdin.buffer.read(), width=30, format_={format_!r}, quality=60))"
    )
    other = run([sys.executable, "-c", code], input=PNG, capture_output=True, check=True).stdout
    assert render(PNG, width=30, format_=format_, quality=60) == other


def test_avif_is_encoded_by_one_thread_since_its_bytes_depend_on_the_number(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[object] = []
    real = Image.Image.save

    def save(self: Image.Image, out: io.BytesIO, format_: str, **options: object) -> None:
        said.append(options.get("max_threads"))
        real(self, out, format_, **options)

    monkeypatch.setattr(Image.Image, "save", save)
    render(PNG, width=30, format_="avif", quality=60)
    assert said == [1]


@pytest.mark.parametrize("format_", ["webp", "png", "jpeg", "avif"])
def test_nothing_but_pixels_gets_into_a_rendition(format_: str) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("prompt", "CANARY-TEXT")
    info.add_itxt("XML:com.adobe.xmp", "<x>CANARY-XMP</x>")
    exif = Image.Exif()
    exif[270] = "CANARY-EXIF"
    original = saved(card(), "PNG", pnginfo=info, exif=exif, icc_profile=b"CANARY-ICC", dpi=(72, 72)) + b"PK CANARY-TRAILER"
    assert original.count(b"CANARY") >= 4
    for made in (
        render(original, width=30, format_=format_, quality=85),
        render(original, width=60, format_=format_, quality=85),
        encode(original, format_),
    ):
        assert b"CANARY" not in made
        assert not opened(made).getexif()
        assert not {"icc_profile", "exif", "xmp", "prompt", "dpi"} & set(opened(made).info)


def test_a_lossless_webp_is_as_it_was() -> None:
    assert opened(encode(PNG, "webp", lossless=True)).convert("RGB").tobytes() == card().tobytes()
    assert len(encode(PNG, "webp", quality=5)) < len(encode(PNG, "webp", quality=100))


def test_every_format_has_an_extension() -> None:
    assert dict(imaging.EXTENSIONS) == {"png": "png", "jpeg": "jpg", "webp": "webp", "avif": "avif"}
