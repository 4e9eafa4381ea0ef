"""For tests of your own: a provider that says what you tell it, and an image API on the loopback interface.

    with ImageServer() as server:
        server.script = [Reply.error(429, "rate_limit_exceeded"), Reply(opaque=True)]
        build(base_url=server.url)
        assert len(server.requests) == 2

Both make pictures from words, edit pictures that go in, and make several at once: real pictures of the size, format and
background that were asked for. As with the real thing there is no seed: two answers to one request differ. It is long because
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
from email.parser import BytesHeaderParser
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from typing import TYPE_CHECKING, Any, Literal, Self

from mkdocs_imggen.imaging import encode
from mkdocs_imggen.providers.base import Answer, pack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mkdocs_imggen.providers.base import InputPicture
    from mkdocs_imggen.request import Request

__all__ = ["Asked", "ImageServer", "Received", "Reply", "ScriptedProvider", "Upload", "picture"]

_COLOURS = 6
_TOKENS = {"low": 272, "medium": 1056, "high": 4160}
_INPUT_TOKENS = 194
_STARTS = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff", "image/webp": b"RIFF"}
_GENERATE, _EDIT, _MODELS = ("POST", "/v1/images/generations"), ("POST", "/v1/images/edits"), ("GET", "/v1/models")
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


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One call of a provider, with all that it was given."""

    request: Request
    inputs: tuple[InputPicture, ...] = ()
    n: int = 1
    fidelity: str | None = None


class ScriptedProvider:
    """A provider that says what a script says, and remembers what it was asked.

    The script is a list, used up in order, or a function of the request. What it gives is an answer, the bytes of one, an
    error to raise, or None for pictures as asked; a used-up list gives pictures. `calls` are all calls, `requests` their
    requests alone.
    """

    def __init__(
        self,
        script: Sequence[Answer | bytes | Exception | None] | Callable[[Request], Answer | bytes | Exception | None] = (),
        *,
        model: str | None = "scripted",
    ) -> None:
        self.calls: list[Asked] = []
        self.requests: list[Request] = []
        self._next = script if callable(script) else None
        self._left = [] if callable(script) else list(script)
        self._model = model
        self._lock = threading.Lock()
        self._pictures = _Pictures()

    def generate(
        self, request: Request, inputs: Sequence[InputPicture] = (), *, n: int = 1, fidelity: str | None = None
    ) -> Answer:
        """Say the next thing of the script."""
        with self._lock:
            self.calls.append(Asked(request=request, inputs=tuple(inputs), n=n, fidelity=fidelity))
            self.requests.append(request)
            said = self._left.pop(0) if self._left else None
        if self._next:
            said = self._next(request)
        if isinstance(said, Exception):
            raise said
        if isinstance(said, Answer):
            return said
        if said is None:
            width, height, format_ = request.width, request.height, request.format
            made = [
                self._pictures.make(request.prompt, width, height, format_=format_, transparent=request.transparent)
                for _ in range(n)
            ]
            said = made[0] if n == 1 else pack(made)
        return Answer(body=said, model=self._model)


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file in a form, as it came: the field's name, the file's name and type as the client said them, and its bytes."""

    name: str
    filename: str
    type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Received:
    """A request as it came: header names in lower case.

    `body` is its JSON, or a form's fields that are no files, as text; None where it was neither. `uploads` are the form's files.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    raw: bytes
    body: Mapping[str, Any] | None
    uploads: tuple[Upload, ...] = ()

    @property
    def route(self) -> tuple[str, str]:
        """Method and path."""
        return self.method, self.path


@dataclass(frozen=True, kw_only=True)
class Reply:
    """How the server answers one request; everything left out is as a good server does it.

    What is in the answer: `json` or `body` replace it; `change` edits the JSON of a good one; `size` (`WIDTHxHEIGHT`),
    `format`, `opaque` and `count` make other pictures, or another number, than were asked for; `pad` appends so many blanks;
    `gzip` packs it.

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
    count: int | None = None
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
    every answer takes. `validate` sees path and JSON of each request (of a form its fields, with the files' names in place of
    files); the fault it returns is answered as a 400 and kept in `invalid`. Files that no image model takes are refused as
    well. `models` are listed at `/models`: by name, the day of their end. `requests` are all requests, `peak` the most that
    were being answered at the same time.
    """

    def __init__(
        self,
        *,
        latency: float = 0.0,
        script: Sequence[Reply] | Callable[[Received], Reply | None] = (),
        validate: Callable[[str, Mapping[str, Any]], str | None] | None = None,
        models: Mapping[str, str | None] | None = None,
    ) -> None:
        self.latency = latency
        self.script = script
        self.validate = validate
        self.models = models
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
        headers = {name.lower(): value for name, value in handler.headers.items()}
        body, uploads = _read(raw, headers.get("content-type", ""))
        received = Received(method=handler.command, path=handler.path, headers=headers, raw=raw, body=body, uploads=uploads)
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
        known = received.route == _MODELS and self.models is not None
        if not known and (received.body is None or received.route not in {_GENERATE, _EDIT}):
            return Reply.error(404, None, f"no {received.method} {received.path} here")
        if fault := self._fault(received):
            with self._lock:
                self.invalid.append(fault.json["error"]["message"])
            return fault
        if callable(self.script):
            return self.script(received) or Reply()
        with self._lock:
            (reply, *self.script) = self.script or (Reply(),)
        return reply

    def _fault(self, received: Received) -> Reply | None:
        """Say what is wrong with a request, as OpenAI would."""
        if received.route == _EDIT and (fault := _file_fault(received.uploads)):
            return fault
        if self.validate and received.body is not None:
            files: dict[str, Any] = {}
            for upload in received.uploads:
                if upload.name.endswith("[]"):
                    files.setdefault(upload.name, []).append(upload.filename)
                else:
                    files[upload.name] = upload.filename
            if text := self.validate(received.path, {**received.body, **files}):
                return Reply.error(400, "invalid_value", text)
        return None

    def _payload(self, received: Received, reply: Reply) -> bytes:
        if reply.body is not None:
            return reply.body
        answer = reply.json
        if answer is None:
            answer = self._list() if received.route == _MODELS else self._good_answer(received, reply)
            if reply.change:
                answer = reply.change(answer)
        return json.dumps(answer).encode()

    def _list(self) -> dict[str, Any]:
        kind = {"object": "model", "created": 1795305600, "owned_by": "system"}
        data = [{"id": name, "shutdown_date": end, **kind} for name, end in (self.models or {}).items()]
        return {"object": "list", "data": data}

    def _good_answer(self, received: Received, reply: Reply) -> dict[str, Any]:
        asked = received.body or {}
        prompt, quality = str(asked.get("prompt", "")), str(asked.get("quality", "medium"))
        size = reply.size or str(asked.get("size", "1024x1024"))
        width, height = (int(side) for side in size.split("x"))
        format_ = reply.format or str(asked.get("output_format", "png"))
        alpha = asked.get("background") == "transparent" and not reply.opaque
        count = int(asked.get("n", 1)) if reply.count is None else reply.count
        made = [self._pictures.make(prompt, width, height, format_=format_, transparent=alpha) for _ in range(count)]
        text_tokens, image_tokens = -(-len(prompt) // 4) * count, _INPUT_TOKENS * len(received.uploads) * count
        tokens_in, tokens_out = text_tokens + image_tokens, _TOKENS.get(quality, 4160) * count
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
                "input_tokens_details": {"text_tokens": text_tokens, "image_tokens": image_tokens},
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


def _read(raw: bytes, content_type: str) -> tuple[dict[str, Any] | None, tuple[Upload, ...]]:
    """Read a body: a JSON object, or a form with its files."""
    head = BytesHeaderParser().parsebytes(f"Content-Type: {content_type}".encode())
    boundary = head.get_boundary()
    if head.get_content_type() != "multipart/form-data" or boundary is None:
        body = None
        with suppress(ValueError):
            body = json.loads(raw)
        return (body if isinstance(body, dict) else None), ()
    fields: dict[str, Any] = {}
    uploads = []
    for part in raw.split(b"--" + boundary.encode())[1:-1]:
        start, _, data = part.removeprefix(b"\r\n").removesuffix(b"\r\n").partition(b"\r\n\r\n")
        head = BytesHeaderParser().parsebytes(start)
        name, filename = str(head.get_param("name", "", "content-disposition")), head.get_filename()
        if filename is None:
            fields[name] = data.decode()
        else:
            uploads.append(Upload(name=name, filename=filename, type=head.get_content_type(), data=data))
    return fields, tuple(uploads)


def _file_fault(uploads: tuple[Upload, ...]) -> Reply | None:
    """Say which file of an edit OpenAI would refuse."""
    pictures = [upload for upload in uploads if upload.name in {"image", "image[]"}]
    if not pictures:
        return Reply.error(400, "missing_required_parameter", "Missing required parameter: 'image'.")
    for upload in uploads:
        if upload.type not in _STARTS:
            text = f"Invalid file '{upload.filename}': unsupported mimetype ('{upload.type}')."
            return Reply.error(400, "unsupported_file_mimetype", text)
        if not upload.data.startswith(_STARTS[upload.type]):
            return Reply.error(400, "invalid_image_file", f"Invalid image file '{upload.filename}'.")
        # The size in a PNG's head; a mask lies over the first picture.
        if upload.name == "mask" and pictures[0].type == "image/png" and upload.data[16:24] != pictures[0].data[16:24]:
            return Reply.error(400, "invalid_image_file", "The mask has another size than the picture.")
    return None


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
