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
from mkdocs_imggen.providers.base import Answer, InputPicture, unpack
from mkdocs_imggen.request import Request
from mkdocs_imggen.testing import Asked, ImageServer, Received, Reply, ScriptedProvider, Upload, picture

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


EDITED = {"model": "m", "prompt": "A lock", "size": "64x48", "output_format": "png"}
HERO = ("image[]", "hero.png", "image/png", picture(64, 48))
LOGO = ("image[]", "logo.webp", "image/webp", picture(32, 32, format_="webp"))
MASK = ("mask", "mask.png", "image/png", picture(64, 48, transparent=True))


def post_form(server: ImageServer, *files: tuple[str, str, str, bytes], **fields: str) -> tuple[int, Any]:
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
    for name, filename, type_, data in files:
        head = f'Content-Disposition: form-data; name="{name}"; filename="{filename}"\r\nContent-Type: {type_}\r\n\r\n'
        parts.append(head.encode() + data)
    body = b"".join(b"--limit\r\n" + part + b"\r\n" for part in parts) + b"--limit--\r\n"
    status, _, text = send(server, "POST", "/v1/images/edits", body, "multipart/form-data; boundary=limit")
    return status, json.loads(text)


def send(
    server: ImageServer, method: str, path: str, body: bytes, type_: str = "application/json"
) -> tuple[int, Mapping[str, str], bytes]:
    connection = http.client.HTTPConnection(server.url.split("/")[2], timeout=5)
    try:
        connection.request(method, path, body, {"Content-Type": type_})
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

    def test_it_remembers_what_went_in_and_makes_as_many_as_were_asked_for(self) -> None:
        provider = ScriptedProvider()
        hero = InputPicture(role="edit", name="hero.png", data=picture(8, 8))
        several = provider.generate(request(), [hero], n=3, fidelity="high")
        provider.generate(request(prompt="A key"))
        assert provider.calls == [
            Asked(request=request(), inputs=(hero,), n=3, fidelity="high"),
            Asked(request=request(prompt="A key"), inputs=(), n=1, fidelity=None),
        ]
        pictures = unpack(several.body).pictures
        assert len(set(pictures)) == 3
        assert [inspect(data).width for data in pictures] == [64, 64, 64]

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
            ("GET", "/v1/images/generations", b"{}"),
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

    def test_it_makes_as_many_as_were_asked_for(self) -> None:
        with ImageServer(validate=contract()) as server:
            delivery = unpack(post(server, n=3)[2])
        assert len(set(delivery.pictures)) == 3
        assert (delivery.usage["input_tokens"], delivery.usage["output_tokens"]) == (6, 816)

    def test_it_edits_the_pictures_of_a_form(self) -> None:
        with ImageServer(validate=contract()) as server:
            status, answer = post_form(server, HERO, LOGO, MASK, **EDITED, n="2")
        assert (status, server.invalid) == (200, [])
        (received,) = server.requests
        assert (received.route, received.body) == (("POST", "/v1/images/edits"), {**EDITED, "n": "2"})
        assert received.uploads == tuple(
            Upload(name=name, filename=filename, type=type_, data=data) for name, filename, type_, data in (HERO, LOGO, MASK)
        )
        assert len(answer["data"]) == 2
        assert answer["usage"]["input_tokens_details"] == {"text_tokens": 4, "image_tokens": 2 * 3 * 194}

    def test_the_bytes_of_a_picture_may_hold_what_parts_a_form(self) -> None:
        odd = ("image", "a.png", "image/png", picture(8, 8) + b"\r\n--\r\n\r\n")
        with ImageServer(validate=contract()) as server:
            assert post_form(server, odd, **EDITED)[0] == 200
        assert server.requests[0].uploads[0].data == odd[3]

    @pytest.mark.parametrize(
        ("files", "fields", "fault"),
        [
            ((HERO,) * 17, {}, "$['image[]']: ['hero.png', "),
            ((HERO,), {"n": "11"}, "$.n: 11 is greater than the maximum of 10"),
            ((HERO,), {"n": "two"}, "$.n: 'two' is not of type 'integer'"),
            ((HERO,), {"seed": "7"}, "$: Additional properties are not allowed ('seed' was unexpected)"),
            ((HERO,), {"moderation": "low"}, "$: Additional properties are not allowed ('moderation' was unexpected)"),
            ((), {}, "Missing required parameter: 'image'."),
            ((MASK,), {}, "Missing required parameter: 'image'."),
            (
                (("image[]", "upload", "application/octet-stream", HERO[3]),),
                {},
                "Invalid file 'upload': unsupported mimetype ('application/octet-stream').",
            ),
            ((("image[]", "a.png", "image/png", b"GIF89a"),), {}, "Invalid image file 'a.png'."),
            (
                (HERO, ("mask", "mask.png", "image/png", picture(48, 64))),
                {},
                "The mask has another size than the picture.",
            ),
        ],
    )
    def test_it_refuses_a_form_that_openai_refuses(
        self, files: tuple[tuple[str, str, str, bytes], ...], fields: dict[str, str], fault: str
    ) -> None:
        with ImageServer(validate=contract()) as server:
            status, answer = post_form(server, *files, **EDITED, **fields)
        assert status == 400
        assert answer["error"]["message"].startswith(fault)
        assert len(server.invalid) == 1

    def test_a_mask_may_lie_over_a_picture_of_another_format(self) -> None:
        with ImageServer() as server:
            assert post_form(server, LOGO, MASK, **EDITED)[0] == 200

    def test_it_lists_models_and_fails_to(self) -> None:
        with ImageServer(models={"gpt-image-1-mini": "2026-12-01", "gpt-image-2": None}) as server:
            status, _, body = send(server, "GET", "/v1/models", b"")
            server.script = [Reply.error(401, "invalid_api_key")]
            assert send(server, "GET", "/v1/models", b"")[0] == 401
        assert status == 200
        assert [(entry["id"], entry["shutdown_date"]) for entry in json.loads(body)["data"]] == [
            ("gpt-image-1-mini", "2026-12-01"),
            ("gpt-image-2", None),
        ]

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
