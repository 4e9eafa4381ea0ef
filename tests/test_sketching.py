"""`imggen sketch`: what it writes, says and refuses."""

from __future__ import annotations

import base64
import io
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from mkdocs_imggen import files
from mkdocs_imggen.cli import main
from mkdocs_imggen.providers.sketch import SketchProvider
from mkdocs_imggen.request import Request

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["sketch", *words], catch_exceptions=False)


def refused(*words: str) -> tuple[int, str]:
    done = run(*words)
    assert done.stdout == ""
    return done.exit_code, done.stderr


def test_it_writes_a_picture_under_a_name_made_of_the_prompt(here: Path) -> None:
    done = run("A padlock beside a unicorn", "--size", "120x80")
    assert done.exit_code == 0
    assert re.fullmatch(r"a-padlock-beside-a-unicorn\.webp: 120x80, \d KB; drew padlock; not drawn: unicorn\n", done.stdout)
    with Image.open(here / "a-padlock-beside-a-unicorn.webp") as image:
        assert (image.format, image.size) == ("WEBP", (120, 80))
    assert [path.name for path in here.iterdir()] == ["a-padlock-beside-a-unicorn.webp"]


@pytest.mark.parametrize(("name", "format_"), [("a.png", "PNG"), ("a.jpg", "JPEG"), ("a.JPEG", "JPEG"), ("a.webp", "WEBP")])
def test_the_name_says_the_format(here: Path, name: str, format_: str) -> None:
    assert run("A key", "-o", name, "--size", "64x64").exit_code == 0
    with Image.open(here / name) as image:
        assert image.format == format_


def test_the_words_for_sizes_are_those_of_directives(here: Path) -> None:
    assert run("A key, line art", "-o", "a.png", "--size", "square").exit_code == 0
    with Image.open(here / "a.png") as image:
        assert image.size == (1024, 1024)


def test_transparent_is_real_alpha(here: Path) -> None:
    assert run("A key", "-o", "a.png", "--size", "64x64", "--transparent").exit_code == 0
    with Image.open(here / "a.png") as image:
        assert image.getchannel("A").getextrema() == (0, 255)


def test_it_is_the_picture_that_a_site_would_get(here: Path) -> None:
    run("A  key &amp; a lock", "-o", "a.webp", "--size", "90x60")
    request = Request(
        prompt="A key & a lock",
        provider="sketch",
        model="auto",
        width=90,
        height=60,
        quality="medium",
        background="opaque",
        format="webp",
    )
    assert (here / "a.webp").read_bytes() == SketchProvider().generate(request).body


def test_a_file_that_is_there_is_left_alone_unless_forced(here: Path) -> None:
    kept = here / "a-key.webp"
    kept.write_bytes(b"mine")
    assert refused("A key", "--size", "64x64") == (
        2,
        "a-key.webp: imggen: the file is there already; give another --output, or --force\n",
    )
    assert kept.read_bytes() == b"mine"
    assert run("A key", "--size", "64x64", "--force").exit_code == 0
    assert kept.read_bytes()[:4] == b"RIFF"


def test_explain_says_what_was_understood_and_writes_nothing(here: Path) -> None:
    done = run("Three servers and a unicorn", "--explain")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[:5] == [
        "prompt     Three servers and a unicorn",
        "style      flat, day",
        "layout     crowd in studio",
        "drawn      3 x server",
        "not drawn  unicorn",
    ]
    assert done.stdout.count("Placed(name='server'") == 3
    assert list(here.iterdir()) == []


def test_explain_knows_size_and_background() -> None:
    assert "layout     hero in sea\n" in run("A lighthouse", "--explain").stdout
    assert "layout     hero in none\n" in run("A lighthouse", "--explain", "--transparent").stdout
    assert run("Five keys", "--explain").stdout != run("Five keys", "--explain", "--size", "2:3").stdout


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ([], 'imggen: there is no prompt; write one, as in: imggen sketch "A lighthouse at dawn"'),
        (["  "], 'imggen: the prompt is empty; write one, as in: imggen sketch "A lighthouse at dawn"'),
        (
            ["A key", "--size", "huge"],
            "imggen: `size` is `huge`; use 1:1, square, 3:2, landscape, 2:3, portrait or WIDTHxHEIGHT",
        ),
        (["A key", "-o", "key.gif"], "imggen: no picture format is called `.gif`; use .webp, .png or .jpg"),
        (["A key", "-o", "key"], "imggen: no picture format is called `key`; use .webp, .png or .jpg"),
        (
            ["A key", "-o", "key.jpg", "--transparent"],
            "imggen: JPEG cannot be transparent; use `format: webp` or `png`, or an opaque background",
        ),
        (["A key", "-o", "no/key.webp"], "no/key.webp: imggen: there is no folder no"),
        (["--sheet", "none.txt", "a.html"], "none.txt: imggen: cannot read the prompts: No such file or directory"),
        (
            ["A key", "--sheet", "p.txt", "a.html"],
            "imggen: `--sheet` takes its prompts from a file; leave out PROMPT, --output and --explain",
        ),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(here: Path, words: list[str], line: str) -> None:
    assert refused(*words) == (2, f"{line}\n")
    assert list(here.iterdir()) == []


def test_what_cannot_be_written_is_one_line_and_exit_code_1(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "write_new", full)
    assert refused("A key", "--size", "64x64") == (1, "a-key.webp: imggen: cannot write it: No space left on device\n")


def test_an_interruption_has_its_own_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(SketchProvider, "generate", stop)
    assert refused("A key") == (130, "imggen: interrupted\n")


class Page(HTMLParser):
    """Gathers what a test asks a page for."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_a_sheet_shows_every_prompt_on_light_and_on_dark(here: Path) -> None:
    (here / "prompts.txt").write_text('# first ideas\nA key\n\nA sign that says "<b>&"\nA unicorn\n', encoding="utf-8")
    done = run("--sheet", "prompts.txt", "sheet.html", "--size", "90x60")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "sheet.html: 3 pictures, 1 of them without something that was asked for\n"
    text = (here / "sheet.html").read_text("utf-8")
    page = Page(text)
    assert page.all("html") == [{"lang": "en"}]
    assert [image["alt"] for image in page.all("img")] == ["A key", "", 'A sign that says "<b>&"', "", "A unicorn", ""]
    assert [card["class"] for card in page.all("div")].count("card light") == 3
    assert [card["class"] for card in page.all("div")].count("card dark") == 3
    assert "<b>" not in text
    assert "<li>drew key</li>" in text
    assert "<li>not drawn: unicorn</li>" in text
    assert "3 prompts, 90x60 opaque" in text
    source = str(page.all("img")[0]["src"])
    with Image.open(io.BytesIO(base64.b64decode(source.removeprefix("data:image/webp;base64,")))) as image:
        assert image.size == (90, 60)
    assert "http" not in text


def test_a_sheet_is_not_written_over(here: Path) -> None:
    (here / "prompts.txt").write_text("A key\n", encoding="utf-8")
    (here / "sheet.html").write_text("mine", encoding="utf-8")
    line = "sheet.html: imggen: the file is there already; give another --output, or --force\n"
    assert refused("--sheet", "prompts.txt", "sheet.html", "--size", "90x60") == (2, line)
    assert run("--sheet", "prompts.txt", "sheet.html", "--size", "90x60", "--force").exit_code == 0


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (b"# nothing\n", "p.txt: imggen: there is no prompt in it; write one a line; a line with # is a comment\n"),
        (b"\xff\xfe", "p.txt: imggen: the prompts are not UTF-8 text\n"),
    ],
)
def test_a_sheet_needs_prompts(here: Path, body: bytes, line: str) -> None:
    (here / "p.txt").write_bytes(body)
    assert refused("--sheet", "p.txt", "a.html") == (2, line)
