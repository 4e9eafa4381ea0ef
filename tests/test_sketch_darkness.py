"""What the illustrator does for a dark page: grounds that become dark, figures that stay, a rim around what has no ground."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageDraw

from mkdocs_imggen.imaging import Sheet
from mkdocs_imggen.meaning import DARK
from mkdocs_imggen.providers.base import InputPicture, unpack
from mkdocs_imggen.providers.sketch import SketchProvider, dark_draft
from mkdocs_imggen.providers.sketch.darkness import LIGHT, on_dark_page
from mkdocs_imggen.providers.sketch.tones import lab
from mkdocs_imggen.providers.sketch.wishes import Change, wish
from mkdocs_imggen.request import Request

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZE = (240, 160)
PAGE = (30, 33, 41)
"""The ground of Material's dark pages."""
BROWN, INK, PAPER = (160, 104, 66), (30, 30, 40), (255, 255, 255)


def asked(prompt: str, background: str = "opaque", take: int = 1) -> Request:
    return Request(
        prompt=prompt,
        provider="sketch",
        model="auto",
        width=SIZE[0],
        height=SIZE[1],
        quality="medium",
        background=background,
        format="png",
        take=take,
    )


def figure(ground: tuple[int, ...]) -> Image.Image:
    """A brown disc with an ink dot and a white card, on a ground."""
    image = Image.new("RGBA", SIZE, ground)
    draw = ImageDraw.Draw(image)
    draw.ellipse((40, 30, 140, 130), fill=BROWN)
    draw.ellipse((80, 70, 100, 90), fill=INK)
    draw.rectangle((160, 50, 210, 110), fill=PAPER, outline=INK, width=3)
    return image


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def dark(image: Image.Image) -> Image.Image:
    return Image.open(io.BytesIO(on_dark_page(Sheet.read(png(image))).encode("png", lossless=True))).convert("RGBA")


def edited(prompt: str, image: Image.Image, background: str = "opaque", take: int = 1) -> tuple[bytes, Sequence[str]]:
    answer = SketchProvider().generate(
        asked(prompt, background, take), [InputPicture(role="edit", name="in.png", data=png(image))]
    )
    return unpack(answer.body).pictures[0], answer.notes


def light(pixel: Any) -> float:
    return lab(*(part / 255 for part in pixel[:3]))[0]


def chroma(pixel: Any) -> tuple[float, ...]:
    return tuple(round(part, 2) for part in lab(*(part / 255 for part in pixel[:3]))[1:])


def test_a_pale_ground_becomes_dark_and_what_stands_on_it_stays() -> None:
    made = dark(figure((235, 242, 255, 255)))
    for corner in ((2, 2), (237, 2), (2, 157), (237, 157), (150, 20)):
        assert light(made.getpixel(corner)) < 0.32
    assert made.getpixel((60, 60)) == pytest.approx((*BROWN, 255), abs=6)
    assert made.getpixel((185, 80)) == pytest.approx((*PAPER, 255), abs=2)


def test_what_is_dark_is_lifted_until_it_stands_out_and_keeps_its_hue() -> None:
    image = figure((235, 242, 255, 255))
    made = dark(image)
    dot = (90, 80)
    assert light(image.getpixel(dot)) < 0.25
    assert light(made.getpixel(dot)) > light(PAGE) + 0.05
    assert chroma(made.getpixel(dot)) == pytest.approx(chroma(INK), abs=0.02)


def test_a_scene_without_a_calm_ground_is_darkened_to_night_as_a_whole() -> None:
    scene = Image.new("RGBA", SIZE, (90, 150, 60, 255))
    ImageDraw.Draw(scene).rectangle((0, 0, 239, 60), fill=(240, 150, 90, 255))
    made = dark(scene)
    for place in ((10, 10), (10, 150)):
        assert light(made.getpixel(place)) < light(scene.getpixel(place)) - 0.1


def test_a_night_stays_one() -> None:
    night = Image.new("RGBA", SIZE, (20, 24, 40, 255))
    assert light(dark(night).getpixel((5, 5))) < 0.32


def test_what_has_no_ground_gets_a_light_rim_and_nothing_of_it_goes() -> None:
    image = figure((0, 0, 0, 0))
    made = dark(image)
    assert made.getchannel("A").getpixel((2, 2)) == 0
    rim = made.getpixel((90, 29))
    assert rim[:3] == LIGHT  # type: ignore[index] # a pixel of four bands
    assert rim[3] > 60  # type: ignore[index] # as above
    assert made.getpixel((60, 60)) == pytest.approx((*BROWN, 255), abs=6)
    before, after = (bytes(each.getchannel("A").tobytes()) for each in (image, made))
    assert all(new >= old for old, new in zip(before, after, strict=True))


@pytest.mark.parametrize("background", ["opaque", "transparent"])
def test_the_words_of_a_twin_are_understood_to_the_last(background: str) -> None:
    image = figure((235, 242, 255, 255) if background == "opaque" else (0, 0, 0, 0))
    assert edited(DARK[background], image, background)[1] == ("made for a dark page",)


@pytest.mark.parametrize(
    "prompt",
    [
        "For a dark page",
        "Make it for dark pages",
        "The same picture for the dark page",
        "Now redo it on a dark web page please",
    ],
)
def test_it_may_be_said_otherwise(prompt: str) -> None:
    assert wish(prompt, masked=False).changes == (Change(mood="page"),)


def test_it_goes_with_other_colours() -> None:
    image = figure((235, 242, 255, 255))
    data, notes = edited("Make it purple for a dark page", image)
    assert notes == ("made for a dark page", "recoloured to purple")
    with Image.open(io.BytesIO(data)) as made:
        assert light(made.getpixel((2, 2))) < 0.32


def test_another_take_is_another_picture_and_the_same_one_is_the_same() -> None:
    image = figure((235, 242, 255, 255))
    takes = [edited(DARK["opaque"], image, take=take)[0] for take in (1, 2, 3, 1)]
    assert len(set(takes)) == 3
    assert takes[0] == takes[3]


class TestDrafts:
    def test_one_of_a_picture_that_is_there_is_made_of_it(self) -> None:
        data = dark_draft(asked(DARK["opaque"]), asked("A fox"), png(figure((235, 242, 255, 255))))
        with Image.open(io.BytesIO(data)) as made:
            assert (made.format, made.size) == ("WEBP", SIZE)
            assert made.convert("RGB").getpixel((60, 60)) == pytest.approx(BROWN, abs=12)
            assert light(made.convert("RGB").getpixel((2, 157))) < 0.32

    def test_one_of_a_picture_that_is_missing_is_made_of_its_drawing(self) -> None:
        fox, owl = (dark_draft(asked(DARK["opaque"]), asked(words), None) for words in ("A fox", "An owl"))
        assert fox != owl

    def test_one_without_a_ground_has_none_even_where_its_picture_has(self) -> None:
        request = replace(asked(DARK["transparent"]), background="transparent")
        with Image.open(io.BytesIO(dark_draft(request, asked("A fox"), png(figure((235, 242, 255, 255)))))) as made:
            assert made.convert("RGBA").getchannel("A").getpixel((2, 157)) == 0

    def test_each_has_the_ribbon(self) -> None:
        made = [
            Image.open(io.BytesIO(dark_draft(asked(DARK["opaque"]), asked(words), None))).convert("RGB").crop((205, 0, 240, 35))
            for words in ("A fox", "An owl")
        ]
        counts = [sum(value > 230 for value in image.convert("L").tobytes()) for image in made]
        assert min(counts) > 20
