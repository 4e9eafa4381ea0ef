"""What a stranger can put into a pull request, a cache, a server's answer or a record, and what becomes of it in a real site.

A threat stands in brackets in the docstring of its test; `test_matrix.py` sees to it that each has one.
"""

from __future__ import annotations

import base64
import hashlib
import io
import itertools
import json
import logging
import os
import pickle
import re
import shutil
import socket
import sqlite3
import struct
import subprocess
import sys
import tomllib
import zlib
from contextlib import closing
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from contract import contract
from PIL import Image, PngImagePlugin
from sites import Built, Site, digests

from mkdocs_imggen import imaging
from mkdocs_imggen.cli import main
from mkdocs_imggen.testing import ImageServer, Reply, picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ROOT = Path(__file__).parents[1]
FOX = "![A fox](imggen:?size=64x64)\n"
OWL = "![An owl](imggen:?size=64x64)\n"
WHOLE = {"mode": "generate", "budget": 1000}
"""What a stranger's pull request would write into the settings."""


def a_site(root: Path, server: ImageServer) -> Site:
    settings = {"base_url": server.url, "model": "gpt-image-1-mini", "api_key_env": "TEST_IMAGE_KEY", "widths": []}
    made = Site(root=root, imggen=settings)
    made.more["theme"] = {"name": None, "custom_dir": str(Path(__file__).parent / "golden" / "theme")}
    return made


@pytest.fixture
def server() -> Iterator[ImageServer]:
    with ImageServer(validate=contract()) as running:
        yield running


@pytest.fixture
def site(tmp_path: Path, server: ImageServer, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site without a picture yet, in a folder of its own, so that what is beside it can be watched."""
    monkeypatch.setenv("TEST_IMAGE_KEY", "test-key-1234567890")
    root = tmp_path / "project"
    root.mkdir()
    monkeypatch.chdir(root)
    return a_site(root, server)


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two pictures, made by a real build."""
    with ImageServer(validate=contract()) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEST_IMAGE_KEY", "test-key-1234567890")
        patch.setenv("IMGGEN_MODE", "generate")
        made = a_site(tmp_path_factory.mktemp("stock"), server)
        made.imggen["budget"] = 1000  # of the process: MkDocs keeps the plugin, and earlier tests have spent
        made.page(FOX + "\n" + OWL)
        assert not made.build().failed
        return made.root / "imggen"


@pytest.fixture
def stocked(site: Site, stock: Path) -> Site:
    site.page(FOX + "\n" + OWL)
    shutil.copytree(stock, site.root / "imggen")
    return site


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def file_of(site: Site, label: str, end: str) -> Path:
    (path,) = (site.root / "imggen").glob(f"{label}-*{end}")
    return path


def errors(built: Built) -> list[str]:
    return [text for level, text in built.lines if level == "ERROR"]


def published(site: Site) -> list[str]:
    return [name for name in digests(site.root / "site") if name.startswith("assets/imggen/")]


def plant(site: Site, server: ImageServer, data: bytes, format_: str) -> Path:
    """Put an original of a stranger's into the store, with a record that vouches for it; the page shows it."""
    site.page(f"![A planted picture](imggen:?size=64x64&format={format_})\n")
    assert not site.build().failed
    server.requests.clear()
    original = file_of(site, "a-planted-picture", f".{imaging.EXTENSIONS[format_]}")
    record = original.with_suffix(".yml")
    record.write_text(record.read_text("utf-8").replace(sha(original.read_bytes()), sha(data)), "utf-8")
    original.write_bytes(data)
    shutil.rmtree(site.root / ".cache")
    return original


class TestMoney:
    def test_500_new_directives_in_a_build_service_send_nothing_and_are_all_named(self, site: Site, server: ImageServer) -> None:
        """[threat 1] By the real command, with the key there and with settings that ask for everything."""
        for page in range(10):
            site.page("\n\n".join(f"![Thing {page} {number}](imggen:)" for number in range(50)), f"p{page}.md")
        site.page("# Home\n")
        site.imggen |= WHOLE
        command = [sys.executable, "-m", "mkdocs", "build", "-f", str(site.config()), "-d", str(site.root / "site")]
        done = subprocess.run(command, env=dict(os.environ) | {"CI": "1"}, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        named = re.findall(
            r"^ERROR   -  (p\d\.md:\d+): imggen: the picture `thing-[0-9-]+` is not in the store", done.stderr, re.MULTILINE
        )
        assert sorted(named) == sorted(f"p{page}.md:{2 * number + 1}" for page in range(10) for number in range(50))
        assert "Traceback" not in done.stderr
        assert server.requests == []
        assert site.store == []

    def test_outside_of_one_a_budget_for_three_sends_none_of_five_and_a_limit_exactly_three(
        self, site: Site, server: ImageServer
    ) -> None:
        """[threat 1]"""
        site.page("\n\n".join(f"![Thing {number}](imggen:?size=64x64)" for number in range(5)))
        site.imggen["budget"] = 0.034
        site.config()
        done = CliRunner().invoke(main, ["generate"])
        assert done.exit_code == 4
        assert done.stderr.startswith("imggen: 5 pictures would cost about $0.055 and the budget is $0.034: index.md:1, ")
        assert server.requests == []
        assert CliRunner().invoke(main, ["generate", "--limit", "3"]).exit_code == 0
        assert len(server.requests) == 3

    def test_the_environment_caps_what_a_file_may_spend(
        self, site: Site, server: ImageServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """[threat 2]"""
        site.imggen |= WHOLE
        site.page(FOX)
        monkeypatch.setenv("IMGGEN_BUDGET", "0.001")
        (line,) = errors(site.build())
        assert "would cost about $0.011 and the budget is $0.001" in line
        assert server.requests == []

    @pytest.mark.parametrize("name", ["OPENAI_API_KEY", "openai_api_key", " OPENAI_API_KEY ", None])
    def test_the_key_of_openai_goes_to_no_other_host(
        self, site: Site, server: ImageServer, monkeypatch: pytest.MonkeyPatch, name: str | None
    ) -> None:
        """[threat 2]"""
        monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-1234567890")
        monkeypatch.setenv("openai_api_key", "sk-canary-1234567890")
        site.imggen |= WHOLE | {"api_key_env": name}
        if name is None:
            del site.imggen["api_key_env"]
        site.page(FOX)
        config = str(site.config())
        for words in (["plan", "-f", config], ["generate", "-f", config]):
            done = CliRunner().invoke(main, words)
            assert done.exit_code == 1
            assert "needed with `base_url`: OPENAI_API_KEY is only ever sent to OpenAI itself" in done.output
        assert server.requests == []


class Outline(HTMLParser):
    """What a browser makes of a page: its elements with the names of their attributes, and the values of those that can run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, list[str]]] = []
        self.runs: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, [name for name, _ in attrs]))
        for name, value in attrs:
            if name.startswith("on") or (
                name in {"href", "src"} and re.match(r"\s*(?:javascript|data|vbscript):", value or "", re.IGNORECASE)
            ):
                self.runs.append(f"{name}={value}")


PAYLOADS = (
    """"><script>alert(1)</script>""",
    """' onerror='alert(1)' x='""",
    """</figcaption></figure><img src=x onerror=alert(1)>""",
    """javascript:alert(1)""",
    """&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;""",
    """<svg/onload=alert(1)>""",
    """--><script>alert(1)</script><!--""",
    """x" srcset="javascript:alert(1) 2x""",
    """{ onclick=alert(1) }""",
    """\u003cscript\u003ealert(1)</script >""",
)
FENCE = "```imggen\nprompt: A fox\nsize: 64x64\n{}\n```\n"
COVER = "---\ncover:\n  prompt: {}\n  size: 64x64\n  {}\n---\n\n# Page\n"
PLACES: dict[str, Callable[[str], str]] = {
    "alt": lambda words: f'![{words}](imggen:?size=64x64 "A fox")\n',
    "prompt": lambda words: f"![Alt](imggen:?size=64x64 '{words}')\n",
    "query": lambda words: f'![Alt](imggen:?size=64x64&caption={quote(words)} "A fox")\n',
    "data-title": lambda words: f'![Alt](imggen:?size=64x64&data-title={quote(words)} "A fox")\n',
    "class": lambda words: f'![Alt](imggen:?size=64x64&class={quote(words)} "A fox")\n',
    "braces": lambda words: f'![Alt](imggen:?size=64x64 "A fox"){{ data-x={json.dumps(words)} }}\n',
    "alt of a fence": lambda words: FENCE.format(f"alt: {json.dumps(words)}"),
    "caption": lambda words: FENCE.format(f"alt: x\ncaption: {json.dumps(words)}"),
    "id": lambda words: FENCE.format(f"alt: x\nid: {json.dumps(words)}"),
    "title": lambda words: FENCE.format(f"alt: x\ntitle: {json.dumps(words)}"),
    "aria": lambda words: FENCE.format(f"alt: x\naria-label: {json.dumps(words)}"),
    "name of an attribute": lambda words: FENCE.format(f"alt: x\n{json.dumps('data-' + words)}: x"),
    "loading": lambda words: FENCE.format(f"alt: x\nloading: {json.dumps(words)}"),
    "alt of a cover": lambda words: COVER.format("A fox", f"alt: {json.dumps(words)}"),
    "prompt of a cover": lambda words: COVER.format(json.dumps(words), "alt: A fox"),
    "caption of a cover": lambda words: COVER.format("A fox", f"alt: x\n  caption: {json.dumps(words)}"),
    "prompt in the credits": lambda words: f"![Alt](imggen:?size=64x64 {json.dumps(words)})\n\n```imggen-credits\n```\n",
    "id of a cover": lambda words: COVER.format("A fox", f"alt: x\n  id: {json.dumps(words)}"),
}
STRICT = {"class", "id", "loading", "name of an attribute", "id of a cover"}
"""Places that take words of a known form only."""


class TestMarkup:
    @pytest.mark.parametrize("place", PLACES)
    def test_words_become_no_element_and_run_nothing(self, site: Site, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """[threat 5] Every payload is refused with its line, or leaves the elements and attributes of a harmless word."""
        monkeypatch.setenv("IMGGEN_MODE", "draft")
        site.imggen = {"provider": "sketch", "widths": []}
        # With a head, where a cover is told to social networks.
        (site.root / "theme").mkdir()
        (site.root / "theme" / "main.html").write_text("<html><head></head><body>{{ page.content }}</body></html>", "utf-8")
        site.more["theme"] = {"name": None, "custom_dir": str(site.root / "theme")}
        pages = {f"p{number}": words for number, words in enumerate(PAYLOADS)}
        site.page(PLACES[place]("lazy"))
        for name, words in pages.items():
            site.page(PLACES[place](words), f"{name}.md")
        refused = {line.partition(".md:")[0] for line in errors(site.build()) if ".md:" in line}
        assert "index" not in refused
        assert (refused == pages.keys()) is (place in STRICT), refused
        for name in refused:
            (site.root / "docs" / f"{name}.md").unlink()
        built = site.build(check=False)
        assert not built.failed, built.lines
        plain = Outline(built.html())
        assert "img" in dict(plain.elements)
        for name in pages.keys() - refused:
            outline = Outline(built.html(f"{name}/index.html"))
            assert (outline.elements, outline.runs) == (plain.elements, []), pages[name]


CARD = Image.new("RGB", (64, 64), (10, 60, 120))


def saved(format_: str, **options: Any) -> bytes:
    out = io.BytesIO()
    CARD.save(out, format_, **options)
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, *before: bytes, rows: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [chunk(b"IHDR", head), *before, chunk(b"IDAT", zlib.compress(rows, 1)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
ZIP = b"PK\x03\x04 CANARY-TRAILER PK\x05\x06" + b"\0" * 18
ROWS = (b"\0" + b"\x55" * 64) * 64
BOMBS = {
    "60000x60000": png(60000, 60000, rows=ROWS),
    "144 million zeros": png(12000, 12000, rows=b"\0" * (12001 * 12000)),
    "a compressed text": png(64, 64, chunk(b"zTXt", b"x\0\0" + zlib.compress(b"\0" * 200_000_000, 1)), rows=ROWS),
    "a compressed profile": png(64, 64, chunk(b"iCCP", b"x\0\0" + zlib.compress(b"\0" * 200_000_000, 1)), rows=ROWS),
}
NO_PICTURES = {
    "svg": SVG,
    "html": b"<!doctype html><script>alert(1)</script>",
    "pdf": b"%PDF-1.7\n1 0 obj << /OpenAction << /S /JavaScript >> >>",
    "gif": saved("GIF"),
    "png and zip": saved("PNG") + ZIP,
}


def answered(data: bytes, **more: Any) -> Reply:
    return Reply(json={"created": 1, "data": [{"b64_json": base64.b64encode(data).decode()}], **more})


class TestPictures:
    @pytest.mark.parametrize("kind", NO_PICTURES)
    def test_what_is_no_picture_is_refused_as_an_answer_and_published_nowhere(
        self, site: Site, server: ImageServer, kind: str
    ) -> None:
        """[threat 6]"""
        server.script = [answered(NO_PICTURES[kind])]
        site.page(FOX)
        (line,) = errors(site.build())
        assert line.startswith("index.md:1: imggen: ")
        assert "the paid answer is kept" in line
        assert site.store == published(site) == []

    @pytest.mark.parametrize("kind", ["svg", "html", "pdf", "gif"])
    def test_neither_is_it_published_where_a_record_vouches_for_it(self, site: Site, server: ImageServer, kind: str) -> None:
        """[threat 6]"""
        plant(site, server, NO_PICTURES[kind], "webp")
        (line,) = errors(site.build())
        assert "` cannot be used: the bytes are no picture that can be used" in line
        assert published(site) == []
        assert server.requests == []

    def test_the_format_is_that_of_the_bytes_and_what_hangs_behind_them_is_not_published(
        self, site: Site, server: ImageServer
    ) -> None:
        """[threat 6]"""
        server.script = [answered(saved("JPEG") + ZIP, output_format="html")]
        site.page(FOX)
        assert not site.build().failed
        assert [name.rpartition(".")[2] for name in site.store] == ["jpg", "yml"]
        (name,) = published(site)
        assert name.endswith(".webp")
        assert (site.root / "site" / name).read_bytes().startswith(b"RIFF")
        assert b"CANARY" not in (site.root / "site" / name).read_bytes()

    @pytest.mark.parametrize("kind", BOMBS)
    def test_a_bomb_is_refused_as_an_answer_and_as_an_original(self, site: Site, server: ImageServer, kind: str) -> None:
        """[threat 9]"""
        server.script = [answered(BOMBS[kind])]
        site.page(FOX)
        (line,) = errors(site.build())
        assert "the paid answer is kept" in line
        assert site.store == []
        plant(site, server, BOMBS[kind], "png")
        (line,) = errors(site.build())
        assert "` cannot be used: the " in line
        assert published(site) == []
        assert server.requests == []

    def test_a_bomb_takes_neither_time_nor_memory(self, tmp_path: Path) -> None:
        """[threat 9] Each in less than two seconds and 50 MB."""
        for name, data in BOMBS.items():
            (tmp_path / name).write_bytes(data)
        code = (
            MEASURE
            + """
from mkdocs_imggen import imaging
from mkdocs_imggen.errors import UnusableError
imaging.inspect(open(sys.argv[1] + "/whole", "rb").read())
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    data = path.read_bytes()
    def look():
        for act in (imaging.inspect, lambda data: imaging.render(data, width=64, format_="webp", quality=85)):
            try:
                act(data)
            except UnusableError:
                print("refused")
    measure(path.name, look)
"""
        )
        (tmp_path / "whole").write_bytes(saved("PNG"))
        measured, said = measured_in_a_child(code, str(tmp_path))
        assert said.count("refused") == 2 * len(BOMBS)
        assert [(name, seconds, megabytes) for name, seconds, megabytes in measured if seconds > 2 or megabytes > 50] == []

    @pytest.mark.parametrize("format_", ["png", "jpeg", "webp"])
    def test_nothing_but_pixels_of_an_original_is_in_the_site(self, site: Site, server: ImageServer, format_: str) -> None:
        """[threat 10] Text, EXIF, a stranger's XMP, a profile, a comment and what follows the end."""
        exif = Image.Exif()
        exif[270] = exif[315] = "CANARY-EXIF"
        xmp = b"<x:xmpmeta>CANARY-XMP</x:xmpmeta>"
        info = PngImagePlugin.PngInfo()
        info.add_text("prompt", "CANARY-TEXT")
        info.add_itxt("XML:com.adobe.xmp", xmp.decode())
        extra: dict[str, dict[str, Any]] = {
            "png": {"pnginfo": info},
            "jpeg": {"xmp": xmp, "comment": "CANARY-TEXT"},
            "webp": {"xmp": xmp},
        }
        data = saved(format_.upper(), exif=exif, icc_profile=b"CANARY-ICC", **extra[format_]) + ZIP
        assert data.count(b"CANARY") >= 4
        plant(site, server, data, format_)
        site.imggen |= {"formats": ["avif", "webp", "jpeg", "png"], "widths": [32]}
        built = site.build(check=False)
        assert not built.failed, built.lines
        assert len(published(site)) == 8
        assert [path.name for path in (site.root / "site").rglob("*") if path.is_file() and b"CANARY" in path.read_bytes()] == []
        for name in published(site):
            # Our own word about its making is the only metadata.
            with Image.open(site.root / "site" / name) as image:
                image.load()
                assert image.info["xmp"].count(b"digitalsourcetype/") == 1
                assert not {"exif", "icc_profile", "comment", "dpi", "prompt"} & set(image.info)


MEASURE = """
import json, pathlib, resource, sys, time
MEASURED = []
SCALE = 1 if sys.platform == "darwin" else 1024
def measure(name, act):
    before, begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    act()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * SCALE / 1e6
    MEASURED.append([name, time.perf_counter() - begin, grown])
import atexit
atexit.register(lambda: print("MEASURED", json.dumps(MEASURED)))
"""


def measured_in_a_child(code: str, *words: str) -> tuple[list[tuple[str, float, float]], str]:
    """Run code that measures; give name, seconds and megabytes by which the process grew, and what it printed."""
    paths = os.pathsep.join([str(ROOT), str(Path(__file__).parent)])
    env = dict(os.environ) | {"PYTHONPATH": paths}
    done = subprocess.run([sys.executable, "-c", code, *words], env=env, capture_output=True, text=True, check=True)
    said, _, measured = done.stdout.rpartition("MEASURED ")
    return [(name, seconds, megabytes) for name, seconds, megabytes in json.loads(measured)], said


YAML = {
    "wrong indentation": "prompt: a\n  alt: b",
    "tabs": "prompt: a\n\talt: b",
    "an anchor": "prompt: &a x\nalt: b",
    "aliases": "a: &a [x]\nprompt: *a",
    "a merge key": "<<: {prompt: a}\nalt: b",
    "a tag": "prompt: !!python/object/apply:os.system [id]\nalt: b",
    "a key twice": "prompt: a\nprompt: b\nalt: c",
    "two documents": "prompt: a\n---\nalt: b",
    "a list": "- prompt: a",
    "a scalar": "just words",
    "nothing": "",
    "nul": "prompt: a\0b\nalt: c",
    "100,000 brackets": "prompt: " + "[" * 100_000,
    "16,000 brackets": "prompt: " + "[" * 16_000,
    "5000 digits as a take": "prompt: a\nalt: b\ntake: " + "9" * 5000,
    "a date as a size": "prompt: a\nalt: b\nsize: 2026-99-99",
    "a ratio that is no size": "prompt: a\nalt: b\nsize: 16:9",
    "no as a flag": "prompt: a\nalt: b\ndecorative: no",
    "infinity as a take": "prompt: a\nalt: b\ntake: 1e999",
    "an open quote": "prompt: 'a\nalt: b",
    "an open double quote": 'prompt: "a\nalt: b',
    "1 MB": "prompt: " + "x " * 500_000 + "\nalt: b",
    "binary": "prompt: \x89PNG\x1a\x01\nalt: b",
    "a billion laughs": "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "\n".join(f"{b}: &{b} [*{a},*{a},*{a},*{a},*{a},*{a},*{a},*{a},*{a}]" for a, b in itertools.pairwise("abcdefghi")),
}


ADDRESSES = (
    "http://127.0.0.1:{port}/a.png",
    "http://localhost:{port}/a.png",
    "http://127.1:{port}/a.png",
    "http://0.0.0.0:{port}/a.png",
    "http://2130706433:{port}/a.png",
    "http://0x7f000001:{port}/a.png",
    "http://[::1]:{port}/a.png",
    "http://[::ffff:127.0.0.1]:{port}/a.png",
    "http://user:word@127.0.0.1:{port}/a.png",
    "http://10.0.0.1/a.png",
    "http://172.16.0.1/a.png",
    "http://192.168.0.1/a.png",
    "http://100.64.0.1/a.png",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fe80::1]/a.png",
    "http://[64:ff9b::a00:1]/a.png",
    "http://[2002:a00:1::]/a.png",
    "https://example.com/a.png",
    "//example.com/a.png",
    "file:///etc/hostname",
)
"""Of the machine itself, of its network, of what watches over it, of anybody: some in disguise."""
CALLS = """
import json, sys
SEEN = set()
def watch(event, args):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"):
        SEEN.add(str(args[0]) + ":" + str(args[1] if event == "socket.getaddrinfo" else ""))
    if event == "socket.connect" and isinstance(args[1], tuple):
        SEEN.add(":".join(map(str, args[1][:2])))
sys.addaudithook(watch)
from mkdocs_imggen.cli import main
try:
    main(sys.argv[1:])
finally:
    print("SEEN", json.dumps(sorted(SEEN)))
"""


class TestAddresses:
    def test_an_answer_that_holds_an_address_makes_no_connection(self, site: Site, server: ImageServer) -> None:
        """[threat 4] Watched by the interpreter: one host is looked up and talked to, and that is the image API."""
        api = server.url.removeprefix("http://").removesuffix("/v1")
        site.page("\n\n".join(f"![Picture {number}](imggen:?size=64x64)" for number in range(len(ADDRESSES))))
        site.imggen["budget"] = 1000
        with socket.create_server(("127.0.0.1", 0)) as canary:
            port = canary.getsockname()[1]
            server.script = [Reply(json={"created": 1, "data": [{"url": url.format(port=port)}]}) for url in ADDRESSES]
            words = [sys.executable, "-c", CALLS, "generate", "-f", str(site.config())]
            done = subprocess.run(words, capture_output=True, text=True, check=False)
        said = done.stdout + done.stderr
        assert done.returncode == 1, said
        assert json.loads(done.stdout.rpartition("SEEN ")[2]) == [api]
        assert said.count("imggen: the answer holds an address (`") == len(ADDRESSES) == 20
        assert [request.route for request in server.requests] == [("POST", "/v1/images/generations")] * len(ADDRESSES)
        assert site.store == []


class TestText:
    @pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
    def test_hostile_yaml_is_an_error_at_its_page_and_line(self, site: Site, server: ImageServer, ends: str) -> None:
        """[threat 7] All in one build: none hides another."""
        site.page("# Home\n")
        for number, body in enumerate(YAML.values()):
            text = f"# Page\n\n```imggen\n{body}\n```\n".replace("\n", ends)
            (site.root / "docs" / f"y{number}.md").write_bytes(text.encode())
        built = site.build()
        said = errors(built)
        assert {line.partition(": imggen: ")[0] for line in said[:-1]} == {f"y{number}.md:3" for number in range(len(YAML))}
        assert all(len(line) <= 300 for line in said)
        assert server.requests == []

    def test_hostile_yaml_takes_neither_time_nor_memory(self, tmp_path: Path) -> None:
        """[threat 7] Each page in less than 0.2 seconds and 50 MB."""
        (tmp_path / "cases.json").write_text(json.dumps({"plain": "prompt: a\nalt: b"} | YAML), "utf-8")
        code = (
            MEASURE
            + """
from fakehost import convert
for name, body in json.loads(pathlib.Path(sys.argv[1]).read_text()).items():
    text = f"```imggen\\n{body}\\n```\\n"
    measure(name, lambda: print(convert(text, ["pymdownx.superfences"])[1].messages))
"""
        )
        (_, *measured), _ = measured_in_a_child(code, str(tmp_path / "cases.json"))
        assert len(measured) == len(YAML)
        assert [(name, seconds, megabytes) for name, seconds, megabytes in measured if seconds > 0.2 or megabytes > 50] == []


KEY = "Qx7Lm2Vt9Rk4Wz8Yb3Nc6Hd1Jf5Ga0Sp"
"""Without the `sk-` by which keys of OpenAI are known anyway."""
PIECES = {KEY[at : at + 8] for at in range(len(KEY) - 7)}
ECHO = f"Incorrect API key provided: {KEY}. You sent {KEY[8:20]} and {KEY[:12]}**********{KEY[-10:]}"
"""A server that repeats the key, whole and in parts; the real one repeats parts."""
HEADERS = {"Location": f"http://127.0.0.1:9/{KEY}", "x-request-id": KEY, "Retry-After": "86400"}
FAULTS: dict[str, Reply] = {
    "wrong key": Reply.error(401, "invalid_api_key", ECHO, headers=HEADERS),
    "no credit": Reply.error(429, "insufficient_quota", ECHO, headers=HEADERS),
    "too many": Reply.error(429, "rate_limit_exceeded", ECHO, headers=HEADERS),
    "forbidden": Reply.error(403, KEY, ECHO, kind=KEY, headers=HEADERS),
    "not found": Reply.error(404, "model_not_found", ECHO, headers=HEADERS),
    "redirect": Reply(status=307, json={}, headers=HEADERS),
    "moderated": Reply.error(400, "moderation_blocked", ECHO, headers=HEADERS),
    "wrong value": Reply.error(400, KEY, ECHO, headers=HEADERS),
    "cut": Reply(cut="in body", headers=HEADERS),
    "reset": Reply(cut="before headers", reset=True),
    "no picture": answered(SVG),
    "no answer": Reply(body=b"<html>Bad gateway</html>", content_type="text/html", headers=HEADERS),
    "another size": Reply(size="32x32", headers=HEADERS),
    "a good one": Reply(headers=HEADERS),
}


def pieces_in(text: str) -> list[str]:
    return sorted(piece for piece in PIECES if piece in text)


def files_with_pieces(site: Site) -> list[str]:
    """Name every file below the site's folder (pages, store, spool, cache, published) that holds a piece of the key."""
    needles = [piece.encode() for piece in PIECES]
    held = ((path, path.read_bytes()) for path in site.root.rglob("*") if path.is_file())
    return [path.name for path, data in held if any(needle in data for needle in needles)]


class TestTheKey:
    @pytest.mark.parametrize("fault", FAULTS)
    def test_no_piece_of_it_is_in_our_logs_or_any_file(
        self,
        *,
        site: Site,
        server: ImageServer,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
        capfd: pytest.CaptureFixture[str],
        fault: str,
    ) -> None:
        """[threat 11] Whatever the server repeats; the loggers of the client hold no piece either where only its words do."""
        monkeypatch.setenv("TEST_IMAGE_KEY", KEY)
        caplog.set_level(logging.DEBUG)
        site.page(FOX)
        for headers in (FAULTS[fault].headers, {"Retry-After": "86400"}):
            caplog.clear()
            server.script = [replace(FAULTS[fault], headers=headers)]
            built = site.build(check=False)
            assert built.failed is (fault != "a good one")
            assert len(caplog.records) > 10
            ours = "".join(text for name, _, text in caplog.record_tuples if name.startswith(("mkdocs", "imggen")))
            out, err = capfd.readouterr()
            assert pieces_in(ours + out + err + repr(built.lines)) == []
            assert files_with_pieces(site) == []
            shutil.rmtree(site.root / ".cache")
            shutil.rmtree(site.root / "imggen", ignore_errors=True)
        assert pieces_in(caplog.text) == []
        assert [request.headers["authorization"] for request in server.requests] == [f"Bearer {KEY}"] * 2

    @pytest.mark.parametrize("words", [("imggen", "-v", "generate"), ("mkdocs", "build", "-v")], ids=["imggen", "mkdocs"])
    def test_nor_does_a_command_print_one_that_was_told_to_print_everything(
        self, site: Site, server: ImageServer, words: tuple[str, ...]
    ) -> None:
        """[threat 11] In real processes, with many faults in one run."""
        labels = ("moderated", "cut", "no picture", "wrong value", "another size", "a good one", "wrong key")
        server.script = lambda received: FAULTS[str((received.body or {})["prompt"])]
        site.page("\n\n".join(f"![{label}](imggen:?size=64x64)" for label in labels))
        site.imggen["concurrency"] = 1
        site.config()
        module, name = ("mkdocs_imggen.cli", "main") if words[0] == "imggen" else ("mkdocs.__main__", "cli")
        code = f"import sys; from {module} import {name} as run; sys.argv = {list(words)!r}; run()"
        env = dict(os.environ) | {"TEST_IMAGE_KEY": KEY}
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False, cwd=site.root)
        assert done.returncode == 1
        assert len(server.requests) == len(labels)
        assert "moderation_blocked" in done.stderr
        assert pieces_in(done.stdout + done.stderr) == []
        assert files_with_pieces(site) == []

    @pytest.mark.parametrize("option", ["api_key", "apikey", "api_key_env", "key"])
    def test_in_the_settings_it_is_refused_and_not_repeated(self, site: Site, server: ImageServer, option: str) -> None:
        """[threat 11]"""
        site.imggen[option] = f"sk-{KEY}" if option == "api_key_env" else KEY  # the other could be the name of a variable
        site.page(FOX)
        done = CliRunner().invoke(main, ["plan", "-f", str(site.config())])
        assert done.exit_code == 1
        assert "a key " in done.output or "unknown option" in done.output
        assert pieces_in(done.output) == []
        assert server.requests == []


class Exploit:
    """Makes a folder when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[str]]:
        return os.mkdir, (str(self.path),)


def in_facts(site: Site, sql: str, *values: object) -> None:
    with closing(sqlite3.connect(site.root / ".cache/imggen/facts/cache.db", isolation_level=None)) as database:
        database.execute(sql, values)


def renditions(site: Site) -> list[Path]:
    return sorted((site.root / ".cache" / "imggen" / "renditions").glob("*.webp"))


def replaced(path: Path, stand_in: Path | None) -> None:
    """Put a link in the place of a file or folder."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    if stand_in:
        path.symlink_to(stand_in)


def swap(site: Site, canary: Path) -> None:
    one, two = renditions(site)
    first, second = one.read_bytes(), two.read_bytes()
    for path, data in ((one, second), (two, first)):
        path.chmod(0o644)
        path.write_bytes(data)


def believable(site: Site, canary: Path) -> None:
    """Swap two renditions and make the facts vouch for them: what somebody can do who may write the whole cache."""
    swap(site, canary)
    stamps = {path.name: (info.st_size, info.st_mtime_ns, info.st_ino) for path in renditions(site) for info in [path.stat()]}
    in_facts(site, "UPDATE Cache SET value = ? WHERE key = 'renditions-1'", json.dumps(stamps))


def extra(site: Site, canary: Path) -> None:
    folder = site.root / ".cache" / "imggen"
    for name in ("renditions/evil.html", "renditions/index.js", "evil.py", "facts/sitecustomize.py", "locks/x.lock"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(f"import os; os.mkdir({str(site.root / 'executed')!r})")
    (folder / "spool").mkdir(exist_ok=True)
    (folder / "spool" / ("0" * 64 + "-01234567.answer")).write_bytes(b"{}\n" + saved("PNG"))


def all_pickled(site: Site, canary: Path) -> None:
    in_facts(site, "UPDATE Cache SET mode = 4, value = ?", pickle.dumps(Exploit(site.root / "executed")))


def as_a_file(site: Site, canary: Path) -> None:
    replaced(site.root / ".cache" / "imggen", None)
    (site.root / ".cache" / "imggen").write_text("x")


POISONS: dict[str, Callable[[Site, Path], Any]] = {
    "pickles in rows": all_pickled,
    "rows that name a file outside": lambda site, canary: in_facts(
        site, "UPDATE Cache SET mode = 2, value = NULL, filename = ?", os.path.relpath(canary, site.root / ".cache/imggen/facts")
    ),
    "a trigger": lambda site, canary: in_facts(site, "CREATE TRIGGER t AFTER UPDATE ON Settings BEGIN DELETE FROM Cache; END"),
    "a setting": lambda site, canary: in_facts(site, "INSERT INTO Settings VALUES ('disk_directory', ?)", str(canary.parent)),
    "a pragma": lambda site, canary: in_facts(
        site, "UPDATE Settings SET value = 'wal; ATTACH x' WHERE key = 'sqlite_journal_mode'"
    ),
    "facts of another shape": lambda site, canary: in_facts(site, "UPDATE Cache SET value = '{\"../../x\": [1, 2, 3]}'"),
    "a swapped rendition": swap,
    "a rendition that is a link": lambda site, canary: replaced(renditions(site)[0], canary),
    "a folder of renditions elsewhere": lambda site, canary: replaced(site.root / ".cache/imggen/renditions", canary.parent),
    "a database elsewhere": lambda site, canary: replaced(site.root / ".cache/imggen/facts/cache.db", canary),
    "a folder of facts elsewhere": lambda site, canary: replaced(site.root / ".cache/imggen/facts", canary.parent),
    "a cache elsewhere": lambda site, canary: replaced(site.root / ".cache/imggen", canary.parent),
    "more files": extra,
    "a cache that is a file": as_a_file,
}
ONLY_ELSEWHERE = {"a folder of renditions elsewhere", "a cache elsewhere", "a cache that is a file"}
"""What no build outside a build service can work with: it says so."""


class TestCache:
    @pytest.fixture
    def canary(self, tmp_path: Path) -> Path:
        """A file beside the project that nobody may read, change or delete, alone in its folder."""
        path = tmp_path / "outside" / "canary"
        path.parent.mkdir()
        path.write_bytes(b"CANARY, and more than a few bytes of it" * 10)
        return path

    @pytest.mark.parametrize("poison", POISONS)
    @pytest.mark.parametrize("trusted", [False, True], ids=["in a build service", "elsewhere"])
    def test_a_poisoned_one_runs_nothing_reaches_nothing_and_changes_no_published_byte(
        self, stocked: Site, canary: Path, poison: str, trusted: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """[threat 12]"""
        clean = stocked.build().digests
        POISONS[poison](stocked, canary)
        held = canary.read_bytes()
        monkeypatch.setenv("IMGGEN_MODE" if trusted else "CI", "locked")
        built = stocked.build(check=False)
        assert built.failed is (trusted and poison in ONLY_ELSEWHERE), built.lines
        if built.failed:
            (line,) = errors(built)
            assert "imggen: the cache cannot be written" in line
        else:
            assert built.digests == clean
        assert canary.read_bytes() == held
        assert [path.name for path in canary.parent.iterdir()] == ["canary"]
        assert not (stocked.root / "executed").exists()
        assert [
            path.name for path in (stocked.root / "site").rglob("*") if path.is_file() and b"CANARY" in path.read_bytes()
        ] == []

    def test_facts_that_fit_are_believed_only_where_the_cache_is_as_trusted_as_the_checkout(
        self, stocked: Site, canary: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """[threat 12] The strongest poison: other pictures under the right names, vouched for by sound facts."""
        clean = stocked.build().digests
        believable(stocked, canary)
        monkeypatch.setenv("CI", "1")
        assert stocked.build().digests == clean
        monkeypatch.setenv("IMGGEN_TRUST_CACHE", "1")
        believed = stocked.build(check=False).digests
        assert sorted(believed.values()) == sorted(clean.values())
        assert believed != clean

    def test_facts_cannot_vouch_for_an_original(self, stocked: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        """[threat 12]"""
        stocked.build()
        original = file_of(stocked, "a-fox", ".webp")
        original.write_bytes(picture(64, 64, format_="webp"))
        info = original.stat()
        with closing(sqlite3.connect(stocked.root / ".cache/imggen/facts/cache.db", isolation_level=None)) as database:
            ((key, text),) = database.execute("SELECT key, value FROM Cache WHERE key LIKE 'store-%'").fetchall()
            facts = json.loads(text)
            facts["proven"] = dict.fromkeys(facts["proven"], (info.st_size, info.st_mtime_ns, info.st_ino))
            database.execute("UPDATE Cache SET value = ? WHERE key = ?", (json.dumps(facts), key))
        monkeypatch.setenv("CI", "1")
        (line,) = errors(stocked.build())
        assert line.startswith(f"imggen/{original.name}: imggen: `{original.name}` ")


LINKED = (
    "imggen",
    "imggen/A-FOX.webp",
    "imggen/A-FOX.yml",
    "imggen/.gitattributes",
    ".cache/imggen",
    ".cache/imggen/.gitignore",
    ".cache/imggen/renditions",
    ".cache/imggen/renditions/A-FOX.webp",
    ".cache/imggen/facts",
    ".cache/imggen/facts/cache.db",
    ".cache/imggen/facts/cache.db-wal",
    ".cache/imggen/spool",
    ".cache/imggen/locks",
)


@pytest.mark.parametrize(
    ("place", "mode"),
    [(place, mode) for place in LINKED for mode in ("generate", "locked", "ci")],
)
def test_a_link_in_any_place_of_ours_is_neither_read_nor_written_nor_published(
    *, stocked: Site, server: ImageServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, mode: str
) -> None:
    """[threat 13] To a file where we have a file, to a folder where we have one; a picture is missing, so that all is tried."""
    assert not stocked.build().failed
    server.requests.clear()
    outside = tmp_path / "outside"
    outside.mkdir()
    canary = outside / "canary.yml"
    canary.write_bytes(b"CANARY: and more than a few bytes of it\n" * 10)
    folder = not Path(place).suffix and ".git" not in place
    if "A-FOX" in place:
        where = stocked.root / place.rpartition("/")[0]
        (found, *_) = sorted(path for path in where.iterdir() if path.suffix == Path(place).suffix)
    else:
        found = stocked.root / place
    replaced(found, outside if folder else canary)
    if mode == "ci":
        monkeypatch.setenv("CI", "1")
    else:
        monkeypatch.setenv("IMGGEN_MODE", mode)
        if mode == "generate":
            stocked.page(FOX + "\n" + OWL + "\n![A hen](imggen:?size=64x64)\n")
    held = canary.read_bytes()
    built = stocked.build(check=False)
    assert all(len(line) <= 300 for line in errors(built))
    assert canary.read_bytes() == held
    assert [path.name for path in outside.iterdir()] == ["canary.yml"]
    ours = [
        path
        for path in stocked.root.rglob("*")
        if path.is_file() and not any(part.is_symlink() for part in (path, *path.parents))
    ]
    assert [path for path in ours if b"CANARY" in path.read_bytes()] == []
    assert [text for _, text in built.lines if "CANARY" in text] == []
    if built.failed:
        assert published(stocked) == []


@pytest.mark.parametrize("mode", ["locked", "generate"])
@pytest.mark.parametrize("end", ["", ".webp", ".yml"], ids=["the store", "an original", "a record"])
def test_what_was_moved_elsewhere_is_not_found_through_a_link(
    *, stocked: Site, server: ImageServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str, mode: str
) -> None:
    """[threat 13] Even where it is sound: what a link leads to can be another thing a moment later."""
    monkeypatch.setenv("IMGGEN_MODE", mode)
    path = file_of(stocked, "a-fox", end) if end else stocked.root / "imggen"
    path.rename(tmp_path / "moved")
    path.symlink_to(tmp_path / "moved")
    before = digests(tmp_path / "moved") if not end else sha((tmp_path / "moved").read_bytes())
    (line,) = errors(stocked.build())
    assert path.name in line
    assert published(stocked) == []
    assert server.requests == []
    assert before == (digests(tmp_path / "moved") if not end else sha((tmp_path / "moved").read_bytes()))


class TestTheRecord:
    @pytest.mark.parametrize(
        "digest",
        [
            "../../../etc/passwd",
            "/etc/passwd",
            "UPPER",
            "0" * 63,
            "0" * 65,
            "md5:" + "0" * 60,
            "sha512-" + "0" * 57,
            "that of the other picture",
            "0" * 64,
        ],
    )
    def test_a_digest_that_leads_elsewhere_is_an_error(self, stocked: Site, server: ImageServer, digest: str) -> None:
        """[threat 14]"""
        record, original = file_of(stocked, "a-fox", ".yml"), file_of(stocked, "a-fox", ".webp")
        fox, owl = sha(original.read_bytes()), sha(file_of(stocked, "an-owl", ".webp").read_bytes())
        new = {"UPPER": fox.upper(), "that of the other picture": owl}.get(digest, digest)
        record.write_text(record.read_text("utf-8").replace(fox, new), "utf-8")
        (line,) = errors(stocked.build())
        assert line.partition(": imggen: ")[0] in {record.name, f"imggen/{original.name}"}, line
        assert "`sha256` is no SHA-256" in line or line.startswith(f"imggen/{original.name}: imggen: `{original.name}` ")
        assert published(stocked) == []
        assert server.requests == []

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("sha256:", "file: ../../../etc/passwd\nsha256:"),
            ("sha256:", "original: /etc/passwd\nsha256:"),
            ("sha256:", "url: http://127.0.0.1:9/x.webp\nsha256:"),
            ("\nformat: webp", "\nformat: ../webp"),
            ("\nformat: webp", "\nformat: svg"),
            ("  format: webp", "  format: webp\n  base_url: http://127.0.0.1:9/"),
            ("prompt: A fox", "prompt: A wolf"),
            ("  quality: medium", "  quality: high"),
            ("width: 64", "width: 6400"),
        ],
    )
    def test_a_field_that_was_changed_or_added_is_an_error(self, stocked: Site, server: ImageServer, old: str, new: str) -> None:
        """[threat 14]"""
        record = file_of(stocked, "a-fox", ".yml")
        text = record.read_text("utf-8")
        assert old in text
        record.write_text(text.replace(old, new, 1), "utf-8")
        (line,) = errors(stocked.build())
        assert line.startswith(f"{record.name}: imggen: this record cannot be read: ")
        assert published(stocked) == []
        assert server.requests == []

    def test_the_original_is_the_file_beside_it_whatever_its_name_is(self, stocked: Site, tmp_path: Path) -> None:
        """[threat 14] A record has no path, so that a renamed one has no original."""
        record = file_of(stocked, "a-fox", ".yml")
        record.rename(record.with_name("an-owl-ffffffff.yml"))
        (line,) = errors(stocked.build())
        assert line.startswith("imggen/an-owl-ffffffff.webp: imggen: `an-owl-ffffffff.webp` is missing")

    @pytest.mark.parametrize(
        ("page", "settings", "said"),
        [
            ("![A wolf](imggen:?size=64x64)\n", {}, None),
            ("![A fox](imggen:?size=64x64&quality=high)\n", {}, None),
            ("![A fox](imggen:?size=64x65)\n", {}, None),
            ("![A fox](imggen:?size=64x64&background=transparent)\n", {}, None),
            ("![A fox](imggen:?size=64x64&take=2)\n", {}, None),
            ("![A fox](imggen:icon?size=64x64)\n", {}, None),
            ("![A fox](imggen:?size=64x64&model=other)\n", {}, None),
            (FOX, {"presets": {"default": {"prompt": "{prompt}, in oil"}}}, "preset `default` was reworded"),
            (FOX, {"presets": {"default": {"quality": "high"}}}, "quality medium is now high"),
            (FOX, {"presets": {"default": {"background": "transparent"}}}, "background opaque is now transparent"),
            (
                FOX,
                {"presets": {"mine": {"quality": "low"}}, "preset": "mine"},
                "preset `default` is now `mine`, quality medium is now low",
            ),
            (FOX, {"model": "other"}, "model gpt-image-1-mini is now other"),
            (FOX, {"format": "png"}, "format webp is now png"),
        ],
    )
    def test_changed_words_fail_a_locked_build_and_what_is_inherited_is_stale_and_told(
        self,
        *,
        stocked: Site,
        server: ImageServer,
        monkeypatch: pytest.MonkeyPatch,
        page: str,
        settings: Mapping[str, Any],
        said: str | None,
    ) -> None:
        """[threat 15]"""
        monkeypatch.setenv("CI", "1")
        stocked.page("# Home\n\n" + page)
        stocked.imggen |= settings
        built = stocked.build()
        check = CliRunner().invoke(main, ["check", "--no-stale"])
        assert check.exit_code == 3
        assert CliRunner().invoke(main, ["check"]).exit_code == (0 if said else 3)
        if said is None:
            (line,) = errors(built)
            assert re.match(r"index\.md:3: imggen: the picture `a-(fox|wolf)` is not in the store", line)
            assert "is missing; run `imggen generate`" in check.stdout
            assert published(stocked) == []
        else:
            assert not built.failed, built.lines
            assert [text for _, text in built.lines if "stale" in text] == [
                f"imggen: 1 stale picture is used as it is ({said}): index.md:3; `imggen generate --stale` makes new ones"
            ]
            assert f"index.md:3: `a-fox` is stale: {said}" in check.stdout
        assert server.requests == []

    def test_a_record_forged_for_other_words_is_stale_and_so_it_is_told(
        self, stocked: Site, server: ImageServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """[threat 15] Sound in itself, with another picture, and with the digest of a directive that nobody reviewed for it."""
        record = file_of(stocked, "a-fox", ".yml")
        (reviewed,) = re.findall(r"(?m)^directive: (.*)$", record.read_text("utf-8"))
        record.with_suffix(".webp").unlink()
        record.unlink()
        forged = plant(stocked, server, picture(64, 64, format_="webp"), "webp").with_suffix(".yml")
        forged.write_text(re.sub(r"(?m)^directive: .*$", f"directive: {reviewed}", forged.read_text("utf-8")), "utf-8")
        stocked.page(FOX)
        monkeypatch.setenv("CI", "1")
        assert [text for _, text in stocked.build().lines if "1 stale picture is used as it is (" in text]
        done = CliRunner().invoke(main, ["check", "--no-stale"])
        assert done.exit_code == 3, done.output


HOSTILE_NAMES = [
    "index.html",
    "../index",
    "assets/main.css",
    "a\\\\b",
    "/etc/passwd",
    "con",
    "nul",
    "com1",
    ".hidden",
    "a--dark",
    "Cat",
    "café",
    "x" * 49,
]


class TestNames:
    def test_no_two_pictures_share_a_file_and_every_file_has_a_name_that_every_system_takes(
        self, site: Site, server: ImageServer
    ) -> None:
        """[threat 16]"""
        prompts = [
            "Cat",
            "cat",
            "CAT",
            "caf\u00e9",
            "cafe\u0301",
            "straße",
            "STRASSE",
            "con.png",
            "CON",
            "aux",
            "灯台",
            "🦊",
            "x" * 300,
            "a. ",
            "a/../b",
        ]
        site.page("\n\n".join(f"![{prompt}](imggen:?size=64x64)" for prompt in prompts))
        built = site.build()
        assert not built.failed, built.lines
        different = len(prompts) - 1  # the two spellings of `café` are one prompt
        names = [name.rpartition("/")[2] for name in published(site)]
        assert (len(names), len(site.store), len(server.requests)) == (different, 2 * different, different)
        for name in (*names, *site.store):
            assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*-[0-9a-f]{8}\.(?:webp|yml)", name), name
            assert len(name) <= 64
            assert not re.fullmatch(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9])", name.partition(".")[0])

    def test_a_name_of_an_authors_leads_out_of_no_folder_and_over_no_file(self, site: Site, server: ImageServer) -> None:
        """[threat 17] [threat 16]"""
        site.page("# Home\n")
        for number, name in enumerate(HOSTILE_NAMES):
            site.page(f'```imggen\nname: "{name}"\nalt: x\nprompt: A fox\nsize: 64x64\n```\n', f"p{number}.md")
        built = site.build()
        said = [line for line in errors(built) if line.startswith("p")]
        assert [line.partition(" cannot be a name; use lower-case letters")[1] != "" for line in said] == [True] * len(
            HOSTILE_NAMES
        )
        assert server.requests == []
        assert published(site) == []

    @pytest.mark.parametrize("owner", ["docs", "theme", "docs, for a template"])
    def test_a_file_of_the_authors_or_of_the_theme_is_not_replaced(self, site: Site, server: ImageServer, owner: str) -> None:
        """[threat 17]"""
        shutil.copytree(ROOT / "tests" / "golden" / "theme", site.root / "theme")
        site.more["theme"] = {"name": None, "custom_dir": "theme"}
        if "template" in owner:
            site.imggen["assets"] = {"fox": {"prompt": "A fox", "alt": "A fox", "size": "64x64"}}
            site.page("# Home\n")
        else:
            site.page(FOX)
        assert not site.build().failed
        (name,) = published(site)
        mine = site.root / owner.partition(",")[0] / name
        mine.parent.mkdir(parents=True)
        mine.write_bytes(b"an author's own")
        (line,) = errors(site.build())
        place = "assets: fox" if "template" in owner else "index.md:1"
        assert line == (
            f"{place}: imggen: docs_dir or the theme has a file of its own under the name of this picture, `{name}`;"
            " rename or remove that file"
        )
        assert mine.read_bytes() == b"an author's own"
        assert len(server.requests) == 1


NASTY = "\x1b[31mred\x1b[0m \u202eesrever\u2066 a\r\n::set-env name=PATH::/tmp\n::error::x ##[add-mask]y ##vso[task.setvariable]z \x07\u200b"
NASTY_FILE = "a\n::error::pwned ##[set-env] \x1b[31m\u202e.md"


def unclean(lines: list[str]) -> list[str]:
    """Give the lines that are more than one, begin or hold a command of a build service, or move a terminal's cursor."""
    return [
        line
        for line in lines
        if len(line.splitlines()) != 1
        or line.startswith("::")
        or "##[" in line
        or "##vso[" in line
        or re.search("[\x00-\x1f\x7f\x9b\u202a-\u202e\u2066-\u2069\u200b]", line)
    ]


class TestMessages:
    @pytest.mark.parametrize("mode", ["locked", "draft", "generate"])
    @pytest.mark.parametrize(
        "page",
        [
            FOX,
            f"![A fox](imggen:?{quote(NASTY)}=1)\n",
            f"![A fox](imggen:?size={quote(NASTY)})\n",
            f"![A fox](imggen:?name={quote(NASTY)})\n",
            f"![A fox](imggen:{NASTY.split()[-2]}?size=64x64)\n",
            f"![{' '.join(NASTY.split())}](imggen:?size=64x64)\n",
            f"![A fox](imggen:@{quote(NASTY)})\n",
            f"```imggen\nprompt: {json.dumps(NASTY)}\nalt: x\n```\n",
            f"```imggen\n{json.dumps(NASTY)}: x\n```\n",
            f"```imggen\nprompt: x\nalt: [{json.dumps(NASTY)}]\n```\n",
            f"```imggen {' '.join(NASTY.split())}\nprompt: x\nalt: x\n```\n",
        ],
        ids=["file name", "option", "size", "name", "preset", "prompt", "reference", "fence", "key", "list", "header"],
    )
    def test_a_line_of_ours_is_one_clean_line_whatever_an_author_writes(
        self, site: Site, monkeypatch: pytest.MonkeyPatch, page: str, mode: str
    ) -> None:
        """[threat 18] On a page whose own name is as nasty."""
        monkeypatch.setenv("IMGGEN_MODE", mode)
        site.imggen = {"provider": "sketch", "widths": []}
        site.page(page, NASTY_FILE)
        built = site.build(check=False)
        ours = [text for _, text in built.lines if "imggen" in text]
        assert ours
        assert unclean(ours) == []
        assert max(map(len, errors(built)), default=0) <= 300

    def test_nor_does_a_server_write_its_own_lines(self, site: Site, server: ImageServer) -> None:
        """[threat 18]"""
        server.script = [Reply.error(400, NASTY, NASTY)]
        site.page(FOX)
        (line,) = errors(site.build())
        assert line.startswith("index.md:1: imggen: it was refused (HTTP 400")
        assert unclean([line]) == []

    @pytest.mark.parametrize("place", ["key", "value", "preset"])
    def test_nor_do_settings(self, site: Site, place: str) -> None:
        """[threat 18] MkDocs prints what we say of an option behind its name."""
        nasty: dict[str, dict[str, Any]] = {
            "key": {NASTY: 1},
            "value": {"mode": NASTY},
            "preset": {"presets": {NASTY: {"prompt": "x"}}},
        }
        site.imggen |= nasty[place]
        site.page(FOX)
        said = [line for text in errors(site.build()) for line in text.splitlines()]
        assert said
        assert [
            line for line in said if not line.startswith(("Config value 'plugins': Plugin 'imggen' ", "Plugin 'imggen' "))
        ] == []
        assert unclean(said) == []


def test_what_a_server_says_beside_the_picture_is_data(site: Site, server: ImageServer) -> None:
    """[threat 19] Markup and directives in every text of an answer: none is in a page, a file name or a record, none is obeyed."""
    words = "<script>CANARY</script> ![CANARY](imggen:?size=64x64 'CANARY') CANARY: [x](javascript:CANARY)"

    def change(answer: dict[str, Any]) -> dict[str, Any]:
        answer["data"][0] |= {"revised_prompt": words, "alt": words, "url": words}
        usage = answer["usage"] | {words: 1, "note": words, "CANARY\n": {"a": 1}}
        return answer | {"created": words, "output_format": words, "size": words, "model": words, "usage": usage, "note": words}

    server.script = [Reply(change=change)]
    site.page(FOX)
    built = site.build()
    assert not built.failed, built.lines
    assert len(server.requests) == 1
    assert built.html().count("<img") == 1
    kept = [path for folder in ("imggen", "site", ".cache") for path in (site.root / folder).rglob("*") if path.is_file()]
    assert [path.name for path in kept if b"CANARY" in path.read_bytes()] == []
    assert [text for _, text in built.lines if "CANARY" in text] == []
    assert not site.build().failed
    assert len(server.requests) == 1


def test_dependencies_are_few_each_with_its_reason_and_with_the_bounds_that_were_promised() -> None:
    """[threat 20] A new one has to be written down here as well, so that it is decided and not slipped in."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    (block,) = re.findall(r"^dependencies = \[\n(.*?)^\]", text, re.DOTALL | re.MULTILINE)
    lines = block.splitlines()
    assert [line for line in lines if not re.fullmatch(r'  "[^"]+",? +# .{20,}', line)] == []
    declared = tomllib.loads(text)["project"]["dependencies"]
    assert len(declared) == len(lines)
    names = {re.split("[<>=!~]", item)[0]: item for item in declared}
    assert sorted(names) == sorted(
        (
            "click", "diskcache", "filelock", "fontpkg-nunito", "fonttools", "Markdown",
            "mkdocs", "openai", "Pillow", "python-lucide", "PyYAML", "resvg-py", "rich",
        )
    )  # fmt: skip
    assert [item for item in declared if ">=" not in item] == []
    bounded = {name for name, item in names.items() if "<" in item}
    assert bounded == {"mkdocs", "openai", "diskcache", "resvg-py", "fontpkg-nunito", "python-lucide"}
