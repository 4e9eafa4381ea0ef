"""Pixels that are worked on: fitted, coloured anew, laid on each other, let through a mask, and filled."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from mkdocs_imggen.errors import UnusableError
from mkdocs_imggen.imaging import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def sheet(image: Image.Image) -> Sheet:
    return Sheet.read(png(image))


def stripes(*columns: Sequence[int], height: int = 4) -> Sheet:
    """A sheet of one pixel wide columns."""
    image = Image.new("RGBA", (len(columns), height))
    for x, colour in enumerate(columns):
        image.paste(tuple(colour), (x, 0, x + 1, height))
    return sheet(image)


def pixels(made: Sheet) -> Image.Image:
    return Image.open(io.BytesIO(made.encode("png", lossless=True))).convert("RGBA")


def row(made: Sheet, y: int = 0) -> list[object]:
    image = pixels(made)
    return [image.getpixel((x, y)) for x in range(made.width)]


RED, BLUE, GREY, NONE = (255, 0, 0, 255), (0, 0, 255, 255), (100, 100, 100, 255), (0, 0, 0, 0)


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(UnusableError, match="no picture that can be used"):
        Sheet.read(b"nothing")


def test_a_sheet_knows_its_size_and_whether_it_is_opaque() -> None:
    solid = stripes(RED, BLUE, GREY)
    assert (solid.width, solid.height, solid.opaque) == (3, 4, True)
    assert not stripes(RED, NONE).opaque


def test_a_picture_of_the_size_is_not_touched() -> None:
    noise = Image.effect_noise((40, 30), 90).convert("RGBA")
    noise.putalpha(Image.effect_noise((40, 30), 90))
    assert pixels(sheet(noise).covering(40, 30)).tobytes() == noise.tobytes()


def test_a_picture_of_other_proportions_covers_and_loses_as_much_on_either_side() -> None:
    assert row(stripes(BLUE, *[RED] * 4, BLUE).covering(4, 4)) == [RED] * 4
    tall = Image.new("RGBA", (4, 8), BLUE)
    tall.paste(RED, (0, 2, 4, 6))
    assert row(sheet(tall).covering(4, 4)) == [RED] * 4


def test_a_picture_of_the_same_proportions_is_scaled_whole() -> None:
    small = sheet(Image.new("RGBA", (300, 200), RED)).covering(450, 300)
    assert (small.width, small.height) == (450, 300)
    assert pixels(small).getcolors() == [(450 * 300, RED)]


@given(st.tuples(*[st.integers(1, 60)] * 4))
@settings(max_examples=40, deadline=None)
def test_every_size_can_be_covered_by_every_other(sizes: tuple[int, int, int, int]) -> None:
    made = sheet(Image.new("RGBA", sizes[:2], GREY)).covering(*sizes[2:], soft=True)
    assert (made.width, made.height) == sizes[2:]
    assert pixels(made).getcolors() == [(sizes[2] * sizes[3], GREY)]


def test_a_mask_is_scaled_without_new_extremes() -> None:
    edge = stripes(*[(0, 0, 0, 255)] * 10, *[(0, 0, 0, 200)] * 10, height=20)
    sharp, soft = (pixels(edge.covering(70, 70, soft=soft)).getchannel("A").tobytes() for soft in (False, True))
    assert (min(soft), max(soft)) == (200, 255)
    assert min(sharp) < 200


def test_a_sheet_is_scaled_and_cut_as_asked() -> None:
    made = stripes(RED, BLUE).resized(20, 2)
    assert (made.width, made.height) == (20, 2)
    assert row(made.cut((0, 0, 3, 1))) == [RED] * 3


def test_what_can_be_seen_and_where_a_mask_is_open_are_found() -> None:
    part = stripes(NONE, (0, 0, 0, 1), RED, (0, 0, 0, 254), NONE)
    assert part.seen() == (1, 0, 4, 4)
    assert stripes(NONE, NONE).seen() is None
    assert part.opening() == (0, 0, 5, 4)
    assert stripes(RED, (9, 9, 9, 254), BLUE).opening() == (1, 0, 2, 4)
    assert stripes(RED, BLUE).opening() is None


def test_a_sample_is_the_mean_of_what_can_be_seen() -> None:
    assert stripes(RED, RED, BLUE, NONE).sample(2, 1) == [(255, 0, 0, 255), (0, 0, 255, 128)]


def turned(side: int) -> list[float]:
    """A cube in which red, green and blue change places."""
    steps = [n / (side - 1) for n in range(side)]
    return [part for blue in steps for green in steps for red in steps for part in (green, blue, red)]


def test_colours_go_through_the_cube_and_alpha_stays() -> None:
    assert row(stripes(RED, (0, 255, 0, 7), NONE).mapped(5, turned(5), greys=False)) == [
        (0, 0, 255, 255),
        (255, 0, 0, 7),
        (0, 0, 0, 0),
    ]


def test_greys_stay_as_they_are_where_that_is_asked() -> None:
    dark = [0.0] * 3 * 4**3
    greys = [(level, level, level, 255) for level in range(256)]
    assert row(stripes(*greys).mapped(4, dark, greys=True)) == greys
    assert row(stripes(*greys).mapped(4, dark, greys=False)) == [(0, 0, 0, 255)] * 256
    assert row(stripes((100, 102, 101, 255), (100, 106, 100, 255)).mapped(4, dark, greys=True)) == [
        (100, 102, 101, 255),
        (0, 0, 0, 255),
    ]


def test_what_is_transparent_leaves_the_ground_as_it_is() -> None:
    ground = stripes(RED, (1, 2, 3, 0), (7, 8, 9, 100), BLUE)
    assert row(stripes((50, 60, 70, 0), (50, 60, 70, 0), (4, 4, 4, 0)).over(ground)) == row(ground)
    assert row(stripes(GREY).over(ground, 2)) == [RED, (1, 2, 3, 0), GREY, BLUE]


def test_a_mask_lets_through_where_it_is_clear_and_keeps_every_number_where_it_is_opaque() -> None:
    ground = stripes(RED, (1, 2, 3, 0), (7, 8, 9, 100), RED, RED)
    above = stripes(*[BLUE] * 5)
    mask = stripes(*[(0, 0, 0, alpha) for alpha in (255, 255, 255, 0, 128)])
    assert row(above.through(mask, ground)) == [RED, (1, 2, 3, 0), (7, 8, 9, 100), BLUE, (128, 0, 127, 255)]


def test_a_soft_edge_between_something_and_nothing_is_no_dark_rim() -> None:
    half = stripes((0, 0, 0, 128))
    assert row(stripes(RED).through(half, stripes((0, 0, 0, 0)))) == [(255, 0, 0, 127)]


def hole(width: int, height: int, box: tuple[int, int, int, int]) -> Sheet:
    mask = Image.new("RGBA", (width, height), "black")
    mask.paste(NONE, box)
    return sheet(mask)


def test_a_hole_in_one_colour_is_filled_with_it() -> None:
    image = Image.new("RGBA", (64, 48), (200, 90, 30, 255))
    spoilt = image.copy()
    ImageDraw.Draw(spoilt).ellipse((22, 12, 38, 32), fill=(0, 0, 255, 255))
    healed = pixels(sheet(spoilt).healed(hole(64, 48, (20, 10, 40, 35))))
    assert all(abs(a - b) <= 1 for a, b in zip(healed.tobytes(), image.tobytes(), strict=True))


def test_a_gradient_runs_on_through_a_hole() -> None:
    image = Image.linear_gradient("L").resize((96, 96)).convert("RGBA")
    spoilt = image.copy()
    spoilt.paste((255, 0, 0, 255), (30, 30, 66, 66))
    healed = pixels(sheet(spoilt).healed(hole(96, 96, (28, 28, 68, 68))))
    assert max(abs(a - b) for a, b in zip(healed.tobytes(), image.tobytes(), strict=True)) <= 6


def test_a_hole_in_what_is_transparent_stays_transparent() -> None:
    image = Image.new("RGBA", (40, 40), NONE)
    image.paste(RED, (15, 15, 25, 25))
    healed = pixels(sheet(image).healed(hole(40, 40, (10, 10, 30, 30))))
    assert healed.getchannel("A").getextrema() == (0, 0)


def test_where_all_is_hole_there_is_nothing_to_fill_it_with() -> None:
    made = sheet(Image.new("RGBA", (9, 7), RED)).healed(hole(9, 7, (0, 0, 9, 7)))
    assert pixels(made).getcolors() == [(63, RED)]


def test_where_there_is_no_hole_all_is_left() -> None:
    made = sheet(Image.new("RGBA", (9, 7), RED)).healed(hole(9, 7, (0, 0, 0, 0)))
    assert pixels(made).getcolors() == [(63, RED)]


@pytest.mark.parametrize("format_", ["png", "webp"])
def test_a_lossless_file_keeps_every_number_even_under_alpha_zero(format_: str) -> None:
    made = stripes((9, 8, 7, 0), (200, 100, 50, 1), RED, GREY)
    read = Image.open(io.BytesIO(made.encode(format_, lossless=True)))
    assert (read.format, read.mode) == (format_.upper(), "RGBA")
    assert [read.getpixel((x, 0)) for x in range(4)] == [(9, 8, 7, 0), (200, 100, 50, 1), RED, GREY]


def test_what_is_opaque_is_written_without_alpha() -> None:
    read = Image.open(io.BytesIO(stripes(RED, GREY).encode("png")))
    assert (read.mode, read.getpixel((0, 0))) == ("RGB", (255, 0, 0))


def test_a_lossy_file_is_smaller() -> None:
    noise = sheet(Image.effect_noise((60, 60), 90).convert("RGBA"))
    assert len(noise.encode("webp", quality=50)) < len(noise.encode("webp", lossless=True))
    assert Image.open(io.BytesIO(noise.encode("jpeg", quality=50))).format == "JPEG"
