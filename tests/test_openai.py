"""The real client against a loopback server that misbehaves on the socket; P1 to P27 are the rows of provider faults."""

from __future__ import annotations

import base64
import gc
import json
import logging
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from contract import contract

from mkdocs_imggen.errors import (
    AccountError,
    DirectiveError,
    ImggenError,
    NotSentError,
    ProviderError,
    RefusedError,
    UnclearError,
    UnusableError,
)
from mkdocs_imggen.imaging import inspect
from mkdocs_imggen.providers import openai as module
from mkdocs_imggen.providers.base import InputPicture, unpack
from mkdocs_imggen.providers.openai import OpenAIProvider
from mkdocs_imggen.providers.refusals import Said, hear, redact
from mkdocs_imggen.providers.wire import Call
from mkdocs_imggen.request import Request
from mkdocs_imggen.testing import ImageServer, Reply, Upload, picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

KEY = "canary-7f3kQ9zLw2Xy8VbN4tRs"
PIECES = [KEY[at : at + 8] for at in range(len(KEY) - 7)]
NOTHING = "nothing was made, nothing billed"
NOT_SENT = "nothing was sent, nothing billed"
PERHAPS = "may have been billed"


def request(**fields: Any) -> Request:
    asked: dict[str, Any] = {
        "prompt": "A lock",
        "provider": "openai",
        "model": "gpt-image-1-mini",
        "width": 1024,
        "height": 1024,
        "quality": "low",
        "background": "opaque",
        "format": "png",
    }
    return Request(**(asked | fields))


class Bench:
    """A server, a provider that talks to it, and the waits that the provider would have made."""

    def __init__(self, server: ImageServer) -> None:
        self.server = server
        self.waits: list[float] = []
        self.opened: list[OpenAIProvider] = []

    def provider(self, **changes: Any) -> OpenAIProvider:
        settings: dict[str, Any] = {
            "api_key": KEY,
            "key_name": "MY_KEY",
            "base_url": self.server.url,
            "timeout": 5.0,
            "concurrency": 8,
            "today": lambda: date(2026, 11, 22),
            "pause": self.waits.append,
        }
        provider = OpenAIProvider(**(settings | changes))
        self.opened.append(provider)
        return provider

    def fault(self, *script: Reply, timeout: float = 5.0, inputs: tuple[InputPicture, ...] = (), **changes: Any) -> ProviderError:
        """Ask for a picture and give the error."""
        self.server.script = script
        with pytest.raises(ProviderError) as error:
            self.provider(timeout=timeout, **changes).generate(request(), inputs)
        assert all(piece not in str(error.value) for piece in PIECES)
        return error.value

    @property
    def posts(self) -> int:
        return len(self.server.requests)


@pytest.fixture(scope="module")
def validate() -> Iterator[Callable[[str, Mapping[str, Any]], str | None]]:
    yield contract()
    gc.collect()  # a connection left open would be a ResourceWarning, which is an error


@pytest.fixture
def bench(validate: Callable[[str, Mapping[str, Any]], str | None], monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    for name in tuple(os.environ):
        if name.startswith(("OPENAI_", "SSL_CERT_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    with ImageServer(validate=validate) as server:
        bench = Bench(server)
        yield bench
        for provider in bench.opened:
            provider.close()
    assert server.invalid == []


@contextmanager
def listener(answer: Callable[[socket.socket], None]) -> Iterator[tuple[str, list[object]]]:
    """Take connections that are not HTTP; give host:port and the list of those taken."""
    taken: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                connection, address = server.accept()
                if not running:
                    connection.close()
                    return
                taken.append(address)
                with connection:
                    answer(connection)

        running = [True]
        thread = threading.Thread(target=serve)
        thread.start()
        place = server.getsockname()
        try:
            yield f"127.0.0.1:{place[1]}", taken
        finally:
            running.clear()
            socket.create_connection(place).close()
            thread.join()


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


class TestWhatIsSent:
    def test_a_png_has_exactly_these_fields(self, bench: Bench) -> None:
        answer = bench.provider().generate(request(background="transparent"))
        (sent,) = bench.server.requests
        assert sent.body == {
            "model": "gpt-image-1-mini",
            "prompt": "A lock",
            "size": "1024x1024",
            "quality": "low",
            "background": "transparent",
            "output_format": "png",
            "n": 1,
        }
        assert sent.headers["authorization"] == f"Bearer {KEY}"
        assert sent.headers["connection"] == "close"
        assert sent.headers["accept-encoding"] == "gzip"
        assert (answer.model, answer.notes) == ("gpt-image-1-mini", ())
        facts = inspect(unpack(answer.body).pictures[0])
        assert (facts.format, facts.width, facts.height, facts.alpha) == ("png", 1024, 1024, True)

    @pytest.mark.parametrize("format_", ["webp", "jpeg"])
    def test_a_lossy_format_has_its_compression_too(self, bench: Bench, format_: str) -> None:
        bench.provider().generate(request(format=format_))
        (sent,) = bench.server.requests
        assert sent.body is not None
        assert (sent.body["output_format"], sent.body["output_compression"]) == (format_, 95)
        assert set(sent.body) == {
            "model",
            "prompt",
            "size",
            "quality",
            "background",
            "output_format",
            "output_compression",
            "n",
        }

    def test_another_server_gets_the_model_as_it_is_set(self, bench: Bench) -> None:
        answer = bench.provider().generate(request(model="flux-2", width=512, height=512))
        assert answer.model == "flux-2"
        assert bench.server.requests[0].body is not None
        assert bench.server.requests[0].body["model"] == "flux-2"

    @pytest.mark.parametrize(
        ("today", "model"), [(date(2026, 11, 30), "gpt-image-1-mini"), (date(2026, 12, 1), "gpt-image-2.5-flare")]
    )
    def test_the_official_host_gets_what_auto_means_today(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch, today: date, model: str
    ) -> None:
        monkeypatch.setattr(module, "OFFICIAL_URL", bench.server.url)
        answer = bench.provider(base_url=None, today=lambda: today).generate(request(model="auto"))
        assert answer.model == model
        assert bench.server.requests[0].body is not None
        assert bench.server.requests[0].body["model"] == model

    @pytest.mark.parametrize("fields", [{"model": "dall-e-3"}, {"width": 2048}, {"quality": "max"}, {"prompt": "x" * 32_001}])
    def test_what_the_model_cannot_do_does_not_reach_the_official_host(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch, fields: dict[str, Any]
    ) -> None:
        monkeypatch.setattr(module, "OFFICIAL_URL", bench.server.url)
        with pytest.raises(DirectiveError):
            bench.provider(base_url=None).generate(request(**fields))
        assert bench.posts == 0

    def test_the_environment_does_not_redirect_the_key(self, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
        monkeypatch.setenv("OPENAI_API_KEY", "another")
        bench.provider().generate(request())
        assert bench.server.requests[0].headers["authorization"] == f"Bearer {KEY}"
        assert str(bench.provider(base_url=None)._open().base_url) == "https://api.openai.com/v1/"

    @pytest.mark.parametrize("key", ["", "  ", "two words", "schlüssel", "a\nb", "a\x00b"])
    def test_what_cannot_be_a_key_is_not_sent(self, bench: Bench, key: str) -> None:
        error = bench.fault(api_key=key)
        assert isinstance(error, AccountError)
        assert str(error) == (
            "imggen: `MY_KEY` is empty or holds a character that no key has; "
            "nothing was sent, nothing billed; set `MY_KEY` to a valid key"
        )
        assert bench.posts == 0

    def test_a_line_break_behind_the_key_is_forgiven(self, bench: Bench) -> None:
        bench.provider(api_key=f"{KEY}\n").generate(request())
        assert bench.server.requests[0].headers["authorization"] == f"Bearer {KEY}"


HERO = InputPicture(role="edit", name="hero.png", data=picture(64, 48))
LOGO = InputPicture(role="reference", name="logo.webp", data=picture(32, 32, format_="webp"), type="image/webp")
PHOTO = InputPicture(role="reference", name="photo.jpg", data=picture(40, 30, format_="jpeg"), type="image/jpeg")
MASK = InputPicture(role="mask", name="mask.png", data=picture(64, 48, transparent=True))
WORDS = {
    "model": "gpt-image-1-mini",
    "prompt": "A lock",
    "size": "1024x1024",
    "quality": "low",
    "background": "opaque",
    "output_format": "png",
}


def upload(name: str, item: InputPicture) -> Upload:
    return Upload(name=name, filename=item.name, type=item.type, data=item.data)


class TestEdits:
    def test_pictures_that_go_in_are_a_form_in_their_order(self, bench: Bench) -> None:
        answer = bench.provider().generate(request(), (HERO, LOGO, MASK, PHOTO))
        (sent,) = bench.server.requests
        assert (sent.method, sent.path) == ("POST", "/v1/images/edits")
        assert sent.headers["content-type"].startswith("multipart/form-data; boundary=")
        assert sent.body == {**WORDS, "n": "1"}
        assert sorted(sent.uploads, key=lambda item: item.name) == [
            upload("image[]", HERO),
            upload("image[]", LOGO),
            upload("image[]", PHOTO),
            upload("mask", MASK),
        ]
        assert sent.headers["authorization"] == f"Bearer {KEY}"
        assert inspect(unpack(answer.body).pictures[0]).width == 1024

    def test_one_picture_is_a_list_of_one(self, bench: Bench) -> None:
        bench.provider().generate(request(format="webp"), [LOGO])
        (sent,) = bench.server.requests
        assert sent.body == {**WORDS, "output_format": "webp", "output_compression": "95", "n": "1"}
        assert sent.uploads == (upload("image[]", LOGO),)

    @pytest.mark.parametrize(
        ("model", "fidelity", "sent"),
        [
            ("gpt-image-1-mini", "low", "low"),
            ("gpt-image-1-mini", None, None),
            ("gpt-image-1.5", "high", "high"),
            ("gpt-image-2", "high", None),  # it is always so, and refuses the parameter
            ("flux-2", "high", "high"),
        ],
    )
    def test_fidelity_is_sent_where_the_model_takes_it(
        self, bench: Bench, model: str, fidelity: str | None, sent: str | None
    ) -> None:
        bench.provider().generate(request(model=model), (HERO,), fidelity=fidelity)
        bench.provider().generate(request(model=model), fidelity=fidelity)
        edit, words = (received.body for received in bench.server.requests)
        assert edit is not None
        assert words is not None
        assert edit.get("input_fidelity") == sent
        assert "input_fidelity" not in words

    @pytest.mark.parametrize("inputs", [(), (HERO,)])
    def test_several_pictures_come_with_one_request(self, bench: Bench, inputs: tuple[InputPicture, ...]) -> None:
        answer = bench.provider().generate(request(), inputs, n=4)
        (sent,) = bench.server.requests
        assert sent.body is not None
        assert str(sent.body["n"]) == "4"
        delivery = unpack(answer.body)
        assert [inspect(data).width for data in delivery.pictures] == [1024] * 4
        assert len(set(delivery.pictures)) == 4
        assert delivery.usage["output_tokens"] == 4 * 272

    @pytest.mark.parametrize("count", [1, 3])
    @pytest.mark.parametrize("inputs", [(), (HERO,)])
    def test_p22_another_number_of_pictures_than_asked_for_shows(
        self, bench: Bench, inputs: tuple[InputPicture, ...], count: int
    ) -> None:
        """[P22]."""
        bench.server.script = [Reply(count=count)]
        answer = bench.provider().generate(request(), inputs, n=2)
        assert bench.posts == 1
        assert [inspect(data).width for data in unpack(answer.body).pictures] == [1024] * count

    def test_a_retry_sends_the_same_bytes_again(self, bench: Bench) -> None:
        bench.server.script = [Reply.error(429, headers={"Retry-After": "1"}), Reply(status=503), Reply()]
        answer = bench.provider().generate(request(), (HERO, MASK), n=2)
        first, *again = bench.server.requests
        assert {(item.name, item.data) for item in first.uploads} == {("image[]", HERO.data), ("mask", MASK.data)}
        assert [(item.body, item.uploads) for item in again] == [(first.body, first.uploads)] * 2
        assert len(unpack(answer.body).pictures) == 2

    @pytest.mark.parametrize(
        ("inputs", "more"),
        [
            ((HERO,) * 17, {}),
            ((MASK,), {}),
            ((HERO, MASK, MASK), {}),
            ((InputPicture(role="edit", name="a.gif", data=b"GIF89a", type="image/gif"),), {}),
            ((HERO,), {"fidelity": "high"}),
            ((), {"n": 11}),
        ],
    )
    def test_what_the_model_cannot_do_does_not_reach_the_official_host(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch, inputs: tuple[InputPicture, ...], more: dict[str, Any]
    ) -> None:
        monkeypatch.setattr(module, "OFFICIAL_URL", bench.server.url)
        with pytest.raises(DirectiveError):
            bench.provider(base_url=None).generate(request(), inputs, **more)
        assert bench.posts == 0

    @pytest.mark.parametrize("inputs", [(), (HERO, MASK)])
    def test_openai_itself_gets_neither_response_format_nor_seed(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch, inputs: tuple[InputPicture, ...]
    ) -> None:
        monkeypatch.setattr(module, "OFFICIAL_URL", bench.server.url)
        bench.provider(base_url=None).generate(request(model="auto", format="webp"), inputs, n=2, fidelity="low")
        (sent,) = bench.server.requests
        assert sent.body is not None
        assert set(sent.body) - {"input_fidelity"} == {*WORDS, "n", "output_compression"}

    @pytest.mark.parametrize(
        ("reply", "kind", "posts"),
        [
            (Reply.error(429, "insufficient_quota"), AccountError, 1),
            (Reply.error(401, "invalid_api_key"), AccountError, 1),
            (Reply.error(404, "model_not_found"), AccountError, 1),
            (Reply.error(400, "moderation_blocked"), RefusedError, 1),
            (Reply.error(400, "invalid_image_file"), RefusedError, 1),
            (Reply(status=500), NotSentError, 3),
            (Reply.error(429, "rate_limit_exceeded"), NotSentError, 4),
            (Reply(cut="before headers"), UnclearError, 1),
            (Reply(cut="in body", reset=True), UnclearError, 1),
        ],
    )
    def test_an_edit_is_tried_again_by_the_same_table(
        self, bench: Bench, reply: Reply, kind: type[ProviderError], posts: int
    ) -> None:
        error = bench.fault(*[reply] * 5, inputs=(HERO,))
        assert (type(error), bench.posts) == (kind, posts)
        assert {received.path for received in bench.server.requests} == {"/v1/images/edits"}

    @pytest.mark.parametrize("status", [404, 405, 501])
    def test_a_server_without_edits_fails_the_picture_and_not_the_run(self, bench: Bench, status: int) -> None:
        error = bench.fault(Reply(status=status, body=b"<h1>Not Found</h1>"), inputs=(HERO,))
        assert bench.posts == 1
        assert isinstance(error, RefusedError)
        assert str(error) == (
            f"imggen: `{bench.server.url}` edits no pictures (it has no `/images/edits`), or has no model `gpt-image-1-mini` "
            f"(HTTP {status}, request req_test_1); nothing was made, nothing billed; "
            "leave out `edit`, `references` and `mask`, or use another server"
        )
        assert error.stops_run is False

    def test_p13_an_upload_that_nobody_reads_ends_at_the_deadline(self, bench: Bench) -> None:
        """[P13]."""
        leave = threading.Event()

        def ignore(connection: socket.socket) -> None:
            connection.recv(1)
            leave.wait(10)

        big = InputPicture(role="edit", name="big.png", data=os.urandom(20_000_000))
        bench.provider()._open()
        with listener(ignore) as (place, taken):
            begin = time.monotonic()
            error = bench.fault(base_url=f"http://{place}/v1", timeout=0.5, inputs=(big,))
            took = time.monotonic() - begin
            leave.set()
        assert took < 1.5
        assert (len(taken), bench.waits) == (1, [])
        assert isinstance(error, UnclearError)
        assert error.what == "no complete answer within 0.5 s"

    def test_a_refusal_before_the_upload_is_over_is_read(self, bench: Bench) -> None:
        def refuse(connection: socket.socket) -> None:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 413 too much\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(1 << 20):
                pass

        big = InputPicture(role="edit", name="big.png", data=os.urandom(5_000_000))
        with listener(refuse) as (place, taken):
            error = bench.fault(base_url=f"http://{place}/v1", inputs=(big,))
        assert len(taken) == 1
        assert isinstance(error, RefusedError)
        assert error.what == "it was refused (HTTP 413)"


class TestTheListOfModels:
    def test_it_gives_each_with_its_end(self, bench: Bench) -> None:
        bench.server.models = {"gpt-image-1-mini": "2026-12-01", "gpt-image-2": None}
        assert bench.provider().listed() == {"gpt-image-1-mini": "2026-12-01", "gpt-image-2": None}
        (sent,) = bench.server.requests
        assert (sent.method, sent.path, sent.headers["authorization"]) == ("GET", "/v1/models", f"Bearer {KEY}")

    def test_a_server_may_say_no_end(self, bench: Bench) -> None:
        bench.server.models = {}
        bench.server.script = [Reply(json={"data": [{"id": "sd-cpp-local", "shutdown_date": 7}, {"id": "flux"}]})]
        assert bench.provider().listed() == {"sd-cpp-local": None, "flux": None}

    @pytest.mark.parametrize(
        "body", [b"", b"<html>", b"[]", b"null", b"{}", b'{"data": 7}', b'{"data": [7]}', b'{"data": [{}]}', b"[" * 100_000]
    )
    def test_what_is_no_list_is_told(self, bench: Bench, body: bytes) -> None:
        bench.server.models = {}
        bench.server.script = [Reply(body=body)]
        with pytest.raises(ProviderError) as error:
            bench.provider().listed()
        assert error.value.what == f"`{bench.server.url}` answered with something else than a list of models"

    @pytest.mark.parametrize(
        ("reply", "kind", "what"),
        [
            (Reply(status=404), RefusedError, "`{url}` gives no list of its models (HTTP 404, request req_test_1)"),
            (Reply.error(401, None, KEY), AccountError, "the key was refused (HTTP 401, request req_test_1)"),
            (Reply(status=500, body=b""), NotSentError, "the server failed (HTTP 500, request req_test_1)"),
        ],
    )
    def test_it_is_asked_once(self, bench: Bench, reply: Reply, kind: type[ProviderError], what: str) -> None:
        bench.server.models = {}
        bench.server.script = [reply] * 2
        with pytest.raises(kind) as error:
            bench.provider().listed()
        assert error.value.what == what.format(url=bench.server.url)
        assert (bench.posts, bench.waits) == (1, [])


class TestItsLife:
    def test_the_client_is_imported_with_the_first_picture_only(self) -> None:
        code = (
            "import sys; from datetime import date; from mkdocs_imggen.providers.openai import OpenAIProvider\n"
            "OpenAIProvider(api_key='k', key_name='K', base_url=None, timeout=1, concurrency=1, today=date.today).close()\n"
            "print({'openai', 'httpx2', 'pydantic'} & set(sys.modules))"
        )
        ran = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
        assert ran.stdout == "set()\n"

    def test_64_threads_share_one_client(self, bench: Bench) -> None:
        provider = bench.provider(concurrency=64)
        bench.server.latency = 0.5
        with ThreadPoolExecutor(64) as pool:
            answers = list(pool.map(lambda number: provider.generate(request(prompt=f"{number}")), range(64)))
            assert len({id(client) for client in pool.map(lambda _: provider._open(), range(64))}) == 1
        assert len({answer.body for answer in answers}) == bench.posts == 64
        assert bench.server.peak > 32

    def test_no_more_than_its_concurrency_are_under_way(self, bench: Bench) -> None:
        provider = bench.provider(concurrency=3)
        bench.server.latency = 0.05
        with ThreadPoolExecutor(12) as pool:
            list(pool.map(lambda _: provider.generate(request()), range(12)))
        assert bench.server.peak == 3

    def test_after_close_it_opens_again(self, bench: Bench) -> None:
        provider = bench.provider()
        for _ in range(2):
            provider.generate(request())
            provider.close()
            provider.close()
        assert bench.posts == 2

    @pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts descriptors in /proc")
    def test_no_descriptor_is_left_behind(self, bench: Bench) -> None:
        provider = bench.provider(timeout=0.3)
        kinds = [Reply(cut="in body"), Reply(status=400), Reply(silent=True), Reply(), Reply(status=401)]

        def ask(times: int) -> None:
            bench.server.script = kinds * times
            for _ in range(len(kinds) * times):
                with suppress(ImggenError):
                    provider.generate(request())

        ask(1)  # what each kind opens once for all times is open by now
        gc.collect()
        before = descriptors()
        ask(4)
        gc.collect()
        until = time.monotonic() + 5
        while descriptors() > before and time.monotonic() < until:
            time.sleep(0.01)  # the server's own side may take a moment
        assert descriptors() <= before


class TestRetries:
    def test_p1_it_waits_as_long_as_the_server_asks(self, bench: Bench) -> None:
        """[P1]."""
        bench.server.script = [Reply.error(429, "rate_limit_exceeded", headers={"Retry-After": "1"})]
        answer = bench.provider().generate(request())
        assert answer.notes == ("too many requests: waited 1 s and sent it again",)
        assert (bench.posts, bench.waits) == (2, [1.0])

    def test_p1_the_wait_may_stand_in_the_text(self, bench: Bench) -> None:
        """[P1]."""
        text = "Rate limit reached, please try again after 51.84 seconds."
        bench.server.script = [Reply.error(429, "rate_limit_exceeded", text)]
        bench.provider().generate(request())
        assert (bench.posts, bench.waits) == (2, [51.84])

    def test_p2_without_a_wait_it_backs_off_by_chance_and_gives_up(self, bench: Bench) -> None:
        """[P2]."""
        error = bench.fault(*[Reply.error(429, "rate_limit_exceeded", "Slow down.")] * 5)
        assert bench.posts == 4
        assert [low <= wait <= high for wait, low, high in zip(bench.waits, (7, 15, 22), (13, 25, 38), strict=True)] == [True] * 3
        assert isinstance(error, NotSentError)
        assert str(error) == (
            "imggen: too many requests (HTTP 429, request req_test_4): Slow down. [rate_limit_exceeded]; "
            "nothing was made, nothing billed; try again later"
        )

    @pytest.mark.parametrize(
        ("asked", "shown"),
        [
            ("3600", "3600"),
            ("60.5", "60.5"),
            ("Wed, 21 Oct 2026 07:28:00 GMT", "Wed, 21 Oct 2026 07:28:00 GMT"),
            ("-1", "-1"),
            ("nan", "nan"),
            ("inf", "inf"),
            ("", ""),
            ("1" + "0" * 400, "1" + "0" * 38 + "…"),
        ],
    )
    def test_p3_it_does_not_wait_for_ever_or_for_nonsense(self, bench: Bench, asked: str, shown: str) -> None:
        """[P3]."""
        error = bench.fault(Reply.error(429, "rate_limit_exceeded", headers={"Retry-After": asked}))
        assert (bench.posts, bench.waits) == (1, [])
        assert isinstance(error, NotSentError)
        assert error.hint == f"the server asks to wait `{shown}`; more than 60 s are not waited"

    @pytest.mark.parametrize("asked", ["0", "60", "0.5"])
    def test_p3_up_to_a_minute_is_waited(self, bench: Bench, asked: str) -> None:
        """[P3]."""
        bench.server.script = [Reply.error(429, "rate_limit_exceeded", headers={"Retry-After": asked})]
        bench.provider().generate(request())
        assert (bench.posts, bench.waits) == (2, [float(asked)])

    @pytest.mark.parametrize(
        "reply",
        [
            Reply.error(429, "insufficient_quota", "You exceeded your current quota.", kind="insufficient_quota"),
            Reply.error(429, None, "You exceeded your current quota.", kind="insufficient_quota"),
            Reply.error(429, "project_spend_limit_exceeded", "You exceeded your current quota."),
            Reply.error(403, "credit_balance_exhausted", "You exceeded your current quota."),
            Reply.error(400, "billing_hard_limit_reached", "You exceeded your current quota."),
            Reply.error(402, None, "You exceeded your current quota."),
        ],
    )
    def test_p4_an_empty_account_stops_the_run(self, bench: Bench, reply: Reply) -> None:
        """[P4]."""
        error = bench.fault(reply)
        assert (bench.posts, bench.waits) == (1, [])
        assert isinstance(error, AccountError)
        assert error.what == (
            f"no credit is left, or a spending limit is reached (HTTP {reply.status}, request req_test_1): "
            "You exceeded your current quota."
        )
        assert (error.kept, error.stops_run, error.billed) == (NOTHING, True, False)

    @pytest.mark.parametrize("status", [408, 409, 500, 502, 503, 524])
    @pytest.mark.parametrize(
        ("body", "kind", "quoted"),
        [
            (
                b'{"error": {"message": "Oops", "type": "server_error", "code": null, "param": null}}',
                "application/json",
                ": Oops",
            ),
            (b"<html><h1>Bad gateway</h1></html>", "text/html", ""),
            (b"", "text/plain", ""),
        ],
    )
    def test_p5_a_server_error_is_tried_three_times(self, bench: Bench, status: int, body: bytes, kind: str, quoted: str) -> None:
        """[P5]."""
        error = bench.fault(*[Reply(status=status, body=body, content_type=kind)] * 4)
        assert bench.posts == 3
        assert [low <= wait <= high for wait, low, high in zip(bench.waits, (0.7, 1.5), (1.3, 2.5), strict=True)] == [True] * 2
        assert isinstance(error, NotSentError)
        assert error.what == f"the server failed (HTTP {status}, request req_test_3){quoted}"
        assert (error.kept, error.billed) == ("no picture came, and none was counted as billed", False)

    def test_a_passing_fault_passes(self, bench: Bench) -> None:
        bench.server.script = [Reply(status=500), Reply(status=429), Reply(status=503)]
        answer = bench.provider().generate(request())
        assert bench.posts == 4
        assert [note.split(":")[0] for note in answer.notes] == ["server error", "too many requests", "server error"]


class TestRefusals:
    def test_p6_a_wrong_key(self, bench: Bench) -> None:
        """[P6]."""
        error = bench.fault(Reply.error(401, "invalid_api_key", f"Incorrect API key provided: {KEY[:8]}****{KEY[-4:]}."))
        assert bench.posts == 1
        assert isinstance(error, AccountError)
        assert str(error) == (
            "imggen: the key was refused (HTTP 401, request req_test_1) [invalid_api_key]; "
            "nothing was made, nothing billed; set `MY_KEY` to a valid key"
        )

    @pytest.mark.parametrize(
        ("reply", "what", "hint"),
        [
            (
                Reply.error(403, None, "Your organization must be verified to use the model."),
                (
                    "the key may not use `gpt-image-1-mini` (HTTP 403, request req_test_1): "
                    "Your organization must be verified to use the model."
                ),
                "verify the organization at the provider (it counts after up to 15 minutes), or set another `model`",
            ),
            (
                Reply.error(404, "model_not_found", "No such model."),
                (
                    "the model `gpt-image-1-mini` does not exist, or is closed to this key (HTTP 404, request req_test_1): "
                    "No such model."
                ),
                "set another `model`",
            ),
            (
                Reply.error(400, "model_not_found", "No such model."),
                (
                    "the model `gpt-image-1-mini` does not exist, or is closed to this key (HTTP 400, request req_test_1): "
                    "No such model."
                ),
                "set another `model`",
            ),
        ],
    )
    def test_p7_a_closed_model_stops_the_run(self, bench: Bench, reply: Reply, what: str, hint: str) -> None:
        """[P7]."""
        error = bench.fault(reply)
        assert bench.posts == 1
        assert isinstance(error, AccountError)
        assert (error.what, error.kept, error.hint) == (what, NOTHING, hint)

    def test_p7_a_wrong_address_stops_the_run(self, bench: Bench) -> None:
        """[P7]."""
        error = bench.fault(base_url=f"{bench.server.url}/deeper")
        assert bench.posts == 1
        assert isinstance(error, AccountError)
        assert error.what.startswith(
            f"there is no image API at `{bench.server.url}/deeper`, or no model `gpt-image-1-mini` (HTTP 404"
        )
        assert error.hint == "look at `base_url` and `model`"

    @pytest.mark.parametrize("code", ["moderation_blocked", "content_policy_violation"])
    def test_p8_the_safety_system_refuses_one_picture(self, bench: Bench, code: str) -> None:
        """[P8]."""
        text = "Your request was rejected by the safety system. safety_violations=[violence]."
        error = bench.fault(Reply.error(400, code, text, kind="image_generation_user_error"))
        assert bench.posts == 1
        assert isinstance(error, RefusedError)
        assert str(error) == (
            f"imggen: the safety system refused it (HTTP 400, request req_test_1): {text} [{code}]; "
            "nothing was made, nothing billed; change the prompt"
        )
        assert error.stops_run is False

    @pytest.mark.parametrize("status", [400, 413, 422])
    def test_a_wrong_value_fails_one_picture(self, bench: Bench, status: int) -> None:
        error = bench.fault(Reply.error(status, "invalid_value", "Invalid value: '1254x836'."))
        assert bench.posts == 1
        assert isinstance(error, RefusedError)
        assert str(error) == (
            f"imggen: it was refused (HTTP {status}, request req_test_1): Invalid value: '1254x836'. [invalid_value]; "
            "nothing was made, nothing billed; change what is asked for"
        )

    def test_p24_a_redirect_is_not_followed(self, bench: Bench) -> None:
        """[P24]."""
        with ImageServer(validate=contract()) as other:
            error = bench.fault(Reply(status=307, headers={"Location": f"{other.url}/images/generations"}))
            assert other.requests == []
        assert bench.posts == 1
        assert isinstance(error, AccountError)
        assert error.what.startswith(
            f"`{bench.server.url}` redirects to `{other.url}/images/generations`, and the key follows no"
        )
        assert error.hint == "set `base_url` to the final address"

    @pytest.mark.parametrize(
        ("body", "said"),
        [
            (b'{"error": {"message": "No", "type": "t", "code": "c"}}', Said(code="c", type="t", message="No")),
            (b'{"error": {"message": 7, "type": null, "code": 404}}', Said()),
            (b'{"error": "a bare sentence"}', Said(message="a bare sentence")),
            (b'{"detail": "Not Found"}', Said(message="Not Found")),
            (b'{"error": [1]}', Said()),
            (b'"a string"', Said(message="a string")),
            (b"[]", Said()),
            (b"\xff\xfe", Said()),
            (b"[" * 100_000, Said()),
            (b"<html>", Said()),
        ],
    )
    def test_what_servers_say(self, body: bytes, said: Said) -> None:
        assert hear(body) == said


class TestTheNetwork:
    def test_p9_nobody_listens(self, bench: Bench) -> None:
        """[P9]."""
        with socket.create_server(("127.0.0.1", 0)) as gone:
            port = gone.getsockname()[1]
        error = bench.fault(base_url=f"http://127.0.0.1:{port}/v1")
        assert bench.waits == [1, 2, 4]
        assert isinstance(error, NotSentError)
        assert error.what.startswith(f"no connection to `http://127.0.0.1:{port}/v1`: [Errno ")
        assert (error.kept, error.hint) == (NOT_SENT, "look at the network, the proxy and `base_url`")

    def test_p9_no_such_name(self, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        """[P9]."""
        asked: list[str] = []

        def unknown(host: str, *_: object, **__: object) -> None:
            asked.append(host)
            raise socket.gaierror(-2, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", unknown)
        error = bench.fault(base_url=None)
        assert (asked, bench.waits) == (["api.openai.com"] * 4, [1, 2, 4])
        assert error.what == "no connection to `https://api.openai.com/v1`: [Errno -2] Name or service not known"

    def test_p9_the_server_speaks_no_tls(self, bench: Bench) -> None:
        """[P9]."""
        with listener(lambda connection: connection.sendall(b"HTTP/1.0 400 what?\r\n\r\n")) as (place, taken):
            error = bench.fault(base_url=f"https://{place}/v1")
        assert (len(taken), bench.waits) == (4, [1, 2, 4])
        assert isinstance(error, NotSentError)
        assert "SSL" in error.what

    def test_p9_it_is_there_at_the_second_attempt(self, bench: Bench) -> None:
        """[P9]."""
        provider = bench.provider()
        connect = socket.create_connection
        refusals = [ConnectionRefusedError("not yet")]

        def first_refuse(*args: Any, **kwargs: Any) -> socket.socket:
            if refusals:
                raise refusals.pop()
            return connect(*args, **kwargs)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(socket, "create_connection", first_refuse)
            answer = provider.generate(request())
        assert (bench.posts, bench.waits) == (1, [1])
        assert answer.notes == ("no connection: waited 1 s and sent it again",)

    def test_p9_a_proxy_that_refuses_to_connect(self, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        """[P9]."""

        def refuse(connection: socket.socket) -> None:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 502 no\r\nContent-Length: 0\r\n\r\n")

        with listener(refuse) as (place, taken):
            monkeypatch.setenv("HTTPS_PROXY", f"http://{place}")
            error = bench.fault(base_url="https://me:secret@images.invalid/v1")
        assert (len(taken), bench.waits) == (4, [1, 2, 4])
        assert isinstance(error, NotSentError)
        assert error.what == "no connection to `https://images.invalid/v1`: 502 no"

    def test_p9_an_address_that_is_none(self, bench: Bench) -> None:
        """[P9]."""
        error = bench.fault(base_url="http://127.0.0.1\x01/v1")
        assert isinstance(error, NotSentError)
        assert error.kept == NOT_SENT

    def test_p27_an_expired_certificate(self, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        """[P27]."""
        path = Path(__file__).with_name("expired-certificate.pem")
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)

        def speak(connection: socket.socket) -> None:
            with suppress(OSError), context.wrap_socket(connection, server_side=True) as secure:
                secure.recv(1)

        with listener(speak) as (place, taken):
            error = bench.fault(base_url=f"https://{place}/v1")
        assert (len(taken), bench.waits) == (4, [1, 2, 4])
        assert "certificate has expired" in error.what
        assert error.kept == NOT_SENT


class TestUnclear:
    @pytest.mark.parametrize("reset", [False, True])
    @pytest.mark.parametrize("cut", ["before headers", "before body", "in body"])
    def test_p10_p11_an_answer_that_breaks_off_may_have_been_billed(self, bench: Bench, cut: Any, reset: bool) -> None:
        """[P10] [P11]."""
        error = bench.fault(Reply(cut=cut, reset=reset))
        assert (bench.posts, bench.waits) == (1, [])
        assert isinstance(error, UnclearError)
        assert str(error) == (
            "imggen: the connection broke before the answer was complete; may have been billed; look at the provider's account first: the next run sends it again"
        )
        assert error.billed

    @pytest.mark.parametrize(
        "reply",
        [
            Reply(trickle=0.1),
            Reply(trickle=0.1, trickle_from="headers"),
            Reply(trickle=0.1, length=False),
            Reply(trickle=0.1, status=500),
            Reply(silent=True),
        ],
    )
    def test_p12_p13_the_wall_clock_ends_what_does_not_end(self, bench: Bench, reply: Reply) -> None:
        """[P12] [P13]."""
        bench.provider()._open()  # the import is not part of the wait
        start = time.monotonic()
        error = bench.fault(reply, timeout=0.4)
        assert time.monotonic() - start < 1.4
        assert (bench.posts, bench.waits) == (1, [])
        assert isinstance(error, UnclearError)
        assert (error.what, error.kept) == ("no complete answer within 0.4 s", PERHAPS)

    @pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", b"HTTP/1.1 200 OK\r\n\r\n{"])
    def test_p12_p13_the_wall_clock_ends_it_under_tls_too(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch, start: bytes
    ) -> None:
        """[P12] [P13]."""
        path = Path(__file__).with_name("valid-certificate.pem")
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)

        def dawdle(connection: socket.socket) -> None:
            with suppress(OSError), context.wrap_socket(connection, server_side=True) as secure:
                secure.recv(65536)
                secure.sendall(start)
                while secure.recv(65536):
                    pass

        bench.provider()._open()
        with listener(dawdle) as (place, taken):
            begin = time.monotonic()
            error = bench.fault(base_url=f"https://{place}/v1", timeout=0.4)
            assert time.monotonic() - begin < 1.4
        assert (len(taken), bench.waits) == (1, [])
        assert isinstance(error, UnclearError)
        assert error.what == "no complete answer within 0.4 s"

    def test_p9_a_handshake_that_does_not_end_was_surely_not_sent(self, bench: Bench) -> None:
        """[P9]."""

        def say_nothing(connection: socket.socket) -> None:
            with suppress(OSError):
                while connection.recv(65536):
                    pass

        with listener(say_nothing) as (place, taken):
            error = bench.fault(base_url=f"https://{place}/v1", timeout=0.2)
        assert (len(taken), bench.waits) == (4, [1, 2, 4])
        assert isinstance(error, NotSentError)

    def test_a_deadline_before_the_connection_is_there_shuts_it_at_once(self) -> None:
        ours, theirs = socket.socketpair()
        with ours, theirs, Call(0.01) as call:
            while not call.expired:
                time.sleep(0.001)
            call.trace("connection.connect_tcp.complete", {"return_value": Stream(ours)})
            assert ours.recv(1) == b""

    def test_a_connection_without_a_descriptor_to_spare_goes_on(self) -> None:
        class Exhausted(Stream):
            def get_extra_info(self, _: str) -> Any:
                raise OSError(24, "Too many open files")

        with Call(60) as call:
            call.trace("connection.connect_tcp.complete", {"return_value": Exhausted(None)})
        assert not call.expired


class Stream:
    def __init__(self, connection: socket.socket | None) -> None:
        self._connection = connection

    def get_extra_info(self, _: str) -> Any:
        return self._connection


class TestAnswers:
    def test_a_key_that_a_proxy_says_back_is_in_no_answer_that_is_kept(self, bench: Bench) -> None:
        """[threat 11]"""
        bench.server.script = [Reply(body=b"<html>You sent: Authorization: Bearer " + KEY.encode() + b"</html>")]
        answer = bench.provider().generate(request())
        assert answer.body == b"<html>You sent: Authorization: Bearer (the key)</html>"

    @pytest.mark.parametrize("packed", [False, True])
    def test_p14_a_flood_is_cut_off(self, bench: Bench, packed: bool) -> None:
        """[P14]."""
        resource = pytest.importorskip("resource")
        bench.provider().generate(request())
        unit = 1 if sys.platform == "darwin" else 1024
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        error = bench.fault(Reply(pad=200 << 20 if packed else 300 << 20, gzip=packed), timeout=60)
        assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit < 150 << 20
        assert bench.posts == 2
        assert isinstance(error, UnusableError)
        assert str(error) == (
            "imggen: the answer is larger than 64 MB and was cut off (HTTP 200, request req_test_2); "
            "may have been billed; this is no picture; look at the server"
        )

    def test_p14_a_flood_behind_an_error_is_not_read(self, bench: Bench) -> None:
        """[P14]."""
        reply = Reply(status=400, json={"error": {"message": "no"}}, pad=300 << 20)
        error = bench.fault(reply)
        assert isinstance(error, RefusedError)

    def test_an_answer_may_be_packed(self, bench: Bench) -> None:
        bench.server.script = [Reply(gzip=True), Reply(gzip=True, status=400, json={"error": "packed"})]
        assert inspect(unpack(bench.provider().generate(request()).body).pictures[0]).width == 1024
        with pytest.raises(RefusedError, match="packed"):
            bench.provider().generate(request())

    def test_what_only_claims_to_be_packed_comes_as_it_is(self, bench: Bench) -> None:
        bench.server.script = [Reply(body=b"not gzip", headers={"Content-Encoding": "gzip"})]
        assert bench.provider().generate(request()).body == b"not gzip"

    @pytest.mark.parametrize(
        ("reply", "start"),
        [
            (Reply(body=b"<html>Log in</html>", content_type="text/html"), "<html>Log in</html>"),
            (Reply(body=b"<html>Log in</html>"), "<html>Log in</html>"),
            (Reply(body=b""), ""),
            (Reply(body=b'{"created": 1, "data": [{"b64_json": "iVBO'), '{"created": 1, "data": [{"b64_json": "iVBO'),
        ],
    )
    def test_p15_what_is_no_answer_comes_back_whole_and_is_refused_after_it_was_kept(
        self, bench: Bench, reply: Reply, start: str
    ) -> None:
        """[P15]."""
        bench.server.script = [reply]
        answer = bench.provider().generate(request())
        assert (answer.body, bench.posts) == (reply.body, 1)
        with pytest.raises(UnusableError) as error:
            unpack(answer.body)
        assert error.value.what == f"not an image answer (a proxy?): `{start}`"

    @pytest.mark.parametrize(
        "data",
        [{"data": []}, {"data": None}, {}, {"data": [{"b64_json": None}]}, {"data": [{"b64_json": 7}]}, {"data": [{}]}],
    )
    def test_p16_an_answer_without_a_picture(self, bench: Bench, data: dict[str, Any]) -> None:
        """[P16]."""
        bench.server.script = [Reply(json={"created": 1} | data)]
        answer = bench.provider().generate(request())
        assert (json.loads(answer.body), bench.posts) == ({"created": 1} | data, 1)
        with pytest.raises(UnusableError) as error:
            unpack(answer.body)
        assert error.value.billed

    @pytest.mark.parametrize(
        "spoil",
        [
            pytest.param(lambda text: text[:-7], id="cut by 7"),
            pytest.param(lambda text: text[:-4], id="cut by 4"),
            pytest.param(lambda text: text[:100] + "!" + text[100:], id="garbage inside"),
            pytest.param(lambda text: text.replace("/", "_").replace("+", "-"), id="URL-safe alphabet"),
        ],
    )
    @pytest.mark.parametrize("format_", ["webp", "jpeg", "png"])
    def test_p17_spoilt_base64_is_found(self, bench: Bench, format_: str, spoil: Callable[[str], str]) -> None:
        """[P17]."""
        bench.server.script = [Reply(change=lambda answer: edited(answer, spoil))]
        answer = bench.provider().generate(request(format=format_))
        assert bench.posts == 1
        with pytest.raises(UnusableError):
            inspect(unpack(answer.body).pictures[0])

    @pytest.mark.parametrize("wrap", [lambda text: f"data:image/png;base64,{text}", lambda text: text[:76] + "\r\n" + text[76:]])
    def test_p17_wrapped_base64_is_accepted(self, bench: Bench, wrap: Callable[[str], str]) -> None:
        """[P17]."""
        bench.server.script = [Reply(change=lambda answer: edited(answer, wrap))]
        assert inspect(unpack(bench.provider().generate(request()).body).pictures[0]).width == 1024

    @pytest.mark.parametrize("data", [b"<html></html>", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"%PDF-1.7"])
    def test_p18_what_is_no_png_jpeg_or_webp_is_refused(self, bench: Bench, data: bytes) -> None:
        """[P18]."""
        bench.server.script = [Reply(json={"created": 1, "data": [{"b64_json": base64.b64encode(data).decode()}]})]
        answer = bench.provider().generate(request())
        with pytest.raises(UnusableError):
            inspect(unpack(answer.body).pictures[0])

    def test_p18_another_format_than_asked_for_shows(self, bench: Bench) -> None:
        """[P18]."""
        bench.server.script = [Reply(format="png")]
        assert inspect(unpack(bench.provider().generate(request(format="webp")).body).pictures[0]).format == "png"

    @pytest.mark.parametrize(
        "spoil",
        [
            pytest.param(lambda data: data[: len(data) // 2], id="cut"),
            pytest.param(lambda data: data[:-12], id="no IEND"),
            pytest.param(lambda data: data[:-16] + bytes([data[-16] ^ 1]) + data[-15:], id="CRC"),
            pytest.param(lambda data: data[:60] + bytes([data[60] ^ 1]) + data[61:], id="a bit"),
        ],
    )
    def test_p19_a_damaged_png_is_found(self, bench: Bench, spoil: Callable[[bytes], bytes]) -> None:
        """[P19]."""

        def damage(text: str) -> str:
            return base64.b64encode(spoil(base64.b64decode(text))).decode()

        bench.server.script = [Reply(change=lambda answer: edited(answer, damage))]
        answer = bench.provider().generate(request())
        with pytest.raises(UnusableError):
            inspect(unpack(answer.body).pictures[0])

    @pytest.mark.parametrize(
        ("url", "place"),
        [
            ("https://example.com/a.png", "example.com"),
            ("http://169.254.169.254/latest", "169.254.169.254"),
            ("http://127.0.0.1:{port}/v1/redirects/or/300-mb.png", "127.0.0.1"),
            ("/v1/images/img_1/content", "/v1/images/img_1/content"),
        ],
    )
    def test_p23_an_address_instead_of_a_picture_is_not_fetched(self, bench: Bench, url: str, place: str) -> None:
        """[P23]."""
        url = url.format(port=bench.server.url.split(":")[2].split("/")[0])
        bench.server.script = [Reply(json={"created": 1, "data": [{"url": url}]})]
        answer = bench.provider().generate(request())
        with pytest.raises(UnusableError) as error:
            unpack(answer.body)
        assert error.value.what == f"the answer holds an address (`{place}`) instead of a picture, and none is fetched"
        assert bench.posts == 1  # also nothing but the one POST came to this server

    def test_p25_unknown_fields_and_missing_usage_are_accepted(self, bench: Bench) -> None:
        """[P25]."""

        def change(answer: dict[str, Any]) -> dict[str, Any]:
            del answer["usage"]
            return answer | {"created": "yesterday", "mood": {"good": True}}

        bench.server.script = [Reply(change=change)]
        delivery = unpack(bench.provider().generate(request()).body)
        assert (inspect(delivery.pictures[0]).width, delivery.usage) == (1024, {})


def edited(answer: dict[str, Any], edit: Callable[[str], str]) -> dict[str, Any]:
    return answer | {"data": [{"b64_json": edit(answer["data"][0]["b64_json"])}]}


class TestTheKey:
    @pytest.mark.parametrize("status", [307, 400, 401, 403, 404, 429, 500])
    def test_a_server_that_repeats_it_everywhere_does_not_get_it_into_an_error(self, bench: Bench, status: int) -> None:
        headers = {"Location": f"http://{KEY}/", "x-request-id": KEY, "Retry-After": KEY}
        hidden = "\u200b".join(KEY)
        reply = Reply.error(status, KEY, f"You sent {KEY}, {KEY[3:15]} and {hidden}", kind=KEY, headers=headers)
        bench.server.script = [reply] * 4
        with pytest.raises(ProviderError) as error:
            bench.provider().generate(request())
        text = "".join(traceback.format_exception(error.value)) + repr(error.value) + str(error.value) + repr(vars(error.value))
        assert [piece for piece in PIECES if piece in text] == []

    def test_it_is_in_no_log(self, bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        bench.server.script = [Reply(status=500), Reply(), Reply.error(401, "invalid_api_key"), Reply(cut="in body")]
        provider = bench.provider()
        provider.generate(request())
        for _ in range(2):
            with pytest.raises(ProviderError):
                provider.generate(request())
        assert len(caplog.records) > 10
        assert [piece for piece in PIECES if piece in caplog.text] == []

    @pytest.mark.parametrize(
        ("text", "secret", "redacted"),
        [
            ("key 0123456789abcdef!", "0123456789abcdef", "key …!"),
            ("part 3456789a, not 345", "0123456789abcdef", "part …, not 345"),
            ("two 01234567 and 89abcdef", "0123456789abcdef", "two … and …"),
            ("a short secret: abc, abcd", "abc", "a short secret: …, …d"),
            ("nothing", "", "nothing"),
        ],
    )
    def test_pieces_of_it_are_taken_out(self, text: str, secret: str, redacted: str) -> None:
        assert redact(text, secret) == redacted
