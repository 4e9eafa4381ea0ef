from __future__ import annotations

import base64
import json
from datetime import date
from typing import Any

import pytest

from mkdocs_imggen.errors import UnusableError
from mkdocs_imggen.providers.base import Answer, Delivery, InputPicture, Provider, pack, unpack
from mkdocs_imggen.providers.choose import load
from mkdocs_imggen.providers.sketch import SketchProvider
from mkdocs_imggen.request import Request
from mkdocs_imggen.settings import Settings
from mkdocs_imggen.testing import ScriptedProvider, picture

PNG = picture(8, 8)
TEXT = base64.b64encode(PNG).decode()


def answer(*texts: Any, **more: Any) -> bytes:
    return json.dumps({"data": [{"b64_json": text} for text in texts], **more}).encode()


@pytest.mark.parametrize("format_", ["png", "jpeg", "webp"])
def test_a_body_that_is_a_picture_is_delivered_as_it_is(format_: str) -> None:
    body = picture(8, 8, format_=format_)
    assert unpack(body) == Delivery(pictures=(body,), usage={})


@pytest.mark.parametrize(
    "body",
    [
        answer(TEXT),
        answer("data:image/png;base64," + TEXT),
        answer("\n".join(TEXT[place : place + 76] for place in range(0, len(TEXT), 76))),
        answer("\r\n".join(TEXT[place : place + 64] for place in range(0, len(TEXT), 64)) + "\r\n"),
        answer(TEXT, created="yesterday", unknown=[1], usage=None),
        answer(TEXT, usage=[1, 2]),
    ],
)
def test_the_picture_in_an_answer_is_decoded_with_the_wrappers_that_servers_add(body: bytes) -> None:
    assert unpack(body) == Delivery(pictures=(PNG,), usage={})


def test_several_pictures_and_the_usage_are_given_as_they_came() -> None:
    usage = {"input_tokens": 14, "output_tokens_details": {"image_tokens": 1568}}
    assert unpack(answer(TEXT, TEXT, usage=usage)) == Delivery(pictures=(PNG, PNG), usage=usage)


@pytest.mark.parametrize(
    ("body", "start"),
    [
        (b"", ""),
        (b"<html>\n<title>502 Bad Gateway</title>", "<html> <title>502 Bad Gateway</title>"),
        (b'{"data": [{"b64', '{"data": [{"b64'),
        (b"\xff\xfe\x00\x1b[31m", "\ufffd\ufffd[31m"),
        (b"null", "null"),
        (b"[]", "[]"),
        (b"{}", "{}"),
        (b'{"data": null}', '{"data": null}'),
        (b'{"data": 7}', '{"data": 7}'),
        (b'{"data": {"b64_json": "x"}}', '{"data": {"b64_json": "x"}}'),
        (b'{"data": [{"url": 7}]}', '{"data": [{"url": 7}]}'),
        (b'{"data": [{"url": ""}]}', '{"data": [{"url": ""}]}'),
        (b'{"data": [{"url": "http://[::1"}]}', '{"data": [{"url": "http://[::1"}]}'),
        (b'{"data": [{"b64_json": null}]}', '{"data": [{"b64_json": null}]}'),
        (b'{"data": [{"b64_json": 7}]}', '{"data": [{"b64_json": 7}]}'),
        (b'{"error": "sk-abcdefghijkl"}', '{"error": "sk-…"}'),
        (b"[" * 200_000, "[" * 80),
        (b"9" * 5000, "9" * 80),
    ],
)
def test_what_is_no_image_answer_is_told_with_its_first_words(body: bytes, start: str) -> None:
    with pytest.raises(UnusableError) as caught:
        unpack(body)
    assert str(caught.value) == f"imggen: not an image answer (a proxy?): `{start}`"
    assert caught.value.billed is True


@pytest.mark.parametrize(
    "text",
    [
        TEXT[:-7],
        TEXT[:-1],
        "*" + TEXT,
        TEXT[:20] + " " + TEXT[20:],
        TEXT[:20] + "é",
        TEXT.replace("A", "-"),
        "data:" + TEXT[:-1] + ",=",
    ],
)
def test_base64_is_decoded_strictly(text: str) -> None:
    with pytest.raises(UnusableError, match="not an image answer"):
        unpack(answer(text))


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://files.example.com/a.png?signature=secret", "files.example.com"),
        ("http://user:secret@127.0.0.1:9/a.png", "127.0.0.1"),
        ("/v1/images/img_1/content?token=secret", "/v1/images/img_1/content"),
        ("data:image/png;base64," + TEXT, "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAMAA…"),
    ],
)
@pytest.mark.parametrize("more", [{}, {"b64_json": None}])
def test_an_address_instead_of_a_picture_is_told_without_its_secrets(url: str, place: str, more: dict[str, Any]) -> None:
    """[P23]."""
    with pytest.raises(UnusableError) as caught:
        unpack(json.dumps({"data": [{"b64_json": TEXT}, {"url": url, **more}]}).encode())
    assert caught.value.what == f"the answer holds an address (`{place}`) instead of a picture, and none is fetched"
    assert caught.value.billed


def test_an_address_beside_the_picture_does_no_harm() -> None:
    body = json.dumps({"data": [{"b64_json": TEXT, "url": "https://example.com/a.png", "revised_prompt": None}]})
    assert unpack(body.encode()) == Delivery(pictures=(PNG,), usage={})


def test_what_is_packed_is_what_is_unpacked() -> None:
    other = picture(9, 9, format_="webp")
    assert unpack(pack([PNG, other], {"input_tokens": 3})) == Delivery(pictures=(PNG, other), usage={"input_tokens": 3})
    assert unpack(pack([PNG])) == Delivery(pictures=(PNG,), usage={})


def test_the_bytes_of_an_input_are_in_no_message() -> None:
    assert repr(InputPicture(role="edit", name="a.png", data=PNG)) == "InputPicture(role='edit', name='a.png', type='image/png')"


def test_an_answer_without_pictures_is_told() -> None:
    with pytest.raises(UnusableError) as caught:
        unpack(b'{"data": []}')
    assert str(caught.value) == "imggen: the answer holds no picture"


def test_an_answer_is_a_picture_by_rule_unless_it_names_a_model() -> None:
    assert Answer(body=b"x") == Answer(body=b"x", model=None, notes=())


def test_anything_with_generate_is_a_provider() -> None:
    provider: Provider = ScriptedProvider()
    assert callable(provider.generate)


def drawn(**fields: Any) -> Request:
    asked: dict[str, Any] = {
        "prompt": "A lock",
        "provider": "sketch",
        "model": "auto",
        "width": 64,
        "height": 48,
        "quality": "low",
        "background": "opaque",
        "format": "png",
    }
    return Request(**(asked | fields))


def test_the_illustrator_is_a_provider_that_works_on_pictures_that_go_in() -> None:
    hero = InputPicture(role="edit", name="hero.png", data=SketchProvider().generate(drawn()).body)
    provider = load("sketch", Settings(), env={}, today=date.today, pause=lambda _: None)
    edited = provider.generate(drawn(prompt="Make it red"), [hero], fidelity="high")
    assert edited.notes == ("recoloured to red",)
    assert edited.body != hero.data


def test_several_drawings_are_so_many_takes() -> None:
    answer = SketchProvider().generate(drawn(take=2), n=3)
    assert unpack(answer.body).pictures == tuple(SketchProvider().generate(drawn(take=take)).body for take in (2, 3, 4))
    assert answer.notes == SketchProvider().generate(drawn(take=2)).notes
