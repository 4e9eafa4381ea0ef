"""Asks OpenAI's image API, or a server that speaks like it: the only module that touches the network.

The client's own retries are off: it sends a picture again after a timeout, and each may be billed. Here a request is sent
again only where surely nothing was made, and one answer has a deadline by the wall clock and a cap on its size:

    surely not sent (no connection, no TLS)    3 more times     NotSentError
    429, too many requests                     3 more times     NotSentError
    408, 409 and 5xx answered                  2 more times     NotSentError
    key, quota, permission, model, address     never            AccountError
    any other refusal                          never            RefusedError
    sent, and no complete answer               never            UnclearError
    2xx, whatever is in it                     never            an Answer, for `unpack` to judge after it was spooled
"""

from __future__ import annotations

import json
import random
import re
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from mkdocs_imggen import models
from mkdocs_imggen.errors import AccountError, NotSentError, ProviderError, UnclearError, UnusableError
from mkdocs_imggen.providers.base import Answer
from mkdocs_imggen.providers.refusals import UNSENT, PassingError, judge, redact, request_id
from mkdocs_imggen.providers.servers import OPENAI
from mkdocs_imggen.providers.wire import Call, NotOkError, read, stop_at_refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    import httpx2
    from openai import OpenAI

    from mkdocs_imggen.providers.base import InputPicture
    from mkdocs_imggen.providers.servers import Server
    from mkdocs_imggen.request import Request

OFFICIAL_URL = "https://api.openai.com/v1"
"""Where a key goes unless a `base_url` is set."""
MAX_BODY = 64 * 1024 * 1024
"""Bytes of an answer, unpacked; the largest picture that we decode takes less."""
COMPRESSION = 95
"""Quality of lossy originals: renditions are encoded from them again, and above 95 files grow much faster than they gain."""

_CONNECT = 10.0
"""Seconds for a connection, TLS included."""
_NOTHING_SENT = "nothing was sent, nothing billed"
_HIDDEN = b"(the key)"
_PERHAPS = "may have been billed"


class OpenAIProvider:
    """Makes pictures through the `openai` package; one client for its life, any number of threads.

    `server` says what a server behind a `base_url` reads and answers.
    """

    def __init__(
        self,
        *,
        api_key: str,
        key_name: str,
        base_url: str | None,
        timeout: float,
        concurrency: int,
        today: Callable[[], date],
        pause: Callable[[float], None] = time.sleep,
        server: Server = OPENAI,
    ) -> None:
        self._key = api_key.strip()  # a key read from a file often ends in a line break
        self._key_name = key_name
        self._official = base_url is None
        self._url = base_url or OFFICIAL_URL
        self._shown = re.sub("//[^/]*@", "//", self._url)  # a name and a password in an address are no text for a log
        self._timeout = timeout
        self._today = today
        self._pause = pause
        self._server = server
        self._slots = threading.BoundedSemaphore(concurrency)
        self._lock = threading.Lock()
        self._client: OpenAI | None = None
        self._calls = threading.local()  # the client's hooks run in the thread that called

    def generate(
        self, request: Request, inputs: Sequence[InputPicture] = (), *, n: int = 1, fidelity: str | None = None
    ) -> Answer:
        """Make `n` pictures, sending the request again only where surely nothing was made.

        Raises:
            ProviderError: the kinds in the table at the top of this module, and UnusableError for a body over the cap.
            DirectiveError: the model is gone, or the model or the server cannot do what is asked; nothing was sent.

        """
        model = request.model
        if self._official:  # another server may call anything by any name
            model = models.resolve(model, request, self._today(), inputs=inputs, fidelity=fidelity, n=n)
            models.check(model, request, inputs=inputs, fidelity=fidelity, n=n)
        self._server.check(request, inputs, fidelity)
        fields = self._fields(model, request, inputs, n, fidelity)
        tried: Counter[str] = Counter()
        notes: list[str] = []
        while True:
            try:
                with self._slots:
                    body = self._send("images/edits" if inputs else "images/generations", fields)
                # A proxy that says back what it got would put the key into a file that is kept.
                return Answer(body=body.replace(self._key.encode(), _HIDDEN), model=model, notes=tuple(notes))
            except PassingError as fault:
                patience = fault.patience
                if tried[patience.word] == len(patience.waits):
                    raise fault.error from fault
                wait = fault.wait
                if wait is None:
                    wait = patience.waits[tried[patience.word]]
                    if patience.spread:
                        wait *= random.uniform(0.75, 1.25)  # noqa: S311 - spreads clients, guards no secret
                tried[patience.word] += 1
                notes.append(f"{patience.word}: waited {wait:.3g} s and sent it again")
            self._pause(wait)

    def listed(self) -> dict[str, str | None]:
        """Ask which models the server has: by name, the day on which each is shut down, where the server says one.

        Raises:
            ProviderError: it did not answer with a list.

        """
        try:
            answer = json.loads(self._send("models", {}))
            return {str(entry["id"]): _text(entry.get("shutdown_date")) for entry in answer["data"]}
        except PassingError as fault:
            raise fault.error from fault
        except UnclearError as fault:
            raise ProviderError(fault.what, hint="look at the network and at `base_url`") from fault  # a list costs nothing
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
            raise ProviderError(f"`{self._shown}` answered with something else than a list of models") from fault

    def close(self) -> None:
        """Close the connections; a later request opens new ones."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def _open(self) -> OpenAI:
        """Give the client, made on the first call: importing the package takes more than a second."""
        with self._lock:
            if self._client is None:
                if not (self._key and self._key.isascii() and self._key.isprintable() and " " not in self._key):
                    what = f"`{self._key_name}` is empty or holds a character that no key has"
                    raise AccountError(what, kept=_NOTHING_SENT, hint=f"set `{self._key_name}` to a valid key")
                import openai  # noqa: PLC0415 - see above

                http = openai.DefaultHttpx2Client(
                    follow_redirects=False,  # the key goes to the host that was set
                    event_hooks={"request": [self._watch], "response": [stop_at_refusal]},
                )
                self._client = openai.OpenAI(
                    api_key=self._key,
                    base_url=self._url,  # given always, or OPENAI_BASE_URL would decide
                    max_retries=0,
                    timeout=openai.Timeout(self._timeout, connect=min(self._timeout, _CONNECT)),
                    http_client=http,
                    # One connection for one picture: a reset of a reused one would not say whether the request was read.
                    # gzip only, because we unpack it ourselves, with a bound.
                    default_headers={"Connection": "close", "Accept-Encoding": "gzip"},
                )
            return self._client

    def _watch(self, request: httpx2.Request) -> None:
        call: Call = self._calls.current
        request.extensions["trace"] = call.trace

    def _fields(
        self, model: str, request: Request, inputs: Sequence[InputPicture], n: int, fidelity: str | None
    ) -> Mapping[str, Any]:
        """Give what the client is called with: of our fields those that the server reads, and what it must be told besides."""
        server = self._server
        reads = server.edit if inputs else server.generate
        format_ = request.format if not inputs or request.format in server.edit_formats else "png"
        fields: dict[str, Any] = {
            "model": model,
            "prompt": request.prompt,
            "size": request.size,
            "quality": request.quality,
            "background": request.background,
            "output_format": format_,
            "n": n,
        }
        if format_ != "png":
            fields["output_compression"] = COMPRESSION
        for item in inputs:
            # Bytes with a name and a type: without them the API refuses the picture, and a retry can send the same again.
            part = (item.name, item.data, item.type)
            if item.role == "mask":
                fields["mask"] = part
            else:
                fields.setdefault("image", []).append(part)
        if fidelity and models.takes_fidelity(model, fidelity):
            fields["input_fidelity"] = fidelity
        return {name: value for name, value in fields.items() if name in reads} | dict(server.add)

    def _send(self, route: str, fields: Mapping[str, Any]) -> bytes:
        """Send a request once and read the whole answer."""
        import httpx2  # noqa: PLC0415 - comes with openai, lazily
        import openai  # noqa: PLC0415 - lazily

        with Call(self._timeout) as call:
            self._calls.current = call
            try:
                client = self._open()
                routes: Mapping[str, Callable[..., Any]] = {
                    "images/generations": client.images.with_streaming_response.generate,
                    "images/edits": client.images.with_streaming_response.edit,
                    "models": client.models.with_streaming_response.list,
                }
                with routes[route](**fields) as answer:
                    headers = answer.headers
                    body, whole = read(answer.http_response, MAX_BODY)
            except NotOkError as fault:
                names = {"model": fields.get("model", "?"), "url": self._shown, "key_name": self._key_name}
                raise self._safe(judge(route, fault.status, fault.headers, fault.body, names)) from fault
            except (openai.OpenAIError, httpx2.HTTPError, httpx2.InvalidURL) as fault:
                late = call.expired or isinstance(fault, openai.APITimeoutError | httpx2.TimeoutException)
                raise self._safe(self._unclear(late=late) if call.sent else self._unsent(fault)) from fault
        if call.expired and headers.keys().isdisjoint({"content-length", "transfer-encoding"}):
            raise self._unclear(late=True)  # what looks like the end of the body was our own deadline
        if not whole:
            what = f"the answer is larger than {MAX_BODY >> 20} MB and was cut off (HTTP 200{request_id(headers)})"
            raise self._safe(UnusableError(what, kept=_PERHAPS, hint="this is no picture; look at the server"))
        return body

    def _unsent(self, fault: Exception) -> PassingError:
        cause: BaseException = fault
        while cause.__cause__ is not None:
            cause = cause.__cause__
        what = f"no connection to `{self._shown}`: {cause}"
        error = NotSentError(what, kept=_NOTHING_SENT, hint="look at the network, the proxy and `base_url`")
        return PassingError(UNSENT, error)

    def _unclear(self, *, late: bool) -> UnclearError:
        what = f"no complete answer within {self._timeout:g} s" if late else "the connection broke before the answer was complete"
        return UnclearError(what, kept=_PERHAPS, hint="look at the provider's account first: the next run sends it again")

    def _safe(self, fault: ProviderError | PassingError) -> ProviderError | PassingError:
        """Take every piece of the key out of an error in which others had a say."""
        error = fault.error if isinstance(fault, PassingError) else fault
        error.what, error.code, error.hint = (redact(text, self._key) for text in (error.what, error.code, error.hint))
        error.args = (error.what,)
        return fault


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
