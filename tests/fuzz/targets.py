"""What must hold for every input, one function a target: nothing but our own error comes out, at once, and what is taken is sound.

The fuzzers run these with what they make up, and the corpus with what was found before: the name of a file in `corpus/`
begins with the name of its target.
"""

from __future__ import annotations

import io
import json
import re
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from fuzzing import capped
from makers import site
from pages import SETUPS, AllThere, harm, is_no_worse, plain, rendered
from PIL import Image

from mkdocs_imggen import directive as grammar
from mkdocs_imggen import imaging, plainyaml, record
from mkdocs_imggen.errors import MAX_LINE, DirectiveError, ImggenError, RecordError, UnusableError
from mkdocs_imggen.providers import base
from mkdocs_imggen.request import MAX_PIXELS
from mkdocs_imggen.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SITE = site()
PARSERS = {"libyaml": getattr(yaml, "CBaseLoader", yaml.BaseLoader), "python": yaml.BaseLoader}
_HEX = re.compile("[0-9a-f]{64}")
_LABEL = re.compile("[a-z0-9]+(?:[_-][a-z0-9]+)*")
_ATTRIBUTE = re.compile("class|id|width|height|loading|align|title|data-[a-z0-9._-]+|aria-[a-z]+")
_STEM = "lighthouse-0123abcd"


def yaml_by(parser: str, text: str) -> dict[str, plainyaml.Value] | None:
    """Read plain YAML with one of the two parsers; None when it is refused."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plainyaml, "_LOADER", PARSERS[parser])
        # Without libyaml, PyYAML looks for a key at every bracket of the first kilobyte before it hands out an event.
        with capped(seconds=0.2 if parser == "libyaml" else 5, megabytes=50):
            try:
                found = plainyaml.load(text)
            except plainyaml.PlainYamlError as error:
                is_one_line(DirectiveError(str(error)))
                return None
        assert len(text.encode()) <= 16_384 + 3  # and a byte order mark
        assert depth(found) <= 20
        json.dumps(found, ensure_ascii=False).encode()  # texts only, and none that no file could hold
        # What the fast path reads, the parser reads as well.
        lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        assert plainyaml._Builder(20).build(lines) == found
        assert not any(
            getattr(event, "anchor", None) or getattr(event, "tag", None) for event in yaml.parse(lines, PARSERS[parser])
        )
        return found


def depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ()
    return 0 if isinstance(value, str) else 1 + max(map(depth, inner), default=0)


def check_yaml(text: str) -> None:
    for parser in PARSERS:
        yaml_by(parser, text)


def check_fence(body: str) -> None:
    _check_directive(lambda: grammar.fence(body, text=body))


def check_inline(alt: str, address: str, title: str | None, attributes: Mapping[str, str]) -> None:
    _check_directive(lambda: grammar.inline(alt=alt, address=address, title=title, attributes=attributes, text=alt))


def check_config(name: str, body: Any) -> None:
    """A text `2**16000` stands for that number, which neither hypothesis nor JSON could write out."""
    _check_directive(lambda: grammar.config_asset(name, _grown(body)))


def _grown(value: Any) -> Any:
    if value == "2**16000":
        return 1 << 16_000
    if isinstance(value, list):
        return [_grown(one) for one in value]
    return {_grown(key): _grown(one) for key, one in value.items()} if isinstance(value, dict) else value


def _check_directive(read: Callable[[], grammar.Directive]) -> None:
    with capped(seconds=0.2, megabytes=50):
        try:
            directive = read()
            asset = AllThere().plan(directive).asset
        except DirectiveError as error:
            is_one_line(error)
            return
    for name, value in directive.attributes.items():
        assert _ATTRIBUTE.fullmatch(name)
        is_text(value)
    for option, words in directive.options.items():
        assert option in grammar.OPTIONS
        is_text(words if isinstance(words, str) else " ".join(words))
    is_text(directive.alt or "")
    assert len(asset.label) <= grammar.MAX_SLUG
    assert _LABEL.fullmatch(asset.label)
    assert _HEX.fullmatch(asset.request.key)
    assert _HEX.fullmatch(asset.digest)
    assert asset.request.width * asset.request.height <= MAX_PIXELS
    assert 0 < len(asset.request.prompt) <= grammar.MAX_PROMPT


def is_text(text: str) -> None:
    """A text that reaches a page or a file: one line, and nothing in it that Markdown takes for its own marks."""
    text.encode()
    assert not re.search("[\x00-\x1f\x7f]", text), text


def is_one_line(error: ImggenError) -> None:
    line = str(error)
    line.encode()
    assert len(line) <= MAX_LINE
    assert "\n" not in line
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", line), line


def check_page(text: str, setup: str = "superfences") -> None:
    with capped(seconds=2, megabytes=100):
        try:
            page = rendered(text, SETUPS[setup])
        except Exception:
            plain(text, SETUPS[setup])  # what Markdown itself stumbles over is not ours; if this passes, it is
            raise
    for fault in page.host.faults:
        is_one_line(fault)
    # HTML that its author wrote may come out where Markdown alone would have made it a part of a broken address.
    assert is_no_worse(page, text, SETUPS[setup]) or harm(page.html) <= harm(text)
    assert "\x02wzxhzdk:" not in page.html or "\x02wzxhzdk:" in plain(text, SETUPS[setup])


def check_record(text: str) -> record.Record | None:
    """Give the record if it is one: then it is written and read as the same, and leads to no other file."""
    with capped(seconds=0.2, megabytes=50):
        try:
            read = record.read(text, f"{_STEM}.yml")
        except RecordError as error:
            is_one_line(error)
            return None
    assert record.read(record.write(read), f"{_STEM}.yml") == read
    store = Store(SITE.store, None)
    assert store.original(read.entry).parent == SITE.store
    assert store.original(read.entry).stem == read.stem == _STEM
    assert _HEX.fullmatch(read.sha256)
    assert all(map(_HEX.fullmatch, read.directives))
    assert plainyaml.load(text, max_bytes=record.MAX_BYTES)["request"] == read.request.key
    return read


def check_image(data: bytes, width: int = 16) -> None:
    # Fifty megapixels, all that is taken, cost so much however few bytes they come in.
    with warnings.catch_warnings(), capped(seconds=5, megabytes=1200):
        warnings.simplefilter("ignore")  # as in a build: a warning of Pillow's is no error, so what follows it is tried as well
        facts = None
        try:
            facts = imaging.inspect(data)
        except UnusableError as error:
            is_one_line(error)
        # Pictures of authors go out as they are seen.
        for take in (imaging.look, imaging.upright_png):
            with suppress(UnusableError):
                take(data)
        # A stored original is rendered without being looked at so closely again.
        try:
            format_ = "webp" if len(data) % 2 else "png"  # the one has narrow limits, the other takes metadata along by itself
            made = imaging.render(data, width=min(width, facts.width) if facts else width, format_=format_, quality=85)
        except UnusableError as error:
            is_one_line(error)
            return
    if facts:
        assert facts.format in imaging.FORMATS.values()
        assert 0 < facts.width * facts.height <= MAX_PIXELS
    with Image.open(io.BytesIO(made), formats=["WEBP", "PNG"]) as image:
        assert not {"exif", "xmp", "icc_profile", "comment", "dpi"} & image.info.keys()


def check_answer(body: bytes) -> None:
    with capped(seconds=0.2, megabytes=50):
        try:
            delivery = base.unpack(body)
        except UnusableError as error:
            is_one_line(error)
            return
    assert delivery.pictures
    assert all(type(picture) is bytes for picture in delivery.pictures)
    assert isinstance(delivery.usage, dict)


def _with_both_parsers(check: Callable[[str], object]) -> Callable[[bytes], None]:
    def replay(data: bytes) -> None:
        for parser in PARSERS.values():
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(plainyaml, "_LOADER", parser)
                check(data.decode())

    return replay


TARGETS: Mapping[str, Callable[[bytes], object]] = {
    "yaml": lambda data: check_yaml(data.decode()),
    "fence": _with_both_parsers(check_fence),
    "inline": lambda data: check_inline(**json.loads(data)),
    "config": lambda data: check_config(**json.loads(data)),
    "record": _with_both_parsers(check_record),
    "page": lambda data: check_page(data.decode()),
    "image": check_image,
    "answer": check_answer,
}
"""Each takes a file of the corpus. JSON can spell what no text file can hold, such as half a character."""
