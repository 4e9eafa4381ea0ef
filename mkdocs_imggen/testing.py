"""For tests of your own: a provider that says what you tell it, and an image API on the loopback interface.

    with ImageServer() as server:
        server.script = [Reply.error(429, "rate_limit_exceeded"), Reply(opaque=True)]
        build(base_url=server.url)
        assert len(server.requests) == 2

Both answer with real pictures of the size, format and background that were asked for. As with the real thing there is no
seed: two answers to one request differ. It is long because
a test should have one module to import.
"""

from __future__ import annotations

import base64
import colorsys
import hashlib
import itertools
import json
import select
import socket
import struct
import threading
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from typing import TYPE_CHECKING, Any, Literal, Self

from mkdocs_imggen.imaging import encode
from mkdocs_imggen.providers.base import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mkdocs_imggen.request import Request

__all__ = ["ImageServer", "Received", "Reply", "ScriptedProvider", "picture"]

_COLOURS = 6
_TOKENS = {"low": 272, "medium": 1056, "high": 4160}
_BLANKS = b" " * (1 << 20)


def picture(width: int, height: int, *, format_: str = "png", transparent: bool = False, hue: float = 0.6) -> bytes:
    """Make a picture: a light card on a coloured or a transparent ground; equal arguments give equal bytes."""
    ground, card = (bytes(round(255 * part) for part in colorsys.hls_to_rgb(hue, light, 0.6)) for light in (0.4, 0.8))
    top, left = height // 4, width // 4
    empty = b"\0" + b"\0" * width  # each row begins with its filter: none
    filled = b"\0" + b"\0" * left + b"\1" * (width - 2 * left) + b"\0" * left
    rows = empty * top + filled * (height - 2 * top) + empty * top
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)), (b"PLTE", ground + card)]
    if transparent:
        chunks.append((b"tRNS", b"\0\xff"))
    chunks += [(b"IDAT", zlib.compress(rows, 1)), (b"IEND", b"")]
    png = b"\x89PNG\r\n\x1a\n" + b"".join(_png_chunk(name, data) for name, data in chunks)
    return png if format_ == "png" else encode(png, format_)


class ScriptedProvider:
    """A provider that says what a script says, and remembers what it was asked.

    The script is a list, used up in order, or a function of the request. What it gives is an answer, the bytes of one, an
    error to raise, or None for a picture as asked; a used-up list gives pictures.
    """

    def __init__(
        self,
        script: Sequence[Answer | bytes | Exception | None] | Callable[[Request], Answer | bytes | Exception | None] = (),
        *,
        model: str | None = "scripted",
    ) -> None:
        self.requests: list[Request] = []
        self._next = script if callable(script) else None
        self._left = [] if callable(script) else list(script)
        self._model = model
        self._lock = threading.Lock()
        self._pictures = _Pictures()

    def generate(self, request: Request) -> Answer:
        """Say the next thing of the script."""
        with self._lock:
            self.requests.append(request)
            said = self._left.pop(0) if self._left else None
        if self._next:
            said = self._next(request)
        if isinstance(said, Exception):
            raise said
        if isinstance(said, Answer):
            return said
        if said is None:
            said = self._pictures.make(
                request.prompt, request.width, request.height, format_=request.format, transparent=request.transparent
            )
        return Answer(body=said, model=self._model)


@dataclass(frozen=True, kw_only=True)
class Received:
    """A request as it came: header names in lower case; `body` is its JSON, None where it was no JSON object."""

    method: str
    path: str
    headers: Mapping[str, str]
    raw: bytes
    body: Mapping[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class Reply:
    """How the server answers one request; everything left out is as a good server does it.

    What is in the answer: `json` or `body` replace it; `change` edits the JSON of a good one; `size` (`WIDTHxHEIGHT`),
    `format`, `opaque` and `count` make other pictures than were asked for; `pad` appends so many blanks; `gzip` packs it.

    How it comes: `wait` seconds late; `trickle` seconds apart, a byte at a time, from the first header or from the body on;
    `silent`, never; `cut` off early, by a reset if `reset`; without its length unless `length`.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"
    json: Any = None
    body: bytes | None = None
    change: Callable[[dict[str, Any]], Any] | None = None
    size: str | None = None
    format: str | None = None
    opaque: bool = False
    count: int = 1
    pad: int = 0
    gzip: bool = False
    wait: float = 0.0
    trickle: float = 0.0
    trickle_from: Literal["headers", "body"] = "body"
    silent: bool = False
    cut: Literal["before headers", "before body", "in body"] | None = None
    reset: bool = False
    length: bool = True

    @classmethod
    def error(
        cls,
        status: int,
        code: str | None = None,
        message: str = "told to fail",
        *,
        kind: str = "invalid_request_error",
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """Make an error as OpenAI words it."""
        fault = {"message": message, "type": kind, "param": None, "code": code}
        return cls(status=status, json={"error": fault}, headers=headers or {})


class ImageServer:
    """An image API on 127.0.0.1 that answers with real pictures, remembers what it was asked, and fails when told to.

    `script` is a list of replies, used up in order, or a function of the request (None: a good answer); `latency` is what
    every answer takes. `validate` sees path and JSON of each request; the fault it returns is answered as a 400 and kept in
    `invalid`. `requests` are all requests, `peak` the most that were being answered at the same time.
    """

    def __init__(
        self,
        *,
        latency: float = 0.0,
        script: Sequence[Reply] | Callable[[Received], Reply | None] = (),
        validate: Callable[[str, Mapping[str, Any]], str | None] | None = None,
    ) -> None:
        self.latency = latency
        self.script = script
        self.validate = validate
        self.requests: list[Received] = []
        self.invalid: list[str] = []
        self.peak = 0
        self._flying = 0
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._pictures = _Pictures()
        self._listener = _Listener(self._serve)
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.02,), daemon=True)
        self.url = f"http://127.0.0.1:{self._listener.server_address[1]}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._listener.shutdown()
        self._listener.hang_up()
        self._listener.server_close()  # waits for the handlers
        self._thread.join()

    def _serve(self, handler: _Handler) -> None:
        raw = handler.rfile.read(int(handler.headers.get("Content-Length", "0")))
        body = None
        with suppress(ValueError):
            body = json.loads(raw)
        received = Received(
            method=handler.command,
            path=handler.path,
            headers={name.lower(): value for name, value in handler.headers.items()},
            raw=raw,
            body=body if isinstance(body, dict) else None,
        )
        with self._lock:
            self.requests.append(received)
            number = len(self.requests)
            self._flying += 1
            self.peak = max(self.peak, self._flying)
        try:
            reply = self._reply(received)
            if not self._stop.wait(self.latency + reply.wait):
                self._answer(handler, reply, self._payload(received, reply), number)
        except OSError:
            handler.close_connection = True  # the client had enough
        finally:
            with self._lock:
                self._flying -= 1

    def _reply(self, received: Received) -> Reply:
        if received.body is None or received.path != "/v1/images/generations":
            return Reply.error(404, None, f"no {received.method} {received.path} here")
        if self.validate and (fault := self.validate(received.path, received.body)):
            with self._lock:
                self.invalid.append(fault)
            return Reply.error(400, "invalid_value", fault)
        if callable(self.script):
            return self.script(received) or Reply()
        with self._lock:
            (reply, *self.script) = self.script or (Reply(),)
        return reply

    def _payload(self, received: Received, reply: Reply) -> bytes:
        if reply.body is not None:
            return reply.body
        answer = reply.json
        if answer is None:
            answer = self._good_answer(received.body or {}, reply)
            if reply.change:
                answer = reply.change(answer)
        return json.dumps(answer).encode()

    def _good_answer(self, asked: Mapping[str, Any], reply: Reply) -> dict[str, Any]:
        prompt, quality = str(asked.get("prompt", "")), str(asked.get("quality", "medium"))
        size = reply.size or str(asked.get("size", "1024x1024"))
        width, height = (int(side) for side in size.split("x"))
        format_ = reply.format or str(asked.get("output_format", "png"))
        alpha = asked.get("background") == "transparent" and not reply.opaque
        made = [self._pictures.make(prompt, width, height, format_=format_, transparent=alpha) for _ in range(reply.count)]
        tokens_in, tokens_out = -(-len(prompt) // 4), _TOKENS.get(quality, 4160) * reply.count
        return {
            "created": 1795305600,
            "data": [{"b64_json": base64.b64encode(data).decode()} for data in made],
            "background": "transparent" if alpha else "opaque",
            "output_format": format_,
            "quality": quality,
            "size": size,
            "usage": {
                "input_tokens": tokens_in,
                "output_tokens": tokens_out,
                "total_tokens": tokens_in + tokens_out,
                "input_tokens_details": {"text_tokens": tokens_in, "image_tokens": 0},
            },
        }

    def _answer(self, handler: _Handler, reply: Reply, payload: bytes, number: int) -> None:
        handler.close_connection = reply.silent or reply.cut is not None or not reply.length
        if reply.silent:
            while not self._stop.is_set() and not select.select([handler.connection], [], [], 0.02)[0]:
                pass  # until the client leaves, which makes the connection readable
            return
        chunks, size = _chunks(payload, reply)
        head = {"Content-Type": reply.content_type, "x-request-id": f"req_test_{number}"}
        if reply.gzip:
            head["Content-Encoding"] = "gzip"
        if reply.length:
            head["Content-Length"] = str(size)
        if handler.close_connection:
            head["Connection"] = "close"
        lines = [f"HTTP/1.1 {reply.status} told so", *(f"{name}: {value}" for name, value in {**head, **reply.headers}.items())]
        parts: Iterator[bytes] = itertools.chain([("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")], chunks)
        if reply.cut:
            parts = itertools.islice(parts, {"before headers": 0, "before body": 1, "in body": 2}[reply.cut])
        for place, part in enumerate(parts):
            data = part[: len(part) // 2] if reply.cut and place else part
            if reply.trickle and (place or reply.trickle_from == "headers"):
                for byte in itertools.takewhile(lambda _: not self._stop.wait(reply.trickle), data):
                    handler.wfile.write(bytes([byte]))
            else:
                handler.wfile.write(data)
        if reply.reset:
            # Without lingering the kernel sends a reset; the file that reads holds the socket open.
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.rfile.close()
            handler.connection.close()


class _Listener(ThreadingTCPServer):
    """Takes connections; not `ThreadingHTTPServer`, which asks DNS for its own name."""

    request_queue_size = 256

    def __init__(self, serve: Callable[[_Handler], None]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.serve = serve
        self.connections: set[socket.socket] = set()

    def hang_up(self) -> None:
        """End the connections that are still open, so that their handlers end."""
        for connection in tuple(self.connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    server: _Listener
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        self.server.connections.add(self.connection)

    def finish(self) -> None:
        self.server.connections.discard(self.connection)
        super().finish()

    def handle(self) -> None:
        with suppress(ConnectionError):  # the client left between two requests
            super().handle()

    def do_POST(self) -> None:
        self.server.serve(self)

    def do_GET(self) -> None:
        self.server.serve(self)

    def log_message(self, *_: object) -> None:
        """Say nothing: the requests are kept."""


class _Pictures:
    """Makes pictures cheaply: drawn once by size, format, ground and colour, and then only marked."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._drawn: dict[tuple[object, ...], bytes] = {}
        self._number = itertools.count(1)

    def make(self, prompt: str, width: int, height: int, *, format_: str, transparent: bool) -> bytes:
        """Make a picture whose colour comes from the prompt and whose bytes no other call gets."""
        hue = hashlib.sha256(prompt.encode()).digest()[0] % _COLOURS / _COLOURS
        key = (width, height, format_, transparent, hue)
        with self._lock:
            number = next(self._number)
            if key not in self._drawn:
                self._drawn[key] = picture(width, height, format_=format_, transparent=transparent, hue=hue)
            data = self._drawn[key]
        return _marked(data, f"{number}: {prompt}".encode()[:200])


def _marked(data: bytes, mark: bytes) -> bytes:
    """Put a remark into a picture where its format has a place for one; the pixels stay."""
    if data.startswith(b"\x89PNG"):
        return data[:-12] + _png_chunk(b"tEXt", b"Comment\0" + mark) + data[-12:]
    if data.startswith(b"RIFF"):
        chunk = b"note" + struct.pack("<I", len(mark)) + mark + b"\0" * (len(mark) % 2)
        return data[:4] + struct.pack("<I", len(data) - 8 + len(chunk)) + data[8:] + chunk
    return data[:2] + b"\xff\xfe" + struct.pack(">H", len(mark) + 2) + mark + data[2:]


def _png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _chunks(payload: bytes, reply: Reply) -> tuple[Iterator[bytes], int]:
    """Cut a body into chunks, padding made on the way, and say how long it is in all."""
    whole, rest = divmod(reply.pad, len(_BLANKS))
    chunks = itertools.chain([payload], itertools.repeat(_BLANKS, whole), [_BLANKS[:rest]])
    if not reply.gzip:
        return chunks, len(payload) + reply.pad
    packer = zlib.compressobj(wbits=31)  # 31: gzip's own frame
    packed = b"".join([*map(packer.compress, chunks), packer.flush()])
    return iter([packed]), len(packed)
