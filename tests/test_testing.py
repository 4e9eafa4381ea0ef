from __future__ import annotations

import base64
import http.client
import json
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from contract import contract

from mkdocs_imggen.errors import RefusedError
from mkdocs_imggen.imaging import inspect
from mkdocs_imggen.providers.base import Answer, unpack
from mkdocs_imggen.request import Request
from mkdocs_imggen.testing import ImageServer, Received, Reply, ScriptedProvider, picture

if TYPE_CHECKING:
    from collections.abc import Mapping

ASKED = {"model": "m", "prompt": "A lock", "size": "64x48", "quality": "low", "background": "opaque", "output_format": "png"}


def request(**fields: Any) -> Request:
    asked: dict[str, Any] = {
        "prompt": "A lock",
        "provider": "scripted",
        "model": "auto",
        "width": 64,
        "height": 48,
        "quality": "low",
        "background": "opaque",
        "format": "png",
    }
    return Request(**(asked | fields))


def post(server: ImageServer, **fields: Any) -> tuple[int, Mapping[str, str], bytes]:
    return send(server, "POST", "/v1/images/generations", json.dumps(ASKED | fields).encode())


def send(server: ImageServer, method: str, path: str, body: bytes) -> tuple[int, Mapping[str, str], bytes]:
    connection = http.client.HTTPConnection(server.url.split("/")[2], timeout=5)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        return response.status, dict(response.headers), response.read()
    finally:
        connection.close()


def ask_and_wait(server: ImageServer) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", int(server.url.split(":")[2].split("/")[0])))
    body = json.dumps(ASKED).encode()
    connection.sendall(b"POST /v1/images/generations HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    while not server.requests:
        time.sleep(0.001)
    return connection


@pytest.mark.parametrize("format_", ["png", "webp", "jpeg"])
@pytest.mark.parametrize("transparent", [False, True])
def test_a_picture_is_what_was_asked_for(format_: str, transparent: bool) -> None:
    facts = inspect(picture(66, 50, format_=format_, transparent=transparent))
    assert (facts.format, facts.width, facts.height) == (format_, 66, 50)
    assert facts.alpha is (transparent and format_ != "jpeg")


def test_the_module_needs_neither_pillow_nor_pytest_nor_the_client() -> None:
    code = "import sys, mkdocs_imggen.testing; print({'PIL', 'pytest', '_pytest', 'openai', 'httpx2'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"


class TestScriptedProvider:
    def test_without_a_script_it_makes_pictures_of_which_none_is_like_another(self) -> None:
        provider = ScriptedProvider()
        first, again, other = (provider.generate(request(prompt=prompt)) for prompt in ("A lock", "A lock", "A key"))
        assert first.model == "scripted"
        assert len({first.body, again.body, other.body}) == 3
        assert inspect(first.body).width == 64
        assert [asked.prompt for asked in provider.requests] == ["A lock", "A lock", "A key"]

    def test_it_says_what_its_list_says_and_then_makes_pictures(self) -> None:
        provider = ScriptedProvider([b"bytes", Answer(body=b"answer", model="m"), RefusedError("no"), None], model="mine")
        assert provider.generate(request()) == Answer(body=b"bytes", model="mine")
        assert provider.generate(request()) == Answer(body=b"answer", model="m")
        with pytest.raises(RefusedError):
            provider.generate(request())
        for _ in range(2):
            assert inspect(provider.generate(request(background="transparent", format="webp")).body).alpha

    def test_it_asks_its_function(self) -> None:
        provider = ScriptedProvider(lambda asked: asked.prompt.encode())
        assert provider.generate(request()).body == b"A lock"


class TestImageServer:
    @pytest.mark.parametrize("format_", ["png", "webp", "jpeg"])
    @pytest.mark.parametrize("background", ["opaque", "transparent"])
    def test_a_good_answer_is_as_the_real_ones_are(self, format_: str, background: str) -> None:
        with ImageServer(validate=contract()) as server:
            status, headers, body = post(server, output_format=format_, background=background)
        answer = json.loads(body)
        delivery = unpack(body)
        facts = inspect(delivery.pictures[0])
        assert (status, headers["x-request-id"], server.invalid) == (200, "req_test_1", [])
        assert (facts.format, facts.width, facts.height) == (format_, 64, 48)
        assert facts.alpha is (background == "transparent" and format_ != "jpeg")
        assert {name: answer[name] for name in ("background", "output_format", "quality", "size")} == {
            "background": background,
            "output_format": format_,
            "quality": "low",
            "size": "64x48",
        }
        assert delivery.usage["output_tokens"] == 272

    @pytest.mark.parametrize("format_", ["png", "webp", "jpeg"])
    def test_no_answer_is_like_another(self, format_: str) -> None:
        with ImageServer() as server:
            bodies = [post(server, prompt=prompt, output_format=format_)[2] for prompt in ("A lock", "A lock", "A key")]
        assert len({unpack(body).pictures for body in bodies}) == 3

    def test_it_remembers_what_it_was_sent(self) -> None:
        with ImageServer() as server:
            post(server)
        (received,) = server.requests
        assert (received.method, received.path, received.body) == ("POST", "/v1/images/generations", ASKED)
        assert received.headers["content-type"] == "application/json"
        assert json.loads(received.raw) == ASKED

    def test_it_serves_64_at_a_time(self) -> None:
        with ImageServer(latency=0.3) as server, ThreadPoolExecutor(64) as pool:
            statuses = [answer[0] for answer in pool.map(lambda _: post(server), range(64))]
        assert statuses == [200] * 64
        assert server.peak == 64

    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("GET", "/v1/models", b""),
            ("POST", "/v1/images/variations", b"{}"),
            ("POST", "/v1/images/generations", b"[]"),
            ("POST", "/v1/images/generations", b"{"),
        ],
    )
    def test_it_knows_no_other_request(self, method: str, path: str, body: bytes) -> None:
        with ImageServer() as server:
            status, _, text = send(server, method, path, body)
        assert status == 404
        assert json.loads(text)["error"]["message"] == f"no {method} {path} here"

    @pytest.mark.parametrize(
        ("fields", "fault"),
        [
            ({"seed": 7}, "$: Additional properties are not allowed ('seed' was unexpected)"),
            ({"n": 11}, "$.n: 11 is greater than the maximum of 10"),
            ({"prompt": ""}, "$.prompt: '' should be non-empty"),
        ],
    )
    def test_it_refuses_what_the_contract_refuses(self, fields: dict[str, Any], fault: str) -> None:
        with ImageServer(validate=contract()) as server:
            status, _, body = post(server, **fields)
        assert (status, json.loads(body)["error"]["message"], server.invalid) == (400, fault, [fault])

    def test_a_script_is_used_up_in_order(self) -> None:
        with ImageServer(script=[Reply.error(429, "rate_limit_exceeded", headers={"Retry-After": "1"})]) as server:
            status, headers, body = post(server)
            assert (status, headers["Retry-After"]) == (429, "1")
            assert json.loads(body)["error"] == {
                "message": "told to fail",
                "type": "invalid_request_error",
                "param": None,
                "code": "rate_limit_exceeded",
            }
            assert post(server)[0] == 200

    def test_a_script_may_be_a_function_of_the_request(self) -> None:
        def only_locks(received: Received) -> Reply | None:
            assert received.body is not None
            return None if received.body["prompt"] == "A lock" else Reply(status=500)

        with ImageServer(script=only_locks) as server:
            assert (post(server)[0], post(server, prompt="A key")[0]) == (200, 500)

    def test_it_delivers_something_else(self) -> None:
        def without_usage(answer: dict[str, Any]) -> Any:
            del answer["usage"]
            return answer

        script = [
            Reply(size="32x32"),
            Reply(opaque=True),
            Reply(format="jpeg"),
            Reply(count=2),
            Reply(change=without_usage),
        ]
        with ImageServer(script=script) as server:
            got = [unpack(post(server, background="transparent")[2]) for _ in script]
        facts = [inspect(delivery.pictures[0]) for delivery in got]
        assert [(fact.width, fact.alpha, fact.format) for fact in facts] == [
            (32, True, "png"),
            (64, False, "png"),
            (64, False, "jpeg"),
            (64, True, "png"),
            (64, True, "png"),
        ]
        assert [len(delivery.pictures) for delivery in got] == [1, 1, 1, 2, 1]
        assert got[4].usage == {}

    def test_bodies_are_as_told(self) -> None:
        html = Reply(body=b"<html>", content_type="text/html", status=502)
        with ImageServer(script=[html, Reply(json=[1]), Reply(json=1, pad=3_000_000), Reply(json=1, gzip=True)]) as server:
            status, headers, body = post(server)
            assert (status, headers["Content-Type"], body) == (502, "text/html", b"<html>")
            assert post(server)[2] == b"[1]"
            assert post(server)[2] == b"1" + b" " * 3_000_000
            assert post(server)[1]["Content-Encoding"] == "gzip"

    @pytest.mark.parametrize(
        ("reply", "error"),
        [
            (Reply(cut="before headers"), http.client.RemoteDisconnected),
            (Reply(cut="before headers", reset=True), ConnectionResetError),
            (Reply(cut="before body"), http.client.IncompleteRead),
            (Reply(cut="before body", reset=True), ConnectionResetError),
            (Reply(cut="in body"), http.client.IncompleteRead),
        ],
    )
    def test_it_hangs_up(self, reply: Reply, error: type[Exception]) -> None:
        with ImageServer(script=[reply]) as server, pytest.raises(error):
            post(server)

    def test_it_dawdles(self) -> None:
        script = [
            Reply(json=1, trickle=0.001),
            Reply(json=1, trickle=0.0001, trickle_from="headers", length=False),
            Reply(wait=0.01),
        ]
        with ImageServer(script=script) as server:
            assert [post(server)[0] for _ in script] == [200, 200, 200]

    @pytest.mark.parametrize("reply", [Reply(silent=True), Reply(trickle=0.01), Reply(wait=60)])
    def test_it_ends_while_a_client_waits(self, reply: Reply) -> None:
        with ImageServer(script=[reply]) as server:
            connection = ask_and_wait(server)
            if reply.trickle:
                connection.recv(1)
        connection.close()
        assert not server._thread.is_alive()

    @pytest.mark.parametrize("reply", [Reply(silent=True), Reply(trickle=0.01)])
    def test_it_notices_that_a_client_left(self, reply: Reply) -> None:
        with ImageServer(script=[reply]) as server:
            ask_and_wait(server).close()
            for thread in threading.enumerate():
                if "process_request_thread" in thread.name:
                    thread.join(5)
                    assert not thread.is_alive()

    def test_a_kept_connection_carries_several_requests_and_does_not_hold_the_server(self) -> None:
        with ImageServer() as server:
            connection = http.client.HTTPConnection(server.url.split("/")[2], timeout=5)
            for _ in range(2):
                connection.request("POST", "/v1/images/generations", json.dumps(ASKED))
                answer = json.loads(connection.getresponse().read())
                assert base64.b64decode(answer["data"][0]["b64_json"]).startswith(b"\x89PNG")
        connection.close()
