"""Servers that speak like OpenAI's image API, each played by the loopback server: strict about what the real one reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from engine import engine, plan

from mkdocs_imggen.errors import DirectiveError
from mkdocs_imggen.imaging import inspect
from mkdocs_imggen.order import Order
from mkdocs_imggen.providers.base import InputPicture, unpack
from mkdocs_imggen.providers.openai import OpenAIProvider
from mkdocs_imggen.providers.servers import OPENAI, SERVERS
from mkdocs_imggen.request import Request
from mkdocs_imggen.testing import ImageServer, Received, Reply, picture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HERO = InputPicture(role="edit", name="hero.png", data=picture(64, 48))
LOGO = InputPicture(role="reference", name="logo.png", data=picture(32, 32))
MASK = InputPicture(role="mask", name="mask.png", data=picture(64, 48, transparent=True))


@dataclass(frozen=True, kw_only=True)
class Played:
    """What a server was seen to accept, in its documentation or its source; `address` unless base64 is asked for."""

    generate: str
    edit: str = ""
    formats: str = "png jpeg webp"
    address: bool = False
    usage: bool = False


ALL = "model prompt n size quality background output_format output_compression moderation user"
PLAYED = {
    "openai": Played(generate=ALL, edit=f"{ALL} image[] mask input_fidelity", usage=True),
    "azure": Played(generate=ALL, edit=f"{ALL} image[] mask input_fidelity", usage=True),
    "litellm": Played(
        generate=ALL,
        edit="model prompt n size quality background response_format user image[] mask",
        usage=True,
    ),
    "localai": Played(generate="model prompt n size response_format", formats="png", address=True),
    "sd-server": Played(
        generate="prompt n size output_format output_compression",
        edit="prompt n size output_format output_compression image[] image mask",
        formats="png jpeg",
    ),
    "vllm-omni": Played(
        generate="model prompt n size response_format user",
        edit="model prompt n size response_format user output_format output_compression background image[] image",
    ),
    "sglang": Played(
        generate="model prompt n size response_format user background output_format output_compression quality",
        edit="model prompt n size response_format user background output_format output_compression image[] image mask",
        address=True,
    ),
}


def request(**fields: Any) -> Request:
    asked: dict[str, Any] = {
        "prompt": "A lock",
        "provider": "openai",
        "model": "flux-2",
        "width": 64,
        "height": 48,
        "quality": "low",
        "background": "opaque",
        "format": "png",
    }
    return Request(**(asked | fields))


@pytest.fixture(params=PLAYED)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def server(name: str) -> Iterator[ImageServer]:
    played = PLAYED[name]

    def play(received: Received) -> Reply | None:
        assert received.body is not None
        editing = received.path == "/v1/images/edits"
        reads = (played.edit if editing else played.generate).split()
        if not reads:
            return Reply(status=404, json={"error": "Not Found"})
        unknown = ({*received.body} | {upload.name for upload in received.uploads}) - {*reads}
        if unknown:
            return Reply(status=422, json={"detail": f"extra fields not permitted: {sorted(unknown)}"})
        format_ = received.body.get("output_format", "png")
        if editing and format_ not in played.formats.split():
            return Reply(status=400, json={"error": f"invalid output_format {format_}"})
        if played.address and received.body.get("response_format") != "b64_json":
            return Reply(json={"created": 1, "data": [{"url": "http://127.0.0.1:8080/generated-images/b64.png"}]})
        return Reply(change=lambda answer: answer if played.usage else {**answer, "usage": None})

    with ImageServer(script=play) as server:
        yield server


@pytest.fixture
def provider(name: str, server: ImageServer) -> Iterator[OpenAIProvider]:
    provider = OpenAIProvider(
        api_key="test-key-0123456789",
        key_name="MY_KEY",
        base_url=server.url,
        timeout=5,
        concurrency=1,
        today=lambda: date(2026, 11, 22),
        server=SERVERS[name],
    )
    yield provider
    provider.close()


def test_every_server_of_the_table_is_played() -> None:
    assert list(PLAYED) == list(SERVERS)
    assert all(row.source and row.as_of == date(2026, 11, 22) for row in SERVERS.values())
    assert SERVERS["openai"] is OPENAI
    assert {name: row.usage for name, row in SERVERS.items()} == {name: played.usage for name, played in PLAYED.items()}


@pytest.mark.parametrize("format_", ["png", "webp", "jpeg"])
def test_it_makes_pictures_from_words(provider: OpenAIProvider, server: ImageServer, format_: str) -> None:
    delivery = unpack(provider.generate(request(format=format_), n=2).body)
    assert [inspect(data).width for data in delivery.pictures] == [64, 64]
    assert len(server.requests) == 1


@pytest.mark.parametrize("format_", ["png", "webp", "jpeg"])
def test_it_edits_pictures_or_says_that_it_cannot(name: str, provider: OpenAIProvider, server: ImageServer, format_: str) -> None:
    if name == "localai":
        with pytest.raises(DirectiveError) as error:
            provider.generate(request(), (HERO, LOGO))
        assert str(error.value) == (
            "imggen: a server of the kind `localai` makes pictures from words only; nothing was sent; "
            "leave it out, or use another server"
        )
        assert server.requests == []
        return
    delivery = unpack(provider.generate(request(format=format_), (HERO, LOGO)).body)
    (sent,) = server.requests
    assert [upload.data for upload in sent.uploads] == [HERO.data, LOGO.data]
    made = {"litellm": "png", "sd-server": "png" if format_ == "webp" else format_}
    assert inspect(delivery.pictures[0]).format == made.get(name, format_)


def asked_in_vain(provider: OpenAIProvider, *inputs: InputPicture, fidelity: str | None = None, **fields: Any) -> str | None:
    """Say what the server cannot do, or None."""
    try:
        provider.generate(request(**fields), inputs, fidelity=fidelity)
    except DirectiveError as error:
        return error.what.partition("` ")[2]
    return None


def test_what_it_cannot_do_is_not_sent(name: str, provider: OpenAIProvider, server: ImageServer) -> None:
    words = "makes pictures from words only"
    opaque = "makes opaque pictures only"
    mask = "takes no mask that is transparent where the picture may change"
    fidelity = "takes no `input_fidelity`"
    found = [
        asked_in_vain(provider, background="transparent"),
        asked_in_vain(provider, HERO, background="transparent"),
        asked_in_vain(provider, HERO, MASK),
        asked_in_vain(provider, HERO, fidelity="low"),
    ]
    assert (
        found
        == {
            "openai": [None, None, None, None],
            "azure": [None, None, None, None],
            "litellm": [None, None, None, fidelity],
            "localai": [opaque, words, words, words],
            "sd-server": [opaque, opaque, mask, fidelity],
            "vllm-omni": [opaque, None, mask, fidelity],
            "sglang": [None, None, mask, fidelity],
        }[name]
    )
    assert len(server.requests) == found.count(None)


@pytest.mark.parametrize("inputs", [(MASK,), (HERO, MASK, MASK)])
def test_one_mask_lies_over_a_picture(provider: OpenAIProvider, server: ImageServer, inputs: tuple[InputPicture, ...]) -> None:
    with pytest.raises(DirectiveError):
        provider.generate(request(), inputs)
    assert server.requests == []


def test_the_server_that_the_settings_name_is_spoken_to_in_its_own_fields(tmp_path: Path) -> None:
    with ImageServer() as running:
        mine = {"base_url": running.url, "model": "flux", "api_key_env": "TEST_IMAGE_KEY", "server": "localai", "budget": 9}
        generator = engine(tmp_path, env={"TEST_IMAGE_KEY": "test-key-1234567890"}, settings=mine)
        (item,) = plan(generator, "A fox")
        generator.maker.make(Order.of(item.asset, tuple(item.digests)))
        generator.close()
    (request,) = running.requests
    assert (request.body or {})["response_format"] == "b64_json"
