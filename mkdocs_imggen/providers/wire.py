"""One call on the wire: ended by the wall clock, capped in size, and known to have left the machine or not.

The client's timeouts bound each read, so a server that sends a byte now and then outlasts them; and its reader buffers
whatever comes. Both are settled here with what httpx2 documents: event hooks, the `trace` extension and raw streams.
"""

from __future__ import annotations

import threading
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    import socket
    from collections.abc import Mapping

    import httpx2

MAX_REFUSAL = 64 * 1024
"""Bytes read of an answer that is not 2xx: an error message is short, and what follows it is not wanted."""
_ANY_HEADER = 47
"""zlib's word for: gzip or zlib, whichever the first bytes say."""


class NotOkError(Exception):
    """An answer other than 2xx. Its text is no argument, so that what a server echoes is in no traceback."""

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        super().__init__(status)
        self.status, self.headers, self.body = status, headers, body


class Call:
    """One request under way. After `timeout` seconds its connection is shut, whatever the server does.

    `sent` says whether the request began to leave; until then surely nothing was billed.
    """

    def __init__(self, timeout: float) -> None:
        self.sent = False
        self.expired = False
        self._lock = threading.Lock()
        self._connection: socket.socket | None = None
        self._timer = threading.Timer(timeout, self._expire)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Follow the steps of a request; httpx2 calls it for each."""
        if event.endswith(".connect_tcp.complete"):
            # A duplicate, because TLS takes the socket over and because a number of a closed one may be given to another
            # connection. Out of descriptors, the deadline rests on the client's own timeouts.
            with suppress(OSError), self._lock:
                self._connection = info["return_value"].get_extra_info("socket").dup()
                if self.expired:
                    self._shut()
        # A proxy is asked to CONNECT first; that is not yet our request.
        elif event.endswith(".send_request_headers.started") and info["request"].method != b"CONNECT":
            self.sent = True

    def _expire(self) -> None:
        with self._lock:
            self.expired = True
            self._shut()

    def _shut(self) -> None:
        if self._connection is not None:
            with suppress(OSError):  # the other side may have been faster
                self._connection.shutdown(2)


def stop_at_refusal(response: httpx2.Response) -> None:
    """End an answer that is not 2xx with an error of ours, before the client reads all of it; a response hook."""
    if not response.is_success:
        body, _ = read(response, MAX_REFUSAL)
        raise NotOkError(response.status_code, response.headers, body)


def read(response: httpx2.Response, limit: int) -> tuple[bytes, bool]:
    """Read and unpack a body of at most `limit` bytes; also says whether it was one. Of a larger one nothing is given."""
    chunks, size = [], 0
    for chunk in response.iter_raw():
        chunks.append(chunk)
        size += len(chunk)
        if size > limit:
            return b"", False
    raw = b"".join(chunks)
    if response.headers.get("content-encoding", "").strip().lower() == "gzip":
        # What does not unpack stays as it came, for the caller to keep and to refuse.
        with suppress(zlib.error):
            raw = zlib.decompressobj(wbits=_ANY_HEADER).decompress(raw, limit + 1)
    return (raw, True) if len(raw) <= limit else (b"", False)
