"""A transparent picture is looked at before it is stored: one that hides the page waits in quarantine, with its numbers."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from engine import engine, in_store, plan
from makers import a_request
from PIL import Image, ImageDraw

from mkdocs_imggen.batch import Batch, orders
from mkdocs_imggen.errors import UnusableError
from mkdocs_imggen.imaging import Facts, Veil, inspect
from mkdocs_imggen.intake import misfit
from mkdocs_imggen.providers.sketch import SketchProvider
from mkdocs_imggen.providers.sketch.props import CATALOGUE
from mkdocs_imggen.testing import ScriptedProvider

if TYPE_CHECKING:
    from pathlib import Path

CLEAR = a_request(width=64, height=64, background="transparent")


def facts(*, alpha: bool = True, through: float = 0.5, corners: int = 0, board: float = 0.0) -> Facts:
    return Facts(format="png", width=64, height=64, alpha=alpha, veil=Veil(through=through, corners=corners, board=board))


@pytest.mark.parametrize(
    ("came", "why"),
    [
        (facts(), ""),
        (facts(through=0.02, corners=3, board=0.049), ""),
        (facts(alpha=False, through=0, corners=4), "an opaque one came"),
        (
            facts(alpha=False, through=0, corners=4, board=0.634),
            "an opaque one came: a checkerboard is painted over 63% of it",
        ),
        (facts(board=0.05), "one came that is none: a checkerboard is painted over 5% of it"),
        (facts(through=0.0199), "one came of which 2.0% let the page through, less than 2%"),
        (facts(through=0.001, corners=4), "one came of which 0.1% let the page through, less than 2%"),
        (facts(corners=4), "one came whose four corners hide the page"),
    ],
)
def test_what_hides_the_page_is_said_with_its_numbers(came: Facts, why: str) -> None:
    assert misfit(CLEAR, came) == (f"a transparent picture was asked and {why}" if why else "")
    assert misfit(a_request(width=64, height=64), came) == ""


def test_a_persons_own_picture_is_not_looked_at_closely() -> None:
    assert misfit(CLEAR, Facts(format="png", width=64, height=64, alpha=True)) == ""


def painted(*, corners: bool = False, board: bool = False, speck: bool = False) -> bytes:
    image = Image.new("RGBA", (512, 512), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    if board:
        for y in range(0, 512, 16):
            for x in range(0, 512, 16):
                draw.rectangle((x, y, x + 15, y + 15), fill=(255, 255, 255) if (x + y) // 16 % 2 else (204, 204, 204))
        image.paste((0, 0, 0, 0), (0, 0, 128, 128))
    if speck:
        image.paste((40, 90, 160, 255), (0, 50, 512, 512))
        image.paste((40, 90, 160, 255), (50, 0, 512, 50))
    if corners:
        for x, y in [(0, 0), (508, 0), (0, 508), (508, 508)]:
            image.paste((40, 90, 160, 255), (x, y, x + 4, y + 4))
    draw.ellipse((150, 150, 360, 360), fill=(200, 80, 40))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (painted(board=True), "one came that is none: a checkerboard is painted over 80% of it"),
        (painted(speck=True), "one came of which 0.9% let the page through, less than 2%"),
        (painted(corners=True), "one came whose four corners hide the page"),
    ],
    ids=["checkerboard", "plate", "corners"],
)
def test_it_waits_in_quarantine_and_is_used_only_when_a_person_says_so(tmp_path: Path, body: bytes, why: str) -> None:
    generator = engine(tmp_path, ScriptedProvider([body]))
    wanted = orders(plan(generator, "A fox", options="?size=512x512&background=transparent&format=png"))
    with pytest.raises(UnusableError) as caught:
        Batch(generator, wanted).make()
    assert caught.value.what == f"a transparent picture was asked and {why}"
    (kept,) = generator.maker.quarantine.find()
    assert in_store(tmp_path) == []
    assert generator.maker.intake.accept(kept).width == 512
    generator.close()


def test_a_subject_on_a_clear_ground_is_stored(tmp_path: Path) -> None:
    generator = engine(tmp_path, ScriptedProvider([painted()]))
    Batch(generator, orders(plan(generator, "A fox", options="?size=512x512&background=transparent&format=png"))).make()
    assert len(in_store(tmp_path)) == 2
    generator.close()


SOME = sorted(CATALOGUE)[::8]
SCENES = ["A lighthouse by the sea at dawn", "Three servers in a data centre", "A robot in an office", "A sign that says hello"]


@pytest.mark.parametrize("words", [*SOME, *SCENES])
def test_no_drawing_of_the_illustrator_is_taken_for_one_that_hides_the_page(words: str) -> None:
    request = a_request(prompt=words, provider="sketch", width=384, height=256, background="transparent")
    found = inspect(SketchProvider().generate(request).body, veil=True)
    assert misfit(request, found) == ""
    assert found.veil is not None
    assert (found.veil.board, found.veil.corners) == (0, 0)
