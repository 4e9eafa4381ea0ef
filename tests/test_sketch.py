"""The illustrator as a provider: sizes, alpha, notes, text, and the same pixels everywhere."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from mkdocs_imggen.providers.sketch import VERSION, SketchProvider, draft, understand
from mkdocs_imggen.request import Request

ROOT = Path(__file__).parent.parent


def asked(
    prompt: str, *, size: tuple[int, int] = (240, 160), background: str = "opaque", format_: str = "png", take: int = 1
) -> Request:
    return Request(
        prompt=prompt,
        provider="sketch",
        model="auto",
        width=size[0],
        height=size[1],
        quality="medium",
        background=background,
        format=format_,
        take=take,
    )


def drawn(prompt: str, *, size: tuple[int, int] = (240, 160), background: str = "opaque") -> Image.Image:
    answer = SketchProvider().generate(asked(prompt, size=size, background=background))
    return Image.open(io.BytesIO(answer.body))


def pixels(prompt: str) -> str:
    return hashlib.sha256(drawn(prompt).convert("RGBA").tobytes()).hexdigest()


@pytest.mark.parametrize("format_", ["webp", "png", "jpeg"])
@pytest.mark.parametrize("size", [(64, 64), (257, 130), (90, 333)])
def test_the_answer_has_the_format_and_exactly_the_size(format_: str, size: tuple[int, int]) -> None:
    answer = SketchProvider().generate(asked("a padlock", size=size, format_=format_))
    with Image.open(io.BytesIO(answer.body)) as image:
        assert (image.format, image.size) == (format_.upper(), size)


def test_it_names_no_model_and_says_what_it_drew() -> None:
    answer = SketchProvider().generate(asked("A lighthouse at dawn, beside a unicorn"))
    assert answer.model is None
    assert answer.notes == ("drew lighthouse", "not drawn: unicorn")


def test_nothing_recognised_gives_a_neutral_cover_and_says_so() -> None:
    answer = SketchProvider().generate(asked("Zyxwv qqq"))
    assert answer.notes == ("drew a neutral cover: nothing in the prompt was recognised", "not drawn: zyxwv, qqq")
    assert len(set(drawn("Zyxwv qqq").convert("RGB").getcolors(240 * 160) or ())) > 100


@pytest.mark.parametrize("prompt", ["a padlock", "a robot", "a key", "a shield, line art", "sticker of a rocket", "xyzzy"])
def test_transparent_means_alpha_zero_around_and_a_solid_subject(prompt: str) -> None:
    alpha = drawn(prompt, size=(200, 200), background="transparent").getchannel("A")
    assert [alpha.getpixel(corner) for corner in ((0, 0), (199, 0), (0, 199), (199, 199))] == [0, 0, 0, 0]
    assert alpha.getextrema() == (0, 255)


@pytest.mark.parametrize("prompt", ["a padlock", "a key", "a lighthouse", "an octopus", "three servers"])
def test_a_transparent_subject_fills_the_frame_with_an_even_margin(prompt: str) -> None:
    box = drawn(prompt, size=(400, 400), background="transparent").getchannel("A").point(lambda v: 255 if v > 60 else 0).getbbox()
    assert box
    left, top, right, bottom = box
    assert abs(left - (400 - right)) <= 6
    assert abs(top - (400 - bottom)) <= 6
    assert min(left, top) in range(14, 30)


def test_an_opaque_picture_has_no_hole() -> None:
    assert drawn("a rocket").convert("RGBA").getchannel("A").getextrema() == (255, 255)


def test_text_in_quotes_is_lettered() -> None:
    plain, lettered = drawn("A sign"), drawn('A sign that says "Install"')
    assert plain.tobytes() != lettered.tobytes()
    assert SketchProvider().generate(asked('A sign that says "Install"')).notes == ("drew the text",)


def test_text_that_the_font_lacks_is_left_out_and_said() -> None:
    answer = SketchProvider().generate(asked('A sign that says "はじめに"'))
    assert answer.notes[-1] == "text left out, the font lacks its characters: はじめに"


def test_text_that_would_be_illegible_is_left_out_and_said() -> None:
    answer = SketchProvider().generate(asked('A sign that says "' + "word " * 40 + '"'))
    assert answer.notes[-1].startswith("text left out, it is too long to be read in a picture: word word")


def test_a_draft_is_the_picture_with_a_ribbon_as_webp() -> None:
    request = asked("a padlock", size=(300, 300))
    with Image.open(io.BytesIO(draft(request))) as image:
        ribbon = image.convert("L").crop((250, 0, 300, 50))
        assert (image.format, image.size) == ("WEBP", (300, 300))
        assert ribbon.getextrema()[0] < 90  # type: ignore[operator] # one band has one pair
        assert ribbon.getextrema()[1] > 230  # type: ignore[operator] # as above


def test_another_take_is_another_picture() -> None:
    first = SketchProvider().generate(asked("a shield"))
    second = SketchProvider().generate(asked("a shield", take=2))
    assert first.body != second.body


def test_the_same_request_gives_the_same_pixels_in_threads() -> None:
    prompts = ["a robot", "three servers", "a fox, watercolour"] * 2
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(pixels, prompts))
    assert found[:3] == found[3:]


def test_the_same_request_gives_the_same_pixels_in_processes_with_other_hash_seeds() -> None:
    code = "import sys; sys.path[:0] = ['tests']; from test_sketch import pixels; print(pixels('Robots sorting red keys'))"
    found = set()
    for seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        found.add(run.stdout.strip())
    assert len(found) == 1


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import mkdocs_imggen.providers.sketch, sys; print([m for m in ('resvg_py', 'fontTools', 'PIL') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_scene_can_be_printed() -> None:
    text = str(understand("A beaver in an orange hard hat, waving at a unicorn"))
    assert "drawn      beaver with hard hat" in text
    assert "not drawn  unicorn" in text


def test_the_version_is_a_word() -> None:
    assert VERSION.isalnum()
