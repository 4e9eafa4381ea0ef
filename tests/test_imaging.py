from __future__ import annotations

import io
import struct
import sys
import zlib
from subprocess import run
from xml.etree import ElementTree as ET

import pytest
from PIL import Image, ImageDraw, ImageFilter, PngImagePlugin

from mkdocs_imggen import imaging
from mkdocs_imggen.errors import UnusableError
from mkdocs_imggen.imaging import Facts, Veil, encode, inspect, render


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
        f"sys.stdout.buffer.write(render(sys.stdin.buffer.read(), width=30, format_={format_!r}, quality=60, source='x'))"
    )
    other = run([sys.executable, "-c", code], input=PNG, capture_output=True, check=True).stdout
    assert render(PNG, width=30, format_=format_, quality=60, source="x") == other


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


@pytest.mark.parametrize("format_", ["webp", "png", "jpeg", "avif"])
@pytest.mark.parametrize("source", ["trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "digitalCreation"])
def test_a_rendition_says_how_its_picture_was_made_and_nothing_else(format_: str, source: str) -> None:
    made = render(PNG, width=30, format_=format_, quality=85, source=source)
    plain, image = opened(render(PNG, width=30, format_=format_, quality=85)), opened(made)
    packet = image.info["xmp"]
    assert packet.count(source.encode()) == made.count(source.encode()) == 1
    assert packet.decode().startswith('<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta ')
    root = ET.fromstring(packet.decode())
    (description,) = root.findall(f"{RDF}RDF/{RDF}Description")
    assert description.attrib == {f"{RDF}about": ""}
    assert [(item.tag, item.text, item.attrib) for item in description] == [
        (
            "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType",
            f"http://cv.iptc.org/newscodes/digitalsourcetype/{source}",
            {},
        )
    ]
    assert image.tobytes() == plain.tobytes()
    assert set(image.info) - set(plain.info) == ({"xmp", "XML:com.adobe.xmp"} if format_ == "png" else {"xmp"})
    assert not {"icc_profile", "exif", "comment", "dpi"} & set(image.info)
    assert not image.getexif()


RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def lock(size: tuple[int, int], box: tuple[int, int, int, int]) -> bytes:
    """A red box on a transparent ground."""
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    image.paste((200, 30, 30, 255), box)
    return saved(image, "PNG")


def seen(data: bytes) -> tuple[int, int, int, int] | None:
    return opened(data).convert("RGBA").getchannel("A").point([0] * 128 + [255] * 128).getbbox()


class TestTrim:
    @pytest.mark.parametrize(
        ("box", "width", "where"),
        [
            ((10, 10, 50, 50), 300, (58, 8, 242, 192)),  # 184 high: 200 but for two margins of 4 %
            ((10, 10, 50, 50), 150, (29, 4, 121, 96)),
            ((0, 0, 300, 200), 300, (12, 8, 288, 192)),
            ((100, 90, 200, 100), 300, (8, 86, 292, 114)),
            ((299, 0, 300, 200), 300, (149, 8, 150, 192)),
        ],
    )
    def test_the_subject_fills_the_same_frame_but_for_a_margin(
        self, box: tuple[int, int, int, int], width: int, where: tuple[int, int, int, int]
    ) -> None:
        made = render(lock((300, 200), box), width=width, format_="png", quality=85, trim=True)
        assert opened(made).size == (width, width * 2 // 3)
        found = seen(made)
        assert found is not None
        assert [abs(one - other) <= 1 for one, other in zip(found, where, strict=True)] == [True] * 4, found

    def test_without_it_the_subject_stays_where_it_is(self) -> None:
        assert seen(render(lock((300, 200), (10, 10, 50, 50)), width=300, format_="png", quality=85)) == (10, 10, 50, 50)

    @pytest.mark.parametrize("format_", ["webp", "avif"])
    def test_alpha_is_kept(self, format_: str) -> None:
        made = opened(render(lock((300, 200), (10, 10, 50, 50)), width=300, format_=format_, quality=85, trim=True))
        assert (made.mode, made.size) == ("RGBA", (300, 200))
        assert made.getpixel((2, 2))[3] == 0  # type: ignore[index] # RGBA gives four numbers
        assert made.getpixel((150, 100))[3] == 255  # type: ignore[index] # as above

    def test_a_speck_that_nobody_sees_does_not_hold_the_subject_small(self) -> None:
        image = Image.open(io.BytesIO(lock((300, 200), (10, 10, 50, 50))))
        image.putpixel((299, 199), (0, 0, 0, 9))
        made = render(saved(image, "PNG"), width=300, format_="png", quality=85, trim=True)
        assert seen(made) == seen(render(lock((300, 200), (10, 10, 50, 50)), width=300, format_="png", quality=85, trim=True))

    @pytest.mark.parametrize("data", [saved(card(), "PNG"), saved(Image.new("RGBA", (60, 40)), "PNG")])
    def test_what_is_opaque_or_empty_stays_a_whole_picture(self, data: bytes) -> None:
        assert opened(render(data, width=60, format_="png", quality=85, trim=True)).size == (60, 40)
        opaque = render(PNG, width=60, format_="png", quality=85, trim=True)
        assert opened(opaque).tobytes() == card().tobytes()


def board(size: tuple[int, int], square: int, light: int = 255, dark: int = 204) -> Image.Image:
    """The squares that stand for transparency in a drawing program, as models paint them."""
    image = Image.new("RGB", size, (light,) * 3)
    draw = ImageDraw.Draw(image)
    for y in range(0, size[1], square):
        for x in range(0, size[0], square):
            if (x + y) // square % 2:
                draw.rectangle((x, y, x + square - 1, y + square - 1), fill=(dark,) * 3)
    return image


def on(ground: Image.Image, part: float = 0.5) -> Image.Image:
    """Lay a round subject over the middle of a ground."""
    (width, height), rest = ground.size, (1 - part) / 2
    ImageDraw.Draw(ground).ellipse((width * rest, height * rest, width * (1 - rest), height * (1 - rest)), fill=(200, 80, 40))
    return ground


def veil(image: Image.Image, format_: str = "PNG", **options: object) -> Veil:
    found = inspect(saved(image, format_, **options), veil=True).veil
    assert found is not None
    return found


def holes() -> Image.Image:
    """A board with an honest hole of a quarter of it."""
    image = board((512, 512), 16).convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 256, 256))
    return image


class TestVeil:
    def test_it_is_measured_only_where_somebody_asks(self) -> None:
        assert inspect(saved(card("RGBA"), "PNG")).veil is None

    @pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
    def test_it_counts_what_lets_the_page_through_and_the_corners_that_do_not(self, mode: str) -> None:
        image = card("RGBA", size=(400, 400))
        found = veil(image.convert(mode) if mode != "P" else image.quantize(4))
        assert (round(found.through, 2), found.corners, found.board) == (0.75, 0, 0)

    @pytest.mark.parametrize("corners", range(5))
    def test_corners_are_counted_one_by_one(self, corners: int) -> None:
        image = Image.new("RGBA", (100, 80))
        for x, y in [(0, 0), (99, 0), (0, 79), (99, 79)][:corners]:
            image.putpixel((x, y), (9, 9, 9, 255))
        assert veil(image).corners == corners

    @pytest.mark.parametrize(("alpha", "through"), [(0, 1), (229, 1), (230, 0), (255, 0)])
    def test_what_hides_nine_tenths_of_the_page_is_opaque(self, alpha: int, through: int) -> None:
        assert veil(Image.new("RGBA", (64, 64), (200, 30, 30, alpha))).through == through

    @pytest.mark.parametrize("size", [(1024, 1024), (1536, 1024)])
    @pytest.mark.parametrize("square", [8, 12, 16, 20, 25, 32, 48, 64])
    def test_a_painted_checkerboard_is_found(self, size: tuple[int, int], square: int) -> None:
        assert veil(on(board(size, square))).board == pytest.approx(0.80, abs=0.01)

    @pytest.mark.parametrize(
        ("image", "share"),
        [
            (on(board((1024, 1024), 16), part=0.95), 0.29),
            (on(board((1024, 1024), 16, light=90, dark=60)), 0.80),
            (on(board((1024, 1024), 16, light=255, dark=238)), 0.80),
            (holes(), 0.75),
            (on(board((1024, 1024), 24)).filter(ImageFilter.GaussianBlur(1.5)), 0.80),
        ],
        ids=["little of it", "dark", "pale", "beside a real hole", "blurred"],
    )
    def test_also_where_it_is_hard_to_see(self, image: Image.Image, share: float) -> None:
        assert veil(image).board == pytest.approx(share, abs=0.03)
        assert veil(image, "WEBP", quality=75).board == pytest.approx(share, abs=0.05)

    @pytest.mark.parametrize(
        "image",
        [
            board((1024, 1024), 64, light=255, dark=0),
            Image.linear_gradient("L").resize((1024, 1024)),
            Image.radial_gradient("L").resize((1024, 1024)),
            Image.effect_noise((1024, 1024), 30),
            Image.effect_mandelbrot((512, 512), (-2, -1.5, 1, 1.5), 60),
            Image.new("L", (1024, 1024), 204),
            board((1024, 1024), 1024),
            Image.new("L", (1, 1)),
            board((4, 4), 1),
            Image.merge("RGB", [Image.new("L", (512, 512), 255), *board((512, 512), 16).split()[:2]]),
        ],
        ids=["chess", "gradient", "light", "noise", "fractal", "plain", "one square", "one pixel", "sixteen", "a red cloth"],
    )
    def test_what_only_looks_a_little_like_it_is_none(self, image: Image.Image) -> None:
        assert veil(image).board == 0

    @pytest.mark.parametrize("across", [True, False])
    def test_stripes_are_none(self, across: bool) -> None:
        image = Image.new("L", (1024, 1024), 255)
        for at in range(0, 1024, 32):
            image.paste(204, (at, 0, at + 16, 1024) if across else (0, at, 1024, at + 16))
        assert veil(image).board == 0

    @pytest.mark.parametrize("slope", [1, -1])
    def test_neither_are_slanting_ones(self, slope: int) -> None:
        rows = [bytes(204 if (x + slope * y) // 16 % 2 else 255 for x in range(512)) for y in range(512)]
        assert veil(Image.frombytes("L", (512, 512), b"".join(rows))).board == 0

    def test_neither_are_dots(self) -> None:
        image = Image.new("L", (1024, 1024), 255)
        for x in range(0, 1024, 32):
            for y in range(0, 1024, 32):
                ImageDraw.Draw(image).ellipse((x, y, x + 15, y + 15), fill=204)
        assert veil(image).board == 0


def test_a_lossless_webp_is_as_it_was() -> None:
    assert opened(encode(PNG, "webp", lossless=True)).convert("RGB").tobytes() == card().tobytes()
    assert len(encode(PNG, "webp", quality=5)) < len(encode(PNG, "webp", quality=100))


def test_every_format_has_an_extension() -> None:
    assert dict(imaging.EXTENSIONS) == {"png": "png", "jpeg": "jpg", "webp": "webp", "avif": "avif"}
